//! Which papers a batch has: files, folders, patterns and manifests become a list, in which
//! every paper has a name of its own and a place for its files. Nothing is opened but folders
//! and manifests.

use super::manifest::{self, Entry};
use super::shard::Shard;
use crate::files::sha256;
use globset::GlobBuilder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What the user names.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Files, folders, and patterns such as `papers/*/brief-?.md`.
    pub named: Vec<PathBuf>,
    /// Manifests: their names and texts. Sources in them are relative to their folders.
    pub manifests: Vec<(PathBuf, String)>,
    /// The folder of the results, which is no source of papers.
    pub out: PathBuf,
    /// How files are called below that: see [`NAME`].
    pub name: Option<String>,
    /// The part of the papers that is wanted.
    pub shard: Option<Shard>,
}

/// The usual name of a paper's files: as its source is, below the folder that was named.
pub const NAME: &str = "{folder}/{stem}";

/// One paper of a batch.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its name in the batch: from a manifest, else its path below the folder that was named.
    pub id: String,
    /// The article's file.
    pub source: PathBuf,
    /// The path of its files without their endings.
    pub stem: PathBuf,
    /// Whether it was named by itself, so that a draft is made too.
    pub is_named: bool,
    /// What a manifest says of it.
    pub entry: Option<Entry>,
}

/// The papers, and what looks like one and is left out.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of their names, those of manifests first, in their order.
    pub papers: Vec<Paper>,
    /// Files in folders that are no papers, each with the reason.
    pub left_out: Vec<(PathBuf, &'static str)>,
    /// How many papers there are in all shards together.
    pub total: usize,
}

/// Finds the papers.
///
/// # Errors
///
/// Sentences about everything that is wrong with the inputs, so that nothing is begun: what
/// is not there, patterns and lines that cannot be read, papers with one name, papers that
/// would write the same file.
pub fn plan(inputs: &Inputs) -> Result<Plan, Vec<String>> {
    let mut found = Found {
        name: inputs.name.as_deref().unwrap_or(NAME),
        out: &inputs.out,
        plan: Plan::default(),
        seen: BTreeSet::new(),
        errors: Vec::new(),
    };
    for (path, text) in &inputs.manifests {
        found.manifest(path, text);
    }
    let listed = found.plan.papers.len();
    for path in &inputs.named {
        found.add(path);
    }
    let Found {
        mut plan, mut errors, ..
    } = found;
    plan.papers[listed..].sort_by(|a, b| a.id.cmp(&b.id));
    check(&plan.papers, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    plan.total = plan.papers.len();
    if let Some(shard) = &inputs.shard {
        plan.papers.retain(|paper| shard.has(&paper.id));
    }
    Ok(plan)
}

struct Found<'a> {
    name: &'a str,
    out: &'a Path,
    plan: Plan,
    /// A file may be named twice: by itself and in a folder.
    seen: BTreeSet<PathBuf>,
    errors: Vec<String>,
}

impl Found<'_> {
    fn manifest(&mut self, path: &Path, text: &str) {
        let folder = path.parent().unwrap_or(Path::new(""));
        let (entries, errors) = manifest::read(path, text);
        self.errors.extend(errors);
        for mut entry in entries {
            let source = folder.join(&entry.source);
            entry.house = entry.house.map(|house| folder.join(house));
            // A name of a built-in layout is no folder beside the manifest.
            let beside = entry.layout.as_ref().map(|layout| folder.join(layout));
            if let Some(beside) = beside.filter(|beside| beside.is_dir()) {
                entry.layout = Some(beside.to_string_lossy().into_owned());
            }
            let (id, below) = match &entry.id {
                Some(id) => (id.clone(), PathBuf::from(safe(id))),
                None => (slashes(&entry.source), entry.source.clone()),
            };
            // An id is a name, not a file: what looks like an ending of it is part of it.
            let is_path = entry.id.is_none();
            let stem = self.stem(&id, &below, is_path);
            self.plan.papers.push(Paper {
                id,
                source,
                stem,
                is_named: true,
                entry: Some(entry),
            });
        }
    }

    fn add(&mut self, path: &Path) {
        if path.is_dir() {
            self.folder(path, None);
        } else if path.exists() {
            let root = path.parent().unwrap_or(Path::new(""));
            self.push(root, path, true);
        } else if is_pattern(path) {
            self.pattern(path);
        } else {
            self.errors
                .push(format!("there is no file or folder `{}`", path.display()));
        }
    }

    /// The papers in and below a folder: those that match, or all.
    fn folder(&mut self, root: &Path, only: Option<&globset::GlobMatcher>) {
        let mut found = false;
        let out = std::path::absolute(self.out).ok();
        let is_wanted = |entry: &walkdir::DirEntry| {
            let is_out = entry.file_type().is_dir() && std::path::absolute(entry.path()).ok() == out;
            entry.depth() == 0 || !is_hidden(entry) && !is_out
        };
        let walk = WalkDir::new(root).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(is_wanted) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.errors
                        .push(format!("cannot search `{}`: {error}", root.display()));
                    continue;
                }
            };
            let path = entry.path();
            if entry.file_type().is_dir()
                || !is_markdown(path)
                || only.is_some_and(|only| !only.is_match(path))
            {
                continue;
            }
            found = true;
            match reason(&entry) {
                Some(reason) => self.plan.left_out.push((path.to_owned(), reason)),
                None => self.push(root, path, false),
            }
        }
        if !found {
            self.errors.push(match only {
                None => format!("no article (.md) is in `{}`", root.display()),
                Some(only) => format!("nothing matches `{}`", only.glob()),
            });
        }
    }

    /// The papers that match a pattern, below the last folder that is named in plain words.
    fn pattern(&mut self, pattern: &Path) {
        let text = slashes(pattern);
        let glob = match GlobBuilder::new(&text).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                self.errors.push(format!("`{text}` is no pattern: {error}"));
                return;
            }
        };
        let plain = pattern.components().take_while(|part| !is_pattern(part.as_ref()));
        let root: PathBuf = plain.collect();
        let root = if root == Path::new("") {
            PathBuf::from(".")
        } else {
            root
        };
        if root.is_dir() {
            // Walks from `.` give paths that begin with it, which the pattern does not.
            let is_here = root == Path::new(".");
            let matcher = if is_here && !text.starts_with("./") {
                let here = GlobBuilder::new(&format!("./{text}"))
                    .literal_separator(true)
                    .build();
                here.map_or(glob, |here| here.compile_matcher())
            } else {
                glob
            };
            self.folder(&root, Some(&matcher));
        } else {
            self.errors.push(format!("nothing matches `{text}`"));
        }
    }

    fn push(&mut self, root: &Path, path: &Path, is_named: bool) {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        if !self.seen.insert(absolute) {
            return;
        }
        let below = path.strip_prefix(root).unwrap_or(path);
        let id = slashes(below);
        let stem = self.stem(&id, below, true);
        self.plan.papers.push(Paper {
            id,
            source: path.to_owned(),
            stem,
            is_named,
            entry: None,
        });
    }

    /// Where the files of a paper go, by the pattern of names.
    fn stem(&mut self, id: &str, below: &Path, has_ending: bool) -> PathBuf {
        let folder = slashes(below.parent().unwrap_or(Path::new("")));
        let name = if has_ending {
            below.file_stem()
        } else {
            below.file_name()
        };
        let stem = name.unwrap_or_default().to_string_lossy();
        let hash = &sha256(id.as_bytes())[..8];
        let path = self
            .name
            .replace("{folder}", &folder)
            .replace("{stem}", &stem)
            .replace("{hash}", hash);
        let path: PathBuf = path
            .split('/')
            .filter(|part| !matches!(*part, "" | "." | ".."))
            .collect();
        self.out.join(path)
    }
}

/// Whether a name for files can be used.
///
/// # Errors
///
/// A sentence if it holds braces that stand for nothing, or makes all names alike.
pub fn check_name(name: &str) -> Result<String, String> {
    let mut rest = name.to_owned();
    let mut parts = 0;
    for part in ["{stem}", "{hash}", "{folder}"] {
        if part != "{folder}" && rest.contains(part) {
            parts += 1;
        }
        rest = rest.replace(part, "");
    }
    if rest.contains(['{', '}']) {
        return Err("only `{folder}`, `{stem}` and `{hash}` stand for something".to_owned());
    }
    if parts == 0 {
        return Err("without `{stem}` or `{hash}` all papers would have one name".to_owned());
    }
    Ok(name.to_owned())
}

/// Papers with one name, and papers that would write the same file.
fn check(papers: &[Paper], errors: &mut Vec<String>) {
    let mut ids: BTreeMap<&str, &Paper> = BTreeMap::new();
    let mut stems: BTreeMap<String, &Paper> = BTreeMap::new();
    for paper in papers {
        let source = |paper: &Paper| paper.source.display().to_string();
        // Many disks hold names apart only by more than the case of their letters.
        if let Some(other) = stems.insert(slashes(&paper.stem).to_lowercase(), paper) {
            errors.push(format!(
                "`{}` and `{}` would write the same files, `{}.*`; give them other names with `--name`, or ids in \
                 a manifest",
                source(other),
                source(paper),
                paper.stem.display()
            ));
        } else if let Some(other) = ids.insert(&paper.id, paper) {
            errors.push(format!(
                "`{}` and `{}` have one id, `{}`",
                source(other),
                source(paper),
                paper.id
            ));
        }
    }
}

/// Why a file in a folder is no paper.
fn reason(entry: &walkdir::DirEntry) -> Option<&'static str> {
    if entry.path_is_symlink() {
        // An archive is not trusted: a link may lead to any file of this machine.
        return Some("a symbolic link");
    }
    let stem = entry.path().file_stem().unwrap_or_default().to_ascii_uppercase();
    let about = ["README", "LICENSE", "LICENCE", "CHANGELOG", "CONTRIBUTING"];
    if about.iter().any(|name| stem == *name) {
        return Some("about the folder");
    }
    None
}

/// What no folder shows, and what site generators take for drafts and lists (`_index.md`).
fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(['.', '_'])
}

fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ["md", "markdown"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// A path as it is written on every system.
fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/").replace("//", "/")
}

/// An id as the name of a file: what would lead out of the folder or is no name on some
/// system is replaced.
fn safe(id: &str) -> String {
    let forbidden =
        |char: char| char.is_control() || matches!(char, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    id.chars()
        .map(|char| if forbidden(char) { '-' } else { char })
        .collect()
}
