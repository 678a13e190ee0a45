//! The house's look: one value drives every output.
//!
//! Layouts name roles (accent, ground, rule …), never colours; both outputs ask here
//! what a role looks like. A [`House`] comes from a house file (`reader/house.rs` and
//! `resolve/house.rs`) or from code; `style/legible.rs` says whether its colours can be
//! read on each other.
//!
//! To add a role of colour: a field in [`Colors`], a row in its `roles`, and its pairs in
//! `legible.rs`.

mod file;
mod legible;

pub use file::{HouseDraft, HouseFile, LogoDraft};
pub use legible::{Pair, Unreadable, nearest_legible, unreadable};

use crate::model::Asset;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The look of a house.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct House {
    /// What it is called.
    pub name: Option<String>,
    /// What it publishes under, if that is not its name.
    pub publisher: Option<String>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// Colours by role.
    pub colors: Colors,
    /// Faces by role.
    pub faces: Faces,
    /// What its printer asks for.
    pub press: PressStyle,
    /// Whether every paper gets a card for social media, asked for or not.
    pub social_cards: bool,
    /// What its books claim of their accessibility, where every check passes.
    pub accessibility: Option<Conformance>,
}

/// A claim that books conform to a standard, and who makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Conformance {
    /// As EPUB Accessibility 1.1 writes it: `EPUB Accessibility 1.1 - WCAG 2.2 Level AA`.
    pub standard: String,
    /// Who evaluated the books.
    pub certified_by: String,
    /// What that body has to show for itself.
    pub credential: Option<String>,
    /// The address of its report.
    pub report: Option<String>,
}

impl House {
    /// The logo for a paper of that publisher. It stands in the place of the house's name,
    /// so a paper that another house publishes does without.
    pub fn logo_for(&self, publisher: Option<&str>) -> Option<&Logo> {
        let logo = self.logo.as_ref()?;
        let own = [&self.name, &self.publisher];
        let is_own = publisher.is_none_or(|publisher| own.contains(&&Some(publisher.to_owned())));
        is_own.then_some(logo)
    }
}

/// The logo of a house.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Logo {
    /// For light grounds; where there is none, the house's name stands in words.
    pub light: Option<Asset>,
    /// For dark grounds; where there is none, the house's name stands in words.
    pub dark: Option<Asset>,
    /// What it says to those who do not see it: most often the house's name.
    pub alt: String,
    /// How high it stands in a masthead, in millimetres. A wide one is kept to
    /// [`Logo::WIDEST_MM`] and stands lower.
    pub height_mm: f64,
}

impl Logo {
    /// How high a logo stands in a masthead if the house does not say, in millimetres.
    pub const HEIGHT_MM: f64 = 9.0;
    /// No logo is wider in a masthead, in millimetres: beside it stands what the paper is.
    pub const WIDEST_MM: f64 = 62.0;

    /// Width and height of a variant of the logo in a masthead, in millimetres.
    pub fn placed_mm(&self, variant: &Asset) -> [f64; 2] {
        let shape = f64::from(variant.width) / f64::from(variant.height.max(1));
        let width = (self.height_mm * shape).min(Self::WIDEST_MM);
        [width, width / shape]
    }
}

/// What the house's printer asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct PressStyle {
    /// The printing condition that the pages are made for: the PDF's output intent.
    pub profile: Option<Profile>,
    /// How far grounds reach beyond the trimmed page, in millimetres.
    pub bleed_mm: Option<f64>,
}

/// A printing condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// One that is known by its name: `fogra39`.
    Named(String),
    /// An ICC profile of four colours from a file beside the house's.
    Icc {
        /// The file's name.
        file: String,
        /// The profile.
        bytes: Vec<u8>,
    },
}

/// A colour: as screens show it, and as a press mixes it or takes it from a tin of its own.
/// Written `#rrggbb`, which is what it looks like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color {
    /// Red, green, blue of sRGB. Contrast is measured in these.
    pub rgb: [u8; 3],
    /// Cyan, magenta, yellow and black in percent, for the press.
    pub cmyk: Option<[f32; 4]>,
    /// The name of the ink, if the press prints it with one of its own: "PANTONE 300 C".
    pub spot: Option<String>,
}

impl Color {
    /// A colour that is only known as screens show it.
    pub const fn rgb(rgb: [u8; 3]) -> Self {
        Self {
            rgb,
            cmyk: None,
            spot: None,
        }
    }

    const fn hex(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self::rgb([red, green, blue])
    }

    /// Reads `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let long: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        u32::from_str_radix(&long, 16).ok().map(Self::hex)
    }

    /// The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(&self, other: &Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(&self) -> f64 {
        let [red, green, blue] = self.rgb.map(legible::decode);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// As it looks on a screen: `#rrggbb`.
impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_string()
    }
}

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is no colour of the form #rrggbb"))
    }
}

/// Colours by role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

impl Colors {
    /// The names of the roles, as a house file has them.
    pub const ROLES: [&'static str; 6] = ["accent", "ink", "quiet", "rule", "panel", "paper"];

    /// The colour of a role; `None` if there is no such role.
    pub fn role(&self, name: &str) -> Option<&Color> {
        Some(match name {
            "accent" => &self.accent,
            "ink" => &self.ink,
            "quiet" => &self.quiet,
            "rule" => &self.rule,
            "panel" => &self.panel,
            "paper" => &self.paper,
            _ => return None,
        })
    }

    /// The same, to be changed.
    pub fn role_mut(&mut self, name: &str) -> Option<&mut Color> {
        Some(match name {
            "accent" => &mut self.accent,
            "ink" => &mut self.ink,
            "quiet" => &mut self.quiet,
            "rule" => &mut self.rule,
            "panel" => &mut self.panel,
            "paper" => &mut self.paper,
            _ => return None,
        })
    }
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
    /// Whether EPUBs carry them. Default: `true`.
    pub embed: bool,
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

/// A face that a book may carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceFile {
    /// Its family.
    pub family: String,
    /// The lightest and the heaviest weight that it has, from 1 to 1000; the same twice
    /// unless it varies.
    pub weights: [u16; 2],
    /// Whether it slants.
    pub italic: bool,
    /// Whether its outlines are PostScript's: `font/otf`, else `font/ttf`.
    pub postscript: bool,
    /// Whether its maker lets it be cut down to the letters of a book.
    pub may_be_cut: bool,
    /// The licence that goes with it; empty where the file itself says what its terms are.
    pub license: &'static str,
    /// The file.
    pub bytes: Cow<'static, [u8]>,
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
            embed: true,
        }
    }
}
