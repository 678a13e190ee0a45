//! From a house file as it was read to one that can be used: its files opened, its style
//! checked.
//!
//! A style that cannot be read is an error here, before any paper is set in it. What only
//! the faces themselves can tell (whether one of that name is there, which letters it has)
//! is asked where the faces are: `backend/pdf/coverage.rs`.

use super::pictures;
use crate::diagnostic::{Code, Failed, Report, Source, Span};
use crate::files::Files;
use crate::model::{Asset, Media};
use crate::style::{HouseDraft, HouseFile, Logo, Profile, unreadable};
use std::collections::BTreeMap;

/// What a printer wants of a picture, in pixels an inch.
const SHARP_DPI: f64 = 300.0;
/// Below this everybody sees the pixels.
const LEAST_DPI: f64 = 150.0;
/// The least contrast of what is no text and carries meaning (WCAG 2.2, 1.4.11).
const LEAST_RULE: f64 = 3.0;

/// Opens the files that a house names, which stand beside `source`, and checks its style.
///
/// # Errors
///
/// [`Failed`] if a file cannot be used, or text in the house's colours cannot be read.
pub fn house(
    draft: HouseDraft,
    source: Source,
    files: &Files,
    report: &mut Report,
) -> Result<HouseFile, Failed> {
    let HouseDraft {
        mut house,
        places,
        logo,
        faces,
        profile,
        is_foreign,
    } = draft;
    contrast(&house.colors, &places, report);

    let mut variant = |file: Option<(String, Span)>| {
        let (path, span) = file?;
        Some((picture(&path, span, files, report)?, span))
    };
    let (light, dark) = (variant(logo.light), variant(logo.dark));
    if light.is_some() || dark.is_some() {
        let alt = logo.alt.or_else(|| house.name.clone()).unwrap_or_default();
        if alt.is_empty()
            && let Some((_, span)) = light.as_ref().or(dark.as_ref())
        {
            report.problem(
                Code::MissingAlt,
                *span,
                "the logo has no words for those who do not see it",
            );
            report.hint("say whose it is: `name: …`, or `alt: …` beside the logo's files");
        }
        let spans = [&light, &dark].map(|variant| variant.as_ref().map(|(_, span)| *span));
        let logo = Logo {
            light: light.map(|(asset, _)| asset),
            dark: dark.map(|(asset, _)| asset),
            alt,
            height_mm: logo.height_mm.unwrap_or(Logo::HEIGHT_MM),
        };
        for (asset, span) in [&logo.light, &logo.dark].into_iter().zip(spans) {
            if let (Some(asset), Some(span)) = (asset, span) {
                resolution(&logo, asset, span, report);
            }
        }
        house.logo = Some(logo);
    }

    let mut found = Vec::new();
    for (path, span) in faces {
        match files.read_faces(&path) {
            Ok(files) if files.is_empty() => {
                report.problem(Code::Face, span, format!("no face is in `{path}`"));
                report.hint("put the faces' files there, as .ttf, .otf, .ttc or .otc");
            }
            Ok(files) => found.extend(files),
            Err(error) => {
                let why = of_house(&error.to_string());
                report.error(
                    Code::Face,
                    span,
                    format!("cannot read faces from `{path}`: {why}"),
                );
                report.hint("paths begin at the house file's own folder, and stay in it");
            }
        }
    }
    if let Some((path, span)) = profile {
        house.press.profile = icc(&path, span, files, report);
    }
    report.check()?;
    Ok(HouseFile {
        house,
        faces: found,
        source,
        places,
        is_foreign,
    })
}

/// Text that cannot be read, at the colour that the file gives.
fn contrast(colors: &crate::style::Colors, places: &BTreeMap<String, Span>, report: &mut Report) {
    let place = |role: &str| places.get(&format!("colors.{role}")).copied();
    let color = |role: &str| colors.role(role).map(ToString::to_string).unwrap_or_default();
    for found in unreadable(colors) {
        let pair = found.pair;
        let at = place(pair.text).or_else(|| place(pair.ground));
        let (text, ground) = (color(pair.text), color(pair.ground));
        report.error(
            Code::Contrast,
            at,
            format!(
                "`{}` ({text}) on `{}` ({ground}) has a contrast of {}:1, and text wants 4.5:1 ({})",
                pair.text,
                pair.ground,
                ratio(found.ratio),
                pair.place
            ),
        );
        report.hint(match &found.instead {
            Some((role, color)) => format!("`{role}: \"{color}\"` is the nearest colour that can be read"),
            None => format!(
                "change `{}` as well: nothing can be read on both grounds",
                pair.ground
            ),
        });
    }
    let seen = colors.rule.contrast(&colors.paper);
    // The usual rules are light on purpose: they part what space parts already.
    if let Some(at) = place("rule").filter(|_| seen < 1.2) {
        report.note(
            Code::Contrast,
            at,
            format!(
                "`rule` ({}) on `paper` ({}) has a contrast of {}:1 and will hardly be seen",
                colors.rule,
                colors.paper,
                ratio(seen)
            ),
        );
        report.hint(format!("lines that carry meaning want {LEAST_RULE}:1"));
    }
}

/// Cut and not rounded: 4.499 is not enough and must not look so.
fn ratio(value: f64) -> String {
    format!("{:.2}", (value * 100.0).floor() / 100.0)
}

fn picture(path: &str, span: Span, files: &Files, report: &mut Report) -> Option<Asset> {
    match pictures::open(path, files) {
        Ok(asset) => {
            if asset.media == Media::Svg && has_text(&asset.bytes) {
                report.note(
                    Code::Logo,
                    span,
                    format!(
                        "`{path}` has letters that are still text; they are set in whatever face is there"
                    ),
                );
                report.hint("turn the letters into outlines in your drawing program");
            }
            Some(asset)
        }
        Err((why, hint)) => {
            let message = format!("cannot show the logo `{path}`: {}", of_house(&why));
            report.error(Code::Logo, span, message);
            report.hint(of_house(hint));
            None
        }
    }
}

/// Words about files beside an article, for files beside a house file.
fn of_house(words: &str) -> String {
    words
        .replace("the article's own folder", "the house file's own folder")
        .replace("the article's folder", "the house file's folder")
}

fn has_text(svg: &[u8]) -> bool {
    String::from_utf8_lossy(svg).contains("<text")
}

/// Whether a logo of pixels has enough of them where it stands.
fn resolution(logo: &Logo, asset: &Asset, span: Span, report: &mut Report) {
    if asset.media == Media::Svg {
        return;
    }
    let [width, height] = logo.placed_mm(asset);
    let dpi = f64::from(asset.height) / (height / 25.4);
    if dpi >= SHARP_DPI {
        return;
    }
    let wanted = |mm: f64| (mm / 25.4 * SHARP_DPI).ceil();
    let message = format!(
        "the logo `{}` has {} × {} pixels for {width:.0} × {height:.0} mm: {:.0} an inch, and print wants {SHARP_DPI}",
        asset.src,
        asset.width,
        asset.height,
        dpi.floor()
    );
    if dpi < LEAST_DPI {
        report.error(Code::LogoResolution, span, message);
    } else {
        report.problem(Code::LogoResolution, span, message);
    }
    report.hint(format!(
        "save it with at least {} × {} pixels, or as SVG",
        wanted(width),
        wanted(height)
    ));
}

/// An ICC profile that a press can be described with.
fn icc(path: &str, span: Span, files: &Files, report: &mut Report) -> Option<Profile> {
    let wrong = |why: String, report: &mut Report| {
        report.error(
            Code::FieldValue,
            span,
            format!("cannot use the profile `{path}`: {why}"),
        );
        report.hint(
            "name an ICC profile for CMYK beside the house file, or a known condition such as `fogra39`",
        );
        None
    };
    let bytes = match files.read(path) {
        Ok(bytes) => bytes,
        Err(error) => return wrong(of_house(&error.to_string()), report),
    };
    // ICC.1:2022, 7.2: the signature of the file, and the space of the device's colours.
    if bytes.get(36..40) != Some(b"acsp") {
        return wrong("it is no ICC profile".to_owned(), report);
    }
    if bytes.get(16..20) != Some(b"CMYK") {
        return wrong("it is not for CMYK".to_owned(), report);
    }
    Some(Profile::Icc {
        file: path.to_owned(),
        bytes,
    })
}
