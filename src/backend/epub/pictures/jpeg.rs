//! What a JPEG says of itself, and ink turned into light.

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// What stands in front of the pixels (ITU-T T.81, annex B).
pub(super) struct Header {
    /// 1 for grey, 3 for colours of a screen, 4 for ink.
    pub components: u8,
    /// How the picture lies, seen from how the camera was held.
    pub orientation: Orientation,
    /// The profile of its colours.
    pub profile: Option<Vec<u8>>,
    /// Whether it comes from Adobe's programs, which store the absence of ink.
    is_adobe: bool,
}

impl Header {
    /// Reads the segments; `None` if they do not lead to pixels.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut header = Self {
            components: 0,
            orientation: Orientation::NoTransforms,
            profile: None,
            is_adobe: false,
        };
        for segment in segments(bytes)? {
            match segment.marker {
                // A frame begins; between them stand tables.
                0xc0..=0xcf if !matches!(segment.marker, 0xc4 | 0xc8 | 0xcc) => {
                    header.components = *segment.body.get(5)?;
                }
                APP1 if segment.body.starts_with(b"Exif\0\0") => {
                    let turned = Orientation::from_exif_chunk(&segment.body[6..]);
                    header.orientation = turned.unwrap_or(header.orientation);
                }
                // Profiles longer than a segment come in pieces, in their order.
                APP2 if segment.body.starts_with(b"ICC_PROFILE\0") => {
                    let piece = segment.body.get(14..).unwrap_or_default();
                    header.profile.get_or_insert_default().extend(piece);
                }
                APP14 if segment.body.starts_with(b"Adobe") => header.is_adobe = true,
                _ => {}
            }
        }
        (header.components > 0).then_some(header)
    }
}

const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP13: u8 = 0xed;
const APP14: u8 = 0xee;
const COMMENT: u8 = 0xfe;

struct Segment<'a> {
    marker: u8,
    body: &'a [u8],
    /// Where it begins and ends, with its marker.
    from: usize,
    to: usize,
}

/// The segments up to the pixels.
fn segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    let mut found = Vec::new();
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let mut from = 2;
    loop {
        if bytes.get(from)? != &0xff {
            return None;
        }
        let marker = *bytes.get(from + 1)?;
        if marker == 0xff {
            from += 1;
            continue;
        }
        let length = u16::from_be_bytes([*bytes.get(from + 2)?, *bytes.get(from + 3)?]);
        let to = from + 2 + usize::from(length);
        found.push(Segment {
            marker,
            body: bytes.get(from + 4..to)?,
            from,
            to,
        });
        // The scan: what follows are pixels.
        if marker == 0xda {
            return Some(found);
        }
        from = to;
    }
}

/// The same picture without what it tells of cameras, places and programs; `None` if it tells
/// nothing. Its colours' profile stays.
pub(super) fn without_asides(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes[..2].to_vec();
    let mut end = 2;
    for segment in segments(bytes)? {
        if !matches!(segment.marker, APP1 | APP13 | COMMENT) {
            kept.extend(&bytes[segment.from..segment.to]);
        }
        end = segment.to;
    }
    kept.extend(&bytes[end..]);
    (kept.len() < bytes.len()).then_some(kept)
}

/// Decodes a picture: in grey, in the colours of its screen, or of ink as it looks on one.
///
/// Without instructions that only some processors have: bytes are the same everywhere.
pub(super) fn open(bytes: &[u8]) -> Option<DynamicImage> {
    let header = Header::read(bytes)?;
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_use_unsafe(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let space = decoder.input_colorspace()?;
    let wanted = match space {
        ColorSpace::Luma | ColorSpace::CMYK | ColorSpace::YCCK => space,
        _ => ColorSpace::RGB,
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    let (width, height) = decoder.dimensions()?;
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    let pixels = decoder.decode().ok()?;
    match wanted {
        ColorSpace::Luma => GrayImage::from_raw(width, height, pixels).map(Into::into),
        ColorSpace::RGB => RgbImage::from_raw(width, height, pixels).map(Into::into),
        _ => {
            let light = light_of_ink(pixels, space, &header)?;
            RgbImage::from_raw(width, height, light).map(Into::into)
        }
    }
}

/// How inks look on a screen: under the picture's own profile, or as offset printing on coated
/// paper shows them.
fn light_of_ink(mut inks: Vec<u8>, space: ColorSpace, header: &Header) -> Option<Vec<u8>> {
    for ink in inks.as_chunks_mut::<4>().0 {
        if space == ColorSpace::YCCK {
            let [luma, blue, red, _] = ink.map(f32::from);
            // ITU-T T.871, 7; Adobe's YCCK is the same of inks.
            let (blue, red) = (blue - 128.0, red - 128.0);
            let cmy = [
                luma + 1.402 * red,
                luma - 0.344_136 * blue - 0.714_136 * red,
                luma + 1.772 * blue,
            ];
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
            let whole = cmy.map(|value| 255 - value.round().clamp(0.0, 255.0) as u8);
            ink[..3].copy_from_slice(&whole);
        }
        if header.is_adobe {
            *ink = ink.map(|share| 255 - share);
        }
    }
    let own = header.profile.as_deref();
    let own = own.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok());
    let own = own.filter(|profile| profile.color_space == DataColorSpace::Cmyk);
    let usual = || ColorProfile::new_from_slice(crate::layout::FOGRA39).ok();
    let profile = own.or_else(usual)?;
    // moxcms counts four channels, whatever they are of.
    let transform = profile
        .create_transform_8bit(
            Layout::Rgba,
            &ColorProfile::new_srgb(),
            Layout::Rgb,
            TransformOptions::default(),
        )
        .ok()?;
    let mut light = vec![0; inks.len() / 4 * 3];
    transform.transform(&inks, &mut light).ok()?;
    Some(light)
}

/// Writes a picture as JPEG; what is behind it is left out. `None` if a side is longer than
/// a JPEG's may be.
///
/// With the usual tables: those made for one picture save a tenth, and one decoder that is in
/// wide use reads some of them wrong.
pub(super) fn write(image: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    let written = match image.color().has_color() {
        true => image.to_rgb8().write_with_encoder(encoder),
        false => image.to_luma8().write_with_encoder(encoder),
    };
    written.ok()?;
    Some(bytes)
}
