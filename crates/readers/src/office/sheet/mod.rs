//! Sheets of a workbook: what `.xls` and `.xlsx` have in common, and how a sheet becomes lines and a table.
//!
//! On a sheet everything stands in cells. A table is where cells have borders; on a sheet without any it is from the
//! first row with several filled cells to the last. What stands above and below is lines of text, as on paper.

mod number;
pub(crate) mod xls;
pub(crate) mod xlsx;

use std::collections::BTreeMap;

use super::{DraftCell, DraftRow, Edges, Paragraph, Run, Story, Style, VerticalMerge};

pub(super) use number::{NumberFormats, display};

/// A cell of a sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct SheetCell {
    pub(super) runs: Vec<Run>,
    pub(super) bordered: bool,
}

/// Cells that are one: rows and columns from the first to the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Merge {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

/// A sheet while it is filled.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rows: BTreeMap<u32, BTreeMap<u32, SheetCell>>,
    merges: Vec<Merge>,
}

/// Width that a column has in the grid.
const WIDTH: i32 = 1000;

impl Sheet {
    pub(super) fn put(&mut self, row: u32, column: u32, cell: SheetCell) {
        if cell.bordered || !cell.runs.is_empty() {
            self.rows.entry(row).or_default().insert(column, cell);
        }
    }

    pub(super) fn put_text(&mut self, row: u32, column: u32, text: String, style: Style, bordered: bool) {
        let runs = if text.is_empty() { Vec::new() } else { vec![Run { text, style }] };
        self.put(row, column, SheetCell { runs, bordered });
    }

    pub(super) fn merge(&mut self, merge: Merge) {
        if merge.rows.0 <= merge.rows.1 && merge.columns.0 <= merge.columns.1 {
            self.merges.push(merge);
        }
    }

    /// Appends the sheet to `story`.
    pub(super) fn tell(mut self, story: &mut Story, most_columns: usize) {
        self.rows.retain(|_, row| row.values().any(|cell| cell.bordered || is_filled(cell)));
        let Some((first, last)) = self.table_rows() else {
            self.rows.values().for_each(|row| lines(row, story));
            return;
        };
        let used: Vec<u32> = {
            let table = self.rows.range(first..=last);
            let mut columns: Vec<u32> = table.flat_map(|(_, row)| row.keys().copied()).collect();
            columns.sort_unstable();
            columns.dedup();
            columns.truncate(most_columns);
            columns
        };
        // The first row of each merged cell by its place, and the cells that it covers.
        let mut starts: BTreeMap<(u32, u32), Merge> = BTreeMap::new();
        for merge in &self.merges {
            starts.insert((merge.rows.0, merge.columns.0), *merge);
        }
        let mut open: Vec<Merge> = Vec::new();
        for (&number, row) in &mut self.rows {
            if number < first || number > last {
                lines(row, story);
                continue;
            }
            open.retain(|merge| merge.rows.1 >= number);
            let mut out = DraftRow::default();
            let mut covered = 0;
            for &column in &used {
                if column < covered {
                    continue;
                }
                if let Some(&start) = starts.get(&(number, column)) {
                    open.push(start);
                }
                let merge = open.iter().find(|m| (m.columns.0..=m.columns.1).contains(&column)).copied();
                covered = merge.map_or(column, |m| m.columns.1).saturating_add(1);
                let kind = match merge {
                    Some(m) if m.rows.0 == m.rows.1 => VerticalMerge::None,
                    Some(m) if m.rows.0 == number => VerticalMerge::First,
                    Some(_) => VerticalMerge::Next,
                    None => VerticalMerge::None,
                };
                let place = used.partition_point(|&known| known < covered);
                let runs = row.remove(&column).map(|cell| cell.runs).unwrap_or_default();
                out.cells.push(DraftCell {
                    paragraphs: vec![Paragraph { runs, ..Paragraph::default() }],
                    right: i32::try_from(place).unwrap_or(i32::MAX / WIDTH).saturating_mul(WIDTH),
                    merge: kind,
                    joined: false,
                });
            }
            story.row(out, Edges::Counted);
        }
    }

    /// First and last row of the table.
    fn table_rows(&self) -> Option<(u32, u32)> {
        let bordered = |row: &BTreeMap<u32, SheetCell>| row.values().filter(|cell| cell.bordered).count() > 1;
        let mut with_borders = self.rows.iter().filter(|(_, row)| bordered(row)).map(|(&number, _)| number);
        if let Some(first) = with_borders.next() {
            return Some((first, with_borders.next_back().unwrap_or(first)));
        }
        let filled = |row: &BTreeMap<u32, SheetCell>| row.values().filter(|cell| is_filled(cell)).count();
        let most = self.rows.values().map(filled).max().unwrap_or(0);
        if most < 2 {
            return None;
        }
        let mut full =
            self.rows.iter().filter(|(_, row)| filled(row) >= most.min(3)).map(|(&number, _)| number);
        let first = full.next()?;
        Some((first, full.next_back().unwrap_or(first)))
    }
}

fn is_filled(cell: &SheetCell) -> bool {
    cell.runs.iter().any(|run| !run.text.trim().is_empty())
}

/// A row outside the table: each filled cell is a paragraph.
fn lines(row: &BTreeMap<u32, SheetCell>, story: &mut Story) {
    for cell in row.values().filter(|cell| is_filled(cell)) {
        story.paragraph(Paragraph { runs: cell.runs.clone(), ..Paragraph::default() });
    }
}
