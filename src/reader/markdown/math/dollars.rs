//! Which dollars are formulas.
//!
//! Pandoc's rules: `$` opens before something that is no space and closes behind
//! something that is no space and before no digit; a dollar behind a space within ends
//! the attempt; no blank line within. They leave money that Pandoc takes for a formula
//! (`$5/month vs. US$`), so what stands between must also look like one.

use super::{Found, Places, id_behind, label_in, prefix, quote_depth};
use std::ops::Range;

/// Environments that are formulas by themselves.
const ENVIRONMENTS: &[&str] = &[
    "equation",
    "equation*",
    "align",
    "align*",
    "alignat",
    "alignat*",
    "flalign",
    "flalign*",
    "gather",
    "gather*",
    "multline",
    "multline*",
    "eqnarray",
    "eqnarray*",
    "displaymath",
];

pub(super) struct Scanner<'a> {
    text: &'a str,
    places: &'a Places,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, places: &'a Places) -> Self {
        Self { text, places }
    }

    /// Every formula, in order.
    pub(super) fn all(&self) -> Vec<Found> {
        let bytes = self.text.as_bytes();
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(next) = self.text[at..].find(['$', '\\']) {
            at += next;
            let attempt = if bytes[at] == b'$' {
                self.dollar(at)
            } else {
                self.command(at)
            };
            at = match attempt {
                Ok(formula) => {
                    let end = formula.range.end;
                    found.push(formula);
                    end
                }
                Err(end) => end,
            };
        }
        found
    }

    /// The formula that begins with the dollar at `at`, or where to go on.
    fn dollar(&self, at: usize) -> Result<Found, usize> {
        let run = run_of_dollars(self.text, at);
        if run > 2 || !self.places.is_text(at) {
            return Err(at + run);
        }
        if run == 2 {
            return self.display(at, "$$").ok_or(at + run);
        }
        let start = at + 1;
        let end = self.closing_dollar(start).ok_or(start)?;
        let inside = self.text.get(start..end).unwrap_or_default();
        let behind = &self.text[end + 1..];
        let before = self.text[..at].chars().next_back();
        let fits = self.places.is_text(end)
            && !behind.starts_with(|char: char| char.is_ascii_digit())
            && fits_before(before, inside)
            && !is_money(inside)
            && !(self.places.is_table(at) && crosses_cells(inside));
        if !fits {
            return Err(start);
        }
        // GitHub's other form: $`x`$.
        let code = inside
            .strip_prefix('`')
            .and_then(|inside| inside.strip_suffix('`'));
        let inside = match code {
            Some(code) if !code.is_empty() => start + 1..end - 1,
            _ if inside.contains('`') => return Err(start),
            _ => start..end,
        };
        Ok(self.found(at..end + 1, inside, false, None))
    }

    /// The offset of the dollar that closes what begins at `start`.
    fn closing_dollar(&self, start: usize) -> Option<usize> {
        let mut chars = self.text[start..].char_indices().peekable();
        let mut before = ' ';
        let mut line_is_blank = false;
        while let Some((offset, char)) = chars.next() {
            match char {
                '$' => return (!before.is_whitespace()).then_some(start + offset),
                '\\' => {
                    if let Some((_, escaped)) = chars.next() {
                        line_is_blank &= escaped.is_whitespace();
                        before = '\\';
                        continue;
                    }
                }
                '\n' => {
                    // A blank line ends the paragraph, and a table's row ends with its line.
                    if line_is_blank || self.places.is_table(start) {
                        return None;
                    }
                    line_is_blank = true;
                }
                _ if char.is_whitespace() || char == '>' => {}
                _ => line_is_blank = false,
            }
            if offset == 0 && char.is_whitespace() {
                return None;
            }
            before = char;
        }
        None
    }

    /// A formula between two marks on lines of its own, or that wants them.
    fn display(&self, at: usize, mark: &str) -> Option<Found> {
        let start = at + mark.len();
        let end = start + self.within_paragraph(start).find_unescaped(mark)?;
        let inside = &self.text[start..end];
        let is_formula = !inside.trim().is_empty()
            && !is_prose(inside)
            && !(self.places.is_table(at) && (inside.contains('\n') || crosses_cells(inside)));
        if !is_formula || run_of_dollars(self.text, end) > 2 {
            return None;
        }
        Some(self.with_id(at..end + mark.len(), start..end))
    }

    /// A display formula with the id behind it.
    fn with_id(&self, range: Range<usize>, inside: Range<usize>) -> Found {
        let (id, end) = match id_behind(self.text, range.end) {
            Some((id, end)) => (Some(id), end),
            None => (label_in(&self.text[inside.clone()]), range.end),
        };
        self.found(range.start..end, inside, true, id)
    }

    /// The formula that begins with the backslash at `at`, or where to go on.
    fn command(&self, at: usize) -> Result<Found, usize> {
        let rest = &self.text[at + 1..];
        let Some(char) = rest.chars().next() else {
            return Err(at + 1);
        };
        let past = at + 1 + char.len_utf8();
        match char {
            '(' | '[' if self.places.is_text(at + 1) => self.bracket(at, char).ok_or(past),
            'b' if rest.starts_with("begin{") && self.places.is_text(at) => self.environment(at).ok_or(past),
            _ => Err(past),
        }
    }

    /// `\(…\)` and `\[…\]`. In Markdown these are escaped brackets, as programs write
    /// them; what stands between must be TeX beyond doubt.
    fn bracket(&self, at: usize, open: char) -> Option<Found> {
        let (again, mark) = if open == '(' {
            ("\\(", "\\)")
        } else {
            ("\\[", "\\]")
        };
        let start = at + 2;
        let paragraph = self.within_paragraph(start);
        let length = paragraph.0.find(mark)?;
        let inside = &paragraph.0[..length];
        let is_tex = has_command(inside) && !inside.contains(again) && balanced(inside);
        if !is_tex || (self.places.is_table(at) && crosses_cells(inside)) {
            return None;
        }
        let range = at..start + length + 2;
        Some(if open == '(' {
            self.found(range, start..start + length, false, None)
        } else {
            self.with_id(range, start..start + length)
        })
    }

    /// `\begin{align}…\end{align}` on lines of its own.
    fn environment(&self, at: usize) -> Option<Found> {
        let inside = &self.text[at + "\\begin{".len()..];
        let name = inside.get(..inside.find('}')?)?;
        if !ENVIRONMENTS.contains(&name) {
            return None;
        }
        let begin = format!("\\begin{{{name}}}");
        let end = format!("\\end{{{name}}}");
        let paragraph = self.within_paragraph(at).0;
        let length = paragraph.find(&end)?;
        let whole = at..at + length + end.len();
        if paragraph[begin.len()..length].contains(&begin) || self.places.is_table(at) {
            return None;
        }
        Some(self.with_id(whole.clone(), whole))
    }

    /// The text from `start` up to the next blank line.
    fn within_paragraph(&self, start: usize) -> Paragraph<'a> {
        let rest = &self.text[start..];
        let depth = quote_depth(self.text, start);
        let mut end = 0;
        for (index, line) in rest.split_inclusive('\n').enumerate() {
            if index > 0 && line[prefix(line, depth)..].trim().is_empty() {
                break;
            }
            end += line.len();
        }
        Paragraph(&rest[..end])
    }

    fn found(&self, range: Range<usize>, inside: Range<usize>, display: bool, id: Option<String>) -> Found {
        let written = &self.text[inside.clone()];
        let depth = quote_depth(self.text, range.start);
        let tex = if depth > 0 && written.contains('\n') {
            let lines = written.split_inclusive('\n').enumerate();
            lines
                .map(|(index, line)| {
                    if index > 0 {
                        &line[prefix(line, depth)..]
                    } else {
                        line
                    }
                })
                .collect()
        } else {
            written.to_owned()
        };
        // White space around is nobody's.
        let inside = if tex.len() == written.len() {
            let start = inside.start + (written.len() - written.trim_start().len());
            start..start + written.trim().len()
        } else {
            inside
        };
        Found {
            range,
            inside,
            tex: tex.trim().replace('\0', "\u{fffd}"),
            display,
            id,
        }
    }
}

struct Paragraph<'a>(&'a str);

impl Paragraph<'_> {
    /// The offset of a mark that no backslash escapes.
    fn find_unescaped(&self, mark: &str) -> Option<usize> {
        let mut chars = self.0.char_indices();
        while let Some((offset, char)) = chars.next() {
            if char == '\\' {
                chars.next();
            } else if self.0[offset..].starts_with(mark) {
                return Some(offset);
            }
        }
        None
    }
}

fn run_of_dollars(text: &str, at: usize) -> usize {
    text[at..].bytes().take_while(|byte| *byte == b'$').count()
}

/// Whether a formula may follow this character: `US$`, `5$` are money, but `CO$_2$` and
/// `2$\times$` are none.
fn fits_before(before: Option<char>, inside: &str) -> bool {
    match before {
        Some(char) if char.is_ascii_alphanumeric() => inside.starts_with(['\\', '^', '_', '{']),
        _ => true,
    }
}

/// In a table a bar parts cells, unless bars stand in pairs as those of an absolute value.
fn crosses_cells(inside: &str) -> bool {
    let bars = inside.replace("\\|", "").matches('|').count();
    bars % 2 == 1 && (inside.starts_with('|') || inside.ends_with('|') || inside.contains(" | "))
}

/// Amounts and the words between them.
fn is_money(inside: &str) -> bool {
    if is_prose(inside) {
        return true;
    }
    let amount = inside.trim_start_matches(['-', '+', '−', '–', '~', '≈', '<', '>', '(']);
    if !amount.starts_with(|char: char| char.is_ascii_digit()) {
        return false;
    }
    let bare = without_commands(inside);
    let operators = [
        '\\', '^', '_', '=', '+', '*', '<', '>', '{', '(', '[', '|', '×', '≤', '≥',
    ];
    let has_letters = bare.chars().any(char::is_alphabetic);
    let has_space = bare.contains(char::is_whitespace);
    if has_letters && has_space && !inside.contains(operators) {
        return true;
    }
    words(&bare).any(|word| {
        let length = word.chars().count();
        length > 2
            || [
                "bn", "mn", "tn", "mm", "to", "or", "of", "in", "at", "by", "is", "as", "an", "vs", "on",
                "up", "no", "we", "it", "us", "nz", "hk", "ca", "au",
            ]
            .contains(&word.to_lowercase().as_str())
    })
}

/// Sentences: words with spaces between them, and nothing of TeX.
fn is_prose(inside: &str) -> bool {
    if inside.contains(['\\', '^', '_', '=', '{']) {
        return false;
    }
    let bare = without_commands(inside);
    let long = words(&bare).filter(|word| word.chars().count() > 1).count();
    let sentence = inside.contains(char::is_whitespace) && long >= 2;
    let nothing_else = !inside.contains(|char: char| char.is_ascii_digit() || "+-*/<>()|".contains(char));
    sentence || (long >= 1 && inside.contains(char::is_whitespace) && nothing_else)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphabetic())
        .filter(|word| !word.is_empty())
}

/// TeX without its commands and groups.
fn without_commands(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                let mut letters = false;
                while chars.next_if(char::is_ascii_alphabetic).is_some() {
                    letters = true;
                }
                if !letters {
                    chars.next();
                }
            }
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(char),
            _ => {}
        }
    }
    bare
}

/// A backslash and at least two letters, which no escape gives.
fn has_command(text: &str) -> bool {
    text.match_indices('\\').any(|(at, _)| {
        let letters = text[at + 1..].bytes().take(2).filter(u8::is_ascii_alphabetic);
        letters.count() == 2
    }) || (text.contains(['^', '_']) && text.contains('{'))
}

fn balanced(text: &str) -> bool {
    let count = |sign: char| text.matches(sign).count();
    count('{') == count('}')
}
