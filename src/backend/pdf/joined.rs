//! Letters and their dots in one run of text.
//!
//! Faces for Arabic letters draw a letter as several glyphs, its dots raised or lowered.
//! Typst makes a run of its own for every height and gives each the letter, so that a
//! reader who copies, searches or listens meets it twice. Here runs that were one are one
//! again; nothing moves.

use super::dots;
use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::syntax::Span;
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// The document with runs joined that differ in height only.
pub(super) fn join(document: PagedDocument) -> PagedDocument {
    let mut changed = false;
    let pages = document
        .pages()
        .iter()
        .map(|page| {
            let mut page = page.clone();
            if let Some(frame) = joined(&page.frame) {
                page.frame = frame;
                changed = true;
            }
            page
        })
        .collect();
    if !changed {
        return document;
    }
    let info = typst::model::Document::info(&document).clone();
    PagedDocument::new(pages, info)
}

/// The frame with its runs joined; `None` if nothing changes.
fn joined(frame: &Frame) -> Option<Frame> {
    let mut items: Vec<(Point, FrameItem)> = Vec::with_capacity(frame.items().len());
    let mut changed = false;
    let mut open: Option<Run> = None;
    for (at, item) in frame.items() {
        if let FrameItem::Text(text) = item {
            if let Some(run) = open.as_mut().and_then(|run| run.with(*at, text)) {
                changed = true;
                open = Some(run);
            } else {
                changed |= close(open.take(), &mut items);
                match Run::new(*at, text) {
                    Some(run) => open = Some(run),
                    None => items.push((*at, item.clone())),
                }
            }
            continue;
        }
        changed |= close(open.take(), &mut items);
        match item {
            FrameItem::Group(group) => {
                let mut group = group.clone();
                if let Some(inner) = joined(&group.frame) {
                    group.frame = inner;
                    changed = true;
                }
                items.push((*at, FrameItem::Group(group)));
            }
            FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => items.push((*at, item.clone())),
        }
    }
    changed |= close(open.take(), &mut items);
    changed.then(|| {
        let mut frame = frame.clone();
        frame.clear();
        for (at, item) in items {
            frame.push(at, item);
        }
        frame
    })
}

/// Puts down a run, its dots beside it; whether it has any.
fn close(run: Option<Run>, items: &mut Vec<(Point, FrameItem)>) -> bool {
    let Some(Run {
        at,
        mut text,
        origin,
        uneven: _,
    }) = run
    else {
        return false;
    };
    let shape = dots::drawn(&mut text);
    let found = shape.is_some();
    items.push((at, FrameItem::Text(text)));
    items.extend(shape.map(|shape| (at, FrameItem::Shape(shape, origin.0))));
    found
}

/// A run that may go on.
struct Run {
    at: Point,
    text: TextItem,
    /// The piece of the article that it is of, and where in it the run's text begins.
    origin: (Span, usize),
    /// Whether a glyph stands at another height than the first.
    uneven: bool,
}

impl Run {
    /// `None` if it cannot be told where the text comes from.
    fn new(at: Point, text: &TextItem) -> Option<Self> {
        Some(Self {
            at,
            text: text.clone(),
            origin: origin(text)?,
            uneven: false,
        })
    }

    /// The run with the one that stands at `at` behind it, if the two were one.
    fn with(&self, at: Point, text: &TextItem) -> Option<Self> {
        let own = &self.text;
        let rise = self.at.y - at.y;
        let touches = (at.x - self.at.x - own.width()).abs() < Abs::pt(0.01);
        let is_level = rise.abs() < Abs::pt(0.001);
        let alike = own.font == text.font
            && own.size == text.size
            && own.fill == text.fill
            && own.stroke == text.stroke
            && own.lang == text.lang
            && own.region == text.region;
        if !alike || !touches || (is_level && !self.uneven) || rise.abs() > own.size * 2.0 {
            return None;
        }
        let (span, from) = origin(text)?;
        if span != self.origin.0 {
            return None;
        }
        let (words, start) = laid_over((&own.text, self.origin.1), (&text.text, from))?;
        let mut joined = own.clone();
        joined.text = words.as_str().into();
        let shift = |glyph: &mut typst::text::Glyph, by: usize| {
            let by = u16::try_from(by).unwrap_or_default();
            glyph.range = glyph.range.start + by..glyph.range.end + by;
        };
        for glyph in &mut joined.glyphs {
            shift(glyph, self.origin.1 - start);
        }
        for glyph in &text.glyphs {
            let mut glyph = glyph.clone();
            shift(&mut glyph, from - start);
            glyph.y_offset += Em::from_abs(rise, text.size);
            joined.glyphs.push(glyph);
        }
        Some(Self {
            at: self.at,
            text: joined,
            origin: (span, start),
            uneven: self.uneven || !is_level,
        })
    }
}

/// Which piece of the article a run is of, and where in it its text begins: every glyph
/// has to say the same.
fn origin(text: &TextItem) -> Option<(Span, usize)> {
    let mut origins = text.glyphs.iter().map(|glyph| {
        let begins = usize::from(glyph.span.1).checked_sub(usize::from(glyph.range.start))?;
        Some((glyph.span.0, begins))
    });
    let first = origins.next()??;
    origins.all(|origin| origin == Some(first)).then_some(first)
}

/// Two texts that begin at known places and touch or overlap, as one with its place;
/// `None` if they do not, or if they differ where they overlap.
fn laid_over(a: (&str, usize), b: (&str, usize)) -> Option<(String, usize)> {
    let ((first, from), (second, then)) = if a.1 <= b.1 { (a, b) } else { (b, a) };
    let (kept, shared) = (first.get(..then - from)?, first.get(then - from..)?);
    let words = if second.len() >= shared.len() {
        second.starts_with(shared).then(|| format!("{kept}{second}"))?
    } else {
        shared.starts_with(second).then(|| first.to_owned())?
    };
    (words.len() <= usize::from(u16::MAX)).then_some((words, from))
}

#[cfg(test)]
mod tests {
    use super::laid_over;

    #[test]
    fn texts_are_laid_over_each_other() {
        assert_eq!(laid_over(("شهر", 4), ("ش", 4)), Some(("شهر".into(), 4)));
        assert_eq!(laid_over(("cd", 2), ("abc", 0)), Some(("abcd".into(), 0)));
        assert_eq!(laid_over(("ab", 0), ("cd", 2)), Some(("abcd".into(), 0)));
        assert_eq!(laid_over(("ab", 0), ("d", 3)), None, "a gap");
        assert_eq!(laid_over(("ab", 0), ("xd", 1)), None, "another letter");
    }
}
