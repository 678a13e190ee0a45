//! Numbers of sections, figures, tables, notes and blocks, given once for all outputs.

use super::walk::{self, Pass};
use crate::model::{Block, BlockKind, Meta};
use std::collections::BTreeSet;

/// Numbers everything in reading order.
pub(super) fn number(meta: &mut Meta, body: &mut [Block]) {
    let mut numbers = Numbers {
        sections_wanted: meta.number_sections,
        ..Numbers::default()
    };
    walk::article(meta, body, &mut numbers);
}

#[derive(Default)]
struct Numbers {
    sections_wanted: bool,
    /// One counter a level, the outermost first.
    sections: Vec<u32>,
    /// The level of the section without a number that the walk is in.
    unnumbered: Option<u8>,
    figures: Counter,
    tables: Counter,
    equations: u32,
    notes: u32,
    blocks: u32,
}

/// Counts things of one kind. A number that the author gave stays, for the text speaks of
/// "Table 3"; what the author did not number goes on from there.
#[derive(Default)]
struct Counter {
    last: u32,
    given: BTreeSet<String>,
}

impl Counter {
    fn next(&mut self, own: Option<String>) -> String {
        let number = match own.filter(|own| !self.given.contains(own)) {
            Some(own) => {
                // A year or an id with digits is no place to count on from.
                if let Some(number) = own.parse().ok().filter(|&number| number < 1000) {
                    self.last = number;
                }
                own
            }
            None => loop {
                self.last += 1;
                let number = self.last.to_string();
                if !self.given.contains(&number) {
                    break number;
                }
            },
        };
        self.given.insert(number.clone());
        number
    }
}

impl Numbers {
    /// The number of the next section at `level`; `None` if it has none or stands under
    /// a section that has none.
    fn section(&mut self, level: u8, numbered: bool) -> Option<String> {
        if self.unnumbered.is_some_and(|outer| level > outer) {
            return None;
        }
        // A section without a number does not disturb the count of its siblings.
        self.unnumbered = (!numbered).then_some(level);
        if !numbered {
            return None;
        }
        let depth = usize::from(level);
        self.sections.resize(depth, 0);
        self.sections[depth - 1] += 1;
        let number: Vec<_> = self.sections.iter().map(u32::to_string).collect();
        Some(number.join("."))
    }
}

impl Pass for Numbers {
    fn block(&mut self, block: &mut Block) {
        self.blocks += 1;
        block.ordinal = self.blocks;
        match &mut block.kind {
            BlockKind::Heading {
                level,
                number,
                numbered,
                ..
            } if self.sections_wanted => *number = self.section(*level, *numbered),
            BlockKind::Table(table) if !table.caption.is_empty() => {
                table.number = Some(self.tables.next(table.number.take()));
            }
            BlockKind::Figure { number, caption, .. } if !caption.is_empty() => {
                *number = Some(self.figures.next(number.take()));
            }
            BlockKind::Math { id, number, .. } if !id.is_empty() => {
                self.equations += 1;
                *number = Some(self.equations.to_string());
            }
            BlockKind::Heading { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Quote { .. }
            | BlockKind::Callout { .. }
            | BlockKind::Columns { .. }
            | BlockKind::Division { .. }
            | BlockKind::Math { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => {}
        }
    }

    fn note(&mut self, number: &mut u32) {
        self.notes += 1;
        *number = self.notes;
    }
}
