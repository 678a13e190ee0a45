//! Numbers of sections, figures, tables, boxes, formulas, notes and blocks, given once for
//! all outputs.

use super::walk::{self, Pass};
use crate::model::{Block, BlockKind, CalloutKind, Meta, Role, in_numerals};
use std::collections::BTreeSet;

/// Numbers everything in reading order. Boxes are counted that have an id of the author's,
/// for whoever gives one means to refer to it. `numerals` is the digit one of the numerals
/// to write in.
pub(super) fn number(meta: &mut Meta, body: &mut [Block], given: &BTreeSet<String>, numerals: &str) {
    let mut numbers = Numbers {
        sections_wanted: meta.number_sections,
        numerals,
        given,
        sections: Vec::new(),
        appendices: 0,
        in_appendix: None,
        unnumbered: None,
        figures: Counter::default(),
        tables: Counter::default(),
        equations: Counter::default(),
        boxes: 0,
        notes: 0,
        blocks: 0,
    };
    walk::article(meta, body, &mut numbers);
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
    numerals: &'a str,
    /// The ids that the author gave.
    given: &'a BTreeSet<String>,
    /// One counter a level, the outermost first.
    sections: Vec<u32>,
    appendices: u32,
    /// The counters below the appendix that the walk is in.
    in_appendix: Option<Vec<u32>>,
    /// The level of the section without a number that the walk is in.
    unnumbered: Option<u8>,
    figures: Counter,
    tables: Counter,
    equations: Counter,
    boxes: u32,
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
            .chain(counters.iter().map(u32::to_string))
            .collect();
        Some(in_numerals(self.numerals, &parts.join(".")))
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
                table.number = Some(in_numerals(self.numerals, &self.tables.next(table.number.take())));
            }
            BlockKind::Figure { number, caption, .. } if !caption.is_empty() => {
                *number = Some(in_numerals(self.numerals, &self.figures.next(number.take())));
            }
            // What is shown as code is no equation yet, and has no place for a number.
            BlockKind::Math { number, formula, .. } if formula.tree.is_none() => *number = None,
            // A tag of the author's stays, and nothing else gets it.
            BlockKind::Math {
                number: Some(own), ..
            } => {
                self.equations.given.insert(own.clone());
            }
            BlockKind::Math { id, number, .. } if !id.is_empty() => {
                *number = Some(in_numerals(self.numerals, &self.equations.next(None)));
            }
            BlockKind::Callout {
                kind: CalloutKind::Box | CalloutKind::CaseStudy,
                id,
                number,
                ..
            } if self.given.contains(id) => {
                self.boxes += 1;
                *number = Some(in_numerals(self.numerals, &self.boxes.to_string()));
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
