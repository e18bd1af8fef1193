//! White space: single spacing without touching anything else.

use std::borrow::Cow;

/// `text` with every run of white space (no-break spaces and line ends too) as one space, and none at either end.
#[must_use]
pub fn single_spaced(text: &str) -> Cow<'_, str> {
    if is_single_spaced(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Whether `text` has nothing to change. Two passes over the bytes, without a branch for each, tell that of most texts;
/// letters of the ranges that hold white space beyond ASCII are looked at one by one.
fn is_single_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let (doubled, ogham) = pairs.fold((false, false), |(doubled, ogham), (a, b)| {
        (doubled | (*a == b' ') & (*b == b' '), ogham | (*a == 0xE1) & (*b == 0x9A))
    });
    let (controls, beyond) = bytes.iter().fold((false, ogham), |(controls, beyond), byte| {
        let leads = (*byte == 0xC2) | (*byte == 0xE2) | (*byte == 0xE3);
        (controls | (byte.wrapping_sub(b'\t') < 5), beyond | leads)
    });
    let odd = || text.chars().any(|c| !c.is_ascii() && c.is_whitespace());
    !(doubled || controls || beyond && odd())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_stay_and_stand_apart_by_one_space(text in "[ \\t\\n\u{85}\u{a0}\u{1680}\u{2003}\u{3000}aÂẤ–đ]{0,12}") {
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(single_spaced(&text), words.join(" "));
        }
    }
}
