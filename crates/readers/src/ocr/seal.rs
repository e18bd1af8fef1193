//! Seals and signatures: what is printed under them is read a second time, with their ink erased.
//!
//! A seal and the strokes of a signature hang together and are larger than any letter, so they are found as blots. The page's
//! own reading mixes their ink with the position above and the name below; of the second reading only what looks like either
//! is taken: words with a capital first, surer than what the page's reading has in their place.

use super::area::{Area, clusters, merge};
use super::{Ocr, OcrError, Setting, Word};
use crate::raster::Gray;
use crate::raster::blots::Blots;

/// A seal or a signature is so wide and so high at least, in inches; its parts half as much.
const LARGE: f32 = 0.6;
const PART: f32 = 0.3;
/// Parts that lie no farther apart are one's, in inches.
const NEAR: f32 = 0.05;
/// Share of a seal's area that is ink, at most: pictures have more.
const INK: f32 = 0.4;
/// Most seals of a page.
const MOST: usize = 3;
/// How far around a seal names and positions stand, in inches.
const AROUND: f32 = 0.5;
/// White around what is read again, in inches.
const MARGIN: f32 = 0.1;
/// How sure the words of a name must be, but for one; and those of a position.
const SURE: f32 = 0.7;
/// Words that stand no farther apart belong together, in parts of their height.
const WORD_GAP: f32 = 1.5;

/// Reads again what stands at and around the page's seals and signatures; the `frames` of tables and stamps are none.
pub(super) fn read_under(
    words: &mut Vec<Word>,
    page: &Gray,
    blots: &Blots,
    frames: &[Area],
    ocr: &dyn Ocr,
) -> Result<(), OcrError> {
    let pixels = |inches: f32| (inches * page.dpi()) as usize;
    let is_part = |x: usize, y: usize| x >= pixels(PART) && y >= pixels(PART);
    let parts = || blots.blots.iter().filter(|blot| is_part(blot.x.len(), blot.y.len()));
    let seals = clusters(parts(), pixels(NEAR)).into_iter().filter(|area| {
        let inside = parts().filter(|blot| area.touches(&Area::of(blot))).map(|blot| blot.ink).sum::<usize>();
        area.x.len() >= pixels(LARGE)
            && area.y.len() >= pixels(LARGE)
            && inside as f32 <= INK * (area.x.len() * area.y.len()) as f32
            && !frames.iter().any(|frame| frame.touches(area))
    });
    for seal in seals.take(MOST) {
        let around = seal.grown(pixels(AROUND));
        let mut erased = page.clone();
        blots.erase(&mut erased, |number| {
            let blot = blots.blots.get(number);
            blot.is_some_and(|b| is_part(b.x.len(), b.y.len()) && seal.touches(&Area::of(b)))
        });
        let mut again = around.read(&erased, pixels(MARGIN), Setting::Column, words, ocr)?;
        again.retain(|word| !around.cuts(word, page));
        let signed = again.chunk_by(follows).filter(|group| signs(group)).flatten().cloned();
        merge(words, signed.collect());
    }
    Ok(())
}

/// Whether `b` stands right behind `a`, and both begin with a capital.
fn follows(a: &Word, b: &Word) -> bool {
    a.line == b.line
        && b.x0 - a.x1 < WORD_GAP * (b.y1 - b.y0).min(a.y1 - a.y0)
        && begins_large(a) == begins_large(b)
}

/// Two letters or more, the first of which is a capital, perhaps behind a speck.
fn begins_large(word: &Word) -> bool {
    let mut letters = word.text.trim_start_matches(|c: char| !c.is_alphanumeric()).chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_alphabetic)
}

/// Whether words may be a name or a position: all begin with a capital, and all are sure, but for one in a name of three.
fn signs(group: &[Word]) -> bool {
    let sure = group.iter().filter(|word| word.confidence >= SURE).count();
    let capitals = |word: &Word| word.text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let large = group.iter().filter(|word| capitals(word)).count();
    let alike = large == 0 || large == group.len();
    let enough = if large == 0 { sure >= 2 && sure + 1 >= group.len() } else { sure == group.len() };
    alike && enough && (2..=6).contains(&group.len()) && group.iter().all(begins_large)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads what it was told in places of the part that it gets, and only where the seal is gone.
    #[derive(Debug)]
    struct Knowing(Vec<Word>);

    impl Ocr for Knowing {
        fn words(&self, page: &Gray, setting: Setting) -> Result<Vec<Word>, OcrError> {
            assert_eq!(setting, Setting::Column);
            let clean = page.pixels().iter().all(|p| *p == 255);
            Ok(if clean { self.0.clone() } else { Vec::new() })
        }

        fn name(&self) -> String {
            "knowing".to_owned()
        }
    }

    fn word(text: &str, x: f32, y: f32, line: u32, confidence: f32) -> Word {
        Word { text: text.to_owned(), x0: x, y0: y, x1: x + 40.0, y1: y + 12.0, confidence, line }
    }

    fn ring() -> Gray {
        let mut page = Gray::white(600, 400, 100.0).unwrap();
        for step in 0..4000 {
            let angle = step as f32 * std::f32::consts::TAU / 4000.0;
            let (x, y) = (300.0 + 60.0 * angle.cos(), 200.0 + 60.0 * angle.sin());
            *page.pixel_mut(x as usize, y as usize).unwrap() = 0;
        }
        page
    }

    #[test]
    fn names_under_a_seal_are_read_again() {
        let page = ring();
        let blots = Blots::of(&page, 128).unwrap();
        // The part begins at (240 - 50 - 10, 140 - 50 - 10).
        let again = vec![
            word("xa:", 60.0, 60.0, 1, 0.2),
            word("Ñguyễn", 60.0, 160.0, 2, 0.4),
            word("Văn", 110.0, 160.0, 2, 0.9),
            word("Hoà", 155.0, 160.0, 2, 0.95),
            word("Cu", 60.0, 200.0, 3, 0.3),
            word("To", 110.0, 200.0, 3, 0.4),
        ];
        let mut words = vec![word("Hxa", 335.0, 240.0, 1, 0.5)];
        read_under(&mut words, &page, &blots, &[], &Knowing(again.clone())).unwrap();
        let texts: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(texts, ["Ñguyễn", "Văn", "Hoà"]);
        assert_eq!((words[0].x0, words[0].y0), (240.0, 240.0));
        // A table's frame is no seal.
        let mut words = Vec::new();
        let table = Area { x: 200..400, y: 100..300 };
        read_under(&mut words, &page, &blots, &[table], &Knowing(again)).unwrap();
        assert!(words.is_empty());
    }

    #[test]
    fn names_and_positions() {
        let group = |line: &str, confidence: f32| -> Vec<Word> {
            line.split(' ').map(|text| word(text, 0.0, 0.0, 1, confidence)).collect()
        };
        assert!(signs(&group("Trần Thị Bình", 0.8)));
        assert!(signs(&group("PHÓ GIÁM ĐỐC", 0.8)));
        assert!(!signs(&group("PHÓ GIÁM ĐỐC", 0.5)));
        for line in ["Bình", "của Bộ Y", "PHÓ Giám ĐỐC", "1. Trần Bình"] {
            assert!(!signs(&group(line, 0.9)), "{line}");
        }
    }
}
