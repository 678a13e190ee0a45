//! `pamphlet report`: parts told together, wrong lines, hostile words, and each of its outputs
//! read back.

use super::{batch, pamphlet, paper, papers, scratch, write};
use crate::epub::book::{Node, nodes};
use pamphlet::batch::Class;
use pamphlet::batch::summary::{self, Gathered, Links, Summary};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A line of results, as a batch writes it.
fn line(id: &str, class: &str, more: Value) -> String {
    let mut line = json!({
        "type": "result", "id": id, "source": format!("papers/{id}"), "class": class,
        "files": [], "counts": { "errors": 0, "warnings": 0, "notes": 0 }, "findings": [],
        "seconds": 0.5, "version": "0.1.0", "finished": "2025-06-01T09:30:00Z",
    });
    for (key, value) in more.as_object().expect("an object") {
        line[key] = value.clone();
    }
    format!("{line}\n")
}

/// The files of a paper that was made.
fn made(stem: &str, bytes: u64) -> Value {
    json!([
        { "path": format!("out/{stem}.pdf"), "bytes": bytes, "sha256": "",
          "verdicts": [{ "to": "PDF/UA-1", "passed": true }, { "to": "PDF/A-2a", "passed": true }] },
        { "path": format!("out/{stem}.epub"), "bytes": bytes / 2, "sha256": "",
          "verdicts": [{ "to": "book", "passed": true }] },
    ])
}

fn finding(severity: &str, code: &str, message: &str, file: &str, at: (usize, usize)) -> Value {
    json!({
        "severity": severity, "code": code, "message": message, "file": file, "line": at.0, "column": at.1,
        "end_line": at.0, "end_column": at.1 + 1, "hints": [],
    })
}

fn gather(folder: &Path, named: &[&str]) -> Gathered {
    let named: Vec<PathBuf> = named.iter().map(|name| folder.join(name)).collect();
    summary::gather(&named)
}

/// `pamphlet report` with its exit code, standard output and standard error.
fn report(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let all: Vec<&str> = std::iter::once("report")
        .chain(arguments.iter().copied())
        .collect();
    let output = pamphlet(folder, &all);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let code = output.status.code().expect("an exit code");
    (code, text(&output.stdout), text(&output.stderr))
}

fn page_of(gathered: &Gathered) -> String {
    let links = Links::new(Path::new("/home/me"), Path::new("out"));
    let page = summary::page(&Summary::of(gathered), &gathered.outcomes, &links);
    String::from_utf8(page).expect("UTF-8")
}

fn rows(gathered: &Gathered) -> Vec<BTreeMap<String, String>> {
    let bytes = summary::csv(&gathered.outcomes);
    let text = bytes
        .strip_prefix("\u{feff}".as_bytes())
        .expect("the mark of UTF-8");
    let mut reader = csv::Reader::from_reader(text);
    let rows = reader.deserialize().map(|row| row.expect("a row"));
    rows.collect()
}

/// Six papers that fared in five ways.
fn some(folder: &Path) -> Gathered {
    let lost = "`#gone` leads nowhere";
    let warned = json!({
        "title": "Two", "lang": "en", "pages": 4, "words": 1200, "files": made("b", 2_000_000), "seconds": 1.25,
        "counts": { "errors": 0, "warnings": 2, "notes": 1 }, "peak_memory": 120_000_000,
        "findings": [
            finding("warning", "missing-alt", "the picture has no words", "papers/b.md", (7, 1)),
            finding("warning", "missing-alt", "the picture has no words", "papers/b.md", (9, 1)),
            finding("note", "link-text", "`here` says nothing", "papers/b.md", (3, 14)),
        ],
    });
    let review = json!({
        "title": "Three", "lang": "fr", "pages": 2, "words": 300, "files": made("c", 90_000), "seconds": 0.25,
        "counts": { "errors": 0, "warnings": 3, "notes": 0 }, "peak_memory": 80_000_000,
        "finished": "2025-06-01T09:31:00Z",
        "findings": [
            finding("warning", "missing-target", lost, "papers/c.md", (5, 8)),
            finding("warning", "missing-alt", "the picture has no words", "papers/c.md", (6, 1)),
            finding("warning", "bibliography", "a broken entry", "refs.bib", (4, 15)),
        ],
    });
    let wrong = json!({
        "counts": { "errors": 1, "warnings": 0, "notes": 0 },
        "findings": [finding("error", "not-text", "the file is not UTF-8 text", "papers/d.md", (5, 4))],
    });
    let text = [
        line(
            "a.md",
            "ok",
            json!({ "title": "One", "pages": 1, "words": 10, "files": made("a", 1000) }),
        ),
        line("b.md", "warning", warned),
        line("c.md", "needs-review", review),
        line("d.md", "error", wrong),
        line(
            "e.md",
            "timeout",
            json!({ "message": "it was not finished after 120 seconds", "seconds": 120.0 }),
        ),
        line("f.md", "draft", json!({ "seconds": 0.0 })),
    ];
    write(folder, "out/results.jsonl", &text.concat());
    gather(folder, &["out"])
}

#[test]
fn of_a_paper_the_last_line_counts_and_of_several_files_the_latest() {
    let folder = scratch("report-merge");
    let at = |time: &str, seconds: f64| json!({ "finished": time, "seconds": seconds });
    let [early, late] = ["2025-06-01T09:00:00Z", "2025-06-01T10:00:00Z"];
    let first = [
        line("twice.md", "error", at(late, 1.0)),
        // A clock that was set back does not bring an older line to life.
        line("twice.md", "ok", at(early, 2.0)),
        line("both.md", "error", at(early, 1.0)),
        line("tie.md", "error", at(early, 1.0)),
        line("zone.md", "ok", at("2025-06-01T10:30:00+02:00", 1.0)),
        line("timeless.md", "ok", json!({ "finished": null })),
    ];
    let second = [
        line("both.md", "ok", at(late, 2.0)),
        line("tie.md", "ok", at(early, 2.0)),
        line("zone.md", "error", at(early, 2.0)),
        line("timeless.md", "error", at(early, 1.0)),
        line("own.md", "ok", at(early, 2.0)),
    ];
    write(&folder, "out/results-1-of-2.jsonl", &first.concat());
    write(&folder, "out/results-2-of-2.jsonl", &second.concat());
    write(&folder, "out/other.jsonl", "no results\n");
    let class = |gathered: &Gathered, id: &str| {
        let outcome = gathered.outcomes.iter().find(|outcome| outcome.id == id);
        outcome.unwrap_or_else(|| panic!("no {id}")).class
    };
    let gathered = gather(&folder, &["out"]);
    let ids: Vec<&str> = gathered.outcomes.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "both.md",
            "own.md",
            "tie.md",
            "timeless.md",
            "twice.md",
            "zone.md"
        ]
    );
    assert_eq!(class(&gathered, "twice.md"), Class::Ok);
    assert_eq!(class(&gathered, "both.md"), Class::Ok);
    assert_eq!(class(&gathered, "tie.md"), Class::Ok);
    assert_eq!(
        class(&gathered, "zone.md"),
        Class::Error,
        "half past eight in Greenwich"
    );
    assert_eq!(class(&gathered, "timeless.md"), Class::Error);
    assert_eq!(
        gathered.read.iter().map(|read| read.papers).collect::<Vec<_>>(),
        [5, 5]
    );

    // In the other order only what is equally late changes; a file named twice is read once.
    let turned = gather(
        &folder,
        &["out/results-2-of-2.jsonl", "out/results-1-of-2.jsonl", "out"],
    );
    assert_eq!(turned.read.len(), 2);
    for id in ids {
        let wanted = if id == "tie.md" {
            Class::Error
        } else {
            class(&gathered, id)
        };
        assert_eq!(class(&turned, id), wanted, "{id}");
    }
}

#[test]
fn wrong_lines_cost_themselves_and_are_told() {
    let folder = scratch("report-wrong");
    let unknown = json!({ "findings": [
        { "severity": "warning", "code": "of-tomorrow", "message": "", "file": "", "hints": [] },
        finding("warning", "missing-alt", "no words", "papers/b.md", (1, 1)),
    ] });
    let mut bytes = Vec::new();
    for text in [
        line("a.md", "ok", json!({})),
        "no JSON\n".to_owned(),
        "[1, 2]\n".to_owned(),
        "{\"type\":\"result\",\"id\":\"half\n".to_owned(),
        line("c.md", "of-tomorrow", json!({})),
        "\n".to_owned(),
        // What `--message-format json` prints between results is none of them.
        "{\"type\":\"planned\",\"papers\":3}\n{\"type\":\"began\",\"worker\":0,\"id\":\"a.md\"}\n".to_owned(),
        line("b.md", "warning", unknown),
        format!("{}\n", "[".repeat(100_000)),
    ] {
        bytes.extend(text.into_bytes());
    }
    bytes.extend(b"{\"id\":\"\xff\xfe\"}\n");
    bytes.extend(line("torn.md", "ok", json!({})).trim_end().bytes());
    fs::create_dir_all(folder.join("out")).expect("a folder");
    fs::write(folder.join("out/results.jsonl"), bytes).expect("results");

    let gathered = gather(&folder, &["out"]);
    let read = &gathered.read[0];
    let wrong: Vec<usize> = read.wrong.iter().map(|wrong| wrong.line).collect();
    assert_eq!(wrong, [2, 3, 4, 5, 10, 11], "{read:?}");
    assert_eq!(
        (read.wrong_lines, read.unknown_findings, read.is_torn),
        (6, 1, true)
    );
    let ids: Vec<&str> = gathered.outcomes.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(ids, ["a.md", "b.md"]);
    assert_eq!(
        gathered.outcomes[1].findings.len(),
        1,
        "what is known of it counts"
    );

    let (code, said, complained) = report(&folder, &["--html", "page.html"]);
    assert_eq!((code, complained.as_str()), (0, ""));
    for told in [
        "2 papers in 1 file of results",
        "`out/results.jsonl`: 6 lines left out",
        "line 5: no result, unknown variant `of-tomorrow`, expected one of",
        "`out/results.jsonl`: its last line has no end and is left out",
        "`out/results.jsonl`: 1 finding left out, of kinds that this version does not know",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
    let page = fs::read_to_string(folder.join("page.html")).expect("a page");
    let notice = nodes(&page).into_iter().find(|node| node.get("role") == "note");
    let notice = notice.expect("a notice").text;
    assert!(
        notice.contains("6\u{a0}lines are left out") && !notice.contains("and 0 more"),
        "{notice}"
    );
}

#[test]
fn the_table_tells_it_all() {
    let folder = scratch("report-table");
    some(&folder);
    let (code, said, complained) = report(&folder, &[]);
    assert_eq!((code, complained.as_str()), (0, ""));
    let wanted = "\
6 papers in 1 file of results

  ok            1  16.7 %
  warning       1  16.7 %
  needs-review  1  16.7 %
  error         1  16.7 %
  timeout       1  16.7 %
  draft         1  16.7 %

  pages                    7
  words                1,510
  files                    6  3.14 MB
  errors                   1
  warnings                 5
  notes                    1
  time of workers  2 min 3 s

one paper
           median  95 of 100      most
  time     0.50 s   120.00 s  120.00 s
  memory  80.0 MB     120 MB    120 MB

claims and checks
  PDF/UA-1                3 of 3 PDFs  100.0 %
  PDF/A-2a                3 of 3 PDFs  100.0 %
  pass their own checks  3 of 3 EPUBs  100.0 %

found
                           papers  times  for instance
  error    not-text             1      1  papers/d.md:5:4
  warning  missing-alt          2      3  papers/b.md:7:1
  warning  missing-target       1      1  papers/c.md:5:8
  warning  bibliography         1      1  refs.bib:4:15 of c.md
  note     link-text            1      1  papers/b.md:3:14

slowest
  120.00 s  e.md
    1.25 s  b.md
    0.50 s  a.md
    0.50 s  d.md
    0.25 s  c.md

largest
  3.00 MB  b.md
   135 kB  c.md
  1.50 kB  a.md

most memory
   120 MB  b.md
  80.0 MB  c.md

to be looked at: 1
  papers/c.md:5:8: `#gone` leads nowhere [missing-target] (and 1 more)

not made: 2
  error  papers/d.md:5:4: the file is not UTF-8 text [not-text]
  timeout  e.md: it was not finished after 120 seconds
";
    assert_eq!(said, wanted);
}

#[test]
fn the_summary_is_json_too() {
    let folder = scratch("report-json");
    some(&folder);
    let (code, said, _) = report(&folder, &["out/results.jsonl", "--format", "json"]);
    assert_eq!(code, 0);
    let told: Value = serde_json::from_str(&said).expect("one object");
    assert_eq!(told["papers"], 6);
    let classes: Vec<_> = told["classes"].as_array().expect("classes").iter().collect();
    assert_eq!(
        classes.len(),
        Class::ALL.len(),
        "those of which there is none, too"
    );
    assert_eq!(
        told["seconds"],
        json!({ "median": 0.5, "p95": 120.0, "most": 120.0 })
    );
    assert_eq!(told["checks"]["pdf_ua_1"], 3);
    assert_eq!(told["codes"][1]["code"], "missing-alt");
    assert_eq!(
        (
            told["codes"][1]["papers"].as_u64(),
            told["codes"][1]["findings"].as_u64()
        ),
        (Some(2), Some(3))
    );
    assert_eq!(told["failed"][1]["id"], "e.md");
    // Alternative texts could be better, but nothing is missing without them.
    let gaps: Vec<_> = told["needs_review"][0]["findings"]
        .as_array()
        .expect("gaps")
        .iter()
        .collect();
    assert_eq!(
        gaps.iter().map(|gap| &gap["code"]).collect::<Vec<_>>(),
        ["missing-target", "bibliography"]
    );
}

#[test]
fn the_sheet_has_a_row_a_paper() {
    let folder = scratch("report-csv");
    let gathered = some(&folder);
    let rows = rows(&gathered);
    assert_eq!(rows.len(), 6);
    let b = &rows[1];
    for (name, value) in [
        ("id", "b.md"),
        ("class", "warning"),
        ("reason", "the picture has no words"),
        ("source", "papers/b.md"),
        ("pages", "4"),
        ("words", "1200"),
        ("files", "2"),
        ("bytes", "3000000"),
        ("pdf", "out/b.pdf"),
        ("epub", "out/b.epub"),
        ("claims", "PDF/A-2a; PDF/UA-1"),
        ("broken_rules", ""),
        ("warnings", "2"),
        ("codes", "missing-alt"),
        ("seconds", "1.25"),
        ("peak_memory", "120000000"),
        ("finished", "2025-06-01T09:30:00Z"),
    ] {
        assert_eq!(b[name], value, "{name}");
    }
    assert_eq!(
        rows[2]["reason"], "`#gone` leads nowhere",
        "what is missing comes before what could be better"
    );
    assert_eq!(rows[4]["reason"], "it was not finished after 120 seconds");
    let text = String::from_utf8(summary::csv(&gathered.outcomes)).expect("UTF-8");
    assert!(text.starts_with("\u{feff}id,class,reason,"));
    assert_eq!(text.matches("\r\n").count(), 7);
    assert_eq!(
        text.matches('\n').count(),
        7,
        "every line ends as RFC 4180 has it"
    );
}

#[test]
fn hostile_words_stay_words() {
    let folder = scratch("report-hostile");
    let title = "=cmd|' /C calc'!A0</title><script>alert(1)</script>\u{1b}[31m\u{202e}\u{0}\u{ffff}";
    let hostile = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\r\nx",
        "＝1",
        "a,\"b\"\r\nc",
        "</th><img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "\" onmouseover=\"x",
        "%3Cscript%3E#?&",
        "../../etc/passwd",
        "\u{1b}]0;gone\u{7}",
    ];
    let text: String = hostile
        .iter()
        .map(|id| {
            line(
                id,
                "error",
                json!({
                    "title": title, "lang": "\"><x", "message": format!("{id} `broken"), "version": "<b>",
                    "files": [{ "path": format!("out/{id}.pdf"), "bytes": u64::MAX, "sha256": "",
                        "verdicts": [{ "to": "<i>", "passed": true }, { "to": "</p>", "passed": false }] }],
                    "findings": [finding("error", "not-text", title, id, (usize::MAX, 1))],
                    "counts": { "errors": usize::MAX, "warnings": usize::MAX, "notes": 1 },
                    "pages": usize::MAX, "words": usize::MAX, "peak_memory": u64::MAX, "seconds": 1e300,
                    "finished": "<time>T<hour>",
                }),
            )
        })
        .collect();
    write(&folder, "out/results.jsonl", &text);
    let (code, said, complained) = report(&folder, &["--csv", "a.csv", "--html", "a.html"]);
    assert_eq!((code, complained.as_str()), (0, ""));
    let obeyed = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!said.contains(obeyed), "{said:?}");

    let page = fs::read_to_string(folder.join("a.html")).expect("a page");
    let all = nodes(&page);
    let known: BTreeSet<&str> = [
        "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "nav", "ul",
        "li", "main", "div", "dl", "dt", "dd", "section", "table", "caption", "thead", "tbody", "tr", "th",
        "td", "span", "code", "details", "summary", "footer",
    ]
    .into();
    for node in &all {
        assert!(known.contains(node.name.as_str()), "<{}>", node.name);
        for name in node.attributes.keys() {
            assert!(!name.starts_with("on"), "<{} {name}>", node.name);
        }
    }
    let papers: Vec<&Node> = all.iter().filter(|node| node.name == "h3").collect();
    assert_eq!(papers.len(), hostile.len());
    let told: String = papers.iter().map(|node| node.text.as_str()).collect();
    assert!(
        told.contains("</th><img src=x onerror=alert(1)>"),
        "it is told as it is: {told}"
    );

    let bytes = fs::read(folder.join("a.csv")).expect("a sheet");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let mut ids = BTreeSet::new();
    for record in reader.records() {
        let record = record.expect("a record");
        ids.insert(record[0].to_owned());
        for cell in &record {
            let first = cell.chars().next().unwrap_or('x');
            assert!(!"=+-@＝＋－＠\t\r\n".contains(first), "{cell:?}");
        }
    }
    // Nothing is lost: each name is what it was, or that behind an apostrophe.
    for id in hostile {
        assert!(
            ids.contains(id) || ids.contains(&format!("'{id}")),
            "{id:?} of {ids:?}"
        );
    }
}

#[test]
fn the_page_stands_by_itself_and_leads_to_the_files() {
    let folder = scratch("report-page");
    let gathered = some(&folder);
    let page = page_of(&gathered);
    let all = nodes(&page);
    let named = |name: &str| all.iter().filter(|node| node.name == name).collect::<Vec<_>>();

    // Nothing that a browser would fetch or run, and no address outside the files.
    assert!(named("script").is_empty() && named("link").is_empty() && named("img").is_empty());
    assert!(!named("style")[0].text.contains("url(") && !named("style")[0].text.contains("@import"));
    assert!(page.contains("default-src 'none'"));
    let addresses: BTreeSet<&str> = named("a").iter().map(|a| a.get("href")).collect();
    for address in &addresses {
        assert!(!address.contains(':') && !address.starts_with("//"), "{address}");
    }
    for wanted in ["a.pdf", "c.epub", "../papers/d.md", "../papers/e.md"] {
        assert!(addresses.contains(wanted), "{wanted} of {addresses:?}");
    }
    let ids: BTreeSet<&str> = all.iter().map(|node| node.get("id")).collect();
    let within: Vec<_> = addresses.iter().filter_map(|a| a.strip_prefix('#')).collect();
    assert!(
        within.len() > 10 && within.iter().all(|id| ids.contains(id)),
        "{within:?}"
    );

    // What a reader by ear needs.
    assert_eq!(named("html")[0].get("lang"), "en");
    assert_eq!(named("h1").len(), 1);
    assert_eq!(named("title")[0].text, named("h1")[0].text);
    for name in ["header", "nav", "main", "footer"] {
        assert_eq!(named(name).len(), 1, "{name}");
    }
    assert_eq!(named("caption").len(), named("table").len());
    for head in named("th") {
        let wanted = if head.path.iter().any(|name| name == "thead") {
            "col"
        } else {
            "row"
        };
        assert_eq!(head.get("scope"), wanted, "{}", head.text);
    }
    let headings: Vec<&str> = named("h2").iter().map(|node| node.text.as_str()).collect();
    assert_eq!(
        headings,
        [
            "How the papers fared",
            "What was found",
            "Not made",
            "To be looked at",
            "Claims and checks",
            "Slowest",
            "Largest",
            "Most memory",
            "All papers",
            "Results read"
        ]
    );
    let french = all
        .iter()
        .find(|node| node.text == "Three" && node.get("lang") == "fr");
    assert_eq!(french.expect("a title").get("dir"), "auto");
    assert!(
        all.iter()
            .any(|node| node.name == "a" && node.text == "papers/c.md:5:8")
    );
    // The same results, the same page.
    assert_eq!(page, page_of(&gathered));
}

#[test]
fn of_very_many_papers_those_that_are_fine_are_left_out() {
    let folder = scratch("report-many");
    let count = 2001;
    let mut text: String = (0..count)
        .map(|n| line(&format!("p{n}.md"), "ok", json!({})))
        .collect();
    write(&folder, "results.jsonl", &text);
    let listed = |page: &str| {
        let all = nodes(page);
        let start = page.find("id=\"papers-table\"").expect("a list of all");
        let rows = page[start..]
            .split("</table>")
            .next()
            .unwrap_or_default()
            .matches("<tr><th scope=\"row\"")
            .count();
        let caption = all
            .into_iter()
            .find(|node| node.get("id") == "papers-table")
            .expect("a caption")
            .text;
        (rows, caption)
    };
    let fine = text.clone();
    text.push_str(&line("q.md", "warning", json!({})));
    write(&folder, "results.jsonl", &text);
    let (rows, caption) = listed(&page_of(&gather(&folder, &["results.jsonl"])));
    assert_eq!(rows, 1);
    assert_eq!(
        caption,
        "1 of 2,002 papers, none that are ok; the results and CSV have them all"
    );

    // Of very many that are not fine, as many as a browser bears.
    let text: String = (0..10_003)
        .map(|n| line(&format!("p{n}.md"), "needs-review", json!({})))
        .collect();
    write(&folder, "results.jsonl", &text);
    let page = page_of(&gather(&folder, &["results.jsonl"]));
    let (rows, caption) = listed(&page);
    assert_eq!(rows, 10_000);
    assert_eq!(
        caption,
        "The first 10,000 of 10,003 papers; the results and CSV have them all"
    );
    assert_eq!(page.matches("<h3>").count(), 1000);
    assert!(page.contains("And 9,003 more, which are in the results and in CSV."));

    let fewer: String = fine.lines().take(2000).map(|line| format!("{line}\n")).collect();
    write(&folder, "results.jsonl", &fewer);
    let (rows, caption) = listed(&page_of(&gather(&folder, &["results.jsonl"])));
    assert_eq!(
        (rows, caption.as_str()),
        (2000, "Every paper, by its name in the batch")
    );
}

#[test]
fn nothing_and_nothing_to_read_are_two_things() {
    let folder = scratch("report-none");
    let (code, said, complained) = report(&folder, &[]);
    assert_eq!((code, said.as_str()), (2, ""));
    assert_eq!(
        complained,
        "error: cannot read the results `out`: there is no such file or folder\n"
    );
    fs::create_dir_all(folder.join("out")).expect("a folder");
    let (code, _, complained) = report(&folder, &["--html", "page.html"]);
    assert_eq!(code, 2);
    assert!(complained.contains("no results are in it"), "{complained}");
    assert!(!folder.join("page.html").exists());

    write(&folder, "out/results.jsonl", "");
    let (code, said, complained) = report(&folder, &["--html", "page.html", "--csv", "page.csv"]);
    assert_eq!(
        (code, said.as_str(), complained.as_str()),
        (0, "0 papers in 1 file of results\n", "")
    );
    let page = fs::read_to_string(folder.join("page.html")).expect("a page");
    assert!(
        nodes(&page)[0]
            .text
            .contains("There are no results of papers here.")
    );
    assert_eq!(
        fs::read_to_string(folder.join("page.csv"))
            .expect("a sheet")
            .lines()
            .count(),
        1
    );

    // A part that is not there is told, and the others count.
    let (code, said, complained) = report(&folder, &["out", "gone.jsonl"]);
    assert_eq!(code, 0);
    assert!(
        said.contains("`gone.jsonl` is left out: there is no such file or folder"),
        "{said}"
    );
    assert!(
        complained.contains("cannot read the results `gone.jsonl`"),
        "{complained}"
    );
    let (code, ..) = report(&folder, &["--csv", "out"]);
    assert_eq!(code, 75, "a folder cannot be written over");
}

#[test]
fn a_batch_in_parts_is_one_archive() {
    let folder = scratch("report-parts");
    papers(&folder, 6);
    write(&folder, "papers/lost.md", &paper("Lost", "See [this](#nowhere)."));
    write(
        &folder,
        "papers/broken.md",
        "---\ntitle: \"Broken\n---\n\nText.\n",
    );
    for part in ["1/2", "2/2"] {
        let (code, told) = batch(&folder, &["papers", "--shard", part]);
        assert!(code <= 1, "{told}");
    }
    let (code, said, complained) = report(
        &folder,
        &["--html", "reports/page.html", "--csv", "reports/papers.csv"],
    );
    assert_eq!((code, complained.as_str()), (0, ""));
    assert!(said.starts_with("8 papers in 2 files of results\n"), "{said}");
    assert!(
        said.contains("  needs-review  1") && said.contains("  error         1"),
        "{said}"
    );
    assert!(said.contains("papers/broken.md:2:8"), "{said}");
    // Each link leads from where the page lies to a file that is there.
    let page = fs::read_to_string(folder.join("reports/page.html")).expect("a page");
    let links = nodes(&page);
    let links = links
        .iter()
        .filter(|node| node.name == "a" && !node.get("href").starts_with('#'));
    let mut count = 0;
    for link in links {
        assert!(
            folder.join("reports").join(link.get("href")).is_file(),
            "{}",
            link.get("href")
        );
        count += 1;
    }
    assert!(count > 7 * 4, "{count} links");
}
