//! Languages: that of the book, of each document, and of passages in others.

use super::book::Book;
use super::findings::Findings;
use super::rules::Subject;
use super::tree::{Document, Node};
use crate::diagnostic::Code;
use crate::model::language_tag;
use std::collections::BTreeSet;

/// The language that a document says to be written in; empty if it does not.
pub(super) fn of<'a>(document: &'a Document<'_>) -> &'a str {
    let root = &document.nodes[0];
    root.get("lang")
        .or_else(|| root.get("xml:lang"))
        .unwrap_or_default()
}

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    let languages = book.core("language");
    if languages.iter().all(|(tag, _)| tag.is_empty()) {
        findings.of_file(
            Code::BookLang,
            book.package.path,
            "the package does not say in which language the book is written",
            "write `<dc:language>` with its tag, such as `en-GB`",
        );
    }
    for (tag, place) in languages.iter().filter(|(tag, _)| !tag.is_empty()) {
        known(tag, &book.package, *place, findings);
    }
    let mut strange = BTreeSet::new();
    for document in book.documents() {
        findings.examined(Subject::Texts, 1);
        let tag = of(document).trim();
        let root = &document.nodes[0];
        if tag.is_empty() {
            findings.at(
                Code::BookLang,
                document,
                root.start,
                "the document does not say in which language it is written",
                "write `lang` and `xml:lang` into its `<html>`",
            );
        } else if !languages.is_empty()
            && !languages.iter().any(|(own, _)| primary(own) == primary(tag))
            // A language that the package does not name is told once.
            && strange.insert(primary(tag))
        {
            findings.at(
                Code::BookLang,
                document,
                root.place_of("lang"),
                format!("the document is written in `{tag}`, and the package does not name that language"),
                "add `<dc:language>` with it, or correct the document",
            );
        }
        for node in &document.nodes {
            differing(document, node, findings);
        }
    }
}

fn differing(document: &Document<'_>, node: &Node<'_>, findings: &mut Findings) {
    let (html, xml) = (node.get("lang"), node.get("xml:lang"));
    if let (Some(html), Some(xml)) = (html, xml)
        && !html.eq_ignore_ascii_case(xml)
    {
        findings.at(
            Code::BookLang,
            document,
            node.place_of("lang"),
            format!("`lang` is `{html}` and `xml:lang` is `{xml}`"),
            "let both say the same",
        );
    } else if let Some(tag) = html.or(xml).filter(|tag| !tag.trim().is_empty()) {
        known(tag.trim(), document, node.place_of("lang"), findings);
    }
}

fn known(tag: &str, document: &Document<'_>, place: usize, findings: &mut Findings) {
    if language_tag(tag).is_none() {
        findings.at(
            Code::BookLang,
            document,
            place,
            format!("`{tag}` is no tag of a language"),
            "write it as in `en`, `en-GB` or `ur`",
        );
    }
}

fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}
