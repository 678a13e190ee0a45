//! The pieces of CSS's syntax: blocks, declarations, names, strings.
//!
//! Text comes in, parts of it leave. What is broken is passed over as far as it is broken, as
//! CSS wants it (CSS Syntax 3, 2.2 "Error Handling").

/// A name at the beginning, and what follows.
pub(super) fn word(text: &str) -> (String, &str) {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii();
    let mut name = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '\\' => {
                let (c, after) = escaped(&rest[1..]);
                name.extend(c);
                after
            }
            c if is_part(c) => {
                name.push(c);
                &rest[c.len_utf8()..]
            }
            _ => break,
        };
    }
    (name, rest)
}

/// What follows a backslash: a character by its number, or itself.
fn escaped(text: &str) -> (Option<char>, &str) {
    let digits = text.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    if digits == 0 {
        let c = text.chars().next();
        return (c, &text[c.map_or(0, char::len_utf8)..]);
    }
    let c = u32::from_str_radix(&text[..digits], 16)
        .ok()
        .and_then(char::from_u32);
    let rest = &text[digits..];
    (c, rest.strip_prefix([' ', '\n', '\t']).unwrap_or(rest))
}

/// Everything that stands between quotation marks, without them.
pub(super) fn strings(value: &str) -> String {
    let mut found = String::new();
    let mut open = None;
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match (open, c) {
            (None, '"' | '\'') => open = Some(c),
            (Some(mark), c) if mark == c => open = None,
            (Some(_), '\\') => {
                let (c, after) = escaped(rest);
                found.extend(c);
                rest = after;
            }
            (Some(_), c) => found.push(c),
            (None, _) => {}
        }
    }
    found
}

/// The characters that stand in no string and are not escaped, each with its place.
fn outside_strings(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut open, mut is_escaped) = (None, false);
    text.char_indices().filter(move |&(_, c)| {
        if std::mem::take(&mut is_escaped) {
            return false;
        }
        match (open, c) {
            (_, '\\') => is_escaped = true,
            (None, '"' | '\'') => open = Some(c),
            (Some(mark), c) if mark == c => open = None,
            (Some(_), _) => {}
            (None, _) => return true,
        }
        false
    })
}

/// The parts of a text between signs that stand in no brackets and no string; empty ones
/// are left out.
pub(super) fn split(text: &str, sign: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0i32, 0);
    for (at, c) in outside_strings(text) {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            c if c == sign && depth <= 0 => {
                parts.push(&text[from..at]);
                from = at + sign.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The blocks of a sheet: what stands before the brace, and what stands within.
pub(super) fn blocks(css: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let (mut depth, mut from, mut brace) = (0usize, 0, None);
    for (at, c) in outside_strings(css) {
        match c {
            ';' if depth == 0 => from = at + 1,
            '{' => {
                if depth == 0 {
                    brace = Some(at);
                }
                depth += 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let brace = brace.take();
                    found.extend(brace.map(|brace| (css[from..brace].trim(), &css[brace + 1..at])));
                    from = at + 1;
                }
            }
            _ => {}
        }
    }
    found
}

pub(super) fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        kept.push_str(&rest[..at]);
        kept.push(' ');
        rest = rest[at + 2..]
            .find("*/")
            .map_or("", |end| &rest[at + 2 + end + 2..]);
    }
    kept.push_str(rest);
    kept
}
