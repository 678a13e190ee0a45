//! The fixed words of an output, in the article's language.

use super::Inline;
use serde::{Deserialize, Serialize};

/// Words that no author writes and every reader sees. Chosen once, in resolving, so that
/// both outputs agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Words {
    /// Heading of the key messages.
    pub key_messages: String,
    /// Heading of the recommendations.
    pub recommendations: String,
    /// Name of the summary.
    pub summary: String,
    /// Before a table's number.
    pub table: String,
    /// Before a figure's number.
    pub figure: String,
    /// Heading of the endnotes.
    pub notes: String,
    /// Heading of the list of contents.
    pub contents: String,
    /// Heading over one author's note.
    pub about_the_author: String,
    /// Heading over several authors' notes.
    pub about_the_authors: String,
    /// Heading over the house's words about itself.
    pub about: String,
    /// Heading over addresses.
    pub contact: String,
    /// Heading over the recommended citation.
    pub cite_as: String,
    /// Heading over thanks.
    pub acknowledgements: String,
    /// Heading over who paid.
    pub funding: String,
    /// Name of the cover.
    pub cover: String,
    /// Name of the list of printed pages.
    pub pages: String,
    /// Name of the list of places in an EPUB.
    pub landmarks: String,
    /// Where the text begins, among the landmarks.
    pub start_of_text: String,
    /// Name of the link from a note back to the text.
    pub back_to_text: String,
    /// Before a page number.
    pub page: String,
    /// In front of a picture that cannot be shown.
    pub missing_picture: String,
    /// Before a section's number, in a reference.
    pub section: String,
    /// Before an appendix's letter, in a reference.
    pub appendix: String,
    /// Before a formula's number, in a reference.
    pub equation: String,
    /// Before a box's number.
    pub text_box: String,
    /// Heading of the works cited, where the author gave none.
    pub references: String,
    /// Heading of the list of figures.
    pub list_of_figures: String,
    /// Heading of the list of tables.
    pub list_of_tables: String,
    /// Before the editors' names.
    pub edited_by: String,
    /// Before the translators' names.
    pub translated_by: String,
    /// Before the names of those who contributed.
    pub with_contributions_by: String,
    /// Of the author to write to.
    pub corresponding_author: String,
    /// Heading over the terms of use.
    pub license: String,
    /// Heading over what the house does not answer for.
    pub disclaimer: String,
    /// Before the keywords.
    pub keywords: String,
    /// Before the codes of the Journal of Economic Literature.
    pub jel_codes: String,
    /// Before a version's number.
    pub version: String,
    /// Behind or before an edition's number.
    pub edition: String,
    /// Before a source, where the author wrote none of the usual words.
    pub source: String,
    /// Before a note on a table or figure.
    pub note: String,
    /// The digit one as the language writes it: `1`, `١`, `۱`, `१`; a numbering of Typst's.
    pub numerals: String,
    /// What stands between the whole and its parts in a number: `.`, `,`, `٫`.
    pub decimal: String,
    /// The article's date as printed; empty without a date.
    pub date: String,
    /// The recommended citation, composed from the metadata.
    pub citation: Vec<Inline>,
    /// Names of the kinds of box, by [`super::CalloutKind`] as written in JSON.
    pub callouts: std::collections::BTreeMap<String, String>,
    /// Between the parts of an enumeration: "A, B and C" has `, `.
    pub comma: String,
    /// Between the two parts of an enumeration of two, with its spaces: ` and `.
    pub pair: String,
    /// Before the last of more parts, with its spaces: ` and ` or `, and `.
    pub last: String,
    /// How something numbered is named in a sentence: `{name} {number}`.
    pub numbered: String,
    /// How something numbered is named in front of its caption, with what divides the two:
    /// `{name} {number}. `.
    pub label: String,
    /// Between a word of ours and what it opens: `: ` in "Source: …".
    pub colon: String,
    /// What an EPUB says of its own accessibility.
    pub access: AccessWords,
    /// The language of these words: the article's own, or English where there are none
    /// for it.
    pub lang: String,
}

/// Sentences with which an EPUB says what it has for readers who cannot see or hear, and what
/// not. Each stands by itself; which of them are true is only known once the book is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AccessWords {
    /// What the text is: it adapts to screens and settings.
    pub adapts: String,
    /// That headings and contents lead through it.
    pub headings: String,
    /// That page breaks and page list are those of the print.
    pub pages: String,
    /// That no page breaks are marked.
    pub no_pages: String,
    /// That every picture has words.
    pub pictures: String,
    /// That some pictures have none.
    pub some_pictures: String,
    /// That some pictures are missing.
    pub missing_pictures: String,
    /// That there are no pictures to be understood.
    pub no_pictures: String,
    /// That formulas have words.
    pub formulas: String,
    /// That some formulas are only code.
    pub some_formulas: String,
    /// That tables have header cells.
    pub tables: String,
    /// That some tables have none.
    pub some_tables: String,
    /// That notes are linked both ways.
    pub notes: String,
    /// That nothing sounds, moves or flashes.
    pub no_media: String,
    /// That a moving picture was not tested.
    pub moving: String,
}

impl Words {
    /// A number in the article's numerals.
    pub fn number(&self, number: impl std::fmt::Display) -> String {
        in_numerals(&self.numerals, &number.to_string())
    }

    /// The author's own number in the article's numerals: "3(2)", but "WP-2021" as it is.
    pub fn own_number(&self, number: &str) -> String {
        if number.contains(|char: char| char.is_ascii_alphabetic()) {
            number.to_owned()
        } else {
            self.number(number)
        }
    }

    /// "Table 1", within a sentence; `number` as the article has it.
    pub fn numbered(&self, name: &str, number: &str) -> String {
        fill(&self.numbered, name, number)
    }

    /// "Table 1. ", in front of a caption: with what divides the two, white space too.
    pub fn label(&self, name: &str, number: &str) -> String {
        fill(&self.label, name, number)
    }

    /// "A, B and C".
    pub fn list(&self, parts: &[impl AsRef<str>]) -> String {
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        match parts.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [one, other] => format!("{one}{}{other}", self.pair),
            [first @ .., last] => format!("{}{}{last}", first.join(&self.comma), self.last),
        }
    }
}

/// Every digit of `text` in the numerals of which `one` is the digit one.
pub fn in_numerals(one: &str, text: &str) -> String {
    let zero = one.chars().next().map_or('0' as u32, |one| u32::from(one) - 1);
    text.chars()
        .map(|char| match char.to_digit(10) {
            Some(digit) => char::from_u32(zero + digit).unwrap_or(char),
            None => char,
        })
        .collect()
}

/// A pattern with its two places filled.
fn fill(pattern: &str, name: &str, number: &str) -> String {
    // The number first: a name could hold what looks like a place, a number never does.
    pattern.replace("{number}", number).replace("{name}", name)
}
