//! Dots that stand apart from their letters.
//!
//! A hanging hand draws many letters as one stroke and sets their dots by itself, as glyphs
//! of their own. A reader of the file takes each for a letter more, or for a line of its
//! own above the words. The dot over a Tamil consonant looks like the end of a word. So the dots are drawn as shapes, and each letter is one glyph that
//! stands for all of it.

use ttf_parser::{GlyphId, OutlineBuilder};
use typst::layout::{Abs, Em, Point};
use typst::text::TextItem;
use typst::visualize::{Curve, FillRule, Geometry, Shape};

/// Takes the dots out of a run of text: what draws them, from the run's own place. `None`
/// if it has none.
pub(super) fn drawn(text: &mut TextItem) -> Option<Shape> {
    if !is_dotted(&text.text) {
        return None;
    }
    let mut pen = Pen::new(text.size / text.font.units_per_em());
    let mut kept = Vec::with_capacity(text.glyphs.len());
    let mut across = Em::zero();
    for (place, glyph) in text.glyphs.iter().enumerate() {
        let is_letter =
            |other: &typst::text::Glyph| other.range == glyph.range && other.x_advance != Em::zero();
        // The letter stands beside its dots, before or behind them.
        let beside = || {
            let near = place.saturating_sub(MOST)..(place + MOST + 1).min(text.glyphs.len());
            text.glyphs[near].iter().any(is_letter)
        };
        let words = text.text.get(glyph.range()).unwrap_or_default();
        if glyph.x_advance == Em::zero() && is_dotted(words) && beside() {
            pen.at = Point::new(
                (across + glyph.x_offset).at(text.size),
                -glyph.y_offset.at(text.size),
            );
            text.font.ttf().outline_glyph(GlyphId(glyph.id), &mut pen);
        } else {
            kept.push(glyph.clone());
        }
        across += glyph.x_advance;
    }
    if kept.len() == text.glyphs.len() {
        return None;
    }
    text.glyphs = kept;
    Some(Shape {
        geometry: Geometry::Curve(pen.curve),
        fill: Some(text.fill.clone()),
        fill_rule: FillRule::NonZero,
        stroke: text.stroke.clone(),
    })
}

/// Into how many steps a point is divided: finer than a press shows, and short to write.
const STEPS: f64 = 50.0;

/// How many marks one letter carries at the most.
const MOST: usize = 4;

/// Whether there are Arabic or Tamil letters among these.
fn is_dotted(words: &str) -> bool {
    words.contains(|char| matches!(char, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{b80}'..='\u{bff}'))
}

/// Draws outlines of glyphs, which count upwards, into a page, which counts downwards.
struct Pen {
    curve: Curve,
    /// A unit of the face.
    unit: Abs,
    /// Where the glyph stands.
    at: Point,
    /// The last point, in units of the face.
    last: (f32, f32),
}

impl Pen {
    fn new(unit: Abs) -> Self {
        Self {
            curve: Curve::new(),
            unit,
            at: Point::zero(),
            last: (0.0, 0.0),
        }
    }

    fn point(&self, x: f32, y: f32) -> Point {
        let point = self.at + Point::new(self.unit * f64::from(x), -(self.unit * f64::from(y)));
        point.map(|length| Abs::pt((length.to_pt() * STEPS).round() / STEPS))
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.curve.move_(self.point(x, y));
        self.last = (x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.curve.line(self.point(x, y));
        self.last = (x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        // The same curve with two handles: each two thirds of the way to the one.
        let towards = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
        let (x0, y0) = self.last;
        let first = (towards(x0, x1), towards(y0, y1));
        let second = (towards(x, x1), towards(y, y1));
        self.curve_to(first.0, first.1, second.0, second.1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.curve
            .cubic(self.point(x1, y1), self.point(x2, y2), self.point(x, y));
        self.last = (x, y);
    }

    fn close(&mut self) {
        self.curve.close();
    }
}
