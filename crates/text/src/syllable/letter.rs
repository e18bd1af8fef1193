//! The letters of the Vietnamese alphabet, apart from the tones that stand on its vowels.

use std::sync::LazyLock;

use super::Tone;

/// The 29 letters of the alphabet (Vietnamese dictionary order), in lower case.
const ALPHABET: [char; 29] = [
    'a', 'ă', 'â', 'b', 'c', 'd', 'đ', 'e', 'ê', 'g', 'h', 'i', 'k', 'l', 'm', 'n', 'o', 'ô', 'ơ', 'p', 'q',
    'r', 's', 't', 'u', 'ư', 'v', 'x', 'y',
];

/// The vowels, each with the tones in the order of [`Tone::ALL`].
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'ả', 'ã', 'á', 'ạ'],
    ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'],
    ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'],
    ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'],
    ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'],
    ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'],
    ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'],
    ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'],
    ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'],
    ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'],
    ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'],
    ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'],
];

/// A letter without its tone, by its place in the alphabet from 1; 0 is never a letter, so that
/// spellings packed into numbers are unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Letter(u8);

impl Letter {
    /// Bits that hold a letter.
    pub(super) const BITS: u32 = 5;

    pub(super) fn index(self) -> u8 {
        self.0
    }
}

/// What [`Letters::analyse`] knows of a character: a letter and its tone.
type Entry = Option<(Letter, Tone)>;

/// The blocks up to U+01B0 (`ư`), then U+1EA0 to U+1EF9, both cases.
static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let mut table = [None; TABLE_LEN];
    let mut set = |c: char, entry| {
        for c in [Some(c), c.to_uppercase().next()].into_iter().flatten() {
            if let Some(place) = index(c).and_then(|i| table.get_mut(i)) {
                *place = entry;
            }
        }
    };
    for (c, number) in ALPHABET.into_iter().zip(1..) {
        let letter = Letter(number);
        match VOWELS.iter().find(|v| v[0] == c) {
            Some(forms) => {
                for (form, tone) in forms.iter().zip(Tone::ALL) {
                    set(*form, Some((letter, tone)));
                }
            }
            None => set(c, Some((letter, Tone::Ngang))),
        }
    }
    Letters(table)
});
const LOW_END: usize = 0x1B1;
const HIGH: usize = 0x1EA0;
const HIGH_END: usize = 0x1EFA;
const TABLE_LEN: usize = LOW_END + HIGH_END - HIGH;

fn index(c: char) -> Option<usize> {
    match u32::from(c) as usize {
        code @ 0..LOW_END => Some(code),
        code @ HIGH..HIGH_END => Some(code - HIGH + LOW_END),
        _ => None,
    }
}

/// The letters by their characters; see [`letters`].
pub(super) struct Letters([Entry; TABLE_LEN]);

impl Letters {
    /// The letter and tone of a precomposed character of either case; `None` for all that is not in the alphabet.
    pub(super) fn analyse(&self, c: char) -> Entry {
        index(c).and_then(|i| self.0.get(i).copied().flatten())
    }
}

/// The letters of the alphabet with their tones.
pub(super) fn letters() -> &'static Letters {
    &LETTERS
}

/// `vowel` (lower case, without tone) with `tone`; any other character as it is.
pub(super) fn set_tone(vowel: char, tone: Tone) -> char {
    VOWELS.iter().find(|v| v[0] == vowel).map_or(vowel, |v| v[tone as usize])
}

/// Whether `c` is a letter of the Vietnamese alphabet, of either case and with any tone.
///
/// ```
/// use vanthu_text::is_vietnamese_letter;
/// assert!(is_vietnamese_letter('Ợ') && is_vietnamese_letter('đ'));
/// assert!(!is_vietnamese_letter('w') && !is_vietnamese_letter('ö'));
/// ```
#[must_use]
pub fn is_vietnamese_letter(c: char) -> bool {
    letters().analyse(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_has_its_letters_and_no_other() {
        let all: String = ('\0'..'\u{2000}').filter(|&c| is_vietnamese_letter(c)).collect();
        // 17 consonants and 12 vowels with six tones, in two cases.
        assert_eq!(all.chars().count(), 2 * (17 + 12 * 6));
        for c in "fjwzçñöæĦ0-".chars() {
            assert!(!is_vietnamese_letter(c), "{c}");
        }
    }

    #[test]
    fn tones_are_put_on_and_taken_off() {
        let analyse = |c| letters().analyse(c);
        for tone in Tone::ALL {
            let c = set_tone('ơ', tone);
            assert_eq!(analyse(c), analyse('ơ').map(|(letter, _)| (letter, tone)));
            assert_eq!(analyse(c.to_uppercase().next().unwrap()), analyse(c));
        }
    }
}
