//! `pamphlet schema`: what editors need to know of the front matter and of house files.

use super::Exit;
use clap::{Args, ValueEnum};
use std::io::Write;

/// Print the JSON Schema of the front matter or of house files, for editors
///
/// An editor that knows it completes the names of fields, explains them, and marks values
/// that cannot be.
#[derive(Args)]
pub(super) struct Schema {
    /// Of what
    #[arg(value_name = "WHAT", default_value = "article")]
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The front matter of an article
    Article,
    /// A house file: house.yml
    House,
}

impl Schema {
    pub(super) fn run(self) -> Exit {
        let schema = match self.what {
            What::Article => pamphlet::reader::schema(),
            What::House => pamphlet::reader::house_schema(),
        };
        let text = format!("{schema:#}\n");
        // Whoever stops reading early has what they wanted.
        match std::io::stdout().lock().write_all(text.as_bytes()) {
            Ok(()) => Exit::Done,
            Err(_) => Exit::ArticleFailed,
        }
    }
}
