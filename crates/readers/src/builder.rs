//! Assembling pages: blocks in order, the gaps between them, page numbers where the form has pages.

use thin_vec::ThinVec;
use vanthu_document::page::{Block, Gap, Line, LineStyle, Page, Span};
use vanthu_document::table::Table;

/// Number of a line of the source, from 1.
pub(crate) type LineNumber = u32;

/// Pages while they are filled.
pub(crate) struct PageBuilder {
    pages: Vec<Page>,
    /// Whether the form has pages, so that spans name them.
    numbered: bool,
    /// What parts the next block from the one before.
    gap: Gap,
}

impl PageBuilder {
    pub(crate) fn new(numbered: bool) -> Self {
        Self { pages: vec![Page { number: 1, blocks: Vec::new() }], numbered, gap: Gap::Paragraph }
    }

    fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page { number: 1, blocks: Vec::new() });
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// The span of source lines on the current page.
    pub(crate) fn span(&self, first: LineNumber, last: LineNumber) -> Span {
        let page = if self.numbered { self.pages.last().map(|p| p.number) } else { None };
        Span { page, lines: Some((first, last)), boxes: ThinVec::new() }
    }

    /// Says that at least `gap` lies before the next block.
    pub(crate) fn part(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Starts a new page.
    pub(crate) fn turn_page(&mut self) {
        let number = self.page().number.saturating_add(1);
        self.pages.push(Page { number, blocks: Vec::new() });
        self.gap = Gap::Page;
    }

    /// Appends a line unless it is empty. What follows is parted from it by a new line at least.
    pub(crate) fn line(&mut self, text: String, number: LineNumber, style: LineStyle) {
        if text.is_empty() {
            return;
        }
        let line = Line { text, span: self.span(number, number), gap: self.gap, style, read: ThinVec::new() };
        self.page().blocks.push(Block::Line(line));
        self.gap = Gap::Line;
    }

    /// Appends a table unless it has no rows.
    pub(crate) fn table(&mut self, mut table: Table) {
        let (Some(first), Some(last)) = (table.rows.first(), table.rows.last()) else { return };
        table.span = first.span.join(&last.span);
        self.page().blocks.push(Block::Table(table));
        self.gap = Gap::Paragraph;
    }

    /// The pages, and their number where the form has pages. A page break at the very end makes no page.
    pub(crate) fn finish(mut self) -> (Vec<Page>, Option<u32>) {
        while self.pages.len() > 1 && self.pages.last().is_some_and(|p| p.blocks.is_empty()) {
            self.pages.pop();
        }
        let count = self.numbered.then(|| self.pages.last().map_or(1, |p| p.number));
        (self.pages, count)
    }
}

/// The next line number, staying at the highest.
pub(crate) fn next(number: LineNumber) -> LineNumber {
    number.saturating_add(1)
}
