//! The command line, one file per subcommand. Uses the library's public names only.

mod batch;
mod build;
mod check;
mod explain;
mod messages;
mod new;
mod options;
mod preflight;
mod progress;
mod report;
mod schema;
mod worker;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Turns an article into a print-quality PDF brief and an EPUB.
#[derive(Parser)]
#[command(name = "pamphlet", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Batch(batch::Batch),
    Build(build::Build),
    Check(check::Check),
    Explain(explain::Explain),
    New(new::New),
    Preflight(preflight::Preflight),
    Report(report::Report),
    Schema(schema::Schema),
    Worker(worker::Worker),
}

/// How a run ended, as the process says it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Done = 0,
    ArticleFailed = 1,
    /// Wrong arguments or files: the same call will fail again.
    Usage = 2,
    /// The machine failed, not the call: full disk, no processes, a folder in use. As
    /// `EX_TEMPFAIL` of sysexits.h.
    Environment = 75,
    /// Ended by its user.
    Interrupted = 130,
}

/// Parses the arguments and runs the subcommand. Wrong usage ends the process with 2.
pub fn run() -> ExitCode {
    let exit = match Cli::parse().command {
        Command::Batch(batch) => batch.run(),
        Command::Build(build) => build.run(),
        Command::Check(check) => check.run(),
        Command::Explain(explain) => explain.run(),
        Command::New(new) => new.run(),
        Command::Preflight(preflight) => preflight.run(),
        Command::Report(report) => report.run(),
        Command::Schema(schema) => schema.run(),
        Command::Worker(worker) => worker.run(),
    };
    ExitCode::from(exit as u8)
}
