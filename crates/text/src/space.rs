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

/// Whether `text` has nothing to change. Goes by bytes, which is what most texts need; what may begin white space beyond
/// ASCII counts as white space, so that a few texts are written anew for nothing.
fn is_single_spaced(text: &str) -> bool {
    let mut before_space = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' if before_space => return false,
            b' ' => before_space = true,
            b'\t'..=b'\r' | 0xC2 | 0xE2 | 0xE3 => return false,
            0xE1 if bytes.peek() == Some(&0x9A) => return false,
            _ => before_space = false,
        }
    }
    !before_space || text.is_empty()
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
