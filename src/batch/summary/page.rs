//! A summary and its papers go in, a page of HTML comes out that stands by itself: no script, no
//! address but those of the files, its style within. It is XML as well, so that programs can
//! read it, and every word from the results is escaped.
//!
//! Colours only repeat what words say. To tell one thing more: a function that writes a section,
//! and its name in `SECTIONS`.

mod lists;
mod overview;

use super::figures::many;
use super::{Links, Summary};
use crate::batch::job::{Class, Outcome};
use crate::markup::{Page, escaped};

const STYLE: &str = include_str!("page/style.css");

/// Nothing is fetched and nothing acts, whatever a hole in this page would let in.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What a page is made from.
struct Told<'a> {
    summary: &'a Summary,
    outcomes: &'a [Outcome],
    links: &'a Links,
}

/// A section: the id that leads to it, its heading, whether there is anything to say, and what.
struct Section {
    id: &'static str,
    heading: &'static str,
    /// How many things it tells of; a section without any is left out.
    count: fn(&Told) -> usize,
    write: fn(&Told, &mut Page),
}

const SECTIONS: &[Section] = &[
    Section {
        id: "fared",
        heading: "How the papers fared",
        count: |told| told.summary.papers,
        write: overview::classes,
    },
    Section {
        id: "found",
        heading: "What was found",
        count: |told| told.summary.codes.len(),
        write: overview::codes,
    },
    Section {
        id: "failed",
        heading: "Not made",
        count: |told| told.summary.failed.len(),
        write: |told, page| lists::told(told, &told.summary.failed, page),
    },
    Section {
        id: "review",
        heading: "To be looked at",
        count: |told| told.summary.needs_review.len(),
        write: |told, page| lists::told(told, &told.summary.needs_review, page),
    },
    Section {
        id: "checks",
        heading: "Claims and checks",
        count: |told| told.summary.checks.pdfs + told.summary.checks.books,
        write: overview::checks,
    },
    Section {
        id: "slowest",
        heading: "Slowest",
        count: |told| told.summary.slowest.len(),
        write: lists::slowest,
    },
    Section {
        id: "largest",
        heading: "Largest",
        count: |told| told.summary.largest.len(),
        write: lists::largest,
    },
    Section {
        id: "memory",
        heading: "Most memory",
        count: |told| told.summary.hungriest.len(),
        write: lists::hungriest,
    },
    Section {
        id: "papers",
        heading: "All papers",
        count: |told| told.summary.papers,
        write: lists::papers,
    },
    Section {
        id: "read",
        heading: "Results read",
        count: |told| told.summary.read.len(),
        write: overview::read,
    },
];

/// The summary as a page of HTML, with links to the files of its papers.
pub fn page(summary: &Summary, outcomes: &[Outcome], links: &Links) -> Vec<u8> {
    let told = Told {
        summary,
        outcomes,
        links,
    };
    let mut page = Page::new();
    let title = format!("Report on {}", many(summary.papers, "paper", "papers"));
    page.raw("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\">\n<head>\n");
    page.raw("<meta charset=\"utf-8\"/>\n");
    page.raw(&format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\n"
    ));
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    page.element("title", "", &title);
    page.raw("\n<style>\n")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    page.raw("<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n");
    page.element("h1", "", &title);
    page.raw("\n<p class=\"lead\">");
    page.verbatim(&overview::lead(summary)).raw("</p>\n</header>\n");
    let there = || SECTIONS.iter().filter(|section| (section.count)(&told) > 0);
    page.raw("<nav aria-label=\"Contents\">\n<ul>\n");
    for section in there() {
        page.raw(&format!(
            "<li><a href=\"#{}\">{}</a></li>\n",
            section.id, section.heading
        ));
    }
    page.raw("</ul>\n</nav>\n<main id=\"main\" tabindex=\"-1\">\n");
    overview::trouble(summary, &mut page);
    if summary.papers > 0 {
        overview::figures(summary, &mut page);
    }
    for section in there() {
        let Section { id, heading, .. } = section;
        page.raw(&format!(
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n"
        ));
        (section.write)(&told, &mut page);
        page.raw("</section>\n");
    }
    page.raw("</main>\n<footer>\n");
    page.element("p", "", &overview::versions(summary));
    page.raw("\n</footer>\n</body>\n</html>\n");
    page.into_bytes()
}

/// A table in a frame that scrolls by itself where the page is too narrow, by keyboard, too.
/// `id` is the caption's, `heads` are the columns with whether they hold numbers.
fn table(page: &mut Page, id: &str, caption: &str, heads: &[(&str, bool)], rows: impl FnOnce(&mut Page)) {
    // Few columns drift apart on the whole width.
    let class = if heads.len() > 4 { "wide" } else { "wide small" };
    page.raw(&format!(
        "<div class=\"{class}\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{id}\">\n<table>\n"
    ));
    page.element("caption", &format!(" id=\"{id}\""), caption);
    page.raw("\n<thead><tr>");
    for (head, is_number) in heads {
        let class = if *is_number { " class=\"number\"" } else { "" };
        page.element("th", &format!(" scope=\"col\"{class}"), head);
    }
    page.raw("</tr></thead>\n<tbody>\n");
    rows(page);
    page.raw("</tbody>\n</table>\n</div>\n");
}

fn number(page: &mut Page, text: &str) {
    page.element("td", " class=\"number\"", text);
}

/// The class in its word, which its colour repeats.
fn class(page: &mut Page, class: Class) {
    let name = class.as_str();
    page.element("span", &format!(" class=\"class {name}\""), name);
}

/// Attributes of words in a paper's own language.
fn lang(tag: Option<&str>) -> String {
    match tag.map(escaped) {
        None => " dir=\"auto\"".to_owned(),
        Some(tag) if tag.is_empty() => " dir=\"auto\"".to_owned(),
        Some(tag) => format!(" lang=\"{tag}\" xml:lang=\"{tag}\" dir=\"auto\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_is_markup_as_it_stands() {
        assert!(!STYLE.contains(['<', '&']), "it stands in XML unescaped");
        for class in Class::ALL {
            let name = class.as_str();
            assert!(
                STYLE.contains(&format!(".{name} {{")) || STYLE.contains(&format!(".{name},")),
                "{name}"
            );
        }
    }
}
