//! A paper that hangs, eats memory or brings its worker down costs itself.

use super::{batch, classes, command, files, papers, results, scratch, write};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A layout that does not come to an end.
pub(super) const HANGS: &str =
    "#let layout(article) = for i in range(1000000) { for j in range(1000000) {} }\n";

/// A layout that wants more memory than there is.
const EATS: &str = "#let layout(article) = { let x = range(400000000); [#x.len()] }\n";

/// Reads what a batch tells until a line holds `text`, and gives the line.
pub(super) fn wait_for(batch: &mut Child, text: &str) -> String {
    let output = batch.stdout.as_mut().expect("a pipe");
    // A byte at a time: what follows belongs to the next who waits.
    let mut line = String::new();
    let mut reader = BufReader::with_capacity(1, output);
    loop {
        line.clear();
        assert!(
            reader.read_line(&mut line).expect("a line") > 0,
            "`{text}` never came"
        );
        if line.contains(text) {
            return line;
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn one_in_four_is_poison_and_the_others_are_made() {
    let folder = scratch("poison");
    papers(&folder, 6);
    for (name, layout) in [("hangs", HANGS), ("eats", EATS)] {
        write(&folder, &format!("{name}/layout.typ"), layout);
        write(&folder, &format!("{name}/epub.css"), "");
    }
    let mut lines: Vec<String> = (0..6)
        .map(|number| format!(r#"{{"source": "papers/p{number:02}.md"}}"#))
        .collect();
    lines.insert(
        1,
        r#"{"id": "hangs", "source": "papers/p00.md", "layout": "hangs"}"#.to_owned(),
    );
    lines.insert(
        3,
        r#"{"id": "eats", "source": "papers/p00.md", "layout": "eats"}"#.to_owned(),
    );
    lines.push(r#"{"id": "no-layout", "source": "papers/p00.md", "layout": "nowhere"}"#.to_owned());
    write(&folder, "list.jsonl", &lines.join("\n"));
    let (code, told) = batch(
        &folder,
        &[
            "--manifest",
            "list.jsonl",
            "--jobs",
            "2",
            "--timeout",
            "10",
            "--memory",
            "600M",
        ],
    );
    assert_eq!(code, 1, "{told}");
    let classes = classes(&folder.join("out/results.jsonl"));
    assert_eq!(classes["hangs"], "timeout");
    assert_eq!(classes["eats"], "out-of-memory");
    assert_eq!(classes["no-layout"], "error");
    assert_eq!(
        classes.values().filter(|class| *class == "ok").count(),
        6,
        "{classes:?}"
    );
    let results = results(&folder.join("out/results.jsonl"));
    assert_eq!(
        results["hangs"]["message"],
        "it was not finished after 10 seconds"
    );
    assert!(told.contains("there is no layout `nowhere`"), "{told}");
    // What they left behind does not touch the others.
    let (_, alone) = batch(&folder, &["papers", "--out", "alone", "--name", "papers/{stem}"]);
    let (mixed, alone_files) = (files(&folder.join("out")), files(&folder.join("alone")));
    assert!(mixed == alone_files, "{alone}");
}

/// The processes that a process has started.
fn children(parent: u32) -> Vec<u32> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").expect("proc").flatten() {
        let Ok(id) = entry.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let after = stat.rsplit(')').next().unwrap_or_default();
        if after.split_whitespace().nth(1) == Some(&parent.to_string()) {
            found.push(id);
        }
    }
    found
}

/// How long a process has worked, in hundredths of a second.
fn ticks(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().nth(11);
    ticks.and_then(|ticks| ticks.parse().ok()).unwrap_or(0)
}

fn signal(name: &str, process: u32) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), process.to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
}

fn hanging(folder: &Path, timeout: &str) -> Child {
    papers(folder, 1);
    write(folder, "hangs/layout.typ", HANGS);
    write(folder, "hangs/epub.css", "");
    let arguments = [
        "batch",
        "papers",
        "--layout",
        "hangs",
        "--timeout",
        timeout,
        "--message-format",
        "json",
    ];
    let child = command(folder, &arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    child.expect("it runs")
}

#[test]
#[cfg(target_os = "linux")]
fn a_worker_that_crashes_is_told_and_replaced() {
    let folder = scratch("crash");
    let mut running = hanging(&folder, "60");
    wait_for(&mut running, "\"began\"");
    let workers = children(running.id());
    assert_eq!(workers.len(), 1);
    signal("ABRT", workers[0]);
    let line = wait_for(&mut running, "\"result\"");
    assert!(
        line.contains("\"class\":\"crash\"") && line.contains("ended by signal 6"),
        "{line}"
    );
    assert_eq!(running.wait().expect("it ends").code(), Some(1));
}

/// Whoever kills a worker from outside does not mean its paper.
#[test]
#[cfg(target_os = "linux")]
fn a_worker_that_somebody_kills_is_tried_once_more() {
    let folder = scratch("killed");
    let mut running = hanging(&folder, "60");
    wait_for(&mut running, "\"began\"");
    let first = children(running.id());
    signal("KILL", first[0]);
    // One that is killed before it is ready is replaced as well, so this waits for work.
    let busy = loop {
        let now = children(running.id());
        if now
            .iter()
            .any(|worker| *worker != first[0] && ticks(*worker) > 20)
        {
            break now;
        }
        assert!(running.try_wait().expect("asked").is_none(), "the batch goes on");
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    signal("KILL", busy[0]);
    let line = wait_for(&mut running, "\"result\"");
    assert!(line.contains("\"class\":\"out-of-memory\""), "{line}");
    running.wait().expect("it ends");
}

/// A batch that is killed takes its workers along, hanging ones too.
#[test]
#[cfg(target_os = "linux")]
fn no_worker_outlives_its_batch() {
    let folder = scratch("orphans");
    let mut running = hanging(&folder, "600");
    wait_for(&mut running, "\"began\"");
    let workers = children(running.id());
    running.kill().expect("killed");
    running.wait().expect("gone");
    let is_there = |id: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // One that nobody has asked about yet is dead all the same.
        !stat.is_empty() && !stat.contains(") Z ")
    };
    let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while workers.iter().any(is_there) {
        assert!(std::time::Instant::now() < end, "a worker is left");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_key_finishes_the_papers_in_hand_and_a_second_leaves_them() {
    let folder = scratch("interrupted");
    papers(&folder, 40);
    let arguments = ["batch", "papers", "--jobs", "1", "--message-format", "json"];
    let mut running = command(&folder, &arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    wait_for(&mut running, "\"result\"");
    signal("INT", running.id());
    let last = wait_for(&mut running, "\"ended\"");
    assert_eq!(running.wait().expect("it ends").code(), Some(130));
    let ended: serde_json::Value = serde_json::from_str(&last).expect("JSON");
    let left = ended["left"].as_u64().expect("a number");
    assert!((1..40).contains(&left), "{last}");
    let (code, told) = batch(&folder, &["papers"]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.starts_with(&format!("40 papers: {} up to date, {left} to make", 40 - left)),
        "{told}"
    );

    let folder = scratch("interrupted-twice");
    let mut running = hanging(&folder, "600");
    wait_for(&mut running, "\"began\"");
    signal("INT", running.id());
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(
        running.try_wait().expect("asked").is_none(),
        "it finishes what it has"
    );
    signal("INT", running.id());
    let output = running.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130));
    assert!(!folder.join("out/p00.pdf").exists());
}
