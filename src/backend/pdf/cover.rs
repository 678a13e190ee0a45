//! Pages that are drawn as pictures: the layout's cover for the EPUB, and the card for
//! places where a link to the paper is shared.

use super::typeset;
use super::view::View;
use super::world::{ArticleWorld, Forme, TypeCase};
use crate::diagnostic::{Code, Failed, Report};
use crate::model::Article;
use crate::style::House;
use std::collections::HashMap;
use typst::utils::Scalar;
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
    let options = RenderOptions {
        pixel_per_pt: Scalar::new(height / page.frame.height().to_pt()),
        render_bleed: false,
    };
    let pixmap = typst_render::render(page, &options);
    encode(pixmap.width(), pixmap.height(), pixmap.data()).map_err(|error| {
        report.error(
            Code::Layout,
            None,
            format!("the {what} cannot be written: {error}"),
        )
    })
}

/// PNG with a palette: a drawn cover has few colours, and one byte a pixel is a third of
/// the size and of the time.
fn encode(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    // The first level is as fast as any that is made for speed, and a third of the size.
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    encoder.set_depth(png::BitDepth::Eight);
    // Edges of letters mix ink and ground in more shades than a palette holds; without
    // the lowest bits no eye sees a difference.
    let palette = [0xff, 0xfe, 0xfc]
        .into_iter()
        .find_map(|mask| palette(rgba, (width as usize).max(1), mask));
    match palette {
        Some((colors, indices)) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(colors);
            encoder.set_filter(png::Filter::NoFilter);
            encoder.write_header()?.write_image_data(&indices)?;
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            let rgb: Vec<u8> = rgba
                .chunks_exact(4)
                .flat_map(|pixel| &pixel[..3])
                .copied()
                .collect();
            encoder.write_header()?.write_image_data(&rgb)?;
        }
    }
    Ok(bytes)
}

/// The colours in order of appearance and each pixel's place among them, if there are at
/// most 256 once `mask` has dropped low bits.
fn palette(rgba: &[u8], width: usize, mask: u8) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut places: HashMap<[u8; 3], u8> = HashMap::new();
    let mut colors = Vec::new();
    let mut indices = Vec::with_capacity(rgba.len() / 4);
    let mut above: &[u8] = &[];
    for row in rgba.chunks_exact(width * 4) {
        // Most rows are like the one above, and most pixels like the one before.
        if row == above {
            indices.extend_from_within(indices.len() - width..);
            continue;
        }
        above = row;
        let mut last: Option<([u8; 4], u8)> = None;
        for pixel in row.as_chunks::<4>().0 {
            let index = match last {
                Some((same, index)) if same == *pixel => index,
                _ => {
                    // The ends of the scale stay: white is white.
                    let color = [pixel[0], pixel[1], pixel[2]]
                        .map(|channel| if channel == 255 { 255 } else { channel & mask });
                    match places.get(&color) {
                        Some(&index) => index,
                        None => {
                            let index = u8::try_from(places.len()).ok()?;
                            places.insert(color, index);
                            colors.extend(color);
                            index
                        }
                    }
                }
            };
            last = Some((*pixel, index));
            indices.push(index);
        }
    }
    Some((colors, indices))
}
