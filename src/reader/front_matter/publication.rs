//! Where and under which names the article appears: kinds, series, catalogues, rights.

use super::fields::Fields;
use super::parts::{IdentifierPart, SeriesPart};
use super::table::Table;
use super::{identifiers, kinds, license};
use crate::model::{Identifier, License, Meta, Series};
use crate::reader::yaml::{Key, Node, Value, normal};

pub(super) fn jel(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let items = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    for item in items {
        let Some(text) = fields.text("jel", item) else {
            continue;
        };
        // "JEL: D72, H5" is how papers print them.
        let text = text.trim_start_matches("JEL").trim_start_matches([':', ' ']);
        for code in text.split([',', ';', ' ']).filter(|code| !code.is_empty()) {
            match identifiers::jel(code) {
                Ok(code) => meta.jel.push(code),
                Err(wrong) => fields.wrong(item.span, format!("`{code}` {}", wrong.trouble), &wrong.hint),
            }
        }
    }
}

/// CSL's types are for machines; anything else is how the author calls the paper.
pub(super) fn kind(fields: &mut Fields, key: &Key, node: &Node, meta: &mut Meta) {
    let Some(text) = fields.text("type", node) else {
        return;
    };
    match kinds::kind(&text) {
        kinds::Kind::Work(kind) => meta.kind = Some(kind.to_string()),
        kinds::Kind::Page => fields.keep(key, node),
        kinds::Kind::Genre if meta.genre.is_none() => meta.genre = Some(text),
        kinds::Kind::Genre => fields.keep(key, node),
    }
}

pub(super) fn series(fields: &mut Fields, key: &Key, node: &Node, meta: &mut Meta) {
    let node = match &node.value {
        Value::Seq(items) => match items.split_first() {
            Some((first, rest)) => {
                if !rest.is_empty() {
                    // Hugo files a page under several; a paper belongs to the first.
                    fields.keep_as("series", node);
                }
                first
            }
            None => return,
        },
        Value::Scalar { .. } | Value::Map(_) => node,
    };
    if let Value::Scalar { .. } = node.value {
        meta.series = fields.text("series", node).map(|title| Series {
            title,
            ..Series::default()
        });
        return;
    }
    let title = SeriesPart::Title.of(node);
    // A venue without a title is where people meet.
    if title.is_none() && normal(&key.text) == "venue" {
        fields.keep(key, node);
        return fields.note_unused(key, "it is a place and no series");
    }
    fields.odd_parts::<SeriesPart>("series", node, &[]);
    let Some(title) = title else {
        fields.wrong(
            node.span,
            "a series needs a `title`",
            "write `title: …` under `series:`",
        );
        return;
    };
    if let Some(number) = SeriesPart::Number.of(node) {
        meta.number = fields.number("number", number);
    }
    meta.series = Some(Series {
        title: fields.text("series", title).unwrap_or_default(),
        issn: SeriesPart::Issn
            .of(node)
            .and_then(|issn| fields.checked("issn", issn, identifiers::issn)),
        url: SeriesPart::Url.of(node).and_then(|url| fields.url(url)),
    });
}

/// Further names in catalogues. One that says it is a DOI, an ISBN … is one.
pub(super) fn catalogue_names(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let items = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    for item in items.iter().filter(|item| !item.is_empty()) {
        let (value, scheme) = match &item.value {
            Value::Map(_) => {
                fields.odd_parts::<IdentifierPart>("identifier", item, &[]);
                let scheme = IdentifierPart::Scheme.of(item);
                (
                    IdentifierPart::Text.of(item),
                    scheme.and_then(|scheme| fields.text("scheme", scheme)),
                )
            }
            Value::Scalar { .. } | Value::Seq(_) => (Some(item), None),
        };
        let Some(value) = value else {
            fields.wrong(
                item.span,
                "an identifier needs a `text`",
                "write `text: …` beside `scheme: …`",
            );
            continue;
        };
        let Some(text) = fields.text("identifier", value) else {
            continue;
        };
        let lower = text.to_ascii_lowercase();
        let front = lower.trim_start_matches("urn:");
        let is = |name: &str| match &scheme {
            Some(scheme) => scheme.to_ascii_lowercase().starts_with(name),
            None => front.starts_with(&format!("{name}:")),
        };
        if is("doi") || (scheme.is_none() && lower.contains("doi.org/10.")) {
            let doi = fields.checked("doi", value, identifiers::doi);
            meta.doi = meta.doi.take().or(doi);
        } else if is("isbn") {
            let isbn = fields.checked("isbn", value, identifiers::isbn);
            meta.isbn = meta.isbn.take().or(isbn);
        } else if is("issn") {
            let issn = fields.checked("issn", value, identifiers::issn);
            meta.issn = meta.issn.take().or(issn);
        } else if is("hdl") || is("handle") {
            let handle = fields.checked("handle", value, identifiers::handle);
            meta.handle = meta.handle.take().or(handle);
        } else {
            meta.identifiers.push(Identifier { scheme, text });
        }
    }
}

/// Who holds the rights, beside the terms or, without any, as the terms.
pub(super) fn copyright(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let Some(rights) = license::license(fields, "copyright", node) else {
        return;
    };
    match &mut meta.license {
        None => meta.license = Some(rights),
        // The same terms under two names.
        Some(License { text, spdx, .. })
            if *text == rights.text || (spdx.is_some() && *spdx == rights.spdx) => {}
        Some(license) => license.copyright = license.copyright.take().or(Some(rights.text)),
    }
}
