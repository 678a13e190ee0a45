//! What a batch has made, and from what, so that the next one makes only what has changed.
//!
//! A line a paper, written when its files are in their places, in `.pamphlet/` of the folder
//! of the results; the last line of a paper counts. A paper that is not in it is made again,
//! so whatever a killed batch did not write here costs time and nothing else.

use super::job::{Answer, Class};
use crate::files::{Now, Seen, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What was made of one paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    id: String,
    /// How it was made: options, version, layout, faces.
    key: String,
    class: Class,
    seen: Vec<Seen>,
    files: Vec<Seen>,
}

/// The records of one folder of results.
#[derive(Debug)]
pub struct Ledger {
    records: HashMap<String, Vec<Record>>,
    own: File,
}

impl Ledger {
    /// Reads all records in `folder` and goes on with that of this `part` of the papers.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn open(folder: &Path, part: &str) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let own = folder.join(format!("ledger{part}.jsonl"));
        let mut records: HashMap<String, Vec<Record>> = HashMap::new();
        for path in ledgers(folder)? {
            let mut lines = Lines::open(&path)?;
            let mut latest: HashMap<String, Record> = HashMap::new();
            while let Some(line) = lines.next()? {
                // A line of another version says nothing that counts.
                if let Ok(record) = serde_json::from_slice::<Record>(line) {
                    latest.insert(record.id.clone(), record);
                }
            }
            if path == own && lines.count > 2 * latest.len() {
                rewrite(&path, latest.values())?;
            }
            for (id, record) in latest {
                records.entry(id).or_default().push(record);
            }
        }
        Ok(Self {
            records,
            own: open_to_append(&own)?,
        })
    }

    /// Whether a paper's files are what they would be if it were made now: its class then.
    pub fn is_up_to_date(&self, id: &str, key: &str, now: &mut Now) -> Option<Class> {
        let records = self.records.get(id)?;
        let is_same = |record: &&Record| {
            record.key == key
                && record.files.iter().all(|file| file.is_same(now))
                && record.seen.iter().all(|seen| seen.is_same(now))
        };
        records.iter().find(is_same).map(|record| record.class)
    }

    /// Notes a paper that was made. `begun` is when its worker got it.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn note(&mut self, key: &str, answer: &Answer, begun: SystemTime) -> io::Result<()> {
        let mut seen = answer.seen.clone();
        for file in &mut seen {
            distrust(file, begun);
        }
        let written = answer.outcome.files.iter().zip(&answer.stamps);
        let files = written.map(|(file, stamp)| Seen {
            path: file.path.clone(),
            stamp: Some(*stamp),
            sha256: file.sha256.clone(),
        });
        let record = Record {
            id: answer.outcome.id.clone(),
            key: key.to_owned(),
            class: answer.outcome.class,
            seen,
            files: files.collect(),
        };
        append(&mut self.own, &record)
    }
}

/// How coarse the clocks of disks are at their worst.
const COARSE: Duration = Duration::from_secs(2);

/// A file that was written just before it was read may have been written again since, at what
/// the disk takes for the same moment: its stamp then says nothing.
fn distrust(seen: &mut Seen, begun: SystemTime) {
    let Some(stamp) = seen.stamp else { return };
    let modified = UNIX_EPOCH + Duration::from_nanos(stamp.modified);
    if modified + COARSE > begun {
        seen.stamp = Some(Stamp { modified: 0, ..stamp });
    }
}

fn ledgers(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("ledger") && name.ends_with(".jsonl") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The whole lines of a file; what a killed process left of one is no line.
pub(super) struct Lines {
    reader: Option<BufReader<File>>,
    line: Vec<u8>,
    /// How many were read.
    pub count: usize,
    /// Whether something stands behind the last of them.
    pub is_torn: bool,
}

impl Lines {
    /// A file that is not there has none.
    pub fn open(path: &Path) -> io::Result<Self> {
        let reader = match File::open(path) {
            Ok(file) => Some(BufReader::with_capacity(1 << 18, file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Ok(Self {
            reader,
            line: Vec::new(),
            count: 0,
            is_torn: false,
        })
    }

    /// The next line, without its end.
    pub fn next(&mut self) -> io::Result<Option<&[u8]>> {
        let Some(reader) = &mut self.reader else {
            return Ok(None);
        };
        self.line.clear();
        reader.read_until(b'\n', &mut self.line)?;
        match self.line.pop() {
            Some(b'\n') => {}
            rest => {
                self.is_torn = rest.is_some();
                return Ok(None);
            }
        }
        self.count += 1;
        Ok(Some(&self.line))
    }
}

/// Opens a file of lines to write at its end, behind its last whole line.
pub(super) fn open_to_append(path: &Path) -> io::Result<File> {
    let mut whole = 0;
    let mut lines = Lines::open(path)?;
    while let Some(line) = lines.next()? {
        whole += line.len() as u64 + 1;
    }
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    if file.metadata()?.len() != whole {
        file.set_len(whole)?;
    }
    Ok(file)
}

/// Writes one line, whole or not at all as far as the disk allows; a torn one is cut off when
/// the file is opened next.
pub(super) fn append(file: &mut File, value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    file.write_all(&line)
}

fn rewrite<'a>(path: &Path, records: impl Iterator<Item = &'a Record>) -> io::Result<()> {
    let mut sorted: Vec<_> = records.collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut text = Vec::new();
    for record in sorted {
        serde_json::to_writer(&mut text, record)?;
        text.push(b'\n');
    }
    crate::files::write_whole(path, &text, None).map(drop)
}
