//! Pandoc's simple and multiline tables: columns by lines of dashes.

use super::Walk;
use super::lines::Line;
use super::tables::{DrawnCell, Side, columns, empty_row};
use std::ops::Range;

/// How many lines a head may have.
const TALLEST_HEAD: usize = 12;

impl Walk<'_, '_> {
    pub(super) fn simple_table(&mut self, fresh: bool) -> bool {
        if !fresh {
            return false;
        }
        let first = self.at;
        let dashes = self.dashes(first);
        match dashes.as_deref() {
            // A whole line of dashes is the top of a table with cells of several lines.
            Some([_]) => {
                let Some(ruler) = self.ruler_below(first + 1, TALLEST_HEAD) else {
                    return false;
                };
                self.multiline(first, first + 1..ruler, ruler)
            }
            // A ruler at the top: no head.
            Some(_) => self.headless(first),
            // A head of one line above its ruler.
            None => {
                let ruler = self
                    .lines
                    .get(first + 1)
                    .filter(|ruler| ruler.quotes == self.line().quotes);
                let groups = ruler.and_then(|_| self.dashes(first + 1));
                let is_head =
                    groups.is_some_and(|groups| groups.len() > 1 && !self.crosses(self.line(), &groups));
                is_head && self.with_head(first)
            }
        }
    }

    /// The runs of dashes in a line that holds nothing else, as columns; each at least two
    /// long, one of them three, so that a break is none.
    fn dashes(&self, index: usize) -> Option<Vec<Range<usize>>> {
        let line = self.lines.get(index)?;
        let body = self.body(line);
        if !body.starts_with("--") || !body.bytes().all(|byte| byte == b'-' || byte == b' ') {
            return None;
        }
        let mut runs = Vec::new();
        let mut at = 0;
        for run in body.split(' ') {
            if !run.is_empty() {
                runs.push(line.indent + at..line.indent + at + run.len());
            }
            at += run.len() + 1;
        }
        let enough = runs.iter().all(|run| run.len() >= 2) && runs.iter().any(|run| run.len() >= 3);
        enough.then_some(runs)
    }

    /// The next line of dashes in groups, if nothing but words stand before it.
    fn ruler_below(&self, from: usize, most: usize) -> Option<usize> {
        for index in from..(from + most).min(self.lines.len()) {
            if self.lines[index].is_blank() {
                return None;
            }
            if let Some(groups) = self.dashes(index) {
                return (groups.len() > 1 && index > from).then_some(index);
            }
        }
        None
    }

    /// Where the lines of a table end: at an empty line.
    fn block_end(&self, from: usize) -> usize {
        let quotes = self.line().quotes;
        self.lines[from..]
            .iter()
            .position(|line| line.is_blank() || line.quotes != quotes)
            .map_or(self.lines.len(), |length| from + length)
    }

    fn with_head(&mut self, first: usize) -> bool {
        let Some(groups) = self.dashes(first + 1) else {
            return false;
        };
        let mut end = self.block_end(first + 2);
        // A line of dashes may close it.
        let mut rows = first + 2..end;
        if let Some(closing) = (first + 2..end).find(|&index| self.dashes(index).is_some()) {
            rows.end = closing;
            end = closing + 1;
        }
        if rows.clone().any(|row| self.crosses(&self.lines[row], &groups)) {
            return false;
        }
        let sides = self.sides(first..first + 1, &groups);
        let mut all = vec![self.cells(first..first + 1, &groups, &sides)];
        all.extend(rows.map(|row| self.cells(row..row + 1, &groups, &sides)));
        self.write_table(first..end, 1, &all);
        true
    }

    fn headless(&mut self, first: usize) -> bool {
        let Some(groups) = self.dashes(first) else {
            return false;
        };
        let Some(closing) = self.closing(first + 1, &groups) else {
            return false;
        };
        if closing == first + 1 {
            return false;
        }
        let has_gaps = (first + 1..closing).any(|index| self.lines[index].is_blank());
        let sides = self.sides(first + 1..first + 2, &groups);
        let rows = if has_gaps {
            self.rows_between_gaps(first + 1..closing, &groups, &sides)
        } else {
            (first + 1..closing)
                .map(|row| self.cells(row..row + 1, &groups, &sides))
                .collect()
        };
        self.write_table(first..closing + 1, 0, &rows);
        true
    }

    fn multiline(&mut self, first: usize, head: Range<usize>, ruler: usize) -> bool {
        let Some(groups) = self.dashes(ruler) else {
            return false;
        };
        let Some(closing) = self.closing(ruler + 1, &groups) else {
            return false;
        };
        let sides = self.sides(head.clone(), &groups);
        let mut rows = vec![self.cells(head, &groups, &sides)];
        rows.extend(self.rows_between_gaps(ruler + 1..closing, &groups, &sides));
        self.write_table(first..closing + 1, 1, &rows);
        true
    }

    /// The line of dashes that closes a table, if all before it keep to the columns.
    fn closing(&self, from: usize, groups: &[Range<usize>]) -> Option<usize> {
        let quotes = self.lines[from - 1].quotes;
        for index in from..self.lines.len() {
            let line = &self.lines[index];
            if line.is_blank() {
                continue;
            }
            if line.quotes != quotes {
                return None;
            }
            if self.dashes(index).is_some() {
                return Some(index);
            }
            if self.crosses(line, groups) {
                return None;
            }
        }
        None
    }

    /// Whether a word stands in two columns at once.
    fn crosses(&self, line: &Line, groups: &[Range<usize>]) -> bool {
        let columns = self.columns(line);
        groups.windows(2).any(|pair| {
            (pair[0].end..pair[1].start).all(|column| {
                column + 1 < columns.len() && !self.text[columns[column]..].starts_with([' ', '\t'])
            })
        })
    }

    fn rows_between_gaps(
        &self,
        lines: Range<usize>,
        groups: &[Range<usize>],
        sides: &[Side],
    ) -> Vec<Vec<DrawnCell>> {
        let mut rows = Vec::new();
        let mut start = lines.start;
        for index in lines.clone() {
            if self.lines[index].is_blank() {
                if start < index {
                    rows.push(self.cells(start..index, groups, sides));
                }
                start = index + 1;
            }
        }
        if start < lines.end {
            rows.push(self.cells(start..lines.end, groups, sides));
        }
        rows
    }

    fn cells(&self, lines: Range<usize>, groups: &[Range<usize>], sides: &[Side]) -> Vec<DrawnCell> {
        let mut row = empty_row(sides);
        for line in &self.lines[lines] {
            let columns = self.columns(line);
            let at = |column: usize| columns[column.min(columns.len() - 1)];
            for (index, cell) in row.iter_mut().enumerate() {
                let from = if index == 0 {
                    line.start.max(at(0))
                } else {
                    at(groups[index].start)
                };
                let to = groups.get(index + 1).map_or(line.end, |next| at(next.start));
                let text = &self.text[from..to];
                let shift = text.len() - text.trim_start().len();
                let end = from + text.trim_end().len();
                cell.lines.push((from + shift).min(end)..end);
            }
        }
        row
    }

    /// A column stands as its head does above the dashes.
    fn sides(&self, head: Range<usize>, groups: &[Range<usize>]) -> Vec<Side> {
        let mut extents: Vec<Option<Range<usize>>> = vec![None; groups.len()];
        for line in &self.lines[head] {
            let columns = self.columns(line);
            for (index, extent) in extents.iter_mut().enumerate() {
                let from = if index == 0 { 0 } else { groups[index].start };
                let to = groups.get(index + 1).map_or(columns.len() - 1, |next| next.start);
                let used = (from..to.min(columns.len() - 1))
                    .filter(|&column| !self.text[columns[column]..].starts_with([' ', '\t']));
                for column in used {
                    let known = extent.get_or_insert(column..column + 1);
                    known.start = known.start.min(column);
                    known.end = known.end.max(column + 1);
                }
            }
        }
        let sides = groups.iter().zip(extents).map(|(group, extent)| {
            let extent = extent?;
            match (extent.start <= group.start, extent.end >= group.end) {
                (true, true) => None,
                (true, false) => Some("left"),
                (false, true) => Some("right"),
                (false, false) => Some("center"),
            }
        });
        sides.collect()
    }

    /// The byte at which each column of a line begins, white space in front included.
    fn columns(&self, line: &Line) -> Vec<usize> {
        let mut all = vec![line.body; line.indent];
        // Where the white space is plain, each column has its own byte.
        if line.body - line.start >= line.indent {
            let start = line.body - line.indent;
            all = (start..line.body).collect();
        }
        all.extend(columns(&self.text[line.body..line.end], line.body));
        all
    }
}
