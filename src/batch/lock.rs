//! One batch at a time in a folder of results, but parts of the papers side by side.
//!
//! The system holds the locks, so those of a killed batch are gone with it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// The locks of a running batch; dropped when it ends.
#[derive(Debug)]
pub struct Lock {
    /// All parts share this one; a batch of all papers has it alone.
    _folder: File,
    _part: File,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum LockError {
    /// Another batch has the folder, or this part of it.
    Taken,
    /// The system says no.
    System(io::Error),
}

impl Lock {
    /// Takes the locks in `folder`: for one `part` of the papers, or for all if it is empty.
    ///
    /// # Errors
    ///
    /// [`LockError`] says who keeps it.
    pub fn take(folder: &Path, part: &str) -> Result<Self, LockError> {
        std::fs::create_dir_all(folder).map_err(LockError::System)?;
        let whole = open(&folder.join("lock"))?;
        let taken = if part.is_empty() {
            whole.try_lock()
        } else {
            whole.try_lock_shared()
        };
        taken.map_err(refused)?;
        let own = open(&folder.join(format!("lock-of-part{part}")))?;
        own.try_lock().map_err(refused)?;
        Ok(Self {
            _folder: whole,
            _part: own,
        })
    }
}

fn open(path: &Path) -> Result<File, LockError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    options.open(path).map_err(LockError::System)
}

fn refused(error: TryLockError) -> LockError {
    match error {
        TryLockError::WouldBlock => LockError::Taken,
        TryLockError::Error(error) => LockError::System(error),
    }
}
