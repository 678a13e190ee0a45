//! Where things stand on the typeset pages, and which lines of the author they are of.
//!
//! Finished frames enter. Lengths are points from the upper left corner of the cut page, so
//! what lies in the bleed is negative, or beyond the page's size.

use super::super::pages::block_mark;
use super::super::world::TypeCase;
use crate::diagnostic::Span;
use crate::model::{Article, AssetId, BlockKind, Inline};
use std::collections::{BTreeMap, BTreeSet};
use typst::foundations::Smart;
use typst::layout::{Frame, FrameItem, Point, Rect, Transform};
use typst::visualize::{Image, ImageKind};
use typst_layout::PagedDocument;

/// Everything of one paper that has a place.
pub(super) struct Placed {
    pictures: Vec<PlacedPicture>,
    runs: Vec<Run>,
    /// Areas of colour.
    areas: Vec<(usize, Area)>,
    /// The size of each page.
    sizes: Vec<(f64, f64)>,
    /// How many pages have a ground of their own, which Typst paints to the end of the bleed.
    grounds: usize,
}

/// A picture on its page.
#[derive(Debug, Clone)]
pub(super) struct PlacedPicture {
    /// Counted from 1.
    pub(super) page: usize,
    /// What to call it: the author's own name for the file.
    pub(super) name: String,
    pub(super) span: Option<Span>,
    area: Area,
    is_drawing: bool,
}

/// A run of letters.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Counted from 1.
    pub(super) page: usize,
    /// Its first letters.
    pub(super) words: String,
    /// The block that it is of; 0 if it is the layout's own.
    pub(super) block: u32,
    /// How far within the cut it stays; negative if it crosses it.
    pub(super) inside: f64,
    area: Area,
}

/// A rectangle along the page's edges: left, top, right, bottom.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn new(rect: Rect, transform: Transform) -> Self {
        let corners = [
            rect.min,
            Point::new(rect.max.x, rect.min.y),
            Point::new(rect.min.x, rect.max.y),
            rect.max,
        ]
        .map(|corner| corner.transform(transform));
        let x = corners.map(|corner| corner.x.to_pt());
        let y = corners.map(|corner| corner.y.to_pt());
        let least = |values: [f64; 4]| values.into_iter().fold(f64::INFINITY, f64::min);
        let most = |values: [f64; 4]| values.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Self {
            left: least(x),
            top: least(y),
            right: most(x),
            bottom: most(y),
        }
    }

    fn within(self, other: Option<Self>) -> Self {
        match other {
            None => self,
            Some(other) => Self {
                left: self.left.max(other.left),
                top: self.top.max(other.top),
                right: self.right.min(other.right),
                bottom: self.bottom.min(other.bottom),
            },
        }
    }

    fn is_on(self, (width, height): (f64, f64)) -> bool {
        self.left < width && self.right > 0.0 && self.top < height && self.bottom > 0.0
    }

    fn holds(self, (x, y): (f64, f64)) -> bool {
        // Half a point for what files round away.
        let (x, y) = (x - self.left, y - self.top);
        x >= -0.5 && y >= -0.5 && x <= self.right - self.left + 0.5 && y <= self.bottom - self.top + 0.5
    }

    fn distance(self, (x, y): (f64, f64)) -> f64 {
        let aside = (self.left - x).max(x - self.right).max(0.0);
        let above = (self.top - y).max(y - self.bottom).max(0.0);
        aside.hypot(above)
    }
}

/// Reads the frames of a paper.
pub(super) fn read(document: &PagedDocument, case: &TypeCase, article: &Article) -> Placed {
    let mut reader = Reader {
        case,
        article,
        spans: spans(article),
        page: 0,
        block: 0,
        placed: Placed {
            pictures: Vec::new(),
            runs: Vec::new(),
            areas: Vec::new(),
            sizes: Vec::new(),
            grounds: 0,
        },
    };
    for page in document.pages() {
        reader.page += 1;
        reader.placed.grounds += usize::from(matches!(page.fill, Smart::Custom(Some(_))));
        let size = (page.frame.width().to_pt(), page.frame.height().to_pt());
        reader.placed.sizes.push(size);
        reader.frame(&page.frame, Transform::identity(), None);
    }
    let mut placed = reader.placed;
    for run in &mut placed.runs {
        let (width, height) = placed.sizes[run.page - 1];
        let Area {
            left,
            top,
            right,
            bottom,
        } = run.area;
        run.inside = left.min(top).min(width - right).min(height - bottom);
    }
    placed
}

impl Placed {
    /// The picture at a place.
    pub(super) fn picture(&self, page: usize, at: (f64, f64)) -> Option<&PlacedPicture> {
        // The last drawn lies on top.
        let mut there = self.pictures.iter().rev();
        there.find(|picture| picture.page == page && picture.area.holds(at))
    }

    /// Drawings, which have no pixels.
    pub(super) fn drawings(&self) -> Vec<PlacedPicture> {
        self.pictures
            .iter()
            .filter(|picture| picture.is_drawing)
            .cloned()
            .collect()
    }

    /// What stands at a place, to be named, with the author's own place.
    pub(super) fn near(&self, page: usize, at: (f64, f64), article: &Article) -> (String, Option<Span>) {
        if let Some(picture) = self.picture(page, at) {
            return (picture.name.clone(), picture.span);
        }
        let there = self.runs.iter().filter(|run| run.page == page);
        let nearest = there.min_by(|a, b| a.area.distance(at).total_cmp(&b.area.distance(at)));
        match nearest.filter(|run| run.block > 0 && run.area.distance(at) < 12.0) {
            Some(run) => (format!("`{}`", run.words), self.span(run.block, article)),
            None => ("the layout".to_owned(), None),
        }
    }

    /// The author's place of a block.
    pub(super) fn span(&self, block: u32, article: &Article) -> Option<Span> {
        let mut span = None;
        article.each_block(&mut |other| {
            if other.ordinal == block {
                span = Some(other.span);
            }
        });
        span.filter(|_| block > 0)
    }

    /// Letters of the page that stay less than `distance` within it, the first of each block.
    pub(super) fn runs_within(&self, distance: f64) -> Vec<Run> {
        let mut seen = BTreeSet::new();
        let near = self.runs.iter().filter(|run| run.inside < distance);
        near.filter(|run| run.area.is_on(self.sizes[run.page - 1]))
            .filter(|run| seen.insert((run.page, run.block, run.inside < 0.0)))
            .cloned()
            .collect()
    }

    /// Colour that touches the cut and ends before `bleed`: the page, the edge, and how far
    /// it reaches; and how often colour touches the cut at all.
    pub(super) fn short_of(&self, bleed: f64) -> (Vec<(usize, &'static str, f64)>, usize) {
        // Four edges each.
        let (mut short, mut touching) = (Vec::new(), self.grounds * 4);
        for (page, area) in &self.areas {
            let size = self.sizes[page - 1];
            if !area.is_on(size) {
                continue;
            }
            let reaches = [
                ("left edge", -area.left),
                ("top", -area.top),
                ("right edge", area.right - size.0),
                ("foot", area.bottom - size.1),
            ];
            for (edge, reaches) in reaches {
                // What ends within a millimetre of the cut is meant to reach it.
                if reaches < -super::MM {
                    continue;
                }
                touching += 1;
                if reaches < bleed - 0.1 {
                    short.push((*page, edge, reaches));
                }
            }
        }
        (short, touching)
    }
}

struct Reader<'a> {
    case: &'a TypeCase,
    article: &'a Article,
    /// The places where the author names each picture, those not met yet.
    spans: BTreeMap<usize, Vec<Span>>,
    page: usize,
    block: u32,
    placed: Placed,
}

impl Reader<'_> {
    fn frame(&mut self, frame: &Frame, transform: Transform, clip: Option<Area>) {
        for (at, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => {
                    let here = here.pre_concat(group.transform);
                    let clip = match &group.clip {
                        Some(curve) => Some(Area::new(curve.bbox(None), here).within(clip)),
                        None => clip,
                    };
                    self.frame(&group.frame, here, clip);
                }
                FrameItem::Text(text) => {
                    let span = text.glyphs.first().map(|glyph| glyph.span.0);
                    let ours = span
                        .is_some_and(|span| self.case.is_article_text(span) || self.case.is_formula(span));
                    let (up, down) = (text.size * 0.75, text.size * 0.25);
                    let rect = Rect::new(Point::with_y(-up), Point::new(text.width(), down));
                    if text.text.trim().is_empty() {
                        continue;
                    }
                    self.placed.runs.push(Run {
                        page: self.page,
                        words: text.text.trim().chars().take(32).collect(),
                        block: if ours { self.block } else { 0 },
                        inside: 0.0,
                        area: Area::new(rect, here).within(clip),
                    });
                }
                FrameItem::Shape(shape, _) => {
                    if shape.fill.is_some() {
                        let area = Area::new(shape.geometry.bbox(None), here).within(clip);
                        self.placed.areas.push((self.page, area));
                    }
                }
                FrameItem::Image(image, size, _) => {
                    let rect = Rect::from_pos_size(Point::zero(), *size);
                    let area = Area::new(rect, here);
                    self.placed.areas.push((self.page, area.within(clip)));
                    self.picture(image, area);
                }
                FrameItem::Tag(tag) => {
                    if let Some(ordinal) = block_mark(tag).and_then(|ordinal| u32::try_from(ordinal).ok()) {
                        self.block = ordinal;
                    }
                }
                FrameItem::Link(..) => {}
            }
        }
    }

    fn picture(&mut self, image: &Image, area: Area) {
        let (bytes, is_drawing) = match image.kind() {
            ImageKind::Raster(raster) => (raster.data().as_slice(), false),
            ImageKind::Svg(svg) => (svg.data().as_slice(), true),
            ImageKind::Pdf(_) => return,
        };
        let slot = self.article.assets.iter().position(|asset| asset.bytes == bytes);
        let (name, span) = match slot {
            None => ("a picture of the layout".to_owned(), None),
            Some(slot) => {
                let places = self.spans.entry(slot).or_default();
                // The last place serves pictures that a layout shows more often than the author.
                let span = if places.len() > 1 {
                    Some(places.remove(0))
                } else {
                    places.first().copied()
                };
                (format!("`{}`", self.article.assets[slot].src), span)
            }
        };
        self.placed.pictures.push(PlacedPicture {
            page: self.page,
            name,
            span,
            area,
            is_drawing,
        });
    }
}

/// Where the author names each picture, in the order of reading.
fn spans(article: &Article) -> BTreeMap<usize, Vec<Span>> {
    let mut spans: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    let mut add = |asset: Option<AssetId>, span: Span| {
        if let Some(AssetId(slot)) = asset {
            spans.entry(slot).or_default().push(span);
        }
    };
    if let Some(cover) = &article.meta.cover_image {
        add(cover.asset, cover.span);
    }
    article.each_block(&mut |block| {
        if let BlockKind::Figure { panels, .. } = &block.kind {
            panels
                .iter()
                .for_each(|panel| add(panel.picture.asset, panel.picture.span));
        }
        for run in [block.own_text()].into_iter().chain(block.small_runs()) {
            within(run, &mut add);
        }
    });
    for person in article.meta.people() {
        if let Some(photo) = &person.photo {
            add(photo.asset, photo.span);
        }
    }
    spans
}

fn within(inlines: &[Inline], add: &mut impl FnMut(Option<AssetId>, Span)) {
    for inline in inlines {
        if let Inline::Image { picture } = inline {
            add(picture.asset, picture.span);
        }
        within(inline.content().unwrap_or_default(), add);
    }
}
