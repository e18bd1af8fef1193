//! Labels of section rows and ordinals of tasks: `I`, `II.3`, `A.`, `1.1`, `a)`, `Phần thứ nhất`.

use crate::token::is_dash;

/// What a label counts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Series {
    /// `Phần I`, `Chương 2`, `Mục 1`.
    Part,
    /// `A`, `B`.
    Letter,
    /// `I`, `II`; also `I.1`.
    Roman,
    /// `1`; also `1.1`.
    Number,
    /// `a`, `b`.
    Small,
}

/// A label, and what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'t> {
    /// As printed, without closing mark and brackets.
    pub text: &'t str,
    /// What its first component counts with.
    pub series: Series,
    /// Number of components: `1.1` has two.
    pub depth: u8,
    /// Value of its last component.
    pub value: u32,
    /// Whether a closing mark (`.`, `)`, `:`) follows.
    pub closed: bool,
    /// The text behind the label, trimmed.
    pub rest: &'t str,
}

/// Words that name a part together with its number.
const PARTS: [&str; 6] = ["Phần", "PHẦN", "Chương", "CHƯƠNG", "Mục", "MỤC"];

impl<'t> Label<'t> {
    /// The label with which `text` begins.
    ///
    /// ```
    /// use vanthu_appendix::label::{Label, Series};
    ///
    /// let label = Label::parse("II.3. Đóng góp tự nguyện").unwrap();
    /// assert_eq!((label.text, label.rest), ("II.3", "Đóng góp tự nguyện"));
    /// assert_eq!((label.series, label.depth, label.value), (Series::Roman, 2, 3));
    /// assert!(Label::parse("Báo cáo").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &'t str) -> Option<Self> {
        let text = text.trim();
        if let Some(part) = PARTS.iter().find_map(|p| text.strip_prefix(p)) {
            return Self::part(text, part);
        }
        let open = text.strip_prefix('(').unwrap_or(text);
        let bracketed = open.len() < text.len();
        let (series, value, mut len) = component(open)?;
        let (mut depth, mut value) = (1u8, value);
        // Further components follow a point (or, where a spreadsheet made it a decimal, a comma) without a space.
        while let Some(behind) = open.get(len..).and_then(|r| r.strip_prefix(['.', ','])) {
            let Some((next, next_value, next_len)) = component(behind) else { break };
            let ends = behind.get(next_len..).is_some_and(|r| !r.starts_with(char::is_alphanumeric));
            if !ends || next == Series::Letter && next_len > 1 {
                break;
            }
            (depth, value, len) = (depth.saturating_add(1), next_value, len + 1 + next_len);
        }
        let rest = open.get(len..)?;
        let closing = rest.len() - rest.trim_start_matches(['.', ')', ':']).len();
        let mut behind = rest.get(closing..)?;
        let mut closed = closing > 0;
        if bracketed && !rest.starts_with(')') {
            return None;
        }
        // `I - Nội dung`, `A- Nội dung`; a number before a dash is a range of years.
        if !closed && matches!(series, Series::Roman | Series::Letter) {
            let dashless = behind.trim_start().trim_start_matches(is_dash);
            if dashless.len() < behind.trim_start().len() && dashless.starts_with(char::is_whitespace) {
                (behind, closed) = (dashless, true);
            }
        }
        let spaced = behind.is_empty() || behind.starts_with(char::is_whitespace);
        let next = behind.trim_start().chars().next();
        let opens_title = next.is_none_or(|c| c.is_uppercase() || c.is_ascii_digit() || "“\"'(".contains(c));
        let fits = match (spaced, closed) {
            (true, true) => true,
            (true, false) => series != Series::Small && opens_title || behind.is_empty(),
            (false, true) => next.is_some_and(char::is_alphabetic),
            (false, false) => false,
        };
        let label = Self { text: open.get(..len)?, series, depth, value, closed, rest: behind.trim() };
        (fits && value < 1000).then_some(label)
    }

    fn part(text: &'t str, behind: &'t str) -> Option<Self> {
        let number = behind.strip_prefix(char::is_whitespace)?.trim_start();
        let word =
            |n: &'t str| n.split(|c: char| c.is_whitespace() || ".:)".contains(c)).next().unwrap_or("");
        let first = word(number);
        let (value, used) = if vanthu_text::fold(first) == "thu" {
            let second = word(number.get(first.len()..)?.trim_start());
            let value = ["nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"]
                .iter()
                .position(|w| *w == vanthu_text::fold(second))? as u32
                + 1;
            (value, second)
        } else {
            let (_, value, len) = component(first)?;
            (len == first.len()).then_some((value, first))?
        };
        let end = used.as_ptr() as usize - text.as_ptr() as usize + used.len();
        let rest = text.get(end..)?;
        let behind = rest.trim_start_matches(['.', ')', ':']);
        let closed = behind.len() < rest.len();
        Some(Self {
            text: text.get(..end)?,
            series: Series::Part,
            depth: 1,
            value,
            closed,
            rest: behind.trim(),
        })
    }

    /// Whether `other` is one level below this label (`1.1` below `1`, `II.3` below `II`).
    #[must_use]
    pub fn is_parent_of(&self, other: &Label<'_>) -> bool {
        other.depth == self.depth + 1
            && other.series == self.series
            && other.text.strip_prefix(self.text).is_some_and(|r| r.starts_with(['.', ',']))
    }
}

/// The number, Roman number or letter with which `text` begins: series, value, length in bytes.
fn component(text: &str) -> Option<(Series, u32, usize)> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        let len = text.bytes().take_while(u8::is_ascii_digit).count();
        return Some((Series::Number, text.get(..len)?.parse().ok()?, len));
    }
    // Most texts begin with a word; its end need not be sought.
    if !"IVX".contains(first) && text.chars().nth(1).is_some_and(char::is_alphabetic) {
        return None;
    }
    let len = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let word = text.get(..len)?;
    if let Some(value) = roman(word) {
        return Some((Series::Roman, value, len));
    }
    if word.chars().nth(1).is_some() {
        return None;
    }
    match first {
        'A'..='Z' => Some((Series::Letter, u32::from(first) - u32::from('A') + 1, len)),
        'Đ' => Some((Series::Letter, 5, len)),
        'a'..='z' => Some((Series::Small, u32::from(first) - u32::from('a') + 1, len)),
        'đ' => Some((Series::Small, 5, len)),
        _ => None,
    }
}

/// Value of a Roman number as sections use them; `C`, `D`, `L` and `M` alone are letters.
fn roman(word: &str) -> Option<u32> {
    const TENS: [&str; 5] = ["", "X", "XX", "XXX", "XL"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    if word.is_empty() || word.len() > 7 || !word.bytes().all(|b| b"IVXL".contains(&b)) {
        return None;
    }
    let (tens, rest) =
        TENS.iter().enumerate().rev().find_map(|(n, t)| word.strip_prefix(t).map(|rest| (n as u32, rest)))?;
    let ones = ONES.iter().position(|o| *o == rest)? as u32;
    (tens + ones > 0).then_some(10 * tens + ones)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Option<(&str, Series, u8, u32, &str)> {
        Label::parse(text).map(|l| (l.text, l.series, l.depth, l.value, l.rest))
    }

    #[test]
    fn labels_in_every_shape() {
        use Series::{Letter, Number, Part, Roman, Small};
        assert_eq!(told("I"), Some(("I", Roman, 1, 1, "")));
        assert_eq!(told("IV CẢI CÁCH BỘ MÁY"), Some(("IV", Roman, 1, 4, "CẢI CÁCH BỘ MÁY")));
        assert_eq!(told("XIX. Nội dung"), Some(("XIX", Roman, 1, 19, "Nội dung")));
        assert_eq!(told("A - Nhiệm vụ chung"), Some(("A", Letter, 1, 1, "Nhiệm vụ chung")));
        assert_eq!(told("1.2.3"), Some(("1.2.3", Number, 3, 3, "")));
        assert_eq!(told("1,1"), Some(("1,1", Number, 2, 1, "")));
        assert_eq!(told("12."), Some(("12", Number, 1, 12, "")));
        assert_eq!(told("(3)"), Some(("3", Number, 1, 3, "")));
        assert_eq!(told("a) Kiểm tra"), Some(("a", Small, 1, 1, "Kiểm tra")));
        assert_eq!(told("1.Kiểm tra"), Some(("1", Number, 1, 1, "Kiểm tra")));
        assert_eq!(told("Phần thứ hai: NHIỆM VỤ"), Some(("Phần thứ hai", Part, 1, 2, "NHIỆM VỤ")));
        assert_eq!(told("Mục 1. Chung"), Some(("Mục 1", Part, 1, 1, "Chung")));
    }

    #[test]
    fn words_dates_and_amounts_are_no_labels() {
        for text in [
            "Y tế cơ sở",
            "20/6/2025",
            "2026 - 2030",
            "100% các xã",
            "06 lớp",
            "Mục đích",
            "VIP",
            "",
            "IIII",
            "2024",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn children() {
        let label = |t| Label::parse(t).unwrap();
        assert!(label("1").is_parent_of(&label("1.1")));
        assert!(label("II").is_parent_of(&label("II.3")));
        assert!(!label("1").is_parent_of(&label("11.1")));
        assert!(!label("1").is_parent_of(&label("2")));
    }

    proptest! {
        #[test]
        fn a_label_and_its_rest_are_parts_of_the_text(text in "[IVXA-Da-d0-9.,:)(\\- Đà]{0,12}") {
            if let Some(label) = Label::parse(&text) {
                prop_assert!(text.contains(label.text) && text.contains(label.rest));
                prop_assert!(label.depth >= 1 && label.value < 1000);
            }
        }
    }
}
