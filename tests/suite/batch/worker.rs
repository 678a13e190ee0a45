//! The lines of a worker, as docs/scale.md describes them to other schedulers.

use super::{command, paper, scratch, write};
use serde_json::Value;
use std::io::Write;
use std::process::Stdio;

#[test]
fn answers_come_in_the_order_of_the_jobs() {
    let folder = scratch("worker");
    write(&folder, "one.md", &paper("One", "Text."));
    let mut worker = command(&folder, &["worker"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let jobs = [
        r#"{"id": "1", "source": "one.md", "stem": "out/one"}"#,
        "",
        r#"{"id": "2", "source": "none.md", "stem": "out/none", "to": ["json"]}"#,
        r#"{"id": "3", "source": "one.md"}"#,
        "no job",
        r#"{"id": "4", "source": "one.md", "stem": "out/four", "to": ["json"], "front_matter": {"title": "Four"}}"#,
    ];
    let mut input = worker.stdin.take().expect("a pipe");
    input.write_all(jobs.join("\n").as_bytes()).expect("written");
    drop(input);
    let output = worker.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    let types: Vec<_> = lines
        .iter()
        .map(|line| line["type"].as_str().expect("a type"))
        .collect();
    assert_eq!(
        types,
        ["ready", "answer", "answer", "refused", "refused", "answer"]
    );
    assert_eq!(lines[0]["version"], env!("CARGO_PKG_VERSION"));
    let outcome = |index: usize| &lines[index]["outcome"];
    assert_eq!(
        (&outcome(1)["id"], &outcome(1)["class"]),
        (&"1".into(), &"ok".into())
    );
    assert_eq!(outcome(1)["files"][0]["path"], "out/one.pdf");
    assert_eq!(outcome(2)["class"], "error");
    assert_eq!(
        lines[3]["message"],
        "not a job: missing field `stem` at line 1 column 31"
    );
    assert_eq!(outcome(5)["title"], "Four");
    // What it was made from, to be known again.
    assert_eq!(lines[1]["seen"][0]["path"], "one.md");
    assert!(folder.join("out/four.json").exists());
}
