//! Tab-separated tables with lines of text around them.
//!
//! A table is a run of lines with the same number of tabs. Inside such a run an empty line is a page break, a line
//! that has another number of tabs is mended where its neighbours show how, and cells may be quoted as Excel does.

use std::borrow::Cow;

use vanthu_document::page::{Gap, LineStyle};
use vanthu_document::table::{Cell, Row, Table};
use vanthu_text::nfc;

use crate::ReadOptions;
use crate::assembler::Assembler;
use crate::builder::{LineNumber, PageBuilder};
use crate::plain::FORM_FEED;

/// Lines over which one quoted cell, or one broken row, may go.
const LONGEST_ROW: usize = 32;
/// Bytes over which the end of a quoted cell is looked for.
const LONGEST_QUOTED: usize = 8 * 1024;
/// Lines from the first that vote for the number of tabs.
const VOTERS: usize = 8;
/// Rows in a row that may have the wrong number of tabs.
const RAGGED_ROWS: usize = 3;
/// Fewest rows of a table.
const FEWEST_ROWS: usize = 3;
/// Fewest rows of a table of two columns: a letterhead in two columns has fewer.
const FEWEST_ROWS_OF_TWO: usize = 6;

/// A line, or several that a quoted cell ties together.
#[derive(Debug, Clone, Copy)]
struct Record<'a> {
    text: &'a str,
    first: LineNumber,
    last: LineNumber,
    /// Tabs outside quotes.
    tabs: usize,
    /// A page break stands before it.
    new_page: bool,
}

impl<'a> Record<'a> {
    fn is_blank(&self) -> bool {
        self.tabs == 0 && self.text.trim().is_empty()
    }

    fn cells(&self) -> Cells<'a> {
        Cells { rest: Some(self.text) }
    }

    fn filled(&self) -> usize {
        self.cells().filter(|c| !c.trim().is_empty()).count()
    }
}

/// The raw cells of a record, from the left.
struct Cells<'a> {
    rest: Option<&'a str>,
}

impl<'a> Iterator for Cells<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let end = quoted_len(rest).or_else(|| memchr::memchr(b'\t', rest.as_bytes()));
        let Some((cell, after)) = end.and_then(|end| rest.split_at_checked(end)) else {
            self.rest = None;
            return Some(rest);
        };
        self.rest = after.get(1..);
        Some(cell)
    }
}

/// Length of the cell at the start of `text` with its quotes, if it is quoted as Excel does: the closing quote stands
/// before a tab or line end, quotes inside are doubled.
fn quoted_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let head = bytes.get(..LONGEST_QUOTED).unwrap_or(bytes);
    let mut at = 1;
    loop {
        let quote = at + memchr::memchr(b'"', head.get(at..)?)?;
        match bytes.get(quote + 1) {
            Some(b'"') => at = quote + 2,
            None | Some(b'\t' | b'\n') => {
                let lines = memchr::memchr_iter(b'\n', &bytes[..quote]).take(LONGEST_ROW).count();
                return (lines < LONGEST_ROW).then_some(quote + 1);
            }
            // No Excel wrote that: the quotes are the text's own.
            Some(_) => return None,
        }
    }
}

/// Parts `text` into records.
fn records(text: &str) -> Vec<Record<'_>> {
    let mut out = Vec::new();
    let mut rest = Some(text);
    let mut first: LineNumber = 1;
    let mut new_page = false;
    while let Some(from) = rest {
        let (len, tabs) = record_len(from);
        let (record, after) = from.split_at_checked(len).unwrap_or((from, ""));
        let breaks = memchr::memchr_iter(b'\n', record.as_bytes()).count();
        let last = first.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        out.push(Record { text: record, first, last, tabs, new_page });
        new_page = after.starts_with(FORM_FEED);
        first = if new_page { last } else { last.saturating_add(1) };
        rest = after.get(1..);
    }
    out
}

/// Length of the record at the start of `text`, and its tabs. It ends before a line end or form feed.
fn record_len(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut at, mut tabs) = (0, 0);
    loop {
        if let Some(quoted) = text.get(at..).and_then(quoted_len) {
            at += quoted;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(offset) = memchr::memchr3(b'\t', b'\n', FORM_FEED as u8, rest) else {
            return (bytes.len(), tabs);
        };
        at += offset;
        if bytes.get(at) != Some(&b'\t') {
            return (at, tabs);
        }
        tabs += 1;
        at += 1;
    }
}

/// A row of a table before its cells are read: a record, or several that are pieces of one row.
struct RawRow<'a> {
    records: &'a [Record<'a>],
    /// An empty line stands before it.
    new_page: bool,
}

/// A run of records that make up a table, over one page or several.
struct Run<'a> {
    tabs: usize,
    rows: Vec<RawRow<'a>>,
    /// Number of records, empty ones included.
    len: usize,
}

/// The run that begins with the first of `records`, whether or not it is a table.
fn run<'a>(records: &'a [Record<'a>], most_tabs: usize) -> Run<'a> {
    let tabs = vote(records);
    let mut run = Run { tabs, rows: Vec::new(), len: 0 };
    let mut new_page = false;
    while let Some(record) = records.get(run.len) {
        let rest = &records[run.len..];
        // Whether a regular row comes within a few rows, none of which is text.
        let follows = |at: usize| {
            rest.iter().skip(at).take(RAGGED_ROWS).take_while(|r| r.tabs > 0).any(|r| r.tabs == tabs)
        };
        let taken = if record.tabs == tabs {
            1
        } else if record.is_blank() {
            let blank = rest.iter().take_while(|r| r.is_blank()).count();
            if run.rows.is_empty() || rest.get(blank).is_none_or(|r| r.tabs != tabs) {
                break;
            }
            new_page = true;
            run.len += blank;
            continue;
        } else if let Some(pieces) = broken_row(rest, tabs) {
            pieces
        } else if record.tabs <= most_tabs && follows(1) && (record.tabs > 0 || !run.rows.is_empty()) {
            1
        } else {
            break;
        };
        run.rows.push(RawRow { records: &rest[..taken], new_page: new_page || record.new_page });
        new_page = false;
        run.len += taken;
    }
    run
}

/// The number of tabs that most of the first records have.
fn vote(records: &[Record<'_>]) -> usize {
    let voters = || records.iter().take(VOTERS).take_while(|r| r.tabs > 0).map(|r| r.tabs);
    let votes = |tabs| voters().filter(|&t| t == tabs).count();
    let first = records.first().map_or(0, |r| r.tabs);
    voters().fold(first, |best, tabs| if votes(tabs) > votes(best) { tabs } else { best })
}

/// How many of the first records are pieces of one row that line ends in its cells cut.
fn broken_row(records: &[Record<'_>], tabs: usize) -> Option<usize> {
    let mut sum = 0;
    for (i, record) in records.iter().take(LONGEST_ROW).enumerate() {
        if record.is_blank() || record.tabs >= tabs || record.new_page && i > 0 {
            return None;
        }
        sum += record.tabs;
        if sum >= tabs {
            return (sum == tabs && i > 0).then_some(i + 1);
        }
    }
    None
}

impl Run<'_> {
    /// Whether the run is a table: enough rows, and more than an indent or a letterhead in two columns.
    fn is_table(&self, most_tabs: usize) -> bool {
        let regular = || self.rows.iter().filter_map(|r| r.records.first()).filter(|r| r.tabs == self.tabs);
        let filled = |least: usize| regular().filter(|r| r.filled() >= least).count();
        match self.tabs {
            0 => false,
            1 => regular().count() >= FEWEST_ROWS_OF_TWO && filled(2) * 5 >= self.rows.len() * 4,
            tabs => tabs <= most_tabs && regular().count() >= FEWEST_ROWS && filled(3) * 3 >= self.rows.len(),
        }
    }

    /// Columns of the table.
    fn columns(&self) -> usize {
        self.tabs + 1
    }

    fn turns_page(&self) -> bool {
        self.rows.iter().any(|r| r.new_page)
    }
}

/// Whether `text` holds a tab-separated table.
pub(crate) fn has_table(text: &str, options: &ReadOptions) -> bool {
    if !text.contains('\t') {
        return false;
    }
    runs(&records(text), options).any(|part| matches!(part, Part::Table(_)))
}

/// A part of a text: a table, or one record that is text.
enum Part<'a> {
    Table(Run<'a>),
    Text(Record<'a>),
}

/// The parts of `records` in order.
fn runs<'a>(records: &'a [Record<'a>], options: &ReadOptions) -> impl Iterator<Item = Part<'a>> {
    let most_tabs = options.max_columns.saturating_sub(1);
    let mut at = 0;
    // Records up to here were tried as a table in vain.
    let mut text_until = 0;
    std::iter::from_fn(move || {
        let record = records.get(at)?;
        if at >= text_until && record.tabs > 0 {
            let run = run(&records[at..], most_tabs);
            if run.is_table(most_tabs) {
                at += run.len;
                return Some(Part::Table(run));
            }
            text_until = at + run.len;
        }
        at += 1;
        Some(Part::Text(*record))
    })
}

/// Reads tab-separated text.
pub(crate) fn read(text: &str, options: &ReadOptions) -> PageBuilder {
    let records = records(text);
    let numbered = text.contains(FORM_FEED)
        || runs(&records, options).any(|part| matches!(part, Part::Table(run) if run.turns_page()));
    let mut pages = PageBuilder::new(numbered);
    let mut assembler = Assembler::default();
    for part in runs(&records, options) {
        match part {
            Part::Text(record) => {
                if record.new_page {
                    pages.turn_page();
                }
                if record.text.is_empty() {
                    pages.part(Gap::Paragraph);
                }
                // A quoted cell outside a table is nothing but lines.
                for (number, line) in (record.first..).zip(record.text.split('\n')) {
                    text_line(line, number, &mut pages, &mut assembler);
                }
            }
            Part::Table(run) => table(&run, &mut pages, &mut assembler),
        }
    }
    pages
}

/// Appends a line outside tables: as it stands, but for remains of HTML.
fn text_line(line: &str, number: LineNumber, pages: &mut PageBuilder, assembler: &mut Assembler) {
    if memchr::memchr2(b'<', b'&', line.as_bytes()).is_none() {
        return pages.line(line.to_owned(), number, LineStyle::default());
    }
    assembler.plain();
    assembler.push_html(line);
    for (i, piece) in assembler.take().enumerate() {
        if i > 0 {
            pages.part(Gap::Break);
        }
        pages.line(piece.text, number, piece.style);
    }
}

/// Appends a run as one table a page.
fn table(run: &Run<'_>, pages: &mut PageBuilder, assembler: &mut Assembler) {
    let mut table = Table::default();
    for raw in &run.rows {
        if raw.new_page {
            pages.table(std::mem::take(&mut table));
            pages.turn_page();
        }
        let (Some(first), Some(last)) = (raw.records.first(), raw.records.last()) else { continue };
        let span = pages.span(first.first, last.last);
        if first.tabs == 0 && raw.records.len() == 1 {
            let text = undo(first.text, assembler);
            if text.starts_with(char::is_lowercase)
                && let Some(row) = table.rows.last_mut()
                && let Some(cell) = row.cells.last_mut()
            {
                // The last cell of the row above goes on.
                cell.text.push('\n');
                cell.text.push_str(&text);
                row.span = row.span.join(&span);
                cell.span = row.span.clone();
            } else {
                // A heading across the table.
                let col_span = u32::try_from(run.columns()).unwrap_or(u32::MAX);
                let cell = Cell { text, span: span.clone(), col_span, ..Cell::default() };
                table.rows.push(Row { cells: vec![cell], span });
            }
            continue;
        }
        let mut cells: Vec<Cell> = Vec::with_capacity(run.columns());
        for (i, record) in raw.records.iter().enumerate() {
            for (j, cell) in record.cells().enumerate() {
                let text = undo(cell, assembler);
                match cells.last_mut() {
                    Some(last) if i > 0 && j == 0 => {
                        if !(last.text.is_empty() || text.is_empty()) {
                            last.text.push('\n');
                        }
                        last.text.push_str(&text);
                    }
                    _ => cells.push(Cell { text, span: span.clone(), ..Cell::default() }),
                }
            }
        }
        while cells.len() < run.columns() {
            cells.push(Cell { span: span.clone(), ..Cell::default() });
        }
        table.rows.push(Row { cells, span });
    }
    pages.table(table);
}

/// The text of a raw cell: without quotes that Excel put around it, with remains of HTML undone.
fn undo(raw: &str, assembler: &mut Assembler) -> String {
    let text = match quoted_len(raw) {
        Some(len) if len == raw.len() && len >= 2 => Cow::Owned(raw[1..len - 1].replace("\"\"", "\"")),
        _ => Cow::Borrowed(raw),
    };
    if memchr::memchr3(b'<', b'&', b'\n', text.as_bytes()).is_none() {
        return text.trim().to_owned();
    }
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            assembler.end_line();
        }
        assembler.push_html(line);
    }
    nfc(&assembler.take_cell().0).into_owned()
}

#[cfg(test)]
mod tests {
    use vanthu_document::page::Block;

    use super::*;

    type Rows = Vec<Vec<String>>;

    fn parse(text: &str) -> (Vec<Rows>, Vec<String>, Option<u32>) {
        let (pages, count) = read(text, &ReadOptions::default()).finish();
        let (mut tables, mut lines) = (Vec::new(), Vec::new());
        for block in pages.into_iter().flat_map(|p| p.blocks) {
            match block {
                Block::Line(line) => lines.push(line.text),
                Block::Table(t) => tables.push(
                    t.rows.into_iter().map(|r| r.cells.into_iter().map(|c| c.text).collect()).collect(),
                ),
            }
        }
        (tables, lines, count)
    }

    #[test]
    fn empty_lines_inside_a_table_are_page_breaks() {
        let text =
            "DANH MỤC\n\nSTT\tViệc\tĐơn vị\n\tI\tY TẾ\n1\ta\tPhòng Y tế\n\n2\tb\tx\n3\tc\t\n\nghi chú\n";
        let (pages, count) = read(text, &ReadOptions::default()).finish();
        assert_eq!(count, Some(2));
        let Some(Block::Table(second)) = pages[1].blocks.first() else { panic!("no table") };
        assert_eq!((second.span.page, second.span.lines), (Some(2), Some((7, 8))));
        let (tables, lines, _) = parse(text);
        assert_eq!(tables[0].len(), 3);
        assert_eq!(tables[1], [["2", "b", "x"], ["3", "c", ""]]);
        assert_eq!(lines, ["DANH MỤC", "ghi chú"]);
    }

    #[test]
    fn rows_that_break_the_count() {
        let text = "a\tb\tc\td\n1\tx\ty\tz\n2\tcắt\ngiữa\tm\tn\n3\tthiếu\tq\n4\tx\ty\tz\tthừa\n5\tx\ty\tz\nII. CHUYỂN ĐỔI SỐ\n6\tx\ty\tz\ntiếp theo\n7\tx\ty\tz\n";
        let (tables, lines, count) = parse(text);
        assert_eq!(lines, Vec::<String>::new());
        assert_eq!(count, None);
        let rows = &tables[0];
        assert_eq!(rows[2], ["2", "cắt\ngiữa", "m", "n"]);
        assert_eq!(rows[3], ["3", "thiếu", "q", ""]);
        assert_eq!(rows[4].len(), 5);
        assert_eq!(rows[6], ["II. CHUYỂN ĐỔI SỐ"]);
        assert_eq!(rows[7][3], "z\ntiếp theo");
        assert_eq!(rows.len(), 9);
    }

    #[test]
    fn cells_as_excel_quotes_them() {
        let text = "a\tb\tc\n1\t\"mô hình \"\"một cửa\"\"\"\tx\n2\t\"dòng một\n- dòng hai\"\ty\n3\t\"Một cửa\" số\tz\n4\t\"hở\tt\n";
        let (tables, _, _) = parse(text);
        assert_eq!(tables[0][1][1], "mô hình \"một cửa\"");
        assert_eq!(tables[0][2][1], "dòng một\n- dòng hai");
        assert_eq!(tables[0][3][1], "\"Một cửa\" số");
        assert_eq!(tables[0][4][1], "\"hở");
    }

    #[test]
    fn remains_of_html_are_undone() {
        let text = "a\tb\tc\n1\t<p>Theo kế hoạch</p> <ul style=\"x: y\"> - Báo cáo\t&lt;5%\n2\tx\ty\n";
        assert_eq!(parse(text).0[0][1], ["1", "Theo kế hoạch\n- Báo cáo", "<5%"]);
    }

    #[test]
    fn tabs_that_part_no_columns_are_text() {
        for text in [
            "SỞ Y TẾ\t\tCỘNG HÒA XÃ HỘI\nSố: 1\t\tĐộc lập\nx\t\ty\n",
            "\t\t\tTM. ỦY BAN\n\t\t\tCHỦ TỊCH\n\t\t\tTên\n",
            "Kính gửi:\tSở Y tế\nNoi nhận:\tLưu VT\n",
        ] {
            assert!(!has_table(text, &ReadOptions::default()), "{text}");
            assert_eq!(parse(text).1.len(), text.lines().count());
        }
    }
}
