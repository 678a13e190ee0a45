//! What goes wrong, and where: values with places, never text on a stream.
//!
//! A [`Source`] is an author's file. Whoever works on it writes what it finds into a
//! [`Report`]; the command line draws the report, other programs read it as JSON.
//! Three weights keep one rule everywhere: an *error* makes any right document
//! impossible, a *problem* leaves a visible placeholder (and is an error when the
//! report is strict), a *note* only informs.
//!
//! To add a kind of finding: write its entry in `diagnostic/codes.rs`; the compiler asks for
//! the rest.

mod codes;
mod finding;

pub use codes::{Code, Example};
pub use finding::Finding;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An author's file: where it came from and what it holds, not yet proven to be text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as the user wrote it; printed in front of every finding.
    pub path: String,
    /// The bytes as they lie on disk. Spans count in them.
    pub bytes: Vec<u8>,
}

impl Source {
    /// A source from a path (only a name here; nothing is opened) and its bytes.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            bytes: bytes.into(),
        }
    }

    /// Line and column of a byte offset, both counted from 1; the column in characters.
    /// For many places ask [`Source::lines`] once.
    ///
    /// An offset past the end gives the place after the last character. Bytes that are
    /// not UTF-8 count as one character each run, as they are shown.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        Mark::START.on_to(&self.bytes, offset)
    }

    /// Where the lines are, found once for many places.
    pub fn lines(&self) -> Lines<'_> {
        Lines::of(&self.bytes)
    }

    /// The byte offset at which a line (counted from 1) and a column (in characters,
    /// counted from 1) stand; the end of the file if there is no such line.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let mut start = 0;
        for _ in 1..line {
            match self.bytes[start..].iter().position(|&byte| byte == b'\n') {
                Some(newline) => start += newline + 1,
                None => return self.bytes.len(),
            }
        }
        let rest = String::from_utf8_lossy(&self.bytes[start..]);
        start
            + rest
                .char_indices()
                .nth(column.saturating_sub(1))
                .map_or(rest.len(), |(byte, _)| byte)
    }
}

/// The lines of a [`Source`], so that each of many places costs no walk from its start.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    /// The first byte of every line and, in long ones, bytes in between; ascending.
    marks: Vec<Mark>,
}

/// A byte whose line and column are known.
#[derive(Debug, Clone, Copy)]
struct Mark {
    offset: usize,
    line: usize,
    column: usize,
}

impl<'a> Lines<'a> {
    /// How many bytes of a line go without a mark: a paragraph may be one line.
    const STRIDE: usize = 512;

    fn of(bytes: &'a [u8]) -> Self {
        let mut marks = Vec::new();
        let mut start = Mark::START;
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            marks.push(start);
            // Where bytes are no text, only a whole line says what counts as a character.
            if line.len() > Self::STRIDE
                && let Ok(text) = std::str::from_utf8(line)
            {
                let mut next = Self::STRIDE;
                for (column, (at, _)) in text.char_indices().enumerate() {
                    if at >= next {
                        next = at + Self::STRIDE;
                        marks.push(Mark {
                            offset: start.offset + at,
                            line: start.line,
                            column: column + 1,
                        });
                    }
                }
            }
            start = Mark {
                offset: start.offset + line.len(),
                line: start.line + 1,
                column: 1,
            };
        }
        Self { bytes, marks }
    }

    /// The same as [`Source::line_column`].
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let after = self.marks.partition_point(|mark| mark.offset <= offset);
        let mark = after
            .checked_sub(1)
            .map_or(Mark::START, |index| self.marks[index]);
        mark.on_to(self.bytes, offset)
    }
}

impl Mark {
    const START: Self = Self {
        offset: 0,
        line: 1,
        column: 1,
    };

    /// Line and column of an offset at or behind the mark.
    fn on_to(self, bytes: &[u8], offset: usize) -> (usize, usize) {
        let between = &bytes[self.offset..offset.clamp(self.offset, bytes.len())];
        let characters = |bytes| String::from_utf8_lossy(bytes).chars().count();
        match between.iter().rposition(|&byte| byte == b'\n') {
            Some(newline) => {
                let lines = between.iter().filter(|&&byte| byte == b'\n').count();
                (self.line + lines, 1 + characters(&between[newline + 1..]))
            }
            None => (self.line, self.column + characters(between)),
        }
    }
}

/// A half-open range of bytes in a [`Source`]. Written as `[start, end]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "[usize; 2]", into = "[usize; 2]")]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl From<[usize; 2]> for Span {
    fn from([start, end]: [usize; 2]) -> Self {
        Self { start, end }
    }
}

impl From<Span> for [usize; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; nothing is missing or withheld.
    Note,
    /// The document is made, with a placeholder or a claim withheld.
    Warning,
    /// No document is made.
    Error,
}

impl Severity {
    /// The word in front of the message.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place in a file that the article names, not in the article itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The file, by its path beside the article.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// The line itself, to be shown; cut if it is very long.
    pub text: String,
}

impl Elsewhere {
    /// The place of a byte of `text`, the content of `file`.
    pub fn new(file: impl Into<String>, text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let number = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        Self::in_line(file, number, text[start..offset].chars().count() + 1, line)
    }

    /// A place in a line that is known: both numbers count from 1.
    pub fn in_line(file: impl Into<String>, line: usize, column: usize, text: &str) -> Self {
        Self {
            file: file.into(),
            line,
            column,
            text: text.chars().take(LONGEST_LINE).collect(),
        }
    }
}

/// No message shows more of a line.
const LONGEST_LINE: usize = 500;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// What kind it is.
    pub code: Code,
    /// Where in the source, if it has a place there.
    pub span: Option<Span>,
    /// The words within the span that are meant, where only a backend knows them;
    /// [`Diagnostic::place`] finds them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Where in another file, which the article names at `span`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// What to do about it, each an instruction.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// The narrowest place in `source` that is known: the words meant, if they stand
    /// there literally, else the whole span.
    pub fn place(&self, source: &Source) -> Option<Span> {
        let span = self.span?;
        let narrowed = self.words.as_ref().and_then(|words| {
            let text = source.bytes.get(span.start..span.end)?;
            let start = text
                .windows(words.len().max(1))
                .position(|piece| piece == words.as_bytes())?;
            Some(Span::new(span.start + start, span.start + start + words.len()))
        });
        Some(narrowed.unwrap_or(span))
    }
}

/// Findings of one code told as one, so that forty alike do not hide the one that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'a> {
    /// The one told in full.
    pub first: &'a Diagnostic,
    /// The others, which only their places are told of; empty for most.
    pub others: Vec<&'a Diagnostic>,
}

/// How many findings of one code are told one by one.
const FEW: usize = 8;

/// Proof that an error was reported; only [`Report::error`] and [`Report::check`] make one.
#[derive(Debug)]
pub struct Failed(());

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an error was reported")
    }
}

impl std::error::Error for Failed {}

/// Everything found about one article so far, in the order of finding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    strict: bool,
    diagnostics: Vec<Diagnostic>,
    /// The files whose texts follow the article's own, each with its first byte as spans
    /// count, ascending.
    annexes: Vec<(usize, Annex)>,
    /// The one in which the latest finding stands, and where.
    latest: Option<(usize, Span)>,
}

/// A text that was read behind the article: its house's, which speaks where the article is
/// silent, or one that speaks louder than it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    file: String,
    text: String,
    /// Where in the file the text begins, as line and column from 1.
    at: (usize, usize),
    /// Whether its own reading has told what is wrong in it.
    is_told: bool,
}

impl Annex {
    /// A text of a file, in which it begins at that line and column, both counted from 1.
    pub fn new(file: &str, text: &str, at: (usize, usize)) -> Self {
        Self {
            file: file.to_owned(),
            text: text.to_owned(),
            at,
            is_told: false,
        }
    }

    /// A whole file that was read by itself too, so that all but errors in it are told.
    pub fn told(file: &str, text: &str) -> Self {
        Self {
            is_told: true,
            ..Self::new(file, text, (1, 1))
        }
    }

    fn place(&self, offset: usize) -> Elsewhere {
        let mut place = Elsewhere::new(&*self.file, &self.text, offset);
        // In the first line the text may begin further on; what stands before it is not known,
        // so that the line is not shown.
        let (line, column) = self.at;
        if place.line == 1 && column > 1 {
            place.column += column - 1;
            place.text = String::new();
        }
        place.line += line - 1;
        place
    }
}

impl Report {
    /// An empty report in which a problem is a warning.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty report in which a problem is an error.
    pub fn strict() -> Self {
        Self::with(true)
    }

    /// An empty report, strict or not.
    pub fn with(strict: bool) -> Self {
        Self {
            strict,
            ..Self::default()
        }
    }

    /// Says that spans from `start` on are places in another file, whose text was read
    /// behind the article's own: findings there are told as being elsewhere. Annexes are
    /// named in the order of their texts.
    pub fn goes_on(&mut self, start: usize, annex: Annex) {
        let end = start + annex.text.len();
        let is_there =
            |found: &Diagnostic| found.span.is_some_and(|span| (start..=end).contains(&span.start));
        self.diagnostics
            .retain(|found| found.severity == Severity::Error || !(annex.is_told && is_there(found)));
        for found in self.diagnostics.iter_mut().filter(|found| is_there(found)) {
            let offset = found.span.take().map_or(0, |span| span.start - start);
            found.elsewhere = Some(annex.place(offset));
        }
        self.annexes.push((start, annex));
    }

    /// The findings, in the order of finding.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The findings in the order of their places in `source`, those of another file where
    /// the article names it; those without a place last.
    pub fn by_place(&self, source: &Source) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.diagnostics.iter().collect();
        sorted.sort_by_cached_key(|found| {
            let found: &Diagnostic = found;
            let elsewhere = found.elsewhere.as_ref();
            (
                found.place(source).map_or(usize::MAX, |place| place.start),
                elsewhere.map_or(("", 0, 0), |place| (&*place.file, place.line, place.column)),
            )
        });
        sorted
    }

    /// The findings as people want to read them: in the order of their places, and more
    /// than eight of one code and weight told as one, at the place of the first.
    pub fn told(&self, source: &Source) -> Vec<Told<'_>> {
        let sorted = self.by_place(source);
        let mut counts = BTreeMap::new();
        for found in &sorted {
            *counts.entry((found.code, found.severity)).or_insert(0) += 1;
        }
        let mut told: Vec<Told> = Vec::new();
        let mut places = BTreeMap::new();
        for first in sorted {
            let kind = (first.code, first.severity);
            match places.get(&kind) {
                Some(&place) if counts[&kind] > FEW => {
                    let told: &mut Told = &mut told[place];
                    told.others.push(first);
                }
                Some(_) | None => {
                    places.insert(kind, told.len());
                    told.push(Told {
                        first,
                        others: Vec::new(),
                    });
                }
            }
        }
        told
    }

    /// How many findings have this weight.
    pub fn count(&self, severity: Severity) -> usize {
        let of_weight = |found: &&Diagnostic| found.severity == severity;
        self.diagnostics.iter().filter(of_weight).count()
    }

    /// Records what makes any right document impossible, and gives the proof to return.
    pub fn error(&mut self, code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Failed {
        self.push(Severity::Error, code, span.into(), message.into());
        Failed(())
    }

    /// Records a problem in the content: a warning, or an error if the report is strict.
    /// The caller goes on with a placeholder or without the claim.
    pub fn problem(&mut self, code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) {
        let severity = if self.strict {
            Severity::Error
        } else {
            Severity::Warning
        };
        self.push(severity, code, span.into(), message.into());
    }

    /// Records something worth knowing that costs the document nothing.
    pub fn note(&mut self, code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) {
        self.push(Severity::Note, code, span.into(), message.into());
    }

    /// Says which words within its span the latest finding means.
    pub fn words(&mut self, words: impl Into<String>) {
        let words = words.into();
        let Some(last) = self.diagnostics.last_mut() else {
            return;
        };
        if let Some((index, span)) = self.latest {
            let (_, annex) = &self.annexes[index];
            let piece = annex.text.get(span.start..span.end).unwrap_or_default();
            let start = span.start + piece.find(&words).unwrap_or(0);
            last.elsewhere = Some(annex.place(start));
        } else {
            last.words = Some(words);
        }
    }

    /// Says that the latest finding is about another file, which the article names.
    pub fn elsewhere(&mut self, place: Elsewhere) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.elsewhere = Some(place);
        }
    }

    /// Adds an instruction to the latest finding.
    pub fn hint(&mut self, hint: impl Into<String>) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.hints.push(hint.into());
        }
    }

    /// Takes over what another report has found and this one has not.
    pub fn merge(&mut self, other: Report) {
        for diagnostic in other.diagnostics {
            if !self.diagnostics.contains(&diagnostic) {
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Whether a problem is an error here.
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// # Errors
    ///
    /// [`Failed`] if an error was recorded. Called between stages, so that one run
    /// shows all problems of a stage and not the first alone.
    pub fn check(&self) -> Result<(), Failed> {
        let failed = self
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error);
        if failed { Err(Failed(())) } else { Ok(()) }
    }

    fn push(&mut self, severity: Severity, code: Code, span: Option<Span>, message: String) {
        let annex = span.and_then(|span| {
            let is_there = |(start, _): &(usize, Annex)| *start <= span.start;
            let index = self.annexes.iter().rposition(is_there)?;
            let (start, _) = &self.annexes[index];
            Some((
                index,
                Span::new(span.start - start, span.end.max(span.start) - start),
            ))
        });
        self.latest = annex;
        let elsewhere = annex.map(|(index, span)| self.annexes[index].1.place(span.start));
        let span = span.filter(|_| annex.is_none());
        self.diagnostics.push(Diagnostic {
            severity,
            code,
            span,
            words: None,
            elsewhere,
            message,
            hints: Vec::new(),
        });
    }
}
