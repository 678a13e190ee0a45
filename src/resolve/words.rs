//! The fixed words of an output, in the article's language.
//!
//! To add a language: write its function beside `english` and choose it in `words`.

use crate::diagnostic::{Code, Report};
use crate::model::{Date, Inline, Meta, Person, Target, Words};
use std::collections::BTreeMap;

/// The words for `lang`, with what is composed from the metadata.
pub(super) fn words(lang: &str, meta: &Meta, report: &mut Report) -> Words {
    let language = lang.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    if language != "en" {
        report.note(
            Code::UnknownLang,
            None,
            format!("there are no fixed words for `{lang}` yet; English ones stand in"),
        );
    }
    let mut words = english(lang);
    words.date = meta.date.map(|date| english_date(date, lang)).unwrap_or_default();
    words.citation = citation(meta);
    words
}

fn english(lang: &str) -> Words {
    let callouts = [
        ("note", "Note"),
        ("tip", "Tip"),
        ("important", "Important"),
        ("warning", "Warning"),
        ("caution", "Caution"),
        ("key-messages", "Key messages"),
        ("recommendations", "Recommendations"),
        ("case-study", "Case study"),
        ("pull-quote", ""),
        ("abstract", "Summary"),
        ("box", ""),
    ];
    let acknowledgements = if lang.eq_ignore_ascii_case("en-us") {
        "Acknowledgments"
    } else {
        "Acknowledgements"
    };
    Words {
        key_messages: "Key messages".into(),
        recommendations: "Recommendations".into(),
        summary: "Summary".into(),
        table: "Table".into(),
        figure: "Figure".into(),
        notes: "Notes".into(),
        contents: "Contents".into(),
        about_the_author: "About the author".into(),
        about_the_authors: "About the authors".into(),
        about: "About us".into(),
        contact: "Contact".into(),
        cite_as: "Recommended citation".into(),
        acknowledgements: acknowledgements.into(),
        funding: "Funding".into(),
        cover: "Cover".into(),
        pages: "Pages of the printed edition".into(),
        landmarks: "Landmarks".into(),
        start_of_text: "Start of text".into(),
        back_to_text: "Back to the text".into(),
        page: "Page".into(),
        missing_picture: "Picture not available:".into(),
        section: "Section".into(),
        appendix: "Appendix".into(),
        equation: "Equation".into(),
        text_box: "Box".into(),
        references: "References".into(),
        list_of_figures: "Figures".into(),
        list_of_tables: "Tables".into(),
        edited_by: "Edited by".into(),
        translated_by: "Translated by".into(),
        with_contributions_by: "With contributions by".into(),
        corresponding_author: "Corresponding author".into(),
        license: "Licence".into(),
        disclaimer: "Disclaimer".into(),
        keywords: "Keywords".into(),
        jel_codes: "JEL codes".into(),
        version: "Version".into(),
        edition: "Edition".into(),
        source: "Source".into(),
        note: "Note".into(),
        numerals: "1".into(),
        date: String::new(),
        citation: Vec::new(),
        callouts: callouts
            .into_iter()
            .map(|(kind, word)| (kind.to_owned(), word.to_owned()))
            .collect::<BTreeMap<_, _>>(),
        and: "and".into(),
    }
}

fn english_date(date: Date, lang: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let year = date.year;
    let month = date.month.map(|month| MONTHS[usize::from(month) - 1]);
    match (month, date.day) {
        (Some(month), Some(day)) if lang.eq_ignore_ascii_case("en-us") => format!("{month} {day}, {year}"),
        (Some(month), Some(day)) => format!("{day} {month} {year}"),
        (Some(month), None) => format!("{month} {year}"),
        (None, _) => year.to_string(),
    }
}

/// Author (year). *Title: subtitle*. Series number. Publisher. DOI. As APA orders them.
fn citation(meta: &Meta) -> Vec<Inline> {
    let mut citation = Vec::new();
    let people: Vec<_> = meta.authors.iter().map(cited).collect();
    let mut head = match people.as_slice() {
        [] => meta.publisher.clone().unwrap_or_default(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}, & {last}", first.join(", ")),
    };
    if let Some(date) = meta.date {
        head.push_str(&format!(" ({}).", date.year));
    } else if !head.is_empty() && !head.ends_with('.') {
        head.push('.');
    }
    if !head.is_empty() {
        citation.push(Inline::text(format!("{} ", head.trim_start())));
    }
    citation.push(Inline::Emphasis {
        content: vec![Inline::text(meta.full_title())],
    });
    let mut tail = String::from(".");
    let series = match (&meta.series, &meta.number) {
        (Some(series), Some(number)) => Some(format!("{} {number}", series.title)),
        (Some(series), None) => Some(series.title.clone()),
        (None, Some(number)) => Some(match &meta.genre {
            Some(genre) => format!("{genre} {number}"),
            None => number.clone(),
        }),
        (None, None) => meta.genre.clone(),
    };
    let publisher = meta.publisher.clone().filter(|_| !people.is_empty());
    for part in [series, publisher].into_iter().flatten() {
        tail.push_str(&format!(" {part}."));
    }
    let address = meta
        .doi
        .as_ref()
        .map(|doi| format!("https://doi.org/{doi}"))
        .or_else(|| meta.url.clone());
    match address {
        Some(address) => {
            citation.push(Inline::text(format!("{tail} ")));
            citation.push(Inline::Link {
                span: meta.span,
                content: vec![Inline::text(address.clone())],
                target: Target::Url(address),
            });
        }
        None => citation.push(Inline::text(tail)),
    }
    citation
}

/// "Jahanzaib, M." from "Jahanzaib, Muhammad"; a body's name stays whole.
fn cited(person: &Person) -> String {
    let Some((family, given)) = person.file_as.split_once(", ") else {
        return person.name.clone();
    };
    let initials: Vec<_> = given
        .split_whitespace()
        .filter_map(|name| name.chars().next())
        .map(|initial| format!("{initial}."))
        .collect();
    format!("{family}, {}", initials.join(" "))
}
