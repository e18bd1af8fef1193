//! Where a table begins whose rules are lost, by the names of its columns; and where the text goes on behind it.

use std::ops::Range;

use vanthu_text::fold;

use super::flow::Flow;
use crate::lexer::folded::strip_phrase;
use crate::lexer::label::{Mark, article, label, roman};

/// Whether a line is the header of a table whose rules are lost: `TT`, `STT Nhiệm vụ`.
pub(crate) fn is_table_header(text: &str) -> bool {
    if !text.starts_with(['T', 'S', 's']) {
        return false;
    }
    let Some(first) = text.split_whitespace().next() else { return false };
    matches!(first, "TT" | "STT" | "Stt" | "S.TT" | "TTNV") || strip_phrase(text, "so tt") == Some("")
}

/// Words of headers of task tables, folded.
const HEADERS: [&str; 14] = [
    "nhiem vu",
    "noi dung",
    "co quan",
    "don vi",
    "chu tri",
    "phoi hop",
    "thoi gian",
    "thoi han",
    "san pham",
    "tien do",
    "ghi chu",
    "ket qua",
    "hoan thanh",
    "phu trach",
];

/// Whether three columns or more are named side by side on one line, each with a capital, as OCR reads a header whose first
/// cell it has lost.
fn names_columns(text: &str) -> bool {
    let mut named: Vec<usize> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let capital = word.starts_with(char::is_uppercase);
        let Some(next) = words.peek().filter(|_| capital) else { continue };
        let pair = format!("{} {}", fold(word), fold(next.split([',', '/']).next().unwrap_or("")));
        if let Some(which) = HEADERS.iter().position(|h| *h == pair)
            && !named.contains(&which)
        {
            named.push(which);
        }
    }
    named.len() >= 3
}

/// Whether a table whose rules are lost begins at block `at`: a header's first cell, and words of headers behind it or
/// beside it.
pub(crate) fn lost_table_begins(flow: &Flow<'_>, at: usize) -> bool {
    let Some(text) = flow.text(at).filter(|text| text.len() < 300) else { return false };
    if names_columns(text) || columns_begin(flow, at) {
        return true;
    }
    if !is_table_header(text) {
        return false;
    }
    let mut near = fold(text);
    let mut taken = 0;
    let mut next = at + 1;
    while taken < 14 {
        let Some(line) = flow.text(next) else { break };
        next += 1;
        if line.is_empty() {
            continue;
        }
        if line.len() > 200 {
            break;
        }
        near.push(' ');
        near.push_str(&fold(line));
        taken += 1;
    }
    HEADERS.iter().filter(|word| near.contains(*word)).count() >= 3
}

/// A piece of a line between runs of spaces, at its place in characters.
struct Piece<'a> {
    x0: usize,
    x1: usize,
    text: &'a str,
}

/// Most lines of a header above the one that names the ordinals, and from there on.
const ABOVE: usize = 3;
const FROM_ORDINAL: usize = 3;
/// Characters of the longest piece of a header: columns are narrower.
const WIDEST: usize = 40;

/// Whether block `at` is the first line of a header whose columns stand side by side, set with spaces. Names wrap inside
/// their columns, so the line that names the ordinals may be a lower one, and all that is above it stands beside it.
fn columns_begin(flow: &Flow<'_>, at: usize) -> bool {
    if !flow.text(at).is_some_and(|text| text.contains("  ") || starts_deep(flow, at)) {
        return false;
    }
    let lines: Vec<Vec<Piece<'_>>> =
        (at..at + ABOVE + FROM_ORDINAL).map_while(|at| pieces(flow, at)).collect();
    let first = |line: usize| lines.get(line).and_then(|pieces| pieces.first());
    let named = (0..lines.len().min(ABOVE + 1)).find(|line| {
        first(*line).is_some_and(|piece| match piece.text {
            "Số" => first(line + 1).into_iter().chain(first(line + 2)).any(|below| below.text == "TT"),
            text => is_table_header(text),
        })
    });
    let Some((ordinal, at_ordinal)) = named.and_then(|line| Some((first(line)?, line))) else { return false };
    let beside = |piece: &Piece<'_>| piece.x0 > ordinal.x1 || piece.text == "TT";
    if !lines.iter().take(at_ordinal).flatten().all(beside) {
        return false;
    }
    let below = lines.iter().skip(at_ordinal + 1).take_while(|line| line.iter().all(beside));
    let mut all: Vec<(usize, &Piece<'_>)> = lines
        .iter()
        .take(at_ordinal + 1)
        .chain(below)
        .enumerate()
        .flat_map(|(n, line)| line.iter().map(move |p| (n, p)))
        .collect();
    all.sort_by_key(|(_, piece)| piece.x0);
    let mut columns: Vec<(usize, Vec<(usize, &str)>)> = Vec::new();
    for (line, piece) in all {
        match columns.last_mut().filter(|(end, _)| piece.x0 < *end) {
            Some((end, names)) => {
                *end = piece.x1.max(*end);
                names.push((line, piece.text));
            }
            None => columns.push((piece.x1, vec![(line, piece.text)])),
        }
    }
    let known = columns.into_iter().filter(|(_, names)| {
        let mut names = names.clone();
        names.sort_unstable();
        let name = fold(&names.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" "));
        HEADERS.iter().any(|phrase| name.contains(phrase))
    });
    known.count() >= 3
}

/// Whether a line begins far from the margin.
fn starts_deep(flow: &Flow<'_>, at: usize) -> bool {
    flow.line(at).is_some_and(|text| text.starts_with("        "))
}

/// The pieces of a line; nothing for a line that is empty or too long, or has a piece too wide for a header.
fn pieces<'a>(flow: &Flow<'a>, at: usize) -> Option<Vec<Piece<'a>>> {
    let line = flow.line(at).filter(|line| line.len() < 600 && !line.trim().is_empty())?;
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let mut x = 0;
    for part in line.split("  ") {
        let text = part.trim();
        let x0 = x + (part.len() - part.trim_start().len());
        let width = text.chars().count();
        x += part.chars().count() + 2;
        if width > WIDEST {
            return None;
        }
        if width > 0 {
            pieces.push(Piece { x0, x1: x0 + width, text });
        }
    }
    Some(pieces)
}

/// A heading that counts on over a table: what it counts, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    mark: Option<Mark>,
    number: u32,
}

impl Step {
    /// The step that a heading makes: that of an article, or of a section with a Roman number or a letter.
    pub(crate) fn of(text: &str) -> Option<Step> {
        if let Some(article) = article(text) {
            return Some(Step { mark: None, number: article.number? });
        }
        let label = label(text)?;
        let number = match label.mark {
            Mark::Roman => roman(label.text)?,
            Mark::Upper => u32::from(*label.text.as_bytes().first()?),
            _ => return None,
        };
        Some(Step { mark: Some(label.mark), number })
    }
}

/// The block where the text goes on behind the lost table that begins at `table.start`, or `table.end`. `above` is the last
/// step of the text's headings before the table.
///
/// Nothing behind that block may look like a row. There the headings count on, unless the table itself has sections that
/// do; or, where the columns stand side by side, a line begins at the margin that is wider than a column.
pub(crate) fn lost_table_end(flow: &Flow<'_>, table: Range<usize>, above: Option<Step>) -> usize {
    let in_columns = columns_begin(flow, table.start);
    let of_row = |at: usize| {
        let Some(text) = flow.text(at) else { return true };
        let ordinal = text.trim_end_matches('.');
        let bare = !ordinal.is_empty() && ordinal.len() <= 3 && ordinal.bytes().all(|b| b.is_ascii_digit());
        bare || is_table_header(text) || parts(text).nth(2).is_some()
    };
    let rows_end = table.clone().rev().find(|at| of_row(*at)).map_or(table.end, |last| last + 1);
    let counts = |step: Step, at: usize| flow.text(at).and_then(Step::of) == Some(step);
    let next = above.filter(|above| !table.clone().take(rows_end - table.start).any(|at| counts(*above, at)));
    let next = next.map(|above| Step { number: above.number + 1, ..above });
    let goes_on = |at: usize| {
        let margin = || {
            flow.line(at)
                .is_some_and(|line| !line.starts_with("    ") && line.trim().chars().count() > WIDEST)
        };
        next.is_some_and(|next| counts(next, at)) || in_columns && margin()
    };
    (rows_end..table.end).find(|at| goes_on(*at)).unwrap_or(table.end)
}

/// The parts of a line between runs of spaces.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split("  ").map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Block, Gap, Line, LineStyle, Span};

    fn blocks(text: &str) -> Vec<Block> {
        let line = |text: &str| {
            let (span, style) = (Span::default(), LineStyle::default());
            Block::Line(Line { text: text.to_owned(), span, gap: Gap::Line, style, read: Default::default() })
        };
        text.lines().map(line).collect()
    }

    fn begins(text: &str) -> Vec<usize> {
        let blocks = blocks(text);
        let flow = Flow { blocks: blocks.iter().collect() };
        (0..flow.len()).filter(|at| lost_table_begins(&flow, *at)).collect()
    }

    #[test]
    fn columns_whose_names_wrap() {
        let text = "II. PHÂN CÔNG THỰC HIỆN\n\
             \x20                              Đồng chí phụ                       Thời gian hoàn\n\
             TT    Nhiệm vụ                 trách           Cơ quan chủ trì    thành\n\
             1     Rà soát văn bản          Ông An          Sở Tư pháp         Quý I\n";
        assert_eq!(begins(text).first(), Some(&1));
        let text = "  Số                        Lãnh đạo phụ    Cơ quan, đơn vị\n\
             \x20       Tên nhiệm vụ\n\
             \x20 TT                        trách           chủ trì\n\
             \x20 I     Chính quyền điện tử\n";
        assert_eq!(begins(text).first(), Some(&0));
    }

    #[test]
    fn text_goes_on_behind_a_table() {
        let rows = "TT    Nhiệm vụ                 Cơ quan chủ trì    Thời hạn\n\
             1     Rà soát văn bản          Sở Tư pháp         Quý I\n\
             \x20     đã ban hành\n";
        let end = |rows: &str, tail: &str, above: &str| {
            let blocks = blocks(&format!("{rows}{tail}"));
            let flow = Flow { blocks: blocks.iter().collect() };
            lost_table_end(&flow, 0..flow.len(), Step::of(above)) - rows.lines().count()
        };
        let tail = "Trên đây là Kế hoạch của Ủy ban nhân dân tỉnh năm 2025./.\n";
        assert_eq!(end(rows, tail, ""), 0);
        assert_eq!(end(rows, "III. TỔ CHỨC THỰC HIỆN\nSở Nội vụ theo dõi.\n", "II. NHIỆM VỤ"), 0);
        assert_eq!(end(rows, "III. TỔ CHỨC THỰC HIỆN\nSở Nội vụ theo dõi.\n", ""), 2);
        let dump = "TT \nNhiệm vụ \nCơ quan chủ trì \nThời hạn \n1 \nRà soát văn bản \nSở Tư pháp \nQuý I \n";
        assert_eq!(end(dump, "Điều 3. Tổ chức thực hiện\n1. Sở Nội vụ theo dõi.\n", "Điều 2. Phân công"), 0);
        assert_eq!(end(dump, "IV CHUYỂN ĐỔI SỐ \n7 \nRà soát \nSở Y tế \nQuý I \n", "III. NHIỆM VỤ"), 5);
        let sections = format!("{dump}II ĐẤT ĐAI \n2 \nRà soát \nSở Tư pháp \nQuý I \n");
        assert_eq!(end(&sections, "III Y TẾ \nRà soát \nSở Y tế \nQuý I \n", "II. NHIỆM VỤ"), 4);
    }

    #[test]
    fn letterheads_and_sentences_name_no_columns() {
        let text = "UBND TỈNH PHÚ HÒA              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
             SỞ NỘI VỤ                       Độc lập - Tự do - Hạnh phúc\n\
             Số: 12/KH-SNV                   Phú Hòa, ngày 05 tháng 02 năm 2025\n\
             Số      người tham gia          Đơn vị\n";
        assert!(begins(text).is_empty());
    }
}
