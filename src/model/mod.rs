//! The article as plain data. Read this first: every other room makes it, promises
//! something about it, or turns it into bytes.
//!
//! A [`Draft`] is what a reader understood: structure, no promises. An [`Article`] is
//! what backends get: only `resolve` makes one, and its docs list what
//! they may rely on. Text is text here: no markup of any format survives in a string.
//!
//! To add a kind of block or inline: add the variant, then follow the compiler.

mod asset;
mod attachment;
mod block;
mod citing;
mod colophon;
mod count;
mod grid;
mod inline;
mod language;
mod math;
mod meta;
mod pages;
mod people;
pub(crate) mod phrases;
mod walk;
mod words;

pub use asset::{Asset, AssetId, Media};
pub use attachment::{AttachedFile, Attachment, Relationship, mime_of};
pub use block::{
    Align, Block, BlockKind, CalloutKind, Cell, Column, Credit, Definition, Delimiter, ListItem, ListKind,
    NumberStyle, Panel, Role, Row, Scope, Table, Work,
};
pub use citing::{Citing, InlineWork, Written, locator, named_locator};
pub use colophon::{Colophon, Fact, Profile};
pub use count::{Length, Unit, is_piled_up};
pub use inline::{
    Cited, CitedForm, ESCAPED_QUOTES, Inline, LONGEST_ADDRESS, Picture, Placement, ReferenceForm, Target,
    picture_on_web, plain, plain_into,
};
pub use language::{is_rtl, language_and_region, language_tag, letters, script, tag_of_name};
pub use math::{Formula, MathNode};
pub use meta::{
    Accessibility, Citation, CoverImage, Date, Identifier, LAYOUTS, License, Meta, NotePlacement, Pages,
    Paper, Series,
};
pub use pages::{FORMULA, PageMap, PageStart, counted};
pub use people::{Affiliation, Person};
pub use walk::Note;
pub use words::{AccessWords, Words, in_numerals};

use serde::{Deserialize, Serialize};

/// What a reader understood of a source. Nothing is checked yet: ids may repeat, links
/// may lead nowhere, pictures may not exist.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What the front matter says.
    pub meta: Meta,
    /// The text, in reading order.
    pub body: Vec<Block>,
}

/// An article whose promises are kept. A backend may rely on all of them:
///
/// - the title is not empty, the language is a known tag;
/// - every id is unique among headings, figures, tables and anchors;
/// - every [`Target::Internal`] names an id that exists;
/// - heading levels start at 1 and never skip one going down;
/// - every [`Picture`] has an asset that decodes, or none and is shown as a placeholder;
/// - [`Block::ordinal`]s are unique and ascend in reading order: summary, key messages,
///   body, then what closes the paper (authors' notes, thanks, funding, the house);
/// - notes are numbered from 1 in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// What the front matter says, completed.
    pub meta: Meta,
    /// The article's language as a BCP 47 tag, for instance `en-GB`.
    pub lang: String,
    /// The fixed words of every output, in that language.
    pub words: Words,
    /// The text, in reading order.
    pub body: Vec<Block>,
    /// The pictures, decoded once to prove that they can be; indexed by [`AssetId`].
    pub assets: Vec<Asset>,
    /// The files for the inside of the PDF, each under a name of its own; no EPUB has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachedFile>,
    /// What the content does not allow an output to claim.
    pub doubts: Doubts,
}

impl Article {
    /// The title and subtitle as one line of plain text, as catalogues want them.
    pub fn full_title(&self) -> String {
        self.meta.full_title()
    }

    /// The picture behind an id.
    pub fn asset(&self, id: AssetId) -> &Asset {
        &self.assets[id.0]
    }
}

/// Which claims the content forbids, found by resolving and before anything is rendered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Doubts {
    /// Pictures without alternative text, or with one that only names a file or says that
    /// there is a picture: no PDF/UA, no level A of PDF/A, no claim in the EPUB that text
    /// alone suffices.
    pub missing_alt: usize,
    /// Pictures that are placeholders.
    pub missing_pictures: usize,
}
