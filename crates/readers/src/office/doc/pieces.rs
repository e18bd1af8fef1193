//! The piece table: where in the main stream each stretch of characters stands ([MS-DOC] 2.8.35, 2.9.38).

use super::fib::Fib;
use crate::office::bytes::{u16_at, u32_at};

/// A stretch of characters that lie together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// First character, and the one behind the last.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Offset of the first character in the main stream.
    pub(super) offset: u32,
    /// Two bytes a character.
    pub(super) wide: bool,
}

impl Piece {
    /// Bytes of a character.
    pub(super) fn step(self) -> u32 {
        if self.wide { 2 } else { 1 }
    }
}

/// The pieces in order; one over all text where there is no table.
pub(super) fn pieces(table: &[u8], fib: &Fib) -> Vec<Piece> {
    let found = from_table(Fib::part(table, fib.pieces)).unwrap_or_default();
    if !found.is_empty() {
        return found;
    }
    let len = fib.stories.iter().fold(0_u32, |sum, &len| sum.saturating_add(len));
    vec![Piece { start: 0, end: len, offset: fib.text_start, wide: false }]
}

fn from_table(mut clx: &[u8]) -> Option<Vec<Piece>> {
    // Changes that pieces refer to stand before the table.
    while clx.first() == Some(&1) {
        let len = usize::from(u16_at(clx, 1)?);
        clx = clx.get(3 + len..)?;
    }
    if clx.first() != Some(&2) {
        return None;
    }
    let len = u32_at(clx, 1)? as usize;
    let plc = clx.get(5..)?;
    let plc = plc.get(..len).unwrap_or(plc);
    let count = plc.len().saturating_sub(4) / 12;
    let mut out = Vec::with_capacity(count);
    let mut last = 0;
    for i in 0..count {
        let (start, end) = (u32_at(plc, 4 * i)?, u32_at(plc, 4 * i + 4)?);
        let place = u32_at(plc, 4 * (count + 1) + 8 * i + 2)?;
        // Pieces follow one another; one that does not is damage.
        if start < last || end <= start {
            continue;
        }
        last = end;
        let narrow = place & 0x4000_0000 != 0;
        let place = place & 0x3FFF_FFFF;
        out.push(Piece { start, end, offset: if narrow { place / 2 } else { place }, wide: !narrow });
    }
    Some(out)
}
