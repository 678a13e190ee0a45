//! A press file read back for tests. Only what our own files hold is understood.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// A press file, opened.
pub struct Plate {
    pub bytes: Vec<u8>,
    doc: Document,
    pages: Vec<ObjectId>,
}

/// A filled path: its ink, and its bounds from the sheet's lower left corner.
pub struct Shape {
    pub ink: [f32; 4],
    pub bounds: [f32; 4],
}

/// A run of letters: its ink, how many bytes it has, and whether it prints over.
pub struct Letters {
    pub ink: [f32; 4],
    pub count: usize,
    pub over: bool,
}

impl Plate {
    pub fn open(bytes: &[u8]) -> Self {
        let doc = Document::load_mem(bytes).expect("a PDF that can be opened");
        let pages = doc.page_iter().collect();
        Self {
            bytes: bytes.to_vec(),
            doc,
            pages,
        }
    }

    pub fn page(&self, page: usize) -> &Dictionary {
        self.doc.get_dictionary(self.pages[page]).expect("a page")
    }

    pub fn area(&self, page: usize, key: &str) -> [f32; 4] {
        let corners = self
            .page(page)
            .get(key.as_bytes())
            .and_then(Object::as_array)
            .expect(key);
        std::array::from_fn(|at| corners[at].as_float().expect("a number"))
    }

    pub fn trims(&self) -> Vec<[f32; 4]> {
        (0..self.pages.len())
            .map(|page| self.area(page, "TrimBox"))
            .collect()
    }

    /// Width and height of each page of a file without bleed.
    pub fn sizes(&self) -> Vec<(f32, f32)> {
        let areas = (0..self.pages.len()).map(|page| self.area(page, "MediaBox"));
        areas.map(|area| (area[2] - area[0], area[3] - area[1])).collect()
    }

    fn operations(&self, page: usize) -> Vec<Operation> {
        let content = self.doc.get_page_content(self.pages[page]);
        Content::decode(&content).expect("page content").operations
    }

    /// All text of each page in the order of drawing, running heads and folios too, without
    /// white space.
    pub fn texts(&self) -> Vec<String> {
        let texts = self.pages.iter().enumerate().map(|(page, id)| {
            let fonts: BTreeMap<_, _> = self.doc.get_page_fonts(*id).unwrap_or_default();
            let encodings: BTreeMap<_, Encoding<'_>> = fonts
                .iter()
                .filter_map(|(name, font)| Some((name.clone(), font.get_font_encoding(&self.doc).ok()?)))
                .collect();
            let (mut text, mut font) = (String::new(), Vec::new());
            for operation in self.operations(page) {
                match operation.operator.as_str() {
                    "Tf" => font = operation.operands[0].as_name().expect("a font").to_vec(),
                    "Tj" | "TJ" => {
                        for piece in strings(&operation) {
                            if let Some(encoding) = encodings.get(&font) {
                                text.push_str(&Document::decode_text(encoding, &piece).unwrap_or_default());
                            }
                        }
                    }
                    _ => {}
                }
            }
            text.retain(|char| !char.is_whitespace());
            text
        });
        texts.collect()
    }

    /// The filled paths of a page, without those in forms; spot colours do not count.
    pub fn painted(&self, page: usize) -> Vec<Shape> {
        let whole = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0_f32];
        let mut states = vec![(whole, None)];
        let (mut shapes, mut points) = (Vec::new(), Vec::new());
        for operation in self.operations(page) {
            let numbers: Vec<f32> = operation
                .operands
                .iter()
                .filter_map(|it| it.as_float().ok())
                .collect();
            let (matrix, ink) = states.last_mut().expect("a state");
            let [a, b, c, d, e, f] = *matrix;
            match (operation.operator.as_str(), numbers.as_slice()) {
                ("q", _) => {
                    let state = *states.last().expect("a state");
                    states.push(state);
                }
                ("Q", _) => drop(states.pop()),
                ("cm", &[g, h, i, j, k, l]) => {
                    *matrix = [
                        g * a + h * c,
                        g * b + h * d,
                        i * a + j * c,
                        i * b + j * d,
                        k * a + l * c + e,
                        k * b + l * d + f,
                    ];
                }
                ("k", &[cyan, magenta, yellow, black]) => *ink = Some([cyan, magenta, yellow, black]),
                ("cs", _) => *ink = None,
                ("m" | "l" | "c", numbers) => {
                    let moved = |pair: &[f32]| (a * pair[0] + c * pair[1] + e, b * pair[0] + d * pair[1] + f);
                    points.extend(numbers.chunks_exact(2).map(moved));
                }
                ("re", &[x, y, width, height]) => {
                    let moved = |(x, y): (f32, f32)| (a * x + c * y + e, b * x + d * y + f);
                    points.extend([(x, y), (x + width, y + height)].map(moved));
                }
                ("f" | "f*", _) => {
                    let mut bounds = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
                    for (x, y) in points.drain(..) {
                        bounds = [
                            bounds[0].min(x),
                            bounds[1].min(y),
                            bounds[2].max(x),
                            bounds[3].max(y),
                        ];
                    }
                    shapes.extend(ink.map(|ink| Shape { ink, bounds }));
                }
                ("n" | "S" | "s", _) => points.clear(),
                _ => {}
            }
        }
        shapes
    }

    /// The letters of a page in process colours; marks are not.
    pub fn letters(&self, page: usize) -> Vec<Letters> {
        let mut states = vec![(Some([0.0, 0.0, 0.0, 1.0]), false)];
        let mut letters = Vec::new();
        for operation in self.operations(page) {
            let state = states.last_mut().expect("a state");
            match operation.operator.as_str() {
                "q" => {
                    let state = *state;
                    states.push(state);
                }
                "Q" => drop(states.pop()),
                "k" => {
                    let shares: Vec<f32> = operation
                        .operands
                        .iter()
                        .filter_map(|it| it.as_float().ok())
                        .collect();
                    state.0 = <[f32; 4]>::try_from(shares).ok();
                }
                "cs" => state.0 = None,
                "gs" => {
                    let name = operation.operands[0].as_name().expect("a name");
                    let states = self
                        .page(page)
                        .get_deref(b"Resources", &self.doc)
                        .and_then(Object::as_dict);
                    let states = states.and_then(|all| all.get_deref(b"ExtGState", &self.doc)?.as_dict());
                    let named = states.and_then(|states| states.get_deref(name, &self.doc)?.as_dict());
                    let named = named.expect("a graphics state");
                    if let Ok(over) = named.get(b"op").and_then(Object::as_bool) {
                        let mode = named.get(b"OPM").and_then(Object::as_i64).unwrap_or(0);
                        state.1 = over && mode == 1;
                    }
                }
                "Tj" | "TJ" => {
                    let count = strings(&operation).iter().map(Vec::len).sum();
                    letters.extend(state.0.map(|ink| Letters {
                        ink,
                        count,
                        over: state.1,
                    }));
                }
                _ => {}
            }
        }
        letters
    }

    fn streams(&self) -> impl Iterator<Item = &Stream> {
        self.doc
            .objects
            .values()
            .filter_map(|object| object.as_stream().ok())
    }

    fn is_picture(stream: &Stream) -> bool {
        stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image")
    }

    /// Every place where a colour of a screen is left: operators, device spaces, and ICC
    /// spaces anywhere but in photographs. One line each.
    pub fn screen_colors(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut streams: Vec<Vec<u8>> = self
            .pages
            .iter()
            .map(|page| self.doc.get_page_content(*page))
            .collect();
        for stream in self.streams() {
            let kind = stream
                .dict
                .get(b"Subtype")
                .and_then(Object::as_name)
                .unwrap_or_default();
            if kind == b"Form" || stream.dict.has(b"PatternType") {
                streams.push(stream.get_plain_content().expect("a stream"));
            }
        }
        for stream in streams {
            for operation in Content::decode(&stream).expect("content").operations {
                if matches!(operation.operator.as_str(), "rg" | "RG" | "g" | "G") {
                    found.push(format!("{} {:?}", operation.operator, operation.operands));
                }
            }
        }
        for object in self.doc.objects.values() {
            names(object, &mut |name| {
                if matches!(name, b"DeviceRGB" | b"CalRGB" | b"CalGray") {
                    found.push(String::from_utf8_lossy(name).into_owned());
                }
            });
        }
        // Resources of pages and forms name no space of a screen.
        for object in self.doc.objects.values() {
            let dict = match object {
                Object::Stream(stream) => &stream.dict,
                Object::Dictionary(dict) => dict,
                _ => continue,
            };
            let spaces = dict
                .get_deref(b"Resources", &self.doc)
                .and_then(Object::as_dict)
                .and_then(|all| all.get_deref(b"ColorSpace", &self.doc)?.as_dict());
            for (_, space) in spaces.into_iter().flatten() {
                let (_, space) = self.doc.dereference(space).expect("a space");
                names(space, &mut |name| {
                    if name == b"ICCBased" {
                        found.push("a space of a screen among the resources".to_owned());
                    }
                });
            }
        }
        found
    }

    /// The spaces of gradients.
    pub fn shadings(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for object in self.doc.objects.values() {
            let Ok(dict) = object.as_dict() else { continue };
            let shading = match dict.get_deref(b"Shading", &self.doc).and_then(Object::as_dict) {
                Ok(shading) => shading,
                Err(_) if dict.has(b"ShadingType") => dict,
                Err(_) => continue,
            };
            if let Ok((_, Object::Name(name))) = shading
                .get(b"ColorSpace")
                .and_then(|space| self.doc.dereference(space))
            {
                found.insert(String::from_utf8_lossy(name).into_owned());
            }
        }
        found
    }

    /// Each picture's size and space.
    pub fn pictures(&self) -> Vec<String> {
        let pictures = self.streams().filter(|stream| Self::is_picture(stream));
        let described = pictures.map(|picture| {
            let number = |key: &[u8]| picture.dict.get(key).and_then(Object::as_i64).expect("a number");
            let (_, space) = self
                .doc
                .dereference(picture.dict.get(b"ColorSpace").expect("a space"))
                .expect("a space");
            let space = match space {
                Object::Name(name) => name,
                other => other.as_array().expect("a space")[0].as_name().expect("a kind"),
            };
            let space = String::from_utf8_lossy(space).replace("Device", "");
            let space = space.replace("Based", "").replace("Gray", "gray");
            format!("{}×{} {space}", number(b"Width"), number(b"Height"))
        });
        described.collect()
    }

    /// The pixels of the first picture of that size.
    pub fn pixels(&self, width: i64, height: i64) -> Vec<u8> {
        let is = |picture: &&Stream| {
            let number = |key: &[u8]| picture.dict.get(key).and_then(Object::as_i64).ok();
            Self::is_picture(picture) && number(b"Width") == Some(width) && number(b"Height") == Some(height)
        };
        let picture = self.streams().find(is).expect("a picture");
        picture.get_plain_content().expect("pixels")
    }

    /// The names of spot colours.
    pub fn spots(&self) -> Vec<String> {
        let mut spots = BTreeSet::new();
        for object in self.doc.objects.values() {
            separations(object, &mut spots);
        }
        spots.into_iter().collect()
    }

    pub fn catalog_keys(&self) -> Vec<String> {
        let catalog = self.doc.catalog().expect("a catalogue");
        let keys: BTreeSet<_> = catalog
            .iter()
            .map(|(key, _)| String::from_utf8_lossy(key).into_owned())
            .collect();
        keys.into_iter().collect()
    }

    /// Whether a name stands anywhere in the file outside streams.
    pub fn says(&self, name: &str) -> bool {
        let name = name.trim_start_matches('/').as_bytes();
        let mut found = self.doc.trailer.has(name);
        for object in self.doc.objects.values() {
            names(object, &mut |other| found |= other == name);
        }
        found
    }

    /// The only output intent.
    pub fn intent(&self) -> &Dictionary {
        let intents = self
            .doc
            .catalog()
            .and_then(|it| it.get(b"OutputIntents")?.as_array());
        let [intent] = intents.expect("intents").as_slice() else {
            panic!("one intent")
        };
        let (_, intent) = self.doc.dereference(intent).expect("an intent");
        intent.as_dict().expect("an intent")
    }

    pub fn profile(&self) -> Vec<u8> {
        let profile = self
            .intent()
            .get_deref(b"DestOutputProfile", &self.doc)
            .and_then(Object::as_stream);
        let profile = profile.expect("a profile");
        assert_eq!(
            profile.dict.get(b"N").and_then(Object::as_i64).expect("channels"),
            4
        );
        profile.get_plain_content().expect("a profile")
    }

    pub fn info(&self, key: &str) -> String {
        let info = self
            .doc
            .trailer
            .get_deref(b"Info", &self.doc)
            .and_then(Object::as_dict);
        let value = info.expect("information").get(key.as_bytes()).expect(key);
        let bytes = value.as_str().or_else(|_| value.as_name()).expect("words");
        String::from_utf8_lossy(bytes).into_owned()
    }

    pub fn xmp(&self) -> String {
        let packet = self
            .doc
            .catalog()
            .and_then(|it| it.get_deref(b"Metadata", &self.doc)?.as_stream());
        let packet = packet.expect("metadata");
        assert!(
            !packet.dict.has(b"Filter"),
            "metadata can be read without unpacking"
        );
        String::from_utf8(packet.content.clone()).expect("XMP in UTF-8")
    }

    pub fn id(&self) -> Vec<u8> {
        let ids = self
            .doc
            .trailer
            .get(b"ID")
            .and_then(Object::as_array)
            .expect("identifiers");
        ids[0].as_str().expect("an identifier").to_vec()
    }
}

/// The strings that an operator shows.
fn strings(operation: &Operation) -> Vec<Vec<u8>> {
    let pieces = match operation.operands.first() {
        Some(Object::Array(pieces)) => pieces.clone(),
        Some(piece) => vec![piece.clone()],
        None => Vec::new(),
    };
    pieces
        .iter()
        .filter_map(|piece| piece.as_str().ok().map(<[u8]>::to_vec))
        .collect()
}

/// Every name in an object, keys too.
fn names(object: &Object, see: &mut impl FnMut(&[u8])) {
    match object {
        Object::Name(name) => see(name),
        Object::Array(items) => items.iter().for_each(|item| names(item, see)),
        Object::Dictionary(dict) => dict.iter().for_each(|(key, item)| {
            see(key);
            names(item, see);
        }),
        Object::Stream(stream) => stream.dict.iter().for_each(|(key, item)| {
            see(key);
            names(item, see);
        }),
        _ => {}
    }
}

fn separations(object: &Object, found: &mut BTreeSet<String>) {
    match object {
        Object::Array(items) => {
            if let [kind, name, ..] = items.as_slice()
                && kind.as_name().ok() == Some(b"Separation")
                && let Ok(name) = name.as_name()
            {
                found.insert(String::from_utf8_lossy(name).into_owned());
            }
            items.iter().for_each(|item| separations(item, found));
        }
        Object::Dictionary(dict) => dict.iter().for_each(|(_, item)| separations(item, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, item)| separations(item, found)),
        _ => {}
    }
}
