//! Where the printed pages begin, in terms of the article.

use super::Inline;
use serde::{Deserialize, Serialize};

/// The pages of one PDF. An EPUB mirrors it as its page list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageMap {
    /// One entry a page, in order.
    pub pages: Vec<PageStart>,
    /// The name that the PDF gives itself, for a work that has no other: a URN.
    #[serde(default)]
    pub source: String,
}

/// Where one page begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageStart {
    /// The page's number as printed: `1`, `iv`.
    pub label: String,
    /// The block in which the page begins, by [`super::Block::ordinal`]; 0 if the page
    /// begins before the first block (the title page).
    pub block: u32,
    /// How many characters of the block's own text, as [`counted`] gives them, stand on
    /// earlier pages; 0 if the block begins the page.
    pub offset: usize,
    /// What a page behind the last word of the running text says, in pieces as they are
    /// drawn; empty for every other page. People, thanks and terms are no blocks, so such a
    /// page is found by its words.
    #[serde(default)]
    pub closing: Vec<String>,
}

/// What a page map counts in the place of a formula: a page may begin with one.
pub const FORMULA: char = '\u{fffc}';

/// The characters that a page map counts in a block's own text: no white space, no notes,
/// nothing that pictures show; [`FORMULA`] for each formula. Print and screen must count alike.
pub fn counted(inlines: &[Inline]) -> Vec<char> {
    let mut characters = Vec::new();
    count(inlines, &mut characters);
    characters
}

fn count(inlines: &[Inline], characters: &mut Vec<char>) {
    for inline in inlines {
        if let Inline::Text { text } | Inline::Code { text } | Inline::Keyboard { text } = inline {
            characters.extend(text.chars().filter(|char| !char.is_whitespace()));
        }
        if let Inline::Math { .. } = inline {
            characters.push(FORMULA);
        }
        count(inline.content().unwrap_or_default(), characters);
    }
}
