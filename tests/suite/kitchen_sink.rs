//! The kitchen sink holds every kind of block and inline, and it is checked that it does.

use crate::corpus::folder;
use pamphlet::Article;
use pamphlet::model::{BlockKind, CalloutKind, Inline, ListKind, Scope, Target};
use std::collections::BTreeSet;

/// A name for every kind: the compiler refuses this file when a kind is added, and the
/// list below must then name it too.
fn block_name(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading { .. } => "heading",
        BlockKind::Paragraph { .. } => "paragraph",
        BlockKind::List { kind, .. } => match kind {
            ListKind::Bullet => "bullet-list",
            ListKind::Ordered { .. } => "ordered-list",
        },
        BlockKind::Definitions { .. } => "definitions",
        BlockKind::Table(_) => "table",
        BlockKind::Figure { .. } => "figure",
        BlockKind::Code { .. } => "code",
        BlockKind::Quote { .. } => "quote",
        BlockKind::Callout { kind, .. } => match kind {
            CalloutKind::Note => "note-box",
            CalloutKind::Tip => "tip-box",
            CalloutKind::Important => "important-box",
            CalloutKind::Warning => "warning-box",
            CalloutKind::Caution => "caution-box",
            CalloutKind::KeyMessages => "key-messages-box",
            CalloutKind::Recommendations => "recommendations-box",
            CalloutKind::CaseStudy => "case-study-box",
            CalloutKind::PullQuote => "pull-quote-box",
            CalloutKind::Abstract => "abstract-box",
            CalloutKind::Box => "plain-box",
        },
        BlockKind::Columns { .. } => "columns",
        BlockKind::Division { .. } => "division",
        BlockKind::Math { .. } => "display-math",
        BlockKind::Bibliography { .. } => "bibliography",
        BlockKind::PageBreak => "page-break",
        BlockKind::Break => "break",
    }
}

fn inline_name(inline: &Inline) -> &'static str {
    match inline {
        Inline::Text { .. } => "text",
        Inline::Emphasis { .. } => "emphasis",
        Inline::Strong { .. } => "strong",
        Inline::Strike { .. } => "strike",
        Inline::Superscript { .. } => "superscript",
        Inline::Subscript { .. } => "subscript",
        Inline::Underline { .. } => "underline",
        Inline::Highlight { .. } => "highlight",
        Inline::SmallCaps { .. } => "small-caps",
        Inline::Small { .. } => "small",
        Inline::Foreign { .. } => "foreign",
        Inline::Abbreviation { .. } => "abbreviation",
        Inline::Keyboard { .. } => "keyboard",
        Inline::Math { .. } => "inline-math",
        Inline::Citation { .. } => "citation",
        Inline::Reference { .. } => "reference",
        Inline::Code { .. } => "inline-code",
        Inline::Link { target, .. } => match target {
            Target::Url(_) => "link-out",
            Target::Internal(_) => "link-in",
            Target::Relative(address) => panic!("`{address}` is in an article"),
        },
        Inline::Image { .. } => "image",
        Inline::Note { .. } => "note",
        Inline::Anchor { .. } => "anchor",
        Inline::SoftBreak => "soft-break",
        Inline::LineBreak => "line-break",
    }
}

const ALL: [&str; 50] = [
    "heading",
    "paragraph",
    "bullet-list",
    "ordered-list",
    "definitions",
    "table",
    "figure",
    "code",
    "quote",
    "note-box",
    "tip-box",
    "important-box",
    "warning-box",
    "caution-box",
    "key-messages-box",
    "recommendations-box",
    "case-study-box",
    "pull-quote-box",
    "plain-box",
    "break",
    "text",
    "emphasis",
    "strong",
    "strike",
    "superscript",
    "subscript",
    "underline",
    "highlight",
    "small-caps",
    "inline-code",
    "link-out",
    "link-in",
    "image",
    "note",
    "anchor",
    "soft-break",
    "line-break",
    "abstract-box",
    "columns",
    "division",
    "display-math",
    "bibliography",
    "page-break",
    "small",
    "foreign",
    "abbreviation",
    "keyboard",
    "inline-math",
    "citation",
    "reference",
];

#[test]
fn the_kitchen_sink_holds_every_kind() {
    let json = std::fs::read(folder().join("kitchen-sink/model.json")).expect("the golden model");
    let article: Article = pamphlet::backend::json::read(&json).expect("our own JSON");
    let mut seen = BTreeSet::new();
    article.each_block(&mut |block| {
        seen.insert(block_name(&block.kind));
        inlines(block.own_text(), &mut seen);
        for run in block.small_runs() {
            inlines(run, &mut seen);
        }
    });
    let missing: Vec<_> = ALL.iter().filter(|name| !seen.contains(*name)).collect();
    assert!(missing.is_empty(), "the kitchen sink lacks {missing:?}");
    assert_eq!(seen.len(), ALL.len(), "a kind is not in the list of all");
}

#[test]
fn the_kitchen_sink_has_every_shape_of_table_and_list() {
    let json = std::fs::read(folder().join("kitchen-sink/model.json")).expect("the golden model");
    let article: Article = pamphlet::backend::json::read(&json).expect("our own JSON");
    let mut seen = BTreeSet::new();
    article.each_block(&mut |block| match &block.kind {
        BlockKind::Table(table) => {
            for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                seen.extend((cell.columns > 1).then_some("colspan"));
                seen.extend((cell.rows > 1).then_some("rowspan"));
                seen.extend((cell.scope == Some(Scope::Row)).then_some("row head"));
                seen.extend((cell.scope == Some(Scope::Column)).then_some("column head"));
            }
        }
        BlockKind::List { items, tight, kind } => {
            seen.insert(if *tight { "tight" } else { "loose" });
            seen.extend(
                items
                    .iter()
                    .filter_map(|item| item.checked)
                    .map(|done| if done { "done" } else { "to do" }),
            );
            if let ListKind::Ordered { start, .. } = kind {
                seen.extend((*start != 1).then_some("start"));
            }
        }
        BlockKind::Figure { panels, .. } => {
            seen.extend((panels.len() > 1).then_some("side by side"));
            seen.extend(
                panels
                    .iter()
                    .any(|panel| panel.picture.width.is_some())
                    .then_some("width"),
            );
            seen.extend(
                panels
                    .iter()
                    .any(|panel| panel.picture.alt.as_deref() == Some(""))
                    .then_some("decorative"),
            );
        }
        _ => {}
    });
    for shape in [
        "colspan",
        "rowspan",
        "row head",
        "column head",
        "tight",
        "loose",
        "done",
        "to do",
        "start",
        "side by side",
        "width",
        "decorative",
    ] {
        assert!(seen.contains(shape), "the kitchen sink lacks: {shape}");
    }
}

fn inlines(list: &[Inline], seen: &mut BTreeSet<&'static str>) {
    for inline in list {
        seen.insert(inline_name(inline));
        inlines(inline.content().unwrap_or_default(), seen);
    }
}
