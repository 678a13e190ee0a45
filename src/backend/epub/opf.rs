//! The package document: what epub-builder cannot say is added to what it wrote.
//!
//! Measured on epub-builder 0.8.3: it gives a language and a creator the same id, has no
//! word for publisher, date, source, contributors or further identifiers, no attribute of
//! `package`, no place for the navigation document in the spine, and always writes the
//! `guide` that EPUB 3 replaced by landmarks.

use super::Fault;
use super::accessibility;
use super::content::Content;
use super::documents::Part;
use super::identity::Identity;
use super::package;
use super::xhtml::{self, direction, squeezed};
use super::xml::{Xml, clean};
use crate::model::{Article, Person, plain};
use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

/// Completes the package document that epub-builder wrote.
///
/// # Errors
///
/// A [`Fault`] if a place that is to be changed is not there exactly once: then
/// epub-builder is another than the one that was measured.
pub(super) fn complete(
    opf: &str,
    article: &Article,
    text: &Content,
    has_faces: bool,
    identity: &Identity,
) -> Result<Vec<u8>, Fault> {
    // The contents follow what a book begins with: cover and title page.
    let has_cover = opf.contains(&format!("idref=\"{}\"", item_id(package::COVER)));
    let title = text
        .documents
        .iter()
        .find(|document| document.part == Part::Title);
    let before_nav = title.map_or(package::COVER, |document| &document.href);
    let before_nav = (title.is_some() || has_cover).then(|| item_id(before_nav));
    let mut found = Found::default();
    let mut reader = Reader::from_str(opf);
    let mut writer = Writer::new(Vec::new());
    let mut in_guide = false;
    loop {
        let event = reader.read_event()?;
        match &event {
            Event::Eof => break,
            Event::Start(tag) if tag.name().as_ref() == "guide" => {
                found.guide += 1;
                in_guide = true;
            }
            Event::End(tag) if tag.name().as_ref() == "guide" => in_guide = false,
            _ if in_guide => {}
            Event::Start(tag) if tag.name().as_ref() == "package" => {
                found.package += 1;
                let mut tag = tag.to_owned();
                tag.push_attribute(("xml:lang", article.lang.as_str()));
                tag.push_attribute(("dir", direction(&article.lang)));
                // Reserved, yet some shops' checks want to see them declared.
                let prefix = "dcterms: http://purl.org/dc/terms/ schema: http://schema.org/";
                let prefix = match has_faces {
                    true => format!("{prefix} ibooks: {IBOOKS}"),
                    false => prefix.to_owned(),
                };
                tag.push_attribute(("prefix", prefix.as_str()));
                writer.write_event(Event::Start(tag))?;
            }
            Event::Start(tag) if tag.name().as_ref() == "metadata" => {
                let mut tag = BytesStart::new("metadata");
                tag.push_attribute(("xmlns:dc", "http://purl.org/dc/elements/1.1/"));
                writer.write_event(Event::Start(tag))?;
            }
            Event::Start(tag) if tag.name().as_ref() == "dc:language" => {
                found.language += 1;
                writer.write_event(Event::Start(BytesStart::new("dc:language")))?;
            }
            Event::Start(tag) if tag.name().as_ref() == "dc:title" => {
                found.title += 1;
                let mut tag = BytesStart::new("dc:title");
                tag.push_attribute(("id", "title"));
                writer.write_event(Event::Start(tag))?;
            }
            Event::End(tag) if tag.name().as_ref() == "metadata" => {
                found.metadata += 1;
                let mut more = String::from_utf8(metadata(article, text, identity))?;
                if has_faces {
                    // Apple's reader shows a book's own faces only to whom says this.
                    more.push_str("<meta property=\"ibooks:specified-fonts\">true</meta>\n");
                }
                writer.write_event(Event::Text(BytesText::from_escaped(more)))?;
                writer.write_event(event)?;
            }
            Event::Start(tag) if tag.name().as_ref() == "spine" && before_nav.is_none() => {
                found.spine += 1;
                writer.write_event(event)?;
                nav_in_spine(&mut writer)?;
            }
            Event::Empty(tag) if tag.name().as_ref() == "item" => {
                let href = tag.try_get_attribute("href")?;
                let document = text
                    .documents
                    .iter()
                    .find(|document| href.as_ref().is_some_and(|href| href.value == document.href));
                let mut tag = tag.to_owned();
                found.items += usize::from(document.is_some());
                if document.is_some_and(|document| document.has_mathml) {
                    tag.push_attribute(("properties", "mathml"));
                }
                writer.write_event(Event::Empty(tag))?;
            }
            Event::Empty(tag) if tag.name().as_ref() == "itemref" => {
                let idref = tag.try_get_attribute("idref")?;
                let is_before = before_nav
                    .as_ref()
                    .is_some_and(|before| idref.is_some_and(|idref| idref.value == before.as_str()));
                writer.write_event(event)?;
                if is_before {
                    found.spine += 1;
                    nav_in_spine(&mut writer)?;
                }
            }
            _ => writer.write_event(event)?,
        }
    }
    found.check(text.documents.len())?;
    Ok(writer.into_inner())
}

/// Where the codes of the Journal of Economic Literature are listed.
const JEL: &str = "https://www.aeaweb.org/econlit/jelCodes.php";

/// The vocabulary of Apple's reading system.
const IBOOKS: &str = "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";

/// The id that epub-builder gives to a file.
fn item_id(href: &str) -> String {
    format!("id_{href}")
}

/// How often each place was found.
#[derive(Default)]
struct Found {
    package: u8,
    metadata: u8,
    title: u8,
    language: u8,
    spine: u8,
    items: usize,
    guide: u8,
}

impl Found {
    fn check(&self, documents: usize) -> Result<(), Fault> {
        if self.items != documents {
            return Err(Fault(format!(
                "epub-builder's package lists {} of {documents} documents",
                self.items
            )));
        }
        let places = [
            ("package", self.package),
            ("metadata", self.metadata),
            ("dc:title", self.title),
            ("dc:language", self.language),
            ("spine", self.spine),
            ("guide", self.guide),
        ];
        match places.iter().find(|(_, times)| *times != 1) {
            Some((place, times)) => Err(Fault(format!(
                "epub-builder's package has `{place}` {times} times"
            ))),
            None => Ok(()),
        }
    }
}

/// The contents are a page to read, after the cover.
fn nav_in_spine(writer: &mut Writer<Vec<u8>>) -> Result<(), Fault> {
    writer.write_event(Event::Text(BytesText::from_escaped("\n    ")))?;
    let mut tag = BytesStart::new("itemref");
    tag.push_attribute(("idref", "nav"));
    writer.write_event(Event::Empty(tag))?;
    Ok(())
}

/// The metadata that epub-builder has no word for.
fn metadata(article: &Article, text: &Content, identity: &Identity) -> Vec<u8> {
    let meta = &article.meta;
    let mut to = Metadata(Xml::fragment());
    to.refine("title", "title-type", None, "main");
    to.refine("title", "display-seq", None, "1");
    let subtitle = squeezed(&plain(&meta.subtitle));
    if !subtitle.is_empty() {
        to.dc("dc:title", Some("subtitle"), &subtitle);
        to.refine("subtitle", "title-type", None, "subtitle");
        to.refine("subtitle", "display-seq", None, "2");
    }
    if let Some(short) = meta
        .short_title
        .as_deref()
        .map(squeezed)
        .filter(|short| !short.is_empty())
    {
        to.dc("dc:title", Some("short-title"), &short);
        to.refine("short-title", "title-type", None, "short");
    }
    for (author, index) in named(&meta.authors).zip(0..) {
        let id = format!("epub-creator-{index}");
        to.refine(&id, "display-seq", None, &(index + 1).to_string());
        to.person(author, &id);
        if let Some(relator) = author.relator.as_deref().filter(|relator| *relator != "aut") {
            to.refine(&id, "role", Some("marc:relators"), relator);
        }
    }
    for (name, people, relator) in [
        ("editor", &meta.editors, "edt"),
        ("translator", &meta.translators, "trl"),
        ("contributor", &meta.contributors, "ctb"),
    ] {
        for (person, index) in named(people).zip(0..) {
            let id = format!("{name}-{index}");
            let relator = person.relator.as_deref().unwrap_or(relator);
            to.dc("dc:contributor", Some(&id), &squeezed(&person.name));
            to.refine(&id, "role", Some("marc:relators"), relator);
            to.person(person, &id);
        }
    }
    let funders = meta.funders.iter().filter(|funder| !funder.trim().is_empty());
    for (funder, index) in funders.zip(0..) {
        let id = format!("funder-{index}");
        to.dc("dc:contributor", Some(&id), &squeezed(funder));
        to.refine(&id, "role", Some("marc:relators"), "fnd");
    }
    if let Some(doi) = meta.doi.as_deref().filter(|doi| !doi.trim().is_empty()) {
        to.dc("dc:identifier", Some("doi"), &format!("doi:{doi}"));
        to.refine("doi", "identifier-type", Some("onix:codelist5"), "06");
    }
    for (digits, index) in identity.isbns.iter().zip(0..) {
        let id = match index {
            0 => "isbn".to_owned(),
            index => format!("isbn-{index}"),
        };
        to.dc("dc:identifier", Some(&id), &format!("urn:isbn:{digits}"));
        let kind = if digits.len() == 10 { "02" } else { "15" };
        to.refine(&id, "identifier-type", Some("onix:codelist5"), kind);
    }
    for other in &identity.other_isbns {
        to.dc("dc:relation", None, &format!("urn:isbn:{}", other.digits));
    }
    let single = meta.issn.iter().filter(|_| meta.issn_forms.is_empty());
    for issn in single.chain(meta.issn_forms.values()) {
        // It is the number of what the paper stands in, and would call the paper by a false
        // name.
        to.meta("dcterms:isPartOf", None, &format!("urn:issn:{}", issn.trim()));
    }
    if let Some(handle) = &meta.handle {
        to.dc("dc:identifier", None, &format!("https://hdl.handle.net/{handle}"));
    }
    for identifier in &meta.identifiers {
        let value = match &identifier.scheme {
            Some(scheme) => format!("{scheme}:{}", identifier.text),
            None => identifier.text.clone(),
        };
        to.dc("dc:identifier", None, &squeezed(&value));
    }
    if let Some(publisher) = &meta.publisher {
        to.dc("dc:publisher", None, &squeezed(publisher));
    }
    if let Some(date) = meta.date {
        to.dc("dc:date", None, &date.iso());
    }
    if let Some(genre) = &meta.genre {
        to.dc("dc:type", None, &squeezed(genre));
    }
    if let Some(kind) = &meta.kind {
        to.dc("dc:type", None, kind);
    }
    for (code, index) in meta.jel.iter().zip(0..) {
        let id = format!("jel-{index}");
        to.dc("dc:subject", Some(&id), &format!("JEL {code}"));
        to.refine(&id, "authority", None, JEL);
        to.refine(&id, "term", None, code);
    }
    if let Some(version) = &meta.version {
        to.meta("schema:version", None, &squeezed(version));
    }
    if let Some(edition) = &meta.edition {
        to.meta("schema:bookEdition", None, &squeezed(edition));
    }
    if let Some(url) = &meta.url {
        to.meta("schema:url", None, url);
    }
    if let Some(series) = meta
        .series
        .as_ref()
        .filter(|series| !series.title.trim().is_empty())
    {
        to.meta("belongs-to-collection", Some("series"), &squeezed(&series.title));
        to.refine("series", "collection-type", None, "series");
        // Only numbers with points are allowed here (EPUB 3.3, D.3.7 "group-position").
        let parts = [&meta.volume, &meta.number];
        let parts: Vec<&str> = parts.into_iter().flatten().map(|part| part.trim()).collect();
        let position = parts.join(".");
        if is_position(&position) {
            to.refine("series", "group-position", None, &position);
        }
        if let Some(issn) = &series.issn {
            to.refine(
                "series",
                "dcterms:identifier",
                None,
                &format!("urn:issn:{}", issn.trim()),
            );
        }
    }
    if !text.breaks.is_empty() {
        to.dc("dc:source", None, &identity.print);
        to.meta("pageBreakSource", None, &identity.print);
    }
    for (property, value) in accessibility::claims(article, text) {
        match property {
            // Sentences, and English ones where there are none in the article's language.
            "schema:accessibilitySummary" if accessibility::is_english(article) => {
                to.english(property, &value);
            }
            _ => to.meta(property, None, &value),
        }
    }
    to.0.finish()
}

/// Statements of the package, one a line.
struct Metadata(Xml);

impl Metadata {
    fn dc(&mut self, name: &'static str, id: Option<&str>, value: &str) {
        if !value.is_empty() {
            let attributes: Vec<_> = id.map(|id| ("id", id)).into_iter().collect();
            self.line(name, &attributes, value);
        }
    }

    fn meta(&mut self, property: &str, id: Option<&str>, value: &str) {
        let mut attributes = vec![("property", property)];
        attributes.extend(id.map(|id| ("id", id)));
        self.line("meta", &attributes, value);
    }

    fn english(&mut self, property: &str, value: &str) {
        self.line(
            "meta",
            &[("property", property), ("xml:lang", "en"), ("dir", "ltr")],
            value,
        );
    }

    fn refine(&mut self, id: &str, property: &str, scheme: Option<&str>, value: &str) {
        let refines = format!("#{id}");
        let mut attributes = vec![("refines", refines.as_str()), ("property", property)];
        attributes.extend(scheme.map(|scheme| ("scheme", scheme)));
        self.line("meta", &attributes, value);
    }

    fn person(&mut self, person: &Person, id: &str) {
        let file_as = squeezed(&person.file_as);
        if !file_as.is_empty() {
            self.refine(id, "file-as", None, &file_as);
        }
        if let Some(orcid) = person.orcid_url() {
            self.refine(id, "schema:identifier", None, &orcid);
        }
        for affiliation in &person.affiliations {
            self.refine(id, "schema:affiliation", None, &squeezed(&affiliation.line()));
            // Where a body has a page, its record is for machines.
            if let Some(ror) = &affiliation.ror {
                self.refine(id, "schema:affiliation", None, ror);
            }
        }
    }

    fn line(&mut self, name: &'static str, attributes: &[(&str, &str)], value: &str) {
        self.0.text("  ");
        self.0.element(name, attributes, value);
        self.0.text("\n  ");
    }
}

/// The people that have a name to list.
pub(super) fn named(people: &[Person]) -> impl Iterator<Item = &Person> {
    people.iter().filter(|person| !person.name.trim().is_empty())
}

/// The summary as one line of plain text, for catalogues.
pub(super) fn description(article: &Article) -> String {
    let mut words = Vec::new();
    for block in &article.meta.summary {
        if let crate::model::BlockKind::Paragraph { text } = &block.kind {
            words.push(plain(text));
        }
    }
    clean(&xhtml::squeezed(&words.join(" "))).into_owned()
}

fn is_position(number: &str) -> bool {
    number
        .split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_place_is_an_error() {
        let Err(fault) = Found::default().check(0) else {
            panic!("nothing was found and nobody said so");
        };
        assert!(fault.to_string().contains("`package` 0 times"), "{fault}");
    }

    #[test]
    fn positions_are_numbers() {
        assert!(is_position("12") && is_position("3.2"));
        assert!(!is_position("") && !is_position("No. 4") && !is_position("3."));
    }
}
