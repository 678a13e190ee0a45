//! Which ink a colour of the pages is printed with.
//!
//! Colours enter as layouts and pictures speak of them, in sRGB, together with what is
//! painted; ink leaves. A colour of the house that has an ink of its own gets exactly that.
//! What is all but grey is printed in black alone, as light as it was: letters and hairlines
//! in one ink cannot be out of register. All else goes through the profile.

use super::profile::{Cmyk, Inks, Profile, lab};
use crate::style::Color;
use std::collections::HashMap;

/// A colour of the house with the ink it is printed with.
#[derive(Debug, Clone, PartialEq)]
pub struct Ink {
    /// The colour on screens.
    pub rgb: [u8; 3],
    /// Percent of cyan, magenta, yellow and black: the ink itself, or what stands in for the
    /// spot colour where a press has none.
    pub cmyk: [f32; 4],
    /// The name of a spot colour: `PANTONE 300 C`.
    pub spot: Option<String>,
}

impl Ink {
    /// The ink of a house's colour that has one. A spot colour without process colours is
    /// stood in for by what `profile` makes of the colour on screens.
    pub(super) fn of_color(color: &Color, profile: &Profile) -> Self {
        let mixed = || {
            let inks = Inks::new(profile).ok();
            inks.map_or([0.0, 0.0, 0.0, 100.0], |inks| {
                inks.ink(&[color.rgb])[0].map(|share| rounded(share) * 100.0)
            })
        };
        Self {
            rgb: color.rgb,
            cmyk: color.cmyk.unwrap_or_else(mixed),
            spot: color.spot.clone(),
        }
    }
}

/// What is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Use {
    /// Letters, and lines: small things, which show when inks are out of register.
    Fine,
    /// Areas.
    Area,
}

/// What a colour is printed with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Paint {
    /// Process colours.
    Process(Cmyk),
    /// The spot colour of the ink at this place.
    Spot(usize),
}

impl Paint {
    /// Whether it is full black and nothing else.
    pub(super) fn is_black(self) -> bool {
        self == Paint::Process(BLACK)
    }
}

/// Black alone.
pub(super) const BLACK: Cmyk = [0.0, 0.0, 0.0, 1.0];

/// The inks of one file.
pub(super) struct Palette<'a> {
    inks: Inks,
    house: &'a [Ink],
    known: HashMap<([u8; 3], Use), Paint>,
}

impl<'a> Palette<'a> {
    pub(super) fn new(inks: Inks, house: &'a [Ink]) -> Self {
        Self {
            inks,
            house,
            known: HashMap::new(),
        }
    }

    /// The house's ink at a place that [`Paint::Spot`] names.
    pub(super) fn spot(&self, place: usize) -> &'a Ink {
        &self.house[place]
    }

    /// The house's ink of a spot colour.
    pub(super) fn named(&self, name: &str) -> Option<&'a Ink> {
        self.house.iter().find(|ink| ink.spot.as_deref() == Some(name))
    }

    /// What one colour is printed with.
    pub(super) fn paint(&mut self, color: [u8; 3], wanted: Use) -> Paint {
        if let Some(paint) = self.known.get(&(color, wanted)) {
            return *paint;
        }
        let own = self.house.iter().position(|ink| ink.rgb == color);
        let paint = match own {
            Some(place) if self.house[place].spot.is_some() => Paint::Spot(place),
            Some(place) => Paint::Process(shares(self.house[place].cmyk)),
            None => Paint::Process(match self.black(color, wanted) {
                Some(black) => [0.0, 0.0, 0.0, black],
                None => self.inks.ink(&[color])[0].map(rounded),
            }),
        };
        self.known.insert((color, wanted), paint);
        paint
    }

    /// The process colours of areas in many colours, as pictures have them.
    pub(super) fn pixels(&self, colors: &[[u8; 3]]) -> Vec<Cmyk> {
        let mut inks = self.inks.ink(colors);
        for (ink, color) in inks.iter_mut().zip(colors) {
            if let Some(own) = self.house.iter().find(|own| own.rgb == *color) {
                *ink = shares(own.cmyk);
            } else if let Some(black) = self.black(*color, Use::Area) {
                *ink = [0.0, 0.0, 0.0, black];
            }
        }
        inks
    }

    /// The process colours of a paint, for places that know no other.
    pub(super) fn process(&self, paint: Paint) -> Cmyk {
        match paint {
            Paint::Process(ink) => ink,
            Paint::Spot(place) => shares(self.house[place].cmyk),
        }
    }

    /// The share of black that prints a colour which is all but grey.
    fn black(&self, color: [u8; 3], wanted: Use) -> Option<f32> {
        let [lightness, a, b] = lab(color.map(|channel| f32::from(channel) / 255.0));
        let most = match wanted {
            Use::Fine => 12.0,
            // The darker an area, the less its hue is seen; the tints of panels are meant.
            Use::Area => 6.0 - (lightness - 35.0).clamp(0.0, 55.0) / 55.0 * 4.5,
        };
        (a.hypot(b) <= most).then(|| rounded(self.inks.black(lightness)))
    }
}

/// Percent as shares.
fn shares(percent: [f32; 4]) -> Cmyk {
    percent.map(|share| (share / 100.0).clamp(0.0, 1.0))
}

/// To a tenth of a percent, finer than any press, so that files are short.
fn rounded(share: f32) -> f32 {
    (share * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::super::profile::{Inks, Profile};
    use super::{Ink, Paint, Palette, Use};

    #[test]
    fn small_and_grey_things_are_black_alone() {
        let inks = Inks::new(&Profile::fogra39()).expect("a profile");
        let house = [
            Ink {
                rgb: [11, 79, 108],
                cmyk: [100.0, 40.0, 20.0, 40.0],
                spot: None,
            },
            Ink {
                rgb: [200, 16, 46],
                cmyk: [0.0, 100.0, 80.0, 5.0],
                spot: Some("House Red".into()),
            },
        ];
        let mut palette = Palette::new(inks, &house);
        assert!(palette.paint([0x1c, 0x1f, 0x24], Use::Fine).is_black());
        assert!(palette.paint([0, 0, 0], Use::Area).is_black());
        let Paint::Process([0.0, 0.0, 0.0, quiet]) = palette.paint([0x56, 0x60, 0x70], Use::Fine) else {
            panic!("secondary text in more than black")
        };
        assert!((0.6..0.85).contains(&quiet), "{quiet}");
        // The tint of a panel is a colour, and stays one.
        let Paint::Process([cyan, ..]) = palette.paint([0xee, 0xf4, 0xf6], Use::Area) else {
            panic!("a spot colour out of nowhere")
        };
        assert!(cyan > 0.0);
        // What the house says holds to the digit.
        assert_eq!(
            palette.paint([11, 79, 108], Use::Fine),
            Paint::Process([1.0, 0.4, 0.2, 0.4])
        );
        assert_eq!(palette.paint([200, 16, 46], Use::Area), Paint::Spot(1));
        assert_eq!(
            palette.paint([255, 255, 255], Use::Area),
            Paint::Process([0.0; 4])
        );
    }
}
