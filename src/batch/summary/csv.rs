//! Outcomes go in, a sheet comes out: a row a paper, for spreadsheets and statistics.
//!
//! As RFC 4180 has it, with a row of names. Because spreadsheets are what opens it, it begins
//! with the mark of UTF-8, without which they take it for something else; and because they take
//! what begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula, such a cell has an
//! apostrophe in front, by which they know that it is text.

use super::{bytes, kind};
use crate::backend::Output;
use crate::batch::job::{Class, Outcome, is_gap};
use crate::diagnostic::{Finding, Severity};
use std::collections::BTreeSet;

/// A column: its name, and what a paper has there.
type Column = (&'static str, fn(&Outcome) -> String);

/// The columns. Names are only ever added, at the end.
const COLUMNS: &[Column] = &[
    ("id", |paper| paper.id.clone()),
    ("class", |paper| paper.class.as_str().to_owned()),
    ("reason", reason),
    ("title", |paper| paper.title.clone().unwrap_or_default()),
    ("lang", |paper| paper.lang.clone().unwrap_or_default()),
    ("source", |paper| paper.source.display().to_string()),
    ("pages", |paper| number(paper.pages)),
    ("words", |paper| number(paper.words)),
    ("files", |paper| paper.files.len().to_string()),
    ("bytes", |paper| bytes(paper).to_string()),
    ("pdf", |paper| file(paper, Output::Pdf)),
    ("epub", |paper| file(paper, Output::Epub)),
    ("claims", |paper| held(paper, true)),
    ("broken_rules", |paper| held(paper, false)),
    ("errors", |paper| paper.counts.errors.to_string()),
    ("warnings", |paper| paper.counts.warnings.to_string()),
    ("notes", |paper| paper.counts.notes.to_string()),
    ("codes", codes),
    ("seconds", |paper| paper.seconds.to_string()),
    ("peak_memory", |paper| number(paper.peak_memory)),
    ("finished", |paper| paper.finished.clone().unwrap_or_default()),
    ("version", |paper| paper.version.clone()),
];

/// The papers as comma-separated values.
pub fn csv(outcomes: &[Outcome]) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let names = COLUMNS.iter().map(|(name, _)| *name);
    writer.write_record(names).expect("memory takes every row");
    for outcome in outcomes {
        let cells = COLUMNS.iter().map(|(_, cell)| harmless(cell(outcome)));
        writer.write_record(cells).expect("memory takes every row");
    }
    writer.into_inner().expect("memory takes every row")
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: String) -> String {
    // The second four are what keyboards for Chinese and Japanese write for the first.
    const BEGIN: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let begins = cell.starts_with(BEGIN) || cell.starts_with('\n');
    if begins { format!("'{cell}") } else { cell }
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Why it is not fine: why it was not made, what is missing in it, or the first of its warnings.
fn reason(paper: &Outcome) -> String {
    if let Some(message) = &paper.message {
        return message.clone();
    }
    // The heaviest stand first.
    let tells = |found: &&Finding| match paper.class {
        Class::Ok | Class::Draft => false,
        Class::NeedsReview => found.severity > Severity::Note && is_gap(found.code),
        Class::Warning | Class::Error | Class::Timeout | Class::OutOfMemory | Class::Crash => {
            found.severity > Severity::Note
        }
    };
    let found = paper.findings.iter().find(tells);
    found.map(|found| found.message.clone()).unwrap_or_default()
}

fn file(paper: &Outcome, output: Output) -> String {
    let file = paper.files.iter().find(|file| kind(&file.path) == Some(output));
    file.map(|file| file.path.display().to_string())
        .unwrap_or_default()
}

/// What its files claim, or which rules they break.
fn held(paper: &Outcome, passed: bool) -> String {
    let verdicts = paper.files.iter().flat_map(|file| &file.verdicts);
    let told: BTreeSet<&str> = verdicts
        .filter(|held| held.passed == passed && held.to != "book")
        .map(|held| held.to.as_str())
        .collect();
    listed(told)
}

/// The kinds of what was found, notes aside.
fn codes(paper: &Outcome) -> String {
    let heavy = paper
        .findings
        .iter()
        .filter(|found| found.severity > Severity::Note);
    listed(heavy.map(|found| found.code.as_str()).collect())
}

fn listed(names: BTreeSet<&str>) -> String {
    names.into_iter().collect::<Vec<_>>().join("; ")
}
