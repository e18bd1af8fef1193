//! Pages read by OCR: each line holds pieces of several columns side by side, parted by a space like any two words.
//!
//! The header's words are told apart by what headers say. Every line is then cut where its words best read as a piece of one
//! column after the other; a second round knows what each column has said in the first. Ruling lines that the OCR took for
//! `|` are hints. Rows are bands of lines, as in [`layout`](super::layout).

use std::ops::Range;

use super::assemble::DraftRow;
use super::dump::{self, Chunk, Column};
use super::header::{self, Header, MAX_COLUMNS};
use super::label::{Label, Shape};
use super::layout::{self, Piece};
use super::lexicon::{Kind, LEXICON, PhraseModel};
use super::source::{Source, Word, printed_width, symbols};

/// The most that a border without place or mark is trusted, in nats.
const DOUBT: f32 = 1.2;
/// A border between two words.
const CUT: f32 = -1.0;
/// A border where the OCR saw a ruling line.
const RULED: f32 = 2.0;
/// A ruling line inside a piece.
const RULE_INSIDE: f32 = -1.5;
/// A piece wider than its column.
const TOO_WIDE: f32 = -2.0;
/// Lines above in which a cell that goes on must have stood.
const NEAR: usize = 4;

/// The rows of the table below `header`, with their pieces as chunks.
pub(super) fn rows(
    source: &Source<'_>,
    header: &Header,
    body: Range<usize>,
    furniture: &[Range<usize>],
    columns: &mut [Column],
) -> (Vec<DraftRow>, Vec<Chunk>) {
    let lines: Vec<usize> =
        body.filter(|l| !furniture.iter().any(|f| f.contains(l)) && !source.words(*l).is_empty()).collect();
    debug_assert!(header.cells.len() == columns.len());
    let mut pieces = cut_all(source, &lines, columns);
    for _ in 0..2 {
        let (rows, chunks) = layout::bands(source, &lines, &pieces, furniture, columns);
        learn(source, &rows, &chunks, &pieces, columns);
        pieces = cut_all(source, &lines, columns);
    }
    let (mut rows, chunks) = layout::bands(source, &lines, &pieces, furniture, columns);
    for draft in rows.iter_mut().flat_map(|r| r.cells.iter_mut().flatten()) {
        draft.margin = draft.margin.min(DOUBT);
    }
    (rows, chunks)
}

/// Learns what each column says, and how wide it is.
fn learn(
    source: &Source<'_>,
    rows: &[DraftRow],
    chunks: &[Chunk],
    pieces: &[Vec<Option<Piece>>],
    columns: &mut [Column],
) {
    for (c, column) in columns.iter_mut().enumerate() {
        let mut model = PhraseModel::default();
        for draft in rows.iter().filter_map(|r| r.cells.get(c)).flatten() {
            let parts = draft.parts.iter().filter_map(|&(a, b)| chunks.get(a..b)).flatten();
            let words: Vec<_> = parts.flat_map(|k| symbols(source.range(k.from, k.to))).collect();
            model.add(&words);
        }
        column.learned = model;
        let mut widths: Vec<u32> = pieces
            .iter()
            .filter_map(|l| l.get(c))
            .flatten()
            .map(|p| printed_width(source.range(p.from, p.to)))
            .collect();
        widths.sort_unstable();
        column.width = (widths.len() >= 8).then(|| widths.get(widths.len() * 9 / 10).copied().unwrap_or(0));
    }
}

/// Cuts every line, each knowing how the cells above it ended.
fn cut_all(source: &Source<'_>, lines: &[usize], columns: &[Column]) -> Vec<Vec<Option<Piece>>> {
    let mut above: Vec<Option<(usize, Word)>> = vec![None; columns.len()];
    let mut out = Vec::with_capacity(lines.len());
    for (at, &line) in lines.iter().enumerate() {
        let pieces = cut(source, line, at, &above, columns);
        for (slot, piece) in above.iter_mut().zip(&pieces) {
            if let Some(word) = piece.and_then(|p| source.range(p.from, p.to).last().copied()) {
                *slot = Some((at, word));
            }
        }
        out.push(pieces);
    }
    out
}

/// One line's best cut.
fn cut(
    source: &Source<'_>,
    line: usize,
    at: usize,
    above: &[Option<(usize, Word)>],
    columns: &[Column],
) -> Vec<Option<Piece>> {
    let mut result = vec![None; columns.len()];
    let Some(split) = source.split.get(line) else { return result };
    // Ruling lines are no words, but hints where they stand.
    let indices: Vec<u32> =
        (split.from..split.to).filter(|&i| !is_rule(source.text(line, i, i + 1))).collect();
    let ruled: Vec<bool> =
        indices.iter().map(|&i| i > split.from && is_rule(source.text(line, i - 1, i))).collect();
    let n = indices.len();
    let count = columns.len().min(MAX_COLUMNS);
    let words: Vec<Word> = indices.iter().filter_map(|&i| source.range(i, i + 1).first().copied()).collect();
    let mut body = vec![vec![0.0_f32; n + 1]; count];
    for (column, sums) in columns.iter().zip(&mut body) {
        let mut sum = 0.0;
        for (i, word) in words.iter().enumerate() {
            let before = i.checked_sub(1).and_then(|b| words.get(b));
            sum += dump::word_in(column, before, *word) + strangeness(column, *word);
            if let Some(slot) = sums.get_mut(i + 1) {
                *slot = sum;
            }
        }
    }
    // best[i][c]: best cut of the first i words whose last piece stands in column c - 1 (0: none yet).
    let mut best = vec![vec![(f32::MIN, 0_usize, 0_usize); count + 1]; n + 1];
    if let Some(slot) = best.first_mut().and_then(|b| b.first_mut()) {
        slot.0 = 0.0;
    }
    for end in 1..=n {
        for start in 0..end {
            let Some(piece) = words.get(start..end) else { continue };
            let inside = ruled.iter().take(end).skip(start + 1).filter(|&&r| r).count() as f32;
            let border = match (start, ruled.get(start)) {
                (0, _) => 0.0,
                (_, Some(true)) => RULED,
                _ if piece.first().is_some_and(|w| w.gap > 0) => 0.5,
                _ => CUT,
            } + RULE_INSIDE * inside;
            for (c, column) in columns.iter().take(count).enumerate() {
                let opening = opens(
                    source,
                    line,
                    &indices,
                    start,
                    piece,
                    at,
                    above.get(c).copied().flatten(),
                    column,
                    end,
                );
                let sums = body.get(c).map(Vec::as_slice).unwrap_or(&[]);
                let inner = sums.get(end).copied().unwrap_or(0.0) - sums.get(start).copied().unwrap_or(0.0);
                let wide = column.width.is_some_and(|w| printed_width(piece) > w + w / 6);
                let end_score = piece
                    .last()
                    .filter(|_| end < n)
                    .map_or(0.0, |w| 0.3 * LEXICON.end(w.last).clamp(-3.0, 0.5));
                let worth = opening + inner + border + end_score + if wide { TOO_WIDE } else { 0.0 };
                let before = best
                    .get(start)
                    .into_iter()
                    .flat_map(|b| b.iter().take(c + 1).enumerate())
                    .filter(|(p, _)| (*p == 0) == (start == 0))
                    .map(|(p, b)| (b.0, p))
                    .max_by(|a, b| a.0.total_cmp(&b.0));
                let (Some((before, from)), Some(slot)) =
                    (before, best.get_mut(end).and_then(|b| b.get_mut(c + 1)))
                else {
                    continue;
                };
                if before > f32::MIN && before + worth > slot.0 {
                    *slot = (before + worth, start, from);
                }
            }
        }
    }
    let mut end = n;
    let mut state = best
        .get(n)
        .and_then(|b| b.iter().enumerate().max_by(|a, b| a.1.0.total_cmp(&b.1.0)))
        .map_or(0, |(s, _)| s);
    while end > 0 && state > 0 {
        let Some(&(_, start, from)) = best.get(end).and_then(|b| b.get(state)) else { break };
        if let (Some(&a), Some(&b), Some(slot)) =
            (indices.get(start), indices.get(end - 1), result.get_mut(state - 1))
        {
            *slot = Some(Piece { line, from: a, to: b + 1 });
        }
        end = start;
        state = from;
    }
    result
}

/// What it is worth that a piece stands at the head of its column's part of a line: a new cell, or one that goes on.
#[expect(clippy::too_many_arguments, reason = "one look at one piece")]
fn opens(
    source: &Source<'_>,
    line: usize,
    indices: &[u32],
    start: usize,
    piece: &[Word],
    at: usize,
    above: Option<(usize, Word)>,
    column: &Column,
    end: usize,
) -> f32 {
    let Some(first) = piece.iter().find(|w| !w.bare_mark()).or(piece.first()) else { return 0.0 };
    if column.kind == Kind::Ordinal {
        let text = indices.get(start).map_or("", |&i| source.text(line, i, i + 1));
        let fits = start == 0
            && end == 1
            && (Label::parse(text).is_some_and(|l| l.shape != Shape::Dash) || is_misread(text));
        return if fits { 2.0 } else { -20.0 };
    }
    let new = dump::start_of(column, piece) + if first.small() { -1.5 } else { 0.3 };
    let on = above.filter(|(line, _)| at - line <= NEAR).map_or(-3.0, |(_, before)| {
        let known = column.learned.pair(before.last, first.first) >= 2;
        let mut on = 0.5 * source.cohesion(before, *first).min(3.0);
        on += match (first.small(), first.capital()) {
            (true, _) => 0.6,
            (_, true) => -0.8,
            _ => 0.0,
        };
        if known {
            on += 1.5;
        }
        if before.comma() {
            on += 0.8;
        }
        on
    });
    new.max(on)
}

/// What a word costs in a column of products that has never said it.
fn strangeness(column: &Column, word: Word) -> f32 {
    let listed = LEXICON.phrases(Kind::Product).is_some_and(|p| p.word(word.first) > 0);
    if column.kind == Kind::Product && !listed && column.learned.word(word.first) < 2 { -0.5 } else { 0.0 }
}

/// Whether the OCR may have misread an ordinal so: a mark that opens no text.
fn is_misread(text: &str) -> bool {
    text.chars().count() == 1
        && text.contains(['»', '>', '<', '?', '*', '#', '§', '¢', '€', '£', '¥', '@', '^', '°'])
}

/// Whether the OCR took a ruling line for this word.
fn is_rule(text: &str) -> bool {
    matches!(text, "|" | "¦" | "||" | "‖")
}

/// Finds a header whose cells stand side by side without wide gaps.
pub(super) fn find_header(source: &Source<'_>, from: usize) -> Option<Header> {
    (from..source.lines.len()).find_map(|line| header::beside(source, line, None))
}
