//! Pictures: how large they stand, and what stands for those that cannot be shown.

use super::node::{Node, dict};
use super::prose::{self, text};
use super::span;
use super::theme::{Walk, element_of};
use super::{blocks, inlines};
use crate::model::picture_on_web;
use typst::comemo::Tracked;
use typst::diag::{At, SourceResult};
use typst::engine::Engine;
use typst::foundations::{
    Args, Array, Content, Context, Dict, Func, NativeElement, NativeFunc, Smart, Value, func,
};
use typst::layout::{
    Abs, Alignment, BlockBody, BlockElem, BoxElem, Em, GridElem, HElem, LayoutElem, Length, Ratio, Rel,
    Sides, Spacing, VAlignment,
};
use typst::pdf::{ArtifactElem, ArtifactKind};
use typst::text::LinebreakElem;
use typst::visualize::ImageElem;

/// Points to a pixel: browsers have 96 of them to an inch.
const PIXEL: f64 = 0.75;

/// A picture's own width and height, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The file of a picture; `None` if it cannot be shown.
fn asset<'a>(walk: &Walk<'a, '_>, node: &Dict) -> Option<&'a Dict> {
    let slot = usize::try_from(node.number("asset")?).ok()?;
    super::node::Nodes::node(walk.article.list("assets"), slot)
}

/// How large a picture is by itself.
pub(super) fn own(walk: &Walk<'_, '_>, node: &Dict) -> Own {
    let millimetres = |it: f64| Abs::mm(it).to_pt();
    let Some(asset) = asset(walk, node) else {
        return Own {
            width: millimetres(60.0),
            height: millimetres(40.0),
        };
    };
    let size = |field| asset.measure(field).unwrap_or(1.0).max(1.0) * PIXEL;
    Own {
        width: size("width"),
        height: size("height"),
    }
}

/// What shows a picture, for functions that learn its room from Typst.
fn shown_by(walk: &Walk<'_, '_>, node: &Dict) -> Option<Dict> {
    let asset = asset(walk, node)?;
    let own = own(walk, node);
    let value = |dict: &Dict, field| dict.get(field).cloned().unwrap_or(Value::None);
    Some(dict([
        ("path", value(asset, "path")),
        ("format", value(asset, "format")),
        ("alt", value(node, "alt")),
        ("wish", value(node, "width")),
        ("width", Value::Float(own.width)),
        ("height", Value::Float(own.height)),
    ]))
}

/// A picture at that size.
fn image(
    engine: &mut Engine,
    context: Tracked<Context>,
    picture: &Dict,
    width: Value,
    height: Value,
) -> SourceResult<Content> {
    let value = |field| picture.get(field).cloned().unwrap_or(Value::None);
    let named = [
        ("format", value("format")),
        ("width", width),
        ("height", height),
        ("alt", value("alt")),
    ];
    let image = element_of(engine, context, ImageElem::ELEM, [value("path")], named)?;
    let decorates = picture.text_if_any("alt") == Some("");
    Ok(if decorates {
        ArtifactElem::new(image).with_kind(ArtifactKind::Other).pack()
    } else {
        image
    })
}

/// What stands for a picture that cannot be shown: what it shows is all the more worth saying.
fn missing(walk: &mut Walk<'_, '_>, node: &Dict, in_line: bool) -> SourceResult<Content> {
    let src = prose::address(node.text("src"), 16, false);
    // In a line it may stand in a link already; resolving leaves none there that is on the web.
    let mut which = vec![match picture_on_web(node.text("src")) {
        Some(address) if !in_line => inlines::to_web(&address, src),
        Some(_) | None => src,
    }];
    if let Some(alt) = node.text_if_any("alt").filter(|alt| !alt.is_empty()) {
        which.push(text(" — "));
        which.push(text(alt));
    }
    let words = walk.words().get("missing-picture").at(span())?.clone();
    let which = Value::Content(Content::sequence(which));
    let it = walk.themed("missing", [words, which, Value::Bool(in_line)])?;
    // In a line, these words are none of the paragraph's own.
    Ok(if in_line { blocks::aside(it) } else { it })
}

/// A picture in a line; `opens` says whether it begins it.
pub(super) fn in_line(walk: &mut Walk<'_, '_>, node: &Dict, opens: bool) -> SourceResult<Content> {
    let Some(picture) = shown_by(walk, node) else {
        return missing(walk, node, true);
    };
    // A small picture in a line is a sign and as tall as the letters, or as large as the
    // author says; a large one has a line to itself.
    let wish = node.measure("width");
    let size = if own(walk, node).height <= 36.0 {
        Some((Value::Auto, Value::Length(Em::new(1.1).into())))
    } else {
        wish.filter(|wish| *wish < 0.25)
            .map(|wish| (Value::Ratio(Ratio::new(wish)), Value::Auto))
    };
    if let Some((width, height)) = size {
        let image = image(walk.engine, walk.context, &picture, width, height)?;
        let named = [("baseline", Value::Ratio(Ratio::new(0.15)))];
        return walk.element(BoxElem::ELEM, [Value::Content(image)], named);
    }
    // The line before it is not stretched.
    let before = if opens {
        HElem::new(Spacing::Fr(typst::layout::Fr::one())).pack()
    } else {
        LinebreakElem::shared().clone()
    };
    let inset = Sides {
        top: Some(Rel::from(Length::from(Em::new(0.3)))),
        bottom: Some(Rel::from(Length::from(Em::new(0.4)))),
        left: None,
        right: None,
    };
    let body = BoxElem::new()
        .with_width(typst::layout::Sizing::Rel(Ratio::one().into()))
        .with_inset(inset)
        .with_body(Some(with_room(picture)));
    Ok(Content::sequence([before, body.pack().spanned(span())]))
}

/// A picture with the column to itself.
pub(super) fn alone(walk: &mut Walk<'_, '_>, node: &Dict) -> SourceResult<Content> {
    match shown_by(walk, node) {
        Some(picture) => Ok(with_room(picture)),
        None => missing(walk, node, false),
    }
}

fn with_room(picture: Dict) -> Content {
    let func = Func::from(in_room::data()).with(&mut Args::new(span(), [picture]));
    LayoutElem::new(func).pack().spanned(span())
}

/// Never wider than the column, never so tall that no page can hold it with its caption.
#[func]
fn in_room(
    engine: &mut Engine,
    context: Tracked<Context>,
    picture: Dict,
    size: Dict,
) -> SourceResult<Content> {
    let room = points(&size, "width");
    let size = |field| picture.measure(field).unwrap_or(1.0);
    let mut width = match picture.measure("wish") {
        None => size("width").min(room),
        Some(wish) => room * wish.min(1.0),
    };
    let tall = width * (size("height") / size("width"));
    let limit = Abs::mm(100.0).to_pt();
    if tall > limit {
        width *= limit / tall;
    }
    image(engine, context, &picture, length(width), Value::Auto)
}

/// One of several pictures: its caption, where links lead to it, and what shows it.
pub(super) struct Panel<'a> {
    pub(super) picture: &'a Dict,
    pub(super) id: &'a str,
    pub(super) caption: Option<Content>,
}

/// One row of panels. All are equally tall, so that tops and captions stand on a line: each
/// gets width as its picture is wide for its height, unless the author said how wide.
pub(super) fn row(walk: &mut Walk<'_, '_>, panels: &[Panel<'_>]) -> SourceResult<Content> {
    let mut row = Array::new();
    for panel in panels {
        let own = own(walk, panel.picture);
        let mut it = dict([
            ("width", Value::Float(own.width)),
            ("height", Value::Float(own.height)),
            ("wish", panel.picture.get("width").cloned().unwrap_or(Value::None)),
        ]);
        let (name, value) = match shown_by(walk, panel.picture) {
            Some(picture) => ("picture", Value::Dict(picture)),
            None => ("missing", Value::Content(missing(walk, panel.picture, false)?)),
        };
        it.insert(name.into(), value);
        if !panel.id.is_empty() {
            it.insert("anchor".into(), Value::Content(inlines::anchor(panel.id)?));
        }
        if let Some(caption) = &panel.caption {
            it.insert("caption".into(), Value::Content(caption.clone()));
        }
        row.push(Value::Dict(it));
    }
    let func = Func::from(side_by_side::data()).with(&mut Args::new(span(), [row]));
    Ok(LayoutElem::new(func).pack().spanned(span()))
}

#[func]
fn side_by_side(
    engine: &mut Engine,
    context: Tracked<Context>,
    panels: Array,
    size: Dict,
) -> SourceResult<Content> {
    let panels: Vec<&Dict> = super::node::Nodes::nodes(panels.as_slice()).collect();
    let gutter = Abs::mm(4.0).to_pt();
    #[allow(clippy::cast_precision_loss, reason = "a handful of panels")]
    let room = points(&size, "width") - gutter * (panels.len() - 1) as f64;
    let own = |it: &Dict, field| it.measure(field).unwrap_or(1.0);
    let wishes: Option<Vec<f64>> = panels.iter().map(|it| it.measure("wish")).collect();
    let widths: Vec<f64> = match wishes {
        Some(wishes) => {
            let sum = wishes.iter().sum::<f64>().max(1.0);
            wishes.iter().map(|wish| room * wish / sum).collect()
        }
        None => {
            let shape = |it: &&Dict| (own(it, "width") / own(it, "height")).clamp(0.4, 2.6);
            // No taller than the tallest picture is by itself, nor than half a page leaves room for.
            let tallest = panels.iter().map(|it| own(it, "height")).fold(0.0, f64::max);
            let sum: f64 = panels.iter().map(shape).sum();
            let height = (room / sum).min(tallest).min(Abs::mm(75.0).to_pt());
            panels.iter().map(|it| height * shape(it)).collect()
        }
    };
    let tall = |(it, width): (&&Dict, &f64)| {
        (width * (own(it, "height") / own(it, "width"))).min(Abs::mm(90.0).to_pt())
    };
    let talls: Vec<f64> = panels.iter().zip(&widths).map(tall).collect();
    let tallest = talls.iter().copied().fold(0.0, f64::max);
    let mut cells = Vec::new();
    for (panel, (width, tall)) in panels.iter().zip(widths.iter().zip(&talls)) {
        let content = |field| match panel.get(field) {
            Ok(Value::Content(content)) => Some(content.clone()),
            _ => None,
        };
        let shown = match panel.inner("picture") {
            None => content("missing").unwrap_or_default(),
            Some(picture) => {
                let width = width.min(tall * (own(panel, "width") / own(panel, "height")));
                let image = image(engine, context, picture, length(width), Value::Auto)?;
                let below = Alignment::Both(typst::layout::HAlignment::Center, VAlignment::Bottom);
                standing(image.aligned(below))
                    .with_height(Abs::pt(tallest).into())
                    .pack()
            }
        };
        let parts = [content("anchor"), Some(shown), content("caption")];
        cells.push(Value::Content(Content::sequence(parts.into_iter().flatten())));
    }
    // The pictures stand on one line, and each caption follows its own.
    let columns: Array = widths.iter().map(|width| length(*width)).collect();
    let named = [
        ("columns", Value::Array(columns)),
        ("column-gutter", length(gutter)),
        ("align", typst::foundations::IntoValue::into_value(Alignment::TOP)),
    ];
    let grid = element_of(engine, context, GridElem::ELEM, cells, named)?;
    Ok(as_wide(grid).aligned(Alignment::START))
}

/// A block as wide as the column.
pub(super) fn as_wide(body: Content) -> Content {
    BlockElem::new()
        .with_width(Smart::Custom(Ratio::one().into()))
        .with_body(Some(BlockBody::Content(body)))
        .pack()
        .spanned(span())
}

fn standing(body: Content) -> BlockElem {
    let none = Smart::Custom(Spacing::Rel(Rel::zero()));
    BlockElem::new()
        .with_width(Smart::Custom(Ratio::one().into()))
        .with_above(none)
        .with_below(none)
        .with_body(Some(BlockBody::Content(body)))
}

fn length(points: f64) -> Value {
    Value::Length(Abs::pt(points).into())
}

fn points(size: &Dict, field: &str) -> f64 {
    match size.get(field) {
        Ok(Value::Length(length)) => length.abs.to_pt(),
        _ => 0.0,
    }
}
