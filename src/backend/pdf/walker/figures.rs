//! Figures: pictures alone or side by side.

use super::node::{Node, Nodes};
use super::pictures::{self, Panel};
use super::theme::{Place, Walk};
use super::{blocks, boxes, inlines, span, words};
use std::str::FromStr;
use typst::diag::{At, SourceResult};
use typst::foundations::{Content, Dict, NativeElement, Packed, Recipe, Smart, Transformation, Value};
use typst::layout::{Abs, Alignment, OuterVAlignment, Spacing, VElem};
use typst::model::{FigureCaption, FigureElem, FigureKind, NumberingPattern};
use typst::visualize::ImageElem;

/// A figure with its caption and the small lines below it.
pub(super) fn figure(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let caption = caption(walk, place, node, "figure", false)?;
    let panels = panels(walk, place, node)?;
    let below = credit(walk, place, node, false)?;
    let says = match (caption, below) {
        (None, None) => None,
        (caption, below) => Some(Content::sequence([caption, below].into_iter().flatten())),
    };
    let mut body = vec![blocks::mark_of(node)];
    if panels.len() > 1 {
        for (index, row) in rows(&panels).enumerate() {
            if index > 0 {
                let room = VElem::new(Spacing::from(Abs::mm(4.0))).with_weak(true);
                body.push(room.pack());
            }
            body.push(pictures::row(walk, row)?);
        }
    } else if let Some(panel) = panels.first() {
        if !panel.id.is_empty() {
            body.push(inlines::anchor(panel.id)?);
        }
        let picture = pictures::alone(walk, panel.picture)?;
        body.push(pictures::as_wide(picture).aligned(Alignment::START));
        body.extend(panel.caption.clone());
    }
    let it = captioned(
        Content::sequence(body),
        FigureKind::Elem(ImageElem::ELEM),
        says.map(|says| (says, OuterVAlignment::Bottom)),
        node,
    )?;
    if !place.flow {
        return Ok(it);
    }
    let float = walk.asks("floats", node) || panels.iter().any(|it| it.picture.text("placement") == "float");
    let width = wish(walk, &panels);
    let how = placed("figure", false, true, float, width);
    walk.themed("placed", [Value::Dict(how), Value::Content(it)])
}

/// What a layout is told of a table or figure on the page itself.
pub(super) fn placed(kind: &str, wide: bool, whole: bool, float: bool, width: f64) -> Dict {
    super::node::dict([
        ("kind", Value::Str(kind.into())),
        ("wide", Value::Bool(wide)),
        ("whole", Value::Bool(whole)),
        ("float", Value::Bool(float)),
        ("width", Value::Length(Abs::pt(width).into())),
    ])
}

/// The caption of a table or figure as the layout sets it; `None` without one.
pub(super) fn caption(
    walk: &mut Walk<'_, '_>,
    place: Place,
    node: &Dict,
    kind: &str,
    wide: bool,
) -> SourceResult<Option<Content>> {
    if node.list("caption").is_empty() {
        return Ok(None);
    }
    let label = boxes::numbered(walk, kind, node);
    let label = label.map_or(Value::None, |label| Value::Str(label.into()));
    let words = inlines::inlines(walk, place, node.list("caption"))?;
    let caption = walk.themed("caption", [label, Value::Content(words), Value::Bool(wide)])?;
    Ok(Some(caption))
}

/// The small lines below a table or a figure: source and note.
pub(super) fn credit(
    walk: &mut Walk<'_, '_>,
    place: Place,
    node: &Dict,
    wide: bool,
) -> SourceResult<Option<Content>> {
    let Some(credit) = node.inner("credit") else {
        return Ok(None);
    };
    let mut lines = typst::foundations::Array::new();
    for line in [credit.list("source"), credit.list("note")] {
        if !line.is_empty() {
            lines.push(Value::Content(inlines::inlines(walk, place, line)?));
        }
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let credit = walk.themed("credit", [Value::Array(lines), Value::Bool(wide)])?;
    Ok(Some(credit))
}

/// Typst's figure, with the name by which the paper refers to it.
pub(super) fn captioned(
    body: Content,
    kind: FigureKind,
    caption: Option<(Content, OuterVAlignment)>,
    node: &Dict,
) -> SourceResult<Content> {
    let caption = caption.map(|(words, position)| {
        Packed::new(FigureCaption::new(words).with_position(position)).spanned(span())
    });
    let figure = FigureElem::new(body)
        .with_kind(Smart::Custom(kind))
        .with_supplement(Smart::Custom(None))
        .with_numbering(None)
        .with_caption(caption);
    let id = inlines::label(node.text("id"))?;
    Ok(figure.pack().spanned(span()).labelled(id))
}

/// A rule that cuts figures over pages, or does not.
pub(super) fn breakable(is: bool) -> Recipe {
    let mut styles = typst::foundations::Styles::new();
    styles.set(typst::layout::BlockElem::breakable, is);
    let figures = typst::foundations::Selector::Elem(FigureElem::ELEM, None);
    Recipe::new(Some(figures), Transformation::Style(styles), span())
}

/// The panels with their captions. They are told apart by letters as soon as one of them is
/// spoken of.
fn panels<'a>(walk: &mut Walk<'_, '_>, place: Place, node: &'a Dict) -> SourceResult<Vec<Panel<'a>>> {
    let given = node.list("panels");
    let spoken_of = |it: &Dict| !it.list("caption").is_empty() || !it.text("id").is_empty();
    let lettered = given.len() > 1 && given.nodes().any(spoken_of);
    let mut panels = Vec::new();
    let letters = NumberingPattern::from_str("(a)").at(span())?;
    for (it, number) in given.nodes().zip(1..) {
        let Some(picture) = it.inner("picture") else {
            continue;
        };
        let own = it.list("caption");
        // An author who writes the letters needs none of ours.
        let wants = lettered && !opens_with_letter(&words::of_inlines(own));
        let letter = wants
            .then(|| letters.apply(None, &[number]))
            .transpose()
            .at(span())?;
        let caption = if own.is_empty() && letter.is_none() {
            None
        } else {
            let letter = letter.map_or(Value::None, |letter| Value::Str(letter.into()));
            let says = inlines::inlines(walk, place, own)?;
            Some(walk.themed("panel", [letter, Value::Content(says)])?)
        };
        panels.push(Panel {
            picture,
            id: it.text("id"),
            caption,
        });
    }
    Ok(panels)
}

/// Whether words begin with a letter in brackets.
fn opens_with_letter(words: &str) -> bool {
    let words = words.strip_prefix('(').unwrap_or(words);
    let mut letters = words.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next() == Some(')')
}

/// How many panels stand in each row: two and two read better than three and one.
fn rows<'p, 'a>(panels: &'p [Panel<'a>]) -> std::slice::Chunks<'p, Panel<'a>> {
    panels.chunks(if matches!(panels.len(), 2 | 4) { 2 } else { 3 })
}

/// How wide a figure would like to be, in points: as its pictures are beside each other, unless
/// the author says how wide.
fn wish(walk: &Walk<'_, '_>, panels: &[Panel<'_>]) -> f64 {
    if panels.iter().any(|it| it.picture.measure("width").is_some()) {
        return 0.0;
    }
    let widths = rows(panels).map(|row| row.iter().map(|it| pictures::own(walk, it.picture).width).sum());
    widths.fold(0.0, f64::max)
}
