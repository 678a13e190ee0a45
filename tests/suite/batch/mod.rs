//! Whole archives, as their user meets them: what is made, what stays, what is told.

mod ends;
mod inputs;
mod isolation;
mod records;
mod report;
mod shards;
mod worker;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own for each test, emptied first.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("batch").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn paper(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\nlang: en\ndate: 2025-06-01\n---\n\n{text}\n")
}

/// `count` papers in `papers/`.
fn papers(folder: &Path, count: usize) {
    for number in 0..count {
        let text = paper(&format!("Paper {number}"), &format!("Text of number {number}."));
        write(folder, &format!("papers/p{number:02}.md"), &text);
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pamphlet"));
    command.current_dir(folder).args(arguments);
    // Variables of an array of jobs that the tests may run in are not theirs.
    for name in [
        "JOB_COMPLETION_INDEX",
        "AWS_BATCH_JOB_ARRAY_INDEX",
        "SLURM_ARRAY_TASK_ID",
    ] {
        command.env_remove(name);
    }
    command
}

fn pamphlet(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program runs")
}

/// Runs `pamphlet batch` and says what it told on standard error, with its exit code.
fn batch(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let all: Vec<&str> = std::iter::once("batch")
        .chain(arguments.iter().copied())
        .collect();
    let output = pamphlet(folder, &all);
    let code = output.status.code().expect("an exit code");
    (code, String::from_utf8(output.stderr).expect("UTF-8"))
}

/// The last line of each paper.
fn results(path: &Path) -> BTreeMap<String, Value> {
    let text = fs::read_to_string(path).expect("results");
    assert!(text.ends_with('\n'), "whole lines");
    let lines = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("an object"));
    lines
        .map(|line| (line["id"].as_str().expect("an id").to_owned(), line))
        .collect()
}

/// How each paper fared.
fn classes(path: &Path) -> BTreeMap<String, String> {
    let class = |line: &Value| line["class"].as_str().expect("a class").to_owned();
    results(path)
        .iter()
        .map(|(id, line)| (id.clone(), class(line)))
        .collect()
}

/// Every file below a folder but the batch's own records, with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below").display().to_string();
            if path.is_dir() {
                if name != ".pamphlet" {
                    folders.push(path);
                }
            } else if !name.starts_with("results") {
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// The paths of every file below a folder, records too.
fn names(folder: &Path) -> Vec<String> {
    let names = files(folder).into_keys();
    names.collect()
}

/// How many papers a run made, from its first line.
fn to_make(told: &str) -> usize {
    let rest = told.split(" up to date, ").nth(1).expect("a plan");
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}
