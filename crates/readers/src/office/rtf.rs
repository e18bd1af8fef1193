//! Rich Text Format (`.rtf`), as Word and WordPad write it.
//!
//! Source: Microsoft, *Rich Text Format Specification 1.9.1*. Groups nest; each may begin with the word of a destination,
//! and those that hold no text of the document are passed over. Bytes are in the character set of their font, which
//! fonts made for an encoding before Unicode leave at that of the Western languages.

use std::collections::BTreeMap;

use vanthu_document::page::{Form, Pages};
use vanthu_text::{Encoding, font_class};

use super::{DraftCell, DraftRow, Edges, Paragraph, SOFT_HYPHEN, Story, Style, VerticalMerge};
use crate::ReadOptions;
use crate::error::ReadError;

/// Groups open at a time; what nests deeper is passed over.
const DEEPEST: usize = 500;

/// Reads the document.
///
/// # Errors
/// Where it holds no text.
pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Pages, ReadError> {
    let mut reader = Reader::default();
    reader.run(bytes);
    reader.story.finish(Form::Docx, options)
}

/// A part of the input.
#[derive(Debug, PartialEq)]
enum Token<'a> {
    Open,
    Close,
    Word(&'a [u8], Option<i32>),
    /// A control symbol such as `\~`.
    Symbol(u8),
    /// `\'hh`, or a byte of text.
    Byte(u8),
    /// A plain byte that is no text where bytes are in hexadecimal.
    End,
}

struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Token<'a> {
        loop {
            let Some(byte) = self.peek(0) else { return Token::End };
            self.at += 1;
            match byte {
                b'{' => return Token::Open,
                b'}' => return Token::Close,
                b'\r' | b'\n' | 0 => {}
                b'\\' => return self.control(),
                _ => return Token::Byte(byte),
            }
        }
    }

    fn control(&mut self) -> Token<'a> {
        let start = self.at;
        while self.peek(0).is_some_and(|b| b.is_ascii_alphabetic()) {
            self.at += 1;
        }
        if self.at == start {
            let Some(symbol) = self.peek(0) else { return Token::End };
            self.at += 1;
            if symbol != b'\'' {
                return Token::Symbol(symbol);
            }
            let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
            let (Some(high), Some(low)) = (digit(self.peek(0)), digit(self.peek(1))) else {
                return Token::Symbol(b'\'');
            };
            self.at += 2;
            return Token::Byte(u8::try_from(16 * high + low).unwrap_or(b'?'));
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        let from = self.at;
        if self.peek(0) == Some(b'-') && self.peek(1).is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        while self.at - from < 12 && self.peek(0).is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        let digits =
            std::str::from_utf8(self.bytes.get(from..self.at).unwrap_or_default()).unwrap_or_default();
        let number = digits
            .parse::<i64>()
            .ok()
            .map(|n| i32::try_from(n).unwrap_or(if n < 0 { i32::MIN } else { i32::MAX }));
        if self.peek(0) == Some(b' ') {
            self.at += 1;
        }
        Token::Word(word, number)
    }
}

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Destination {
    #[default]
    Body,
    /// The table of fonts: text is the name of one.
    Fonts,
    /// Nothing that is printed in the text.
    Skipped,
}

/// What a group takes over from the one around it.
#[derive(Debug, Clone, Default)]
struct State {
    destination: Destination,
    /// Number of the font.
    font: i32,
    bold: bool,
    italic: bool,
    caps: bool,
    hidden: bool,
    deleted: bool,
    /// Bytes that stand for a character beyond the encoding, to be passed over behind it.
    fallback: usize,
}

/// A font of the table.
#[derive(Debug, Clone, Default)]
struct Font {
    name: String,
    charset: i32,
}

/// The character set number of Vietnamese.
const VIETNAMESE: i32 = 163;

#[derive(Default)]
struct Reader {
    story: Story,
    stack: Vec<State>,
    state: State,
    /// Groups open beyond the deepest.
    too_deep: usize,
    fonts: BTreeMap<i32, Font>,
    /// The style's font index for each font number.
    known: BTreeMap<i32, usize>,
    default_font: i32,
    /// Bytes of a font's name.
    name: Vec<u8>,
    paragraph: Paragraph,
    in_table: bool,
    page_break: bool,
    cell: Vec<Paragraph>,
    row: Vec<Vec<Paragraph>>,
    /// Edges of the row as told before its text.
    shape: DraftRow,
    /// The merging of the cell whose edge comes next.
    next_cell: DraftCell,
    /// Bytes still to be passed over behind `\u`.
    skip: usize,
    /// The first half of a character of two UTF-16 units.
    high: Option<u16>,
}

impl Reader {
    fn run(&mut self, bytes: &[u8]) {
        let mut lexer = Lexer { bytes, at: 0 };
        self.state.fallback = 1;
        // Whether the group has just begun, so that a destination may follow.
        let mut starred = false;
        loop {
            let token = lexer.next();
            match token {
                Token::End => break,
                Token::Open => self.open(),
                Token::Close => self.close(),
                Token::Symbol(b'*') => {
                    starred = true;
                    continue;
                }
                Token::Symbol(symbol) => self.symbol(symbol),
                Token::Byte(byte) => self.byte(byte),
                Token::Word(b"bin", Some(len)) => {
                    lexer.at = lexer.at.saturating_add(usize::try_from(len).unwrap_or(0));
                }
                Token::Word(word, number) => self.word(word, number, starred),
            }
            starred = false;
        }
        self.end_row();
        let rest = std::mem::take(&mut self.paragraph);
        if !rest.is_blank() {
            self.story.paragraph(rest);
        }
    }

    fn open(&mut self) {
        if self.stack.len() < DEEPEST {
            self.stack.push(self.state.clone());
        } else {
            self.too_deep += 1;
        }
        self.skip = 0;
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.state.destination == Destination::Fonts {
            self.end_font_name();
        }
        if let Some(state) = self.stack.pop() {
            self.state = state;
        }
        self.skip = 0;
    }

    /// The name of the font in hand has come to its end.
    fn end_font_name(&mut self) {
        let name = Encoding::Windows1252.decode(&std::mem::take(&mut self.name));
        let name = name.trim_end_matches(';').trim().to_owned();
        if !name.is_empty() {
            let font = self.fonts.entry(self.state.font).or_default();
            if font.name.is_empty() {
                font.name = name;
            }
        }
    }

    fn style(&mut self) -> Style {
        let number = self.state.font;
        let font = match self.known.get(&number) {
            Some(&index) => index,
            None => {
                let name = self.fonts.get(&number).map(|font| font.name.clone()).unwrap_or_default();
                let index = self.story.font(&name);
                self.known.insert(number, index);
                index
            }
        };
        Style { font, bold: self.state.bold, italic: self.state.italic, caps: self.state.caps }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'~' => self.text('\u{A0}'),
            b'_' => self.text('-'),
            b'-' => self.text(SOFT_HYPHEN),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            // A line end behind a backslash is a paragraph's end.
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match self.state.destination {
            Destination::Fonts if byte == b';' => self.end_font_name(),
            Destination::Fonts => {
                if self.name.len() < 200 {
                    self.name.push(byte);
                }
            }
            Destination::Skipped => {}
            Destination::Body => {
                let font = self.fonts.get(&self.state.font);
                let vietnamese = font.is_some_and(|font| {
                    font.charset == VIETNAMESE && font_class(&font.name).encoding.is_none()
                });
                let encoding = if vietnamese { Encoding::Windows1258 } else { Encoding::Windows1252 };
                let c = if byte == b'\t' { Some('\t') } else { encoding.decode(&[byte]).chars().next() };
                self.text(c.unwrap_or('\u{FFFD}'));
            }
        }
    }

    fn text(&mut self, c: char) {
        let shown = self.state.destination == Destination::Body && !self.state.hidden && !self.state.deleted;
        if shown {
            let style = self.style();
            self.paragraph.push(c, &style);
        }
    }

    /// A character by its UTF-16 unit, behind which bytes stand for programs that do not know it.
    fn unit(&mut self, number: i32) {
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or(0xFFFD);
        let decoded = match (self.high.take(), unit) {
            (_, 0xD800..0xDC00) => {
                self.high = Some(unit);
                None
            }
            (Some(high), 0xDC00..0xE000) => char::decode_utf16([high, unit]).next().and_then(Result::ok),
            _ => char::from_u32(u32::from(unit)),
        };
        if let Some(c) = decoded.filter(|c| !c.is_control()) {
            self.text(c);
        }
        self.skip = self.state.fallback;
    }

    fn word(&mut self, word: &[u8], number: Option<i32>, starred: bool) {
        if self.skip > 0 {
            // A control word counts as one.
            self.skip -= 1;
            return;
        }
        let on = number != Some(0);
        match word {
            b"fonttbl" => self.state.destination = Destination::Fonts,
            b"f" => self.state.font = number.unwrap_or(0),
            b"fcharset" if self.state.destination == Destination::Fonts => {
                self.fonts.entry(self.state.font).or_default().charset = number.unwrap_or(0);
            }
            b"deff" => {
                self.default_font = number.unwrap_or(0);
                self.state.font = self.default_font;
            }
            b"uc" => self.state.fallback = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(16),
            // Of what is numbered, the label is printed.
            b"listtext" | b"pntext" | b"shptxt" | b"fldrslt" | b"shpinst" | b"shprslt" => {}
            // `{\*\panose …}` inside a font's entry is no part of its name.
            _ if self.state.destination == Destination::Fonts && starred => {
                self.state.destination = Destination::Skipped;
            }
            _ if self.state.destination == Destination::Fonts => {}
            _ if SKIPPED.contains(&word) || (starred && !SHOWN.contains(&word)) => {
                self.state.destination = Destination::Skipped;
            }
            _ if self.state.destination != Destination::Body => {}
            b"u" => self.unit(number.unwrap_or(0)),
            b"b" => self.state.bold = on,
            b"i" => self.state.italic = on,
            b"caps" | b"scaps" => self.state.caps = on,
            b"v" => self.state.hidden = on,
            b"deleted" => self.state.deleted = on,
            b"plain" => {
                let State { destination, fallback, .. } = self.state;
                self.state = State { destination, fallback, font: self.default_font, ..State::default() };
            }
            b"pard" => self.in_table = false,
            b"intbl" => self.in_table = true,
            b"par" | b"sect" => self.end_paragraph(),
            b"page" => {
                if !self.paragraph.is_blank() {
                    self.end_paragraph();
                }
                self.page_break = true;
            }
            b"pagebb" => self.page_break = true,
            b"line" | b"column" => self.text('\n'),
            b"tab" => self.text('\t'),
            b"emdash" => self.text('—'),
            b"endash" => self.text('–'),
            b"bullet" => self.text('•'),
            b"lquote" => self.text('‘'),
            b"rquote" => self.text('’'),
            b"ldblquote" => self.text('“'),
            b"rdblquote" => self.text('”'),
            b"emspace" | b"enspace" => self.text(' '),
            b"cell" => self.end_cell(),
            // Cells of a table within a cell are lines of it.
            b"nestcell" => self.push_to_cell(),
            b"row" => self.end_row(),
            b"trowd" => {
                self.shape = DraftRow::default();
                self.next_cell = DraftCell::default();
            }
            b"trleft" => self.shape.left = number.unwrap_or(0),
            b"clvmgf" => self.next_cell.merge = VerticalMerge::First,
            b"clvmrg" => self.next_cell.merge = VerticalMerge::Next,
            b"clmrg" => self.next_cell.joined = true,
            b"cellx" => {
                let mut cell = std::mem::take(&mut self.next_cell);
                cell.right = number.unwrap_or(0);
                if self.shape.cells.len() < MOST_CELLS {
                    self.shape.cells.push(cell);
                }
            }
            _ => {}
        }
    }

    fn take_paragraph(&mut self) -> Paragraph {
        let mut paragraph = std::mem::take(&mut self.paragraph);
        paragraph.page_break = std::mem::take(&mut self.page_break);
        paragraph
    }

    fn end_paragraph(&mut self) {
        if self.state.destination != Destination::Body {
            return;
        }
        if self.in_table {
            self.push_to_cell();
            return;
        }
        self.end_row();
        let paragraph = self.take_paragraph();
        self.story.paragraph(paragraph);
    }

    fn push_to_cell(&mut self) {
        let paragraph = self.take_paragraph();
        self.cell.push(paragraph);
    }

    fn end_cell(&mut self) {
        self.push_to_cell();
        if self.row.len() < MOST_CELLS {
            self.row.push(std::mem::take(&mut self.cell));
        }
    }

    fn end_row(&mut self) {
        if !self.cell.is_empty() {
            let cell = std::mem::take(&mut self.cell);
            self.row.push(cell);
        }
        if self.row.is_empty() {
            return;
        }
        let row = std::mem::take(&mut self.row);
        let mut right = self.shape.left;
        let cells = row
            .into_iter()
            .enumerate()
            .map(|(i, paragraphs)| {
                let mut cell = self.shape.cells.get(i).cloned().unwrap_or_else(|| DraftCell {
                    right: right.saturating_add(UNKNOWN_WIDTH),
                    ..DraftCell::default()
                });
                right = cell.right;
                cell.paragraphs = paragraphs;
                cell
            })
            .collect();
        self.story.row(DraftRow { left: self.shape.left, cells }, Edges::Measured);
    }
}

/// Most cells of a row.
const MOST_CELLS: usize = 1000;

/// Width of cells whose edges are not told, in twentieths of a point.
const UNKNOWN_WIDTH: i32 = 1000;

/// Destinations whose text is not the document's.
const SKIPPED: &[&[u8]] = &[
    b"stylesheet",
    b"colortbl",
    b"info",
    b"pict",
    b"object",
    b"objdata",
    b"header",
    b"headerl",
    b"headerr",
    b"headerf",
    b"footer",
    b"footerl",
    b"footerr",
    b"footerf",
    b"fldinst",
    b"nonshppict",
    b"bkmkstart",
    b"bkmkend",
    b"filetbl",
    b"revtbl",
    b"listtable",
    b"listoverridetable",
    b"rsidtbl",
    b"generator",
    b"themedata",
    b"colorschememapping",
    b"datastore",
    b"latentstyles",
    b"sp",
    b"annotation",
    b"atnid",
    b"atnauthor",
    b"xe",
    b"tc",
    b"template",
    b"ftnsep",
    b"ftnsepc",
    b"aftnsep",
    b"aftnsepc",
    b"pnseclvl",
    b"nesttableprops",
    b"background",
];

/// Destinations that a program may pass over, but whose text is printed.
const SHOWN: &[&[u8]] = &[b"shpinst", b"shptxt", b"footnote", b"pntext", b"listtext", b"nestcell"];

#[cfg(test)]
mod tests {
    use vanthu_document::page::Block;

    use super::*;

    fn blocks(rtf: &str) -> Vec<Block> {
        let pages = read(rtf.as_bytes(), &ReadOptions::default()).unwrap();
        pages.pages.into_iter().flat_map(|page| page.blocks).collect()
    }

    fn lines(rtf: &str) -> Vec<String> {
        let line = |block| match block {
            Block::Line(line) => line.text,
            Block::Table(table) => format!("{} rows", table.rows.len()),
        };
        blocks(rtf).into_iter().map(line).collect()
    }

    const FONTS: &str = r"{\rtf1\ansi\deff0{\fonttbl{\f0\froman .VnTime;}{\f1 .VnTimeH;}{\f2\fcharset163 Arial;}{\f3 VNI-Times;}}";

    #[test]
    fn fonts_decide_on_letters() {
        let rtf = format!(
            r"{FONTS}{{\stylesheet{{Normal;}}}}\f1 quy\'d5t \'ae\'denh\par\f0 S\'eb N\'e9i v\'f4 n\-\-íc\par\f2 Qu\'f4\'ecc h\'f4\'f2i\par\f3 Uy\'fb ban\line nha\'e2n da\'e2n}}"
        );
        let rtf = rtf.replace(r"n\-\-íc", r"n\'ad\'edc");
        assert_eq!(lines(&rtf), ["QUYẾT ĐỊNH", "Sở Nội vụ nước", "Quốc hội", "Uỷ ban", "nhân dân"]);
    }

    #[test]
    fn a_soft_hyphen_in_a_font_of_tcvn3_is_its_letter() {
        let rtf = format!(r"{FONTS}\f0 N\-\'edc, th\-\par\f2 n\-\'edc\par}}");
        assert_eq!(lines(&rtf), ["Nước, thư", "níc"]);
    }

    #[test]
    fn the_class_of_a_font_is_no_part_of_its_name() {
        let rtf = r"{\rtf1{\fonttbl{\f1\fswiss{\*\panose 020b72}.VnTimeH;}}\f1 quy\'d5t \'ae\'denh\par}";
        assert_eq!(lines(rtf), ["QUYẾT ĐỊNH"]);
    }

    #[test]
    fn characters_beyond_the_encoding_and_their_fallback() {
        assert_eq!(lines(r"{\rtf1\ansi Quy\u7871?t \u273\'64\u7883?nh {\uc0\u7879}n}"), ["Quyết định ện"]);
    }

    #[test]
    fn hidden_parts_are_not_read() {
        let rtf = r"{\rtf1{\info{\title x}}{\*\unknown y}{\field{\*\fldinst PAGE}{\fldrslt 7}} c\'f3 {\v z}{\deleted w}{\header h\par}\par}";
        assert_eq!(lines(rtf), ["7 có"]);
    }

    #[test]
    fn merged_cells() {
        let rtf = r"{\rtf1\trowd\clvmgf\cellx1000\cellx2000\cellx3000\pard\intbl a\cell b\cell c\cell\row\trowd\clvmrg\cellx1000\cellx3000\pard\intbl\cell d\par e\cell\row\pard x\par}";
        let blocks = blocks(rtf);
        let [Block::Table(table), Block::Line(line)] = &blocks[..] else { panic!("{blocks:?}") };
        assert_eq!(line.text, "x");
        let cells: Vec<Vec<(&str, u32, u32)>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|c| (c.text.as_str(), c.col_span, c.row_span)).collect())
            .collect();
        assert_eq!(cells, [vec![("a", 1, 2), ("b", 1, 1), ("c", 1, 1)], vec![("d\ne", 2, 1)]]);
    }

    #[test]
    fn damage_is_survived() {
        for rtf in [
            r"{\rtf1 a",
            r"{\rtf1 a}}}}",
            r"{\rtf1 a\'",
            r"{\rtf1 a\'g\u99999999999999 \bin99999999 ",
            r"{\rtf1\cell\row a",
        ] {
            assert!(lines(rtf).iter().any(|line| line.contains('a')), "{rtf}");
        }
        let deep = format!("{}a", r"{\rtf1".repeat(100_000));
        assert_eq!(lines(&deep), ["a"]);
    }
}
