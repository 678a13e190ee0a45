//! The schema against the reader: what one takes the other takes.

use super::*;
use crate::diagnostic::{Report, Source};
use crate::reader::front_matter::split;
use std::path::Path;

fn validator() -> jsonschema::Validator {
    jsonschema::draft7::new(&schema()).expect("a schema")
}

/// Whether the reader takes a text, and its front matter as JSON.
fn read(text: &str) -> (bool, Value) {
    let reads = crate::reader::read(&Source::new("article.md", text), &mut Report::new()).is_ok();
    let mut report = Report::new();
    let parts = split(text, 0, &mut report).ok().flatten();
    let tree = parts.and_then(|parts| parts.tree(text, &mut report).ok().flatten());
    (reads, tree.map_or_else(|| json!({}), |tree| tree.json()))
}

/// Values that a field can have, and values that it cannot.
fn values(field: Field) -> (&'static [&'static str], &'static [&'static str]) {
    const LINES: (&[&str], &[&str]) = (&["A line", "7", "\"\"", "[alone]"], &["{a: {b: c}}", "[a, b]"]);
    const TEXTS: (&[&str], &[&str]) = (
        &["One *text*", "[one, two]", "{text: T}", "[A: b]"],
        &["{a: b, c: d}", "{a: [b]}"],
    );
    const TRUTHS: (&[&str], &[&str]) = (&["true", "false", "\"yes\"", "Off"], &["maybe", "1", "[a, b]"]);
    const TERMS: (&[&str], &[&str]) = (&["textual", "[textual, visual]"], &["{a: {b: c}}"]);
    const NUMBERS: (&[&str], &[&str]) = (&["7", "\"800-63C\"", "{number: 4}"], &["[1, 2]", "{a: b}"]);
    const PEOPLE: (&[&str], &[&str]) = (
        &[
            "Jane Doe",
            "Jane Doe; John Roe",
            "[Jane Doe, {name: John Roe}]",
            "{name: {given: Jane, family: Doe}, orcid: 0000-0002-1825-0097, email: j@x.org}",
            "[{text: Jane, role: aut, file-as: Doe}]",
            "{name: J, url: \"https://x.org\", roles: [writing, {role: software}], corresponding: true}",
            "{name: J, photo: j.png, affiliation: [A, {name: B, ror: \"https://ror.org/05dxps055\"}]}",
            "{name: J, phone: 123, twitter: j}",
        ],
        &[
            "{name: J, orcid: 0000-0002}",
            "{name: J, email: nobody}",
            "{name: J, url: x.org}",
            "{name: J, corresponding: perhaps}",
            "{name: J, photo: {alt: a}}",
            "{name: J, affiliation: [{name: A, ror: x}]}",
        ],
    );
    match field {
        Field::Title => (
            &["A *title*", "[{type: main, text: A}, {type: subtitle, text: B}]"],
            &[],
        ),
        Field::Bibliography | Field::Nocite => (&["works.bib", "[a.bib, b.json]"], &[]),
        Field::Csl => (&["apa"], &[]),
        Field::References => (&["[{id: a, type: book, title: A}]"], &["text", "[a, b]"]),
        Field::LinkCitations | Field::SuppressBibliography => (&["true", "no"], &["perhaps"]),
        Field::ReferenceSectionTitle => (&["Works *cited*"], &["[a, b]"]),
        Field::Subtitle => (&["A line", "7"], &["[a, b]"]),
        Field::ShortTitle | Field::Genre | Field::PublisherPlace | Field::AccessibilitySummary => LINES,
        Field::Affiliations => (
            &[
                "A House",
                "[{id: a, name: A}, B]",
                "{name: A, city: B, url: \"https://x.org\"}",
            ],
            &["[[a, b]]", "{name: A, url: nowhere}"],
        ),
        Field::Author | Field::Editor | Field::Translator | Field::Contributor => PEOPLE,
        Field::Date | Field::DateModified => (
            &[
                "2025-06-01",
                "2025-06",
                "2025",
                "2025-06-01T10:00:00Z",
                "2025-06-01 10:00:00 +0500",
                "June 1, 2025",
                "1st of June 2025",
                "2025/06/01",
                "today",
                "{date-parts: [[2025, 6, 1]]}",
                "{year: 2025}",
            ],
            &["soon", "01/06/2025", "{a: b}", "[a, b]", "25"],
        ),
        Field::Lang => (&["en", "en-GB", "en_us", "zh-Hant"], &["english", "e", "[a, b]"]),
        Field::Abstract
        | Field::Acknowledgements
        | Field::Disclaimer
        | Field::About
        | Field::Contact
        | Field::Imprint
        | Field::KeyMessages
        | Field::Recommendations => TEXTS,
        Field::Funding => (
            &[
                "The Fund",
                "[{source: A, award-number: 1}]",
                "{statement: S, awards: [{id: 1, sources: [A]}]}",
            ],
            &["[[a]]"],
        ),
        Field::Keywords => (&["a, b", "[a, b]"], &["[[a, b]]"]),
        Field::Jel => (
            &["D72", "[D72, H5]", "\"D72, h5\"", "\"JEL: D72\""],
            &["W1", "[D721]"],
        ),
        Field::Type => (&["report", "Policy brief", "post"], &["{a: {b: c}}", "[a, b]"]),
        Field::Series => (
            &["City Papers", "{title: A, issn: 2049-3630}"],
            &["{issn: 2049-3630}"],
        ),
        Field::Number | Field::Volume | Field::Edition | Field::Version => NUMBERS,
        Field::Publisher => (&["A House", "{name: A}"], &["{a: {b: c}}"]),
        Field::Doi => (
            &[
                "10.5555/12345678",
                "https://doi.org/10.5555/1",
                "\"doi: 10.5555/1\"",
            ],
            &["11.5/x", "banana", "{a: b}"],
        ),
        Field::Isbn => (
            &["978-3-16-148410-0", "9783161484100", "{print: 978-3-16-148410-0}"],
            &["978", "{print: abc}"],
        ),
        Field::Issn => (
            &["2049-3630", "1050-124x", "{online: 2049-3630}", "ISSN 2049-3630"],
            &["2049", "{online: abc}"],
        ),
        Field::Handle => (
            &["10986/2445", "https://hdl.handle.net/10986/2445"],
            &["no handle", "abc"],
        ),
        Field::Identifier => (
            &["X-1", "[X-1, {text: \"2506.00001\", scheme: arXiv}]"],
            &["{scheme: arXiv}"],
        ),
        Field::Url => (&["https://x.org/a", "/posts/a"], &["{a: {b: c}}"]),
        Field::License => (
            &[
                "CC-BY-4.0",
                "CC BY 4.0",
                "All rights reserved",
                "{text: T, url: \"https://x.org\"}",
                "{content: MIT, code: MIT}",
            ],
            &["{text: T, url: nowhere}"],
        ),
        Field::Copyright => (
            &["© A", "{holder: A, year: 2025}"],
            &["{holder: A, url: nowhere}"],
        ),
        Field::Citation => (
            &[
                "A. (2025). *B*.",
                "true",
                "{type: report, doi: 10.5555/1, page: 1-4}",
            ],
            &["{doi: nothing}", "{issued: soon}", "{url: nowhere}"],
        ),
        Field::Notes => (
            &["footnotes", "endnotes", "document"],
            &["nowhere", "1", "{a: b}"],
        ),
        Field::Toc | Field::NumberSections | Field::Lof | Field::Lot | Field::Draft => TRUTHS,
        Field::TocDepth => (&["2", "\"3\""], &["0", "7", "deep"]),
        Field::Layout => (&["brief", "post"], &[]),
        Field::Papersize => (&["a4", "us-letter", "letter", "A4"], &["a5", "7"]),
        Field::Attachments => (
            &[
                "data.csv",
                "[a.csv, b.xlsx]",
                "[{path: a.csv, description: Arrivals, relationship: data}, b.csv]",
                "{src: a.md, relationship: Source}",
            ],
            &["{description: A}", "{path: a, relationship: cousin}", "[[a, b]]"],
        ),
        Field::AttachSource => TRUTHS,
        Field::Pages => (
            &[
                "4",
                "4..8",
                "\"4-8\"",
                "4 to 8",
                "[4, 8]",
                "[4]",
                "{min: 4}",
                "{min: 4, max: 8}",
            ],
            &["0", "many", "{least: 4}", "1.5"],
        ),
        Field::Columns => (&["1", "2"], &["3", "two"]),
        Field::Cover => (
            &["true", "false", "cover.png", "{image: cover.png}"],
            &["perhaps"],
        ),
        Field::CoverImage => (&["cover.png", "{src: cover.png, alt: A}"], &["{alt: A}"]),
        Field::Image => (&["cover.png", "{path: a.png}", "false"], &[]),
        Field::CoverImageAlt => (&["A cover"], &[]),
        Field::PdfStandard => (
            &["ua-1", "[ua-1, a-2a]", "1.7", "PDF/A-2b"],
            &["a-9z", "[ua-1, x]"],
        ),
        Field::AccessModes
        | Field::AccessModesSufficient
        | Field::AccessibilityFeatures
        | Field::AccessibilityHazards => TERMS,
        Field::Parts => (&["{abstract: A}"], &[]),
    }
}

#[test]
fn every_shape_is_defined_once() {
    let mut names: Vec<_> = SHAPES.iter().map(|shape| name(*shape)).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), SHAPES.len());
    let text = schema().to_string();
    for part in text.split("#/definitions/").skip(1) {
        let name = part.split('"').next().unwrap_or_default();
        assert!(text.contains(&format!("\"{name}\":{{")), "{name} is not defined");
    }
}

#[test]
fn every_name_means_one_field() {
    let mut seen = std::collections::BTreeMap::new();
    for spec in Field::SPECS {
        assert!(spec.doc.trim().ends_with('.'), "{}: {}", spec.name, spec.doc);
        for name in spec.names() {
            let normal = crate::reader::yaml::normal(name);
            let other = seen.insert(normal, spec.name);
            assert!(
                other.is_none_or(|other| other == spec.name),
                "{name}: {} and {other:?}",
                spec.name
            );
        }
    }
}

#[test]
fn the_schema_and_the_reader_agree_on_every_field() {
    let validator = validator();
    let mut wrong = Vec::new();
    for &field in Field::ALL {
        let (good, bad) = values(field);
        for (value, wanted) in good
            .iter()
            .map(|value| (value, true))
            .chain(bad.iter().map(|value| (value, false)))
        {
            for name in field.spec().names() {
                // One name means something else too, and what it means then is no mistake.
                if !wanted && name == "venue" {
                    continue;
                }
                let (reads, json) = read(&format!("---\n{name}: {value}\n---\n\nText.\n"));
                let valid = validator.is_valid(&json);
                if reads != wanted || valid != wanted {
                    wrong.push(format!(
                        "{name}: {value} (should be {wanted}): reader {reads}, schema {valid}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every article of ours that reads without an error has a front matter that editors find
/// nothing wrong with.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads what it tests")]
fn articles_that_read_are_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let validator = validator();
    let mut seen = 0;
    let mut folders = vec![
        root.join("content"),
        root.join("tests/corpus"),
        root.join("tests/front-matter"),
    ];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Some(text) = path
                .extension()
                .filter(|extension| *extension == "md")
                .and_then(|_| std::fs::read_to_string(&path).ok())
            else {
                continue;
            };
            let (reads, json) = read(&text);
            if reads {
                seen += 1;
                let faults: Vec<_> = validator
                    .iter_errors(&json)
                    .map(|fault| fault.to_string())
                    .collect();
                assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
            }
        }
    }
    assert!(seen > 12, "only {seen} articles were read");
}
