//! Files that travel inside the PDF: the article's source, and the data behind it.

use super::asset::base64_bytes;
use crate::diagnostic::Span;
use serde::{Deserialize, Serialize};

/// A file that the author wants inside the PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Attachment {
    /// The field's value in the source.
    pub span: Span,
    /// Path beside the article.
    pub path: String,
    /// What it is, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it has to do with the article.
    pub relationship: Relationship,
}

/// What a file has to do with the document that it is in (ISO 19005-3, 6.8).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relationship {
    /// The document was made from it.
    Source,
    /// What the document shows comes from it.
    #[default]
    Data,
    /// The same in another form.
    Alternative,
    /// More than the document says.
    Supplement,
}

impl Relationship {
    /// Every one, as the front matter names them.
    pub const NAMES: &[(&str, Relationship)] = &[
        ("source", Relationship::Source),
        ("data", Relationship::Data),
        ("alternative", Relationship::Alternative),
        ("supplement", Relationship::Supplement),
    ];
}

/// A file that was read, and is ready to be put inside the PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AttachedFile {
    /// What it is called there: a name without folders that every system can store, and
    /// that no other attached file has.
    pub name: String,
    /// What it is, in words; never empty.
    pub description: String,
    /// What it has to do with the article.
    pub relationship: Relationship,
    /// Its registered type, by the ending of its name.
    pub mime: String,
    /// The file as it lies on disk; written as base64.
    #[serde(with = "base64_bytes")]
    pub bytes: Vec<u8>,
}

/// The registered type of a file by the ending of its name; what is not known is bytes.
pub fn mime_of(name: &str) -> &'static str {
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    let known = TYPES
        .iter()
        .find(|(endings, _)| endings.contains(&ending.as_str()));
    known.map_or("application/octet-stream", |(_, mime)| mime)
}

/// What researchers keep beside a paper.
const TYPES: &[(&[&str], &str)] = &[
    (&["md", "markdown", "qmd", "rmd"], "text/markdown"),
    (&["txt", "log"], "text/plain"),
    (&["csv"], "text/csv"),
    (&["tsv", "tab"], "text/tab-separated-values"),
    (&["json"], "application/json"),
    (&["geojson"], "application/geo+json"),
    (&["jsonld"], "application/ld+json"),
    (&["xml"], "application/xml"),
    (&["yaml", "yml"], "application/yaml"),
    (&["toml"], "application/toml"),
    (&["html", "htm"], "text/html"),
    (&["bib"], "application/x-bibtex"),
    (&["tex"], "application/x-tex"),
    (&["rtf"], "application/rtf"),
    (&["pdf"], "application/pdf"),
    (&["epub"], "application/epub+zip"),
    (
        &["xlsx"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (&["xls"], "application/vnd.ms-excel"),
    (&["ods"], "application/vnd.oasis.opendocument.spreadsheet"),
    (
        &["docx"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (&["odt"], "application/vnd.oasis.opendocument.text"),
    (
        &["pptx"],
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    (&["odp"], "application/vnd.oasis.opendocument.presentation"),
    (&["py"], "text/x-python"),
    (&["r"], "text/x-r"),
    (&["jl"], "text/x-julia"),
    (&["sql"], "application/sql"),
    (&["ipynb"], "application/x-ipynb+json"),
    (&["dta"], "application/x-stata-dta"),
    (&["do"], "application/x-stata-do"),
    (&["sav"], "application/x-spss-sav"),
    (&["parquet"], "application/vnd.apache.parquet"),
    (&["gpkg"], "application/geopackage+sqlite3"),
    (&["sqlite", "db"], "application/vnd.sqlite3"),
    (&["kml"], "application/vnd.google-earth.kml+xml"),
    (&["zip"], "application/zip"),
    (&["gz", "tgz"], "application/gzip"),
    (&["png"], "image/png"),
    (&["jpg", "jpeg"], "image/jpeg"),
    (&["gif"], "image/gif"),
    (&["webp"], "image/webp"),
    (&["svg"], "image/svg+xml"),
    (&["tif", "tiff"], "image/tiff"),
    (&["mp3"], "audio/mpeg"),
    (&["wav"], "audio/wav"),
    (&["mp4"], "video/mp4"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_the_type() {
        assert_eq!(mime_of("Arrivals 2024.CSV"), "text/csv");
        assert_eq!(mime_of("a.tar.gz"), "application/gzip");
        assert_eq!(mime_of("csv"), "application/octet-stream");
        assert_eq!(mime_of("data.unheard-of"), "application/octet-stream");
    }
}
