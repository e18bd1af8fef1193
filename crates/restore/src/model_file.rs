//! The container of a trained model: a magic number and named sections, read in place.
//!
//! ```text
//! 8 bytes   magic, naming the kind and the version of the model
//! u32       number of sections
//! per section: 4 bytes name, u32 offset from the start of the file, u32 length in bytes
//! the sections
//! ```
//! All numbers are little-endian. Nothing is copied or decoded when a model is opened; a reader that asks beyond the end
//! of a section gets zero, so that a damaged file gives wrong answers but never a panic.

use thiserror::Error;

/// Why a model could not be opened.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// The file does not begin with the magic number of this kind of model.
    #[error("not a model of this kind (it begins with other bytes)")]
    Magic,
    /// A section is missing or reaches beyond the end of the file.
    #[error("the model's section `{0}` is missing or damaged")]
    Section(String),
}

/// The sections of one model file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sections<'m> {
    bytes: &'m [u8],
}

impl<'m> Sections<'m> {
    /// Opens `bytes`, which must begin with `magic`.
    pub(crate) fn open(bytes: &'m [u8], magic: [u8; 8]) -> Result<Self, ModelError> {
        if bytes.starts_with(&magic) { Ok(Self { bytes }) } else { Err(ModelError::Magic) }
    }

    /// The section called `name`.
    pub(crate) fn get(&self, name: [u8; 4]) -> Result<&'m [u8], ModelError> {
        let fault = || ModelError::Section(String::from_utf8_lossy(&name).into_owned());
        let count = u32_at(self.bytes, 8) as usize;
        let entry = (0..count.min(64))
            .map(|i| 12 + 12 * i)
            .find(|&at| self.bytes.get(at..at + 4) == Some(&name[..]))
            .ok_or_else(fault)?;
        let start = u32_at(self.bytes, entry + 4) as usize;
        let len = u32_at(self.bytes, entry + 8) as usize;
        self.bytes.get(start..).and_then(|rest| rest.get(..len)).ok_or_else(fault)
    }
}

/// Writes a model file of the given sections.
pub(crate) fn write(magic: [u8; 8], sections: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut out = magic.to_vec();
    out.extend(truncated(sections.len()).to_le_bytes());
    let mut offset = 12 + 12 * sections.len();
    for (name, data) in sections {
        out.extend(name);
        out.extend(truncated(offset).to_le_bytes());
        out.extend(truncated(data.len()).to_le_bytes());
        offset += data.len();
    }
    for (_, data) in sections {
        out.extend(data);
    }
    out
}

/// `n` as the file's 32-bit number; model files stay far below 4 GB.
pub(crate) fn truncated(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The 16-bit number at byte `at`, zero beyond the end.
#[inline]
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    match bytes.get(at..at + 2) {
        Some(&[a, b]) => u16::from_le_bytes([a, b]),
        _ => 0,
    }
}

/// The 32-bit number at byte `at`, zero beyond the end.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

/// The 24-bit number at byte `at`, zero beyond the end.
#[inline]
pub(crate) fn u24_at(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 3) {
        Some(&[a, b, c]) => u32::from_le_bytes([a, b, c, 0]),
        _ => 0,
    }
}

/// FNV-1a of `key`: the hash of the model's tables, fixed by their format.
#[inline]
pub(crate) fn hash(key: &[u8]) -> u32 {
    key.iter().fold(0x811c_9dc5, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_refused_or_read_as_zero() {
        let file = write(*b"VTTEST01", &[(*b"ABCD", vec![7, 0, 1])]);
        let sections = Sections::open(&file, *b"VTTEST01").unwrap();
        let section = sections.get(*b"ABCD").unwrap();
        assert_eq!((u16_at(section, 0), u16_at(section, 2)), (7, 0));
        assert!(sections.get(*b"NONE").is_err());
        assert!(Sections::open(&file[..file.len() - 1], *b"VTTEST01").unwrap().get(*b"ABCD").is_err());
        assert_eq!(Sections::open(&file, *b"OTHER..1").unwrap_err(), ModelError::Magic);
    }
}
