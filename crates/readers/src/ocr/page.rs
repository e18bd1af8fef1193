//! From the picture of a page to the sheet that `layout` reads.

use super::{Ocr, OcrError, Word};
use crate::layout::{Glyph, Rule, Sheet, has_table};
use crate::raster::{Gray, deskew, morphology};

/// Words of less confidence together mean that the page lies on its side.
const SIDEWAYS: f32 = 0.55;
/// So few words say nothing about how a page lies.
const FEW_WORDS: usize = 12;

/// Reads a page: straightened, its rules taken out, turned where nothing can be read as it lies.
pub(crate) fn sheet(number: u32, page: Gray, ocr: &dyn Ocr) -> Result<Sheet, OcrError> {
    let mut best = attempt(&page, ocr)?;
    if best.score < SIDEWAYS || best.words.len() < FEW_WORDS {
        for quarters in [1, 3, 2] {
            if best.ink < FEW_WORDS {
                break;
            }
            let turned = attempt(&page.turned(quarters), ocr)?;
            if turned.score * turned.words.len() as f32 > 1.5 * best.score * best.words.len() as f32 {
                best = turned;
            }
            if best.score >= 0.8 && best.words.len() >= FEW_WORDS {
                break;
            }
        }
    }
    Ok(best.sheet(number, page.dpi()))
}

/// A page as read in one position.
struct Attempt {
    words: Vec<Word>,
    rules: Vec<Rule>,
    /// Mean confidence over letters.
    score: f32,
    /// Pixels of ink, in thousands.
    ink: usize,
}

fn attempt(page: &Gray, ocr: &dyn Ocr) -> Result<Attempt, OcrError> {
    let threshold = page.threshold();
    let ink = page.pixels().iter().filter(|p| **p <= threshold).count() / 1000;
    let (mut straight, degrees) = deskew::straightened(page.clone(), threshold);
    let rules = morphology::take_rules(&mut straight, threshold);
    let mut words = if has_table(&rules) {
        ocr.words(&straight)?
    } else {
        // Marks suffer where a page is turned, and an OCR follows askew lines by itself.
        let mut words = ocr.words(page)?;
        turn_back(&mut words, degrees, page);
        words
    };
    words.retain(|word| word.confidence >= SURE_MARK || !is_speck(&word.text));
    let letters = |w: &Word| w.text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
    let all: f32 = words.iter().map(letters).sum();
    let sure: f32 = words.iter().map(|w| letters(w) * w.confidence).sum();
    Ok(Attempt { words, rules, score: if all > 0.0 { sure / all } else { 0.0 }, ink })
}

/// Marks alone are kept from this confidence on.
const SURE_MARK: f32 = 0.6;

/// Whether a word is what specks and remains of rules look like.
fn is_speck(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

/// Moves words to where they stand on the straightened page.
fn turn_back(words: &mut [Word], degrees: f32, page: &Gray) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (cx, cy) = (page.width() as f32 / 2.0, page.height() as f32 / 2.0);
    for word in words {
        let (x, y) = (f32::midpoint(word.x0, word.x1) - cx, f32::midpoint(word.y0, word.y1) - cy);
        let (dx, dy) = (x * cos + y * sin - x, y * cos - x * sin - y);
        word.x0 += dx;
        word.x1 += dx;
        word.y0 += dy;
        word.y1 += dy;
    }
}

/// Part of a line's height that its letters' font size is, where accents and descenders are printed.
const SIZE_OF_HEIGHT: f32 = 0.85;

impl Attempt {
    fn sheet(self, number: u32, dpi: f32) -> Sheet {
        let scale = 72.0 / dpi;
        let mut sheet = Sheet { number, rules: self.rules, read: true, spaced: true, ..Sheet::default() };
        let mut heights: Vec<f32> = self.words.iter().map(|w| (w.y1 - w.y0) * scale).collect();
        heights.sort_by(f32::total_cmp);
        let usual = heights.get(heights.len() / 2).copied().unwrap_or(12.0);
        for line in self.words.chunk_by(|a, b| a.line == b.line) {
            let mut bottoms: Vec<f32> = line.iter().map(|w| w.y1 * scale).collect();
            bottoms.sort_by(f32::total_cmp);
            // Words without descenders end at the baseline.
            let baseline = bottoms.get(bottoms.len() / 4).copied().unwrap_or(0.0);
            let height = line.iter().map(|w| (w.y1 - w.y0) * scale).sum::<f32>() / line.len() as f32;
            // Heights vary with the letters; sizes do not within a text.
            let near = (0.6..1.6).contains(&(height / usual));
            let size = SIZE_OF_HEIGHT * if near { usual } else { height };
            for word in line {
                let start = sheet.text.len() as u32;
                sheet.text.push_str(&word.text);
                let (x0, x1) = (word.x0 * scale, word.x1 * scale);
                let glyph = Glyph {
                    start,
                    len: word.text.len() as u32,
                    x0,
                    x1,
                    baseline,
                    size,
                    font: 0,
                    struck_twice: false,
                    confidence: word.confidence,
                };
                sheet.glyphs.push(glyph);
                let space = Glyph { start: sheet.text.len() as u32, len: 1, x0: x1, x1, ..glyph };
                sheet.text.push(' ');
                sheet.glyphs.push(space);
            }
        }
        sheet
    }
}
