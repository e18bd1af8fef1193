//! Compound files: the container of Word, Excel and other documents before Office Open XML.

use std::io::{Cursor, Read};

use vanthu_document::page::Pages;

use super::doc;
use super::sheet::xls;
use crate::ReadOptions;
use crate::error::{Binary, ReadError};

/// Streams of a compound file.
pub(super) struct Compound<'a> {
    file: cfb::CompoundFile<Cursor<&'a [u8]>>,
    len: u64,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
        Some(Self { file, len: bytes.len() as u64 })
    }

    /// The content of a stream. One that claims to be longer than the whole file is cut there.
    pub(super) fn stream(&mut self, name: &str) -> Option<Vec<u8>> {
        let stream = self.file.open_stream(name).ok()?;
        let mut content = Vec::new();
        // What can be read of a damaged stream is kept.
        let _ = stream.take(self.len).read_to_end(&mut content);
        (!content.is_empty()).then_some(content)
    }
}

/// Reads the document in a compound file.
///
/// # Errors
/// Where the file is damaged, holds another kind of document, is encrypted, or holds no text.
pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Pages, ReadError> {
    let mut file = Compound::open(bytes).ok_or(ReadError::Damaged(Binary::Ole))?;
    if let Some(main) = file.stream("WordDocument") {
        doc::read(&main, &mut file, options)
    } else if let Some(book) = file.stream("Workbook").or_else(|| file.stream("Book")) {
        xls::read(&book, options)
    } else if file.stream("EncryptedPackage").is_some() {
        Err(ReadError::Encrypted)
    } else {
        Err(ReadError::Binary(Binary::Ole))
    }
}
