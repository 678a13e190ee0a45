//! kramdown's `markdown="1"`: HTML that says of itself that Markdown stands in it.
//!
//! CommonMark reads Markdown in HTML where blank lines set it apart from the tags. So the
//! tags of such an element, and lines of nothing but tags in it, get blank lines around
//! them.

use super::Prepared;
use super::lines::{Line, lines};
use super::source::Rewriter;
use crate::reader::html::tags::{self, Token};
use std::ops::Range;

impl Prepared<'_> {
    /// Sets the Markdown in such elements apart from their tags.
    pub(super) fn open_marked_html(&mut self) {
        let text: &str = &self.source.text;
        if !text.contains("markdown=") {
            return;
        }
        let mut walk = Walk {
            text,
            out: Rewriter::new(&self.source),
            open: Vec::new(),
            after_gap: false,
        };
        for line in lines(text) {
            // Within a quotation the blank lines would end it.
            if !line.verbatim && line.quotes == 0 {
                walk.line(&line);
            }
        }
        self.source = walk.out.finish();
    }
}

/// An element that is open, from the outermost that is marked on.
struct Open {
    name: String,
    marked: bool,
}

struct Walk<'w, 'a> {
    text: &'w str,
    out: Rewriter<'w, 'a>,
    open: Vec<Open>,
    after_gap: bool,
}

impl Walk<'_, '_> {
    fn line(&mut self, line: &Line) {
        let body = &self.text[line.body..line.end];
        let begins = body.starts_with('<') && body.contains("markdown=");
        if line.is_blank() || (self.open.is_empty() && !begins) {
            return;
        }
        let tags = block_tags(body);
        let alone = !tags.is_empty() && outside(body, &tags).trim().is_empty();
        // White space before words would make them code, now that they stand alone.
        if std::mem::take(&mut self.after_gap) && line.indent >= 4 && !self.open.is_empty() {
            self.out.copy_to(line.start);
            self.out.skip_to(line.body);
        }
        let inside = !self.open.is_empty();
        for (index, tag) in tags.iter().enumerate() {
            let at = line.body + tag.range.start..line.body + tag.range.end;
            let (before, after) = if tag.close {
                let marked = self.close(&tag.name);
                (marked || (alone && inside), marked || (alone && inside))
            } else {
                let marked = is_marked(&body[tag.range.clone()]);
                if !tag.empty && (marked || !self.open.is_empty()) {
                    self.open.push(Open {
                        name: tag.name.clone(),
                        marked,
                    });
                }
                (alone && inside && index == 0, marked || (alone && inside))
            };
            self.out.copy_to(at.start);
            if before {
                self.gap(at.start);
            }
            self.out.copy_to(at.end);
            if after {
                self.gap(at.end);
                self.after_gap = true;
            }
        }
    }

    /// Closes the innermost element of that name; whether Markdown stands in it.
    fn close(&mut self, name: &str) -> bool {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return false;
        };
        let marked = self.open[at].marked;
        self.open.truncate(at);
        marked
    }

    fn gap(&mut self, at: usize) {
        if !self.out.ends_blank() {
            self.out.write("\n\n", at..at);
        }
    }
}

struct Tag {
    name: String,
    range: Range<usize>,
    close: bool,
    empty: bool,
}

/// The tags of a line that do not run within words.
fn block_tags(line: &str) -> Vec<Tag> {
    let tags = tags::tokens(line).into_iter().filter_map(|token| match token {
        Token::Tag {
            name,
            range,
            close,
            empty,
        } => Some(Tag {
            name,
            range,
            close,
            empty,
        }),
        Token::Comment { .. } | Token::Instruction { .. } => None,
    });
    let others = ["p", "img", "article", "header", "footer", "main", "center"];
    tags.filter(|tag| others.contains(&tag.name.as_str()) || tags::holds_blocks(&tag.name))
        .collect()
}

/// What stands between tags.
fn outside(line: &str, tags: &[Tag]) -> String {
    let mut text = String::new();
    let mut at = 0;
    for tag in tags {
        text.push_str(&line[at..tag.range.start]);
        at = tag.range.end;
    }
    text.push_str(&line[at..]);
    text
}

/// `markdown="1"`, `markdown='block'`, `markdown=span`.
fn is_marked(tag: &str) -> bool {
    let Some((_, value)) = tag.split_once("markdown=") else {
        return false;
    };
    let value = value.trim_start_matches(['"', '\'']);
    ["1", "block", "span"]
        .iter()
        .any(|known| value.starts_with(known))
}
