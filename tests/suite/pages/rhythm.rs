//! The rhythm of lines, and the edge that they end at, read off the finished pages.

use super::areas::{SETTINGS, Setting};
use super::{press, printed, understood};
use crate::sheet::{Measured, Piece, Sheet};
use pamphlet::model::Paper;
use std::path::Path;

impl Setting {
    /// The size of running text and the distance of its lines, in points.
    fn text(self) -> (f32, f32) {
        match self {
            Setting::Brief => (9.5, 12.8),
            Setting::BriefInColumns => (9.2, 12.4),
            Setting::Report => (10.0, 14.0),
            Setting::Commentary => (10.6, 15.2),
        }
    }
}

/// A line of running text: its baseline, where it ends, and its last letter.
struct Line {
    column: usize,
    y: f32,
    end: f32,
    last: char,
}

/// The lines of running text on a page, from the top.
fn lines(page: &Measured, setting: Setting) -> Vec<Line> {
    let (size, _) = setting.text();
    let runs = |piece: &&Piece| {
        !piece.artifact
            && (piece.size - size).abs() < 0.05
            && piece.face.contains("SourceSerif4")
            && !piece.text.trim().is_empty()
    };
    let mut lines: Vec<Line> = Vec::new();
    for piece in page.pieces.iter().filter(runs) {
        let column = setting.column(page.width, piece.x);
        let same = |line: &&mut Line| line.column == column && (line.y - piece.y.0).abs() < 0.5;
        let last = piece.text.trim_end().chars().last().expect("a letter");
        match lines.iter_mut().find(same) {
            Some(line) if line.end < piece.x.1 => (line.end, line.last) = (piece.x.1, last),
            Some(_) => {}
            None => lines.push(Line {
                column,
                y: piece.y.0,
                end: piece.x.1,
                last,
            }),
        }
    }
    lines.sort_by(|a, b| (a.column, -a.y).partial_cmp(&(b.column, -b.y)).expect("numbers"));
    lines
}

fn model() -> pamphlet::Article {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/forging-stability.md");
    understood(&path).expect("an article")
}

#[test]
fn lines_of_running_text_keep_one_distance() {
    for setting in SETTINGS {
        let article = setting.asked(model(), Paper::A4);
        let pages = Sheet::open(&printed(&article, &press(setting))).measured();
        let (_, pitch) = setting.text();
        // Further apart stand items of a list, and paragraphs of different kinds.
        let mut distances = Vec::new();
        for page in &pages {
            let lines = lines(page, setting);
            let pairs = lines.windows(2).filter(|pair| pair[0].column == pair[1].column);
            distances.extend(
                pairs
                    .map(|pair| pair[0].y - pair[1].y)
                    .filter(|it| *it < pitch * 1.06),
            );
        }
        assert!(distances.len() > 25, "{setting:?}: {} distances", distances.len());
        // Where a lost last page was taken in, all lines of a paper stand closer alike.
        let first = distances[0];
        assert!(
            (first - pitch).abs() < pitch * 0.05,
            "{setting:?}: lines at {first} pt"
        );
        for distance in distances {
            assert!(
                (distance - first).abs() < 0.05,
                "{setting:?}: {distance} beside {first} pt"
            );
        }
    }
}

#[test]
fn punctuation_hangs_in_the_margin() {
    for setting in SETTINGS {
        let article = setting.asked(model(), Paper::A4);
        let pages = Sheet::open(&printed(&article, &press(setting))).measured();
        let lines: Vec<Line> = pages.iter().flat_map(|page| lines(page, setting)).collect();
        for column in [0, 1] {
            let here = || lines.iter().filter(move |line| line.column == column);
            // Full lines end where most do.
            let letters: Vec<f32> = here()
                .filter(|it| it.last.is_alphabetic())
                .map(|it| it.end)
                .collect();
            let Some(edge) = letters.iter().copied().reduce(f32::max) else {
                continue;
            };
            let hangs = here().filter(|it| matches!(it.last, '-' | '.' | ',' | '‐'));
            let full: Vec<f32> = hangs
                .map(|it| it.end - edge)
                .filter(|beyond| *beyond > -1.0)
                .collect();
            assert!(
                full.iter().all(|beyond| *beyond > 0.2 && *beyond < 4.0),
                "{setting:?}: {full:?}"
            );
            assert!(!full.is_empty() || column == 1, "{setting:?} has no such line");
        }
    }
}
