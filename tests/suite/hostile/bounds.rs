//! Texts that nobody writes by hand: deep, long, doubled, piled up. Each is set, or is an error
//! that says why, before a minute is over; debug builds on a thread of two mebibytes too.

use crate::corpus::PRESS;
use pamphlet::diagnostic::{Code, Severity};
use pamphlet::{Files, Options, Output, Report, Source, render, understand};
use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

const HEAD: &str = "---\ntitle: T\nlang: en\ndate: 2025-01-01\n---\n\n";

/// Sets an article on a thread of its own; fails if that takes more than a minute.
fn set(name: &str, text: impl Into<Vec<u8>>, files: &[(&str, &str)], outputs: &'static [Output]) -> Report {
    let source = Source::new("article.md", text);
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let files = Files::memory(files.collect::<BTreeMap<_, _>>());
    let (done, waiting) = mpsc::channel();
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let running = thread.spawn(move || {
        let mut report = Report::new();
        if let Ok(article) = understand(&source, &files, &Default::default(), &mut report) {
            let rendered = render(&article, &PRESS, outputs, &Options::default(), &mut report);
            assert!(rendered.is_ok(), "{:?}", report.diagnostics().last());
        }
        done.send(report).expect("somebody waits");
    });
    let report = waiting.recv_timeout(Duration::from_secs(60));
    drop(running.expect("a thread"));
    report.unwrap_or_else(|_| panic!("`{name}` broke, or took more than a minute"))
}

/// The codes of the errors.
fn errors(report: &Report) -> Vec<Code> {
    let found = report.diagnostics().iter();
    found
        .filter(|found| found.severity == Severity::Error)
        .map(|found| found.code)
        .collect()
}

const BOTH: &[Output] = &[Output::Pdf, Output::Epub];

#[test]
fn ten_thousand_levels_are_set_flat() {
    let deep = 10_000;
    let around = |open: &str, close: &str| open.repeat(deep) + "x" + &close.repeat(deep);
    let articles = [
        ("quotes", "> ".repeat(deep) + "x"),
        ("lists", "- ".repeat(deep) + "x"),
        ("emphasis", around("*a **b ", " c** d*")),
        ("brackets", around("[", "](b)")),
        ("pictures", around("![", "](b)")),
        ("notes", "^[".repeat(100) + "x" + &"]".repeat(100)),
        ("divisions", "::: {.note}\n\n".repeat(deep) + "x"),
        ("HTML blocks", around("<div>", "</div>")),
        ("HTML open", "<div>\n\n".repeat(deep) + "x"),
        ("HTML words", "a ".to_owned() + &around("<b>", "</b>")),
        ("HTML tables", around("<table><tr><td>", "</td></tr></table>")),
        ("HTML lists", around("<ul><li>", "</li></ul>")),
        (
            "MathML",
            format!("a <math>{}</math>", around("<mrow>", "</mrow>")),
        ),
        ("fractions", format!("$${}$$", around("\\frac{1}{", "}"))),
        ("braces", format!("$${}$$", around("{", "}"))),
        (
            "matrices",
            format!("$${}$$", around("\\begin{matrix}", "\\end{matrix}")),
        ),
        ("powers", format!("$x{}$", "^{x".repeat(deep) + &"}".repeat(deep))),
        (
            "roots in little",
            format!("$${}$$", "\\sqrt{".repeat(149) + "x" + &"}".repeat(149)),
        ),
        ("definitions", format!("a\n: {}b", ": ".repeat(deep))),
        (
            "macros",
            "$\\def\\a{\\a\\a}\\a$ $\\newcommand{\\b}{\\b\\b}\\b$".to_owned(),
        ),
    ];
    for (name, body) in articles {
        let report = set(name, format!("{HEAD}{body}\n"), &[], BOTH);
        assert_eq!(errors(&report), [], "{name}");
    }
}

/// Notes in notes are read again at each level that is set flat, to a limit.
#[test]
fn notes_in_notes_end() {
    let text = format!("{HEAD}{}x{}\n", "^[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(errors(&set("notes", text, &[], BOTH)), [Code::TooLarge]);
}

#[test]
fn front_matters_grow_to_a_limit() {
    let deep = 10_000;
    let laughs =
        |first: &str, more: fn(usize) -> String| first.to_owned() + &(1..30).map(more).collect::<String>();
    let heads = [
        ("flow", format!("x: {}{}", "[".repeat(deep), "]".repeat(deep))),
        ("maps", format!("x: {}{}", "{a: ".repeat(deep), "}".repeat(deep))),
        ("items", format!("x:\n  {}a", "- ".repeat(deep))),
        (
            "aliases",
            laughs("a0: &a0 [x,x]\n", |n| {
                format!("a{n}: &a{n} [*a{0},*a{0},*a{0}]\n", n - 1)
            }) + "keywords: *a29",
        ),
        (
            "merges",
            laughs("a0: &a0 {x: 1}\n", |n| {
                format!("a{n}: &a{n}\n  <<: [*a{0},*a{0}]\n  k{n}: *a{0}\n", n - 1)
            }),
        ),
        ("itself", "a: &a [*a]".to_owned()),
        ("many", format!("keywords: [{}]", "k, ".repeat(200_000))),
    ];
    for (name, head) in heads {
        let report = set(
            name,
            format!("---\ntitle: T\nlang: en\n{head}\n---\n\na\n"),
            &[],
            BOTH,
        );
        assert_eq!(errors(&report), [Code::FrontMatter], "{name}");
    }
    for head in [
        format!("x = {}{}", "[".repeat(deep), "]".repeat(deep)),
        format!("x = {}1{}", "{a=".repeat(deep), "}".repeat(deep)),
        format!("{} = 1", vec!["a"; deep].join(".")),
    ] {
        let report = set("TOML", format!("+++\ntitle = 'T'\n{head}\n+++\n\na\n"), &[], BOTH);
        assert_eq!(errors(&report), [Code::FrontMatter], "{}", &head[..20]);
    }
}

#[test]
fn what_is_too_much_is_an_error_before_it_is_set() {
    let row = |columns: usize, cell: &str| format!("|{}\n", cell.repeat(columns));
    let lines = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let articles = [
        ("bytes", HEAD.to_owned() + &"word ".repeat(900_000)),
        (
            "columns",
            HEAD.to_owned() + &row(400, "a|") + &row(400, "-|") + &row(400, "a|"),
        ),
        (
            "cells",
            HEAD.to_owned() + "|a|b|\n|-|-|\n" + &"|a|b|\n".repeat(40_000),
        ),
        ("blocks", HEAD.to_owned() + &"a\n\n".repeat(60_000)),
        ("headings", HEAD.to_owned() + &"# h\n\n".repeat(6_000)),
        (
            "page breaks",
            HEAD.to_owned() + &"\\newpage\n\na\n\n".repeat(2_000),
        ),
        (
            "notes",
            HEAD.to_owned()
                + &lines(6_000, |n| format!("[^{n}] "))
                + "\n\n"
                + &lines(6_000, |n| format!("[^{n}]: n\n\n")),
        ),
        ("pieces", HEAD.to_owned() + &"*a* b ".repeat(300_000)),
        ("pictures", HEAD.to_owned() + &"![a](a.png)\n\n".repeat(3_000)),
        (
            "title",
            format!("---\ntitle: {}\nlang: en\n---\n\na\n", "word ".repeat(2_000)),
        ),
        ("heading", format!("{HEAD}# {}\n", "word ".repeat(2_000))),
        ("code", format!("{HEAD}```\n{}\n```\n", "x".repeat(100_000))),
        (
            "lines of code",
            format!("{HEAD}```\n{}```\n", "x\n".repeat(60_000)),
        ),
        ("marks", format!("{HEAD}a{}\n", "\u{301}".repeat(100_000))),
        (
            "marks in disguise",
            format!("{HEAD}a{}\n", "&#x301;".repeat(100_000)),
        ),
        (
            "joined signs",
            format!("{HEAD}{}\n", "\u{1f468}\u{200d}".repeat(50_000)),
        ),
    ];
    for (name, text) in articles {
        let report = set(name, text, &[], BOTH);
        assert_eq!(errors(&report), [Code::TooLarge], "{name}");
    }
}

#[test]
fn a_heap_of_any_sign_is_set() {
    // As many as a paragraph of a hundred pages has; time grows with their number.
    for sign in "*[]<`|_~^${}:-=#>!&\\()+@'\"%/x".chars() {
        let report = set(
            &sign.to_string(),
            format!("{HEAD}{}\n", sign.to_string().repeat(100_000)),
            &[],
            BOTH,
        );
        let allowed = [Code::TooLarge]; // A heading of them, or a line of code.
        assert!(
            errors(&report).iter().all(|code| allowed.contains(code)),
            "{sign}: {:?}",
            errors(&report)
        );
    }
    for (name, body) in [
        ("comments", "<!-- ".repeat(50_000)),
        ("attributes", format!("<a {}>x</a>", "b=c ".repeat(50_000))),
        ("open values", "<a href=\"".repeat(50_000)),
        ("templates", "{{< a ".repeat(50_000)),
        ("citations", "[@a ".repeat(30_000)),
        (
            "definitions of links",
            "[a]: b\n".repeat(30_000) + &"[a]".repeat(3_000),
        ),
        ("a long link", format!("[a](https://a.b/{})", "x".repeat(100_000))),
        (
            "an abbreviation",
            format!("*[a]: {}\n\n{}", "x".repeat(10_000), "a ".repeat(5_000)),
        ),
        ("marks of direction", "\u{202e}\u{2066}".repeat(20_000)),
        ("one paragraph", "word ".repeat(50_000)),
        ("one link", format!("[{}](https://a.b)", "*a* b ".repeat(10_000))),
    ] {
        let report = set(name, format!("{HEAD}{body}\n"), &[], BOTH);
        assert_eq!(errors(&report), [], "{name}");
    }
}

#[test]
fn a_paragraph_without_an_end_is_divided_and_says_so() {
    let report = set("words", format!("{HEAD}{}\n", "word ".repeat(10_000)), &[], BOTH);
    assert!(
        report
            .diagnostics()
            .iter()
            .any(|found| found.code == Code::LongText)
    );
    let report = set("words", format!("{HEAD}{}\n", "word ".repeat(3_000)), &[], BOTH);
    assert!(
        report
            .diagnostics()
            .iter()
            .all(|found| found.code != Code::LongText)
    );
}

#[test]
fn lists_of_works_end() {
    let strings: String = (1..40)
        .map(|n| format!("@string{{s{n} = s{0} # s{0} # s{0}}}\n", n - 1))
        .collect();
    let laughs: String = (1..30)
        .map(|n| format!("a{n}: &a{n} [*a{0},*a{0},*a{0}]\n", n - 1))
        .collect();
    let many: String = (0..6_000)
        .map(|n| format!("@book{{k{n},title={{T}}}}\n"))
        .collect();
    let style = |macros: &str| {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>x</title>\
            <id>x</id><updated>2020-01-01T00:00:00Z</updated></info>{macros}<citation><layout><text macro=\"a\"/></layout>\
            </citation></style>"
        )
    };
    let cycle =
        style("<macro name=\"a\"><text macro=\"b\"/></macro><macro name=\"b\"><text macro=\"a\"/></macro>");
    let works = [
        (
            "r.bib",
            "@book{a,title={A},crossref={b}}\n@book{b,title={B},crossref={a}}\n@book{c,crossref={c}}\n"
                .to_owned(),
        ),
        (
            "r.bib",
            "@xdata{x,xdata={y}}\n@xdata{y,xdata={x}}\n@book{d,xdata={x},title={D}}".to_owned(),
        ),
        (
            "r.bib",
            "@string{a = b # b}\n@string{b = a # a}\n@book{x,title=a}\n".to_owned(),
        ),
        (
            "r.bib",
            format!("@string{{s0 = {{aaaaaaaaaa}}}}\n{strings}@book{{a,title=s39}}"),
        ),
        (
            "r.bib",
            format!("@book{{a,title={}x{}}}", "{".repeat(10_000), "}".repeat(10_000)),
        ),
        ("r.bib", "@book{a,title={".repeat(50_000)),
        ("r.json", "[".repeat(100_000)),
        ("r.json", "{\"items\":[".repeat(100_000)),
        ("r.yaml", format!("a0: &a0 [x,x]\n{laughs}")),
        ("r.yaml", format!("a: {}", "[".repeat(100_000))),
        ("r.yaml", format!("a:\n  title: {}", "{a: ".repeat(50_000))),
    ];
    for (name, text) in works {
        let head = format!(
            "---\ntitle: T\nlang: en\ndate: 2025-01-01\nbibliography: {name}\nnocite: '@*'\n---\n\na [@a]\n"
        );
        let report = set(name, head, &[(name, &text)], BOTH);
        assert_eq!(errors(&report), [], "{}", &text[..30.min(text.len())]);
    }
    let deep = "<group>".repeat(50_000);
    for csl in [&cycle, &deep] {
        let head =
            "---\ntitle: T\nlang: en\ndate: 2025-01-01\nbibliography: r.bib\ncsl: a.csl\n---\n\na [@a]\n";
        let report = set(
            "CSL",
            head,
            &[("r.bib", "@book{a,title={A}}"), ("a.csl", csl)],
            BOTH,
        );
        assert!(
            report
                .diagnostics()
                .iter()
                .any(|found| found.code == Code::CitationStyle),
            "{}",
            &csl[..40]
        );
    }
    let head = "---\ntitle: T\nlang: en\ndate: 2025-01-01\nbibliography: r.bib\nnocite: '@*'\n---\n\na\n";
    assert_eq!(
        errors(&set("many", head, &[("r.bib", &many)], BOTH)),
        [Code::TooLarge]
    );
}

#[test]
fn what_is_no_text_says_so() {
    let wide = |swap: bool, mark: bool| {
        let mark: &[u16] = if mark { &[0xfeff] } else { &[] };
        let units = mark.iter().copied().chain("# A title\n\nWords.\n".encode_utf16());
        units
            .flat_map(|unit| {
                if swap {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect::<Vec<u8>>()
    };
    for bytes in [
        b"# a\n\n\xff\x80 b\n".to_vec(),
        wide(false, true),
        wide(true, true),
    ] {
        assert_eq!(errors(&set("bytes", bytes, &[], BOTH)), [Code::NotText]);
    }
    // Without a mark every second byte is a NUL, which a text may hold.
    for text in [
        wide(false, false),
        b"a\0b\n\0\n- \0\n".to_vec(),
        b"".to_vec(),
        "\u{feff}\u{feff}a\u{feff}\n".into(),
    ] {
        assert_eq!(errors(&set("text", text, &[], BOTH)), []);
    }
}
