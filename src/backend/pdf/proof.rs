//! The proof: what a typesetter would change on seeing the first pages.
//!
//! Typst sets from beginning to end and does not go back. Four things show only on finished
//! pages: a figure or table that found no room and left white at the foot of a page, a line
//! of a paragraph that its note took along to the next page, a line whose words stand far
//! apart since what follows cannot be broken, and a last page that holds a few lines. Each
//! has a cure that is asked for in a second pass, [`Changes`], which the walker and the kit
//! read: the figure takes the head of the next page while the text goes on, the paragraph
//! stays whole, or its lines are not stretched, and the room around headings and lists gives a
//! little, or the lines stand closer.
//!
//! Most papers need no second pass, and pay for a look at the pages only.

use super::pages::{ASIDE, ASIDE_END, FOOT, FOOT_END, Seen, walk_placed};
use super::world::TypeCase;
use crate::model::{Article, BlockKind, Panel, Placement};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use typst::foundations::Smart;
use typst::layout::{Abs, Point};
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// Whether an article is a long report, in which each pass costs seconds.
pub(super) fn is_long(article: &Article) -> bool {
    article.length().text > LONG
}

/// How many passes are made at most.
pub(super) fn passes(is_long: bool) -> usize {
    if is_long { 2 } else { 10 }
}

/// White at the foot of a page that the eye takes for a mistake, as a share of the page's
/// height: some six lines.
const GAP: f64 = 0.09;
/// A caption is not taller, in points.
const CAPTION: f64 = 45.0;
/// More words than these, on some hundred pages, make a long report.
const LONG: usize = 40_000;
/// Fewer lines than these look lost on a last page.
const LONELY: usize = 6;
/// A paragraph of more lines is not kept whole: the white before it would be worse than a
/// line that stands alone.
const SHORT: usize = 6;
/// A word space that is wider by this share of the type's size than it should be is a hole.
const HOLE: f64 = 0.5;
/// What is tried, in this order, against a lonely last page: less room around headings, lists
/// and boxes, in steps of 6 %, and with it lines that stand closer, in steps of 1.2 %, which save
/// the page; then more of both, on pages shorter by as many lines, so that more lines go over. More
/// would show. Room goes first, since Typst still knows every paragraph then.
const TRIED: [(i8, i8); 7] = [(0, 0), (5, 0), (5, 3), (-5, 0), (-2, -2), (-4, -4), (-7, -7)];

/// What is asked of the next pass; `/changes.json` for the layout.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Changes {
    /// Figures and tables, by ordinal, that take the head of the next page.
    floats: BTreeSet<u32>,
    /// Paragraphs, by ordinal, that are not cut.
    whole: BTreeSet<u32>,
    /// Paragraphs, by ordinal, whose lines are not stretched.
    ragged: BTreeSet<u32>,
    /// Steps by which there is less room around headings, lists and boxes, or, if it is
    /// negative, more.
    spaces: i8,
    /// Steps by which lines stand closer together, or, if it is negative, further apart.
    closer: i8,
}

impl Changes {
    /// What is asked of the first pass: in a long report every numbered figure and table floats
    /// from the beginning, as is usual in books, since each further pass would cost seconds.
    pub(super) fn first(article: &Article, is_long: bool) -> Self {
        let floats = if is_long {
            movable(article)
        } else {
            BTreeSet::new()
        };
        Self {
            floats,
            ..Self::default()
        }
    }
}

/// What is seen on finished pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    /// Figures and tables before which white was left, or that a later one has overtaken.
    faults: BTreeSet<u32>,
    /// Paragraphs with a line alone on a page or in a column, and how many lines they have.
    lone: BTreeMap<u32, usize>,
    /// Paragraphs with holes between their words.
    holes: BTreeSet<u32>,
    /// How many pages there are.
    pages: usize,
    /// How many lines the last page holds that is no cover; small matter that stands there
    /// without any text counts for half.
    last_lines: usize,
}

impl Proof {
    /// Reads the pages.
    pub(super) fn read(document: &PagedDocument, case: &TypeCase, article: &Article) -> Self {
        let movable = movable(article);
        let mut reader = Reader::new(document, movable, paragraphs(article));
        let pages = document.pages();
        // Covers have a ground of their own, whatever the house prints on.
        let usual = pages.get(pages.len() / 2).map(|page| &page.fill);
        for (number, page) in pages.iter().enumerate() {
            let own_ground = matches!(page.fill, Smart::Custom(Some(_))) && Some(&page.fill) != usual;
            reader.begin(number, own_ground);
            walk_placed(&page.frame, &mut |seen, at| {
                let ours = matches!(&seen, Seen::Text(item)
                    if item.glyphs.first().is_some_and(|glyph| case.is_article_text(glyph.span.0)));
                reader.see(&seen, at, ours);
            });
        }
        reader.finish(document.pages().len())
    }

    fn is_lonely(&self) -> bool {
        self.pages > 1 && self.last_lines < LONELY
    }

    /// What to ask of the next pass after `asked` gave these pages; `None` if they are fine,
    /// or nothing is left to try.
    pub(super) fn changes(&self, asked: &Changes) -> Option<Changes> {
        let mut next = asked.clone();
        next.floats.extend(&self.faults);
        let short = self.lone.iter().filter(|(_, lines)| **lines <= SHORT);
        next.whole.extend(short.map(|(ordinal, _)| ordinal));
        next.ragged.extend(&self.holes);
        if next != *asked {
            return Some(next);
        }
        if !self.is_lonely() && self.lone.is_empty() {
            return None;
        }
        let mut tried = TRIED
            .iter()
            .skip_while(|&&tried| tried != (asked.spaces, asked.closer));
        (next.spaces, next.closer) = *tried.nth(1)?;
        Some(next)
    }

    /// Whether these pages are better than `other`.
    pub(super) fn beats(&self, other: &Self) -> bool {
        let key = |proof: &Self| {
            let lost = usize::from(proof.is_lonely()) + proof.lone.len();
            (lost, proof.faults.len(), proof.holes.len(), proof.pages)
        };
        key(self) < key(other)
    }
}

/// Figures and tables that may stand elsewhere: those with a number, by which the text can
/// name them. One that follows a heading without text between or after them stays: it would
/// stand above its own heading, with nothing left below that.
fn movable(article: &Article) -> BTreeSet<u32> {
    let body = &article.body;
    let kind = |place: Option<usize>| place.and_then(|place| body.get(place)).map(|block| &block.kind);
    let is_text = |kind: &BlockKind| matches!(kind, BlockKind::Paragraph { .. } | BlockKind::List { .. });
    let bare = |place: usize| {
        let headed = matches!(kind(place.checked_sub(1)), Some(BlockKind::Heading { .. }));
        headed && !kind(Some(place + 1)).is_some_and(is_text)
    };
    let free = body.iter().enumerate().filter(|(place, _)| !bare(*place));
    free.map(|(_, block)| block)
        .filter(|block| match &block.kind {
            BlockKind::Figure { number, panels, .. } => {
                let stays = |panel: &Panel| panel.picture.placement == Some(Placement::Here);
                number.is_some() && !panels.iter().any(stays)
            }
            BlockKind::Table(table) => table.number.is_some(),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Quote { .. }
            | BlockKind::Callout { .. }
            | BlockKind::Columns { .. }
            | BlockKind::Division { .. }
            | BlockKind::Math { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => false,
        })
        .map(|block| block.ordinal)
        .collect()
}

/// Every paragraph of the running text.
fn paragraphs(article: &Article) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    article.each_block(&mut |block| {
        if matches!(block.kind, BlockKind::Paragraph { .. }) {
            found.insert(block.ordinal);
        }
    });
    found
}

/// A place on the pages.
#[derive(Debug, Clone, Copy)]
struct Place {
    page: usize,
    at: Point,
}

impl Place {
    /// Whether this is on another page or column than `before`, which comes before it.
    fn begins_after(self, before: Self) -> bool {
        let beside = (self.at.x - before.at.x).abs() > Abs::pt(40.0);
        before.page != self.page || (self.at.y < before.at.y - Abs::pt(40.0) && beside)
    }
}

/// Whether a word space of a run is stretched so far that the line falls apart.
fn has_hole(item: &TextItem) -> bool {
    item.glyphs.iter().any(|glyph| {
        let space = item
            .text
            .get(glyph.range())
            .is_some_and(|text| text.trim().is_empty());
        let own = || item.font.x_advance(glyph.id).unwrap_or(glyph.x_advance);
        space && (glyph.x_advance - own()).get() > HOLE
    })
}

/// Follows the running text over the pages.
struct Reader {
    movable: BTreeSet<u32>,
    height: Abs,
    page: usize,
    asides: u32,
    foot: bool,
    /// Where the last running text stood.
    last: Option<Place>,
    /// Where the page or column begins that is being read, and where the text before it
    /// ended.
    region: Option<(Place, Place)>,
    /// Blocks that begin a page or column, with the place where the text before them ended.
    begins: Vec<(u32, Place)>,
    /// Where each movable block stands, in the order of the pages.
    stands: Vec<(u32, Place)>,
    /// The lowest running text of all pages, and the highest note of each.
    lowest: Abs,
    notes: Vec<Option<Abs>>,
    /// The heights of the lines on each page, rounded, none on covers; and whether running
    /// text is among them.
    lines: Vec<(BTreeSet<i64>, bool)>,
    /// Whether the page is a cover, which has a ground of its own.
    cover: bool,
    /// The block that is read.
    open: Option<u32>,
    /// The highest met so far: a mark below it is that of a repeated table head, or of a note
    /// after the text.
    furthest: Option<u32>,
    /// How many lines each paragraph has in each page or column that it runs through.
    runs: BTreeMap<u32, Vec<usize>>,
    /// Paragraphs with holes between their words.
    holes: BTreeSet<u32>,
    /// Paragraphs, by ordinal.
    paragraphs: BTreeSet<u32>,
    /// Where the last line of running text was begun, and of which block.
    line: Option<(u32, Place)>,
}

impl Reader {
    fn new(document: &PagedDocument, movable: BTreeSet<u32>, paragraphs: BTreeSet<u32>) -> Self {
        let pages = document.pages();
        Self {
            movable,
            height: pages.first().map_or(Abs::zero(), |page| page.frame.height()),
            page: 0,
            asides: 0,
            foot: false,
            last: None,
            region: None,
            begins: Vec::new(),
            stands: Vec::new(),
            lowest: Abs::zero(),
            notes: vec![None; pages.len()],
            lines: vec![Default::default(); pages.len()],
            cover: false,
            open: None,
            furthest: None,
            runs: BTreeMap::new(),
            holes: BTreeSet::new(),
            paragraphs,
            line: None,
        }
    }

    fn begin(&mut self, page: usize, cover: bool) {
        self.page = page;
        self.foot = false;
        self.cover = cover;
    }

    fn see(&mut self, seen: &Seen<'_>, at: Point, ours: bool) {
        match seen {
            Seen::Mark(ASIDE) => self.asides += 1,
            Seen::Mark(ASIDE_END) => self.asides = self.asides.saturating_sub(1),
            Seen::Mark(FOOT) => self.foot = true,
            Seen::Mark(FOOT_END) => self.foot = false,
            Seen::Mark(ordinal) => {
                let ordinal = u32::try_from(*ordinal).unwrap_or(0);
                if !self.foot && self.asides == 0 {
                    self.open = Some(ordinal).filter(|ordinal| Some(*ordinal) > self.furthest);
                    self.furthest = self.furthest.max(Some(ordinal));
                }
                if !self.foot && self.movable.contains(&ordinal) {
                    self.stands.push((ordinal, Place { page: self.page, at }));
                    if self.asides == 0 {
                        self.movable_at(ordinal, at);
                    }
                }
            }
            // Small matter is not all the article's own, and fills a page all the same.
            Seen::Text(_) if !ours && self.asides == 0 => {}
            Seen::Text(item) => {
                if self.foot {
                    let note = &mut self.notes[self.page];
                    *note = Some(note.map_or(at.y, |first| first.min(at.y)));
                }
                if !self.cover {
                    #[allow(clippy::cast_possible_truncation, reason = "a page is a few thousand points")]
                    let height = (at.y.to_pt() / 4.0).round() as i64;
                    let (lines, running) = &mut self.lines[self.page];
                    lines.insert(height);
                    *running |= self.asides == 0 && !self.foot;
                }
                if self.asides == 0 && !self.foot {
                    let here = Place { page: self.page, at };
                    self.count(here, item);
                    if let Some(before) = self.last.filter(|before| here.begins_after(*before)) {
                        self.region = Some((here, before));
                    }
                    self.last = Some(here);
                    self.lowest.set_max(at.y);
                }
            }
        }
    }

    /// Counts a line of the open paragraph, if one begins here.
    fn count(&mut self, here: Place, item: &TextItem) {
        let Some(open) = self.open.filter(|open| self.paragraphs.contains(open)) else {
            return;
        };
        if has_hole(item) {
            self.holes.insert(open);
        }
        let runs = self.runs.entry(open).or_default();
        let before = self
            .line
            .filter(|(block, _)| *block == open)
            .map(|(_, place)| place);
        match before {
            Some(before) if !here.begins_after(before) => {
                // Raised and lowered letters leave the line where it is.
                if here.at.y - before.at.y < Abs::pt(5.0) {
                    return;
                }
                if let Some(lines) = runs.last_mut() {
                    *lines += 1;
                }
            }
            Some(_) | None => runs.push(1),
        }
        self.line = Some((open, here));
    }

    /// A movable block stands at `at`: does it begin a page or a column? The caption of a
    /// table stands above its mark.
    fn movable_at(&mut self, ordinal: u32, at: Point) {
        let here = Place { page: self.page, at };
        let begun = self.last.filter(|before| here.begins_after(*before)).or_else(|| {
            let (first, before) = self.region?;
            (first.page == self.page && (at.y - first.at.y).to_pt() < CAPTION).then_some(before)
        });
        self.begins.extend(begun.map(|before| (ordinal, before)));
    }

    fn finish(self, pages: usize) -> Proof {
        let limit = self.height * GAP;
        let white = |place: &Place| {
            let foot = self.notes[place.page].map_or(self.lowest, |note| note.min(self.lowest));
            foot - place.at.y
        };
        let gaps = self.begins.iter().filter(|(_, before)| white(before) > limit);
        let overtaken = self.stands.iter().filter(|(ordinal, place)| {
            let overtakes = |(other, there): &(u32, Place)| {
                other > ordinal
                    && there.page == place.page
                    && place.at.y > there.at.y
                    && place.at.x <= there.at.x
            };
            self.stands.iter().any(overtakes)
        });
        let alone = |runs: &Vec<usize>| runs.len() > 1 && runs.contains(&1);
        let lone = self.runs.iter().filter(|(_, runs)| alone(runs));
        let last = self.lines.iter().rfind(|(lines, _)| !lines.is_empty());
        let count = |(lines, running): &(BTreeSet<i64>, bool)| lines.len() / if *running { 1 } else { 2 };
        Proof {
            lone: lone
                .map(|(ordinal, runs)| (*ordinal, runs.iter().sum()))
                .collect(),
            holes: self.holes.clone(),
            faults: gaps.chain(overtaken).map(|(ordinal, _)| *ordinal).collect(),
            pages,
            last_lines: last.map_or(usize::MAX, count),
        }
    }
}
