//! Tables drawn with characters become HTML tables with Markdown in their cells. What
//! the kinds have in common.

use super::Walk;
use super::lines::Line;
use std::fmt::Write as _;
use std::ops::Range;

/// How a column or cell stands, as HTML says it.
pub(super) type Side = Option<&'static str>;

/// One cell, as ranges of the text.
#[derive(Debug, Clone)]
pub(super) struct DrawnCell {
    pub lines: Vec<Range<usize>>,
    pub columns: usize,
    pub rows: usize,
    pub side: Side,
}

/// A row with one cell a column, nothing in them yet.
pub(super) fn empty_row(sides: &[Side]) -> Vec<DrawnCell> {
    let empty = |&side: &Side| DrawnCell {
        lines: Vec::new(),
        columns: 1,
        rows: 1,
        side,
    };
    sides.iter().map(empty).collect()
}

/// What must be closed where a cell ends, or it would take the rest of the text with it.
const OPENERS: [(&str, &str); 7] = [
    ("<!--", "-->"),
    ("<![CDATA[", "]]>"),
    ("<?", "?>"),
    ("<script", "</script"),
    ("<style", "</style"),
    ("<pre", "</pre"),
    ("<textarea", "</textarea"),
];

impl Walk<'_, '_> {
    /// Writes a table in the place of the lines `first..last`; the first `head` rows are
    /// its head.
    pub(super) fn write_table(&mut self, lines: Range<usize>, head: usize, rows: &[Vec<DrawnCell>]) {
        let first = self.lines[lines.start].clone();
        let last = &self.lines[lines.end - 1];
        let (whole, next) = (first.body..last.end, last.next);
        self.out.copy_to(first.start);
        self.write_gap(first.prefix());
        self.write_line(first.prefix(), "<table>", whole.clone());
        for (index, row) in rows.iter().enumerate() {
            if index == 0 && head > 0 {
                self.write_line(first.prefix(), "<thead>", whole.clone());
            }
            self.write_line(first.prefix(), "<tr>", whole.clone());
            for cell in row {
                self.write_cell(&first, cell, index < head, &whole);
            }
            self.write_line(first.prefix(), "</tr>", whole.clone());
            if index + 1 == head {
                self.write_line(first.prefix(), "</thead>", whole.clone());
            }
        }
        self.write_line(first.prefix(), "</table>", whole);
        self.write_gap(first.prefix());
        self.out.skip_to(next);
        self.at = lines.end;
    }

    fn write_cell(&mut self, first: &Line, cell: &DrawnCell, head: bool, whole: &Range<usize>) {
        let name = if head { "th" } else { "td" };
        let place = match (cell.lines.first(), cell.lines.last()) {
            (Some(first), Some(last)) if first.start <= last.end => first.start..last.end,
            _ => whole.clone(),
        };
        let mut tag = format!("<{name}");
        if cell.columns > 1 {
            let _ = write!(tag, " colspan=\"{}\"", cell.columns);
        }
        if cell.rows > 1 {
            let _ = write!(tag, " rowspan=\"{}\"", cell.rows);
        }
        if let Some(side) = cell.side {
            let _ = write!(tag, " style=\"text-align: {side}\"");
        }
        tag.push('>');
        self.write_line(first.prefix(), &tag, place.clone());
        let text: Vec<&str> = cell.lines.iter().map(|line| &self.text[line.clone()]).collect();
        let indent = text
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.len() - line.trim_start_matches(' ').len())
            .min()
            .unwrap_or(0);
        let mut fence: Option<String> = None;
        let mut written = false;
        for (index, line) in text.iter().enumerate() {
            let kept = line.trim_end();
            if kept.len() <= indent && !written {
                continue;
            }
            if !written {
                self.write_gap(first.prefix());
                written = true;
            }
            let range = cell.lines[index].clone();
            let content = kept.get(indent..).unwrap_or_default();
            follow_fence(content, &mut fence);
            self.out.copy(first.prefix());
            let start = range.start + indent.min(kept.len());
            match open_html(&text, index, indent).filter(|_| fence.is_none()) {
                Some(at) => {
                    self.out.copy(start..start + at);
                    self.out.write("&lt;", start + at..start + at + 1);
                    self.out.copy(start + at + 1..start + content.len());
                }
                None => self.out.copy(start..start + content.len()),
            }
            self.out.write("\n", range.end..range.end);
        }
        if let Some(fence) = fence {
            self.write_line(first.prefix(), &fence, place.end..place.end);
        }
        if written {
            self.write_gap(first.prefix());
        }
        self.write_line(first.prefix(), &format!("</{name}>"), place.end..place.end);
    }
}

/// Follows the fences of code through the lines of a cell.
fn follow_fence(line: &str, open: &mut Option<String>) {
    let line = line.trim();
    for mark in ['`', '~'] {
        let length = line.len() - line.trim_start_matches(mark).len();
        if length < 3 {
            continue;
        }
        match open {
            Some(fence) => {
                if fence.starts_with(mark) && length >= fence.len() && length == line.len() {
                    *open = None;
                }
            }
            None => *open = Some(mark.to_string().repeat(length)),
        }
    }
}

/// Where HTML begins in a line that nothing in its cell ends.
fn open_html(cell: &[&str], index: usize, indent: usize) -> Option<usize> {
    let line = cell[index].get(indent..)?;
    if !line.contains('<') {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    OPENERS.iter().find_map(|(open, close)| {
        let at = lower.rfind(&open.to_ascii_lowercase())?;
        let close = close.to_ascii_lowercase();
        let closed = lower[at..].contains(&close)
            || cell[index + 1..]
                .iter()
                .any(|line| line.to_ascii_lowercase().contains(&close));
        (!closed).then_some(at)
    })
}

/// The byte at which every column of a line begins, as characters are wide in a fixed
/// face; the last entry is the line's end.
pub(super) fn columns(text: &str, start: usize) -> Vec<usize> {
    let mut columns = Vec::with_capacity(text.len() + 1);
    for (at, char) in text.char_indices() {
        for _ in 0..width(char) {
            columns.push(start + at);
        }
    }
    columns.push(start + text.len());
    columns
}

fn width(char: char) -> usize {
    match u32::from(char) {
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}
