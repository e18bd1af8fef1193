//! The text of a document: paragraphs, runs and tables.

use super::super::grid::{DraftCell, DraftRow, DraftTable, Edges, VerticalMerge};
use super::super::xml::{Element, Step, steps};
use super::super::{Paragraph, Part, Run, SOFT_HYPHEN, Story, Style};
use super::numbering::Lists;
use super::styles::{Difference, Settled, Styles};

/// Width of a column in the grid.
const WIDTH: i32 = 1000;

/// Most columns that a cell covers.
const MOST_SPANNED: u32 = 1000;

/// A paragraph while it is read.
#[derive(Debug, Default)]
struct OpenParagraph {
    paragraph: Paragraph,
    style: Settled,
    list: Option<(u32, u32)>,
    /// In what is said of the paragraph, before its text.
    in_properties: bool,
    /// How letters of the run are set.
    letters: Difference,
    /// The same as a style, and whether they are hidden.
    set: Option<(Style, bool)>,
    in_text: bool,
}

/// A table while it is read.
#[derive(Debug, Default)]
struct OpenTable {
    table: DraftTable,
    row: DraftRow,
    cell: DraftCell,
    /// Columns to the left of the cell.
    column: u32,
    span: u32,
    /// Where each column ends, as far as the file says so.
    ends: Vec<i32>,
}

impl OpenTable {
    /// The table, its edges measured if all columns are: Word makes narrow columns of edges that do not quite meet.
    fn finish(mut self) -> DraftTable {
        let places: Vec<i32> = std::iter::once(0).chain(self.ends).collect();
        let place = |edge: i32| places.get(usize::try_from(edge / WIDTH).ok()?).copied();
        let rising = places.is_sorted_by(|a, b| a < b);
        let edges = self.table.rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.right));
        if rising && edges.max().and_then(place).is_some() {
            self.table.edges = Edges::Measured;
            for row in &mut self.table.rows {
                row.left = place(row.left).unwrap_or(row.left);
                for cell in &mut row.cells {
                    cell.right = place(cell.right).unwrap_or(cell.right);
                }
            }
        }
        self.table
    }
}

/// Reads parts of a document into a story.
#[derive(Debug)]
pub(super) struct Body {
    styles: Styles,
    lists: Lists,
    story: Story,
    /// Paragraphs, each within a text box of the one before.
    paragraphs: Vec<OpenParagraph>,
    /// Tables, each within a cell of the one before.
    tables: Vec<OpenTable>,
    page_break: bool,
}

/// Elements whose content is not text of the document as it stands: what was deleted or moved away, second choices,
/// codes of fields.
const PASSED_OVER: &[&str] = &[
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "delInstrText",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "tblGridChange",
    "tcPrChange",
    "trPrChange",
    "sectPrChange",
    "tblPropEx",
    "separator",
    "continuationSeparator",
];

/// Paragraphs or tables that may be open at a time; what nests deeper is passed over.
const DEEPEST: usize = 60;

impl Body {
    pub(super) fn new(styles: Styles, lists: Lists, story: Story) -> Self {
        Self { styles, lists, story, paragraphs: Vec::new(), tables: Vec::new(), page_break: false }
    }

    /// The story; what is open is ended.
    pub(super) fn finish(self) -> Story {
        self.story
    }

    /// Reads a part of the package.
    pub(super) fn read(&mut self, xml: &[u8]) {
        // The element that is passed over, and how many of its name are open in it.
        let mut passed: Option<(String, usize)> = None;
        for step in steps(xml) {
            if let Some((name, depth)) = &mut passed {
                match &step {
                    Step::Start(element) if element.name == *name => *depth += 1,
                    Step::End(end) if end == name => *depth -= 1,
                    _ => {}
                }
                if *depth == 0 {
                    passed = None;
                }
                continue;
            }
            match step {
                Step::Start(element) if self.is_passed_over(&element) => passed = Some((element.name, 1)),
                Step::Start(element) => self.start(&element),
                Step::End(name) => self.end(&name),
                Step::Text(text) => self.text(&text),
            }
        }
        while !self.tables.is_empty() {
            self.end_paragraphs();
            self.end("tc");
            self.end("tr");
            self.end("tbl");
        }
        self.end_paragraphs();
    }

    fn is_passed_over(&self, element: &Element) -> bool {
        let name = element.name.as_str();
        PASSED_OVER.contains(&name)
            || (matches!(name, "p") && self.paragraphs.len() >= DEEPEST)
            || (matches!(name, "tbl") && self.tables.len() >= DEEPEST)
            // Notes that only draw the line above notes.
            || (matches!(name, "footnote" | "endnote") && element.get("type").is_some_and(|t| t != "normal"))
    }

    fn end_paragraphs(&mut self) {
        while !self.paragraphs.is_empty() {
            self.end_paragraph();
        }
    }

    fn start(&mut self, element: &Element) {
        match element.name.as_str() {
            "p" => {
                let style = self.styles.paragraph(None);
                let list = style.list;
                self.paragraphs.push(OpenParagraph { style, list, ..OpenParagraph::default() });
            }
            "tbl" => self.tables.push(OpenTable::default()),
            "tr" => self.with_table(|table| {
                table.row = DraftRow::default();
                table.column = 0;
            }),
            "tc" => self.with_table(|table| {
                table.cell = DraftCell::default();
                table.span = 1;
            }),
            "gridCol" => {
                let width = i32::try_from(element.number("w").unwrap_or(0)).unwrap_or(0);
                self.with_table(|table| {
                    let end = table.ends.last().copied().unwrap_or(0);
                    table.ends.push(end.saturating_add(width));
                });
            }
            "gridBefore" => {
                let skipped = element.number("val").unwrap_or(0).min(MOST_SPANNED);
                self.with_table(|table| {
                    table.column = skipped;
                    table.row.left = edge(skipped);
                });
            }
            "gridSpan" => {
                let span = element.number("val").unwrap_or(1).clamp(1, MOST_SPANNED);
                self.with_table(|table| table.span = span);
            }
            "vMerge" => {
                let first = element.get("val") == Some("restart");
                let merge = if first { VerticalMerge::First } else { VerticalMerge::Next };
                self.with_table(|table| table.cell.merge = merge);
            }
            "hMerge" => {
                let joined = element.get("val") != Some("restart");
                self.with_table(|table| table.cell.joined = joined);
            }
            _ => self.in_paragraph(element),
        }
    }

    fn with_table(&mut self, change: impl FnOnce(&mut OpenTable)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    /// An element inside a paragraph.
    fn in_paragraph(&mut self, element: &Element) {
        let Some(open) = self.paragraphs.last_mut() else { return };
        match element.name.as_str() {
            "pPr" => open.in_properties = true,
            "pStyle" => {
                open.style = self.styles.paragraph(element.get("val"));
                open.list = open.style.list;
                open.paragraph.heading = open.style.heading;
            }
            "numId" => {
                let level = open.list.map_or(0, |(_, level)| level);
                open.list = element.number("val").map(|list| (list, level));
            }
            "ilvl" => {
                let list = open.list.map_or(0, |(list, _)| list);
                open.list = element.number("val").map(|level| (list, level));
            }
            "pageBreakBefore" if element.is_on() => open.paragraph.page_break = true,
            _ if open.in_properties => {}
            "r" => {
                open.letters = open.style.difference.clone();
                open.set = None;
            }
            "rStyle" => {
                open.letters = self.styles.letters(element.get("val").unwrap_or_default(), &open.letters);
                open.set = None;
            }
            "rFonts" | "b" | "i" | "caps" | "smallCaps" | "vanish" | "webHidden" => {
                open.letters.take(element);
                open.set = None;
            }
            "t" => open.in_text = true,
            "tab" | "ptab" => self.push("\t"),
            "br" if element.get("type") == Some("page") => self.page_break = true,
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "softHyphen" => self.push(SOFT_HYPHEN.encode_utf8(&mut [0; 4])),
            "sym" => {
                let code = element.get("char").and_then(|code| u32::from_str_radix(code, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    let font = element.get("font").unwrap_or_default();
                    let font = self.story.font(font);
                    if let Some(open) = self.paragraphs.last_mut() {
                        open.paragraph.push(c, &Style { font, ..Style::default() });
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.paragraphs.last().is_some_and(|open| open.in_text) {
            // A line end in the XML is a blank in the text.
            if text.contains(['\n', '\r']) {
                self.push(&text.replace(['\n', '\r'], " "));
            } else {
                self.push(text);
            }
        }
    }

    fn push(&mut self, text: &str) {
        let Some(open) = self.paragraphs.last_mut() else { return };
        let (style, hidden) = open.set.get_or_insert_with(|| open.letters.style(&mut self.story)).clone();
        if !hidden {
            text.chars().for_each(|c| open.paragraph.push(c, &style));
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => {
                if let Some(open) = self.paragraphs.last_mut() {
                    open.in_text = false;
                }
            }
            "pPr" => {
                if let Some(open) = self.paragraphs.last_mut() {
                    open.in_properties = false;
                }
            }
            "p" => self.end_paragraph(),
            "tc" => self.with_table(|table| {
                table.column = table.column.saturating_add(table.span);
                let mut cell = std::mem::take(&mut table.cell);
                cell.right = edge(table.column);
                table.row.cells.push(cell);
            }),
            "tr" => self.with_table(|table| {
                let row = std::mem::take(&mut table.row);
                if !row.cells.is_empty() {
                    table.table.rows.push(row);
                }
            }),
            "tbl" => {
                let Some(inner) = self.tables.pop().map(OpenTable::finish) else { return };
                match self.tables.last_mut() {
                    // A table within a cell is lines of it.
                    Some(outer) => {
                        let cells = inner.rows.into_iter().flat_map(|row| row.cells);
                        outer.cell.paragraphs.extend(cells.flat_map(|cell| cell.paragraphs));
                    }
                    None => self.story.parts.push(Part::Table(inner)),
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(open) = self.paragraphs.pop() else { return };
        let mut paragraph = open.paragraph;
        if let Some((list, level)) = open.list.filter(|&(list, _)| list > 0 && !paragraph.is_blank())
            && let Some(label) = self.lists.next(list, level)
        {
            let style = paragraph.runs.first().map(|run| run.style.clone()).unwrap_or_default();
            paragraph.runs.insert(0, Run { text: format!("{label} "), style });
        }
        match self.tables.last_mut() {
            Some(table) => {
                paragraph.heading = None;
                table.cell.paragraphs.push(paragraph);
            }
            None => {
                paragraph.page_break |= std::mem::take(&mut self.page_break);
                self.story.paragraph(paragraph);
            }
        }
    }
}

fn edge(column: u32) -> i32 {
    i32::try_from(column).unwrap_or(i32::MAX / WIDTH).saturating_mul(WIDTH)
}
