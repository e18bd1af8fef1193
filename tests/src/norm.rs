//! The normal form in which truth and output are compared.

use unicode_normalization::UnicodeNormalization;

/// NFC, single-spaced, without list mark in front or closing marks at the end, and without spaces around `-` and `/`.
#[must_use]
pub fn norm(text: &str) -> String {
    let text: String = text.nfc().collect();
    let text = vanthu_text::single_spaced(&text);
    let text = text.strip_prefix(['-', '–', '•', '+']).unwrap_or(&text).trim_start();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '-' | '/') && out.ends_with(' ') {
            out.pop();
        }
        if c != ' ' || !out.ends_with(['-', '/']) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end_matches([' ', '.', ';', ',', ':']).len());
    out
}

/// The normal form of something that may be missing; a missing text is an empty one.
#[must_use]
pub fn norm_opt(text: Option<&str>) -> String {
    text.map(norm).unwrap_or_default()
}

/// The normal forms of a list's items, without the empty ones.
#[must_use]
pub fn norm_items<'a>(items: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    items.into_iter().map(norm).filter(|item| !item.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_spaces_do_not_count() {
        for (text, same) in [
            ("- UBND các xã, phường;", "UBND các xã, phường"),
            ("Quyết định /  Kế hoạch.", "Quyết định/Kế hoạch"),
            ("kinh tế - xã hội", "kinh tế-xã hội"),
            ("2026 - \n 2030 .,", "2026-2030"),
            ("– Lưu: VT", "Lưu: VT"),
            ("", ""),
            (" - ", ""),
        ] {
            assert_eq!(norm(text), same, "{text:?}");
        }
    }

    #[test]
    fn wording_counts() {
        assert_ne!(norm("Quý III"), norm("Quý IV"));
        assert_ne!(norm("hoà"), norm("hòa"));
        assert_eq!(norm("hoa\u{300}"), "hoà");
    }
}
