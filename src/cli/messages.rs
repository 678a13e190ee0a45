//! Findings and results, for people or for programs.
//!
//! People get findings on standard error, drawn as the Rust compiler draws them, and one
//! line a written file on standard output. Programs get one JSON object a line, findings
//! and files alike, on standard output.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, Title};
use clap::ValueEnum;
use pamphlet::backend::pdf::preflight::{Grade, Verdict};
use pamphlet::batch::Houses;
use pamphlet::diagnostic::{Finding, Lines, Told};
use pamphlet::{Diagnostic, Elsewhere, Rendered, Report, Severity, Source};
use serde_json::json;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// How to print.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading
    Human,
    /// One JSON object a line
    Json,
}

/// Where messages go.
pub(super) struct Messages {
    format: Format,
    renderer: Renderer,
}

impl Messages {
    pub(super) fn new(format: Format) -> Self {
        let colors = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let renderer = if colors {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self { format, renderer }
    }

    /// Wrong usage that the argument parser could not see.
    pub(super) fn usage(&self, message: &str) {
        eprintln!("error: {message}");
    }

    /// Something about the call that does not keep the articles from being made.
    pub(super) fn warning(&self, message: &str) {
        match self.format {
            Format::Human => eprintln!("warning: {message}\n"),
            Format::Json => print_line(
                &json!({ "type": "diagnostic", "severity": "warning", "code": "faces", "message": message })
                    .to_string(),
            ),
        }
    }

    /// What was found in house files that were read since the last call.
    pub(super) fn houses(&self, houses: &mut Houses) {
        for (source, report) in houses.take_told() {
            self.report(&source, &report);
        }
    }

    /// Everything found about one article.
    pub(super) fn report(&self, source: &Source, report: &Report) {
        let lines = source.lines();
        match self.format {
            Format::Human => {
                for told in report.told(source) {
                    eprintln!("{}\n", self.draw(source, &lines, &told));
                }
            }
            Format::Json => {
                for diagnostic in report.by_place(source) {
                    print_line(&finding(source, &lines, diagnostic).to_string());
                }
            }
        }
    }

    /// How one article fared, in one line.
    pub(super) fn summary(&self, source: &Source, report: &Report) {
        let count = |severity| report.count(severity);
        let (errors, warnings, notes) = (
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Note),
        );
        match self.format {
            Format::Human => {
                let told: Vec<_> = [(errors, "error"), (warnings, "warning"), (notes, "note")]
                    .into_iter()
                    .filter(|(count, _)| *count > 0)
                    .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
                    .collect();
                let told = if told.is_empty() {
                    "no findings".to_owned()
                } else {
                    told.join(", ")
                };
                print_line(&format!("{}: {told}", source.path));
            }
            Format::Json => print_line(
                &json!({
                    "type": "summary",
                    "file": source.path,
                    "errors": errors,
                    "warnings": warnings,
                    "notes": notes,
                })
                .to_string(),
            ),
        }
    }

    /// The files of one article.
    pub(super) fn written(&self, written: &[(PathBuf, Rendered)]) {
        for (path, file) in written {
            let size = file.bytes.len();
            match self.format {
                Format::Human => {
                    let mut facts = file.facts.clone();
                    facts.push(format!("{} kB", size.div_ceil(1000)));
                    print_line(&format!("{}  {}", path.display(), facts.join(", ")));
                }
                Format::Json => {
                    let mut line =
                        json!({ "type": "file", "path": path, "bytes": size, "facts": file.facts });
                    if let Some(fit) = &file.fit {
                        line["fit"] = json!(fit);
                    }
                    print_line(&line.to_string());
                }
            }
        }
    }

    /// How an article's press file would fare: a table, or an object a verdict.
    pub(super) fn verdicts(&self, source: &Source, verdicts: &[Verdict]) {
        let lines = source.lines();
        let place = |verdict: &Verdict| verdict.span.map(|span| lines.line_column(span.start));
        match self.format {
            Format::Human => print_line(&table(source, verdicts, place)),
            Format::Json => {
                for verdict in verdicts {
                    let at = place(verdict);
                    print_line(
                        &json!({
                            "type": "verdict",
                            "check": verdict.check.as_str(),
                            "verdict": verdict.grade.as_str(),
                            "message": verdict.finding,
                            "file": source.path,
                            "line": at.map(|(line, _)| line),
                            "column": at.map(|(_, column)| column),
                            "page": verdict.page,
                        })
                        .to_string(),
                    );
                }
            }
        }
    }

    fn draw(&self, source: &Source, lines: &Lines, told: &Told) -> String {
        let diagnostic = told.first;
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level
            .primary_title(&diagnostic.message)
            .id(diagnostic.code.as_str());
        let title = match &diagnostic.elsewhere {
            Some(place) => return self.draw_elsewhere(title, place, source, lines, told),
            None => title,
        };
        let text = String::from_utf8_lossy(&source.bytes);
        // Spans count in the bytes of the file; in bytes that are no text they mean nothing.
        let span = diagnostic
            .place(source)
            .filter(|_| matches!(text, std::borrow::Cow::Borrowed(_)));
        let mut group = match span {
            Some(span) => {
                let range = first_line(&text, span.start, span.end);
                Group::with_title(title).element(
                    Snippet::source(&*text)
                        .path(&source.path)
                        .annotation(AnnotationKind::Primary.span(range)),
                )
            }
            None => {
                let place = match diagnostic.place(source) {
                    Some(span) => {
                        let (line, column) = lines.line_column(span.start);
                        format!("{}:{line}:{column}", source.path)
                    }
                    None => source.path.clone(),
                };
                Group::with_title(title).element(annotate_snippets::Origin::path(place))
            }
        };
        for hint in &diagnostic.hints {
            group = group.element(Level::HELP.message(hint));
        }
        if !told.others.is_empty() {
            group = group.element(Level::NOTE.message(others(source, lines, told)));
        }
        self.renderer.render(&[group])
    }

    /// A finding about a line of another file, which is all that is known of that file.
    fn draw_elsewhere(
        &self,
        title: Title<'_>,
        place: &Elsewhere,
        source: &Source,
        lines: &Lines,
        told: &Told,
    ) -> String {
        let start = place
            .text
            .char_indices()
            .nth(place.column - 1)
            .map_or(place.text.len(), |(at, _)| at);
        let end = place.text[start..]
            .char_indices()
            .find(|(at, char)| *at > 0 && !char.is_alphanumeric())
            .map_or(place.text.len(), |(at, _)| start + at);
        // Of a line without end only the beginning is known, which may not be the place.
        let mut group = if start < place.text.len() {
            Group::with_title(title).element(
                Snippet::source(place.text.as_str())
                    .path(place.file.as_str())
                    .line_start(place.line)
                    .annotation(AnnotationKind::Primary.span(start..end)),
            )
        } else {
            let at = format!("{}:{}:{}", place.file, place.line, place.column);
            Group::with_title(title).element(annotate_snippets::Origin::path(at))
        };
        for hint in &told.first.hints {
            group = group.element(Level::HELP.message(hint));
        }
        if !told.others.is_empty() {
            group = group.element(Level::NOTE.message(others(source, lines, told)));
        }
        self.renderer.render(&[group])
    }
}

/// Where the others of a kind are: the first places, and how many more there are.
fn others(source: &Source, lines: &Lines, told: &Told) -> String {
    const PLACES: usize = 8;
    let places: Vec<_> = told
        .others
        .iter()
        .filter_map(|other| match &other.elsewhere {
            // Where several files are meant, a place needs its file's name.
            Some(place) => {
                let file = place.file.rsplit('/').next().unwrap_or(&place.file);
                Some(format!("{file}:{}:{}", place.line, place.column))
            }
            None => other.place(source).map(|span| {
                let (line, column) = lines.line_column(span.start);
                format!("{line}:{column}")
            }),
        })
        .take(PLACES)
        .collect();
    let count = told.others.len();
    let code = told.first.code;
    let mut text = format!("{count} more findings of the kind `{code}`");
    if !places.is_empty() {
        text.push_str(&format!(", at {}", places.join(", ")));
        if count > places.len() {
            text.push_str(", …");
        }
    }
    text
}

fn finding(source: &Source, lines: &Lines, diagnostic: &Diagnostic) -> serde_json::Value {
    let mut line = json!(Finding::of(source, lines, diagnostic));
    line["type"] = json!("diagnostic");
    line
}

/// Verdicts in columns: how, what, on which page, at which of the author's lines, and why.
fn table(
    source: &Source,
    verdicts: &[Verdict],
    place: impl Fn(&Verdict) -> Option<(usize, usize)>,
) -> String {
    let dash = || "-".to_owned();
    let heads = ["verdict", "check", "page", "line", "finding"].map(str::to_owned);
    let rows: Vec<[String; 5]> = std::iter::once(heads)
        .chain(verdicts.iter().map(|verdict| {
            [
                verdict.grade.as_str().to_owned(),
                verdict.check.as_str().to_owned(),
                verdict.page.map_or_else(dash, |page| page.to_string()),
                place(verdict).map_or_else(dash, |(line, _)| line.to_string()),
                verdict.finding.clone(),
            ]
        }))
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths = [0, 1, 2, 3].map(|column| width(column).unwrap_or_default());
    let mut text = format!("{}\n", source.path);
    for [verdict, check, page, line, finding] in &rows {
        let [w0, w1, w2, w3] = widths;
        text.push_str(&format!(
            "{verdict:w0$}  {check:w1$}  {page:>w2$}  {line:>w3$}  {finding}\n"
        ));
    }
    let count = |grade| verdicts.iter().filter(|verdict| verdict.grade == grade).count();
    let (passed, warned, failed) = (count(Grade::Pass), count(Grade::Warn), count(Grade::Fail));
    text + &format!("{passed} passed, {warned} to look at, {failed} failed")
}

/// The part of a span on its first line: a whole section underlined says less.
fn first_line(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let start = floor(text, start.min(text.len()));
    let end = floor(text, end.clamp(start, text.len()));
    let line = text[start..end].find('\n').map_or(end, |newline| start + newline);
    start..line.max(start)
}

fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A line on standard output; a reader that has gone away is no reason to panic.
fn print_line(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
