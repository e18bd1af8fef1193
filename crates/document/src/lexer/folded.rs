//! Comparing the start of a line with a phrase regardless of case and diacritics, without folding the whole line.

use vanthu_text::fold_char;

/// What follows `phrase` at the start of `text`. `phrase` is folded already; its spaces match any run of white space.
/// No boundary is asked for behind it.
pub(crate) fn strip_prefix<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let mut rest = text;
    for want in phrase.chars() {
        if want == ' ' {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
            continue;
        }
        let mut chars = rest.chars();
        loop {
            match fold_char(chars.next()?) {
                Some(have) if have == want => break,
                Some(_) => return None,
                None => {}
            }
        }
        rest = chars.as_str();
    }
    Some(rest)
}

/// [`strip_prefix`] where a whole word ends behind the phrase.
pub(crate) fn strip_phrase<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    strip_prefix(text, phrase).filter(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether `text` begins with one of `phrases` as whole words.
pub(crate) fn starts_with_any(text: &str, phrases: &[&str]) -> bool {
    let Some(first) = text.chars().next().and_then(fold_char) else { return false };
    phrases.iter().any(|phrase| phrase.starts_with(first) && strip_phrase(text, phrase).is_some())
}

/// Entries by the first letter of their folded phrase, in the order given.
#[derive(Debug)]
pub(crate) struct ByFirstLetter<T> {
    letters: [Vec<T>; 26],
}

impl<T> ByFirstLetter<T> {
    /// Puts each entry under the folded letter that `first` gives; an entry without one is dropped.
    pub(crate) fn new(entries: impl IntoIterator<Item = T>, first: impl Fn(&T) -> Option<u8>) -> Self {
        let mut letters: [Vec<T>; 26] = std::array::from_fn(|_| Vec::new());
        for entry in entries {
            let at = first(&entry).and_then(letter_index);
            if let Some(list) = at.and_then(|at| letters.get_mut(at)) {
                list.push(entry);
            }
        }
        Self { letters }
    }

    /// The entries that `text` may begin with.
    pub(crate) fn candidates(&self, text: &str) -> &[T] {
        text.chars()
            .next()
            .and_then(fold_char)
            .and_then(|c| u8::try_from(c).ok())
            .and_then(letter_index)
            .and_then(|at| self.letters.get(at))
            .map_or(&[], Vec::as_slice)
    }
}

fn letter_index(letter: u8) -> Option<usize> {
    letter.is_ascii_lowercase().then(|| usize::from(letter - b'a'))
}

/// Whether every letter is a capital, and there are at least two.
pub(crate) fn is_capitals(text: &str) -> bool {
    let mut letters = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        letters += usize::from(c.is_uppercase());
    }
    letters >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_match_regardless_of_case_marks_and_spacing() {
        assert_eq!(strip_phrase("CĂN  CỨ Luật", "can cu"), Some(" Luật"));
        assert_eq!(strip_phrase("Căn cứ", "can cu"), Some(""));
        assert_eq!(strip_phrase("Căn cứu", "can cu"), None);
        assert_eq!(strip_phrase("Cănc", "can cu"), None);
        assert_eq!(strip_prefix("ngày20", "ngay"), Some("20"));
        assert_eq!(strip_phrase("", "can"), None);
    }

    #[test]
    fn capitals() {
        assert!(is_capitals("ỦY BAN 12 (A)"));
        assert!(!is_capitals("ỦY BAN nhân dân"));
        assert!(!is_capitals("1 - 2"));
    }
}
