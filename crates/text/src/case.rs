//! Upper, lower and title case of Vietnamese text. All results are in NFC.

use crate::normalize::nfc;

/// `text` in lower case.
///
/// ```
/// assert_eq!(vanthu_text::lower("ĐẶNG THỊ Ưng"), "đặng thị ưng");
/// ```
#[must_use]
pub fn lower(text: &str) -> String {
    nfc(text).to_lowercase()
}

/// `text` in upper case.
///
/// ```
/// assert_eq!(vanthu_text::upper("đơn vị chủ trì"), "ĐƠN VỊ CHỦ TRÌ");
/// ```
#[must_use]
pub fn upper(text: &str) -> String {
    nfc(text).to_uppercase()
}

/// `text` with the first letter of each word in upper case and the others in lower case.
///
/// A word is a run of letters and digits, so that both parts of `Bà Rịa-Vũng Tàu` are treated alike.
///
/// ```
/// assert_eq!(vanthu_text::title_case("ỦY BAN nhân dân thị xã BÀ RỊA-VŨNG TÀU"), "Ủy Ban Nhân Dân Thị Xã Bà Rịa-Vũng Tàu");
/// ```
#[must_use]
pub fn title_case(text: &str) -> String {
    let text = nfc(text);
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        inside = c.is_alphanumeric();
    }
    nfc(&out).into_owned()
}

/// Whether `text` has letters and all of them are in upper case, as headings and names of agencies often are.
///
/// ```
/// assert!(vanthu_text::is_upper("PHỤ LỤC 2"));
/// assert!(!vanthu_text::is_upper("Phụ lục II") && !vanthu_text::is_upper("2."));
/// ```
#[must_use]
pub fn is_upper(text: &str) -> bool {
    let mut letters = false;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        if c.is_lowercase() {
            return false;
        }
        letters = true;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Placement, Syllable};

    #[test]
    fn every_syllable_survives_a_change_of_case() {
        for syllable in Syllable::all() {
            let spelled = syllable.spell(Placement::Old);
            let capitals = upper(&spelled);
            assert!(is_upper(&capitals), "{capitals}");
            assert_eq!(lower(&capitals), spelled);
            let title = title_case(&capitals);
            assert_eq!(lower(&title), spelled);
            assert_eq!(title.chars().filter(|c| c.is_uppercase()).count(), 1, "{title}");
        }
    }

    #[test]
    fn decomposed_input_comes_out_composed() {
        assert_eq!(upper("đo\u{302}\u{301}c"), "ĐỐC");
        assert_eq!(title_case("U\u{309}Y ban"), "Ủy Ban");
    }
}
