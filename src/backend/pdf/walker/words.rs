//! The words of nodes, for measuring, and walks that look for something.

use super::node::{Node, Nodes, lists};
use std::ops::ControlFlow;
use typst::foundations::{Array, Content, ContextElem, Dict, Str, Value};
use typst::layout::LayoutElem;
use typst::model::ParElem;
use typst::text::{LinebreakElem, TextElem};
use typst::visualize::ImageElem;
use unicode_segmentation::UnicodeSegmentation;

/// How many letters a reader sees.
pub(super) fn clusters(words: &str) -> usize {
    if words.is_ascii() {
        words.len()
    } else {
        words.graphemes(true).count()
    }
}

/// The words of inlines; looks and notes left out.
pub(super) fn of_inlines(nodes: &[Value]) -> String {
    let mut words = String::new();
    push_inlines(nodes, &mut words);
    words
}

fn push_inlines(nodes: &[Value], words: &mut String) {
    for node in nodes.nodes() {
        match node.kind() {
            "text" | "code" | "keyboard" => words.push_str(node.text("text")),
            "math" => words.push_str(node.inner("formula").map_or("", |it| it.text("tex"))),
            "soft-break" | "line-break" => words.push(' '),
            _ => push_inlines(node.list("content"), words),
        }
    }
}

/// The words of blocks, a space between two.
pub(super) fn of_blocks(nodes: &[Value]) -> String {
    joined(nodes.nodes().map(of_block))
}

/// The words of a block.
pub(super) fn of_block(node: &Dict) -> String {
    match node.get("text") {
        Ok(Value::Array(text)) => return of_inlines(text.as_slice()),
        Ok(Value::Str(text)) => return text.to_string(),
        _ => {}
    }
    match node.kind() {
        "definitions" => joined(node.list("items").nodes().map(|item| {
            let term = item.inner("term").map(of_block);
            let descriptions = lists(item.list("descriptions")).flat_map(|it| it.nodes().map(of_block));
            joined(term.into_iter().chain(descriptions))
        })),
        "list" => joined(
            node.list("items")
                .nodes()
                .map(|item| of_blocks(item.list("blocks"))),
        ),
        "columns" => joined(
            node.list("columns")
                .nodes()
                .map(|it| of_blocks(it.list("blocks"))),
        ),
        "bibliography" => joined(
            node.list("entries")
                .nodes()
                .filter_map(|it| it.inner("entry"))
                .map(of_block),
        ),
        _ => of_blocks(node.list("blocks")),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" ")
}

/// Whether a block is or holds a picture.
pub(super) fn holds_picture(node: &Dict) -> bool {
    let in_line = || node.list("text").nodes().any(|it| it.kind() == "image");
    node.kind() == "figure" || (node.kind() == "paragraph" && in_line())
}

/// Inlines without notes, anchors and links.
pub(super) fn bare(nodes: &[Value]) -> Array {
    let mut kept = Array::new();
    push_bare(nodes, &mut kept);
    kept
}

fn push_bare(nodes: &[Value], kept: &mut Array) {
    for node in nodes.nodes() {
        match node.kind() {
            "note" | "anchor" => {}
            "link" | "citation" | "reference" => push_bare(node.list("content"), kept),
            _ if node.contains("content") => {
                let mut node = node.clone();
                let content = bare(node.list("content"));
                node.insert(Str::from("content"), Value::Array(content));
                kept.push(Value::Dict(node));
            }
            _ => kept.push(Value::Dict(node.clone())),
        }
    }
}

/// The nodes of a type, at any depth and in order. Only notes stand in running text.
pub(super) fn everywhere<'a>(nodes: &'a [Value], kind: &str, found: &mut Vec<&'a Dict>) {
    for value in nodes {
        match value {
            Value::Array(inner) => everywhere(inner.as_slice(), kind, found),
            Value::Dict(node) => {
                if node.kind() == kind {
                    found.push(node);
                }
                for (key, inside) in node.iter() {
                    if let Value::Array(inside) = inside
                        && (kind == "note" || !matches!(key.as_str(), "text" | "caption"))
                    {
                        everywhere(inside.as_slice(), kind, found);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The body cut where the list of works cited begins and ends: each part with its role.
pub(super) fn parts(body: &[Value]) -> Vec<(&'static str, &[Value])> {
    let mut parts = Vec::new();
    let (mut role, mut level, mut begun) = ("body", 0, 0);
    for (place, node) in body.nodes().enumerate() {
        if node.kind() != "heading" {
            continue;
        }
        let own = node.number("level").unwrap_or(1);
        let opens = node.text("role") == "references";
        let next = if opens || (role == "references" && own > level) {
            "references"
        } else {
            "body"
        };
        if next != role || opens {
            if place > begun {
                parts.push((role, &body[begun..place]));
            }
            (role, level, begun) = (next, own, place);
        }
    }
    if begun < body.len() {
        parts.push((role, &body[begun..]));
    }
    parts
}

/// Whether words run from the right by their first letter; `None` without one.
pub(super) fn is_from_right(words: &str) -> Option<bool> {
    let first = words.chars().find(|letter| letter.is_alphabetic())?;
    // Hebrew, Arabic, Syriac, Thaana and N’Ko with their supplements and forms.
    let is = matches!(u32::from(first), 0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff);
    Some(is)
}

/// How many lines of so many letters some content takes, rather too many than too few. What
/// only its place decides counts for a line or two, and a picture for a page.
pub(super) fn lines_at_most(body: &Content, letters: i64) -> i64 {
    let mut lines = 0;
    let mut held = 0;
    let _ = body.traverse(&mut |it: Content| {
        if let Some(text) = it.to_packed::<TextElem>() {
            held += i64::try_from(clusters(&text.text)).unwrap_or(letters);
        } else if it.is::<ParElem>() || it.is::<LinebreakElem>() {
            lines += 1;
        } else if it.is::<ContextElem>() {
            held += 2 * letters;
        } else if it.is::<ImageElem>() || it.is::<LayoutElem>() {
            lines += 100;
        }
        ControlFlow::<()>::Continue(())
    });
    lines + held / letters.max(1) + 1
}
