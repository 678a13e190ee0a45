//! Results files go in, one outcome a paper comes out: of several lines of a paper in a file the
//! last counts, of several files the one in which it ended last. What is no result is counted,
//! with its line, and costs only itself.

use crate::batch::job::Outcome;
use crate::batch::ledger::Lines;
use crate::diagnostic::Finding;
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};

/// What was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gathered {
    /// How each paper fared, by id.
    pub outcomes: Vec<Outcome>,
    /// Each file, in the order in which they were named.
    pub read: Vec<Read>,
    /// What was named and could not be read.
    pub refused: Vec<Refused>,
}

/// A file of results.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Read {
    /// Where.
    pub path: PathBuf,
    /// How many papers it has.
    pub papers: usize,
    /// How many lines of it are no results.
    pub wrong_lines: usize,
    /// The first of them.
    pub wrong: Vec<WrongLine>,
    /// Whether its last line has no end: it is being written, or what wrote it was killed.
    pub is_torn: bool,
    /// How many findings in it are of a kind that this version does not know.
    pub unknown_findings: usize,
}

/// A line that is no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrongLine {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// What.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

/// How many wrong lines of a file are told.
const MOST_WRONG: usize = 10;
/// What else a batch prints where it prints results, with `--message-format json`.
const EVENTS: [&str; 4] = ["planned", "began", "ended", "diagnostic"];

/// Reads results: files, and of folders those whose names are `results….jsonl`.
pub fn gather(named: &[PathBuf]) -> Gathered {
    let mut gathered = Gathered::default();
    let mut outcomes: BTreeMap<String, Outcome> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for path in named {
        let files = match files(path) {
            Ok(files) => files,
            Err(reason) => {
                gathered.refuse(path, reason);
                continue;
            }
        };
        for file in files {
            // A shell's pattern may name a folder and the files in it.
            if !seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())) {
                continue;
            }
            match read(&file) {
                Ok((read, latest)) => {
                    gathered.read.push(read);
                    latest
                        .into_values()
                        .for_each(|outcome| take(&mut outcomes, outcome));
                }
                Err(error) => gathered.refuse(&file, error.to_string()),
            }
        }
    }
    gathered.outcomes = outcomes.into_values().collect();
    gathered
}

impl Gathered {
    fn refuse(&mut self, path: &Path, reason: String) {
        self.refused.push(Refused {
            path: path.to_owned(),
            reason,
        });
    }
}

/// # Errors
///
/// Why there are none.
fn files(path: &Path) -> Result<Vec<PathBuf>, String> {
    let about = std::fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        _ => error.to_string(),
    })?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|error| error.to_string())?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_results(path))
        .collect();
    if found.is_empty() {
        return Err("no results are in it (`results.jsonl`, `results-1-of-4.jsonl`)".to_owned());
    }
    found.sort();
    Ok(found)
}

fn is_results(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("results") && name.ends_with(".jsonl") && path.is_file()
}

fn read(path: &Path) -> io::Result<(Read, HashMap<String, Outcome>)> {
    let mut read = Read {
        path: path.to_owned(),
        ..Read::default()
    };
    let mut latest = HashMap::new();
    let mut lines = Lines::open(path)?;
    while let Some(line) = lines.next()? {
        match understand(line) {
            Line::Result(outcome, unknown) => {
                read.unknown_findings += unknown;
                latest.insert(outcome.id.clone(), *outcome);
            }
            Line::Aside => {}
            Line::Wrong(reason) => {
                read.wrong_lines += 1;
                if read.wrong.len() < MOST_WRONG {
                    let line = lines.count;
                    read.wrong.push(WrongLine { line, reason });
                }
            }
        }
    }
    read.is_torn = lines.is_torn;
    read.papers = latest.len();
    Ok((read, latest))
}

enum Line {
    /// A result, and how many of its findings were left out as unknown.
    Result(Box<Outcome>, usize),
    /// An empty line, or another event of a batch.
    Aside,
    /// Neither.
    Wrong(String),
}

fn understand(line: &[u8]) -> Line {
    if line.trim_ascii().is_empty() {
        return Line::Aside;
    }
    let error = match serde_json::from_slice::<Outcome>(line) {
        Ok(outcome) => return Line::Result(Box::new(outcome), 0),
        Err(error) => error,
    };
    let Ok(mut value) = serde_json::from_slice::<Value>(line) else {
        return Line::Wrong(format!("no JSON, {}", plain(&error)));
    };
    let kind = value.get("type").and_then(Value::as_str);
    if kind.is_some_and(|kind| EVENTS.contains(&kind)) {
        return Line::Aside;
    }
    // A newer version may know more kinds of findings; what else it says counts.
    let mut unknown = 0;
    if let Some(findings) = value.get_mut("findings").and_then(Value::as_array_mut) {
        findings.retain(|finding| {
            let is_known = serde_json::from_value::<Finding>(finding.clone()).is_ok();
            unknown += usize::from(!is_known);
            is_known
        });
    }
    match serde_json::from_value::<Outcome>(value) {
        Ok(outcome) if unknown > 0 => Line::Result(Box::new(outcome), unknown),
        Ok(_) | Err(_) => Line::Wrong(format!("no result, {}", plain(&error))),
    }
}

/// What is wrong, without the place: that counts within the line.
fn plain(error: &serde_json::Error) -> String {
    let mut told = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    if told.ends_with(&place) {
        told.truncate(told.len() - place.len());
    }
    told
}

/// Takes an outcome if none of the same paper ended later.
fn take(outcomes: &mut BTreeMap<String, Outcome>, outcome: Outcome) {
    let is_newer = outcomes
        .get(&outcome.id)
        .is_none_or(|other| ended(&outcome) >= ended(other));
    if is_newer {
        outcomes.insert(outcome.id.clone(), outcome);
    }
}

/// When it ended; what does not tell is older than what does.
fn ended(outcome: &Outcome) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(outcome.finished.as_deref()?).ok()
}
