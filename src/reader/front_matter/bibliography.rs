//! The fields about works cited, as Pandoc has them.

use super::fields::Fields;
use crate::model::{Citing, Inline, InlineWork, Written};
use crate::reader::yaml::{Node, Value};

/// Takes every field about citations.
pub(super) fn citing(fields: &mut Fields) -> Citing {
    let mut citing = Citing::default();
    if let Some(node) = fields.take(&["bibliography"]) {
        citing.bibliography = each(fields, "bibliography", &node);
    }
    if let Some(node) = fields.take(&["csl", "citation-style", "bibliographystyle", "biblio-style"]) {
        citing.style = each(fields, "csl", &node).into_iter().next();
    }
    if let Some(node) = fields.take(&["nocite"]) {
        for written in each(fields, "nocite", &node) {
            citing.nocite.extend(keys(&written));
        }
    }
    if let Some(node) = fields.take(&["references"]) {
        citing.references = references(fields, &node);
    }
    if let Some(node) = fields.take(&["link-citations"]) {
        citing.links = fields.truth("link-citations", &node);
    }
    if let Some(node) = fields.take(&["suppress-bibliography"]) {
        citing.suppress_bibliography = fields.truth("suppress-bibliography", &node);
    }
    if let Some(node) = fields.take(&["reference-section-title"]) {
        citing.title = fields.inlines("reference-section-title", &node);
    }
    citing
}

/// One value or a list of them, each with its place.
fn each(fields: &mut Fields, field: &str, node: &Node) -> Vec<Written> {
    let nodes = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    let written = nodes.iter().filter_map(|node| {
        let text = fields.text(field, node)?;
        Some(Written {
            span: node.span,
            text,
        })
    });
    written.collect()
}

/// The keys of `@a, @b` or `@*`; also without `@`.
fn keys(written: &Written) -> Vec<Written> {
    let words = written
        .text
        .split(|char: char| char.is_whitespace() || ",;".contains(char));
    let keys = words.map(|word| word.trim_start_matches('@').trim_matches(['{', '}', '[', ']']));
    keys.filter(|key| !key.is_empty())
        .map(|key| Written {
            span: written.span,
            text: key.to_string(),
        })
        .collect()
}

/// Works in the front matter. Their titles are Markdown, as in Pandoc.
fn references(fields: &mut Fields, node: &Node) -> Vec<InlineWork> {
    let Value::Seq(items) = &node.value else {
        fields.wrong(
            node.span,
            "`references` must be a list of works",
            "begin each work with `- id: …`",
        );
        return Vec::new();
    };
    let mut works = Vec::new();
    for node in items {
        let Value::Map(entries) = &node.value else {
            fields.wrong(
                node.span,
                "this entry of `references` is no work",
                "write `- id: …` and the work's fields below",
            );
            continue;
        };
        let mut item = node.json();
        for (key, value) in entries {
            if !MARKDOWN.contains(&key.text.as_str()) || value.text().is_none() {
                continue;
            }
            let inlines = fields.inlines("references", value);
            item[&key.text] = html(&inlines).into();
        }
        works.push(InlineWork {
            span: node.span,
            item,
        });
    }
    works
}

/// The fields of a work that are running text.
const MARKDOWN: &[&str] = &[
    "title",
    "title-short",
    "container-title",
    "collection-title",
    "event-title",
    "original-title",
    "reviewed-title",
    "volume-title",
    "publisher",
    "genre",
    "note",
];

/// Running text with the tags that CSL-JSON has for looks.
fn html(inlines: &[Inline]) -> String {
    let mut text = String::new();
    html_into(inlines, &mut text);
    text
}

fn html_into(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        let (open, close) = match inline {
            Inline::Emphasis { .. } => ("<i>", "</i>"),
            Inline::Strong { .. } => ("<b>", "</b>"),
            Inline::Superscript { .. } => ("<sup>", "</sup>"),
            Inline::Subscript { .. } => ("<sub>", "</sub>"),
            Inline::SmallCaps { .. } => ("<span style=\"font-variant:small-caps;\">", "</span>"),
            Inline::Text { text: words }
            | Inline::Code { text: words }
            | Inline::Keyboard { text: words } => {
                text.push_str(words);
                continue;
            }
            Inline::Math { formula, .. } => {
                text.push_str(&formula.tex);
                continue;
            }
            Inline::SoftBreak | Inline::LineBreak => {
                text.push(' ');
                continue;
            }
            Inline::Strike { .. }
            | Inline::Underline { .. }
            | Inline::Highlight { .. }
            | Inline::Small { .. }
            | Inline::Foreign { .. }
            | Inline::Abbreviation { .. }
            | Inline::Citation { .. }
            | Inline::Reference { .. }
            | Inline::Link { .. }
            | Inline::Image { .. }
            | Inline::Note { .. }
            | Inline::Anchor { .. } => ("", ""),
        };
        text.push_str(open);
        html_into(inline.content().unwrap_or_default(), text);
        text.push_str(close);
    }
}
