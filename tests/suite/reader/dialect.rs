//! What Pandoc, Quarto, kramdown and site generators add to Markdown.

use super::{findings, line, lines_of, only_block, read_ok, read_with_report};
use pamphlet::diagnostic::Code;
use pamphlet::model::{Align, Block, BlockKind, Delimiter, Inline, ListKind, NumberStyle, Table, plain};

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
        assert_eq!(draft.meta.toc, Some(true), "{mark}");
        assert_eq!(lines_of(&draft.body), ["One.", "Two."], "{mark}");
    }
    assert_eq!(read_ok("One [TOC].\n\n{:.no_toc}").meta.toc, None);
}

#[test]
fn a_line_of_verse_may_go_on_with_any_letter() {
    assert_eq!(read_ok("|   +---+\n é").body.len(), 1);
    assert_eq!(read_ok("| Wer zahlt\n  ücken").body.len(), 1);
}

#[test]
fn kramdown_extensions_are_left_out() {
    for text in [
        "One.\n\n{::comment}\nHidden *words*\n\n# Hidden\n{:/comment}\n\nTwo.",
        "One.\n\n{::comment}\nHidden\n{:/}\n\nTwo.",
        "One.\n\n{::comment} hidden {:/comment}\n\nTwo.",
        "One.\n\n{::options parse_block_html=\"true\" /}\n\nTwo.",
        "One.\n\n{::nomarkdown}\n<p>Two.</p>\n{:/nomarkdown}\n",
    ] {
        assert_eq!(lines_of(&read_ok(text).body), ["One.", "Two."], "{text}");
    }
    let open = "One.\n\n{::comment}\nTwo.";
    assert_eq!(read_ok(open).body.len(), 2, "what does not end is text");
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
        "```{note}\n",
        "```{note}\n```\n",
        "````{note}\n```{tip} a\n",
        ":::{figure} a\n:alt: b\n",
        ":::{note}\n:a: b\n:c: d\n",
        "> ```{note}\n> ",
        "<math><mi>x</mi></math> ",
        "<math><mrow>",
        "[a ",
        "[a]{.b} ",
        "\\newpage\n\n",
        "`a`{=html} ",
        "```{=html}\n",
        "{:toc}\n\n",
        "{::comment}\n",
        "{::comment}\n\n{:/comment}\n\n",
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
        // Four times the length; ten times the time leaves room for a busy machine.
        assert!(
            long < short * 10 + std::time::Duration::from_secs(1),
            "{page:?}: {short:?}, then {long:?}"
        );
    }
}

/// Start, style, delimiter and number of items of the lists of a text.
fn lists(text: &str) -> Vec<(u64, NumberStyle, Delimiter, usize)> {
    let lists = read_ok(text)
        .body
        .into_iter()
        .filter_map(|block| match block.kind {
            BlockKind::List {
                kind:
                    ListKind::Ordered {
                        start,
                        style,
                        delimiter,
                    },
                items,
                ..
            } => Some((start, style, delimiter, items.len())),
            _ => None,
        });
    lists.collect()
}

#[test]
fn lists_are_numbered_in_every_style() {
    use Delimiter::{Parentheses, Parenthesis, Period};
    use NumberStyle::{Decimal, LowerAlpha, LowerRoman, UpperAlpha, UpperRoman};
    for (text, expected) in [
        ("a. x\nb. y", (1, LowerAlpha, Period, 2)),
        ("A)  x\nB)  y", (1, UpperAlpha, Parenthesis, 2)),
        ("(i) x\n(ii) y\n(iii) z", (1, LowerRoman, Parentheses, 3)),
        ("IV.  x\n\nV.  y", (4, UpperRoman, Period, 2)),
        ("#. x\n#. y", (1, Decimal, Period, 2)),
        ("7) x\n8) y", (7, Decimal, Parenthesis, 2)),
        ("(2) x\n(3) y", (2, Decimal, Parentheses, 2)),
        ("c. x\nd. y", (3, LowerAlpha, Period, 2)),
        ("(@) x\n(@a) y", (1, Decimal, Parentheses, 2)),
    ] {
        assert_eq!(lists(text), [expected], "{text}");
    }
    let text = "1. x\n\na. y\n\ni) z\n\n(1) q\n\n(@) e\n\n1. x";
    assert_eq!(lists(text).len(), 6);
    for text in [
        "B. Russell",
        "p. 3 is a page",
        "words\na. more",
        "mix. x",
        "e.g. this",
        "a.",
        "(see) this",
        "iiii. x",
    ] {
        assert_eq!(lists(text), [], "{text}");
    }
}

#[test]
fn examples_are_counted_through_the_text() {
    let text = "(@) one\n\n(@good) two\n\nWords @good, (@good), x@good and `@good`.\n\n(@) three [^gone]\n";
    assert_eq!(lists(text).iter().map(|list| list.0).collect::<Vec<_>>(), [1, 3]);
    let body = read_ok(text).body;
    assert_eq!(lines_of(&body[1..2]), ["Words 2, (2), x@good and @good."]);
    assert_eq!(findings(text), [(Code::MissingNote, "[^gone]".into())]);
}

#[test]
fn notes_in_the_line_are_notes() {
    let notes = |text: &str| {
        let mut found = Vec::new();
        for inline in line(text) {
            if let Inline::Note { span, blocks, .. } = inline {
                found.push((
                    text[span.start..span.end].to_string(),
                    lines_of(&blocks).join("|"),
                ));
            }
        }
        found
    };
    let text = "a^[one *two* [x](https://y.org) `]`] b^[# [c] ^[d]](e)";
    assert_eq!(
        notes(text),
        [
            (
                "^[one *two* [x](https://y.org) `]`]".to_string(),
                "one two x ]".to_string()
            ),
            ("^[# [c] ^[d]]".to_string(), "# [c] ".to_string()),
        ]
    );
    for text in ["a^[b", "a ^[]", "`^[a]`", "a\\^[b]"] {
        assert_eq!(notes(text), [], "{text}");
    }
    // What stands in a note is found where it is written.
    let text = "> a^[b\n> [c](javascript:x)]";
    assert_eq!(findings(text), [(Code::UnsafeLink, "[c](javascript:x)".into())]);
}

#[test]
fn marks_in_the_line() {
    assert_eq!(line("p.\\ 3"), [Inline::text("p.\u{a0}3")]);
    assert_eq!(line("p.&nbsp;3"), [Inline::text("p.\u{a0}3")]);
    let marked = Inline::Highlight {
        content: vec![Inline::text("b")],
    };
    assert_eq!(line("a ==b==!"), [Inline::text("a "), marked, Inline::text("!")]);
    for text in ["a == b == c", "a==b==c", "===", "==a"] {
        assert_eq!(plain(&line(text)), text);
    }
    assert_eq!(plain(&line(":smile: :+1:")), "😄 👍");
    for text in ["10:30:45", "a:smile:b", ":nobody:", "::smile::"] {
        assert_eq!(plain(&line(text)), text);
    }
    assert_eq!(
        line("[a [b]{.mark}]{.underline}"),
        [Inline::Underline {
            content: vec![
                Inline::text("a "),
                Inline::Highlight {
                    content: vec![Inline::text("b")]
                }
            ]
        }]
    );
    assert_eq!(
        plain(&line("\\LaTeX{} \\unknown{x} C:\\dots")),
        "LaTeX \\unknown{x} C:\\dots"
    );
}

#[test]
fn line_blocks_keep_their_lines() {
    assert_eq!(
        line("| one\n|   two\n| - three\n  more\n|\n| 4. five"),
        [
            Inline::text("one"),
            Inline::LineBreak,
            Inline::text("\u{a0}\u{a0}two"),
            Inline::LineBreak,
            Inline::text("- three"),
            Inline::SoftBreak,
            Inline::text("more"),
            Inline::LineBreak,
            Inline::LineBreak,
            Inline::text("4. five"),
        ]
    );
    assert!(matches!(
        only_block("| a | b |\n|---|---|\n| c | d |"),
        BlockKind::Table(_)
    ));
}

fn table(text: &str) -> Table {
    match only_block(text) {
        BlockKind::Table(table) => table,
        other => panic!("{other:#?}"),
    }
}

/// The words of a table's rows, head first.
fn rows(table: &Table) -> Vec<String> {
    let rows = table.head.iter().chain(&table.body).map(|row| {
        let cells = row.cells.iter().map(|cell| lines_of(&cell.blocks).join("/"));
        cells.collect::<Vec<_>>().join("|")
    });
    rows.collect()
}

#[test]
fn grid_tables_have_cells_that_span() {
    let text = "> +---+-------+\n> | a | b     |\n> |   +---+---+\n> |   | c | [^x] |\n> +---+---+---+\n";
    assert_eq!(findings(text)[0].0, Code::TableGrid);
    let text =
        "+-----+---------+\n| a   | b       |\n|     +----+----+\n| d   | c  |[^x]|\n+-----+----+----+";
    let found = table(text);
    assert_eq!(rows(&found), ["a/d|b", "c|[^x]"]);
    let sizes: Vec<_> = found.body[0]
        .cells
        .iter()
        .map(|cell| (cell.columns, cell.rows))
        .collect();
    assert_eq!(sizes, [(1, 2), (2, 1)]);
    assert_eq!(findings(text)[0], (Code::MissingNote, "[^x]".into()));
    let aligned = table("+:--+:-:+--:+\n| ä | b | ß |\n+===+===+===+\n| d | e | f |\n+---+---+---+");
    assert_eq!(aligned.head.len(), 1);
    let aligned = table("+---+---+---+\n| ä | b | ß |\n+:==+:=:+==:+\n| d | e | f |\n+---+---+---+");
    assert_eq!(aligned.columns, [Align::Start, Align::Center, Align::End]);
    assert_eq!(rows(&aligned), ["ä|b|ß", "d|e|f"]);
}

#[test]
fn what_a_cell_opens_ends_with_it() {
    let text = "+--------+------+\n| ```    | <!-- |\n| code   | seen |\n+--------+------+\n\nAfter.";
    let body = read_ok(text).body;
    assert_eq!(body.len(), 2);
    let BlockKind::Table(table) = &body[0].kind else {
        panic!("{body:#?}")
    };
    assert!(matches!(&table.body[0].cells[0].blocks[0].kind, BlockKind::Code { text, .. } if text == "code"));
    assert_eq!(lines_of(&table.body[0].cells[1].blocks), ["<!– seen"]);
}

#[test]
fn tables_of_dashes_have_columns_and_captions() {
    let simple = "  One Two\n----- -----\n    1 a b\n   22 [^x]\n\n: Cap\n";
    let found = table(simple);
    assert_eq!(rows(&found), ["One|Two", "1|a b", "22|[^x]"]);
    assert_eq!(found.columns, [Align::End, Align::Start]);
    assert_eq!(plain(&found.caption), "Cap");
    assert_eq!(findings(simple)[0], (Code::MissingNote, "[^x]".into()));
    assert_eq!(rows(&table("--- ---\na   b\nc   d\n--- ---\n")), ["a|b", "c|d"]);
    let lines = "-----------\nA     B\nhead  head\n----- -----\none   two\nmore\n\nthree four\n-----------\n";
    assert_eq!(
        rows(&table(lines)),
        ["A head|B head", "one more|two", "three|four"]
    );
    for text in ["--- ---\n\nSome longer words\n\n--- ---", "a\n\n- - -\n\nb"] {
        let body = read_ok(text).body;
        assert!(
            body.iter()
                .all(|block| !matches!(block.kind, BlockKind::Table(_))),
            "{text}"
        );
    }
}

#[test]
fn templates_are_said_or_left_out_with_a_warning() {
    let words = |text: &str| plain(&line(text));
    assert_eq!(words("a {% if x %}b{% endif %} c"), "a b c");
    assert_eq!(words("{% comment %}a{% endcomment %}b"), "b");
    assert_eq!(words("{% raw %}{{ x.y }}{% endraw %}"), "{{ x.y }}");
    assert_eq!(words("`{{< a >}}` {{{a}}} {{a b}}"), "{{< a >}} {{{a}}} {{a b}}");
    assert_eq!(
        findings("a {{< odd >}}b{{< /odd >}}"),
        [(Code::Template, "{{< odd >}}".into())]
    );
    assert_eq!(
        findings("a {{ page.x }}"),
        [(Code::Template, "{{ page.x }}".into())]
    );
    // What is left of the address is relative to the site; resolving says what becomes of it.
    assert_eq!(findings("[a]({{ site.baseurl }}/b)"), []);
    assert_eq!(findings("{% raw %}{{ x.y }}{% endraw %} `{% a %}`"), []);
    let BlockKind::Figure { panels, caption, .. } =
        only_block("{{< figure src=\"a b.png\" alt='\"x\"' caption=\"y *z*\" width=\"40%\" >}}")
    else {
        panic!()
    };
    assert_eq!(panels[0].picture.src, "a b.png");
    assert_eq!(panels[0].picture.alt.as_deref(), Some("\"x\""));
    assert_eq!(panels[0].picture.width, Some(0.4));
    assert_eq!(plain(&caption), "y z");
    let code = only_block("{% highlight rust %}\nlet x = `{{ a }}`;\n{% endhighlight %}");
    assert!(
        matches!(&code, BlockKind::Code { language, text } if language == "rust" && text == "let x = `{{ a }}`;"),
        "{code:?}"
    );
}

#[test]
fn raw_parts_are_read_or_shown() {
    let body =
        read_ok("```{=html}\n<p>a</p>\n```\n\n```{=latex}\n\\newpage\n```\n\n```{=typst}\n#x\n```").body;
    assert_eq!(lines_of(&body[..1]), ["a"]);
    assert_eq!(body[1].kind, BlockKind::PageBreak);
    assert!(
        matches!(&body[2].kind, BlockKind::Code { language, text } if language == "typst" && text == "#x")
    );
    assert_eq!(
        findings("a `b`{=latex}"),
        [(Code::Template, "`b`{=latex}".into())]
    );
    let shown = only_block("````\n```{=html}\n<p>\n```\n````");
    assert!(
        matches!(&shown, BlockKind::Code { text, .. } if text == "```{=html}\n<p>\n```"),
        "{shown:?}"
    );
}

#[test]
fn pictures_of_site_generators_at_an_edge_of_a_paragraph_stand_alone() {
    let picture = "{{< legacy-img src=\"a.png\" alt=\"Words\" >}}";
    let kinds = |text: &str| -> Vec<&str> {
        read_ok(text)
            .body
            .iter()
            .map(|block| match &block.kind {
                BlockKind::Paragraph { .. } => "words",
                BlockKind::Figure { .. } => "picture",
                BlockKind::Heading { .. } => "heading",
                BlockKind::List { .. } => "list",
                other => panic!("{other:#?}"),
            })
            .collect()
    };
    assert_eq!(
        kinds(&format!("{picture}One.\nTwo.\n\nThree.")),
        ["picture", "words", "words"]
    );
    assert_eq!(
        kinds(&format!("One. {picture}\n\nTwo.")),
        ["words", "picture", "words"]
    );
    assert_eq!(
        kinds(&format!("# One {picture}\n\nTwo.")),
        ["heading", "picture", "words"]
    );
    // Within a sentence or an item it stays where it is.
    assert_eq!(kinds(&format!("One {picture} two.")), ["words"]);
    assert_eq!(kinds(&format!("One\n{picture} two.")), ["words"]);
    assert_eq!(kinds(&format!("- One {picture}\n- Two")), ["list"]);
}

#[test]
fn quotations_of_site_generators_are_markdown() {
    let text = "{{< quote-block text=\"Words *of* weight\" cite=\"[A book](https://example.org/), 1999\" >}}";
    let BlockKind::Quote { blocks, attribution } = only_block(text) else {
        panic!("no quotation")
    };
    assert_eq!(lines_of(&blocks), ["Words of weight"]);
    assert_eq!(plain(&attribution), "A book, 1999");
    assert!(matches!(&attribution[0], Inline::Link { .. }));
}

#[test]
fn boxes_of_site_generators_keep_their_kicker_and_their_address() {
    let text = "{{< card-policy src=\"https://example.org/act\" kicker=\"Law\" title=\"An *Act*\" >}}\nWords.\n{{< /card-policy >}}\n";
    let BlockKind::Callout { title, blocks, .. } = only_block(text) else {
        panic!("no box")
    };
    assert_eq!(plain(&title), "Law: An Act");
    assert!(matches!(&title[0], Inline::Link { .. }), "{title:?}");
    assert_eq!(lines_of(&blocks), ["Words."]);
}

#[test]
fn what_nobody_knows_keeps_its_words() {
    let text = "{{< gizmo id=\"7\" title=\"Things\" text=\"to know\" >}}\n\nSee {{< tooltip text=\"the office\" >}}, {{< odd title=\"a\" >}} b{{< /odd >}}.\n";
    assert_eq!(
        lines_of(&read_ok(text).body),
        ["Things — to know", "See the office, a b."]
    );
    let report = read_with_report(text).1;
    assert_eq!(report.len(), 3, "{report:?}");
    for found in report {
        assert!(found.message.ends_with("only its words are kept"), "{found:?}");
    }
}

#[test]
fn html_that_is_marked_holds_markdown() {
    let text = "<aside markdown=\"1\" class=\"pquote\">\n  <img src=\"a.png\" alt=\"A face\">\n  Words in *stress*.\n  <p markdown=\"1\">\n— Ada, [\"A Work\"](https://example.org/)\n  </p>\n</aside>\n\nAfter.";
    let draft = read_ok(text);
    let found = format!("{:?}", draft.body);
    assert!(found.contains("Emphasis"), "{found}");
    assert!(found.contains("https://example.org/"), "{found}");
    assert!(!found.contains('*') && !found.contains("]("), "{found}");
    let body = read_ok("<div markdown=1>\n    four *spaces*\n</div>").body;
    assert_eq!(lines_of(&body), ["four spaces"]);
    let body = read_ok("Say `<div markdown=\"1\">` and go on.").body;
    assert_eq!(lines_of(&body), ["Say <div markdown=\"1\"> and go on."]);
}
