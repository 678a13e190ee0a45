//! Notes: the model has them as values in the text, Markdown defines them anywhere.

use super::build::{Builder, DEEPEST};
use super::note_key;
use crate::diagnostic::Code;
use crate::model::{Block, Inline};
use pulldown_cmark::{Event, Tag};
use std::collections::btree_map::Entry;
use std::ops::Range;

/// A note's definition: the events inside it.
pub(super) struct Note {
    pub label: String,
    pub events: Range<usize>,
    pub span: Range<usize>,
    /// Whether something called it.
    pub used: bool,
    /// Whether it stands in front of the text, put there for a call without definition.
    pub missing: bool,
}

impl Builder<'_> {
    pub(super) fn index_notes(&mut self) {
        for (index, (event, range)) in self.events.iter().enumerate() {
            let Event::Start(Tag::FootnoteDefinition(label)) = event else {
                continue;
            };
            let key = note_key(label);
            let note = Note {
                label: label.to_string(),
                events: index + 1..self.ends[index],
                span: range.clone(),
                used: false,
                missing: self.prepared.missing_notes.contains(&**label),
            };
            match self.notes.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(note);
                }
                Entry::Occupied(_) => self.spare_notes.push(note),
            }
        }
    }

    /// The note that a call stands for, or the call as text if there is none.
    pub(super) fn call_note(&mut self, label: &str, range: Range<usize>) -> Inline {
        let span = self.span(range);
        let key = note_key(label);
        let literal = Inline::text(format!("[^{label}]"));
        let Some(note) = self.notes.get_mut(&key).filter(|note| !note.missing) else {
            self.report().problem(
                Code::MissingNote,
                span,
                format!("no note is defined for `[^{label}]`"),
            );
            self.report()
                .hint(format!("add a line `[^{label}]: …` or remove the call"));
            return literal;
        };
        let again = note.used;
        note.used = true;
        let events = note.events.clone();
        if self.notes_open.contains(&key) {
            self.report().problem(
                Code::MissingNote,
                span,
                format!("the note `[^{label}]` calls itself"),
            );
            self.report().hint("remove the call from the note");
            return literal;
        }
        if self.level + 4 > DEEPEST || self.notes_open.len() >= 8 || !self.budget.spend(events.len() + 1) {
            self.report().problem(
                Code::Nesting,
                span,
                format!("the note `[^{label}]` is repeated inside too many notes"),
            );
            self.report().hint("say it once, in a note of its own");
            return literal;
        }
        self.notes_open.push(key);
        self.level += 1;
        self.mute += usize::from(again);
        let blocks = self.run(events);
        self.mute -= usize::from(again);
        self.level -= 1;
        self.notes_open.pop();
        if blocks.is_empty() {
            self.report()
                .problem(Code::MissingNote, span, format!("the note `[^{label}]` is empty"));
            self.report().hint("write what it says, or remove the call");
            return literal;
        }
        Inline::Note {
            span,
            number: 0,
            blocks,
        }
    }

    /// What is defined and never called is still the author's text.
    pub(super) fn append_unused_notes(&mut self, blocks: &mut Vec<Block>) {
        let mut unused: Vec<Note> = std::mem::take(&mut self.spare_notes);
        let keys: Vec<String> = self.notes.keys().cloned().collect();
        // A note that only an uncalled note calls comes out inside that one.
        let mut by_place: Vec<(usize, String)> = keys
            .into_iter()
            .map(|key| (self.notes[&key].span.start, key))
            .collect();
        by_place.sort();
        let mut found = Vec::new();
        for (_, key) in by_place {
            let note = &self.notes[&key];
            if note.used || note.missing {
                continue;
            }
            let (label, events, range) = (note.label.clone(), note.events.clone(), note.span.clone());
            self.notes_open.push(key);
            found.push((range.start, self.unused_note(&label, events, range)));
            self.notes_open.pop();
        }
        unused.retain(|note| !note.missing);
        for note in unused {
            found.push((
                note.span.start,
                self.unused_note(&note.label, note.events, note.span),
            ));
        }
        found.sort_by_key(|(start, _)| *start);
        blocks.extend(found.into_iter().flat_map(|(_, blocks)| blocks));
    }

    pub(super) fn unused_note(
        &mut self,
        label: &str,
        events: Range<usize>,
        range: Range<usize>,
    ) -> Vec<Block> {
        let span = self.span(range);
        self.report().problem(
            Code::UnusedNote,
            span,
            format!("nothing calls the note `[^{label}]`; it stands at the end"),
        );
        self.report()
            .hint(format!("write `[^{label}]` where the note belongs, or remove it"));
        self.run(events)
    }
}
