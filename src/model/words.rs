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
    /// The article's date as printed; empty without a date.
    pub date: String,
    /// The recommended citation, composed from the metadata.
    pub citation: Vec<Inline>,
    /// Names of the kinds of box, by [`super::CalloutKind`] as written in JSON.
    pub callouts: std::collections::BTreeMap<String, String>,
    /// Last parts of an enumeration of people: "A, B and C" has `and`.
    pub and: String,
}
