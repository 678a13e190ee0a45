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
}

#[test]
fn of_a_field_that_is_given_twice_the_last_counts() {
    let text = "---\ntitle: A\nlang: en\ntitle: B\nauthor: {name: X, name: Y}\n---\n";
    let (draft, report) = read_with_report(text);
    let meta = draft.unwrap().meta;
    assert_eq!(
        (plain(&meta.title), meta.authors[0].name.as_str()),
        ("B".into(), "Y")
    );
    let twice: Vec<_> = report
        .iter()
        .map(|found| (found.severity, found.message.as_str()))
        .collect();
    assert_eq!(
        twice,
        [
            (
                Severity::Warning,
                "the field `title` is given twice, in line 2 and here; the last one counts"
            ),
            (
                Severity::Warning,
                "the field `name` is given twice, in line 5 and here; the last one counts"
            ),
        ]
    );
    assert_eq!(text[..report[0].span.unwrap().start].matches('\n').count(), 3);
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
fn people_sign_as_programmers_do() {
    let authors = meta("author: Jane Doe <jane@example.org>, John Roe (@roe), Poe <p@x.org> (@poe)").authors;
    let found: Vec<_> = authors
        .iter()
        .map(|person| (person.name.as_str(), person.email.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            ("Jane Doe", Some("jane@example.org")),
            ("John Roe", None),
            ("Poe", Some("p@x.org"))
        ]
    );
    assert_eq!(
        meta("author: House (of Cards), Inc.").authors[0].name,
        "House (of Cards), Inc."
    );
    assert_eq!(meta("author: A <b>, C").authors.len(), 1);
}

#[test]
fn a_citation_in_the_author_s_own_words_stays() {
    let article = "---\ntitle: T\nlang: en\ndate: 2025\ncitation: \"A. (2025). *B*. <https://x.org/a>[^1] [in](#nowhere)\"\n---\n\nText.\n\n[^1]: N";
    let meta = read_ok(article).meta;
    let text = meta.citation.unwrap().text;
    assert!(
        plain(&text).starts_with("A. (2025). B. https://x.org/a"),
        "{text:?}"
    );
    assert!(
        text.iter()
            .any(|inline| matches!(inline, pamphlet::model::Inline::Emphasis { .. }))
    );
    assert!(!format!("{text:?}").contains("Internal"));
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
fn everybody_finds_a_place() {
    let meta = meta(
        "creator:\n  - {role: aut, text: A A}\n  - {role: edt, text: E E}\n  - {role: ill, text: I I}\ntranslators: [T T]\ncontributor:\n  - {name: C C, role: photographer}\n  - {name: D D, roles: [data curation, writing]}",
    );
    let names = |people: &[pamphlet::model::Person]| -> Vec<String> {
        people
            .iter()
            .map(|person| format!("{} {}", person.name, person.relator.as_deref().unwrap_or("-")))
            .collect()
    };
    assert_eq!(names(&meta.authors), ["A A aut", "I I ill"]);
    assert_eq!(names(&meta.editors), ["E E edt"]);
    assert_eq!(names(&meta.translators), ["T T -"]);
    assert_eq!(names(&meta.contributors), ["C C pht", "D D -"]);
    assert_eq!(
        meta.contributors[1].roles,
        ["Data curation", "Writing – original draft"]
    );
}

#[test]
fn hugo_writes_toml() {
    let text = "+++\ntitle = \"A *b*\"\ndate = 2025-06-01T10:00:00Z\ndraft = true\ntags = [\"x\", \"y\"]\ndoi = \"nothing\"\n[[authors]]\nname = \"Jane Doe\"\nemail = \"j@x.org\"\n[params]\nsubtitle = \"S\"\nshowDate = true\n+++\n\nText";
    assert_eq!(findings(text), [(Code::FieldValue, "\"nothing\"".to_string())]);
    let text = text.replace("doi = \"nothing\"\n", "");
    let draft = read_ok(&text);
    let meta = &draft.meta;
    assert_eq!(
        (plain(&meta.title), plain(&meta.subtitle)),
        ("A b".into(), "S".into())
    );
    assert_eq!(
        (meta.date.unwrap().iso(), meta.draft),
        ("2025-06-01".into(), true)
    );
    assert_eq!(
        (meta.keywords.join(" "), meta.authors[0].email.as_deref()),
        ("x y".into(), Some("j@x.org"))
    );
    assert_eq!(meta.other["showDate"], true);
    assert_eq!(&text[draft.body[0].span.start..draft.body[0].span.end], "Text");
    for broken in [
        "+++\ntitle = A\n+++\n",
        "+++\na = 1\na = 2\n+++\n",
        "+++\ntitle = \"A\"\n",
    ] {
        let (draft, report) = read_with_report(broken);
        assert!(
            draft.is_none() && report[0].code == Code::FrontMatter && !report[0].hints.is_empty(),
            "{broken}"
        );
    }
    assert_eq!(read_ok("+++\n\nA line above.").body.len(), 2);
}

#[test]
fn pandocs_title_block_is_front_matter() {
    let text = "% A *title*\n  on two lines\n% Jane Doe; John Roe\n% 2025-06-01\n\nText";
    let draft = read_ok(text);
    let names: Vec<&str> = draft
        .meta
        .authors
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    assert_eq!(plain(&draft.meta.title), "A title on two lines");
    assert_eq!(names, ["Jane Doe", "John Roe"]);
    assert_eq!(draft.meta.date.unwrap().iso(), "2025-06-01");
    assert_eq!(&text[draft.body[0].span.start..draft.body[0].span.end], "Text");
    let meta = read_ok("%\n% Jane Doe\n  John Roe\n\nText").meta;
    assert_eq!((meta.title.len(), meta.authors.len()), (0, 2));
    assert_eq!(
        findings("% T\n% A\n% soon\n\nText"),
        [(Code::FieldValue, "soon".to_string())]
    );
}

#[test]
fn dates_that_people_write_are_read_and_noted() {
    let (draft, report) = read_with_report("---\ndate: June 1, 2025\n---\n");
    assert_eq!(draft.unwrap().meta.date.unwrap().iso(), "2025-06-01");
    assert_eq!(
        (report[0].severity, report[0].code),
        (Severity::Note, Code::FieldValue)
    );
    let (draft, report) = read_with_report("---\ndate: today\n---\n");
    assert_eq!(
        (draft.unwrap().meta.date, report[0].severity),
        (None, Severity::Warning)
    );
}

#[test]
fn fields_of_other_programs_are_one_note() {
    let (draft, report) =
        read_with_report("---\nweight: 3\njupyter: python3\nformat: {html: {toc: true}}\n---\n");
    assert_eq!(report.len(), 1, "{report:#?}");
    assert_eq!(
        report[0].message,
        "the fields `weight`, `jupyter`, `format` are meant for other programs; they are kept and not used"
    );
    assert_eq!(draft.unwrap().meta.other["jupyter"], "python3");
}

#[test]
fn parts_that_are_not_known_are_kept_and_noted_once() {
    let text =
        "---\nauthor:\n  - {name: A, emial: a@x.org}\n  - {name: B, emial: b@x.org, twitter: b}\n---\n";
    let (draft, report) = read_with_report(text);
    assert_eq!(report.len(), 1, "{report:#?}");
    assert_eq!(report[0].hints, ["write `email` if that is what you mean"]);
    assert_eq!(draft.unwrap().meta.other["author"][1]["twitter"], "b");
}

#[test]
fn the_citation_fills_what_the_fields_leave_open() {
    let meta = meta(
        "doi: 10.5555/1\ncitation: {type: article-journal, doi: 10.5555/2, ISSN: 2049-3630, container-title: J, page: 1-4}",
    );
    assert_eq!(
        (meta.doi.as_deref(), meta.issn.as_deref()),
        (Some("10.5555/1"), Some("2049-3630"))
    );
    assert_eq!(
        (meta.kind.as_deref(), meta.series.unwrap().title.as_str()),
        (Some("article-journal"), "J")
    );
    let citation = meta.citation.unwrap();
    assert_eq!(
        (citation.doi.as_deref(), citation.container),
        (Some("10.5555/2"), None)
    );
}

#[test]
fn licences_have_names_in_spdx() {
    let license = |yaml: &str| meta(&format!("license: {yaml}")).license.unwrap();
    assert_eq!(license("MIT").text, "MIT License");
    assert_eq!(
        license("MIT OR Apache-2.0").spdx.as_deref(),
        Some("MIT OR Apache-2.0")
    );
    assert_eq!(license("cc-by-sa").spdx.as_deref(), Some("CC-BY-SA-4.0"));
    assert_eq!(
        license("{content: CC-BY-4.0, code: MIT}").text,
        "CC BY 4.0 · code: MIT License"
    );
    let both = meta("license: CC BY 4.0\ncopyright: {holder: DT, year: 2025}")
        .license
        .unwrap();
    assert_eq!(
        (both.text.as_str(), both.copyright.as_deref()),
        ("CC BY 4.0", Some("© 2025 DT"))
    );
    for (slip, hint) in [
        ("CC-BY-4", "write `CC-BY-4.0`"),
        ("GPL-3", "write `GPL-3.0-only`"),
        ("Apache-2", "write `Apache-2.0`"),
    ] {
        let (_, report) = read_with_report(format!("---\nlicense: {slip}\n---\n"));
        assert_eq!(
            (report[0].severity, report[0].hints[0].as_str()),
            (Severity::Error, hint),
            "{slip}"
        );
    }
}

#[test]
fn other_programs_meanings_are_no_mistakes() {
    let (draft, report) = read_with_report(
        "---\nlayout: post\nurl: /a/b/\ntype: post\npublished: false\nimage: false\ncover: {image: c.png, caption: x}\n---\n",
    );
    let meta = draft.unwrap().meta;
    assert!(
        report.iter().all(|found| found.severity == Severity::Note),
        "{report:#?}"
    );
    assert!(meta.draft && meta.layout.is_none() && meta.kind.is_none() && meta.genre.is_none());
    assert_eq!(meta.cover_image.unwrap().src, "c.png");
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
