//! From the picture of a page to the sheet that `layout` reads.

use super::area::Area;
use super::stamp::Stamp;
use super::{Ocr, OcrError, Setting, Word, ordinals, seal, shapes, stamp, strokes};
use crate::layout::{Glyph, Lattice, Rect, Rule, Sheet, lattices};
use crate::raster::blots::Blots;
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
    best.look_again(ocr)?;
    Ok(best.sheet(number, page.dpi()))
}

/// A page as read in one position.
struct Attempt {
    /// The page straightened, with its rules.
    straight: Gray,
    threshold: u8,
    words: Vec<Word>,
    rules: Vec<Rule>,
    stamp: Option<Stamp>,
    /// Mean confidence over letters.
    score: f32,
    /// Pixels of ink, in thousands.
    ink: usize,
}

fn attempt(page: &Gray, ocr: &dyn Ocr) -> Result<Attempt, OcrError> {
    let white = page.whitened();
    let threshold = white.threshold();
    let ink = white.pixels().iter().filter(|p| **p <= threshold).count() / 1000;
    let (straight, degrees) = deskew::straightened(white, threshold);
    let mut ruleless = straight.clone();
    let rules = morphology::take_rules(&mut ruleless, threshold);
    let tables = lattices(&rules);
    let mut words = if tables.is_empty() {
        // Marks suffer where a page is turned, and an OCR follows askew lines by itself.
        let mut words = ocr.words(page, Setting::Page)?;
        turn_back(&mut words, degrees, page);
        words
    } else {
        let mut words = ocr.words(&ruleless, Setting::Page)?;
        let mut columns = 0;
        for table in &tables {
            columns += table.xs.len();
            if columns > MOST_COLUMNS {
                break;
            }
            read_columns(&mut words, &ruleless, table, ocr)?;
            ordinals::read(&mut words, &ruleless, threshold, table, ocr)?;
        }
        words
    };
    clean(&mut words, &tables, 72.0 / page.dpi());
    let letters = |w: &Word| w.text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
    let all: f32 = words.iter().map(letters).sum();
    let sure: f32 = words.iter().map(|w| letters(w) * w.confidence).sum();
    let score = if all > 0.0 { sure / all } else { 0.0 };
    Ok(Attempt { straight, threshold, words, rules, stamp: None, score, ink })
}

/// Takes out what is no word, and mends letters that an OCR confuses.
fn clean(words: &mut Vec<Word>, tables: &[Lattice], scale: f32) {
    let listed: Vec<bool> = (0..words.len()).map(|at| opens_item(words, at)).collect();
    let mut listed = listed.into_iter();
    words.retain(|word| {
        let listed = listed.next().unwrap_or(false);
        (listed || !is_speck(word)) && !is_of_rule(word, tables, scale)
    });
    for word in words.iter_mut() {
        word.text = with_one_stroke(without_specks(&word.text));
    }
    shapes::mend(words);
}

fn in_points(area: &Area, scale: f32) -> Rect {
    let [x0, y0, x1, y1] = [area.x.start, area.y.start, area.x.end, area.y.end].map(|at| at as f32 * scale);
    Rect::new(x0, y0, x1, y1)
}

/// Most columns of a page that are read by themselves: a picture may look like a table of hundreds.
const MOST_COLUMNS: usize = 80;
/// How much surer the reading of a column must be to stand in the place of the page's.
const SURER: f32 = 0.02;

/// Reads each column of a table by itself, and takes for each cell the surer of both readings: on the page, lines of
/// neighbouring cells run into each other, and a lone digit gets lost.
fn read_columns(words: &mut Vec<Word>, page: &Gray, table: &Lattice, ocr: &dyn Ocr) -> Result<(), OcrError> {
    let scale = page.dpi() / 72.0;
    let pixels = |points: f32| (points * scale).round().max(0.0) as usize;
    let margin = pixels(8.0);
    for (column, xs) in table.xs.windows(2).enumerate() {
        let area = Area { x: pixels(xs[0])..pixels(xs[1]), y: pixels(table.area.y0)..pixels(table.area.y1) };
        let read = area.read(page, margin, Setting::Column, words, ocr)?;
        for slot in table.slots.iter().filter(|slot| slot.column == column && slot.columns == 1) {
            let inside = |word: &Word| {
                let center = (f32::midpoint(word.x0, word.x1), f32::midpoint(word.y0, word.y1));
                slot.area.holds((center.0 / scale, center.1 / scale))
            };
            let sure = |of: &[Word]| {
                let mut sum = (0.0, 0.0);
                for word in of.iter().filter(|word| inside(word)) {
                    let letters = word.text.chars().count() as f32;
                    sum = (sum.0 + letters * word.confidence, sum.1 + letters);
                }
                if sum.1 > 0.0 { sum.0 / sum.1 } else { 0.0 }
            };
            if sure(&read) > sure(words) + SURER {
                words.retain(|word| !inside(word));
                words.extend(read.iter().filter(|word| inside(word)).cloned());
            }
        }
    }
    Ok(())
}

/// Marks alone are kept from this confidence on.
const SURE_MARK: f32 = 0.6;

/// The mark of a list is kept from this confidence on: it is small, and its place says what it is.
const SURE_ITEM: f32 = 0.2;

/// Whether a word is the mark of a list: at the start of its line, right before a word.
fn opens_item(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at).filter(|word| matches!(word.text.as_str(), "-" | "–" | "+" | "•"))
    else {
        return false;
    };
    let first =
        at.checked_sub(1).and_then(|before| words.get(before)).is_none_or(|before| before.line != word.line);
    let next = words.get(at + 1).filter(|next| next.line == word.line);
    let near = next.is_some_and(|next| {
        next.x0 - word.x1 < 1.2 * (next.y1 - next.y0) && next.text.contains(char::is_alphanumeric)
    });
    first && near && word.confidence >= SURE_ITEM
}

/// Marks that never stand between two spaces in print.
const NEVER_ALONE: [char; 19] =
    ['_', 'ˆ', '`', '´', '\'', '"', '|', '¬', '.', ',', '^', '°', '“', '”', '‘', '’', '\\', '¦', '„'];

/// Whether a word is what specks and remains of rules look like. A row of dots is a place to write on.
fn is_speck(word: &Word) -> bool {
    let text = &word.text;
    let alone = text.chars().all(|c| NEVER_ALONE.contains(&c)) && !text.starts_with("...");
    alone || word.confidence < SURE_MARK && !text.contains(char::is_alphanumeric)
}

/// A word without the specks that an OCR took for marks at its ends.
fn without_specks(text: &str) -> &str {
    let bare =
        text.trim_matches(['_', '|', '¦', '¬', 'ˆ', '`', '\\']).trim_start_matches(['\'', '‘', '^', '°']);
    let bare = match bare.strip_prefix(['.', ',']) {
        Some(rest) if rest.starts_with(char::is_alphabetic) => rest,
        _ => bare,
    };
    if bare.is_empty() { text } else { bare }
}

/// How near to a rule, in points, a mark is what was left of it.
const BESIDE_RULE: f32 = 3.0;

/// Whether a word is a piece of a table's rule that was not erased whole: marks alone, right beside it.
fn is_of_rule(word: &Word, tables: &[Lattice], scale: f32) -> bool {
    if word.text.contains(char::is_alphanumeric) {
        return false;
    }
    let (x, y) = (f32::midpoint(word.x0, word.x1) * scale, f32::midpoint(word.y0, word.y1) * scale);
    let near = |places: &[f32], at: f32| places.iter().any(|place| (place - at).abs() < BESIDE_RULE);
    tables.iter().any(|table| table.area.holds((x, y)) && (near(&table.ys, y) || near(&table.xs, x)))
}

/// Tesseract's Vietnamese model knows two letters that look like `Đ`, and writes both for one (`QĐÐ-UBND`).
fn with_one_stroke(text: &str) -> String {
    text.replace("ĐÐ", "Đ").replace("ÐĐ", "Đ").replace('Ð', "Đ")
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
    /// Reads a second time what stamps, seals and signatures cover, compares numbers with their ink, and cleans the words.
    fn look_again(&mut self, ocr: &dyn Ocr) -> Result<(), OcrError> {
        let scale = 72.0 / self.straight.dpi();
        let mut tables = lattices(&self.rules);
        let words = &mut self.words;
        let blots = Blots::of(&self.straight, self.threshold);
        if let Some(blots) = &blots {
            let pixels = |at: f32| (at / scale).max(0.0) as usize;
            let in_pixels = |area: &Rect| Area {
                x: pixels(area.x0)..pixels(area.x1),
                y: pixels(area.y0)..pixels(area.y1),
            };
            let mut frames: Vec<Area> = tables.iter().map(|table| in_pixels(&table.area)).collect();
            self.stamp = stamp::take(words, &self.straight, blots, &frames, ocr)?;
            if let Some(stamp) = &self.stamp {
                let frame = in_points(&stamp.area, scale);
                tables.retain(|table| !frame.holds(table.area.center()));
                let inside = |rule: &Rule| {
                    let middle = f32::midpoint(rule.from, rule.to);
                    frame.holds(if rule.vertical { (rule.at, middle) } else { (middle, rule.at) })
                };
                self.rules.retain(|rule| !inside(rule));
                frames.push(stamp.area.clone());
            }
            seal::read_under(words, &self.straight, blots, &frames, ocr)?;
        }
        clean(words, &tables, scale);
        if let Some(blots) = &blots {
            strokes::check(words, blots);
        }
        Ok(())
    }

    fn sheet(self, number: u32, dpi: f32) -> Sheet {
        let scale = 72.0 / dpi;
        let stamp = self.stamp.map(|stamp| (in_points(&stamp.area, scale), stamp.text));
        let mut sheet =
            Sheet { number, rules: self.rules, stamp, read: true, spaced: true, ..Sheet::default() };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::lattices;

    fn word(text: &str, x: f32, y: f32) -> Word {
        Word { text: text.to_owned(), x0: x, y0: y, x1: x + 6.0, y1: y + 2.0, confidence: 0.9, line: 1 }
    }

    #[test]
    fn specks_are_no_words() {
        for text in [".", "ˆ", "_", "|", "“", "',"] {
            assert!(is_speck(&word(text, 0.0, 0.0)), "{text}");
        }
        for text in ["-", "+", "/", "......", "a", "5"] {
            assert!(!is_speck(&word(text, 0.0, 0.0)), "{text}");
        }
        assert!(is_speck(&Word { confidence: 0.3, ..word("-", 0.0, 0.0) }));
        assert_eq!(without_specks("_Xe|"), "Xe");
        assert_eq!(without_specks("'Tổ"), "Tổ");
        assert_eq!(without_specks(".Bộ"), "Bộ");
        assert_eq!((without_specks("_"), without_specks("...")), ("_", "..."));
    }

    #[test]
    fn what_is_left_of_a_rule_is_no_dash() {
        let rule = |vertical: bool, at: f32, to: f32| Rule { vertical, at, from: 0.0, to };
        let mut rules = [0.0, 30.0, 60.0].map(|y| rule(false, y, 200.0)).to_vec();
        rules.extend([0.0, 100.0, 200.0].map(|x| rule(true, x, 60.0)));
        let tables = lattices(&rules);
        assert_eq!(tables.len(), 1);
        assert!(is_of_rule(&word("-", 40.0, 29.0), &tables, 1.0));
        assert!(is_of_rule(&word("|", 98.0, 12.0), &tables, 1.0));
        // The dash of a list, a letter, and a dash outside of the table.
        assert!(!is_of_rule(&word("-", 8.0, 14.0), &tables, 1.0));
        assert!(!is_of_rule(&word("a", 40.0, 29.0), &tables, 1.0));
        assert!(!is_of_rule(&word("-", 40.0, 90.0), &tables, 1.0));
    }

    #[test]
    fn one_stroke_for_two() {
        assert_eq!(with_one_stroke("QĐÐ-UBND"), "QĐ-UBND");
        assert_eq!(with_one_stroke("BCÐ"), "BCĐ");
    }
}
