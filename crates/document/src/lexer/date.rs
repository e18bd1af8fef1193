//! Dates in words and in digits: `ngày 31 tháng 12 năm 2023`, `ngày 31/12/2023`, with blanks where a draft leaves them.

use super::folded::strip_prefix;
use crate::date::PartialDate;

/// A date as printed at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PrintedDate {
    /// What is known of it; nothing where even the year is blank.
    pub(crate) date: Option<PartialDate>,
    /// Bytes that it takes.
    pub(crate) len: usize,
}

/// The date at the start of `text`, with or without the word `ngày` before it.
pub(crate) fn date_at(text: &str) -> Option<PrintedDate> {
    let behind_word = strip_prefix(text, "ngay");
    let rest = skip_blanks(behind_word.unwrap_or(text));
    let (day, rest) = digits(rest, 2);
    if day.is_none() && behind_word.is_none() {
        return None;
    }
    let gap = skip_blanks(rest);
    let (date, rest) = match strip_prefix(gap, "thang") {
        Some(after) => in_words(day, after)?,
        None => in_digits(day, rest.trim_start())?,
    };
    Some(PrintedDate { date, len: text.len() - rest.len() })
}

/// `tháng 12 năm 2023` at the start of `text`, without a day.
pub(crate) fn month_at(text: &str) -> Option<PrintedDate> {
    let (date, rest) = in_words(None, strip_prefix(text, "thang")?)?;
    Some(PrintedDate { date, len: text.len() - rest.len() })
}

/// The rest of a date in words, behind `tháng`.
fn in_words(day: Option<i16>, text: &str) -> Option<(Option<PartialDate>, &str)> {
    let (month, rest) = digits(skip_blanks(text), 2);
    let rest = strip_prefix(skip_blanks(rest), "nam")?;
    let (year, rest) = year(skip_blanks(rest), rest);
    Some((partial(day, month, year), rest))
}

/// The rest of a date in digits, behind the day.
fn in_digits(day: Option<i16>, text: &str) -> Option<(Option<PartialDate>, &str)> {
    let mark = text.chars().next().filter(|c| matches!(c, '/' | '-' | '.'))?;
    let (month, rest) = digits(text.get(1..)?.trim_start(), 2);
    month?;
    let rest = rest.trim_start().strip_prefix(mark)?.trim_start();
    let (year, rest) = year(rest, rest);
    year?;
    let date = partial(day, month, year);
    (date.is_some() || day.is_none()).then_some((date, rest))
}

/// A year of four digits; `rest` is returned where there is none.
fn year<'a>(text: &'a str, rest: &'a str) -> (Option<i16>, &'a str) {
    match digits(text, 4) {
        (Some(year), after) if (1900..2100).contains(&year) => (Some(year), after),
        _ => (None, rest),
    }
}

/// A known year with what else is known: a month that the calendar lacks leaves the year alone.
fn partial(day: Option<i16>, month: Option<i16>, year: Option<i16>) -> Option<PartialDate> {
    let small = |value: Option<i16>| value.and_then(|v| i8::try_from(v).ok());
    let (day, month) = (small(day), small(month));
    match (day, month) {
        (Some(_), Some(_)) => PartialDate::new(year?, month, day),
        _ => PartialDate::new(year?, month, None).or_else(|| PartialDate::new(year?, None, None)),
    }
}

/// A number of at most `most` digits, not followed by another digit.
fn digits(text: &str, most: usize) -> (Option<i16>, &str) {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if len == 0 || len > most {
        return (None, text);
    }
    match (text.get(..len).and_then(|d| d.parse().ok()), text.get(len..)) {
        (Some(value), Some(rest)) => (Some(value), rest),
        _ => (None, text),
    }
}

/// Passes over what stands where a pen should write: spaces, dots, lines.
fn skip_blanks(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '…' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, &str)> {
        date_at(text).map(|found| {
            (found.date.map_or_else(String::new, |date| date.to_string()), text.get(found.len..).unwrap())
        })
    }

    #[test]
    fn whole_dates() {
        for text in [
            "ngày 31 tháng 12 năm 2023",
            "ngày 31/12/2023",
            "NGÀY 31 THÁNG 12 NĂM 2023",
            "ngày31-12-2023",
            "31.12.2023",
            "ngày  31  tháng12 năm 2023",
            "ngày 31/12/ 2023",
        ] {
            assert_eq!(read(text), Some(("2023-12-31".into(), "")), "{text}");
        }
        assert_eq!(read("ngày 07/8/2023 của"), Some(("2023-08-07".into(), " của")));
    }

    #[test]
    fn blanks_shorten_the_date() {
        assert_eq!(read("ngày      tháng      năm 2025"), Some(("2025".into(), "")));
        assert_eq!(read("ngày … tháng 5 năm 2025"), Some(("2025-05".into(), "")));
        assert_eq!(read("ngày    /7/2025"), Some(("2025-07".into(), "")));
        assert_eq!(read("ngày .... tháng .... năm 200…"), Some((String::new(), " 200…")));
        assert_eq!(month_at("tháng 7 năm 2025").unwrap().date.unwrap().to_string(), "2025-07");
    }

    #[test]
    fn what_is_no_date() {
        for text in
            ["ngày ký", "15/7", "ngày 15 tháng 6 đến", "32/13/2023", "2021-2030", "3/63 tỉnh", "", "ngày"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
