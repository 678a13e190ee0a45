//! What is shown, and how: notes, layout, cover, standards.

use super::fields::Fields;
use super::kinds;
use super::parts::AttachmentPart;
use super::table::{Field, Table};
use crate::model::{Attachment, LAYOUTS, Meta, NotePlacement, Pages, Relationship};
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

pub(super) fn attachments(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let items = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    for item in items.iter().filter(|item| !item.is_empty()) {
        let (path, description, relationship) = match &item.value {
            Value::Map(_) => {
                fields.odd_parts::<AttachmentPart>("attachments", item, &[]);
                let part = |part: AttachmentPart| part.of(item);
                (
                    part(AttachmentPart::Path),
                    part(AttachmentPart::Description),
                    part(AttachmentPart::Relationship),
                )
            }
            Value::Scalar { .. } | Value::Seq(_) => (Some(item), None, None),
        };
        let Some(path) = path else {
            fields.wrong(item.span, "an attached file needs a `path`", "write `path: …`");
            continue;
        };
        let relationship = relationship.map_or(Some(Relationship::default()), |node| relation(fields, node));
        let description = description.and_then(|words| fields.text("description", words));
        if let (Some(text), Some(relationship)) = (fields.text("attachments", path), relationship) {
            meta.attachments.push(Attachment {
                span: path.span,
                path: text,
                description,
                relationship,
            });
        }
    }
}

fn relation(fields: &mut Fields, node: &Node) -> Option<Relationship> {
    let text = fields.text("relationship", node)?;
    let known = Relationship::NAMES
        .iter()
        .find(|(name, _)| text.trim().eq_ignore_ascii_case(name));
    if known.is_none() {
        let message = format!("`{text}` is nothing that a file can be to an article");
        fields.wrong(
            node.span,
            message,
            "write `source`, `data`, `alternative` or `supplement`",
        );
    }
    known.map(|(_, relationship)| *relationship)
}

/// The most pages that can be asked for.
pub(super) const MOST_PAGES: u16 = 999;

/// `4`, `4..8`, `4-8`, `[4, 8]`, `{min: 4, max: 8}`; one bound alone leaves the other open.
pub(super) fn pages(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let count = |text: &str| {
        text.trim()
            .parse::<u16>()
            .ok()
            .filter(|count| (1..=MOST_PAGES).contains(count))
    };
    let of = |node: &Node| node.text().and_then(count);
    let bounds = match &node.value {
        Value::Scalar { text, .. } => {
            let text = text.trim();
            let parted = ["...", "..=", "..", "…", "–", "-", "to"]
                .iter()
                .find_map(|sign| text.split_once(sign));
            match parted {
                Some((min, max)) => count(min).zip(count(max)),
                None => count(text).map(|count| (count, count)),
            }
        }
        Value::Seq(items) => match items.as_slice() {
            [one] => of(one).map(|count| (count, count)),
            [min, max] => of(min).zip(of(max)),
            _ => None,
        },
        Value::Map(entries) => {
            let known = entries
                .iter()
                .all(|(key, _)| matches!(key.text.as_str(), "min" | "max"));
            let bound = |name: &str, open: u16| node.get(&[name]).map_or(Some(open), of);
            bound("min", 1).zip(bound("max", MOST_PAGES)).filter(|_| known)
        }
    };
    match bounds.filter(|(min, max)| min <= max) {
        Some((min, max)) => {
            meta.pages = Some(Pages {
                min,
                max,
                span: node.span,
            });
        }
        None => fields.wrong(
            node.span,
            "`pages` must be a number of pages, or the least and the most",
            "write `pages: 4` or `pages: 4..8`; the pages of a journal stand under `citation:`",
        ),
    }
}
