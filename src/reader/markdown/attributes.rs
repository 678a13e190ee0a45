//! `{#id .class key=value}`, as Pandoc and kramdown write it.

/// What stands between the braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reader) struct Attributes {
    /// The last `#id`.
    pub id: Option<String>,
    /// Every `.class`; `-` is `unnumbered`.
    pub classes: Vec<String>,
    /// Every `key=value`, quotes removed.
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    /// Whether a class is among them.
    pub fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|given| given == class)
    }

    /// The last value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs
            .iter()
            .rev()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }
}

/// No author's attributes are longer; a limit keeps a page of `{` linear.
const LONGEST: usize = 4096;

/// Reads attributes at the very start of `text`, with their length in bytes. `None` if
/// there is a brace and something that is no attribute: then it is text.
pub(in crate::reader) fn parse(text: &str) -> Option<(Attributes, usize)> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'{') {
        return None;
    }
    let mut attributes = Attributes::default();
    let mut at = 1;
    let kramdown = bytes.get(at) == Some(&b':');
    if kramdown {
        at += 1;
    }
    let mut found = kramdown;
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        if at > LONGEST {
            return None;
        }
        match *bytes.get(at)? {
            b'}' => return found.then_some((attributes, at + 1)),
            b'-' if matches!(bytes.get(at + 1), Some(b' ' | b'}')) => {
                attributes.classes.push("unnumbered".into());
                at += 1;
            }
            b'#' => {
                let (word, end) = word(text, at + 1)?;
                attributes.id = Some(word.into());
                at = end;
            }
            b'.' => {
                let (word, end) = word(text, at + 1)?;
                // kramdown glues: `.one.two#three`.
                attributes
                    .classes
                    .extend(word.split('.').filter(|class| !class.is_empty()).map(Into::into));
                at = end;
            }
            _ => {
                let (key, end) = word(text, at)?;
                if bytes.get(end) == Some(&b'=') {
                    let (value, end) = value(text, end + 1)?;
                    attributes.pairs.push((key.into(), value));
                    at = end;
                } else if kramdown {
                    at = end;
                } else {
                    return None;
                }
            }
        }
        found = true;
    }
}

/// Reads attributes at the very end of `text`, with the place where they begin.
pub(in crate::reader) fn parse_trailing(text: &str) -> Option<(Attributes, usize)> {
    let trimmed = text.trim_end();
    if !trimmed.ends_with('}') {
        return None;
    }
    let start = trimmed.rfind('{')?;
    let (attributes, length) = parse(&trimmed[start..])?;
    (start + length == trimmed.len()).then_some((attributes, start))
}

fn word(text: &str, start: usize) -> Option<(&str, usize)> {
    let rest = text.get(start..)?;
    let stop = |char: char| char.is_whitespace() || "{}=\"'<>#`[]()|".contains(char);
    let length = rest.find(stop).unwrap_or(rest.len());
    (length > 0).then(|| (&rest[..length], start + length))
}

fn value(text: &str, start: usize) -> Option<(String, usize)> {
    let rest = text.get(start..)?;
    let quote = rest.chars().next()?;
    if quote != '"' && quote != '\'' {
        let length = rest.find(|char: char| char.is_whitespace() || char == '}')?;
        return Some((rest[..length].to_string(), start + length));
    }
    let mut value = String::new();
    let mut escaped = false;
    for (offset, char) in rest.char_indices().skip(1) {
        if offset > LONGEST {
            return None;
        }
        match char {
            _ if escaped => {
                if !"\"'\\{}".contains(char) {
                    value.push('\\');
                }
                value.push(char);
                escaped = false;
            }
            '\\' => escaped = true,
            '\n' | '\r' => value.push(' '),
            _ if char == quote => return Some((value, start + offset + 1)),
            _ => value.push(char),
        }
    }
    None
}
