//! The stamp of an office that received the page (dấu đến): a frame with the office's name, `CÔNG VĂN ĐẾN`, and fields that
//! were filled in by hand, set on the page a little askew.
//!
//! What stands in the frame is none of the page's text. Its words are taken out, and the lines beside it are read again with
//! the frame and its inside erased, since an OCR mixes both.

use super::area::{Area, clusters, merge};
use super::{Ocr, OcrError, Setting, Word};
use crate::raster::Gray;
use crate::raster::blots::{Blot, Blots};
use vanthu_document::names_receipt;

/// A stamp that was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stamp {
    pub(super) area: Area,
    /// What stands in it, as far as it could be read.
    pub(super) text: String,
}

/// A side of a frame is so long or so high at least, in inches.
const LONG: f32 = 0.8;
const HIGH: f32 = 0.3;
/// Sides that lie no farther apart are one frame's, in inches.
const NEAR: f32 = 0.06;
/// Width and height of a stamp, in inches.
const WIDTH: std::ops::Range<f32> = 1.2..4.5;
const HEIGHT: std::ops::Range<f32> = 0.35..2.0;
/// Words so near to the lower edge may be the page's own, struck through by it, in inches.
const EDGE: f32 = 0.12;
/// A word beside the stamp, no farther than this in inches, may have lost letters under it.
const BESIDE: f32 = 0.12;
/// How sure such a word is at most: low enough to be named among the doubtful ones.
const CUT: f32 = 0.4;
/// Less sure words of a mixture of both are nothing.
const MIXED: f32 = 0.3;
/// How far around a stamp they stand, in inches.
const AROUND: f32 = 0.25;
/// Most tables of a page that are read as stamps.
const MOST_ASKED: usize = 3;
/// Least confidence of a word that was read again.
const SURE: f32 = 0.6;

/// Takes the stamp's words out of the page's and reads again what stands beside it.
pub(super) fn take(
    words: &mut Vec<Word>,
    page: &Gray,
    blots: &Blots,
    tables: &[Area],
    ocr: &dyn Ocr,
) -> Result<Option<Stamp>, OcrError> {
    let pixels = |inches: f32| (inches * page.dpi()) as usize;
    let Some(Found { area, inside }) = find(words, page, blots, tables, ocr)? else { return Ok(None) };
    // Rows of text that are struck by the lower edge are wider than the stamp.
    let edge = (area.y.end - pixels(EDGE).min(area.y.len())) as f32;
    let letters = |word: &Word| word.text.chars().filter(|c| c.is_alphanumeric()).count();
    // A broken frame is wider than what was found of it: the office's name begins to the left.
    let begins = |word: &Word, words: &[Word]| {
        let line = words.iter().filter(|other| other.line == word.line);
        word.x1 <= area.x.start as f32 && line.into_iter().any(|other| area.holds(other))
    };
    let own = |word: &Word, words: &[Word]| {
        let line = words.iter().filter(|other| other.line == word.line);
        let (inside, outside): (Vec<&Word>, Vec<&Word>) = line.partition(|other| area.holds(other));
        let count = |words: &[&Word]| words.iter().map(|word| letters(word)).sum::<usize>();
        f32::midpoint(word.y0, word.y1) > edge && count(&outside) > count(&inside)
    };
    let taken: Vec<bool> =
        words.iter().map(|word| (area.holds(word) || begins(word, words)) && !own(word, words)).collect();
    let of_page = words.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(word, _)| word);
    let legible = |word: &&Word| word.confidence > MIXED && letters(word) > 0;
    let text: Vec<&str> = match &inside {
        Some(inside) => inside.iter().filter(legible).map(|word| word.text.as_str()).collect(),
        None => of_page.filter(legible).map(|word| word.text.as_str()).collect(),
    };
    let stamp = Stamp { area: area.clone(), text: text.join(" ") };
    let mut taken = taken.into_iter();
    words.retain(|_| !taken.next().unwrap_or(false));
    let mut again = beside(page, &area, words, ocr)?;
    again.retain(|word| word.confidence >= SURE && !area.holds(word) && letters(word) > 0);
    merge(words, again);
    let end = area.x.end as f32;
    let rows = |word: &Word| {
        let y = f32::midpoint(word.y0, word.y1);
        y >= area.y.start as f32 && y < area.y.end as f32
    };
    let remains = area.grown(pixels(AROUND));
    words.retain(|word| !(remains.holds(word) && word.confidence < MIXED));
    for word in words.iter_mut().filter(|word| rows(word)) {
        if word.x0 < end + pixels(BESIDE) as f32 && word.x1 > area.x.start as f32 {
            word.confidence = word.confidence.min(CUT);
        }
    }
    Ok(Some(stamp))
}

/// Where a stamp stands, and what was read in it, if it was read by itself.
struct Found {
    area: Area,
    inside: Option<Vec<Word>>,
}

/// Where a stamp of receipt stands. Where its frame was taken for one of the `tables`, the words were read apart by its rules
/// and say little, so it is read by itself.
fn find(
    words: &[Word],
    page: &Gray,
    blots: &Blots,
    tables: &[Area],
    ocr: &dyn Ocr,
) -> Result<Option<Found>, OcrError> {
    let pixels = |inches: f32| (inches * page.dpi()) as usize;
    let is_side = |blot: &Blot| blot.x.len() >= pixels(LONG) || blot.y.len() >= pixels(HIGH);
    let sides = blots.blots.iter().filter(|blot| is_side(blot));
    let mut asked = 0;
    for area in clusters(sides, pixels(NEAR)) {
        let (width, height) = (area.x.len() as f32 / page.dpi(), area.y.len() as f32 / page.dpi());
        if !WIDTH.contains(&width) || !HEIGHT.contains(&height) {
            continue;
        }
        if names_stamp(words.iter().filter(|word| area.holds(word))) {
            return Ok(Some(Found { area, inside: None }));
        }
        if asked < MOST_ASKED && tables.iter().any(|table| table.touches(&area)) {
            asked += 1;
            let mut erased = page.clone();
            blots.erase(&mut erased, |number| {
                blots.blots.get(number).is_some_and(|b| is_side(b) && area.touches(&Area::of(b)))
            });
            let read = area.read(&erased, pixels(EDGE), Setting::Column, words, ocr)?;
            if names_stamp(read.iter()) {
                return Ok(Some(Found { area, inside: Some(read) }));
            }
        }
    }
    Ok(None)
}

/// Whether a line of words is that by which a stamp of receipt is known.
fn names_stamp<'w>(words: impl Iterator<Item = &'w Word>) -> bool {
    let words: Vec<&Word> = words.collect();
    words.chunk_by(|a, b| a.line == b.line).any(|line| {
        let line: Vec<&str> = line.iter().map(|word| word.text.as_str()).collect();
        names_receipt(&line.join(" "))
    })
}

/// Reads the lines beside a stamp with its inside erased.
fn beside(page: &Gray, area: &Area, words: &[Word], ocr: &dyn Ocr) -> Result<Vec<Word>, OcrError> {
    let margin = (EDGE * page.dpi()) as usize;
    let band = Area { x: area.x.start..page.width(), y: area.grown(margin).y };
    let mut erased = page.clone();
    erased.whiten(area.x.clone(), area.y.clone());
    let mut again = band.read(&erased, margin, Setting::Page, words, ocr)?;
    again.retain(|word| !band.cuts(word, page));
    Ok(again)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the same wherever it is asked, in places of the part that it gets.
    #[derive(Debug)]
    struct Knowing(Vec<Word>);

    impl Ocr for Knowing {
        fn words(&self, _: &Gray, _: Setting) -> Result<Vec<Word>, OcrError> {
            Ok(self.0.clone())
        }

        fn name(&self) -> String {
            "knowing".to_owned()
        }
    }

    fn word(text: &str, x: f32, y: f32, line: u32, confidence: f32) -> Word {
        Word { text: text.to_owned(), x0: x, y0: y, x1: x + 40.0, y1: y + 10.0, confidence, line }
    }

    /// A frame of 200 by 80 pixels at (20, 100).
    fn page() -> Gray {
        let mut page = Gray::white(600, 400, 100.0).unwrap();
        for x in 20..220 {
            *page.pixel_mut(x, 100).unwrap() = 0;
            *page.pixel_mut(x, 179).unwrap() = 0;
        }
        for y in 100..180 {
            *page.pixel_mut(20, y).unwrap() = 0;
            *page.pixel_mut(219, y).unwrap() = 0;
        }
        page
    }

    #[test]
    fn a_stamp_of_receipt_is_no_text_of_the_page() {
        let page = page();
        let blots = Blots::of(&page, 128).unwrap();
        let mut words = vec![
            word("Về", 230.0, 80.0, 1, 0.9),
            word("SỞ", 30.0, 110.0, 2, 0.9),
            word("dxân", 185.0, 110.0, 2, 0.1),
            word("tỉnh", 280.0, 110.0, 2, 0.9),
            word("CÔNG", 40.0, 130.0, 3, 0.9),
            word("VĂN", 90.0, 130.0, 3, 0.9),
            word("ĐẾN", 140.0, 130.0, 3, 0.9),
            word("Căn", 170.0, 172.0, 4, 0.9),
            word("cứ", 240.0, 172.0, 4, 0.9),
            word("Luật", 290.0, 172.0, 4, 0.9),
        ];
        // The part begins at (20 - 12, 88 - 12).
        let again = vec![word("nhân", 216.0, 34.0, 1, 0.9)];
        let stamp = take(&mut words, &page, &blots, &[], &Knowing(again)).unwrap().unwrap();
        assert_eq!(stamp.text, "SỞ CÔNG VĂN ĐẾN");
        let read: Vec<(&str, bool)> = words.iter().map(|w| (w.text.as_str(), w.confidence > CUT)).collect();
        assert_eq!(
            read,
            [("Về", true), ("nhân", false), ("tỉnh", true), ("Căn", false), ("cứ", true), ("Luật", true)]
        );
    }

    #[test]
    fn a_box_of_the_document_stays() {
        let page = page();
        let blots = Blots::of(&page, 128).unwrap();
        let mut words = vec![word("DỰ", 40.0, 130.0, 1, 0.9), word("THẢO", 90.0, 130.0, 1, 0.9)];
        let before = words.clone();
        assert_eq!(take(&mut words, &page, &blots, &[], &Knowing(Vec::new())).unwrap(), None);
        assert_eq!(words, before);
    }
}
