//! Numbers that stand alone in the cells of a table's first column.
//!
//! An OCR loses lone digits on a wide white ground, and takes them for letters. Side by side on one line it reads them: so the
//! ink of those cells is put together on a strip, with room between, and what is read there goes back to its cell.

use std::ops::Range;

use super::{Ocr, OcrError, Setting, Word};
use crate::layout::Lattice;
use crate::raster::Gray;

/// A cell whose text is surer than this is not read again.
const SURE: f32 = 0.93;
/// How sure a reading must be to fill an empty cell, and how much surer to replace another.
const FILLING: f32 = 0.3;
const SURER: f32 = 0.02;
/// Widest and highest ink that may be a number, in points.
const WIDEST: f32 = 45.0;
const HIGHEST: f32 = 22.0;
/// White between a cell's border and its ink, and between numbers on the strip, in points.
const MARGIN: f32 = 2.0;
const GAP: f32 = 26.0;
/// Most numbers on a strip.
const MOST: usize = 40;

/// The ink of a cell, in pixels.
struct Ink {
    slot: usize,
    x: Range<usize>,
    y: Range<usize>,
}

/// Reads the numbers of a table's first column that `words` lacks or is not sure of.
pub(super) fn read(
    words: &mut Vec<Word>,
    page: &Gray,
    threshold: u8,
    table: &Lattice,
    ocr: &dyn Ocr,
) -> Result<(), OcrError> {
    let scale = page.dpi() / 72.0;
    let inside = |word: &Word, slot: usize| {
        let center = (f32::midpoint(word.x0, word.x1) / scale, f32::midpoint(word.y0, word.y1) / scale);
        table.slots.get(slot).is_some_and(|slot| slot.area.holds(center))
    };
    let sure = |words: &[Word], slot: usize| {
        let own = words.iter().filter(|word| inside(word, slot)).map(|word| word.confidence);
        own.reduce(f32::min).unwrap_or(0.0)
    };
    let first = table.slots.iter().enumerate().filter(|(_, slot)| slot.column == 0 && slot.columns == 1);
    let cells: Vec<Ink> = first
        .filter(|(slot, _)| sure(words, *slot) < SURE)
        .filter_map(|(slot, _)| ink(page, threshold, table, slot, scale))
        .collect();
    for cells in cells.chunks(MOST) {
        let Some((strip, places)) = strip(page, cells, scale) else { continue };
        let read = ocr.words(&strip, Setting::Column)?;
        for (cell, place) in cells.iter().zip(places) {
            let half = (GAP * scale / 2.0) as usize;
            let (from, to) = (place.saturating_sub(half) as f32, (place + cell.x.len() + half) as f32);
            let own: Vec<&Word> = read.iter().filter(|word| word.x0 >= from && word.x1 <= to).collect();
            let confidence = own.iter().map(|word| word.confidence).fold(1.0, f32::min);
            let known = sure(words, cell.slot);
            let better = if known == 0.0 { confidence >= FILLING } else { confidence > known + SURER };
            if own.is_empty() || !better {
                continue;
            }
            words.retain(|word| !inside(word, cell.slot));
            let line = words.iter().map(|word| word.line + 1).max().unwrap_or(0);
            words.push(Word {
                text: own.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "),
                x0: cell.x.start as f32,
                y0: cell.y.start as f32,
                x1: cell.x.end as f32,
                y1: cell.y.end as f32,
                confidence,
                line,
            });
        }
    }
    Ok(())
}

/// Where the ink of a cell stands, if it is no more than a number. A row or a column with a single pixel is a speck's.
fn ink(page: &Gray, threshold: u8, table: &Lattice, slot: usize, scale: f32) -> Option<Ink> {
    let area = table.slots.get(slot)?.area;
    let pixels = |points: f32| (points * scale).max(0.0) as usize;
    let (left, right) = (pixels(area.x0 + MARGIN), pixels(area.x1 - MARGIN).min(page.width()));
    let (top, bottom) = (pixels(area.y0 + MARGIN), pixels(area.y1 - MARGIN));
    let mut columns = vec![0_u32; right.checked_sub(left)?];
    let mut rows: Vec<usize> = Vec::new();
    for (y, row) in page.rows().enumerate().skip(top).take(bottom.saturating_sub(top)) {
        let mut count = 0;
        for (pixel, column) in row.get(left..right)?.iter().zip(&mut columns) {
            let black = u32::from(*pixel <= threshold);
            *column += black;
            count += black;
        }
        if count > 1 {
            rows.push(y);
        }
    }
    let (top, bottom) = (*rows.first()?, *rows.last()? + 1);
    let x = left + columns.iter().position(|n| *n > 1)?..left + columns.iter().rposition(|n| *n > 1)? + 1;
    let fits = x.len() as f32 <= WIDEST * scale && (bottom - top) as f32 <= HIGHEST * scale;
    (fits && (bottom - top) as f32 >= MARGIN * scale).then_some(Ink { slot, x, y: top..bottom })
}

/// The ink of some cells side by side, and where each begins.
fn strip(page: &Gray, cells: &[Ink], scale: f32) -> Option<(Gray, Vec<usize>)> {
    let (gap, margin) = ((GAP * scale) as usize, (MARGIN * scale) as usize);
    let height = cells.iter().map(|cell| cell.y.len()).max()?;
    let width = gap + cells.iter().map(|cell| cell.x.len() + gap).sum::<usize>();
    let mut out = Gray::white(width, height + 4 * margin, page.dpi())?;
    let mut places = Vec::with_capacity(cells.len());
    let mut x = gap;
    for cell in cells {
        let part = page.part(cell.x.clone(), cell.y.clone(), 0)?;
        // Numbers stand on one line.
        let top = 2 * margin + height - cell.y.len();
        for (to, from) in out.rows_mut().skip(top).zip(part.rows()) {
            if let Some(to) = to.get_mut(x..x + from.len()) {
                to.copy_from_slice(from);
            }
        }
        places.push(x);
        x += cell.x.len() + gap;
    }
    Some((out, places))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Rule, lattices};

    /// Reads a `7` wherever there is ink.
    #[derive(Debug)]
    struct Sevens;

    impl Ocr for Sevens {
        fn words(&self, page: &Gray, _: Setting) -> Result<Vec<Word>, OcrError> {
            let black = |x: usize| page.rows().any(|row| row[x] == 0);
            let starts = (1..page.width()).filter(|x| black(*x) && !black(x - 1));
            let word = |x: usize| Word {
                text: "7".to_owned(),
                x0: x as f32,
                y0: 2.0,
                x1: x as f32 + 5.0,
                y1: 10.0,
                confidence: 0.9,
                line: 1,
            };
            Ok(starts.map(word).collect())
        }

        fn name(&self) -> String {
            "sevens".to_owned()
        }
    }

    #[test]
    fn lone_numbers_are_read_side_by_side() {
        let rule = |vertical: bool, at: f32, to: f32| Rule { vertical, at, from: 0.0, to };
        let mut rules = [0.0, 30.0, 60.0, 90.0].map(|y| rule(false, y, 200.0)).to_vec();
        rules.extend([0.0, 100.0, 200.0].map(|x| rule(true, x, 90.0)));
        let tables = lattices(&rules);
        let mut page = Gray::white(200, 90, 72.0).unwrap();
        // Ink in the first and the last cell of the first column, a speck in the other one, ink in the second column.
        for (x, y) in [(40, 10), (40, 70), (150, 10)] {
            for (dx, dy) in (0..5).flat_map(|dx| (0..8).map(move |dy| (dx, dy))) {
                *page.pixel_mut(x + dx, y + dy).unwrap() = 0;
            }
        }
        *page.pixel_mut(20, 45).unwrap() = 0;
        let known = |text: &str, y: f32, confidence: f32| Word {
            text: text.to_owned(),
            x0: 40.0,
            y0: y,
            x1: 45.0,
            y1: y + 8.0,
            confidence,
            line: 0,
        };
        let mut words = vec![known("1", 10.0, 0.97)];
        read(&mut words, &page, 128, &tables[0], &Sevens).unwrap();
        let read_as = |words: &[Word]| words.iter().map(|w| (w.text.clone(), w.y0)).collect::<Vec<_>>();
        assert_eq!(read_as(&words), [("1".to_owned(), 10.0), ("7".to_owned(), 70.0)]);
        // What was doubtful is read again.
        let mut words = vec![known("T", 10.0, 0.5), known("2", 70.0, 0.95)];
        read(&mut words, &page, 128, &tables[0], &Sevens).unwrap();
        assert_eq!(read_as(&words), [("2".to_owned(), 70.0), ("7".to_owned(), 10.0)]);
    }
}
