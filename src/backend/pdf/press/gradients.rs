//! Gradients and spot colours in ink: what a number between 0 and 1 becomes.
//!
//! Spaces and functions enter as Typst writes them, with colours of screens at their ends;
//! they leave with ink there.

use super::color::{Palette, Use};
use super::content::Space;
use super::inked::space;
use lopdf::{Dictionary, Document, Object, dictionary};

/// The space of a spot colour (ISO 32000-1, 8.6.6.4): on a press without it, a tint of the
/// process colours that stand in.
pub(super) fn separated(name: &[u8], cmyk: [f32; 4]) -> Object {
    let function = dictionary! {
        "FunctionType" => 2,
        "Domain" => reals(&[0.0, 1.0]),
        "C0" => reals(&[0.0; 4]),
        "C1" => reals(&cmyk),
        "N" => 1,
    };
    Object::Array(vec![
        Object::Name(b"Separation".to_vec()),
        Object::Name(name.to_vec()),
        Object::Name(b"DeviceCMYK".to_vec()),
        Object::Dictionary(function),
    ])
}

/// A spot colour of a layout, whose stand-in is of a screen, with one of ink. `None` if it
/// is none, or has one already.
pub(super) fn separation(space: &[Object], palette: &mut Palette<'_>) -> Option<Object> {
    let [kind, name, _, function] = space else {
        return None;
    };
    if kind.as_name().ok()? != b"Separation" {
        return None;
    }
    let name = name.as_name().ok()?;
    if name == b"All" {
        // On every plate at its fullest: marks.
        return Some(separated(name, [1.0; 4]));
    }
    if let Some(ink) = palette.named(&String::from_utf8_lossy(name)) {
        return Some(separated(name, ink.cmyk.map(|share| share / 100.0)));
    }
    let color = rgb(function.as_dict().ok()?.get(b"C1").ok()?)?;
    let paint = palette.paint(color, Use::Area);
    Some(separated(name, palette.process(paint)))
}

/// A gradient in ink; whether it is one. What no table of two colours describes stays tied
/// to sRGB, which a press file may hold.
pub(super) fn shade(doc: &Document, shading: &mut Dictionary, palette: &mut Palette<'_>) -> bool {
    let is_rgb = shading
        .get(b"ColorSpace")
        .is_ok_and(|value| space(doc, value) == Space::Rgb);
    let function = shading
        .get_deref(b"Function", doc)
        .and_then(Object::as_dict)
        .ok()
        .and_then(|function| blended(doc, function, palette));
    let Some(function) = function.filter(|_| is_rgb) else {
        return false;
    };
    shading.set("Function", function);
    shading.set("ColorSpace", "DeviceCMYK");
    if let Some(ground) = shading.get(b"Background").ok().and_then(rgb) {
        let paint = palette.paint(ground, Use::Area);
        shading.set("Background", reals(&palette.process(paint)));
    }
    true
}

/// A function from one number to a screen's colour, as one to ink.
fn blended(doc: &Document, function: &Dictionary, palette: &mut Palette<'_>) -> Option<Object> {
    let mut changed = function.clone();
    match function.get(b"FunctionType").and_then(Object::as_i64).ok()? {
        2 => {
            for key in ["C0", "C1"] {
                let color = rgb(function.get(key.as_bytes()).ok()?)?;
                let paint = palette.paint(color, Use::Area);
                changed.set(key, reals(&palette.process(paint)));
            }
        }
        3 => {
            let parts = function
                .get_deref(b"Functions", doc)
                .and_then(Object::as_array)
                .ok()?;
            let parts: Option<Vec<Object>> = parts
                .iter()
                .map(|part| {
                    let (_, part) = doc.dereference(part).ok()?;
                    blended(doc, part.as_dict().ok()?, palette)
                })
                .collect();
            changed.set("Functions", parts?);
        }
        _ => return None,
    }
    if changed.has(b"Range") {
        changed.set("Range", reals(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]));
    }
    Some(Object::Dictionary(changed))
}

/// Three shares as a screen's colour.
#[allow(clippy::cast_possible_truncation, reason = "held between 0 and 255")]
#[allow(clippy::cast_sign_loss, reason = "held between 0 and 255")]
fn rgb(object: &Object) -> Option<[u8; 3]> {
    let shares: Vec<u8> = object
        .as_array()
        .ok()?
        .iter()
        .filter_map(|share| share.as_float().ok())
        .map(|share| (share.clamp(0.0, 1.0) * 255.0).round() as u8)
        .collect();
    <[u8; 3]>::try_from(shares).ok()
}

fn reals(numbers: &[f32]) -> Object {
    Object::Array(numbers.iter().map(|&number| Object::Real(number)).collect())
}
