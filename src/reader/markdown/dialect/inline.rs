//! What runs within a line: notes written in it, marked words, emoji by their names,
//! no-break spaces, references to examples, and TeX's commands.
//!
//! A note `^[words]` becomes a call and a definition in front of the text, beside those
//! of the notes that are called and never defined.

mod notes;
mod runs;
mod tex;

use super::raw::raw_format;
use super::{Prepared, Rewriter};
use crate::diagnostic::{Code, Report};
use crate::reader::place::Place;
use notes::undefined_notes;
use runs::{Run, Zone, ZoneKind, runs};
use std::collections::BTreeMap;
use std::ops::Range;

/// Keeps every block syntax from matching at the start of a line, and is white space to
/// the rules of emphasis.
const PAD: &str = "\u{a0}";

/// The longest name of an emoji or example.
const LONGEST_NAME: usize = 64;

/// A piece of the new text.
#[derive(Debug, Clone)]
enum Op {
    Copy(Range<usize>),
    Write(String, Range<usize>),
}

/// The text, or a note in it, that is being read.
#[derive(Default)]
struct Frame {
    /// Where its `^[` stands.
    start: usize,
    ops: Vec<Op>,
    /// Where its words begin.
    words: usize,
    /// The open brackets in it.
    brackets: Vec<Bracket>,
    /// The open mark `==`, by its place in `ops`.
    mark: Option<usize>,
    /// The open braces; those of a command that wraps by their place in `ops`.
    braces: Vec<Option<(usize, tex::Wrap)>>,
}

/// A `[` that is not closed yet.
struct Bracket {
    /// Its place in `ops`.
    place: usize,
    /// Whether it holds others with something behind them: links, spans.
    holds_others: bool,
}

struct Scan<'s> {
    text: &'s str,
    examples: &'s BTreeMap<String, u64>,
    frames: Vec<Frame>,
    /// Up to where the text is in `ops`.
    from: usize,
    notes: Vec<Vec<Op>>,
    /// The words before a note's number in its label.
    label: String,
    /// Commands that are left out.
    dropped: Vec<Range<usize>>,
    /// Code for other programs, which is shown.
    raw: Vec<Range<usize>>,
}

impl Prepared<'_> {
    /// Rewrites running text. With `line_only` nothing in it begins a block.
    pub(super) fn rewrite_inlines(&mut self, line_only: bool, place: Place, report: &mut Report) {
        let text: &str = &self.source.text;
        let examples = &self.examples;
        let found = (may_matter(text) || !examples.is_empty()).then(|| scan(text, examples));
        let missing = undefined_notes(text);
        let (ops, notes, label, dropped, raw) = match found {
            Some(scan) => {
                let ops = scan.frames.into_iter().flat_map(|frame| frame.ops).collect();
                (ops, scan.notes, scan.label, scan.dropped, scan.raw)
            }
            None => (
                vec![Op::Copy(0..text.len())],
                Vec::new(),
                String::new(),
                Vec::new(),
                Vec::new(),
            ),
        };
        for range in raw {
            let span = place.span(self.source.origin(range));
            report.problem(
                Code::Template,
                span,
                "what is written for another format alone is shown as code",
            );
            report.hint("write it in Markdown or HTML, or remove it");
        }
        for range in dropped {
            let name = text[range.clone()].to_string();
            let span = place.span(self.source.origin(range));
            report.problem(
                Code::Template,
                span,
                format!("`{name}` is a command for TeX alone; it is left out"),
            );
            report.hint("remove it");
        }
        if missing.is_empty() && notes.is_empty() && ops.len() == 1 && !line_only {
            return;
        }
        let mut out = Rewriter::new(&self.source);
        for label in &missing {
            out.write(&format!("[^{label}]: .\n\n"), 0..0);
        }
        for (number, ops) in notes.into_iter().enumerate() {
            out.write(&format!("[^{label}{number}]: "), 0..0);
            ops.into_iter().for_each(|op| out.take(op));
            out.write("\n\n", 0..0);
        }
        if out.length() > 0 {
            // A comment ends the last definition, whatever the text begins with.
            out.write("<!-- -->\n\n", 0..0);
        }
        let pad = line_only.then_some(out.length());
        if line_only {
            out.write(PAD, 0..0);
        }
        ops.into_iter().for_each(|op| out.take(op));
        out.skip_to(text.len());
        let source = out.finish();
        self.missing_notes = missing;
        self.source = source;
        self.pad = pad;
    }
}

impl Rewriter<'_, '_> {
    fn take(&mut self, op: Op) {
        match op {
            Op::Copy(range) => self.copy(range),
            Op::Write(text, range) => self.write(&text, range),
        }
    }
}

/// A quick look, so that a text without any of ours costs nothing.
fn may_matter(text: &str) -> bool {
    text.contains("^[")
        || text.contains("`{=")
        || text.contains("]{")
        || text.contains("==")
        || text.contains('\\')
        || text.match_indices(':').any(|(at, _)| emoji(text, at).is_some())
}

fn scan<'s>(text: &'s str, examples: &'s BTreeMap<String, u64>) -> Scan<'s> {
    let mut label = String::from("in-line-");
    while text.contains(&label) {
        label.push('x');
    }
    let mut scan = Scan {
        text,
        examples,
        frames: vec![Frame::default()],
        from: 0,
        notes: Vec::new(),
        label,
        dropped: Vec::new(),
        raw: Vec::new(),
    };
    for run in runs(text) {
        scan.run(&run);
    }
    scan.flush(text.len());
    scan
}

impl<'s> Scan<'s> {
    fn run(&mut self, run: &Run) {
        self.flush(run.range.start);
        let mut zones = run.zones.iter().peekable();
        let mut at = run.range.start;
        while at < run.range.end {
            while zones
                .next_if(|zone| zone.range.end <= at && !zone.range.is_empty())
                .is_some()
            {}
            if let Some(zone) = zones.peek().filter(|zone| zone.range.start <= at) {
                at = self.zone(zone, at);
                zones.next();
                continue;
            }
            let stop = zones.peek().map_or(run.range.end, |zone| zone.range.start);
            at = self.live(at, stop.max(at + 1).min(run.range.end));
        }
        self.flush(run.range.end);
        self.unwind();
    }

    fn zone(&mut self, zone: &Zone, at: usize) -> usize {
        match zone.kind {
            ZoneKind::LineEnd if self.frames.len() > 1 => {
                // A note is one line, without what quotes put in front of theirs.
                self.write(" ".into(), zone.range.clone());
            }
            ZoneKind::Code => return self.code(zone.range.clone()),
            ZoneKind::LineEnd | ZoneKind::Verbatim => {}
        }
        zone.range.end.max(at)
    }

    /// Code, or words in another format: `` `<b>`{=html} ``.
    fn code(&mut self, range: Range<usize>) -> usize {
        let behind = &self.text[range.end..];
        let info = behind
            .starts_with("{=")
            .then(|| behind.bytes().take(LONGEST_NAME).position(|byte| byte == b'}'))
            .flatten()
            .map(|length| &behind[..=length]);
        let Some((info, format)) = info.and_then(|info| Some((info, raw_format(info)?))) else {
            return range.end;
        };
        let end = range.end + info.len();
        let code = &self.text[range.clone()];
        if format.starts_with("html") {
            let ticks = code.len() - code.trim_start_matches('`').len();
            self.flush(range.start);
            let inside = range.start + ticks..(range.end - ticks).max(range.start + ticks);
            self.frame().ops.push(Op::Copy(inside));
            self.from = end;
        } else {
            self.raw.push(range.start..end);
            self.write(String::new(), range.end..end);
        }
        end
    }

    /// Takes what begins at `at`; where the next begins.
    fn live(&mut self, at: usize, stop: usize) -> usize {
        let rest = &self.text[at..stop];
        let bytes = rest.as_bytes();
        match bytes[0] {
            b'\\' => self.backslash(at, stop),
            b'^' if rest.starts_with("^[") => self.open_note(at, stop),
            b'[' => {
                let place = self.keep(at..at + 1);
                self.frame().brackets.push(Bracket {
                    place,
                    holds_others: false,
                });
                at + 1
            }
            b']' => self.close_bracket(at, stop),
            b'=' => self.mark(at, stop),
            b':' => match emoji(self.text, at).filter(|(_, end)| *end <= stop) {
                Some((emoji, end)) => {
                    self.write(emoji.to_string(), at..end);
                    end
                }
                None => at + 1,
            },
            b'@' if !self.examples.is_empty() => self.example(at, stop),
            b'{' => {
                self.frame().braces.push(None);
                at + 1
            }
            b'}' => self.close_brace(at),
            _ => {
                let skip = rest
                    .char_indices()
                    .skip(1)
                    .find(|(_, char)| "\\^[]=:@{}".contains(*char))
                    .map_or(rest.len(), |(at, _)| at);
                at + skip
            }
        }
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Takes over the text up to `at`.
    fn flush(&mut self, at: usize) {
        if self.from < at {
            let range = self.from..at;
            self.frame().ops.push(Op::Copy(range));
            self.from = at;
        }
    }

    fn write(&mut self, text: String, range: Range<usize>) {
        self.flush(range.start);
        self.from = range.end.max(self.from);
        self.frame().ops.push(Op::Write(text, range));
    }

    /// Takes a mark over as it is, in a place of its own that can be rewritten.
    fn keep(&mut self, range: Range<usize>) -> usize {
        self.flush(range.start);
        self.from = range.end;
        let ops = &mut self.frame().ops;
        ops.push(Op::Copy(range));
        ops.len() - 1
    }

    /// Says the mark at `place` in other words after all.
    fn rewrite(&mut self, place: usize, text: &str) {
        if let Some(op) = self.frame().ops.get_mut(place)
            && let Op::Copy(range) = op
        {
            *op = Op::Write(text.to_string(), range.clone());
        }
    }

    fn backslash(&mut self, at: usize, stop: usize) -> usize {
        let rest = &self.text[at + 1..stop];
        match rest.chars().next() {
            Some(' ') => {
                self.write(PAD.into(), at..at + 2);
                at + 2
            }
            Some(char) if char.is_ascii_alphabetic() => self.command(at, stop),
            Some(char) => at + 1 + char.len_utf8(),
            None => at + 1,
        }
    }

    fn mark(&mut self, at: usize, stop: usize) -> usize {
        let rest = &self.text[at..stop];
        let length = rest.len() - rest.trim_start_matches('=').len();
        if length != 2 {
            return at + length;
        }
        let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        let is_space = |char: Option<char>| char.is_none_or(char::is_whitespace);
        let before = self.text[..at].chars().next_back();
        let behind = rest[2..].chars().next();
        match self.frame().mark {
            Some(open) if !is_space(before) && !is_word(behind) => {
                self.rewrite(open, "<mark>");
                self.write("</mark>".into(), at..at + 2);
                self.frame().mark = None;
            }
            _ if !is_space(behind) && !is_word(before) => {
                let place = self.keep(at..at + 2);
                self.frame().mark = Some(place);
            }
            _ => {}
        }
        at + 2
    }

    /// `@name` of an example is its number.
    fn example(&mut self, at: usize, stop: usize) -> usize {
        let rest = &self.text[at + 1..stop];
        let length = rest
            .char_indices()
            .find(|(_, char)| !char.is_alphanumeric() && !"-_".contains(*char))
            .map_or(rest.len(), |(at, _)| at);
        let glued = self.text[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        let number = self
            .examples
            .get(&rest[..length])
            .filter(|_| !glued && length > 0);
        if let Some(number) = number.copied() {
            self.write(number.to_string(), at..at + 1 + length);
        }
        at + 1 + length
    }
}

/// The emoji whose name stands between the colon at `at` and the next, and where that
/// ends. `10:30:45` and `a:b:c` are none.
fn emoji(text: &str, at: usize) -> Option<(&'static str, usize)> {
    let rest = &text[at + 1..];
    let length = rest
        .bytes()
        .take(LONGEST_NAME)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(byte))
        .count();
    if length == 0 || rest.as_bytes().get(length) != Some(&b':') {
        return None;
    }
    let touches = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == ':');
    if touches(rest[length + 1..].chars().next()) || touches(text[..at].chars().next_back()) {
        return None;
    }
    let emoji = emojis::get_by_shortcode(&rest[..length])?;
    Some((emoji.as_str(), at + 1 + length + 1))
}
