//! Captions, credits and panels: what belongs to a table or a figure, and what does not.

use super::{findings, lines_of, only_block, read_ok};
use pamphlet::diagnostic::Code;
use pamphlet::model::{Align, Block, BlockKind, Credit, Panel, Scope, Table, plain};

fn credit_of(credit: &Credit) -> (String, String) {
    (plain(&credit.source), plain(&credit.note))
}

fn table(block: &Block) -> &Table {
    match &block.kind {
        BlockKind::Table(table) => table,
        other => panic!("{other:#?}"),
    }
}

/// A figure: its id, its author's number, the caption, source and note.
fn figure(kind: &BlockKind) -> (String, Option<String>, String, String, String) {
    match kind {
        BlockKind::Figure {
            id,
            number,
            caption,
            credit,
            ..
        } => {
            let (source, note) = credit_of(credit);
            (id.clone(), number.clone(), plain(caption), source, note)
        }
        other => panic!("{other:#?}"),
    }
}

fn panels(kind: &BlockKind) -> Vec<(String, String, Option<String>, Option<f64>)> {
    match kind {
        BlockKind::Figure { panels, .. } => panels
            .iter()
            .map(|Panel { id, picture, caption }| {
                (id.clone(), plain(caption), picture.alt.clone(), picture.width)
            })
            .collect(),
        other => panic!("{other:#?}"),
    }
}

const TABLE: &str = "| a | b |\n|---|---|\n| c | d |\n";

#[test]
fn a_line_directly_below_is_a_credit() {
    for (line, source, note) in [
        ("Source: OECD.", "Source: OECD.", ""),
        ("*Source: OECD.*", "Source: OECD.", ""),
        ("**Sources:** OECD.", "Sources: OECD.", ""),
        ("Quelle: OECD.", "Quelle: OECD.", ""),
        ("Source\u{a0}: Insee", "Source\u{a0}: Insee", ""),
        ("来源：统计局", "来源：统计局", ""),
        ("ماخذ: بینک", "ماخذ: بینک", ""),
        ("Notes: as told.", "", "Notes: as told."),
        ("Source: OECD.\nNote: as told.", "Source: OECD.", "Note: as told."),
        (
            "Note: as told.\n\nSource: OECD.",
            "Source: OECD.",
            "Note: as told.",
        ),
        ("<small>Source: OECD.</small>", "Source: OECD.", ""),
    ] {
        let text = format!("{TABLE}\n{line}\n\nMore.");
        let body = read_ok(&text).body;
        let found = credit_of(&table(&body[0]).credit);
        assert_eq!(found, (source.to_string(), note.to_string()), "{line}");
        assert_eq!(lines_of(&body[1..]), ["More."], "{line}");
        assert!(body[0].span.end > TABLE.len(), "the table ends with its lines");
        let body = read_ok(&format!("![A](a.png)\n\n{line}")).body;
        assert_eq!(figure(&body[0].kind).3, source, "{line}");
        assert_eq!(figure(&body[0].kind).4, note, "{line}");
    }
}

#[test]
fn other_lines_are_the_authors_text() {
    for (line, whole) in [
        ("Sources say no.", 2),
        ("Note that this is text.", 2),
        ("Between.\n\nSource: OECD.", 3),
        ("Table 2 shows that.", 2),
    ] {
        assert_eq!(read_ok(&format!("{TABLE}\n{line}")).body.len(), whole, "{line}");
    }
    assert_eq!(read_ok("Words.\n\nSource: OECD.").body.len(), 2);
}

#[test]
fn captions_stand_above_or_below_and_keep_the_authors_number() {
    for text in [
        "Table: Trade\n\n{}",
        "Table 4: Trade\n\n{}",
        "**Table 4.** Trade\n\n{}",
        "**Table 4** Trade\n\n{}",
        "*Tableau 4 – Trade*\n\n{}",
        "{}\n: Trade",
        "{}\nTable 4. Trade",
        "{}\n: Trade {#t tbl-colwidths=\"[60,40]\"}",
        "{}: Trade",
        "{}Source: OECD\n\nTable 4: Trade",
    ] {
        let text = text.replace("{}", TABLE);
        let body = read_ok(&text).body;
        assert_eq!(body.len(), 1, "{text}");
        let table = table(&body[0]);
        assert_eq!(plain(&table.caption), "Trade", "{text}");
        let own = text
            .contains('4')
            .then(|| "4".to_string())
            .filter(|_| !text.contains("[60"));
        assert_eq!(table.number, own, "{text}");
        assert_eq!(table.body.len(), 1, "{text}");
    }
}

#[test]
fn a_named_line_beside_a_picture_is_its_caption() {
    let caption = |text: &str| {
        let body = read_ok(text).body;
        assert_eq!(body.len(), 1, "{text}: {body:#?}");
        let (_, number, caption, ..) = figure(&body[0].kind);
        (number, caption)
    };
    let seven = (Some("7".to_string()), "Trade".to_string());
    for text in [
        "![](a.png)\n\nFigure 7: Trade",
        "![](a.png)\nFigure 7: Trade",
        "![A chart](a.png)\n\n*Fig. 7. Trade*",
        "**Figure 7:** Trade\n\n![A chart](a.png)",
        "<p><img src=a.png alt=A><br>\n<em>Figure 7: Trade</em></p>",
        "<p><img src=a.png></p>\n<p><em>Figure 7: Trade</em></p>",
        "**Abbildung 7:** Trade\n\n![A chart](a.png)",
        "<figure><img src=a.png><figcaption>Figure 7: Trade</figcaption></figure>",
    ] {
        assert_eq!(caption(text), seven, "{text}");
    }
    assert_eq!(
        caption("![](a.png){fig-cap=Trade fig-alt=A}"),
        (None, "Trade".into())
    );
    assert_eq!(caption("![](a.png)\n\n*Trade*"), (None, "Trade".into()));
    assert_eq!(caption("![A chart](a.png)\n*Trade*"), (None, "Trade".into()));
    // The brackets describe the picture then.
    assert_eq!(
        panels(&only_block("![A chart](a.png)\n*Trade*"))[0].2.as_deref(),
        Some("A chart")
    );
    // A caption that the author gave is not taken away.
    assert_eq!(
        read_ok("![Trade[^1]](a.png)\n\nFigure 7: Other\n\n[^1]: a")
            .body
            .len(),
        2
    );
    assert_eq!(read_ok("![Trade](a.png)\n\n*Stressed.*").body.len(), 2);
}

#[test]
fn a_division_with_a_figures_id_is_one_figure() {
    let text = "<div id=\"fig-two\" layout-ncol=2>\n\n![One](a.png){#fig-a}\n\n![Two](b.png){#fig-b width=50%}\n\nBoth.\n\nSource: OECD.\n\n</div>";
    let kind = only_block(text);
    assert_eq!(
        figure(&kind),
        (
            "fig-two".into(),
            None,
            "Both.".into(),
            "Source: OECD.".into(),
            String::new()
        )
    );
    assert_eq!(
        panels(&kind),
        [
            ("fig-a".into(), "One".into(), Some("One".into()), None),
            ("fig-b".into(), "Two".into(), Some("Two".into()), Some(0.5)),
        ]
    );
    let joined = only_block("<div id=fig-x>\n\n![One](a.png) ![Two](b.png)\n\nBoth.\n\n</div>");
    assert_eq!(
        panels(&joined)
            .iter()
            .map(|panel| panel.1.as_str())
            .collect::<Vec<_>>(),
        ["One", "Two"]
    );
    let one = only_block("<div id=fig-x>\n\n![](a.png)\n\nThe *caption*.\n\n</div>");
    assert_eq!(
        (figure(&one).0, figure(&one).2),
        ("fig-x".into(), "The caption.".into())
    );
    let own = only_block("<div id=fig-x>\n\n![The caption](a.png)\n\n</div>");
    assert_eq!(
        (figure(&own).0, figure(&own).2),
        ("fig-x".into(), "The caption".into())
    );
    let body = read_ok(&format!(
        "<div id=tbl-x>\n\n{TABLE}\n\nThe caption.\n\nSource: OECD.\n\n</div>"
    ))
    .body;
    assert_eq!(table(&body[0]).id, "tbl-x");
    assert_eq!(plain(&table(&body[0]).caption), "The caption.");
    assert_eq!(credit_of(&table(&body[0]).credit).0, "Source: OECD.");
}

#[test]
fn a_figure_element_holds_several_pictures() {
    let kind = only_block(
        "<figure id=f>\n<img src=a.png alt=A>\n<img src=b.png alt=B>\n<figcaption>Both<br><small>Source: OECD</small></figcaption>\n</figure>",
    );
    assert_eq!(
        figure(&kind),
        (
            "f".into(),
            None,
            "Both".into(),
            "Source: OECD".into(),
            String::new()
        )
    );
    assert_eq!(panels(&kind).len(), 2);
    let nested = only_block(
        "<figure><figure id=a><img src=a.png alt=A><figcaption>One</figcaption></figure><figure><img src=b.png alt=B><figcaption>Two</figcaption></figure><figcaption>Both</figcaption></figure>",
    );
    assert_eq!(figure(&nested).2, "Both");
    let described = only_block("<figure>\n\n![A chart](a.png)\n\n<figcaption>Trade</figcaption>\n</figure>");
    assert_eq!(
        panels(&described),
        [(String::new(), String::new(), Some("A chart".into()), None)]
    );
    assert_eq!(panels(&nested)[0].0, "a");
    assert_eq!(panels(&nested)[1].1, "Two");
}

#[test]
fn a_picture_that_is_a_link_keeps_its_address() {
    for text in [
        "[![Trade](a.png)](https://x.org/full)",
        "<a href=\"https://x.org/full\"><img src=a.png alt=Trade></a>",
    ] {
        let kind = only_block(text);
        assert_eq!(figure(&kind).2, "Trade", "{text}");
        assert!(format!("{kind:?}").contains("https://x.org/full"), "{text}");
    }
    assert!(matches!(
        only_block("[![DOI](https://zenodo.org/badge/1.svg)](https://doi.org/1)"),
        BlockKind::Paragraph { .. }
    ));
}

#[test]
fn pictures_take_widths_titles_and_sources() {
    let width = |text: &str| panels(&only_block(text))[0].3;
    assert_eq!(width("![A](a.png){width=50%}"), Some(0.5));
    assert_eq!(width("![A](a.png){: width=\"50%\"}"), Some(0.5));
    assert_eq!(width("![A](a.png)\n{: width=\"50%\" .center}"), Some(0.5));
    assert_eq!(width("![A](a.png){width=320px}"), Some(0.5));
    assert_eq!(width("![A](a.png){width=4in}"), Some(0.6));
    assert_eq!(width("![A](a.png){width=1200}"), None);
    assert_eq!(width("<img src=a.png style=\"width: 40%\">"), Some(0.4));
    assert_eq!(
        figure(&only_block("<img src=a.png alt=A title=\"Trade\">")).2,
        "Trade"
    );
    assert_eq!(figure(&only_block("<p><img id=x src=a.png alt=A></p>")).0, "x");
    let kind = only_block("<picture><source srcset=\"b.webp 2x\"><img src=a.png alt=A></picture>");
    assert!(format!("{kind:?}").contains("\"a.png\""));
    let kind = only_block("<picture><source srcset=\"b.webp 2x, c.webp\"><img alt=A></picture>");
    assert!(format!("{kind:?}").contains("\"b.webp\""));
    assert_eq!(findings("a <img alt=\"words\"> b")[0].0, Code::Picture);
    assert_eq!(lines_of(&read_ok("a <img alt=\"words\"> b").body), ["a words b"]);
}

#[test]
fn tables_of_html_say_what_they_are() {
    let body = read_ok(
        "<table class=header-column><colgroup><col><col align=right></colgroup><tr><td>a<td>1</tr><tfoot><tr><td>sum<td>2</tr><tr><td colspan=2>Source: OECD</tr></tfoot><tbody><tr><td rowspan=0>b<td>1</tr></tbody><caption>Table 2: Trade</caption></table>",
    )
    .body;
    let table = table(&body[0]);
    assert_eq!(table.columns, [Align::Auto, Align::End]);
    assert_eq!(
        (plain(&table.caption), table.number.as_deref()),
        ("Trade".into(), Some("2"))
    );
    assert_eq!(credit_of(&table.credit).0, "Source: OECD");
    let firsts: Vec<String> = table
        .body
        .iter()
        .flat_map(|row| lines_of(&row.cells[0].blocks))
        .collect();
    assert_eq!(firsts, ["a", "b", "sum"]);
    assert!(
        table
            .body
            .iter()
            .all(|row| row.cells[0].scope == Some(Scope::Row))
    );
}

#[test]
fn a_table_that_places_things_is_what_it_holds() {
    let one = "<table><tr><td>\n\n*One.*\n\n- a\n\n</td></tr></table>";
    assert_eq!(read_ok(one).body.len(), 2);
    assert_eq!(findings(one), []);
    let outer = "<table><tr><td>One.</td><td><table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table></td></tr></table>";
    let body = read_ok(outer).body;
    assert_eq!(lines_of(&body[..1]), ["One."]);
    assert_eq!(table(&body[1]).head.len(), 1);
    assert_eq!(findings(outer), [(Code::Html, "<table>".into())]);
    // A table with a header is one: what stands in its cells becomes lines.
    let data = "<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></td></tr></table>";
    let body = read_ok(data).body;
    assert_eq!(
        lines_of(&table(&body[0]).body[0].cells[1].blocks),
        ["a | b", "c | d"]
    );
    assert_eq!(findings(data), [(Code::Html, "<table>".into())]);
}
