//! The command line: everything it knows is in `cli`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line talks to its user"
)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
