//! The style sheet: the layout's CSS with the house's colours and faces filled in.
//!
//! A layout writes `var(--accent)` and the like. Reading systems that are still in use do
//! not know custom properties, so the values are put in here. Roles: the colours `accent`,
//! `ink`, `quiet`, `rule`, `panel`, `paper`; `accent-text` and `accent-text-on-dark`, the
//! accent as text that can be read on every light or dark page and on a tint there;
//! `accent-tint` and `tint-on-dark`, washes for boxes on these; the faces `text-face`,
//! `companion-face`, `mono-face`.

use crate::model::script;
use crate::style::{Color, FaceFile, House};

/// Fills the roles of `house` into `css`, for an article in `lang` with parts in other
/// languages: those in a script that has faces of its own are set in them, as in print. Behind
/// each face stand those of `behind`, for letters that it lacks. A `var()` of any other name
/// stays as it is.
pub(super) fn write(css: &str, house: &House, behind: &[&str], lang: &str, parts: &[&str]) -> String {
    let colors = &house.colors;
    let [red, green, blue] = colors.accent.rgb;
    let around = script(lang);
    let (text, companion) = house.faces.of_script(&around);
    let stack = |own: &str, usual: &str| {
        let others = behind.iter().copied().filter(|family| *family != own);
        let mut families: Vec<String> = std::iter::once(own).chain(others).map(quoted).collect();
        families.push(usual.to_owned());
        families.join(", ")
    };
    let roles = [
        ("accent", colors.accent.to_string()),
        (
            "accent-text",
            legible(&colors.accent, &washed(&SEPIA, colors.accent.rgb), [0; 3]).to_string(),
        ),
        (
            "accent-text-on-dark",
            legible(&colors.accent, &washed(&CHARCOAL, [255; 3]), [255; 3]).to_string(),
        ),
        ("accent-tint", format!("rgba({red}, {green}, {blue}, {TINT})")),
        ("tint-on-dark", format!("rgba(255, 255, 255, {TINT})")),
        ("ink", colors.ink.to_string()),
        ("quiet", colors.quiet.to_string()),
        ("rule", colors.rule.to_string()),
        ("panel", colors.panel.to_string()),
        ("paper", colors.paper.to_string()),
        ("text-face", stack(text, "Charter, Georgia, serif")),
        (
            "companion-face",
            stack(companion, "\"Helvetica Neue\", Arial, sans-serif"),
        ),
        (
            "mono-face",
            stack(&house.faces.mono, "Menlo, Consolas, monospace"),
        ),
    ];
    let in_parts = parts.iter().filter_map(|lang| {
        let script = script(lang);
        let faces = house.faces.scripts.get(&script).filter(|_| script != around)?;
        let stack = stack(&faces.text, "serif");
        Some(format!("\n[lang=\"{lang}\"] {{\n  font-family: {stack};\n}}\n"))
    });
    let css = css.to_owned() + &in_parts.collect::<String>();
    roles.iter().fold(css, |css, (role, value)| {
        css.replace(&format!("var(--{role})"), value)
    })
}

/// What tells reading systems of a face in the book, which is called `family` there.
pub(super) fn face_rule(family: &str, face: &FaceFile, href: &str) -> String {
    let weight = match face.weights {
        [lightest, heaviest] if lightest == heaviest => lightest.to_string(),
        [lightest, heaviest] => format!("{lightest} {heaviest}"),
    };
    format!(
        "@font-face {{\n  font-family: {};\n  font-style: {};\n  font-weight: {weight};\n  src: url({href});\n}}\n\n",
        quoted(family),
        if face.italic { "italic" } else { "normal" },
    )
}

/// The darkest of the grounds that reading systems call light.
const SEPIA: Color = Color::rgb([0xee, 0xe2, 0xcc]);
/// The lightest of the grounds that they call dark.
const CHARCOAL: Color = Color::rgb([0x33, 0x33, 0x36]);

/// How much of its colour a tint lays over the ground.
const TINT: f64 = 0.08;

/// A ground below a tint of that colour: text in a box stands on it.
fn washed(ground: &Color, tint: [u8; 3]) -> Color {
    Color::rgb(std::array::from_fn(|channel| {
        let (below, above) = (f64::from(ground.rgb[channel]), f64::from(tint[channel]));
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between two bytes"
        )]
        let mixed = (below + (above - below) * TINT).round() as u8;
        mixed
    }))
}

/// `color`, moved towards `pole` until it can be read as text on `ground` (WCAG 2.2,
/// success criterion 1.4.3: 4.5 to 1).
fn legible(color: &Color, ground: &Color, pole: [u8; 3]) -> Color {
    (0..=20u32)
        .map(|step| {
            Color::rgb(std::array::from_fn(|channel| {
                let (from, to) = (u32::from(color.rgb[channel]), u32::from(pole[channel]));
                u8::try_from((from * (20 - step) + to * step) / 20).unwrap_or(u8::MAX)
            }))
        })
        .find(|candidate| candidate.contrast(ground) >= 4.5)
        .unwrap_or(Color::rgb(pole))
}

/// A family's name as a CSS string.
pub(super) fn quoted(family: &str) -> String {
    let name: String = family
        .chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c]))
        .collect();
    format!("\"{name}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_can_be_read_on_every_ground() {
        for rgb in [
            [0x0b, 0x4f, 0x6c],
            [0xff, 0xe0, 0x00],
            [0, 0, 0],
            [255; 3],
            [0x80; 3],
        ] {
            let accent = Color::rgb(rgb);
            for (ground, pole) in [(&SEPIA, [0; 3]), (&CHARCOAL, [255; 3])] {
                assert!(legible(&accent, ground, pole).contrast(ground) >= 4.5, "{rgb:?}");
            }
        }
    }

    #[test]
    fn roles_are_filled_in_and_other_names_stay() {
        let mut house = House::default();
        house.faces.text = "A \"B\"".into();
        let css = write(
            "a{color:var(--accent);font-family:var(--text-face)}b{c:var(--own)}",
            &house,
            &[],
            "en",
            &[],
        );
        assert!(
            css.starts_with("a{color:#0b4f6c;font-family:\"A \\\"B\\\"\", Charter"),
            "{css}"
        );
        assert!(css.ends_with("b{c:var(--own)}"), "{css}");
    }
}
