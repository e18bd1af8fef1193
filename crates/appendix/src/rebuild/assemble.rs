//! From the fragments that the search has found to the rows and cells of a table.

use vanthu_document::page::Span;
use vanthu_document::table::{Cell, Row, Table};

use super::dump::{Begin, Chunk, Column, Step};
use super::header::Header;
use super::label::{Label, Shape};
use super::lexicon::Kind;
use super::source::{Source, printed_width};
use super::width::SPACE;

/// A cell being put together.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// Ranges of chunks, in order.
    pub(super) parts: Vec<(usize, usize)>,
    /// The smallest margin of its borders, in nats.
    pub(super) margin: f32,
}

/// A row being put together.
#[derive(Debug, Clone)]
pub(super) struct DraftRow {
    /// Whether it has an ordinal of its own.
    pub(super) opens_task: bool,
    /// By column; `None` where nothing was printed, not even a sign that the cell is empty.
    pub(super) cells: Vec<Option<Draft>>,
}

/// Sorts fragments into rows and cells.
pub(super) fn rows(steps: &[Step], chunks: &[Chunk], columns: usize) -> Vec<DraftRow> {
    let mut rows: Vec<DraftRow> = Vec::new();
    let mut column_before = 0;
    for (i, step) in steps.iter().enumerate() {
        let column = usize::from(step.column);
        let from = step.chunk as usize;
        let to = steps.get(i + 1).map_or(chunks.len(), |s| s.chunk as usize);
        let border = steps.get(i + 1).map_or(f32::INFINITY, |s| s.margin);
        let margin = step.margin.min(border);
        match step.begin {
            Begin::Row | Begin::SubRow => {
                if let Some(row) = rows.last_mut() {
                    mark_empty(row, column_before + 1..columns, step.empties);
                }
                rows.push(DraftRow { opens_task: step.begin == Begin::Row, cells: vec![None; columns] });
            }
            Begin::Cell => {
                if let Some(row) = rows.last_mut() {
                    mark_empty(row, column_before + 1..column, step.empties);
                }
            }
            Begin::Resume => {}
        }
        column_before = column;
        let target = match step.begin {
            Begin::Resume => resumed(&rows, column),
            _ => rows.len().checked_sub(1),
        };
        let Some(slot) = target.and_then(|r| rows.get_mut(r)).and_then(|r| r.cells.get_mut(column)) else {
            continue;
        };
        let draft = slot.get_or_insert_with(|| Draft { parts: Vec::new(), margin: f32::INFINITY });
        draft.parts.push((from, to));
        draft.margin = draft.margin.min(margin);
    }
    if let Some(row) = rows.last_mut() {
        let signs = chunks.last().map_or(0, |c| c.empties);
        mark_empty(row, column_before + 1..columns, signs);
    }
    rows
}

/// The row whose cell goes on behind a page break: the current one, or the one above that the cell is merged with.
fn resumed(rows: &[DraftRow], column: usize) -> Option<usize> {
    let last = rows.len().checked_sub(1)?;
    let mut at = last;
    loop {
        let row = rows.get(at)?;
        if row.cells.get(column).is_some_and(Option::is_some) {
            return Some(at);
        }
        if row.opens_task || at == 0 {
            return Some(last);
        }
        at -= 1;
    }
}

fn mark_empty(row: &mut DraftRow, columns: std::ops::Range<usize>, signs: u8) {
    let missing = row.cells.iter().skip(columns.start).take(columns.len()).filter(|c| c.is_none()).count();
    if usize::from(signs) < missing {
        return;
    }
    for slot in row.cells.iter_mut().skip(columns.start).take(columns.len()).filter(|c| c.is_none()) {
        *slot = Some(Draft { parts: Vec::new(), margin: f32::INFINITY });
    }
}

/// Lines and text of one cell.
struct Written {
    text: String,
    span: Option<Span>,
}

/// Joins the lines of a cell: a wrap becomes a space, or nothing where the line runs on; a further paragraph a line end.
fn write(source: &Source<'_>, chunks: &[Chunk], draft: &Draft, column: Option<&Column>) -> Written {
    let mut text = String::new();
    let mut span: Option<Span> = None;
    let mut line_width = 0;
    let mut before: Option<Chunk> = None;
    let mut listed = false;
    let parts = draft.parts.iter().filter_map(|&(from, to)| chunks.get(from..to));
    for chunk in parts.flatten().filter(|c| c.from < c.to) {
        let words = source.range(chunk.from, chunk.to);
        if let Some(before) = before {
            text.push_str(joint(source, column, before, *chunk, line_width, listed));
        } else {
            listed = words.first().is_some_and(|w| w.list_mark());
        }
        let same_line = before.is_some_and(|b| b.line == chunk.line && b.to == chunk.from);
        line_width = if same_line { line_width + SPACE } else { 0 } + printed_width(words);
        text.push_str(&vanthu_text::single_spaced(source.text(chunk.line as usize, chunk.from, chunk.to)));
        if let Some(line) = source.lines.get(chunk.line as usize) {
            span = Some(span.map_or_else(|| line.span.clone(), |s| s.join(&line.span)));
        }
        before = Some(*chunk);
    }
    Written { text, span }
}

/// What stands between two chunks of one cell; the line of the first is `used` wide.
fn joint(
    source: &Source<'_>,
    column: Option<&Column>,
    before: Chunk,
    chunk: Chunk,
    used: u32,
    listed: bool,
) -> &'static str {
    let (Some(last), Some(first)) =
        (source.range(before.from, before.to).last(), source.range(chunk.from, chunk.to).first())
    else {
        return "";
    };
    if before.line == chunk.line && before.to == chunk.from {
        return " ";
    }
    let line = source.split.get(before.line as usize);
    // Only behind the last word of a line can a space be missing.
    let ran_on = line.is_some_and(|l| l.trail == 0 || l.to != before.to);
    if ran_on && last.cut_number() {
        return "";
    }
    // A dash within the name of an agency, where the cell is no list: `Phòng Văn hóa` + `- Xã hội`.
    let named = column.is_some_and(|c| c.kind == Kind::Agency) && !listed && first.bare_mark();
    if named && !last.ends_clause() {
        return " ";
    }
    let paragraph = last.full_stop() || last.half_stop() || closed_start(column, *first);
    if first.list_mark() || (paragraph && room_left(column, used, first.head)) { "\n" } else { " " }
}

fn room_left(column: Option<&Column>, used: u32, head: u16) -> bool {
    column.and_then(|c| c.width).is_some_and(|w| used + SPACE + u32::from(head) <= w - w / 30)
}

fn closed_start(column: Option<&Column>, first: super::source::Word) -> bool {
    column.is_some_and(|c| c.kind == Kind::Agency) && first.capital()
}

/// The confidence of a cell whose borders are `margin` nats better than any other reading's.
pub(super) fn confidence(margin: f32) -> f32 {
    let margin = margin.min(20.0);
    0.995 / (1.0 + (-(margin - 0.6) * 0.9).exp())
}

/// Writes the table: header, then rows, with the spans of merged cells.
pub(super) fn table(
    source: &Source<'_>,
    chunks: &[Chunk],
    header: &Header,
    columns: &[Column],
    mut rows: Vec<DraftRow>,
    signs: bool,
) -> Table {
    let count = columns.len();
    number_own_rows(columns, &mut rows);
    let mut spans = vec![vec![1_u32; count]; rows.len()];
    merge_within_tasks(&mut rows, &mut spans);
    if signs {
        merge_between_tasks(source, chunks, columns, &mut rows, &mut spans);
    }
    let mut table = Table::default();
    table.rows.push(header_row(source, header));
    for (row, spans) in rows.iter().zip(&spans) {
        let mut out = Row::default();
        let title_only = is_title(source, chunks, row);
        let least = row.cells.iter().flatten().map(|d| d.margin).fold(f32::INFINITY, f32::min);
        for (c, (cell, &row_span)) in row.cells.iter().zip(spans).enumerate() {
            if row_span == 0 {
                continue;
            }
            let mut written = Cell { row_span, ..Cell::default() };
            if let Some(draft) = cell {
                let Written { text, span } = write(source, chunks, draft, columns.get(c));
                written.text = text;
                if let Some(span) = span {
                    written.span = span;
                }
                written.confidence = confidence(draft.margin);
            }
            // That a cell is empty is as sure as the row around it.
            if written.text.is_empty() {
                written.confidence = written.confidence.min(confidence(least));
            }
            if title_only && c >= 1 {
                written.col_span = u32::try_from(count - 1).unwrap_or(1);
                out.cells.push(written);
                break;
            }
            out.cells.push(written);
        }
        out.span = out
            .cells
            .iter()
            .filter(|c| !c.text.is_empty())
            .map(|c| c.span.clone())
            .reduce(|a, b| a.join(&b))
            .unwrap_or_default();
        table.rows.push(out);
    }
    table.span = table
        .rows
        .iter()
        .map(|r| r.span.clone())
        .filter(|s| s.lines.is_some())
        .reduce(|a, b| a.join(&b))
        .unwrap_or_default();
    table
}

/// A row with a name and numbers of its own belongs to no row above, also where its ordinal is empty (`Tổng điểm`).
fn number_own_rows(columns: &[Column], rows: &mut [DraftRow]) {
    for row in rows.iter_mut().filter(|r| !r.opens_task) {
        let named = row.cells.get(1).is_some_and(Option::is_some);
        let numbered =
            row.cells.iter().zip(columns).any(|(cell, c)| cell.is_some() && c.kind == Kind::Number);
        if named && numbered {
            row.opens_task = true;
            if let Some(slot) = row.cells.first_mut().filter(|s| s.is_none()) {
                *slot = Some(Draft { parts: Vec::new(), margin: f32::INFINITY });
            }
        }
    }
}

fn header_row(source: &Source<'_>, header: &Header) -> Row {
    let cell = |c: &super::header::HeaderCell| {
        let span = source
            .lines
            .get(c.lines.0..=c.lines.1)
            .unwrap_or(&[])
            .iter()
            .map(|l| l.span.clone())
            .reduce(|a, b| a.join(&b));
        Cell { text: c.text.clone(), span: span.unwrap_or_default(), ..Cell::default() }
    };
    let cells: Vec<Cell> = header.cells.iter().map(cell).collect();
    let span = cells.iter().map(|c| c.span.clone()).reduce(|a, b| a.join(&b)).unwrap_or_default();
    Row { cells, span }
}

/// Whether a row holds a section's label and title and nothing else.
fn is_title(source: &Source<'_>, chunks: &[Chunk], row: &DraftRow) -> bool {
    let printed = |c: &Option<Draft>| {
        c.as_ref().is_some_and(|d| {
            d.parts.iter().any(|&(a, b)| chunks.get(a..b).unwrap_or(&[]).iter().any(|k| k.from < k.to))
        })
    };
    let label = row.cells.first().and_then(Option::as_ref).and_then(|d| {
        let chunk = chunks.get(d.parts.first()?.0)?;
        Label::parse(source.text(chunk.line as usize, chunk.from, chunk.to))
    });
    row.opens_task
        && row.cells.get(1).is_some_and(printed)
        && !row.cells.iter().skip(2).any(printed)
        && label.is_some_and(|l| l.shape != Shape::Dash)
}

/// A cell that a sub-row lacks is merged with the one above, or with the first one below where none stands above.
fn merge_within_tasks(rows: &mut [DraftRow], spans: &mut [Vec<u32>]) {
    let mut from = 0;
    while from < rows.len() {
        let to = rows.iter().skip(from + 1).position(|r| r.opens_task).map_or(rows.len(), |n| from + 1 + n);
        let columns = rows.get(from).map_or(0, |r| r.cells.len());
        for c in 0..columns {
            let has = |rows: &[DraftRow], r: usize| {
                rows.get(r).and_then(|r| r.cells.get(c)).is_some_and(Option::is_some)
            };
            let Some(first) = (from..to).find(|&r| has(rows, r)) else { continue };
            if first > from && to - from > 1 {
                let cell = rows.get_mut(first).and_then(|r| r.cells.get_mut(c)).and_then(Option::take);
                if let Some(slot) = rows.get_mut(from).and_then(|r| r.cells.get_mut(c)) {
                    *slot = cell;
                }
            }
            let mut owner = from;
            for r in from + 1..to {
                if has(rows, r) {
                    owner = r;
                } else {
                    cover(spans, owner, r, c);
                }
            }
        }
        from = to;
    }
}

/// A cell that a row lacks without any sign of an empty one is merged with the one above.
fn merge_between_tasks(
    source: &Source<'_>,
    chunks: &[Chunk],
    known: &[Column],
    rows: &mut [DraftRow],
    spans: &mut [Vec<u32>],
) {
    let columns = rows.first().map_or(0, |r| r.cells.len());
    let may_merge = |c: &usize| known.get(*c).is_some_and(|c| c.kind != Kind::Number);
    for c in (2..columns).filter(may_merge) {
        let lacking = rows.iter().filter(|r| r.opens_task && !is_title(source, chunks, r));
        let (all, bare) = lacking.fold((0, 0), |(all, bare), r| {
            (all + 1, bare + usize::from(r.cells.get(c).is_some_and(Option::is_none)))
        });
        // A few rows without the cell are misread rather than merged.
        if bare * 8 < all {
            continue;
        }
        let mut owner: Option<usize> = None;
        for r in 0..rows.len() {
            let Some(row) = rows.get(r) else { continue };
            let covered = spans.get(r).and_then(|s| s.get(c)).is_some_and(|&s| s == 0);
            if row.cells.get(c).is_some_and(Option::is_some) {
                owner = Some(r);
            } else if covered {
                continue;
            } else if is_title(source, chunks, row) {
                owner = None;
            } else if let Some(owner) = owner.filter(|_| row.opens_task) {
                cover(spans, owner, r, c);
            }
        }
    }
}

/// Lets the cell of row `owner` cover row `row` too.
fn cover(spans: &mut [Vec<u32>], owner: usize, row: usize, column: usize) {
    if let Some(span) = spans.get_mut(row).and_then(|s| s.get_mut(column)) {
        *span = 0;
    }
    if let Some(span) = spans.get_mut(owner).and_then(|s| s.get_mut(column)) {
        *span = u32::try_from(row - owner).unwrap_or(u32::MAX).saturating_add(1);
    }
}
