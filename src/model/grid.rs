//! Which column of a table a cell begins in, once cells that reach down are counted.

use super::{Row, Table};

impl Table {
    /// For every cell of `rows` (the head or the body), the column that it begins in,
    /// counted from 0 and never past the last.
    pub fn first_columns(&self, rows: &[Row]) -> Vec<Vec<usize>> {
        let last = self.columns.len().saturating_sub(1);
        // For each column, how many more rows are covered by a cell from above.
        let mut covered = vec![0_u32; self.columns.len()];
        let mut places = Vec::with_capacity(rows.len());
        for row in rows {
            let above = covered.clone();
            let mut next = 0;
            let mut row_places = Vec::with_capacity(row.cells.len());
            for still in &mut covered {
                *still = still.saturating_sub(1);
            }
            for cell in &row.cells {
                while above.get(next).is_some_and(|&rows| rows > 0) {
                    next += 1;
                }
                row_places.push(next.min(last));
                let width = usize::try_from(cell.columns).unwrap_or(usize::MAX);
                for column in covered.iter_mut().skip(next).take(width) {
                    *column = cell.rows.saturating_sub(1);
                }
                next = next.saturating_add(width);
            }
            places.push(row_places);
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Align, Cell};
    use super::*;

    fn row(sizes: &[(u32, u32)]) -> Row {
        let cell = |&(columns, rows): &(u32, u32)| Cell {
            blocks: Vec::new(),
            columns,
            rows,
            scope: None,
            align: None,
        };
        Row {
            cells: sizes.iter().map(cell).collect(),
        }
    }

    #[test]
    fn cells_step_around_those_that_reach_down() {
        let table = Table {
            id: String::new(),
            number: None,
            caption: Vec::new(),
            columns: vec![Align::Auto; 4],
            head: Vec::new(),
            credit: crate::model::Credit::default(),
            body: vec![
                row(&[(1, 3), (2, 1), (1, 2)]),
                row(&[(1, 1), (1, 1)]),
                row(&[(2, 1), (1, 1)]),
                row(&[(u32::MAX, 1)]),
            ],
        };
        let places = table.first_columns(&table.body);
        assert_eq!(places, [vec![0, 1, 3], vec![1, 2], vec![1, 3], vec![0]]);
    }
}
