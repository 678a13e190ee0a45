//! Every field of the front matter comes out somewhere: `corpus/front-matter-full` gives
//! all of them, and each is in both outputs or is said here to be for machines, and why.

use crate::corpus::{PRESS, folder};
use crate::epub::book::{Book, all_text};
use crate::sheet::{Sheet, squash};
use pamphlet::{Files, Options, Output, Report, Source, render, understand};
use std::collections::BTreeSet;

enum Shown {
    /// These words are in the text of both outputs.
    Both(&'static [&'static str]),
    /// In the EPUB's package alone, and why.
    Package(&'static str, &'static str),
    /// It changes how the pages look; a test of its own or the golden files show it.
    Looks,
    /// Nowhere in the text: what becomes of it is told in the file of tests named.
    Own(&'static str),
    /// Kept in the JSON for whoever asks, and not used yet.
    Kept,
}

use Shown::{Both, Kept, Looks, Own, Package};

const FIELDS: &[(&str, Shown)] = &[
    ("title", Both(&["Who Pays for Clean Air?"])),
    ("subtitle", Both(&["Three Cities and Their Bus Fleets"])),
    (
        "short-title",
        Package(">Clean Air</dc:title>", "the PDF's running head has it too"),
    ),
    (
        "affiliations",
        Both(&[
            "Transport Desk, Centre for City Budgets, Aral, Brenland",
            "University of Corvo",
        ]),
    ),
    (
        "author",
        Both(&[
            "Amina Rahman and Ludwig van der Berg",
            "Senior Fellow",
            "orcid.org/0000-0002-1825-0097",
            "Corresponding author: a.rahman@example.org",
            "rahman.example.org",
            "Conceptualization, Writing – original draft",
            "Amina Rahman has counted buses since 2009.",
            "Rahman, A., & Berg, L. van der (2025)",
        ]),
    ),
    ("editor", Both(&["Edited by Chidi Okafor", "Head of Series"])),
    (
        "translator",
        Both(&[
            "Translated by Marta Silva",
            "(M. Silva, Trans.; Edition 2; Version 1.1)",
        ]),
    ),
    (
        "contributor",
        Both(&["With contributions by Ola Nord (photographer) and Per Lind"]),
    ),
    ("date", Both(&["1 June 2025"])),
    (
        "date-modified",
        Package("2025-07-15T00:00:00Z", "the date that readers cite is the first"),
    ),
    (
        "lang",
        Package(">en-GB</dc:language>", "it is heard and not seen"),
    ),
    (
        "abstract",
        Both(&["Electric buses cost more to buy and less to run."]),
    ),
    (
        "key-messages",
        Both(&["Buying costs fall on city budgets.", "Savings fall to operators."]),
    ),
    ("recommendations", Both(&["Let operators repay the loan."])),
    (
        "funding",
        Both(&["Air Fund (AF-12)", "The City of Corvo paid for the survey."]),
    ),
    ("acknowledgements", Both(&["Thanks to the drivers."])),
    ("disclaimer", Both(&["The views are the authors’ own."])),
    ("about", Both(&["The Centre counts what cities spend."])),
    ("contact", Both(&["Write to desk@example.org."])),
    ("imprint", Both(&["Centre for City Budgets, Aral."])),
    ("keywords", Both(&["buses, city budgets"])),
    ("jel", Both(&["H76, R42"])),
    ("genre", Both(&["Policy Brief"])),
    (
        "type",
        Package(">report</dc:type>", "readers know it as the genre"),
    ),
    ("series", Both(&["City Papers 3(7)"])),
    ("number", Both(&["3(7)"])),
    ("volume", Both(&["3(7)"])),
    ("edition", Both(&["Edition 2"])),
    ("version", Both(&["Version 1.1"])),
    ("publisher", Both(&["Centre for City Budgets"])),
    (
        "publisher-place",
        Both(&["Centre for City Budgets, Aral", "Aral: Centre for City Budgets."]),
    ),
    ("doi", Both(&["10.5555/12345678"])),
    (
        "isbn",
        Both(&["ISBN (print) 978-3-16-148410-0", "ISBN (PDF) 978-1-86197-271-2"]),
    ),
    (
        "issn",
        Both(&["ISSN (print) 0317-8471", "ISSN (online) 1050-124X"]),
    ),
    ("handle", Both(&["hdl.handle.net/10986/2445"])),
    ("identifier", Both(&["arXiv 2506.00001", "RP-2025-07"])),
    ("url", Both(&["budgets.example.org/clean-air"])),
    ("license", Both(&["CC BY 4.0"])),
    ("copyright", Both(&["© 2025 Centre for City Budgets"])),
    ("citation", Both(&["City Papers on Transport 3(7), 1–4."])),
    ("bibliography", Both(&["The Price of Buses"])),
    ("csl", Both(&["Kay, R. (2020)"])),
    ("nocite", Looks),
    ("references", Both(&["Counting Vehicles"])),
    ("link-citations", Looks),
    ("suppress-bibliography", Looks),
    ("reference-section-title", Both(&["Works consulted"])),
    ("notes", Looks),
    ("toc", Looks),
    ("toc-depth", Looks),
    ("number-sections", Looks),
    ("lof", Looks),
    ("lot", Looks),
    ("layout", Kept),
    ("papersize", Looks),
    ("pages", Own("fit")),
    ("attachments", Own("attachments")),
    ("attach-source", Own("attachments")),
    ("columns", Kept),
    ("cover", Kept),
    ("cover-image", Package("images/cover.png", "the PDF has no cover")),
    // The same as `cover-image`, where site generators have it.
    ("image", Kept),
    ("cover-image-alt", Kept),
    ("pdf-standard", Kept),
    (
        "accessibility-summary",
        Package("Read by a person before it was published.", "catalogues show it"),
    ),
    ("access-modes", Package(">textual</meta>", "catalogues show it")),
    (
        "access-modes-sufficient",
        Package(">textual,visual</meta>", "catalogues show it"),
    ),
    (
        "accessibility-features",
        Package(">tableOfContents</meta>", "catalogues show it"),
    ),
    (
        "accessibility-hazards",
        Package(">none</meta>", "catalogues show it"),
    ),
    ("draft", Kept),
    // Its parts are other fields.
    ("parts", Kept),
];

#[test]
fn every_field_comes_out() {
    let case = folder().join("front-matter-full");
    let bytes = std::fs::read(case.join("article.md")).expect("article.md");
    let mut report = Report::new();
    let files = Files::folder(&case);
    let article = understand(
        &Source::new("article.md", bytes),
        &files,
        &Default::default(),
        &mut report,
    )
    .expect("an article");
    let outputs = [Output::Pdf, Output::Epub, Output::Json];
    let rendered = render(&article, &PRESS, &outputs, &Options::default(), &mut report).expect("all outputs");
    let (sheet, book) = (Sheet::open(&rendered[0].bytes), Book::open(&rendered[1].bytes));
    let json: serde_json::Value = serde_json::from_slice(&rendered[2].bytes).expect("JSON");
    let (pdf, epub) = (sheet.squashed(), squash(&all_text(book.text("text.xhtml"))));
    let opf = book.text("content.opf");
    for (field, shown) in FIELDS {
        match shown {
            Both(words) => {
                for words in *words {
                    assert!(
                        pdf.contains(&squash(words)),
                        "`{field}`: {words} is not in the PDF"
                    );
                    assert!(
                        epub.contains(&squash(words)),
                        "`{field}`: {words} is not in the EPUB"
                    );
                }
            }
            Package(words, why) => {
                assert!(!why.is_empty());
                assert!(opf.contains(words), "`{field}`: {words} is not in the package");
            }
            Looks => {}
            Own(tests) => {
                let tests = format!("{}/tests/suite/{tests}.rs", env!("CARGO_MANIFEST_DIR"));
                let text = std::fs::read_to_string(tests).expect("tests of its own");
                assert!(text.contains(field), "`{field}` is not in its tests");
                assert!(json["meta"].get(field).is_some(), "`{field}` is not in the JSON");
            }
            Kept => {
                let meta = &json["meta"];
                let there =
                    meta.get(field).is_some() || ["image", "parts", "cover-image-alt"].contains(field);
                assert!(there, "`{field}` is not in the JSON");
            }
        }
    }
    // Everything that the schema names is in the list above.
    let schema = pamphlet::reader::schema();
    let properties = schema["properties"].as_object().expect("properties");
    let own: BTreeSet<&str> = properties
        .iter()
        .filter(|(name, value)| {
            let description = value["description"].as_str().expect("a sentence");
            !description.starts_with("The same as") && !name.contains('_')
        })
        .map(|(name, _)| name.as_str())
        .collect();
    let listed: BTreeSet<&str> = FIELDS.iter().map(|(field, _)| *field).collect();
    assert_eq!(own, listed);
}

#[test]
fn people_come_with_their_roles_and_names_for_machines() {
    let case = folder().join("front-matter-full");
    let golden = std::fs::read_to_string(case.join("epub.txt")).expect("epub.txt");
    for line in [
        "<meta refines=\"#epub-creator-1\" property=\"file-as\">Berg, Ludwig van der</meta>",
        "<meta refines=\"#editor-0\" property=\"role\" scheme=\"marc:relators\">edt</meta>",
        "<meta refines=\"#translator-0\" property=\"role\" scheme=\"marc:relators\">trl</meta>",
        "<meta refines=\"#contributor-0\" property=\"role\" scheme=\"marc:relators\">pht</meta>",
        "<meta refines=\"#contributor-1\" property=\"role\" scheme=\"marc:relators\">ill</meta>",
        "<dc:contributor id=\"funder-0\">Air Fund</dc:contributor>",
        "<meta property=\"dcterms:isPartOf\">urn:issn:0317-8471</meta>",
        // The paper's ISBN is not this file's.
        "<dc:relation>urn:isbn:9783161484100</dc:relation>",
        "<meta property=\"pageBreakSource\">urn:isbn:9783161484100</meta>",
        "<dc:subject id=\"jel-0\">JEL H76</dc:subject>",
        "<meta refines=\"#jel-0\" property=\"term\">H76</meta>",
        "<meta refines=\"#series\" property=\"group-position\">3.7</meta>",
        "alt=\"Amina Rahman at a bus stop\"",
        "<meta refines=\"#epub-creator-0\" property=\"schema:affiliation\">https://ror.org/05dxps055</meta>",
    ] {
        assert!(golden.contains(line), "{line}");
    }
}

/// The reader may not ask the layouts, so the model has their names; they are the same.
#[test]
fn layouts_that_may_be_asked_for_exist() {
    match pamphlet::Layout::find("no layout has this name") {
        Err(pamphlet::layout::LayoutError::Unknown { known, .. }) => {
            assert_eq!(known, pamphlet::model::LAYOUTS);
        }
        other => panic!("{other:?}"),
    }
}
