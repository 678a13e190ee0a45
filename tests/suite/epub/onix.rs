//! What distributors are told of the EPUB: the same as it says itself, in their codes.

use super::book::{Node, nodes};
use super::sample::{self, *};
use crate::corpus::PRESS;
use pamphlet::backend::epub::{Edition, onix};
use pamphlet::layout::Layout;
use pamphlet::model::{Affiliation, Article, Date, License, Meta, PageMap, Person, Role, Series};
use pamphlet::style::House;
use pamphlet::{Options, Output, Report, render};
use std::collections::BTreeSet;

fn message(article: &Article, pages: Option<&PageMap>) -> Vec<Node> {
    let edition = Edition {
        pages,
        ..Edition::default()
    };
    let bytes = onix(article, &Layout::default(), &House::default(), &edition);
    nodes(std::str::from_utf8(&bytes).expect("UTF-8"))
}

/// Values of one kind of feature.
fn features(message: &[Node], kind: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut of_kind = false;
    for node in message {
        match node.name.as_str() {
            "ProductFormFeatureType" => of_kind = node.text == kind,
            "ProductFormFeatureValue" if of_kind => values.push(node.text.clone()),
            _ => {}
        }
    }
    values
}

fn told<'a>(message: &'a [Node], name: &str) -> Vec<&'a str> {
    let found = message.iter().filter(|node| node.name == name);
    found.map(|node| node.text.as_str()).collect()
}

/// What the package claims and the code that goes with it, written down a second time.
const CODES: [(&str, &str); 12] = [
    ("schema:accessModeSufficient textual", "52"),
    ("schema:accessibilityFeature ARIA", "30"),
    ("schema:accessibilityFeature MathML", "17"),
    ("schema:accessibilityFeature alternativeText", "14"),
    ("schema:accessibilityFeature describedMath", "53"),
    ("schema:accessibilityFeature displayTransformability", "36"),
    ("schema:accessibilityFeature longDescription", "15"),
    ("schema:accessibilityFeature pageBreakMarkers", "19"),
    ("schema:accessibilityFeature pageNavigation", "41"),
    ("schema:accessibilityFeature readingOrder", "13"),
    ("schema:accessibilityFeature structuralNavigation", "29"),
    ("schema:accessibilityFeature index", "12"),
];

#[test]
fn distributors_hear_what_the_book_says() {
    let sink = kitchen_sink();
    let pages = kitchen_sink_pages(&sink);
    let silent = article(
        "T",
        vec![figure("f", Some(1), vec![picture(Some(0), None)], "A chart")],
    );
    let mut stated = article("T", vec![paragraph("x")]);
    stated.meta.accessibility.features =
        vec!["longDescription".into(), "index".into(), "unknownToAnyone".into()];
    stated.meta.accessibility.hazards = vec!["flashing".into(), "noSoundHazard".into()];
    let plain = article("T", vec![heading(1, "h", None, Role::Body, "H"), paragraph("x")]);
    for (article, pages) in [
        (&sink, Some(&pages)),
        (&sink, None),
        (&silent, None),
        (&stated, None),
        (&plain, None),
    ] {
        let book = super::book(article, pages);
        let opf = book.nodes("content.opf");
        let claimed: BTreeSet<String> = opf
            .iter()
            .filter(|node| node.get("property").starts_with("schema:access"))
            .map(|node| format!("{} {}", node.get("property"), node.text))
            .collect();
        let message = message(article, pages);
        let codes = features(&message, "09");
        for (claim, code) in CODES {
            let (says, tells) = (claimed.contains(claim), codes.iter().any(|told| told == code));
            assert_eq!(says, tells, "{claim}: {claimed:?} {codes:?}");
        }
        let summary = claimed
            .iter()
            .find_map(|claim| claim.strip_prefix("schema:accessibilitySummary "));
        assert_eq!(
            told(&message, "ProductFormFeatureDescription"),
            [summary.expect("a summary")]
        );
        for standard in ["02", "03", "04", "80", "81", "82", "84", "85", "86", "90", "93"] {
            assert!(
                !codes.iter().any(|code| code == standard),
                "nobody has evaluated {standard}"
            );
        }
    }
    assert_eq!(features(&message(&stated, None), "12"), ["13", "16"]);
    assert_eq!(features(&message(&plain, None), "12"), ["00"]);
    assert!(features(&message(&silent, None), "09").contains(&"09".to_owned()));
}

#[test]
fn contents_are_complete_only_if_every_table_and_figure_is_listed() {
    let with = |number: Option<u32>, caption: &str| {
        let article = article(
            "T",
            vec![figure("f", number, vec![picture(Some(0), Some("x"))], caption)],
        );
        let listed = super::book(&article, None)
            .text("nav.xhtml")
            .contains("epub:type=\"loi\"");
        let told = features(&message(&article, None), "09").contains(&"11".to_owned());
        (listed, told)
    };
    assert_eq!(with(Some(1), "A chart"), (true, true));
    assert_eq!(with(None, "A chart"), (true, true));
    assert_eq!(with(None, ""), (false, false));
}

#[test]
fn people_numbers_and_terms_come_in_the_codes_of_the_trade() {
    let mut article = article("T", vec![paragraph("x")]);
    article.lang = "fr-CA".into();
    article.meta = Meta {
        subtitle: vec![text("Below")],
        authors: vec![
            Person {
                orcid: Some("0000-0002-1825-0097".into()),
                position: Some("Founder".into()),
                affiliations: vec![Affiliation {
                    name: "A House".into(),
                    ..Affiliation::default()
                }],
                ..person("Jane Doe", "Doe, Jane")
            },
            person("Centre for Budgets", "Centre for Budgets"),
        ],
        contributors: vec![Person {
            relator: Some("pht".into()),
            ..person("Jo Roe", "Roe, Jo")
        }],
        series: Some(Series {
            title: "Papers".into(),
            issn: Some("1234-5679".into()),
            url: None,
        }),
        volume: Some("3".into()),
        number: Some("2".into()),
        isbn_forms: [
            ("epub", "978-1-86197-271-2"),
            ("print", "978-3-16-148410-0"),
            ("pdf", "0-8044-2957-X"),
        ]
        .map(|(form, isbn)| (form.to_owned(), isbn.to_owned()))
        .into(),
        date: Date::parse("2025-06"),
        publisher: Some("A House".into()),
        funders: vec!["A Fund".into()],
        license: Some(License {
            text: "CC BY 4.0".into(),
            url: Some("https://creativecommons.org/licenses/by/4.0/".into()),
            ..License::default()
        }),
        ..article.meta
    };
    let message = message(&article, None);
    assert_eq!(told(&message, "ContributorRole"), ["A01", "A01", "A13"]);
    assert_eq!(told(&message, "PersonNameInverted"), ["Doe, Jane", "Roe, Jo"]);
    assert_eq!(told(&message, "CorporateName"), ["Centre for Budgets"]);
    assert_eq!(told(&message, "TitleText"), ["Papers", "T"]);
    assert_eq!(told(&message, "Subtitle"), ["Below"]);
    assert_eq!(told(&message, "PartNumber"), ["3.2"]);
    assert_eq!(told(&message, "LanguageCode"), ["fre"]);
    assert_eq!(told(&message, "PublisherName"), ["A House", "A Fund"]);
    assert_eq!(told(&message, "PublishingRole"), ["01", "16"]);
    assert_eq!(
        told(&message, "EpubLicenseExpressionLink"),
        ["https://creativecommons.org/licenses/by/4.0/"]
    );
    assert_eq!(told(&message, "Date"), ["202506"]);
    // This edition by its own number, the paper as what it is based on.
    assert_eq!(told(&message, "ProductIDType"), ["03", "15", "02", "03", "15"]);
    assert_eq!(told(&message, "ProductRelationCode"), ["06", "13"]);
    let values = told(&message, "IDValue");
    let wanted = [
        "9781861972712",
        "9781861972712",
        "12345679",
        "0000000218250097",
        "080442957X",
        "9783161484100",
        "9783161484100",
    ];
    assert_eq!(values, wanted);
}

#[test]
fn a_paper_without_anything_has_a_record_too() {
    let bare = article("T", vec![]);
    let message = message(&bare, None);
    assert_eq!(told(&message, "SenderName"), ["T"]);
    assert_eq!(told(&message, "SentDateTime"), ["19800101"], "no clock");
    assert_eq!(told(&message, "IDTypeName"), ["UUID"]);
    assert_eq!(told(&message, "NoContributor"), [""]);
    assert!(told(&message, "PublishingDetail").is_empty() && told(&message, "CollateralDetail").is_empty());
    let empty = message
        .iter()
        .filter(|node| node.text.trim().is_empty() && node.name != "NoContributor");
    assert_eq!(empty.count(), 0);
    let mut hostile = sample::article(super::HOSTILE, vec![]);
    hostile.meta.publisher = Some(super::HOSTILE.into());
    hostile.meta.keywords = vec![super::HOSTILE.into(), "\u{0}".into()];
    let message = self::message(&hostile, None);
    assert_eq!(told(&message, "TitleText"), [super::HOSTILE]);
    assert_eq!(told(&message, "PublisherName"), [super::HOSTILE]);
}

#[test]
fn made_with_the_pdf_it_knows_of_its_pages() {
    let article = article("T", vec![paragraph("x")]);
    let codes = |outputs: &[Output]| {
        let mut report = Report::new();
        let files = render(&article, &PRESS, outputs, &Options::default(), &mut report).expect("outputs");
        let file = files
            .iter()
            .find(|file| file.output == Output::Onix)
            .expect("ONIX");
        features(&nodes(std::str::from_utf8(&file.bytes).expect("UTF-8")), "09")
    };
    assert_eq!(Output::Onix.extension(), "onix.xml");
    assert!(codes(&[Output::Onix, Output::Pdf]).contains(&"19".to_owned()));
    assert!(!codes(&[Output::Onix]).contains(&"19".to_owned()));
}
