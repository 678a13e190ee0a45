//! `*[HTML]: Hyper Text Markup Language`: a line that says what a short form means, as
//! kramdown and PHP Markdown Extra write it. The line goes, and every place where the
//! short form stands as a word of its own becomes an abbreviation.

use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, Inline, plain};
use std::collections::{BTreeMap, BTreeSet};

/// No short form is longer.
const LONGEST: usize = 40;
/// No long form is longer: it stands at every use of the short one.
const LONGEST_TITLE: usize = 500;

/// Takes the definitions out of the text and applies them to it.
pub(super) fn apply(blocks: &mut Vec<Block>, report: &mut Report) {
    let mut known = Known::default();
    collect(blocks, &mut known);
    if known.titles.is_empty() {
        return;
    }
    mark_blocks(blocks, &mut known);
    for (name, (_, span)) in &known.titles {
        if !known.used.contains(name) {
            report.note(
                Code::UnusedNote,
                *span,
                format!("`{name}` is explained here and stands nowhere in the text"),
            );
            report.hint("remove the line");
        }
    }
}

#[derive(Default)]
struct Known {
    titles: BTreeMap<String, (String, Span)>,
    /// How long the short forms are, in bytes: what has to be tried at a word.
    lengths: BTreeSet<usize>,
    used: BTreeSet<String>,
}

/// Takes the definitions from paragraphs that hold nothing else, wherever they stand.
fn collect(blocks: &mut Vec<Block>, known: &mut Known) {
    for block in &mut *blocks {
        let span = block.span;
        match &mut block.kind {
            BlockKind::Paragraph { text } => {
                if let Some(found) = definitions(text) {
                    for (name, title) in found {
                        known.lengths.insert(name.len());
                        known.titles.insert(name, (title, span));
                    }
                    text.clear();
                }
            }
            BlockKind::Quote { blocks, .. }
            | BlockKind::Callout { blocks, .. }
            | BlockKind::Division { blocks, .. } => collect(blocks, known),
            BlockKind::Heading { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure { .. }
            | BlockKind::Code { .. }
            | BlockKind::Columns { .. }
            | BlockKind::Math { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => {}
        }
    }
    blocks.retain(|block| !matches!(&block.kind, BlockKind::Paragraph { text } if text.is_empty()));
}

/// The definitions in a paragraph, if it begins with one. A line that is none goes on
/// with the one before.
fn definitions(text: &[Inline]) -> Option<Vec<(String, String)>> {
    if !matches!(text.first(), Some(Inline::Text { text }) if text.starts_with("*[")) {
        return None;
    }
    let breaks = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::LineBreak);
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.split(breaks).map(plain) {
        let definition = line.strip_prefix("*[").and_then(|rest| rest.split_once("]:"));
        match (definition, found.last_mut()) {
            (Some((name, title)), _) => {
                let name = name.trim();
                if name.is_empty() || name.len() > LONGEST || title.trim().is_empty() {
                    return None;
                }
                found.push((name.to_string(), title.trim().to_string()));
            }
            (None, Some((_, title))) => {
                title.push(' ');
                title.push_str(line.trim());
            }
            (None, None) => return None,
        }
    }
    let is_form = |(_, title): &(String, String)| title.len() <= LONGEST_TITLE;
    found.iter().all(is_form).then_some(found)
}

fn mark_blocks(blocks: &mut [Block], known: &mut Known) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph { text } => mark(text, known),
            BlockKind::List { items, .. } => {
                for item in items {
                    mark_blocks(&mut item.blocks, known);
                }
            }
            BlockKind::Definitions { items } => {
                for item in items {
                    mark_blocks(std::slice::from_mut(&mut item.term), known);
                    for description in &mut item.descriptions {
                        mark_blocks(description, known);
                    }
                }
            }
            BlockKind::Table(table) => {
                mark(&mut table.caption, known);
                for cell in table
                    .head
                    .iter_mut()
                    .chain(&mut table.body)
                    .flat_map(|row| &mut row.cells)
                {
                    mark_blocks(&mut cell.blocks, known);
                }
                mark(&mut table.credit.source, known);
                mark(&mut table.credit.note, known);
            }
            BlockKind::Figure {
                panels,
                caption,
                credit,
                ..
            } => {
                for panel in panels {
                    mark(&mut panel.caption, known);
                }
                mark(caption, known);
                mark(&mut credit.source, known);
                mark(&mut credit.note, known);
            }
            BlockKind::Quote { blocks, attribution } => {
                mark_blocks(blocks, known);
                mark(attribution, known);
            }
            BlockKind::Callout {
                title,
                blocks,
                attribution,
                ..
            } => {
                mark(title, known);
                mark_blocks(blocks, known);
                mark(attribution, known);
            }
            BlockKind::Division { blocks, .. } => mark_blocks(blocks, known),
            BlockKind::Columns { columns } => {
                for column in columns {
                    mark_blocks(&mut column.blocks, known);
                }
            }
            BlockKind::Bibliography { .. }
            | BlockKind::Code { .. }
            | BlockKind::Math { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => {}
        }
    }
}

fn mark(inlines: &mut Vec<Inline>, known: &mut Known) {
    let mut marked = Vec::with_capacity(inlines.len());
    for mut inline in std::mem::take(inlines) {
        match &mut inline {
            Inline::Text { text } => split(text, known, &mut marked),
            Inline::Note { blocks, .. } => {
                mark_blocks(blocks, known);
                marked.push(inline);
            }
            // What is explained already, or is shown by others, stays as it is.
            Inline::Abbreviation { .. } | Inline::Citation { .. } | Inline::Reference { .. } => {
                marked.push(inline);
            }
            other => {
                if let Some(content) = other.content_mut() {
                    mark(content, known);
                }
                marked.push(inline);
            }
        }
    }
    *inlines = marked;
}

/// Splits words at the short forms among them.
fn split(text: &str, known: &mut Known, out: &mut Vec<Inline>) {
    let mut done = 0;
    let mut before: Option<char> = None;
    let mut skip_to = 0;
    for (at, char) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        let begins = before.is_none_or(|before| !before.is_alphanumeric());
        before = Some(char);
        if !begins {
            continue;
        }
        let found = known.lengths.iter().rev().find_map(|&length| {
            let word = text.get(at..at + length)?;
            let next = text[at + length..].chars().next();
            if next.is_some_and(char::is_alphanumeric) {
                return None;
            }
            let (title, _) = known.titles.get(word)?;
            Some((word, title.clone()))
        });
        if let Some((word, title)) = found {
            if done < at {
                out.push(Inline::text(&text[done..at]));
            }
            out.push(Inline::Abbreviation {
                title,
                content: vec![Inline::text(word)],
            });
            known.used.insert(word.to_string());
            done = at + word.len();
            skip_to = done;
            before = word.chars().last();
        }
    }
    if done < text.len() {
        out.push(Inline::text(&text[done..]));
    }
}
