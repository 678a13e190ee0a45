//! The EPUB, read back: what is in it, and whether it says so truthfully.

mod book;
mod sample;

use book::Book;
use pamphlet::backend::epub::{Edition, EpubOptions, render};
use pamphlet::diagnostic::Report;
use pamphlet::layout::Layout;
use pamphlet::model::{Article, PageMap};
use pamphlet::style::House;

fn bytes(article: &Article, pages: Option<&PageMap>, cover: Option<&[u8]>) -> Vec<u8> {
    let mut report = Report::new();
    let edition = Edition { pages, cover };
    render(
        article,
        &Layout::default(),
        &House::default(),
        &edition,
        &EpubOptions::default(),
        &mut report,
    )
    .unwrap_or_else(|_| panic!("{:?}", report.diagnostics()))
}

fn book(article: &Article, pages: Option<&PageMap>) -> Book {
    Book::open(&bytes(article, pages, None))
}

/// Not a test: writes the book that the outside checkers judge.
#[test]
#[ignore = "writes target/epub/*.epub for EPUBCheck and Ace"]
fn write_samples() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/epub");
    std::fs::create_dir_all(&folder).expect("a folder");
    let sink = sample::kitchen_sink();
    let pages = sample::kitchen_sink_pages(&sink);
    let cover = sample::png().bytes;
    std::fs::write(folder.join("sink.epub"), bytes(&sink, Some(&pages), Some(&cover))).expect("written");
    let small = sample::article("Small", vec![sample::paragraph("Words.")]);
    std::fs::write(folder.join("small.epub"), bytes(&small, None, None)).expect("written");
}
