//! What catalogues call the book: identifiers made from the article, so that a new edition
//! of the file keeps them, and a date that no clock gives.

use super::xhtml::{self, squeezed};
use crate::model::{Article, Date, Meta};
use uuid::Uuid;

/// Names that the book bears in catalogues; the same article gives the same ones.
pub(super) struct Identity {
    /// Made from the DOI, else from the address, else from house, authors and title.
    pub uuid: Uuid,
    /// The edition whose pages the page list counts.
    pub print: String,
    /// Digits of the ISBNs of this edition.
    pub isbns: Vec<String>,
    /// Digits of the ISBNs of others: on paper, as PDF.
    pub other_isbns: Vec<String>,
}

impl Identity {
    pub(super) fn of(article: &Article) -> Self {
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
            print: print_edition(meta, &uuid),
            isbns,
            other_isbns,
        }
    }
}

/// What the edition on pages is called: its own ISBN, else the work's DOI, else an ISBN that
/// tells no editions apart.
fn print_edition(meta: &Meta, uuid: &Uuid) -> String {
    let own = ["print", "paperback", "hardback", "pdf"];
    let own = own.iter().find_map(|form| meta.isbn_forms.get(*form));
    match (own, &meta.doi, &meta.isbn) {
        (Some(isbn), _, _) | (None, None, Some(isbn)) => format!("urn:isbn:{}", digits(isbn)),
        (None, Some(doi), _) => doi_url(doi),
        (None, None, None) => Uuid::new_v5(uuid, b"print").urn().to_string(),
    }
}

/// ISBNs of this edition, and of others. Each edition has a number of its own (ISBN Users'
/// Manual, 7th edition, section 4), so the paper's would call this file by a false name.
fn isbns(meta: &Meta) -> (Vec<String>, Vec<String>) {
    let is_ours = |form: &str| ["epub", "ebook", "e-book", "electronic"].contains(&form);
    let is_other = |form: &str| {
        let others = [
            "print",
            "paperback",
            "hardback",
            "hardcover",
            "pdf",
            "html",
            "online",
        ];
        others.contains(&form)
    };
    let named = meta.isbn_forms.keys().any(|form| is_ours(form));
    let single = meta.isbn.iter().filter(|_| meta.isbn_forms.is_empty());
    let forms = meta
        .isbn_forms
        .iter()
        .map(|(form, isbn)| (is_ours(form) || !(named || is_other(form)), isbn));
    let all = single.map(|isbn| (true, isbn)).chain(forms);
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for (is_own, isbn) in all {
        let list = if is_own { &mut own } else { &mut others };
        let digits = digits(isbn);
        if !digits.is_empty() && !list.contains(&digits) {
            list.push(digits);
        }
    }
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
        let owned = |list: &[&str]| list.iter().map(|isbn| (*isbn).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            forms(&[("print", "1-1"), ("epub", "2-2"), ("1", "3")]),
            (owned(&["22"]), owned(&["3", "11"]))
        );
        assert_eq!(
            forms(&[("print", "1"), ("pdf", "2")]),
            (owned(&[]), owned(&["2", "1"]))
        );
        assert_eq!(forms(&[("1", "1"), ("2", "2")]), (owned(&["1", "2"]), owned(&[])));
    }
}
