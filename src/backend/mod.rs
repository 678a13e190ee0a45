//! Output formats. Each one is a single function from an [`Article`] to bytes.
//!
//! To add one: write `backend/<name>.rs`, add a variant to [`Output`] and let the
//! compiler lead you through this file. Nothing else changes.

pub mod epub;
pub mod json;
pub mod pdf;

use crate::diagnostic::{Failed, Report};
use crate::layout::Layout;
use crate::model::Article;
use crate::style::House;
use epub::{Edition, EpubOptions};
use pdf::{Fit, PdfOptions, TypeCase};

/// The kinds of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Output {
    /// The printed edition.
    Pdf,
    /// The edition for reading systems.
    Epub,
    /// The resolved article itself.
    Json,
}

impl Output {
    /// Every kind, in the order in which they are made.
    pub const ALL: &[Output] = &[Output::Pdf, Output::Epub, Output::Json];

    /// The ending of a file's name, which is also the kind's name on the command line.
    pub fn extension(self) -> &'static str {
        match self {
            Output::Pdf => "pdf",
            Output::Epub => "epub",
            Output::Json => "json",
        }
    }
}

/// What is loaded once and serves every article: the layout, the house, the faces.
/// Shared between threads; nothing in it changes.
#[derive(Debug)]
pub struct Press {
    layout: Layout,
    house: House,
    case: TypeCase,
}

impl Press {
    /// Loads the faces, and makes the layout's files ready.
    pub fn new(layout: Layout, house: House) -> Self {
        let case = TypeCase::new(&layout);
        Self { layout, house, case }
    }
}

impl Press {
    /// Adds the faces of font files, each with its name (as [`crate::files::read_faces`]
    /// gives them), for characters that the house's own lack. Gives the names of the files
    /// that hold no face.
    pub fn add_faces(&mut self, files: Vec<(String, Vec<u8>)>) -> Vec<String> {
        self.case.add_faces(files)
    }
}

impl Default for Press {
    fn default() -> Self {
        Self::new(Layout::default(), House::default())
    }
}

/// How to write each kind of output.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// For the PDF.
    pub pdf: PdfOptions,
    /// For the EPUB.
    pub epub: EpubOptions,
}

/// One finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// What it is.
    pub output: Output,
    /// The file.
    pub bytes: Vec<u8>,
    /// What is worth telling: "2 pages", "1,402 words", "last page 93 % full", "PDF/UA-1".
    pub facts: Vec<String>,
    /// How a PDF fits its pages; `None` for what has none.
    pub fit: Option<Fit>,
}

/// Renders `article` as every kind in `outputs`, each once, in the order of
/// [`Output::ALL`].
///
/// An EPUB made together with a PDF carries the PDF's pages; one made alone has no page
/// list.
///
/// # Errors
///
/// [`Failed`] if one of them cannot be made; then none is given.
pub fn render(
    article: &Article,
    press: &Press,
    outputs: &[Output],
    options: &Options,
    report: &mut Report,
) -> Result<Vec<Rendered>, Failed> {
    let mut rendered = Vec::new();
    let mut pages = None;
    for &output in Output::ALL.iter().filter(|output| outputs.contains(output)) {
        let mut fit = None;
        let (bytes, facts) = match output {
            Output::Pdf => {
                let pdf = pdf::render(article, &press.case, &press.house, &options.pdf, report)?;
                let mut facts = pdf.fit.facts();
                facts.extend(pdf.claims.iter().map(|claim| claim.as_str().to_owned()));
                pages = Some(pdf.pages);
                fit = Some(pdf.fit);
                (pdf.bytes, facts)
            }
            Output::Epub => {
                let own_cover = article
                    .meta
                    .cover_image
                    .as_ref()
                    .is_some_and(|cover| cover.asset.is_some());
                let cover = if own_cover {
                    None
                } else {
                    Some(pdf::cover(article, &press.case, &press.house, report)?)
                };
                let edition = Edition {
                    pages: pages.as_ref(),
                    cover: cover.as_deref(),
                };
                let bytes = epub::render(
                    article,
                    &press.layout,
                    &press.house,
                    &edition,
                    &options.epub,
                    report,
                )?;
                (bytes, Vec::new())
            }
            Output::Json => (json::render(article), Vec::new()),
        };
        rendered.push(Rendered {
            output,
            bytes,
            facts,
            fit,
        });
    }
    report.check()?;
    Ok(rendered)
}
