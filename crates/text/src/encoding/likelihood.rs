//! How likely a word is, in nats, in a Vietnamese text: the evidence that an encoding was guessed rightly.
//!
//! A wrong guess shows itself by words that are no syllables, by syllables that nobody uses (`tỉng` for *tổng*), and by
//! signs that stick to letters. [`foreign`](super::foreign) has the other explanations of the same letters.

use std::sync::LazyLock;

use super::capitals;
use crate::syllable::{Spelling, Syllable};

/// How often syllables occur in ten million: counts over laws, decisions, procedures and encyclopedia articles.
const FREQUENCIES: &str = include_str!("../../data/syllable_frequency.tsv");

/// What the counts of [`FREQUENCIES`] are of.
const COUNTED: f32 = 1e7;

/// Quantum of the table.
const STEP: f32 = 1.0 / 16.0;

/// A word with marks that is no syllable, and each of its letters.
const NO_SYLLABLE: f32 = -4.0;
const LETTER: f32 = -4.1;
/// A capital behind a small letter, as no one writes.
const ILL_CASED: f32 = -4.0;
/// Letters without vowel such as `QĐ`, and each of them.
const SYMBOL: f32 = -1.0;
const SYMBOL_LETTER: f32 = -2.9;
/// A letter by itself that is hardly a word, such as the mark of a list item.
const ONE_LETTER: f32 = -6.5;
/// A word of ASCII letters that is no syllable, and each of its letters.
const PLAIN_NO_SYLLABLE: f32 = -2.5;
const PLAIN_LETTER: f32 = -2.9;
/// A sign that may stand anywhere, another by itself, one beside letters as in `®Þnh`, and a control character or U+FFFD.
const SIGN: f32 = -3.5;
const LONE_SIGN: f32 = -5.5;
const GLUED_SIGN: f32 = -9.0;
const RUBBISH: f32 = -12.0;

/// Of what a word of ASCII letters says, the part that counts: such words are the same in all encodings, and many of
/// them are shared by all languages. The rest is its bounds, and what is expected of a syllable by chance.
const PLAIN_WEIGHT: f32 = 0.3;
const PLAIN_BOUNDS: (f32, f32) = (-0.6, 1.5);
const PLAIN_CHANCE: f32 = -11.0;

/// Log-likelihood of each syllable by its number, in steps of [`STEP`].
static SYLLABLES: LazyLock<Vec<i16>> = LazyLock::new(|| {
    let mut counts = vec![0.0_f32; Syllable::numbers()];
    for line in FREQUENCIES.lines().filter(|line| !line.starts_with('#')) {
        let Some((spelled, count)) = line.split_once('\t') else { continue };
        let place = Syllable::parse(spelled).and_then(|s| counts.get_mut(s.number()));
        if let (Some(place), Ok(count)) = (place, count.parse::<f32>()) {
            *place += count;
        }
    }
    counts
        .into_iter()
        .map(|count| {
            // Half an occurrence for what was never met.
            #[expect(clippy::cast_possible_truncation, reason = "at least -270")]
            let steps = (((count + 0.5) / COUNTED).ln() / STEP).round() as i16;
            steps
        })
        .collect()
});

/// A word while it is read.
#[derive(Default)]
struct Word {
    spelling: Spelling,
    len: u16,
    /// Letters beyond ASCII, and those of them that abbreviations do not have.
    marked: u16,
    beyond: u16,
    small: bool,
    ill_cased: bool,
}

/// What a cluster of letters and signs says.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Likelihood {
    /// Its logarithm, in nats.
    pub(super) log: f32,
    /// Whether there is a letter beyond ASCII.
    pub(super) marked: bool,
}

/// How likely Vietnamese is to have `cluster`, which is composed, between two blanks or signs of ASCII.
pub(super) fn vietnamese(cluster: &str) -> Likelihood {
    let mut sum = Likelihood::default();
    let mut word = Word::default();
    let mut sign_before = false;
    for c in cluster.chars() {
        if is_letter(c) {
            if word.len == 0 && sign_before {
                sum.log += GLUED_SIGN - LONE_SIGN;
            }
            word.push(c);
            sign_before = false;
            continue;
        }
        let inside = word.len > 0;
        sum.add(&std::mem::take(&mut word));
        sign_before = false;
        match sign(c) {
            Sign::Rubbish => sum.log += RUBBISH,
            Sign::Sticking if inside => sum.log += GLUED_SIGN,
            Sign::Sticking => {
                sum.log += LONE_SIGN;
                sign_before = true;
            }
            Sign::Free => sum.log += SIGN,
        }
    }
    sum.add(&word);
    sum
}

/// How much likelier Vietnamese is than other languages to have `word`, which is of ASCII letters.
pub(super) fn plain(word: &str) -> f32 {
    // Abbreviations are alike in all languages.
    if word.len() < 2 || !word.bytes().any(|b| b.is_ascii_lowercase()) {
        return 0.0;
    }
    let mut spelling = Spelling::default();
    word.chars().for_each(|c| spelling.push(c));
    let (least, most) = PLAIN_BOUNDS;
    frequency(spelling).map_or(least, |log| ((log - PLAIN_CHANCE) * PLAIN_WEIGHT).clamp(least, most))
}

/// Log-likelihood of the syllable that is spelled.
fn frequency(spelling: Spelling) -> Option<f32> {
    let steps = SYLLABLES.get(spelling.finish()?.number())?;
    Some(f32::from(*steps) * STEP)
}

impl Word {
    fn push(&mut self, c: char) {
        let capital = if c.is_ascii() { c.is_ascii_uppercase() } else { c.is_uppercase() };
        self.ill_cased |= capital && self.small;
        self.small |= !capital && capitals::has_capital(c);
        self.len = self.len.saturating_add(1);
        if !c.is_ascii() {
            self.marked = self.marked.saturating_add(1);
            let abbreviates = matches!(c, 'Đ' | 'Ă' | 'Â' | 'Ê' | 'Ô' | 'Ơ' | 'Ư');
            self.beyond = self.beyond.saturating_add(u16::from(!abbreviates));
        }
        self.spelling.push(c);
    }

    fn log(&self) -> f32 {
        let case = if self.ill_cased { ILL_CASED } else { 0.0 };
        let len = f32::from(self.len);
        match frequency(self.spelling) {
            Some(log) if self.len == 1 => log.max(ONE_LETTER),
            Some(log) => log + case,
            None if self.marked == 0 => PLAIN_NO_SYLLABLE + PLAIN_LETTER * len,
            None if self.len == 1 => ONE_LETTER,
            None if self.beyond == 0 && !self.small => SYMBOL + SYMBOL_LETTER * len,
            None => NO_SYLLABLE + LETTER * len + case,
        }
    }
}

impl Likelihood {
    fn add(&mut self, word: &Word) {
        if word.len > 0 {
            self.log += word.log();
            self.marked |= word.marked > 0;
        }
    }
}

/// Whether `c` belongs to words.
pub(super) fn is_letter(c: char) -> bool {
    // The letters of Latin-1 and the Vietnamese ones, then the rest.
    c.is_ascii_alphabetic()
        || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ƿ' | 'Ạ'..='ỹ')
        || matches!(c, '\u{300}'..='\u{36F}')
        || (u32::from(c) > 0xFF && c.is_alphabetic())
}

/// How a character that is no letter stands beside letters.
pub(super) enum Sign {
    /// May stand anywhere.
    Free,
    /// Does not stick to a letter.
    Sticking,
    /// No text has it.
    Rubbish,
}

pub(super) fn sign(c: char) -> Sign {
    match c {
        '\0'..' ' | '\u{7F}'..='\u{9F}' | char::REPLACEMENT_CHARACTER => Sign::Rubbish,
        // No-break space, degrees, powers, bullets, dashes and quotation marks.
        '\u{A0}' | '°' | '·' | '²' | '³' | '«' | '»' | '\u{2010}'..='\u{2027}' | '‹' | '›' => {
            Sign::Free
        }
        _ => Sign::Sticking,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counted_syllable_is_one() {
        let lines = FREQUENCIES.lines().filter(|line| !line.starts_with('#'));
        let wrong: Vec<_> = lines
            .filter(|line| line.split_once('\t').and_then(|(s, _)| Syllable::parse(s)).is_none())
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn vietnamese_is_told_from_what_only_looks_like_it() {
        for (likely, unlikely) in [
            ("tịch", "tÞch"),
            ("định", "®Þnh"),
            ("Ủy", "Uûy"),
            ("dân", "daân"),
            ("tổng", "tỉng"),
            ("QĐ", "Q§"),
        ] {
            let (likely, unlikely) = (vietnamese(likely), vietnamese(unlikely));
            assert!(likely.log > unlikely.log + 2.0, "{likely:?} {unlikely:?}");
        }
        assert!(plain("quan") > 0.0 && plain("with") < 0.0 && plain("UBND") == 0.0);
    }
}
