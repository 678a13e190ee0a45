//! Blocks: everything that can stand on its own between two blank lines.

use super::{Formula, Inline, Picture};
use crate::diagnostic::Span;
use serde::{Deserialize, Serialize};

/// One block and where the author wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// The block's bytes in the source, markers included.
    pub span: Span,
    /// The block's place in reading order, counted from 1; 0 in a draft. Page maps name
    /// blocks by it.
    #[serde(default)]
    pub ordinal: u32,
    /// What it is.
    #[serde(flatten)]
    pub kind: BlockKind,
}

impl Block {
    /// A block of a draft.
    pub fn new(span: impl Into<Span>, kind: BlockKind) -> Self {
        Self {
            span: span.into(),
            ordinal: 0,
            kind,
        }
    }
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum BlockKind {
    /// The title of a section.
    Heading {
        /// 1 for a section, 2 for a subsection, at most 6. The article's own title is
        /// [`super::Meta::title`], never a heading.
        level: u8,
        /// Unique within an [`super::Article`]; the anchor in every output. Empty in a
        /// draft whose author gave none.
        id: String,
        /// The number as printed, `2` or `2.1`; `None` if the section has none. Given by
        /// resolving.
        number: Option<String>,
        /// Whether the author lets this section be numbered (`{-}` says no).
        numbered: bool,
        /// What the section is for, which layouts and reading systems announce.
        role: Role,
        /// The heading's words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Vec<Inline>,
    },
    /// A bulleted, numbered or task list.
    List {
        /// Bullets or numbers.
        kind: ListKind,
        /// Whether items stand close together (no blank lines between them).
        tight: bool,
        /// The items.
        items: Vec<ListItem>,
    },
    /// Terms with their descriptions.
    Definitions {
        /// The entries.
        items: Vec<Definition>,
    },
    /// A table with its caption.
    Table(Table),
    /// One or more pictures with a caption.
    Figure {
        /// Unique within an article; the anchor in every output.
        id: String,
        /// Its number among the figures, as printed; `None` without a caption. Given by
        /// resolving; in a draft the author's own, if the caption has one.
        number: Option<String>,
        /// The pictures, side by side if several.
        panels: Vec<Panel>,
        /// What stands below, without "Figure 1".
        caption: Vec<Inline>,
        /// Where it comes from and what must be known to read it, below the caption.
        credit: Credit,
    },
    /// Preformatted text.
    Code {
        /// The language the author named, for instance `rust`; empty if none.
        language: String,
        /// The text, lines ended by `\n`, without the last one.
        text: String,
    },
    /// Someone else's words, or words set apart.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
        /// Whose words they are, without the dash in front; empty if nobody is named.
        attribution: Vec<Inline>,
    },
    /// A box set apart from the running text.
    Callout {
        /// What it is for.
        kind: CalloutKind,
        /// Unique within an article; the anchor in every output. Empty in a draft whose
        /// author gave none.
        id: String,
        /// Its number among the boxes, as printed; `None` if it is not counted. Given by
        /// resolving.
        number: Option<String>,
        /// The author's title; empty if the kind's own word stands in.
        title: Vec<Inline>,
        /// What it holds.
        blocks: Vec<Block>,
        /// Of a pull quote: whose words they are, without the dash in front.
        attribution: Vec<Inline>,
    },
    /// Text that stands side by side where the page is wide enough.
    Columns {
        /// The columns, in reading order.
        columns: Vec<Column>,
    },
    /// Blocks in another language than the text around them.
    Division {
        /// BCP 47.
        lang: String,
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// A formula on lines of its own.
    Math {
        /// Unique within an article; the anchor in every output. Empty in a draft whose
        /// author gave none.
        id: String,
        /// Its number, as printed, without parentheses; `None` if it is not counted.
        /// Given by resolving.
        number: Option<String>,
        /// The formula.
        formula: Formula,
    },
    /// The works cited, composed by resolving; never in a draft.
    Bibliography {
        /// Whether the first line of a work begins further out than the others.
        #[serde(default)]
        hanging: bool,
        /// The works, in the order of the citation style.
        entries: Vec<Work>,
    },
    /// A thematic break.
    Break,
    /// The printed page ends here.
    PageBreak,
}

/// One picture of a figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// The author's id for it; empty if none was given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The picture.
    pub picture: Picture,
    /// What stands below this picture alone; empty for most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
}

impl From<Picture> for Panel {
    fn from(picture: Picture) -> Self {
        Self {
            id: String::new(),
            picture,
            caption: Vec::new(),
        }
    }
}

/// The small lines under a table or a figure, with the words that open them: "Source: …".
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Credit {
    /// Where the data or the picture comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<Inline>,
    /// What must be known to read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Inline>,
}

/// One of several columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its share of the width, 0 to 1; `None` for an equal share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// One work of a bibliography.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// The anchor in every output; citations link here.
    pub id: String,
    /// The anchor at its first citation; `None` if nothing in the text cites it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<String>,
    /// What stands in front, `[1]`; empty where the style has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub label: Vec<Inline>,
    /// The entry, a [`BlockKind::Paragraph`], so that it has a place and an ordinal.
    pub entry: Block,
}

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Part of the argument.
    #[default]
    Body,
    /// The opening section, if the author calls it so.
    Introduction,
    /// The closing section, if the author calls it so.
    Conclusion,
    /// The list of works cited.
    References,
    /// Matter after the argument.
    Appendix,
    /// Thanks.
    Acknowledgements,
}

/// Bullets or numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ListKind {
    /// Bullets, or boxes where items have a [`ListItem::checked`].
    Bullet,
    /// Numbers.
    Ordered {
        /// The first item's number.
        start: u64,
        /// How numbers are written.
        style: NumberStyle,
        /// What stands around them.
        #[serde(default)]
        delimiter: Delimiter,
    },
}

/// How the numbers of a list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum NumberStyle {
    /// 1, 2, 3
    #[default]
    Decimal,
    /// a, b, c
    LowerAlpha,
    /// A, B, C
    UpperAlpha,
    /// i, ii, iii
    LowerRoman,
    /// I, II, III
    UpperRoman,
}

/// What stands around the numbers of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Delimiter {
    /// 1.
    #[default]
    Period,
    /// 1)
    Parenthesis,
    /// (1)
    Parentheses,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListItem {
    /// The item's bytes in the source.
    pub span: Span,
    /// Done or not, if it is a task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// What it holds. A tight item's text is a [`BlockKind::Paragraph`] too.
    pub blocks: Vec<Block>,
}

/// One term with its descriptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// The term, a [`BlockKind::Paragraph`], so that it has a place and an ordinal.
    pub term: Block,
    /// What it means; more than one entry if the author gave several.
    pub descriptions: Vec<Vec<Block>>,
}

/// A table. Every row covers the same number of columns once spans are counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Unique within an article; the anchor in every output.
    pub id: String,
    /// Its number among the tables, as printed; `None` without a caption. Given by
    /// resolving; in a draft the author's own, if the caption has one.
    pub number: Option<String>,
    /// What stands above, without "Table 1".
    pub caption: Vec<Inline>,
    /// The alignment of each column; its length is the number of columns.
    pub columns: Vec<Align>,
    /// Header rows; empty if the author gave none.
    pub head: Vec<Row>,
    /// The other rows.
    pub body: Vec<Row>,
    /// Where it comes from and what must be known to read it, below the last row.
    #[serde(default)]
    pub credit: Credit,
}

/// How a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// As the layout thinks best: the author said nothing and the column holds words.
    #[default]
    Auto,
    /// As amounts stand: the author said nothing and resolving found nothing but amounts.
    Number,
    /// At the start of the line.
    Start,
    /// In the middle.
    Center,
    /// At the end of the line.
    End,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The cells that begin in this row.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What it holds.
    pub blocks: Vec<Block>,
    /// How many columns it covers, at least 1.
    pub columns: u32,
    /// How many rows it covers, at least 1.
    pub rows: u32,
    /// Whether it heads a column or a row; `None` for data.
    pub scope: Option<Scope>,
    /// Its own alignment, where it differs from the column's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
}

/// What a header cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The cells below.
    Column,
    /// The cells beside.
    Row,
}

/// What a box is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalloutKind {
    /// Useful to know.
    Note,
    /// Advice.
    Tip,
    /// Must be known.
    Important,
    /// Something may go wrong.
    Warning,
    /// Something will go wrong.
    Caution,
    /// What to take away.
    KeyMessages,
    /// What someone should do.
    Recommendations,
    /// An example told at length.
    CaseStudy,
    /// Words pulled out of the text to catch the eye.
    PullQuote,
    /// The summary, where the author wrote it into the text.
    Abstract,
    /// Anything else; also every kind that is not known.
    Box,
}
