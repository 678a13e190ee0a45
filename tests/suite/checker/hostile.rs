//! Books that nobody should trust: broken, locked, bottomless. Each ends soon, with an error
//! that says what is wrong.

use super::book::{OWN, Parts, change, foreign, packed};
use super::{codes, judged};
use pamphlet::checker::{Audit, CheckOptions, audit};
use pamphlet::diagnostic::Code;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

fn of(bytes: &[u8]) -> Audit {
    audit(bytes, &CheckOptions::default())
}

fn only(audit: &Audit, code: Code, words: &str) {
    assert_eq!(codes(audit), [code], "{:#?}", audit.findings);
    let finding = &audit.findings[0];
    assert!(finding.message.contains(words), "{}", finding.message);
    assert!(!finding.hint.is_empty() && !audit.is_passed());
}

/// What happens to a book, the code of the only finding, words of its message, and the place:
/// file, line and column.
type Case = (
    fn(&mut Parts),
    Code,
    &'static str,
    Option<(&'static str, usize, usize)>,
);

#[test]
fn what_is_no_book_is_an_error_that_says_why() {
    only(&of(b""), Code::BookUnreadable, "is empty");
    only(&of(b"%PDF-1.7 and so on"), Code::BookUnreadable, "no EPUB");
    only(
        &of(&OWN[..OWN.len() / 2]),
        Code::BookUnreadable,
        "cannot be opened as a zip",
    );
    let cases: [Case; 9] = [
        (|parts| parts.clear(), Code::BookPart, "no EPUB", None),
        (
            |parts| drop(parts.remove("META-INF/container.xml")),
            Code::BookPart,
            "no `META-INF/container.xml`",
            None,
        ),
        (
            |parts| drop(parts.remove("buch/b.opf")),
            Code::BookPart,
            "is not in the book",
            Some(("META-INF/container.xml", 2, 103)),
        ),
        (
            |parts| change(parts, "b.opf", |text| text.replace("</opf:manifest>", "")),
            Code::BookXml,
            "no well-formed XML",
            Some(("buch/b.opf", 28, 1)),
        ),
        (
            |parts| {
                change(parts, "zwei.xhtml", |text| {
                    text.replace("Siehe", "Siehe &nbsp; &lt;")
                });
            },
            Code::BookXml,
            "`&nbsp;` is not defined",
            Some(("buch/t/zwei.xhtml", 7, 78)),
        ),
        (
            |parts| change(parts, "zwei.xhtml", |text| text.replace("</h1>", "")),
            Code::BookXml,
            "expected `</h1>`",
            Some(("buch/t/zwei.xhtml", 8, 1)),
        ),
        (
            |parts| {
                change(parts, "zwei.xhtml", |text| {
                    text.replace("id=\"zwei\"", "id=\"zwei\" id=\"a\"")
                });
            },
            Code::BookXml,
            "duplicated attribute",
            Some(("buch/t/zwei.xhtml", 6, 1)),
        ),
        (
            |parts| {
                let bytes = parts.get_mut("buch/t/zwei.xhtml").expect("a chapter");
                let at = bytes
                    .windows(5)
                    .position(|word| word == b"Siehe")
                    .expect("a word");
                bytes[at] = 0xe9;
            },
            Code::BookXml,
            "no UTF-8 text",
            Some(("buch/t/zwei.xhtml", 1, 1)),
        ),
        (
            |parts| {
                parts.insert(
                    "META-INF/encryption.xml".to_owned(),
                    b"<encryption><EncryptedData><EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes256-cbc\"/>\
                    <CipherData><CipherReference URI=\"buch/t/zwei.xhtml\"/></CipherData></EncryptedData></encryption>"
                        .to_vec(),
                );
            },
            Code::BookEncrypted,
            "1 of the book's files",
            Some(("META-INF/encryption.xml", 1, 115)),
        ),
    ];
    for (change, code, words, place) in cases {
        let mut parts = foreign();
        change(&mut parts);
        let audit = judged(&parts);
        // Of what cannot be read others follow; the first finding is the cause.
        let first = audit.findings.iter().find(|finding| finding.code == code);
        let first = first.unwrap_or_else(|| panic!("no `{code}` for {words}: {:#?}", audit.findings));
        assert!(first.message.contains(words), "{}", first.message);
        let found = first
            .place
            .as_ref()
            .map(|place| (place.file.as_str(), place.line, place.column));
        assert_eq!(found, place, "{words}: {}", first.message);
        assert!(!audit.is_read && !audit.is_passed());
    }
}

#[test]
fn what_a_broken_part_leaves_is_judged_all_the_same() {
    let mut parts = foreign();
    change(&mut parts, "zwei.xhtml", |text| text.replace("</h1>", ""));
    change(&mut parts, "eins.xhtml", |text| {
        text.replacen("<p>Text.</p>", "<p><img src=\"../css/a.css\"/></p>", 1)
    });
    let audit = judged(&parts);
    assert!(
        codes(&audit).contains(&Code::BookAltMissing),
        "{:#?}",
        audit.findings
    );
}

#[test]
fn faces_that_are_obscured_hide_no_text() {
    let mut parts = foreign();
    let obscured =
        b"<encryption><EncryptedData><EncryptionMethod Algorithm=\"http://www.idpf.org/2008/embedding\"/>\
        <CipherData><CipherReference URI=\"buch/f.otf\"/></CipherData></EncryptedData></encryption>";
    parts.insert("META-INF/encryption.xml".to_owned(), obscured.to_vec());
    assert_eq!(judged(&parts).findings, []);
}

#[test]
fn a_file_with_a_password_says_so() {
    let mut bytes = packed(&foreign());
    // The bit of a password in the headers of one file: the local one and the directory's.
    let name = b"buch/t/zwei.xhtml";
    let mut found = 0;
    for at in 0..bytes.len() - name.len() {
        if &bytes[at..at + name.len()] != name {
            continue;
        }
        if bytes[..at].ends_with(name) {
            continue;
        }
        for (header, flags) in [(30, 6), (46, 8)] {
            let start = at - header;
            if bytes[start..].starts_with(if header == 30 {
                b"PK\x03\x04"
            } else {
                b"PK\x01\x02"
            }) {
                bytes[start + flags] |= 1;
                found += 1;
            }
        }
    }
    assert_eq!(found, 2);
    let audit = of(&bytes);
    assert!(
        codes(&audit).contains(&Code::BookEncrypted),
        "{:#?}",
        audit.findings
    );
}

/// A chapter of many bytes that are all alike, packed as small as they can be.
fn bomb(chapters: usize, megabytes: usize) -> Vec<u8> {
    let parts = foreign();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    let mut items = String::new();
    let mut refs = String::new();
    for chapter in 0..chapters {
        items.push_str(&format!(
            "<opf:item id=\"z{chapter}\" href=\"t/z{chapter}.xhtml\" media-type=\"application/xhtml+xml\"/>"
        ));
        refs.push_str(&format!("<opf:itemref idref=\"z{chapter}\"/>"));
        archive
            .start_file(format!("buch/t/z{chapter}.xhtml"), options)
            .expect("a name");
        let megabyte = vec![b' '; 1 << 20];
        for _ in 0..megabytes {
            archive.write_all(&megabyte).expect("memory takes every byte");
        }
    }
    for (name, bytes) in &parts {
        let text = String::from_utf8(bytes.clone()).expect("text");
        let text = text
            .replace("</opf:manifest>", &format!("{items}</opf:manifest>"))
            .replace("</opf:spine>", &format!("{refs}</opf:spine>"));
        archive.start_file(name.as_str(), options).expect("a name");
        archive
            .write_all(text.as_bytes())
            .expect("memory takes every byte");
    }
    archive.finish().expect("a zip").into_inner()
}

#[test]
fn a_bottomless_book_is_read_to_a_limit() {
    for (chapters, megabytes, words) in [(1, 17, "of one file"), (6, 14, "of a whole book's text")] {
        let begun = Instant::now();
        let audit = of(&bomb(chapters, megabytes));
        let told = audit
            .findings
            .iter()
            .any(|finding| finding.code == Code::BookUnreadable && finding.message.contains(words));
        assert!(told, "{words}: {:#?}", audit.findings);
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    }
}

#[test]
fn depth_entities_and_numbers_cost_no_more_than_their_bytes() {
    let chapter = |body: String| {
        let mut parts = foreign();
        change(&mut parts, "zwei.xhtml", |text| {
            text.replacen("Siehe", &format!("{body}Siehe"), 1)
        });
        parts
    };
    let deep = 30_000;
    let laughs: String = (1..40)
        .map(|n| format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1))
        .collect();
    let mut entities = foreign();
    change(&mut entities, "zwei.xhtml", |text| {
        let declared = format!("<!DOCTYPE html [<!ENTITY a0 \"ha\">{laughs}]>");
        text.replacen("<!DOCTYPE html>", &declared, 1)
            .replacen("Siehe", "&a39; Siehe", 1)
    });
    for (name, parts) in [
        ("deep", chapter("<span>".repeat(deep) + &"</span>".repeat(deep))),
        ("ids", chapter("<span id=\"a\"/>".repeat(deep))),
        ("links", chapter("<a href=\"#gone\">here</a>".repeat(deep))),
        (
            "marks",
            chapter("<a epub:type=\"noteref\" href=\"noten.xhtml#n1\">1</a>".repeat(8_000)),
        ),
        (
            "notes",
            chapter("<div epub:type=\"footnote\" role=\"doc-footnote\"/>".repeat(8_000)),
        ),
        ("breaks", chapter("<span epub:type=\"pagebreak\"/>".repeat(8_000))),
        (
            "tables",
            chapter("<table><tr><td>".repeat(2_000) + &"</td></tr></table>".repeat(2_000)),
        ),
        ("headings", chapter("<h2>A</h2>".repeat(8_000))),
        ("styles", chapter("<b style=\"color:#000\"/>".repeat(8_000))),
        ("one line", chapter("x".repeat(4 << 20))),
        ("elements", chapter("<b/>".repeat(2_100_000))),
        ("laughs", entities),
    ] {
        let begun = Instant::now();
        let audit = judged(&parts);
        assert!(audit.findings.len() < 5_000, "{name}: {}", audit.findings.len());
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{name}: {:?}",
            begun.elapsed()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Whatever is done to the bytes of a book, something is said and nothing breaks.
    #[test]
    fn no_bytes_break_the_checker(
        at in any::<prop::sample::Index>(),
        with in prop::collection::vec(any::<u8>(), 1..24),
        packed_ in any::<bool>(),
        part in any::<prop::sample::Index>(),
    ) {
        let mut parts = foreign();
        if packed_ {
            let mut bytes = packed(&parts);
            let at = at.index(bytes.len());
            let end = (at + with.len()).min(bytes.len());
            bytes.splice(at..end, with);
            of(&bytes);
        } else {
            let names: Vec<_> = parts.keys().cloned().collect();
            let bytes = parts.get_mut(&names[part.index(names.len())]).expect("a part");
            let at = at.index(bytes.len());
            let end = (at + with.len()).min(bytes.len());
            bytes.splice(at..end, with);
            judged(&parts);
        }
    }
}
