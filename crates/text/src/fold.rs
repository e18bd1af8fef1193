//! Folding: the form of a text in which case and diacritics no longer count (`Sở Nội vụ` → `so noi vu`).

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The base letter of `c` in lower case, without diacritics; `đ` and `Đ` become `d`. A combining mark gives `None`.
#[must_use]
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    if is_combining_mark(c) {
        return None;
    }
    let mut base = c;
    let mut first = true;
    decompose_canonical(c, |d| {
        if first {
            base = d;
            first = false;
        }
    });
    match base {
        'đ' | 'Đ' => Some('d'),
        _ => base.to_lowercase().next(),
    }
}

/// `text` with every character folded by [`fold_char`].
///
/// ```
/// assert_eq!(vanthu_text::fold("Quyết định số 4035/QĐ-UBND"), "quyet dinh so 4035/qd-ubnd");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded form of `text` to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    out.extend(text.chars().filter_map(fold_char));
}
