//! The YAML at the top.

use super::{findings, lines_of, read_ok, read_with_report};
use pamphlet::diagnostic::{Code, Severity};
use pamphlet::model::{Meta, NotePlacement, plain};

fn meta(yaml: &str) -> Meta {
    read_ok(&format!("---\n{yaml}\n---\n")).meta
}

/// Errors of a front matter: the words pointed at, and the message.
fn errors(yaml: &str) -> Vec<(String, String)> {
    let text = format!("---\n{yaml}\n---\n");
    let (draft, report) = read_with_report(text.clone());
    assert!(draft.is_none(), "{draft:#?}");
    let errors = report
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|finding| {
            assert!(!finding.hints.is_empty(), "{finding:?}");
            let span = finding.span.unwrap();
            (text[span.start..span.end].to_string(), finding.message)
        })
        .collect()
}

#[test]
fn front_matter_ends_and_the_text_begins() {
    let text = "---\ntitle: \"A *b*\"\n...\n\nText";
    let draft = read_ok(text);
    assert_eq!(plain(&draft.meta.title), "A b");
    assert_eq!(
        &text[draft.meta.span.start..draft.meta.span.end],
        "---\ntitle: \"A *b*\"\n..."
    );
    assert_eq!(&text[draft.body[0].span.start..draft.body[0].span.end], "Text");
    assert_eq!(read_ok("---\n\nA line above.").body.len(), 2);
    assert_eq!(
        findings("---\ntitle: x\n\nText"),
        [(Code::FrontMatter, "---".to_string())]
    );
}

#[test]
fn broken_yaml_is_an_error_at_its_place() {
    let text = "---\ntitle: Ünï\nabstract: one: two\n---\n";
    let (_, report) = read_with_report(text);
    assert_eq!((report[0].code, report.len()), (Code::FrontMatter, 1));
    assert_eq!(text[..report[0].span.unwrap().start].matches('\n').count(), 2);
    assert_eq!(
        errors("a: 1\nb: 2\na: 3"),
        [("a".to_string(), "the field `a` is given twice".to_string())]
    );
}

#[test]
fn aliases_cannot_grow_without_measure() {
    let mut yaml = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]");
    for level in 1..9 {
        yaml.push_str(&format!(
            "\na{level}: &a{level} [{}]",
            vec![format!("*a{}", level - 1); 10].join(", ")
        ));
    }
    assert_eq!(errors(&yaml).len(), 1);
    assert_eq!(meta("x: &x [a, b]\nkeywords: *x").keywords, ["a", "b"]);
}

#[test]
fn authors_come_in_every_shape() {
    let names = |yaml: &str| -> Vec<(String, String)> {
        meta(yaml)
            .authors
            .into_iter()
            .map(|person| (person.name, person.file_as))
            .collect()
    };
    let jane = || ("Jane Doe".to_string(), "Doe, Jane".to_string());
    for yaml in [
        "author: Jane Doe",
        "authors: [Jane Doe]",
        "author:\n  - name: Jane Doe",
        "author:\n  name: {given: Jane, family: Doe}",
        "author:\n  - family: Doe\n    given: Jane",
        "creator:\n  - role: aut\n    text: Jane Doe",
        "author:\n  - Jane Doe:\n      email: j@x.org",
    ] {
        assert_eq!(names(yaml), [jane()], "{yaml}");
    }
    assert_eq!(
        names("author: [{name: {given: Ludwig, family: Beethoven, non-dropping-particle: van}}]")[0].1,
        "van Beethoven, Ludwig"
    );
    assert_eq!(
        names("author: [{literal: The World Bank}]")[0].1,
        "The World Bank"
    );
    assert_eq!(
        names("author: [{name: Plato}, {name: Doe, file-as: X}]"),
        [
            ("Plato".to_string(), "Plato".to_string()),
            ("Doe".to_string(), "X".to_string())
        ]
    );
}

#[test]
fn people_have_affiliations_and_identifiers() {
    let meta = meta(
        "affiliations:\n  - {id: dt, name: Diamanium, city: Lahore}\nauthor:\n  - name: A B\n    orcid: https://orcid.org/0000-0002-1825-0097\n    email: a@x.org\n    position: Founder\n    affiliation: dt\n    bio: |\n      A *scholar*.\n  - name: C D\n    affiliations:\n      - ref: dt\n      - Other House",
    );
    let [a, b] = meta.authors.as_slice() else { panic!() };
    assert_eq!(a.orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(a.affiliations[0].city.as_deref(), Some("Lahore"));
    assert_eq!(lines_of(&a.bio), ["A scholar."]);
    assert_eq!(a.position.as_deref(), Some("Founder"));
    assert_eq!(
        b.affiliations
            .iter()
            .map(|house| house.name.as_str())
            .collect::<Vec<_>>(),
        ["Diamanium", "Other House"]
    );
}

#[test]
fn wrong_values_are_all_found_in_one_run() {
    let found = errors(
        "date: soon\norcid: x\ndoi: 11.5/x\nisbn: 978-3-16-148410-1\nissn: 1234-5678\nlang: english\nnotes: nowhere\ntoc: maybe\nauthor:\n  - name: A\n    orcid: 0000-0002-1825-0098\n    email: nobody\n  - affiliation: x",
    );
    let places: Vec<&str> = found
        .iter()
        .map(|(place, _)| place.as_str().lines().next().unwrap_or_default())
        .collect();
    for wrong in [
        "soon",
        "11.5/x",
        "978-3-16-148410-1",
        "1234-5678",
        "english",
        "nowhere",
        "maybe",
        "0000-0002-1825-0098",
        "nobody",
        "affiliation: x",
    ] {
        assert!(places.contains(&wrong), "{wrong} is not in {places:?}");
    }
}

#[test]
fn identifiers_take_their_usual_form() {
    let meta = meta(
        "doi: https://doi.org/10.5555/12345678\nisbn: {print: 978-3-16-148410-0}\nissn: 2049-3630\nlang: en_gb\nurl: https://x.org/a",
    );
    assert_eq!(meta.doi.as_deref(), Some("10.5555/12345678"));
    assert_eq!(meta.isbn.as_deref(), Some("978-3-16-148410-0"));
    assert_eq!(meta.issn.as_deref(), Some("2049-3630"));
    assert_eq!(meta.lang.as_deref(), Some("en-GB"));
}

#[test]
fn licences_of_creative_commons_are_known() {
    for form in [
        "CC BY 4.0",
        "CC-BY-4.0",
        "cc-by",
        "https://creativecommons.org/licenses/by/4.0/",
        "{type: CC-BY-4.0}",
    ] {
        let license = meta(&format!("license: {form}")).license.unwrap();
        assert_eq!(license.text, "CC BY 4.0", "{form}");
        assert_eq!(
            license.url.as_deref(),
            Some("https://creativecommons.org/licenses/by/4.0/"),
            "{form}"
        );
    }
    assert_eq!(
        meta("copyright: {holder: DT, year: 2025}").license.unwrap().text,
        "© 2025 DT"
    );
    assert_eq!(
        meta("rights: All rights reserved").license.unwrap().text,
        "All rights reserved"
    );
}

#[test]
fn markdown_in_fields_knows_its_place() {
    let text = "---\nabstract: One *two*.\nkey-points:\n  - Growth: it is slow\n  - \"Two.\"\n---\n";
    let meta = read_ok(text).meta;
    let place = |block: &pamphlet::model::Block| &text[block.span.start..block.span.end];
    assert_eq!(place(&meta.summary[0]), "One *two*.");
    assert_eq!(
        meta.key_messages
            .iter()
            .map(|entry| place(&entry[0]))
            .collect::<Vec<_>>(),
        ["Growth: it is slow", "Two."]
    );
    assert_eq!(meta.key_messages_title.as_deref(), Some("Key Points"));
    assert_eq!(lines_of(&meta.key_messages[0]), ["Growth: it is slow"]);
}

#[test]
fn one_text_of_key_messages_is_a_list_too() {
    let meta = meta("highlights: |\n  - One\n  - Two");
    assert_eq!(meta.key_messages.len(), 2);
    assert_eq!(meta.key_messages_title.as_deref(), Some("Highlights"));
}

#[test]
fn the_canonical_name_wins_over_its_aliases() {
    let meta = meta(
        "description: a\nabstract: b\ntags: x, y\nreference-location: document\npublished: 2025-06\nlastmod: 2025-07-01 10:00:00",
    );
    assert_eq!(lines_of(&meta.summary), ["b"]);
    assert_eq!(meta.other["description"], "a");
    assert_eq!(meta.keywords, ["x", "y"]);
    assert_eq!(meta.notes, NotePlacement::Endnotes);
    assert_eq!(
        (meta.date.unwrap().iso(), meta.date_modified.unwrap().iso()),
        ("2025-06".into(), "2025-07-01".into())
    );
    assert_eq!(findings("---\ndescription: a\nabstract: b\n---\n"), []);
}

#[test]
fn unknown_fields_are_kept_and_noted_once() {
    let text = "---\nlayout: post\nsubtitel: x\nn: {a: [1, true, ~, 007]}\n---\n";
    assert_eq!(
        findings(text),
        [
            (Code::UnknownField, "layout".to_string()),
            (Code::UnknownField, "subtitel".into()),
            (Code::UnknownField, "n".into()),
        ]
    );
    assert_eq!(
        read_ok(text).meta.other["n"],
        serde_json::json!({"a": [1, true, null, "007"]})
    );
    let (_, report) = read_with_report(text);
    assert_eq!(report[1].hints, ["write `subtitle` if that is what you mean"]);
}

#[test]
fn titles_are_one_line_of_markdown() {
    assert_eq!(plain(&meta("title: \"1. *What* now\"").title), "1. What now");
    assert_eq!(plain(&meta("title: \"# 5 {x}\"").title), "# 5 {x}");
    let meta = meta("title:\n  - {type: main, text: A}\n  - {type: subtitle, text: B}");
    assert_eq!(
        (plain(&meta.title), plain(&meta.subtitle)),
        ("A".into(), "B".into())
    );
}

#[test]
fn quoted_values_may_go_on_at_the_line_start() {
    let draft = read_ok("---\nabstract: \"One\ntwo\"\ntitle: T\n---\nText");
    assert_eq!(lines_of(&draft.meta.summary), ["One two"]);
    assert_eq!(draft.body[0].span.start, 37);
}

#[test]
fn characters_of_several_bytes_do_not_move_places() {
    let text = "---\r\nsubtitle: Ünïcödé – 漢字\r\ntitle: T\r\ndate: nié\r\n---\r\n";
    assert_eq!(findings(text), [(Code::FieldValue, "nié".to_string())]);
}
