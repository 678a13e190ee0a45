//! The letters of a book's pages, by the style that the sheet gives them.
//!
//! Pages come in as they were written; what leaves is every character that may be drawn, with
//! those that no page holds: signs before items, words of the sheet's own, hyphens, capitals in
//! the place of small letters.

use super::super::Fault;
use super::cascade::{Element, Style};
use super::sheet::Sheet;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// Characters that any text may come to need: spaces, and what words are broken with.
const ALWAYS: [char; 4] = [' ', '\u{a0}', '-', '\u{2010}'];

/// A set of characters; the usual ones cost nothing.
#[derive(Default)]
pub(super) struct Letters {
    ascii: u128,
    others: BTreeSet<char>,
}

impl Letters {
    fn add(&mut self, c: char) {
        match u32::from(c) {
            code @ 0x20..0x7f => self.ascii |= 1 << code,
            0x7f..0xa0 | 0..0x20 => {}
            _ => {
                self.others.insert(c);
            }
        }
    }

    /// Every character, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = char> {
        let ascii = (0x20..0x7fu8).filter(|code| self.ascii >> code & 1 == 1);
        ascii.map(char::from).chain(self.others.iter().copied())
    }
}

/// Goes through pages and collects what is drawn in each style.
///
/// # Errors
///
/// A [`Fault`] if a page is not well-formed, which is one of ours.
pub(super) fn collect(sheet: &Sheet, pages: &[&[u8]]) -> Result<BTreeMap<Style, Letters>, Fault> {
    let mut found = BTreeMap::new();
    for page in pages {
        read(sheet, page, &mut found)?;
    }
    for (style, letters) in &mut found {
        letters
            .others
            .extend(ALWAYS.into_iter().filter(|c| !c.is_ascii()));
        ALWAYS.into_iter().for_each(|c| letters.add(c));
        if style.may_change_case() {
            let all: Vec<char> = letters.all().collect();
            for c in all {
                c.to_uppercase()
                    .chain(c.to_lowercase())
                    .for_each(|c| letters.add(c));
            }
        }
    }
    Ok(found)
}

fn read(sheet: &Sheet, page: &[u8], found: &mut BTreeMap<Style, Letters>) -> Result<(), Fault> {
    let mut reader = Reader::from_str(std::str::from_utf8(page)?);
    let mut path: Vec<Element> = Vec::new();
    let mut style = Style::PLAIN;
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(()),
            Event::Start(tag) if tag.name().as_ref() == "head" => {
                reader.read_to_end(tag.name().to_owned())?;
            }
            Event::Start(tag) => style = open(sheet, &tag, &mut path, found)?,
            Event::Empty(tag) => {
                open(sheet, &tag, &mut path, found)?;
                path.pop();
            }
            Event::End(_) => {
                path.pop();
                style = path.last().map_or(Style::PLAIN, |element| element.style);
            }
            Event::Text(text) if text.trim_ascii().is_empty() => {}
            Event::Text(text) => add(found, style, &text),
            Event::GeneralRef(name) => match name.resolve_char_ref()? {
                Some(c) => found.entry(style).or_default().add(c),
                None => {
                    let text = quick_xml::escape::resolve_xml_entity(&name);
                    add(found, style, text.unwrap_or_default());
                }
            },
            Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn add(found: &mut BTreeMap<Style, Letters>, style: Style, text: &str) {
    let letters = found.entry(style).or_default();
    text.chars().for_each(|c| letters.add(c));
}

/// Puts an element at the end of the path and says which style its letters have.
fn open(
    sheet: &Sheet,
    tag: &BytesStart<'_>,
    path: &mut Vec<Element>,
    found: &mut BTreeMap<Style, Letters>,
) -> Result<Style, Fault> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute?;
        attributes.push((attribute.key.as_ref().to_owned(), attribute.value.into_owned()));
    }
    let parent = path.last_mut();
    let is_first = parent.as_ref().is_none_or(|parent| parent.children == 0);
    let mut lang = parent
        .as_ref()
        .map(|parent| parent.lang.clone())
        .unwrap_or_default();
    if let Some(parent) = parent {
        parent.children += 1;
    }
    let mut element = Element {
        name: tag.name().as_ref().to_owned(),
        attributes,
        is_first,
        lang: String::new(),
        style: Style::PLAIN,
        children: 0,
    };
    if let Some(own) = element.attribute("xml:lang").or(element.attribute("lang")) {
        own.clone_into(&mut lang);
    }
    element.lang = lang;
    path.push(element);
    let computed = sheet.compute(path);
    for (words, style) in computed.generated {
        add(found, style, words);
    }
    for signs in computed.marks {
        add(found, computed.style, signs);
    }
    if let Some(element) = path.last_mut() {
        element.style = computed.style;
    }
    Ok(computed.style)
}
