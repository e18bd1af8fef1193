//! Tables whose ruling lines are lost, rebuilt from their lines.
//!
//! A table reaches us as bare lines where a PDF was dumped cell after cell, printed in columns of spaces, or read by OCR line by
//! line. The lines are then the observations and the cells the hidden structure: [`rebuild`] finds the header, which names the
//! columns, and searches for the reading whose cells look most like what these columns hold, fit the widths that the columns
//! have, and agree with what the form itself lets through (see FORMS in the handbook: which line ends can part cells, which
//! cannot). The reading is then written as an ordinary [`Table`], so that all that follows is the same as for ruled tables.

mod agree;
mod assemble;
mod beside;
mod chunk;
mod dump;
mod header;
mod label;
mod layout;
mod lexicon;
mod respell;
mod source;
mod tail;
mod width;

use std::ops::Range;

use vanthu_document::diagnostic::Diagnostic;
use vanthu_document::page::{Gap, Line, Span};
use vanthu_document::table::Table;

use dump::{Chunk, Column, Search, Step, Weights};
use lexicon::{Kind, PhraseModel};
use source::Source;

/// What stands on a page around a table's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// The header again, whole or torn.
    RepeatedHeader,
    /// The number of a page.
    PageNumber,
    /// The row of column numbers below a header.
    ColumnNumbers,
    /// Specks, stamps and second readings that the OCR took for words.
    Noise,
}

/// Words that were set aside.
#[derive(Debug, Clone, PartialEq)]
pub struct Aside {
    /// What they are.
    pub kind: Furniture,
    /// Their lines.
    pub span: Span,
    /// As printed.
    pub text: String,
}

/// What [`rebuild`] makes of the lines of an attachment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rebuilt {
    /// The tables, each with its header as first row.
    pub tables: Vec<Table>,
    /// Lines above the tables and between them, in order.
    pub outside: Vec<Line>,
    /// Lines below the last table: notes, totals, a signature.
    pub below: Vec<Line>,
    /// What was set aside.
    pub furniture: Vec<Aside>,
    /// What a person should look at.
    pub diagnostics: Vec<Diagnostic>,
}

/// Rebuilds the tables that stand in `lines`; `None` where no table header is found. Where the lines were `restored`, words whose
/// cell reads better with other marks are spelled again.
#[must_use]
pub fn rebuild(lines: &[Line], restored: bool) -> Option<Rebuilt> {
    let source = Source::new(lines);
    let spaced = is_spaced(lines);
    let mut rebuilt = Rebuilt::default();
    if !spaced && layout::is_layout(&source) {
        return rebuild_layout(&source);
    }
    if !spaced && let Some(header) = header::interleaved::find(&source, 0) {
        return Some(rebuild_beside(&source, header, restored));
    }
    let mut headers = vec![header::find(&source, 0, spaced)?];
    // A further header that is no repetition begins a further table.
    let mut at = headers.last()?.lines.end;
    let mut repetitions = vec![headers.last()?.repetitions(&source)];
    while let Some(next) = header::find(&source, at, spaced) {
        at = next.lines.end;
        let repeated = repetitions
            .last()
            .is_some_and(|r| r.iter().any(|r| r.start < next.lines.end && next.lines.start < r.end));
        if !repeated && next.score > 6.0 {
            repetitions.push(next.repetitions(&source));
            headers.push(next);
        }
    }
    let mut before = 0;
    let tail = tail::begins(&source, at, tail::Setting::Dumped);
    rebuilt.below.extend_from_slice(lines.get(tail..).unwrap_or(&[]));
    for (i, (header, repetitions)) in headers.iter().zip(&repetitions).enumerate() {
        let end = headers.get(i + 1).map_or(tail, |next| next.lines.start);
        rebuilt.outside.extend_from_slice(lines.get(before..header.lines.start).unwrap_or(&[]));
        before = end;
        let repetitions: Vec<Range<usize>> = repetitions.iter().filter(|r| r.end <= end).cloned().collect();
        note_column_numbers(&source, header, &mut rebuilt.furniture);
        let furniture = set_aside(&source, header.lines.end..end, &repetitions, &mut rebuilt.furniture);
        rebuilt.tables.push(read_table(&source, header, header.lines.end..end, &furniture, spaced));
    }
    Some(rebuilt)
}

/// Rebuilds the tables of a text that is set in columns.
fn rebuild_layout(source: &Source<'_>) -> Option<Rebuilt> {
    let mut rebuilt = Rebuilt::default();
    let mut next = Some(layout::find_header(source, 0)?);
    let mut before = 0;
    while let Some(placed) = next {
        let header = &placed.header;
        let repetitions = header.repetitions(source);
        let mut at = header.lines.end;
        // A further header that is no repetition begins a further table.
        next = loop {
            let Some(further) = layout::find_header(source, at) else { break None };
            at = further.header.lines.end;
            if !repetitions
                .iter()
                .any(|r| r.start < further.header.lines.end && further.header.lines.start < r.end)
            {
                break Some(further);
            }
        };
        let end = match &next {
            Some(further) => further.header.lines.start,
            None => {
                let tail = tail::begins(source, at, tail::Setting::Columns);
                rebuilt.below.extend_from_slice(source.lines.get(tail..).unwrap_or(&[]));
                tail
            }
        };
        rebuilt.outside.extend_from_slice(source.lines.get(before..header.lines.start).unwrap_or(&[]));
        before = end;
        let body = header.lines.end..end;
        let repetitions: Vec<Range<usize>> = repetitions.into_iter().filter(|r| r.end <= end).collect();
        note_column_numbers(source, header, &mut rebuilt.furniture);
        let furniture = set_aside(source, body.clone(), &repetitions, &mut rebuilt.furniture);
        let mut columns = columns_of(&header.cells);
        let (rows, chunks) = layout::rows(source, &placed, body, &furniture, &mut columns);
        rebuilt.tables.push(assemble::table(source, &chunks, header, &columns, rows, false));
    }
    Some(rebuilt)
}

/// Rebuilds the table of pages read by OCR.
fn rebuild_beside(source: &Source<'_>, mut header: header::Header, restored: bool) -> Rebuilt {
    let header = &mut header;
    let mut rebuilt = Rebuilt::default();
    rebuilt.outside.extend_from_slice(source.lines.get(..header.lines.start).unwrap_or(&[]));
    note_column_numbers(source, header, &mut rebuilt.furniture);
    let tail = tail::begins(source, header.lines.end, tail::Setting::Beside);
    rebuilt.below.extend_from_slice(source.lines.get(tail..).unwrap_or(&[]));
    let body = header.lines.end..tail;
    let repetitions = header::interleaved::repetitions(source, body.clone(), header);
    let furniture = set_aside(source, body.clone(), &repetitions, &mut rebuilt.furniture);
    beside::settle_order(source, header, body.clone(), &furniture);
    let mut columns = columns_of(&header.cells);
    let read = beside::rows(source, header, body, &furniture, &mut columns);
    let unread = header.unread.iter().map(|&(line, word)| (line, word, word + 1));
    rebuilt.furniture.extend(unread.chain(read.noise.iter().copied()).map(|(line, from, to)| Aside {
        kind: Furniture::Noise,
        span: source.lines.get(line).map(|l| l.span.clone()).unwrap_or_default(),
        text: source.text(line, from, to).to_owned(),
    }));
    let mut table = assemble::table(source, &read.chunks, header, &columns, read.rows, false);
    agree::agree(&mut table, &columns, restored);
    rebuilt.tables.push(table);
    rebuilt
}

/// The columns of a header, nothing learned yet.
fn columns_of(cells: &[header::HeaderCell]) -> Vec<Column> {
    cells.iter().map(|c| Column { kind: c.kind, width: None, learned: PhraseModel::default() }).collect()
}

/// Whether the lines come from a dump that sets an empty line behind each printed one, so that a single line end means something.
fn is_spaced(lines: &[Line]) -> bool {
    let apart = lines.iter().filter(|l| l.gap == Gap::Paragraph).count();
    apart * 2 > lines.len()
}

/// Notes the row of column numbers, which is a line of the header but no header.
fn note_column_numbers(source: &Source<'_>, header: &header::Header, furniture: &mut Vec<Aside>) {
    let last = header.lines.end.saturating_sub(1);
    if header::column_numbers(source, last).is_some() {
        furniture.push(aside(source, last..last + 1, Furniture::ColumnNumbers));
    }
}

/// Whole lines, set aside.
fn aside(source: &Source<'_>, lines: Range<usize>, kind: Furniture) -> Aside {
    let lines = source.lines.get(lines).unwrap_or(&[]);
    let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
    let span = lines.iter().map(|l| l.span.clone()).reduce(|a, b| a.join(&b)).unwrap_or_default();
    Aside { kind, span, text: texts.join("\n") }
}

/// Lists the repeated headers and the page numbers among `body`.
fn set_aside(
    source: &Source<'_>,
    body: Range<usize>,
    repetitions: &[Range<usize>],
    furniture: &mut Vec<Aside>,
) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for repetition in repetitions {
        let mut range = repetition.clone();
        let above = range.start.checked_sub(1).filter(|&a| a >= body.start && is_page_number(source, a));
        if let Some(above) = above {
            furniture.push(aside(source, above..above + 1, Furniture::PageNumber));
            range.start = above;
        }
        furniture.push(aside(source, repetition.clone(), Furniture::RepeatedHeader));
        out.push(range);
    }
    out
}

/// The lines of `body` that hold words and are no furniture, which is in order.
fn printed(source: &Source<'_>, body: Range<usize>, furniture: &[Range<usize>]) -> Vec<usize> {
    let mut furniture = furniture.iter().peekable();
    body.filter(|&line| {
        while furniture.next_if(|f| f.end <= line).is_some() {}
        !furniture.peek().is_some_and(|f| f.contains(&line)) && !source.words(line).is_empty()
    })
    .collect()
}

/// Whether nothing but empty lines parts `line` from the furniture above it.
fn below_furniture(source: &Source<'_>, line: usize, furniture: &[Range<usize>]) -> bool {
    let above = furniture.partition_point(|f| f.end <= line).checked_sub(1).and_then(|i| furniture.get(i));
    above.is_some_and(|f| (f.end..line).rev().all(|l| source.words(l).is_empty()))
}

/// Whether a line holds a number alone.
fn is_page_number(source: &Source<'_>, line: usize) -> bool {
    matches!(source.words(line), [word] if word.number() && word.width <= 2000)
}

/// Lines on which the widths and the wording of the columns are learned before the whole is read.
const SAMPLE: usize = 1600;

fn read_table(
    source: &Source<'_>,
    header: &header::Header,
    body: Range<usize>,
    furniture: &[Range<usize>],
    spaced: bool,
) -> Table {
    let mut columns = columns_of(&header.cells);
    let mut weights = Weights::default();
    if !spaced {
        weights.full_between = 0.0;
        weights.off_centre = 0.0;
        weights.half_inside = 0.0;
    }
    let sample = body.start..body.end.min(body.start + SAMPLE);
    for _ in 0..2 {
        let chunks = chunk::chunks(source, sample.clone(), furniture, &columns, spaced);
        let steps = Search::new(source, &columns, weights, dump::Alignment::of(&chunks, spaced)).run(&chunks);
        learn(source, &chunks, &steps, &mut columns);
    }
    let chunks = chunk::chunks(source, body, furniture, &columns, spaced);
    let steps = Search::new(source, &columns, weights, dump::Alignment::of(&chunks, spaced)).run(&chunks);
    let rows = assemble::rows(&steps, &chunks, columns.len());
    assemble::table(source, &chunks, header, &columns, rows, spaced)
}

/// Learns each column's width and wording from a first reading.
fn learn(source: &Source<'_>, chunks: &[Chunk], steps: &[Step], columns: &mut [Column]) {
    let mut wraps: Vec<Vec<(u32, u32)>> = vec![Vec::new(); columns.len()];
    let mut learned: Vec<PhraseModel> = vec![PhraseModel::default(); columns.len()];
    for (i, step) in steps.iter().enumerate() {
        let column = usize::from(step.column);
        let to = steps.get(i + 1).map_or(chunks.len(), |s| s.chunk as usize);
        let parts = chunks.get(step.chunk as usize..to).unwrap_or(&[]);
        if let Some(model) =
            learned.get_mut(column).filter(|_| step.margin > 1.0 && step.begin != dump::Begin::Resume)
        {
            let symbols: Vec<_> =
                parts.iter().flat_map(|c| source::symbols(source.range(c.from, c.to))).collect();
            model.add(&symbols);
        }
        if let Some(wraps) = wraps.get_mut(column) {
            collect_wraps(source, parts, wraps);
        }
    }
    for ((column, wraps), model) in columns.iter_mut().zip(wraps).zip(learned) {
        column.learned = model;
        if !matches!(column.kind, Kind::Ordinal | Kind::Number) {
            column.width = fitting_width(&wraps).map(|f| f.0);
        }
    }
}

/// For each wrap of a cell, the widths between which the column's must lie: the line has fitted, the next word has not.
fn collect_wraps(source: &Source<'_>, parts: &[Chunk], wraps: &mut Vec<(u32, u32)>) {
    let mut used = 0;
    for (chunk, next) in parts.iter().zip(parts.iter().skip(1)) {
        let width = source::printed_width(source.range(chunk.from, chunk.to));
        used = if chunk.sep == dump::Sep::Same && used > 0 { used + width::SPACE + width } else { width };
        let Some(first) = source.range(next.from, next.to).first() else { continue };
        let wrapped = matches!(next.sep, dump::Sep::Full) && chunk.from < chunk.to && !first.list_mark();
        if wrapped {
            wraps.push((used, used + width::SPACE + u32::from(first.head)));
        }
    }
}

/// The width that agrees with most wraps, and the share that it agrees with; `None` where there are too few.
fn fitting_width(wraps: &[(u32, u32)]) -> Option<(u32, f32)> {
    if wraps.len() < 4 {
        return None;
    }
    let mut events: Vec<(u32, i32)> = wraps.iter().flat_map(|&(low, high)| [(low, 1), (high, -1)]).collect();
    events.sort_unstable();
    let (mut open, mut best, mut from, mut until) = (0, 0, 0, 0);
    for (i, &(at, change)) in events.iter().enumerate() {
        open += change;
        if open > best {
            best = open;
            from = at;
            until = events.get(i + 1).map_or(at, |e| e.0);
        }
    }
    (best as usize * 2 > wraps.len()).then(|| (from + (until - from) / 3, best as f32 / wraps.len() as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn lines(text: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut gap = Gap::Line;
        for (number, text) in (1..).zip(text.split('\n')) {
            if text.is_empty() {
                gap = Gap::Paragraph;
                continue;
            }
            lines.push(Line {
                text: text.to_owned(),
                span: Span::line(None, number),
                gap,
                ..Line::default()
            });
            gap = Gap::Line;
        }
        lines
    }

    fn texts(row: &vanthu_document::table::Row) -> Vec<&str> {
        row.cells.iter().map(|c| c.text.as_str()).collect()
    }

    /// Cells in the middle of their rows, as a dump gives them; the second page repeats the header inside a cell.
    const DUMP: &str = "TT Nội dung công việc \n\nCơ quan \n\nchủ trì \n\nThời hạn \n\nhoàn thành \n\nI Công tác cán bộ   \n\n\
        1 \n\nRà soát quy hoạch cán bộ các \n\ntrường trung học và báo cáo \n\ncủa các xã miền núi \n\nPhòng Nội \n\nvụ \nTháng 3/2024 \n\n2 \n\nTổ chức lớp bồi dưỡng nghiệp vụ \n\nvăn thư, lưu trữ cho công chức \n\ncấp xã theo Nghị định số 30/2020/NĐ-\n\
         TT Nội dung công việc \n\nCơ quan \n\nchủ trì \n\nThời hạn \n\nhoàn thành \n\nCP Trung tâm \n\nChính trị \n\nQuý II/2024 \n";

    #[test]
    fn a_dump_becomes_rows() {
        let rebuilt = rebuild(&lines(DUMP), false).expect("a header");
        let table = rebuilt.tables.first().expect("a table");
        let rows: Vec<Vec<&str>> = table.rows.iter().map(texts).collect();
        assert_eq!(rows[0], ["TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời hạn hoàn thành"]);
        assert_eq!(rows[1], ["I", "Công tác cán bộ"]);
        assert_eq!(rows[2][2..], ["Phòng Nội vụ", "Tháng 3/2024"]);
        assert_eq!(rows[3][2..], ["Trung tâm Chính trị", "Quý II/2024"]);
        assert!(rows[3][1].ends_with("Nghị định số 30/2020/NĐ-CP"), "{:?}", rows[3]);
        assert!(rebuilt.furniture.iter().any(|a| a.kind == Furniture::RepeatedHeader));
    }

    /// A line that begins with `sở` names no column of ordinals; a cell below an empty place in its column is another
    /// one; nothing stands beside the title of a section.
    #[test]
    fn columns_of_spaces_tell_rows_apart() {
        let text = "Số    Nhiệm vụ                    Đơn vị chủ trì      Thời gian\n\
                    TT\n\
                    1     Kiểm tra việc giải quyết    Phòng Kinh tế       Quý I/2023\n\
                    \u{20}     hồ sơ của các cơ\n\
                    \u{20}     sở\n\
                    \u{20}                                 Phòng Nội vụ        Quý II/2023\n\
                    II    CẢI CÁCH THỂ CHẾ\n\
                    2     Sửa chữa trụ sở             Phòng Kinh tế       Tháng 5/2023\n";
        let rebuilt = rebuild(&lines(text), false).expect("a header");
        assert_eq!(rebuilt.tables.len(), 1);
        let rows: Vec<Vec<&str>> = rebuilt.tables[0].rows.iter().map(texts).collect();
        assert_eq!(rows[1][2..], ["Phòng Kinh tế", "Quý I/2023"]);
        // Ordinal and task stand beside both.
        assert_eq!(rows[2], ["Phòng Nội vụ", "Quý II/2023"]);
        assert_eq!(rows[3], ["II", "CẢI CÁCH THỂ CHẾ"]);
        assert_eq!(rows[4][2..], ["Phòng Kinh tế", "Tháng 5/2023"]);
    }

    #[test]
    fn columns_of_spaces_become_rows() {
        let text = "STT   Nhiệm vụ                    Đơn vị chủ trì      Thời gian\n\
                    1     Kiểm kê tài sản công của      Văn phòng HĐND      Quý I/2023\n\
                    \u{20}     các phòng, ban                và UBND\n\
                    2     Sửa chữa trụ sở               Phòng Kinh tế       Tháng 5/2023\n\
                    3     Mua máy tính cho bộ phận      Phòng Tài chính -   Năm 2023\n\
                    \u{20}     tiếp nhận hồ sơ               Kế hoạch\n";
        let rebuilt = rebuild(&lines(text), false).expect("a header");
        let rows: Vec<Vec<&str>> = rebuilt.tables[0].rows.iter().map(texts).collect();
        assert_eq!(
            rows[1],
            ["1", "Kiểm kê tài sản công của các phòng, ban", "Văn phòng HĐND và UBND", "Quý I/2023"]
        );
        assert_eq!(
            rows[3],
            ["3", "Mua máy tính cho bộ phận tiếp nhận hồ sơ", "Phòng Tài chính - Kế hoạch", "Năm 2023"]
        );
        assert_eq!(rows.len(), 4);
    }

    #[test]
    fn a_taller_cell_of_a_repeated_header_goes_with_it() {
        let text = "TT Nội dung nhiệm vụ Cơ quan chủ trì Thời gian hoàn thành\n1 Kiểm kê rừng Sở Nội vụ Tháng 3/2025\n\
                    2 Trồng rừng Sở Nội vụ Tháng 4/2025\nThời gian\n\nTT Nội dung nhiệm vụ Cơ quan chủ trì hoàn thành\n\
                    3 Chăn nuôi Trạm Thú y Tháng 5/2025\n";
        let rebuilt = rebuild(&lines(text), false).expect("a header");
        let rows: Vec<Vec<&str>> = rebuilt.tables[0].rows.iter().map(texts).collect();
        assert_eq!(rows[2], ["2", "Trồng rừng", "Sở Nội vụ", "Tháng 4/2025"]);
        let repeated = rebuilt.furniture.iter().find(|a| a.kind == Furniture::RepeatedHeader).expect("it");
        assert!(repeated.text.starts_with("Thời gian"), "{repeated:?}");
    }

    #[test]
    fn text_without_a_header_is_no_table() {
        assert_eq!(
            rebuild(&lines("Điều 1. Phạm vi điều chỉnh\n\nThông tư này quy định về lưu trữ.\n"), false),
            None
        );
        assert_eq!(rebuild(&[], false), None);
    }

    #[test]
    fn a_columns_width_agrees_with_its_wraps() {
        let width = fitting_width(&[(100, 140), (110, 130), (90, 125), (118, 160), (10, 20)]);
        assert!(width.is_some_and(|w| (118..125).contains(&w.0) && w.1 > 0.5), "{width:?}");
        assert_eq!(fitting_width(&[(100, 140)]), None);
    }
}
