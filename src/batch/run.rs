//! A batch from its inputs to its records.

use super::houses::{self, Houses};
use super::inputs::{self, Inputs, Paper, Plan};
use super::job::{Class, Job, Outcome};
use super::ledger::Ledger;
use super::lock::{Lock, LockError};
use super::results::Results;
use super::supervisor::{self, Crew, Event, Stop};
use crate::diagnostic::{Report, Source};
use crate::files::{Now, Stamp, sha256};
use crate::layout::Layout;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A batch as its user asks for it. What the fields of [`Job`] and [`Inputs`] say counts here
/// for every paper.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Which papers.
    pub inputs: Inputs,
    /// How each is made; its own id, source and stem do not count.
    pub like: Job,
    /// With whose help.
    pub crew: Crew,
    /// Whether what is up to date is made, too.
    pub force: bool,
    /// Only papers that fared like this last time; all if it is empty.
    pub only: BTreeSet<Class>,
    /// Where the results go; without it, into the folder of the papers' files.
    pub results: Option<PathBuf>,
}

/// What a batch tells while it runs.
#[derive(Debug)]
pub enum News<'a> {
    /// What is to be done.
    Planned(&'a Planned),
    /// What was found in a house file that papers to be made have.
    House(&'a Source, &'a Report),
    /// A worker, counted from 0, has begun a paper.
    Began(usize, &'a str),
    /// A worker's paper has ended.
    Ended(usize, &'a Outcome),
}

/// What is to be done.
#[derive(Debug, Default)]
pub struct Planned {
    /// How many papers there are in this part.
    pub papers: usize,
    /// How many there are in all parts.
    pub total: usize,
    /// How many are up to date, by class.
    pub up_to_date: BTreeMap<Class, usize>,
    /// How many will be made.
    pub to_make: usize,
    /// How many workers will make them.
    pub workers: usize,
    /// Files in folders that are no papers, each with the reason.
    pub left_out: Vec<(PathBuf, &'static str)>,
    /// Where the results go.
    pub results: PathBuf,
}

/// How a batch ended.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many papers were made or tried, by class.
    pub ended: BTreeMap<Class, usize>,
    /// How many were up to date, by class.
    pub up_to_date: BTreeMap<Class, usize>,
    /// How many were not begun, because it was stopped.
    pub left: usize,
    /// Why the machine could not go on.
    pub broken: Option<String>,
}

/// Why a batch was not begun.
#[derive(Debug)]
pub enum BatchError {
    /// Something about the call: it will fail again. Each a sentence.
    Usage(Vec<String>),
    /// Something about the machine, now.
    Environment(String),
}

/// The folder of a batch's own records, in that of the results.
const OWN: &str = ".pamphlet";

/// Makes the papers of a batch that are not up to date.
///
/// # Errors
///
/// [`BatchError`] if it cannot begin; then nothing has been written but locks. What goes wrong
/// with a paper is that paper's result.
pub fn run(batch: &Batch, stop: &Stop, mut tell: impl FnMut(News)) -> Result<Tally, BatchError> {
    let plan = inputs::plan(&batch.inputs).map_err(BatchError::Usage)?;
    let mut keys = Keys::new(batch)?;
    let out = &batch.inputs.out;
    let (own, part) = (out.join(OWN), part(batch));
    let _lock = Lock::take(&own, &part).map_err(|error| refused(out, &part, error))?;
    let parts = own.join(format!("parts{part}"));
    let broken = |what: &str, error: io::Error| BatchError::Environment(format!("cannot {what}: {error}"));
    // What a killed batch had begun to write.
    match std::fs::remove_dir_all(&parts) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(broken("clear the folder of unfinished files", error));
        }
        _ => {}
    }
    let path = batch
        .results
        .clone()
        .unwrap_or_else(|| out.join(format!("results{part}.jsonl")));
    let mut ledger =
        Ledger::open(&own, &part).map_err(|error| broken("read the record of earlier batches", error))?;
    let mut results =
        Results::open(&path).map_err(|error| broken(&format!("write `{}`", path.display()), error))?;

    let (to_make, planned) = sort(batch, plan, &mut keys, &ledger, &results, path);
    tell(News::Planned(&planned));
    tell_houses(batch, &to_make, &mut tell);
    let jobs: Vec<Job> = to_make
        .iter()
        .map(|(paper, _)| job(batch, paper, &parts))
        .collect();
    let keys: HashMap<String, String> = to_make.into_iter().map(|(paper, key)| (paper.id, key)).collect();

    let mut tally = Tally {
        up_to_date: planned.up_to_date,
        left: jobs.len(),
        ..Tally::default()
    };
    supervisor::run(&batch.crew, jobs, stop, |event| match event {
        Event::Began { worker, id } => tell(News::Began(worker, &id)),
        Event::Ended {
            worker,
            begun,
            mut answer,
        } => {
            answer.outcome.finished = now();
            let outcome = &answer.outcome;
            let mut written = results.add(outcome);
            if written.is_ok() && !outcome.class.is_failure() {
                let key = keys.get(&outcome.id).map_or("", String::as_str);
                written = ledger.note(key, &answer, begun);
            }
            match written {
                Ok(()) => {
                    tally.left -= 1;
                    *tally.ended.entry(outcome.class).or_default() += 1;
                    tell(News::Ended(worker, outcome));
                }
                Err(error) => {
                    stop.after_these();
                    tally
                        .broken
                        .get_or_insert(format!("cannot write the results: {error}"));
                }
            }
        }
        Event::Broken(why) => drop(tally.broken.get_or_insert(why)),
    });
    // Lines that no longer count cost room and nothing else.
    let _ = results.tidy();
    let _ = std::fs::remove_dir(&parts);
    Ok(tally)
}

/// How files of one part of the papers are told apart from those of others.
fn part(batch: &Batch) -> String {
    batch.inputs.shard.map_or_else(String::new, |shard| {
        format!("-{}-of-{}", shard.index, shard.count)
    })
}

fn refused(out: &Path, part: &str, error: LockError) -> BatchError {
    BatchError::Environment(match error {
        LockError::Taken if part.is_empty() => format!(
            "another batch is at work in `{}`; wait for its end, or give this one another folder with `--out`",
            out.display()
        ),
        LockError::Taken => format!(
            "another batch is at work on this part, or on all parts, in `{}`; wait for its end",
            out.display()
        ),
        LockError::System(error) => format!("cannot write in `{}`: {error}", out.display()),
    })
}

/// Which papers are to be made, each with its key.
fn sort(
    batch: &Batch,
    plan: Plan,
    keys: &mut Keys,
    ledger: &Ledger,
    results: &Results,
    path: PathBuf,
) -> (Vec<(Paper, String)>, Planned) {
    let mut planned = Planned {
        total: plan.total,
        left_out: plan.left_out,
        results: path,
        ..Planned::default()
    };
    let mut now = Now::default();
    let mut to_make = Vec::new();
    for paper in plan.papers {
        let last = results.class(&paper.id);
        let is_asked_for = batch.only.is_empty() || last.is_some_and(|class| batch.only.contains(&class));
        if !is_asked_for {
            continue;
        }
        planned.papers += 1;
        let key = keys.of(&paper);
        let is_wanted = batch.force || !batch.only.is_empty() || last.is_none_or(Class::is_failure);
        let up_to_date = match is_wanted {
            true => None,
            false => ledger.is_up_to_date(&paper.id, &key, &mut now),
        };
        match up_to_date {
            Some(class) => *planned.up_to_date.entry(class).or_default() += 1,
            None => to_make.push((paper, key)),
        }
    }
    planned.to_make = to_make.len();
    planned.workers = batch.crew.workers.clamp(1, to_make.len().max(1));
    (to_make, planned)
}

fn job(batch: &Batch, paper: &Paper, parts: &Path) -> Job {
    let entry = paper.entry.as_ref();
    Job {
        id: paper.id.clone(),
        source: paper.source.clone(),
        stem: paper.stem.clone(),
        to: entry
            .and_then(|entry| entry.to.clone())
            .unwrap_or_else(|| batch.like.to.clone()),
        layout: entry
            .and_then(|entry| entry.layout.clone())
            .or_else(|| batch.like.layout.clone()),
        house: entry
            .and_then(|entry| entry.house.clone())
            .or_else(|| batch.like.house.clone()),
        drafts: paper.is_named || batch.like.drafts,
        front_matter: entry.and_then(|entry| entry.front_matter.clone()),
        front_matter_at: entry.and_then(|entry| entry.front_matter_at.clone()),
        parts: Some(parts.to_owned()),
        ..batch.like.clone()
    }
}

/// Tells once what is wrong with each house that papers to be made have; each of its papers
/// tells that it could not be made.
fn tell_houses(batch: &Batch, to_make: &[(Paper, String)], tell: &mut impl FnMut(News)) {
    let mut folders = Folders::default();
    let files: BTreeSet<PathBuf> = to_make
        .iter()
        .filter_map(|(paper, _)| folders.house(batch, paper))
        .collect();
    let Ok(houses) = Houses::new(None, None, Vec::new(), batch.like.strict) else {
        return;
    };
    for file in files {
        let (source, report) = houses.check(&file);
        if !report.diagnostics().is_empty() {
            tell(News::House(&source, &report));
        }
    }
}

/// The house file of each folder, looked for once.
#[derive(Default)]
struct Folders(HashMap<PathBuf, Option<PathBuf>>);

impl Folders {
    fn house(&mut self, batch: &Batch, paper: &Paper) -> Option<PathBuf> {
        let named = paper.entry.as_ref().and_then(|entry| entry.house.clone());
        if let Some(house) = named.or_else(|| batch.like.house.clone()) {
            return Some(house);
        }
        let folder = paper.source.parent().unwrap_or(Path::new("")).to_owned();
        let beside = || houses::beside(&paper.source);
        self.0.entry(folder).or_insert_with(beside).clone()
    }
}

/// What decides, beside the files that a paper is made from, what comes out: one word for
/// all of it.
struct Keys<'a> {
    batch: &'a Batch,
    faces: String,
    layouts: HashMap<Option<String>, String>,
    folders: Folders,
}

impl<'a> Keys<'a> {
    /// # Errors
    ///
    /// If the layout, the house file or a folder with faces is not there.
    fn new(batch: &'a Batch) -> Result<Self, BatchError> {
        let mut keys = Self {
            batch,
            faces: faces(batch)?,
            layouts: HashMap::new(),
            folders: Folders::default(),
        };
        if let Some(layout) = &batch.like.layout {
            let found = Layout::find(layout).map_err(|error| BatchError::Usage(vec![error.to_string()]))?;
            keys.layouts.insert(Some(layout.clone()), hash_of(&found));
        }
        Houses::new(batch.like.house.as_deref(), None, Vec::new(), false)
            .map_err(|message| BatchError::Usage(vec![message]))?;
        Ok(keys)
    }

    fn of(&mut self, paper: &Paper) -> String {
        let house = self.folders.house(self.batch, paper);
        let job = Job {
            // Its name, and where its manifest stands, change nothing of it.
            id: String::new(),
            house,
            front_matter_at: None,
            parts: None,
            ..job(self.batch, paper, Path::new(""))
        };
        let layout = job.layout.clone();
        let hash = || {
            layout
                .as_deref()
                .and_then(|name| Layout::find(name).ok())
                .map(|found| hash_of(&found))
        };
        let layout = self
            .layouts
            .entry(job.layout.clone())
            .or_insert_with(|| hash().unwrap_or_default());
        let key = json!([
            env!("CARGO_PKG_VERSION"),
            env!("PAMPHLET_BUILD"),
            job,
            layout,
            self.faces
        ]);
        sha256(key.to_string().as_bytes())[..32].to_owned()
    }
}

fn hash_of(layout: &Layout) -> String {
    let files: Vec<_> = layout
        .files
        .iter()
        .map(|(name, bytes)| (name, sha256(bytes)))
        .collect();
    sha256(json!(files).to_string().as_bytes())
}

/// The faces that are brought, by what the disk says of their files.
fn faces(batch: &Batch) -> Result<String, BatchError> {
    let (files, _) = super::faces::files(&batch.like.font_paths, batch.like.system_fonts)
        .map_err(|message| BatchError::Usage(vec![message]))?;
    let stamps: Vec<_> = files
        .iter()
        .map(|path| (path, Stamp::of(path).map(|stamp| (stamp.bytes, stamp.modified))))
        .collect();
    Ok(sha256(json!(stamps).to_string().as_bytes()))
}

/// The moment, as RFC 3339 in UTC.
fn now() -> Option<String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let moment = chrono::DateTime::from_timestamp(i64::try_from(since.as_secs()).ok()?, 0)?;
    Some(moment.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}
