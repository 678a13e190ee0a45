//! Books on the command line: what is said of one, where, and with which exit code.

use super::book::{OWN, foreign, longest, packed, replace, unpacked};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("books").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn pamphlet(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_pamphlet"))
        .current_dir(folder)
        // Midday of the day after the book's last change.
        .env("SOURCE_DATE_EPOCH", "1748865600")
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn a_book_is_checked_and_its_findings_have_places() {
    let folder = scratch("checked");
    fs::write(folder.join("clean.epub"), &*OWN).expect("a book");
    let mut parts = unpacked(&OWN);
    replace(&mut parts, " role=\"doc-noteref\"", "");
    fs::write(folder.join("faulty.EPUB"), packed(&parts)).expect("a book");
    fs::write(folder.join("broken.epub"), &OWN[..OWN.len() / 2]).expect("a book");

    let (code, said, told) = pamphlet(&folder, &["check", "clean.epub"]);
    assert_eq!(
        (code, said.as_str(), told.as_str()),
        (Some(0), "clean.epub: no findings\n", "")
    );

    let (code, said, told) = pamphlet(&folder, &["check", "faulty.EPUB"]);
    assert_eq!((code, said.as_str()), (Some(0), "faulty.EPUB: 1 warning\n"));
    let file = longest(&parts);
    let text = String::from_utf8(parts[&file].clone()).expect("text");
    let (line, words) = text
        .lines()
        .zip(1..)
        .find_map(|(words, line)| {
            words
                .contains("epub:type=\"noteref\" class")
                .then_some((line, words))
        })
        .expect("the mark");
    let column = words[..words.find("<a epub:type").expect("the mark")]
        .chars()
        .count()
        + 1;
    assert!(
        told.starts_with("warning[book-role]: `epub:type=\"noteref\"` has no role beside it"),
        "{told}"
    );
    assert!(
        told.contains(&format!("faulty.EPUB/{file}:{line}:{column}")),
        "{told}"
    );
    assert!(told.contains("= help: write `role=\"doc-noteref\"`"), "{told}");

    let (code, _, told) = pamphlet(&folder, &["check", "--strict", "faulty.EPUB"]);
    assert!(code == Some(1) && told.starts_with("error[book-role]"), "{told}");

    let (code, said, told) = pamphlet(&folder, &["check", "broken.epub", "gone.epub"]);
    assert_eq!(
        (code, said.as_str()),
        (Some(1), "broken.epub: 1 error\ngone.epub: 1 error\n")
    );
    assert!(
        told.contains("error[book-unreadable]") && told.contains("--> broken.epub"),
        "{told}"
    );
    assert!(
        told.contains("cannot read the book: there is no such file"),
        "{told}"
    );
}

#[test]
fn programs_get_file_line_and_column() {
    let folder = scratch("json");
    let mut parts = foreign();
    replace(&mut parts, "Tiefer</a>.", "hier</a>.");
    fs::write(folder.join("buch.epub"), packed(&parts)).expect("a book");
    let (code, said, told) = pamphlet(&folder, &["check", "buch.epub", "--message-format", "json"]);
    assert_eq!((code, told.as_str()), (Some(0), ""));
    let lines: Vec<serde_json::Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert_eq!(lines[0]["code"], "book-link-text");
    assert_eq!(lines[0]["file"], "buch.epub/buch/t/zwei.xhtml");
    assert_eq!(lines[0]["line"], 7);
    assert_eq!(lines[1]["notes"], 1);
}

#[test]
fn the_day_is_asked_for_once_and_can_be_told() {
    let folder = scratch("day");
    let mut parts = unpacked(&OWN);
    super::change(&mut parts, "content.opf", |text| {
        text.replace("2025-06-01T00:00:00Z", "2025-06-03T00:00:00Z")
    });
    fs::write(folder.join("early.epub"), packed(&parts)).expect("a book");
    let (_, _, told) = pamphlet(&folder, &["check", "early.epub"]);
    assert!(
        told.contains("changed on 2025-06-03, and today is 2025-06-02"),
        "{told}"
    );
    let output = Command::new(env!("CARGO_BIN_EXE_pamphlet"))
        .current_dir(&folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .args(["check", "early.epub"])
        .output()
        .expect("the program runs");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "early.epub: no findings\n",
        "that day has passed"
    );
}

#[test]
fn a_report_stands_beside_the_book() {
    let folder = scratch("report");
    let article = "---\ntitle: Good\nlang: en\ndate: 2025-06-01\n---\n\nFine.\n";
    fs::write(folder.join("good.md"), article).expect("an article");
    let (code, said, told) = pamphlet(&folder, &["build", "good.md", "--to", "a11y"]);
    assert_eq!((code, told.as_str()), (Some(0), ""), "{said}");
    assert!(
        said.starts_with("out/good.a11y.json  ") && said.contains(" checks passed, 0 failed"),
        "{said}"
    );
    let json = fs::read(folder.join("out/good.a11y.json")).expect("a report");
    let report: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    let pages = report["checks"].as_array().expect("checks").iter();
    let pages = pages
        .filter(|check| check["code"] == "book-page-list")
        .map(|check| &check["examined"]);
    assert_eq!(
        pages.collect::<Vec<_>>(),
        [1],
        "the book of both, which has the pages of the print"
    );
    let html = fs::read_to_string(folder.join("out/good.a11y.html")).expect("a page");
    assert!(html.contains("Accessibility of “Good”"));
    let files = fs::read_dir(folder.join("out")).expect("a folder").count();
    assert_eq!(files, 2, "no book was asked for");

    fs::write(
        folder.join("house.yml"),
        "accessibility: {conforms-to: WCAG 2.2 AA, certified-by: The House}\n",
    )
    .expect("a house");
    let (_, said, told) = pamphlet(&folder, &["build", "good.md", "--to", "epub"]);
    assert!(
        said.contains("EPUB Accessibility 1.1 - WCAG 2.2 Level AA"),
        "{said}{told}"
    );
}
