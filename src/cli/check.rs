//! `pamphlet check`: what an article's author should know, without making anything, and
//! what is wrong with a finished book.

use super::Exit;
use super::messages::{Format, Messages};
use super::options::{date, lang};
use clap::Args;
use pamphlet::batch::Houses;
use pamphlet::checker::CheckOptions;
use pamphlet::diagnostic::Code;
use pamphlet::model::Date;
use pamphlet::{Files, Report, ResolveOptions, Source};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Check articles without rendering them, or finished books
///
/// Reads each FILE, and every Markdown file in and below a folder, and prints what an
/// author should know, then one line a file. A FILE may be a house file, too, or an EPUB,
/// whoever made it: what EPUBCheck and Ace pass over is told with its file, line and column
/// in the book. `pamphlet explain CODE` says more about a finding. Ends with 1 if there was
/// an error, else with 0.
#[derive(Args)]
pub(super) struct Check {
    /// Articles in Markdown, or folders with some; EPUBs; house files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The house file of all articles. Without it each article has the `house.yml` or
    /// `_brand.yml` beside it, if there is one
    #[arg(long, value_name = "FILE")]
    house: Option<PathBuf>,
    /// The date of articles that name none: 2025-06-01, 2025-06 or 2025
    #[arg(long, value_parser = date)]
    date: Option<Date>,
    /// The language of articles that name none, for instance en-GB
    #[arg(long, value_name = "TAG", value_parser = lang)]
    lang: Option<String>,
    /// Treat problems in the content as errors
    #[arg(long)]
    strict: bool,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: Format,
}

impl Check {
    pub(super) fn run(self) -> Exit {
        let messages = Messages::new(self.message_format);
        let mut files = Vec::new();
        let mut seen = BTreeSet::new();
        for path in &self.files {
            let found = if path.is_dir() {
                articles_in(path)
            } else {
                vec![path.clone()]
            };
            if found.is_empty() {
                messages.usage(&format!("there is no Markdown file in `{}`", path.display()));
                return Exit::Usage;
            }
            // A shell's pattern may name a folder and the files in it.
            files.extend(found.into_iter().filter(|file| seen.insert(file.clone())));
        }
        let options = ResolveOptions {
            date: self.date,
            lang: self.lang,
            attach_source: false,
        };
        let mut houses = match Houses::new(self.house.as_deref(), None, Vec::new(), self.strict) {
            Ok(houses) => houses,
            Err(message) => {
                messages.usage(&message);
                return Exit::Usage;
            }
        };
        let mut exit = Exit::Done;
        for file in &files {
            if is_house(file) {
                let (source, report) = houses.check(file);
                messages.report(&source, &report);
                messages.summary(&source, &report);
                if report.check().is_err() {
                    exit = Exit::ArticleFailed;
                }
                continue;
            }
            let is_book = has_extension(file, &["epub"]);
            let mut report = Report::with(self.strict);
            let source = if is_book {
                check_book(file, &mut report)
            } else {
                check(file, &options, &mut houses, &mut report)
            };
            messages.houses(&mut houses);
            messages.report(&source, &report);
            messages.summary(&source, &report);
            if report.check().is_err() {
                exit = Exit::ArticleFailed;
            }
        }
        exit
    }
}

fn check(file: &Path, options: &ResolveOptions, houses: &mut Houses, report: &mut Report) -> Source {
    match pamphlet::files::read_source(file) {
        Ok(source) => {
            let files = Files::beside(file);
            // What went wrong is in the report, and nothing else is wanted. The article is
            // looked at even where its house cannot be used.
            let article = match houses.of(file, report) {
                Ok((Some(house), press)) => {
                    let article =
                        pamphlet::understand_with(Some(house), None, &source, &files, options, report);
                    article.map(|article| press.check(&article, report))
                }
                Ok((None, _)) | Err(_) => pamphlet::understand(&source, &files, options, report).map(drop),
            };
            drop(article);
            source
        }
        Err(error) => {
            report.error(Code::File, None, format!("cannot read the article: {error}"));
            Source::new(file.display().to_string(), "")
        }
    }
}

/// Judges a finished book. Its findings stand in its files, so no source is shown beside them.
fn check_book(file: &Path, report: &mut Report) -> Source {
    let options = CheckOptions { today: today() };
    match pamphlet::files::read_source(file) {
        Ok(book) => pamphlet::checker::check(&book, &options, report),
        Err(error) => drop(report.error(Code::File, None, format!("cannot read the book: {error}"))),
    }
    Source::new(file.display().to_string(), "")
}

/// The day, in Greenwich; a build that is to be the same on every day names it as
/// `SOURCE_DATE_EPOCH` does.
fn today() -> Option<Date> {
    let told = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|told| told.parse().ok());
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = told.or_else(|| since.ok().and_then(|since| i64::try_from(since.as_secs()).ok()))?;
    let day = chrono::DateTime::from_timestamp(seconds, 0)?.date_naive();
    Date::parse(&day.to_string())
}

/// The Markdown files in and below a folder, sorted. What begins with a dot is hidden, and
/// links are not followed: they may lead in a circle, or to any file of this machine.
fn articles_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if is_folder {
                folders.push(path);
            } else if is_file && is_markdown(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Whether a file is a house's own: no article ends so.
fn is_house(path: &Path) -> bool {
    has_extension(path, &["yml", "yaml"])
}

fn is_markdown(path: &Path) -> bool {
    has_extension(path, &["md", "markdown"])
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().unwrap_or_default();
    known.iter().any(|known| extension.eq_ignore_ascii_case(known))
}
