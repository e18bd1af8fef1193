//! A table as a reader gives it, or as it was rebuilt from lines: rows of cells, no meaning yet.

use thin_vec::ThinVec;

use crate::page::{ReadWord, Span};

/// One printed table, or the part of it on one page: readers do not join tables, `appendix` does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Rows from the top; a header is an ordinary row here.
    pub rows: Vec<Row>,
    /// Where the table stands.
    pub span: Span,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Cells from the left. A cell that spans several columns stands once, with its `col_span`;
    /// a cell that spans several rows stands in its first row only, and the later rows hold no cell for it.
    pub cells: Vec<Cell>,
    /// Where the row stands.
    pub span: Span,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// NFC text without the form's markup. Lines that the form parts are parted by `\n`; an empty
    /// line between two parts (`<br><br>`, an empty paragraph) stays as an empty line. Not trimmed of
    /// anything but white space at the ends of lines. A wrap that the reader has undone is a space.
    pub text: String,
    /// Where the cell stands.
    pub span: Span,
    /// Number of columns, at least 1.
    pub col_span: u32,
    /// Number of rows, at least 1. More than 1 only where the form says so.
    pub row_span: u32,
    /// All letters are bold.
    pub bold: bool,
    /// How sure the reader is of text and borders, 0 to 1; 1 where the form leaves no doubt.
    pub confidence: f32,
    /// The words of a cell that an OCR read; empty where the form itself gives the text.
    pub read: ThinVec<ReadWord>,
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            text: String::new(),
            span: Span::default(),
            col_span: 1,
            row_span: 1,
            bold: false,
            confidence: 1.0,
            read: ThinVec::new(),
        }
    }
}
