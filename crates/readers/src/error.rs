//! Why an input cannot be read at all.

use std::fmt;

use thiserror::Error;

use crate::ocr::{Missing, OcrError};

/// Why [`read`](crate::read) gives no pages. Smaller faults are diagnostics of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReadError {
    /// Nothing but white space.
    #[error("the file holds no text")]
    Empty,
    /// No text but something else.
    #[error("the file is {0}, not text")]
    Binary(Binary),
    /// Nothing but pictures of pages, and nothing to read them with.
    #[error("the file holds pictures of pages, and {}", OcrError::Missing(*.0))]
    NoOcr(Missing),
    /// It asks for a password.
    #[error("the file is encrypted and asks for a password")]
    Encrypted,
    /// Of a known form, but so damaged that nothing in it can be read.
    #[error("the file is {0} that is damaged beyond reading")]
    Damaged(Binary),
    /// A stream in it unpacks to more than any page needs.
    #[error("a part of the file unpacks to more than {} MiB", .limit >> 20)]
    Expands {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A container holds more members than are listed.
    #[error("it holds {members} files; the limit is {limit}")]
    TooManyMembers {
        /// How many it holds.
        members: usize,
        /// The limit.
        limit: usize,
    },
    /// A container does not hold what was asked for (any more).
    #[error("the container holds no such file")]
    NoMember,
    /// More bytes than [`ReadOptions::max_bytes`](crate::ReadOptions::max_bytes).
    #[error("the file has {bytes} bytes; the limit is {limit}")]
    TooLarge {
        /// Size of the input.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
}

/// What a file that is no text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Binary {
    /// A PDF.
    Pdf,
    /// Office Open XML text (`.docx`).
    Docx,
    /// Office Open XML sheets (`.xlsx`).
    Xlsx,
    /// Another ZIP archive.
    Zip,
    /// A mail with its attachments.
    Mail,
    /// An OLE compound file, such as a Word 97 `.doc` or Excel 97 `.xls`.
    Ole,
    /// Rich Text Format.
    Rtf,
    /// A picture; its format.
    Picture(&'static str),
    /// A compressed file or archive other than ZIP; its format.
    Archive(&'static str),
    /// Nothing known.
    Unknown,
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Binary::Pdf => f.write_str("a PDF document"),
            Binary::Docx => f.write_str("a Word document (DOCX)"),
            Binary::Xlsx => f.write_str("an Excel workbook (XLSX)"),
            Binary::Zip => f.write_str("a ZIP archive"),
            Binary::Mail => f.write_str("a mail"),
            Binary::Ole => f.write_str("an old Office file (OLE: .doc, .xls)"),
            Binary::Rtf => f.write_str("an RTF document"),
            Binary::Picture(format) => write!(f, "a picture ({format})"),
            Binary::Archive(format) => write!(f, "an archive ({format})"),
            Binary::Unknown => f.write_str("binary data of an unknown kind"),
        }
    }
}

/// First bytes of formats that are no text.
const MAGIC: &[(&[u8], Binary)] = &[
    (b"%PDF-", Binary::Pdf),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Binary::Ole),
    (b"{\\rtf", Binary::Rtf),
    (b"\x89PNG\r\n\x1A\n", Binary::Picture("PNG")),
    (b"\xFF\xD8\xFF", Binary::Picture("JPEG")),
    (b"II*\0", Binary::Picture("TIFF")),
    (b"MM\0*", Binary::Picture("TIFF")),
    (b"GIF87a", Binary::Picture("GIF")),
    (b"GIF89a", Binary::Picture("GIF")),
    (b"\0\0\0\x0CjP  ", Binary::Picture("JPEG 2000")),
    (b"\x1F\x8B\x08", Binary::Archive("gzip")),
    (b"\xFD7zXZ\0", Binary::Archive("xz")),
    (b"7z\xBC\xAF\x27\x1C", Binary::Archive("7z")),
    (b"Rar!\x1A\x07", Binary::Archive("RAR")),
    (b"BZh", Binary::Archive("bzip2")),
];

/// How much of the beginning of a ZIP archive is searched for the names that tell its kind.
const ZIP_SEARCHED: usize = 4096;
/// And of its end.
const ZIP_DIRECTORY: usize = 1 << 16;

impl Binary {
    /// What `bytes` are by their first bytes; `None` for what may be text.
    pub(crate) fn by_magic(bytes: &[u8]) -> Option<Binary> {
        if bytes.starts_with(b"PK\x03\x04") {
            let head = bytes.get(..ZIP_SEARCHED).unwrap_or(bytes);
            // Pictures and settings may stand before the document; the directory stands at the end.
            let tail = bytes.get(bytes.len().saturating_sub(ZIP_DIRECTORY)..).unwrap_or_default();
            let names = |part: &[u8]| [head, tail].iter().any(|at| memchr::memmem::find(at, part).is_some());
            return Some(if names(b"word/") {
                Binary::Docx
            } else if names(b"xl/") {
                Binary::Xlsx
            } else {
                Binary::Zip
            });
        }
        let (magic, kind) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic))?;
        // Three letters may open a text; the format goes on with a digit.
        (magic != b"BZh" || bytes.get(3).is_some_and(u8::is_ascii_digit)).then_some(*kind)
    }
}
