//! The package: who the book is, when it was changed, and what its manifest says of its texts.

use super::book::Book;
use super::findings::Findings;
use super::rules::Subject;
use super::tree::Document;
use crate::diagnostic::Code;
use crate::model::Date;

pub(super) fn check(book: &Book<'_>, today: Option<Date>, findings: &mut Findings) {
    findings.examined(Subject::Package, 1);
    titles(book, findings);
    if book.is_new() {
        modified(book, today, findings);
        properties(book, findings);
        conformance(book, findings);
    }
    let package = &book.package;
    for node in &package.nodes {
        let Some(id) = node.value("refines").strip_prefix('#') else {
            continue;
        };
        if package.by_id(id).is_none() {
            findings.at(
                Code::BookDeadLink,
                package,
                node.place_of("refines"),
                format!("this statement refines `#{id}`, which is not in the package"),
                "give what it refines this id",
            );
        }
    }
}

fn titles(book: &Book<'_>, findings: &mut Findings) {
    let titles = book.core("title");
    // A subtitle does not stand for an empty title.
    let empty = titles.iter().find(|(title, _)| title.is_empty());
    if titles.is_empty() || empty.is_some() {
        findings.at(
            Code::BookTitle,
            &book.package,
            empty.map_or(0, |(_, place)| *place),
            "the book has no title",
            "write `<dc:title>` into the package",
        );
    }
    for text in book.documents() {
        let found = text
            .nodes
            .iter()
            .position(|node| node.name == "title" && text.nodes[node.parent].name == "head");
        if found.is_none_or(|at| text.words(at).trim().is_empty()) {
            findings.at(
                Code::BookTitle,
                text,
                found.map_or(text.nodes[0].start, |at| text.nodes[at].start),
                "the document has no title",
                "write its title between `<title>` and `</title>`",
            );
        }
    }
}

/// The last change: `CCYY-MM-DDThh:mm:ssZ`, once.
fn modified(book: &Book<'_>, today: Option<Date>, findings: &mut Findings) {
    let moments = book.values("dcterms:modified");
    let wrong = |place: usize, message: String, findings: &mut Findings| {
        findings.at(
            Code::BookDate,
            &book.package,
            place,
            message,
            "write the moment of the last change, such as `2025-06-01T00:00:00Z`, once",
        );
    };
    let [(moment, place)] = moments.as_slice() else {
        let place = moments.get(1).map_or(0, |(_, place)| *place);
        let message = format!("the package says {} times when it was changed", moments.len());
        return wrong(place, message, findings);
    };
    let day = moment.split_once('T').and_then(|(day, _)| Date::parse(day));
    let is_moment = moment.len() == 20 && moment.ends_with('Z');
    let Some(day) = day.filter(|_| is_moment) else {
        return wrong(*place, format!("`{moment}` is no moment"), findings);
    };
    if let Some(today) = today.filter(|today| day.first_day() > today.first_day()) {
        let message = format!(
            "the book was changed on {}, and today is {}",
            day.iso(),
            today.iso()
        );
        wrong(*place, message, findings);
    }
}

/// What a manifest must say of a document, and how it is seen in it.
const PROPERTIES: [(&str, &str, &str); 3] = [
    ("mathml", "math", "formulas"),
    ("svg", "svg", "drawings"),
    ("scripted", "script", "scripts"),
];

fn properties(book: &Book<'_>, findings: &mut Findings) {
    for text in book.documents() {
        let Some(item) = book.items.iter().find(|item| item.path == text.path) else {
            continue;
        };
        for (property, element, what) in PROPERTIES {
            let holds = text.nodes.iter().any(|node| node.name == element && acts(node));
            let says = item.properties.iter().any(|own| own == property);
            if holds == says {
                continue;
            }
            let (message, hint) = match holds {
                true => (
                    format!("`{}` holds {what}, and its line does not say so", text.path),
                    format!("add `{property}` to its properties"),
                ),
                false => (
                    format!("`{}` is said to hold {what}, and holds none", text.path),
                    format!("take `{property}` out of its properties"),
                ),
            };
            findings.at(Code::BookProperty, &book.package, item.start, message, hint);
        }
    }
}

/// A script that is only data does nothing.
fn acts(node: &super::tree::Node<'_>) -> bool {
    node.name != "script"
        || matches!(node.value("type"), "" | "module")
        || node.value("type").contains("javascript")
}

fn conformance(book: &Book<'_>, findings: &mut Findings) {
    let package: &Document<'_> = &book.package;
    let links = package.nodes.iter().filter(|node| node.name == "link");
    let linked = links
        .filter(|node| node.has("rel", "dcterms:conformsTo"))
        .map(|node| (node.value("href").to_owned(), node.start));
    let claims: Vec<_> = book
        .values("dcterms:conformsTo")
        .into_iter()
        .chain(linked)
        .collect();
    let speaks = |claim: &str| {
        ["a11y", "wcag", "accessib"]
            .iter()
            .any(|word| claim.to_lowercase().contains(word))
    };
    let mut claimed = None;
    for (claim, place) in claims.iter().filter(|(claim, _)| speaks(claim)) {
        claimed = Some(*place);
        if !is_claim(claim) {
            findings.at(
                Code::BookConformance,
                package,
                *place,
                format!("`{claim}` is no claim that a program understands"),
                "write it as `EPUB Accessibility 1.1 - WCAG 2.2 Level AA`, letter by letter",
            );
        }
    }
    let named = |name: &str| {
        let metas = package.nodes.iter();
        metas
            .filter(|node| node.value("property") == name || node.has("rel", name))
            .map(|node| node.start)
            .next()
    };
    let certifier = named("a11y:certifiedBy");
    let (place, message, hint) = match (claimed, certifier) {
        (None, Some(place)) => (
            place,
            "the book names who certified it, and not what was certified",
            "state what it conforms to (`dcterms:conformsTo`), or take the certifier out",
        ),
        (Some(place), None) => (
            place,
            "the book claims conformance, and not who says so",
            "name who evaluated it (`a11y:certifiedBy`)",
        ),
        (Some(_), Some(_)) | (None, None) => return,
    };
    findings.at(Code::BookConformance, package, place, message, hint);
}

/// Whether a claim is written as EPUB Accessibility 1.0, 1.1 or 1.2 want it.
fn is_claim(claim: &str) -> bool {
    if let Some(level) = claim.strip_prefix("http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-")
    {
        return matches!(level, "a" | "aa" | "aaa");
    }
    let standard = ["EPUB Accessibility 1.1 - WCAG ", "EPUB Accessibility 1.2 - WCAG "];
    let rest = standard.iter().find_map(|start| claim.strip_prefix(start));
    let parts = rest.and_then(|rest| rest.split_once(" Level "));
    parts.is_some_and(|(version, level)| {
        matches!(version, "2.0" | "2.1" | "2.2") && matches!(level, "A" | "AA" | "AAA")
    })
}
