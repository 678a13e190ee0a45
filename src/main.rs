//! The command line: everything it knows is in `cli`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
