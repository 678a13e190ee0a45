//! Markdown to blocks: CommonMark with tables, notes, definition lists, attributes and
//! callouts. No type of `pulldown-cmark` leaves this file and its children.
//!
//! The parser gives events with byte ranges; [`build`] turns them into the model. Before
//! that, [`Events`] makes two things visible that the parser has no event for: calls of
//! notes that are defined nowhere, and kramdown's attribute lines.

mod abbreviations;
mod attribute_lines;
pub(super) mod attributes;
mod build;
pub(super) mod callouts;
pub(super) mod captions;
mod finish;
mod images;
mod notes;
mod pieces;
mod regions;
mod scripts;
mod tables;

use super::place::Place;
use crate::diagnostic::Report;
use crate::model::{Block, BlockKind, Inline};
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) use finish::{place_id, push, settle, words_of, words_of_all};
pub(super) use images::{lone_pictures, picture_with_lines, share};

/// Reads a whole text.
pub(super) fn blocks(text: &str, place: Place, report: &mut Report) -> Vec<Block> {
    let source = Prepared::new(text, "");
    let mut blocks = build::build(&source, place, false, report);
    if text.contains("*[") {
        abbreviations::apply(&mut blocks, report);
    }
    blocks
}

/// Reads one line of running text: what would begin a list, a heading or a table at the
/// start of a block is text here.
pub(super) fn inlines(text: &str, place: Place, report: &mut Report) -> Vec<Inline> {
    // A no-break space in front keeps every block syntax from matching and is white
    // space to the rules of emphasis. Line ends keep their length, so spans stay exact.
    let line = text.replace(['\n', '\r'], " ");
    let source = Prepared::new(&line, "\u{a0}");
    let mut inlines = Vec::new();
    for block in build::build(&source, place, true, report) {
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
        (attributes.is_some() && !is_note).then(|| (CowStr::from(SPAN_TARGET), CowStr::from("")))
    };
    Parser::new_with_broken_link_callback(text, options(), Some(spans))
        .into_offset_iter()
        .collect()
}

/// The text as the parser gets it: the author's, with definitions in front.
struct Prepared<'a> {
    /// Definitions and text.
    text: Cow<'a, str>,
    /// How long the definitions are; what the parser finds there is not the author's.
    skip: usize,
    /// kramdown's attribute lines, blanked out in `text`: where they begin in it.
    attribute_lines: Vec<(usize, attributes::Attributes)>,
}

impl<'a> Prepared<'a> {
    fn new(text: &'a str, pad: &str) -> Self {
        let missing = undefined_notes(text);
        let lines = if text.contains("{:") || text.contains(":::") {
            attribute_lines(text)
        } else {
            Vec::new()
        };
        if missing.is_empty() && lines.is_empty() && pad.is_empty() {
            return Self {
                text: Cow::Borrowed(text),
                skip: 0,
                attribute_lines: Vec::new(),
            };
        }
        let mut prepared = String::with_capacity(text.len() + 64);
        for label in &missing {
            prepared.push_str(&format!("[^{label}]: .\n\n"));
        }
        if !missing.is_empty() {
            // A comment ends the last definition, whatever the text begins with.
            prepared.push_str("<!-- -->\n\n");
        }
        prepared.push_str(pad);
        let skip = prepared.len();
        let mut at = 0;
        let mut attribute_lines = Vec::new();
        for (range, attributes) in lines {
            prepared.push_str(&text[at..range.start]);
            attribute_lines.push((skip + range.start, attributes));
            prepared.extend(std::iter::repeat_n(' ', range.len()));
            at = range.end;
        }
        prepared.push_str(&text[at..]);
        Self {
            text: Cow::Owned(prepared),
            skip,
            attribute_lines,
        }
    }
}

/// Labels that are called and not defined. The parser would leave their calls as text in
/// which `^` still raises what follows, so they are defined in front of the text.
fn undefined_notes(text: &str) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    for (at, _) in text.match_indices("[^") {
        let rest = &text[at + 2..];
        let end = rest.find(|char: char| char == ']' || char == '[' || char == '\\' || char.is_whitespace());
        if let Some(end) = end.filter(|&end| (1..=200).contains(&end) && rest[end..].starts_with(']')) {
            called.insert(rest[..end].to_string());
        }
    }
    if called.is_empty() {
        return called;
    }
    let defined: BTreeSet<String> = parse(text)
        .into_iter()
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => Some(note_key(&label)),
            _ => None,
        })
        .collect();
    called.retain(|label| !defined.contains(&note_key(label)));
    called
}

/// Labels are compared as link labels are: without case.
fn note_key(label: &str) -> String {
    label.to_lowercase()
}

/// Lines such as `{: .class #id}`, outside code and raw HTML; also the fences of Pandoc's
/// divisions, `::: {.class}`, which are as transparent as `<div>` and would be read as
/// definitions.
fn attribute_lines(text: &str) -> Vec<(Range<usize>, attributes::Attributes)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let quoted = line.trim_start_matches([' ', '\t', '>']);
        if quoted.starts_with("{:")
            && let Some((attributes, length)) = attributes::parse(quoted)
            && length == quoted.trim_end().len()
        {
            let from = start + (line.len() - quoted.len());
            lines.push((from..from + length, attributes));
        }
        if is_division_fence(trimmed) {
            let from = start + (line.len() - line.trim_start().len());
            lines.push((from..from + trimmed.len(), attributes::Attributes::default()));
        }
        start += line.len();
    }
    if lines.is_empty() {
        return lines;
    }
    let mut verbatim = parse(text)
        .into_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::Code(_) => Some(range),
            _ => None,
        })
        .peekable();
    lines.retain(|(line, _)| {
        while verbatim.next_if(|range| range.end <= line.start).is_some() {}
        verbatim.peek().is_none_or(|range| range.start > line.start)
    });
    lines
}

/// `:::`, `::: name` or `::: {.name}`. A fence with values (a title, say) has words of its
/// own and stays visible.
fn is_division_fence(line: &str) -> bool {
    let Some(rest) = line.strip_prefix(":::") else {
        return false;
    };
    let rest = rest.trim_start_matches(':').trim().trim_end_matches(':').trim();
    let name = |char: char| char.is_alphanumeric() || "-_".contains(char);
    rest.chars().all(name)
        || attributes::parse(rest)
            .is_some_and(|(attributes, length)| length == rest.len() && attributes.pairs.is_empty())
}

/// A paragraph, unless there is nothing to show.
pub(super) fn paragraph(span: crate::diagnostic::Span, mut text: Vec<Inline>) -> Option<Block> {
    super::html::trim(&mut text);
    (!text.is_empty()).then(|| Block::new(span, BlockKind::Paragraph { text }))
}
