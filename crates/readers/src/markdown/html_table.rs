//! Tables that a model writes as HTML within its Markdown, with the merged cells that pipes cannot say.

use thin_vec::ThinVec;
use vanthu_document::page::Span;
use vanthu_document::table::{Cell, Row, Table};

use super::inline;
use crate::assembler::Assembler;
use crate::builder::LineNumber;
use crate::markup::{self, Tag};

/// Most rows or columns that a merged cell covers; a higher number is a model's slip.
const MOST_SPANNED: u32 = 1000;

/// Offset of the tag that opens a table.
pub(crate) fn opening(line: &str) -> Option<usize> {
    table_tags(line).find(|(_, closing)| !closing).map(|(at, _)| at)
}

/// Whether `line` closes a table.
pub(super) fn closes(line: &str) -> bool {
    table_tags(line).any(|(_, closing)| closing)
}

/// Offsets of the tags that open or close tables, and which they do.
fn table_tags(line: &str) -> impl Iterator<Item = (usize, bool)> {
    memchr::memchr_iter(b'<', line.as_bytes()).filter_map(|at| {
        let tag = markup::tag(&line[at..])?;
        tag.name.eq_ignore_ascii_case("table").then_some((at, tag.closing))
    })
}

/// A table while its lines are read.
pub(super) struct HtmlTable<'a> {
    assembler: &'a mut Assembler,
    page: Option<u32>,
    most_columns: usize,
    /// How many tables are open; those inside a cell are nothing but lines of it.
    depth: usize,
    table: Table,
    row: Option<Row>,
    cell: Option<Cell>,
    number: LineNumber,
}

impl<'a> HtmlTable<'a> {
    pub(super) fn new(assembler: &'a mut Assembler, page: Option<u32>, most_columns: usize) -> Self {
        assembler.plain();
        Self {
            assembler,
            page,
            most_columns,
            depth: 0,
            table: Table::default(),
            row: None,
            cell: None,
            number: 0,
        }
    }

    /// Reads a line; gives what is left of it where the table ends in it.
    pub(super) fn line<'t>(&mut self, line: &'t str, number: LineNumber) -> Option<&'t str> {
        self.number = number;
        let mut done = 0;
        for at in memchr::memchr_iter(b'<', line.as_bytes()) {
            if at < done {
                continue;
            }
            let Some(tag) = markup::tag(&line[at..]) else { continue };
            let name = STRUCTURE.iter().find(|name| name.eq_ignore_ascii_case(tag.name));
            let Some(&name) = name else { continue };
            self.text(&line[done..at]);
            done = at + tag.len;
            if self.structure(name, &tag) {
                return line.get(done..);
            }
        }
        self.text(&line[done..]);
        if self.cell.is_some() {
            self.assembler.fresh_line();
        }
        None
    }

    /// Lets a tag of the table's structure work; says whether the table ends with it.
    fn structure(&mut self, name: &str, tag: &Tag<'_>) -> bool {
        match name {
            "table" if tag.closing => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    return true;
                }
                self.assembler.fresh_line();
            }
            "table" => {
                self.depth += 1;
                if self.depth > 1 {
                    self.assembler.fresh_line();
                }
            }
            _ if self.depth > 1 => self.assembler.fresh_line(),
            "td" | "th" => {
                self.end_cell();
                if !tag.closing {
                    self.start_cell(number_of(tag, "colspan"), number_of(tag, "rowspan"));
                }
            }
            _ => self.end_row(),
        }
        false
    }

    fn span(&self) -> Span {
        Span { page: self.page, lines: Some((self.number, self.number)), boxes: ThinVec::new() }
    }

    fn start_cell(&mut self, col_span: u32, row_span: u32) {
        let span = self.span();
        let row = self.row.get_or_insert_with(|| Row { cells: Vec::new(), span: span.clone() });
        if row.cells.len() < self.most_columns {
            self.cell = Some(Cell { span, col_span, row_span, ..Cell::default() });
        } else {
            // No table has so many columns; the last cell goes on.
            self.cell = row.cells.pop();
        }
    }

    fn text(&mut self, text: &str) {
        if self.cell.is_none() {
            if text.trim().is_empty() {
                return;
            }
            // Text between cells, such as a caption, is a cell of its own.
            self.start_cell(1, 1);
        }
        inline::push(text, self.assembler);
    }

    fn end_cell(&mut self) {
        let Some(mut cell) = self.cell.take() else { return };
        let (text, bold) = self.assembler.take_cell();
        if cell.text.is_empty() {
            cell.text = text;
            cell.bold = bold;
        } else if !text.is_empty() {
            cell.text.push('\n');
            cell.text.push_str(&text);
        }
        cell.span = cell.span.join(&self.span());
        if let Some(row) = &mut self.row {
            row.cells.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(mut row) = self.row.take() {
            row.span = row.span.join(&self.span());
            self.table.rows.push(row);
        }
    }

    /// The table.
    pub(super) fn finish(mut self) -> Table {
        self.end_row();
        self.table
    }
}

/// The tags that make a table; all others are markup of a cell's text.
const STRUCTURE: &[&str] = &["table", "thead", "tbody", "tfoot", "caption", "tr", "td", "th"];

/// The number that an attribute of `tag` gives, at least 1.
fn number_of(tag: &Tag<'_>, attribute: &str) -> u32 {
    let attributes = tag.attributes.to_ascii_lowercase();
    let value = attributes.split_once(attribute).map_or("", |(_, after)| after);
    let value = value.trim_start_matches(['=', ' ', '"', '\'']);
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    value.get(..digits).and_then(|d| d.parse().ok()).unwrap_or(1).clamp(1, MOST_SPANNED)
}
