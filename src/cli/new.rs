//! `pamphlet new`: a house file or an article to begin with.
//!
//! The texts stand in `starters/`. Lines that begin with `#` and a key are examples: a test
//! takes the sign away, one by one, and reads what comes out.

use super::Exit;
use super::messages::{Format, Messages};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

const HOUSE: &str = include_str!("starters/house.yml");
const ARTICLE: &str = include_str!("starters/article.md");

/// Write a house file or an article to begin with
///
/// Both say in comments what they may hold. A file that is there already is left alone.
#[derive(Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// What all papers of a house look like and say
    House {
        /// A folder, or the file's own name
        #[arg(value_name = "DIR|FILE", default_value = "house.yml")]
        path: PathBuf,
    },
    /// A paper, with the parts that most papers have
    Article {
        /// A folder, or the file's own name
        #[arg(value_name = "DIR|FILE", default_value = "article.md")]
        path: PathBuf,
    },
}

impl New {
    pub(super) fn run(self) -> Exit {
        let (path, name, text) = match &self.what {
            What::House { path } => (path, "house.yml", HOUSE),
            What::Article { path } => (path, "article.md", ARTICLE),
        };
        let messages = Messages::new(Format::Human);
        let path = file(path, name);
        if path.exists() {
            messages.usage(&format!(
                "`{}` is there already; name another file",
                path.display()
            ));
            return Exit::Usage;
        }
        match pamphlet::files::write_whole(&path, text.as_bytes(), None) {
            Ok(_) => {
                println!("{}", path.display());
                Exit::Done
            }
            Err(error) => {
                messages.usage(&format!("cannot write `{}`: {error}", path.display()));
                Exit::Usage
            }
        }
    }
}

/// The file that is meant: in a folder it has its usual name.
fn file(path: &Path, name: &str) -> PathBuf {
    let says_folder = path.to_string_lossy().ends_with(['/', '\\']);
    if path.is_dir() || says_folder {
        path.join(name)
    } else {
        path.to_owned()
    }
}
