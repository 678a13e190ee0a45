//! Pictures in ink.
//!
//! Drawn pictures (charts, diagrams: few colours, no loss) become process colours, their
//! greys black alone, so that letters in a chart are as sharp as those beside it.
//! Photographs without colours become black alone. Photographs in colour keep their colours,
//! tied to sRGB: the press converts them with the output intent, as PDF/X-4 means it, and
//! nothing is lost before it has to be.

use super::color::{Palette, Use};
use super::content::Space;
use super::inked::space;
use super::profile::Cmyk;
use lopdf::{Document, Object, Stream, StringFormat};
use std::collections::HashMap;

/// A picture with more colours than this was not drawn.
const DRAWN: usize = 1 << 14;

/// The picture in ink; `None` if it stays as it is.
pub(super) fn convert(doc: &Document, picture: &Stream, palette: &mut Palette<'_>) -> Option<Stream> {
    let dict = &picture.dict;
    if let Some(converted) = gray_photograph(doc, picture, palette) {
        return Some(converted);
    }
    let number = |key: &[u8]| dict.get(key).and_then(Object::as_i64).ok();
    let is_photograph = picture
        .filters()
        .is_ok_and(|filters| filters.iter().any(|filter| *filter != b"FlateDecode"));
    if is_photograph || dict.has(b"Decode") || dict.has(b"ImageMask") {
        return None;
    }
    let channels = match space(doc, dict.get(b"ColorSpace").ok()?) {
        Space::Rgb => 3,
        // A mask, a plate, or grey that is ink already.
        Space::Gray if dict.get(b"ColorSpace").and_then(Object::as_name).is_ok() => return None,
        Space::Gray => 1,
        Space::Other => return None,
    };
    let depth = match number(b"BitsPerComponent")? {
        8 => 1,
        16 => 2,
        _ => return None,
    };
    let content = picture.get_plain_content().ok()?;
    let count = usize::try_from(number(b"Width")?.checked_mul(number(b"Height")?)?).ok()?;
    if content.len() < count.checked_mul(channels * depth)? {
        return None;
    }
    let pixels = content
        .chunks_exact(channels * depth)
        .take(count)
        .map(|pixel| match channels {
            3 => [pixel[0], pixel[depth], pixel[2 * depth]],
            _ => [pixel[0]; 3],
        });
    // Each colour once, in the order of its first pixel, and each pixel's place among them.
    let mut places: HashMap<[u8; 3], usize> = HashMap::new();
    let mut colors: Vec<[u8; 3]> = Vec::new();
    let mut order = Vec::with_capacity(count);
    let mut last: Option<([u8; 3], usize)> = None;
    for pixel in pixels {
        // Most pixels of a drawing are like the one before.
        if let Some((same, place)) = last
            && same == pixel
        {
            order.push(place);
            continue;
        }
        let place = *places.entry(pixel).or_insert_with(|| {
            colors.push(pixel);
            colors.len() - 1
        });
        if colors.len() > DRAWN {
            return None;
        }
        order.push(place);
        last = Some((pixel, place));
    }
    let inks = if channels == 3 {
        palette.pixels(&colors)
    } else {
        colors
            .iter()
            .map(|&gray| {
                let paint = palette.paint(gray, Use::Fine);
                palette.process(paint)
            })
            .collect()
    };
    let is_black = inks
        .iter()
        .all(|[cyan, magenta, yellow, _]| *cyan + *magenta + *yellow == 0.0);
    let mut converted = picture.clone();
    if is_black {
        let plate: Vec<u8> = inks.iter().map(|ink| byte(1.0 - ink[3])).collect();
        converted.set_plain_content(order.iter().map(|&place| plate[place]).collect());
        converted.dict.set("ColorSpace", "DeviceGray");
    } else {
        let plates: Vec<[u8; 4]> = inks.iter().map(|ink: &Cmyk| ink.map(byte)).collect();
        converted.set_plain_content(order.iter().flat_map(|&place| plates[place]).collect());
        converted.dict.set("ColorSpace", "DeviceCMYK");
    }
    converted.dict.set("BitsPerComponent", 8);
    let _ = converted.compress();
    Some(converted)
}

/// Whether nothing is seen through a picture, whatever mask it has: a press has less to
/// compute, and less to get wrong, without it.
pub(super) fn is_opaque(doc: &Document, picture: &Stream) -> bool {
    let mask = picture.dict.get_deref(b"SMask", doc).and_then(Object::as_stream);
    mask.and_then(Stream::get_plain_content)
        .is_ok_and(|alpha| alpha.iter().all(|&alpha| alpha == u8::MAX))
}

/// A photograph without colours, black alone: its greys are looked up, so that what the
/// camera wrote need not be written again.
fn gray_photograph(doc: &Document, picture: &Stream, palette: &mut Palette<'_>) -> Option<Stream> {
    let dict = &picture.dict;
    let space = dict.get(b"ColorSpace").ok()?;
    let is_jpeg = picture.filters().is_ok_and(|filters| filters == [b"DCTDecode"]);
    if !is_jpeg || space.as_name().is_ok() || self::space(doc, space) != Space::Gray || dict.has(b"Decode") {
        return None;
    }
    let plate = (0..=u8::MAX)
        .map(|gray| {
            let paint = palette.paint([gray; 3], Use::Fine);
            byte(1.0 - palette.process(paint)[3])
        })
        .collect();
    let mut converted = picture.clone();
    let looked_up = vec![
        Object::Name(b"Indexed".to_vec()),
        Object::Name(b"DeviceGray".to_vec()),
        Object::Integer(255),
        Object::String(plate, StringFormat::Hexadecimal),
    ];
    converted.dict.set("ColorSpace", Object::Array(looked_up));
    Some(converted)
}

#[allow(clippy::cast_possible_truncation, reason = "held between 0 and 255")]
#[allow(clippy::cast_sign_loss, reason = "held between 0 and 255")]
fn byte(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}
