//! How many of a text's words have a letter beyond ASCII: most words of clean Vietnamese, none of a text without marks.

/// Bytes that are looked at together: a bit of a machine word for each.
const LANES: usize = 64;

/// Words of two bytes and more, and those of them with a byte beyond ASCII. Single letters are labels and initials more
/// often than words.
///
/// ```
/// use vanthu_text::MarkedWords;
///
/// let mut seen = MarkedWords::default();
/// seen.add("Điều 1. Ban hành kèm theo");
/// assert_eq!((seen.all, seen.marked), (5, 3));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MarkedWords {
    /// All words.
    pub all: u32,
    /// Those with a letter beyond ASCII.
    pub marked: u32,
}

impl MarkedWords {
    /// Counts the words of `text`: runs of ASCII letters and bytes beyond ASCII. The end of the text ends a word.
    ///
    /// Words are too short for their ends to be foreseen, so that a branch for each byte costs more than all else; here
    /// 64 bytes are looked at as the bits of two numbers. Where `word` has a one for each byte of a word and `high` for
    /// each byte beyond ASCII, a one of `high` makes the sum of both carry out of the run of ones that it stands in, to
    /// the byte behind the word.
    pub fn add(&mut self, text: &str) {
        let mut before = 0;
        let mut carried = false;
        for piece in text.as_bytes().chunks(LANES) {
            let mut lanes = [b' '; LANES];
            lanes[..piece.len()].copy_from_slice(piece);
            let (word, high) = masks(&lanes);
            self.step(word, high, &mut before, &mut carried);
        }
        self.step(0, 0, &mut before, &mut carried);
    }

    fn step(&mut self, word: u64, high: u64, before: &mut u64, carried: &mut bool) {
        let ends = !word & (word << 1 | *before >> 63) & (word << 2 | *before >> 62);
        // A word that began in the bytes before goes on with what was found in it.
        let (sum, first) = word.overflowing_add(high);
        let (sum, second) = sum.overflowing_add(u64::from(*carried));
        self.all += ends.count_ones();
        self.marked += (ends & sum).count_ones();
        (*before, *carried) = (word, first | second);
    }
}

/// A bit for each byte of a word, and for each byte beyond ASCII.
fn masks(lanes: &[u8; LANES]) -> (u64, u64) {
    let (mut word, mut high) = (0, 0);
    for (at, eight) in lanes.as_chunks::<8>().0.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        let beyond = eight & HIGHEST;
        // The highest bit of each byte tells whether the rest of it, as a small letter, is at least `a`, or beyond `z`.
        let small = (eight | (0x20 * EACH)) & !HIGHEST;
        let letter =
            (small + (0x80 - u64::from(b'a')) * EACH) & !(small + (0x7F - u64::from(b'z')) * EACH) & HIGHEST;
        word |= gathered(letter | beyond) << (8 * at);
        high |= gathered(beyond) << (8 * at);
    }
    (word, high)
}

const EACH: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = 0x80 * EACH;

/// The highest bits of the eight bytes, in their order.
fn gathered(highest: u64) -> u64 {
    (highest >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one_by_one(text: &str) -> MarkedWords {
        let of_word = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
        let words = || text.as_bytes().split(|byte| !of_word(byte)).filter(|word| word.len() > 1);
        let marked = words().filter(|word| !word.is_ascii()).count() as u32;
        MarkedWords { all: words().count() as u32, marked }
    }

    proptest! {
        #[test]
        fn words_are_counted_as_one_by_one(text in "[a-cXYZ@\\[`{zđẫ 1.]{0,300}") {
            let mut seen = MarkedWords::default();
            seen.add(&text);
            prop_assert_eq!(seen, one_by_one(&text));
        }

        #[test]
        fn long_words_are_one(first in 0..200_usize, then in 0..200_usize) {
            let text = format!("{}ế{} abc", "a".repeat(first), "b".repeat(then));
            let mut seen = MarkedWords::default();
            seen.add(&text);
            prop_assert_eq!(seen, one_by_one(&text));
        }
    }
}
