//! Style sheets, read as far as colours go: rules with their selectors, their media and their
//! declarations. What is not understood is passed over, as CSS has it ("CSS Syntax 3", 2.2).

/// A rule.
#[derive(Debug)]
pub(super) struct Rule<'a> {
    /// The byte of the sheet where its selectors begin.
    pub start: usize,
    /// Each without white space around.
    pub selectors: Vec<String>,
    /// The conditions of the groups around it, in small letters.
    pub media: String,
    /// What it says.
    pub declarations: Vec<Declaration<'a>>,
}

/// A property and its value.
#[derive(Debug)]
pub(super) struct Declaration<'a> {
    /// In small letters.
    pub name: String,
    /// As written, without `!important`.
    pub value: &'a str,
}

/// The rules of a sheet.
pub(super) fn rules(css: &str) -> Vec<Rule<'_>> {
    let bytes = css.as_bytes();
    let mut rules = Vec::new();
    let mut media: Vec<String> = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = after_comment(css, at),
            b'"' | b'\'' => at = after_string(bytes, at),
            b';' => {
                at += 1;
                start = at;
            }
            b'}' => {
                media.pop();
                at += 1;
                start = at;
            }
            b'{' => {
                let prelude = without_comments(&css[start..at]);
                let prelude = prelude.trim();
                let begin = start
                    + css[start..at]
                        .find(prelude.chars().next().unwrap_or('{'))
                        .unwrap_or(0);
                let is_group = ["@media", "@supports", "@layer", "@container", "@document"]
                    .iter()
                    .any(|name| prelude.to_ascii_lowercase().starts_with(name));
                if is_group {
                    media.push(prelude.to_ascii_lowercase());
                    at += 1;
                    start = at;
                    continue;
                }
                let end = end_of_block(css, at + 1);
                if !prelude.starts_with('@') {
                    rules.push(Rule {
                        start: begin,
                        selectors: prelude
                            .split(',')
                            .map(|selector| selector.split_whitespace().collect::<Vec<_>>().join(" "))
                            .collect(),
                        media: media.join(" "),
                        declarations: declarations(&css[at + 1..end], 0),
                    });
                }
                at = (end + 1).min(bytes.len());
                start = at;
            }
            _ => at += 1,
        }
    }
    rules
}

/// The byte of the brace that closes a block, or the end.
fn end_of_block(css: &str, from: usize) -> usize {
    let bytes = css.as_bytes();
    let (mut at, mut open) = (from, 1usize);
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = after_comment(css, at);
                continue;
            }
            b'"' | b'\'' => {
                at = after_string(bytes, at);
                continue;
            }
            b'{' => open += 1,
            b'}' => {
                open -= 1;
                if open == 0 {
                    return at;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The declarations of a block. What begins a block of its own within is passed over.
pub(super) fn declarations(block: &str, from: usize) -> Vec<Declaration<'_>> {
    let mut found = Vec::new();
    for part in block[from..].split(';') {
        let part = match part.rfind("*/") {
            Some(end) => &part[end + 2..],
            None => part,
        };
        if part.contains(['{', '}']) {
            continue;
        }
        if let Some((name, value)) = part.split_once(':') {
            let value = value.trim();
            let value = value.strip_suffix("!important").map_or(value, str::trim_end);
            found.push(Declaration {
                name: name.trim().to_ascii_lowercase(),
                value,
            });
        }
    }
    found
}

fn after_comment(css: &str, at: usize) -> usize {
    css[at + 2..].find("*/").map_or(css.len(), |end| at + 2 + end + 2)
}

fn after_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let mut at = at + 1;
    while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

fn without_comments(text: &str) -> String {
    let (mut rest, mut out) = (text, String::new());
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..]
            .find("*/")
            .map_or("", |end| &rest[start + end + 2..]);
    }
    out + rest
}

/// The first colour in a value: red, green and blue to 255, and how much of it covers, to 1.
/// `None` for what takes its colour from elsewhere.
pub(super) fn color(value: &str) -> Option<[f64; 4]> {
    let value = value.trim().to_ascii_lowercase();
    if let Some(start) = value.find("rgb") {
        let inner = value[start..].split_once('(')?.1.split_once(')')?.0;
        let mut parts = Vec::new();
        for part in inner.split([',', ' ', '/']).filter(|part| !part.is_empty()) {
            let share = part.strip_suffix('%');
            let number: f64 = share.unwrap_or(part).parse().ok()?;
            let whole = if parts.len() < 3 { 2.55 } else { 0.01 };
            parts.push(if share.is_some() { number * whole } else { number });
        }
        return match parts.as_slice() {
            [red, green, blue] => Some([*red, *green, *blue, 1.0]),
            [red, green, blue, cover] => Some([*red, *green, *blue, *cover]),
            _ => None,
        };
    }
    value
        .split_whitespace()
        .find_map(|word| match word.strip_prefix('#') {
            Some(digits) => hex(digits),
            None => NAMES
                .iter()
                .find(|(name, _)| *name == word)
                .and_then(|(_, digits)| hex(digits)),
        })
}

fn hex(digits: &str) -> Option<[f64; 4]> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let width = match digits.len() {
        3 | 4 => 1,
        6 | 8 => 2,
        _ => return None,
    };
    let part = |place: usize| {
        let digits = digits.get(place * width..(place + 1) * width)?;
        let value = f64::from(u8::from_str_radix(digits, 16).ok()?);
        Some(if width == 1 { value * 17.0 } else { value })
    };
    Some([
        part(0)?,
        part(1)?,
        part(2)?,
        part(3).map_or(1.0, |cover| cover / 255.0),
    ])
}

/// The colours of HTML 4 and the greys, which is what style sheets call by name.
const NAMES: &[(&str, &str)] = &[
    ("black", "000000"),
    ("silver", "c0c0c0"),
    ("gray", "808080"),
    ("grey", "808080"),
    ("white", "ffffff"),
    ("maroon", "800000"),
    ("red", "ff0000"),
    ("purple", "800080"),
    ("fuchsia", "ff00ff"),
    ("green", "008000"),
    ("lime", "00ff00"),
    ("olive", "808000"),
    ("yellow", "ffff00"),
    ("navy", "000080"),
    ("blue", "0000ff"),
    ("teal", "008080"),
    ("aqua", "00ffff"),
    ("darkgray", "a9a9a9"),
    ("darkgrey", "a9a9a9"),
    ("dimgray", "696969"),
    ("dimgrey", "696969"),
    ("lightgray", "d3d3d3"),
    ("lightgrey", "d3d3d3"),
    ("whitesmoke", "f5f5f5"),
    ("darkblue", "00008b"),
    ("darkred", "8b0000"),
    ("darkgreen", "006400"),
    ("midnightblue", "191970"),
    ("darkslategray", "2f4f4f"),
    ("darkslategrey", "2f4f4f"),
    ("orange", "ffa500"),
    ("ivory", "fffff0"),
    ("beige", "f5f5dc"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_through_comments_strings_and_groups() {
        let css = "@import 'a;{b'; /* p { color: red } */ h1, h2 > a { color: #123; content: '}' }\n\
            @media (prefers-color-scheme: DARK) { a:hover { background: rgba(1, 2, 3, 50%) } }\n\
            @font-face { font-family: x } p { color: navy !important";
        let found: Vec<_> = rules(css)
            .into_iter()
            .map(|rule| {
                let first = &rule.declarations[0];
                (
                    rule.selectors.join("|"),
                    rule.media,
                    first.name.clone(),
                    color(first.value),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (
                    "h1|h2 > a".to_owned(),
                    String::new(),
                    "color".to_owned(),
                    Some([17.0, 34.0, 51.0, 1.0])
                ),
                (
                    "a:hover".to_owned(),
                    "@media (prefers-color-scheme: dark)".to_owned(),
                    "background".to_owned(),
                    Some([1.0, 2.0, 3.0, 0.5])
                ),
                (
                    "p".to_owned(),
                    String::new(),
                    "color".to_owned(),
                    Some([0.0, 0.0, 128.0, 1.0])
                ),
            ]
        );
        assert_eq!(&css[rules(css)[0].start..][..2], "h1");
    }

    #[test]
    fn broken_sheets_end_somewhere() {
        for css in [
            "{",
            "}",
            "a{",
            "a{b",
            "/*",
            "'",
            "a{color:'",
            "@media{",
            "é{color:#é}",
            "a{color:rgb(}",
            "\\",
        ] {
            rules(css);
        }
        assert_eq!(color("inherit"), None);
        assert_eq!(color("rgb(1 2 3 / 40%)"), Some([1.0, 2.0, 3.0, 0.4]));
        assert_eq!(
            color("url(a.png) no-repeat #fff"),
            Some([255.0, 255.0, 255.0, 1.0])
        );
    }
}
