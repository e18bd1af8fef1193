//! Pipe tables: which lines are rows, and the cells of a row.

use vanthu_document::page::Span;
use vanthu_document::table::{Cell, Row};

use super::inline;
use crate::assembler::Assembler;

/// Whether `line` parts the header from the body: dashes and colons between pipes.
pub(crate) fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('|')
        && line.contains('-')
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// Whether `line` looks like a row without any delimiter near it: pipes at both ends and one between.
pub(crate) fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.starts_with('|') && line.ends_with('|') && count(line) > 1
}

/// Whether the row that begins with `line` goes on: it opens with a pipe and its last cell is not closed.
pub(super) fn is_open(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && !line.ends_with('|')
}

/// Number of cells in `line`.
pub(super) fn count(line: &str) -> usize {
    cells(line).count()
}

/// The raw cells of `line`.
pub(super) fn cells(line: &str) -> Cells<'_> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let closed = line.strip_suffix('|').filter(|rest| !ends_escaped(rest));
    Cells { rest: Some(closed.unwrap_or(line)) }
}

fn ends_escaped(text: &str) -> bool {
    text.bytes().rev().take_while(|&b| b == b'\\').count() % 2 == 1
}

/// The cells of a row, from the left.
pub(super) struct Cells<'a> {
    rest: Option<&'a str>,
}

impl<'a> Iterator for Cells<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        for at in memchr::memchr_iter(b'|', rest.as_bytes()) {
            let (cell, after) = rest.split_at(at);
            if !ends_escaped(cell) {
                self.rest = after.get(1..);
                return Some(cell);
            }
        }
        self.rest = None;
        Some(rest)
    }
}

/// The row in `line`, with empty cells added up to `columns`.
pub(super) fn row(line: &str, columns: usize, span: &Span, assembler: &mut Assembler) -> Row {
    let mut out = Vec::with_capacity(columns);
    for raw in cells(line) {
        let (text, bold) = if inline::is_plain(raw) && !raw.contains('\n') {
            (raw.trim().to_owned(), false)
        } else {
            assembler.plain();
            for (i, part) in raw.split('\n').enumerate() {
                if i > 0 {
                    assembler.fresh_line();
                }
                inline::push(part, assembler);
            }
            assembler.take_cell()
        };
        out.push(Cell { text, span: span.clone(), bold, ..Cell::default() });
    }
    while out.len() < columns {
        out.push(Cell { span: span.clone(), ..Cell::default() });
    }
    Row { cells: out, span: span.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_at_bare_pipes() {
        assert_eq!(cells(r"| 1 | a \| b |  | c |").collect::<Vec<_>>(), [" 1 ", r" a \| b ", "  ", " c "]);
        assert_eq!(cells("a | b").collect::<Vec<_>>(), ["a ", " b"]);
        assert_eq!(cells(r"| a \|").collect::<Vec<_>>(), [r" a \|"]);
        assert_eq!(cells("||").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn rows_and_delimiters() {
        assert!(is_delimiter("|:--|---:|") && is_delimiter("--- | ---") && !is_delimiter("| - | x |"));
        assert!(is_row("| 1 | a |") && !is_row("| bị mờ |") && !is_row("a | b"));
    }
}
