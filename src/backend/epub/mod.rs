//! The EPUB: an [`Article`] as a book file that conforms to EPUB 3.3.
//!
//! ```text
//! Article ── text ──▶ text.xhtml ─┐
//!         ── package ▶ nav, NCX ──┼─ book (epub-builder, then our patches) ── archive ──▶ bytes
//!         ── stylesheet ▶ CSS ────┘
//! ```
//!
//! The finished bytes go to the checker of books, which knows nothing of how they came
//! about: what it finds is told, and withholds the house's claim of conformance.
//!
//! epub-builder writes the package; what it cannot say is patched in afterwards, and a
//! patch that does not find its place is an error. The content documents are written
//! element by element, so that they are well-formed whatever the author wrote.

mod accessibility;
mod archive;
mod audited;
mod blocks;
mod book;
mod figures;
mod inlines;
mod math;
mod matter;
mod notes;
mod opf;
mod package;
mod pages;
mod stylesheet;
mod svg;
mod tables;
mod text;
mod xhtml;
mod xml;

use crate::checker::Audit;
use crate::diagnostic::{Code, Failed, Report};
use crate::layout::Layout;
use crate::model::{Article, PageMap, script};
use crate::style::{FaceFile, House};

/// How to write the EPUB. Every field is meaningful on its own.
#[derive(Debug, Clone, Default)]
pub struct EpubOptions {}

/// What the printed edition lends to the EPUB.
#[derive(Debug, Clone, Default)]
pub struct Edition<'a> {
    /// Where the printed pages begin; `None` leaves out the page list and every claim of one.
    pub pages: Option<&'a PageMap>,
    /// The cover as a PNG, drawn by the layout; `None` if the article brings its own or
    /// there is none.
    pub cover: Option<&'a [u8]>,
    /// Faces that the book carries; reading systems have no others of these names.
    pub faces: &'a [FaceFile],
}

/// A finished book, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the checker of books says of it.
    pub audit: Audit,
    /// The standard that the book claims, if the house asks for it and every check passed.
    pub claim: Option<String>,
}

/// Writes `article` as EPUB 3.3; see [`book`].
///
/// # Errors
///
/// As [`book`].
pub fn render(
    article: &Article,
    layout: &Layout,
    house: &House,
    edition: &Edition<'_>,
    options: &EpubOptions,
    report: &mut Report,
) -> Result<Vec<u8>, Failed> {
    book(article, layout, house, edition, options, report).map(|book| book.bytes)
}

/// Writes `article` as EPUB 3.3, and judges what came out.
///
/// The bytes depend on the arguments alone: no clock, no random identifier, and one
/// fixed time on every file inside.
///
/// # Errors
///
/// [`Failed`] if the book cannot be assembled, which is a fault of ours and says so.
pub fn book(
    article: &Article,
    layout: &Layout,
    house: &House,
    edition: &Edition<'_>,
    options: &EpubOptions,
    report: &mut Report,
) -> Result<Book, Failed> {
    let EpubOptions {} = options;
    // A book has light pages first: a logo that is only for dark ones gives way to words.
    let logo = house.logo_for(article.meta.publisher.as_deref());
    let logo = logo.filter(|logo| logo.light.is_some());
    let text = text::write(article, logo, edition.pages);
    for (span, url) in &text.dead_links {
        report.problem(
            Code::UnsafeLink,
            *span,
            format!("`{url}` is no valid address; the EPUB keeps the words without the link"),
        );
        report.hint("correct the address");
    }
    let css = stylesheet::write(&layout.css(), house, edition.faces, &script(&article.lang));
    book::assemble(article, &text, css, logo, edition)
        .and_then(|files| audited::finish(files, article, house, report))
        .map_err(|fault| {
            let failed = report.error(Code::Epub, None, format!("the EPUB cannot be assembled: {fault}"));
            report.hint("report this as a fault of Pamphlet, with the article");
            failed
        })
}

/// Why a book cannot be assembled: what was being done, and what came in between.
#[derive(Debug)]
struct Fault(String);

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}
