//! Pages that are drawn as pictures: the layout's cover for the EPUB, and the card for
//! places where a link to the paper is shared.
//!
//! An article comes in; what leaves is a PNG. `islands` tells where on the page something is
//! drawn, `flat` writes pixels of which most are like the one before.

mod flat;
mod islands;

use super::typeset;
use super::view::View;
use super::world::{ArticleWorld, Forme, TypeCase};
use crate::diagnostic::{Code, Failed, Report};
use crate::model::Article;
use crate::style::House;
use flat::Stream;
use islands::{Canvas, Island, Rgba};

/// The cover's height in pixels. Shops want 1,600 by 2,560, and Apple's takes none whose
/// shorter side is below 1,400.
const HEIGHT: f64 = 2560.0;

/// Draws the layout's `cover` and gives it as PNG, 2,560 pixels high.
///
/// # Errors
///
/// [`Failed`] if the layout has no `cover` or it cannot be drawn.
pub fn cover(
    article: &Article,
    case: &TypeCase,
    forme: &Forme,
    house: &House,
    report: &mut Report,
) -> Result<Vec<u8>, Failed> {
    let view = View::without_body(article, case, house);
    let world = ArticleWorld::of_cover(case, forme, article, &view);
    draw(&world, "cover", HEIGHT, report)
}

/// The size of a card in pixels, which every network takes.
pub const CARD: [u32; 2] = [1200, 630];

/// Draws the card of a paper and gives it as PNG of [`CARD`]'s size.
///
/// # Errors
///
/// [`Failed`] if the layout has a card of its own that cannot be drawn or has another shape.
pub fn card(
    article: &Article,
    case: &TypeCase,
    forme: &Forme,
    house: &House,
    report: &mut Report,
) -> Result<Vec<u8>, Failed> {
    let view = View::without_body(article, case, house);
    let world = ArticleWorld::of_card(case, forme, article, &view);
    let png = draw(&world, "card", f64::from(CARD[1]), report)?;
    // A PNG begins with its size (PNG 1.2, 11.2.2).
    let number = |at: usize| {
        let bytes = png.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_be_bytes)
    };
    let size = [number(16), number(20)];
    if size != CARD {
        let [width, height] = size;
        let message =
            format!("the layout's `card` is {width} × {height} pixels, and networks take 1200 × 630");
        let failed = report.error(Code::Layout, None, message);
        report.hint("make its page 120 mm wide and 63 mm high");
        return Err(failed);
    }
    Ok(png)
}

/// Draws the first page of a world, `height` pixels high.
fn draw(world: &ArticleWorld<'_>, what: &str, height: f64, report: &mut Report) -> Result<Vec<u8>, Failed> {
    let document = typeset(world, report)?;
    let Some(page) = document.pages().first() else {
        return Err(report.error(Code::Layout, None, format!("the layout's `{what}` gives no page")));
    };
    encode(&Canvas::new(page, height)).map_err(|error| {
        report.error(
            Code::Layout,
            None,
            format!("the {what} cannot be written: {error}"),
        )
    })
}

/// PNG with a palette: a drawn cover has few colours, and one byte a pixel is a third of
/// the size and of the time.
fn encode(canvas: &Canvas<'_>) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let pixels = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(&mut bytes, pixels(canvas.width), pixels(canvas.height));
    encoder.set_depth(png::BitDepth::Eight);
    let (ground, islands) = (canvas.ground(), canvas.islands());
    match Palette::of(canvas, ground, &islands) {
        Some(palette) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette.colors.as_flattened().to_vec());
            let mut writer = encoder.write_header()?;
            let stream = palette.stream(canvas, &islands);
            writer.write_chunk(png::chunk::IDAT, &stream)?;
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            // The first level is as fast as any that is made for speed, and a third of the size.
            encoder.set_deflate_compression(png::DeflateCompression::Level(1));
            let [red, green, blue, _] = ground;
            let mut picture = [red, green, blue].repeat(canvas.width * canvas.height);
            for island in &islands {
                let drawn = canvas.draw(island);
                let rows = drawn.chunks_exact(island.width * 4);
                for (row, y) in rows.zip(island.top..) {
                    let from = (y * canvas.width + island.left) * 3;
                    let into = &mut picture[from..from + island.width * 3];
                    for (rgb, rgba) in into.as_chunks_mut::<3>().0.iter_mut().zip(row.as_chunks::<4>().0) {
                        rgb.copy_from_slice(&rgba[..3]);
                    }
                }
            }
            encoder.write_header()?.write_image_data(&picture)?;
        }
    }
    Ok(bytes)
}

/// The colours of a picture in order of appearance, the ground's first, and each pixel's place
/// among them.
struct Palette {
    /// Which bits of a colour count.
    mask: u8,
    places: Places,
    colors: Vec<[u8; 3]>,
    /// Of the islands one after the other, row by row.
    indices: Vec<u8>,
}

impl Palette {
    /// Edges of letters mix ink and ground in more shades than a palette holds; without the
    /// lowest bits no eye sees a difference. Tried one after the other.
    const MASKS: [u8; 3] = [0xff, 0xfe, 0xfc];

    /// `None` if there are more than 256 colours even without the lowest bits.
    fn of(canvas: &Canvas<'_>, ground: Rgba, islands: &[Island]) -> Option<Self> {
        let pixels = islands.iter().map(|island| island.width * island.height);
        let [red, green, blue, _] = ground;
        let mut palette = Self {
            mask: Self::MASKS[0],
            places: Places::default(),
            colors: Vec::new(),
            indices: Vec::with_capacity(pixels.sum()),
        };
        palette.place([red, green, blue])?;
        for island in islands {
            palette.read(&canvas.draw(island))?;
        }
        Some(palette)
    }

    /// Reads pixels.
    fn read(&mut self, pixels: &[u8]) -> Option<()> {
        let mut last: Option<(Rgba, u8)> = None;
        for pixel in pixels.as_chunks::<4>().0 {
            let index = match last {
                Some((same, index)) if same == *pixel => index,
                _ => self.place([pixel[0], pixel[1], pixel[2]])?,
            };
            last = Some((*pixel, index));
            self.indices.push(index);
        }
        Some(())
    }

    /// The place of a colour, which has one from now on.
    fn place(&mut self, color: [u8; 3]) -> Option<u8> {
        loop {
            let color = masked(color, self.mask);
            let slot = match self.places.find(color) {
                Ok(place) => return Some(place),
                Err(slot) => slot,
            };
            if let Ok(place) = u8::try_from(self.colors.len()) {
                self.places.0[slot] = Some((color, place));
                self.colors.push(color);
                return Some(place);
            }
            self.coarsen()?;
        }
    }

    /// Drops one more low bit from every colour so far.
    fn coarsen(&mut self) -> Option<()> {
        let at = Self::MASKS.iter().position(|mask| *mask == self.mask)?;
        self.mask = *Self::MASKS.get(at + 1)?;
        let finer = std::mem::take(&mut self.colors);
        self.places = Places::default();
        let moved: Option<Vec<u8>> = finer.into_iter().map(|color| self.place(color)).collect();
        let moved = moved?;
        for index in &mut self.indices {
            *index = moved[usize::from(*index)];
        }
        Some(())
    }

    /// The picture's rows as a PNG holds them.
    fn stream(&self, canvas: &Canvas<'_>, islands: &[Island]) -> Vec<u8> {
        /// The byte before each row: no filter.
        const UNFILTERED: u8 = 0;
        /// The ground's place.
        const GROUND: u8 = 0;
        let mut stream = Stream::new();
        let mut rows: Vec<_> = Vec::with_capacity(islands.len());
        let mut rest = self.indices.as_slice();
        for island in islands {
            let (own, others) = rest.split_at(island.width * island.height);
            rows.push((island, own.chunks_exact(island.width)));
            rest = others;
        }
        rows.sort_by_key(|(island, _)| island.left);
        for y in 0..canvas.height {
            stream.repeat(UNFILTERED, 1);
            let mut x = 0;
            for (island, rows) in &mut rows {
                if y >= island.top
                    && let Some(row) = rows.next()
                {
                    stream.repeat(GROUND, island.left - x);
                    stream.write(row);
                    x = island.left + island.width;
                }
            }
            stream.repeat(GROUND, canvas.width - x);
        }
        stream.finish()
    }
}

/// The places of colours. There are 256 at most, so that a slot is found in a step or two: a
/// map that fends off attacks took longer than drawing the letters.
struct Places(Box<[Slot; 1024]>);

/// A colour and its place.
type Slot = Option<([u8; 3], u8)>;

impl Default for Places {
    fn default() -> Self {
        Self(Box::new([None; 1024]))
    }
}

impl Places {
    /// The place of a colour, or the slot that it may have.
    fn find(&self, [red, green, blue]: [u8; 3]) -> Result<u8, usize> {
        let bits = u32::from_be_bytes([0, red, green, blue]);
        // Ten bits of a product to which all of them lend.
        let mut slot = (bits.wrapping_mul(0x9e37_79b1) >> 22) as usize;
        while let Some((color, place)) = self.0[slot] {
            if color == [red, green, blue] {
                return Ok(place);
            }
            slot = (slot + 1) % self.0.len();
        }
        Err(slot)
    }
}

/// The ends of the scale stay: white is white.
fn masked(color: [u8; 3], mask: u8) -> [u8; 3] {
    color.map(|channel| if channel == 255 { 255 } else { channel & mask })
}

#[cfg(test)]
mod tests;
