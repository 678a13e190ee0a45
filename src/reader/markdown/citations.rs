//! Citations and references as Pandoc and Quarto write them: `@key`, `[see @a, p. 3; -@b]`,
//! `@a [p. 4]`, `@fig-x`.
//!
//! Keys are found in the text events of the parser. What stands in brackets the parser
//! takes for a link without a target, which [`target`] claims; at the link's end the keys
//! found inside make one citation. Nothing is checked here: whether there is such a work
//! is for resolving to say, so what is shown stays the author's own characters.

mod brackets;

use super::build::{Builder, Kind};
use super::finish;
use super::pieces::Piece;
use crate::diagnostic::Span;
use crate::model::{Cited, CitedForm, Inline, ReferenceForm};
use brackets::{bracketed, dissolved, group, place_and_rest};
use pulldown_cmark::{BrokenLink, Event, LinkType};
use std::ops::Range;

/// What a link's target is when the brackets are a citation.
pub(super) const CITATION_TARGET: &str = "pamphlet:citation";

/// What a link's target is when the brackets say where in the work just cited.
pub(super) const LOCATOR_TARGET: &str = "pamphlet:locator";

/// How far back a key may begin; no key is longer.
const LONGEST_KEY: usize = 250;

/// What numbered things are called in front of their ids; Quarto has `-`, and
/// pandoc-crossref `:`, behind them.
const REFERENCE_PREFIXES: &[&str] = &[
    "fig", "tbl", "tab", "sec", "eq", "lst", "box", "app", "nte", "tip", "wrn", "imp", "cau",
];

/// The target of brackets without one, if they cite.
pub(super) fn target(text: &str, link: &BrokenLink<'_>) -> Option<&'static str> {
    if !matches!(link.link_type, LinkType::Shortcut | LinkType::Collapsed) || link.reference.starts_with('^')
    {
        return None;
    }
    let inner = text.get(link.span.clone())?.strip_prefix('[')?;
    let holds_key = inner
        .match_indices('@')
        .any(|(at, _)| begins_key(inner, at) && key(&inner[at + 1..]).is_some());
    if holds_key {
        return Some(CITATION_TARGET);
    }
    let before = text.get(..link.span.start)?;
    let close = before
        .strip_suffix(' ')
        .or_else(|| before.strip_suffix('\n'))
        .unwrap_or(before);
    ends_in_key(close).then_some(LOCATOR_TARGET)
}

/// Whether the `@` at `at` can begin a key: it stands at the beginning of a word, and no
/// backslash before it.
fn begins_key(text: &str, at: usize) -> bool {
    let before = text[..at].strip_suffix('-').unwrap_or(&text[..at]);
    !before
        .chars()
        .next_back()
        .is_some_and(|char| char.is_alphanumeric() || "@\\/_.+-".contains(char))
        && !text[..at].ends_with('\\')
}

/// Whether `text` ends with a bare key.
fn ends_in_key(text: &str) -> bool {
    let mut start = text.len().saturating_sub(LONGEST_KEY);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let tail = &text[start..];
    let Some(at) = tail.rfind('@') else {
        return false;
    };
    begins_key(tail, at) && key(&tail[at + 1..]).is_some_and(|(_, length)| at + 1 + length == tail.len())
}

/// The key that `text` begins with, and how many bytes it takes with its braces.
fn key(text: &str) -> Option<(&str, usize)> {
    if let Some(inner) = text.strip_prefix('{') {
        let end = inner
            .find(|char: char| char == '}' || char.is_whitespace() || char == '{')
            .filter(|&end| end > 0 && end <= LONGEST_KEY && inner[end..].starts_with('}'))?;
        return Some((&inner[..end], end + 2));
    }
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let inside = char.is_alphanumeric() || char == '_';
        let between = at > 0
            && ":.#$%&-+?<>~/".contains(char)
            && chars
                .peek()
                .is_some_and(|(_, next)| next.is_alphanumeric() || *next == '_');
        if at > LONGEST_KEY || !(inside || between) {
            break;
        }
        end = at + char.len_utf8();
    }
    (end > 0).then(|| (&text[..end], end))
}

/// Whether a key names something numbered in the article: `fig-troops`, `Fig:troops`.
fn is_reference(key: &str) -> bool {
    key.split_once(['-', ':']).is_some_and(|(prefix, rest)| {
        !rest.is_empty() && REFERENCE_PREFIXES.contains(&prefix.to_lowercase().as_str())
    })
}

/// A key as the inline that it is.
fn cite(key: &str, span: Span, form: CitedForm, written: &str) -> Inline {
    let content = vec![Inline::text(written)];
    if is_reference(key) {
        let mut id = key.to_string();
        // `@Fig:x` begins a sentence; the id begins small.
        if let Some(first) = id.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        return Inline::Reference {
            span,
            id,
            form: match form {
                CitedForm::YearOnly => ReferenceForm::NumberOnly,
                CitedForm::Normal | CitedForm::InText => ReferenceForm::Full,
            },
            content,
        };
    }
    Inline::Citation {
        span,
        items: vec![Cited {
            span,
            key: key.to_string(),
            prefix: Vec::new(),
            locator: None,
            suffix: Vec::new(),
            form,
        }],
        content,
    }
}

impl Builder<'_> {
    /// Adds the words of the event at `at` from the offset `from` on, up to the first key
    /// if there is one; the index of the event to go on with.
    pub(super) fn add_cited_text(&mut self, at: usize, text: &str, range: Range<usize>) -> usize {
        let is_literal = self.text().get(range.clone()) == Some(text);
        let found = text.match_indices('@').find_map(|(offset, _)| {
            let start = range.start + offset;
            let rest = self.text().get(start + 1..).filter(|_| is_literal)?;
            let (name, length) = key(rest)?;
            (begins_key(self.text(), start)).then_some((start, name, length))
        });
        let Some((start, mut name, mut length)) = found.filter(|_| self.may_cite()) else {
            self.add_text(text, range);
            return at + 1;
        };
        let mut end = start + 1 + length;
        let mut next = at + 1;
        if end > range.end {
            match self.events_up_to(at, range.end, end) {
                Some(after) => next = after,
                // Something else begins within the key.
                None => match key(&self.text()[start + 1..range.end]) {
                    Some((short, its)) => {
                        (name, length) = (short, its);
                        end = start + 1 + length;
                    }
                    None => {
                        self.add_text(text, range);
                        return at + 1;
                    }
                },
            }
        }
        if end < range.end {
            self.cut = Some((at, end));
            next = at;
        }
        let (mut from, mut form) = (start, CitedForm::InText);
        let mut before = &text[..start - range.start];
        if self.text()[..start].ends_with('-') {
            form = CitedForm::YearOnly;
            from -= 1;
            match before.strip_suffix('-') {
                Some(shorter) => before = shorter,
                None => self.take_back('-'),
            }
        }
        self.add_text(before, range.start..from);
        let span = self.span(from..end);
        let inline = cite(name, span, form, &self.text()[from..end]);
        self.add_inline(inline, from..end);
        next
    }

    /// Words in a link or in alternative text cite nothing: a link holds no link.
    fn may_cite(&self) -> bool {
        !self.stack.iter().any(|frame| match &frame.kind {
            Kind::Link { address } => address != CITATION_TARGET && address != LOCATOR_TARGET,
            Kind::Image { .. } | Kind::Code { .. } | Kind::Formula { .. } => true,
            Kind::Root
            | Kind::Quote
            | Kind::List { .. }
            | Kind::Item { .. }
            | Kind::Definitions { .. }
            | Kind::Term
            | Kind::Description
            | Kind::Table { .. }
            | Kind::Row { .. }
            | Kind::Cell
            | Kind::Paragraph
            | Kind::Heading { .. }
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Superscript
            | Kind::Subscript => false,
        })
    }

    /// The event after the text events that go on from `covered` to `end`, the last of
    /// which may be cut there; `None` if anything but text stands between.
    fn events_up_to(&mut self, at: usize, covered: usize, end: usize) -> Option<usize> {
        let mut covered = covered;
        let mut next = at + 1;
        while covered < end {
            let (Event::Text(text), range) = self.events.get(next)? else {
                return None;
            };
            if range.start != covered || self.text().get(range.clone()) != Some(&**text) {
                return None;
            }
            if range.end > end {
                self.cut = Some((next, end));
                return Some(next);
            }
            covered = range.end;
            next += 1;
        }
        Some(next)
    }

    /// Removes a character that was added as text and turned out to belong to a key.
    fn take_back(&mut self, char: char) {
        if let Some(frame) = self.stack.last_mut()
            && let Some(Piece::Inline(Inline::Text { text })) = frame.pieces.last_mut()
            && text.ends_with(char)
        {
            text.pop();
        }
    }

    /// The inlines of brackets that [`target`] claimed.
    pub(super) fn finish_citation(&mut self, content: Vec<Inline>, range: Range<usize>) {
        let span = self.span(range.clone());
        for inline in group(content, span) {
            self.add_inline(inline, range.clone());
        }
    }

    /// `[p. 4]` behind `@a`: joins the citation before it, or stays as it is written.
    pub(super) fn finish_locator(&mut self, content: Vec<Inline>, range: Range<usize>) {
        let span = self.span(range.clone());
        let mut content = Some(content);
        if let Some(frame) = self.stack.last_mut() {
            let gap = match frame.pieces.last() {
                Some(Piece::Inline(Inline::Text { text })) => text == " ",
                Some(Piece::Inline(Inline::SoftBreak)) => true,
                _ => false,
            };
            let place = frame.pieces.len().checked_sub(1 + usize::from(gap));
            if let Some(place) = place
                && let Piece::Inline(Inline::Citation {
                    span: whole,
                    items,
                    content: shown,
                }) = &mut frame.pieces[place]
                && items.len() == 1
                && items[0].form == CitedForm::InText
                && items[0].locator.is_none()
            {
                let inner = content.take().unwrap_or_default();
                *whole = whole.to(span);
                finish::push_text(shown, " [");
                for inline in dissolved(&inner) {
                    finish::push(shown, inline);
                }
                finish::push_text(shown, "]");
                (items[0].locator, items[0].suffix) = place_and_rest(inner);
                frame.pieces.truncate(place + 1);
            }
        }
        if let Some(content) = content {
            let bracketed = bracketed(content);
            for inline in bracketed {
                self.add_inline(inline, range.clone());
            }
        }
    }
}
