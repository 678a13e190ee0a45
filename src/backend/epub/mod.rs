//! The EPUB: an [`Article`] as a book file that conforms to EPUB 3.3.
//!
//! ```text
//! Article ── text ──▶ XHTML ──────┐
//!         ── package ▶ nav, NCX ──┼─ book (epub-builder, then our patches) ── archive ──▶ bytes
//!         ── faces ──▶ CSS, WOFF2 ┘
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
mod closing;
mod content;
mod documents;
mod faces;
mod figures;
mod identity;
mod inlines;
mod math;
mod matter;
mod notes;
mod onix;
mod opf;
mod package;
mod pages;
mod pictures;
mod stylesheet;
mod svg;
mod tables;
mod text;
mod xhtml;
mod xml;

use crate::checker::Audit;
use crate::diagnostic::{Code, Failed, Report};
use crate::layout::Layout;
use crate::model::{Article, Media, PageMap};
use crate::style::{FaceFile, House, Logo};

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
    /// Faces that the book may carry: it has those of them that its letters are set in, cut
    /// down to these letters.
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

/// Writes `article` as EPUB 3.3, and judges what came out.
///
/// The bytes depend on the arguments alone: no clock, no random identifier, and one
/// fixed time on every file inside.
///
/// # Errors
///
/// [`Failed`] if the book cannot be assembled, which is a fault of ours and says so.
pub fn render(
    article: &Article,
    layout: &Layout,
    house: &House,
    edition: &Edition<'_>,
    options: &EpubOptions,
    report: &mut Report,
) -> Result<Book, Failed> {
    let EpubOptions {} = options;
    let logo = logo(article, house);
    let has_chapters = layout.has_chapters();
    let mut text = text::write(article, logo, edition.pages, has_chapters);
    let fitted = pictures::fit(article, &text.pictures.assets);
    let article = fitted.as_ref().unwrap_or(article);
    if fitted.is_some() {
        // Formats and sizes of pictures stand in the text.
        text = text::write(article, logo, edition.pages, has_chapters);
    }
    for (span, url) in &text.dead_links {
        report.problem(
            Code::UnsafeLink,
            *span,
            format!("`{url}` is no valid address; the EPUB keeps the words without the link"),
        );
        report.hint("correct the address");
    }
    cover_for_shops(article, report);
    // What the cover shows is drawn; the contents are set in the book's faces like the text.
    let contents = package::nav(article, &text, true);
    let documents = text.documents.iter().map(|document| document.xhtml.as_slice());
    let pages: Vec<&[u8]> = documents.chain([contents.as_slice()]).collect();
    faces::dress(&layout.css(), house, article, edition.faces, &pages, report)
        .and_then(|dress| book::assemble(article, &text, &dress, logo, edition))
        .and_then(|files| audited::finish(files, article, house, report))
        .map_err(|fault| {
            let failed = report.error(Code::Epub, None, format!("the EPUB cannot be assembled: {fault}"));
            report.hint("report this as a fault of Pamphlet, with the article");
            failed
        })
}

/// Writes what distributors want to know of the EPUB that [`render`] makes of the same
/// arguments: an ONIX for Books 3.1 message about one product, with the codes of its
/// accessibility (List 196).
///
/// The bytes depend on the arguments alone.
pub fn onix(article: &Article, layout: &Layout, house: &House, edition: &Edition<'_>) -> Vec<u8> {
    let logo = logo(article, house);
    let text = text::write(article, logo, edition.pages, layout.has_chapters());
    let claims = accessibility::claims(article, &text);
    onix::message(
        article,
        &text,
        &identity::Identity::of(article, edition.pages),
        &claims,
    )
}

/// The house's logo, if it can stand in the masthead. A book has light pages first: one that
/// is only for dark ones gives way to words.
fn logo<'a>(article: &Article, house: &'a House) -> Option<&'a Logo> {
    let logo = house.logo_for(article.meta.publisher.as_deref());
    logo.filter(|logo| logo.light.is_some())
}

/// The least length of a cover's shorter side that Apple's shop takes, in pixels.
const LEAST_COVER: u32 = 1400;

/// Tells the author of a cover of their own that shops will not take.
fn cover_for_shops(article: &Article, report: &mut Report) {
    let Some(cover) = &article.meta.cover_image else {
        return;
    };
    let Some(asset) = cover.asset.map(|id| article.asset(id)) else {
        return;
    };
    let message = match asset.media {
        Media::Svg => format!("the cover `{}` is an SVG, and shops take PNG or JPEG", cover.src),
        Media::Png | Media::Jpeg | Media::Gif | Media::Webp
            if asset.width.min(asset.height) < LEAST_COVER =>
        {
            format!(
                "the cover `{}` has {} × {} pixels, and shops want {LEAST_COVER} on its shorter side",
                cover.src, asset.width, asset.height
            )
        }
        Media::Png | Media::Jpeg | Media::Gif | Media::Webp => return,
    };
    report.note(Code::Picture, cover.span, message);
    report.hint("save it as PNG or JPEG of 1,600 × 2,560 pixels, or leave it out: then one is drawn");
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
