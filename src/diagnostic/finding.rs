//! A finding for programs: a diagnostic with its place in lines and columns, as it is written
//! into JSON.

use super::{Code, Diagnostic, Lines, Severity, Source};
use serde::{Deserialize, Serialize};

/// A [`Diagnostic`] that needs no source beside it to be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// What kind it is.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The file that it is about.
    pub file: String,
    /// Where it begins, counted from 1.
    pub line: Option<usize>,
    /// Where it begins, in characters, counted from 1.
    pub column: Option<usize>,
    /// Where it ends.
    pub end_line: Option<usize>,
    /// Where it ends.
    pub end_column: Option<usize>,
    /// What to do about it, each an instruction.
    pub hints: Vec<String>,
}

impl Finding {
    /// A diagnostic about `source`, whose `lines` are known.
    pub fn of(source: &Source, lines: &Lines, diagnostic: &Diagnostic) -> Self {
        let (file, start, end) = place(source, lines, diagnostic);
        Self {
            severity: diagnostic.severity,
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            file,
            line: start.map(|(line, _)| line),
            column: start.map(|(_, column)| column),
            end_line: end.map(|(line, _)| line),
            end_column: end.map(|(_, column)| column),
            hints: diagnostic.hints.clone(),
        }
    }
}

type LineColumn = (usize, usize);

/// Where a finding is: in the file that it is about.
fn place(
    source: &Source,
    lines: &Lines,
    diagnostic: &Diagnostic,
) -> (String, Option<LineColumn>, Option<LineColumn>) {
    if let Some(place) = &diagnostic.elsewhere {
        let at = (place.line, place.column);
        return (place.file.clone(), Some(at), Some(at));
    }
    let span = diagnostic.place(source);
    let at = |offset| lines.line_column(offset);
    (
        source.path.clone(),
        span.map(|span| at(span.start)),
        span.map(|span| at(span.end)),
    )
}
