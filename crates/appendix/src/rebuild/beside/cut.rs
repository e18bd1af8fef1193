//! The best cuts of a line into pieces of columns.

use std::rc::Rc;

use super::super::header::MAX_COLUMNS;
use super::super::label::Shape;
use super::super::lexicon::Kind;
use super::super::width::SPACE;
use super::line::{FirstWord, View, paused};
use super::weights::{IMPOSSIBLE, NOISE, UNREAD};
use super::{Hypothesis, Part, Search};

/// Cuts of a line that are tried below each reading of the lines above: what a cut is worth shows further down.
const WAYS: usize = 4;

/// Most words of a line that is cut; one of more is no line of a page, and goes to the column of tasks as it is.
const LONGEST: usize = 150;

impl Search<'_> {
    /// The best cuts of a line below the open cells of a hypothesis, each with its score, the best first.
    pub(super) fn cut(&self, h: &Hypothesis, view: &View) -> Vec<(f32, Vec<Part>)> {
        if view.words.len() > LONGEST {
            let all = view.indices.first().zip(view.indices.last()).map(|(&a, &b)| (Some(1), a, b + 1));
            return vec![(0.0, all.into_iter().collect())];
        }
        let count = self.columns.len().min(MAX_COLUMNS);
        let title = match view.label {
            FirstWord::Label(l) if !h.labelled => l.shape != Shape::Number,
            _ => h.labelled && h.label.is_some_and(|l| l.shape != Shape::Number),
        };
        // State `2c + 1`: in a piece of column `c`; `2c`: in noise to the left of it; `2 count`: in noise behind the last.
        let states = 2 * count + 1;
        let mut best: Vec<Ways> = vec![Ways::default(); states];
        if let Some(slot) = best.first_mut() {
            slot.push(Way { score: 0.0, ..Way::NONE });
        }
        let openings: Vec<Rc<[f32]>> = (0..count).map(|c| self.openings(h, view, c)).collect();
        // A word that would be the next ordinal is hardly anything else.
        let unread = match view.label {
            FirstWord::Label(label) => UNREAD * label.follows(h.label, h.number).max(0.0),
            _ => 0.0,
        };
        let mut back: Vec<Vec<Ways>> = Vec::with_capacity(view.words.len());
        for (i, word) in view.words.iter().enumerate() {
            let mut now: Vec<Ways> = vec![Ways::default(); states];
            let noise = view.noise.get(i).copied().unwrap_or(0.0);
            let border = if i == 0 { 0.0 } else { view.border.get(i).copied().unwrap_or(0.0) };
            let inside = view.inside.get(i).copied().unwrap_or(0.0);
            // The best ways up to each state, from the left, each ended before the word.
            let mut reach = Ways::default();
            for state in 0..states {
                let (Some(stay), Some(slot)) = (best.get(state), now.get_mut(state)) else { break };
                let column = state / 2;
                if state % 2 == 0 {
                    // Noise goes on, or stands behind what is to the left.
                    for (k, way) in stay.iter().enumerate() {
                        slot.push(Way::to(way.score + noise, 0, state, k));
                    }
                    let before = state.checked_sub(1).and_then(|s| best.get(s));
                    for (k, way) in before.iter().flat_map(|w| w.iter()).enumerate() {
                        let ended = self.exit(view, state - 1, i, way);
                        slot.push(Way::to(ended + NOISE + noise, 0, state - 1, k));
                    }
                } else {
                    let Some(kind) = self.columns.get(column) else { break };
                    let inner = view.body.get(column).and_then(|b| b.get(i)).copied().unwrap_or(0.0);
                    // Goes on with the piece; an ordinal is one word.
                    for (k, way) in stay.iter().enumerate().filter(|_| kind.kind != Kind::Ordinal) {
                        let width = way.width + SPACE + u32::from(word.width);
                        let wide = !title && kind.width.is_some_and(|w| width > w + w / 16);
                        let wide = if wide { self.habits.unfit(column) } else { 0.0 };
                        slot.push(Way::to(way.score + inner + inside + wide, width, state, k));
                    }
                    if !reach.is_empty() {
                        let opening = match kind.kind {
                            Kind::Ordinal if i == 0 => self.ordinal(h, view, column),
                            Kind::Ordinal => IMPOSSIBLE,
                            _ => openings.get(column).and_then(|o| o.get(i)).copied().unwrap_or(0.0),
                        };
                        let opening = opening
                            + border
                            + inner
                            + if i == 0 && kind.kind != Kind::Ordinal { unread } else { 0.0 };
                        for way in reach.iter() {
                            let width = u32::from(word.width);
                            slot.push(Way { score: way.score + opening, width, ..*way });
                        }
                    }
                }
                for (k, way) in stay.iter().enumerate() {
                    reach.push(Way::to(self.exit(view, state, i, way), 0, state, k));
                }
            }
            back.push(std::mem::replace(&mut best, now));
        }
        let words = view.words.len();
        let mut ended = Ways::default();
        for (state, ways) in best.iter().enumerate() {
            for (k, way) in ways.iter().enumerate() {
                ended.push(Way::to(self.exit(view, state, words, way), 0, state, k));
            }
        }
        back.push(best);
        ended.iter().map(|way| (way.score, parts_of(view, &back, *way))).collect()
    }

    /// A way's score where its piece ends before word `i`.
    fn exit(&self, view: &View, state: usize, i: usize, way: &Way) -> f32 {
        let before = i.checked_sub(1).filter(|_| state % 2 == 1);
        let ends = before.and_then(|w| view.ends.get(state / 2)?.get(w));
        match (ends, self.columns.get(state / 2)) {
            (Some(ends), Some(column)) => way.score + paused(column, *ends, way.width),
            _ => way.score,
        }
    }
}

/// A way to read a line up to a word.
#[derive(Debug, Clone, Copy)]
struct Way {
    score: f32,
    /// Of its last piece.
    width: u32,
    /// The state before the last word, and which of its ways.
    from: (u8, u8),
}

impl Way {
    const NONE: Way = Way { score: f32::NEG_INFINITY, width: 0, from: (0, 0) };

    fn to(score: f32, width: u32, state: usize, way: usize) -> Self {
        let from = (u8::try_from(state).unwrap_or(0), u8::try_from(way).unwrap_or(0));
        Self { score, width, from }
    }
}

/// The best ways to a state, the best first.
#[derive(Debug, Clone, Copy)]
struct Ways {
    kept: [Way; WAYS],
    count: usize,
}

impl Default for Ways {
    fn default() -> Self {
        Self { kept: [Way::NONE; WAYS], count: 0 }
    }
}

impl Ways {
    fn push(&mut self, way: Way) {
        let at = self.iter().rposition(|w| w.score >= way.score).map_or(0, |at| at + 1);
        if at < WAYS {
            self.count = (self.count + 1).min(WAYS);
            if let Some(tail) = self.kept.get_mut(at..self.count) {
                tail.rotate_right(1);
            }
            if let Some(slot) = self.kept.get_mut(at) {
                *slot = way;
            }
        }
    }

    fn iter(&self) -> std::slice::Iter<'_, Way> {
        self.kept.get(..self.count).unwrap_or(&[]).iter()
    }

    fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// The parts of a line by a way that has ended; `back` has the ways before each of its words, and behind the last.
fn parts_of(view: &View, back: &[Vec<Ways>], ended: Way) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut later: Option<u8> = None;
    let mut from = ended.from;
    for (ways, &word) in back.iter().skip(1).rev().zip(view.indices.iter().rev()) {
        let (state, way) = from;
        let column = (state % 2 == 1).then_some(state / 2);
        match parts.last_mut() {
            Some(part) if later == Some(state) => part.1 = word,
            _ => parts.push((column, word, word + 1)),
        }
        later = Some(state);
        let way = ways.get(usize::from(state)).and_then(|w| w.kept.get(usize::from(way)));
        from = way.map_or((0, 0), |w| w.from);
    }
    parts.reverse();
    parts
}
