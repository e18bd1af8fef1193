//! CSV for Excel.

use std::io::{self, Write};

use super::sheet::Sheet;
use vanthu_export::csv::as_text;

/// Writes the table.
///
/// # Errors
/// What `out` says.
pub(crate) fn write(sheet: Sheet, out: &mut dyn Write) -> io::Result<()> {
    // Without the mark Excel takes UTF-8 for the system's 8-bit encoding.
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(sheet.columns.iter().map(|c| &c.name))?;
    for row in sheet.rows {
        csv.write_record(row.into_iter().map(as_text))?;
    }
    csv.flush()
}
