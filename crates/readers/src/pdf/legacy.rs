//! Text in fonts of encodings before Unicode (`.VnTime`, `VNI-Times`): what the file gives of it are codes, seen as Latin letters.
//!
//! Glyphs are taken in the order in which they were drawn; those of one font on one line are a run, and
//! [`vanthu_text::RunDecoder`] says of each run what it was meant to be.

use std::ops::Range;

use vanthu_text::{Encoding, Run, RunDecoder};

use crate::layout::{Font, Glyph, Sheet};

/// Glyphs of one font on one line, with their text.
struct Stretch {
    font: u16,
    glyphs: Range<usize>,
    text: String,
}

/// Gap between two glyphs, as a share of the type size, that parts words where the file prints no spaces.
const WORD_GAP: f32 = 0.18;

/// Decodes the text of all sheets that no OCR read; gives the encodings met, the first one first, and how sure they are.
pub(super) fn decode(sheets: &mut [Sheet], fonts: &[Font], forced: Option<Encoding>) -> (Vec<Encoding>, f32) {
    let mut decoder = forced.map_or_else(RunDecoder::default, RunDecoder::forced);
    for sheet in sheets.iter().filter(|s| !s.read) {
        for line in lines(sheet) {
            decoder.observe(&runs(&line, fonts));
        }
    }
    let mut met: Vec<Encoding> = Vec::new();
    let mut confidence = 1.0_f32;
    for sheet in sheets.iter_mut().filter(|s| !s.read) {
        let mut changed: Vec<(usize, String)> = Vec::new();
        for line in lines(sheet) {
            let decoded = decoder.decode(&runs(&line, fonts));
            for ((stretch, text), encoding) in line.iter().zip(&decoded.texts).zip(&decoded.encodings) {
                let Some(encoding) = *encoding else { continue };
                if !met.contains(&encoding) {
                    met.push(encoding);
                }
                confidence = confidence.min(decoded.confidence);
                spread(sheet, stretch, text, encoding, &mut changed);
            }
        }
        rewrite(sheet, changed);
    }
    (met, confidence)
}

fn runs<'a>(line: &'a [Stretch], fonts: &'a [Font]) -> Vec<Run<'a>> {
    let font = |number: u16| fonts.get(usize::from(number)).map_or("", |f| f.name.as_str());
    line.iter().map(|s| Run { text: &s.text, font: font(s.font) }).collect()
}

/// The glyphs as lines of runs, in drawing order.
fn lines(sheet: &Sheet) -> Vec<Vec<Stretch>> {
    let mut out: Vec<Vec<Stretch>> = Vec::new();
    let mut before: Option<&Glyph> = None;
    for (i, glyph) in sheet.glyphs.iter().enumerate() {
        let beside = before.is_some_and(|b| {
            (b.baseline - glyph.baseline).abs() < 0.4 * glyph.size && glyph.x0 > b.x0 - glyph.size
        });
        if !beside {
            out.push(Vec::new());
        }
        let parted = before.is_some_and(|b| beside && glyph.x0 - b.x1 > WORD_GAP * glyph.size);
        let Some(line) = out.last_mut() else { continue };
        if line.last().is_none_or(|s| s.font != glyph.font) {
            line.push(Stretch { font: glyph.font, glyphs: i..i, text: String::new() });
        }
        if let Some(stretch) = line.last_mut() {
            if parted && !stretch.text.is_empty() && !stretch.text.ends_with(' ') {
                stretch.text.push(' ');
            }
            stretch.text.push_str(sheet.text_of(glyph));
            stretch.glyphs.end = i + 1;
        }
        before = Some(glyph);
    }
    out
}

/// Gives each glyph of a run its part of the decoded text: letter for letter, or a base and its mark on the base.
fn spread(
    sheet: &Sheet,
    stretch: &Stretch,
    text: &str,
    encoding: Encoding,
    changed: &mut Vec<(usize, String)>,
) {
    let seen: Vec<(usize, &str)> = stretch
        .glyphs
        .clone()
        .filter_map(|i| sheet.glyphs.get(i).map(|g| (i, sheet.text_of(g))))
        .filter(|(_, text)| !text.trim().is_empty())
        .collect();
    let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    if letters.len() == seen.len() {
        changed.extend(seen.iter().zip(letters).map(|(&(i, _), c)| (i, c.to_string())));
        return;
    }
    let mut at = 0;
    while let Some(&(i, own)) = seen.get(at) {
        let joined = seen.get(at + 1).map(|&(next, mark)| (next, format!("{own}{mark}")));
        match joined.map(|(next, pair)| (next, encoding.decode_seen(&pair))) {
            Some((next, letter)) if letter.chars().count() == 1 => {
                changed.push((i, letter));
                changed.push((next, String::new()));
                at += 2;
            }
            _ => {
                changed.push((i, encoding.decode_seen(own)));
                at += 1;
            }
        }
    }
}

/// Puts the changed texts in the place of the old ones.
fn rewrite(sheet: &mut Sheet, mut changed: Vec<(usize, String)>) {
    if changed.is_empty() {
        return;
    }
    changed.sort_by_key(|(i, _)| *i);
    changed.dedup_by_key(|(i, _)| *i);
    let old = std::mem::take(&mut sheet.text);
    let mut changes = changed.into_iter().peekable();
    for (i, glyph) in sheet.glyphs.iter_mut().enumerate() {
        let from = glyph.start as usize;
        let own = old.get(from..from + glyph.len as usize).unwrap_or("");
        let change = changes.next_if(|(at, _)| *at == i);
        let text = change.as_ref().map_or(own, |(_, text)| text.as_str());
        glyph.start = u32::try_from(sheet.text.len()).unwrap_or(u32::MAX);
        glyph.len = u32::try_from(text.len()).unwrap_or(0);
        sheet.text.push_str(text);
    }
    // A mark that went to its base.
    sheet.glyphs.retain(|glyph| glyph.len > 0);
}
