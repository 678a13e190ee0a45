//! `pamphlet schema`: what editors need to know of the front matter.

use super::Exit;
use clap::Args;
use std::io::Write;

/// Print the JSON Schema of the front matter, for editors
///
/// An editor that knows it completes the names of fields, explains them, and marks values
/// that cannot be.
#[derive(Args)]
pub(super) struct Schema {}

impl Schema {
    pub(super) fn run(self) -> Exit {
        let Self {} = self;
        let text = format!("{:#}\n", pamphlet::reader::schema());
        // Whoever stops reading early has what they wanted.
        match std::io::stdout().lock().write_all(text.as_bytes()) {
            Ok(()) => Exit::Done,
            Err(_) => Exit::ArticleFailed,
        }
    }
}
