//! `m^2^` and `CO~2~`. The parser knows `^words^` and `~words~` only between spaces or
//! punctuation; authors need them inside words.

use super::finish;
use crate::model::Inline;

/// Adds text in which some characters may be raised or lowered.
pub(super) fn push(inlines: &mut Vec<Inline>, text: &str) {
    let mut rest = text;
    let mut from = 0;
    while let Some(found) = rest[from..].find(['^', '~']) {
        let start = from + found;
        match script(rest, start) {
            Some((content, end)) => {
                finish::push_text(inlines, &rest[..start]);
                let content = vec![Inline::text(content)];
                inlines.push(if rest[start..].starts_with('^') {
                    Inline::Superscript { content }
                } else {
                    Inline::Subscript { content }
                });
                rest = &rest[end..];
                from = 0;
            }
            None => from = start + 1,
        }
    }
    finish::push_text(inlines, rest);
}

/// What stands between two marks of which the first is at `start`, and the place behind
/// the second. Only short things without spaces that follow a word: a home directory
/// (`~/`) or a face (`^_^`) is text.
fn script(text: &str, start: usize) -> Option<(&str, usize)> {
    let mark = text[start..].chars().next()?;
    let before = text[..start].chars().next_back()?;
    if !(before.is_alphanumeric() || matches!(before, ')' | ']' | '’' | '”' | '\'' | '"')) {
        return None;
    }
    let inside = &text[start + 1..];
    let length = inside
        .char_indices()
        .take(24)
        .find(|(_, char)| *char == mark)
        .map(|(at, _)| at)?;
    let content = &inside[..length];
    let short = content
        .chars()
        .all(|char| char.is_alphanumeric() || "+-−–.,()=*/′".contains(char));
    let doubled = inside[length + 1..].starts_with(mark);
    (!content.is_empty() && short && !doubled).then_some((content, start + 1 + length + 1))
}
