//! What the PDF says of itself, read back from the finished file.

use crate::corpus::{PRESS, folder};
use crate::sheet::Sheet;
use pamphlet::{Files, Options, Output, Report, Source, render, understand};
use std::collections::BTreeSet;

fn pdf_of(text: &str) -> Vec<u8> {
    let source = Source::new("article.md", text);
    let mut report = Report::new();
    let files = Files::folder(folder().join("xmp-full"));
    let article = understand(&source, &files, &Default::default(), &mut report).expect("an article");
    let mut rendered =
        render(&article, &PRESS, &[Output::Pdf], &Options::default(), &mut report).expect("a PDF");
    rendered.remove(0).bytes
}

fn full() -> String {
    std::fs::read_to_string(folder().join("xmp-full/article.md")).expect("the case")
}

/// The values of a property: those of its list, or the one that it has.
fn values(packet: &str, name: &str) -> Vec<String> {
    if let Some((_, rest)) = packet.split_once(&format!("<{name} rdf:resource=\"")) {
        return vec![rest.split('"').next().expect("an address").to_owned()];
    }
    let Some((_, rest)) = packet.split_once(&format!("<{name}>")) else {
        return Vec::new();
    };
    let (inner, _) = rest.split_once(&format!("</{name}>")).expect("its end");
    let undone = |text: &str| {
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
    };
    let items = inner
        .split("</rdf:li>")
        .filter_map(|item| item.split_once("<rdf:li"));
    let items: Vec<String> = items
        .filter_map(|(_, item)| item.split_once('>'))
        .map(|(_, item)| undone(item))
        .collect();
    if items.is_empty() {
        vec![undone(inner)]
    } else {
        items
    }
}

#[test]
fn everything_that_is_known_is_in_the_packet() {
    let packet = Sheet::open(&pdf_of(&full())).xmp();
    for (name, wanted) in [
        (
            "dc:creator",
            &[
                "Amina Rahman",
                "Ludwig van der Berg",
                "Centre for <City> & \"Budgets\"",
            ][..],
        ),
        ("dc:contributor", &["Chidi Okafor", "Marta Silva"]),
        ("dc:publisher", &["Centre for City Budgets"]),
        ("dc:title", &["Who Pays? A < B & C", "Who Pays? A < B & C"]),
        ("dc:subject", &["buses", "city budgets", "JEL H76"]),
        ("dc:date", &["2025-06"]),
        ("dc:language", &["en-GB"]),
        ("dc:identifier", &["https://doi.org/10.5555/12345678"]),
        (
            "dc:rights",
            &[
                "© 2025 Centre for City Budgets. CC BY-SA 4.0",
                "© 2025 Centre for City Budgets. CC BY-SA 4.0",
            ],
        ),
        (
            "dc:relation",
            &["urn:issn:2049-3630", "https://papers.example.org/"],
        ),
        ("dc:type", &["Policy Brief", "report"]),
        ("dc:format", &["application/pdf"]),
        ("xmpRights:Marked", &["True"]),
        (
            "xmpRights:WebStatement",
            &["https://creativecommons.org/licenses/by-sa/4.0/"],
        ),
        ("xmpRights:UsageTerms", &["CC BY-SA 4.0", "CC BY-SA 4.0"]),
        ("cc:license", &["https://creativecommons.org/licenses/by-sa/4.0/"]),
        ("prism:doi", &["10.5555/12345678"]),
        ("prism:isbn", &["9781861972712", "9783161484100"]),
        ("prism:issn", &["0317-8471"]),
        ("prism:eIssn", &["1050-124X"]),
        ("prism:publicationName", &["City Papers"]),
        ("prism:seriesTitle", &["City Papers"]),
        ("prism:number", &["7"]),
        ("prism:seriesNumber", &["7"]),
        ("prism:volume", &["3"]),
        ("prism:edition", &["2"]),
        ("prism:versionIdentifier", &["1.1"]),
        ("prism:publicationDate", &["2025-06"]),
        ("prism:modificationDate", &["2025-07-15"]),
        ("prism:url", &["https://budgets.example.org/clean-air?a=1&b=2"]),
        ("prism:wordCount", &["7"]),
        ("prism:pageCount", &["1"]),
        ("pdf:Keywords", &["buses, city budgets"]),
        ("xmp:CreateDate", &["2025-06-01T00:00:00Z"]),
        ("pdfaid:part", &["2"]),
        ("pdfaid:conformance", &["A"]),
        ("pdfuaid:part", &["1"]),
    ] {
        assert_eq!(values(&packet, name), wanted, "{name}");
    }
    for name in [
        "urn:isbn:9783161484100",
        "https://hdl.handle.net/10986/2445",
        "arXiv:2506.00001",
    ] {
        assert!(
            values(&packet, "xmp:Identifier").contains(&name.to_owned()),
            "{name}"
        );
    }
}

/// ISO 19005-2, 6.6.3: what stands in both places is the same.
#[test]
fn info_and_packet_agree() {
    for text in [full(), "---\ntitle: A  *b*\nauthor: [A, B]\ndate: 2025\nabstract: |\n  One.\n\n  Two &amp; three.\n---\n\nx\n".to_owned()] {
        let sheet = Sheet::open(&pdf_of(&text));
        let packet = sheet.xmp();
        for (entry, name) in [
            ("Title", "dc:title"),
            ("Subject", "dc:description"),
            ("Keywords", "pdf:Keywords"),
            ("Creator", "xmp:CreatorTool"),
        ] {
            assert_eq!(sheet.info(entry), values(&packet, name).into_iter().next(), "{entry}");
        }
        let authors = values(&packet, "dc:creator");
        assert_eq!(sheet.info("Author"), Some(authors.join(", ")));
        let day = |text: &str| text.chars().filter(char::is_ascii_digit).take(14).collect::<String>();
        for (entry, name) in [("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")] {
            let info = sheet.info(entry).expect("a date");
            assert_eq!(day(&info), day(&values(&packet, name)[0]), "{entry}");
        }
    }
}

/// ISO 19005-2, 6.6.2.3: what PDF/A does not know is described in the packet; veraPDF says the
/// same of the corpus.
#[test]
fn properties_outside_the_archive_standard_are_described() {
    for text in [
        full(),
        "---\ntitle: A\nlang: en\ndate: 2025-06-01\n---\n\nb\n".to_owned(),
    ] {
        let packet = Sheet::open(&pdf_of(&text)).xmp();
        let (said, described) = packet
            .split_once("<pdfaExtension:schemas>")
            .expect("descriptions");
        let mut wanted = BTreeSet::new();
        for prefix in ["prism", "cc", "pdfuaid"] {
            for rest in said.split(&format!("<{prefix}:")).skip(1) {
                let end = rest.find(|char: char| !char.is_alphanumeric()).expect("its end");
                wanted.insert((prefix.to_owned(), rest[..end].to_owned()));
            }
        }
        let mut found = BTreeSet::new();
        for schema in described.split("<pdfaSchema:prefix>").skip(1) {
            let (prefix, rest) = schema.split_once('<').expect("a prefix");
            for property in rest.split("<pdfaProperty:name>").skip(1) {
                found.insert((
                    prefix.to_owned(),
                    property.split('<').next().expect("a name").to_owned(),
                ));
            }
        }
        assert_eq!(wanted, found);
    }
}

#[test]
fn what_is_not_known_is_not_said() {
    let packet = Sheet::open(&pdf_of("Only words.\n")).xmp();
    for name in [
        "dc:creator",
        "dc:publisher",
        "dc:rights",
        "dc:date",
        "dc:identifier",
        "xmpRights:Marked",
        "prism:doi",
        "prism:isbn",
        "prism:publicationName",
        "prism:publicationDate",
        "xmp:CreateDate",
        "pdfaid:part",
        "xmpMM:History",
        "cc:license",
    ] {
        assert_eq!(values(&packet, name), Vec::<String>::new(), "{name}");
    }
    // An end right behind a beginning would be a property that says nothing.
    for before in packet.split("></") {
        let tag = before.rfind('<').map_or("", |place| &before[place..]);
        let begins = !tag.is_empty() && !tag.starts_with("</") && !tag.contains('>');
        assert!(!begins, "`{tag}>` is empty");
    }
}

#[test]
fn a_work_in_the_public_domain_is_nobodys() {
    let of = |license: &str| {
        let text = format!("---\ntitle: A\nlang: en\ndate: 2025-06-01\n{license}\n---\n\nb\n");
        values(&Sheet::open(&pdf_of(&text)).xmp(), "xmpRights:Marked")
    };
    assert_eq!(of("license: CC0-1.0"), ["False"]);
    assert_eq!(of("license: All rights reserved"), ["True"]);
    assert_eq!(of("copyright: © 2025 A House"), ["True"]);
}

/// The packet is put in after the file was written, so every place behind it has moved.
#[test]
fn every_object_is_where_the_file_says() {
    let bytes = pdf_of(&full());
    let end = bytes.len() - 40;
    let tail = String::from_utf8_lossy(&bytes[end..]).into_owned();
    let start: usize = tail
        .split("startxref\n")
        .nth(1)
        .and_then(|rest| rest.split('\n').next())
        .expect("a place")
        .parse()
        .expect("a number");
    let table = String::from_utf8_lossy(&bytes[start..]).into_owned();
    let rows: Vec<&str> = table.split("\r\n").collect();
    let mut lines = rows[0].lines();
    assert_eq!(lines.next(), Some("xref"));
    let count: usize = lines
        .next()
        .and_then(|line| line.strip_prefix("0 "))
        .expect("a count")
        .parse()
        .expect("a number");
    for (number, row) in rows.iter().enumerate().take(count).skip(1) {
        let place: usize = row[..10].parse().expect("a place");
        assert!(
            bytes[place..].starts_with(format!("{number} 0 obj\n").as_bytes()),
            "object {number}"
        );
    }
    // The stream is as long as it says, to the byte.
    let begins = bytes
        .windows(9)
        .rposition(|window| window == b"<?xpacket")
        .expect("the end of the packet");
    assert!(bytes[begins..].starts_with(b"<?xpacket end=\"r\"?>\nendstream\nendobj"));
}

#[test]
fn a_change_of_metadata_alone_is_another_state_of_the_same_work() {
    let one = Sheet::open(&pdf_of(&full())).xmp();
    assert_eq!(one, Sheet::open(&pdf_of(&full())).xmp());
    // A day within a month is not printed anywhere.
    let other = Sheet::open(&pdf_of(
        &full().replace("date-modified: 2025-07-15", "date-modified: 2025-07-16"),
    ))
    .xmp();
    assert_eq!(
        values(&one, "xmpMM:DocumentID"),
        values(&other, "xmpMM:DocumentID")
    );
    assert_ne!(
        values(&one, "xmpMM:InstanceID"),
        values(&other, "xmpMM:InstanceID")
    );
}
