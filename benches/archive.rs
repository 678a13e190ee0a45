//! Typesetting many papers in one warm process, beside Typst itself on equivalent markup.
//!
//! `benches/batch.sh` makes the folder that this reads: for each paper `NAME.md` and `NAME.typ`,
//! which is pandoc's markup of the same text below the settings of `peers/brief.typ`. Both are
//! typeset and written as PDF, one after the other, turn and turn about; the first papers are
//! not counted. Prints medians and sums in milliseconds of CPU-bound wall time.
//!
//!     cargo bench --bench archive -- FOLDER

#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads its articles and prints"
)]

use pamphlet::backend::pdf::{self, Forme, TypeCase};
use pamphlet::{Files, House, Layout, Report, Source};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "peers/floor.rs"]
mod floor;

/// Papers before the clock counts.
const WARM: usize = 5;

fn main() {
    // Cargo's own words are no folder.
    let folder = std::env::args().skip(1).find(|word| !word.starts_with("--"));
    let Some(folder) = folder else {
        println!("archive: no folder is named; benches/batch.sh makes one");
        return;
    };
    let mut names: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .filter(|path| path.with_extension("typ").exists())
        .collect();
    names.sort();
    let (case, forme, house) = (TypeCase::new(), Forme::new(&Layout::default()), House::default());
    let page = floor::Page::new();
    let mut times: [Vec<Duration>; 2] = [Vec::new(), Vec::new()];
    let (mut pages, mut failed) = (0, 0);
    let mut before = None;
    for (index, path) in names.iter().enumerate() {
        // As a worker does: layouts stay read, and nothing of a paper outlives the next.
        pdf::forget(before);
        let article = understood(path);
        let markup = std::fs::read_to_string(path.with_extension("typ")).expect("markup");
        let ours = || {
            let mut report = Report::new();
            let made = pdf::render(&article, &case, &forme, &house, &Default::default(), &mut report);
            made.expect("a PDF").fit.pages
        };
        let floor = || page.pdf_of(&markup).map(|bytes| bytes.len());
        let (mine, theirs);
        if index % 2 == 0 {
            mine = timed(ours);
            theirs = timed(floor);
        } else {
            theirs = timed(floor);
            mine = timed(ours);
        }
        before = Some(mine.0);
        if theirs.0.is_none() {
            failed += 1;
        } else if index >= WARM {
            pages += mine.0;
            times[0].push(mine.1);
            times[1].push(theirs.1);
        }
    }
    let [ours, floor] = times.map(told);
    println!(
        "papers    {} ({pages} pages), {failed} left out: Typst refused the markup",
        ours.0
    );
    println!("pamphlet  median {:.1} ms, together {:.0} ms", ours.1, ours.2);
    println!("typst     median {:.1} ms, together {:.0} ms", floor.1, floor.2);
    println!(
        "pamphlet ÷ typst: medians {:.2}, together {:.2}",
        ours.1 / floor.1,
        ours.2 / floor.2
    );
}

fn understood(path: &Path) -> pamphlet::Article {
    let source = Source::new(
        path.display().to_string(),
        std::fs::read(path).expect("an article"),
    );
    pamphlet::understand(
        &source,
        &Files::beside(path),
        &Default::default(),
        &mut Report::new(),
    )
    .expect("an article")
}

/// What came of it and how long it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let made = work();
    (made, begun.elapsed())
}

/// How many, the median, the sum.
fn told(mut times: Vec<Duration>) -> (usize, f64, f64) {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    (times.len(), ms(median), ms(times.iter().sum()))
}
