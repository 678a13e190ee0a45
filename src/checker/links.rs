//! Links: whether they lead somewhere, whether their words say where, and ids.

use super::book::{Book, is_elsewhere};
use super::findings::Findings;
use super::headings::shortened;
use super::rules::Subject;
use super::tree::Document;
use crate::diagnostic::Code;
use crate::model::phrases::{self, folded};
use std::collections::BTreeSet;

/// Attributes that name other elements of their document.
const REFERENCES: [&str; 8] = [
    "aria-labelledby",
    "aria-describedby",
    "aria-details",
    "aria-controls",
    "aria-flowto",
    "aria-owns",
    "for",
    "headers",
];

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    for document in book.documents() {
        ids(document, findings);
        let phrases = phrases::of(super::language::of(document));
        for (at, node) in document.nodes.iter().enumerate() {
            addresses(book, document, at, findings);
            for name in node.attributes().filter(|name| REFERENCES.contains(name)) {
                references(document, at, name, findings);
            }
            if node.name != "a" || node.get("href").is_none() {
                continue;
            }
            findings.examined(Subject::Links, 1);
            let words = document.name(at);
            if words.is_empty() {
                findings.at(
                    Code::BookLinkName,
                    document,
                    node.start,
                    format!("the link to `{}` has no words", shortened(node.value("href"))),
                    "write words between its tags, or `aria-label`",
                );
            } else if !is_marked(node.value("role")) && phrases.is_vague(&folded(&words)) {
                findings.at(
                    Code::BookLinkText,
                    document,
                    node.start,
                    format!("the words `{words}` do not say where this link leads"),
                    "let the link's words name what it leads to",
                );
            }
        }
    }
}

/// Whether a link's role says what it is, so that its words need not.
fn is_marked(role: &str) -> bool {
    matches!(
        role,
        "doc-noteref" | "doc-backlink" | "doc-biblioref" | "doc-glossref"
    )
}

fn ids(document: &Document<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for node in &document.nodes {
        if let Some(id) = node.get("id")
            && !seen.insert(id)
        {
            findings.at(
                Code::BookDuplicateId,
                document,
                node.place_of("id"),
                format!("the id `{id}` stands twice in this document"),
                "give one of the two another id",
            );
        }
    }
}

/// Whether links, pictures and style sheets are where an element says.
fn addresses(book: &Book<'_>, document: &Document<'_>, at: usize, findings: &mut Findings) {
    let node = &document.nodes[at];
    let attribute = match node.name {
        "a" | "area" | "link" => "href",
        "img" | "script" | "audio" | "video" | "source" | "iframe" | "embed" | "track" => "src",
        "object" => "data",
        _ => return,
    };
    let Some(address) = node
        .get(attribute)
        .map(str::trim)
        .filter(|address| !address.is_empty())
    else {
        return;
    };
    if is_elsewhere(address) {
        let scheme = address.split(':').next().unwrap_or_default().to_lowercase();
        if matches!(scheme.as_str(), "javascript" | "vbscript" | "file") {
            findings.at(
                Code::BookDeadLink,
                document,
                node.place_of(attribute),
                format!("`{}` is no address that a book may lead to", shortened(address)),
                "lead to a page with `https://`",
            );
        }
        return;
    }
    // Lines of the page list are looked at with the pages.
    let is_page = || {
        document
            .around(at)
            .any(|around| around.name == "nav" && around.is_kind("page-list"))
    };
    let (path, fragment) = book.address(document.path, address);
    let missing_file = !book.names.contains(&path);
    let missing_place = !fragment.is_empty()
        && node.name == "a"
        && book
            .documents()
            .any(|other| other.path == path && other.by_id(&fragment).is_none());
    if (missing_file || missing_place) && !is_page() {
        let what = match missing_file {
            true => "which is not in the book".to_owned(),
            false => format!("where nothing has the id `{fragment}`"),
        };
        findings.at(
            Code::BookDeadLink,
            document,
            node.place_of(attribute),
            format!("this leads to `{}`, {what}", shortened(address)),
            "correct the address, or give its target this id",
        );
    }
}

fn references(document: &Document<'_>, at: usize, name: &str, findings: &mut Findings) {
    let node = &document.nodes[at];
    for id in node.value(name).split_ascii_whitespace() {
        if document.by_id(id).is_none() {
            findings.at(
                Code::BookDeadLink,
                document,
                node.place_of(name),
                format!("`{name}` names `{id}`, and nothing in this document has that id"),
                "correct it, or give its target this id",
            );
        }
    }
}
