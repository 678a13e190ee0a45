//! Lists, definitions and works cited.

use super::node::{Node, Nodes, lists};
use super::prose::text;
use super::theme::{Place, Walk};
use super::{blocks, inlines, span, words};
use std::str::FromStr;
use typst::comemo::Tracked;
use typst::diag::{At, HintedStrResult, SourceResult};
use typst::engine::Engine;
use typst::foundations::{
    Args, Array, Content, Context, ContextElem, Dict, Func, IntoValue, NativeElement, NativeFunc, Packed,
    Smart, Value, func,
};
use typst::layout::{Alignment, HAlignment, HElem, Length, Spacing};
use typst::model::{
    EnumElem, EnumItem, ListElem, ListItem, Numbering, NumberingPattern, ParElem, ParbreakElem, TermItem,
    TermsElem,
};
use typst::text::LinebreakElem;

/// Lists of fewer letters stay whole.
const SHORT: usize = 260;

/// A list: with bullets, numbers as the author writes them, or boxes to tick.
pub(super) fn list(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let tight = node.is("tight");
    let items = node.list("items");
    let mut bodies = Vec::with_capacity(items.len());
    for item in items.nodes() {
        bodies.push(blocks::blocks(walk, place.within(), item.list("blocks"), tight)?);
    }
    let kind = node.inner("kind");
    let is_checked = |item: &Dict| matches!(item.get("checked"), Ok(Value::Bool(_)));
    let list = if let Some(kind) = kind.filter(|kind| kind.text("kind") == "ordered") {
        let start = kind
            .number("start")
            .and_then(|it| u64::try_from(it).ok())
            .unwrap_or(1);
        let theme = walk.theme.get("number").at(span())?.clone();
        let [before, after] = match kind.text("delimiter") {
            "parenthesis" => ["", ")"],
            "parentheses" => ["(", ")"],
            _ => ["", "."],
        };
        let style = match kind.text("style") {
            "lower-alpha" => "a",
            "upper-alpha" => "A",
            "lower-roman" => "i",
            "upper-roman" => "I",
            _ => walk.words().text("numerals"),
        };
        let around = [before, after, style].map(|it| Value::Str(it.into()));
        let how: Array = around.into_iter().chain([theme]).collect();
        numbered(
            bodies,
            tight,
            start,
            Func::from(item_number::data()).with(&mut Args::new(span(), [how])),
        )
    } else if items.nodes().any(is_checked) {
        // The box stands where a number would, so that it is announced with its item.
        let value = |item: &Dict| item.get("checked").cloned().unwrap_or(Value::None);
        let checked: Array = items.nodes().map(value).collect();
        let theme = walk.theme.get("task").at(span())?.clone();
        let mut args = Args::new(span(), [theme, Value::Array(checked)]);
        numbered(bodies, tight, 1, Func::from(task_box::data()).with(&mut args))
    } else {
        let items = bodies
            .into_iter()
            .map(|body| Packed::new(ListItem::new(body)).spanned(span()));
        let list = ListElem::new(items.collect()).with_tight(tight);
        list.pack().spanned(span())
    };
    // A short list stays whole. Cut before a page that a float fills, Typst would leave an
    // item's number behind.
    Ok(if words::of_block(node).len() < SHORT {
        blocks::whole(list)
    } else {
        list
    })
}

fn numbered(bodies: Vec<Content>, tight: bool, start: u64, numbering: Func) -> Content {
    let items = bodies
        .into_iter()
        .map(|body| Packed::new(EnumItem::new(body)).spanned(span()));
    EnumElem::new(items.collect())
        .with_tight(tight)
        .with_start(Smart::Custom(start))
        .with_numbering(Numbering::Func(numbering))
        .pack()
        .spanned(span())
}

/// The number of a list's item as the author writes it: `iv.`, `(a)`, `3)`. `how` is what
/// stands before and after it, its style, and what the layout makes of it.
#[func]
fn item_number(
    engine: &mut Engine,
    context: Tracked<Context>,
    how: Array,
    number: u64,
) -> SourceResult<Content> {
    let part = |place: usize| match how.as_slice().get(place) {
        Some(Value::Str(part)) => part.as_str(),
        _ => "",
    };
    let pattern = NumberingPattern::from_str(part(2)).at(span())?;
    let digits = pattern.apply(None, &[number]).at(span())?;
    let words = Value::Str(format!("{}{digits}{}", part(0), part(1)).into());
    match how.as_slice().get(3) {
        Some(Value::Func(theme)) => Ok(theme.call(engine, context, Args::new(span(), [words]))?.display()),
        _ => Ok(words.display()),
    }
}

/// The box of a task, as the layout draws it.
#[func]
fn task_box(
    engine: &mut Engine,
    context: Tracked<Context>,
    theme: Func,
    checked: Array,
    number: u64,
) -> SourceResult<Content> {
    let place = usize::try_from(number).unwrap_or(1).saturating_sub(1);
    let checked = checked.as_slice().get(place).cloned().unwrap_or(Value::None);
    Ok(theme
        .call(engine, context, Args::new(span(), [checked]))?
        .display())
}

/// Terms and what they mean. Terms without a description share the next one's.
pub(super) fn definitions(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let items = node.list("items");
    let mut waiting = Vec::new();
    let mut made = Vec::new();
    for (index, item) in items.nodes().enumerate() {
        let term = match item.get("term") {
            Ok(term) => blocks::blocks(walk, place, std::slice::from_ref(term), true)?,
            Err(_) => Content::empty(),
        };
        waiting.push(term);
        let descriptions = item.list("descriptions");
        if descriptions.is_empty() && index + 1 < items.len() {
            waiting.push(LinebreakElem::shared().clone());
            let back = ContextElem::new(Func::from(hanging_back::data())).pack();
            waiting.push(back.spanned(span()));
            continue;
        }
        let mut said = Vec::new();
        for description in lists(descriptions) {
            if !said.is_empty() {
                said.push(ParbreakElem::shared().clone());
            }
            said.push(blocks::blocks(walk, place.within(), description, true)?);
        }
        let term = Content::sequence(std::mem::take(&mut waiting));
        made.push(Packed::new(TermItem::new(term, Content::sequence(said))).spanned(span()));
    }
    Ok(TermsElem::new(made).pack().spanned(span()))
}

/// Back to where terms begin.
#[func(contextual)]
fn hanging_back(context: Tracked<Context>) -> HintedStrResult<Content> {
    let indent = context.styles()?.get(TermsElem::hanging_indent);
    Ok(HElem::new(Spacing::from(-indent)).pack())
}

/// The works cited: labels in a column of their own, or entries whose first line hangs.
pub(super) fn works(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let entries = node.list("entries");
    let mut labels = Array::new();
    let mut bodies = Vec::new();
    for work in entries.nodes() {
        labels.push(Value::Content(inlines::inlines(walk, place, work.list("label"))?));
        let entry = match work.get("entry") {
            Ok(entry) => blocks::blocks(walk, place.within(), std::slice::from_ref(entry), true)?,
            Err(_) => Content::empty(),
        };
        bodies.push(Content::sequence([inlines::anchor(work.text("id"))?, entry]));
    }
    let labelled = entries.nodes().any(|work| !work.list("label").is_empty());
    let indent = Value::Length(Length::zero()).cast().at(span())?;
    let works = if labelled {
        // Wide labels, `[Smith 2020]`, move every entry as far, so numbers end in one line.
        let numbering = Func::from(label_of::data()).with(&mut Args::new(span(), [labels]));
        let items = bodies
            .into_iter()
            .map(|body| Packed::new(EnumItem::new(body)).spanned(span()));
        EnumElem::new(items.collect())
            .with_tight(true)
            .with_number_align(Alignment::H(HAlignment::Start))
            .with_numbering(Numbering::Func(numbering))
            .pack()
            .spanned(span())
    } else {
        let hanging = if node.is("hanging") {
            typst::layout::Em::new(1.4)
        } else {
            typst::layout::Em::zero()
        };
        let bodies = bodies
            .into_iter()
            .map(|body| Value::Content(ParElem::new(body).pack().spanned(span())));
        let named = [
            ("tight", Value::Bool(true)),
            ("marker", Value::None),
            ("body-indent", Length::zero().into_value()),
        ];
        let list = walk.element(ListElem::ELEM, bodies, named)?;
        list.set(ParElem::hanging_indent, hanging.into())
    };
    Ok(works.set(ParElem::first_line_indent, indent))
}

/// The label of a work, in place of a number.
#[func]
fn label_of(labels: Array, number: u64) -> Content {
    let place = usize::try_from(number).unwrap_or(1).saturating_sub(1);
    match labels.as_slice().get(place) {
        Some(Value::Content(label)) => label.clone(),
        _ => text(""),
    }
}
