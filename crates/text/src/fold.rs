//! Folding: the form of a text in which case and diacritics no longer count (`Sở Nội vụ` → `so noi vu`).

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// End of the Latin blocks that start at U+0000 and are looked up.
const LATIN_END: u32 = 0x250;
/// The block Latin Extended Additional, where the precomposed Vietnamese letters are.
const ADDITIONAL: u32 = 0x1E00;
const ADDITIONAL_END: u32 = 0x1F00;

const TABLE_LEN: usize = (LATIN_END + ADDITIONAL_END - ADDITIONAL) as usize;
type Table = [char; TABLE_LEN];

/// Folded letters of the Latin blocks: U+0000 to U+024F, then U+1E00 to U+1EFF. None of them is a mark.
static LATIN: LazyLock<Table> = LazyLock::new(|| {
    let mut table = ['\0'; TABLE_LEN];
    let codes = (0..LATIN_END).chain(ADDITIONAL..ADDITIONAL_END);
    for (entry, code) in table.iter_mut().zip(codes) {
        *entry = char::from_u32(code).and_then(by_decomposition).unwrap_or('\0');
    }
    table
});

/// The base letter of `c` in lower case, without diacritics; `đ` and `Đ` become `d`. A combining mark gives `None`.
#[must_use]
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() { Some(c.to_ascii_lowercase()) } else { look_up(&LATIN, c) }
}

fn look_up(table: &Table, c: char) -> Option<char> {
    let index = match u32::from(c) {
        code @ 0..LATIN_END => code,
        code @ ADDITIONAL..ADDITIONAL_END => code - ADDITIONAL + LATIN_END,
        0x300..0x370 => return None,
        _ => return by_decomposition(c),
    };
    table.get(index as usize).copied()
}

fn by_decomposition(c: char) -> Option<char> {
    if is_combining_mark(c) {
        return None;
    }
    let mut base = None;
    decompose_canonical(c, |d| {
        base.get_or_insert(d);
    });
    match base.unwrap_or(c) {
        'đ' | 'Đ' => Some('d'),
        base => base.to_lowercase().next(),
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
    let table = &*LATIN;
    out.reserve(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if let Some(folded) = look_up(table, c) {
            out.push(folded);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_agrees_with_decomposition_and_folding_twice_changes_nothing() {
        for c in '\0'..='\u{10FFFF}' {
            let folded = fold_char(c);
            assert_eq!(folded, by_decomposition(c), "{c:?}");
            if let Some(folded) = folded {
                assert_eq!(fold_char(folded), Some(folded), "{c:?}");
            }
        }
    }

    #[test]
    fn decomposed_and_precomposed_fold_alike() {
        assert_eq!(fold("ĐIỀU u\u{31B}\u{301}ng phó"), "dieu ung pho");
        assert_eq!(fold("ĐIỀU ứng phó"), "dieu ung pho");
    }

    proptest! {
        #[test]
        fn idempotent_and_never_longer_in_characters(text in "\\PC{0,60}") {
            let folded = fold(&text);
            prop_assert_eq!(&fold(&folded), &folded);
            prop_assert!(folded.chars().count() <= text.chars().count());
        }
    }
}
