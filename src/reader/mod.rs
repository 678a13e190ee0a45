//! Input formats: bytes to a [`Draft`].
//!
//! A Markdown file is a front matter (YAML, TOML, or Pandoc's title block) and a text. The front matter becomes the
//! [`Meta`](crate::model::Meta), the text becomes blocks, and whatever neither can hold
//! stays as visible text and leaves a finding with its place.
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

use crate::diagnostic::{Code, Failed, Report, Source, Span};
use crate::model::Draft;
use place::Place;

/// Understands `source`.
///
/// # Errors
///
/// [`Failed`] if the bytes are not text or the front matter is broken.
pub fn read(source: &Source, report: &mut Report) -> Result<Draft, Failed> {
    let text = decode(source, report)?;
    // A byte order mark is no text; the spans still count it.
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };

    let (mut meta, body_start) = match front_matter::split(text, start, report)? {
        Some(parts) => {
            let tree = parts.tree(text, report)?;
            (front_matter::read(text, tree, parts.span, report)?, parts.end)
        }
        None => Default::default(),
    };
    let body_start = body_start.max(start);
    let (body, contents) = markdown::body(&text[body_start..], Place::Exact(body_start), report);
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
    std::str::from_utf8(&source.bytes).map_err(|err| {
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
