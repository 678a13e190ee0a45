//! Pictures: read once, decoded once, so that no backend meets one that it cannot show.

use super::drawing;
use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report, Span};
use crate::files::Files;
use crate::model::{Asset, AssetId, Block, Doubts, Inline, Media, Meta, Picture, Target, picture_on_web};
use image::{AnimationDecoder, ImageFormat, ImageReader, Limits};
use std::collections::BTreeMap;
use std::io::Cursor;

/// The most pixels along a side: A0 at 300 dpi, with room.
const LONGEST_SIDE: u32 = 16_384;
/// The most memory that decoding one picture may take, in bytes.
const DECODED: u64 = 512 << 20;

/// The most pixels of all pictures together: sixty photographs of a whole page at 300 dpi.
const MOST_PIXELS: u64 = 512 << 20;

/// Loads every picture that the article names; one that cannot be shown keeps its place
/// and is reported there.
pub(super) fn load(
    meta: &mut Meta,
    body: &mut [Block],
    files: &Files,
    doubts: &mut Doubts,
    report: &mut Report,
) -> Vec<Asset> {
    let mut loader = Loader {
        files,
        doubts,
        report,
        assets: Vec::new(),
        pixels: 0,
        seen: BTreeMap::new(),
    };
    if let Some(cover) = &mut meta.cover_image {
        match loader.load(&cover.src) {
            Ok(id) => cover.asset = Some(id),
            Err(reason) => loader.report_missing(&cover.src, cover.span, &reason),
        }
    }
    let others = [&mut meta.editors, &mut meta.translators, &mut meta.contributors];
    for person in meta.authors.iter_mut().chain(others.into_iter().flatten()) {
        let Some(photo) = &mut person.photo else {
            continue;
        };
        // A portrait shows whom it is a portrait of.
        photo.alt.get_or_insert_with(|| person.name.clone());
        match loader.load(&photo.src) {
            Ok(id) => photo.asset = Some(id),
            Err(reason) => loader.report_missing(&photo.src, photo.span, &reason),
        }
    }
    walk::article(meta, body, &mut loader);
    loader.assets
}

/// Opens and decodes one picture; otherwise why it cannot be shown, and what to do.
pub(super) fn open(src: &str, files: &Files) -> Result<Asset, (String, &'static str)> {
    let opened = read(src, files).and_then(|bytes| decode(src, bytes));
    opened.map_err(|reason| (reason.why, reason.hint))
}

struct Loader<'a> {
    files: &'a Files,
    doubts: &'a mut Doubts,
    report: &'a mut Report,
    assets: Vec<Asset>,
    /// How many the pictures have that were loaded so far.
    pixels: u64,
    /// What became of a path that was seen before: pictures repeat.
    seen: BTreeMap<String, Result<AssetId, Reason>>,
}

/// Why a picture cannot be shown, and what to do.
#[derive(Debug, Clone)]
struct Reason {
    why: String,
    hint: &'static str,
}

impl Loader<'_> {
    fn load(&mut self, src: &str) -> Result<AssetId, Reason> {
        if let Some(known) = self.seen.get(src) {
            return known.clone();
        }
        let loaded = read(src, self.files)
            .and_then(|bytes| decode(src, bytes))
            .and_then(|asset| {
                if asset.media != Media::Svg {
                    self.pixels += u64::from(asset.width) * u64::from(asset.height);
                }
                if self.pixels > MOST_PIXELS {
                    return Err(Reason {
                        why: "with it the pictures of the article have more than 512 million pixels".into(),
                        hint: "scale them down; 300 pixels an inch at their printed size are enough",
                    });
                }
                self.assets.push(asset);
                Ok(AssetId(self.assets.len() - 1))
            });
        self.seen.insert(src.to_owned(), loaded.clone());
        loaded
    }

    fn report_missing(&mut self, src: &str, span: Span, reason: &Reason) {
        self.report.problem(
            Code::Picture,
            span,
            format!("cannot show the picture `{src}`: {}", reason.why),
        );
        self.report.hint(reason.hint);
    }
}

impl Loader<'_> {
    /// Says that a picture among words is on the web; gives its address, and the words that
    /// stand for it.
    fn elsewhere(&mut self, picture: &Picture) -> Option<(String, Vec<Inline>)> {
        let address = picture_on_web(&picture.src)?;
        self.doubts.missing_pictures += 1;
        let reason = read(&picture.src, self.files).err()?;
        self.report_missing(&picture.src, picture.span, &reason);
        let alt = picture
            .alt
            .as_deref()
            .map(str::trim)
            .filter(|alt| !alt.is_empty());
        let words = vec![Inline::text(alt.unwrap_or(&address))];
        Some((address, words))
    }

    /// Puts words in place of the pictures on the web that stand in a link already.
    fn words_for_pictures(&mut self, inlines: &mut Vec<Inline>) {
        for inline in inlines {
            if let Inline::Image { picture } = inline {
                if let Some((_, words)) = self.elsewhere(picture) {
                    *inline = Inline::Small { content: words };
                }
            } else if let Some(content) = inline.content_mut() {
                self.words_for_pictures(content);
            }
        }
    }
}

impl Pass for Loader<'_> {
    /// A picture among words that is on the web becomes a link to it: it may say more than a
    /// placeholder in the middle of a line.
    fn inline(&mut self, inline: &mut Inline) {
        match inline {
            Inline::Link { content, .. } | Inline::Reference { content, .. } => {
                self.words_for_pictures(content);
            }
            Inline::Image { picture } => {
                if let Some((address, content)) = self.elsewhere(picture) {
                    let (span, target) = (picture.span, Target::Url(address));
                    *inline = Inline::Link {
                        span,
                        target,
                        content,
                    };
                }
            }
            _ => {}
        }
    }

    fn picture(&mut self, picture: &mut Picture) {
        let is_new = !self.seen.contains_key(&picture.src);
        match self.load(&picture.src) {
            Ok(id) => {
                picture.asset = Some(id);
                if is_new && is_moving(&self.assets[id.0]) {
                    self.report.note(
                        Code::Picture,
                        picture.span,
                        format!(
                            "the picture `{}` moves; print and EPUB show its first frame",
                            picture.src
                        ),
                    );
                    self.report
                        .hint("say in the text what the movement shows, or link to it");
                }
            }
            Err(reason) => {
                // Words for it are asked for once it can be shown.
                self.doubts.missing_pictures += 1;
                return self.report_missing(&picture.src, picture.span, &reason);
            }
        }
        if picture.alt.is_none() {
            self.doubts.missing_alt += 1;
            self.report.problem(
                Code::MissingAlt,
                picture.span,
                format!("the picture `{}` has no alternative text", picture.src),
            );
            self.report.hint(
                "say in words what it shows: `![caption](picture.png){alt=\"…\"}`; `alt=\"\"` marks decoration",
            );
        }
    }
}

fn read(src: &str, files: &Files) -> Result<Vec<u8>, Reason> {
    if src.is_empty() {
        return Err(Reason {
            why: "it has no path".into(),
            hint: "write the picture's path between the round brackets",
        });
    }
    if picture_on_web(src).is_some() {
        return Err(Reason {
            why: "it is on the web, and nothing is fetched; a link to it stands in its place".into(),
            hint: "save the picture beside the article and name that file",
        });
    }
    if src.contains("://") || src.starts_with("//") || src.starts_with("data:") {
        return Err(Reason {
            why: "it is not a file beside the article, and nothing is fetched".into(),
            hint: "save the picture beside the article and name that file",
        });
    }
    let path = src.split(['?', '#']).next().unwrap_or(src);
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    files
        .read(path)
        .or_else(|error| {
            if decoded == path {
                Err(error)
            } else {
                files.read(&decoded)
            }
        })
        .map_err(|error| Reason {
            why: error.to_string(),
            hint: "paths of pictures begin at the article's own folder",
        })
}

fn decode(src: &str, bytes: Vec<u8>) -> Result<Asset, Reason> {
    let unknown = || match foreign(&bytes) {
        Some((name, hint)) => Reason {
            why: format!("it is {name}, which no reading system shows"),
            hint,
        },
        None => Reason {
            why: "it is none of PNG, JPEG, GIF, WebP and SVG".into(),
            hint: "save it in one of these formats",
        },
    };
    let (media, width, height) = match image::guess_format(&bytes) {
        Ok(format) => {
            let media = match format {
                ImageFormat::Png => Media::Png,
                ImageFormat::Jpeg => Media::Jpeg,
                ImageFormat::Gif => Media::Gif,
                ImageFormat::WebP => Media::Webp,
                // Known by how they begin, and not decoded here.
                _ => return Err(unknown()),
            };
            let (width, height) = decode_raster(&bytes, format)?;
            (media, width, height)
        }
        Err(_) if looks_like_svg(&bytes) => {
            let (width, height) = decode_svg(&bytes)?;
            (Media::Svg, width, height)
        }
        Err(_) => return Err(unknown()),
    };
    Ok(Asset {
        src: src.to_owned(),
        media,
        width,
        height,
        bytes,
    })
}

/// What a picture is that is none of ours, by how its file begins, and what to do with it.
fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const PHOTO: &str = "save it as JPEG (a photograph) or PNG (lines and letters)";
    const DRAWING: &str = "export it from the program that made it as SVG, or as PNG at 300 pixels an inch";
    let begins = |signature: &[u8]| bytes.starts_with(signature);
    let is_media = |brands: &[&[u8]]| {
        let brand = bytes.get(4..12).and_then(|bytes| bytes.strip_prefix(b"ftyp"));
        brand.is_some_and(|brand| brands.contains(&brand))
    };
    Some(match () {
        () if begins(b"II*\0") || begins(b"MM\0*") => ("a TIFF", PHOTO),
        () if begins(b"BM") && bytes.len() > 26 => ("a BMP", PHOTO),
        () if begins(&[1, 0, 0, 0]) && bytes.get(40..44) == Some(b" EMF") => ("an EMF", DRAWING),
        () if begins(&[0xd7, 0xcd, 0xc6, 0x9a]) || begins(&[1, 0, 9, 0]) => ("a WMF", DRAWING),
        () if begins(b"%PDF") => ("a PDF", DRAWING),
        () if begins(b"%!PS") || begins(&[0xc5, 0xd0, 0xd3, 0xc6]) => ("an EPS", DRAWING),
        () if begins(b"8BPS") => ("a file of Photoshop", PHOTO),
        () if begins(&[0, 0, 1, 0]) => ("an icon (ICO)", PHOTO),
        () if is_media(&[b"avif", b"avis"]) => ("an AVIF", PHOTO),
        () if is_media(&[b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"]) => ("a HEIC", PHOTO),
        () if begins(&[0xff, 0x0a]) || begins(b"\0\0\0\x0cJXL ") => ("a JPEG XL", PHOTO),
        () if begins(b"\0\0\0\x0cjP  ") => ("a JPEG 2000", PHOTO),
        () => return None,
    })
}

/// Whether a picture moves: a second frame of a GIF, or what PNG and WebP say of themselves.
fn is_moving(asset: &Asset) -> bool {
    let bytes = Cursor::new(asset.bytes.as_slice());
    match asset.media {
        Media::Gif => image::codecs::gif::GifDecoder::new(bytes)
            .is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() > 1),
        Media::Webp => {
            image::codecs::webp::WebPDecoder::new(bytes).is_ok_and(|decoder| decoder.has_animation())
        }
        Media::Png => {
            image::codecs::png::PngDecoder::new(bytes).is_ok_and(|decoder| decoder.is_apng().unwrap_or(false))
        }
        Media::Jpeg | Media::Svg => false,
    }
}

/// Decodes all of it: a header alone does not prove that the rest is there.
fn decode_raster(bytes: &[u8], format: ImageFormat) -> Result<(u32, u32), Reason> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(DECODED);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    match reader.decode() {
        Ok(picture) => Ok((picture.width(), picture.height())),
        Err(image::ImageError::Limits(_)) => Err(Reason {
            why: format!("it is larger than {LONGEST_SIDE} pixels along a side, or needs more than 512 MiB"),
            hint: "scale it down; 300 pixels an inch at its printed size are enough",
        }),
        // What the decoder says names chunks and markers; no author can act on that.
        Err(_) => Err(Reason {
            why: "it is damaged or cut off".into(),
            hint: "open it in a picture editor and save it again",
        }),
    }
}

fn looks_like_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    start.contains("<svg") || bytes.starts_with(&[0x1f, 0x8b])
}

fn decode_svg(bytes: &[u8]) -> Result<(u32, u32), Reason> {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(Reason {
            why: "it is a compressed SVG".into(),
            hint: "unpack it (`gunzip`) and name the plain SVG",
        });
    }
    let tree = usvg::Tree::from_data(bytes, &usvg::Options::default()).map_err(|error| Reason {
        why: format!("it is damaged ({})", error.to_string().to_lowercase()),
        hint: "open it in a drawing program and save it as plain SVG",
    })?;
    if let Some(trouble) = drawing::trouble(bytes, &tree) {
        return Err(Reason {
            why: format!("it {trouble}"),
            hint: "export the drawing again from the program that made it, with its pictures embedded and no filters",
        });
    }
    let size = tree.size();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes are positive and small"
    )]
    let whole = |side: f32| side.ceil().min(65_535.0) as u32;
    Ok((whole(size.width()), whole(size.height())))
}
