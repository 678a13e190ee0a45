//! What hayagriva formats, as inlines of ours.

use super::csl;
use crate::diagnostic::Span;
use crate::model::{Inline, LONGEST_ADDRESS, Target};
use citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatted, Formatting};

/// How a citation's parts are shown.
pub(super) trait Wrap {
    /// The inlines of the work at that place of the citation, finished.
    fn entry(&mut self, index: usize, content: Vec<Inline>) -> Vec<Inline>;
}

/// Leaves everything as it is.
pub(super) struct Bare;

impl Wrap for Bare {
    fn entry(&mut self, _: usize, content: Vec<Inline>) -> Vec<Inline> {
        content
    }
}

/// The inlines of some elements; links stand in `span`.
pub(super) fn inlines(children: &ElemChildren, span: Span, wrap: &mut impl Wrap) -> Vec<Inline> {
    let mut all = Vec::new();
    for child in &children.0 {
        one(child, span, wrap, &mut all);
    }
    all
}

pub(super) fn one(child: &ElemChild, span: Span, wrap: &mut impl Wrap, all: &mut Vec<Inline>) {
    match child {
        ElemChild::Text(text) => formatted(text, span, all),
        ElemChild::Elem(elem) => {
            let mut inner = inlines(&elem.children, span, wrap);
            if let Some(ElemMeta::Entry(index)) = elem.meta {
                inner = wrap.entry(index, inner);
            }
            for inline in inner {
                push(all, inline);
            }
        }
        ElemChild::Markup(text) => push(all, Inline::text(text.as_str())),
        ElemChild::Link { text, url } => {
            let mut content = Vec::new();
            looks(
                &text.formatting,
                vec![Inline::text(csl::bare(&text.text))],
                &mut content,
            );
            if is_web(url) {
                let target = Target::Url(url.clone());
                push(
                    all,
                    Inline::Link {
                        span,
                        target,
                        content,
                    },
                );
            } else {
                // What a file of works calls an address may be anything.
                content.into_iter().for_each(|inline| push(all, inline));
            }
        }
        ElemChild::Transparent { .. } => {}
    }
}

/// Removes the names in each work at the given places of a citation, with what parts them
/// from the rest.
pub(super) fn without_names(children: &mut ElemChildren, wanted: &dyn Fn(usize) -> bool) {
    for child in &mut children.0 {
        if let ElemChild::Elem(elem) = child {
            match elem.meta {
                Some(ElemMeta::Entry(index)) if wanted(index) => {
                    drop_names(&mut elem.children);
                }
                _ => without_names(&mut elem.children, wanted),
            }
        }
    }
}

/// Takes the first names out of a citation of one work, with what parts them from the rest.
pub(super) fn take_names(children: &mut ElemChildren) -> Option<ElemChild> {
    for child in &mut children.0 {
        if let ElemChild::Elem(elem) = child {
            let names = match elem.meta {
                Some(ElemMeta::Names(_)) => None,
                _ => find_names(&mut elem.children),
            };
            if names.is_some() {
                return names;
            }
        }
    }
    None
}

fn find_names(children: &mut ElemChildren) -> Option<ElemChild> {
    for at in 0..children.0.len() {
        let ElemChild::Elem(elem) = &mut children.0[at] else {
            continue;
        };
        let names = match elem.meta {
            Some(ElemMeta::Names(_)) => Some(children.0.remove(at)),
            _ => find_names(&mut elem.children),
        };
        if names.is_some() {
            trim_front(children);
            return names;
        }
    }
    None
}

/// Removes the first names; `true` if there were some.
fn drop_names(children: &mut ElemChildren) -> bool {
    for at in 0..children.0.len() {
        let ElemChild::Elem(elem) = &mut children.0[at] else {
            continue;
        };
        let gone = match elem.meta {
            Some(ElemMeta::Names(_)) => {
                children.0.remove(at);
                true
            }
            _ => drop_names(&mut elem.children),
        };
        if gone {
            trim_front(children);
            return true;
        }
    }
    false
}

fn trim_front(children: &mut ElemChildren) {
    match children.0.first_mut() {
        Some(ElemChild::Text(text)) => {
            let kept = text.text.trim_start_matches([',', ':', ';', '.', ' ', '\u{a0}']);
            text.text = kept.to_string();
        }
        Some(ElemChild::Elem(elem)) => trim_front(&mut elem.children),
        Some(ElemChild::Markup(_) | ElemChild::Link { .. } | ElemChild::Transparent { .. }) | None => {}
    }
}

fn formatted(text: &Formatted, span: Span, all: &mut Vec<Inline>) {
    looks(&text.formatting, rich(&csl::bare(&text.text), span), all);
}

/// Wraps content into what its formatting asks for.
fn looks(formatting: &Formatting, mut content: Vec<Inline>, all: &mut Vec<Inline>) {
    if formatting.font_style == FontStyle::Italic {
        content = vec![Inline::Emphasis { content }];
    }
    if formatting.font_weight == FontWeight::Bold {
        content = vec![Inline::Strong { content }];
    }
    if formatting.font_variant == FontVariant::SmallCaps {
        content = vec![Inline::SmallCaps { content }];
    }
    if formatting.text_decoration == TextDecoration::Underline {
        content = vec![Inline::Underline { content }];
    }
    match formatting.vertical_align {
        VerticalAlign::Sup => content = vec![Inline::Superscript { content }],
        VerticalAlign::Sub => content = vec![Inline::Subscript { content }],
        VerticalAlign::None | VerticalAlign::Baseline => {}
    }
    for inline in content {
        push(all, inline);
    }
}

/// A citation with its author's name in front. Where brackets around the only work can go
/// into its link, the name can too, and all of it is one link.
pub(super) fn with_words_before(before: Vec<Inline>, shown: Vec<Inline>) -> Vec<Inline> {
    let place = shown
        .iter()
        .position(|inline| matches!(inline, Inline::Link { .. }));
    let is_plain = |inline: &Inline| matches!(inline, Inline::Text { .. } | Inline::Anchor { .. });
    let single = place.is_some_and(|place| {
        shown
            .iter()
            .enumerate()
            .all(|(at, it)| at == place || is_plain(it))
    });
    if !single {
        let mut all = before;
        shown.into_iter().for_each(|inline| push(&mut all, inline));
        return all;
    }
    let (mut anchors, mut words) = (Vec::new(), before);
    let mut link = None;
    for inline in shown {
        match inline {
            Inline::Anchor { .. } => anchors.push(inline),
            Inline::Link {
                span,
                target,
                content,
            } => {
                link = Some((span, target));
                content.into_iter().for_each(|inline| push(&mut words, inline));
            }
            other => push(&mut words, other),
        }
    }
    if let Some((span, target)) = link {
        anchors.push(Inline::Link {
            span,
            target,
            content: words,
        });
    }
    anchors
}

/// Adds an inline; text joins text, and stressed words stressed words.
pub(super) fn push(all: &mut Vec<Inline>, inline: Inline) {
    match (all.last_mut(), inline) {
        (_, Inline::Text { text }) if text.is_empty() => {}
        (Some(Inline::Text { text }), Inline::Text { text: more }) => {
            // A full stop within quotation marks is the sentence's own.
            let ended = [".”", "?”", "!”"].iter().any(|end| text.ends_with(end));
            let more = more.strip_prefix('.').filter(|_| ended).unwrap_or(&more);
            // Parts that each bring a space stand one space apart.
            let spaced = text.ends_with(' ');
            text.push_str(more.strip_prefix(' ').filter(|_| spaced).unwrap_or(more));
        }
        (Some(Inline::Emphasis { content }), Inline::Emphasis { content: more }) => {
            more.into_iter().for_each(|inline| push(content, inline));
        }
        (_, inline) => all.push(inline),
    }
}

/// Text with the tags that CSL-JSON has for looks (citeproc-js, "HTML-like formatting
/// tags"), and with its addresses as links.
fn rich(text: &str, span: Span) -> Vec<Inline> {
    let mut open: Vec<(Tag, Vec<Inline>)> = Vec::new();
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let Some((tag, closes, length)) = tag(&rest[at..]) else {
            let after = at + 1;
            words(&rest[..after], span, top(&mut open, &mut all));
            rest = &rest[after..];
            continue;
        };
        words(&rest[..at], span, top(&mut open, &mut all));
        rest = &rest[at + length..];
        if closes {
            if let Some((tag, content)) = open.pop() {
                close(tag, content, top(&mut open, &mut all));
            }
        } else if open.len() < 8 {
            open.push((tag, Vec::new()));
        }
    }
    words(rest, span, top(&mut open, &mut all));
    while let Some((tag, content)) = open.pop() {
        close(tag, content, top(&mut open, &mut all));
    }
    all
}

fn top<'a>(open: &'a mut [(Tag, Vec<Inline>)], all: &'a mut Vec<Inline>) -> &'a mut Vec<Inline> {
    match open.last_mut() {
        Some((_, content)) => content,
        None => all,
    }
}

#[derive(Clone, Copy)]
enum Tag {
    Italic,
    Bold,
    Raised,
    Lowered,
    SmallCaps,
    Plain,
}

/// The tag that `text` begins with, whether it closes, and its length.
fn tag(text: &str) -> Option<(Tag, bool, usize)> {
    let end = text.get(..80.min(text.len())).or(Some(text))?.find('>')?;
    let inner = text[1..end].trim().to_ascii_lowercase();
    let (name, closes) = match inner.strip_prefix('/') {
        Some(name) => (name.trim(), true),
        None => (inner.as_str(), false),
    };
    let tag = match name {
        "i" | "em" => Tag::Italic,
        "b" | "strong" => Tag::Bold,
        "sup" => Tag::Raised,
        "sub" => Tag::Lowered,
        "sc" => Tag::SmallCaps,
        "span" if closes => Tag::Plain,
        _ if name.starts_with("span ") && name.contains("small-caps") => Tag::SmallCaps,
        _ if name.starts_with("span ") => Tag::Plain,
        _ => return None,
    };
    Some((tag, closes, end + 1))
}

fn close(tag: Tag, content: Vec<Inline>, all: &mut Vec<Inline>) {
    match tag {
        Tag::Italic => push(all, Inline::Emphasis { content }),
        Tag::Bold => push(all, Inline::Strong { content }),
        Tag::Raised => push(all, Inline::Superscript { content }),
        Tag::Lowered => push(all, Inline::Subscript { content }),
        Tag::SmallCaps => push(all, Inline::SmallCaps { content }),
        Tag::Plain => content.into_iter().for_each(|inline| push(all, inline)),
    }
}

/// Whether an address leads to a page on the web, and a document can carry it.
fn is_web(address: &str) -> bool {
    let begins = |scheme: &&str| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    address.len() <= LONGEST_ADDRESS && ["https://", "http://", "ftp://"].iter().any(begins)
}

/// Plain words, in which an address is a link.
fn words(text: &str, span: Span, all: &mut Vec<Inline>) {
    let mut rest = text;
    while let Some((start, end, target)) = address(rest) {
        if !is_web(&target) {
            push(all, Inline::text(&rest[..end]));
            rest = &rest[end..];
            continue;
        }
        push(all, Inline::text(&rest[..start]));
        let content = vec![Inline::text(&rest[start..end])];
        all.push(Inline::Link {
            span,
            target: Target::Url(target),
            content,
        });
        rest = &rest[end..];
    }
    push(all, Inline::text(rest));
}

/// The first address in a text: `https://…`, or a DOI behind `doi:`.
fn address(text: &str) -> Option<(usize, usize, String)> {
    let web = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| text.find(scheme))
        .min();
    let lower = text.to_ascii_lowercase();
    let doi = lower
        .find("doi:")
        .map(|at| at + 4)
        .map(|at| at + (lower[at..].len() - lower[at..].trim_start().len()))
        .filter(|&at| lower[at..].starts_with("10."));
    let (start, prefix) = match (web, doi) {
        (Some(web), Some(doi)) if doi < web => (doi, "https://doi.org/"),
        (Some(web), _) => (web, ""),
        (None, Some(doi)) => (doi, "https://doi.org/"),
        (None, None) => return None,
    };
    let stop = |char: char| char.is_whitespace() || "<>\"“”»«".contains(char);
    let mut end = text[start..]
        .find(stop)
        .map_or(text.len(), |length| start + length);
    loop {
        let address = &text[start..end];
        let last = address.chars().next_back()?;
        // A bracket belongs to the address if it opens there too.
        let closes = last == ')' && address.matches(')').count() > address.matches('(').count();
        if !(closes || ".,;:!?]’".contains(last)) {
            break;
        }
        end -= last.len_utf8();
    }
    (end > start + 8).then(|| (start, end, format!("{prefix}{}", &text[start..end])))
}
