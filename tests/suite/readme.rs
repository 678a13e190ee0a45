//! README's guided tour, pasted: every command runs, and prints what the page says.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The tour's fenced blocks: what kind each is, and its text.
fn blocks(readme: &str) -> Vec<(String, String)> {
    let (_, tour) = readme.split_once("## A guided tour").expect("the tour");
    let (tour, _) = tour.split_once("\n## ").expect("what follows the tour");
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in tour.lines() {
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The tour stands two folders below the repository, and copies a layout from it.
    let folder = root.join("target/tour-test");
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
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let blocks = blocks(&readme);
    assert!(blocks.len() > 10, "the tour was found");
    let mut commands = 0;
    // The first block builds the program and makes the folder.
    for (index, (kind, text)) in blocks.iter().enumerate().skip(1) {
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
    assert!(commands >= 7, "{commands} blocks of commands");
}
