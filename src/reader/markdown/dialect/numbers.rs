//! Lists that are numbered in ways the parser does not know: `a.`, `(iv)`, `#.`, and the
//! examples `(@name)`, which are counted through the whole text. Each marker becomes a
//! plain one of the same width, so that what belongs to its item still does; how the
//! numbers are written is remembered beside the text.

use super::Walk;
use super::lines::Line;
use crate::model::{Delimiter, NumberStyle};
use std::ops::Range;

/// How the numbers of a list are written, and which is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reader::markdown) struct Numbering {
    pub start: u64,
    pub style: NumberStyle,
    pub delimiter: Delimiter,
}

/// A list that may go on.
pub(super) struct Level {
    /// The column of its markers.
    indent: usize,
    /// The column of what its items hold.
    content: usize,
    numbering: Option<Numbering>,
    example: bool,
    /// The mark behind the number as the parser sees it; another one is another list.
    mark: u8,
    /// Whether the marker was rewritten.
    ours: bool,
}

/// A marker of an item.
struct Marker {
    length: usize,
    numbering: Numbering,
    /// Whether it is an example's; with its name.
    example: Option<Range<usize>>,
}

/// No list is counted further with letters or Roman numerals, and no line is searched
/// further for the end of its marker.
const LONGEST: usize = 40;

impl Walk<'_, '_> {
    /// An item of a list. Ordinary ones are only noticed.
    pub(super) fn item(&mut self, fresh: bool) -> bool {
        let line = self.line().clone();
        let body = &self.text[line.body..line.end];
        let plain = plain_marker(body);
        if !fresh && self.levels.is_empty() {
            if let Some(length) = plain {
                self.enter(&line, length, None, false, body.as_bytes()[length - 1], false);
            }
            return false;
        }
        let starts_item = plain.is_some() || body.starts_with('(') || looks_numbered(body);
        if fresh || starts_item {
            while self.levels.last().is_some_and(|level| {
                let inside = line.indent >= level.content;
                let beside = starts_item && line.indent >= level.indent;
                !inside && !beside
            }) {
                self.levels.pop();
            }
        }
        let beside = self.levels.last().filter(|level| line.indent < level.content);
        if let Some(length) = plain {
            let mark = body.as_bytes()[length - 1];
            let number: Option<u64> = body[..length - 1].parse().ok();
            let needs_own = number.is_some() && beside.is_some_and(|level| level.ours);
            if !needs_own {
                self.enter(&line, length, None, false, mark, false);
                return false;
            }
        }
        let before = beside.and_then(|level| level.numbering);
        let Some(marker) = marker(body, before) else {
            return false;
        };
        let example = marker.example.is_some();
        let same = beside.is_some_and(|level| {
            level.example == example
                && level.numbering.is_some_and(|other| {
                    other.style == marker.numbering.style && other.delimiter == marker.numbering.delimiter
                })
        });
        let nested = self
            .levels
            .last()
            .is_some_and(|level| line.indent >= level.content);
        // Words that happen to begin a line of a paragraph are no list.
        let begins_inside = nested && marker.numbering.start == 1;
        let goes_on = beside.is_some() && plain.is_some();
        if !(fresh || same || begins_inside || goes_on) {
            return false;
        }
        let mark = match beside {
            Some(level) if same => level.mark,
            Some(level) if level.mark == b')' => b'.',
            Some(_) => b')',
            None if marker.numbering.delimiter == Delimiter::Period => b'.',
            None => b')',
        };
        let mut numbering = marker.numbering;
        if let Some(name) = &marker.example {
            numbering.start = self.count_example(&body[name.clone()]);
        }
        let spaces = body[marker.length..].len() - body[marker.length..].trim_start_matches(' ').len();
        let origin = self.source.origin(line.body..line.body + marker.length);
        self.numbers.insert(origin.start, numbering);
        let mark = char::from(mark);
        let range = line.body..line.body + marker.length;
        if example && self.goes_on_at_four(&line, line.indent + marker.length + spaces) {
            // What belongs to an example is set in by four, however long its name is.
            self.out
                .replace(range.start..range.end + spaces, &format!("1{mark}  "));
        } else if marker.length <= 10 {
            let zeros = "0".repeat(marker.length - 2);
            self.out.replace(range, &format!("{zeros}1{mark}"));
        } else {
            self.out
                .replace(range.start..range.end + spaces, &format!("000000001{mark} "));
        }
        self.enter(&line, marker.length, Some(numbering), example, mark as u8, true);
        true
    }

    fn enter(
        &mut self,
        line: &Line,
        length: usize,
        numbering: Option<Numbering>,
        example: bool,
        mark: u8,
        ours: bool,
    ) {
        while self
            .levels
            .last()
            .is_some_and(|level| line.indent < level.content)
        {
            self.levels.pop();
        }
        self.levels.push(Level {
            indent: line.indent,
            content: line.indent + length + 1,
            numbering,
            example,
            mark,
            ours,
        });
    }

    /// Whether what follows the item's first paragraph is set in less than its words.
    fn goes_on_at_four(&self, line: &Line, content: usize) -> bool {
        let mut after_blank = false;
        for next in self.lines[self.at + 1..].iter().take(64) {
            if next.is_blank() {
                after_blank = true;
            } else if after_blank {
                return next.indent >= line.indent + 4 && next.indent < content;
            }
        }
        false
    }

    fn count_example(&mut self, name: &str) -> u64 {
        if let Some(number) = self.examples.get(name) {
            return *number;
        }
        self.last_example += 1;
        if !name.is_empty() {
            self.examples.insert(name.to_string(), self.last_example);
        }
        self.last_example
    }
}

/// The length of a marker that the parser knows.
fn plain_marker(body: &str) -> Option<usize> {
    let digits = body.len() - body.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let mark = *body.as_bytes().get(digits)?;
    let is_marker = match digits {
        0 => matches!(mark, b'-' | b'+' | b'*'),
        1..=9 => matches!(mark, b'.' | b')'),
        _ => false,
    };
    let behind = body[digits..].chars().nth(1);
    (is_marker && behind.is_none_or(|char| char == ' ' || char == '\t')).then_some(digits + 1)
}

/// Whether a line may begin with a marker of ours.
pub(super) fn looks_numbered(body: &str) -> bool {
    let rest = body.strip_prefix('(').unwrap_or(body);
    let is_example = rest.starts_with('@') && rest.len() < body.len();
    if is_example {
        return true;
    }
    let length = rest
        .bytes()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    let behind = rest.as_bytes().get(length);
    let only_digits = rest[..length].bytes().all(|byte| byte.is_ascii_digit());
    length > 0
        && match behind {
            Some(b'.') => rest.len() == body.len() && !only_digits,
            Some(b')') => rest.len() < body.len() || !only_digits,
            _ => false,
        }
}

/// A marker at the start of a line. After `before`, letters that could be both are read
/// as the list has begun.
fn marker(body: &str, before: Option<Numbering>) -> Option<Marker> {
    let open = usize::from(body.starts_with('('));
    let rest = &body[open..];
    let length = rest
        .char_indices()
        .take(if open == 1 { 200 } else { LONGEST })
        .find(|(_, char)| matches!(char, '.' | ')') || char.is_whitespace())
        .map(|(at, _)| at)?;
    let word = &rest[..length];
    let delimiter = match (open, rest.as_bytes()[length]) {
        (0, b'.') => Delimiter::Period,
        (0, b')') => Delimiter::Parenthesis,
        (1, b')') => Delimiter::Parentheses,
        _ => return None,
    };
    let end = open + length + 1;
    let behind = &body[end..];
    let words = behind.trim_start();
    if words.is_empty() || words.len() == behind.len() {
        return None;
    }
    let numbering = |start, style| Numbering {
        start,
        style,
        delimiter,
    };
    let found = |numbering| {
        Some(Marker {
            length: end,
            numbering,
            example: None,
        })
    };
    if let Some(name) = word.strip_prefix('@')
        && open == 1
    {
        let is_name = name
            .chars()
            .all(|char| char.is_alphanumeric() || "-_".contains(char));
        return is_name.then(|| Marker {
            length: end,
            numbering: numbering(1, NumberStyle::Decimal),
            example: Some(2..open + length),
        });
    }
    if word == "#" {
        return found(numbering(1, NumberStyle::Decimal));
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_short = (1..=9).contains(&word.len());
        return is_short
            .then_some(())
            .and_then(|()| found(numbering(word.parse().ok()?, NumberStyle::Decimal)));
    }
    let (start, style) = letters(
        word,
        before
            .filter(|before| before.delimiter == delimiter)
            .map(|before| before.style),
    )?;
    if delimiter == Delimiter::Period && word.len() == 1 {
        // `p. 3` is a page, and `B. Russell` is a person.
        let is_page = word == "p" && words.starts_with(|char: char| char.is_ascii_digit());
        let is_upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_page || (is_upper && !behind.starts_with("  ") && !behind.starts_with('\t')) {
            return None;
        }
    }
    found(numbering(start, style))
}

/// Which number letters are.
fn letters(word: &str, before: Option<NumberStyle>) -> Option<(u64, NumberStyle)> {
    let upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
    let lower = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !upper && !lower {
        return None;
    }
    let (alpha, roman) = if upper {
        (NumberStyle::UpperAlpha, NumberStyle::UpperRoman)
    } else {
        (NumberStyle::LowerAlpha, NumberStyle::LowerRoman)
    };
    let as_roman = || roman_number(&word.to_ascii_lowercase()).map(|number| (number, roman));
    let [only] = word.as_bytes() else {
        return as_roman();
    };
    let as_alpha = (u64::from(only.to_ascii_lowercase() - b'a') + 1, alpha);
    if before == Some(alpha) {
        return Some(as_alpha);
    }
    if before == Some(roman) || only.eq_ignore_ascii_case(&b'i') {
        return as_roman().or(Some(as_alpha));
    }
    Some(as_alpha)
}

/// A Roman numeral in its usual form, up to fifty: `ivx` is none.
fn roman_number(word: &str) -> Option<u64> {
    const PARTS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = word;
    let mut number = 0;
    for (value, part) in PARTS {
        let most = if part.len() == 1 && matches!(part, "m" | "c" | "x" | "i") {
            3
        } else {
            1
        };
        for _ in 0..most {
            if let Some(shorter) = rest.strip_prefix(part) {
                number += value;
                rest = shorter;
            }
        }
    }
    // No list is that long, and `mix` is a word.
    (rest.is_empty() && (1..=50).contains(&number)).then_some(number)
}
