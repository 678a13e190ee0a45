//! The recommended citation, composed from the front matter as APA orders it.

use pamphlet::model::plain;
use pamphlet::{Files, Report, Source, understand};

fn citation(yaml: &str) -> String {
    let text = format!("---\ntitle: Who Pays?\nlang: en-GB\ndate: 2025-06-01\n{yaml}\n---\n\nText.\n");
    let mut report = Report::new();
    let source = Source::new("article.md", text);
    let article = understand(&source, &Files::none(), &Default::default(), &mut report).expect("an article");
    assert_eq!(report.diagnostics(), [], "{yaml}");
    plain(&article.words.citation)
}

#[test]
fn who_when_what_where() {
    for (yaml, wanted) in [
        ("publisher: A House", "A House (2025). Who Pays?"),
        (
            "author: Jane Doe\npublisher: A House\npublisher-place: Aral",
            "Doe, J. (2025). Who Pays? Aral: A House.",
        ),
        (
            "author: [Jean-Paul Doe, {literal: The World Bank}]\nseries: City Papers\nnumber: 7\nvolume: 3\ndoi: 10.5555/1",
            "Doe, J.-P., & The World Bank (2025). Who Pays? City Papers 3(7). https://doi.org/10.5555/1",
        ),
        (
            "author: Jane Doe\ngenre: Policy Brief\nnumber: 7\nurl: https://x.org/a",
            "Doe, J. (2025). Who Pays? Policy Brief 7. https://x.org/a",
        ),
        (
            "editor: [Jane Doe, John Roe]\ntranslator: Ann Poe\nedition: 2\nversion: 1.1",
            "Doe, J., & Roe, J. (Eds.) (2025). Who Pays? (A. Poe, Trans.; Edition 2; Version 1.1).",
        ),
        (
            "author: Jane Doe\ntype: article-journal\npublisher: A House\ncitation: {container-title: Peace, volume: 3, issue: 2, page: 12-19}",
            "Doe, J. (2025). Who Pays? Peace, 3(2), 12–19.",
        ),
        (
            "author: Jane Doe\ncitation: {author: [{family: Roe, given: John}], title: Other, issued: 2024, edition: \"Second, revised\"}",
            "Roe, J. (2024). Other (Second, revised).",
        ),
        (
            "author: Jane Doe\ncitation: \"Doe *and* others: Who Pays, 2025\"",
            "Doe and others: Who Pays, 2025",
        ),
    ] {
        assert_eq!(citation(yaml), wanted, "{yaml}");
    }
}

#[test]
fn of_more_than_twenty_names_the_last_stands_behind_dots() {
    let names = |count: usize| -> String {
        let names = (1..=count).map(|number| format!("{{given: A, family: N{number}}}"));
        format!("author: [{}]", names.collect::<Vec<_>>().join(", "))
    };
    let twenty = citation(&names(20));
    assert!(twenty.contains("N19, A., & N20, A. (2025)"), "{twenty}");
    let many = citation(&names(25));
    assert!(
        many.contains("N19, A., … N25, A. (2025)") && !many.contains("N20"),
        "{many}"
    );
}

#[test]
fn stops_commas_and_digits_are_the_languages_own() {
    for (lang, title, wanted) in [
        (
            "ur",
            "عنوان",
            "رحمان، عائشہ اور احمد، بلال (2025)۔ عنوان۔ بریف 7۔ ادارہ۔",
        ),
        (
            "fa",
            "چرا؟",
            "رحمان، عائشہ و احمد، بلال (۲۰۲۵). چرا؟ بریف ۷. ادارہ.",
        ),
    ] {
        let text = format!(
            "---\ntitle: {title}\nlang: {lang}\ndate: 2025\nauthor: [عائشہ رحمان, بلال احمد]\ngenre: بریف\n\
             number: 7\npublisher: ادارہ\n---\n\nمتن\n"
        );
        let source = Source::new("article.md", text);
        let article =
            understand(&source, &Files::none(), &Default::default(), &mut Report::new()).expect("an article");
        assert_eq!(plain(&article.words.citation), wanted);
    }
}
