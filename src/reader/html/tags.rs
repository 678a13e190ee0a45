//! Where the tags of a piece of HTML are, without understanding them: enough to see what
//! is still open, and to take away what is no text.

use crate::reader::boxes;
use std::ops::Range;

/// One piece of markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reader) enum Token {
    /// `<name …>` or `</name>`.
    Tag {
        /// In lower case.
        name: String,
        range: Range<usize>,
        /// Whether it is `</name>`.
        close: bool,
        /// Whether it never has content: `<br>`, `<x/>`.
        empty: bool,
    },
    /// `<!-- … -->`.
    Comment {
        range: Range<usize>,
        /// Whether its end is missing.
        open: bool,
    },
    /// `<?…?>`, `<!…>`, `<![CDATA[…]]>`: nothing that a reader of the page sees.
    Instruction { range: Range<usize> },
}

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements whose content is no markup.
const RAW: &[&str] = &[
    "script",
    "style",
    "textarea",
    "title",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "xmp",
    "plaintext",
];

/// Elements that HTML knows and that have no place of their own in this program.
const OTHER: &[&str] = &[
    "applet",
    "area",
    "basefont",
    "bgsound",
    "blink",
    "button",
    "canvas",
    "col",
    "colgroup",
    "dialog",
    "form",
    "frame",
    "frameset",
    "image",
    "isindex",
    "keygen",
    "legend",
    "map",
    "marquee",
    "meter",
    "multicol",
    "nextid",
    "noembed",
    "plaintext",
    "portal",
    "progress",
    "rtc",
    "selectedcontent",
    "slot",
    "spacer",
    "summary",
    "svg",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
];

/// No tag is longer; without a limit a page of `<` costs its length squared.
const LONGEST: usize = 16 * 1024;

/// Whether HTML has an element of that name, or a program may have made one up by its
/// rules (`my-widget`, `o:p`). `<type>` in a sentence is neither: it is text.
pub(in crate::reader) fn is_element(name: &str) -> bool {
    let made_up = name.contains('-')
        || name
            .split_once(':')
            .is_some_and(|(space, local)| (1..=3).contains(&space.len()) && !local.is_empty());
    made_up || OTHER.contains(&name) || super::elements::is_known(name)
}

/// Whether the content of an element is taken as it is, tags included.
pub(in crate::reader) fn is_raw(name: &str) -> bool {
    RAW.contains(&name)
}

/// Elements that the model has a node for and that may go on over blank lines.
pub(in crate::reader) fn holds_blocks(name: &str) -> bool {
    matches!(
        name,
        "table" | "figure" | "ul" | "ol" | "dl" | "details" | "blockquote" | "div" | "section" | "aside"
    )
}

/// How many levels an element that [`holds_blocks`] is: tables and columns weigh three to
/// typesetting, and a division without looks is none.
pub(in crate::reader) fn levels(name: &str, tag: &str) -> usize {
    if !matches!(name, "div" | "section" | "aside") {
        return if name == "table" { 3 } else { 1 };
    }
    let has = |name: &str| attribute(tag, name).is_some();
    let classes = attribute(tag, "class").unwrap_or_default();
    let lower = classes.to_ascii_lowercase();
    if lower.contains("columns") || has("layout") || has("layout-ncol") {
        return 3;
    }
    let is_level =
        lower.contains("column") || boxes::classed(classes.split_ascii_whitespace()).is_some() || has("lang");
    usize::from(is_level)
}

/// The value of an attribute in the text of a tag, entities not resolved.
pub(in crate::reader) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let bytes = tag.as_bytes();
    let mut at = tag.find(|char: char| char.is_ascii_whitespace())?;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() || bytes[at] == b'/' {
            at += 1;
            continue;
        }
        let start = at;
        while bytes
            .get(at)
            .is_some_and(|byte| !byte.is_ascii_whitespace() && !b"=>".contains(byte))
        {
            at += 1;
        }
        let found = &tag[start..at];
        let equals = bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        if bytes.get(at + equals) != Some(&b'=') {
            at = at.max(start + 1);
            continue;
        }
        let mut from = at + equals + 1;
        from += bytes[from..]
            .iter()
            .position(|byte| !byte.is_ascii_whitespace())?;
        let (value, end) = match bytes[from] {
            quote @ (b'"' | b'\'') => {
                let length = bytes[from + 1..].iter().position(|byte| *byte == quote)?;
                (&tag[from + 1..from + 1 + length], from + length + 2)
            }
            _ => {
                let rest = &tag[from..];
                let length = rest.find(|char: char| char.is_ascii_whitespace() || char == '>')?;
                (&rest[..length], from + length)
            }
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        at = end;
    }
    None
}

/// All markup in order. What is not closed ends with the text.
pub(in crate::reader) fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let last_end = html.rfind('>').unwrap_or(0);
    while let Some(offset) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + offset;
        let rest = &html[start..];
        let upto = |needle: &str, from: usize| {
            rest.get(from..)
                .and_then(|tail| tail.find(needle))
                .map(|found| start + from + found + needle.len())
        };
        if rest.starts_with("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let end = if rest.starts_with("<!-->") {
                Some(start + 5)
            } else if rest.starts_with("<!--->") {
                Some(start + 6)
            } else {
                upto("-->", 4)
            };
            at = end.unwrap_or(html.len());
            tokens.push(Token::Comment {
                range: start..at,
                open: end.is_none(),
            });
        } else if rest.starts_with("<![CDATA[") {
            at = upto("]]>", 9).unwrap_or(html.len());
            tokens.push(Token::Instruction { range: start..at });
        } else if rest.starts_with("<?") {
            at = upto("?>", 2).unwrap_or(html.len());
            tokens.push(Token::Instruction { range: start..at });
        } else if rest.starts_with("<!") {
            at = upto(">", 2).unwrap_or(html.len());
            tokens.push(Token::Instruction { range: start..at });
        } else if start > last_end {
            // No tag ends any more.
            break;
        } else if let Some((tag, end)) = tag(html, start) {
            at = end;
            if let Token::Tag {
                name,
                close: false,
                empty: false,
                ..
            } = &tag
                && is_raw(name)
            {
                at += raw_length(&html[end..], name);
            }
            tokens.push(tag);
        } else {
            at = start + 1;
        }
    }
    tokens
}

fn tag(html: &str, start: usize) -> Option<(Token, usize)> {
    let bytes = html.as_bytes();
    let close = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(close);
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut at = name_start;
    while bytes
        .get(at)
        .is_some_and(|byte| !byte.is_ascii_whitespace() && !b"/><".contains(byte))
    {
        at += 1;
    }
    let name = html[name_start..at].to_ascii_lowercase();
    let mut quote = None;
    let mut after_equals = false;
    loop {
        let byte = *bytes.get(at).filter(|_| at - start < LONGEST)?;
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if (byte == b'"' || byte == b'\'') && after_equals => quote = Some(byte),
            None if byte == b'>' => break,
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            after_equals = byte == b'=';
        }
        at += 1;
    }
    let empty = VOID.contains(&name.as_str()) || bytes.get(at - 1) == Some(&b'/');
    Some((
        Token::Tag {
            name,
            range: start..at + 1,
            close,
            empty,
        },
        at + 1,
    ))
}

/// How far the content of a raw element goes, without its closing tag.
fn raw_length(html: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = html[at..].find("</") {
        let after = at + found + 2;
        if html
            .get(after..after + name.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(name))
        {
            return at + found;
        }
        at = after;
    }
    html.len()
}
