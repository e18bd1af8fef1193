//! What a query asks of an entry, one part at a time: a word, an agency, a year, words side by side.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{
    Bm25Weight, ConstScoreQuery, EnableScoring, PhraseQuery, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentOrdinal, SegmentReader, Term};

use super::adjacent::Adjacent;
use super::rank::weight;
use super::sets::{Entries, WordSet, WordSets};

/// A part of a query: an entry has it if it has one of its readings, and the best of these counts.
#[derive(Debug)]
pub(super) struct Part {
    readings: Vec<Reading>,
}

/// One of the things that a part of a query may mean.
#[derive(Debug)]
pub(super) enum Reading {
    /// A word, by BM25.
    Word(Word),
    /// A term with what it adds wherever it stands.
    Constant(Term, f32),
    /// Words side by side, with what they add.
    Phrase(Vec<Term>, f32),
    /// Any query, with what its matches get; if that is not said, their own score.
    Other(Box<dyn Query>, Option<f32>),
}

/// A word as its folded form, and how its exact form counts.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) folded: Term,
    /// The exact form as typed, with what it adds.
    pub(super) exact: Option<(Term, f32)>,
    /// What BM25 is multiplied with.
    pub(super) factor: f32,
}

impl Reading {
    /// The reading as a query of the engine.
    pub(super) fn into_query(self) -> Box<dyn Query> {
        match self {
            Self::Word(word) => Box::new(TermQuery::new(word.folded, IndexRecordOption::WithFreqs)),
            Self::Constant(term, score) => {
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(query), score))
            }
            Self::Phrase(terms, score) => {
                Box::new(ConstScoreQuery::new(Box::new(PhraseQuery::new(terms)), score))
            }
            Self::Other(query, Some(score)) => Box::new(ConstScoreQuery::new(query, score)),
            Self::Other(query, None) => query,
        }
    }
}

impl Part {
    pub(super) fn new(readings: Vec<Reading>) -> Self {
        Self { readings }
    }

    pub(super) fn one(reading: Reading) -> Self {
        Self { readings: vec![reading] }
    }

    /// What an entry gets for the part.
    pub(super) fn value(
        &self,
        searcher: &Searcher,
        sets: &WordSets,
        address: DocAddress,
    ) -> tantivy::Result<f32> {
        let DocAddress { segment_ord, doc_id } = address;
        let segment = Segment { reader: searcher.segment_reader(segment_ord), ordinal: segment_ord, sets };
        Ok(self.weigh(searcher)?.open(&segment)?.score(doc_id).unwrap_or_default())
    }

    /// The part as the index sees it.
    pub(super) fn weigh(&self, searcher: &Searcher) -> tantivy::Result<WeighedPart> {
        let mut part =
            WeighedPart { readings: Vec::with_capacity(self.readings.len()), most: 0.0, otherwise: 0.0 };
        for reading in &self.readings {
            let (reading, most, otherwise) = match reading {
                Reading::Word(word) => {
                    let bm25 = Bm25Weight::for_terms(searcher, std::slice::from_ref(&word.folded))?;
                    let bm25 = bm25.boost_by(word.factor);
                    let all = bm25.max_score();
                    let (most, otherwise) = match &word.exact {
                        Some((_, bonus)) => (all + bonus, all * weight::OTHER_MARKS),
                        None => (all, all),
                    };
                    (WeighedReading::Word(word.clone(), bm25), most, otherwise)
                }
                Reading::Constant(term, score) => {
                    (WeighedReading::Constant(term.clone(), *score), *score, *score)
                }
                Reading::Phrase(words, score) => {
                    (WeighedReading::Phrase(words.clone(), *score), *score, *score)
                }
                Reading::Other(query, score) => {
                    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
                    let most = score.unwrap_or(f32::INFINITY);
                    (WeighedReading::Other(weight, *score), most, most)
                }
            };
            part.readings.push(reading);
            part.most = part.most.max(most);
            part.otherwise = part.otherwise.max(otherwise);
        }
        Ok(part)
    }
}

/// A part with what it weighs in an index.
pub(super) struct WeighedPart {
    readings: Vec<WeighedReading>,
    /// No entry gets more for it.
    pub(super) most: f32,
    /// No entry that lacks the exact form of its word gets more.
    pub(super) otherwise: f32,
}

enum WeighedReading {
    Word(Word, Bm25Weight),
    Constant(Term, f32),
    Phrase(Vec<Term>, f32),
    Other(Box<dyn Weight>, Option<f32>),
}

/// A segment of an index, with the sets that are known of it.
pub(super) struct Segment<'s> {
    pub(super) reader: &'s SegmentReader,
    pub(super) ordinal: SegmentOrdinal,
    pub(super) sets: &'s WordSets,
}

impl WeighedPart {
    /// The exact form of the word that the part asks for, with what an entry without it loses at least.
    pub(super) fn exact(&self) -> Option<(&Term, f32)> {
        let exact = self.readings.iter().find_map(|reading| match reading {
            WeighedReading::Word(word, _) => word.exact.as_ref(),
            _ => None,
        });
        exact.map(|(term, _)| (term, self.most - self.otherwise))
    }

    /// Begins to read a segment.
    pub(super) fn open(&self, segment: &Segment<'_>) -> tantivy::Result<OpenPart> {
        let &Segment { reader, ordinal, sets } = segment;
        let mut readings = Vec::with_capacity(self.readings.len());
        for reading in &self.readings {
            readings.push(match reading {
                WeighedReading::Word(word, bm25) => {
                    let exact = word.exact.as_ref().map(|(term, bonus)| {
                        Ok::<_, tantivy::TantivyError>((sets.of(reader, ordinal, term, false)?, *bonus))
                    });
                    OpenReading::Word {
                        set: sets.of(reader, ordinal, &word.folded, true)?,
                        exact: exact.transpose()?,
                        bm25: bm25.clone(),
                        lengths: reader.get_fieldnorms_reader(word.folded.field())?,
                    }
                }
                WeighedReading::Constant(term, score) => {
                    OpenReading::Constant(sets.of(reader, ordinal, term, false)?, *score)
                }
                WeighedReading::Phrase(words, score) => {
                    let sets = words.iter().map(|word| sets.of(reader, ordinal, word, false));
                    OpenReading::Phrase {
                        sets: sets.collect::<tantivy::Result<_>>()?,
                        words: Adjacent::open(reader, words)?,
                        score: *score,
                    }
                }
                WeighedReading::Other(weight, score) => {
                    OpenReading::Other(weight.scorer(reader, 1.0)?, *score)
                }
            });
        }
        // What is known need not be looked for.
        readings.sort_by_key(|reading| reading.known().is_none());
        Ok(OpenPart { readings, most: self.most })
    }
}

/// A part in one segment.
pub(super) struct OpenPart {
    readings: Vec<OpenReading>,
    /// No entry gets more for it.
    pub(super) most: f32,
}

enum OpenReading {
    Word {
        set: Arc<WordSet>,
        exact: Option<(Arc<WordSet>, f32)>,
        bm25: Bm25Weight,
        lengths: FieldNormReader,
    },
    Constant(Arc<WordSet>, f32),
    /// Read forward only.
    Phrase {
        sets: Vec<Arc<WordSet>>,
        words: Option<Adjacent>,
        score: f32,
    },
    /// Read forward only.
    Other(Box<dyn Scorer>, Option<f32>),
}

impl OpenReading {
    fn score(&mut self, entry: DocId) -> Option<f32> {
        match self {
            Self::Word { set, exact, bm25, lengths } => {
                let score = bm25.score(lengths.fieldnorm_id(entry), set.count(entry)?);
                Some(match exact {
                    Some((set, bonus)) if set.contains(entry) => score + *bonus,
                    Some(_) => score * weight::OTHER_MARKS,
                    None => score,
                })
            }
            Self::Constant(_, score) | Self::Phrase { score, .. } | Self::Other(_, Some(score)) => {
                let score = *score;
                self.holds(entry).then_some(score)
            }
            Self::Other(scorer, None) => seek(scorer, entry).then(|| scorer.score()),
        }
    }

    fn holds(&mut self, entry: DocId) -> bool {
        match self {
            Self::Word { set, .. } | Self::Constant(set, _) => set.contains(entry),
            Self::Phrase { sets, words, .. } => {
                sets.iter().all(|set| set.contains(entry))
                    && words.as_mut().is_some_and(|words| words.meet_in(entry))
            }
            Self::Other(scorer, _) => seek(scorer, entry),
        }
    }

    fn known(&self) -> Option<&WordSet> {
        match self {
            Self::Word { set, .. } | Self::Constant(set, _) => Some(set),
            Self::Phrase { .. } | Self::Other(..) => None,
        }
    }

    /// Adds the entries that have the reading to others of a segment with `count`.
    fn add_to(self, entries: &mut Entries, count: u32) {
        match self {
            Self::Word { set, .. } | Self::Constant(set, _) => set.add_to(entries),
            Self::Phrase { sets, words, .. } => {
                let Some(mut words) = words else { return };
                let mut found = Entries::with_all(&sets, count);
                found.and_not(entries);
                found.retain(|entry| words.meet_in(entry));
                entries.or(&found);
            }
            Self::Other(mut scorer, _) => {
                let mut entry = scorer.doc();
                while entry != tantivy::TERMINATED {
                    entries.insert(entry);
                    entry = scorer.advance();
                }
            }
        }
    }
}

impl OpenPart {
    /// What an entry gets for the part, if it has it. It lies not before those asked for before.
    pub(super) fn score(&mut self, entry: DocId) -> Option<f32> {
        self.readings.iter_mut().filter_map(|reading| reading.score(entry)).reduce(f32::max)
    }

    /// Whether all that have the part are known without a look at the single entry.
    pub(super) fn is_known(&self) -> bool {
        self.readings.iter().all(|reading| reading.known().is_some())
    }

    /// Drops those of `entries` that lack the part, or those that have it.
    pub(super) fn narrow(&mut self, entries: &mut Entries, having: bool) {
        let only = match self.readings.as_slice() {
            [reading] => reading.known(),
            _ => None,
        };
        match only {
            Some(known) => known.narrow(entries, having),
            None => {
                entries.retain(|entry| self.readings.iter_mut().any(|r| r.holds(entry)) == having);
            }
        }
    }

    /// The entries that have the part, of a segment with `count`.
    pub(super) fn entries(self, count: u32) -> Entries {
        let mut all = Entries::none(count);
        self.readings.into_iter().for_each(|reading| reading.add_to(&mut all, count));
        all
    }
}

/// Moves to an entry; whether it is among the matches.
fn seek(scorer: &mut Box<dyn Scorer>, entry: DocId) -> bool {
    let at = scorer.doc();
    entry == if at < entry { scorer.seek(entry) } else { at }
}
