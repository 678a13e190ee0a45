//! A PDF that is whole and in which nothing acts.

use lopdf::{Dictionary, Document, Object};

/// Actions that only move the reader or open a page on the web (ISO 32000-1, 12.6.4).
const ACTIONS: [&[u8]; 2] = [b"GoTo", b"URI"];

/// Actions that do more, wherever they are; an action need not say that it is one.
const BANNED: [&[u8]; 9] = [
    b"Launch",
    b"JavaScript",
    b"SubmitForm",
    b"ResetForm",
    b"ImportData",
    b"GoToR",
    b"GoToE",
    b"Rendition",
    b"Movie",
];

/// Keys by which a PDF does something of itself, or carries a program.
const ACTING: [&[u8]; 7] = [
    b"OpenAction",
    b"AA",
    b"JS",
    b"JavaScript",
    b"XFA",
    b"AcroForm",
    b"RichMedia",
];

/// Schemes that a link may have.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// Asserts that the file is whole and acts on nothing.
pub fn check(bytes: &[u8]) {
    assert!(bytes.starts_with(b"%PDF-1.7"), "it does not begin as a PDF");
    assert!(
        bytes.trim_ascii_end().ends_with(b"%%EOF"),
        "it does not end as a PDF"
    );
    let document = Document::load_mem(bytes).expect("a PDF");
    assert!(!document.get_pages().is_empty(), "no pages");
    for object in document.objects.values() {
        walk(object);
    }
}

fn walk(object: &Object) {
    let mut open = vec![object];
    while let Some(object) = open.pop() {
        match object {
            Object::Array(items) => open.extend(items),
            Object::Dictionary(entries) => {
                harmless(entries);
                open.extend(entries.iter().map(|(_, value)| value));
            }
            Object::Stream(stream) => {
                harmless(&stream.dict);
                open.extend(stream.dict.iter().map(|(_, value)| value));
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..)
            | Object::Reference(_) => {}
        }
    }
}

fn harmless(entries: &Dictionary) {
    for key in ACTING {
        assert!(!entries.has(key), "the PDF has /{}", String::from_utf8_lossy(key));
    }
    // An action is known by its kind in `S`, and only an action has an address in `URI`.
    let names_action = entries
        .get(b"Type")
        .and_then(Object::as_name)
        .is_ok_and(|name| name == b"Action");
    let kind = entries.get(b"S").and_then(Object::as_name).unwrap_or_default();
    let is_allowed = if names_action {
        ACTIONS.contains(&kind)
    } else {
        !BANNED.contains(&kind)
    };
    assert!(is_allowed, "an action {}", String::from_utf8_lossy(kind));
    if let Ok(address) = entries.get(b"URI").and_then(Object::as_str) {
        let address = String::from_utf8_lossy(address);
        let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
        assert!(SCHEMES.contains(&&*scheme), "a link to `{address}`");
    }
}
