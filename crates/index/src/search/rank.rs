//! Ranking: one pass that counts and keeps the best, and a second look at those.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::columnar::StrColumn;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED};

use crate::schema::fast;

/// What each sign of relevance adds to the sum of BM25 over the words. Set on the test questions of
/// `tests/relevance.rs`; each holds over a wide range.
pub(super) mod weight {
    /// A word in its exact form.
    pub(crate) const EXACT: f32 = 1.2;
    /// Two words side by side as typed, times their mean rarity.
    pub(crate) const PAIR: f32 = 0.7;
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
    /// By column: agencies with the number of matches.
    pub(super) counts: [Vec<(String, u64)>; 3],
}

/// Counts matches and facets and keeps the best `keep`.
pub(super) struct Best {
    pub(super) keep: usize,
    /// Whether to count by agency.
    pub(super) facets: bool,
}

const FACET_COLUMNS: [&str; 3] = [fast::LEAD, fast::SUPPORT, fast::ISSUER];

struct FacetCounter {
    column: StrColumn,
    counts: Vec<u32>,
}

pub(super) struct BestOfSegment {
    keep: usize,
    segment: SegmentOrdinal,
    total: usize,
    heap: BinaryHeap<Ranked>,
    order: Column<u64>,
    facets: [Option<FacetCounter>; 3],
}

impl Collector for Best {
    type Fruit = Pass;
    type Child = BestOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<BestOfSegment> {
        let columns = reader.fast_fields();
        let counter = |name: &str| -> tantivy::Result<Option<FacetCounter>> {
            let column = if self.facets { columns.str(name)? } else { None };
            Ok(column.map(|column| FacetCounter { counts: vec![0; column.num_terms()], column }))
        };
        let [lead, support, issuer] = FACET_COLUMNS;
        Ok(BestOfSegment {
            keep: self.keep,
            segment,
            total: 0,
            heap: BinaryHeap::with_capacity(self.keep + 1),
            order: columns.u64(fast::ORDER)?,
            facets: [counter(lead)?, counter(support)?, counter(issuer)?],
        })
    }

    fn requires_scoring(&self) -> bool {
        self.keep > 0
    }

    fn merge_fruits(&self, passes: Vec<tantivy::Result<Pass>>) -> tantivy::Result<Pass> {
        let mut all = Pass::default();
        let mut counts: [std::collections::BTreeMap<String, u64>; 3] = Default::default();
        for pass in passes {
            let pass = pass?;
            all.total += pass.total;
            all.best.extend(pass.best);
            for (sum, part) in counts.iter_mut().zip(pass.counts) {
                for (agency, count) in part {
                    *sum.entry(agency).or_default() += count;
                }
            }
        }
        all.best.sort_unstable();
        all.best.truncate(self.keep);
        all.counts = counts.map(|sum| {
            let mut list: Vec<(String, u64)> = sum.into_iter().collect();
            list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            list
        });
        Ok(all)
    }
}

impl SegmentCollector for BestOfSegment {
    type Fruit = tantivy::Result<Pass>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        for facet in self.facets.iter_mut().flatten() {
            for ord in facet.column.ords().values_for_doc(doc) {
                if let Some(count) = facet.counts.get_mut(ord as usize) {
                    *count += 1;
                }
            }
        }
        if self.keep == 0 {
            return;
        }
        let full = self.heap.len() >= self.keep;
        if full && self.heap.peek().is_some_and(|worst| score < worst.score) {
            return;
        }
        let order = self.order.first(doc).unwrap_or_default();
        self.heap.push(Ranked { score, order, address: DocAddress::new(self.segment, doc) });
        if full {
            self.heap.pop();
        }
    }

    fn harvest(self) -> tantivy::Result<Pass> {
        let mut counts: [Vec<(String, u64)>; 3] = Default::default();
        for (list, facet) in counts.iter_mut().zip(self.facets) {
            let Some(facet) = facet else { continue };
            for (ord, count) in facet.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let mut name = String::new();
                if facet.column.ord_to_str(ord as u64, &mut name)? {
                    list.push((name, u64::from(*count)));
                }
            }
        }
        Ok(Pass { total: self.total, best: self.heap.into_vec(), counts })
    }
}

/// Something that adds to the score of what matches it.
pub(super) struct Boost {
    pub(super) query: Box<dyn Query>,
    pub(super) value: f32,
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
            let weight = boost.query.weight(EnableScoring::disabled_from_searcher(searcher))?;
            let mut open: Option<(SegmentOrdinal, Box<dyn tantivy::query::Scorer>)> = None;
            for (candidate, gain) in candidates.iter().zip(&mut gained) {
                let DocAddress { segment_ord, doc_id } = candidate.address;
                if open.as_ref().is_none_or(|(segment, _)| *segment != segment_ord) {
                    open = Some((segment_ord, weight.scorer(searcher.segment_reader(segment_ord), 1.0)?));
                }
                let Some((_, scorer)) = open.as_mut() else { continue };
                let at = scorer.doc();
                let at = if at < doc_id && at != TERMINATED { scorer.seek(doc_id) } else { at };
                if at == doc_id {
                    *gain = gain.max(boost.value);
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
