//! Numbers counted on the picture: the strokes of `III`, the full stop of `5.1`.
//!
//! An OCR sure of itself drops strokes and full stops of numbers, and no word around them says so. The ink does: each letter
//! of a number is a blot of its own. More blots than letters mean that something was dropped; fewer mean only that letters
//! touch.

use super::Word;
use crate::raster::blots::{Blot, Blots};

/// The most that a number is trusted whose strokes had to be counted, or whose ink says something else: low enough to be named
/// among the doubtful words.
pub(super) const COUNTED: f32 = 0.55;
/// A blot of this part of a word's height is a letter, one below the next part is a full stop; between them is neither.
const LETTER: f32 = 0.6;
const STOP: f32 = 0.3;
/// A stop is so high at least, in parts of the word's height: less is a speck.
const SPECK: f32 = 0.08;
/// The middle of a stop lies in this lowest part of the word.
const LOW: f32 = 0.7;

/// Compares the numbers among `words` with their ink, mends those of which the ink says all, and lowers the trust in the rest.
pub(super) fn check(words: &mut [Word], blots: &Blots) {
    for word in words.iter_mut().filter(|word| is_number(&word.text)) {
        let x = word.x0.max(0.0) as usize..word.x1.max(0.0) as usize + 1;
        let y = word.y0.max(0.0) as usize..word.y1.max(0.0) as usize + 1;
        let height = y.len() as f32;
        let mut letters: Vec<&Blot> = Vec::new();
        let mut stops: Vec<&Blot> = Vec::new();
        let bottom = y.end as f32;
        for blot in blots.within(x, y) {
            let part = blot.y.len() as f32 / height;
            let low = blot.y.start.midpoint(blot.y.end) as f32 > bottom - (1.0 - LOW) * height;
            if part >= LETTER {
                letters.push(blot);
            } else if low && (SPECK..STOP).contains(&part) && blot.x.len() as f32 <= STOP * height {
                stops.push(blot);
            }
        }
        letters.sort_by_key(|blot| blot.x.start);
        if let Some(counted) = counted(&word.text, &letters, &stops) {
            if let Counted::As(text) = counted {
                word.text = text;
            }
            word.confidence = word.confidence.min(COUNTED);
        }
    }
}

/// What the ink says against a number.
#[derive(Debug, PartialEq)]
enum Counted {
    /// It is this one.
    As(String),
    /// It is another one.
    Other,
}

/// Digits with full stops between, or a Roman number, perhaps a quarter's (`II/2024`).
fn is_number(text: &str) -> bool {
    let (number, year) = parts(text);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let roman = number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let arabic = number.starts_with(|c: char| c.is_ascii_digit()) && digits(number) && year.is_empty();
    !number.is_empty() && (arabic || roman && digits(year.trim_start_matches('/')))
}

/// A number without what closes it, and the year behind a quarter with its stroke.
fn parts(text: &str) -> (&str, &str) {
    let bare = text.trim_end_matches(CLOSING);
    bare.split_at(bare.find('/').unwrap_or(bare.len()))
}

const CLOSING: [char; 5] = ['.', ',', ')', ':', ';'];

fn counted(text: &str, letters: &[&Blot], stops: &[&Blot]) -> Option<Counted> {
    let (bare, year) = parts(text);
    let behind = text.get(bare.len()..)?;
    let read = bare.bytes().chain(year.bytes()).filter(|b| *b != b'.').count();
    if letters.len() > read {
        let strokes = letters.len() - year.len();
        let counts = bare.bytes().all(|b| b == b'I') && strokes <= 3;
        return Some(if counts { Counted::As("I".repeat(strokes) + behind) } else { Counted::Other });
    }
    // Stops between letters that do not touch, of a number of digits without any.
    if letters.len() != read || bare.contains('.') || !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut out = String::new();
    for (at, digit) in bare.chars().enumerate() {
        out.push(digit);
        let (Some(left), Some(right)) = (letters.get(at), letters.get(at + 1)) else { continue };
        let between = |stop: &&&Blot| stop.x.start >= left.x.end && stop.x.end <= right.x.start;
        if stops.iter().filter(between).count() == 1 {
            out.push('.');
        }
    }
    (out != bare).then(|| Counted::As(out + behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Gray;

    /// A line of black boxes: `|` a stroke, `0` a wider letter, `.` a stop, a space a gap; each 20 pixels high.
    fn ink(line: &str) -> (Gray, f32) {
        let mut page = Gray::white(400, 60, 300.0).unwrap();
        let mut x = 10;
        for c in line.chars() {
            let (width, top) = match c {
                '|' => (3, 20),
                '0' => (10, 20),
                '.' => (3, 37),
                _ => (0, 40),
            };
            for (dx, y) in (0..width).flat_map(|dx| (top..40).map(move |y| (dx, y))) {
                *page.pixel_mut(x + dx, y).unwrap() = 0;
            }
            x += width + 3;
        }
        (page, x as f32)
    }

    fn checked(read: &str, line: &str) -> (String, bool) {
        let (page, end) = ink(line);
        let text = read.to_owned();
        let mut words = [Word { text, x0: 8.0, y0: 20.0, x1: end, y1: 40.0, confidence: 0.96, line: 1 }];
        check(&mut words, &Blots::of(&page, 128).unwrap());
        let [word] = words;
        (word.text, word.confidence > COUNTED)
    }

    #[test]
    fn dropped_strokes_and_stops_come_back_as_doubtful() {
        for (read, ink, printed) in [
            ("II", "|||", "III"),
            ("I.", "||.", "II."),
            ("51", "0.|", "5.1"),
            ("121", "|.0.|", "1.2.1"),
            ("111.", "|.|.|.", "1.1.1."),
            ("II/2024;", "|||00000", "III/2024;"),
        ] {
            assert_eq!(checked(read, ink), (printed.to_owned(), false), "{read}");
        }
        // More letters than were read, nobody knows which.
        assert_eq!(checked("204", "0000"), ("204".to_owned(), false));
        assert_eq!(checked("XI", "0|||"), ("XI".to_owned(), false));
    }

    #[test]
    fn numbers_as_printed_stay_sure() {
        for (read, ink) in [
            ("III", "|||"),
            ("5.1", "0.|"),
            ("2024", "0000"),
            // Letters that touch, a stop at the end.
            ("2024", "00"),
            ("12.", "|0."),
            ("Điều", "||||||"),
            ("15/6", "|||||||"),
        ] {
            assert_eq!(checked(read, ink), (read.to_owned(), true), "{read}");
        }
    }
}
