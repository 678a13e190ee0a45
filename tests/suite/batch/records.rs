//! What is up to date stays, what has changed is made, and results say how each paper fared.

use super::{batch, classes, command, files, paper, papers, results, scratch, to_make, write};
use pamphlet::files::sha256;
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

#[test]
fn a_line_says_how_a_paper_fared() {
    let folder = scratch("line");
    write(&folder, "papers/good.md", &paper("Good", "Fine words."));
    write(&folder, "papers/gap.md", &paper("Gap", "See ![a map](map.png)."));
    write(
        &folder,
        "papers/plain.md",
        "---\ntitle: Plain\nlang: en\n---\n\nUndated.\n",
    );
    write(&folder, "papers/bad.md", "---\ntitle: \"Bad\n---\n\nText.\n");
    let (code, told) = batch(&folder, &["papers"]);
    assert_eq!(code, 1, "one has failed: {told}");
    let results = results(&folder.join("out/results.jsonl"));
    let class = |id: &str| results[id]["class"].as_str().expect("a class");
    assert_eq!(
        [
            class("good.md"),
            class("gap.md"),
            class("plain.md"),
            class("bad.md")
        ],
        ["ok", "needs-review", "warning", "error"]
    );
    let good = &results["good.md"];
    assert_eq!(
        (&good["pages"], &good["words"], &good["title"]),
        (&1.into(), &2.into(), &"Good".into())
    );
    assert_eq!(good["version"], env!("CARGO_PKG_VERSION"));
    assert!(good["seconds"].as_f64().expect("seconds") > 0.0);
    if cfg!(target_os = "linux") {
        assert!(good["peak_memory"].as_u64().expect("bytes") > 1 << 20);
    }
    let written = good["files"].as_array().expect("files");
    assert_eq!(written.len(), 2);
    for file in written {
        let bytes = fs::read(folder.join(file["path"].as_str().expect("a path"))).expect("the file");
        assert_eq!(file["bytes"], bytes.len());
        assert_eq!(file["sha256"], sha256(&bytes));
    }
    let verdicts = |index: usize| written[index]["verdicts"].to_string();
    assert!(
        verdicts(0).contains(r#"{"passed":true,"to":"PDF/UA-1"}"#),
        "{}",
        verdicts(0)
    );
    assert!(
        verdicts(1).contains(r#"{"passed":true,"to":"book"}"#),
        "{}",
        verdicts(1)
    );
    let found = &results["bad.md"]["findings"][0];
    assert_eq!(
        (&found["code"], &found["line"]),
        (&"front-matter".into(), &2.into())
    );
    assert!(told.contains("error: papers/bad.md: 2:8: "), "{told}");
    assert!(results["bad.md"]["files"].as_array().expect("files").is_empty());
}

/// How many papers are made after a change.
fn made_after(folder: &Path, arguments: &[&str], change: impl FnOnce()) -> usize {
    change();
    let (_, told) = batch(folder, arguments);
    to_make(&told)
}

#[test]
fn only_what_has_changed_is_made() {
    let folder = scratch("changes");
    papers(&folder, 3);
    write(
        &folder,
        "papers/map.md",
        &paper("Map", "![A map of the river](map.svg)"),
    );
    write(
        &folder,
        "papers/cites.md",
        &paper("Cites", "As [@roe] says.").replace("lang:", "bibliography: works.bib\nlang:"),
    );
    write(
        &folder,
        "papers/works.bib",
        "@book{roe, title = {A Book}, author = {Roe, Ann}, year = 2004}\n",
    );
    let arguments = ["papers"];
    let all = |arguments: &[&str], change: &dyn Fn()| made_after(&folder, arguments, change);
    let svg = |color: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"40\"><rect width=\"90\" height=\"40\" fill=\"{color}\"/></svg>"
        )
    };
    assert_eq!(all(&arguments, &|| {}), 5);
    assert_eq!(all(&arguments, &|| {}), 0, "nothing has changed");
    assert_eq!(
        all(&arguments, &|| write(
            &folder,
            "papers/p01.md",
            &paper("Other", "Text.")
        )),
        1
    );
    assert_eq!(
        all(&arguments, &|| write(&folder, "papers/map.svg", &svg("red"))),
        1,
        "a picture that was not there"
    );
    assert_eq!(
        all(&arguments, &|| write(&folder, "papers/map.svg", &svg("tan"))),
        1,
        "another of the same length"
    );
    assert_eq!(
        all(&arguments, &|| fs::remove_file(folder.join("papers/map.svg"))
            .expect("gone")),
        1
    );
    assert_eq!(
        all(&arguments, &|| write(
            &folder,
            "papers/works.bib",
            "@book{roe, title = {Another}, author = {Roe, Ann}, year = 2004}\n"
        )),
        1
    );
    assert_eq!(
        all(&arguments, &|| write(
            &folder,
            "papers/house.yml",
            "name: House\n"
        )),
        5,
        "a house for all"
    );
    assert_eq!(
        all(&arguments, &|| write(
            &folder,
            "papers/house.yml",
            "name: Horse\n"
        )),
        5
    );
    assert_eq!(all(&arguments, &|| {}), 0);
    // What was written is not what lies there.
    assert_eq!(
        all(&arguments, &|| write(&folder, "out/p00.pdf", "%PDF-1.7 torn")),
        1
    );
    assert_eq!(
        all(&arguments, &|| fs::remove_file(folder.join("out/p02.epub"))
            .expect("gone")),
        1
    );
    // A new time without a new word is no change, of a source or of a file.
    let touch = |name: &str| {
        let file = File::options()
            .append(true)
            .open(folder.join(name))
            .expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(3600))
            .expect("a time");
    };
    assert_eq!(
        all(&arguments, &|| ["papers/p00.md", "out/p00.pdf"]
            .into_iter()
            .for_each(touch)),
        0
    );
    // Options, layouts, faces.
    assert_eq!(all(&["papers", "--lang", "de"], &|| {}), 5);
    assert_eq!(all(&["papers", "--lang", "de", "--layout", "report"], &|| {}), 5);
    assert_eq!(all(&["papers", "--lang", "de", "--layout", "report"], &|| {}), 0);
    assert_eq!(
        all(
            &["papers", "--lang", "de", "--layout", "report", "--force"],
            &|| {}
        ),
        5
    );
    let (code, told) = batch(&folder, &["papers", "--lang", "de", "--layout", "report"]);
    assert!(code == 0 && told.contains("5 up to date, 0 to make"), "{told}");
}

#[test]
fn a_layout_of_ones_own_counts_by_its_files() {
    let folder = scratch("layout");
    papers(&folder, 1);
    write(&folder, "own/layout.typ", "#let layout(article) = [One.]\n");
    write(&folder, "own/epub.css", "p { margin: 0 }\n");
    let arguments = ["papers", "--layout", "own", "--to", "pdf"];
    assert_eq!(made_after(&folder, &arguments, || {}), 1);
    assert_eq!(made_after(&folder, &arguments, || {}), 0);
    let change = || write(&folder, "own/layout.typ", "#let layout(article) = [Two.]\n");
    assert_eq!(made_after(&folder, &arguments, change), 1);
}

#[test]
fn those_that_failed_are_tried_again() {
    let folder = scratch("only");
    papers(&folder, 2);
    write(&folder, "papers/bad.md", "---\ntitle: \"Bad\n---\n\nText.\n");
    assert_eq!(batch(&folder, &["papers", "--to", "json"]).0, 1);
    let (code, told) = batch(&folder, &["papers", "--to", "json", "--only", "failed"]);
    assert_eq!((code, to_make(&told)), (1, 1), "{told}");
    write(&folder, "papers/bad.md", &paper("Good", "Text."));
    write(&folder, "papers/p00.md", &paper("Changed", "Text."));
    let (code, told) = batch(&folder, &["papers", "--to", "json", "--only", "failed"]);
    assert_eq!((code, to_make(&told)), (0, 1), "{told}");
    assert_eq!(classes(&folder.join("out/results.jsonl"))["bad.md"], "ok");
    let (code, told) = batch(&folder, &["papers", "--only", "fine"]);
    assert_eq!(code, 2);
    assert!(told.contains("the classes are failed, ok, warning"), "{told}");
    // One line a paper is left.
    let text = fs::read_to_string(folder.join("out/results.jsonl")).expect("results");
    assert_eq!(text.lines().count(), 3, "{text}");
}

/// A paper that no longer can be made keeps its files of before, and is told as failed.
#[test]
fn a_failure_is_told_until_it_is_mended() {
    let folder = scratch("back");
    papers(&folder, 1);
    let good = fs::read_to_string(folder.join("papers/p00.md")).expect("a paper");
    assert_eq!(batch(&folder, &["papers", "--to", "json"]).0, 0);
    let before = files(&folder.join("out"));
    write(&folder, "papers/p00.md", "---\ntitle: \"Bad\n---\n\nText.\n");
    assert_eq!(batch(&folder, &["papers", "--to", "json"]).0, 1);
    assert_eq!(
        batch(&folder, &["papers", "--to", "json"]).0,
        1,
        "it is tried each time"
    );
    assert!(files(&folder.join("out")) == before);
    write(&folder, "papers/p00.md", &good);
    assert_eq!(batch(&folder, &["papers", "--to", "json"]).0, 0);
    assert_eq!(classes(&folder.join("out/results.jsonl"))["p00.md"], "ok");
}

/// What a killed process left of a line is no line, and nothing is written behind it.
#[test]
fn torn_records_cost_a_paper_made_again() {
    let folder = scratch("torn");
    papers(&folder, 3);
    assert_eq!(batch(&folder, &["papers", "--to", "json"]).0, 0);
    let before = files(&folder.join("out"));
    for name in ["out/results.jsonl", "out/.pamphlet/ledger.jsonl"] {
        let text = fs::read_to_string(folder.join(name)).expect("records");
        write(&folder, name, &text[..text.len() - 20]);
    }
    write(&folder, "out/.pamphlet/parts/.p00.json.1.part", "half");
    let (code, told) = batch(&folder, &["papers", "--to", "json"]);
    assert!(code == 0 && to_make(&told) == 1, "{told}");
    assert_eq!(results(&folder.join("out/results.jsonl")).len(), 3);
    assert!(files(&folder.join("out")) == before);
    assert!(
        !folder.join("out/.pamphlet/parts").exists(),
        "nothing half-written is left"
    );
}

#[test]
fn two_batches_do_not_share_a_folder() {
    let folder = scratch("locked");
    papers(&folder, 1);
    write(&folder, "slow/layout.typ", super::isolation::HANGS);
    write(&folder, "slow/epub.css", "");
    let first = command(
        &folder,
        &[
            "batch",
            "papers",
            "--layout",
            "slow",
            "--timeout",
            "20",
            "--message-format",
            "json",
        ],
    )
    .stdout(Stdio::piped())
    .stderr(Stdio::null())
    .spawn();
    let mut first = first.expect("it runs");
    super::isolation::wait_for(&mut first, "\"began\"");
    let (code, told) = batch(&folder, &["papers"]);
    let (part, told_part) = batch(&folder, &["papers", "--shard", "1/2"]);
    first.kill().expect("killed");
    first.wait().expect("gone");
    assert_eq!(code, 75, "{told}");
    assert!(told.contains("another batch is at work in `out`"), "{told}");
    assert_eq!(part, 75, "{told_part}");
    // The lock is gone with its batch.
    let (code, told) = batch(&folder, &["papers"]);
    assert_eq!(code, 0, "{told}");
}
