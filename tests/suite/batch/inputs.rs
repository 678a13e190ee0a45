//! What is found, how it is named, and what is wrong with it before anything is written.

use super::{batch, classes, files, names, paper, results, scratch, write};
use std::fs;

#[test]
fn folders_keep_their_structure() {
    let folder = scratch("structure");
    write(&folder, "papers/one.md", &paper("One", "Text."));
    write(&folder, "papers/2024/two.markdown", &paper("Two", "Text."));
    write(&folder, "papers/2024/deep/three.md", &paper("Three", "Text."));
    let (code, told) = batch(&folder, &["papers", "--to", "json"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(
        names(&folder.join("out")),
        ["2024/deep/three.json", "2024/two.json", "one.json"]
    );
    let results = results(&folder.join("out/results.jsonl"));
    let ids: Vec<_> = results.keys().map(String::as_str).collect();
    assert_eq!(ids, ["2024/deep/three.md", "2024/two.markdown", "one.md"]);
}

#[test]
fn what_is_no_paper_is_left_out_and_told() {
    let folder = scratch("left-out");
    write(&folder, "papers/one.md", &paper("One", "Text."));
    write(&folder, "papers/README.md", "# About\n");
    write(&folder, "papers/_index.md", "# List\n");
    write(&folder, "papers/.hidden/two.md", &paper("Two", "Text."));
    write(&folder, "papers/data.csv", "a,b\n");
    let draft = "---\ntitle: Not yet\nlang: en\ndate: 2025-06-01\ndraft: true\n---\n\nText.\n";
    write(&folder, "papers/draft.md", draft);
    write(&folder, "secret.md", &paper("Secret", "Text."));
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.md", folder.join("papers/link.md")).expect("a link");
    let (code, told) = batch(&folder, &["papers", "--to", "json"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(names(&folder.join("out")), ["one.json"]);
    assert!(
        told.contains("left out, about the folder: papers/README.md"),
        "{told}"
    );
    #[cfg(unix)]
    assert!(
        told.contains("left out, a symbolic link: papers/link.md"),
        "{told}"
    );
    assert!(told.contains("1 ok, 1 draft"), "{told}");
    assert_eq!(classes(&folder.join("out/results.jsonl"))["draft.md"], "draft");

    // A draft is up to date as it is, made when asked for, and made when named.
    let (_, told) = batch(&folder, &["papers", "--to", "json"]);
    assert!(told.contains("2 papers: 2 up to date, 0 to make"), "{told}");
    let (_, told) = batch(&folder, &["papers", "--to", "json", "--drafts"]);
    assert!(told.contains("2 ok"), "{told}");
    let (_, told) = batch(&folder, &["papers/draft.md", "--to", "json", "--out", "named"]);
    assert!(told.contains("1 ok"), "{told}");
}

#[test]
fn patterns_and_files_are_inputs_and_none_is_made_twice() {
    let folder = scratch("patterns");
    for name in ["a/brief-1.md", "a/brief-2.md", "b/brief-3.md", "b/note.md"] {
        write(&folder, &format!("papers/{name}"), &paper(name, "Text."));
    }
    let (code, told) = batch(
        &folder,
        &[
            "papers/*/brief-?.md",
            "papers/b/note.md",
            "papers",
            "--to",
            "json",
        ],
    );
    assert_eq!(code, 0, "{told}");
    assert!(told.starts_with("4 papers: 0 up to date, 4 to make"), "{told}");
    let (code, told) = batch(&folder, &["papers/*/draft-*.md"]);
    assert_eq!(
        (code, told.trim()),
        (2, "error: nothing matches `papers/*/draft-*.md`")
    );
    let (code, told) = batch(&folder, &["paper"]);
    assert_eq!(
        (code, told.trim()),
        (2, "error: there is no file or folder `paper`")
    );
}

#[test]
fn files_of_one_name_are_told_before_anything_is_written() {
    let folder = scratch("collision");
    write(&folder, "a/Paper.md", &paper("One", "Text."));
    write(&folder, "b/paper.md", &paper("Two", "Text."));
    let (code, told) = batch(&folder, &["a", "b"]);
    assert_eq!(code, 2, "{told}");
    assert!(
        told.contains("`a/Paper.md` and `b/paper.md` would write the same files, `out/paper.*`"),
        "{told}"
    );
    assert!(!folder.join("out").exists(), "nothing is written");
    let (code, told) = batch(&folder, &["a", "b", "--to", "json", "--name", "{stem}-{hash}"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(names(&folder.join("out")).len(), 2);
    let (code, told) = batch(&folder, &["a", "--name", "{folder}"]);
    assert_eq!(code, 2);
    assert!(told.contains("all papers would have one name"), "{told}");
}

#[test]
fn a_manifest_names_papers_and_says_more_of_them() {
    let folder = scratch("manifest");
    write(&folder, "archive/one.md", &paper("One", "Text."));
    write(&folder, "archive/two.md", &paper("Two", "Text."));
    write(&folder, "archive/french.yml", "name: Maison\n");
    let lines = [
        r#"{"source": "one.md"}"#,
        r#"{"id": "wp/2024:7", "source": "two.md", "to": ["json"], "house": "french.yml", "front_matter": {"title": "Autre", "lang": "fr"}}"#,
        "",
        r#"{"id": "wp-8", "source": "two.md", "layout": "commentary"}"#,
    ];
    write(&folder, "archive/list.jsonl", &lines.join("\n"));
    let (code, told) = batch(&folder, &["--manifest", "archive/list.jsonl", "--to", "json"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(
        names(&folder.join("out")),
        ["one.json", "wp-8.json", "wp/2024-7.json"]
    );
    let text = fs::read_to_string(folder.join("out/wp/2024-7.json")).expect("the article");
    let article: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(article["lang"], "fr");
    assert!(
        text.contains("Autre") && !text.contains("\"Two\""),
        "the title is another"
    );
    assert!(text.contains("Maison"), "the house is another");
    let results = results(&folder.join("out/results.jsonl"));
    assert_eq!(results["wp/2024:7"]["title"], "Autre");
}

#[test]
fn wrong_lines_of_a_manifest_are_told_with_their_places() {
    let folder = scratch("manifest-wrong");
    write(&folder, "one.md", &paper("One", "Text."));
    let lines = [
        r#"{"source": "one.md"}"#,
        r#"{"sauce": "one.md"}"#,
        "{",
        r#"{"source": "one.md", "id": "x", "to": ["word"]}"#,
    ];
    write(&folder, "list.jsonl", &lines.join("\n"));
    let (code, told) = batch(&folder, &["--manifest", "list.jsonl"]);
    assert_eq!(code, 2);
    assert!(told.contains("list.jsonl:2:8: unknown field `sauce`"), "{told}");
    assert!(told.contains("list.jsonl:3:1: EOF while parsing"), "{told}");
    assert!(
        told.contains("list.jsonl:4:1: there is no output `word`"),
        "{told}"
    );
    assert!(!folder.join("out").exists());
}

/// What is wrong in a manifest's fields is told at their place in the manifest, and costs
/// that paper alone.
#[test]
fn findings_in_overrides_stand_in_the_manifest() {
    let folder = scratch("manifest-places");
    write(&folder, "one.md", &paper("One", "Text."));
    let lines = [
        r#"{"id": "good", "source": "one.md", "front_matter": {"autor": "A. Writer"}}"#,
        r#"{"id": "bad", "source": "one.md", "front_matter": {"date": "2025-02-30"}}"#,
        r#"{"id": "gone", "source": "two.md"}"#,
    ];
    write(&folder, "list.jsonl", &lines.join("\n"));
    let (code, told) = batch(&folder, &["--manifest", "list.jsonl", "--to", "json"]);
    assert_eq!(code, 1, "{told}");
    let results = results(&folder.join("out/results.jsonl"));
    let place = |id: &str| {
        let found = &results[id]["findings"][0];
        (
            found["code"].clone(),
            found["file"].clone(),
            found["line"].clone(),
            found["column"].clone(),
        )
    };
    assert_eq!(
        place("good"),
        (
            "unknown-field".into(),
            "list.jsonl".into(),
            1.into(),
            (lines[0].find("\"autor").expect("there") + 1).into()
        )
    );
    assert_eq!(
        place("bad"),
        (
            "field-value".into(),
            "list.jsonl".into(),
            2.into(),
            (lines[1].find("\"2025-02").expect("there") + 1).into()
        )
    );
    assert_eq!(results["gone"]["class"], "error");
    assert!(
        told.contains("error: two.md: cannot read the article: there is no such file"),
        "{told}"
    );
}

/// All of `build`'s options count, and give the same bytes.
#[test]
fn a_batch_makes_what_build_makes() {
    let folder = scratch("as-build");
    write(&folder, "one.md", "---\ntitle: One\n---\n\nText.\n");
    write(&folder, "house.yml", "name: The House\nsocial-cards: true\n");
    let options = [
        "--to",
        "pdf,epub,a11y,onix,json",
        "--date",
        "2025",
        "--lang",
        "de",
        "--attach-source",
    ];
    let built = super::pamphlet(
        &folder,
        &[&["build", "one.md", "--out", "built"], &options[..]].concat(),
    );
    assert!(built.status.success());
    let (code, told) = batch(&folder, &[&["one.md", "--out", "batch"], &options[..]].concat());
    assert_eq!(code, 0, "{told}");
    let (built, made) = (files(&folder.join("built")), files(&folder.join("batch")));
    assert_eq!(built.len(), 7, "{:?}", built.keys());
    assert!(built == made, "{:?} and {:?}", built.keys(), made.keys());
}
