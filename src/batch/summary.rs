//! What a batch came to: results files go in, out comes one [`Summary`], told as a [`table`] on
//! a terminal, as a sheet of comma-separated values ([`csv`]) and as a [`page`] of HTML.
//!
//! ```text
//! results.jsonl, results-2-of-7.jsonl … ── gather ──▶ outcomes ── Summary::of ──▶ Summary
//!                                                        └──────────┬───────────────┘
//!                                                           table, csv, page
//! ```
//!
//! Only [`gather`] opens files; the rest is text made from values, the same whenever it is made.
//! To tell one thing more: a field here, and a place for it in `table.rs` and `page.rs`.

mod csv;
mod figures;
mod gather;
mod links;
mod page;
mod table;

pub use csv::csv;
pub use gather::{Gathered, Read, Refused, WrongLine, gather};
pub use links::Links;
pub use page::page;
pub use table::table;

use super::job::{Class, Outcome, is_gap};
use crate::backend::Output;
use crate::diagnostic::{Code, Finding, Severity};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a batch came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// How many papers there are.
    pub papers: usize,
    /// How many fared how: every class, from the best to the worst.
    pub classes: Vec<ByClass>,
    /// What was found how often: the heaviest first, then what most papers have.
    pub codes: Vec<ByCode>,
    /// How many findings are counted in their papers' lines but not written out there, so that
    /// `codes` does not have them.
    pub unlisted: usize,
    /// What it comes to together.
    pub totals: Totals,
    /// How long a paper took, in seconds; drafts that were left out aside.
    pub seconds: Option<Spread<f64>>,
    /// How much memory its worker had at most, in bytes, where the system told.
    pub peak_memory: Option<Spread<u64>>,
    /// Which standards the files claim, and how many books pass their own checks.
    pub checks: Checks,
    /// The papers that were not made, each with the reason; by class, then by id.
    pub failed: Vec<Told>,
    /// The papers that a person must look at, each with what is missing; by id.
    pub needs_review: Vec<Told>,
    /// The papers that took longest, the slowest first.
    pub slowest: Vec<Entry>,
    /// The papers whose files are largest.
    pub largest: Vec<Entry>,
    /// The papers that wanted most memory.
    pub hungriest: Vec<Entry>,
    /// When the first paper ended, as RFC 3339 in UTC.
    pub first: Option<String>,
    /// When the last one did.
    pub last: Option<String>,
    /// How many papers each version of Pamphlet made.
    pub versions: BTreeMap<String, usize>,
    /// Where all this comes from.
    pub read: Vec<Read>,
    /// What was named and could not be read.
    pub refused: Vec<Refused>,
}

/// How many papers fared in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ByClass {
    /// How.
    pub class: Class,
    /// How many.
    pub papers: usize,
}

/// How often one kind of finding was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ByCode {
    /// What kind.
    pub code: Code,
    /// How much it weighed: in strict batches warnings are errors.
    pub severity: Severity,
    /// In how many papers.
    pub papers: usize,
    /// How often.
    pub findings: usize,
    /// One of them, with a place if any has one.
    pub example: Finding,
    /// The id of the paper that has it.
    pub paper: String,
}

/// What papers come to together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Pages of PDFs.
    pub pages: usize,
    /// Words; characters, for languages without spaces between words.
    pub words: usize,
    /// Files.
    pub files: usize,
    /// What they weigh.
    pub bytes: u64,
    /// How long workers were at it, in seconds, one after the other.
    pub seconds: f64,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

/// How a measure is spread over papers: each value is one that a paper has.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread<T> {
    /// Half of the papers have no more.
    pub median: T,
    /// 95 of 100 papers have no more.
    pub p95: T,
    /// None has more.
    pub most: T,
}

/// What files claim and keep.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Checks {
    /// How many PDFs there are, those for a press aside.
    pub pdfs: usize,
    /// How many of them claim PDF/UA-1.
    pub pdf_ua_1: usize,
    /// How many of them claim PDF/A-2a.
    pub pdf_a_2a: usize,
    /// How many books there are.
    pub books: usize,
    /// How many of them pass all of their own checks.
    pub books_passed: usize,
    /// Every standard that files claim, with their number: what stands above is here, too.
    pub claims: BTreeMap<String, usize>,
    /// The rules that books break, by the code of their findings, with the number of books.
    pub broken: BTreeMap<String, usize>,
}

/// One paper in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its name in the batch.
    pub id: String,
    /// The article's file.
    pub source: PathBuf,
    /// Its title, if it was understood.
    pub title: Option<String>,
    /// Its language.
    pub lang: Option<String>,
    /// How it fared.
    pub class: Class,
    /// How many pages its PDF has.
    pub pages: Option<usize>,
    /// How many words its text has.
    pub words: Option<usize>,
    /// Its files.
    pub files: Vec<PathBuf>,
    /// What they weigh together.
    pub bytes: u64,
    /// How long it took.
    pub seconds: f64,
    /// How much memory its worker had at most, in bytes.
    pub peak_memory: Option<u64>,
}

/// A paper with what keeps it from being fine.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Which.
    #[serde(flatten)]
    pub entry: Entry,
    /// Why it was not made, where that is no finding.
    pub message: Option<String>,
    /// The errors; of a paper that was made, what is missing in it.
    pub findings: Vec<Finding>,
}

/// How many papers the lists of the slowest and the largest have.
const LONG_LIST: usize = 20;
/// How many those that wanted most memory are.
const SHORT_LIST: usize = 10;

impl Summary {
    /// What was gathered comes to this.
    pub fn of(gathered: &Gathered) -> Self {
        let outcomes = &gathered.outcomes;
        let listed: usize = outcomes.iter().map(|outcome| outcome.findings.len()).sum();
        let totals = Totals::of(outcomes);
        let counted = totals.errors.saturating_add(totals.warnings);
        let counted = counted.saturating_add(totals.notes);
        let tried = || outcomes.iter().filter(|outcome| outcome.class != Class::Draft);
        let mut ended: Vec<&str> = outcomes.iter().filter_map(|o| o.finished.as_deref()).collect();
        ended.sort_unstable();
        let mut versions = BTreeMap::new();
        for outcome in outcomes {
            *versions.entry(outcome.version.clone()).or_default() += 1;
        }
        let mut failed = told(outcomes, Class::is_failure, |found| {
            found.severity == Severity::Error
        });
        failed.sort_by_key(|told| told.entry.class);
        Self {
            papers: outcomes.len(),
            classes: Class::ALL.map(|class| ByClass::of(class, outcomes)).to_vec(),
            codes: by_code(outcomes),
            unlisted: counted.saturating_sub(listed),
            totals,
            seconds: Spread::of(tried().map(|outcome| outcome.seconds), f64::total_cmp),
            peak_memory: Spread::of(tried().filter_map(|outcome| outcome.peak_memory), u64::cmp),
            checks: Checks::of(outcomes),
            failed,
            needs_review: told(
                outcomes,
                |class| class == Class::NeedsReview,
                |found| found.severity == Severity::Warning && is_gap(found.code),
            ),
            slowest: most(
                outcomes,
                LONG_LIST,
                |o| (o.seconds > 0.0).then_some(o.seconds),
                f64::total_cmp,
            ),
            largest: most(
                outcomes,
                LONG_LIST,
                |o| Some(bytes(o)).filter(|&bytes| bytes > 0),
                u64::cmp,
            ),
            hungriest: most(outcomes, SHORT_LIST, |o| o.peak_memory, u64::cmp),
            first: ended.first().map(|&time| time.to_owned()),
            last: ended.last().map(|&time| time.to_owned()),
            versions,
            read: gathered.read.clone(),
            refused: gathered.refused.clone(),
        }
    }

    /// How many papers were not made.
    pub fn failures(&self) -> usize {
        self.failed.len()
    }

    /// How many lines of results could not be used.
    pub fn wrong_lines(&self) -> usize {
        self.read.iter().map(|read| read.wrong_lines).sum()
    }
}

impl ByClass {
    fn of(class: Class, outcomes: &[Outcome]) -> Self {
        let papers = outcomes.iter().filter(|outcome| outcome.class == class).count();
        Self { class, papers }
    }
}

impl Totals {
    /// Sums that a wrong number in a file cannot bring to overflow.
    fn of(outcomes: &[Outcome]) -> Self {
        let mut totals = Self::default();
        let add = |sum: &mut usize, value: usize| *sum = sum.saturating_add(value);
        for outcome in outcomes {
            add(&mut totals.pages, outcome.pages.unwrap_or_default());
            add(&mut totals.words, outcome.words.unwrap_or_default());
            add(&mut totals.files, outcome.files.len());
            add(&mut totals.errors, outcome.counts.errors);
            add(&mut totals.warnings, outcome.counts.warnings);
            add(&mut totals.notes, outcome.counts.notes);
            totals.bytes = totals.bytes.saturating_add(bytes(outcome));
            totals.seconds += outcome.seconds;
        }
        totals
    }
}

impl<T: Copy> Spread<T> {
    /// By the nearest rank, so that each value is one that occurs; `None` of nothing.
    fn of(values: impl Iterator<Item = T>, order: fn(&T, &T) -> std::cmp::Ordering) -> Option<Self> {
        let mut values: Vec<T> = values.collect();
        values.sort_by(order);
        let rank = |hundredths: usize| (values.len() * hundredths).div_ceil(100).saturating_sub(1);
        Some(Self {
            median: *values.get(rank(50))?,
            p95: *values.get(rank(95))?,
            most: *values.last()?,
        })
    }
}

impl Checks {
    fn of(outcomes: &[Outcome]) -> Self {
        let mut checks = Self::default();
        for file in outcomes.iter().flat_map(|outcome| &outcome.files) {
            let kind = kind(&file.path);
            let (is_pdf, is_book) = (kind == Some(Output::Pdf), kind == Some(Output::Epub));
            checks.pdfs += usize::from(is_pdf);
            checks.books += usize::from(is_book);
            for held in &file.verdicts {
                match (held.to.as_str(), held.passed) {
                    ("book", passed) => checks.books_passed += usize::from(passed),
                    (to, true) => *checks.claims.entry(to.to_owned()).or_default() += 1,
                    (to, false) => *checks.broken.entry(to.to_owned()).or_default() += 1,
                }
            }
        }
        let claimed = |to: &str| checks.claims.get(to).copied().unwrap_or_default();
        (checks.pdf_ua_1, checks.pdf_a_2a) = (claimed("PDF/UA-1"), claimed("PDF/A-2a"));
        checks
    }
}

impl Entry {
    /// A paper as lists have it.
    fn of(outcome: &Outcome) -> Self {
        Self {
            id: outcome.id.clone(),
            source: outcome.source.clone(),
            title: outcome.title.clone(),
            lang: outcome.lang.clone(),
            class: outcome.class,
            pages: outcome.pages,
            words: outcome.words,
            files: outcome.files.iter().map(|file| file.path.clone()).collect(),
            bytes: bytes(outcome),
            seconds: outcome.seconds,
            peak_memory: outcome.peak_memory,
        }
    }
}

/// What the files of a paper weigh.
fn bytes(outcome: &Outcome) -> u64 {
    let each = outcome.files.iter().map(|file| file.bytes);
    each.fold(0, u64::saturating_add)
}

/// What kind of file it is, by its name: of the endings that fit the longest.
fn kind(path: &Path) -> Option<Output> {
    let name = path.file_name()?.to_str()?;
    let fits = |output: &&Output| {
        let stem = name.strip_suffix(output.extension());
        stem.is_some_and(|stem| stem.ends_with('.'))
    };
    let all = Output::ALL.iter().filter(fits);
    all.max_by_key(|output| output.extension().len()).copied()
}

fn by_code(outcomes: &[Outcome]) -> Vec<ByCode> {
    let mut found: BTreeMap<(Severity, Code), ByCode> = BTreeMap::new();
    for outcome in outcomes {
        let mut in_paper = BTreeSet::new();
        for finding in &outcome.findings {
            let kind = (finding.severity, finding.code);
            let count = found.entry(kind).or_insert_with(|| ByCode {
                code: finding.code,
                severity: finding.severity,
                papers: 0,
                findings: 0,
                example: finding.clone(),
                paper: outcome.id.clone(),
            });
            count.findings += 1;
            count.papers += usize::from(in_paper.insert(kind));
            if count.example.line.is_none() && finding.line.is_some() {
                count.example = finding.clone();
                count.paper = outcome.id.clone();
            }
        }
    }
    let mut sorted: Vec<_> = found.into_values().collect();
    sorted.sort_by_key(|count| {
        let often = (count.severity, count.papers, count.findings);
        (Reverse(often), count.code)
    });
    sorted
}

fn told(
    outcomes: &[Outcome],
    is_told: impl Fn(Class) -> bool,
    counts: impl Fn(&Finding) -> bool,
) -> Vec<Told> {
    let chosen = outcomes.iter().filter(|outcome| is_told(outcome.class));
    let told = chosen.map(|outcome| Told {
        entry: Entry::of(outcome),
        message: outcome.message.clone(),
        findings: outcome.findings.iter().filter(|f| counts(f)).cloned().collect(),
    });
    told.collect()
}

/// The papers with the most of a measure; of equals, in the order of their ids.
fn most<T>(
    outcomes: &[Outcome],
    count: usize,
    measure: impl Fn(&Outcome) -> Option<T>,
    order: fn(&T, &T) -> std::cmp::Ordering,
) -> Vec<Entry> {
    let measured = outcomes
        .iter()
        .filter_map(|outcome| Some((measure(outcome)?, outcome)));
    let mut sorted: Vec<_> = measured.collect();
    sorted.sort_by(|(a, _), (b, _)| order(b, a));
    sorted.truncate(count);
    sorted
        .into_iter()
        .map(|(_, outcome)| Entry::of(outcome))
        .collect()
}
