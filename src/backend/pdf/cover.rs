//! The cover that the layout draws, as a picture for the EPUB.

use super::world::{ArticleWorld, TypeCase};
use super::typeset;
use crate::diagnostic::{Code, Failed, Report};
use crate::model::Article;
use crate::style::House;
use std::collections::HashMap;
use typst::utils::Scalar;
use typst_render::RenderOptions;

/// The cover's height in pixels; shops ask for 1,600 by 2,560 at most readers' best.
const HEIGHT: f64 = 2560.0;

/// Draws the layout's `cover` and gives it as PNG, 2,560 pixels high.
///
/// # Errors
///
/// [`Failed`] if the layout has no `cover` or it cannot be drawn.
pub fn cover(article: &Article, case: &TypeCase, house: &House, report: &mut Report) -> Result<Vec<u8>, Failed> {
    let world = ArticleWorld::new(case, "cover", article, house);
    let document = typeset(&world, report)?;
    let Some(page) = document.pages().first() else {
        return Err(report.error(Code::Layout, None, "the layout's `cover` gives no page"));
    };
    let options = RenderOptions {
        pixel_per_pt: Scalar::new(HEIGHT / page.frame.height().to_pt()),
        render_bleed: false,
    };
    let pixmap = typst_render::render(page, &options);
    encode(pixmap.width(), pixmap.height(), pixmap.data())
        .map_err(|error| report.error(Code::Layout, None, format!("the cover cannot be written: {error}")))
}

/// PNG with a palette where the colours allow it: a drawn cover has few, and a palette is
/// a third of the size and of the time.
fn encode(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_compression(png::Compression::Fast);
    encoder.set_depth(png::BitDepth::Eight);
    match palette(rgba) {
        Some((colors, indices)) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(colors);
            encoder.set_filter(png::Filter::NoFilter);
            encoder.write_header()?.write_image_data(&indices)?;
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            let rgb: Vec<u8> = rgba.chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect();
            encoder.write_header()?.write_image_data(&rgb)?;
        }
    }
    Ok(bytes)
}

/// The colours in order of appearance and each pixel's place among them, if there are at
/// most 256.
fn palette(rgba: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut places: HashMap<[u8; 3], u8> = HashMap::new();
    let mut colors = Vec::new();
    let mut indices = Vec::with_capacity(rgba.len() / 4);
    let mut last = ([0; 3], None);
    for pixel in rgba.chunks_exact(4) {
        let color = [pixel[0], pixel[1], pixel[2]];
        let index = match last {
            (same, Some(index)) if same == color => index,
            _ => match places.get(&color) {
                Some(&index) => index,
                None => {
                    let index = u8::try_from(places.len()).ok()?;
                    places.insert(color, index);
                    colors.extend(color);
                    index
                }
            },
        };
        last = (color, Some(index));
        indices.push(index);
    }
    Some((colors, indices))
}
