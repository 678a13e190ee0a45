//! `> [!kind] Title`: quotes that are boxes.

use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, Inline};
use crate::reader::boxes::{self, Named};

/// A quote, or a callout if its first words are `[!kind]`.
pub(super) fn quote_or_callout(mut blocks: Vec<Block>, span: Span, report: &mut Report) -> BlockKind {
    let Some((name, fold)) = blocks.first().and_then(marker) else {
        let attribution = boxes::attribution(&mut blocks);
        return BlockKind::Quote { blocks, attribution };
    };
    let mut title = Vec::new();
    if let BlockKind::Paragraph { text } = &mut blocks[0].kind {
        let end = text
            .iter()
            .position(|inline| matches!(inline, Inline::SoftBreak | Inline::LineBreak));
        let rest = match end {
            Some(end) => text.split_off(end).split_off(1),
            None => Vec::new(),
        };
        title = std::mem::replace(text, rest);
        if let Some(Inline::Text { text }) = title.first_mut() {
            let marker = "[!".len() + name.len() + "]".len() + usize::from(fold);
            *text = text[marker..].trim_start().to_string();
            if text.is_empty() {
                title.remove(0);
            }
        }
        if text.is_empty() {
            blocks.remove(0);
        }
    }
    // Obsidian writes what its themes want behind a bar: `[!note|right]`.
    let named = boxes::named(name.split('|').next().unwrap_or_default().trim());
    if let Named::Unknown(_) = named {
        report_unknown(&name, span, report);
    }
    boxes::make(named, title, blocks)
}

/// Says that a kind of box is not known.
pub(in crate::reader) fn report_unknown(name: &str, span: Span, report: &mut Report) {
    report.note(
        Code::CalloutKind,
        span,
        format!("`{name}` is not a kind of callout; it becomes a plain box"),
    );
    report.hint("use note, tip, important, warning, caution, key-messages, recommendations, case-study, pull-quote or box");
}

/// The kind's name at the start of a paragraph, and whether a fold mark follows.
fn marker(block: &Block) -> Option<(String, bool)> {
    let BlockKind::Paragraph { text } = &block.kind else {
        return None;
    };
    let Some(Inline::Text { text }) = text.first() else {
        return None;
    };
    let (name, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let is_name = !name.is_empty()
        && name.len() <= 40
        && name
            .chars()
            .all(|char| char.is_alphanumeric() || " -_–|".contains(char));
    is_name.then(|| (name.to_string(), rest.starts_with(['+', '-'])))
}
