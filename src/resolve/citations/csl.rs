//! Items of CSL-JSON as hayagriva wants them: nothing in them that it could fall over.

use citationberg::json::{DateValue, Item, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange};
use citationberg::taxonomy::Kind;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::str::FromStr;

/// The longest value of a field in bytes.
const LONGEST: usize = 8_000;

/// The most names of one kind.
const MOST_NAMES: usize = 500;

/// The name of the field by which items are told apart at one glance. It sorts before all
/// others, so comparing two items ends there.
const RANK: &str = "!";

/// An item with a key and a rank of its own.
pub(super) fn item(fields: &Json, key: &str, rank: usize) -> Item {
    let mut item = BTreeMap::new();
    for (name, value) in fields.as_object().into_iter().flatten() {
        let name = field_name(name);
        let value = if is_date(&name) {
            date(value).map(Value::Date)
        } else if is_name(&name) {
            Some(Value::Names(names(value))).filter(|names| *names != Value::Names(Vec::new()))
        } else {
            words(value).map(|words| {
                Value::String(if is_technical(&name) {
                    words
                } else {
                    shielded(&words)
                })
            })
        };
        if let Some(value) = value {
            item.insert(name, value);
        }
    }
    let kind = item
        .get("type")
        .and_then(Value::to_str)
        .map(|kind| kind.replace('_', "-"))
        .filter(|kind| Kind::from_str(kind).is_ok() || Kind::from_str(&kind.replace('-', "_")).is_ok())
        .map_or_else(
            || "document".to_string(),
            |kind| {
                if Kind::from_str(&kind).is_ok() {
                    kind
                } else {
                    kind.replace('-', "_")
                }
            },
        );
    item.insert("type".to_string(), Value::String(kind));
    item.insert("id".to_string(), Value::String(key.to_string()));
    item.insert(
        RANK.to_string(),
        Value::Number(i64::try_from(rank).unwrap_or(i64::MAX)),
    );
    Item(item)
}

/// Values that are no running text.
fn is_technical(name: &str) -> bool {
    const TECHNICAL: &[&str] = &[
        "id",
        "type",
        "language",
        "DOI",
        "URL",
        "ISBN",
        "ISSN",
        "PMID",
        "PMCID",
        "page",
        "page-first",
        "volume",
        "issue",
        "number",
        "edition",
        "version",
        "chapter-number",
        "collection-number",
        "number-of-pages",
        "number-of-volumes",
        "part-number",
        "supplement-number",
    ];
    TECHNICAL.contains(&name)
}

/// CSL's tags for looks, and what stands for each while hayagriva works on the text. The
/// signs are those that its change of case looks through; nobody writes them like this.
const TAGS: &[(&str, &str)] = &[
    ("<i>", "‹«‹«"),
    ("</i>", "›«›«"),
    ("<b>", "‹»‹»"),
    ("</b>", "›»›»"),
    ("<sup>", "«‹»‹"),
    ("</sup>", "«›»›"),
    ("<sub>", "»‹«‹"),
    ("</sub>", "»›«›"),
];

/// A letter that no change of case reaches: one of private use.
fn shield(char: char) -> char {
    match u32::from(char) {
        code @ 0..0x1000 if char.is_alphabetic() => char::from_u32(0xe000 + code).unwrap_or(char),
        _ => char,
    }
}

/// Every letter of a text shielded.
pub(super) fn shield_all(text: &str) -> String {
    text.chars().map(shield).collect()
}

/// Running text as hayagriva gets it. Setting a title in capitals, it would write "iPhone"
/// and "McNamara" anew (CSL 1.0.2 leaves words of mixed case alone), and a tag would hide
/// the beginning of a word from it.
fn shielded(text: &str) -> String {
    let mut tagged = typographic(text);
    if text.contains('<') {
        for (tag, signs) in TAGS {
            tagged = tagged.replace(tag, signs);
        }
    }
    let mut done = String::with_capacity(tagged.len());
    for word in tagged.split_inclusive(|char: char| !char.is_alphanumeric()) {
        let mut letters = word.chars().filter(|char| char.is_alphabetic());
        let first = letters.next();
        let has_upper = letters.clone().any(char::is_uppercase);
        let has_lower = first.is_some_and(char::is_lowercase) || letters.any(char::is_lowercase);
        match has_upper && has_lower {
            true => done.extend(word.chars().map(shield)),
            false => done.push_str(word),
        }
    }
    done
}

/// "India's" with the apostrophe that the rest of the article has.
fn typographic(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let inside =
            done.ends_with(char::is_alphabetic) && chars.peek().is_some_and(|next| next.is_alphabetic());
        done.push(if char == '\'' && inside { '’' } else { char });
    }
    done
}

/// Whether two works have the same authors and year, so that a style may tell them apart by
/// letters.
pub(super) fn has_namesakes(items: &[Item]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    items.iter().any(|item| {
        let people = item.0.get("author").or(item.0.get("editor"));
        let year = match item.0.get("issued") {
            Some(Value::Date(DateValue::DateParts { date_parts, .. })) => {
                date_parts.0.first().and_then(|date| date.0.first().copied())
            }
            _ => None,
        };
        !seen.insert(format!("{people:?} {year:?}"))
    })
}

/// What hayagriva gives, as it is to be read.
pub(super) fn bare(text: &str) -> String {
    let mut bare: String = text
        .chars()
        .map(|char| match u32::from(char) {
            code @ 0xe000..0xf000 => char::from_u32(code - 0xe000)
                .filter(|char| char.is_alphabetic())
                .unwrap_or(char),
            _ => char,
        })
        .collect();
    // A comma before something that then was not there.
    for (slip, right) in [(",)", ")"), (",.", ".")] {
        if bare.contains(slip) {
            bare = bare.replace(slip, right);
        }
    }
    if bare.contains(['‹', '›']) {
        for (tag, signs) in TAGS {
            bare = bare.replace(signs, tag);
        }
    }
    bare
}

/// The words of a date that are none: "forthcoming".
pub(super) fn literal_date(fields: &Json) -> Option<String> {
    let issued = fields.get("issued")?;
    let words = issued.as_str().or_else(|| issued.get("literal")?.as_str())?;
    (date(issued).is_none() && !words.trim().is_empty()).then(|| words.trim().to_string())
}

/// Abbreviations are written large in CSL-JSON, and small by some programs.
fn field_name(name: &str) -> String {
    match name {
        "doi" | "isbn" | "issn" | "url" | "pmid" | "pmcid" => name.to_uppercase(),
        _ => name.to_string(),
    }
}

fn is_date(name: &str) -> bool {
    matches!(
        name,
        "issued" | "accessed" | "submitted" | "event-date" | "original-date" | "available-date"
    )
}

fn is_name(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "author",
        "chair",
        "collection-editor",
        "compiler",
        "composer",
        "container-author",
        "contributor",
        "curator",
        "director",
        "editor",
        "editorial-director",
        "editor-translator",
        "executive-producer",
        "guest",
        "host",
        "illustrator",
        "interviewer",
        "narrator",
        "organizer",
        "original-author",
        "performer",
        "producer",
        "recipient",
        "reviewed-author",
        "script-writer",
        "series-creator",
        "translator",
    ];
    NAMES.contains(&name)
}

fn words(value: &Json) -> Option<String> {
    let words = match value {
        Json::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Json::Number(number) => number.to_string(),
        Json::Array(items) => items.iter().filter_map(words).collect::<Vec<_>>().join(", "),
        Json::Null | Json::Bool(_) | Json::Object(_) => return None,
    };
    let words: String = words
        .chars()
        .filter(|char| !char.is_control())
        .take(LONGEST)
        .collect();
    (!words.is_empty()).then_some(words)
}

fn names(value: &Json) -> Vec<NameValue> {
    let list = match value {
        Json::Array(list) => list.as_slice(),
        Json::Null => &[],
        Json::Object(_) | Json::String(_) | Json::Number(_) | Json::Bool(_) => std::slice::from_ref(value),
    };
    list.iter().take(MOST_NAMES).filter_map(name).collect()
}

fn name(value: &Json) -> Option<NameValue> {
    let literal = |words: String| NameValue::Literal(LiteralName { literal: words });
    let Json::Object(parts) = value else {
        return words(value).map(literal);
    };
    let part = |names: &[&str]| names.iter().find_map(|name| parts.get(*name).and_then(words));
    let family = part(&["family", "last"]);
    let given = part(&["given", "first"]);
    match (family, given) {
        (None, None) => part(&["literal", "name"]).map(literal),
        (None, Some(only)) => Some(literal(only)),
        (Some(only), None) if part(&["non-dropping-particle", "dropping-particle"]).is_none() => {
            Some(literal(only))
        }
        (Some(family), given) => Some(NameValue::Item(NameItem {
            family,
            given,
            non_dropping_particle: part(&["non-dropping-particle"]),
            dropping_particle: part(&["dropping-particle"]),
            suffix: part(&["suffix"]),
            comma_suffix: None,
        })),
    }
}

/// One day, month or year. Of a range the first; hayagriva has none.
fn date(value: &Json) -> Option<DateValue> {
    let part = |value: &Json| match value {
        Json::Number(number) => number.as_i64(),
        Json::String(text) => text.trim().parse().ok(),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    };
    let mut circa = false;
    let mut season = None;
    let parts: Vec<i64> = match value {
        Json::Object(fields) => {
            circa = fields
                .get("circa")
                .is_some_and(|circa| !matches!(circa, Json::Bool(false) | Json::Null));
            season = fields.get("season").and_then(part);
            match fields.get("date-parts").and_then(|parts| parts.get(0)) {
                Some(Json::Array(parts)) => parts.iter().map_while(part).collect(),
                Some(single) => part(single).into_iter().collect(),
                None => match fields.get("year").and_then(part) {
                    Some(year) => {
                        let month = fields.get("month").and_then(part);
                        let day = month.and_then(|_| fields.get("day").and_then(part));
                        [Some(year), month, day].into_iter().flatten().collect()
                    }
                    None => fields
                        .get("raw")
                        .or(fields.get("literal"))
                        .and_then(Json::as_str)
                        .map(iso)?,
                },
            }
        }
        Json::Array(list) => return list.first().and_then(date),
        Json::Number(_) => part(value).into_iter().collect(),
        Json::String(text) => iso(text),
        Json::Null | Json::Bool(_) => return None,
    };
    let year = i16::try_from(*parts.first()?).ok()?;
    let mut kept = vec![year];
    let month = parts.get(1).copied().unwrap_or_default();
    match month {
        1..=12 => {
            kept.push(i16::try_from(month).ok()?);
            if let Some(day @ 1..=31) = parts.get(2) {
                kept.push(i16::try_from(*day).ok()?);
            }
        }
        // Seasons are months beyond twelve in some dialects.
        13..=16 => season = Some(month - 12),
        21..=24 => season = Some(month - 20),
        _ => {}
    }
    Some(DateValue::DateParts {
        date_parts: VecDateRange(vec![VecDate(kept)]),
        literal: None,
        season: season
            .filter(|season| (1..=4).contains(season))
            .map(|season| season.to_string()),
        circa,
    })
}

/// `2020-05-01`, `2020-05` or `2020`, whatever follows; nothing for other words.
fn iso(text: &str) -> Vec<i64> {
    let text = text.trim();
    let end = text
        .find(|char: char| !char.is_ascii_digit() && char != '-')
        .unwrap_or(text.len());
    let numbers: Option<Vec<i64>> = text[..end].split('-').map(|part| part.parse().ok()).collect();
    numbers
        .filter(|numbers| numbers.len() <= 3 && text[..end].len() >= 3)
        .unwrap_or_default()
}
