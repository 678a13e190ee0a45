//! What goes wrong, and where: values with places, never text on a stream.
//!
//! A [`Source`] is an author's file. Whoever works on it writes what it finds into a
//! [`Report`]; the command line draws the report, other programs read it as JSON.
//! Three weights keep one rule everywhere: an *error* makes any right document
//! impossible, a *problem* leaves a visible placeholder (and is an error when the
//! report is strict), a *note* only informs.
//!
//! To add a kind of finding: add a variant to [`Code`]; the compiler asks for the rest.

use serde::{Deserialize, Serialize};

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
    ///
    /// An offset past the end gives the place after the last character. Bytes that are
    /// not UTF-8 count as one character each run, as they are shown.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.bytes[..offset.min(self.bytes.len())];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |newline| newline + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        (line, column)
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

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// What kind of finding it is: stable names that scripts may rely on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the pipeline.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The name as printed, in brackets after the severity.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    /// The file cannot be opened or written.
    File = "file",
    /// The bytes are not UTF-8 text.
    NotText = "not-text",
    /// The YAML at the top cannot be read.
    FrontMatter = "front-matter",
    /// A known field holds a value that it cannot have.
    FieldValue = "field-value",
    /// A field that Pamphlet does not know; kept, not used.
    UnknownField = "unknown-field",
    /// The article has no title; its first heading or its file name stands in.
    MissingTitle = "missing-title",
    /// The article has no date, so PDF/A cannot be claimed.
    MissingDate = "missing-date",
    /// The article names no language; English is assumed.
    MissingLang = "missing-lang",
    /// The language is not one that Pamphlet has fixed words for; English words stand in.
    UnknownLang = "unknown-lang",
    /// HTML that has no place in the model; its text is kept.
    Html = "html",
    /// HTML that is left out: scripts, styles, comments that are not closed.
    HtmlDropped = "html-dropped",
    /// A callout whose kind is not known; set as a plain box.
    CalloutKind = "callout-kind",
    /// A footnote is called and not defined; the mark stays as text.
    MissingNote = "missing-note",
    /// A footnote is defined and never called; it is kept at the end.
    UnusedNote = "unused-note",
    /// Blocks nested deeper than any page can show.
    Nesting = "nesting",
    /// Two things have the same id; the later one is renamed.
    DuplicateId = "duplicate-id",
    /// A heading skips a level; it is moved up.
    HeadingLevel = "heading-level",
    /// A heading without words.
    EmptyHeading = "empty-heading",
    /// A link or reference to an id that is nowhere in the article.
    MissingTarget = "missing-target",
    /// A link that no document may carry (`javascript:` and the like); only its text is kept.
    UnsafeLink = "unsafe-link",
    /// A picture cannot be read or decoded; a placeholder stands for it.
    Picture = "picture",
    /// A picture has no alternative text.
    MissingAlt = "missing-alt",
    /// A row has more cells than its table has columns; the table grows.
    TableRow = "table-row",
    /// A formula that is not understood; it is shown as it was written.
    Math = "math",
    /// A table has no header row, so its cells cannot be announced.
    TableHeader = "table-header",
    /// No face has this character.
    MissingGlyph = "missing-glyph",
    /// The layout, or the article in this layout, cannot be typeset.
    Layout = "layout",
    /// A standard is not claimed for the PDF, and why.
    PdfClaim = "pdf-claim",
    /// The EPUB cannot be assembled.
    Epub = "epub",
}

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
}

impl Report {
    /// An empty report in which a problem is a warning.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty report in which a problem is an error.
    pub fn strict() -> Self {
        Self {
            strict: true,
            ..Self::default()
        }
    }

    /// The findings, in the order of finding.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The findings in the order of their places in `source`; those without a place last.
    pub fn by_place(&self, source: &Source) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.diagnostics.iter().collect();
        sorted.sort_by_key(|found| found.place(source).map_or(usize::MAX, |place| place.start));
        sorted
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
        if let Some(last) = self.diagnostics.last_mut() {
            last.words = Some(words.into());
        }
    }

    /// Adds an instruction to the latest finding.
    pub fn hint(&mut self, hint: impl Into<String>) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.hints.push(hint.into());
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
        self.diagnostics.push(Diagnostic {
            severity,
            code,
            span,
            words: None,
            message,
            hints: Vec::new(),
        });
    }
}
