//! Where everything stands on the pages of a PDF: runs of glyphs with their places, sizes
//! and faces, pictures, and for each the element of the tag tree that it belongs to.

use super::{Sheet, shown};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Encoding, Object, ObjectId};
use std::collections::BTreeMap;

/// A page with what stands on it, in points from the lower left corner.
pub struct Measured {
    pub width: f32,
    pub height: f32,
    pub pieces: Vec<Piece>,
    pub pictures: Vec<Picture>,
}

/// A run of glyphs of one size on one line.
pub struct Piece {
    pub text: String,
    /// Where it begins and ends; the smaller first.
    pub x: (f32, f32),
    /// Its baseline; that of turned text goes up or down.
    pub y: (f32, f32),
    /// From its letters' feet to the height of small letters: left, right, foot, head.
    pub body: [f32; 4],
    pub size: f32,
    /// The name of its face, `SourceSerif4-Regular`.
    pub face: String,
    /// Each glyph by its number in the face and its width in thousandths of the size.
    pub glyphs: Vec<(u16, f32)>,
    /// The most that a glyph is moved away from the one before it beyond that one's width, for
    /// a size of 1: how far the widest word space of a line is stretched.
    pub stretched: f32,
    /// Whether it is a running head, a folio, a repeated table head, or decoration.
    pub artifact: bool,
    /// The innermost element around it, as an index into [`Sheet::elements`].
    pub element: Option<usize>,
}

/// A picture, or a part of one: where it stands.
pub struct Picture {
    /// Left, right, foot, head.
    pub body: [f32; 4],
    pub element: Option<usize>,
}

/// An element of the tag tree.
pub struct Element {
    pub tag: String,
    pub parent: Option<usize>,
}

/// A transformation: a, b, c, d, e, f (ISO 32000-1, 8.3.3).
type Matrix = [f32; 6];

const WHOLE: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `second`.
fn after(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

fn matrix(operands: &[Object]) -> Matrix {
    std::array::from_fn(|at| {
        operands
            .get(at)
            .map_or(0.0, |number| number.as_float().unwrap_or(0.0))
    })
}

/// The smallest upright box around points that `place` moves: left, right, foot, head.
fn around(points: &[(f32, f32)], place: Matrix) -> [f32; 4] {
    let mut found = [f32::MAX, f32::MIN, f32::MAX, f32::MIN];
    for &(x, y) in points {
        let moved = after([1.0, 0.0, 0.0, 1.0, x, y], place);
        found = [
            found[0].min(moved[4]),
            found[1].max(moved[4]),
            found[2].min(moved[5]),
            found[3].max(moved[5]),
        ];
    }
    found
}

/// What a face's dictionary says of it.
struct Face<'a> {
    name: String,
    encoding: Option<Encoding<'a>>,
    widths: BTreeMap<i64, f32>,
}

/// The state of the pen while a page is read.
struct Pen {
    states: Vec<Matrix>,
    place: Matrix,
    face: Vec<u8>,
    size: f32,
    /// What is open: `Some` with an identifier, -1 for an artifact.
    open: Vec<Option<i64>>,
}

impl Pen {
    fn state(&self) -> Matrix {
        *self.states.last().expect("a state")
    }

    fn id(&self) -> Option<i64> {
        self.open.iter().rev().flatten().find(|id| **id >= 0).copied()
    }
}

impl Sheet {
    /// The tag tree in reading order.
    pub fn elements(&self) -> Vec<Element> {
        self.tree().0
    }

    /// Every page, measured. Pictures' own text is left out.
    pub fn measured(&self) -> Vec<Measured> {
        let (_, marked) = self.tree();
        let pages = self.pages.iter();
        pages.map(|page| self.measure(*page, &marked)).collect()
    }

    /// The elements in reading order, and for marked content that around it.
    fn tree(&self) -> (Vec<Element>, BTreeMap<(ObjectId, i64), usize>) {
        let root = self.catalog().get(b"StructTreeRoot").expect("a tagged PDF");
        let root = self.dict(root).expect("a structure tree");
        let (mut elements, mut marked) = (Vec::new(), BTreeMap::new());
        for kid in self.kids(root) {
            self.grow(&kid, None, &mut elements, &mut marked);
        }
        (elements, marked)
    }

    fn grow(
        &self,
        object: &Object,
        parent: Option<usize>,
        elements: &mut Vec<Element>,
        marked: &mut BTreeMap<(ObjectId, i64), usize>,
    ) {
        let Ok(element) = self.dict(object) else { return };
        let Ok(name) = element.get(b"S").and_then(Object::as_name) else {
            return;
        };
        let own = elements.len();
        elements.push(Element {
            tag: String::from_utf8_lossy(name).into_owned(),
            parent,
        });
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        for kid in self.kids(element) {
            if let (Object::Integer(id), Some(page)) = (&kid, page) {
                marked.insert((page, *id), own);
                continue;
            }
            let Ok(inner) = self.dict(&kid) else { continue };
            match inner.get(b"MCID").and_then(Object::as_i64) {
                Ok(id) => {
                    let there = inner.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                    marked.extend(there.map(|page| ((page, id), own)));
                }
                Err(_) => self.grow(&kid, Some(own), elements, marked),
            }
        }
    }

    fn measure(&self, page: ObjectId, marked: &BTreeMap<(ObjectId, i64), usize>) -> Measured {
        let fonts = self.doc.get_page_fonts(page).unwrap_or_default();
        let faces = fonts.iter().map(|(name, font)| (name.clone(), self.face(font)));
        let faces: BTreeMap<_, _> = faces.collect();
        let content = Content::decode(&self.doc.get_page_content(page)).expect("page content");
        let mut pen = Pen {
            states: vec![WHOLE],
            place: WHOLE,
            face: Vec::new(),
            size: 0.0,
            open: Vec::new(),
        };
        let (mut pieces, mut pictures) = (Vec::new(), Vec::new());
        for operation in &content.operations {
            let operands = &operation.operands;
            let element = || pen.id().and_then(|id| marked.get(&(page, id)).copied());
            match operation.operator.as_str() {
                "Tj" | "TJ" => {
                    let element = element();
                    pieces.extend(
                        faces
                            .get(&pen.face)
                            .map(|face| piece(operands, face, &mut pen, element)),
                    );
                }
                "Do" => pictures.extend(self.picture(page, operands, &pen).map(|body| Picture {
                    body,
                    element: element(),
                })),
                _ => follow(operation, &mut pen),
            }
        }
        let page = self.doc.get_dictionary(page).expect("a page");
        let corners = page
            .get(b"MediaBox")
            .map(|area| self.array(area))
            .expect("a size");
        let corner = |at: usize| corners[at].as_float().unwrap_or(0.0);
        Measured {
            width: corner(2) - corner(0),
            height: corner(3) - corner(1),
            pieces,
            pictures,
        }
    }

    fn face<'a>(&'a self, font: &'a Dictionary) -> Face<'a> {
        let name = font
            .get(b"BaseFont")
            .and_then(Object::as_name)
            .unwrap_or_default();
        let name = String::from_utf8_lossy(name);
        Face {
            // A subset's name begins with six letters of its own, and one of an encoding
            // may end it.
            name: name.split_once('+').map_or(&*name, |(_, name)| name).to_owned(),
            encoding: font.get_font_encoding(&self.doc).ok(),
            widths: self.widths(font),
        }
    }

    /// Where a picture or a drawing stands that is painted now.
    fn picture(&self, page: ObjectId, operands: &[Object], pen: &Pen) -> Option<[f32; 4]> {
        let name = operands.first()?.as_name().ok()?;
        let (own, inherited) = self.doc.get_page_resources(page).ok()?;
        let inherited = inherited
            .iter()
            .filter_map(|id| self.doc.get_dictionary(*id).ok());
        let drawn = own.into_iter().chain(inherited).find_map(|resources| {
            let drawings = self.dict(resources.get(b"XObject").ok()?).ok()?;
            self.resolve(drawings.get(name).ok()?).as_stream().ok()
        })?;
        let box_of = |key: &[u8]| drawn.dict.get(key).map(|it| self.array(it)).unwrap_or_default();
        let frame = matrix(&box_of(b"BBox"));
        let own = match box_of(b"Matrix") {
            empty if empty.is_empty() => WHOLE,
            given => matrix(&given),
        };
        // A picture fills the unit square.
        let [left, foot, right, head] = match drawn.dict.has(b"BBox") {
            true => [frame[0], frame[1], frame[2], frame[3]],
            false => [0.0, 0.0, 1.0, 1.0],
        };
        let corners = [(left, foot), (right, foot), (left, head), (right, head)];
        Some(around(&corners, after(own, pen.state())))
    }

    /// The widths of a composite font's glyphs, in thousandths of its size.
    fn widths(&self, font: &Dictionary) -> BTreeMap<i64, f32> {
        let mut widths = BTreeMap::new();
        let Some(inner) = font
            .get(b"DescendantFonts")
            .ok()
            .and_then(|fonts| self.array(fonts).first().cloned())
        else {
            return widths;
        };
        let Ok(inner) = self.dict(&inner) else {
            return widths;
        };
        let list = inner.get(b"W").map(|list| self.array(list)).unwrap_or_default();
        let mut at = 0;
        while let (Some(first), Some(next)) = (list.get(at), list.get(at + 1)) {
            let first = first.as_i64().unwrap_or(0);
            match self.resolve(next) {
                Object::Array(each) => {
                    for (place, width) in (first..).zip(each) {
                        widths.insert(place, width.as_float().unwrap_or(0.0));
                    }
                    at += 2;
                }
                last => {
                    let width = list
                        .get(at + 2)
                        .map_or(0.0, |width| width.as_float().unwrap_or(0.0));
                    for place in first..=last.as_i64().unwrap_or(first) {
                        widths.insert(place, width);
                    }
                    at += 3;
                }
            }
        }
        widths
    }

    /// The programs of all embedded faces, by name, to ask for the shapes of glyphs.
    pub fn programs(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for object in self.doc.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            let (Ok(name), Ok(described)) = (
                font.get(b"BaseFont").and_then(Object::as_name),
                font.get(b"FontDescriptor").and_then(|it| self.dict(it)),
            ) else {
                continue;
            };
            let program = ["FontFile2", "FontFile3"]
                .iter()
                .find_map(|key| described.get(key.as_bytes()).ok())
                .and_then(|program| self.resolve(program).as_stream().ok());
            if let Some(program) = program {
                let name = String::from_utf8_lossy(name);
                let name = name.split_once('+').map_or(&*name, |(_, name)| name).to_owned();
                let bytes = program
                    .decompressed_content()
                    .unwrap_or_else(|_| program.content.clone());
                found.insert(name, bytes);
            }
        }
        found
    }
}

/// What moves the pen without leaving a trace.
fn follow(operation: &Operation, pen: &mut Pen) {
    let operands = &operation.operands;
    match operation.operator.as_str() {
        "q" => pen.states.push(pen.state()),
        "Q" => drop(pen.states.pop()),
        "cm" => {
            let state = after(matrix(operands), pen.state());
            *pen.states.last_mut().expect("a state") = state;
        }
        "Tf" => {
            pen.face = operands[0].as_name().expect("a font").to_vec();
            pen.size = operands[1].as_float().unwrap_or(0.0);
        }
        "Tm" => pen.place = matrix(operands),
        "BDC" | "BMC" => {
            let artifact = operands.first().and_then(|tag| tag.as_name().ok()) == Some(b"Artifact");
            let id = operands
                .get(1)
                .and_then(|properties| properties.as_dict().ok())
                .and_then(|properties| properties.get(b"MCID").and_then(Object::as_i64).ok());
            pen.open.push(if artifact { Some(-1) } else { id });
        }
        "EMC" => drop(pen.open.pop()),
        _ => {}
    }
}

/// A run that is shown now; the pen goes to its end, where the next of its line begins.
fn piece(operands: &[Object], face: &Face<'_>, pen: &mut Pen, element: Option<usize>) -> Piece {
    let (glyphs, advance, stretched) = advance(operands, &face.widths);
    let last = glyphs.last().map_or(0.0, |(_, width)| width / 1000.0);
    let (advance, last) = (advance * pen.size, last * pen.size);
    let place = after(pen.place, pen.state());
    let (x, y) = (place[4], place[5]);
    let text = shown(operands, face.encoding.as_ref());
    // The space at a line's end shows nothing.
    let seen = if text.ends_with(' ') {
        advance - last
    } else {
        advance
    };
    let (to, up) = (x + seen * place[0], y + seen * place[1]);
    pen.place = after([1.0, 0.0, 0.0, 1.0, advance, 0.0], pen.place);
    Piece {
        text,
        x: (x.min(to), x.max(to)),
        y: (y.min(up), y.max(up)),
        body: around(&[(0.0, 0.0), (seen, pen.size * 0.46)], place),
        size: pen.size * (place[2].abs() + place[3].abs()),
        face: face.name.clone(),
        glyphs,
        stretched,
        artifact: pen.open.iter().flatten().any(|id| *id < 0),
        element,
    }
}

/// The glyphs of a run, how far they move the pen, for a size of 1, and the most that one of
/// them is moved beyond its own width.
fn advance(operands: &[Object], widths: &BTreeMap<i64, f32>) -> (Vec<(u16, f32)>, f32, f32) {
    let pieces = match operands.first() {
        Some(Object::Array(pieces)) => pieces.clone(),
        Some(piece) => vec![piece.clone()],
        None => Vec::new(),
    };
    let (mut glyphs, mut moved, mut most) = (Vec::new(), 0.0, 0.0_f32);
    for piece in &pieces {
        match piece {
            Object::String(bytes, _) => {
                for pair in bytes.chunks_exact(2) {
                    let glyph = u16::from_be_bytes([pair[0], pair[1]]);
                    let width = widths.get(&i64::from(glyph)).copied().unwrap_or(0.0);
                    glyphs.push((glyph, width));
                    moved += width;
                }
            }
            number => {
                let by = number.as_float().unwrap_or(0.0);
                moved -= by;
                most = most.max(-by);
            }
        }
    }
    (glyphs, moved / 1000.0, most / 1000.0)
}
