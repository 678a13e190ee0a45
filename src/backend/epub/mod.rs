//! The EPUB: an [`Article`] as a book file.

use crate::diagnostic::{Failed, Report};
use crate::layout::Layout;
use crate::model::{Article, PageMap};
use crate::style::House;

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
}

/// Writes `article` as EPUB 3.3.
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
    let _ = (article, layout, house, edition, options, report);
    todo!()
}
