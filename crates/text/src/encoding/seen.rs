//! Text that was read as Windows-1252 or Latin-1 but is in another encoding: the bytes behind the characters.

use super::Encoding;
use super::likelihood::is_letter;
use super::windows1252;

/// What PDF writers put for a soft hyphen, a middle dot, a micro sign and a macron.
const ALIASES: [(char, u8); 4] =
    [('\u{2212}', 0xAD), ('\u{2219}', 0xB7), ('\u{3BC}', 0xB5), ('\u{2C9}', 0xAF)];

/// The byte that `c` was seen for; `None` for ASCII, which every encoding here shares, and for what was no byte.
pub(super) fn byte(c: char) -> Option<u8> {
    let code = u32::from(c);
    match code {
        // Latin-1 has no letters from 0x80 to 0x9F: there the control characters stand for their bytes.
        0x80..=0xFF => u8::try_from(code).ok(),
        // Symbol fonts: the byte in the private use area.
        0xF0A0..=0xF0FF => u8::try_from(code - 0xF000).ok(),
        0..0x80 => None,
        _ => alias(c).or_else(|| {
            (0x80..=0x9F).zip(windows1252::HIGH).find(|&(_, high)| high == c).map(|(byte, _)| byte)
        }),
    }
}

fn alias(c: char) -> Option<u8> {
    ALIASES.iter().find(|&&(alias, _)| alias == c).map(|&(_, byte)| byte)
}

/// Whether reading `text` in another encoding could change it.
pub(super) fn has_bytes(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| byte(c).is_some())
}

/// What it says against an encoding before Unicode, in nats, that a letter is none of its characters, and that another
/// character is one in some PDF files only.
const NO_BYTE: f32 = -7.0;
const ALIAS: f32 = -2.5;

/// How likely an encoding before Unicode is to give the characters of `text`, of which it has but the bytes.
pub(super) fn likelihood(text: &str) -> f32 {
    text.chars()
        .filter(|c| !c.is_ascii())
        .map(|c| match byte(c) {
            None if is_letter(c) => NO_BYTE,
            Some(_) if alias(c).is_some() => ALIAS,
            _ => 0.0,
        })
        .sum()
}

/// Appends `text` as meant in `encoding`.
pub(super) fn decode_into(encoding: Encoding, text: &str, out: &mut String) {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match byte(c).or(u8::try_from(c).ok()) {
            Some(byte) => bytes.push(byte),
            None => {
                flush(encoding, &mut bytes, out);
                // ASCII in the private use area of a symbol font.
                let plain = u32::from(c).checked_sub(0xF000).filter(|code| (0x20..0x7F).contains(code));
                out.push(plain.and_then(char::from_u32).unwrap_or(c));
            }
        }
    }
    flush(encoding, &mut bytes, out);
}

fn flush(encoding: Encoding, bytes: &mut Vec<u8>, out: &mut String) {
    if encoding == Encoding::Utf8 {
        // What is no UTF-8 was meant as it was seen.
        for chunk in bytes.utf8_chunks() {
            out.push_str(chunk.valid());
            Encoding::Windows1252.decode_into(chunk.invalid(), out);
        }
    } else {
        encoding.decode_into(bytes, out);
    }
    bytes.clear();
}
