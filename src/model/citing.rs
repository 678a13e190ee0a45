//! What an article says about the works it cites, and how a place within a work is written.

use super::Inline;
use crate::diagnostic::Span;
use serde::{Deserialize, Serialize};

/// The front matter's fields about citations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Citing {
    /// Files that hold works, beside the article.
    pub bibliography: Vec<Written>,
    /// The citation style: a name, or a file beside the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<Written>,
    /// Works written into the front matter itself, as CSL-JSON.
    pub references: Vec<InlineWork>,
    /// Works listed although nothing cites them; `*` stands for all.
    pub nocite: Vec<Written>,
    /// Whether a citation leads to its work.
    pub links: bool,
    /// The heading over the works, where the article has none for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<Inline>,
    /// Whether the works are left out.
    pub suppress_bibliography: bool,
}

impl Default for Citing {
    fn default() -> Self {
        Self {
            bibliography: Vec::new(),
            style: None,
            references: Vec::new(),
            nocite: Vec::new(),
            links: true,
            title: Vec::new(),
            suppress_bibliography: false,
        }
    }
}

impl Citing {
    /// Whether the article names works that it could cite.
    pub fn has_works(&self) -> bool {
        !self.bibliography.is_empty() || !self.references.is_empty()
    }
}

/// A short value and where the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its bytes in the source.
    pub span: Span,
    /// The value.
    pub text: String,
}

/// A work of the field `references`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InlineWork {
    /// Its bytes in the source.
    pub span: Span,
    /// An item of CSL-JSON; looks are HTML, as there.
    pub item: serde_json::Value,
}

/// The kinds of place within a work, by CSL's names, as authors write them.
const LOCATORS: &[(&str, &[&str])] = &[
    ("page", &["p.", "pp.", "page", "pages", "pg.", "pgs.", "S."]),
    (
        "chapter",
        &["chap.", "chaps.", "ch.", "chs.", "chapter", "chapters"],
    ),
    (
        "section",
        &["§", "§§", "sec.", "secs.", "sect.", "section", "sections"],
    ),
    (
        "paragraph",
        &["¶", "¶¶", "para.", "paras.", "par.", "paragraph", "paragraphs"],
    ),
    ("volume", &["vol.", "vols.", "volume", "volumes"]),
    ("issue", &["no.", "nos.", "issue", "issues", "number", "numbers"]),
    ("figure", &["fig.", "figs.", "figure", "figures"]),
    ("table", &["tab.", "tbl.", "table", "tables"]),
    ("line", &["l.", "ll.", "line", "lines"]),
    ("note", &["n.", "nn.", "fn.", "note", "notes"]),
    ("verse", &["v.", "vv.", "verse", "verses"]),
    ("book", &["bk.", "bks.", "book", "books"]),
    ("column", &["col.", "cols.", "column", "columns"]),
    ("part", &["pt.", "pts.", "part", "parts"]),
    ("folio", &["fol.", "fols.", "folio", "folios"]),
    ("opus", &["op.", "opp.", "opus", "opera"]),
    ("article-locator", &["art.", "arts.", "article", "articles"]),
    ("appendix", &["app.", "apps.", "appendix", "appendices"]),
    ("supplement", &["supp.", "supps.", "supplement", "supplements"]),
    ("equation", &["eq.", "eqs.", "equation", "equations"]),
    ("rule", &["r.", "rr.", "rule", "rules"]),
    ("sub verbo", &["s.v.", "s.vv.", "sub"]),
];

/// The name that CSL has for the place which `words` begin with, and what follows the
/// author's name for it: `pp. 3-5` is `page` and `3-5`. Without a name it is a page.
pub fn locator(words: &str) -> (&'static str, &str) {
    named_locator(words).unwrap_or(("page", words.trim_start()))
}

/// The same, only if the name is there and something follows it.
pub fn named_locator(words: &str) -> Option<(&'static str, &str)> {
    let words = words.trim_start();
    // `p.3` and `§4` need no space.
    let end = words
        .char_indices()
        .find(|(at, char)| char.is_whitespace() || (*at > 0 && char.is_numeric()))
        .map(|(at, _)| at)?;
    let (name, rest) = words.split_at(end);
    let known = |names: &[&str]| {
        names
            .iter()
            .any(|known| name == *known || (name.len() > 2 && name.to_lowercase() == **known))
    };
    LOCATORS
        .iter()
        .find(|(_, names)| known(names))
        .map(|(term, _)| (*term, rest.trim_start()))
}
