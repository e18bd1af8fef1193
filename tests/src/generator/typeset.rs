//! Sets a table as a word processor does: wraps cells to their columns, breaks rows over pages, places every line.

use super::table::{Cell, Table};

/// How a table is set.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Cells stand in the middle of their rows, else at the top.
    pub centred: bool,
    /// Lines on a page, header included.
    pub page_lines: usize,
    /// The header repeats on every page.
    pub header_repeats: bool,
}

/// A line of a cell on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Its column.
    pub column: usize,
    /// Its distance from the page's top, in lines.
    pub y: f32,
    /// Its text, without the space that would follow; empty for an empty cell.
    pub text: String,
    /// The line runs on without a space (`QĐ-` + `UBND`).
    pub runs_on: bool,
}

/// A page: its lines in the order in which a dump gives them.
pub type Page = Vec<Placed>;

/// Width of a word, in thousandths of the type size: narrow, wide and other letters.
#[must_use]
pub fn width(text: &str) -> u32 {
    text.chars()
        .map(|c| match c {
            'i' | 'í' | 'ì' | 'ỉ' | 'ĩ' | 'ị' | 'l' | 't' | 'j' | '/' | ':' | ';' => 278,
            'r' | 'f' | '-' | '(' | ')' => 333,
            's' => 389,
            '.' | ',' | ' ' => 250,
            'm' => 778,
            'M' => 889,
            c if c.is_uppercase() => 690,
            _ => 490,
        })
        .sum()
}

/// Wraps a paragraph; each line with whether it runs on without a space.
#[must_use]
pub fn wrap(text: &str, room: u32) -> Vec<(String, bool)> {
    let mut lines: Vec<(String, bool)> = Vec::new();
    for word in text.split(' ') {
        let mut rest = word;
        let mut glued = false;
        while !rest.is_empty() {
            let cut = rest.find('-').map(|at| at + 1).filter(|&at| at < rest.len() && rest.contains('/'));
            let (piece, after) = rest.split_at(cut.unwrap_or(rest.len()));
            let joint = if glued { "" } else { " " };
            match lines.last_mut() {
                Some((line, _)) if width(line) + width(joint) + width(piece) <= room => {
                    line.push_str(joint);
                    line.push_str(piece);
                }
                last => {
                    if let Some((_, runs_on)) = last {
                        *runs_on = glued;
                    }
                    lines.push((piece.to_owned(), false));
                }
            }
            rest = after;
            glued = true;
        }
    }
    lines
}

/// The lines of each cell of a row; one empty line for an empty cell, `None` for a merged one.
fn row_lines(table: &Table, cells: &[Cell], section: bool) -> Vec<Option<Vec<(String, bool)>>> {
    cells
        .iter()
        .zip(&table.columns)
        .map(|(cell, column)| match cell {
            Cell::Merged => None,
            Cell::Text(paragraphs) if paragraphs.is_empty() => Some(vec![(String::new(), false)]),
            Cell::Text(paragraphs) => {
                let room = if section { table.title_room.max(column.width) } else { column.width };
                Some(paragraphs.iter().flat_map(|p| wrap(p, room)).collect())
            }
        })
        .collect()
}

/// Sets the whole table.
#[must_use]
pub fn set(table: &Table, setting: Setting) -> Vec<Page> {
    let header: Vec<Cell> = table.columns.iter().map(|c| Cell::Text(vec![c.header.clone()])).collect();
    let header = row_lines(table, &header, false);
    let header_height = height(&header);
    let mut pages = vec![Page::new()];
    let mut y = 0.0;
    place(&header, 0..usize::MAX, header_height, true, y, &mut pages);
    y += header_height as f32;
    let mut at = 0;
    while at < table.rows.len() {
        // A group of rows that merged cells hold together.
        let next = table.rows.iter().skip(at + 1).position(|r| {
            !r.cells.contains(&Cell::Merged) || r.cells.iter().filter(|c| **c == Cell::Merged).count() == 1
        });
        let Some(row) = table.rows.get(at) else { break };
        let _ = next;
        let lines = row_lines(table, &row.cells, row.section);
        let full = height(&lines);
        let mut done = 0;
        while done < full {
            let room = (setting.page_lines as f32 - y).floor();
            let room = if room < 1.0 { 0 } else { room as usize };
            let take = (full - done).min(room);
            if take == 0 || (take < full - done && take < 2 && full < 4) {
                pages.push(Page::new());
                y = 0.0;
                if setting.header_repeats {
                    place(&header, 0..usize::MAX, header_height, true, y, &mut pages);
                    y += header_height as f32;
                }
                continue;
            }
            let part = done..done + take;
            place(&lines, part, take, setting.centred && done == 0, y, &mut pages);
            y += take as f32;
            done += take;
        }
        y += 0.3;
        at += 1;
    }
    pages
}

fn height(lines: &[Option<Vec<(String, bool)>>]) -> usize {
    lines.iter().flatten().map(Vec::len).max().unwrap_or(1)
}

/// Places the part of a row that stands on the current page.
fn place(
    lines: &[Option<Vec<(String, bool)>>],
    part: std::ops::Range<usize>,
    height: usize,
    centred: bool,
    y: f32,
    pages: &mut [Page],
) {
    let Some(page) = pages.last_mut() else { return };
    for (column, cell) in lines.iter().enumerate() {
        let Some(cell) = cell else { continue };
        let shown: Vec<&(String, bool)> = cell.iter().skip(part.start).take(part.len().min(height)).collect();
        let offset = if centred && shown.len() < height { (height - shown.len()) as f32 / 2.0 } else { 0.0 };
        for (i, (text, runs_on)) in shown.iter().enumerate() {
            page.push(Placed { column, y: y + offset + i as f32, text: text.clone(), runs_on: *runs_on });
        }
    }
}
