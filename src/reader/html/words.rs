//! Running text out of HTML: white space, line ends, and what plain words leave out.

use crate::model::Inline;
use crate::reader::markdown::push;

/// Adds words from HTML, where all white space is one space.
pub(super) fn push_words(out: &mut Vec<Inline>, text: &str) {
    let mut words = String::with_capacity(text.len());
    let is_space = |char: char| matches!(char, ' ' | '\t' | '\n' | '\r' | '\u{c}');
    for char in text.chars() {
        match char {
            _ if is_space(char) => {
                if !words.ends_with(' ') {
                    words.push(' ');
                }
            }
            '\0' => words.push('\u{fffd}'),
            _ => words.push(char),
        }
    }
    let after_space = match out.last() {
        Some(Inline::Text { text }) => text.ends_with(is_space),
        Some(Inline::SoftBreak | Inline::LineBreak) => true,
        _ => false,
    };
    let words = if after_space {
        words.trim_start_matches(' ')
    } else {
        &words
    };
    push(out, Inline::text(words));
}

/// Takes the white space from both ends. Anchors at the start show nothing, so what
/// follows them is the start too.
pub(in crate::reader) fn trim(inlines: &mut Vec<Inline>) {
    let mut at = 0;
    while let Some(first) = inlines.get_mut(at) {
        match first {
            Inline::Anchor { .. } => {
                at += 1;
                continue;
            }
            Inline::SoftBreak | Inline::LineBreak => {}
            Inline::Text { text } => {
                let kept = text.trim_start_matches([' ', '\t', '\n', '\r']).to_string();
                *text = kept;
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        inlines.remove(at);
    }
    while let Some(last) = inlines.last_mut() {
        match last {
            Inline::SoftBreak | Inline::LineBreak => {}
            Inline::Text { text } => {
                let kept = text.trim_end_matches([' ', '\t', '\n', '\r']).len();
                text.truncate(kept);
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        inlines.pop();
    }
}

/// Adds words that were a block to running text: on a line of their own.
pub(super) fn on_own_line(mut content: Vec<Inline>, out: &mut Vec<Inline>) {
    trim(&mut content);
    if content.is_empty() {
        return;
    }
    let starts = out.iter().all(|inline| matches!(inline, Inline::Anchor { .. }));
    if !starts && !matches!(out.last(), Some(Inline::LineBreak)) {
        out.push(Inline::LineBreak);
    }
    content.into_iter().for_each(|inline| push(out, inline));
    out.push(Inline::LineBreak);
}

/// What plain words leave out.
pub(super) fn take_notes_and_pictures(content: Vec<Inline>, out: &mut Vec<Inline>) {
    for inline in content {
        match inline {
            Inline::Note { .. } | Inline::Anchor { .. } => out.push(inline),
            Inline::Image { picture } => out.push(Inline::Image { picture }),
            mut other => {
                if let Some(content) = other.content_mut() {
                    take_notes_and_pictures(std::mem::take(content), out);
                }
            }
        }
    }
}
