//! The text put together: characters of the pieces to paragraphs, cells and rows.

use super::fib::Fib;
use super::formatting::Ranges;
use super::lists::Lists;
use super::pieces::{Piece, pieces};
use super::sprm::{RowShape, Sprm, code, sprms};
use super::styles::{Letters, Styles};
use crate::office::bytes::{u8_at, u16_at};
use crate::office::{DraftCell, DraftRow, Edges, Paragraph, SOFT_HYPHEN, Story, Style};

/// Characters that stand for something else.
mod mark {
    pub(super) const CELL: char = '\u{7}';
    pub(super) const LINE: char = '\u{B}';
    pub(super) const PAGE: char = '\u{C}';
    pub(super) const PARAGRAPH: char = '\r';
    pub(super) const COLUMN: char = '\u{E}';
    pub(super) const FIELD: char = '\u{13}';
    pub(super) const FIELD_RESULT: char = '\u{14}';
    pub(super) const FIELD_END: char = '\u{15}';
    pub(super) const HARD_HYPHEN: char = '\u{1E}';
    pub(super) const SYMBOL: char = '(';
}

/// What holds for a paragraph.
#[derive(Debug, Default)]
struct Properties {
    in_table: bool,
    row_end: bool,
    /// Inside a table within a cell.
    nested: bool,
    inner_row_end: bool,
    page_break: bool,
    heading: Option<u8>,
    list: Option<(u16, u8)>,
    shape: RowShape,
}

/// Reads the stories of a document that are text: body, footnotes, endnotes, text boxes.
pub(super) fn read(main: &[u8], table: &[u8], data: &[u8], fib: &Fib) -> Story {
    let mut reader = Reader {
        main,
        data,
        old: fib.old,
        letters: Ranges::of_letters(main, table, fib),
        paragraphs: Ranges::of_paragraphs(main, table, fib),
        styles: Styles::read(Fib::part(table, fib.style_sheet), fib.old),
        lists: Lists::read(table, fib),
        story: Story::default(),
        font_of: Vec::new(),
        paragraph: Paragraph::default(),
        cell: Vec::new(),
        row: Vec::new(),
        fields: Vec::new(),
        page_break: false,
        last: None,
    };
    reader.fonts(Fib::part(table, fib.fonts));
    let pieces = pieces(table, fib);
    let [text, notes, headers, macros, annotations, end_notes, boxes] = fib.stories;
    let mut start = 0_u32;
    for (len, is_text) in [
        (text, true),
        (notes, true),
        (headers, false),
        (macros, false),
        (annotations, false),
        (end_notes, true),
        (boxes, true),
    ] {
        let end = start.saturating_add(len);
        if is_text && len > 0 {
            reader.stretch(&pieces, start, end);
            reader.end_story();
        }
        start = end;
    }
    reader.story
}

struct Reader<'a> {
    main: &'a [u8],
    /// The stream of what is too long for its place.
    data: &'a [u8],
    old: bool,
    letters: Ranges<'a>,
    paragraphs: Ranges<'a>,
    styles: Styles,
    lists: Lists,
    story: Story,
    /// Index of each font of the file in the story.
    font_of: Vec<usize>,
    paragraph: Paragraph,
    /// The cell and the row that are being filled.
    cell: Vec<Paragraph>,
    row: Vec<Vec<Paragraph>>,
    /// Whether each open field is in its code, which is not printed.
    fields: Vec<bool>,
    page_break: bool,
    /// The mark that ended the paragraph before.
    last: Option<char>,
}

impl Reader<'_> {
    /// The table of fonts: a count, then entries with their length ([MS-DOC] 2.9.286).
    fn fonts(&mut self, table: &[u8]) {
        let mut at = if self.old { 2 } else { 4 };
        while let Some(len) = u8_at(table, at).map(usize::from) {
            let entry = table.get(at + 1..at + 1 + len).unwrap_or_default();
            // The name stands behind 39 bytes that describe the font, 5 in Word 6.
            let name: String = if self.old {
                let name = entry.get(5..).unwrap_or_default();
                name.iter().take_while(|&&byte| byte != 0).map(|&byte| seen(byte)).collect()
            } else {
                let units = (0..).map_while(|i| u16_at(entry, 39 + 2 * i)).take_while(|&unit| unit != 0);
                char::decode_utf16(units).flatten().collect()
            };
            let index = self.story.font(&name);
            self.font_of.push(index);
            at += 1 + len;
        }
        if self.font_of.is_empty() {
            let index = self.story.font("");
            self.font_of.push(index);
        }
    }

    /// Reads the characters from `start` to `end`.
    fn stretch(&mut self, pieces: &[Piece], start: u32, end: u32) {
        let first = pieces.partition_point(|piece| piece.end <= start);
        for piece in pieces.iter().skip(first).take_while(|piece| piece.start < end) {
            let from = start.max(piece.start) - piece.start;
            let to = end.min(piece.end) - piece.start;
            let mut at = piece.offset.saturating_add(from.saturating_mul(piece.step()));
            let stop = piece.offset.saturating_add(to.saturating_mul(piece.step()));
            while at < stop && (at as usize) < self.main.len() {
                let (letters, style, until) = self.letters_at(at, stop);
                at = self.run(*piece, at, until, &letters, &style);
            }
        }
    }

    /// How letters are set from `at` on, and up to where.
    fn letters_at(&mut self, at: u32, stop: u32) -> (Letters, Style, u32) {
        let paragraph = self.paragraphs.at(at);
        let base = self.styles.letters(paragraph.map_or(0, |range| range.style));
        let mut letters = base;
        let mut until = paragraph.map_or(stop, |range| range.end.min(stop));
        match self.letters.at(at) {
            Some(range) => {
                self.styles.apply(base, &mut letters, range.differences);
                until = until.min(range.end);
            }
            // Between ranges: to the end of the paragraph, or a little on.
            None => until = until.min(at.saturating_add(512)),
        }
        let font = |number: u16| self.font_of.get(usize::from(number)).or(self.font_of.first()).copied();
        let (ascii, other) = (font(letters.font).unwrap_or(0), font(letters.other_font).unwrap_or(0));
        let made_for = |index: usize| {
            let name = self.story.fonts.get(index).map_or("", String::as_str);
            vanthu_text::font_class(name).encoding.is_some()
        };
        let chosen = if !made_for(ascii) && made_for(other) { other } else { ascii };
        let style = Style { font: chosen, bold: letters.bold, italic: letters.italic, caps: letters.caps };
        (letters, style, until.max(at.saturating_add(1)))
    }

    /// Reads characters set alike; gives the offset behind the last.
    fn run(&mut self, piece: Piece, start: u32, until: u32, letters: &Letters, style: &Style) -> u32 {
        let mut at = start;
        let mut high = None;
        while at < until {
            let offset = at as usize;
            let c = if piece.wide {
                let Some(unit) = u16_at(self.main, offset) else { break };
                match (high.take(), unit) {
                    (_, 0xD800..0xDC00) => {
                        high = Some(unit);
                        at += 2;
                        continue;
                    }
                    (Some(high), 0xDC00..0xE000) => {
                        char::decode_utf16([high, unit]).next().and_then(Result::ok).unwrap_or('\u{FFFD}')
                    }
                    _ => char::from_u32(u32::from(unit)).unwrap_or('\u{FFFD}'),
                }
            } else {
                let Some(byte) = u8_at(self.main, offset) else { break };
                seen(byte)
            };
            self.character(c, at, letters, style);
            at = at.saturating_add(piece.step());
        }
        at.max(start.saturating_add(1))
    }

    fn character(&mut self, c: char, at: u32, letters: &Letters, style: &Style) {
        match c {
            mark::FIELD => self.fields.push(true),
            mark::FIELD_RESULT => {
                if let Some(code) = self.fields.last_mut() {
                    *code = false;
                }
            }
            mark::FIELD_END => {
                self.fields.pop();
            }
            mark::PARAGRAPH | mark::CELL => self.end_paragraph(c, at),
            mark::PAGE => {
                self.end_paragraph(c, at);
                self.page_break = true;
            }
            _ if self.fields.contains(&true) || letters.hidden || letters.deleted => {}
            mark::LINE => self.paragraph.push('\n', style),
            mark::COLUMN => self.paragraph.push('\n', style),
            mark::HARD_HYPHEN => self.paragraph.push('-', style),
            SOFT_HYPHEN => self.paragraph.push(c, style),
            mark::SYMBOL if letters.symbol.is_some() => {
                if let Some((font, unit)) = letters.symbol {
                    let font = self.font_of.get(usize::from(font)).copied().unwrap_or(style.font);
                    let c = char::from_u32(u32::from(unit)).unwrap_or(' ');
                    self.paragraph.push(c, &Style { font, ..style.clone() });
                }
            }
            // Pictures, notes and the like.
            '\t' => self.paragraph.push(c, style),
            _ if c < ' ' => {}
            _ => self.paragraph.push(c, style),
        }
    }

    /// What holds for the paragraph whose mark is at `at`.
    fn properties(&self, mark: char, at: u32) -> Properties {
        let mut out = Properties::default();
        if self.paragraphs.is_empty() {
            // How paragraphs are set is lost: a row ends where no text stands between two marks.
            out.in_table = mark == mark::CELL;
            out.row_end = out.in_table && self.last == Some(mark::CELL) && self.paragraph.runs.is_empty();
            return out;
        }
        let Some(range) = self.paragraphs.at(at) else {
            out.in_table = mark == mark::CELL;
            return out;
        };
        let style = self.styles.get(range.style);
        out.heading = style.heading;
        let (mut list, mut level) = style.list.unwrap_or((0, 0));
        for sprm in sprms(range.differences, self.old).chain(self.elsewhere(range.differences)) {
            match sprm.code {
                code::IN_TABLE => out.in_table = sprm.byte() != 0,
                code::ROW_END => out.row_end = sprm.byte() != 0,
                code::NESTING => out.nested = sprm.long() > 1,
                code::INNER_ROW_END => out.inner_row_end = sprm.byte() != 0,
                code::INNER_CELL_END => out.nested = true,
                code::PAGE_BREAK => out.page_break = sprm.byte() != 0,
                code::LIST => list = sprm.word(),
                code::LIST_LEVEL => level = sprm.byte(),
                _ => out.shape.apply(&sprm),
            }
        }
        // Numbers from 0xF801 on take a list off.
        out.list = (1..0xF801).contains(&list).then_some((list, level));
        out
    }

    /// The modifiers that `differences` have in another stream.
    fn elsewhere(&self, differences: &[u8]) -> impl Iterator<Item = Sprm<'_>> {
        let mut named = sprms(differences, self.old).filter(|sprm| sprm.code == code::ELSEWHERE);
        let place = named.next().and_then(|sprm| usize::try_from(sprm.long()).ok());
        let bytes = place.and_then(|at| {
            let len = usize::from(u16_at(self.data, at)?);
            self.data.get(at.checked_add(2)?..)?.get(..len)
        });
        sprms(bytes.unwrap_or_default(), self.old)
    }

    fn end_paragraph(&mut self, mark: char, at: u32) {
        let properties = self.properties(mark, at);
        self.last = Some(mark);
        let mut paragraph = std::mem::take(&mut self.paragraph);
        paragraph.heading = properties.heading.filter(|_| !properties.in_table);
        paragraph.page_break = std::mem::take(&mut self.page_break) || properties.page_break;
        if let Some((list, level)) = properties.list.filter(|_| !paragraph.is_blank())
            && let Some(label) = self.lists.next(list, level)
        {
            let style = paragraph.runs.first().map(|run| run.style.clone()).unwrap_or_default();
            paragraph.runs.insert(0, crate::office::Run { text: format!("{label} "), style });
        }
        if !properties.in_table && mark != mark::CELL {
            self.end_row(&RowShape::default());
            self.story.paragraph(paragraph);
            return;
        }
        if properties.row_end && !properties.nested {
            self.end_row(&properties.shape);
            return;
        }
        if !properties.inner_row_end {
            self.cell.push(paragraph);
        }
        if mark == mark::CELL && !properties.nested {
            self.row.push(std::mem::take(&mut self.cell));
        }
    }

    /// Ends the row, whose cells have the edges of `shape` as far as it tells them.
    fn end_row(&mut self, shape: &RowShape) {
        if !self.cell.is_empty() {
            let cell = std::mem::take(&mut self.cell);
            self.row.push(cell);
        }
        if self.row.is_empty() {
            return;
        }
        let mut right = shape.left;
        let cells = std::mem::take(&mut self.row)
            .into_iter()
            .enumerate()
            .map(|(i, paragraphs)| {
                let known = shape.cells.get(i).copied();
                right = known.map_or(right.saturating_add(UNKNOWN_WIDTH), |cell| cell.right);
                DraftCell {
                    paragraphs,
                    right,
                    merge: known.map(|cell| cell.merge).unwrap_or_default(),
                    joined: known.is_some_and(|cell| cell.joined),
                }
            })
            .collect();
        self.story.row(DraftRow { left: shape.left, cells }, Edges::Measured);
    }

    fn end_story(&mut self) {
        self.end_row(&RowShape::default());
        let paragraph = std::mem::take(&mut self.paragraph);
        if !paragraph.is_blank() {
            self.story.paragraph(paragraph);
        }
        self.fields.clear();
        self.last = None;
    }
}

/// Width of cells whose edges are not told, in twentieths of a point.
const UNKNOWN_WIDTH: i32 = 1000;

/// A byte as Windows-1252 has it.
fn seen(byte: u8) -> char {
    vanthu_text::Encoding::Windows1252.decode(&[byte]).chars().next().unwrap_or('\u{FFFD}')
}
