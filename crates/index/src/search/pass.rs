//! One pass over an index: what matches, counted by agency, and the best of it.
//!
//! What matches is found with [sets](Entries) of entries, without a look at the single one. For the best, the matches
//! are parted by what they hold, the most promising first: those that cannot be among the best, whatever their words
//! weigh in them, are passed over together.

use std::borrow::Cow;
use std::collections::BinaryHeap;

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Searcher};

use super::facet::{Counts, FacetNames};
use super::part::{OpenPart, Part, Segment, WeighedPart};
use super::rank::Ranked;
use super::sets::{Entries, WordSets};
use crate::schema::fast;

/// What is asked of entries.
pub(super) struct Demand<'p> {
    /// What adds to the score and makes a match: all of it, or some.
    pub(super) parts: Vec<&'p Part>,
    /// How many of the parts make a match.
    pub(super) least: usize,
    /// What adds to the score of a match.
    pub(super) additions: Vec<&'p Part>,
    /// What each match has besides.
    pub(super) filters: Vec<&'p Part>,
    /// What no match has.
    pub(super) excluded: Vec<&'p Part>,
}

/// What a pass gives.
#[derive(Debug, Default)]
pub(super) struct Pass {
    pub(super) total: usize,
    /// The best, best first.
    pub(super) best: Vec<Ranked>,
    /// Agencies of all matches, by segment.
    pub(super) counts: Vec<Counts>,
}

/// Sets by which matches are parted, at most.
const MOST_SPLITS: usize = 8;
/// Matches that are looked at one by one without further ado.
const FEW: usize = 256;
/// Sums of the same numbers in another order differ by less.
const ROUNDING: f32 = 1.0 + 1e-5;

impl Demand<'_> {
    /// Looks through an index and keeps the best `keep`; agencies are counted where `facets` has them.
    pub(super) fn look(
        &self,
        searcher: &Searcher,
        sets: &WordSets,
        facets: Option<&FacetNames>,
        keep: usize,
    ) -> tantivy::Result<Pass> {
        let weigh = |parts: &[&Part]| -> tantivy::Result<Vec<WeighedPart>> {
            parts.iter().map(|part| part.weigh(searcher)).collect()
        };
        let (required, additions) = (weigh(&self.parts)?, weigh(&self.additions)?);
        let filters = weigh(&self.filters)?;
        let excluded = weigh(&self.excluded)?;
        let mut best = Best { keep, heap: BinaryHeap::new() };
        let mut pass = Pass::default();
        for (reader, ordinal) in searcher.segment_readers().iter().zip(0..) {
            let segment = Segment { reader, ordinal, sets };
            let all = self.least >= required.len();
            let held: Vec<Entries> = match all {
                true => Vec::new(),
                false => required.iter().map(|part| with(part, &segment)).collect::<tantivy::Result<_>>()?,
            };
            let mut matches = match all {
                true => with_all(required.iter().chain(&filters), &segment)?,
                false => {
                    let held: Vec<&Entries> = held.iter().collect();
                    let mut some = Entries::in_at_least(reader.max_doc(), &held, self.least);
                    narrow(&mut some, &filters, &segment, true)?;
                    some
                }
            };
            narrow(&mut matches, &excluded, &segment, false)?;
            if let Some(alive) = reader.alive_bitset() {
                matches.retain(|entry| alive.is_alive(entry));
            }
            if matches.is_empty() {
                continue;
            }
            let total = matches.len();
            pass.total += total;
            pass.counts.extend(facets.map(|names| names.count(ordinal, matches.iter(), total)));
            if keep == 0 {
                continue;
            }
            let mut parts: Vec<&WeighedPart> = required.iter().chain(&additions).collect();
            parts.sort_by(|a, b| b.most.total_cmp(&a.most));
            let most = parts.iter().map(|part| part.most).sum();
            let mut splits: Vec<(Cow<'_, Entries>, f32)> =
                held.iter().map(Cow::Borrowed).zip(required.iter().map(|part| part.otherwise)).collect();
            for (word, loss) in parts.iter().filter_map(|part| part.exact()) {
                let mut entries = Entries::none(reader.max_doc());
                sets.of(reader, ordinal, word, false)?.add_to(&mut entries);
                splits.push((Cow::Owned(entries), loss));
            }
            splits.retain(|(_, value)| value.is_finite());
            splits.sort_by(|a, b| b.1.total_cmp(&a.1));
            splits.truncate(MOST_SPLITS);
            let order = reader.fast_fields().u64(fast::ORDER)?;
            let mut looker = Looker { segment: &segment, parts, most, order, best: &mut best };
            looker.look(&matches, &splits, most)?;
        }
        pass.best = best.heap.into_sorted_vec();
        Ok(pass)
    }
}

/// The entries that have a part.
fn with(part: &WeighedPart, segment: &Segment<'_>) -> tantivy::Result<Entries> {
    Ok(part.open(segment)?.entries(segment.reader.max_doc()))
}

/// The entries that have all parts; none where nothing is asked for.
fn with_all<'p>(
    parts: impl Iterator<Item = &'p WeighedPart>,
    segment: &Segment<'_>,
) -> tantivy::Result<Entries> {
    let mut open = parts.map(|part| part.open(segment)).collect::<tantivy::Result<Vec<_>>>()?;
    // Words first: what is none has to be looked for in the entries that are left.
    open.sort_by_key(|part| !part.is_known());
    let mut in_order = open.into_iter();
    let count = segment.reader.max_doc();
    let Some(first) = in_order.next() else { return Ok(Entries::none(count)) };
    let mut found = first.entries(count);
    for mut part in in_order {
        part.narrow(&mut found, true);
    }
    Ok(found)
}

/// Drops entries that have one of the parts, or that lack one.
fn narrow(
    found: &mut Entries,
    parts: &[WeighedPart],
    segment: &Segment<'_>,
    having: bool,
) -> tantivy::Result<()> {
    for part in parts {
        part.open(segment)?.narrow(found, having);
    }
    Ok(())
}

/// The best so far.
struct Best {
    keep: usize,
    heap: BinaryHeap<Ranked>,
}

impl Best {
    /// The least score that is still of interest.
    fn floor(&self) -> f32 {
        match self.heap.peek() {
            Some(worst) if self.heap.len() >= self.keep => worst.score,
            _ => f32::NEG_INFINITY,
        }
    }

    fn offer(&mut self, ranked: Ranked) {
        if self.heap.len() < self.keep {
            self.heap.push(ranked);
        } else if let Some(mut worst) = self.heap.peek_mut().filter(|worst| ranked < **worst) {
            *worst = ranked;
        }
    }
}

/// Looks for the best of a segment's matches.
struct Looker<'l> {
    segment: &'l Segment<'l>,
    /// What adds to the score, that which can add most first.
    parts: Vec<&'l WeighedPart>,
    /// All that they can add.
    most: f32,
    order: Column<u64>,
    best: &'l mut Best,
}

impl Looker<'_> {
    /// Looks through `matches`, none of which scores more than `most`; each of `splits` has a share in that.
    fn look(
        &mut self,
        matches: &Entries,
        splits: &[(Cow<'_, Entries>, f32)],
        most: f32,
    ) -> tantivy::Result<()> {
        if most * ROUNDING < self.best.floor() || matches.is_empty() {
            return Ok(());
        }
        match splits.split_first() {
            Some(((set, value), rest)) if matches.len() > FEW => {
                let mut part = matches.clone();
                part.and(set);
                self.look(&part, rest, most)?;
                part.clone_from(matches);
                part.and_not(set);
                self.look(&part, rest, most - value)
            }
            _ => self.score(matches),
        }
    }

    fn score(&mut self, matches: &Entries) -> tantivy::Result<()> {
        let open = self.parts.iter().map(|part| part.open(self.segment));
        let mut parts = open.collect::<tantivy::Result<Vec<_>>>()?;
        for entry in matches.iter() {
            let Some(score) = self.score_of(entry, &mut parts) else { continue };
            let order = self.order.first(entry).unwrap_or_default();
            let address = DocAddress::new(self.segment.ordinal, entry);
            self.best.offer(Ranked { score, order, address });
        }
        Ok(())
    }

    /// The score of an entry, unless it falls short.
    fn score_of(&self, entry: DocId, parts: &mut [OpenPart]) -> Option<f32> {
        let floor = self.best.floor();
        let mut score = 0.0;
        // What it may still come to: less with each part that falls short of the most that it can add.
        let mut at_most = self.most;
        for part in parts {
            let value = part.score(entry).unwrap_or_default();
            score += value;
            at_most -= part.most - value;
            if at_most * ROUNDING < floor {
                return None;
            }
        }
        (score >= floor).then_some(score)
    }
}
