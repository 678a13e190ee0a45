//! What is only known once the neighbours are: captions beside tables, anchors that
//! belong to the next block, text that runs together.

use super::attributes::Attributes;
use super::captions;
use crate::diagnostic::{Report, Span};
use crate::model::{Block, BlockKind, Credit, Inline, language_tag, plain};

/// Adds an inline; text joins text.
pub(in crate::reader) fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (_, Inline::Text { text }) if text.is_empty() => {}
        (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
        (_, inline) => inlines.push(inline),
    }
}

/// Adds plain words.
pub(in crate::reader) fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    push(inlines, Inline::text(text));
}

/// Moves the notes in `content`, at any depth, to the end of `notes`.
pub(super) fn take_notes(content: Vec<Inline>, notes: &mut Vec<Inline>) {
    for inline in content {
        match inline {
            Inline::Note { .. } => notes.push(inline),
            mut other => {
                if let Some(content) = other.content_mut() {
                    take_notes(std::mem::take(content), notes);
                }
            }
        }
    }
}

/// `[words]{.class #id lang=fr}`: the looks that the model knows, else the words alone.
pub(super) fn bracketed_span(
    attributes: Attributes,
    content: Vec<Inline>,
    span: Span,
    report: &mut Report,
) -> Vec<Inline> {
    let has = |names: &[&str]| names.iter().any(|name| attributes.has(name));
    let mut inlines = Vec::new();
    if let Some(id) = attributes.id.clone() {
        inlines.push(Inline::Anchor { id });
    }
    if content.is_empty() {
        return inlines;
    }
    let title = attributes
        .get("title")
        .map(str::trim)
        .filter(|title| !title.is_empty());
    let content = match title {
        Some(title) if has(&["abbr", "acronym"]) => vec![Inline::Abbreviation {
            title: title.to_string(),
            content,
        }],
        _ if has(&["kbd", "key"]) => {
            let mut pressed = vec![Inline::Keyboard {
                text: plain(&content),
            }];
            take_notes(content, &mut pressed);
            pressed
        }
        _ if has(&["smallcaps", "small-caps", "sc"]) => vec![Inline::SmallCaps { content }],
        _ if has(&["underline", "ul"]) => vec![Inline::Underline { content }],
        _ if has(&["mark", "highlight"]) => vec![Inline::Highlight { content }],
        _ if has(&["small"]) => vec![Inline::Small { content }],
        _ => content,
    };
    match attributes
        .get("lang")
        .map(|written| (written, language_tag(written)))
    {
        Some((_, Some(lang))) => inlines.push(Inline::Foreign { lang, content }),
        Some((written, None)) => {
            crate::reader::links::report_language(written, span, report);
            inlines.extend(content);
        }
        None => inlines.extend(content),
    }
    inlines
}

/// The words of a block where only running text can stand.
pub(in crate::reader) fn words_of(block: Block) -> Vec<Inline> {
    match block.kind {
        BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } => text,
        BlockKind::List { items, .. } => words_of_all(items.into_iter().flat_map(|item| item.blocks)),
        BlockKind::Definitions { items } => words_of_all(
            items
                .into_iter()
                .flat_map(|item| std::iter::once(item.term).chain(item.descriptions.into_iter().flatten())),
        ),
        BlockKind::Table(table) => {
            let rows = table.head.into_iter().chain(table.body);
            let mut words = table.caption;
            let cells = words_of_all(rows.flat_map(|row| row.cells).flat_map(|cell| cell.blocks));
            if !words.is_empty() && !cells.is_empty() {
                words.push(Inline::LineBreak);
            }
            words.extend(cells);
            with_credit(words, table.credit)
        }
        BlockKind::Figure {
            panels,
            caption,
            credit,
            ..
        } => {
            let mut words: Vec<Inline> = Vec::new();
            for panel in panels {
                words.push(Inline::Image {
                    picture: panel.picture,
                });
                words.extend(panel.caption);
            }
            words.extend(caption);
            with_credit(words, credit)
        }
        BlockKind::Code { text, .. } => vec![Inline::Code { text }],
        BlockKind::Math { formula, .. } => vec![Inline::Math {
            span: block.span,
            formula,
        }],
        BlockKind::Division { lang, blocks } => vec![Inline::Foreign {
            lang,
            content: words_of_all(blocks),
        }],
        BlockKind::Quote { blocks, attribution } => on_lines([words_of_all(blocks), attribution]),
        BlockKind::Callout {
            title,
            blocks,
            attribution,
            ..
        } => on_lines([title, words_of_all(blocks), attribution]),
        BlockKind::Columns { columns } => words_of_all(columns.into_iter().flat_map(|column| column.blocks)),
        BlockKind::Bibliography { entries, .. } => words_of_all(entries.into_iter().map(|work| work.entry)),
        BlockKind::PageBreak => Vec::new(),
        BlockKind::Break => Vec::new(),
    }
}

fn with_credit(words: Vec<Inline>, credit: Credit) -> Vec<Inline> {
    on_lines([words, credit.source, credit.note])
}

/// Runs of words, each on its own line.
fn on_lines<const N: usize>(runs: [Vec<Inline>; N]) -> Vec<Inline> {
    let mut all = Vec::new();
    for run in runs {
        if !all.is_empty() && !run.is_empty() {
            all.push(Inline::LineBreak);
        }
        all.extend(run);
    }
    all
}

/// The words of several blocks, each on its own line.
pub(in crate::reader) fn words_of_all(blocks: impl IntoIterator<Item = Block>) -> Vec<Inline> {
    let mut all = Vec::new();
    for block in blocks {
        let words = words_of(block);
        if !all.is_empty() && !words.is_empty() {
            all.push(Inline::LineBreak);
        }
        all.extend(words);
    }
    all
}

/// Finishes a sequence of blocks.
pub(in crate::reader) fn settle(blocks: Vec<Block>) -> Vec<Block> {
    hand_on_anchors(captions::take(blocks))
}

/// A paragraph of anchors alone would be an empty line: they move into the next block,
/// or the last one at the end.
fn hand_on_anchors(blocks: Vec<Block>) -> Vec<Block> {
    let only_anchors = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text } => {
            let mut anchors = 0;
            text.iter().all(|inline| match inline {
                Inline::Anchor { .. } => {
                    anchors += 1;
                    true
                }
                Inline::Text { text } => text.trim().is_empty(),
                Inline::SoftBreak | Inline::LineBreak => true,
                _ => false,
            }) && anchors > 0
        }
        _ => false,
    };
    if !blocks.iter().any(only_anchors) {
        return blocks;
    }
    let mut settled: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut waiting = Vec::new();
    for block in blocks {
        if only_anchors(&block) {
            waiting.push(block);
            continue;
        }
        settled.push(block);
        let at = settled.len() - 1;
        for anchors in std::mem::take(&mut waiting).into_iter().rev() {
            for id in anchor_ids(&anchors).into_iter().rev() {
                place_id(&mut settled[at..], id);
            }
        }
    }
    for anchors in waiting {
        if settled.is_empty() {
            settled.push(anchors);
            continue;
        }
        let last = settled.len() - 1;
        for id in anchor_ids(&anchors) {
            place_id(&mut settled[last..], id);
        }
    }
    settled
}

fn anchor_ids(block: &Block) -> Vec<String> {
    let BlockKind::Paragraph { text } = &block.kind else {
        return Vec::new();
    };
    let ids = text.iter().filter_map(|inline| match inline {
        Inline::Anchor { id } => Some(id.clone()),
        _ => None,
    });
    ids.collect()
}

/// Gives the first of `blocks` an id: its own where it has one to give, else an anchor
/// in its first words. An id that finds no place is dropped; nothing shows it.
pub(in crate::reader) fn place_id(blocks: &mut [Block], id: String) {
    let Some(first) = blocks.first_mut() else {
        return;
    };
    let anchor = |id| Inline::Anchor { id };
    match &mut first.kind {
        BlockKind::Heading { id: own, text, .. } => {
            if own.is_empty() {
                *own = id;
            } else {
                text.insert(0, anchor(id));
            }
        }
        BlockKind::Figure { id: own, caption, .. } => {
            if own.is_empty() {
                *own = id;
            } else if !caption.is_empty() {
                caption.insert(0, anchor(id));
            }
        }
        BlockKind::Table(table) => {
            if table.id.is_empty() {
                table.id = id;
            } else if !plain(&table.caption).is_empty() {
                table.caption.insert(0, anchor(id));
            }
        }
        BlockKind::Paragraph { text } => text.insert(0, anchor(id)),
        BlockKind::Callout { id: own, blocks, .. } => {
            if own.is_empty() {
                *own = id;
            } else {
                place_id(blocks, id);
            }
        }
        BlockKind::Math { id: own, .. } => {
            if own.is_empty() {
                *own = id;
            } else if blocks.len() > 1 {
                place_id(&mut blocks[1..], id);
            }
        }
        BlockKind::Quote { blocks, .. } | BlockKind::Division { blocks, .. } => place_id(blocks, id),
        BlockKind::Columns { columns } => {
            if let Some(column) = columns.first_mut() {
                place_id(&mut column.blocks, id);
            }
        }
        BlockKind::List { items, .. } => {
            if let Some(item) = items.first_mut() {
                place_id(&mut item.blocks, id);
            }
        }
        BlockKind::Definitions { items } => {
            if let Some(item) = items.first_mut() {
                place_id(std::slice::from_mut(&mut item.term), id);
            }
        }
        BlockKind::Code { .. } | BlockKind::Bibliography { .. } | BlockKind::Break | BlockKind::PageBreak => {
            if blocks.len() > 1 {
                place_id(&mut blocks[1..], id);
            }
        }
    }
}
