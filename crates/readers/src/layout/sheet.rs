//! What is printed on one page, with no order in it yet.

use super::geometry::Rect;
use super::rule::Rule;

/// A font of the document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Font {
    /// PostScript name without its subset prefix; empty where the file gives none.
    pub(crate) name: String,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
}

/// A printed letter, a ligature, or a letter with its marks; from an OCR a whole word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    /// Where its text begins in [`Sheet::text`], and its bytes there.
    pub(crate) start: u32,
    pub(crate) len: u32,
    pub(crate) x0: f32,
    pub(crate) x1: f32,
    pub(crate) baseline: f32,
    /// Font size.
    pub(crate) size: f32,
    /// Number of its font in the document's list.
    pub(crate) font: u16,
    /// Printed twice to look bold.
    pub(crate) struck_twice: bool,
    /// How sure an OCR is of it, 0 to 1; 1 where the file itself says what it is.
    pub(crate) confidence: f32,
}

/// How far a letter reaches above the baseline, and below it, in parts of the font size.
const ASCENT: f32 = 0.72;
const DESCENT: f32 = 0.22;

impl Glyph {
    pub(crate) fn area(&self) -> Rect {
        Rect::new(self.x0, self.baseline - ASCENT * self.size, self.x1, self.baseline + DESCENT * self.size)
    }

    /// The point that decides in which cell a glyph stands.
    pub(crate) fn center(&self) -> (f32, f32) {
        (f32::midpoint(self.x0, self.x1), self.baseline - 0.3 * self.size)
    }
}

/// A page's content.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Number of the page, from 1.
    pub(crate) number: u32,
    /// The text of all glyphs, one behind the other.
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) rules: Vec<Rule>,
    /// The stamp of an office that received the page, and what stands in it: none of the page's text.
    pub(crate) stamp: Option<(Rect, String)>,
    /// An OCR read it: sizes and baselines are rough.
    pub(crate) read: bool,
    /// The file prints spaces between words and does not only move on.
    pub(crate) spaced: bool,
}

impl Sheet {
    pub(crate) fn text_of(&self, glyph: &Glyph) -> &str {
        let start = glyph.start as usize;
        self.text.get(start..start + glyph.len as usize).unwrap_or("")
    }

    pub(crate) fn is_space(&self, glyph: &Glyph) -> bool {
        self.text_of(glyph).chars().all(char::is_whitespace)
    }
}
