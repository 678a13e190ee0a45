//! Second thoughts about finished pages: white before figures, lost lines at the end.

use crate::corpus::PRESS;
use crate::sheet::Sheet;
use pamphlet::{Files, Options, Output, Report, Source, render, understand};
use std::collections::BTreeMap;

const WORDS: &str = "Peace operations last where the states that pay for them also answer for them, and \
    where a mandate says in plain words what its end looks like. Thirty years of missions show that the \
    second condition is met less often than the first, and that nobody is asked why.\n\n";

/// The texts of the pages of a paper, and the picture that it may show as `a.png`.
fn pages(text: &str) -> Vec<String> {
    let picture = include_bytes!("../../content/sp800-63c/manual.png").to_vec();
    let files = Files::memory(BTreeMap::from([("a.png".to_owned(), picture)]));
    let source = Source::new("paper.md", text);
    let mut report = Report::new();
    let article = understand(&source, &files, &Default::default(), &mut report).expect("an article");
    let made = render(&article, &PRESS, &[Output::Pdf], &Options::default(), &mut report).expect("a PDF");
    Sheet::open(&made[0].bytes).running_pages()
}

fn page_of(pages: &[String], words: &str) -> usize {
    let squash = |text: &str| text.split_whitespace().collect::<String>();
    let found = pages
        .iter()
        .position(|page| squash(page).contains(&squash(words)));
    found.unwrap_or_else(|| panic!("{words:?} is on no page"))
}

/// A paper whose figure finds no room at the foot of page one.
fn with_figure(attributes: &str) -> String {
    let head = "---\ntitle: A paper\ndate: 2025-01-01\n---\n\n";
    let body = WORDS.repeat(8);
    format!(
        "{head}{body}![The chart](a.png){{#fig-a alt=\"A chart\"{attributes}}}\n\nAfter the chart. {WORDS}{body}"
    )
}

#[test]
fn a_figure_without_room_takes_the_next_head_and_the_text_goes_on() {
    let pages = pages(&with_figure(""));
    assert_eq!(page_of(&pages, "After the chart."), 0, "the text fills page one");
    assert_eq!(page_of(&pages, "The chart"), 1);
}

#[test]
fn a_figure_that_shall_stay_stays() {
    for attribute in [" placement=here", " fig-pos=H"] {
        let pages = pages(&with_figure(attribute));
        assert_eq!(page_of(&pages, "After the chart."), 1, "{attribute}");
    }
}

#[test]
fn a_figure_that_shall_float_leaves_its_place() {
    let text = with_figure("").replacen(&WORDS.repeat(8), &WORDS.repeat(3), 1);
    let asked = text.replacen("alt=\"A chart\"", "alt=\"A chart\" placement=float", 1);
    let (stays, floats) = (pages(&text), pages(&asked));
    let before = |pages: &[String]| {
        let page = pages[page_of(pages, "After the chart.")]
            .split_whitespace()
            .collect::<String>();
        page.find("Thechart") < page.find("Afterthechart.")
    };
    assert!(before(&stays), "what fits stays where it is written");
    assert!(page_of(&floats, "The chart") >= page_of(&stays, "The chart"));
}

/// However long a paper is, its last page is never left with a line or two.
#[test]
fn no_last_page_holds_a_few_lines() {
    for count in 10..26 {
        let text = format!(
            "---\ntitle: A paper\ndate: 2025-01-01\n---\n\n{}",
            WORDS.repeat(count)
        );
        let pages = pages(&text);
        let last = pages.last().expect("a page");
        let letters = last.chars().filter(|char| !char.is_whitespace()).count();
        assert!(
            pages.len() == 1 || letters > 250,
            "{count} paragraphs: {last:?} on page {}",
            pages.len()
        );
    }
}
