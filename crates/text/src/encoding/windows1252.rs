//! Windows-1252: the Western code page through which text in other encodings is usually seen, and the one whose
//! punctuation the Vietnamese fonts kept.
//!
//! Source: WHATWG Encoding Standard, index-windows-1252. The five codes that Microsoft left free stand for the
//! control characters of the same number, as there.

use std::sync::LazyLock;

use super::code_page::CodePage;

/// Codes 0x80 to 0xFF.
pub(super) const HIGH: [char; 128] = {
    let mut half = ['\0'; 128];
    let specials = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    let mut i = 0;
    while i < 128 {
        half[i] = if i < 32 { specials[i] } else { (0x80 + i as u8) as char };
        i += 1;
    }
    half
};

pub(super) static PAGE: LazyLock<CodePage> = LazyLock::new(|| CodePage::new(&HIGH, &[], &[]));
