//! What fuzzing found, tried again: each file of `tests/fuzz-cases` goes through the target
//! that it is a case of, by the very function that the fuzzer calls.

use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
pub mod targets;

type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 5] = [
    ("markdown", targets::markdown),
    ("front_matter", targets::front_matter),
    ("citations", targets::citations),
    ("resolve", targets::resolve),
    ("whole_build", targets::whole_build),
];

/// The cases of a target, by name.
fn cases(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz-cases")
        .join(target);
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("a case").path());
    let read = |path: std::path::PathBuf| (path.display().to_string(), std::fs::read(&path).expect("a case"));
    paths.map(read).collect()
}

#[test]
fn what_was_found_stays_mended() {
    let mut tried = 0;
    for (name, target) in TARGETS {
        for (case, bytes) in cases(name) {
            let held = std::panic::catch_unwind(|| targets::on_small_stack(&bytes, target));
            assert!(held.is_ok(), "{case} breaks a promise, told above");
            tried += 1;
        }
    }
    assert!(tried > 0, "there are cases");
}

/// A target that asserts nothing would find nothing.
#[test]
fn the_targets_can_fail() {
    let fails = |check: fn()| std::panic::catch_unwind(check).is_err();
    let acts = |body: &str| format!("<html><body>{body}</body></html>");
    targets::harmless(
        "a.xhtml",
        &acts("<p class=\"on\"><a href=\"https://a.b/javascript:\">javascript:</a></p>"),
    );
    assert!(fails(|| targets::harmless("a.xhtml", "<p onclick=\"x\"/>")));
    assert!(fails(|| targets::harmless(
        "a.xhtml",
        "<a href=\" java&#9;script:x\"/>"
    )));
    assert!(fails(|| targets::harmless(
        "a.xhtml",
        "<a href=\"data:text/html,x\"/>"
    )));
    assert!(fails(|| targets::harmless("a.svg", "<svg><script/></svg>")));
    assert!(fails(|| targets::harmless(
        "a.svg",
        "<svg><use xlink:href=\"file:///etc/passwd\"/></svg>"
    )));
    assert!(fails(|| targets::harmless("a.xhtml", "<p>")));
    assert!(fails(|| targets::whole_pdf(b"%PDF-1.7\n%%EOF")));
    assert!(fails(|| targets::whole_book(b"PK")));
}
