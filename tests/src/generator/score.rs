//! Compares a rebuilt table with the known one, cell by cell, and counts the kinds of mistake.

use std::collections::BTreeMap;
use std::fmt;

use vanthu_document::table::Table as Rebuilt;

use super::table::{Cell, Holds, Table};

/// Counts over tables.
#[derive(Debug, Default, Clone)]
pub struct Score {
    /// Cells right and all, by what their column holds.
    pub cells: BTreeMap<Holds, (usize, usize)>,
    /// Known rows found, known rows, rebuilt rows.
    pub rows: (usize, usize, usize),
    /// By tenth of confidence: cells right and all.
    pub confidence: [(usize, usize); 11],
    /// Kinds of mistake.
    pub mistakes: BTreeMap<&'static str, usize>,
    /// Some mistakes in full.
    pub examples: Vec<String>,
}

impl Score {
    /// Share of cells right.
    #[must_use]
    pub fn exact(&self) -> f64 {
        let (right, all) = self.cells.values().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        right as f64 / (all.max(1)) as f64
    }

    /// Share right of the cells given at least 0.9, and their number.
    #[must_use]
    pub fn sure(&self) -> (f64, usize) {
        let (right, all) = self.confidence.iter().skip(9).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        (right as f64 / (all.max(1)) as f64, all)
    }

    /// Adds the comparison of one table.
    pub fn add(&mut self, known: &Table, rebuilt: Option<&Rebuilt>) {
        let columns = known.columns.len();
        let got = rebuilt.map(|t| expand(t, columns)).unwrap_or_default();
        let pairs = align(known, &got);
        self.rows.0 += pairs.iter().flatten().count();
        self.rows.1 += known.rows.len();
        self.rows.2 += got.len();
        for (r, (row, pair)) in known.rows.iter().zip(&pairs).enumerate() {
            for (c, column) in known.columns.iter().enumerate() {
                if row.section && c > 1 {
                    continue;
                }
                let want = normal(&known.expected(r, c));
                let have = pair.and_then(|p| got.get(p)).and_then(|row| row.get(c));
                let text = have.map(|(t, _)| normal(t)).unwrap_or_default();
                if want.is_empty() && text.is_empty() {
                    continue;
                }
                let right = want == text;
                let slot = self.cells.entry(column.holds).or_default();
                slot.0 += usize::from(right);
                slot.1 += 1;
                if let Some((_, confidence)) = have
                    && let Some(bin) = self.confidence.get_mut((confidence * 10.0) as usize)
                {
                    bin.0 += usize::from(right);
                    bin.1 += 1;
                }
                if !right {
                    let merged = row.cells.get(c) == Some(&Cell::Merged);
                    *self.mistakes.entry(kind(&want, &text, pair.is_some(), merged)).or_default() += 1;
                    if self.examples.len() < 60 {
                        self.examples.push(format!(
                            "{:?} want {want:?} got {text:?} {:?}",
                            column.holds,
                            have.map(|h| h.1)
                        ));
                    }
                }
            }
        }
    }
}

fn kind(want: &str, got: &str, row: bool, merged: bool) -> &'static str {
    match () {
        () if !row => "row lost",
        () if merged => "merged cell",
        () if got.is_empty() => "cell lost",
        () if want.is_empty() => "cell invented",
        () if got.starts_with(want) || got.ends_with(want) => "too much",
        () if want.starts_with(got) || want.ends_with(got) => "too little",
        () => "other",
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "rows {}/{} (rebuilt {}), cells exact {:.4}",
            self.rows.0,
            self.rows.1,
            self.rows.2,
            self.exact()
        )?;
        for (holds, (right, all)) in &self.cells {
            writeln!(f, "  {holds:?}: {right}/{all} = {:.4}", *right as f64 / *all as f64)?;
        }
        writeln!(f, "  confidence: {:?}", self.confidence)?;
        writeln!(f, "  sure: {:?}", self.sure())?;
        writeln!(f, "  mistakes: {:?}", self.mistakes)
    }
}

/// Rows with every cell in its column, spans undone, without the header.
fn expand(table: &Rebuilt, columns: usize) -> Vec<Vec<(String, f32)>> {
    let mut carried: Vec<(u32, String, f32)> = vec![(0, String::new(), 1.0); columns];
    let mut out = Vec::new();
    for row in &table.rows {
        let mut cells = row.cells.iter();
        let mut line = Vec::new();
        while line.len() < columns {
            let c = line.len();
            match carried.get_mut(c) {
                Some((left, text, confidence)) if *left > 0 => {
                    *left -= 1;
                    line.push((text.clone(), *confidence));
                }
                _ => {
                    let Some(cell) = cells.next() else { break };
                    line.push((cell.text.clone(), cell.confidence));
                    if let Some(slot) = carried.get_mut(c) {
                        *slot = (cell.row_span.saturating_sub(1), cell.text.clone(), cell.confidence);
                    }
                    for _ in 1..cell.col_span {
                        line.push((String::new(), 1.0));
                    }
                }
            }
        }
        out.push(line);
    }
    out.drain(..1.min(out.len()));
    out
}

fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rebuilt row of each known row: the order-preserving pairing with most equal cells.
fn align(known: &Table, got: &[Vec<(String, f32)>]) -> Vec<Option<usize>> {
    let columns = known.columns.len();
    let likeness = |r: usize, g: &Vec<(String, f32)>| -> usize {
        (0..columns)
            .map(|c| {
                let want = normal(&known.expected(r, c));
                let have = g.get(c).map(|(t, _)| normal(t)).unwrap_or_default();
                if want.is_empty() || have.is_empty() {
                    0
                } else if want == have {
                    4
                } else {
                    let first = |s: &str| s.split(' ').take(2).collect::<Vec<_>>().join(" ");
                    usize::from(first(&want) == first(&have))
                }
            })
            .sum()
    };
    let (n, m) = (known.rows.len(), got.len());
    let mut best = vec![vec![0_usize; m + 1]; n + 1];
    let mut same = vec![vec![0_usize; m]; n];
    for r in (0..n).rev() {
        for g in (0..m).rev() {
            let near = r.abs_diff(g) < 60;
            let value = got.get(g).filter(|_| near).map_or(0, |row| likeness(r, row));
            same[r][g] = value;
            let paired = if value > 2 { best[r + 1][g + 1] + value } else { 0 };
            best[r][g] = paired.max(best[r + 1][g]).max(best[r][g + 1]);
        }
    }
    let mut pairs = vec![None; n];
    let (mut r, mut g) = (0, 0);
    while r < n && g < m {
        if same[r][g] > 2 && best[r][g] == best[r + 1][g + 1] + same[r][g] {
            pairs[r] = Some(g);
            r += 1;
            g += 1;
        } else if best[r][g] == best[r + 1][g] {
            r += 1;
        } else {
            g += 1;
        }
    }
    pairs
}
