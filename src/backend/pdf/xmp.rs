//! What the PDF says of itself to catalogues, archives and reference managers: the XMP
//! packet (ISO 16684-1).
//!
//! Typst writes title, authors in one line, description, keywords and dates. Here every
//! author stands apart, and publisher, numbers, series, rights and licence stand too, in
//! the words of Dublin Core, PRISM 3.0, XMP's rights and Creative Commons. What Info and
//! XMP both say comes from the document itself, so that they agree (ISO 19005-2, 6.6.3).
//!
//! To add a property of PRISM: a row in `xmp/properties.rs`, and a line here where it gets its
//! value.

mod properties;

use super::claims::Claim;
use crate::model::{Article, BlockKind, Date, Length, License, Meta, Person, Unit, plain};
use properties::{List, Properties, escaped};
use std::fmt::Write;
use typst::model::DocumentInfo;
use uuid::Uuid;

/// What the packet says that only the finished file knows.
pub(super) struct Facts<'a> {
    /// What Info says.
    pub info: &'a DocumentInfo,
    /// What the file claims.
    pub claims: &'a [Claim],
    /// How many pages it has.
    pub pages: usize,
    /// How long its text is.
    pub length: Length,
    /// The two identifiers of the file: of the work, and of this state of it.
    pub ids: (&'a str, &'a str),
    /// The program.
    pub creator: &'a str,
}

/// What the document is called by itself, `work` being the first of its file's identifiers.
pub(super) fn document_id(work: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("pamphlet:pdf:{work}").as_bytes())
}

/// The whole packet.
pub(super) fn packet(article: &Article, facts: &Facts<'_>) -> String {
    let mut to = Properties::default();
    dublin_core(&mut to, article, facts);
    rights(&mut to, article);
    prism(&mut to, article, facts);
    to.simple("xmp:CreatorTool", facts.creator);
    to.simple("pdf:Producer", &producer(facts));
    to.simple("pdf:PDFVersion", "1.7");
    to.simple("pdf:Keywords", &facts.info.keywords.join(", "));
    to.simple("xmpTPg:NPages", &facts.pages.to_string());
    let moment = moment(&article.meta);
    for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"] {
        to.simple(name, moment.as_deref().unwrap_or_default());
    }
    claims(&mut to, facts);
    let document = document_id(facts.ids.0);
    // All that the file says, and all that is said of it, make its state.
    let state = format!("{}\n{}", facts.ids.1, to.text);
    let instance = format!("uuid:{}", Uuid::new_v5(&document, state.as_bytes()));
    to.simple("xmpMM:DocumentID", &format!("uuid:{document}"));
    to.simple("xmpMM:InstanceID", &instance);
    to.simple("xmpMM:RenditionClass", "default");
    if let Some(moment) = &moment {
        history(&mut to, moment, &instance, facts);
    }
    to.finish()
}

fn dublin_core(to: &mut Properties, article: &Article, facts: &Facts<'_>) {
    let meta = &article.meta;
    let title = facts
        .info
        .title
        .as_deref()
        .map_or_else(|| article.full_title(), str::to_owned);
    to.said_in("dc:title", &article.lang, &title);
    to.list("dc:creator", List::Seq, names(&meta.authors));
    let others = [&meta.editors, &meta.translators, &meta.contributors];
    to.list(
        "dc:contributor",
        List::Bag,
        others.into_iter().flat_map(|people| names(people)),
    );
    to.list(
        "dc:publisher",
        List::Bag,
        meta.publisher.iter().map(String::as_str),
    );
    let description = facts
        .info
        .description
        .as_deref()
        .map_or_else(|| summary(meta), str::to_owned);
    to.said_in("dc:description", &article.lang, &description);
    let codes: Vec<String> = meta.jel.iter().map(|code| format!("JEL {code}")).collect();
    to.list(
        "dc:subject",
        List::Bag,
        meta.keywords.iter().chain(&codes).map(String::as_str),
    );
    let dates: Vec<String> = meta.date.iter().map(|date| date.iso()).collect();
    to.list("dc:date", List::Seq, dates.iter().map(String::as_str));
    to.list("dc:language", List::Bag, std::iter::once(article.lang.as_str()));
    to.list(
        "dc:type",
        List::Bag,
        meta.genre.iter().chain(&meta.kind).map(String::as_str),
    );
    to.simple("dc:format", "application/pdf");
    let names = identifiers(meta);
    to.simple("dc:identifier", names.first().map_or("", String::as_str));
    to.list("xmp:Identifier", List::Bag, names.iter().map(String::as_str));
    // The series, and how it is known: what this is a part of.
    let series = meta.series.iter();
    let series = series.flat_map(|series| {
        series
            .issn
            .iter()
            .map(|issn| format!("urn:issn:{}", issn.trim()))
            .chain(series.url.clone())
    });
    let series: Vec<String> = series.collect();
    to.list("dc:relation", List::Bag, series.iter().map(String::as_str));
}

/// The names of the work, the one that serves best first.
fn identifiers(meta: &Meta) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(meta.doi.iter().map(|doi| format!("https://doi.org/{doi}")));
    names.extend(isbns(meta).iter().map(|isbn| format!("urn:isbn:{isbn}")));
    names.extend(
        meta.handle
            .iter()
            .map(|handle| format!("https://hdl.handle.net/{handle}")),
    );
    names.extend(meta.url.iter().cloned());
    names.extend(
        meta.identifiers
            .iter()
            .map(|identifier| match &identifier.scheme {
                Some(scheme) => format!("{scheme}:{}", identifier.text),
                None => identifier.text.clone(),
            }),
    );
    names
}

/// Every ISBN without hyphens, that of this form first.
fn isbns(meta: &Meta) -> Vec<String> {
    let mut isbns: Vec<String> = Vec::new();
    for isbn in meta.isbn.iter().chain(meta.isbn_forms.values()) {
        let digits: String = isbn.chars().filter(char::is_ascii_alphanumeric).collect();
        if !digits.is_empty() && !isbns.contains(&digits) {
            isbns.push(digits);
        }
    }
    isbns
}

fn rights(to: &mut Properties, article: &Article) {
    let Some(license) = &article.meta.license else {
        return;
    };
    let statement: Vec<&str> = license
        .copyright
        .iter()
        .map(String::as_str)
        .chain([license.text.as_str()])
        .collect();
    to.said_in("dc:rights", &article.lang, &statement.join(". "));
    to.simple(
        "xmpRights:Marked",
        if is_given_up(license) { "False" } else { "True" },
    );
    to.simple(
        "xmpRights:WebStatement",
        license.url.as_deref().unwrap_or_default(),
    );
    // Where the author names no terms, who holds the rights stands in their place.
    if !license.text.starts_with('©') {
        to.said_in("xmpRights:UsageTerms", &article.lang, &license.text);
    }
    if let Some(url) = &license.url {
        to.address("cc:license", url);
    }
}

/// Whether the work is in the public domain, so that nobody's rights are to be minded.
fn is_given_up(license: &License) -> bool {
    matches!(
        license.spdx.as_deref(),
        Some("CC0-1.0" | "PDDL-1.0" | "Unlicense" | "CC-PDDC")
    ) || license
        .url
        .as_deref()
        .is_some_and(|url| url.contains("creativecommons.org/publicdomain/"))
}

fn prism(to: &mut Properties, article: &Article, facts: &Facts<'_>) {
    let meta = &article.meta;
    let given = |field: &Option<String>| field.clone().unwrap_or_default();
    to.simple("prism:doi", &given(&meta.doi));
    to.list("prism:isbn", List::Bag, isbns(meta).iter().map(String::as_str));
    let (print, online) = issns(meta);
    to.simple("prism:issn", &print.unwrap_or_default());
    to.simple("prism:eIssn", &online.unwrap_or_default());
    if let Some(series) = &meta.series {
        to.simple("prism:publicationName", &series.title);
        to.simple("prism:seriesTitle", &series.title);
        // PRISM has a whole number here; `number` takes any.
        let number = meta.number.as_deref().unwrap_or_default().trim();
        if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            to.simple("prism:seriesNumber", number);
        }
    }
    to.simple("prism:volume", &given(&meta.volume));
    to.simple("prism:number", &given(&meta.number));
    to.simple("prism:edition", &given(&meta.edition));
    to.simple("prism:versionIdentifier", &given(&meta.version));
    to.list("prism:genre", List::Bag, meta.genre.iter().map(String::as_str));
    to.simple(
        "prism:publicationDate",
        &meta.date.map(Date::iso).unwrap_or_default(),
    );
    to.simple(
        "prism:modificationDate",
        &meta.date_modified.map(Date::iso).unwrap_or_default(),
    );
    to.simple("prism:url", &given(&meta.url));
    to.simple("prism:subtitle", &plain(&meta.subtitle));
    let pages = meta.citation.as_ref().and_then(|citation| citation.pages.clone());
    to.simple("prism:pageRange", &pages.unwrap_or_default());
    match facts.length.unit {
        Unit::Words => to.simple("prism:wordCount", &facts.length.text.to_string()),
        // PRISM has no word for characters.
        Unit::Characters => {}
    }
    to.simple("prism:pageCount", &facts.pages.to_string());
}

/// The ISSN of the printed and of the electronic series; one without a form, and that of
/// the series, counts as the first.
fn issns(meta: &Meta) -> (Option<String>, Option<String>) {
    let form = |names: &[&str]| names.iter().find_map(|name| meta.issn_forms.get(*name).cloned());
    let online = form(&["online", "electronic", "pdf", "epub"]);
    let of_series = || meta.series.as_ref().and_then(|series| series.issn.clone());
    let single = || {
        meta.issn
            .clone()
            .or_else(of_series)
            .filter(|issn| Some(issn) != online.as_ref())
    };
    let print = form(&["print", "linking", "1"]).or_else(single);
    (print, online)
}

fn claims(to: &mut Properties, facts: &Facts<'_>) {
    for claim in facts.claims {
        match claim.archive() {
            Some((part, level)) => {
                to.simple("pdfaid:part", part);
                to.simple("pdfaid:conformance", level);
            }
            None => to.simple("pdfuaid:part", "1"),
        }
    }
    if facts.claims.iter().any(|claim| claim.archive().is_some()) {
        to.describe();
    }
}

/// What became of the article: ISO 19005-2, 6.6.6 asks a file to tell.
fn history(to: &mut Properties, moment: &str, instance: &str, facts: &Facts<'_>) {
    let event = [
        ("stEvt:action", "converted"),
        ("stEvt:parameters", "from text/markdown to application/pdf"),
        ("stEvt:when", moment),
        ("stEvt:softwareAgent", facts.creator),
        ("stEvt:instanceID", instance),
    ];
    let mut text = String::from("<rdf:li rdf:parseType=\"Resource\">");
    for (name, value) in event {
        write!(text, "<{name}>{}</{name}>", escaped(value)).expect("a string");
    }
    to.raw("xmpMM:History", &format!("<rdf:Seq>{text}</rdf:li></rdf:Seq>"));
}

fn producer(facts: &Facts<'_>) -> String {
    format!("{} (Typst {})", facts.creator, typst::utils::version().raw())
}

/// Midnight of the article's day, as Info has it.
fn moment(meta: &Meta) -> Option<String> {
    meta.date.map(|date| {
        let (year, month, day) = date.first_day();
        format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
    })
}

fn names(people: &[Person]) -> impl Iterator<Item = &str> {
    people.iter().map(|person| person.name.as_str())
}

/// The summary as one line, where the layout gave the document no description.
fn summary(meta: &Meta) -> String {
    let paragraphs = meta.summary.iter().filter_map(|block| match &block.kind {
        BlockKind::Paragraph { text } => Some(plain(text)),
        _ => None,
    });
    paragraphs.collect::<Vec<_>>().join(" ")
}
