//! A document of a book as a flat tree in which every element and attribute knows where it
//! stands.
//!
//! Text in, [`Document`] out, or the place where it stops being XML. Nothing here follows
//! the depth of the nesting: a hostile book is as cheap as its bytes are many.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// A well-formed document.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// Its path in the book.
    pub path: &'a str,
    /// The file itself; places count in its bytes.
    pub text: &'a str,
    /// Every element in the order of their start tags; the first is the root.
    pub nodes: Vec<Node<'a>>,
    /// Runs of text in their order.
    pieces: Vec<Cow<'a, str>>,
    /// The first element of each id.
    ids: BTreeMap<String, usize>,
}

/// An element.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// Its name without a prefix.
    pub name: &'a str,
    attributes: Vec<Attribute<'a>>,
    /// The byte of its `<`.
    pub start: usize,
    /// The element around it; the root's is itself.
    pub parent: usize,
    /// The element after the last one inside.
    pub end: usize,
    /// The runs of text inside.
    pieces: Range<usize>,
}

#[derive(Debug)]
struct Attribute<'a> {
    /// With its prefix.
    name: &'a str,
    value: Cow<'a, str>,
    /// The byte where its name begins.
    start: usize,
}

/// Where and why a text is no XML.
#[derive(Debug)]
pub(super) struct Broken {
    /// The byte.
    pub offset: usize,
    /// In plain words.
    pub why: String,
}

impl Node<'_> {
    /// The value of an attribute; `None` without it.
    pub fn get(&self, name: &str) -> Option<&str> {
        let named = |attribute: &&Attribute<'_>| attribute.name == name;
        self.attributes.iter().find(named).map(|found| &*found.value)
    }

    /// The same, empty without it.
    pub fn value(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Whether an attribute's value has this among its words.
    pub fn has(&self, name: &str, word: &str) -> bool {
        self.value(name).split_ascii_whitespace().any(|own| own == word)
    }

    /// The names of its attributes.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|attribute| attribute.name)
    }

    /// Where an attribute stands, or the element if it has none of that name.
    pub fn place_of(&self, name: &str) -> usize {
        let named = |attribute: &&Attribute<'_>| attribute.name == name;
        self.attributes
            .iter()
            .find(named)
            .map_or(self.start, |found| found.start)
    }

    /// `epub:type`, under whatever prefix the document gives to that namespace.
    pub fn kind(&self) -> &str {
        let typed = |attribute: &&Attribute<'_>| {
            attribute.name == "epub:type" || attribute.name != "xsi:type" && attribute.name.ends_with(":type")
        };
        self.attributes
            .iter()
            .find(typed)
            .map_or("", |found| &*found.value)
    }

    /// Whether `epub:type` has this among its words.
    pub fn is_kind(&self, kind: &str) -> bool {
        self.kind().split_ascii_whitespace().any(|own| own == kind)
    }

    /// 1 for `h1`, up to 6; `None` for what is no heading.
    pub fn heading(&self) -> Option<u8> {
        match self.name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ if self.value("role") == "heading" => self.value("aria-level").parse().ok(),
            _ => None,
        }
    }
}

impl<'a> Document<'a> {
    /// Reads a document of at most so many elements.
    ///
    /// # Errors
    ///
    /// The first place where it is not well-formed, or where the elements are too many.
    pub fn read(path: &'a str, text: &'a str, most: usize) -> Result<Self, Broken> {
        let mut reader = Reader::from_str(text);
        let mut document = Self {
            path,
            text,
            nodes: Vec::new(),
            pieces: Vec::new(),
            ids: BTreeMap::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        // A document type from elsewhere may define any entity; nothing is fetched to learn it.
        let mut has_other_entities = false;
        loop {
            let start = offset(reader.buffer_position());
            let broken = |why: String| Broken { offset: start, why };
            let event = reader.read_event().map_err(|error| Broken {
                offset: offset(reader.error_position()),
                why: error.to_string(),
            })?;
            match event {
                Event::Eof => break,
                Event::Start(ref tag) | Event::Empty(ref tag) => {
                    if open.is_empty() && !document.nodes.is_empty() {
                        return Err(broken("a second element stands beside the root".to_owned()));
                    }
                    if document.nodes.len() >= most {
                        return Err(broken(
                            "there are more elements in it than a book can have".to_owned(),
                        ));
                    }
                    let parent = open.last().copied().unwrap_or(0);
                    let at = document.nodes.len();
                    let node = document.node(tag, start, parent, has_other_entities)?;
                    if let Some(id) = node.get("id").or_else(|| node.get("xml:id")) {
                        document.ids.entry(id.to_owned()).or_insert(at);
                    }
                    document.nodes.push(node);
                    if matches!(event, Event::Start(_)) {
                        open.push(at);
                    }
                }
                Event::End(_) => {
                    if let Some(at) = open.pop() {
                        let (end, pieces) = (document.nodes.len(), document.pieces.len());
                        let node = &mut document.nodes[at];
                        node.end = end;
                        node.pieces.end = pieces;
                    }
                }
                Event::Text(_) => {
                    let end = offset(reader.buffer_position());
                    document.pieces.push(text[start..end].into());
                }
                Event::CData(data) => document.pieces.push(data.as_ref().to_owned().into()),
                Event::GeneralRef(name) => {
                    let found = match name.resolve_char_ref() {
                        Ok(Some(char)) => Some(char.to_string()),
                        Ok(None) => resolve_xml_entity(&name).map(str::to_owned),
                        Err(error) => return Err(broken(error.to_string())),
                    };
                    match found {
                        Some(found) => document.pieces.push(found.into()),
                        None if has_other_entities => document.pieces.push("\u{fffd}".into()),
                        None => return Err(broken(unknown_entity(&name))),
                    }
                }
                Event::DocType(declared) => {
                    has_other_entities = ["PUBLIC", "SYSTEM", "["]
                        .iter()
                        .any(|mark| declared.contains(mark));
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        if let Some(&left) = open.last() {
            let node = &document.nodes[left];
            return Err(Broken {
                offset: node.start,
                why: format!("`<{}>` is not closed", node.name),
            });
        }
        if document.nodes.is_empty() {
            return Err(Broken {
                offset: 0,
                why: "there is no element in it".to_owned(),
            });
        }
        Ok(document)
    }

    fn node(
        &self,
        tag: &BytesStart<'_>,
        start: usize,
        parent: usize,
        has_other_entities: bool,
    ) -> Result<Node<'a>, Broken> {
        let length = tag.name().as_ref().len();
        let name = &self.text[start + 1..start + 1 + length];
        let raw = tag.attributes_raw();
        let begin = start + 1 + length;
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| Broken {
                offset: start,
                why: error.to_string(),
            })?;
            let key = attribute.key.as_ref();
            // Keys lie in the tag itself, so their distance from its begin is their place.
            let place = begin + (key.as_ptr() as usize).saturating_sub(raw.as_ptr() as usize);
            // Most values say what they mean, and need no copy.
            let raw_value = &*attribute.value;
            let is_plain = !raw_value.contains(['&', '\t', '\n', '\r']);
            let value = if is_plain {
                let at = begin + (raw_value.as_ptr() as usize).saturating_sub(raw.as_ptr() as usize);
                Cow::Borrowed(&self.text[at..at + raw_value.len()])
            } else {
                let found = attribute.normalized_value_with(XmlVersion::Implicit1_0, 16, |entity| {
                    resolve_xml_entity(entity).or(has_other_entities.then_some("\u{fffd}"))
                });
                let found = found.map_err(|error| Broken {
                    offset: place,
                    why: error.to_string(),
                })?;
                Cow::Owned(found.into_owned())
            };
            attributes.push(Attribute {
                name: &self.text[place..place + key.len()],
                value,
                start: place,
            });
        }
        Ok(Node {
            name: name.rsplit_once(':').map_or(name, |(_, local)| local),
            attributes,
            start,
            parent,
            end: self.nodes.len() + 1,
            pieces: self.pieces.len()..self.pieces.len(),
        })
    }

    /// The element of an id, and what a browser takes for one.
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// The elements inside another.
    pub fn inside(&self, at: usize) -> impl Iterator<Item = (usize, &Node<'a>)> {
        let range = at + 1..self.nodes[at].end;
        range.clone().zip(&self.nodes[range])
    }

    /// The elements around another, the nearest first.
    pub fn around(&self, at: usize) -> impl Iterator<Item = &Node<'a>> {
        let mut at = at;
        std::iter::from_fn(move || {
            let parent = self.nodes[at].parent;
            (parent != at).then(|| {
                at = parent;
                &self.nodes[parent]
            })
        })
    }

    /// All text inside an element, as it stands there.
    pub fn words(&self, at: usize) -> String {
        self.pieces[self.nodes[at].pieces.clone()].concat()
    }

    /// What an element is called by those who do not see it: `aria-label`, the elements that
    /// `aria-labelledby` names, or its text with the words for pictures and formulas in it
    /// ("Accessible Name and Description Computation", 4.3, in short).
    pub fn name(&self, at: usize) -> String {
        let node = &self.nodes[at];
        let named: Vec<String> = node
            .value("aria-labelledby")
            .split_ascii_whitespace()
            .filter_map(|id| self.by_id(id))
            .map(|at| self.words(at))
            .collect();
        let label = match (named.join(" "), node.get("aria-label")) {
            (named, _) if !named.trim().is_empty() => named,
            (_, Some(label)) => label.to_owned(),
            (_, None) => String::new(),
        };
        if !label.trim().is_empty() {
            return squeezed(&label);
        }
        let mut words = self.words(at);
        let own = std::iter::once((at, node));
        for (_, inner) in own.chain(self.inside(at)) {
            let other = match inner.name {
                "img" | "image" => inner.value("alt"),
                "math" => inner.value("alttext"),
                _ => inner.value("aria-label"),
            };
            if !other.is_empty() {
                words.push(' ');
                words.push_str(other);
            }
        }
        if words.trim().is_empty() {
            words = node.value("title").to_owned();
        }
        squeezed(&words)
    }
}

/// Text on one line, each run of white space one space.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unknown_entity(name: &str) -> String {
    format!("`&{name};` is not defined; write the character itself")
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
