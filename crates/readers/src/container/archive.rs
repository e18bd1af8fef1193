//! ZIP archives as containers, and which of them are documents instead.

use std::io::{self, Read, Seek};

use vanthu_text::decode;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limits, Member, check_size};
use crate::error::{Binary, ReadError};

/// What a ZIP archive is read from.
pub(super) trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// An open archive.
pub(super) type Archive<'a> = ZipArchive<Box<dyn Bytes + 'a>>;

/// Members that only a document has: an Office Open XML package (ECMA-376, part 2), or one of OpenDocument or EPUB.
const OF_A_DOCUMENT: [&str; 2] = ["[Content_Types].xml", "mimetype"];

/// Opens the archive in `bytes`, which begin with `head`; `None` for a document that is made as an archive.
pub(super) fn open<'a>(bytes: Box<dyn Bytes + 'a>, head: &[u8]) -> Result<Option<Archive<'a>>, ReadError> {
    match ZipArchive::new(bytes) {
        Ok(archive) if OF_A_DOCUMENT.iter().any(|name| archive.index_for_name(name).is_some()) => Ok(None),
        Ok(archive) => Ok(Some(archive)),
        Err(_) if matches!(Binary::by_magic(head), Some(Binary::Docx | Binary::Xlsx)) => Ok(None),
        Err(_) => Err(ReadError::Damaged(Binary::Zip)),
    }
}

/// The files in an archive, less what the systems that packed it left for themselves.
pub(super) fn members(archive: &mut Archive<'_>, limits: &Limits) -> Result<Vec<Member>, ReadError> {
    if archive.len() > limits.members {
        return Err(ReadError::TooManyMembers { members: archive.len(), limit: limits.members });
    }
    let mut members = Vec::with_capacity(archive.len());
    for number in 0..archive.len() {
        let Ok(file) = archive.by_index_raw(number) else {
            members.push(Member { number, name: format!("{number}") });
            continue;
        };
        let raw = file.name_raw();
        // Archives made in Viet Nam carry names in whatever encoding the machine had.
        let name = std::str::from_utf8(raw).map_or_else(|_| decode(raw).text, str::to_owned);
        let hidden = name.split(['/', '\\']).any(|part| part.starts_with('.') && part != "." && part != "..");
        if !(file.is_dir() || hidden || name.starts_with("__MACOSX/")) {
            members.push(Member { number, name });
        }
    }
    Ok(members)
}

/// The bytes of a member.
pub(super) fn read(archive: &mut Archive<'_>, number: usize, limit: u64) -> Result<Vec<u8>, ReadError> {
    let file = archive.by_index(number).map_err(|error| refusal(&error))?;
    let size = file.size();
    check_size(size, limit)?;
    // The size is what the archive says; what it unpacks to counts.
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(1 << 20)).unwrap_or_default());
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    check_size(bytes.len() as u64, limit)?;
    match read {
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => {
            Err(ReadError::Expands { limit: bytes.capacity() })
        }
        Err(_) => Err(ReadError::Damaged(Binary::Zip)),
    }
}

fn refusal(error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ReadError::Encrypted
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            ReadError::Binary(Binary::Archive("ZIP, unusual compression"))
        }
        _ => ReadError::Damaged(Binary::Zip),
    }
}
