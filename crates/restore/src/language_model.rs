//! The trigram model of Vietnamese, read in place from its file.
//!
//! A trie in three arrays, each level sorted by word within its parent, after Pauls & Klein (2011), *Faster and Smaller
//! N-Gram Language Models*; probabilities are quantised logarithms. What is not stored backs off as Katz (1987) has it:
//! `p(w | u v) = b(u v) · p(w | v)`.

use crate::model_file::{ModelError, Sections, u16_at, u24_at, u32_at};
use crate::vocabulary::{Vocabulary, WordId};

/// The first bytes of a language model's file.
pub(crate) const MAGIC: [u8; 8] = *b"VTHULM02";
/// Bytes of a record of each order.
pub(crate) const UNIGRAM_BYTES: usize = 10;
pub(crate) const BIGRAM_BYTES: usize = 6;
pub(crate) const TRIGRAM_BYTES: usize = 3;
/// Bigrams that share one absolute trigram offset.
pub(crate) const BLOCK: usize = 32;
/// Lowest 14 bits of a record: the word.
const WORD_BITS: u16 = 0x3fff;

/// How logarithms are written as small integers; the trainer and the reader share it.
pub(crate) mod quantise {
    /// Steps a nat of a unigram's log probability (16 bits).
    pub(crate) const UNIGRAM: f32 = 2048.0;
    /// Steps a nat of a bigram's log probability (8 bits).
    pub(crate) const BIGRAM: f32 = 12.0;
    /// Steps a nat of a trigram's log probability (10 bits).
    pub(crate) const TRIGRAM: f32 = 64.0;
    /// Steps a nat of a back-off weight (8 bits), counted down from [`BACKOFF_TOP`].
    pub(crate) const BACKOFF: f32 = 20.0;
    /// The greatest log back-off weight.
    pub(crate) const BACKOFF_TOP: f32 = 3.0;
    /// Steps of the share of capitalised uses (8 bits).
    pub(crate) const CAPITAL: f32 = 255.0;
}

/// Place of a bigram in the model; [`NO_BIGRAM`] where it is not stored.
pub(crate) type BigramIndex = u32;
pub(crate) const NO_BIGRAM: BigramIndex = u32::MAX;

/// A language model, read in place.
#[derive(Debug, Clone, Copy)]
pub struct LanguageModel<'m> {
    vocabulary: Vocabulary<'m>,
    note: &'m [u8],
    unigrams: &'m [u8],
    bigrams: &'m [u8],
    blocks: &'m [u8],
    trigrams: &'m [u8],
}

impl<'m> LanguageModel<'m> {
    /// Opens the model in `bytes`; nothing is copied.
    ///
    /// # Errors
    /// Where `bytes` is no language model of this version, or is cut.
    pub fn open(bytes: &'m [u8]) -> Result<Self, ModelError> {
        let sections = Sections::open(bytes, MAGIC)?;
        Ok(Self {
            vocabulary: Vocabulary::open(&sections)?,
            note: sections.get(*b"NOTE")?,
            unigrams: sections.get(*b"UNIG")?,
            bigrams: sections.get(*b"BIGR")?,
            blocks: sections.get(*b"BLCK")?,
            trigrams: sections.get(*b"TRIG")?,
        })
    }

    /// What the model was trained on, as its trainer wrote it.
    #[must_use]
    pub fn note(&self) -> &'m str {
        std::str::from_utf8(self.note).unwrap_or_default()
    }

    /// The model's words.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary<'m> {
        &self.vocabulary
    }

    /// Natural logarithm of `p(w)`.
    #[inline]
    #[must_use]
    pub fn unigram(&self, w: WordId) -> f32 {
        -f32::from(u16_at(self.unigrams, usize::from(w) * UNIGRAM_BYTES)) / quantise::UNIGRAM
    }

    /// Share of the uses of `w` inside sentences that begin with a capital.
    #[inline]
    #[must_use]
    pub fn capital_share(&self, w: WordId) -> f32 {
        let share = self.unigrams.get(usize::from(w) * UNIGRAM_BYTES + 4).copied().unwrap_or_default();
        (f32::from(share) / quantise::CAPITAL).clamp(0.002, 0.998)
    }

    /// Natural logarithm of `p(w | v)`, and the place of the bigram `v w`.
    #[inline]
    pub(crate) fn bigram(&self, v: WordId, w: WordId) -> (f32, BigramIndex) {
        let at = usize::from(v) * UNIGRAM_BYTES;
        let first = u32_at(self.unigrams, at + 6) as usize;
        let end = u32_at(self.unigrams, at + 6 + UNIGRAM_BYTES) as usize;
        let word = |i: usize| u16_at(self.bigrams, i * BIGRAM_BYTES) & WORD_BITS;
        match search(first, end, w, word) {
            Some(i) => {
                let p = self.bigrams.get(i * BIGRAM_BYTES + 2).copied().unwrap_or_default();
                (-f32::from(p) / quantise::BIGRAM, i as BigramIndex)
            }
            None => {
                let backoff = self.unigrams.get(at + 5).copied().unwrap_or_default();
                (backoff_weight(backoff) + self.unigram(w), NO_BIGRAM)
            }
        }
    }

    /// Natural logarithm of `p(w | u v)`: `history` is the place of `u v`, `lower` is log `p(w | v)`.
    #[inline]
    pub(crate) fn trigram(&self, history: BigramIndex, w: WordId, lower: f32) -> f32 {
        if history == NO_BIGRAM {
            return lower;
        }
        let i = history as usize;
        let first = self.first_trigram(i);
        let end = self.first_trigram(i + 1);
        let word = |i: usize| (u24_at(self.trigrams, i * TRIGRAM_BYTES) & u32::from(WORD_BITS)) as u16;
        match search(first, end, w, word) {
            Some(i) => -((u24_at(self.trigrams, i * TRIGRAM_BYTES) >> 14) as f32) / quantise::TRIGRAM,
            None => {
                backoff_weight(self.bigrams.get(i * BIGRAM_BYTES + 3).copied().unwrap_or_default()) + lower
            }
        }
    }

    fn first_trigram(&self, bigram: usize) -> usize {
        u32_at(self.blocks, bigram / BLOCK * 4) as usize
            + usize::from(u16_at(self.bigrams, bigram * BIGRAM_BYTES + 4))
    }

    /// Natural logarithm of `p(w | u v)` from words alone.
    #[must_use]
    pub fn score(&self, u: WordId, v: WordId, w: WordId) -> f32 {
        let (lower, _) = self.bigram(v, w);
        let (_, history) = self.bigram(u, v);
        self.trigram(history, w, lower)
    }

    /// Numbers of stored bigrams and trigrams.
    #[must_use]
    pub fn sizes(&self) -> (usize, usize) {
        ((self.bigrams.len() / BIGRAM_BYTES).saturating_sub(1), self.trigrams.len() / TRIGRAM_BYTES)
    }
}

fn backoff_weight(q: u8) -> f32 {
    quantise::BACKOFF_TOP - f32::from(q) / quantise::BACKOFF
}

/// Binary search for `w` among the records `first..end`.
#[inline]
fn search(mut first: usize, end: usize, w: WordId, word: impl Fn(usize) -> WordId) -> Option<usize> {
    let mut len = end.saturating_sub(first);
    while len > 0 {
        let half = len / 2;
        let middle = first + half;
        match word(middle).cmp(&w) {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => {
                first = middle + 1;
                len -= half + 1;
            }
            std::cmp::Ordering::Greater => len = half,
        }
    }
    None
}
