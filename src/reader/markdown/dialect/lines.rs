//! The lines of a text: what stands in front of them, and which of them are verbatim.

use super::parse;
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::ops::Range;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins.
    pub start: usize,
    /// Where it begins behind white space and the marks of quotes.
    pub body: usize,
    /// Where it ends, without the line end.
    pub end: usize,
    /// Where the next line begins.
    pub next: usize,
    /// How many marks of quotes stand in front.
    pub quotes: usize,
    /// How many columns of white space stand behind them.
    pub indent: usize,
    /// Whether it is code, or HTML in which nothing is markup.
    pub verbatim: bool,
    /// Whether something verbatim begins on it.
    pub opens: bool,
}

impl Line {
    /// Whether nothing stands on it.
    pub fn is_blank(&self) -> bool {
        self.body == self.end
    }

    /// What the containers around it put in front.
    pub fn prefix(&self) -> Range<usize> {
        self.start..self.body
    }
}

/// All lines of a text.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut verbatim = verbatim(text).into_iter().peekable();
    let mut lines = Vec::new();
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let next = start + whole.len();
        let end = start + whole.trim_end_matches(['\n', '\r']).len();
        let mut body = start;
        let mut quotes = 0;
        let mut indent = 0;
        for byte in text[start..end].bytes() {
            match byte {
                b' ' => indent += 1,
                b'\t' => indent += 4 - indent % 4,
                b'>' if indent < 4 => {
                    quotes += 1;
                    indent = 0;
                }
                _ => break,
            }
            body += 1;
        }
        while verbatim.next_if(|range| range.end <= body).is_some() {}
        let range = verbatim.peek();
        let is_verbatim = range.is_some_and(|range| range.start <= body && body < range.end);
        let opens = range.is_some_and(|range| range.start >= start);
        lines.push(Line {
            start,
            body,
            end,
            next,
            quotes,
            indent,
            verbatim: is_verbatim,
            opens: is_verbatim && opens,
        });
        start = next;
    }
    lines
}

/// Code and raw HTML that holds no markup, in order.
fn verbatim(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (event, range) in parse(text) {
        let is_verbatim = match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)))
            | Event::Code(_) => true,
            // Other HTML ends where an author sees it end, not at the next blank line.
            Event::Start(Tag::HtmlBlock) => {
                let html = text[range.clone()].trim_start().to_ascii_lowercase();
                ["<script", "<style", "<pre", "<textarea", "<!", "<?"]
                    .iter()
                    .any(|start| html.starts_with(start))
            }
            _ => false,
        };
        if is_verbatim && found.last().is_none_or(|last| last.end <= range.start) {
            found.push(range);
        }
    }
    found
}
