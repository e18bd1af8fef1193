//! Counts by agency: the columns of all segments, opened once, with one number for each agency.

use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentOrdinal};

use crate::schema::{Part, fast};

/// The agencies of an index.
#[derive(Default)]
pub(crate) struct FacetNames {
    /// Part and id by number.
    names: Vec<(Part, String)>,
    segments: Vec<Option<SegmentFacets>>,
}

/// The agencies of the entries of one segment.
#[derive(Clone)]
struct SegmentFacets {
    /// By entry, as the segment numbers agencies.
    column: Column<u64>,
    /// The index's numbers of the segment's.
    numbers: Vec<u32>,
}

impl FacetNames {
    /// Those of the segments that a searcher sees.
    pub(crate) fn new(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut columns = Vec::new();
        let mut all: Vec<String> = Vec::new();
        for reader in searcher.segment_readers() {
            let column = reader.fast_fields().str(fast::FACET)?;
            let mut own: Vec<String> = Vec::new();
            if let Some(column) = &column {
                let ords: Vec<u64> = (0..column.num_terms() as u64).collect();
                column.dictionary().sorted_ords_to_term_cb(&ords, |name| {
                    own.push(String::from_utf8_lossy(name).into_owned());
                })?;
            }
            all.extend(own.iter().cloned());
            columns.push(column.map(|column| (column, own)));
        }
        all.sort_unstable();
        all.dedup();
        let number = |name: &String| all.binary_search(name).ok().and_then(|at| u32::try_from(at).ok());
        let segment = |(column, own): (tantivy::columnar::StrColumn, Vec<String>)| SegmentFacets {
            column: column.ords().clone(),
            numbers: own.iter().filter_map(number).collect(),
        };
        let segments = columns.into_iter().map(|column| column.map(segment)).collect();
        let names = all.iter().map(|name| match Part::of_facet(name) {
            Some((part, id)) => (part, id.to_owned()),
            None => (Part::Issuer, name.clone()),
        });
        Ok(Self { names: names.collect(), segments })
    }

    /// A counter for one segment.
    pub(super) fn counter(&self, segment: SegmentOrdinal) -> Option<FacetCounter> {
        let facets = self.segments.get(segment as usize)?.clone()?;
        Some(FacetCounter {
            counts: vec![0; facets.numbers.len()],
            facets,
            waiting: Vec::with_capacity(BATCH),
            entries: Vec::new(),
            rows: Vec::new(),
            ords: Vec::new(),
        })
    }

    /// The most frequent of each part, at most `most`, with the number of entries: what segments counted.
    pub(super) fn most_frequent(&self, counted: &[Counts], most: usize) -> [Vec<(String, u64)>; 3] {
        let mut sums = vec![0_u64; self.names.len()];
        for (number, count) in counted.iter().flat_map(|counts| &counts.0) {
            if let Some(sum) = sums.get_mut(*number as usize) {
                *sum += u64::from(*count);
            }
        }
        Part::ALL.map(|part| {
            let met = self.names.iter().zip(&sums).filter(|((p, _), sum)| *p == part && **sum > 0);
            let mut list: Vec<(&String, u64)> = met.map(|((_, id), sum)| (id, *sum)).collect();
            list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
            list.into_iter().take(most).map(|(id, sum)| (id.clone(), sum)).collect()
        })
    }
}

/// Matches whose agencies are counted at once.
const BATCH: usize = 128;

/// What a segment counted: numbers of agencies with the number of entries.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts(Vec<(u32, u32)>);

/// Counts the agencies of one segment's matches.
pub(super) struct FacetCounter {
    facets: SegmentFacets,
    counts: Vec<u32>,
    waiting: Vec<DocId>,
    entries: Vec<DocId>,
    rows: Vec<u32>,
    ords: Vec<u64>,
}

impl FacetCounter {
    pub(super) fn add(&mut self, entry: DocId) {
        self.waiting.push(entry);
        if self.waiting.len() == BATCH {
            self.count_waiting();
        }
    }

    fn count_waiting(&mut self) {
        self.rows.clear();
        self.entries.clear();
        self.facets.column.row_ids_for_docs(&self.waiting, &mut self.entries, &mut self.rows);
        self.ords.resize(self.rows.len(), 0);
        self.facets.column.values.get_vals(&self.rows, &mut self.ords);
        for ord in &self.ords {
            if let Some(count) = self.counts.get_mut(*ord as usize) {
                *count += 1;
            }
        }
        self.waiting.clear();
    }

    pub(super) fn finish(mut self) -> Counts {
        self.count_waiting();
        let counted = self.facets.numbers.iter().zip(&self.counts).filter(|(_, count)| **count > 0);
        Counts(counted.map(|(number, count)| (*number, *count)).collect())
    }
}
