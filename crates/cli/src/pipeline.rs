//! From a file's bytes to the converted document: the only place where the crates meet.

use sha2::{Digest, Sha256};
use vanthu_appendix::model::{ConvertedDocument, Provenance, Restoration, Source, Warning};
use vanthu_document::diagnostic::{Diagnostic, Language};
use vanthu_readers::{ReadError, ReadOptions};

/// The name of the output's form, in its field `schema`.
pub const SCHEMA: &str = "vanthu/document/1";

/// How much one file may ask for.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Most bytes that a file may have.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 512 << 20 }
    }
}

/// Why a file could not be converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// The bytes are no document that can be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Converts one document. `path` is what `source.path` is to say.
///
/// # Errors
/// Where the bytes are no document: empty, of a form that cannot be read, over the limits. A fault inside a document
/// is a warning in the result.
pub fn convert(path: &str, bytes: &[u8], limits: &Limits, language: Language) -> Result<ConvertedDocument, ConvertError> {
    let pages = vanthu_readers::read(bytes, &ReadOptions { max_bytes: limits.bytes })?;
    let source = Source {
        path: path.to_owned(),
        sha256: hex(&Sha256::digest(bytes)),
        bytes: bytes.len() as u64,
        form: pages.form,
        encoding: pages.encoding.clone(),
        pages: pages.count,
    };
    let mut diagnostics = pages.diagnostics.clone();
    let parsed = vanthu_document::parse(&pages);
    diagnostics.extend(parsed.diagnostics);
    let context = Context { date: parsed.value.document.date, period: parsed.value.document.period };
    let appendices = vanthu_appendix::read(&parsed.value.attachments, &context);
    diagnostics.extend(appendices.diagnostics);
    Ok(ConvertedDocument {
        schema: SCHEMA.to_owned(),
        source,
        document: parsed.value.document,
        appendices: appendices.value,
        restoration: Restoration::default(),
        warnings: diagnostics.iter().map(|d| warning(d, language)).collect(),
    })
}

fn warning(diagnostic: &Diagnostic, language: Language) -> Warning {
    Warning {
        code: diagnostic.code.as_str().to_owned(),
        message: diagnostic.message(language),
        place: Provenance::from(&diagnostic.span),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
