//! Where the printed pages begin, in terms of the article.

use serde::{Deserialize, Serialize};

/// The pages of one PDF. An EPUB mirrors it as its page list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageMap {
    /// One entry a page, in order.
    pub pages: Vec<PageStart>,
}

/// Where one page begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageStart {
    /// The page's number as printed: `1`, `iv`.
    pub label: String,
    /// The block in which the page begins, by [`super::Block::ordinal`]; 0 if the page
    /// begins before the first block (the title page).
    pub block: u32,
    /// How many characters of the block's own text (white space not counted, notes not
    /// counted) stand on earlier pages; 0 if the block begins the page.
    pub offset: usize,
}
