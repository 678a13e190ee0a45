//! The checker of finished books: what it finds, what it leaves alone, and what it survives.

mod book;
mod cli;
mod faults;
mod hostile;
mod own;

use book::{change, foreign, packed};
use pamphlet::checker::{Audit, CheckOptions, audit};
use pamphlet::diagnostic::Code;

fn judged(parts: &book::Parts) -> Audit {
    audit(&packed(parts), &CheckOptions::default())
}

fn codes(audit: &Audit) -> Vec<Code> {
    audit.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_book_of_another_maker_is_left_alone_where_nothing_is_wrong() {
    assert_eq!(judged(&foreign()).findings, []);
    let mut parts = foreign();
    change(&mut parts, "b.opf", |text| {
        text.replace("xmlns:dc", "xmlns:core")
            .replace("<dc:", "<core:")
            .replace("</dc:", "</core:")
    });
    assert_eq!(judged(&parts).findings, [], "prefixes are a book's own choice");
}

#[test]
fn faults_are_seen_across_the_documents_of_a_book() {
    type Fault = (&'static str, &'static str, &'static str, Code);
    let faults: [Fault; 8] = [
        (
            "noten.xhtml",
            "eins.xhtml#r1",
            "zwei.xhtml#s2",
            Code::BookBacklink,
        ),
        (
            "eins.xhtml",
            "noten.xhtml#n1",
            "noten.xhtml#n9",
            Code::BookDeadLink,
        ),
        (
            "nav.xhtml",
            "<a href=\"eins.xhtml#s1\">1</a>",
            "<a href=\"zwei.xhtml#s2\">1</a>",
            Code::BookPageLabel,
        ),
        (
            "zwei.xhtml",
            "<h1 id=\"zwei\">Zwei</h1>",
            "<h1 id=\"zwei\">Zwei</h1><h3>Ab</h3>",
            Code::BookHeadingJump,
        ),
        ("zwei.xhtml", "Siehe", "<h2>Nach</h2>Siehe", Code::BookContents),
        (
            "a.css",
            ".rot { color: #a0a0a0 }",
            ".rot { color: #202020 }",
            Code::BookDarkMode,
        ),
        (
            "nav.xhtml",
            "zwei.xhtml#zwei",
            "eins.xhtml#eins",
            Code::BookContentsOrder,
        ),
        (
            "b.opf",
            "<dc:language>de<",
            "<dc:language>Deutsch<",
            Code::BookLang,
        ),
    ];
    for (file, from, to, code) in faults {
        let mut parts = foreign();
        change(&mut parts, file, |text| text.replacen(from, to, 1));
        let audit = judged(&parts);
        assert!(codes(&audit).contains(&code), "{from}: {:#?}", audit.findings);
    }
}

#[test]
fn an_epub_2_is_named_as_one_and_its_texts_are_read() {
    let mut parts = foreign();
    change(&mut parts, "b.opf", |text| {
        text.replacen("version=\"3.0\"", "version=\"2.0\"", 1)
    });
    change(&mut parts, "zwei.xhtml", |text| {
        text.replacen("<p>", "<p><img src=\"t.png\"/>", 1)
    });
    parts.insert("buch/t/t.png".to_owned(), Vec::new());
    assert_eq!(codes(&judged(&parts)), [Code::BookVersion, Code::BookAltMissing]);
}
