//! Tables for tests, written as text.

use vanthu_document::page::Span;
use vanthu_document::table::{Cell, Row, Table};

/// One row a line, cells parted by `|`; `\` is a line end inside a cell, `**` around a cell makes it bold.
pub(crate) fn table(text: &str) -> Table {
    let rows = text.lines().enumerate().map(|(n, line)| {
        let span = Span::line(None, n as u32 + 1);
        let cells = line.split('|').map(|cell| {
            let cell = cell.trim();
            let bold = cell.starts_with("**");
            Cell {
                text: cell.trim_matches('*').replace('\\', "\n"),
                bold,
                span: span.clone(),
                ..Cell::default()
            }
        });
        Row { cells: cells.collect(), span: span.clone() }
    });
    Table { rows: rows.collect(), span: Span::default() }
}
