//! Ranking: one pass that counts and keeps the best, and a second look at those.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering as MemoryOrdering};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader, Term};

use super::adjacent::{Adjacent, seek};
use super::facet::{Counts, FacetCounter, FacetNames};
use crate::schema::fast;

/// What each sign of relevance adds to the sum of BM25 over the words. Set on the test questions of
/// `tests/relevance.rs`; each holds over a wide range.
pub(super) mod weight {
    /// A word in its exact form.
    pub(crate) const EXACT: f32 = 1.2;
    /// Two words side by side as typed, times their mean rarity.
    pub(crate) const PAIR: f32 = 3.0;
    /// An agency of the question leads the task.
    pub(crate) const LEAD: f32 = 6.0;
    /// It coordinates.
    pub(crate) const SUPPORT: f32 = 3.0;
    /// Its name is part of a lead agency's, or the task's text names it.
    pub(crate) const NAMED: f32 = 2.0;
    /// The document is of the year, the deadline is at the time that was asked for.
    pub(crate) const TIME: f32 = 2.0;
    /// A word stands in the title of the document or the appendix only.
    pub(crate) const CONTEXT: f32 = 0.4;
    /// A word that was read as another, next to the same word as typed.
    pub(crate) const CORRECTED: f32 = 0.9;
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

/// What one pass over all matches gives.
#[derive(Debug, Default)]
pub(super) struct Pass {
    pub(super) total: usize,
    /// The best, best first.
    pub(super) best: Vec<Ranked>,
    /// Agencies of all matches, by segment.
    pub(super) counts: Vec<Counts>,
}

/// The least score that is still of interest: each segment that has found enough raises it, and the others, looked through at
/// the same time or later, pass over what is worse. What is kept in the end is the same whoever comes first.
#[derive(Debug, Default)]
struct Floor(AtomicU32);

impl Floor {
    fn get(&self) -> f32 {
        f32::from_bits(self.0.load(MemoryOrdering::Relaxed))
    }

    /// Scores are not negative, and the bits of such numbers are in the order of the numbers.
    fn raise(&self, score: f32) {
        self.0.fetch_max(score.max(0.0).to_bits(), MemoryOrdering::Relaxed);
    }
}

/// Counts matches and facets and keeps the best `keep`.
pub(super) struct Best {
    keep: usize,
    /// Where to count by agency.
    facets: Option<Arc<FacetNames>>,
    /// Words that add [`weight::EXACT`] each.
    exact: Vec<Term>,
    floor: Arc<Floor>,
}

impl Best {
    pub(super) fn new(keep: usize, facets: Option<Arc<FacetNames>>, exact: Vec<Term>) -> Self {
        Self { keep, facets, exact, floor: Arc::default() }
    }
}

pub(super) struct BestOfSegment {
    keep: usize,
    segment: SegmentOrdinal,
    total: usize,
    heap: BinaryHeap<Ranked>,
    floor: Arc<Floor>,
    order: Column<u64>,
    exact: Vec<SegmentPostings>,
    facets: Option<FacetCounter>,
}

impl Collector for Best {
    type Fruit = Pass;
    type Child = BestOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<BestOfSegment> {
        let mut exact = Vec::with_capacity(self.exact.len());
        for word in &self.exact {
            let index = reader.inverted_index(word.field())?;
            exact.extend(index.read_postings(word, IndexRecordOption::Basic)?);
        }
        Ok(BestOfSegment {
            keep: self.keep,
            segment,
            total: 0,
            heap: BinaryHeap::with_capacity(self.keep.min(reader.max_doc() as usize) + 1),
            floor: Arc::clone(&self.floor),
            order: reader.fast_fields().u64(fast::ORDER)?,
            exact,
            facets: self.facets.as_ref().and_then(|names| names.counter(segment)),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.keep > 0
    }

    fn merge_fruits(&self, passes: Vec<Pass>) -> tantivy::Result<Pass> {
        let mut all = Pass::default();
        for pass in passes {
            all.total += pass.total;
            all.best.extend(pass.best);
            all.counts.extend(pass.counts);
        }
        all.best.sort_unstable();
        all.best.truncate(self.keep);
        Ok(all)
    }
}

impl SegmentCollector for BestOfSegment {
    type Fruit = Pass;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if let Some(facets) = &mut self.facets {
            facets.add(doc);
        }
        if self.keep == 0 {
            return;
        }
        let floor = self.floor.get();
        // Most matches fall short whatever is added, and the exact words need not be looked for in them.
        if score + weight::EXACT * (self.exact.len() as f32) < floor {
            return;
        }
        let exact = self.exact.iter_mut().filter_map(|word| seek(word, doc).then_some(weight::EXACT));
        let score = score + exact.sum::<f32>();
        if score < floor {
            return;
        }
        let order = self.order.first(doc).unwrap_or_default();
        self.heap.push(Ranked { score, order, address: DocAddress::new(self.segment, doc) });
        if self.heap.len() > self.keep {
            self.heap.pop();
        }
        if self.heap.len() == self.keep
            && let Some(worst) = self.heap.peek()
        {
            self.floor.raise(worst.score);
        }
    }

    fn harvest(self) -> Pass {
        let counts = self.facets.map(FacetCounter::finish).into_iter().collect();
        // What another segment has put below the floor since.
        let floor = self.floor.get();
        let best = self.heap.into_iter().filter(|ranked| ranked.score >= floor).collect();
        Pass { total: self.total, best, counts }
    }
}

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
