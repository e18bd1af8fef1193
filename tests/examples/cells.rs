//! Compares the tables of a printed or scanned file with those of the file it was made from, cell by cell:
//! `cargo run -p vanthu-tests --example cells -- TRUTH.md PRINTED.pdf [--show]`
//!
//! Rows are paired in order, so that as many cells as possible are alike; white space counts for nothing. A row that a page
//! has cut counts with both its parts.
#![allow(clippy::print_stdout)]

use std::fs;

use vanthu_cli::pipeline::{Limits, read};
use vanthu_document::page::{Block, Pages};
use vanthu_document::table::Row;

/// A row's cells, and its page.
#[derive(Debug, Clone, PartialEq)]
struct Texts {
    cells: Vec<String>,
    page: Option<u32>,
}

/// The rows of all tables with three columns or more.
fn rows(pages: &Pages) -> Vec<Texts> {
    let blocks = pages.pages.iter().flat_map(|page| &page.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Line(_) => None,
    });
    let wide = tables.filter(|t| t.rows.iter().any(|r| r.cells.len() > 2));
    let bare = |text: &str| text.replace('|', "").split_whitespace().collect::<Vec<_>>().join(" ");
    let texts =
        |row: &Row| Texts { cells: row.cells.iter().map(|c| bare(&c.text)).collect(), page: row.span.page };
    wide.flat_map(|t| &t.rows).map(texts).collect()
}

/// Cells of `a` that stand in the same place of `b`.
fn alike(a: &[String], b: &[String]) -> usize {
    a.iter().zip(b).filter(|(a, b)| !a.is_empty() && a == b).count()
}

/// A row that the end of a page has cut, put together: its parts in `found` from `at` on, a repeated header between them.
fn rejoined(found: &[Texts], at: usize) -> Option<(usize, Vec<String>)> {
    let first = found.get(at)?;
    let header =
        found.get(at + 1).is_some_and(|row| found[..at].iter().any(|known| known.cells == row.cells));
    let len = if header { 3 } else { 2 };
    let rest = found
        .get(at + len - 1)
        .filter(|rest| rest.page > first.page && rest.cells.len() == first.cells.len())?;
    let joined = first.cells.iter().zip(&rest.cells).map(|(a, b)| format!("{a} {b}").trim().to_owned());
    Some((len, joined.collect()))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [truth, printed, show @ ..] = &arguments[..] else { return Err("TRUTH PRINTED [--show]".into()) };
    let limits = Limits::default();
    let truth = rows(&read(&fs::read(truth)?, &limits)?.0);
    let found = rows(&read(&fs::read(printed)?, &limits)?.0);
    // Most cells alike of the first rows, and how many rows of each make the last step.
    let mut best = vec![vec![(0_usize, (0_usize, 0_usize)); found.len() + 1]; truth.len() + 1];
    for i in 0..=truth.len() {
        for j in 0..=found.len() {
            let so_far = best[i][j].0;
            let mut offer = |di: usize, dj: usize, more: usize| {
                if let Some(cell) = best.get_mut(i + di).and_then(|row| row.get_mut(j + dj))
                    && (so_far + more > cell.0 || cell.1 == (0, 0))
                {
                    *cell = (so_far + more, (di, dj));
                }
            };
            offer(1, 0, 0);
            offer(0, 1, 0);
            if let (Some(want), Some(got)) = (truth.get(i), found.get(j)) {
                offer(1, 1, alike(&want.cells, &got.cells));
                if let Some((len, cells)) = rejoined(&found, j) {
                    offer(1, len, alike(&want.cells, &cells));
                }
            }
        }
    }
    let all: usize = truth.iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_empty()).count();
    println!("{printed}\t{}/{all}", best[truth.len()][found.len()].0);
    if !show.is_empty() {
        let (mut i, mut j) = (truth.len(), found.len());
        let mut pairs = Vec::new();
        while i + j > 0 {
            let (di, dj) = best[i][j].1;
            (i, j) = (i - di, j - dj);
            let got = if dj > 1 { rejoined(&found, j).map(|(_, cells)| cells) } else { None };
            let got = got.or_else(|| found.get(j).filter(|_| dj > 0).map(|row| row.cells.clone()));
            pairs.push((truth.get(i).filter(|_| di > 0).map(|row| row.cells.clone()), got));
        }
        for (want, got) in pairs.into_iter().rev().filter(|(want, got)| want != got) {
            let row = |cells: Option<Vec<String>>| cells.unwrap_or_default().join(" | ");
            println!("- {}\n+ {}", row(want), row(got));
        }
    }
    Ok(())
}
