//! The faces that a user brings: from named folders, and from where this machine keeps its own.

use crate::files::{font_files, read_faces};
use std::io;
use std::path::{Path, PathBuf};

/// Paths, each with what the file holds.
type FontFiles = Vec<(String, Vec<u8>)>;

/// The font files of the folders, those named first first, each with its path; and the named
/// folders that hold none.
///
/// # Errors
///
/// A sentence if a named folder cannot be read. A machine need not have every usual folder.
pub fn load(named: &[PathBuf], system: bool) -> Result<(FontFiles, Vec<PathBuf>), String> {
    collect(named, system, read_faces)
}

/// The same without opening a file.
pub(super) fn files(named: &[PathBuf], system: bool) -> Result<(Vec<PathBuf>, Vec<PathBuf>), String> {
    collect(named, system, font_files)
}

fn collect<T>(
    named: &[PathBuf],
    system: bool,
    find: impl Fn(&Path) -> io::Result<Vec<T>>,
) -> Result<(Vec<T>, Vec<PathBuf>), String> {
    let mut found = Vec::new();
    let mut empty = Vec::new();
    for folder in named {
        match find(folder) {
            Ok(files) if files.is_empty() => empty.push(folder.clone()),
            Ok(files) => found.extend(files),
            Err(error) => return Err(format!("cannot read faces from {error}")),
        }
    }
    if system {
        let usual = system_folders();
        found.extend(usual.iter().filter_map(|folder| find(folder).ok()).flatten());
    }
    Ok((found, empty))
}

/// The usual folders of this system, whether they are there or not.
fn system_folders() -> Vec<PathBuf> {
    let home = |folder: &str| std::env::home_dir().map(|home| home.join(folder));
    let mut folders: Vec<PathBuf> = Vec::new();
    if cfg!(target_os = "macos") {
        folders.extend(["/System/Library/Fonts", "/Library/Fonts"].map(PathBuf::from));
        folders.extend(home("Library/Fonts"));
    } else if cfg!(windows) {
        let windows = std::env::var_os("WINDIR").map(PathBuf::from);
        folders.extend(windows.map(|windows| windows.join("Fonts")));
        folders.extend(home("AppData/Local/Microsoft/Windows/Fonts"));
    } else {
        folders.extend(["/usr/share/fonts", "/usr/local/share/fonts"].map(PathBuf::from));
        folders.extend(home(".local/share/fonts"));
        folders.extend(home(".fonts"));
    }
    folders
}
