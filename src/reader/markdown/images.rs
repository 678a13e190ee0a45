//! Images: which words are their caption and which describe them.

use super::attributes::Attributes;
use super::finish;
use super::pieces::Piece;
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Credit, Inline, Picture, Placement, Target, plain};
use crate::reader::labels::{self, Label};

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
            let mut caption = self.content.clone();
            if caption.is_empty() {
                let given = self.attributes.get("fig-cap").unwrap_or(&self.title).trim();
                finish::push_text(&mut caption, given);
            }
            return (self.picture(Some(alt)), caption);
        }
        let words = plain(&self.content);
        let alt = (!words.is_empty()).then_some(words);
        let picture = self.picture(alt);
        if let Some(caption) = self.attributes.get("fig-cap").filter(|_| self.content.is_empty()) {
            let caption = vec![Inline::text(caption.trim())];
            return (picture, caption);
        }
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

    fn placement(&self) -> Option<Placement> {
        let wish = self
            .attributes
            .get("placement")
            .or_else(|| self.attributes.get("fig-pos"));
        Placement::named(wish?)
    }

    fn picture(&self, alt: Option<String>) -> Picture {
        Picture {
            span: self.span,
            src: self.src.replace('\0', "\u{fffd}"),
            alt,
            width: self.attributes.get("width").and_then(share),
            placement: self.placement(),
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

/// Splits images from the lines below them in one paragraph, if those say what they are:
/// `![…](…)` and under it `*A caption*` or `Source: …`.
pub(super) fn lines_below(pieces: &[Piece]) -> Option<usize> {
    let at = pieces.iter().position(|piece| {
        !matches!(
            piece,
            Piece::Image(_) | Piece::Inline(Inline::SoftBreak | Inline::LineBreak)
        ) && !matches!(piece, Piece::Inline(Inline::Text { text }) if text.trim().is_empty())
    })?;
    let is_break = |piece: &Piece| matches!(piece, Piece::Inline(Inline::SoftBreak | Inline::LineBreak));
    let begins_line = at > 0 && is_break(&pieces[at - 1]);
    if !begins_line
        || !stand_alone(&pieces[..at])
        || pieces[..at]
            .iter()
            .filter(|piece| matches!(piece, Piece::Image(_)))
            .count()
            > 1
    {
        return None;
    }
    let mut words = Vec::new();
    for piece in &pieces[at..] {
        match piece {
            Piece::Inline(inline) => words.push(inline),
            Piece::Literal(_) | Piece::Image(_) | Piece::Html(_) | Piece::Display { .. } => return None,
        }
    }
    let words: Vec<Inline> = words.into_iter().cloned().collect();
    says_what_it_is(&words).then_some(at)
}

/// Whether the lines below a picture are its caption or credits: all in italics, or opening
/// with a word that says so.
fn says_what_it_is(words: &[Inline]) -> bool {
    let breaks = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::LineBreak);
    let line = words.split(breaks).next().unwrap_or_default();
    let opens = labels::opening(line).is_some_and(|opening| match opening.label {
        Label::Source | Label::Note => true,
        Label::Figure => opening.number.is_some(),
        Label::Table => false,
    });
    opens || matches!(words, [Inline::Emphasis { .. }])
}

/// The same in running text that came from HTML: a figure and the lines below its one
/// picture. Gives other text back.
pub(in crate::reader) fn picture_with_lines(
    mut text: Vec<Inline>,
    span: Span,
) -> Result<Vec<Block>, Vec<Inline>> {
    let is_blank = |inline: &Inline| match inline {
        Inline::SoftBreak | Inline::LineBreak | Inline::Anchor { .. } => true,
        Inline::Text { text } => text.trim().is_empty(),
        _ => false,
    };
    let is_picture = |inline: &Inline| matches!(inline, Inline::Image { .. });
    let Some(at) = text
        .iter()
        .position(|inline| !is_blank(inline) && !is_picture(inline))
    else {
        return Err(text);
    };
    let before = &text[..at];
    let has_break = before.iter().rev().take_while(|inline| is_blank(inline));
    let on_own_line = has_break
        .into_iter()
        .any(|inline| matches!(inline, Inline::LineBreak));
    let one = before.iter().filter(|inline| is_picture(inline)).count() == 1;
    if !(one && on_own_line && says_what_it_is(&text[at..])) {
        return Err(text);
    }
    let lines = text.split_off(at);
    let figure = match lone_pictures(text, span) {
        Ok(figure) => figure,
        Err(mut text) => {
            text.extend(lines);
            return Err(text);
        }
    };
    let mut blocks = vec![figure];
    blocks.push(Block::new(span, BlockKind::Paragraph { text: lines }));
    Ok(super::captions::below_image(blocks))
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

/// A figure of running text that is pictures and nothing that anyone reads, or one
/// picture that is a link: the link goes on as the caption. Gives other text back.
pub(in crate::reader) fn lone_pictures(mut text: Vec<Inline>, span: Span) -> Result<Block, Vec<Inline>> {
    let is_picture = |inline: &Inline| matches!(inline, Inline::Image { .. });
    let mut pictures = 0;
    let mut links = 0;
    for inline in &text {
        match inline {
            Inline::Image { .. } => pictures += 1,
            Inline::Link { content, .. } if matches!(content.as_slice(), [only] if is_picture(only)) => {
                links += 1;
            }
            Inline::Text { text } if text.trim().is_empty() => {}
            Inline::Anchor { .. } | Inline::SoftBreak | Inline::LineBreak => {}
            _ => return Err(text),
        }
    }
    if !matches!((pictures, links), (1.., 0) | (0, 1)) {
        return Err(text);
    }
    // The signs that projects set at their heads are no figures.
    let is_sign = |picture: &Picture| picture.src.contains("badge") || picture.src.contains("shields.io");
    let is_link_on_sign = |inline: &Inline| match inline {
        Inline::Link { content, .. } => {
            matches!(content.as_slice(), [Inline::Image { picture }] if is_sign(picture))
        }
        _ => false,
    };
    if text.iter().any(is_link_on_sign) {
        return Err(text);
    }
    let mut panels = Vec::new();
    let mut caption = Vec::new();
    let mut ids = Vec::new();
    for inline in text.drain(..) {
        match inline {
            Inline::Image { picture } => panels.push(picture.into()),
            Inline::Anchor { id } => ids.push(id),
            Inline::Link {
                span,
                target,
                mut content,
            } => {
                for inner in std::mem::take(&mut content) {
                    if let Inline::Image { picture } = inner {
                        let words = picture.alt.clone().filter(|alt| !alt.trim().is_empty());
                        content.push(Inline::text(words.unwrap_or_else(|| match &target {
                            Target::Url(address) | Target::Relative(address) => address.clone(),
                            Target::Internal(id) => format!("#{id}"),
                        })));
                        panels.push(picture.into());
                    }
                }
                // A picture that leads to a picture beside it leads to itself in another size.
                if !matches!(&target, Target::Relative(address) if names_picture(address)) {
                    caption.push(Inline::Link {
                        span,
                        target,
                        content,
                    });
                }
            }
            _ => {}
        }
    }
    let mut figure = Block::new(span, BlockKind::figure(panels, caption));
    for id in ids {
        finish::place_id(std::slice::from_mut(&mut figure), id);
    }
    Ok(figure)
}

/// How wide the text is to widths in units of length, in CSS pixels: 17 cm, what an A4
/// page leaves between usual margins, and close to the columns of most sites.
const TEXT_WIDTH: f64 = 640.0;

/// A width as a share of the text's width: `60%`, `0.6\textwidth`, or a length such as
/// `300px`, `8cm`. A length that fills the text or more is no wish: the picture has its
/// own size then.
pub(in crate::reader) fn share(width: &str) -> Option<f64> {
    let width = width.trim();
    let end = width
        .find(|char: char| !(char.is_ascii_digit() || char == '.'))
        .unwrap_or(width.len());
    let number: f64 = width[..end].parse().ok()?;
    if number <= 0.0 || !number.is_finite() {
        return None;
    }
    let pixels = match width[end..].trim() {
        "%" => return Some((number / 100.0).min(1.0)),
        "\\textwidth" | "\\linewidth" => return Some(number.min(1.0)),
        "" | "px" => 1.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "in" => 96.0,
        "pt" => 96.0 / 72.0,
        "em" | "rem" => 16.0,
        _ => return None,
    };
    let share = number * pixels / TEXT_WIDTH;
    (0.02..1.0)
        .contains(&share)
        .then(|| (share * 10_000.0).round() / 10_000.0)
}

/// Whether an address ends as pictures do.
fn names_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| {
        ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "tif", "tiff"].contains(&ending.as_str())
    })
}
