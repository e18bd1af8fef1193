//! Citations: every document that a text names by its number, each once, with all places where it stands.
//!
//! A text is searched for the mark between number and symbol, and only what stands around such a mark is read. The same
//! document is known again however its number is printed: leading zeros, the party's two orders (`01-CTr/TU`, `01/CTr-TU`),
//! case and diacritics do not count. A [`Collector`] takes text from anywhere, so that cells rebuilt later from a torn table
//! find their citations merged with those of the body.
//!
//! ```
//! use vanthu_document::{citation::Collector, page::Span};
//!
//! let mut collector = Collector::default();
//! collector.scan("theo Kế hoạch số 137/KH-UBND ngày 02/6/2020 của UBND tỉnh", &Span::line(None, 7));
//! collector.scan("Kế hoạch 137/KH-UBND, giai đoạn 2021-2025", &Span::line(None, 9));
//! let citations = collector.finish().value;
//! assert_eq!(citations.len(), 1);
//! assert_eq!(citations[0].date.unwrap().to_string(), "2020-06-02");
//! assert_eq!(citations[0].spans.len(), 2);
//! ```

use std::collections::HashMap;
use std::ops::Range;

use vanthu_text::{fold_into, single_spaced};

use crate::Parsed;
use crate::date::PartialDate;
use crate::diagnostic::{Code, Diagnostic};
use crate::kind;
use crate::lexer::date::date_at;
use crate::lexer::folded::{strip_phrase, strip_prefix};
use crate::lexer::number::{
    CERTAIN, Introduction, PrintedNumber, introduction, number_around, strip_word_back,
};
use crate::model::{Citation, Place};
use crate::page::Span;
use crate::passage::{Passage, glue};

/// A citation in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// What it says; no place yet.
    pub(crate) citation: Citation,
    /// From the name of the kind, or the number, to the end of the date or the issuer.
    pub(crate) range: Range<usize>,
    /// The last group of its symbol is missing.
    pub(crate) cut: bool,
}

/// The citations of `text` from left to right.
pub(crate) fn find(text: &str) -> impl Iterator<Item = Found> {
    let mut done = 0;
    memchr::memchr2_iter(b'/', b'-', text.as_bytes()).filter_map(move |mark| {
        if mark < done {
            return None;
        }
        let printed = number_around(text, mark)?;
        let found = accept(text, &printed)?;
        done = found.range.end;
        Some(found)
    })
}

/// Reads what stands around a number, if it is a document's.
fn accept(text: &str, printed: &PrintedNumber) -> Option<Found> {
    if printed.points < CERTAIN {
        match introduction(text, printed.number.start) {
            Introduction::Document => {}
            Introduction::None if printed.points + 1 >= CERTAIN => {}
            Introduction::None | Introduction::Other => return None,
        }
    } else if introduction(text, printed.number.start) == Introduction::Other {
        return None;
    }
    if inside_address(text, printed.number.start) {
        return None;
    }
    let symbol = without_slips(text.get(printed.symbol.clone())?);
    let (kind, start) = kind_before(text, printed.number.start, &symbol);
    let tail = Tail::read(text, printed.symbol.end);
    let range = start..tail.end;
    Some(Found {
        citation: Citation {
            kind: kind.map(str::to_owned),
            number: text.get(printed.number.clone()).map(str::to_owned),
            symbol: Some(symbol),
            date: tail.date,
            issuer: tail.issuer,
            text: single_spaced(text.get(range.clone())?).into_owned(),
            spans: Vec::new(),
        },
        range,
        cut: printed.cut,
    })
}

/// The symbol without spaces at its marks.
fn without_slips(symbol: &str) -> String {
    symbol.split_whitespace().collect()
}

/// Whether the word at `at` is an address on the network.
fn inside_address(text: &str, at: usize) -> bool {
    let mut from = at.saturating_sub(200);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let word = text.get(from..at).and_then(|before| before.rsplit(char::is_whitespace).next()).unwrap_or("");
    word.contains("://") || word.contains("www.") || word.contains('@')
}

/// The kind of the cited document and where its citation begins: named before the number, or by the symbol.
fn kind_before(text: &str, number: usize, symbol: &str) -> (Option<&'static str>, usize) {
    let before = text.get(..number).unwrap_or("");
    let trimmed = before.trim_end_matches(|c: char| c.is_whitespace() || c == ':');
    let (head, start) = match strip_word_back(trimmed, "so") {
        Some(head) => (head, head.len()),
        None => (trimmed, number),
    };
    if let Some((kind, at)) = kind::at_end(head).filter(|(kind, _)| !kind.attached_only) {
        return (Some(kind.slug), at);
    }
    let start =
        if text.get(start..).is_some_and(|t| t.starts_with(char::is_whitespace)) { start + 1 } else { start };
    if let Some(kind) = kind::of_symbol(symbol) {
        return (Some(kind.slug), start);
    }
    let groups = || symbol.split(['/', '-']);
    if groups().any(|group| group.starts_with("QH")) {
        return match law_before(head) {
            Some((slug, at)) => (Some(slug), at),
            None => (None, start),
        };
    }
    // `475/SNV-CCHC`: organ and unit, as office letters have it.
    let letter =
        groups().count() >= 2 && groups().all(|group| !group.starts_with(|c: char| c.is_ascii_digit()));
    (letter.then_some("cong-van"), start)
}

/// `Luật Cây xanh đô thị Việt Nam số 56/2010/QH12`: the law's name stands between kind and number.
fn law_before(head: &str) -> Option<(&'static str, usize)> {
    let mut from = head.len().saturating_sub(240);
    while !head.is_char_boundary(from) {
        from += 1;
    }
    let near = head.get(from..)?;
    let near_start = near
        .rfind([';', '/', '.', '“', '”'])
        .map_or(0, |at| at + near.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
    let near = near.get(near_start..)?;
    let offset = from + near_start;
    [
        ("Bộ luật", "bo-luat"),
        ("Luật", "luat"),
        ("LUẬT", "luat"),
        ("Nghị quyết", "nghi-quyet"),
        ("Pháp lệnh", "phap-lenh"),
    ]
    .into_iter()
    .filter_map(|(name, slug)| near.rfind(name).map(|at| (slug, offset + at)))
    .max_by_key(|(slug, at)| (*at, slug.len()))
}

/// What follows a number: date and issuer, in either order.
struct Tail {
    date: Option<PartialDate>,
    issuer: Option<String>,
    end: usize,
}

impl Tail {
    fn read(text: &str, symbol_end: usize) -> Tail {
        let mut tail = Tail { date: None, issuer: None, end: symbol_end };
        tail.read_date(text);
        if tail.read_issuer(text) && tail.date.is_none() {
            // `số 91/NQ-CP của Chính phủ ngày 17/5/2019`; an issuer alone does not lengthen the citation.
            tail.read_date(text);
        }
        tail
    }

    /// The date behind what was read so far; only a whole one counts.
    fn read_date(&mut self, text: &str) {
        let rest = text.get(self.end..).unwrap_or("");
        let at = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '('));
        if strip_prefix(at, "ngay").is_none() && !rest.trim_start().starts_with('(') {
            return;
        }
        if let Some(found) = date_at(at)
            && let Some(date) = found.date.filter(|date| date.day().is_some())
        {
            self.date = Some(date);
            self.end = text.len() - at.len() + found.len;
        }
    }

    fn read_issuer(&mut self, text: &str) -> bool {
        let rest = text.get(self.end..).unwrap_or("");
        let Some(len) = strip_phrase(rest.trim_start(), "cua").and_then(issuer_length) else { return false };
        let start = text.len() - strip_phrase(rest.trim_start(), "cua").unwrap_or("").trim_start().len();
        let Some(issuer) = text.get(start..start + len) else { return false };
        self.issuer = Some(single_spaced(issuer).into_owned());
        self.end = start + len;
        true
    }
}

/// Words that end the name of an issuer, folded.
const AFTER_ISSUER: [&str; 34] = [
    "ve",
    "ngay",
    "quy dinh",
    "ban hanh",
    "huong dan",
    "sua doi",
    "phe duyet",
    "trong",
    "tai",
    "theo",
    "voi",
    "de",
    "cho",
    "khoa",
    "trinh",
    "nhu",
    "duoc",
    "da",
    "so",
    "nam",
    "cong bo",
    "giao",
    "thi hanh",
    "gui",
    "thong bao",
    "co hieu luc",
    "het hieu luc",
    "dieu chinh",
    "bai bo",
    "thay the",
    "bo sung",
    "la",
    "nay",
    "tren",
];

/// Longest name of an issuer, in words.
const LONGEST_ISSUER: usize = 16;

/// Length of the issuer's name at the start of `text` (white space before it left out).
fn issuer_length(text: &str) -> Option<usize> {
    let text = text.trim_start();
    text.chars().next().filter(|c| c.is_uppercase())?;
    let mut end = 0;
    let mut at = 0;
    for _ in 0..LONGEST_ISSUER {
        let rest = text.get(at..)?;
        let word_at = at + (rest.len() - rest.trim_start().len());
        let rest = text.get(word_at..)?;
        let word = rest.split(char::is_whitespace).next().filter(|word| !word.is_empty());
        let Some(word) = word else { break };
        let small = word.starts_with(char::is_lowercase);
        if word.starts_with(['(', '“', '"'])
            || (small && AFTER_ISSUER.iter().any(|stop| strip_phrase(rest, stop).is_some()))
        {
            break;
        }
        if let Some(next) = strip_phrase(rest, "va") {
            let next = next.trim_start();
            if !next.starts_with(char::is_uppercase) || kind::at_start(next).is_some() {
                break;
            }
        }
        let bare = word.trim_end_matches([',', ';', '.', ':', ')', '”', '"', '/']);
        end = word_at + bare.len();
        at = word_at + word.len();
        if bare.len() < word.len()
            && !(word.len() == bare.len() + 1 && word.ends_with(',') && name_goes_on(text.get(at..)?))
        {
            break;
        }
    }
    (end > 0).then_some(end)
}

/// `Bộ Văn hóa, Thể thao và Du lịch`: behind the comma come capitals up to an `và` within a few words.
fn name_goes_on(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let opens = words
        .next()
        .is_some_and(|word| word.starts_with(char::is_uppercase) && !word.ends_with([',', ';', '.']));
    opens
        && kind::at_start(text.trim_start()).is_none()
        && words.take(3).take_while(|word| !word.ends_with([',', ';', '.'])).any(|word| word == "và")
}

/// What makes two printed numbers the same document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    number: String,
    symbol: String,
}

impl Key {
    fn of(citation: &Citation) -> Key {
        let number = citation.number.as_deref().unwrap_or("").trim_start_matches('0');
        let mut symbol = String::new();
        fold_into(citation.symbol.as_deref().unwrap_or(""), &mut symbol);
        // `1.656/NQ-UBTVQH15` is 1656; `66.7/2025/NQ-CP` stays.
        let number = match number.split_once('.') {
            Some((thousands, rest)) if rest.len() == 3 => format!("{thousands}{rest}"),
            _ => number.to_lowercase(),
        };
        symbol =
            symbol.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '-' { '/' } else { c }).collect();
        Key { number, symbol }
    }
}

/// Collects citations from texts, each document once.
#[derive(Debug, Clone, Default)]
pub struct Collector {
    citations: Vec<Citation>,
    by_key: HashMap<Key, Vec<usize>>,
    diagnostics: Vec<Diagnostic>,
}

/// Lines behind a cut number within which its last group is looked for: a page's header and the rest of a row.
const LOOK_AHEAD: usize = 60;

impl Collector {
    /// A collector that knows `citations` already; new places and documents are added to them.
    #[must_use]
    pub fn resume(citations: Vec<Citation>) -> Self {
        let mut by_key: HashMap<Key, Vec<usize>> = HashMap::with_capacity(citations.len());
        for (at, citation) in citations.iter().enumerate() {
            by_key.entry(Key::of(citation)).or_default().push(at);
        }
        Self { citations, by_key, diagnostics: Vec::new() }
    }

    /// Takes the citations of `text`, which stands at `place`. Line ends in `text` are wraps.
    pub fn scan(&mut self, text: &str, place: &Span) {
        if text.contains('\n') {
            let mut passage = Passage::default();
            let mut before = "";
            for line in text.split('\n') {
                passage.push(line, glue(before, line), place);
                before = line;
            }
            self.scan_passage(&passage);
        } else {
            for found in find(text).filter(|found| !found.cut) {
                self.add(found.citation, place);
            }
        }
    }

    /// Takes the citations of a passage, and puts together numbers cut in two by other cells of a table.
    pub(crate) fn scan_passage(&mut self, passage: &Passage<'_>) {
        self.take(passage, find(&passage.text));
    }

    /// Takes the citations that were found in a passage.
    pub(crate) fn take(&mut self, passage: &Passage<'_>, all: impl IntoIterator<Item = Found>) {
        for found in all {
            let span = passage.span(&found.range);
            if !found.cut {
                self.add(found.citation, &span);
            } else if let Some((whole, end)) = rejoin(passage, &found) {
                let span = span.join(&passage.span(&(end..end + 1)));
                let number = format!(
                    "{}/{}",
                    whole.number.as_deref().unwrap_or(""),
                    whole.symbol.as_deref().unwrap_or("")
                );
                self.diagnostics.push(Diagnostic::new(Code::CitationRejoined, span.clone(), [number]));
                self.add(whole, &span);
            }
        }
    }

    /// Adds one citation at `span`.
    fn add(&mut self, citation: Citation, span: &Span) {
        let key = Key::of(&citation);
        let known = self.by_key.entry(key).or_default();
        let same = |at: &usize| {
            self.citations.get(*at).is_some_and(|known| {
                known.kind == citation.kind || known.kind.is_none() || citation.kind.is_none()
            })
        };
        let place = Place::from(span);
        let Some(at) = known.iter().copied().find(|at| same(at)) else {
            known.push(self.citations.len());
            self.citations.push(Citation { spans: vec![place], ..citation });
            return;
        };
        let Some(old) = self.citations.get_mut(at) else { return };
        old.kind = old.kind.take().or(citation.kind);
        old.issuer = old.issuer.take().or(citation.issuer);
        match (old.date, citation.date) {
            (None, date) => old.date = date,
            (Some(first), Some(second)) if first != second => {
                let number = format!(
                    "{}/{}",
                    old.number.as_deref().unwrap_or(""),
                    old.symbol.as_deref().unwrap_or("")
                );
                let arguments = [number, first.to_string(), second.to_string()];
                self.diagnostics.push(Diagnostic::new(Code::CitationTwoDates, span.clone(), arguments));
            }
            _ => {}
        }
        add_place(&mut old.spans, place);
    }

    /// The citations in order of first appearance, and what was noticed.
    #[must_use]
    pub fn finish(self) -> Parsed<Vec<Citation>> {
        Parsed { value: self.citations, diagnostics: self.diagnostics }
    }
}

/// Keeps `places` in order of lines; a place that overlaps a known one is the same mention read again.
fn add_place(places: &mut Vec<Place>, place: Place) {
    let Some((first, last)) = place.lines else {
        if places.last() != Some(&place) {
            places.push(place);
        }
        return;
    };
    let starts_behind = |known: &Place| known.lines.is_none_or(|(start, _)| start <= last);
    let at = places.partition_point(starts_behind);
    let overlaps = at
        .checked_sub(1)
        .and_then(|before| places.get(before))
        .and_then(|known| known.lines)
        .is_some_and(|(_, end)| end >= first);
    if !overlaps {
        places.insert(at, place);
    }
}

/// The whole of a number that other cells cut in two: a line a little farther on begins with the organ's abbreviation and
/// goes on as a citation does. Returns it with the place of its second half.
fn rejoin(passage: &Passage<'_>, found: &Found) -> Option<(Citation, usize)> {
    let text = passage.text.as_str();
    for start in passage.lines_behind(found.range.end).take(LOOK_AHEAD) {
        let line = text.get(start..)?;
        let len = line.find(|c: char| !(c.is_uppercase() || c.is_ascii_digit())).unwrap_or(line.len());
        let organ = line.get(..len)?;
        let rest = line.get(len..)?.trim_start();
        if organ.chars().count() < 2
            || !["ngay", "cua", "ve"].iter().any(|word| strip_phrase(rest, word).is_some())
        {
            continue;
        }
        let tail = Tail::read(text, start + len);
        let mut whole = found.citation.clone();
        whole.symbol = whole.symbol.map(|symbol| format!("{symbol}-{organ}"));
        whole.text = format!("{}-{}", whole.text, single_spaced(text.get(start..tail.end)?));
        whole.date = tail.date;
        whole.issuer = tail.issuer;
        return Some((whole, start));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Citation {
        let mut found: Vec<_> = find(text).collect();
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.remove(0).citation
    }

    fn fields(c: &Citation) -> (Option<&str>, &str, &str, String, Option<&str>) {
        (
            c.kind.as_deref(),
            c.number.as_deref().unwrap_or(""),
            c.symbol.as_deref().unwrap_or(""),
            c.date.map_or_else(String::new, |d| d.to_string()),
            c.issuer.as_deref(),
        )
    }

    #[test]
    fn kind_date_and_issuer() {
        let c = one("theo Nghị quyết số 91/NQ-CP của Chính phủ ngày 17/5/2019 của Chính phủ về việc họp");
        assert_eq!(fields(&c), (Some("nghi-quyet"), "91", "NQ-CP", "2019-05-17".into(), Some("Chính phủ")));
        assert_eq!(c.text, "Nghị quyết số 91/NQ-CP của Chính phủ ngày 17/5/2019");
        let c = one(
            "Thông tư số 15/2013/TT-BCT, ngày 28 tháng 02 năm 2013 của Bộ trưởng Bộ Công Thương quy định",
        );
        assert_eq!(
            fields(&c),
            (Some("thong-tu"), "15", "2013/TT-BCT", "2013-02-28".into(), Some("Bộ trưởng Bộ Công Thương"))
        );
        let c = one("Luật Cây xanh đô thị Việt Nam số 56/2010/QH12 ngày 17 tháng 6 năm 2010");
        assert_eq!(fields(&c), (Some("luat"), "56", "2010/QH12", "2010-06-17".into(), None));
        let c = one("văn bản số 475/SNV-CCHC");
        assert_eq!(fields(&c), (Some("cong-van"), "475", "SNV-CCHC", String::new(), None));
        let c = one("Quyết định số 12/QĐ-BVHTTDL của Bộ Văn hóa, Thể thao và Du lịch về việc");
        assert_eq!(c.issuer.as_deref(), Some("Bộ Văn hóa, Thể thao và Du lịch"));
        let c = one("Chỉ thị 23/CT-TTg ngày 11/7/2016 của Thủ tướng Chính phủ; khẩn trương");
        assert_eq!(
            fields(&c),
            (Some("chi-thi"), "23", "CT-TTg", "2016-07-11".into(), Some("Thủ tướng Chính phủ"))
        );
        let c = one("Nghị định số 178/CP ngày 28/10/1994");
        assert_eq!(fields(&c), (Some("nghi-dinh"), "178", "CP", "1994-10-28".into(), None));
        let c = one("của Chính phủ và Kế hoạch số 136/ KH-UBND của UBND Thành phố và Công an");
        assert_eq!(
            fields(&c),
            (Some("ke-hoach"), "136", "KH-UBND", String::new(), Some("UBND Thành phố và Công an"))
        );
    }

    #[test]
    fn none_of_these_is_cited() {
        for text in [
            "Tháng 6/2024",
            "giai đoạn 2021-2030",
            "06 tháng/lần",
            "đạt 3/63",
            "https://a.vn/12/QĐ-UBND",
            "Mẫu số 21/CKTC-NSH",
            "Số:         /QĐ-UBND",
            "điện thoại 024/3825-UBND",
            "ngày 12/5/2024",
            "tại điểm 5 - UBND các xã",
        ] {
            assert_eq!(find(text).count(), 0, "{text}");
        }
    }

    #[test]
    fn one_document_however_it_is_printed() {
        let mut collector = Collector::default();
        let texts = [
            "Chương trình số 01-CTr/TU của Thành ủy",
            "Chương trình 01/CTr-TU",
            "số 1-CTR/TU ngày 17/3/2021",
            "01- CTr/TU",
        ];
        for (line, text) in (1..).zip(texts) {
            collector.scan(text, &Span::line(None, line));
        }
        let found = collector.finish();
        assert_eq!(found.value.len(), 1, "{:?}", found.value);
        assert_eq!(found.value[0].spans.len(), 4);
        assert_eq!(found.value[0].date.unwrap().to_string(), "2021-03-17");
        assert!(found.diagnostics.is_empty());
    }

    #[test]
    fn two_dates_are_told_and_the_first_stays() {
        let mut collector = Collector::default();
        collector.scan("Nghị định số 59/2019/NĐ-CP ngày 01/9/2019", &Span::line(None, 1));
        collector.scan("Nghị định số 59/2019/NĐ-CP ngày 01/7/2019", &Span::line(None, 2));
        let found = collector.finish();
        assert_eq!(found.value[0].date.unwrap().to_string(), "2019-09-01");
        assert_eq!(found.diagnostics.len(), 1);
        assert_eq!(found.diagnostics[0].code, Code::CitationTwoDates);
    }

    #[test]
    fn resumed_collectors_merge_and_do_not_count_a_place_twice() {
        let mut first = Collector::default();
        first.scan("Kế hoạch số 281/KH-UBND", &Span::line(Some(1), 40));
        let mut again = Collector::resume(first.finish().value);
        again.scan(
            "Kế hoạch số\n281/KH-\nUBND ngày 28/10/2022",
            &Span { lines: Some((38, 44)), ..Span::default() },
        );
        again.scan("Kế hoạch số 282/KH-UBND", &Span::line(Some(1), 50));
        let citations = again.finish().value;
        assert_eq!(citations.len(), 2);
        assert_eq!(citations[0].spans.len(), 1);
        assert_eq!(citations[0].date.unwrap().to_string(), "2022-10-28");
    }

    #[test]
    fn a_number_cut_by_other_cells_is_put_together_with_doubt() {
        let lines =
            ["Quyết định số 512/QĐ-", "Phương án ", "UBND các xã ", "TT Nhiệm vụ ", "UBND ngày 02/10/2024 "];
        let spans: Vec<Span> = (1..=5).map(|line| Span::line(None, line)).collect();
        let mut passage = Passage::default();
        let mut before = "";
        for (line, span) in lines.iter().zip(&spans) {
            passage.push(line, glue(before, line), span);
            before = line;
        }
        let mut collector = Collector::default();
        collector.scan_passage(&passage);
        let found = collector.finish();
        assert_eq!(found.value.len(), 1);
        assert_eq!(fields(&found.value[0]).2, "QĐ-UBND");
        assert_eq!(found.value[0].date.unwrap().to_string(), "2024-10-02");
        assert_eq!(found.diagnostics[0].code, Code::CitationRejoined);
    }
}
