//! The front matter of an article (YAML, Hugo's TOML, or Pandoc's title block) to [`Meta`].
//!
//! Names are those of Pandoc, Quarto, CSL and Dublin Core. A known field with a value that
//! it cannot have is an error at the value; all of them are found in one run. A field that
//! nobody knows is kept in [`Meta::other`] with one note.
//!
//! To add a field: add a row to `table.rs`, and say in [`set`] where its value goes.

mod bibliography;
mod citation;
mod dates;
mod fields;
mod funding;
mod house;
mod houses;
mod identifiers;
mod kinds;
mod license;
mod parts;
mod people;
mod publication;
mod schema;
mod settings;
mod split;
mod table;

pub(super) use house::{Defaults, defaults, read as read_house};
pub(super) use schema::{house_schema, schema};
pub(super) use split::split;

use super::yaml::{Key, Node, Value};
use crate::diagnostic::{Code, Failed, Report, Span};
use crate::model::{Block, Meta, Person, Series};
use fields::Fields;
use houses::Houses;
use std::ops::Range;
use table::{Field, Table};

/// What speaks beside an article's own front matter.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// The house, where the article says nothing.
    pub house: Defaults,
    /// What counts in place of what the article says.
    pub overrides: Vec<(Key, Node)>,
}

/// Reads fields that stand above the article's own: those of `part`.
///
/// # Errors
///
/// [`Failed`] if it is no list of fields.
pub(super) fn overrides(
    text: &str,
    part: Range<usize>,
    report: &mut Report,
) -> Result<Vec<(Key, Node)>, Failed> {
    let start = part.start;
    match super::yaml::read_file(text, part, "the list of fields", report)? {
        Some(Node {
            value: Value::Map(entries),
            ..
        }) => Ok(entries),
        None => Ok(Vec::new()),
        Some(_) => {
            let failed = report.error(
                Code::FrontMatter,
                Span::new(start, start),
                "what stands above the front matter must be a list of fields",
            );
            report.hint("write an object, such as `{\"lang\": \"fr\"}`");
            Err(failed)
        }
    }
}

/// Understands the front matter, given as a tree. Where it says nothing, the house does.
///
/// # Errors
///
/// [`Failed`] if it is no list of fields, or a field has a value that it cannot have.
pub(super) fn read(
    text: &str,
    root: Option<Node>,
    span: Span,
    mut beside: Beside,
    report: &mut Report,
) -> Result<Meta, Failed> {
    let mut meta = Meta {
        span,
        ..Meta::default()
    };
    let entries = match root {
        None => Vec::new(),
        Some(root) if root.is_empty() => Vec::new(),
        Some(Node {
            value: Value::Map(entries),
            ..
        }) => entries,
        Some(root) => {
            let failed = report.error(
                Code::FrontMatter,
                root.span,
                "the front matter must be a list of fields",
            );
            report.hint("write one field a line, such as `title: …`");
            return Err(failed);
        }
    };
    let mut fields = Fields::new(text, entries, report);
    fields.overrule(beside.overrides);
    let off = fields.add_defaults(std::mem::take(&mut beside.house.fields));
    read_fields(fields, &mut meta)?;
    if !off.contains(&Field::Contact) {
        beside.house.add_channels(&mut meta.contact);
    }
    Ok(meta)
}

/// Puts every field where it belongs.
///
/// # Errors
///
/// [`Failed`] if a field has a value that it cannot have.
fn read_fields(mut fields: Fields, meta: &mut Meta) -> Result<(), Failed> {
    other_meanings(&mut fields, meta);
    let mut houses = Houses::default();
    for &field in Field::ALL {
        if let Some((key, node)) = fields.take(field) {
            set(field, &key, &node, &mut fields, &mut houses, meta);
        }
    }
    fields.finish(&mut meta.other)
}

/// Fields that some programs use for something else than we do.
fn other_meanings(fields: &mut Fields, meta: &mut Meta) {
    // Jekyll's `published: false` means that the paper is a draft, not when it came out.
    let is_truth = |node: &Node| matches!(node.text().map(str::trim), Some("true" | "false"));
    if let Some((_, node)) = fields.take_if(Field::Date, |key, node| key == "published" && is_truth(node)) {
        meta.draft |= node.text().map(str::trim) == Some("false");
    }
    // Hugo's `summary: true` and the like ask for a list to show something.
    for field in [Field::Abstract, Field::About, Field::Contact] {
        if let Some((key, node)) = fields.take_if(field, |_, node| is_truth(node)) {
            fields.keep(&key, &node);
        }
    }
}

/// Where each field's value goes.
fn set(field: Field, key: &Key, node: &Node, fields: &mut Fields, houses: &mut Houses, meta: &mut Meta) {
    let name = field.spec().name;
    match field {
        Field::Title => title(fields, node, meta),
        Field::Subtitle => meta.subtitle = fields.inlines(name, node),
        Field::ShortTitle => meta.short_title = fields.text(name, node),
        Field::Affiliations => *houses = Houses::read(fields, Some(node)),
        Field::Author | Field::Editor | Field::Translator | Field::Contributor => {
            let people = people::people(fields, name, node, houses);
            by_part(field, people, meta);
        }
        Field::Date => meta.date = fields.date(name, node),
        Field::DateModified => meta.date_modified = fields.date(name, node),
        Field::Lang => meta.lang = fields.language(node),
        Field::Abstract => meta.summary = fields.blocks(name, node),
        Field::KeyMessages => {
            meta.key_messages = fields.entries(name, node);
            meta.key_messages_title = match super::yaml::normal(&key.text).as_str() {
                "key-points" | "keypoints" => Some("Key Points".to_string()),
                "highlights" => Some("Highlights".to_string()),
                _ => None,
            };
        }
        Field::Recommendations => meta.recommendations = fields.entries(name, node),
        Field::Funding => funding::funding(fields, node, meta),
        Field::Acknowledgements => meta.acknowledgements = fields.blocks(name, node),
        Field::Disclaimer => meta.disclaimer = fields.blocks(name, node),
        Field::About => meta.about = fields.blocks(name, node),
        Field::Contact => meta.contact = fields.blocks(name, node),
        Field::Imprint => meta.imprint = fields.blocks(name, node),
        Field::Keywords => meta.keywords = fields.words(name, node),
        Field::Jel => publication::jel(fields, node, meta),
        Field::Genre => meta.genre = fields.text(name, node),
        Field::Type => publication::kind(fields, key, node, meta),
        Field::Series => publication::series(fields, key, node, meta),
        Field::Number => meta.number = fields.number(name, node).or(meta.number.take()),
        Field::Volume => meta.volume = fields.number(name, node),
        Field::Edition => meta.edition = fields.number(name, node),
        Field::Version => meta.version = fields.number(name, node),
        Field::Publisher => meta.publisher = fields.name(name, node),
        Field::PublisherPlace => meta.publisher_place = fields.text(name, node),
        Field::Doi => meta.doi = fields.checked(name, node, identifiers::doi),
        Field::Isbn => {
            let forms = ["pdf", "epub", "print"];
            (meta.isbn, meta.isbn_forms) = fields.checked_forms(name, node, &forms, identifiers::isbn);
        }
        Field::Issn => {
            let forms = ["online", "electronic", "print"];
            (meta.issn, meta.issn_forms) = fields.checked_forms(name, node, &forms, identifiers::issn);
        }
        Field::Handle => meta.handle = fields.checked(name, node, identifiers::handle),
        Field::Identifier => publication::catalogue_names(fields, node, meta),
        Field::Url => {
            let text = fields.text(name, node).unwrap_or_default();
            if identifiers::is_address(&text) {
                meta.url = Some(text);
            } else {
                // Site generators keep a path here; it is no mistake, only of no use.
                fields.keep(key, node);
                fields.note_unused(key, "it is not an address that begins with `https://`");
            }
        }
        Field::License => meta.license = license::license(fields, name, node),
        Field::Copyright => publication::copyright(fields, node, meta),
        Field::Citation => citation::citation(fields, node, houses, meta),
        Field::Bibliography
        | Field::Csl
        | Field::Nocite
        | Field::References
        | Field::LinkCitations
        | Field::SuppressBibliography
        | Field::ReferenceSectionTitle => bibliography::set(field, node, fields, &mut meta.citing),
        Field::Notes => settings::notes(fields, key, node, meta),
        Field::Toc => meta.toc = Some(fields.truth(name, node)),
        Field::TocDepth => meta.toc_depth = fields.count(name, node, 1..=6),
        Field::NumberSections => meta.number_sections = fields.truth(name, node),
        Field::Lof => meta.lof = Some(fields.truth(name, node)),
        Field::Lot => meta.lot = Some(fields.truth(name, node)),
        Field::Layout => settings::layout(fields, key, node, meta),
        Field::Papersize => {
            let text = fields.text(name, node).unwrap_or_default();
            meta.paper = kinds::paper(&text);
            if meta.paper.is_none() {
                let message = format!("`{text}` is not a size of paper that there is");
                fields.wrong(node.span, message, "write `a4` or `us-letter`");
            }
        }
        Field::Pages => settings::pages(fields, node, meta),
        Field::Columns => meta.columns = fields.count(name, node, 1..=2),
        Field::Cover => settings::cover(fields, key, node, meta),
        Field::CoverImage | Field::Image => settings::cover_image(field, fields, key, node, meta),
        Field::CoverImageAlt => {
            let alt = fields.text(name, node);
            match &mut meta.cover_image {
                Some(cover) => cover.alt = alt.or(cover.alt.take()),
                None => fields.keep(key, node),
            }
        }
        Field::PdfStandard => settings::pdf_standard(fields, node, meta),
        Field::Attachments => settings::attachments(fields, node, meta),
        Field::AttachSource => meta.attach_source = fields.truth(name, node),
        Field::AccessibilitySummary => meta.accessibility.summary = fields.text(name, node),
        Field::AccessModes => meta.accessibility.modes = fields.terms(name, node),
        Field::AccessModesSufficient => meta.accessibility.modes_sufficient = fields.terms(name, node),
        Field::AccessibilityFeatures => meta.accessibility.features = fields.terms(name, node),
        Field::AccessibilityHazards => meta.accessibility.hazards = fields.terms(name, node),
        Field::Draft => meta.draft |= fields.truth(name, node),
        Field::Parts => parts_of_myst(fields, node, meta),
    }
}

/// Puts people where their part in the work belongs: Pandoc's `creator` names editors too.
fn by_part(field: Field, people: Vec<Person>, meta: &mut Meta) {
    for person in people {
        let list = match (field, person.relator.as_deref()) {
            (Field::Editor, _) => &mut meta.editors,
            (Field::Translator, _) => &mut meta.translators,
            (_, Some("edt")) => &mut meta.editors,
            (_, Some("trl")) => &mut meta.translators,
            (Field::Contributor, _) => &mut meta.contributors,
            // Whoever wrote it may have drawn its pictures too.
            _ => &mut meta.authors,
        };
        list.push(person);
    }
}

/// A title, or Pandoc's list of titles with their types.
fn title(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let parts = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Map(_) => std::slice::from_ref(node),
        Value::Scalar { .. } => {
            meta.title = fields.inlines("title", node);
            return;
        }
    };
    for part in parts {
        let kind = part.get(&["type"]).and_then(Node::text).unwrap_or("main");
        let text = match &part.value {
            Value::Map(_) => part.get(&["text", "main", "title", "value"]),
            Value::Scalar { .. } | Value::Seq(_) => Some(part),
        };
        let Some(text) = text else {
            fields.wrong(
                part.span,
                "a title needs a `text`",
                "write `text: …` beside `type: …`",
            );
            continue;
        };
        match kind {
            "subtitle" => meta.subtitle = fields.inlines("subtitle", text),
            "short" => meta.short_title = fields.text("short-title", text),
            "collection" => {
                meta.series = Some(Series {
                    title: fields.text("series", text).unwrap_or_default(),
                    ..Series::default()
                });
            }
            "main" if meta.title.is_empty() => meta.title = fields.inlines("title", text),
            // A second title says more about the first.
            _ if meta.subtitle.is_empty() => meta.subtitle = fields.inlines("title", text),
            _ => {
                meta.subtitle.push(crate::model::Inline::LineBreak);
                meta.subtitle.extend(fields.inlines("title", text));
            }
        }
        if let Some(subtitle) = part.get(&["subtitle"]) {
            meta.subtitle = fields.inlines("subtitle", subtitle);
        }
    }
}

/// MyST's parts: texts that other programs have as fields.
fn parts_of_myst(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let Value::Map(entries) = &node.value else {
        fields.keep_as("parts", node);
        return;
    };
    let mut others = false;
    for (key, part) in entries.iter().filter(|(_, part)| !part.is_empty()) {
        let list: &mut Vec<Block> = match super::yaml::normal(&key.text).as_str() {
            "abstract" | "summary" => &mut meta.summary,
            "acknowledgments" | "acknowledgements" => &mut meta.acknowledgements,
            "disclaimer" => &mut meta.disclaimer,
            "about" => &mut meta.about,
            "keypoints" | "key-points" | "key-messages" | "highlights" => {
                if meta.key_messages.is_empty() {
                    meta.key_messages = fields.entries("key-messages", part);
                    meta.key_messages_title = Some("Key Points".to_string());
                }
                continue;
            }
            _ => {
                others = true;
                continue;
            }
        };
        if list.is_empty() {
            *list = fields.blocks("parts", part);
        }
    }
    if others {
        fields.keep_as("parts", node);
    }
}
