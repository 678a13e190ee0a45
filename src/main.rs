//! The command line: everything it knows is in `cli`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line talks to its user"
)]

mod cli;

/// How large the stack is, in bytes. Deep papers are levelled long before it ends, but how deep
/// Typst goes for a layout is up to the layout, and the system's usual 8 MiB are less than Typst
/// allows itself.
const STACK: usize = 64 << 20;

fn main() -> std::process::ExitCode {
    let work = std::thread::Builder::new().stack_size(STACK).spawn(cli::run);
    match work.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The panic has told what it is.
        Ok(Err(_)) => std::process::ExitCode::from(101),
        Err(error) => {
            eprintln!("error: no thread can be started: {error}");
            std::process::ExitCode::from(75)
        }
    }
}
