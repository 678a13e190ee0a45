//! The fields that are not taken yet, and the shapes that values come in.

use crate::diagnostic::{Code, Failed, Report, Span};
use crate::model::{Block, BlockKind, Inline};
use crate::reader::markdown;
use crate::reader::place::Place;
use crate::reader::yaml::{Key, Node, Value, normal};
use std::collections::BTreeMap;

/// Fields by name, each taken once.
pub(super) struct Fields<'a> {
    source: &'a str,
    entries: Vec<(Key, Node)>,
    kept: BTreeMap<String, serde_json::Value>,
    report: &'a mut Report,
    failed: Option<Failed>,
}

impl<'a> Fields<'a> {
    pub fn new(source: &'a str, entries: Vec<(Key, Node)>, report: &'a mut Report) -> Self {
        Self {
            source,
            entries,
            kept: BTreeMap::new(),
            report,
            failed: None,
        }
    }

    /// Takes a field. The first of its names that has a value wins; the others are kept
    /// with what is not known, without a word: they say the same to other programs.
    pub fn take(&mut self, names: &[&'static str]) -> Option<Node> {
        self.take_named(names).map(|(_, node)| node)
    }

    /// Takes a field and tells under which of its names it was found.
    pub fn take_named(&mut self, names: &[&'static str]) -> Option<(&'static str, Node)> {
        let mut found = None;
        for &name in names {
            while let Some((key, node)) = self.take_key(name) {
                if node.is_empty() {
                    continue;
                }
                if found.is_none() {
                    found = Some((name, node));
                } else {
                    self.keep(&key, &node);
                }
            }
        }
        found
    }

    /// Takes a field with the key as the author wrote it.
    pub fn take_key(&mut self, name: &str) -> Option<(Key, Node)> {
        let at = self
            .entries
            .iter()
            .position(|(key, _)| normal(&key.text) == name)?;
        Some(self.entries.remove(at))
    }

    /// Leaves a field for another to take.
    pub fn put_back(&mut self, key: Key, node: Node) {
        self.entries.push((key, node));
    }

    /// Keeps a field that other programs may want.
    pub fn keep(&mut self, key: &Key, node: &Node) {
        self.kept.insert(key.text.clone(), node.json());
    }

    /// Says that a field is not used, and why.
    pub fn note_unused(&mut self, key: &Key, reason: &str) {
        self.report.note(
            Code::UnknownField,
            key.span,
            format!("the field `{}` is not used: {reason}", key.text),
        );
    }

    /// Keeps what nobody took.
    pub fn finish(mut self, other: &mut BTreeMap<String, serde_json::Value>) -> Result<(), Failed> {
        for (key, node) in std::mem::take(&mut self.entries) {
            self.report.note(
                Code::UnknownField,
                key.span,
                format!("the field `{}` is not known; it is kept and not used", key.text),
            );
            if let Some(similar) = similar_field(&key.text) {
                self.report
                    .hint(format!("write `{similar}` if that is what you mean"));
            }
            self.keep(&key, &node);
        }
        *other = self.kept;
        match self.failed {
            Some(failed) => Err(failed),
            None => Ok(()),
        }
    }

    /// Records a value that its field cannot have.
    pub fn wrong(&mut self, span: Span, message: impl Into<String>, hint: &str) {
        self.failed = Some(self.report.error(Code::FieldValue, span, message));
        self.report.hint(hint);
    }

    /// One line of plain words.
    pub fn text(&mut self, field: &str, node: &Node) -> Option<String> {
        match &node.value {
            Value::Scalar { text, .. } => {
                let words: Vec<&str> = text.split_whitespace().collect();
                (!node.is_empty()).then(|| words.join(" "))
            }
            Value::Seq(items) if items.len() == 1 => self.text(field, &items[0]),
            Value::Seq(_) | Value::Map(_) => {
                self.wrong(
                    node.span,
                    format!("`{field}` must be text"),
                    "write one line of text, in quotes if it contains `: `",
                );
                None
            }
        }
    }

    /// A body's name: text, or an object with a `name`.
    pub fn name(&mut self, field: &str, node: &Node) -> Option<String> {
        match node.get(&["name", "text", "title", "literal"]) {
            Some(name) => self.text(field, name),
            None => self.text(field, node),
        }
    }

    /// Running text with Markdown in it.
    pub fn inlines(&mut self, field: &str, node: &Node) -> Vec<Inline> {
        match self.written(field, node) {
            Some((text, place)) => markdown::inlines(&text, place, self.report),
            None => Vec::new(),
        }
    }

    /// Blocks of Markdown: one text, or a list of them.
    pub fn blocks(&mut self, field: &str, node: &Node) -> Vec<Block> {
        if let Value::Seq(items) = &node.value {
            return items.iter().flat_map(|item| self.blocks(field, item)).collect();
        }
        match self.written(field, node) {
            Some((text, place)) => markdown::blocks(&text, place, self.report),
            None => Vec::new(),
        }
    }

    /// A list of Markdown texts. One text alone is a list too: its own list's items, or
    /// its paragraphs.
    pub fn entries(&mut self, field: &str, node: &Node) -> Vec<Vec<Block>> {
        if let Value::Seq(items) = &node.value {
            let entries = items.iter().map(|item| self.blocks(field, item));
            return entries.filter(|blocks| !blocks.is_empty()).collect();
        }
        let mut entries = Vec::new();
        for block in self.blocks(field, node) {
            match block.kind {
                BlockKind::List { items, .. } => entries.extend(items.into_iter().map(|item| item.blocks)),
                _ => entries.push(vec![block]),
            }
        }
        entries
    }

    /// Short terms: a list, or one line with commas or semicolons.
    pub fn words(&mut self, field: &str, node: &Node) -> Vec<String> {
        let words = match &node.value {
            Value::Seq(items) => items.iter().filter_map(|item| self.name(field, item)).collect(),
            Value::Scalar { text, .. } => {
                let separator = if text.contains(';') { ';' } else { ',' };
                text.split(separator)
                    .map(|word| word.split_whitespace().collect::<Vec<_>>().join(" "))
                    .collect()
            }
            Value::Map(_) => self.name(field, node).into_iter().collect::<Vec<String>>(),
        };
        words.into_iter().filter(|word| !word.is_empty()).collect()
    }

    /// Yes or no.
    pub fn truth(&mut self, field: &str, node: &Node) -> bool {
        match node
            .text()
            .map(|text| text.trim().to_ascii_lowercase())
            .as_deref()
        {
            Some("true" | "yes" | "on") => true,
            Some("false" | "no" | "off") => false,
            _ => {
                self.wrong(
                    node.span,
                    format!("`{field}` must be true or false"),
                    "write `true` or `false`",
                );
                false
            }
        }
    }

    /// A text that must pass a check, which gives its usual form.
    pub fn checked(
        &mut self,
        field: &str,
        node: &Node,
        check: fn(&str) -> Option<String>,
        trouble: &str,
        hint: &str,
    ) -> Option<String> {
        let text = self.text(field, node)?;
        let checked = check(&text);
        if checked.is_none() {
            self.wrong(node.span, format!("`{text}` {trouble}"), hint);
        }
        checked
    }

    /// The same for a field that may have one value a form: `{print: …, pdf: …}`.
    pub fn checked_forms(
        &mut self,
        field: &'static str,
        node: &Node,
        preferred: &[&str],
        check: fn(&str) -> Option<String>,
        trouble: &str,
        hint: &str,
    ) -> Option<String> {
        let Value::Map(entries) = &node.value else {
            return self.checked(field, node, check, trouble, hint);
        };
        self.kept.insert(field.to_string(), node.json());
        let mut forms = BTreeMap::new();
        for (key, form) in entries {
            if let Some(checked) = self.checked(field, form, check, trouble, hint) {
                forms.insert(normal(&key.text), checked);
            }
        }
        let best = preferred.iter().find_map(|form| forms.get(*form).cloned());
        best.or_else(|| forms.into_values().next())
    }

    /// Who paid: text, or objects with a statement or a source and a number.
    pub fn funding(&mut self, node: &Node) -> Vec<Block> {
        let items = match &node.value {
            Value::Seq(items) => items.as_slice(),
            Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
        };
        let mut blocks = Vec::new();
        for item in items {
            if let Value::Scalar { .. } = item.value {
                blocks.extend(self.blocks("funding", item));
                continue;
            }
            if let Some(statement) = item.get(&["statement", "text"]) {
                blocks.extend(self.blocks("funding", statement));
                continue;
            }
            let source = item.get(&["source", "funder", "name"]);
            let source = source.and_then(|source| match &source.value {
                Value::Seq(parts) => parts.first().and_then(|part| self.name("funding", part)),
                Value::Scalar { .. } | Value::Map(_) => self.name("funding", source),
            });
            let award = item
                .get(&["award-number", "award", "number", "id"])
                .and_then(|award| self.name("funding", award));
            let words = match (source, award) {
                (Some(source), Some(award)) => format!("{source} ({award})"),
                (Some(words), None) | (None, Some(words)) => words,
                (None, None) => {
                    self.wrong(
                        item.span,
                        "this entry of `funding` names nobody",
                        "write a `source`, or a `statement`",
                    );
                    continue;
                }
            };
            blocks.push(Block::new(item.span, BlockKind::paragraph(words)));
        }
        blocks
    }

    /// A text as written, with its place. `- Growth: it is slow` is a map to YAML and a
    /// sentence to its author.
    fn written(&mut self, field: &str, node: &Node) -> Option<(String, Place)> {
        match &node.value {
            Value::Scalar { .. } => {
                let text = node.text()?;
                Some((text.to_string(), node.place(self.source)))
            }
            Value::Map(entries) => {
                if let Some(text) = node.get(&["text"]) {
                    return self.written(field, text);
                }
                let sentence = match entries.as_slice() {
                    [(key, value)] if value.text().is_some() => {
                        let span = Span::new(key.span.start, value.span.end);
                        self.source
                            .get(span.start..span.end)
                            .map(|text| (text.trim_end(), span))
                    }
                    _ => None,
                };
                if let Some((text, span)) = sentence.filter(|(text, _)| !text.contains('\n')) {
                    return Some((text.to_string(), Place::Exact(span.start)));
                }
                self.wrong(
                    node.span,
                    format!("`{field}` must be text"),
                    "put the text in quotes, because it contains `: `",
                );
                None
            }
            Value::Seq(_) => {
                self.wrong(
                    node.span,
                    format!("`{field}` must be text"),
                    "write one text instead of a list",
                );
                None
            }
        }
    }
}

/// The known field that a name is one slip away from.
fn similar_field(name: &str) -> Option<&'static str> {
    const KNOWN: &[&str] = &[
        "title",
        "subtitle",
        "short-title",
        "author",
        "editor",
        "affiliations",
        "date",
        "date-modified",
        "lang",
        "abstract",
        "key-messages",
        "recommendations",
        "keywords",
        "genre",
        "series",
        "number",
        "publisher",
        "publisher-place",
        "doi",
        "isbn",
        "issn",
        "url",
        "license",
        "funding",
        "acknowledgements",
        "disclaimer",
        "about",
        "contact",
        "imprint",
        "bibliography",
        "csl",
        "nocite",
        "references",
        "link-citations",
        "reference-section-title",
        "suppress-bibliography",
        "notes",
        "toc",
        "number-sections",
        "cover-image",
        "cover-image-alt",
        "draft",
    ];
    let name = normal(name);
    let close = |known: &&&str| name.len() > 3 && strsim::damerau_levenshtein(&name, known) <= 2;
    KNOWN.iter().find(close).copied()
}
