//! Same input, same bytes: side by side on several threads, in any order.

use crate::corpus::PRESS;
use pamphlet::{Files, Options, Output, Report, Source, render, understand};
use std::path::Path;

fn both(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let source = Source::new(name, std::fs::read(folder.join(name)).expect("an article"));
    let mut report = Report::new();
    let article =
        understand(&source, &Files::folder(folder), &Default::default(), &mut report).expect("an article");
    render(
        &article,
        &PRESS,
        &[Output::Pdf, Output::Epub],
        &Options::default(),
        &mut report,
    )
    .expect("both outputs")
    .into_iter()
    .map(|file| file.bytes)
    .collect()
}

#[test]
fn threads_and_order_change_nothing() {
    let alone = [both("forging-stability.md"), both("sp800-63c.md")];
    let together = std::thread::scope(|scope| {
        let long = scope.spawn(|| both("sp800-63c.md"));
        let short = scope.spawn(|| both("forging-stability.md"));
        let again = scope.spawn(|| both("forging-stability.md"));
        assert_eq!(again.join().expect("no panic"), alone[0]);
        [short.join().expect("no panic"), long.join().expect("no panic")]
    });
    assert!(alone == together, "the bytes differ between threads");
    pamphlet::backend::pdf::forget(Some(2));
    assert!(
        both("forging-stability.md") == alone[0],
        "the bytes depend on what came before"
    );
}
