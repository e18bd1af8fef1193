//! Web pages (`.html`), as saved from law sites or by Word.
//!
//! Source: WHATWG, *HTML Living Standard*, as far as text and tables go: no page is invalid, white space collapses, and
//! what is not closed ends with what is around it. A table that only lays out the page (one column, or tables within its
//! cells) is no table.

use vanthu_document::page::{Form, Pages};

use super::grid::{DraftCell, DraftRow, DraftTable, VerticalMerge};
use super::{Paragraph, Part, Story, Style};
use crate::ReadOptions;
use crate::error::ReadError;
use crate::markup::reference;

/// Width of a column in the grid.
const WIDTH: i32 = 1000;

/// Most rows or columns that a merged cell covers.
const MOST_SPANNED: u32 = 1000;

/// Elements or tables open at a time; what nests deeper counts for what is around it.
const DEEPEST: usize = 200;

/// How far into a text the mark of a web page is looked for.
const HEAD: usize = 2048;

/// Whether `text` is a web page.
pub(crate) fn is_page(text: &str) -> bool {
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    let head = start.as_bytes().get(..HEAD.min(start.len())).unwrap_or_default().to_ascii_lowercase();
    head.starts_with(b"<")
        && [&b"<!doctype html"[..], b"<html", b"<head", b"<body"]
            .iter()
            .any(|mark| memchr::memmem::find(&head, mark).is_some())
}

/// Reads the page.
///
/// # Errors
/// Where it holds no text.
pub(crate) fn read(text: &str, options: &ReadOptions) -> Result<Pages, ReadError> {
    let mut reader = Reader::default();
    reader.story.font("");
    reader.run(text);
    reader.story.finish(Form::Html, options)
}

/// Elements whose content is not text of the page.
const PASSED_OVER: &[&str] = &[
    "script", "style", "head", "noscript", "nav", "select", "button", "iframe", "svg", "textarea",
    "template", "object",
];

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "hr",
    "caption",
    "blockquote",
    "center",
    "pre",
    "figure",
    "figcaption",
    "header",
    "footer",
    "section",
    "article",
    "main",
    "form",
    "address",
    "fieldset",
    "body",
    "html",
    "li",
];

/// A cell's content, and how it is merged.
#[derive(Debug, Default)]
struct OpenTable {
    rows: Vec<Vec<OpenCell>>,
    /// For each column, how many rows below are covered by a cell, and how many columns that has.
    covered: Vec<(u32, u32)>,
    column: u32,
    in_cell: bool,
}

#[derive(Debug)]
struct OpenCell {
    parts: Vec<Part>,
    /// Column behind it.
    right: u32,
    merge: VerticalMerge,
}

#[derive(Default)]
struct Reader {
    story: Story,
    paragraph: Paragraph,
    /// White space is owed before the next letter.
    space: bool,
    heading: Option<u8>,
    item: bool,
    style: Style,
    /// Elements that change the style, each with the style before it.
    open: Vec<(String, Style)>,
    tables: Vec<OpenTable>,
}

impl Reader {
    fn run(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
            let (before, from) = rest.split_at(at);
            self.text(before);
            rest = self.markup(from);
        }
        self.text(rest);
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_paragraph();
    }

    /// Reads the markup at the start of `text`, which begins with `<`; gives what follows.
    fn markup<'t>(&mut self, text: &'t str) -> &'t str {
        let behind = |end: Option<usize>, len: usize| end.and_then(|end| text.get(end + len..)).unwrap_or("");
        let find = |what: &str| memchr::memmem::find(text.as_bytes(), what.as_bytes());
        if text.starts_with("<!--") {
            return behind(find("-->"), 3);
        }
        if text.starts_with("<!") || text.starts_with("<?") {
            return behind(find(">"), 1);
        }
        let closing = text.starts_with("</");
        let inner = text.get(1 + usize::from(closing)..).unwrap_or("");
        let name_len = inner.bytes().take_while(|b| b.is_ascii_alphanumeric()).count();
        if name_len == 0 || !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.text("<");
            return text.get(1..).unwrap_or("");
        }
        let name = inner.get(..name_len).unwrap_or("").to_ascii_lowercase();
        let (attributes, rest) = attributes(inner.get(name_len..).unwrap_or(""));
        if !closing && PASSED_OVER.contains(&name.as_str()) {
            return passed_over(rest, &name);
        }
        if closing {
            self.close(&name)
        } else {
            self.open(&name, attributes)
        }
        rest
    }

    fn open(&mut self, name: &str, attributes: &str) {
        let number =
            |key: &str| attribute(attributes, key).and_then(|v| v.trim().parse::<u32>().ok()).unwrap_or(1);
        match name {
            "br" => self.push('\n'),
            "table" => {
                self.end_paragraph();
                if self.tables.len() < DEEPEST {
                    self.tables.push(OpenTable::default());
                }
            }
            "tr" => {
                self.end_paragraph();
                if let Some(table) = self.tables.last_mut() {
                    table.start_row();
                }
            }
            "td" | "th" => {
                self.end_paragraph();
                let (columns, rows) = (number("colspan"), number("rowspan"));
                if let Some(table) = self.tables.last_mut() {
                    table.start_cell(columns.clamp(1, MOST_SPANNED), rows.clamp(1, MOST_SPANNED));
                }
                if name == "th" {
                    self.change(name, |style| style.bold = true);
                }
            }
            "b" | "strong" => self.change(name, |style| style.bold = true),
            "i" | "em" => self.change(name, |style| style.italic = true),
            "font" | "span" => {
                let face = attribute(attributes, "face").map(str::to_owned).or_else(|| family(attributes));
                let font = face.map(|face| self.story.font(&face));
                let bold =
                    attributes.contains("font-weight:bold") || attributes.contains("font-weight: bold");
                self.change(name, |style| {
                    style.font = font.unwrap_or(style.font);
                    style.bold |= bold;
                });
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_paragraph();
                self.heading = name.get(1..).and_then(|level| level.parse().ok());
            }
            _ if BLOCKS.contains(&name) => {
                self.end_paragraph();
                self.item = name == "li";
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "table" => self.end_table(),
            "tr" => self.end_paragraph(),
            "td" | "th" => {
                self.restore(name);
                self.end_paragraph();
                if let Some(table) = self.tables.last_mut() {
                    table.in_cell = false;
                }
            }
            "b" | "strong" | "i" | "em" | "font" | "span" => self.restore(name),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_paragraph();
                self.heading = None;
            }
            _ if BLOCKS.contains(&name) => self.end_paragraph(),
            _ => {}
        }
    }

    fn change(&mut self, name: &str, change: impl FnOnce(&mut Style)) {
        if self.open.len() < DEEPEST {
            self.open.push((name.to_owned(), self.style.clone()));
        }
        change(&mut self.style);
    }

    fn restore(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
            if let Some((_, style)) = self.open.get(at) {
                self.style = style.clone();
            }
            self.open.truncate(at);
        }
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (c, len) = match c {
                '&' => reference(rest).unwrap_or((c, 1)),
                _ => (c, c.len_utf8()),
            };
            rest = rest.get(len..).unwrap_or("");
            if matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{C}') {
                self.space = true;
            } else {
                if std::mem::take(&mut self.space) && !self.at_start() {
                    self.push(' ');
                }
                self.push(c);
            }
        }
    }

    /// Whether the line has no letter yet.
    fn at_start(&self) -> bool {
        self.paragraph.runs.last().is_none_or(|run| run.text.ends_with('\n'))
    }

    fn push(&mut self, c: char) {
        if std::mem::take(&mut self.item) && !matches!(c, '-' | '–' | '+' | '•' | '*') {
            self.paragraph.push('-', &self.style);
            self.paragraph.push(' ', &self.style);
        }
        self.space &= c != '\n';
        self.paragraph.push(c, &self.style);
    }

    fn end_paragraph(&mut self) {
        self.space = false;
        self.item = false;
        let mut paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.is_blank() {
            return;
        }
        paragraph.heading = self.heading;
        self.part(Part::Paragraph(paragraph));
    }

    /// Puts a part where it belongs: into the cell that is open, or onto the page.
    fn part(&mut self, part: Part) {
        let cell = self
            .tables
            .iter_mut()
            .rev()
            .find_map(|table| table.in_cell.then(|| table.rows.last_mut()?.last_mut())?);
        match cell {
            Some(cell) => cell.parts.push(part),
            None => self.story.parts.push(part),
        }
    }

    fn end_table(&mut self) {
        self.end_paragraph();
        let Some(mut table) = self.tables.pop() else { return };
        table.pass_covered();
        let cells = || table.rows.iter().flatten();
        let within = cells().any(|cell| cell.parts.iter().any(|part| matches!(part, Part::Table(_))));
        if within || table.rows.iter().all(|row| row.len() < 2) {
            // It only lays out the page.
            for part in table.rows.into_iter().flatten().flat_map(|cell| cell.parts) {
                self.part(part);
            }
            return;
        }
        let rows = table
            .rows
            .into_iter()
            .filter(|row| !row.is_empty())
            .map(|row| DraftRow { left: 0, cells: row.into_iter().map(OpenCell::draft).collect() });
        let table = DraftTable { rows: rows.collect(), ..DraftTable::default() };
        self.part(Part::Table(table));
    }
}

impl OpenTable {
    fn start_row(&mut self) {
        // Cells above may cover the end of the row, too.
        self.pass_covered();
        if self.rows.last().is_some_and(|row| !row.is_empty()) || self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        self.column = 0;
        self.in_cell = false;
    }

    /// Puts down what cells above cover from here on.
    fn pass_covered(&mut self) {
        while let Some(entry) = self.covered.get_mut(self.column as usize).filter(|(rows, _)| *rows > 0) {
            entry.0 -= 1;
            self.column = self.column.saturating_add(entry.1.max(1));
            let cell = OpenCell { parts: Vec::new(), right: self.column, merge: VerticalMerge::Next };
            if let Some(row) = self.rows.last_mut() {
                row.push(cell);
            }
        }
    }

    fn start_cell(&mut self, columns: u32, rows: u32) {
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        self.pass_covered();
        let place = self.column as usize;
        if place >= MOST_COLUMNS {
            self.in_cell = false;
            return;
        }
        if self.covered.len() <= place {
            self.covered.resize(place + 1, (0, 0));
        }
        if let Some(entry) = self.covered.get_mut(place) {
            *entry = (rows - 1, columns);
        }
        self.column = self.column.saturating_add(columns);
        let merge = if rows > 1 { VerticalMerge::First } else { VerticalMerge::None };
        if let Some(row) = self.rows.last_mut() {
            row.push(OpenCell { parts: Vec::new(), right: self.column, merge });
        }
        self.in_cell = true;
    }
}

/// Most columns of a table.
const MOST_COLUMNS: usize = 2000;

impl OpenCell {
    fn draft(self) -> DraftCell {
        let paragraphs = self.parts.into_iter().filter_map(|part| match part {
            Part::Paragraph(paragraph) => Some(paragraph),
            Part::Table(_) => None,
        });
        DraftCell {
            paragraphs: paragraphs.collect(),
            right: i32::try_from(self.right).unwrap_or(i32::MAX / WIDTH).saturating_mul(WIDTH),
            merge: self.merge,
            joined: false,
        }
    }
}

/// What stands between the name of a tag and its `>`, and what follows that; a `>` in quotation marks ends nothing.
fn attributes(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or("")),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if at > LONGEST_TAG {
            break;
        }
    }
    // A quotation mark that nobody closed: the first `>` it is.
    let end = text.find('>').unwrap_or(text.len());
    (text.get(..end).unwrap_or(""), text.get(end + 1..).unwrap_or(""))
}

/// Longest tag, in bytes.
const LONGEST_TAG: usize = 20_000;

/// The value of an attribute.
fn attribute<'t>(attributes: &'t str, key: &str) -> Option<&'t str> {
    let mut rest = attributes;
    while let Some(at) = rest.find('=') {
        let name =
            rest.get(..at)?.trim_end().rsplit(|c: char| c.is_whitespace() || c == '"' || c == '\'').next()?;
        let value = rest.get(at + 1..)?.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value.get(1..)?.split_once(quote).unwrap_or((value.get(1..)?, "")),
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        if name.eq_ignore_ascii_case(key) {
            return Some(value);
        }
        rest = after;
    }
    None
}

/// The first font of a `style`.
fn family(attributes: &str) -> Option<String> {
    let style = attribute(attributes, "style")?;
    let (_, after) = style.split_once("font-family:")?;
    let name = after.split([';', ',']).next()?.trim().trim_matches(['"', '\'']);
    (!name.is_empty()).then(|| name.replace("&quot", ""))
}

/// What follows the end of an element that is passed over.
fn passed_over<'t>(text: &'t str, name: &str) -> &'t str {
    let mut at = 0;
    while let Some(next) = memchr::memmem::find(text.as_bytes().get(at..).unwrap_or_default(), b"</") {
        let start = at + next + 2;
        let end = start + name.len();
        if text.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return text.get(end..).and_then(|rest| rest.split_once('>')).map_or("", |(_, rest)| rest);
        }
        at = start;
    }
    // Never closed: only the tag itself is passed over.
    text
}

#[cfg(test)]
mod tests {
    use vanthu_document::page::Block;

    use super::*;

    fn blocks(html: &str) -> Vec<Block> {
        let pages = read(html, &ReadOptions::default()).unwrap();
        pages.pages.into_iter().flat_map(|page| page.blocks).collect()
    }

    fn lines(html: &str) -> Vec<String> {
        let line = |block| match block {
            Block::Line(line) => line.text,
            Block::Table(table) => format!("{} rows", table.rows.len()),
        };
        blocks(html).into_iter().map(line).collect()
    }

    #[test]
    fn a_page_is_told() {
        assert!(is_page("\n<!DOCTYPE html><html><body>x") && is_page("<HTML xmlns:o=x>"));
        assert!(!is_page("# Kế hoạch\n<table>") && !is_page("Tài liệu <html>"));
    }

    #[test]
    fn text_is_taken_out_of_the_page() {
        let html = "<html><head><title>t</title><style>p {}</style></head><body><script>if (a<b) x</script>\
            <p><b>QUYẾT  ĐỊNH</b><br>Về   việc\n x &amp; y</p><ul><li>Sở Y tế<li>- Sở Xây dựng</ul>Điều 1 < 2</body>";
        assert_eq!(lines(html), ["QUYẾT ĐỊNH", "Về việc x & y", "- Sở Y tế", "- Sở Xây dựng", "Điều 1 < 2"]);
    }

    #[test]
    fn merged_cells_and_layout_tables() {
        let html = "<table><tr><td><p>a</p><table><tr><td rowspan=2>1<td colspan=\"2\">x</tr><tr><td>y<td>z</table></td></tr></table>";
        let blocks = blocks(html);
        let [Block::Line(line), Block::Table(table)] = &blocks[..] else { panic!("{blocks:?}") };
        assert_eq!(line.text, "a");
        let cells: Vec<Vec<(&str, u32, u32)>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|c| (c.text.as_str(), c.col_span, c.row_span)).collect())
            .collect();
        assert_eq!(cells, [vec![("1", 1, 2), ("x", 2, 1)], vec![("y", 1, 1), ("z", 1, 1)]]);
    }

    #[test]
    fn fonts_are_followed() {
        let html = "<p><font face=\".VnTime\">Quy&Otilde;t &reg;&THORN;nh</font></p>\
            <p><span style='font-family:\".VnTimeH\"'>b&para;n tin</span></p>";
        assert_eq!(lines(html), ["Quyết định", "BẢN TIN"]);
    }

    #[test]
    fn damage_is_survived() {
        for html in [
            "<",
            "a<b",
            "<p a='>x",
            "<table><td>a",
            "</table></td>a",
            "<script>a",
            "<!--a",
            "<p>&#xFFFFFFFFF;",
        ] {
            let _ = read(html, &ReadOptions::default());
        }
        let deep = format!("{}x", "<table><tr><td><b>".repeat(3000));
        assert_eq!(lines(&deep), ["x"]);
    }
}
