//! Word 97 to 2003 documents (`.doc`).
//!
//! Source: Microsoft, *[MS-DOC]: Word (.doc) Binary File Format*. The file is a compound file whose stream
//! `WordDocument` begins with the file information block ([`fib`]), which tells where in the table stream the rest
//! stands. The text lies in pieces ([`pieces`]), some of one byte a character (Windows-1252), some of two. How letters
//! and paragraphs are set is said of ranges of bytes, page by page ([`formatting`]), as differences ([`sprm`]) from styles
//! ([`styles`]). Cells and rows of tables end with a character of their own; their edges are a property of the row's end.

mod fib;
mod formatting;
mod lists;
mod pieces;
mod sprm;
mod story;
mod styles;

use vanthu_document::page::{Form, Pages};

use super::compound::Compound;
use crate::ReadOptions;
use crate::error::{Binary, ReadError};
use fib::Fib;

/// Reads the document whose main stream is `main`.
///
/// # Errors
/// Where it is damaged, encrypted, or holds no text.
pub(super) fn read(main: &[u8], file: &mut Compound<'_>, options: &ReadOptions) -> Result<Pages, ReadError> {
    let fib = Fib::read(main).ok_or(ReadError::Damaged(Binary::Ole))?;
    if fib.encrypted {
        return Err(ReadError::Encrypted);
    }
    let table = if fib.old { main.to_vec() } else { file.stream(fib.table_stream()).unwrap_or_default() };
    // Only what is too long for a formatting page stands there.
    let data = file.stream("Data").unwrap_or_default();
    story::read(main, &table, &data, &fib).finish(Form::Docx, options)
}
