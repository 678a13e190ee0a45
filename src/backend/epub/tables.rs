//! Tables: rows and cells, with what screen readers need to find their way.

use super::text::Text;
use crate::model::{Align, Block, BlockKind, Cell, Row, Scope, Table, plain};

impl<'a> Text<'a> {
    pub(super) fn table(&mut self, table: &'a Table) {
        let id = self.id(&table.id);
        let caption_id = self.own_id(&format!("table-{}-caption", self.rank()));
        let captioned = !table.caption.is_empty() || table.number.is_some();
        // A wide table scrolls on a narrow screen; who has no mouse needs the focus for
        // that (WCAG 2.2, 2.1.1), and the focus needs a name.
        if captioned {
            self.xml.start(
                "div",
                &[
                    ("class", "table"),
                    ("role", "region"),
                    ("aria-labelledby", &caption_id),
                    ("tabindex", "0"),
                ],
            );
        } else {
            self.xml.start("div", &[("class", "table"), ("tabindex", "0")]);
        }
        self.xml.line();
        if table.head.is_empty() && table.body.is_empty() {
            self.break_here();
        }
        let looks = looks(table);
        self.xml.start("table", &[("id", &id)]);
        self.xml.line();
        if captioned {
            self.xml.start("caption", &[("id", &caption_id)]);
            self.begin_own_text();
            if let Some(number) = table.number {
                let words = format!("{} {number}.", self.article.words.table);
                self.xml.element("span", &[("class", "label")], &words);
                self.xml.text(" ");
            }
            self.inlines(&table.caption);
            self.end_own_text();
            self.xml.end_line();
        }
        let mut grid = Grid::new(table.columns.len());
        self.rows("thead", &table.head, &looks, &mut grid);
        let mut grid = Grid::new(table.columns.len());
        self.rows("tbody", &table.body, &looks, &mut grid);
        self.xml.end_line();
        self.xml.end_line();
    }

    fn rows(&mut self, group: &'static str, rows: &'a [Row], looks: &[Look], grid: &mut Grid) {
        if rows.is_empty() {
            return;
        }
        self.xml.start(group, &[]);
        self.xml.line();
        for row in rows {
            self.xml.start("tr", &[]);
            self.xml.line();
            grid.next_row();
            for cell in &row.cells {
                let look = looks.get(grid.place(cell)).copied().unwrap_or_default();
                self.cell(cell, look, group == "thead");
            }
            self.xml.end_line();
        }
        self.xml.end_line();
    }

    fn cell(&mut self, cell: &'a Cell, look: Look, in_head: bool) {
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
        let class = match cell.align {
            None | Some(Align::Auto) => look.class(),
            Some(align) => Look { align, ..look }.class(),
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

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    align: Align,
    /// Whether the column holds numbers and nothing else.
    numbers: bool,
}

impl Look {
    fn class(self) -> &'static str {
        match (self.align, self.numbers) {
            (Align::Auto | Align::End, true) => "amount",
            (Align::Auto, false) | (Align::Start, _) => "",
            (Align::Center, true) => "center figures",
            (Align::Center, false) => "center",
            (Align::End, false) => "end",
        }
    }
}

/// How each column stands: as the author says, else by what it holds.
fn looks(table: &Table) -> Vec<Look> {
    let mut numbers: Vec<Option<bool>> = vec![None; table.columns.len()];
    let mut grid = Grid::new(table.columns.len());
    for row in &table.body {
        grid.next_row();
        for cell in &row.cells {
            let column = grid.place(cell);
            let words = words(&cell.blocks);
            if cell.columns > 1 || cell.scope.is_some() || words.is_empty() {
                continue;
            }
            if let Some(known) = numbers.get_mut(column) {
                *known = Some(known.unwrap_or(true) && is_number(&words));
            }
        }
    }
    table
        .columns
        .iter()
        .zip(numbers)
        .map(|(&align, numbers)| Look {
            align,
            numbers: numbers.unwrap_or(false),
        })
        .collect()
}

/// The words of a cell; more than one paragraph is no number.
fn words(blocks: &[Block]) -> String {
    match blocks {
        [] => String::new(),
        [
            Block {
                kind: BlockKind::Paragraph { text },
                ..
            },
        ] => plain(text).trim().to_owned(),
        _ => "…".to_owned(),
    }
}

/// Whether words are an amount: digits with signs, separators, a currency, a unit.
fn is_number(words: &str) -> bool {
    let is_gap = |c: char| matches!(c, '–' | '—' | '-' | '−' | '.' | '…' | '/');
    if words.chars().all(is_gap) || ["n/a", "n.a.", "na"].contains(&words.to_lowercase().as_str()) {
        return true;
    }
    let digits = words.chars().filter(|c| c.is_numeric()).count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= 3
}

/// Which column a cell begins in, once the cells that reach down from above are counted.
struct Grid {
    /// For each column, how many more rows are covered from above.
    covered: Vec<u32>,
    /// Where to look for the next free column.
    column: usize,
}

impl Grid {
    fn new(columns: usize) -> Self {
        Self {
            covered: vec![0; columns],
            column: columns,
        }
    }

    fn next_row(&mut self) {
        // Columns that the last row did not reach are free from now on all the same.
        for covered in self.covered.iter_mut().skip(self.column) {
            *covered = covered.saturating_sub(1);
        }
        self.column = 0;
    }

    fn place(&mut self, cell: &Cell) -> usize {
        while let Some(covered) = self.covered.get_mut(self.column).filter(|covered| **covered > 0) {
            *covered -= 1;
            self.column += 1;
        }
        let place = self.column;
        let columns = usize::try_from(cell.columns).unwrap_or(usize::MAX);
        for covered in self.covered.iter_mut().skip(place).take(columns) {
            *covered = cell.rows.saturating_sub(1);
        }
        self.column = place.saturating_add(columns).min(self.covered.len());
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(columns: u32, rows: u32) -> Cell {
        Cell {
            blocks: Vec::new(),
            columns,
            rows,
            scope: None,
            align: None,
        }
    }

    #[test]
    fn cells_step_around_those_that_reach_down() {
        let mut grid = Grid::new(4);
        grid.next_row();
        assert_eq!(
            [cell(1, 3), cell(2, 1), cell(1, 2)].map(|cell| grid.place(&cell)),
            [0, 1, 3]
        );
        grid.next_row();
        assert_eq!([cell(1, 1), cell(1, 1)].map(|cell| grid.place(&cell)), [1, 2]);
        grid.next_row();
        assert_eq!([cell(2, 1), cell(1, 1)].map(|cell| grid.place(&cell)), [1, 3]);
        grid.next_row();
        assert_eq!(grid.place(&cell(u32::MAX, 1)), 0);
    }

    #[test]
    fn amounts_are_told_from_words() {
        for amount in ["200,000+", "$3.6bn", "–", "12 %", "n/a", "−4.5", "٣٤"] {
            assert!(is_number(amount), "{amount}");
        }
        for words in ["MONUSCO (2 missions)", "yes", "Article 4"] {
            assert!(!is_number(words), "{words}");
        }
    }
}
