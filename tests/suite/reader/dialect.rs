//! What Pandoc, Quarto, kramdown and site generators add to Markdown.

use super::{findings, lines_of, read_ok, read_with_report};
use pamphlet::diagnostic::Code;
use pamphlet::model::{Block, BlockKind};

/// The words of the source that each block's span covers.
fn spans<'a>(text: &'a str, blocks: &[Block]) -> Vec<&'a str> {
    blocks
        .iter()
        .map(|block| &text[block.span.start..block.span.end])
        .collect()
}

#[test]
fn divisions_keep_the_places_of_what_they_hold() {
    let text = "Before\n::: {.one data=\"x<y\" title=\"A \\\"b\\\"\"}\nOne [^gone].\n:::: two ::::\nTwo.\n::::\n:::\nAfter\n\n> ::: three\n> Three.\n>\n> :::\n\n- item\n\n  :::four\n  Four.\n  :::\n";
    let body = read_ok(text).body;
    assert_eq!(
        spans(text, &body)[..4],
        ["Before", "One [^gone].", "Two.", "After"]
    );
    assert_eq!(findings(text), [(Code::MissingNote, "[^gone]".into())]);
    let BlockKind::Quote { blocks, .. } = &body[4].kind else {
        panic!("{body:#?}")
    };
    assert_eq!(spans(text, blocks), ["Three."]);
    let BlockKind::List { items, .. } = &body[5].kind else {
        panic!("{body:#?}")
    };
    assert_eq!(spans(text, &items[0].blocks), ["item", "Four."]);
    assert_eq!(body.len(), 6);
}

#[test]
fn divisions_that_do_not_match_are_reported_at_their_fence() {
    let text = "::: {.a}\nOne.\n\n> ::: b\n> Two.\n\nThree.\n";
    assert_eq!(
        findings(text),
        [
            (Code::Division, "::: b".into()),
            (Code::Division, "::: {.a}".into())
        ]
    );
    assert_eq!(findings("One.\n\n:::\n\nTwo."), [(Code::Division, ":::".into())]);
    let lines = lines_of(&read_ok("One.\n:::\nTwo.").body);
    assert_eq!(lines, ["One.", "Two."]);
}

#[test]
fn colons_that_are_no_fence_are_text() {
    for text in ["::: a sentence of words", "::: {.a} more", ":: a", "`::: x`"] {
        let body = read_ok(text).body;
        assert_eq!(body.len(), 1, "{text}");
        assert_eq!(findings(text), [], "{text}");
        assert_ne!(lines_of(&body)[0], "", "{text}");
    }
    let code = read_ok("```\n::: a\n```").body;
    assert!(matches!(&code[0].kind, BlockKind::Code { text, .. } if text == "::: a"));
}

#[test]
fn pages_end_where_a_mark_says_so() {
    let marks = [
        "\\newpage",
        "\\pagebreak",
        "\\clearpage{}",
        "{{< pagebreak >}}",
        "<div style=\"page-break-after: always;\"></div>",
        "<div class=\"page-break\"></div>",
    ];
    for mark in marks {
        let text = format!("One.\n\n{mark}\n\nTwo.");
        let body = read_ok(&text).body;
        assert_eq!(body.len(), 3, "{mark}");
        assert_eq!(body[1].kind, BlockKind::PageBreak, "{mark}");
        assert_eq!(spans(&text, &body), ["One.", mark, "Two."]);
        assert_eq!(findings(&text), []);
    }
    assert_eq!(lines_of(&read_ok("Say `\\newpage`.").body), ["Say \\newpage."]);
}

#[test]
fn a_mark_asks_for_the_contents() {
    for mark in [
        "[TOC]",
        "[[_TOC_]]",
        "\\tableofcontents",
        "{{< toc >}}",
        "* TOC\n{:toc}",
        "1. Contents\n{:toc .wide}",
    ] {
        let draft = read_ok(&format!("One.\n\n{mark}\n\nTwo."));
        assert!(draft.meta.toc, "{mark}");
        assert_eq!(lines_of(&draft.body), ["One.", "Two."], "{mark}");
    }
    assert!(!read_ok("One [TOC].\n\n{:.no_toc}").meta.toc);
}

#[test]
fn no_page_costs_more_than_a_small_multiple_of_its_length() {
    let pages = [
        ":::\n",
        "::: a\n\n",
        "^[",
        "a ^[b\n\n",
        "{{ ",
        "{% ",
        "{{< a ",
        "{{< a >}}x\n\n",
        "{{< note >}} ",
        "{{< /note >}} ",
        "{{< highlight go >}}\n",
        "<a href=\"{{< x >}}\" ",
        "+---+\n",
        "+---+\n| a |\n",
        "+---+\n| a\n",
        "(@a) ",
        "(@a) x\n\n",
        "(a) x\n\n",
        "| x\n",
        "--- ---\n",
        "-----\na\n",
        "--- ---\n\na b\n\n",
        "==a ",
        ":a:b ",
        ":smile: ",
        "\\textbf{ ",
        "[a ",
        "[a]{.b} ",
        "\\newpage\n\n",
        "`a`{=html} ",
        "```{=html}\n",
        "{:toc}\n\n",
        "* a\n{:toc}\n",
        "](",
    ];
    for page in pages {
        let cost = |length: usize| {
            let text = page.repeat(length / page.len());
            let start = std::time::Instant::now();
            read_with_report(text);
            start.elapsed()
        };
        let (short, long) = (cost(20_000), cost(80_000));
        println!("{page:?} {short:?} {long:?}");
        // Four times the length; ten times the time leaves room for a busy machine.
        assert!(
            long < short * 10 + std::time::Duration::from_secs(1),
            "{page:?}: {short:?}, then {long:?}"
        );
    }
}
