//! Counts by agency: the columns of all segments, opened once, with one number for each agency.
//!
//! A column of several values is compact, and slow to read at scattered places. Once as many entries of a segment were
//! counted as it has, its column is laid out in memory.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

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
struct SegmentFacets {
    /// By entry, as the segment numbers agencies.
    column: Column<u64>,
    /// The index's numbers of the segment's.
    numbers: Vec<u32>,
    /// Entries that were counted so far.
    counted: AtomicUsize,
    table: OnceLock<Table>,
}

/// A column laid out in memory. Many entries have the same agencies: each such company has a number.
struct Table {
    /// Numbers of companies by entry.
    companies: Vec<u32>,
    /// Where the agencies of each company begin, and those of the last end.
    starts: Vec<usize>,
    /// As the segment numbers agencies.
    agencies: Vec<usize>,
}

impl Table {
    fn new(column: &Column<u64>) -> Self {
        let mut table = Self { companies: Vec::new(), starts: vec![0], agencies: Vec::new() };
        let mut known: HashMap<Vec<usize>, u32> = HashMap::new();
        let mut company: Vec<usize> = Vec::new();
        for entry in 0..column.num_docs() {
            company.clear();
            let values = column.values_for_doc(entry);
            company.extend(values.map(|ord| usize::try_from(ord).unwrap_or(usize::MAX)));
            let number = known.get(&company).copied().unwrap_or_else(|| {
                let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                table.agencies.extend(&company);
                table.starts.push(table.agencies.len());
                known.insert(company.clone(), next);
                next
            });
            table.companies.push(number);
        }
        table
    }

    /// Calls `add` for the agencies of all companies with the number of `entries` that have them.
    fn count(&self, entries: impl Iterator<Item = DocId>, mut add: impl FnMut(usize, u32)) {
        let mut counts = vec![0_u32; self.starts.len()];
        let mut met = Vec::new();
        for entry in entries {
            let company = self.companies.get(entry as usize).map(|number| *number as usize);
            let Some((company, count)) = company.and_then(|c| Some((c, counts.get_mut(c)?))) else {
                continue;
            };
            if *count == 0 {
                met.push(company);
            }
            *count += 1;
        }
        for company in met {
            let range = self.starts.get(company).zip(self.starts.get(company + 1));
            let agencies = range.and_then(|(from, to)| self.agencies.get(*from..*to)).unwrap_or_default();
            let count = counts.get(company).copied().unwrap_or_default();
            agencies.iter().for_each(|agency| add(*agency, count));
        }
    }
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
            counted: AtomicUsize::new(0),
            table: OnceLock::new(),
        };
        let segments = columns.into_iter().map(|column| column.map(segment)).collect();
        let names = all.iter().map(|name| match Part::of_facet(name) {
            Some((part, id)) => (part, id.to_owned()),
            None => (Part::Issuer, name.clone()),
        });
        Ok(Self { names: names.collect(), segments })
    }

    /// Counts the agencies of some entries of a segment, `many` of them.
    pub(super) fn count(
        &self,
        segment: SegmentOrdinal,
        entries: impl Iterator<Item = DocId>,
        many: usize,
    ) -> Counts {
        let Some(Some(facets)) = self.segments.get(segment as usize) else { return Counts::default() };
        let mut counts = vec![0_u32; facets.numbers.len()];
        let mut add = |agency: usize, more: u32| {
            if let Some(count) = counts.get_mut(agency) {
                *count += more;
            }
        };
        let before = facets.counted.fetch_add(many, Ordering::Relaxed);
        if before + many > facets.column.num_docs() as usize {
            let table = facets.table.get_or_init(|| Table::new(&facets.column));
            table.count(entries, add);
        } else {
            let agencies = entries.flat_map(|entry| facets.column.values_for_doc(entry));
            agencies.for_each(|ord| add(usize::try_from(ord).unwrap_or(usize::MAX), 1));
        }
        let counted = facets.numbers.iter().zip(&counts).filter(|(_, count)| **count > 0);
        Counts(counted.map(|(number, count)| (*number, *count)).collect())
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

/// What a segment counted: numbers of agencies with the number of entries.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts(Vec<(u32, u32)>);
