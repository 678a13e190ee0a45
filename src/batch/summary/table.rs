//! A summary goes in, tables for a terminal come out: plain text in columns, nothing in it that
//! a terminal obeys.

use super::figures::{count, many, share, size, time};
use super::{Entry, Summary, Told, figures};
use crate::batch::job::Class;
use crate::diagnostic::Finding;

/// How many papers a list has here; pages have them all.
const MOST: usize = 10;
/// How many characters a cell has at most: titles and messages may be as long as they like.
const LONGEST: usize = 200;

/// The summary as text.
pub fn table(summary: &Summary) -> String {
    let mut text = String::new();
    let files = many(summary.read.len(), "file", "files");
    let papers = many(summary.papers, "paper", "papers");
    line(&mut text, &format!("{papers} in {files} of results"));
    trouble(summary, &mut text);
    if summary.papers == 0 {
        return text;
    }
    section(&mut text, "", &classes(summary), "lrr");
    section(&mut text, "", &totals(summary), "lrl");
    section(&mut text, "one paper", &spreads(summary), "lrrr");
    section(&mut text, "claims and checks", &checks(summary), "lrr");
    section(&mut text, "found", &codes(summary), "llrrl");
    if summary.unlisted > 0 {
        let unlisted = many(summary.unlisted, "finding is", "findings are");
        line(
            &mut text,
            &format!("  {unlisted} counted but not written out in the results"),
        );
    }
    let seconds = |entry: &Entry| figures::seconds(entry.seconds);
    let memory = |entry: &Entry| size(entry.peak_memory.unwrap_or_default());
    papers_with(&mut text, "slowest", &summary.slowest, seconds);
    papers_with(&mut text, "largest", &summary.largest, |entry| size(entry.bytes));
    papers_with(&mut text, "most memory", &summary.hungriest, memory);
    told(&mut text, "to be looked at", &summary.needs_review);
    // Last, where the eye is when the program has ended.
    told(&mut text, "not made", &summary.failed);
    text
}

/// What could not be read.
fn trouble(summary: &Summary, text: &mut String) {
    for refused in &summary.refused {
        line(
            text,
            &format!("`{}` is left out: {}", refused.path.display(), refused.reason),
        );
    }
    for read in &summary.read {
        let path = read.path.display();
        if read.wrong_lines > 0 {
            let lines = many(read.wrong_lines, "line", "lines");
            line(text, &format!("`{path}`: {lines} left out"));
            for wrong in &read.wrong {
                line(text, &format!("  line {}: {}", wrong.line, wrong.reason));
            }
        }
        if read.is_torn {
            line(
                text,
                &format!("`{path}`: its last line has no end and is left out"),
            );
        }
        if read.unknown_findings > 0 {
            let findings = many(read.unknown_findings, "finding", "findings");
            line(
                text,
                &format!("`{path}`: {findings} left out, of kinds that this version does not know"),
            );
        }
    }
}

fn classes(summary: &Summary) -> Vec<Vec<String>> {
    let told = summary.classes.iter().filter(|by| by.papers > 0);
    let rows = told.map(|by| {
        let share = share(by.papers, summary.papers);
        vec![by.class.as_str().to_owned(), count(by.papers), share]
    });
    rows.collect()
}

fn totals(summary: &Summary) -> Vec<Vec<String>> {
    let totals = &summary.totals;
    let mut rows = vec![
        vec!["pages".to_owned(), count(totals.pages)],
        vec!["words".to_owned(), count(totals.words)],
        vec!["files".to_owned(), count(totals.files), size(totals.bytes)],
    ];
    for (name, number) in [
        ("errors", totals.errors),
        ("warnings", totals.warnings),
        ("notes", totals.notes),
    ] {
        rows.push(vec![name.to_owned(), count(number)]);
    }
    rows.push(vec!["time of workers".to_owned(), time(totals.seconds)]);
    rows
}

fn spreads(summary: &Summary) -> Vec<Vec<String>> {
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let mut rows = vec![row(["", "median", "95 of 100", "most"])];
    if let Some(spread) = summary.seconds {
        let [median, p95, most] = [spread.median, spread.p95, spread.most].map(figures::seconds);
        rows.push(row(["time", &median, &p95, &most]));
    }
    if let Some(spread) = summary.peak_memory {
        let [median, p95, most] = [spread.median, spread.p95, spread.most].map(size);
        rows.push(row(["memory", &median, &p95, &most]));
    }
    if rows.len() == 1 { Vec::new() } else { rows }
}

fn checks(summary: &Summary) -> Vec<Vec<String>> {
    let checks = &summary.checks;
    let mut rows = Vec::new();
    let of = |part: usize, whole: usize, what: &str| format!("{} of {} {what}", count(part), count(whole));
    if checks.pdfs > 0 {
        for (name, number) in [("PDF/UA-1", checks.pdf_ua_1), ("PDF/A-2a", checks.pdf_a_2a)] {
            let number_of = of(number, checks.pdfs, "PDFs");
            rows.push(vec![name.to_owned(), number_of, share(number, checks.pdfs)]);
        }
    }
    if checks.books > 0 {
        let passed = checks.books_passed;
        let number_of = of(passed, checks.books, "EPUBs");
        rows.push(vec![
            "pass their own checks".to_owned(),
            number_of,
            share(passed, checks.books),
        ]);
    }
    for (claim, number) in &checks.claims {
        if claim != "PDF/UA-1" && claim != "PDF/A-2a" {
            rows.push(vec![claim.clone(), count(*number)]);
        }
    }
    rows
}

fn codes(summary: &Summary) -> Vec<Vec<String>> {
    if summary.codes.is_empty() {
        return Vec::new();
    }
    let head = ["", "", "papers", "times", "for instance"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(summary.codes.iter().map(|by| {
        vec![
            by.severity.as_str().to_owned(),
            by.code.as_str().to_owned(),
            count(by.papers),
            count(by.findings),
            within(&by.example, &by.paper),
        ]
    }));
    rows
}

fn papers_with(text: &mut String, title: &str, entries: &[Entry], figure: impl Fn(&Entry) -> String) {
    let shown = entries.iter().take(MOST);
    let rows: Vec<_> = shown.map(|entry| vec![figure(entry), entry.id.clone()]).collect();
    section(text, title, &rows, "rl");
}

fn told(text: &mut String, title: &str, all: &[Told]) {
    let rows: Vec<_> = all.iter().take(MOST).map(|told| vec![why(told)]).collect();
    section(text, &format!("{title}: {}", count(all.len())), &rows, "l");
    if all.len() > MOST {
        let more = count(all.len() - MOST);
        line(
            text,
            &format!("  and {more} more; `--html` and `--csv` have them all"),
        );
    }
}

/// A paper and what is the matter with it: "timeout  a.md: took longer than 120 s".
fn why(told: &Told) -> String {
    let first = told.findings.first();
    let name = match told.entry.class {
        Class::NeedsReview => String::new(),
        class => format!("{}  ", class.as_str()),
    };
    match (&told.message, first) {
        (Some(message), _) => format!("{name}{}: {message}", told.entry.id),
        (None, Some(found)) => {
            let more = match told.findings.len() {
                1 => String::new(),
                all => format!(" (and {} more)", count(all - 1)),
            };
            let place = within(found, &told.entry.id);
            format!("{name}{place}: {} [{}]{more}", found.message, found.code)
        }
        (None, None) => format!("{name}{}", told.entry.id),
    }
}

/// "file:line:column", as far as it is known.
pub(super) fn place(finding: &Finding) -> String {
    let mut place = finding.file.clone();
    for number in [finding.line, finding.column] {
        let Some(number) = number else { break };
        place.push_str(&format!(":{number}"));
    }
    place
}

/// The place, with the paper's name if the file's says nothing of it: a book has a `text.xhtml`, and
/// a list of works serves many.
pub(super) fn within(finding: &Finding, paper: &str) -> String {
    let place = place(finding);
    if finding.file.ends_with(paper) {
        place
    } else {
        format!("{place} of {paper}")
    }
}

/// Rows in columns below a title; `sides` says of each column whether it stands left or right.
fn section(text: &mut String, title: &str, rows: &[Vec<String>], sides: &str) {
    if rows.is_empty() {
        return;
    }
    text.push('\n');
    if !title.is_empty() {
        line(text, title);
    }
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| harmless(&clipped(cell))).collect())
        .collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..sides.len()).map(width).collect();
    for row in &rows {
        let mut out = String::new();
        for ((cell, side), width) in row.iter().zip(sides.chars()).zip(&widths) {
            out.push_str("  ");
            match side {
                'r' => out.push_str(&format!("{cell:>width$}")),
                _ => out.push_str(&format!("{cell:<width$}")),
            }
        }
        line(text, out.trim_end());
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(&harmless(line));
    text.push('\n');
}

fn clipped(cell: &str) -> String {
    match cell.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}

/// Text without what a terminal obeys, letters that turn the direction of others included.
fn harmless(text: &str) -> String {
    let is_obeyed = |char: char| {
        char.is_control()
            || matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let plain = |char: char| match char {
        '\u{a0}' | '\n' | '\t' => ' ',
        char if is_obeyed(char) => '\u{fffd}',
        char => char,
    };
    text.chars().map(plain).collect()
}
