//! From the bytes of a file to pages of lines and tables.
//!
//! [`read`] takes what a person has on disk: text dumped from a PDF, the Markdown or tab-separated lines of an OCR
//! model, a typed text. The form is found from the content. Each reader undoes its form's markup and nothing more:
//!
//! - *Plain text*: every line as it stands; spaces at its ends and lines of one space are evidence of the page.
//! - *Markdown*: emphasis, headings, links, HTML remains undone; glued headings parted; each pipe table a table.
//! - *Tab-separated*: runs of lines with equally many tabs are tables, all else is text.
//! - *Word, RTF, Excel, web pages*: paragraphs and tables with merged cells; every run in the encoding that its letters
//!   and its font tell; automatic numbers as printed; changes that were tracked taken as accepted.
//!
//! What the lines and cells mean is not known here, and tables cut by page breaks are not joined. Every line, row
//! and cell says where it stands in the file, and no letter of the file is lost.
//!
//! ```
//! use vanthu_document::page::{Block, Form};
//! use vanthu_readers::{ReadOptions, read};
//!
//! let file = "**I. NHIỆM VỤ****1. Y tế**\n\n\
//!     | STT | Công việc | Đơn vị |\n|---|---|---|\n| 1 | Tiêm chủng | - Trạm Y tế<br>- Trường Tiểu học |\n";
//! let pages = read(file.as_bytes(), &ReadOptions::default()).unwrap();
//! assert_eq!(pages.form, Form::Markdown);
//! let [Block::Line(first), Block::Line(second), Block::Table(table)] = &pages.pages[0].blocks[..] else { panic!() };
//! assert_eq!((first.text.as_str(), second.text.as_str()), ("I. NHIỆM VỤ", "1. Y tế"));
//! assert_eq!(table.rows[1].cells[2].text, "- Trạm Y tế\n- Trường Tiểu học");
//! assert_eq!(table.rows[1].span.lines, Some((5, 5)));
//! ```
//!
//! A file that is no text is an error that says what it is; a fault inside a text is a diagnostic:
//!
//! ```
//! # use vanthu_readers::{ReadOptions, read};
//! let error = read(b"7z\xBC\xAF\x27\x1C ...", &ReadOptions::default()).unwrap_err();
//! assert_eq!(error.to_string(), "the file is an archive (7z), not text");
//! let pages = read(b"K\xFF ho\0ch n\x61m 2024", &ReadOptions::default()).unwrap();
//! assert_eq!(pages.diagnostics.len(), 2);
//! ```

mod assembler;
mod builder;
pub mod container;
mod error;
mod form;
mod guard;
mod layout;
mod markdown;
mod markup;
pub mod ocr;
mod office;
mod pdf;
mod picture;
mod plain;
mod raster;
mod scan;
mod tsv;

use std::sync::Arc;
use std::time::Duration;

use vanthu_document::diagnostic::{Code, Diagnostic};
use vanthu_document::page::{Form, Pages, Span};
use vanthu_text::{Decoded, Encoding, Problem, ProblemKind, TextRange, decode, decode_as};

pub use error::{Binary, ReadError};
pub use guard::GUARDED_THREAD;
pub use ocr::Ocr;
pub use raster::Gray;

/// Limits and choices of [`read`].
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Most bytes of an input.
    pub max_bytes: usize,
    /// The encoding of the text; `None` to find it.
    pub encoding: Option<Encoding>,
    /// Most columns of a table; a line with more separators is a line of text.
    pub max_columns: usize,
    /// Most pages that are read of a form that has pages.
    pub max_pages: usize,
    /// Most time for a form that takes time for each page; the pages behind are left out with a diagnostic.
    pub timeout: Option<Duration>,
    /// What reads pictures of pages; without it they stay unread.
    pub ocr: Option<Arc<dyn Ocr>>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            max_bytes: 1 << 30,
            encoding: None,
            max_columns: 200,
            max_pages: 20_000,
            timeout: None,
            ocr: None,
        }
    }
}

/// Reads a file's bytes.
///
/// # Errors
/// [`ReadError`] where there is no text to read: nothing but white space, another kind of file, more bytes than
/// the limit. Never for faults inside a text.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Pages, ReadError> {
    if bytes.len() > options.max_bytes {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: options.max_bytes });
    }
    match Binary::by_magic(bytes) {
        Some(Binary::Pdf) => return pdf::read(bytes, options),
        Some(Binary::Picture("PNG" | "JPEG" | "TIFF")) => return picture::read(bytes, options),
        Some(Binary::Rtf) => return office::rtf::read(bytes, options),
        Some(kind @ (Binary::Docx | Binary::Xlsx)) => return office::read_package(bytes, kind, options),
        Some(Binary::Ole) => return office::compound::read(bytes, options),
        Some(kind) => return Err(ReadError::Binary(kind)),
        None => {}
    }
    let decoded = options.encoding.map_or_else(|| decode(bytes), |encoding| decode_as(bytes, encoding));
    if is_binary(bytes.len(), &decoded.problems) {
        return Err(ReadError::Binary(Binary::Unknown));
    }
    let text = decoded.text.as_str();
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let form = form::form(text, options);
    if form == Form::Html {
        let mut pages = office::html::read(text, options)?;
        if decoded.encodings != [Encoding::Utf8] {
            pages.encoding = encoding_names(&decoded.encodings);
        }
        pages.diagnostics.extend(decoded.problems.iter().map(|p| diagnostic(p, &decoded)));
        return Ok(pages);
    }
    let builder = match form {
        Form::Markdown => markdown::read(text, options),
        Form::Tsv => tsv::read(text, options),
        _ => plain::read(text),
    };
    let (pages, count) = builder.finish();
    let mut diagnostics: Vec<_> = decoded.problems.iter().map(|p| diagnostic(p, &decoded)).collect();
    let encoding = encoding_names(&decoded.encodings);
    diagnostics.extend(encoding_doubt(&encoding, decoded.confidence));
    Ok(Pages { form, encoding, count, pages, diagnostics })
}

/// The names of the encodings of a text, the most frequent first.
fn encoding_names(encodings: &[Encoding]) -> String {
    encodings.iter().map(|encoding| encoding.name()).collect::<Vec<_>>().join(", ")
}

/// Below this confidence, a person should look at the letters.
const SURE: f32 = 0.9;

fn encoding_doubt(encoding: &str, confidence: f32) -> Option<Diagnostic> {
    let percent = format!("{:.0}", confidence * 100.0);
    (confidence < SURE)
        .then(|| Diagnostic::new(Code::EncodingDoubtful, Span::default(), [encoding.to_owned(), percent]))
}

/// So few control characters make no file binary, however short it is.
const FEW_CONTROLS: usize = 8;

/// Whether there are more faults than a damaged text, or a text in an unknown 8-bit encoding, has.
fn is_binary(len: usize, problems: &[Problem]) -> bool {
    problems.iter().any(|problem| match problem.kind {
        ProblemKind::ControlCharacters => problem.count > FEW_CONTROLS && problem.count > len / 20,
        ProblemKind::InvalidBytes => problem.count > len / 5 * 2 && problem.count > FEW_CONTROLS,
    })
}

fn diagnostic(problem: &Problem, decoded: &Decoded) -> Diagnostic {
    let place = decoded.map.to_target(TextRange::new(problem.first, problem.first)).start;
    let before = decoded.text.as_bytes().get(..place).unwrap_or_default();
    let line =
        u32::try_from(memchr::memchr_iter(b'\n', before).count()).unwrap_or(u32::MAX).saturating_add(1);
    let (code, at) = match problem.kind {
        ProblemKind::InvalidBytes => (Code::InvalidBytes, problem.first.to_string()),
        ProblemKind::ControlCharacters => (Code::ControlCharacters, line.to_string()),
    };
    Diagnostic::new(code, Span::line(None, line), [problem.count.to_string(), at])
}
