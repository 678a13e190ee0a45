//! As much of CSS as says in which face a letter stands.
//!
//! A style sheet comes in, and the elements of a page one by one; what leaves is the
//! [`Style`] of each. Where this cannot decide (`:last-child`, a media query, a sibling) it
//! counts both ways: a style is a set of what may be, so that a face which might be wanted is
//! in the book. To teach it a property: a variant of [`Says`], read in `sheet.rs`, and what
//! it does in [`Style::apply`].

use super::selector::{Part, Selector, Step, Test};
use super::sheet::{Rule, Says, Sheet, Weight};

/// An element of a page that is open.
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Whether no element stands before it within its parent.
    pub is_first: bool,
    /// Its language, often its ancestors'.
    pub lang: String,
    pub style: Style,
    /// How many elements were opened within it so far.
    pub children: usize,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What may be true of an element's letters. Each field is a set of bits, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Style {
    /// Lists of families, by their place in [`Sheet::families`].
    families: u64,
    /// Weights in steps of 50.
    weights: u32,
    slanted: u8,
    small_caps: u8,
    /// Whether letters are written as capitals, or the other way round.
    cased: u8,
}

/// As [`Style`] has whether something is so.
fn bit(value: bool) -> u8 {
    if value { 2 } else { 1 }
}

fn weight_bit(weight: u16) -> u32 {
    1 << ((weight.clamp(1, 1000) + 25) / 50)
}

impl Style {
    /// What letters are that nobody says anything of: the first list of families is empty.
    pub(super) const PLAIN: Self = Self {
        families: 1,
        weights: 1 << 8,
        slanted: 1,
        small_caps: 1,
        cased: 1,
    };

    /// Every list of families, weight and slant that the letters may have.
    pub(super) fn choices(self) -> impl Iterator<Item = (usize, u16, bool)> {
        let families = (0..64usize).filter(move |place| self.families >> place & 1 == 1);
        families.flat_map(move |family| {
            let weights = (0..=20u16).filter(move |step| self.weights >> step & 1 == 1);
            weights.flat_map(move |step| {
                let slants = [false, true].into_iter();
                let slants = slants.filter(move |&slanted| self.slanted & bit(slanted) != 0);
                slants.map(move |slanted| (family, (step * 50).max(1), slanted))
            })
        })
    }

    /// Whether small letters may be drawn as small capitals.
    pub(super) fn may_be_small_caps(self) -> bool {
        self.small_caps & bit(true) != 0
    }

    /// Whether letters may be drawn in the other case.
    pub(super) fn may_change_case(self) -> bool {
        (self.cased | self.small_caps) & bit(true) != 0
    }

    fn apply(&mut self, says: &Says, parent: &Style, surely: bool) {
        fn set<T: Copy + std::ops::BitOr<Output = T>>(field: &mut T, value: T, surely: bool) {
            *field = if surely { value } else { *field | value };
        }
        match says {
            Says::Families(place) => {
                let value = place.map_or(parent.families, |place| 1 << place);
                set(&mut self.families, value, surely);
            }
            Says::Weight(weight) => {
                let value = match weight {
                    Weight::Is(weight) => weight_bit(*weight),
                    Weight::Parent => parent.weights,
                    Weight::Bolder => relative(parent.weights, |weight| match weight {
                        0..350 => 400,
                        350..550 => 700,
                        weight => weight.max(900),
                    }),
                    Weight::Lighter => relative(parent.weights, |weight| match weight {
                        0..100 => weight,
                        100..550 => 100,
                        550..750 => 400,
                        _ => 700,
                    }),
                };
                set(&mut self.weights, value, surely);
            }
            Says::Slanted(value) => set(&mut self.slanted, value.map_or(parent.slanted, bit), surely),
            Says::SmallCaps(value) => set(&mut self.small_caps, bit(*value), surely),
            Says::Cased(value) => set(&mut self.cased, bit(*value), surely),
            Says::Content(_) | Says::Marks(_) => {}
        }
    }
}

fn relative(weights: u32, change: impl Fn(u16) -> u16) -> u32 {
    let steps = (0..=20u16).filter(|step| weights >> step & 1 == 1);
    steps.fold(0, |bits, step| bits | weight_bit(change(step * 50)))
}

/// What the sheet makes of one element.
pub(super) struct Computed<'a> {
    pub style: Style,
    /// Words that the sheet puts before or after it, with their style.
    pub generated: Vec<(&'a str, Style)>,
    /// Signs that may stand before its items.
    pub marks: Vec<&'a str>,
}

impl Sheet {
    /// The style of the last element of `path`, whose own style is not computed yet.
    pub(super) fn compute(&self, path: &[Element]) -> Computed<'_> {
        let parent = match path {
            [.., parent, _] => parent.style,
            [_] | [] => Style::PLAIN,
        };
        let mut style = parent;
        let mut marks = Vec::new();
        // Rules lie in the order of the cascade.
        let matching: Vec<(&Rule, bool)> = self
            .rules
            .iter()
            .filter_map(|rule| {
                let found = matches(&rule.selector, path);
                (found > Sure::No).then_some((rule, found == Sure::Yes && rule.is_certain))
            })
            .collect();
        for (rule, surely) in matching.iter().filter(|(rule, _)| !rule.selector.is_generated) {
            for says in &rule.says {
                style.apply(says, &parent, *surely);
                if let Says::Marks(signs) = says {
                    marks.push(signs.as_str());
                }
            }
        }
        let mut beside = style;
        let mut words = Vec::new();
        for (rule, surely) in matching.iter().filter(|(rule, _)| rule.selector.is_generated) {
            for says in &rule.says {
                beside.apply(says, &style, *surely);
                if let Says::Content(text) = says {
                    words.push(text.as_str());
                }
            }
        }
        Computed {
            style,
            generated: words.into_iter().map(|text| (text, beside)).collect(),
            marks,
        }
    }
}

/// Whether a selector means an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    No,
    Maybe,
    Yes,
}

fn matches(selector: &Selector, path: &[Element]) -> Sure {
    let Some((element, ancestors)) = path.split_last() else {
        return Sure::No;
    };
    let found = fits(&selector.last, element, ancestors);
    if found == Sure::No {
        return Sure::No;
    }
    found.min(above(&selector.before, ancestors))
}

/// Whether what stands left in a selector fits the ancestors, from right to left.
fn above(steps: &[(Step, Vec<Part>)], ancestors: &[Element]) -> Sure {
    let Some(((step, parts), rest)) = steps.split_first() else {
        return Sure::Yes;
    };
    let at = |place: usize| {
        let (element, further) = (&ancestors[place], &ancestors[..place]);
        let found = fits(parts, element, further);
        if found == Sure::No {
            return Sure::No;
        }
        found.min(above(rest, further))
    };
    match step {
        Step::Within => (0..ancestors.len()).map(at).max().unwrap_or(Sure::No),
        Step::Child => ancestors.len().checked_sub(1).map_or(Sure::No, at),
        // What stood beside an element is not kept.
        Step::Beside => Sure::Maybe,
    }
}

fn fits(parts: &[Part], element: &Element, ancestors: &[Element]) -> Sure {
    let mut sure = Sure::Yes;
    for part in parts {
        let is_so = match part {
            Part::Element(name) => *name == element.name,
            Part::Id(id) => element.attribute("id") == Some(id),
            Part::Class(class) => {
                let classes = element.attribute("class").unwrap_or_default();
                classes.split_ascii_whitespace().any(|own| own == class)
            }
            Part::Attribute(name, test) => match (element.attribute(name), test) {
                (None, _) => false,
                (Some(_), Test::There) => true,
                (Some(value), Test::Is(wanted)) => value == wanted,
                (Some(value), Test::Word(wanted)) => {
                    value.split_ascii_whitespace().any(|word| word == wanted)
                }
                (Some(value), Test::Begins(wanted)) => value.starts_with(wanted.as_str()),
                (Some(value), Test::Ends(wanted)) => value.ends_with(wanted.as_str()),
                (Some(value), Test::Holds(wanted)) => value.contains(wanted.as_str()),
            },
            Part::Lang(tags) => tags.iter().any(|tag| speaks(&element.lang, tag)),
            Part::First => element.is_first,
            Part::Root => ancestors.is_empty(),
            Part::Unknown => {
                sure = Sure::Maybe;
                true
            }
        };
        if !is_so {
            return Sure::No;
        }
    }
    sure
}

/// Whether a language is that of a tag, or one of its kinds (RFC 4647, 3.3.1).
fn speaks(lang: &str, tag: &str) -> bool {
    let begins = lang
        .get(..tag.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(tag));
    begins && matches!(lang.as_bytes().get(tag.len()), None | Some(b'-'))
}
