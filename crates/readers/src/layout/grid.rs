//! The rows of a table without vertical rules.
//!
//! Horizontal rules part rows where they are drawn. Else the first column tells: each of its ordinals stands at the top or
//! in the middle of its row, and the lines of every other column are dealt out to the ordinals so that they stand beside
//! them best. Without ordinals, what is parted by more white than the lines of a paragraph are, is a row.

use super::columns::Columns;
use super::geometry::Rect;
use super::line::{Band, Segment, segment};

/// A cell: its first column, how many it covers, and its lines from the top.
#[derive(Debug, Clone)]
pub(crate) struct GridCell {
    pub(crate) column: usize,
    pub(crate) columns: usize,
    pub(crate) lines: Vec<Segment>,
}

/// The rows of a table; no cell is without a line.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    pub(crate) area: Rect,
    pub(crate) rows: Vec<Vec<GridCell>>,
    /// How many columns there are.
    pub(crate) columns: usize,
}

/// Words farther apart than this, in parts of the font size, in a line over several columns stand in cells of their own.
const CELL_GAP: f32 = 0.9;
/// Baselines of a paragraph, at most, in parts of the font size.
const PITCH: f32 = 1.45;
/// White that parts rows beyond that between lines, in parts of the font size.
const ROW_GAP: f32 = 0.3;

/// A line of one column, or of several.
#[derive(Debug, Clone)]
struct Piece {
    column: usize,
    columns: usize,
    segment: Segment,
}

/// Reads a table out of its lines. `rules` are the places of horizontal rules that go over most of its width; `continues`
/// says that the table may go on from the page before.
pub(crate) fn grid(bands: Vec<Band>, columns: &Columns, rules: &[f32], continues: bool) -> Option<Grid> {
    let count = columns.rivers.len() + 1;
    let words = bands.iter().flat_map(|b| &b.words);
    let area = words.map(|w| w.area).reduce(|a, b| a.join(&b))?;
    let lines: Vec<Vec<Piece>> = bands.into_iter().map(|band| pieces(band, columns)).collect();
    let mut lines = lines;
    let header = header_lines(&lines);
    let body = lines.split_off(header);
    // A row cut by the page goes on above the table, or below its repeated header.
    let continues = continues || header > 0;
    let mut rows = header_rows(lines.into_iter().flatten().collect());
    if rules.len() >= 2 {
        rows.extend(by_rules(body, rules));
    } else {
        let ways =
            [Beside::Top, Beside::Middle].map(|beside| body_rows(body.clone(), count, beside, continues));
        rows.extend(
            ways.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map(|best| best.1).unwrap_or_default(),
        );
    }
    let rows: Vec<Vec<GridCell>> = rows.into_iter().map(cells).filter(|row| !row.is_empty()).collect();
    (rows.len() > 1 || continues && !rows.is_empty()).then_some(Grid { area, rows, columns: count })
}

/// How many lines at the top are a header: bold, before the first ordinal or title.
fn header_lines(lines: &[Vec<Piece>]) -> usize {
    let mut filled: Vec<usize> = Vec::new();
    let mut count = 0;
    let mut before: Option<&Segment> = None;
    for line in lines {
        let first = line.first().map(|p| &p.segment);
        let parted = match (before, first) {
            (Some(a), Some(b)) => filled.len() > 2 && b.baseline - a.baseline > PITCH * b.size,
            _ => false,
        };
        before = first;
        let numbered = line.first().is_some_and(|p| p.column == 0 && is_ordinal(&p.segment.text));
        let title = filled.len() > 2 && line.len() == 1 && line.iter().any(|p| p.columns > 2);
        if numbered || title || parted || !line.iter().all(|p| p.segment.bold) {
            break;
        }
        filled.extend(line.iter().map(|p| p.column));
        count += 1;
    }
    filled.sort_unstable();
    filled.dedup();
    if filled.len() > 2 { count } else { 0 }
}

/// The header's rows: two where a heading stands over several columns.
fn header_rows(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let over: Vec<(usize, usize)> =
        pieces.iter().filter(|p| p.columns > 1).map(|p| (p.column, p.column + p.columns)).collect();
    let below = |p: &Piece| p.columns == 1 && over.iter().any(|(from, to)| (*from..*to).contains(&p.column));
    let (lower, upper): (Vec<Piece>, Vec<Piece>) = pieces.into_iter().partition(below);
    [upper, lower].into_iter().filter(|row| !row.is_empty()).collect()
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It goes over several columns, or stands alone in bold type among lines that are not bold.
    Title,
    /// The header once more.
    Header,
    Body,
}

fn kinds(lines: &[Vec<Piece>]) -> Vec<Kind> {
    let bold = |line: &Vec<Piece>| line.iter().all(|p| p.segment.bold);
    let plain = lines.iter().filter(|line| !bold(line)).count() * 2 > lines.len();
    let mut out: Vec<Kind> = lines
        .iter()
        .map(|line| {
            let numbered = line.first().is_some_and(|p| p.column == 0 && is_ordinal(&p.segment.text));
            let over = line.iter().any(|p| p.columns > 1);
            match (plain && bold(line), line.len()) {
                (true, 3..) if !numbered => Kind::Header,
                (true, 1) if !numbered => Kind::Title,
                _ if over => Kind::Title,
                _ => Kind::Body,
            }
        })
        .collect();
    // The other lines of a header that is there once more.
    let near = |a: &[Piece], b: &[Piece]| match (a.first(), b.first()) {
        (Some(a), Some(b)) => (b.segment.baseline - a.segment.baseline).abs() < PITCH * b.segment.size,
        _ => false,
    };
    for at in (1..lines.len()).chain((1..lines.len()).rev()) {
        if out[at - 1] != out[at]
            && near(&lines[at - 1], &lines[at])
            && bold(&lines[at - 1])
            && bold(&lines[at])
        {
            match (out[at - 1], out[at]) {
                (Kind::Header, Kind::Title) => out[at] = Kind::Header,
                (Kind::Title, Kind::Header) => out[at - 1] = Kind::Header,
                // A title of several lines that has an ordinal.
                (Kind::Body, Kind::Title) if lines[at].len() == 1 => out[at] = Kind::Body,
                (Kind::Title, Kind::Body) if lines[at - 1].len() == 1 => out[at - 1] = Kind::Body,
                _ => {}
            }
        }
    }
    out
}

/// The rows of the lines below the header, and what it costs to see them so.
fn body_rows(
    lines: Vec<Vec<Piece>>,
    columns: usize,
    beside: Beside,
    continues: bool,
) -> (f32, Vec<Vec<Piece>>) {
    let kinds = kinds(&lines);
    let mut rows = Vec::new();
    let mut cost = 0.0;
    let mut continues = continues;
    let mut lines = kinds.into_iter().zip(lines).peekable();
    while let Some((kind, line)) = lines.next() {
        let mut part = vec![line];
        while let Some((_, line)) = lines.next_if(|(next, _)| *next == kind) {
            part.push(line);
        }
        match kind {
            Kind::Title => titles(part, columns, &mut rows),
            Kind::Header => rows.extend(header_rows(part.into_iter().flatten().collect())),
            Kind::Body => {
                let part: Vec<Piece> = part.into_iter().flatten().collect();
                let anchors = anchors(&part);
                let dealt = by_anchors(&part, &anchors, columns, beside, continues);
                let (own, dealt) = dealt.unwrap_or_else(|| (0.0, by_gaps(part)));
                cost += own;
                rows.extend(dealt);
            }
        }
        // What a page has cut goes on below the header.
        continues = kind == Kind::Header;
    }
    (cost, rows)
}

/// The parts of a line by columns.
fn pieces(band: Band, columns: &Columns) -> Vec<Piece> {
    let crosses = |x0: f32, x1: f32| columns.column(x0, x0) != columns.column(x1, x1);
    let crossing = band.words.iter().any(|w| crosses(w.area.x0, w.area.x1));
    let gap = CELL_GAP * band.size();
    let baseline = band.baseline;
    let mut out: Vec<(usize, usize, Vec<_>)> = Vec::new();
    for word in band.words {
        let (from, to) =
            (columns.column(word.area.x0, word.area.x0), columns.column(word.area.x1, word.area.x1));
        match out.last_mut() {
            Some((_, last, words))
                if *last >= from
                    || crossing
                        && words
                            .last()
                            .is_some_and(|w: &super::word::Word| word.area.x0 - w.area.x1 < gap) =>
            {
                *last = to.max(*last);
                words.push(word);
            }
            _ => out.push((from, to, vec![word])),
        }
    }
    out.into_iter()
        .filter_map(|(from, to, words)| {
            Some(Piece { column: from, columns: to - from + 1, segment: segment(words, baseline)? })
        })
        .collect()
}

/// Pieces in a row, to cells.
fn cells(pieces: Vec<Piece>) -> Vec<GridCell> {
    let mut out: Vec<GridCell> = Vec::new();
    for piece in pieces {
        let last = piece.column + piece.columns;
        match out.iter_mut().find(|c| c.column < last && piece.column < c.column + c.columns) {
            Some(cell) => {
                let end = last.max(cell.column + cell.columns);
                cell.column = cell.column.min(piece.column);
                cell.columns = end - cell.column;
                cell.lines.push(piece.segment);
            }
            None => out.push(GridCell {
                column: piece.column,
                columns: piece.columns,
                lines: vec![piece.segment],
            }),
        }
    }
    out.sort_by_key(|cell| cell.column);
    // A cell that grew over its neighbour takes it in.
    out.dedup_by(|next, cell| {
        let over = next.column < cell.column + cell.columns;
        if over {
            let end = (next.column + next.columns).max(cell.column + cell.columns);
            cell.columns = end - cell.column;
            cell.lines.append(&mut next.lines);
            cell.lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
        }
        over
    });
    out
}

fn by_rules(lines: Vec<Vec<Piece>>, rules: &[f32]) -> Vec<Vec<Piece>> {
    let mut rows: Vec<Vec<Piece>> = vec![Vec::new(); rules.len() + 1];
    for piece in lines.into_iter().flatten() {
        let middle = piece.segment.baseline - 0.3 * piece.segment.size;
        let at = rules.partition_point(|rule| *rule < middle);
        if let Some(row) = rows.get_mut(at) {
            row.push(piece);
        }
    }
    rows
}

/// Adds a row for each title; one of several lines is one row.
fn titles(lines: Vec<Vec<Piece>>, columns: usize, rows: &mut Vec<Vec<Piece>>) {
    let mut open: Vec<Piece> = Vec::new();
    for line in lines {
        let first = line.first().map_or(0.0, |p| p.segment.baseline);
        let labelled = line.first().is_some_and(|p| p.column == 0 && p.columns < columns && line.len() > 1);
        let parted = open.last().is_some_and(|p| first - p.segment.baseline > PITCH * p.segment.size);
        if labelled || parted {
            rows.push(std::mem::take(&mut open));
        }
        open.extend(line);
    }
    rows.push(open);
}

/// Baselines of the first and the last line of what stands in a cell of the first column.
type Anchor = (f32, f32);

/// Where the ordinals of the first column stand; nothing if it holds something else.
fn anchors(lines: &[Piece]) -> Vec<Anchor> {
    let mut out: Vec<(Anchor, bool)> = Vec::new();
    for segment in lines.iter().filter(|p| p.column == 0).map(|p| &p.segment) {
        let ordinal = is_ordinal(&segment.text);
        match out.last_mut() {
            // `Số` / `TT` is one header, and a title may be set in the narrow column.
            Some(((_, last), false)) if !ordinal && segment.baseline - *last < PITCH * segment.size => {
                *last = segment.baseline;
            }
            _ => out.push(((segment.baseline, segment.baseline), ordinal)),
        }
    }
    let ordinals = out.iter().filter(|(_, ordinal)| *ordinal).count();
    if ordinals * 2 < out.len() {
        return Vec::new();
    }
    out.into_iter().map(|(at, _)| at).collect()
}

/// Whether a text is a number, a Roman numeral or a letter that counts, with dots.
pub(crate) fn is_ordinal(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| matches!(c, '.' | ')' | '(' | '/' | '*'));
    let digits = |s: &str| !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
    let roman = |s: &str| !s.is_empty() && s.len() <= 6 && s.bytes().all(|b| b"IVXLC".contains(&b));
    let letter = |s: &str| s.chars().count() == 1 && s.chars().all(char::is_alphabetic);
    bare.split('.').all(|part| digits(part) || roman(part) || letter(part))
}

/// How lines stand beside the ordinals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Top,
    Middle,
}

/// Lines of all columns on one baseline.
struct Level<'p> {
    baseline: f32,
    pieces: Vec<&'p Piece>,
}

/// Most lines between two ordinals that are dealt out.
const MOST_BETWEEN: usize = 40;
/// What it costs, in lines: that a cell is empty; that a row has no ordinal; that a line stands too far from the one above.
const EMPTY: f32 = 0.1;
const NO_ORDINAL: f32 = 1.2;
const TORN: f32 = 1.0;

/// Deals the lines out to the ordinals in order, so that they stand beside them best; between two rows with an ordinal
/// there may be one without.
fn by_anchors(
    lines: &[Piece],
    anchors: &[Anchor],
    columns: usize,
    beside: Beside,
    continues: bool,
) -> Option<(f32, Vec<Vec<Piece>>)> {
    let mut sorted: Vec<&Piece> = lines.iter().filter(|p| p.column > 0).collect();
    sorted.sort_by(|a, b| a.segment.baseline.total_cmp(&b.segment.baseline));
    let size = sorted.iter().map(|p| p.segment.size).fold(1.0, f32::max);
    let mut levels: Vec<Level<'_>> = Vec::new();
    for piece in sorted {
        let baseline = piece.segment.baseline;
        match levels.last_mut() {
            Some(level) if baseline - level.baseline < 0.2 * size => level.pieces.push(piece),
            _ => levels.push(Level { baseline, pieces: vec![piece] }),
        }
    }
    let anchor_at: Vec<f32> = anchors
        .iter()
        .map(|(first, last)| match beside {
            Beside::Top => *first,
            Beside::Middle => f32::midpoint(*first, *last),
        })
        .collect();
    // Levels above the line of each ordinal: its row begins there at the latest.
    let above = |at: f32| levels.partition_point(|level| level.baseline < at - 0.2 * size);
    // The cheapest way to begin the row of the current ordinal at a level: level, cost, place in `path`.
    let latest = above(*anchor_at.first()?);
    if latest > MOST_BETWEEN {
        return None;
    }
    let mut path: Vec<Step> = Vec::new();
    let mut starts: Vec<(usize, f32, usize)> = Vec::new();
    for start in 0..=latest {
        if start == 0 || continues {
            let cost = if start == 0 { 0.0 } else { NO_ORDINAL + alone(&levels[..start], columns, size) };
            path.push(Step { start, end: start, before: usize::MAX });
            starts.push((start, cost, path.len() - 1));
        }
    }
    for (k, anchor) in anchor_at.iter().enumerate() {
        let from = above(*anchor);
        let next = anchor_at.get(k + 1).map_or(levels.len(), |next| above(*next));
        if next - from > MOST_BETWEEN {
            return None;
        }
        // The row's end, then the next row's start.
        let mut ends: Vec<(usize, f32, usize)> = Vec::new();
        for end in from..=next {
            let best = starts
                .iter()
                .filter(|(start, ..)| *start <= end)
                .map(|(start, cost, at)| {
                    (cost + row_cost(&levels[*start..end], *anchor, beside, columns, size), *at)
                })
                .min_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((cost, at)) = best {
                ends.push((end, cost, at));
            }
        }
        if k + 1 == anchor_at.len() {
            let last = ends.iter().map(|(end, cost, at)| {
                let rest = if *end < levels.len() {
                    NO_ORDINAL + alone(&levels[*end..], columns, size)
                } else {
                    0.0
                };
                (*end, cost + rest, *at)
            });
            starts = last.min_by(|a, b| a.1.total_cmp(&b.1)).into_iter().collect();
            path.extend(starts.iter().map(|(end, _, at)| Step {
                start: levels.len(),
                end: *end,
                before: *at,
            }));
            continue;
        }
        starts = Vec::new();
        for start in from..=next {
            let best = ends
                .iter()
                .filter(|(end, ..)| *end <= start)
                .map(|(end, cost, at)| {
                    let rest = if *end < start {
                        NO_ORDINAL + alone(&levels[*end..start], columns, size)
                    } else {
                        0.0
                    };
                    (cost + rest, *end, *at)
                })
                .min_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((cost, end, at)) = best {
                path.push(Step { start, end, before: at });
                starts.push((start, cost, path.len() - 1));
            }
        }
    }
    let cost = starts.first()?.1;
    // Back from the last step: where each row with an ordinal begins and ends.
    let mut bounds: Vec<(usize, usize)> = Vec::new();
    let mut step = path.last()?;
    while let Some(before) = path.get(step.before) {
        bounds.push((before.start, step.end));
        step = before;
    }
    bounds.reverse();
    let take = |from: usize, to: usize| -> Vec<Piece> {
        let levels = levels.get(from..to).unwrap_or_default();
        levels.iter().flat_map(|level| &level.pieces).map(|piece| (*piece).clone()).collect()
    };
    let mut rows = Vec::new();
    let mut done = 0;
    for ((start, end), (first, last)) in bounds.into_iter().zip(anchors) {
        rows.push(take(done, start));
        let inside = |p: &&Piece| p.column == 0 && (*first..=*last).contains(&p.segment.baseline);
        let mut row: Vec<Piece> = lines.iter().filter(inside).cloned().collect();
        row.extend(take(start, end));
        rows.push(row);
        done = end;
    }
    rows.push(take(done, levels.len()));
    rows.retain(|row| !row.is_empty());
    Some((cost, rows))
}

/// Where the row of an ordinal begins, and where the row of the ordinal before it ends.
struct Step {
    start: usize,
    end: usize,
    before: usize,
}

/// Baselines of the first and the last line of each column, and how far its lines are torn apart.
fn blocks(levels: &[Level<'_>], columns: usize, size: f32) -> (Vec<Option<Anchor>>, f32) {
    let mut out: Vec<Option<Anchor>> = vec![None; columns];
    let mut torn = 0.0;
    for piece in levels.iter().flat_map(|level| &level.pieces) {
        let baseline = piece.segment.baseline;
        match out.get_mut(piece.column) {
            Some(Some((_, last))) => {
                let step = (baseline - *last) / size;
                if step > PITCH {
                    torn += TORN * (step / 1.2 - 1.0).min(3.0);
                }
                *last = baseline;
            }
            Some(empty) => *empty = Some((baseline, baseline)),
            None => {}
        }
    }
    (out, torn)
}

/// How badly lines stand beside their ordinal, in lines.
fn row_cost(levels: &[Level<'_>], anchor: f32, beside: Beside, columns: usize, size: f32) -> f32 {
    let (blocks, torn) = blocks(levels, columns, size);
    let off = blocks.iter().skip(1).map(|block| match (block, beside) {
        (None, _) => EMPTY,
        (Some((first, _)), Beside::Top) => (first - anchor).abs() / (1.2 * size),
        (Some((first, last)), Beside::Middle) => (f32::midpoint(*first, *last) - anchor).abs() / (1.2 * size),
    });
    torn + off.sum::<f32>()
}

/// How badly the lines of a row without ordinal stand beside each other, in lines: at the top, or in the middle.
fn alone(levels: &[Level<'_>], columns: usize, size: f32) -> f32 {
    let (blocks, torn) = blocks(levels, columns, size);
    let spread = |of: fn(&Anchor) -> f32| {
        let places: Vec<f32> = blocks.iter().flatten().map(of).collect();
        let mean = places.iter().sum::<f32>() / places.len().max(1) as f32;
        places.iter().map(|place| (place - mean).abs()).sum::<f32>() / (1.2 * size)
    };
    torn + spread(|b| b.0).min(spread(|b| f32::midpoint(b.0, b.1)))
}

/// Rows parted by more white than stands between lines of a paragraph; where there is none, each line is one.
fn by_gaps(lines: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut sorted = lines;
    sorted.sort_by(|a, b| a.segment.baseline.total_cmp(&b.segment.baseline));
    let steps: Vec<f32> = sorted
        .windows(2)
        .map(|w| (w[1].segment.baseline - w[0].segment.baseline) / w[1].segment.size.max(1.0))
        .collect();
    let mut real: Vec<f32> = steps.iter().copied().filter(|s| *s > 0.9).collect();
    real.sort_by(f32::total_cmp);
    let usual = real.get(real.len() / 4).copied().unwrap_or(0.0);
    let wide = |step: f32| step > usual.max(1.0) + ROW_GAP;
    let parted = steps.iter().any(|s| wide(*s));
    let mut rows: Vec<Vec<Piece>> = vec![Vec::new()];
    for (at, piece) in sorted.into_iter().enumerate() {
        let step = at.checked_sub(1).and_then(|i| steps.get(i)).copied().unwrap_or(0.0);
        let starts = if parted { wide(step) } else { step > 0.25 };
        if starts {
            rows.push(Vec::new());
        }
        if let Some(row) = rows.last_mut() {
            row.push(piece);
        }
    }
    rows
}
