//! Citations and references as Pandoc and Quarto write them: `@key`, `[see @a, p. 3; -@b]`,
//! `@a [p. 4]`, `@fig-x`.
//!
//! Keys are found in the text events of the parser. What stands in brackets the parser
//! takes for a link without a target, which [`target`] claims; at the link's end the keys
//! found inside make one citation. Nothing is checked here: whether there is such a work
//! is for resolving to say, so what is shown stays the author's own characters.

use super::build::{Builder, Kind};
use super::finish;
use super::pieces::Piece;
use crate::diagnostic::Span;
use crate::model::{Cited, CitedForm, Inline, ReferenceForm, named_locator, plain};
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

fn bracketed(content: Vec<Inline>) -> Vec<Inline> {
    let mut all = vec![Inline::text("[")];
    for inline in content {
        finish::push(&mut all, inline);
    }
    finish::push_text(&mut all, "]");
    all
}

/// The author's own characters: keys are text again.
fn dissolved(inlines: &[Inline]) -> Vec<Inline> {
    let mut all = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Citation { content, .. } | Inline::Reference { content, .. } => {
                content
                    .iter()
                    .for_each(|inline| finish::push(&mut all, inline.clone()));
            }
            other => finish::push(&mut all, other.clone()),
        }
    }
    all
}

/// One part of a citation, between semicolons.
#[derive(Default)]
struct Part {
    before: Vec<Inline>,
    key: Option<Inline>,
    after: Vec<Inline>,
}

impl Part {
    fn push(&mut self, inline: Inline) {
        let side = if self.key.is_some() {
            &mut self.after
        } else {
            &mut self.before
        };
        finish::push(side, inline);
    }
}

/// What stands in brackets as one citation, or as references.
fn group(content: Vec<Inline>, span: Span) -> Vec<Inline> {
    let own = bracketed(dissolved(&content));
    let mut parts = vec![Part::default()];
    for inline in content {
        match inline {
            Inline::Text { text } => {
                for (index, piece) in text.split(';').enumerate() {
                    // What has no key yet goes on with the next part.
                    if index > 0 && parts.last().is_some_and(|part| part.key.is_some()) {
                        parts.push(Part::default());
                    } else if index > 0 {
                        parts.last_mut().expect("one part").push(Inline::text(";"));
                    }
                    parts.last_mut().expect("one part").push(Inline::text(piece));
                }
            }
            Inline::Citation { .. } | Inline::Reference { .. } => {
                if parts.last().is_some_and(|part| part.key.is_some()) {
                    let before = std::mem::take(&mut parts.last_mut().expect("one part").after);
                    parts.push(Part {
                        before,
                        ..Part::default()
                    });
                }
                parts.last_mut().expect("one part").key = Some(inline);
            }
            other => parts.last_mut().expect("one part").push(other),
        }
    }
    // Words behind the last semicolon belong to the last work.
    if parts.len() > 1 && parts.last().is_some_and(|part| part.key.is_none()) {
        let rest = parts.pop().expect("two parts").before;
        let last = parts.last_mut().expect("one part");
        if !plain(&rest).trim().is_empty() {
            last.push(Inline::text(";"));
            rest.into_iter().for_each(|inline| last.push(inline));
        }
    }
    if parts
        .iter()
        .all(|part| matches!(part.key, Some(Inline::Reference { .. })))
    {
        return references(parts, own);
    }
    let mut items = Vec::new();
    for mut part in parts {
        let (span, key, form) = match part.key {
            Some(Inline::Citation { mut items, .. }) if items.len() == 1 => {
                let item = items.remove(0);
                (item.span, item.key, item.form)
            }
            Some(Inline::Reference { span, id, .. }) => (span, id, CitedForm::InText),
            _ => return own,
        };
        let (locator, suffix) = place_and_rest(part.after);
        trim_start(&mut part.before);
        trim_end(&mut part.before);
        items.push(Cited {
            span,
            key,
            prefix: part.before,
            locator,
            suffix,
            form: match form {
                CitedForm::YearOnly => CitedForm::YearOnly,
                CitedForm::Normal | CitedForm::InText => CitedForm::Normal,
            },
        });
    }
    vec![Inline::Citation {
        span,
        items,
        content: own,
    }]
}

/// `[@fig-x; @tbl-y]`, `[Figures @fig-x]`: names one after the other. The author's own
/// word takes the place of ours.
fn references(parts: Vec<Part>, own: Vec<Inline>) -> Vec<Inline> {
    let alone = parts.len() == 1;
    let mut all = Vec::new();
    for (index, mut part) in parts.into_iter().enumerate() {
        if index > 0 {
            finish::push_text(&mut all, ", ");
        }
        trim_start(&mut part.before);
        trim_end(&mut part.before);
        let named = !part.before.is_empty();
        for inline in part.before {
            finish::push(&mut all, inline);
        }
        if named {
            finish::push_text(&mut all, "\u{a0}");
        }
        if let Some(Inline::Reference {
            span,
            id,
            mut form,
            mut content,
        }) = part.key
        {
            if named {
                form = ReferenceForm::NumberOnly;
            } else if alone && part.after.is_empty() {
                content.clone_from(&own);
            }
            all.push(Inline::Reference {
                span,
                id,
                form,
                content,
            });
        }
        trim_end(&mut part.after);
        for inline in part.after {
            finish::push(&mut all, inline);
        }
    }
    all
}

/// Splits what stands behind a key into the place within the work and the rest.
fn place_and_rest(after: Vec<Inline>) -> (Option<String>, Vec<Inline>) {
    // A line that ends within is a space, so that the place is one text.
    let mut joined = Vec::with_capacity(after.len());
    for inline in after {
        match inline {
            Inline::SoftBreak => finish::push_text(&mut joined, " "),
            other => finish::push(&mut joined, other),
        }
    }
    let mut after = joined;
    trim_end(&mut after);
    let Some(Inline::Text { text }) = after.first_mut() else {
        return (None, after);
    };
    let words = text.trim_start();
    let words = words.strip_prefix(',').map_or(words, str::trim_start);
    let found = match words.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        Some((inner, rest)) => Some((inner.trim().to_string(), rest.to_string())),
        None => {
            let length = place_length(words);
            let (place, rest) = words.split_at(length);
            (length > 0).then(|| (place.to_string(), rest.to_string()))
        }
    };
    let Some((place, rest)) = found else {
        return (None, after);
    };
    *text = rest;
    if text.is_empty() {
        after.remove(0);
    }
    (Some(place).filter(|place| !place.is_empty()), after)
}

/// How many bytes of `words` name a place: a name that CSL knows or nothing, then
/// numbers of any kind. A list of them ends before the first word that is none.
fn place_length(words: &str) -> usize {
    let (named, numbers) = match named_locator(words) {
        Some((_, numbers)) => (true, numbers),
        None => (false, words),
    };
    let start = words.len() - numbers.len();
    let mut end = 0;
    let mut at = 0;
    for word in numbers.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let number = bare.trim_end_matches([',', '.']);
        let joins = matches!(bare, "&" | "–" | "-" | "and");
        let fits = if named {
            is_number(number)
        } else {
            number.starts_with(|char: char| char.is_ascii_digit())
        };
        if fits {
            end = at + number.len();
            // A full stop or no comma ends the list, unless a joining word follows.
        } else if !(joins && end > 0) {
            break;
        }
        at += word.len();
    }
    if end == 0 { 0 } else { start + end }
}

/// `3`, `3-5`, `12a`, `xiv`, `XV`, `A3`.
fn is_number(word: &str) -> bool {
    let roman = |word: &str| {
        !word.is_empty()
            && (word.bytes().all(|byte| b"ivxlcdm".contains(&byte))
                || word.bytes().all(|byte| b"IVXLCDM".contains(&byte)))
    };
    let parts = word.split(['-', '–', ':', '/']).collect::<Vec<_>>();
    !word.is_empty()
        && parts.iter().all(|part| {
            let part = part.trim_matches(['(', ')']);
            part.chars().any(char::is_numeric) || roman(part)
        })
}

fn trim_start(inlines: &mut Vec<Inline>) {
    while let Some(Inline::Text { text }) = inlines.first_mut() {
        *text = text.trim_start().to_string();
        if !text.is_empty() {
            break;
        }
        inlines.remove(0);
    }
    while matches!(inlines.first(), Some(Inline::SoftBreak)) {
        inlines.remove(0);
    }
}

fn trim_end(inlines: &mut Vec<Inline>) {
    loop {
        match inlines.last_mut() {
            Some(Inline::Text { text }) => {
                text.truncate(text.trim_end().len());
                if !text.is_empty() {
                    break;
                }
                inlines.pop();
            }
            Some(Inline::SoftBreak) => {
                inlines.pop();
            }
            _ => break,
        }
    }
}
