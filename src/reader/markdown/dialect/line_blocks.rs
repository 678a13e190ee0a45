//! Line blocks: `| one line`. Lines stay lines, and white space at their start stays.

use super::Walk;
use std::ops::Range;

impl Walk<'_, '_> {
    pub(super) fn line_block(&mut self, fresh: bool) -> bool {
        let first = self.at;
        let quotes = self.line().quotes;
        if !fresh || !starts(&self.text[self.line().body..self.line().end]) {
            return false;
        }
        let mut last = first;
        for line in &self.lines[first..] {
            let body = &self.text[line.body..line.end];
            let goes_on = starts(body) || (line.indent > 0 && !line.is_blank() && !body.starts_with('|'));
            if line.quotes != quotes || !goes_on || line.verbatim {
                break;
            }
            last += 1;
        }
        // Rows of a table, with or without its line of dashes, are no lines of verse.
        let is_table = self.lines[first..last].iter().any(|line| {
            let body = self.body(line);
            let mut behind = body.chars();
            behind.next();
            let behind = behind.as_str();
            behind.ends_with('|') || behind.contains(" | ") || body.starts_with("|-")
        });
        let next_is_row = self
            .lines
            .get(last)
            .is_some_and(|line| self.text[line.body..].starts_with(['|', '+']) && line.quotes == quotes);
        if is_table || next_is_row {
            // They need not be looked at again line by line.
            self.at = last;
            return true;
        }
        for index in first..last {
            self.write_verse(index, index + 1 < last);
        }
        self.at = last;
        true
    }

    fn write_verse(&mut self, index: usize, more: bool) {
        let line = self.lines[index].clone();
        let body = &self.text[line.body..line.end];
        self.out.copy_to(line.body);
        let mut from = line.body;
        if starts(body) {
            let text = body[1..].strip_prefix(' ').unwrap_or(&body[1..]);
            let spaces = text.len() - text.trim_start_matches(' ').len();
            from = line.end - text.len() + spaces;
            if !text.trim().is_empty() {
                self.out.write(&"\u{a0}".repeat(spaces), line.body..from);
            }
            self.out.skip_to(from);
        }
        let rest = self.text[from..line.end].trim_end();
        if let Some(at) = block_mark(rest) {
            self.out.replace(from + at..from + at, "\\");
        }
        self.out.copy_to(from + rest.len());
        let next_is_own = self
            .lines
            .get(index + 1)
            .is_some_and(|next| starts(&self.text[next.body..next.end]));
        if more && next_is_own {
            self.out.write("\\", line.end..line.end);
        }
        self.out.skip_to(line.end);
        self.out.copy_to(line.next);
    }
}

fn starts(body: &str) -> bool {
    body == "|" || body.starts_with("| ")
}

/// Where a backslash keeps a line from beginning a block.
pub(super) fn block_mark(line: &str) -> Option<usize> {
    let digits: Range<usize> = 0..line.bytes().take_while(u8::is_ascii_digit).count();
    if !digits.is_empty() {
        let behind = line[digits.end..].starts_with(['.', ')']);
        return behind.then_some(digits.end);
    }
    let is_mark = line.starts_with(['#', '>', '=', '|', ':', '~', '`', '-', '+'])
        || line.starts_with("* ")
        || line.starts_with("***")
        || line.starts_with("___")
        || (line.starts_with("[^") && line.contains("]:"));
    // A code span keeps its backtick; three of them are a fence.
    let is_code = line.starts_with('`') && !line.starts_with("```");
    let is_strike = line.starts_with('~') && !line.starts_with("~~~");
    (is_mark && !is_code && !is_strike).then_some(0)
}
