//! The grid of an HTML table: cells that span, rows that are too short.

use super::table::WIDEST;
use crate::model::{Align, Cell, Row, Scope};

pub(super) fn empty_cell(scope: Option<Scope>) -> Cell {
    Cell {
        blocks: Vec::new(),
        columns: 1,
        rows: 1,
        scope,
        align: None,
    }
}

/// No cell reaches below its section, so that head and body can be set apart.
pub(super) fn fit_rows(rows: &mut [Row]) {
    let count = rows.len();
    for (index, row) in rows.iter_mut().enumerate() {
        for cell in &mut row.cells {
            cell.rows = cell.rows.min(u32::try_from(count - index).unwrap_or(u32::MAX));
        }
    }
    // Spans that push each other aside make a grid that no source asks for by its cells.
    let longest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if width(rows) > longest.max(4) * 16 + WIDEST as usize {
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.rows = 1;
        }
    }
}

/// Walks the grid: `visit` gets each row and the columns at which its own cells begin.
fn walk(rows: &[Row], mut visit: impl FnMut(usize, &[usize])) {
    // For every column, for how many rows it is still taken from above.
    let mut taken: Vec<u32> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mut starts = Vec::with_capacity(row.cells.len());
        let mut next: Vec<u32> = taken.iter().map(|rows| rows.saturating_sub(1)).collect();
        let mut column = 0;
        for cell in &row.cells {
            while taken.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            starts.push(column);
            for _ in 0..cell.columns {
                if next.len() <= column {
                    next.resize(column + 1, 0);
                }
                // A cell that would cover one from above simply stands beside it.
                next[column] = next[column].max(cell.rows - 1);
                column += 1;
            }
        }
        visit(index, &starts);
        taken = next;
    }
}

/// How many columns begin: one that only spans reach holds nothing of its own.
pub(super) fn width(rows: &[Row]) -> usize {
    let mut widest = 0;
    walk(rows, |_, starts| {
        let last = starts.last().map_or(0, |last| last + 1);
        widest = widest.max(last);
    });
    widest
}

/// Fills the grid: every free place of every row gets a cell.
pub(super) fn pad(rows: &mut [Row], width: usize, scope: Option<Scope>) {
    let mut taken: Vec<u32> = vec![0; width];
    for row in rows {
        let mut next: Vec<u32> = taken.iter().map(|rows| rows.saturating_sub(1)).collect();
        let mut column = 0;
        for cell in &mut row.cells {
            while column < width && taken[column] > 0 {
                column += 1;
            }
            // A span stops where a cell from above stands, and at the edge.
            let room = (column..width).take_while(|&at| taken[at] == 0).count().max(1);
            cell.columns = cell.columns.min(u32::try_from(room).unwrap_or(1));
            for _ in 0..cell.columns {
                if column < width {
                    next[column] = cell.rows - 1;
                }
                column += 1;
            }
        }
        let mut at = column;
        while at < width {
            let free = (at..width).take_while(|&place| taken[place] == 0).count();
            // A few free places are empty cells; a long gap is one, or a wide table with
            // short rows would cost its width times its height.
            if free > WIDEST as usize {
                row.cells.push(Cell {
                    columns: u32::try_from(free).unwrap_or(1),
                    ..empty_cell(scope)
                });
            } else {
                row.cells.extend(std::iter::repeat_n(empty_cell(scope), free));
            }
            at += free.max(1);
        }
        taken = next;
    }
}

/// A column stands as the author says of it, else as its first aligned cell does; cells keep what differs.
pub(super) fn column_alignment(
    head: &mut [Row],
    body: &mut [Row],
    mut columns: Vec<Option<Align>>,
    width: usize,
) -> Vec<Align> {
    columns.resize(width, None);
    for rows in [&*body, &*head] {
        walk(rows, |index, starts| {
            for (cell, &start) in rows[index].cells.iter().zip(starts) {
                if let (Some(align), Some(column)) = (cell.align, columns.get_mut(start))
                    && cell.columns == 1
                {
                    column.get_or_insert(align);
                }
            }
        });
    }
    for rows in [body, head] {
        let mut places = Vec::new();
        walk(rows, |_, starts| places.push(starts.to_vec()));
        for (row, starts) in rows.iter_mut().zip(places) {
            for (cell, start) in row.cells.iter_mut().zip(starts) {
                if cell.align.is_some() && cell.align == columns.get(start).copied().flatten() {
                    cell.align = None;
                }
            }
        }
    }
    columns.into_iter().map(Option::unwrap_or_default).collect()
}
