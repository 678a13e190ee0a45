//! The numbers of sections, tables, figures, boxes and formulas in the article's numerals.

use super::walk::{self, Pass};
use crate::model::{Block, BlockKind, Meta, in_numerals};

/// Writes every number that is given in numerals of which `one` is the digit one.
pub(super) fn write(meta: &mut Meta, body: &mut [Block], one: &str) {
    if one != "1" {
        walk::article(meta, body, &mut Numerals { one });
    }
}

struct Numerals<'a> {
    one: &'a str,
}

impl Pass for Numerals<'_> {
    fn block(&mut self, block: &mut Block) {
        let number = match &mut block.kind {
            BlockKind::Heading { number, .. }
            | BlockKind::Figure { number, .. }
            | BlockKind::Callout { number, .. }
            | BlockKind::Math { number, .. } => number,
            BlockKind::Table(table) => &mut table.number,
            BlockKind::Paragraph { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Quote { .. }
            | BlockKind::Columns { .. }
            | BlockKind::Division { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => return,
        };
        if let Some(number) = number {
            *number = in_numerals(self.one, number);
        }
    }
}
