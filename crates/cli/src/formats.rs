//! A converted document in the forms that the user asked for.

use std::io::{self, Write};

use vanthu_appendix::model::ConvertedDocument;
use vanthu_document::diagnostic::Language;
use vanthu_document::page::Form;
use vanthu_export::workbook::Book;
use vanthu_export::{akn, csv, html, jsonl, markdown, parquet};

use crate::args::Format;
use crate::json;

impl Format {
    /// What stands behind the name of an output of this form.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Format::Json => ".json",
            Format::Csv => ".csv",
            Format::Xlsx => ".xlsx",
            Format::Md => ".md",
            Format::Html => ".html",
            Format::Akn => ".akn.xml",
            Format::Jsonl => ".jsonl",
            Format::Parquet => ".parquet",
        }
    }

    /// The form whose outputs end so.
    pub(crate) fn of_ending(ending: &str) -> Option<Self> {
        use clap::ValueEnum;
        Self::value_variants().iter().copied().find(|format| format.ending() == ending)
    }
}

/// The forms to write where `asked` were asked for, each once: the JSON always, first, for the others are views of it.
pub(crate) fn wanted(asked: &[Format]) -> Vec<Format> {
    let mut formats = vec![Format::Json];
    for format in asked {
        if !formats.contains(format) {
            formats.push(*format);
        }
    }
    formats
}

/// The name of a form of input, as the JSON says it.
pub(crate) fn form_name(form: Form) -> String {
    let name = serde_json::to_value(form).ok();
    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Writes `document` in one form.
///
/// # Errors
/// What `out` says, and where a temporary file cannot be written.
pub(crate) fn write(
    document: &ConvertedDocument,
    format: Format,
    language: Language,
    out: &mut (impl Write + Send),
) -> io::Result<()> {
    match format {
        Format::Json => json::write(document, out),
        Format::Csv => csv::write(document, language, out),
        Format::Md => out.write_all(markdown::render(document).as_bytes()),
        Format::Html => out.write_all(html::render(document, language).as_bytes()),
        Format::Akn => out.write_all(akn::render(document).as_bytes()),
        Format::Jsonl => jsonl::write(document, out),
        Format::Parquet => parquet::write(document, out),
        Format::Xlsx => {
            let mut book = Book::new(language)?;
            book.add(document)?;
            book.finish(out)
        }
    }
}
