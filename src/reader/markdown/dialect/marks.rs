//! Lines that are one mark: the end of a page, the place of the contents, kramdown's
//! attributes of the block above.

use super::Walk;
use crate::reader::markdown::attributes;

/// How the end of a page is said in HTML.
pub(super) const PAGE_BREAK: &str = "<div style=\"page-break-after: always\"></div>";

impl Walk<'_, '_> {
    /// `{: .class #id}`: taken out here, and given to its block once that is built.
    pub(super) fn attribute_line(&mut self) -> bool {
        let line = self.line().clone();
        let body = self.body(&line);
        if !body.starts_with("{:") {
            return false;
        }
        let Some((attributes, length)) = attributes::parse(body) else {
            return false;
        };
        if length != body.len() {
            return false;
        }
        let range = line.body..line.body + length;
        let says_toc = body[2..].trim_start().to_ascii_lowercase();
        if says_toc.starts_with("toc") && !says_toc[3..].starts_with(|char: char| char.is_alphanumeric()) {
            self.contents = true;
            self.drop_item_above();
        }
        self.attribute_lines
            .push((self.source.origin(range.clone()).start, attributes));
        self.out.replace(range.clone(), &" ".repeat(range.len()));
        self.at += 1;
        true
    }

    /// kramdown's contents take the place of a list of one item, whatever it says.
    fn drop_item_above(&mut self) {
        let Some(above) = self.at.checked_sub(1).map(|above| self.lines[above].clone()) else {
            return;
        };
        let marker = self.body(&above).split(' ').next().unwrap_or_default();
        if matches!(marker, "*" | "-" | "+" | "1.") && !above.verbatim {
            self.out.replace(above.body..above.end, "");
        }
    }

    /// kramdown's extensions on lines of their own: `{::comment}` … `{:/comment}` is left out,
    /// and between `{::nomarkdown}` and its end stands HTML, which is read as such.
    pub(super) fn extension(&mut self) -> bool {
        let line = self.line().clone();
        let body = self.body(&line);
        let end = match body {
            "{::nomarkdown}" | "{:/nomarkdown}" => Some(self.at),
            "{::comment}" => self.extension_end(),
            _ if body.starts_with("{::comment}") && ends_extension(body) => Some(self.at),
            _ if body.starts_with("{::options ") && body.ends_with("/}") => Some(self.at),
            _ => None,
        };
        let Some(end) = end else { return false };
        let last = self.lines[end].end;
        self.out.replace(line.body..last, "");
        self.at = end + 1;
        true
    }

    /// The line that ends the extension of the line at hand.
    fn extension_end(&mut self) -> Option<usize> {
        let ends = |index: &usize| ends_extension(self.body(&self.lines[*index]));
        // Found once, for a page of openings has no end for any.
        let last = match self.last_extension_end {
            Some(last) => last,
            None => (0..self.lines.len()).rev().find(ends),
        };
        let next = last
            .filter(|last| *last > self.at)
            .and_then(|last| (self.at + 1..=last).find(ends));
        self.last_extension_end = Some(last);
        next
    }

    /// `\newpage`, `[TOC]` and their like.
    pub(super) fn mark(&mut self) -> bool {
        let line = self.line().clone();
        let body = self.body(&line).to_string();
        let range = line.body..line.end;
        if is_page_break(&body) {
            self.out.copy_to(line.start);
            self.write_gap(line.prefix());
            self.write_line(line.prefix(), PAGE_BREAK, range);
            self.write_gap(line.prefix());
            self.out.skip_to(line.next);
            self.at += 1;
            return true;
        }
        if is_contents(&body) {
            self.contents = true;
            self.out.replace(range, "");
            self.at += 1;
            return true;
        }
        false
    }
}

fn ends_extension(line: &str) -> bool {
    line.ends_with("{:/comment}") || line.ends_with("{:/}")
}

fn is_page_break(line: &str) -> bool {
    matches!(
        line,
        "\\newpage" | "\\newpage{}" | "\\pagebreak" | "\\pagebreak{}" | "\\clearpage" | "\\clearpage{}"
    ) || shortcode(line).is_some_and(|name| matches!(name, "pagebreak" | "newpage"))
}

fn is_contents(line: &str) -> bool {
    matches!(line, "\\tableofcontents" | "\\tableofcontents{}")
        || shortcode(line) == Some("toc")
        || ["[toc]", "[[toc]]", "[[_toc_]]", "[_toc_]"].contains(&line.to_ascii_lowercase().as_str())
}

/// The name of a shortcode that is alone on its line and says nothing else.
fn shortcode(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("{{<")?.strip_suffix(">}}")?.trim();
    Some(inner.trim_end_matches('/').trim_end())
}
