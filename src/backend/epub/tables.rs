//! Tables: rows and cells, with what screen readers need to find their way.

use super::content::Shown;
use super::text::Text;
use crate::model::{Align, Cell, Row, Scope, Table};

impl<'a> Text<'a> {
    pub(super) fn table(&mut self, table: &'a Table) {
        let id = self.id(&table.id);
        self.show(Shown::Table, &id, table.number.as_deref(), &table.caption);
        let caption_id = self.own_id(&format!("{id}-caption"));
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
        self.rows("thead", table, &table.head);
        self.rows("tbody", table, &table.body);
        self.xml.end_line();
        self.credit(&table.credit);
        self.xml.end_line();
    }

    fn rows(&mut self, group: &'static str, table: &Table, rows: &'a [Row]) {
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
                self.cell(cell, align, group == "thead");
            }
            self.xml.end_line();
        }
        self.xml.end_line();
    }

    fn cell(&mut self, cell: &'a Cell, column: Align, in_head: bool) {
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
