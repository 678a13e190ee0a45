//! Finished books, judged: the bytes of an EPUB in, what is wrong with it out.
//!
//! ```text
//! bytes ── container ──▶ text of the parts ── tree ──▶ Book ── the families ──▶ findings
//! ```
//!
//! EPUBCheck says whether a book is valid, and Ace whether a browser's rules hold in it. What
//! both pass over is looked at here, and what they see too where it costs nothing. Nothing in
//! this room knows how Pamphlet writes a book: it reads any, and trusts none. The [`RULES`]
//! say what is asked and by which standard; each family of rules has a file.

mod book;
mod claims;
mod colors;
mod container;
mod findings;
mod headings;
mod language;
mod links;
mod notes;
mod package;
mod pages;
mod pictures;
pub mod report;
mod roles;
mod rules;
mod sheet;
mod tables;
mod tree;

pub use findings::Finding;
pub use rules::{RULES, Rule, Subject};

use crate::diagnostic::{Report, Severity, Source};
use crate::model::Date;
use book::{Book, Parts};
use findings::Findings;
use std::collections::BTreeMap;

/// How to judge a book. Every field is meaningful on its own.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// The day on which the book is judged, to see whether it was changed after it; `None`
    /// leaves that out. Default: `None`.
    pub today: Option<Date>,
}

/// What was looked at in a book, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audit {
    /// What was found, in the order of the book's files.
    pub findings: Vec<Finding>,
    /// How many things of a kind were looked at; a kind that the book does not have is not
    /// in it.
    pub examined: BTreeMap<Subject, usize>,
    /// Whether all of the book could be read.
    pub is_read: bool,
    /// Its title, language and identifier, as its package has them; empty without.
    pub title: String,
    /// See [`Audit::title`].
    pub language: String,
    /// See [`Audit::title`].
    pub identifier: String,
    /// What the package says of accessibility and conformance: properties with their values.
    pub statements: Vec<(String, String)>,
    /// Every picture in a text, in reading order.
    pub pictures: Vec<Shown>,
}

/// A picture in a text of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The text's path in the book.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// The picture's address.
    pub src: String,
    /// The words that stand for it; empty if it is marked as decoration, `None` without any.
    pub alt: Option<String>,
}

/// How a book fares by one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It has what the rule looks at, and nothing is wrong with it.
    Passed,
    /// Something is wrong.
    Failed,
    /// It has nothing that the rule looks at.
    Inapplicable,
}

impl Outcome {
    /// The word for it in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Passed => "passed",
            Outcome::Failed => "failed",
            Outcome::Inapplicable => "inapplicable",
        }
    }
}

impl Audit {
    /// The findings of a rule.
    pub fn of(&self, rule: &Rule) -> impl Iterator<Item = &Finding> {
        let code = rule.code;
        self.findings.iter().filter(move |finding| finding.code == code)
    }

    /// How the book fares by a rule.
    pub fn outcome(&self, rule: &Rule) -> Outcome {
        match self.of(rule).next() {
            Some(_) => Outcome::Failed,
            None if self.examined.contains_key(&rule.subject) => Outcome::Passed,
            None => Outcome::Inapplicable,
        }
    }

    /// Whether the book was read as a whole and every rule passed.
    pub fn is_passed(&self) -> bool {
        self.is_read && self.findings.is_empty()
    }
}

/// Judges a book by every rule.
///
/// Memory stays within a few times the text that is read, of which there is a limit; time
/// grows with the text.
pub fn audit(bytes: &[u8], options: &CheckOptions) -> Audit {
    let mut findings = Findings::default();
    let mut parts = Parts::default();
    let is_loaded = parts.load(bytes, &mut findings).is_some();
    let book = is_loaded.then(|| Book::read(&parts, &mut findings)).flatten();
    let is_read = book.is_some();
    let mut audit = Audit::default();
    if let Some(book) = book {
        audit = described(&book);
        package::check(&book, options.today, &mut findings);
        claims::check(&book, &mut findings);
        language::check(&book, &mut findings);
        headings::check(&book, &mut findings);
        roles::check(&book, &mut findings);
        pages::check(&book, &mut findings);
        notes::check(&book, &mut findings);
        tables::check(&book, &mut findings);
        pictures::check(&book, &mut findings);
        links::check(&book, &mut findings);
        colors::check(&book, &mut findings);
    }
    let examined = findings.counts_of_subjects();
    let findings = findings.placed(&parts.files);
    let is_lost = |finding: &Finding| finding.code.severity() == Severity::Error;
    Audit {
        is_read: is_read && !findings.iter().any(is_lost),
        findings,
        examined,
        ..audit
    }
}

/// What the book says of itself, and what it shows.
fn described(book: &Book<'_>) -> Audit {
    let first = |name: &str| {
        let mut found = book.core(name).into_iter().map(|(value, _)| value);
        found.find(|value| !value.is_empty()).unwrap_or_default()
    };
    let links = book.package.nodes.iter().filter(|node| node.name == "link");
    let links = links
        .filter(|node| node.value("rel").starts_with("a11y:"))
        .map(|node| (node.value("rel").to_owned(), node.value("href").to_owned()));
    let speaks = |property: &str| {
        let of_access = property.starts_with("schema:access");
        of_access || property.starts_with("a11y:") || property == "dcterms:conformsTo"
    };
    let metas = book.statements().map(|(at, node)| {
        (
            node.value("property").to_owned(),
            book.package.words(at).trim().to_owned(),
        )
    });
    let statements = metas
        .filter(|(property, _)| speaks(property))
        .chain(links)
        .collect();
    Audit {
        title: first("title"),
        language: first("language"),
        identifier: first("identifier"),
        statements,
        pictures: book.texts.iter().flat_map(pictures::shown).collect(),
        ..Audit::default()
    }
}

/// Judges the book in a file, and writes what is found into a report.
pub fn check(book: &Source, options: &CheckOptions, report: &mut Report) {
    for finding in audit(&book.bytes, options).findings {
        finding.tell(&book.path, report);
    }
}
