//! README's guided tour and the tutorial for layouts, pasted: every command runs, and prints
//! what the page says.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A section's fenced blocks: what kind each is, and its text.
fn blocks(page: &str, section: &str) -> Vec<(String, String)> {
    let (_, tour) = page.split_once(section).expect("the section");
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    // A page's own title begins all of it.
    let ends = if section.starts_with("## ") { "## " } else { "# " };
    for line in tour.lines() {
        if open.is_none() && line.starts_with(ends) {
            break;
        }
        match (line.strip_prefix("```"), open.take()) {
            (Some(kind), None) => open = Some((kind.to_owned(), String::new())),
            (Some(_), Some(block)) => blocks.push(block),
            (None, Some((kind, text))) => open = Some((kind, text + line + "\n")),
            (None, None) => {}
        }
    }
    blocks
}

/// Sizes change with every face and library; everything else is promised.
fn without_sizes(text: &str) -> String {
    let mut lines = String::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let line = match line.rsplit_once(' ') {
            Some((rest, "kB")) => rest.rsplit_once(' ').map_or(rest, |(rest, _size)| rest),
            _ => line,
        };
        let line = match line.split_once("{\"bytes\":") {
            Some((_, rest)) => rest.split_once(',').map_or(rest, |(_size, rest)| rest),
            None => line,
        };
        writeln!(lines, "{line}").expect("a string");
    }
    lines
}

#[test]
#[cfg(unix)]
fn the_tour_works_when_pasted() {
    // Its first block builds the program and makes the folder.
    let commands = paste("README.md", "## A guided tour", 1, "tour-test");
    assert!(commands >= 7, "{commands} blocks of commands");
}

/// A layout written by following the tutorial: it builds, and its PDF keeps its standards.
#[test]
#[cfg(unix)]
fn the_tutorial_for_layouts_works_when_pasted() {
    let commands = paste(
        "layouts/README.md",
        "## A layout step by step",
        0,
        "tutorial-test",
    );
    assert!(commands >= 4, "{commands} blocks of commands");
}

/// What docs/scale.md says of archives, for as far as it can run here.
#[test]
#[cfg(target_os = "linux")]
fn the_guide_to_archives_works_when_pasted() {
    let commands = paste("docs/scale.md", "# Whole archives", 0, "scale-test");
    assert!(commands >= 7, "{commands} blocks of commands");
}

/// Runs the commands of a section, past the first `skipped` blocks, in a folder of that name
/// below `target/`, where each must print the block that follows it. Gives their number.
#[cfg(unix)]
fn paste(page: &str, section: &str, skipped: usize, folder: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The tour stands two folders below the repository, and copies a layout from it.
    let folder = root.join("target").join(folder);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let program = Path::new(env!("CARGO_BIN_EXE_pamphlet"))
        .parent()
        .expect("a folder");
    let path = format!(
        "{}:{}",
        program.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let page = fs::read_to_string(root.join(page)).expect("the page");
    let blocks = blocks(&page, section);
    let mut commands = 0;
    for (index, (kind, text)) in blocks.iter().enumerate().skip(skipped) {
        if kind != "sh" {
            continue;
        }
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{text}")])
            .current_dir(&folder)
            .env("PATH", &path)
            .output()
            .expect("a shell");
        commands += 1;
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        match blocks.get(index + 1) {
            Some((kind, expected)) if kind != "sh" => {
                assert_eq!(without_sizes(&said), without_sizes(expected), "after:\n{text}");
            }
            _ => assert_eq!(said, "", "after:\n{text}"),
        }
    }
    commands
}
