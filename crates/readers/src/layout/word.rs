//! Glyphs of one row to words: where a space stands, and where only the letters are set wide.

use vanthu_text::nfc;

use super::geometry::Rect;
use super::sheet::{Font, Glyph, Sheet};

/// A printed word.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) area: Rect,
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// The lowest confidence of its parts.
    pub(crate) confidence: f32,
    /// A space is printed behind it.
    pub(crate) spaced: bool,
}

/// Gap between letters, in parts of the font size, above which a word ends where the file prints no spaces.
const GAP_WITHOUT_SPACES: f32 = 0.17;
/// The same where the row has spaces of its own: only letters set wide come near it.
const GAP_WITH_SPACES: f32 = 0.5;
/// A row of so many glyphs has a space among them if the file prints spaces.
const LONG_ROW: usize = 14;
/// Letters printed again within this part of the font size are the same letter, struck twice to look bold.
const SAME_PLACE: f32 = 0.12;

/// The words of a row, whose glyphs are given from the left.
pub(crate) fn words(sheet: &Sheet, fonts: &[Font], row: &[Glyph]) -> Vec<Word> {
    let spaces = row.iter().filter(|g| sheet.is_space(g)).count();
    let widest =
        if spaces > 0 || row.len() < LONG_ROW && sheet.spaced { GAP_WITH_SPACES } else { GAP_WITHOUT_SPACES };
    let mut out = Vec::new();
    let mut open: Option<Open> = None;
    let mut last: Option<Glyph> = None;
    for glyph in row {
        if sheet.is_space(glyph) {
            if let Some(mut word) = open.take() {
                word.spaced = true;
                out.extend(word.close());
            } else if let Some(word) = out.last_mut() {
                let word: &mut Word = word;
                word.spaced = true;
            }
            continue;
        }
        let text = sheet.text_of(glyph);
        if let Some(before) = last
            && open.is_some()
            && (glyph.x0 - before.x0).abs() < SAME_PLACE * glyph.size
            && sheet.text_of(&before) == text
        {
            if let Some(word) = &mut open {
                word.struck_twice = true;
            }
            continue;
        }
        let ends = last.is_some_and(|before| {
            let size = before.size.min(glyph.size);
            glyph.x0 - before.x1 > widest * size
        });
        if ends && let Some(word) = open.take() {
            out.extend(word.close());
        }
        let font = fonts.get(usize::from(glyph.font));
        open.get_or_insert_with(Open::default).push(glyph, text, font);
        last = Some(*glyph);
    }
    out.extend(open.and_then(Open::close));
    out
}

/// A word while it grows.
#[derive(Default)]
struct Open {
    text: String,
    area: Option<Rect>,
    size: f32,
    regular: bool,
    upright: bool,
    struck_twice: bool,
    unsure: f32,
    spaced: bool,
}

impl Open {
    fn push(&mut self, glyph: &Glyph, text: &str, font: Option<&Font>) {
        self.text.push_str(text);
        let area = glyph.area();
        self.area = Some(self.area.map_or(area, |a| a.join(&area)));
        self.size = self.size.max(glyph.size);
        self.struck_twice |= glyph.struck_twice;
        self.regular |= !font.is_some_and(|f| f.bold);
        self.upright |= !font.is_some_and(|f| f.italic);
        self.unsure = self.unsure.max(1.0 - glyph.confidence);
    }

    fn close(self) -> Option<Word> {
        let text = self.text.trim();
        let area = self.area.filter(|_| !text.is_empty())?;
        Some(Word {
            text: nfc(text).into_owned(),
            area,
            size: self.size,
            bold: !self.regular || self.struck_twice,
            italic: !self.upright,
            confidence: 1.0 - self.unsure,
            spaced: self.spaced,
        })
    }
}
