//! Rectangles of pixels, and the words in them.

use std::ops::Range;

use vanthu_text::fold;

use super::{Ocr, OcrError, Setting, Word};
use crate::raster::Gray;
use crate::raster::blots::Blot;

/// A part of a page, in pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: Range<usize>,
    pub(super) y: Range<usize>,
}

impl Area {
    pub(super) fn of(blot: &Blot) -> Self {
        Self { x: blot.x.clone(), y: blot.y.clone() }
    }

    /// The area with so much more on every side.
    pub(super) fn grown(&self, by: usize) -> Self {
        let wider = |side: &Range<usize>| side.start.saturating_sub(by)..side.end + by;
        Self { x: wider(&self.x), y: wider(&self.y) }
    }

    /// The smallest area around both.
    pub(super) fn join(&self, other: &Self) -> Self {
        let both = |a: &Range<usize>, b: &Range<usize>| a.start.min(b.start)..a.end.max(b.end);
        Self { x: both(&self.x, &other.x), y: both(&self.y, &other.y) }
    }

    pub(super) fn touches(&self, other: &Self) -> bool {
        let meet = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        meet(&self.x, &other.x) && meet(&self.y, &other.y)
    }

    /// Whether the middle of a word lies within.
    pub(super) fn holds(&self, word: &Word) -> bool {
        let (x, y) = (f32::midpoint(word.x0, word.x1), f32::midpoint(word.y0, word.y1));
        x >= self.x.start as f32 && x < self.x.end as f32 && y >= self.y.start as f32 && y < self.y.end as f32
    }

    /// Reads this part of a page by itself, within a white margin of so many pixels: words in the page's pixels, on lines of
    /// their own behind those of `known`.
    pub(super) fn read(
        &self,
        page: &Gray,
        margin: usize,
        setting: Setting,
        known: &[Word],
        ocr: &dyn Ocr,
    ) -> Result<Vec<Word>, OcrError> {
        let Some(part) = page.part(self.x.clone(), self.y.clone(), margin) else { return Ok(Vec::new()) };
        let mut words = ocr.words(&part, setting)?;
        let (dx, dy) = (self.x.start as f32 - margin as f32, self.y.start as f32 - margin as f32);
        let lines = known.iter().map(|word| word.line + 1).max().unwrap_or(0);
        for word in &mut words {
            (word.x0, word.x1) = (word.x0 + dx, word.x1 + dx);
            (word.y0, word.y1) = (word.y0 + dy, word.y1 + dy);
            word.line += lines;
        }
        Ok(words)
    }

    /// Whether a word that was read so may go on beyond the edge.
    pub(super) fn cuts(&self, word: &Word, page: &Gray) -> bool {
        let beyond = |from: f32, to: f32, side: &Range<usize>, size: usize| {
            from < side.start as f32 + 2.0 || to > side.end.min(size) as f32 - 2.0
        };
        beyond(word.x0, word.x1, &self.x, page.width()) || beyond(word.y0, word.y1, &self.y, page.height())
    }
}

/// Most blots that are put together to areas.
const MOST: usize = 400;

/// Blots that lie within `near` pixels of each other, as areas from the top; none where there are too many.
pub(super) fn clusters<'b>(blots: impl Iterator<Item = &'b Blot>, near: usize) -> Vec<Area> {
    let mut open: Vec<Area> = blots.take(MOST + 1).map(Area::of).collect();
    if open.len() > MOST {
        return Vec::new();
    }
    let mut out: Vec<Area> = Vec::new();
    while let Some(mut area) = open.pop() {
        // Each turn takes at least one area from those that are left.
        while let Some(at) = open.iter().position(|other| other.touches(&area.grown(near))) {
            area = area.join(&open.swap_remove(at));
        }
        out.push(area);
    }
    out.sort_by_key(|area| (area.y.start, area.x.start));
    out
}

/// Whether two words were read from the same place.
fn is_same_place(a: &Word, b: &Word) -> bool {
    let shared =
        |a0: f32, a1: f32, b0: f32, b1: f32| (a1.min(b1) - a0.max(b0)) / (a1 - a0).min(b1 - b0).max(1.0);
    shared(a.x0, a.x1, b.x0, b.x1) > 0.5 && shared(a.y0, a.y1, b.y0, b.y1) > 0.5
}

/// How much surer a second reading must be to stand in the place of the first.
const SURER: f32 = 0.02;

/// Whether two words stand on one row of text.
fn is_same_row(a: &Word, b: &Word) -> bool {
    let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
    shared > 0.5 * (a.y1 - a.y0).min(b.y1 - b.y0)
}

/// Takes what was read again: in the place of what is there and less sure, and where nothing is. It joins the line on which
/// it stands.
pub(super) fn merge(words: &mut Vec<Word>, again: Vec<Word>) {
    for mut word in again {
        let place = |known: &Word| is_same_place(known, &word);
        let known = || words.iter().filter(|known| place(known));
        let surest = known().map(|known| known.confidence).reduce(f32::max);
        // What differs in marks alone was read better with more around it.
        let letters = fold(&word.text);
        if surest.is_some_and(|known| known + SURER >= word.confidence)
            || known().any(|known| fold(&known.text) == letters)
        {
            continue;
        }
        let apart = |other: &Word| (other.x0 - word.x1).max(word.x0 - other.x1);
        let row = words.iter().enumerate().filter(|(_, other)| is_same_row(other, &word));
        let nearest = row.min_by(|(_, a), (_, b)| apart(a).total_cmp(&apart(b)));
        match nearest.map(|(at, other)| (at + usize::from(other.x0 < word.x0), other.line)) {
            Some((at, line)) => {
                word.line = line;
                let gone: Vec<bool> = words.iter().map(|known| is_same_place(known, &word)).collect();
                let at = at - gone.iter().take(at).filter(|gone| **gone).count();
                let mut gone = gone.into_iter();
                words.retain(|_| !gone.next().unwrap_or(false));
                words.insert(at, word);
            }
            None => words.push(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x: f32, confidence: f32) -> Word {
        Word { text: text.to_owned(), x0: x, y0: 10.0, x1: x + 30.0, y1: 22.0, confidence, line: 0 }
    }

    #[test]
    fn the_surer_reading_counts() {
        let mut words = vec![word("Nguyên", 0.0, 0.9), word("Văa", 40.0, 0.3), word("Hòa", 80.0, 0.7)];
        let again = [("Ngyên", 1.0, 0.8), ("Văn", 41.0, 0.9), ("Hoá", 81.0, 0.9), ("An", 120.0, 0.7)];
        merge(&mut words, again.map(|(text, x, sure)| word(text, x, sure)).into());
        let texts: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(texts, ["Nguyên", "Văn", "Hòa", "An"]);
    }

    #[test]
    fn blots_in_reach_are_one_cluster() {
        let blot = |x: Range<usize>, y: Range<usize>| Blot { x, y, ink: 1 };
        let blots = [blot(0..10, 0..10), blot(100..120, 0..10), blot(12..95, 5..8), blot(0..10, 50..60)];
        let found = clusters(blots.iter(), 6);
        assert_eq!(found, [Area { x: 0..120, y: 0..10 }, Area { x: 0..10, y: 50..60 }]);
        assert!(clusters(std::iter::repeat_n(&blots[0], MOST + 1), 6).is_empty());
    }
}
