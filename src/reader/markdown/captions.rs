//! Which paragraphs beside a table or a figure belong to it: its caption above or below,
//! and the small lines that say where it comes from.
//!
//! A paragraph is taken only if it stands directly above or below and opens with a word
//! that says so ([`labels`]); everything else is the author's running text. What the
//! author numbered keeps its number, because the text speaks of "Table 3"; the word and
//! the number themselves are printed by every output, so they leave the caption.

use super::attributes::{self, Attributes};
use super::finish::place_id;
use crate::model::{Block, BlockKind, Credit, Inline, Panel, Scope, Table, plain};
use crate::reader::labels::{self, Label};

/// No caption or credit line is longer; a paragraph that is says more than one.
const LONGEST: usize = 1500;

/// Gives tables and figures the lines beside them.
pub(super) fn take(blocks: Vec<Block>) -> Vec<Block> {
    if !blocks.iter().any(takes_lines) {
        return blocks;
    }
    let mut taken: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut rest = blocks.into_iter().peekable();
    // Lines that were tried and wait for the table below.
    let mut ahead: Option<Block> = None;
    while let Some(mut block) = ahead.take().or_else(|| rest.next()) {
        if !takes_lines(&block) {
            taken.push(block);
            continue;
        }
        match &mut block.kind {
            BlockKind::Table(table) => split_caption(&mut table.caption, &mut table.credit),
            BlockKind::Figure { caption, credit, .. } => split_caption(caption, credit),
            _ => {}
        }
        if let Some(above) = taken.pop_if(|above| wants_caption(&block) && is_caption(above, &block, true)) {
            give_caption(&mut block, above);
        }
        while let Some(line) = rest.next() {
            if wants_caption(&block) && is_caption(&line, &block, false) {
                // Between two tables a caption belongs to the lower one, unless that one
                // has one of its own further down.
                let lower = rest.peek().is_some_and(|next| {
                    wants_caption(next) && takes_lines(next) && is_caption(&line, next, true)
                });
                if !lower {
                    give_caption(&mut block, line);
                    continue;
                }
                let mut next = rest.next();
                let has_own = match (&next, rest.peek()) {
                    (Some(next), Some(below)) => is_caption(below, next, false),
                    _ => false,
                };
                if has_own {
                    give_caption(&mut block, line);
                } else if let Some(next) = &mut next {
                    give_caption(next, line);
                }
                ahead = next;
                break;
            }
            if is_credit(&line)
                && let Some(credit) = credit_of(&mut block)
            {
                let span = line.span;
                give_credit(credit, line);
                block.span = block.span.to(span);
                continue;
            }
            ahead = Some(line);
            break;
        }
        taken.push(block);
    }
    taken
}

/// A figure and the lines below it in the same paragraph: the first is its caption if it
/// is set in italics, whatever the brackets say; they describe the picture then.
pub(super) fn below_image(mut blocks: Vec<Block>) -> Vec<Block> {
    if let [figure, line] = blocks.as_mut_slice()
        && wants_caption(figure)
        && line_of(line).is_some_and(|text| is_stressed(text) && !opens_credit(text))
        && let BlockKind::Paragraph { text } = &mut line.kind
    {
        let text = std::mem::take(text);
        set_caption(figure, text);
        blocks.pop();
    }
    take(blocks)
}

fn takes_lines(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Table(_) | BlockKind::Figure { .. })
}

fn credit_of(block: &mut Block) -> Option<&mut Credit> {
    match &mut block.kind {
        BlockKind::Table(table) => Some(&mut table.credit),
        BlockKind::Figure { credit, .. } => Some(credit),
        _ => None,
    }
}

/// Whether a caption may still come.
fn wants_caption(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Table(table) => table.caption.is_empty(),
        BlockKind::Figure {
            panels,
            caption,
            number,
            ..
        } => number.is_none() && (caption.is_empty() || only_describes(panels, caption)),
        _ => false,
    }
}

/// Whether a figure's caption is what stands between the brackets of its one image and
/// nothing more: it describes the picture too, so that nothing is lost without it.
fn only_describes(panels: &[Panel], caption: &[Inline]) -> bool {
    let [panel] = panels else {
        return false;
    };
    panel.picture.alt.as_deref() == Some(plain(caption).as_str())
        && caption
            .iter()
            .all(|inline| matches!(inline, Inline::Text { .. } | Inline::SoftBreak))
}

fn line_of(block: &Block) -> Option<&[Inline]> {
    match &block.kind {
        BlockKind::Paragraph { text } => Some(text),
        _ => None,
    }
}

/// Whether a paragraph is the caption of a table or a figure beside it.
fn is_caption(line: &Block, of: &Block, above: bool) -> bool {
    let Some(text) = line_of(line) else {
        return false;
    };
    if plain(text).len() > LONGEST {
        return false;
    }
    let opening = labels::opening(text);
    match &of.kind {
        BlockKind::Table(_) => {
            (!above && is_pandoc(text)) || opening.is_some_and(|opening| opening.label == Label::Table)
        }
        BlockKind::Figure { caption, .. } => {
            opening.is_some_and(|opening| opening.label == Label::Figure && opening.number.is_some())
                || (!above && caption.is_empty() && is_stressed(text) && labels::opening(text).is_none())
        }
        _ => false,
    }
}

/// A line set in italics from end to end, short enough for a caption.
fn is_stressed(text: &[Inline]) -> bool {
    matches!(text, [Inline::Emphasis { content }] if plain(content).chars().count() <= 300)
}

fn is_credit(line: &Block) -> bool {
    line_of(line).is_some_and(|text| opens_credit(text) && plain(text).len() <= LONGEST)
}

fn opens_credit(line: &[Inline]) -> bool {
    labels::opening(line).is_some_and(|opening| matches!(opening.label, Label::Source | Label::Note))
}

/// Makes a paragraph the caption of a table or a figure.
fn give_caption(block: &mut Block, line: Block) {
    if let BlockKind::Paragraph { text } = line.kind {
        block.span = block.span.to(line.span);
        set_caption(block, text);
    }
}

/// Makes `text` the caption of a table or a figure, as far as it is one.
pub(in crate::reader) fn set_caption(block: &mut Block, text: Vec<Inline>) {
    let id = match &mut block.kind {
        BlockKind::Table(table) => set_table_caption(table, text),
        BlockKind::Figure {
            caption,
            number,
            credit,
            ..
        } => {
            let read = Caption::read(text);
            *caption = read.text;
            *number = read.number;
            split_caption(caption, credit);
            read.attributes.id
        }
        _ => None,
    };
    if let Some(id) = id {
        place_id(std::slice::from_mut(block), id);
    }
}

/// The id that the caption asks for.
fn set_table_caption(table: &mut Table, text: Vec<Inline>) -> Option<String> {
    let read = Caption::read(text);
    if read.attributes.get("header-column") == Some("true") || read.attributes.has("header-column") {
        head_first_column(table);
    }
    table.caption = read.text;
    table.number = read.number;
    split_caption(&mut table.caption, &mut table.credit);
    read.attributes.id
}

/// A caption without what every output prints, and what was found in it.
struct Caption {
    text: Vec<Inline>,
    number: Option<String>,
    attributes: Attributes,
}

impl Caption {
    fn read(mut text: Vec<Inline>) -> Self {
        let attributes = take_attributes(&mut text).unwrap_or_default();
        let opening =
            labels::opening(&text).filter(|opening| matches!(opening.label, Label::Table | Label::Figure));
        let number = opening.as_ref().and_then(|opening| opening.number.clone());
        match opening {
            Some(opening) => labels::strip(&mut text, opening.length),
            None if is_pandoc(&text) => labels::strip(&mut text, 2),
            None => {}
        }
        crate::reader::html::trim(&mut text);
        // A caption has a look of its own; italics or bold from end to end add nothing.
        if let [Inline::Emphasis { content } | Inline::Strong { content }] = text.as_mut_slice() {
            text = std::mem::take(content);
        }
        Self {
            text,
            number,
            attributes,
        }
    }
}

/// `: …`, Pandoc's caption below a table.
fn is_pandoc(line: &[Inline]) -> bool {
    matches!(line.first(), Some(Inline::Text { text }) if text.starts_with(": "))
}

/// The attributes at the end of a caption; smart punctuation has bent their quotes.
fn take_attributes(text: &mut Vec<Inline>) -> Option<Attributes> {
    let Some(Inline::Text { text: last }) = text.last_mut() else {
        return None;
    };
    let straight = last.replace(['“', '”'], "\"");
    let (attributes, _) = attributes::parse_trailing(&straight)?;
    let start = last.rfind('{')?;
    last.truncate(start);
    let kept = last.trim_end().len();
    last.truncate(kept);
    if last.is_empty() {
        text.pop();
    }
    Some(attributes)
}

/// Makes the first column of a table its header.
pub(in crate::reader) fn head_first_column(table: &mut Table) {
    let places = table.first_columns(&table.body);
    for (row, places) in table.body.iter_mut().zip(places) {
        for (cell, place) in row.cells.iter_mut().zip(places) {
            if place == 0 {
                cell.scope = Some(Scope::Row);
            }
        }
    }
}

/// Lines of a caption that are credits go where they belong: a `figcaption` often holds
/// both.
pub(in crate::reader) fn split_caption(caption: &mut Vec<Inline>, credit: &mut Credit) {
    let breaks = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::LineBreak);
    let mut start = 0;
    loop {
        let length = caption[start..].iter().position(breaks);
        let end = length.map_or(caption.len(), |length| start + length);
        if opens_credit(&caption[start..end]) {
            break;
        }
        if length.is_none() {
            return;
        }
        start = end + 1;
    }
    let lines = caption.split_off(start);
    crate::reader::html::trim(caption);
    credit_lines(credit, lines);
}

fn give_credit(credit: &mut Credit, line: Block) {
    if let BlockKind::Paragraph { text } = line.kind {
        credit_lines(credit, text);
    }
}

/// Sorts lines into sources and notes. A line that opens with neither goes on where the
/// line before it stands.
fn credit_lines(credit: &mut Credit, text: Vec<Inline>) {
    let mut into = Label::Source;
    let mut line: Vec<Inline> = Vec::new();
    let mut lines = Vec::new();
    for inline in text {
        if matches!(inline, Inline::SoftBreak | Inline::LineBreak) {
            lines.push((std::mem::take(&mut line), Some(inline)));
        } else {
            line.push(inline);
        }
    }
    lines.push((line, None));
    let mut joint = None;
    for (mut line, end) in lines {
        let opening = labels::opening(&line);
        let opens = opening
            .map(|opening| opening.label)
            .filter(|label| matches!(label, Label::Source | Label::Note));
        // The line is small and set off already.
        if let [Inline::Emphasis { content } | Inline::Small { content }] = line.as_mut_slice() {
            line = std::mem::take(content);
        }
        into = opens.unwrap_or(into);
        let place = match into {
            Label::Note => &mut credit.note,
            Label::Source | Label::Table | Label::Figure => &mut credit.source,
        };
        if !place.is_empty() {
            place.push(match (opens, joint.take()) {
                (None, Some(joint)) => joint,
                _ => Inline::LineBreak,
            });
        }
        place.extend(line);
        joint = end;
    }
    crate::reader::html::trim(&mut credit.source);
    crate::reader::html::trim(&mut credit.note);
}

/// Takes the rows at the end of a table that are lines below it: Markdown ends a table at
/// a blank line only, and in HTML a credit is often the last row.
pub(in crate::reader) fn take_rows(table: &mut Table) {
    let mut lines = Vec::new();
    while table.body.len() > 1 {
        let Some(row) = table.body.last() else { break };
        let mut cells = row.cells.iter();
        let Some(line) = cells.next().and_then(|cell| match cell.blocks.as_slice() {
            [block] => line_of(block),
            _ => None,
        }) else {
            break;
        };
        let alone = cells.all(|cell| cell.blocks.is_empty()) && table.columns.len() > 1;
        let names_table = |opening: labels::Opening| opening.label == Label::Table;
        let is_line = opens_credit(line)
            || (table.caption.is_empty()
                && (is_pandoc(line) || labels::opening(line).is_some_and(names_table)));
        if !(alone && is_line) {
            break;
        }
        lines.extend(table.body.pop());
    }
    // Cells that reached down into the rows taken would reach out of the table.
    let count = table.body.len();
    for (index, row) in table.body.iter_mut().enumerate() {
        for cell in &mut row.cells {
            cell.rows = cell.rows.min(u32::try_from(count - index).unwrap_or(u32::MAX));
        }
    }
    for row in lines.into_iter().rev() {
        let Some(block) = row.cells.into_iter().flat_map(|cell| cell.blocks).next() else {
            continue;
        };
        if is_credit(&block) {
            give_credit(&mut table.credit, block);
        } else if let BlockKind::Paragraph { text } = block.kind {
            let id = set_table_caption(table, text);
            if let Some(id) = id.filter(|_| table.id.is_empty()) {
                table.id = id;
            }
        }
    }
}
