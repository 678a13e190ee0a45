//! A manifest: one paper a line, as a JSON object.

use super::job::Origin;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::path::{Path, PathBuf};

/// One line of a manifest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The paper's name in the batch and of its files; without it, its source's path.
    pub id: Option<String>,
    /// The article's file, from the manifest's folder.
    pub source: PathBuf,
    /// Outputs in place of the batch's own, in the words of `--to`.
    pub to: Option<Vec<String>>,
    /// A layout in place of the batch's: a name, or a folder beside the manifest.
    pub layout: Option<String>,
    /// A house file in place of the batch's, from the manifest's folder.
    pub house: Option<PathBuf>,
    /// Fields that count in place of the article's own.
    pub front_matter: Option<Box<RawValue>>,
    /// Where those stand.
    #[serde(skip)]
    pub front_matter_at: Option<Origin>,
}

/// How many wrong lines are told one by one.
const MOST: usize = 20;

/// Reads a manifest. Gives what can be read, and a sentence for each line that cannot.
pub(super) fn read(path: &Path, text: &str) -> (Vec<Entry>, Vec<String>) {
    let mut entries = Vec::new();
    let mut errors = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let number = index + 1;
        let wrong = |what: String, column: usize| format!("{}:{number}:{column}: {what}", path.display());
        match serde_json::from_str::<Entry>(line) {
            Ok(mut entry) => {
                if let Some(name) = entry
                    .to
                    .iter()
                    .flatten()
                    .find(|name| crate::Output::named(name).is_none())
                {
                    errors.push(wrong(format!("there is no output `{name}`"), 1));
                }
                if let Some(fields) = &entry.front_matter {
                    if !fields.get().starts_with('{') {
                        errors.push(wrong("`front_matter` is not an object".to_owned(), 1));
                    }
                    let start = line.find(fields.get()).unwrap_or(0);
                    entry.front_matter_at = Some(Origin {
                        file: path.display().to_string(),
                        line: number,
                        column: line[..start].chars().count() + 1,
                    });
                }
                entries.push(entry);
            }
            Err(error) => {
                let text = error.to_string();
                // The place is told in front; what the parser says of it counts in this line alone.
                let what = text.split(" at line ").next().unwrap_or(&text).to_owned();
                errors.push(wrong(what, error.column().max(1)));
            }
        }
    }
    if errors.len() > MOST {
        let more = errors.len() - MOST;
        errors.truncate(MOST);
        errors.push(format!("{}: {more} more lines cannot be read", path.display()));
    }
    (entries, errors)
}
