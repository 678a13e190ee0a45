//! What a page tells of single papers, with links to their files.

use super::{Told, class, lang, number, overview, table};
use crate::batch::job::{Class, Outcome};
use crate::batch::summary::figures::{count, seconds, size};
use crate::batch::summary::table::place;
use crate::batch::summary::{self, Entry, kind};
use crate::diagnostic::Finding;
use crate::markup::Page;
use std::path::Path;

/// How many papers the list of all has; of more, those that are fine are left out.
const MOST_PAPERS: usize = 2000;
/// How many it has in any case: a browser is no place for more.
const MOST_ROWS: usize = 5 * MOST_PAPERS;
/// How many papers are told with their findings.
const MOST_TOLD: usize = 1000;
/// How many of a paper's findings are told; the others are counted.
const MOST_FINDINGS: usize = 5;

/// Papers with what keeps them from being fine.
pub(super) fn told(told: &Told, papers: &[summary::Told], page: &mut Page) {
    page.raw("<ul class=\"told\">\n");
    for paper in papers.iter().take(MOST_TOLD) {
        let entry = &paper.entry;
        page.raw("<li>\n<h3>").verbatim(&entry.id).raw(" ");
        class(page, entry.class);
        page.raw("</h3>\n");
        if let Some(title) = &entry.title {
            let attributes = format!(" class=\"title\"{}", lang(entry.lang.as_deref()));
            page.element("span", &attributes, title);
        }
        files(told, entry, true, page);
        page.raw("\n<ul class=\"found\">\n");
        if let Some(message) = &paper.message {
            page.raw("<li>").text(message).raw("</li>\n");
        }
        for finding in paper.findings.iter().take(MOST_FINDINGS) {
            found(told, entry, finding, page);
        }
        if paper.findings.len() > MOST_FINDINGS {
            let more = count(paper.findings.len() - MOST_FINDINGS);
            page.element("li", "", &format!("and {more} more"));
        }
        if paper.message.is_none() && paper.findings.is_empty() {
            page.element("li", "", "The results do not say why.");
        }
        page.raw("</ul>\n</li>\n");
    }
    page.raw("</ul>\n");
    if papers.len() > MOST_TOLD {
        let more = count(papers.len() - MOST_TOLD);
        page.element(
            "p",
            "",
            &format!("And {more} more, which are in the results and in CSV."),
        );
    }
}

fn found(told: &Told, entry: &Entry, finding: &Finding, page: &mut Page) {
    page.raw("<li><span class=\"place\">");
    // A finding may also be in a file within a book, to which no address leads.
    if Path::new(&finding.file) == entry.source {
        page.raw("<a href=\"")
            .raw(&told.links.to(&entry.source))
            .raw("\">");
        page.verbatim(&place(finding)).raw("</a>");
    } else {
        page.verbatim(&place(finding));
    }
    page.raw("</span> ").text(&finding.message);
    let anchor = overview::anchor(finding.code, finding.severity.as_str());
    page.raw(&format!(
        " <a class=\"code\" href=\"#{anchor}\"><code>{}</code></a></li>\n",
        finding.code
    ));
}

/// Links to what was made of a paper; each names its kind, and the row or heading the paper.
fn files(told: &Told, entry: &Entry, with_source: bool, page: &mut Page) {
    if entry.files.is_empty() && !with_source {
        return;
    }
    page.raw("<span class=\"files\">");
    let mut link = |path: &Path, name: &str| {
        page.raw("<a href=\"").raw(&told.links.to(path)).raw("\">");
        page.verbatim(name).raw("</a> ");
    };
    for path in &entry.files {
        let name = match kind(path) {
            Some(output) => output.extension().to_uppercase().replace('.', " "),
            None => path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        };
        link(path, &name);
    }
    if with_source {
        link(&entry.source, "article");
    }
    page.raw("</span>");
}

pub(super) fn slowest(told: &Told, page: &mut Page) {
    measured(
        told,
        &told.summary.slowest,
        "slowest-table",
        "The papers that took longest",
        page,
    );
}

pub(super) fn largest(told: &Told, page: &mut Page) {
    let caption = "The papers whose files are largest together";
    measured(told, &told.summary.largest, "largest-table", caption, page);
}

pub(super) fn hungriest(told: &Told, page: &mut Page) {
    let caption = "The papers whose workers had most memory";
    measured(told, &told.summary.hungriest, "memory-table", caption, page);
}

fn measured(told: &Told, entries: &[Entry], id: &str, caption: &str, page: &mut Page) {
    let heads = [
        ("Paper", false),
        ("Time", true),
        ("Size", true),
        ("Memory", true),
        ("Pages", true),
        ("Class", false),
    ];
    table(page, id, caption, &heads, |page| {
        for entry in entries {
            name(told, entry, page);
            number(page, &seconds(entry.seconds));
            number(page, &size(entry.bytes));
            number(page, &entry.peak_memory.map(size).unwrap_or_default());
            number(page, &entry.pages.map(count).unwrap_or_default());
            page.raw("<td>");
            class(page, entry.class);
            page.raw("</td></tr>\n");
        }
    });
}

pub(super) fn papers(told: &Told, page: &mut Page) {
    let heads = [
        ("Paper", false),
        ("Class", false),
        ("Pages", true),
        ("Words", true),
        ("Time", true),
        ("Size", true),
    ];
    let (mut shown, left_out) = worth_showing(told.outcomes);
    let is_cut = shown.len() > MOST_ROWS;
    shown.truncate(MOST_ROWS);
    let caption = if shown.len() == told.outcomes.len() {
        "Every paper, by its name in the batch".to_owned()
    } else {
        let [rows, all] = [shown.len(), told.outcomes.len()].map(count);
        let names: Vec<_> = left_out.iter().map(|class| class.as_str()).collect();
        let classes = match names.as_slice() {
            [] => String::new(),
            names => format!(", none that are {}", names.join(" or ")),
        };
        let first = if is_cut { "The first " } else { "" };
        format!("{first}{rows} of {all} papers{classes}; the results and CSV have them all")
    };
    table(page, "papers-table", &caption, &heads, |page| {
        for outcome in shown {
            let entry = Entry::of(outcome);
            name(told, &entry, page);
            page.raw("<td>");
            class(page, entry.class);
            page.raw("</td>");
            number(page, &entry.pages.map(count).unwrap_or_default());
            number(page, &entry.words.map(count).unwrap_or_default());
            number(page, &seconds(entry.seconds));
            number(page, &size(entry.bytes));
            page.raw("</tr>\n");
        }
    });
}

/// Of very many papers those that are not fine; and if these are very many, too, those that are
/// told above in any case.
fn worth_showing(all: &[Outcome]) -> (Vec<&Outcome>, Vec<Class>) {
    let mut shown: Vec<&Outcome> = all.iter().collect();
    let mut left_out = Vec::new();
    for (class, limit) in [
        (Class::Ok, MOST_PAPERS),
        (Class::Draft, 2 * MOST_PAPERS),
        (Class::Warning, 5 * MOST_PAPERS),
    ] {
        if shown.len() > limit && shown.iter().any(|outcome| outcome.class == class) {
            shown.retain(|outcome| outcome.class != class);
            left_out.push(class);
        }
    }
    (shown, left_out)
}

/// Begins a row with the paper's name and its files.
fn name(told: &Told, entry: &Entry, page: &mut Page) {
    page.raw("<tr><th scope=\"row\" class=\"paper\">")
        .verbatim(&entry.id);
    if let Some(title) = entry.title.as_ref().filter(|title| !title.is_empty()) {
        let attributes = format!(" class=\"gloss\"{}", lang(entry.lang.as_deref()));
        page.element("span", &attributes, title);
    }
    files(told, entry, false, page);
    page.raw("</th>");
}
