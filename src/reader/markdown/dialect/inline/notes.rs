//! Notes: `^[words]`, and the calls of notes that are defined nowhere.

use super::super::divisions::opening_tag;
use super::super::line_blocks::block_mark;
use super::super::parse;
use super::{Bracket, Frame, Op, Scan};
use crate::reader::markdown::attributes;
use crate::reader::markdown::note_key;
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeSet;

impl Scan<'_> {
    pub(super) fn open_note(&mut self, at: usize, stop: usize) -> usize {
        self.flush(at);
        let inside = &self.text[at + 2..stop];
        let words = at + 2 + (inside.len() - inside.trim_start().len());
        self.from = words;
        self.frames.push(Frame {
            start: at,
            words,
            ..Frame::default()
        });
        // A note is words, whatever they would begin at the start of a line.
        if let Some(mark) = block_mark(&self.text[words..stop]) {
            self.flush(words + mark);
            self.frame()
                .ops
                .push(Op::Write("\\".into(), words + mark..words + mark));
        }
        words
    }

    pub(super) fn close_bracket(&mut self, at: usize, stop: usize) -> usize {
        if let Some(bracket) = self.frame().brackets.pop() {
            return self.close_span(at, stop, &bracket);
        }
        if self.frames.len() < 2 {
            return at + 1;
        }
        self.flush(at);
        let Some(frame) = self.frames.pop() else {
            return at + 1;
        };
        let range = frame.start..at + 1;
        let is_empty = self.text[frame.start + 2..at].trim().is_empty();
        self.from = at + 1;
        let op = if is_empty {
            Op::Copy(range)
        } else {
            self.notes.push(frame.ops);
            let mut call = format!("[^{}{}]", self.label, self.notes.len() - 1);
            // What stands behind it would make a link or a definition of the call.
            if self.text[at + 1..].starts_with(['(', '[', ':', '{']) {
                call.push_str("<!-- -->");
            }
            Op::Write(call, range)
        };
        self.frame().ops.push(op);
        at + 1
    }

    /// `[words [more]{.a}]{.b}`: the parser knows no link within a link, so what is around
    /// others is said in HTML.
    fn close_span(&mut self, at: usize, stop: usize, bracket: &Bracket) -> usize {
        let behind = &self.text[at + 1..];
        let attributes = attributes::parse(behind).filter(|(_, length)| at + 1 + length <= stop);
        let goes_on = attributes.is_some() || behind.starts_with(['(', '[']);
        if goes_on && let Some(outer) = self.frame().brackets.last_mut() {
            outer.holds_others = true;
        }
        match attributes {
            Some((attributes, length)) if bracket.holds_others => {
                self.rewrite(bracket.place, &opening_tag("span", &attributes));
                self.write("</span>".into(), at..at + 1 + length);
                at + 1 + length
            }
            _ => at + 1,
        }
    }

    /// What is not closed when its paragraph ends is no note.
    pub(super) fn unwind(&mut self) {
        let open = self.frames.split_off(1);
        let whole = &mut self.frames[0];
        for frame in open {
            whole.ops.push(Op::Copy(frame.start..frame.words));
            whole.ops.extend(frame.ops);
        }
        whole.brackets.clear();
        whole.mark = None;
        whole.braces.clear();
    }
}

/// Keys of the notes that are called and not defined, by their labels. The parser would
/// leave their calls as text in which `^` still raises what follows, so they are defined
/// in front of the text.
pub(super) fn undefined_notes(text: &str) -> BTreeSet<String> {
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
