//! Layouts: how an article looks, as a folder with Typst for the PDF and CSS for the EPUB.
//!
//! A layout holds `layout.typ`, `epub.css`, and whatever files these two name. Built-in
//! layouts are compiled into the library from `layouts/`; a user's own is read from a
//! folder, once. Every layout also sees `layouts/common/`, the only Typst files that
//! know the names of the model's nodes, and `layouts/kit/`, parts that layouts share.
//!
//! To add a built-in layout: add its folder to `layouts/` and a line to `BUILT_IN`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The files of one layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Its name: that of the built-in layout, or of the folder.
    pub name: String,
    /// Its files by path within the folder, `layout.typ` and `epub.css` among them.
    pub files: BTreeMap<String, Vec<u8>>,
}

macro_rules! files {
    ($folder:literal, $($name:literal),+) => {
        &[$(($name, include_bytes!(concat!("../layouts/", $folder, "/", $name)))),+]
    };
}

type Files = &'static [(&'static str, &'static [u8])];

/// The layouts compiled in, by name.
const BUILT_IN: &[(&str, Files)] = &[
    ("brief", files!("brief", "layout.typ", "cover.typ", "epub.css")),
    ("report", files!("report", "layout.typ", "cover.typ", "epub.css")),
    (
        "commentary",
        files!("commentary", "layout.typ", "cover.typ", "epub.css"),
    ),
];

/// The walker: what every layout may import as `/common/…`.
pub(crate) const COMMON: Files = files!("common", "nodes.typ", "defaults.typ", "math.typ");

/// What built-in layouts share, and every layout may import as `/kit/…`.
pub(crate) const KIT: Files = files!(
    "kit",
    "boxes.typ",
    "card.typ",
    "contents.typ",
    "cover.typ",
    "epub.css",
    "facts.typ",
    "logo.typ",
    "look.typ",
    "matter.typ",
    "running.typ",
    "scripts.typ",
    "setting.typ",
    "sheet.typ",
    "theme.typ",
    "titles.typ"
);

/// How offset printing on coated paper shows its inks (`layouts/press/README.md`): what a press
/// file is made for if nobody says otherwise, and how a picture of ink looks on a screen.
pub(crate) const FOGRA39: &[u8] = include_bytes!("../layouts/press/FOGRA39.icc");

/// Why a layout cannot be used.
#[derive(Debug)]
pub enum LayoutError {
    /// No built-in layout has this name and no folder has it either.
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The folder lacks a file that every layout has.
    Incomplete {
        /// The folder.
        folder: String,
        /// The file that is not there.
        missing: &'static str,
    },
    /// A file of the folder cannot be read.
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        error: io::Error,
    },
}

impl std::fmt::Display for LayoutError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LayoutError::Unknown { name, known } => write!(
                f,
                "there is no layout `{name}`; the layouts are {}, or the path of a folder",
                known
                    .iter()
                    .map(|name| format!("`{name}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            LayoutError::Incomplete { folder, missing } => {
                write!(f, "the layout folder `{folder}` has no `{missing}`")
            }
            LayoutError::Unreadable { path, error } => write!(f, "cannot read `{path}`: {error}"),
        }
    }
}

impl std::error::Error for LayoutError {}

impl Layout {
    /// The built-in layout of that name, or else the layout in the folder of that path.
    ///
    /// # Errors
    ///
    /// [`LayoutError`] says what is missing.
    pub fn find(name_or_folder: &str) -> Result<Self, LayoutError> {
        if let Some(layout) = Self::built_in(name_or_folder) {
            return Ok(layout);
        }
        let folder = Path::new(name_or_folder);
        if !folder.is_dir() {
            return Err(LayoutError::Unknown {
                name: name_or_folder.to_owned(),
                known: BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect(),
            });
        }
        let mut files = BTreeMap::new();
        read_folder(folder, "", &mut files)?;
        for missing in ["layout.typ", "epub.css"] {
            if !files.contains_key(missing) {
                return Err(LayoutError::Incomplete {
                    folder: name_or_folder.to_owned(),
                    missing,
                });
            }
        }
        let name = folder.file_name().map_or_else(
            || name_or_folder.to_owned(),
            |name| name.to_string_lossy().into_owned(),
        );
        Ok(Self { name, files })
    }

    /// The layout of that name compiled into the library.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, files) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Some(Self {
            name: name.to_owned(),
            files: files
                .iter()
                .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
                .collect(),
        })
    }

    /// Every layout that is compiled in; the one for articles that ask for none comes first.
    pub fn all() -> Vec<Self> {
        let named = BUILT_IN.iter().map(|(name, _)| Self::built_in(name));
        named.flatten().collect()
    }

    /// Whether what it sets is read chapter by chapter, so that each is a document of the
    /// EPUB's own: the built-in report, and layouts that are made from it and say so in
    /// their name (`our-report`).
    pub fn has_chapters(&self) -> bool {
        self.name
            .split(['-', '_', ' '])
            .any(|word| word.eq_ignore_ascii_case("report"))
    }

    /// The style sheet of the EPUB, with the roles of the house as `var(--…)`.
    ///
    /// An `@import` of a file of the layout or of `/kit/` is replaced by what it names: a
    /// book has one style sheet. Any other stays, and is for EPUBCheck to judge.
    pub fn css(&self) -> String {
        let text = self.files.get("epub.css").map_or("", |bytes| text_of(bytes));
        let mut css = String::with_capacity(text.len());
        for line in text.lines() {
            let named = line
                .trim()
                .strip_prefix("@import \"")
                .and_then(|rest| rest.strip_suffix("\";"));
            let imported = named.and_then(|name| match name.strip_prefix("/kit/") {
                Some(name) => KIT
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, bytes)| *bytes),
                None => self.files.get(name).map(Vec::as_slice),
            });
            css.push_str(imported.map_or(line, text_of));
            css.push('\n');
        }
        css
    }
}

impl Default for Layout {
    fn default() -> Self {
        Self::built_in("brief").expect("`brief` is compiled in")
    }
}

fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[allow(
    clippy::disallowed_methods,
    reason = "a user's layout is read here and nowhere else"
)]
fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), LayoutError> {
    let unreadable = |path: &Path, error| LayoutError::Unreadable {
        path: path.display().to_string(),
        error,
    };
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(|error| unreadable(folder, error))?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files)?;
        } else {
            let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, error))?;
            files.insert(name, bytes);
        }
    }
    Ok(())
}
