//! Navigation: the document that reading systems make their menus of, and its older
//! twin, the NCX, which some of them still ask for.

use super::content::{Content, Entry};
use super::documents::Part;
use super::xhtml;
use super::xml::Xml;
use crate::model::Article;

/// The file's name in the book.
pub(super) const NAV: &str = "nav.xhtml";
/// The page of the cover.
pub(super) const COVER: &str = "cover.xhtml";

/// The EPUB navigation document (EPUB 3.3, 7): contents, page list, landmarks.
pub(super) fn nav(article: &Article, text: &Content, has_cover: bool) -> Vec<u8> {
    let words = &article.words;
    let title = format!("{} – {}", words.contents, xhtml::squeezed(&article.full_title()));
    let mut xml = xhtml::page(article, &title, "nav", None);
    begin(&mut xml, article, "toc", Some("doc-toc"), "h1", &words.contents);
    contents(&mut xml, article, &text.contents);
    xml.end_line();
    for (kind, heading, entries) in [
        ("loi", &words.list_of_figures, &text.figures),
        ("lot", &words.list_of_tables, &text.tables),
    ] {
        if !entries.is_empty() {
            begin(&mut xml, article, kind, None, "h2", heading);
            contents(&mut xml, article, entries);
            xml.end_line();
        }
    }
    if !text.breaks.is_empty() {
        begin(
            &mut xml,
            article,
            "page-list",
            Some("doc-pagelist"),
            "h2",
            &words.pages,
        );
        xml.start("ol", &[]);
        xml.line();
        for page in &text.breaks {
            xml.start("li", &[]);
            xml.element("a", &[("href", &page.address)], &page.label);
            xml.end_line();
        }
        xml.end_line();
        xml.end_line();
    }
    begin(&mut xml, article, "landmarks", None, "h2", &words.landmarks);
    xml.start("ol", &[]);
    xml.line();
    let ours = xhtml::lang_of_words(article);
    let mut landmark = |kind: &str, href: &str, label: &str, is_ours: bool| {
        xml.start("li", &[]);
        let mut attributes = vec![("epub:type", kind), ("href", href)];
        attributes.extend(ours.iter().filter(|_| is_ours));
        xml.element("a", &attributes, label);
        xml.end_line();
    };
    if has_cover {
        landmark("cover", COVER, &words.cover, true);
    }
    let places = &text.places;
    let title = text
        .documents
        .iter()
        .find(|document| document.part == Part::Title);
    if title.is_some() {
        landmark("titlepage", &places.start, &xhtml::title(article), false);
    }
    landmark("toc", &format!("{NAV}#toc"), &words.contents, true);
    let body = text
        .documents
        .iter()
        .find(|document| document.part.division() == Some("bodymatter"));
    let start = body.map_or(&places.start, |document| &document.href);
    landmark("bodymatter", start, &words.start_of_text, true);
    for (kind, entry) in [
        ("bibliography", &places.bibliography),
        ("endnotes", &places.notes),
    ] {
        if let Some(entry) = entry {
            landmark(kind, &entry.address, &entry.label, entry.is_ours);
        }
    }
    // It has no heading; what it is called by is the first thing in it.
    let has_terms = !article.colophon().terms.is_empty();
    if let Some(colophon) = places.colophon.as_ref().filter(|_| has_terms) {
        landmark("colophon", colophon, &words.license, true);
    }
    xml.finish()
}

/// The NCX (Open Packaging Format 2.0.1, 2.4.1), from the same entries.
pub(super) fn ncx(article: &Article, text: &Content, identifier: &str) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.start(
        "ncx",
        &[
            ("xmlns", "http://www.daisy.org/z3986/2005/ncx/"),
            ("version", "2005-1"),
            ("xml:lang", &article.lang),
        ],
    );
    xml.line();
    xml.start("head", &[]);
    xml.line();
    let depth = text.contents.iter().map(|entry| entry.level).max().unwrap_or(1);
    let pages = text.breaks.len();
    for (name, content) in [
        ("dtb:uid", identifier.to_owned()),
        ("dtb:depth", depth.to_string()),
        ("dtb:totalPageCount", pages.to_string()),
        ("dtb:maxPageNumber", pages.to_string()),
    ] {
        xml.empty("meta", &[("name", name), ("content", &content)]);
        xml.line();
    }
    xml.end_line();
    xml.start("docTitle", &[]);
    xml.element("text", &[], &xhtml::squeezed(&article.full_title()));
    xml.end_line();
    xml.start("navMap", &[]);
    xml.line();
    let mut order = 0usize;
    let mut open: Vec<u8> = Vec::new();
    for entry in &text.contents {
        while open.last().is_some_and(|level| *level >= entry.level) {
            open.pop();
            xml.end_line();
        }
        open.push(entry.level);
        order += 1;
        target(
            &mut xml,
            "navPoint",
            order,
            &[("id", format!("nav-{order}"))],
            &entry.label,
            &entry.address,
        );
    }
    for _ in open {
        xml.end_line();
    }
    xml.end_line();
    if pages > 0 {
        xml.start("pageList", &[]);
        xml.line();
        xml.start("navLabel", &[]);
        xml.element("text", &[], &article.words.pages);
        xml.end_line();
        for (page, number) in text.breaks.iter().zip(1..) {
            order += 1;
            let attributes = [
                ("id", format!("nav-page-{number}")),
                ("type", "normal".to_owned()),
                ("value", number.to_string()),
            ];
            target(
                &mut xml,
                "pageTarget",
                order,
                &attributes,
                &page.label,
                &page.address,
            );
            xml.end_line();
        }
        xml.end_line();
    }
    xml.finish()
}

/// Opens a `navPoint` or `pageTarget` with its label and place.
fn target(
    xml: &mut Xml,
    name: &'static str,
    order: usize,
    own: &[(&str, String)],
    label: &str,
    address: &str,
) {
    let order = order.to_string();
    let mut attributes: Vec<(&str, &str)> = own.iter().map(|(key, value)| (*key, value.as_str())).collect();
    attributes.push(("playOrder", &order));
    xml.start(name, &attributes);
    xml.line();
    xml.start("navLabel", &[]);
    xml.element("text", &[], label);
    xml.end_line();
    xml.empty("content", &[("src", address)]);
    xml.line();
}

/// Opens one of the lists with its heading. Only the contents are for reading; the others
/// feed menus.
fn begin(
    xml: &mut Xml,
    article: &Article,
    kind: &'static str,
    role: Option<&str>,
    heading: &'static str,
    words: &str,
) {
    let title = format!("{kind}-title");
    let mut attributes = vec![
        ("epub:type", kind),
        ("id", kind),
        ("aria-labelledby", title.as_str()),
    ];
    attributes.extend(role.map(|role| ("role", role)));
    if kind != "toc" {
        attributes.push(("hidden", "hidden"));
    }
    xml.start("nav", &attributes);
    xml.line();
    let mut attributes = vec![("id", title.as_str())];
    attributes.extend(xhtml::lang_of_words(article));
    xml.element(heading, &attributes, words);
    xml.line();
}

/// Entries as nested lists.
fn contents(xml: &mut Xml, article: &Article, entries: &[Entry]) {
    let ours = xhtml::lang_of_words(article);
    let mut open: Vec<u8> = Vec::new();
    for entry in entries {
        // Each open level is a list with an item; a deeper entry opens another in it.
        match open.last() {
            Some(&level) if level >= entry.level => {
                xml.end_line();
                open.pop();
                while open.last().is_some_and(|level| *level >= entry.level) {
                    xml.end_line();
                    xml.end_line();
                    open.pop();
                }
            }
            Some(_) | None => {
                xml.start("ol", &[]);
                xml.line();
            }
        }
        open.push(entry.level);
        xml.start("li", &[]);
        let mut attributes = vec![("href", entry.address.as_str())];
        attributes.extend(ours.iter().filter(|_| entry.is_ours));
        xml.element("a", &attributes, &entry.label);
    }
    for _ in open {
        xml.end_line();
        xml.end_line();
    }
}
