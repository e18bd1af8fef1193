//! From what is printed on a page to lines and tables: the part that PDF text and read scans share.
//!
//! A [`Sheet`] holds glyphs, or whole words of an OCR, and the straight rules drawn on the page, in points from the top left
//! corner. [`pages`] finds the ruled tables (`lattice`) and gives each of them its glyphs, finds tables without rules by
//! their columns (`columns`) and rows (`grid`), and puts the rest in reading order: words (`word`), lines (`line`), columns
//! side by side (`column`), and what parts the lines (`flow`).

mod cell;
mod column;
mod columns;
mod flow;
mod geometry;
mod grid;
mod lattice;
mod line;
mod rule;
mod sheet;
mod word;

pub(crate) use geometry::Rect;
pub(crate) use lattice::{Lattice, lattices};
pub(crate) use rule::Rule;
pub(crate) use sheet::{Font, Glyph, Sheet};

use vanthu_document::page::Page;

/// Puts the sheets of a document in reading order.
pub(crate) fn pages(sheets: &[Sheet], fonts: &[Font]) -> Vec<Page> {
    let mut carry = flow::Carry::default();
    let page = |sheet: &Sheet| Page { number: sheet.number, blocks: flow::blocks(sheet, fonts, &mut carry) };
    sheets.iter().map(page).collect()
}
