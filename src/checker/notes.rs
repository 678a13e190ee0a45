//! Notes: from the mark to the note, and back.

use super::book::Book;
use super::findings::Findings;
use super::headings::shortened;
use super::rules::Subject;
use super::tree::Node;
use crate::diagnostic::Code;
use std::collections::BTreeMap;

/// What notes are called, by kind and by role.
const KINDS: [&str; 4] = ["footnote", "endnote", "rearnote", "note"];
const ROLES: [&str; 2] = ["doc-footnote", "doc-endnote"];

fn is_note(node: &Node<'_>) -> bool {
    KINDS.iter().any(|kind| node.is_kind(kind)) || ROLES.contains(&node.value("role"))
}

fn is_notes(node: &Node<'_>) -> bool {
    ["endnotes", "footnotes", "rearnotes"]
        .iter()
        .any(|kind| node.is_kind(kind))
        || node.value("role") == "doc-endnotes"
}

fn is_mark(node: &Node<'_>) -> bool {
    node.is_kind("noteref") || node.value("role") == "doc-noteref"
}

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    // The marks of each note.
    let mut called: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    for (text, document) in book.texts.iter().enumerate() {
        for (at, node) in document
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| is_mark(node))
        {
            // A mark that leads nowhere is a dead link, which is told there.
            let Some((in_text, target)) = book.target(document.path, node.value("href")) else {
                continue;
            };
            let other = &book.texts[in_text];
            let mut note = target;
            let marked = loop {
                if is_note(&other.nodes[note]) {
                    break Some(note);
                }
                if other.nodes[note].parent == note {
                    break None;
                }
                note = other.nodes[note].parent;
            };
            // An item of a section of notes is one, too.
            let in_notes = || other.around(target).any(is_notes).then_some(target);
            match marked.or_else(in_notes) {
                Some(note) => called.entry((in_text, note)).or_default().push((text, at)),
                None => findings.at(
                    Code::BookNote,
                    document,
                    node.start,
                    format!(
                        "the note's mark `{}` leads to something that is not marked as a note",
                        shortened(&document.name(at))
                    ),
                    "give the note `epub:type=\"footnote\"` and `role=\"doc-footnote\"`",
                ),
            }
        }
    }
    for (text, document) in book.texts.iter().enumerate() {
        for (at, node) in document
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| is_note(node))
        {
            let mut within = called.range((text, at)..(text, node.end));
            if within.next().is_none() && !node.is_kind("note") {
                findings.at(
                    Code::BookNote,
                    document,
                    node.start,
                    format!("no mark leads to the note `{}`", shortened(&document.name(at))),
                    "put its mark where it belongs, or take the note out",
                );
            }
        }
    }
    findings.examined(Subject::Notes, called.len());
    for (&(text, note), marks) in &called {
        let document = &book.texts[text];
        let mut links = document
            .inside(note)
            .filter(|(_, node)| node.name == "a")
            .peekable();
        let mut leads_back = false;
        let mut wrong = None;
        for (_, node) in links.by_ref() {
            let target = book.target(document.path, node.value("href"));
            let is_back =
                target.is_some_and(|target| marks.iter().any(|&mark| is_beside(book, target, mark)));
            leads_back |= is_back;
            let says_back = node.is_kind("backlink") || node.value("role") == "doc-backlink";
            if says_back && !is_back && target.is_some() {
                wrong = Some(node.start);
            }
        }
        if leads_back {
            continue;
        }
        let (place, message) = match wrong {
            Some(place) => (
                place,
                "the way back leads to another place than the note's mark".to_owned(),
            ),
            None => (
                document.nodes[note].start,
                format!(
                    "nothing leads back from the note `{}`",
                    shortened(&document.name(note))
                ),
            ),
        };
        findings.at(
            Code::BookBacklink,
            document,
            place,
            message,
            "end the note with a link to its mark, with `role=\"doc-backlink\"`",
        );
    }
}

/// Whether a place is a mark, or what holds the mark or stands in it.
fn is_beside(book: &Book<'_>, place: (usize, usize), mark: (usize, usize)) -> bool {
    if place.0 != mark.0 {
        return false;
    }
    let nodes = &book.texts[mark.0].nodes;
    let holds = |outer: usize, inner: usize| (outer..nodes[outer].end).contains(&inner);
    // A whole document is no way back.
    place.1 > 0 && (holds(place.1, mark.1) || holds(mark.1, place.1))
}
