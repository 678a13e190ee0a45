//! Two editions of one article side by side: a diff of their files shows what was changed,
//! and nothing else.

use super::book::Book;
use crate::corpus::PRESS;
use pamphlet::{Files, Options, Output, Report, Source, render, understand};
use std::path::Path;

/// The book of an article in `content/`, without pages, after `edit`.
fn edition(name: &str, edit: impl Fn(&str) -> String) -> Book {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let text = std::fs::read_to_string(folder.join(name)).expect("an article");
    let edited = edit(&text);
    let mut report = Report::new();
    let source = Source::new(name, edited.into_bytes());
    let article =
        understand(&source, &Files::folder(folder), &Default::default(), &mut report).expect("an article");
    let files = render(
        &article,
        &PRESS,
        &[Output::Epub],
        &Options::default(),
        &mut report,
    )
    .expect("a book");
    Book::open(&files[0].bytes)
}

/// The lines that differ, `-` before those of the first, `+` before those of the second, each
/// with its file; files that are not text count as one line.
fn diff(before: &Book, after: &Book) -> Vec<String> {
    let mut lines = Vec::new();
    assert_eq!(before.names, after.names, "the same files in the same order");
    for name in &before.names {
        let (old, new) = (&before.files[name], &after.files[name]);
        if old == new {
            continue;
        }
        let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else {
            lines.push(format!("{name} differs"));
            continue;
        };
        let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
        let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let (old, new) = (&old[same..], &new[same..]);
        let tail = old
            .iter()
            .rev()
            .zip(new.iter().rev())
            .take_while(|(old, new)| old == new)
            .count();
        let name = name.trim_start_matches("OEBPS/");
        lines.extend(
            old[..old.len() - tail]
                .iter()
                .map(|line| format!("- {name}: {line}")),
        );
        lines.extend(
            new[..new.len() - tail]
                .iter()
                .map(|line| format!("+ {name}: {line}")),
        );
    }
    lines
}

#[test]
fn a_changed_word_changes_its_line() {
    for (name, file) in [
        ("forging-stability.md", "text.xhtml"),
        ("sp800-63b.md", "chapter-authenticators.xhtml"),
    ] {
        let before = edition(name, str::to_owned);
        // A word of running text that is there once.
        let (old, new) = match name {
            "forging-stability.md" => ("mutual respect", "mutual regard"),
            _ => (
                "Memorized secrets SHALL be at least 8 characters",
                "Memorized secrets SHALL be at least 9 characters",
            ),
        };
        let after = edition(name, |text| {
            assert!(text.contains(old), "{name} has no {old:?}");
            text.replacen(old, new, 1)
        });
        let lines = diff(&before, &after);
        assert_eq!(lines.len(), 2, "{name}: {lines:#?}");
        assert!(lines[0].starts_with(&format!("- {file}: ")), "{lines:#?}");
        assert_eq!(lines[0].replacen("- ", "+ ", 1).replacen(old, new, 1), lines[1]);
    }
}

#[test]
fn a_changed_date_changes_the_dates() {
    let before = edition("forging-stability.md", str::to_owned);
    let after = edition("forging-stability.md", |text| {
        text.replacen("\n---\n", "\ndate-modified: 2031-02-03\n---\n", 1)
    });
    let lines = diff(&before, &after);
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(
        lines
            .iter()
            .all(|line| line.contains("content.opf: ") && line.contains("dcterms:modified")),
        "{lines:#?}"
    );
}

#[test]
fn blocks_stand_on_lines_of_their_own() {
    // A line is what a diff shows: none may hold two paragraphs, items or rows.
    let book = edition("sp800-63b.md", str::to_owned);
    for name in book.documents() {
        for line in book.text(&name).lines() {
            for element in ["<p", "<li", "<tr", "<h2", "<h3", "<figure", "<section", "<table"] {
                let starts = [">", " "].map(|end| line.matches(&format!("{element}{end}")).count());
                assert!(starts.iter().sum::<usize>() <= 1, "{name}: {line}");
            }
        }
    }
}
