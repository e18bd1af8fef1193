//! The best one-to-one assignment on a sparse graph.
//!
//! [`assign`] finds the set of edges with the greatest total gain in which no row and no column stands twice. Rows may stay
//! alone. It inserts one row after the other along a shortest augmenting path with dual prices (Jonker and Volgenant 1987,
//! *A shortest augmenting path algorithm for dense and sparse linear assignment problems*), so that components of the graph
//! never meet and each row looks at its own neighbourhood only.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

/// Columns that one insertion settles at most. A row whose neighbourhood is larger stays alone: tables of thousands of equal
/// rows then cost no more than others, and what they lose is a choice between equals.
const MOST_SETTLED: usize = 4096;

/// An entry of the queue: the smallest distance first, among equals a free column, then the smallest.
#[derive(Debug, PartialEq)]
struct Reached {
    distance: f64,
    held: bool,
    column: usize,
}

impl Eq for Reached {}

impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Reached {
    fn cmp(&self, other: &Self) -> Ordering {
        let later = other.distance.total_cmp(&self.distance);
        later.then(other.held.cmp(&self.held)).then(other.column.cmp(&self.column))
    }
}

/// For each row its column. `edges` lists for each row its columns (below `columns`) with what the pair gains; pairs that gain
/// nothing are never made.
pub(crate) fn assign(edges: &[Vec<(usize, f64)>], columns: usize) -> Vec<Option<usize>> {
    let mut solver = Solver {
        edges,
        row_price: vec![0.0; edges.len()],
        column_price: vec![0.0; columns],
        column_of: vec![None; edges.len()],
        row_of: vec![None; columns],
    };
    for row in 0..edges.len() {
        solver.insert(row);
    }
    solver.column_of
}

struct Solver<'e> {
    edges: &'e [Vec<(usize, f64)>],
    row_price: Vec<f64>,
    column_price: Vec<f64>,
    column_of: Vec<Option<usize>>,
    row_of: Vec<Option<usize>>,
}

/// Where a shortest path ends.
#[derive(Debug, Clone, Copy)]
enum End {
    /// In a free column.
    Column(usize),
    /// In a row that gives its column up.
    Row(usize),
}

impl Solver<'_> {
    /// Edges that gain something, with their cost less the column's price.
    fn costs(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let edges = self.edges.get(row).map_or(&[][..], Vec::as_slice);
        let gaining = edges.iter().filter(|(_, gain)| *gain > 0.0);
        gaining.filter_map(|(column, gain)| Some((*column, -gain - self.column_price.get(*column)?)))
    }

    fn insert(&mut self, start: usize) {
        let cheapest = self.costs(start).map(|(_, cost)| cost).fold(0.0, f64::min);
        self.row_price[start] = cheapest;
        // Distance and predecessor of each column reached.
        let mut reached: HashMap<usize, (f64, usize)> = HashMap::new();
        let mut settled: Vec<(usize, f64)> = Vec::new();
        let mut queue = BinaryHeap::new();
        let mut best = (-cheapest, End::Row(start));
        let (mut row, mut distance) = (start, 0.0);
        loop {
            for (column, cost) in self.costs(row) {
                // Rounding must not make a step negative.
                let way = distance + (cost - self.row_price[row]).max(0.0);
                if way < best.0 && reached.get(&column).is_none_or(|(known, _)| way < *known) {
                    reached.insert(column, (way, row));
                    queue.push(Reached { distance: way, held: self.row_of[column].is_some(), column });
                }
            }
            // A column that was reached again on a shorter way has an entry left over.
            let current =
                |next: &Reached| reached.get(&next.column).is_some_and(|(d, _)| *d == next.distance);
            let next = std::iter::from_fn(|| queue.pop()).find(current);
            let Some(next) = next.filter(|next| next.distance < best.0) else { break };
            let Some(holder) = self.row_of[next.column] else {
                best = (next.distance, End::Column(next.column));
                break;
            };
            if settled.len() >= MOST_SETTLED {
                return;
            }
            settled.push((next.column, next.distance));
            (row, distance) = (holder, next.distance);
            let alone = distance - self.row_price[row];
            if alone < best.0 {
                best = (alone, End::Row(row));
            }
        }
        let (length, end) = best;
        self.row_price[start] += length;
        for (column, at) in settled.into_iter().filter(|(_, at)| *at < length) {
            self.column_price[column] += at - length;
            if let Some(holder) = self.row_of[column] {
                self.row_price[holder] += length - at;
            }
        }
        self.augment(start, end, &reached);
    }

    /// Makes the matches along the way that ends in `end` and begins in row `start`.
    fn augment(&mut self, start: usize, end: End, reached: &HashMap<usize, (f64, usize)>) {
        let mut column = match end {
            End::Column(column) => column,
            End::Row(row) => {
                let Some(given_up) = self.column_of[row].take() else { return };
                given_up
            }
        };
        while let Some((_, row)) = reached.get(&column) {
            self.row_of[column] = Some(*row);
            let before = self.column_of[*row].replace(column);
            match before {
                Some(next) if *row != start => column = next,
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(edges: &[Vec<(usize, f64)>], made: &[Option<usize>]) -> f64 {
        let gain = |row: usize, column: usize| edges[row].iter().find(|e| e.0 == column).unwrap().1;
        made.iter().enumerate().filter_map(|(row, column)| Some(gain(row, (*column)?))).sum()
    }

    /// The best total by trying everything.
    fn best(edges: &[Vec<(usize, f64)>], row: usize, used: &mut Vec<usize>) -> f64 {
        if row == edges.len() {
            return 0.0;
        }
        let mut most = best(edges, row + 1, used);
        for (column, gain) in &edges[row] {
            if !used.contains(column) {
                used.push(*column);
                most = most.max(gain + best(edges, row + 1, used));
                used.pop();
            }
        }
        most
    }

    #[test]
    fn a_row_gives_way_where_both_gain() {
        let edges = vec![vec![(0, 0.9), (1, 0.8)], vec![(0, 0.9)]];
        assert_eq!(assign(&edges, 2), [Some(1), Some(0)]);
    }

    #[test]
    fn a_row_gives_its_column_up_for_a_greater_gain() {
        let edges = vec![vec![(0, 0.2)], vec![(0, 0.9)], vec![(0, -1.0)]];
        assert_eq!(assign(&edges, 1), [None, Some(0), None]);
    }

    #[test]
    fn equal_rows_without_end_take_no_time() {
        let edges: Vec<Vec<(usize, f64)>> = (0..20_000)
            .map(|row: usize| (row.saturating_sub(8)..(row + 8).min(20_000)).map(|c| (c, 1.0)).collect())
            .collect();
        let made = assign(&edges, 20_000);
        assert!(made.iter().flatten().count() > 19_000);
    }

    proptest! {
        #[test]
        fn as_good_as_trying_everything(
            edges in prop::collection::vec(prop::collection::btree_map(0_usize..6, 0_u8..40, 0..5), 0..7)
        ) {
            let edges: Vec<Vec<(usize, f64)>> =
                edges.into_iter().map(|row| row.into_iter().map(|(c, g)| (c, f64::from(g) - 8.0)).collect()).collect();
            let made = assign(&edges, 6);
            let mut columns: Vec<usize> = made.iter().flatten().copied().collect();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), made.iter().flatten().count());
            prop_assert!((total(&edges, &made) - best(&edges, 0, &mut Vec::new())).abs() < 1e-6);
        }
    }
}
