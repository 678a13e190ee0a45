//! Pipe tables: rows that fit their columns, and what the parser leaves out of them.

use super::build::{Builder, Kind};
use super::captions;
use crate::diagnostic::Code;
use crate::model::{Align, Block, Cell, Credit, Row, Scope, Table};
use pulldown_cmark::Event;
use std::ops::Range;

/// How many columns a row may add to its table.
const MOST_EXCESS: usize = 16;

/// How many empty cells are written out at the end of a row.
const WIDEST_GAP: usize = 64;

impl<'a> Builder<'a> {
    /// A row that ends before its last column: every cell behind a forgotten one stands
    /// under another's name.
    pub(super) fn report_short_row(&mut self, range: &Range<usize>) {
        let Some(Kind::Table { columns, .. }) = self.top() else {
            return;
        };
        let columns = columns.len();
        let row = self.text().get(range.clone()).unwrap_or_default();
        if cells_written(row).is_some_and(|written| written < columns) {
            let span = self.span(range.clone());
            self.report().note(
                Code::ShortRow,
                span,
                "this row has fewer cells than the table has columns; it ends with empty ones",
            );
            self.report()
                .hint("write every cell, the empty ones too: `| Ann | | 2 |`");
        }
    }

    /// The parser ends a row after the last column; the author did not.
    pub(super) fn add_excess_cells(&mut self, cells: &mut Vec<Vec<Block>>, range: &Range<usize>, at: usize) {
        let Some((Event::End(_), last)) = at.checked_sub(1).and_then(|before| self.events.get(before)) else {
            return;
        };
        let row_end = range.end.min(self.text().len());
        let Some(rest) = self.text().get(last.end..row_end) else {
            return;
        };
        let mut excess = cells_in(rest);
        if let Some(last) = excess
            .last()
            .map(|last| last.end)
            .filter(|_| excess.len() > MOST_EXCESS)
        {
            // What goes on and on is no column: the rest of the line is one cell.
            excess.truncate(MOST_EXCESS);
            excess[MOST_EXCESS - 1].end = last;
        }
        if excess.is_empty() {
            return;
        }
        let span = self.span(last.end..row_end);
        self.report().problem(
            Code::TableRow,
            span,
            "this row has more cells than the table has columns",
        );
        self.report()
            .hint("give the header row and the line of dashes as many cells");
        for cell in excess {
            let start = last.end + cell.start;
            // The author's own characters, since the rewritten ones would not stand alone.
            let origin = self.prepared.source.origin(start..last.end + cell.end);
            let place = self.place.skip(origin.start);
            let text: &'a str = &self.prepared.source.original[origin.clone()];
            let span = self.place.span(origin);
            let inlines = super::inlines(text, place, self.report());
            cells.push(super::paragraph(span, inlines).into_iter().collect());
        }
    }
}

/// How many cells the author wrote into a row; `None` for a line that is no row of cells.
fn cells_written(row: &str) -> Option<usize> {
    let line = row.split(['\n', '\r']).next().unwrap_or_default().trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut bars = 0;
    let mut escaped = false;
    let mut ends_with_bar = false;
    for byte in line.bytes() {
        ends_with_bar = byte == b'|' && !escaped;
        bars += usize::from(ends_with_bar);
        escaped = byte == b'\\' && !escaped;
    }
    // Lines are drawn within tables too, and captions stand below them.
    let is_drawn = line.bytes().all(|byte| b"|-=:+_ ".contains(&byte));
    (bars > 0 && !is_drawn).then(|| bars + 1 - usize::from(ends_with_bar))
}

/// A row from the blocks of its cells.
pub(super) fn row(head: bool, cells: Vec<Vec<Block>>) -> Row {
    let scope = head.then_some(Scope::Column);
    let cells = cells.into_iter().map(|blocks| Cell {
        blocks,
        columns: 1,
        rows: 1,
        scope,
        align: None,
    });
    Row {
        cells: cells.collect(),
    }
}

/// A table in which every row has as many cells as the longest.
pub(super) fn table(mut columns: Vec<Align>, mut head: Vec<Row>, mut body: Vec<Row>) -> Table {
    let rows = head.iter().chain(&body);
    let width = rows
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(columns.len());
    columns.resize(width, Align::Auto);
    for (row, scope) in head
        .iter_mut()
        .map(|row| (row, Some(Scope::Column)))
        .chain(body.iter_mut().map(|row| (row, None)))
    {
        let short = width - row.cells.len();
        let empty = |columns| Cell {
            blocks: Vec::new(),
            columns,
            rows: 1,
            scope,
            align: None,
        };
        // One cell fills a long gap, or one long row would make every other as long.
        if short > WIDEST_GAP {
            row.cells.push(empty(u32::try_from(short).unwrap_or(1)));
        } else {
            row.cells.extend(std::iter::repeat_n(empty(1), short));
        }
    }
    // A header of empty cells is how Markdown writes a table without one.
    head.retain(|row| row.cells.iter().any(|cell| !cell.blocks.is_empty()));
    let mut table = Table {
        id: String::new(),
        number: None,
        caption: Vec::new(),
        columns,
        head,
        body,
        credit: Credit::default(),
    };
    captions::take_rows(&mut table);
    table
}

/// The cells in the rest of a row, as ranges in it; empty ones at the end are left out.
fn cells_in(rest: &str) -> Vec<Range<usize>> {
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
