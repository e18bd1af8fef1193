//! How much a text looks like Vietnamese: the evidence that an encoding was guessed rightly.
//!
//! The measure is a log-odds, in nats, of Vietnamese against letters put together by chance, word by word. A wrong
//! guess shows itself by words that are no syllables, by syllables that nobody uses (`tỉng` for *tổng*), and by signs
//! that stick to letters.

use std::sync::LazyLock;

use super::capitals;
use crate::syllable::{Spelling, Syllable};

/// How often syllables occur in ten million: counts over laws, decisions, procedures and encyclopedia articles.
const FREQUENCIES: &str = include_str!("../../data/syllable_frequency.tsv");

/// What the counts of [`FREQUENCIES`] are of.
const COUNTED: f32 = 1e7;

/// Share of the words of a wrongly decoded text that are syllables all the same, spread over all syllables.
const BY_CHANCE: f32 = 0.3;

/// Quantum of the table.
const STEP: f32 = 1.0 / 16.0;

/// Bounds of what one word may say.
const MOST: f32 = 5.0;
const LEAST: f32 = -4.0;
/// What a word with marks says that is no syllable.
const NO_SYLLABLE: f32 = -3.0;
/// The same of a word with a capital behind a small letter, as no one writes.
const ILL_CASED: f32 = -2.5;
/// The same of letters without vowel such as `QĐ`.
const SYMBOL: f32 = 0.3;
/// The same of a letter by itself, such as the mark of a list item.
const ONE_LETTER: f32 = -0.2;
/// What a sign inside a word says, such as `®` in `®Þnh`.
const GLUED_SIGN: f32 = -2.5;
/// What a control character or U+FFFD says.
const RUBBISH: f32 = -3.0;
/// Weight of words without marks, which are the same in all encodings and only tell another language.
const PLAIN_WEIGHT: f32 = 0.3;
/// What a word without marks says that is no syllable.
const PLAIN_NO_SYLLABLE: f32 = -0.6;

/// Log-odds of each syllable by its number, in steps of [`STEP`].
static ODDS: LazyLock<Vec<i8>> = LazyLock::new(|| {
    let mut counts = vec![0.0_f32; Syllable::numbers()];
    let all = Syllable::all().count().max(1);
    for line in FREQUENCIES.lines().filter(|line| !line.starts_with('#')) {
        let Some((spelled, count)) = line.split_once('\t') else { continue };
        let place = Syllable::parse(spelled).and_then(|s| counts.get_mut(s.number()));
        if let (Some(place), Ok(count)) = (place, count.parse::<f32>()) {
            *place += count;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let chance = BY_CHANCE / all as f32;
    counts
        .into_iter()
        .map(|count| {
            // Half an occurrence for what was never met.
            let odds = ((count + 0.5) / COUNTED / chance).ln().clamp(LEAST, MOST);
            #[expect(clippy::cast_possible_truncation, reason = "at most 80")]
            let steps = (odds / STEP).round() as i8;
            steps
        })
        .collect()
});

/// What a text said.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Evidence {
    /// Log-odds of Vietnamese, in nats.
    pub(super) odds: f32,
    /// Words with marks.
    pub(super) marked: u32,
    /// Words with marks that are no syllables, signs inside words, and rubbish.
    pub(super) faults: u32,
}

/// A word while it is read.
#[derive(Default)]
struct Word {
    spelling: Spelling,
    len: u32,
    /// Letters beyond ASCII, and those of them that abbreviations do not have.
    marked: u32,
    beyond: u32,
    small: bool,
    ill_cased: bool,
}

/// Weighs `text`, which is composed.
pub(super) fn weigh(text: &str) -> Evidence {
    let odds = &*ODDS;
    let mut evidence = Evidence::default();
    let mut word = Word::default();
    let mut sign_before = false;
    for c in text.chars() {
        if c.is_ascii_alphabetic() || (!c.is_ascii() && is_letter(c)) {
            if word.len == 0 && sign_before {
                evidence.fault(GLUED_SIGN);
            }
            let capital = if c.is_ascii() { c.is_ascii_uppercase() } else { c.is_uppercase() };
            word.ill_cased |= capital && word.small;
            word.small |= !capital && capitals::has_capital(c);
            word.len += 1;
            if !c.is_ascii() {
                word.marked += 1;
                word.beyond += u32::from(!matches!(c, 'Đ' | 'Ă' | 'Â' | 'Ê' | 'Ô' | 'Ơ' | 'Ư'));
            }
            word.spelling.push(c);
            sign_before = false;
            continue;
        }
        let inside = word.len > 0;
        if inside {
            evidence.word(&word, odds);
            word = Word::default();
        }
        sign_before = false;
        if !c.is_ascii() {
            match sign(c) {
                Sign::Rubbish => evidence.fault(RUBBISH),
                Sign::Sticking if inside => evidence.fault(GLUED_SIGN),
                Sign::Sticking => sign_before = true,
                Sign::Free => {}
            }
        }
    }
    if word.len > 0 {
        evidence.word(&word, odds);
    }
    evidence
}

impl Evidence {
    fn fault(&mut self, odds: f32) {
        self.odds += odds;
        self.faults += 1;
    }

    fn word(&mut self, word: &Word, odds: &[i8]) {
        let syllable = word.spelling.finish();
        let value =
            syllable.and_then(|syllable| odds.get(syllable.number())).map(|&steps| f32::from(steps) * STEP);
        if word.marked == 0 {
            // Abbreviations are alike in all languages.
            if word.len > 1 && word.small {
                self.odds += value.map_or(PLAIN_NO_SYLLABLE, |v| (v * PLAIN_WEIGHT).max(PLAIN_NO_SYLLABLE));
            }
            return;
        }
        self.marked += 1;
        match value {
            _ if word.ill_cased => self.fault(ILL_CASED),
            Some(value) => self.odds += value,
            None if word.len == 1 => self.odds += ONE_LETTER,
            None if word.beyond == 0 && !word.small => self.odds += SYMBOL,
            None => self.fault(NO_SYLLABLE),
        }
    }
}

fn is_letter(c: char) -> bool {
    // The letters of Latin-1 and the Vietnamese ones, then the rest.
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ƿ' | 'Ạ'..='ỹ')
        || matches!(c, '\u{300}'..='\u{36F}')
        || (u32::from(c) > 0xFF && c.is_alphabetic())
}

enum Sign {
    /// May stand anywhere.
    Free,
    /// Does not stick to a letter.
    Sticking,
    Rubbish,
}

fn sign(c: char) -> Sign {
    match c {
        '\u{80}'..='\u{9F}' | char::REPLACEMENT_CHARACTER => Sign::Rubbish,
        // No-break space, degrees, powers, dashes and quotation marks.
        '\u{A0}' | '°' | '²' | '³' | '«' | '»' | '\u{2010}'..='\u{2027}' | '‹' | '›' => Sign::Free,
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
        assert!(weigh("Căn cứ Quyết định của Chủ tịch").odds > 10.0);
        assert!(weigh("QĐ-UBND").odds > 0.0);
        for text in ["société générale à", "QuyÕt ®Þnh cña Chñ tÞch", "Uûy ban nhaân daân", "tỉng, cẩng"]
        {
            assert!(weigh(text).odds < 0.0, "{text} {:?}", weigh(text));
        }
    }
}
