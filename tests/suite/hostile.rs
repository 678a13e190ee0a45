//! Text that looks like markup of any kind comes out verbatim, in every position and in
//! both outputs. The corpus case `hostile` numbers its positions. What else nobody should be
//! able to do with an article has files of its own.

mod acts;
mod bounds;
mod doors;

use crate::corpus::{PRESS, folder};
use crate::epub::book::{Book, all_text};
use crate::sheet::{Sheet, squash};
use pamphlet::{Files, Options, Output, Report, Source, render, understand};

fn bait(position: usize) -> String {
    format!("#{position} *raw* $x_{position}$ </p> & \"")
}

/// Smart punctuation turns a straight quote, as it should; in code it stands.
fn plain(text: &str) -> String {
    squash(text).replace(['“', '”'], "\"")
}

#[test]
fn hostile_text_comes_out_verbatim() {
    let folder = folder().join("hostile");
    let source = Source::new(
        "article.md",
        std::fs::read(folder.join("article.md")).expect("the case"),
    );
    let mut report = Report::new();
    let article =
        understand(&source, &Files::folder(&folder), &Default::default(), &mut report).expect("an article");
    let outputs = [Output::Pdf, Output::Epub];
    let files = render(&article, &PRESS, &outputs, &Options::default(), &mut report).expect("both outputs");
    let sheet = Sheet::open(&files[0].bytes);
    let book = Book::open(&files[1].bytes);
    let pdf = plain(&(sheet.pages().concat() + &sheet.tags().replace("\\\"", "\"") + &sheet.xmp_text()));
    let epub = plain(&(all_text(book.text("text.xhtml")) + &all_text(book.text("content.opf"))));
    for position in 1..=21 {
        let wanted = plain(&bait(position));
        assert!(pdf.contains(&wanted), "position {position} is not in the PDF");
        assert!(epub.contains(&wanted), "position {position} is not in the EPUB");
    }
    for code in [
        "#panic(\"typst\")",
        "${1}",
        "{{ liquid }}",
        "<script>alert(1)</script>",
        "]]>",
        "\\u{0}",
    ] {
        assert!(pdf.contains(&plain(code)), "{code} in the PDF");
        assert!(epub.contains(&plain(code)), "{code} in the EPUB");
    }
    assert!(!book.text("text.xhtml").contains("<script"), "nothing runs");
    assert_eq!(sheet.addresses(), book_addresses(&book), "the same links in both");
}

fn book_addresses(book: &Book) -> Vec<String> {
    book.nodes("text.xhtml")
        .iter()
        .map(|node| node.get("href").to_owned())
        .filter(|href| href.contains(':'))
        .collect()
}
