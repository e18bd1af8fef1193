//! Sets of entries: a bit for each entry of a segment.
//!
//! People ask with syllables, and a frequent one stands in every third entry: where three of them meet is found in a few
//! microseconds once each is a set of bits. The sets of words that were asked for are kept, up to a limit of memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentOrdinal, SegmentReader, Term};

/// Entries of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entries {
    bits: Vec<u64>,
}

/// Entries of one word of bits.
const WIDTH: u32 = u64::BITS;

/// Sums of up to 255 sets fit in as many bits.
const PLANES: usize = 8;

impl Entries {
    /// None of the entries of a segment with `count` of them.
    pub(super) fn none(count: u32) -> Self {
        Self { bits: vec![0; count.div_ceil(WIDTH) as usize] }
    }

    /// The entries of a segment with `count` that hold all of some words; none where there are no words.
    pub(super) fn with_all(words: &[Arc<WordSet>], count: u32) -> Self {
        let mut found = Self::none(count);
        if let Some((first, rest)) = words.split_first() {
            first.add_to(&mut found);
            rest.iter().for_each(|word| word.narrow(&mut found, true));
        }
        found
    }

    pub(super) fn insert(&mut self, entry: DocId) {
        if let Some(bits) = self.bits.get_mut((entry / WIDTH) as usize) {
            *bits |= 1 << (entry % WIDTH);
        }
    }

    fn remove(&mut self, entry: DocId) {
        if let Some(bits) = self.bits.get_mut((entry / WIDTH) as usize) {
            *bits &= !(1 << (entry % WIDTH));
        }
    }

    pub(super) fn contains(&self, entry: DocId) -> bool {
        self.bits.get((entry / WIDTH) as usize).is_some_and(|bits| bits >> (entry % WIDTH) & 1 == 1)
    }

    pub(super) fn and(&mut self, other: &Self) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(own, other)| *own &= other);
    }

    pub(super) fn and_not(&mut self, other: &Self) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(own, other)| *own &= !other);
    }

    pub(super) fn or(&mut self, other: &Self) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(own, other)| *own |= other);
    }

    /// The entries that are in at least `least`, one or more, of up to 255 `sets`.
    pub(super) fn in_at_least(count: u32, sets: &[&Self], least: usize) -> Self {
        let mut out = Self::none(count);
        for (at, place) in out.bits.iter_mut().enumerate() {
            // In how many sets each of the entries is: a binary number, its digits one above the other.
            let mut planes = [0_u64; PLANES];
            for set in sets {
                let mut carry = set.bits.get(at).copied().unwrap_or_default();
                for plane in &mut planes {
                    (*plane, carry) = (*plane ^ carry, *plane & carry);
                }
            }
            let (mut more, mut same) = (0_u64, u64::MAX);
            for (digit, plane) in planes.iter().enumerate().rev() {
                if least >> digit & 1 == 1 {
                    same &= plane;
                } else {
                    more |= same & plane;
                    same &= !plane;
                }
            }
            *place = more | same;
        }
        out
    }

    pub(super) fn len(&self) -> usize {
        self.bits.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bits.iter().all(|bits| *bits == 0)
    }

    /// The entries, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = DocId> {
        self.bits.iter().zip(0_u32..).flat_map(|(bits, at)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                let place = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(at * WIDTH + place)
            })
        })
    }

    /// Keeps those entries for which `keeps` says so, asked in their order.
    pub(super) fn retain(&mut self, mut keeps: impl FnMut(DocId) -> bool) {
        for (bits, at) in self.bits.iter_mut().zip(0_u32..) {
            let mut open = *bits;
            while open != 0 {
                let place = open.trailing_zeros();
                open &= open - 1;
                if !keeps(at * WIDTH + place) {
                    *bits &= !(1 << place);
                }
            }
        }
    }
}

/// The entries of a segment that hold a word, deleted ones among them.
#[derive(Debug)]
pub(super) struct WordSet {
    held: Held,
    /// How often the word stands in each of them, up to [`u8::MAX`]; empty where that was not asked for.
    counts: Vec<u8>,
}

#[derive(Debug)]
enum Held {
    /// Many entries, with how many of them lie before each [`BLOCK`].
    Many(Entries, Vec<u32>),
    /// The numbers of few.
    Few(Vec<DocId>),
}

/// A word that fewer entries hold than one in so many is kept as a list.
const RARE: u32 = 32;
/// Words of bits before which entries are counted.
const BLOCK: usize = 4;

impl WordSet {
    fn read(reader: &SegmentReader, word: &Term, counted: bool) -> tantivy::Result<Self> {
        let mut set = Self { held: Held::Few(Vec::new()), counts: Vec::new() };
        let index = reader.inverted_index(word.field())?;
        let option = if counted { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let Some(mut block) = index.read_block_postings(word, option)? else { return Ok(set) };
        let many = block.doc_freq() > reader.max_doc() / RARE;
        let mut bits = Entries::none(if many { reader.max_doc() } else { 0 });
        let mut list = Vec::with_capacity(if many { 0 } else { block.doc_freq() as usize });
        set.counts.reserve_exact(if counted { block.doc_freq() as usize } else { 0 });
        while block.block_len() > 0 {
            match many {
                true => block.docs().iter().for_each(|entry| bits.insert(*entry)),
                false => list.extend_from_slice(block.docs()),
            }
            if counted {
                let freqs = block.freqs().iter().take(block.block_len());
                set.counts.extend(freqs.map(|count| u8::try_from(*count).unwrap_or(u8::MAX)));
            }
            block.advance();
        }
        set.held = match many {
            true => {
                let mut sum = 0;
                let before = bits.bits.chunks(BLOCK).map(|block| {
                    let own: u32 = block.iter().map(|bits| bits.count_ones()).sum();
                    sum += own;
                    sum - own
                });
                let before = before.collect();
                Held::Many(bits, before)
            }
            false => Held::Few(list),
        };
        Ok(set)
    }

    pub(super) fn contains(&self, entry: DocId) -> bool {
        match &self.held {
            Held::Many(bits, _) => bits.contains(entry),
            Held::Few(list) => list.binary_search(&entry).is_ok(),
        }
    }

    /// How often the word stands in an entry, if it does; once, where that was not counted.
    pub(super) fn count(&self, entry: DocId) -> Option<u32> {
        let place = match &self.held {
            Held::Many(bits, before) => {
                if !bits.contains(entry) {
                    return None;
                }
                let at = (entry / WIDTH) as usize;
                let block = at / BLOCK * BLOCK;
                let whole = bits.bits.get(block..at)?.iter().map(|bits| bits.count_ones()).sum::<u32>();
                let part = bits.bits.get(at)? & ((1 << (entry % WIDTH)) - 1);
                (before.get(at / BLOCK)? + whole + part.count_ones()) as usize
            }
            Held::Few(list) => list.binary_search(&entry).ok()?,
        };
        Some(self.counts.get(place).map_or(1, |count| u32::from(*count)))
    }

    /// Adds the entries to others of the segment.
    pub(super) fn add_to(&self, entries: &mut Entries) {
        match &self.held {
            Held::Many(bits, _) => entries.or(bits),
            Held::Few(list) => list.iter().for_each(|entry| entries.insert(*entry)),
        }
    }

    /// Drops those of `entries` that do not hold the word, or those that do.
    pub(super) fn narrow(&self, entries: &mut Entries, having: bool) {
        match (&self.held, having) {
            (Held::Many(bits, _), true) => entries.and(bits),
            (Held::Many(bits, _), false) => entries.and_not(bits),
            (Held::Few(list), false) => list.iter().for_each(|entry| entries.remove(*entry)),
            (Held::Few(list), true) => {
                let kept: Vec<DocId> = list.iter().copied().filter(|e| entries.contains(*e)).collect();
                entries.bits.fill(0);
                kept.into_iter().for_each(|entry| entries.insert(entry));
            }
        }
    }

    fn bytes(&self) -> usize {
        let held = match &self.held {
            Held::Many(bits, before) => size_of_val(&*bits.bits) + size_of_val(&**before),
            Held::Few(list) => size_of_val(&**list),
        };
        held + self.counts.len()
    }
}

/// Bytes of sets that are kept; then all are forgotten.
const MOST_KEPT: usize = 256 << 20;

/// The sets of words that were asked for.
#[derive(Debug, Default)]
pub(crate) struct WordSets(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    sets: HashMap<(SegmentOrdinal, Term, bool), Arc<WordSet>>,
    bytes: usize,
}

impl WordSets {
    /// The entries of a segment that hold a word; `counted` tells how often it stands in them.
    pub(super) fn of(
        &self,
        reader: &SegmentReader,
        segment: SegmentOrdinal,
        word: &Term,
        counted: bool,
    ) -> tantivy::Result<Arc<WordSet>> {
        let key = (segment, word.clone(), counted);
        if let Some(known) = self.kept().sets.get(&key) {
            return Ok(Arc::clone(known));
        }
        let set = Arc::new(WordSet::read(reader, word, counted)?);
        let mut kept = self.kept();
        if kept.bytes + set.bytes() > MOST_KEPT {
            *kept = Kept::default();
        }
        kept.bytes += set.bytes();
        kept.sets.insert(key, Arc::clone(&set));
        Ok(set)
    }

    /// What another thread left half done is only a set that is not kept.
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    use super::*;

    fn set(of: &BTreeSet<u32>) -> Entries {
        let mut entries = Entries::none(200);
        of.iter().for_each(|entry| entries.insert(*entry));
        entries
    }

    proptest! {
        #[test]
        fn sets_of_bits_are_sets(
            sets in prop::collection::vec(prop::collection::btree_set(0..200_u32, 0..150), 1..6),
            least in 1..7_usize,
        ) {
            let bits: Vec<Entries> = sets.iter().map(set).collect();
            for (own, of) in bits.iter().zip(&sets) {
                prop_assert_eq!(own.iter().collect::<Vec<_>>(), of.iter().copied().collect::<Vec<_>>());
                prop_assert_eq!(own.len(), of.len());
                prop_assert_eq!(own.is_empty(), of.is_empty());
            }
            let (first, last) = (&sets[0], &sets[sets.len() - 1]);
            let with = |change: fn(&mut Entries, &Entries)| {
                let mut out = bits[0].clone();
                change(&mut out, &bits[bits.len() - 1]);
                out.iter().collect::<BTreeSet<_>>()
            };
            prop_assert_eq!(with(Entries::and), first & last);
            prop_assert_eq!(with(Entries::or), first | last);
            prop_assert_eq!(with(Entries::and_not), first - last);
            let held = |entry: &u32| sets.iter().filter(|of| of.contains(entry)).count();
            let many: Vec<u32> = (0..200).filter(|entry| held(entry) >= least).collect();
            prop_assert_eq!(Entries::in_at_least(200, &bits.iter().collect::<Vec<_>>(), least).iter().collect::<Vec<_>>(), many);
            let mut odd = bits[0].clone();
            odd.retain(|entry| entry % 2 == 1);
            prop_assert!(odd.iter().all(|entry| entry % 2 == 1 && bits[0].contains(entry)));
            prop_assert_eq!(odd.len(), first.iter().filter(|entry| *entry % 2 == 1).count());
        }
    }
}
