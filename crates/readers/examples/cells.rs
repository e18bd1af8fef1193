//! Compares the tables of a printed file with those of the file it was made from, cell by cell:
//! `cargo run -p vanthu-readers --example cells -- TRUTH.md PRINTED.pdf [--show]`
//!
//! Rows are paired in order, so that as many cells as possible are alike; white space counts for nothing.
#![allow(clippy::print_stdout)]

use std::fs;

use vanthu_document::page::{Block, Pages};
use vanthu_readers::{ReadOptions, read};

type Rows = Vec<Vec<String>>;

/// The rows of all tables with three columns or more.
fn rows(pages: &Pages) -> Rows {
    let blocks = pages.pages.iter().flat_map(|page| &page.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Line(_) => None,
    });
    let wide = tables.filter(|t| t.rows.iter().any(|r| r.cells.len() > 2));
    let bare = |text: &str| text.replace('|', "").split_whitespace().collect::<Vec<_>>().join(" ");
    let row = |cells: &[vanthu_document::table::Cell]| cells.iter().map(|c| bare(&c.text)).collect();
    wide.flat_map(|t| &t.rows).map(|r| row(&r.cells)).collect()
}

/// Cells of `a` that stand in the same place of `b`.
fn alike(a: &[String], b: &[String]) -> usize {
    a.iter().zip(b).filter(|(a, b)| !a.is_empty() && a == b).count()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [truth, printed, show @ ..] = &arguments[..] else { return Err("TRUTH PRINTED [--show]".into()) };
    let options = ReadOptions::default();
    let truth = rows(&read(&fs::read(truth)?, &options)?);
    let found = rows(&read(&fs::read(printed)?, &options)?);
    let mut best = vec![vec![0_usize; found.len() + 1]; truth.len() + 1];
    for (i, row) in truth.iter().enumerate() {
        for (j, other) in found.iter().enumerate() {
            let both = best[i][j] + alike(row, other);
            best[i + 1][j + 1] = both.max(best[i][j + 1]).max(best[i + 1][j]);
        }
    }
    let all: usize = truth.iter().flatten().filter(|cell| !cell.is_empty()).count();
    println!("{printed}\t{}/{all}", best[truth.len()][found.len()]);
    if !show.is_empty() {
        let (mut i, mut j) = (truth.len(), found.len());
        let mut pairs = Vec::new();
        while i > 0 && j > 0 {
            if best[i][j] == best[i - 1][j] {
                i -= 1;
                pairs.push((Some(i), None));
            } else if best[i][j] == best[i][j - 1] {
                j -= 1;
                pairs.push((None, Some(j)));
            } else {
                (i, j) = (i - 1, j - 1);
                pairs.push((Some(i), Some(j)));
            }
        }
        for (want, got) in pairs.into_iter().rev() {
            let (want, got) = (want.map(|i| truth[i].join(" | ")), got.map(|j| found[j].join(" | ")));
            if want != got {
                println!("- {}\n+ {}", want.unwrap_or_default(), got.unwrap_or_default());
            }
        }
    }
    Ok(())
}
