//! What the text of a book comes to: its documents, and what the package, the navigation and
//! the claims have to know of them. `text` fills it in; all others read it.

use super::documents::Part;
use crate::diagnostic::Span;
use crate::model::AssetId;
use std::collections::BTreeSet;

/// The documents, and what the package has to know of them.
pub(super) struct Content {
    /// In reading order; never empty.
    pub documents: Vec<Document>,
    /// Headings and other entries of the list of contents, in order.
    pub contents: Vec<Entry>,
    /// Figures that have a number or a caption, in order.
    pub figures: Vec<Entry>,
    /// Tables that have one.
    pub tables: Vec<Entry>,
    /// How many figures and tables have neither, so that no list can name them.
    pub unlisted: usize,
    /// Page breaks as they stand in the documents.
    pub breaks: Vec<PageEntry>,
    /// Places that reading systems offer by name.
    pub places: Places,
    /// Pictures that the documents show.
    pub pictures: Pictures,
    pub formulas: Formulas,
    /// Links whose address no reading system could follow: their words are there, they
    /// are no links.
    pub dead_links: Vec<(Span, String)>,
}

/// One file of the text.
pub(super) struct Document {
    pub part: Part,
    /// The file's name in the book.
    pub href: String,
    pub xhtml: Vec<u8>,
    /// Whether it holds MathML, which the package has to say.
    pub has_mathml: bool,
}

/// An entry of the list of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// From 1.
    pub level: u8,
    /// Where it is: `chapter-one.xhtml#one`.
    pub address: String,
    pub label: String,
    /// Whether the words are ours, and so perhaps in another language than the article.
    pub is_ours: bool,
}

/// What has a list of its own beside the contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Figure,
    Table,
}

/// An entry of the page list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageEntry {
    pub address: String,
    /// The page's number as printed.
    pub label: String,
}

/// Places that reading systems offer by name.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The address of the title.
    pub start: String,
    pub bibliography: Option<Entry>,
    /// The notes; `None` where each document has its own.
    pub notes: Option<Entry>,
    /// The address of the small type.
    pub colophon: Option<String>,
}

/// The pictures of the document, as far as claims about them go.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// Every picture shown, once.
    pub assets: BTreeSet<AssetId>,
    /// How many stand there with words of the author's.
    pub described: usize,
    /// How many the author calls decorative.
    pub decorative: usize,
    /// How many stand there without words.
    pub undescribed: usize,
}

/// The formulas of the document, as far as claims about them go.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    /// How many stand there as MathML with words.
    pub described: usize,
    /// How many stand there as code.
    pub code: usize,
}
