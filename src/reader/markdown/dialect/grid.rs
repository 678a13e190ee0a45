//! Grid tables: `+---+` around every cell, which may cover several columns and rows.

use super::Walk;
use super::tables::{DrawnCell, Side, columns, empty_row};
use crate::diagnostic::Code;
use std::ops::Range;

/// One line of the drawing.
struct Drawn {
    /// The byte at which each column begins.
    columns: Vec<usize>,
    /// The bytes that draw, by column; anything else is 0.
    marks: Vec<u8>,
    /// Where borders go, from a `+` to a `+`.
    borders: Vec<Range<usize>>,
}

impl Drawn {
    fn new(text: &str, start: usize) -> Self {
        let columns = columns(text, start);
        let bytes = text.as_bytes();
        let mut marks: Vec<u8> = Vec::with_capacity(columns.len());
        for (index, &at) in columns.iter().enumerate() {
            let repeated = index > 0 && columns[index - 1] == at;
            let byte = bytes.get(at - start).copied().unwrap_or(0);
            marks.push(if byte.is_ascii() && !repeated { byte } else { 0 });
        }
        let mut borders = Vec::new();
        let mut open: Option<usize> = None;
        for (column, mark) in marks.iter().enumerate() {
            match mark {
                b'+' => {
                    if let Some(from) = open.filter(|from| from + 1 < column) {
                        borders.push(from..column);
                    }
                    open = Some(column);
                }
                b'-' | b'=' | b':' => {}
                _ => open = None,
            }
        }
        Self {
            columns,
            marks,
            borders,
        }
    }

    /// Whether the line is nothing but a border.
    fn is_border(&self) -> bool {
        self.marks.first() == Some(&b'+')
            && self.marks[..self.marks.len() - 1]
                .iter()
                .all(|mark| b"+-=:".contains(mark))
            && self.marks.get(self.marks.len().wrapping_sub(2)) == Some(&b'+')
            && !self.borders.is_empty()
    }

    fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let at = |column: usize| self.columns[column.min(self.columns.len() - 1)];
        at(from)..at(to)
    }
}

impl Walk<'_, '_> {
    pub(super) fn grid_table(&mut self) -> bool {
        let first = self.at;
        let opening = self.line().clone();
        let body = self.body(&opening);
        if !body.starts_with("+-") && !body.starts_with("+=") && !body.starts_with("+:") {
            return false;
        }
        if !Drawn::new(body, opening.body).is_border() {
            return false;
        }
        let mut drawn = Vec::new();
        for line in &self.lines[first..] {
            let body = self.body(line);
            let same = line.quotes == opening.quotes && line.indent == opening.indent && !line.verbatim;
            if !same || !body.starts_with(['+', '|']) {
                break;
            }
            drawn.push(Drawn::new(body, line.body));
        }
        let Some(end) = drawn.iter().rposition(Drawn::is_border).filter(|&end| end > 1) else {
            self.at = first + drawn.len().max(1);
            return true;
        };
        drawn.truncate(end + 1);
        let lines = first..first + end + 1;
        match read(&drawn) {
            Some((head, rows)) => self.write_table(lines, head, &rows),
            None => self.show_drawing(lines),
        }
        true
    }

    /// A drawing that is no table keeps its shape.
    fn show_drawing(&mut self, lines: Range<usize>) {
        let first = self.lines[lines.start].clone();
        let last = self.lines[lines.end - 1].clone();
        let span = self.span(first.body..last.end);
        self.report.problem(
            Code::TableGrid,
            span,
            "the lines of this table do not meet; it is shown as it is written",
        );
        self.report
            .hint("let every `|` stand below a `+`, and every row end with a line of dashes");
        self.out.copy_to(first.start);
        self.write_gap(first.prefix());
        let start = first.body..first.body;
        self.write_line(first.prefix(), "````````", start);
        self.out.copy_to(last.end);
        self.out.write("\n", last.end..last.end);
        self.write_line(first.prefix(), "````````", last.end..last.end);
        self.write_gap(first.prefix());
        self.out.skip_to(last.next);
        self.at = lines.end;
    }
}

/// The rows of a drawing, and how many of them are its head.
fn read(drawn: &[Drawn]) -> Option<(usize, Vec<Vec<DrawnCell>>)> {
    let edge = drawn
        .iter()
        .filter(|line| line.is_border())
        .map(|line| line.marks.len())
        .max()?
        - 2;
    let mut is_edge = vec![false; edge + 1];
    for border in drawn.iter().flat_map(|line| &line.borders) {
        is_edge[border.start.min(edge)] = true;
        is_edge[border.end.min(edge)] = true;
    }
    let edges: Vec<usize> = (0..=edge).filter(|&column| is_edge[column]).collect();
    let width = edges.len() - 1;
    let separators: Vec<usize> = (0..drawn.len())
        .filter(|&line| !drawn[line].borders.is_empty())
        .collect();
    let bands: Vec<Range<usize>> = separators.windows(2).map(|pair| pair[0] + 1..pair[1]).collect();
    let by_pipes = drawn
        .iter()
        .any(|line| line.borders.is_empty() && line.marks.get(edge) != Some(&b'|'));
    let head_at = separators
        .iter()
        .position(|&line| drawn[line].is_border() && drawn[line].marks.contains(&b'='))
        .filter(|&index| index > 0 && index < bands.len());
    let sides = sides(&drawn[separators[head_at.unwrap_or(0)]], &edges);
    if by_pipes {
        // Wide characters are not as wide in every editor: where each line has its pipes,
        // they count.
        let all_whole = separators.iter().all(|&line| drawn[line].is_border());
        return all_whole
            .then(|| split_by_pipes(drawn, &bands, width, &sides))
            .flatten()
            .map(|rows| (head_at.unwrap_or(0), rows));
    }
    // For every band, whether a line stands at each edge, and below it, between edges.
    let upright: Vec<Vec<bool>> = bands
        .iter()
        .map(|band| {
            edges
                .iter()
                .map(|&column| {
                    drawn[band.clone()]
                        .iter()
                        .all(|line| matches!(line.marks.get(column), Some(b'|' | b'+')))
                })
                .collect()
        })
        .collect();
    let mut index_of = vec![0; edge + 1];
    for (index, &column) in edges.iter().enumerate() {
        index_of[column] = index;
    }
    let below: Vec<Vec<bool>> = separators[1..]
        .iter()
        .map(|&line| {
            let mut covered = vec![false; width];
            for border in &drawn[line].borders {
                let to = index_of[border.end.min(edge)];
                covered[index_of[border.start.min(edge)].min(to)..to].fill(true);
            }
            covered
        })
        .collect();
    let mut taken = vec![vec![false; width]; bands.len()];
    let mut rows = Vec::with_capacity(bands.len());
    for band in 0..bands.len() {
        let mut row = Vec::new();
        let mut column = 0;
        while column < width {
            if taken[band][column] {
                column += 1;
                continue;
            }
            let mut right = column + 1;
            while right < width && !upright[band][right] {
                right += 1;
            }
            let mut bottom = band + 1;
            while bottom < bands.len() && below[bottom - 1][column..right].iter().all(|covered| !covered) {
                bottom += 1;
            }
            for line in &mut taken[band..bottom] {
                if line[column..right].contains(&true) {
                    return None;
                }
                line[column..right].fill(true);
            }
            let whole = below[bottom - 1][column..right].iter().all(|covered| *covered);
            if !whole {
                return None;
            }
            let lines = bands[band].start..bands[bottom - 1].end;
            row.push(DrawnCell {
                lines: drawn[lines]
                    .iter()
                    .map(|line| line.bytes(edges[column] + 1, edges[right]))
                    .collect(),
                columns: right - column,
                rows: bottom - band,
                side: sides[column].filter(|_| right == column + 1),
            });
            column = right;
        }
        rows.push(row);
    }
    Some((head_at.unwrap_or(0), rows))
}

fn split_by_pipes(
    drawn: &[Drawn],
    bands: &[Range<usize>],
    width: usize,
    sides: &[Side],
) -> Option<Vec<Vec<DrawnCell>>> {
    let mut rows = Vec::new();
    for band in bands {
        let mut row = empty_row(sides);
        for line in &drawn[band.clone()] {
            let pipes: Vec<usize> = (0..line.marks.len())
                .filter(|&at| line.marks[at] == b'|')
                .collect();
            if pipes.len() != width + 1 {
                return None;
            }
            for (cell, pair) in row.iter_mut().zip(pipes.windows(2)) {
                cell.lines.push(line.bytes(pair[0] + 1, pair[1]));
            }
        }
        rows.push(row);
    }
    Some(rows)
}

/// How the columns stand, by the colons of a border.
fn sides(border: &Drawn, edges: &[usize]) -> Vec<Side> {
    let colon = |column: usize| border.marks.get(column) == Some(&b':');
    edges
        .windows(2)
        .map(|pair| match (colon(pair[0] + 1), colon(pair[1] - 1)) {
            (true, true) => Some("center"),
            (true, false) => Some("left"),
            (false, true) => Some("right"),
            (false, false) => None,
        })
        .collect()
}
