//! Pages that are drawn as pictures: the layout's cover for the EPUB, and the card for
//! places where a link to the paper is shared.

use super::typeset;
use super::view::View;
use super::world::{ArticleWorld, Forme, TypeCase};
use crate::diagnostic::{Code, Failed, Report};
use crate::model::Article;
use crate::style::House;
use std::collections::HashMap;
use std::io::Write as _;
use typst::layout::{Abs, Frame, Point, Size};
use typst::utils::Scalar;
use typst::visualize::Paint;
use typst_layout::Page;
use typst_render::RenderOptions;

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
    let world = ArticleWorld::new(case, forme, "cover", article, &view);
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
    let scale = height / page.frame.height().to_pt();
    encode(&Bands::of(page, scale)).map_err(|error| {
        report.error(
            Code::Layout,
            None,
            format!("the {what} cannot be written: {error}"),
        )
    })
}

/// How many rows of pixels are drawn at a time.
const ROWS: u32 = 320;

/// A page in bands of [`ROWS`] rows. Drawn whole, a cover takes 16 MB of memory that the
/// process does not have yet, and asking for it costs as much as the drawing.
struct Bands {
    pages: Vec<Page>,
    options: RenderOptions,
    width: u32,
    height: u32,
}

impl Bands {
    fn of(page: &Page, scale: f64) -> Self {
        let options = RenderOptions {
            pixel_per_pt: Scalar::new(scale),
            render_bleed: false,
        };
        let size = page.frame.size();
        let pixels = |length: Abs| {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "pages are small"
            )]
            let pixels = (scale * length.to_pt()).round().max(1.0) as u32;
            pixels
        };
        let (width, height) = (pixels(size.x), pixels(size.y));
        // What a ground's shades are measured by is the whole page.
        let rows = match page.fill_or_white() {
            Some(Paint::Solid(_)) | None => ROWS,
            Some(Paint::Gradient(_) | Paint::Tiling(_)) => height,
        };
        let points = |rows: u32| Abs::pt(f64::from(rows) / scale);
        let starts = (0..height).step_by(rows.max(1) as usize);
        let pages = starts.map(|start| {
            let end = (start + rows).min(height);
            let mut frame = Frame::soft(Size::new(size.x, points(end - start)));
            frame.push_frame(Point::with_y(-points(start)), page.frame.clone());
            Page {
                frame,
                ..page.clone()
            }
        });
        Self {
            pages: pages.collect(),
            options,
            width,
            height,
        }
    }

    /// The bands from the top, as red, green, blue and opacity, a byte each.
    fn drawn(&self) -> impl Iterator<Item = Vec<u8>> {
        let draw = |page| typst_render::render(page, &self.options).take();
        self.pages.iter().map(draw)
    }
}

/// PNG with a palette: a drawn cover has few colours, and one byte a pixel is a third of
/// the size and of the time.
fn encode(bands: &Bands) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, bands.width, bands.height);
    // The first level is as fast as any that is made for speed, and a third of the size.
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    encoder.set_depth(png::BitDepth::Eight);
    match Palette::of(bands) {
        Some(palette) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette.colors.as_flattened().to_vec());
            encoder.set_filter(png::Filter::NoFilter);
            encoder.write_header()?.write_image_data(&palette.indices)?;
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            let mut writer = encoder.write_header()?;
            let mut stream = writer.stream_writer()?;
            for band in bands.drawn() {
                let rgb: Vec<u8> = band
                    .as_chunks::<4>()
                    .0
                    .iter()
                    .flat_map(|[r, g, b, _]| [*r, *g, *b])
                    .collect();
                stream.write_all(&rgb)?;
            }
            stream.finish()?;
        }
    }
    Ok(bytes)
}

/// The colours of a picture in order of appearance, and each pixel's place among them.
struct Palette {
    /// Which bits of a colour count.
    mask: u8,
    places: HashMap<[u8; 3], u8>,
    colors: Vec<[u8; 3]>,
    indices: Vec<u8>,
}

impl Palette {
    /// Edges of letters mix ink and ground in more shades than a palette holds; without the
    /// lowest bits no eye sees a difference. Tried one after the other.
    const MASKS: [u8; 3] = [0xff, 0xfe, 0xfc];

    /// `None` if there are more than 256 colours even without the lowest bits.
    fn of(bands: &Bands) -> Option<Self> {
        let mut palette = Self {
            mask: Self::MASKS[0],
            places: HashMap::new(),
            colors: Vec::new(),
            indices: Vec::with_capacity(bands.width as usize * bands.height as usize),
        };
        let width = bands.width as usize;
        for band in bands.drawn() {
            let mut above: &[u8] = &[];
            for row in band.chunks_exact(width * 4) {
                // Most rows are like the one above, and most pixels like the one before.
                if row == above {
                    let from = palette.indices.len() - width;
                    palette.indices.extend_from_within(from..);
                    continue;
                }
                above = row;
                palette.read(row)?;
            }
        }
        Some(palette)
    }

    /// Reads a row of pixels.
    fn read(&mut self, row: &[u8]) -> Option<()> {
        let mut last: Option<([u8; 4], u8)> = None;
        for pixel in row.as_chunks::<4>().0 {
            let index = match last {
                Some((same, index)) if same == *pixel => index,
                _ => loop {
                    let color = masked([pixel[0], pixel[1], pixel[2]], self.mask);
                    if let Some(&index) = self.places.get(&color) {
                        break index;
                    }
                    if let Ok(index) = u8::try_from(self.colors.len()) {
                        self.places.insert(color, index);
                        self.colors.push(color);
                        break index;
                    }
                    self.coarsen()?;
                },
            };
            last = Some((*pixel, index));
            self.indices.push(index);
        }
        Some(())
    }

    /// Drops one more low bit from every colour so far.
    fn coarsen(&mut self) -> Option<()> {
        let at = Self::MASKS.iter().position(|mask| *mask == self.mask)?;
        self.mask = *Self::MASKS.get(at + 1)?;
        let finer = std::mem::take(&mut self.colors);
        self.places.clear();
        let mut moved = Vec::with_capacity(finer.len());
        for color in finer {
            let color = masked(color, self.mask);
            let next = u8::try_from(self.colors.len()).ok()?;
            let place = *self.places.entry(color).or_insert(next);
            if place == next && usize::from(next) == self.colors.len() {
                self.colors.push(color);
            }
            moved.push(place);
        }
        for index in &mut self.indices {
            *index = moved[usize::from(*index)];
        }
        Some(())
    }
}

/// The ends of the scale stay: white is white.
fn masked(color: [u8; 3], mask: u8) -> [u8; 3] {
    color.map(|channel| if channel == 255 { 255 } else { channel & mask })
}
