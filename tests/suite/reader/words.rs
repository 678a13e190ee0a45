//! The words of a draft, to see that none is lost.

use pamphlet::model::{Block, BlockKind, Draft, ESCAPED_QUOTES, Inline};
use std::collections::BTreeMap;

/// Every word of the body, as a reader would meet them.
pub fn of(draft: &Draft) -> String {
    let mut text = String::new();
    blocks(&draft.body, &mut text);
    text
}

/// Words and how often each occurs, with typographic signs undone.
pub fn counted(text: &str) -> BTreeMap<String, usize> {
    let plain = text
        .replace(['“', '”', ESCAPED_QUOTES[0]], "\"")
        .replace(['‘', '’', ESCAPED_QUOTES[1]], "'")
        .replace('—', "---")
        .replace('–', "--")
        .replace('…', "...");
    let mut counted = BTreeMap::new();
    for word in plain.split_whitespace() {
        *counted.entry(word.to_string()).or_default() += 1;
    }
    counted
}

/// The words of `wanted` that `found` has fewer of.
pub fn missing(wanted: &str, found: &str) -> Vec<String> {
    let have = counted(found);
    let wanted = counted(wanted).into_iter();
    // A tag that stays visible may touch the next word.
    let glued = |word: &str| {
        have.keys()
            .any(|longer| longer.len() > word.len() && longer.contains(word))
    };
    let lost =
        wanted.filter(|(word, count)| have.get(word).map_or_else(|| !glued(word), |have| have < count));
    lost.map(|(word, _)| word).collect()
}

fn blocks(all: &[Block], text: &mut String) {
    for block in all {
        match &block.kind {
            BlockKind::Heading { text: words, .. } | BlockKind::Paragraph { text: words } => {
                inlines(words, text);
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(&item.blocks, text)),
            BlockKind::Definitions { items } => {
                for item in items {
                    blocks(std::slice::from_ref(&item.term), text);
                    item.descriptions
                        .iter()
                        .for_each(|description| blocks(description, text));
                }
            }
            BlockKind::Table(table) => {
                inlines(&table.caption, text);
                let rows = table.head.iter().chain(&table.body);
                for cell in rows.flat_map(|row| &row.cells) {
                    text.push(' ');
                    blocks(&cell.blocks, text);
                }
            }
            BlockKind::Figure { panels, caption, .. } => {
                for panel in panels {
                    text.push_str(panel.picture.alt.as_deref().unwrap_or_default());
                    text.push(' ');
                }
                inlines(caption, text);
            }
            BlockKind::Code { language, text: code } => {
                text.push_str(language);
                text.push(' ');
                text.push_str(code);
            }
            BlockKind::Quote { blocks: inner, .. } | BlockKind::Division { blocks: inner, .. } => {
                blocks(inner, text);
            }
            BlockKind::Columns { columns } => columns.iter().for_each(|column| blocks(&column.blocks, text)),
            BlockKind::Math { formula, .. } => text.push_str(&formula.tex),
            BlockKind::Bibliography { .. } => {}
            BlockKind::Callout {
                title, blocks: inner, ..
            } => {
                inlines(title, text);
                text.push('\n');
                blocks(inner, text);
            }
            BlockKind::Break | BlockKind::PageBreak => {}
        }
        for run in block.small_runs() {
            text.push(' ');
            inlines(run, text);
        }
        text.push('\n');
    }
}

fn inlines(all: &[Inline], text: &mut String) {
    for inline in all {
        match inline {
            Inline::Text { text: words }
            | Inline::Code { text: words }
            | Inline::Keyboard { text: words } => text.push_str(words),
            Inline::Image { picture } => text.push_str(picture.alt.as_deref().unwrap_or_default()),
            Inline::Note { blocks: inner, .. } => {
                text.push(' ');
                blocks(inner, text);
            }
            Inline::SoftBreak | Inline::LineBreak => text.push('\n'),
            Inline::Anchor { .. } => {}
            Inline::Math { formula, .. } => text.push_str(&formula.tex),
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Superscript { content }
            | Inline::Subscript { content }
            | Inline::Underline { content }
            | Inline::Highlight { content }
            | Inline::SmallCaps { content }
            | Inline::Small { content }
            | Inline::Foreign { content, .. }
            | Inline::Abbreviation { content, .. }
            | Inline::Citation { content, .. }
            | Inline::Reference { content, .. }
            | Inline::Link { content, .. } => inlines(content, text),
        }
    }
}
