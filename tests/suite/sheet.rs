//! A PDF read back for tests: its text by page, its tag tree, its labels and claims; where
//! everything stands, in `measured`.
//!
//! Only what our own files hold is understood: composite fonts with `ToUnicode`, marked
//! content with identifiers, plain structure trees.

mod measured;

pub use measured::{Element, Measured, Piece};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// A PDF, opened.
pub struct Sheet {
    doc: Document,
    pages: Vec<ObjectId>,
    /// Text of marked content by page and identifier.
    marked: BTreeMap<(ObjectId, i64), String>,
    /// For each page, its text in the order of drawing, with the identifier around it.
    texts: Vec<Vec<(i64, String)>>,
}

/// A file inside a PDF.
#[derive(Debug, PartialEq, Eq)]
pub struct Attached {
    pub name: String,
    pub description: String,
    pub relationship: String,
    pub mime: String,
    pub bytes: Vec<u8>,
}

impl Sheet {
    pub fn open(bytes: &[u8]) -> Self {
        let doc = Document::load_mem(bytes).expect("a PDF that can be opened");
        let pages: Vec<_> = doc.get_pages().into_values().collect();
        let mut sheet = Self {
            doc,
            pages,
            marked: BTreeMap::new(),
            texts: Vec::new(),
        };
        for page in sheet.pages.clone() {
            let text = sheet.read(page);
            sheet.texts.push(text);
        }
        sheet
    }

    /// The text of each page without its artifacts (running heads, folios), one line a
    /// line, hyphens at line ends as they stand.
    pub fn pages(&self) -> Vec<String> {
        let text = |pieces: &Vec<(i64, String)>| pieces.iter().map(|(_, text)| text.as_str()).collect();
        self.texts.iter().map(text).collect()
    }

    /// The same without the list of contents: what the article itself says on each page.
    pub fn running_pages(&self) -> Vec<String> {
        self.pages_without(&[b"TOC"])
    }

    /// The same without figures and tables, which may stand before the words that they follow.
    pub fn prose_pages(&self) -> Vec<String> {
        self.pages_without(&[b"TOC", b"Figure", b"Table", b"Caption"])
    }

    fn pages_without(&self, names: &[&[u8]]) -> Vec<String> {
        let listed = self.below(names);
        let pages = self.pages.iter().zip(&self.texts);
        pages
            .map(|(page, pieces)| {
                let own = pieces.iter().filter(|(id, _)| !listed.contains(&(*page, *id)));
                own.map(|(_, text)| text.as_str()).collect()
            })
            .collect()
    }

    /// The identifiers of marked content below elements of these names.
    fn below(&self, names: &[&[u8]]) -> BTreeSet<(ObjectId, i64)> {
        let root = self.catalog().get(b"StructTreeRoot").expect("a tagged PDF");
        let mut found = BTreeSet::new();
        self.contents_below(names, root, None, false, &mut found);
        found
    }

    fn contents_below(
        &self,
        names: &[&[u8]],
        object: &Object,
        page: Option<ObjectId>,
        inside: bool,
        listed: &mut BTreeSet<(ObjectId, i64)>,
    ) {
        let Ok(element) = self.dict(object) else { return };
        let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let inside = inside
            || element
                .get(b"S")
                .and_then(Object::as_name)
                .is_ok_and(|name| names.contains(&name));
        for kid in self.kids(element) {
            match (&kid, page) {
                (Object::Integer(id), Some(page)) if inside => drop(listed.insert((page, *id))),
                (Object::Integer(_), _) => {}
                (other, _) => {
                    if let Ok(id) = self
                        .dict(other)
                        .and_then(|kid| kid.get(b"MCID"))
                        .and_then(Object::as_i64)
                    {
                        let own = self
                            .dict(other)
                            .and_then(|kid| kid.get(b"Pg"))
                            .and_then(Object::as_reference);
                        if let (true, Some(page)) = (inside, own.ok().or(page)) {
                            listed.insert((page, id));
                        }
                    } else {
                        self.contents_below(names, other, page, inside, listed);
                    }
                }
            }
        }
    }

    /// All text as one run without white space and hyphens, for asking what is there.
    pub fn squashed(&self) -> String {
        squash(&self.pages().concat())
    }

    /// The page labels, computed as a viewer does (ISO 32000-1, 12.4.2).
    pub fn labels(&self) -> Vec<String> {
        let mut ranges = BTreeMap::new();
        if let Ok(tree) = self.catalog().get(b"PageLabels").and_then(|tree| self.dict(tree)) {
            let numbers = self.array(tree.get(b"Nums").expect("a flat number tree"));
            for pair in numbers.chunks(2) {
                ranges.insert(
                    pair[0].as_i64().expect("a page"),
                    self.dict(&pair[1]).expect("a label").clone(),
                );
            }
        }
        (0..self.pages.len() as i64)
            .map(|index| {
                let Some((first, range)) = ranges.range(..=index).next_back() else {
                    return (index + 1).to_string();
                };
                let start = range.get(b"St").and_then(Object::as_i64).unwrap_or(1);
                let number = start + index - first;
                let prefix = range.get(b"P").map(text_string);
                let counted = match range.get(b"S").and_then(Object::as_name) {
                    Ok(b"D") => number.to_string(),
                    Ok(b"r") => roman(number),
                    Ok(style) => panic!("no test writes labels of style {style:?}"),
                    Err(_) => String::new(),
                };
                prefix.unwrap_or_default() + &counted
            })
            .collect()
    }

    /// The bookmarks, indented by depth.
    pub fn bookmarks(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Ok(root) = self.catalog().get(b"Outlines").and_then(|root| self.dict(root)) {
            self.bookmarks_below(root, 0, &mut lines);
        }
        lines
    }

    fn bookmarks_below(&self, parent: &Dictionary, depth: usize, lines: &mut Vec<String>) {
        let mut next = parent.get(b"First").ok().cloned();
        while let Some(item) = next {
            let item = self.dict(&item).expect("a bookmark").clone();
            let title = text_string(item.get(b"Title").expect("a title"));
            lines.push(format!("{}{title}", "  ".repeat(depth)));
            self.bookmarks_below(&item, depth + 1, lines);
            next = item.get(b"Next").ok().cloned();
        }
    }

    /// The structure tree, one element a line, indented, with its text and what it says
    /// to screen readers.
    pub fn tags(&self) -> String {
        let mut lines = String::new();
        let root = self.catalog().get(b"StructTreeRoot").expect("a tagged PDF");
        let root = self.dict(root).expect("a structure tree");
        for kid in self.kids(root) {
            self.tag(&kid, 0, &mut lines);
        }
        lines
    }

    fn tag(&self, object: &Object, depth: usize, lines: &mut String) {
        let Ok(element) = self.dict(object) else { return };
        let Ok(name) = element.get(b"S").and_then(Object::as_name) else {
            return;
        };
        let indent = "  ".repeat(depth);
        lines.push_str(&format!("{indent}{}", String::from_utf8_lossy(name)));
        for key in ["Alt", "T", "Lang"] {
            if let Ok(value) = element.get(key.as_bytes()) {
                lines.push_str(&format!(" {}={:?}", key.to_lowercase(), text_string(value)));
            }
        }
        for (key, value) in self.attributes(element) {
            if matches!(key.as_str(), "Scope" | "ColSpan" | "RowSpan" | "ListNumbering") {
                lines.push_str(&format!(" {}={value}", key.to_lowercase()));
            }
        }
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let mut text = String::new();
        let mut inner = String::new();
        for kid in self.kids(element) {
            match self.marked_text(&kid, page) {
                Some(words) => text.push_str(&words),
                None => self.tag(&kid, depth + 1, &mut inner),
            }
        }
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            lines.push_str(&format!(" {words:?}"));
        }
        lines.push('\n');
        lines.push_str(&inner);
    }

    /// The text behind a kid that is marked content; `None` if it is an element.
    fn marked_text(&self, kid: &Object, page: Option<ObjectId>) -> Option<String> {
        let (page, id) = match kid {
            Object::Integer(id) => (page?, *id),
            other => {
                let reference = self.dict(other).ok()?;
                match reference.get(b"Type").and_then(Object::as_name) {
                    Ok(b"MCR") => (
                        reference
                            .get(b"Pg")
                            .and_then(Object::as_reference)
                            .ok()
                            .or(page)?,
                        reference.get(b"MCID").and_then(Object::as_i64).ok()?,
                    ),
                    Ok(b"OBJR") => return Some(String::new()),
                    _ => return None,
                }
            }
        };
        Some(self.marked.get(&(page, id)).cloned().unwrap_or_default())
    }

    fn attributes(&self, element: &Dictionary) -> Vec<(String, String)> {
        let Ok(attributes) = element.get(b"A") else {
            return Vec::new();
        };
        let list = match self.resolve(attributes) {
            Object::Array(list) => list.clone(),
            other => vec![other.clone()],
        };
        let mut pairs = Vec::new();
        for entry in list {
            for (key, value) in self.dict(&entry).into_iter().flat_map(Dictionary::iter) {
                let value = match self.resolve(value) {
                    Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
                    Object::Integer(number) => number.to_string(),
                    _ => continue,
                };
                pairs.push((String::from_utf8_lossy(key).into_owned(), value));
            }
        }
        pairs
    }

    /// The XMP packet.
    pub fn xmp(&self) -> String {
        let metadata = self.catalog().get(b"Metadata").expect("metadata");
        let stream = self.resolve(metadata).as_stream().expect("a stream");
        let bytes = stream
            .decompressed_content()
            .unwrap_or_else(|_| stream.content.clone());
        String::from_utf8(bytes).expect("XMP in UTF-8")
    }

    /// An entry of Info.
    pub fn info(&self, name: &str) -> Option<String> {
        let info = self.resolve(self.doc.trailer.get(b"Info").ok()?).as_dict().ok()?;
        lopdf::decode_text_string(info.get(name.as_bytes()).ok()?).ok()
    }

    /// The files inside, in the order of the catalog's list.
    pub fn attached(&self) -> Vec<Attached> {
        let Ok(list) = self.catalog().get(b"AF") else {
            return Vec::new();
        };
        let list = self.resolve(list).as_array().expect("a list of files");
        let text = |dict: &Dictionary, key: &[u8]| {
            lopdf::decode_text_string(dict.get(key).expect("an entry")).expect("a text")
        };
        let name = |dict: &Dictionary, key: &[u8]| {
            String::from_utf8_lossy(dict.get(key).and_then(Object::as_name).expect("a name")).into_owned()
        };
        list.iter()
            .map(|entry| {
                let file = self.dict(entry).expect("a file");
                let files = self
                    .dict(file.get(b"EF").expect("its bytes"))
                    .expect("a dictionary");
                let stream = self
                    .resolve(files.get(b"UF").expect("its stream"))
                    .as_stream()
                    .expect("a stream");
                Attached {
                    name: text(file, b"UF"),
                    description: text(file, b"Desc"),
                    relationship: name(file, b"AFRelationship"),
                    mime: name(&stream.dict, b"Subtype"),
                    bytes: stream.get_plain_content().expect("the bytes"),
                }
            })
            .collect()
    }

    /// The text of the XMP packet, entities undone.
    pub fn xmp_text(&self) -> String {
        crate::epub::book::all_text(&self.xmp())
    }

    /// Addresses that links lead to, in order.
    pub fn addresses(&self) -> Vec<String> {
        let mut found = Vec::new();
        for page in &self.pages {
            let page = self.doc.get_dictionary(*page).expect("a page");
            let Ok(annotations) = page.get(b"Annots") else {
                continue;
            };
            for annotation in self.array(annotations) {
                let annotation = self.dict(&annotation).expect("an annotation");
                if let Ok(action) = annotation.get(b"A").and_then(|action| self.dict(action))
                    && let Ok(address) = action.get(b"URI")
                {
                    found.push(text_string(address));
                }
            }
        }
        found
    }

    fn read(&mut self, page: ObjectId) -> Vec<(i64, String)> {
        let fonts: BTreeMap<Vec<u8>, Dictionary> = self
            .doc
            .get_page_fonts(page)
            .unwrap_or_default()
            .into_iter()
            .map(|(name, font)| (name, font.clone()))
            .collect();
        let doc = self.doc.clone();
        let encodings: BTreeMap<_, Encoding<'_>> = fonts
            .iter()
            .filter_map(|(name, font)| Some((name.clone(), font.get_font_encoding(&doc).ok()?)))
            .collect();
        let content = Content::decode(&self.doc.get_page_content(page)).expect("page content");
        let mut text: Vec<(i64, String)> = Vec::new();
        let mut font = Vec::new();
        // What is open: `Some` with an identifier or artifact, and where the pen stands.
        let mut open: Vec<Option<i64>> = Vec::new();
        let mut artifacts = 0;
        let mut heights = vec![0.0_f32];
        let mut line = 0.0_f32;
        for operation in &content.operations {
            let operands = &operation.operands;
            match operation.operator.as_str() {
                "q" => heights.push(*heights.last().expect("a state")),
                "Q" => {
                    heights.pop();
                }
                "cm" => *heights.last_mut().expect("a state") += operands[5].as_float().unwrap_or(0.0),
                "Tf" => font = operands[0].as_name().expect("a font").to_vec(),
                "Tm" => {
                    let here = heights.last().expect("a state") + operands[5].as_float().unwrap_or(0.0);
                    if (here - line).abs() > 3.0 && !text.is_empty() && artifacts == 0 {
                        text.push((-1, "\n".into()));
                    }
                    line = here;
                }
                "BDC" | "BMC" => {
                    let artifact = operands.first().and_then(|tag| tag.as_name().ok()) == Some(b"Artifact");
                    let id = operands
                        .get(1)
                        .and_then(|properties| properties.as_dict().ok())
                        .and_then(|properties| properties.get(b"MCID").and_then(Object::as_i64).ok());
                    artifacts += usize::from(artifact);
                    open.push(if artifact { Some(-1) } else { id });
                }
                "EMC" if open.pop() == Some(Some(-1)) => {
                    artifacts -= 1;
                }
                "Tj" | "TJ" => {
                    let shown = shown(operands, encodings.get(&font));
                    let id = open.iter().rev().flatten().find(|id| **id >= 0).copied();
                    if let Some(id) = id {
                        self.marked.entry((page, id)).or_default().push_str(&shown);
                    }
                    if artifacts == 0 {
                        text.push((id.unwrap_or(-1), shown));
                    }
                }
                _ => {}
            }
        }
        text
    }

    fn catalog(&self) -> &Dictionary {
        self.doc.catalog().expect("a catalogue")
    }

    fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        match object {
            Object::Reference(id) => self.doc.get_object(*id).expect("an object"),
            other => other,
        }
    }

    fn dict<'a>(&'a self, object: &'a Object) -> lopdf::Result<&'a Dictionary> {
        self.resolve(object).as_dict()
    }

    fn array(&self, object: &Object) -> Vec<Object> {
        self.resolve(object).as_array().cloned().unwrap_or_default()
    }

    fn kids(&self, element: &Dictionary) -> Vec<Object> {
        match element.get(b"K") {
            Ok(kids) => match self.resolve(kids) {
                Object::Array(kids) => kids.clone(),
                _ => vec![kids.clone()],
            },
            Err(_) => Vec::new(),
        }
    }
}

fn shown(operands: &[Object], encoding: Option<&Encoding<'_>>) -> String {
    let mut text = String::new();
    let pieces = match operands.first() {
        Some(Object::Array(pieces)) => pieces.clone(),
        Some(piece) => vec![piece.clone()],
        None => Vec::new(),
    };
    for piece in pieces {
        if let (Object::String(bytes, _), Some(encoding)) = (piece, encoding) {
            text.push_str(&Document::decode_text(encoding, &bytes).unwrap_or_default());
        }
    }
    text
}

/// A number in small Roman numerals.
fn roman(mut number: i64) -> String {
    let signs = [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (value, sign) in signs {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 with a mark, else Latin.
fn text_string(object: &Object) -> String {
    let bytes = object.as_str().unwrap_or_default();
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// Text without white space, hyphens and soft hyphens.
pub fn squash(text: &str) -> String {
    text.chars()
        .filter(|char| !char.is_whitespace() && !matches!(char, '-' | '\u{ad}' | '\u{2010}' | '\u{200b}'))
        .collect()
}
