//! The words of the language model, and for each folded form the words that it can stand for.

use crate::model_file::{ModelError, Sections, hash, u16_at, u32_at};

/// A word's number in the vocabulary.
pub type WordId = u16;

/// The number of a word that the model does not know.
pub const UNKNOWN: WordId = 0;
/// The number of the boundary before the first and behind the last word of a paragraph.
pub const BOUNDARY: WordId = 1;
/// The most words that a vocabulary holds: numbers have 14 bits in the n-gram tables.
pub(crate) const MAX_WORDS: usize = 1 << 14;

/// The vocabulary of a model, read in place.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary<'m> {
    /// `u32` offsets into `text`, one more than there are words.
    offsets: &'m [u8],
    /// The words, one after the other.
    text: &'m [u8],
    /// Open-addressing table of `u16` word numbers by hash of the word; zero is a free slot.
    slots: &'m [u8],
    /// Records of 6 bytes, `u32` first entry of `variants` and `u16` their number, at the slot of the folded form's hash.
    bases: &'m [u8],
    /// `u16` word numbers.
    variants: &'m [u8],
}

impl<'m> Vocabulary<'m> {
    pub(crate) fn open(sections: &Sections<'m>) -> Result<Self, ModelError> {
        Ok(Self {
            offsets: sections.get(*b"WOFF")?,
            text: sections.get(*b"WTXT")?,
            slots: sections.get(*b"WHSH")?,
            bases: sections.get(*b"BASE")?,
            variants: sections.get(*b"VARS")?,
        })
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.offsets.len() / 4).saturating_sub(1)
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The word with number `id`, empty for a number out of range.
    #[must_use]
    pub fn word(&self, id: WordId) -> &'m str {
        let at = usize::from(id) * 4;
        let range = u32_at(self.offsets, at) as usize..u32_at(self.offsets, at + 4) as usize;
        self.text.get(range).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The number of `word`.
    #[must_use]
    pub fn id(&self, word: &str) -> Option<WordId> {
        let count = self.slots.len() / 2;
        let mut slot = (hash(word.as_bytes()) as usize).checked_rem(count)?;
        for _ in 0..count {
            match u16_at(self.slots, slot * 2) {
                0 => return None,
                id if self.word(id) == word => return Some(id),
                _ => slot = (slot + 1) % count,
            }
        }
        None
    }

    /// The words whose folded form (lower case, no diacritics) is `base`, most frequent first.
    pub fn variants(&self, base: &str) -> impl Iterator<Item = WordId> + use<'m> {
        let variants = self.variants;
        let (first, count) = self.find_base(base).unwrap_or((0, 0));
        (first..first + count).map(move |i| u16_at(variants, i * 2))
    }

    fn find_base(&self, base: &str) -> Option<(usize, usize)> {
        let slots = self.bases.len() / 6;
        let mut slot = (hash(base.as_bytes()) as usize).checked_rem(slots)?;
        for _ in 0..slots {
            let first = u32_at(self.bases, slot * 6) as usize;
            let count = usize::from(u16_at(self.bases, slot * 6 + 4));
            if count == 0 {
                return None;
            }
            let known = self.word(u16_at(self.variants, first * 2));
            if folds_to(known, base) {
                return Some((first, count));
            }
            slot = (slot + 1) % slots;
        }
        None
    }
}

/// Whether the folded form of `word` is `base`.
fn folds_to(word: &str, base: &str) -> bool {
    word.chars().filter_map(vanthu_text::fold_char).eq(base.chars())
}
