//! An EPUB that is whole by Pamphlet's own checker and in which nothing acts.

use pamphlet::checker::{self, CheckOptions};
use pamphlet::diagnostic::Severity;
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Elements that run something, or bring in something that may.
const ACTING: [&str; 12] = [
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "applet",
    "base",
    "foreignObject",
    "animate",
    "set",
];

/// Attributes that hold an address.
const ADDRESSES: [&str; 9] = [
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "data",
    "poster",
    "cite",
    "background",
];

/// Schemes that an address may have; one without a scheme is a part of the book.
const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "ftp", "urn"];

/// Asserts that the book is whole and acts on nothing.
pub fn check(bytes: &[u8]) {
    let audit = checker::audit(bytes, &CheckOptions::default());
    let errors = audit
        .findings
        .iter()
        .filter(|found| found.code.severity() == Severity::Error);
    let errors: Vec<_> = errors.collect();
    assert!(audit.is_read && errors.is_empty(), "{errors:#?}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    assert_eq!(archive.name_for_index(0), Some("mimetype"));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let name = file.name().to_owned();
        let is_text = [".xhtml", ".svg", ".opf", ".ncx", ".xml"]
            .iter()
            .any(|end| name.ends_with(end));
        if is_text {
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            harmless(&name, &text);
        }
    }
}

/// Asserts that an XML document is well-formed and acts on nothing.
pub fn harmless(name: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut open = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                open += 1;
                element_is_harmless(name, &element);
            }
            Ok(Event::End(_)) => open -= 1,
            Ok(Event::Empty(element)) => element_is_harmless(name, &element),
            Ok(Event::PI(_)) => panic!("{name}: a processing instruction"),
            Ok(Event::Eof) => break assert_eq!(open, 0, "{name}: elements are not closed"),
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

fn element_is_harmless(file: &str, element: &BytesStart) {
    let local = element.local_name();
    let name = local.as_ref();
    assert!(!ACTING.contains(&name), "{file}: an element `{name}`");
    for attribute in element.attributes() {
        let attribute = attribute.unwrap_or_else(|error| panic!("{file}: {error}"));
        let local = attribute.key.local_name();
        let key = local.as_ref().to_lowercase();
        assert!(!key.starts_with("on"), "{file}: a handler `{key}` at `{name}`");
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Explicit1_0)
            .unwrap_or_else(|error| panic!("{file}: {error}"));
        if ADDRESSES.contains(&&*key) {
            address_is_harmless(file, &value);
        }
    }
}

/// As browsers read it: blanks and control characters do not count.
fn address_is_harmless(file: &str, address: &str) {
    let address: String = address
        .chars()
        .filter(|char| !char.is_control() && !char.is_whitespace())
        .collect();
    let Some((scheme, rest)) = address.split_once(':') else {
        return;
    };
    let is_scheme = scheme.starts_with(|char: char| char.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char));
    let scheme = scheme.to_ascii_lowercase();
    // A picture inside a picture.
    let is_picture = scheme == "data" && file.ends_with(".svg") && rest.starts_with("image/");
    assert!(
        !is_scheme || SCHEMES.contains(&&*scheme) || is_picture,
        "{file}: an address `{address}`"
    );
}
