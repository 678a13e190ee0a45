//! How an article fits its pages, measured on the finished pages: how many, how full, how
//! many lines and words over or under what the front matter asks for.
//!
//! What is measured is what stands in the column of the running text. What stands beside it,
//! and running heads, are passed over; the room that is free on a page is its largest gap,
//! since a layout may set the small type at the foot. Which changes would help is not
//! guessed: `fit/cures.rs` typesets the article with each of them.

mod cures;

pub(super) use cures::judge;

use super::pages::{ASIDE, ASIDE_END, FOOT, FOOT_END, mark};
use super::world::TypeCase;
use crate::model::{Article, Length, Pages};
use serde::Serialize;
use std::collections::BTreeMap;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst_layout::{Page, PagedDocument};

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

/// A line of a paragraph, as it is set.
#[derive(Debug, Clone)]
struct Line {
    page: usize,
    baseline: f64,
    left: f64,
    right: f64,
    size: f64,
    text: String,
}

/// What the pages hold.
pub(super) struct Measured {
    /// How it fits.
    pub fit: Fit,
    /// The lines of each block of running text, by its ordinal.
    lines: BTreeMap<u32, Vec<Line>>,
    /// How wide a full line is.
    measure: f64,
    /// For each page but the last: how many lines it leaves white, and which block is the
    /// first to begin on the next page.
    whites: Vec<(usize, Option<u32>)>,
}

/// Measures the finished pages.
pub(super) fn measure(document: &PagedDocument, case: &TypeCase, article: &Article) -> Measured {
    let mut reader = Reader {
        case,
        block: 0,
        asides: 0,
        lines: BTreeMap::new(),
        taken: Vec::new(),
        first: None,
    };
    let pages = document.pages().iter().enumerate();
    let mut sheets: Vec<Sheet> = pages.map(|(number, page)| reader.page(number, page)).collect();
    let lines = reader.lines;
    let grid = Grid::of(&lines);
    share_areas(&mut sheets);
    let rooms: Vec<Room> = sheets.iter().map(|sheet| sheet.room(&grid)).collect();
    let per_page = sheets
        .iter()
        .map(|sheet| grid.lines(sheet.height()))
        .max()
        .unwrap_or(1);
    let length = article.length();
    let last = rooms.last().copied().unwrap_or_default();
    let mut fit = Fit {
        pages: sheets.len(),
        length,
        last_page: percent(last.used(), last.height),
        lines_per_page: per_page,
        words_per_ten_lines: grid.words_per_ten_lines(&lines, length),
        free_lines: grid.whole(last.free),
        wanted: None,
    };
    fit.wanted = article.meta.pages.map(|pages| wanted(pages, &rooms, &grid, &fit));
    let whites = rooms.iter().zip(sheets.iter().skip(1));
    let whites = whites
        .map(|(room, next)| (grid.whole(room.free), next.first))
        .collect();
    Measured {
        fit,
        lines,
        measure: grid.measure,
        whites,
    }
}

/// A page with few things on it does not say where its text may stand; others of its size
/// do. Where none does, the foot is taken to be as far from the edge as the head.
fn share_areas(sheets: &mut [Sheet]) {
    let known: Vec<(u64, (f64, f64))> = sheets
        .iter()
        .filter_map(|sheet| Some((tenths(sheet.page), sheet.area?)))
        .collect();
    for sheet in sheets.iter_mut() {
        let same = known
            .iter()
            .filter(|(page, _)| *page == tenths(sheet.page))
            .map(|(_, area)| *area);
        let tallest = same.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
        sheet.area = tallest.or_else(|| {
            let head = sheet
                .taken
                .iter()
                .map(|piece| piece[0])
                .filter(|top| *top > 0.0)
                .fold(sheet.page / 4.0, f64::min);
            Some((head, sheet.page - head))
        });
    }
}

fn wanted(pages: Pages, rooms: &[Room], grid: &Grid, fit: &Fit) -> Wanted {
    let (min, max) = (usize::from(pages.min), usize::from(pages.max));
    let missed = if rooms.len() > max {
        let over: f64 = rooms[max..].iter().map(Room::used).sum();
        // What could not be cut moved on whole, and left room behind.
        let left = rooms[max - 1].free;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of lines"
        )]
        let lines = (((over - left) / grid.pitch).ceil().max(1.0) as usize) * grid.columns;
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

/// How running text is set: taken from its lines.
struct Grid {
    /// From baseline to baseline.
    pitch: f64,
    /// The size of its type.
    size: f64,
    /// How wide a full line is.
    measure: f64,
    /// From where to where lines reach, over all columns.
    span: (f64, f64),
    /// How many columns there are.
    columns: usize,
}

impl Grid {
    fn of(lines: &BTreeMap<u32, Vec<Line>>) -> Self {
        let all = || lines.values().flatten();
        // The commonest size is that of running text.
        let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
        for line in all() {
            *sizes.entry(tenths(line.size)).or_default() += line.text.len();
        }
        let size = sizes
            .iter()
            .max_by_key(|(_, count)| **count)
            .map_or(100, |(size, _)| *size);
        let of_size = |line: &&Line| tenths(line.size) == size;
        let mut pitches: BTreeMap<u64, usize> = BTreeMap::new();
        for block in lines.values() {
            for pair in block.windows(2) {
                let pitch = pair[1].baseline - pair[0].baseline;
                if of_size(&&pair[0]) && pair[0].page == pair[1].page && pitch > 0.0 {
                    *pitches.entry(tenths(pitch)).or_default() += 1;
                }
            }
        }
        let pitch = pitches
            .iter()
            .max_by_key(|(_, count)| **count)
            .map_or(size * 14 / 10, |(pitch, _)| *pitch);
        // Few lines are wider: those of a table on its side.
        let before_last = lines
            .values()
            .filter_map(|block| Some(block.split_last()?.1))
            .flatten();
        let mut widths: Vec<f64> = before_last
            .filter(of_size)
            .map(|line| line.right - line.left)
            .collect();
        widths.sort_by(f64::total_cmp);
        let widest = all().map(|line| line.right - line.left).fold(0.0, f64::max);
        let measure = widths.get(widths.len() * 19 / 20).copied().unwrap_or(widest);
        let full = all()
            .filter(of_size)
            .filter(|line| ((measure * 0.9)..(measure * 1.1)).contains(&(line.right - line.left)));
        let span = full
            .clone()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |span, line| {
                (span.0.min(line.left), span.1.max(line.right))
            });
        // Of lines in two columns, the second begins where the first has ended.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of columns"
        )]
        let columns = if measure > 0.0 {
            ((span.1 - span.0) / measure).round().max(1.0) as usize
        } else {
            1
        };
        #[allow(clippy::cast_precision_loss, reason = "sizes of type")]
        Self {
            pitch: pitch as f64 / 10.0,
            size: size as f64 / 10.0,
            measure,
            span,
            columns,
        }
    }

    /// How many lines stand in so much height.
    fn lines(&self, height: f64) -> usize {
        (self.down((height - self.size).max(0.0)) + 1) * self.columns
    }

    /// How many more lines find room in so much.
    fn whole(&self, height: f64) -> usize {
        self.down(height) * self.columns
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of lines"
    )]
    fn down(&self, height: f64) -> usize {
        // Sums of lengths are not exact.
        ((height + 0.01) / self.pitch).floor().max(0.0) as usize
    }

    /// Words of ten full lines, over paragraphs of the text; of an article without
    /// any, over all of it.
    fn words_per_ten_lines(&self, lines: &BTreeMap<u32, Vec<Line>>, length: Length) -> usize {
        let mut words = 0;
        let mut full = 0.0;
        for block in lines.values() {
            let is_text = block.iter().all(|line| tenths(line.size) == tenths(self.size));
            if let (true, Some((last, before))) = (is_text, block.split_last())
                && !before.is_empty()
            {
                let text: String = block.iter().map(|line| format!("{} ", line.text)).collect();
                // Words that were parted at a line's end are one.
                let parted = before
                    .iter()
                    .filter(|line| line.text.ends_with(['-', '\u{2010}', '\u{ad}']))
                    .count();
                words += length.unit.count(&text).saturating_sub(parted);
                #[allow(clippy::cast_precision_loss, reason = "a count of lines")]
                let count = before.len() as f64;
                full += count + (last.right - last.left) / self.measure.max(1.0);
            }
        }
        if full < 1.0 {
            // A brief of one line a paragraph: a word is some six letters with its space.
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a count of words"
            )]
            return (self.measure / (self.size * 0.5) / 6.0 * 10.0).max(10.0) as usize;
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a count of words"
        )]
        let tenths = (words as f64 / full * 10.0).round() as usize;
        tenths.max(1)
    }
}

/// A page: where its text may stand, and what stands there.
struct Sheet {
    /// How high the page is.
    page: f64,
    /// From where to where its text may stand.
    area: Option<(f64, f64)>,
    /// Everything on it: from and to, down and across.
    taken: Vec<[f64; 4]>,
    /// The first block that begins on it. Another may go on before, but not where the page
    /// before has room left.
    first: Option<u32>,
}

/// How much of a page is used.
#[derive(Debug, Clone, Copy, Default)]
struct Room {
    height: f64,
    free: f64,
}

impl Room {
    fn used(&self) -> f64 {
        self.height - self.free
    }
}

impl Sheet {
    fn height(&self) -> f64 {
        self.area.map_or(self.page, |(head, foot)| foot - head)
    }

    /// The largest gap is what is free: below the text, or between the text and small type
    /// at the foot.
    fn room(&self, grid: &Grid) -> Room {
        let (left, right) = grid.span;
        let (head, foot) = self.area.unwrap_or((0.0, self.page));
        let in_column = |piece: &&[f64; 4]| left > right || (piece[2] < right - 1.0 && piece[3] > left + 1.0);
        let mut taken: Vec<(f64, f64)> = self
            .taken
            .iter()
            .filter(in_column)
            .map(|piece| (piece[0].max(head), piece[1].min(foot)))
            .filter(|(from, to)| from < to)
            .collect();
        taken.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut reached = head;
        let mut free = 0.0_f64;
        for (from, to) in taken {
            // What parts paragraphs, headings and boxes is no room for a line.
            let gap = from - reached;
            if gap > grid.pitch * 3.0 {
                free = free.max(gap - grid.pitch);
            }
            reached = reached.max(to);
        }
        Room {
            height: foot - head,
            free: free.max(foot - reached),
        }
    }
}

/// Reads pages in order.
struct Reader<'a> {
    case: &'a TypeCase,
    block: u32,
    asides: u32,
    lines: BTreeMap<u32, Vec<Line>>,
    taken: Vec<[f64; 4]>,
    /// The first block that begins on the page.
    first: Option<u32>,
}

impl Reader<'_> {
    fn page(&mut self, number: usize, page: &Page) -> Sheet {
        self.first = None;
        let frame = &page.frame;
        let body = body(frame);
        let mut notes = false;
        for (index, (place, item)) in frame.items().enumerate() {
            let inside = body.is_none_or(|(body, _)| body == index);
            self.item(
                number,
                item,
                Transform::translate(place.x, place.y),
                inside,
                &mut notes,
            );
        }
        Sheet {
            page: frame.height().to_pt(),
            area: body.map(|(_, area)| area),
            taken: std::mem::take(&mut self.taken),
            first: self.first,
        }
    }

    fn frame(&mut self, page: usize, frame: &Frame, at: Transform, inside: bool, notes: &mut bool) {
        for (place, item) in frame.items() {
            self.item(
                page,
                item,
                at.pre_concat(Transform::translate(place.x, place.y)),
                inside,
                notes,
            );
        }
    }

    fn item(&mut self, page: usize, item: &FrameItem, at: Transform, inside: bool, notes: &mut bool) {
        match item {
            FrameItem::Group(group) => {
                self.frame(page, &group.frame, at.pre_concat(group.transform), inside, notes);
            }
            FrameItem::Text(text) => {
                if !inside {
                    return;
                }
                let size = text.size.to_pt();
                let (up, down) = (size * 0.74, size * 0.26);
                let area = boxed(at, 0.0, -up, text.width().to_pt(), down);
                self.taken.push(area);
                let ours = text
                    .glyphs
                    .first()
                    .is_some_and(|glyph| self.case.is_article_text(glyph.span.0));
                if ours && self.asides == 0 && !*notes {
                    self.run(page, size, area[1] - down, area, &text.text);
                }
            }
            FrameItem::Shape(shape, _) if inside => {
                let bounds = shape.bbox(false);
                let (from, to) = (bounds.min, bounds.max);
                self.taken.push(boxed(
                    at,
                    from.x.to_pt(),
                    from.y.to_pt(),
                    to.x.to_pt(),
                    to.y.to_pt(),
                ));
            }
            FrameItem::Image(_, size, _) if inside => {
                self.taken
                    .push(boxed(at, 0.0, 0.0, size.x.to_pt(), size.y.to_pt()));
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            FrameItem::Tag(_) => match mark(item) {
                Some(ASIDE) => self.asides += 1,
                Some(ASIDE_END) => self.asides = self.asides.saturating_sub(1),
                Some(FOOT) => *notes = true,
                Some(FOOT_END) => *notes = false,
                Some(ordinal) if self.asides == 0 && !*notes => {
                    self.block = u32::try_from(ordinal).unwrap_or(0);
                    self.first.get_or_insert(self.block);
                }
                Some(_) | None => {}
            },
        }
    }

    /// A run of the article's text: it goes on with the block's last line, or begins another.
    fn run(&mut self, page: usize, size: f64, baseline: f64, area: [f64; 4], text: &str) {
        let lines = self.lines.entry(self.block).or_default();
        match lines.last_mut() {
            // Raised and lowered letters stand in the line too.
            Some(line)
                if line.page == page && (line.baseline - baseline).abs() < line.size.max(size) * 0.6 =>
            {
                line.left = line.left.min(area[2]);
                line.right = line.right.max(area[3]);
                if size > line.size {
                    (line.size, line.baseline) = (size, baseline);
                }
                line.text.push_str(text);
            }
            _ => lines.push(Line {
                page,
                baseline,
                left: area[2],
                right: area[3],
                size,
                text: text.to_owned(),
            }),
        }
    }
}

/// Where in a page's items its body is, and from where to where it reaches: what is as wide
/// as its head or foot may be, and stands at neither. A page with few things on it has none.
fn body(frame: &Frame) -> Option<(usize, (f64, f64))> {
    let height = frame.height().to_pt();
    let groups = frame
        .items()
        .enumerate()
        .filter_map(|(index, (place, item))| match item {
            FrameItem::Group(group) => {
                let top = place.y.to_pt();
                Some((index, (top, top + group.frame.height().to_pt())))
            }
            _ => None,
        });
    groups
        .filter(|(_, (top, foot))| *top > 0.1 && *foot < height - 0.1 && foot - top > height / 2.0)
        .max_by(|(_, a), (_, b)| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}

/// A rectangle on the page: from and to, down and across.
fn boxed(at: Transform, left: f64, top: f64, right: f64, bottom: f64) -> [f64; 4] {
    let corner = |x: f64, y: f64| {
        let point = Point::new(typst::layout::Abs::pt(x), typst::layout::Abs::pt(y)).transform(at);
        (point.x.to_pt(), point.y.to_pt())
    };
    let (a, b) = (corner(left, top), corner(right, bottom));
    [a.1.min(b.1), a.1.max(b.1), a.0.min(b.0), a.0.max(b.0)]
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes on paper"
)]
fn tenths(points: f64) -> u64 {
    (points.max(0.0) * 10.0).round() as u64
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
