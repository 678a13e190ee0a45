//! Printed pages: where they begin in the text, and the list that leads there.

use super::book::Book;
use super::findings::Findings;
use super::rules::Subject;
use super::tree::{Document, Node};
use crate::diagnostic::Code;
use std::collections::BTreeSet;

/// Whether an element is the beginning of a printed page.
pub(super) fn is_break(node: &Node<'_>) -> bool {
    node.is_kind("pagebreak") || node.value("role") == "doc-pagebreak"
}

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    if !book.is_new() {
        return;
    }
    let mut breaks = Vec::new();
    for (text, document) in book.texts.iter().enumerate() {
        let nodes = document.nodes.iter().enumerate();
        breaks.extend(nodes.filter(|(_, node)| is_break(node)).map(|(at, _)| (text, at)));
    }
    findings.examined(Subject::Pages, breaks.len());
    for &(text, at) in &breaks {
        let document = &book.texts[text];
        if document.name(at).is_empty() {
            findings.at(
                Code::BookPageLabel,
                document,
                document.nodes[at].start,
                "the page break does not say which page begins",
                "give it `aria-label` with the page's number",
            );
        }
    }
    let list = book.nav.as_ref().and_then(|nav| {
        let mut nodes = nav.nodes.iter();
        let list = nodes.position(|node| node.name == "nav" && node.is_kind("page-list"))?;
        Some((nav, list))
    });
    match list {
        // What is missing may stand in a text that could not be read.
        _ if !book.is_whole => {}
        Some((nav, list)) => page_list(book, nav, list, &breaks, findings),
        None => {
            if let Some(&(text, at)) = breaks.first() {
                let document = &book.texts[text];
                findings.at(
                    Code::BookPageList,
                    document,
                    document.nodes[at].start,
                    "the book has page breaks and no page list",
                    "add a `<nav epub:type=\"page-list\">` with a line for each page",
                );
            }
        }
    }
    if breaks.is_empty() && list.is_none() {
        return;
    }
    let has_source = !book.core("source").is_empty()
        || [
            "pageBreakSource",
            "source-of",
            "dcterms:source",
            "schema:pageBreakSource",
        ]
        .iter()
        .any(|property| {
            book.statements()
                .any(|(_, node)| node.value("property") == *property)
        });
    if !has_source {
        findings.of_file(
            Code::BookPageSource,
            book.package.path,
            "the package does not say which printed edition has the pages of the page list",
            "state `pageBreakSource` with the edition's identifier",
        );
    }
}

fn page_list(
    book: &Book<'_>,
    nav: &Document<'_>,
    list: usize,
    breaks: &[(usize, usize)],
    findings: &mut Findings,
) {
    let mut listed = BTreeSet::new();
    let mut lost = BTreeSet::new();
    let mut last = None;
    for (at, node) in nav.inside(list).filter(|(_, node)| node.name == "a") {
        let label = nav.name(at);
        let Some(target) = book.target(nav.path, node.value("href")) else {
            findings.at(
                Code::BookPageList,
                nav,
                node.place_of("href"),
                format!(
                    "the page list's line `{label}` leads to `{}`, which is not in the book",
                    node.value("href")
                ),
                "let it lead to the page's break",
            );
            lost.insert(label);
            continue;
        };
        if last.is_some_and(|last| target < last) {
            findings.at(
                Code::BookPageOrder,
                nav,
                node.start,
                format!("page `{label}` begins before the page that the list has above it"),
                "list the pages in the order in which they are read",
            );
        }
        last = last.max(Some(target));
        listed.insert(target);
        let document = &book.texts[target.0];
        if !is_break(&document.nodes[target.1]) {
            continue;
        }
        let own = document.name(target.1);
        if !own.is_empty() && !says(&own, &label) {
            findings.at(
                Code::BookPageLabel,
                nav,
                node.start,
                format!("the page list calls this page `{label}`, and its break `{own}`"),
                "call it in both as it is printed",
            );
        }
    }
    for &(text, at) in breaks.iter().filter(|place| !listed.contains(place)) {
        let document = &book.texts[text];
        let label = document.name(at);
        // A line that leads nowhere was told already.
        if lost.contains(&label) {
            continue;
        }
        findings.at(
            Code::BookPageList,
            document,
            document.nodes[at].start,
            format!("the break of page `{label}` is not in the page list"),
            "add a line that leads to it",
        );
    }
}

/// Whether two labels name one page: `12` and `Page 12`.
fn says(one: &str, other: &str) -> bool {
    let holds = |long: &str, short: &str| {
        let words = |text: &str| -> Vec<String> {
            text.split(|char: char| !char.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let (long, short) = (words(long), words(short));
        !short.is_empty() && long.ends_with(&short)
    };
    one == other || holds(one, other) || holds(other, one)
}
