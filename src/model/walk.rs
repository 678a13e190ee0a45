//! Reading walks over a finished article, shared by every backend.

use super::{Article, Block, BlockKind, CalloutKind, Inline, plain};
use std::collections::BTreeSet;

/// One note of an article.
#[derive(Debug, Clone, Copy)]
pub struct Note<'a> {
    /// From 1 in reading order.
    pub number: u32,
    /// What it says.
    pub blocks: &'a [Block],
}

impl Article {
    /// Every note by number, notes in notes too.
    pub fn notes(&self) -> Vec<Note<'_>> {
        let mut found = Vec::new();
        collect(&self.meta.title, &mut found);
        collect(&self.meta.subtitle, &mut found);
        self.each_block(&mut |block| {
            collect(block.own_text(), &mut found);
            block
                .small_runs()
                .into_iter()
                .for_each(|run| collect(run, &mut found));
        });
        found.sort_by_key(|note| note.number);
        found
    }

    /// The languages that words or blocks of it are marked with, by their tags.
    pub fn languages(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        marked(&self.meta.title, &mut found);
        marked(&self.meta.subtitle, &mut found);
        self.each_block(&mut |block| {
            if let BlockKind::Division { lang, .. } = &block.kind {
                found.insert(lang.as_str());
            }
            marked(block.own_text(), &mut found);
            block
                .small_runs()
                .into_iter()
                .for_each(|run| marked(run, &mut found));
        });
        found
    }

    /// Ordinals of the pull quotes that only repeat words of the text. Who listens hears
    /// those words in their place, and need not hear them twice.
    pub fn repeats(&self) -> BTreeSet<u32> {
        // Nobody pulls more quotes than these from one paper, and each is sought in all of it.
        const MOST: usize = 32;
        let mut quotes = Vec::new();
        let mut inside = BTreeSet::new();
        self.each_block(&mut |block| {
            let BlockKind::Callout {
                kind: CalloutKind::PullQuote,
                title,
                blocks,
                ..
            } = &block.kind
            else {
                return;
            };
            let mut words = Vec::new();
            let silent = blocks.iter().all(|inner| {
                inside.insert(inner.ordinal);
                words.push(bare(&plain(inner.own_text())));
                matches!(inner.kind, BlockKind::Paragraph { .. }) && inner.own_text().iter().all(only_words)
            });
            words.retain(|words| !words.is_empty());
            if silent && title.is_empty() && !words.is_empty() && quotes.len() < MOST {
                quotes.push((block.ordinal, words));
            }
        });
        if quotes.is_empty() {
            return BTreeSet::new();
        }
        let mut text = String::new();
        self.each_block(&mut |block| {
            if matches!(block.kind, BlockKind::Paragraph { .. }) && !inside.contains(&block.ordinal) {
                text.push_str(&bare(&plain(block.own_text())));
                text.push('\n');
            }
        });
        quotes
            .into_iter()
            .filter(|(_, words)| words.iter().all(|words| text.contains(words.as_str())))
            .map(|(ordinal, _)| ordinal)
            .collect()
    }

    /// Calls `see` for every block in reading order, nested ones and those of notes too,
    /// each before what lies inside it.
    pub fn each_block<'a>(&'a self, see: &mut impl FnMut(&'a Block)) {
        let meta = &self.meta;
        notes(&meta.title, see);
        notes(&meta.subtitle, see);
        blocks(&meta.summary, see);
        for message in &meta.key_messages {
            blocks(message, see);
        }
        blocks(&self.body, see);
        for person in meta.people() {
            blocks(&person.bio, see);
        }
        for part in [
            &meta.acknowledgements,
            &meta.funding,
            &meta.about,
            &meta.contact,
            &meta.disclaimer,
            &meta.imprint,
        ] {
            blocks(part, see);
        }
    }
}

impl Block {
    /// The runs of inlines that are this block's own: not those of blocks inside it.
    pub fn own_text(&self) -> &[Inline] {
        match &self.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph { text } => text,
            BlockKind::Table(table) => &table.caption,
            BlockKind::Figure { caption, .. } => caption,
            BlockKind::Callout { title, .. } => title,
            BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Quote { .. }
            | BlockKind::Columns { .. }
            | BlockKind::Division { .. }
            | BlockKind::Math { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => &[],
        }
    }

    /// The lists of blocks inside it, in reading order; not those of notes.
    pub fn inner(&self) -> Vec<&[Block]> {
        let one = std::slice::from_ref::<Block>;
        match &self.kind {
            BlockKind::List { items, .. } => items.iter().map(|item| item.blocks.as_slice()).collect(),
            BlockKind::Definitions { items } => items
                .iter()
                .flat_map(|item| {
                    let descriptions = item.descriptions.iter().map(Vec::as_slice);
                    std::iter::once(one(&item.term)).chain(descriptions)
                })
                .collect(),
            BlockKind::Table(table) => {
                let cells = table.head.iter().chain(&table.body).flat_map(|row| &row.cells);
                cells.map(|cell| cell.blocks.as_slice()).collect()
            }
            BlockKind::Quote { blocks, .. }
            | BlockKind::Callout { blocks, .. }
            | BlockKind::Division { blocks, .. } => vec![blocks],
            BlockKind::Columns { columns } => columns.iter().map(|column| column.blocks.as_slice()).collect(),
            BlockKind::Bibliography { entries, .. } => entries.iter().map(|work| one(&work.entry)).collect(),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::Figure { .. }
            | BlockKind::Code { .. }
            | BlockKind::Math { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => Vec::new(),
        }
    }

    /// Runs of inlines that are this block's own and stand below or beside what it holds:
    /// captions of single pictures, sources and notes, whose words a quotation is.
    pub fn small_runs(&self) -> Vec<&[Inline]> {
        match &self.kind {
            BlockKind::Table(table) => vec![&table.credit.source, &table.credit.note],
            BlockKind::Figure { panels, credit, .. } => {
                let captions = panels.iter().map(|panel| panel.caption.as_slice());
                captions.chain([&*credit.source, &*credit.note]).collect()
            }
            BlockKind::Quote { attribution, .. } | BlockKind::Callout { attribution, .. } => {
                vec![attribution]
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Columns { .. }
            | BlockKind::Division { .. }
            | BlockKind::Math { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => Vec::new(),
        }
    }
}

/// Whether this is words alone: nothing that leads somewhere or is led to.
fn only_words(inline: &Inline) -> bool {
    match inline {
        Inline::Note { .. }
        | Inline::Anchor { .. }
        | Inline::Image { .. }
        | Inline::Math { .. }
        | Inline::Link { .. }
        | Inline::Citation { .. }
        | Inline::Reference { .. } => false,
        Inline::Text { .. }
        | Inline::Code { .. }
        | Inline::Keyboard { .. }
        | Inline::SoftBreak
        | Inline::LineBreak
        | Inline::Emphasis { .. }
        | Inline::Strong { .. }
        | Inline::Strike { .. }
        | Inline::Superscript { .. }
        | Inline::Subscript { .. }
        | Inline::Underline { .. }
        | Inline::Highlight { .. }
        | Inline::SmallCaps { .. }
        | Inline::Small { .. }
        | Inline::Foreign { .. }
        | Inline::Abbreviation { .. } => inline.content().unwrap_or_default().iter().all(only_words),
    }
}

/// Letters and digits alone: quotation marks and the stop at the end may differ.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn blocks<'a>(list: &'a [Block], see: &mut impl FnMut(&'a Block)) {
    for block in list {
        see(block);
        notes(block.own_text(), see);
        block.inner().into_iter().for_each(|inner| blocks(inner, see));
        block.small_runs().into_iter().for_each(|run| notes(run, see));
    }
}

fn notes<'a>(inlines: &'a [Inline], see: &mut impl FnMut(&'a Block)) {
    for inline in inlines {
        if let Inline::Note { blocks: inner, .. } = inline {
            blocks(inner, see);
        }
        notes(inline.content().unwrap_or_default(), see);
    }
}

/// The languages of words in a run of inlines.
fn marked<'a>(inlines: &'a [Inline], found: &mut BTreeSet<&'a str>) {
    for inline in inlines {
        if let Inline::Foreign { lang, .. } = inline {
            found.insert(lang.as_str());
        }
        marked(inline.content().unwrap_or_default(), found);
    }
}

/// The notes called in a run of inlines. What is called within a note is found when the
/// walk comes to the note's own blocks.
fn collect<'a>(inlines: &'a [Inline], found: &mut Vec<Note<'a>>) {
    for inline in inlines {
        if let Inline::Note { number, blocks, .. } = inline {
            found.push(Note {
                number: *number,
                blocks,
            });
        }
        collect(inline.content().unwrap_or_default(), found);
    }
}
