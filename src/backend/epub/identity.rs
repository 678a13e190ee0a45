//! What catalogues call the book: identifiers made from the article, so that a new edition
//! of the file keeps them, and a date that no clock gives.

use super::xhtml::{self, squeezed};
use crate::model::{Article, Date, Meta, PageMap};
use uuid::Uuid;

/// Names that the book bears in catalogues; the same article gives the same ones.
pub(super) struct Identity {
    /// Made from the DOI, else from the address, else from house, authors and title.
    pub uuid: Uuid,
    /// The edition whose pages the page list counts.
    pub print: String,
    /// Digits of the ISBNs of this edition.
    pub isbns: Vec<String>,
    /// ISBNs of others: on paper, as PDF.
    pub other_isbns: Vec<OtherIsbn>,
}

/// The ISBN of another edition.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OtherIsbn {
    pub digits: String,
    pub on_paper: bool,
}

/// Forms of an edition on paper, as authors name them.
const PAPER: [&str; 4] = ["print", "paperback", "hardback", "hardcover"];
/// Other forms that are no EPUB.
const ELSEWHERE: [&str; 3] = ["pdf", "html", "online"];
/// Forms that are this one.
const OURS: [&str; 4] = ["epub", "ebook", "e-book", "electronic"];

impl Identity {
    pub(super) fn of(article: &Article, pages: Option<&PageMap>) -> Self {
        let meta = &article.meta;
        let name = match (&meta.doi, &meta.url) {
            (Some(doi), _) => doi_url(doi),
            (None, Some(url)) => url.clone(),
            (None, None) => {
                let publisher = meta.publisher.as_deref().unwrap_or_default();
                let authors = xhtml::names(article);
                format!(
                    "pamphlet:{publisher}\n{authors}\n{}",
                    squeezed(&article.full_title())
                )
            }
        };
        let uuid = Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes());
        let (isbns, other_isbns) = isbns(meta);
        Self {
            uuid,
            print: print_edition(meta, &uuid, pages.map_or("", |pages| &pages.source)),
            isbns,
            other_isbns,
        }
    }
}

/// What the edition on pages is called: its own ISBN, else the work's DOI, else an ISBN that
/// tells no editions apart, else what the file itself is called (`source`).
fn print_edition(meta: &Meta, uuid: &Uuid, source: &str) -> String {
    let own = PAPER.iter().chain(&["pdf"]);
    let own = own.into_iter().find_map(|form| meta.isbn_forms.get(*form));
    match (own, &meta.doi, &meta.isbn) {
        (Some(isbn), _, _) | (None, None, Some(isbn)) => format!("urn:isbn:{}", digits(isbn)),
        (None, Some(doi), _) => doi_url(doi),
        (None, None, None) if !source.is_empty() => source.to_owned(),
        (None, None, None) => Uuid::new_v5(uuid, b"print").urn().to_string(),
    }
}

/// ISBNs of this edition, and of others. Each edition has a number of its own (ISBN Users'
/// Manual, 7th edition, section 4), so the paper's would call this file by a false name.
fn isbns(meta: &Meta) -> (Vec<String>, Vec<OtherIsbn>) {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    if meta.isbn_forms.is_empty() {
        own.extend(meta.isbn.iter().map(|isbn| digits(isbn)));
    }
    let named = meta.isbn_forms.keys().any(|form| OURS.contains(&form.as_str()));
    for (form, isbn) in &meta.isbn_forms {
        let (form, digits) = (form.as_str(), digits(isbn));
        let on_paper = PAPER.contains(&form);
        // A number without a form is that of this edition, unless another says that it is.
        if OURS.contains(&form) || !(named || on_paper || ELSEWHERE.contains(&form)) {
            own.push(digits);
        } else {
            others.push(OtherIsbn { digits, on_paper });
        }
    }
    own.retain(|digits| !digits.is_empty());
    others.retain(|other| !other.digits.is_empty());
    (own, others)
}

fn digits(isbn: &str) -> String {
    isbn.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The address of a DOI (DOI Handbook, 3.8).
pub(super) fn doi_url(doi: &str) -> String {
    format!("https://doi.org/{doi}")
}

/// Midnight of the day on which the article was changed or published, or of the first day
/// of 1980 if it names none: never the clock.
pub(super) fn modified(meta: &Meta) -> chrono::DateTime<chrono::Utc> {
    let date = meta.date_modified.or(meta.date);
    let (year, month, day) = date.map_or((1980, 1, 1), Date::first_day);
    chrono::NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .unwrap_or_default()
        .and_time(chrono::NaiveTime::MIN)
        .and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edition_has_its_own_number() {
        let forms = |forms: &[(&str, &str)]| {
            let meta = Meta {
                isbn: forms.first().map(|(_, isbn)| (*isbn).to_owned()),
                isbn_forms: forms
                    .iter()
                    .map(|(form, isbn)| ((*form).to_owned(), (*isbn).to_owned()))
                    .collect(),
                ..Meta::default()
            };
            isbns(&meta)
        };
        let told = |own: &[&str], others: &[(&str, bool)]| {
            let others = others.iter().map(|(digits, on_paper)| OtherIsbn {
                digits: (*digits).to_owned(),
                on_paper: *on_paper,
            });
            let own = own.iter().map(|digits| (*digits).to_owned());
            (own.collect::<Vec<_>>(), others.collect::<Vec<_>>())
        };
        assert_eq!(
            forms(&[("print", "1-1"), ("epub", "2-2"), ("1", "3")]),
            told(&["22"], &[("3", false), ("11", true)])
        );
        assert_eq!(
            forms(&[("print", "1"), ("pdf", "2")]),
            told(&[], &[("2", false), ("1", true)])
        );
        assert_eq!(forms(&[("1", "1"), ("2", "2")]), told(&["1", "2"], &[]));
    }
}
