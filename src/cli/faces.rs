//! Where machines keep their faces.

use std::path::PathBuf;

/// The usual folders of this system, whether they are there or not.
pub(super) fn system_folders() -> Vec<PathBuf> {
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
