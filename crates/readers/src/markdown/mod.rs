//! Markdown as OCR models write it, line by line.
//!
//! A CommonMark parser is not used: by its rules glued headings (`**A****B**`) stay one text, a `**` before a space
//! is printed, a row cut by a newline ends its table, indented lines turn into code and source lines are lost inside
//! paragraphs. What a model means by its Markdown is simpler than CommonMark and broken in other ways.

mod html_table;
mod inline;
mod table;

use vanthu_document::page::{Gap, LineStyle};
use vanthu_document::table::Table;

use crate::ReadOptions;
use crate::assembler::Assembler;
use crate::builder::{LineNumber, PageBuilder, next};
use crate::plain::FORM_FEED;
use html_table::HtmlTable;

pub(crate) use html_table::opening as html_table_opening;
pub(crate) use table::{is_delimiter, is_row};

/// Lines over which one row of a table may be broken.
const LONGEST_ROW: usize = 16;

/// Reads Markdown.
pub(crate) fn read(text: &str, options: &ReadOptions) -> PageBuilder {
    let mut reader = Reader {
        pages: PageBuilder::new(text.contains(FORM_FEED)),
        assembler: Assembler::default(),
        options,
        number: 1,
        fence: None,
        hard_break: false,
        unclosed: false,
    };
    let mut lines = text.split('\n');
    while let Some(line) = lines.next() {
        let taken = reader.line(line, lines.clone());
        lines.by_ref().take(taken).for_each(drop);
    }
    reader.pages
}

type Lines<'a> = std::str::Split<'a, char>;

struct Reader<'a> {
    pages: PageBuilder,
    assembler: Assembler,
    options: &'a ReadOptions,
    /// Number of the line that is read next.
    number: LineNumber,
    /// The mark that opened a block of code.
    fence: Option<&'static str>,
    /// The line before asked for a line break.
    hard_break: bool,
    /// No `</table>` comes any more.
    unclosed: bool,
}

impl Reader<'_> {
    /// Reads `line`; says how many of the lines in `rest` were read with it.
    fn line<'t>(&mut self, line: &'t str, rest: Lines<'t>) -> usize {
        let number = self.number;
        self.number = next(number);
        let mut parts = line.split(FORM_FEED);
        if let Some(first) = parts.next()
            && first.len() == line.len()
        {
            return self.block(line, number, rest);
        }
        for (i, part) in line.split(FORM_FEED).enumerate() {
            if i > 0 {
                self.end_paragraph(Gap::Page);
                self.pages.turn_page();
            }
            self.block(part, number, "".split('\n'));
        }
        0
    }

    fn end_paragraph(&mut self, gap: Gap) {
        self.assembler.plain();
        self.hard_break = false;
        self.pages.part(gap);
    }

    fn block<'t>(&mut self, line: &'t str, number: LineNumber, rest: Lines<'t>) -> usize {
        let trimmed = line.trim();
        if let Some(fence) = self.fence {
            if trimmed.starts_with(fence) {
                self.fence = None;
                self.end_paragraph(Gap::Paragraph);
            } else {
                self.pages.line(line.trim_end().to_owned(), number, LineStyle::default());
            }
            return 0;
        }
        if trimmed.is_empty() {
            self.end_paragraph(Gap::Paragraph);
            return 0;
        }
        if let Some(fence) = ["```", "~~~"].into_iter().find(|f| trimmed.starts_with(f)) {
            // A fence has nothing behind it but the name of a language.
            if !trimmed[fence.len()..].contains([' ', '`', '~']) {
                self.fence = Some(fence);
                self.end_paragraph(Gap::Paragraph);
                return 0;
            }
        }
        if is_rule(trimmed) {
            self.end_paragraph(Gap::Paragraph);
            return 0;
        }
        if trimmed.contains('|') {
            let follows = rest.clone().next().is_some_and(is_delimiter);
            if (follows || is_row(trimmed) || is_delimiter(trimmed)) && self.is_narrow(trimmed) {
                return self.table(line, number, rest);
            }
        }
        if let Some(at) = html_table::opening(line).filter(|_| !self.unclosed) {
            let mut after = std::iter::once(line).chain(rest.clone());
            if after.any(html_table::closes) {
                return self.html_table(line, at, number, rest);
            }
            self.unclosed = true;
        }
        self.text(line, number);
        0
    }

    /// Reads a table that opens at `at` in `line` and is closed there or in `rest`.
    fn html_table<'t>(&mut self, line: &'t str, at: usize, number: LineNumber, rest: Lines<'t>) -> usize {
        if !line[..at].trim().is_empty() {
            self.text(&line[..at], number);
        }
        self.end_paragraph(Gap::Paragraph);
        let page = self.pages.span(number, number).page;
        let mut table = HtmlTable::new(&mut self.assembler, page, self.options.max_columns);
        let mut left = None;
        let mut last = number;
        for (i, line) in std::iter::once(&line[at..]).chain(rest).enumerate() {
            last = if i == 0 { number } else { next(last) };
            left = table.line(line, last);
            if left.is_some() {
                break;
            }
        }
        self.pages.table(table.finish());
        self.assembler.plain();
        if let Some(left) = left.filter(|l| !l.trim().is_empty()) {
            // A second table on the line is read as lines of text.
            self.text(left, last);
        }
        self.number = next(last);
        (last - number) as usize
    }

    /// Whether the cells of a row can be told apart from a line of noise.
    fn is_narrow(&self, row: &str) -> bool {
        memchr::memchr_iter(b'|', row.as_bytes()).take(self.options.max_columns + 2).count()
            <= self.options.max_columns + 1
    }

    /// Reads a table whose first line is `line`.
    fn table(&mut self, line: &str, number: LineNumber, rest: Lines<'_>) -> usize {
        self.end_paragraph(Gap::Paragraph);
        let mut table = Table::default();
        let mut columns = table::count(line);
        let mut rest = rest.peekable();
        let (mut line, mut number) = (line, number);
        let mut taken = 0;
        loop {
            if !is_delimiter(line) {
                let joined = self.open_row(line, columns, rest.clone());
                let extra = joined.as_ref().map_or(0, |(_, extra)| *extra);
                let text = joined.as_ref().map_or(line, |(text, _)| text.as_str());
                let last = number.saturating_add(u32::try_from(extra).unwrap_or(u32::MAX));
                let span = self.pages.span(number, last);
                table.rows.push(table::row(text, columns, &span, &mut self.assembler));
                for _ in 0..extra {
                    rest.next();
                    number = next(number);
                    taken += 1;
                }
            }
            let Some(&following) = rest.peek() else { break };
            let is_part = following.contains('|')
                && !following.contains(FORM_FEED)
                && self.is_narrow(following)
                && (following.trim_start().starts_with('|') || table::count(following) == columns);
            if !is_part {
                break;
            }
            rest.next();
            taken += 1;
            number = next(number);
            line = following;
            if rest.peek().is_some_and(|l| is_delimiter(l)) && !is_delimiter(line) {
                // Another header: the next printed table.
                self.pages.table(std::mem::take(&mut table));
                columns = table::count(line);
            }
        }
        self.pages.table(table);
        self.assembler.plain();
        self.number = self.number.saturating_add(u32::try_from(taken).unwrap_or(u32::MAX));
        taken
    }

    /// The row that begins with `line` and goes on in `rest`, with the number of lines taken from there.
    fn open_row(
        &self,
        line: &str,
        columns: usize,
        rest: impl Iterator<Item = impl AsRef<str>>,
    ) -> Option<(String, usize)> {
        if !table::is_open(line) || table::count(line) > columns {
            return None;
        }
        let mut text = line.trim().to_owned();
        for (i, part) in rest.take(LONGEST_ROW).enumerate() {
            let part = part.as_ref().trim();
            if part.is_empty() || part.starts_with('|') || part.contains(FORM_FEED) || !self.is_narrow(part) {
                return None;
            }
            text.push('\n');
            text.push_str(part);
            if part.ends_with('|') {
                return (table::count(&text) == columns).then_some((text, i + 1));
            }
        }
        None
    }

    /// Reads a line of a paragraph, list or heading.
    fn text(&mut self, line: &str, number: LineNumber) {
        let (line, hard_break) = strip_hard_break(line);
        let mut text = line.trim();
        while let Some(quoted) = text.strip_prefix("> ") {
            text = quoted.trim_start();
        }
        let heading = heading(text);
        if let Some((_, title)) = heading {
            self.end_paragraph(Gap::Paragraph);
            text = title;
        } else if is_item(text) {
            self.assembler.plain();
        }
        if self.hard_break {
            self.pages.part(Gap::Break);
        }
        self.hard_break = hard_break;
        inline::push(text, &mut self.assembler);
        for (i, piece) in self.assembler.take().enumerate() {
            if i > 0 {
                self.pages.part(Gap::Break);
            }
            let level = heading.map(|(level, _)| level).or(piece.style.heading);
            self.pages.line(piece.text, number, LineStyle { heading: level, ..piece.style });
        }
        if heading.is_some() {
            self.end_paragraph(Gap::Paragraph);
        }
    }
}

/// Level and text of a heading: one to six `#`, then a space or emphasis.
fn heading(text: &str) -> Option<(u8, &str)> {
    let level = text.bytes().take_while(|&b| b == b'#').count();
    let title = text.get(level..)?;
    if !(1..=6).contains(&level) || !title.starts_with([' ', '\t', '*']) {
        return None;
    }
    let closed = title.trim_end().trim_end_matches('#');
    let title = if closed.ends_with([' ', '\t']) { closed } else { title };
    Some((u8::try_from(level).unwrap_or(6), title.trim()))
}

/// Whether a line begins a list item, so that emphasis left open before it has ended.
fn is_item(text: &str) -> bool {
    let mark = text.split(' ').next().unwrap_or_default();
    matches!(mark, "-" | "*" | "+" | "•")
        || mark
            .strip_suffix(['.', ')'])
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a line is a rule across the page (or the underline of a heading, which a model writes no differently).
fn is_rule(text: &str) -> bool {
    let mut marks = text.bytes().filter(|b| *b != b' ');
    let Some(first) = marks.next() else { return false };
    matches!(first, b'-' | b'=' | b'*' | b'_') && marks.clone().count() >= 2 && marks.all(|b| b == first)
}

/// A line without the mark of a line break at its end, and whether it had one.
fn strip_hard_break(line: &str) -> (&str, bool) {
    if let Some(text) = line.strip_suffix('\\')
        && !text.ends_with('\\')
    {
        return (text, true);
    }
    let text = line.trim_end_matches(' ');
    (text, line.len() - text.len() >= 2)
}

#[cfg(test)]
mod tests;
