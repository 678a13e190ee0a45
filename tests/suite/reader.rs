//! What the reader makes of an author's file.

mod boxes;
mod captions;
mod commonmark;
mod dialect;
mod front_matter;
mod html;
mod markdown;
mod properties;
mod words;

use pamphlet::diagnostic::{Code, Diagnostic, Report, Severity, Source};
use pamphlet::model::{Block, BlockKind, Draft, Inline, plain};
use pamphlet::reader::read;

/// The draft of a text that has no errors.
fn read_ok(text: &str) -> Draft {
    let (draft, report) = read_with_report(text);
    draft.unwrap_or_else(|| panic!("{report:#?}\n{text}"))
}

fn read_with_report(text: impl Into<Vec<u8>>) -> (Option<Draft>, Vec<Diagnostic>) {
    let mut report = Report::new();
    let draft = read(&Source::new("article.md", text), &mut report).ok();
    (draft, report.diagnostics().to_vec())
}

/// The only block of a text.
fn only_block(text: &str) -> BlockKind {
    let mut body = read_ok(text).body;
    assert_eq!(body.len(), 1, "{body:#?}");
    body.remove(0).kind
}

/// The inlines of the only paragraph of a text.
fn line(text: &str) -> Vec<Inline> {
    match only_block(text) {
        BlockKind::Paragraph { text } => text,
        other => panic!("{other:#?}"),
    }
}

/// The words of blocks, one line each.
fn lines_of(blocks: &[Block]) -> Vec<String> {
    let line = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } => plain(text),
        other => panic!("{other:#?}"),
    };
    blocks.iter().map(line).collect()
}

/// What is found in a text: code, and the words of the source it points at.
fn findings(text: &str) -> Vec<(Code, String)> {
    let (_, report) = read_with_report(text);
    let pointed = |finding: &Diagnostic| {
        finding
            .span
            .map(|span| text[span.start..span.end].to_string())
            .unwrap_or_default()
    };
    report
        .iter()
        .map(|finding| (finding.code, pointed(finding)))
        .collect()
}

#[test]
fn bytes_that_are_no_text_are_an_error_with_their_place() {
    let (draft, report) = read_with_report(b"caf\xe9 au lait".to_vec());
    assert!(draft.is_none());
    assert_eq!(report[0].code, Code::NotText);
    assert_eq!(report[0].span.unwrap().start, 3);
    assert_eq!(report[0].severity, Severity::Error);
    assert!(!report[0].hints.is_empty());
}

#[test]
fn a_byte_order_mark_is_no_text_and_counts_in_spans() {
    let draft = read_ok("\u{feff}Hello");
    assert_eq!(draft.body[0].span.start, 3);
    assert_eq!(lines_of(&draft.body), ["Hello"]);
    let draft = read_ok("\u{feff}---\ntitle: T\n---\nHello");
    assert_eq!(plain(&draft.meta.title), "T");
    assert_eq!((draft.meta.span.start, draft.body[0].span.start), (3, 20));
}

#[test]
fn line_ends_of_windows_are_line_ends() {
    let draft =
        read_ok("---\r\ntitle: T\r\n---\r\n# One\r\n\r\nTwo\r\nthree\r\n\r\n```\r\na\r\nb\r\n```\r\n");
    assert_eq!(plain(&draft.meta.title), "T");
    assert_eq!(lines_of(&draft.body[..2]), ["One", "Two three"]);
    assert_eq!(
        draft.body[2].kind,
        BlockKind::Code {
            language: String::new(),
            text: "a\nb".into()
        }
    );
}

#[test]
fn a_nul_becomes_the_replacement_character() {
    assert_eq!(
        line("a\0b `c\0d`"),
        [
            Inline::text("a\u{fffd}b "),
            Inline::Code {
                text: "c\u{fffd}d".into()
            }
        ]
    );
}

#[test]
fn nothing_is_an_empty_draft() {
    for text in ["", "\n\n", "\u{feff}", "<!-- a comment -->"] {
        assert_eq!(read_ok(text), Draft::default(), "{text:?}");
    }
}
