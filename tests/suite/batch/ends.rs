//! How a batch ends, as scripts see it, and what it tells on the way.

use super::{batch, pamphlet, papers, scratch, write};
use std::fs;

#[test]
fn a_wrong_call_is_told_apart_from_a_machine_that_fails() {
    let folder = scratch("exits");
    papers(&folder, 2);
    let code = |arguments: &[&str]| batch(&folder, arguments).0;
    assert_eq!(code(&["papers", "--to", "json"]), 0);
    assert_eq!(code(&[]), 2, "no input");
    assert_eq!(code(&["papers", "--layout", "nowhere"]), 2);
    assert_eq!(code(&["papers", "--house", "nowhere.yml"]), 2);
    assert_eq!(code(&["papers", "--font-path", "nowhere"]), 2);
    assert_eq!(code(&["papers", "--timeout", "0"]), 2);
    assert_eq!(code(&["papers", "--memory", "much"]), 2);
    assert_eq!(code(&["--manifest", "nowhere.jsonl"]), 2);
    // The folder of the results is a file: nothing that trying again elsewhere would not cure.
    write(&folder, "taken", "");
    assert_eq!(code(&["papers", "--out", "taken"]), 75);
    // So little memory that no worker starts.
    if cfg!(target_os = "linux") {
        let (code, told) = batch(&folder, &["papers", "--out", "small", "--memory", "1K"]);
        assert_eq!(code, 75, "{told}");
        assert!(told.contains("a worker does not start"), "{told}");
    }
}

/// What is wrong with a house is told once, and each of its papers fails.
#[test]
fn a_house_with_errors_costs_its_own_papers() {
    let folder = scratch("house");
    papers(&folder, 3);
    write(&folder, "papers/other/one.md", &super::paper("One", "Text."));
    write(&folder, "papers/other/house.yml", "name: Good\n");
    write(
        &folder,
        "papers/house.yml",
        "name: Bad\ncolors:\n  accent: \"#ffff00\"\n",
    );
    let (code, told) = batch(&folder, &["papers", "--to", "json"]);
    assert_eq!(code, 1, "{told}");
    assert_eq!(told.matches("on `paper` (#ffffff)").count(), 1, "{told}");
    assert!(told.contains("1 ok, 3 error"), "{told}");
}

#[test]
fn json_tells_every_event() {
    let folder = scratch("events");
    papers(&folder, 2);
    write(&folder, "papers/README.md", "# About\n");
    let output = pamphlet(
        &folder,
        &["batch", "papers", "--to", "json", "--message-format", "json"],
    );
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    let types: Vec<_> = lines
        .iter()
        .map(|line| line["type"].as_str().expect("a type"))
        .collect();
    let count = |kind: &str| types.iter().filter(|found| **found == kind).count();
    assert_eq!((types[0], types[types.len() - 1]), ("planned", "ended"));
    assert_eq!((count("began"), count("result")), (2, 2));
    assert_eq!(lines[0]["to_make"], 2);
    assert_eq!(lines[0]["left_out"][0]["path"], "papers/README.md");
    assert_eq!(lines[lines.len() - 1]["ended"]["ok"], 2);
    // The same lines stand in the results.
    let results = fs::read_to_string(folder.join("out/results.jsonl")).expect("results");
    assert_eq!(results.lines().count(), 2);
}
