//! Numbers as a sheet shows them.
//!
//! What separates thousands and decimals is a matter of the computer that shows a sheet and stands nowhere in the file:
//! thousands are not separated here, and a point stands before decimals. Dates are written as their format orders
//! them; the format "short date", which the computer decides on, as in Vietnam.

use std::collections::BTreeMap;

/// The formats of a workbook by their number; those built in are known.
#[derive(Debug, Default)]
pub(crate) struct NumberFormats {
    own: BTreeMap<u32, String>,
    /// Days are counted from 1904.
    pub(crate) from_1904: bool,
}

impl NumberFormats {
    pub(crate) fn define(&mut self, number: u32, format: String) {
        self.own.insert(number, format);
    }

    fn get(&self, number: u32) -> &str {
        if let Some(own) = self.own.get(&number) {
            return own;
        }
        match number {
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 => "#,##0",
            4 | 39 | 40 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            14 | 27..=31 | 36 | 50..=54 | 57 | 58 => "dd/mm/yyyy",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18..=21 | 45..=47 => "h:mm",
            22 => "dd/mm/yyyy h:mm",
            _ => "General",
        }
    }
}

/// `value` in the format of this number.
pub(crate) fn display(value: f64, number: u32, formats: &NumberFormats) -> String {
    let format = formats.get(number);
    // The first section is that of positive numbers; quoted text, colours and conditions are no part of it here.
    let section = bare(format.split(';').next().unwrap_or_default());
    if is_date(&section)
        && let Some(date) = date(value, &section, formats.from_1904)
    {
        return date;
    }
    if section.contains('%') {
        return format!("{}%", decimal(value * 100.0, Some(decimals(&section))));
    }
    let shown = section.contains(['0', '#']) && !section.contains(['E', '/', '?']);
    decimal(value, shown.then(|| decimals(&section)))
}

/// The format without quoted text, escapes and brackets, in lower case but for `E`.
fn bare(format: &str) -> String {
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                chars.by_ref().find(|&c| c == '"');
            }
            '[' => {
                chars.by_ref().find(|&c| c == ']');
            }
            '\\' | '_' | '*' => {
                // `\/` and `\-` part the fields of a date.
                if let Some(next) =
                    chars.next().filter(|next| c == '\\' && matches!(next, '/' | '-' | '.' | ' '))
                {
                    out.push(next);
                }
            }
            'E' => out.push('E'),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn is_date(section: &str) -> bool {
    section.contains(['y', 'd']) && !section.contains("general")
        || (section.contains('m') || section.contains('h'))
            && !section.contains(['0', '#'])
            && !section.contains("general")
}

fn decimals(section: &str) -> usize {
    section.split_once('.').map_or(0, |(_, rest)| rest.chars().take_while(|c| matches!(c, '0' | '#')).count())
}

fn decimal(value: f64, decimals: Option<usize>) -> String {
    let mut out = match decimals {
        Some(decimals) => format!("{value:.0$}", decimals.min(15)),
        // As many digits as a cell shows at most.
        None => {
            let digits = if value == 0.0 { 0 } else { 9 - (value.abs().log10().floor() as i32).clamp(-6, 9) };
            let text = format!("{value:.0$}", usize::try_from(digits).unwrap_or(0));
            if text.contains('.') {
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            } else {
                text
            }
        }
    };
    if out.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) {
        out = out.trim_start_matches('-').to_owned();
    }
    out
}

/// The date of a serial number, its fields as the format orders them.
fn date(value: f64, section: &str, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below three million")]
    let (day, minutes) = (value.floor() as i64, (value.fract() * 1440.0).round() as i64);
    // Day 1 is the first of 1900; the program believes in a 29 February of that year.
    // The first of 1904 is day 1462.
    let serial = if from_1904 { day + 1_462 } else { day + i64::from(day < 60) };
    let days = serial - 25_569;
    let (year, month, day) = civil(days);
    let mut out = String::new();
    let mut rest = section;
    let mut hours_before = false;
    while let Some(c) = rest.chars().next() {
        let len = rest.chars().take_while(|&other| other == c).count() * c.len_utf8();
        match c {
            'y' => {
                out.push_str(&if len > 2 { year.to_string() } else { format!("{:02}", year.rem_euclid(100)) })
            }
            'm' if hours_before => out.push_str(&format!("{:02}", minutes % 60)),
            'm' => out.push_str(&if len == 1 { month.to_string() } else { format!("{month:02}") }),
            'd' if len > 2 => {}
            'd' => out.push_str(&if len == 1 { day.to_string() } else { format!("{day:02}") }),
            'h' => out.push_str(&(minutes / 60).to_string()),
            's' => out.push_str("00"),
            _ => out.push_str(rest.get(..len)?),
        }
        hours_before = c == 'h' || hours_before && c == ':';
        rest = rest.get(len..)?;
    }
    Some(out.trim().trim_matches(',').trim().to_owned())
}

/// Year, month and day of a day counted from 1 January 1970 (Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, format: &str) -> String {
        let mut formats = NumberFormats::default();
        formats.define(164, format.to_owned());
        display(value, 164, &formats)
    }

    #[test]
    fn numbers() {
        assert_eq!(shown(3.0, "General"), "3");
        assert_eq!(shown(0.1 + 0.2, "General"), "0.3");
        assert_eq!(shown(-0.0, "General"), "0");
        assert_eq!(shown(1234.567, "#,##0.0"), "1234.6");
        assert_eq!(shown(0.256, "0%"), "26%");
        assert_eq!(shown(12.0, "0\"ha\""), "12");
        assert_eq!(shown(15_237_170.0, "_(* #,##0_);_(* \\(#,##0\\)"), "15237170");
    }

    #[test]
    fn dates() {
        assert_eq!(shown(45_291.0, "dd/mm/yyyy"), "31/12/2023");
        assert_eq!(shown(45_292.0, "m/yyyy"), "1/2024");
        assert_eq!(shown(45_292.0, "[$-42A]d\\-m\\-yy;@"), "1-1-24");
        assert_eq!(shown(59.0, "d/m/yyyy"), "28/2/1900");
        assert_eq!(display(45_291.0, 14, &NumberFormats::default()), "31/12/2023");
        let mac = NumberFormats { from_1904: true, ..NumberFormats::default() };
        assert_eq!(display(43_829.0, 14, &mac), "31/12/2023");
    }
}
