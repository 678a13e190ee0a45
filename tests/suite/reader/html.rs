//! Raw HTML in Markdown.

use super::{findings, line, lines_of, only_block, read_ok};
use pamphlet::diagnostic::Code;
use pamphlet::model::{
    Align, BlockKind, CalloutKind, Inline, ListKind, NumberStyle, Scope, Table, Target, plain,
};

fn table(text: &str) -> Table {
    match only_block(text) {
        BlockKind::Table(table) => table,
        other => panic!("{other:#?}"),
    }
}

#[test]
fn tags_in_a_line_are_inlines() {
    let text = line("<u>a</u><mark>b</mark><sub>*c*</sub><kbd>d</kbd><br>e <small>f</small>");
    assert!(matches!(&text[0], Inline::Underline { .. }));
    assert!(matches!(&text[1], Inline::Highlight { .. }));
    let Inline::Subscript { content } = &text[2] else {
        panic!("{text:?}")
    };
    assert!(matches!(&content[0], Inline::Emphasis { .. }));
    assert_eq!(
        text[3..],
        [
            Inline::Keyboard { text: "d".into() },
            Inline::LineBreak,
            Inline::text("e "),
            Inline::Small {
                content: vec![Inline::text("f")]
            }
        ]
    );
}

#[test]
fn tags_that_are_not_closed_lose_nothing() {
    for text in [
        "a <b>b *c* d",
        "a </b> b c d",
        "a <b>b <i>c</b> d</i>",
        "*a <b>b* c</b> d",
        "a b c <script> d",
        "a b c <textarea> d",
    ] {
        assert_eq!(
            plain(&line(text)).split_whitespace().collect::<Vec<_>>(),
            ["a", "b", "c", "d"],
            "{text}"
        );
    }
    assert_eq!(line("a < b && c > d"), [Inline::text("a < b && c > d")]);
}

#[test]
fn what_runs_is_left_out() {
    assert_eq!(line("a <script>alert(1)</script>b"), [Inline::text("a b")]);
    assert_eq!(findings("<script>\nalert(1)\n</script>")[0].0, Code::HtmlDropped);
    assert_eq!(findings("<iframe src=x></iframe>")[0].0, Code::HtmlDropped);
    assert_eq!(read_ok("<!-- a -->\n\n<!-- b\n\nc -->").body, []);
    assert_eq!(findings("<!-- a\n\nb")[0].0, Code::HtmlDropped);
}

#[test]
fn a_tag_of_nobody_is_text() {
    assert_eq!(line("replace <type> here"), [Inline::text("replace <type> here")]);
    assert_eq!(
        findings("replace <type> here"),
        [(Code::Html, "<type>".to_string())]
    );
    assert_eq!(plain(&line("a <my-widget>b</my-widget>")), "a b");
}

#[test]
fn links_and_anchors() {
    let text = line("<a name=\"x\"></a>a <a href='https://x.org'>*b*</a> <a href='javascript:c'>c</a>");
    assert_eq!(text[0], Inline::Anchor { id: "x".into() });
    assert!(matches!(&text[2], Inline::Link { target: Target::Url(url), .. } if url == "https://x.org"));
    assert_eq!(text[3], Inline::text(" c"));
    // An anchor alone belongs to what follows.
    let body = read_ok("<a id=\"y\"></a>\n\n## Title").body;
    assert!(
        matches!(&body[..], [block] if matches!(&block.kind, BlockKind::Heading { id, .. } if id == "y")
        || matches!(&block.kind, BlockKind::Heading { text, .. } if text.contains(&Inline::Anchor { id: "y".into() })))
    );
}

#[test]
fn divisions_are_transparent() {
    let body = read_ok("<div class=\"x\" markdown=\"1\">\n\n*a*\n\n</div>\n\n<p align=\"center\">b</p>").body;
    assert_eq!(lines_of(&body), ["a", "b"]);
}

#[test]
fn pictures_and_figures() {
    let BlockKind::Figure { panels, caption, .. } = only_block(
        "<figure id=f>\n<img src=\"a.png\" alt=\"A line\" width=\"50%\">\n<figcaption>Trade <b>rose</b></figcaption>\n</figure>",
    ) else {
        panic!()
    };
    assert_eq!(
        (
            panels[0].picture.alt.as_deref(),
            panels[0].picture.width,
            plain(&caption).as_str()
        ),
        (Some("A line"), Some(0.5), "Trade rose")
    );
    let BlockKind::Figure { panels, .. } = only_block("<img src=\"a.png\" width=300>") else {
        panic!()
    };
    assert_eq!(
        (panels[0].picture.alt.as_deref(), panels[0].picture.width),
        (None, Some(0.4688))
    );
    let BlockKind::Figure { panels, .. } = only_block("<p><img src=\"a.png\" alt=\"\"></p>") else {
        panic!()
    };
    assert_eq!(panels[0].picture.alt.as_deref(), Some(""));
}

#[test]
fn tables_go_on_over_blank_lines() {
    let table = table(
        "<table>\n<caption>Troops</caption>\n<thead><tr><th>a<th align=right>b</thead>\n\n    <tr><th>c</th>\n\n<td align=right>\n\n*d*\n\n</td></tr>\n\n</table>",
    );
    assert_eq!(plain(&table.caption), "Troops");
    assert_eq!(table.columns, [Align::Auto, Align::End]);
    assert_eq!(table.head[0].cells[0].scope, Some(Scope::Column));
    assert_eq!(table.body[0].cells[0].scope, Some(Scope::Row));
    assert_eq!(lines_of(&table.body[0].cells[1].blocks), ["d"]);
}

#[test]
fn spans_and_short_rows_fill_the_grid() {
    let table = table(
        "<table><tr><td rowspan=2>a<td colspan=2>b</tr><tr><td>c<td>d</tr><tr><td>e</tr><tr><td colspan=999 rowspan=999>f</table>",
    );
    // Spans that reach further than any cell of the table are cut there.
    let sizes: Vec<Vec<(u32, u32)>> = table
        .body
        .iter()
        .map(|row| row.cells.iter().map(|cell| (cell.columns, cell.rows)).collect())
        .collect();
    assert_eq!(table.columns.len(), 3);
    assert_eq!(
        sizes,
        [
            vec![(1, 2), (2, 1)],
            vec![(1, 1), (1, 1)],
            vec![(1, 1), (1, 1), (1, 1)],
            vec![(3, 1)],
        ]
    );
}

#[test]
fn lists_definitions_and_quotes() {
    let BlockKind::List { kind, tight, items } =
        only_block("<ol type=a start=3><li>a<li><p>b</p><ul><li>c</ul></ol>")
    else {
        panic!()
    };
    assert_eq!(
        (kind, tight),
        (
            ListKind::Ordered {
                start: 3,
                style: NumberStyle::LowerAlpha,
                delimiter: pamphlet::model::Delimiter::Period,
            },
            false
        )
    );
    assert_eq!(items[1].blocks.len(), 2);
    let BlockKind::Definitions { items } = only_block("<dl><dt>a<dd>b<dd>c</dl>") else {
        panic!()
    };
    assert_eq!(items[0].descriptions.len(), 2);
    assert!(matches!(
        only_block("<blockquote>a</blockquote>"),
        BlockKind::Quote { .. }
    ));
    assert!(
        matches!(only_block("<pre><code class=\"language-c\">a\n  b</code></pre>"), BlockKind::Code { text, language } if text == "a\n  b" && language == "c")
    );
}

#[test]
fn details_are_boxes_with_markdown_inside() {
    let BlockKind::Callout {
        kind, title, blocks, ..
    } = only_block("<details>\n<summary>More</summary>\n\n- *a*\n- b\n\n</details>")
    else {
        panic!()
    };
    assert_eq!((kind, plain(&title).as_str()), (CalloutKind::Box, "More"));
    assert!(matches!(&blocks[0].kind, BlockKind::List { items, .. } if items.len() == 2));
}

#[test]
fn items_without_a_list_are_one() {
    let text = "<li id=\"a\">\n  <b>One</b>, and more\n</li>\n<li><p>Two</p></li>\n\nBetween.\n\n<ul><li>Three</li></ul><li>Four</li>\n";
    let body = read_ok(text).body;
    let items = |block: &pamphlet::model::Block| match &block.kind {
        BlockKind::List { kind, items, .. } => (*kind, items.len()),
        other => panic!("{other:#?}"),
    };
    assert_eq!(items(&body[0]), (ListKind::Bullet, 2));
    assert_eq!(items(&body[2]), (ListKind::Bullet, 1));
    assert_eq!(items(&body[3]), (ListKind::Bullet, 1));
    assert_eq!(body.len(), 4);
    assert_eq!(findings(text), []);
    let BlockKind::List { items, .. } = &body[0].kind else {
        unreachable!()
    };
    assert_eq!(lines_of(&items[0].blocks), ["One, and more"]);
    // An id is given once.
    let anchors = format!("{items:?}").matches("Anchor").count();
    assert_eq!(anchors, 1, "{items:#?}");
}

#[test]
fn a_title_of_another_page_keeps_its_words() {
    let text = "Write `<head>`:<br />\n<title>At most 60 characters</title><br />\nand go on.";
    assert_eq!(
        lines_of(&read_ok(text).body)
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        "Write <head>: At most 60 characters and go on."
    );
    assert_eq!(findings(text), [(Code::Html, "<title>".into())]);
}
