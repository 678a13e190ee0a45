//! Images: which words are their caption and which describe them.

use super::attributes::Attributes;
use super::finish;
use super::pieces::Piece;
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Credit, Inline, Picture, plain};

/// An image whose surroundings are not known yet: alone it is a figure with a caption,
/// among words it has none.
pub(super) struct PendingImage {
    pub span: Span,
    pub src: String,
    /// What stands between the brackets.
    pub content: Vec<Inline>,
    pub title: String,
    pub attributes: Attributes,
}

impl PendingImage {
    /// The image among words. Notes in its brackets stand behind it.
    pub fn in_line(self) -> Vec<Inline> {
        let alt = self.described().unwrap_or_else(|| plain(&self.content));
        // An empty pair of brackets says nothing; an empty `alt` says "decorative".
        let alt = if alt.is_empty() && self.described().is_none() {
            None
        } else {
            Some(alt)
        };
        let picture = self.picture(alt);
        let mut inlines = Vec::new();
        if let Some(id) = self.attributes.id.clone() {
            inlines.push(Inline::Anchor { id });
        }
        inlines.push(Inline::Image { picture });
        finish::take_notes(self.content, &mut inlines);
        inlines
    }

    /// The image alone: picture, caption, and whether the caption came from the brackets.
    fn alone(self) -> (Picture, Vec<Inline>) {
        if let Some(alt) = self.described() {
            return (self.picture(Some(alt)), self.content);
        }
        let words = plain(&self.content);
        let alt = (!words.is_empty()).then_some(words);
        let picture = self.picture(alt);
        if self.title.trim().is_empty() {
            return (picture, self.content);
        }
        let mut caption = vec![Inline::text(self.title)];
        finish::take_notes(self.content, &mut caption);
        (picture, caption)
    }

    /// The description that the author gave apart from the caption.
    fn described(&self) -> Option<String> {
        let given = self
            .attributes
            .get("fig-alt")
            .or_else(|| self.attributes.get("alt"));
        given.map(|alt| alt.trim().to_string())
    }

    fn picture(&self, alt: Option<String>) -> Picture {
        Picture {
            span: self.span,
            src: self.src.replace('\0', "\u{fffd}"),
            alt,
            width: self.attributes.get("width").and_then(share),
            asset: None,
        }
    }
}

/// Whether pieces are images and nothing that anyone reads.
pub(super) fn stand_alone(pieces: &[Piece]) -> bool {
    let mut images = 0;
    for piece in pieces {
        match piece {
            Piece::Image(_) => images += 1,
            Piece::Inline(Inline::SoftBreak | Inline::LineBreak) => {}
            Piece::Inline(Inline::Text { text }) if text.trim().is_empty() => {}
            Piece::Inline(_) | Piece::Literal(_) | Piece::Html(_) | Piece::Display { .. } => return false,
        }
    }
    images > 0
}

/// A figure from images that [`stand_alone`].
pub(super) fn figure(pieces: Vec<Piece>, span: Span) -> Block {
    let mut figure_id = String::new();
    let mut panels = Vec::new();
    let mut caption = Vec::new();
    for piece in pieces {
        let Piece::Image(image) = piece else {
            continue;
        };
        if let Some(id) = image.attributes.id.clone() {
            if figure_id.is_empty() {
                figure_id = id;
            } else {
                // A second id is a place in the caption, so that links still arrive.
                caption.push(Inline::Anchor { id });
            }
        }
        let (picture, words) = image.alone();
        panels.push(picture.into());
        if !words.is_empty() && !plain(&caption).is_empty() {
            finish::push_text(&mut caption, "; ");
        }
        for inline in words {
            finish::push(&mut caption, inline);
        }
    }
    Block::new(
        span,
        BlockKind::Figure {
            id: figure_id,
            number: None,
            panels,
            caption,
            credit: Credit::default(),
        },
    )
}

/// `60%` as a share of the text's width.
pub(in crate::reader) fn share(width: &str) -> Option<f64> {
    let percent: f64 = width.trim().strip_suffix('%')?.trim().parse().ok()?;
    (percent > 0.0 && percent.is_finite()).then(|| (percent / 100.0).min(1.0))
}
