//! Amounts in tables: their decimal marks stand below each other, in every language's own.

use crate::corpus::PRESS;
use crate::sheet::{Piece, Sheet};
use pamphlet::{Files, Options, Output, Report, Source, render, understand};

/// The pieces of the page that hold a table of these amounts.
fn pieces(lang: &str, amounts: &[&str]) -> Vec<Piece> {
    let rows: String = amounts
        .iter()
        .map(|amount| format!("| Name | {amount} |\n"))
        .collect();
    let text = format!(
        "---\ntitle: T\ndate: 2025-01-01\nlang: {lang}\n---\n\nText.\n\n| A | B |\n|---|---|\n{rows}"
    );
    let source = Source::new("paper.md", text);
    let mut report = Report::new();
    let article = understand(&source, &Files::none(), &Default::default(), &mut report).expect("an article");
    let made = render(&article, &PRESS, &[Output::Pdf], &Options::default(), &mut report).expect("a PDF");
    Sheet::open(&made[0].bytes).measured().remove(0).pieces
}

/// Where the amount of those words begins and ends.
fn stands(pieces: &[Piece], words: &str) -> (f32, f32) {
    let found = pieces.iter().find(|piece| piece.text.trim() == words);
    found.unwrap_or_else(|| panic!("no piece says {words:?}")).x
}

#[test]
fn decimal_marks_stand_below_each_other() {
    for (lang, [short, long, whole, gap]) in [
        ("en", ["12.5", "100.25", "7", "n/a"]),
        ("de", ["12,5", "100,25", "7", "n/a"]),
    ] {
        let pieces = pieces(lang, &[short, long, whole, gap]);
        let (short, long, whole) = (
            stands(&pieces, short),
            stands(&pieces, long),
            stands(&pieces, whole),
        );
        // "100.25" has a digit more before the mark and one more behind it.
        let digit = ((long.1 - long.0) - (short.1 - short.0)) / 2.0;
        assert!(
            (long.1 - short.1 - digit).abs() < 0.1,
            "{lang}: {short:?} {long:?}"
        );
        assert!(
            (short.0 - long.0 - digit).abs() < 0.1,
            "{lang}: {short:?} {long:?}"
        );
        // The whole number ends where the others' wholes do.
        assert!(
            (whole.0 - (short.0 + digit)).abs() < 0.1,
            "{lang}: {short:?} {whole:?}"
        );
        assert!(
            (stands(&pieces, gap).1 - long.1).abs() < 0.1,
            "{lang}: what is no amount ends the column"
        );
    }
}

/// In German the dot stands between thousands, so it is no mark to align at.
#[test]
fn thousands_are_no_decimals() {
    let pieces = pieces("de", &["1.000", "20.000,5"]);
    let (whole, long) = (stands(&pieces, "1.000"), stands(&pieces, "20.000,5"));
    let digit = (whole.1 - whole.0) / 5.0;
    assert!(long.1 - whole.1 > digit, "{whole:?} {long:?}");
}
