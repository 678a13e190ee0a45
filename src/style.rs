//! The house's look: one value drives every output.
//!
//! Layouts name roles (accent, ground, rule …), never colours; both outputs ask here
//! what a role looks like.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The look of a house.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct House {
    /// Colours by role.
    pub colors: Colors,
    /// Faces by role.
    pub faces: Faces,
}

/// An sRGB colour, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color {
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

impl Color {
    const fn hex(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self {
            rgb: [red, green, blue],
        }
    }

    /// The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.rgb.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        let [red, green, blue] = color.rgb;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.strip_prefix('#')
            .filter(|digits| digits.len() == 6)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .map(Self::hex)
            .ok_or_else(|| format!("`{text}` is no colour of the form #rrggbb"))
    }
}

/// Colours by role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Colors {
    /// The house colour: masthead, numbers, rules that carry weight.
    pub accent: Color,
    /// Text.
    pub ink: Color,
    /// Secondary text: running heads, captions' sources, notes.
    pub quiet: Color,
    /// Thin rules.
    pub rule: Color,
    /// The ground of panels.
    pub panel: Color,
    /// The page.
    pub paper: Color,
}

impl Default for Colors {
    fn default() -> Self {
        Self {
            accent: Color::hex(0x0b4f6c),
            ink: Color::hex(0x1c1f24),
            quiet: Color::hex(0x566070),
            rule: Color::hex(0xc3cbd2),
            panel: Color::hex(0xeef4f6),
            paper: Color::hex(0xffffff),
        }
    }
}

/// Faces by role, as families that `fonts/` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Faces {
    /// Running text.
    pub text: String,
    /// Headings, tables, captions, everything that is not read at length.
    pub companion: String,
    /// Code.
    pub mono: String,
    /// Formulas: an OpenType face with a table of mathematics.
    pub math: String,
    /// Tried in this order for characters that the others lack.
    pub fallback: Vec<String>,
    /// The faces of articles in other scripts than Latin, Greek and Cyrillic, by script as
    /// `model::script` names it.
    pub scripts: BTreeMap<String, ScriptFaces>,
}

/// The faces of articles in one script. They have that script's Latin letters too, made to
/// stand beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScriptFaces {
    /// Running text.
    pub text: String,
    /// Everything that is not read at length.
    pub companion: String,
}

impl Faces {
    /// The families for running text and for the rest in an article of that script.
    pub fn of_script(&self, script: &str) -> (&str, &str) {
        match self.scripts.get(script) {
            Some(faces) => (&faces.text, &faces.companion),
            None => (&self.text, &self.companion),
        }
    }
}

impl Default for Faces {
    fn default() -> Self {
        let families = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        Self {
            text: "Source Serif 4".into(),
            companion: "Source Sans 3".into(),
            mono: "Source Code Pro".into(),
            math: "STIX Two Math".into(),
            fallback: families(&[
                "Source Sans 3",
                "Noto Naskh Arabic",
                "Noto Nastaliq Urdu",
                "Noto Sans Math",
                "Noto Sans Symbols",
                "Noto Sans Symbols 2",
                "Noto Emoji",
            ]),
            scripts: [
                ("arab", "Noto Naskh Arabic"),
                ("arab-nastaliq", "Noto Nastaliq Urdu"),
            ]
            .map(|(script, family)| {
                let faces = ScriptFaces {
                    text: family.into(),
                    companion: family.into(),
                };
                (script.to_owned(), faces)
            })
            .into(),
        }
    }
}
