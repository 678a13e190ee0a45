//! The fixed words of an output, in the article's language.
//!
//! To add a language: write its table in `languages/`, choose it in `languages/mod.rs`.

mod dates;
mod languages;

use super::recommended;
use crate::diagnostic::{Code, Report};
use crate::model::{AccessWords, Meta, Words};
use std::collections::BTreeMap;

/// The words for `lang`, with what is composed from the metadata.
pub(super) fn words(lang: &str, meta: &Meta, report: &mut Report) -> Words {
    let own = languages::table(lang);
    if own.is_none() {
        report.note(
            Code::UnknownLang,
            None,
            format!("there are no fixed words for `{lang}` yet; English ones stand in"),
        );
    }
    let mut words = own.unwrap_or(languages::ENGLISH).words();
    words.lang = if own.is_some() {
        lang.to_owned()
    } else {
        "en".to_owned()
    };
    words.numerals = dates::numerals(lang);
    words.decimal = dates::decimal_mark(lang);
    words.date = meta
        .date
        .map(|date| dates::written(date, if own.is_some() { lang } else { "en" }))
        .unwrap_or_default();
    words.citation = recommended::citation(meta, &words);
    words
}

/// The words of one language as they stand in its file.
#[derive(Clone, Copy)]
struct Table {
    key_messages: &'static str,
    recommendations: &'static str,
    summary: &'static str,
    table: &'static str,
    figure: &'static str,
    text_box: &'static str,
    section: &'static str,
    appendix: &'static str,
    equation: &'static str,
    notes: &'static str,
    contents: &'static str,
    list_of_figures: &'static str,
    list_of_tables: &'static str,
    references: &'static str,
    about_the_author: &'static str,
    about_the_authors: &'static str,
    about: &'static str,
    contact: &'static str,
    cite_as: &'static str,
    acknowledgements: &'static str,
    funding: &'static str,
    license: &'static str,
    disclaimer: &'static str,
    keywords: &'static str,
    jel_codes: &'static str,
    version: &'static str,
    edition: &'static str,
    edited_by: &'static str,
    translated_by: &'static str,
    with_contributions_by: &'static str,
    corresponding_author: &'static str,
    source: &'static str,
    note: &'static str,
    cover: &'static str,
    pages: &'static str,
    page: &'static str,
    landmarks: &'static str,
    start_of_text: &'static str,
    back_to_text: &'static str,
    missing_picture: &'static str,
    tip: &'static str,
    important: &'static str,
    warning: &'static str,
    caution: &'static str,
    case_study: &'static str,
    comma: &'static str,
    pair: &'static str,
    last: &'static str,
    numbered: &'static str,
    label: &'static str,
    colon: &'static str,
    access: Access,
}

/// The sentences of one language with which an EPUB says what it has for readers.
#[derive(Clone, Copy)]
struct Access {
    adapts: &'static str,
    headings: &'static str,
    pages: &'static str,
    no_pages: &'static str,
    pictures: &'static str,
    some_pictures: &'static str,
    missing_pictures: &'static str,
    no_pictures: &'static str,
    formulas: &'static str,
    some_formulas: &'static str,
    tables: &'static str,
    some_tables: &'static str,
    notes: &'static str,
    no_media: &'static str,
    moving: &'static str,
}

impl Access {
    fn words(&self) -> AccessWords {
        AccessWords {
            adapts: self.adapts.into(),
            headings: self.headings.into(),
            pages: self.pages.into(),
            no_pages: self.no_pages.into(),
            pictures: self.pictures.into(),
            some_pictures: self.some_pictures.into(),
            missing_pictures: self.missing_pictures.into(),
            no_pictures: self.no_pictures.into(),
            formulas: self.formulas.into(),
            some_formulas: self.some_formulas.into(),
            tables: self.tables.into(),
            some_tables: self.some_tables.into(),
            notes: self.notes.into(),
            no_media: self.no_media.into(),
            moving: self.moving.into(),
        }
    }
}

impl Table {
    fn words(&self) -> Words {
        let callouts = [
            ("note", self.note),
            ("tip", self.tip),
            ("important", self.important),
            ("warning", self.warning),
            ("caution", self.caution),
            ("key-messages", self.key_messages),
            ("recommendations", self.recommendations),
            ("case-study", self.case_study),
            ("pull-quote", ""),
            ("abstract", self.summary),
            ("box", ""),
        ];
        Words {
            key_messages: self.key_messages.into(),
            recommendations: self.recommendations.into(),
            summary: self.summary.into(),
            table: self.table.into(),
            figure: self.figure.into(),
            text_box: self.text_box.into(),
            section: self.section.into(),
            appendix: self.appendix.into(),
            equation: self.equation.into(),
            notes: self.notes.into(),
            contents: self.contents.into(),
            list_of_figures: self.list_of_figures.into(),
            list_of_tables: self.list_of_tables.into(),
            references: self.references.into(),
            about_the_author: self.about_the_author.into(),
            about_the_authors: self.about_the_authors.into(),
            about: self.about.into(),
            contact: self.contact.into(),
            cite_as: self.cite_as.into(),
            acknowledgements: self.acknowledgements.into(),
            funding: self.funding.into(),
            license: self.license.into(),
            disclaimer: self.disclaimer.into(),
            keywords: self.keywords.into(),
            jel_codes: self.jel_codes.into(),
            version: self.version.into(),
            edition: self.edition.into(),
            edited_by: self.edited_by.into(),
            translated_by: self.translated_by.into(),
            with_contributions_by: self.with_contributions_by.into(),
            corresponding_author: self.corresponding_author.into(),
            source: self.source.into(),
            note: self.note.into(),
            cover: self.cover.into(),
            pages: self.pages.into(),
            page: self.page.into(),
            landmarks: self.landmarks.into(),
            start_of_text: self.start_of_text.into(),
            back_to_text: self.back_to_text.into(),
            missing_picture: self.missing_picture.into(),
            comma: self.comma.into(),
            pair: self.pair.into(),
            last: self.last.into(),
            numbered: self.numbered.into(),
            label: self.label.into(),
            colon: self.colon.into(),
            access: self.access.words(),
            numerals: "1".into(),
            decimal: ".".into(),
            date: String::new(),
            citation: Vec::new(),
            callouts: callouts
                .into_iter()
                .map(|(kind, word)| (kind.to_owned(), word.to_owned()))
                .collect::<BTreeMap<_, _>>(),
            lang: String::new(),
        }
    }
}
