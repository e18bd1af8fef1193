//! Pages read by OCR: each line holds pieces of several columns side by side, parted by a space like any two words.
//!
//! The header's words are told apart by what headers say. The lines are then read from the top: a [`Hypothesis`] knows how the
//! cells of its row have ended so far, and says of each line whether it opens a row; the line is cut where its words best read
//! as pieces of the columns, each going on with the cell above it or beginning one. What a cut is worth shows only further down
//! (a title over two lines, a cell that ends in the middle of a word), so several cuts of each line stay in the beam. Further
//! rounds know what each column has said in the one before, how wide it is, and the table's [`Habits`]: where in their rows its
//! cells stand, what its empty lines part. Ruling lines that the OCR took for `|` are hints; specks and second readings that hold
//! only accents are set aside as noise. Where a row ends, what its cells end with, where they stood and which are missing is
//! counted.

mod cut;
mod habits;
mod line;
mod order;
mod rows;
mod weights;

use std::ops::Range;
use std::rc::Rc;

use vanthu_document::page::Gap;

use super::dump::Column;
use super::header::{Header, MAX_COLUMNS};
use super::label::{Label, Shape};
use super::lexicon::Kind;
use super::source::{Source, printed_width};
use super::width::SPACE;
use super::{SAMPLE, below_furniture, printed};
use habits::Habits;
use line::{FirstWord, Standing, View, follows, paused};
pub(super) use order::settle_order;
use rows::{Read, assemble, learn, trust};
use weights::{
    CAPITAL, CAPITAL_AGENCY, FOLLOWS, HALF_ROW, IMPOSSIBLE, LABEL, NAMELESS, NO_CELL, NO_NOTE, NO_TASK,
    ORPHAN, PAUSE, PLACED, ROW, SUB_ROW, UNLABELLED,
};

/// Widest beam.
const BEAM: usize = 24;
/// Readings so far behind the best are given up, in nats.
const BEHIND: f32 = 16.0;
/// Lines after which the best reading is settled, so that a long table needs no more memory than a short one.
const SETTLE: usize = 1024;
/// Readings from which a table's habits are learned.
const ROUNDS: usize = 2;

const NONE: u32 = u32::MAX;
const ROOT: u32 = u32::MAX;

/// A run of words of one line: its column (`None`: noise), first word, behind the last.
type Part = (Option<u8>, u32, u32);

/// How a cell of the current row stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Open {
    /// Its last word; [`NONE`] where it has not begun.
    word: u32,
    /// Its first line, counted from the row's.
    first: u32,
    /// The line of its last word, counted so too.
    last: u32,
    /// Width of its last piece.
    width: u32,
    /// What it is worth that it ends there.
    ends: f32,
}

const CLOSED: Open = Open { word: NONE, first: 0, last: 0, width: 0, ends: 0.0 };

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
    /// It goes on behind a page break.
    broken: bool,
    /// Its lines.
    lines: u32,
    /// The first of them that belongs to the current product and deadline.
    from: u32,
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
    let mut habits = Habits::unknown(columns.len());
    let mut before = Read::default();
    for _ in 0..ROUNDS {
        let search = Search { source, columns, habits: &habits, lines: sample, furniture };
        let (_, steps) = search.run();
        let parted: Vec<bool> = sample.iter().map(|&line| search.parted(line)).collect();
        let tops: Vec<bool> = sample.iter().map(|&line| search.tops(line)).collect();
        before = assemble(sample, &steps, columns);
        let agreeing = learn(source, &before, columns);
        habits = Habits::learn(&steps, &agreeing, &parted, &tops);
    }
    let (_, steps) = Search { source, columns, habits: &habits, lines: &lines, furniture }.run();
    let mut read = assemble(&lines, &steps, columns);
    trust(&mut read, &before);
    read
}

struct Search<'a> {
    source: &'a Source<'a>,
    columns: &'a [Column],
    habits: &'a Habits,
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
            broken: false,
            lines: 0,
            from: 0,
            label: None,
            number: None,
        }];
        for (at, &line) in self.lines.iter().enumerate() {
            let view = View::new(self.source, self.columns, line, self.parted(line), self.tops(line));
            let mut next: Vec<(Hypothesis, Opens, Vec<Part>)> = Vec::new();
            for h in &beam {
                self.extend(h, &view, Opens::Row, &mut next);
                if h.inside {
                    self.extend(h, &view, Opens::Nothing, &mut next);
                }
                if self.divided(h) {
                    self.extend(h, &view, Opens::SubRow, &mut next);
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

    /// Whether an empty line stands above a line.
    fn parted(&self, line: usize) -> bool {
        let gap = self.source.lines.get(line).map_or(Gap::Line, |l| l.gap);
        below_furniture(self.source, line, self.furniture) || matches!(gap, Gap::Paragraph | Gap::Page)
    }

    /// Whether a line is the first of its page.
    fn tops(&self, line: usize) -> bool {
        let gap = self.source.lines.get(line).map_or(Gap::Line, |l| l.gap);
        below_furniture(self.source, line, self.furniture) || gap == Gap::Page
    }

    /// What a hypothesis makes of a line that opens a row, or goes on with one.
    fn extend(
        &self,
        h: &Hypothesis,
        view: &View,
        opens: Opens,
        into: &mut Vec<(Hypothesis, Opens, Vec<Part>)>,
    ) {
        let mut n = *h;
        match opens {
            Opens::Row => {
                n.score += self.row_end(h) + self.empty_row();
                n.cells = [CLOSED; MAX_COLUMNS];
                n.labelled = false;
                n.inside = true;
                n.sub_row = false;
                n.broken = false;
                n.lines = 0;
                n.from = 0;
            }
            Opens::SubRow => {
                n.score += SUB_ROW + self.half_row(h);
                n.sub_row = true;
                n.from = h.lines;
                for (c, (column, open)) in self.columns.iter().zip(&mut n.cells).enumerate() {
                    if divides(column) {
                        n.score += cut_short(*open) + self.placed(h, c, *open) + lacking(column);
                        *open = CLOSED;
                    }
                }
            }
            Opens::Nothing => {}
        }
        n.score += self.habits.parting(view.parted, opens == Opens::Row);
        n.broken |= view.tops && opens != Opens::Row;
        n.lines += 1;
        for (score, parts) in self.cut(&n, view) {
            let mut n = n;
            n.score += score;
            self.advance(&mut n, view, &parts);
            into.push((n, opens, parts));
        }
    }

    /// Adds the parts of a line to the row.
    fn advance(&self, n: &mut Hypothesis, view: &View, parts: &[Part]) {
        for &(column, from, to) in parts {
            let Some(column) = column.map(usize::from) else { continue };
            let at = view.indices.iter().position(|&i| i + 1 == to);
            let ends = at.and_then(|at| view.ends.get(column)?.get(at)).copied().unwrap_or(0.0);
            let piece = self.source.range(from, to);
            if let Some(slot) = n.cells.get_mut(column) {
                let last = n.lines - 1;
                let first = if slot.word == NONE { last } else { slot.first };
                *slot = Open { word: to - 1, first, last, width: printed_width(piece), ends };
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
    }

    fn is_ordinal(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|c| c.kind == Kind::Ordinal)
    }

    /// By word of a line, what it is worth that the word opens the piece of a column: a cell begins, or goes on.
    fn openings(&self, h: &Hypothesis, view: &View, column: usize) -> Rc<[f32]> {
        let open = h.cells.get(column).copied().unwrap_or(CLOSED);
        let skipped = if open.word == NONE { 0 } else { h.lines.saturating_sub(open.last + 2) };
        let late = self.is_late(h, column);
        let key = Standing { column, last: (open.word, open.width), skipped, late };
        if let Some(known) = view.openings.borrow().get(&key) {
            return Rc::clone(known);
        }
        let new: Rc<[f32]> = if open.word == NONE {
            let late = if late { PLACED * self.habits.late(column) } else { 0.0 };
            let begun = self.columns.get(column).map_or(0.0, |c| late - lacking(c));
            let start = view.start.get(column).map_or(&[][..], Vec::as_slice);
            start.iter().map(|start| start + begun).collect()
        } else {
            (0..view.words.len()).map(|i| self.goes_on(view, column, open, skipped, i)).collect()
        };
        view.openings.borrow_mut().insert(key, Rc::clone(&new));
        new
    }

    /// What it is worth that a cell goes on with word `i` of a line.
    fn goes_on(&self, view: &View, column: usize, open: Open, skipped: u32, i: usize) -> f32 {
        let skipped = self.habits.skipped(skipped);
        let (Some(first), Some(kind), Some(&before)) = (
            view.words.get(i),
            self.columns.get(column),
            self.source.range(open.word, open.word + 1).first(),
        ) else {
            return skipped;
        };
        if first.list_mark() && !first.bare_mark() {
            return skipped - paused(kind, open.ends, open.width);
        }
        // A dash alone says nothing; what follows it does.
        let content = view.words.iter().skip(i).find(|w| !w.bare_mark()).unwrap_or(first);
        let further = (open.width > u32::from(before.width))
            .then(|| open.word.checked_sub(1).and_then(|w| self.source.range(w, w + 1).first().copied()))
            .flatten();
        let mut on = view.follows_from(open.word, i, further, before, *first) + skipped
            - paused(kind, open.ends, open.width);
        if first.bare_mark() {
            let inside = i.checked_sub(1).and_then(|b| view.words.get(b)).copied();
            on += follows(Some(before), *first, *content) - follows(inside, *first, *content);
        }
        on += match (first.small(), first.capital()) {
            _ if first.bare_mark() => -0.4,
            (true, _) => 0.0,
            (_, true) if kind.kind == Kind::Agency => CAPITAL_AGENCY,
            (_, true) => CAPITAL,
            _ => -0.5,
        };
        on += kind
            .learned
            .habitual(further.filter(|_| before.bare_mark()).unwrap_or(before).last, content.first);
        let fits = kind
            .width
            .is_some_and(|w| open.width + SPACE + u32::from(first.head) <= w.saturating_sub(w / 16));
        if fits && !before.comma() && !before.half_stop() {
            on += self.habits.unfit(column);
        }
        on
    }

    /// What it is worth that the first word of a line is the row's ordinal.
    fn ordinal(&self, h: &Hypothesis, view: &View, column: usize) -> f32 {
        if h.labelled {
            return IMPOSSIBLE;
        }
        let late = if self.is_late(h, column) { PLACED * self.habits.late(column) } else { 0.0 };
        late + match view.label {
            FirstWord::Label(label) => LABEL + FOLLOWS * label.follows(h.label, h.number) - UNLABELLED,
            FirstWord::Misread => 1.0 - UNLABELLED,
            FirstWord::Text => IMPOSSIBLE,
        }
    }

    /// What the place of an ended cell in its row costs, beyond what its beginning has cost.
    fn placed(&self, h: &Hypothesis, column: usize, open: Open) -> f32 {
        if open.word == NONE || h.broken {
            return 0.0;
        }
        let from = if self.columns.get(column).is_some_and(divides) { h.from } else { 0 };
        let (first, last) = (open.first.saturating_sub(from), open.last.saturating_sub(from));
        let late = if first > 0 { self.habits.late(column) } else { 0.0 };
        PLACED * (self.habits.placed(column, first, last, h.lines - from) - late)
    }

    /// Whether a cell that begins on the current line does not begin on the first of its row.
    fn is_late(&self, h: &Hypothesis, column: usize) -> bool {
        let from = if self.columns.get(column).is_some_and(divides) { h.from } else { 0 };
        !h.broken && h.lines > from + 1
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
        let ended = |(c, open): (usize, &Open)| cut_short(*open) + self.placed(h, c, *open);
        let cut: f32 = h.cells.iter().enumerate().take(count).map(ended).sum();
        let named = self.columns.iter().zip(&h.cells).any(|(c, o)| c.kind == Kind::Task && o.word != NONE);
        let nameless = if h.inside && h.labelled && !named { NAMELESS } else { 0.0 };
        let orphan = if h.inside && !h.labelled { ORPHAN } else { 0.0 };
        cut + orphan
            + nameless
            + self.half_row(h)
            + if titled { -self.columns.iter().skip(2).map(lacking).sum::<f32>() } else { 0.0 }
    }
}

/// Whether the column's cells may be several in a row.
fn divides(column: &Column) -> bool {
    matches!(column.kind, Kind::Product | Kind::Deadline)
}

/// What it costs that a row has no cell of a column.
fn lacking(column: &Column) -> f32 {
    match column.kind {
        Kind::Task => NO_TASK,
        Kind::Note | Kind::Number => NO_NOTE,
        _ => NO_CELL,
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
        && a.broken == b.broken
        && (a.from, a.lines) == (b.from, b.lines)
        && a.sub_row == b.sub_row
        && a.label == b.label
        && a.number == b.number
        && a.cells == b.cells
}

/// What it costs, beyond what its last line has cost, that a cell has ended.
fn cut_short(open: Open) -> f32 {
    if open.word == NONE { 0.0 } else { (open.ends - PAUSE).min(0.0) }
}
