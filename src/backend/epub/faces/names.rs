//! What a face is called, and what it may be called once it is changed.
//!
//! A face under the SIL Open Font License may reserve names (its copyright says "with Reserved
//! Font Name …"), and a changed one must not bear them (OFL 1.1, condition 3). A face cut down
//! to a book's letters is a changed one. So such words give way to the program's own name, in
//! the file and in the style sheet.

use read_fonts::types::Tag;
use read_fonts::{FontRef, TableProvider};

/// The table of names.
pub(super) const TABLE: Tag = Tag::new(b"name");

/// What stands in the place of a reserved word.
const INSTEAD: &str = "Pamphlet";

/// An entry of the table of names, in English or else in what the face has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Its number (OpenType, "name": Name IDs).
    pub id: u16,
    pub text: String,
}

/// The numbers of names.
pub(super) const COPYRIGHT: u16 = 0;
const FAMILY: u16 = 1;
const STYLE: u16 = 2;
const UNIQUE: u16 = 3;
const FULL: u16 = 4;
const VERSION: u16 = 5;
const POSTSCRIPT: u16 = 6;
pub(super) const LICENSE: u16 = 13;
pub(super) const LICENSE_URL: u16 = 14;
const TYPOGRAPHIC_FAMILY: u16 = 16;
const TYPOGRAPHIC_STYLE: u16 = 17;

/// Reads the names of a face.
pub(super) fn read(font: &FontRef<'_>) -> Vec<Name> {
    const ENGLISH: u16 = 0x409;
    let Ok(table) = font.name() else {
        return Vec::new();
    };
    let mut found: Vec<(Name, bool)> = Vec::new();
    for record in table.name_record() {
        let Ok(text) = record.string(table.string_data()) else {
            continue;
        };
        let name = Name {
            id: record.name_id().to_u16(),
            text: text.chars().collect(),
        };
        let is_english = record.is_unicode() && record.language_id() == ENGLISH;
        match found.iter_mut().find(|(known, _)| known.id == name.id) {
            Some((known, was_english)) if is_english && !*was_english => {
                (*known, *was_english) = (name, true);
            }
            Some(_) => {}
            None => found.push((name, is_english)),
        }
    }
    found.into_iter().map(|(name, _)| name).collect()
}

/// One of them.
pub(super) fn named(names: &[Name], id: u16) -> Option<&str> {
    let name = names.iter().find(|name| name.id == id)?;
    Some(name.text.trim()).filter(|text| !text.is_empty())
}

/// The names that a face's makers keep for themselves.
pub(super) fn reserved(terms: &str) -> Vec<String> {
    const SAYS: &str = "reserved font name";
    // As long as the text itself, so that places in one are places in the other.
    let lower = terms.to_ascii_lowercase();
    let mut found: Vec<String> = Vec::new();
    for (at, _) in lower.match_indices(SAYS) {
        let mut rest = terms[at + SAYS.len()..].trim_start_matches(['s', 'S', '(', ')', ':', ' ']);
        while let Some(open) = rest.chars().next() {
            let Some(close) = closing(open) else { break };
            rest = &rest[open.len_utf8()..];
            let Some(end) = rest.find(close) else { break };
            let name = rest[..end].trim_matches([' ', '.', ',']);
            // The licence itself explains the term, in a sentence.
            let is_name = !name.is_empty() && name.split_whitespace().count() <= 4;
            if is_name && !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
            rest = rest[end..].trim_start_matches(close);
            rest = rest.trim_start_matches([',', ' ', ';', '&']);
            rest = rest.strip_prefix("and").unwrap_or(rest).trim_start();
        }
    }
    found
}

fn closing(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' => &['"'],
        '\'' => &['\''],
        '‘' | '’' => &['’', '\''],
        '“' | '”' => &['”', '"'],
        '«' => &['»'],
        _ => return None,
    })
}

/// A family's name without the reserved ones.
pub(super) fn free(family: &str, reserved: &[String]) -> String {
    let mut name = family.to_owned();
    for word in reserved.iter().filter(|word| !word.is_empty()) {
        let lower = name.to_ascii_lowercase();
        let found: Vec<usize> = lower
            .match_indices(&word.to_ascii_lowercase())
            .map(|(at, _)| at)
            .collect();
        for at in found.into_iter().rev() {
            name.replace_range(at..at + word.len(), INSTEAD);
        }
    }
    name
}

/// A table of names for a changed face: what its makers say of it stays, what it is called is
/// made of `family`.
pub(super) fn write(names: &[Name], family: &str) -> Vec<u8> {
    let style = named(names, TYPOGRAPHIC_STYLE).or(named(names, STYLE));
    let style = style.unwrap_or("Regular").to_owned();
    let is_usual = matches!(style.as_str(), "Regular" | "Italic" | "Bold" | "Bold Italic");
    let full = format!("{family} {style}");
    // PostScript takes no spaces, and little beyond letters.
    let plain = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
    };
    let version = named(names, VERSION).unwrap_or("Version 1.0");
    let mut entries = vec![
        (UNIQUE, format!("{version};{full}")),
        (FULL, full.clone()),
        (VERSION, version.to_owned()),
        (POSTSCRIPT, format!("{}-{}", plain(family), plain(&style))),
    ];
    match is_usual {
        true => entries.extend([(FAMILY, family.to_owned()), (STYLE, style)]),
        false => entries.extend([
            (FAMILY, full),
            (STYLE, named(names, STYLE).unwrap_or("Regular").to_owned()),
            (TYPOGRAPHIC_FAMILY, family.to_owned()),
            (TYPOGRAPHIC_STYLE, style),
        ]),
    }
    for id in [COPYRIGHT, LICENSE, LICENSE_URL] {
        entries.extend(named(names, id).map(|text| (id, text.to_owned())));
    }
    entries.sort();
    table(&entries)
}

/// Version 0 of the table, in UTF-16 and English (platform 3, encoding 1).
fn table(entries: &[(u16, String)]) -> Vec<u8> {
    let short = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
    let mut head: Vec<u16> = vec![0, short(entries.len()), short(6 + 12 * entries.len())];
    let mut texts: Vec<u16> = Vec::new();
    for (id, text) in entries {
        let from = 2 * texts.len();
        // No name is longer than what is left of the table.
        texts.extend(text.encode_utf16().take((usize::from(u16::MAX) - from) / 2));
        head.extend([3, 1, 0x409, *id, short(2 * texts.len() - from), short(from)]);
    }
    head.into_iter().chain(texts).flat_map(u16::to_be_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_found_as_makers_write_them() {
        for (terms, found) in [
            ("© 2023 Adobe, with Reserved Font Name ‘Source’", vec!["Source"]),
            (
                "Copyright 2010 A (a@b.org), with Reserved Font Name 'Source'. All Rights Reserved.",
                vec!["Source"],
            ),
            (
                "with Reserved Font Names \"Foo Serif\", \"Foo\" and “Bar”.",
                vec!["Foo Serif", "Foo", "Bar"],
            ),
            (
                "\"Reserved Font Name\" refers to any names specified as such after the copyright statement. \"Original Version\" refers to",
                vec![],
            ),
            ("Copyright 2022 The Noto Project Authors", vec![]),
        ] {
            assert_eq!(reserved(terms), found, "{terms}");
        }
    }

    #[test]
    fn a_changed_face_bears_no_reserved_name() {
        let reserved = ["Source".to_owned()];
        assert_eq!(free("Source Sans 3", &reserved), "Pamphlet Sans 3");
        assert_eq!(free("SOURCE CODE PRO", &reserved), "Pamphlet CODE PRO");
        assert_eq!(free("Noto Naskh Arabic", &reserved), "Noto Naskh Arabic");
    }
}
