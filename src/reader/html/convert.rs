//! One element after the other, from the browser's tree to the model.

use super::attributes::{id, lang, looks};
use super::blocks::join_items;
use super::elements::{Element, element};
use super::mathml::is_display;
use super::words::{on_own_line, push_words, trim};
use super::{Origin, Slot, table};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, Inline, language_tag, plain};
use crate::reader::markdown::{place_id, push, settle, words_of, words_of_all};
use crate::reader::{links, sections};

use scraper::ElementRef;
use std::collections::{BTreeMap, BTreeSet};

/// A node of the tree; `scraper` gives it no name of its own.
pub(super) type NodeRef<'a> = <ElementRef<'a> as std::ops::Deref>::Target;

/// How many elements may stand inside each other before only their words are kept. The
/// levels of Markdown around the fragment count too, up to a point.
const DEEPEST: usize = 12;

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
    pub(super) report: &'a mut Report,
    /// How many elements of each name were met, to find them in the source.
    met: BTreeMap<String, usize>,
    pub(super) level: usize,
    /// Where the block element stands that is being read.
    here: Span,
    /// How many transparent divisions stand around; they are no level.
    pub(super) around: usize,
    /// The `title`s of pictures by address: captions, if the picture stands alone.
    pub(super) titles: BTreeMap<String, String>,
    /// Tags of languages that were reported already.
    wrong_langs: BTreeSet<String>,
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
            here: origin.whole,
            around: 0,
            titles: BTreeMap::new(),
            wrong_langs: BTreeSet::new(),
        }
    }

    /// Slots that the HTML swallowed (in a script that never ends, say) are text still.
    pub fn leftover_blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for slot in std::mem::take(&mut self.slots) {
            match slot {
                Slot::Taken => {}
                Slot::Inlines(inlines) => run.extend(inlines),
                Slot::Blocks(more) => {
                    self.end_run(&mut blocks, &mut run);
                    blocks.extend(more);
                }
            }
        }
        self.end_run(&mut blocks, &mut run);
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

    /// The children of an element that is part of a block, in its own language.
    pub(super) fn flow_part(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let blocks = self.flow(*el);
        self.in_language(el, blocks)
    }

    /// Blocks in the language that an element names.
    pub(super) fn in_language(&mut self, el: ElementRef<'_>, blocks: Vec<Block>) -> Vec<Block> {
        match self.language(el) {
            Some(lang) if !blocks.is_empty() => {
                vec![Block::new(self.whole(), BlockKind::Division { lang, blocks })]
            }
            _ => blocks,
        }
    }

    /// The language that an element names, if it can be one.
    fn language(&mut self, el: ElementRef<'_>) -> Option<String> {
        let written = lang(el).filter(|_| !matches!(el.value().name(), "html" | "body"))?;
        let tag = language_tag(written);
        if tag.is_none() && self.wrong_langs.len() < 20 && self.wrong_langs.insert(written.to_string()) {
            let span = self.latest(el.value().name());
            links::report_language(written, span, self.report);
        }
        tag
    }

    /// Whether nothing may stand inside what is being read but words.
    pub(super) fn is_deepest(&self) -> bool {
        self.level >= DEEPEST.max(self.origin.level + 4)
    }

    pub(super) fn flow_into(&mut self, node: NodeRef<'_>, blocks: &mut Vec<Block>, run: &mut Vec<Inline>) {
        if self.is_deepest() {
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
                    let mut inner = self.division(el, name);
                    blocks.append(&mut inner);
                }
                Element::Block => {
                    self.end_run(blocks, run);
                    let inner = self.block(el, name);
                    if name == "li" && follows_item(el) {
                        join_items(blocks, inner);
                    } else {
                        blocks.extend(inner);
                    }
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
                Element::Formula if is_display(el) => {
                    self.end_run(blocks, run);
                    blocks.extend(self.display_formula(el));
                }
                Element::Through
                | Element::Wrap(_)
                | Element::Special
                | Element::Formula
                | Element::Media
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

    pub(super) fn phrase_into(&mut self, node: NodeRef<'_>, out: &mut Vec<Inline>) {
        if let Some(text) = node.value().as_text() {
            push_words(out, text);
            return;
        }
        let Some(el) = ElementRef::wrap(node) else {
            return;
        };
        if self.is_deepest() {
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
                    self.push_in_language(el, vec![wrap(content)], out);
                }
            }
            Element::Through => {
                self.met(name);
                self.anchor(el, out);
                let content = self.phrasing(node);
                let content = match looks(el) {
                    Some(wrap) if !content.is_empty() => vec![wrap(content)],
                    _ => content,
                };
                self.push_in_language(el, content, out);
            }
            Element::Media => self.media(el, name, out),
            Element::Special => self.special(el, name, out),
            Element::Formula => self.inline_formula(el, out),
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

    pub(super) fn push_in_language(
        &mut self,
        el: ElementRef<'_>,
        content: Vec<Inline>,
        out: &mut Vec<Inline>,
    ) {
        match self.language(el) {
            Some(lang) if !content.is_empty() => out.push(Inline::Foreign { lang, content }),
            _ => content.into_iter().for_each(|inline| push(out, inline)),
        }
    }

    /// A block element. Parts that stand alone (`dd` without a list) are their content.
    fn block(&mut self, el: ElementRef<'_>, name: &str) -> Vec<Block> {
        let span = self.met(name);
        let around = self.step_into(name);
        let whole = self.whole();
        // An item gives its id to its words.
        let id = id(el).filter(|_| name != "li");
        let mut blocks = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                let mut text = self.phrasing(*el);
                trim(&mut text);
                if text.is_empty() {
                    Vec::new()
                } else {
                    let mut words = Vec::new();
                    self.push_in_language(el, text, &mut words);
                    let text = words;
                    let classes: Vec<String> = el.value().classes().map(Into::into).collect();
                    let kind = sections::heading(level, String::new(), &classes, text);
                    vec![Block::new(whole, kind)]
                }
            }
            "ul" | "ol" | "menu" | "dir" => self.list(el, name == "ol"),
            "li" => self.lone_item(el),
            "dl" => self.definitions(el),
            "blockquote" => self.quote(el, span),
            "pre" | "listing" | "xmp" => self.code(el),
            "hr" => vec![Block::new(whole, BlockKind::Break)],
            "table" => {
                // A table in a table weighs three levels to typesetting.
                self.level += 2;
                let blocks = table::read(self, el);
                self.level -= 2;
                blocks
            }
            "figure" => self.figure(el),
            "details" => self.details(el),
            _ => self.flow(*el),
        };
        if !matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li") {
            blocks = self.in_language(el, blocks);
        }
        self.place(id, span, &mut blocks);
        self.step_out(around);
        blocks
    }

    /// Gives an id a place in blocks, or one of its own if there are none.
    pub(super) fn place(&mut self, id: Option<String>, span: Span, blocks: &mut Vec<Block>) {
        let Some(id) = id else { return };
        if blocks.is_empty() {
            let text = vec![Inline::Anchor { id }];
            blocks.push(Block::new(span, BlockKind::Paragraph { text }));
        } else {
            place_id(blocks, id);
        }
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
                let inner = self.division(el, name);
                blocks.extend(inner);
            }
            // Looks around whole blocks are left out; the blocks are not.
            Element::Wrap(_) | Element::Through | Element::Special | Element::Media | Element::Unknown
                if self.has_blocks(el) && !matches!(name, "code" | "kbd" | "samp" | "tt") =>
            {
                self.end_run(blocks, run);
                let inner = self.flow(child);
                blocks.extend(inner);
            }
            Element::Formula if is_display(el) => {
                self.end_run(blocks, run);
                blocks.extend(self.display_formula(el));
            }
            Element::Wrap(_)
            | Element::Through
            | Element::Special
            | Element::Formula
            | Element::Media
            | Element::Dropped
            | Element::Unknown => self.phrase_into(child, run),
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
            matches!(element(name), Element::Block | Element::Division) || is_display(inner)
        })
    }

    pub(super) fn take_slot(&mut self, el: ElementRef<'_>) -> Slot {
        let slot = slot_index(el).and_then(|index| self.slots.get_mut(index));
        slot.map(|slot| std::mem::replace(slot, Slot::Taken))
            .unwrap_or(Slot::Taken)
    }

    /// The words of a slot.
    pub(super) fn slot_words(&mut self, el: ElementRef<'_>) -> String {
        match self.take_slot(el) {
            Slot::Inlines(inlines) => plain(&inlines),
            Slot::Blocks(blocks) => plain(&words_of_all(blocks)),
            Slot::Taken => String::new(),
        }
    }

    pub(super) fn anchor(&self, el: ElementRef<'_>, out: &mut Vec<Inline>) {
        if let Some(id) = id(el) {
            out.push(Inline::Anchor { id });
        }
    }

    /// Counts an element and finds it in the source.
    pub(super) fn met(&mut self, name: &str) -> Span {
        let count = self.met.entry(name.to_string()).or_default();
        let before = *count;
        *count += 1;
        match element(name) {
            Element::Special
            | Element::Formula
            | Element::Media
            | Element::Unknown
            | Element::Dropped
            | Element::Division => self.origin.locate(name, before),
            Element::Block if matches!(name, "blockquote" | "table") => self.origin.locate(name, before),
            Element::Block | Element::Wrap(_) | Element::Through => self.origin.whole,
        }
    }

    /// Where the element of that name that was met last stands.
    pub(super) fn latest(&self, name: &str) -> Span {
        let count = self.met.get(name).copied().unwrap_or(1);
        self.origin.locate(name, count.saturating_sub(1))
    }

    pub(super) fn report_unknown(&mut self, name: &str, span: Span) {
        if self.met.get(name) == Some(&1) {
            self.report.problem(
                Code::Html,
                span,
                format!("`<{name}>` has no place in a document; its text is kept"),
            );
            self.report.hint("write it in Markdown, or remove the tags");
        }
    }

    /// Where the block element stands that is being read.
    pub(super) fn whole(&self) -> Span {
        self.here
    }

    /// Steps into the element of that name that was met last; gives what stands around.
    pub(super) fn step_into(&mut self, name: &str) -> Span {
        let count = self.met.get(name).copied().unwrap_or(1);
        let inner = self.origin.extent(name, count.saturating_sub(1));
        std::mem::replace(&mut self.here, inner)
    }

    pub(super) fn step_out(&mut self, around: Span) {
        self.here = around;
    }
}

/// Whether nothing but space stands between an item and one before it.
fn follows_item(el: ElementRef<'_>) -> bool {
    el.prev_siblings()
        .find(|node| node.value().as_text().is_none_or(|text| !text.trim().is_empty()))
        .and_then(ElementRef::wrap)
        .is_some_and(|before| before.value().name() == "li")
}

fn slot_index(el: ElementRef<'_>) -> Option<usize> {
    el.attr("n").and_then(|n| n.parse().ok())
}
