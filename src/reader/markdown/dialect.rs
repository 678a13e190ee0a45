//! What authors write and the parser does not know: Pandoc's, Quarto's and kramdown's
//! blocks and marks, and what site generators leave behind.
//!
//! Each construct is said again in words that the parser and the reader of raw HTML
//! understand (a division becomes `<div>`), before the text is parsed. A [`Source`] knows
//! for every byte where the author wrote it, so that findings and blocks keep their
//! places. What is verbatim (code, raw HTML) is asked of the parser itself.
//!
//! To add a construct: a block that begins on a line of its own gets a file with a
//! function of [`Walk`] and a line in [`Walk::step`]; running text goes through `inline`.

mod directives;
mod divisions;
mod grid;
mod inline;
mod line_blocks;
mod lines;
mod marked_html;
mod marks;
mod numbers;
mod raw;
mod simple_tables;
mod source;
mod tables;
mod templates;

use super::attributes::Attributes;
use super::{math, parse};
use crate::diagnostic::{Report, Span};
use crate::reader::place::Place;
use lines::{Line, lines};
pub(super) use numbers::Numbering;
use source::Rewriter;
pub(super) use source::Source;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A text that is ready for the parser, and what was found in it on the way.
pub(super) struct Prepared<'a> {
    pub source: Source<'a>,
    /// Formulas, by where the code in their place begins in the author's text.
    pub formulas: math::Hidden,
    /// kramdown's attribute lines, by their place in the author's text.
    pub attribute_lines: Vec<(usize, Attributes)>,
    /// Lists whose numbers the parser does not know, by the place of their first marker
    /// in the author's text.
    pub numbers: BTreeMap<usize, Numbering>,
    /// The numbers of the examples that have a name.
    pub examples: BTreeMap<String, u64>,
    /// Whether the author asks for a table of contents.
    pub contents: bool,
    /// Labels of the notes that are called and not defined.
    pub missing_notes: BTreeSet<String>,
    /// Where the white space stands that keeps blocks from beginning.
    pub pad: Option<usize>,
}

impl<'a> Prepared<'a> {
    /// A text of blocks.
    pub fn blocks(text: &'a str, place: Place, report: &mut Report) -> Self {
        let mut prepared = Self::new(text);
        prepared.rewrite_templates(place, report);
        prepared.open_marked_html();
        prepared.rewrite_blocks(place, report);
        prepared.rewrite_inlines(false, place, report);
        prepared
    }

    /// A text in which no block begins.
    pub fn line(text: &'a str, place: Place, report: &mut Report) -> Self {
        let mut prepared = Self::new(text);
        prepared.rewrite_templates(place, report);
        prepared.rewrite_inlines(true, place, report);
        prepared
    }

    fn new(text: &'a str) -> Self {
        // What a directive holds is no code.
        let opened = directives::opened(text);
        // Formulas before all else: what stands in them means nothing to Markdown.
        let (covered, formulas) = match &opened {
            Cow::Borrowed(text) => math::hide(text),
            Cow::Owned(text) => {
                let (covered, formulas) = math::hide(text);
                (Cow::Owned(covered.into_owned()), formulas)
            }
        };
        Self {
            source: Source::covered(text, covered),
            formulas,
            attribute_lines: Vec::new(),
            numbers: BTreeMap::new(),
            examples: BTreeMap::new(),
            contents: false,
            missing_notes: BTreeSet::new(),
            pad: None,
        }
    }

    fn rewrite_blocks(&mut self, place: Place, report: &mut Report) {
        let text: &str = &self.source.text;
        if !text.lines().any(may_begin) {
            return;
        }
        let mut walk = Walk {
            text,
            lines: lines(text),
            out: Rewriter::new(&self.source),
            at: 0,
            source: &self.source,
            place,
            report,
            divisions: Vec::new(),
            attribute_lines: Vec::new(),
            contents: false,
            levels: Vec::new(),
            numbers: BTreeMap::new(),
            examples: BTreeMap::new(),
            last_example: 0,
            last_extension_end: None,
        };
        walk.run();
        let Walk {
            out,
            attribute_lines,
            contents,
            numbers,
            examples,
            ..
        } = walk;
        let source = out.finish();
        self.attribute_lines = attribute_lines;
        self.contents = contents;
        self.numbers = numbers;
        self.examples = examples;
        self.source = source;
    }
}

/// Whether a line may begin something of ours: a quick look, so that a text without any
/// of it costs nothing.
fn may_begin(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '>']);
    line.starts_with(":::")
        || line.contains("{=")
        || line.starts_with("{:")
        || line.starts_with('\\')
        || line.starts_with('[')
        || line.starts_with("{{")
        || line.starts_with("| ")
        || line.trim_end() == "|"
        || line.starts_with("+-")
        || line.starts_with("+=")
        || line.starts_with("+:")
        || line.starts_with("--")
        || numbers::looks_numbered(line)
}

/// One walk over the lines of a text.
struct Walk<'w, 'a> {
    text: &'w str,
    lines: Vec<Line>,
    out: Rewriter<'w, 'a>,
    /// The line that is looked at.
    at: usize,
    source: &'w Source<'a>,
    place: Place,
    report: &'w mut Report,
    divisions: Vec<divisions::Open>,
    attribute_lines: Vec<(usize, Attributes)>,
    contents: bool,
    levels: Vec<numbers::Level>,
    numbers: BTreeMap<usize, Numbering>,
    examples: BTreeMap<String, u64>,
    last_example: u64,
    /// The last line that ends one of kramdown's extensions, once it was looked for.
    last_extension_end: Option<Option<usize>>,
}

impl Walk<'_, '_> {
    fn run(&mut self) {
        // Whether no paragraph goes on here.
        let mut fresh = true;
        while self.at < self.lines.len() {
            let before = self.at;
            self.leave_divisions();
            let line = self.line();
            let skipped = line.verbatim || line.is_blank();
            let taken = if line.verbatim {
                line.opens && self.raw_block()
            } else {
                !skipped && self.step(fresh)
            };
            fresh = skipped || taken || self.body(&self.lines[before]).starts_with('#');
            if self.at == before {
                self.at += 1;
            }
        }
        self.close_divisions();
    }

    /// Takes the construct that begins here, if there is one.
    fn step(&mut self, fresh: bool) -> bool {
        // An item's first words are a paragraph, and nothing that follows it is fresh.
        if self.item(fresh) {
            return false;
        }
        self.division()
            || self.extension()
            || self.attribute_line()
            || self.mark()
            || self.grid_table()
            || self.simple_table(fresh)
            || self.line_block(fresh)
    }

    fn line(&self) -> &Line {
        &self.lines[self.at]
    }

    /// The line without what the containers around it put in front, and without its end.
    fn body(&self, line: &Line) -> &str {
        self.text[line.body..line.end].trim_end()
    }

    /// A range of the text as a span of the author's file.
    fn span(&self, range: Range<usize>) -> Span {
        self.place.span(self.source.origin(range))
    }

    /// Writes a line in the place of `range`, inside the containers of the line at hand.
    fn write_line(&mut self, prefix: Range<usize>, text: &str, range: Range<usize>) {
        self.out.copy(prefix);
        self.out.write(text, range.clone());
        self.out.write("\n", range.end..range.end);
    }

    /// Writes an empty line inside the containers of the line at hand, unless one stands
    /// there already.
    fn write_gap(&mut self, prefix: Range<usize>) {
        if !self.out.ends_blank() {
            let end = prefix.end;
            self.out.copy(prefix);
            self.out.write("\n", end..end);
        }
    }
}
