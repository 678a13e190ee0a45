//! The library's only door to a disk: a rooted folder, or memory.
//!
//! An article may name files beside it and below, never above: content is not trusted. Only
//! files are opened, and no more of one is read than 256 MiB: a device has no end, and
//! opening a pipe waits for somebody to write. What is written appears whole or not at all.
//!
//! Whoever wants to know later whether a paper is still made from the same files asks for
//! [`Files::watched`] ones: see [`Seen`].

#![allow(clippy::disallowed_methods, reason = "this is the door")]

mod seen;

pub use seen::{Now, Seen, Stamp, sha256, sha256_of};

use crate::diagnostic::Source;
use seen::Log;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

/// The largest file that an article may bring, in bytes. A picture for print at A3 and
/// 600 dpi stays below it.
const LARGEST: u64 = 256 << 20;

/// The files that an article may use.
#[derive(Debug, Clone)]
pub struct Files {
    root: Root,
    /// What was asked for, if anyone wants to know.
    log: Option<Log>,
}

#[derive(Debug, Clone)]
enum Root {
    Folder(PathBuf),
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Files {
    /// The files in a folder and below it.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self::of(Root::Folder(path.into()))
    }

    /// The files beside an article's own file.
    pub fn beside(article: &Path) -> Self {
        match article.parent() {
            Some(folder) if folder != Path::new("") => Self::folder(folder),
            Some(_) | None => Self::folder("."),
        }
    }

    /// Files that are not on a disk, by path with `/` between folders.
    pub fn memory(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self::of(Root::Memory(files))
    }

    fn of(root: Root) -> Self {
        Self { root, log: None }
    }

    /// The same files, noting from now on which are asked for.
    #[must_use]
    pub fn watched(self) -> Self {
        Self {
            log: Some(Log::default()),
            ..self
        }
    }

    /// What was asked for since [`Files::watched`], on a disk, by path. Copies of a `Files`
    /// note into the same list.
    pub fn seen(&self) -> Vec<Seen> {
        self.log.as_ref().map(Log::seen).unwrap_or_default()
    }

    /// No files at all.
    pub fn none() -> Self {
        Self::memory(BTreeMap::new())
    }

    /// The bytes of a file by its path below the root.
    ///
    /// # Errors
    ///
    /// If the path leaves the root (absolute, with `..` above it, or through a symbolic
    /// link), if there is no such file, or if it is larger than 256 MiB.
    pub fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let inner = inside(path)?;
        match &self.root {
            Root::Memory(files) => files
                .get(&inner)
                .cloned()
                .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "there is no such file")),
            Root::Folder(root) => {
                let path = root.join(&inner);
                let root = root.canonicalize().map_err(plain)?;
                let read = below(&root, &path).and_then(|full| read_whole(&full).map_err(plain));
                if let Some(log) = &self.log {
                    log.note(path, read.as_ref().ok().map(|(stamp, bytes)| (*stamp, &**bytes)));
                }
                read.map(|(_, bytes)| bytes)
            }
        }
    }
}

impl Files {
    /// The font files in a folder below the root, or the one font file of that name: `.ttf`,
    /// `.otf`, `.ttc`, `.otc`, each with its path, in the order of their paths.
    ///
    /// # Errors
    ///
    /// If the path leaves the root, if there is nothing of that name, or if a file cannot
    /// be read.
    pub fn read_faces(&self, path: &str) -> io::Result<Vec<(String, Vec<u8>)>> {
        if is_font(Path::new(path)) {
            return Ok(vec![(path.to_owned(), self.read(path)?)]);
        }
        let inner = inside(path)?;
        match &self.root {
            Root::Memory(files) => {
                let below = |name: &str| {
                    name.strip_prefix(&inner)
                        .is_some_and(|rest| rest.starts_with('/'))
                };
                let found = files.iter().filter(|(name, _)| below(name));
                Ok(found
                    .filter(|(name, _)| is_font(Path::new(name)))
                    .map(|(name, bytes)| (name.clone(), bytes.clone()))
                    .collect())
            }
            Root::Folder(root) => {
                let root = root.canonicalize().map_err(plain)?;
                let full = below(&root, &root.join(&inner))?;
                let prefix = format!("{}/", full.display());
                let paths = font_files(&full)?;
                if let Some(log) = &self.log {
                    log.note_folder(full.clone(), &paths);
                }
                // As the house names the folder, and not as the machine does.
                let named = paths.into_iter().map(|path| {
                    let name = path.display().to_string();
                    let below = name.strip_prefix(&prefix).unwrap_or(&name);
                    let name = format!("{inner}/{below}");
                    self.read(&name).map(|bytes| (name, bytes))
                });
                named.collect()
            }
        }
    }
}

/// The path without links, if it does not lead out of a folder that is without links too.
fn below(root: &Path, path: &Path) -> io::Result<PathBuf> {
    let full = path.canonicalize().map_err(plain)?;
    if full.starts_with(root) {
        Ok(full)
    } else {
        Err(outside())
    }
}

/// All of a file, if it is one and not too large, and what its disk said of it before.
fn read_whole(path: &Path) -> io::Result<(Stamp, Vec<u8>)> {
    let no_file = || io::Error::new(io::ErrorKind::InvalidInput, "it is not a file");
    // Before it is opened, for opening a pipe would wait; and what was opened is looked at
    // again, in case it was exchanged.
    let kind = fs::metadata(path)?;
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !kind.is_file() {
        return Err(no_file());
    }
    let file = fs::File::open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(no_file());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "it is larger than 256 MiB",
        ));
    }
    Ok((Stamp::from_metadata(&about), bytes))
}

/// Reads a file that the user names: an article, a house file, a finished book.
///
/// # Errors
///
/// What the system says; or that it is no file (a folder, a device, a pipe), or larger than
/// 256 MiB.
pub fn read_source(path: &Path) -> io::Result<Source> {
    let (_, bytes) = read_whole(path).map_err(plain)?;
    Ok(Source::new(path.display().to_string(), bytes))
}

/// Reads every font file in a folder and below it, each with its path, in the order of
/// [`font_files`].
///
/// # Errors
///
/// The path that cannot be read, with what the system says.
pub fn read_faces(folder: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    font_files(folder)?
        .into_iter()
        .map(|path| match read_whole(&path) {
            Ok((_, bytes)) => Ok((path.display().to_string(), bytes)),
            Err(error) => Err(at(&path, error)),
        })
        .collect()
}

fn at(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {}", path.display(), plain(error)))
}

/// The font files in a folder and below it: `.ttf`, `.otf`, `.ttc`, `.otc`, sorted. What is
/// named otherwise is not looked at.
///
/// # Errors
///
/// The path that cannot be read, with what the system says.
pub fn font_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |error| at(&folder, error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            // A link to a folder is not followed: it may lead back up.
            if entry.file_type().map_err(failed)?.is_dir() {
                folders.push(path);
            } else if is_font(&path) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_font(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc"))
}

/// Writes a file so that it appears whole or not at all, and makes its folder.
///
/// The bytes go to a temporary name, which is renamed once they are all there; on an error
/// the temporary file is removed. It stands in the folder `parts`, which must be on the same
/// disk, else beside the file. Gives the stamp of the new file.
///
/// # Errors
///
/// What the system says.
pub fn write_whole(path: &Path, bytes: &[u8], parts: Option<&Path>) -> io::Result<Stamp> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    for folder in folder.into_iter().chain(parts) {
        fs::create_dir_all(folder).map_err(plain)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = format!(".{name}.{}.part", std::process::id());
    let temporary = match parts {
        Some(parts) => parts.join(part),
        None => path.with_file_name(part),
    };
    let written = fs::File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        fs::rename(&temporary, path)?;
        let about = fs::metadata(path)?;
        Ok(Stamp::from_metadata(&about))
    });
    if written.is_err() {
        // The first error is the one to tell; what is left behind is removed if it can be.
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(plain)
}

/// The path without `.` and with every `..` undone, if it stays inside.
fn inside(path: &str) -> io::Result<String> {
    let mut parts: Vec<&str> = Vec::new();
    if path.contains(['\\', ':', '\0']) {
        return Err(outside());
    }
    for component in Path::new(path).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) if is_device(part.to_str().unwrap_or_default()) => {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "it is the name of a device on Windows",
                ));
            }
            Component::Normal(part) => parts.push(part.to_str().unwrap_or_default()),
            Component::ParentDir => {
                parts.pop().ok_or_else(outside)?;
            }
            Component::RootDir | Component::Prefix(_) => return Err(outside()),
        }
    }
    Ok(parts.join("/"))
}

/// Whether Windows takes a name for a device, whatever its ending. Refused on every system,
/// so that an article is the same on all of them.
fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or(name)
        .trim_end()
        .to_ascii_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    matches!(
        stem.as_str(),
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$"
    ) || port.is_some_and(|number| matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"))
}

fn outside() -> io::Error {
    io::Error::new(
        io::ErrorKind::PermissionDenied,
        "the path leaves the article's folder",
    )
}

/// The error in plain words, without the system's number.
fn plain(error: io::Error) -> io::Error {
    // What is said here is said in plain words.
    if error.get_ref().is_some() {
        return error;
    }
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file",
        io::ErrorKind::PermissionDenied => "it may not be opened",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "there is no more room for this user",
        io::ErrorKind::InvalidFilename => "the name is too long for this disk",
        _ => return error,
    };
    io::Error::new(error.kind(), words)
}
