//! The fixed words of an output, in the article's language.
//!
//! To add a language: write its function beside `english` and choose it in `words`.

use super::recommended;
use crate::diagnostic::{Code, Report};
use crate::model::{Date, Meta, Words};
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
    words.citation = recommended::citation(meta, &words);
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
