//! Encodings of one byte a letter, or of a letter and a mark behind it: one decoder and encoder for all of them.

use super::windows1252;
use crate::normalize::nfc;
use crate::range::TextRange;

/// A character as UTF-8: its bytes, the first one lowest, then how many they are and [`JOINED`].
type Packed = u32;

/// Where the number of bytes is.
const LEN: u32 = 24;

/// Set in a character that the byte behind has a part in.
const JOINED: Packed = 1 << 31;

/// Bytes that are decoded together before they are checked and appended.
const BLOCK: usize = 256;

/// Bytes of most words.
const WORD: usize = 16;

/// What each byte, and each pair of a byte and a mark, stands for.
pub(super) struct CodePage {
    /// Rows of what each byte stands for: before a byte that is no mark, then before each mark.
    rows: Vec<[Packed; 256]>,
    /// The row before each byte.
    marks: [u8; 256],
    /// How characters beyond ASCII are written, sorted.
    codes: Vec<(char, Code)>,
}

/// The bytes of a character, a zero where there is but one.
type Code = [u8; 2];

impl CodePage {
    /// A page whose bytes from 0x80 stand for the characters of `high`, those of `low` for other letters than ASCII
    /// has there, and which joins `pairs` of bytes, of which no byte is both base and mark. A character is written as
    /// its first pair, else as its byte.
    pub(super) fn new(high: &[char; 128], low: &[(u8, char)], pairs: &[([u8; 2], char)]) -> Self {
        let ascii = (0..0x80).map(|byte| (byte, char::from(byte)));
        let singles: Vec<(u8, char)> =
            ascii.chain((0x80..=0xFF).zip(high.iter().copied())).chain(low.iter().copied()).collect();
        let mut single = [0; 256];
        for &(byte, c) in &singles {
            single[usize::from(byte)] = pack(c);
        }
        let mut page = Self { rows: vec![single], marks: [0; 256], codes: Vec::new() };
        for &([base, mark], c) in pairs {
            let row = &mut page.marks[usize::from(mark)];
            if *row == 0 {
                *row = u8::try_from(page.rows.len()).unwrap_or(0);
                page.rows.push(single);
            }
            if let Some(row) = page.rows.get_mut(usize::from(*row)) {
                row[usize::from(base)] = pack(c) | JOINED;
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

    /// What `byte` stands for before `next`.
    fn character(&self, byte: u8, next: u8) -> Packed {
        let row = usize::from(self.marks[usize::from(next)]);
        self.rows.as_flattened().get(row << 8 | usize::from(byte)).copied().unwrap_or(0)
    }

    /// Appends what `bytes` stand for.
    pub(super) fn decode_into(&self, bytes: &[u8], out: &mut String) {
        let mut free = u32::MAX;
        let mut rest = bytes;
        // A small one is sooner at hand for a word.
        let (mut small, mut large);
        let buffer: &mut [u8] = if bytes.len() <= WORD {
            small = [0; WORD * 3 + 4];
            &mut small
        } else {
            large = [0; BLOCK * 3 + 4];
            &mut large
        };
        while let Some((block, behind)) = rest.get(..=BLOCK).zip(rest.get(BLOCK..)) {
            free = self.decode_block(block, free, buffer, out);
            rest = behind;
        }
        free = self.decode_block(rest, free, buffer, out);
        if let Some(&last) = rest.last() {
            self.decode_block(&[last, 0], free, buffer, out);
        }
    }

    /// Appends what all bytes of `block` but the last stand for, by way of `buffer`, which has room for them and one
    /// more. A mask of all ones tells that the first has no part in the character before, and a mask that is returned
    /// tells it of the last; else they are 0.
    ///
    /// There is no branch that depends on the text, since letters with marks come too irregularly to be foreseen.
    fn decode_block(&self, block: &[u8], free: u32, buffer: &mut [u8], out: &mut String) -> u32 {
        let mut free = free;
        let mut filled = 0;
        for pair in block.windows(2) {
            let &[byte, next] = pair else { continue };
            let packed = self.character(byte, next);
            if let Some(place) = buffer.get_mut(filled..).and_then(<[u8]>::first_chunk_mut) {
                *place = packed.to_le_bytes();
            }
            // What is a part of the character before is written over.
            filled += ((packed & !JOINED) >> LEN & free) as usize;
            free = (packed >> JOINED.trailing_zeros()).wrapping_sub(1);
        }
        let text = buffer.get(..filled).and_then(|bytes| simdutf8::basic::from_utf8(bytes).ok());
        out.push_str(text.unwrap_or_default());
        free
    }

    /// The bytes of `c`, if it can be written.
    pub(super) fn code(&self, c: char) -> Option<Code> {
        if c.is_ascii() {
            let byte = u8::try_from(c).ok()?;
            return (self.character(byte, 0) == pack(c)).then_some([byte, 0]);
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

fn pack(c: char) -> Packed {
    let mut bytes = [0; 4];
    // No encoding here has a character beyond the Basic Multilingual Plane.
    let len = if c.len_utf8() < bytes.len() { c.encode_utf8(&mut bytes).len() } else { 0 };
    Packed::from_le_bytes(bytes) | (len as Packed) << LEN
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
