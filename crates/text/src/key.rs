//! The exact search key: one form for all accepted spellings of the same words, marks kept.

use crate::case::lower;
use crate::syllable::{Placement, Syllable};

/// `text` in lower case and NFC, with each syllable in one spelling: tone mark placed the new way, `i` for
/// `y` where both are in use. So `Hòa` and `hoà`, `uỷ ban` and `Ủy ban`, `kỹ thuật` and `kĩ thuật` have the
/// same key, and `hoa` another one. What is no Vietnamese syllable is lower-cased only.
///
/// ```
/// use vanthu_text::exact_key;
/// assert_eq!(exact_key("Uỷ ban, Quý IV"), exact_key("ủy ban, quí iv"));
/// assert_ne!(exact_key("hòa"), exact_key("hoa"));
/// ```
#[must_use]
pub fn exact_key(text: &str) -> String {
    let text = lower(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let (word, after) = from.split_at(from.find(|c: char| !c.is_alphabetic()).unwrap_or(from.len()));
        push_word(word, &mut out);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn push_word(word: &str, out: &mut String) {
    // Only a mark on one of several vowels, or a `y`, leaves a choice of spelling.
    let free = !word.is_ascii() || word.contains('y');
    match free.then(|| Syllable::parse(word)).flatten() {
        Some(syllable) => syllable.fold_i_y().spell_into(Placement::New, out),
        None => out.push_str(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn the_key_does_not_depend_on_the_placement() {
        for syllable in Syllable::all() {
            let (old, new) = (syllable.spell(Placement::Old), syllable.spell(Placement::New));
            assert_eq!(exact_key(&old), exact_key(&new));
            assert_eq!(exact_key(&old.to_uppercase()), exact_key(&new.nfd().collect::<String>()));
            let other = syllable.fold_i_y().spell(Placement::Old);
            assert_eq!(exact_key(&old), exact_key(&other));
        }
    }

    #[test]
    fn different_words_have_different_keys() {
        let keys: std::collections::BTreeSet<String> =
            Syllable::all().map(|s| exact_key(&s.spell(Placement::New))).collect();
        let words: std::collections::BTreeSet<Syllable> = Syllable::all().map(Syllable::fold_i_y).collect();
        assert_eq!(keys.len(), words.len());
    }

    #[test]
    fn what_is_no_syllable_stays() {
        assert_eq!(
            exact_key("Krông Pắc, Y Tý: 12/QĐ-UBND (Facebook)"),
            "krông pắc, i tí: 12/qđ-ubnd (facebook)"
        );
    }

    proptest! {
        #[test]
        fn idempotent_and_same_letters(text in "([a-zA-Zđ ,]|[ạ-ỹ]|\\PC){0,40}") {
            let key = exact_key(&text);
            prop_assert_eq!(&exact_key(&key), &key);
            prop_assert_eq!(fold(&key).replace('y', "i"), fold(&lower(&text)).replace('y', "i"));
        }
    }
}
