//! Glyphs of a region to printed rows, and rows to segments: words with no wide gap between them.

use vanthu_document::page::ReadWord;
use vanthu_text::TextRange;

use super::geometry::Rect;
use super::sheet::{Font, Glyph, Sheet};
use super::word::{Word, words};

/// Words of one row that stand close to each other.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) text: String,
    pub(crate) area: Rect,
    pub(crate) baseline: f32,
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) confidence: f32,
    /// Its words, where an OCR read them.
    pub(crate) read: Vec<ReadWord>,
    /// Width of its first word.
    pub(crate) first_word: f32,
    /// A space is printed at its end.
    pub(crate) spaced: bool,
}

/// A printed row, its segments from the left; never empty.
pub(crate) type Row = Vec<Segment>;

/// Baselines no farther apart, in parts of the font size, are one row's.
const SAME_ROW: f32 = 0.25;
/// A glyph smaller than this part of its neighbour may be raised or lowered.
const SMALL: f32 = 0.8;
/// A gap wider than this, in parts of the font size, parts segments.
const WIDE: f32 = 1.6;
/// … and wider than so many of the row's usual gaps.
const WIDER: f32 = 3.0;

/// The words on one baseline, from the left; never empty.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    pub(crate) words: Vec<Word>,
    pub(crate) baseline: f32,
}

impl Band {
    /// The largest font size.
    pub(crate) fn size(&self) -> f32 {
        self.words.iter().map(|w| w.size).fold(1.0, f32::max)
    }
}

/// The rows of a region from the top, given its glyphs in the order of the file.
pub(crate) fn rows(sheet: &Sheet, fonts: &[Font], glyphs: Vec<Glyph>) -> Vec<Row> {
    bands(sheet, fonts, glyphs).into_iter().map(segments).filter(|row| !row.is_empty()).collect()
}

/// The words of a region by their baselines, from the top, given its glyphs in the order of the file.
pub(crate) fn bands(sheet: &Sheet, fonts: &[Font], mut glyphs: Vec<Glyph>) -> Vec<Band> {
    glyphs.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut bands: Vec<Vec<Glyph>> = Vec::new();
    let mut baseline = f32::NEG_INFINITY;
    for glyph in glyphs {
        match bands.last_mut() {
            Some(band) if glyph.baseline - baseline <= SAME_ROW * glyph.size => band.push(glyph),
            _ => {
                baseline = glyph.baseline;
                bands.push(vec![glyph]);
            }
        }
    }
    if !sheet.read {
        attach_raised(sheet, &mut bands);
    }
    bands
        .into_iter()
        .filter_map(|mut band| {
            // Stable: a mark follows its letter as in the file.
            band.sort_by(|a, b| a.x0.total_cmp(&b.x0));
            let baseline = band.iter().map(|g| g.baseline).fold(f32::NEG_INFINITY, f32::max);
            let words = words(sheet, fonts, &band);
            (!words.is_empty()).then_some(Band { words, baseline })
        })
        .collect()
}

fn bounds(glyphs: &[Glyph]) -> Option<Rect> {
    glyphs.iter().map(Glyph::area).reduce(|a, b| a.join(&b))
}

/// Moves raised and lowered small glyphs (`m²`, `NC₂`, marks of footnotes) to the row of what they stand at.
fn attach_raised(sheet: &Sheet, bands: &mut Vec<Vec<Glyph>>) {
    let sizes: Vec<f32> = bands.iter().map(|b| b.iter().map(|g| g.size).fold(0.0, f32::max)).collect();
    for at in 0..bands.len() {
        let near = [at.checked_sub(1), Some(at + 1)];
        for other in near.into_iter().flatten() {
            let (Some(size), Some(host_size)) = (sizes.get(at), sizes.get(other)) else { continue };
            if *size > SMALL * host_size || bands[at].is_empty() {
                continue;
            }
            let Some(area) = bounds(&bands[at]) else { continue };
            let touches = bands[other].iter().filter(|g| !sheet.is_space(g)).any(|host| {
                let host = host.area();
                host.shared_height(&area) > 0.4 * area.height()
                    && (area.x0 - host.x1).abs().min((host.x0 - area.x1).abs()) < 0.3 * host_size
            });
            if touches && let Some(baseline) = bands[other].first().map(|g| g.baseline) {
                let mut moved = std::mem::take(&mut bands[at]);
                for glyph in &mut moved {
                    glyph.baseline = baseline;
                }
                bands[other].extend(moved);
                break;
            }
        }
    }
    bands.retain(|band| !band.is_empty());
}

/// Parts the words of a row where wide gaps stand.
pub(crate) fn segments(Band { words, baseline }: Band) -> Row {
    let mut gaps: Vec<f32> = words.windows(2).map(|w| w[1].area.x0 - w[0].area.x1).collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    let mut row: Row = Vec::new();
    let mut open: Vec<Word> = Vec::new();
    for word in words {
        if let Some(before) = open.last() {
            let gap = word.area.x0 - before.area.x1;
            let size = before.size.max(word.size);
            // In a row of two or three words the wide gap is itself the usual one.
            if gap > WIDE * size && (gaps.len() < 4 || gap > WIDER * usual) {
                row.extend(segment(std::mem::take(&mut open), baseline));
            }
        }
        open.push(word);
    }
    row.extend(segment(open, baseline));
    row
}

pub(crate) fn segment(words: Vec<Word>, baseline: f32) -> Option<Segment> {
    let first_word = words.first()?.area.width();
    let spaced = words.last()?.spaced;
    let area = words.iter().map(|w| w.area).reduce(|a, b| a.join(&b))?;
    let lettered = |w: &&Word| w.text.contains(char::is_alphanumeric);
    let mut text = String::with_capacity(words.iter().map(|w| w.text.len() + 1).sum());
    let mut read = Vec::new();
    for word in &words {
        if !text.is_empty() {
            text.push(' ');
        }
        if word.confidence < 1.0 {
            let range = TextRange::new(text.len(), text.len() + word.text.len());
            read.push(ReadWord { range, confidence: word.confidence });
        }
        text.push_str(&word.text);
    }
    Some(Segment {
        text,
        area,
        baseline,
        size: words.iter().map(|w| w.size).fold(0.0, f32::max),
        bold: words.iter().any(|w| lettered(&w)) && words.iter().filter(lettered).all(|w| w.bold),
        italic: words.iter().any(|w| lettered(&w)) && words.iter().filter(lettered).all(|w| w.italic),
        confidence: words.iter().map(|w| w.confidence).fold(1.0, f32::min),
        read,
        first_word,
        spaced,
    })
}

/// Appends the words of a text that now begins at `by`.
pub(crate) fn moved(read: &[ReadWord], by: usize, out: &mut Vec<ReadWord>) {
    out.extend(read.iter().map(|word| ReadWord {
        range: TextRange::new(word.range.start + by, word.range.end + by),
        confidence: word.confidence,
    }));
}

/// Puts segments of one row together, a wide gap as three spaces.
pub(crate) fn merged(row: Row) -> Option<Segment> {
    row.into_iter().reduce(|mut a, b| {
        a.text.push_str("   ");
        moved(&b.read, a.text.len(), &mut a.read);
        a.text.push_str(&b.text);
        a.area = a.area.join(&b.area);
        a.size = a.size.max(b.size);
        a.bold &= b.bold;
        a.italic &= b.italic;
        a.confidence = a.confidence.min(b.confidence);
        a.spaced = b.spaced;
        a
    })
}
