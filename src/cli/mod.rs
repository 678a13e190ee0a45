//! The command line, one file per subcommand. Uses the library's public names only.

mod build;
mod check;
mod explain;
mod faces;
mod houses;
mod messages;
mod new;
mod preflight;
mod schema;

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
    Build(build::Build),
    Check(check::Check),
    Explain(explain::Explain),
    New(new::New),
    Preflight(preflight::Preflight),
    Schema(schema::Schema),
}

/// How a run ended, as the process says it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Done = 0,
    ArticleFailed = 1,
    Usage = 2,
}

/// Parses the arguments and runs the subcommand. Wrong usage ends the process with 2.
pub fn run() -> ExitCode {
    let exit = match Cli::parse().command {
        Command::Build(build) => build.run(),
        Command::Check(check) => check.run(),
        Command::Explain(explain) => explain.run(),
        Command::New(new) => new.run(),
        Command::Preflight(preflight) => preflight.run(),
        Command::Schema(schema) => schema.run(),
    };
    ExitCode::from(exit as u8)
}
