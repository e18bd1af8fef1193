//! The order of the columns where the header leaves it open.

use std::ops::Range;

use super::super::header::Header;
use super::super::lexicon::Kind;
use super::super::source::Source;
use super::super::{columns_of, printed};
use super::Search;
use super::habits::Habits;

/// Lines on which the order of columns is tried.
const TRIED: usize = 48;
/// What it costs, in nats, that a column stands between the ordinals and the tasks.
const BEFORE_TASK: f32 = -6.0;

/// Puts the cells of a header of which no line tells where they stand where the body reads best.
pub(in super::super) fn settle_order(
    source: &Source<'_>,
    header: &mut Header,
    body: Range<usize>,
    furniture: &[Range<usize>],
) {
    let sides = std::mem::take(&mut header.sides);
    let tied = |a: usize, b: usize| sides.contains(&(a, b)) || sides.contains(&(b, a));
    let count = header.cells.len();
    if (1..count).all(|a| (a + 1..count).all(|b| tied(a, b))) {
        return;
    }
    let mut lines = printed(source, body, furniture);
    lines.truncate(TRIED);
    let habits = Habits::unknown(count);
    let reads = |order: &[usize]| {
        let cells: Vec<_> = order.iter().filter_map(|&c| header.cells.get(c).cloned()).collect();
        let columns = columns_of(&cells);
        let before_task =
            order.iter().position(|&c| header.cells.get(c).is_some_and(|c| c.kind == Kind::Task));
        let score = Search { source, columns: &columns, habits: &habits, lines: &lines, furniture }.run().0;
        score + BEFORE_TASK * before_task.unwrap_or(1).saturating_sub(1) as f32
    };
    // Those of which the lines tell most stand first; the ordinal stands before all.
    let mut waiting: Vec<usize> = (1..count).collect();
    let known = |cell: usize| (1..count).filter(|&other| tied(cell, other)).count();
    waiting.sort_by_key(|&cell| std::cmp::Reverse(known(cell)));
    let mut order: Vec<usize> = vec![0];
    while !waiting.is_empty() {
        let most = |&&cell: &&usize| order.iter().filter(|&&other| tied(cell, other)).count();
        let next = waiting.iter().rev().max_by_key(most).copied().unwrap_or(0);
        waiting.retain(|&cell| cell != next);
        let from = order.iter().rposition(|&o| o == 0 || sides.contains(&(o, next))).map_or(1, |at| at + 1);
        let to = order.iter().position(|&o| sides.contains(&(next, o))).unwrap_or(order.len());
        let tried = (from..=to.max(from)).map(|at| {
            let mut order = order.clone();
            order.insert(at, next);
            order
        });
        let tried: Vec<Vec<usize>> = tried.collect();
        order = match &tried[..] {
            [only] => only.clone(),
            _ => best_of(tried, reads).unwrap_or(order),
        };
    }
    // Neighbours of which no line tells may still change places.
    let mut at = 1;
    while at + 1 < order.len() {
        let mut swapped = order.clone();
        swapped.swap(at, at + 1);
        if !sides.contains(&(swapped[at + 1], swapped[at])) {
            order = best_of(vec![order.clone(), swapped], reads).unwrap_or(order);
        }
        at += 1;
    }
    header.cells = order.iter().filter_map(|&c| header.cells.get(c).cloned()).collect();
}

/// The order of columns that reads best, the first of equals.
fn best_of(orders: Vec<Vec<usize>>, reads: impl Fn(&[usize]) -> f32) -> Option<Vec<usize>> {
    let scored = orders.into_iter().map(|order| (reads(&order), order));
    scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, order)| order)
}
