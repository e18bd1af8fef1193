//! Formatting pages: which differences hold for which bytes of the main stream ([MS-DOC] 2.9.32, 2.9.175).

use super::fib::Fib;
use crate::office::bytes::{u8_at, u16_at, u32_at};

/// Bytes of a formatting page.
const PAGE: usize = 512;

/// A range of bytes of the main stream with the differences that hold there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range<'a> {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Number of the paragraph style; 0 where letters are meant.
    pub(super) style: u16,
    pub(super) differences: &'a [u8],
}

/// Ranges in order, none over another.
#[derive(Debug, Default)]
pub(super) struct Ranges<'a>(Vec<Range<'a>>);

impl<'a> Ranges<'a> {
    /// How letters are set.
    pub(super) fn of_letters(main: &'a [u8], table: &[u8], fib: &Fib) -> Ranges<'a> {
        Self::read(main, Fib::part(table, fib.character_pages), fib.old, |page, i, count| {
            let at = 2 * usize::from(u8_at(page, 4 * (count + 1) + i)?);
            if at == 0 {
                return Some((0, Default::default()));
            }
            let len = usize::from(u8_at(page, at)?);
            Some((0, page.get(at + 1..at + 1 + len)?))
        })
    }

    /// How paragraphs are set; a range ends behind the paragraph's mark.
    pub(super) fn of_paragraphs(main: &'a [u8], table: &[u8], fib: &Fib) -> Ranges<'a> {
        // What stands with each offset of the height of the paragraph has grown.
        let each = if fib.old { 7 } else { 13 };
        Self::read(main, Fib::part(table, fib.paragraph_pages), fib.old, |page, i, count| {
            let at = 2 * usize::from(u8_at(page, 4 * (count + 1) + each * i)?);
            if at == 0 {
                return Some((0, Default::default()));
            }
            let (start, len) = match usize::from(u8_at(page, at)?) {
                half if fib.old => (at + 1, 2 * half),
                0 => (at + 2, 2 * usize::from(u8_at(page, at + 1)?)),
                half => (at + 1, 2 * half - 1),
            };
            let end = (start + len).min(PAGE);
            Some((u16_at(page, start)?, page.get(start + 2..end)?))
        })
    }

    fn read(
        main: &'a [u8],
        plc: &[u8],
        old: bool,
        entry: impl Fn(&'a [u8], usize, usize) -> Option<(u16, &'a [u8])>,
    ) -> Ranges<'a> {
        let mut ranges = Vec::new();
        let step = if old { 2 } else { 4 };
        let pages = plc.len().saturating_sub(4) / (4 + step);
        // A page is named once in a sound file.
        let most = main.len() / PAGE + 1;
        for i in 0..pages.min(most) {
            let place = 4 * (pages + 1) + step * i;
            let number = if old { u16_at(plc, place).map(u32::from) } else { u32_at(plc, place) };
            let at = (number.unwrap_or(u32::MAX) & 0x3F_FFFF) as usize * PAGE;
            let Some(page) = main.get(at..at + PAGE) else { continue };
            let count = usize::from(u8_at(page, PAGE - 1).unwrap_or(0));
            for run in 0..count {
                let (Some(start), Some(end)) = (u32_at(page, 4 * run), u32_at(page, 4 * run + 4)) else {
                    break;
                };
                let (style, differences) = entry(page, run, count).unwrap_or_default();
                if start < end {
                    ranges.push(Range { start, end, style, differences });
                }
            }
        }
        ranges.sort_by_key(|range| range.start);
        Ranges(ranges)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The range that holds byte `at`.
    pub(super) fn at(&self, at: u32) -> Option<&Range<'a>> {
        let place = self.0.partition_point(|range| range.start <= at);
        self.0.get(place.checked_sub(1)?).filter(|range| at < range.end)
    }
}
