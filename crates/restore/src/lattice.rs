//! The lattice of readings of a stretch of text: places between tokens, and arcs that say what the tokens between two
//! places may stand for.

use crate::token::Case;
use crate::vocabulary::WordId;

/// A natural logarithm of a probability.
pub(crate) type LogProb = f32;

/// The most words of one arc: a run-together token stands for at most three.
pub(crate) const ARC_WORDS: usize = 3;

/// How the words of an arc are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// As the source has them.
    Keep,
    /// As the vocabulary has them: words in lower case, and acronyms.
    Verbatim,
    /// The first with a capital, the others as the vocabulary has them.
    Sentence,
    /// In the given case.
    As(Case),
}

/// One reading of the tokens between two places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arc {
    /// The place that it leads to; always behind the place that it starts from.
    pub(crate) to: u32,
    /// Its words; only the first `len` count.
    pub(crate) words: [WordId; ARC_WORDS],
    /// Number of words; an arc without words passes something that the language model does not see.
    pub(crate) len: u8,
    /// How the words are written.
    pub(crate) written: Written,
    /// log p(what was read | these words).
    pub(crate) emission: LogProb,
}

impl Arc {
    /// The words.
    pub(crate) fn words(&self) -> &[WordId] {
        self.words.get(..usize::from(self.len)).unwrap_or_default()
    }
}

/// Places from zero on, with the arcs that start from each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lattice {
    arcs: Vec<Arc>,
    /// End, in `arcs`, of the arcs of each closed place.
    ends: Vec<u32>,
}

impl Lattice {
    /// Removes everything.
    pub(crate) fn clear(&mut self) {
        self.arcs.clear();
        self.ends.clear();
    }

    /// The place whose arcs are being added; also the number of closed places.
    pub(crate) fn place(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Adds an arc from the current place.
    pub(crate) fn push(&mut self, arc: Arc) {
        self.arcs.push(arc);
    }

    /// Adds an arc of at most one word from the current place to the next.
    pub(crate) fn push_word(&mut self, word: Option<WordId>, written: Written, emission: LogProb) {
        let to = self.place() + 1;
        self.push(Arc {
            to,
            words: [word.unwrap_or_default(), 0, 0],
            len: u8::from(word.is_some()),
            written,
            emission,
        });
    }

    /// Goes on to the next place.
    pub(crate) fn close_place(&mut self) {
        self.ends.push(self.arcs.len() as u32);
    }

    /// Numbers of the arcs that start from `place`.
    pub(crate) fn arcs_from(&self, place: u32) -> std::ops::Range<u32> {
        let end = |p: u32| self.ends.get(p as usize).copied().unwrap_or_default();
        place.checked_sub(1).map_or(0, end)..end(place)
    }

    /// The arc with the given number.
    pub(crate) fn arc(&self, number: u32) -> Option<&Arc> {
        self.arcs.get(number as usize)
    }

    /// Number of arcs.
    pub(crate) fn arcs(&self) -> usize {
        self.arcs.len()
    }
}
