//! Books to judge: one of Pamphlet's own in which nothing is wrong, one made by hand in
//! another way, and copies with other files in them.

use crate::corpus::PRESS;
use pamphlet::{Files, Options, Output, Report, Source, render, understand};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;

/// The files of a book by their names.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// A book with everything that a rule looks at: headings of three levels, notes, a table, a
/// picture, formulas, links, pages.
pub static OWN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let filler = "Everyone pays for what was decided elsewhere, and few know how much. ".repeat(14);
    let text = format!(
        "---\ntitle: Who Pays for Harbours\nsubtitle: A Question\nlang: en-GB\ndate: 2025-06-01\nauthor: A. Writer\n\
        publisher: City Institute\nabstract: Everyone pays.\n---\n\n\
        Everyone pays.[^who] Some pay twice.[^twice]\n\n# Costs\n\n{filler}\n\n## Ports\n\n{filler}\n\n\
        The rate is $a+b$ today.\n\n$$c = \\frac{{a}}{{b}}$$\n\n### Fees\n\n{filler}\n\n\
        ![Spending since 2020](bars.png){{alt=\"Spending rises from 2 to 7 billion\"}}\n\n\
        | Who | 2024 | 2025 |\n|---|--:|--:|\n| Ann | 1 | 2 |\n| Bob | 3 | 4 |\n\n: Who pays, by year\n\n\
        # Funding\n\n{filler}\n\nSee the [budget for 2025](https://example.org/budget).\n\n{filler}\n\n\
        [^who]: Except those who do not.\n\n[^twice]: In the port and at the gate.\n"
    );
    let picture = std::fs::read(crate::corpus::folder().join("missing-alt/bars.png")).expect("a picture");
    let files = Files::memory(BTreeMap::from([("bars.png".to_owned(), picture)]));
    let mut report = Report::new();
    let article = understand(
        &Source::new("harbours.md", text),
        &files,
        &Default::default(),
        &mut report,
    )
    .expect("an article");
    let made = render(
        &article,
        &PRESS,
        &[Output::Pdf, Output::Epub],
        &Options::default(),
        &mut report,
    )
    .expect("a book");
    assert_eq!(report.diagnostics(), [], "the article is clean itself");
    made.into_iter()
        .find(|file| file.output == Output::Epub)
        .expect("an EPUB")
        .bytes
});

/// A book as others make them: a folder of its own, two chapters, a document of notes, page
/// numbers as text, a name in prefixes.
pub fn foreign() -> Parts {
    let page = |title: &str, body: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
            <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"de\" \
            xml:lang=\"de\">\n<head><title>{title}</title><link rel=\"stylesheet\" href=\"../css/a.css\"/></head>\n\
            <body>\n{body}\n</body>\n</html>\n"
        )
    };
    let one = "<section epub:type=\"chapter\" role=\"doc-chapter\" id=\"eins\">\n<h1>Eins</h1>\n\
        <p><span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"s1\" aria-label=\"Seite 1\"></span>Text\
        <a epub:type=\"noteref\" role=\"doc-noteref\" id=\"r1\" href=\"noten.xhtml#n1\">1</a> und mehr&#xa0;Text.</p>\n\
        <section id=\"tief\"><h2>Tiefer</h2><p>Text.</p></section>\n</section>";
    let two = "<h1 id=\"zwei\">Zwei</h1>\n<p><span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"s2\" title=\"2\"/>\
        Siehe <a href=\"eins.xhtml#tief\">Tiefer</a>.</p>";
    let notes = "<section epub:type=\"endnotes\" role=\"doc-endnotes\">\n<h1 id=\"noten\">Noten</h1>\n<ol>\n\
        <li id=\"n1\"><p>Eine Note. <a role=\"doc-backlink\" epub:type=\"backlink\" href=\"eins.xhtml#r1\">zurück</a>\
        </p></li>\n</ol>\n</section>";
    let nav = "<nav epub:type=\"toc\" role=\"doc-toc\"><ol><li><a href=\"eins.xhtml\">Eins</a><ol>\
        <li><a href=\"eins.xhtml#tief\">Tiefer</a></li></ol></li><li><a href=\"zwei.xhtml#zwei\">Zwei</a></li>\
        <li><a href=\"noten.xhtml#noten\">Noten</a></li></ol></nav>\n\
        <nav epub:type=\"page-list\"><ol><li><a href=\"eins.xhtml#s1\">1</a></li>\
        <li><a href=\"zwei.xhtml#s2\">2</a></li></ol></nav>";
    let package = "<?xml version=\"1.0\"?>\n\
        <opf:package xmlns:opf=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"i\">\n\
        <opf:metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:identifier id=\"i\">x</dc:identifier>\n\
        <dc:title>Titel</dc:title>\n<dc:language>de</dc:language>\n<dc:source>urn:isbn:9783161484100</dc:source>\n\
        <opf:meta property=\"dcterms:modified\">2024-02-03T04:05:06Z</opf:meta>\n\
        <opf:meta property=\"schema:accessMode\">textual</opf:meta>\n\
        <opf:meta property=\"schema:accessModeSufficient\">textual</opf:meta>\n\
        <opf:meta property=\"schema:accessibilityFeature\">pageNavigation</opf:meta>\n\
        <opf:meta property=\"schema:accessibilityFeature\">pageBreakMarkers</opf:meta>\n\
        <opf:meta property=\"schema:accessibilityHazard\">none</opf:meta>\n\
        <opf:meta property=\"schema:accessibilitySummary\">Nur Text.</opf:meta>\n\
        <opf:meta property=\"dcterms:conformsTo\" id=\"c\">EPUB Accessibility 1.1 - WCAG 2.1 Level AA</opf:meta>\n\
        <opf:meta property=\"a11y:certifiedBy\" refines=\"#c\">Haus</opf:meta>\n</opf:metadata>\n<opf:manifest>\n\
        <opf:item id=\"nav\" href=\"t/nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
        <opf:item id=\"a\" href=\"t/eins.xhtml\" media-type=\"application/xhtml+xml\"/>\n\
        <opf:item id=\"b\" href=\"./t/zwei.xhtml\" media-type=\"application/xhtml+xml\"/>\n\
        <opf:item id=\"n\" href=\"t/noten.xhtml\" media-type=\"application/xhtml+xml\"/>\n\
        <opf:item id=\"css\" href=\"css/a.css\" media-type=\"text/css\"/>\n</opf:manifest>\n\
        <opf:spine>\n<opf:itemref idref=\"a\"/><opf:itemref idref=\"b\"/><opf:itemref idref=\"n\"/>\n</opf:spine>\n\
        </opf:package>\n";
    let container = "<?xml version=\"1.0\"?>\n<container version=\"1.0\" \
        xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
        <rootfile full-path=\"buch/b.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let css = "p { margin: 0 }\n.rot { color: #a0a0a0 }\n.kasten { color: #000; background: #fff }\n\
        .kasten b { color: #111 }\n@media (prefers-color-scheme: dark) { h1 { color: #fff } }\nh1 { color: navy }\n";
    [
        ("mimetype", "application/epub+zip".to_owned()),
        ("META-INF/container.xml", container.to_owned()),
        ("buch/b.opf", package.to_owned()),
        ("buch/t/nav.xhtml", page("Inhalt", nav)),
        ("buch/t/eins.xhtml", page("Eins", one)),
        ("buch/t/zwei.xhtml", page("Zwei", two)),
        ("buch/t/noten.xhtml", page("Noten", notes)),
        ("buch/css/a.css", css.to_owned()),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .collect()
}

pub fn unpacked(bytes: &[u8]) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut parts = Parts::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("contents");
        parts.insert(file.name().to_owned(), bytes);
    }
    parts
}

pub fn packed(parts: &Parts) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive
            .start_file(name.as_str(), SimpleFileOptions::default())
            .expect("a name");
        archive.write_all(bytes).expect("memory takes every byte");
    }
    archive.finish().expect("a zip").into_inner()
}

/// Changes a part of a book, whose name ends so.
pub fn change(parts: &mut Parts, name: &str, change: impl Fn(&str) -> String) {
    let (_, bytes) = parts
        .iter_mut()
        .find(|(own, _)| own.ends_with(name))
        .unwrap_or_else(|| panic!("no `{name}`"));
    let text = std::str::from_utf8(bytes).expect("text");
    let changed = change(text);
    assert_ne!(text, changed, "nothing to change in `{name}`");
    *bytes = changed.into_bytes();
}

/// The name of the text with the most in it.
pub fn longest(parts: &Parts) -> String {
    let texts = parts.iter().filter(|(name, _)| name.ends_with(".xhtml"));
    let longest = texts.max_by_key(|(_, bytes)| bytes.len()).expect("a text");
    longest.0.clone()
}

/// Changes the text with the most in it.
pub fn change_text(parts: &mut Parts, with: impl Fn(&str) -> String) {
    let name = longest(parts);
    change(parts, &name, with);
}

/// Puts `to` in the place of the first `from` in the first text that has it.
pub fn replace(parts: &mut Parts, from: &str, to: &str) {
    let has = |(name, bytes): &(&String, &mut Vec<u8>)| {
        let is_text = name.ends_with(".xhtml") && !name.ends_with("nav.xhtml");
        is_text && std::str::from_utf8(bytes).is_ok_and(|text| text.contains(from))
    };
    let (_, bytes) = parts
        .iter_mut()
        .find(has)
        .unwrap_or_else(|| panic!("`{from}` is in no text"));
    let text = std::str::from_utf8(bytes).expect("text").replacen(from, to, 1);
    *bytes = text.into_bytes();
}
