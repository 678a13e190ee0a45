//! What a finished press file is printed with, read back from its bytes.
//!
//! Each page's stream is followed with the state that it draws in, through the forms that it
//! calls. Places are points from the upper left corner of the cut page, as in `placed`.

use super::THINNEST;
use super::paint::{Ink, Matrix, after, matrix, middle, moved};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// What is found in a file.
#[derive(Debug, Default)]
pub(super) struct Plates {
    /// The spaces of all colours that are painted.
    pub(super) spaces: BTreeSet<String>,
    pub(super) pictures: Vec<Pixels>,
    /// The most ink, as the sum of shares, where it lies.
    pub(super) most: Option<(f32, usize, (f64, f64))>,
    /// Letters in black and other inks.
    pub(super) rich: Vec<(usize, (f64, f64))>,
    /// Lines too thin, with their width in points.
    pub(super) thin: Vec<(usize, (f64, f64), f32)>,
    /// What a press file may not hold.
    pub(super) foreign: Vec<(usize, String)>,
    /// Faces by name, and whether they are in the file.
    pub(super) faces: BTreeMap<String, bool>,
    /// Whether every page has its boxes, one within the other.
    pub(super) has_boxes: bool,
}

/// A picture of pixels where it is shown.
#[derive(Debug)]
pub(super) struct Pixels {
    pub(super) page: usize,
    pub(super) center: (f64, f64),
    /// In points.
    pub(super) size: (f64, f64),
    pub(super) pixels: (u32, u32),
    pub(super) space: String,
}

/// Reads a press file.
///
/// # Errors
///
/// If it cannot be read.
pub(super) fn read(bytes: &[u8]) -> lopdf::Result<Plates> {
    let doc = Document::load_mem(bytes)?;
    let mut reader = Reader {
        doc: &doc,
        plates: Plates {
            has_boxes: true,
            ..Plates::default()
        },
        page: 0,
        origin: (0.0, 0.0),
        bleed: 0.0,
        reach: (0.0, 0.0),
        depth: 0,
        weighed: BTreeMap::new(),
    };
    for page in doc.page_iter() {
        reader.page += 1;
        reader.read_page(page)?;
    }
    Ok(reader.plates)
}

#[derive(Debug, Clone)]
struct State {
    matrix: Matrix,
    fill: Ink,
    stroke: Ink,
    width: f64,
    mode: i64,
}

struct Reader<'a> {
    doc: &'a Document,
    plates: Plates,
    page: usize,
    /// The upper left corner of the cut page.
    origin: (f64, f64),
    /// How far the bleed reaches beyond it.
    bleed: f64,
    /// The lower right corner of the bleed.
    reach: (f64, f64),
    depth: u8,
    /// The most ink in each picture that was looked at.
    weighed: BTreeMap<ObjectId, f32>,
}

/// Files of ours nest a few forms; one that calls itself ends here.
const DEEPEST: u8 = 16;

impl Reader<'_> {
    fn read_page(&mut self, page: ObjectId) -> lopdf::Result<()> {
        let dict = self.doc.get_dictionary(page)?;
        let area = |key: &[u8]| {
            let corners = dict.get_deref(key, self.doc).ok()?.as_array().ok()?;
            let corners: Vec<f64> = corners
                .iter()
                .filter_map(|corner| corner.as_float().ok().map(f64::from))
                .collect();
            <[f64; 4]>::try_from(corners).ok()
        };
        let (media, bleed, trim) = (area(b"MediaBox"), area(b"BleedBox"), area(b"TrimBox"));
        let within = |inner: [f64; 4], outer: [f64; 4]| {
            inner[0] > outer[0] && inner[1] > outer[1] && inner[2] < outer[2] && inner[3] < outer[3]
        };
        self.plates.has_boxes &= match (media, bleed, trim) {
            (Some(media), Some(bleed), Some(trim)) => within(bleed, media) && within(trim, bleed),
            _ => false,
        };
        let trim = trim.or(media).unwrap_or_default();
        self.origin = (trim[0], trim[3]);
        let bleed = bleed.unwrap_or(trim);
        self.bleed = trim[0] - bleed[0];
        self.reach = (bleed[2] - trim[0], trim[3] - bleed[1]);
        for key in ["Annots", "AA"] {
            if dict.has(key.as_bytes()) {
                self.plates.foreign.push((self.page, format!("`/{key}`")));
            }
        }
        let resources = dict
            .get_deref(b"Resources", self.doc)
            .and_then(Object::as_dict)
            .cloned()
            .unwrap_or_default();
        let black = Ink::Process([0.0, 0.0, 0.0, 1.0]);
        let state = State {
            matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            fill: black.clone(),
            stroke: black,
            width: 1.0,
            mode: 0,
        };
        self.follow(&self.doc.get_page_content(page), &resources, state)
    }

    fn follow(&mut self, content: &[u8], resources: &Dictionary, mut state: State) -> lopdf::Result<()> {
        if self.depth >= DEEPEST {
            return Ok(());
        }
        self.depth += 1;
        self.list_faces(resources);
        let (mut saved, mut path, mut pen) = (Vec::new(), Vec::new(), state.matrix);
        for operation in Content::decode(content)?.operations {
            let operands = operation.operands.as_slice();
            let numbers: Vec<f32> = operands.iter().filter_map(|it| it.as_float().ok()).collect();
            let name = operands.last().and_then(|name| name.as_name().ok());
            match operation.operator.as_str() {
                "q" => saved.push(state.clone()),
                "Q" => {
                    if let Some(last) = saved.pop() {
                        state = last;
                    }
                }
                "cm" => state.matrix = after(matrix(&numbers), state.matrix),
                "w" => state.width = numbers.first().map_or(1.0, |width| f64::from(*width)),
                "gs" => {
                    let wider = name
                        .and_then(|name| self.resource(resources, b"ExtGState", name))
                        .and_then(|states| states.as_dict().ok()?.get(b"LW").ok()?.as_float().ok());
                    state.width = wider.map_or(state.width, f64::from);
                }
                "Tr" => state.mode = operands[0].as_i64().unwrap_or(0),
                "k" | "g" | "rg" | "sc" | "scn" | "cs" => {
                    state.fill = self.ink(&operation.operator, &numbers, name, resources, state.fill.clone());
                }
                "K" | "G" | "RG" | "SC" | "SCN" | "CS" => {
                    let operator = operation.operator.to_lowercase();
                    state.stroke = self.ink(&operator, &numbers, name, resources, state.stroke.clone());
                }
                "m" | "l" | "c" | "v" | "y" | "re" => {
                    let points = numbers
                        .as_chunks::<2>()
                        .0
                        .iter()
                        .map(|&[x, y]| (f64::from(x), f64::from(y)));
                    let points: Vec<_> = points.collect();
                    match (operation.operator.as_str(), points.as_slice()) {
                        ("re", &[(x, y), (width, height)]) => path.extend([(x, y), (x + width, y + height)]),
                        (_, points) => path.extend_from_slice(points),
                    }
                }
                "n" => path.clear(),
                operator @ ("f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s") => {
                    if operator.starts_with(['f', 'F', 'B', 'b']) {
                        self.painted(&state.fill.clone(), &path, state.matrix);
                        self.flat(&state, &path);
                    }
                    if operator.starts_with(['B', 'b', 'S', 's']) {
                        self.painted(&state.stroke.clone(), &path, state.matrix);
                        self.line(&state, &path);
                    }
                    path.clear();
                }
                "BT" => pen = state.matrix,
                "Tm" => pen = after(matrix(&numbers), state.matrix),
                "Tj" | "TJ" | "'" | "\"" if state.mode.rem_euclid(4) != 3 => {
                    let at = self.place(moved((0.0, 0.0), pen));
                    let ink = if state.mode.rem_euclid(4) == 1 {
                        &state.stroke
                    } else {
                        &state.fill
                    };
                    self.plates.spaces.insert(ink.space());
                    self.weigh(ink.sum(), at);
                    if ink.is_rich() {
                        self.plates.rich.push((self.page, at));
                    }
                }
                "sh" => {
                    let shading = name.and_then(|name| self.resource(resources, b"Shading", name));
                    if let Some(space) = shading.and_then(|it| it.as_dict().ok()?.get(b"ColorSpace").ok()) {
                        let space = self.space(space);
                        self.used(&space);
                    }
                }
                "Do" => {
                    let called = name.and_then(|name| {
                        let names = resources.get_deref(b"XObject", self.doc).ok()?.as_dict().ok()?;
                        let id = names.get(name).ok()?.as_reference().ok()?;
                        Some((id, self.doc.get_object(id).ok()?.as_stream().ok()?))
                    });
                    if let Some((id, stream)) = called {
                        self.call(id, stream, resources, &state)?;
                    }
                }
                _ => {}
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn call(
        &mut self,
        id: ObjectId,
        stream: &Stream,
        resources: &Dictionary,
        state: &State,
    ) -> lopdf::Result<()> {
        let dict = &stream.dict;
        if dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Image") {
            let own = dict.get_deref(b"Resources", self.doc).and_then(Object::as_dict);
            let mut inner = state.clone();
            if let Ok(Object::Array(numbers)) = dict.get(b"Matrix") {
                let numbers: Vec<f32> = numbers.iter().filter_map(|it| it.as_float().ok()).collect();
                inner.matrix = after(matrix(&numbers), inner.matrix);
            }
            return self.follow(&stream.get_plain_content()?, own.unwrap_or(resources), inner);
        }
        if dict.has(b"ImageMask") {
            return Ok(());
        }
        let [a, b, c, d, ..] = state.matrix;
        let count = |key: &[u8]| {
            let count = dict.get(key).and_then(Object::as_i64).unwrap_or(0);
            u32::try_from(count).unwrap_or(0)
        };
        let space = dict
            .get(b"ColorSpace")
            .map_or_else(|_| "nothing".to_owned(), |it| self.space(it));
        let center = self.place(moved((0.5, 0.5), state.matrix));
        if space == "DeviceCMYK" {
            let most = *self.weighed.entry(id).or_insert_with(|| most_ink(stream));
            self.weigh(most, center);
        }
        self.plates.pictures.push(Pixels {
            page: self.page,
            center,
            size: (a.hypot(b), c.hypot(d)),
            pixels: (count(b"Width"), count(b"Height")),
            space,
        });
        Ok(())
    }

    /// The ink that an operator of colour sets.
    fn ink(
        &self,
        operator: &str,
        numbers: &[f32],
        name: Option<&[u8]>,
        resources: &Dictionary,
        before: Ink,
    ) -> Ink {
        match (operator, numbers) {
            ("k", &[cyan, magenta, yellow, black]) => Ink::Process([cyan, magenta, yellow, black]),
            ("g", &[gray]) => Ink::Process([0.0, 0.0, 0.0, 1.0 - gray]),
            ("rg", _) => Ink::Other("DeviceRGB".to_owned()),
            ("cs", _) => {
                let name = name.unwrap_or_default();
                let own = self.resource(resources, b"ColorSpace", name);
                let parts = own.and_then(|space| space.as_array().ok());
                match parts.map(Vec::as_slice) {
                    Some([kind, name, ..]) if kind.as_name().ok() == Some(b"Separation") => {
                        let name = name.as_name().unwrap_or_default();
                        Ink::Spot(String::from_utf8_lossy(name).into_owned(), 1.0)
                    }
                    Some(_) | None => Ink::Other(match own {
                        Some(space) => self.space(space),
                        None => String::from_utf8_lossy(name).into_owned(),
                    }),
                }
            }
            ("sc" | "scn", numbers) => match (before, numbers) {
                (Ink::Spot(name, _), &[tint]) => Ink::Spot(name, tint),
                (before, _) => before,
            },
            _ => before,
        }
    }

    /// The name of a space, as far as a press distinguishes them.
    fn space(&self, object: &Object) -> String {
        let Ok((_, object)) = self.doc.dereference(object) else {
            return "nothing".to_owned();
        };
        let parts = match object {
            Object::Name(name) => return String::from_utf8_lossy(name).into_owned(),
            Object::Array(parts) => parts,
            _ => return "nothing".to_owned(),
        };
        let kind = parts
            .first()
            .and_then(|kind| kind.as_name().ok())
            .unwrap_or_default();
        if kind == b"ICCBased" {
            let profile = parts
                .get(1)
                .and_then(|profile| self.doc.dereference(profile).ok());
            let channels =
                profile.and_then(|(_, profile)| profile.as_stream().ok()?.dict.get(b"N").ok()?.as_i64().ok());
            return match channels {
                Some(1) => "ICC gray",
                Some(4) => "ICC CMYK",
                Some(_) | None => "ICC RGB",
            }
            .to_owned();
        }
        if kind == b"Indexed" {
            return parts.get(1).map_or_else(String::new, |base| self.space(base));
        }
        String::from_utf8_lossy(kind).into_owned()
    }

    fn resource<'d>(&'d self, resources: &'d Dictionary, kind: &[u8], name: &[u8]) -> Option<&'d Object> {
        let named = resources.get_deref(kind, self.doc).ok()?.as_dict().ok()?;
        named.get_deref(name, self.doc).ok()
    }

    /// A place of the sheet as one of the page.
    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (x - self.origin.0, self.origin.1 - y)
    }

    fn painted(&mut self, ink: &Ink, path: &[(f64, f64)], matrix: Matrix) {
        let at = self.place(moved(middle(path), matrix));
        match ink {
            Ink::Other(space) => self.used(&space.clone()),
            Ink::Process(_) | Ink::Spot(..) => drop(self.plates.spaces.insert(ink.space())),
        }
        self.weigh(ink.sum(), at);
    }

    /// A space that is no ink of its own.
    fn used(&mut self, space: &str) {
        if space == "DeviceRGB" || space == "CalRGB" {
            self.plates
                .foreign
                .push((self.page, format!("colour of `{space}`")));
        }
        self.plates.spaces.insert(space.to_owned());
    }

    /// Weighs the ink at a place of the page; marks and colour bars beyond the bleed do not
    /// count.
    fn weigh(&mut self, sum: f32, at: (f64, f64)) {
        let (right, bottom) = self.reach;
        let is_beyond = at.0 < -self.bleed || at.1 < -self.bleed || at.0 > right || at.1 > bottom;
        if is_beyond {
            return;
        }
        if self.plates.most.is_none_or(|(most, ..)| sum > most) {
            self.plates.most = Some((sum, self.page, at));
        }
    }

    fn line(&mut self, state: &State, path: &[(f64, f64)]) {
        let [a, b, c, d, ..] = state.matrix;
        #[allow(clippy::cast_possible_truncation, reason = "a width of a line")]
        let width = (state.width * (a * d - b * c).abs().sqrt()) as f32;
        if width < THINNEST && !state.stroke.is_mark() {
            let at = self.place(moved(middle(path), state.matrix));
            self.plates.thin.push((self.page, at, width));
        }
    }

    /// A filled path that is as thin as a line.
    fn flat(&mut self, state: &State, path: &[(f64, f64)]) {
        let points: Vec<_> = path.iter().map(|point| moved(*point, state.matrix)).collect();
        let span = |of: fn(&(f64, f64)) -> f64| {
            let least = points.iter().map(of).fold(f64::INFINITY, f64::min);
            points.iter().map(of).fold(f64::NEG_INFINITY, f64::max) - least
        };
        let (across, down) = (span(|point| point.0), span(|point| point.1));
        #[allow(clippy::cast_possible_truncation, reason = "a width of a line")]
        let (thin, long) = (across.min(down) as f32, across.max(down));
        if thin < THINNEST && thin > 0.0 && long > 4.0 && !state.fill.is_mark() {
            let at = self.place(moved(middle(path), state.matrix));
            self.plates.thin.push((self.page, at, thin));
        }
    }

    fn list_faces(&mut self, resources: &Dictionary) {
        let Ok(fonts) = resources.get_deref(b"Font", self.doc).and_then(Object::as_dict) else {
            return;
        };
        for (_, font) in fonts {
            let Some(font) = self
                .doc
                .dereference(font)
                .ok()
                .and_then(|(_, font)| font.as_dict().ok())
            else {
                continue;
            };
            let name = font
                .get(b"BaseFont")
                .or_else(|_| font.get(b"Name"))
                .and_then(Object::as_name);
            let name = String::from_utf8_lossy(name.unwrap_or(b"drawn glyphs"));
            // Before the plus are six letters that tell subsets apart.
            let name = name.split_once('+').map_or(&*name, |(_, name)| name).to_owned();
            let is_drawn = font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type3");
            let inner = font
                .get_deref(b"DescendantFonts", self.doc)
                .and_then(Object::as_array)
                .ok()
                .and_then(|fonts| self.doc.dereference(fonts.first()?).ok()?.1.as_dict().ok())
                .unwrap_or(font);
            let descriptor = inner
                .get_deref(b"FontDescriptor", self.doc)
                .and_then(Object::as_dict);
            let is_embedded = is_drawn
                || descriptor.is_ok_and(|descriptor| {
                    ["FontFile", "FontFile2", "FontFile3"]
                        .iter()
                        .any(|key| descriptor.has(key.as_bytes()))
                });
            *self.plates.faces.entry(name).or_insert(true) &= is_embedded;
        }
    }
}

/// The most ink of one pixel, as the sum of shares.
fn most_ink(picture: &Stream) -> f32 {
    let content = picture.get_plain_content().unwrap_or_default();
    let pixels = content.as_chunks::<4>().0.iter();
    let most = pixels
        .map(|pixel| pixel.iter().map(|&share| u16::from(share)).sum::<u16>())
        .max();
    f32::from(most.unwrap_or(0)) / 255.0
}
