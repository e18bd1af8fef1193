//! Excel 5 to 2003 workbooks (`.xls`).
//!
//! Source: Microsoft, *[MS-XLS]: Excel Binary File Format (.xls)*. A stream of records, each with a type and a length:
//! first what the workbook shares (strings, fonts, formats), then the sheets. A record too long is continued in the
//! next ones, and a string cut there begins anew with how wide its characters are.

use vanthu_document::page::{Form, Pages};
use vanthu_text::Encoding;

use super::{Merge, NumberFormats, Sheet, SheetCell, display};
use crate::ReadOptions;
use crate::error::{Binary, ReadError};
use crate::office::bytes::{u8_at, u16_at, u32_at};
use crate::office::{Run, Story, Style};

/// Types of records.
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000A;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const FILE_PASS: u16 = 0x002F;
    pub(super) const FONT: u16 = 0x0031;
    pub(super) const CONTINUE: u16 = 0x003C;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const MANY_NUMBERS: u16 = 0x00BD;
    pub(super) const MANY_BLANKS: u16 = 0x00BE;
    pub(super) const RICH_LABEL: u16 = 0x00D6;
    pub(super) const CELL_FORMAT: u16 = 0x00E0;
    pub(super) const MERGED: u16 = 0x00E5;
    pub(super) const STRINGS: u16 = 0x00FC;
    pub(super) const SHARED_LABEL: u16 = 0x00FD;
    pub(super) const BLANK: u16 = 0x0201;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const TRUTH_OR_ERROR: u16 = 0x0205;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const SHORT_NUMBER: u16 = 0x027E;
    pub(super) const NUMBER_FORMAT: u16 = 0x041E;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// Reads the workbook.
///
/// # Errors
/// Where it is damaged, encrypted, or holds no text.
pub(crate) fn read(book: &[u8], options: &ReadOptions) -> Result<Pages, ReadError> {
    let mut workbook = Workbook::default();
    workbook.shared(book)?;
    let mut story = std::mem::take(&mut workbook.story);
    for at in std::mem::take(&mut workbook.sheets) {
        workbook.sheet(book, at as usize).tell(&mut story, options.max_columns);
    }
    story.finish(Form::Xlsx, options)
}

/// A record with its continuations.
struct Record<'a> {
    kind: u16,
    parts: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// The record without continuations.
    fn bytes(&self) -> &'a [u8] {
        self.parts.first().copied().unwrap_or_default()
    }

    fn text(&self) -> TextReader<'_, 'a> {
        TextReader { parts: &self.parts, part: 0, at: 0 }
    }
}

/// The records from `at` on.
fn records(book: &[u8], mut at: usize) -> impl Iterator<Item = Record<'_>> {
    let mut next = move || -> Option<(u16, &[u8])> {
        let (kind, len) = (u16_at(book, at)?, usize::from(u16_at(book, at + 2)?));
        let end = (at + 4 + len).min(book.len());
        let bytes = book.get(at + 4..end)?;
        at = end;
        Some((kind, bytes))
    };
    let mut ahead = next();
    std::iter::from_fn(move || {
        let (kind, bytes) = ahead.take()?;
        let mut parts = vec![bytes];
        ahead = next();
        while let Some((kind::CONTINUE, more)) = ahead {
            parts.push(more);
            ahead = next();
        }
        Some(Record { kind, parts })
    })
}

/// How a cell is set.
#[derive(Debug, Clone, Copy, Default)]
struct CellFormat {
    font: u16,
    number: u32,
    bordered: bool,
}

/// A string with the places where its font changes.
#[derive(Debug, Clone, Default)]
struct Text {
    characters: Vec<u16>,
    fonts: Vec<(u16, u16)>,
}

#[derive(Default)]
struct Workbook {
    /// Excel 5 and 95: strings are bytes.
    old: bool,
    story: Story,
    styles: Vec<Style>,
    cell_formats: Vec<CellFormat>,
    formats: NumberFormats,
    strings: Vec<Text>,
    /// Where each visible sheet begins.
    sheets: Vec<u32>,
}

impl Workbook {
    fn shared(&mut self, book: &[u8]) -> Result<(), ReadError> {
        let mut records = records(book, 0);
        let begin = records.next().filter(|record| record.kind == kind::BEGIN);
        let begin = begin.ok_or(ReadError::Damaged(Binary::Ole))?;
        self.old = u16_at(begin.bytes(), 0).unwrap_or(0) < 0x0600;
        for record in records {
            let bytes = record.bytes();
            match record.kind {
                kind::END => break,
                kind::FILE_PASS => return Err(ReadError::Encrypted),
                kind::DATE_MODE => self.formats.from_1904 = u16_at(bytes, 0) == Some(1),
                kind::FONT => self.font(&record),
                kind::CELL_FORMAT => self.cell_formats.push(CellFormat {
                    font: u16_at(bytes, 0).unwrap_or(0),
                    number: u32::from(u16_at(bytes, 2).unwrap_or(0)),
                    bordered: !self.old && u16_at(bytes, 10).unwrap_or(0) != 0,
                }),
                kind::NUMBER_FORMAT => {
                    let mut text = record.text();
                    let number = text.u16().unwrap_or(0);
                    let format = if self.old { text.short_bytes() } else { text.string() };
                    self.formats.define(u32::from(number), format.unwrap_or_default().to_text());
                }
                // Only sheets of cells that are shown.
                kind::SHEET if u8_at(bytes, 4) == Some(0) && u8_at(bytes, 5) == Some(0) => {
                    self.sheets.extend(u32_at(bytes, 0));
                }
                kind::STRINGS => {
                    let mut text = record.text();
                    let _ = (text.u32(), text.u32());
                    self.strings.extend(std::iter::from_fn(|| text.string()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn font(&mut self, record: &Record<'_>) {
        let bytes = record.bytes();
        let mut text = record.text();
        text.at = 14;
        let name = if self.old { text.short_bytes() } else { text.short_string() };
        let font = self.story.font(&name.unwrap_or_default().to_text());
        let italic = u16_at(bytes, 2).unwrap_or(0) & 2 != 0;
        let bold = u16_at(bytes, 6).unwrap_or(400) >= 600;
        self.styles.push(Style { font, bold, italic, caps: false });
        // No font has number 4.
        if self.styles.len() == 4 {
            self.styles.push(Style { font, bold, italic, caps: false });
        }
    }

    fn style(&self, font: u16) -> Style {
        self.styles.get(usize::from(font)).or(self.styles.first()).cloned().unwrap_or_default()
    }

    fn sheet(&self, book: &[u8], at: usize) -> Sheet {
        let mut sheet = Sheet::default();
        // The cell whose formula gave a string, which the next record holds.
        let mut awaited = None;
        for record in records(book, at).skip(1) {
            let bytes = record.bytes();
            let (row, column) = (u16_at(bytes, 0).unwrap_or(0), u16_at(bytes, 2).unwrap_or(0));
            let format = self.format(u16_at(bytes, 4).unwrap_or(0));
            match record.kind {
                kind::END | kind::BEGIN => break,
                kind::SHARED_LABEL => {
                    let string = u32_at(bytes, 6).and_then(|i| self.strings.get(i as usize));
                    self.put(&mut sheet, (row, column), format, string.cloned().unwrap_or_default());
                }
                kind::LABEL | kind::RICH_LABEL => {
                    let mut text = record.text();
                    text.at = 6;
                    let string = if self.old { text.long_bytes() } else { text.string() };
                    self.put(&mut sheet, (row, column), format, string.unwrap_or_default());
                }
                kind::NUMBER => self.number(&mut sheet, (row, column), format, double(bytes, 6)),
                kind::SHORT_NUMBER => {
                    self.number(&mut sheet, (row, column), format, u32_at(bytes, 6).map(short_number));
                }
                kind::MANY_NUMBERS => {
                    for (i, entry) in bytes.get(4..).unwrap_or_default().as_chunks::<6>().0.iter().enumerate()
                    {
                        let format = self.format(u16_at(entry, 0).unwrap_or(0));
                        let column = column.saturating_add(u16::try_from(i).unwrap_or(u16::MAX));
                        self.number(&mut sheet, (row, column), format, u32_at(entry, 2).map(short_number));
                    }
                }
                kind::BLANK => self.put(&mut sheet, (row, column), format, Text::default()),
                kind::MANY_BLANKS => {
                    let entries = bytes.get(4..bytes.len().saturating_sub(2)).unwrap_or_default();
                    for (i, entry) in entries.as_chunks::<2>().0.iter().enumerate() {
                        let column = column.saturating_add(u16::try_from(i).unwrap_or(u16::MAX));
                        let format = self.format(u16::from_le_bytes(*entry));
                        self.put(&mut sheet, (row, column), format, Text::default());
                    }
                }
                kind::FORMULA => match (u16_at(bytes, 12), u8_at(bytes, 6)) {
                    (Some(0xFFFF), Some(0)) => awaited = Some(((row, column), format)),
                    (Some(0xFFFF), _) => self.put(&mut sheet, (row, column), format, Text::default()),
                    _ => self.number(&mut sheet, (row, column), format, double(bytes, 6)),
                },
                kind::STRING => {
                    if let Some((place, format)) = awaited.take() {
                        let mut text = record.text();
                        let string = if self.old { text.long_bytes() } else { text.string() };
                        self.put(&mut sheet, place, format, string.unwrap_or_default());
                    }
                }
                kind::TRUTH_OR_ERROR => self.put(&mut sheet, (row, column), format, Text::default()),
                kind::MERGED => {
                    let ranges = bytes.get(2..).unwrap_or_default().as_chunks::<8>().0;
                    for range in ranges.iter().take(usize::from(row)) {
                        let edge = |i: usize| u32::from(u16_at(range, 2 * i).unwrap_or(0));
                        sheet.merge(Merge { rows: (edge(0), edge(1)), columns: (edge(2), edge(3)) });
                    }
                }
                _ => {}
            }
        }
        sheet
    }

    fn format(&self, number: u16) -> CellFormat {
        self.cell_formats.get(usize::from(number)).copied().unwrap_or_default()
    }

    fn number(&self, sheet: &mut Sheet, place: (u16, u16), format: CellFormat, value: Option<f64>) {
        let text = value.map(|value| display(value, format.number, &self.formats)).unwrap_or_default();
        sheet.put_text(place.0.into(), place.1.into(), text, self.style(format.font), format.bordered);
    }

    fn put(&self, sheet: &mut Sheet, place: (u16, u16), format: CellFormat, text: Text) {
        let mut runs = Vec::new();
        let mut from = 0;
        let mut font = format.font;
        let ends = text.fonts.iter().copied().chain([(u16::MAX, 0)]);
        for (at, next) in ends {
            let end = usize::from(at).min(text.characters.len()).max(from);
            let part: String = characters(text.characters.get(from..end).unwrap_or_default());
            if !part.is_empty() {
                runs.push(Run { text: part, style: self.style(font) });
            }
            (from, font) = (end, next);
        }
        sheet.put(place.0.into(), place.1.into(), SheetCell { runs, bordered: format.bordered });
    }
}

impl Text {
    fn to_text(&self) -> String {
        characters(&self.characters)
    }
}

fn characters(units: &[u16]) -> String {
    let lines = |c: char| if c == '\r' { None } else { Some(c) };
    char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or('\u{FFFD}')).filter_map(lines).collect()
}

fn double(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..)?.first_chunk::<8>().map(|b| f64::from_le_bytes(*b)).filter(|value| value.is_finite())
}

/// A number in 30 bits, whole or the upper part of a double, perhaps of a hundredth.
fn short_number(code: u32) -> f64 {
    let value = if code & 2 != 0 {
        f64::from(code.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(code & 0xFFFF_FFFC) << 32)
    };
    let value = if code & 1 != 0 { value / 100.0 } else { value };
    if value.is_finite() { value } else { 0.0 }
}

/// Reads over the parts of a continued record.
struct TextReader<'r, 'a> {
    parts: &'r [&'a [u8]],
    part: usize,
    at: usize,
}

impl TextReader<'_, '_> {
    fn u8(&mut self) -> Option<u8> {
        while self.at >= self.parts.get(self.part)?.len() {
            self.part += 1;
            self.at = 0;
        }
        let byte = self.parts.get(self.part)?.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    /// Passes over bytes, no farther than there are any.
    fn skip(&mut self, mut count: usize) {
        while let Some(part) = self.parts.get(self.part) {
            let here = part.len().saturating_sub(self.at);
            if count <= here {
                self.at += count;
                return;
            }
            count -= here;
            self.part += 1;
            self.at = 0;
        }
    }

    /// A string with its length in two bytes.
    fn string(&mut self) -> Option<Text> {
        let len = self.u16()?;
        self.body(len)
    }

    /// A string with its length in one byte.
    fn short_string(&mut self) -> Option<Text> {
        let len = self.u8()?;
        self.body(len.into())
    }

    fn body(&mut self, len: u16) -> Option<Text> {
        let flags = self.u8()?;
        let fonts = if flags & 8 != 0 { self.u16()? } else { 0 };
        let more = if flags & 4 != 0 { self.u32()? } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut text = Text::default();
        for _ in 0..len {
            let ended = self.at >= self.parts.get(self.part).map_or(0, |part| part.len());
            if ended && self.part + 1 < self.parts.len() {
                // The rest stands in the next part, which says anew how wide characters are.
                wide = self.u8()? & 1 != 0;
            }
            let unit = if wide { self.u16()? } else { self.u8()?.into() };
            text.characters.push(unit);
        }
        for _ in 0..fonts {
            text.fonts.push((self.u16()?, self.u16()?));
        }
        self.skip(more as usize);
        Some(text)
    }

    /// Bytes with their number in one byte.
    fn short_bytes(&mut self) -> Option<Text> {
        let len = self.u8()?;
        self.plain(len.into())
    }

    /// Bytes with their number in two bytes.
    fn long_bytes(&mut self) -> Option<Text> {
        let len = self.u16()?;
        self.plain(len)
    }

    fn plain(&mut self, len: u16) -> Option<Text> {
        let bytes: Vec<u8> = (0..len).map_while(|_| self.u8()).collect();
        let characters = Encoding::Windows1252.decode(&bytes).encode_utf16().collect();
        Some(Text { characters, fonts: Vec::new() })
    }
}
