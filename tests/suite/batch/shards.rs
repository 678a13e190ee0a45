//! Parts of an archive, made apart, are the whole.

use super::{batch, classes, command, files, papers, scratch, write};
use pamphlet::batch::Shard;
use std::collections::BTreeMap;

#[test]
fn seven_parts_are_one_whole() {
    let folder = scratch("seven");
    papers(&folder, 30);
    write(&folder, "papers/bad.md", "---\ntitle: \"Bad\n---\n\nText.\n");
    batch(&folder, &["papers", "--to", "json", "--out", "whole"]);
    let mut merged = BTreeMap::new();
    for part in 1..=7 {
        let (_, told) = batch(
            &folder,
            &[
                "papers",
                "--to",
                "json",
                "--out",
                "parts",
                "--shard",
                &format!("{part}/7"),
            ],
        );
        assert!(told.contains("(of 31 in all)"), "{told}");
        let own = classes(&folder.join(format!("parts/results-{part}-of-7.jsonl")));
        let count = own.len();
        merged.extend(own);
        assert!(count > 0, "31 papers leave no part of 7 empty");
    }
    assert!(merged == classes(&folder.join("whole/results.jsonl")));
    assert!(files(&folder.join("parts")) == files(&folder.join("whole")));
    // The whole knows what the parts have made, but for those that must be tried again and
    // results that it has to have itself.
    let (_, told) = batch(
        &folder,
        &["papers", "--to", "json", "--out", "parts", "--shard", "3/7"],
    );
    assert!(told.contains("0 to make") || told.contains("1 to make"), "{told}");
}

/// Which part a paper is in never changes: these are for ever.
#[test]
fn a_papers_part_is_its_names() {
    let part = |id: &str, count: u64| {
        let has = |index: &u64| Shard { index: *index, count }.has(id);
        let parts: Vec<u64> = (1..=count).filter(has).collect();
        assert_eq!(parts.len(), 1, "{id} is in one part");
        parts[0]
    };
    let ids = ["a.md", "2024/forging-stability.md", "wp/7", "Überblick.md"];
    assert_eq!(ids.map(|id| part(id, 7)), [5, 3, 3, 1]);
    assert_eq!(ids.map(|id| part(id, 2)), [2, 2, 2, 1]);
}

#[test]
fn arrays_of_jobs_say_which_part() {
    let parse = |text: &str, variables: &[(&str, &str)]| {
        Shard::parse(text, |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    };
    let shard = |index, count| Ok(Shard { index, count });
    assert_eq!(parse("2/7", &[]), shard(2, 7));
    assert_eq!(parse("auto/7", &[("JOB_COMPLETION_INDEX", "0")]), shard(1, 7));
    let aws = [
        ("AWS_BATCH_JOB_ARRAY_INDEX", "6"),
        ("AWS_BATCH_JOB_ARRAY_SIZE", "7"),
    ];
    assert_eq!(parse("auto", &aws), shard(7, 7));
    let slurm = [
        ("SLURM_ARRAY_TASK_ID", "14"),
        ("SLURM_ARRAY_TASK_MIN", "10"),
        ("SLURM_ARRAY_TASK_STEP", "2"),
        ("SLURM_ARRAY_TASK_COUNT", "5"),
    ];
    assert_eq!(parse("auto", &slurm), shard(3, 5));
    for (text, variables) in [
        ("0/7", &[][..]),
        ("8/7", &[]),
        ("1/0", &[]),
        ("x/7", &[]),
        ("3", &[]),
        ("auto", &[]),
        ("auto", &[("JOB_COMPLETION_INDEX", "0")]),
        ("auto/3", &[("JOB_COMPLETION_INDEX", "3")]),
    ] {
        assert!(parse(text, variables).is_err(), "{text}");
    }
}

#[test]
fn the_environment_is_asked() {
    let folder = scratch("array");
    papers(&folder, 8);
    let output = command(&folder, &["batch", "papers", "--to", "json", "--shard", "auto/2"])
        .env("JOB_COMPLETION_INDEX", "1")
        .output()
        .expect("it runs");
    assert!(output.status.success());
    assert!(folder.join("out/results-2-of-2.jsonl").exists());
}
