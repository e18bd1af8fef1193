//! From the parts of the lines to rows and cells, and what the columns have said in them.

use std::collections::HashSet;

use super::super::assemble::{Draft, DraftRow};
use super::super::dump::{Chunk, Column, Sep};
use super::super::lexicon::PhraseModel;
use super::super::source::{Source, symbols};
use super::super::{collect_wraps, fitting_width};
use super::{Opens, Reading, divides};

/// The most that a border without place or mark is trusted, in nats.
const DOUBT: f32 = 0.15;
/// The same where two readings cut the cell alike. Of such cells 0.8 are right on generated tables, of the others 0.4.
const STEADY: f32 = 1.85;

/// What the lines of a table have become.
#[derive(Default)]
pub(in super::super) struct Read {
    /// The rows.
    pub(in super::super) rows: Vec<DraftRow>,
    /// Their pieces.
    pub(in super::super) chunks: Vec<Chunk>,
    /// Words that belong to no cell: line, first word, behind the last.
    pub(in super::super) noise: Vec<(usize, u32, u32)>,
}

/// Learns what each column says, how wide it is, and which share of its line ends agrees with that.
pub(super) fn learn(source: &Source<'_>, read: &Read, columns: &mut [Column]) -> Vec<f32> {
    let mut agreeing = Vec::with_capacity(columns.len());
    for (c, column) in columns.iter_mut().enumerate() {
        let mut model = PhraseModel::default();
        let mut wraps: Vec<(u32, u32)> = Vec::new();
        for draft in read.rows.iter().filter_map(|r| r.cells.get(c)).flatten() {
            let parts: Vec<Chunk> =
                draft.parts.iter().filter_map(|&(a, b)| read.chunks.get(a..b)).flatten().copied().collect();
            let words: Vec<_> = parts.iter().flat_map(|k| symbols(source.range(k.from, k.to))).collect();
            model.add(&words);
            collect_wraps(source, &parts, &mut wraps);
        }
        column.learned = model;
        let fitted = fitting_width(&wraps);
        column.width = fitted.map(|f| f.0);
        agreeing.push(fitted.map_or(0.0, |f| f.1));
    }
    agreeing
}

/// The lines of each row, sub-rows with theirs, and the number of the first.
pub(super) fn bands(steps: &[Reading]) -> impl Iterator<Item = (usize, &[Reading])> {
    let mut at = 0;
    steps.chunk_by(|_, next| next.0 != Opens::Row).map(move |band| {
        let first = at;
        at += band.len();
        (first, band)
    })
}

/// Rows from the parts of the lines.
pub(super) fn assemble(lines: &[usize], steps: &[Reading], columns: &[Column]) -> Read {
    let mut read = Read::default();
    for (at, band) in bands(steps) {
        // By sub-row and column, the pieces of a cell.
        let mut rows: Vec<Vec<Vec<Chunk>>> = vec![vec![Vec::new(); columns.len()]];
        for (&line, (opens, parts)) in lines.iter().skip(at).zip(band) {
            if *opens == Opens::SubRow {
                rows.push(vec![Vec::new(); columns.len()]);
            }
            for &(column, from, to) in parts {
                let Some(column) = column.map(usize::from) else {
                    read.noise.push((line, from, to));
                    continue;
                };
                let row =
                    if columns.get(column).is_some_and(divides) { rows.last_mut() } else { rows.first_mut() };
                if let Some(cell) = row.and_then(|r| r.get_mut(column)) {
                    let line = u32::try_from(line).unwrap_or(u32::MAX);
                    cell.push(Chunk { line, from, to, sep: Sep::Full, empties: 0 });
                }
            }
        }
        for (i, cells) in rows.into_iter().enumerate() {
            let mut row = DraftRow { opens_task: false, cells: vec![None; columns.len()] };
            for (slot, cell) in row.cells.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                let start = read.chunks.len();
                read.chunks.extend(cell);
                *slot = Some(Draft { parts: vec![(start, read.chunks.len())], margin: DOUBT });
            }
            row.opens_task = i == 0 && row.cells.first().is_some_and(Option::is_some);
            if row.opens_task {
                for slot in row.cells.iter_mut().filter(|c| c.is_none()) {
                    *slot = Some(Draft { parts: Vec::new(), margin: DOUBT });
                }
            }
            read.rows.push(row);
        }
    }
    read
}

/// Trusts the cells that a reading and the one before it, which knew less, cut alike.
pub(super) fn trust(read: &mut Read, before: &Read) {
    let pieces = |read: &Read, draft: &Draft| -> Vec<(u32, u32)> {
        let chunks = draft.parts.iter().filter_map(|&(a, b)| read.chunks.get(a..b)).flatten();
        chunks.map(|k| (k.from, k.to)).collect()
    };
    let mut known: HashSet<(usize, Vec<(u32, u32)>)> = HashSet::new();
    for (column, draft) in before.rows.iter().flat_map(|row| row.cells.iter().enumerate()) {
        known.extend(draft.as_ref().map(|d| (column, pieces(before, d))));
    }
    let mut rows = std::mem::take(&mut read.rows);
    for (column, draft) in rows.iter_mut().flat_map(|row| row.cells.iter_mut().enumerate()) {
        if let Some(draft) = draft.as_mut().filter(|d| known.contains(&(column, pieces(read, d)))) {
            draft.margin = STEADY;
        }
    }
    read.rows = rows;
}
