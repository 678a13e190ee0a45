//! A house file on its way: what a reader understood of it, and what is ready for use.

use super::House;
use crate::diagnostic::{Elsewhere, Source, Span};
use std::collections::BTreeMap;

/// What a reader understood of a house file. No file that it names was opened yet, and no
/// colour was held against another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HouseDraft {
    /// Name, colours, faces and bleed as the file has them, the rest as usual.
    pub house: House,
    /// Where the file says what the house looks like, by key: `colors.accent`,
    /// `faces.text`. What is not here, the file does not say.
    pub places: BTreeMap<String, Span>,
    /// The logo's files.
    pub logo: LogoDraft,
    /// Font files, or folders with some.
    pub faces: Vec<(String, Span)>,
    /// An ICC profile's file.
    pub profile: Option<(String, Span)>,
    /// Whether it was written for other programs: `_brand.yml`.
    pub is_foreign: bool,
}

/// The files of a logo, not opened yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogoDraft {
    /// For light grounds.
    pub light: Option<(String, Span)>,
    /// For dark grounds.
    pub dark: Option<(String, Span)>,
    /// What it says, if not the house's name.
    pub alt: Option<String>,
    /// How high it stands in a masthead, in millimetres.
    pub height_mm: Option<f64>,
}

/// A house file, read and checked: the look, the faces that lie beside it, and the file
/// itself, whose fields articles take where they have none of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseFile {
    /// The look.
    pub house: House,
    /// Font files, each with its name.
    pub faces: Vec<(String, Vec<u8>)>,
    /// The file.
    pub source: Source,
    /// Where it says what the house looks like, by key.
    pub places: BTreeMap<String, Span>,
    /// Whether it was written for other programs. Those fetch faces; here another stands in
    /// for one that is not there.
    pub is_foreign: bool,
}

impl HouseFile {
    /// The place of a key such as `faces.text`, as findings about an article tell it.
    pub fn place(&self, key: &str) -> Option<Elsewhere> {
        let span = self.places.get(key)?;
        let text = String::from_utf8_lossy(&self.source.bytes);
        Some(Elsewhere::new(&*self.source.path, &text, span.start))
    }
}
