//! VNI, the encoding of the VNI fonts (`VNI-Times`), the usual one of the South: a vowel, and behind it a sign for
//! all the marks that it bears.
//!
//! Source: VNI's own table for Windows, as given by its converter and by UniKey (`VNI-WIN`).

use std::sync::LazyLock;

use super::code_page::CodePage;
use super::windows1252;

/// Letters that have a code of their own, as seen through Windows-1252; capitals likewise.
const LETTERS: [(char, char); 9] = [
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('í', 'í'),
    ('ì', 'ì'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
];

/// A sign as seen through Windows-1252, the vowels that it stands behind, likewise, and what comes of each.
const SIGNS: [(char, &str, &str); 17] = [
    ('ù', "aeouyôö", "áéóúýớứ"),
    ('ø', "aeouyôö", "àèòùỳờừ"),
    ('û', "aeouyôö", "ảẻỏủỷởử"),
    ('õ', "aeouyôö", "ãẽõũỹỡữ"),
    ('ï', "aeouôö", "ạẹọụợự"),
    ('â', "aeo", "âêô"),
    ('á', "aeo", "ấếố"),
    ('à', "aeo", "ầềồ"),
    ('å', "aeo", "ẩểổ"),
    ('ã', "aeo", "ẫễỗ"),
    ('ä', "aeo", "ậệộ"),
    ('ê', "a", "ă"),
    ('é', "a", "ắ"),
    ('è', "a", "ằ"),
    ('ú', "a", "ẳ"),
    ('ü', "a", "ẵ"),
    ('ë', "a", "ặ"),
];

/// The code of a Latin-1 letter.
fn byte(c: char) -> u8 {
    u8::try_from(c).unwrap_or(b'?')
}

/// The capital of a letter that has one.
fn capital(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

pub(super) static PAGE: LazyLock<CodePage> = LazyLock::new(|| {
    let mut half = windows1252::HIGH;
    for (seen, letter) in LETTERS.into_iter().flat_map(|(s, l)| [(s, l), (capital(s), capital(l))]) {
        if let Some(place) = usize::from(byte(seen)).checked_sub(0x80).and_then(|i| half.get_mut(i)) {
            *place = letter;
        }
    }
    let mut pairs = Vec::new();
    // The vowel decides on the case; a sign of the other case is read, too, but not written.
    for other_case in [false, true] {
        for (sign, bases, letters) in SIGNS {
            for (base, letter) in bases.chars().zip(letters.chars()) {
                let (small, large) = if other_case { (capital(sign), sign) } else { (sign, capital(sign)) };
                pairs.push(([byte(base), byte(small)], letter));
                pairs.push(([byte(capital(base)), byte(large)], capital(letter)));
            }
        }
    }
    CodePage::new(&half, &[], &pairs)
});
