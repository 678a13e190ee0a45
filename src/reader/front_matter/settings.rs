//! What is shown, and how: notes, layout, cover, standards.

use super::fields::Fields;
use super::kinds;
use super::table::Field;
use crate::model::{LAYOUTS, Meta, NotePlacement};
use crate::reader::yaml::{Key, Node, Value};

pub(super) fn notes(fields: &mut Fields, key: &Key, node: &Node, meta: &mut Meta) {
    let name = key.text.as_str();
    let Some(text) = fields.text(name, node) else {
        return;
    };
    meta.notes = match text.trim().to_lowercase().as_str() {
        "footnotes" | "block" | "section" | "margin" => NotePlacement::Footnotes,
        "endnotes" | "document" => NotePlacement::Endnotes,
        _ => {
            let message = format!("`{name}` cannot be `{text}`");
            fields.wrong(node.span, message, "write `footnotes` or `endnotes`");
            NotePlacement::Footnotes
        }
    };
}

/// The layout's name. Site generators keep the names of their own templates here.
pub(super) fn layout(fields: &mut Fields, key: &Key, node: &Node, meta: &mut Meta) {
    let name = node
        .text()
        .map(|text| text.trim().to_lowercase())
        .unwrap_or_default();
    if LAYOUTS.contains(&name.as_str()) {
        meta.layout = Some(name);
        return;
    }
    fields.keep(key, node);
    fields.note_unused(
        key,
        &format!("no layout has that name (there is `{}`)", LAYOUTS.join("`, `")),
    );
}

/// True or false, or a picture, as a theme of Hugo's has it.
pub(super) fn cover(fields: &mut Fields, key: &Key, node: &Node, meta: &mut Meta) {
    match &node.value {
        Value::Scalar { text, .. } => match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" | "false" | "no" | "off" => meta.cover = Some(fields.truth("cover", node)),
            _ if text.contains('.') => meta.cover_image = fields.picture("cover", node),
            _ => {
                fields.wrong(
                    node.span,
                    "`cover` must be true or false",
                    "write `true` or `false`",
                );
            }
        },
        Value::Seq(_) | Value::Map(_) => match fields.picture("cover", node) {
            Some(picture) => meta.cover_image = Some(picture),
            None => {
                fields.keep(key, node);
                fields.note_unused(key, "it is neither true, nor false, nor a picture");
            }
        },
    }
}

pub(super) fn cover_image(field: Field, fields: &mut Fields, key: &Key, node: &Node, meta: &mut Meta) {
    if meta.cover_image.is_some() && field == Field::Image {
        return fields.keep(key, node);
    }
    match fields.picture("cover-image", node) {
        Some(picture) => meta.cover_image = Some(picture),
        None if field == Field::CoverImage => {
            fields.wrong(
                node.span,
                "`cover-image` names no file",
                "write the picture's path",
            );
        }
        None => {
            fields.keep(key, node);
            fields.note_unused(key, "it names no file");
        }
    }
}

pub(super) fn pdf_standard(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let items = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    for item in items {
        let Some(text) = fields.text("pdf-standard", item) else {
            continue;
        };
        for name in text.split([',', ' ']).filter(|name| !name.is_empty()) {
            match kinds::pdf_standard(name) {
                Some(standard) => meta.pdf_standard.push(standard.to_string()),
                None => fields.wrong(
                    item.span,
                    format!("`{name}` is not a standard that a PDF can keep here"),
                    "write names such as `ua-1`, `a-2a` or `a-3b`",
                ),
            }
        }
    }
}
