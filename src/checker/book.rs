//! A book, read as far as it can be judged: its package, its texts in reading order, its
//! navigation and style sheets.
//!
//! [`Parts::load`] unpacks them, [`Book::read`] parses them. What cannot be read is told
//! once and left out; the rest is judged all the same.

use super::container::{self, Container};
use super::findings::Findings;
use super::tree::{Document, Node};
use crate::diagnostic::Code;
use std::collections::{BTreeMap, BTreeSet};

/// The text of a book's parts.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Path and text of every file that was read, in the order of reading.
    pub files: Vec<(String, String)>,
    /// The names of all files in the container.
    pub names: BTreeSet<String>,
    /// The package document's place among the files.
    package: usize,
    items: Vec<Item>,
    /// The items that are read one after the other.
    spine: Vec<usize>,
}

/// A line of the manifest.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Where it stands in the container.
    pub path: String,
    /// Its media type.
    pub media: String,
    /// What it is to the book: `nav`, `mathml`, ….
    pub properties: Vec<String>,
    /// The byte of the package where the line begins.
    pub start: usize,
}

impl Item {
    fn is_text(&self) -> bool {
        self.media == "application/xhtml+xml"
    }

    fn is_nav(&self) -> bool {
        self.properties.iter().any(|property| property == "nav")
    }
}

impl Parts {
    /// Unpacks what is read of a book; `None` if there is no package to begin with.
    pub fn load(&mut self, bytes: &[u8], findings: &mut Findings) -> Option<()> {
        let mut container = Container::open(bytes, findings)?;
        self.names.clone_from(&container.names);
        let root = self.root(&mut container, findings)?;
        self.package = self.add(&root, &mut container, findings)?;
        let hidden = self.hidden(&mut container, findings);
        let mut wanted = self.manifest(findings)?;
        wanted.retain(|path| !hidden.contains(path));
        for path in wanted {
            self.add(&path, &mut container, findings);
        }
        Some(())
    }

    /// Reads a file and gives its place among the files.
    fn add(&mut self, path: &str, container: &mut Container<'_>, findings: &mut Findings) -> Option<usize> {
        let text = container.text(path, findings)?;
        self.files.push((path.to_owned(), text));
        Some(self.files.len() - 1)
    }

    /// The path of the package document (EPUB 3.3, 4.2.6.3.1 "container file").
    fn root(&mut self, container: &mut Container<'_>, findings: &mut Findings) -> Option<String> {
        const PATH: &str = "META-INF/container.xml";
        if !self.names.contains(PATH) {
            let message = match self.names.contains("mimetype") {
                true => "the book has no `META-INF/container.xml`, which says where its package is",
                false => "this zip is no EPUB: it has neither `mimetype` nor `META-INF/container.xml`",
            };
            findings.of_book(
                Code::BookPart,
                message,
                "pack the book again with a program that makes EPUBs",
            );
            return None;
        }
        let at = self.add(PATH, container, findings)?;
        let document = read(&self.files[at], findings)?;
        let root = document
            .nodes
            .iter()
            .filter(|node| node.name == "rootfile")
            .find(|node| matches!(node.value("media-type"), "application/oebps-package+xml" | ""));
        let path = root.map(|node| resolved("", node.value("full-path")).0);
        match path.filter(|path| self.names.contains(path)) {
            Some(path) => Some(path),
            None => {
                findings.at(
                    Code::BookPart,
                    &document,
                    root.map_or(0, |node| node.place_of("full-path")),
                    "the package document that the container names is not in the book",
                    "let `full-path` name the book's .opf file",
                );
                None
            }
        }
    }

    /// The paths of what is encrypted and would have been read.
    fn hidden(&mut self, container: &mut Container<'_>, findings: &mut Findings) -> BTreeSet<String> {
        const PATH: &str = "META-INF/encryption.xml";
        if !self.names.contains(PATH) {
            return BTreeSet::new();
        }
        let Some(at) = self.add(PATH, container, findings) else {
            return BTreeSet::new();
        };
        let Some(document) = read(&self.files[at], findings) else {
            return BTreeSet::new();
        };
        let hidden = container::encrypted(&document);
        if let Some(&place) = hidden.values().min() {
            findings.at(
                Code::BookEncrypted,
                &document,
                place,
                format!(
                    "{} of the book's files are encrypted and cannot be checked",
                    hidden.len()
                ),
                "check the book before a shop or a library locks it",
            );
        }
        hidden.into_keys().collect()
    }

    /// Reads manifest and spine. Gives the paths of what else is to be read: the texts in
    /// reading order, other texts, style sheets.
    fn manifest(&mut self, findings: &mut Findings) -> Option<Vec<String>> {
        let document = read(&self.files[self.package], findings)?;
        let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (mut items, mut by_id) = (Vec::new(), BTreeMap::new());
        let inside = |around: &str, name: &'static str| -> Vec<usize> {
            let mut nodes = document.nodes.iter().enumerate();
            let found = nodes.find(|(_, node)| node.name == around).map(|(at, _)| at);
            let inner = found.into_iter().flat_map(|at| document.inside(at));
            inner
                .filter(|(_, node)| node.name == name)
                .map(|(at, _)| at)
                .collect()
        };
        for at in inside("manifest", "item") {
            let node = &document.nodes[at];
            let href = node.value("href");
            if is_elsewhere(href) {
                continue;
            }
            let path = resolved(folder, href).0;
            if !self.names.contains(&path) {
                findings.at(
                    Code::BookPart,
                    &document,
                    node.place_of("href"),
                    format!("the package lists `{href}`, which is not in the book"),
                    "add the file, or take its line out of the manifest",
                );
                continue;
            }
            by_id.insert(node.value("id").to_owned(), items.len());
            items.push(Item {
                path,
                media: node.value("media-type").trim().to_owned(),
                properties: node
                    .value("properties")
                    .split_ascii_whitespace()
                    .map(str::to_owned)
                    .collect(),
                start: node.start,
            });
        }
        let mut spine = Vec::new();
        for at in inside("spine", "itemref") {
            let node = &document.nodes[at];
            match by_id.get(node.value("idref")) {
                Some(&item) => spine.push(item),
                // A line that was just told of needs no second finding.
                None if document.by_id(node.value("idref")).is_some() => {}
                None => findings.at(
                    Code::BookPart,
                    &document,
                    node.place_of("idref"),
                    format!(
                        "the spine names `{}`, which the manifest does not list",
                        node.value("idref")
                    ),
                    "list the document in the manifest, or take its line out of the spine",
                ),
            }
        }
        if spine.is_empty() {
            findings.at(
                Code::BookPart,
                &document,
                0,
                "the book has no text to read: its spine is empty",
                "list the book's documents in the spine, in reading order",
            );
        }
        let is_new = |version: &str| !version.starts_with(['1', '2']);
        let version = document.nodes[0].value("version").trim().to_owned();
        if !is_new(&version) {
            findings.at(
                Code::BookVersion,
                &document,
                document.nodes[0].place_of("version"),
                format!("this is an EPUB {version}, which has no words for most of what is checked"),
                "make an EPUB 3 of it; only its texts were checked",
            );
        } else if !items.iter().any(Item::is_nav) {
            findings.at(
                Code::BookPart,
                &document,
                0,
                "the book has no navigation document",
                "add one, and give its line in the manifest `properties=\"nav\"`",
            );
        }
        let texts = spine.iter().map(|&at| &items[at]);
        let others = items.iter();
        let mut seen = BTreeSet::new();
        let wanted = texts
            .chain(others)
            .filter(|item| item.is_text() || item.media == "text/css")
            .filter(|item| seen.insert(&item.path))
            .map(|item| item.path.clone())
            .collect();
        self.items = items;
        self.spine = spine;
        Some(wanted)
    }
}

/// A book, parsed.
#[derive(Debug)]
pub(super) struct Book<'a> {
    /// The package document.
    pub package: Document<'a>,
    /// The texts in reading order, without the navigation document.
    pub texts: Vec<Document<'a>>,
    /// The navigation document.
    pub nav: Option<Document<'a>>,
    /// Path and text of every style sheet.
    pub sheets: Vec<(&'a str, &'a str)>,
    /// The manifest.
    pub items: &'a [Item],
    /// The names of all files in the container.
    pub names: &'a BTreeSet<String>,
    /// Whether all texts are there; where one is not, nothing can be said of the whole.
    pub is_whole: bool,
    /// The texts' places by their paths.
    by_path: BTreeMap<&'a str, usize>,
}

impl<'a> Book<'a> {
    /// Parses the parts of a book; `None` if its package cannot be.
    pub fn read(parts: &'a Parts, findings: &mut Findings) -> Option<Self> {
        let file = |path: &str| parts.files.iter().find(|(own, _)| own == path);
        let package = read(&parts.files[parts.package], findings)?;
        let mut seen = BTreeSet::new();
        let mut texts = Vec::new();
        let mut nav = None;
        let mut is_whole = true;
        let mut left = ELEMENTS;
        for item in parts.spine.iter().map(|&at| &parts.items[at]).chain(&parts.items) {
            if !item.is_text() || !seen.insert(&item.path) {
                continue;
            }
            let read = file(&item.path).and_then(|file| read_most(file, left, findings));
            let Some(document) = read else {
                is_whole = false;
                continue;
            };
            left -= document.nodes.len();
            match item.is_nav() && nav.is_none() {
                true => nav = Some(document),
                false => texts.push(document),
            }
        }
        let sheets = parts
            .items
            .iter()
            .filter(|item| item.media == "text/css")
            .filter_map(|item| file(&item.path))
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let by_path = texts.iter().map(|text| text.path).zip(0..).collect();
        Some(Self {
            is_whole,
            by_path,
            package,
            texts,
            nav,
            sheets,
            items: &parts.items,
            names: &parts.names,
        })
    }

    /// Whether it is of the third edition, which has words for what is checked.
    pub fn is_new(&self) -> bool {
        !self.package.nodes[0]
            .value("version")
            .trim()
            .starts_with(['1', '2'])
    }

    /// Texts and navigation document.
    pub fn documents(&self) -> impl Iterator<Item = &Document<'a>> {
        self.texts.iter().chain(&self.nav)
    }

    /// The element that an address leads to from a document: the place of the text among
    /// [`Book::texts`] and of the element in it. Without a fragment it is the root.
    pub fn target(&self, from: &str, href: &str) -> Option<(usize, usize)> {
        let (path, fragment) = self.address(from, href);
        let text = *self.by_path.get(path.as_str())?;
        match fragment.as_str() {
            "" => Some((text, 0)),
            id => Some((text, self.texts[text].by_id(id)?)),
        }
    }

    /// Path and fragment of an address in a document.
    pub fn address(&self, from: &str, href: &str) -> (String, String) {
        if let Some(fragment) = href.strip_prefix('#') {
            return (from.to_owned(), decoded(fragment));
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        resolved(folder, href)
    }

    /// Statements of the package: each `meta` of a property that stands for itself.
    pub fn statements(&self) -> impl Iterator<Item = (usize, &Node<'a>)> {
        let metas = self.package.nodes.iter().enumerate();
        metas.filter(|(_, node)| node.name == "meta" && node.get("property").is_some())
    }

    /// The values of a property that stands for the book itself, each with its place.
    pub fn values(&self, property: &str) -> Vec<(String, usize)> {
        let name = |node: &Node<'_>| node.value("property").trim().to_owned();
        self.statements()
            .filter(|(_, node)| node.get("refines").is_none())
            .filter(|(_, node)| name(node) == property)
            .map(|(at, node)| (self.package.words(at).trim().to_owned(), node.start))
            .collect()
    }

    /// The elements of Dublin Core of a name, under whatever prefix: `title`, `language`. No
    /// other element of the metadata is called so.
    pub fn core(&self, name: &str) -> Vec<(String, usize)> {
        let nodes = self.package.nodes.iter().enumerate();
        nodes
            .filter(|(_, node)| node.name == name && self.package.nodes[node.parent].name == "metadata")
            .map(|(at, node)| (self.package.words(at).trim().to_owned(), node.start))
            .collect()
    }
}

/// How many elements are read of a whole book; a report of 80 pages has six thousand.
const ELEMENTS: usize = 2_000_000;

/// Parses a file, or tells why that cannot be.
fn read<'a>(file: &'a (String, String), findings: &mut Findings) -> Option<Document<'a>> {
    read_most(file, ELEMENTS, findings)
}

fn read_most<'a>(
    (path, text): &'a (String, String),
    most: usize,
    findings: &mut Findings,
) -> Option<Document<'a>> {
    match Document::read(path, text, most) {
        Ok(document) => Some(document),
        Err(broken) => {
            findings.in_file(
                Code::BookXml,
                path,
                broken.offset,
                format!("this is no well-formed XML: {}", broken.why),
                "mend the file at this place; what comes after it was not checked",
            );
            None
        }
    }
}

/// Whether an address leads out of the book.
pub(super) fn is_elsewhere(href: &str) -> bool {
    let scheme = href.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.');
    !scheme.is_empty() && scheme.chars().all(is_scheme) || href.starts_with("//")
}

/// Path and fragment of an address seen from a folder of the container.
pub(super) fn resolved(folder: &str, href: &str) -> (String, String) {
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let mut parts: Vec<String> = Vec::new();
    let around = (!path.starts_with('/')).then_some(folder).into_iter();
    for part in around.flat_map(|folder| folder.split('/')).chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(decoded(part)),
        }
    }
    (parts.join("/"), decoded(fragment))
}

/// Text without its percent signs.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let (mut bytes, mut at) = (Vec::with_capacity(text.len()), 0);
    let raw = text.as_bytes();
    while let Some(&byte) = raw.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| byte == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                at += 3;
            }
            None => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
