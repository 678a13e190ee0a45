//! Each stage of one article's walk, apart and as a whole, in time an article.
//!
//! `cargo bench` runs all; `cargo bench -- pdf` those with that name. The short article
//! is the model brief (1,000 words, two pages), the long one SP 800-63C (33 pages, seven
//! pictures). Typst's memory of earlier papers is dropped before every run, so that each
//! counts as the first. `by_hand` is Typst itself on `peers/brief.typ`: what `pdf` on the
//! short article is to be compared with.

#![allow(
    missing_docs,
    clippy::disallowed_methods,
    reason = "a benchmark reads its articles"
)]

use divan::{Bencher, black_box};
use pamphlet::backend::epub::{self, Edition};
use pamphlet::backend::pdf::{self, Forme, TypeCase};
use pamphlet::model::Draft;
use pamphlet::{Article, Files, House, Layout, Options, Output, Press, Report, Source};
use std::path::Path;

#[path = "peers/floor.rs"]
mod floor;

const ARTICLES: [&str; 2] = ["forging-stability", "sp800-63c"];

fn main() {
    divan::main();
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

fn source(name: &str) -> Source {
    let bytes = std::fs::read(folder().join(format!("{name}.md"))).expect("an article");
    Source::new(name, bytes)
}

fn draft(name: &str) -> Draft {
    pamphlet::reader::read(&source(name), &mut Report::new()).expect("a draft")
}

fn article(name: &str) -> Article {
    pamphlet::understand(
        &source(name),
        &Files::folder(folder()),
        &Default::default(),
        &mut Report::new(),
    )
    .expect("an article")
}

/// Loading faces and layout: once a process.
#[divan::bench]
fn press() -> Press {
    Press::default()
}

#[divan::bench(args = ARTICLES)]
fn read(bencher: Bencher<'_, '_>, name: &str) {
    let source = source(name);
    bencher.bench(|| pamphlet::reader::read(black_box(&source), &mut Report::new()));
}

#[divan::bench(args = ARTICLES)]
fn resolve(bencher: Bencher<'_, '_>, name: &str) {
    let (draft, files) = (draft(name), Files::folder(folder()));
    bencher.with_inputs(|| draft.clone()).bench_values(|draft| {
        pamphlet::resolve::resolve(draft, &files, &Default::default(), &mut Report::new())
    });
}

#[divan::bench(args = ARTICLES)]
fn pdf(bencher: Bencher<'_, '_>, name: &str) {
    let (article, case, house) = (article(name), TypeCase::new(), House::default());
    let forme = Forme::new(&Layout::default());
    bencher.with_inputs(|| pdf::forget(None)).bench_values(|()| {
        pdf::render(
            &article,
            &case,
            &forme,
            &house,
            &Default::default(),
            &mut Report::new(),
        )
    });
}

/// What `pdf` stands beside: the same brief set by hand in Typst's own markup, with the same
/// faces and to the same standards, in the same process.
#[divan::bench]
fn by_hand(bencher: Bencher<'_, '_>) {
    let page = floor::Page::new();
    bencher
        .with_inputs(|| pdf::forget(None))
        .bench_values(|()| page.pdf());
}

#[divan::bench(args = ARTICLES)]
fn cover(bencher: Bencher<'_, '_>, name: &str) {
    let (article, case, house) = (article(name), TypeCase::new(), House::default());
    let forme = Forme::new(&Layout::default());
    bencher
        .with_inputs(|| pdf::forget(None))
        .bench_values(|()| pdf::cover(&article, &case, &forme, &house, &mut Report::new()));
}

/// The EPUB without its cover and its faces and with the pages of the PDF.
#[divan::bench(args = ARTICLES)]
fn epub(bencher: Bencher<'_, '_>, name: &str) {
    book(
        bencher,
        name,
        Dress {
            cover: false,
            faces: false,
        },
    );
}

/// The same with its faces, cut down to the article's letters.
#[divan::bench(args = ARTICLES)]
fn epub_with_faces(bencher: Bencher<'_, '_>, name: &str) {
    book(
        bencher,
        name,
        Dress {
            cover: false,
            faces: true,
        },
    );
}

/// The same with its cover, which is set, drawn and packed, and without faces.
#[divan::bench(args = ARTICLES)]
fn epub_with_cover(bencher: Bencher<'_, '_>, name: &str) {
    book(
        bencher,
        name,
        Dress {
            cover: true,
            faces: false,
        },
    );
}

/// The whole EPUB: what `pdf` is never to be less than.
#[divan::bench(args = ARTICLES)]
fn epub_whole(bencher: Bencher<'_, '_>, name: &str) {
    book(
        bencher,
        name,
        Dress {
            cover: true,
            faces: true,
        },
    );
}

/// What a book has beside its text.
struct Dress {
    cover: bool,
    faces: bool,
}

fn book(bencher: Bencher<'_, '_>, name: &str, dress: Dress) {
    let (article, layout, house) = (article(name), Layout::default(), House::default());
    let (case, forme) = (TypeCase::new(), Forme::new(&layout));
    let faces = match dress.faces {
        true => case.book_faces(&house.faces, None, &mut Report::new()),
        false => Vec::new(),
    };
    let pdf = pdf::render(
        &article,
        &case,
        &forme,
        &house,
        &Default::default(),
        &mut Report::new(),
    )
    .expect("a PDF");
    bencher.with_inputs(|| pdf::forget(None)).bench_values(|()| {
        let mut report = Report::new();
        let cover = dress
            .cover
            .then(|| pdf::cover(&article, &case, &forme, &house, &mut report).expect("a cover"));
        let edition = Edition {
            pages: Some(&pdf.pages),
            cover: cover.as_deref(),
            faces: &faces,
        };
        epub::render(
            black_box(&article),
            &layout,
            &house,
            &edition,
            &Default::default(),
            &mut report,
        )
    });
}

/// The checker's share of `epub`: a finished book, judged.
#[divan::bench(args = ARTICLES)]
fn judge(bencher: Bencher<'_, '_>, name: &str) {
    let (article, layout, house) = (article(name), Layout::default(), House::default());
    let (edition, options) = (Edition::default(), Default::default());
    let mut report = Report::new();
    let book = epub::render(&article, &layout, &house, &edition, &options, &mut report).expect("an EPUB");
    bencher.bench(|| pamphlet::checker::audit(black_box(&book.bytes), &Default::default()));
}

/// Source to both files, the press being warm.
#[divan::bench(args = ARTICLES)]
fn whole(bencher: Bencher<'_, '_>, name: &str) {
    let (source, press, files) = (source(name), Press::default(), Files::folder(folder()));
    bencher.with_inputs(|| pdf::forget(None)).bench_values(|()| {
        let mut report = Report::new();
        let article =
            pamphlet::understand(&source, &files, &Default::default(), &mut report).expect("an article");
        pamphlet::render(
            &article,
            &press,
            &[Output::Pdf, Output::Epub],
            &Options::default(),
            &mut report,
        )
    });
}
