//! What a page tells of all papers together.

use super::{Told, class, number, table};
use crate::batch::job::Class;
use crate::batch::summary::figures::{self, count, many, percent, share, size, time};
use crate::batch::summary::table::within;
use crate::batch::summary::{Spread, Summary};
use crate::markup::Page;

/// "From 3 files of results. The papers were made on 2025-06-01, from 09:30:00 to 09:41:12 (UTC)."
pub(super) fn lead(summary: &Summary) -> String {
    let files = many(summary.read.len(), "file", "files");
    let split = |time: &Option<String>| {
        let time = time.as_deref()?.trim_end_matches('Z');
        let (day, hour) = time.split_once('T')?;
        Some((day.to_owned(), hour.to_owned()))
    };
    let when = match (split(&summary.first), split(&summary.last)) {
        (Some(first), Some(last)) if first == last => format!("on {} at {}", first.0, first.1),
        (Some(first), Some(last)) if first.0 == last.0 => {
            format!("on {}, from {} to {}", first.0, first.1, last.1)
        }
        (Some(first), Some(last)) => format!("from {} {} to {} {}", first.0, first.1, last.0, last.1),
        (None, _) | (_, None) => return format!("From {files} of results."),
    };
    format!("From {files} of results. The papers were made {when} (UTC).")
}

/// What could not be read, before everything else: the numbers are without it.
pub(super) fn trouble(summary: &Summary, page: &mut Page) {
    let mut told = Vec::new();
    for refused in &summary.refused {
        told.push(format!(
            "`{}` is left out: {}.",
            refused.path.display(),
            refused.reason
        ));
    }
    for read in &summary.read {
        let path = read.path.display();
        if read.wrong_lines > 0 {
            let lines = many(read.wrong_lines, "line is", "lines are");
            let each = read
                .wrong
                .iter()
                .map(|wrong| format!("line {}: {}", wrong.line, wrong.reason));
            let each: Vec<_> = each.collect();
            let more = match read.wrong_lines - each.len() {
                0 => String::new(),
                more => format!("; and {} more", count(more)),
            };
            told.push(format!(
                "In `{path}` {lines} left out ({}{more}).",
                each.join("; ")
            ));
        }
        if read.is_torn {
            told.push(format!(
                "In `{path}` the last line has no end and is left out: the batch is still running, or was killed."
            ));
        }
        if read.unknown_findings > 0 {
            let findings = many(read.unknown_findings, "finding is", "findings are");
            told.push(format!(
                "In `{path}` {findings} left out, of kinds that this version does not know."
            ));
        }
    }
    if summary.papers == 0 {
        told.push("There are no results of papers here.".to_owned());
    }
    if told.is_empty() {
        return;
    }
    page.raw("<div class=\"notice\" role=\"note\">\n<p>This report is not whole.</p>\n<ul>\n");
    for told in told {
        page.raw("<li>").text(&told).raw("</li>\n");
    }
    page.raw("</ul>\n</div>\n");
}

/// The numbers that somebody asks for first.
pub(super) fn figures(summary: &Summary, page: &mut Page) {
    let totals = &summary.totals;
    let of = |class: Class| {
        let by = summary.classes.iter().find(|by| by.class == class);
        by.map_or(0, |by| by.papers)
    };
    let made = summary.papers - summary.failures() - of(Class::Draft);
    page.raw("<dl class=\"figures\">\n");
    for (name, value) in [
        ("Papers made", count(made)),
        ("Not made", count(summary.failures())),
        ("To be looked at", count(summary.needs_review.len())),
        ("Pages", count(totals.pages)),
        ("Words", count(totals.words)),
        ("Files", count(totals.files)),
        ("Size of the files", size(totals.bytes)),
        ("Time of workers", time(totals.seconds)),
    ] {
        page.raw("<div>")
            .element("dt", "", name)
            .element("dd", "", &value)
            .raw("</div>\n");
    }
    page.raw("</dl>\n");
}

pub(super) fn classes(told: &Told, page: &mut Page) {
    let summary = told.summary;
    let heads = [("Class", false), ("Papers", true), ("Share", true)];
    table(
        page,
        "fared-table",
        "Papers by class, from the best to the worst",
        &heads,
        |page| {
            for by in summary.classes.iter().filter(|by| by.papers > 0) {
                page.raw("<tr><th scope=\"row\">");
                class(page, by.class);
                page.element("span", " class=\"gloss\"", meaning(by.class));
                page.raw("</th>");
                number(page, &count(by.papers));
                bar(page, by.class.as_str(), by.papers, summary.papers);
                page.raw("</tr>\n");
            }
        },
    );
    spreads(summary, page);
}

fn meaning(class: Class) -> &'static str {
    match class {
        Class::Ok => "made; at most notes were taken",
        Class::Warning => "made, with warnings",
        Class::NeedsReview => "made, but something is missing in it: a person must look",
        Class::Error => "not made: an error in the article, its house or its files",
        Class::Timeout => "not made: it took longer than a paper may",
        Class::OutOfMemory => "not made: it wanted more memory than a paper may",
        Class::Crash => "not made: it brought its worker down",
        Class::Draft => "left out: it calls itself a draft",
    }
}

/// A share in figures, and before them as a length that adds nothing to them.
fn bar(page: &mut Page, class: &str, part: usize, whole: usize) {
    page.raw(&format!(
        "<td class=\"number\"><span class=\"track\"><span class=\"bar {class}\" style=\"inline-size:{:.2}%\">\
        </span></span>",
        percent(part, whole)
    ));
    page.element("span", " class=\"share\"", &share(part, whole));
    page.raw("</td>");
}

fn spreads(summary: &Summary, page: &mut Page) {
    if summary.seconds.is_none() && summary.peak_memory.is_none() {
        return;
    }
    let heads = [
        ("Measure", false),
        ("Median", true),
        ("95 of 100", true),
        ("Most", true),
    ];
    table(page, "one-table", "What one paper took", &heads, |page| {
        if let Some(spread) = summary.seconds {
            spread_row(page, "Time", spread, figures::seconds);
        }
        if let Some(spread) = summary.peak_memory {
            spread_row(page, "Memory", spread, size);
        }
    });
}

fn spread_row<T>(page: &mut Page, name: &str, spread: Spread<T>, figure: impl Fn(T) -> String) {
    page.raw("<tr>").element("th", " scope=\"row\"", name);
    for value in [spread.median, spread.p95, spread.most] {
        number(page, &figure(value));
    }
    page.raw("</tr>\n");
}

pub(super) fn codes(told: &Told, page: &mut Page) {
    let summary = told.summary;
    let heads = [
        ("Finding", false),
        ("Weight", false),
        ("Papers", true),
        ("Times", true),
        ("For instance", false),
    ];
    let caption = "Findings by code, the heaviest first, then those of most papers";
    table(page, "found-table", caption, &heads, |page| {
        for by in &summary.codes {
            let weight = by.severity.as_str();
            page.raw(&format!(
                "<tr id=\"{}\"><th scope=\"row\" class=\"paper\">",
                anchor(by.code, weight)
            ));
            page.element("code", " class=\"name\"", by.code.as_str());
            page.raw("<details><summary>")
                .text(by.code.summary())
                .raw("</summary>");
            page.raw("<p>").text(by.code.reason()).raw("</p><p>");
            page.text(by.code.cure()).raw("</p></details></th><td>");
            page.element("span", &format!(" class=\"class {weight}\""), weight);
            page.raw("</td>");
            number(page, &count(by.papers));
            number(page, &count(by.findings));
            page.raw("<td class=\"paper\">");
            page.element("span", " class=\"place\"", &within(&by.example, &by.paper));
            page.raw("</td></tr>\n");
        }
    });
    if summary.unlisted > 0 {
        let unlisted = many(summary.unlisted, "finding is", "findings are");
        let words = format!("{unlisted} counted but not written out in the results, and not in this table.");
        page.element("p", "", &words);
    }
}

/// The id of a code's row.
pub(super) fn anchor(code: crate::diagnostic::Code, weight: &str) -> String {
    format!("{weight}-{code}")
}

pub(super) fn checks(told: &Told, page: &mut Page) {
    let checks = &told.summary.checks;
    let heads = [("Held to", false), ("Files", true), ("Of", true), ("Share", true)];
    table(
        page,
        "checks-table",
        "Which standards files claim, and whether books pass their own checks",
        &heads,
        |page| {
            let mut row = |name: &str, part: usize, whole: usize, what: &str| {
                page.raw("<tr>").element("th", " scope=\"row\"", name);
                number(page, &count(part));
                number(page, &format!("{}\u{a0}{what}", count(whole)));
                bar(page, "ok", part, whole);
                page.raw("</tr>\n");
            };
            if checks.pdfs > 0 {
                row("PDF/UA-1", checks.pdf_ua_1, checks.pdfs, "PDFs");
                row("PDF/A-2a", checks.pdf_a_2a, checks.pdfs, "PDFs");
            }
            for (claim, &number) in &checks.claims {
                let (all, what) = match claim {
                    _ if claim == "PDF/UA-1" || claim == "PDF/A-2a" => continue,
                    _ if claim.starts_with("PDF/A") || claim.starts_with("PDF/UA") => (checks.pdfs, "PDFs"),
                    _ if claim.starts_with("EPUB") => (checks.books, "EPUBs"),
                    _ => (told.summary.totals.files, "files"),
                };
                row(claim, number, all, what);
            }
            if checks.books > 0 {
                row("Their own checks", checks.books_passed, checks.books, "EPUBs");
            }
        },
    );
    if !checks.broken.is_empty() {
        let each = checks
            .broken
            .iter()
            .map(|(rule, number)| format!("`{rule}` ({})", count(*number)));
        let each: Vec<_> = each.collect();
        page.raw("<p>")
            .text(&format!("Rules that books break: {}.", each.join(", ")));
        page.raw("</p>\n");
    }
}

pub(super) fn read(told: &Told, page: &mut Page) {
    let heads = [("File", false), ("Papers", true), ("Lines left out", true)];
    let caption = "Of a paper in several files the result counts that ended last";
    table(page, "read-table", caption, &heads, |page| {
        for read in &told.summary.read {
            page.raw("<tr><th scope=\"row\" class=\"paper\"><a href=\"");
            page.raw(&told.links.to(&read.path)).raw("\">");
            page.verbatim(&read.path.display().to_string()).raw("</a></th>");
            number(page, &count(read.papers));
            number(page, &count(read.wrong_lines + usize::from(read.is_torn)));
            page.raw("</tr>\n");
        }
    });
}

pub(super) fn versions(summary: &Summary) -> String {
    let told = summary
        .versions
        .iter()
        .map(|(version, papers)| match version.as_str() {
            "" => format!(
                "{} by a version that does not say its name",
                many(*papers, "paper", "papers")
            ),
            version => format!("{} by Pamphlet {version}", many(*papers, "paper", "papers")),
        });
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        return "A report by Pamphlet.".to_owned();
    }
    format!("{}. A report by Pamphlet.", told.join(", "))
}
