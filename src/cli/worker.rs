//! `pamphlet worker`: jobs on standard input, answers on standard output.

use super::Exit;
use clap::Args;
use pamphlet::batch::{self, WorkerOptions};
use std::io::{BufReader, stdin, stdout};

/// Make papers that another program asks for
///
/// Reads one job a line from standard input and answers each with one line on standard
/// output, both as JSON; the first line of the output says that it is ready. Ends when there
/// are no more jobs. `pamphlet batch` starts its workers like this, and any scheduler can:
/// docs/scale.md describes the lines.
#[derive(Args)]
pub(super) struct Worker {
    /// The most memory that it may have, for instance 512M or 2G (Linux)
    #[arg(long, value_name = "SIZE", value_parser = size)]
    memory: Option<u64>,
    /// End at once when the program that started it ends (Linux)
    #[arg(long)]
    end_with_parent: bool,
}

impl Worker {
    pub(super) fn run(self) -> Exit {
        let options = WorkerOptions {
            memory: self.memory,
            ends_with_parent: self.end_with_parent,
        };
        match batch::serve(&options, BufReader::new(stdin()), stdout()) {
            Ok(()) => Exit::Done,
            Err(error) => {
                eprintln!("error: {error}");
                Exit::Environment
            }
        }
    }
}

/// Bytes, with K, M or G for powers of 1024.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is no size; write for instance 512M or 2G");
    let upper = text.trim().to_ascii_uppercase();
    let upper = upper.trim_end_matches('B').trim_end_matches('I');
    let (digits, shift) = match upper.as_bytes().last() {
        Some(b'K') => (&upper[..upper.len() - 1], 10),
        Some(b'M') => (&upper[..upper.len() - 1], 20),
        Some(b'G') => (&upper[..upper.len() - 1], 30),
        _ => (upper, 0),
    };
    let number: u64 = digits.trim().parse().map_err(|_| wrong())?;
    number
        .checked_mul(1 << shift)
        .filter(|bytes| *bytes > 0)
        .ok_or_else(wrong)
}
