//! Pamphlet turns a think tank's article into a print-quality PDF brief and an EPUB.
//!
//! ```text
//! bytes ── reader::read ──▶ Draft ── resolve ──▶ Article ── backend::render ──▶ bytes
//! ```
//!
//! Three rooms in a row and one model between them; nothing walks backwards. The library
//! prints nothing, reads no clock and no environment, and opens no file but those that
//! [`files`] and [`layout`] are asked for.
//!
//! ```
//! use pamphlet::{Files, Options, Output, Press, Report, Source, render, understand};
//!
//! # fn main() -> Result<(), pamphlet::Failed> {
//! let text = "---\ntitle: Who Pays?\nlang: en\ndate: 2025-06-01\n---\n\nEveryone does.\n";
//! let source = Source::new("who-pays.md", text);
//! let mut report = Report::new();
//! let article = understand(&source, &Files::none(), &Default::default(), &mut report)?;
//! let press = Press::default();
//! let files = render(&article, &press, &[Output::Pdf, Output::Epub], &Options::default(), &mut report)?;
//! assert!(files[0].bytes.starts_with(b"%PDF-1.7"));
//! assert!(files[1].bytes.starts_with(b"PK"));
//! # Ok(())
//! # }
//! ```

pub mod backend;
pub mod batch;
pub mod checker;
pub mod diagnostic;
pub mod files;
pub mod layout;
mod markup;
pub mod model;
pub mod reader;
pub mod resolve;
pub mod style;

pub use backend::{Options, Output, Press, Rendered, preflight, render};
pub use diagnostic::{Diagnostic, Elsewhere, Failed, Report, Severity, Source, Span};
pub use files::Files;
pub use layout::Layout;
pub use model::Article;
pub use reader::Overrides;
pub use resolve::ResolveOptions;
pub use style::{House, HouseFile};

/// Reads and resolves `source`: the way from an author's bytes to an [`Article`].
///
/// # Errors
///
/// [`Failed`] if the bytes are not text, the front matter is broken, or the report is
/// strict and the content has a problem.
pub fn understand(
    source: &Source,
    files: &Files,
    options: &ResolveOptions,
    report: &mut Report,
) -> Result<Article, Failed> {
    understand_with(None, None, source, files, options, report)
}

/// Reads and resolves `source` as a paper of a house: where the article says nothing of
/// its publisher, imprint, licence and the like, the house does. What `overrides` say counts
/// in place of what the article's own front matter says.
///
/// # Errors
///
/// As [`understand`], and if the overrides are no list of fields.
pub fn understand_with(
    house: Option<&HouseFile>,
    overrides: Option<&Overrides>,
    source: &Source,
    files: &Files,
    options: &ResolveOptions,
    report: &mut Report,
) -> Result<Article, Failed> {
    let draft = reader::read_with(house.map(|house| &house.source), overrides, source, report)?;
    let mut article = resolve::resolve(draft, files, options, report)?;
    resolve::attach_source(&mut article, source);
    Ok(article)
}

/// Reads and checks a house file; `files` are those beside it. What is found is told in the
/// file's own lines and columns.
///
/// # Errors
///
/// [`Failed`] if the file cannot be understood, names what is not there, or asks for a
/// style that nobody could read.
pub fn understand_house(source: Source, files: &Files, report: &mut Report) -> Result<HouseFile, Failed> {
    let draft = reader::house(&source, report)?;
    resolve::house(draft, source, files, report)
}
