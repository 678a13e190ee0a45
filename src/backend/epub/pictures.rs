//! Pictures as reading systems show them and shops take them.
//!
//! A picture of the article comes in as its author gave it; what leaves is one in sRGB or
//! grey, eight bits a channel, upright, of at most [`MOST_PIXELS`], as JPEG, PNG, or a GIF that
//! stands still. One that is all that already stays as it is, but for what it says about
//! cameras and places; no picture grows that could have stayed. `jpeg` reads what a file says
//! of itself and turns ink into light, `png` writes as few bytes as it can without loss.
//! To take another format: an arm in [`fitted`].

mod jpeg;
mod png;

use crate::model::{Article, Asset, AssetId, Media};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use std::collections::BTreeSet;
use std::io::Cursor;

/// The most pixels that Apple's shop takes in one picture.
const MOST_PIXELS: u64 = 5_600_000;
/// The most bytes that shops take as a cover (Kobo's bar, the lowest).
const MOST_COVER: usize = 3_000_000;
/// The most memory that decoding one picture may take; resolving has the same bar.
const DECODED: u64 = 512 << 20;

/// The article with its shown pictures as a book carries them; `None` if all of them stay.
pub(super) fn fit(article: &Article, shown: &BTreeSet<AssetId>) -> Option<Article> {
    let changed: Vec<(AssetId, Asset)> = shown
        .iter()
        .filter_map(|&id| Some((id, fitted(article.asset(id))?)))
        .collect();
    if changed.is_empty() {
        return None;
    }
    let mut copy = article.clone();
    for (AssetId(place), asset) in changed {
        copy.assets[place] = asset;
    }
    Some(copy)
}

/// A picture as a book carries it; `None` if it stays as it is.
fn fitted(asset: &Asset) -> Option<Asset> {
    let given = asset.bytes.as_slice();
    match asset.media {
        // Drawn anew on every screen.
        Media::Svg => None,
        Media::Jpeg => match jpeg::Header::read(given) {
            Some(header) if !is_odd(asset, &header) => {
                let plain = jpeg::without_asides(given)?;
                Some(Asset {
                    bytes: plain,
                    ..asset.clone()
                })
            }
            Some(_) | None => Some(written(asset, photo(&opened(asset)?, given.len())?)),
        },
        Media::Png => {
            let must = too_large(asset) || png::is_odd(given);
            let image = opened(asset)?;
            let made = lossless_or_photo(&image);
            (must || made.bytes.len() < given.len()).then(|| written(asset, made))
        }
        Media::Gif => {
            // Only one that moves must not stay: who reads cannot stop it (WCAG 2.2, 2.2.2), and
            // print shows the same first frame.
            let must = too_large(asset) || is_moving(given);
            let made = png::write(&opened(asset)?);
            (must || made.bytes.len() < given.len()).then(|| written(asset, made))
        }
        // The youngest format of EPUB 3.3: readers that are in use do not know it.
        Media::Webp => {
            let image = opened(asset)?;
            let made = match is_lossy(given) && !image.color().has_alpha() {
                true => photo(&image, given.len())?,
                false => lossless_or_photo(&image),
            };
            Some(written(asset, made))
        }
    }
}

/// The author's own cover as shops take it: opaque, in sRGB, under their bar. `None` for a
/// picture that cannot be opened here.
pub(super) fn cover(asset: &Asset) -> Option<Asset> {
    let given = asset.bytes.as_slice();
    if asset.media == Media::Svg {
        return None;
    }
    if asset.media == Media::Jpeg
        && given.len() <= MOST_COVER
        && jpeg::Header::read(given).is_some_and(|header| !is_odd(asset, &header))
    {
        return Some(Asset {
            bytes: jpeg::without_asides(given).unwrap_or_else(|| given.to_vec()),
            ..asset.clone()
        });
    }
    let mut image = opaque(opened(asset)?);
    let made = match asset.media {
        Media::Jpeg => photo(&image, given.len())?,
        Media::Png | Media::Gif | Media::Webp | Media::Svg => lossless_or_photo(&image),
    };
    let mut made = match made.bytes.len() > MOST_COVER {
        true => photo(&image, MOST_COVER)?,
        false => made,
    };
    while made.bytes.len() > MOST_COVER {
        image = image.resize(
            image.width() * 4 / 5,
            image.height() * 4 / 5,
            FilterType::CatmullRom,
        );
        made = photo(&image, MOST_COVER)?;
    }
    Some(written(asset, made))
}

/// A picture that was written.
struct Made {
    media: Media,
    width: u32,
    height: u32,
    bytes: Vec<u8>,
}

fn written(asset: &Asset, made: Made) -> Asset {
    Asset {
        src: asset.src.clone(),
        media: made.media,
        width: made.width,
        height: made.height,
        bytes: made.bytes,
    }
}

fn too_large(asset: &Asset) -> bool {
    u64::from(asset.width) * u64::from(asset.height) > MOST_PIXELS
}

fn is_odd(asset: &Asset, header: &jpeg::Header) -> bool {
    too_large(asset)
        || header.components == 4
        || header.orientation != Orientation::NoTransforms
        || header
            .profile
            .as_deref()
            .is_some_and(|profile| to_srgb_of(profile).is_some())
}

/// Decodes a picture: upright, in sRGB or grey, eight bits a channel, not too large.
fn opened(asset: &Asset) -> Option<DynamicImage> {
    let given = asset.bytes.as_slice();
    let format = match asset.media {
        Media::Png => ImageFormat::Png,
        Media::Gif => ImageFormat::Gif,
        Media::Webp => ImageFormat::WebP,
        Media::Svg => return None,
        Media::Jpeg => {
            let header = jpeg::Header::read(given)?;
            let mut image = jpeg::open(given)?;
            if let Some(profile) = header.profile.filter(|_| header.components == 3) {
                to_srgb(&mut image, &profile);
            }
            image.apply_orientation(header.orientation);
            return Some(smaller(image));
        }
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED);
    let mut reader = ImageReader::with_format(Cursor::new(given), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = shallow(DynamicImage::from_decoder(decoder).ok()?);
    if let Some(profile) = profile {
        to_srgb(&mut image, &profile);
    }
    image.apply_orientation(orientation);
    Some(smaller(image))
}

/// The same with eight bits a channel.
fn shallow(image: DynamicImage) -> DynamicImage {
    let color = image.color();
    match (color.has_color(), color.has_alpha()) {
        _ if color.bytes_per_pixel() == color.channel_count() => image,
        (true, true) => image.into_rgba8().into(),
        (true, false) => image.into_rgb8().into(),
        (false, true) => image.into_luma_alpha8().into(),
        (false, false) => image.into_luma8().into(),
    }
}

fn smaller(image: DynamicImage) -> DynamicImage {
    let pixels = u64::from(image.width()) * u64::from(image.height());
    if pixels <= MOST_PIXELS {
        return image;
    }
    #[allow(
        clippy::cast_precision_loss,
        reason = "pictures have fewer pixels than a float has digits"
    )]
    let share = (MOST_PIXELS as f64 / pixels as f64).sqrt();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "smaller than a side of the picture"
    )]
    let side = |length: u32| ((f64::from(length) * share).floor() as u32).max(1);
    // Lines of one pixel stay visible, and nothing rings.
    image.resize_exact(side(image.width()), side(image.height()), FilterType::CatmullRom)
}

/// The picture on white: behind a cover there is no page.
fn opaque(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image;
    }
    let mut rgba = image.into_rgba8();
    for pixel in rgba.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0.map(u16::from);
        let over = |channel: u16| (channel * alpha + 255 * (255 - alpha) + 127) / 255;
        let seen = [over(red), over(green), over(blue)].map(|value| u8::try_from(value).unwrap_or(255));
        pixel.0 = [seen[0], seen[1], seen[2], 255];
    }
    DynamicImage::ImageRgba8(rgba).into_rgb8().into()
}

/// How a JPEG is written: well, and less well as long as it is larger than `bar`.
const QUALITIES: [u8; 5] = [90, 84, 78, 70, 60];

fn photo(image: &DynamicImage, bar: usize) -> Option<Made> {
    let mut bytes = jpeg::write(image, QUALITIES[0])?;
    for quality in &QUALITIES[1..] {
        if bytes.len() <= bar {
            break;
        }
        bytes = jpeg::write(image, *quality)?;
    }
    Some(Made {
        media: Media::Jpeg,
        width: image.width(),
        height: image.height(),
        bytes,
    })
}

/// PNG, unless the picture has as many colours as a photograph and is less than half as large
/// as JPEG: lines, letters and flat colours stay sharp.
fn lossless_or_photo(image: &DynamicImage) -> Made {
    let exact = png::write(image);
    if !png::is_opaque(image) || !png::is_colourful(image) {
        return exact;
    }
    match photo(image, usize::MAX) {
        Some(photo) if photo.bytes.len() < exact.bytes.len() / 2 => photo,
        Some(_) | None => exact,
    }
}

/// Whether a GIF has a second frame.
fn is_moving(gif: &[u8]) -> bool {
    use image::AnimationDecoder;
    image::codecs::gif::GifDecoder::new(Cursor::new(gif))
        .is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() > 1)
}

/// Whether a WebP was compressed like a photograph (RFC 9649, 2.5 and 2.6).
fn is_lossy(webp: &[u8]) -> bool {
    webp.windows(4).take(1 << 12).any(|tag| tag == b"VP8 ")
}

/// What turns the colours of a profile into those of sRGB; `None` if they are the same, or the
/// profile is not of a screen's colours.
fn to_srgb_of(profile: &[u8]) -> Option<std::sync::Arc<moxcms::Transform8BitExecutor>> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Rgb {
        return None;
    }
    let srgb = ColorProfile::new_srgb();
    let transform = profile
        .create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default())
        .ok()?;
    // Many profiles are called otherwise and say the same.
    const STEPS: [u8; 5] = [0, 64, 128, 192, 255];
    let probes: Vec<u8> = STEPS
        .iter()
        .flat_map(|&red| {
            STEPS
                .iter()
                .flat_map(move |&green| STEPS.iter().flat_map(move |&blue| [red, green, blue]))
        })
        .collect();
    let mut seen = vec![0; probes.len()];
    transform.transform(&probes, &mut seen).ok()?;
    let is_other = probes
        .iter()
        .zip(&seen)
        .any(|(probe, seen)| probe.abs_diff(*seen) > 3);
    is_other.then_some(transform)
}

fn to_srgb(image: &mut DynamicImage, profile: &[u8]) {
    if !image.color().has_color() {
        return;
    }
    let Some(transform) = to_srgb_of(profile) else {
        return;
    };
    let rgb = image.to_rgb8();
    let mut seen = vec![0; rgb.as_raw().len()];
    if transform.transform(rgb.as_raw(), &mut seen).is_err() {
        return;
    }
    match image {
        DynamicImage::ImageRgba8(own) => {
            for (pixel, color) in own.pixels_mut().zip(seen.as_chunks::<3>().0) {
                pixel.0[..3].copy_from_slice(color);
            }
        }
        _ => {
            if let Some(seen) = image::RgbImage::from_raw(rgb.width(), rgb.height(), seen) {
                *image = seen.into();
            }
        }
    }
}
