//! Text that an OCR of Vietnamese read: its letters are right, its marks sometimes are not (`cửa khâu`, `sửa đỗi`).
//!
//! A word may stand for every word of the same letters. How likely that is comes from the OCR's own confidence and from
//! what differs: a tone lost beside a circumflex is the usual slip (`tổ` read `tô`), a tone taken for another one is less
//! usual, another vowel is rare. Names change less easily than other words, and numbers, codes and acronyms never.

use vanthu_text::{Syllable, TextRange, Tone};

use crate::language_model::LanguageModel;
use crate::lattice::{Lattice, LogProb, Written};
use crate::stripped::Setting;
use crate::token::{Case, Token, standard_form};
use crate::vocabulary::UNKNOWN;

/// A line as an OCR of Vietnamese read it.
#[derive(Debug, Clone, Copy)]
pub struct ReadLine<'a> {
    /// The line.
    pub text: &'a str,
    /// How sure the OCR is of each part of the line, 0 to 1; of parts that are not named it is [`USUAL`] sure.
    pub words: &'a [(TextRange, f32)],
}

/// Confidence of words that nothing is said about.
pub const USUAL: f32 = 0.95;

/// Share of wrong words among those of which an OCR is entirely sure, and how it grows to those of which it is not.
const WRONG_AT_BEST: f32 = 0.004;
const WRONG_AT_WORST: f32 = 0.5;
/// log p of what was read for a word that differs from it, by what differs.
const TONE_LOST: LogProb = -1.2;
const TONE_TAKEN_FOR_ANOTHER: LogProb = -1.6;
const TONE_ADDED: LogProb = -2.2;
const OTHER_VOWEL: LogProb = -3.0;
/// A name is more often right than the language model thinks.
const NAME: LogProb = -2.5;

impl ReadLine<'_> {
    pub(crate) fn confidence(&self, part: TextRange) -> f32 {
        let covers = |range: &TextRange| range.start < part.end && part.start < range.end;
        self.words.iter().find(|(range, _)| covers(range)).map_or(USUAL, |(_, confidence)| *confidence)
    }
}

/// Adds the readings of one word of `line` to the current place of `lattice`.
pub(crate) fn add_word(
    model: &LanguageModel<'_>,
    line: ReadLine<'_>,
    token: &Token,
    setting: Setting,
    base: &mut String,
    lattice: &mut Lattice,
) {
    let vocabulary = model.vocabulary();
    let text = vanthu_text::nfc(token.text(line.text));
    let lower = vanthu_text::lower(&text);
    let case = Case::of(&text);
    let known = (if matches!(case, Case::Upper | Case::Mixed) { vocabulary.id(&text) } else { None })
        .or_else(|| vocabulary.id(&lower))
        .or_else(|| standard_form(&lower).and_then(|form| vocabulary.id(&form)));
    let fixed = setting.in_number || case == Case::Mixed || (text.is_ascii() && case == Case::Upper);
    let wrong = WRONG_AT_BEST
        + (1.0 - line.confidence(TextRange::new(token.start, token.end))).clamp(0.0, 1.0)
            * (WRONG_AT_WORST - WRONG_AT_BEST);
    let right = if fixed { 0.0 } else { (1.0 - wrong).ln() };
    lattice.push_word(Some(known.unwrap_or(UNKNOWN)), Written::Keep, right);
    if fixed {
        return;
    }
    let name = if case == Case::Title && !setting.initial { NAME } else { 0.0 };
    base.clear();
    vanthu_text::fold_into(&text, base);
    let read = Syllable::parse(&lower);
    for word in vocabulary.variants(base).filter(|word| Some(*word) != known) {
        let form = vocabulary.word(word);
        if let (false, Some(slip)) = (form.chars().any(char::is_uppercase), slip(read, form)) {
            lattice.push_word(Some(word), Written::As(case), wrong.ln() + slip + name);
        }
    }
}

/// log p of reading `read` where `form` is printed; `None` where no OCR does that.
pub(crate) fn slip(read: Option<Syllable>, form: &str) -> Option<LogProb> {
    let printed = Syllable::parse(form)?;
    // What is no syllable was read wrongly for sure, nobody knows how.
    let Some(read) = read else { return Some(TONE_TAKEN_FOR_ANOTHER) };
    let tone = match (read.tone(), printed.tone()) {
        (a, b) if a == b => 0.0,
        (Tone::Ngang, _) => TONE_LOST,
        (_, Tone::Ngang) => TONE_ADDED,
        _ => TONE_TAKEN_FOR_ANOTHER,
    };
    let vowel = read.nucleus() != printed.nucleus() || read.glide() != printed.glide();
    let onset = read.onset() != printed.onset();
    Some(tone + if vowel { OTHER_VOWEL } else { 0.0 } + if onset { OTHER_VOWEL } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Restorer;

    fn corrected(text: &str) -> String {
        let lines = [ReadLine { text, words: &[] }];
        Restorer::new().correct_marks(&lines).remove(0).text
    }

    #[test]
    fn marks_come_back() {
        assert_eq!(
            corrected("hoạt động tại khu kinh tê cửa khâu quôc tê"),
            "hoạt động tại khu kinh tế cửa khẩu quốc tế"
        );
        assert_eq!(corrected("sửa đỗi, bỗ sung một sô điều"), "sửa đổi, bổ sung một số điều");
        assert_eq!(corrected("quy định chỉ tiết thi hành"), "quy định chi tiết thi hành");
    }

    #[test]
    fn numbers_codes_and_clean_text_stay() {
        for text in [
            "Nghị định số 57/2002/NĐ-CP ngày 03/6/2002 của Chính phủ",
            "Căn cứ Luật Tổ chức chính quyền địa phương; UBND tỉnh Lam Sơn; bà Lò Thị Thanh Mai",
            "2l/12 QĐ-UBND",
        ] {
            assert_eq!(corrected(text), text);
        }
    }

    #[test]
    fn words_in_doubt_are_changed_with_their_candidates() {
        let text = "Thủ tướng Chính phù giao các bộ";
        let at = text.find("phù").unwrap();
        let words = [(TextRange::new(at, at + "phù".len()), 0.3)];
        let line = Restorer::new().correct_marks(&[ReadLine { text, words: &words }]).remove(0);
        assert_eq!(line.text, "Thủ tướng Chính phủ giao các bộ");
        assert!(line.changes[0].candidates.iter().any(|c| c.text == "phủ"));
    }
}
