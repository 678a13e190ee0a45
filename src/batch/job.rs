//! What is asked of a worker and what it answers, one JSON object a line; what it answers of
//! a paper is also the paper's line in `results.jsonl`. Keys are only ever added.

use crate::backend::Held;
use crate::diagnostic::{Code, Finding, Report, Severity, Source};
use crate::files::{Seen, Stamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::path::PathBuf;

/// One paper to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// Its name in the batch; the answer has it too.
    pub id: String,
    /// The article's file.
    pub source: PathBuf,
    /// Where its files go: this path with an ending for each.
    pub stem: PathBuf,
    /// What to write, in the words of `--to`.
    #[serde(default = "usual_outputs")]
    pub to: Vec<String>,
    /// A layout's name or folder for this paper, whatever it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Its house file; without it, the one beside the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub house: Option<PathBuf>,
    /// The date if the article names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The language if the article names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Whether the article's file goes into the PDF.
    #[serde(default)]
    pub attach_source: bool,
    /// Whether problems are errors.
    #[serde(default)]
    pub strict: bool,
    /// Whether an article that calls itself a draft is made.
    #[serde(default = "yes")]
    pub drafts: bool,
    /// Folders with faces besides the built-in ones.
    #[serde(default)]
    pub font_paths: Vec<PathBuf>,
    /// Whether the faces of this machine are used.
    #[serde(default)]
    pub system_fonts: bool,
    /// Fields that count in place of the article's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front_matter: Option<Box<RawValue>>,
    /// Where those stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front_matter_at: Option<Origin>,
    /// A folder on the same disk for files that are being written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<PathBuf>,
}

/// A place in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The manifest, as the user names it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

fn usual_outputs() -> Vec<String> {
    vec!["pdf".to_owned(), "epub".to_owned()]
}

fn yes() -> bool {
    true
}

/// How a paper fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// It was made, and at most notes were taken.
    Ok,
    /// It was made, with warnings.
    Warning,
    /// It was made, but something that the author wrote is not on the page as it should be,
    /// or the book fails a check: a person must look at it.
    NeedsReview,
    /// It was not made: an error in its content, its house or its files.
    Error,
    /// It took longer than a paper may.
    Timeout,
    /// It wanted more memory than a paper may.
    OutOfMemory,
    /// It brought its worker down.
    Crash,
    /// It calls itself a draft and was left out.
    Draft,
}

impl Class {
    /// Every class, from the best to the worst, drafts last.
    pub const ALL: [Class; 8] = [
        Class::Ok,
        Class::Warning,
        Class::NeedsReview,
        Class::Error,
        Class::Timeout,
        Class::OutOfMemory,
        Class::Crash,
        Class::Draft,
    ];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Ok => "ok",
            Class::Warning => "warning",
            Class::NeedsReview => "needs-review",
            Class::Error => "error",
            Class::Timeout => "timeout",
            Class::OutOfMemory => "out-of-memory",
            Class::Crash => "crash",
            Class::Draft => "draft",
        }
    }

    /// Whether the paper's files were not made.
    pub fn is_failure(self) -> bool {
        match self {
            Class::Ok | Class::Warning | Class::NeedsReview | Class::Draft => false,
            Class::Error | Class::Timeout | Class::OutOfMemory | Class::Crash => true,
        }
    }

    /// The class of a paper that was made, by what was found.
    pub(super) fn of(report: &Report) -> Self {
        let warnings = || {
            report
                .diagnostics()
                .iter()
                .filter(|found| found.severity == Severity::Warning)
        };
        if warnings().any(|found| is_gap(found.code)) {
            Class::NeedsReview
        } else if warnings().next().is_some() {
            Class::Warning
        } else {
            Class::Ok
        }
    }
}

/// Whether a warning means that something the author wrote is missing, replaced by a
/// placeholder, or leads nowhere; or that the finished book fails a check of ours. The other
/// warnings are about what could be better, or about a claim withheld.
pub(super) fn is_gap(code: Code) -> bool {
    let lost = [
        Code::Attachment,
        Code::Bibliography,
        Code::CitationStyle,
        Code::HtmlDropped,
        Code::Math,
        Code::MissingGlyph,
        Code::MissingNote,
        Code::MissingTarget,
        Code::MissingWork,
        Code::Nesting,
        Code::NoBibliography,
        Code::Picture,
        Code::TableRow,
        Code::Template,
        Code::UnsafeLink,
    ];
    lost.contains(&code) || (code.as_str().starts_with("book-") && code != Code::BookClaim)
}

/// One file of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// How long it is.
    pub bytes: u64,
    /// SHA-256 of it, as `sha256sum` prints it.
    pub sha256: String,
    /// What it was held to.
    pub verdicts: Vec<Held>,
}

/// How often each weight was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

/// How one paper fared: its line in `results.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its name in the batch.
    pub id: String,
    /// The article's file.
    pub source: PathBuf,
    /// How it fared.
    pub class: Class,
    /// Its title, if it was understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// How many pages its PDF has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// How many words its text has (characters, for languages without spaces between words).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<usize>,
    /// Its files.
    #[serde(default)]
    pub files: Vec<Written>,
    /// How often each weight was found.
    #[serde(default)]
    pub counts: Counts,
    /// What was found, the heaviest first; of very many, the first 100.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Why it was not made, where that is no finding: a crash, a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// How long it took.
    #[serde(default)]
    pub seconds: f64,
    /// The most memory that its worker had while at it, in bytes, where the system tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_memory: Option<u64>,
    /// The version of Pamphlet.
    #[serde(default)]
    pub version: String,
    /// When it ended, as RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<String>,
}

/// How many findings of one paper are written out.
const MOST_FINDINGS: usize = 100;

impl Outcome {
    /// The outcome of a paper that has none yet, or whose worker never told.
    pub fn new(job: &Job, class: Class) -> Self {
        Self {
            id: job.id.clone(),
            source: job.source.clone(),
            class,
            title: None,
            lang: None,
            pages: None,
            words: None,
            files: Vec::new(),
            counts: Counts::default(),
            findings: Vec::new(),
            message: None,
            seconds: 0.0,
            peak_memory: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            finished: None,
        }
    }

    pub(super) fn tell(&mut self, source: &Source, report: &Report) {
        self.counts = Counts {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            notes: report.count(Severity::Note),
        };
        let lines = source.lines();
        let mut sorted = report.by_place(source);
        // Stable: within a weight by place.
        sorted.sort_by_key(|found| std::cmp::Reverse(found.severity));
        let told = sorted.into_iter().take(MOST_FINDINGS);
        self.findings = told.map(|found| Finding::of(source, &lines, found)).collect();
    }
}

/// What a worker says of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// How it fared.
    pub outcome: Outcome,
    /// The files that it was made from, the source among them, as they were then.
    #[serde(default)]
    pub seen: Vec<Seen>,
    /// What the disk says of each of the outcome's files.
    #[serde(default)]
    pub stamps: Vec<Stamp>,
    /// Why nothing can be written here, whatever the paper: a full disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
}
