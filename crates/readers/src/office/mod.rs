//! Documents of office programs: what their formats have in common, and how it becomes pages.
//!
//! A reader of such a format fills a [`Story`] with paragraphs and tables, whose text comes in runs that know their
//! font. [`Story::finish`] decides the encoding of every run, which takes the whole document, and lays out lines
//! and tables. There are no source lines; the paragraphs are numbered in their place.

mod bytes;
pub(crate) mod compound;
mod doc;
pub(crate) mod docx;
mod grid;
pub(crate) mod html;
mod numbering;
pub(crate) mod package;
pub(crate) mod rtf;
pub(crate) mod sheet;
mod xml;

use std::collections::BTreeMap;

use vanthu_document::diagnostic::Diagnostic;
use vanthu_document::page::{Form, Gap, LineStyle, Pages};
use vanthu_document::table::{Cell, Row, Table};
use vanthu_text::{Encoding, Run as SeenRun, RunDecoder, font_class, nfc};

use crate::builder::{LineNumber, PageBuilder, next};
use crate::error::{Binary, ReadError};
use crate::{ReadOptions, encoding_doubt};

pub(crate) use grid::{DraftCell, DraftRow, DraftTable, Edges, VerticalMerge};

/// Reads an Office Open XML file of this kind.
///
/// # Errors
/// Where it is damaged or holds no text.
pub(crate) fn read_package(bytes: &[u8], kind: Binary, options: &ReadOptions) -> Result<Pages, ReadError> {
    let package = package::Package::open(bytes).ok_or(ReadError::Damaged(kind))?;
    match kind {
        Binary::Xlsx => sheet::xlsx::read(&package, options),
        _ => docx::read(&package, options),
    }
}

/// How letters are set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Style {
    /// Index of the font's name in [`Story::fonts`].
    pub(crate) font: usize,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// Small letters are shown as capitals.
    pub(crate) caps: bool,
}

/// Text in one style.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Run {
    /// As the format has it; `\n` is a line break that the writer set.
    pub(crate) text: String,
    pub(crate) style: Style,
}

/// Where the format says that a word may be cut. Programs that took a text of TCVN3 for one of Windows-1252 say so for its
/// letter `ư`, whose byte that code page has as a soft hyphen.
pub(crate) const SOFT_HYPHEN: char = '\u{1F}';

/// A paragraph while it is filled.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Paragraph {
    pub(crate) runs: Vec<Run>,
    /// Level of a heading that the format marks.
    pub(crate) heading: Option<u8>,
    /// A new page begins before it.
    pub(crate) page_break: bool,
}

impl Paragraph {
    /// Appends a character.
    pub(crate) fn push(&mut self, c: char, style: &Style) {
        match self.runs.last_mut() {
            Some(run) if run.style == *style => run.text.push(c),
            _ => self.runs.push(Run { text: c.into(), style: style.clone() }),
        }
    }

    /// Leaves [`SOFT_HYPHEN`] out, but for fonts of TCVN3, where it is the character that is read in its place; beside
    /// that character it is a hyphen, as no word has two.
    fn settle_hyphens(&mut self, fonts: &[String]) {
        const LETTER: char = '\u{AD}';
        if !self.runs.iter().any(|run| run.text.contains(SOFT_HYPHEN)) {
            return;
        }
        let firsts: Vec<Option<char>> = self.runs.iter().map(|run| run.text.chars().next()).collect();
        let mut before = None;
        for (i, run) in self.runs.iter_mut().enumerate() {
            let font = fonts.get(run.style.font).map_or("", String::as_str);
            let has_letter = font_class(font).encoding == Some(Encoding::Tcvn3);
            let behind = firsts.get(i + 1).copied().flatten();
            let mut text = String::with_capacity(run.text.len());
            let mut rest = run.text.chars().peekable();
            while let Some(c) = rest.next() {
                let beside = [before, rest.peek().copied().or(behind)].contains(&Some(LETTER));
                match c {
                    SOFT_HYPHEN if beside || !has_letter => continue,
                    SOFT_HYPHEN => text.push(LETTER),
                    _ => text.push(c),
                }
                before = text.chars().next_back();
            }
            run.text = text;
        }
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.chars().all(|c| c.is_whitespace()))
    }
}

/// A part of a story.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    Paragraph(Paragraph),
    Table(DraftTable),
}

/// A document while it is read.
#[derive(Debug, Default)]
pub(crate) struct Story {
    pub(crate) parts: Vec<Part>,
    /// Names of fonts.
    pub(crate) fonts: Vec<String>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Story {
    /// Index of a font's name.
    pub(crate) fn font(&mut self, name: &str) -> usize {
        self.fonts.iter().position(|known| known == name).unwrap_or_else(|| {
            self.fonts.push(name.to_owned());
            self.fonts.len() - 1
        })
    }

    /// Appends a paragraph.
    pub(crate) fn paragraph(&mut self, paragraph: Paragraph) {
        self.parts.push(Part::Paragraph(paragraph));
    }

    /// Appends a row with `edges` to the table at the end, which is begun where there is none.
    pub(crate) fn row(&mut self, row: DraftRow, edges: Edges) {
        if let Some(Part::Table(table)) = self.parts.last_mut() {
            table.rows.push(row);
        } else {
            self.parts.push(Part::Table(DraftTable { edges, rows: vec![row] }));
        }
    }

    /// Decides the encodings and makes pages.
    ///
    /// # Errors
    /// Where there is no text.
    pub(crate) fn finish(mut self, form: Form, options: &ReadOptions) -> Result<Pages, ReadError> {
        for part in &mut self.parts {
            match part {
                Part::Paragraph(paragraph) => paragraph.settle_hyphens(&self.fonts),
                Part::Table(table) => {
                    let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                    cells.flat_map(|cell| &mut cell.paragraphs).for_each(|p| p.settle_hyphens(&self.fonts));
                }
            }
        }
        let mut letters = Letters::new(&self, options);
        let mut pages = PageBuilder::new(false);
        let mut number: LineNumber = 1;
        for part in &self.parts {
            match part {
                Part::Paragraph(paragraph) => {
                    pages.part(if paragraph.page_break { Gap::Page } else { Gap::Paragraph });
                    let (lines, style) = letters.lines(paragraph);
                    for (i, text) in lines.into_iter().enumerate() {
                        if i > 0 {
                            pages.part(Gap::Break);
                        }
                        pages.line(text, number, style);
                    }
                    number = next(number);
                }
                Part::Table(table) => {
                    let rows = grid::settle(table, options.max_columns);
                    let mut out = Table::default();
                    for row in rows {
                        let span = pages.span(number, number);
                        number = next(number);
                        let cells = row.into_iter().map(|cell| {
                            let (text, bold) = letters.cell(cell.paragraphs);
                            Cell {
                                text,
                                bold,
                                span: span.clone(),
                                col_span: cell.columns,
                                row_span: cell.rows,
                                ..Cell::default()
                            }
                        });
                        out.rows.push(Row { cells: cells.collect(), span: span.clone() });
                    }
                    pages.table(out);
                }
            }
        }
        let (pages, count) = pages.finish();
        if pages.iter().all(|page| page.blocks.is_empty()) {
            return Err(ReadError::Empty);
        }
        let (encoding, confidence) = letters.summary();
        let mut diagnostics = self.diagnostics;
        diagnostics.extend(encoding_doubt(&encoding, confidence));
        Ok(Pages { form, encoding, count, pages, diagnostics })
    }
}

/// The runs of a paragraph as they are seen in `fonts`.
fn seen<'a>(fonts: &'a [String], paragraph: &'a Paragraph) -> Vec<SeenRun<'a>> {
    let font = |run: &Run| fonts.get(run.style.font).map_or("", String::as_str);
    paragraph.runs.iter().map(|run| SeenRun { text: &run.text, font: font(run) }).collect()
}

/// What the letters of a document are, run by run.
struct Letters<'a> {
    fonts: &'a [String],
    decoder: RunDecoder,
    /// Bytes of text beyond ASCII in each encoding.
    shares: BTreeMap<Encoding, usize>,
    /// Confidence, summed by length, and the length.
    sure: f64,
    len: f64,
}

impl<'a> Letters<'a> {
    fn new(story: &'a Story, options: &ReadOptions) -> Self {
        let decoder = options.encoding.map_or_else(RunDecoder::default, RunDecoder::forced);
        let mut letters = Self { fonts: &story.fonts, decoder, shares: BTreeMap::new(), sure: 0.0, len: 0.0 };
        for part in &story.parts {
            match part {
                Part::Paragraph(paragraph) => letters.observe(paragraph),
                Part::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    cells.flat_map(|cell| &cell.paragraphs).for_each(|p| letters.observe(p));
                }
            }
        }
        letters
    }

    fn observe(&mut self, paragraph: &Paragraph) {
        self.decoder.observe(&seen(self.fonts, paragraph));
    }

    /// The paragraph's lines, and how all of its letters are set.
    fn lines(&mut self, paragraph: &Paragraph) -> (Vec<String>, LineStyle) {
        let decoded = self.decoder.decode(&seen(self.fonts, paragraph));
        let mut text = String::new();
        let (mut bold, mut italic, mut letters) = (true, true, false);
        for ((piece, encoding), run) in decoded.texts.iter().zip(&decoded.encodings).zip(&paragraph.runs) {
            if !run.text.is_ascii() {
                *self.shares.entry(encoding.unwrap_or(Encoding::Utf8)).or_default() += run.text.len();
                #[expect(clippy::cast_precision_loss, reason = "a weight")]
                let len = run.text.len() as f64;
                self.sure += f64::from(decoded.confidence) * len;
                self.len += len;
            }
            if piece.chars().any(char::is_alphanumeric) {
                letters = true;
                bold &= run.style.bold;
                italic &= run.style.italic;
            }
            if run.style.caps {
                text.extend(piece.chars().flat_map(char::to_uppercase));
            } else {
                text.push_str(piece);
            }
        }
        let text: String = nfc(&text).chars().filter_map(plain).collect();
        let lines = text.split('\n').map(|line| line.trim().to_owned()).collect();
        let style =
            LineStyle { bold: bold && letters, italic: italic && letters, heading: paragraph.heading };
        (lines, style)
    }

    /// The text of a cell, and whether all of its letters are bold.
    fn cell(&mut self, paragraphs: &[Paragraph]) -> (String, bool) {
        let mut all = Vec::new();
        let (mut bold, mut letters) = (true, false);
        for paragraph in paragraphs {
            let (lines, style) = self.lines(paragraph);
            if lines.iter().any(|line| line.contains(char::is_alphanumeric)) {
                letters = true;
                bold &= style.bold;
            }
            all.extend(lines.into_iter().map(|line| line.replace('\t', " ")));
        }
        (all.join("\n").trim().to_owned(), bold && letters)
    }

    /// Names of the encodings, the most frequent first, and how sure they are.
    fn summary(&self) -> (String, f32) {
        let mut shares: Vec<_> = self.shares.iter().collect();
        shares.sort_by_key(|&(encoding, share)| (std::cmp::Reverse(share), encoding));
        let mut encodings: Vec<Encoding> = shares.into_iter().map(|(&encoding, _)| encoding).collect();
        if encodings.is_empty() {
            encodings.push(Encoding::Utf8);
        }
        #[expect(clippy::cast_possible_truncation, reason = "a mean of 0 to 1")]
        let confidence = if self.len > 0.0 { (self.sure / self.len) as f32 } else { 1.0 };
        (crate::encoding_names(&encodings), confidence)
    }
}

/// A character as it goes into a line: hyphens that only mark where a word may be cut are dropped, blanks are blanks.
fn plain(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\u{AD}' | '\u{200B}' | '\u{FEFF}' => None,
        '\u{A0}' => Some(' '),
        '\u{2011}' => Some('-'),
        // Bullets of symbol fonts.
        '\u{F0B7}' | '\u{F0A7}' | '\u{F0A8}' | '\u{F06E}' => Some('•'),
        '\u{F02D}' | '\u{F0BE}' => Some('-'),
        _ if c.is_control() => None,
        _ => Some(c),
    }
}
