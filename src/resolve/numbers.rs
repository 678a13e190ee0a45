//! Numbers of sections, figures, tables, boxes, formulas, notes and blocks, given once for
//! all outputs.

use super::walk::{self, Pass};
use crate::model::{Block, BlockKind, CalloutKind, Meta, Role};
use std::collections::BTreeSet;

/// Numbers everything in reading order. Boxes are counted that have an id of the author's,
/// for whoever gives one means to refer to it.
pub(super) fn number(meta: &mut Meta, body: &mut [Block], given: &BTreeSet<String>) {
    let mut numbers = Numbers {
        sections_wanted: meta.number_sections,
        given,
        sections: Vec::new(),
        appendices: 0,
        in_appendix: None,
        unnumbered: None,
        figures: 0,
        tables: 0,
        equations: 0,
        boxes: 0,
        notes: 0,
        blocks: 0,
    };
    walk::article(meta, body, &mut numbers);
}

/// A number as the article prints it.
fn written(number: u32) -> String {
    number.to_string()
}

/// `A` for 1; after `Z` comes `AA`.
fn lettered(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'A' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    letters.iter().rev().collect()
}

struct Numbers<'a> {
    sections_wanted: bool,
    /// The ids that the author gave.
    given: &'a BTreeSet<String>,
    /// One counter a level, the outermost first.
    sections: Vec<u32>,
    appendices: u32,
    /// The counters below the appendix that the walk is in.
    in_appendix: Option<Vec<u32>>,
    /// The level of the section without a number that the walk is in.
    unnumbered: Option<u8>,
    figures: u32,
    tables: u32,
    equations: u32,
    boxes: u32,
    notes: u32,
    blocks: u32,
}

impl Numbers<'_> {
    /// The number of the next section at `level`; `None` if it has none or stands under
    /// a section that has none.
    fn section(&mut self, level: u8, numbered: bool, role: Role) -> Option<String> {
        if self.unnumbered.is_some_and(|outer| level > outer) {
            return None;
        }
        // A section without a number does not disturb the count of its siblings.
        self.unnumbered = (!numbered).then_some(level);
        if !numbered {
            return None;
        }
        if level == 1 {
            self.in_appendix = (role == Role::Appendix).then(Vec::new);
            self.appendices += u32::from(self.in_appendix.is_some());
        }
        let (counters, depth) = match &mut self.in_appendix {
            Some(below) => (below, usize::from(level) - 1),
            None => (&mut self.sections, usize::from(level)),
        };
        counters.resize(depth, 0);
        if let Some(last) = counters.last_mut() {
            *last += 1;
        }
        let letter = self.in_appendix.is_some().then(|| lettered(self.appendices));
        let counters = self.in_appendix.as_ref().unwrap_or(&self.sections);
        let parts: Vec<String> = letter
            .into_iter()
            .chain(counters.iter().map(|&number| written(number)))
            .collect();
        Some(parts.join("."))
    }
}

impl Pass for Numbers<'_> {
    fn block(&mut self, block: &mut Block) {
        self.blocks += 1;
        block.ordinal = self.blocks;
        match &mut block.kind {
            BlockKind::Heading {
                level,
                number,
                numbered,
                role,
                ..
            } if self.sections_wanted => *number = self.section(*level, *numbered, *role),
            BlockKind::Table(table) if !table.caption.is_empty() => {
                self.tables += 1;
                table.number = Some(written(self.tables));
            }
            BlockKind::Figure { number, caption, .. } if !caption.is_empty() => {
                self.figures += 1;
                *number = Some(written(self.figures));
            }
            BlockKind::Math { id, number, .. } if !id.is_empty() => {
                self.equations += 1;
                *number = Some(written(self.equations));
            }
            BlockKind::Callout {
                kind: CalloutKind::Box | CalloutKind::CaseStudy,
                id,
                number,
                ..
            } if self.given.contains(id) => {
                self.boxes += 1;
                *number = Some(written(self.boxes));
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
