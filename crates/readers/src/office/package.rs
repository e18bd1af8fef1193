//! ZIP archives, the container of Office Open XML.
//!
//! Source: PKWARE, *.ZIP File Format Specification 6.3*, as far as ISO/IEC 21320-1 (Document Container File) allows:
//! members stored or deflated, not encrypted, not split. The central directory at the end is what counts.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::bytes::{u16_at, u32_at};

/// Most bytes that all members read may have together: beyond any document, below what a machine has.
const MOST: usize = 512 << 20;

/// Most members that are listed.
const MOST_MEMBERS: usize = 100_000;

/// A member as the directory has it.
#[derive(Debug, Clone, Copy)]
struct Member {
    deflated: bool,
    len: usize,
    header: usize,
}

/// An archive.
pub(crate) struct Package<'a> {
    bytes: &'a [u8],
    members: BTreeMap<String, Member>,
    /// Bytes that may still be unpacked.
    left: Cell<usize>,
}

impl<'a> Package<'a> {
    /// The archive in `bytes`, if there is one.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        // The last record, behind which there may be a comment.
        let tail = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
        let end = tail + memchr::memmem::rfind(bytes.get(tail..)?, b"PK\x05\x06")?;
        let count = usize::from(u16_at(bytes, end + 10)?);
        let mut at = u32_at(bytes, end + 16)? as usize;
        let mut members = BTreeMap::new();
        for _ in 0..count.min(MOST_MEMBERS) {
            let Some(entry) = bytes.get(at..).filter(|entry| entry.starts_with(b"PK\x01\x02")) else { break };
            let [name, extra, comment] =
                [28, 30, 32].map(|place| usize::from(u16_at(entry, place).unwrap_or(0)));
            let flags = u16_at(entry, 8)?;
            let method = u16_at(entry, 10)?;
            if flags & 1 == 0 && matches!(method, 0 | 8) {
                let path = String::from_utf8_lossy(entry.get(46..46 + name).unwrap_or_default());
                let member = Member {
                    deflated: method == 8,
                    len: u32_at(entry, 20)? as usize,
                    header: u32_at(entry, 42)? as usize,
                };
                members.insert(path.trim_start_matches('/').to_owned(), member);
            }
            at = at.saturating_add(46 + name + extra + comment);
        }
        Some(Self { bytes, members, left: Cell::new(MOST) })
    }

    /// The content of a member; nothing where it is damaged or more than may be unpacked.
    pub(crate) fn read(&self, path: &str) -> Option<Vec<u8>> {
        let member = self.members.get(path.trim_start_matches('/'))?;
        let header = self.bytes.get(member.header..).filter(|header| header.starts_with(b"PK\x03\x04"))?;
        let start = 30 + usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
        let packed = header.get(start..start.checked_add(member.len)?)?;
        let content = if member.deflated {
            miniz_oxide::inflate::decompress_to_vec_with_limit(packed, self.left.get()).ok()?
        } else {
            packed.to_vec()
        };
        self.left.set(self.left.get().checked_sub(content.len())?);
        Some(content)
    }
}
