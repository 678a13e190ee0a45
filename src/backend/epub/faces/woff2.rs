//! A face in its smallest clothes: WOFF2.
//!
//! A face as `sfnt` comes in; what leaves is the same face as WOFF 2.0 (W3C Recommendation of
//! 8 August 2024; sections are named beside the code): a header, a directory, and all tables in
//! one stream of Brotli. Outlines of TrueType are taken apart first, each kind of number into a
//! stream of its own (5.1), which saves a tenth. Nothing else about a face changes.
//!
//! The compressor is told how long the face is: with its usual window of four megabytes it
//! asks for twice as much memory, and clearing that took longer than compressing.

use brotli::enc::backward_references::BrotliEncoderMode;
use brotli::enc::{BrotliCompressCustomAlloc, BrotliEncoderParams, StandardAlloc};
use read_fonts::tables::glyf::{CompositeGlyph, Glyph, SimpleGlyph};
use read_fonts::types::{GlyphId, Tag};
use read_fonts::{FontRef, TableProvider};

/// How hard to compress, of 11. Beyond it a face is a fiftieth smaller and takes ten times
/// as long; the last two steps, a twelfth smaller, take forty times as long.
const QUALITY: i32 = 5;
/// The largest table of outlines that is taken apart, in bytes. Put together again it may be
/// somewhat larger, and a short index reaches 128 KiB.
const TAKEN_APART: usize = 80 << 10;

const GLYF: Tag = Tag::new(b"glyf");
const LOCA: Tag = Tag::new(b"loca");
const HEAD: Tag = Tag::new(b"head");
/// A signature holds no longer (5).
const SIGNATURE: Tag = Tag::new(b"DSIG");

/// Writes a face as WOFF2; `None` if it is no face that this can write.
pub(super) fn write(sfnt: &[u8]) -> Option<Vec<u8>> {
    let font = FontRef::new(sfnt).ok()?;
    let tables = tables(&font)?;
    let mut directory = Vec::new();
    let mut stream = Vec::with_capacity(sfnt.len());
    // What the face takes put together again: its head, and tables at multiples of four.
    let mut whole = 12 + 16 * tables.len();
    for table in &tables {
        whole += table.length.next_multiple_of(4);
        let version = match (table.tag, &table.form) {
            (GLYF | LOCA, Form::AsIs(_)) => 3,
            _ => 0,
        };
        match KNOWN.iter().position(|known| Tag::new(known) == table.tag) {
            Some(index) => directory.push(u8::try_from(index).ok()? | version << 6),
            None => {
                directory.push(63 | version << 6);
                directory.extend(table.tag.to_be_bytes());
            }
        }
        base_128(table.length, &mut directory);
        match &table.form {
            Form::AsIs(bytes) => stream.extend_from_slice(bytes),
            Form::Changed(bytes) => stream.extend_from_slice(bytes),
            Form::TakenApart(bytes) => {
                base_128(bytes.len(), &mut directory);
                stream.extend_from_slice(bytes);
            }
        }
    }
    let compressed = compress(&stream)?;
    let length = (HEADER + directory.len() + compressed.len()).next_multiple_of(4);
    let head = font.head().ok()?;
    let revision = head.font_revision().to_be_bytes();
    let mut file = Vec::with_capacity(length);
    file.extend(b"wOF2");
    file.extend(font.table_directory().sfnt_version().to_be_bytes());
    file.extend(u32::try_from(length).ok()?.to_be_bytes());
    file.extend(u16::try_from(tables.len()).ok()?.to_be_bytes());
    file.extend([0; 2]);
    file.extend(u32::try_from(whole).ok()?.to_be_bytes());
    file.extend(u32::try_from(compressed.len()).ok()?.to_be_bytes());
    file.extend(revision);
    // Neither metadata nor private data.
    file.resize(HEADER, 0);
    file.extend(directory);
    file.extend(compressed);
    file.resize(length, 0);
    Some(file)
}

/// The length of the header (4.1).
const HEADER: usize = 48;

/// Tags that the directory has numbers for (4.2).
const KNOWN: [&[u8; 4]; 63] = [
    b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post", b"cvt ", b"fpgm", b"glyf",
    b"loca", b"prep", b"CFF ", b"VORG", b"EBDT", b"EBLC", b"gasp", b"hdmx", b"kern", b"LTSH", b"PCLT",
    b"VDMX", b"vhea", b"vmtx", b"BASE", b"GDEF", b"GPOS", b"GSUB", b"EBSC", b"JSTF", b"MATH", b"CBDT",
    b"CBLC", b"COLR", b"CPAL", b"SVG ", b"sbix", b"acnt", b"avar", b"bdat", b"bloc", b"bsln", b"cvar",
    b"fdsc", b"feat", b"fmtx", b"fvar", b"gvar", b"hsty", b"just", b"lcar", b"mort", b"morx", b"opbd",
    b"prop", b"trak", b"Zapf", b"Silf", b"Glat", b"Gloc", b"Feat", b"Sill",
];

/// A table on its way into the file.
struct Table<'a> {
    tag: Tag,
    /// Its length in the face.
    length: usize,
    form: Form<'a>,
}

/// What of a table is written.
enum Form<'a> {
    AsIs(&'a [u8]),
    /// It says something else, and is as long as before.
    Changed(Vec<u8>),
    /// In the streams of section 5; of an index nothing is left.
    TakenApart(Vec<u8>),
}

/// The tables by their tags; an index stands behind what it leads into (5.5).
fn tables<'a>(font: &FontRef<'a>) -> Option<Vec<Table<'a>>> {
    let outlines = font.table_data(GLYF);
    let apart = match outlines.is_some_and(|table| table.len() <= TAKEN_APART) {
        true => Some(Outlines::of(font)?.joined(font)?),
        false => None,
    };
    let mut tables = Vec::new();
    for record in font.table_directory().table_records() {
        let tag = record.tag();
        let data = font.table_data(tag)?;
        let form = match (tag, &apart) {
            (SIGNATURE, _) => continue,
            (GLYF, Some(apart)) => Form::TakenApart(apart.clone()),
            (LOCA, Some(_)) => Form::TakenApart(Vec::new()),
            (HEAD, Some(_)) => Form::Changed(rearranged(data.as_bytes())?),
            _ => Form::AsIs(data.as_bytes()),
        };
        tables.push(Table {
            tag,
            length: data.len(),
            form,
        });
    }
    tables.sort_by_key(|table| (if table.tag == LOCA { GLYF } else { table.tag }, table.tag));
    Some(tables)
}

/// The head of a face whose tables are written otherwise (5): bit 11 of its flags says so.
fn rearranged(head: &[u8]) -> Option<Vec<u8>> {
    let mut head = head.to_vec();
    *head.get_mut(16)? |= 0b1000;
    Some(head)
}

fn compress(stream: &[u8]) -> Option<Vec<u8>> {
    // Below 17 bits another search would be chosen.
    let bits = usize::BITS - stream.len().leading_zeros();
    let params = BrotliEncoderParams {
        quality: QUALITY,
        mode: BrotliEncoderMode::BROTLI_MODE_FONT,
        size_hint: stream.len(),
        lgwin: i32::try_from(bits.clamp(17, 22)).ok()?,
        ..Default::default()
    };
    // All at once: what comes in pieces is expected to fill the window.
    let (mut read, mut written) = (vec![0; stream.len().max(1)], vec![0; stream.len() / 2 + 64]);
    let mut compressed = Vec::with_capacity(stream.len() / 2 + 64);
    BrotliCompressCustomAlloc(
        &mut &*stream,
        &mut compressed,
        &mut read,
        &mut written,
        &params,
        StandardAlloc::default(),
    )
    .ok()?;
    Some(compressed)
}

/// The outlines of a face, each kind of number by itself (5.1).
#[derive(Default)]
struct Outlines {
    contours: Vec<u8>,
    points: Vec<u8>,
    flags: Vec<u8>,
    places: Vec<u8>,
    composites: Vec<u8>,
    /// A bit for each glyph: whether its box stands in `boxes`.
    boxed: Vec<u8>,
    boxes: Vec<u8>,
    instructions: Vec<u8>,
}

impl Outlines {
    fn of(font: &FontRef<'_>) -> Option<Self> {
        let (glyf, loca) = (font.glyf().ok()?, font.loca(None).ok()?);
        let count = font.maxp().ok()?.num_glyphs();
        let mut outlines = Self {
            boxed: vec![0; usize::from(count).div_ceil(32) * 4],
            ..Self::default()
        };
        for glyph in 0..count {
            match loca.get_glyf(GlyphId::new(glyph.into()), &glyf).ok()? {
                None => outlines.contours.extend([0; 2]),
                Some(Glyph::Simple(simple)) => outlines.take_simple(glyph, &simple)?,
                Some(Glyph::Composite(composite)) => outlines.take_composite(glyph, &composite)?,
            }
        }
        Some(outlines)
    }

    fn take_simple(&mut self, glyph: u16, simple: &SimpleGlyph<'_>) -> Option<()> {
        self.contours.extend(simple.number_of_contours().to_be_bytes());
        let mut from = 0;
        for end in simple.end_pts_of_contours() {
            let next = end.get().checked_add(1)?;
            short(next.checked_sub(from)?, &mut self.points);
            from = next;
        }
        let (mut last, mut bounds) = ([0i16; 2], None);
        for point in simple.points() {
            let (x, y) = (point.x, point.y);
            let step = [x.wrapping_sub(last[0]), y.wrapping_sub(last[1])];
            triplet(step, point.on_curve, &mut self.flags, &mut self.places);
            last = [x, y];
            let [left, low, right, high] = bounds.unwrap_or([x, y, x, y]);
            bounds = Some([left.min(x), low.min(y), right.max(x), high.max(y)]);
        }
        let instructions = simple.instructions();
        short(u16::try_from(instructions.len()).ok()?, &mut self.places);
        self.instructions.extend(instructions);
        let stated = [simple.x_min(), simple.y_min(), simple.x_max(), simple.y_max()];
        if bounds.unwrap_or_default() != stated {
            self.set_box(glyph, stated)?;
        }
        Some(())
    }

    fn take_composite(&mut self, glyph: u16, composite: &CompositeGlyph<'_>) -> Option<()> {
        const WORDS: u16 = 0x1;
        const SCALED: [(u16, usize); 3] = [(0x8, 2), (0x40, 4), (0x80, 8)];
        const MORE: u16 = 0x20;
        const INSTRUCTED: u16 = 0x100;
        self.contours.extend((-1i16).to_be_bytes());
        let data = composite.component_data();
        let word = |at: usize| Some(u16::from_be_bytes(*data.get(at..)?.first_chunk()?));
        let (mut end, mut is_instructed) = (0, false);
        loop {
            let flags = word(end)?;
            let scaled = SCALED.iter().find(|(bit, _)| flags & bit != 0);
            end += 4 + if flags & WORDS != 0 { 4 } else { 2 } + scaled.map_or(0, |(_, length)| *length);
            is_instructed |= flags & INSTRUCTED != 0;
            if flags & MORE == 0 {
                break;
            }
        }
        self.composites.extend(data.get(..end)?);
        if is_instructed {
            let length = word(end)?;
            short(length, &mut self.places);
            self.instructions
                .extend(data.get(end + 2..end + 2 + usize::from(length))?);
        }
        let stated = [
            composite.x_min(),
            composite.y_min(),
            composite.x_max(),
            composite.y_max(),
        ];
        self.set_box(glyph, stated)
    }

    fn set_box(&mut self, glyph: u16, bounds: [i16; 4]) -> Option<()> {
        *self.boxed.get_mut(usize::from(glyph / 8))? |= 0x80 >> (glyph % 8);
        self.boxes.extend(bounds.iter().flat_map(|it| it.to_be_bytes()));
        Some(())
    }

    fn joined(self, font: &FontRef<'_>) -> Option<Vec<u8>> {
        let mut table = vec![0; 4];
        table.extend(font.maxp().ok()?.num_glyphs().to_be_bytes());
        table.extend(font.head().ok()?.index_to_loc_format().to_be_bytes());
        let boxes = [self.boxed, self.boxes].concat();
        let streams = [
            self.contours,
            self.points,
            self.flags,
            self.places,
            self.composites,
            boxes,
            self.instructions,
        ];
        for stream in &streams {
            table.extend(u32::try_from(stream.len()).ok()?.to_be_bytes());
        }
        for stream in streams {
            table.extend(stream);
        }
        Some(table)
    }
}

/// A step from point to point (5.2): a flag, and as few bytes as it needs.
fn triplet([dx, dy]: [i16; 2], is_on: bool, flags: &mut Vec<u8>, places: &mut Vec<u8>) {
    let (x, y) = (dx.unsigned_abs(), dy.unsigned_abs());
    let signs = [u8::from(dx >= 0), u8::from(dy >= 0)];
    let both = signs[0] + 2 * signs[1];
    let [x1, x0] = x.to_be_bytes();
    let [y1, y0] = y.to_be_bytes();
    let flag = if x == 0 && y < 1280 {
        places.push(y0);
        2 * y1 + signs[1]
    } else if y == 0 && x < 1280 {
        places.push(x0);
        10 + 2 * x1 + signs[0]
    } else if x < 65 && y < 65 {
        // Neither is nothing here.
        let (x, y) = (x0 - 1, y0 - 1);
        places.push((x & 0xf) << 4 | y & 0xf);
        20 + (x & 0x30) + ((y & 0x30) >> 2) + both
    } else if (1..769).contains(&x) && (1..769).contains(&y) {
        let [x1, x0] = (x - 1).to_be_bytes();
        let [y1, y0] = (y - 1).to_be_bytes();
        places.extend([x0, y0]);
        84 + 12 * x1 + 4 * y1 + both
    } else if x < 4096 && y < 4096 {
        places.extend([x1 << 4 | x0 >> 4, x0 << 4 | y1, y0]);
        120 + both
    } else {
        places.extend([x1, x0, y1, y0]);
        124 + both
    };
    flags.push(if is_on { flag } else { flag | 0x80 });
}

/// A number of 16 bits in as few bytes as it needs (4.3.1, "255UInt16").
fn short(number: u16, into: &mut Vec<u8>) {
    let [high, low] = number.to_be_bytes();
    match number {
        0..253 => into.push(low),
        253..506 => into.extend([255, (number - 253).to_be_bytes()[1]]),
        506..762 => into.extend([254, (number - 506).to_be_bytes()[1]]),
        _ => into.extend([253, high, low]),
    }
}

/// A length in groups of seven bits (4.3.2, "UIntBase128").
fn base_128(number: usize, into: &mut Vec<u8>) {
    let groups = (usize::BITS - number.leading_zeros()).div_ceil(7).max(1);
    for group in (0..groups).rev() {
        let more = if group > 0 { 0x80 } else { 0 };
        into.push((number >> (7 * group)).to_le_bytes()[0] & 0x7f | more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let as_short = |number| {
            let mut bytes = Vec::new();
            short(number, &mut bytes);
            bytes
        };
        for (number, bytes) in [
            (252, vec![252]),
            (253, vec![255, 0]),
            (505, vec![255, 252]),
            (506, vec![254, 0]),
            (761, vec![254, 255]),
            (762, vec![253, 2, 250]),
        ] {
            assert_eq!(as_short(number), bytes, "{number}");
        }
        let as_length = |number| {
            let mut bytes = Vec::new();
            base_128(number, &mut bytes);
            bytes
        };
        for (number, bytes) in [
            (0, vec![0]),
            (127, vec![127]),
            (128, vec![0x81, 0]),
            (63, vec![0x3f]),
            (16_384, vec![0x81, 0x80, 0]),
        ] {
            assert_eq!(as_length(number), bytes, "{number}");
        }
    }

    /// Every step comes back, read as section 5.2 has it.
    #[test]
    fn steps_come_back() {
        const EDGES: [i16; 13] = [0, 1, 64, 65, 255, 256, 768, 769, 1279, 1280, 4095, 4096, i16::MAX];
        let signed = || EDGES.iter().flat_map(|edge| [*edge, -*edge]);
        for (dx, dy) in signed().flat_map(|dx| signed().map(move |dy| (dx, dy))) {
            for is_on in [true, false] {
                let (mut flags, mut places) = (Vec::new(), Vec::new());
                triplet([dx, dy], is_on, &mut flags, &mut places);
                assert_eq!(read(flags[0], &places), (dx, dy, is_on), "{dx} {dy}");
            }
        }
    }

    /// Reads a step by the table of section 5.2: bits of x and y, what is added, signs.
    fn read(flag: u8, bytes: &[u8]) -> (i16, i16, bool) {
        let code = i32::from(flag & 0x7f);
        let all = bytes.iter().fold(0i64, |all, byte| all << 8 | i64::from(*byte));
        let (bits, add) = match code {
            0..10 => ([0, 8], [0, code / 2 * 256]),
            10..20 => ([8, 0], [(code - 10) / 2 * 256, 0]),
            20..84 => ([4, 4], [1 + (code - 20) / 16 * 16, 1 + (code - 20) / 4 % 4 * 16]),
            84..120 => (
                [8, 8],
                [1 + (code - 84) / 12 * 256, 1 + (code - 84) / 4 % 3 * 256],
            ),
            120..124 => ([12, 12], [0, 0]),
            _ => ([16, 16], [0, 0]),
        };
        assert_eq!(bytes.len() * 8, bits[0] + bits[1]);
        let part =
            |shift: usize, bits: usize| i32::try_from(all >> shift & ((1 << bits) - 1)).expect("short");
        let (x, y) = (part(bits[1], bits[0]) + add[0], part(0, bits[1]) + add[1]);
        let sign = |bit: i32| if bit == 1 { 1 } else { -1 };
        let (x, y) = match code {
            0..10 => (0, y * sign(code & 1)),
            10..20 => (x * sign(code & 1), 0),
            _ => (x * sign(code & 1), y * sign(code >> 1 & 1)),
        };
        let small = |number: i32| i16::try_from(number).expect("a step");
        (small(x), small(y), flag < 0x80)
    }
}
