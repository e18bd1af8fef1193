//! Numbers with their symbols: `6745/QĐ-UBND`, `30/2024/NQ-HĐND`, `24-CT/TU`, `115/2020/QH14`.
//!
//! A number is recognised from its middle, the mark between digits and symbol, so that a text is read at the speed of the
//! search for that mark. What is printed decides by points whether it is a document's number: a known abbreviation of a
//! kind, a year, capitals, the words before it.

use std::ops::Range;

use super::folded::strip_prefix;
use crate::kind;

/// A number with its symbol in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PrintedNumber {
    /// What stands before the first mark.
    pub(crate) number: Range<usize>,
    /// What stands behind it, and whether spaces within it are slips.
    pub(crate) symbol: Range<usize>,
    /// The symbol ends in a mark: its last group is missing (`5152/QĐ-`).
    pub(crate) cut: bool,
    /// Points of the symbol itself: 0 for none, 3 for a symbol that stands for a document wherever it is met.
    pub(crate) points: u8,
}

/// A symbol of [`PrintedNumber::points`] or more needs no word before it.
pub(crate) const CERTAIN: u8 = 3;

/// What is known of the words before a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Introduction {
    /// `số`, or the name of a kind of document.
    Document,
    /// A word that makes it the number of something else: `Mẫu số`, `Biểu số`.
    Other,
    /// Nothing of interest.
    None,
}

/// Longest number: five digits, a letter, a point.
const LONGEST_NUMBER: usize = 8;
/// Longest symbol; joint circulars of five ministries stay below.
const LONGEST_SYMBOL: usize = 80;

/// The number whose digits stand before the mark (`/` or `-`) at byte `mark` of `text`.
pub(crate) fn number_around(text: &str, mark: usize) -> Option<PrintedNumber> {
    let number = number_before(text, mark)?;
    let start = mark + 1;
    let slash = text.as_bytes().get(mark) == Some(&b'/');
    let spaced = number.end < mark;
    let read = Symbol::read(text, start)?;
    let points = read.points(slash);
    // `5 - UBND`, `tháng 6 / KH`: with spaces around the mark only a whole symbol will do.
    let loose = spaced && read.range.start > start;
    (points > 0 && !(loose && points < CERTAIN)).then_some(PrintedNumber {
        number,
        symbol: read.range,
        cut: read.cut,
        points,
    })
}

/// A symbol of `least` points whose number was left blank: `/QĐ-UBND`, `…/2024/NQ-HĐND`. `text` begins behind the mark.
pub(crate) fn symbol_at(text: &str, least: u8) -> Option<Range<usize>> {
    let read = Symbol::read(text, 0)?;
    (read.points(true) >= least).then_some(read.range)
}

/// What the words before `at` say of the number there.
pub(crate) fn introduction(text: &str, at: usize) -> Introduction {
    let before =
        text.get(..at).unwrap_or("").trim_end_matches(|c: char| c.is_whitespace() || c == ':' || c == '.');
    if before.len() < at
        && let Some(head) = strip_word_back(before, "so")
    {
        let other = [
            "mau",
            "bieu",
            "phu luc",
            "phu bieu",
            "bang",
            "dien thoai",
            "tai khoan",
            "ho khau",
            "fax",
            "muc",
        ];
        let head = head.trim_end();
        return if other.iter().any(|word| strip_word_back(head, word).is_some()) {
            Introduction::Other
        } else {
            Introduction::Document
        };
    }
    if kind::at_end(before).is_some() { Introduction::Document } else { Introduction::None }
}

/// `text` without the folded `word` at its end, if that is a word of its own.
pub(crate) fn strip_word_back<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let chars = word.chars().count();
    let start = text.char_indices().rev().nth(chars.checked_sub(1)?).map(|(at, _)| at)?;
    let (head, tail) = (text.get(..start)?, text.get(start..)?);
    (strip_prefix(tail, word) == Some("") && !head.ends_with(char::is_alphanumeric)).then_some(head)
}

/// The digits that end at `mark`, spaces passed over.
fn number_before(text: &str, mark: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let window = mark.saturating_sub(LONGEST_NUMBER + 2);
    let mut end = mark;
    while end > window && bytes.get(end - 1) == Some(&b' ') {
        end -= 1;
    }
    let mut start = end;
    // `12a/2010/TT-BTC`
    if start > window + 1
        && bytes.get(start - 1).is_some_and(u8::is_ascii_lowercase)
        && bytes.get(start - 2).is_some_and(u8::is_ascii_digit)
    {
        start -= 1;
    }
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    while start > window && digit(start - 1) {
        start -= 1;
    }
    if start == end || !digit(start) {
        return None;
    }
    // `66.7/2025/NQ-CP`
    if start > window + 1 && bytes.get(start - 1) == Some(&b'.') && digit(start - 2) {
        let mut whole = start - 1;
        while whole > window && digit(whole - 1) {
            whole -= 1;
        }
        if whole.checked_sub(1).is_none_or(|before| !matches!(bytes.get(before), Some(b'.' | b'/' | b'-'))) {
            start = whole;
        }
    }
    let glued = text.get(..start)?.chars().next_back();
    let free = glued.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '/' | '-' | ',' | '_')));
    (free && end - start <= LONGEST_NUMBER).then_some(start..end)
}

/// A symbol as its groups.
struct Symbol {
    range: Range<usize>,
    cut: bool,
    /// The first groups, enough to judge by.
    year: bool,
    kind: bool,
    congress: bool,
    /// Groups that are all capitals, or a known abbreviation.
    organs: u8,
    groups: u8,
    /// Marks between the groups.
    slash_inside: bool,
}

impl Symbol {
    fn read(text: &str, start: usize) -> Option<Symbol> {
        let limit = text.len().min(start + LONGEST_SYMBOL);
        let bytes = text.as_bytes();
        let mut symbol = Symbol {
            range: start..start,
            cut: false,
            year: false,
            kind: false,
            congress: false,
            organs: 0,
            groups: 0,
            slash_inside: false,
        };
        let mut at = skip_space(bytes, start);
        let mut spaced = at > start;
        while let Some(group) = group_at(text, at, limit) {
            let word = text.get(group.clone())?;
            if !symbol.admit(word, spaced) {
                break;
            }
            if symbol.groups == 1 {
                symbol.range.start = group.start;
            }
            symbol.range.end = group.end;
            symbol.cut = false;
            // The next mark, with a space on one side at most.
            let mark = skip_space(bytes, group.end);
            let Some(b'/' | b'-') = bytes.get(mark) else { break };
            let next = skip_space(bytes, mark + 1);
            if mark > group.end && next > mark + 1 {
                break;
            }
            symbol.cut = bytes.get(mark) == Some(&b'-') && symbol.kind && symbol.organs == 1;
            spaced = mark > group.end || next > mark + 1;
            symbol.slash_inside |= bytes.get(mark) == Some(&b'/');
            at = next;
        }
        (symbol.groups > 0).then_some(symbol)
    }

    /// Takes in a group, if it can stand here.
    fn admit(&mut self, word: &str, spaced: bool) -> bool {
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        if digits {
            let year = self.groups == 0
                && word.len() == 4
                && word.parse::<u16>().is_ok_and(|y| (1930..2100).contains(&y));
            self.year |= year;
            self.groups += u8::from(year);
            return year;
        }
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let kind = kind::by_abbreviation(word).is_some();
        let congress =
            word.strip_prefix("QH").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        if !(capitals >= 2 || kind || congress) || (spaced && word.chars().any(char::is_lowercase) && !kind) {
            return false;
        }
        self.kind |= kind && self.organs == 0;
        self.congress |= congress;
        self.organs = self.organs.saturating_add(1);
        self.groups = self.groups.saturating_add(1);
        true
    }

    /// Points for being a document's symbol, behind a `/` or a `-`.
    fn points(&self, slash: bool) -> u8 {
        if self.organs == 0 {
            return 0;
        }
        match (slash, self.kind, self.year || self.congress) {
            (true, true, _) if self.organs >= 2 || self.cut || self.year => 3,
            (true, _, true) => 3,
            (true, _, _) if self.organs >= 2 => 2,
            (true, _, _) => 1,
            // Party form: `24-CT/TU`.
            (false, true, _) if self.slash_inside => 3,
            (false, true, _) => 1,
            // `Nghị quyết số 38-CP`: only the words before it make it a number.
            (false, false, _) => 1,
        }
    }
}

/// One group of a symbol: digits, or an abbreviation that begins with a capital.
fn group_at(text: &str, start: usize, limit: usize) -> Option<Range<usize>> {
    let mut end = start;
    let mut chars = text.get(start..)?.char_indices().peekable();
    let first = chars.peek()?.1;
    if first.is_ascii_digit() {
        let len = text.get(start..)?.bytes().take(5).take_while(u8::is_ascii_digit).count();
        return Some(start..start + len);
    }
    if !first.is_uppercase() {
        return None;
    }
    while let Some((at, c)) = chars.next() {
        let inner_mark = matches!(c, '.' | '&') && chars.peek().is_some_and(|(_, next)| next.is_uppercase());
        if start + at >= limit || !(c.is_alphanumeric() || inner_mark) {
            break;
        }
        // `TT-BGTVTngày`: a space was forgotten.
        if c == 'n' && strip_prefix(text.get(start + at..)?, "ngay").is_some() {
            break;
        }
        end = start + at + c.len_utf8();
    }
    Some(start..end)
}

/// The first place from `at` on that is no space.
fn skip_space(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&str, &str, u8)> {
        memchr::memchr2_iter(b'/', b'-', text.as_bytes()).find_map(|mark| {
            let found = number_around(text, mark)?;
            Some((text.get(found.number)?, text.get(found.symbol)?, found.points))
        })
    }

    #[test]
    fn numbers_of_every_form() {
        for (text, number, symbol, points) in [
            ("6745/QĐ-UBND", "6745", "QĐ-UBND", 3),
            ("số 30/2024/NQ-HĐND.", "30", "2024/NQ-HĐND", 3),
            ("475/SNV-CCHC", "475", "SNV-CCHC", 2),
            ("24-CT/TU", "24", "CT/TU", 3),
            ("01/CTr-TU", "01", "CTr-TU", 3),
            ("115/2020/QH14", "115", "2020/QH14", 3),
            ("1656/NQ-UBTVQH15", "1656", "NQ-UBTVQH15", 3),
            ("66.7/2025/NQ-CP", "66.7", "2025/NQ-CP", 3),
            ("01/2014/TTLT-BTC-BNV", "01", "2014/TTLT-BTC-BNV", 3),
            ("12a/2010/TT-BTC", "12a", "2010/TT-BTC", 3),
            ("178/CP", "178", "CP", 1),
            ("45 /KH-UBND", "45", "KH-UBND", 3),
            ("01- CTr/TU", "01", "CTr/TU", 3),
            ("144 /2002/QĐ/BTC", "144", "2002/QĐ/BTC", 3),
            ("06/NQ- HĐND ngày", "06", "NQ- HĐND", 3),
            ("57/2013/TT-BGTVTngày 27", "57", "2013/TT-BGTVT", 3),
            ("12/QĐ-UB.ĐC", "12", "QĐ-UB.ĐC", 3),
            ("12/NQ-HĐND - Kế hoạch", "12", "NQ-HĐND", 3),
        ] {
            assert_eq!(read(text), Some((number, symbol, points)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "6/2024",
            "2021-2030",
            "06 tháng/lần",
            "3/63 tỉnh",
            "ngày 15/7/2021",
            "24/7",
            "kinh tế - xã hội",
            "5 - UBND xã",
            "1/2 số",
            "A/B",
            "-",
            "/",
            "COVID-19",
            "12/tháng",
            "2021 - 2025",
            "10/KH",
            "0-UBND",
        ] {
            assert!(read(text).is_none_or(|(_, _, points)| points < 2), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn a_cut_symbol_is_told() {
        let text = "5152/QĐ- Phường";
        let found = number_around(text, 4).unwrap();
        assert!(found.cut);
        assert_eq!(text.get(found.symbol), Some("QĐ"));
        assert!(!number_around("5152/QĐ-UBND", 4).unwrap().cut);
    }

    #[test]
    fn introductions() {
        for (text, wanted) in [
            ("Quyết định số 12", Introduction::Document),
            ("Quyết định số: 12", Introduction::Document),
            ("Nghị định 12", Introduction::Document),
            ("Mẫu số 12", Introduction::Other),
            ("Phụ lục số 12", Introduction::Other),
            ("khoảng 12", Introduction::None),
            ("12", Introduction::None),
        ] {
            assert_eq!(introduction(text, text.len() - 2), wanted, "{text}");
        }
    }

    #[test]
    fn blank_numbers() {
        let read = |text: &'static str| symbol_at(text, 1).and_then(|range| text.get(range));
        assert_eq!(read("QĐ-UBND"), Some("QĐ-UBND"));
        assert_eq!(read("2024/NQ-HĐND ngày"), Some("2024/NQ-HĐND"));
        assert_eq!(read("tháng"), None);
    }
}
