//! `results.jsonl`: how each paper fared, a line a paper as it ends; the last of a paper counts.

use super::job::{Class, Outcome};
use super::ledger::{Lines, append, open_to_append};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The results of one batch, or of one part of its papers.
#[derive(Debug)]
pub struct Results {
    path: PathBuf,
    file: File,
    classes: HashMap<String, Class>,
    /// How many lines are followed by a later one of the same paper.
    outdated: usize,
}

/// A line, as far as it counts here.
#[derive(Deserialize)]
struct Head {
    id: String,
    class: Class,
}

/// A line as it is written.
#[derive(Serialize)]
struct Line<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    outcome: &'a Outcome,
}

impl Results {
    /// Goes on with a file of results, or begins one.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = open_to_append(path)?;
        let mut classes = HashMap::new();
        let mut lines = Lines::open(path)?;
        while let Some(line) = lines.next()? {
            if let Ok(head) = serde_json::from_slice::<Head>(line) {
                classes.insert(head.id, head.class);
            }
        }
        Ok(Self {
            path: path.to_owned(),
            file,
            outdated: lines.count - classes.len(),
            classes,
        })
    }

    /// How a paper fared last.
    pub fn class(&self, id: &str) -> Option<Class> {
        self.classes.get(id).copied()
    }

    /// Adds how a paper fared.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn add(&mut self, outcome: &Outcome) -> io::Result<()> {
        append(
            &mut self.file,
            &Line {
                r#type: "result",
                outcome,
            },
        )?;
        if self.classes.insert(outcome.id.clone(), outcome.class).is_some() {
            self.outdated += 1;
        }
        Ok(())
    }

    /// Leaves one line for each paper.
    ///
    /// # Errors
    ///
    /// What the system says; then the file is as it was.
    pub fn tidy(&mut self) -> io::Result<()> {
        if self.outdated == 0 {
            return Ok(());
        }
        let mut latest: HashMap<String, usize> = HashMap::new();
        let mut lines = Lines::open(&self.path)?;
        while let Some(line) = lines.next()? {
            if let Ok(head) = serde_json::from_slice::<Head>(line) {
                latest.insert(head.id, lines.count);
            }
        }
        let mut text = Vec::new();
        let mut lines = Lines::open(&self.path)?;
        while let Some(line) = lines.next()? {
            let line = line.to_vec();
            if let Ok(head) = serde_json::from_slice::<Head>(&line)
                && latest.get(&head.id) == Some(&lines.count)
            {
                text.extend(line);
                text.push(b'\n');
            }
        }
        crate::files::write_whole(&self.path, &text, None)?;
        self.file = open_to_append(&self.path)?;
        self.outdated = 0;
        Ok(())
    }
}
