//! What a house looks like: logo, colours, faces, and what its printer asks for.

use super::{ColorPart, ColorsPart, FacesPart, LogoPart, PressPart};
use crate::reader::front_matter::fields::Fields;
use crate::reader::front_matter::table::Table;
use crate::reader::yaml::{Node, Value};
use crate::style::{Color, HouseDraft, Profile};
use std::ops::RangeInclusive;

pub(super) fn logo(fields: &mut Fields, node: &Node, draft: &mut HouseDraft) {
    if !matches!(node.value, Value::Map(_)) {
        draft.logo.light = fields.text("logo", node).map(|path| (path, node.span));
        return;
    }
    fields.odd_parts::<LogoPart>("logo", node, &[]);
    let mut file = |part: LogoPart| {
        let node = part.of(node)?;
        Some((fields.text("logo", node)?, node.span))
    };
    draft.logo.light = file(LogoPart::Light);
    draft.logo.dark = file(LogoPart::Dark);
    draft.logo.alt = LogoPart::Alt.of(node).and_then(|alt| fields.text("alt", alt));
    draft.logo.height_mm = LogoPart::Height
        .of(node)
        .and_then(|height| length_mm(fields, "height", height, 4.0..=14.0));
    if let Some(height) = LogoPart::Height.of(node) {
        draft.places.insert("logo.height".to_owned(), height.span);
    }
    if draft.logo.light.is_none() && draft.logo.dark.is_none() {
        fields.wrong(
            node.span,
            "a logo needs a file",
            "write `light: logo.svg` for light grounds, and `dark: …` for dark ones",
        );
    }
}

pub(super) fn colors(fields: &mut Fields, node: &Node, draft: &mut HouseDraft) {
    if !matches!(node.value, Value::Map(_)) {
        return fields.wrong(
            node.span,
            "`colors` must be a list of roles",
            "write one role a line under it, such as `accent: \"#0b4f6c\"`",
        );
    }
    fields.odd_parts::<ColorsPart>("colors", node, &[]);
    hidden(fields, node);
    for part in ColorsPart::ALL {
        let name = part.spec().name;
        if let Some(node) = part.of(node)
            && let Some(color) = color(fields, name, node)
            && let Some(role) = draft.house.colors.role_mut(name)
        {
            *role = color;
            draft.places.insert(format!("colors.{name}"), node.span);
        }
    }
}

/// A colour of one role.
fn color(fields: &mut Fields, role: &str, node: &Node) -> Option<Color> {
    if !matches!(node.value, Value::Map(_)) {
        return screen_color(fields, role, node);
    }
    fields.odd_parts::<ColorPart>(role, node, &[]);
    hidden(fields, node);
    let rgb = match ColorPart::Rgb.of(node) {
        Some(rgb) => Some(screen_color(fields, role, rgb)?),
        None => None,
    };
    let mixed = match ColorPart::Cmyk.of(node) {
        Some(cmyk) => Some(percents(fields, cmyk)?),
        None => None,
    };
    let spot = ColorPart::Spot
        .of(node)
        .and_then(|spot| fields.text("spot", spot));
    let Some(shown) = rgb.or_else(|| mixed.map(on_screen)) else {
        fields.wrong(
            node.span,
            format!("`{role}` does not say how screens show it"),
            "write `rgb: \"#…\"` beside the ink",
        );
        return None;
    };
    Some(Color {
        rgb: shown.rgb,
        cmyk: mixed,
        spot,
    })
}

/// Colours without quotes: to YAML what follows their `#` is a comment.
fn hidden(fields: &mut Fields, node: &Node) {
    let Value::Map(entries) = &node.value else { return };
    for (key, value) in entries {
        if value.is_empty() && fields.is_hidden_color(key) {
            fields.wrong(
                key.span,
                format!("`{}` has no value, for `#` begins a comment", key.text),
                "put the colour in quotes: `\"#0b4f6c\"`",
            );
        }
    }
}

fn screen_color(fields: &mut Fields, role: &str, node: &Node) -> Option<Color> {
    // Whoever leaves the sign out means the same.
    let text = fields.text(role, node)?;
    let color = Color::parse(&text).or_else(|| Color::parse(&format!("#{text}")));
    if color.is_none() {
        fields.wrong(
            node.span,
            format!("`{text}` is no colour"),
            "write it as `\"#0b4f6c\"`, in quotes, or as `{rgb: …, cmyk: […], spot: …}`",
        );
    }
    color
}

/// Four shares in percent: a list, or one line.
fn percents(fields: &mut Fields, node: &Node) -> Option<[f32; 4]> {
    let parts: Vec<&str> = match &node.value {
        Value::Seq(items) => items.iter().filter_map(Node::text).collect(),
        Value::Scalar { text, .. } => text
            .split([',', ' ', '/'])
            .filter(|part| !part.is_empty())
            .collect(),
        Value::Map(_) => Vec::new(),
    };
    let shares: Option<Vec<f32>> = parts
        .iter()
        .map(|part| part.trim().trim_end_matches('%').parse::<f32>().ok())
        .map(|share| share.filter(|share| (0.0..=100.0).contains(share)))
        .collect();
    let shares: Option<[f32; 4]> = shares.and_then(|shares| shares.try_into().ok());
    if shares.is_none() {
        fields.wrong(
            node.span,
            "`cmyk` must be four numbers from 0 to 100",
            "write cyan, magenta, yellow and black in percent: `[100, 44, 0, 0]`",
        );
    }
    shares
}

/// How a screen shows inks of which nothing but their shares is known. A press prints
/// duller; whoever cares says `rgb` too.
fn on_screen([cyan, magenta, yellow, black]: [f32; 4]) -> Color {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "shares are from 0 to 100"
    )]
    let light = |ink: f32| (255.0 * (1.0 - ink / 100.0) * (1.0 - black / 100.0)).round() as u8;
    Color::rgb([light(cyan), light(magenta), light(yellow)])
}

pub(super) fn faces(fields: &mut Fields, node: &Node, draft: &mut HouseDraft) {
    if node
        .text()
        .is_some_and(|text| text.trim().eq_ignore_ascii_case("none"))
    {
        draft.house.faces.embed = false;
        return;
    }
    if !matches!(node.value, Value::Map(_)) {
        return fields.wrong(
            node.span,
            "`faces` must be a list of roles",
            "write one role a line under it, such as `text: Source Serif 4`, or `none` for EPUBs without faces",
        );
    }
    fields.odd_parts::<FacesPart>("faces", node, &[]);
    for &part in FacesPart::ALL {
        let Some(node) = part.of(node) else { continue };
        let faces = &mut draft.house.faces;
        let role = match part {
            FacesPart::Text => &mut faces.text,
            FacesPart::Companion => &mut faces.companion,
            FacesPart::Mono => &mut faces.mono,
            FacesPart::Math => &mut faces.math,
            FacesPart::Embed => {
                faces.embed = fields.truth("embed", node);
                continue;
            }
            FacesPart::Files => {
                let items = match &node.value {
                    Value::Seq(items) => items.as_slice(),
                    Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
                };
                for item in items {
                    let path = fields.text("files", item).map(|path| (path, item.span));
                    draft.faces.extend(path);
                }
                continue;
            }
        };
        let name = part.spec().name;
        if let Some(family) = fields.text(name, node) {
            *role = family;
            draft.places.insert(format!("faces.{name}"), node.span);
        }
    }
}

pub(super) fn press(fields: &mut Fields, node: &Node, draft: &mut HouseDraft) {
    if !matches!(node.value, Value::Map(_)) {
        return fields.wrong(
            node.span,
            "`press` must be a list of what the printer asks for",
            "write `profile: fogra39` and `bleed: 3mm` under it",
        );
    }
    fields.odd_parts::<PressPart>("press", node, &[]);
    if let Some(node) = PressPart::Bleed.of(node) {
        draft.house.press.bleed_mm = length_mm(fields, "bleed", node, 0.0..=20.0);
        draft.places.insert("press.bleed".to_owned(), node.span);
    }
    if let Some(node) = PressPart::Profile.of(node)
        && let Some(text) = fields.text("profile", node)
    {
        draft.places.insert("press.profile".to_owned(), node.span);
        let lower = text.to_lowercase();
        if lower.ends_with(".icc") || lower.ends_with(".icm") {
            draft.profile = Some((text, node.span));
        } else {
            draft.house.press.profile = Some(Profile::Named(lower));
        }
    }
}

/// A length with its unit, in millimetres.
fn length_mm(fields: &mut Fields, name: &str, node: &Node, bounds: RangeInclusive<f64>) -> Option<f64> {
    let text = fields.text(name, node)?;
    let digits = text.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "mm" => Some(1.0),
        "cm" => Some(10.0),
        "in" => Some(25.4),
        "pt" => Some(25.4 / 72.0),
        _ => None,
    };
    let number = digits.trim().parse::<f64>().ok();
    let length = number.zip(unit).map(|(number, unit)| number * unit);
    match length {
        Some(length) if bounds.contains(&length) => Some(length),
        Some(_) => {
            let message = format!(
                "`{name}` must be from {} mm to {} mm, and `{text}` is not",
                bounds.start(),
                bounds.end()
            );
            fields.wrong(node.span, message, "look at the unit");
            None
        }
        None => {
            fields.wrong(
                node.span,
                format!("`{text}` is no length"),
                "write a number with its unit, such as `3mm` or `0.125in`",
            );
            None
        }
    }
}
