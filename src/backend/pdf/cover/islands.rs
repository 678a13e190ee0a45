//! Where on a page something is drawn.
//!
//! A page and the size of its picture come in; what leaves are islands: oblongs of pixels that
//! do not touch, each with what is drawn in it. Between them is the page's ground alone, and
//! that is most of a cover: drawn whole, one of 1,600 by 2,560 pixels takes 16 MB of memory
//! that the process does not have yet, and asking for it costs as much as the drawing.

use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Size, Transform};
use typst::text::TextItem;
use typst::text::color::should_outline;
use typst::utils::Scalar;
use typst::visualize::Paint;
use typst_layout::Page;
use typst_render::RenderOptions;

/// A page, and how large its picture is.
pub(super) struct Canvas<'a> {
    page: &'a Page,
    /// Pixels a point.
    scale: f64,
    pub width: usize,
    pub height: usize,
}

/// A part of the picture in which something is drawn.
pub(super) struct Island {
    pub left: usize,
    pub top: usize,
    pub width: usize,
    pub height: usize,
    /// What is drawn in it, seen from its corner.
    page: Page,
}

/// A colour as red, green, blue and opacity.
pub(super) type Rgba = [u8; 4];

impl<'a> Canvas<'a> {
    /// The picture of a page, `height` pixels high.
    pub(super) fn new(page: &'a Page, height: f64) -> Self {
        let scale = height / page.frame.height().to_pt();
        let pixels = |length: Abs| pixels(scale, length).max(1);
        Self {
            page,
            scale,
            width: pixels(page.frame.width()),
            height: pixels(page.frame.height()),
        }
    }

    /// The colour of the page where nothing is drawn.
    pub(super) fn ground(&self) -> Rgba {
        let pixel = Size::splat(Abs::pt(1.0 / self.scale));
        let page = Page {
            frame: Frame::soft(pixel),
            ..self.page.clone()
        };
        // A page of one pixel, so that it is the colour that an island begins with.
        self.drawn(&page).first_chunk().copied().unwrap_or([255; 4])
    }

    /// The islands, from the top.
    pub(super) fn islands(&self) -> Vec<Island> {
        let is_solid = match self.page.fill_or_white() {
            Some(Paint::Solid(_)) | None => true,
            // What its shades are measured by is the whole page.
            Some(Paint::Gradient(_) | Paint::Tiling(_)) => false,
        };
        let mut things = Vec::new();
        let is_solid = is_solid && collect(&self.page.frame, Point::zero(), &mut things);
        if !is_solid || things.len() > MOST {
            let whole = Island {
                left: 0,
                top: 0,
                width: self.width,
                height: self.height,
                page: self.page.clone(),
            };
            return vec![whole];
        }
        let mut parts: Vec<(Bounds, Vec<usize>)> = Vec::new();
        for (place, thing) in things.iter().enumerate() {
            let Some(mut bounds) = self.bounds(thing.bounds) else {
                continue;
            };
            let mut here = vec![place];
            // One that has grown may touch what it did not touch before.
            while let Some(other) = parts.iter().position(|(other, _)| other.touches(&bounds)) {
                let (other, places) = parts.swap_remove(other);
                bounds = bounds.with(&other);
                here.extend(places);
            }
            parts.push((bounds, here));
        }
        parts.sort_by_key(|(bounds, _)| (bounds.top, bounds.left));
        let islands = parts.into_iter().map(|(bounds, mut places)| {
            // What comes later lies above.
            places.sort_unstable();
            let points = |pixels: usize| {
                #[allow(clippy::cast_precision_loss, reason = "pages are small")]
                let pixels = pixels as f64;
                Abs::pt(pixels / self.scale)
            };
            let (width, height) = (bounds.right - bounds.left, bounds.bottom - bounds.top);
            let corner = Point::new(points(bounds.left), points(bounds.top));
            let mut frame = Frame::soft(Size::new(points(width), points(height)));
            for thing in places.into_iter().map(|place| &things[place]) {
                frame.push(thing.at - corner, thing.item.clone());
            }
            Island {
                left: bounds.left,
                top: bounds.top,
                width,
                height,
                page: Page {
                    frame,
                    ..self.page.clone()
                },
            }
        });
        islands.collect()
    }

    /// The pixels that something may touch, with one around them; `None` if that is none.
    fn bounds(&self, rect: Rect) -> Option<Bounds> {
        let within = |length: Abs, most: usize| pixels(self.scale, length).min(most);
        let pixel = Abs::pt(1.5 / self.scale);
        let bounds = Bounds {
            left: within(rect.min.x - pixel, self.width),
            top: within(rect.min.y - pixel, self.height),
            right: within(rect.max.x + pixel, self.width),
            bottom: within(rect.max.y + pixel, self.height),
        };
        (bounds.left < bounds.right && bounds.top < bounds.bottom).then_some(bounds)
    }

    /// Draws an island, row by row.
    pub(super) fn draw(&self, island: &Island) -> Vec<u8> {
        self.drawn(&island.page)
    }

    fn drawn(&self, page: &Page) -> Vec<u8> {
        let options = RenderOptions {
            pixel_per_pt: Scalar::new(self.scale),
            render_bleed: false,
        };
        typst_render::render(page, &options).take()
    }
}

/// More things than that are not told apart.
const MOST: usize = 1000;

/// Pixels that something touches; `right` and `bottom` are the first that it does not.
#[derive(Clone, Copy)]
struct Bounds {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Bounds {
    fn touches(&self, other: &Self) -> bool {
        self.left <= other.right
            && other.left <= self.right
            && self.top <= other.bottom
            && other.top <= self.bottom
    }

    fn with(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// Something that is drawn.
struct Thing {
    at: Point,
    item: FrameItem,
    /// What it reaches to, seen from the page's corner.
    bounds: Rect,
}

/// Takes apart what is only moved; what is turned, scaled or cut stays one thing. Gives
/// whether every colour is one: shades may be measured by what stands around them.
fn collect(frame: &Frame, at: Point, things: &mut Vec<Thing>) -> bool {
    frame.items().all(|(place, item)| {
        let at = at + *place;
        if let FrameItem::Group(group) = item
            && group.clip.is_none()
            && group.transform.is_only_translate()
        {
            let moved = Point::new(group.transform.tx, group.transform.ty);
            return collect(&group.frame, at + moved, things);
        }
        if let Some(bounds) = reach(item) {
            things.push(Thing {
                at,
                item: item.clone(),
                bounds: Rect::new(at + bounds.min, at + bounds.max),
            });
        }
        is_solid(item)
    })
}

fn is_solid(item: &FrameItem) -> bool {
    let is_one = |paint: &Paint| matches!(paint, Paint::Solid(_));
    match item {
        FrameItem::Group(group) => group.frame.items().all(|(_, item)| is_solid(item)),
        FrameItem::Text(text) => {
            is_one(&text.fill) && text.stroke.as_ref().is_none_or(|stroke| is_one(&stroke.paint))
        }
        FrameItem::Shape(shape, _) => {
            shape.fill.as_ref().is_none_or(is_one)
                && shape.stroke.as_ref().is_none_or(|stroke| is_one(&stroke.paint))
        }
        FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => true,
    }
}

/// What an item reaches to, seen from where it stands; `None` if nothing of it is seen.
fn reach(item: &FrameItem) -> Option<Rect> {
    match item {
        FrameItem::Group(group) => {
            let mut all: Option<Rect> = None;
            for (place, item) in group.frame.items() {
                let Some(own) = reach(item) else { continue };
                let own = turned(Rect::new(*place + own.min, *place + own.max), group.transform);
                all = Some(all.map_or(own, |all| Rect::new(all.min.min(own.min), all.max.max(own.max))));
            }
            all
        }
        FrameItem::Text(text) => of_text(text),
        FrameItem::Shape(shape, _) => {
            let bounds = shape.bbox(true);
            // Corners that are drawn out to a point reach further than half the line.
            let points = shape.stroke.as_ref().map_or(Abs::zero(), |stroke| {
                stroke.thickness * stroke.miter_limit.get().max(1.0)
            });
            Some(wider(bounds, points))
        }
        FrameItem::Image(_, size, _) => Some(Rect::from_pos_size(Point::zero(), *size)),
        FrameItem::Link(..) | FrameItem::Tag(_) => None,
    }
}

fn of_text(text: &TextItem) -> Option<Rect> {
    let is_outlined = |id: u16| should_outline(&text.font, ttf_parser::GlyphId(id));
    if !text.glyphs.iter().all(|glyph| is_outlined(glyph.id)) {
        // Coloured letters say nothing of how far they reach.
        let (from, to) = (
            Point::new(Abs::zero(), -text.size),
            Point::new(text.width(), text.size),
        );
        return Some(wider(Rect::new(from, to), text.size));
    }
    let bounds = text.bbox();
    if bounds.min.x > bounds.max.x {
        // Spaces alone.
        return None;
    }
    // It reaches upwards.
    let (from, to) = (bounds.min.min(bounds.max), bounds.min.max(bounds.max));
    let stroke = text.stroke.as_ref();
    let points = stroke.map_or(Abs::zero(), |it| it.thickness * it.miter_limit.get().max(1.0));
    Some(wider(Rect::new(from, to), points))
}

fn wider(rect: Rect, by: Abs) -> Rect {
    Rect::new(rect.min - Point::splat(by), rect.max + Point::splat(by))
}

/// The least upright oblong around one that is turned.
fn turned(rect: Rect, how: Transform) -> Rect {
    let corners = [
        rect.min,
        rect.max,
        Point::new(rect.min.x, rect.max.y),
        Point::new(rect.max.x, rect.min.y),
    ];
    let [first, rest @ ..] = corners.map(|corner| corner.transform_inf(how));
    rest.into_iter().fold(Rect::new(first, first), |all, corner| {
        Rect::new(all.min.min(corner), all.max.max(corner))
    })
}

/// A length in whole pixels; below nothing it is nothing.
fn pixels(scale: f64, length: Abs) -> usize {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pages are small"
    )]
    let pixels = (scale * length.to_pt()).round().max(0.0) as usize;
    pixels
}
