//! The report for people: one page of HTML that stands by itself and keeps the rules that it
//! reports on. Its colours are the reader's own; outcomes are words.

use super::{counts, examined, questions};
use crate::checker::{Audit, Finding, Outcome, RULES};
use crate::markup::{Page, escaped};

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1.25rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
.lead { margin: 0 0 1.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; line-height: 1.4; }
caption { text-align: start; padding: 0 0 .5rem; }
th, td { text-align: start; vertical-align: top; padding: .45rem .75rem .45rem 0; border-top: 1px solid; }
thead th { border-top: 0; vertical-align: bottom; }
thead th { font-weight: 600; }
tbody th { font-weight: 400; }
th code { white-space: nowrap; }
.count { white-space: nowrap; }
.failed { font-weight: 700; }
.clause { display: block; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem 1.25rem; }
li { margin: 0 0 .75rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
";

/// The report as a page of HTML.
pub fn page(audit: &Audit) -> Vec<u8> {
    let mut page = Page::new();
    let [passed, failed, inapplicable] = counts(audit);
    page.raw("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\">\n<head>\n");
    page.raw("<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    page.element("title", "", &format!("Accessibility of “{}”", audit.title));
    page.raw("<style>\n")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n<main>\n");
    page.raw("<h1>Accessibility of “");
    page.element("span", &lang(audit), &audit.title);
    page.raw("”</h1>\n");
    let verdict = match (audit.is_read, failed) {
        (false, _) => "The book could not be read as a whole, so not everything was checked.",
        (true, 0) => {
            "Every check that a machine can make passed. What only a person can tell is listed below."
        }
        (true, _) => "Some checks failed. What only a person can tell is listed below.",
    };
    page.element("p", " class=\"lead\"", verdict);
    page.raw("<ul>\n");
    for (count, words) in [
        (passed, "checks passed"),
        (failed, "failed"),
        (inapplicable, "had nothing to look at in this book"),
    ] {
        page.element("li", "", &format!("{count} {words}"));
    }
    page.raw("</ul>\n");
    failures(audit, &mut page);
    people(audit, &mut page);
    pictures(audit, &mut page);
    checks(audit, &mut page);
    statements(audit, &mut page);
    page.raw("</main>\n</body>\n</html>\n");
    page.into_bytes()
}

fn failures(audit: &Audit, page: &mut Page) {
    if audit.findings.is_empty() {
        return;
    }
    page.raw("<h2 id=\"found\">What was found</h2>\n<ul>\n");
    for finding in &audit.findings {
        let place = place(finding);
        page.raw("<li>").text(&finding.message);
        if !place.is_empty() {
            page.raw(" (").text(&place).raw(")");
        }
        page.raw("<br/>")
            .text("To mend it: ")
            .text(&finding.hint)
            .raw("</li>\n");
    }
    page.raw("</ul>\n");
}

fn people(audit: &Audit, page: &mut Page) {
    page.raw("<h2 id=\"people\">What a person must check</h2>\n<ol>\n");
    for question in questions(audit) {
        page.raw("<li>").text(question.asks);
        page.element("span", " class=\"clause\"", &question.clauses.join("; "));
        page.raw("</li>\n");
    }
    page.raw("</ol>\n");
}

fn pictures(audit: &Audit, page: &mut Page) {
    if audit.pictures.is_empty() {
        return;
    }
    page.raw("<h2 id=\"pictures\">Alternative texts</h2>\n<div class=\"wide\">\n<table>\n");
    page.element(
        "caption",
        "",
        "Every picture of the book with the words that stand for it",
    );
    page.raw("<thead><tr><th scope=\"col\">Picture</th><th scope=\"col\">Words</th></tr></thead>\n<tbody>\n");
    for picture in &audit.pictures {
        page.raw("<tr><th scope=\"row\"><code>")
            .raw(&escaped(&picture.src))
            .raw("</code></th>");
        match picture.alt.as_deref() {
            None => page.raw("<td>none</td>"),
            Some("") => page.raw("<td>none: it is marked as decoration</td>"),
            Some(alt) => page.element("td", &lang(audit), alt),
        };
        page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</div>\n");
}

fn checks(audit: &Audit, page: &mut Page) {
    page.raw("<h2 id=\"checks\">What was checked by machine</h2>\n<div class=\"wide\">\n<table>\n");
    page.element(
        "caption",
        "",
        "Each rule, the clauses that ask for it, and how the book fares",
    );
    page.raw("<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Clause</th>");
    page.raw("<th scope=\"col\">Looked at</th><th scope=\"col\">Outcome</th></tr></thead>\n<tbody>\n");
    for rule in RULES {
        let count = examined(audit, rule.subject);
        let [one, many] = rule.subject.words();
        page.raw("<tr>");
        page.element("th", " scope=\"row\"", rule.asks);
        page.raw("<td>");
        for clause in rule.clauses {
            page.element("span", " class=\"clause\"", clause);
        }
        page.raw("</td>");
        let looked = format!("{count} {}", if count == 1 { one } else { many });
        page.element("td", " class=\"count\"", &looked);
        let (class, words) = match audit.outcome(rule) {
            Outcome::Passed => ("", "passed".to_owned()),
            Outcome::Failed => (" class=\"failed\"", format!("failed: {}", audit.of(rule).count())),
            Outcome::Inapplicable => ("", "nothing to look at".to_owned()),
        };
        page.element("td", class, &words);
        page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</div>\n");
}

fn statements(audit: &Audit, page: &mut Page) {
    if audit.statements.is_empty() {
        return;
    }
    page.raw("<h2 id=\"statements\">What the book says of itself</h2>\n<dl>\n");
    let mut last = "";
    for (property, value) in &audit.statements {
        if property != last {
            page.element("dt", "", property);
            last = property;
        }
        let attributes = if property.ends_with("Summary") {
            lang(audit)
        } else {
            String::new()
        };
        page.element("dd", &attributes, value);
    }
    page.raw("</dl>\n");
}

fn place(finding: &Finding) -> String {
    finding.place.as_ref().map_or_else(String::new, |place| {
        format!("`{}`, line {}, column {}", place.file, place.line, place.column)
    })
}

/// The book's language, for words of its own.
fn lang(audit: &Audit) -> String {
    match escaped(&audit.language) {
        tag if tag.is_empty() => String::new(),
        tag => format!(" lang=\"{tag}\" xml:lang=\"{tag}\" dir=\"auto\""),
    }
}
