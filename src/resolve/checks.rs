//! What an author should know although nothing is missing: words that say too little, and
//! structure that only the eye can see.
//!
//! The checks read the finished article and change nothing. Where a standard is broken they
//! warn, and everything else is a note, since a machine that judges words must not stop a
//! paper. To add one: a function in the file of its family, called from [`check`].

mod language;
mod links;
mod matter;
mod pictures;
mod sections;
mod tables;

use crate::diagnostic::Report;
use crate::model::{Article, Block, BlockKind, Inline, phrases};

/// Runs every check. Gives the number of pictures whose alternative text says nothing.
pub(super) fn check(article: &Article, report: &mut Report) -> usize {
    let phrases = phrases::of(&article.lang);
    links::check(article, &phrases, report);
    let wordless = pictures::check(article, &phrases, report);
    sections::check(article, &phrases, report);
    tables::check(article, report);
    language::check(article, report);
    matter::check(article, &phrases, report);
    wordless
}

/// Calls `see` for every block of running text in the article's own language: neither what
/// stands in tables, notes and lists of works nor what is marked as another language.
fn running<'a>(blocks: &'a [Block], see: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        see(block);
        match &block.kind {
            BlockKind::List { items, .. } => items.iter().for_each(|item| running(&item.blocks, see)),
            BlockKind::Definitions { items } => {
                for item in items {
                    see(&item.term);
                    item.descriptions.iter().for_each(|blocks| running(blocks, see));
                }
            }
            BlockKind::Quote { blocks, .. } | BlockKind::Callout { blocks, .. } => running(blocks, see),
            BlockKind::Columns { columns } => {
                columns.iter().for_each(|column| running(&column.blocks, see));
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure { .. }
            | BlockKind::Code { .. }
            | BlockKind::Division { .. }
            | BlockKind::Math { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => {}
        }
    }
}

/// Calls `see` for every inline of a run, nested ones too, but not for those of notes, whose
/// blocks are walked as blocks, nor for what resolving composed.
fn each_inline<'a>(inlines: &'a [Inline], see: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        see(inline);
        match inline {
            Inline::Citation { .. } | Inline::Reference { .. } => {}
            other => each_inline(other.content().unwrap_or_default(), see),
        }
    }
}

/// Text short enough for a message.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
