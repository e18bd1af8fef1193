//! How wide words print: the advance widths of Times New Roman, the face that Decree 30/2020/NĐ-CP prescribes.
//!
//! Only ratios matter: a column's own width is learned from the lines that it holds, in the same unit. Other proportional
//! faces keep these ratios closely enough for the question asked here, whether a word would still have fitted on a line.

/// Width of a space, in thousandths of the type size.
pub(super) const SPACE: u32 = 250;

/// Width of `text`, in thousandths of the type size. Diacritics do not widen a letter.
pub(super) fn of(text: &str) -> u32 {
    text.chars().map(of_char).sum()
}

fn of_char(c: char) -> u32 {
    let upper = c.is_uppercase();
    match vanthu_text::fold_char(c) {
        Some(base) if upper => of_upper(base),
        Some(base) => of_lower(base, c),
        None => 0,
    }
}

/// From the font's `hmtx` table, by the lower-case base of a capital letter.
fn of_upper(base: char) -> u32 {
    match base {
        'i' => 333,
        'j' => 389,
        'p' | 's' => 556,
        'e' | 'l' | 't' | 'z' => 611,
        'b' | 'c' | 'r' => 667,
        'm' => 889,
        'w' => 944,
        _ => 722,
    }
}

/// From the font's `hmtx` table: small letters, digits and marks.
fn of_lower(base: char, printed: char) -> u32 {
    match base {
        'i' | 'j' | 'l' | 't' | '/' | ':' | ';' => 278,
        'f' | 'r' | '-' | '(' | ')' => 333,
        's' => 389,
        'a' | 'c' | 'e' | 'z' | '“' | '”' => 444,
        'm' => 778,
        'w' => 722,
        '.' | ',' | ' ' | '\u{a0}' => SPACE,
        '%' => 833,
        '…' => 1000,
        'u' if matches!(printed, 'ư' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự') => 570,
        _ => 500,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_do_not_widen_letters() {
        assert_eq!(of("Sở Y tế"), of("So Y te"));
        assert!(of("MÔI") > of("môi"));
        assert_eq!(of(" "), SPACE);
    }
}
