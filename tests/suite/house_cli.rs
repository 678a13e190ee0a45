//! House files on the command line: which one counts, how they are told of, what is written
//! to begin with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("houses").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn pamphlet(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pamphlet"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (text(&output.stdout), text(&output.stderr))
}

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn publisher(folder: &Path, name: &str) -> String {
    let text = fs::read_to_string(folder.join("out").join(name)).expect("JSON");
    let article: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    article["meta"]["publisher"].as_str().unwrap_or("none").to_owned()
}

const ARTICLE: &str = "---\ntitle: Good\nlang: en\ndate: 2025-06-01\n---\n\nFine.\n";

#[test]
fn each_article_has_the_house_beside_it() {
    let folder = scratch("beside");
    for (name, house) in [
        ("a/house.yml", "name: A House\n"),
        ("b/_brand.yml", "meta: {name: B House}\n"),
    ] {
        put(&folder, name, house);
    }
    // Of two in one folder the house's own counts.
    put(&folder, "a/_brand.yml", "meta: {name: Another}\n");
    put(&folder, "named.yml", "name: Named House\n");
    for name in [
        "a/one.md",
        "a/two.md",
        "b/three.md",
        "c/four.md",
        "a/deep/five.md",
    ] {
        put(&folder, name, ARTICLE);
    }
    let all = [
        "a/one.md",
        "a/two.md",
        "b/three.md",
        "c/four.md",
        "a/deep/five.md",
    ];
    let output = pamphlet(&folder, &[&["build", "--to", "json"][..], &all].concat());
    assert_eq!(output.status.code(), Some(0), "{:?}", said(&output));
    assert_eq!(said(&output).1, "");
    for (file, house) in [
        ("one", "A House"),
        ("two", "A House"),
        ("three", "B House"),
        ("four", "none"),
        ("five", "none"),
    ] {
        assert_eq!(publisher(&folder, &format!("{file}.json")), house, "{file}");
    }
    let output = pamphlet(
        &folder,
        &[&["build", "--to", "json", "--house", "named.yml"][..], &all].concat(),
    );
    assert_eq!(output.status.code(), Some(0));
    for file in ["one", "three", "four"] {
        assert_eq!(publisher(&folder, &format!("{file}.json")), "Named House");
    }
}

#[test]
fn a_broken_house_is_told_once_and_stops_its_own_articles_alone() {
    let folder = scratch("broken");
    put(&folder, "a/house.yml", "name: A\ncolors: {accent: \"#ffd400\"}\n");
    for name in ["a/one.md", "a/two.md", "b/three.md"] {
        put(&folder, name, ARTICLE);
    }
    let output = pamphlet(&folder, &["build", "a/one.md", "a/two.md", "b/three.md"]);
    assert_eq!(output.status.code(), Some(1));
    let (written, found) = said(&output);
    assert_eq!(
        found
            .matches("error[contrast]: `accent` (#ffd400) on `paper`")
            .count(),
        1,
        "{found}"
    );
    assert!(found.contains("--> a/house.yml:2:18"), "{found}");
    assert_eq!(
        found
            .matches("error[house]: the article's house file `a/house.yml` has errors")
            .count(),
        2
    );
    assert!(found.contains("a/two.md"), "{found}");
    assert!(
        written.contains("out/three.pdf") && !written.contains("one.pdf"),
        "{written}"
    );

    // `check` says the same, and looks at the articles all the same.
    put(&folder, "a/two.md", "---\ntitle: Good\nlang: en\n---\n\nFine.\n");
    let output = pamphlet(&folder, &["check", "a", "--message-format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let (lines, _) = said(&output);
    let of = |code: &str| {
        lines
            .lines()
            .filter(|line| line.contains(&format!("\"code\":\"{code}\"")))
            .count()
    };
    assert_eq!((of("house"), of("missing-date")), (2, 1), "{lines}");
    assert!(lines.contains("\"file\":\"a/house.yml\""), "{lines}");
}

#[test]
fn a_house_file_is_checked_by_itself() {
    let folder = scratch("alone");
    put(&folder, "house.yml", "name: A\ncolors: {accent: \"#ffd400\"}\n");
    put(&folder, "good.yml", "name: A\nfaces: {files: faces}\n");
    put(&folder, "faces/broken.ttf", "no face");
    let output = pamphlet(&folder, &["check", "house.yml", "good.yml"]);
    assert_eq!(output.status.code(), Some(1));
    let (lines, found) = said(&output);
    assert_eq!(lines, "house.yml: 2 errors\ngood.yml: 1 warning\n");
    assert!(found.contains("`faces/broken.ttf` holds no face"), "{found}");
    assert_eq!(
        pamphlet(&folder, &["check", "nowhere.yml"]).status.code(),
        Some(1)
    );
}

#[test]
fn cards_are_made_when_asked_for_and_when_the_house_wants_them() {
    let folder = scratch("cards");
    put(&folder, "house.yml", "name: A\nsocial-cards: true\n");
    put(&folder, "one.md", ARTICLE);
    let output = pamphlet(&folder, &["build", "one.md"]);
    assert_eq!(output.status.code(), Some(0), "{:?}", said(&output));
    assert!(
        said(&output).0.contains("out/one.card.png  1200 × 630 pixels"),
        "{:?}",
        said(&output)
    );
    put(&folder, "house.yml", "name: A\n");
    let output = pamphlet(
        &folder,
        &["build", "one.md", "--to", "card,card", "--out", "asked"],
    );
    assert_eq!(said(&output).0.lines().count(), 1, "{:?}", said(&output));
    let drawn = |folder: &Path, name: &str| fs::read(folder.join(name)).expect("a card");
    assert_eq!(
        drawn(&folder, "asked/one.card.png"),
        drawn(&folder, "out/one.card.png")
    );

    // A layout may draw its own, if it is of the right shape.
    let own = folder.join("own");
    fs::create_dir_all(&own).expect("a folder");
    let brief = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/brief");
    for name in ["layout.typ", "epub.css"] {
        fs::copy(brief.join(name), own.join(name)).expect("a file");
    }
    for (width, code) in [("120mm", 0), ("90mm", 1)] {
        let card =
            format!("#let card(article) = {{ set page(width: {width}, height: 63mm, fill: red); [A] }}\n");
        put(&folder, "own/card.typ", &card);
        let output = pamphlet(
            &folder,
            &[
                "build", "one.md", "--to", "card", "--layout", "own", "--out", "red",
            ],
        );
        assert_eq!(output.status.code(), Some(code), "{:?}", said(&output));
    }
    assert_ne!(
        drawn(&folder, "red/one.card.png"),
        drawn(&folder, "out/one.card.png")
    );
}

#[test]
fn a_house_that_is_not_there_is_wrong_usage() {
    let folder = scratch("nowhere");
    put(&folder, "one.md", ARTICLE);
    for command in ["build", "check"] {
        let output = pamphlet(&folder, &[command, "one.md", "--house", "nowhere.yml"]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        let (_, found) = said(&output);
        assert_eq!(
            found,
            "error: cannot read the house file `nowhere.yml`: there is no such file\n"
        );
    }
    assert!(!folder.join("out").exists());
}

#[test]
fn letters_that_the_houses_face_lacks_are_told_where_it_is_named() {
    let folder = scratch("letters");
    put(&folder, "house.yml", "name: A\nfaces: {text: Noto Emoji}\n");
    put(&folder, "one.md", ARTICLE);
    let output = pamphlet(&folder, &["check", "one.md"]);
    assert_eq!(output.status.code(), Some(0), "a warning alone");
    let (_, found) = said(&output);
    assert!(
        found.contains("warning[face-coverage]") && found.contains("--> house.yml:2:15"),
        "{found}"
    );
    let output = pamphlet(&folder, &["check", "one.md", "--strict"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn starters_build_without_a_finding_and_replace_nothing() {
    let folder = scratch("new");
    let output = pamphlet(&folder, &["new", "house"]);
    assert_eq!(
        (output.status.code(), said(&output).0.as_str()),
        (Some(0), "house.yml\n")
    );
    let output = pamphlet(&folder, &["new", "article", "paper.md"]);
    assert_eq!(
        (output.status.code(), said(&output).0.as_str()),
        (Some(0), "paper.md\n")
    );
    let output = pamphlet(&folder, &["build", "paper.md", "--strict"]);
    assert_eq!(output.status.code(), Some(0));
    let (written, found) = said(&output);
    assert_eq!(found, "");
    assert!(written.contains("PDF/UA-1, PDF/A-2a"), "{written}");

    put(&folder, "house.yml", "name: Mine\n");
    let output = pamphlet(&folder, &["new", "house", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).1.contains("house.yml` is there already"),
        "{:?}",
        said(&output)
    );
    assert_eq!(
        fs::read_to_string(folder.join("house.yml")).expect("a file"),
        "name: Mine\n"
    );

    let output = pamphlet(&folder, &["new", "house", "other/"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(folder.join("other/house.yml").is_file());
}

#[test]
fn the_schema_of_house_files_is_printed() {
    let folder = scratch("schema");
    let (house, _) = said(&pamphlet(&folder, &["schema", "house"]));
    let house: serde_json::Value = serde_json::from_str(&house).expect("JSON");
    assert!(house["properties"]["colors"].is_object() && house["properties"]["title"].is_null());
    let (article, _) = said(&pamphlet(&folder, &["schema"]));
    assert_eq!(article, said(&pamphlet(&folder, &["schema", "article"])).0);
    let article: serde_json::Value = serde_json::from_str(&article).expect("JSON");
    assert!(article["properties"]["colors"].is_null() && article["properties"]["title"].is_object());
}
