//! HTML tables: cells that span, rows that are too short.

use super::convert::Converter;
use super::words::trim;
use crate::model::{Align, Block, Cell, Credit, Row, Scope, Table};
use crate::reader::markdown::words_of_all;
use scraper::ElementRef;

/// No page is wider; HTML allows 1000.
const WIDEST: u32 = 64;

/// Makes a table in which every row covers the same columns. What stands beside the
/// rows (HTML parsers move most of it out) becomes the caption's end.
pub(super) fn read(converter: &mut Converter, el: ElementRef<'_>) -> Option<Table> {
    let mut caption = Vec::new();
    let mut head = Vec::new();
    let mut body = Vec::new();
    for section in el.child_elements() {
        match section.value().name() {
            "caption" => caption.extend(words_of_all(converter.flow(*section))),
            "thead" => rows(converter, section, true, &mut head),
            "tr" => body.push(row(converter, section, false)),
            "colgroup" | "col" => {}
            "tbody" | "tfoot" => rows(converter, section, false, &mut body),
            _ => {
                let mut blocks = Vec::new();
                let mut run = Vec::new();
                converter.flow_one(*section, &mut blocks, &mut run);
                if !run.is_empty() {
                    caption.extend(run);
                }
                caption.extend(words_of_all(blocks));
            }
        }
    }
    trim(&mut caption);
    let is_header = |row: &Row| !row.cells.is_empty() && row.cells.iter().all(|cell| cell.scope.is_some());
    if head.is_empty() {
        // Rows of `th` alone at the top are a head, whatever they stand in. A table of
        // nothing else has no head, it has headed rows.
        let count = body.iter().take_while(|row| is_header(row)).count();
        let count = if count == body.len() {
            count.min(1).min(body.len().saturating_sub(1))
        } else {
            count
        };
        head = body.drain(..count).collect();
        for cell in head.iter_mut().flat_map(|row| &mut row.cells) {
            cell.scope = Some(Scope::Column);
        }
    }
    fit_rows(&mut head);
    fit_rows(&mut body);
    let width = width(&head).max(width(&body));
    if width == 0 {
        if caption.is_empty() {
            return None;
        }
        // A caption without a table is still words: they become its only cell.
        let block = Block::new(
            converter.whole(),
            crate::model::BlockKind::Paragraph { text: caption },
        );
        body = vec![Row {
            cells: vec![Cell {
                blocks: vec![block],
                ..empty_cell(None)
            }],
        }];
        caption = Vec::new();
    }
    let width = width.max(1);
    pad(&mut head, width, Some(Scope::Column));
    pad(&mut body, width, None);
    let columns = column_alignment(&mut head, &mut body, width);
    head.retain(|row| {
        row.cells
            .iter()
            .any(|cell| !cell.blocks.is_empty() || cell.rows > 1)
    });
    Some(Table {
        id: String::new(),
        number: None,
        caption,
        columns,
        head,
        body,
        credit: Credit::default(),
    })
}

fn rows(converter: &mut Converter, section: ElementRef<'_>, head: bool, out: &mut Vec<Row>) {
    for child in section.child_elements() {
        out.push(row(converter, child, head));
    }
}

fn row(converter: &mut Converter, el: ElementRef<'_>, head: bool) -> Row {
    let mut cells: Vec<Cell> = Vec::new();
    for (index, child) in el.child_elements().enumerate() {
        let name = child.value().name();
        if name != "td" && name != "th" {
            let mut blocks = Vec::new();
            let mut run = Vec::new();
            converter.flow_one(*child, &mut blocks, &mut run);
            blocks.extend(super::paragraph(converter.whole(), run));
            if !blocks.is_empty() {
                cells.push(Cell {
                    blocks,
                    ..empty_cell(None)
                });
            }
            continue;
        }
        let number = |attribute: &str| {
            let value = child
                .attr(attribute)
                .and_then(|value| value.trim().parse::<u32>().ok());
            value.unwrap_or(1).max(1)
        };
        let scope = match (child.attr("scope").map(str::to_ascii_lowercase).as_deref(), name) {
            _ if head => Some(Scope::Column),
            (Some("row" | "rowgroup"), _) => Some(Scope::Row),
            (Some("col" | "colgroup"), _) => Some(Scope::Column),
            (_, "th") if index == 0 => Some(Scope::Row),
            (_, "th") => Some(Scope::Column),
            _ => None,
        };
        cells.push(Cell {
            blocks: converter.flow(*child),
            columns: number("colspan").min(WIDEST),
            rows: number("rowspan"),
            scope,
            align: alignment(child).or_else(|| alignment(el)),
        });
    }
    Row { cells }
}

fn alignment(el: ElementRef<'_>) -> Option<Align> {
    let style = el
        .attr("style")
        .unwrap_or_default()
        .replace(' ', "")
        .to_ascii_lowercase();
    let styled = style
        .split(';')
        .find_map(|rule| rule.strip_prefix("text-align:").map(str::to_string));
    let named = el.attr("align").map(str::to_ascii_lowercase);
    match styled.or(named).as_deref() {
        Some("left" | "start") => Some(Align::Start),
        Some("center") => Some(Align::Center),
        Some("right" | "end") => Some(Align::End),
        _ => None,
    }
}

fn empty_cell(scope: Option<Scope>) -> Cell {
    Cell {
        blocks: Vec::new(),
        columns: 1,
        rows: 1,
        scope,
        align: None,
    }
}

/// No cell reaches below its section, so that head and body can be set apart.
fn fit_rows(rows: &mut [Row]) {
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

/// Walks the grid: `visit` gets each row, how many columns it covers with what reaches
/// down into it, and the columns at which its own cells begin.
fn walk(rows: &[Row], mut visit: impl FnMut(usize, usize, &[usize])) {
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
        let from_above = taken
            .iter()
            .rposition(|&rows| rows > 0)
            .map_or(0, |last| last + 1);
        visit(index, column.max(from_above), &starts);
        taken = next;
    }
}

fn width(rows: &[Row]) -> usize {
    let mut widest = 0;
    walk(rows, |_, width, _| widest = widest.max(width));
    widest
}

/// Fills the grid: every free place of every row gets a cell.
fn pad(rows: &mut [Row], width: usize, scope: Option<Scope>) {
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

/// A column stands as its first aligned cell does; cells keep what differs.
fn column_alignment(head: &mut [Row], body: &mut [Row], width: usize) -> Vec<Align> {
    let mut columns: Vec<Option<Align>> = vec![None; width];
    for rows in [&*body, &*head] {
        walk(rows, |index, _, starts| {
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
        walk(rows, |_, _, starts| places.push(starts.to_vec()));
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
