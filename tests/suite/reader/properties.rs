//! What holds for every text.

use super::{read_with_report, words};
use pamphlet::diagnostic::Span;
use pamphlet::model::{Block, BlockKind};
use proptest::prelude::*;

/// Pieces that mean something to Markdown, HTML or YAML, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "word",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "*",
        "**",
        "_",
        "~",
        "~~",
        "^",
        "`",
        "```",
        "#",
        "##",
        "> ",
        "- ",
        "1. ",
        "+ ",
        "- [x] ",
        "| ",
        "|",
        "|---|:-:|\n",
        "---",
        "===",
        "...",
        "\\",
        "&amp;",
        "&",
        "<",
        ">",
        "<b>",
        "</b>",
        "<br>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<div>",
        "</div>",
        "<script>",
        "</script>",
        "<details>",
        "<summary>",
        "</details>",
        "<ul>",
        "<li>",
        "</ul>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<![CDATA[",
        "<pre>",
        "</pre>",
        "<a href=\"",
        "\">",
        "</a>",
        "<img src=x alt=",
        "<p>",
        "</p>",
        "<style>",
        "<textarea>",
        "<svg>",
        "<x-y>",
        "<type>",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "[^1]",
        "[^1]: ",
        "[^x]",
        "{",
        "}",
        "{#id}",
        "{.c}",
        "{width=50%}",
        "{: .k #i}",
        "> [!note] ",
        "[!",
        ": ",
        "Table: ",
        "title: ",
        "author: ",
        "- name: ",
        "&x ",
        "*x",
        "!!str",
        "'",
        "\"",
        "é",
        "漢字",
        "\u{301}",
        "\u{feff}",
        "\0",
        "\u{a0}",
        "😀",
        "http://x.org",
        "<mailto:a@b.c>",
        "javascript:",
        "{{<",
        ">}}",
        "{{< note >}}",
        "{{< /note >}}",
        "{% highlight x %}",
        "{% endhighlight %}",
        "{{ a.b }}",
        "$",
        "$$",
        ":::",
        "<div class=\"callout-note\" title=x>\n\n",
        "\n\n<div class=columns>\n\n",
        "<div class=column>",
        "<div id=fig-x layout-ncol=2>\n\n",
        "\n\n</div>\n\n",
        "<figure>",
        "<div markdown=1>",
        "<p markdown=\"1\">\n",
        "<figcaption>",
        "<q lang=fr>",
        "<iframe src=x>",
        "<abbr title=x>",
        "<td colspan=3 rowspan=0>",
        "![a](x.png)",
        "Source: ",
        "Note: ",
        "Figure 1: ",
        "Table 2. ",
        "> [!bug]",
        "> — ",
        "*[a]: ",
        "{lang=fr}",
        "{: .note lang=x}",
        "::: {.a title=\"",
        ":::\n",
        "^[",
        "==",
        ":smile:",
        "(@x)",
        "(a) ",
        "iv. ",
        "#. ",
        "+---+---+\n",
        "+===+===+\n",
        "| a | b |\n",
        "|   +---+\n",
        "--- -----\n",
        "-----\n",
        "\\newpage",
        "\\textbf{",
        "{=html}",
        "{=latex}",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        read_with_report(text);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_with_report(bytes);
    }

    #[test]
    fn no_markup_makes_the_reader_panic(text in hostile()) {
        let length = text.len();
        if let (Some(draft), _) = read_with_report(text) {
            check_spans(&draft.body, length);
        }
    }

    #[test]
    fn no_front_matter_makes_the_reader_panic(text in hostile()) {
        read_with_report(format!("---\ntitle: x\n{text}\n---\n"));
    }

    #[test]
    fn no_word_is_lost(blocks in prop::collection::vec(block(), 1..8)) {
        // What stands behind a fence names a language and is no text.
        let text = blocks.join("\n\n").replace("~~~", "~~");
        let (draft, report) = read_with_report(text.clone());
        let found = words::of(&draft.unwrap_or_else(|| panic!("{report:?}\n{text}")));
        // Words are numbered, so that none can stand in for another.
        let lost: Vec<&str> = numbered(&text).into_iter().filter(|word| !found.contains(word)).collect();
        prop_assert!(lost.is_empty(), "{lost:?} in\n{text}\n{found}");
    }
}

/// Every span lies in the file and inside its parent's sequence order is not asked for.
fn check_spans(blocks: &[Block], length: usize) {
    for block in blocks {
        let Span { start, end } = block.span;
        assert!(start <= end && end <= length, "{block:?}");
        match &block.kind {
            BlockKind::Quote { blocks, .. } | BlockKind::Callout { blocks, .. } => {
                check_spans(blocks, length);
            }
            BlockKind::Division { blocks, .. } => check_spans(blocks, length),
            BlockKind::Columns { columns } => {
                columns
                    .iter()
                    .for_each(|column| check_spans(&column.blocks, length));
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| check_spans(&item.blocks, length)),
            BlockKind::Table(table) => {
                let width: u32 = u32::try_from(table.columns.len()).unwrap();
                for row in table.head.iter().chain(&table.body) {
                    assert!(
                        row.cells.iter().map(|cell| cell.columns).sum::<u32>() <= width,
                        "{table:?}"
                    );
                }
            }
            _ => {}
        }
    }
}

fn numbered(text: &str) -> Vec<&str> {
    text.split(|char: char| !char.is_ascii_alphanumeric())
        .filter(|word| word.starts_with('w') && word.len() == 6)
        .collect()
}

/// A word such as `w04711`, sometimes with a hostile character beside it.
fn word() -> impl Strategy<Value = String> {
    let hostile = prop::sample::select("#*_<>&\"$\\[]{}|~^`'!:.-()".chars().collect::<Vec<_>>());
    (
        0..100_000u32,
        prop::option::weighted(0.3, (hostile, any::<bool>())),
    )
        .prop_map(|(number, beside)| {
            let word = format!("w{number:05}");
            match beside {
                None => word,
                Some((char, true)) => format!("{char}{word}"),
                Some((char, false)) => format!("{word}{char}"),
            }
        })
}

fn words_in_line() -> impl Strategy<Value = String> {
    let marked = (
        word(),
        prop::sample::select(vec!["", "*", "**", "_", "~~", "^", "~"]),
    )
        .prop_map(|(word, mark)| format!("{mark}{word}{mark}"));
    prop::collection::vec(marked, 1..8).prop_map(|words| words.join(" "))
}

/// A grid table whose cells hold these lines; the last one covers two columns.
fn grid(a: &str, b: &str, c: &str) -> String {
    let cell = |text: &str| text.replace(['|', '+'], "");
    let (a, b, c) = (cell(a), cell(b), cell(c));
    let width = [&a, &b, &c]
        .map(|text| text.chars().count())
        .into_iter()
        .max()
        .unwrap_or(0);
    let border = format!("+{0}+{0}+", "-".repeat(width + 2));
    format!(
        "{border}\n| {a:<width$} | {b:<width$} |\n{border}\n| {c:<wide$} |\n{border}",
        wide = width * 2 + 3
    )
}

fn block() -> impl Strategy<Value = String> {
    let line = words_in_line;
    let table = (line(), line(), line(), line()).prop_map(|(a, b, c, d)| {
        let cell = |text: String| text.replace('|', "\\|");
        format!(
            "| {} | {} |\n|---|---|\n| {} | {} |",
            cell(a),
            cell(b),
            cell(c),
            cell(d)
        )
    });
    prop_oneof![
        line(),
        line().prop_map(|text| format!("# {text}")),
        line().prop_map(|text| format!("> {text}")),
        line().prop_map(|text| format!("> [!tip] {text}\n> more")),
        prop::collection::vec(line(), 1..4)
            .prop_map(|items| items.into_iter().map(|item| format!("- {item}\n")).collect()),
        prop::collection::vec(line(), 1..4).prop_map(|items| items
            .into_iter()
            .map(|item| format!("1. {item}\n\n   - {item}\n"))
            .collect()),
        (line(), 0..1000u32).prop_map(|(text, n)| format!("called[^n{n}]\n\n[^n{n}]: {text}")),
        (line(), 0..1000u32).prop_map(|(text, n)| format!("[^u{n}]: {text}")),
        table,
        line().prop_map(|text| format!("<div>\n\n{text}\n\n</div>")),
        (line(), word()).prop_map(|(text, word)| format!("{text}\n: {word}")),
        (line(), line()).prop_map(|(a, b)| format!("<div class=\"callout-tip\">\n\n## {a}\n\n{b}\n\n</div>")),
        (line(), line()).prop_map(|(a, b)| format!(
            "<div class=columns>\n<div class=column>\n\n{a}\n\n</div>\n<div class=column>\n\n{b}\n\n</div>\n</div>"
        )),
        (line(), line()).prop_map(|(a, b)| format!("> {a}\n>\n> — {b}")),
        line().prop_map(|text| format!("Source: {text}")),
        line().prop_map(|text| format!("Note: {text}\n{{: .note}}")),
        line().prop_map(|text| format!("Figure 3: {text}")),
        line().prop_map(|text| format!("*{text}*")),
        line().prop_map(|text| format!("Table 3. {text}")),
        (word(), line()).prop_map(|(a, b)| format!("![{a}](x.png)\n*Note: {b}*")),
        (word(), line(), line()).prop_map(|(a, b, c)| format!(
            "<div id=fig-x>\n\n![{a}](x.png)\n\n{b}\n\nSource: {c}\n\n</div>"
        )),
        (word(), word()).prop_map(|(a, b)| format!("<table><tr><td>{a}</td><td><table><tr><td>{b}</table></table>")),
        (line(), line()).prop_map(|(a, b)| format!("::: {{.a title=\"t\"}}\n{a}\n\n:::: b\n{b}\n::::\n:::")),
        line().prop_map(|text| format!("::: open\n\n{text}")),
        (line(), line()).prop_map(|(a, b)| format!("Note^[{a}] and ^[{b}")),
        (line(), line()).prop_map(|(a, b)| format!("a. {a}\nb. {b}\n\n(@x) {a}\n\n(IV)  {b}")),
        (line(), line()).prop_map(|(a, b)| format!("| {}\n|   {}", a.replace('|', ""), b.replace('|', ""))),
        (line(), line(), line()).prop_map(|(a, b, c)| grid(&a, &b, &c)),
        (word(), word(), word())
            .prop_map(|(a, b, c)| { format!("{a:<12} {b:<12}\n------------ ------------\n{c:<12} {a:<12}") }),
        line().prop_map(|text| format!("{{{{< odd >}}}}{text}{{{{< /odd >}}}} =={text}==")),
    ]
}
