//! How a table stands: how wide its columns are, and what it takes to hold them.

use super::node::{Node, Nodes};
use super::theme::Place;
use super::words;
use typst::foundations::{Dict, Value};

/// How many more characters a line holds in smaller type, and in the smallest.
const GAIN_TIGHT: f64 = 1.16;
const GAIN_SMALL: f64 = 1.12;

/// How many characters of a table's usual type stand side by side: on the measure, with the
/// margin beside it, on a page turned on its side, within another block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    measure: f64,
    wide: f64,
    turned: f64,
    nested: f64,
}

impl Room {
    /// What a theme says of it.
    pub(super) fn of(theme: &Dict) -> Self {
        let room = theme.inner("room");
        let of = |name, otherwise| room.and_then(|room| room.measure(name)).unwrap_or(otherwise);
        Self {
            measure: of("measure", 88.0),
            wide: of("wide", 88.0),
            turned: of("turned", 166.0),
            nested: of("nested", 66.0),
        }
    }
}

/// How a table stands.
#[derive(Debug, Clone)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a way of setting, and they combine"
)]
pub(super) struct Plan {
    /// The widths of its columns, as shares.
    pub(super) columns: Vec<f64>,
    /// For each row, the column in which each cell begins.
    pub(super) starts: Vec<Vec<usize>>,
    /// For a column still narrower than its longest word, the length of a word that it holds.
    pub(super) holds: Vec<Option<usize>>,
    /// Whether it goes on over pages.
    pub(super) long: bool,
    /// Whether it takes the margin.
    pub(super) wide: bool,
    /// Whether it is set in smaller type.
    pub(super) tight: bool,
    /// Whether it is set in the smallest.
    pub(super) small: bool,
    /// Whether it stands on a page on its side.
    pub(super) turned: bool,
}

/// What the cells of a table are like, by column, in characters.
struct Cells {
    /// The longest cell.
    longest: Vec<f64>,
    /// All cells of the body.
    total: Vec<f64>,
    /// The longest word: no column may be narrower.
    word: Vec<f64>,
    starts: Vec<Vec<usize>>,
}

/// Plans a table at that place; `turns` says whether the layout turns tables at all.
pub(super) fn plan(node: &Dict, room: Room, place: Place, turns: bool) -> Plan {
    let nested = place.nested;
    let turns = place.flow && turns;
    let cells = cells(node);
    let (longest, word) = (&cells.longest, &cells.word);
    let count = longest.len();
    let columns = float(count);
    let rows = float(node.list("body").len().max(1));
    let all: f64 = longest.iter().sum();
    // Where every row fits on one line, columns share the measure as their longest cells do.
    // Otherwise a share grows with the text, but slower, and never below its longest word.
    let fits = all + 4.0 * columns <= room.measure;
    let weights: Vec<f64> = (0..count)
        .map(|x| {
            let weight = if fits {
                longest[x] + 4.0
            } else {
                let grown = (cells.total[x] / rows).sqrt() * 3.4;
                (word[x] + 2.0).max(longest[x].sqrt() * 3.0).max(grown)
            };
            weight.max(word[x] + 2.0).max(4.0)
        })
        .collect();
    // Many columns stand closer together.
    let between = if count > 8 { 3.4 } else { 5.0 };
    let need: Vec<f64> = word.iter().map(|length| length + between).collect();
    let needed: f64 = need.iter().sum();
    let least: f64 = word.iter().map(|length| length + 3.0).sum();
    // A row of many long cells would be a tower of single words.
    let tower = count >= 7 && all / (room.wide * GAIN_TIGHT) > 9.0;
    let turned = turns && !nested && (needed > room.wide * GAIN_TIGHT || tower);
    let sum: f64 = longest.iter().map(|length| length.min(60.0)).sum();
    let wide = !nested
        && !turned
        && room.wide > room.measure
        && (sum + 5.0 * columns > room.measure * 1.27 || least > room.measure * 0.88);
    let crowded = if nested {
        room.nested * 0.82
    } else {
        (room.measure * 1.13).min(room.wide * 0.82)
    };
    let tight = turned || least > crowded;
    let mut line = if nested {
        room.nested
    } else if turned {
        room.turned
    } else if wide {
        room.wide
    } else {
        room.measure
    };
    if tight {
        line *= GAIN_TIGHT;
    }
    // The smallest type that is still read with ease, before words are broken.
    let small = (turned || nested) && needed > line;
    if small {
        line *= GAIN_SMALL;
    }
    let shares = shares(&weights, &need, line);
    let holds = (0..count)
        .map(|x| (shares[x] < word[x] + 2.4).then(|| whole(shares[x]).saturating_sub(3).max(1)))
        .collect();
    // A table that fits on part of a page is not cut; a longer one goes on over pages.
    let long = node.list("body").len() > 14 || cells.total.iter().sum::<f64>() > 1800.0;
    Plan {
        columns: shares,
        starts: cells.starts,
        holds,
        long,
        wide,
        tight,
        small,
        turned,
    }
}

/// How a line is shared. A share may be narrower than the column's longest word: such a column
/// gets what the word needs, in characters of the line, and the others share the rest.
fn shares(weights: &[f64], need: &[f64], line: f64) -> Vec<f64> {
    let count = weights.len();
    let all: f64 = if count == 0 { 1.0 } else { weights.iter().sum() };
    let mut columns: Vec<f64> = weights.iter().map(|weight| weight / all * line).collect();
    let mut held = vec![false; count];
    for _ in 0..count {
        let starved: Vec<usize> = (0..count).filter(|&x| !held[x] && columns[x] < need[x]).collect();
        let is_wanted = |x: &usize| held[*x] || starved.contains(x);
        let wanted: f64 = (0..count).filter(is_wanted).map(|x| need[x]).sum();
        let free = held.iter().filter(|held| !**held).count() - starved.len();
        // Where not all words can be held, no column gets more than its share.
        if starved.is_empty() || wanted > line - 4.0 * float(free) {
            break;
        }
        for x in starved {
            held[x] = true;
        }
        let shared: f64 = (0..count).filter(|&x| !held[x]).map(|x| weights[x]).sum();
        for x in 0..count {
            columns[x] = if held[x] {
                need[x]
            } else {
                weights[x] / shared * (line - wanted)
            };
        }
    }
    columns
}

/// Reads every cell of a table.
fn cells(node: &Dict) -> Cells {
    let count = node.list("columns").len();
    let mut cells = Cells {
        longest: vec![0.0; count],
        total: vec![0.0; count],
        word: vec![0.0; count],
        starts: Vec::new(),
    };
    // Rows that a cell above still covers.
    let mut busy = vec![0_usize; count];
    for (rows, head) in [("head", true), ("body", false)] {
        for row in node.list(rows).nodes() {
            let mut x = 0;
            let mut places = Vec::new();
            for cell in row.list("cells").nodes() {
                while x < count && busy[x] > 0 {
                    busy[x] -= 1;
                    x += 1;
                }
                places.push(x.min(count.saturating_sub(1)));
                if x >= count {
                    continue;
                }
                let (wide, tall) = (span(cell, "columns"), span(cell, "rows"));
                if wide == 1 {
                    cells.read(cell.list("blocks"), x, head);
                }
                let covered = x..(x + wide).min(count);
                for busy in &mut busy[covered] {
                    *busy = (*busy).max(tall - 1);
                }
                x += wide;
            }
            while x < count {
                busy[x] = busy[x].saturating_sub(1);
                x += 1;
            }
            cells.starts.push(places);
        }
    }
    cells
}

impl Cells {
    /// Reads the cell of one column.
    fn read(&mut self, blocks: &[Value], x: usize, head: bool) {
        let mut text = words::of_blocks(blocks);
        // A picture wants room as words do.
        if blocks.nodes().any(words::holds_picture) {
            text.push(' ');
            text.push_str(&"x".repeat(18));
        }
        let length = float(words::clusters(&text));
        // A head may stand on two lines, so it counts for half.
        let counted = if head { (length / 2.0).ceil() + 2.0 } else { length };
        self.longest[x] = self.longest[x].max(counted);
        if !head {
            self.total[x] += length;
        }
        for piece in text.split(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '-')) {
            let length = words::clusters(piece);
            // The walker breaks longer ones.
            self.word[x] = self.word[x].max(float(if length > 28 { 20 } else { length }));
        }
    }
}

/// Over how many columns or rows a cell goes.
pub(super) fn span(cell: &Dict, field: &str) -> usize {
    let span = cell.number(field).and_then(|span| usize::try_from(span).ok());
    span.unwrap_or(1).max(1)
}

#[allow(clippy::cast_precision_loss, reason = "tables are smaller than 2⁵³")]
fn float(count: usize) -> f64 {
    count as f64
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a line"
)]
fn whole(share: f64) -> usize {
    share.max(0.0) as usize
}
