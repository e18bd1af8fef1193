//! The document as one run of lines and tables, whatever page they stand on.

use std::ops::Range;

use crate::page::{Block, Line, Pages};

/// All blocks in order.
#[derive(Debug)]
pub(crate) struct Flow<'a> {
    /// The blocks; places in the document are their numbers.
    pub(crate) blocks: Vec<&'a Block>,
}

impl<'a> Flow<'a> {
    pub(crate) fn of(pages: &'a Pages) -> Flow<'a> {
        Flow { blocks: pages.pages.iter().flat_map(|page| &page.blocks).collect() }
    }

    /// The blocks of `range`.
    pub(crate) fn slice(&self, range: Range<usize>) -> &[&'a Block] {
        self.blocks.get(range).unwrap_or_default()
    }

    /// The lines among the blocks of `range`, with their numbers.
    pub(crate) fn lines(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &'a Line)> + Clone + '_ {
        let start = range.start;
        self.slice(range).iter().enumerate().filter_map(move |(at, block)| match block {
            Block::Line(line) => Some((start + at, line)),
            Block::Table(_) => None,
        })
    }

    /// Text of the line at `at`; nothing for a table.
    pub(crate) fn line(&self, at: usize) -> Option<&'a str> {
        match self.blocks.get(at)? {
            Block::Line(line) => Some(&line.text),
            Block::Table(_) => None,
        }
    }

    /// The same without white space around it.
    pub(crate) fn text(&self, at: usize) -> Option<&'a str> {
        self.line(at).map(str::trim)
    }

    /// Whether an OCR read any of the lines.
    pub(crate) fn is_read(&self) -> bool {
        self.lines(0..self.len()).any(|(_, line)| !line.read.is_empty())
    }

    /// Number of blocks.
    pub(crate) fn len(&self) -> usize {
        self.blocks.len()
    }
}
