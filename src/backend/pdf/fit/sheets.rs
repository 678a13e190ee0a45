//! The finished pages, read once: the lines of the article's text, and what room is free.
//!
//! Typst hands over frames with things in them; which of these is the page's body is told by
//! its place. What is the article's own text is told by its span, as `pages.rs` says.

use super::super::pages::{ASIDE, ASIDE_END, FOOT, FOOT_END, block_mark};
use super::super::world::TypeCase;
use super::grid::{Grid, Line, tenths};
use std::collections::BTreeMap;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_layout::Page;

/// Reads pages in order.
pub(super) struct Reader<'a> {
    case: &'a TypeCase,
    block: u32,
    asides: u32,
    /// The lines of each block, by its ordinal.
    pub lines: BTreeMap<u32, Vec<Line>>,
    /// How wide the widest picture of each block is.
    pub pictures: BTreeMap<u32, f64>,
    taken: Vec<[f64; 4]>,
    /// The first block that begins on the page.
    first: Option<u32>,
}

impl<'a> Reader<'a> {
    pub fn new(case: &'a TypeCase) -> Self {
        Self {
            case,
            block: 0,
            asides: 0,
            lines: BTreeMap::new(),
            pictures: BTreeMap::new(),
            taken: Vec::new(),
            first: None,
        }
    }

    /// Reads the next page.
    pub fn page(&mut self, number: usize, page: &Page) -> Sheet {
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
                let area = boxed(at, 0.0, 0.0, size.x.to_pt(), size.y.to_pt());
                self.taken.push(area);
                let widest = self.pictures.entry(self.block).or_default();
                *widest = widest.max(area[3] - area[2]);
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            FrameItem::Tag(tag) => match block_mark(tag) {
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

/// A page: where its text may stand, and what stands there.
pub(super) struct Sheet {
    /// How high the page is.
    page: f64,
    /// From where to where its text may stand.
    area: Option<(f64, f64)>,
    /// Everything on it: from and to, down and across.
    taken: Vec<[f64; 4]>,
    /// The first block that begins on it. Another may go on before, but not where the page
    /// before has room left.
    pub first: Option<u32>,
}

/// How much of a page is free, all columns together.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Room {
    pub height: f64,
    pub free: f64,
    /// How many lines find room there.
    pub lines: usize,
}

impl Sheet {
    pub fn height(&self) -> f64 {
        self.area.map_or(self.page, |(head, foot)| foot - head)
    }

    pub fn room(&self, grid: &Grid) -> Room {
        let (head, foot) = self.area.unwrap_or((0.0, self.page));
        let mut room = Room::default();
        for column in grid.columns() {
            let free = self.gap(column, (head, foot), grid);
            room.height += foot - head;
            room.free += free;
            room.lines += grid.down(free);
        }
        room
    }

    /// The largest gap of a column is what is free: below the text, or between the text and
    /// small type at the foot.
    fn gap(&self, (left, right): (f64, f64), (head, foot): (f64, f64), grid: &Grid) -> f64 {
        let mut taken: Vec<(f64, f64)> = self
            .taken
            .iter()
            .filter(|piece| piece[2] < right - 1.0 && piece[3] > left + 1.0)
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
        free.max(foot - reached)
    }
}

/// A page with few things on it does not say where its text may stand, and one with a tall
/// table says it wrongly; most others of its size do. Where none does, the foot is taken to
/// be as far from the edge as the head.
pub(super) fn share_areas(sheets: &mut [Sheet]) {
    let mut areas: BTreeMap<(u64, u64, u64), usize> = BTreeMap::new();
    for sheet in sheets.iter() {
        if let Some((head, foot)) = sheet.area {
            *areas
                .entry((tenths(sheet.page), tenths(foot - head), tenths(head)))
                .or_default() += 1;
        }
    }
    for sheet in sheets.iter_mut() {
        let same = areas.iter().filter(|((page, ..), _)| *page == tenths(sheet.page));
        // Of two alike the taller, which is the last.
        #[allow(clippy::cast_precision_loss, reason = "sizes on paper")]
        let usual = same
            .max_by_key(|(_, count)| **count)
            .map(|((_, height, head), _)| {
                let head = *head as f64 / 10.0;
                (head, head + *height as f64 / 10.0)
            });
        sheet.area = usual.or_else(|| {
            let tops = sheet.taken.iter().map(|piece| piece[0]).filter(|top| *top > 0.0);
            let head = tops.fold(sheet.page / 4.0, f64::min);
            Some((head, sheet.page - head))
        });
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
        let point = Point::new(Abs::pt(x), Abs::pt(y)).transform(at);
        (point.x.to_pt(), point.y.to_pt())
    };
    let (a, b) = (corner(left, top), corner(right, bottom));
    [a.1.min(b.1), a.1.max(b.1), a.0.min(b.0), a.0.max(b.0)]
}
