//! One article with its front matter as Pandoc, Quarto, Hugo, Jekyll and MyST write it:
//! five ways to say the same, so both outputs are the same, byte for byte.
//!
//! The facts are those of NIST Special Publication 800-63C (see `content/LICENSES.txt`),
//! made fewer: four of its people, one of them made an editor, and three sentences.

use crate::corpus::PRESS;
use crate::epub::book::Book;
use crate::sheet::Sheet;
use pamphlet::diagnostic::Severity;
use pamphlet::{Files, Options, Output, Rendered, Report, Source, render, understand};
use std::path::Path;

const TOOLS: [&str; 5] = ["pandoc", "quarto", "hugo", "jekyll", "myst"];

fn built(tool: &str) -> Vec<Rendered> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/front-matter");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file");
    let text = read(&format!("{tool}.md")) + &read("body.md");
    let mut report = Report::new();
    let source = Source::new(format!("{tool}.md"), text);
    let article = understand(&source, &Files::none(), &Default::default(), &mut report)
        .unwrap_or_else(|_| panic!("{tool}: {report:#?}"));
    let outputs = [Output::Pdf, Output::Epub];
    let rendered = render(&article, &PRESS, &outputs, &Options::default(), &mut report)
        .unwrap_or_else(|_| panic!("{tool}: {report:#?}"));
    let worse = report
        .diagnostics()
        .iter()
        .filter(|found| found.severity > Severity::Note);
    assert_eq!(
        worse.collect::<Vec<_>>(),
        [] as [&pamphlet::Diagnostic; 0],
        "{tool}"
    );
    rendered
}

#[test]
fn five_tools_say_the_same() {
    let first = built(TOOLS[0]);
    let (sheet, book) = (Sheet::open(&first[0].bytes), Book::open(&first[1].bytes));
    // The one that the others are compared with says what it should.
    let opf = book.text("content.opf");
    for part in [
        ">Digital Identity Guidelines</dc:title>",
        ">Federation and Assertions</dc:title>",
        ">Paul A. Grassi</dc:creator>",
        ">Naomi B. Lefkovitz</dc:creator>",
        "property=\"file-as\">Grassi, Paul A.</meta>",
        ">Sarah K. Squire</dc:contributor>",
        ">edt</meta>",
        "doi:10.6028/NIST.SP.800-63c",
        ">NIST Special Publications</meta>",
        ">2017-06</dc:date>",
        ">en-US</dc:language>",
        ">federation</dc:subject>",
        "Not subject to copyright in the United States (https://www.nist.gov/open/license)",
        ">These guidelines provide technical requirements for federal agencies.</dc:description>",
    ] {
        assert!(opf.contains(part), "{part} is not in {opf}");
    }
    let page = &sheet.pages()[0];
    for words in [
        "NIST Special Publications 800-63C",
        "June 2017",
        "Federation and Assertions",
        "Edited by Sarah K. Squire",
        "Privacy Author",
    ] {
        let squashed = crate::sheet::squash(page);
        assert!(
            squashed.contains(&crate::sheet::squash(words)),
            "{words} is not on {page}"
        );
    }
    for tool in &TOOLS[1..] {
        let other = built(tool);
        let their = Book::open(&other[1].bytes);
        assert_eq!(
            book.text("content.opf"),
            their.text("content.opf"),
            "{tool}: package"
        );
        assert_eq!(book.flow(), their.flow(), "{tool}: text");
        let theirs = Sheet::open(&other[0].bytes);
        assert_eq!(sheet.pages(), theirs.pages(), "{tool}: pages");
        for (ours, theirs) in first.iter().zip(&other) {
            assert!(
                ours.bytes == theirs.bytes,
                "{tool}: the {:?} differs",
                ours.output
            );
        }
    }
}
