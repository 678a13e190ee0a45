//! Where the front matter ends and the text begins, in each of its three forms.

use crate::diagnostic::{Code, Failed, Report, Span};
use crate::reader::yaml::{Key, Node, Value};
use crate::reader::{toml, yaml};
use std::ops::Range;

/// Where the front matter stands in the text.
#[derive(Debug)]
pub(in crate::reader) struct Parts {
    form: Form,
    /// What stands between the marks.
    inner: Range<usize>,
    /// All of it.
    pub span: Span,
    /// The first byte of the article's text.
    pub end: usize,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    /// Between `---` and `---` or `...`.
    Yaml,
    /// Between `+++` and `+++`, as Hugo has it.
    Toml,
    /// Pandoc's lines of `% title`, `% authors`, `% date`.
    TitleBlock,
}

impl Parts {
    /// The fields as a tree; `None` if there are none.
    ///
    /// # Errors
    ///
    /// [`Failed`] if it cannot be read.
    pub fn tree(&self, text: &str, report: &mut Report) -> Result<Option<Node>, Failed> {
        let inner = &text[self.inner.clone()];
        match self.form {
            Form::Yaml => yaml::read(text, self.inner.clone(), report),
            Form::Toml => toml::read(inner, self.inner.start, report).map(Some),
            Form::TitleBlock => Ok(Some(title_block(inner, self.inner.start))),
        }
    }
}

/// Finds the front matter that begins at `start`; `None` if the text begins there.
///
/// # Errors
///
/// [`Failed`] if it has no end.
pub(in crate::reader) fn split(
    text: &str,
    start: usize,
    report: &mut Report,
) -> Result<Option<Parts>, Failed> {
    let first = text[start..].split_inclusive('\n').next().unwrap_or_default();
    let (form, closing): (_, &[&str]) = match first.trim_end() {
        "---" => (Form::Yaml, &["---", "..."]),
        "+++" => (Form::Toml, &["+++"]),
        line if line == "%" || line.starts_with("% ") => return Ok(Some(percent_lines(text, start))),
        _ => return Ok(None),
    };
    let inner_start = start + first.len();
    let inner = &text[inner_start..];
    let opening = inner
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let is_end = |line: &str| closing.contains(&line.trim_end());
    // A line of dashes above a blank line or a sentence is a thematic break.
    let looks_like_a_field = match form {
        Form::Yaml | Form::TitleBlock => looks_like_a_field(opening),
        Form::Toml => opening.contains('=') || opening.trim_start().starts_with(['#', '[']),
    };
    if !looks_like_a_field && !is_end(opening) {
        return Ok(None);
    }
    let mut at = inner_start;
    for line in inner.split_inclusive('\n') {
        let end = at + line.len();
        if is_end(line) {
            return Ok(Some(Parts {
                form,
                inner: inner_start..at,
                span: Span::new(start, at + line.trim_end().len()),
                end,
            }));
        }
        at = end;
    }
    if !looks_like_a_field || inner.lines().next().is_none_or(|line| line.trim().is_empty()) {
        return Ok(None);
    }
    let mark = first.trim_end();
    let failed = report.error(
        Code::FrontMatter,
        Span::new(start, start + 3),
        "the front matter has no end",
    );
    report.hint(format!("close it with a line `{mark}` above the article's text"));
    Err(failed)
}

/// The lines of Pandoc's title block: up to three that begin with `%`, and what goes on
/// below each, indented.
fn percent_lines(text: &str, start: usize) -> Parts {
    let (mut at, mut fields) = (start, 0);
    for line in text[start..].split_inclusive('\n') {
        if line.starts_with('%') && fields < 3 {
            fields += 1;
        } else if !line.starts_with([' ', '\t']) || line.trim().is_empty() {
            break;
        }
        at += line.len();
    }
    Parts {
        form: Form::TitleBlock,
        inner: start..at,
        span: Span::new(start, start + text[start..at].trim_end().len()),
        end: at,
    }
}

fn title_block(inner: &str, offset: usize) -> Node {
    let mut fields: Vec<Vec<Node>> = Vec::new();
    let mut at = offset;
    for line in inner.split_inclusive('\n') {
        let is_new = line.starts_with('%');
        let words = line.trim_start_matches('%').trim();
        let from = at + line.find(words).unwrap_or(0);
        let node = Node {
            span: Span::new(from, from + words.len()),
            value: Value::Scalar {
                text: words.to_string(),
                plain: false,
            },
        };
        match fields.last_mut() {
            Some(lines) if !is_new => lines.push(node),
            _ => fields.push(vec![node]),
        }
        at += line.len();
    }
    let entries = fields.into_iter().zip(["title", "author", "date"]);
    let entries = entries.map(|(lines, name)| {
        let span = lines.iter().fold(lines[0].span, |all, line| all.to(line.span));
        let key = Key {
            text: name.to_string(),
            span: lines[0].span,
        };
        let value = match lines.as_slice() {
            [one] => one.value.clone(),
            // One author a line.
            _ if name == "author" => Value::Seq(lines),
            several => {
                let words: Vec<&str> = several.iter().filter_map(Node::text).collect();
                Value::Scalar {
                    text: words.join(" "),
                    plain: false,
                }
            }
        };
        (key, Node { span, value })
    });
    Node {
        span: Span::new(offset, offset + inner.trim_end().len()),
        value: Value::Map(entries.collect()),
    }
}

/// `title: …`, a comment, or the start of a map in braces.
fn looks_like_a_field(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with(['{', '%']) || line.starts_with("# ") {
        return true;
    }
    let Some((name, rest)) = line.split_once(':') else {
        return false;
    };
    let name = name.trim().trim_matches(['"', '\'']);
    let name_like = |char: char| char.is_alphanumeric() || "_-. ".contains(char);
    (rest.is_empty() || rest.starts_with([' ', '\t']))
        && !name.is_empty()
        && name.split_whitespace().count() <= 3
        && name.chars().all(name_like)
}
