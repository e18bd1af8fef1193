//! Times as a query gives them: years, quarters, months, days, and ranges of them.

use jiff::civil::Date;
use vanthu_document::PartialDate;

/// Days from the first to the last; an open end is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// The days of `2025`, `2025-Q4`, `quý IV/2025`, `2025-11`, `11/2025`, `2025-11-30`, `30/11/2025`, or of a range `a..b`
/// of them, of which one end may be absent.
///
/// ```
/// use vanthu_index::query::parse_days;
///
/// let days = parse_days("2025-Q2..2025-Q4").unwrap();
/// assert_eq!(days.from.unwrap().to_string(), "2025-04-01");
/// assert_eq!(days.to.unwrap().to_string(), "2025-12-31");
/// ```
#[must_use]
pub fn parse_days(text: &str) -> Option<Days> {
    let text = text.trim();
    let Some((from, to)) = text.split_once("..") else {
        let (from, to) = period(text)?;
        return Some(Days { from: Some(from), to: Some(to) });
    };
    let end = |text: &str| match text.trim() {
        "" => Some(None),
        text => period(text).map(Some),
    };
    let (from, to) = (end(from)?.map(|p| p.0), end(to)?.map(|p| p.1));
    (from.is_some() || to.is_some()).then_some(Days { from, to })
}

/// The years of `2025` or `2024..2026`, of which one end may be absent.
#[must_use]
pub fn parse_years(text: &str) -> Option<(u64, u64)> {
    let year = |text: &str| {
        let text = text.trim();
        (text.len() == 4).then(|| text.parse::<u64>().ok()).flatten()
    };
    match text.split_once("..") {
        None => year(text).map(|y| (y, y)),
        Some((from, to)) => {
            let (first, last) = (year(from), year(to));
            let open = |text: &str, year: Option<u64>| year.is_some() || text.trim().is_empty();
            (open(from, first) && open(to, last) && (first.or(last)).is_some())
                .then(|| (first.unwrap_or(0), last.unwrap_or(9999)))
        }
    }
}

/// First and last day of one time.
fn period(text: &str) -> Option<(Date, Date)> {
    let folded = vanthu_text::fold(text);
    let mut parts: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    // `quý IV năm 2025`, `tháng 9/2025`: a number that `quý` stands before is one of a quarter.
    let before = parts.iter().position(|p| matches!(*p, "quy" | "q"));
    let after_quarter = before.and_then(|at| parts.get(at + 1)).copied().and_then(quarter_number);
    parts.retain(|part| !matches!(*part, "quy" | "q" | "thang" | "ngay" | "nam"));
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let date = |year: &str, month: Option<&str>, day: Option<&str>| {
        let small =
            |part: Option<&str>| part.map(|p| p.parse::<i8>().ok()).map_or(Some(None), |p| p.map(Some));
        let date = PartialDate::new(year.parse().ok()?, small(month)?, small(day)?)?;
        Some((date.first_day(), date.last_day()))
    };
    match parts.as_slice() {
        [year] if is_year(year) => date(year, None, None),
        [year, part] | [part, year] if is_year(year) => match after_quarter.or_else(|| quarter(part)) {
            Some(quarter) => quarter_days(year.parse().ok()?, quarter),
            None => date(year, Some(part), None),
        },
        [year, month, day] | [day, month, year] if is_year(year) => date(year, Some(month), Some(day)),
        _ => None,
    }
}

/// First and last day of a quarter, 1 to 4.
pub(super) fn quarter_days(year: i16, quarter: i8) -> Option<(Date, Date)> {
    let month = |month: i8| PartialDate::new(year, Some(month), None);
    Some((month(quarter * 3 - 2)?.first_day(), month(quarter * 3)?.last_day()))
}

/// `q4`, `quy4`, `qiv`, `quyiv`.
fn quarter(part: &str) -> Option<i8> {
    quarter_number(part.strip_prefix("quy").or_else(|| part.strip_prefix('q'))?)
}

/// The number of a quarter, in digits or Roman.
pub(super) fn quarter_number(text: &str) -> Option<i8> {
    match text {
        "1" | "i" => Some(1),
        "2" | "ii" => Some(2),
        "3" | "iii" => Some(3),
        "4" | "iv" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<(String, String)> {
        let days = parse_days(text)?;
        let print = |d: Option<Date>| d.map_or_else(String::new, |d| d.to_string());
        Some((print(days.from), print(days.to)))
    }

    #[test]
    fn every_form_of_a_time() {
        for (text, from, to) in [
            ("2025", "2025-01-01", "2025-12-31"),
            ("2025-Q4", "2025-10-01", "2025-12-31"),
            ("quý IV/2025", "2025-10-01", "2025-12-31"),
            ("quy 2 nam 2025", "2025-04-01", "2025-06-30"),
            ("Q1/2024", "2024-01-01", "2024-03-31"),
            ("2/2024", "2024-02-01", "2024-02-29"),
            ("tháng 2/2024", "2024-02-01", "2024-02-29"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("30/06/2025", "2025-06-30", "2025-06-30"),
            ("..2025-03", "", "2025-03-31"),
            ("2025..", "2025-01-01", ""),
        ] {
            assert_eq!(days(text), Some((from.to_owned(), to.to_owned())), "{text}");
        }
        for text in ["", "..", "13/2025", "30/2/2025", "x", "2025-Q5", "2025-1-2-3"] {
            assert_eq!(days(text), None, "{text}");
        }
    }

    #[test]
    fn years_and_ranges() {
        assert_eq!(parse_years("2024"), Some((2024, 2024)));
        assert_eq!(parse_years("2024..2026"), Some((2024, 2026)));
        assert_eq!(parse_years("2024.."), Some((2024, 9999)));
        assert_eq!((parse_years("24"), parse_years(".."), parse_years("2024..x")), (None, None, None));
    }
}
