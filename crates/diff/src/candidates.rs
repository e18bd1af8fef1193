//! Which pairs are looked at: blocking.
//!
//! Comparing each old task with each new one would take a hundred million comparisons for two appendices of ten thousand. An
//! inverted index over the new tasks' terms finds for each old one those that share weight with it. Terms that stand in very
//! many tasks are passed over: they find nothing by themselves.

use std::collections::HashMap;

use crate::evidence::{Profile, Vector};

/// Candidates kept for each old task.
const MOST: usize = 24;
/// A term in more new tasks than this is passed over: words and pairs, sequences of letters.
const COMMON_WORD: usize = 256;
const COMMON_GRAM: usize = 96;
/// Candidates of the very same words, the nearest by place.
const MOST_TWINS: usize = 8;

/// For each old profile the new ones that may be the same task, in order.
pub(crate) fn candidates(old: &[Profile], new: &[Profile]) -> Vec<Vec<usize>> {
    let words = Index::new(new.iter().map(|p| &p.words), COMMON_WORD);
    let grams = Index::new(new.iter().map(|p| &p.grams), COMMON_GRAM);
    let mut twins: HashMap<Vec<u32>, Vec<usize>> = HashMap::new();
    for (unit, profile) in new.iter().enumerate().filter(|(_, p)| !p.words.is_empty()) {
        twins.entry(terms(&profile.words)).or_default().push(unit);
    }
    let mut scores = vec![0.0_f32; new.len()];
    let mut touched: Vec<usize> = Vec::new();
    let mut out = Vec::with_capacity(old.len());
    for (place, profile) in old.iter().enumerate() {
        for (index, vector) in [(&words, &profile.words), (&grams, &profile.grams)] {
            for (term, weight) in vector {
                for (unit, its) in index.units(*term) {
                    let score = &mut scores[*unit];
                    if *score == 0.0 {
                        touched.push(*unit);
                    }
                    *score += weight * its;
                }
            }
        }
        // Among equals (tables that repeat a row) the nearest by place.
        let expected = place * new.len() / old.len().max(1);
        let better = |a: &usize, b: &usize| {
            let by_score = scores[*b].total_cmp(&scores[*a]);
            by_score.then(a.abs_diff(expected).cmp(&b.abs_diff(expected))).then(a.cmp(b))
        };
        if touched.len() > MOST {
            touched.select_nth_unstable_by(MOST, better);
        }
        let mut best: Vec<usize> = touched.iter().copied().take(MOST).collect();
        let same = twins.get(&terms(&profile.words)).map_or(&[][..], Vec::as_slice);
        let first = same.partition_point(|unit| *unit < expected).saturating_sub(MOST_TWINS / 2);
        best.extend(same.iter().skip(first).take(MOST_TWINS));
        best.sort_unstable();
        best.dedup();
        out.push(best);
        for unit in touched.drain(..) {
            scores[unit] = 0.0;
        }
    }
    out
}

fn terms(vector: &Vector) -> Vec<u32> {
    vector.iter().map(|(term, _)| *term).collect()
}

/// The units in which each term stands.
struct Index {
    /// Terms with the range of their entries, in order of terms.
    terms: Vec<(u32, usize, usize)>,
    entries: Vec<(usize, f32)>,
}

impl Index {
    fn new<'v>(vectors: impl Iterator<Item = &'v Vector>, common: usize) -> Self {
        let mut all: Vec<(u32, usize, f32)> = Vec::new();
        for (unit, vector) in vectors.enumerate() {
            all.extend(vector.iter().map(|(term, weight)| (*term, unit, *weight)));
        }
        all.sort_unstable_by_key(|(term, unit, _)| (*term, *unit));
        let mut index = Self { terms: Vec::new(), entries: Vec::new() };
        for run in all.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() <= common) {
            let Some((term, ..)) = run.first() else { continue };
            let start = index.entries.len();
            index.entries.extend(run.iter().map(|(_, unit, weight)| (*unit, *weight)));
            index.terms.push((*term, start, index.entries.len()));
        }
        index
    }

    fn units(&self, term: u32) -> &[(usize, f32)] {
        let Ok(at) = self.terms.binary_search_by_key(&term, |(t, ..)| *t) else { return &[] };
        self.terms.get(at).and_then(|(_, start, end)| self.entries.get(*start..*end)).unwrap_or_default()
    }
}
