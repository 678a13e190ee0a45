//! What was read from a disk, so that it can be known later whether it is still the same.
//!
//! A [`Files`](super::Files) that is watched notes every file that was asked for, those that
//! are not there too: one that appears later changes the paper as well.

#![allow(clippy::disallowed_methods, reason = "part of the door")]

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

/// What a disk tells of a file without opening it. If none of it has changed, neither has
/// the file, short of somebody who sets times by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, u64, u64)", into = "(u64, u64, u64)")]
pub struct Stamp {
    /// How long it is.
    pub bytes: u64,
    /// When it was last written, in nanoseconds since 1970; 0 if the disk does not know.
    pub modified: u64,
    /// Which file it is: another of the same name has another number. 0 where disks have none.
    pub number: u64,
}

impl From<(u64, u64, u64)> for Stamp {
    fn from((bytes, modified, number): (u64, u64, u64)) -> Self {
        Self {
            bytes,
            modified,
            number,
        }
    }
}

impl From<Stamp> for (u64, u64, u64) {
    fn from(stamp: Stamp) -> Self {
        (stamp.bytes, stamp.modified, stamp.number)
    }
}

impl Stamp {
    /// The stamp of a file, links followed; `None` if there is none.
    pub fn of(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        about.is_file().then(|| Self::from_metadata(&about))
    }

    pub(super) fn from_metadata(about: &fs::Metadata) -> Self {
        let since = about
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(about);
        #[cfg(not(unix))]
        let number = 0;
        Self {
            bytes: about.len(),
            modified: since
                .and_then(|since| u64::try_from(since.as_nanos()).ok())
                .unwrap_or(0),
            number,
        }
    }
}

/// One file as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Where.
    pub path: PathBuf,
    /// What its disk said of it before it was read; `None` if it was not there, or is a
    /// folder.
    pub stamp: Option<Stamp>,
    /// SHA-256 of its bytes in hexadecimal digits, of a folder with faces that of their
    /// paths; empty if it was not there.
    pub sha256: String,
}

impl Seen {
    /// Looks at a file, for its own sake.
    pub fn look(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            stamp: Stamp::of(path),
            sha256: sha256_of(path).unwrap_or_default(),
        }
    }

    /// Whether the disk has the same there now. Only what looks different from outside is
    /// read again.
    pub fn is_same(&self, now: &mut Now) -> bool {
        let stamp = now.stamp(&self.path);
        if stamp.is_some() && stamp == self.stamp {
            return true;
        }
        match (stamp, self.sha256.is_empty()) {
            (None, true) => !self.path.is_dir(),
            (None, false) if self.stamp.is_none() => now.listing(&self.path) == self.sha256,
            (None, false) | (Some(_), true) => false,
            (Some(stamp), false) => {
                // A file of another length is another file.
                self.stamp.is_none_or(|seen| seen.bytes == stamp.bytes)
                    && now.sha256(&self.path) == self.sha256
            }
        }
    }
}

/// What a disk has now; each path is looked at once, for many papers may use one picture.
#[derive(Debug, Default)]
pub struct Now {
    stamps: HashMap<PathBuf, Option<Stamp>>,
    sums: HashMap<PathBuf, String>,
}

impl Now {
    fn stamp(&mut self, path: &Path) -> Option<Stamp> {
        if let Some(stamp) = self.stamps.get(path) {
            return *stamp;
        }
        let stamp = Stamp::of(path);
        self.stamps.insert(path.to_owned(), stamp);
        stamp
    }

    fn sha256(&mut self, path: &Path) -> String {
        let sum = || sha256_of(path).unwrap_or_default();
        self.sums.entry(path.to_owned()).or_insert_with(sum).clone()
    }

    fn listing(&mut self, folder: &Path) -> String {
        let sum = || super::font_files(folder).map_or_else(|_| String::new(), |paths| listing(&paths));
        self.sums.entry(folder.to_owned()).or_insert_with(sum).clone()
    }
}

fn listing(paths: &[PathBuf]) -> String {
    let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    sha256(names.join("\n").as_bytes())
}

/// SHA-256 in hexadecimal digits, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// SHA-256 of a file's bytes; `None` if it cannot be read.
pub fn sha256_of(path: &Path) -> Option<String> {
    let mut file = fs::File::open(path).ok()?;
    let mut digest = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Some(hexadecimal(&digest.finalize())),
            Ok(length) => digest.update(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Everything that was asked for, by path.
#[derive(Debug, Clone, Default)]
pub(super) struct Log(Arc<Mutex<BTreeMap<PathBuf, Seen>>>);

impl Log {
    pub fn note(&self, path: PathBuf, found: Option<(Stamp, &[u8])>) {
        let seen = Seen {
            path: path.clone(),
            stamp: found.map(|(stamp, _)| stamp),
            sha256: found.map(|(_, bytes)| sha256(bytes)).unwrap_or_default(),
        };
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.insert(path, seen);
    }

    pub fn note_folder(&self, path: PathBuf, faces: &[PathBuf]) {
        let seen = Seen {
            path: path.clone(),
            stamp: None,
            sha256: listing(faces),
        };
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.insert(path, seen);
    }

    pub fn seen(&self) -> Vec<Seen> {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.values().cloned().collect()
    }
}
