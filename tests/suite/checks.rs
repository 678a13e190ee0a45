//! The checks and their catalogue: every code is met by its example, the page is fresh, and
//! fine papers stay without a word.

use crate::corpus::{PRESS, folder};
use pamphlet::diagnostic::{Code, Example};
use pamphlet::{Diagnostic, Files, Options, Output, Report, Severity, Source, render, understand};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// What is found in an article beside which a picture `chart.png` lies.
fn findings(text: &str, until_print: bool) -> Vec<Diagnostic> {
    let picture = std::fs::read(folder().join("missing-alt/bars.png")).expect("a picture");
    let files = Files::memory(BTreeMap::from([("chart.png".to_owned(), picture)]));
    let mut report = Report::new();
    let source = Source::new("article.md", text);
    let article = understand(&source, &files, &Default::default(), &mut report);
    if let (Ok(article), true) = (article, until_print) {
        let _ = render(&article, &PRESS, &[Output::Pdf], &Options::default(), &mut report);
    }
    report.diagnostics().to_vec()
}

fn article(lang: &str, body: &str) -> String {
    format!("---\ntitle: A title\nlang: {lang}\ndate: 2025-06-01\n---\n\n{body}")
}

/// The codes found in a body, with the words of the source at their places.
fn found(lang: &str, body: &str) -> Vec<(Code, String)> {
    let text = article(lang, body);
    let words = |found: &Diagnostic| {
        let span = found.span.unwrap_or_default();
        text[span.start..span.end].trim_end().to_owned()
    };
    findings(&text, false)
        .iter()
        .filter(|found| found.code != Code::UnknownLang)
        .map(|found| (found.code, words(found)))
        .collect()
}

fn codes(lang: &str, body: &str) -> Vec<Code> {
    found(lang, body).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn every_example_gives_its_code_at_its_usual_weight() {
    for &code in Code::ALL {
        let Example::Article(text) = code.example() else {
            continue;
        };
        let text = match text.starts_with("---") {
            true => text.to_owned(),
            false => article("en", text),
        };
        let late = matches!(code, Code::MissingGlyph | Code::PdfClaim | Code::PageFit);
        let findings = findings(&text, late);
        assert!(
            findings
                .iter()
                .any(|found| found.code == code && found.severity == code.severity()),
            "the example of `{code}` gives {findings:#?}"
        );
    }
}

#[test]
fn names_are_unique_and_lead_to_their_codes() {
    for &code in Code::ALL {
        assert_eq!(Code::from_name(code.as_str()), Some(code));
        for text in [code.summary(), code.reason(), code.cure()] {
            assert!(text.ends_with('.') || text.ends_with("`."), "{code}: {text}");
        }
    }
    assert_eq!(Code::from_name("Heading-Level"), Some(Code::HeadingLevel));
    assert_eq!(Code::nearest("heading-levels"), Some(Code::HeadingLevel));
    assert_eq!(Code::nearest("glyph"), Some(Code::MissingGlyph));
    assert_eq!(Code::nearest("zebra crossing"), None);
}

/// `docs/checks.md`, as the catalogue has it today.
fn page() -> String {
    let mut page = "# What Pamphlet finds\n\n\
        Made from the catalogue in `src/diagnostic/codes.rs`; `pamphlet explain CODE` prints the same, and\n\
        `pamphlet check FILE…` looks for them without making a document. An *error* means that no document\n\
        is made. A *warning* leaves a placeholder or withholds a claim, and is an error with `--strict`. A\n\
        *note* only informs.\n\n\
        | code | weight | what was found |\n|---|---|---|\n"
        .to_owned();
    for code in Code::ALL {
        let (weight, summary) = (code.severity().as_str(), code.summary());
        writeln!(
            page,
            "| [`{code}`](#{code}) | {weight} | {} |",
            summary.replace('|', "\\|")
        )
        .expect("a string");
    }
    for code in Code::ALL {
        let example = match code.example() {
            Example::Article(text) => format!("For instance:\n\n````markdown\n{}\n````", text.trim_end()),
            Example::Situation(text) => format!("For instance: {text}."),
        };
        write!(
            page,
            "\n## {code}\n\n{} (A {}.)\n\n**Why.** {}\n\n**What to do.** {}\n\n{example}\n",
            code.summary(),
            code.severity().as_str(),
            code.reason(),
            code.cure(),
        )
        .expect("a string");
    }
    page.replace("(A error.)", "(An error.)")
}

#[test]
fn the_page_of_checks_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, page()).expect("docs/checks.md");
    }
    let written = std::fs::read_to_string(&path).expect("docs/checks.md");
    assert!(
        written == page(),
        "docs/checks.md is stale: BLESS=1 cargo test writes it anew"
    );
}

#[test]
fn link_words_that_say_nothing_are_known_in_every_language() {
    for (lang, words) in [
        ("en", "Click here"),
        ("fr", "cliquez ici"),
        ("de", "hier"),
        ("es", "Haga clic aquí"),
        ("it", "clicca qui"),
        ("pt", "saiba mais"),
        ("nl", "lees meer"),
        ("pl", "czytaj więcej"),
        ("tr", "buraya tıklayın"),
        ("ru", "здесь"),
        ("ar", "اضغط هنا"),
        ("ur", "یہاں کلک کریں"),
        ("fa", "این‌جا"),
        ("hi", "यहाँ"),
        ("zh", "点击这里"),
        ("ja", "こちら"),
        ("ur-Arab-PK", "here"),
    ] {
        let link = format!("[{words} »](https://example.org/a)");
        assert_eq!(found(lang, &link), [(Code::LinkText, link.clone())], "{lang}");
    }
    assert_eq!(codes("en", "[The budget](https://example.org/a)."), []);
    assert_eq!(codes("de", "[Hierarchie](https://example.org/a)."), []);
}

#[test]
fn one_text_for_several_places_is_one_finding_at_the_second() {
    let text = "[Report](https://a.org/1), [report](https://www.a.org/1/), [Report](https://a.org/2), \
        [Report](https://a.org/3).";
    assert_eq!(
        found("en", text),
        [(Code::SameLinkText, "[Report](https://a.org/2)".to_owned())]
    );
    let message = &findings(&article("en", text), false)[0].message;
    assert!(message.contains("3 different places"), "{message}");
    assert_eq!(
        codes("en", "[[1]](https://a.org/1) and [[1]](https://a.org/2)"),
        []
    );
}

#[test]
fn addresses_are_usual_in_notes_tables_and_lists_of_works() {
    let long = "<https://example.org/statistics/2025/table-7.html>";
    let sentence = format!("The figures come from {long} and were checked.");
    assert_eq!(found("en", &sentence), [(Code::BareAddress, long.to_owned())]);
    for fine in [
        format!("Text.[^a]\n\n[^a]: The figures come from {long} and were checked."),
        format!("Text.\n\n# References\n\nA. Writer (2025), Statistics of everything, {long}."),
        format!(
            "| Who | From |\n|---|---|\n| Ann | The figures come from {long} and were checked. |\n| Bob | b |"
        ),
        format!("Source: {long}"),
        format!("The whole of the figures and how they came about: {long}."),
        "The figures come from <https://example.org> and were checked.".to_owned(),
    ] {
        assert_eq!(codes("en", &fine), [], "{fine}");
    }
}

#[test]
fn alternative_text_is_judged() {
    for (alt, code) in [
        ("chart.png", Code::AltText),
        ("IMG_2041", Code::AltText),
        ("Image", Code::AltText),
        ("Figure 3", Code::AltText),
        ("untitled", Code::AltText),
        ("Picture of three bars", Code::AltWording),
        ("Image of three bars", Code::AltWording),
        ("Who pays", Code::AltCaption),
        ("who  pays.", Code::AltCaption),
    ] {
        let text = format!("![Who pays](chart.png){{alt=\"{alt}\"}}");
        assert_eq!(codes("en", &text), [code], "{alt}");
    }
    let long = "Spending rises from two to seven. ".repeat(8);
    let text = format!("![Who pays](chart.png){{alt=\"{long}\"}}");
    assert_eq!(codes("en", &text), [Code::AltWording]);
    for fine in [
        "Spending rises from 2 to 7 billion",
        "",
        "Imagery of war in posters",
    ] {
        let text = format!("![Who pays](chart.png){{alt=\"{fine}\"}}");
        assert_eq!(codes("en", &text), [], "{fine}");
    }
    let words = |lang, alt| codes(lang, &format!("![C](chart.png){{alt=\"{alt}\"}}"));
    assert_eq!(words("ru", "Рисунок 2"), [Code::AltText]);
    assert_eq!(words("ur", "تین ستونوں کی تصویر"), [Code::AltWording]);
    assert_eq!(words("fr", "Image d’un port"), [Code::AltWording]);
    assert_eq!(words("ja", "港の写真"), [Code::AltWording]);
}

#[test]
fn sections_are_compared_and_empty_ones_found() {
    assert_eq!(
        found("en", "# One\n\n## Two\n\n## Three\n\nText.\n\n# Four\n"),
        [
            (Code::EmptySection, "## Two".to_owned()),
            (Code::EmptySection, "# Four".to_owned())
        ]
    );
    let notes = findings(&article("en", "Text.[^a]\n\n# Notes\n\n[^a]: A note.\n"), false);
    assert_eq!(notes[0].code, Code::EmptySection);
    assert!(notes[0].hints[0].starts_with("remove the heading"), "{notes:?}");
    assert_eq!(
        codes("en", "Text.\n\n# References\n"),
        [],
        "works cited are put there"
    );
    let twice = "# A\n\n## Costs\n\nText.\n\n# B\n\n## Costs\n\nText.\n";
    assert_eq!(codes("en", twice), [], "two sections may have the same parts");
    let twice = "# A\n\n## Costs\n\nText.\n\n## Costs:\n\nText.\n";
    assert_eq!(
        found("en", twice),
        [(Code::RepeatedHeading, "## Costs:".to_owned())]
    );
}

#[test]
fn bold_lines_are_taken_for_headings_only_where_they_look_like_one() {
    let with = |line: &str| format!("# A\n\nText.\n\n{line}\n\nMore text.\n");
    assert_eq!(
        found("en", &with("**Who pays**")),
        [(Code::FalseHeading, "**Who pays**".to_owned())]
    );
    for fine in [
        "**Everyone pays.**",
        "**Who pays** and why",
        "**Who pays?**",
        "**Those who pay:**",
        "**Table 3: who pays**",
        "*Who pays*",
    ] {
        assert_eq!(codes("en", &with(fine)), [], "{fine}");
    }
    assert_eq!(codes("en", "**By A. Writer**\n\nText.\n\n# A\n\nText.\n"), []);
    let caption = "# A\n\nText.\n\n**Who pays**\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n";
    assert_eq!(codes("en", caption), []);
}

#[test]
fn tables_name_their_columns() {
    let table = |head: &str| format!("| {head} |\n|---|---|---|\n| a | 1 | 2 |\n| b | 3 | 4 |\n");
    assert_eq!(codes("en", &table("Who | 2024 | ")), [Code::EmptyHeader]);
    assert_eq!(
        codes("en", &table(" | 2024 | 2025")),
        [],
        "the corner may stay empty"
    );
    assert_eq!(
        codes("en", "| Points |\n|---|\n| a |\n| b |\n"),
        [Code::LayoutTable]
    );
    let spans = "<table><tr><th rowspan=2>Who</th><th colspan=2>Pays</th></tr><tr><th>2024</th><th>2025</th></tr>\
        <tr><td>Ann</td><td>1</td><td>2</td></tr></table>\n";
    assert_eq!(codes("en", spans), []);
}

#[test]
fn the_language_is_weighed_against_the_text() {
    let russian = "Каждый платит за решения, которых он не принимал, и никто не знает, сколько они стоят. ";
    let text = article("en", russian);
    let findings = findings(&text, false);
    assert_eq!(
        (findings[0].code, findings[0].severity),
        (Code::WrongLang, Severity::Warning)
    );
    assert_eq!(
        findings[0].hints,
        ["write `lang: ru` if that is the text's language"]
    );
    let source = Source::new("article.md", text.as_str());
    let place = findings[0].place(&source).expect("a place");
    assert_eq!(source.line_column(place.start), (3, 1));
    assert_eq!(codes("ru", russian), []);
    assert_eq!(codes("sr", russian), [], "Serbian is written in both scripts");
    let korean = "모든 사람은 자신이 내리지 않은 결정의 대가를 치르고 있으며 그 대가가 얼마인지 아무도 모른다. 이 글은 \
        그 대가가 얼마인지 누가 치르는지 그리고 왜 치르는지를 말한다.";
    assert_eq!(codes("ko", korean), []);
    assert_eq!(codes("en", korean), [Code::WrongLang]);
    let urdu =
        "ہر شخص ان فیصلوں کی قیمت ادا کرتا ہے جو اس نے نہیں کیے، اور کوئی نہیں جانتا کہ ان کی قیمت کیا ہے۔";
    assert_eq!(codes("ur", urdu), []);
    assert_eq!(codes("en", urdu), [Code::WrongLang]);
    let french =
        "Les dépenses de la ville ont augmenté dans les dernières années, et le conseil a décidé que les \
        habitants paient pour une partie des services. "
            .repeat(8);
    assert_eq!(codes("fr", &french), []);
    assert_eq!(codes("en", &french), [Code::WrongLang]);
}

#[test]
fn long_papers_want_a_summary() {
    let body = "Everyone pays for what was decided elsewhere. ".repeat(250);
    assert_eq!(codes("en", &body), [Code::MissingSummary]);
    assert_eq!(codes("en", &format!("# Executive summary\n\n{body}")), []);
    assert_eq!(codes("en", &body[..body.len() / 2]), []);
    let with = article("en", &body).replace("date:", "abstract: Everyone pays.\ndate:");
    assert_eq!(findings(&with, false), []);
}

#[test]
fn many_of_one_kind_are_told_as_one() {
    let link = "[here](https://example.org/a) ";
    for (links, told) in [(8, 8), (9, 1), (40, 1)] {
        let text = article("en", &link.repeat(links));
        let source = Source::new("article.md", text);
        let mut report = Report::new();
        understand(&source, &Files::none(), &Default::default(), &mut report).expect("an article");
        let all = report.told(&source);
        assert_eq!(all.len(), told, "{links} links");
        assert_eq!(all.iter().map(|told| 1 + told.others.len()).sum::<usize>(), links);
        assert_eq!(report.count(Severity::Note), links, "nothing is lost");
    }
}

#[test]
fn many_places_cost_one_walk() {
    let lines = "Wer zahlt, prüft.\n".repeat(100_000);
    let one_line = "Wer zahlt, prüft. ".repeat(100_000);
    let broken = [
        b"a\xff\xfeb\r\n".repeat(3),
        "ü".repeat(2_000).into_bytes(),
        vec![0xc3],
    ]
    .concat();
    let begun = std::time::Instant::now();
    for text in [lines.into_bytes(), one_line.into_bytes(), broken, Vec::new()] {
        let source = Source::new("article.md", text);
        let length = source.bytes.len();
        let found = source.lines();
        for offset in (0..length + 9).step_by(17) {
            let place = found.line_column(offset);
            // The walk from the start is the meaning; it is what a page of places cannot pay.
            if offset % 11 == 0 && offset < 9_000 || offset + 20 > length {
                assert_eq!(place, source.line_column(offset), "{offset} of {length}");
            }
        }
    }
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

#[test]
fn a_page_of_anything_is_checked_in_no_time() {
    let begun = std::time::Instant::now();
    for text in [
        "[here](https://example.org/a) ".repeat(20_000),
        "# Costs\n\n".repeat(20_000),
        "**Who pays**\n\n".repeat(20_000),
        (0..20_000)
            .map(|n| format!("[report](https://example.org/{n}) "))
            .collect(),
    ] {
        codes("en", &text);
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
