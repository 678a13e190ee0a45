//! Citations and cross-references: what the author writes, and what both outputs get.

use pamphlet::diagnostic::Code;
use pamphlet::model::{Block, BlockKind, Inline, Target, plain};
use pamphlet::{Article, Files, Report, Source, understand};
use std::collections::BTreeMap;
use std::fmt::Write;

const WORKS: &str = r#"
@book{jervis1989, author = {Jervis, Robert}, title = {The Meaning of the Nuclear Revolution}, publisher = {Cornell}, year = 1989}
@article{narang2013, author = {Narang, Vipin and Doe, Jane}, title = {What Does It Take to Deter?}, journal = {Conflict}, volume = 57, pages = {478--508}, year = 2013, doi = {10.1177/0022002712448909}}
@book{mixed2001, author = {{World Bank}}, title = {iPhones, {mRNA} and \emph{hamlet} in the US}, year = 2001}
"#;

fn files(works: &[(&str, &str)]) -> Files {
    let files = works
        .iter()
        .map(|(name, text)| ((*name).to_string(), text.as_bytes().to_vec()));
    Files::memory(files.collect::<BTreeMap<_, _>>())
}

fn article_with(fields: &str, text: &str, works: &[(&str, &str)]) -> (Article, Report) {
    let source = Source::new(
        "article.md",
        format!("---\ntitle: T\nlang: en\ndate: 2025-06-01\n{fields}\n---\n\n{text}\n"),
    );
    let mut report = Report::new();
    let article = understand(&source, &files(works), &Default::default(), &mut report).expect("an article");
    (article, report)
}

fn article(fields: &str, text: &str) -> (Article, Report) {
    article_with(
        &format!("bibliography: refs.bib\n{fields}"),
        text,
        &[("refs.bib", WORKS)],
    )
}

/// The words of the first paragraph.
fn first(article: &Article) -> String {
    let text = article.body.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph { text } => Some(plain(text)),
        _ => None,
    });
    text.expect("a paragraph")
}

fn cited(text: &str) -> String {
    first(&article("", text).0)
}

/// The works listed, with the looks of the first letter of each mark of style.
fn listed(article: &Article) -> Vec<String> {
    let entries = article.body.iter().find_map(|block| match &block.kind {
        BlockKind::Bibliography { entries, .. } => Some(entries),
        _ => None,
    });
    let words = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text } => plain(text),
        other => panic!("{other:#?}"),
    };
    entries
        .map(|entries| entries.iter().map(|work| words(&work.entry)).collect())
        .unwrap_or_default()
}

fn codes(report: &Report) -> Vec<Code> {
    report.diagnostics().iter().map(|found| found.code).collect()
}

#[test]
fn every_form_of_a_citation() {
    let forms = [
        ("A [@jervis1989].", "A (Jervis 1989)."),
        ("A [see @jervis1989, pp. 3-5].", "A (see Jervis 1989, 3–5)."),
        (
            "A [@jervis1989, chap. 2, and *more*].",
            "A (Jervis 1989, chap. 2, and more).",
        ),
        (
            "A [@jervis1989{ii, A, D-Z}, with more].",
            "A (Jervis 1989, ii, A, D-Z, with more).",
        ),
        ("A [@jervis1989; -@narang2013].", "A (Jervis 1989; 2013)."),
        ("Jervis [-@jervis1989, 33].", "Jervis (1989, 33)."),
        ("@jervis1989 says.", "Jervis (1989) says."),
        ("@jervis1989 [p. 4] says.", "Jervis (1989, 4) says."),
        ("@{jervis1989} says.", "Jervis (1989) says."),
        ("As @narang2013.", "As Narang and Doe (2013)."),
        ("*Stressed @jervis1989*", "Stressed Jervis (1989)"),
        ("Two\n[@jervis1989,\np. 3] lines.", "Two (Jervis 1989, 3) lines."),
    ];
    for (written, shown) in forms {
        assert_eq!(cited(written), shown, "{written}");
    }
}

#[test]
fn what_only_looks_like_a_key_stays() {
    for text in [
        "Write to me@jervis1989.org or a.b@jervis1989.",
        "An @ sign, and @@jervis1989.",
    ] {
        assert_eq!(cited(text), text);
    }
    assert_eq!(
        cited("\\@jervis1989 and `@jervis1989`"),
        "@jervis1989 and @jervis1989"
    );
    assert_eq!(cited("[@jervis1989](https://example.org)"), "@jervis1989");
    // Without a bibliography a handle is a handle, and brackets are asked about once.
    let (article, report) = article_with("", "Ask @18F and [see @someone, p. 3].", &[]);
    assert_eq!(first(&article), "Ask @18F and [see @someone, p. 3].");
    assert_eq!(codes(&report), [Code::NoBibliography]);
}

#[test]
fn citations_and_works_lead_to_each_other() {
    let (article, _) = article("", "A [@jervis1989] and again [@jervis1989].");
    let BlockKind::Paragraph { text } = &article.body[0].kind else {
        panic!("{:#?}", article.body)
    };
    let mut links = Vec::new();
    let mut anchors = Vec::new();
    for inline in text.iter().filter_map(Inline::content).flatten() {
        match inline {
            Inline::Link {
                target: Target::Internal(id),
                ..
            } => links.push(id.clone()),
            Inline::Anchor { id } => anchors.push(id.clone()),
            _ => {}
        }
    }
    let BlockKind::Bibliography { entries, .. } = &article.body[2].kind else {
        panic!("{:#?}", article.body)
    };
    assert_eq!(links, [entries[0].id.clone(), entries[0].id.clone()]);
    assert_eq!(anchors, [entries[0].back.clone().expect("a way back")]);
    let (unlinked, _) = self::article("link-citations: false", "A [@jervis1989].");
    assert!(!format!("{:?}", unlinked.body[0]).contains("Internal"));
}

#[test]
fn the_list_has_live_addresses_and_the_case_that_authors_gave() {
    let (article, _) = article("nocite: '@*'", "A.");
    let works = listed(&article);
    assert_eq!(works.len(), 3);
    assert!(
        works
            .iter()
            .any(|work| work.contains("iPhones, mRNA and Hamlet in the US")),
        "{works:#?}"
    );
    let all = format!("{:?}", article.body);
    assert!(all.contains("Url(\"https://doi.org/10.1177/0022002712448909\")"));
}

#[test]
fn a_style_of_notes_makes_notes() {
    let (article, _) = article(
        "csl: chicago-notes",
        "It is so [see @jervis1989, 3]. Then @narang2013 says.[^n]\n\n[^n]: Compare @jervis1989, too.",
    );
    let notes: Vec<String> = article
        .notes()
        .iter()
        .map(|note| match &note.blocks[0].kind {
            BlockKind::Paragraph { text } => plain(text),
            other => panic!("{other:#?}"),
        })
        .collect();
    assert_eq!(notes.len(), 3, "{notes:#?}");
    assert!(
        notes[0].starts_with("See Robert Jervis, The Meaning"),
        "{notes:#?}"
    );
    assert!(notes[1].starts_with("Vipin Narang and Jane Doe"), "{notes:#?}");
    assert_eq!(
        notes[2],
        "Compare Jervis, The Meaning of the Nuclear Revolution, too."
    );
    // The mark stands behind the full stop, without a space.
    assert_eq!(first(&article), "It is so. Then Narang and Doe says.");
}

#[test]
fn every_format_gives_the_same_work() {
    let csl = r#"[{"id": "a", "type": "book", "title": "A Book", "author": [{"family": "Roe", "given": "Ann"}], "publisher": "House", "issued": {"date-parts": [[2004]]}}]"#;
    let csl_yaml = "references:\n- id: a\n  type: book\n  title: A Book\n  author:\n  - family: Roe\n    given: Ann\n  publisher: House\n  issued: 2004\n";
    let own_yaml =
        "a:\n  type: Book\n  title: A Book\n  author: Roe, Ann\n  publisher: House\n  date: 2004\n";
    let bib = "@book(a, author = \"Roe, Ann\", title = \"A Book\", publisher = {House}, date = {2004})";
    for (name, text) in [
        ("a.bib", bib),
        ("a.json", csl),
        ("a.yaml", csl_yaml),
        ("b.yml", own_yaml),
        ("works", bib),
    ] {
        let (article, report) = article_with(&format!("bibliography: {name}"), "A [@a].", &[(name, text)]);
        assert_eq!(listed(&article), ["Roe, Ann. 2004. A Book. House."], "{name}");
        assert!(
            report.diagnostics().is_empty(),
            "{name}: {:#?}",
            report.diagnostics()
        );
    }
}

#[test]
fn works_stand_where_the_article_keeps_their_place() {
    let order = |text: &str| {
        let (article, _) = article("", text);
        let kinds = article.body.iter().map(|block| match &block.kind {
            BlockKind::Heading { text, .. } => plain(text),
            BlockKind::Bibliography { .. } => "(works)".to_string(),
            _ => "…".to_string(),
        });
        kinds.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order("# A\n\n[@jervis1989]"), "A … References (works)");
    assert_eq!(
        order("# A\n\n[@jervis1989]\n\n# References\n\n# After\n\nB"),
        "A … References (works) After …"
    );
    assert_eq!(
        order("# A\n\n[@jervis1989]\n\n# Sources\n\n<div id=\"refs\"></div>\n\n# After\n\nB"),
        "A … Sources (works) After …"
    );
    let (none, _) = article("suppress-bibliography: true", "[@jervis1989]");
    assert_eq!(none.body.len(), 1);
}

#[test]
fn references_name_what_they_mean() {
    let text = "# One {#sec-one}\n\nSee @sec-two, [-@sec-two], [@tbl-a; @sec-one], [Tables @tbl-a], @Tbl:a, [](#tbl-a).\n\n\
        ## Two {#sec-two}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Words {#tbl-a}\n\n# Data {.appendix #sec-data}\n\nIn @sec-data.";
    let (article, report) = article_with("number-sections: true", text, &[]);
    assert_eq!(
        first(&article),
        "See Section\u{a0}1.1, 1.1, Table\u{a0}1, Section\u{a0}1, Tables\u{a0}1, Table\u{a0}1, Table\u{a0}1."
    );
    assert!(plain_of(&article).contains("In Appendix\u{a0}A."));
    assert!(report.diagnostics().is_empty(), "{:#?}", report.diagnostics());
    let (article, report) = article_with("", "# One {#sec-one}\n\nSee @sec-one and @sec-on.", &[]);
    assert_eq!(first(&article), "See “One” and @sec-on.");
    assert_eq!(codes(&report), [Code::MissingTarget]);
    assert_eq!(report.diagnostics()[0].hints, ["did you mean `@sec-one`?"]);
}

fn plain_of(article: &Article) -> String {
    article
        .body
        .iter()
        .map(|block| plain(block.own_text()))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_finding_in_another_file_has_its_place_there() {
    let bib = "@book{a, title = {A}, year = 2001}\n\n@book{b\n  title = {B},\n}\n";
    let (_, report) = article_with("bibliography: refs.bib", "A [@a].", &[("refs.bib", bib)]);
    let found = &report.diagnostics()[0];
    let place = found.elsewhere.as_ref().expect("a place");
    assert_eq!(
        (place.file.as_str(), place.line, place.text.as_str()),
        ("refs.bib", 4, "  title = {B},")
    );
}

#[test]
fn no_bibliography_makes_it_fall_over() {
    let mut deep = String::from("@book{a, title = ");
    deep.push_str(&"{".repeat(20_000));
    let mut commands = String::from("@book{a, title = {");
    commands.push_str(&"\\x{".repeat(20_000));
    commands.push_str(&"}".repeat(20_001));
    commands.push('}');
    let mut chain = String::new();
    for number in 0..300 {
        let next = (number + 1) % 300;
        writeln!(
            chain,
            "@book{{k{number}, title = {{T}}, crossref = {{k{next}}}, xdata = {{k{number}, a}}}}"
        )
        .expect("a string");
    }
    let cycle = "@string{x = y}\n@string{y = x # x}\n@book{a, title = x, crossref = {a}, xdata = {b}}\n@book{b, crossref = {a}}";
    let names = format!(
        "@book{{a, author = {{{}}}, title = {{T}}, year = 2001}}",
        "A B and ".repeat(5_000)
    );
    for text in [
        deep.as_str(),
        &commands,
        &chain,
        cycle,
        &names,
        "@book{",
        "@",
        "@book{a, year = {-99999999999}, date = {9999999999999-99-99}, pages = {--}, volume = {99999999999}}",
        "@book{a, date = {2001-02-03/..}, edition = {½}, author = {and and , , ,}}",
    ] {
        let _ = article_with(
            "bibliography: a.bib\ncsl: apa",
            "A [@a, pp. 3–], @k1 [p. ].",
            &[("a.bib", text)],
        );
    }
    let dates = r#"[{"id": "a", "issued": {"date-parts": [[]]}}, {"id": "k1", "type": 3, "author": "x", "issued": {"date-parts": [["", 0, 99], [1]]}, "accessed": {"date-parts": [[99999999, 13, 40]]}, "page": -1, "volume": 1e300, "note": null}]"#;
    let _ = article_with("bibliography: a.json", "A [@a] and @k1.", &[("a.json", dates)]);
}

#[test]
fn a_style_that_never_ends_is_not_used() {
    let style = |body: &str| {
        format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>{body}<citation><layout><text macro="m"/></layout></citation></style>"#
        )
    };
    let works = ("refs.bib", WORKS);
    for (text, right) in [
        (style(r#"<macro name="m"><text macro="m"/></macro>"#), false),
        (style(r#"<macro name="m"><text variable="title"/></macro>"#), true),
        ("no style".to_string(), false),
    ] {
        let (article, report) = article_with(
            "bibliography: refs.bib\ncsl: own.csl",
            "A [@jervis1989].",
            &[works, ("own.csl", &text)],
        );
        let unknown = codes(&report).contains(&Code::CitationStyle);
        assert_eq!(unknown, !right, "{text}\n{:#?}", report.diagnostics());
        let shown = if right {
            "A The Meaning of the Nuclear Revolution."
        } else {
            "A (Jervis 1989)."
        };
        assert_eq!(first(&article), shown);
    }
}
