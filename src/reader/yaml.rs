//! YAML as a tree in which every value knows where it stands.

use super::place::Place;
use crate::diagnostic::{Code, Failed, Report, Span};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::collections::BTreeMap;
use std::ops::Range;

/// A value and its place in the source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub span: Span,
    pub value: Value,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A string, or a plain word that may mean a number, a truth value or nothing.
    Scalar {
        text: String,
        plain: bool,
    },
    Seq(Vec<Node>),
    /// In the author's order; of a key that is given twice the last counts.
    Map(Vec<(Key, Node)>),
}

/// The name of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub text: String,
    pub span: Span,
}

/// No front matter is deeper.
const DEEPEST: usize = 32;

/// No front matter is larger once its aliases are written out.
const LARGEST: usize = 20_000;

/// Reads one YAML document; `None` if it is empty.
///
/// # Errors
///
/// [`Failed`] if it is no YAML or grows without measure.
pub(super) fn read(source: &str, part: Range<usize>, report: &mut Report) -> Result<Option<Node>, Failed> {
    read_file(source, part, "the front matter", report)
}

/// The same for what messages call `what`.
///
/// # Errors
///
/// [`Failed`] if it is no YAML or grows without measure.
pub(super) fn read_file(
    source: &str,
    part: Range<usize>,
    what: &'static str,
    report: &mut Report,
) -> Result<Option<Node>, Failed> {
    let (yaml, offset) = (&source[part.clone()], part.start);
    let mut text = yaml.to_string();
    let mut offsets: Vec<usize> = yaml.char_indices().map(|(at, _)| offset + at).collect();
    // Most programs let a quoted value go on at the very start of the next line; this
    // parser wants it indented. A space there changes nothing but its mind.
    for _ in 0..MOST_REPAIRS {
        let Some(place) = unindented_quote(&text) else {
            break;
        };
        let byte = text.char_indices().nth(place).map_or(text.len(), |(at, _)| at);
        text.insert(byte, ' ');
        offsets.insert(
            place.min(offsets.len()),
            offsets.get(place).copied().unwrap_or(offset + yaml.len()),
        );
    }
    let mut loader = Loader {
        line_ends: source[..part.end].match_indices('\n').map(|(at, _)| at).collect(),
        offsets,
        end: offset + yaml.len(),
        open: Vec::new(),
        anchors: BTreeMap::new(),
        root: None,
        size: 0,
        what,
        report,
    };
    let mut parser = Parser::new_from_str(&text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::DocumentEnd | Event::StreamEnd, _)) if loader.root.is_some() => break,
            Ok((event, span)) => loader.take(event, span)?,
            Err(err) => {
                let start = loader.offset(err.marker().index());
                let failed = loader.report.error(
                    Code::FrontMatter,
                    Span::new(start, start),
                    format!("{what} is not valid YAML ({})", err.info().trim_end_matches('.')),
                );
                loader.report.hint("put a value that contains `: ` or begins with a special character in quotes, and indent with spaces");
                return Err(failed);
            }
        }
    }
    Ok(loader.root)
}

/// How many lines are indented before the author is asked to do it.
const MOST_REPAIRS: usize = 64;

/// The character at which a line of a quoted value should be indented and is not.
fn unindented_quote(text: &str) -> Option<usize> {
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::DocumentEnd | Event::StreamEnd, _)) => return None,
            Ok(_) => {}
            Err(err) if err.info().contains("invalid indentation in quoted scalar") => {
                // The marker is the opening quote; the line is one of the next.
                let mut chars = text.chars().enumerate().skip(err.marker().index()).peekable();
                let mut start = None;
                while let Some((index, char)) = chars.next() {
                    let next = chars.peek().map(|(_, next)| *next);
                    if char == '\n' && next.is_some_and(|next| !matches!(next, ' ' | '\t' | '\n' | '\r')) {
                        start = Some(index + 1);
                        break;
                    }
                }
                return start;
            }
            Err(_) => return None,
        }
    }
    None
}

struct Loader<'r> {
    /// The ends of the lines before the front matter's end.
    line_ends: Vec<usize>,
    /// The byte of every character, because the parser counts characters.
    offsets: Vec<usize>,
    end: usize,
    open: Vec<(Open, Span, usize)>,
    anchors: BTreeMap<usize, (Node, usize)>,
    root: Option<Node>,
    size: usize,
    /// What is read, as messages call it.
    what: &'static str,
    report: &'r mut Report,
}

enum Open {
    Seq(Vec<Node>),
    Map(Vec<(Key, Node)>, Option<Key>),
}

impl Loader<'_> {
    fn offset(&self, index: usize) -> usize {
        self.offsets.get(index).copied().unwrap_or(self.end)
    }

    fn take(&mut self, event: Event, span: saphyr_parser::Span) -> Result<(), Failed> {
        let span = Span::new(self.offset(span.start.index()), self.offset(span.end.index()));
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let text = text.replace('\0', "\u{fffd}");
                self.finish(
                    Node {
                        span,
                        value: Value::Scalar { text, plain },
                    },
                    anchor,
                    1,
                )
            }
            Event::SequenceStart(anchor, _) => self.open(Open::Seq(Vec::new()), span, anchor),
            Event::MappingStart(anchor, _) => self.open(Open::Map(Vec::new(), None), span, anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((open, start, anchor)) = self.open.pop() else {
                    return Ok(());
                };
                let (value, last) = match open {
                    Open::Seq(items) => {
                        let last = items.last().map(|item| item.span.end);
                        (Value::Seq(items), last)
                    }
                    Open::Map(entries, _) => {
                        let last = entries.last().map(|(_, node)| node.span.end);
                        (Value::Map(entries), last)
                    }
                };
                // A block collection "ends" where the next thing begins; its own end is
                // that of its last part.
                let end = if span.end > span.start {
                    span.end
                } else {
                    last.unwrap_or(span.end)
                };
                let size = size(&value);
                self.finish(
                    Node {
                        span: Span::new(start.start, end.max(start.start)),
                        value,
                    },
                    anchor,
                    size,
                )
            }
            Event::Alias(anchor) => {
                let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
                    return Err(self.fail(
                        span,
                        "this alias stands inside what it names",
                        "write the value out",
                    ));
                };
                self.size += size;
                if self.size > LARGEST {
                    return Err(self.fail(
                        span,
                        &format!("{}'s aliases grow without measure", self.what),
                        "write the values out",
                    ));
                }
                self.finish(Node { span, ..node }, 0, 0)
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn open(&mut self, open: Open, span: Span, anchor: usize) -> Result<(), Failed> {
        if self.open.len() >= DEEPEST {
            return Err(self.fail(
                span,
                &format!("{} is nested too deeply", self.what),
                "use fewer levels",
            ));
        }
        self.open.push((open, span, anchor));
        Ok(())
    }

    fn finish(&mut self, node: Node, anchor: usize, size: usize) -> Result<(), Failed> {
        self.size += usize::from(size > 0);
        if self.size > LARGEST {
            return Err(self.fail(
                node.span,
                &format!("{} has too many values", self.what),
                "keep data in a file of its own",
            ));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.open.last_mut() {
            None => {
                self.root.get_or_insert(node);
            }
            Some((Open::Seq(items), ..)) => items.push(node),
            Some((Open::Map(entries, key), ..)) => match key.take() {
                Some(key) => entries.push((key, node)),
                None => {
                    let Value::Scalar { text, .. } = node.value else {
                        return Err(self.fail(
                            node.span,
                            "a list or a map cannot be the name of a field",
                            "give the field a name of letters",
                        ));
                    };
                    // Most programs take the last one without a word, so papers have them.
                    if let Some(at) = entries.iter().position(|(before, _)| before.text == text) {
                        let (before, _) = entries.remove(at);
                        let line = 1 + self.line_ends.partition_point(|end| *end < before.span.start);
                        let message = format!(
                            "the field `{text}` is given twice, in line {line} and here; the last one counts"
                        );
                        self.report.problem(Code::FrontMatter, node.span, message);
                        self.report.hint("keep one of them");
                    }
                    *key = Some(Key {
                        text,
                        span: node.span,
                    });
                }
            },
        }
        Ok(())
    }

    fn fail(&mut self, span: Span, message: &str, hint: &str) -> Failed {
        let failed = self.report.error(Code::FrontMatter, span, message);
        self.report.hint(hint);
        failed
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Scalar { .. } => 0,
        Value::Seq(items) => items.iter().map(|item| size(&item.value)).sum::<usize>(),
        Value::Map(entries) => entries.iter().map(|(_, node)| size(&node.value)).sum::<usize>(),
    }
}

impl Node {
    /// The words of a scalar; `None` for a list, a map, and nothing (`null`, `~`, empty).
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { plain: true, text }
                if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") =>
            {
                None
            }
            Value::Scalar { text, .. } if text.trim().is_empty() => None,
            Value::Scalar { text, .. } => Some(text),
            Value::Seq(_) | Value::Map(_) => None,
        }
    }

    /// Whether the author left the value out.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Scalar { .. } => self.text().is_none(),
            Value::Seq(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
        }
    }

    /// The value of a key of a map.
    pub fn get(&self, names: &[&str]) -> Option<&Node> {
        let Value::Map(entries) = &self.value else {
            return None;
        };
        let find = |name: &&str| {
            entries
                .iter()
                .find(|(key, node)| is_named(&key.text, name) && !node.is_empty())
        };
        names.iter().find_map(find).map(|(_, node)| node)
    }

    /// Where the words of a scalar stand: exactly, if the source has them as they are.
    pub fn place(&self, source: &str) -> Place {
        let written = source.get(self.span.start..self.span.end).unwrap_or_default();
        let Value::Scalar { text, .. } = &self.value else {
            return Place::Whole(self.span);
        };
        if written == text {
            return Place::Exact(self.span.start);
        }
        let unquoted = written.get(1..written.len().saturating_sub(1));
        if written.starts_with(['"', '\'']) && unquoted == Some(text) {
            return Place::Exact(self.span.start + 1);
        }
        Place::Whole(self.span)
    }

    /// The value as JSON, plain words understood as YAML 1.2 does.
    pub fn json(&self) -> serde_json::Value {
        match &self.value {
            Value::Scalar { text, plain: false } => text.clone().into(),
            Value::Scalar { text, plain: true } => match text.as_str() {
                "" | "~" | "null" | "Null" | "NULL" => serde_json::Value::Null,
                "true" | "True" | "TRUE" => true.into(),
                "false" | "False" | "FALSE" => false.into(),
                _ => number(text).unwrap_or_else(|| text.clone().into()),
            },
            Value::Seq(items) => items.iter().map(Node::json).collect(),
            Value::Map(entries) => {
                let entries = entries.iter().map(|(key, node)| (key.text.clone(), node.json()));
                serde_json::Value::Object(entries.collect())
            }
        }
    }
}

/// A plain word as a number. `007` and `1e5` written as identifiers stay words.
fn number(text: &str) -> Option<serde_json::Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.") {
        return None;
    }
    if !digits.starts_with(|char: char| char.is_ascii_digit())
        || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    text.parse::<f64>()
        .ok()
        .filter(|_| !digits.ends_with('.'))
        .map(Into::into)
}

/// Whether a key is `name`, which is written in small ASCII letters; as [`normal`] has it.
pub(super) fn is_named(key: &str, name: &str) -> bool {
    let key = key.trim().as_bytes();
    let small = |byte: u8| match byte {
        b'_' | b' ' => b'-',
        other => other.to_ascii_lowercase(),
    };
    key.len() == name.len()
        && key
            .iter()
            .zip(name.bytes())
            .all(|(&one, other)| small(one) == small(other))
}

/// The one spelling in which field names are compared: `shortTitle` is not `short-title`,
/// but `short_title` and `Short-Title` are.
pub(super) fn normal(name: &str) -> String {
    name.trim().replace(['_', ' '], "-").to_lowercase()
}
