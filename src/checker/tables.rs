//! Tables: what heads what, and what a table is called.

use super::book::Book;
use super::findings::Findings;
use super::rules::Subject;
use super::tree::Document;
use crate::diagnostic::Code;

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    for document in &book.texts {
        for (at, node) in document.nodes.iter().enumerate() {
            let is_data = !matches!(node.value("role"), "presentation" | "none");
            if node.name == "table" && is_data {
                findings.examined(Subject::Tables, 1);
                heads(document, at, findings);
                caption(document, at, findings);
            }
        }
    }
}

/// The cells of a table and not of those within it, each with its row.
fn cells(document: &Document<'_>, table: usize) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    let mut row = table;
    let mut at = table + 1;
    while at < document.nodes[table].end {
        match document.nodes[at].name {
            "table" => {
                at = document.nodes[at].end;
                continue;
            }
            "tr" => row = at,
            "th" | "td" => cells.push((row, at)),
            _ => {}
        }
        at += 1;
    }
    cells
}

fn heads(document: &Document<'_>, table: usize, findings: &mut Findings) {
    let cells = cells(document, table);
    let is_head = |at: usize| {
        let node = &document.nodes[at];
        node.name == "th" || matches!(node.value("role"), "columnheader" | "rowheader")
    };
    let rows = cells
        .iter()
        .map(|(row, _)| row)
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let is_grid = rows > 1 && cells.len() > rows;
    let in_head = |at: usize| document.around(at).take(2).any(|around| around.name == "thead");
    let has_words = |at: usize| !document.name(at).is_empty();
    let plain = cells
        .iter()
        .find(|&&(_, at)| in_head(at) && !is_head(at) && has_words(at));
    let hint = "mark the cells that name rows and columns as `<th scope=\"col\">` or `<th scope=\"row\">`";
    if let Some(&(_, at)) = plain {
        findings.at(
            Code::BookTableHeads,
            document,
            document.nodes[at].start,
            format!(
                "`{}` heads a column and is a plain cell",
                super::headings::shortened(&document.name(at))
            ),
            hint,
        );
    } else if is_grid && !cells.iter().any(|&(_, at)| is_head(at)) {
        findings.at(
            Code::BookTableHeads,
            document,
            document.nodes[table].start,
            "the table has no header cells",
            hint,
        );
    }
    let named =
        |id: &str| !id.is_empty() && cells.iter().any(|&(_, at)| document.nodes[at].has("headers", id));
    let unclear: Vec<usize> = cells
        .iter()
        .map(|&(_, at)| at)
        .filter(|&at| document.nodes[at].name == "th" && has_words(at))
        .filter(|&at| document.nodes[at].value("scope").is_empty() && !named(document.nodes[at].value("id")))
        .collect();
    if let Some(&at) = unclear.first() {
        let message = match unclear.len() {
            1 => "a header cell does not say what it heads".to_owned(),
            count => format!("{count} header cells of this table do not say what they head"),
        };
        findings.at(
            Code::BookTableScope,
            document,
            document.nodes[at].start,
            message,
            "add `scope=\"col\"` or `scope=\"row\"`",
        );
    }
}

fn caption(document: &Document<'_>, table: usize, findings: &mut Findings) {
    let node = &document.nodes[table];
    let own = document.inside(table).find(|(_, inner)| inner.name == "caption");
    let has_caption = own.is_some_and(|(at, _)| !document.name(at).is_empty());
    let is_named = ["aria-label", "aria-labelledby", "title"]
        .iter()
        .any(|name| !node.value(name).trim().is_empty());
    let mut around = table;
    let mut in_figure = false;
    while document.nodes[around].parent != around {
        around = document.nodes[around].parent;
        in_figure |= document.nodes[around].name == "figure"
            && document
                .inside(around)
                .any(|(_, inner)| inner.name == "figcaption");
    }
    if !has_caption && !is_named && !in_figure {
        findings.at(
            Code::BookTableCaption,
            document,
            node.start,
            "the table has no caption",
            "put a `<caption>` in front of its rows",
        );
    }
}
