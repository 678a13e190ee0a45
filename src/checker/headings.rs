//! Headings, and the list of contents that has to have them all.

use super::book::Book;
use super::findings::Findings;
use super::rules::Subject;
use super::tree::Document;
use crate::diagnostic::Code;
use std::collections::BTreeSet;

/// Around what a heading is not one of the book's own sections.
const APART: &[&str] = &[
    "blockquote",
    "figure",
    "td",
    "th",
    "aside",
    "nav",
    "dialog",
    "details",
    "fieldset",
];

/// A heading: its text's place, its own place, its level.
struct Heading {
    text: usize,
    at: usize,
    level: u8,
}

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    let mut headings = Vec::new();
    for (text, document) in book.texts.iter().enumerate() {
        for (at, node) in document.nodes.iter().enumerate() {
            if let Some(level) = node.heading().filter(|_| is_shown(document, at)) {
                headings.push(Heading { text, at, level });
            }
        }
    }
    findings.examined(Subject::Headings, headings.len());
    levels(book, &headings, findings);
    if book.is_new() && book.is_whole {
        contents(book, &headings, findings);
    }
}

fn is_shown(document: &Document<'_>, at: usize) -> bool {
    let node = &document.nodes[at];
    let hides =
        |node: &super::tree::Node<'_>| node.get("hidden").is_some() || node.value("aria-hidden") == "true";
    let is_none = matches!(node.value("role"), "presentation" | "none" | "doc-subtitle");
    !is_none && !hides(node) && !document.around(at).any(hides)
}

fn levels(book: &Book<'_>, headings: &[Heading], findings: &mut Findings) {
    // A book may begin below its cover's title.
    let mut last = 1;
    let mut titled = BTreeSet::new();
    for heading in headings {
        let document = &book.texts[heading.text];
        let node = &document.nodes[heading.at];
        let name = document.name(heading.at);
        if name.is_empty() {
            findings.at(
                Code::BookEmptyHeading,
                document,
                node.start,
                format!("the heading `<{}>` has no words", node.name),
                "give it words, or take it out",
            );
        }
        if heading.level > last + 1 {
            findings.at(
                Code::BookHeadingJump,
                document,
                node.start,
                format!(
                    "the heading `{}` is of level {}, and the one before it of level {last}",
                    shortened(&name),
                    heading.level
                ),
                format!("make it an `h{}`", last + 1),
            );
        }
        if heading.level == 1 && !titled.insert(heading.text) {
            findings.at(
                Code::BookTwoTitles,
                document,
                node.start,
                format!(
                    "`{}` is the document's second heading of the first level",
                    shortened(&name)
                ),
                "make it an `h2`: what stands first is the document's title",
            );
        }
        last = heading.level;
    }
}

fn contents(book: &Book<'_>, headings: &[Heading], findings: &mut Findings) {
    let Some(nav) = &book.nav else { return };
    let Some(toc) = nav
        .nodes
        .iter()
        .position(|node| node.name == "nav" && node.is_kind("toc"))
    else {
        findings.at(
            Code::BookContents,
            nav,
            nav.nodes[0].start,
            "the navigation document has no list of contents",
            "add a `<nav epub:type=\"toc\">` with an entry for each section",
        );
        return;
    };
    let mut listed = BTreeSet::new();
    let mut last = None;
    for (at, node) in nav.inside(toc).filter(|(_, node)| node.name == "a") {
        findings.examined(Subject::Entries, 1);
        let Some(target) = book.target(nav.path, node.value("href")) else {
            continue;
        };
        if last.is_some_and(|last| target < last) {
            findings.at(
                Code::BookContentsOrder,
                nav,
                node.start,
                format!(
                    "`{}` stands before the entry above it in the book",
                    shortened(&nav.name(at))
                ),
                "list the sections in the order in which they are read",
            );
        }
        last = last.max(Some(target));
        listed.insert(target);
    }
    let is_listed = |heading: &Heading| {
        let document = &book.texts[heading.text];
        // An entry may lead to the heading, to the section that it opens, or to an anchor in it.
        listed
            .range((heading.text, 0)..(heading.text, usize::MAX))
            .any(|&(_, target)| {
                let inner = heading.at..document.nodes[heading.at].end;
                let opens = target < heading.at
                    && heading.at < document.nodes[target].end
                    && !document.nodes[target + 1..heading.at]
                        .iter()
                        .any(|node| node.heading().is_some());
                inner.contains(&target) || opens
            })
    };
    let (known, unknown): (Vec<_>, Vec<_>) = headings.iter().partition(|heading| is_listed(heading));
    let deepest = known.iter().map(|heading| heading.level).max().unwrap_or(1);
    for heading in unknown.into_iter().filter(|heading| heading.level <= deepest) {
        let document = &book.texts[heading.text];
        let is_apart = document
            .around(heading.at)
            .any(|around| APART.contains(&around.name));
        let name = document.name(heading.at);
        if is_apart || name.is_empty() {
            continue;
        }
        findings.at(
            Code::BookContents,
            document,
            document.nodes[heading.at].start,
            format!(
                "the heading `{}` is not in the list of contents",
                shortened(&name)
            ),
            "add an entry that leads to it",
        );
    }
}

/// Text short enough for a message.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
