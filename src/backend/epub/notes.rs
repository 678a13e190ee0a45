//! Notes: found wherever they are called, shown together after the text, or after the
//! chapter if each is a document of its own.
//!
//! Reading systems show a note in place where they can. Kobo's do so only for a note that
//! comes later than its mark, and within one document none has to load another to find it;
//! so what an author wants at the foot of the page stands at the end of its document. Notes
//! that are wanted after the text (`notes: endnotes`) stand there, in a document of theirs.

use super::content::Entry;
use super::text::Text;
use super::xhtml;
use crate::model::{BlockKind, Inline, Note, is_rtl, plain};

impl<'a> Text<'a> {
    /// Every note, after the text.
    pub(super) fn all_notes(&mut self) {
        self.due = self.notes.iter().map(|note| note.number).collect();
        if let Some(entry) = self.endnotes("notes", false) {
            self.places.notes = Some(entry);
        }
    }

    /// The notes that the document at work calls, at its end.
    pub(super) fn own_notes(&mut self) {
        let wanted = format!("{}-notes", self.stem());
        self.endnotes(&wanted, self.part().is_chapter());
    }

    /// The notes that are due, as a section; `nested` puts it below the heading of a chapter.
    ///
    /// Each is a `div` and no `aside`: Apple Books hides an `aside` from the running
    /// text, and whoever does not tap every mark would never see it.
    fn endnotes(&mut self, wanted: &str, nested: bool) -> Option<Entry> {
        self.due.retain(|number| !self.noted.contains(number));
        let first = *self.due.first()?;
        let title = self.own_id(wanted);
        let entry = self.list_ours(if nested { 2 } else { 1 }, &title, &self.article.words.notes);
        self.endnotes_section(&[("aria-labelledby", &title)]);
        let mut attributes = vec![("id", title.as_str())];
        attributes.extend(self.lang_of_words());
        let heading = if nested { "h3" } else { "h2" };
        self.xml.element(heading, &attributes, &self.article.words.notes);
        self.xml.line();
        let deep = if nested { 3 } else { 2 };
        (self.depth, self.base, self.last_heading) = (deep, deep - 1, deep);
        self.noting = true;
        // A note may call another.
        while let Some(number) = self.due.pop_first() {
            self.noted.insert(number);
            if let Some(cut) = self.cut_before_note(number).filter(|_| number != first) {
                self.xml.end_line();
                self.next(cut.clone());
                let name = &self.article.words.notes;
                self.endnotes_section(&[("aria-label", name)]);
                (self.depth, self.base, self.last_heading) = (deep, deep - 1, deep);
            }
            if let Ok(at) = self.notes.binary_search_by_key(&number, |note| note.number) {
                self.note(&self.notes[at]);
            }
        }
        self.noting = false;
        (self.depth, self.base) = (1, 0);
        self.xml.end_line();
        Some(entry)
    }

    fn endnotes_section(&mut self, name: &[(&str, &str)]) {
        let mut attributes = vec![
            ("epub:type", "endnotes"),
            ("role", "doc-endnotes"),
            ("class", "endnotes"),
        ];
        attributes.extend(name);
        self.xml.start("section", &attributes);
        self.xml.line();
    }

    fn note(&mut self, note: &Note<'a>) {
        let id = self.note_id(note.number);
        self.settle(&id);
        self.sizes.notes.insert(note.number, self.xml.len());
        self.xml.start(
            "div",
            &[
                ("epub:type", "footnote"),
                ("role", "doc-footnote"),
                ("class", "endnote"),
                ("id", &id),
            ],
        );
        self.xml.line();
        let last = note.blocks.len().saturating_sub(1);
        let (mut numbered, mut linked) = (false, false);
        for (index, block) in note.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph { text } => {
                    self.enter(block.ordinal);
                    self.xml.start("p", &[]);
                    if !numbered {
                        self.note_number(note.number);
                    }
                    self.own_text(text);
                    if index == last {
                        // The arrow stays with the last word.
                        self.xml.text("\u{a0}");
                        self.way_back(note.number);
                        linked = true;
                    }
                    self.xml.end_line();
                }
                BlockKind::Heading { .. }
                | BlockKind::List { .. }
                | BlockKind::Definitions { .. }
                | BlockKind::Table(_)
                | BlockKind::Figure { .. }
                | BlockKind::Code { .. }
                | BlockKind::Quote { .. }
                | BlockKind::Callout { .. }
                | BlockKind::Columns { .. }
                | BlockKind::Division { .. }
                | BlockKind::Math { .. }
                | BlockKind::Bibliography { .. }
                | BlockKind::Break
                | BlockKind::PageBreak => {
                    if !numbered {
                        self.xml.start("p", &[]);
                        self.note_number(note.number);
                        self.xml.end_line();
                    }
                    self.block(block);
                }
            }
            numbered = true;
        }
        if !linked {
            self.xml.start("p", &[]);
            if !numbered {
                self.note_number(note.number);
            }
            self.way_back(note.number);
            self.xml.end_line();
        }
        self.xml.end_line();
    }

    fn note_number(&mut self, number: u32) {
        let number = self.article.words.number(number);
        self.xml.element("span", &[("class", "note-number")], &number);
        self.xml.text(" ");
    }

    fn way_back(&mut self, number: u32) {
        let href = self.way_to(&self.mark_id(number));
        self.arrow_back(&href);
    }

    /// The link from a note or a work back to where the text calls it.
    pub(super) fn arrow_back(&mut self, href: &str) {
        self.xml.element(
            "a",
            &[
                ("epub:type", "backlink"),
                ("role", "doc-backlink"),
                ("class", "backlink"),
                ("href", href),
                ("aria-label", &self.article.words.back_to_text),
            ],
            // Back is where the line begins. The second character asks for an arrow as type
            // and not as a picture.
            match is_rtl(&self.article.lang) {
                true => "\u{21aa}\u{fe0e}",
                false => "\u{21a9}\u{fe0e}",
            },
        );
    }

    pub(super) fn note_id(&self, number: u32) -> String {
        self.own_id(&format!("fn-{number}"))
    }

    pub(super) fn mark_id(&self, number: u32) -> String {
        self.own_id(&format!("fnref-{number}"))
    }
}

/// A section's words without its notes, on one line.
pub(super) fn label(inlines: &[Inline]) -> String {
    xhtml::squeezed(&plain(inlines))
}
