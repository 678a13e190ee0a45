//! Fenced divisions: `::: {.callout-note title="…"}` … `:::` become `<div>`, so that
//! Pandoc's, Quarto's and MyST's divisions and raw HTML go the same way.

use super::lines::Line;
use super::{Walk, directives};
use crate::diagnostic::Code;
use crate::reader::markdown::attributes::{self, Attributes};
use std::fmt::Write as _;
use std::ops::Range;

/// A division that is not closed yet.
pub(super) struct Open {
    /// Its fence.
    fence: Range<usize>,
    quotes: usize,
    /// The tags that close it.
    close: &'static str,
}

impl Open {
    pub fn new(fence: Range<usize>, quotes: usize, close: &'static str) -> Self {
        Self { fence, quotes, close }
    }
}

/// What stands behind the colons.
enum Fence {
    Open(Attributes),
    /// MyST's, with what it is given.
    Directive(String, String),
    Close,
}

/// Words that open a division although a title follows them without braces, as VuePress
/// and Docusaurus write it.
const TITLED: &[&str] = &[
    "note",
    "tip",
    "info",
    "important",
    "warning",
    "caution",
    "danger",
    "success",
    "details",
    "box",
    "example",
    "abstract",
    "summary",
    "quote",
    "admonition",
    "callout",
];

impl Walk<'_, '_> {
    /// A fence, opening or closing.
    pub(super) fn division(&mut self) -> bool {
        let line = self.line().clone();
        let Some(fence) = fence(self.body(&line)) else {
            return false;
        };
        let range = line.body..line.end;
        self.out.copy_to(line.start);
        match fence {
            Fence::Directive(name, argument) => {
                self.directive(&name, &argument);
                return true;
            }
            Fence::Open(attributes) => {
                self.divisions
                    .push(Open::new(range.clone(), line.quotes, "</div>"));
                if line.indent == 0 {
                    self.write_gap(line.prefix());
                }
                let tag = opening_tag("div", &attributes);
                self.write_line(line.prefix(), &tag, range);
            }
            Fence::Close => match self.divisions.pop() {
                Some(open) => {
                    if line.indent == 0 {
                        self.write_gap(line.prefix());
                    }
                    self.write_line(line.prefix(), open.close, range);
                }
                None => {
                    let span = self.span(range);
                    self.report
                        .problem(Code::Division, span, "this fence closes nothing; it is left out");
                    self.report
                        .hint("remove it, or open the division with `::: {.name}`");
                    self.write_gap(line.prefix());
                }
            },
        }
        let next_is_blank = self.lines.get(self.at + 1).is_none_or(Line::is_blank);
        if !next_is_blank {
            self.write_gap(line.prefix());
        }
        self.out.skip_to(line.next);
        self.at += 1;
        true
    }

    /// Divisions that were opened in a quote end with it.
    pub(super) fn leave_divisions(&mut self) {
        let line = self.line().clone();
        while self
            .divisions
            .last()
            .is_some_and(|open| open.quotes > line.quotes && !line.is_blank())
        {
            self.out.copy_to(line.start);
            self.close_division(line.start);
        }
    }

    /// Closes what is open at the end of the text.
    pub(super) fn close_divisions(&mut self) {
        let end = self.text.len();
        if self.divisions.is_empty() {
            return;
        }
        self.out.copy_to(end);
        self.out.write("\n", end..end);
        while !self.divisions.is_empty() {
            self.close_division(end);
        }
    }

    fn close_division(&mut self, at: usize) {
        let Some(open) = self.divisions.pop() else {
            return;
        };
        let span = self.span(open.fence);
        self.report.problem(
            Code::Division,
            span,
            "this division is not closed; it ends with what is around it",
        );
        self.report.hint("add a line `:::` where it ends");
        let quotes = ">".repeat(open.quotes);
        let html = format!("{quotes}\n{quotes}{}\n{quotes}\n", open.close);
        self.out.write(&html, at..at);
    }
}

/// An HTML tag with these attributes.
pub(super) fn opening_tag(name: &str, attributes: &Attributes) -> String {
    let mut tag = format!("<{name}");
    if let Some(id) = &attributes.id {
        let _ = write!(tag, " id=\"{}\"", escaped(id));
    }
    if !attributes.classes.is_empty() {
        let _ = write!(tag, " class=\"{}\"", escaped(&attributes.classes.join(" ")));
    }
    for (key, value) in &attributes.pairs {
        let is_name = key
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || "-_.".contains(char));
        if !is_name || matches!(key.as_str(), "id" | "class") {
            continue;
        }
        let _ = write!(tag, " {key}=\"{}\"", escaped(value));
    }
    tag.push('>');
    tag
}

/// Text within the quotes of an HTML attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace(['\n', '\r'], " ")
}

/// What a line says, if it is the fence of a division.
fn fence(line: &str) -> Option<Fence> {
    let rest = line.strip_prefix(":::")?.trim_start_matches(':').trim();
    // Pandoc allows colons behind the attributes, for looks.
    let rest = rest.trim_end_matches(':').trim_end();
    if rest.is_empty() {
        return Some(Fence::Close);
    }
    if rest.starts_with('{') {
        if let Some((attributes, length)) = attributes::parse(rest) {
            return rest[length..]
                .trim()
                .is_empty()
                .then_some(Fence::Open(attributes));
        }
        // MyST: `:::{note} Title`.
        let (name, argument) = directives::name(rest)?;
        if directives::is_directive(name) {
            return Some(Fence::Directive(name.to_owned(), argument.to_owned()));
        }
        return is_name(name).then(|| Fence::Open(named(name, argument)));
    }
    let length = rest
        .find(|char: char| char.is_whitespace() || "[{".contains(char))
        .unwrap_or(rest.len());
    let (name, rest) = rest.split_at(length);
    if !is_name(name) {
        return None;
    }
    let known = TITLED.contains(&name.to_lowercase().as_str());
    let rest = rest.trim();
    // Docusaurus: `:::note[Title]{#id}`.
    let (title, rest) = match rest.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
        Some((title, rest)) if known => (title, rest.trim()),
        _ => ("", rest),
    };
    let mut attributes = named(name, title);
    if rest.is_empty() {
        return Some(Fence::Open(attributes));
    }
    if let Some((more, length)) = attributes::parse(rest)
        && length == rest.len()
    {
        attributes.id = more.id;
        attributes.classes.extend(more.classes);
        attributes.pairs.extend(more.pairs);
        return Some(Fence::Open(attributes));
    }
    (known && title.is_empty()).then(|| Fence::Open(named(name, rest)))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|char| char.is_alphanumeric() || "-_.:".contains(char))
}

fn named(name: &str, title: &str) -> Attributes {
    let title = title.trim();
    let pairs = if title.is_empty() {
        Vec::new()
    } else {
        vec![("title".to_string(), title.to_string())]
    };
    Attributes {
        id: None,
        classes: vec![name.trim_start_matches('.').to_string()],
        pairs,
    }
}
