//! Single property modifiers: how a style or a stretch of text differs from what it is based on ([MS-DOC] 2.6).

use crate::office::VerticalMerge;
use crate::office::bytes::{i16_at, u8_at, u16_at, u32_at};

/// One modifier with its operand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sprm<'a> {
    pub(super) code: u16,
    pub(super) operand: &'a [u8],
}

/// Codes of the modifiers that matter here.
pub(super) mod code {
    pub(in super::super) const DELETED: u16 = 0x0800;
    pub(in super::super) const BOLD: u16 = 0x0835;
    pub(in super::super) const ITALIC: u16 = 0x0836;
    pub(in super::super) const SMALL_CAPS: u16 = 0x083A;
    pub(in super::super) const CAPS: u16 = 0x083B;
    pub(in super::super) const HIDDEN: u16 = 0x083C;
    pub(in super::super) const SPECIAL: u16 = 0x0855;
    pub(in super::super) const PLAIN: u16 = 0x2A33;
    pub(in super::super) const CHARACTER_STYLE: u16 = 0x4A30;
    pub(in super::super) const FONT: u16 = 0x4A4F;
    pub(in super::super) const FONT_OTHER: u16 = 0x4A51;
    pub(in super::super) const SYMBOL: u16 = 0x6A09;
    pub(in super::super) const IN_TABLE: u16 = 0x2416;
    pub(in super::super) const ROW_END: u16 = 0x2417;
    pub(in super::super) const INNER_CELL_END: u16 = 0x244B;
    pub(in super::super) const INNER_ROW_END: u16 = 0x244C;
    pub(in super::super) const NESTING: u16 = 0x6649;
    /// What has no room in a formatting page stands in the stream `Data`, at this place ([MS-DOC] 2.6.2, `sprmPHugePapx`).
    pub(in super::super) const ELSEWHERE: u16 = 0x6646;
    pub(in super::super) const PAGE_BREAK: u16 = 0x2407;
    pub(in super::super) const LIST: u16 = 0x460B;
    pub(in super::super) const LIST_LEVEL: u16 = 0x260A;
    pub(in super::super) const TABLE: u16 = 0xD608;
    /// The same of Word 6, by its number there.
    pub(in super::super) const OLD_TABLE: u16 = 190;
    pub(in super::super) const JOIN_CELLS: u16 = 0x5624;
    pub(in super::super) const MERGE_CELL: u16 = 0xD62B;
}

impl Sprm<'_> {
    pub(super) fn byte(&self) -> u8 {
        u8_at(self.operand, 0).unwrap_or(0)
    }

    pub(super) fn word(&self) -> u16 {
        u16_at(self.operand, 0).unwrap_or(0)
    }

    pub(super) fn long(&self) -> u32 {
        u32_at(self.operand, 0).unwrap_or(0)
    }
}

/// The modifiers in `bytes`, up to the first that makes no sense; in a file of Word 6 or 95 as `old` ones.
pub(super) fn sprms(bytes: &[u8], old: bool) -> impl Iterator<Item = Sprm<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (code, head, (skip, len)) = if old {
            let code = u8_at(bytes, at)?;
            (current(code), 1, old_operand(bytes, at + 1, code)?)
        } else {
            let code = u16_at(bytes, at)?;
            (code, 2, operand(bytes, at + 2, code)?)
        };
        let start = at + head + skip;
        let operand = bytes.get(start..start + len)?;
        at = start + len;
        Some(Sprm { code, operand })
    })
}

/// The code since Word 97 of a modifier of Word 6; 0 for those that do not matter here.
///
/// Source: Microsoft, *Microsoft Word 6.0 Binary File Format*, appendix of the property modifiers, for this and the
/// lengths in [`old_operand`].
fn current(old: u8) -> u16 {
    match old {
        9 => code::PAGE_BREAK,
        24 => code::IN_TABLE,
        25 => code::ROW_END,
        65 => code::DELETED,
        80 => code::CHARACTER_STYLE,
        83 => code::PLAIN,
        85 => code::BOLD,
        86 => code::ITALIC,
        90 => code::SMALL_CAPS,
        91 => code::CAPS,
        92 => code::HIDDEN,
        93 => code::FONT,
        117 => code::SPECIAL,
        190 => code::OLD_TABLE,
        197 => code::JOIN_CELLS,
        _ => 0,
    }
}

/// [`operand`] for a modifier of Word 6.
fn old_operand(bytes: &[u8], at: usize, old: u8) -> Option<(usize, usize)> {
    Some(match old {
        83 => (0, 0),
        4..=11
        | 13
        | 14
        | 24
        | 25
        | 29
        | 37
        | 44
        | 50
        | 51
        | 65..=67
        | 71
        | 75
        | 85..=92
        | 94
        | 98..=102
        | 104
        | 106
        | 111..=118
        | 185
        | 186 => (0, 1),
        2
        | 16..=19
        | 21
        | 22
        | 26..=28
        | 30..=36
        | 38..=43
        | 45..=49
        | 69
        | 72
        | 80
        | 84
        | 93
        | 96
        | 97
        | 107
        | 109
        | 110
        | 182..=184
        | 189
        | 195
        | 197
        | 198 => (0, 2),
        73 | 95 | 192 => (0, 3),
        20 | 70 | 194 | 196 | 200 => (0, 4),
        193 | 199 => (0, 5),
        187 => (0, 12),
        190 | 188 => (2, usize::from(u16_at(bytes, at)?).saturating_sub(1)),
        _ => (1, usize::from(u8_at(bytes, at)?)),
    })
}

/// How many bytes before the operand tell its length, and that length.
fn operand(bytes: &[u8], at: usize, code: u16) -> Option<(usize, usize)> {
    Some(match code >> 13 {
        0 | 1 => (0, 1),
        2 | 4 | 5 => (0, 2),
        3 => (0, 4),
        7 => (0, 3),
        // The definition of a table is longer than a byte can tell; its length counts one byte too many.
        _ if code == code::TABLE => (2, usize::from(u16_at(bytes, at)?).saturating_sub(1)),
        _ => {
            let len = usize::from(u8_at(bytes, at)?);
            if code == 0xC615 && len == 255 {
                // Tab stops to delete and to add, each list with its own count.
                let deleted = usize::from(u8_at(bytes, at + 1)?);
                let added = usize::from(u8_at(bytes, at + 2 + 4 * deleted)?);
                (1, 2 + 4 * deleted + 3 * added)
            } else {
                (1, len)
            }
        }
    })
}

/// A row's cells: the left edge of the first, then for each its right edge and how it is merged.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct RowShape {
    pub(super) left: i32,
    pub(super) cells: Vec<CellShape>,
}

/// Right edge of a cell, and its merging.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct CellShape {
    pub(super) right: i32,
    pub(super) merge: VerticalMerge,
    pub(super) joined: bool,
}

impl RowShape {
    /// Takes in a modifier of a row; others are passed over.
    pub(super) fn apply(&mut self, sprm: &Sprm<'_>) {
        match sprm.code {
            code::TABLE => *self = RowShape::read(sprm.operand, 20).unwrap_or_default(),
            code::OLD_TABLE => *self = RowShape::read(sprm.operand, 10).unwrap_or_default(),
            code::JOIN_CELLS => {
                let (first, limit) = (sprm.byte(), u8_at(sprm.operand, 1).unwrap_or(0));
                let joined = self.cells.iter_mut().take(usize::from(limit)).skip(usize::from(first) + 1);
                joined.for_each(|cell| cell.joined = true);
            }
            code::MERGE_CELL => {
                let cell = self.cells.get_mut(usize::from(sprm.byte()));
                if let (Some(cell), Some(kind)) = (cell, u8_at(sprm.operand, 1)) {
                    cell.merge = match kind {
                        1 => VerticalMerge::Next,
                        3 => VerticalMerge::First,
                        _ => VerticalMerge::None,
                    };
                }
            }
            _ => {}
        }
    }

    /// The operand of [`code::TABLE`]: a count, the edges, and `each` bytes for each cell.
    fn read(operand: &[u8], each: usize) -> Option<RowShape> {
        let count = usize::from(u8_at(operand, 0)?);
        let edge = |i: usize| i16_at(operand, 1 + 2 * i).map(i32::from);
        let mut shape = RowShape { left: edge(0)?, cells: Vec::with_capacity(count) };
        for i in 0..count {
            let flags = u16_at(operand, 1 + 2 * (count + 1) + each * i).unwrap_or(0);
            let merge = match (flags & 0x20 != 0, flags & 0x40 != 0) {
                (_, true) => VerticalMerge::First,
                (true, false) => VerticalMerge::Next,
                (false, false) => VerticalMerge::None,
            };
            shape.cells.push(CellShape { right: edge(i + 1)?, merge, joined: flags & 2 != 0 });
        }
        Some(shape)
    }
}
