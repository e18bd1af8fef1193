//! Differences as people read them: terminal, CSV, workbook, report.

mod chain_html;
mod csv;
mod html;
mod labels;
mod sheet;
mod text;
mod xlsx;

use std::io::{self, Write};

use vanthu_diff::chain::Chain;
use vanthu_diff::model::Diff;
use vanthu_document::diagnostic::Language;

use crate::args::DiffFormat;
use crate::json;

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
        DiffFormat::Json => json::write(diff, out),
        DiffFormat::Csv => csv::write(sheet::of_diff(diff, language), out),
        DiffFormat::Xlsx => xlsx::write(&sheet::of_diff(diff, language), language, out),
        DiffFormat::Html => out.write_all(html::render(diff, language).as_bytes()),
        DiffFormat::Text => out.write_all(text::render(diff, language).as_bytes()),
    }
}

/// Writes the lines of descent in the format asked for.
///
/// # Errors
/// What `out` says.
pub(crate) fn write_chain(
    chain: &Chain,
    format: DiffFormat,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        DiffFormat::Json => json::write(chain, out),
        DiffFormat::Csv => csv::write(sheet::of_chain(chain, language), out),
        DiffFormat::Xlsx => xlsx::write(&sheet::of_chain(chain, language), language, out),
        DiffFormat::Html => {
            out.write_all(chain_html::render(&sheet::of_chain(chain, language), language).as_bytes())
        }
        DiffFormat::Text => out.write_all(text::render_chain(chain, language).as_bytes()),
    }
}
