//! The YAML at the top of an article to [`Meta`].
//!
//! Names are those of Pandoc, Quarto, CSL and Dublin Core. A known field with a value that
//! it cannot have is an error at the value; all of them are found in one run. A field that
//! nobody knows is kept in [`Meta::other`] with one note.
//!
//! To add a field: take it in [`read`] under its own name and the names others give it.

mod bibliography;
mod fields;
mod identifiers;
mod people;

use super::yaml::{self, Node, Value};
use crate::diagnostic::{Code, Failed, Report, Span};
use crate::model::{CoverImage, Date, License, Meta, NotePlacement, Series, language_tag, tag_of_name};
use fields::Fields;
use std::ops::Range;

/// Where the front matter stands in the text.
#[derive(Debug)]
pub(super) struct Parts {
    yaml: Range<usize>,
    span: Span,
    /// The first byte of the article's text.
    pub end: usize,
}

/// Finds the front matter that begins at `start`; `None` if the text begins there.
///
/// # Errors
///
/// [`Failed`] if it has no end.
pub(super) fn split(text: &str, start: usize, report: &mut Report) -> Result<Option<Parts>, Failed> {
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Ok(None);
    };
    let yaml_start = start + first.len();
    let yaml = &text[yaml_start..];
    // A line of dashes above a blank line or a sentence is a thematic break.
    let opening = yaml
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let is_end = |line: &str| matches!(line.trim_end(), "---" | "...");
    if !looks_like_a_field(opening) && !is_end(opening) {
        return Ok(None);
    }
    let mut at = yaml_start;
    for line in lines {
        let end = at + line.len();
        if is_end(line) {
            let span = Span::new(start, at + line.trim_end().len());
            return Ok(Some(Parts {
                yaml: yaml_start..at,
                span,
                end,
            }));
        }
        at = end;
    }
    if !looks_like_a_field(opening) || yaml.lines().next().is_none_or(|line| line.trim().is_empty()) {
        return Ok(None);
    }
    let failed = report.error(
        Code::FrontMatter,
        Span::new(start, start + 3),
        "the front matter has no end",
    );
    report.hint("close it with a line `---` above the article's text");
    Err(failed)
}

/// `title: …`, a comment, or the start of a map in braces.
fn looks_like_a_field(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with(['{', '%']) || line.starts_with("# ") {
        return true;
    }
    let Some((name, rest)) = line.split_once(':') else {
        return false;
    };
    let name = name.trim().trim_matches(['"', '\'']);
    let name_like = |char: char| char.is_alphanumeric() || "_-. ".contains(char);
    (rest.is_empty() || rest.starts_with([' ', '\t']))
        && !name.is_empty()
        && name.split_whitespace().count() <= 3
        && name.chars().all(name_like)
}

/// Understands the front matter.
///
/// # Errors
///
/// [`Failed`] if it is no YAML, or a field has a value that it cannot have.
pub(super) fn read(text: &str, parts: &Parts, report: &mut Report) -> Result<Meta, Failed> {
    let mut meta = Meta {
        span: parts.span,
        ..Meta::default()
    };
    let Some(root) = yaml::read(&text[parts.yaml.clone()], parts.yaml.start, report)? else {
        return Ok(meta);
    };
    let Value::Map(entries) = root.value else {
        if root.is_empty() {
            return Ok(meta);
        }
        let failed = report.error(
            Code::FrontMatter,
            root.span,
            "the front matter must be a list of fields",
        );
        report.hint("write one field a line, such as `title: …`");
        return Err(failed);
    };
    let mut fields = Fields::new(text, entries, report);
    masthead(&mut fields, &mut meta);
    texts(&mut fields, &mut meta);
    publication(&mut fields, &mut meta);
    switches(&mut fields, &mut meta);
    meta.citing = bibliography::citing(&mut fields);
    fields.finish(&mut meta.other)?;
    Ok(meta)
}

/// Who wrote what, and when.
fn masthead(fields: &mut Fields, meta: &mut Meta) {
    if let Some(node) = fields.take(&["title"]) {
        title(fields, &node, meta);
    }
    if let Some(node) = fields.take(&["subtitle"]) {
        meta.subtitle = fields.inlines("subtitle", &node);
    }
    if let Some(node) = fields.take(&["short-title", "shorttitle", "running-head", "title-short"]) {
        meta.short_title = fields.text("short-title", &node);
    }
    let affiliations = fields.take(&["affiliations", "affiliation", "institute", "institutes"]);
    let authors = fields.take(&["author", "authors", "creator", "creators", "by-author"]);
    let editors = fields.take(&["editor", "editors"]);
    let houses = people::Houses::read(fields, affiliations.as_ref());
    if let Some(node) = authors {
        meta.authors = people::people(fields, "author", &node, &houses);
    }
    if let Some(node) = editors {
        meta.editors = people::people(fields, "editor", &node, &houses);
    }
    // Jekyll's `published: false` means that the paper is a draft, not when it came out.
    if let Some((key, node)) = fields.take_key("published") {
        match node.text().map(str::trim) {
            Some("true") => {}
            Some("false") => meta.draft = true,
            _ => fields.put_back(key, node),
        }
    }
    if let Some(node) = fields.take(&[
        "date",
        "published",
        "pubdate",
        "publishdate",
        "publish-date",
        "date-published",
        "issued",
    ]) {
        meta.date = date(fields, "date", &node);
    }
    if let Some(node) = fields.take(&[
        "date-modified",
        "lastmod",
        "last-modified-at",
        "last-modified",
        "modified",
        "updated",
    ]) {
        meta.date_modified = date(fields, "date-modified", &node);
    }
    if let Some(node) = fields.take(&["lang", "language", "locale"])
        && let Some(text) = fields.text("lang", &node)
    {
        meta.lang = language_tag(&text);
        if meta.lang.is_none() {
            let message = format!("`{text}` is not a language tag");
            let hint = match tag_of_name(&text) {
                Some(tag) => format!("write `lang: {tag}`"),
                None => "write a tag such as `en`, `en-GB` or `ur`".to_owned(),
            };
            fields.wrong(node.span, message, &hint);
        }
    }
}

/// A title, or Pandoc's list of titles with their types.
fn title(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let parts = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Map(_) => std::slice::from_ref(node),
        Value::Scalar { .. } => {
            meta.title = fields.inlines("title", node);
            return;
        }
    };
    for part in parts {
        let kind = part.get(&["type"]).and_then(Node::text).unwrap_or("main");
        let text = match &part.value {
            Value::Map(_) => part.get(&["text", "main", "title", "value"]),
            Value::Scalar { .. } | Value::Seq(_) => Some(part),
        };
        let Some(text) = text else {
            fields.wrong(
                part.span,
                "a title needs a `text`",
                "write `text: …` beside `type: …`",
            );
            continue;
        };
        match kind {
            "subtitle" => meta.subtitle = fields.inlines("subtitle", text),
            "short" => meta.short_title = fields.text("short-title", text),
            "collection" => {
                meta.series = Some(Series {
                    title: fields.text("series", text).unwrap_or_default(),
                    ..Series::default()
                });
            }
            "main" if meta.title.is_empty() => meta.title = fields.inlines("title", text),
            // A second title says more about the first.
            _ if meta.subtitle.is_empty() => meta.subtitle = fields.inlines("title", text),
            _ => {
                meta.subtitle.push(crate::model::Inline::LineBreak);
                meta.subtitle.extend(fields.inlines("title", text));
            }
        }
        if let Some(subtitle) = part.get(&["subtitle"]) {
            meta.subtitle = fields.inlines("subtitle", subtitle);
        }
    }
}

fn date(fields: &mut Fields, name: &str, node: &Node) -> Option<Date> {
    let text = csl_date(node).or_else(|| node.text().map(str::to_string));
    let date = text.as_deref().and_then(Date::parse);
    if date.is_none() {
        let shown = text.map_or_else(|| "this".to_string(), |text| format!("`{}`", text.trim()));
        fields.wrong(
            node.span,
            format!("{shown} is not a date that `{name}` can have"),
            "write it as `2025-06-01`, `2025-06` or `2025`",
        );
    }
    date
}

/// CSL's `{date-parts: [[2025, 6, 1]]}`, or `{year, month, day}`.
fn csl_date(node: &Node) -> Option<String> {
    let node = match &node.value {
        Value::Seq(items) if items.len() == 1 => &items[0],
        Value::Seq(_) | Value::Map(_) | Value::Scalar { .. } => node,
    };
    let parts: Vec<&Node> = match (node.get(&["date-parts"]), &node.value) {
        (Some(parts), _) => match &parts.value {
            Value::Seq(outer) => match outer.first().map(|first| &first.value) {
                Some(Value::Seq(inner)) => inner.iter().collect(),
                _ => outer.iter().collect(),
            },
            Value::Scalar { .. } | Value::Map(_) => return None,
        },
        (None, Value::Map(_)) => {
            let parts = [node.get(&["year"])?].into_iter().chain(node.get(&["month"]));
            let day = node.get(&["month"]).and_then(|_| node.get(&["day"]));
            parts.chain(day).collect()
        }
        (None, Value::Scalar { .. } | Value::Seq(_)) => return None,
    };
    let parts: Option<Vec<String>> = parts
        .into_iter()
        .take(3)
        .map(|part| {
            part.text()?
                .trim()
                .parse::<u16>()
                .ok()
                .map(|number| format!("{number:02}"))
        })
        .collect();
    Some(parts?.join("-"))
}

/// What is set beside or around the text.
fn texts(fields: &mut Fields, meta: &mut Meta) {
    if let Some(node) = fields.take(&["abstract", "summary", "description", "excerpt"]) {
        meta.summary = fields.blocks("abstract", &node);
    }
    if let Some((name, node)) = fields.take_named(&["key-messages", "key-points", "keypoints", "highlights"])
    {
        meta.key_messages = fields.entries("key-messages", &node);
        meta.key_messages_title = match name {
            "key-points" | "keypoints" => Some("Key Points".to_string()),
            "highlights" => Some("Highlights".to_string()),
            _ => None,
        };
    }
    if let Some(node) = fields.take(&["recommendations"]) {
        meta.recommendations = fields.entries("recommendations", &node);
    }
    if let Some(node) = fields.take(&["funding", "funder", "grants"]) {
        meta.funding = fields.funding(&node);
    }
    if let Some(node) = fields.take(&["acknowledgements", "acknowledgments", "thanks"]) {
        meta.acknowledgements = fields.blocks("acknowledgements", &node);
    }
    if let Some(node) = fields.take(&["disclaimer"]) {
        meta.disclaimer = fields.blocks("disclaimer", &node);
    }
    if let Some(node) = fields.take(&["about"]) {
        meta.about = fields.blocks("about", &node);
    }
    if let Some(node) = fields.take(&["contact"]) {
        meta.contact = fields.blocks("contact", &node);
    }
    if let Some(node) = fields.take(&["imprint"]) {
        meta.imprint = fields.blocks("imprint", &node);
    }
}

/// Where and under which names it appears.
fn publication(fields: &mut Fields, meta: &mut Meta) {
    if let Some(node) = fields.take(&["keywords", "tags", "categories", "keyword", "subject"]) {
        meta.keywords = fields.words("keywords", &node);
    }
    if let Some(node) = fields.take(&["genre"]) {
        meta.genre = fields.text("genre", &node);
    }
    if let Some((key, node)) = fields.take_key("type") {
        // CSL's types are for machines; anything else is how the author calls the paper.
        let text = node.text().unwrap_or_default().to_string();
        if meta.genre.is_none() && !identifiers::is_csl_type(&text) {
            meta.genre = fields.text("type", &node);
        } else {
            fields.keep(&key, &node);
        }
    }
    if let Some(node) = fields.take(&[
        "series",
        "collection-title",
        "belongs-to-collection",
        "container-title",
    ]) {
        meta.series = series(fields, &node);
    }
    if let Some(node) = fields.take(&[
        "number",
        "report-number",
        "collection-number",
        "group-position",
        "issue",
        "volume",
    ]) {
        meta.number = fields.text("number", &node);
    }
    if let Some(node) = fields.take(&["publisher", "institution"]) {
        meta.publisher = fields.name("publisher", &node);
    }
    if let Some(node) = fields.take(&["publisher-place"]) {
        meta.publisher_place = fields.text("publisher-place", &node);
    }
    if let Some(node) = fields.take(&["doi"]) {
        meta.doi = fields.checked(
            "doi",
            &node,
            identifiers::doi,
            "is not a DOI",
            "write it as `10.5555/12345678`, with or without `https://doi.org/`",
        );
    }
    if let Some(node) = fields.take(&["isbn"]) {
        meta.isbn = fields.checked_forms(
            "isbn",
            &node,
            &["pdf", "epub", "print"],
            identifiers::isbn,
            "is not an ISBN: its check digit is wrong",
            "copy all 10 or 13 digits again",
        );
    }
    if let Some(node) = fields.take(&["issn"]) {
        meta.issn = fields.checked_forms(
            "issn",
            &node,
            &["online", "electronic", "print"],
            identifiers::issn,
            "is not an ISSN: its check digit is wrong",
            "write it as `2049-3630`",
        );
    }
    if let Some((key, node)) = fields.take_key("url") {
        let text = fields.text("url", &node).unwrap_or_default();
        if identifiers::is_address(&text) {
            meta.url = Some(text);
        } else {
            // Site generators keep a path here; it is no mistake, only of no use.
            fields.keep(&key, &node);
            fields.note_unused(&key, "it is not an address that begins with `https://`");
        }
    }
    if let Some((name, node)) = fields.take_named(&["license", "licence", "rights", "copyright"]) {
        meta.license = license(fields, name, &node);
    }
}

fn series(fields: &mut Fields, node: &Node) -> Option<Series> {
    let node = match &node.value {
        Value::Seq(items) => items.first()?,
        Value::Scalar { .. } | Value::Map(_) => node,
    };
    if let Value::Scalar { .. } = node.value {
        return fields.text("series", node).map(|title| Series {
            title,
            ..Series::default()
        });
    }
    let Some(title) = node.get(&["title", "name", "text"]) else {
        fields.wrong(
            node.span,
            "a series needs a `title`",
            "write `title: …` under `series:`",
        );
        return None;
    };
    Some(Series {
        title: fields.text("series", title)?,
        issn: node.get(&["issn"]).and_then(|issn| {
            fields.checked(
                "issn",
                issn,
                identifiers::issn,
                "is not an ISSN: its check digit is wrong",
                "write it as `2049-3630`",
            )
        }),
        url: node.get(&["url"]).and_then(|url| fields.text("url", url)),
    })
}

fn license(fields: &mut Fields, name: &str, node: &Node) -> Option<License> {
    let node = match &node.value {
        Value::Seq(items) => items.first()?,
        Value::Scalar { .. } | Value::Map(_) => node,
    };
    if let Value::Scalar { .. } = node.value {
        return fields.text(name, node).map(|text| identifiers::license(&text));
    }
    let mut part = |names: &[&str]| node.get(names).and_then(|part| fields.text(name, part));
    let (text, kind) = (
        part(&["text", "name", "statement"]),
        part(&["type", "id", "spdx"]),
    );
    let (url, holder, year) = (part(&["url", "link"]), part(&["holder"]), part(&["year"]));
    let known = kind.map(|kind| identifiers::license(&kind));
    let held = holder.map(|holder| match year {
        Some(year) => format!("© {year} {holder}"),
        None => format!("© {holder}"),
    });
    let text = text
        .map(|text| (identifiers::license(&text), text))
        .map(|(short, text)| {
            if short.url.is_some() {
                short
            } else {
                License { text, url: None }
            }
        });
    let from_url = url.as_deref().map(identifiers::license);
    let best = text
        .or(known.clone())
        .or(held.map(|text| License { text, url: None }))
        .or(from_url);
    let Some(mut license) = best else {
        fields.wrong(
            node.span,
            format!("`{name}` says nothing that can be printed"),
            "write `license: CC-BY-4.0`, or a `text` and a `url`",
        );
        return None;
    };
    license.url = url.or(license.url).or(known.and_then(|known| known.url));
    Some(license)
}

/// What is shown, and how.
fn switches(fields: &mut Fields, meta: &mut Meta) {
    if let Some((name, node)) = fields.take_named(&["notes", "reference-location"])
        && let Some(text) = fields.text(name, &node)
    {
        meta.notes = match text.trim().to_lowercase().as_str() {
            "footnotes" | "block" | "section" | "margin" => NotePlacement::Footnotes,
            "endnotes" | "document" => NotePlacement::Endnotes,
            _ => {
                let message = format!("`{name}` cannot be `{text}`");
                fields.wrong(node.span, message, "write `footnotes` or `endnotes`");
                NotePlacement::Footnotes
            }
        };
    }
    if let Some(node) = fields.take(&["toc", "table-of-contents"]) {
        meta.toc = fields.truth("toc", &node);
    }
    if let Some(node) = fields.take(&["number-sections", "numbersections"]) {
        meta.number_sections = fields.truth("number-sections", &node);
    }
    if let Some(node) = fields.take(&["draft"]) {
        meta.draft |= fields.truth("draft", &node);
    }
    cover_image(fields, meta);
}

fn cover_image(fields: &mut Fields, meta: &mut Meta) {
    let alt = fields.take(&[
        "cover-image-alt",
        "image-alt",
        "thumbnail-alt",
        "featured-image-alt",
    ]);
    let names = ["cover-image", "image", "thumbnail", "featured-image"];
    for name in names {
        let Some((key, node)) = fields.take_key(name).filter(|(_, node)| !node.is_empty()) else {
            continue;
        };
        if meta.cover_image.is_some() {
            fields.keep(&key, &node);
            continue;
        }
        let (src, own_alt) = match &node.value {
            Value::Map(_) => (
                node.get(&["src", "path", "file", "url", "feature"]).cloned(),
                node.get(&["alt"]).cloned(),
            ),
            Value::Seq(items) => (items.first().cloned(), None),
            Value::Scalar { .. } => (Some(node.clone()), None),
        };
        let Some(src) = src.filter(|src| src.text().is_some()) else {
            if name == "cover-image" {
                fields.wrong(
                    node.span,
                    "`cover-image` names no file",
                    "write the picture's path",
                );
            } else {
                // Site generators keep all sorts of things under these names.
                fields.put_back(key, node);
            }
            continue;
        };
        let alt = alt
            .as_ref()
            .or(own_alt.as_ref())
            .and_then(|alt| fields.text("cover-image-alt", alt));
        if let Some(path) = fields.text("cover-image", &src) {
            meta.cover_image = Some(CoverImage {
                span: src.span,
                src: path,
                alt,
                asset: None,
            });
        }
    }
}
