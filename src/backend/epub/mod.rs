//! The EPUB: an [`Article`] as a book file that conforms to EPUB 3.3.
//!
//! ```text
//! Article ── text ──▶ text.xhtml ─┐
//!         ── package ▶ nav, NCX ──┼─ book (epub-builder, then our patches) ── archive ──▶ bytes
//!         ── faces ──▶ CSS, WOFF2 ┘
//! ```
//!
//! epub-builder writes the package; what it cannot say is patched in afterwards, and a
//! patch that does not find its place is an error. The content documents are written
//! element by element, so that they are well-formed whatever the author wrote.

mod accessibility;
mod archive;
mod blocks;
mod book;
mod faces;
mod figures;
mod inlines;
mod math;
mod matter;
mod notes;
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

use crate::diagnostic::{Code, Failed, Report};
use crate::layout::Layout;
use crate::model::{Article, Media, PageMap};
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
    /// Faces that the book may carry: it has those of them that its letters are set in, cut
    /// down to these letters.
    pub faces: &'a [FaceFile],
}

/// Writes `article` as EPUB 3.3.
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
) -> Result<Vec<u8>, Failed> {
    let EpubOptions {} = options;
    // A book has light pages first: a logo that is only for dark ones gives way to words.
    let logo = house.logo_for(article.meta.publisher.as_deref());
    let logo = logo.filter(|logo| logo.light.is_some());
    let mut text = text::write(article, logo, edition.pages);
    let fitted = pictures::fit(article, &text.pictures.assets);
    let article = fitted.as_ref().unwrap_or(article);
    if fitted.is_some() {
        // Formats and sizes of pictures stand in the text.
        text = text::write(article, logo, edition.pages);
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
    let pages = [text.xhtml.as_slice(), &contents];
    faces::dress(&layout.css(), house, article, edition.faces, &pages, report)
        .and_then(|dress| book::assemble(article, &text, &dress, logo, edition))
        .and_then(archive::pack)
        .map_err(|fault| {
            let failed = report.error(Code::Epub, None, format!("the EPUB cannot be assembled: {fault}"));
            report.hint("report this as a fault of Pamphlet, with the article");
            failed
        })
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
