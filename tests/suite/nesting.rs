//! What is nested deeper than any page can show is set flat, and both files come out.

use crate::corpus::PRESS;
use pamphlet::diagnostic::Code;
use pamphlet::{Files, Options, Output, Report, Source, render, understand};

const DEEP: usize = 70;

fn indented(step: usize, item: &str) -> String {
    (0..DEEP)
        .map(|level| format!("{}{item}\n", " ".repeat(step * level)))
        .collect()
}

fn around(open: &str, close: &str) -> String {
    format!("{}deep{}\n", open.repeat(DEEP), close.repeat(DEEP))
}

#[test]
fn depth_never_costs_the_article() {
    let boxes: String = (0..DEEP)
        .map(|level| {
            format!(
                "{}[!note] Title\n{}words\n",
                "> ".repeat(level + 1),
                "> ".repeat(level + 1)
            )
        })
        .collect();
    let articles = [
        ("bullets", indented(2, "- item")),
        ("numbers", indented(3, "1. item")),
        (
            "words in items",
            indented(2, "- *a **b ~~c [d](https://example.org) e~~ f** g*"),
        ),
        ("quotes", "> ".repeat(10_000) + "deep\n"),
        ("lists and quotes", indented(2, "- > item\n")),
        ("boxes", boxes),
        ("emphasis", around("*a **b ", " c** d*")),
        ("HTML lists", around("<ul><li>a", "</li></ul>")),
        ("HTML tables", around("<table><tr><td>a", "</td></tr></table>")),
        (
            "tables in tables",
            around("<table><tr><td>\n\nwords\n\n", "\n\n</td></tr></table>"),
        ),
        ("HTML words", around("<b><i>", "</i></b>")),
        (
            "HTML in quotes",
            "> ".repeat(11) + "<table><tr><td><ul><li><b>deep</b></li></ul></td></tr></table>\n",
        ),
        ("grids", "::: {layout-ncol=2}\n\na\n\n".repeat(DEEP)),
        (
            "columns",
            "::: {.columns}\n\n::: {.column}\n\na\n\n:::\n\n::: {.column}\n\nb\n\n".repeat(DEEP),
        ),
        (
            "directives",
            (1..DEEP)
                .rev()
                .map(|level| format!(":{}::{{note}} T\n", ":".repeat(level)))
                .collect(),
        ),
        ("divisions", "::: {.warning}\na\n\n".repeat(DEEP)),
        ("notes", format!("A[^n].\n\n[^n]: {}deep\n", "> ".repeat(DEEP))),
    ];
    for (name, body) in articles {
        let text = format!("---\ntitle: Deep\nlang: en\ndate: 2025-01-01\n---\n\n{body}");
        let mut report = Report::new();
        let source = Source::new(name, text);
        let article = understand(&source, &Files::none(), &Default::default(), &mut report).expect(name);
        let outputs = [Output::Pdf, Output::Epub, Output::Json];
        let files = render(&article, &PRESS, &outputs, &Options::default(), &mut report);
        assert!(files.is_ok(), "{name}: {:?}", report.diagnostics().last());
        let nesting = |code| matches!(code, Code::Nesting);
        assert!(
            report.diagnostics().iter().any(|found| nesting(found.code)),
            "{name} says so"
        );
        let json = &files.expect(name)[2].bytes;
        assert_eq!(
            pamphlet::backend::json::read(json).expect(name),
            article,
            "{name}"
        );
    }
}
