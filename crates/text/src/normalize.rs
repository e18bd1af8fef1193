//! Normalization form C, with quick checks that let ordinary text pass at memory speed.

use std::borrow::Cow;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::offset::OffsetMap;

/// Bytes looked at together by the quick check.
const BLOCK: usize = 64;

/// Whether `c` neither changes under NFC nor joins a character before it: text may be cut in front of it.
pub(crate) fn is_nfc_boundary(c: char) -> bool {
    match u32::from(c) {
        // Latin letters and signs, then the precomposed Vietnamese letters: the bulk of all input.
        0..0x300 | 0x1E00..0x1F00 => true,
        // Combining marks, but for the grapheme joiner between the two ranges.
        0x300..=0x34E | 0x350..0x370 => false,
        _ => {
            canonical_combining_class(c) == 0 && matches!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes)
        }
    }
}

/// Whether `c` needs no care at all when text is decoded: no control, no line end but `\n`, no mark.
fn is_plain(c: char) -> bool {
    match c {
        '\n' | '\t' | '\u{C}' => true,
        '\u{2028}' | '\u{2029}' => false,
        _ => !c.is_control() && is_nfc_boundary(c),
    }
}

/// Whether all characters that start in `block` are plain, judged from each byte and the `next` one.
///
/// Written without branches so that the compiler can use vector instructions. Says `false` too often
/// (curly quotes, form feeds), never `true` wrongly.
fn is_plain_block(block: &[u8; BLOCK], next: &[u8; BLOCK]) -> bool {
    let mut care = false;
    for (&b, &n) in block.iter().zip(next) {
        let control = (b < 0x20) & (b != b'\n') & (b != b'\t') | (b == 0x7F) | ((b == 0xC2) & (n < 0xA0));
        // Lead bytes from U+0300 on, but for the block of precomposed Vietnamese letters, U+1E00 to U+1EFF.
        let high = (b >= 0xCC) & !((b == 0xE1) & (n & 0xFC == 0xB8));
        care |= control | high;
    }
    !care
}

/// The first character at or behind `from` that needs care when text is decoded, with its offset.
pub(crate) fn next_special(text: &str, from: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let block = bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK>);
        let next = bytes.get(at + 1..).and_then(<[u8]>::first_chunk::<BLOCK>);
        let last = match (block, next) {
            (Some(block), Some(next)) if is_plain_block(block, next) => {
                at += BLOCK;
                continue;
            }
            (Some(_), Some(_)) => at + BLOCK,
            _ => bytes.len(),
        };
        // A character that began in the block before was judged there.
        let start = boundary_behind(text, at);
        let end = boundary_behind(text, last);
        let found = text.get(start..end)?.char_indices().find(|&(_, c)| !is_plain(c));
        if let Some((offset, c)) = found {
            return Some((start + offset, c));
        }
        if end >= bytes.len() {
            return None;
        }
        at = end;
    }
}

/// The first character boundary at or behind `at`.
fn boundary_behind(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len())
}

/// `text` in normalization form C.
///
/// ```
/// assert_eq!(vanthu_text::nfc("Ho\u{300}a Bi\u{300}nh"), "Hòa Bình");
/// ```
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    match compose(text) {
        Some((composed, _)) => Cow::Owned(composed),
        None => Cow::Borrowed(text),
    }
}

/// `text` in normalization form C with the map to it; `None` where it is in that form already.
pub(crate) fn compose(text: &str) -> Option<(String, OffsetMap)> {
    let mut out = String::new();
    let mut map = OffsetMap::default();
    let mut letters = Letters::new();
    // Behind the last piece that went to `out`.
    let mut done = 0;
    let mut from = 0;
    while let Some((at, c)) = next_special(text, from) {
        from = at + c.len_utf8();
        if is_nfc_boundary(c) {
            continue;
        }
        // The piece that may change: the character before, and all that is no boundary from here on.
        let start = text[..at].char_indices().next_back().map_or(at, |(i, _)| i).max(done);
        let end = text[from..].char_indices().find(|&(_, c)| is_nfc_boundary(c));
        from = end.map_or(text.len(), |(i, _)| from + i);
        let piece = &text[start..from];
        let composed = letters.compose(piece);
        if composed == piece {
            continue;
        }
        if map.is_identity() {
            out.reserve(text.len());
        }
        out.push_str(&text[done..start]);
        out.push_str(composed);
        map.keep(start - done);
        map.replace(piece.len(), composed.len());
        done = from;
    }
    if map.is_identity() {
        return None;
    }
    out.push_str(&text[done..]);
    map.keep(text.len() - done);
    Some((out, map))
}

/// Letters composed before: a text has few different ones, and the general algorithm is slow.
struct Letters {
    /// Packed decomposed letters and what they compose to; a hash gives the place.
    known: Vec<(u64, char)>,
    /// The piece that was composed last.
    composed: String,
}

impl Letters {
    /// A power of two; a Vietnamese text has up to 134 letters that decompose.
    const PLACES: usize = 1 << Self::BITS;
    const BITS: u32 = 9;

    fn new() -> Self {
        // No piece packs to 0.
        Self { known: vec![(0, '\0'); Self::PLACES], composed: String::new() }
    }

    /// `piece` in normalization form C.
    fn compose(&mut self, piece: &str) -> &str {
        self.composed.clear();
        let mut packed = [0; size_of::<u64>()];
        let Some(head) = packed.get_mut(..piece.len()) else {
            self.composed.extend(piece.nfc());
            return &self.composed;
        };
        head.copy_from_slice(piece.as_bytes());
        let key = u64::from_le_bytes(packed);
        // Multiplicative hashing: the upper bits are the well-mixed ones.
        let place = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - Self::BITS)) as usize;
        match self.known.get_mut(place) {
            Some(&mut (known, c)) if known == key => self.composed.push(c),
            entry => {
                self.composed.extend(piece.nfc());
                let mut chars = self.composed.chars();
                if let (Some(entry), Some(c), None) = (entry, chars.next(), chars.next()) {
                    *entry = (key, c);
                }
            }
        }
        &self.composed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_quick_ranges_agree_with_the_tables() {
        for c in '\0'..'\u{2000}' {
            let quick = matches!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes);
            assert_eq!(is_nfc_boundary(c), canonical_combining_class(c) == 0 && quick, "{c:?}");
        }
    }

    #[test]
    fn the_block_check_never_passes_a_special_character() {
        for c in '\0'..='\u{10FFFF}' {
            let mut text = String::from(c);
            text.push_str(&"x".repeat(2 * BLOCK));
            assert_eq!(next_special(&text, 0).is_some(), !is_plain(c), "{c:?}");
        }
    }

    #[test]
    fn marks_in_any_order_compose() {
        for text in ["e\u{302}\u{323}", "e\u{323}\u{302}", "\u{1EB9}\u{302}", "\u{EA}\u{323}"] {
            assert_eq!(nfc(text), "ệ");
        }
    }

    proptest! {
        #[test]
        fn same_as_the_reference(text in "([a-c \u{300}-\u{330}\u{1EA0}-\u{1EA8}êơ\n“]|\\PC){0,90}") {
            let reference: String = text.nfc().collect();
            prop_assert_eq!(nfc(&text), reference);
        }

        #[test]
        fn the_map_spans_both(text in "[a-cêơ\u{300}-\u{330}]{0,90}") {
            if let Some((composed, map)) = compose(&text) {
                prop_assert_eq!(map.source_len(), text.len());
                prop_assert_eq!(map.target_len(), composed.len());
            }
        }
    }
}
