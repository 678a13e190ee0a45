//! Files inside the PDF: they come out as they went in, and the claim allows them. The fields
//! are `attachments` and `attach-source`.

use crate::corpus::PRESS;
use crate::epub::book::Book;
use crate::sheet::{Attached, Sheet};
use pamphlet::backend::pdf::PdfOptions;
use pamphlet::diagnostic::Code;
use pamphlet::{
    Diagnostic, Files, Options, Output, Rendered, Report, ResolveOptions, Source, render, understand,
};
use std::collections::BTreeMap;

fn article(fields: &str) -> String {
    format!("---\ntitle: Who Pays?\nlang: en\ndate: 2025-06-01\n{fields}---\n\nEveryone does.\n")
}

/// What becomes of an article with these files beside it.
fn build(text: &str, files: &[(&str, &[u8])], options: &ResolveOptions) -> (Vec<Rendered>, Vec<Diagnostic>) {
    let files = files
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
    let files = Files::memory(files.collect::<BTreeMap<_, _>>());
    let source = Source::new("papers/who pays.md", text);
    let mut report = Report::new();
    let article = understand(&source, &files, options, &mut report).expect("an article");
    let rendered = render(
        &article,
        &PRESS,
        &[Output::Pdf, Output::Epub, Output::Json],
        &Options::default(),
        &mut report,
    )
    .expect("all outputs");
    (rendered, report.diagnostics().to_vec())
}

fn attached(text: &str, files: &[(&str, &[u8])]) -> (Vec<Attached>, Vec<Diagnostic>) {
    let (rendered, found) = build(text, files, &ResolveOptions::default());
    (Sheet::open(&rendered[0].bytes).attached(), found)
}

#[test]
fn files_come_out_as_they_went_in() {
    let noise: Vec<u8> = (0..40_000u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let text = article(
        "attach-source: true\nattachments:\n  - path: data/fares.csv\n    description: Fares by city\n  - {path: noise.bin, relationship: supplement}\n  - empty.txt\n",
    );
    let csv: &[u8] = "city,fare\nÅrhus,2\r\n".as_bytes();
    let files: [(&str, &[u8]); 3] = [("data/fares.csv", csv), ("noise.bin", &noise), ("empty.txt", b"")];
    let (rendered, found) = build(&text, &files, &ResolveOptions::default());
    assert_eq!(found, []);
    let mut inside = Sheet::open(&rendered[0].bytes).attached();
    inside.sort_by(|a, b| a.name.cmp(&b.name));
    let file = |name: &str, description: &str, relationship: &str, mime: &str, bytes: &[u8]| Attached {
        name: name.into(),
        description: description.into(),
        relationship: relationship.into(),
        mime: mime.into(),
        bytes: bytes.to_vec(),
    };
    assert_eq!(
        inside,
        [
            file("empty.txt", "empty.txt", "Data", "text/plain", b""),
            file("fares.csv", "Fares by city", "Data", "text/csv", csv),
            file(
                "noise.bin",
                "noise.bin",
                "Supplement",
                "application/octet-stream",
                &noise
            ),
            file(
                "who pays.md",
                "Who Pays? (Markdown)",
                "Source",
                "text/markdown",
                text.as_bytes()
            ),
        ]
    );
    assert_eq!(rendered[0].facts[3..], ["PDF/UA-1", "PDF/A-3a"]);
    // The EPUB has none of them, the JSON all.
    assert!(
        !Book::open(&rendered[1].bytes)
            .names
            .iter()
            .any(|name| name.contains("fares"))
    );
    let json: serde_json::Value = serde_json::from_slice(&rendered[2].bytes).expect("JSON");
    assert_eq!(json["attachments"].as_array().map(Vec::len), Some(4));
    assert_eq!(json["attachments"][1]["name"], "fares.csv");
    let again = pamphlet::backend::json::read(&rendered[2].bytes).expect("our own JSON");
    assert_eq!(again.attachments[2].bytes, noise);
}

#[test]
fn the_source_comes_along_when_the_caller_asks() {
    let options = ResolveOptions {
        attach_source: true,
        ..ResolveOptions::default()
    };
    let text = article("");
    let (rendered, _) = build(&text, &[], &options);
    let inside = Sheet::open(&rendered[0].bytes).attached();
    assert_eq!(inside.len(), 1);
    assert_eq!(inside[0].bytes, text.as_bytes());
    // Nobody asked: nothing is inside, and the claim is the usual one.
    let (rendered, _) = build(&text, &[], &ResolveOptions::default());
    assert_eq!(Sheet::open(&rendered[0].bytes).attached(), []);
    assert!(rendered[0].facts.contains(&"PDF/A-2a".to_owned()));
}

#[test]
fn names_that_mean_something_to_a_system_do_no_harm() {
    let name = "\u{202e}x:#panic(\"no\")] \\\"{}$.csv";
    let yaml = serde_json::to_string(&["a/Data.csv", "b/data.csv", "../up.csv", "d/..csv"]).expect("JSON");
    let text = article(&format!("attachments: {yaml}\n"));
    let files: [(&str, &[u8]); 3] = [("a/Data.csv", b"1"), ("b/data.csv", b"2"), ("d/..csv", b"3")];
    let (inside, found) = attached(&text, &files);
    let mut names: Vec<&str> = inside.iter().map(|file| file.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Data.csv", "csv", "data-2.csv"]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (
            found[0].code,
            &text[found[0].span.map_or(0..0, |span| span.start..span.end)]
        ),
        (Code::Attachment, "\"../up.csv\"")
    );
    // Code of the typesetter's language in a name and in the words for it stays text.
    let mut article = understand(
        &Source::new("a.md", article("")),
        &Files::none(),
        &ResolveOptions::default(),
        &mut Report::new(),
    )
    .expect("an article");
    article.attachments.push(pamphlet::model::AttachedFile {
        name: name.replace('\\', ""),
        description: "#panic() ) \" \\u{0} <<>>".into(),
        relationship: pamphlet::model::Relationship::Data,
        mime: "text/csv".into(),
        bytes: b"4".to_vec(),
    });
    let rendered = render(
        &article,
        &PRESS,
        &[Output::Pdf],
        &Options::default(),
        &mut Report::new(),
    )
    .expect("a PDF");
    let inside = Sheet::open(&rendered[0].bytes).attached();
    assert_eq!(inside[0].description, "#panic() ) \" \\u{0} <<>>");
    assert_eq!(inside[0].name, name.replace('\\', ""));
}

#[test]
fn what_cannot_be_attached_is_told_where_it_is_asked_for() {
    let (inside, found) = attached(
        &article("attachments: [gone.csv, \"https://example.org/a.csv\"]\n"),
        &[],
    );
    assert_eq!(inside, []);
    let told: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "cannot attach `gone.csv`: there is no such file",
            "cannot attach `https://example.org/a.csv`: the path leaves the article's folder"
        ]
    );
    assert!(found[1].hints[0].contains("nothing is fetched"));
    let large = vec![7; 65 << 20];
    let (inside, found) = attached(
        &article("attachments: [large.bin, small.csv]\n"),
        &[("large.bin", &large), ("small.csv", b"1")],
    );
    assert_eq!(inside.len(), 1, "the small one is there all the same");
    assert_eq!(
        found[0].message,
        "`large.bin` is not attached: with it the attached files hold 65 MiB, and 64 MiB are the most"
    );
}

#[test]
fn the_claim_is_of_the_part_that_allows_files() {
    for (asked, claims, told) in [
        ("pdf-standard: a-3a\n", vec!["PDF/A-3a"], 0),
        ("pdf-standard: [ua-1, a-3u]\n", vec!["PDF/UA-1", "PDF/A-3u"], 0),
        ("pdf-standard: a-2b\n", vec!["PDF/A-3b"], 1),
        ("pdf-standard: ua-1\n", vec!["PDF/UA-1"], 0),
    ] {
        let text = article(&format!("{asked}attachments: a.csv\n"));
        let (rendered, found) = build(&text, &[("a.csv", b"1")], &ResolveOptions::default());
        assert_eq!(rendered[0].facts[3..], claims, "{asked}");
        assert_eq!(found.len(), told, "{asked}{found:#?}");
    }
    // Without files inside the claim is what is asked for, PDF/A-3 too.
    let (rendered, _) = build(&article("pdf-standard: a-3b\n"), &[], &ResolveOptions::default());
    assert_eq!(rendered[0].facts[3..], ["PDF/A-3b"]);
    // A picture without words costs a level, not the part.
    let png = std::fs::read(crate::corpus::folder().join("missing-alt/bars.png")).expect("a picture");
    let text = article("attachments: a.csv\n") + "\n![](bars.png)\n";
    let (rendered, _) = build(
        &text,
        &[("a.csv", b"1"), ("bars.png", &png)],
        &ResolveOptions::default(),
    );
    assert_eq!(rendered[0].facts[3..], ["PDF/A-3u"]);
    assert!(
        PdfOptions::default()
            .claims
            .iter()
            .all(|claim| claim.as_str() != "PDF/A-3a")
    );
}
