//! Letters and figures, asked of the glyphs in the file: which figures stand where, whether
//! small capitals are a face's own, how addresses break.

use super::areas::{SETTINGS, Setting};
use super::faults::{Wrong, faults};
use super::{press, printed};
use crate::sheet::{Piece, Sheet};
use pamphlet::model::Paper;
use pamphlet::{Article, Files, Report, Source, understand};
use std::collections::{BTreeMap, BTreeSet};

fn article(body: &str) -> Article {
    let source = Source::new("paper.md", format!("---\ntitle: A paper\n---\n\n{body}"));
    understand(&source, &Files::none(), &Default::default(), &mut Report::new()).expect("an article")
}

/// A glyph's shape, in thousandths of its size.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shape {
    glyph: u16,
    width: f32,
    foot: f32,
    head: f32,
}

/// A PDF, to be asked for glyphs.
struct Letters {
    pieces: Vec<Piece>,
    programs: BTreeMap<String, Vec<u8>>,
}

impl Letters {
    fn of(article: &Article, setting: Setting) -> Self {
        let sheet = Sheet::open(&printed(article, &press(setting)));
        let pages = sheet.measured().into_iter();
        Self {
            pieces: pages.flat_map(|page| page.pieces).collect(),
            programs: sheet.programs(),
        }
    }

    /// The run in which `words` stand.
    fn run(&self, words: &str) -> &Piece {
        let mut pieces = self.pieces.iter();
        pieces
            .find(|piece| piece.text.contains(words))
            .unwrap_or_else(|| panic!("{words:?} stands in no run"))
    }

    /// The last run that says `words` and nothing else.
    fn alone(&self, words: &str) -> &Piece {
        let mut pieces = self.pieces.iter().rev();
        pieces
            .find(|piece| piece.text.trim() == words)
            .unwrap_or_else(|| panic!("{words:?} is no run of its own"))
    }

    /// The shapes of `words` in a run that says them, character by character.
    fn shapes(&self, run: &Piece, words: &str) -> BTreeMap<char, Shape> {
        let chars = run.text.chars().count();
        assert_eq!(chars, run.glyphs.len(), "{:?} has ligatures", run.text);
        let before = &run.text[..run.text.find(words).expect("the words")];
        let glyphs = &run.glyphs[before.chars().count()..];
        let face = ttf_parser::Face::parse(&self.programs[&run.face], 0).expect("a face");
        let em = 1000.0 / f32::from(face.units_per_em());
        let shown = words
            .chars()
            .zip(glyphs)
            .filter(|(char, _)| !char.is_whitespace());
        shown
            .map(|(char, (glyph, width))| {
                let around = face.glyph_bounding_box(ttf_parser::GlyphId(*glyph));
                let around = around.unwrap_or_else(|| panic!("{char:?} has no shape"));
                let shape = Shape {
                    glyph: *glyph,
                    width: *width,
                    foot: f32::from(around.y_min) * em,
                    head: f32::from(around.y_max) * em,
                };
                (char, shape)
            })
            .collect()
    }
}

#[test]
fn figures_are_old_style_in_text_and_tabular_in_tables() {
    let article = article("The sum 1234567890 was paid.\n\n| House | Sum |\n|---|---|\n| A | 1234567890 |\n");
    for setting in SETTINGS {
        let article = setting.asked(article.clone(), Paper::A4);
        let letters = Letters::of(&article, setting);
        let text = letters.shapes(letters.run("sum 1234567890"), "1234567890");
        assert!(text[&'3'].foot < -100.0, "{setting:?}: 3 hangs below the line");
        assert!(text[&'1'].head < 560.0, "{setting:?}: 1 is as tall as an x");
        assert!(text[&'6'].head > 600.0, "{setting:?}: 6 rises");
        let widths: BTreeSet<_> = text.values().map(|figure| figure.width.to_bits()).collect();
        assert!(
            widths.len() > 4,
            "{setting:?}: each figure has a width of its own"
        );
        let cell = letters.shapes(letters.alone("1234567890"), "1234567890");
        for shape in cell.values() {
            let even = (shape.width - cell[&'0'].width).abs() < 0.5;
            assert!(even, "{setting:?}: {shape:?} is not as wide as 0");
            let lining = shape.foot > -30.0 && shape.head > 600.0;
            assert!(lining, "{setting:?}: {shape:?} does not stand on the line");
        }
    }
}

#[test]
fn small_capitals_are_the_face_s_own() {
    let article = article("A word like help, and the same [help]{.smallcaps} in capitals; HELP.\n");
    for setting in SETTINGS {
        let article = setting.asked(article.clone(), Paper::A4);
        let letters = Letters::of(&article, setting);
        let plain = letters.shapes(letters.run("word like help"), "help");
        let large = letters.shapes(letters.run("HELP"), "HELP");
        let run = letters.alone("help");
        assert_eq!(run.size, letters.run("word like").size, "{setting:?}: not scaled");
        assert_eq!(run.face, letters.run("word like").face, "{setting:?}");
        for (char, small) in letters.shapes(run, "help") {
            let capital = large[&char.to_ascii_uppercase()];
            assert_ne!(small, plain[&char], "{setting:?}: {char} is the small letter");
            assert_ne!(small, capital, "{setting:?}: {char} is the large capital");
            assert!(small.foot > -30.0, "{setting:?}: {char} hangs below the line");
            let low = small.head < capital.head * 0.9;
            assert!(low, "{setting:?}: {char} is as tall as a capital");
        }
    }
}

#[test]
fn addresses_break_without_a_hyphen_and_stay_in_the_area() {
    let address = "https://doi.org/10.1016/j.worlddev.2019.104690.long-titles-of-their-own/supplementary_material/annexes_and_tables";
    let places = [
        format!("Words before it that fill a part of the line: <{address}>."),
        format!("A note.[^1]\n\n[^1]: In it, <{address}>."),
        format!("- In a list, <{address}>"),
        format!("::: note\nIn a box, <{address}>.\n:::"),
        format!("| Where | What |\n|---|---|\n| In a cell | <{address}> |"),
    ];
    for setting in SETTINGS {
        for place in &places {
            let article = setting.asked(article(place), Paper::A4);
            let bytes = printed(&article, &press(setting));
            let found = faults(&bytes, setting, &article);
            let beyond = found
                .iter()
                .find(|fault| matches!(fault.wrong, Wrong::Beyond | Wrong::Collision));
            assert!(
                beyond.is_none(),
                "{setting:?}: {place:?}: {}",
                beyond.expect("one")
            );
            let sheet = Sheet::open(&bytes);
            let elements = sheet.elements();
            let pages = sheet.measured();
            let link = |piece: &&Piece| {
                let around = |at: &usize| elements[*at].parent;
                let mut around = std::iter::successors(piece.element, around);
                around.any(|at| elements[at].tag == "Link")
            };
            let pieces: Vec<_> = pages.iter().flat_map(|page| &page.pieces).filter(link).collect();
            let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            let text = text.replace(char::is_whitespace, "");
            assert!(text.contains(address), "{setting:?}: {place:?} says {text:?}");
            let lines: BTreeSet<_> = pieces.iter().map(|piece| format!("{:.0}", piece.y.0)).collect();
            assert!(lines.len() > 1, "{setting:?}: {place:?} does not break");
        }
    }
}
