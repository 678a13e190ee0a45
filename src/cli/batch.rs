//! `pamphlet batch`: whole archives.

use super::Exit;
use super::messages::{Format, Messages};
use super::options::Making;
use super::progress::{Progress, Style};
use super::worker::size;
use clap::Args;
use pamphlet::batch::{self, BatchError, Class, Crew, Inputs, News, Shard, Stop, Tally};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Make the papers of an archive: those that have changed
///
/// Searches folders for articles (.md) and makes each in a process of its own, as many side by
/// side as the machine has cores. A paper that hangs, eats memory or crashes costs itself.
/// What is up to date is left alone, so a batch that was ended goes on where it was when it is
/// called again. DIR/results.jsonl has a line a paper; `pamphlet report` makes a summary of it.
///
/// Ends with 0 if every paper was made, 1 if some were not, 2 if the call is wrong and 75 if
/// the machine failed (full disk, a folder in use), so that trying again makes sense.
#[derive(Args)]
pub(super) struct Batch {
    /// Articles, folders to search, or patterns such as 'papers/*/brief-?.md'. In folders,
    /// drafts (`draft: true`), names that begin with . or _, README files and symbolic links
    /// are left out
    #[arg(value_name = "INPUT", required_unless_present = "manifest")]
    inputs: Vec<PathBuf>,
    /// A list of papers, one JSON object a line: `source`, and on request `id`, `to`,
    /// `layout`, `house`, `front_matter` (fields that count in place of the article's own).
    /// `-` is standard input
    #[arg(long, value_name = "FILE|-")]
    manifest: Vec<PathBuf>,
    #[command(flatten)]
    options: Making,
    /// How files are named below DIR: {folder} and {stem} of the source, {hash} of its id
    #[arg(long, value_name = "PATTERN", default_value = batch::NAME, value_parser = batch::check_name)]
    name: String,
    /// Make drafts found in folders, too
    #[arg(long)]
    drafts: bool,
    /// How many papers are made side by side. Without it, one for each core
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// How many seconds a paper may take
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = seconds)]
    timeout: Duration,
    /// How much memory a paper may take, for instance 512M or 2G (Linux)
    #[arg(long, value_name = "SIZE", default_value = "2G", value_parser = size)]
    memory: u64,
    /// Make what is up to date, too
    #[arg(long)]
    force: bool,
    /// Only papers that fared like this last time: failed (error, timeout, out-of-memory,
    /// crash), or a class such as needs-review
    #[arg(long, value_name = "CLASS", value_delimiter = ',', value_parser = classes)]
    only: Vec<Classes>,
    /// Only the papers of one of N parts, for instance 2/7; `auto` or `auto/7` take the part
    /// that an array of jobs gives to this process (Kubernetes, AWS Batch, Slurm)
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<Shard>,
    /// Where to write a line a paper. Without it, DIR/results.jsonl
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
    /// How to tell what happens. Without it, a bar on a terminal and lines elsewhere
    #[arg(long, value_name = "STYLE", value_enum)]
    progress: Option<Style>,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: Format,
}

/// What `--only` names.
#[derive(Clone)]
struct Classes(Vec<Class>);

fn classes(text: &str) -> Result<Classes, String> {
    let found: Vec<Class> = Class::ALL
        .into_iter()
        .filter(|class| class.as_str() == text || text == "failed" && class.is_failure())
        .collect();
    if found.is_empty() {
        let known: Vec<_> = Class::ALL.iter().map(|class| class.as_str()).collect();
        return Err(format!("the classes are failed, {}", known.join(", ")));
    }
    Ok(Classes(found))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no number of seconds");
    let seconds: f64 = text.trim_end_matches('s').parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|time| !time.is_zero())
        .ok_or_else(wrong)
}

fn shard(text: &str) -> Result<Shard, String> {
    Shard::parse(text, |name| std::env::var(name).ok())
}

impl Batch {
    pub(super) fn run(self) -> Exit {
        let messages = Messages::new(self.message_format);
        let style = match self.message_format {
            Format::Json => Style::Json,
            Format::Human => self.progress.unwrap_or_else(Style::usual),
        };
        let batch = match self.batch() {
            Ok(batch) => batch,
            Err(errors) => {
                errors.iter().for_each(|error| messages.usage(error));
                return Exit::Usage;
            }
        };
        let stop = Stop::default();
        let asked = stop.clone();
        // Without it, the key ends the batch at once, which loses nothing either.
        let _ = ctrlc::set_handler(move || asked.ask());
        let mut progress = Progress::new(style);
        let ended = batch::run(&batch, &stop, |news| match news {
            News::Planned(planned) => progress.begin(planned),
            News::House(source, report) => progress.aside(|| messages.report(source, report)),
            News::Began(worker, id) => progress.began(worker, id),
            News::Ended(worker, outcome) => progress.ended(worker, outcome, stop.is_asked()),
        });
        match ended {
            Ok(tally) => {
                progress.end(&tally);
                exit(&tally)
            }
            Err(BatchError::Usage(errors)) => {
                errors.iter().for_each(|error| messages.usage(error));
                Exit::Usage
            }
            Err(BatchError::Environment(error)) => {
                messages.usage(&error);
                Exit::Environment
            }
        }
    }

    /// # Errors
    ///
    /// Sentences about what cannot be used.
    fn batch(&self) -> Result<batch::Batch, Vec<String>> {
        let mut manifests = Vec::new();
        let mut errors = Vec::new();
        for path in &self.manifest {
            let read = if path == Path::new("-") {
                std::io::read_to_string(std::io::stdin())
            } else {
                std::fs::read_to_string(path)
            };
            match read {
                Ok(text) => manifests.push((path.clone(), text)),
                Err(error) => errors.push(format!("cannot read the manifest `{}`: {error}", path.display())),
            }
        }
        let program =
            std::env::current_exe().map_err(|error| vec![format!("cannot find this program: {error}")])?;
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut like = self.options.job(Path::new(""));
        like.drafts = self.drafts;
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Ok(batch::Batch {
            inputs: Inputs {
                named: self.inputs.clone(),
                manifests,
                out: self.options.out.clone(),
                name: Some(self.name.clone()),
                shard: self.shard,
            },
            like,
            crew: Crew {
                program,
                workers: self.jobs.map_or_else(cores, usize::from),
                timeout: self.timeout,
                memory: Some(self.memory),
            },
            force: self.force,
            only: self
                .only
                .iter()
                .flat_map(|classes| classes.0.clone())
                .collect::<BTreeSet<_>>(),
            results: self.results.clone(),
        })
    }
}

fn exit(tally: &Tally) -> Exit {
    let is_failed = |class: &Class| class.is_failure();
    if tally.broken.is_some() {
        Exit::Environment
    } else if tally.left > 0 {
        Exit::Interrupted
    } else if tally.ended.keys().any(is_failed) {
        Exit::ArticleFailed
    } else {
        Exit::Done
    }
}
