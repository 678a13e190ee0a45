//! Finished books, judged: the bytes of an EPUB in, what is wrong with it out.
//!
//! ```text
//! bytes ── container ──▶ text of the parts ── tree ──▶ Book ── the families ──▶ findings
//! ```
//!
//! EPUBCheck says whether a book is valid, and Ace whether a browser's rules hold in it. What
//! both pass over is looked at here, and what they see too where it costs nothing. Nothing in
//! this room knows how Pamphlet writes a book: it reads any, and trusts none. The [`rules`]
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
    /// Whether the book could be read as one.
    pub is_read: bool,
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
    if let Some(book) = book {
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
    }
}

/// Judges the book in a file, and writes what is found into a report.
pub fn check(book: &Source, options: &CheckOptions, report: &mut Report) {
    for finding in audit(&book.bytes, options).findings {
        finding.tell(&book.path, report);
    }
}
