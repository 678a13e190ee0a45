//! Kinds and roles: what `epub:type` tells a reading system, `role` has to tell a screen
//! reader ("EPUB Type to ARIA Role Authoring Guide 1.1").

use super::book::Book;
use super::findings::Findings;
use super::rules::Subject;
use crate::diagnostic::Code;

/// Kinds with the role that says the same.
const ROLES: &[(&str, &str)] = &[
    ("abstract", "doc-abstract"),
    ("acknowledgments", "doc-acknowledgments"),
    ("afterword", "doc-afterword"),
    ("appendix", "doc-appendix"),
    ("backlink", "doc-backlink"),
    ("bibliography", "doc-bibliography"),
    ("biblioref", "doc-biblioref"),
    ("chapter", "doc-chapter"),
    ("colophon", "doc-colophon"),
    ("conclusion", "doc-conclusion"),
    ("credit", "doc-credit"),
    ("credits", "doc-credits"),
    ("dedication", "doc-dedication"),
    ("endnotes", "doc-endnotes"),
    ("epigraph", "doc-epigraph"),
    ("epilogue", "doc-epilogue"),
    ("errata", "doc-errata"),
    ("footnote", "doc-footnote"),
    ("foreword", "doc-foreword"),
    ("glossary", "doc-glossary"),
    ("glossref", "doc-glossref"),
    ("index", "doc-index"),
    ("introduction", "doc-introduction"),
    ("noteref", "doc-noteref"),
    ("notice", "doc-notice"),
    ("page-list", "doc-pagelist"),
    ("pagebreak", "doc-pagebreak"),
    ("part", "doc-part"),
    ("preface", "doc-preface"),
    ("prologue", "doc-prologue"),
    ("pullquote", "doc-pullquote"),
    ("qna", "doc-qna"),
    ("subtitle", "doc-subtitle"),
    ("tip", "doc-tip"),
    ("toc", "doc-toc"),
];

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    for document in &book.texts {
        for node in &document.nodes {
            // The whole document has no role, and contents in the text may be any list.
            let is_whole = matches!(node.name, "html" | "body" | "nav");
            if node.kind().is_empty() || is_whole {
                continue;
            }
            findings.examined(Subject::Kinds, 1);
            let kinds = node.kind().split_ascii_whitespace();
            let roles: Vec<&str> = kinds
                .filter_map(|kind| ROLES.iter().find(|(own, _)| *own == kind).map(|(_, role)| *role))
                .collect();
            let own = node.value("role");
            if roles.is_empty() || roles.iter().any(|role| node.has("role", role)) {
                continue;
            }
            let message = match own {
                "" => format!("`epub:type=\"{}\"` has no role beside it", node.kind()),
                own => format!("`epub:type=\"{}\"` stands beside the role `{own}`", node.kind()),
            };
            findings.at(
                Code::BookRole,
                document,
                node.start,
                message,
                format!("write `role=\"{}\"`", roles[0]),
            );
        }
    }
}
