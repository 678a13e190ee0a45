//! One element after the other, from the browser's tree to the model.

use super::words::{on_own_line, push_words, take_notes_and_pictures, trim};
use super::{Origin, Slot, paragraph, table};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, Inline, Picture, plain};
use crate::reader::markdown::{place_id, push, settle, share, words_of, words_of_all};
use crate::reader::{links, sections};

use scraper::ElementRef;
use std::collections::BTreeMap;

/// A node of the tree; `scraper` gives it no name of its own.
pub(super) type NodeRef<'a> = <ElementRef<'a> as std::ops::Deref>::Target;

/// How many elements may stand inside each other before only their words are kept. The
/// levels of Markdown around the fragment count too, up to a point.
const DEEPEST: usize = 12;

/// What becomes of an element.
enum Element {
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
    /// No part of a document: left out with what is inside.
    Dropped,
    /// Not known here: its words are kept.
    Unknown,
}

fn element(name: &str) -> Element {
    match name {
        "em" | "i" | "cite" | "dfn" | "var" => Element::Wrap(|content| Inline::Emphasis { content }),
        "strong" | "b" => Element::Wrap(|content| Inline::Strong { content }),
        "s" | "del" | "strike" => Element::Wrap(|content| Inline::Strike { content }),
        "sup" => Element::Wrap(|content| Inline::Superscript { content }),
        "sub" => Element::Wrap(|content| Inline::Subscript { content }),
        "u" | "ins" => Element::Wrap(|content| Inline::Underline { content }),
        "mark" => Element::Wrap(|content| Inline::Highlight { content }),
        "small" | "abbr" | "acronym" | "span" | "font" | "big" | "time" | "data" | "bdi" | "bdo" | "nobr"
        | "label" | "picture" | "ruby" | "rb" | "rp" | "rt" | "output" | "html" | "body" => Element::Through,
        "div" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside" | "center"
        | "address" | "hgroup" | "search" | "p" | "fieldset" => Element::Division,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "menu" | "dir" | "dl" | "blockquote"
        | "pre" | "hr" | "table" | "figure" | "details" | "li" | "dt" | "dd" | "figcaption" | "summary"
        | "caption" | "listing" | "xmp" => Element::Block,
        "br" | "img" | "a" | "q" | "code" | "kbd" | "samp" | "tt" | "wbr" => Element::Special,
        "script" | "style" | "head" | "title" | "meta" | "link" | "base" | "iframe" | "object" | "embed"
        | "param" | "input" | "select" | "option" | "optgroup" | "textarea" | "datalist" | "template"
        | "noscript" | "noembed" | "noframes" | "source" | "track" => Element::Dropped,
        _ => Element::Unknown,
    }
}

/// Whether an element of that name has a place in [`element`].
pub(super) fn is_known(name: &str) -> bool {
    !matches!(element(name), Element::Unknown)
}

/// Reports what is left out.
pub(super) fn report_dropped(name: &str, span: Span, report: &mut Report) {
    report.problem(
        Code::HtmlDropped,
        span,
        format!("`<{name}>` has no place in a document and is left out"),
    );
    report.hint("remove it, or write what a reader should see in its place");
}

pub(super) struct Converter<'a, 'o> {
    pub(super) slot_name: String,
    slots: Vec<Slot>,
    pub(super) origin: &'a Origin<'o>,
    report: &'a mut Report,
    /// How many elements of each name were met, to find them in the source.
    met: BTreeMap<String, usize>,
    level: usize,
}

impl<'a, 'o> Converter<'a, 'o> {
    pub fn new(slot_name: String, slots: Vec<Slot>, origin: &'a Origin<'o>, report: &'a mut Report) -> Self {
        let level = origin.level;
        Self {
            slot_name,
            slots,
            origin,
            report,
            met: BTreeMap::new(),
            level,
        }
    }

    /// Slots that the HTML swallowed (in a script that never ends, say) are text still.
    pub fn leftover_blocks(&mut self) -> Vec<Block> {
        let whole = self.origin.whole;
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for slot in std::mem::take(&mut self.slots) {
            match slot {
                Slot::Taken => {}
                Slot::Inlines(inlines) => run.extend(inlines),
                Slot::Blocks(more) => {
                    blocks.extend(paragraph(whole, std::mem::take(&mut run)));
                    blocks.extend(more);
                }
            }
        }
        blocks.extend(paragraph(whole, run));
        blocks
    }

    /// The children of a node as blocks.
    pub fn flow(&mut self, node: NodeRef<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        self.flow_into(node, &mut blocks, &mut run);
        self.end_run(&mut blocks, &mut run);
        settle(blocks)
    }

    /// The children of a node as running text.
    pub fn phrasing(&mut self, node: NodeRef<'_>) -> Vec<Inline> {
        let mut inlines = Vec::new();
        for child in node.children() {
            self.phrase_into(child, &mut inlines);
        }
        inlines
    }

    pub(super) fn end_run(&mut self, blocks: &mut Vec<Block>, run: &mut Vec<Inline>) {
        blocks.extend(paragraph(self.origin.whole, std::mem::take(run)));
    }

    fn flow_into(&mut self, node: NodeRef<'_>, blocks: &mut Vec<Block>, run: &mut Vec<Inline>) {
        if self.level >= DEEPEST.max(self.origin.level + 4) {
            self.flat_into(node, run);
            return;
        }
        self.level += 1;
        for child in node.children() {
            let Some(el) = ElementRef::wrap(child) else {
                self.phrase_into(child, run);
                continue;
            };
            let name = el.value().name();
            if name == self.slot_name {
                match self.take_slot(el) {
                    Slot::Blocks(more) => {
                        self.end_run(blocks, run);
                        blocks.extend(more);
                    }
                    Slot::Inlines(more) => more.into_iter().for_each(|inline| push(run, inline)),
                    Slot::Taken => {}
                }
                continue;
            }
            match element(name) {
                Element::Division => {
                    self.end_run(blocks, run);
                    self.met(name);
                    let mut inner = self.flow(child);
                    if let Some(id) = id(el) {
                        if inner.is_empty() {
                            run.push(Inline::Anchor { id });
                            self.end_run(blocks, run);
                        } else {
                            place_id(&mut inner, id);
                        }
                    }
                    let [before, after] = page_breaks(el).map(|wanted| {
                        let page_break = Block::new(self.origin.whole, BlockKind::PageBreak);
                        wanted.then_some(page_break)
                    });
                    blocks.extend(before);
                    blocks.append(&mut inner);
                    blocks.extend(after);
                }
                Element::Block => {
                    self.end_run(blocks, run);
                    let inner = self.block(el, name);
                    blocks.extend(inner);
                }
                Element::Through | Element::Wrap(_) | Element::Special | Element::Unknown
                    if self.has_blocks(el) && !matches!(name, "code" | "kbd" | "samp" | "tt") =>
                {
                    // Looks around whole blocks are left out; the blocks are not.
                    let span = self.met(name);
                    if matches!(element(name), Element::Unknown) {
                        self.report_unknown(name, span);
                    }
                    if let Some(id) = id(el) {
                        run.push(Inline::Anchor { id });
                    }
                    self.flow_into(child, blocks, run);
                }
                Element::Through
                | Element::Wrap(_)
                | Element::Special
                | Element::Unknown
                | Element::Dropped => {
                    self.phrase_into(child, run);
                }
            }
        }
        self.level -= 1;
    }

    /// Nothing but words, without calls that go as deep as the tree.
    fn flat_into(&mut self, node: NodeRef<'_>, run: &mut Vec<Inline>) {
        self.report.problem(
            Code::Nesting,
            self.origin.whole,
            "HTML nested this deeply is set as plain text",
        );
        self.report.hint("use fewer elements inside each other");
        for descendant in node.descendants() {
            if let Some(text) = descendant.value().as_text() {
                push_words(run, text);
            } else if let Some(el) = ElementRef::wrap(descendant)
                && el.value().name() == self.slot_name
            {
                match self.take_slot(el) {
                    Slot::Blocks(blocks) => run.extend(words_of_all(blocks)),
                    Slot::Inlines(inlines) => run.extend(inlines),
                    Slot::Taken => {}
                }
            }
        }
    }

    fn phrase_into(&mut self, node: NodeRef<'_>, out: &mut Vec<Inline>) {
        if let Some(text) = node.value().as_text() {
            push_words(out, text);
            return;
        }
        let Some(el) = ElementRef::wrap(node) else {
            return;
        };
        if self.level >= DEEPEST.max(self.origin.level + 4) {
            self.flat_into(node, out);
            return;
        }
        let name = el.value().name();
        if name == self.slot_name {
            match self.take_slot(el) {
                Slot::Inlines(inlines) => inlines.into_iter().for_each(|inline| push(out, inline)),
                Slot::Blocks(blocks) => out.extend(words_of_all(blocks)),
                Slot::Taken => {}
            }
            return;
        }
        self.level += 1;
        match element(name) {
            Element::Wrap(wrap) => {
                self.met(name);
                self.anchor(el, out);
                let content = self.phrasing(node);
                if !content.is_empty() {
                    out.push(wrap(content));
                }
            }
            Element::Through => {
                self.met(name);
                self.anchor(el, out);
                let content = self.phrasing(node);
                match span_looks(el) {
                    Some(wrap) if !content.is_empty() => out.push(wrap(content)),
                    _ => content.into_iter().for_each(|inline| push(out, inline)),
                }
            }
            Element::Special => self.special(el, name, out),
            Element::Division => {
                self.met(name);
                self.anchor(el, out);
                let content = self.phrasing(node);
                on_own_line(content, out);
            }
            Element::Block => {
                let blocks = self.block(el, name);
                let content = blocks.into_iter().flat_map(words_of).collect();
                on_own_line(content, out);
            }
            Element::Dropped => {
                let span = self.met(name);
                let is_box = el
                    .attr("type")
                    .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
                let in_item = el
                    .ancestors()
                    .filter_map(ElementRef::wrap)
                    .any(|outer| outer.value().name() == "li");
                if name == "input" && is_box {
                    // The box of a task is the item's own; elsewhere it is a sign.
                    if !in_item {
                        push(
                            out,
                            Inline::text(if el.attr("checked").is_some() {
                                "☑"
                            } else {
                                "☐"
                            }),
                        );
                    }
                } else if !matches!(name, "source" | "track" | "param") {
                    report_dropped(name, span, self.report);
                }
            }
            Element::Unknown => {
                let span = self.met(name);
                self.report_unknown(name, span);
                self.anchor(el, out);
                let content = self.phrasing(node);
                content.into_iter().for_each(|inline| push(out, inline));
            }
        }
        self.level -= 1;
    }

    /// Links, pictures, code: what has its own node.
    fn special(&mut self, el: ElementRef<'_>, name: &str, out: &mut Vec<Inline>) {
        let span = self.met(name);
        match name {
            "br" => out.push(Inline::LineBreak),
            "wbr" => push(out, Inline::text("\u{200b}")),
            "img" => {
                if let Some(picture) = picture(el, span) {
                    self.anchor(el, out);
                    out.push(Inline::Image { picture });
                }
            }
            "a" => {
                self.anchor(el, out);
                let content = self.phrasing(*el);
                let inlines = match el.attr("href") {
                    Some(href) => links::link(href, span, content, self.report),
                    None => content,
                };
                inlines.into_iter().for_each(|inline| push(out, inline));
            }
            "q" => {
                self.anchor(el, out);
                push(out, Inline::text("“"));
                let content = self.phrasing(*el);
                content.into_iter().for_each(|inline| push(out, inline));
                push(out, Inline::text("”"));
            }
            _ => {
                self.anchor(el, out);
                let content = self.phrasing(*el);
                let text = plain(&content);
                if !text.is_empty() {
                    out.push(Inline::Code { text });
                }
                take_notes_and_pictures(content, out);
            }
        }
    }

    /// A block element. Parts that stand alone (`li` without a list) are their content.
    fn block(&mut self, el: ElementRef<'_>, name: &str) -> Vec<Block> {
        let span = self.met(name);
        let whole = self.origin.whole;
        let id = id(el);
        let mut blocks = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                let mut text = self.phrasing(*el);
                trim(&mut text);
                if text.is_empty() {
                    Vec::new()
                } else {
                    let classes: Vec<String> = el.value().classes().map(Into::into).collect();
                    let kind = sections::heading(level, String::new(), &classes, text);
                    vec![Block::new(whole, kind)]
                }
            }
            "ul" | "ol" | "menu" | "dir" => self.list(el, name == "ol"),
            "dl" => self.definitions(el),
            "blockquote" => match self.flow(*el) {
                blocks if blocks.is_empty() => Vec::new(),
                blocks => vec![Block::new(
                    whole,
                    BlockKind::Quote {
                        blocks,
                        attribution: Vec::new(),
                    },
                )],
            },
            "pre" | "listing" | "xmp" => self.code(el),
            "hr" => vec![Block::new(whole, BlockKind::Break)],
            "table" => {
                // A table in a table weighs three levels to typesetting.
                self.level += 2;
                let table = table::read(self, el);
                self.level -= 2;
                table
                    .map(|table| Block::new(whole, BlockKind::Table(table)))
                    .into_iter()
                    .collect()
            }
            "figure" => self.figure(el),
            "details" => self.details(el),
            _ => self.flow(*el),
        };
        if let Some(id) = id {
            if blocks.is_empty() {
                blocks.push(Block::new(
                    span,
                    BlockKind::Paragraph {
                        text: vec![Inline::Anchor { id }],
                    },
                ));
            } else {
                place_id(&mut blocks, id);
            }
        }
        blocks
    }

    /// A child that is not the part its parent expects.
    pub(super) fn flow_one(&mut self, child: NodeRef<'_>, blocks: &mut Vec<Block>, run: &mut Vec<Inline>) {
        let Some(el) = ElementRef::wrap(child) else {
            self.phrase_into(child, run);
            return;
        };
        let name = el.value().name();
        if name == self.slot_name {
            match self.take_slot(el) {
                Slot::Blocks(more) => {
                    self.end_run(blocks, run);
                    blocks.extend(more);
                }
                Slot::Inlines(more) => run.extend(more),
                Slot::Taken => {}
            }
            return;
        }
        match element(name) {
            Element::Block => {
                self.end_run(blocks, run);
                let inner = self.block(el, name);
                blocks.extend(inner);
            }
            Element::Division => {
                self.end_run(blocks, run);
                let inner = self.flow(child);
                blocks.extend(inner);
            }
            Element::Wrap(_) | Element::Through | Element::Special | Element::Dropped | Element::Unknown => {
                self.phrase_into(child, run);
            }
        }
    }

    /// Whether an element that belongs in a line holds blocks.
    fn has_blocks(&self, el: ElementRef<'_>) -> bool {
        el.descendent_elements().skip(1).any(|inner| {
            let name = inner.value().name();
            if name == self.slot_name {
                let slot = slot_index(inner).and_then(|index| self.slots.get(index));
                return matches!(slot, Some(Slot::Blocks(_)));
            }
            matches!(element(name), Element::Block | Element::Division)
        })
    }

    pub(super) fn take_slot(&mut self, el: ElementRef<'_>) -> Slot {
        let slot = slot_index(el).and_then(|index| self.slots.get_mut(index));
        slot.map(|slot| std::mem::replace(slot, Slot::Taken))
            .unwrap_or(Slot::Taken)
    }

    fn anchor(&self, el: ElementRef<'_>, out: &mut Vec<Inline>) {
        if let Some(id) = id(el) {
            out.push(Inline::Anchor { id });
        }
    }

    /// Counts an element and finds it in the source.
    pub(super) fn met(&mut self, name: &str) -> Span {
        let count = self.met.entry(name.to_string()).or_default();
        let before = *count;
        *count += 1;
        // Only these are ever pointed at; looking for each of them costs a scan.
        match element(name) {
            Element::Special | Element::Unknown | Element::Dropped if before < 64 => {
                self.origin.locate(name, before)
            }
            _ => self.origin.whole,
        }
    }

    fn report_unknown(&mut self, name: &str, span: Span) {
        if self.met.get(name) == Some(&1) {
            self.report.problem(
                Code::Html,
                span,
                format!("`<{name}>` has no place in a document; its text is kept"),
            );
            self.report.hint("write it in Markdown, or remove the tags");
        }
    }

    pub(super) fn whole(&self) -> Span {
        self.origin.whole
    }
}

fn slot_index(el: ElementRef<'_>) -> Option<usize> {
    el.attr("n").and_then(|n| n.parse().ok())
}

/// The place that links lead to: `id`, or the old `name` of `a`.
pub(super) fn id(el: ElementRef<'_>) -> Option<String> {
    let old = || el.attr("name").filter(|_| el.value().name() == "a");
    let id = el.attr("id").or_else(old)?.trim();
    (!id.is_empty()).then(|| id.to_string())
}

fn picture(el: ElementRef<'_>, span: Span) -> Option<Picture> {
    let src = el.attr("src").or_else(|| el.attr("data-src"))?.trim();
    Some(Picture {
        span,
        src: src.to_string(),
        alt: el.attr("alt").map(|alt| alt.trim().to_string()),
        width: el.attr("width").and_then(share),
        asset: None,
    })
}

/// Whether a page ends before and after an element, as its style or class asks.
fn page_breaks(el: ElementRef<'_>) -> [bool; 2] {
    let style = el
        .attr("style")
        .unwrap_or_default()
        .replace(' ', "")
        .to_lowercase();
    let asks = |side: &str| {
        ["always", "page", "left", "right"]
            .iter()
            .any(|value| style.contains(&format!("break-{side}:{value}")))
    };
    let classes = ["page-break", "pagebreak", "newpage"];
    let named = el.value().classes().any(|class| classes.contains(&class));
    [asks("before"), asks("after") || named]
}

/// Looks that a `span` asks for by class or style.
fn span_looks(el: ElementRef<'_>) -> Option<fn(Vec<Inline>) -> Inline> {
    let style = el
        .attr("style")
        .unwrap_or_default()
        .replace(' ', "")
        .to_lowercase();
    let has = |name: &str| el.value().classes().any(|class| class == name);
    if has("smallcaps") || has("small-caps") || style.contains("font-variant:small-caps") {
        Some(|content| Inline::SmallCaps { content })
    } else if has("underline") || style.contains("text-decoration:underline") {
        Some(|content| Inline::Underline { content })
    } else if has("mark") {
        Some(|content| Inline::Highlight { content })
    } else {
        None
    }
}
