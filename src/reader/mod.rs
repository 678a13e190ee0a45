//! Input formats: bytes to a [`Draft`].
//!
//! A Markdown file is a front matter (YAML, TOML, or Pandoc's title block) and a text. The front matter becomes the
//! [`Meta`](crate::model::Meta), the text becomes blocks, and whatever neither can hold
//! stays as visible text and leaves a finding with its place.
//!
//! A house file is read here too: YAML in the front matter's words, and some of its own.
//!
//! To add a format: write `reader/<name>.rs` and choose it in [`read`].

mod boxes;
mod front_matter;
mod html;
mod labels;
mod links;
mod markdown;
mod place;
mod sections;
mod toml;
mod yaml;

use crate::diagnostic::{Annex, Code, Failed, Report, Source, Span};
use crate::model::{Draft, is_piled_up};
use crate::style::HouseDraft;
use place::Place;

/// The longest text that is read, in bytes: some 2,000 printed pages.
const LARGEST: usize = 4 << 20;

/// Fields that stand above an article's own, as whoever converts an archive gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overrides {
    /// A list of fields, in YAML or JSON.
    pub text: String,
    /// The file that they are from, as findings call it.
    pub file: String,
    /// Where in that file they begin: line and column (in characters), both counted from 1.
    pub at: (usize, usize),
}

/// Understands `source`.
///
/// # Errors
///
/// [`Failed`] if the bytes are not text, are more than 4 MiB, or the front matter is broken.
pub fn read(source: &Source, report: &mut Report) -> Result<Draft, Failed> {
    read_with(None, None, source, report)
}

/// Understands `source` as a paper of a house, which speaks where the article is silent, and
/// under `overrides`, which speak louder than the article.
///
/// The house file must have been read without an error ([`house`]). Spans behind the
/// article's last byte are places in these files, as if they followed the article; the
/// report knows it from here on and tells them as such.
///
/// # Errors
///
/// [`Failed`] if the bytes are not text, or the front matter or the overrides are broken.
pub fn read_with(
    house: Option<&Source>,
    overrides: Option<&Overrides>,
    source: &Source,
    report: &mut Report,
) -> Result<Draft, Failed> {
    let article = decode(source, report)?;
    if house.is_none() && overrides.is_none() {
        return read_text(article, article.len(), front_matter::Beside::default(), report);
    }
    let house_text = house
        .map(|house| decode(house, report))
        .transpose()?
        .unwrap_or("");
    // A line between them: what ends with the article is not at the house file's start.
    let mut text = [article, "\n", house_text].concat();
    let house_start = article.len() + 1;
    let mut beside = front_matter::Beside::default();
    if let Some(house) = house {
        beside.house = front_matter::defaults(&text, house_start..text.len(), &house.path);
    }
    let start = text.len() + 1;
    if let Some(overrides) = overrides {
        text.push('\n');
        text.push_str(&overrides.text);
    }
    let read = |report: &mut Report| {
        if overrides.is_some() {
            beside.overrides = front_matter::overrides(&text, start..text.len(), report)?;
        }
        read_text(&text, article.len(), beside, report)
    };
    let draft = read(report);
    if let Some(house) = house {
        report.goes_on(house_start, Annex::told(&house.path, house_text));
    }
    if let Some(overrides) = overrides {
        report.goes_on(start, Annex::new(&overrides.file, &overrides.text, overrides.at));
    }
    draft
}

/// Understands a house file: what it says of the house's look. What it says for its
/// articles is looked at too, and taken by [`read_with`].
///
/// # Errors
///
/// [`Failed`] if the bytes are not text or a key has a value that it cannot have.
pub fn house(source: &Source, report: &mut Report) -> Result<HouseDraft, Failed> {
    let text = decode(source, report)?;
    front_matter::read_house(source, text, report)
}

/// The JSON Schema of house files, for editors.
///
/// What the schema refuses, [`house`] refuses.
pub fn house_schema() -> serde_json::Value {
    front_matter::house_schema()
}

/// Understands the first `end` bytes of `text`; what follows them is what stands beside.
fn read_text(
    text: &str,
    end: usize,
    beside: front_matter::Beside,
    report: &mut Report,
) -> Result<Draft, Failed> {
    let article = &text[..end];
    // A byte order mark is no text; the spans still count it.
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };

    let (mut meta, body_start) = match front_matter::split(article, start, report)? {
        Some(parts) => {
            let tree = parts.tree(article, report)?;
            (
                front_matter::read(text, tree, parts.span, beside, report)?,
                parts.end,
            )
        }
        None => (
            front_matter::read(text, None, Span::default(), beside, report)?,
            start,
        ),
    };
    let body_start = body_start.max(start);
    let (body, contents) = markdown::body(&article[body_start..], Place::Exact(body_start), report);
    if contents {
        meta.toc = Some(true);
    }
    Ok(Draft { meta, body })
}

/// The front matter's JSON Schema, for editors: every field with its names, its shape and
/// one sentence about it.
///
/// What the schema refuses, [`read`] refuses. The other way round [`read`] knows more: that
/// a check digit is wrong, or a day is none.
pub fn schema() -> serde_json::Value {
    front_matter::schema()
}

fn decode<'a>(source: &'a Source, report: &mut Report) -> Result<&'a str, Failed> {
    if source.bytes.len() > LARGEST {
        let message = format!(
            "the file has {:.1} MiB, and {} MiB are the most that is read",
            mebibytes(source.bytes.len()),
            LARGEST >> 20
        );
        let failed = report.error(Code::TooLarge, None, message);
        report.hint("divide the text into volumes, or look whether a file was pasted into it as text");
        return Err(failed);
    }
    let text = std::str::from_utf8(&source.bytes);
    if text.is_ok_and(is_piled_up) {
        let failed = report.error(
            Code::TooLarge,
            None,
            "a letter of the file is made of thousands of characters, which no face can show",
        );
        report.hint("take out the marks that are piled up on it");
        return Err(failed);
    }
    text.map_err(|err| {
        let start = err.valid_up_to();
        let end = err
            .error_len()
            .map_or(source.bytes.len(), |length| start + length);
        let failed = report.error(Code::NotText, Span::new(start, end), "the file is not UTF-8 text");
        report.hint(if source.bytes.starts_with(b"PK") {
            "this looks like a Word or ZIP file: save it as Markdown first"
        } else if source.bytes.starts_with(&[0xff, 0xfe]) || source.bytes.starts_with(&[0xfe, 0xff]) {
            "this looks like UTF-16: save it again as UTF-8"
        } else {
            "save the file again with the encoding UTF-8"
        });
        failed
    })
}

/// For messages; rounded up, so that what is too large looks so.
#[allow(clippy::cast_precision_loss, reason = "no file has so many bytes")]
fn mebibytes(bytes: usize) -> f64 {
    (bytes as f64 / f64::from(1 << 20) * 10.0).ceil() / 10.0
}
