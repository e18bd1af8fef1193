//! Tables printed in columns of spaces (`pdftotext -layout`): cells stand side by side, each at its place on the line.
//!
//! The header's places give the columns; a river of spaces between two of them is their border. Rows are bands of lines:
//! the best partition of the lines into bands is found by dynamic programming over what each band would read like.

use std::ops::Range;

use vanthu_document::page::Gap;

use super::assemble::{Draft, DraftRow};
use super::dump::{Chunk, Column, Sep};
use super::header::{self, Header, HeaderCell};
use super::label::{Label, Shape};
use super::lexicon::{Kind, LEXICON};
use super::source::{Source, Word, printed_width};
use super::width::SPACE;
use super::{below_furniture, printed};

/// Most lines of one row.
const MAX_BAND: usize = 48;

/// A line of its column that a cell skips, in nats; two cost the most.
const SKIPPED: f32 = -4.0;
/// A line by which a cell stands off its place, the middle or the top of its row. At the top it is above that: twice.
const OFF_PLACE: f32 = -1.0;
/// A cell beside the title of a section.
const BESIDE_TITLE: f32 = -2.0;

/// A column of a row without a cell.
const EMPTY: f32 = -0.2;
/// A row without ordinal.
const UNLABELLED: f32 = -2.2;
/// A cell that goes on below although the next word had room.
const ROOM: f32 = -2.0;

/// Most segments of a header.
const MAX_SEGMENTS: usize = 8 * header::MAX_COLUMNS;

/// A run of words with single spaces, at its place on a line.
#[derive(Debug, Clone, Copy)]
struct Segment {
    line: usize,
    from: u32,
    to: u32,
    /// Place of its first character on the line.
    x0: usize,
    /// Place behind its last.
    x1: usize,
}

/// Whether most of the lines hold several segments.
pub(super) fn is_layout(source: &Source<'_>) -> bool {
    let filled = source.split.iter().filter(|l| l.from < l.to).count();
    let parted =
        (0..source.lines.len()).filter(|&l| source.words(l).iter().skip(1).any(|w| w.gap > 0)).count();
    filled >= 4 && parted * 3 > filled
}

/// Places on a line in characters, counted on from the last one asked for, so that a line costs no more than its length.
struct Places<'a> {
    text: &'a str,
    byte: usize,
    place: usize,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, byte: 0, place: 0 }
    }

    /// The place of a byte, which is not before the last one.
    fn at(&mut self, byte: u32) -> usize {
        let byte = byte as usize;
        self.place += self.text.get(self.byte..byte).map_or(0, |t| t.chars().count());
        self.byte = byte;
        self.place
    }
}

/// The segments of one line.
fn segments(source: &Source<'_>, line: usize) -> Vec<Segment> {
    let (Some(split), Some(text)) = (source.split.get(line), source.lines.get(line)) else {
        return Vec::new();
    };
    let mut places = Places::of(&text.text);
    let mut out: Vec<Segment> = Vec::new();
    for (word, index) in source.words(line).iter().zip(split.from..) {
        let (x0, x1) = (places.at(word.start), places.at(word.end));
        match out.last_mut() {
            Some(last) if word.gap == 0 => {
                last.to = index + 1;
                last.x1 = x1;
            }
            _ => out.push(Segment { line, from: index, to: index + 1, x0, x1 }),
        }
    }
    out
}

/// A header of columns side by side, and the places where its columns begin.
pub(super) struct Placed {
    /// The header.
    pub(super) header: Header,
    /// For each column, the range of places that its header takes.
    spans: Vec<(usize, usize)>,
}

/// Finds the first such header at or behind `from`.
pub(super) fn find_header(source: &Source<'_>, from: usize) -> Option<Placed> {
    (from..source.lines.len()).find_map(|line| {
        let first = segments(source, line).into_iter().next()?;
        // `Công văn số` may be cut before its last word; a header begins with a capital.
        let names = source.range(first.from, first.to).first().is_some_and(|word| word.capital())
            && header::numbers_rows(source.text(line, first.from, first.to));
        names.then(|| header_around(source, line, first)).flatten()
    })
}

/// The header whose ordinal column is named on `line`: lines above and below belong to it as long as they stand beside that name.
fn header_around(source: &Source<'_>, line: usize, ordinal: Segment) -> Option<Placed> {
    let text = |s: &Segment| source.text(s.line, s.from, s.to);
    let beside = |l: usize| {
        let segments = segments(source, l);
        let completes = |s: &Segment| header::numbers_rows(text(s));
        let clear = segments.first().is_some_and(|s| s.x0 > ordinal.x1 || completes(s));
        clear && segments.iter().all(|s| s.x1 - s.x0 < 40)
    };
    let gap = |l: usize| source.lines.get(l).map_or(Gap::Paragraph, |l| l.gap);
    let mut start = line;
    while start > 0
        && line - start < 6
        && beside(start - 1)
        && !matches!(gap(start), Gap::Paragraph | Gap::Page)
    {
        start -= 1;
    }
    // A header's own lines go on in small letters, or with words that headers are made of.
    let goes_on = |l: usize| {
        let segments = segments(source, l);
        // A list's mark begins a cell.
        let on = |s: &&Segment| {
            source.range(s.from, s.to).first().is_some_and(|w| !w.capital() && !w.list_mark() && !w.digit())
                || header::is_wording(text(s))
                || header::numbers_rows(text(s))
        };
        segments.iter().filter(on).count() * 2 > segments.len()
    };
    let mut end = line + 1;
    while end - line < 8 && beside(end) && goes_on(end) && !matches!(gap(end), Gap::Paragraph | Gap::Page) {
        end += 1;
    }
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut all: Vec<Segment> = (start..end).flat_map(|l| segments(source, l)).collect();
    if all.len() > MAX_SEGMENTS {
        return None;
    }
    all.sort_by_key(|s| (s.x0, s.x1));
    for segment in &all {
        match spans.last_mut() {
            Some(last) if segment.x0 < last.1 => last.1 = last.1.max(segment.x1),
            _ => spans.push((segment.x0, segment.x1)),
        }
    }
    let cells: Vec<HeaderCell> = spans
        .iter()
        .map(|&(x0, x1)| {
            let mut parts: Vec<&Segment> = all.iter().filter(|s| s.x0 >= x0 && s.x1 <= x1).collect();
            parts.sort_by_key(|s| s.line);
            let texts: Vec<&str> = parts.iter().map(|s| source.text(s.line, s.from, s.to)).collect();
            let text = texts.join(" ");
            let lines = (parts.first().map_or(line, |s| s.line), parts.last().map_or(line, |s| s.line));
            HeaderCell { kind: header::kind_of(&text), text, lines }
        })
        .collect();
    if source.words(end).len() >= 3 && header::column_numbers(source, end).is_some() {
        end += 1;
    }
    let known = cells.iter().filter(|c| c.kind != Kind::Note).count();
    let enough = (3..=header::MAX_COLUMNS).contains(&cells.len()) && known * 2 > cells.len();
    enough.then(|| Placed { header: Header::new(source, start..end, cells), spans })
}

/// What a segment beside others counts at the places that it crosses, where one alone on its line counts one: that may be
/// the title of a section, which runs over borders.
const BESIDE_OTHERS: u32 = 4;

/// For each column, the place where it begins: between two headers where fewest segments cross. `lines` are the segments
/// of each line.
fn borders(placed: &Placed, lines: &[Vec<Segment>]) -> Vec<usize> {
    let mut crossings = vec![0_u32; lines.iter().flatten().map(|s| s.x1).max().unwrap_or(0) + 2];
    for line in lines {
        for (at, segment) in line.iter().enumerate() {
            // An ordinal before it says nothing of where it stands.
            let title = at + 1 == line.len() && at <= 1;
            for slot in crossings.iter_mut().take(segment.x1).skip(segment.x0 + 1) {
                *slot += if title { 1 } else { BESIDE_OTHERS };
            }
        }
    }
    let mut begin = vec![0_u32; crossings.len()];
    for segment in lines.iter().flatten() {
        if let Some(count) = begin.get_mut(segment.x0) {
            *count += BESIDE_OTHERS;
        }
    }
    let mut out = vec![0];
    for (left, right) in placed.spans.iter().zip(placed.spans.iter().skip(1)) {
        // What begins under the right header is parted from it by a border behind that.
        let mut parted = 0;
        let mut best = (u32::MAX, 0, right.0);
        for x in left.0 + 1..right.1.max(left.0 + 2) {
            if x > right.0 {
                parted += begin.get(x - 1).copied().unwrap_or(0);
            }
            let crossed = crossings.get(x).copied().unwrap_or(0) + parted;
            // Where several places are free, the one nearest to the right header's own beginning.
            best = best.min((crossed, x.abs_diff(right.0), x));
        }
        out.push(best.2);
    }
    out
}

/// What a line holds of one column.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// The line.
    line: usize,
    /// First word.
    from: u32,
    /// Behind the last word.
    to: u32,
}

/// The rows of a table whose cells stand side by side, with the pieces as chunks.
pub(super) fn rows(
    source: &Source<'_>,
    placed: &Placed,
    body: Range<usize>,
    furniture: &[Range<usize>],
    columns: &mut [Column],
) -> (Vec<DraftRow>, Vec<Chunk>) {
    let lines = printed(source, body, furniture);
    let parted: Vec<Vec<Segment>> = lines.iter().map(|&l| segments(source, l)).collect();
    let borders = borders(placed, &parted);
    let mut by_line: Vec<Vec<Option<Piece>>> = Vec::with_capacity(lines.len());
    for (&line, segments) in lines.iter().zip(&parted) {
        let mut row: Vec<Option<Piece>> = vec![None; columns.len()];
        for (column, piece) in segments.iter().flat_map(|s| cut(source, *s, &borders)) {
            if let Some(slot) = row.get_mut(column) {
                let from = slot.map_or(piece.from, |old| old.from);
                *slot = Some(Piece { line, from, to: piece.to });
            }
        }
        by_line.push(row);
    }
    for (c, column) in columns.iter_mut().enumerate() {
        let mut widths: Vec<u32> = by_line
            .iter()
            .filter_map(|l| l.get(c))
            .flatten()
            .map(|p| printed_width(source.range(p.from, p.to)))
            .collect();
        widths.sort_unstable();
        column.width = (widths.len() >= 8).then(|| widths.get(widths.len() * 19 / 20).copied().unwrap_or(0));
    }
    bands(source, &lines, &by_line, furniture, columns)
}

/// The rows that the pieces of lines make: the best partition of the lines into bands.
fn bands(
    source: &Source<'_>,
    lines: &[usize],
    pieces: &[Vec<Option<Piece>>],
    furniture: &[Range<usize>],
    columns: &[Column],
) -> (Vec<DraftRow>, Vec<Chunk>) {
    let fresh: Vec<bool> = lines
        .iter()
        .map(|&l| {
            below_furniture(source, l, furniture) || source.lines.get(l).is_some_and(|l| l.gap == Gap::Page)
        })
        .collect();
    let heights = heights(pieces);
    let band = Bands { source, columns, lines, pieces, heights: &heights, fresh: &fresh };
    let centred = band.best(true);
    let top = band.best(false);
    let chosen = if centred.score > top.score { centred } else { top };
    assemble(source, pieces, &fresh, &chosen, columns.len())
}

/// Cuts a segment that runs over a border at the word nearest to it.
fn cut(source: &Source<'_>, segment: Segment, borders: &[usize]) -> Vec<(usize, Segment)> {
    let column = |x: usize| borders.iter().rposition(|&b| b <= x).unwrap_or(0);
    let (first, last) = (column(segment.x0), column(segment.x1.saturating_sub(1)));
    if first == last {
        return vec![(first, segment)];
    }
    let Some(text) = source.lines.get(segment.line).map(|l| l.text.as_str()) else { return Vec::new() };
    let mut places = Places::of(text);
    let mut out: Vec<(usize, Segment)> = Vec::new();
    for (word, index) in source.range(segment.from, segment.to).iter().zip(segment.from..) {
        let (x0, x1) = (places.at(word.start), places.at(word.end));
        let at = column((x0 + x1) / 2);
        match out.last_mut() {
            Some((c, piece)) if *c == at || x0 < piece.x1 => {
                piece.to = index + 1;
                piece.x1 = x1;
            }
            _ => out.push((at, Segment { line: segment.line, from: index, to: index + 1, x0, x1 })),
        }
    }
    out
}

/// The lines of a table's body, to be parted into bands.
struct Bands<'a> {
    source: &'a Source<'a>,
    columns: &'a [Column],
    lines: &'a [usize],
    pieces: &'a [Vec<Option<Piece>>],
    /// How far down each line stands, in lines of a cell.
    heights: &'a [f32],
    fresh: &'a [bool],
}

/// How far down each line stands, in lines of a cell: cells in the middle of their rows may stand half a line apart, and then
/// lines of the one and the other alternate.
fn heights(pieces: &[Vec<Option<Piece>>]) -> Vec<f32> {
    let share = |a: Option<usize>, b: usize| {
        let (Some(a), Some(b)) = (a.and_then(|a| pieces.get(a)), pieces.get(b)) else { return false };
        a.iter().zip(b).any(|(a, b)| a.is_some() && b.is_some())
    };
    let mut height = 0.0;
    let mut out = Vec::with_capacity(pieces.len());
    for line in 0..pieces.len() {
        let above = line.checked_sub(1);
        let between = share(above.and_then(|l| l.checked_sub(1)), line) || share(above, line + 1);
        if above.is_some() {
            height += if between && !share(above, line) { 0.5 } else { 1.0 };
        }
        out.push(height);
    }
    out
}

/// A partition of the lines.
struct Partition {
    score: f32,
    /// First line of each band, and how much better the partition is than the best one without that border.
    starts: Vec<(usize, f32)>,
}

impl Bands<'_> {
    /// The best partition, with cells in the middle or at the top of their rows.
    fn best(&self, centred: bool) -> Partition {
        let n = self.lines.len();
        let mut scores: Vec<Vec<f32>> = Vec::with_capacity(n);
        for from in 0..n {
            scores.push(self.from(from, centred));
        }
        let block = |from: usize, to: usize| {
            scores.get(from).and_then(|s| s.get(to - from - 1)).copied().unwrap_or(f32::MIN)
        };
        let mut forward = vec![0.0_f32; n + 1];
        let mut back = vec![0_usize; n + 1];
        for to in 1..=n {
            let best = (to.saturating_sub(MAX_BAND)..to)
                .map(|from| (forward.get(from).copied().unwrap_or(0.0) + block(from, to), from))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let (Some((score, from)), Some(f), Some(b)) = (best, forward.get_mut(to), back.get_mut(to)) {
                *f = score;
                *b = from;
            }
        }
        let mut backward = vec![0.0_f32; n + 1];
        for from in (0..n).rev() {
            let best = (from + 1..=n.min(from + MAX_BAND))
                .map(|to| backward.get(to).copied().unwrap_or(0.0) + block(from, to))
                .max_by(f32::total_cmp);
            if let (Some(best), Some(b)) = (best, backward.get_mut(from)) {
                *b = best;
            }
        }
        let total = forward.last().copied().unwrap_or(0.0);
        // The best partition in which no band begins at a line.
        let mut without = vec![f32::MIN; n + 1];
        for from in 0..n {
            for to in from + 2..=n.min(from + MAX_BAND) {
                let score = forward.get(from).copied().unwrap_or(0.0)
                    + block(from, to)
                    + backward.get(to).copied().unwrap_or(0.0);
                for slot in without.iter_mut().take(to).skip(from + 1) {
                    *slot = slot.max(score);
                }
            }
        }
        let mut starts = Vec::new();
        let mut at = n;
        while at > 0 {
            at = back.get(at).copied().unwrap_or(0);
            let margin = total - without.get(at).copied().unwrap_or(f32::MIN);
            starts.push((at, if at == 0 { 12.0 } else { margin.min(12.0) }));
        }
        starts.reverse();
        Partition { score: total, starts }
    }

    fn height(&self, line: usize) -> f32 {
        self.heights.get(line).copied().unwrap_or(0.0)
    }

    /// What the bands that begin at `from` are worth, by their number of lines.
    fn from(&self, from: usize, centred: bool) -> Vec<f32> {
        let mut out = Vec::new();
        // By column: first and last line with a piece, number of pieces, worth of its inside.
        let mut cells: Vec<Option<(usize, usize, Piece, f32)>> = vec![None; self.columns.len()];
        let mut labels = 0;
        let mut titled = false;
        let mut parted = 0.0;
        for to in from + 1..=self.lines.len().min(from + MAX_BAND) {
            let line = to - 1;
            let gap =
                self.lines.get(line).and_then(|&l| self.source.lines.get(l)).map_or(Gap::Line, |l| l.gap);
            let paragraph =
                matches!(gap, Gap::Paragraph | Gap::Page) || self.fresh.get(line).copied().unwrap_or(false);
            if paragraph && line > from {
                parted -= 1.5;
            }
            for (c, (piece, cell)) in self.pieces.get(line).into_iter().flatten().zip(&mut cells).enumerate()
            {
                let (Some(piece), Some(column)) = (piece, self.columns.get(c)) else { continue };
                if column.kind == Kind::Ordinal {
                    labels += 1;
                    let label = Label::parse(self.source.text(piece.line, piece.from, piece.to));
                    titled = label.is_some_and(|label| label.shape != Shape::Number);
                }
                *cell = Some(match *cell {
                    None => (line, line, *piece, self.opening(column, *piece)),
                    Some((first, last, before, worth)) => {
                        let skipped = (self.height(line) - self.height(last) - 1.0).max(0.0);
                        let skipped = (SKIPPED * skipped).max(2.0 * SKIPPED);
                        (first, line, *piece, worth + skipped + self.join(column, before, *piece))
                    }
                });
            }
            let opening = self
                .lines
                .get(from)
                .and_then(|&l| self.source.lines.get(l))
                .is_some_and(|l| matches!(l.gap, Gap::Paragraph | Gap::Page));
            let mut score = parted - 1.0 + if opening { 1.0 } else { 0.0 };
            score += match labels {
                0 => UNLABELLED,
                1 => 2.5,
                n => -7.0 * n as f32,
            };
            if titled {
                score += BESIDE_TITLE * cells.iter().skip(2).flatten().count() as f32;
            }
            for cell in &cells {
                let Some((first, last, piece, worth)) = cell else {
                    score += EMPTY;
                    continue;
                };
                let end = self.source.range(piece.from, piece.to).last().map_or(0.0, |w| ended(*w));
                score += worth + end;
                let above = self.height(*first) - self.height(from);
                let below = self.height(to - 1) - self.height(*last);
                let off = if centred { (above - below).abs() } else { 2.0 * above };
                if off > 1.1 {
                    score += (OFF_PLACE * off).max(5.0 * OFF_PLACE);
                }
            }
            out.push(score);
            if labels > 1 {
                break;
            }
        }
        out
    }

    /// What it is worth that a cell begins with a piece.
    fn opening(&self, column: &Column, piece: Piece) -> f32 {
        let words = self.source.range(piece.from, piece.to);
        let worth = super::dump::start_of(column, words).clamp(-1.5, 2.0);
        match words.first() {
            Some(first) if first.small() => worth - 2.0,
            Some(first)
                if first.digit() && matches!(column.kind, Kind::Task | Kind::Product | Kind::Agency) =>
            {
                worth - 0.8
            }
            _ => worth,
        }
    }

    /// What it is worth that two lines of a column belong to one cell.
    fn join(&self, column: &Column, a: Piece, b: Piece) -> f32 {
        let (left, right) = (self.source.range(a.from, a.to), self.source.range(b.from, b.to));
        let (Some(before), Some(first)) = (left.last(), right.first()) else { return 0.0 };
        if column.kind == Kind::Ordinal {
            return -3.0;
        }
        if first.list_mark() {
            return 0.3;
        }
        let mut score = 0.5 * self.source.cohesion(*before, *first).min(3.0) - ended(*before);
        score += if first.small() {
            0.8
        } else {
            -0.6 - 0.5 * super::dump::start_of(column, right).clamp(0.0, 3.0)
        };
        let fits =
            column.width.is_some_and(|w| printed_width(left) + SPACE + u32::from(first.head) <= w - w / 8);
        if fits {
            score += ROOM;
        }
        score
    }
}

/// What it is worth that a cell ends with this word.
fn ended(word: Word) -> f32 {
    let mut score = 0.5 * LEXICON.end(word.last).clamp(-3.0, 0.5);
    if word.comma() || word.open_end() {
        score -= 2.0;
    }
    if word.full_stop() {
        score += 0.5;
    }
    score
}

/// Rows from a partition. A band without ordinal at a page's top goes on with the row above.
fn assemble(
    source: &Source<'_>,
    pieces: &[Vec<Option<Piece>>],
    fresh: &[bool],
    partition: &Partition,
    columns: usize,
) -> (Vec<DraftRow>, Vec<Chunk>) {
    let mut rows: Vec<DraftRow> = Vec::new();
    let mut chunks: Vec<Chunk> = Vec::new();
    for (i, &(from, margin)) in partition.starts.iter().enumerate() {
        let (to, below) = partition.starts.get(i + 1).copied().unwrap_or((pieces.len(), 12.0));
        let band = pieces.get(from..to).unwrap_or(&[]);
        let numbered = band.iter().any(|l| l.first().is_some_and(Option::is_some));
        let small = band.iter().any(|line| {
            line.iter()
                .flatten()
                .next()
                .is_some_and(|p| source.range(p.from, p.to).first().is_some_and(|w| w.small()))
        });
        let goes_on = !numbered && fresh.get(from).copied().unwrap_or(false) && small && !rows.is_empty();
        if !goes_on {
            rows.push(DraftRow { opens_task: numbered, cells: vec![None; columns] });
        }
        let Some(row) = rows.last_mut() else { continue };
        for (c, slot) in row.cells.iter_mut().enumerate() {
            let start = chunks.len();
            for piece in band.iter().filter_map(|line| line.get(c).copied().flatten()) {
                let line = u32::try_from(piece.line).unwrap_or(u32::MAX);
                chunks.push(Chunk { line, from: piece.from, to: piece.to, sep: Sep::Full, empties: 0 });
            }
            let sure = margin.min(below) + 0.5;
            if start < chunks.len() {
                let draft = slot.get_or_insert_with(|| Draft { parts: Vec::new(), margin: sure });
                draft.parts.push((start, chunks.len()));
                draft.margin = draft.margin.min(sure);
            } else if slot.is_none() && numbered {
                *slot = Some(Draft { parts: Vec::new(), margin: sure });
            }
        }
    }
    (rows, chunks)
}
