//! Labels of headings, clauses and list items: `I.`, `1.`, `1.1.`, `a)`, `-`, `+`, and words with a number (`Điều 1.`, `Chương II`).

use super::folded::strip_phrase;
use vanthu_text::fold_char;

/// What a label is made of; two labels of one mark stand on one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mark {
    /// Phần.
    Part,
    /// Chương.
    Chapter,
    /// Mục as a division of a chapter.
    Division,
    /// Tiểu mục.
    Subdivision,
    /// `A.`
    Upper,
    /// `I.`
    Roman,
    /// `II.3.`: so many numbers.
    RomanNumber(u8),
    /// `1.`, `1.1.`: so many numbers.
    Number(u8),
    /// `a)`
    Lower,
    /// `-`
    Dash,
    /// `+`
    Plus,
    /// `•`, `*`
    Bullet,
}

impl Mark {
    /// Whether it is only a list mark.
    pub(crate) fn is_list(self) -> bool {
        matches!(self, Mark::Dash | Mark::Plus | Mark::Bullet)
    }
}

/// A label at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label<'a> {
    /// As printed, without the closing mark.
    pub(crate) text: &'a str,
    /// Its mark.
    pub(crate) mark: Mark,
    /// What follows, white space trimmed.
    pub(crate) rest: &'a str,
}

/// The label that `text` begins with.
pub(crate) fn label(text: &str) -> Option<Label<'_>> {
    let text = text.trim_start();
    match text.chars().next()? {
        '0'..='9' => numbered(text),
        '-' | '–' | '—' => list_mark(text, Mark::Dash),
        '+' => list_mark(text, Mark::Plus),
        '•' | '*' | '·' | '▪' | '\u{f0b7}' | '\u{f02d}' => list_mark(text, Mark::Bullet),
        c if c.is_ascii_uppercase() || c == 'Đ' => worded(text).or_else(|| capital(text)),
        c if c.is_ascii_lowercase() || c == 'đ' => small(text),
        _ => None,
    }
}

/// Number of an article and the text behind its label: `Điều 12. …`, `Điều 3:`, `Điều thứ nhất -`, `Ðiều 2` alone on a line.
pub(crate) struct ArticleLabel<'a> {
    /// As printed, without the closing mark (`Điều 12`).
    pub(crate) text: &'a str,
    /// Its number, where it is printed in digits, Roman digits or a small ordinal word.
    pub(crate) number: Option<u32>,
    /// What follows.
    pub(crate) rest: &'a str,
}

/// Ordinal words of old decrees, folded.
const ORDINALS: [&str; 10] = ["nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"];

/// The article that `text` opens. `Điều 5 Luật Đất đai` inside a sentence opens none: a closing mark or the line's end must follow.
pub(crate) fn article(text: &str) -> Option<ArticleLabel<'_>> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    let after = match first {
        // `Ð` (Eth) is what some fonts print for `Đ`.
        'Đ' | 'đ' | 'Ð' | 'D' => strip_phrase(text.get(first.len_utf8()..)?, "ieu")?.trim_start(),
        // Decrees of 1945 have `Khoản thứ nhất` for articles.
        'K' => {
            strip_phrase(text, "khoan").map(str::trim_start).filter(|t| strip_phrase(t, "thu").is_some())?
        }
        _ => return None,
    };
    let (number, rest) = match strip_phrase(after, "thu") {
        Some(ordinal) => {
            let ordinal = ordinal.trim_start();
            let (at, rest) = ORDINALS
                .iter()
                .enumerate()
                .find_map(|(at, word)| strip_phrase(ordinal, word).map(|rest| (at, rest)))
                .or_else(|| {
                    let len = ordinal.bytes().take_while(u8::is_ascii_digit).count();
                    let number: usize = ordinal.get(..len)?.parse().ok()?;
                    Some((number.checked_sub(1)?, ordinal.get(len..)?))
                })?;
            (u32::try_from(at + 1).ok(), rest)
        }
        None => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let (number, len) = if digits > 0 {
                (after.get(..digits)?.parse().ok(), digits)
            } else {
                let len = after.bytes().take_while(|b| b"IVXLC".contains(b)).count();
                (roman(after.get(..len)?), len)
            };
            // `Điều 12a` was put between two others.
            let rest = after.get(len..)?;
            let letter = rest.chars().next().filter(|c| c.is_ascii_lowercase()).map_or(0, char::len_utf8);
            number?;
            (number, rest.get(letter..)?)
        }
    };
    let label = text.get(..text.len() - rest.len())?;
    let behind = rest.trim_start();
    let closed = match behind.chars().next() {
        None => true,
        Some('.' | ':' | '-' | '–') => true,
        Some(_) => false,
    };
    closed.then(|| ArticleLabel {
        text: label,
        number,
        rest: behind
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '–'))
            .trim_end(),
    })
}

/// Value of a Roman numeral up to 99, written with no digit more than three times in a row.
pub(crate) fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    let value = |b: u8| match b {
        b'I' => Some(1_u32),
        b'V' => Some(5),
        b'X' => Some(10),
        b'L' => Some(50),
        b'C' => Some(100),
        _ => None,
    };
    let mut total = 0;
    let mut before = u32::MAX;
    for b in text.bytes() {
        let digit = value(b)?;
        total += digit;
        if digit > before {
            total = total.checked_sub(2 * before)?;
        }
        before = digit;
    }
    Some(total)
}

fn list_mark(text: &str, mark: Mark) -> Option<Label<'_>> {
    let len = text.chars().next()?.len_utf8();
    let (sign, rest) = (text.get(..len)?, text.get(len..)?);
    let trimmed = rest.trim_start();
    // `-UBND xã` is an item, `-5` and `--` are not.
    let opens = trimmed.chars().next()?;
    (trimmed.len() < rest.len() || opens.is_uppercase()).then_some(())?;
    (!matches!(opens, '-' | '–' | '+' | '*')).then_some(Label { text: sign, mark, rest: trimmed })
}

fn numbered(text: &str) -> Option<Label<'_>> {
    let (groups, len) = number_groups(text)?;
    close(text, len, Mark::Number(groups))
}

/// Numbers parted by dots, each of at most two digits (three where alone): how many, and their length.
fn number_groups(text: &str) -> Option<(u8, usize)> {
    let bytes = text.as_bytes();
    let (mut at, mut groups) = (0, 0_u8);
    loop {
        let digits = bytes.get(at..)?.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > 3 || (digits == 3 && groups > 0) {
            return None;
        }
        groups = groups.checked_add(1).filter(|g| *g <= 6)?;
        at += digits;
        let more = bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !more {
            return Some((groups, at));
        }
        at += 1;
    }
}

fn capital(text: &str) -> Option<Label<'_>> {
    let len = text.bytes().take_while(|b| b"IVXLC".contains(b)).count();
    if roman(text.get(..len)?).is_some() {
        if let Some(rest) = text.get(len..)?.strip_prefix('.')
            && rest.starts_with(|c: char| c.is_ascii_digit())
        {
            let (groups, digits) = number_groups(rest)?;
            return close(text, len + 1 + digits, Mark::RomanNumber(groups));
        }
        if let Some(label) = close(text, len, Mark::Roman) {
            return Some(label);
        }
    }
    let first = text.chars().next()?;
    close(text, first.len_utf8(), Mark::Upper)
}

fn small(text: &str) -> Option<Label<'_>> {
    let first = text.chars().next()?.len_utf8();
    let digits = text.get(first..)?.bytes().take(2).take_while(u8::is_ascii_digit).count();
    close(text, first + digits, Mark::Lower)
}

/// `Chương II`, `Mục 1`, `Phần thứ nhất`: the words and the number are the label.
fn worded(text: &str) -> Option<Label<'_>> {
    let initial = text.chars().next().and_then(fold_char)?;
    let (mark, words) = match initial {
        'c' => (Mark::Chapter, "chuong"),
        'p' => (Mark::Part, "phan"),
        'm' => (Mark::Division, "muc"),
        't' => (Mark::Subdivision, "tieu muc"),
        _ => return None,
    };
    let after = strip_phrase(text, words)?.trim_start();
    let after = strip_phrase(after, "thu").map_or(after, str::trim_start);
    let len =
        after.find(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '–')).unwrap_or(after.len());
    let number = after.get(..len)?;
    let known = number.parse::<u16>().is_ok()
        || roman(number).is_some()
        || ORDINALS.iter().any(|word| strip_phrase(number, word) == Some(""));
    known.then_some(())?;
    let end = text.len() - after.len() + len;
    let rest = text.get(end..)?.trim_start();
    // `Mục 1 của Chương này` and `Mục IV quy định` go on within a sentence: a title begins with a capital.
    let title = rest.trim_start_matches(['.', ':', '-', '–']).trim_start();
    let opens = title.chars().next().is_none_or(|c| !c.is_lowercase());
    opens.then_some(Label { text: text.get(..end)?, mark, rest: title })
}

/// The label of `len` bytes, if what follows closes it.
fn close(text: &str, len: usize, mark: Mark) -> Option<Label<'_>> {
    let printed = text.get(..len)?;
    let behind = text.get(len..)?;
    let spaced = behind.trim_start();
    let (rest, closed) = match spaced.chars().next() {
        Some('.' | ')') => (spaced.get(1..)?, true),
        // `1/ Nội dung`, `I- MỤC ĐÍCH`
        Some('/' | '-' | ':') if mark != Mark::Lower => {
            let rest = spaced.get(1..)?;
            (rest, rest.starts_with(char::is_whitespace))
        }
        _ => (behind, false),
    };
    let rest = rest.trim_start_matches(['.', ')']).trim_start();
    if closed {
        // A date (`5. 2024`), a decimal or an abbreviation in front of letters is no label; neither is `a.m`.
        let ok = match mark {
            Mark::Lower | Mark::Upper => {
                rest.is_empty()
                    || spaced.starts_with(')')
                    || rest.chars().next().is_some_and(char::is_uppercase)
            }
            _ => true,
        };
        return ok.then_some(Label { text: printed, mark, rest });
    }
    // `2.3 Thời gian`: numbers parted by a dot need no closing mark before a capital.
    let bare = matches!(mark, Mark::Number(2..) | Mark::RomanNumber(_))
        && behind.starts_with(char::is_whitespace)
        && rest.chars().next().is_some_and(char::is_uppercase);
    bare.then_some(Label { text: printed, mark, rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&str, Mark, &str)> {
        label(text).map(|l| (l.text, l.mark, l.rest))
    }

    #[test]
    fn labels_of_every_mark() {
        assert_eq!(read("I. MỤC ĐÍCH"), Some(("I", Mark::Roman, "MỤC ĐÍCH")));
        assert_eq!(read("IV- KINH PHÍ"), Some(("IV", Mark::Roman, "KINH PHÍ")));
        assert_eq!(read("IV - KINH PHÍ"), Some(("IV", Mark::Roman, "KINH PHÍ")));
        assert_eq!(read("1.Công tác"), Some(("1", Mark::Number(1), "Công tác")));
        assert_eq!(read("2.3.1. Thời gian"), Some(("2.3.1", Mark::Number(3), "Thời gian")));
        assert_eq!(read("2.3 Thời gian"), Some(("2.3", Mark::Number(2), "Thời gian")));
        assert_eq!(read("II.3. Kinh phí"), Some(("II.3", Mark::RomanNumber(1), "Kinh phí")));
        assert_eq!(read("a) Đất"), Some(("a", Mark::Lower, "Đất")));
        assert_eq!(read("đ) Đất"), Some(("đ", Mark::Lower, "Đất")));
        assert_eq!(read("A. CHỈ SỐ"), Some(("A", Mark::Upper, "CHỈ SỐ")));
        assert_eq!(read("- Sở Y tế"), Some(("-", Mark::Dash, "Sở Y tế")));
        assert_eq!(read("-UBND xã"), Some(("-", Mark::Dash, "UBND xã")));
        assert_eq!(read("+ Hằng năm"), Some(("+", Mark::Plus, "Hằng năm")));
        assert_eq!(read("Chương II. QUY ĐỊNH"), Some(("Chương II", Mark::Chapter, "QUY ĐỊNH")));
        assert_eq!(read("Phần thứ nhất"), Some(("Phần thứ nhất", Mark::Part, "")));
        assert_eq!(read("Mục 1"), Some(("Mục 1", Mark::Division, "")));
    }

    #[test]
    fn what_is_no_label() {
        for text in [
            "1.000 đồng",
            "2025 là năm",
            "15 ngày",
            "3,5 điểm",
            "2.5 điểm",
            "Mục 1 của Chương này",
            "Phần lớn",
            "-5 độ",
            "------",
            "I am",
            "a.m",
            "Các sở",
            "",
            "-",
            "12 tháng",
            "a",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn articles_need_a_closing_mark() {
        let read = |text| article(text).map(|a| (a.text, a.number, a.rest));
        assert_eq!(read("Điều 1. Phạm vi"), Some(("Điều 1", Some(1), "Phạm vi")));
        assert_eq!(read("ĐIỀU 2: Phạm vi"), Some(("ĐIỀU 2", Some(2), "Phạm vi")));
        assert_eq!(read("Điều 12a. Phạm vi"), Some(("Điều 12a", Some(12), "Phạm vi")));
        assert_eq!(read("Điều thứ nhất. - Nay"), Some(("Điều thứ nhất", Some(1), "Nay")));
        assert_eq!(read("Điều thứ 2: Ông"), Some(("Điều thứ 2", Some(2), "Ông")));
        assert_eq!(read("Điều II. Ông"), Some(("Điều II", Some(2), "Ông")));
        assert_eq!(read("Điều 3"), Some(("Điều 3", Some(3), "")));
        assert_eq!(read("Điều 5 Luật Đất đai"), None);
        assert_eq!(read("Điều kiện"), None);
        assert_eq!(read("Điều này"), None);
    }

    #[test]
    fn roman_numerals() {
        for (text, value) in [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XL", 40)] {
            assert_eq!(roman(text), Some(value));
        }
        assert_eq!(roman("IIX1"), None);
        assert_eq!(roman(""), None);
    }
}
