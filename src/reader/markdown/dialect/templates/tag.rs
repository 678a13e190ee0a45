//! One template: its name and its arguments.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{% … %}`
    Liquid,
    /// `{{ … }}`
    Variable,
    /// `{{< … >}}`, `{{% … %}}`
    Shortcode,
}

#[derive(Debug, Clone)]
pub(super) struct Template {
    pub range: Range<usize>,
    pub kind: Kind,
    /// In lower case; of a closing tag the name of what it closes.
    pub name: String,
    /// Whether it closes another.
    pub closes: bool,
    /// In the author's order; those without a name have an empty one.
    pub arguments: Vec<(String, String)>,
    /// What stands between the braces.
    pub inside: String,
}

impl Template {
    /// The first argument with one of these names that says something.
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let found = self.arguments.iter().find(|(key, _)| key == name);
            found
                .map(|(_, value)| value.trim())
                .filter(|value| !value.is_empty())
        })
    }

    /// The argument without a name at `index`.
    pub fn unnamed(&self, index: usize) -> Option<&str> {
        self.arguments
            .iter()
            .filter(|(key, _)| key.is_empty())
            .nth(index)
            .map(|(_, value)| value.trim())
    }
}

/// No template is longer.
const LONGEST: usize = 4096;

const FORMS: [(&str, &str, Kind); 4] = [
    ("{{<", ">}}", Kind::Shortcode),
    ("{{%", "%}}", Kind::Shortcode),
    ("{{", "}}", Kind::Variable),
    ("{%", "%}", Kind::Liquid),
];

/// All templates outside `verbatim`, in order.
pub(super) fn templates(text: &str, verbatim: &[Range<usize>]) -> Vec<Template> {
    let mut found = Vec::new();
    // Where the next end of each form is: looked for once, not for every beginning.
    let mut ends: [Option<usize>; 4] = [Some(0); 4];
    let mut verbatim = verbatim.iter().peekable();
    let mut at = 0;
    while let Some(offset) = text[at..].find('{') {
        let start = at + offset;
        while verbatim.next_if(|range| range.end <= start).is_some() {}
        if let Some(range) = verbatim.peek().filter(|range| range.start <= start) {
            at = range.end;
            continue;
        }
        at = start + 1;
        let form = FORMS
            .iter()
            .position(|(open, _, _)| text[start..].starts_with(open));
        let Some(form) = form else {
            continue;
        };
        let (open, close, kind) = FORMS[form];
        let from = start + open.len();
        if ends[form].is_some_and(|end| end < from) {
            ends[form] = text[from..].find(close).map(|found| from + found);
        }
        let Some(end) = ends[form].filter(|end| end - from <= LONGEST) else {
            continue;
        };
        let inside = &text[from..end];
        if inside.contains("\n\n")
            || inside.contains("\n\r\n")
            || (kind != Kind::Shortcode && inside.contains("{{"))
        {
            continue;
        }
        if let Some(template) = template(inside, kind, start..end + close.len()) {
            at = template.range.end;
            found.push(template);
        }
    }
    found
}

fn template(inside: &str, kind: Kind, range: Range<usize>) -> Option<Template> {
    let words = inside.trim_matches(|char: char| char.is_whitespace() || char == '-');
    let words = words.trim_end_matches('/').trim_end();
    let (closes, words) = match words.strip_prefix('/') {
        Some(rest) if kind == Kind::Shortcode => (true, rest.trim_start()),
        _ => (false, words),
    };
    let length = words
        .find(|char: char| char.is_whitespace() || "\"'`|(,=".contains(char))
        .unwrap_or(words.len());
    let (name, rest) = words.split_at(length);
    let is_name = name
        .chars()
        .all(|char| char.is_alphanumeric() || "-_./[]:".contains(char));
    let begins = name.starts_with(|char: char| char.is_alphabetic() || char == '_');
    if kind == Kind::Variable {
        // `{{ site.url }}`, `{{ "words" | filter }}`; anything else with two braces is text.
        let is_words = name.is_empty() && words.starts_with(['"', '\'']);
        let filter = rest.trim_start();
        let is_variable = begins && is_name && (filter.is_empty() || filter.starts_with('|'));
        if !is_words && !is_variable {
            return None;
        }
    } else if !begins || !is_name {
        return None;
    }
    let mut name = name.to_lowercase();
    let mut closes = closes;
    if kind == Kind::Liquid
        && let Some(opened) = name.strip_prefix("end").filter(|opened| !opened.is_empty())
    {
        name = opened.to_string();
        closes = true;
    }
    Some(Template {
        range,
        kind,
        name,
        closes,
        arguments: arguments(rest),
        inside: words.to_string(),
    })
}

/// `key="value"`, `"value"`, `value`, with or without commas between.
fn arguments(text: &str) -> Vec<(String, String)> {
    let mut arguments = Vec::new();
    let mut rest = text.trim_start_matches(separator);
    while !rest.is_empty() {
        let key_length = rest
            .find(|char: char| !char.is_alphanumeric() && !"-_".contains(char))
            .unwrap_or(rest.len());
        let behind = rest[key_length..].trim_start();
        let is_key = key_length > 0 && behind.starts_with(['=', ':']) && !behind.starts_with("://");
        let mut key = String::new();
        if is_key {
            key = rest[..key_length].to_lowercase();
            rest = behind[1..].trim_start();
        }
        let quote = rest.chars().next().filter(|char| "\"'`“”".contains(*char));
        let (value, length) = match quote {
            Some(quote) => {
                let close = if quote == '“' { '”' } else { quote };
                let inside = &rest[quote.len_utf8()..];
                let end = end_of_quoted(inside, close).unwrap_or(inside.len());
                let length = (quote.len_utf8() + end + close.len_utf8()).min(rest.len());
                (inside[..end].replace("\\\"", "\""), length)
            }
            None => {
                let end = rest.find(separator).unwrap_or(rest.len()).max(1);
                let end = if rest.is_char_boundary(end) {
                    end
                } else {
                    rest.len()
                };
                (rest[..end].to_string(), end)
            }
        };
        arguments.push((key, value));
        rest = rest
            .get(length..)
            .unwrap_or_default()
            .trim_start_matches(separator);
    }
    arguments
}

fn separator(char: char) -> bool {
    char.is_whitespace() || char == ','
}

fn end_of_quoted(inside: &str, close: char) -> Option<usize> {
    let mut escaped = false;
    for (at, char) in inside.char_indices() {
        if escaped {
            escaped = false;
        } else if char == '\\' {
            escaped = true;
        } else if char == close {
            return Some(at);
        }
    }
    None
}
