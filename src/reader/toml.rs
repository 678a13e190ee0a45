//! TOML as the same tree as YAML's, in which every value knows where it stands.

use super::yaml::{Key, Node, Value};
use crate::diagnostic::{Code, Failed, Report, Span};
use std::ops::Range;
use toml_edit::{ImDocument, Item, TableLike};

/// Reads one TOML document.
///
/// # Errors
///
/// [`Failed`] if it is no TOML.
pub(super) fn read(toml: &str, offset: usize, report: &mut Report) -> Result<Node, Failed> {
    let document = match ImDocument::parse(toml) {
        Ok(document) => document,
        Err(err) => {
            let at = err.span().unwrap_or(0..0);
            let span = Span::new(offset + at.start, offset + at.end.max(at.start));
            let message = err.message().lines().next().unwrap_or_default().to_string();
            let message = format!(
                "the front matter is not valid TOML ({})",
                message.trim_end_matches('.')
            );
            let failed = report.error(Code::FrontMatter, span, message);
            report.hint("write one `name = value` a line, with text in quotes and each name once");
            return Err(failed);
        }
    };
    let whole = 0..toml.trim_end().len();
    Ok(table(document.as_table(), Some(whole), offset))
}

fn table(table: &dyn TableLike, span: Option<Range<usize>>, offset: usize) -> Node {
    let mut entries = Vec::new();
    for (name, item) in table.iter() {
        let key = table.key(name).and_then(toml_edit::Key::span);
        let key_span = place(key.clone(), 0..0, offset);
        let Some(node) = node(item, key.unwrap_or(0..0), offset) else {
            continue;
        };
        entries.push((
            Key {
                text: name.to_string(),
                span: key_span,
            },
            node,
        ));
    }
    // A table's own span is its head; what belongs to it may stand far below.
    let inside = entries.iter().map(|(key, node)| key.span.to(node.span));
    let inside = inside.reduce(Span::to);
    Node {
        span: inside.unwrap_or_else(|| place(span, 0..0, offset)),
        value: Value::Map(entries),
    }
}

fn node(item: &Item, key: Range<usize>, offset: usize) -> Option<Node> {
    let span = place(item.span(), key.clone(), offset);
    let value = match item {
        Item::None => return None,
        Item::Table(inner) => return Some(table(inner, inner.span(), offset)),
        Item::ArrayOfTables(tables) => Value::Seq(
            tables
                .iter()
                .map(|inner| table(inner, inner.span(), offset))
                .collect(),
        ),
        Item::Value(value) => return Some(self::value(value, key, offset)),
    };
    Some(Node { span, value })
}

fn value(value: &toml_edit::Value, key: Range<usize>, offset: usize) -> Node {
    let span = place(value.span(), key.clone(), offset);
    let plain = |text: String| Value::Scalar { text, plain: true };
    let value = match value {
        toml_edit::Value::String(text) => Value::Scalar {
            text: text.value().replace('\0', "\u{fffd}"),
            plain: false,
        },
        toml_edit::Value::Integer(number) => plain(number.value().to_string()),
        toml_edit::Value::Float(number) => plain(number.value().to_string()),
        toml_edit::Value::Boolean(truth) => plain(truth.value().to_string()),
        toml_edit::Value::Datetime(date) => plain(date.value().to_string()),
        toml_edit::Value::Array(items) => Value::Seq(
            items
                .iter()
                .map(|item| self::value(item, key.clone(), offset))
                .collect(),
        ),
        toml_edit::Value::InlineTable(inner) => return table(inner, inner.span(), offset),
    };
    Node { span, value }
}

fn place(span: Option<Range<usize>>, otherwise: Range<usize>, offset: usize) -> Span {
    let span = span.unwrap_or(otherwise);
    Span::new(offset + span.start, offset + span.end)
}
