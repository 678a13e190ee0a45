//! A worker: jobs in, a line each; answers out, a line each, in the same order.
//!
//! It keeps what serves many papers (faces, layouts, houses) and forgets each paper. A panic
//! is answered as a crash and ends it, for nobody knows what it left behind.

use super::houses::Houses;
use super::job::{Answer, Class, Job, Outcome, Written};
use super::paper::{Made, make};
use super::{faces, limits};
use crate::backend::{Rendered, pdf};
use crate::files;
use crate::layout::Layout;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How a worker is set up.
#[derive(Debug, Clone, Default)]
pub struct WorkerOptions {
    /// The most memory it may have, in bytes.
    pub memory: Option<u64>,
    /// Whether it ends when the process that started it ends.
    pub ends_with_parent: bool,
}

/// The first line that a worker writes, once it is ready for jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// The version that it is of.
    pub version: String,
    /// Whether its memory is limited, if that was asked for.
    pub memory_limited: bool,
}

/// A line of a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Line {
    /// It waits for jobs.
    Ready(Ready),
    /// A job has ended.
    Answer(Box<Answer>),
    /// A line was no job; nothing was made.
    Refused {
        /// Why.
        message: String,
    },
}

/// How large its stack is. Deep papers are levelled long before; this is for debug
/// builds, whose frames are large.
const STACK: usize = 64 << 20;

/// Reads jobs until there are no more, and answers each.
///
/// # Errors
///
/// If jobs cannot be read or answers not written: nobody is there any more.
pub fn serve(
    options: &WorkerOptions,
    input: impl BufRead + Send,
    output: impl Write + Send,
) -> io::Result<()> {
    // On a stack of its own, so that its size is known.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let work = thread.spawn_scoped(scope, || work(options, input, output))?;
        work.join()
            .unwrap_or_else(|_| Err(io::Error::other("the worker has crashed")))
    })
}

fn work(options: &WorkerOptions, input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    if options.ends_with_parent {
        limits::end_with_parent();
    }
    let memory_limited = options
        .memory
        .is_some_and(|bytes| limits::limit_memory(bytes + STACK as u64));
    remember_panics();
    let mut desks = Desks::default();
    // What most jobs want is set up before the first is timed.
    desks.warm();
    let ready = Ready {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        memory_limited,
    };
    say(&mut output, &Line::Ready(ready))?;
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Job>(&line) {
            Ok(job) => {
                let (answer, is_whole) = answer(&job, &mut desks);
                say(&mut output, &Line::Answer(Box::new(answer)))?;
                if !is_whole {
                    return Ok(());
                }
            }
            Err(error) => say(
                &mut output,
                &Line::Refused {
                    message: format!("not a job: {error}"),
                },
            )?,
        }
    }
    Ok(())
}

fn say(output: &mut impl Write, line: &Line) -> io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    output.write_all(&text)?;
    output.flush()
}

/// What came of a job, and whether the worker can go on.
fn answer(job: &Job, desks: &mut Desks) -> (Answer, bool) {
    limits::reset_peak();
    let begun = Instant::now();
    let caught = catch_unwind(AssertUnwindSafe(|| desks.make(job)));
    let (mut answer, is_whole) = match caught {
        Ok(Ok(made)) => (told(job, made), true),
        Ok(Err(message)) => (failed(job, Class::Error, message), true),
        Err(_) => (failed(job, Class::Crash, last_panic()), false),
    };
    if is_whole {
        pdf::forget(answer.outcome.pages);
    }
    answer.outcome.seconds = (begun.elapsed().as_secs_f64() * 1e6).round() / 1e6;
    answer.outcome.peak_memory = limits::peak();
    (answer, is_whole)
}

fn failed(job: &Job, class: Class, message: String) -> Answer {
    let mut outcome = Outcome::new(job, class);
    outcome.message = Some(message);
    Answer {
        outcome,
        seen: Vec::new(),
        stamps: Vec::new(),
        environment: None,
    }
}

fn told(job: &Job, made: Made) -> Answer {
    let class = match &made.files {
        Err(_) => Class::Error,
        Ok(_) if made.is_draft => Class::Draft,
        Ok(_) => Class::of(&made.report),
    };
    let mut outcome = Outcome::new(job, class);
    outcome.tell(&made.source, &made.report);
    let fit = made.fit();
    outcome.pages = fit.map(|fit| fit.pages);
    outcome.words = fit.map(|fit| fit.length.text);
    if let Some((title, lang)) = made.about {
        outcome.title = Some(title).filter(|title| !title.is_empty());
        outcome.lang = Some(lang);
    }
    let files = made.files.unwrap_or_default();
    outcome.files = files.into_iter().map(written).collect();
    Answer {
        outcome,
        seen: made.seen,
        stamps: made.stamps,
        environment: made.environment,
    }
}

fn written((path, file): (PathBuf, Rendered)) -> Written {
    Written {
        path,
        bytes: file.bytes.len() as u64,
        sha256: files::sha256(&file.bytes),
        verdicts: file.verdicts,
    }
}

/// What jobs are made with: a house's press for each way in which jobs ask for one.
#[derive(Default)]
struct Desks(BTreeMap<Wanted, Houses>);

/// What decides which press a job needs, besides the article's own folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Wanted {
    house: Option<PathBuf>,
    layout: Option<String>,
    font_paths: Vec<PathBuf>,
    system_fonts: bool,
    strict: bool,
}

/// How many ways are kept at hand.
const KEPT: usize = 4;

impl Desks {
    fn warm(&mut self) {
        if let Ok(mut houses) = houses(&Wanted::default()) {
            houses.warm();
            self.0.insert(Wanted::default(), houses);
        }
    }

    /// # Errors
    ///
    /// A sentence if the job's house, layout or faces are not there.
    fn make(&mut self, job: &Job) -> Result<Made, String> {
        let wanted = Wanted {
            house: job.house.clone(),
            layout: job.layout.clone(),
            font_paths: job.font_paths.clone(),
            system_fonts: job.system_fonts,
            strict: job.strict,
        };
        if !self.0.contains_key(&wanted) {
            if self.0.len() >= KEPT {
                self.0.clear();
            }
            let houses = houses(&wanted)?;
            self.0.insert(wanted.clone(), houses);
        }
        let houses = self.0.get_mut(&wanted).ok_or("no press is set up")?;
        let made = make(job, houses);
        // What is wrong with a house is told by whoever gives out the jobs, once.
        houses.take_told();
        Ok(made)
    }
}

fn houses(wanted: &Wanted) -> Result<Houses, String> {
    let layout = wanted.layout.as_deref().map(Layout::find).transpose();
    let layout = layout.map_err(|error| error.to_string())?;
    let (faces, _) = faces::load(&wanted.font_paths, wanted.system_fonts)?;
    Houses::new(wanted.house.as_deref(), layout, faces, wanted.strict)
}

/// What the latest panic said, and where.
static PANIC: Mutex<String> = Mutex::new(String::new());

fn remember_panics() {
    std::panic::set_hook(Box::new(|panic| {
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string().replace('\n', " ");
    }));
}

fn last_panic() -> String {
    PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
