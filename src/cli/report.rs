//! `pamphlet report`: what a batch came to.

use super::Exit;
use super::messages::{Format, Messages};
use clap::Args;
use pamphlet::batch::summary::{self, Links, Summary};
use pamphlet::files::write_whole;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Summarize the results of batches
///
/// Reads the results of one batch, or of all parts of one, and prints how many papers fared how,
/// what was found, what took longest, what must be looked at and what was not made. Of a paper
/// in several files the result counts that ended last; papers are told apart by their ids.
///
/// A batch writes the paths of files as its user named them, so call this from the folder where
/// the batch was called: links in the page lead from the page's own folder to the files as they
/// lie from here.
///
/// Ends with 0, with 2 if nothing can be read and with 75 if a file cannot be written.
#[derive(Args)]
pub(super) struct Report {
    /// Files of results, or folders with results*.jsonl
    #[arg(value_name = "RESULTS", default_value = "out")]
    results: Vec<PathBuf>,
    /// Write a row a paper as comma-separated values (RFC 4180, UTF-8 with its mark). A cell
    /// that a spreadsheet would take for a formula has an apostrophe in front
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write a page of HTML that stands by itself
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// How to print the summary: as tables, or as one JSON object
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Report {
    pub(super) fn run(self) -> Exit {
        let messages = Messages::new(Format::Human);
        let gathered = summary::gather(&self.results);
        for refused in &gathered.refused {
            messages.usage(&format!(
                "cannot read the results `{}`: {}",
                refused.path.display(),
                refused.reason
            ));
        }
        if gathered.read.is_empty() {
            return Exit::Usage;
        }
        let summary = Summary::of(&gathered);
        let text = match self.format {
            Format::Human => summary::table(&summary),
            Format::Json => serde_json::json!(summary).to_string() + "\n",
        };
        // A reader that has gone away is no reason to panic.
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
        let mut files: Vec<(&Path, Vec<u8>)> = Vec::new();
        if let Some(path) = &self.csv {
            files.push((path, summary::csv(&gathered.outcomes)));
        }
        if let Some(path) = &self.html {
            let here = match std::env::current_dir() {
                Ok(here) => here,
                Err(error) => {
                    messages.usage(&format!("cannot tell the current folder: {error}"));
                    return Exit::Environment;
                }
            };
            let links = Links::new(&here, path.parent().unwrap_or(Path::new("")));
            files.push((path, summary::page(&summary, &gathered.outcomes, &links)));
        }
        let mut exit = Exit::Done;
        for (path, bytes) in files {
            if let Err(error) = write_whole(path, &bytes, None) {
                messages.usage(&format!("cannot write `{}`: {error}", path.display()));
                exit = Exit::Environment;
            }
        }
        exit
    }
}
