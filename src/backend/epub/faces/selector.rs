//! A selector: which elements a rule means.
//!
//! Text comes in, conditions leave, with their weight in the cascade. What is not understood
//! becomes [`Part::Unknown`], which may fit.

use super::syntax::{split, strings, word};

/// Which elements are meant.
pub(super) struct Selector {
    /// The element itself.
    pub last: Vec<Part>,
    /// What stands left of it, from right to left, each with how it leads on.
    pub before: Vec<(Step, Vec<Part>)>,
    /// Whether words before or after the element are meant.
    pub is_generated: bool,
    /// How much it weighs in the cascade: ids, classes, elements.
    pub weight: [usize; 3],
}

/// How two elements of a selector stand to each other.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Within,
    Child,
    Beside,
}

/// A condition on one element.
pub(super) enum Part {
    Element(String),
    Id(String),
    Class(String),
    Attribute(String, Test),
    Lang(Vec<String>),
    First,
    Root,
    /// What cannot be decided here.
    Unknown,
}

/// A condition on an attribute's value.
pub(super) enum Test {
    There,
    Is(String),
    Word(String),
    Begins(String),
    Ends(String),
    Holds(String),
}

/// Reads a selector from left to right.
pub(super) fn selector_of(text: &str) -> Selector {
    let mut selector = Selector {
        last: Vec::new(),
        before: Vec::new(),
        is_generated: false,
        weight: [0; 3],
    };
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        match first {
            '>' | '+' | '~' | ' ' | '\n' | '\t' | '\r' => {
                let gap = rest.len()
                    - rest
                        .trim_start_matches(['>', '+', '~', ' ', '\n', '\t', '\r'])
                        .len();
                let step = match &rest[..gap] {
                    gap if gap.contains('>') => Step::Child,
                    gap if gap.contains(['+', '~']) => Step::Beside,
                    _ => Step::Within,
                };
                let left = std::mem::take(&mut selector.last);
                selector.before.insert(0, (step, left));
                rest = &rest[gap..];
            }
            '*' => rest = after,
            '#' | '.' => {
                let (name, after) = word(after);
                let (part, rank) = match first {
                    '#' => (Part::Id(name), 0),
                    _ => (Part::Class(name), 1),
                };
                selector.last.push(part);
                selector.weight[rank] += 1;
                rest = after;
            }
            '[' => {
                let end = after.find(']').unwrap_or(after.len());
                selector.last.push(attribute(&after[..end]));
                selector.weight[1] += 1;
                rest = after.get(end + 1..).unwrap_or_default();
            }
            ':' => rest = pseudo(after, &mut selector),
            _ => {
                let (name, after) = word(rest);
                if name.is_empty() {
                    selector.last.push(Part::Unknown);
                    rest = &rest[first.len_utf8()..];
                    continue;
                }
                selector.last.push(Part::Element(name));
                selector.weight[2] += 1;
                rest = after;
            }
        }
    }
    selector
}

/// What stands behind a colon; gives the rest.
fn pseudo<'a>(text: &'a str, selector: &mut Selector) -> &'a str {
    let (name, mut rest) = word(text.trim_start_matches(':'));
    let mut inner = "";
    if rest.starts_with('(') {
        let mut depth = 0;
        let end = rest.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        let end = end.unwrap_or(rest.len() - 1);
        (inner, rest) = (&rest[1..end.max(1)], rest.get(end + 1..).unwrap_or_default());
    }
    let part = match name.as_str() {
        "before" | "after" => {
            selector.is_generated = true;
            selector.weight[2] += 1;
            return rest;
        }
        "lang" => Part::Lang(
            split(inner, ',')
                .into_iter()
                .map(|tag| tag.trim_matches(['"', '\'', ' ']).to_owned())
                .collect(),
        ),
        "first-child" => Part::First,
        "root" => Part::Root,
        _ => Part::Unknown,
    };
    selector.last.push(part);
    selector.weight[1] += 1;
    rest
}

fn attribute(text: &str) -> Part {
    let Some((name, value)) = text.split_once('=') else {
        return Part::Attribute(attribute_name(text), Test::There);
    };
    // A letter behind the value says whether case counts.
    let value = match strings(value) {
        quoted if !quoted.is_empty() => quoted,
        _ => value.trim().to_owned(),
    };
    let Some(sign) = name.chars().next_back() else {
        return Part::Unknown;
    };
    let test = match sign {
        '~' => Test::Word(value),
        '^' | '|' => Test::Begins(value),
        '$' => Test::Ends(value),
        '*' => Test::Holds(value),
        _ => Test::Is(value),
    };
    Part::Attribute(
        attribute_name(name.trim_end_matches(['~', '^', '|', '$', '*'])),
        test,
    )
}

/// `epub|type` is how a sheet writes `epub:type`.
fn attribute_name(name: &str) -> String {
    name.trim().replace('|', ":")
}
