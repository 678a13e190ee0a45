//! HTML tables: what is a head, what is a caption, and which tables are none.

use super::attributes::{has_class, id, style};
use super::convert::Converter;
use super::grid::{column_alignment, empty_cell, fit_rows, pad, width};
use super::words::trim;
use crate::diagnostic::{Code, Span};
use crate::model::{Align, Block, BlockKind, Cell, Credit, Inline, Row, Scope, Table};
use crate::reader::markdown::captions::{head_first_column, set_caption, take_rows};
use crate::reader::markdown::{place_id, words_of_all};
use scraper::ElementRef;

/// No page is wider; HTML allows 1000.
pub(super) const WIDEST: u32 = 64;

/// Makes a table in which every row covers the same columns. What stands beside the
/// rows (HTML parsers move most of it out) becomes the caption's end. A table that only
/// places things on a page is its cells, one after the other.
pub(super) fn read(converter: &mut Converter, el: ElementRef<'_>) -> Vec<Block> {
    let span = converter.whole();
    let tag = converter.latest("table");
    let mut parts = Parts::default();
    let mut foot = Vec::new();
    for section in el.child_elements() {
        match section.value().name() {
            "caption" => {
                let words = converter.flow_part(section);
                parts.caption(words_of_all(words));
            }
            "thead" => rows(converter, section, true, &mut parts.head),
            "tr" => parts.body.push(row(converter, section, false)),
            "colgroup" if section.child_elements().next().is_some() => {
                for col in section.child_elements() {
                    parts.column(col, alignment(col).or_else(|| alignment(section)));
                }
            }
            "colgroup" | "col" => parts.column(section, alignment(section)),
            "tbody" => rows(converter, section, false, &mut parts.body),
            "tfoot" => rows(converter, section, false, &mut foot),
            _ => {
                let mut blocks = Vec::new();
                let mut run = Vec::new();
                converter.flow_one(*section, &mut blocks, &mut run);
                run.extend(words_of_all(blocks));
                parts.caption(run);
            }
        }
    }
    // HTML lets the foot stand above the body; what it sums up comes first.
    parts.body.append(&mut foot);
    if is_layout(&parts, el) {
        return unfold(converter, parts, tag);
    }
    flatten_inner(converter, &mut parts, tag);
    let caption = std::mem::take(&mut parts.caption);
    let Some(mut table) = parts.table(span, caption.is_empty()) else {
        // A caption without a table is still words.
        let block = Block::new(span, BlockKind::Paragraph { text: caption });
        return (!matches!(&block.kind, BlockKind::Paragraph { text } if text.is_empty()))
            .then_some(block)
            .into_iter()
            .collect();
    };
    let heads_rows = el.attr("header-column").is_some_and(|value| value != "false");
    if heads_rows || has_class(el, "header-column") {
        head_first_column(&mut table);
    }
    take_rows(&mut table);
    let own = std::mem::take(&mut table.caption);
    let mut block = Block::new(span, BlockKind::Table(table));
    let caption = if caption.is_empty() { own } else { caption };
    if !caption.is_empty() {
        set_caption(&mut block, caption);
    }
    vec![block]
}

/// What a table is made of.
#[derive(Default)]
struct Parts {
    caption: Vec<Inline>,
    columns: Vec<Option<Align>>,
    head: Vec<Row>,
    body: Vec<Row>,
}

impl Parts {
    fn caption(&mut self, mut words: Vec<Inline>) {
        trim(&mut words);
        if !self.caption.is_empty() && !words.is_empty() {
            self.caption.push(Inline::LineBreak);
        }
        self.caption.append(&mut words);
    }

    fn column(&mut self, el: ElementRef<'_>, align: Option<Align>) {
        let span = el
            .attr("span")
            .and_then(|span| span.trim().parse().ok())
            .unwrap_or(1);
        let room = (WIDEST as usize).saturating_sub(self.columns.len());
        self.columns.extend(std::iter::repeat_n(align, room.min(span)));
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.head.iter().chain(&self.body).flat_map(|row| &row.cells)
    }

    /// The table; `None` if no cell says anything and there is no caption.
    fn table(self, span: Span, no_caption: bool) -> Option<Table> {
        let Self {
            columns,
            mut head,
            mut body,
            ..
        } = self;
        let is_header =
            |row: &Row| !row.cells.is_empty() && row.cells.iter().all(|cell| cell.scope.is_some());
        if head.is_empty() {
            // Rows of `th` alone at the top are a head, whatever they stand in. A table of
            // nothing else has no head, it has headed rows.
            let count = body.iter().take_while(|row| is_header(row)).count();
            let count = if count == body.len() {
                count.min(1).min(body.len().saturating_sub(1))
            } else {
                count
            };
            head = body.drain(..count).collect();
            for cell in head.iter_mut().flat_map(|row| &mut row.cells) {
                cell.scope = Some(Scope::Column);
            }
        }
        fit_rows(&mut head);
        fit_rows(&mut body);
        let width = width(&head).max(width(&body));
        if width == 0 {
            if no_caption {
                return None;
            }
            let text = Vec::new();
            body = vec![Row {
                cells: vec![Cell {
                    blocks: vec![Block::new(span, BlockKind::Paragraph { text })],
                    ..empty_cell(None)
                }],
            }];
        }
        let width = width.max(1);
        pad(&mut head, width, Some(Scope::Column));
        pad(&mut body, width, None);
        let columns = column_alignment(&mut head, &mut body, columns, width);
        head.retain(|row| {
            row.cells
                .iter()
                .any(|cell| !cell.blocks.is_empty() || cell.rows > 1)
        });
        Some(Table {
            id: String::new(),
            number: None,
            caption: Vec::new(),
            columns,
            head,
            body,
            credit: Credit::default(),
        })
    }
}

/// Whether a table has nothing of a table: one cell, or cells that hold tables and no
/// header or caption that says what they are.
fn is_layout(parts: &Parts, el: ElementRef<'_>) -> bool {
    let has_name = !parts.caption.is_empty() || parts.cells().any(|cell| cell.scope.is_some());
    let is_table = |block: &Block| matches!(block.kind, BlockKind::Table(_));
    let said = el
        .attr("role")
        .is_some_and(|role| matches!(role.trim(), "presentation" | "none"));
    !has_name
        && (said || parts.cells().count() == 1 || parts.cells().any(|cell| cell.blocks.iter().any(is_table)))
}

/// The cells of a table that is none, one after the other.
fn unfold(converter: &mut Converter, parts: Parts, tag: Span) -> Vec<Block> {
    if parts.cells().filter(|cell| !cell.blocks.is_empty()).count() > 1 {
        converter.report.note(
            Code::Html,
            tag,
            "this table only places things on a page; its cells are set one after the other",
        );
        converter.report.hint("give it a row of `<th>` if it is a table");
    }
    let rows = parts.head.into_iter().chain(parts.body);
    rows.flat_map(|row| row.cells)
        .flat_map(|cell| cell.blocks)
        .collect()
}

/// Tables in the cells of a table become paragraphs, one for each row: no reading system
/// announces a table in a table so that anyone could follow.
fn flatten_inner(converter: &mut Converter, parts: &mut Parts, tag: Span) {
    let mut found = false;
    for cell in parts
        .head
        .iter_mut()
        .chain(&mut parts.body)
        .flat_map(|row| &mut row.cells)
    {
        if !cell
            .blocks
            .iter()
            .any(|block| matches!(block.kind, BlockKind::Table(_)))
        {
            continue;
        }
        found = true;
        for block in std::mem::take(&mut cell.blocks) {
            match block.kind {
                BlockKind::Table(table) => cell.blocks.extend(flat(table, block.span)),
                kind => cell.blocks.push(Block { kind, ..block }),
            }
        }
    }
    if found {
        converter.report.problem(
            Code::Html,
            tag,
            "a table inside a table is set as lines of text, one for each of its rows",
        );
        converter.report.hint("make it a table of its own");
    }
}

fn flat(table: Table, span: Span) -> Vec<Block> {
    let mut lines = vec![table.caption];
    for row in table.head.into_iter().chain(table.body) {
        let mut line = Vec::new();
        for cell in row.cells {
            let words = words_of_all(cell.blocks);
            if !line.is_empty() && !words.is_empty() {
                line.push(Inline::text(" | "));
            }
            line.extend(words);
        }
        lines.push(line);
    }
    lines.extend([table.credit.source, table.credit.note]);
    let mut blocks: Vec<Block> = lines
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(|text| Block::new(span, BlockKind::Paragraph { text }))
        .collect();
    if !table.id.is_empty() {
        place_id(&mut blocks, table.id);
    }
    blocks
}

fn rows(converter: &mut Converter, section: ElementRef<'_>, head: bool, out: &mut Vec<Row>) {
    let mut rows = Vec::new();
    for child in section.child_elements() {
        rows.push(row(converter, child, head));
    }
    // No cell reaches out of its section.
    fit_rows(&mut rows);
    out.append(&mut rows);
}

fn row(converter: &mut Converter, el: ElementRef<'_>, head: bool) -> Row {
    let mut cells: Vec<Cell> = Vec::new();
    for (index, child) in el.child_elements().enumerate() {
        let name = child.value().name();
        if name != "td" && name != "th" {
            let mut blocks = Vec::new();
            let mut run = Vec::new();
            converter.flow_one(*child, &mut blocks, &mut run);
            converter.end_run(&mut blocks, &mut run);
            if !blocks.is_empty() {
                cells.push(Cell {
                    blocks,
                    ..empty_cell(None)
                });
            }
            continue;
        }
        let number = |attribute: &str| {
            let value = child.attr(attribute);
            value
                .and_then(|value| value.trim().parse::<u32>().ok())
                .unwrap_or(1)
        };
        let scope = match (child.attr("scope").map(str::to_ascii_lowercase).as_deref(), name) {
            _ if head => Some(Scope::Column),
            (Some("row" | "rowgroup"), _) => Some(Scope::Row),
            (Some("col" | "colgroup"), _) => Some(Scope::Column),
            (_, "th") if index == 0 => Some(Scope::Row),
            (_, "th") => Some(Scope::Column),
            _ => None,
        };
        let mut blocks = converter.flow_part(child);
        for id in [id(child), id(el).filter(|_| index == 0)].into_iter().flatten() {
            place_id(&mut blocks, id);
        }
        cells.push(Cell {
            blocks,
            columns: number("colspan").clamp(1, WIDEST),
            // 0 reaches to the end of the section.
            rows: match number("rowspan") {
                0 => u32::MAX,
                rows => rows,
            },
            scope,
            align: alignment(child).or_else(|| alignment(el)),
        });
    }
    Row { cells }
}

fn alignment(el: ElementRef<'_>) -> Option<Align> {
    let named = || el.attr("align").map(str::to_ascii_lowercase);
    match style(el, "text-align").or_else(named).as_deref() {
        Some("left" | "start") => Some(Align::Start),
        Some("center") => Some(Align::Center),
        Some("right" | "end") => Some(Align::End),
        _ => None,
    }
}
