//! How much an article may hold: far more than any paper has, and no more than a machine can
//! set in minutes.
//!
//! The bytes of a text say little of what it costs: a block, a cell, a page or a note takes
//! ten thousand times the memory of its two or three letters. What is beyond the measure is
//! an error before it is set.
//!
//! To add a measure: a field of [`Measure`], and a line in [`LIMITS`].

use super::walk::{self, Pass};
use crate::diagnostic::{Code, Failed, Report, Span};
use crate::model::{Block, BlockKind, Draft, Inline, Picture, is_piled_up, plain};

/// What is counted, how many may be, and what it is called.
type Limit = (fn(&Measure) -> usize, usize, &'static str);

/// Every limit, in the order in which they are told.
const LIMITS: [Limit; 9] = [
    (|all| all.blocks, 50_000, "blocks and cells of tables"),
    (|all| all.pieces, 400_000, "pieces of text"),
    (|all| all.headings, 5_000, "headings"),
    (|all| all.notes, 5_000, "notes"),
    (|all| all.breaks, 1_000, "page breaks"),
    (|all| all.columns, 300, "columns in a table"),
    (|all| all.pictures, 2_000, "pictures"),
    (|all| all.title, 2_000, "characters in a title or heading"),
    (|all| all.line, 20_000, "characters in a line of code"),
];

/// How many works an article may cite or list.
pub(super) const MOST_WORKS: usize = 5_000;

/// Refuses an article that holds more than can be set.
///
/// # Errors
///
/// [`Failed`] if it does.
pub(super) fn check(draft: &mut Draft, report: &mut Report) -> Result<(), Failed> {
    let mut measure = Measure::default();
    measure.titled(&draft.meta.title);
    measure.titled(&draft.meta.subtitle);
    walk::article(&mut draft.meta, &mut draft.body, &mut measure);
    for (count, most, name) in LIMITS {
        let count = count(&measure);
        if count > most {
            return Err(too_many(None, count, most, name, report));
        }
    }
    match measure.pile {
        Some(span) => {
            let failed = report.error(
                Code::TooLarge,
                span,
                "a letter here is made of thousands of characters, which no face can show",
            );
            report.hint("take out the marks that are piled up on it");
            Err(failed)
        }
        None => Ok(()),
    }
}

/// Says that there are more than can be set.
pub(super) fn too_many(
    span: Option<Span>,
    count: usize,
    most: usize,
    name: &str,
    report: &mut Report,
) -> Failed {
    let message = format!("the article has {count} {name}, and {most} are the most that is set");
    let failed = report.error(Code::TooLarge, span, message);
    report.hint("divide the text into volumes, or look whether a file was pasted into it as text");
    failed
}

/// What a walk over an article counts.
#[derive(Default)]
struct Measure {
    blocks: usize,
    pieces: usize,
    headings: usize,
    notes: usize,
    breaks: usize,
    /// Of the widest table.
    columns: usize,
    pictures: usize,
    /// Characters of the longest title or heading, which runs along the top of pages.
    title: usize,
    /// Characters of the longest line of code, which may break anywhere.
    line: usize,
    /// A letter that is none.
    pile: Option<Span>,
}

impl Measure {
    fn titled(&mut self, text: &[Inline]) {
        self.title = self.title.max(plain(text).chars().count());
    }
}

impl Pass for Measure {
    fn block(&mut self, block: &mut Block) {
        self.blocks += 1;
        match &block.kind {
            BlockKind::PageBreak => self.breaks += 1,
            BlockKind::Heading { text, .. } => {
                self.headings += 1;
                self.titled(text);
            }
            BlockKind::Code { text, .. } => {
                for line in text.lines() {
                    self.blocks += 1;
                    self.line = self.line.max(line.len());
                }
            }
            BlockKind::Table(table) => {
                self.columns = self.columns.max(table.columns.len());
                let rows = table.head.iter().chain(&table.body);
                self.blocks += rows.map(|row| row.cells.len()).sum::<usize>();
            }
            _ => {}
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>, near: Span) {
        self.pieces += inlines.len();
        for inline in inlines {
            let (Inline::Text { text } | Inline::Code { text } | Inline::Keyboard { text }) = inline else {
                continue;
            };
            if is_piled_up(text) {
                self.pile.get_or_insert(near);
            }
        }
    }

    fn picture(&mut self, _picture: &mut Picture) {
        self.pictures += 1;
    }

    fn note(&mut self, _number: &mut u32) {
        self.notes += 1;
    }
}
