//! Nodes of the article as Typst holds them: dictionaries with a `type`.

use typst::foundations::{Dict, Str, Value};

/// What is asked of a node. A field that is not there is empty, nothing, or false.
pub(super) trait Node {
    /// Its `type`.
    fn kind(&self) -> &str;
    /// A text.
    fn text(&self, field: &str) -> &str;
    /// A text, unless there is none.
    fn text_if_any(&self, field: &str) -> Option<&str>;
    /// A list: of nodes, or of anything else.
    fn list(&self, field: &str) -> &[Value];
    /// A node within this one.
    fn inner(&self, field: &str) -> Option<&Dict>;
    /// A number without a fraction.
    fn number(&self, field: &str) -> Option<i64>;
    /// A number.
    fn measure(&self, field: &str) -> Option<f64>;
    /// Whether it is said to be so.
    fn is(&self, field: &str) -> bool;
}

impl Node for Dict {
    fn kind(&self) -> &str {
        self.text("type")
    }

    fn text(&self, field: &str) -> &str {
        self.text_if_any(field).unwrap_or_default()
    }

    fn text_if_any(&self, field: &str) -> Option<&str> {
        match self.get(field) {
            Ok(Value::Str(text)) => Some(text),
            _ => None,
        }
    }

    fn list(&self, field: &str) -> &[Value] {
        match self.get(field) {
            Ok(Value::Array(list)) => list.as_slice(),
            _ => &[],
        }
    }

    fn inner(&self, field: &str) -> Option<&Dict> {
        match self.get(field) {
            Ok(Value::Dict(inner)) => Some(inner),
            _ => None,
        }
    }

    fn number(&self, field: &str) -> Option<i64> {
        match self.get(field) {
            Ok(Value::Int(number)) => Some(*number),
            _ => None,
        }
    }

    fn measure(&self, field: &str) -> Option<f64> {
        match self.get(field) {
            #[allow(clippy::cast_precision_loss, reason = "sizes of pictures are small")]
            Ok(Value::Int(number)) => Some(*number as f64),
            Ok(Value::Float(number)) => Some(*number),
            _ => None,
        }
    }

    fn is(&self, field: &str) -> bool {
        matches!(self.get(field), Ok(Value::Bool(true)))
    }
}

/// A list of nodes.
pub(super) trait Nodes {
    /// The nodes in it.
    fn nodes(&self) -> impl DoubleEndedIterator<Item = &Dict>;
    /// The node at that place.
    fn node(&self, place: usize) -> Option<&Dict>;
}

impl Nodes for [Value] {
    fn nodes(&self) -> impl DoubleEndedIterator<Item = &Dict> {
        self.iter().filter_map(|value| match value {
            Value::Dict(node) => Some(node),
            _ => None,
        })
    }

    fn node(&self, place: usize) -> Option<&Dict> {
        match self.get(place) {
            Some(Value::Dict(node)) => Some(node),
            _ => None,
        }
    }
}

/// A list of lists: the second dimension of a field.
pub(super) fn lists(values: &[Value]) -> impl Iterator<Item = &[Value]> {
    values.iter().filter_map(|value| match value {
        Value::Array(list) => Some(list.as_slice()),
        _ => None,
    })
}

/// A dictionary of those entries, for a layout.
pub(super) fn dict<const N: usize>(entries: [(&str, Value); N]) -> Dict {
    entries
        .into_iter()
        .map(|(key, value)| (Str::from(key), value))
        .collect()
}
