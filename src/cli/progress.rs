//! What a batch tells while it runs: one bar on a terminal, lines elsewhere, or JSON.

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pamphlet::Severity;
use pamphlet::batch::{Class, Outcome, Planned, Tally};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How to tell.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Style {
    /// One bar with rate and time left, and a line for each paper that failed
    Bar,
    /// A line for each paper that failed, and one every ten seconds
    Lines,
    /// A line for each event, as a JSON object on standard output
    Json,
    /// A line for each paper that failed, and the summary
    None,
}

impl Style {
    pub(super) fn usual() -> Self {
        if std::io::stderr().is_terminal() {
            Style::Bar
        } else {
            Style::Lines
        }
    }
}

/// How often lines tell how far it is.
const PAUSE: Duration = Duration::from_secs(10);

/// The progress of one batch.
pub(super) struct Progress {
    style: Style,
    bar: ProgressBar,
    begun: Instant,
    told: Instant,
    to_make: usize,
    ended: usize,
    failed: usize,
    /// What each worker has.
    current: BTreeMap<usize, String>,
    is_stopping: bool,
}

impl Progress {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            bar: ProgressBar::hidden(),
            begun: Instant::now(),
            told: Instant::now(),
            to_make: 0,
            ended: 0,
            failed: 0,
            current: BTreeMap::new(),
            is_stopping: false,
        }
    }

    pub(super) fn begin(&mut self, planned: &Planned) {
        self.to_make = planned.to_make;
        let up_to_date: usize = planned.up_to_date.values().sum();
        match self.style {
            Style::Json => {
                let left_out: Vec<_> = planned
                    .left_out
                    .iter()
                    .map(|(path, reason)| json!({ "path": path, "reason": reason }))
                    .collect();
                print(&json!({
                    "type": "planned",
                    "papers": planned.papers,
                    "all_papers": planned.total,
                    "up_to_date": up_to_date,
                    "to_make": planned.to_make,
                    "workers": planned.workers,
                    "left_out": left_out,
                    "results": planned.results,
                }));
                return;
            }
            Style::Bar | Style::Lines | Style::None => {}
        }
        let mut text = format!(
            "{}: {up_to_date} up to date, {} to make",
            papers(planned.papers),
            planned.to_make
        );
        if planned.total != planned.papers {
            text.push_str(&format!(" (of {} in all)", planned.total));
        }
        if planned.to_make > 0 {
            let workers = planned.workers;
            text.push_str(&format!(", {workers} at a time"));
        }
        say(&text);
        let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (path, reason) in &planned.left_out {
            reasons
                .entry(reason)
                .or_default()
                .push(path.display().to_string());
        }
        for (reason, paths) in reasons {
            let more = match paths.len() {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            say(&format!("left out, {reason}: {}{more}", paths[0]));
        }
        if self.style == Style::Bar && planned.to_make > 0 {
            let template = "{bar:30} {pos}/{len}  {per_sec}  {eta} left  {wide_msg}";
            let style = ProgressStyle::with_template(template).map(|style| style.progress_chars("█▌ "));
            self.bar =
                ProgressBar::with_draw_target(Some(planned.to_make as u64), ProgressDrawTarget::stderr());
            if let Ok(style) = style {
                self.bar.set_style(style);
            }
            self.bar.enable_steady_tick(Duration::from_millis(250));
        }
    }

    /// Something told beside the bar.
    pub(super) fn aside(&self, tell: impl FnOnce()) {
        self.bar.suspend(tell);
    }

    pub(super) fn began(&mut self, worker: usize, id: &str) {
        match self.style {
            Style::Json => print(&json!({ "type": "began", "worker": worker, "id": id })),
            Style::Bar => {
                self.current.insert(worker, id.to_owned());
                self.show_current();
            }
            Style::Lines | Style::None => {}
        }
    }

    pub(super) fn ended(&mut self, worker: usize, outcome: &Outcome, is_stopping: bool) {
        self.ended += 1;
        self.current.remove(&worker);
        if self.style == Style::Json {
            let mut line = json!(outcome);
            line["type"] = json!("result");
            line["worker"] = json!(worker);
            print(&line);
            return;
        }
        if outcome.class.is_failure() {
            self.failed += 1;
            let text = format!(
                "{}: {}: {}",
                outcome.class.as_str(),
                outcome.source.display(),
                why(outcome)
            );
            self.bar.suspend(|| say(&text));
        }
        self.bar.inc(1);
        if is_stopping && !self.is_stopping {
            self.is_stopping = true;
            self.bar
                .suspend(|| say("stopping: the papers in hand are finished; once more to leave them"));
        }
        if self.style == Style::Lines && self.told.elapsed() > PAUSE {
            self.told = Instant::now();
            say(&self.far());
        }
    }

    pub(super) fn end(&mut self, tally: &Tally) {
        self.bar.finish_and_clear();
        let ended: usize = tally.ended.values().sum();
        let seconds = self.begun.elapsed().as_secs_f64();
        if self.style == Style::Json {
            let by_name = |counts: &BTreeMap<Class, usize>| {
                let named = counts
                    .iter()
                    .map(|(class, count)| (class.as_str().to_owned(), json!(count)));
                named.collect::<serde_json::Map<_, _>>()
            };
            print(&json!({
                "type": "ended",
                "ended": by_name(&tally.ended),
                "up_to_date": by_name(&tally.up_to_date),
                "left": tally.left,
                "broken": tally.broken,
                "seconds": seconds,
            }));
            return;
        }
        let mut text = format!("{} made in {}", papers(ended), time(seconds));
        if ended > 0 {
            text.push_str(&format!(
                " ({:.1} a second): {}",
                ended as f64 / seconds,
                classes(&tally.ended)
            ));
        }
        say(&text);
        if !tally.up_to_date.is_empty() {
            say(&format!("up to date: {}", classes(&tally.up_to_date)));
        }
        if let Some(why) = &tally.broken {
            say(&format!("error: {why}"));
        }
        if tally.left > 0 {
            say(&format!(
                "{} not begun; the same call again goes on from here",
                papers(tally.left)
            ));
        }
        if self.failed > 0 {
            say("`--only failed` tries those that failed again; `pamphlet report` makes a summary");
        }
    }

    fn show_current(&self) {
        let names: Vec<_> = self.current.values().map(String::as_str).collect();
        self.bar.set_message(names.join(", "));
    }

    /// "120 of 300, 14.2 a second, 13 s left, 2 failed".
    fn far(&self) -> String {
        let seconds = self.begun.elapsed().as_secs_f64();
        let rate = self.ended as f64 / seconds;
        let left = (self.to_make - self.ended) as f64 / rate;
        let mut text = format!(
            "{} of {}, {rate:.1} a second, {} left",
            self.ended,
            self.to_make,
            time(left)
        );
        if self.failed > 0 {
            text.push_str(&format!(", {} failed", self.failed));
        }
        text
    }
}

/// Why a paper was not made, in one line.
fn why(outcome: &Outcome) -> String {
    let first = outcome
        .findings
        .iter()
        .find(|found| found.severity == Severity::Error);
    match (&outcome.message, first) {
        (Some(message), _) => message.clone(),
        (None, Some(found)) => {
            let place = match (found.line, found.column) {
                (Some(line), Some(column)) => format!("{line}:{column}: "),
                _ => String::new(),
            };
            format!("{place}{} [{}]", found.message, found.code)
        }
        (None, None) => String::new(),
    }
}

/// "280 ok, 12 warning".
fn classes(counts: &BTreeMap<Class, usize>) -> String {
    let told: Vec<_> = Class::ALL
        .iter()
        .filter_map(|class| Some(format!("{} {}", counts.get(class)?, class.as_str())))
        .collect();
    told.join(", ")
}

fn papers(count: usize) -> String {
    format!("{count} paper{}", if count == 1 { "" } else { "s" })
}

/// "12.3 s", "4 min 10 s", "2 h 5 min".
fn time(seconds: f64) -> String {
    let whole = Duration::try_from_secs_f64(seconds).map_or(0, |time| time.as_secs());
    match whole {
        0..60 => format!("{seconds:.1} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

/// A line for people; a reader that has gone away is no reason to panic.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

fn print(line: &serde_json::Value) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
