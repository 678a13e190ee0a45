//! An EPUB read back, with nothing of the code that wrote it.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The files of a book, unpacked.
pub struct Book {
    /// Names in the order of the archive.
    pub names: Vec<String>,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Book {
    pub fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut book = Self {
            names: Vec::new(),
            files: BTreeMap::new(),
        };
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).expect("an entry");
            assert!(
                file.extra_data().unwrap_or_default().is_empty(),
                "{} has an extra field",
                file.name()
            );
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("contents");
            book.names.push(file.name().to_owned());
            book.files.insert(file.name().to_owned(), bytes);
        }
        book
    }

    /// A file beside the package document.
    pub fn text(&self, name: &str) -> &str {
        let bytes = self
            .files
            .get(&format!("OEBPS/{name}"))
            .unwrap_or_else(|| panic!("no {name}"));
        std::str::from_utf8(bytes).expect("UTF-8")
    }

    /// The documents of the article in reading order: the spine without cover and contents.
    pub fn documents(&self) -> Vec<String> {
        let opf = self.nodes("content.opf");
        let href = |id: &str| {
            let item = opf
                .iter()
                .find(|node| node.name == "item" && node.get("id") == id);
            item.unwrap_or_else(|| panic!("no item {id}"))
                .get("href")
                .to_owned()
        };
        let spine = opf.iter().filter(|node| node.name == "itemref");
        spine
            .map(|node| href(node.get("idref")))
            .filter(|name| name != "cover.xhtml" && name != "nav.xhtml")
            .collect()
    }

    /// The words of all of them.
    pub fn words(&self) -> String {
        let documents = self.documents();
        documents.iter().map(|name| all_text(self.text(name))).collect()
    }

    /// What stands in their bodies, one after the other, as XML without a root.
    pub fn flow(&self) -> String {
        let documents = self.documents();
        let bodies = documents.iter().map(|name| {
            let text = self.text(name);
            let start = text.find("<body").expect("a body");
            let start = start + text[start..].find('>').expect("a tag") + 1;
            &text[start..text.rfind("</body>").expect("an end")]
        });
        bodies.collect()
    }

    /// Elements of all of them, each with the name of its document.
    pub fn article_nodes(&self) -> Vec<(String, Node)> {
        let documents = self.documents().into_iter();
        documents
            .flat_map(|name| {
                let nodes = self.nodes(&name);
                nodes.into_iter().map(move |node| (name.clone(), node))
            })
            .collect()
    }

    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(&format!("OEBPS/{name}"))
    }

    pub fn nodes(&self, name: &str) -> Vec<Node> {
        nodes(self.text(name))
    }
}

/// One element, with what stands in it.
#[derive(Debug, Clone)]
pub struct Node {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// All text inside, that of children too.
    pub text: String,
    /// How many characters of the document's text stand before the element.
    pub start: usize,
    /// Names and ids of the elements around, outermost first.
    pub path: Vec<String>,
}

impl Node {
    pub fn get(&self, key: &str) -> &str {
        self.attributes.get(key).map_or("", String::as_str)
    }
}

/// All elements of a well-formed document in the order of their start tags.
pub fn nodes(xml: &str) -> Vec<Node> {
    let mut reader = Reader::from_str(xml);
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut all = 0;
    loop {
        let event = reader.read_event().expect("well-formed");
        let words = match &event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag
                    .attributes()
                    .map(|attribute| {
                        let attribute = attribute.expect("well-formed");
                        let value = attribute
                            .normalized_value(XmlVersion::Implicit1_0)
                            .expect("escaped");
                        (attribute.key.as_ref().to_owned(), value.into_owned())
                    })
                    .collect();
                if matches!(event, Event::Start(_)) {
                    open.push(nodes.len());
                }
                let path = open
                    .iter()
                    .filter_map(|&at| nodes.get(at))
                    .map(|node| node.name.clone())
                    .collect();
                nodes.push(Node {
                    name: tag.name().as_ref().to_owned(),
                    attributes,
                    text: String::new(),
                    start: all,
                    path,
                });
                continue;
            }
            Event::End(_) => {
                open.pop().expect("opened");
                continue;
            }
            Event::Text(text) => text.as_ref().to_owned(),
            Event::GeneralRef(name) => match name.resolve_char_ref().expect("a character") {
                Some(c) => c.to_string(),
                None => quick_xml::escape::resolve_predefined_entity(name.as_ref())
                    .expect("an entity of XML itself")
                    .to_owned(),
            },
            Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                continue;
            }
        };
        if !open.is_empty() {
            all += words.chars().count();
        }
        for &at in &open {
            nodes[at].text.push_str(&words);
        }
    }
    assert!(open.is_empty(), "elements are left open");
    nodes
}

/// All text of a document.
pub fn all_text(xml: &str) -> String {
    nodes(xml)
        .first()
        .map(|node| node.text.clone())
        .unwrap_or_default()
}
