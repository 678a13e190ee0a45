//! One element after the other, from the browser's tree to the model.

use super::{Origin, Slot, paragraph, table};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{
    Block, BlockKind, CalloutKind, Definition, Inline, ListItem, ListKind, NumberStyle, Picture, plain,
};
use crate::reader::markdown::{place_id, push, settle, share, words_of, words_of_all};
use crate::reader::{links, sections};

use scraper::ElementRef;
use std::collections::BTreeMap;

/// A node of the tree; `scraper` gives it no name of its own.
type NodeRef<'a> = <ElementRef<'a> as std::ops::Deref>::Target;

/// How many elements may stand inside each other before only their words are kept. The
/// levels of Markdown around the fragment count too, up to a point.
const DEEPEST: usize = 60;

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
        "div" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside" | "center" | "address"
        | "hgroup" | "search" | "p" | "fieldset" => Element::Division,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "menu" | "dir" | "dl" | "blockquote" | "pre" | "hr" | "table"
        | "figure" | "details" | "li" | "dt" | "dd" | "figcaption" | "summary" | "caption" | "listing" | "xmp" => Element::Block,
        "br" | "img" | "a" | "q" | "code" | "kbd" | "samp" | "tt" | "wbr" => Element::Special,
        "script" | "style" | "head" | "title" | "meta" | "link" | "base" | "iframe" | "object" | "embed" | "param"
        | "input" | "select" | "option" | "optgroup" | "textarea" | "datalist" | "template" | "noscript"
        | "noembed" | "noframes" | "source" | "track" => Element::Dropped,
        _ => Element::Unknown,
    }
}

/// Whether an element of that name has a place in [`element`].
pub(super) fn is_known(name: &str) -> bool {
    !matches!(element(name), Element::Unknown)
}

/// Reports what is left out.
pub(super) fn report_dropped(name: &str, span: Span, report: &mut Report) {
    report.problem(Code::HtmlDropped, span, format!("`<{name}>` has no place in a document and is left out"));
    report.hint("remove it, or write what a reader should see in its place");
}

pub(super) struct Converter<'a, 'o> {
    slot_name: String,
    slots: Vec<Slot>,
    origin: &'a Origin<'o>,
    report: &'a mut Report,
    /// How many elements of each name were met, to find them in the source.
    met: BTreeMap<String, usize>,
    level: usize,
}

impl<'a, 'o> Converter<'a, 'o> {
    pub fn new(slot_name: String, slots: Vec<Slot>, origin: &'a Origin<'o>, report: &'a mut Report) -> Self {
        let level = origin.level;
        Self { slot_name, slots, origin, report, met: BTreeMap::new(), level }
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

    fn end_run(&mut self, blocks: &mut Vec<Block>, run: &mut Vec<Inline>) {
        blocks.extend(paragraph(self.origin.whole, std::mem::take(run)));
    }

    fn flow_into(&mut self, node: NodeRef<'_>, blocks: &mut Vec<Block>, run: &mut Vec<Inline>) {
        if self.level >= DEEPEST.max(self.origin.level + 16) {
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
                    blocks.append(&mut inner);
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
                Element::Through | Element::Wrap(_) | Element::Special | Element::Unknown | Element::Dropped => {
                    self.phrase_into(child, run);
                }
            }
        }
        self.level -= 1;
    }

    /// Nothing but words, without calls that go as deep as the tree.
    fn flat_into(&mut self, node: NodeRef<'_>, run: &mut Vec<Inline>) {
        self.report.problem(Code::Nesting, self.origin.whole, "HTML nested this deeply is set as plain text");
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
        if self.level >= DEEPEST.max(self.origin.level + 16) {
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
                let is_box = el.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
                let in_item = el.ancestors().filter_map(ElementRef::wrap).any(|outer| outer.value().name() == "li");
                if name == "input" && is_box {
                    // The box of a task is the item's own; elsewhere it is a sign.
                    if !in_item {
                        push(out, Inline::text(if el.attr("checked").is_some() { "☑" } else { "☐" }));
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
                blocks => vec![Block::new(whole, BlockKind::Quote { blocks })],
            },
            "pre" | "listing" | "xmp" => self.code(el),
            "hr" => vec![Block::new(whole, BlockKind::Break)],
            "table" => {
                let table = table::read(self, el);
                table.map(|table| Block::new(whole, BlockKind::Table(table))).into_iter().collect()
            }
            "figure" => self.figure(el),
            "details" => self.details(el),
            _ => self.flow(*el),
        };
        if let Some(id) = id {
            if blocks.is_empty() {
                blocks.push(Block::new(span, BlockKind::Paragraph { text: vec![Inline::Anchor { id }] }));
            } else {
                place_id(&mut blocks, id);
            }
        }
        blocks
    }

    fn list(&mut self, el: ElementRef<'_>, ordered: bool) -> Vec<Block> {
        let whole = self.origin.whole;
        let mut items = Vec::new();
        let mut tight = true;
        for child in el.children() {
            let item = ElementRef::wrap(child).filter(|child| child.value().name() == "li");
            if let Some(item) = item {
                self.met("li");
                tight &= !item.child_elements().any(|part| part.value().name() == "p");
                let boxes = item.descendent_elements().find(|part| {
                    part.value().name() == "input" && part.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
                });
                let checked = boxes.map(|part| part.attr("checked").is_some());
                let mut blocks = self.flow(child);
                if let Some(id) = id(item) {
                    place_id(&mut blocks, id);
                }
                items.push(ListItem { span: whole, checked, blocks });
                continue;
            }
            // What stands between the items is an item too, so that it stays in place.
            let mut blocks = Vec::new();
            let mut run = Vec::new();
            self.flow_one(child, &mut blocks, &mut run);
            self.end_run(&mut blocks, &mut run);
            if !blocks.is_empty() {
                match items.last_mut() {
                    Some(ListItem { blocks: before, .. }) => before.append(&mut blocks),
                    None => items.push(ListItem { span: whole, checked: None, blocks }),
                }
            }
        }
        if items.is_empty() {
            return Vec::new();
        }
        let kind = if ordered {
            let style = match el.attr("type") {
                Some("a") => NumberStyle::LowerAlpha,
                Some("A") => NumberStyle::UpperAlpha,
                Some("i") => NumberStyle::LowerRoman,
                Some("I") => NumberStyle::UpperRoman,
                _ => NumberStyle::Decimal,
            };
            let start = el.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
            ListKind::Ordered { start, style }
        } else {
            ListKind::Bullet
        };
        vec![Block::new(whole, BlockKind::List { kind, tight, items })]
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

    fn definitions(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let whole = self.origin.whole;
        let mut items: Vec<Definition> = Vec::new();
        // Entries may be grouped in `div`s.
        let mut parts = Vec::new();
        for child in el.children() {
            match ElementRef::wrap(child) {
                Some(group) if group.value().name() == "div" => parts.extend(group.children()),
                _ => parts.push(child),
            }
        }
        for part in parts {
            let name = ElementRef::wrap(part).map(|el| el.value().name()).unwrap_or_default();
            if name == "dt" {
                let mut text = Vec::new();
                if let Some(id) = ElementRef::wrap(part).and_then(id) {
                    text.push(Inline::Anchor { id });
                }
                text.extend(self.phrasing(part));
                trim(&mut text);
                let term = Block::new(whole, BlockKind::Paragraph { text });
                items.push(Definition { term, descriptions: Vec::new() });
                continue;
            }
            let blocks = if name == "dd" {
                self.flow(part)
            } else {
                let mut blocks = Vec::new();
                let mut run = Vec::new();
                self.flow_one(part, &mut blocks, &mut run);
                self.end_run(&mut blocks, &mut run);
                blocks
            };
            if blocks.is_empty() {
                continue;
            }
            match items.last_mut() {
                Some(item) => item.descriptions.push(blocks),
                None => {
                    let term = Block::new(whole, BlockKind::Paragraph { text: Vec::new() });
                    items.push(Definition { term, descriptions: vec![blocks] });
                }
            }
        }
        if items.is_empty() {
            return Vec::new();
        }
        vec![Block::new(whole, BlockKind::Definitions { items })]
    }

    fn code(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let whole = self.origin.whole;
        let mut text = String::new();
        let mut rest = Vec::new();
        let mut language = String::new();
        for node in el.descendants() {
            if let Some(words) = node.value().as_text() {
                text.push_str(words);
            }
            let Some(inner) = ElementRef::wrap(node) else {
                continue;
            };
            match inner.value().name() {
                "br" => text.push('\n'),
                "code" if language.is_empty() => {
                    let named = inner.value().classes().find_map(|class| class.strip_prefix("language-"));
                    language = named.unwrap_or_default().to_string();
                }
                name if name == self.slot_name => match self.take_slot(inner) {
                    Slot::Inlines(inlines) => text.push_str(&verbatim(&inlines)),
                    Slot::Blocks(blocks) => rest.extend(blocks),
                    Slot::Taken => {}
                },
                _ => {}
            }
        }
        let text = text.strip_suffix('\n').unwrap_or(&text).to_string();
        let mut blocks = Vec::new();
        if !text.is_empty() {
            blocks.push(Block::new(whole, BlockKind::Code { language, text }));
        }
        blocks.extend(rest);
        blocks
    }

    fn figure(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let mut caption = Vec::new();
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for child in el.children() {
            let is_caption = ElementRef::wrap(child).is_some_and(|child| child.value().name() == "figcaption");
            if is_caption {
                if !caption.is_empty() {
                    caption.push(Inline::LineBreak);
                }
                let words = words_of_all(self.flow(child));
                caption.extend(words);
            } else {
                self.flow_one(child, &mut blocks, &mut run);
            }
        }
        self.end_run(&mut blocks, &mut run);
        trim(&mut caption);
        if caption.is_empty() {
            return blocks;
        }
        // The caption belongs to the one thing in the figure; else it is a paragraph below.
        if let [only] = blocks.as_mut_slice() {
            match &mut only.kind {
                BlockKind::Figure { caption: own, .. } if own.is_empty() => {
                    *own = caption;
                    return blocks;
                }
                BlockKind::Table(table) if table.caption.is_empty() => {
                    table.caption = caption;
                    return blocks;
                }
                _ => {}
            }
        }
        // Several pictures one below the other are one figure with one caption.
        let all_figures = !blocks.is_empty()
            && blocks.iter().all(|block| matches!(&block.kind, BlockKind::Figure { caption, .. } if caption.is_empty()));
        if all_figures {
            let mut pictures = Vec::new();
            let mut figure_id = String::new();
            for block in blocks {
                if let BlockKind::Figure { pictures: more, id, .. } = block.kind {
                    pictures.extend(more);
                    if figure_id.is_empty() {
                        figure_id = id;
                    }
                }
            }
            let kind = BlockKind::Figure { id: figure_id, number: None, pictures, caption };
            return vec![Block::new(self.origin.whole, kind)];
        }
        blocks.extend(paragraph(self.origin.whole, caption));
        blocks
    }

    fn details(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let mut title = Vec::new();
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for child in el.children() {
            let is_summary = ElementRef::wrap(child).is_some_and(|child| child.value().name() == "summary");
            if is_summary && title.is_empty() {
                title = self.phrasing(child);
                trim(&mut title);
            } else {
                self.flow_one(child, &mut blocks, &mut run);
            }
        }
        self.end_run(&mut blocks, &mut run);
        if title.is_empty() && blocks.is_empty() {
            return Vec::new();
        }
        let blocks = settle(blocks);
        vec![Block::new(self.origin.whole, BlockKind::Callout { kind: CalloutKind::Box, title, blocks })]
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

    fn take_slot(&mut self, el: ElementRef<'_>) -> Slot {
        let slot = slot_index(el).and_then(|index| self.slots.get_mut(index));
        slot.map(|slot| std::mem::replace(slot, Slot::Taken)).unwrap_or(Slot::Taken)
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
            Element::Special | Element::Unknown | Element::Dropped if before < 64 => self.origin.locate(name, before),
            _ => self.origin.whole,
        }
    }

    fn report_unknown(&mut self, name: &str, span: Span) {
        if self.met.get(name) == Some(&1) {
            self.report.problem(Code::Html, span, format!("`<{name}>` has no place in a document; its text is kept"));
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
fn id(el: ElementRef<'_>) -> Option<String> {
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

/// Looks that a `span` asks for by class or style.
fn span_looks(el: ElementRef<'_>) -> Option<fn(Vec<Inline>) -> Inline> {
    let style = el.attr("style").unwrap_or_default().replace(' ', "").to_lowercase();
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

/// Adds words from HTML, where all white space is one space.
fn push_words(out: &mut Vec<Inline>, text: &str) {
    let mut words = String::with_capacity(text.len());
    let is_space = |char: char| matches!(char, ' ' | '\t' | '\n' | '\r' | '\u{c}');
    for char in text.chars() {
        match char {
            _ if is_space(char) => {
                if !words.ends_with(' ') {
                    words.push(' ');
                }
            }
            '\0' => words.push('\u{fffd}'),
            _ => words.push(char),
        }
    }
    let after_space = match out.last() {
        Some(Inline::Text { text }) => text.ends_with(is_space),
        Some(Inline::SoftBreak | Inline::LineBreak) => true,
        _ => false,
    };
    let words = if after_space { words.trim_start_matches(' ') } else { &words };
    push(out, Inline::text(words));
}

/// Takes the white space from both ends.
pub(super) fn trim(inlines: &mut Vec<Inline>) {
    while let Some(first) = inlines.first_mut() {
        match first {
            Inline::SoftBreak | Inline::LineBreak => {}
            Inline::Text { text } => {
                let kept = text.trim_start_matches([' ', '\t', '\n', '\r']).to_string();
                *text = kept;
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        inlines.remove(0);
    }
    while let Some(last) = inlines.last_mut() {
        match last {
            Inline::SoftBreak | Inline::LineBreak => {}
            Inline::Text { text } => {
                let kept = text.trim_end_matches([' ', '\t', '\n', '\r']).len();
                text.truncate(kept);
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        inlines.pop();
    }
}

/// Adds words that were a block to running text: on a line of their own.
fn on_own_line(mut content: Vec<Inline>, out: &mut Vec<Inline>) {
    trim(&mut content);
    if content.is_empty() {
        return;
    }
    let starts = out.iter().all(|inline| matches!(inline, Inline::Anchor { .. }));
    if !starts && !matches!(out.last(), Some(Inline::LineBreak)) {
        out.push(Inline::LineBreak);
    }
    content.into_iter().for_each(|inline| push(out, inline));
    out.push(Inline::LineBreak);
}

/// What plain words leave out.
fn take_notes_and_pictures(content: Vec<Inline>, out: &mut Vec<Inline>) {
    for inline in content {
        match inline {
            Inline::Note { .. } | Inline::Anchor { .. } => out.push(inline),
            Inline::Image { picture } => out.push(Inline::Image { picture }),
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Superscript { content }
            | Inline::Subscript { content }
            | Inline::Underline { content }
            | Inline::Highlight { content }
            | Inline::SmallCaps { content }
            | Inline::Link { content, .. } => take_notes_and_pictures(content, out),
            Inline::Text { .. } | Inline::Code { .. } | Inline::SoftBreak | Inline::LineBreak => {}
        }
    }
}

/// Words in preformatted text: breaks are line ends there.
fn verbatim(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::SoftBreak | Inline::LineBreak => text.push('\n'),
            other => text.push_str(&plain(std::slice::from_ref(other))),
        }
    }
    text
}
