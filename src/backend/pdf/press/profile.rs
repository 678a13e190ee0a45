//! The printing condition: an ICC profile, and what colours become under it.
//!
//! sRGB enters, shares of ink leave; and the other way round, to say how light an ink
//! looks. To add a condition: make it a [`Profile`] of its own, with its name in the
//! registry of the ICC.

use moxcms::{
    ColorProfile, DataColorSpace, Layout, ProfileClass, RenderingIntent, TransformExecutor, TransformOptions,
};
use std::borrow::Cow;
use std::sync::Arc;

/// Shares of cyan, magenta, yellow and black, each from 0 to 1.
pub(crate) type Cmyk = [f32; 4];

/// How a file will be printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The condition's name in the ICC's registry of characterisation data, or the house's
    /// own name for it.
    pub name: String,
    /// What it is, for people.
    pub info: String,
    /// Whether the name stands in that registry.
    pub is_registered: bool,
    /// A profile of CMYK for output.
    pub bytes: Cow<'static, [u8]>,
    /// How much ink one place of the sheet takes, as the sum of all shares. Default: `3.0`.
    pub ink_limit: f32,
}

impl Profile {
    /// Offset printing on coated paper, after the characterisation data FOGRA39.
    pub fn fogra39() -> Self {
        Self {
            name: "FOGRA39".into(),
            info: "Offset printing on coated paper, ISO 12647-2:2004/Amd 1, paper types 1 and 2".into(),
            is_registered: true,
            bytes: Cow::Borrowed(crate::layout::FOGRA39),
            ink_limit: 3.0,
        }
    }

    /// A condition that a printer describes with a profile of its own.
    pub fn own(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let name = name.into();
        Self {
            info: name.clone(),
            name,
            is_registered: false,
            bytes: Cow::Owned(bytes),
            ink_limit: 3.0,
        }
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::fogra39()
    }
}

/// A profile, ready to turn colours into ink.
pub(super) struct Inks {
    to_ink: Arc<dyn TransformExecutor<f32> + Send + Sync>,
    to_screen: Arc<dyn TransformExecutor<f32> + Send + Sync>,
    limit: f32,
    /// How light each percent of black looks, from paper to full ink.
    blacks: Vec<f32>,
}

impl Inks {
    /// # Errors
    ///
    /// What is wrong with the profile, in words.
    pub(super) fn new(profile: &Profile) -> Result<Self, String> {
        let read = |bytes: &[u8]| ColorProfile::new_from_slice(bytes);
        let press = read(&profile.bytes).map_err(|_| "it is no ICC profile".to_owned())?;
        if press.color_space != DataColorSpace::Cmyk {
            return Err("it is not of CMYK".to_owned());
        }
        if press.profile_class != ProfileClass::OutputDevice {
            return Err("it is not for output".to_owned());
        }
        let screen = ColorProfile::new_srgb();
        // Colours stay what the house chose wherever ink can show them; black is no matter
        // of this table, since neutral colours are printed in black alone.
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            prefer_fixed_point: false,
            ..TransformOptions::default()
        };
        let broken = |_| "it lacks the tables that turn colours into ink and back".to_owned();
        // moxcms counts four channels, whatever they are of.
        let to_ink = screen
            .create_transform_f32(Layout::Rgb, &press, Layout::Rgba, options)
            .map_err(broken)?;
        let to_screen = press
            .create_transform_f32(Layout::Rgba, &screen, Layout::Rgb, options)
            .map_err(broken)?;
        let mut inks = Self {
            to_ink,
            to_screen,
            limit: profile.ink_limit,
            blacks: Vec::new(),
        };
        inks.blacks = (0..=100_u8)
            .map(|percent| inks.lightness([0.0, 0.0, 0.0, f32::from(percent) / 100.0]))
            .collect();
        Ok(inks)
    }

    /// The ink for each colour, within the limit.
    ///
    /// A profile's table from colours to ink is coarser than its table back. So what the ink
    /// looks like is asked for, and as much as it is off is put on the other side, a few
    /// times, as long as that helps.
    pub(super) fn ink(&self, colors: &[[u8; 3]]) -> Vec<Cmyk> {
        let wanted: Vec<[f32; 3]> = colors
            .iter()
            .map(|color| color.map(|channel| f32::from(channel) / 255.0))
            .collect();
        let mut asked = wanted.clone();
        let mut best = self.looked_up(&asked);
        let mut shown = self.shown(&best);
        for _ in 0..CORRECTIONS {
            for ((asked, wanted), shown) in asked.iter_mut().zip(&wanted).zip(&shown) {
                for at in 0..3 {
                    asked[at] = (asked[at] + wanted[at] - shown[at]).clamp(0.0, 1.0);
                }
            }
            let tried = self.looked_up(&asked);
            let seen = self.shown(&tried);
            for at in 0..wanted.len() {
                if distance(seen[at], wanted[at]) < distance(shown[at], wanted[at]) {
                    (best[at], shown[at]) = (tried[at], seen[at]);
                } else {
                    // What ink cannot show is asked for as it is.
                    asked[at] = wanted[at];
                }
            }
        }
        best.into_iter().map(|ink| within(ink, self.limit)).collect()
    }

    /// The ink that the profile's table gives.
    fn looked_up(&self, colors: &[[f32; 3]]) -> Vec<Cmyk> {
        let mut inks = vec![[0.0; 4]; colors.len()];
        // Both slices have the lengths that the layouts ask for.
        let _ = self
            .to_ink
            .transform(colors.as_flattened(), inks.as_flattened_mut());
        inks
    }

    /// What inks look like on their paper.
    fn shown(&self, inks: &[Cmyk]) -> Vec<[f32; 3]> {
        let mut colors = vec![[0.0; 3]; inks.len()];
        let _ = self
            .to_screen
            .transform(inks.as_flattened(), colors.as_flattened_mut());
        colors
    }

    /// The share of black that looks as light as `lightness`.
    pub(super) fn black(&self, lightness: f32) -> f32 {
        let darker = self.blacks.iter().position(|&black| black <= lightness);
        let (lower, percent) = match darker {
            None => return 1.0,
            Some(0) => return 0.0,
            Some(percent) => (self.blacks[percent], percent),
        };
        let upper = self.blacks[percent - 1];
        let above = (upper - lightness) / (upper - lower).max(f32::EPSILON);
        #[allow(clippy::cast_precision_loss, reason = "at most 100")]
        let share = (percent as f32 - 1.0 + above) / 100.0;
        share.clamp(0.0, 1.0)
    }

    /// How light an ink looks on its paper, 0 to 100.
    pub(super) fn lightness(&self, ink: Cmyk) -> f32 {
        lab(self.shown(&[ink])[0])[0]
    }
}

/// How often an ink is corrected: after three times nothing is seen to change.
const CORRECTIONS: usize = 3;

/// How far apart two colours look (CIE 1976).
fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    let (a, b) = (lab(a), lab(b));
    (a[0] - b[0]).hypot(a[1] - b[1]).hypot(a[2] - b[2])
}

/// An ink with less of the colours, where all shares together are more than the sheet takes.
fn within(ink: Cmyk, limit: f32) -> Cmyk {
    let ink = ink.map(|share| share.clamp(0.0, 1.0));
    let [cyan, magenta, yellow, black] = ink;
    let colors = cyan + magenta + yellow;
    if colors + black <= limit {
        return ink;
    }
    let less = ((limit - black) / colors).max(0.0);
    [cyan * less, magenta * less, yellow * less, black]
}

/// CIE L*a*b* of an sRGB colour, for the white D50 (IEC 61966-2-1, ISO 11664-4).
pub(super) fn lab(color: [f32; 3]) -> [f32; 3] {
    let [red, green, blue] = color.map(|share| {
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    });
    // sRGB's primaries adapted to D50 (Bradford), each row over the white's own value.
    let x = (0.436_07 * red + 0.385_15 * green + 0.143_07 * blue) / 0.964_29;
    let y = 0.222_49 * red + 0.716_87 * green + 0.060_61 * blue;
    let z = (0.013_92 * red + 0.097_08 * green + 0.714_1 * blue) / 0.825_1;
    let [x, y, z] = [x, y, z].map(|share| {
        if share > 216.0 / 24389.0 {
            share.cbrt()
        } else {
            (24389.0 / 27.0 * share + 16.0) / 116.0
        }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[cfg(test)]
mod tests {
    use super::{Inks, Profile, distance, lab, within};

    /// Against Little CMS 2.14 with the same profile and intent (`transicc -t 1`).
    #[test]
    fn colors_become_the_ink_that_others_compute() {
        let inks = Inks::new(&Profile::fogra39()).expect("a profile");
        for (color, expected) in [
            ([11_u8, 79, 108], [84.1, 26.5, 3.0, 61.0]),
            ([192, 57, 43], [0.0, 90.0, 87.6, 22.2]),
            ([195, 203, 210], [17.0, 8.5, 7.0, 14.0]),
            ([255, 0, 0], [0.0, 94.5, 99.6, 0.0]),
        ] {
            let color = color.map(|channel| f32::from(channel) / 255.0);
            let ink = inks.looked_up(&[color])[0].map(|share| share * 100.0);
            for (share, expected) in ink.iter().zip(expected) {
                assert!((share - expected).abs() < 1.5, "{color:?}: {ink:?}");
            }
        }
        let paper = inks.ink(&[[255, 255, 255]])[0];
        assert!(paper.iter().sum::<f32>() < 0.001, "paper takes no ink: {paper:?}");
    }

    #[test]
    fn ink_looks_as_the_colour_was_chosen() {
        let inks = Inks::new(&Profile::fogra39()).expect("a profile");
        for color in [
            [11_u8, 79, 108],
            [192, 57, 43],
            [122, 31, 61],
            [90, 140, 70],
            [238, 244, 246],
        ] {
            let wanted = color.map(|channel| f32::from(channel) / 255.0);
            let corrected = distance(inks.shown(&inks.ink(&[color]))[0], wanted);
            let plain = distance(inks.shown(&inks.looked_up(&[wanted]))[0], wanted);
            assert!(corrected <= plain, "{color:?}: {corrected} and {plain}");
            assert!(corrected < 1.0, "{color:?}: {corrected}, from {plain}");
        }
    }

    #[test]
    fn black_alone_is_as_light_as_the_grey() {
        let inks = Inks::new(&Profile::fogra39()).expect("a profile");
        for grey in [90_u8, 140, 200, 240] {
            let lightness = lab([f32::from(grey) / 255.0; 3])[0];
            let black = inks.black(lightness);
            assert!((inks.lightness([0.0, 0.0, 0.0, black]) - lightness).abs() < 0.5);
        }
        assert!(inks.black(100.0) < f32::EPSILON);
        assert!(
            (inks.black(5.0) - 1.0).abs() < f32::EPSILON,
            "darker than ink can be"
        );
    }

    #[test]
    fn no_place_takes_more_ink_than_it_may() {
        let ink = within([1.0, 0.9, 0.8, 0.9], 3.0);
        assert!((ink.iter().sum::<f32>() - 3.0).abs() < 1e-4, "{ink:?}");
        assert!((ink[3] - 0.9).abs() < 1e-6, "black stays");
        assert_eq!(within([0.2, 0.1, 0.0, 0.5], 3.0), [0.2, 0.1, 0.0, 0.5]);
    }

    #[test]
    fn what_is_no_profile_for_a_press_is_refused() {
        let wrong = |bytes: &[u8]| Inks::new(&Profile::own("ours", bytes.to_vec())).err();
        assert_eq!(wrong(b"nothing").as_deref(), Some("it is no ICC profile"));
        let screen = moxcms::ColorProfile::new_srgb().encode().expect("bytes");
        assert_eq!(wrong(&screen).as_deref(), Some("it is not of CMYK"));
    }
}
