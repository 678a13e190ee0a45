//! A style sheet, read for what it says of faces.
//!
//! CSS comes in as text, after the sheet that every reading system begins with; what leaves
//! are [`Rule`]s in the order of the cascade, the lists of families that they name, and the
//! OpenType features that they ask for. All else that a sheet says is passed over. Syntax that
//! is not understood is passed over as CSS wants it, and a selector that is not understood
//! counts as one that may fit.

use super::selector::{Selector, selector_of};
use super::syntax::{blocks, split, strings, without_comments};
use std::collections::{BTreeMap, BTreeSet};

/// What reading systems do before a book says anything (HTML, 15.3 "Rendering").
const USUAL: &str = "
    h1, h2, h3, h4, h5, h6, th, b, strong { font-weight: bolder }
    h1, h2, h3, h4, h5, h6, th { font-weight: bold }
    i, em, cite, dfn, var, address { font-style: italic }
    code, kbd, samp, pre, tt { font-family: monospace }
    math { font-family: math; font-style: normal; font-weight: normal }
    ul { list-style-type: disc }
    ol { list-style-type: decimal }
    ol[type=\"a\"] { list-style-type: lower-alpha }
    ol[type=\"A\"] { list-style-type: upper-alpha }
    ol[type=\"i\"] { list-style-type: lower-roman }
    ol[type=\"I\"] { list-style-type: upper-roman }
    q::before, q::after { content: \"\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}\u{201a}\u{ab}\u{bb}\u{2039}\u{203a}\" }
";

/// A style sheet, as far as it is about faces.
pub(super) struct Sheet {
    /// In the order of the cascade: what comes later wins.
    pub rules: Vec<Rule>,
    /// The lists of families that rules name; the first is empty.
    pub families: Vec<Vec<String>>,
    /// The features that it turns on, by tag.
    pub features: BTreeSet<[u8; 4]>,
    /// What counters' styles of its own are made of: signs around, and whose they extend.
    counters: BTreeMap<String, String>,
}

/// What is said of the elements that a selector means.
pub(super) struct Rule {
    pub selector: Selector,
    /// Whether it holds on every screen.
    pub is_certain: bool,
    pub says: Vec<Says>,
    rank: (bool, bool, [usize; 3]),
}

/// One thing that is said of letters.
pub(super) enum Says {
    /// A list of families by its place; the parent's if there is none.
    Families(Option<usize>),
    Weight(Weight),
    /// The parent's if it is not said.
    Slanted(Option<bool>),
    SmallCaps(bool),
    Cased(bool),
    /// Words that stand before or after the element.
    Content(String),
    /// Signs that may stand before items.
    Marks(String),
}

/// How heavy letters are.
pub(super) enum Weight {
    Is(u16),
    Parent,
    Bolder,
    Lighter,
}

impl Sheet {
    /// Reads a style sheet.
    pub(super) fn read(css: &str) -> Self {
        let mut sheet = Self {
            rules: Vec::new(),
            families: vec![Vec::new()],
            features: BTreeSet::new(),
            counters: BTreeMap::new(),
        };
        let css = without_comments(css);
        // A list may be said to extend a counter that is defined further down.
        for (prelude, body) in blocks(&css) {
            if let Some(name) = prelude.strip_prefix("@counter-style") {
                sheet.counter(name.trim(), body);
            }
        }
        sheet.take(USUAL, true, false);
        sheet.take(&css, true, true);
        sheet.rules.sort_by_key(|rule| rule.rank);
        sheet
    }

    fn take(&mut self, css: &str, is_certain: bool, is_own: bool) {
        for (prelude, body) in blocks(css) {
            let Some(condition) = prelude.strip_prefix('@') else {
                self.rule(prelude, body, is_certain, is_own);
                continue;
            };
            let holds_rules = ["media", "supports", "layer", "container", "scope"];
            let name = condition.split(|c: char| !c.is_ascii_alphabetic() && c != '-');
            if name.take(1).any(|name| holds_rules.contains(&name)) {
                self.take(body, false, is_own);
            }
        }
    }

    fn rule(&mut self, selectors: &str, body: &str, is_certain: bool, is_own: bool) {
        let mut said: [Vec<(String, String)>; 2] = Default::default();
        for declaration in split(body, ';') {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let name = name.trim().to_ascii_lowercase();
            let value = value.trim();
            match value.to_ascii_lowercase().strip_suffix("important") {
                Some(rest) if rest.trim_end().ends_with('!') => {
                    let end = rest.trim_end().len() - 1;
                    said[1].push((name, value[..end].trim().to_owned()));
                }
                _ => said[0].push((name, value.to_owned())),
            }
        }
        for (declarations, is_important) in said.iter().zip([false, true]) {
            for selector in split(selectors, ',') {
                let says: Vec<Says> = declarations
                    .iter()
                    .flat_map(|(name, value)| self.says(name, value))
                    .collect();
                if says.is_empty() {
                    continue;
                }
                let selector = selector_of(selector);
                self.rules.push(Rule {
                    rank: (is_important, is_own, selector.weight),
                    selector,
                    is_certain,
                    says,
                });
            }
        }
    }

    fn says(&mut self, name: &str, value: &str) -> Vec<Says> {
        self.features_of(name, value);
        let lower = value.to_ascii_lowercase();
        let is_parent = matches!(lower.as_str(), "inherit" | "unset" | "revert");
        match name {
            "font-family" if is_parent => vec![Says::Families(None)],
            "font-family" => vec![Says::Families(Some(self.list(value)))],
            "font-weight" => weight(&lower).map(Says::Weight).into_iter().collect(),
            "font-style" => vec![Says::Slanted((!is_parent).then(|| is_slanted(&lower)))],
            "font-variant-caps" | "font-variant" => vec![Says::SmallCaps(lower.contains("caps"))],
            "text-transform" => vec![Says::Cased(lower != "none")],
            "content" => vec![Says::Content(strings(value))],
            "list-style-type" | "list-style" => vec![Says::Marks(self.marks(value, 4))],
            "font" if is_parent => vec![
                Says::Families(None),
                Says::Weight(Weight::Parent),
                Says::Slanted(None),
            ],
            "font" => self.shorthand(value),
            _ => Vec::new(),
        }
    }

    /// `italic 600 1em/1.4 "A", serif`: the size is the first word that begins like one.
    fn shorthand(&mut self, value: &str) -> Vec<Says> {
        let mut says = vec![Says::SmallCaps(false)];
        let (mut heavy, mut slanted) = (Weight::Is(400), false);
        let mut rest = value;
        while let Some((word, after)) = rest.trim_start().split_once(char::is_whitespace) {
            let lower = word.to_ascii_lowercase();
            rest = after;
            if is_slanted(&lower) {
                slanted = true;
            } else if lower.ends_with("caps") {
                says.push(Says::SmallCaps(true));
            } else if let Some(weight) = weight(&lower) {
                heavy = weight;
            } else if lower != "normal" {
                break;
            }
        }
        says.extend([Says::Weight(heavy), Says::Slanted(Some(slanted))]);
        says.push(Says::Families(Some(self.list(rest))));
        says
    }

    /// The place of a list of families. A sheet with more lists than a style can tell apart
    /// has its last ones counted together.
    fn list(&mut self, value: &str) -> usize {
        const MOST: usize = 63;
        let families: Vec<String> = split(value, ',')
            .into_iter()
            .map(|family| match strings(family) {
                name if !name.is_empty() => name,
                _ => family.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
            })
            .collect();
        if let Some(place) = self.families.iter().position(|known| *known == families) {
            return place;
        }
        if self.families.len() > MOST {
            self.families[MOST].extend(families);
            return MOST;
        }
        self.families.push(families);
        self.families.len() - 1
    }

    fn counter(&mut self, name: &str, body: &str) {
        let mut made_of = String::new();
        for declaration in split(body, ';') {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            match name.trim() {
                "system" => {
                    made_of.push_str(value.trim().strip_prefix("extends").unwrap_or_default());
                    made_of.push('\n');
                }
                "prefix" | "suffix" | "symbols" | "additive-symbols" | "negative" | "pad" => {
                    made_of.push_str(&strings(value));
                }
                _ => {}
            }
        }
        self.counters.insert(name.to_owned(), made_of);
    }

    /// The signs that a list's style puts before items; `depth` ends circles.
    fn marks(&self, value: &str, depth: usize) -> String {
        let mut signs = strings(value);
        for name in value.split_ascii_whitespace() {
            let (base, own) = match self.counters.get(name) {
                Some(counter) => counter.split_once('\n').unwrap_or(("", counter)),
                None => (signs_of(name), "."),
            };
            signs.push_str(own);
            match self.counters.contains_key(name) {
                true if depth > 0 => signs.push_str(&self.marks(base, depth - 1)),
                true => {}
                false => signs.push_str(base),
            }
        }
        signs
    }

    fn features_of(&mut self, name: &str, value: &str) {
        if name == "font-feature-settings" {
            for setting in split(value, ',') {
                let is_off = setting.trim_end().ends_with("off") || setting.trim_end().ends_with(" 0");
                if let Ok(tag) = <[u8; 4]>::try_from(strings(setting).as_bytes())
                    && !is_off
                {
                    self.features.insert(tag);
                }
            }
            return;
        }
        if !name.starts_with("font-variant") {
            return;
        }
        for word in value.split_ascii_whitespace() {
            for (keyword, tags) in FEATURES {
                if word.eq_ignore_ascii_case(keyword) {
                    self.features.extend(tags.iter().copied());
                }
            }
        }
    }
}

/// What words of `font-variant` turn on (CSS Fonts 4, 6).
const FEATURES: &[(&str, &[[u8; 4]])] = &[
    ("oldstyle-nums", &[*b"onum"]),
    ("lining-nums", &[*b"lnum"]),
    ("proportional-nums", &[*b"pnum"]),
    ("tabular-nums", &[*b"tnum"]),
    ("diagonal-fractions", &[*b"frac", *b"numr", *b"dnom"]),
    ("stacked-fractions", &[*b"afrc"]),
    ("ordinal", &[*b"ordn"]),
    ("slashed-zero", &[*b"zero"]),
    ("small-caps", &[*b"smcp"]),
    ("all-small-caps", &[*b"smcp", *b"c2sc"]),
    ("petite-caps", &[*b"pcap", *b"smcp"]),
    ("all-petite-caps", &[*b"pcap", *b"c2pc", *b"smcp", *b"c2sc"]),
    ("unicase", &[*b"unic", *b"c2sc"]),
    ("titling-caps", &[*b"titl"]),
    ("discretionary-ligatures", &[*b"dlig"]),
    ("historical-ligatures", &[*b"hlig"]),
    ("historical-forms", &[*b"hist"]),
    ("sub", &[*b"subs"]),
    ("super", &[*b"sups"]),
];

/// The features of small capitals: a face needs them only where some are set.
pub(super) const CAPITALS: [[u8; 4]; 6] = [*b"smcp", *b"c2sc", *b"pcap", *b"c2pc", *b"unic", *b"titl"];

fn weight(lower: &str) -> Option<Weight> {
    Some(match lower {
        "normal" | "initial" => Weight::Is(400),
        "bold" => Weight::Is(700),
        "bolder" => Weight::Bolder,
        "lighter" => Weight::Lighter,
        "inherit" | "unset" | "revert" => Weight::Parent,
        number => Weight::Is(number.parse().ok().filter(|weight| (1..=1000).contains(weight))?),
    })
}

fn is_slanted(lower: &str) -> bool {
    lower.starts_with("italic") || lower.starts_with("oblique")
}

/// The signs of the counters that CSS knows by name.
fn signs_of(style: &str) -> &'static str {
    match style {
        "none" | "inside" | "outside" => "",
        // Circles and squares are drawn, and most often discs too.
        "disc" => "\u{2022}",
        "circle" | "square" => "",
        "lower-alpha" | "lower-latin" => "abcdefghijklmnopqrstuvwxyz",
        "upper-alpha" | "upper-latin" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "lower-roman" => "ivxlcdm",
        "upper-roman" => "IVXLCDM",
        "lower-greek" => "αβγδεζηθικλμνξοπρστυφχψω",
        "arabic-indic" => "٠١٢٣٤٥٦٧٨٩",
        "persian" | "urdu" => "۰۱۲۳۴۵۶۷۸۹",
        "devanagari" => "०१२३४५६७८९",
        "bengali" => "০১২৩৪৫৬৭৮৯",
        _ => "0123456789-",
    }
}
