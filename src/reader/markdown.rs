//! Markdown to blocks: CommonMark with tables, notes, definition lists, attributes and
//! callouts. No type of `pulldown-cmark` leaves this file and its children.
//!
//! [`dialect`] says in the parser's words what authors write and it does not know. The
//! parser gives events with byte ranges; [`build`] turns them into the model.

mod abbreviations;
mod attribute_lines;
pub(super) mod attributes;
mod build;
pub(super) mod callouts;
pub(super) mod captions;
mod citations;
mod dialect;
mod finish;
mod images;
mod math;
mod notes;
mod pieces;
mod regions;
mod scripts;
mod tables;

use super::place::Place;
use crate::diagnostic::Report;
use crate::model::{Block, BlockKind, Inline};
use dialect::Prepared;
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser};
use std::ops::Range;

pub(super) use finish::{place_id, push, settle, words_of, words_of_all};
pub(super) use images::{lone_pictures, picture_with_lines, share};

/// Reads a whole text.
pub(super) fn blocks(text: &str, place: Place, report: &mut Report) -> Vec<Block> {
    body(text, place, report).0
}

/// Reads the text of an article: its blocks, and whether it asks for a table of contents.
pub(super) fn body(text: &str, place: Place, report: &mut Report) -> (Vec<Block>, bool) {
    let prepared = Prepared::blocks(text, place, report);
    let mut blocks = build::build(&prepared, place, false, report);
    if text.contains("*[") {
        abbreviations::apply(&mut blocks, report);
    }
    (blocks, prepared.contents)
}

/// Reads one line of running text: what would begin a list, a heading or a table at the
/// start of a block is text here.
pub(super) fn inlines(text: &str, place: Place, report: &mut Report) -> Vec<Inline> {
    // Line ends keep their length, so spans stay exact.
    let line = text.replace(['\n', '\r'], " ");
    let prepared = Prepared::line(&line, place, report);
    let mut inlines = Vec::new();
    for block in build::build(&prepared, place, true, report) {
        if !inlines.is_empty() {
            inlines.push(Inline::LineBreak);
        }
        inlines.extend(finish::words_of(block));
    }
    inlines
}

/// What a link's target is when the brackets are a span: `[words]{.smallcaps}`.
const SPAN_TARGET: &str = "pamphlet:span";

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

fn parse(text: &str) -> Vec<(Event<'_>, Range<usize>)> {
    let spans = |link: BrokenLink<'_>| {
        // A missing note is no span, whatever follows it.
        let is_note = link.reference.starts_with('^');
        let attributes = text.get(link.span.end..).and_then(attributes::parse);
        let target = citations::target(text, &link)
            .or_else(|| (attributes.is_some() && !is_note).then_some(SPAN_TARGET))?;
        Some((CowStr::from(target), CowStr::from("")))
    };
    Parser::new_with_broken_link_callback(text, options(), Some(spans))
        .into_offset_iter()
        .collect()
}

/// Labels are compared as link labels are: without case.
fn note_key(label: &str) -> String {
    label.to_lowercase()
}

/// A paragraph, unless there is nothing to show.
pub(super) fn paragraph(span: crate::diagnostic::Span, mut text: Vec<Inline>) -> Option<Block> {
    super::html::trim(&mut text);
    (!text.is_empty()).then(|| Block::new(span, BlockKind::Paragraph { text }))
}
