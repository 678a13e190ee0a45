//! The direction of the rooms, read from `src/`: an import that ARCHITECTURE.md does not
//! allow fails here.

use std::path::{Path, PathBuf};

/// What each room may name of ours: `diagnostic ← model ← {reader, resolve, backend} ← lib ← bin`.
/// `files` and `style` and `layout` stand beside the model.
const ALLOWED: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("files", &["diagnostic"]),
    ("model", &["diagnostic"]),
    ("style", &["diagnostic", "model"]),
    ("layout", &[]),
    ("markup", &[]),
    ("checker", &["diagnostic", "markup", "model"]),
    ("reader", &["diagnostic", "model", "style"]),
    ("resolve", &["diagnostic", "model", "files", "style"]),
    ("backend/json", &["model"]),
    ("backend/pdf", &["diagnostic", "model", "layout", "style"]),
    (
        "backend/epub",
        &["checker", "diagnostic", "model", "layout", "style"],
    ),
    (
        "backend/mod",
        &["checker", "diagnostic", "model", "layout", "style"],
    ),
    // A program around the library: it may name every room's public items, and no room names it.
    (
        "batch",
        &["backend", "diagnostic", "files", "layout", "model", "style"],
    ),
];

/// Which room may name a foreign crate; every other room may not.
const FOREIGN: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["reader/markdown"]),
    ("saphyr_parser", &["reader/yaml"]),
    ("toml_edit", &["reader/toml"]),
    ("spdx", &["reader/front_matter"]),
    ("scraper", &["reader/html", "reader/markdown"]),
    ("typst", &["backend/pdf"]),
    ("typst_layout", &["backend/pdf"]),
    ("typst_library", &["backend/pdf"]),
    ("typst_pdf", &["backend/pdf"]),
    ("typst_render", &["backend/pdf"]),
    ("typst_utils", &["backend/pdf"]),
    ("ttf_parser", &["backend/pdf"]),
    ("lopdf", &["backend/pdf/press", "backend/pdf/preflight"]),
    ("moxcms", &["backend/pdf/press/profile", "backend/epub/pictures"]),
    ("skera", &["backend/epub/faces"]),
    ("read_fonts", &["backend/epub/faces"]),
    ("write_fonts", &["backend/epub/faces"]),
    ("subsetter", &["backend/epub/faces"]),
    ("brotli", &["backend/epub/faces"]),
    ("epub_builder", &["backend/epub"]),
    ("zip", &["backend/epub", "checker"]),
    (
        "quick_xml",
        &[
            "backend/epub",
            "checker",
            "resolve/citations",
            "resolve/math/tree",
        ],
    ),
    ("math_core", &["resolve/math"]),
    ("hayagriva", &["resolve/citations"]),
    ("citationberg", &["resolve/citations"]),
    ("biblatex", &["resolve/citations"]),
    ("serde_yaml", &["resolve/citations"]),
    (
        "image",
        &["resolve/pictures", "resolve/drawing", "backend/epub/pictures"],
    ),
    ("usvg", &["resolve/pictures", "resolve/drawing"]),
    ("percent_encoding", &["batch", "resolve/pictures"]),
    // `image` has a module of that name, which `resolve/pictures` asks.
    (
        "png",
        &["backend/pdf/cover", "backend/epub/pictures", "resolve/pictures"],
    ),
    ("zune_jpeg", &["backend/epub/pictures"]),
    ("zune_core", &["backend/epub/pictures"]),
    ("base64", &["model/asset"]),
    ("icu_locale", &["model/language", "resolve/words/dates"]),
    ("icu_calendar", &["resolve/words/dates"]),
    ("icu_datetime", &["resolve/words/dates"]),
    ("icu_decimal", &["resolve/words/dates"]),
    ("walkdir", &["batch"]),
    ("globset", &["batch"]),
    ("sha2", &["batch", "files"]),
    ("rustix", &["batch"]),
    ("csv", &["batch"]),
    ("ctrlc", &["cli"]),
    ("indicatif", &["cli"]),
    ("clap", &["cli"]),
    ("annotate_snippets", &["cli"]),
];

fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("src") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).expect("below src").with_extension("");
                let name = name.to_string_lossy().replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path).expect("a source file")));
            }
        }
    }
    assert!(found.len() > 30, "src was read");
    found
}

/// Code without comments: docs may name any room.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every first name after `crate::`, in imports with braces too.
fn rooms_named(code: &str) -> Vec<String> {
    code.split("crate::")
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => group
                .split('}')
                .next()
                .unwrap_or_default()
                .split(',')
                .map(|name| name.trim().split("::").next().unwrap_or_default().to_owned())
                .collect(),
            None => vec![
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            ],
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn imports_walk_one_way() {
    for (name, text) in files() {
        // A batch is a program around the library: it names what the library's users may, and
        // no room names it.
        if name == "lib" || name == "main" || name.starts_with("cli") || name.starts_with("batch/") {
            continue;
        }
        let (room, allowed) = ALLOWED
            .iter()
            .find(|(room, _)| name == *room || name.starts_with(&format!("{room}/")))
            .unwrap_or_else(|| panic!("`src/{name}.rs` stands in no room of the list"));
        let own = room.split('/').next().unwrap_or(room);
        for named in rooms_named(&code(&text)) {
            let inside_backend = own == "backend" && named == "backend";
            assert!(
                named == own && !inside_backend || allowed.contains(&named.as_str()),
                "`src/{name}.rs` names `crate::{named}`, which its room may not"
            );
        }
    }
}

#[test]
fn foreign_types_stay_in_their_room() {
    for (name, text) in files() {
        let code = code(&text);
        for (foreign, rooms) in FOREIGN {
            let names = |separator: &str| code.contains(&format!("{foreign}{separator}"));
            let word = code
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| word == *foreign);
            if word && (names("::") || code.contains(&format!("use {foreign}"))) {
                assert!(
                    rooms.iter().any(|room| name.starts_with(room)),
                    "`src/{name}.rs` names `{foreign}`, which belongs to {rooms:?}"
                );
            }
        }
    }
}

#[test]
fn the_binary_sees_only_the_public_names() {
    for (name, text) in files()
        .into_iter()
        .filter(|(name, _)| name == "main" || name.starts_with("cli"))
    {
        let code = code(&text);
        let inside: Vec<_> = rooms_named(&code);
        assert!(
            inside.iter().all(|room| room == "cli"),
            "`src/{name}.rs` names {inside:?} from inside"
        );
    }
}

/// The library does not print, ask the clock or the environment, or open a socket; the
/// lints in `clippy.toml` say the same and see more.
#[test]
fn the_library_is_quiet() {
    for (name, text) in files() {
        // What a module tests it may read.
        if name == "main" || name.starts_with("cli") || name.ends_with("/tests") {
            continue;
        }
        // A batch is a program: it has a clock, processes and records, and does not print.
        let is_batch = name.starts_with("batch/");
        let code = code(&text);
        for forbidden in [
            "println!",
            "eprintln!",
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "process::exit",
        ] {
            assert!(!code.contains(forbidden), "`src/{name}.rs` uses `{forbidden}`");
        }
        if is_batch {
            continue;
        }
        for forbidden in ["std::env::", "SystemTime::now", "Instant::now"] {
            assert!(!code.contains(forbidden), "`src/{name}.rs` uses `{forbidden}`");
        }
        if !matches!(name.as_str(), "files" | "files/seen" | "layout") {
            assert!(
                !code.contains("std::fs") && !code.contains("fs::"),
                "`src/{name}.rs` opens the disk"
            );
        }
    }
}
