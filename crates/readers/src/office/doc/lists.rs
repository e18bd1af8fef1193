//! Numbered lists: definitions and overrides ([MS-DOC] 2.9.131, 2.9.150).

use super::fib::Fib;
use crate::office::bytes::{u8_at, u16_at, u32_at};
use crate::office::numbering::{LEVELS, LabelPart, Level, NumberFormat, Numbering};

/// The lists of a document, and which list each paragraph property means.
#[derive(Debug, Default)]
pub(super) struct Lists {
    numbering: Numbering,
    /// Number of the list for each override, counted from 1 in the file.
    overrides: Vec<u32>,
}

impl Lists {
    pub(super) fn read(table: &[u8], fib: &Fib) -> Lists {
        let mut lists = Lists::default();
        // The levels stand behind the definitions, outside the length that is told.
        let start = fib.lists.0 as usize;
        if fib.lists.1 > 0 {
            let _ = lists.definitions(table.get(start..).unwrap_or_default());
        }
        let overrides = Fib::part(table, fib.list_overrides);
        let count = u32_at(overrides, 0).unwrap_or(0) as usize;
        lists.overrides = (0..count).map_while(|i| u32_at(overrides, 4 + 16 * i)).collect();
        lists
    }

    fn definitions(&mut self, bytes: &[u8]) -> Option<()> {
        let count = usize::from(u16_at(bytes, 0)?);
        let mut at = 2 + 28 * count;
        for i in 0..count {
            let entry = bytes.get(2 + 28 * i..2 + 28 * (i + 1))?;
            let number = u32_at(entry, 0)?;
            let levels = if u8_at(entry, 26)? & 1 != 0 { 1 } else { LEVELS };
            let mut out = Vec::with_capacity(levels);
            for _ in 0..levels {
                let (level, len) = level(bytes.get(at..)?)?;
                out.push(level);
                at += len;
            }
            self.numbering.define(number, out);
        }
        Some(())
    }

    /// The label of the next paragraph that names override `index` (from 1) and a level.
    pub(super) fn next(&mut self, index: u16, level: u8) -> Option<String> {
        let list = *self.overrides.get(usize::from(index).checked_sub(1)?)?;
        self.numbering.next(list, usize::from(level))
    }
}

/// A level, and how many bytes it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let start = u32_at(bytes, 0)?;
    let format = match u8_at(bytes, 4)? {
        1 => NumberFormat::UpperRoman,
        2 => NumberFormat::LowerRoman,
        3 => NumberFormat::UpperLetter,
        4 => NumberFormat::LowerLetter,
        22 => NumberFormat::DecimalTwoDigits,
        23 => NumberFormat::Bullet,
        255 => NumberFormat::None,
        _ => NumberFormat::Decimal,
    };
    let text = 28 + usize::from(u8_at(bytes, 24)?) + usize::from(u8_at(bytes, 25)?);
    let len = usize::from(u16_at(bytes, text)?);
    let label = (0..len)
        .map_while(|i| u16_at(bytes, text + 2 + 2 * i))
        .filter_map(|unit| match usize::from(unit) {
            number @ 0..LEVELS => Some(LabelPart::Number(number)),
            _ => char::from_u32(u32::from(unit)).map(LabelPart::Text),
        })
        .collect();
    Some((Level { format, start, label }, text + 2 + 2 * len))
}
