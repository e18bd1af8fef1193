//! Ranking: what each sign of relevance weighs, and a second look at the best.

use std::cmp::Ordering;

use tantivy::{DocAddress, Searcher, SegmentOrdinal, Term};

use super::adjacent::Adjacent;

/// What each sign of relevance adds to the sum of BM25 over the words. Set on the test questions of
/// `tests/relevance.rs`; each holds over a wide range.
pub(super) mod weight {
    /// A word in its exact form.
    pub(crate) const EXACT: f32 = 1.2;
    /// What is left of a word's BM25 where it stands with other marks than those that were typed.
    pub(crate) const OTHER_MARKS: f32 = 0.7;
    /// Two words side by side as typed, times how rare that is.
    pub(crate) const PAIR: f32 = 1.3;
    /// An agency of the question leads the task.
    pub(crate) const LEAD: f32 = 8.0;
    /// It coordinates.
    pub(crate) const SUPPORT: f32 = 3.0;
    /// Its name is part of a lead agency's, or the task's text names it.
    pub(crate) const NAMED: f32 = 2.0;
    /// The document is of the year, the deadline is at the time that was asked for.
    pub(crate) const TIME: f32 = 4.0;
    /// A word stands in the title of the document or the appendix only.
    pub(crate) const CONTEXT: f32 = 0.4;
    /// A word that was read as another, next to the same word as typed.
    pub(crate) const CORRECTED: f32 = 0.75;
}

/// A document of the index with its score.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub(super) score: f32,
    /// Printed order, by which ties are broken.
    pub(super) order: u64,
    pub(super) address: DocAddress,
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The better is the lesser, so that sorting puts it first and a heap shows the worst.
impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.order.cmp(&other.order))
            .then(self.address.cmp(&other.address))
    }
}

/// How many of the best get a second look.
pub(super) const CANDIDATES: usize = 100;

/// Words that add to the score where they stand side by side.
pub(super) struct Boost {
    pub(super) words: Vec<Term>,
    pub(super) value: f32,
}

/// Drops candidates, best first, that no boost can bring among the first `wanted`.
pub(super) fn with_a_chance(candidates: &mut Vec<Ranked>, wanted: usize, groups: &[Vec<Boost>]) {
    let Some(last) = wanted.checked_sub(1).and_then(|at| candidates.get(at)).map(|c| c.score) else { return };
    let most = |group: &Vec<Boost>| group.iter().map(|boost| boost.value).fold(0.0, f32::max);
    let all: f32 = groups.iter().map(most).sum();
    candidates.retain(|candidate| candidate.score + all >= last);
}

/// Gives each candidate what the boosts add, of boosts of one group the largest; best first.
pub(super) fn second_look(
    searcher: &Searcher,
    candidates: &mut [Ranked],
    groups: &[Vec<Boost>],
) -> tantivy::Result<()> {
    // Postings are read forward only.
    candidates.sort_unstable_by_key(|c| c.address);
    for group in groups {
        let mut gained = vec![0.0_f32; candidates.len()];
        for boost in group {
            let mut open: Option<(SegmentOrdinal, Option<Adjacent>)> = None;
            for (candidate, gain) in candidates.iter().zip(&mut gained) {
                let DocAddress { segment_ord, doc_id } = candidate.address;
                if open.as_ref().is_none_or(|(segment, _)| *segment != segment_ord) {
                    let words = Adjacent::open(searcher.segment_reader(segment_ord), &boost.words)?;
                    open = Some((segment_ord, words));
                }
                let Some((_, Some(words))) = open.as_mut() else { continue };
                if *gain < boost.value && words.meet_in(doc_id) {
                    *gain = boost.value;
                }
            }
        }
        for (candidate, gain) in candidates.iter_mut().zip(gained) {
            candidate.score += gain;
        }
    }
    candidates.sort_unstable();
    Ok(())
}
