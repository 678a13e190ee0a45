//! The PDF: an [`Article`] typeset by a layout.
//!
//! What enters is data: the layout reads the article as JSON and walks it, and no word
//! of it is ever parsed as Typst. What leaves is the file, the page map that the EPUB
//! mirrors, and on request the cover.

mod claims;
mod cover;
mod coverage;
mod diagnostics;
mod dots;
mod faces;
mod fit;
mod glyphs;
mod joined;
mod packet;
mod pages;
pub mod preflight;
pub mod press;
mod proof;
mod sizes;
mod view;
mod walker;
mod world;
mod xmp;

pub use claims::Claim;
pub use cover::{CARD, card, cover};
pub use fit::{Fit, Missed, Wanted};
pub use world::{Forme, TypeCase};

use crate::diagnostic::{Code, Failed, Report};
use crate::model::{Article, PageMap};
use crate::style::House;
use packet::Finished;
use proof::{Changes, Proof};
use typst::model::Document as _;
use typst_layout::PagedDocument;
use view::View;
use world::ArticleWorld;

/// How to write the PDF. Every field is meaningful on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfOptions {
    /// The standards to claim where the content allows it. Default: PDF/UA-1 and PDF/A-2a.
    pub claims: Vec<Claim>,
}

impl Default for PdfOptions {
    fn default() -> Self {
        Self {
            claims: vec![Claim::Ua1, Claim::A2a],
        }
    }
}

/// A finished PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Where its pages begin.
    pub pages: PageMap,
    /// How the article fits them.
    pub fit: Fit,
    /// What it claims to conform to.
    pub claims: Vec<Claim>,
}

/// Typesets `article` and writes it as a tagged PDF.
///
/// A standard that the content does not allow is not claimed, and the report says which
/// and why; the file is made all the same.
///
/// # Errors
///
/// [`Failed`] if the layout itself is wrong, or if the report is strict and a glyph is
/// missing or a claim withheld.
pub fn render(
    article: &Article,
    case: &TypeCase,
    forme: &Forme,
    house: &House,
    options: &PdfOptions,
    report: &mut Report,
) -> Result<Pdf, Failed> {
    let view = View::new(article, case, house);
    let world = ArticleWorld::new(case, forme, "layout", article, &view).attaching(&article.attachments);
    let (world, document) = settle(article, world, report)?;
    let document = joined::join(document);
    let whole = glyphs::check(&document, case, article, report);
    sizes::check(&document, case, report);
    let mut pages = pages::map(&document, case, article);
    let (bytes, claims) = claims::export(&world, &document, article, whole, options, report)?;
    let measured = fit::measure(&document, case, article);
    fit::judge(&measured, article, (case, forme, house), report);
    let fit = measured.fit;
    let (bytes, name) = told(&bytes, &document, article, (&fit, &claims), report)?;
    pages.source = name;
    report.check()?;
    Ok(Pdf {
        bytes,
        pages,
        fit,
        claims,
    })
}

/// The file with all that is known of it in its metadata, and what it calls itself there.
fn told(
    bytes: &[u8],
    document: &PagedDocument,
    article: &Article,
    (fit, claims): (&Fit, &[Claim]),
    report: &mut Report,
) -> Result<(Vec<u8>, String), Failed> {
    let told = Finished::read(bytes).map(|file| {
        let ids = file.ids().unwrap_or_default();
        let facts = xmp::Facts {
            info: document.info(),
            claims,
            pages: fit.pages,
            length: fit.length,
            ids,
            creator: claims::CREATOR,
        };
        let name = xmp::document_id(ids.0).urn().to_string();
        (file.with_packet(&xmp::packet(article, &facts)), name)
    });
    told.map_err(|unknown| {
        let message = format!("the PDF's metadata cannot be completed: {unknown} is not where it was");
        report.error(Code::Pdf, None, message)
    })
}

/// Pages of a paper from which on nothing of it is worth its memory: a report's is hundreds of
/// megabytes.
const LONG: usize = 30;

/// Frees what typesetting remembers, after a paper of so many pages; `None` if none were made.
///
/// What the paper just made has used stays: the layout, read and understood, which is a fifth of a
/// short paper, and with it some three megabytes of its own, until the next has been made.
/// After a long one everything goes.
pub fn forget(pages: Option<usize>) {
    let keep = pages.is_some_and(|pages| pages < LONG);
    typst::comemo::evict(usize::from(keep));
}

/// Typesets `article` until its pages are as they should be, or nothing is left to try, and
/// gives the best of what was tried.
fn settle<'a>(
    article: &Article,
    first: ArticleWorld<'a>,
    report: &mut Report,
) -> Result<(ArticleWorld<'a>, PagedDocument), Failed> {
    let case = first.case();
    let is_long = proof::is_long(article);
    let mut asked = Changes::first(article, is_long);
    let first = first.with_changes(&asked);
    let mut document = typeset(&first, report)?;
    let mut world = first;
    let mut proof = Proof::read(&document, case, article);
    let mut seen = proof.clone();
    for _ in 1..proof::passes(is_long) {
        let Some(changes) = seen.changes(&asked) else {
            break;
        };
        asked = changes;
        let next = world.clone().with_changes(&asked);
        // What the first pass warned of, the next would say again.
        let Some(pages) = typst::compile::<PagedDocument>(&next).output.ok() else {
            break;
        };
        seen = Proof::read(&pages, case, article);
        if seen.beats(&proof) {
            (world, document, proof) = (next, pages, seen.clone());
        }
    }
    Ok((world, document))
}

fn typeset(world: &ArticleWorld<'_>, report: &mut Report) -> Result<PagedDocument, Failed> {
    let result = typst::compile::<PagedDocument>(world);
    for warning in &result.warnings {
        report.note(Code::Layout, None, diagnostics::line(world, warning));
    }
    result.output.map_err(|errors| {
        let lines: Vec<_> = errors
            .iter()
            .map(|error| diagnostics::line(world, error))
            .collect();
        let failed = report.error(Code::Layout, None, lines.join("; "));
        report.hint("correct the layout, or choose another with `--layout`");
        failed
    })
}
