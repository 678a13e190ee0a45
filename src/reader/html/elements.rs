//! What becomes of each element. To add one: give it a place here.

use crate::model::Inline;

/// What becomes of an element.
pub(super) enum Element {
    /// It wraps words in looks that the model has.
    Wrap(fn(Vec<Inline>) -> Inline),
    /// It has no looks of its own, or none that print has: its words run on.
    Through,
    /// It holds blocks and is none itself: `div`, `section`.
    Division,
    /// A block or a part of one, which [`Converter::block`] knows.
    Block,
    /// Words, a picture or a place in the line, which [`Converter::special`] knows.
    Special,
    /// A formula, as MathML.
    Formula,
    /// It plays or shows something from elsewhere: a link leads there.
    Media,
    /// No part of a document: left out with what is inside.
    Dropped,
    /// Not known here: its words are kept.
    Unknown,
}

pub(super) fn element(name: &str) -> Element {
    match name {
        "em" | "i" | "cite" | "dfn" | "var" => Element::Wrap(|content| Inline::Emphasis { content }),
        "strong" | "b" => Element::Wrap(|content| Inline::Strong { content }),
        "s" | "del" | "strike" => Element::Wrap(|content| Inline::Strike { content }),
        "sup" => Element::Wrap(|content| Inline::Superscript { content }),
        "sub" => Element::Wrap(|content| Inline::Subscript { content }),
        "u" | "ins" => Element::Wrap(|content| Inline::Underline { content }),
        "mark" => Element::Wrap(|content| Inline::Highlight { content }),
        "small" => Element::Wrap(|content| Inline::Small { content }),
        "span" | "font" | "big" | "time" | "data" | "bdi" | "bdo" | "nobr" | "label" | "picture" | "ruby"
        | "rb" | "rp" | "rt" | "output" | "html" | "body" => Element::Through,
        "div" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside" | "center"
        | "address" | "hgroup" | "search" | "p" | "fieldset" => Element::Division,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "menu" | "dir" | "dl" | "blockquote"
        | "pre" | "hr" | "table" | "figure" | "details" | "li" | "dt" | "dd" | "figcaption" | "summary"
        | "caption" | "listing" | "xmp" => Element::Block,
        "br" | "img" | "a" | "q" | "abbr" | "acronym" | "code" | "kbd" | "samp" | "tt" | "wbr" => {
            Element::Special
        }
        "math" => Element::Formula,
        "iframe" | "object" | "embed" | "video" | "audio" => Element::Media,
        "script" | "style" | "head" | "meta" | "link" | "base" | "param" | "input" | "select" | "option"
        | "optgroup" | "textarea" | "datalist" | "template" | "noscript" | "noembed" | "noframes"
        | "source" | "track" => Element::Dropped,
        _ => Element::Unknown,
    }
}

/// Whether an element of that name has a place in [`element`].
pub(super) fn is_known(name: &str) -> bool {
    !matches!(element(name), Element::Unknown)
}
