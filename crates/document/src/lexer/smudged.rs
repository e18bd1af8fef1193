//! Numbers and dates of a letterhead that cannot be read for sure: written by hand, stamped over, or lost by an OCR.
//!
//! What is printed around them can be read (`Số: ¿5 /QĐ-TTg`, `Hà Nội, ngày 4$ tháng O1 năm 2010`). What stands between is
//! given back as it was read, for a person to look at; letters that look like digits ([`digits_alike`]) say what it may be.

use super::folded::{strip_phrase, strip_prefix};
use super::number::{CERTAIN, symbol_at};
use crate::date::PartialDate;

/// A number of which only the symbol can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SmudgedNumber<'a> {
    /// What stands where the number is; empty where nothing does.
    pub(crate) as_read: &'a str,
    pub(crate) symbol: String,
    /// Where the symbol ends.
    pub(crate) end: usize,
}

/// Longest smudge, in letters.
const LONGEST: usize = 8;

/// The number of a line that begins with `Số`, where what stands before the symbol is no number.
pub(crate) fn number_at(text: &str) -> Option<SmudgedNumber<'_>> {
    let after = strip_phrase(text, "so")?;
    let smudge = after.trim_start_matches(is_blank);
    let introduced = after.trim_start().starts_with([':', '.']);
    let start = text.len() - smudge.len();
    // A stroke of the pen may look like the mark before the symbol.
    let mut marks = smudge.char_indices().take(LONGEST + 4).filter(|(_, c)| *c == '/');
    marks.find_map(|(mark, _)| {
        let as_read = smudge.get(..mark)?.trim_end();
        let number = !as_read.is_empty() && as_read.bytes().all(|b| b.is_ascii_digit());
        if number || as_read.chars().count() > LONGEST || !introduced && as_read.contains(char::is_whitespace)
        {
            return None;
        }
        let behind = smudge.get(mark + 1..)?;
        let symbol = symbol_at(behind, CERTAIN)?;
        let end = start + mark + 1 + symbol.end;
        Some(SmudgedNumber { as_read, symbol: behind.get(symbol)?.split_whitespace().collect(), end })
    })
}

/// What stands before a number where a pen should write.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '.' | '…' | '_')
}

/// A date in words of which the day or the month cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SmudgedDate<'a> {
    /// The whole date as it was read.
    pub(crate) as_read: &'a str,
    /// Day and month as they may be, by what their letters look like.
    pub(crate) may_be: Option<(i8, i8)>,
    /// What is known of it: a year, or a month.
    pub(crate) date: Option<PartialDate>,
}

/// The date in words at the start of `text`, whatever stands where its day and month are.
pub(crate) fn date_at(text: &str) -> Option<SmudgedDate<'_>> {
    let (day, rest) = until(strip_prefix(text, "ngay")?, "thang")?;
    let (month, rest) = until(rest, "nam")?;
    let rest = rest.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let year = rest.get(..digits)?.parse().ok().filter(|year| digits == 4 && (1900..2100).contains(year))?;
    let value = |text: &str, most: i8| -> Option<i8> {
        let known = digits_alike(text)?;
        known.parse().ok().filter(|value| (1..=most).contains(value))
    };
    let (day_value, month_value) = (value(day, 31), value(month, 12));
    // A month is printed nearly always, and few digits can stand in it; a day is written by hand.
    let printed = day_value.filter(|_| day.bytes().all(|b| b.is_ascii_digit()));
    let date = PartialDate::new(year, month_value, month_value.and(printed));
    let as_read = text.get(..text.len() - rest.len() + digits)?;
    Some(SmudgedDate { as_read, may_be: day_value.zip(month_value), date })
}

/// What stands before `word`, no farther than a smudge reaches, and what follows the word.
fn until<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    text.char_indices().take(LONGEST + 2).find_map(|(at, _)| {
        let rest = strip_prefix(text.get(at..)?, word)?;
        Some((text.get(..at)?.trim(), rest))
    })
}

/// The number that letters look like which an OCR takes for digits or digits for: `O4` for 04. Nothing where a letter looks
/// like no digit.
pub(crate) fn digits_alike(text: &str) -> Option<String> {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '”' | '“'));
    let digit = |c: char| {
        let plain = vanthu_text::fold_char(c).unwrap_or(c);
        Some(match plain {
            '0'..='9' => plain,
            'o' | 'q' => '0',
            'i' | 'l' | '|' | '!' | ']' | '[' => '1',
            'z' => '2',
            's' | '$' | '§' => '5',
            'b' => '8',
            _ => return None,
        })
    };
    let digits: Option<String> = bare.chars().map(digit).collect();
    digits.filter(|digits| !digits.is_empty() && digits.len() <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_digits_that_can_be_read() {
        let read = |text| number_at(text).map(|n| (n.as_read, n.symbol));
        let found = |as_read, symbol: &str| Some((as_read, symbol.to_owned()));
        assert_eq!(read("Số: ¿5 /QĐ-UBND"), found("¿5", "QĐ-UBND"));
        assert_eq!(read("Số: O4 /2010/TT-BYT"), found("O4", "2010/TT-BYT"));
        assert_eq!(read("SỐ: 5Ø /QĐ-SNV"), found("5Ø", "QĐ-SNV"));
        assert_eq!(read("Số: Ôs$, /2015/TT-BCT"), found("Ôs$,", "2015/TT-BCT"));
        assert_eq!(read("Số: /QĐ-UBND"), found("", "QĐ-UBND"));
        assert_eq!(read("Số: /14Ó /QĐ-UBND"), found("/14Ó", "QĐ-UBND"));
        // What can be read, and what is no number.
        assert_eq!(read("Số: 15/QĐ-UBND"), None);
        assert_eq!(read("Số hóa 12/QĐ-UBND"), None);
        assert_eq!(read("Số lượng hồ sơ tiếp nhận/QĐ-UBND"), None);
        assert_eq!(read("Số: a/b"), None);
    }

    #[test]
    fn dates_without_days_that_can_be_read() {
        let read = |text| date_at(text).map(|d| (d.date.map(|d| d.to_string()), d.may_be));
        let found = |date: &str, may_be| Some((Some(date.to_owned()), may_be));
        assert_eq!(read("ngày IŠ tháng O1 năm 2010"), found("2010-01", Some((15, 1))));
        assert_eq!(read("ngày 4$ tháng O1 năm 2010"), found("2010-01", None));
        assert_eq!(read("ngày -‡Ñtháng @Ý năm 2010"), found("2010", None));
        assert_eq!(read("ngàyà tháng 0Ì năm 2012 "), found("2012-01", None));
        assert_eq!(read("ngày 18 tháng l2 năm 2012"), found("2012-12-18", Some((18, 12))));
        assert_eq!(read("ngày 4$ tháng 15 năm 2010"), found("2010", None));
        assert_eq!(read("ngày ký và gửi về Sở trong tháng 1 năm 2010"), None);
        assert_eq!(read("ngày 4$ tháng 1 năm 20"), None);
    }

    #[test]
    fn letters_that_look_like_digits() {
        assert_eq!(digits_alike("O4").as_deref(), Some("04"));
        assert_eq!(digits_alike("IŠ").as_deref(), Some("15"));
        assert_eq!(digits_alike("¿5"), None);
        assert_eq!(digits_alike(""), None);
    }
}
