//! `pamphlet build`: articles in, files out.

use super::Exit;
use super::messages::{Format, Messages};
use super::options::Making;
use clap::Args;
use pamphlet::backend::pdf;
use pamphlet::batch;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Write each article as PDF and EPUB
///
/// Reads each FILE and writes DIR/<stem>.pdf, .epub and, on request, .press.pdf (the same
/// pages for a printer, PDF/X-4), .onix.xml (for distributors), .a11y.html (what was checked of
/// the EPUB) and .json. A problem in
/// the content (a picture that cannot be read, a link to nothing) is a warning and leaves
/// a visible placeholder.
#[derive(Args)]
pub(super) struct Build {
    /// Articles in Markdown
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    options: Making,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: Format,
}

impl Build {
    pub(super) fn run(self) -> Exit {
        let messages = Messages::new(self.message_format);
        if let Some((first, second)) = self.same_name() {
            messages.usage(&format!(
                "`{}` and `{}` would write the same files; build them into two folders with `--out`",
                first.display(),
                second.display()
            ));
            return Exit::Usage;
        }
        let mut houses = match self.options.houses(&messages) {
            Ok(houses) => houses,
            Err(message) => {
                messages.usage(&message);
                return Exit::Usage;
            }
        };
        let mut exit = Exit::Done;
        for (index, file) in self.files.iter().enumerate() {
            let made = batch::make(&self.options.job(file), &mut houses);
            // After the last one there is nothing left to save memory for.
            if index + 1 < self.files.len() {
                pdf::forget(made.fit().map(|fit| fit.pages));
            }
            messages.houses(&mut houses);
            messages.report(&made.source, &made.report);
            match made.files {
                Ok(written) => messages.written(&written),
                Err(_) => exit = Exit::ArticleFailed,
            }
        }
        exit
    }

    /// Two inputs whose outputs would have one name.
    fn same_name(&self) -> Option<(&Path, &Path)> {
        let mut seen: BTreeMap<_, &Path> = BTreeMap::new();
        for file in &self.files {
            if let Some(other) = seen.insert(file.file_stem(), file) {
                return Some((other, file));
            }
        }
        None
    }
}
