//! Blocks: the `match` on what a node is.

use super::node::{Node, Nodes, dict};
use super::prose;
use super::theme::{Place, Walk};
use super::{boxes, figures, inlines, lists, plan, span, tables, words};
use std::num::NonZeroUsize;
use typst::comemo::Tracked;
use typst::diag::{At, HintedStrResult, SourceResult};
use typst::foundations::{
    Args, Array, Content, Context, ContextElem, Dict, Func, IntoValue, NativeElement, NativeFunc, Smart, Str,
    Value, func,
};
use typst::introspection::MetadataElem;
use typst::layout::{BlockBody, BlockElem, PagebreakElem, Spacing};
use typst::model::{FirstLineIndent, HeadingElem, Numbering, ParElem, ParbreakElem, QuoteElem};
use typst::text::TextElem;

/// The invisible mark in front of a block, by which the host finds pages.
pub(super) fn mark(ordinal: i64) -> Content {
    static LABEL: std::sync::LazyLock<typst::foundations::Label> =
        std::sync::LazyLock::new(|| inlines::label("pamphlet-block").expect("a name"));
    let mark = MetadataElem::new(Value::Int(ordinal)).pack();
    mark.spanned(span()).labelled(*LABEL)
}

/// The mark of a node.
pub(super) fn mark_of(node: &Dict) -> Content {
    node.number("ordinal").map_or_else(Content::empty, mark)
}

/// Matter beside the running text. Pages do not begin with it, however many it takes.
pub(super) fn aside(body: Content) -> Content {
    Content::sequence([mark(-1), body, mark(-2)])
}

/// A note at the foot. What runs over to the next page stands at its foot again, after the
/// text, so this one ends with the page.
pub(super) fn foot(body: Content) -> Content {
    Content::sequence([mark(-3), body, mark(-4)])
}

/// Some blocks. `tight` sets a single paragraph as words in the line, as list items and cells
/// want it.
pub(super) fn blocks(
    walk: &mut Walk<'_, '_>,
    place: Place,
    nodes: &[Value],
    tight: bool,
) -> SourceResult<Content> {
    let mut made = Vec::with_capacity(nodes.len());
    let mut skip = 0;
    for (index, node) in nodes.nodes().enumerate() {
        if index < skip {
            continue;
        }
        if node.kind() == "heading" {
            skip = headings(walk, place, &nodes[index..], &mut made)? + index;
            continue;
        }
        let around = Around {
            before: index.checked_sub(1).and_then(|before| nodes.node(before)),
            after: nodes.node(index + 1),
            in_line: tight && index == 0,
            alone: nodes.len() == 1,
        };
        made.push(block(walk, place, node, &around)?);
    }
    Ok(Content::sequence(made))
}

/// What stands beside a block.
struct Around<'a> {
    before: Option<&'a Dict>,
    after: Option<&'a Dict>,
    /// Its words stand on the line of the number or bullet before them.
    in_line: bool,
    alone: bool,
}

fn block(walk: &mut Walk<'_, '_>, place: Place, node: &Dict, around: &Around<'_>) -> SourceResult<Content> {
    let kind = node.kind();
    let made = match kind {
        "paragraph" => return paragraph(walk, place, node, around),
        "list" => {
            let list = lists::list(walk, place, node)?;
            let ragged = |item: &Dict| item.list("blocks").nodes().any(|it| walk.asks("ragged", it));
            // The first words of an item are no paragraph that could be set otherwise by itself.
            if node.list("items").nodes().any(ragged) {
                list.set(ParElem::justify, false)
            } else {
                list
            }
        }
        "table" => return tables::table(walk, place, node),
        "figure" => return figures::figure(walk, place, node),
        "callout" => return boxes::callout(walk, place, node),
        "quote" => quote(walk, place, node)?,
        "division" => {
            let body = blocks(walk, place, node.list("blocks"), false)?;
            inlines::foreign(walk, node.text("lang"), body)?
        }
        "columns" => columns(walk, place, node)?,
        "math" => walk.themed("formula", [Value::Bool(true), Value::Dict(node.clone())])?,
        "bibliography" => lists::works(walk, place, node)?,
        "page-break" if place.flow => PagebreakElem::new().with_weak(true).pack(),
        "page-break" => Content::empty(),
        "definitions" => lists::definitions(walk, place, node)?,
        "code" => prose::code_block(node.text("text")),
        "break" => walk.themed("rule", [])?,
        _ => typst::diag::bail!(span(), "a block that no walker knows: {kind}"),
    };
    Ok(Content::sequence([mark_of(node), made]))
}

fn paragraph(
    walk: &mut Walk<'_, '_>,
    place: Place,
    node: &Dict,
    around: &Around<'_>,
) -> SourceResult<Content> {
    let text = node.list("text");
    let body = Content::sequence([mark_of(node), inlines::inlines(walk, place, text)?]);
    let leads = leads_in(text, around.after);
    let whole = walk.asks("whole", node);
    let made = if around.in_line {
        let end = if around.alone {
            Content::empty()
        } else {
            ParbreakElem::shared().clone()
        };
        Content::sequence([body, end])
    } else if is_verse(text) {
        let lines = [Value::Content(par(body)), Value::Bool(text.len() < 60)];
        let none = Value::Length(typst::layout::Length::zero())
            .cast::<FirstLineIndent>()
            .at(span())?;
        let lines = walk.themed("verse", lines)?;
        lines
            .set(TextElem::hyphenate, Smart::Custom(false))
            .set(ParElem::first_line_indent, none)
            .set(ParElem::justify, false)
    } else if whole || leads {
        let after = around.before.is_some_and(|it| it.kind() == "paragraph");
        let how = [leads, whole, after].map(Value::Bool);
        let mut args = Args::new(span(), how);
        args.push(span(), Value::Content(body));
        ContextElem::new(Func::from(held::data()).with(&mut args))
            .pack()
            .spanned(span())
    } else {
        par(body)
    };
    Ok(if walk.asks("ragged", node) {
        made.set(ParElem::justify, false)
    } else {
        made
    })
}

fn par(body: Content) -> Content {
    ParElem::new(body).pack().spanned(span())
}

/// A paragraph that is not parted from what follows it, or not cut.
#[func(contextual)]
fn held(
    context: Tracked<Context>,
    leads: bool,
    whole: bool,
    after_paragraph: bool,
    body: Content,
) -> HintedStrResult<Content> {
    let styles = context.styles()?;
    let spacing = Spacing::Rel(styles.get(ParElem::spacing).into());
    // A block begins anew, and with it the rule that a first line has no indent.
    let indent: Dict = styles.get(ParElem::first_line_indent).into_value().cast()?;
    let amount = indent.get("amount").cloned()?;
    let indent = Value::Dict(dict([("amount", amount), ("all", Value::Bool(after_paragraph))]));
    let body = par(body).set(ParElem::first_line_indent, indent.cast()?);
    Ok(BlockElem::new()
        .with_sticky(leads)
        .with_breakable(!whole)
        .with_above(Smart::Custom(spacing))
        .with_below(Smart::Custom(spacing))
        .with_body(Some(BlockBody::Content(body)))
        .pack()
        .spanned(span()))
}

/// Whether a paragraph announces what follows and must not be left behind at the foot of a
/// page: "Federated systems should:". A long one would leave more white there than it mends.
fn leads_in(text: &[Value], next: Option<&Dict>) -> bool {
    let leads = ["list", "table", "figure", "code", "definitions"];
    if !next.is_some_and(|next| leads.contains(&next.kind())) {
        return false;
    }
    let said = words::of_inlines(text);
    let said = said.trim();
    said.ends_with(':') && said.len() < 240
}

/// A paragraph whose lines the author ended is verse, or an address: no line is stretched or
/// drawn in. Running text with a line ended somewhere is neither: its lines are longer than
/// verses are.
fn is_verse(text: &[Value]) -> bool {
    let ends = |node: &Dict| node.kind() == "line-break";
    if !text.nodes().any(ends) {
        return false;
    }
    let mut length = 0;
    for (place, node) in text.nodes().enumerate() {
        length = if ends(node) {
            0
        } else {
            length + words::clusters(&words::of_inlines(&text[place..=place]))
        };
        if length > 75 {
            return false;
        }
    }
    true
}

/// Headings that follow each other, with what must not be parted from them; gives how many
/// nodes that were.
fn headings(
    walk: &mut Walk<'_, '_>,
    place: Place,
    nodes: &[Value],
    made: &mut Vec<Content>,
) -> SourceResult<usize> {
    let Some(first) = nodes.node(0) else {
        return Ok(1);
    };
    let level = first.get("level").at(span())?.clone();
    if place.flow {
        let role = first.get("role").cloned().unwrap_or(Value::None);
        made.push(walk.themed("section", [level.clone(), role])?);
    }
    let Some(end) = bound(walk, place, nodes) else {
        made.push(heading(walk, place, first)?);
        return Ok(1);
    };
    let mut body = Vec::new();
    for node in nodes[..end].nodes() {
        body.push(heading(walk, place, node)?);
    }
    body.push(blocks(walk, place, &nodes[end..=end], false)?);
    made.push(walk.themed("bound", [level, Value::Content(Content::sequence(body))])?);
    Ok(end + 1)
}

/// Where the headings that begin here end and a table, figure or paragraph with footnotes
/// stands that is not cut; `None` elsewhere. If such a one fits on the page and its notes do
/// not, it goes to the next page, and Typst forgets to take the headings along.
fn bound(walk: &Walk<'_, '_>, place: Place, nodes: &[Value]) -> Option<usize> {
    if walk
        .article
        .inner("meta")
        .is_some_and(|meta| meta.text("notes") == "endnotes")
    {
        return None;
    }
    let end = nodes.nodes().position(|node| node.kind() != "heading")?;
    let node = nodes.node(end)?;
    let whole = matches!(node.kind(), "table" | "figure") || walk.asks("whole", node);
    // What floats would float within the block that binds them, above its heading.
    if !whole || walk.asks("floats", node) {
        return None;
    }
    let mut notes = Vec::new();
    words::everywhere(&nodes[end..=end], "note", &mut notes);
    if notes.is_empty() {
        return None;
    }
    if node.kind() == "table" {
        let plan = plan::plan(
            node,
            plan::Room::of(walk.theme),
            place,
            super::theme::turns(walk.theme),
        );
        if plan.long || plan.turned {
            return None;
        }
    }
    Some(end)
}

fn heading(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let level = node.number("level").and_then(|it| usize::try_from(it).ok());
    let level = level.and_then(NonZeroUsize::new).unwrap_or(NonZeroUsize::MIN);
    let numbering = node.text_if_any("number").map(|number| {
        let number = Args::new(span(), [Str::from(number)]);
        Numbering::Func(Func::from(given_number::data()).with(&mut number.clone()))
    });
    let words = inlines::inlines(walk, place, node.list("text"))?;
    let heading = HeadingElem::new(Content::sequence([mark_of(node), words]))
        .with_level(Smart::Custom(level))
        .with_numbering(numbering);
    let id = inlines::label(node.text("id"))?;
    Ok(heading.pack().spanned(span()).labelled(id))
}

/// The number that a heading was given, whatever Typst counts.
#[func]
fn given_number(number: Str, #[variadic] counted: Vec<Value>) -> Str {
    let _ = counted;
    number
}

fn quote(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let inner = node.list("blocks");
    let mut body = vec![blocks(walk, place.within(), inner, false)?];
    let by = node.list("attribution");
    if !by.is_empty() {
        let by = inlines::inlines(walk, place, by)?;
        body.push(walk.themed("by", [Value::Content(by)])?);
    }
    let quote = QuoteElem::new(Content::sequence(body)).with_block(true);
    let quote = quote.pack().spanned(span());
    // A heading is not left behind at a page's foot, quoted or not.
    let ends = inner.nodes().next_back();
    if ends.is_none_or(|it| it.kind() != "heading") {
        return Ok(quote);
    }
    let bound = BlockElem::new().with_sticky(true);
    Ok(bound
        .with_body(Some(BlockBody::Content(quote)))
        .pack()
        .spanned(span()))
}

fn columns(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let columns = node.list("columns");
    #[allow(clippy::cast_precision_loss, reason = "a handful of columns")]
    let equal = 1.0 / columns.len().max(1) as f64;
    let mut widths = Array::new();
    let mut bodies = Array::new();
    for column in columns.nodes() {
        widths.push(Value::Float(column.measure("width").unwrap_or(equal)));
        let body = blocks(walk, place.within(), column.list("blocks"), false)?;
        bodies.push(Value::Content(body));
    }
    walk.themed(
        "columns",
        [
            Value::Array(widths),
            Value::Array(bodies),
            Value::Bool(place.nested),
        ],
    )
}

/// A block that is not cut.
pub(super) fn whole(body: Content) -> Content {
    body.set(BlockElem::breakable, false)
}
