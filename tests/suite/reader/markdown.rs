//! Markdown to blocks and inlines.

use super::{findings, line, lines_of, only_block, read_ok};
use pamphlet::diagnostic::{Code, Span};
use pamphlet::model::{
    Align, BlockKind, CalloutKind, Inline, ListKind, NumberStyle, Picture, Role, Scope, Table, Target, plain,
};

fn table_of(text: &str) -> Table {
    let body = read_ok(text).body;
    let tables = body.into_iter().filter_map(|block| match block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    });
    let mut tables: Vec<Table> = tables.collect();
    assert_eq!(tables.len(), 1);
    tables.remove(0)
}

fn figure(text: &str) -> (String, Vec<Picture>, String) {
    match only_block(text) {
        BlockKind::Figure {
            id, panels, caption, ..
        } => (
            id,
            panels.into_iter().map(|panel| panel.picture).collect(),
            plain(&caption),
        ),
        other => panic!("{other:#?}"),
    }
}

#[test]
fn every_block_knows_its_place() {
    let text = "# One\n\nTwo\nthree\n\n- four\n\n> five\n";
    let spans: Vec<&str> = read_ok(text)
        .body
        .iter()
        .map(|block| &text[block.span.start..block.span.end])
        .collect();
    assert_eq!(spans, ["# One", "Two\nthree", "- four", "> five"]);
}

#[test]
fn headings_take_attributes_and_give_back_what_is_none() {
    let heading = |text: &str| match only_block(text) {
        BlockKind::Heading {
            level,
            id,
            numbered,
            role,
            text,
            ..
        } => (level, id, numbered, role, plain(&text)),
        other => panic!("{other:#?}"),
    };
    assert_eq!(
        heading("## Method {#how .unnumbered}"),
        (2, "how".into(), false, Role::Body, "Method".into())
    );
    assert_eq!(
        heading("# Preface {-}"),
        (1, String::new(), false, Role::Body, "Preface".into())
    );
    assert_eq!(
        heading("# Data {.appendix}"),
        (1, String::new(), true, Role::Appendix, "Data".into())
    );
    assert_eq!(heading("# Sets {a, b}").4, "Sets {a, b}");
    assert_eq!(heading(r"# Sets \{#a\}").4, "Sets {#a}");
    assert_eq!(heading("# Sets {}").4, "Sets {}");
    assert_eq!(heading("# {a} {b c} #").4, "{a} {b c}");
    assert_eq!(heading("Title {#x}\n=====").1, "x");
    assert_eq!(heading("# Title {: #x .y}").1, "x");
}

#[test]
fn well_known_titles_have_roles() {
    let role = |title: &str| match only_block(&format!("## {title}")) {
        BlockKind::Heading { role, numbered, .. } => (role, numbered),
        other => panic!("{other:#?}"),
    };
    assert_eq!(role("1. Introduction"), (Role::Introduction, true));
    assert_eq!(role("CONCLUSIONS"), (Role::Conclusion, true));
    assert_eq!(role("Key References"), (Role::References, false));
    assert_eq!(role("Acknowledgments"), (Role::Acknowledgements, false));
    assert_eq!(role("Annex B: Data"), (Role::Appendix, true));
    assert_eq!(role("Further reading"), (Role::Body, true));
}

#[test]
fn attribute_lines_speak_of_the_block_above() {
    let body = read_ok("Some words.\n{: .lead #here}\n\n## Data\n{: .appendix}\n\n    {: .code}\n").body;
    assert_eq!(body.len(), 3);
    let BlockKind::Paragraph { text } = &body[0].kind else {
        panic!()
    };
    assert_eq!(text[0], Inline::Anchor { id: "here".into() });
    assert!(matches!(
        body[1].kind,
        BlockKind::Heading {
            role: Role::Appendix,
            ..
        }
    ));
    assert!(matches!(&body[2].kind, BlockKind::Code { text, .. } if text == "{: .code}"));
}

#[test]
fn punctuation_is_typographic() {
    assert_eq!(
        line("\"It's\" -- so --- to say..."),
        [Inline::text("\"It’s\" – so — to say…")]
    );
}

#[test]
fn scripts_stand_inside_words_too() {
    let raised = |text: &str| Inline::Superscript {
        content: vec![Inline::text(text)],
    };
    let lowered = |text: &str| Inline::Subscript {
        content: vec![Inline::text(text)],
    };
    assert_eq!(
        line("m^2^ and CO~2~"),
        [
            Inline::text("m"),
            raised("2"),
            Inline::text(" and CO"),
            lowered("2")
        ]
    );
    assert_eq!(
        line("a ^b^ c"),
        [Inline::text("a "), raised("b"), Inline::text(" c")]
    );
    assert_eq!(line(r"m\^2\^ `x^2^`")[0], Inline::text("m^2^ "));
    assert_eq!(line("a~/b and C~a b~"), [Inline::text("a~/b and C~a b~")]);
}

#[test]
fn notes_are_values_in_the_text() {
    let text = line("One[^a] and again[^a].\n\n[^a]: Said *once*.\n\n    And more.");
    let notes: Vec<_> = text
        .iter()
        .filter_map(|inline| match inline {
            Inline::Note { blocks, span, .. } => Some((lines_of(blocks), *span)),
            _ => None,
        })
        .collect();
    assert_eq!(notes.len(), 2);
    assert_eq!(
        notes[0],
        (
            vec!["Said once.".to_string(), "And more.".into()],
            Span::new(3, 7)
        )
    );
    assert_eq!(notes[1].0, notes[0].0);
}

#[test]
fn a_call_without_note_stays_visible() {
    assert_eq!(line("a[^x] b [^y]^2^"), {
        let two = Inline::Superscript {
            content: vec![Inline::text("2")],
        };
        [Inline::text("a[^x] b [^y]"), two]
    });
    assert_eq!(findings("a[^x]"), [(Code::MissingNote, "[^x]".to_string())]);
    // Code is code, whatever it looks like.
    assert_eq!(findings("`a[^x]`\n\n    [^y]"), []);
}

#[test]
fn a_note_without_call_stands_at_the_end() {
    let text = "One.\n\n[^a]: Two.\n\nThree.";
    assert_eq!(lines_of(&read_ok(text).body), ["One.", "Three.", "Two."]);
    assert_eq!(findings(text)[0].0, Code::UnusedNote);
}

#[test]
fn notes_that_call_each_other_end() {
    let text = "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]";
    assert_eq!(findings(text), [(Code::MissingNote, "[^1]".to_string())]);
    let mut many = String::from("[^0]");
    for note in 0..40 {
        many.push_str(&format!("\n\n[^{note}]: x [^{0}] [^{0}] [^{0}]", note + 1));
    }
    read_ok(&many);
}

#[test]
fn an_image_alone_is_a_figure() {
    let (id, pictures, caption) =
        figure("![Trade *rose*](a.png){#fig-x width=60% alt=\"A \\\"line\\\" goes up\"}");
    assert_eq!((id.as_str(), caption.as_str()), ("fig-x", "Trade rose"));
    assert_eq!(pictures[0].alt.as_deref(), Some("A \"line\" goes up"));
    assert_eq!(
        (pictures[0].src.as_str(), pictures[0].width),
        ("a.png", Some(0.6))
    );

    let (_, pictures, caption) = figure("![A line](a.png \"Trade\")");
    assert_eq!(
        (pictures[0].alt.as_deref(), caption.as_str()),
        (Some("A line"), "Trade")
    );
    let (_, pictures, caption) = figure("![Trade](a.png)");
    assert_eq!(
        (pictures[0].alt.as_deref(), caption.as_str()),
        (Some("Trade"), "Trade")
    );
    let (_, pictures, caption) = figure("![](a.png)");
    assert_eq!((pictures[0].alt.as_deref(), caption.as_str()), (None, ""));
    let (_, pictures, _) = figure("![](a.png){alt=\"\"}");
    assert_eq!(pictures[0].alt.as_deref(), Some(""));
    let (_, pictures, caption) = figure("![One](a.png)\n![Two](b.png)");
    assert_eq!((pictures.len(), caption.as_str()), (2, "One; Two"));
}

#[test]
fn an_image_among_words_has_no_caption() {
    let text = line("see ![an icon](a.png){width=10px} here");
    let Inline::Image { picture } = &text[1] else {
        panic!("{text:?}")
    };
    assert_eq!((picture.alt.as_deref(), picture.width), (Some("an icon"), None));
    assert_eq!(text[2], Inline::text(" here"));
    // Braces that are no attributes are text.
    assert_eq!(line("![a](b){c d} e")[1], Inline::text("{c d} e"));
}

#[test]
fn links_lead_to_addresses_and_ids() {
    let target = |text: &str| match &line(text)[0] {
        Inline::Link { target, content, .. } => (target.clone(), plain(content)),
        other => panic!("{other:?}"),
    };
    let url = |url: &str| Target::Url(url.to_string());
    assert_eq!(target("[a](https://x.org)"), (url("https://x.org"), "a".into()));
    assert_eq!(target("[a](www.x.org)"), (url("https://www.x.org"), "a".into()));
    assert_eq!(
        target("[a](doi:10.1/x)"),
        (url("https://doi.org/10.1/x"), "a".into())
    );
    assert_eq!(
        target("[a](#sec-1){.button}"),
        (Target::Internal("sec-1".into()), "a".into())
    );
    assert_eq!(target("<me@x.org>"), (url("mailto:me@x.org"), "me@x.org".into()));
    assert_eq!(
        target("[](https://x.org)"),
        (url("https://x.org"), "https://x.org".into())
    );
}

#[test]
fn links_to_nowhere_keep_their_words() {
    // Whether a relative address leads anywhere depends on the front matter: resolving decides.
    assert!(matches!(
        line("[words](../x.html)").as_slice(),
        [Inline::Link { target: Target::Relative(address), .. }] if address == "../x.html"
    ));
    assert_eq!(findings("[words](../x.html)"), []);
    for address in [
        "javascript:alert(1)",
        "JavaScript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "java&#10;script:x",
    ] {
        let text = format!("[words](<{address}>)");
        assert_eq!(line(&text), [Inline::text("words")], "{address}");
        assert_eq!(findings(&text)[0].0, Code::UnsafeLink, "{address}");
    }
}

#[test]
fn a_note_in_a_link_stands_behind_it() {
    let text = line("<a href='https://x.org'>words[^1]</a>\n\n[^1]: Note.");
    assert!(
        matches!(&text[..], [Inline::Link { .. }, Inline::Note { .. }]),
        "{text:?}"
    );
}

#[test]
fn brackets_with_a_class_have_looks() {
    let text = line("[nato *and*]{.smallcaps} [a]{.underline} [b]{.mark} [c]{#d}");
    assert!(matches!(&text[0], Inline::SmallCaps { content } if plain(content) == "nato and"));
    assert!(matches!(&text[2], Inline::Underline { .. }));
    assert!(matches!(&text[4], Inline::Highlight { .. }));
    assert_eq!(text[6], Inline::Anchor { id: "d".into() });
    assert_eq!(line("[a] {.b} [c]{d e}"), [Inline::text("[a] {.b} [c]{d e}")]);
}

#[test]
fn quotes_with_a_kind_are_callouts() {
    let callout = |text: &str| match only_block(text) {
        BlockKind::Callout {
            kind, title, blocks, ..
        } => (kind, plain(&title), lines_of(&blocks)),
        other => panic!("{other:#?}"),
    };
    assert_eq!(
        callout("> [!NOTE]\n> Words."),
        (CalloutKind::Note, String::new(), vec!["Words.".into()])
    );
    assert_eq!(
        callout("> [!Key-Messages] To *sum* up\n> One.\n>\n> Two.").1,
        "To sum up"
    );
    assert_eq!(callout("> [!pull-quote]\n>\n> Words.").0, CalloutKind::PullQuote);
    assert_eq!(
        callout("> [!danger]\n> Words."),
        (CalloutKind::Caution, "Danger".into(), vec!["Words.".into()])
    );
    assert_eq!(
        callout("> [!frob]\n> Words."),
        (CalloutKind::Box, "Frob".into(), vec!["Words.".into()])
    );
    assert_eq!(findings("> [!frob]\n> x")[0].0, Code::CalloutKind);
    assert_eq!(findings("> [!danger]\n> x"), []);
    assert!(matches!(only_block("> words"), BlockKind::Quote { .. }));
}

#[test]
fn lists_keep_their_numbers_and_boxes() {
    let BlockKind::List { kind, tight, items } = only_block("3. a\n4. b") else {
        panic!()
    };
    assert_eq!(
        (kind, tight, items.len()),
        (
            ListKind::Ordered {
                start: 3,
                style: NumberStyle::Decimal,
                delimiter: pamphlet::model::Delimiter::Period,
            },
            true,
            2
        )
    );
    let BlockKind::List { tight, items, .. } = only_block("- [ ] a\n\n- [x] b\n\n- c") else {
        panic!()
    };
    let checked: Vec<_> = items.iter().map(|item| item.checked).collect();
    assert_eq!((tight, checked), (false, vec![Some(false), Some(true), None]));
    assert_eq!(lines_of(&items[1].blocks), ["b"]);
}

#[test]
fn definitions_have_terms() {
    let BlockKind::Definitions { items } = only_block("Term\n: One\n: Two\n") else {
        panic!()
    };
    assert_eq!(lines_of(std::slice::from_ref(&items[0].term)), ["Term"]);
    assert_eq!(items[0].descriptions.len(), 2);
}

#[test]
fn code_is_verbatim() {
    let code = |language: &str, text: &str| BlockKind::Code {
        language: language.into(),
        text: text.into(),
    };
    assert_eq!(
        only_block("```rust ignore\nlet x = \"--\";\n\n```"),
        code("rust", "let x = \"--\";\n")
    );
    assert_eq!(only_block("``` {.python #x}\nx\n```"), code("python", "x"));
    assert_eq!(only_block("    <b>\n"), code("", "<b>"));
}

#[test]
fn tables_have_columns_and_a_head() {
    let table = table_of("| a | b | c | d |\n|---|:--|:-:|--:|\n| *1* | 2 |");
    assert_eq!(
        table.columns,
        [Align::Auto, Align::Start, Align::Center, Align::End]
    );
    assert!(
        table.head[0]
            .cells
            .iter()
            .all(|cell| cell.scope == Some(Scope::Column))
    );
    assert_eq!(table.body[0].cells.len(), 4);
    assert!(table_of("| | |\n|-|-|\n| 1 | 2 |").head.is_empty());
}

#[test]
fn captions_stand_above_or_below_their_table() {
    let rows = "| a | b |\n|---|---|\n| 1 | 2 |";
    let table = table_of(&format!(
        "Table: Troops (2023) {{#tbl-x header-column=true}}\n\n{rows}"
    ));
    assert_eq!(
        (plain(&table.caption).as_str(), table.id.as_str()),
        ("Troops (2023)", "tbl-x")
    );
    assert_eq!(table.body[0].cells[0].scope, Some(Scope::Row));
    assert_eq!(
        plain(&table_of(&format!("{rows}\n\nTable: Troops")).caption),
        "Troops"
    );
    assert_eq!(plain(&table_of(&format!("{rows}\n\n: Troops")).caption), "Troops");
    let two = read_ok(&format!("Table: A\n\n{rows}\n\nTable: B\n\n{rows}")).body;
    let captions = two.iter().map(|block| match &block.kind {
        BlockKind::Table(table) => plain(&table.caption),
        other => panic!("{other:?}"),
    });
    assert_eq!(captions.collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn cells_beyond_the_last_column_are_kept() {
    let text = "| a |\n|---|\n| 1 | *two* \\| x | 3 |\n| 4 |";
    let table = table_of(text);
    assert_eq!(table.columns.len(), 3);
    assert_eq!(lines_of(&table.body[0].cells[1].blocks), ["two | x"]);
    assert_eq!(table.body[1].cells.len(), 3);
    assert_eq!(findings(text)[0].0, Code::TableRow);
}

#[test]
fn depth_in_a_text_is_no_depth_in_a_call() {
    for text in [
        ">".repeat(5000) + " x",
        "- ".repeat(5000) + "x",
        "*a **b ".repeat(5000),
        "![".repeat(5000) + "x" + &"](y)".repeat(5000),
    ] {
        read_ok(&text);
    }
    assert_eq!(findings(&(">".repeat(500) + " x"))[0].0, Code::Nesting);
}

#[test]
fn rows_that_end_early_are_named() {
    let table = |rows: &str| format!("| a | b | c |\n|---|---|---|\n{rows}\n");
    for (rows, short) in [
        ("| 1 | 2 | 3 |", false),
        ("1 | 2 | 3", false),
        ("| 1 | | |", false),
        ("| 1 |||", false),
        ("| 1 | 2 |", true),
        ("1 | 2", true),
        ("| 1 \\| x | 2 |", true),
        ("| `1` |", true),
        ("|---", false),
        ("Table: Costs", false),
    ] {
        let found = findings(&table(rows));
        let expected = if short {
            vec![(Code::ShortRow, rows.to_owned())]
        } else {
            Vec::new()
        };
        assert_eq!(found, expected, "{rows}");
    }
}
