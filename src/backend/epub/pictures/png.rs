//! PNG in as few bytes as the picture needs, without loss.

use super::Made;
use crate::model::Media;
use ::png::{BitDepth, ColorType, Compression, Encoder, Filter};
use image::DynamicImage;
use std::collections::{BTreeSet, HashMap};

/// The most pixels that are compressed with all effort; twice as long for a few in a hundred.
const PATIENCE: u64 = 1_500_000;

/// Whether a PNG is one that not every reading system shows: sixteen bits a channel, or moving.
pub(super) fn is_odd(png: &[u8]) -> bool {
    // PNG 1.2, 11.2.2: the depth stands in the ninth byte of the first chunk.
    png.get(24) == Some(&16) || chunks(png).any(|(kind, _)| kind == b"acTL") || has_own_colours(png)
}

/// Whether its colours are those of a profile.
fn has_own_colours(png: &[u8]) -> bool {
    chunks(png).any(|(kind, _)| kind == b"iCCP")
}

fn chunks(png: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = png.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let kind = rest.get(4..8)?;
        let body = rest.get(8..length.checked_add(8)?)?;
        rest = rest.get(length + 12..).unwrap_or_default();
        Some((kind, body))
    })
}

pub(super) fn is_opaque(image: &DynamicImage) -> bool {
    match image {
        DynamicImage::ImageRgba8(rgba) => rgba.pixels().all(|pixel| pixel.0[3] == 255),
        DynamicImage::ImageLumaA8(grey) => grey.pixels().all(|pixel| pixel.0[1] == 255),
        _ => !image.color().has_alpha(),
    }
}

/// Whether a picture has as many colours as light gives: drawn ones have few, however their
/// edges are smoothed.
pub(super) fn is_colourful(image: &DynamicImage) -> bool {
    const MOST_DRAWN: usize = 4096;
    let rgb = image.to_rgb8();
    let pixels = rgb.as_raw().len() / 3;
    let mut seen = BTreeSet::new();
    for pixel in rgb.pixels() {
        seen.insert(pixel.0);
        if seen.len() > MOST_DRAWN.min(pixels / 8) {
            return true;
        }
    }
    false
}

/// Writes a picture with eight bits a channel: with a palette if 256 colours do, in grey if it
/// is, without alpha if nothing shines through.
pub(super) fn write(image: &DynamicImage) -> Made {
    let (width, height) = (image.width(), image.height());
    let rgba = image.to_rgba8();
    let pixels = rgba.as_raw().as_chunks::<4>().0;
    let is_opaque = pixels.iter().all(|pixel| pixel[3] == 255);
    let is_grey = pixels
        .iter()
        .all(|[red, green, blue, _]| red == green && green == blue);
    let bytes = match palette(pixels) {
        Some((colors, places)) => indexed(width, height, &colors, &places),
        None => {
            let (kind, kept): (ColorType, &[usize]) = match (is_grey, is_opaque) {
                (true, true) => (ColorType::Grayscale, &[0]),
                (true, false) => (ColorType::GrayscaleAlpha, &[0, 3]),
                (false, true) => (ColorType::Rgb, &[0, 1, 2]),
                (false, false) => (ColorType::Rgba, &[0, 1, 2, 3]),
            };
            let channels: Vec<u8> = pixels
                .iter()
                .flat_map(|pixel| kept.iter().map(|&channel| pixel[channel]))
                .collect();
            encode(width, height, &channels, |encoder| {
                encoder.set_color(kind);
                encoder.set_filter(Filter::Adaptive);
            })
        }
    };
    Made {
        media: Media::Png,
        width,
        height,
        bytes,
    }
}

/// The colours and each pixel's place among them, if there are at most 256. Those that
/// something shines through come first, so that only they need a word about it.
fn palette(pixels: &[[u8; 4]]) -> Option<(Vec<[u8; 4]>, Vec<u8>)> {
    let mut colors: HashMap<[u8; 4], usize> = HashMap::new();
    let mut last = None;
    for pixel in pixels {
        if last != Some(pixel) {
            let next = colors.len();
            colors.entry(*pixel).or_insert(next);
            if colors.len() > 256 {
                return None;
            }
            last = Some(pixel);
        }
    }
    let mut order: Vec<([u8; 4], usize)> = colors.into_iter().collect();
    order.sort_by_key(|(color, seen)| (color[3] == 255, *seen));
    let places: HashMap<[u8; 4], u8> = order.iter().map(|(color, _)| *color).zip(0..=255).collect();
    let indices = pixels.iter().map(|pixel| places[pixel]).collect();
    Some((order.into_iter().map(|(color, _)| color).collect(), indices))
}

fn indexed(width: u32, height: u32, colors: &[[u8; 4]], places: &[u8]) -> Vec<u8> {
    let (depth, bits) = match colors.len() {
        0..=2 => (BitDepth::One, 1),
        3..=4 => (BitDepth::Two, 2),
        5..=16 => (BitDepth::Four, 4),
        _ => (BitDepth::Eight, 8),
    };
    let a_byte = 8 / bits;
    let row = usize::try_from(width).unwrap_or(usize::MAX).max(1);
    let packed: Vec<u8> = places
        .chunks(row)
        .flat_map(|row| row.chunks(a_byte))
        .map(|group| {
            let shifted = group
                .iter()
                .zip(1..)
                .map(|(place, nth)| place << (8 - bits * nth));
            shifted.fold(0, |byte, place| byte | place)
        })
        .collect();
    let rgb: Vec<u8> = colors.iter().flat_map(|color| &color[..3]).copied().collect();
    let alpha: Vec<u8> = colors
        .iter()
        .map(|color| color[3])
        .take_while(|alpha| *alpha < 255)
        .collect();
    encode(width, height, &packed, |encoder| {
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(depth);
        encoder.set_palette(rgb);
        if !alpha.is_empty() {
            encoder.set_trns(alpha);
        }
        // Places in a palette are no amounts, and differences of them say nothing.
        encoder.set_filter(Filter::NoFilter);
    })
}

fn encode(width: u32, height: u32, data: &[u8], set: impl FnOnce(&mut Encoder<'_, &mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_depth(BitDepth::Eight);
    let is_large = u64::from(width) * u64::from(height) > PATIENCE;
    encoder.set_compression(if is_large {
        Compression::Balanced
    } else {
        Compression::High
    });
    set(&mut encoder);
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(data));
    written.expect("memory takes every byte, and the data is as long as the picture is large");
    bytes
}
