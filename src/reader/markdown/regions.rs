//! Raw HTML blocks. CommonMark ends them at blank lines; a table or a list does not end
//! there, so everything up to its closing tag is taken as one fragment. Markdown between
//! the tags stays Markdown: it is built as usual and put into the fragment as a slot.

use super::build::{Builder, DEEPEST};
use crate::reader::html::tags::{self, Token};
use crate::reader::html::{Fragment, tags::holds_blocks};
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::ops::Range;

/// Bounds the work of looking for closing tags and of copying notes, so that no text
/// costs more than a multiple of its length.
pub(super) struct Budget(usize);

impl Budget {
    pub fn new(events: usize) -> Self {
        Self(events * 16 + 4096)
    }

    /// Takes `cost` away; `false` if so much is not left.
    pub fn spend(&mut self, cost: usize) -> bool {
        let enough = self.0 >= cost;
        if enough {
            self.0 -= cost;
        }
        enough
    }
}

impl Builder<'_> {
    /// The HTML that begins with the block at `at`: the fragment, the next event, and the
    /// range it covers.
    pub(super) fn html_region(&mut self, at: usize) -> (Fragment, usize, Range<usize>) {
        let block_end = self.ends[at];
        let html = self.html_of(at);
        let range = self.events[at].1.clone();
        let mut open = Vec::new();
        follow(&html, &mut open);
        let last = if open.is_empty() {
            None
        } else {
            self.last_of_region(block_end + 1, &mut open)
        };

        let mut fragment = Fragment::new(&self.slot);
        fragment.push_html(&html);
        // Markdown inside stands as deep as the elements around it.
        let mut around = Vec::new();
        follow(&html, &mut around);
        let Some(last) = last else {
            return (fragment, block_end + 1, range);
        };
        let mut next = block_end + 1;
        while next <= last {
            let end = self.ends[next];
            if let Some(html) = self.as_html(next) {
                follow(&html, &mut around);
                fragment.push_html(&html);
            } else {
                let depth = around
                    .iter()
                    .map(|opened| tags::levels(&opened.name, &opened.tag))
                    .sum::<usize>()
                    .min(DEEPEST);
                self.level += depth;
                let blocks = self.run(next..end + 1);
                self.level -= depth;
                fragment.push_blocks(blocks);
                // A paragraph such as `text</td>` closes what was opened outside it.
                let closing = self.unmatched_tags(next);
                follow(&closing, &mut around);
                fragment.push_html(&closing);
            }
            next = end + 1;
        }
        let end = self.events[last].1.end;
        (fragment, next, range.start..end)
    }

    /// The event that starts the last block of a region: the one in which everything in
    /// `open` is closed. `None` if the container ends before.
    fn last_of_region(&mut self, mut next: usize, open: &mut Vec<Opened>) -> Option<usize> {
        let until = self.container_end();
        while next < until {
            let end = self.ends[next];
            if !self.budget.spend(end - next + 1) {
                return None;
            }
            match self.as_html(next) {
                Some(html) => follow(&html, open),
                None => follow(&self.unmatched_tags(next), open),
            }
            if open.is_empty() {
                return Some(next);
            }
            next = end + 1;
        }
        None
    }

    /// The HTML of a block that is nothing else: a raw block, or an indented one that only
    /// looks like code because of a blank line above it.
    fn as_html(&self, at: usize) -> Option<String> {
        match &self.events[at].0 {
            Event::Start(Tag::HtmlBlock) => Some(self.html_of(at)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                let text = self.html_of(at);
                let looks_like_it = text.trim_start().starts_with('<') && !tags::tokens(&text).is_empty();
                looks_like_it.then_some(text)
            }
            _ => None,
        }
    }

    fn html_of(&self, at: usize) -> String {
        let mut html = String::new();
        for (event, _) in &self.events[at..=self.ends[at]] {
            if let Event::Html(text) | Event::InlineHtml(text) | Event::Text(text) = event {
                html.push_str(text);
            }
        }
        html
    }

    /// The tags in a Markdown block that have no partner there.
    fn unmatched_tags(&self, at: usize) -> String {
        let mut html = String::new();
        let mut open: Vec<String> = Vec::new();
        for (event, _) in &self.events[at..=self.ends[at]] {
            let Event::InlineHtml(text) = event else {
                continue;
            };
            for token in tags::tokens(text) {
                let Token::Tag { name, close, .. } = token else {
                    continue;
                };
                if !holds_blocks(&name) && !matches!(name.as_str(), "td" | "th" | "tr" | "li" | "dd" | "dt") {
                    continue;
                }
                if !close {
                    open.push(name);
                } else if let Some(partner) = open.iter().rposition(|opened| *opened == name) {
                    open.truncate(partner);
                } else {
                    html.push_str(&format!("</{name}>"));
                }
            }
        }
        html
    }
}

/// An element that is not closed yet.
struct Opened {
    name: String,
    tag: String,
}

/// Follows the elements that may go on over blank lines.
fn follow(html: &str, open: &mut Vec<Opened>) {
    for token in tags::tokens(html) {
        let Token::Tag {
            name,
            range,
            close,
            empty,
        } = token
        else {
            continue;
        };
        if !holds_blocks(&name) {
            continue;
        }
        if close {
            if let Some(partner) = open.iter().rposition(|opened| opened.name == name) {
                open.truncate(partner);
            }
        } else if !empty {
            let tag = html[range].to_string();
            open.push(Opened { name, tag });
        }
    }
}
