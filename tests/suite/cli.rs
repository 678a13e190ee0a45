//! The program as its user meets it: arguments, files, messages, exit codes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own for each test, emptied first.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
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

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

const GOOD: &str = "---\ntitle: Good\nlang: en\ndate: 2025-06-01\n---\n\nFine.\n";
const DOUBTFUL: &str = "---\ntitle: Doubtful\nlang: en\ndate: 2025-06-01\n---\n\nSee [this](#nowhere).\n";
const BROKEN: &str = "---\ntitle: \"Broken\n---\n\nText.\n";

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .map(|entries| {
            entries
                .map(|entry| {
                    entry
                        .expect("an entry")
                        .file_name()
                        .to_string_lossy()
                        .into_owned()
                })
                .collect()
        })
        .unwrap_or_default();
    names.sort();
    names
}

#[test]
fn writes_pdf_and_epub_into_out() {
    let folder = scratch("defaults");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    let output = pamphlet(&folder, &["build", "good.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(names(&folder.join("out")), ["good.epub", "good.pdf"]);
    assert_eq!(text(&output.stderr), "");
    let said = text(&output.stdout);
    assert!(
        said.contains("out/good.pdf  1 page, 1 word, last page ")
            && said.contains(" % full, PDF/UA-1, PDF/A-2a"),
        "{said}"
    );
}

#[test]
fn the_source_travels_inside_when_asked() {
    let folder = scratch("source");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    let arguments = [
        "build",
        "good.md",
        "--to",
        "pdf",
        "--attach-source",
        "--message-format",
        "json",
    ];
    let output = pamphlet(&folder, &arguments);
    let line = text(&output.stdout);
    let file: serde_json::Value = serde_json::from_str(line.trim()).expect("one object");
    assert_eq!(file["facts"][4], "PDF/A-3a", "{line}");
    assert_eq!(file["fit"]["length"]["text"], 1, "{line}");
    let bytes = fs::read(folder.join("out/good.pdf")).expect("a PDF");
    let inside = crate::sheet::Sheet::open(&bytes).attached();
    assert_eq!(
        (inside[0].name.as_str(), inside[0].bytes.as_slice()),
        ("good.md", GOOD.as_bytes())
    );
}

#[test]
fn writes_what_is_asked_for_where_it_is_asked_for() {
    let folder = scratch("asked");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    let output = pamphlet(
        &folder,
        &["build", "good.md", "--to", "json,epub", "--out", "a/b"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(names(&folder.join("a/b")), ["good.epub", "good.json"]);
}

#[test]
fn one_bad_article_never_stops_the_others() {
    let folder = scratch("others");
    for (name, article) in [("a", GOOD), ("b", BROKEN), ("c", GOOD)] {
        fs::write(folder.join(format!("{name}.md")), article).expect("an article");
    }
    let output = pamphlet(&folder, &["build", "a.md", "missing.md", "b.md", "c.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(names(&folder.join("out")), ["a.epub", "a.pdf", "c.epub", "c.pdf"]);
    let said = text(&output.stderr);
    assert!(said.contains("error[front-matter]"), "{said}");
    assert!(said.contains("b.md:2:8"), "{said}");
    assert!(
        said.contains("error[file]: cannot read the article: there is no such file"),
        "{said}"
    );
    assert!(said.contains("missing.md"), "{said}");
}

#[test]
fn findings_are_drawn_at_the_author_s_own_place() {
    let folder = scratch("drawn");
    fs::write(folder.join("doubtful.md"), DOUBTFUL).expect("an article");
    let output = pamphlet(&folder, &["build", "doubtful.md"]);
    assert_eq!(output.status.code(), Some(0));
    let wanted = "\
warning[missing-target]: nothing in this article has the id `nowhere`; the words stay without a link
 --> doubtful.md:7:5
  |
7 | See [this](#nowhere).
  |     ^^^^^^^^^^^^^^^^
  |
  = help: give its target an id: `{#nowhere}`
";
    assert_eq!(text(&output.stderr).trim_end(), wanted.trim_end());
}

#[test]
fn strict_makes_problems_errors_and_writes_nothing() {
    let folder = scratch("strict");
    fs::write(folder.join("doubtful.md"), DOUBTFUL).expect("an article");
    let output = pamphlet(&folder, &["build", "doubtful.md", "--strict"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("error[missing-target]"));
    assert_eq!(names(&folder.join("out")), Vec::<String>::new());
    // What only rendering finds counts as well.
    let sign = "---\ntitle: Sign\nlang: en\ndate: 2025-06-01\n---\n\nA \u{12000} here.\n";
    fs::write(folder.join("sign.md"), sign).expect("an article");
    let output = pamphlet(&folder, &["build", "sign.md", "--strict"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("sign.md:7:3"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(names(&folder.join("out")), Vec::<String>::new());
}

#[test]
fn json_messages_are_one_object_a_line() {
    let folder = scratch("json");
    fs::write(folder.join("doubtful.md"), DOUBTFUL).expect("an article");
    let output = pamphlet(&folder, &["build", "doubtful.md", "--message-format", "json"]);
    assert_eq!(text(&output.stderr), "");
    let lines: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 3);
    let found = &lines[0];
    for (key, value) in [
        ("type", "diagnostic"),
        ("severity", "warning"),
        ("code", "missing-target"),
        ("file", "doubtful.md"),
    ] {
        assert_eq!(found[key], value);
    }
    assert_eq!(
        (found["line"].as_u64(), found["column"].as_u64()),
        (Some(7), Some(5))
    );
    assert_eq!(
        (found["end_line"].as_u64(), found["end_column"].as_u64()),
        (Some(7), Some(21))
    );
    assert_eq!(lines[1]["type"], "file");
    assert_eq!(lines[1]["path"], "out/doubtful.pdf");
}

#[test]
fn date_and_lang_fill_what_the_article_lacks() {
    let folder = scratch("fill");
    fs::write(folder.join("bare.md"), "# Bare\n\nText.\n").expect("an article");
    let output = pamphlet(&folder, &["build", "bare.md"]);
    let said = text(&output.stderr);
    assert!(
        said.contains("warning[missing-date]") && said.contains("warning[missing-lang]"),
        "{said}"
    );
    assert!(
        text(&output.stdout).contains("bare.pdf  1 page, ")
            && text(&output.stdout).contains(" % full, PDF/UA-1, "),
        "no PDF/A without a date"
    );
    let output = pamphlet(
        &folder,
        &["build", "bare.md", "--date", "2025-06", "--lang", "en-GB"],
    );
    let said = text(&output.stderr);
    assert!(
        !said.contains("missing-date") && !said.contains("missing-lang"),
        "{said}"
    );
    assert!(text(&output.stdout).contains("PDF/UA-1, PDF/A-2a"));
    let output = pamphlet(&folder, &["build", "bare.md", "--date", "June"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn wrong_usage_ends_with_two_and_writes_nothing() {
    let folder = scratch("usage");
    fs::create_dir(folder.join("sub")).expect("a folder");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    fs::write(folder.join("sub/good.md"), GOOD).expect("an article");
    fs::create_dir(folder.join("empty-layout")).expect("a folder");
    for arguments in [
        &["build"][..],
        &["build", "good.md", "--to", "docx"],
        &["build", "good.md", "--layout", "nothing"],
        &["build", "good.md", "--layout", "empty-layout"],
        &["build", "good.md", "sub/good.md"],
        &["build", "good.md", "--lang", "not a language"],
        &["bild", "good.md"],
    ] {
        let output = pamphlet(&folder, arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        assert!(text(&output.stderr).starts_with("error: "), "{arguments:?}");
        assert!(!folder.join("out").exists(), "{arguments:?}");
    }
}

const WORDY: &str =
    "---\ntitle: Wordy\nlang: en\ndate: 2025-06-01\n---\n\nSee [here](https://example.org).\n";

#[test]
fn check_says_what_it_finds_and_writes_nothing() {
    let folder = scratch("check");
    fs::create_dir_all(folder.join("papers/.hidden")).expect("a folder");
    fs::create_dir_all(folder.join("papers/part")).expect("a folder");
    for (name, article) in [
        ("b.md", GOOD),
        ("a.md", WORDY),
        ("part/c.md", DOUBTFUL),
        ("part/readme.txt", BROKEN),
        (".hidden/d.md", BROKEN),
    ] {
        fs::write(folder.join("papers").join(name), article).expect("an article");
    }
    let output = pamphlet(&folder, &["check", "papers", "papers/a.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        "papers/a.md: 1 note\npapers/b.md: no findings\npapers/part/c.md: 1 warning\n"
    );
    let said = text(&output.stderr);
    assert!(said.starts_with("note[link-text]: the words `here`"), "{said}");
    assert!(said.contains("--> papers/a.md:7:5"), "{said}");
    assert_eq!(names(&folder), ["papers"]);
    // A warning is an error in a strict check; a note never is.
    let output = pamphlet(&folder, &["check", "--strict", "papers/a.md"]);
    assert_eq!(output.status.code(), Some(0));
    let output = pamphlet(&folder, &["check", "--strict", "papers"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).ends_with("papers/part/c.md: 1 error\n"));
    let output = pamphlet(&folder, &["check", "missing.md", "papers/b.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stdout),
        "missing.md: 1 error\npapers/b.md: no findings\n"
    );
    fs::create_dir(folder.join("empty")).expect("a folder");
    for arguments in [
        &["check"][..],
        &["check", "empty"],
        &["check", "--lang", "?", "x.md"],
    ] {
        assert_eq!(
            pamphlet(&folder, arguments).status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}

#[test]
fn check_speaks_json_and_keeps_every_finding() {
    let folder = scratch("check-json");
    let many = WORDY.to_owned() + &"\nSee [here](https://example.org).\n".repeat(11);
    fs::write(folder.join("many.md"), &many).expect("an article");
    let output = pamphlet(&folder, &["check", "many.md", "--message-format", "json"]);
    let lines: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 13);
    assert!(lines[..12].iter().all(|found| found["code"] == "link-text"));
    assert_eq!(
        lines[12],
        serde_json::json!({ "type": "summary", "file": "many.md", "errors": 0, "warnings": 0, "notes": 12 })
    );
    let output = pamphlet(&folder, &["check", "many.md"]);
    let said = text(&output.stderr);
    assert_eq!(said.matches("note[link-text]").count(), 1, "{said}");
    assert!(
        said.contains(
            "11 more findings of the kind `link-text`, at 9:5, 11:5, 13:5, 15:5, 17:5, 19:5, 21:5, 23:5, …"
        ),
        "{said}"
    );
}

#[test]
fn explain_tells_one_code_or_lists_all() {
    let folder = scratch("explain");
    let output = pamphlet(&folder, &["explain", "heading-level"]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stdout);
    for part in [
        "heading-level (a warning; ",
        "PDF/UA-1",
        "\nWhat to do\n",
        "    ### Too deep\n",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    let output = pamphlet(&folder, &["explain", "heading-levels"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "error: there is no code `heading-levels`; did you mean `heading-level`?\n"
    );
    let output = pamphlet(&folder, &["explain"]);
    assert_eq!(output.status.code(), Some(0));
    let all = pamphlet::diagnostic::Code::ALL;
    assert_eq!(text(&output.stdout).lines().count(), all.len());
}

#[test]
fn files_appear_whole_or_not_at_all() {
    let folder = scratch("whole");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    // A folder stands where the EPUB should go: it cannot be replaced by a file.
    fs::create_dir_all(folder.join("out/good.epub/inside")).expect("a folder");
    let output = pamphlet(&folder, &["build", "good.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("error[file]: cannot write `out/good.epub`"),
        "{}",
        text(&output.stderr)
    );
    assert!(
        names(&folder.join("out"))
            .iter()
            .all(|name| !name.contains(".part")),
        "nothing half-written is left"
    );
}

#[test]
fn an_own_layout_is_used_and_its_faults_have_a_place() {
    let folder = scratch("layout");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    let layout = folder.join("mine");
    fs::create_dir(&layout).expect("a folder");
    fs::write(layout.join("epub.css"), "p { margin: 0 }\n").expect("a file");
    let plain = "#import \"/common/nodes.typ\": blocks, complete, words\n\
        #let layout(article) = {\n\
          let theme = complete((callout: it => it.mark + it.body, rule: () => [], missing: (w, s, l) => [#w #s],\n\
            caption: (l, b, w) => b, table: (p, n, h, b) => table(columns: p.columns, ..h, ..b)), article)\n\
          set document(title: article.full-title, date: none)\n\
          title(words(article.meta.title))\n\
          blocks(article.body, theme)\n\
        }\n\
        #let cover(article) = { set page(width: 100mm, height: 160mm); words(article.meta.title) }\n";
    fs::write(layout.join("layout.typ"), plain).expect("a file");
    let output = pamphlet(&folder, &["build", "good.md", "--layout", "mine"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    fs::write(
        layout.join("layout.typ"),
        plain.replace("words(article.meta.title))\n", "article.nothing)\n"),
    )
    .expect("a file");
    let output = pamphlet(&folder, &["build", "good.md", "--layout", "mine"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("layout.typ:"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn the_bytes_do_not_depend_on_the_day_the_zone_or_the_threads() {
    let folder = scratch("same");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    let mut runs = Vec::new();
    for (zone, threads) in [("UTC", "1"), ("Pacific/Kiritimati", "4"), ("America/Adak", "2")] {
        let status = Command::new(env!("CARGO_BIN_EXE_pamphlet"))
            .current_dir(&folder)
            .env("TZ", zone)
            .env("RAYON_NUM_THREADS", threads)
            .env("SOURCE_DATE_EPOCH", "12345")
            .args(["build", "good.md", "--to", "pdf,epub,json"])
            .status()
            .expect("the program runs");
        assert!(status.success());
        runs.push(
            ["good.pdf", "good.epub", "good.json"]
                .map(|name| fs::read(folder.join("out").join(name)).expect(name)),
        );
    }
    assert_eq!(runs[0], runs[1]);
    assert_eq!(runs[1], runs[2]);
}

#[test]
fn the_schema_is_the_library_s_and_is_json() {
    let folder = scratch("schema");
    let output = pamphlet(&folder, &["schema"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(schema, pamphlet::reader::schema());
    assert_eq!(
        schema["properties"]["shorttitle"]["description"],
        "The same as `short-title`. A short form of the title for the running head."
    );
}

#[test]
fn faces_come_from_named_folders() {
    let folder = scratch("faces");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    fs::create_dir(folder.join("faces")).expect("a folder");
    let face = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/noto-emoji/NotoEmoji-Regular.ttf");
    fs::copy(face, folder.join("faces/emoji.ttf")).expect("a face");
    fs::write(folder.join("faces/broken.ttf"), "no face").expect("a file");
    let output = pamphlet(&folder, &["build", "good.md", "--font-path", "faces"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stderr);
    assert!(
        said.contains("warning: `faces/broken.ttf` holds no face"),
        "{said}"
    );
    let output = pamphlet(&folder, &["build", "good.md", "--font-path", "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(
        said.contains("cannot read faces from `nowhere`: there is no such file"),
        "{said}"
    );
}

#[test]
fn a_press_file_stands_beside_the_pdf() {
    let folder = scratch("press");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    let output = pamphlet(&folder, &["build", "--to", "pdf,press", "good.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(names(&folder.join("out")), ["good.pdf", "good.press.pdf"]);
    let said = text(&output.stdout);
    assert!(
        said.contains("out/good.press.pdf  4 pages (3 blank), PDF/X-4, FOGRA39"),
        "{said}"
    );
}

#[test]
fn preflight_prints_a_table_and_fails_with_a_check() {
    let folder = scratch("preflight");
    fs::write(folder.join("good.md"), GOOD).expect("an article");
    fs::write(folder.join("undated.md"), GOOD.replace("date: 2025-06-01\n", "")).expect("an article");
    let output = pamphlet(&folder, &["preflight", "good.md"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.starts_with("good.md\nverdict  check"), "{said}");
    assert!(said.ends_with("9 passed, 1 to look at, 0 failed\n"), "{said}");
    assert_eq!(names(&folder), ["good.md", "undated.md"], "nothing is written");
    let output = pamphlet(&folder, &["preflight", "--message-format", "json", "undated.md"]);
    assert_eq!(output.status.code(), Some(1));
    let verdicts: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object a line"))
        .filter(|object: &serde_json::Value| object["type"] == "verdict")
        .collect();
    let claim = verdicts
        .iter()
        .find(|verdict| verdict["check"] == "claim")
        .expect("a claim");
    assert_eq!(
        (&claim["verdict"], &claim["file"]),
        (&"fail".into(), &"undated.md".into())
    );
    let output = pamphlet(&folder, &["preflight", "--date", "2025-06-01", "undated.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let output = pamphlet(&folder, &["preflight", "absent.md"]);
    assert_eq!(output.status.code(), Some(1));
}
