//! Where each printed page begins, read off the finished pages.
//!
//! The walker leaves an invisible mark with its ordinal in front of every block, and marks
//! that say "what follows is not running text" around notes and side matter. Text that the
//! walker set carries the walker's own span, which tells it from running heads, labels and
//! list markers.

use super::world::TypeCase;
use crate::model::{Article, Block, BlockKind, FORMULA, PageMap, PageStart, counted};
use std::collections::BTreeMap;
use typst::foundations::Value;
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::model::Numbering;
use typst::text::TextItem;
use typst_layout::{Page, PagedDocument};

/// The mark before matter that stands beside the running text, on one page or more.
pub(super) const ASIDE: i64 = -1;
/// The mark after it.
pub(super) const ASIDE_END: i64 = -2;
/// The mark before a note at the foot of a page.
pub(super) const FOOT: i64 = -3;
/// The mark after it.
pub(super) const FOOT_END: i64 = -4;

/// What a walk over a page meets, in drawing order.
pub(super) enum Seen<'a> {
    /// A mark: an ordinal, or one of the negative ones above.
    Mark(i64),
    /// A run of text.
    Text(&'a TextItem),
}

/// Calls `see` for every mark and run of text in a frame.
pub(super) fn walk<'a>(frame: &'a Frame, see: &mut impl FnMut(Seen<'a>)) {
    walk_from(frame, Transform::identity(), &mut |seen, _| see(seen));
}

/// Calls `see` for every mark and run of text in a page's frame, with its place on the page.
pub(super) fn walk_placed<'a>(frame: &'a Frame, see: &mut impl FnMut(Seen<'a>, Point)) {
    walk_from(frame, Transform::identity(), see);
}

fn walk_from<'a>(frame: &'a Frame, from: Transform, see: &mut impl FnMut(Seen<'a>, Point)) {
    for (at, item) in frame.items() {
        let here = || at.transform(from);
        match item {
            FrameItem::Group(group) => {
                let inside = from
                    .pre_concat(Transform::translate(at.x, at.y))
                    .pre_concat(group.transform);
                walk_from(&group.frame, inside, see);
            }
            FrameItem::Text(text) => see(Seen::Text(text), here()),
            FrameItem::Tag(tag) => {
                if let Some(ordinal) = block_mark(tag) {
                    see(Seen::Mark(ordinal), here());
                }
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
        }
    }
}

/// What the walker's mark says, if this is one.
pub(super) fn block_mark(tag: &Tag) -> Option<i64> {
    let Tag::Start(element, _) = tag else {
        return None;
    };
    let metadata = element.to_packed::<MetadataElem>()?;
    let Value::Int(ordinal) = metadata.value else {
        return None;
    };
    let label = element.label()?;
    (label.resolve().as_str() == "pamphlet-block").then_some(ordinal)
}

/// Finds the word that begins each page.
pub(super) fn map(document: &PagedDocument, case: &TypeCase, article: &Article) -> PageMap {
    let mut reader = Reader {
        texts: BTreeMap::new(),
        open: 0,
        read: 0,
        furthest: 0,
        asides: 0,
        in_formula: false,
        top: top(document, case),
    };
    article.each_block(&mut |block| {
        reader.texts.insert(block.ordinal, own_characters(block));
    });
    let mut beside = Vec::new();
    let mut starts: Vec<_> = document
        .pages()
        .iter()
        .map(|page| {
            let (start, others) = reader.page(page, case);
            beside.push(others);
            start
        })
        .collect();
    if let Some(first) = starts.first_mut() {
        // Page one begins before the first block, with the masthead and the title.
        *first = Some((0, 0));
    }
    let running = starts
        .iter()
        .rposition(Option::is_some)
        .map_or(0, |last| last + 1);
    // A page without running text begins where the next one does: contents and the imprint
    // come before the text, a table that floats has a page to itself within it.
    let mut next = (reader.open, reader.read);
    for start in starts.iter_mut().rev() {
        next = *start.get_or_insert(next);
    }
    let total = document.pages().len();
    let pages = document.pages().iter().zip(starts).zip(beside).enumerate();
    PageMap {
        pages: pages
            .filter_map(|(index, ((page, start), beside))| {
                let (block, offset) = start?;
                Some(PageStart {
                    label: label(page, total),
                    block,
                    offset,
                    closing: if index < running { Vec::new() } else { beside },
                })
            })
            .collect(),
        source: String::new(),
    }
}

/// What running text never stands above from page two on; running heads do. They keep more of
/// a distance than small type's first line, which stands higher than that of the text.
fn top(document: &PagedDocument, case: &TypeCase) -> Abs {
    let mut top = Abs::inf();
    for page in document.pages().iter().skip(1) {
        walk_placed(&page.frame, &mut |seen, at| {
            if matches!(seen, Seen::Text(item) if is_ours(item, case)) {
                top.set_min(at.y);
            }
        });
    }
    if top.to_pt().is_finite() {
        top - Abs::pt(8.0)
    } else {
        Abs::zero()
    }
}

/// Whether the walker set this text.
fn is_ours(item: &TextItem, case: &TypeCase) -> bool {
    item.glyphs
        .first()
        .is_some_and(|glyph| case.is_article_text(glyph.span.0))
}

/// Whether this text is a piece of a formula.
fn is_formula(item: &TextItem, case: &TypeCase) -> bool {
    item.glyphs
        .first()
        .is_some_and(|glyph| case.is_formula(glyph.span.0))
}

/// Reads pages in order and remembers how far into which block it has come.
struct Reader {
    /// Each block's own characters without white space.
    texts: BTreeMap<u32, Vec<char>>,
    /// The block being read when the last page ended.
    open: u32,
    /// How many of its characters have been read.
    read: usize,
    /// The highest ordinal met so far: a mark below it is a repeated table head.
    furthest: u32,
    /// How many asides are open.
    asides: u32,
    /// Whether the text read last was a formula that is counted.
    in_formula: bool,
    /// Running heads stand above this line.
    top: Abs,
}

/// How many pieces of a page's other text are kept: a few lines.
const PIECES: usize = 24;

impl Reader {
    /// Reads one page and gives the block and offset at which its running text begins, `None`
    /// if nothing of the article begins or goes on here; and the first of what else it says.
    fn page(&mut self, page: &Page, case: &TypeCase) -> (Option<(u32, usize)>, Vec<String>) {
        let mut start = None;
        let mut beside = Vec::new();
        // A note that runs over stands after the text of its second page.
        let mut foot = false;
        let mut repeated = false;
        walk_placed(&page.frame, &mut |seen, at| match seen {
            Seen::Mark(ASIDE) => self.asides += 1,
            Seen::Mark(ASIDE_END) => self.asides = self.asides.saturating_sub(1),
            Seen::Mark(FOOT) => foot = true,
            Seen::Mark(FOOT_END) => foot = false,
            Seen::Mark(_) if self.asides > 0 || foot => {}
            Seen::Mark(ordinal) => {
                let ordinal = u32::try_from(ordinal).unwrap_or(0);
                repeated = ordinal <= self.furthest;
                if !repeated {
                    (self.open, self.read, self.furthest) = (ordinal, 0, ordinal);
                    self.in_formula = false;
                    start.get_or_insert((ordinal, 0));
                }
            }
            Seen::Text(item) => {
                let is_formula = is_formula(item, case);
                if self.asides == 0 && !foot && !repeated && (is_formula || is_ours(item, case)) {
                    // All of one formula's pieces count once, and stand where its first does.
                    let goes_on = is_formula && self.in_formula;
                    start.get_or_insert((self.open, self.read - usize::from(goes_on)));
                    if is_formula {
                        self.in_formula = goes_on || self.formula();
                    } else {
                        self.consume(&item.text);
                        self.in_formula = false;
                    }
                } else if !foot && at.y >= self.top && beside.len() < PIECES {
                    beside.push(item.text.to_string());
                }
            }
        });
        (start, beside)
    }

    /// Passes a formula of the open block's own text; whether one stands next.
    fn formula(&mut self) -> bool {
        let own = self.texts.get(&self.open);
        let is_next = own.is_some_and(|own| own.get(self.read) == Some(&FORMULA));
        self.read += usize::from(is_next);
        is_next
    }

    /// Follows the open block's own text. Characters that the block does not have next
    /// were added by typesetting (a hyphen at a line's end) and are passed over; so are
    /// formulas that no text told from those before them.
    fn consume(&mut self, text: &str) {
        let Some(own) = self.texts.get(&self.open) else {
            return;
        };
        for char in text.chars().filter(|char| !char.is_whitespace()) {
            let rest = own.get(self.read..).unwrap_or_default();
            let formulas = rest.iter().take_while(|&&own| own == FORMULA).count();
            if rest.get(formulas) == Some(&char) {
                self.read += formulas + 1;
            }
        }
    }
}

/// The page's number as printed and as the PDF's page labels give it.
fn label(page: &Page, total: usize) -> String {
    match &page.numbering {
        Some(Numbering::Pattern(pattern)) => {
            let numbers = if pattern.pieces() > 1 {
                vec![page.number, total as u64]
            } else {
                vec![page.number]
            };
            pattern
                .apply(None, &numbers)
                .map_or_else(|_| page.number.to_string(), |label| label.to_string())
        }
        Some(Numbering::Func(_)) | None => page.number.to_string(),
    }
}

/// A block's own characters.
fn own_characters(block: &Block) -> Vec<char> {
    match &block.kind {
        BlockKind::Code { text, .. } => text.chars().filter(|char| !char.is_whitespace()).collect(),
        BlockKind::Heading { .. }
        | BlockKind::Paragraph { .. }
        | BlockKind::Table(_)
        | BlockKind::Figure { .. }
        | BlockKind::Callout { .. }
        | BlockKind::List { .. }
        | BlockKind::Definitions { .. }
        | BlockKind::Quote { .. }
        | BlockKind::Columns { .. }
        | BlockKind::Division { .. }
        | BlockKind::Math { .. }
        | BlockKind::Bibliography { .. }
        | BlockKind::Break
        | BlockKind::PageBreak => counted(block.own_text()),
    }
}
