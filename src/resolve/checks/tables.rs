//! Tables: columns without a name, and tables that hold no rows and columns of data.

use crate::diagnostic::{Code, Report};
use crate::model::{Article, BlockKind, Table};

pub(super) fn check(article: &Article, report: &mut Report) {
    article.each_block(&mut |block| {
        let BlockKind::Table(table) = &block.kind else {
            return;
        };
        let rows = table.head.len() + table.body.len();
        let shape = match (table.columns.len(), rows) {
            (0, _) | (_, 0) => return,
            (1, _) => Some("one column"),
            (_, 1) => Some("one row"),
            _ => None,
        };
        if let Some(shape) = shape {
            report.note(
                Code::LayoutTable,
                block.span,
                format!("this table has only {shape}, so nothing in it can be compared"),
            );
            report.hint("write it as a list, a box or paragraphs");
            return;
        }
        let unnamed = unnamed(table);
        if !unnamed.is_empty() {
            let numbers: Vec<_> = unnamed.iter().map(ToString::to_string).collect();
            let (columns, have) = match numbers.len() {
                1 => ("column", "has"),
                _ => ("columns", "have"),
            };
            report.note(
                Code::EmptyHeader,
                block.span,
                format!("{columns} {} of this table {have} no name", numbers.join(", ")),
            );
            report.hint("name every column in the header row; only the first may stay empty");
        }
    });
}

/// The columns, from 1, that no header cell names although there is a header. The corner
/// above the names of the rows needs none.
fn unnamed(table: &Table) -> Vec<usize> {
    let mut named = vec![table.head.is_empty(); table.columns.len()];
    let places = table.first_columns(&table.head);
    for (row, places) in table.head.iter().zip(places) {
        for (cell, first) in row.cells.iter().zip(places) {
            let end = (first + cell.columns as usize).min(named.len());
            if !cell.blocks.is_empty() && first < end {
                named[first..end].fill(true);
            }
        }
    }
    (1..named.len())
        .filter(|&column| !named[column])
        .map(|column| column + 1)
        .collect()
}
