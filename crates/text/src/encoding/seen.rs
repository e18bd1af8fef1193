//! Text that was read as Windows-1252 or Latin-1 but is in another encoding: the bytes behind the characters.

use super::Encoding;
use super::windows1252;

/// The byte that `c` was seen for; `None` for ASCII, which every encoding here shares, and for what was no byte.
pub(super) fn byte(c: char) -> Option<u8> {
    let code = u32::from(c);
    match code {
        // Latin-1 has no letters from 0x80 to 0x9F: there the control characters stand for their bytes.
        0x80..=0xFF => u8::try_from(code).ok(),
        // Symbol fonts: the byte in the private use area.
        0xF0A0..=0xF0FF => u8::try_from(code - 0xF000).ok(),
        0..0x80 => None,
        // What PDF writers put for a soft hyphen, a middle dot, a micro sign and a macron.
        0x2212 => Some(0xAD),
        0x2219 => Some(0xB7),
        0x3BC => Some(0xB5),
        0x2C9 => Some(0xAF),
        _ => (0x80..=0x9F).zip(windows1252::HIGH).find(|&(_, high)| high == c).map(|(byte, _)| byte),
    }
}

/// Whether reading `text` in another encoding could change it.
pub(super) fn has_bytes(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| byte(c).is_some())
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
