//! The time that a plan is for, as its title says: `năm 2024`, `giai đoạn 2026 - 2030`, `5 tháng cuối năm 2025`.

use vanthu_text::fold;

use crate::date::PartialDate;
use crate::model::Period;

/// The period that `title` names.
pub(crate) fn period(title: &str) -> Option<Period> {
    let folded = fold(title);
    years(&folded).or_else(|| months(&folded)).or_else(|| last_year(&folded))
}

/// `giai đoạn 2021-2025`, `từ năm 2024 đến năm 2026`, `nhiệm kỳ 2020 - 2025`, `năm học 2024-2025`.
fn years(text: &str) -> Option<Period> {
    let mut at = 0;
    while let Some((start, first)) = next_year(text, at) {
        at = start + 4;
        let rest = text.get(at..)?.trim_start();
        let rest = rest.strip_prefix(['-', '–', '—']).or_else(|| rest.strip_prefix("den"));
        let Some(rest) = rest else { continue };
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("nam").map_or(rest, str::trim_start);
        if let Some((0, last)) = next_year(rest, 0)
            && last >= first
        {
            return Some(Period {
                from: PartialDate::new(first, None, None)?,
                to: PartialDate::new(last, None, None)?,
            });
        }
    }
    None
}

/// `5 tháng cuối năm 2025`, `6 tháng đầu năm 2024`, `quý III năm 2025`, `tháng 7 năm 2025`.
fn months(text: &str) -> Option<Period> {
    let span = |year: i16, from: i8, to: i8| {
        Some(Period {
            from: PartialDate::new(year, Some(from), None)?,
            to: PartialDate::new(year, Some(to), None)?,
        })
    };
    if let Some(at) = text.find("thang cuoi nam").or_else(|| text.find("thang dau nam")) {
        let (_, year) = next_year(text, at)?;
        let count: i8 = last_word(text.get(..at)?)?.parse().ok().filter(|n| (1..=12).contains(n))?;
        return if text.get(at..)?.starts_with("thang cuoi") {
            span(year, 13 - count, 12)
        } else {
            span(year, 1, count)
        };
    }
    for (word, length) in [("quy ", 3_i8), ("thang ", 1)] {
        // `ngày 3 tháng 2 năm 2010` is the date of another document.
        let Some(at) = text.find(word).filter(|at| {
            !text.get(..*at).is_some_and(|t| t.trim_end().ends_with(|c: char| c.is_ascii_digit()))
        }) else {
            continue;
        };
        let rest = text.get(at + word.len()..)?.trim_start();
        let name = rest.split(|c: char| !c.is_alphanumeric()).next()?;
        let number: i8 = match name {
            "i" => 1,
            "ii" => 2,
            "iii" => 3,
            "iv" => 4,
            digits => digits.parse().ok().filter(|n| (1..=12 / length).contains(n))?,
        };
        let (year_at, year) = next_year(rest, name.len())?;
        if year_at > name.len() + 6 {
            continue;
        }
        return span(year, (number - 1) * length + 1, number * length);
    }
    None
}

/// The last `năm 2024` that is not a law's.
fn last_year(text: &str) -> Option<Period> {
    let mut found = None;
    for (at, _) in text.match_indices("nam ") {
        let Some((0, year)) = text.get(at + 4..).and_then(|rest| next_year(rest.trim_start(), 0)) else {
            continue;
        };
        let before = text.get(..at)?;
        // `ngày 3 tháng 2 năm 2010` is a date, `Đề án 06 năm 2024` is none.
        let mut words = before.split_whitespace().rev();
        let digits = words.next().is_some_and(|word| word.ends_with(|c: char| c.is_ascii_digit()));
        let dated = digits && words.next().is_none_or(|word| matches!(word, "thang" | "so" | "ngay" | "quy"));
        let until = last_word(before) == Some("den");
        let mut laws =
            before.rmatch_indices("luat ").map(|(law, _)| law).take_while(|law| before.len() - law < 60);
        let law = laws.find(|&law| is_law(before, law)).and_then(|law| before.get(law..));
        let law = law.is_some_and(|law| !law.contains("ke hoach"));
        if !(dated || until || law) {
            found = Some(year);
        }
    }
    let year = PartialDate::new(found?, None, None)?;
    Some(Period { from: year, to: year })
}

/// Whether the `luat` at byte `at` is a law, and no part of `pháp luật`, `kỷ luật`, `quy luật`.
fn is_law(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    !before.ends_with(char::is_alphanumeric) && !matches!(last_word(before), Some("phap" | "ky" | "quy"))
}

fn last_word(text: &str) -> Option<&str> {
    text.split_whitespace().next_back()
}

/// The first number of four digits from 1945 to 2099 at or behind byte `from`, and where it stands.
fn next_year(text: &str, from: usize) -> Option<(usize, i16)> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if !bytes.get(at)?.is_ascii_digit() {
            at += 1;
            continue;
        }
        let len = bytes.get(at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        if len == 4
            && let Some(year) =
                text.get(at..at + 4).and_then(|y| y.parse().ok()).filter(|y| (1945..2100).contains(y))
        {
            return Some((at, year));
        }
        at += len;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(title: &str) -> Option<(String, String)> {
        period(title).map(|p| (p.from.to_string(), p.to.to_string()))
    }

    #[test]
    fn periods_of_titles() {
        for (title, from, to) in [
            ("Cải cách hành chính năm 2024 của tỉnh", "2024", "2024"),
            ("NHIỆM VỤ TRỌNG TÂM GIAI ĐOẠN 2026 - 2030", "2026", "2030"),
            ("Chuyển đổi số từ năm 2024 đến năm 2026", "2024", "2026"),
            ("Cải cách hành chính 5 tháng cuối năm 2025 của phường", "2025-08", "2025-12"),
            ("Công tác 6 tháng đầu năm 2024", "2024-01", "2024-06"),
            ("Công tác quý III năm 2025", "2025-07", "2025-09"),
            ("Công tác tháng 7 năm 2025", "2025-07", "2025-07"),
            ("Công tác phổ biến, giáo dục pháp luật năm 2019", "2019", "2019"),
            ("Tăng cường kỷ luật năm 2018", "2018", "2018"),
            ("Sửa đổi Kế hoạch giai đoạn 2021–2025 trong năm 2023", "2021", "2025"),
        ] {
            assert_eq!(read(title), Some((from.into(), to.into())), "{title}");
        }
    }

    #[test]
    fn titles_without_period() {
        for title in [
            "Quy chế làm việc",
            "Thi hành Luật Đất đai năm 2013",
            "Pháp luật về đất đai: Luật Đất đai năm 2013",
            "bãi bỏ Quyết định ngày 3 tháng 2 năm 2010",
            "đến năm 2030",
        ] {
            assert_eq!(read(title), None, "{title}");
        }
    }
}
