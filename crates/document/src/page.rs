//! What a reader gives: pages of lines and tables, each with its place in the source.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use vanthu_text::TextRange;

use crate::diagnostic::Diagnostic;
use crate::table::Table;

/// The form of an input, found from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Plain text: typed, dumped from a PDF, or read by OCR.
    Text,
    /// Markdown as OCR models write it.
    Markdown,
    /// Tab-separated values with text around them.
    Tsv,
    /// HTML as saved from law sites.
    Html,
    /// Office Open XML text.
    Docx,
    /// Office Open XML sheets.
    Xlsx,
    /// A PDF with text.
    Pdf,
    /// A PDF of scanned pages.
    PdfScan,
    /// A picture of pages.
    Image,
}

/// A rectangle on a page, in points from the page's top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageBox {
    /// Page number, from 1.
    pub page: u32,
    /// Left edge.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
}

/// Where something stands in the source file. There is one for every cell of every table, most without boxes: hence the
/// thin vector, a pointer where [`Vec`] is three.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    /// Page number from 1, where the form has pages.
    pub page: Option<u32>,
    /// First and last line of the source file, from 1, where the form has lines.
    pub lines: Option<(u32, u32)>,
    /// Boxes on pages, where the form has them.
    pub boxes: ThinVec<PageBox>,
}

impl Span {
    /// The span of one source line on one page.
    #[must_use]
    pub fn line(page: Option<u32>, line: u32) -> Self {
        Self { page, lines: Some((line, line)), boxes: ThinVec::new() }
    }

    /// The smallest span that covers both; the page is that of the earlier one.
    #[must_use]
    pub fn join(&self, other: &Span) -> Span {
        let lines = match (self.lines, other.lines) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (a, b) => a.or(b),
        };
        let page = match (self.page, other.page) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let mut boxes = self.boxes.clone();
        boxes.extend(other.boxes.iter().copied());
        Span { page, lines, boxes }
    }
}

/// What parts a line from the line before it. Ordered by strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Gap {
    /// Only a wrap: the reader knows that the paragraph goes on.
    Wrap,
    /// A new line. In plain text that may be a wrap or not: the content decides.
    #[default]
    Line,
    /// A line break that the writer set (`<br>`, two spaces at the end of a Markdown line, `w:br`).
    Break,
    /// One or more empty lines, or a new paragraph.
    Paragraph,
    /// A page break.
    Page,
}

/// How a whole line is set. A line with mixed settings says what holds for all of its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineStyle {
    /// All letters are bold.
    pub bold: bool,
    /// All letters are italic.
    pub italic: bool,
    /// Level of a heading that the form itself marks (`##` is 2).
    pub heading: Option<u8>,
}

/// How sure an OCR is of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadWord {
    /// The word's bytes in the text.
    pub range: TextRange,
    /// 0 to 1.
    pub confidence: f32,
}

impl ReadWord {
    /// Words of which the OCR, or the language model after it, is less sure are in doubt.
    pub const DOUBTFUL: f32 = 0.6;

    /// Whether the word is in doubt.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.confidence < Self::DOUBTFUL
    }
}

/// One line as printed, without the form's markup.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// NFC text. White space is kept as it stands in the source, also at both ends (a plain text's
    /// trailing and leading spaces are evidence); the line end is not part of it. Never empty, but
    /// it may be white space alone where the form gives that a meaning.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What parts it from the line before.
    pub gap: Gap,
    /// How it is set.
    pub style: LineStyle,
    /// The words of a line that an OCR read; empty where the form itself gives the text.
    pub read: ThinVec<ReadWord>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A line of text outside tables (or of a table whose rules are lost).
    Line(Line),
    /// A table whose rows and cells the form itself gives.
    Table(Table),
}

/// A page, or the whole of a form that has no pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Number from 1.
    pub number: u32,
    /// Lines and tables in reading order.
    pub blocks: Vec<Block>,
}

/// A document as a reader gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    /// The form that was read.
    pub form: Form,
    /// Name of the encoding, as the WHATWG Encoding Standard or the table's own standard names it (`UTF-8`, `TCVN3`).
    pub encoding: String,
    /// Number of pages, where the form has pages.
    pub count: Option<u32>,
    /// The pages.
    pub pages: Vec<Page>,
    /// What the reader had to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl Pages {
    /// All text, a line for each line and for each cell.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in self.pages.iter().flat_map(|page| &page.blocks) {
            match block {
                Block::Line(line) => out.push_str(&line.text),
                Block::Table(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        out.push_str(&cell.text);
                        out.push('\n');
                    }
                }
            }
            out.push('\n');
        }
        out
    }
}
