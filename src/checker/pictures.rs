//! Pictures and formulas: what stands in their place for those who do not see them.

use super::book::Book;
use super::findings::Findings;
use super::headings::shortened;
use super::rules::Subject;
use super::tree::Document;
use crate::diagnostic::Code;
use crate::model::phrases::{self, Phrases, folded, is_file_name};

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    for document in &book.texts {
        let phrases = phrases::of(super::language::of(document));
        for (at, node) in document.nodes.iter().enumerate() {
            match node.name {
                "img" => picture(document, at, &phrases, findings),
                "svg"
                    if !document
                        .around(at)
                        .any(|around| matches!(around.name, "svg" | "math")) =>
                {
                    drawing(document, at, findings);
                }
                "math" => formula(document, at, findings),
                _ => {}
            }
        }
    }
}

/// The pictures of a text.
pub(super) fn shown(document: &Document<'_>) -> Vec<super::Shown> {
    let (mut line, mut from) = (1, 0);
    let pictures = document.nodes.iter().filter(|node| node.name == "img");
    pictures
        .map(|node| {
            line += document.text[from..node.start].matches('\n').count();
            from = node.start;
            super::Shown {
                file: document.path.to_owned(),
                line,
                src: node.value("src").to_owned(),
                alt: node.get("alt").map(|alt| alt.trim().to_owned()),
            }
        })
        .collect()
}

fn picture(document: &Document<'_>, at: usize, phrases: &Phrases, findings: &mut Findings) {
    findings.examined(Subject::Pictures, 1);
    let node = &document.nodes[at];
    let is_decoration =
        matches!(node.value("role"), "presentation" | "none") || node.value("aria-hidden") == "true";
    let label = node.get("aria-label").is_some() || node.get("aria-labelledby").is_some();
    let Some(alt) = node.get("alt") else {
        if !is_decoration && !label {
            findings.at(
                Code::BookAltMissing,
                document,
                node.start,
                format!("the picture `{}` has no alternative text", node.value("src")),
                "say in `alt` what it shows; `alt=\"\"` marks decoration",
            );
        }
        return;
    };
    let words = folded(alt);
    if words.is_empty() {
        return;
    }
    let name = is_file_name(alt.trim(), node.value("src"));
    if name || phrases.is_placeholder(&words) {
        let why = match name {
            true => "is the name of a file",
            false => "does not say what the picture shows",
        };
        findings.at(
            Code::BookAltText,
            document,
            node.place_of("alt"),
            format!("the alternative text `{}` {why}", shortened(alt.trim())),
            "say in words what the picture shows; `alt=\"\"` marks decoration",
        );
        return;
    }
    let mut around = at;
    while document.nodes[around].parent != around {
        around = document.nodes[around].parent;
        if document.nodes[around].name != "figure" {
            continue;
        }
        let captions = document
            .inside(around)
            .filter(|(_, inner)| inner.name == "figcaption");
        let repeats = captions
            .map(|(caption, _)| folded(&document.words(caption)))
            .any(|caption| caption == words);
        if repeats {
            findings.at(
                Code::BookAltCaption,
                document,
                node.place_of("alt"),
                "the alternative text of this picture only repeats its caption",
                "keep the caption, and say in `alt` what the picture shows",
            );
        }
        return;
    }
}

fn drawing(document: &Document<'_>, at: usize, findings: &mut Findings) {
    findings.examined(Subject::Pictures, 1);
    let node = &document.nodes[at];
    let is_decoration =
        matches!(node.value("role"), "presentation" | "none") || node.value("aria-hidden") == "true";
    let label = ["aria-label", "aria-labelledby"]
        .iter()
        .any(|name| node.get(name).is_some());
    let titled = document
        .inside(at)
        .any(|(_, inner)| matches!(inner.name, "title" | "text"));
    if !is_decoration && !label && !titled {
        findings.at(
            Code::BookAltMissing,
            document,
            node.start,
            "the drawing has no alternative text",
            "give it `role=\"img\"` and `aria-label`, or a `<title>`; `aria-hidden=\"true\"` marks decoration",
        );
    }
}

fn formula(document: &Document<'_>, at: usize, findings: &mut Findings) {
    findings.examined(Subject::Formulas, 1);
    let node = &document.nodes[at];
    let has_words = ["alttext", "aria-label", "aria-labelledby"]
        .iter()
        .any(|name| !node.value(name).trim().is_empty());
    if !has_words {
        findings.at(
            Code::BookMathWords,
            document,
            node.start,
            "the formula has no words",
            "say it in `alttext`",
        );
    }
}
