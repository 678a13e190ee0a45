//! Into which documents a book is cut, and whether everything still leads where it should.

use super::book::Book;
use super::sample::{self, *};
use super::whole::{CHOKE, faults};
use pamphlet::backend::epub::{Edition, EpubOptions, render};
use pamphlet::diagnostic::Report;
use pamphlet::layout::Layout;
use pamphlet::model::{Article, BlockKind, Inline, NotePlacement, Role};
use pamphlet::style::House;
use pamphlet::{Files, Source, understand};

/// A book of Markdown, in that layout; pages begin at the blocks that begin with these words.
fn book_of(markdown: &str, layout: &str, pages: &[(&str, &str)]) -> Book {
    let mut report = Report::new();
    let source = Source::new("article.md", markdown.as_bytes().to_vec());
    let files = Files::memory(Default::default());
    let article = understand(&source, &files, &Default::default(), &mut report)
        .unwrap_or_else(|_| panic!("{:?}", report.diagnostics()));
    book_in(&article, layout, pages)
}

fn book_in(article: &Article, layout: &str, pages: &[(&str, &str)]) -> Book {
    let mut report = Report::new();
    let starts: Vec<_> = pages.iter().map(|(label, words)| (*label, *words, 0)).collect();
    let map = sample::pages(article, &starts);
    let edition = Edition {
        pages: (!pages.is_empty()).then_some(&map),
        ..Edition::default()
    };
    let layout = Layout::built_in(layout).expect("a layout");
    let made = render(
        article,
        &layout,
        &House::default(),
        &edition,
        &EpubOptions::default(),
        &mut report,
    )
    .unwrap_or_else(|_| panic!("{:?}", report.diagnostics()));
    Book::open(&made.bytes)
}

const REPORT: &str = r#"---
title: Who Pays
authors: [{name: Ann Lee, bio: Ann Lee counts.}]
summary: In short.
license: CC BY 4.0
toc: true
---

Before any chapter, see [costs](#costs).

# Costs {#costs}

A first note.[^a] See @tbl-bus and [the way](#way).

| A | B |
|---|---|
| 1 | 2 |

: Buses {#tbl-bus}

## Deeper

More.[^b]

# Ways {#way}

The formula $x^2$, and @tbl-bus again.[^c]

# References

A work.

[^a]: Note A, which sees [the way](#way).
[^b]: Note B.
[^c]: Note C.
"#;

#[test]
fn a_report_is_a_document_a_chapter() {
    let book = book_of(REPORT, "report", &[("i", ""), ("1", "Costs"), ("2", "Ways")]);
    assert_eq!(faults(&book), Vec::<String>::new());
    assert_eq!(
        book.documents(),
        [
            "title.xhtml",
            "summary.xhtml",
            "opening.xhtml",
            "chapter-costs.xhtml",
            "chapter-way.xhtml",
            "chapter-references.xhtml",
            "closing.xhtml",
            "colophon.xhtml",
        ]
    );
    let spine = book.nodes("content.opf");
    let spine = spine.iter().filter(|node| node.name == "itemref");
    let spine: Vec<_> = spine.map(|node| node.get("idref").to_owned()).collect();
    assert_eq!(
        spine[..2],
        ["id_title.xhtml", "nav"],
        "the contents follow the title page"
    );

    let text = book.text("chapter-costs.xhtml");
    assert!(
        text.contains(r##"<a class="reference" href="#tbl-bus">"##),
        "{text}"
    );
    assert!(text.contains(r#"href="chapter-way.xhtml#way""#), "{text}");
    assert!(
        text.contains(r#"<section epub:type="chapter" role="doc-chapter""#),
        "{text}"
    );
    assert!(text.contains("<title>Costs – Who Pays</title>"), "{text}");
    assert!(
        text.contains(r#"<body class="text" epub:type="bodymatter">"#),
        "{text}"
    );
    let text = book.text("chapter-way.xhtml");
    assert!(text.contains(r#"href="chapter-costs.xhtml#tbl-bus""#), "{text}");
    assert!(
        book.text("opening.xhtml")
            .contains(r#"href="chapter-costs.xhtml#costs""#)
    );
    assert!(
        book.text("chapter-references.xhtml")
            .contains(r#"epub:type="backmatter""#)
    );

    let landmarks: Vec<_> = book
        .nodes("nav.xhtml")
        .into_iter()
        .filter(|node| node.name == "a" && !node.get("epub:type").is_empty())
        .map(|node| (node.get("epub:type").to_owned(), node.get("href").to_owned()))
        .collect();
    let landmarks: Vec<_> = landmarks
        .iter()
        .map(|(kind, href)| (kind.as_str(), href.as_str()))
        .collect();
    assert_eq!(
        landmarks,
        [
            ("titlepage", "title.xhtml#title"),
            ("toc", "nav.xhtml#toc"),
            ("bodymatter", "summary.xhtml"),
            ("bibliography", "chapter-references.xhtml#references"),
            ("colophon", "colophon.xhtml#colophon"),
        ]
    );
    let pages: Vec<_> = book
        .article_nodes()
        .into_iter()
        .filter(|(_, node)| node.get("role") == "doc-pagebreak")
        .map(|(name, node)| format!("{name}#{}", node.get("id")))
        .collect();
    assert_eq!(
        pages,
        [
            "title.xhtml#page-i",
            "chapter-costs.xhtml#page-1",
            "chapter-way.xhtml#page-2"
        ]
    );
}

#[test]
fn the_same_text_as_a_brief_is_one_document() {
    let book = book_of(REPORT, "brief", &[("1", "")]);
    assert_eq!(book.documents(), ["text.xhtml"]);
    assert_eq!(faults(&book), Vec::<String>::new());
    let report = book_of(REPORT, "report", &[("1", "")]);
    let words = |book: &Book| {
        let mut words: Vec<String> = book.words().split_whitespace().map(str::to_owned).collect();
        words.sort();
        words
    };
    let (brief, mut report) = (words(&book), words(&report));
    // Each document's title names the article; "Notes" stands in two chapters.
    for word in &brief {
        let at = report
            .binary_search(word)
            .unwrap_or_else(|_| panic!("{word} is lost"));
        report.remove(at);
    }
}

#[test]
fn notes_stand_at_the_end_of_their_chapter_unless_they_are_wanted_after_the_text() {
    let book = book_of(REPORT, "report", &[]);
    let notes = |book: &Book, document: &str| {
        let nodes = book.nodes(document);
        let notes = nodes.iter().filter(|node| node.get("role") == "doc-footnote");
        notes.map(|node| node.get("id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(notes(&book, "chapter-costs.xhtml"), ["fn-1", "fn-2"]);
    assert_eq!(notes(&book, "chapter-way.xhtml"), ["fn-3"]);
    assert!(
        book.text("chapter-costs.xhtml")
            .contains(r#"<h3 id="chapter-costs-notes">Notes</h3>"#)
    );

    let book = book_of(&REPORT.replace("toc: true", "notes: endnotes"), "report", &[]);
    assert_eq!(faults(&book), Vec::<String>::new());
    assert_eq!(notes(&book, "notes.xhtml"), ["fn-1", "fn-2", "fn-3"]);
    let text = book.text("notes.xhtml");
    assert!(text.contains(r#"href="chapter-costs.xhtml#fnref-1""#), "{text}");
    assert!(
        book.text("chapter-costs.xhtml")
            .contains(r#"href="notes.xhtml#fn-1""#)
    );
    assert!(
        book.text("nav.xhtml")
            .contains(r#"<a epub:type="endnotes" href="notes.xhtml#notes">"#)
    );
}

#[test]
fn what_is_put_in_before_moves_no_address() {
    let before = book_of(REPORT, "report", &[("1", "Costs")]);
    let more = REPORT.replace("# Costs", "# Another\n\n> [!NOTE]\n> A box.\n\n# Costs");
    let after = book_of(&more, "report", &[("1", "Costs")]);
    assert_eq!(faults(&after), Vec::<String>::new());
    let addresses = |book: &Book| -> Vec<String> {
        let nodes = book.article_nodes().into_iter();
        nodes
            .filter(|(_, node)| !node.get("id").is_empty())
            .map(|(name, node)| format!("{name}#{}", node.get("id")))
            .collect()
    };
    let after = addresses(&after);
    for address in addresses(&before) {
        assert!(after.contains(&address), "{address} is gone: {after:?}");
    }
}

#[test]
fn long_texts_are_cut_whatever_their_layout() {
    let chapter = |name: &str| format!("# {name}\n\n{}\n", "Some words in a paragraph.\n\n".repeat(1500));
    let text = format!(
        "---\ntitle: T\n---\n{}{}{}",
        chapter("One"),
        chapter("Two"),
        chapter("خلاصہ")
    );
    let book = book_of(&text, "commentary", &[]);
    assert_eq!(faults(&book), Vec::<String>::new());
    let documents = book.documents();
    assert_eq!(
        documents[..3],
        ["title.xhtml", "chapter-one.xhtml", "chapter-two.xhtml"]
    );
    assert!(
        documents[3].starts_with("chapter-") && documents[3].is_ascii(),
        "{documents:?}"
    );
}

#[test]
fn a_chapter_that_is_too_large_is_cut_at_its_subsections() {
    let words = "Some words in a paragraph, and some more of them.\n\n";
    let part = |name: &str| format!("## {name}\n\n{}\n", words.repeat(2500));
    let text = format!(
        "---\ntitle: T\n---\n# All\n\n{}{}{}{}",
        part("A"),
        part("B"),
        part("C"),
        part("D")
    );
    let book = book_of(&text, "report", &[]);
    assert_eq!(faults(&book), Vec::<String>::new());
    // A and B are too large together.
    assert_eq!(
        book.documents(),
        [
            "title.xhtml",
            "chapter-all.xhtml",
            "chapter-b.xhtml",
            "chapter-c.xhtml",
            "chapter-d.xhtml",
            "closing.xhtml",
        ]
    );
    // Without a place to cut between headings, between paragraphs.
    let book = book_of(
        &format!("---\ntitle: T\n---\n# All\n\n{}", words.repeat(9000)),
        "report",
        &[],
    );
    assert_eq!(faults(&book), Vec::<String>::new());
    assert_eq!(
        book.documents()[1..3],
        ["chapter-all.xhtml", "chapter-all-2.xhtml"]
    );
}

#[test]
fn ten_thousand_notes_make_a_whole_book() {
    for placement in [NotePlacement::Footnotes, NotePlacement::Endnotes] {
        let notes = 1..=10_000;
        let body = notes
            .map(|number| {
                inlines(vec![
                    text("Words"),
                    note(number, vec![paragraph("A note of some words.")]),
                ])
            })
            .collect();
        let mut article = article("T", body);
        article.meta.notes = placement;
        number(&mut article);
        let book = book_in(&article, "brief", &[]);
        let found: Vec<_> = faults(&book);
        assert_eq!(found, Vec::<String>::new(), "{placement:?}");
        let nodes = book.article_nodes();
        let count = |role: &str| nodes.iter().filter(|(_, node)| node.get("role") == role).count();
        assert_eq!((count("doc-noteref"), count("doc-footnote")), (10_000, 10_000));
        assert!(book.documents().len() > 8, "{:?}", book.documents());
    }
}

#[test]
fn notes_of_one_paragraph_are_cut_where_it_cannot_be() {
    let marks = (1..=3000).flat_map(|number| {
        let mark = note(number, vec![paragraph("A note of some words, and of some more.")]);
        [text("Words"), mark]
    });
    let mut article = article(
        "T",
        vec![
            heading(1, "one", None, Role::Body, "One"),
            inlines(marks.collect()),
            heading(1, "two", None, Role::Body, "Two"),
        ],
    );
    number(&mut article);
    let book = book_in(&article, "brief", &[]);
    // The paragraph alone is too large, and nothing can be done about that.
    let large: Vec<_> = faults(&book);
    assert!(
        large
            .iter()
            .all(|fault| fault.starts_with("chapter-one.xhtml has ") && fault.ends_with(" bytes")),
        "{large:?}"
    );
    let documents = book.documents();
    assert_eq!(
        documents[1..3],
        ["chapter-one.xhtml", "chapter-one-notes-2.xhtml"]
    );
    assert_eq!(documents.last().map(String::as_str), Some("chapter-two.xhtml"));
    let nodes = book.article_nodes();
    let notes = nodes
        .iter()
        .filter(|(_, node)| node.get("role") == "doc-footnote");
    assert_eq!(notes.count(), 3000);
    let last = book.text(&documents[documents.len() - 2]);
    assert!(last.contains("href=\"chapter-one.xhtml#fnref-3000\""));
}

#[test]
fn bad_input_makes_whole_books() {
    let cases = [
        ("empty chapters", "# One\n\n# Two\n\n# Three\n"),
        ("nothing at all", "---\ntitle: T\n---\n"),
        (
            "one name for all",
            "# Same\n\na\n\n# Same\n\nb\n\n## Same\n\n# SAME\n",
        ),
        (
            "ids that collide",
            "# A {#x}\n\n# B {#x}\n\n# C {#X}\n\n[to](#x)\n",
        ),
        (
            "ids that are ours",
            "# A {#title}\n\n# B {#notes}\n\n# C {#page-1}\n\n# D {#fn-1}\n\nx[^n]\n\n# E {#colophon}\n\n[^n]: y\n",
        ),
        (
            "markup in titles",
            "---\ntitle: \"A *b* `c` <d> & $x^2$[^n]\"\n---\n\n# A *b* `c` <i>d</i> & $x^2$[^n]\n\nx\n\n[^n]: y\n",
        ),
        (
            "names of files",
            "# nav\n\n# cover\n\n# title\n\n# Con\n\n# ../../up\n\n# a/b\\c:d\n\n# %2e%2e\n",
        ),
        (
            "letters of the world",
            "# ªµ²\n\n# 𝒜𝔟𝟙\n\n# 日本語\n\n# ไทย\n\n# e\u{301}\n\n# خلاصہ\u{200f}\n\n# 👩‍👩‍👧\n\n# \u{1}x\n",
        ),
    ];
    for (name, text) in cases {
        for layout in ["report", "brief", "commentary"] {
            let book = book_of(text, layout, &[("1", ""), ("2", ""), ("2", "")]);
            assert_eq!(faults(&book), Vec::<String>::new(), "{name} as {layout}");
        }
    }
}

#[test]
fn a_note_within_a_note_and_notes_in_titles_stay_with_their_chapter() {
    let mut article = article(
        "T",
        vec![
            heading(1, "one", None, Role::Body, "One"),
            inlines(vec![
                text("x"),
                note(
                    1,
                    vec![inlines(vec![text("outer"), note(2, vec![paragraph("inner")])])],
                ),
            ]),
            block(BlockKind::Heading {
                level: 1,
                id: "two".into(),
                number: None,
                numbered: false,
                role: Role::Body,
                text: vec![text("Two"), note(3, vec![paragraph("of a heading")])],
            }),
            paragraph("y"),
        ],
    );
    article.meta.title.push(Inline::Note {
        span: Default::default(),
        number: 4,
        blocks: vec![paragraph("of the title")],
    });
    number(&mut article);
    let book = book_in(&article, "report", &[]);
    assert_eq!(faults(&book), Vec::<String>::new());
    for (document, notes) in [
        ("title.xhtml", 1),
        ("chapter-one.xhtml", 2),
        ("chapter-two.xhtml", 1),
    ] {
        let nodes = book.nodes(document);
        let found = nodes.iter().filter(|node| node.get("role") == "doc-footnote");
        assert_eq!(found.count(), notes, "{document}");
    }
}

#[test]
fn a_report_from_right_to_left_runs_so_in_every_document() {
    let text = "---\ntitle: امن\nlang: ur\nsummary: مختصر\n---\n# پہلا باب\n\nمتن[^a] [دوسرا](#two)\n\n# دوسرا {#two}\n\nمتن\n\n[^a]: حاشیہ\n";
    let book = book_of(text, "report", &[("1", ""), ("2", "دوسرا")]);
    assert_eq!(faults(&book), Vec::<String>::new());
    let documents = book.documents();
    assert_eq!(documents.len(), 5, "{documents:?}");
    for name in &documents {
        assert!(name.is_ascii());
        assert_eq!(book.nodes(name)[0].get("dir"), "rtl", "{name}");
    }
    let opf = book.nodes("content.opf");
    let spine = opf.iter().find(|node| node.name == "spine").expect("a spine");
    assert_eq!(spine.get("page-progression-direction"), "rtl");
    assert_eq!(documents[3], "chapter-two.xhtml");
}

#[test]
fn a_summary_on_a_page_of_its_own_has_a_title_to_see() {
    let heading = |layout: &str| {
        let book = book_of(REPORT, layout, &[]);
        let name = if layout == "report" {
            "summary.xhtml"
        } else {
            "text.xhtml"
        };
        let nodes = book.nodes(name);
        nodes
            .iter()
            .any(|node| node.name == "h2" && node.text == "Summary")
    };
    assert!(heading("report") && !heading("brief"));
}

/// The look at whole books sees what it is there for: each fault is put into a right book.
#[test]
fn the_look_at_whole_books_sees_faults() {
    let right = || book_of(REPORT, "report", &[("i", ""), ("1", "Costs"), ("2", "Ways")]);
    let cases: [(&str, &str, &str, &str); 14] = [
        ("chapter-way.xhtml", "#tbl-bus", "#tbl-bus-", "leads nowhere"),
        (
            "chapter-way.xhtml",
            "href=\"chapter-costs.xhtml#tbl",
            "href=\"#tbl",
            "leads nowhere",
        ),
        ("chapter-way.xhtml", "id=\"way\"", "id=\"costs\"", "twice"),
        (
            "chapter-way.xhtml",
            "role=\"doc-chapter\"",
            "",
            "is no doc-chapter",
        ),
        (
            "chapter-way.xhtml",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"en\"",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"",
            "language",
        ),
        (
            "chapter-way.xhtml",
            "<title>Ways",
            "<title>Costs",
            "title of another",
        ),
        (
            "chapter-costs.xhtml",
            "href=\"#fnref-1\"",
            "href=\"#fnref-2\"",
            "no way back",
        ),
        (
            "chapter-costs.xhtml",
            "href=\"#fn-1\"",
            "href=\"#costs\"",
            "leads to no note",
        ),
        (
            "chapter-costs.xhtml",
            "aria-label=\"1\"",
            "aria-label=\"7\"",
            "page list",
        ),
        ("content.opf", " properties=\"mathml\"", "", "has formulas"),
        (
            "content.opf",
            "<itemref idref=\"id_chapter-way.xhtml\"/>",
            "",
            "0 times in the spine",
        ),
        (
            "nav.xhtml",
            "<a href=\"chapter-costs.xhtml#deeper\">Deeper</a>",
            "<a href=\"chapter-costs.xhtml#costs\">Deeper</a>",
            "not in the contents",
        ),
        (
            "toc.ncx",
            "dtb:depth\" content=\"2\"",
            "dtb:depth\" content=\"1\"",
            "deep",
        ),
        ("toc.ncx", "urn:uuid", "urn:uid", "the NCX calls"),
    ];
    for (file, from, to, seen) in cases {
        let mut book = right();
        let text = book.text(file);
        assert!(text.contains(from), "{file} has no {from}:\n{text}");
        let text = text.replacen(from, to, 1);
        book.files.insert(format!("OEBPS/{file}"), text.into_bytes());
        let found = faults(&book);
        assert!(
            found.iter().any(|fault| fault.contains(seen)),
            "{from}: {found:?}"
        );
    }
    let mut book = right();
    let text = book
        .text("chapter-way.xhtml")
        .replace("</body>", &format!("<p>{}</p></body>", "x".repeat(CHOKE)));
    book.files
        .insert("OEBPS/chapter-way.xhtml".into(), text.into_bytes());
    assert!(faults(&book).iter().any(|fault| fault.contains("bytes")));
}
