//! Every example of the CommonMark specification: no word that a browser would show may
//! be missing from what is read.

use super::{read_ok, words};

const SPEC: &str = include_str!("../../commonmark/spec.txt");

/// Examples whose HTML shows what this program reads differently on purpose.
const EXCEPTED: &[(usize, &str)] = &[
    (13, "a backslash before a space is a no-break space, as in Pandoc"),
    (
        180,
        "an instruction to PHP is left out whole; browsers show what follows its first `>`",
    ),
    (
        191,
        "a table goes on over blank lines, so its indented tags are no code",
    ),
    (
        491,
        "`<foo bar>` is no HTML element and stays visible, between parentheses that are empty in a browser",
    ),
    (
        629,
        "a CDATA section is left out whole; browsers show what follows its first `>`",
    ),
];

#[test]
fn no_example_of_the_specification_loses_a_word() {
    let examples = examples();
    assert!(
        examples.len() > 600,
        "only {} examples were found",
        examples.len()
    );
    let mut failures = Vec::new();
    for (number, markdown, html) in &examples {
        if EXCEPTED.iter().any(|(excepted, _)| excepted == number) {
            continue;
        }
        let missing = words::missing(&visible(html), &words::of(&read_ok(markdown)));
        if !missing.is_empty() {
            failures.push(format!("example {number} loses {missing:?}\n{markdown}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} examples:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// The examples with their numbers.
fn examples() -> Vec<(usize, String, String)> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut lines = SPEC.lines();
    while let Some(line) = lines.next() {
        if line != format!("{fence} example") {
            continue;
        }
        let until = |end: &str, lines: &mut std::str::Lines| -> String {
            let part = lines.by_ref().take_while(|line| *line != end);
            part.map(|line| line.replace('→', "\t") + "\n").collect()
        };
        let markdown = until(".", &mut lines);
        let html = until(&fence, &mut lines);
        examples.push((examples.len() + 1, markdown, html));
    }
    examples
}

/// What a browser shows of some HTML, with the alternative texts of its pictures.
fn visible(html: &str) -> String {
    let document = scraper::Html::parse_fragment(html);
    let mut text = String::new();
    for node in document.root_element().descendants() {
        if let Some(words) = node.value().as_text() {
            let mut outer = node.ancestors().filter_map(scraper::ElementRef::wrap);
            if !outer.any(|outer| matches!(outer.value().name(), "script" | "style" | "textarea")) {
                text.push_str(words);
            }
        }
        if let Some(image) = scraper::ElementRef::wrap(node).filter(|element| element.value().name() == "img")
        {
            text.push_str(image.attr("alt").unwrap_or_default());
        }
    }
    text
}
