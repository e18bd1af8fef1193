//! Tables as office formats give them, and the grid that comes of them.
//!
//! Word and RTF give the right edge of each cell and say nothing of columns: two rows need not share an edge. The
//! columns are the edges that any row has. Edges of two rows are one where they are close together for the cells beside
//! them, and where the cells of both rows lie over each other one by one, as in tables that were put together of parts.
//! Two edges of one row are never one. Cells merged downwards are marked as such.

use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Unbounded};

use super::Paragraph;

/// A table while it is filled.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct DraftTable {
    pub(crate) edges: Edges,
    pub(crate) rows: Vec<DraftRow>,
}

/// What the edges of cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Edges {
    /// Numbers of columns, multiplied.
    #[default]
    Counted,
    /// Places on the page in twentieths of a point, which need not be the same in all rows.
    Measured,
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

/// Edges of different rows that are no farther apart than this are one, in twentieths of a point.
const SLOPPINESS: i32 = 60;

/// The same where the cells beside are three times as wide, and of the outermost edges where they are twice as wide.
const RAGGEDNESS: i32 = 160;
const OUTER_RAGGEDNESS: i32 = 300;

/// Share of the wider of two cells that lies over the other if both are in one column, in percent, and how far their
/// edges may be apart then.
const SAME_COLUMN: i64 = 60;
const FARTHEST: u32 = 400;

/// Rows that another is compared with, the last ones that differ.
const COMPARED: usize = 8;

/// A cell of a row with its edges, cells at its right that belong to it included.
struct Placed<'a> {
    cell: &'a DraftCell,
    left: i32,
    right: i32,
}

/// The rows of the table, their cells with spans; at most `most_columns` columns.
pub(super) fn settle(table: &DraftTable, most_columns: usize) -> Vec<Vec<Settled<'_>>> {
    let mut placed: Vec<Vec<Placed<'_>>> = table.rows.iter().map(|row| place(row, most_columns)).collect();
    let edges = align(&mut placed, table.edges);
    let column = |edge: i32| edges.partition_point(|&known| known < edge);
    let mut rows: Vec<Vec<Settled<'_>>> = Vec::with_capacity(placed.len());
    // For every column, the cell merged downwards that covers it, and down to which row it reached.
    let mut open: Vec<Option<Open>> = vec![None; edges.len() + 1];
    for (i, row) in placed.iter().enumerate() {
        let mut out = Vec::with_capacity(row.len());
        // A row that begins farther right has nothing before.
        if let Some(before) = row.first().map(|first| column(first.left)).filter(|&before| before > 0) {
            out.push(Settled { paragraphs: &[], columns: u32::try_from(before).unwrap_or(1), rows: 1 });
        }
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

/// Moves edges that are one to one place; gives all places, sorted.
fn align(rows: &mut [Vec<Placed<'_>>], kind: Edges) -> Vec<i32> {
    let mut known = BTreeSet::new();
    // Rows that differ, with where their edges went, the last one first.
    let mut shapes: Vec<(Vec<i32>, Vec<i32>)> = Vec::new();
    for row in rows {
        let edges: Vec<i32> =
            row.first().map(|first| first.left).into_iter().chain(row.iter().map(|p| p.right)).collect();
        let same = shapes
            .iter()
            .position(|(shape, _)| *shape == edges || (kind == Edges::Measured && lies_over(shape, &edges)));
        let shape = same.map_or_else(
            || {
                let places = if kind == Edges::Measured { places(&edges, &known) } else { edges.clone() };
                known.extend(&places);
                (edges, places)
            },
            |same| shapes.remove(same),
        );
        for (part, ends) in row.iter_mut().zip(shape.1.windows(2)) {
            if let &[left, right] = ends {
                (part.left, part.right) = (left, right);
            }
        }
        shapes.insert(0, shape);
        shapes.truncate(COMPARED);
    }
    known.into_iter().collect()
}

/// Whether each cell between two edges of `a` is in the column of one of `b`.
fn lies_over(a: &[i32], b: &[i32]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(&a, &b)| a.abs_diff(b) <= FARTHEST)
        && a.windows(2).zip(b.windows(2)).all(|(a, b)| {
            let (&[a_left, a_right], &[b_left, b_right]) = (a, b) else { return false };
            let width = |left: i32, right: i32| i64::from(right) - i64::from(left);
            let common = width(a_left.max(b_left), a_right.min(b_right));
            common * 100 >= width(a_left, a_right).max(width(b_left, b_right)) * SAME_COLUMN
        })
}

/// For each of the rising `edges` of a row, the edge of `known` that it is, or itself. No two become one.
fn places(edges: &[i32], known: &BTreeSet<i32>) -> Vec<i32> {
    let mut places: Vec<i32> = Vec::with_capacity(edges.len());
    for (i, &edge) in edges.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| edges.get(i)).map(|&left| edge.saturating_sub(left));
        let behind = edges.get(i + 1).map(|&right| right.saturating_sub(edge));
        let reach = match (before, behind) {
            (Some(before), Some(behind)) => RAGGEDNESS.min(before.min(behind) / 3),
            (Some(width), None) | (None, Some(width)) => OUTER_RAGGEDNESS.min(width / 2),
            (None, None) => 0,
        }
        .max(SLOPPINESS);
        let free = |place: i32| places.last().is_none_or(|&last| place > last);
        let far = |place: i32| place.abs_diff(edge);
        let below = known.range(..=edge).next_back().copied().filter(|&place| free(place));
        let above = known.range((Excluded(edge), Unbounded)).next().copied();
        let nearest = below.into_iter().chain(above).min_by_key(|&place| far(place));
        let near = nearest.filter(|&place| {
            let nearer = edges.get(i + 1).is_some_and(|&next| next.abs_diff(place) < far(place));
            far(place) <= reach.unsigned_abs() && !nearer
        });
        // Behind an edge that was moved right, at least one step.
        let own = places.last().map_or(edge, |&last| edge.max(last.saturating_add(1)));
        places.push(near.unwrap_or(own));
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A table of rows that are given by their edges.
    fn table(rows: &[&[i32]]) -> DraftTable {
        let row = |edges: &&[i32]| DraftRow {
            left: edges[0],
            cells: edges[1..].iter().map(|&right| DraftCell { right, ..DraftCell::default() }).collect(),
        };
        DraftTable { edges: Edges::Measured, rows: rows.iter().map(row).collect() }
    }

    /// How many columns each cell has.
    fn columns(rows: &[&[i32]]) -> Vec<Vec<u32>> {
        let table = table(rows);
        settle(&table, 100).iter().map(|row| row.iter().map(|cell| cell.columns).collect()).collect()
    }

    #[test]
    fn parts_that_are_ragged_have_the_same_columns() {
        let rows: [&[i32]; 4] = [
            &[-108, 520, 4200, 6100, 8050, 9400],
            &[-40, 555, 4290, 6010, 8120, 9520],
            &[0, 680, 4480, 6350, 8300, 9700],
            &[-108, 9400],
        ];
        assert_eq!(columns(&rows), [vec![1; 5], vec![1; 5], vec![1; 5], vec![5]]);
    }

    #[test]
    fn a_header_over_two_columns_meets_their_edges() {
        let rows: [&[i32]; 3] =
            [&[0, 600, 5000, 9000], &[10, 590, 5080, 7000, 9110], &[-50, 640, 4930, 7080, 8950]];
        assert_eq!(columns(&rows), [vec![1, 1, 2], vec![1; 4], vec![1; 4]]);
    }

    #[test]
    fn narrow_columns_stay_apart() {
        // Boxes to tick, a quarter of an inch wide.
        let rows: [&[i32]; 3] = [&[0, 5000, 5360, 5720, 6080], &[0, 5000, 6080], &[0, 4400, 5000, 6080]];
        assert_eq!(columns(&rows), [vec![2, 1, 1, 1], vec![2, 3], vec![1, 1, 3]]);
    }

    #[test]
    fn columns_that_were_counted_are_exact() {
        let rows: [&[i32]; 3] = [&[0, 2000, 3000], &[0, 1000, 3000], &[0, 1000, 2000, 3000]];
        let counted = DraftTable { edges: Edges::Counted, ..table(&rows) };
        let columns: Vec<Vec<u32>> =
            settle(&counted, 100).iter().map(|row| row.iter().map(|cell| cell.columns).collect()).collect();
        assert_eq!(columns, [vec![2, 1], vec![1, 2], vec![1, 1, 1]]);
    }

    #[test]
    fn a_row_that_begins_farther_right_keeps_its_columns() {
        let rows: [&[i32]; 2] = [&[0, 700, 4000, 8000], &[700, 4000, 8000]];
        assert_eq!(columns(&rows), [vec![1, 1, 1], vec![1, 1, 1]]);
    }

    proptest! {
        #[test]
        fn no_cell_is_lost(rows in proptest::collection::vec(
            (-300..300, proptest::collection::vec(1..2000, 1..8)), 1..8,
        )) {
            let rows: Vec<Vec<i32>> = rows.into_iter().map(|(left, widths)| {
                let mut edges = vec![left];
                edges.extend(widths.iter().scan(left, |at, width| { *at += width; Some(*at) }));
                edges
            }).collect();
            let given: Vec<&[i32]> = rows.iter().map(Vec::as_slice).collect();
            for (row, edges) in columns(&given).iter().zip(&rows) {
                // A cell for each, and at most an empty one before.
                prop_assert!(row.len() + 1 == edges.len() || row.len() == edges.len());
                prop_assert!(row.iter().all(|&count| count > 0));
            }
        }
    }
}
