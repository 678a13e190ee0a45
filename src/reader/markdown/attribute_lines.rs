//! kramdown's attribute lines: what `{: .note #id}` says of the block beside it.

use super::attributes::Attributes;
use super::build::{Builder, Inside, Kind};
use super::captions;
use super::finish::place_id;
use crate::diagnostic::Report;
use crate::model::{Block, BlockKind, CalloutKind, language_tag};
use crate::reader::boxes::{self, Named};
use crate::reader::place::Place;

/// What an attribute line says of the block beside it.
fn apply_attributes(block: &mut Block, attributes: &Attributes, report: &mut Report) {
    let classes = attributes.classes.iter().map(String::as_str);
    match &mut block.kind {
        BlockKind::Heading { level, id, text, .. } => {
            let own = attributes.id.clone().unwrap_or_else(|| std::mem::take(id));
            block.kind =
                crate::reader::sections::heading(*level, own, &attributes.classes, std::mem::take(text));
            return;
        }
        BlockKind::Figure { panels, .. } => {
            if let Some(width) = attributes.get("width").and_then(super::share) {
                panels
                    .iter_mut()
                    .for_each(|panel| panel.picture.width = Some(width));
            }
            if let (Some(alt), [panel]) = (
                attributes.get("fig-alt").or(attributes.get("alt")),
                panels.as_mut_slice(),
            ) {
                panel.picture.alt = Some(alt.trim().to_string());
            }
        }
        BlockKind::Table(table) => {
            if attributes.get("header-column") == Some("true") || attributes.has("header-column") {
                captions::head_first_column(table);
            }
        }
        BlockKind::Code { language, .. } if language.is_empty() => {
            let named = attributes
                .classes
                .iter()
                .find_map(|class| class.strip_prefix("language-"));
            *language = named.unwrap_or_default().to_string();
        }
        BlockKind::Quote { .. } | BlockKind::Paragraph { .. } | BlockKind::List { .. } => {
            if let Some(named) =
                boxes::classed(classes).filter(|named| matches!(named, Named::Kind(_) | Named::Word(..)))
            {
                let title = match attributes.get("title") {
                    Some(title) => super::inlines(title, Place::Whole(block.span), report),
                    None => Vec::new(),
                };
                let whole = std::mem::replace(&mut block.kind, BlockKind::Break);
                let is_pulled = named == Named::Kind(CalloutKind::PullQuote);
                let inner = match whole {
                    // A quotation is how kramdown keeps several blocks together.
                    BlockKind::Quote { blocks, attribution } if !is_pulled => {
                        let mut blocks = blocks;
                        if !attribution.is_empty() {
                            blocks.push(Block::new(block.span, BlockKind::Paragraph { text: attribution }));
                        }
                        blocks
                    }
                    kind => vec![Block::new(block.span, kind)],
                };
                block.kind = boxes::make(named, title, inner);
            }
        }
        BlockKind::Callout { .. }
        | BlockKind::Code { .. }
        | BlockKind::Columns { .. }
        | BlockKind::Definitions { .. }
        | BlockKind::Division { .. }
        | BlockKind::Math { .. }
        | BlockKind::Bibliography { .. }
        | BlockKind::Break
        | BlockKind::PageBreak => {}
    }
    if let Some(id) = &attributes.id {
        place_id(std::slice::from_mut(block), id.clone());
    }
    let Some(written) = attributes.get("lang") else {
        return;
    };
    match language_tag(written) {
        Some(lang) => {
            let inner = Block::new(block.span, std::mem::replace(&mut block.kind, BlockKind::Break));
            block.kind = BlockKind::Division {
                lang,
                blocks: vec![inner],
            };
        }
        None => crate::reader::links::report_language(written, block.span, report),
    }
}

impl Builder<'_> {
    /// A line such as `{: #id .appendix}` speaks of the block that ends just above it, or
    /// of the one that begins just below if there is none above.
    pub(super) fn apply_attribute_lines(&mut self, blocks: &mut [Block], inside: Inside) {
        let Place::Exact(base) = self.place else {
            return;
        };
        // What stands below a table speaks of the table, not of its last cells.
        if inside == Inside::Cell {
            return;
        }
        let text = self.prepared.source.original;
        let lines = &self.prepared.attribute_lines;
        let no_attributes = Attributes::default();
        let around = self
            .stack
            .iter()
            .filter(|frame| matches!(frame.kind, Kind::Quote))
            .count();
        let quotes = around + usize::from(inside == Inside::Quote);
        for block in blocks {
            let start = block.span.start.saturating_sub(base);
            let end = block.span.end.saturating_sub(base);
            let rest = text.get(end..).unwrap_or_default();
            let next_line = end + rest.find('\n').map_or(rest.len(), |newline| newline + 1);
            let first = lines.partition_point(|(line, _)| *line < end);
            let below = lines.get(first).filter(|(line, _)| {
                *line < next_line
                    || text.get(next_line..*line).is_some_and(|gap| {
                        !gap.contains('\n') && gap.trim_start_matches('>').trim().is_empty()
                    })
            });
            let before = lines.partition_point(|(line, _)| *line < start);
            let above = before
                .checked_sub(1)
                .and_then(|above| lines.get(above))
                .filter(|(line, _)| {
                    let between = text.get(*line..start).and_then(|text| text.split_once('\n'));
                    between.is_some_and(|(_, gap)| gap.trim().is_empty() && !gap.contains('\n'))
                        && begins_paragraph(&text[..*line])
                });
            let is_list = matches!(block.kind, BlockKind::List { .. } | BlockKind::Definitions { .. });
            for (line, attributes) in [above, below].into_iter().flatten() {
                // A line speaks of the block that stands as deep as itself: in as many
                // quotations, and in an item if it is indented.
                let before = text[..*line].rsplit('\n').next().unwrap_or_default();
                let is_indented =
                    before.ends_with(' ') && !before.trim_end().ends_with('>') || before.ends_with("  ");
                let as_deep = before.matches('>').count() == quotes
                    && (is_indented || inside != Inside::Item)
                    && !(is_indented && is_list);
                if as_deep && *attributes != no_attributes {
                    apply_attributes(block, attributes, self.report());
                }
            }
        }
    }
}

/// Whether a line that begins behind `text` has no line of words directly above it.
fn begins_paragraph(text: &str) -> bool {
    let above = text.trim_end_matches([' ', '\t']);
    let Some(above) = above.strip_suffix('\n') else {
        return above.is_empty();
    };
    let line = above.rsplit('\n').next().unwrap_or_default();
    line.trim().is_empty()
}
