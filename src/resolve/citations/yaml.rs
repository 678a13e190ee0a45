//! Hayagriva's own YAML, and CSL's items written as YAML.

use hayagriva::types::{Date, EntryType, MaybeTyped, Person, PersonRole};
use hayagriva::{Entry, Library};
use serde_json::{Map, Value, json};
use std::fmt::Display;

/// What a YAML file of works holds.
pub(super) enum Yaml {
    /// Items of CSL by their ids.
    Csl(Vec<(Option<String>, Value)>),
    /// Entries of Hayagriva by their keys, not yet understood.
    Hayagriva(Vec<(String, serde_yaml::Value)>),
}

/// Why a file is none of these: the byte if it is known, and words.
pub(super) struct Trouble {
    pub at: usize,
    pub message: String,
}

/// How many brackets may be open. The parser looks at all of them for every word, and says
/// only at the end that they are too many.
const DEEPEST: usize = 1000;

/// Where more brackets are open than any list of works has. Only what stands where a value
/// begins counts, and none in a title.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = 0usize;
    let mut begins = true;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' if begins => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        begins = byte.is_ascii_whitespace() || b"[{,:-".contains(&byte);
        if open > DEEPEST {
            return Some(at);
        }
    }
    None
}

/// Tells what a text holds.
pub(super) fn read(text: &str) -> Result<Yaml, Trouble> {
    // Pandoc keeps such files between the marks of a front matter.
    let first = text.trim_start_matches('\u{feff}');
    let document = match first.trim_start().strip_prefix("---") {
        Some(rest) => rest.split("\n---").next().unwrap_or(rest),
        None => first,
    };
    let skipped =
        text.len() - first.len() + (first.len() - document.len()).min(first.find(document).unwrap_or(0));
    if let Some(at) = too_deep(document) {
        return Err(Trouble {
            at: skipped + at,
            message: "the brackets of this YAML are nested too deeply".to_owned(),
        });
    }
    let root: serde_yaml::Value = serde_yaml::from_str(document).map_err(|err| Trouble {
        at: skipped + err.location().map_or(0, |place| place.index()),
        message: format!("this is not valid YAML ({})", without_place(&err.to_string())),
    })?;
    let list = match root {
        serde_yaml::Value::Sequence(list) => list,
        serde_yaml::Value::Mapping(map) => match map.get("references").cloned() {
            Some(serde_yaml::Value::Sequence(list)) => list,
            _ => {
                let entries = map
                    .into_iter()
                    .filter_map(|(key, value)| Some((plain(&key)?, value)));
                return Ok(Yaml::Hayagriva(entries.collect()));
            }
        },
        serde_yaml::Value::Null => Vec::new(),
        _ => {
            return Err(Trouble {
                at: 0,
                message: "this file holds no works".to_string(),
            });
        }
    };
    let items = list.into_iter().map(|item| {
        let key = item.get("id").and_then(plain);
        let mut item = serde_json::to_value(item).unwrap_or(Value::Null);
        if let Some(title) = item.get("title").and_then(Value::as_str) {
            item["title"] = emphasis(title).into();
        }
        (key, item)
    });
    Ok(Yaml::Csl(items.collect()))
}

fn plain(value: &serde_yaml::Value) -> Option<String> {
    match value {
        serde_yaml::Value::String(text) => Some(text.clone()),
        serde_yaml::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The parser's words without its line and column, which stand in front of the finding.
fn without_place(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

/// Stressed words of a Markdown title as CSL-JSON has them.
fn emphasis(title: &str) -> String {
    let parts: Vec<&str> = title.split('*').collect();
    if parts.len() < 3
        || parts.len().is_multiple_of(2)
        || parts.iter().skip(1).step_by(2).any(|part| part.trim().is_empty())
    {
        return title.to_string();
    }
    let mut html = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            html.push_str(if index % 2 == 1 { "<i>" } else { "</i>" });
        }
        html.push_str(part);
    }
    html
}

/// An entry of Hayagriva as an item of CSL-JSON; words if it is none.
pub(super) fn item(key: &str, value: &serde_yaml::Value) -> Result<Value, String> {
    let mut single = serde_yaml::Mapping::new();
    single.insert(key.into(), value.clone());
    let library: Library =
        serde_yaml::from_value(single.into()).map_err(|err| without_place(&err.to_string()).to_string())?;
    library
        .nth(0)
        .map(convert)
        .ok_or_else(|| "it is empty".to_string())
}

fn convert(entry: &Entry) -> Value {
    let mut item = Map::new();
    let container = entry.parents().first();
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            item.insert(name.to_string(), value.into());
        }
    };
    set("type", Some(kind(entry, container).to_string()));
    set("title", entry.title().map(ToString::to_string));
    set(
        "title-short",
        entry
            .title()
            .and_then(|title| title.short.as_ref())
            .map(std::string::ToString::to_string),
    );
    let is_series = |parent: &Entry| {
        matches!(parent.entry_type(), EntryType::Book | EntryType::Anthology)
            && *entry.entry_type() == EntryType::Book
    };
    let (name, parent_title) = match container {
        Some(parent) if is_series(parent) => ("collection-title", parent.title()),
        Some(parent) if *parent.entry_type() == EntryType::Conference => ("event-title", parent.title()),
        Some(parent) => ("container-title", parent.title()),
        None => ("container-title", None),
    };
    set(name, parent_title.map(ToString::to_string));
    let series = container.and_then(|parent| parent.parents().first());
    set(
        "collection-title",
        series.and_then(|series| series.title()).map(ToString::to_string),
    );
    set("volume", number(entry.map(Entry::volume)));
    set("issue", number(entry.map(Entry::issue)));
    set("edition", number(entry.map(Entry::edition)));
    set("chapter-number", number(entry.chapter()));
    set("page", number(entry.page_range()));
    set(
        "number-of-volumes",
        entry.map(Entry::volume_total).map(ToString::to_string),
    );
    set("number-of-pages", entry.page_total().map(ToString::to_string));
    let publisher = entry.map(Entry::publisher);
    set(
        "publisher",
        publisher
            .and_then(|publisher| publisher.name())
            .or(entry.map(Entry::organization))
            .map(ToString::to_string),
    );
    set(
        "publisher-place",
        publisher
            .and_then(|publisher| publisher.location())
            .or(entry.map(Entry::location))
            .map(ToString::to_string),
    );
    set("URL", entry.url_any().map(|url| url.value.to_string()));
    for name in ["doi", "isbn", "issn", "pmid", "pmcid"] {
        set(
            &name.to_uppercase(),
            entry.keyed_serial_number(name).map(str::to_string),
        );
    }
    if let Some(arxiv) = entry.arxiv().filter(|_| entry.url_any().is_none()) {
        set(
            "URL",
            Some(format!(
                "https://arxiv.org/abs/{}",
                arxiv.trim_start_matches("arXiv:")
            )),
        );
    }
    set("number", entry.keyed_serial_number("serial").map(str::to_string));
    set(
        "version",
        entry.keyed_serial_number("version").map(str::to_string),
    );
    set("archive", entry.archive().map(ToString::to_string));
    set(
        "archive_location",
        entry.archive_location().map(ToString::to_string),
    );
    set("call-number", entry.call_number().map(ToString::to_string));
    set("genre", entry.genre().map(ToString::to_string));
    set("note", entry.note().map(ToString::to_string));
    set("language", entry.map(Entry::language).map(ToString::to_string));
    let mut people = |name: &str, people: Vec<Value>| {
        if !people.is_empty() {
            item.insert(name.to_string(), people.into());
        }
    };
    people(
        "author",
        entry.authors().unwrap_or_default().iter().map(person).collect(),
    );
    let editors = entry.editors().or_else(|| container.and_then(Entry::editors));
    people("editor", editors.unwrap_or_default().iter().map(person).collect());
    let book_authors = container
        .and_then(Entry::authors)
        .filter(|authors| Some(*authors) != entry.authors());
    people(
        "container-author",
        book_authors.unwrap_or_default().iter().map(person).collect(),
    );
    for group in entry.affiliated().unwrap_or_default() {
        let name = match group.role {
            PersonRole::Translator => "translator",
            PersonRole::Compiler => "compiler",
            PersonRole::Director => "director",
            PersonRole::Composer => "composer",
            PersonRole::Illustrator => "illustrator",
            PersonRole::Organizer => "organizer",
            PersonRole::Producer => "producer",
            _ => "contributor",
        };
        people(name, group.names.iter().map(person).collect());
    }
    if let Some(date) = entry.date_any() {
        item.insert("issued".to_string(), date_value(date));
    }
    if let Some(date) = entry.url_any().and_then(|url| url.visit_date.as_ref()) {
        item.insert("accessed".to_string(), date_value(date));
    }
    Value::Object(item)
}

fn number<T: Display>(value: Option<&MaybeTyped<T>>) -> Option<String> {
    value.map(ToString::to_string)
}

fn person(person: &Person) -> Value {
    let Some(given) = &person.given_name else {
        return json!({ "literal": person.name });
    };
    let mut value = json!({ "family": person.name, "given": given });
    for (field, words) in [
        ("non-dropping-particle", &person.prefix),
        ("suffix", &person.suffix),
    ] {
        if let Some(words) = words {
            value[field] = words.as_str().into();
        }
    }
    value
}

fn date_value(date: &Date) -> Value {
    let mut parts = vec![i64::from(date.year)];
    parts.extend(date.month.map(|month| i64::from(month) + 1));
    if date.month.is_some() {
        parts.extend(date.day.map(|day| i64::from(day) + 1));
    }
    json!({ "date-parts": [parts], "circa": date.approximate })
}

/// CSL's type for an entry in its container.
fn kind(entry: &Entry, container: Option<&Entry>) -> &'static str {
    let within = container.map(Entry::entry_type);
    match (entry.entry_type(), within) {
        (EntryType::Article, Some(EntryType::Newspaper)) => "article-newspaper",
        (EntryType::Article, Some(EntryType::Proceedings | EntryType::Conference)) => "paper-conference",
        (EntryType::Article, Some(EntryType::Blog)) => "post-weblog",
        (EntryType::Article, Some(EntryType::Web)) => "webpage",
        (EntryType::Article, Some(EntryType::Periodical)) => "article-journal",
        (EntryType::Article, _) => "article",
        (EntryType::Chapter | EntryType::Anthos, _) => "chapter",
        (EntryType::Entry, Some(EntryType::Reference)) => "entry-encyclopedia",
        (EntryType::Entry, _) => "entry",
        (EntryType::Book | EntryType::Anthology | EntryType::Proceedings | EntryType::Reference, _) => "book",
        (EntryType::Report, _) => "report",
        (EntryType::Thesis, _) => "thesis",
        (EntryType::Web, _) => "webpage",
        (EntryType::Blog, _) => "post-weblog",
        (EntryType::Post | EntryType::Thread, _) => "post",
        (EntryType::Patent, _) => "patent",
        (EntryType::Case, _) => "legal_case",
        (EntryType::Legislation, _) => "legislation",
        (EntryType::Manuscript, _) => "manuscript",
        (EntryType::Artwork, _) => "graphic",
        (EntryType::Performance | EntryType::Scene, _) => "performance",
        (EntryType::Repository, _) => "software",
        (EntryType::Video, _) => "motion_picture",
        (EntryType::Audio, _) => "song",
        (EntryType::Exhibition | EntryType::Conference, _) => "event",
        (EntryType::Periodical | EntryType::Newspaper, _) => "periodical",
        (EntryType::Misc, Some(EntryType::Web)) => "webpage",
        _ if entry.url().is_some() => "webpage",
        _ => "document",
    }
}
