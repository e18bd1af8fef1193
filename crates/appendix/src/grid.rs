//! A table as a grid: every row has a cell, its own or one that reaches into it, at each of its columns.

use vanthu_document::page::Span;
use vanthu_document::table::{Cell, Table};

/// How a cell comes to its place in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Printed there.
    Own,
    /// Printed in a row above and merged down.
    Down,
    /// Printed to the left and merged over this column.
    Across,
}

/// A place of the grid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'t> {
    pub(crate) cell: &'t Cell,
    pub(crate) reach: Reach,
}

/// The places of a row.
#[derive(Debug, Clone)]
enum Places<'t> {
    /// Nothing is merged: each cell stands at its own place.
    Cells(&'t [Cell]),
    Laid(Vec<Place<'t>>),
}

/// A row of the grid.
#[derive(Debug, Clone)]
pub(crate) struct GridRow<'t> {
    places: Places<'t>,
    pub(crate) span: &'t Span,
}

/// A table whose merged cells are laid out.
#[derive(Debug, Clone)]
pub(crate) struct Grid<'t> {
    pub(crate) rows: Vec<GridRow<'t>>,
    /// Number of columns of the widest row.
    pub(crate) width: usize,
    /// Whether the form says where cells are merged downwards.
    pub(crate) merged: bool,
    /// Cells that did not fit into [`MOST_COLUMNS`].
    pub(crate) overflow: Vec<&'t Cell>,
}

/// Columns of the widest table that is read; no task table has nearly as many.
const MOST_COLUMNS: usize = 64;

impl<'t> Grid<'t> {
    /// Lays out the cells of `table`.
    pub(crate) fn new(table: &'t Table) -> Self {
        let mut rows = Vec::with_capacity(table.rows.len());
        let mut overflow = Vec::new();
        // For each column, the cell that reaches down into the next row, its reach there, and for how many rows.
        let mut down: Vec<Option<(&'t Cell, Reach, u32)>> = Vec::new();
        let (mut width, mut merged) = (0, false);
        for row in &table.rows {
            let single = |cell: &Cell| cell.col_span <= 1 && cell.row_span <= 1;
            if row.cells.len() <= MOST_COLUMNS
                && down.iter().all(Option::is_none)
                && row.cells.iter().all(single)
            {
                width = width.max(row.cells.len());
                rows.push(GridRow { places: Places::Cells(&row.cells), span: &row.span });
                continue;
            }
            let mut places: Vec<Place<'t>> =
                Vec::with_capacity(row.cells.len().max(down.len()).min(MOST_COLUMNS));
            let mut next: Vec<Option<(&'t Cell, Reach, u32)>> = vec![None; down.len()];
            let mut cells = row.cells.iter();
            loop {
                let column = places.len();
                if let Some(Some((cell, reach, left))) = down.get(column).copied() {
                    places.push(Place { cell, reach });
                    if left > 1 {
                        next[column] = Some((cell, reach, left - 1));
                    }
                    continue;
                }
                let Some(cell) = cells.next() else {
                    if column < down.len() && down[column..].iter().any(Option::is_some) {
                        places.push(Place { cell: empty(), reach: Reach::Own });
                        continue;
                    }
                    break;
                };
                if column >= MOST_COLUMNS {
                    overflow.push(cell);
                    continue;
                }
                let span = (cell.col_span.max(1) as usize).min(MOST_COLUMNS - column);
                for n in 0..span {
                    let reach = if n == 0 { Reach::Own } else { Reach::Across };
                    places.push(Place { cell, reach });
                    if cell.row_span > 1 {
                        merged = true;
                        if next.len() <= column + n {
                            next.resize(column + n + 1, None);
                        }
                        let below = if n == 0 { Reach::Down } else { Reach::Across };
                        next[column + n] = Some((cell, below, cell.row_span - 1));
                    }
                }
            }
            width = width.max(places.len());
            down = next;
            rows.push(GridRow { places: Places::Laid(places), span: &row.span });
        }
        Self { rows, width, merged, overflow }
    }
}

fn empty() -> &'static Cell {
    static EMPTY: std::sync::LazyLock<Cell> = std::sync::LazyLock::new(Cell::default);
    &EMPTY
}

impl<'t> GridRow<'t> {
    /// The place at `column`; past the row's end an empty one.
    pub(crate) fn place(&self, column: usize) -> Place<'t> {
        let place = match &self.places {
            Places::Cells(cells) => cells.get(column).map(|cell| Place { cell, reach: Reach::Own }),
            Places::Laid(places) => places.get(column).copied(),
        };
        place.unwrap_or(Place { cell: empty(), reach: Reach::Own })
    }

    /// Number of places.
    pub(crate) fn len(&self) -> usize {
        match &self.places {
            Places::Cells(cells) => cells.len(),
            Places::Laid(places) => places.len(),
        }
    }

    /// Trimmed text printed at `column`, empty where the cell only reaches into it.
    pub(crate) fn own(&self, column: usize) -> &'t str {
        let place = self.place(column);
        if place.reach == Reach::Own { place.cell.text.trim() } else { "" }
    }

    /// Trimmed text at `column`, its own or merged down into it.
    pub(crate) fn text(&self, column: usize) -> &'t str {
        let place = self.place(column);
        if place.reach == Reach::Across { "" } else { place.cell.text.trim() }
    }

    /// Columns that have text of their own.
    pub(crate) fn filled(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(|c| !self.own(*c).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use vanthu_document::table::Row;

    fn cell(text: &str, col_span: u32, row_span: u32) -> Cell {
        Cell { text: text.to_owned(), col_span, row_span, ..Cell::default() }
    }

    #[test]
    fn merged_cells_reach_down_and_across() {
        let row = |cells| Row { cells, span: Span::default() };
        let table = Table {
            rows: vec![
                row(vec![cell("TT", 1, 2), cell("Cơ quan", 2, 1)]),
                row(vec![cell("Chủ trì", 1, 1), cell("Phối hợp", 1, 1)]),
            ],
            span: Span::default(),
        };
        let grid = Grid::new(&table);
        assert_eq!((grid.width, grid.merged), (3, true));
        assert_eq!((grid.rows[1].text(0), grid.rows[1].own(0)), ("TT", ""));
        assert_eq!((grid.rows[1].own(1), grid.rows[1].own(2)), ("Chủ trì", "Phối hợp"));
        assert_eq!(grid.rows[0].own(2), "");
    }

    proptest! {
        #[test]
        fn every_cell_stands_once(spans in proptest::collection::vec(proptest::collection::vec((1u32..90, 1u32..5), 0..6), 0..8)) {
            let rows = spans.iter().map(|r| Row {
                cells: r.iter().map(|(c, d)| cell("x", *c, *d)).collect(),
                span: Span::default(),
            });
            let table = Table { rows: rows.collect(), span: Span::default() };
            let grid = Grid::new(&table);
            let own: usize = grid.rows.iter().map(|r| r.filled().count()).sum();
            let cells: usize = table.rows.iter().map(|r| r.cells.len()).sum();
            prop_assert_eq!(own + grid.overflow.len(), cells);
            prop_assert!(grid.width <= MOST_COLUMNS);
        }
    }
}
