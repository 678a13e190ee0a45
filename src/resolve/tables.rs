//! Tables: columns of amounts, and tables that no one can announce.

use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report};
use crate::model::{Align, Block, BlockKind, Date, Meta, Table, plain};

/// Marks every column that holds nothing but amounts, so that both outputs set it alike,
/// and notes tables without a header row.
pub(super) fn settle(meta: &mut Meta, body: &mut [Block], report: &mut Report) {
    walk::article(meta, body, &mut Tables { report });
}

struct Tables<'a> {
    report: &'a mut Report,
}

impl Pass for Tables<'_> {
    fn block(&mut self, block: &mut Block) {
        let span = block.span;
        let BlockKind::Table(table) = &mut block.kind else {
            return;
        };
        let amounts = columns_of_amounts(table);
        for (column, amounts) in table.columns.iter_mut().zip(amounts) {
            if *column == Align::Auto && amounts {
                *column = Align::Number;
            }
        }
        let cells = table.body.iter().flat_map(|row| &row.cells);
        if table.head.is_empty()
            && cells.clone().next().is_some()
            && cells.clone().all(|cell| cell.scope.is_none())
        {
            self.report.note(
                Code::TableHeader,
                span,
                "this table has no header row, so a screen reader cannot say what its cells mean",
            );
            self.report
                .hint("put the names of the columns into its first row");
        }
    }
}

fn columns_of_amounts(table: &Table) -> Vec<bool> {
    let mut amounts: Vec<Option<bool>> = vec![None; table.columns.len()];
    let places = table.first_columns(&table.body);
    for (row, places) in table.body.iter().zip(places) {
        for (cell, column) in row.cells.iter().zip(places) {
            let words = words(&cell.blocks);
            if cell.columns == 1 && cell.scope.is_none() && words.as_deref() != Some("") {
                let known = &mut amounts[column];
                *known = Some(known.unwrap_or(true) && words.as_deref().is_some_and(is_amount));
            }
        }
    }
    amounts
        .into_iter()
        .map(|amounts| amounts.unwrap_or(false))
        .collect()
}

/// The words of a cell; `None` for more than one paragraph, which is no amount.
fn words(blocks: &[Block]) -> Option<String> {
    match blocks {
        [] => Some(String::new()),
        [
            Block {
                kind: BlockKind::Paragraph { text },
                ..
            },
        ] => Some(plain(text).trim().to_owned()),
        _ => None,
    }
}

/// Whether words are an amount: one number with a sign, a currency or a short unit, or
/// what stands where an amount is not known.
fn is_amount(words: &str) -> bool {
    let is_gap = |c: char| matches!(c, '–' | '—' | '-' | '−' | '.' | '…' | '/');
    if words.chars().all(is_gap) || ["n/a", "n.a.", "na"].contains(&words.to_lowercase().as_str()) {
        return true;
    }
    let digits = words.chars().filter(|c| c.is_numeric()).count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    // "4.1, 6" is a list of sections, "2017-12-01" a day; neither is an amount.
    let list = words.contains(", ") || words.contains("; ");
    digits > 0 && letters <= 3 && !list && Date::parse(words).is_none_or(|date| date.month.is_none())
}

#[cfg(test)]
mod tests {
    use super::is_amount;

    #[test]
    fn amounts_are_told_from_words() {
        for amount in ["200,000+", "$3.6bn", "–", "12 %", "n/a", "−4.5", "٣٤"] {
            assert!(is_amount(amount), "{amount}");
        }
        for words in ["MONUSCO (2 missions)", "yes", "Article 4", "4.1, 6", "2017-12-01"] {
            assert!(!is_amount(words), "{words}");
        }
    }
}
