//! The pictures of a book, read back: whatever authors give, the book holds what every
//! reading system shows and shops take.

#![allow(
    clippy::cast_possible_truncation,
    reason = "pixels are made of whatever bits there are"
)]

use super::book::Book;
use crate::corpus;
use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, Encoder};
use pamphlet::{Files, Options, Output, Report, Severity, Source, render, understand};
use std::collections::BTreeMap;
use std::io::Cursor;

const MOST_PIXELS: u32 = 5_600_000;

/// A book with files beside its article, and what was found.
fn made(front: &str, body: &str, files: &[(&str, Vec<u8>)]) -> (Book, Report) {
    let text = format!(
        "---\ntitle: Pictures\nauthor: Jane Doe\nlang: en-GB\ndate: 2025-06-01\n{front}---\n\n{body}\n"
    );
    let files: BTreeMap<String, Vec<u8>> = files
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.clone()))
        .collect();
    let mut report = Report::new();
    let source = Source::new("article.md", text.into_bytes());
    let article =
        understand(&source, &Files::memory(files), &Default::default(), &mut report).expect("an article");
    let made = render(
        &article,
        &corpus::PRESS,
        &[Output::Epub],
        &Options::default(),
        &mut report,
    );
    (Book::open(&made.expect("a book")[0].bytes), report)
}

/// The one picture of a book in which that file stands: its name, its bytes, its pixels.
fn carried(name: &str, given: &[u8]) -> (String, Vec<u8>, DynamicImage) {
    let (book, report) = made("", &format!("![Words](<{name}>)"), &[(name, given.to_vec())]);
    assert_eq!(
        report.count(Severity::Warning) + report.count(Severity::Error),
        0,
        "{report:?}"
    );
    picture(&book)
}

fn picture(book: &Book) -> (String, Vec<u8>, DynamicImage) {
    let nodes = book.nodes("text.xhtml");
    let img = nodes.iter().find(|node| node.name == "img").expect("a picture");
    let name = img.get("src").to_owned();
    let bytes = book.files[&format!("OEBPS/{name}")].clone();
    let image = image::load_from_memory(&bytes).expect("it can be decoded");
    let size = [img.get("width"), img.get("height")].map(|side| side.parse::<u32>().expect("a size"));
    assert_eq!(
        size,
        [image.width(), image.height()],
        "the page says how large it is"
    );
    let ending = match image::guess_format(&bytes).expect("a format") {
        ImageFormat::Jpeg => "jpg",
        ImageFormat::Png => "png",
        ImageFormat::Gif => "gif",
        other => panic!("{other:?}"),
    };
    assert!(name.ends_with(ending), "{name} is a {ending}");
    (name, bytes, image)
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// Light as a camera sees it: soft, and no pixel like the other.
fn photograph(width: u32, height: u32) -> DynamicImage {
    let mut state = 1u32;
    RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (state >> 29) as u8;
        let soft =
            |a: u32, b: u32| ((a * 200 / width.max(1) + b * 55 / height.max(1)) as u8).wrapping_add(noise);
        Rgb([soft(x, y), soft(x / 2, y) / 2 + 60, soft(width - x, y)])
    })
    .into()
}

/// Lines and flat colours, as programs draw them.
fn drawing(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| match (x % 40, y % 25) {
        (0, _) | (_, 0) => Rgba([20, 20, 20, 255]),
        (x, _) if x < 12 => Rgba([11, 79, 108, 255]),
        _ => Rgba([255, 255, 255, 255]),
    })
}

fn jpeg(image: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let rgb = image.to_rgb8();
    let (width, height) = (rgb.width() as u16, rgb.height() as u16);
    Encoder::new(&mut bytes, quality)
        .encode(rgb.as_raw(), width, height, ColorType::Rgb)
        .expect("encoded");
    bytes
}

fn near(image: &DynamicImage, at: (u32, u32), wanted: [u8; 3], by: u8) {
    let seen = image.to_rgb8().get_pixel(at.0, at.1).0;
    let is_near = seen
        .iter()
        .zip(wanted)
        .all(|(seen, wanted)| seen.abs_diff(wanted) <= by);
    assert!(is_near, "{seen:?} is not {wanted:?}");
}

/// A segment put behind the first two bytes of a JPEG.
fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short");
    let head = [&[0xff, 0xd8, 0xff, marker][..], &length.to_be_bytes(), body];
    [head.concat(), jpeg[2..].to_vec()].concat()
}

/// What a camera says: how it was held, and where.
fn exif(orientation: u8) -> Vec<u8> {
    let mut body = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    body.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    body.extend(b"GPS 52.52 N 13.40 E");
    body
}

/// Ink is shown as print shows it: cyan is no screen's cyan, and black ink alone is not black.
#[test]
fn ink_becomes_light() {
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let (width, height) = (64u16, 32u16);
        let inks: Vec<u8> = (0..u32::from(width) * u32::from(height))
            .flat_map(|at| match at % u32::from(width) {
                // jpeg-encoder takes shares of ink and stores them as Adobe's programs do.
                0..16 => [0, 0, 0, 0],
                16..32 => [255, 0, 0, 0],
                32..48 => [0, 0, 255, 0],
                _ => [0, 0, 0, 255],
            })
            .collect();
        let mut given = Vec::new();
        Encoder::new(&mut given, 100)
            .encode(&inks, width, height, kind)
            .expect("encoded");
        let (name, bytes, image) = carried("ink.jpg", &given);
        assert!(name.ends_with(".jpg"));
        // The frame's segment counts three components.
        let frame = bytes
            .windows(2)
            .position(|pair| pair[0] == 0xff && (0xc0..=0xc2).contains(&pair[1]));
        assert_eq!(bytes[frame.expect("a frame") + 9], 3);
        for (x, color) in [
            (6, [255, 255, 255]),
            (24, [0, 158, 224]),
            (40, [255, 237, 0]),
            (58, [45, 45, 43]),
        ] {
            near(&image, (x, 16), color, 16);
        }
    }
}

#[test]
fn sixteen_bits_become_eight() {
    let deep = image::ImageBuffer::<Rgb<u16>, Vec<u16>>::from_fn(40, 30, |x, _| {
        Rgb([x as u16 * 1600, 257 * 77, 0xffff])
    });
    let given = encoded(&DynamicImage::ImageRgb16(deep), ImageFormat::Png);
    let (_, bytes, image) = carried("deep.png", &given);
    assert!(bytes[24] <= 8 && bytes.len() < given.len());
    near(&image, (10, 10), [62, 77, 255], 1);
}

#[test]
fn what_is_too_large_is_made_smaller_and_keeps_its_shape() {
    let given = encoded(&drawing(4000, 2000).into(), ImageFormat::Png);
    let (name, bytes, image) = carried("large.png", &given);
    assert!(name.ends_with(".png"), "lines stay sharp");
    assert!(image.width() * image.height() <= MOST_PIXELS);
    assert!(image.width() * image.height() > MOST_PIXELS * 9 / 10);
    assert!((f64::from(image.width()) / f64::from(image.height()) - 2.0).abs() < 0.01);
    assert!(bytes.len() < 3_000_000);
    let given = jpeg(&photograph(3000, 2400), 92);
    let (_, bytes, image) = carried("large.jpg", &given);
    assert!(image.width() * image.height() <= MOST_PIXELS && bytes.len() <= given.len());
}

#[test]
fn cameras_are_held_as_they_like_and_tell_nothing() {
    let mut upright = RgbImage::from_pixel(60, 40, Rgb([200, 200, 200]));
    (0..20).for_each(|x| (0..40).for_each(|y| upright.put_pixel(x, y, Rgb([200, 0, 0]))));
    let plain = jpeg(&upright.into(), 95);
    let given = with_segment(&plain, 0xe1, &exif(6));
    let (_, bytes, image) = carried("turned.jpg", &given);
    assert_eq!((image.width(), image.height()), (40, 60), "it stands");
    near(&image, (20, 5), [200, 0, 0], 12);
    near(&image, (20, 50), [200, 200, 200], 12);
    assert!(!bytes.windows(4).any(|word| word == b"Exif"));
    // Held straight, its pixels stay as they are to the byte, and what it tells goes.
    let given = with_segment(&plain, 0xe1, &exif(1));
    let (_, bytes, _) = carried("straight.jpg", &given);
    assert_eq!(bytes, plain);
}

#[test]
fn a_screen_of_other_colours_becomes_the_usual_one() {
    let profile = moxcms::ColorProfile::new_adobe_rgb().encode().expect("a profile");
    let mut body = b"ICC_PROFILE\0\x01\x01".to_vec();
    body.extend(&profile);
    let plain = jpeg(&RgbImage::from_pixel(32, 32, Rgb([120, 200, 90])).into(), 100);
    let (_, bytes, image) = carried("adobe.jpg", &with_segment(&plain, 0xe2, &body));
    // Adobe RGB 120, 200, 90 in sRGB, after its primaries and its gamma of 2.2.
    near(&image, (16, 16), [51, 201, 80], 6);
    assert!(!bytes.windows(11).any(|word| word == b"ICC_PROFILE"));
    let same = moxcms::ColorProfile::new_srgb().encode().expect("a profile");
    let mut body = b"ICC_PROFILE\0\x01\x01".to_vec();
    body.extend(&same);
    let given = with_segment(&plain, 0xe2, &body);
    let (_, bytes, _) = carried("srgb.jpg", &given);
    assert_eq!(bytes, given, "it is what it should be");
}

#[test]
fn webp_becomes_what_every_reader_shows() {
    let drawn = DynamicImage::from(drawing(120, 80));
    let (name, _, image) = carried("drawn.webp", &encoded(&drawn, ImageFormat::WebP));
    assert!(name.ends_with(".png"));
    assert_eq!(image.to_rgba8(), drawn.to_rgba8(), "without loss");
}

#[test]
fn lossless_stays_lossless_where_lines_are_and_never_grows() {
    let mut shining = drawing(200, 100);
    shining.put_pixel(5, 5, Rgba([255, 0, 0, 100]));
    let grey = GrayImage::from_fn(200, 100, |x, y| image::Luma([(x ^ y) as u8]));
    for (name, image) in [
        ("drawn.png", DynamicImage::from(drawing(200, 100))),
        ("shining.png", shining.into()),
        ("grey.png", grey.into()),
        ("dot.png", RgbImage::from_pixel(1, 1, Rgb([1, 2, 3])).into()),
    ] {
        let given = encoded(&image, ImageFormat::Png);
        let (kept, bytes, seen) = carried(name, &given);
        assert!(kept.ends_with(".png"), "{name}");
        assert_eq!(seen.to_rgba8(), image.to_rgba8(), "{name}");
        assert!(
            bytes.len() <= given.len(),
            "{name}: {} of {}",
            bytes.len(),
            given.len()
        );
    }
    // A drawing with all its channels is far larger than one with a palette.
    let given = encoded(&drawing(200, 100).into(), ImageFormat::Png);
    assert!(carried("drawn.png", &given).1.len() * 2 < given.len());
}

#[test]
fn a_photograph_without_loss_becomes_one_with_a_little() {
    let photo = photograph(400, 300);
    let given = encoded(&photo, ImageFormat::Png);
    let (name, bytes, image) = carried("photo.png", &given);
    assert!(
        name.ends_with(".jpg") && bytes.len() * 2 < given.len(),
        "{} of {}",
        bytes.len(),
        given.len()
    );
    let (before, after) = (photo.to_rgb8(), image.to_rgb8());
    let off: u64 = before
        .as_raw()
        .iter()
        .zip(after.as_raw())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    assert!(off / (before.as_raw().len() as u64) < 4, "nobody sees it");
    // As JPEG it stays what it is.
    let given = jpeg(&photo, 80);
    assert_eq!(carried("photo.jpg", &given).1, given);
}

fn gif(frames: &[[u8; 3]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for &[red, green, blue] in frames {
        let frame = RgbaImage::from_pixel(30, 20, Rgba([red, green, blue, 255]));
        encoder.encode_frame(image::Frame::new(frame)).expect("encoded");
    }
    drop(encoder);
    bytes
}

/// Nobody can stop a GIF in a book (WCAG 2.2, 2.2.2), and print shows its first frame.
#[test]
fn what_moves_stands_still_and_its_author_is_told() {
    let still = gif(&[[200, 0, 0]]);
    let (_, bytes, image) = carried("still.gif", &still);
    near(&image, (5, 5), [200, 0, 0], 8);
    assert!(bytes.len() <= still.len());
    let moving = gif(&[[200, 0, 0], [0, 200, 0]]);
    let (book, report) = made(
        "",
        "Words.\n\n![Words](moving.gif)\n\n![Again](moving.gif)",
        &[("moving.gif", moving)],
    );
    let (name, _, image) = picture(&book);
    assert!(name.ends_with(".png"));
    near(&image, (5, 5), [200, 0, 0], 8);
    let told: Vec<_> = report
        .diagnostics()
        .iter()
        .filter(|found| found.message.contains("moves"))
        .collect();
    assert_eq!(told.len(), 1, "once: {report:?}");
    assert_eq!(told[0].severity, Severity::Note);
    assert!(told[0].span.is_some(), "with its line");
}

/// Formats that no reading system shows: a placeholder in the book, and the author is told
/// what it is and what to do, at the line.
#[test]
fn what_no_reader_shows_is_named() {
    let mut emf = vec![0; 108];
    emf[..4].copy_from_slice(&[1, 0, 0, 0]);
    emf[40..44].copy_from_slice(b" EMF");
    let bmp = [&b"BM"[..], &[0; 52]].concat();
    for (file, bytes, name) in [
        ("a.tiff", b"II*\0\x08\0\0\0".to_vec(), "a TIFF"),
        ("a.bmp", bmp, "a BMP"),
        ("a.emf", emf, "an EMF"),
        ("a.wmf", vec![0xd7, 0xcd, 0xc6, 0x9a, 0, 0], "a WMF"),
        ("a.avif", b"\0\0\0\x20ftypavif\0\0\0\0".to_vec(), "an AVIF"),
        ("a.heic", b"\0\0\0\x20ftypheic\0\0\0\0".to_vec(), "a HEIC"),
        ("a.pdf", b"%PDF-1.7\n".to_vec(), "a PDF"),
        ("a.png", b"%!PS-Adobe-3.0 EPSF".to_vec(), "an EPS"),
        ("a.psd", b"8BPS\0\x01".to_vec(), "a file of Photoshop"),
    ] {
        let (book, report) = made("", &format!("Words.\n\n![Words]({file})"), &[(file, bytes)]);
        let found: Vec<_> = report
            .diagnostics()
            .iter()
            .filter(|found| found.severity == Severity::Warning)
            .collect();
        assert_eq!(found.len(), 1, "{report:?}");
        assert!(
            found[0]
                .message
                .contains(&format!("it is {name}, which no reading system shows")),
            "{found:?}"
        );
        assert!(found[0].span.is_some() && !found[0].hints.is_empty());
        assert!(book.text("text.xhtml").contains("missing-picture"));
        assert!(!book.names.iter().any(|name| name.contains("images/1")));
    }
}

/// Names of files never become names in the book, and none meets another there.
#[test]
fn any_name_of_a_file_will_do() {
    let drawn = encoded(&drawing(30, 20).into(), ImageFormat::Png);
    let photo = jpeg(&photograph(30, 20), 80);
    let names = [
        "a b.png",
        "a_b.png",
        "tief/Größe & Maß (1).png",
        "图 表.jpg",
        "a%20b.jpg",
        "A b.png",
        "x/../y's.png",
    ];
    let mut files = BTreeMap::new();
    for name in names {
        let bytes = if name.ends_with("png") {
            drawn.clone()
        } else {
            photo.clone()
        };
        files.insert(name.replace("x/../", ""), bytes);
    }
    let files: Vec<(&str, Vec<u8>)> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.clone()))
        .collect();
    let body: Vec<String> = names.iter().map(|name| format!("![Words](<{name}>)")).collect();
    let (book, report) = made("", &body.join("\n\n"), &files);
    let lost: Vec<_> = report
        .diagnostics()
        .iter()
        .filter(|found| found.severity != Severity::Note)
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
    let nodes = book.nodes("text.xhtml");
    let sources: Vec<&str> = nodes
        .iter()
        .filter(|node| node.name == "img")
        .map(|node| node.get("src"))
        .collect();
    assert_eq!(sources.len(), names.len());
    for source in sources {
        assert!(source.is_ascii() && !source.contains([' ', '%']), "{source}");
        assert!(book.has(source), "{source}");
    }
    let package = book.nodes("content.opf");
    let mut ids: Vec<&str> = package
        .iter()
        .map(|node| node.get("id"))
        .filter(|id| !id.is_empty())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "no id comes twice");
}

/// Fifty megabytes: a book of a few.
#[test]
fn a_huge_picture_gives_a_small_book() {
    let (width, height) = (3300u32, 2600u32); // 51 MB
    let deep = image::ImageBuffer::<Rgb<u16>, Vec<u16>>::from_fn(width, height, |x, y| {
        let mixed = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ (x * y);
        Rgb([mixed as u16, (mixed >> 8) as u16, (mixed >> 16) as u16])
    });
    let mut given = Vec::new();
    let mut encoder = png::Encoder::new(&mut given, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Sixteen);
    encoder.set_compression(png::Compression::NoCompression);
    let channels: Vec<u8> = deep.into_raw().into_iter().flat_map(u16::to_be_bytes).collect();
    let mut writer = encoder.write_header().expect("memory");
    writer.write_image_data(&channels).expect("memory");
    writer.finish().expect("memory");
    assert!(given.len() > 50_000_000);
    let (_, bytes, image) = carried("huge.png", &given);
    assert!(image.width() * image.height() <= MOST_PIXELS);
    assert!(bytes.len() < given.len() / 4, "{}", bytes.len());
}

fn cover_of(front: &str, files: &[(&str, Vec<u8>)]) -> (String, Vec<u8>, DynamicImage) {
    let (book, _) = made(front, "Words.", files);
    let items = book.nodes("content.opf");
    let item = items
        .iter()
        .find(|item| item.get("properties") == "cover-image")
        .expect("a cover");
    let bytes = book.files[&format!("OEBPS/{}", item.get("href"))].clone();
    let image = image::load_from_memory(&bytes).expect("it can be decoded");
    (item.get("media-type").to_owned(), bytes, image)
}

#[test]
fn covers_are_as_shops_take_them() {
    let (kind, bytes, drawn) = cover_of("", &[]);
    assert_eq!(
        (kind.as_str(), drawn.width(), drawn.height()),
        ("image/png", 1600, 2560)
    );
    assert!(bytes.len() < 3_000_000);
    let mut shining = drawing(300, 480);
    shining.put_pixel(5, 5, Rgba([0, 0, 0, 0]));
    let noise = RgbImage::from_fn(1400, 1800, |x, y| {
        let mixed = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519) ^ (x * y);
        Rgb([mixed as u8, (mixed >> 8) as u8, (mixed >> 16) as u8])
    });
    for (name, given) in [
        ("shining.png", encoded(&shining.into(), ImageFormat::Png)),
        ("moving.gif", gif(&[[200, 0, 0], [0, 200, 0]])),
        ("heavy.png", encoded(&noise.into(), ImageFormat::Png)),
        (
            "drawn.webp",
            encoded(&drawing(200, 320).into(), ImageFormat::WebP),
        ),
        ("large.jpg", jpeg(&photograph(2000, 3000), 90)),
    ] {
        let (kind, bytes, image) = cover_of(&format!("cover-image: {name}\n"), &[(name, given)]);
        assert!(
            matches!(kind.as_str(), "image/png" | "image/jpeg"),
            "{name}: {kind}"
        );
        assert!(bytes.len() <= 3_000_000, "{name}: {}", bytes.len());
        assert!(image.width() * image.height() <= MOST_PIXELS, "{name}");
        assert!(
            image.to_rgba8().pixels().all(|pixel| pixel.0[3] == 255),
            "{name}: nothing shines through"
        );
    }
}

#[test]
fn an_author_is_told_of_a_cover_that_shops_refuse() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"2560\"/>".to_vec();
    let small = encoded(&drawing(300, 480).into(), ImageFormat::Png);
    for (name, bytes, words) in [
        ("a.svg", svg, "the cover `a.svg` is an SVG"),
        ("a.png", small, "the cover `a.png` has 300 × 480 pixels"),
    ] {
        let (_, report) = made(&format!("cover-image: {name}\n"), "Words.", &[(name, bytes)]);
        let told: Vec<_> = report
            .diagnostics()
            .iter()
            .filter(|found| found.message.contains(words))
            .collect();
        assert_eq!(told.len(), 1, "{report:?}");
        assert!(told[0].span.is_some() && told[0].severity == Severity::Note);
    }
}
