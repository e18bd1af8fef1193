//! The best path through a lattice under the trigram model, and the probability of every arc.
//!
//! Viterbi search over the states "last two words", pruned to a beam; then the forward–backward algorithm over the
//! states that the beam kept, whose posterior probabilities are the raw material of a change's confidence. The buffers
//! are kept between calls, as vibrato's worker keeps its lattice.

use crate::language_model::{BigramIndex, LanguageModel, NO_BIGRAM};
use crate::lattice::{Lattice, LogProb};
use crate::vocabulary::{BOUNDARY, WordId};

/// How much of the search space is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beam {
    /// States worse than the best of their place by more than this are dropped.
    pub(crate) width: LogProb,
    /// Most states kept at a place.
    pub(crate) states: usize,
}

/// A state at a place: the last two words, and the best way there.
#[derive(Debug, Clone, Copy)]
struct State {
    before: WordId,
    last: WordId,
    /// Place of the bigram `before last` in the model.
    history: BigramIndex,
    best: LogProb,
    /// Logarithm of the summed probability of all ways here.
    forward: LogProb,
    /// The best predecessor and the arc from it.
    back: u32,
    arc: u32,
    /// First of the edges that lead here, in [`Decoder::edges`].
    edges: u32,
}

impl State {
    fn words(&self) -> (WordId, WordId) {
        (self.last, self.before)
    }
}

/// What a third word adds to a pair's log probability at most, for the search to look it up: a pair that would still be
/// too unlikely is dropped at once.
const MOST_GAIN: LogProb = 7.0;
const NONE: u32 = u32::MAX;

/// One step from a state to another, for the backward pass.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: u32,
    arc: u32,
    score: LogProb,
    /// The next edge into the same state.
    next: u32,
}

/// The last two words before a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct History {
    pub(crate) before: WordId,
    pub(crate) last: WordId,
}

impl History {
    /// The history at the start of a paragraph.
    pub(crate) const START: Self = Self { before: BOUNDARY, last: BOUNDARY };
}

/// What the model said lately: documents repeat their phrases, and the model is larger than a processor's cache.
#[derive(Debug)]
struct Memory {
    bigrams: Vec<((WordId, WordId), (LogProb, BigramIndex))>,
    trigrams: Vec<((BigramIndex, WordId), LogProb)>,
}

/// Entries of each kind; a power of two.
const REMEMBERED: usize = 1 << 13;

impl Default for Memory {
    fn default() -> Self {
        // Numbers of words have 14 bits: none is the greatest.
        let none = (WordId::MAX, WordId::MAX);
        Self {
            bigrams: vec![(none, (0.0, NO_BIGRAM)); REMEMBERED],
            trigrams: vec![((NO_BIGRAM, WordId::MAX), 0.0); REMEMBERED],
        }
    }
}

impl Memory {
    #[inline]
    fn bigram(&mut self, model: &LanguageModel<'_>, v: WordId, w: WordId) -> (LogProb, BigramIndex) {
        let slot = (usize::from(v).wrapping_mul(0x9e37) ^ usize::from(w)) % REMEMBERED;
        match self.bigrams.get_mut(slot) {
            Some((key, value)) if *key == (v, w) => *value,
            Some(entry) => {
                *entry = ((v, w), model.bigram(v, w));
                entry.1
            }
            None => model.bigram(v, w),
        }
    }

    #[inline]
    fn trigram(
        &mut self,
        model: &LanguageModel<'_>,
        history: BigramIndex,
        w: WordId,
        lower: LogProb,
    ) -> LogProb {
        if history == NO_BIGRAM {
            return lower;
        }
        let slot = ((history as usize).wrapping_mul(0x9e37) ^ usize::from(w)) % REMEMBERED;
        match self.trigrams.get_mut(slot) {
            Some((key, value)) if *key == (history, w) => *value,
            Some(entry) => {
                *entry = ((history, w), model.trigram(history, w, lower));
                entry.1
            }
            None => model.trigram(history, w, lower),
        }
    }
}

/// A search and its buffers. One decoder serves one model.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    memory: Memory,
    states: Vec<State>,
    edges: Vec<Edge>,
    pending: Vec<Vec<State>>,
    /// The best score at each place so far.
    bests: Vec<LogProb>,
    backward: Vec<LogProb>,
    /// Numbers of the arcs of the best path, in order.
    pub(crate) path: Vec<u32>,
    /// Posterior probability of each arc of the lattice.
    pub(crate) posterior: Vec<f32>,
}

impl Decoder {
    /// Decodes `lattice` after the words of `history`; gives the last two words of the best path.
    pub(crate) fn decode(
        &mut self,
        model: &LanguageModel<'_>,
        lattice: &Lattice,
        history: History,
        beam: Beam,
    ) -> History {
        let places = lattice.place() as usize;
        self.states.clear();
        self.edges.clear();
        self.path.clear();
        for list in &mut self.pending {
            list.clear();
        }
        if self.pending.len() < places + 1 {
            self.pending.resize_with(places + 1, Vec::new);
        }
        self.bests.clear();
        self.bests.resize(places + 1, LogProb::NEG_INFINITY);
        let (_, place) = model.bigram(history.before, history.last);
        if let Some(first) = self.pending.first_mut() {
            first.push(State {
                before: history.before,
                last: history.last,
                history: place,
                best: 0.0,
                forward: 0.0,
                back: NONE,
                arc: NONE,
                edges: NONE,
            });
        }
        let mut kept = 0..0;
        for place in 0..=places {
            let range = self.settle(place, beam);
            if range.is_empty() {
                continue;
            }
            if place < places {
                for number in lattice.arcs_from(place as u32) {
                    self.extend(model, lattice, number, range.clone(), beam.width);
                }
            }
            kept = range;
        }
        let best = |a: &usize, b: &usize| {
            let score = |i: &usize| self.states.get(*i).map_or(LogProb::NEG_INFINITY, |s| s.best);
            score(a).total_cmp(&score(b)).then(b.cmp(a))
        };
        let Some(end) = kept.clone().max_by(best) else { return history };
        self.trace(end);
        self.backward(lattice, kept);
        self.states.get(end).map_or(history, |s| History { before: s.before, last: s.last })
    }

    /// Prunes the states of `place` and moves them to the settled ones, by their words; gives their range.
    fn settle(&mut self, place: usize, beam: Beam) -> std::ops::Range<usize> {
        let first = self.states.len();
        let Some(list) = self.pending.get_mut(place) else { return first..first };
        if list.len() > 1 {
            let best = list.iter().map(|s| s.best).fold(LogProb::NEG_INFINITY, LogProb::max);
            list.retain(|s| s.best >= best - beam.width);
            if list.len() > beam.states {
                list.sort_unstable_by(|a, b| b.best.total_cmp(&a.best).then(a.words().cmp(&b.words())));
                list.truncate(beam.states);
            }
            // States with the same last word side by side: they share their bigrams.
            list.sort_unstable_by(|a, b| a.words().cmp(&b.words()).then(b.best.total_cmp(&a.best)));
        }
        for state in list.drain(..) {
            let twin = self.states.get_mut(first..).unwrap_or_default().last_mut();
            match twin.filter(|s| s.words() == state.words()) {
                // Another, worse way to the same words, from another place.
                Some(twin) => {
                    twin.forward = log_add(twin.forward, state.forward);
                    let mut edge = state.edges;
                    while let Some(e) = self.edges.get_mut(edge as usize) {
                        let next = e.next;
                        e.next = twin.edges;
                        twin.edges = edge;
                        edge = next;
                    }
                }
                None => self.states.push(state),
            }
        }
        first..self.states.len()
    }

    /// Follows arc `number` from every state in `range`.
    fn extend(
        &mut self,
        model: &LanguageModel<'_>,
        lattice: &Lattice,
        number: u32,
        range: std::ops::Range<usize>,
        width: LogProb,
    ) {
        let Some(arc) = lattice.arc(number) else { return };
        let Some(target) = self.pending.get_mut(arc.to as usize) else { return };
        let Some(target_best) = self.bests.get_mut(arc.to as usize) else { return };
        let mut floor = *target_best - width;
        let first = target.len();
        // The bigram of the last pair of words, which many states share.
        let mut pair = (0, 0, (0.0, NO_BIGRAM));
        let mut known = false;
        for from in range {
            let Some(state) = self.states.get(from) else { continue };
            let (mut before, mut last, mut history) = (state.before, state.last, state.history);
            let mut score = arc.emission;
            for &word in arc.words() {
                if !known || (pair.0, pair.1) != (last, word) {
                    pair = (last, word, self.memory.bigram(model, last, word));
                    known = true;
                }
                let (lower, next) = pair.2;
                if state.best + score + lower + MOST_GAIN < floor {
                    score = LogProb::NEG_INFINITY;
                    break;
                }
                score += self.memory.trigram(model, history, word, lower);
                (before, last, history) = (last, word, next);
            }
            let best = state.best + score;
            if best < floor {
                continue;
            }
            floor = floor.max(best - width);
            let forward = state.forward + score;
            let edge = self.edges.len() as u32;
            let mut entry = Edge { from: from as u32, arc: number, score, next: NONE };
            let created = target.get_mut(first..).unwrap_or_default();
            match created.iter_mut().find(|s| s.last == last && s.before == before) {
                Some(same) => {
                    entry.next = same.edges;
                    same.edges = edge;
                    same.forward = log_add(same.forward, forward);
                    if best > same.best {
                        (same.best, same.back, same.arc) = (best, from as u32, number);
                    }
                }
                None => {
                    target.push(State {
                        before,
                        last,
                        history,
                        best,
                        forward,
                        back: from as u32,
                        arc: number,
                        edges: edge,
                    });
                }
            }
            self.edges.push(entry);
        }
        *target_best = target_best.max(floor + width);
    }

    /// The best path to state `at`.
    fn trace(&mut self, mut at: usize) {
        while let Some(state) = self.states.get(at) {
            if state.back == NONE {
                break;
            }
            self.path.push(state.arc);
            at = state.back as usize;
        }
        self.path.reverse();
    }

    /// Posterior probabilities of the arcs.
    fn backward(&mut self, lattice: &Lattice, last: std::ops::Range<usize>) {
        self.posterior.clear();
        self.posterior.resize(lattice.arcs(), 0.0);
        self.backward.clear();
        self.backward.resize(self.states.len(), LogProb::NEG_INFINITY);
        let mut total = LogProb::NEG_INFINITY;
        for at in last {
            if let (Some(state), Some(backward)) = (self.states.get(at), self.backward.get_mut(at)) {
                *backward = 0.0;
                total = log_add(total, state.forward);
            }
        }
        for at in (0..self.states.len()).rev() {
            let (Some(state), Some(&backward)) = (self.states.get(at), self.backward.get(at)) else {
                continue;
            };
            if backward == LogProb::NEG_INFINITY {
                continue;
            }
            let mut edge = state.edges;
            while let Some(e) = self.edges.get(edge as usize) {
                let through = backward + e.score;
                if let (Some(from), Some(before)) =
                    (self.states.get(e.from as usize), self.backward.get_mut(e.from as usize))
                {
                    *before = log_add(*before, through);
                    if let Some(p) = self.posterior.get_mut(e.arc as usize) {
                        *p += (from.forward + through - total).exp();
                    }
                }
                edge = e.next;
            }
        }
    }
}

/// log(eᵃ + eᵇ).
#[inline]
fn log_add(a: LogProb, b: LogProb) -> LogProb {
    let (high, low) = if a >= b { (a, b) } else { (b, a) };
    let gap = low - high;
    if gap > -14.0 { high + gap.exp().ln_1p() } else { high }
}
