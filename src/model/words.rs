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
    /// The article's date as printed; empty without a date.
    pub date: String,
    /// The recommended citation, composed from the metadata.
    pub citation: Vec<Inline>,
    /// Names of the kinds of box, by [`super::CalloutKind`] as written in JSON.
    pub callouts: std::collections::BTreeMap<String, String>,
    /// Last parts of an enumeration of people: "A, B and C" has `and`.
    pub and: String,
}
