//! The articles in `content/`: what the paste said is in both outputs, and the pages of
//! one are the pages of the other.

use crate::corpus::PRESS;
use crate::epub::book::Book;
use crate::epub::readback::differences;
use crate::epub::whole::faults;
use crate::sheet::{Sheet, squash};
use pamphlet::{Article, Files, Options, Output, Report, Severity, Source, render, understand};
use std::path::Path;

fn article(name: &str) -> (Article, Report) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let bytes = std::fs::read(folder.join(name)).expect("an article");
    let mut report = Report::new();
    let source = Source::new(name, bytes);
    let article = understand(&source, &Files::folder(folder), &Default::default(), &mut report)
        .expect("an article without errors");
    (article, report)
}

/// Both outputs of an article, read back, and nothing to complain of.
fn outputs(name: &str) -> (Sheet, Book) {
    let (article, mut report) = article(name);
    let files = render(
        &article,
        &PRESS,
        &[Output::Pdf, Output::Epub],
        &Options::default(),
        &mut report,
    )
    .expect("both outputs");
    // Notes are taste: NIST's paper describes its pictures at length.
    report.check().expect(name);
    assert_eq!(report.count(Severity::Warning), 0, "{name}: {report:?}");
    assert_eq!(files[0].facts[3..], ["PDF/UA-1", "PDF/A-2a"], "{name}");
    let mut wrong = faults(&Book::open(&files[1].bytes));
    wrong.extend(differences(&article, &files[1].bytes));
    assert_eq!(wrong, Vec::<String>::new(), "{name}");
    (Sheet::open(&files[0].bytes), Book::open(&files[1].bytes))
}

fn book_text(book: &Book) -> String {
    book.words()
}

/// The paste without what belongs to the web page around it: its numbers of sections and
/// references were lost (all are "1."), its table has no cells, its form is no article.
fn pasted_sentences() -> Vec<String> {
    let paste = include_str!("../model-article.txt").replace('\u{a0}', " ");
    let (text, _form) = paste.split_once("Leave a Comment").expect("the comment form");
    let mut sentences = Vec::new();
    for line in text.lines() {
        let line = line.trim().trim_start_matches(['•', '*']).trim();
        let unnumbered = line
            .split_once(". ")
            .filter(|(number, _)| number.parse::<u8>().is_ok());
        let line = unnumbered.map_or(line, |(_, rest)| rest);
        if line.starts_with("CountryTotal")
            || line.starts_with("Pakistan200")
            || line.starts_with("Canada125")
        {
            continue;
        }
        let line = line.trim_start_matches("Table:").trim_end_matches("Points:");
        // A title and its part after the colon stand on lines of their own.
        let parts = if line.starts_with("Forging Stability:") {
            line.split(": ")
        } else {
            line.split("\u{0}")
        };
        for part in parts {
            let ends = part.replace(". ", ".\u{1}");
            sentences.extend(
                ends.split('\u{1}')
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned),
            );
        }
    }
    assert!(
        sentences.len() > 55,
        "the paste was understood: {}",
        sentences.len()
    );
    sentences
}

const CELLS: [&str; 12] = [
    "Country",
    "Total Historical Troops",
    "Current Deployments",
    "Key Missions",
    "Pakistan",
    "200,000+",
    "7,000+",
    "MONUSCO (Congo), UNMISS (South Sudan)",
    "Canada",
    "125,000+",
    "60+",
    "UNTSO (Middle East), MINUSMA (Mali)",
];

#[test]
fn every_sentence_of_the_model_article_is_in_both_outputs() {
    let (sheet, book) = outputs("forging-stability.md");
    let (pdf, epub) = (sheet.squashed(), squash(&book_text(&book)));
    for sentence in pasted_sentences().iter().map(String::as_str).chain(CELLS) {
        let wanted = squash(sentence);
        assert!(pdf.contains(&wanted), "not in the PDF: {sentence}");
        assert!(epub.contains(&wanted), "not in the EPUB: {sentence}");
    }
    for web in ["Leave a Comment", "Required fields", "Scroll to Top"] {
        assert!(
            !pdf.contains(&squash(web)) && !epub.contains(&squash(web)),
            "{web}"
        );
    }
}

#[test]
fn the_model_article_keeps_its_order_and_its_numbers() {
    let (sheet, book) = outputs("forging-stability.md");
    let wanted = [
        "Key Points",
        "Introduction",
        "1 UN Peacekeeping: A Legacy of Global Service",
        "2 Counterterrorism: Rule of Law as the Foundation",
        "3 Multilateral Forums: Diplomatic Force Multipliers",
        "4 Defense Ties: Building Capacity, Forging Trust",
        "5 Human Rights: The North Star of Cooperation",
        "Conclusion",
        "Key References",
    ];
    assert_eq!(sheet.bookmarks(), wanted);
    let contents: Vec<_> = book
        .nodes("nav.xhtml")
        .into_iter()
        .filter(|node| node.name == "a" && node.get("href").starts_with("text.xhtml#"))
        .map(|node| node.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let mut rest = contents.iter();
    for heading in wanted {
        assert!(
            rest.any(|entry| entry == heading),
            "{heading} in its place in {contents:?}"
        );
    }
    // The body's sentences come in the paste's order in both.
    let body: Vec<_> = pasted_sentences()
        .into_iter()
        .skip_while(|sentence| !sentence.starts_with("In an era of"))
        .take_while(|sentence| !sentence.starts_with("Dr"))
        .collect();
    for text in [sheet.squashed(), squash(&book_text(&book))] {
        let mut from = 0;
        for sentence in &body {
            let wanted = squash(sentence);
            let at = text[from..]
                .find(&wanted)
                .unwrap_or_else(|| panic!("out of order: {sentence}"));
            from += at + wanted.len();
        }
    }
}

#[test]
fn the_table_of_the_model_article_has_heads_with_scope() {
    let (sheet, _) = outputs("forging-stability.md");
    let tags = sheet.tags();
    for head in [
        "Country",
        "Total Historical Troops",
        "Current Deployments",
        "Key Missions",
    ] {
        let line = tags
            .lines()
            .position(|line| line.contains(&format!("{head:?}")))
            .expect(head);
        let above: Vec<_> = tags.lines().take(line + 1).collect();
        let cell = above
            .iter()
            .rev()
            .find(|line| line.trim_start().starts_with("TH"))
            .expect("a head cell");
        assert!(cell.contains("scope=Column"), "{cell}");
    }
    assert_eq!(tags.matches("scope=Row").count(), 2, "{tags}");
}

/// Page breaks of the EPUB against page labels of the PDF, and the words after each break
/// against the first words of that page.
#[test]
fn page_breaks_are_the_pages_of_the_print() {
    for (name, at_least) in [
        ("forging-stability.md", 2),
        ("sp800-63c.md", 25),
        ("sp800-63b.md", 60),
    ] {
        let (sheet, book) = outputs(name);
        let labels = sheet.labels();
        assert!(labels.len() >= at_least, "{name} has {} pages", labels.len());
        let text = book.flow();
        let breaks: Vec<_> = book
            .article_nodes()
            .into_iter()
            .filter(|(_, node)| node.get("role") == "doc-pagebreak")
            .collect();
        let said: Vec<_> = breaks
            .iter()
            .map(|(_, node)| node.get("aria-label").to_owned())
            .collect();
        assert_eq!(said, labels, "{name}: breaks and labels");
        let listed: Vec<_> = book
            .nodes("nav.xhtml")
            .into_iter()
            .skip_while(|node| node.get("role") != "doc-pagelist")
            .filter(|node| node.name == "a")
            .take(labels.len())
            .map(|node| (node.text.trim().to_owned(), node.get("href").to_owned()))
            .collect();
        let wanted: Vec<_> = breaks
            .iter()
            .map(|(document, node)| {
                (
                    node.get("aria-label").to_owned(),
                    format!("{document}#{}", node.get("id")),
                )
            })
            .collect();
        assert_eq!(listed, wanted, "{name}: page list");
        // Page one begins before the title on both sides.
        let (running, prose) = (sheet.running_pages(), sheet.prose_pages());
        for ((page, prose), (_, node)) in running.iter().zip(&prose).zip(&breaks).skip(1) {
            // Front matter has pages of its own in print, which all come before the book's text,
            // and a back cover shows the house's name before what it says of itself.
            let number = node.get("aria-label").parse::<u32>();
            let is_report = labels.iter().any(|label| label == "ii");
            let is_back = is_report && Some(node.get("aria-label")) == labels.last().map(String::as_str);
            if number.is_err() || is_back {
                continue;
            }
            let mark = format!("id=\"{}\"", node.get("id"));
            let at = text.find(&mark).expect("the break");
            let after = &text[at..];
            let after = &after[after.find('>').expect("the end of the break") + 1..];
            let after = squash(&all_text_after(after));
            // A figure at the head of a page is no break in the text.
            let first = first_words(page);
            assert!(
                after.starts_with(&first) || after.starts_with(&first_words(prose)),
                "{name}, page {}: the print begins {first:?}, the book {:?}",
                node.get("aria-label"),
                after.chars().take(60).collect::<String>()
            );
        }
    }
}

/// A paper without DOI or ISBN: the book names the PDF as that names itself.
#[test]
fn the_source_of_the_pages_is_the_pdf() {
    let (sheet, book) = outputs("forging-stability.md");
    let xmp = sheet.xmp();
    let (_, name) = xmp.split_once("xmpMM:DocumentID").expect("a name");
    let (_, name) = name.split_once("uuid:").expect("made of a UUID");
    let name = &name[..36];
    let package = book.text("content.opf");
    for wanted in [
        format!("<dc:source>urn:uuid:{name}</dc:source>"),
        format!("<meta property=\"pageBreakSource\">urn:uuid:{name}</meta>"),
    ] {
        assert!(package.contains(&wanted), "{wanted} in {package}");
    }
}

/// The letters that a page begins with, without what typesetting adds: list markers, the
/// numbers of sections, a label before a caption.
fn first_words(page: &str) -> String {
    let text = squash(page);
    let text = text.trim_start_matches(|char: char| char == '•' || char.is_ascii_digit() || char == '.');
    let letters: String = text.chars().take(12).collect();
    letters
}

/// The text of what is left of a document from a place inside it.
fn all_text_after(rest: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for char in rest.chars().take(4000) {
        match char {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(char),
            _ => {}
        }
    }
    let text = text
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let text = text.trim_start();
    text.trim_start_matches(|char: char| {
        char == '•' || char.is_ascii_digit() || char == '.' || char.is_whitespace()
    })
    .to_owned()
}

#[test]
fn json_gives_an_equal_article_back() {
    for name in ["forging-stability.md", "sp800-63c.md"] {
        let (article, _) = article(name);
        let json = pamphlet::backend::json::render(&article);
        assert_eq!(
            pamphlet::backend::json::read(&json).expect("our own JSON"),
            article
        );
    }
}
