//! From what is printed on a page to lines and tables: the part that PDF text and read scans share.
//!
//! A [`Sheet`] holds glyphs, or whole words of an OCR, and the straight rules drawn on the page, in points from the top left
//! corner. [`blocks`] finds the ruled tables (`lattice`), gives each of them its glyphs, and puts the rest in reading
//! order: words (`word`), lines (`line`), columns side by side (`column`), and what parts the lines (`flow`).

mod cell;
mod column;
mod flow;
mod geometry;
mod lattice;
mod line;
mod rule;
mod sheet;
mod word;

pub(crate) use flow::blocks;
pub(crate) use geometry::Rect;
pub(crate) use lattice::{Lattice, lattices};
pub(crate) use rule::Rule;
pub(crate) use sheet::{Font, Glyph, Sheet};
