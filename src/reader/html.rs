//! Raw HTML to the model. The parser is a browser's (html5ever, by way of `scraper`), so
//! nothing that an author forgets to close can lose text.
//!
//! A [`Fragment`] is HTML with slots: elements that stand for content which is already
//! built, because Markdown may stand between tags and tags between words. [`flow`] makes
//! blocks of a fragment, [`phrasing`] makes running text.
//!
//! To add an element: give it a place in [`elements`].

mod attributes;
mod blocks;
mod convert;
mod divisions;
mod elements;
mod figures;
mod grid;
mod mathml;
mod special;
mod table;
pub(in crate::reader) mod tags;
mod words;

pub(super) use words::trim;

use super::markdown::settle;
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, Inline};
use convert::Converter;
use scraper::Html;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use tags::Token;

/// HTML with finished content between its tags.
#[derive(Debug)]
pub(super) struct Fragment {
    html: String,
    slots: Vec<Slot>,
    name: String,
    /// How deep the tags nest, counted without understanding them.
    depth: usize,
    deepest: usize,
    troubles: Vec<Trouble>,
    /// Whether the tags are those of a drawing or a formula, which have names of their own.
    foreign: bool,
    /// Raw elements that opened inside running text, by name; their content is slots.
    dropped_from: Option<(String, usize)>,
}

/// Content that is already in the model.
#[derive(Debug)]
enum Slot {
    Blocks(Vec<Block>),
    Inlines(Vec<Inline>),
    Taken,
}

#[derive(Debug, PartialEq)]
enum Trouble {
    OpenComment,
    Instruction,
    Dropped(String),
    NoElement(String),
}

/// Where a fragment stands in the source.
pub(super) struct Origin<'a> {
    whole: Span,
    /// The text of the whole span, where it is known exactly.
    text: &'a str,
    /// Where a range of `text` stands in the source.
    spans: Box<dyn Fn(Range<usize>) -> Span + 'a>,
    /// How deep the fragment stands already.
    level: usize,
    /// The tags in `text`, once something has to be found.
    tags: OnceCell<BTreeMap<String, Vec<Place>>>,
}

impl<'a> Origin<'a> {
    /// A fragment in `whole`, whose text is `text` (empty if it is not to be had); `spans`
    /// finds what stands in it.
    pub fn new(whole: Span, text: &'a str, spans: impl Fn(Range<usize>) -> Span + 'a, level: usize) -> Self {
        Self {
            whole,
            text,
            spans: Box::new(spans),
            level,
            tags: OnceCell::new(),
        }
    }

    /// The `count`th tag of that name, or the whole fragment.
    fn locate(&self, name: &str, count: usize) -> Span {
        self.find(name, count, |place| place.tag.clone())
    }

    /// The `count`th element of that name with what it holds, or the whole fragment.
    fn extent(&self, name: &str, count: usize) -> Span {
        self.find(name, count, |place| place.tag.start..place.end)
    }

    fn find(&self, name: &str, count: usize, part: impl Fn(&Place) -> Range<usize>) -> Span {
        let tags = self.tags.get_or_init(|| places(self.text));
        let found = tags.get(name).and_then(|places| places.get(count)).map(part);
        found.map_or(self.whole, |range| (self.spans)(range))
    }
}

/// Where an element stands in the source of a fragment.
struct Place {
    tag: Range<usize>,
    /// The end of its closing tag, or of its own if there is none.
    end: usize,
}

/// All elements by name, each name in order.
fn places(source: &str) -> BTreeMap<String, Vec<Place>> {
    let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let mut open: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for token in tags::tokens(source) {
        let Token::Tag {
            name,
            range,
            close,
            empty,
        } = token
        else {
            continue;
        };
        if close {
            let partner = open.get_mut(&name).and_then(Vec::pop);
            if let (Some(at), Some(all)) = (partner, places.get_mut(&name)) {
                all[at].end = range.end;
            }
            continue;
        }
        let all = places.entry(name.clone()).or_default();
        if !empty {
            open.entry(name).or_default().push(all.len());
        }
        all.push(Place {
            end: range.end,
            tag: range,
        });
    }
    places
}

/// A name for slots that the text does not contain.
pub(super) fn slot_name(text: &str) -> String {
    let mut name = String::from("pamphlet-slot");
    while text.contains(&name) {
        name.push('x');
    }
    name
}

/// Marks an `embed` that was an `iframe` in running text.
const FRAME: &str = "data-frame";

/// Nesting that html5ever would walk again and again; a page never comes close.
const DEEPEST_TAGS: usize = 256;

impl Fragment {
    /// An empty fragment whose slots are elements called `name`.
    pub fn new(name: &str) -> Self {
        Self {
            html: String::new(),
            slots: Vec::new(),
            name: name.to_string(),
            depth: 0,
            deepest: 0,
            troubles: Vec::new(),
            foreign: false,
            dropped_from: None,
        }
    }

    /// Adds the author's HTML.
    pub fn push_html(&mut self, html: &str) {
        let html = html.replace('\0', "\u{fffd}");
        let mut at = 0;
        for token in tags::tokens(&html) {
            match token {
                Token::Tag {
                    name,
                    range,
                    close,
                    empty,
                } => {
                    if matches!(name.as_str(), "svg" | "math") {
                        self.foreign = !close && !empty;
                    }
                    if !self.foreign && !tags::is_element(&name) {
                        self.html.push_str(&html[at..range.start]);
                        self.html
                            .push_str(&html[range.clone()].replace('&', "&amp;").replace('<', "&lt;"));
                        at = range.end;
                        self.troubles.push(Trouble::NoElement(name));
                        continue;
                    }
                    if close {
                        self.depth = self.depth.saturating_sub(1);
                    } else if !empty {
                        self.depth += 1;
                        self.deepest = self.deepest.max(self.depth);
                    }
                    if self.is_lonely_raw_tag(&html, &name, &range, close) {
                        self.html.push_str(&html[at..range.start]);
                        at = range.end;
                        // The address of a frame stays, in an element without content.
                        if name == "iframe" && !close {
                            let rest = &html[range.start + "<iframe".len()..range.end];
                            self.html.push_str(&format!("<embed {FRAME}{rest}"));
                        }
                    }
                }
                Token::Comment { range, open } => {
                    self.html.push_str(&html[at..range.start]);
                    at = range.end;
                    if open {
                        self.troubles.push(Trouble::OpenComment);
                    }
                }
                Token::Instruction { range } => {
                    self.html.push_str(&html[at..range.start]);
                    at = range.end;
                    self.troubles.push(Trouble::Instruction);
                }
            }
        }
        self.html.push_str(&html[at..]);
    }

    /// Running text comes tag by tag: the content of `<script>` is slots then, which the
    /// HTML parser would take as the script's text. They are taken out here, once the
    /// closing tag proves that there is one.
    fn is_lonely_raw_tag(&mut self, html: &str, name: &str, range: &Range<usize>, close: bool) -> bool {
        if !tags::is_raw(name) || range.len() != html.len() {
            return false;
        }
        match self.dropped_from.take() {
            Some((opened, first)) if close && opened == name => {
                for slot in self.slots.iter_mut().skip(first) {
                    *slot = Slot::Taken;
                }
                if name != "iframe" {
                    self.troubles.push(Trouble::Dropped(name.to_string()));
                }
            }
            before => {
                self.dropped_from = if close {
                    before
                } else {
                    Some((name.to_string(), self.slots.len()))
                };
            }
        }
        true
    }

    /// Adds finished running text.
    pub fn push_inlines(&mut self, inlines: Vec<Inline>) {
        if !inlines.is_empty() {
            self.push_slot(Slot::Inlines(inlines));
        }
    }

    /// Adds finished blocks.
    pub fn push_blocks(&mut self, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            self.push_slot(Slot::Blocks(blocks));
        }
    }

    fn push_slot(&mut self, slot: Slot) {
        self.html
            .push_str(&format!("<{0} n={1}></{0}>", self.name, self.slots.len()));
        self.slots.push(slot);
    }

    /// The HTML without its tags, for what no parser should be given.
    fn without_tags(&mut self) {
        let mut text = String::new();
        let mut at = 0;
        for token in tags::tokens(&self.html) {
            let Token::Tag { name, range, .. } = token else {
                continue;
            };
            if name != self.name {
                text.push_str(&self.html[at..range.start]);
                text.push(' ');
                at = range.end;
            }
        }
        text.push_str(&self.html[at..]);
        self.html = text;
    }

    fn report(&mut self, origin: &Origin, report: &mut Report) {
        if self.deepest > DEEPEST_TAGS {
            report.problem(
                Code::Nesting,
                origin.whole,
                "HTML nested this deeply is set as plain text",
            );
            report.hint("use fewer elements inside each other");
            self.without_tags();
        }
        let mut reported = std::collections::BTreeSet::new();
        for trouble in std::mem::take(&mut self.troubles) {
            match trouble {
                Trouble::OpenComment => {
                    report.problem(
                        Code::HtmlDropped,
                        origin.whole,
                        "this comment is not closed; everything after it is left out",
                    );
                    report.hint("end it with `-->`");
                }
                Trouble::Instruction => {
                    report.problem(
                        Code::HtmlDropped,
                        origin.whole,
                        "instructions to other programs (`<?…?>`, `<!…>`) are left out",
                    );
                    report.hint("remove it");
                }
                Trouble::NoElement(name) => {
                    // A page of made-up tags needs no page of warnings.
                    if reported.len() < 20 && reported.insert(name.clone()) {
                        let span = origin.locate(&name, 0);
                        report.problem(
                            Code::Html,
                            span,
                            format!("`<{name}>` is no HTML element; it is set as text"),
                        );
                        report.hint(format!("write `\\<{name}>` if it is meant as text"));
                    }
                }
                Trouble::Dropped(name) => convert::report_dropped(&name, origin.whole, report),
            }
        }
    }
}

/// Blocks of a fragment.
pub(super) fn flow(mut fragment: Fragment, origin: &Origin, report: &mut Report) -> Vec<Block> {
    fragment.report(origin, report);
    let html = Html::parse_fragment(&fragment.html);
    let mut converter = Converter::new(fragment.name, fragment.slots, origin, report);
    let mut blocks = converter.flow(*html.root_element());
    blocks.extend(converter.leftover_blocks());
    settle(blocks)
}

/// Running text of a fragment: blocks in it keep their words.
pub(super) fn phrasing(mut fragment: Fragment, origin: &Origin, report: &mut Report) -> Vec<Inline> {
    fragment.report(origin, report);
    let html = Html::parse_fragment(&fragment.html);
    let mut converter = Converter::new(fragment.name, fragment.slots, origin, report);
    let mut inlines = converter.phrasing(*html.root_element());
    for block in converter.leftover_blocks() {
        inlines.extend(super::markdown::words_of(block));
    }
    inlines
}
