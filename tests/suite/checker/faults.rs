//! One fault a rule, seeded into a book in which nothing is wrong: each gives exactly one
//! finding, of its code, at its place.

use super::book::{OWN, Parts, change, change_text, packed, replace, unpacked};
use pamphlet::checker::{CheckOptions, RULES, audit};
use pamphlet::diagnostic::Code;
use pamphlet::model::Date;
use std::collections::BTreeSet;

type Fault = (&'static str, Code, fn(&mut Parts));

fn options() -> CheckOptions {
    CheckOptions {
        today: Date::parse("2025-06-02"),
    }
}

fn package(parts: &mut Parts, from: &str, to: &str) {
    change(parts, "content.opf", |text| text.replacen(from, to, 1));
}

fn nav(parts: &mut Parts, from: &str, to: &str) {
    change(parts, "nav.xhtml", |text| text.replacen(from, to, 1));
}

fn css(parts: &mut Parts, rule: &str) {
    change(parts, "stylesheet.css", |text| format!("{text}\n{rule}\n"));
}

/// Adds to the text, before the last line of its first section with a note.
fn add(parts: &mut Parts, markup: &str) {
    replace(
        parts,
        "<p>Everyone pays.<a",
        &format!("{markup}\n<p>Everyone pays.<a"),
    );
}

/// What stands between two marks in a part, both with it.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("no `{from}`"));
    let end = text[start..].find(to).unwrap_or_else(|| panic!("no `{to}`"));
    &text[start..start + end + to.len()]
}

/// Two lines of a list in the navigation document change places.
fn swap(parts: &mut Parts, list: &str, first: usize) {
    change(parts, "nav.xhtml", |text| {
        let start = text
            .find(&format!("<nav epub:type=\"{list}\""))
            .expect("the list");
        let lines: Vec<&str> = text[start..]
            .lines()
            .filter(|line| line.starts_with("<li>"))
            .collect();
        let (one, other) = (lines[first], lines[first + 1]);
        let swapped = text[start..]
            .replacen(one, "@", 1)
            .replacen(other, one, 1)
            .replacen('@', other, 1);
        text[..start].to_owned() + &swapped
    });
}

const FAULTS: &[Fault] = &[
    // The package.
    ("no summary", Code::BookStatement, |parts| {
        change(parts, "content.opf", |text| {
            let line = between(text, "<meta property=\"schema:accessibilitySummary\"", "</meta>");
            text.replace(line, "")
        });
    }),
    ("a made-up feature", Code::BookVocabulary, |parts| {
        package(parts, ">readingOrder<", ">readingorder<");
    }),
    ("a feature that is not there", Code::BookFalseClaim, |parts| {
        package(parts, ">readingOrder<", ">longDescription<");
    }),
    ("a mode that is not there", Code::BookFalseClaim, |parts| {
        package(parts, ">textual</meta>", ">auditory</meta>");
    }),
    (
        "hazards that contradict each other",
        Code::BookFalseClaim,
        |parts| {
            let none = "<meta property=\"schema:accessibilityHazard\">none</meta>";
            package(
                parts,
                none,
                &format!("{none}<meta property=\"schema:accessibilityHazard\">sound</meta>"),
            );
        },
    ),
    ("pictures that are not stated", Code::BookUnclaimed, |parts| {
        package(parts, "<meta property=\"schema:accessMode\">visual</meta>", "");
    }),
    ("a page list that is not stated", Code::BookUnclaimed, |parts| {
        package(
            parts,
            "<meta property=\"schema:accessibilityFeature\">pageNavigation</meta>",
            "",
        );
    }),
    ("a misspelt claim", Code::BookConformance, |parts| {
        let claim = "<meta property=\"dcterms:conformsTo\" id=\"conf\">EPUB Accessibility 1.1 WCAG 2.2 AA</meta>\
            <meta property=\"a11y:certifiedBy\" refines=\"#conf\">House</meta></metadata>";
        package(parts, "</metadata>", claim);
    }),
    ("a certifier of nothing", Code::BookConformance, |parts| {
        package(
            parts,
            "</metadata>",
            "<meta property=\"a11y:certifiedBy\">House</meta></metadata>",
        );
    }),
    ("a claim of nobody's", Code::BookConformance, |parts| {
        let claim = "<meta property=\"dcterms:conformsTo\">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta></metadata>";
        package(parts, "</metadata>", claim);
    }),
    ("changed tomorrow", Code::BookDate, |parts| {
        package(parts, ">2025-06-01T00:00:00Z<", ">2025-06-03T00:00:00Z<");
    }),
    ("changed on no day", Code::BookDate, |parts| {
        package(parts, ">2025-06-01T00:00:00Z<", ">2025-06-01<");
    }),
    (
        "a formula's document that does not say so",
        Code::BookProperty,
        |parts| {
            package(parts, "properties=\"mathml\"", "");
        },
    ),
    ("scripts that are not there", Code::BookProperty, |parts| {
        package(parts, "properties=\"mathml\"", "properties=\"mathml scripted\"");
    }),
    ("an empty title", Code::BookTitle, |parts| {
        change_text(parts, |text| {
            text.replacen(between(text, "<title>", "</title>"), "<title> </title>", 1)
        });
    }),
    ("a book without a title", Code::BookTitle, |parts| {
        change(parts, "content.opf", |text| {
            text.replacen(
                between(text, "<dc:title", "</dc:title>"),
                "<dc:title id=\"title\"/>",
                1,
            )
        });
    }),
    ("no language", Code::BookLang, |parts| {
        replace(parts, " lang=\"en-GB\" xml:lang=\"en-GB\"", "");
    }),
    ("two languages", Code::BookLang, |parts| {
        replace(parts, "xml:lang=\"en-GB\"", "xml:lang=\"fr\"");
    }),
    ("another language than the package's", Code::BookLang, |parts| {
        package(parts, ">en-GB</dc:language>", ">fr</dc:language>");
    }),
    ("a language that is none", Code::BookLang, |parts| {
        add(parts, "<p lang=\"english!\">Text.</p>");
    }),
    // The texts.
    ("an id twice", Code::BookDuplicateId, |parts| {
        add(parts, "<p id=\"twice\">a</p><p id=\"twice\">b</p>");
    }),
    ("a dead link", Code::BookDeadLink, |parts| {
        add(parts, "<p><a href=\"#nowhere\">Harbours</a></p>");
    }),
    ("a link to no file", Code::BookDeadLink, |parts| {
        add(parts, "<p><a href=\"gone.xhtml#a\">Harbours</a></p>");
    }),
    ("a note's mark that leads nowhere", Code::BookDeadLink, |parts| {
        add(
            parts,
            "<p>x<a epub:type=\"noteref\" role=\"doc-noteref\" href=\"#fn-99\">99</a></p>",
        );
    }),
    ("a name taken from nowhere", Code::BookDeadLink, |parts| {
        add(parts, "<p aria-labelledby=\"nowhere\">Text.</p>");
    }),
    ("a link that acts", Code::BookDeadLink, |parts| {
        add(parts, "<p><a href=\"javascript:alert(1)\">Harbours</a></p>");
    }),
    ("a statement about nothing", Code::BookDeadLink, |parts| {
        package(
            parts,
            "</metadata>",
            "<meta refines=\"#gone\" property=\"role\">aut</meta></metadata>",
        );
    }),
    ("a picture that is not there", Code::BookDeadLink, |parts| {
        add(
            parts,
            "<p><img src=\"images/gone.png\" alt=\"Ships at a quay\"/></p>",
        );
    }),
    ("a heading that jumps", Code::BookHeadingJump, |parts| {
        change_text(parts, |text| {
            let heading = between(text, "<h4", "</h4>");
            text.replacen(heading, &heading.replace("h4", "h5"), 1)
        });
    }),
    ("two titles", Code::BookTwoTitles, |parts| {
        change_text(parts, |text| {
            let heading = between(text, "<h2 id=\"funding\"", "</h2>");
            text.replacen(heading, &heading.replace("h2", "h1"), 1)
        });
    }),
    ("a heading of nothing", Code::BookEmptyHeading, |parts| {
        add(parts, "<h2 id=\"void\"> </h2>");
    }),
    ("a heading that is not listed", Code::BookContents, |parts| {
        change(parts, "nav.xhtml", |text| {
            let end = text.find("#funding\">").expect("the entry");
            let start = text[..end].rfind("<li>").expect("its item");
            let item = between(&text[start..], "<li>", "</li>").to_owned();
            text.replacen(&item, "", 1)
        });
    }),
    ("contents out of order", Code::BookContentsOrder, |parts| {
        swap(parts, "toc", 0);
    }),
    ("a kind without its role", Code::BookRole, |parts| {
        replace(parts, " role=\"doc-noteref\"", "");
    }),
    ("a kind with another role", Code::BookRole, |parts| {
        replace(parts, "role=\"doc-footnote\"", "role=\"doc-endnote\"");
    }),
    // Pages.
    ("a break of no page", Code::BookPageLabel, |parts| {
        replace(parts, "id=\"page-2\" aria-label=\"2\"", "id=\"page-2\"");
    }),
    ("a page with two names", Code::BookPageLabel, |parts| {
        replace(
            parts,
            "id=\"page-2\" aria-label=\"2\"",
            "id=\"page-2\" aria-label=\"12\"",
        );
    }),
    ("a page that is not listed", Code::BookPageList, |parts| {
        change(parts, "nav.xhtml", |text| {
            let end = text.find("#page-2\">").expect("the page");
            let start = text[..end].rfind("<li>").expect("its item");
            let item = between(&text[start..], "<li>", "</li>").to_owned();
            text.replacen(&item, "", 1)
        });
    }),
    (
        "a line of the page list that leads nowhere",
        Code::BookPageList,
        |parts| {
            nav(parts, "#page-2\"", "#page-99\"");
        },
    ),
    ("no page list", Code::BookPageList, |parts| {
        change(parts, "nav.xhtml", |text| {
            text.replacen(between(text, "<nav epub:type=\"page-list\"", "</nav>"), "", 1)
        });
        package(
            parts,
            "<meta property=\"schema:accessibilityFeature\">pageNavigation</meta>",
            "",
        );
    }),
    ("pages out of order", Code::BookPageOrder, |parts| {
        swap(parts, "page-list", 0);
    }),
    ("pages of no edition", Code::BookPageSource, |parts| {
        change(parts, "content.opf", |text| {
            let text = text.replacen(between(text, "<dc:source>", "</dc:source>"), "", 1);
            text.replacen(
                between(&text, "<meta property=\"pageBreakSource\"", "</meta>"),
                "",
                1,
            )
        });
    }),
    // Notes.
    ("a note that is not marked", Code::BookNote, |parts| {
        add(
            parts,
            "<p>x<a epub:type=\"noteref\" role=\"doc-noteref\" href=\"#plain\">9</a></p><p id=\"plain\">A note.</p>",
        );
    }),
    ("a note without a mark", Code::BookNote, |parts| {
        add(
            parts,
            "<div epub:type=\"footnote\" role=\"doc-footnote\" id=\"fn-77\"><p>A note.</p></div>",
        );
    }),
    ("a note without a way back", Code::BookBacklink, |parts| {
        change_text(parts, |text| {
            text.replacen(between(text, "<a epub:type=\"backlink\"", "</a>"), "", 1)
        });
    }),
    ("a way back to another place", Code::BookBacklink, |parts| {
        replace(parts, "href=\"#fnref-1\"", "href=\"#fnref-2\"");
    }),
    // Tables.
    ("a head of plain cells", Code::BookTableHeads, |parts| {
        change_text(parts, |text| {
            let head = between(text, "<thead>", "</thead>");
            let plain = head
                .replace(" scope=\"col\"", "")
                .replace("<th", "<td")
                .replace("/th>", "/td>");
            text.replacen(
                head,
                &plain.replace("<tdead", "<thead").replace("</tdead", "</thead"),
                1,
            )
        });
    }),
    ("a table without heads", Code::BookTableHeads, |parts| {
        add(
            parts,
            "<table><caption>Who pays</caption><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        );
    }),
    ("a head of nothing in particular", Code::BookTableScope, |parts| {
        replace(parts, " scope=\"col\"", "");
    }),
    ("a table without a caption", Code::BookTableCaption, |parts| {
        change_text(parts, |text| {
            let caption = between(text, "<caption", "</caption>");
            let named = between(text, " role=\"region\"", "\">");
            text.replacen(named, ">", 1).replacen(caption, "", 1)
        });
    }),
    // Pictures and formulas.
    ("a picture without words", Code::BookAltMissing, |parts| {
        replace(parts, " alt=\"Spending rises from 2 to 7 billion\"", "");
    }),
    ("a file's name for words", Code::BookAltText, |parts| {
        replace(
            parts,
            "alt=\"Spending rises from 2 to 7 billion\"",
            "alt=\"bars.png\"",
        );
    }),
    ("words that say nothing", Code::BookAltText, |parts| {
        replace(
            parts,
            "alt=\"Spending rises from 2 to 7 billion\"",
            "alt=\"Image\"",
        );
    }),
    ("words that repeat the caption", Code::BookAltCaption, |parts| {
        replace(
            parts,
            "alt=\"Spending rises from 2 to 7 billion\"",
            "alt=\"Figure 1. Spending since 2020\"",
        );
    }),
    ("a formula without words", Code::BookMathWords, |parts| {
        change_text(parts, |text| {
            let words = between(
                &text[text.find("<math").expect("a formula")..],
                " alttext=\"",
                "\"",
            )
            .to_owned();
            let rest = text.replacen(" alttext=\"", "@", 1);
            let start = rest.find('@').expect("the place");
            let end = rest[start..].find('"').expect("its end");
            assert!(!words.is_empty());
            rest[..start].to_owned() + &rest[start + end + 1..]
        });
    }),
    // Links.
    ("a link without words", Code::BookLinkName, |parts| {
        add(parts, "<p><a href=\"https://example.org/\"></a></p>");
    }),
    ("here", Code::BookLinkText, |parts| {
        replace(parts, ">budget for 2025<", ">here<");
    }),
    ("click", Code::BookLinkText, |parts| {
        replace(parts, ">budget for 2025<", "> Click! <");
    }),
    // Colours.
    ("a black page", Code::BookPageColor, |parts| {
        css(parts, "body { color: #1a1a1a }");
    }),
    ("a white page", Code::BookPageColor, |parts| {
        css(parts, "html, .a { background: white }");
    }),
    ("black text", Code::BookDarkMode, |parts| {
        css(parts, "p { color: black }");
    }),
    ("black text in a line", Code::BookDarkMode, |parts| {
        add(parts, "<p style=\"color: rgb(0, 0, 0)\">Text.</p>");
    }),
    ("white text", Code::BookDarkMode, |parts| {
        css(parts, ".faint { color: #eee !important }");
    }),
    ("a white box for any text", Code::BookDarkMode, |parts| {
        css(parts, ".box { background-color: #fff }");
    }),
    ("grey on white", Code::BookContrast, |parts| {
        add(parts, "<p style=\"color:#ccc;background:#fff\">faint</p>");
    }),
];

#[test]
fn every_rule_sees_its_fault_and_nothing_else() {
    let clean = unpacked(&OWN);
    assert_eq!(audit(&OWN, &options()).findings, [], "the book is clean");
    let mut wrong = Vec::new();
    for (name, code, fault) in FAULTS {
        let mut parts = clean.clone();
        fault(&mut parts);
        let found = audit(&packed(&parts), &options()).findings;
        let is_one = matches!(found.as_slice(), [only] if only.code == *code && !only.hint.is_empty());
        if !is_one {
            wrong.push(format!("{name}: not one `{code}` but {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let seeded: BTreeSet<_> = FAULTS.iter().map(|(_, code, _)| *code).collect();
    let ruled: BTreeSet<_> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(
        seeded, ruled,
        "a fault for every rule, and a rule for every fault"
    );
}

#[test]
fn a_finding_stands_at_its_line_and_column_in_the_book() {
    let mut parts = unpacked(&OWN);
    replace(&mut parts, ">budget for 2025<", ">here<");
    let found = audit(&packed(&parts), &options()).findings;
    let place = found[0].place.clone().expect("a place");
    let text = String::from_utf8(parts[&place.file].clone()).expect("text");
    let line = text.lines().nth(place.line - 1).expect("the line");
    let at = line.char_indices().nth(place.column - 1).expect("the column").0;
    assert!(
        line[at..].starts_with("<a ") && line[at..].contains(">here<"),
        "{place:?}"
    );
    assert!(place.file.ends_with(".xhtml") && line.starts_with(&place.text[..20]));
}

#[test]
fn what_was_looked_at_is_counted() {
    use pamphlet::checker::Subject;
    let audit = audit(&OWN, &options());
    let count = |subject| audit.examined.get(&subject).copied().unwrap_or(0);
    assert_eq!(count(Subject::Pictures), 2, "the picture and the cover");
    assert_eq!((count(Subject::Tables), count(Subject::Notes)), (1, 2));
    assert_eq!(count(Subject::Formulas), 2);
    assert!(count(Subject::Pages) >= 2 && count(Subject::Headings) >= 6 && audit.is_passed());
}
