//! Tables: rows and cells, with what screen readers need to find their way.
//!
//! Where the column is too narrow for a table's words, the table scrolls in a frame. Such a
//! frame is never taller than the screen, because reading systems that set pages do not part
//! what scrolls: the rows below the screen's edge would be lost. Where the column is wide
//! enough there is no frame, and the table goes on from page to page as text does. How much is
//! enough the class says, which is counted from the words; the style sheet measures in the size
//! of type that the reader asks for.

use super::content::Shown;
use super::text::Text;
use crate::model::{Align, Block, Cell, Row, Scope, Table, plain};

/// How many characters of a table's type stand side by side on a phone, and on a tablet.
const PHONE: usize = 54;
const TABLET: usize = 92;
/// What separates two columns, in characters.
const GAP: usize = 2;
/// From how many characters on a cell is text, whose lines want more than a word each.
const TEXT: usize = 20;
/// What a line of such text holds at least.
const LINE: usize = 13;
/// No column is wider than this for one long word.
const WORD: usize = 18;
/// From how many rows on a table goes on over pages.
const LONG: usize = 8;

impl<'a> Text<'a> {
    pub(super) fn table(&mut self, table: &'a Table) {
        let id = self.id(&table.id);
        self.show(Shown::Table, &id, table.number.as_deref(), &table.caption);
        let caption_id = self.own_id(&format!("{id}-caption"));
        let captioned = !table.caption.is_empty() || table.number.is_some();
        // A page that begins with the table begins before it: within the caption the break
        // would become a part of the table's name.
        self.break_here();
        let columns = columns(table);
        let breadth: usize = columns.iter().map(|column| column.width + GAP).sum();
        let class = match (breadth, table.body.len()) {
            (0..=PHONE, 0..LONG) => "table",
            (0..=PHONE, _) => "table long",
            (..=TABLET, 0..LONG) => "table wide",
            (..=TABLET, _) => "table long wide",
            _ => "table long widest",
        };
        self.xml.start("div", &[("class", class)]);
        self.xml.line();
        // Who has no mouse needs the focus to scroll (WCAG 2.2, 2.1.1), and the focus needs a
        // name.
        let mut attributes = vec![("class", "scroll"), ("tabindex", "0")];
        if captioned {
            attributes.extend([("role", "region"), ("aria-labelledby", caption_id.as_str())]);
        }
        self.xml.start("div", &attributes);
        self.xml.line();
        self.xml.start("table", &[("id", &id)]);
        self.xml.line();
        if captioned {
            self.xml.start("caption", &[("id", &caption_id)]);
            self.begin_own_text();
            if let Some(number) = &table.number {
                self.label(&self.article.words.table, number);
            }
            self.inlines(&table.caption);
            self.end_own_text();
            self.xml.end_line();
        }
        self.rows("thead", table, &columns, &table.head);
        self.rows("tbody", table, &columns, &table.body);
        self.xml.end_line();
        self.xml.end_line();
        self.credit(&table.credit);
        self.xml.end_line();
    }

    fn rows(&mut self, group: &'static str, table: &Table, columns: &[Column], rows: &'a [Row]) {
        if rows.is_empty() {
            return;
        }
        self.xml.start(group, &[]);
        self.xml.line();
        for (row, places) in rows.iter().zip(table.first_columns(rows)) {
            self.xml.start("tr", &[]);
            self.xml.line();
            for (cell, place) in row.cells.iter().zip(places) {
                let align = table.columns.get(place).copied().unwrap_or_default();
                let is_text = cell.columns == 1 && columns.get(place).is_some_and(|column| column.is_text);
                self.cell(cell, align, is_text, group == "thead");
            }
            self.xml.end_line();
        }
        self.xml.end_line();
    }

    fn cell(&mut self, cell: &'a Cell, column: Align, is_text: bool, in_head: bool) {
        // A cell of the head heads its column whether the author said so or not; an empty
        // one heads nothing.
        let scope = match (cell.scope, in_head) {
            (_, _) if cell.blocks.is_empty() => None,
            (Some(scope), _) => Some(scope),
            (None, true) => Some(Scope::Column),
            (None, false) => None,
        };
        let (columns, rows) = (cell.columns.to_string(), cell.rows.to_string());
        let mut attributes = Vec::new();
        match scope {
            Some(Scope::Column) => attributes.push(("scope", "col")),
            Some(Scope::Row) => attributes.push(("scope", "row")),
            None => {}
        }
        let class = match cell.align.unwrap_or(column) {
            Align::Auto | Align::Start if is_text => "text",
            Align::Auto | Align::Start => "",
            Align::Number => "amount",
            Align::Center => "center",
            Align::End => "end",
        };
        if !class.is_empty() {
            attributes.push(("class", class));
        }
        if cell.columns > 1 {
            attributes.push(("colspan", &columns));
        }
        if cell.rows > 1 {
            attributes.push(("rowspan", &rows));
        }
        self.xml
            .start(if scope.is_some() { "th" } else { "td" }, &attributes);
        self.compact(&cell.blocks);
        self.xml.end_line();
    }
}

/// What a column needs.
#[derive(Clone, Copy, Default)]
struct Column {
    /// In characters: as its words ask for.
    width: usize,
    /// Whether it holds text, in lines of several words.
    is_text: bool,
}

fn columns(table: &Table) -> Vec<Column> {
    let mut columns = vec![Column::default(); table.columns.len()];
    for rows in [&table.head, &table.body] {
        for (row, places) in rows.iter().zip(table.first_columns(rows)) {
            for (cell, place) in row.cells.iter().zip(places) {
                let Some(column) = columns.get_mut(place).filter(|_| cell.columns == 1) else {
                    continue;
                };
                let words = words_of(&cell.blocks);
                let longest = words.split_whitespace().map(|word| word.chars().count()).max();
                let mut width = longest.unwrap_or(0).min(WORD);
                if words.chars().count() > TEXT {
                    column.is_text = true;
                    width = width.max(LINE);
                }
                column.width = column.width.max(width);
            }
        }
    }
    columns
}

fn words_of(blocks: &[Block]) -> String {
    let words: Vec<_> = blocks.iter().map(|block| plain(block.own_text())).collect();
    words.join(" ")
}
