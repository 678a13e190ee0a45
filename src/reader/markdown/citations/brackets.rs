//! What stands in the brackets of a citation: works between semicolons, each with words
//! before it, a place within it, and words behind.

use crate::diagnostic::Span;
use crate::model::{Cited, CitedForm, Inline, ReferenceForm, named_locator, plain};
use crate::reader::markdown::finish;

/// Inlines in square brackets.
pub(super) fn bracketed(content: Vec<Inline>) -> Vec<Inline> {
    let mut all = vec![Inline::text("[")];
    for inline in content {
        finish::push(&mut all, inline);
    }
    finish::push_text(&mut all, "]");
    all
}

/// The author's own characters: keys are text again.
pub(super) fn dissolved(inlines: &[Inline]) -> Vec<Inline> {
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
pub(super) fn group(content: Vec<Inline>, span: Span) -> Vec<Inline> {
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
pub(super) fn place_and_rest(after: Vec<Inline>) -> (Option<String>, Vec<Inline>) {
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
