//! Boxes: callouts, pull quotes, key messages, text set apart.

use super::node::{Node, Nodes, dict};
use super::theme::{Place, Walk};
use super::{blocks, inlines, words};
use typst::diag::SourceResult;
use typst::foundations::{Content, Dict, NativeElement, Value};
use typst::pdf::ArtifactElem;

/// Kinds that a title of the author's own does not say.
const TOLD_APART: [&str; 6] = ["note", "tip", "important", "warning", "caution", "case-study"];

/// A box. Short ones stay whole; what may be taller than a page may break.
pub(super) fn callout(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let kind = node.text("kind");
    let names = walk.words().inner("callouts");
    let word = names.map_or("", |names| names.text(kind));
    let own = words::of_inlines(node.list("title"));
    let has_own = !node.list("title").is_empty();
    let label = numbered(walk, "text-box", node);
    let title = if has_own {
        Value::Content(inlines::inlines(walk, place, node.list("title"))?)
    } else if word.is_empty() || (label.is_some() && kind == "box") {
        Value::None
    } else {
        Value::Str(word.into())
    };
    let says = has_own && TOLD_APART.contains(&kind) && own.to_lowercase() != word.to_lowercase();
    let inner = node.list("blocks");
    let simple = inner
        .nodes()
        .all(|it| matches!(it.kind(), "paragraph" | "list" | "heading"));
    let repeats = node
        .get("ordinal")
        .is_ok_and(|own| walk.article.list("repeats").contains(own));
    let within = Place {
        boxed: true,
        ..place.within()
    };
    let body = blocks::blocks(walk, within, inner, false)?;
    let by = match node.list("attribution") {
        [] => Value::None,
        by => Value::Content(inlines::inlines(walk, place, by)?),
    };
    let mut mark = vec![blocks::mark_of(node)];
    if !node.text("id").is_empty() {
        mark.push(inlines::anchor(node.text("id"))?);
    }
    let short = words::of_blocks(inner).len() < 900;
    let it = dict([
        ("kind", Value::Str(kind.into())),
        (
            "word",
            if says {
                Value::Str(word.into())
            } else {
                Value::None
            },
        ),
        (
            "label",
            label.map_or(Value::None, |label| Value::Str(label.into())),
        ),
        ("title", title),
        ("body", Value::Content(body)),
        ("by", by),
        ("mark", Value::Content(Content::sequence(mark))),
        ("whole", Value::Bool(simple && short)),
        ("inner", Value::Bool(place.boxed)),
    ]);
    let it = walk.themed("callout", [Value::Dict(it)])?;
    // What only repeats the text is seen, and not heard a second time.
    Ok(if repeats { ArtifactElem::new(it).pack() } else { it })
}

/// What stands in front of a caption: "Table 1. ", as the article's language has it, white
/// space at the end included; `None` without a number.
pub(super) fn numbered(walk: &Walk<'_, '_>, kind: &str, node: &Dict) -> Option<String> {
    let number = node.text_if_any("number")?;
    let words = walk.words();
    let label = words.text("label").replace("{number}", number);
    Some(label.replace("{name}", words.text(kind)))
}
