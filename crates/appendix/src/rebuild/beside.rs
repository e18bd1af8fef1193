//! Pages read by OCR: each line holds pieces of several columns side by side, parted by a space like any two words.
//!
//! The header's words are told apart by what headers say. The lines are then read from the top: a [`Hypothesis`] knows how the
//! cells of its row have ended so far, and says of each line whether it opens a row; the line is cut where its words best read
//! as pieces of the columns, each going on with the cell above it or beginning one. A second round knows what each column has
//! said in the first, and how wide it is. Ruling lines that the OCR took for `|` are hints; specks and second readings that
//! hold only accents are set aside as noise. Where a row ends, what its cells end with and which are missing is counted.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use vanthu_document::page::Gap;
use vanthu_text::Syllable;

use super::assemble::{Draft, DraftRow};
use super::dump::{self, Chunk, Column, Sep};
use super::header::{Header, MAX_COLUMNS};
use super::label::{Label, Shape};
use super::lexicon::{Kind, LEXICON, PhraseModel};
use super::source::{Source, Word, flow, flow_respelled, heads, printed_width, symbols, tails};
use super::width::SPACE;
use super::{SAMPLE, below_furniture, printed};

/// Widest beam.
const BEAM: usize = 24;
/// Readings so far behind the best are given up, in nats.
const BEHIND: f32 = 16.0;
/// Lines after which the best reading is settled, so that a long table needs no more memory than a short one.
const SETTLE: usize = 1024;
/// The most that a border without place or mark is trusted, in nats.
const DOUBT: f32 = 1.2;

/// What a nat of the language model counts.
const FLOW: f32 = 0.5;
/// A border between two words.
const CUT: f32 = -1.2;
/// A border where the OCR saw a ruling line.
const RULED: f32 = 1.5;
/// A ruling line inside a piece.
const RULE_INSIDE: f32 = -1.5;
/// A run of noise.
const NOISE: f32 = -0.3;
/// What it costs that the word which goes on should have other marks than those it was restored with, in nats.
const RESPELLED: f32 = 1.5;
/// What follows a word if the language does not know it.
const STRANGE: f32 = -0.5;
/// A word that is none, in any cell.
const GARBLED: f32 = -1.0;
/// A word beyond its column's width.
const TOO_WIDE: f32 = -1.0;
/// A cell that goes on below although the next word had room.
const ROOM: f32 = -1.2;
/// The most that a line costs whose end is no good end of a cell: it may go on below.
const PAUSE: f32 = -0.7;
/// A full line that is the last of its cell.
const FULL: f32 = -0.5;
/// A cell that skips a line.
const SKIPPED: f32 = -0.8;
/// A cell that begins too early fills its column as well as one that begins where it should. Each line is cut twice, the second
/// time with this share of what filled columns give back left out of the search, so that the better cut stays in the beam.
const GREED: [f32; 2] = [0.0, 1.0];
/// A row.
const ROW: f32 = -2.5;
/// A row without ordinal.
const UNLABELLED: f32 = -3.0;
/// A further product and deadline in a row.
const SUB_ROW: f32 = -3.0;
/// A sub-row without one of both.
const HALF_ROW: f32 = -3.0;
/// An empty line above a row, and inside one.
const PARTED: f32 = 1.0;

const NONE: u32 = u32::MAX;
const ROOT: u32 = u32::MAX;

/// What the lines of a table have become.
pub(super) struct Read {
    /// The rows.
    pub(super) rows: Vec<DraftRow>,
    /// Their pieces.
    pub(super) chunks: Vec<Chunk>,
    /// Words that belong to no cell: line, first word, behind the last.
    pub(super) noise: Vec<(usize, u32, u32)>,
}

/// A run of words of one line: its column (`None`: noise), first word, behind the last.
type Part = (Option<u8>, u32, u32);

/// How a cell of the current row stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Open {
    /// Its last word; [`NONE`] where it has not begun.
    word: u32,
    /// The line of that word, counted among the table's lines.
    at: u32,
    /// Width of its last piece.
    width: u32,
}

const CLOSED: Open = Open { word: NONE, at: 0, width: 0 };

#[derive(Debug, Clone, Copy)]
struct Hypothesis {
    score: f32,
    step: u32,
    cells: [Open; MAX_COLUMNS],
    /// The current row has its ordinal.
    labelled: bool,
    /// A row stands open.
    inside: bool,
    /// Its product and deadline are not the first ones.
    sub_row: bool,
    label: Option<Label>,
    number: Option<u16>,
}

struct Step {
    parent: u32,
    opens: Opens,
    parts: Vec<Part>,
}

/// What a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    /// A row.
    Row,
    /// A further product and a further deadline of the row, whose other cells go on or stand for both.
    SubRow,
    /// Nothing.
    Nothing,
}

/// A line as read: what it begins, and its parts.
type Reading = (Opens, Vec<Part>);

/// One line with all that does not depend on what stands above it.
struct View {
    at: u32,
    parted: bool,
    /// Numbers of its words, ruling lines left out.
    indices: Vec<u32>,
    words: Vec<Word>,
    /// For each word, what a border in front of it is worth.
    border: Vec<f32>,
    /// For each word, what it is worth that a piece goes on with it.
    inside: Vec<f32>,
    /// For each word, what it costs to set it aside.
    noise: Vec<f32>,
    /// By column and word: what beginning a cell here is worth.
    start: Vec<Vec<f32>>,
    /// By column and word: what the word is worth in the column.
    body: Vec<Vec<f32>>,
    /// What the first word says as a label.
    label: FirstWord,
    /// By the last word of a cell above and a word of the line: what it is worth that the cell goes on there.
    flows: RefCell<HashMap<(u32, usize), f32>>,
}

impl View {
    /// What it is worth that a cell that ended with word `last`, so far, goes on with word `i`, which was restored without it.
    fn follows_from(&self, last: u32, i: usize, further: Option<Word>, before: Word, word: Word) -> f32 {
        let compute = || {
            follows(further, before, word)
                .max(FLOW * (flow_respelled(further, before, word) - RESPELLED).clamp(-2.5, 5.0))
        };
        *self.flows.borrow_mut().entry((last, i)).or_insert_with(compute)
    }
}

/// The first word of a line as an ordinal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstWord {
    Label(Label),
    Misread,
    Text,
}

/// The rows of the table below `header`, with their pieces as chunks.
pub(super) fn rows(
    source: &Source<'_>,
    header: &Header,
    body: Range<usize>,
    furniture: &[Range<usize>],
    columns: &mut [Column],
) -> Read {
    let lines = printed(source, body, furniture);
    debug_assert!(header.cells.len() == columns.len());
    let sample = lines.get(..SAMPLE).unwrap_or(&lines);
    for _ in 0..2 {
        let (_, steps) = Search { source, columns, lines: sample, furniture }.run();
        let read = assemble(sample, &steps, columns);
        learn(source, &read, columns);
    }
    let (_, steps) = Search { source, columns, lines: &lines, furniture }.run();
    assemble(&lines, &steps, columns)
}

/// Lines on which the order of columns is tried.
const TRIED: usize = 48;

/// Puts the cells of a header that may stand anywhere where the body reads best.
pub(super) fn settle_order(
    source: &Source<'_>,
    header: &mut Header,
    body: Range<usize>,
    furniture: &[Range<usize>],
) {
    let mut lines = printed(source, body, furniture);
    lines.truncate(TRIED);
    for loose in (1..=std::mem::take(&mut header.loose)).rev() {
        let from = header.cells.len() - loose;
        let tried = (1..=from).map(|to| {
            let mut cells = header.cells.clone();
            let cell = cells.remove(from);
            cells.insert(to, cell);
            // The other loose cells are tried in their turn.
            cells.truncate(from + 1);
            let columns = super::columns_of(&cells);
            let (score, _) = Search { source, columns: &columns, lines: &lines, furniture }.run();
            (to, score)
        });
        if let Some((to, _)) = tried.max_by(|a, b| a.1.total_cmp(&b.1)) {
            let cell = header.cells.remove(from);
            header.cells.insert(to, cell);
        }
    }
}

/// Learns what each column says, and how wide it is.
fn learn(source: &Source<'_>, read: &Read, columns: &mut [Column]) {
    for (c, column) in columns.iter_mut().enumerate() {
        let mut model = PhraseModel::default();
        let mut widths: Vec<u32> = Vec::new();
        for draft in read.rows.iter().filter_map(|r| r.cells.get(c)).flatten() {
            let parts = draft.parts.iter().filter_map(|&(a, b)| read.chunks.get(a..b)).flatten();
            let mut words = Vec::new();
            for chunk in parts {
                let piece = source.range(chunk.from, chunk.to);
                words.extend(symbols(piece));
                widths.push(printed_width(piece));
            }
            model.add(&words);
        }
        column.learned = model;
        widths.sort_unstable();
        column.width = (widths.len() >= 8).then(|| widths.get(widths.len() * 9 / 10).copied().unwrap_or(0));
    }
}

struct Search<'a> {
    source: &'a Source<'a>,
    columns: &'a [Column],
    lines: &'a [usize],
    furniture: &'a [Range<usize>],
}

impl Search<'_> {
    /// The best reading: for each line whether it opens a row, and its parts.
    fn run(&self) -> (f32, Vec<Reading>) {
        let mut out = Vec::with_capacity(self.lines.len());
        let mut steps: Vec<Step> = Vec::new();
        let mut beam = vec![Hypothesis {
            score: 0.0,
            step: ROOT,
            cells: [CLOSED; MAX_COLUMNS],
            labelled: false,
            inside: false,
            sub_row: false,
            label: None,
            number: None,
        }];
        for (at, &line) in self.lines.iter().enumerate() {
            let view = self.view(at, line);
            let mut next: Vec<(Hypothesis, Opens, Vec<Part>)> = Vec::new();
            for h in &beam {
                for greed in GREED {
                    next.push(self.extend(h, &view, Opens::Row, greed));
                    if h.inside {
                        next.push(self.extend(h, &view, Opens::Nothing, greed));
                    }
                    if self.divided(h) {
                        next.push(self.extend(h, &view, Opens::SubRow, greed));
                    }
                }
            }
            next.sort_by(|a, b| b.0.score.total_cmp(&a.0.score));
            beam.clear();
            let best = next.first().map_or(0.0, |n| n.0.score);
            for (mut h, opens, parts) in next {
                if beam.len() >= BEAM || h.score < best - BEHIND {
                    break;
                }
                if beam.iter().any(|k| same_state(k, &h)) {
                    continue;
                }
                steps.push(Step { parent: h.step, opens, parts });
                h.step = u32::try_from(steps.len() - 1).unwrap_or(ROOT);
                beam.push(h);
            }
            if at % SETTLE == SETTLE - 1 {
                beam.truncate(1);
                settle(&mut beam, &mut steps, &mut out);
            }
        }
        for h in &mut beam {
            h.score += self.row_end(h);
        }
        beam.sort_by(|a, b| b.score.total_cmp(&a.score));
        let score = beam.first().map_or(0.0, |h| h.score);
        settle(&mut beam, &mut steps, &mut out);
        (score, out)
    }

    fn view(&self, at: usize, line: usize) -> View {
        let source = self.source;
        let (from, to) = source.split.get(line).map_or((0, 0), |l| (l.from, l.to));
        let text = |i: u32| source.text(line, i, i + 1);
        let indices: Vec<u32> = (from..to).filter(|&i| !is_rule(text(i))).collect();
        let ruled: Vec<bool> = indices.iter().map(|&i| i > from && is_rule(text(i - 1))).collect();
        let words: Vec<Word> =
            indices.iter().filter_map(|&i| source.range(i, i + 1).first().copied()).collect();
        let border = (0..words.len())
            .map(|i| match ruled.get(i) {
                Some(true) => RULED,
                _ if words.get(i).is_some_and(|w| w.gap > 0) => 0.5,
                _ => CUT,
            })
            .collect();
        let start = self
            .columns
            .iter()
            .map(|c| (0..words.len()).map(|i| begins(c, words.get(i..).unwrap_or(&[]))).collect())
            .collect();
        let body = self
            .columns
            .iter()
            .map(|c| {
                (0..words.len())
                    .map(|i| {
                        let before = i.checked_sub(1).and_then(|b| words.get(b));
                        words.get(i).map_or(0.0, |w| {
                            dump::word_in(c, before, *w)
                                + strangeness(c, *w)
                                + if garbled(*w) { GARBLED } else { 0.0 }
                        })
                    })
                    .collect()
            })
            .collect();
        let headed = words.get(1).is_some_and(|w| w.capital());
        let label = match indices.first().map(|&i| text(i)) {
            None => FirstWord::Text,
            Some(first) => match Label::parse(first).filter(|l| l.shape != Shape::Dash) {
                Some(label) => FirstWord::Label(label),
                None if is_misread(first, headed) => FirstWord::Misread,
                None => FirstWord::Text,
            },
        };
        let blank_above = below_furniture(source, line, self.furniture);
        let gap = source.lines.get(line).map_or(Gap::Line, |l| l.gap);
        View {
            at: u32::try_from(at).unwrap_or(u32::MAX),
            parted: blank_above || matches!(gap, Gap::Paragraph | Gap::Page),
            noise: indices.iter().zip(&words).map(|(&i, w)| noise(text(i), *w)).collect(),
            inside: ruled
                .iter()
                .enumerate()
                .map(|(i, &ruled)| {
                    let pair = i.checked_sub(1).and_then(|b| words.get(b)).zip(words.get(i));
                    let further = i.checked_sub(2).and_then(|b| words.get(b)).copied();
                    let flow = pair.map_or(0.0, |(&a, &b)| follows(further, a, b));
                    flow + if ruled { RULE_INSIDE } else { 0.0 }
                })
                .collect(),
            indices,
            words,
            border,
            start,
            body,
            label,
            flows: RefCell::default(),
        }
    }

    /// What a hypothesis makes of a line that opens a row, or goes on with one.
    fn extend(
        &self,
        h: &Hypothesis,
        view: &View,
        opens: Opens,
        greed: f32,
    ) -> (Hypothesis, Opens, Vec<Part>) {
        let mut n = *h;
        match opens {
            Opens::Row => {
                n.score += self.row_end(h) + self.empty_row();
                n.cells = [CLOSED; MAX_COLUMNS];
                n.labelled = false;
                n.inside = true;
                n.sub_row = false;
            }
            Opens::SubRow => {
                n.score += SUB_ROW + self.half_row(h);
                n.sub_row = true;
                for ((column, open), old) in self.columns.iter().zip(&mut n.cells).zip(&h.cells) {
                    if matches!(column.kind, Kind::Product | Kind::Deadline) {
                        n.score += self.cut_short(column, *old) + lacking(column);
                        *open = CLOSED;
                    }
                }
            }
            Opens::Nothing => {}
        }
        n.score += match (view.parted, opens) {
            (true, Opens::Row) => PARTED,
            (true, _) => -PARTED,
            (false, _) => 0.0,
        };
        let (score, parts) = self.cut(&n, view, greed);
        n.score += score;
        for &(column, from, to) in &parts {
            let Some(column) = column.map(usize::from) else { continue };
            let piece = self.source.range(from, to);
            if let Some(slot) = n.cells.get_mut(column) {
                *slot = Open { word: to - 1, at: view.at, width: printed_width(piece) };
            }
            if self.is_ordinal(column) {
                n.labelled = true;
                match view.label {
                    FirstWord::Label(label) => {
                        n.label = Some(label);
                        n.number = match label.shape {
                            Shape::Number => Some(label.value),
                            _ => n.number,
                        };
                    }
                    FirstWord::Misread | FirstWord::Text => n.number = n.number.map(|v| v.saturating_add(1)),
                }
            }
        }
        (n, opens, parts)
    }

    fn is_ordinal(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|c| c.kind == Kind::Ordinal)
    }

    /// The best cut of a line below the open cells of a hypothesis.
    fn cut(&self, h: &Hypothesis, view: &View, greed: f32) -> (f32, Vec<Part>) {
        let count = self.columns.len().min(MAX_COLUMNS);
        let title = match view.label {
            FirstWord::Label(l) if !h.labelled => l.shape != Shape::Number,
            _ => h.labelled && h.label.is_some_and(|l| l.shape != Shape::Number),
        };
        // State `2c + 1`: in a piece of column `c`; `2c`: in noise to the left of it; `2 count`: in noise behind the last.
        let states = 2 * count + 1;
        let mut best = vec![(f32::NEG_INFINITY, 0_u32); states];
        if let Some(slot) = best.first_mut() {
            slot.0 = 0.0;
        }
        let mut back: Vec<Vec<u8>> = Vec::with_capacity(view.words.len());
        for (i, word) in view.words.iter().enumerate() {
            let mut now = vec![(f32::NEG_INFINITY, 0_u32); states];
            let mut from = vec![0_u8; states];
            let noise = view.noise.get(i).copied().unwrap_or(0.0);
            let border = view.border.get(i).copied().unwrap_or(0.0);
            let inside = view.inside.get(i).copied().unwrap_or(0.0);
            // A piece that the word does not go on with ends before it.
            let exit = |state: usize, score: (f32, u32)| self.exit(view, state, i, score);
            // The best state up to each one, from the left.
            let mut reach = (f32::NEG_INFINITY, 0_u8);
            for state in 0..states {
                let (Some(&(stay, width)), Some(slot), Some(pointer)) =
                    (best.get(state), now.get_mut(state), from.get_mut(state))
                else {
                    break;
                };
                let column = state / 2;
                if state % 2 == 0 {
                    // Noise behind what stands to the left.
                    let before = state
                        .checked_sub(1)
                        .and_then(|s| best.get(s))
                        .map_or(f32::NEG_INFINITY, |&b| exit(state - 1, b));
                    *slot = if stay >= before + NOISE {
                        *pointer = u8::try_from(state).unwrap_or(0);
                        (stay + noise, 0)
                    } else {
                        *pointer = u8::try_from(state - 1).unwrap_or(0);
                        (before + NOISE + noise, 0)
                    };
                } else {
                    let Some(kind) = self.columns.get(column) else { break };
                    let inner = view.body.get(column).and_then(|b| b.get(i)).copied().unwrap_or(0.0);
                    let own = SPACE + u32::from(word.width);
                    // Goes on with the piece; an ordinal is one word.
                    if stay > f32::NEG_INFINITY && kind.kind != Kind::Ordinal {
                        let width = width + own;
                        let wide = !title && kind.width.is_some_and(|w| width > w + w / 10);
                        let score = stay + inner + inside + if wide { TOO_WIDE } else { 0.0 };
                        if score > slot.0 {
                            *slot = (score, width);
                            *pointer = u8::try_from(state).unwrap_or(0);
                        }
                    }
                    if reach.0 > f32::NEG_INFINITY {
                        let opening = self.opens(h, view, column, i) - greed * self.gives_back(h, column);
                        let border = if i == 0 { 0.0 } else { border };
                        let score = reach.0 + border + opening + inner;
                        if score > slot.0 {
                            *slot = (score, u32::from(word.width));
                            *pointer = reach.1;
                        }
                    }
                }
                let left = exit(state, (stay, width));
                if left > reach.0 {
                    reach = (left, u8::try_from(state).unwrap_or(0));
                }
            }
            best = now;
            back.push(from);
        }
        let count = view.words.len();
        let ended = best.iter().enumerate().map(|(state, b)| (state, self.exit(view, state, count, *b)));
        let Some((mut state, score)) = ended.max_by(|a, b| a.1.total_cmp(&b.1)) else {
            return (0.0, Vec::new());
        };
        let mut parts: Vec<Part> = Vec::new();
        let mut later: Option<usize> = None;
        for (i, pointers) in back.iter().enumerate().rev() {
            let Some(&word) = view.indices.get(i) else { continue };
            let column = (state % 2 == 1).then(|| u8::try_from(state / 2).unwrap_or(u8::MAX));
            match parts.last_mut() {
                Some(part) if later == Some(state) => part.1 = word,
                _ => parts.push((column, word, word + 1)),
            }
            later = Some(state);
            state = pointers.get(state).copied().map_or(0, usize::from);
        }
        parts.reverse();
        let given: f32 =
            parts.iter().filter_map(|p| p.0).map(|c| self.gives_back(h, usize::from(c))).sum::<f32>() * greed;
        (score + given, parts)
    }

    /// What a row gets back when it is given a cell of the column that it lacked.
    fn gives_back(&self, h: &Hypothesis, column: usize) -> f32 {
        let begun = h.cells.get(column).is_some_and(|o| o.word != NONE);
        if begun || self.is_ordinal(column) {
            0.0
        } else {
            self.columns.get(column).map_or(0.0, |c| -lacking(c))
        }
    }

    /// A state's score where its piece ends before word `i`.
    fn exit(&self, view: &View, state: usize, i: usize, (score, width): (f32, u32)) -> f32 {
        let word = i.checked_sub(1).and_then(|w| view.words.get(w)).filter(|_| state % 2 == 1);
        match (word, self.columns.get(state / 2)) {
            (Some(word), Some(column)) => score + paused(column, *word, width),
            _ => score,
        }
    }

    /// What it is worth that word `i` of a line opens the piece of a column: a cell begins, or goes on.
    fn opens(&self, h: &Hypothesis, view: &View, column: usize, i: usize) -> f32 {
        if self.is_ordinal(column) {
            if i > 0 || h.labelled {
                return -20.0;
            }
            return match view.label {
                FirstWord::Label(label) => 1.5 + 0.6 * label.follows(h.label, h.number) - UNLABELLED,
                FirstWord::Misread => 1.0 - UNLABELLED,
                FirstWord::Text => -20.0,
            };
        }
        let start = view.start.get(column).and_then(|s| s.get(i)).copied().unwrap_or(0.0);
        let (Some(open), Some(first), Some(kind)) =
            (h.cells.get(column).filter(|o| o.word != NONE), view.words.get(i), self.columns.get(column))
        else {
            return start + self.gives_back(h, column);
        };
        let Some(before) = self.source.range(open.word, open.word + 1).first().copied() else { return start };
        let skipped = SKIPPED * (view.at - open.at).saturating_sub(1).min(3) as f32;
        if first.list_mark() && !first.bare_mark() {
            return skipped - paused(kind, before, open.width);
        }
        // A dash alone says nothing; what follows it does.
        let content = view.words.iter().skip(i).find(|w| !w.bare_mark()).unwrap_or(first);
        let further = (open.width > u32::from(before.width))
            .then(|| open.word.checked_sub(1).and_then(|w| self.source.range(w, w + 1).first().copied()))
            .flatten();
        let mut on = view.follows_from(open.word, i, further, before, *first) + skipped
            - paused(kind, before, open.width);
        if first.bare_mark() {
            let inside = i.checked_sub(1).and_then(|b| view.words.get(b)).copied();
            on += follows(Some(before), *first, *content) - follows(inside, *first, *content);
        }
        on += match (first.small(), first.capital()) {
            _ if first.bare_mark() => -0.4,
            (true, _) => 0.0,
            (_, true) if kind.kind == Kind::Agency => -0.9,
            (_, true) => -1.2,
            _ => -0.5,
        };
        on += kind
            .learned
            .habitual(further.filter(|_| before.bare_mark()).unwrap_or(before).last, content.first);
        let fits =
            kind.width.is_some_and(|w| open.width + SPACE + u32::from(first.head) <= w.saturating_sub(w / 8));
        if fits && !before.comma() && !before.half_stop() {
            on += ROOM;
        }
        on
    }

    /// What it costs, beyond what its last line has cost, that a cell has ended.
    fn cut_short(&self, column: &Column, open: Open) -> f32 {
        let last = self.source.range(open.word, open.word.saturating_add(1)).first();
        last.map_or(0.0, |last| (ends(column, *last) - PAUSE).min(0.0))
    }

    /// What it costs that a sub-row has only one of product and deadline.
    fn half_row(&self, h: &Hypothesis) -> f32 {
        if h.sub_row && !self.divided(h) { HALF_ROW } else { 0.0 }
    }

    /// Whether a row may have a further product and deadline below those that it has.
    fn divided(&self, h: &Hypothesis) -> bool {
        let mut both = [false; 2];
        for (column, open) in self.columns.iter().zip(&h.cells) {
            match column.kind {
                Kind::Product => both[0] |= open.word != NONE,
                Kind::Deadline => both[1] |= open.word != NONE,
                _ => {}
            }
        }
        h.labelled && both == [true; 2]
    }

    /// What a row costs that has nothing yet: each cell that begins, and the ordinal, gives its part back.
    fn empty_row(&self) -> f32 {
        let cells = self.columns.iter().skip(1).map(lacking).sum::<f32>();
        ROW + UNLABELLED + cells
    }

    /// What the end of a row is worth: cells that end badly cost, and a section's title lacks nothing.
    fn row_end(&self, h: &Hypothesis) -> f32 {
        let begun = |c: usize| h.cells.get(c).is_some_and(|o| o.word != NONE);
        let count = self.columns.len();
        let titled = h.inside
            && h.labelled
            && h.label.is_some_and(|l| l.shape != Shape::Number)
            && begun(1)
            && (2..count).all(|c| !begun(c));
        let cut: f32 =
            self.columns.iter().zip(&h.cells).map(|(column, open)| self.cut_short(column, *open)).sum();
        cut + self.half_row(h)
            + if titled { -self.columns.iter().skip(2).map(lacking).sum::<f32>() } else { 0.0 }
    }
}

/// What it costs that a row has no cell of a column.
fn lacking(column: &Column) -> f32 {
    match column.kind {
        Kind::Task => -2.0,
        Kind::Note | Kind::Number => -0.3,
        _ => -1.2,
    }
}

/// Writes the best hypothesis's steps out and forgets all others.
fn settle(beam: &mut [Hypothesis], steps: &mut Vec<Step>, out: &mut Vec<Reading>) {
    let Some(best) = beam.first_mut() else { return };
    let mut path = Vec::new();
    let mut at = best.step;
    while let Some(step) = steps.get_mut(at as usize) {
        path.push((step.opens, std::mem::take(&mut step.parts)));
        at = step.parent;
    }
    path.reverse();
    out.append(&mut path);
    steps.clear();
    best.step = ROOT;
}

/// Whether two hypotheses have the same future.
fn same_state(a: &Hypothesis, b: &Hypothesis) -> bool {
    a.labelled == b.labelled
        && a.sub_row == b.sub_row
        && a.label == b.label
        && a.number == b.number
        && a.cells == b.cells
}

/// What it is worth that a cell of the column begins with these words.
fn begins(column: &Column, words: &[Word]) -> f32 {
    let Some(first) = words.iter().find(|w| !w.bare_mark()).or(words.first()) else { return 0.0 };
    let case = match (first.small(), first.capital()) {
        (true, _) => -1.8,
        (_, true) => 0.3,
        _ if first.digit() && matches!(column.kind, Kind::Task | Kind::Product | Kind::Agency) => -0.8,
        _ => 0.0,
    };
    let mut content = words.iter().filter(|w| !w.bare_mark()).skip(1);
    let second = if first.first == first.last { content.next().map(|w| w.first) } else { Some(first.last) };
    let habit = match (column.kind, second) {
        (Kind::Task | Kind::Note | Kind::Number, _) | (_, None) => 0.0,
        (_, Some(second)) => column.learned.habit(first.first, second),
    };
    dump::start_of(column, words) + habit + case + FLOW * heads(*first).clamp(-2.5, 3.0)
}

/// What it is worth that a cell goes on from one word to the next.
fn follows(before: Option<Word>, a: Word, b: Word) -> f32 {
    if b.unknown() { STRANGE } else { FLOW * flow(before, a, b).clamp(-2.5, 5.0) }
}

/// What it is worth that a cell ends with this word.
fn ends(column: &Column, word: Word) -> f32 {
    if column.kind == Kind::Ordinal {
        return 0.0;
    }
    let mut score = FLOW * tails(None, word).clamp(-3.0, 1.5) + column.learned.stops(word.last);
    if word.comma() || word.open_end() {
        score -= 2.0;
    }
    if word.full_stop() {
        score += 0.5;
    }
    score
}

/// What a word costs in a column of products that has never said it.
fn strangeness(column: &Column, word: Word) -> f32 {
    let listed = LEXICON.phrases(Kind::Product).is_some_and(|p| p.word(word.first) > 0);
    if column.kind == Kind::Product && !listed && column.learned.word(word.first) < 2 { -0.5 } else { 0.0 }
}

/// What it is worth that a cell's line, `width` wide, ends with this word, where nobody knows yet whether the cell goes on.
fn paused(column: &Column, word: Word, width: u32) -> f32 {
    let full = column.width.is_some_and(|w| width + w / 8 >= w);
    ends(column, word).max(PAUSE) + if full { FULL } else { 0.0 }
}

/// Whether a word is none of the language's and no name or number.
fn garbled(word: Word) -> bool {
    word.speck() || word.unknown() && !word.capital() && !word.digit()
}

/// What it costs to set a word aside: nothing much for marks and specks, too much for what reads like a word or a number.
fn noise(text: &str, word: Word) -> f32 {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if letters + digits == 0 {
        return if word.bare_mark() { -0.8 } else { -0.1 };
    }
    if digits > 1 || word.date() {
        return -6.0;
    }
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric());
    match Syllable::parse(plain) {
        Some(_) if letters > 1 => -4.0,
        _ if letters + digits <= 1 || word.speck() => -0.4,
        _ if letters <= 3 => -1.0,
        _ if plain.chars().all(char::is_alphanumeric) => -3.0,
        _ => -1.5,
    }
}

/// Whether the OCR may have misread an ordinal so: a mark that opens no text, or one letter in front of a sentence.
fn is_misread(text: &str, headed: bool) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => {
            c.is_alphabetic() && headed
                || matches!(
                    c,
                    '»' | '>' | '<' | '?' | '*' | '#' | '§' | '¢' | '€' | '£' | '¥' | '@' | '^' | '°'
                )
        }
        _ => false,
    }
}

/// Whether the OCR took a ruling line for this word.
fn is_rule(text: &str) -> bool {
    matches!(text, "|" | "¦" | "||" | "‖")
}

/// Rows from the parts of the lines.
fn assemble(lines: &[usize], steps: &[Reading], columns: &[Column]) -> Read {
    let mut read = Read { rows: Vec::new(), chunks: Vec::new(), noise: Vec::new() };
    let mut at = 0;
    while at < steps.len() {
        let to =
            steps.iter().skip(at + 1).position(|s| s.0 == Opens::Row).map_or(steps.len(), |n| at + 1 + n);
        let band = steps.get(at..to).unwrap_or(&[]);
        // By sub-row and column, the pieces of a cell.
        let mut rows: Vec<Vec<Vec<Chunk>>> = vec![vec![Vec::new(); columns.len()]];
        for (&line, (opens, parts)) in lines.iter().skip(at).zip(band) {
            if *opens == Opens::SubRow {
                rows.push(vec![Vec::new(); columns.len()]);
            }
            for &(column, from, to) in parts {
                let Some(column) = column.map(usize::from) else {
                    read.noise.push((line, from, to));
                    continue;
                };
                let divides =
                    columns.get(column).is_some_and(|c| matches!(c.kind, Kind::Product | Kind::Deadline));
                let row = if divides { rows.last_mut() } else { rows.first_mut() };
                if let Some(cell) = row.and_then(|r| r.get_mut(column)) {
                    let line = u32::try_from(line).unwrap_or(u32::MAX);
                    cell.push(Chunk { line, from, to, sep: Sep::Full, empties: 0 });
                }
            }
        }
        for (i, cells) in rows.into_iter().enumerate() {
            let mut row = DraftRow { opens_task: false, cells: vec![None; columns.len()] };
            for (slot, cell) in row.cells.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                let start = read.chunks.len();
                read.chunks.extend(cell);
                *slot = Some(Draft { parts: vec![(start, read.chunks.len())], margin: DOUBT });
            }
            row.opens_task = i == 0 && row.cells.first().is_some_and(Option::is_some);
            if row.opens_task {
                for slot in row.cells.iter_mut().filter(|c| c.is_none()) {
                    *slot = Some(Draft { parts: Vec::new(), margin: DOUBT });
                }
            }
            read.rows.push(row);
        }
        at = to;
    }
    read
}
