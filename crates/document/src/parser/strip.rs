//! Strips of the front part: the printed lines taken apart into the pieces of their columns, and what each piece is.
//!
//! A letterhead is printed in two columns. Copies give them one after the other, as cells of a table, or mixed line by line
//! with bars, tabs or wide spaces between, or with nothing between at all (`ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI …`).

use vanthu_text::fold;

use crate::date::PartialDate;
use crate::kind::{self, Kind};
use crate::lexer::date::{date_at, month_at};
use crate::lexer::folded::{is_capitals, starts_with_any, strip_phrase};
use crate::lexer::label::{Mark, article, label};
use crate::lexer::number::{CERTAIN, number_around, symbol_at};
use crate::lexer::smudged;
use crate::model::DocNumber;
use crate::organ;
use crate::page::{Block, Gap, LineStyle};

use super::flow::Flow;
use super::received;

/// A piece of the front part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strip<'a> {
    /// Trimmed; empty for a line that is white.
    pub(crate) text: &'a str,
    /// Number of the item that it is a part of.
    pub(crate) item: usize,
    /// What parts it from the strip before.
    pub(crate) gap: Gap,
    /// How it is set.
    pub(crate) style: LineStyle,
}

/// What a strip is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cue<'a> {
    /// White.
    Blank,
    /// A rule or an ornament.
    Rule,
    /// Quốc hiệu, tiêu ngữ, or the party's name.
    Motto,
    /// The document's number, and the kind that it names (`Luật số: …`).
    Number(DocNumber, Option<&'static Kind>),
    /// Place, and what is known of the date.
    PlaceDate(Option<&'a str>, Option<PartialDate>),
    /// The kind of document, and what follows on its line.
    Kind(&'static Kind, &'a str),
    /// `V/v …`, `Về việc …`
    Subject,
    /// `Kính gửi: …`
    Addressee,
    /// `Căn cứ …`
    Basis,
    /// `Theo đề nghị …`, `Xét …`
    Recital,
    /// `QUYẾT ĐỊNH:`, `… như sau:`
    Formula,
    /// An article, a chapter, a numbered heading.
    Heading,
    /// `PHỤ LỤC …`
    Appendix,
    /// Of the stamp of an office that received the document.
    Received,
    /// Something else.
    Other,
}

/// Longest strip that a letterhead holds; what is longer is running text.
pub(crate) const LONGEST_STRIP: usize = 300;

/// The strips of the first blocks, and what they are.
#[derive(Debug, Default)]
pub(crate) struct Strips<'a> {
    pub(crate) strips: Vec<Strip<'a>>,
    pub(crate) cues: Vec<Cue<'a>>,
    /// Where the stamp of a receiving office stands among them.
    pub(crate) stamp: Option<usize>,
}

/// The strips up to the block that ends the front part, about `most` of them.
pub(crate) fn strips<'a>(flow: &Flow<'a>, most: usize) -> Strips<'a> {
    let mut out: Vec<Strip<'a>> = Vec::new();
    let mut cues: Vec<Cue<'a>> = Vec::new();
    let scanned = flow.is_read();
    for (item, block) in flow.blocks.iter().enumerate() {
        if out.len() >= most || cues.iter().any(ends_front) {
            break;
        }
        let known = out.len();
        match block {
            Block::Line(line) => {
                let mut gap = line.gap;
                split_columns(&line.text, |text| {
                    out.push(Strip { text, item, gap, style: line.style });
                    gap = Gap::Wrap;
                });
            }
            Block::Table(table) => {
                // Column by column, as a letterhead is read.
                let columns = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).min(4);
                for column in 0..columns {
                    for cell in table.rows.iter().filter_map(|row| row.cells.get(column)).take(most) {
                        for text in cell.text.split('\n') {
                            let style = LineStyle { bold: cell.bold, ..LineStyle::default() };
                            split_columns(text, |text| out.push(Strip { text, item, gap: Gap::Line, style }));
                        }
                    }
                }
            }
        }
        let speck = |strip: &Strip<'_>| scanned && !strip.text.is_empty() && is_speck(strip.text);
        cues.extend(out.iter().skip(known).map(|strip| if speck(strip) { Cue::Rule } else { cue(strip) }));
    }
    mark_wrapped_mottoes(&out, &mut cues);
    let stamp = received::mark(&out, &mut cues);
    Strips { strips: out, cues, stamp }
}

/// Whether a line of a scan is no text: what an OCR makes of specks, rules and strokes of a pen.
fn is_speck(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let ink = text.chars().filter(|c| !c.is_whitespace()).count();
    let word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    let numbered = text.contains('/') || text.starts_with(|c: char| c.is_ascii_digit());
    !numbered && (letters < 3 || letters * 2 < ink || !text.split_whitespace().any(word))
}

/// Whether no front part goes on behind this.
fn ends_front(cue: &Cue<'_>) -> bool {
    matches!(cue, Cue::Basis | Cue::Formula | Cue::Heading | Cue::Appendix | Cue::Addressee)
}

/// Calls `take` with each column's piece of a printed line.
fn split_columns<'a>(line: &'a str, mut take: impl FnMut(&'a str)) {
    if line.len() > LONGEST_STRIP {
        take(line.trim());
        return;
    }
    let mut any = false;
    for part in line.split(['|', '\t']).map(str::trim).filter(|part| !part.is_empty()) {
        any = true;
        let mut rest = part;
        while let Some(cut) = column_cut(rest) {
            let (left, right) = (rest.get(..cut).unwrap_or(""), rest.get(cut..).unwrap_or(""));
            take(left.trim());
            rest = right.trim();
        }
        take(rest);
    }
    if !any {
        take("");
    }
}

/// Where a second column's piece begins in `text`: the motto, or a place and date, behind something else.
fn column_cut(text: &str) -> Option<usize> {
    let mut before_space = false;
    let mut wide = 0_usize;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            before_space = true;
            wide += 1;
            continue;
        }
        if before_space && at > 0 {
            let right = text.get(at..)?;
            if c.is_alphabetic() && is_motto(right) {
                return Some(at);
            }
            let opens = |right: &str| {
                place_date(right).is_some_and(|(place, _)| place.is_some())
                    || is_capitals(right) && organ::role(right).is_some()
                    || ends_motto(right)
            };
            if wide >= 3 && c.is_uppercase() && opens(right) {
                return Some(at);
            }
        }
        before_space = false;
        wide = 0;
    }
    // `Số: 45/KH-UBND Hà Nội, ngày …`
    let (_, end, _) = number_line(text)?;
    let right = text.get(end..)?.trim_start();
    let at = text.len() - right.len();
    (!right.is_empty() && at > 0 && place_date(right).is_some_and(|(place, _)| place.is_some())).then_some(at)
}

/// The words above every document, folded.
const MOTTOES: [&str; 5] = [
    "cong hoa xa hoi",
    "viet nam dan chu cong hoa",
    "dan chu cong hoa viet nam",
    "dang cong san viet nam",
    "dang lao dong viet nam",
];

fn is_motto(text: &str) -> bool {
    if !matches!(text.chars().next(), Some('C' | 'c' | 'V' | 'v' | 'Đ' | 'đ' | 'D')) {
        return false;
    }
    let independence = strip_phrase(text, "doc lap").map(str::trim_start);
    independence.is_some_and(|rest| rest.starts_with(['-', '–']) || strip_phrase(rest, "tu do").is_some())
        || starts_with_any(text, &MOTTOES)
}

/// The mottoes in whole, folded.
const WHOLE_MOTTOES: [&str; 3] =
    ["cong hoa xa hoi chu nghia viet nam", "doc lap tu do hanh phuc", "dang cong san viet nam"];
/// Strips behind its first part within which a wrapped motto ends: the other column may stand between.
const WRAPS_WITHIN: usize = 3;

/// Folded words with one space between, without marks.
fn plain(text: &str) -> String {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether `text` is the end of a motto that began on the line above: `VIỆT NAM`.
fn ends_motto(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let end = plain(text);
    let ends = |whole: &str| whole.strip_suffix(end.as_str()).is_some_and(|before| before.ends_with(' '));
    end.contains(' ') && WHOLE_MOTTOES.iter().any(|whole| ends(whole))
}

/// Marks the second lines of mottoes that a narrow column wraps.
fn mark_wrapped_mottoes(strips: &[Strip<'_>], cues: &mut [Cue<'_>]) {
    for at in 0..strips.len() {
        let Some(strip) = strips.get(at).filter(|_| cues.get(at) == Some(&Cue::Motto)) else { continue };
        let begun = plain(strip.text);
        let rest =
            WHOLE_MOTTOES.iter().find_map(|whole| whole.strip_prefix(begun.as_str())?.strip_prefix(' '));
        let Some(rest) = rest else { continue };
        let behind = strips.iter().zip(cues.iter_mut()).skip(at + 1);
        let end = behind.filter(|(strip, _)| !strip.text.is_empty()).take(WRAPS_WITHIN);
        if let Some((_, cue)) = end.into_iter().find(|(strip, _)| plain(strip.text) == rest) {
            *cue = Cue::Motto;
        }
    }
}

/// What a strip is.
pub(crate) fn cue<'a>(strip: &Strip<'a>) -> Cue<'a> {
    let text = strip.text;
    if text.is_empty() {
        return Cue::Blank;
    }
    if is_rule(text) {
        return Cue::Rule;
    }
    if text.len() <= LONGEST_STRIP {
        if is_motto(text) {
            return Cue::Motto;
        }
        if let Some((number, end, hint)) = number_line(text)
            && text
                .get(end..)
                .is_some_and(|rest| rest.trim_matches(|c: char| !c.is_alphanumeric()).len() < 12)
        {
            return Cue::Number(number, hint);
        }
    }
    if let Some(found) = opening(text) {
        return found;
    }
    if text.len() <= LONGEST_STRIP
        && let Some((place, date)) = place_date(text)
    {
        return Cue::PlaceDate(place, date);
    }
    if text.len() <= LONGEST_STRIP && strip_phrase(text, "phu luc").is_some_and(|rest| rest.len() < 60) {
        return Cue::Appendix;
    }
    if is_formula(text) {
        return Cue::Formula;
    }
    match kind_line(text, strip.style) {
        Some((kind, rest)) => Cue::Kind(kind, rest),
        None => Cue::Other,
    }
}

/// Cues that the first word gives.
fn opening<'a>(text: &str) -> Option<Cue<'a>> {
    let bare = text.trim_start_matches(|c: char| matches!(c, '-' | '–' | '*') || c.is_whitespace());
    if is_basis(bare) {
        return Some(Cue::Basis);
    }
    if is_recital(bare) {
        return Some(Cue::Recital);
    }
    if starts_with_any(text, &["v/v", "ve viec", "v.v"]) {
        return Some(Cue::Subject);
    }
    if strip_phrase(text, "kinh gui").is_some() {
        return Some(Cue::Addressee);
    }
    let heading = article(text).is_some()
        || label(text).is_some_and(|label| {
            !label.mark.is_list() && label.mark != Mark::Lower && !label.text.is_empty()
        });
    heading.then_some(Cue::Heading)
}

/// Words that open a legal basis, folded. A typist forgets the second word (`Căn Luật`).
pub(crate) fn is_basis(text: &str) -> bool {
    after_basis(text).is_some()
}

/// What follows `Căn cứ`, `Căn cứ vào`, `Chiểu`.
pub(crate) fn after_basis(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    if !matches!(first, 'C' | 'c') {
        return None;
    }
    let rest = if let Some(rest) = strip_phrase(text, "can cu") {
        strip_phrase(rest.trim_start(), "vao").unwrap_or(rest)
    } else if let Some(rest) = strip_phrase(text, "chieu") {
        let rest = rest.trim_start();
        ["theo", "chi"].iter().find_map(|word| strip_phrase(rest, word)).unwrap_or(rest)
    } else {
        let rest = strip_phrase(text, "can")?;
        kind::at_start(rest.trim_start()).map(|_| rest)?
    };
    Some(rest.trim_start_matches(|c: char| c == ':' || c.is_whitespace()))
}

/// Recitals that are no legal bases.
pub(crate) fn is_recital(text: &str) -> bool {
    match text.chars().next() {
        Some('T' | 'X' | 'S' | 't' | 'x' | 's') => starts_with_any(
            text,
            &[
                "theo de nghi",
                "xet de nghi",
                "xet to trinh",
                "xet",
                "sau khi",
                "theo de xuat",
                "thuc hien",
                "theo",
            ],
        ),
        _ => false,
    }
}

/// The enacting formula: a word of enacting in capitals, or a sentence that announces what follows.
pub(crate) fn is_formula(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c == ':' || c == '.' || c.is_whitespace());
    if text.len() <= 60 {
        let words = [
            "quyet dinh",
            "nghi dinh",
            "quyet nghi",
            "ra sac lenh",
            "dinh rang",
            "chi thi",
            "thong tu",
            "ra lenh",
            "quy dinh",
        ];
        let whole = words.iter().any(|word| strip_phrase(bare, word) == Some(""));
        if whole && (bare.len() < text.len() && text.contains(':')) {
            return true;
        }
    }
    announces(text)
}

/// `… như sau:` at the end.
pub(crate) fn announces(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c == ':' || c == '.' || c == ';' || c.is_whitespace());
    let mut from = bare.len().saturating_sub(24);
    while !bare.is_char_boundary(from) {
        from += 1;
    }
    let tail = bare.get(from..).unwrap_or("");
    tail.char_indices().any(|(at, _)| {
        tail.get(at..).is_some_and(|t| ["nhu sau", "sau day"].iter().any(|w| strip_phrase(t, w) == Some("")))
    })
}

/// A line that names the kind of document, and what follows the name.
fn kind_line(text: &str, style: LineStyle) -> Option<(&'static Kind, &str)> {
    // Specks beside a line of capitals.
    let alone = text
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '_' | '~' | '.' | '-' | '—' | '|' | '`'));
    if alone.len() < text.len()
        && is_capitals(alone)
        && let Some((kind, "")) = kind::at_start(alone).filter(|(kind, _)| !kind.attached_only)
    {
        return Some((kind, ""));
    }
    if text.len() > LONGEST_STRIP || text.ends_with(['.', ';', ',']) {
        return None;
    }
    let (kind, rest) = kind::at_start(text).filter(|(kind, _)| !kind.attached_only)?;
    let name = text.get(..text.len() - rest.len())?;
    let rest = rest.trim();
    if rest.is_empty() {
        return Some((kind, rest));
    }
    let set_apart = is_capitals(name) || style.bold || style.heading.is_some();
    let goes_on = strip_phrase(rest, "cua").is_some() || strip_phrase(rest, "so").is_some();
    let capitals = is_capitals(name) && (is_capitals(rest) || goes_on || strip_phrase(rest, "ve").is_some());
    ((goes_on && (set_apart || text.len() < 160)) || capitals).then_some((kind, rest))
}

/// Whether `text` is a rule or an ornament (`------`, `-o0o-`).
pub(crate) fn is_rule(text: &str) -> bool {
    let mut marks = 0;
    for c in text.chars() {
        match c {
            'o' | 'O' | '0' => {}
            _ if c.is_alphanumeric() => return false,
            _ => marks += usize::from(!c.is_whitespace()),
        }
    }
    marks > 0 && !text.starts_with(['(', '“', '"'])
}

/// `Số: 12/QĐ-UBND` at the start of `text`: the number, where it ends, the kind that stands before `số`.
pub(crate) fn number_line(text: &str) -> Option<(DocNumber, usize, Option<&'static Kind>)> {
    let (hint, start) = match kind::at_start(text) {
        Some((kind, rest)) => (Some(kind), rest.trim_start()),
        None => (None, text),
    };
    let Some(after) = strip_phrase(start, "so") else {
        let bare = || bare_number(text).or_else(|| number_behind_colon(text)).filter(|_| hint.is_none());
        return bare().map(|(number, end)| (number, end, None));
    };
    let after =
        after.trim_start_matches(|c: char| c == ':' || c == '.' || c == '…' || c == '_' || c.is_whitespace());
    let offset = text.len() - after.len();
    let near = after.len().min(40);
    let mark = memchr::memchr2(b'/', b'-', after.as_bytes().get(..near)?);
    let found = mark.and_then(|mark| number_around(after, mark));
    if found.as_ref().is_none_or(|found| found.number.start > 0)
        && let Some(smudged) = smudged::number_at(start)
    {
        let end = text.len() - start.len() + smudged.end;
        return Some((DocNumber { number: None, symbol: Some(smudged.symbol) }, end, hint));
    }
    if after.starts_with(char::is_alphabetic) {
        return None;
    }
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(mark) = mark {
        if let Some(found) = found {
            let number = DocNumber {
                number: after.get(found.number).map(str::to_owned),
                symbol: after.get(found.symbol.clone()).map(|s| s.split_whitespace().collect()),
            };
            return Some((number, offset + found.symbol.end, hint));
        }
        let blank = after.get(..mark)?.chars().all(|c| !c.is_alphanumeric());
        if blank && let Some(symbol) = symbol_at(after.get(mark + 1..)?, 1) {
            let start = mark + 1;
            let end = offset + start + symbol.end;
            let symbol =
                after.get(start + symbol.start..start + symbol.end).map(|s| s.split_whitespace().collect());
            return Some((DocNumber { number: None, symbol }, end, hint));
        }
    }
    if digits > 0 && digits <= 5 {
        // `SỐ 4 NGÀY 4 THÁNG 9 NĂM 1945`, `SỐ 4`, and one put between two others: `SỐ 77-C`, `SỐ 12 BIS`.
        let digits = digits + inserted(after.get(digits..)?);
        let rest = after.get(digits..)?;
        let alone = rest.trim().is_empty() || strip_phrase(rest.trim_start(), "ngay").is_some();
        return alone.then(|| {
            (
                DocNumber { number: after.get(..digits).map(str::to_owned), symbol: None },
                offset + digits,
                hint,
            )
        });
    }
    after.is_empty().then_some((DocNumber::default(), text.len(), hint))
}

/// Length of the letter by which a number was put behind another of the same value.
fn inserted(text: &str) -> usize {
    let letter = text.trim_start_matches([' ', '-']);
    let word = letter.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let single = word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    if single || word.eq_ignore_ascii_case("bis") { text.len() - letter.len() + word.len() } else { 0 }
}

/// A number that stands alone on its line without `Số`.
fn bare_number(text: &str) -> Option<(DocNumber, usize)> {
    text.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
    let mark = memchr::memchr2(b'/', b'-', text.as_bytes().get(..text.len().min(12))?)?;
    let found =
        number_around(text, mark).filter(|found| found.number.start == 0 && found.points >= CERTAIN)?;
    let number = DocNumber {
        number: text.get(found.number).map(str::to_owned),
        symbol: text.get(found.symbol.clone()).map(|s| s.split_whitespace().collect()),
    };
    Some((number, found.symbol.end))
}

/// A whole number behind a colon, with a word before it that an OCR has lost: `ố: 12/2010/TT-BYT`.
fn number_behind_colon(text: &str) -> Option<(DocNumber, usize)> {
    let (head, rest) = text.split_once(':').filter(|(head, _)| head.chars().count() <= 3)?;
    let rest = rest.trim_start();
    let (number, end) = bare_number(rest)?;
    let lost = !head.contains(char::is_whitespace) && number.symbol.is_some();
    lost.then_some((number, text.len() - rest.len() + end))
}

/// Longest name of a place.
const LONGEST_PLACE: usize = 60;

/// `Hà Nội, ngày 31 tháng 12 năm 2023`: the place, if one is printed, and the date. Nothing else may stand on the strip.
pub(crate) fn place_date(text: &str) -> Option<(Option<&str>, Option<PartialDate>)> {
    let (at, len, date) = printed_date(text)?;
    let behind = text.get(at + len..)?;
    if behind.chars().filter(|c| c.is_alphanumeric()).count() > 3 {
        return None;
    }
    let place = text.get(..at)?.trim().trim_end_matches(',').trim();
    let named = place.chars().next().is_some_and(char::is_uppercase)
        && !place.contains(|c: char| matches!(c, ':' | ';' | '(') || c.is_ascii_digit())
        && place.split_whitespace().count() <= 7;
    let blank = !place.chars().any(char::is_alphanumeric);
    (named || blank).then_some((Some(place).filter(|_| named), date))
}

/// The first date of a strip, where a place's name would end at the latest: its place, its length, what is known of it.
fn printed_date(text: &str) -> Option<(usize, usize, Option<PartialDate>)> {
    let mut at_word = true;
    for (at, c) in text.char_indices() {
        if at > LONGEST_PLACE {
            break;
        }
        if at_word && matches!(c, 'n' | 'N' | 't' | 'T') {
            let rest = text.get(at..)?;
            let found =
                if matches!(c, 'n' | 'N') { date_at(rest) } else { month_at(rest).filter(|_| at > 0) };
            if let Some(found) = found {
                return Some((at, found.len, found.date));
            }
            if let Some(found) = smudged::date_at(rest) {
                return Some((at, found.as_read.len(), found.date));
            }
        }
        at_word = !c.is_alphanumeric();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(line: &str) -> Vec<&str> {
        let mut out = Vec::new();
        split_columns(line, |text| out.push(text));
        out
    }

    fn cue_of(text: &str) -> Cue<'_> {
        cue(&Strip { text, item: 0, gap: Gap::Line, style: LineStyle::default() })
    }

    #[test]
    fn columns_however_they_are_mixed() {
        assert_eq!(
            columns("UBND TỈNH LÀO CAI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ["UBND TỈNH LÀO CAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
        );
        assert_eq!(
            columns("SỞ Y TẾ | Độc lập - Tự do - Hạnh phúc"),
            ["SỞ Y TẾ", "Độc lập - Tự do - Hạnh phúc"]
        );
        assert_eq!(
            columns("Số: 45 /KH-UBND Mỹ Tho, ngày 14 tháng 8 năm 2025"),
            ["Số: 45 /KH-UBND", "Mỹ Tho, ngày 14 tháng 8 năm 2025"]
        );
        assert_eq!(
            columns("V/v báo cáo quý      Huế, ngày 1 tháng 2 năm 2024"),
            ["V/v báo cáo quý", "Huế, ngày 1 tháng 2 năm 2024"]
        );
        assert_eq!(columns("Số:         /QĐ-UBND "), ["Số:         /QĐ-UBND"]);
        assert_eq!(
            columns("Hà Nội, ngày      tháng      năm 2025 "),
            ["Hà Nội, ngày      tháng      năm 2025"]
        );
        assert_eq!(columns("  "), [""]);
    }

    #[test]
    fn mottoes_wrapped_in_a_narrow_column() {
        assert_eq!(columns("HUYỆN YÊN LẬP   VIỆT NAM"), ["HUYỆN YÊN LẬP", "VIỆT NAM"]);
        assert_eq!(columns("HỘI CHỮ THẬP ĐỎ VIỆT NAM"), ["HỘI CHỮ THẬP ĐỎ VIỆT NAM"]);
        let told = |lines: &[&str]| -> Vec<bool> {
            let strip = |text| Strip { text, item: 0, gap: Gap::Line, style: LineStyle::default() };
            let strips: Vec<Strip<'_>> = lines.iter().copied().map(strip).collect();
            let mut cues: Vec<Cue<'_>> = strips.iter().map(cue).collect();
            mark_wrapped_mottoes(&strips, &mut cues);
            cues.iter().map(|cue| *cue == Cue::Motto).collect()
        };
        assert_eq!(
            told(&[
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
                "HUYỆN YÊN LẬP",
                "VIỆT NAM",
                "Độc lập - Tự do -",
                "Hạnh phúc"
            ]),
            [true, false, true, true, true]
        );
        assert_eq!(
            told(&["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "VIỆT NAM", "Hạnh phúc"]),
            [true, false, false]
        );
    }

    #[test]
    fn numbers() {
        let read = |text| match cue_of(text) {
            Cue::Number(n, hint) => {
                Some((n.number.unwrap_or_default(), n.symbol.unwrap_or_default(), hint.map(|k| k.slug)))
            }
            _ => None,
        };
        let found = |number: &str, symbol: &str| Some((number.to_owned(), symbol.to_owned(), None));
        assert_eq!(read("Số: 6745/QĐ-UBND"), found("6745", "QĐ-UBND"));
        assert_eq!(read("Số:         /QĐ-UBND"), found("", "QĐ-UBND"));
        assert_eq!(read("Số: …/2024/NQ-HĐND"), found("", "2024/NQ-HĐND"));
        assert_eq!(read("Số 24-CT/TU"), found("24", "CT/TU"));
        assert_eq!(read("Luật số: 72/2025/QH15"), Some(("72".into(), "2025/QH15".into(), Some("luat"))));
        assert_eq!(read("SỐ 4"), found("4", ""));
        assert_eq!(read("Số lượng"), None);
        assert_eq!(read("Số hóa 12/QĐ-UBND"), None);
    }

    #[test]
    fn places_and_dates() {
        let read = |text| place_date(text).map(|(place, date)| (place, date.map(|d| d.to_string())));
        assert_eq!(
            read("Hà Nội, ngày 31 tháng 12 năm 2023"),
            Some((Some("Hà Nội"), Some("2023-12-31".into())))
        );
        assert_eq!(
            read("TP.Cần Thơ, ngày 01 tháng  7 năm 2004"),
            Some((Some("TP.Cần Thơ"), Some("2004-07-01".into())))
        );
        assert_eq!(
            read("Hà Nội, ngày      tháng      năm 2025"),
            Some((Some("Hà Nội"), Some("2025".into())))
        );
        assert_eq!(read("....., ngày 2 tháng 3 năm 2020"), Some((None, Some("2020-03-02".into()))));
        assert_eq!(read("NGÀY 04 THÁNG 01 NĂM 2010"), Some((None, Some("2010-01-04".into()))));
        assert_eq!(read("Ngày 06/4/2025, Ban Chỉ đạo đã công bố"), None);
        assert_eq!(read("(Kèm theo ngày 06/4/2025)"), None);
    }

    #[test]
    fn other_cues() {
        assert!(matches!(cue_of("QUYẾT ĐỊNH"), Cue::Kind(k, "") if k.slug == "quyet-dinh"));
        assert!(matches!(cue_of("quyết định của bộ trưởng bộ tài chính"), Cue::Kind(_, _)));
        assert_eq!(cue_of("QUYẾT ĐỊNH:"), Cue::Formula);
        assert_eq!(cue_of("Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:"), Cue::Formula);
        assert_eq!(cue_of("- Căn cứ vào Luật Đất đai;"), Cue::Basis);
        assert_eq!(cue_of("Căn Luật Đất đai;"), Cue::Basis);
        assert_eq!(cue_of("-------"), Cue::Rule);
        assert_eq!(cue_of("-o0o-"), Cue::Rule);
        assert_eq!(cue_of("Điều 1. Ban hành"), Cue::Heading);
        assert_eq!(cue_of("PHỤ LỤC II"), Cue::Appendix);
        assert_eq!(cue_of("Kế hoạch này được ban hành theo Luật."), Cue::Other);
    }
}
