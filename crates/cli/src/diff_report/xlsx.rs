//! A workbook for officials: a summary, and the table with filters and frozen header.

use std::io::{self, Write};

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};
use vanthu_document::diagnostic::Language;

use super::sheet::Sheet;
use crate::locale::pick;

/// Most characters that Excel holds in a cell.
const LONGEST_CELL: usize = 32_767;

/// Writes the workbook.
///
/// # Errors
/// What `out` says, and where there are more rows than a sheet holds.
pub(crate) fn write(sheet: &Sheet, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(sheet, language).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(sheet: &Sheet, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let head = Format::new().set_bold().set_text_wrap().set_background_color("#ECECEC");
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let summary = book.add_worksheet().set_name(pick(language, "Tóm tắt", "Summary"))?;
    summary.set_column_width(0, 30)?.set_column_width(1, 90)?;
    let mut line = 0;
    for (name, side) in &sheet.sides {
        summary.write_with_format(line, 0, name, &bold)?.write(line, 1, cell(side))?;
        line += 1;
    }
    for (name, number) in &sheet.counts {
        summary.write(line, 0, *name)?.write(line, 1, *number as f64)?;
        line += 1;
    }
    let table = book.add_worksheet().set_name(sheet.title)?;
    for (place, column) in (0..).zip(&sheet.columns) {
        table.write_with_format(0, place, &column.name, &head)?.set_column_width(place, column.width)?;
    }
    for (line, row) in (1..).zip(&sheet.rows) {
        for (place, text) in (0..).zip(row) {
            table.write_string_with_format(line, place, cell(text), &wrapped)?;
        }
    }
    let last_row = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    table.autofilter(0, 0, last_row, last_column)?.set_freeze_panes(1, 2)?;
    table.set_landscape().set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
    book.save_to_buffer()
}

/// A text that a cell can hold.
fn cell(text: &str) -> String {
    text.chars().take(LONGEST_CELL).collect()
}
