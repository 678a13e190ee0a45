//! `> [!kind] Title`: quotes that are boxes.

use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, CalloutKind, Inline};

/// A quote, or a callout if its first words are `[!kind]`.
pub(super) fn quote_or_callout(mut blocks: Vec<Block>, span: Span, report: &mut Report) -> BlockKind {
    let Some((name, fold)) = blocks.first().and_then(marker) else {
        return BlockKind::Quote {
            blocks,
            attribution: Vec::new(),
        };
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
    let kind = kind(&name).unwrap_or_else(|| {
        report.note(Code::CalloutKind, span, format!("`{name}` is not a kind of callout; it becomes a plain box"));
        report.hint("use note, tip, important, warning, caution, key-messages, recommendations, case-study, pull-quote or box");
        if title.is_empty() {
            // The author's word stands above the box; nothing else would show it.
            title.push(Inline::text(capitalised(&name)));
        }
        CalloutKind::Box
    });
    BlockKind::callout(kind, title, blocks)
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
            .all(|char| char.is_alphanumeric() || " -_–".contains(char));
    is_name.then(|| (name.to_string(), rest.starts_with(['+', '-'])))
}

fn kind(name: &str) -> Option<CalloutKind> {
    let name: String = name
        .chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    Some(match name.as_str() {
        "note" => CalloutKind::Note,
        "tip" => CalloutKind::Tip,
        "important" => CalloutKind::Important,
        "warning" => CalloutKind::Warning,
        "caution" => CalloutKind::Caution,
        "keymessages" | "keymessage" | "keypoints" | "keypoint" | "highlights" => CalloutKind::KeyMessages,
        "recommendations" | "recommendation" => CalloutKind::Recommendations,
        "casestudy" => CalloutKind::CaseStudy,
        "pullquote" => CalloutKind::PullQuote,
        "box" => CalloutKind::Box,
        _ => return None,
    })
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
