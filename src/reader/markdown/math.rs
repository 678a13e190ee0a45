//! Formulas in Markdown, found before the parser runs and hidden from it.
//!
//! A paper is full of dollars that are money, and of formulas in which `*`, `_` and `|`
//! mean something else than in Markdown. So [`hide`] decides which dollars begin and end
//! a formula (by Pandoc's rules and stricter ones, see `dollars`) and puts a piece of code
//! of the same length in the formula's place: it runs with the text as a formula does,
//! nothing in it means anything to the parser, and every offset stays. The events of
//! these pieces of code become formulas; all other dollars are text, untouched.

mod dollars;

use super::attributes;
use super::build::Builder;
use super::pieces::Piece;
use crate::model::{Block, BlockKind, Formula, Inline};
use dollars::Scanner;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// A formula in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// With its marks and attributes.
    range: Range<usize>,
    /// The TeX alone.
    inside: Range<usize>,
    /// The TeX, without the marks of quotations around it.
    tex: String,
    /// Whether it wants lines of its own.
    display: bool,
    /// The author's id for it.
    id: Option<String>,
}

/// Formulas by the offset at which the piece of code that hides them begins. Several
/// stand in one where nothing stands between them.
pub(super) type Hidden = BTreeMap<usize, Vec<Found>>;

/// Puts code in the place of every formula.
pub(super) fn hide(text: &str) -> (Cow<'_, str>, Hidden) {
    let nothing = (Cow::Borrowed(text), Hidden::new());
    if !["$", "\\(", "\\[", "\\begin{"]
        .iter()
        .any(|mark| text.contains(mark))
    {
        return nothing;
    }
    let places = Places::of(text);
    let mut hidden = Hidden::new();
    let mut last: Option<(usize, usize)> = None;
    for found in Scanner::new(text, &places).all() {
        match last {
            Some((key, end)) if end == found.range.start => {
                last = Some((key, found.range.end));
                hidden.entry(key).or_default().push(found);
            }
            _ => {
                last = Some((found.range.start, found.range.end));
                hidden.insert(found.range.start, vec![found]);
            }
        }
    }
    // A backtick beside a formula would join the marks of its code.
    hidden.retain(|&start, run| {
        let end = run.last().map_or(start, |found| found.range.end);
        !text[..start].ends_with('`') && !text[end..].starts_with('`')
    });
    // Every piece of code must reach the builder as one; the parser has the last word.
    for _ in 0..3 {
        if hidden.is_empty() {
            return nothing;
        }
        let covered = cover(text, &hidden);
        let seen: BTreeMap<usize, usize> = super::parse(&covered)
            .into_iter()
            .filter(|(event, _)| matches!(event, Event::Code(_)))
            .map(|(_, range)| (range.start, range.end))
            .collect();
        let before = hidden.len();
        hidden.retain(|start, run| seen.get(start).copied() == run.last().map(|found| found.range.end));
        if hidden.len() == before {
            return (Cow::Owned(covered), hidden);
        }
    }
    nothing
}

/// The text with code in the place of formulas.
fn cover(text: &str, hidden: &Hidden) -> String {
    let mut covered = String::with_capacity(text.len());
    let mut at = 0;
    for (&start, run) in hidden {
        let end = run.last().map_or(start, |found| found.range.end);
        covered.push_str(&text[at..start]);
        // As many backticks as the shortest mark has signs.
        let ticks = if run.iter().all(|found| found.display) {
            2
        } else {
            1
        };
        let ticks = if end - start < 6 { 1 } else { ticks };
        covered.push_str(&"`".repeat(ticks));
        let depth = quote_depth(text, start);
        fill(&text[start + ticks..end - ticks], depth, &mut covered);
        covered.push_str(&"`".repeat(ticks));
        at = end;
    }
    covered.push_str(&text[at..]);
    covered
}

/// Letters in the place of what stands in a formula. Lines stay lines, and go on in the
/// quotation and the list that they are in.
fn fill(inside: &str, depth: usize, covered: &mut String) {
    for (index, line) in inside.split_inclusive('\n').enumerate() {
        let kept = if index > 0 { prefix(line, depth) } else { 0 };
        covered.push_str(&line[..kept]);
        for byte in line[kept..].bytes() {
            covered.push(if matches!(byte, b'\n' | b'\r') {
                char::from(byte)
            } else {
                'x'
            });
        }
    }
}

/// How many marks of quotations stand at the start of the line that holds `at`.
fn quote_depth(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mut depth = 0;
    for char in text[start..at].chars() {
        match char {
            '>' => depth += 1,
            // A list may stand around the quotation.
            _ if char.is_whitespace() || "-*+.)0123456789".contains(char) => {}
            _ => break,
        }
    }
    depth
}

/// The length of the white space and of at most `depth` marks of quotations at the start
/// of a line.
fn prefix(line: &str, depth: usize) -> usize {
    let mut left = depth;
    let end = line.find(|char| match char {
        '>' if left > 0 => {
            left -= 1;
            false
        }
        ' ' | '\t' => false,
        _ => true,
    });
    end.unwrap_or(line.len())
}

/// Where formulas may begin and end.
struct Places {
    /// Running text, in order; nothing in code, raw HTML and addresses.
    text: Vec<Range<usize>>,
    /// Tables: the parser tells nothing of cells beyond the last column, and bars in
    /// formulas make such cells.
    tables: Vec<Range<usize>>,
    /// Code and raw HTML in the line.
    verbatim: Vec<Range<usize>>,
}

impl Places {
    fn of(text: &str) -> Self {
        let mut places = Self {
            text: Vec::new(),
            tables: Vec::new(),
            verbatim: Vec::new(),
        };
        let mut verbatim = 0;
        for (event, range) in super::parse(text) {
            match event {
                Event::Start(tag) => match tag {
                    Tag::CodeBlock(_) | Tag::HtmlBlock => verbatim = range.end,
                    Tag::Link {
                        link_type: LinkType::Autolink | LinkType::Email,
                        ..
                    } => verbatim = range.end,
                    Tag::Table(_) => places.tables.push(range),
                    _ => {}
                },
                Event::Text(_) if range.start >= verbatim => places.text.push(range),
                Event::Code(_) | Event::InlineHtml(_) => places.verbatim.push(range),
                _ => {}
            }
        }
        places
    }

    fn is_text(&self, at: usize) -> bool {
        holds(&self.text, at) || (self.is_table(at) && !holds(&self.verbatim, at))
    }

    fn is_table(&self, at: usize) -> bool {
        holds(&self.tables, at)
    }
}

fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.start <= at);
    next.checked_sub(1)
        .and_then(|last| ranges.get(last))
        .is_some_and(|range| range.contains(&at))
}

impl Builder<'_> {
    /// The formulas that the code at this offset hides, if it does.
    pub(super) fn add_formulas(&mut self, range: &Range<usize>) -> bool {
        let prepared = self.prepared;
        let key = prepared.source.origin(range.clone()).start;
        let Some(run) = prepared.formulas.get(&key) else {
            return false;
        };
        for found in run {
            // The code is as long as what it hides.
            let shift =
                |part: &Range<usize>| range.start + (part.start - key)..range.start + (part.end - key);
            let outer = shift(&found.range);
            let span = self.span(outer.clone());
            let formula = Formula::new(found.tex.clone(), self.span(shift(&found.inside)));
            self.touch(&outer);
            let piece = if found.display {
                Piece::Display {
                    span,
                    range: outer,
                    id: found.id.clone().unwrap_or_default(),
                    formula,
                }
            } else {
                Piece::Inline(Inline::Math { span, formula })
            };
            if let Some(frame) = self.stack.last_mut() {
                frame.pieces.push(piece);
            }
        }
        true
    }

    /// A code block whose code is a formula.
    pub(super) fn math_block(&mut self, text: &str, range: Range<usize>) -> Block {
        let (label, start) = label_option(text);
        let tex = text.get(start..).unwrap_or_default().trim();
        let span = self.span(range.clone());
        // The code as it stands in the source, unless lines of a quotation run through it.
        let written = self.text().get(range.clone()).unwrap_or_default();
        let inside = match written.find(tex) {
            Some(at) if !tex.is_empty() => {
                let start = range.start + at;
                self.span(start..start + tex.len())
            }
            _ => span,
        };
        let id = label.or_else(|| label_in(tex)).unwrap_or_default();
        let formula = Formula::new(tex.replace('\0', "\u{fffd}"), inside);
        let number = None;
        Block::new(span, BlockKind::Math { id, number, formula })
    }
}

/// Whether a code block is a formula: ```` ```math ````, as GitHub and MyST have it.
pub(super) fn is_math(kind: &CodeBlockKind) -> bool {
    match kind {
        CodeBlockKind::Indented => false,
        CodeBlockKind::Fenced(info) => matches!(info.trim(), "math" | "{math}"),
    }
}

/// MyST's options at the top of a formula's block, `:label: eq-x`: the label, and where
/// the TeX begins.
pub(super) fn label_option(text: &str) -> (Option<String>, usize) {
    let mut label = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let option = line
            .trim()
            .strip_prefix(':')
            .and_then(|rest| rest.split_once(':'));
        let Some((name, value)) =
            option.filter(|(name, _)| name.chars().all(|char| char.is_alphanumeric() || char == '-'))
        else {
            break;
        };
        if name == "label" || name == "name" {
            label = Some(value.trim().to_owned()).filter(|label| !label.is_empty());
        }
        at += line.len();
    }
    (label, at)
}

/// The first `\label{…}` of a formula.
pub(super) fn label_in(tex: &str) -> Option<String> {
    let (_, rest) = tex.split_once("\\label{")?;
    let (label, _) = rest.split_once('}')?;
    let label = label.trim();
    (!label.is_empty() && !label.contains(['{', '\\', '\n'])).then(|| label.to_owned())
}

/// `{#eq-x}` behind a formula: the id, and the offset behind the braces.
fn id_behind(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = &text[at..];
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let (attributes, length) = attributes::parse(&rest[gap..])?;
    attributes.id.map(|id| (id, at + gap + length))
}
