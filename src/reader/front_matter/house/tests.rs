//! The schema of house files against their reader: what one takes the other takes.

use super::*;
use crate::reader::front_matter::{house_schema, schema};
use serde_json::json;

/// Whether the reader takes a file, and the file as JSON.
fn understood(text: &str) -> (bool, serde_json::Value) {
    let mut report = Report::new();
    let reads = read(&Source::new("house.yml", text), text, &mut report).is_ok();
    let root = yaml::read_file(text, 0..text.len(), "the house file", &mut Report::new());
    (
        reads,
        root.ok().flatten().map_or_else(|| json!({}), |root| root.json()),
    )
}

/// Values that a key can have, and values that it cannot.
fn values(key: HouseKey) -> (&'static [&'static str], &'static [&'static str]) {
    match key {
        HouseKey::Name => (&["City Institute", "7"], &["{a: {b: c}}", "[a, b]"]),
        HouseKey::Url => (&["https://x.org", "https://x.org/a"], &["x.org", "[a, b]"]),
        HouseKey::Logo => (
            &[
                "logo.svg",
                "{light: logo.svg}",
                "{dark: logo.svg, alt: A, height: 9mm}",
                "{path: logo.svg, height: 0.4in}",
            ],
            &[
                "{alt: A}",
                "{light: logo.svg, height: 9}",
                "[a, b]",
                "{light: {a: b}}",
            ],
        ),
        HouseKey::Colors => (
            &[
                "{accent: \"#0b4f6c\", ink: \"#222\", quiet: \"0b4f6c\"}",
                "{accent: {rgb: \"#0b4f6c\", cmyk: [100, 44, 0, 0], spot: PANTONE 300 C}}",
                "{accent: {cmyk: \"100 44 0 0\"}}",
                "{accent: {cmyk: \"100%, 44%, 0%, 0%\"}}",
                "{accent: {cmyk: [\"100%\", 44.5, 0, 0]}}",
                "{Accent: \"#0b4f6c\", other: 1}",
            ],
            &[
                "blue",
                "[a, b]",
                "{accent: blue}",
                "{accent: \"#12345\"}",
                "{accent: {spot: A}}",
                "{accent: {cmyk: [100, 44, 0]}}",
                "{accent: {cmyk: [100, 44, 0, 101]}}",
                "{accent: {cmyk: \"1 2 3\"}}",
                "{accent: {rgb: red, cmyk: [1, 2, 3, 4]}}",
            ],
        ),
        HouseKey::Faces => (
            &[
                "{text: A, companion: B, mono: C, math: D}",
                "{files: fonts}",
                "{files: [a, b]}",
                "{text: A, embed: false}",
                "none",
            ],
            &["A", "{text: {a: {b: c}}}", "{embed: perhaps}"],
        ),
        HouseKey::Press => (
            &[
                "{profile: fogra39, bleed: 3mm}",
                "{bleed: 0.125in}",
                "{bleed: \"8.5 pt\"}",
            ],
            &["fogra39", "{bleed: 3}", "{bleed: wide}"],
        ),
        HouseKey::SocialCards => (&["true", "\"no\""], &["perhaps", "1"]),
        HouseKey::Accessibility => (
            &[
                "{conforms-to: WCAG 2.2 AA, certified-by: City Institute}",
                "{standard: wcag-2.1-a, certifier: A, credential: B, report: https://x.org/r}",
            ],
            &[
                "WCAG 2.2 AA",
                "{conforms-to: WCAG 2.2 AA}",
                "{certified-by: A}",
                "{conforms-to: AA, certified-by: A}",
                "{conforms-to: WCAG 3 AA, certified-by: A}",
                "{conforms-to: WCAG 2.2 AA, certified-by: A, report: x}",
            ],
        ),
        HouseKey::Social => (
            &[
                "{mastodon: \"@a@b.org\", x: \"@a\"}",
                "{bluesky: \"https://bsky.app/profile/a.b\"}",
            ],
            &["a", "[a, b]", "{x: {a: {b: c}}}"],
        ),
    }
}

#[test]
fn the_schema_and_the_reader_agree_on_every_key() {
    let validator = jsonschema::draft7::new(&house_schema()).expect("a schema");
    let mut wrong = Vec::new();
    for &key in HouseKey::ALL {
        let (good, bad) = values(key);
        let good = good.iter().map(|value| (value, true));
        for (value, wanted) in good.chain(bad.iter().map(|value| (value, false))) {
            for name in key.spec().names() {
                let (reads, json) = understood(&format!("{name}: {value}\n"));
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

#[test]
fn fields_of_articles_are_in_the_schema_as_articles_have_them() {
    let (house, article) = (house_schema(), schema());
    for field in FIELDS {
        for name in field.spec().names() {
            let known = &house["properties"][name];
            assert!(known.is_object(), "{name}");
            assert_eq!(known, &article["properties"][name], "{name}");
        }
    }
    assert!(house["properties"]["title"].is_null() && house["properties"]["doi"].is_null());
}

#[test]
fn no_name_means_two_keys() {
    let mut seen = std::collections::BTreeMap::new();
    let own = HouseKey::SPECS.iter();
    for spec in own.chain(FIELDS.iter().map(|field| field.spec())) {
        assert!(spec.doc.trim().ends_with('.'), "{}", spec.name);
        for name in spec.names() {
            if let Some(other) = seen.insert(normal(name), spec.name) {
                assert_eq!(other, spec.name, "{name}");
            }
        }
    }
}

#[test]
fn no_text_makes_the_reader_panic() {
    for text in [
        "",
        "\u{feff}name: A\n",
        "- a\n",
        "name",
        "colors: {accent: }\n",
        "colors:\n  accent: #123456\n",
        "logo: {light: ~}\nfaces: {files: [[a]]}\n",
        "press: {bleed: é3mm, profile: \"é\"}\nsocial: {x: \"@é@@\", mastodon: \"@@\"}\n",
        "colors: {accent: \"#é\", ink: \"#ééé\", paper: {cmyk: [a, é, ~, {}]}}\n",
        "color: {primary: a, palette: {a: b, b: a}}\nlogo: {images: {a: a}, small: a}\ntypography: {fonts: [1, {files: [1]}], base: [a]}\n",
    ] {
        for name in ["house.yml", "_brand.yml"] {
            let _ = read(&Source::new(name, text), text, &mut Report::new());
            let _ = defaults(text, 0..text.len(), name);
        }
    }
}
