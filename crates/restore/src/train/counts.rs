//! Counts of one source and the discounted probabilities that they give.

use crate::vocabulary::{BOUNDARY, MAX_WORDS, WordId};

/// An n-gram packed into one number, its last word in the lowest bits.
pub(super) type Key = u64;

/// Packs two words.
pub(super) fn pack2(v: WordId, w: WordId) -> Key {
    (Key::from(v) << 16) | Key::from(w)
}

/// Packs three words.
pub(super) fn pack3(u: WordId, v: WordId, w: WordId) -> Key {
    (Key::from(u) << 32) | pack2(v, w)
}

/// Sorted n-grams with counts, grouped by context (all words but the last).
#[derive(Debug, Default)]
pub(super) struct Level {
    /// N-grams, ascending.
    pub(super) keys: Vec<Key>,
    /// Uses of each n-gram.
    pub(super) counts: Vec<u32>,
    /// Contexts, ascending: all words but the last.
    contexts: Vec<Key>,
    /// First n-gram of each context, and one more.
    starts: Vec<u32>,
    /// Uses of each context.
    totals: Vec<f64>,
    /// Probability mass that discounting leaves to the lower order, as a share of the context's uses.
    left: Vec<f64>,
    /// Discounts of n-grams seen once, twice, and more often.
    discounts: [f64; 3],
}

impl Level {
    /// Counts the n-grams in `keys`, in any order and repeated.
    pub(super) fn count(mut keys: Vec<Key>) -> Self {
        keys.sort_unstable();
        let mut level = Self::default();
        for key in keys {
            if level.keys.last() == Some(&key) {
                if let Some(last) = level.counts.last_mut() {
                    *last += 1;
                }
            } else {
                level.keys.push(key);
                level.counts.push(1);
            }
        }
        level.index();
        level
    }

    fn index(&mut self) {
        let mut of_count = [0.0_f64; 5];
        for &c in &self.counts {
            if let Some(n) = of_count.get_mut(c as usize) {
                *n += 1.0;
            }
        }
        let [_, n1, n2, n3, n4] = of_count.map(|n| n.max(1.0));
        // Chen & Goodman (1998), equation 26.
        let y = n1 / (n1 + 2.0 * n2);
        self.discounts = [1.0 - 2.0 * y * n2 / n1, 2.0 - 3.0 * y * n3 / n2, 3.0 - 4.0 * y * n4 / n3]
            .map(|d| d.clamp(0.1, 2.5));
        for (i, (&key, &count)) in self.keys.iter().zip(&self.counts).enumerate() {
            let context = key >> 16;
            if self.contexts.last() != Some(&context) {
                self.contexts.push(context);
                self.starts.push(i as u32);
                self.totals.push(0.0);
                self.left.push(0.0);
            }
            let discount = discount(&self.discounts, count);
            if let (Some(total), Some(left)) = (self.totals.last_mut(), self.left.last_mut()) {
                *total += f64::from(count);
                *left += discount;
            }
        }
        self.starts.push(self.keys.len() as u32);
        for (left, total) in self.left.iter_mut().zip(&self.totals) {
            *left /= total;
        }
    }

    /// Place of `context`, if it was seen.
    pub(super) fn context(&self, context: Key) -> Option<usize> {
        self.contexts.binary_search(&context).ok()
    }

    /// Uses of the context at `place`.
    pub(super) fn total(&self, place: usize) -> f64 {
        self.totals.get(place).copied().unwrap_or_default()
    }

    /// Discounted share of the n-gram `key` in its context at `place`, and the mass left to the lower order.
    pub(super) fn share(&self, place: usize, key: Key) -> (f64, f64) {
        let range = self.starts.get(place).copied().unwrap_or(0) as usize
            ..self.starts.get(place + 1).copied().unwrap_or(0) as usize;
        let left = self.left.get(place).copied().unwrap_or(1.0);
        let found = self.keys.get(range.clone()).and_then(|keys| keys.binary_search(&key).ok());
        let share = found
            .and_then(|i| self.counts.get(range.start + i))
            .map_or(0.0, |&count| (f64::from(count) - discount(&self.discounts, count)) / self.total(place));
        (share, left)
    }
}

fn discount(discounts: &[f64; 3], count: u32) -> f64 {
    let [one, two, more] = *discounts;
    match count {
        1 => one,
        2 => two,
        _ => more,
    }
}

/// All counts of one source.
#[derive(Debug)]
pub(super) struct Counts {
    unigrams: Vec<f64>,
    pub(super) bigrams: Level,
    pub(super) trigrams: Level,
}

impl Counts {
    /// Counts an encoded stream. The lower orders count in how many contexts a word stands, not how often (Kneser & Ney
    /// 1995); behind a boundary, which no shorter context precedes, they count uses.
    pub(super) fn of(stream: &[WordId], words: usize) -> Self {
        let trigrams =
            Level::count(stream.windows(3).filter_map(triple).map(|(u, v, w)| pack3(u, v, w)).collect());
        let first =
            stream.windows(2).filter_map(pair).filter(|(v, _)| *v == BOUNDARY).map(|(v, w)| pack2(v, w));
        let bigrams = Level::count(trigrams.keys.iter().map(|key| key & 0xffff_ffff).chain(first).collect());
        let mut uses = vec![0.0_f64; words.min(MAX_WORDS)];
        for key in &bigrams.keys {
            if let Some(n) = uses.get_mut(usize::from(*key as WordId)) {
                *n += 1.0;
            }
        }
        let total: f64 = uses.iter().sum();
        // A little of the mass goes to every word alike.
        let unigrams = uses.iter().map(|n| 0.999 * n / total + 0.001 / words as f64).collect();
        Self { unigrams, bigrams, trigrams }
    }

    /// `p(w)` in this source.
    pub(super) fn unigram(&self, w: WordId) -> f64 {
        self.unigrams.get(usize::from(w)).copied().unwrap_or_default()
    }

    /// `p(w | v)` in this source.
    pub(super) fn bigram(&self, v: WordId, w: WordId) -> f64 {
        match self.bigrams.context(Key::from(v)) {
            Some(place) => {
                let (share, left) = self.bigrams.share(place, pack2(v, w));
                share + left * self.unigram(w)
            }
            None => self.unigram(w),
        }
    }

    /// `p(w | u v)` in this source; `context` is the place of `u v` among the trigrams' contexts.
    pub(super) fn trigram(&self, context: Option<usize>, u: WordId, v: WordId, w: WordId) -> f64 {
        let lower = self.bigram(v, w);
        match context {
            Some(place) => {
                let (share, left) = self.trigrams.share(place, pack3(u, v, w));
                share + left * lower
            }
            None => lower,
        }
    }
}

fn pair(window: &[WordId]) -> Option<(WordId, WordId)> {
    match *window {
        [v, w] => Some((v, w)),
        _ => None,
    }
}

/// Three words in a row that do not reach over a boundary.
fn triple(window: &[WordId]) -> Option<(WordId, WordId, WordId)> {
    match *window {
        [u, v, w] if v != BOUNDARY => Some((u, v, w)),
        _ => None,
    }
}
