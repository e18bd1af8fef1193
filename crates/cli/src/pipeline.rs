//! From a file's bytes to the converted document: the only place where the crates meet.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use vanthu_appendix::Context;
use vanthu_appendix::model::{ConvertedDocument, Provenance, Restoration, Source, Warning};
use vanthu_document::diagnostic::{Diagnostic, Language};
use vanthu_document::page::Pages;
use vanthu_document::{Parsed, Reading};
use vanthu_readers::ocr::Missing;
use vanthu_readers::{Binary, Ocr, ReadError, ReadOptions};
use vanthu_text::Encoding;

use crate::locale::pick;
use crate::{restoration, scans};

/// The name of the output's form, in its field `schema`.
pub const SCHEMA: &str = "vanthu/document/1";

/// How much one file may ask for, and what is known of it beforehand.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Most bytes that a file may have.
    pub bytes: u64,
    /// Most pages that are read; those behind are left out with a warning.
    pub pages: usize,
    /// Most time for reading a file; the pages behind are left out with a warning.
    pub time: Option<Duration>,
    /// What reads scanned pages; without it they stay unread.
    pub ocr: Option<Arc<dyn Ocr>>,
    /// The encoding of the text; `None` to find it.
    pub encoding: Option<Encoding>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 512 << 20,
            pages: 20_000,
            time: None,
            ocr: Some(scans::UNCACHED.clone()),
            encoding: None,
        }
    }
}

/// Why a file could not be converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// The bytes are no document that can be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl ConvertError {
    /// The reason in the user's language, with what to do about it where something can be done.
    #[must_use]
    pub fn explain(&self, language: Language) -> String {
        let ConvertError::Read(error) = self;
        match (error, language) {
            (ReadError::Empty, Language::Vietnamese) => "tệp không có chữ nào".to_owned(),
            (ReadError::NoOcr(Missing::Leave), Language::Vietnamese) => {
                "tệp là ảnh các trang, mà việc nhận dạng chữ (OCR) đang tắt".to_owned()
            }
            (ReadError::NoOcr(Missing::Program), Language::Vietnamese) => {
                "tệp là ảnh các trang, mà máy chưa cài \
                chương trình tesseract (Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie)"
                    .to_owned()
            }
            (ReadError::NoOcr(Missing::Vietnamese), Language::Vietnamese) => {
                "tệp là ảnh các trang, mà tesseract thiếu dữ liệu tiếng Việt \
                (Debian, Ubuntu: apt-get install tesseract-ocr-vie)"
                    .to_owned()
            }
            (ReadError::Encrypted, Language::Vietnamese) => "tệp được mã hóa và đòi mật khẩu".to_owned(),
            (ReadError::Damaged(kind), Language::Vietnamese) => {
                format!("tệp là {} nhưng hỏng đến mức không đọc được", vietnamese_name(*kind))
            }
            (ReadError::Expands { limit }, Language::Vietnamese) => {
                format!("một phần của tệp khi giải nén vượt quá {} MiB", limit >> 20)
            }
            (ReadError::TooLarge { bytes, limit }, Language::Vietnamese) => {
                format!("tệp có {bytes} byte, quá giới hạn {limit} byte")
            }
            (ReadError::TooManyMembers { members, limit }, Language::Vietnamese) => {
                format!("tệp chứa {members} tệp con, quá giới hạn {limit}")
            }
            (ReadError::NoMember, Language::Vietnamese) => "không còn tệp này trong tệp nén".to_owned(),
            (ReadError::Binary(kind @ (Binary::Zip | Binary::Mail)), Language::Vietnamese) => {
                format!("tệp là {}, không phải là một văn bản", vietnamese_name(*kind))
            }
            (ReadError::Binary(kind @ (Binary::Zip | Binary::Mail)), Language::English) => {
                format!("the file is {kind}, not a document")
            }
            (ReadError::Binary(kind), _) => {
                let unread =
                    pick(language, "chương trình chưa đọc được dạng này", "this form cannot be read yet");
                match language {
                    Language::Vietnamese => format!("tệp là {}; {unread}", vietnamese_name(*kind)),
                    Language::English => format!("{error}; {unread}"),
                }
            }
            (_, Language::English) => error.to_string(),
        }
    }
}

fn vietnamese_name(kind: Binary) -> String {
    match kind {
        Binary::Pdf => "văn bản PDF".to_owned(),
        Binary::Docx => "văn bản Word (DOCX)".to_owned(),
        Binary::Xlsx => "bảng tính Excel (XLSX)".to_owned(),
        Binary::Zip => "tệp nén ZIP".to_owned(),
        Binary::Mail => "thư điện tử".to_owned(),
        Binary::Ole => "tệp Office cũ (OLE: .doc, .xls)".to_owned(),
        Binary::Rtf => "văn bản RTF".to_owned(),
        Binary::Picture(format) => format!("ảnh ({format})"),
        Binary::Archive(format) => format!("tệp nén ({format})"),
        Binary::Unknown => "dữ liệu nhị phân không rõ loại".to_owned(),
    }
}

/// Reads a file's pages and restores what is damaged in them.
///
/// # Errors
/// Where the bytes are no document.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<(Pages, Restoration), ConvertError> {
    let mut pages = pages(bytes, limits)?;
    let restoration = restoration::restore(&mut pages);
    Ok((pages, restoration))
}

/// Reads a file's pages as they are.
///
/// # Errors
/// Where the bytes are no document.
pub fn pages(bytes: &[u8], limits: &Limits) -> Result<Pages, ConvertError> {
    let options = ReadOptions {
        max_bytes: usize::try_from(limits.bytes).unwrap_or(usize::MAX),
        max_pages: limits.pages,
        timeout: limits.time,
        ocr: limits.ocr.clone(),
        encoding: limits.encoding,
        ..ReadOptions::default()
    };
    Ok(vanthu_readers::read(bytes, &options)?)
}

/// The bytes of a file with their SHA-256.
#[derive(Debug)]
pub struct Content<'b> {
    bytes: Cow<'b, [u8]>,
    sha256: String,
}

impl Content<'_> {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Their SHA-256 in hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

impl From<Vec<u8>> for Content<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self { sha256: digest(&bytes), bytes: Cow::Owned(bytes) }
    }
}

impl<'b> From<&'b [u8]> for Content<'b> {
    fn from(bytes: &'b [u8]) -> Self {
        Self { sha256: digest(bytes), bytes: Cow::Borrowed(bytes) }
    }
}

impl<'b> From<&'b Vec<u8>> for Content<'b> {
    fn from(bytes: &'b Vec<u8>) -> Self {
        bytes.as_slice().into()
    }
}

/// Converts one document. `path` is what `source.path` is to say. Bytes that are handed over are let go as soon as the
/// pages are read.
///
/// # Errors
/// Where the bytes are no document: empty, of a form that cannot be read, over the limits. A fault inside a document
/// is a warning in the result.
pub fn convert<'b>(
    path: &str,
    content: impl Into<Content<'b>>,
    limits: &Limits,
    language: Language,
) -> Result<ConvertedDocument, ConvertError> {
    let Content { bytes, sha256 } = content.into();
    let (mut pages, restoration) = read(&bytes, limits)?;
    let source = Source {
        path: path.to_owned(),
        sha256,
        bytes: bytes.len() as u64,
        form: pages.form,
        encoding: pages.encoding.clone(),
        pages: pages.count,
    };
    drop(bytes);
    let in_file = std::mem::take(&mut pages.diagnostics);
    let Parsed { value: Reading { document, attachments }, diagnostics: in_document } =
        vanthu_document::parse(pages);
    let context = Context { restored: restoration.applied, ..Context::from(&document) };
    let appendices = vanthu_appendix::read(&attachments, &context);
    let diagnostics = in_file.iter().chain(&in_document).chain(&appendices.diagnostics);
    Ok(ConvertedDocument {
        schema: SCHEMA.to_owned(),
        source,
        document,
        appendices: appendices.value,
        restoration,
        warnings: diagnostics.map(|d| warning(d, language)).collect(),
    })
}

fn warning(diagnostic: &Diagnostic, language: Language) -> Warning {
    Warning {
        code: diagnostic.code.as_str().to_owned(),
        message: diagnostic.message(language),
        place: Provenance::from(&diagnostic.span),
    }
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
