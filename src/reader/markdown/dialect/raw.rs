//! Raw blocks of another format: HTML is read, what TeX or Typst call the end of a page
//! is one, and all else is shown as the code that it is.

use super::Walk;
use super::marks::PAGE_BREAK;
use crate::diagnostic::Code;
use std::ops::Range;

impl Walk<'_, '_> {
    /// A fence whose word is `{=format}`.
    pub(super) fn raw_block(&mut self) -> bool {
        let first = self.line().clone();
        let body = self.body(&first);
        let mark = match body.chars().next() {
            Some(mark @ ('`' | '~')) => mark,
            _ => return false,
        };
        let info = body.trim_start_matches(mark);
        let length = body.len() - info.len();
        let Some(format) = raw_format(info.trim())
            .map(str::to_string)
            .filter(|_| length >= 3)
        else {
            return false;
        };
        let closes = |index: &usize| {
            let body = self.body(&self.lines[*index]);
            body.len() >= length && body.chars().all(|char| char == mark)
        };
        let end = (self.at + 1..self.lines.len())
            .take_while(|&index| self.lines[index].verbatim)
            .find(closes);
        let last = end.unwrap_or(self.at);
        let lines = self.at + 1..end.unwrap_or(self.at + 1);
        if matches!(format.as_str(), "html" | "html5" | "html4") && end.is_some() {
            self.out.replace(first.body..first.end, "");
            let last = self.lines[last].clone();
            self.out.replace(last.body..last.end, "");
        } else if end.is_some() && self.is_page_break(lines) {
            let last = self.lines[last].clone();
            self.out.copy_to(first.start);
            self.write_gap(first.prefix());
            self.write_line(first.prefix(), PAGE_BREAK, first.body..last.end);
            self.write_gap(first.prefix());
            self.out.skip_to(last.next);
        } else {
            let start = first.body + length;
            let span = self.span(first.body..first.end);
            self.report.problem(
                Code::Template,
                span,
                format!("what is written for `{format}` alone is shown as code"),
            );
            self.report.hint("write it in Markdown or HTML, or remove it");
            self.out.replace(start..first.end, &format);
        }
        self.at = last + 1;
        true
    }

    fn is_page_break(&self, lines: Range<usize>) -> bool {
        let mut found = false;
        for line in &self.lines[lines] {
            match self.body(line) {
                "" => {}
                "\\newpage" | "\\clearpage" | "\\pagebreak" | "#pagebreak()" | "#pagebreak(weak: true)" => {
                    found = true;
                }
                // What Word has for it.
                line if line.starts_with("<w:p>") && line.contains("w:type=\"page\"") => found = true,
                _ => return false,
            }
        }
        found
    }
}

/// `html` of `{=html}`.
pub(super) fn raw_format(info: &str) -> Option<&str> {
    let format = info.strip_prefix("{=")?.strip_suffix('}')?.trim();
    let is_name = !format.is_empty()
        && format
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || "-_".contains(char));
    is_name.then_some(format)
}
