//! Notes: found wherever they are called, shown together after the text.

use super::text::Text;
use super::xhtml;
use crate::model::{BlockKind, Inline, Note, is_rtl, plain};

impl<'a> Text<'a> {
    /// The notes as a section.
    ///
    /// Each is a `div` and no `aside`: Apple Books hides an `aside` from the running
    /// text, and whoever does not tap every mark would never see it.
    pub(super) fn endnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let title = self.own_id("notes");
        let entry = self.list(1, &title, &self.article.words.notes);
        self.places.notes = Some(entry);
        self.xml.start(
            "section",
            &[
                ("epub:type", "endnotes"),
                ("role", "doc-endnotes"),
                ("class", "endnotes"),
                ("aria-labelledby", &title),
            ],
        );
        self.xml.line();
        let mut attributes = vec![("id", title.as_str())];
        attributes.extend(self.lang_of_words());
        self.xml.element("h2", &attributes, &self.article.words.notes);
        self.xml.line();
        (self.depth, self.base, self.last_heading) = (2, 1, 2);
        for note in self.notes {
            self.note(note);
        }
        (self.depth, self.base) = (1, 0);
        self.xml.end_line();
    }

    fn note(&mut self, note: &Note<'a>) {
        let id = self.note_id(note.number);
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
        let href = xhtml::fragment(&self.mark_id(number));
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
