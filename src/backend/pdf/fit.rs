//! How an article fits its pages, measured on the finished pages: how many, how full, how
//! many lines and words over or under what the front matter asks for.
//!
//! What is measured is what stands in the column of the running text. What stands beside it,
//! and running heads, are passed over; the room that is free on a page is its largest gap,
//! since a layout may set the small type at the foot. Which changes would help is not
//! guessed: `fit/cures.rs` typesets the article with each of them.

mod cures;
mod grid;
mod sheets;

pub(super) use cures::judge;

use super::world::TypeCase;
use crate::model::{Article, Block, BlockKind, Length, Pages};
use grid::{Grid, Line};
use serde::Serialize;
use sheets::{Reader, Room, Sheet, share_areas};
use std::collections::{BTreeMap, BTreeSet};
use typst_layout::PagedDocument;

/// How a PDF fits its pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fit {
    /// How many pages it has.
    pub pages: usize,
    /// How long its text is.
    pub length: Length,
    /// How much of the last page's height is used, in per cent.
    pub last_page: u8,
    /// How many lines of running text a full page holds.
    pub lines_per_page: usize,
    /// How many words ten full lines of running text hold.
    pub words_per_ten_lines: usize,
    /// How many lines of running text the last page has room for.
    pub free_lines: usize,
    /// How many pages are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
}

/// What is asked for, and how far that is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Wanted {
    /// The least pages.
    pub min: usize,
    /// The most pages.
    pub max: usize,
    /// What is missed.
    #[serde(flatten)]
    pub missed: Missed,
}

/// How far a number of pages is missed, in lines of running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "fit")]
pub enum Missed {
    /// It fits.
    Fits,
    /// There is too much.
    Over {
        /// What stands on pages that there should not be.
        lines: usize,
    },
    /// There is too little.
    Under {
        /// What is missing until the least number of pages is begun.
        lines: usize,
        /// What is missing until it is filled.
        #[serde(rename = "lines-to-fill")]
        fill: usize,
    },
}

impl Fit {
    /// How many words (or characters) so many lines hold, rounded as one says "about": to
    /// tens, from 200 to fifties.
    pub fn words(&self, lines: usize) -> usize {
        let words = lines * self.words_per_ten_lines / 10;
        let step = if words < 200 { 10 } else { 50 };
        (words + step / 2) / step * step
    }

    /// What is worth telling: "5 pages of 4: 23 lines, about 250 words over", "1,402 words",
    /// "last page 93 % full".
    pub fn facts(&self) -> Vec<String> {
        let pages = self.pages;
        let mut told = format!("{pages} page{}", if pages == 1 { "" } else { "s" });
        if let Some(wanted) = self.wanted {
            told.push_str(&format!(" of {wanted}"));
            match wanted.missed {
                Missed::Fits => {}
                Missed::Over { lines } => told.push_str(&format!(": {} over", self.amount(lines))),
                Missed::Under { lines, .. } => told.push_str(&format!(": {} under", self.amount(lines))),
            }
        }
        let length = self.length.unit.tell(self.length.text);
        let full = format!("last page {} % full", self.last_page);
        vec![told, length, full]
    }

    /// "23 lines, about 250 words".
    fn amount(&self, lines: usize) -> String {
        let plural = if lines == 1 { "" } else { "s" };
        let words = self.length.unit.tell(self.words(lines).max(1));
        format!("{lines} line{plural}, about {words}")
    }
}

impl std::fmt::Display for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Wanted { min, max, .. } if min == max => write!(f, "{min}"),
            Wanted { min, max, .. } => write!(f, "{min}..{max}"),
        }
    }
}

/// What the pages hold.
pub(super) struct Measured {
    /// How it fits.
    pub fit: Fit,
    /// The lines of each paragraph of running text, by its ordinal.
    lines: BTreeMap<u32, Vec<Line>>,
    /// How wide a full line is.
    measure: f64,
    /// How wide the pictures of each block are, as a share of that.
    pictures: BTreeMap<u32, f64>,
    /// For each page but the last: how many lines it leaves white, and which block is the
    /// first to begin on the next page.
    whites: Vec<(usize, Option<u32>)>,
}

/// Measures the finished pages.
pub(super) fn measure(document: &PagedDocument, case: &TypeCase, article: &Article) -> Measured {
    let mut reader = Reader::new(case);
    let pages = document.pages().iter().enumerate();
    let mut sheets: Vec<Sheet> = pages.map(|(number, page)| reader.page(number, page)).collect();
    let (mut lines, mut pictures) = (reader.lines, reader.pictures);
    let flow: BTreeSet<u32> = paragraphs(article).iter().map(|block| block.ordinal).collect();
    lines.retain(|ordinal, _| flow.contains(ordinal));
    let grid = Grid::of(&lines);
    share_areas(&mut sheets);
    let rooms: Vec<Room> = sheets.iter().map(|sheet| sheet.room(&grid)).collect();
    let per_page = sheets
        .iter()
        .map(|sheet| grid.lines(sheet.height()))
        .max()
        .unwrap_or(1);
    let length = article.length();
    // A back cover is no last page.
    let last_text = lines.values().flatten().map(|line| line.page).max();
    let last = last_text.and_then(|page| rooms.get(page)).or(rooms.last());
    let last = last.copied().unwrap_or_default();
    let mut fit = Fit {
        pages: sheets.len(),
        length,
        last_page: percent(last.height - last.free, last.height),
        lines_per_page: per_page,
        words_per_ten_lines: grid.words_per_ten_lines(&lines, length),
        free_lines: last.lines,
        wanted: None,
    };
    fit.wanted = article.meta.pages.map(|pages| wanted(pages, &rooms, &grid, &fit));
    let whites = rooms.iter().zip(sheets.iter().skip(1));
    let whites = whites.map(|(room, next)| (room.lines, next.first)).collect();
    for width in pictures.values_mut() {
        *width /= grid.measure.max(1.0);
    }
    Measured {
        fit,
        lines,
        pictures,
        measure: grid.measure,
        whites,
    }
}

fn wanted(pages: Pages, rooms: &[Room], grid: &Grid, fit: &Fit) -> Wanted {
    let (min, max) = (usize::from(pages.min), usize::from(pages.max));
    let missed = if rooms.len() > max {
        let over: f64 = rooms[max..].iter().map(|room| room.height - room.free).sum();
        // What could not be cut moved on whole, and left room behind.
        let left = rooms[max - 1].free;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of lines"
        )]
        let lines = ((over - left) / grid.pitch).ceil().max(1.0) as usize;
        Missed::Over { lines }
    } else if rooms.len() < min {
        let whole = (min - rooms.len() - 1) * fit.lines_per_page;
        Missed::Under {
            lines: fit.free_lines + whole + 1,
            fill: fit.free_lines + whole + fit.lines_per_page,
        }
    } else {
        Missed::Fits
    };
    Wanted { min, max, missed }
}

/// The paragraphs whose lines stand in the column of the text.
fn paragraphs(article: &Article) -> Vec<&Block> {
    let meta = &article.meta;
    let mut found = Vec::new();
    for blocks in std::iter::once(&meta.summary)
        .chain(&meta.key_messages)
        .chain([&article.body])
    {
        in_flow(blocks, &mut found);
    }
    found
}

/// Not those of tables and of text side by side, whose lines are shorter, and where a line
/// less may save nothing.
fn in_flow<'a>(blocks: &'a [Block], found: &mut Vec<&'a Block>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { .. } => found.push(block),
            BlockKind::Table(_)
            | BlockKind::Columns { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Definitions { .. } => {}
            BlockKind::List { .. }
            | BlockKind::Quote { .. }
            | BlockKind::Callout { .. }
            | BlockKind::Division { .. }
            | BlockKind::Heading { .. }
            | BlockKind::Figure { .. }
            | BlockKind::Code { .. }
            | BlockKind::Math { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => block.inner().into_iter().for_each(|inner| in_flow(inner, found)),
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most a hundred"
)]
fn percent(part: f64, whole: f64) -> u8 {
    if whole > 0.0 {
        (part / whole * 100.0).round().clamp(0.0, 100.0) as u8
    } else {
        0
    }
}
