//! Words side by side: in an entry that is known, or anywhere.
//!
//! The engine's phrase queries look for their first match when they are made, which is a walk over all postings where
//! frequent words never meet. Here postings are read at the entries that matter, or at a limited number of them.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::sets::{Entries, WordSets};

/// The postings of words in one segment, read forward only.
pub(super) struct Adjacent {
    /// Each with its place among the words, the rarest first.
    words: Vec<(u32, SegmentPostings)>,
    /// Where the words read so far may begin, as the position of the first.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Adjacent {
    /// The words of a segment, if it holds all of them.
    pub(super) fn open(reader: &SegmentReader, words: &[Term]) -> tantivy::Result<Option<Self>> {
        let mut postings = Vec::with_capacity(words.len());
        for (word, place) in words.iter().zip(0..) {
            let index = reader.inverted_index(word.field())?;
            match index.read_postings(word, IndexRecordOption::WithFreqsAndPositions)? {
                Some(found) => postings.push((place, found)),
                None => return Ok(None),
            }
        }
        postings.sort_by_key(|(_, word)| word.doc_freq());
        Ok(Some(Self { words: postings, starts: Vec::new(), positions: Vec::new() }))
    }

    /// Whether the words stand side by side in an entry, which lies behind those asked for before.
    pub(super) fn meet_in(&mut self, entry: DocId) -> bool {
        self.words.iter_mut().all(|(_, word)| seek(word, entry)) && self.meet()
    }

    /// Whether the words stand side by side in the entry at which all of them are.
    fn meet(&mut self) -> bool {
        for (at, (place, word)) in self.words.iter_mut().enumerate() {
            word.positions(&mut self.positions);
            let starts = self.positions.iter().filter_map(|position| position.checked_sub(*place));
            if at == 0 {
                self.starts.clear();
                self.starts.extend(starts);
            } else {
                // Both lists rise.
                let mut ours = self.starts.iter().copied().peekable();
                let common = starts.filter(|start| {
                    while ours.next_if(|own| own < start).is_some() {}
                    ours.peek() == Some(start)
                });
                self.starts = common.collect();
            }
            if self.starts.is_empty() {
                return false;
            }
        }
        true
    }

    /// Whether they meet in one of the first entries that hold the rarest word; `most` counts these down.
    fn meet_in_one_of(&mut self, most: &mut u32) -> bool {
        loop {
            let rarest = self.words.first().map(|(_, word)| word.doc());
            let Some(entry) = rarest.filter(|entry| *entry != TERMINATED && *most > 0) else { return false };
            *most -= 1;
            if self.meet_in(entry) {
                return true;
            }
            self.words.first_mut().map(|(_, word)| word.advance());
        }
    }
}

/// Moves to an entry; whether the word stands there.
fn seek(word: &mut SegmentPostings, entry: DocId) -> bool {
    let at = word.doc();
    let at = if at < entry { word.seek(entry) } else { at };
    at == entry
}

/// Whether words stand side by side in one of the first `most` entries that hold the rarest of them.
pub(super) fn meet_anywhere(searcher: &Searcher, words: &[Term], mut most: u32) -> tantivy::Result<bool> {
    for reader in searcher.segment_readers() {
        let found = Adjacent::open(reader, words)?;
        if found.is_some_and(|mut words| words.meet_in_one_of(&mut most)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How often words stand side by side in some entries.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Meetings {
    /// Entries in which they do.
    met: u32,
    /// Entries that were looked at: of those that hold all the words.
    looked_at: u32,
    /// All that hold them.
    all: usize,
}

impl Meetings {
    /// In how many entries of the index the words are expected to stand side by side; `None` if it is none for sure.
    pub(super) fn expected(self) -> Option<f32> {
        let met = match self.met {
            0 if self.looked_at as usize == self.all => return None,
            0 => 0.5,
            met => met as f32,
        };
        Some(met * self.all as f32 / self.looked_at.max(1) as f32)
    }
}

/// Looks how often words stand side by side in the first entries that hold all of them, in at most `most`.
pub(super) fn meetings(
    searcher: &Searcher,
    sets: &WordSets,
    words: &[Term],
    most: u32,
) -> tantivy::Result<Meetings> {
    let mut found = Meetings::default();
    for (reader, ordinal) in searcher.segment_readers().iter().zip(0..) {
        let known = words.iter().map(|word| sets.of(reader, ordinal, word, true));
        let known = known.collect::<tantivy::Result<Vec<_>>>()?;
        let entries = Entries::with_all(&known, reader.max_doc());
        found.all += entries.len();
        if found.looked_at >= most || entries.is_empty() {
            continue;
        }
        let Some(mut words) = Adjacent::open(reader, words)? else { continue };
        let left = most.saturating_sub(found.looked_at) as usize;
        for entry in entries.iter().take(left) {
            found.looked_at += 1;
            found.met += u32::from(words.meet_in(entry));
        }
    }
    Ok(found)
}
