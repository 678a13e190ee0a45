//! Boxes, quotations and columns, in every form that authors write them.

use super::{findings, line, lines_of, only_block, read_ok};
use pamphlet::diagnostic::Code;
use pamphlet::model::{Block, BlockKind, CalloutKind, Inline, plain};

/// A box as a test speaks of it: kind, title, its lines, whose words.
fn boxed(text: &str) -> (CalloutKind, String, Vec<String>, String) {
    match only_block(text) {
        BlockKind::Callout {
            kind,
            title,
            blocks,
            attribution,
            ..
        } => (kind, plain(&title), lines_of(&blocks), plain(&attribution)),
        other => panic!("{other:#?}"),
    }
}

fn quoted(text: &str) -> (Vec<String>, String) {
    match only_block(text) {
        BlockKind::Quote { blocks, attribution } => (lines_of(&blocks), plain(&attribution)),
        other => panic!("{other:#?}"),
    }
}

fn id_of(block: &Block) -> &str {
    match &block.kind {
        BlockKind::Callout { id, .. } => id,
        other => panic!("{other:#?}"),
    }
}

#[test]
fn a_marker_in_any_spelling_makes_a_box() {
    for (name, kind) in [
        ("note", CalloutKind::Note),
        ("INFO", CalloutKind::Note),
        ("Tip", CalloutKind::Tip),
        ("hint", CalloutKind::Tip),
        ("IMPORTANT", CalloutKind::Important),
        ("attention", CalloutKind::Important),
        ("caution", CalloutKind::Caution),
        ("tldr", CalloutKind::Abstract),
        ("summary", CalloutKind::Abstract),
        ("Key messages", CalloutKind::KeyMessages),
        ("key-points", CalloutKind::KeyMessages),
        ("case_study", CalloutKind::CaseStudy),
        ("pullquote", CalloutKind::PullQuote),
        ("box", CalloutKind::Box),
    ] {
        let text = format!("> [!{name}]- A *title*\n> One.");
        assert_eq!(
            boxed(&text),
            (kind, "A title".into(), vec!["One.".into()], String::new()),
            "{name}"
        );
        assert_eq!(findings(&text), [], "{name}");
    }
    // A word that says more than the kind does stands above the box.
    assert_eq!(boxed("> [!bug]\n> One.").1, "Bug");
    assert_eq!(boxed("> [!bug] Mine\n> One.").1, "Mine");
    assert_eq!(boxed("> [!info]\n> One.").1, "");
    assert_eq!(
        quoted("> [!quote] Ada\n> Words."),
        (vec!["Words.".into()], "Ada".into())
    );
    assert_eq!(
        findings("> [!frob|left]\n> x"),
        [(Code::CalloutKind, "> [!frob|left]\n> x".into())]
    );
}

#[test]
fn divisions_with_a_kind_are_boxes() {
    let div = |attributes: &str, words: &str| format!("<div {attributes}>\n\n{words}\n\n</div>");
    for (class, kind) in [
        ("callout-note", CalloutKind::Note),
        ("callout callout-tip", CalloutKind::Tip),
        ("callout-important", CalloutKind::Important),
        ("callout-warning", CalloutKind::Warning),
        ("callout-caution", CalloutKind::Caution),
        ("note", CalloutKind::Note),
        ("box", CalloutKind::Box),
        ("case-study", CalloutKind::CaseStudy),
        ("key-messages", CalloutKind::KeyMessages),
        ("recommendations", CalloutKind::Recommendations),
        ("pull-quote", CalloutKind::PullQuote),
        ("pullquote", CalloutKind::PullQuote),
        ("abstract", CalloutKind::Abstract),
        ("summary", CalloutKind::Abstract),
        ("admonition tip", CalloutKind::Tip),
        ("alert alert-warning", CalloutKind::Warning),
    ] {
        let text = div(&format!("class=\"{class}\""), "One *two*.");
        assert_eq!(
            boxed(&text),
            (kind, String::new(), vec!["One two.".into()], String::new()),
            "{class}"
        );
        assert_eq!(findings(&text), [], "{class}");
    }
    // Quarto's attributes: a title in Markdown, an id, looks that print has not.
    let body = read_ok(&div(
        "class=callout-note title=\"A **title**\" id=b icon=false collapse=true appearance=simple",
        "One.",
    ))
    .body;
    assert_eq!(id_of(&body[0]), "b");
    assert!(matches!(&body[0].kind, BlockKind::Callout { title, .. }
        if matches!(&title[..], [Inline::Text { .. }, Inline::Strong { .. }])));
    // The first heading is the title, and its id the box's.
    let text = div("class=callout-tip", "## The title {#t}\n\nOne.");
    assert_eq!(boxed(&text).1, "The title");
    assert_eq!(id_of(&read_ok(&text).body[0]), "t");
    assert_eq!(
        boxed("<div class=\"admonition note\"><p class=\"admonition-title\">T</p><p>One.</p></div>"),
        (CalloutKind::Note, "T".into(), vec!["One.".into()], String::new())
    );
}

#[test]
fn a_class_of_nobody_is_a_box_only_if_it_says_so() {
    let text = "a\n\n<div class=\"callout-frob\">\n\nOne.\n\n</div>";
    assert_eq!(
        findings(text),
        [(Code::CalloutKind, "<div class=\"callout-frob\">".into())]
    );
    let other = "<div class=\"wp-block-group has-background\">\n\nOne.\n\n</div>";
    assert_eq!(findings(other), []);
    assert_eq!(lines_of(&read_ok(other).body), ["One."]);
    let site = "<p class=\"event-title summary\">One.</p>\n\n<header class=note>Two.</header>";
    assert_eq!(lines_of(&read_ok(site).body), ["One.", "Two."]);
}

#[test]
fn boxes_stand_in_boxes_and_in_wrappers() {
    let text = "<div class=wrap>\n\n<div class=box title=A>\n\nOne.\n\n<div class=tip>\n\nTwo.\n\n</div>\n\nThree.\n\n</div>\n\n</div>\n\nFour.";
    let body = read_ok(text).body;
    let BlockKind::Callout { blocks, .. } = &body[0].kind else {
        panic!("{body:#?}")
    };
    assert_eq!(blocks.len(), 3);
    assert!(matches!(
        &blocks[1].kind,
        BlockKind::Callout {
            kind: CalloutKind::Tip,
            ..
        }
    ));
    assert_eq!(lines_of(&body[1..]), ["Four."]);
    assert_eq!(&text[body[0].span.start..][..20], "<div class=box title");
    assert!(text[..body[0].span.end].ends_with("Three.\n\n</div>"));
    // Wrappers are no levels, however many a site has.
    let deep = format!(
        "{}\n\n- a\n    - b\n\n{}",
        "<div class=w>\n".repeat(30),
        "</div>\n".repeat(30)
    );
    assert_eq!(findings(&deep), []);
    // One that is never closed takes nothing with it.
    assert_eq!(
        lines_of(&read_ok("<div class=note>\n\nOne.\n\nTwo.").body),
        ["One.", "Two."]
    );
}

#[test]
fn a_short_last_line_with_a_dash_says_whose_words_they_are() {
    let words = |lines: &[&str]| lines.iter().map(|line| (*line).to_string()).collect::<Vec<_>>();
    assert_eq!(
        quoted("> One.\n>\n> — Ada *Byron*"),
        (words(&["One."]), "Ada Byron".into())
    );
    assert_eq!(quoted("> One.\n>\n> -- Ada"), (words(&["One."]), "Ada".into()));
    assert_eq!(
        quoted("> One.\n> --- Ada, 1843"),
        (words(&["One."]), "Ada, 1843".into())
    );
    assert_eq!(
        quoted("> One\\\n> — the editor"),
        (words(&["One"]), "the editor".into())
    );
    let long = "> One.\n> <span>– Ada Byron, Analyst</span>";
    assert_eq!(quoted(long), (words(&["One."]), "Ada Byron, Analyst".into()));
    for whole in [
        // A sentence that was wrapped at its dash.
        "> The state\n> — which is weak — failed.",
        // Nothing but a dash and words.
        "> — Ada",
        // People who talk.
        "> — Bonjour.\n>\n> — Au revoir.",
        // A minus.
        "> One.\n>\n> –5 per cent",
    ] {
        assert_eq!(quoted(whole).1, "", "{whole}");
    }
    assert_eq!(
        quoted("<blockquote><p>One.</p><footer>— <cite>Ada</cite></footer></blockquote>"),
        (words(&["One."]), "Ada".into())
    );
    assert_eq!(
        quoted("<figure><blockquote>One.</blockquote><figcaption>Ada</figcaption></figure>"),
        (words(&["One."]), "Ada".into())
    );
    let pulled = (
        CalloutKind::PullQuote,
        String::new(),
        words(&["One."]),
        "Ada".to_string(),
    );
    assert_eq!(boxed("> [!pull-quote]\n> One.\n>\n> — Ada"), pulled);
    assert_eq!(
        boxed("<div class=pull-quote>\n\n> One.\n>\n> — Ada\n\n</div>"),
        pulled
    );
    assert_eq!(
        boxed("<blockquote class=pullquote><p>One.</p><cite>Ada</cite></blockquote>"),
        pulled
    );
    assert_eq!(boxed("> One.\n>\n> — Ada\n{: .pull-quote}"), pulled);
}

#[test]
fn kramdown_makes_boxes_of_what_stands_beside_its_line() {
    let note = (
        CalloutKind::Note,
        String::new(),
        vec!["One.".to_string()],
        String::new(),
    );
    assert_eq!(boxed("One.\n{: .note}"), note);
    assert_eq!(boxed("{: .note }\nOne."), note);
    assert_eq!(boxed("> One.\n{: .note}"), note);
    let body = read_ok("One.\n{: .lead}\n\nTwo.\n{: .no_toc #two}\n\n> Three.\n{: .text-center}").body;
    assert_eq!(lines_of(&body[..2]), ["One.", "Two."]);
    assert!(matches!(&body[2].kind, BlockKind::Quote { .. }));
    assert_eq!(findings("One.\n{: .note}"), []);
    // It speaks of what stands as deep as itself.
    assert_eq!(
        quoted("> One.\n> {: .lead}"),
        (vec!["One.".into()], String::new())
    );
    assert!(
        matches!(&read_ok("- One.\n{: .tip}").body[0].kind, BlockKind::Callout { blocks, .. }
        if matches!(&blocks[0].kind, BlockKind::List { .. }))
    );
    assert_eq!(findings("| a |\n|---|\n| b |\n{: #t}"), []);
}

#[test]
fn columns_stand_side_by_side() {
    let columns = |text: &str| match only_block(text) {
        BlockKind::Columns { columns } => columns
            .into_iter()
            .map(|column| (column.width, lines_of(&column.blocks)))
            .collect::<Vec<_>>(),
        other => panic!("{other:#?}"),
    };
    let two =
        |a: Option<f64>, b: Option<f64>| vec![(a, vec!["One.".to_string()]), (b, vec!["Two.".to_string()])];
    let pandoc = "<div class=columns>\n<div class=column width=\"40%\">\n\nOne.\n\n</div>\n<div class=column style=\"width: 60%\">\n\nTwo.\n\n</div>\n</div>";
    assert_eq!(columns(pandoc), two(Some(0.4), Some(0.6)));
    let quarto = "<div layout-ncol=2>\n\nOne.\n\nTwo.\n\n</div>";
    assert_eq!(columns(quarto), two(None, None));
    let shares = "<div layout=\"[30,-10,60]\">\n\nOne.\n\n<div>\n\nTwo.\n\n</div>\n\n</div>";
    assert_eq!(columns(shares), two(Some(0.3333), Some(0.6667)));
    let site = "<div class=row><div class=\"col-md-3\">One.</div><div class=\"col-md-9\">Two.</div></div>";
    assert_eq!(columns(site), two(Some(0.25), Some(0.75)));
    // What stands between columns stays there; one alone is no column.
    let body = read_ok("<div class=columns>\n\nZero.\n\n<div class=column>\n\nOne.\n\n</div>\n</div>\n\n<div class=column>\n\nTwo.\n\n</div>").body;
    assert_eq!(lines_of(&body), ["Zero.", "One.", "Two."]);
}

#[test]
fn pages_end_where_a_style_says_so() {
    for text in [
        "<div style=\"page-break-after: always;\"></div>",
        "<div style=\"break-before:page\"></div>",
        "<div class=\"page-break\"></div>",
    ] {
        assert_eq!(only_block(text), BlockKind::PageBreak, "{text}");
    }
}

#[test]
fn words_in_another_language_are_marked() {
    let foreign = |text: &str| match &line(text)[..] {
        [Inline::Foreign { lang, content }] => (lang.clone(), plain(content)),
        other => panic!("{other:#?}"),
    };
    let french = ("fr".to_string(), "mot".to_string());
    assert_eq!(foreign("[mot]{lang=fr}"), french);
    assert_eq!(foreign("<span lang=\"fr\">mot</span>"), french);
    assert_eq!(foreign("<i xml:lang=fr>mot</i>"), french);
    for text in [
        "<div lang=\"pt_br\">\n\nOne.\n\n</div>",
        "<p lang=pt-BR>One.</p>",
        "One.\n{: lang=\"pt-BR\"}",
    ] {
        assert!(
            matches!(only_block(text), BlockKind::Division { lang, blocks } if lang == "pt-BR" && lines_of(&blocks) == ["One."]),
            "{text}"
        );
    }
    assert_eq!(line("[mot]{lang=elvish!}"), [Inline::text("mot")]);
    assert_eq!(
        findings("a [mot]{lang=elvish!}"),
        [(Code::UnknownLang, "[mot]".into())]
    );
    assert_eq!(
        findings("a <span lang=elvish>mot</span>"),
        [(Code::UnknownLang, "<span lang=elvish>".into())]
    );
}

#[test]
fn short_forms_are_explained() {
    let explained = |text: &str| match &line(text)[..] {
        [Inline::Abbreviation { title, content }, ..] => (title.clone(), plain(content)),
        other => panic!("{other:#?}"),
    };
    let nato = ("North Atlantic".to_string(), "NATO".to_string());
    assert_eq!(explained("<abbr title=\"North Atlantic\">NATO</abbr>"), nato);
    assert_eq!(explained("[NATO]{.abbr title=\"North Atlantic\"}"), nato);
    assert_eq!(explained("NATO, not NATOs.\n\n*[NATO]: North\n  Atlantic"), nato);
    assert_eq!(line("NATO, not NATOs.\n\n*[NATO]: x").len(), 2);
    assert_eq!(line("<abbr>NATO</abbr>"), [Inline::text("NATO")]);
    // Several lines, a short form of two words, a note, and one that nobody uses.
    let text = "The *UK* of HM Treasury[^1].\n\n[^1]: UK\n\n*[UK]: United Kingdom\n*[HM Treasury]: the ministry\n*[EU]: Union";
    let found = format!("{:?}", line(text));
    assert_eq!(found.matches("Abbreviation").count(), 3, "{found}");
    assert_eq!(findings(text)[0].0, Code::UnusedNote);
}

#[test]
fn attributes_in_the_line_are_no_text() {
    assert_eq!(line("`a`{.r #x}")[1], Inline::Code { text: "a".into() });
    assert_eq!(line("`Ctrl`{.kbd}"), [Inline::Keyboard { text: "Ctrl".into() }]);
    assert_eq!(line("[Ctrl]{.kbd}"), [Inline::Keyboard { text: "Ctrl".into() }]);
    assert!(matches!(&line("[a]{.small}")[..], [Inline::Small { .. }]));
    assert!(matches!(&line("*a*{: .lead}")[..], [Inline::Emphasis { .. }]));
    assert_eq!(plain(&line("[a](https://x.org){.btn target=_blank} b")), "a b");
    assert_eq!(plain(&line("*a*{.b} and `c` {d}")), "a{.b} and c {d}");
}

#[test]
fn quotations_in_the_line_nest() {
    // Which marks they become is for resolving to say, by the language.
    assert_eq!(
        plain(&line("<q>one <q>two</q> three</q> <q>four</q>")),
        "\"one \"two\" three\" \"four\""
    );
}

#[test]
fn what_plays_elsewhere_leaves_its_address() {
    for text in [
        "<iframe src=\"https://x.org/film\" title=\"The film\"></iframe>",
        "<video controls><source src=\"https://x.org/film\" type=\"video/mp4\"></video>",
        "<object data=\"https://x.org/film\"></object>",
        "a <iframe src=\"https://x.org/film\"></iframe> b",
    ] {
        let found = format!("{:?}", read_ok(text).body);
        assert!(found.contains("Url(\"https://x.org/film\")"), "{found}");
        assert_eq!(findings(text).len(), 1, "{text}");
        assert_eq!(findings(text)[0].0, Code::HtmlDropped, "{text}");
    }
}
