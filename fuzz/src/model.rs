//! The promises of drafts and articles, looked at through their JSON: there every node says
//! its type, and no kind of node can be forgotten.

use pamphlet::model::Draft;
use pamphlet::{Article, Source, backend};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every span is a place in the source.
pub fn draft(draft: &Draft, source: &Source) {
    let json = serde_json::to_value(draft).expect("a draft is plain data");
    let back: Draft = serde_json::from_value(json.clone()).expect("what was written can be read");
    // Numbers that are none have no JSON and are not equal to themselves.
    assert_eq!(serde_json::to_value(&back).expect("plain data"), json);
    spans(&json, source);
}

/// What [`Article`] promises.
pub fn article(article: &Article, source: &Source) {
    let bytes = backend::json::render(article);
    let back = backend::json::read(&bytes).expect("what was written can be read");
    assert!(
        back == *article,
        "the article is not the same when it is read back"
    );
    assert!(!article.meta.title.is_empty(), "there is no title");
    let json: Value = serde_json::from_slice(&bytes).expect("JSON");
    spans(&json, source);
    let mut seen = Seen::default();
    seen.walk(&json);
    for target in &seen.targets {
        assert!(
            seen.ids.contains(target),
            "a link leads to `{target}`, which is nowhere"
        );
    }
    let mut notes = seen.notes;
    notes.sort_unstable();
    assert!(
        notes.iter().zip(1..).all(|(note, number)| *note == number),
        "{notes:?}"
    );
}

/// Asserts that a span is a place in the source, on borders of characters.
pub fn span([start, end]: [usize; 2], source: &Source) {
    let length = source.bytes.len();
    assert!(
        start <= end && end <= length,
        "[{start}, {end}] of {length} bytes"
    );
    if let Ok(text) = std::str::from_utf8(&source.bytes) {
        let whole = text.is_char_boundary(start) && text.is_char_boundary(end);
        assert!(whole, "[{start}, {end}] cuts a character");
    }
}

fn spans(json: &Value, source: &Source) {
    let mut open = vec![json];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::Array(pair)) = fields.get("span") {
                    let byte = |at: usize| pair[at].as_u64().and_then(|byte| usize::try_from(byte).ok());
                    span([0, 1].map(|at| byte(at).expect("a byte")), source);
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// What a walk over an article meets.
#[derive(Default)]
struct Seen {
    ids: BTreeSet<String>,
    targets: Vec<String>,
    notes: Vec<u64>,
}

impl Seen {
    fn walk(&mut self, json: &Value) {
        let mut open = vec![json];
        while let Some(value) = open.pop() {
            let Value::Object(fields) = value else {
                if let Value::Array(items) = value {
                    open.extend(items);
                }
                continue;
            };
            self.node(fields);
            open.extend(fields.values());
        }
    }

    fn node(&mut self, fields: &serde_json::Map<String, Value>) {
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
        match text("type") {
            // A reference names its target by the same word as the target itself.
            "reference" => {}
            "note" => self.notes.extend(fields.get("number").and_then(Value::as_u64)),
            _ if !text("id").is_empty() => {
                self.ids.insert(text("id").to_owned());
            }
            _ => {}
        }
        match text("kind") {
            "internal" => self.targets.push(text("value").to_owned()),
            "relative" => panic!("a relative link is left: {}", text("value")),
            _ => {}
        }
    }
}
