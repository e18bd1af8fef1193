//! The stamp of an office that received a document (dấu đến), read by an OCR among the lines of the letterhead:
//!
//! ```text
//! SỞ NỘI VỤ
//! CÔNG VĂN ĐẾN        or  ĐẾN
//! Số: ……
//! Ngày … tháng … năm …
//! Kính chuyển: ……
//! ```
//!
//! Its number and date are none of the document's, and `CÔNG VĂN ĐẾN` is no kind of document.

use vanthu_text::fold;

use crate::lexer::folded::{is_capitals, starts_with_any, strip_phrase};

use super::strip::{Cue, Strip};

/// Lines above and below the stamp's own word that may belong to it.
const REACH: usize = 5;

/// Marks the strips of a stamp; where one stands, if any does.
pub(crate) fn mark(strips: &[Strip<'_>], cues: &mut [Cue<'_>]) -> Option<usize> {
    let anchors: Vec<usize> = (0..strips.len()).filter(|at| names_receipt(strips[*at].text)).collect();
    for anchor in &anchors {
        let near = anchor.saturating_sub(REACH)..(anchor + REACH + 1).min(strips.len());
        for at in near {
            // A draft's own date has dots for the pen too, behind the place.
            let dated = matches!(cues[at], Cue::PlaceDate(Some(_), _));
            if !dated && (names_receipt(strips[at].text) || is_field(strips[at].text)) {
                cues[at] = Cue::Received;
            }
        }
        // The receiving office above it; the issuer's own name stands farther up.
        let above = (0..*anchor).rev().find(|at| !matches!(cues[*at], Cue::Blank | Cue::Rule));
        let names_office = |at: usize| matches!(cues[at], Cue::Other) && is_capitals(strips[at].text);
        if let Some(above) = above.filter(|at| names_office(*at))
            && (0..above).any(names_office)
        {
            cues[above] = Cue::Received;
        }
    }
    anchors.first().copied()
}

/// Whether a line is the word by which a stamp of receipt is known (`CÔNG VĂN ĐẾN`, `VĂN BẢN ĐẾN`, `ĐẾN`), give or take what an
/// OCR makes of it.
pub fn names_receipt(text: &str) -> bool {
    if text.len() > 60 || !text.contains(char::is_uppercase) {
        return false;
    }
    if is_capitals(text)
        && strip_phrase(text, "den").is_some_and(|rest| !rest.contains(char::is_alphanumeric))
    {
        return true;
    }
    // An OCR takes a side of the frame for a letter before or behind the words, and its strokes for small ones among them.
    let letters = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let words: Vec<&str> = text.split_whitespace().filter(letters).collect();
    let text = &words.join(" ");
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    let letters: String = fold(text).chars().filter(char::is_ascii_alphabetic).collect();
    small * 6 <= letters.len() && ["congvanden", "vanbanden"].iter().any(|word| is_alike(&letters, word))
}

/// Whether at most one letter in five differs, place by place from either end.
fn is_alike(letters: &str, word: &str) -> bool {
    if letters.len().abs_diff(word.len()) > 1 {
        return false;
    }
    let (a, b) = (letters.as_bytes(), word.as_bytes());
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    front + back + word.len() / 5 >= a.len().max(b.len())
}

/// A field of a stamp: `Số: ……`, `Ngày …`, `Kính chuyển: …`, with dots or strokes for the pen and no symbol.
fn is_field(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let ruled = text.contains("..") || text.contains('…') || text.contains("__") || text.contains("--");
    starts_with_any(bare, &["kinh chuyen", "chuyen", "luu ho so"]) || ruled && !text.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_stamps() {
        for text in [
            "CÔNG VĂN ĐẾN",
            "CÔNG   VĂN ĐẾN.",
            "SÔNG VĂN ĐẾN",
            "VĂN BẢN ĐẾN",
            "ĐẾN",
            "CÔNG VẢN DÊN",
            "CÔNGdVĂN ĐẾN",
        ] {
            assert!(names_receipt(text), "{text}");
        }
        for text in ["CÔNG VĂN", "công văn đến", "QUYẾT ĐỊNH", "ĐẾN NĂM 2030", "CÔNG VIÊN", "Đến"]
        {
            assert!(!names_receipt(text), "{text}");
        }
    }

    #[test]
    fn fields_of_stamps() {
        for text in
            ["Số:.....152.....", "Ngày...7...tháng...1...năm 2010", "Kính chuyển: Ô. Nam", ".<s“s“a----ˆ"]
        {
            assert!(is_field(text), "{text}");
        }
        for text in ["Số: 12/QĐ-UBND", "Số: …/QĐ-UBND", "THỦ TƯỚNG CHÍNH PHỦ", "Về việc thành lập Ban"]
        {
            assert!(!is_field(text), "{text}");
        }
    }
}
