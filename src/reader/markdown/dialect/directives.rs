//! MyST's directives: ```` ```{note} Title ````, `:::{figure} chart.png`, with their option
//! lines. Those that hold Markdown become divisions; code stays code.

use super::Walk;
use super::divisions::{Open, opening_tag};
use crate::reader::markdown::attributes::Attributes;
use crate::reader::markdown::parse;
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// Directives that hold Markdown.
const DIRECTIVES: &[&str] = &[
    "note",
    "tip",
    "hint",
    "important",
    "attention",
    "warning",
    "caution",
    "danger",
    "error",
    "seealso",
    "admonition",
    "dropdown",
    "topic",
    "sidebar",
    "margin",
    "aside",
    "pull-quote",
    "epigraph",
    "blockquote",
    "figure",
    "image",
    "table",
    "div",
];

/// How deep directives in fences may stand in each other; deeper ones stay code.
const DEEPEST: usize = 6;

/// A text in which directives between fences of code stand between colons instead: byte
/// for byte, so that everything else stays where it is.
pub(super) fn opened(text: &str) -> Cow<'_, str> {
    let mut opened = Cow::Borrowed(text);
    for _ in 0..DEEPEST {
        let is_there = |line: &str| line.contains("```{") || line.contains("~~~{");
        if !opened.lines().any(is_there) {
            break;
        }
        let fences = fences(&opened);
        if fences.is_empty() {
            break;
        }
        let mut bytes = opened.into_owned().into_bytes();
        for fence in fences {
            bytes[fence].fill(b':');
        }
        // Fences are ASCII, and so are colons.
        opened = Cow::Owned(String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned()));
    }
    opened
}

/// The fences around the directives that stand in no other code.
fn fences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (event, range) in parse(text) {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else {
            continue;
        };
        if !name(&info).is_some_and(|(name, _)| DIRECTIVES.contains(&name)) {
            continue;
        }
        let block = &text[range.clone()];
        let Some(mark) = block.chars().next().filter(|mark| matches!(mark, '`' | '~')) else {
            continue;
        };
        let length = block.len() - block.trim_start_matches(mark).len();
        found.push(range.start..range.start + length);
        // The last line, if it is not cut off by the end of what is around it.
        let body = block.trim_end();
        let start = body.trim_end_matches(mark).len();
        let line = body[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let alone = body[line..start]
            .trim_matches(|char: char| char == '>' || char.is_whitespace())
            .is_empty();
        if line > 0 && alone && body.len() - start >= length {
            found.push(range.start + start..range.start + body.len());
        }
    }
    found
}

/// `note` and `Title` of `{note} Title`.
pub(super) fn name(info: &str) -> Option<(&str, &str)> {
    let (name, argument) = info.trim().strip_prefix('{')?.split_once('}')?;
    Some((name.trim(), argument.trim()))
}

/// Whether a division of that name is one of MyST's.
pub(super) fn is_directive(name: &str) -> bool {
    DIRECTIVES.contains(&name)
}

impl Walk<'_, '_> {
    /// Opens a directive whose fence is the line at hand.
    pub(super) fn directive(&mut self, name: &str, argument: &str) {
        let line = self.line().clone();
        let range = line.body..line.end;
        let (options, next) = self.options();
        let id = options.id.clone();
        let mut close = "</div>";
        let (mut tag, mut first) = (String::new(), String::new());
        match name {
            "figure" | "image" => {
                let mut picture = Attributes::default();
                picture.pairs.push(("src".into(), argument.into()));
                for key in ["alt", "width"] {
                    if let Some(value) = options.get(key) {
                        picture.pairs.push((key.into(), value.into()));
                    }
                }
                if name == "figure" {
                    let figure = Attributes {
                        id,
                        ..Attributes::default()
                    };
                    tag = format!(
                        "{}{}<figcaption>",
                        opening_tag("figure", &figure),
                        opening_tag("img", &picture)
                    );
                    close = "</figcaption></figure>";
                } else {
                    picture.id = id;
                    tag = format!("<div>{}", opening_tag("img", &picture));
                }
            }
            "table" => {
                tag.push_str("<div>");
                let id = id.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
                first = format!("Table: {argument}{id}");
            }
            _ => {
                let mut around = Attributes {
                    id,
                    ..Attributes::default()
                };
                match name {
                    "div" => {}
                    "epigraph" | "blockquote" => around.classes.push("callout-quote".into()),
                    "pull-quote" => around.classes.push(name.into()),
                    _ => around.classes.extend(["admonition".into(), name.into()]),
                }
                let classes = options.get("class").unwrap_or_default();
                around.classes.extend(classes.split_whitespace().map(Into::into));
                if !argument.is_empty() {
                    around.pairs.push(("title".into(), argument.into()));
                }
                tag.push_str(&opening_tag("div", &around));
            }
        }
        self.divisions.push(Open::new(range.clone(), line.quotes, close));
        if line.indent == 0 {
            self.write_gap(line.prefix());
        }
        self.write_line(line.prefix(), &tag, range.clone());
        self.write_gap(line.prefix());
        if !first.is_empty() {
            self.write_line(line.prefix(), &first, range);
            self.write_gap(line.prefix());
        }
        self.out.skip_to(self.lines[next - 1].next);
        self.at = next;
    }

    /// The lines `:key: value` below the fence at hand, and the line behind them.
    fn options(&self) -> (Attributes, usize) {
        let mut options = Attributes::default();
        let mut next = self.at + 1;
        while let Some(line) = self.lines.get(next) {
            let option = self
                .body(line)
                .strip_prefix(':')
                .and_then(|rest| rest.split_once(':'))
                .filter(|(key, _)| {
                    key.starts_with(|char: char| char.is_ascii_alphabetic())
                        && key
                            .chars()
                            .all(|char| char.is_ascii_alphanumeric() || char == '-')
                });
            let Some((key, value)) = option else { break };
            let value = value.trim().to_owned();
            match key {
                "name" | "label" => options.id = Some(value).filter(|id| !id.is_empty()),
                _ => options.pairs.push((key.to_owned(), value)),
            }
            next += 1;
        }
        (options, next)
    }
}
