//! The report on a book's accessibility: what was checked by machine and by which clause, and
//! what a person must still check. Once for programs ([`json()`]), once for people ([`page()`]).

mod page;
mod people;

pub use page::page;

use super::{Audit, Outcome, RULES};
use people::{PEOPLE, Question};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The report as JSON. Keys are only ever added.
pub fn json(audit: &Audit) -> Vec<u8> {
    let mut statements: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (property, value) in &audit.statements {
        statements.entry(property).or_default().push(value);
    }
    let checks: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            let findings: Vec<Value> = audit
                .of(rule)
                .map(|finding| {
                    let place = finding.place.as_ref();
                    json!({
                        "file": place.map(|place| &place.file),
                        "line": place.map(|place| place.line),
                        "column": place.map(|place| place.column),
                        "message": finding.message,
                        "hint": finding.hint,
                    })
                })
                .collect();
            json!({
                "code": rule.code.as_str(),
                "asks": rule.asks,
                "clauses": rule.clauses,
                "examined": examined(audit, rule.subject),
                "outcome": audit.outcome(rule).as_str(),
                "findings": findings,
            })
        })
        .collect();
    let people: Vec<Value> = questions(audit)
        .map(|question| json!({ "asks": question.asks, "clauses": question.clauses }))
        .collect();
    let pictures: Vec<Value> = audit
        .pictures
        .iter()
        .map(|picture| json!({ "file": picture.file, "line": picture.line, "src": picture.src, "alt": picture.alt }))
        .collect();
    let [passed, failed, inapplicable] = counts(audit);
    let report = json!({
        "type": "accessibility-report",
        "version": 1,
        "book": { "title": audit.title, "language": audit.language, "identifier": audit.identifier },
        "read": audit.is_read,
        "summary": { "passed": passed, "failed": failed, "inapplicable": inapplicable },
        "statements": statements,
        "checks": checks,
        "people": people,
        "pictures": pictures,
    });
    let mut bytes = serde_json::to_vec_pretty(&report).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// How many rules passed, failed, and did not apply.
pub fn counts(audit: &Audit) -> [usize; 3] {
    [Outcome::Passed, Outcome::Failed, Outcome::Inapplicable]
        .map(|outcome| RULES.iter().filter(|rule| audit.outcome(rule) == outcome).count())
}

fn examined(audit: &Audit, subject: super::Subject) -> usize {
    audit.examined.get(&subject).copied().unwrap_or(0)
}

/// What a person must check in this book.
fn questions(audit: &Audit) -> impl Iterator<Item = &'static Question> {
    PEOPLE
        .iter()
        .filter(|question| question.of.is_none_or(|subject| examined(audit, subject) > 0))
}
