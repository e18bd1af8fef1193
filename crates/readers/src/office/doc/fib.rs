//! The file information block: where everything stands ([MS-DOC] 2.5).

use crate::office::bytes::{part, u16_at, u32_at};

/// What is needed of the block.
#[derive(Debug)]
pub(super) struct Fib {
    /// Word 6 or 95: one byte a character, everything in one stream, formatting of another form.
    pub(super) old: bool,
    pub(super) encrypted: bool,
    one_table: bool,
    /// Lengths in characters of the stories, one behind the other: text, footnotes, headers, macros, annotations,
    /// endnotes, text boxes.
    pub(super) stories: [u32; 7],
    /// Where the text of a file without pieces begins in the main stream.
    pub(super) text_start: u32,
    pub(super) style_sheet: (u32, u32),
    pub(super) character_pages: (u32, u32),
    pub(super) paragraph_pages: (u32, u32),
    pub(super) fonts: (u32, u32),
    pub(super) pieces: (u32, u32),
    pub(super) lists: (u32, u32),
    pub(super) list_overrides: (u32, u32),
}

/// The first two bytes of Word 97 and later, and of Word 6 and 95.
const MAGIC: u16 = 0xA5EC;
const OLD_MAGIC: u16 = 0xA5DC;
/// Versions before this have the layout of Word 6.
const FIRST_NEW: u16 = 0x6A;

impl Fib {
    pub(super) fn read(main: &[u8]) -> Option<Fib> {
        let magic = u16_at(main, 0)?;
        let version = u16_at(main, 2)?;
        if magic != MAGIC && magic != OLD_MAGIC {
            return None;
        }
        let old = magic == OLD_MAGIC || version < FIRST_NEW;
        let flags = u16_at(main, 0x0A)?;
        let pair =
            |at: usize| -> (u32, u32) { (u32_at(main, at).unwrap_or(0), u32_at(main, at + 4).unwrap_or(0)) };
        let long = |at: usize| u32_at(main, at).unwrap_or(0);
        let stories_at: [usize; 7] = if old {
            [0x34, 0x38, 0x3C, 0x40, 0x44, 0x48, 0x4C]
        } else {
            [0x4C, 0x50, 0x54, 0x58, 0x5C, 0x60, 0x64]
        };
        Some(Fib {
            old,
            encrypted: flags & 0x0100 != 0,
            one_table: flags & 0x0200 != 0,
            stories: stories_at.map(long),
            text_start: long(0x18),
            style_sheet: pair(if old { 0x60 } else { 0xA2 }),
            character_pages: pair(if old { 0xB8 } else { 0xFA }),
            paragraph_pages: pair(if old { 0xC0 } else { 0x102 }),
            fonts: pair(if old { 0xD0 } else { 0x112 }),
            pieces: pair(if old { 0x160 } else { 0x1A2 }),
            lists: if old { (0, 0) } else { pair(0x2E2) },
            list_overrides: if old { (0, 0) } else { pair(0x2EA) },
        })
    }

    pub(super) fn table_stream(&self) -> &'static str {
        if self.one_table { "1Table" } else { "0Table" }
    }

    /// The part of `table` that a pair of offset and length names.
    pub(super) fn part(table: &[u8], place: (u32, u32)) -> &[u8] {
        part(table, place.0, place.1)
    }
}
