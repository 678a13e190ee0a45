//! Inlines: everything that runs within a line.

use super::{AssetId, Block, BlockKind, CalloutKind, Credit, Formula, Panel};
use crate::diagnostic::Span;
use serde::{Deserialize, Serialize};

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Inline {
    /// Words as they are read. In an article quotes and dashes are typographic; in a draft
    /// quotation marks are still those that were typed, since which ones they become
    /// depends on the language.
    Text {
        /// The words.
        text: String,
    },
    /// Stressed words, set in italics.
    Emphasis {
        /// What is stressed.
        content: Vec<Inline>,
    },
    /// Important words, set bolder.
    Strong {
        /// What is important.
        content: Vec<Inline>,
    },
    /// Words no longer valid, struck through.
    Strike {
        /// What is struck.
        content: Vec<Inline>,
    },
    /// Raised small text.
    Superscript {
        /// What is raised.
        content: Vec<Inline>,
    },
    /// Lowered small text.
    Subscript {
        /// What is lowered.
        content: Vec<Inline>,
    },
    /// Underlined words.
    Underline {
        /// What is underlined.
        content: Vec<Inline>,
    },
    /// Marked words, as with a pen.
    Highlight {
        /// What is marked.
        content: Vec<Inline>,
    },
    /// Words in small capitals.
    SmallCaps {
        /// What is set so.
        content: Vec<Inline>,
    },
    /// Words in smaller type, of less weight than those around them.
    Small {
        /// What is set so.
        content: Vec<Inline>,
    },
    /// Words in another language than the text around them.
    Foreign {
        /// BCP 47.
        lang: String,
        /// The words.
        content: Vec<Inline>,
    },
    /// A short form whose long form is known.
    Abbreviation {
        /// The long form.
        title: String,
        /// The short form.
        content: Vec<Inline>,
    },
    /// What to press on a keyboard.
    Keyboard {
        /// The key's name, verbatim.
        text: String,
    },
    /// A formula in the line.
    Math {
        /// The formula's bytes in the source.
        span: Span,
        /// The formula.
        formula: Formula,
    },
    /// Works cited at one place: `[see @a, p. 3; @b]`.
    Citation {
        /// The citation's bytes in the source.
        span: Span,
        /// The works, in the author's order.
        items: Vec<Cited>,
        /// What is shown, in the citation style, with links to the works. Given by
        /// resolving; in a draft the author's own characters.
        content: Vec<Inline>,
    },
    /// The name of something numbered: `@fig-troops` is "Figure 1".
    Reference {
        /// The reference's bytes in the source.
        span: Span,
        /// The id of what is meant.
        id: String,
        /// How it is named.
        form: ReferenceForm,
        /// What is shown, given by resolving; in a draft the author's own characters.
        content: Vec<Inline>,
    },
    /// Words of a computer.
    Code {
        /// The words, verbatim.
        text: String,
    },
    /// Words that lead somewhere.
    Link {
        /// The link's bytes in the source.
        span: Span,
        /// Where it leads.
        target: Target,
        /// What is shown; never empty in an article.
        content: Vec<Inline>,
    },
    /// A picture in the line.
    Image {
        /// The picture.
        picture: Picture,
    },
    /// A footnote or endnote: the note itself, here, so that none can dangle.
    Note {
        /// The mark's bytes in the source.
        span: Span,
        /// From 1 in reading order; 0 in a draft.
        number: u32,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A place that links lead to; shows nothing.
    Anchor {
        /// Unique within an article.
        id: String,
    },
    /// A line ended by the author in the source only: a space.
    SoftBreak,
    /// A line ended by the author on the page.
    LineBreak,
}

/// What stands in a draft for `"` and `'` that the author escaped, which stay as they are.
/// Unicode sets these two code points aside for such inner uses.
pub const ESCAPED_QUOTES: [char; 2] = ['\u{fdd0}', '\u{fdd1}'];

/// The longest address that a link has, in bytes: Typst takes no longer one, nor do most
/// servers.
pub const LONGEST_ADDRESS: usize = 8000;

/// One work of a citation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cited {
    /// The key's bytes in the source.
    pub span: Span,
    /// The work's key in the bibliography.
    pub key: String,
    /// What stands before: "see".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefix: Vec<Inline>,
    /// The place within the work, as written: "pp. 3-5".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// What stands behind the locator.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suffix: Vec<Inline>,
    /// How the author is shown.
    pub form: CitedForm,
}

/// How a citation shows the author of a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CitedForm {
    /// `[@a]`: everything in the brackets.
    #[default]
    Normal,
    /// `@a`: the author is part of the sentence.
    InText,
    /// `[-@a]`: the sentence already names the author.
    YearOnly,
}

/// How a reference names what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceForm {
    /// `@fig-x`: "Figure 1".
    #[default]
    Full,
    /// `[-@fig-x]`: "1".
    NumberOnly,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "kebab-case")]
pub enum Target {
    /// An absolute address: `https:`, `http:`, `mailto:`, `tel:`, `ftp:`.
    Url(String),
    /// An id in this article, without `#`.
    Internal(String),
    /// An address relative to the article's own place on the web, as a site has it; never
    /// in an article, for resolving makes it absolute or takes the link away.
    Relative(String),
}

/// One picture as the author placed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Its bytes in the source.
    pub span: Span,
    /// The path or address as the author wrote it.
    pub src: String,
    /// What it shows, in words: `None` if the author did not say, empty if the author
    /// calls it decorative.
    pub alt: Option<String>,
    /// The wished width as a share of the text width, 0 to 1; `None` for its own size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
    /// Where the author wants the figure that it stands in; `None` leaves it to the pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placement: Option<Placement>,
    /// The decoded picture; `None` in a draft and where a placeholder stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<AssetId>,
}

/// The address of a picture that is on the web and not beside the article, by its
/// [`Picture::src`]: it is never fetched, but readers may follow a link to it.
pub fn picture_on_web(src: &str) -> Option<String> {
    let src = src.trim();
    let begins = |start: &str| {
        let first = src.get(..start.len());
        first.is_some_and(|first| first.eq_ignore_ascii_case(start))
    };
    let is_clean = !src.contains(|char: char| char.is_control() || char.is_whitespace());
    let address = match src.strip_prefix("//") {
        Some(rest) if !rest.is_empty() => format!("https://{rest}"),
        _ if begins("https://") || begins("http://") => src.to_owned(),
        _ => return None,
    };
    (is_clean && address.len() <= LONGEST_ADDRESS).then_some(address)
}

/// Where a figure stands on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// Where it is written, whatever white that leaves.
    Here,
    /// At the head of the first page or column with room for it; the text goes on.
    Float,
}

impl Placement {
    /// As authors write it: `here`, `float`, or LaTeX's letters, which Quarto takes as well.
    pub fn named(wish: &str) -> Option<Self> {
        match wish.trim() {
            "here" | "H" | "h" | "h!" | "!h" => Some(Self::Here),
            "float" => Some(Self::Float),
            letters => {
                let floats = !letters.is_empty() && letters.chars().all(|letter| "htbp!".contains(letter));
                floats.then_some(Self::Float)
            }
        }
    }
}

/// The words of inlines without their looks. Notes are left out, breaks become spaces,
/// pictures give their alternative text.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    plain_into(inlines, &mut text);
    text
}

/// Appends what [`plain`] gives to `text`.
pub fn plain_into(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text: words }
            | Inline::Code { text: words }
            | Inline::Keyboard { text: words } => text.push_str(words),
            Inline::Math { formula, .. } => text.push_str(formula.words()),
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Superscript { content }
            | Inline::Subscript { content }
            | Inline::Underline { content }
            | Inline::Highlight { content }
            | Inline::SmallCaps { content }
            | Inline::Small { content }
            | Inline::Foreign { content, .. }
            | Inline::Abbreviation { content, .. }
            | Inline::Citation { content, .. }
            | Inline::Reference { content, .. }
            | Inline::Link { content, .. } => plain_into(content, text),
            Inline::Image { picture } => text.push_str(picture.alt.as_deref().unwrap_or_default()),
            Inline::SoftBreak | Inline::LineBreak => text.push(' '),
            Inline::Note { .. } | Inline::Anchor { .. } => {}
        }
    }
}

impl Inline {
    /// Plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Inline::Text { text: text.into() }
    }

    /// The inlines inside, if this kind holds some.
    pub fn content(&self) -> Option<&[Inline]> {
        match self {
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Superscript { content }
            | Inline::Subscript { content }
            | Inline::Underline { content }
            | Inline::Highlight { content }
            | Inline::SmallCaps { content }
            | Inline::Small { content }
            | Inline::Foreign { content, .. }
            | Inline::Abbreviation { content, .. }
            | Inline::Citation { content, .. }
            | Inline::Reference { content, .. }
            | Inline::Link { content, .. } => Some(content),
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Keyboard { .. }
            | Inline::Math { .. }
            | Inline::Image { .. }
            | Inline::Note { .. }
            | Inline::Anchor { .. }
            | Inline::SoftBreak
            | Inline::LineBreak => None,
        }
    }

    /// The inlines inside, if this kind holds some, to change or to take.
    pub fn content_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Superscript { content }
            | Inline::Subscript { content }
            | Inline::Underline { content }
            | Inline::Highlight { content }
            | Inline::SmallCaps { content }
            | Inline::Small { content }
            | Inline::Foreign { content, .. }
            | Inline::Abbreviation { content, .. }
            | Inline::Citation { content, .. }
            | Inline::Reference { content, .. }
            | Inline::Link { content, .. } => Some(content),
            // `content` names every kind, so a new one is decided there.
            _ => None,
        }
    }
}

impl BlockKind {
    /// A paragraph of plain words.
    pub fn paragraph(text: impl Into<String>) -> Self {
        BlockKind::Paragraph {
            text: vec![Inline::text(text)],
        }
    }

    /// A box as a reader makes it: without id and number.
    pub fn callout(kind: CalloutKind, title: Vec<Inline>, blocks: Vec<Block>) -> Self {
        BlockKind::Callout {
            kind,
            id: String::new(),
            number: None,
            title,
            blocks,
            attribution: Vec::new(),
        }
    }

    /// Pictures with a caption as a reader makes them: without id and number.
    pub fn figure(panels: Vec<Panel>, caption: Vec<Inline>) -> Self {
        BlockKind::Figure {
            id: String::new(),
            number: None,
            panels,
            caption,
            credit: Credit::default(),
        }
    }
}
