//! Tables as office formats give them, and the grid that comes of them.
//!
//! Word and RTF give the right edge of each cell and say nothing of columns: two rows need not share an edge. The
//! columns are the edges that any row has, a little sloppiness allowed. Cells merged downwards are marked as such.

use super::Paragraph;

/// A table while it is filled.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct DraftTable {
    pub(crate) rows: Vec<DraftRow>,
}

/// A row while it is filled.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct DraftRow {
    /// Left edge of the first cell, in the units of the cells' right edges.
    pub(crate) left: i32,
    pub(crate) cells: Vec<DraftCell>,
}

/// A cell while it is filled.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct DraftCell {
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Right edge.
    pub(crate) right: i32,
    pub(crate) merge: VerticalMerge,
    /// The cell belongs to the one at its left.
    pub(crate) joined: bool,
}

/// Whether a cell is merged with those above or below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum VerticalMerge {
    #[default]
    None,
    /// The topmost of merged cells.
    First,
    /// A cell that belongs to the one above.
    Next,
}

/// A cell with its place in the grid.
#[derive(Debug)]
pub(crate) struct Settled<'a> {
    pub(crate) paragraphs: &'a [Paragraph],
    pub(crate) columns: u32,
    pub(crate) rows: u32,
}

/// Edges that are no farther apart than this are one, in twentieths of a point.
const SLOPPINESS: i32 = 60;

/// A cell of a row with its edges, cells at its right that belong to it included.
struct Placed<'a> {
    cell: &'a DraftCell,
    left: i32,
    right: i32,
}

/// The rows of the table, their cells with spans; at most `most_columns` columns.
pub(super) fn settle(table: &DraftTable, most_columns: usize) -> Vec<Vec<Settled<'_>>> {
    let placed: Vec<Vec<Placed<'_>>> = table.rows.iter().map(|row| place(row, most_columns)).collect();
    let edges = edges(&placed);
    let column = |edge: i32| edges.partition_point(|&known| known < edge - SLOPPINESS);
    let mut rows: Vec<Vec<Settled<'_>>> = Vec::with_capacity(placed.len());
    // For every column, the cell merged downwards that covers it, and down to which row it reached.
    let mut open: Vec<Option<Open>> = vec![None; edges.len() + 1];
    for (i, row) in placed.iter().enumerate() {
        let mut out = Vec::with_capacity(row.len());
        for part in row {
            let (left, right) = (column(part.left), column(part.right));
            let above = open.get(left).copied().flatten().filter(|above| above.last + 1 == i);
            if part.cell.merge == VerticalMerge::Next
                && let Some(above) = above
                && let Some(cell) = rows.get_mut(above.row).and_then(|row| row.get_mut(above.cell))
            {
                cell.rows += 1;
                if let Some(place) = open.get_mut(left) {
                    *place = Some(Open { last: i, ..above });
                }
                continue;
            }
            if let Some(place) = open.get_mut(left).filter(|_| part.cell.merge == VerticalMerge::First) {
                *place = Some(Open { row: i, cell: out.len(), last: i });
            }
            out.push(Settled {
                paragraphs: &part.cell.paragraphs,
                columns: u32::try_from(right.saturating_sub(left)).unwrap_or(1).max(1),
                rows: 1,
            });
        }
        rows.push(out);
    }
    rows
}

/// A cell merged downwards: its place, and the last row that it covers.
#[derive(Debug, Clone, Copy)]
struct Open {
    row: usize,
    cell: usize,
    last: usize,
}

fn place(row: &DraftRow, most_columns: usize) -> Vec<Placed<'_>> {
    let mut out: Vec<Placed<'_>> = Vec::new();
    let mut left = row.left;
    for cell in row.cells.iter().take(most_columns) {
        // Edges that run backwards are mended.
        let right = cell.right.max(left.saturating_add(1));
        match out.last_mut() {
            Some(last) if cell.joined => last.right = right,
            _ => out.push(Placed { cell, left, right }),
        }
        left = right;
    }
    out
}

/// All edges, sorted, those close together as one.
fn edges(rows: &[Vec<Placed<'_>>]) -> Vec<i32> {
    let mut all: Vec<i32> = rows.iter().flatten().flat_map(|p| [p.left, p.right]).collect();
    all.sort_unstable();
    all.dedup();
    // Where all edges are close together they are mere counts of columns.
    let mut kept: Vec<i32> = Vec::new();
    for edge in all {
        if kept.last().is_none_or(|&last| edge.saturating_sub(last) > SLOPPINESS) {
            kept.push(edge);
        }
    }
    kept
}
