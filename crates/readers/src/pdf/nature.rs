//! What a page is: typed, or a scan, and whether the text layer of a scan is worth keeping.

use vanthu_text::Syllable;

use super::device::Picture;
use crate::layout::Sheet;

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Nature {
    /// Its text is printed as text.
    Typed,
    /// A picture with a text layer over it that is good enough to keep; resolution in pixels per inch.
    Layered(f32),
    /// A picture to be read by an OCR; its resolution.
    Scan(f32),
}

/// Share of a page from which pictures are the page.
const COVERED: f32 = 0.5;
/// Letters of a watermark or a stamp, at most.
const FEW_LETTERS: usize = 150;
/// Share of words that must be Vietnamese syllables in a layer worth keeping.
const SYLLABLES: f32 = 0.85;
/// Share of words with a diacritic: clean papers have 0.78 to 0.93, what an OCR of another language read has 0.2.
const MARKED: f32 = 0.5;

/// Judges a page of `width` by `height` points.
pub(crate) fn nature(sheet: &Sheet, pictures: &[Picture], width: f32, height: f32) -> Nature {
    let area = |p: &Picture| {
        let (x0, x1) = (p.area.x0.clamp(0.0, width), p.area.x1.clamp(0.0, width));
        let (y0, y1) = (p.area.y0.clamp(0.0, height), p.area.y1.clamp(0.0, height));
        (x1 - x0) * (y1 - y0)
    };
    let covered = pictures.iter().map(area).sum::<f32>() / (width * height).max(1.0);
    let letters = sheet.text.chars().filter(|c| c.is_alphabetic()).count();
    let largest = pictures.iter().max_by(|a, b| area(a).total_cmp(&area(b)));
    let Some(largest) = largest.filter(|p| p.dpi.is_finite()) else { return Nature::Typed };
    if covered < COVERED && (letters > 0 || covered < COVERED / 4.0) {
        return Nature::Typed;
    }
    if letters < FEW_LETTERS || !is_vietnamese(&sheet.text) {
        return Nature::Scan(largest.dpi);
    }
    Nature::Layered(largest.dpi)
}

/// Whether nearly all words are Vietnamese syllables with their marks.
fn is_vietnamese(text: &str) -> bool {
    let (mut words, mut syllables, mut marked) = (0.0_f32, 0.0, 0.0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| w.chars().nth(1).is_some()) {
        words += 1.0;
        let lower = vanthu_text::lower(word);
        syllables += if Syllable::parse(&lower).is_some() { 1.0 } else { 0.0 };
        marked += if word.is_ascii() { 0.0 } else { 1.0 };
    }
    words > 0.0 && syllables / words >= SYLLABLES && marked / words >= MARKED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Rect;

    fn page(text: &str, covered: f32) -> Nature {
        let sheet = Sheet { text: text.to_owned(), ..Sheet::default() };
        let picture = Picture { area: Rect::new(0.0, 0.0, 600.0, 800.0 * covered), dpi: 200.0 };
        nature(&sheet, &[picture], 600.0, 800.0)
    }

    #[test]
    fn layers_are_kept_where_they_are_vietnamese() {
        let clean = "Ủy ban nhân dân tỉnh giao Sở Tài chính chủ trì, phối hợp với các sở, ngành ".repeat(10);
        let english =
            "Uy ban nhan dan tinh giao S& Tai chinh chi tri, ph6i hgp vii cac sé, nganh ".repeat(10);
        assert_eq!(page(&clean, 1.0), Nature::Layered(200.0));
        assert_eq!(page(&english, 1.0), Nature::Scan(200.0));
        assert_eq!(page("www.example.vn", 1.0), Nature::Scan(200.0));
        assert_eq!(page("", 0.9), Nature::Scan(200.0));
    }

    #[test]
    fn pages_with_a_small_picture_are_typed() {
        assert_eq!(page("Số: 12/QĐ-UBND", 0.2), Nature::Typed);
        assert_eq!(page("", 0.05), Nature::Typed);
        assert_eq!(nature(&Sheet::default(), &[], 600.0, 800.0), Nature::Typed);
    }
}
