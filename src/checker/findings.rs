//! What is found in a book, gathered by family and told in the order of its files.

use super::rules::Subject;
use super::tree::Document;
use crate::diagnostic::{Code, Elsewhere, Lines, Report, Severity, Source};
use std::collections::BTreeMap;

/// How many findings of one code a book is told: whoever mends these has found the rest.
const MOST: usize = 200;

/// Something found in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind it is; its weight is the code's usual one.
    pub code: Code,
    /// Where, with the file's path inside the book; `None` if the book as a whole is meant.
    pub place: Option<Elsewhere>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Finding {
    /// Writes it into a report, where the places of a book named `name` begin with its name.
    pub fn tell(&self, name: &str, report: &mut Report) {
        match self.code.severity() {
            Severity::Error => drop(report.error(self.code, None, &*self.message)),
            Severity::Warning => report.problem(self.code, None, &*self.message),
            Severity::Note => report.note(self.code, None, &*self.message),
        }
        if let Some(place) = &self.place {
            let file = format!("{name}/{}", place.file);
            report.elsewhere(Elsewhere {
                file,
                ..place.clone()
            });
        }
        report.hint(&*self.hint);
    }
}

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<Found>,
    counts: BTreeMap<Code, usize>,
    examined: BTreeMap<Subject, usize>,
}

#[derive(Debug)]
struct Found {
    code: Code,
    /// The file and the byte in it, where one is meant.
    place: Option<(String, usize)>,
    message: String,
    hint: String,
}

impl Findings {
    /// Says that so many things of a kind were looked at.
    pub fn examined(&mut self, subject: Subject, count: usize) {
        if count > 0 {
            *self.examined.entry(subject).or_default() += count;
        }
    }

    /// How many things of each kind were looked at.
    pub fn counts_of_subjects(&mut self) -> BTreeMap<Subject, usize> {
        std::mem::take(&mut self.examined)
    }

    /// Something about a place in a document.
    pub fn at(
        &mut self,
        code: Code,
        document: &Document<'_>,
        offset: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.in_file(code, document.path, offset, message, hint);
    }

    /// Something about a place in a file.
    pub fn in_file(
        &mut self,
        code: Code,
        path: &str,
        offset: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.push(code, Some((path.to_owned(), offset)), message.into(), hint.into());
    }

    /// Something about a file as a whole.
    pub fn of_file(&mut self, code: Code, path: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.in_file(code, path, 0, message, hint);
    }

    /// Something about the book as a whole.
    pub fn of_book(&mut self, code: Code, message: impl Into<String>, hint: impl Into<String>) {
        self.push(code, None, message.into(), hint.into());
    }

    fn push(&mut self, code: Code, place: Option<(String, usize)>, message: String, hint: String) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= MOST {
            self.found.push(Found {
                code,
                place,
                message,
                hint,
            });
        }
    }

    /// The findings with lines and columns: the book's own first, then those of each file in
    /// the order of `files`, which holds the text of every file that was read.
    pub fn placed(self, files: &[(String, String)]) -> Vec<Finding> {
        let order: BTreeMap<&str, usize> = files.iter().map(|(path, _)| path.as_str()).zip(1..).collect();
        let rank = |found: &Found| {
            found.place.as_ref().map(|(path, offset)| {
                (
                    order.get(path.as_str()).copied().unwrap_or(0),
                    path.clone(),
                    *offset,
                )
            })
        };
        let mut found = self.found;
        found.sort_by_cached_key(rank);
        let mut sources: BTreeMap<String, Source> = BTreeMap::new();
        for (path, _) in found.iter().filter_map(|found| found.place.as_ref()) {
            if let Some(&at) = order.get(path.as_str()) {
                sources
                    .entry(path.clone())
                    .or_insert_with(|| Source::new(path.clone(), files[at - 1].1.as_str()));
            }
        }
        let lines: BTreeMap<&str, Lines<'_>> = sources
            .iter()
            .map(|(path, source)| (path.as_str(), source.lines()))
            .collect();
        found
            .into_iter()
            .map(|found| Finding {
                code: found.code,
                place: found.place.map(|(path, offset)| match lines.get(path.as_str()) {
                    Some(lines) => placed(&path, lines, &sources[&path].bytes, offset),
                    None => Elsewhere::new(path, "", 0),
                }),
                message: found.message,
                hint: found.hint,
            })
            .collect()
    }
}

fn placed(path: &str, lines: &Lines<'_>, bytes: &[u8], offset: usize) -> Elsewhere {
    let (line, column) = lines.line_column(offset);
    let offset = offset.min(bytes.len());
    let start = bytes[..offset]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    let end = bytes[offset..].iter().position(|&byte| byte == b'\n');
    let end = end.map_or(bytes.len(), |length| offset + length);
    Elsewhere::in_line(path, line, column, &String::from_utf8_lossy(&bytes[start..end]))
}
