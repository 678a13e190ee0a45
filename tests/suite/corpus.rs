//! The corpus: one folder a case, with what must come out of it.
//!
//! A case is a folder in `tests/corpus` with an `article.md` and whatever it names. What
//! comes out stands beside it: `report.txt` always; `model.json`, `pdf.txt` (text by
//! page, bookmarks, tags) and `epub.txt` (every document of the book) where the article
//! can be built. `BLESS=1 cargo test` writes what comes out today; the diff is reviewed.

use crate::epub::book::Book;
use crate::epub::readback::differences;
use crate::epub::whole::faults;
use crate::sheet::Sheet;
use pamphlet::{Files, Options, Output, Press, Report, Severity, Source, render, understand};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub static PRESS: LazyLock<Press> = LazyLock::new(Press::default);

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

pub fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<_> = std::fs::read_dir(folder())
        .expect("the corpus")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "the corpus is empty");
    cases
}

#[test]
fn every_case_gives_what_stands_beside_it() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        for (name, found) in outcome(&case) {
            let path = case.join(name);
            if bless {
                match &found {
                    Some(found) => std::fs::write(&path, found).expect("a golden file"),
                    None => drop(std::fs::remove_file(&path)),
                }
            } else if std::fs::read_to_string(&path).ok() != found {
                wrong.push(format!(
                    "{}: {}",
                    path.display(),
                    first_difference(&path, found.as_deref())
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "not as expected (BLESS=1 writes what comes out today):\n{}",
        wrong.join("\n")
    );
}

/// What comes out of a case: each golden file's name and content, `None` if it should
/// not be there.
fn outcome(case: &Path) -> Vec<(&'static str, Option<String>)> {
    let bytes = std::fs::read(case.join("article.md")).expect("article.md");
    let source = Source::new("article.md", bytes);
    let mut report = Report::new();
    let article = understand(&source, &Files::folder(case), &Default::default(), &mut report).ok();
    let outputs = [Output::Pdf, Output::Epub, Output::Json];
    let rendered = article
        .as_ref()
        .and_then(|article| render(article, &PRESS, &outputs, &Options::default(), &mut report).ok());
    let (mut pdf, mut epub, mut model) = (None, None, None);
    for file in rendered.into_iter().flatten() {
        match file.output {
            Output::Pdf => pdf = Some(describe_pdf(&file.bytes, &file.facts)),
            Output::Epub => {
                let article = article.as_ref().expect("what was rendered");
                let mut wrong = faults(&Book::open(&file.bytes));
                wrong.extend(differences(article, &file.bytes));
                assert_eq!(wrong, Vec::<String>::new(), "{}", case.display());
                epub = Some(describe_epub(&file.bytes));
            }
            Output::Press | Output::Card | Output::Onix | Output::Access | Output::AccessPage => {
                unreachable!("not asked for")
            }
            Output::Json => model = Some(String::from_utf8(file.bytes).expect("JSON is text")),
        }
    }
    vec![
        ("report.txt", Some(describe_report(&source, &report))),
        ("model.json", model),
        ("pdf.txt", pdf),
        ("epub.txt", epub),
    ]
}

pub fn describe_report(source: &Source, report: &Report) -> String {
    let mut text = String::new();
    for found in report.by_place(source) {
        let own_place = || {
            found.place(source).map_or_else(String::new, |span| {
                let (line, column) = source.line_column(span.start);
                format!("{line}:{column}: ")
            })
        };
        let place = match &found.elsewhere {
            Some(place) => format!("{}:{}:{}: ", place.file, place.line, place.column),
            None => own_place(),
        };
        let severity = match found.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        writeln!(
            text,
            "{place}{severity}[{}]: {}",
            found.code.as_str(),
            found.message
        )
        .expect("a string");
        for hint in &found.hints {
            writeln!(text, "    help: {hint}").expect("a string");
        }
    }
    text
}

pub fn describe_pdf(bytes: &[u8], facts: &[String]) -> String {
    let sheet = Sheet::open(bytes);
    let mut text = format!("{}\n", facts.join(", "));
    for (label, page) in sheet.labels().iter().zip(sheet.pages()) {
        write!(text, "\n== page {label}\n{}\n", page.trim_end()).expect("a string");
    }
    let attached = sheet.attached();
    if !attached.is_empty() {
        text.push_str("\n== attached\n");
    }
    for file in attached {
        let (name, bytes) = (file.name, file.bytes.len());
        let (relationship, mime, description) = (file.relationship, file.mime, file.description);
        writeln!(
            text,
            "{name}: {relationship}, {mime}, {bytes} bytes: {description}"
        )
        .expect("a string");
    }
    write!(text, "\n== bookmarks\n{}\n", sheet.bookmarks().join("\n")).expect("a string");
    write!(text, "\n== tags\n{}", sheet.tags()).expect("a string");
    text
}

pub fn describe_epub(bytes: &[u8]) -> String {
    let book = Book::open(bytes);
    let mut text = String::new();
    for name in &book.names {
        match name.strip_prefix("OEBPS/") {
            Some(inner) if inner.ends_with(".xhtml") || inner.ends_with(".opf") => {
                write!(text, "== {name}\n{}\n", book.text(inner)).expect("a string");
            }
            _ => writeln!(text, "== {name}").expect("a string"),
        }
    }
    text
}

pub fn first_difference(path: &Path, found: Option<&str>) -> String {
    let Ok(expected) = std::fs::read_to_string(path) else {
        return "came out and has no golden file".into();
    };
    let Some(found) = found else {
        return "did not come out".into();
    };
    let mut lines = expected.lines().zip(found.lines()).enumerate();
    match lines.find(|(_, (expected, found))| expected != found) {
        Some((number, (expected, found))) => {
            format!("line {}\n  expected {expected}\n  found    {found}", number + 1)
        }
        None => "one is longer than the other".into(),
    }
}
