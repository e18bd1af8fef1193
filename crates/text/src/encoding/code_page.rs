//! Encodings of one byte a letter, or of a letter and a mark behind it: one decoder and encoder for all of them.

use super::windows1252;
use crate::normalize::nfc;
use crate::range::TextRange;

/// A character as UTF-8: its bytes, then how many they are.
type Packed = [u8; 4];

/// Bytes of output that are put together before they are checked and appended.
const BUFFER: usize = 4096;

/// What each byte, and each pair of a byte and a mark, stands for.
pub(super) struct CodePage {
    single: [Packed; 256],
    /// For a byte that is a mark, its row in `pairs`, from 1.
    marks: [u8; 256],
    /// For each mark, what it makes of the byte before it; a length of 0 where they do not join.
    pairs: Vec<[Packed; 256]>,
    /// How characters beyond ASCII are written, sorted.
    codes: Vec<(char, Code)>,
}

/// The bytes of a character, a zero where there is but one.
type Code = [u8; 2];

impl CodePage {
    /// A page whose bytes from 0x80 stand for the characters of `high`, those of `low` for other letters than ASCII
    /// has there, and which joins `pairs` of bytes. A character is written as its first pair, else as its byte.
    pub(super) fn new(high: &[char; 128], low: &[(u8, char)], pairs: &[([u8; 2], char)]) -> Self {
        let mut page = Self { single: [[0; 4]; 256], marks: [0; 256], pairs: Vec::new(), codes: Vec::new() };
        let ascii = (0..0x80).map(|byte| (byte, char::from(byte)));
        let singles: Vec<(u8, char)> =
            ascii.chain((0x80..=0xFF).zip(high.iter().copied())).chain(low.iter().copied()).collect();
        for &(byte, c) in &singles {
            page.single[usize::from(byte)] = pack(c);
        }
        for &([base, mark], c) in pairs {
            let row = &mut page.marks[usize::from(mark)];
            if *row == 0 {
                page.pairs.push([[0; 4]; 256]);
                *row = u8::try_from(page.pairs.len()).unwrap_or(0);
            }
            let row = usize::from(*row);
            if let Some(pairs) = row.checked_sub(1).and_then(|row| page.pairs.get_mut(row)) {
                pairs[usize::from(base)] = pack(c);
            }
            page.codes.push((c, [base, mark]));
        }
        // A mark that stands alone is told from one that joins by what is before it, so it encodes nothing.
        let alone = |byte: u8| page.marks[usize::from(byte)] == 0;
        let singles = singles.iter().filter(|(byte, c)| !c.is_ascii() && alone(*byte));
        let mut codes = std::mem::take(&mut page.codes);
        codes.extend(singles.map(|&(byte, c)| (c, [byte, 0])));
        codes.sort_by_key(|&(c, _)| c);
        codes.dedup_by_key(|&mut (c, _)| c);
        Self { codes, ..page }
    }

    /// The characters that `bytes` stand for.
    fn characters<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = Packed> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            let &byte = bytes.get(at)?;
            if let Some(&next) = bytes.get(at + 1)
                && let Some(row) = usize::from(self.marks[usize::from(next)]).checked_sub(1)
                && let Some(pairs) = self.pairs.get(row)
                && pairs[usize::from(byte)][3] > 0
            {
                at += 2;
                return Some(pairs[usize::from(byte)]);
            }
            at += 1;
            Some(self.single[usize::from(byte)])
        })
    }

    /// Appends what `bytes` stand for.
    pub(super) fn decode_into(&self, bytes: &[u8], out: &mut String) {
        let mut buffer = [0; BUFFER + 4];
        let mut filled = 0;
        for packed in self.characters(bytes) {
            if let Some(place) = buffer.get_mut(filled..filled + 4) {
                place.copy_from_slice(&packed);
            }
            filled += usize::from(packed[3]);
            if filled >= BUFFER {
                out.push_str(text(&buffer, filled));
                filled = 0;
            }
        }
        out.push_str(text(&buffer, filled));
    }

    /// The bytes of `c`, if it can be written.
    pub(super) fn code(&self, c: char) -> Option<Code> {
        if c.is_ascii() {
            let byte = u8::try_from(c).ok()?;
            return (self.single[usize::from(byte)] == pack(c)).then_some([byte, 0]);
        }
        let place = self.codes.binary_search_by_key(&c, |&(c, _)| c).ok()?;
        self.codes.get(place).map(|&(_, code)| code)
    }

    /// Writes `text`, which is in NFC.
    pub(super) fn encode(&self, text: &str) -> Result<Vec<u8>, TextRange> {
        let mut out = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let [first, second] = self.code(c).ok_or(TextRange::new(at, at + c.len_utf8()))?;
            out.push(first);
            if second != 0 {
                out.push(second);
            }
        }
        Ok(out)
    }
}

fn text(buffer: &[u8], filled: usize) -> &str {
    buffer.get(..filled).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default()
}

fn pack(c: char) -> Packed {
    let mut packed = [0; 4];
    // No encoding here has a character beyond the Basic Multilingual Plane.
    if c.len_utf8() < packed.len() {
        c.encode_utf8(&mut packed);
        packed[3] = u8::try_from(c.len_utf8()).unwrap_or(0);
    }
    packed
}

/// The upper half of a page from a table of sixteen characters a line; `·` stands for what Windows-1252 has there.
pub(super) fn upper_half(rows: [&str; 8]) -> [char; 128] {
    let mut half = windows1252::HIGH;
    for (place, c) in half.iter_mut().zip(rows.iter().flat_map(|row| row.split_whitespace())) {
        *place = c.chars().next().filter(|&c| c != '·').unwrap_or(*place);
    }
    half
}

/// Pairs of each vowel of `half` or of ASCII with each of `marks`, where Unicode has a letter for both together.
pub(super) fn composed(half: &[char; 128], marks: &[(u8, char)]) -> Vec<([u8; 2], char)> {
    let letters =
        (0..0x80).map(|byte| (byte, char::from(byte))).chain((0x80..=0xFF).zip(half.iter().copied()));
    letters
        .filter(|(_, c)| c.is_alphabetic())
        .flat_map(|(byte, c)| marks.iter().map(move |&(mark, sign)| (byte, c, mark, sign)))
        .filter_map(|(byte, c, mark, sign)| {
            let whole = nfc(&String::from_iter([c, sign])).chars().next()?;
            // A letter that has such a form comes out whole.
            (whole != c && crate::is_vietnamese_letter(whole)).then_some(([byte, mark], whole))
        })
        .collect()
}
