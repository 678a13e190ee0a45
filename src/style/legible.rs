//! Whether a house's colours can be read on each other.
//!
//! WCAG 2.2, success criterion 1.4.3: text wants a contrast of 4.5 to 1 with its ground; 3 to
//! 1 is enough for large type alone. Every pair below carries small type somewhere, so none
//! is let off. A pair counts both ways: what can be read as accent on paper can be read as
//! paper on accent, which is how covers and bands have it.

use super::{Color, Colors};

/// The least contrast of text and its ground.
const LEAST: f64 = 4.5;

/// Two roles that meet as text and ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The role of the letters.
    pub text: &'static str,
    /// The role of what they stand on.
    pub ground: &'static str,
    /// Where layouts set them so.
    pub place: &'static str,
}

/// Every pair that layouts set. A layout that needs another adds it here.
const PAIRS: &[Pair] = &[
    Pair {
        text: "ink",
        ground: "paper",
        place: "the text",
    },
    Pair {
        text: "quiet",
        ground: "paper",
        place: "notes, running heads and sources",
    },
    Pair {
        text: "accent",
        ground: "paper",
        place: "links, labels and numbers, and the other way round covers",
    },
    Pair {
        text: "ink",
        ground: "panel",
        place: "the text of boxes",
    },
    Pair {
        text: "quiet",
        ground: "panel",
        place: "what stands beside the text of boxes",
    },
    Pair {
        text: "accent",
        ground: "panel",
        place: "the titles of boxes",
    },
];

/// A pair that cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Unreadable {
    /// Which roles.
    pub pair: Pair,
    /// Their contrast.
    pub ratio: f64,
    /// A role and the colour nearest to its own with which everything can be read, if there
    /// is one.
    pub instead: Option<(&'static str, Color)>,
}

/// The pairs that cannot be read, in the order of their weight.
pub fn unreadable(colors: &Colors) -> Vec<Unreadable> {
    let color = |role: &str| colors.role(role).expect("a pair has roles");
    let mut found = Vec::new();
    for &pair in PAIRS {
        let ratio = color(pair.text).contrast(color(pair.ground));
        if ratio < LEAST {
            let others = |role: &str| {
                let of_role = PAIRS.iter().filter_map(move |other| match role {
                    _ if other.text == role => Some(other.ground),
                    _ if other.ground == role => Some(other.text),
                    _ => None,
                });
                of_role.map(|other| color(other).clone()).collect::<Vec<_>>()
            };
            // The letters give way first; a panel on which several kinds of them cannot be
            // read is itself at fault.
            let on_ground = PAIRS.iter().filter(|other| other.ground == pair.ground);
            let failing = on_ground.filter(|other| color(other.text).contrast(color(other.ground)) < LEAST);
            let roles = if pair.ground == "panel" && failing.count() > 1 {
                [pair.ground, pair.text]
            } else {
                [pair.text, pair.ground]
            };
            let instead = roles.into_iter().find_map(|role| {
                let color = nearest_legible(color(role), &others(role))?;
                Some((role, color))
            });
            found.push(Unreadable { pair, ratio, instead });
        }
    }
    found
}

/// The colour of the same hue nearest to `color` that can be read with all `others`, as
/// letters or as ground; `None` if neither a lighter nor a darker one can.
///
/// Steps are taken along the lightness of Oklab (Björn Ottosson, 2020), in which equal steps
/// look equal and the hue stays.
pub fn nearest_legible(color: &Color, others: &[Color]) -> Option<Color> {
    let [lightness, a, b] = to_oklab(color.rgb);
    let is_legible = |candidate: &Color| others.iter().all(|other| candidate.contrast(other) >= LEAST);
    (0..=200u8).map(|step| f64::from(step) / 200.0).find_map(|step| {
        let moved = [lightness - step, lightness + step].into_iter();
        moved
            .filter(|lightness| (0.0..=1.0).contains(lightness))
            .map(|lightness| Color::rgb(within_gamut(lightness, a, b)))
            .find(is_legible)
    })
}

/// The colour, with as much of its strength as a screen can show at that lightness.
fn within_gamut(lightness: f64, a: f64, b: f64) -> [u8; 3] {
    let shown = |strength: f64| {
        let rgb = to_linear_rgb([lightness, a * strength, b * strength]);
        rgb.iter()
            .all(|channel| (-0.0005..=1.0005).contains(channel))
            .then(|| rgb.map(encode))
    };
    (0..=50u8)
        .rev()
        .find_map(|step| shown(f64::from(step) / 50.0))
        .unwrap_or(if lightness < 0.5 { [0; 3] } else { [255; 3] })
}

fn to_oklab(rgb: [u8; 3]) -> [f64; 3] {
    let [red, green, blue] = rgb.map(decode);
    let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
    let medium = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
    let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
    [
        0.210_454_255_3 * long + 0.793_617_785_0 * medium - 0.004_072_046_8 * short,
        1.977_998_495_1 * long - 2.428_592_205_0 * medium + 0.450_593_709_9 * short,
        0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766_0 * short,
    ]
}

fn to_linear_rgb([lightness, a, b]: [f64; 3]) -> [f64; 3] {
    let long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let medium = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let short = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701_0 * short,
    ]
}

/// A channel of sRGB as light.
pub(super) fn decode(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.04045 {
        share / 12.92
    } else {
        ((share + 0.055) / 1.055).powf(2.4)
    }
}

/// Light as a channel of sRGB.
fn encode(light: f64) -> u8 {
    let share = if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what a byte holds"
    )]
    let byte = (share * 255.0).round().clamp(0.0, 255.0) as u8;
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_colours_can_be_read() {
        assert_eq!(unreadable(&Colors::default()), []);
    }

    #[test]
    fn what_stands_instead_can_be_read_everywhere() {
        for accent in ["#ff7f00", "#ffd400", "#e30613", "#00aeef", "#808080", "#ffffff"] {
            let mut colors = Colors {
                accent: Color::parse(accent).expect("a colour"),
                ..Colors::default()
            };
            let found = unreadable(&colors);
            if found.is_empty() {
                continue;
            }
            let (role, instead) = found[0].instead.clone().expect("a way out");
            assert_eq!(role, "accent");
            colors.accent = instead;
            assert_eq!(unreadable(&colors), [], "{accent}");
        }
    }

    #[test]
    fn a_ground_on_which_nothing_can_be_read_is_the_one_to_change() {
        let mut colors = Colors {
            panel: Color::parse("#777777").expect("a colour"),
            ..Colors::default()
        };
        let found = unreadable(&colors);
        assert!(found.len() >= 2, "{found:?}");
        let (role, instead) = found[0].instead.clone().expect("a way out");
        assert_eq!(role, "panel");
        colors.panel = instead;
        assert_eq!(unreadable(&colors), []);
    }

    #[test]
    fn a_ratio_is_that_of_the_standard() {
        let contrast = |a: &str, b: &str| {
            let color = |text| Color::parse(text).expect("a colour");
            color(a).contrast(&color(b))
        };
        // The values that checkers give.
        for (a, b, ratio) in [
            ("#000000", "#fff", 21.0),
            ("#777777", "#ffffff", 4.48),
            ("#767676", "#ffffff", 4.54),
            ("#ff0000", "#ffffff", 4.0),
        ] {
            assert!(
                (contrast(a, b) - ratio).abs() < 0.005,
                "{a} {b}: {}",
                contrast(a, b)
            );
        }
    }
}
