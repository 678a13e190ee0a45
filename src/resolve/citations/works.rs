//! The works that an article may cite: its files of them and those in its front matter.
//! What nothing cites is indexed and not read further.

use super::bibtex::{BibTeX, Trouble};
use super::{csl, yaml};
use crate::diagnostic::{Code, Elsewhere, Report, Span};
use crate::files::Files;
use crate::model::Citing;
use citationberg::json::Item;
use serde_json::Value;
use std::collections::BTreeMap;

/// The largest file of works in bytes.
const LARGEST: usize = 16 << 20;

/// How many findings one file may give; what is broken all over is broken once.
const MOST_FINDINGS: usize = 20;

/// Every work by its key.
#[derive(Default)]
pub(in crate::resolve) struct Works {
    sources: Vec<Source>,
    /// The source of each key, and the work's place in it.
    by_key: BTreeMap<String, (usize, usize)>,
    /// The keys in the order of the sources.
    order: Vec<String>,
    /// Whether a bibliography was named, readable or not.
    pub declared: bool,
}

struct Source {
    /// The name shown to the author; empty for the front matter.
    file: String,
    span: Span,
    text: String,
    kind: Kind,
    findings: usize,
}

enum Kind {
    BibTeX(BibTeX),
    Csl(Vec<Value>),
    Hayagriva(Vec<(String, serde_yaml::Value)>),
}

impl Works {
    /// Reads all sources of works.
    pub fn read(citing: &Citing, files: &Files, report: &mut Report) -> Self {
        let mut works = Self {
            declared: citing.has_works(),
            ..Self::default()
        };
        if !citing.references.is_empty() {
            let items: Vec<Value> = citing.references.iter().map(|work| work.item.clone()).collect();
            let mut keys = Vec::new();
            for (place, work) in citing.references.iter().enumerate() {
                match work.item.get("id").and_then(id) {
                    Some(key) => keys.push((key, place, work.span)),
                    None => {
                        report.problem(
                            Code::Bibliography,
                            work.span,
                            "this work has no `id` to cite it by",
                        );
                        report.hint("add `id: smith2020`");
                    }
                }
            }
            let source = works.add(String::new(), Span::default(), String::new(), Kind::Csl(items));
            for (key, place, span) in keys {
                if !works.insert(key.clone(), source, place) {
                    report.problem(
                        Code::DuplicateWork,
                        span,
                        format!("the key `{key}` is used a second time here; the first work counts"),
                    );
                    report.hint("give one of the two another key");
                }
            }
        }
        for named in &citing.bibliography {
            works.read_file(&named.text, named.span, files, report);
        }
        works
    }

    fn add(&mut self, file: String, span: Span, text: String, kind: Kind) -> usize {
        self.sources.push(Source {
            file,
            span,
            text,
            kind,
            findings: 0,
        });
        self.sources.len() - 1
    }

    /// Adds a key; `false` if it is there already.
    fn insert(&mut self, key: String, source: usize, place: usize) -> bool {
        if self.by_key.contains_key(&key) {
            return false;
        }
        self.by_key.insert(key.clone(), (source, place));
        self.order.push(key);
        true
    }

    fn read_file(&mut self, path: &str, span: Span, files: &Files, report: &mut Report) {
        let bytes = match files.read(path) {
            Ok(bytes) if bytes.len() <= LARGEST => bytes,
            Ok(_) => {
                report.problem(
                    Code::Bibliography,
                    span,
                    format!("`{path}` is too large for a bibliography"),
                );
                report.hint("keep only the works that the article cites");
                return;
            }
            Err(err) => {
                report.problem(
                    Code::Bibliography,
                    span,
                    format!("cannot read the bibliography `{path}` ({err})"),
                );
                report.hint("put the file beside the article; paths are relative to it");
                return;
            }
        };
        let Ok(text) = String::from_utf8(bytes) else {
            report.problem(
                Code::Bibliography,
                span,
                format!("the bibliography `{path}` is not UTF-8 text"),
            );
            report.hint("save the file again with the encoding UTF-8");
            return;
        };
        match format_of(path, &text) {
            Format::BibTeX => {
                let (file, keys, troubles) = BibTeX::index(&text);
                let source = self.add(path.to_string(), span, text, Kind::BibTeX(file));
                self.findings(source, troubles, report);
                for (key, at) in keys {
                    self.insert_or_report(key, source, 0, at, report);
                }
            }
            Format::Json => match serde_json::from_str::<Value>(&text) {
                Ok(root) => {
                    let list = match root {
                        Value::Array(list) => list,
                        Value::Object(mut map) => {
                            match map.remove("items").or_else(|| map.remove("references")) {
                                Some(Value::Array(list)) => list,
                                _ => vec![Value::Object(map)],
                            }
                        }
                        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
                    };
                    let keys = list.iter().map(|item| item.get("id").and_then(id)).collect();
                    self.add_csl(path, span, text, list, keys, report);
                }
                Err(err) => {
                    let at = offset(&text, err.line(), err.column());
                    let words = err.to_string();
                    let words = words.split(" at line ").next().unwrap_or_default();
                    let message = format!("this is not valid JSON ({words})");
                    let source = self.add(path.to_string(), span, text, Kind::Csl(Vec::new()));
                    self.finding(
                        source,
                        at,
                        Code::Bibliography,
                        message,
                        "export the file again as CSL-JSON",
                        report,
                    );
                }
            },
            Format::Yaml => match yaml::read(&text) {
                Ok(yaml::Yaml::Csl(items)) => {
                    let (keys, items) = items.into_iter().unzip();
                    self.add_csl(path, span, text, items, keys, report);
                }
                Ok(yaml::Yaml::Hayagriva(entries)) => {
                    let keys: Vec<String> = entries.iter().map(|(key, _)| key.clone()).collect();
                    let source = self.add(path.to_string(), span, text, Kind::Hayagriva(entries));
                    for (place, key) in keys.into_iter().enumerate() {
                        let at = self.place_of(source, &key);
                        self.insert_or_report(key, source, place, at, report);
                    }
                }
                Err(trouble) => {
                    let source = self.add(path.to_string(), span, text, Kind::Csl(Vec::new()));
                    self.finding(
                        source,
                        trouble.at,
                        Code::Bibliography,
                        trouble.message,
                        "put a value that contains `: ` in quotes, and indent with spaces",
                        report,
                    );
                }
            },
        }
    }

    fn add_csl(
        &mut self,
        path: &str,
        span: Span,
        text: String,
        items: Vec<Value>,
        keys: Vec<Option<String>>,
        report: &mut Report,
    ) {
        let source = self.add(path.to_string(), span, text, Kind::Csl(items));
        let mut nameless = 0;
        for (place, key) in keys.into_iter().enumerate() {
            match key {
                Some(key) => {
                    let at = if self.by_key.contains_key(&key) {
                        self.last_place_of(source, &key)
                    } else {
                        0
                    };
                    self.insert_or_report(key, source, place, at, report);
                }
                None => nameless += 1,
            }
        }
        if nameless > 0 {
            let message = format!("{nameless} of the works have no `id` to cite them by");
            self.finding(
                source,
                0,
                Code::Bibliography,
                message,
                "give each work an `id`",
                report,
            );
        }
    }

    fn insert_or_report(&mut self, key: String, source: usize, place: usize, at: usize, report: &mut Report) {
        if !self.insert(key.clone(), source, place) {
            let message = format!("the key `{key}` is used a second time here; the first work counts");
            self.finding(
                source,
                at,
                Code::DuplicateWork,
                message,
                "give one of the two another key",
                report,
            );
        }
    }

    /// Reports what a BibTeX file has wrong.
    fn findings(&mut self, source: usize, troubles: Vec<Trouble>, report: &mut Report) {
        for trouble in troubles {
            let Trouble { at, message, hint } = trouble;
            self.finding(source, at, Code::Bibliography, message, hint, report);
        }
    }

    /// Reports something at a place of a source.
    fn finding(
        &mut self,
        source: usize,
        at: usize,
        code: Code,
        message: String,
        hint: &str,
        report: &mut Report,
    ) {
        let source = &mut self.sources[source];
        source.findings += 1;
        if source.findings > MOST_FINDINGS {
            if source.findings == MOST_FINDINGS + 1 {
                report.problem(
                    Code::Bibliography,
                    source.span,
                    format!("there is more wrong in `{}`", source.file),
                );
                report.hint("repair what is reported, then run Pamphlet again");
            }
            return;
        }
        report.problem(code, source.span, message);
        if !source.file.is_empty() {
            report.elsewhere(Elsewhere::new(source.file.as_str(), &source.text, at));
        }
        report.hint(hint);
    }

    fn place_of(&self, source: usize, key: &str) -> usize {
        self.sources[source].text.find(key).unwrap_or(0)
    }

    fn last_place_of(&self, source: usize, key: &str) -> usize {
        let text = &self.sources[source].text;
        text.rfind(&format!("\"{key}\""))
            .or_else(|| text.rfind(key))
            .unwrap_or(0)
    }

    /// Whether there is a work of that key.
    pub fn contains(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// All keys, in the order of the sources.
    pub fn keys(&self) -> &[String] {
        &self.order
    }

    /// The work of a key, ready for formatting; reports what is wrong in it.
    pub fn item(&mut self, key: &str, rank: usize, report: &mut Report) -> Option<Item> {
        let &(source, place) = self.by_key.get(key)?;
        let (fields, troubles) = match &self.sources[source].kind {
            Kind::BibTeX(file) => file.item(&self.sources[source].text, key),
            Kind::Csl(items) => (items.get(place).cloned(), Vec::new()),
            Kind::Hayagriva(entries) => {
                let found = entries.get(place).map(|(key, value)| yaml::item(key, value));
                match found {
                    Some(Ok(item)) => (Some(item), Vec::new()),
                    Some(Err(words)) => {
                        let at = self.place_of(source, key);
                        let message = format!("the work `{key}` cannot be understood: {words}");
                        self.finding(
                            source,
                            at,
                            Code::Bibliography,
                            message,
                            "look at the fields of its type in Hayagriva's documentation",
                            report,
                        );
                        return None;
                    }
                    None => (None, Vec::new()),
                }
            }
        };
        self.findings(source, troubles, report);
        let fields = fields?;
        if let Some(words) = csl::literal_date(&fields) {
            let at = self.place_of(source, key);
            let message = format!("`{words}` is no date that a style can show; the work `{key}` has none");
            self.finding(
                source,
                at,
                Code::Bibliography,
                message,
                "write a year, or put the words into `note`",
                report,
            );
        }
        Some(csl::item(&fields, key, rank))
    }

    /// Says, once a source, which of its works nothing cites.
    pub fn report_uncited(&self, cited: &dyn Fn(&str) -> bool, report: &mut Report) {
        for (index, source) in self.sources.iter().enumerate() {
            let own = self.order.iter().filter(|key| self.by_key[*key].0 == index);
            let uncited: Vec<&String> = own.filter(|key| !cited(key)).collect();
            if uncited.is_empty() {
                continue;
            }
            let shown: Vec<String> = uncited.iter().take(5).map(|key| format!("`{key}`")).collect();
            let more = match uncited.len() - shown.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let place = match source.file.as_str() {
                "" => "`references`".to_string(),
                file => format!("`{file}`"),
            };
            let subject = match uncited.len() {
                1 => format!("one work of {place} is"),
                count => format!("{count} works of {place} are"),
            };
            let span = (source.span != Span::default()).then_some(source.span);
            report.note(
                Code::UncitedWork,
                span,
                format!("{subject} never cited and not listed: {}{more}", shown.join(", ")),
            );
            report.hint("cite them, or list them with `nocite: \"@*\"`");
        }
    }
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

enum Format {
    BibTeX,
    Json,
    Yaml,
}

/// The format by the name's ending, or else by how the text begins.
fn format_of(path: &str, text: &str) -> Format {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "bib" | "bibtex" | "biblatex" => Format::BibTeX,
        "json" | "csljson" => Format::Json,
        "yaml" | "yml" => Format::Yaml,
        _ => match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
            Some('[' | '{') => Format::Json,
            Some('@' | '%') => Format::BibTeX,
            _ if text.contains("\n@") => Format::BibTeX,
            _ => Format::Yaml,
        },
    }
}

/// The byte of a line and a column, both counted from 1, the column in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    (start + column.saturating_sub(1)).min(text.len())
}
