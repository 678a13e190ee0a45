//! How an article fits its `pages`: what is told is measured here a second time, and what is
//! advised is done.

use crate::corpus::{PRESS, folder};
use crate::sheet::Sheet;
use pamphlet::backend::pdf::{Fit, Missed};
use pamphlet::diagnostic::Code;
use pamphlet::model::Unit;
use pamphlet::{Diagnostic, Files, Options, Output, Report, Severity, Source, render, understand};
use std::collections::{BTreeMap, BTreeSet};

struct Built {
    fit: Fit,
    found: Vec<Diagnostic>,
    bytes: Vec<u8>,
}

fn build(text: &str) -> Built {
    let mut report = Report::new();
    let png = std::fs::read(folder().join("missing-alt/bars.png")).expect("a picture");
    let files = Files::memory(BTreeMap::from([("bars.png".to_owned(), png)]));
    let source = Source::new("article.md", text);
    let article = understand(&source, &files, &Default::default(), &mut report).expect("an article");
    let mut rendered =
        render(&article, &PRESS, &[Output::Pdf], &Options::default(), &mut report).expect("a PDF");
    let pdf = rendered.remove(0);
    Built {
        fit: pdf.fit.expect("a PDF fits"),
        found: report.diagnostics().to_vec(),
        bytes: pdf.bytes,
    }
}

fn article(fields: &str, body: &str) -> String {
    format!("---\ntitle: Who Pays?\nlang: en-GB\ndate: 2025-06-01\n{fields}---\n\n{body}\n")
}

/// Paragraphs that are never alike, of so many sentences each.
fn paragraphs(count: usize, sentences: usize) -> String {
    let parts = [
        "the city",
        "an operator",
        "the ministry",
        "a neighbour",
        "nobody else",
    ];
    let ends = [
        "paid for the first buses",
        "kept what was saved on fuel",
        "asked for a loan in that year",
    ];
    let sentence = |n: usize| {
        format!(
            "In year {n} {} {}, as {} had done before.",
            parts[n % 5],
            ends[n % 3],
            parts[(n + 2) % 5]
        )
    };
    let paragraph = |n: usize| {
        (0..sentences)
            .map(|k| sentence(n * sentences + k))
            .collect::<Vec<_>>()
            .join(" ")
    };
    (0..count).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn fit_findings(built: &Built) -> Vec<&Diagnostic> {
    built
        .found
        .iter()
        .filter(|found| found.code == Code::PageFit)
        .collect()
}

/// Lines of text on a page of the finished file, by what stands at one height.
fn lines_on(bytes: &[u8], page: usize) -> usize {
    let pages = Sheet::open(bytes).measured();
    let pieces = pages[page]
        .pieces
        .iter()
        .filter(|piece| !piece.artifact && !piece.text.trim().is_empty());
    pieces
        .map(|piece| format!("{:.0}", piece.y.0))
        .collect::<BTreeSet<_>>()
        .len()
}

#[test]
fn a_full_page_holds_as_many_lines_as_are_told() {
    let built = build(&article("", &paragraphs(40, 6)));
    assert!(built.fit.pages >= 4, "{:?}", built.fit);
    // Each page ends where a paragraph may be parted: a line less at the most.
    let lines = lines_on(&built.bytes, 1);
    assert!(
        (built.fit.lines_per_page - 1..=built.fit.lines_per_page).contains(&lines),
        "{lines} lines, {:?}",
        built.fit
    );
    // 40 paragraphs of 6 sentences: the words are known.
    let words: usize = paragraphs(40, 6).split_whitespace().count();
    assert_eq!((built.fit.length.text, built.fit.length.notes), (words, 0));
    let all: usize = (0..built.fit.pages)
        .map(|page| lines_on(&built.bytes, page))
        .sum();
    // Last lines are not full, and the title stands there too.
    let per_line = words * 10 / all;
    assert!(
        (per_line..per_line + 25).contains(&built.fit.words_per_ten_lines),
        "{per_line}, {:?}",
        built.fit
    );
}

#[test]
fn words_are_told_apart_from_those_of_notes_and_works() {
    let text = article(
        "abstract: Two words.\nkey-messages: [Three more words]\n",
        "# A heading\n\nFour words^[In a note.] and *one*more.\n\n- one\n- two `code`\n\n| a | b |\n|---|---|\n| c | d |\n",
    );
    let built = build(&text);
    // 2 + 3 + 2 + 4 (`*one*more` is one word) + 3 + 4.
    assert_eq!((built.fit.length.text, built.fit.length.notes), (18, 3));
    let chinese = build(&article("", "于 2025 年发布。").replace("en-GB", "zh"));
    assert_eq!(
        (chinese.fit.length.unit, chinese.fit.length.text),
        (Unit::Characters, 5)
    );
    assert!(
        chinese.fit.facts()[1].ends_with("5 characters"),
        "{:?}",
        chinese.fit.facts()
    );
}

#[test]
fn what_is_over_is_what_stands_on_the_pages_too_many() {
    for paragraphs_count in [17, 19, 22, 24] {
        let text = article("pages: 1..2\n", &paragraphs(paragraphs_count, 6));
        let built = build(&text);
        let wanted = built.fit.wanted.expect("a wish");
        assert_eq!((wanted.min, wanted.max), (1, 2));
        let found = fit_findings(&built);
        if built.fit.pages <= 2 {
            assert_eq!((wanted.missed, found.len()), (Missed::Fits, 0));
            continue;
        }
        let Missed::Over { lines } = wanted.missed else {
            panic!("{wanted:?}");
        };
        let there: usize = (2..built.fit.pages)
            .map(|page| lines_on(&built.bytes, page))
            .sum();
        // Gaps between paragraphs take room too, and a line may be free on the page before.
        assert!(
            lines.abs_diff(there) <= 2 + there / 10,
            "{lines} told, {there} there"
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, Severity::Warning);
        let span = found[0].span.expect("a place");
        assert_eq!(&text[span.start..span.end], "1..2");
        // Without as many words as are told (and a tenth more, since it is "about") it fits.
        let words = built.fit.words(lines) + built.fit.words(lines) / 10 + 10;
        let all = paragraphs(paragraphs_count, 6);
        let keep = all
            .char_indices()
            .filter(|(_, char)| char.is_whitespace())
            .map(|(at, _)| at);
        let spaces: Vec<usize> = keep.collect();
        let body = &all[..spaces[spaces.len() - words]];
        assert_eq!(
            build(&article("pages: 1..2\n", body)).fit.pages,
            2,
            "{words} words less"
        );
    }
}

#[test]
fn what_is_under_begins_the_page_that_is_missing() {
    let text = article("pages: 3\n", &paragraphs(14, 6));
    let built = build(&text);
    let Some(Missed::Under { lines, fill }) = built.fit.wanted.map(|wanted| wanted.missed) else {
        panic!("{:?}", built.fit);
    };
    assert!(built.fit.pages < 3 && fill > lines);
    let more = |lines: usize| {
        let words = lines * built.fit.words_per_ten_lines / 10;
        let sentences = paragraphs(60, 6);
        let words: Vec<&str> = sentences.split_whitespace().take(words).collect();
        let text = article(
            "pages: 3\n",
            &format!("{}\n\n{}", paragraphs(14, 6), words.join(" ")),
        );
        build(&text).fit.pages
    };
    // Where a page would hold fewer than six lines, they are closed up instead.
    assert_eq!(more(lines + lines / 10 + 7), 3);
    assert!(more(lines - lines / 5 - 1) < 3);
    assert!(more(fill + fill / 10) > 3);
    assert!(fit_findings(&built)[0].hints[0].contains("more to begin page 3"));
}

/// Each place named is a paragraph's own end; cut, all of them together do what is promised.
#[test]
fn the_cuts_that_are_named_make_it_fit() {
    let text = std::fs::read_to_string(folder().join("pages-over/article.md")).expect("the case");
    let built = build(&text);
    let over = fit_findings(&built);
    assert!(
        over[0].hints[1].contains("then it has 2 pages"),
        "{:?}",
        over[0].hints
    );
    let source = Source::new("article.md", text.clone());
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for found in built.found.iter().filter(|found| found.code == Code::ShortLine) {
        let place = found.place(&source).expect("a place");
        let span = found.span.expect("a paragraph");
        assert!(place != span, "the words are found: {found:?}");
        cuts.push((place.start, place.end));
    }
    assert!(cuts.len() >= 2, "{:#?}", built.found);
    cuts.sort_unstable();
    let mut shorter = text;
    for (start, end) in cuts.into_iter().rev() {
        shorter.replace_range(start..end, "");
    }
    let again = build(&shorter);
    assert_eq!(again.fit.pages, 2);
    assert_eq!(fit_findings(&again).len(), 0);
}

/// Every change that is advised is made, and the article has as many pages as were promised.
#[test]
fn a_setting_that_is_advised_makes_it_fit() {
    let note = "^[A note that is long enough to take a line or two at the foot of the page, and says little more than that.]";
    let with_notes = paragraphs(14, 6).replace("In year 3 ", &format!("In year 3{note} "));
    let figure = "\n\n![Bars](bars.png){width=90% alt=\"Bars\"}\n\n";
    let with_figure = paragraphs(12, 6).replacen("\n\n", figure, 1);
    let mut advised = BTreeSet::new();
    for (fields, body) in [
        ("toc: true\n", &with_notes),
        ("papersize: us-letter\n", &with_figure),
        ("", &with_figure),
    ] {
        for more in 0..14 {
            let body = format!("# One\n\n{body}\n\n# Two\n\n{}", paragraphs(1, 1 + more));
            let text = article(&format!("pages: 2\n{fields}"), &body);
            let built = build(&text);
            for hint in fit_findings(&built).iter().flat_map(|found| &found.hints) {
                let (name, changed) = if hint.contains("toc: false") {
                    ("toc", text.replace("toc: true\n", ""))
                } else if hint.contains("papersize: a4") {
                    ("a4", text.replace("us-letter", "a4"))
                } else if hint.contains("four fifths of its width") {
                    ("figure", text.replace("width=90%", "width=72%"))
                } else if hint.contains("notes: endnotes") {
                    ("notes", text.replace("pages: 2\n", "pages: 2\nnotes: endnotes\n"))
                } else {
                    continue;
                };
                assert_eq!(build(&changed).fit.pages, 2, "{hint}");
                advised.insert(name);
            }
        }
    }
    assert!(
        ["toc", "a4", "figure"].iter().all(|name| advised.contains(name)),
        "{advised:?}"
    );
}

/// A table that finds no room leaves the foot of a page white; the text may go on before it.
#[test]
fn a_table_that_leaves_a_page_white_is_named() {
    let row = "| A town | 12 |\n";
    // One without a caption: those that the text can name float by themselves.
    let table = format!("| Town | Fare |\n|---|--:|\n{}", row.repeat(12));
    let mut told = 0;
    for (before, after) in (6..8).flat_map(|before| (7..10).map(move |after| (before, after))) {
        let (text, rest) = (paragraphs(before, 6), paragraphs(after, 5));
        let rest: Vec<&str> = rest.split("\n\n").collect();
        let of = |place: usize| {
            let (next, rest) = rest.split_at(place);
            let parts = [&[text.as_str()], next, &[table.as_str()], rest].concat();
            article("pages: 2\n", &parts.join("\n\n"))
        };
        let built = build(&of(0));
        let found = fit_findings(&built);
        for hint in found.iter().flat_map(|found| &found.hints) {
            let place = match hint.strip_prefix("or put the table at the head of page 2 behind the ") {
                Some(rest) if rest.starts_with("paragraph that follows, because ") => 1,
                Some(rest) => rest[..1].parse().expect("how many paragraphs"),
                None => continue,
            };
            assert_eq!(build(&of(place)).fit.pages, 2, "{hint}");
            told += 1;
        }
    }
    assert!(told > 0);
}

#[test]
fn the_last_page_is_as_full_as_it_looks() {
    let body = format!("{}\n\n\\newpage\n\nOne line.", paragraphs(4, 4));
    let built = build(&article("", &body));
    assert!(built.fit.pages > 1, "a page break");
    assert!(built.fit.last_page < 15, "{:?}", built.fit);
    assert!(
        built.fit.free_lines > built.fit.lines_per_page * 8 / 10,
        "{:?}",
        built.fit
    );
    let half = build(&article("", &paragraphs(7, 6)));
    assert!((20..95).contains(&half.fit.last_page), "{:?}", half.fit);
}

#[test]
fn a_wish_that_is_missed_stops_a_strict_run() {
    let mut report = Report::strict();
    let source = Source::new("article.md", article("pages: 4\nabstract: A.\n", "Short."));
    let article = understand(&source, &Files::none(), &Default::default(), &mut report).expect("an article");
    assert!(render(&article, &PRESS, &[Output::Pdf], &Options::default(), &mut report).is_err());
    let found = report.diagnostics();
    assert!(
        found
            .iter()
            .any(|found| found.code == Code::PageFit && found.severity == Severity::Error),
        "{found:#?}"
    );
}

#[test]
fn a_wish_that_means_nothing_is_an_error() {
    for (wish, is_one) in [
        ("4", true),
        ("4..8", true),
        ("4–8", true),
        ("{max: 8}", true),
        ("8..4", false),
        ("0", false),
        ("a few", false),
    ] {
        let source = Source::new("article.md", article(&format!("pages: {wish}\n"), "x"));
        let mut report = Report::new();
        let read = understand(&source, &Files::none(), &Default::default(), &mut report);
        assert_eq!(read.is_ok(), is_one, "{wish}");
        if let Ok(article) = read {
            let pages = article.meta.pages.expect("a wish");
            assert!(pages.min >= 1 && pages.max <= 999 && pages.min <= pages.max);
        }
    }
}

/// In two columns a page holds twice the lines, and one that is empty is half of it.
#[test]
fn columns_are_measured_one_by_one() {
    const LAYOUT: &str = r#"
#import "/common/nodes.typ": blocks, complete
#let layout(article) = {
  let theme = complete((:), article)
  set document(title: article.full-title)
  set page(columns: 2, numbering: "1")
  set par(justify: true, spacing: 0.65em)
  set text(size: 10pt, lang: article.language)
  blocks(article.body, theme + (flow: true))
}
"#;
    let mut own = pamphlet::Layout::default();
    own.files.insert("layout.typ".into(), LAYOUT.as_bytes().to_vec());
    let press = pamphlet::Press::new(own, pamphlet::House::default());
    let source = Source::new("article.md", article("", &paragraphs(17, 6)));
    let mut report = Report::new();
    let article = understand(&source, &Files::none(), &Default::default(), &mut report).expect("an article");
    let pdf = render(&article, &press, &[Output::Pdf], &Options::default(), &mut report)
        .expect("a PDF")
        .remove(0);
    let fit = pdf.fit.expect("a PDF fits");
    let pages = Sheet::open(&pdf.bytes).measured();
    // The height at which each line stands, by the half of the page that it is in.
    let halves = |page: usize| {
        let mut lines = [BTreeSet::new(), BTreeSet::new()];
        for piece in pages[page]
            .pieces
            .iter()
            .filter(|piece| !piece.artifact && !piece.text.trim().is_empty())
        {
            lines[usize::from(piece.x.0 > pages[page].width / 2.0)].insert(format!("{:.0}", piece.y.0));
        }
        lines.map(|lines| lines.len())
    };
    assert_eq!(fit.pages, 2, "{fit:?}");
    let full = halves(0);
    assert!(
        fit.lines_per_page.abs_diff(full[0] + full[1]) <= 2,
        "{full:?}, {fit:?}"
    );
    let last = halves(1);
    let free = fit.lines_per_page - last[0] - last[1];
    assert!(fit.free_lines.abs_diff(free) <= 3, "{last:?}, {fit:?}");
}
