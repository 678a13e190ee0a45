//! An entry's fields in CSL's terms.

use super::Trouble;
use crate::resolve::citations::csl;
use biblatex::{
    Chunk, ChunksExt, ChunksRef, Date, DateValue, EditorType, Entry, EntryType, PermissiveType, Person,
    RetrievalError,
};
use serde_json::{Map, Value, json};

/// An entry as an item of CSL-JSON; `start` is where it begins in its file.
pub(super) fn convert(entry: &Entry, start: usize, troubles: &mut Vec<Trouble>) -> Value {
    let mut item = Map::new();
    let words = |name: &str| {
        entry
            .get(name)
            .map(|chunks| text(chunks).trim().to_string())
            .filter(|words| !words.is_empty())
    };
    let any = |names: &[&str]| names.iter().find_map(|name| words(name));
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            item.insert(name.to_string(), value.into());
        }
    };
    let (kind, genre) = kind(entry, &words);
    set("type", Some(kind.to_string()));
    set("genre", words("type").map(|genre| named_genre(&genre)).or(genre));
    let joined = |title: Option<String>, subtitle: Option<String>| match (title, subtitle) {
        (Some(title), Some(subtitle)) if title.ends_with(['?', '!', ':']) => {
            Some(format!("{title} {subtitle}"))
        }
        (Some(title), Some(subtitle)) => Some(format!("{title}: {subtitle}")),
        (title, subtitle) => title.or(subtitle),
    };
    set("title", joined(words("title"), words("subtitle")));
    set("title-short", words("shorttitle"));
    let is_article = kind.starts_with("article") || kind == "review";
    let journal = joined(any(&["journaltitle", "journal"]), words("journalsubtitle"));
    let book = joined(any(&["booktitle", "maintitle"]), words("booksubtitle"));
    set("container-title", journal.or(book));
    set("container-title-short", words("shortjournal"));
    set("collection-title", words("series"));
    set("event-title", any(&["eventtitle", "event"]));
    set("event-place", words("venue"));
    let number = words("number");
    if is_article {
        set("issue", number.or_else(|| words("issue")));
    } else if matches!(
        kind,
        "report" | "patent" | "standard" | "legislation" | "bill" | "thesis" | "manuscript"
    ) || words("series").is_none()
    {
        set("number", number);
        set("issue", words("issue"));
    } else {
        set("collection-number", number);
    }
    set("volume", words("volume"));
    set("number-of-volumes", words("volumes"));
    set("edition", words("edition"));
    set("chapter-number", words("chapter"));
    set("page", any(&["pages", "eid"]));
    set("number-of-pages", words("pagetotal"));
    set("version", words("version"));
    set("section", words("part"));
    set("status", words("pubstate"));
    let house = ["publisher", "institution", "school", "organization"]
        .iter()
        .filter_map(|name| list(entry, name))
        .collect::<Vec<_>>();
    set(
        "publisher",
        (!house.is_empty())
            .then(|| house.join("; "))
            .or_else(|| words("howpublished").filter(|words| !words.contains("://"))),
    );
    set(
        "publisher-place",
        list(entry, "location").or_else(|| list(entry, "address")),
    );
    set("DOI", words("doi").map(|doi| bare_doi(&doi)));
    set("ISBN", words("isbn"));
    set("ISSN", words("issn"));
    set("PMID", words("pmid"));
    set("medium", words("medium"));
    let eprint = words("eprint").zip(any(&["eprinttype", "archiveprefix"]));
    let archive = eprint.and_then(|(id, archive)| match archive.to_ascii_lowercase().as_str() {
        "arxiv" => Some(format!("https://arxiv.org/abs/{id}")),
        "jstor" => Some(format!("https://www.jstor.org/stable/{id}")),
        "pubmed" => Some(format!("https://pubmed.ncbi.nlm.nih.gov/{id}")),
        "hdl" | "handle" => Some(format!("https://hdl.handle.net/{id}")),
        _ => None,
    });
    set(
        "URL",
        words("url")
            .or(archive)
            .or_else(|| words("howpublished").filter(|words| words.starts_with("http"))),
    );
    let note = [words("note"), words("addendum")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    set("note", (!note.is_empty()).then(|| note.join(". ")));
    set(
        "language",
        any(&["langid", "language", "hyphenation"]).map(|name| language(&name)),
    );
    people(entry, &mut item);
    dates(entry, &mut item, start, troubles);
    Value::Object(item)
}

/// The words of a value, with the looks that it asks for as tags; what stands in braces
/// keeps its case.
fn text(chunks: ChunksRef<'_>) -> String {
    let plain: String = chunks.iter().map(|chunk| chunk.v.get()).collect();
    if plain.contains('\\') {
        return macros(&plain);
    }
    chunks
        .iter()
        .map(|chunk| match &chunk.v {
            Chunk::Verbatim(words) if chunks.len() > 1 => csl::shield_all(words),
            Chunk::Normal(words) | Chunk::Verbatim(words) | Chunk::Math(words) => words.clone(),
        })
        .collect()
}

/// Commands that the decoder leaves alone: the common ones as tags, of the others what
/// stands in their braces.
fn macros(text: &str) -> String {
    let mut done = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        done.push_str(&rest[..at]);
        let tail = &rest[at..];
        if let Some(after) = tail.strip_prefix('}') {
            done.push_str(open.pop().unwrap_or_default());
            rest = after;
            continue;
        }
        if let Some(after) = tail.strip_prefix('{') {
            open.push("");
            rest = after;
            continue;
        }
        let name_end = tail[1..]
            .find(|char: char| !char.is_ascii_alphabetic())
            .map_or(tail.len(), |end| end + 1);
        let (name, after) = (&tail[1..name_end], &tail[name_end..]);
        match after.strip_prefix('{') {
            Some(inner) if !name.is_empty() => {
                let (begin, end) = match name {
                    "emph" | "textit" | "mkbibemph" | "textsl" => ("<i>", "</i>"),
                    "textbf" | "mkbibbold" => ("<b>", "</b>"),
                    "textsuperscript" => ("<sup>", "</sup>"),
                    "textsubscript" => ("<sub>", "</sub>"),
                    "enquote" | "mkbibquote" => ("‘", "’"),
                    _ => ("", ""),
                };
                done.push_str(begin);
                open.push(end);
                rest = inner;
            }
            _ if name.is_empty() => {
                done.push('\\');
                rest = after;
            }
            _ => rest = after.trim_start(),
        }
    }
    done.push_str(rest);
    while let Some(end) = open.pop() {
        done.push_str(end);
    }
    done
}

/// The items of a list of houses or places.
fn list(entry: &Entry, name: &str) -> Option<String> {
    let items = entry.get_as::<Vec<biblatex::Chunks>>(name).ok()?;
    let items = items
        .iter()
        .map(|chunks| text(chunks).trim().to_string())
        .filter(|words| !words.is_empty());
    let joined = items.collect::<Vec<_>>().join("; ");
    (!joined.is_empty()).then_some(joined)
}

fn bare_doi(doi: &str) -> String {
    let bare = doi
        .trim()
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let bare = bare.trim_start_matches("dx.").trim_start_matches("doi.org/");
    bare.trim_start_matches("doi:").trim().to_string()
}

/// CSL's type, and its kind where the type itself does not say it.
fn kind(entry: &Entry, words: &dyn Fn(&str) -> Option<String>) -> (&'static str, Option<String>) {
    let subtype = words("entrysubtype").unwrap_or_default().to_ascii_lowercase();
    let kind = match &entry.entry_type {
        EntryType::Article => match subtype.as_str() {
            "magazine" => "article-magazine",
            "newspaper" => "article-newspaper",
            _ => "article-journal",
        },
        EntryType::Book
        | EntryType::MvBook
        | EntryType::Collection
        | EntryType::MvCollection
        | EntryType::Proceedings
        | EntryType::MvProceedings
        | EntryType::Reference
        | EntryType::MvReference => "book",
        EntryType::Booklet => "pamphlet",
        EntryType::InBook
        | EntryType::InCollection
        | EntryType::BookInBook
        | EntryType::SuppBook
        | EntryType::SuppCollection => "chapter",
        EntryType::InProceedings => "paper-conference",
        EntryType::InReference => "entry-encyclopedia",
        EntryType::Manual | EntryType::Report | EntryType::TechReport => "report",
        EntryType::Thesis => "thesis",
        EntryType::PhdThesis => return ("thesis", Some("PhD thesis".to_string())),
        EntryType::MastersThesis => return ("thesis", Some("Master’s thesis".to_string())),
        EntryType::Unpublished => "manuscript",
        EntryType::Online => "webpage",
        EntryType::Dataset => "dataset",
        EntryType::Software => "software",
        EntryType::Patent => "patent",
        EntryType::Periodical | EntryType::SuppPeriodical => "periodical",
        EntryType::Misc => match words("url").or_else(|| words("howpublished")) {
            Some(address) if address.contains("://") => "webpage",
            _ => "document",
        },
        EntryType::Unknown(name) => match name.to_ascii_lowercase().as_str() {
            "legislation" | "legal" => "legislation",
            "jurisdiction" => "legal_case",
            "standard" => "standard",
            "letter" => "personal_communication",
            "video" | "movie" => "motion_picture",
            "audio" | "music" => "song",
            "artwork" | "image" => "graphic",
            "review" => "review",
            "performance" => "performance",
            "electronic" | "www" => "webpage",
            _ => "document",
        },
        _ => "document",
    };
    (kind, None)
}

/// biblatex's keys for kinds of work, in words.
fn named_genre(genre: &str) -> String {
    match genre.to_ascii_lowercase().as_str() {
        "phdthesis" => "PhD thesis",
        "mathesis" | "mastersthesis" => "Master’s thesis",
        "bathesis" => "Bachelor’s thesis",
        "candthesis" => "Candidate thesis",
        "techreport" => "Technical report",
        "resreport" => "Research report",
        _ => genre,
    }
    .to_string()
}

fn people(entry: &Entry, item: &mut Map<String, Value>) {
    let mut add = |name: &str, people: Vec<Person>| {
        let names: Vec<Value> = people.iter().filter_map(person).collect();
        if let (false, Value::Array(list)) = (
            names.is_empty(),
            item.entry(name).or_insert_with(|| Value::Array(Vec::new())),
        ) {
            list.extend(names);
        }
    };
    let plain = [
        ("author", "author"),
        ("bookauthor", "container-author"),
        ("translator", "translator"),
        ("introduction", "contributor"),
        ("holder", "author"),
    ];
    for (field, name) in plain {
        if field == "holder" && entry.get("author").is_some() {
            continue;
        }
        add(name, entry.get_as::<Vec<Person>>(field).unwrap_or_default());
    }
    for (people, role) in entry.editors().unwrap_or_default() {
        let name = match role {
            EditorType::Director => "director",
            EditorType::Organizer => "organizer",
            _ => "editor",
        };
        add(name, people);
    }
    item.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
}

fn person(person: &Person) -> Option<Value> {
    let name = person.name.trim();
    if person.given_name.trim().is_empty() && person.prefix.trim().is_empty() {
        return (!name.is_empty()).then(|| json!({ "literal": name }));
    }
    let mut value = json!({ "family": name, "given": person.given_name.trim() });
    for (field, words) in [
        ("non-dropping-particle", &person.prefix),
        ("suffix", &person.suffix),
    ] {
        if !words.trim().is_empty() {
            value[field] = words.trim().into();
        }
    }
    Some(value)
}

fn dates(entry: &Entry, item: &mut Map<String, Value>, start: usize, troubles: &mut Vec<Trouble>) {
    let dates = [
        ("issued", entry.date()),
        ("accessed", entry.url_date()),
        ("original-date", entry.orig_date()),
        ("event-date", entry.event_date()),
    ];
    for (name, date) in dates {
        match date {
            Ok(PermissiveType::Typed(date)) => {
                item.insert(name.to_string(), date_value(&date));
            }
            Ok(PermissiveType::Chunks(chunks)) => {
                let words = chunks.format_verbatim();
                // `2002-13-45` was meant as a date; "forthcoming" was not.
                if words.trim().starts_with(|char: char| char.is_ascii_digit()) && words.contains('-') {
                    troubles.push(Trouble::new(
                        start + chunks.span().start,
                        format!("`{}` is no date; at most its year is used", words.trim()),
                        "write it as `2025-06-01`, `2025-06` or `2025`",
                    ));
                }
            }
            Err(RetrievalError::Missing(_)) => {}
            Err(RetrievalError::TypeError(err)) => troubles.push(Trouble::new(
                start + err.span.start,
                format!("this date cannot be read: {}", err.kind),
                "write it as `2025-06-01`, `2025-06` or `2025`",
            )),
        }
    }
    // A year that is no number is still what the author wrote: "forthcoming".
    if !item.contains_key("issued")
        && let Some(chunks) = entry.get("date").or_else(|| entry.get("year"))
    {
        let words = chunks.format_verbatim();
        let year: String = words
            .chars()
            .skip_while(|char| !char.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        match year.parse::<i16>() {
            Ok(year) if words.trim().len() > 6 || words.trim().len() == 4 => {
                item.insert("issued".to_string(), json!({ "date-parts": [[year]] }));
            }
            _ => {
                item.insert("issued".to_string(), json!({ "literal": words.trim() }));
            }
        }
    }
}

fn date_value(date: &Date) -> Value {
    let (start, end) = match date.value {
        DateValue::At(at) | DateValue::After(at) | DateValue::Before(at) => (at, None),
        DateValue::Between(start, end) => (start, Some(end)),
    };
    let parts = |at: biblatex::Datetime| {
        let mut parts = vec![i64::from(at.year)];
        parts.extend(at.month.map(|month| i64::from(month) + 1));
        if at.month.is_some() {
            parts.extend(at.day.map(|day| i64::from(day) + 1));
        }
        parts
    };
    let mut all = vec![parts(start)];
    all.extend(end.map(parts));
    json!({ "date-parts": all, "circa": date.uncertain || date.approximate })
}

/// babel's names of languages as tags; anything else as it is.
fn language(name: &str) -> String {
    let tag = match name.trim().to_ascii_lowercase().as_str() {
        "english" | "american" | "usenglish" => "en-US",
        "british" | "ukenglish" => "en-GB",
        "french" | "francais" | "français" => "fr-FR",
        "german" | "ngerman" | "austrian" | "naustrian" => "de-DE",
        "spanish" => "es-ES",
        "italian" => "it-IT",
        "portuguese" => "pt-PT",
        "brazilian" => "pt-BR",
        "dutch" => "nl-NL",
        "polish" => "pl-PL",
        "russian" => "ru-RU",
        "turkish" => "tr-TR",
        "arabic" => "ar",
        "chinese" => "zh-CN",
        "japanese" => "ja-JP",
        _ => return name.trim().to_string(),
    };
    tag.to_string()
}
