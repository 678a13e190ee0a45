//! Pipe tables: rows that fit their columns, and what the parser leaves out of them.

use crate::model::{Align, Block, Cell, Row, Scope, Table};
use std::ops::Range;

/// How many empty cells are written out at the end of a row.
const WIDEST_GAP: usize = 64;

/// A row from the blocks of its cells.
pub(super) fn row(head: bool, cells: Vec<Vec<Block>>) -> Row {
    let scope = head.then_some(Scope::Column);
    let cells = cells.into_iter().map(|blocks| Cell { blocks, columns: 1, rows: 1, scope, align: None });
    Row { cells: cells.collect() }
}

/// A table in which every row has as many cells as the longest.
pub(super) fn table(mut columns: Vec<Align>, mut head: Vec<Row>, mut body: Vec<Row>) -> Table {
    let rows = head.iter().chain(&body);
    let width = rows.map(|row| row.cells.len()).max().unwrap_or(0).max(columns.len());
    columns.resize(width, Align::Auto);
    for (row, scope) in head.iter_mut().map(|row| (row, Some(Scope::Column))).chain(body.iter_mut().map(|row| (row, None))) {
        let short = width - row.cells.len();
        let empty = |columns| Cell { blocks: Vec::new(), columns, rows: 1, scope, align: None };
        // One cell fills a long gap, or one long row would make every other as long.
        if short > WIDEST_GAP {
            row.cells.push(empty(u32::try_from(short).unwrap_or(1)));
        } else {
            row.cells.extend(std::iter::repeat_n(empty(1), short));
        }
    }
    // A header of empty cells is how Markdown writes a table without one.
    head.retain(|row| row.cells.iter().any(|cell| !cell.blocks.is_empty()));
    Table { id: String::new(), number: None, caption: Vec::new(), columns, head, body }
}

/// The cells in the rest of a row, as ranges in it; empty ones at the end are left out.
pub(super) fn cells(rest: &str) -> Vec<Range<usize>> {
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let line = line.trim_end();
    let mut start = line.len() - line.trim_start_matches([' ', '\t']).len();
    if line[start..].starts_with('|') {
        start += 1;
    }
    let mut found = Vec::new();
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'|' => {
                found.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < line.len() {
        found.push(start..line.len());
    }
    for cell in &mut found {
        let text = &line[cell.clone()];
        let from = cell.start + (text.len() - text.trim_start().len());
        *cell = from..(from + text.trim().len());
    }
    while found.last().is_some_and(Range::is_empty) {
        found.pop();
    }
    found
}
