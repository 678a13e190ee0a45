//! The fields that are not taken yet, and the shapes that values come in.

use super::identifiers::{self, Wrong};
use super::kinds;
use super::table::{FOREIGN, Field, Shape, Table};
use super::{dates, parts};
use crate::diagnostic::{Code, Failed, Report, Span};
use crate::model::{Block, BlockKind, CoverImage, Date, Inline};
use crate::reader::markdown;
use crate::reader::place::Place;
use crate::reader::yaml::{Key, Node, Value, is_named, normal};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Every name of every field in its one spelling: which field it means, and how near it
/// stands to the field's own name.
static NAMES: LazyLock<BTreeMap<String, (Field, usize)>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    for &field in Field::ALL {
        for (rank, name) in field.spec().names().enumerate() {
            names.entry(normal(name)).or_insert((field, rank));
        }
    }
    names
});

/// Fields by name, each taken once.
pub(super) struct Fields<'a> {
    source: &'a str,
    known: BTreeMap<Field, Vec<(usize, Key, Node)>>,
    /// What the house says where the article says nothing.
    defaults: BTreeMap<Field, (Key, Node)>,
    strangers: Vec<(Key, Node)>,
    kept: BTreeMap<String, serde_json::Value>,
    /// Whether what is not known is kept for other programs; a house file's is not.
    keeps: bool,
    /// Parts of fields that were mentioned: one note for each name is enough.
    odd: BTreeSet<(String, String)>,
    report: &'a mut Report,
    failed: Option<Failed>,
}

impl<'a> Fields<'a> {
    pub fn new(source: &'a str, entries: Vec<(Key, Node)>, report: &'a mut Report) -> Self {
        let mut fields = Self {
            source,
            known: BTreeMap::new(),
            defaults: BTreeMap::new(),
            strangers: Vec::new(),
            kept: BTreeMap::new(),
            keeps: true,
            odd: BTreeSet::new(),
            report,
            failed: None,
        };
        for (key, node) in entries {
            fields.put(key, node);
        }
        for candidates in fields.known.values_mut() {
            // Stable: of two spellings of one name the first counts.
            candidates.sort_by_key(|(rank, ..)| *rank);
        }
        fields
    }

    /// Values of a house file, one at a time.
    pub fn of_house(source: &'a str, report: &'a mut Report) -> Self {
        Self {
            keeps: false,
            ..Self::new(source, Vec::new(), report)
        }
    }

    /// Takes these fields in place of the article's own.
    pub fn overrule(&mut self, entries: Vec<(Key, Node)>) {
        let Fields { known, strangers, .. } = Fields::new(self.source, entries, self.report);
        self.known.extend(known);
        self.strangers
            .retain(|(key, _)| !strangers.iter().any(|(other, _)| other.text == key.text));
        self.strangers.extend(strangers);
    }

    /// Takes the house's fields where there are none of the article's own. `false` in the
    /// place of a text turns the house's off. Gives the fields turned off.
    pub fn add_defaults(&mut self, entries: Vec<(Key, Node)>) -> Vec<Field> {
        let mut house = Fields::new(self.source, entries, self.report).known;
        // Another publisher is at another place.
        let name = |known: &BTreeMap<Field, Vec<(usize, Key, Node)>>| {
            let (_, _, node) = known
                .get(&Field::Publisher)?
                .iter()
                .find(|(.., node)| !node.is_empty())?;
            let name = node.get(&["name", "text", "title", "literal"]).unwrap_or(node);
            name.text().map(|name| name.trim().to_owned())
        };
        if name(&self.known).is_some_and(|own| name(&house) != Some(own)) {
            house.remove(&Field::PublisherPlace);
        }
        let mut off = Vec::new();
        for (field, mut candidates) in house {
            let (_, key, node) = candidates.swap_remove(0);
            let own = self.known.get_mut(&field);
            let is_off = |node: &Node| {
                let is_plain = matches!(&node.value, Value::Scalar { plain: true, text } if text == "false");
                is_plain && !matches!(field.spec().shape, Shape::Truth | Shape::Cover)
            };
            match own.and_then(|own| {
                own.iter()
                    .position(|(_, _, node)| is_off(node))
                    .map(|at| (own, at))
            }) {
                Some((own, at)) => {
                    own.remove(at);
                    off.push(field);
                }
                None => drop(self.defaults.insert(field, (key, node))),
            }
        }
        off
    }

    fn put(&mut self, key: Key, node: Node) {
        let name = normal(&key.text);
        // Hugo's `params` holds what its own list of fields has no room for.
        if name == "params"
            && let Value::Map(entries) = node.value
        {
            for (key, node) in entries {
                match NAMES.get(&normal(&key.text)) {
                    Some((field, rank)) => {
                        let late = rank + Field::ALL.len();
                        self.known.entry(*field).or_default().push((late, key, node));
                    }
                    None => self.keep(&key, &node),
                }
            }
            return;
        }
        match NAMES.get(&name) {
            Some((field, rank)) => self.known.entry(*field).or_default().push((*rank, key, node)),
            None => self.strangers.push((key, node)),
        }
    }

    /// Takes a field, with the key as the author wrote it. The first of its names that has
    /// a value wins; the others are kept without a word: they say the same to other
    /// programs.
    pub fn take(&mut self, field: Field) -> Option<(Key, Node)> {
        let default = self.defaults.remove(&field);
        let mut found = None;
        for (_, key, node) in self.known.remove(&field).unwrap_or_default() {
            if node.is_empty() {
                continue;
            }
            if found.is_none() {
                found = Some((key, node));
            } else {
                self.keep(&key, &node);
            }
        }
        found.or(default)
    }

    /// Takes away the first of a field's names that means something else, as some
    /// programs write it.
    pub fn take_if(&mut self, field: Field, other: impl Fn(&str, &Node) -> bool) -> Option<(Key, Node)> {
        let candidates = self.known.get_mut(&field)?;
        let at = candidates
            .iter()
            .position(|(_, key, node)| other(&normal(&key.text), node))?;
        let (_, key, node) = candidates.remove(at);
        Some((key, node))
    }

    /// Keeps a field that other programs may want.
    pub fn keep(&mut self, key: &Key, node: &Node) {
        self.kept.insert(key.text.clone(), node.json());
    }

    /// Keeps a field's value under another name.
    pub fn keep_as(&mut self, name: &str, node: &Node) {
        self.kept.insert(name.to_string(), node.json());
    }

    /// Whether an empty value is a colour whose `#` made a comment of it.
    pub fn is_hidden_color(&self, key: &Key) -> bool {
        let rest = self.source.get(key.span.end..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let comment = line.trim_start_matches([':', ' ', '\t']).strip_prefix('#');
        comment.is_some_and(|comment| {
            let digits = comment.bytes().take_while(u8::is_ascii_hexdigit).count();
            matches!(digits, 3 | 6)
        })
    }

    /// Tells something worth knowing.
    pub fn note(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.report.note(code, span, message);
    }

    /// Tells a problem, and what to do about it.
    pub fn problem(&mut self, code: Code, span: Span, message: impl Into<String>, hint: &str) {
        self.report.problem(code, span, message);
        self.report.hint(hint);
    }

    /// Says that a field is not used, and why.
    pub fn note_unused(&mut self, key: &Key, reason: &str) {
        self.report.note(
            Code::UnknownField,
            key.span,
            format!("the field `{}` is not used: {reason}", key.text),
        );
    }

    /// Mentions the parts of an object that its table does not have, each name once, and
    /// keeps the object.
    pub fn odd_parts<T: Table>(&mut self, field: &str, node: &Node, foreign: &[&str]) {
        let Value::Map(entries) = &node.value else {
            return;
        };
        let mut is_kept = false;
        for (key, value) in entries {
            let name = normal(&key.text);
            let is_known = T::SPECS
                .iter()
                .any(|spec| spec.names().any(|known| is_named(&key.text, known)));
            if is_known || value.is_empty() {
                continue;
            }
            if !is_kept {
                is_kept = true;
                let kept = self.kept.entry(field.to_string());
                if let Some(list) = kept.or_insert_with(|| serde_json::json!([])).as_array_mut() {
                    list.push(node.json());
                }
            }
            if foreign.contains(&name.as_str()) || !self.odd.insert((field.to_string(), name.clone())) {
                continue;
            }
            let kept = if self.keeps {
                "kept and not used"
            } else {
                "not used"
            };
            let message = format!("`{}` of `{field}` is not known; it is {kept}", key.text);
            self.report.note(Code::UnknownField, key.span, message);
            if let Some(similar) = similar(&name, T::SPECS.iter().map(|spec| spec.name)) {
                self.report
                    .hint(format!("write `{similar}` if that is what you mean"));
            }
        }
    }

    /// Keeps what nobody took.
    pub fn finish(mut self, other: &mut BTreeMap<String, serde_json::Value>) -> Result<(), Failed> {
        let mut foreign: Vec<Key> = Vec::new();
        for (key, node) in std::mem::take(&mut self.strangers) {
            self.keep(&key, &node);
            if FOREIGN.contains(&normal(&key.text).as_str()) {
                foreign.push(key);
                continue;
            }
            self.report.note(
                Code::UnknownField,
                key.span,
                format!("the field `{}` is not known; it is kept and not used", key.text),
            );
            let names = Field::SPECS.iter().map(|spec| spec.name);
            if let Some(similar) = similar(&normal(&key.text), names) {
                self.report
                    .hint(format!("write `{similar}` if that is what you mean"));
            }
        }
        if let Some(first) = foreign.first() {
            let names: Vec<String> = foreign.iter().map(|key| format!("`{}`", key.text)).collect();
            let message = match names.as_slice() {
                [one] => format!("the field {one} is meant for another program; it is kept and not used"),
                several => format!(
                    "the fields {} are meant for other programs; they are kept and not used",
                    several.join(", ")
                ),
            };
            self.report.note(Code::UnknownField, first.span, message);
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
        check: fn(&str) -> Result<String, Wrong>,
    ) -> Option<String> {
        let text = self.text(field, node)?;
        match check(&text) {
            Ok(usual) => Some(usual),
            Err(wrong) => {
                self.wrong(node.span, format!("`{text}` {}", wrong.trouble), &wrong.hint);
                None
            }
        }
    }

    /// The same for a field that may have one value a form: `{print: …, pdf: …}`. The
    /// best one, and all of them by form.
    pub fn checked_forms(
        &mut self,
        field: &str,
        node: &Node,
        preferred: &[&str],
        check: fn(&str) -> Result<String, Wrong>,
    ) -> (Option<String>, BTreeMap<String, String>) {
        let entries = match &node.value {
            Value::Map(entries) => entries,
            // Two numbers without a word which is which: the first serves, all are kept.
            Value::Seq(items) if items.len() > 1 => {
                let all: Vec<_> = items
                    .iter()
                    .filter_map(|item| self.checked(field, item, check))
                    .collect();
                let forms = all
                    .iter()
                    .enumerate()
                    .map(|(index, value)| ((index + 1).to_string(), value.clone()));
                return (all.first().cloned(), forms.collect());
            }
            Value::Scalar { .. } | Value::Seq(_) => {
                return (self.checked(field, node, check), BTreeMap::new());
            }
        };
        let mut forms = BTreeMap::new();
        for (key, form) in entries.iter().filter(|(_, form)| !form.is_empty()) {
            if let Some(checked) = self.checked(field, form, check) {
                forms.insert(normal(&key.text), checked);
            }
        }
        let best = preferred.iter().find_map(|form| forms.get(*form).cloned());
        (best.or_else(|| forms.values().next().cloned()), forms)
    }

    /// An address on the web.
    pub fn url(&mut self, node: &Node) -> Option<String> {
        self.checked("url", node, identifiers::url)
    }

    /// Text, a number, or an object with a `number`.
    pub fn number(&mut self, field: &str, node: &Node) -> Option<String> {
        match node.get(&["number", "value", "text", "name", "title"]) {
            Some(number) => self.text(field, number),
            None => self.text(field, node),
        }
    }

    /// A day, a month or a year.
    pub fn date(&mut self, field: &str, node: &Node) -> Option<Date> {
        let text = dates::csl(node).or_else(|| node.text().map(str::to_string));
        match text.as_deref().map(dates::read) {
            Some(dates::Read::Plain(date)) => Some(date),
            Some(dates::Read::Loose(date)) => {
                let text = text.unwrap_or_default();
                let message = format!("`{}` is read as {}", text.trim(), date.iso());
                self.report.note(Code::FieldValue, node.span, message);
                self.report.hint(format!(
                    "write `{}`, so that every program reads the same",
                    date.iso()
                ));
                Some(date)
            }
            Some(dates::Read::Clock) => {
                let text = text.unwrap_or_default();
                let message = format!(
                    "`{field}` asks for the day of the run (`{}`), and nothing here asks the clock",
                    text.trim()
                );
                self.report.problem(Code::FieldValue, node.span, message);
                self.report
                    .hint("write the day of publication, such as `2025-06-01`");
                None
            }
            Some(dates::Read::Wrong(hint)) => {
                let shown = text.unwrap_or_default();
                self.wrong(
                    node.span,
                    format!("`{}` is not a date that `{field}` can have", shown.trim()),
                    &hint,
                );
                None
            }
            None => {
                let message = format!("this is not a date that `{field}` can have");
                self.wrong(
                    node.span,
                    message,
                    "write it as `2025-06-01`, `2025-06` or `2025`",
                );
                None
            }
        }
    }

    /// A whole number within bounds.
    pub fn count(&mut self, field: &str, node: &Node, bounds: std::ops::RangeInclusive<u8>) -> Option<u8> {
        let number = node.text().and_then(|text| text.trim().parse::<u8>().ok());
        let number = number.filter(|number| bounds.contains(number));
        if number.is_none() {
            let (first, last) = (bounds.start(), bounds.end());
            let between = if last - first == 1 { "or" } else { "to" };
            let message = format!("`{field}` must be a number: {first} {between} {last}");
            self.wrong(node.span, message, &format!("write a number, such as `{last}`"));
        }
        number
    }

    /// schema.org's words: a list, or one line with spaces or commas. A set of ways keeps
    /// its commas.
    pub fn terms(&mut self, field: &str, node: &Node) -> Vec<String> {
        match &node.value {
            Value::Seq(items) => items.iter().filter_map(|item| self.text(field, item)).collect(),
            Value::Scalar { text, .. } if field == "access-modes-sufficient" => vec![text.trim().to_string()],
            Value::Scalar { text, .. } => {
                let words = text.split([',', ' ']).map(str::trim);
                words
                    .filter(|word| !word.is_empty())
                    .map(str::to_string)
                    .collect()
            }
            Value::Map(_) => self.text(field, node).into_iter().collect(),
        }
    }

    /// A picture's path, or an object with one; `None` if it names no file.
    pub fn picture(&mut self, field: &str, node: &Node) -> Option<CoverImage> {
        let (src, alt) = match &node.value {
            Value::Map(_) => (parts::PicturePart::Src.of(node), parts::PicturePart::Alt.of(node)),
            Value::Seq(items) => (items.first(), None),
            Value::Scalar { .. } => (Some(node), None),
        };
        let names_no_file = |text: &str| matches!(text.trim(), "true" | "false");
        let src = src.filter(|src| src.text().is_some_and(|text| !names_no_file(text)))?;
        Some(CoverImage {
            span: src.span,
            src: self.text(field, src)?,
            alt: alt.and_then(|alt| self.text(field, alt)),
            asset: None,
        })
    }

    /// A language, as its tag.
    pub fn language(&mut self, node: &Node) -> Option<String> {
        let text = self.text("lang", node)?;
        match kinds::language(&text) {
            Ok(tag) => Some(tag),
            Err(hint) => {
                self.wrong(node.span, format!("`{text}` is not a language tag"), &hint);
                None
            }
        }
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

/// The known name that another is one slip away from.
pub(super) fn similar(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    if !(4..=40).contains(&name.len()) {
        return None;
    }
    let near = known.filter(|known| known.len().abs_diff(name.len()) <= 2);
    let close = near.map(|known| (strsim::damerau_levenshtein(name, known), known));
    close
        .filter(|(distance, _)| *distance <= 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}
