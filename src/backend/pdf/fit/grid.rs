//! How running text is set: its size, its lines, its columns, taken from the finished pages,
//! since every layout sets it otherwise.

use crate::model::Length;
use std::collections::BTreeMap;

/// A line of a paragraph, as it is set.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub page: usize,
    pub baseline: f64,
    pub left: f64,
    pub right: f64,
    pub size: f64,
    pub text: String,
}

/// How running text is set: taken from its lines.
pub(super) struct Grid {
    /// From baseline to baseline.
    pub pitch: f64,
    /// The size of its type.
    size: f64,
    /// How wide a full line is.
    pub measure: f64,
    /// From where to where lines reach, over all columns.
    span: (f64, f64),
    /// How many columns there are.
    columns: usize,
}

impl Grid {
    pub fn of(lines: &BTreeMap<u32, Vec<Line>>) -> Self {
        let all = || lines.values().flatten();
        // The commonest size is that of running text.
        let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
        for line in all() {
            *sizes.entry(tenths(line.size)).or_default() += line.text.len();
        }
        let size = sizes
            .iter()
            .max_by_key(|(_, count)| **count)
            .map_or(100, |(size, _)| *size);
        let of_size = |line: &&Line| tenths(line.size) == size;
        let mut pitches: BTreeMap<u64, usize> = BTreeMap::new();
        for block in lines.values() {
            for pair in block.windows(2) {
                let pitch = pair[1].baseline - pair[0].baseline;
                // Small type at the foot of a page follows the last paragraph, and is none of it.
                let is_text = of_size(&&pair[0]) && of_size(&&pair[1]) && pitch < pair[0].size * 3.0;
                if is_text && pair[0].page == pair[1].page && pitch > 0.0 {
                    *pitches.entry(tenths(pitch)).or_default() += 1;
                }
            }
        }
        let pitch = pitches
            .iter()
            .max_by_key(|(_, count)| **count)
            .map_or(size * 14 / 10, |(pitch, _)| *pitch);
        // Few lines are wider: those of a table on its side.
        let before_last = lines
            .values()
            .filter_map(|block| Some(block.split_last()?.1))
            .flatten();
        let mut widths: Vec<f64> = before_last
            .filter(of_size)
            .map(|line| line.right - line.left)
            .collect();
        widths.sort_by(f64::total_cmp);
        let widest = all().map(|line| line.right - line.left).fold(0.0, f64::max);
        let measure = widths.get(widths.len() * 19 / 20).copied().unwrap_or(widest);
        let full = all()
            .filter(of_size)
            .filter(|line| ((measure * 0.9)..(measure * 1.1)).contains(&(line.right - line.left)));
        let span = full
            .clone()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |span, line| {
                (span.0.min(line.left), span.1.max(line.right))
            });
        // Of lines in two columns, the second begins where the first has ended.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of columns"
        )]
        let columns = if measure > 0.0 {
            ((span.1 - span.0) / measure).round().max(1.0) as usize
        } else {
            1
        };
        #[allow(clippy::cast_precision_loss, reason = "sizes of type")]
        Self {
            pitch: pitch as f64 / 10.0,
            size: size as f64 / 10.0,
            measure,
            span,
            columns,
        }
    }

    /// How many lines stand in so much height.
    pub fn lines(&self, height: f64) -> usize {
        (self.down((height - self.size).max(0.0)) + 1) * self.columns
    }

    /// From where to where each column reaches; all of the page where no line is full.
    pub fn columns(&self) -> Vec<(f64, f64)> {
        let (left, right) = self.span;
        if left >= right {
            return vec![(f64::NEG_INFINITY, f64::INFINITY)];
        }
        #[allow(clippy::cast_precision_loss, reason = "a count of columns")]
        let wide = (right - left) / self.columns as f64;
        #[allow(clippy::cast_precision_loss, reason = "a count of columns")]
        let edges = (0..self.columns).map(|column| left + wide * column as f64);
        edges.map(|edge| (edge, edge + wide)).collect()
    }

    /// How many more lines find room in so much.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of lines"
    )]
    pub fn down(&self, height: f64) -> usize {
        // Sums of lengths are not exact.
        ((height + 0.01) / self.pitch).floor().max(0.0) as usize
    }

    /// Words of ten full lines, over paragraphs of the text; of an article without
    /// any, over all of it.
    pub fn words_per_ten_lines(&self, lines: &BTreeMap<u32, Vec<Line>>, length: Length) -> usize {
        let mut words = 0;
        let mut full = 0.0;
        for block in lines.values() {
            let is_text = block.iter().all(|line| tenths(line.size) == tenths(self.size));
            if let (true, Some((last, before))) = (is_text, block.split_last())
                && !before.is_empty()
            {
                let text: String = block.iter().map(|line| format!("{} ", line.text)).collect();
                // Words that were parted at a line's end are one.
                let parted = before
                    .iter()
                    .filter(|line| line.text.ends_with(['-', '\u{2010}', '\u{ad}']))
                    .count();
                words += length.unit.count(&text).saturating_sub(parted);
                #[allow(clippy::cast_precision_loss, reason = "a count of lines")]
                let count = before.len() as f64;
                full += count + (last.right - last.left) / self.measure.max(1.0);
            }
        }
        if full < 1.0 {
            // A brief of one line a paragraph: a word is some six letters with its space.
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a count of words"
            )]
            return (self.measure / (self.size * 0.5) / 6.0 * 10.0).max(10.0) as usize;
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a count of words"
        )]
        let tenths = (words as f64 / full * 10.0).round() as usize;
        tenths.max(1)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes on paper"
)]
pub(super) fn tenths(points: f64) -> u64 {
    (points.max(0.0) * 10.0).round() as u64
}
