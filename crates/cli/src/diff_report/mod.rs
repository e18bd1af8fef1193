//! Differences as people read them: terminal, CSV, workbook, report.

mod labels;
mod text;

use std::io::{self, Write};

use vanthu_diff::model::Diff;
use vanthu_document::diagnostic::Language;

use crate::args::DiffFormat;

/// Writes the differences in the format asked for.
///
/// # Errors
/// What `out` says.
pub(crate) fn write(
    diff: &Diff,
    format: DiffFormat,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        DiffFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, diff)?;
            out.write_all(b"\n")
        }
        DiffFormat::Text => out.write_all(text::render(diff, language).as_bytes()),
    }
}
