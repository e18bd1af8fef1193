//! The search through a dump: cells one after another, what borders they had lost.
//!
//! The lines are read from the top, cut into [`Chunk`]s where a cell could begin. A [`Hypothesis`] says in which column the
//! reading stands, what the current row already holds and what the layout still demands; a beam keeps the best of them.
//! Every step adds a few named terms, all in nats: see [`Weights`].

use super::header::MAX_COLUMNS;
use super::label::{Label, Shape};
use super::lexicon::{Kind, LEXICON, PhraseModel};
use super::source::{Source, Word, printed_width};
use super::width::SPACE;

/// What the search weighs, in nats.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    /// A border inside a line.
    pub(super) inline_border: f32,
    /// A column left empty without a sign of it.
    pub(super) missing: f32,
    /// A row without ordinal.
    pub(super) sub_row: f32,
    /// A row with ordinal.
    pub(super) row: f32,
    /// A line that runs on although the next word had room on it.
    pub(super) room: f32,
    /// A line wider than its column.
    pub(super) too_wide: f32,
    /// A single line end inside a cell.
    pub(super) half_inside: f32,
    /// An empty line where centred cells leave none.
    pub(super) full_between: f32,
    /// Any other place where centring does not agree.
    pub(super) off_centre: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            inline_border: -2.0,
            missing: -1.0,
            sub_row: -3.7,
            row: -0.5,
            room: -5.0,
            too_wide: -3.0,
            half_inside: -6.0,
            full_between: -3.0,
            off_centre: -1.5,
        }
    }
}

/// What parts a chunk from the text before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sep {
    /// A space.
    Same,
    /// A single line end.
    Half,
    /// An empty line, or a line end where the dump sets no empty lines.
    Full,
    /// An empty line behind a line that runs on without a space.
    Glue,
    /// A page break.
    Page,
}

/// A run of words on one line that stays in one cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    /// Its line.
    pub(super) line: u32,
    /// First word.
    pub(super) from: u32,
    /// Behind the last word; equal to `from` for a line of white space.
    pub(super) to: u32,
    /// What parts it from the chunk before.
    pub(super) sep: Sep,
    /// Signs of empty cells behind it: spaces beyond the one that ends every line.
    pub(super) empties: u8,
}

/// A column as the search knows it.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// What its cells read like.
    pub(super) kind: Kind,
    /// The width that its lines fill, once known.
    pub(super) width: Option<u32>,
    /// Its own cells, once read.
    pub(super) learned: PhraseModel,
}

/// How a fragment of a cell begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// A further cell of the same row.
    Cell,
    /// A row with an ordinal of its own.
    Row,
    /// A row below the first of its task.
    SubRow,
    /// A cell goes on behind a page break.
    Resume,
}

/// A decision of the search: a fragment of a cell begins at a chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    parent: u32,
    /// The chunk.
    pub(super) chunk: u32,
    /// How much better the reading is than the best one that decides otherwise here, in nats.
    pub(super) margin: f32,
    /// The column.
    pub(super) column: u8,
    /// How it begins.
    pub(super) begin: Begin,
    /// Signs of empty cells between the fragment before and this one.
    pub(super) empties: u8,
}

/// What centring still demands of the number of lines of the current fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Demand {
    Nothing,
    Exactly(u8),
    AtLeast(u8),
}

/// A chunk of each column in the current task, for what goes on behind a page break.
type Last = [u32; MAX_COLUMNS];
const NONE: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
struct Hypothesis {
    score: f32,
    step: u32,
    column: u8,
    /// Lines of the current fragment, at most 4.
    lines: u8,
    demand: Demand,
    /// Columns that the current row holds.
    filled: u16,
    /// Nothing but white space in the current fragment.
    blank: bool,
    /// The current fragment began with a list mark.
    listed: bool,
    /// Still in the rest of the cells that a page break cut.
    resuming: bool,
    /// The row is a sub-row.
    sub_row: bool,
    /// Signs of empty cells since the last words.
    empties: u8,
    /// Width of the current line of the current cell.
    line_width: u32,
    /// Depth of parentheses where the current fragment began.
    depth: i32,
    label: Option<Label>,
    number: Option<u16>,
    /// Last chunk of words of each column.
    last: Last,
    /// Width of the line that it ends, in eighths.
    last_width: [u16; MAX_COLUMNS],
}

/// Widest beam.
const BEAM: usize = 32;
/// Chunks in front of a page break in which cells may be cut anywhere.
const NEAR_PAGE: usize = 24;
/// Readings so far behind the best are given up.
const BEHIND: f32 = 18.0;
/// Further words in the cell of a number.
const SECOND_NUMBER: f32 = -5.0;
/// A reading behind by more than this casts no doubt.
const CERTAIN: f32 = 12.0;
/// Chunks between two collections of steps that no hypothesis holds any more.
const COLLECT: usize = 4096;
const ROOT: u32 = u32::MAX;

/// The search over the chunks of one table.
pub(super) struct Search<'a> {
    source: &'a Source<'a>,
    columns: &'a [Column],
    weights: Weights,
    steps: Vec<Step>,
    rivals: Vec<Rival>,
    alignment: Alignment,
    /// Some columns hold numbers: the rows of such a table have them, and its texts do not end in them.
    numeric: bool,
    depth: i32,
}

/// A reading that was given up for another with the same future.
#[derive(Debug, Clone, Copy)]
struct Rival {
    winner: u32,
    loser: u32,
    delta: f32,
}

/// How the cells of a row stand beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alignment {
    /// In the middle of the row.
    Centred,
    /// At its top.
    Top,
    /// The line ends say nothing.
    Unknown,
}

impl Alignment {
    /// Single line ends part centred cells half a line apart; cells at the top never stand so.
    pub(super) fn of(chunks: &[Chunk], spaced: bool) -> Self {
        let half = chunks.iter().filter(|c| c.sep == Sep::Half).count();
        match spaced {
            false => Alignment::Unknown,
            true if half * 40 > chunks.len() => Alignment::Centred,
            true => Alignment::Top,
        }
    }
}

/// What is asked of a chunk once for all hypotheses.
struct View<'a> {
    chunk: Chunk,
    index: u32,
    words: &'a [Word],
    first: Option<Word>,
    label: Option<Label>,
    width: u32,
    /// Spaces in front of it, where it opens its line.
    indent: u8,
    /// The last word printed before it.
    before: Option<Word>,
    /// What ending a cell before it is worth.
    end: f32,
    /// What beginning a cell of each column with it is worth.
    start: [f32; MAX_COLUMNS],
    /// What its words are worth in each column.
    body: [f32; MAX_COLUMNS],
}

impl<'a> Search<'a> {
    /// Prepares a search for a table with `columns`.
    pub(super) fn new(
        source: &'a Source<'a>,
        columns: &'a [Column],
        weights: Weights,
        alignment: Alignment,
    ) -> Self {
        Self {
            source,
            columns,
            weights,
            steps: Vec::new(),
            rivals: Vec::new(),
            numeric: columns.iter().any(|c| c.kind == Kind::Number),
            alignment,
            depth: 0,
        }
    }

    /// The best reading of the chunks: the fragments in order.
    pub(super) fn run(mut self, chunks: &[Chunk]) -> Vec<Step> {
        let mut beam = vec![Hypothesis {
            score: 0.0,
            step: ROOT,
            column: u8::try_from(self.columns.len()).unwrap_or(0),
            lines: 3,
            demand: Demand::Nothing,
            filled: u16::MAX,
            blank: false,
            listed: false,
            resuming: false,
            sub_row: false,
            empties: 0,
            line_width: 0,
            depth: 0,
            label: None,
            number: None,
            last: [NONE; MAX_COLUMNS],
            last_width: [0; MAX_COLUMNS],
        }];
        let mut candidates: Vec<(Hypothesis, Option<Step>)> = Vec::new();
        let mut before: Option<Word> = None;
        for (index, &chunk) in chunks.iter().enumerate() {
            let cut = chunks
                .get(index..(index + NEAR_PAGE).min(chunks.len()))
                .unwrap_or(&[])
                .iter()
                .any(|c| c.sep == Sep::Page);
            let view = self.view(chunk, index, before, cut);
            for hypothesis in &beam {
                self.extend(hypothesis, &view, chunks, &mut candidates);
            }
            self.depth += view.words.iter().map(|w| i32::from(w.depth)).sum::<i32>();
            before = view.words.last().copied().or(before);
            if candidates.is_empty() {
                continue;
            }
            self.prune(&mut candidates, &mut beam);
            if index % COLLECT == COLLECT - 1 {
                self.collect(&mut beam);
            }
        }
        for hypothesis in &mut beam {
            hypothesis.score += self.row_end(hypothesis) + self.unmet(hypothesis);
        }
        beam.sort_by(|a, b| b.score.total_cmp(&a.score));
        let Some((best, others)) = beam.split_first() else { return Vec::new() };
        let best_step = best.step;
        let finals: Vec<Rival> = others
            .iter()
            .map(|o| Rival { winner: best_step, loser: o.step, delta: best.score - o.score })
            .collect();
        self.rivals.extend(finals);
        let mut on_path = vec![false; self.steps.len()];
        let mut at = best_step;
        while let Some(slot) = on_path.get_mut(at as usize) {
            *slot = true;
            at = self.steps.get(at as usize).map_or(ROOT, |s| s.parent);
        }
        for rival in std::mem::take(&mut self.rivals) {
            if on_path.get(rival.winner as usize).copied().unwrap_or(false) {
                self.doubt(rival);
            }
        }
        let mut path = Vec::new();
        let mut at = best_step;
        while let Some(step) = self.steps.get(at as usize) {
            path.push(*step);
            at = step.parent;
        }
        path.reverse();
        path
    }

    fn view(&self, chunk: Chunk, index: usize, before: Option<Word>, cut: bool) -> View<'a> {
        let words = self.source.range(chunk.from, chunk.to);
        let first = words.first().copied();
        let line = chunk.line as usize;
        let label = match words {
            [_] => Label::parse(self.source.text(line, chunk.from, chunk.to)),
            _ => None,
        };
        let mut view = View {
            chunk,
            index: u32::try_from(index).unwrap_or(u32::MAX),
            words,
            first,
            label,
            width: printed_width(words),
            indent: self
                .source
                .split
                .get(line)
                .filter(|l| l.from == chunk.from)
                .map_or(0, |l| u8::try_from(l.indent).unwrap_or(u8::MAX)),
            before,
            end: self.end_score(before, first) * if cut { 0.5 } else { 1.0 },
            start: [0.0; MAX_COLUMNS],
            body: [0.0; MAX_COLUMNS],
        };
        let line_end = self.source.split.get(line).map_or(chunk.to, |l| l.to);
        let ahead = self.source.range(chunk.from, line_end);
        for ((column, start), body) in self.columns.iter().zip(&mut view.start).zip(&mut view.body) {
            *start = start_score(column, ahead, label);
            *body = body_score(column, words);
            if self.numeric && column.kind == Kind::Task {
                *body -= words.iter().filter(|w| w.number()).count() as f32;
            }
        }
        view
    }

    /// What it is worth that a cell ends behind `before` and another begins at `first`.
    fn end_score(&self, before: Option<Word>, first: Option<Word>) -> f32 {
        let (Some(before), Some(first)) = (before, first) else { return 0.0 };
        let mut score = 0.6 * LEXICON.end(before.last).clamp(-3.0, 0.5);
        score -= 0.6 * self.source.cohesion(before, first).min(4.0);
        if before.comma() {
            score -= 2.5;
        }
        if before.open_end() {
            score -= 2.0;
        }
        if first.capital() {
            score += 0.3;
        }
        score
    }

    /// Everything that a hypothesis can make of a chunk.
    fn extend(
        &self,
        h: &Hypothesis,
        view: &View<'_>,
        chunks: &[Chunk],
        out: &mut Vec<(Hypothesis, Option<Step>)>,
    ) {
        let count = self.columns.len();
        let column = usize::from(h.column);
        if column < count && view.chunk.sep != Sep::Page {
            out.push((self.go_on(h, view), None));
        }
        let numbered = self.columns.first().is_some_and(|c| c.kind == Kind::Ordinal);
        let page = view.chunk.sep == Sep::Page || (view.chunk.sep == Sep::Half && self.indented(view));
        for to in 0..count {
            if column < count && to > column {
                out.push(self.next_cell(h, view, to));
            }
            if (to > 0 || !numbered)
                && (page || (h.resuming && to > column))
                && column < count
                && view.first.is_some()
            {
                out.push(self.resume(h, view, to, chunks));
            }
            let below = if column < count { to <= column || h.resuming } else { to == 1 };
            if view.first.is_some() && to > 0 && below {
                out.push(self.new_row(h, view, to, Begin::SubRow));
            }
        }
        if view.first.is_some() && (view.label.is_some() || !numbered) {
            out.push(self.new_row(h, view, 0, Begin::Row));
        }
    }

    fn indented(&self, view: &View<'_>) -> bool {
        self.source
            .split
            .get(view.chunk.line as usize)
            .is_some_and(|l| l.indent > 0 && l.from == view.chunk.from)
    }

    /// The chunk goes on in the current cell.
    fn go_on(&self, h: &Hypothesis, view: &View<'_>) -> Hypothesis {
        let mut n = *h;
        let column = usize::from(h.column);
        n.resuming = h.resuming;
        let Some(first) = view.first else {
            n.lines = (h.lines + 1).min(4);
            if view.chunk.sep == Sep::Half {
                n.score += self.weights.half_inside;
            }
            if view.chunk.empties > 1 {
                n.empties = h.empties.saturating_add(view.chunk.empties);
            }
            n.score += self.overrun(&mut n);
            return n;
        };
        n.score += value(&view.body, column) + self.pair_score(view, column);
        if column == 0
            && self.columns.first().is_some_and(|c| c.kind == Kind::Ordinal)
            && view.chunk.sep != Sep::Glue
        {
            n.score -= 8.0;
        }
        if !h.blank && self.columns.get(column).is_some_and(|c| c.kind == Kind::Number) {
            n.score += SECOND_NUMBER;
        }
        let width = self.columns.get(column).and_then(|c| c.width).filter(|_| !self.in_section(h));
        match view.chunk.sep {
            Sep::Same => {
                n.line_width = h.line_width + SPACE + view.width;
                if width.is_some_and(|w| n.line_width > w + w / 25)
                    && width.is_some_and(|w| h.line_width <= w + w / 25)
                {
                    n.score += self.weights.too_wide;
                }
                if first.gap > 0 {
                    n.score -= 0.5;
                }
            }
            sep => {
                n.lines = (h.lines + 1).min(4);
                n.score += self.overrun(&mut n);
                n.line_width = view.width;
                if width.is_some_and(|w| view.width > w + w / 25) {
                    n.score += self.weights.too_wide;
                }
                n.score += match sep {
                    Sep::Glue if first.shouted() || first.digit() => 2.5,
                    Sep::Glue => 0.0,
                    Sep::Half => self.weights.half_inside,
                    _ if h.blank => 0.0,
                    _ => self.wrap_score(h, view, first, width),
                };
            }
        }
        n.listed |= h.blank && first.list_mark();
        n.blank = false;
        n.empties = view.chunk.empties;
        self.mark(&mut n, view);
        n
    }

    /// What it is worth that cells of the column are known to run on from the word before to the first one.
    fn pair_score(&self, view: &View<'_>, column: usize) -> f32 {
        let (Some(column), Some(before), Some(first)) = (self.columns.get(column), view.before, view.first)
        else {
            return 0.0;
        };
        let listed = LEXICON.phrases(column.kind).is_some_and(|p| p.pair(before.last, first.first) > 0);
        let learned = column.learned.pair(before.last, first.first);
        let mut score = 0.0;
        if listed {
            score += 0.6;
        }
        if learned >= 2 {
            score += 0.6;
        }
        score
    }

    /// What a wrap, or a further paragraph, between two lines of one cell is worth.
    fn wrap_score(&self, h: &Hypothesis, view: &View<'_>, first: Word, width: Option<u32>) -> f32 {
        let Some(before) = view.before else { return 0.0 };
        let fits = width.is_some_and(|w| h.line_width + SPACE + u32::from(first.head) <= w - w / 30);
        let closed = self.columns.get(usize::from(h.column)).is_some_and(|c| c.kind.is_closed());
        let listing =
            closed || self.columns.get(usize::from(h.column)).is_some_and(|c| c.kind == Kind::Product);
        // A further item begins as a cell would.
        let item = if listing { 0.7 * value(&view.start, usize::from(h.column)).max(0.0) } else { 0.0 };
        if first.list_mark() {
            return item
                + match (h.listed, closed) {
                    (true, _) => 0.3,
                    (false, true) => -4.0,
                    (false, false) => -1.0,
                };
        }
        if (before.full_stop() || before.half_stop()) && !first.small() {
            return if closed { item - 0.8 } else { -0.8 };
        }
        let mut score = 0.5 * self.source.cohesion(before, first).min(3.0);
        let shouting = first.shouted() && before.shouted();
        score += if first.small() || shouting {
            0.8
        } else if first.capital() {
            -0.8
        } else {
            -0.2
        };
        if before.comma() {
            score += 0.5;
        }
        if fits {
            score +=
                if closed && first.capital() { item + self.weights.room / 2.0 } else { self.weights.room };
        } else if width.is_some() {
            score += 0.4;
        }
        score
    }

    /// The chunk begins a further cell of the same row.
    fn next_cell(&self, h: &Hypothesis, view: &View<'_>, to: usize) -> (Hypothesis, Option<Step>) {
        let column = usize::from(h.column);
        let mut n = *h;
        let skipped = (column + 1..to).filter(|c| h.filled & bit(*c) == 0).count();
        let before = view.first.map_or(0, |f| f.gap);
        // A space in front of a line is an empty cell on its height.
        let indent = if view.chunk.sep == Sep::Same { 0 } else { view.indent };
        let signs = if view.chunk.sep == Sep::Same { before.max(h.empties) } else { h.empties.max(indent) };
        let credit = skipped.min(usize::from(signs));
        let beside_empty = credit > 0 && (indent > 0 || view.chunk.sep == Sep::Same);
        n.score += self.weights.missing * 1.5 * (skipped - credit) as f32;
        if view.first.is_none() {
            // A line of white space: an empty cell, or the empty top of one.
            n.score -= 0.3;
        } else {
            n.score += view.end + value(&view.start, to) + value(&view.body, to);
            n.score += self.border(h, view);
            if view.first.is_some_and(Word::small) {
                n.score -= 2.5;
            }
            if h.filled & bit(to) != 0 {
                n.score -= 3.0;
            }
        }
        n.score += self.unmet(h);
        n.demand = Demand::Nothing;
        match (self.alignment, view.chunk.sep, h.lines) {
            (Alignment::Centred, ..) if beside_empty && !h.resuming => {
                n.demand = Demand::Exactly(1);
                n.score += match (view.chunk.sep, h.lines) {
                    (Sep::Same, 1) | (Sep::Half, 2) | (Sep::Full | Sep::Glue, 3..) | (Sep::Page, _) => 0.0,
                    _ => self.weights.off_centre,
                };
            }
            (Alignment::Unknown, ..) | (_, Sep::Page, _) => {}
            // Cells that begin on one height: what follows a single line stands beside it, and only that.
            (Alignment::Top, Sep::Same, 1) | (Alignment::Top, Sep::Full | Sep::Glue, 2..) => {}
            (Alignment::Top, ..) => n.score += self.weights.full_between,
            (Alignment::Centred, Sep::Same, 1) => n.demand = Demand::Exactly(1),
            (Alignment::Centred, Sep::Half, 1) => n.demand = Demand::Exactly(2),
            (Alignment::Centred, Sep::Half, 2) => n.demand = Demand::Exactly(1),
            (Alignment::Centred, Sep::Full | Sep::Glue, 1) => n.demand = Demand::AtLeast(3),
            (Alignment::Centred, Sep::Full | Sep::Glue, 2) => n.demand = Demand::AtLeast(2),
            (Alignment::Centred, Sep::Same | Sep::Half, _) => n.score += self.weights.off_centre,
            (Alignment::Centred, Sep::Full | Sep::Glue, _) => {}
        }
        if h.resuming {
            n.demand = Demand::Nothing;
        }
        let signs = u8::try_from(credit).unwrap_or(u8::MAX);
        let step = self.begin(&mut n, h, view, to, Begin::Cell, signs);
        (n, Some(step))
    }

    /// The chunk goes on in a cell that a page break has cut.
    fn resume(
        &self,
        h: &Hypothesis,
        view: &View<'_>,
        to: usize,
        chunks: &[Chunk],
    ) -> (Hypothesis, Option<Step>) {
        let mut n = *h;
        n.score += value(&view.body, to);
        let cut = h.last.get(to).and_then(|&c| chunks.get(c as usize)).copied();
        let last = cut.map(|c| self.source.range(c.from, c.to));
        match (last.and_then(|l| l.last().copied()), view.first) {
            (Some(before), Some(first)) if h.filled & bit(to) != 0 || h.sub_row => {
                let mut score = -0.8 + 0.6 * self.source.cohesion(before, first).min(4.0);
                score -= 0.6 * LEXICON.end(before.last).clamp(-3.0, 0.5);
                score += if first.small() || first.depth < 0 { 1.2 } else { -1.0 };
                if before.full_stop() && !first.list_mark() {
                    score -= 1.0;
                }
                if before.comma() || before.open_end() {
                    score += 1.5;
                }
                let width = self.columns.get(to).and_then(|c| c.width);
                let used = h.last_width.get(to).map_or(0, |&w| u32::from(w) * 8);
                if width.is_some_and(|w| used + SPACE + u32::from(first.head) <= w - w / 30)
                    && !first.list_mark()
                {
                    score += self.weights.room;
                }
                let own = self.columns.get(to);
                if own.is_some_and(|c| c.learned.pair(before.last, first.first) > 1) {
                    score += 1.0;
                }
                n.score += score;
            }
            _ => n.score += value(&view.start, to) - 1.5,
        }
        if view.chunk.sep != Sep::Page {
            n.score += view.end;
        }
        if view.chunk.sep == Sep::Same {
            n.score +=
                if h.lines > 1 { self.weights.inline_border + self.weights.full_between } else { -1.0 };
        } else if view.chunk.sep != Sep::Page {
            n.score += self.unmet(h) - 0.3;
            if h.resuming && h.lines == 1 && self.alignment != Alignment::Unknown {
                n.score += self.weights.full_between / 2.0;
            }
        }
        n.demand = Demand::Nothing;
        let step = self.begin(&mut n, h, view, to, Begin::Resume, 0);
        n.resuming = true;
        (n, Some(step))
    }

    /// The chunk begins a row.
    fn new_row(
        &self,
        h: &Hypothesis,
        view: &View<'_>,
        to: usize,
        begin: Begin,
    ) -> (Hypothesis, Option<Step>) {
        let mut n = *h;
        n.score +=
            self.unmet(h) + view.end + self.row_end(h) + value(&view.start, to) + value(&view.body, to);
        n.score += match view.chunk.sep {
            Sep::Same => {
                2.0 * self.weights.inline_border
                    + if view.first.is_some_and(|f| f.gap > 0) { 1.5 } else { 0.0 }
            }
            Sep::Half => -0.7,
            Sep::Glue => -1.0,
            Sep::Full | Sep::Page => 0.0,
        };
        n.score += self.depth_left(h);
        n.filled = 0;
        n.demand = Demand::Nothing;
        if begin == Begin::Row {
            n.score += self.weights.row;
            if let Some(label) = view.label {
                n.score += label.follows(h.label, h.number);
                if label.shape == Shape::Number {
                    n.number = Some(label.value);
                }
                n.label = Some(label);
            }
            n.last = [NONE; MAX_COLUMNS];
            n.sub_row = false;
        } else {
            n.score += self.weights.sub_row;
            if view.first.is_some_and(Word::small) {
                n.score -= 3.0;
            }
            n.sub_row = true;
        }
        let step = self.begin(&mut n, h, view, to, begin, h.empties);
        (n, Some(step))
    }

    /// What the borders of a cell on one line, or behind an open parenthesis, cost.
    fn border(&self, h: &Hypothesis, view: &View<'_>) -> f32 {
        let inline = match (view.chunk.sep, view.first) {
            (Sep::Same, Some(first)) => self.weights.inline_border + if first.gap > 0 { 1.0 } else { 0.0 },
            (Sep::Glue, _) => -1.0,
            _ => 0.0,
        };
        let from_label = h.column == 0 && self.columns.first().is_some_and(|c| c.kind == Kind::Ordinal);
        if from_label {
            0.0
        } else if view.before.is_some_and(Word::bare_mark) {
            -8.0
        } else {
            inline + self.depth_left(h)
        }
    }

    fn depth_left(&self, h: &Hypothesis) -> f32 {
        if self.depth > h.depth && !h.resuming { -2.0 } else { 0.0 }
    }

    fn begin(
        &self,
        n: &mut Hypothesis,
        h: &Hypothesis,
        view: &View<'_>,
        to: usize,
        begin: Begin,
        empties: u8,
    ) -> Step {
        n.column = u8::try_from(to).unwrap_or(u8::MAX);
        n.lines = 1;
        n.line_width = view.width;
        n.blank = view.first.is_none();
        n.listed = view.first.is_some_and(Word::list_mark);
        n.resuming = h.resuming && begin == Begin::Cell && view.first.is_some();
        n.depth = self.depth;
        n.empties =
            if view.first.is_some() { view.chunk.empties } else { view.chunk.empties.saturating_sub(1) };
        if self.columns.get(to).and_then(|c| c.width).is_some_and(|w| view.width > w + w / 25)
            && !self.in_section(n)
        {
            n.score += self.weights.too_wide;
        }
        self.mark(n, view);
        Step { parent: h.step, chunk: view.index, margin: f32::INFINITY, column: n.column, begin, empties }
    }

    /// The title of a section may run over the columns beside its own.
    fn in_section(&self, h: &Hypothesis) -> bool {
        h.label.is_some_and(|l| l.shape != Shape::Number) && h.column == 1
    }

    /// Notes the chunk as the last of its column.
    fn mark(&self, n: &mut Hypothesis, view: &View<'_>) {
        if view.first.is_some() {
            n.filled |= bit(usize::from(n.column));
            if let Some(slot) = n.last.get_mut(usize::from(n.column)) {
                *slot = view.index;
            }
            if let Some(slot) = n.last_width.get_mut(usize::from(n.column)) {
                *slot = u16::try_from(n.line_width / 8).unwrap_or(u16::MAX);
            }
        }
    }

    /// What a fragment's number of lines costs at its end.
    fn unmet(&self, h: &Hypothesis) -> f32 {
        match h.demand {
            Demand::Exactly(n) if h.lines != n => self.weights.off_centre,
            Demand::AtLeast(n) if h.lines < n => self.weights.full_between,
            _ => 0.0,
        }
    }

    /// What one line too many costs, once.
    fn overrun(&self, h: &mut Hypothesis) -> f32 {
        match h.demand {
            Demand::Exactly(n) if h.lines > n => {
                h.demand = Demand::Nothing;
                self.weights.off_centre
            }
            _ => 0.0,
        }
    }

    /// What the cells that a row did not get cost.
    fn row_end(&self, h: &Hypothesis) -> f32 {
        let count = self.columns.len();
        if usize::from(h.column) >= count || h.sub_row {
            return 0.0;
        }
        let missing = (1..count).filter(|c| h.filled & bit(*c) == 0).count();
        let only_title = h.filled & !0b11 == 0;
        if only_title && !self.numeric && h.label.is_some_and(|l| l.shape != Shape::Number) {
            return 0.0;
        }
        self.weights.missing * (missing - missing.min(usize::from(h.empties))) as f32
    }

    /// Keeps the best hypotheses, one of each state, and notes how close the others came.
    fn prune(&mut self, candidates: &mut Vec<(Hypothesis, Option<Step>)>, beam: &mut Vec<Hypothesis>) {
        candidates.sort_by(|a, b| b.0.score.total_cmp(&a.0.score));
        beam.clear();
        let best = candidates.first().map_or(0.0, |c| c.0.score);
        let mut rivals: Vec<(usize, u32, Option<Step>, f32)> = Vec::new();
        for (candidate, step) in candidates.drain(..) {
            if candidate.score < best - BEHIND {
                break;
            }
            match beam.iter().position(|kept| same_state(kept, &candidate)) {
                Some(kept) => rivals.push((kept, candidate.step, step, candidate.score)),
                None if beam.len() < BEAM => {
                    let mut kept = candidate;
                    if let Some(step) = step {
                        kept.step = u32::try_from(self.steps.len()).unwrap_or(ROOT);
                        self.steps.push(step);
                    }
                    beam.push(kept);
                }
                None => {}
            }
        }
        for (kept, parent, step, score) in rivals {
            let Some(winner) = beam.get(kept) else { continue };
            let (winner, delta) = (winner.step, winner.score - score);
            if delta > CERTAIN {
                continue;
            }
            let loser = match step {
                None => parent,
                Some(step) => {
                    self.steps.push(step);
                    u32::try_from(self.steps.len() - 1).unwrap_or(ROOT)
                }
            };
            self.rivals.push(Rival { winner, loser, delta });
        }
    }

    /// Notes on the winner's steps how close a reading came that decides otherwise.
    fn doubt(&mut self, Rival { winner, loser, delta }: Rival) {
        let (mut a, mut b) = (winner, loser);
        for _ in 0..400 {
            if a == b {
                return;
            }
            let (step_a, step_b) = (self.steps.get(a as usize).copied(), self.steps.get(b as usize).copied());
            let (chunk_a, chunk_b) =
                (step_a.map_or(-1, |s| i64::from(s.chunk)), step_b.map_or(-1, |s| i64::from(s.chunk)));
            let same = chunk_a == chunk_b
                && step_a.zip(step_b).is_some_and(|(x, y)| {
                    x.column == y.column
                        && (x.begin == y.begin || !x.begin.opens_row() && !y.begin.opens_row())
                });
            if !same && let Some(step) = self.steps.get_mut(a as usize) {
                step.margin = step.margin.min(delta);
            }
            if chunk_a >= chunk_b {
                a = step_a.map_or(ROOT, |s| s.parent);
            }
            if chunk_b >= chunk_a {
                b = step_b.map_or(ROOT, |s| s.parent);
            }
        }
    }

    /// Drops the steps that no hypothesis of the beam leads back to.
    fn collect(&mut self, beam: &mut [Hypothesis]) {
        let mut live = vec![false; self.steps.len()];
        let mark = |steps: &[Step], live: &mut Vec<bool>, mut at: u32| {
            while let Some(slot) = live.get_mut(at as usize) {
                if std::mem::replace(slot, true) {
                    break;
                }
                at = steps.get(at as usize).map_or(ROOT, |s| s.parent);
            }
        };
        for hypothesis in beam.iter() {
            mark(&self.steps, &mut live, hypothesis.step);
        }
        self.rivals.retain(|r| live.get(r.winner as usize).copied().unwrap_or(false));
        for rival in &self.rivals {
            mark(&self.steps, &mut live, rival.loser);
        }
        let mut moved = vec![ROOT; self.steps.len()];
        let mut kept = 0_u32;
        for (at, &is_live) in live.iter().enumerate() {
            if is_live && let (Some(slot), Some(step)) = (moved.get_mut(at), self.steps.get(at).copied()) {
                *slot = kept;
                let parent = moved.get(step.parent as usize).copied().unwrap_or(ROOT);
                if let Some(place) = self.steps.get_mut(kept as usize) {
                    *place = Step { parent, ..step };
                }
                kept += 1;
            }
        }
        self.steps.truncate(kept as usize);
        let to = |at: u32| moved.get(at as usize).copied().unwrap_or(ROOT);
        for hypothesis in beam {
            hypothesis.step = to(hypothesis.step);
        }
        for rival in &mut self.rivals {
            rival.winner = to(rival.winner);
            rival.loser = to(rival.loser);
        }
    }
}

impl Begin {
    fn opens_row(self) -> bool {
        matches!(self, Begin::Row | Begin::SubRow)
    }
}

fn bit(column: usize) -> u16 {
    1_u16.checked_shl(u32::try_from(column).unwrap_or(u32::MAX)).unwrap_or(0)
}

fn value(values: &[f32; MAX_COLUMNS], column: usize) -> f32 {
    values.get(column).copied().unwrap_or(0.0)
}

/// Whether two hypotheses have the same future, near enough.
fn same_state(a: &Hypothesis, b: &Hypothesis) -> bool {
    a.column == b.column
        && a.filled == b.filled
        && a.lines.min(3) == b.lines.min(3)
        && a.demand == b.demand
        && a.label == b.label
        && a.blank == b.blank
        && a.resuming == b.resuming
        && a.sub_row == b.sub_row
}

/// What it is worth that a cell of the column begins with these words.
fn start_score(column: &Column, words: &[Word], label: Option<Label>) -> f32 {
    let mut content = words.iter().filter(|w| !w.bare_mark());
    let Some(first) = content.next().or(words.first()).copied() else { return 0.0 };
    let second = content.next().map(|w| w.first).or((first.last != first.first).then_some(first.last));
    match column.kind {
        Kind::Ordinal => return if label.is_some() { 1.0 } else { -12.0 },
        Kind::Number => return if first.number() { 1.5 } else { -6.0 },
        _ => {}
    }
    let mut score: f32 = match LEXICON.phrases(column.kind) {
        Some(listed) if second.is_some_and(|s| listed.opening(first.first, s) > 0) => 2.5,
        Some(listed) if listed.first(first.first) > 0 => 2.0 * listed.openness(first.first) - 0.4,
        Some(_) if column.kind.is_closed() => -1.8,
        Some(_) => -0.4,
        None => 0.0,
    };
    match second.map_or(0, |s| column.learned.opening(first.first, s)) {
        0 | 1 if column.learned.first(first.first) >= 3 => score = score.max(0.6),
        0 | 1 => {}
        2 | 3 => score = score.max(1.5) + 0.2,
        _ => score = score.max(2.2) + 0.5,
    }
    if first.date() {
        score = if column.kind == Kind::Deadline { score.max(2.0) } else { score - 1.0 };
    }
    if label.is_some_and(|l| l.shape != Shape::Dash) && column.kind != Kind::Number {
        score -= 1.5;
    }
    score
}

/// What it is worth that a cell of the column begins with these words, one of which may be a label.
pub(super) fn start_of(column: &Column, words: &[Word]) -> f32 {
    if column.kind == Kind::Ordinal { 1.0 } else { start_score(column, words, None) }
}

/// What the words are worth inside a cell of the column.
fn body_score(column: &Column, words: &[Word]) -> f32 {
    if column.kind == Kind::Ordinal {
        return 0.0;
    }
    let mut before = None;
    let mut score = 0.0;
    for word in words {
        score += word_in(column, before, *word);
        before = Some(word).filter(|w| !w.bare_mark()).or(before);
    }
    score
}

/// What a word is worth inside a cell of the column, behind another one of the same cell.
pub(super) fn word_in(column: &Column, before: Option<&Word>, word: Word) -> f32 {
    match column.kind {
        Kind::Number => return if word.number() { 0.5 } else { -3.0 },
        _ if word.bare_mark() => return 0.0,
        _ => {}
    }
    let pair = |model: &PhraseModel| before.map_or(0, |b| model.pair(b.last, word.first));
    let listed = LEXICON.phrases(column.kind).filter(|_| column.kind.is_closed());
    let mut score = match listed {
        Some(listed) if pair(listed) > 0 => 0.5,
        Some(listed) if listed.word(word.first) > 0 => 0.0,
        Some(_) => -0.6,
        None => 0.0,
    };
    let known = listed.is_some() && column.learned.word(word.first) >= 3;
    if known || pair(&column.learned) >= 2 {
        score += 0.3;
    }
    if word.number() && column.kind != Kind::Deadline {
        score -= 0.3;
    }
    score
}
