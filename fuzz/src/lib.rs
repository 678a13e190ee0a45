//! What Pamphlet promises of every input, as functions from bytes that panic where a promise
//! is broken. A fuzz target calls one; the test suite calls the same with every case in
//! `tests/fuzz-cases`, so that the two cannot drift apart.
//!
//! The bytes are a [bundle](bundle): an article, and the files beside it.
//!
//! To add a target: a function here, a file in `fuzz_targets`, a `[[bin]]`, its name in
//! `fuzz/run` and in `tests/suite/fuzz.rs`.

mod book;
mod bundle;
mod model;
mod sheet;

pub use book::{check as whole_book, harmless};
pub use sheet::check as whole_pdf;

use bundle::Bundle;
use pamphlet::{
    Article, Failed, Files, Options, Output, Press, Report, Severity, Source, reader, render, understand,
};
use std::sync::LazyLock;

static PRESS: LazyLock<Press> = LazyLock::new(Press::default);

/// Runs a target on a thread with the stack that threads have by default: whoever calls the
/// library may have no more.
pub fn on_small_stack(data: &[u8], target: fn(&[u8])) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(2 << 20);
        let running = thread.spawn_scoped(scope, || target(data));
        if let Err(panic) = running.expect("a thread").join() {
            std::panic::resume_unwind(panic);
        }
    });
}

/// A text becomes a draft whose spans are places in it, or an error.
pub fn markdown(data: &[u8]) {
    let source = Source::new("article.md", data);
    let mut report = Report::new();
    match reader::read(&source, &mut report) {
        Ok(draft) => model::draft(&draft, &source),
        Err(Failed { .. }) => assert!(report.count(Severity::Error) > 0, "it failed without a reason"),
    }
    told(&source, &report);
}

/// A front matter in each of its three notations, and a house file, are understood or are an
/// error with a place.
pub fn front_matter(data: &[u8]) {
    let fenced = |fence: &str| {
        [
            fence.as_bytes(),
            b"\n",
            data,
            b"\n",
            fence.as_bytes(),
            b"\n\nText.\n",
        ]
        .concat()
    };
    markdown(data);
    markdown(&fenced("---"));
    markdown(&fenced("+++"));
    let house = Source::new("house.yml", data);
    let mut report = Report::new();
    let understood = reader::house(&house, &mut report);
    told(&house, &report);
    if understood.is_ok() {
        // What a house says stands behind the article's own bytes.
        let article = Source::new("article.md", "---\nlang: en\n---\n\nText.\n");
        let mut report = Report::new();
        let draft = reader::read_with(Some(&house), None, &article, &mut report);
        assert!(
            draft.is_ok() || report.count(Severity::Error) > 0,
            "it failed without a reason"
        );
        told(&article, &report);
    }
}

/// Every file beside the article is a bibliography or a style, and every work is listed.
pub fn citations(data: &[u8]) {
    let bundle = Bundle::read(data);
    let mut head = String::from("---\nlang: en\ndate: 2025-01-01\nnocite: \"@*\"\nbibliography:\n");
    for name in bundle.files.keys() {
        if name.ends_with(".csl") {
            continue;
        }
        head.push_str(&format!("  - {name:?}\n"));
    }
    if let Some(style) = bundle.files.keys().find(|name| name.ends_with(".csl")) {
        head.push_str(&format!("csl: {style:?}\n"));
    }
    let text = [head.as_bytes(), b"---\n\n", bundle.article].concat();
    let source = Source::new("article.md", text);
    let _ = understood(&source, &bundle);
}

/// An article with its files becomes a model that keeps the promises of [`Article`].
pub fn resolve(data: &[u8]) {
    let bundle = Bundle::read(data);
    let source = Source::new("article.md", bundle.article);
    let _ = understood(&source, &bundle);
}

/// An article with its files becomes a PDF and an EPUB that are whole and act on nothing.
pub fn whole_build(data: &[u8]) {
    let bundle = Bundle::read(data);
    let source = Source::new("article.md", bundle.article);
    let Some(article) = understood(&source, &bundle) else {
        return;
    };
    let mut report = Report::new();
    let outputs = [Output::Pdf, Output::Epub];
    let rendered = render(&article, &PRESS, &outputs, &Options::default(), &mut report);
    pamphlet::backend::pdf::forget(None);
    told(&source, &report);
    let rendered = rendered.unwrap_or_else(|_| {
        let errors = report.diagnostics().iter();
        let errors: Vec<_> = errors.filter(|found| found.severity == Severity::Error).collect();
        panic!("an article without an error is not rendered: {errors:#?}")
    });
    sheet::check(&rendered[0].bytes);
    book::check(&rendered[1].bytes);
}

fn understood(source: &Source, bundle: &Bundle) -> Option<Article> {
    let mut report = Report::new();
    let files = Files::memory(bundle.files.clone());
    let article = understand(source, &files, &Default::default(), &mut report);
    told(source, &report);
    match article {
        Ok(article) => {
            model::article(&article, source);
            Some(article)
        }
        Err(Failed { .. }) => {
            assert!(report.count(Severity::Error) > 0, "it failed without a reason");
            None
        }
    }
}

/// Every finding says something, at a place that there is.
fn told(source: &Source, report: &Report) {
    for found in report.diagnostics() {
        assert!(!found.message.is_empty(), "{found:?}");
        if let Some(span) = found.place(source) {
            model::span([span.start, span.end], source);
        }
        if let Some(place) = &found.elsewhere {
            assert!(place.line > 0 && place.column > 0, "{found:?}");
        }
    }
    let told: usize = report.told(source).iter().map(|told| 1 + told.others.len()).sum();
    assert_eq!(told, report.diagnostics().len(), "each finding is told once");
}
