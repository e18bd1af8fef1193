//! Sources mixed into one back-off model, pruned to a size.

use std::collections::HashMap;

use super::TrainOptions;
use super::counts::{Counts, Key, Level, pack2};
use crate::vocabulary::WordId;

/// One n-gram of the mixed model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gram {
    pub(super) key: Key,
    pub(super) p: f64,
    /// What the model would lose without it.
    loss: f64,
}

/// The mixed model before it is written.
pub(super) struct Mixed {
    pub(super) unigrams: Vec<f64>,
    pub(super) unigram_backoff: Vec<f64>,
    /// Ascending by key.
    pub(super) bigrams: Vec<Gram>,
    /// Beside `bigrams`.
    pub(super) bigram_backoff: Vec<f64>,
    /// Ascending by key.
    pub(super) trigrams: Vec<Gram>,
}

/// The sources and what the mixing needs of them.
pub(super) struct Mixer<'a> {
    counts: &'a [Counts],
    weights: Vec<f64>,
    options: &'a TrainOptions,
    words: usize,
    /// For each word the words that share its folded form, itself among them.
    class_of: Vec<u32>,
    classes: Vec<Vec<WordId>>,
}

impl<'a> Mixer<'a> {
    pub(super) fn new(
        counts: &'a [Counts],
        weights: &[f64],
        words: &[String],
        options: &'a TrainOptions,
    ) -> Self {
        let sum: f64 = weights.iter().sum();
        let mut number: HashMap<String, u32> = HashMap::new();
        let mut classes: Vec<Vec<WordId>> = Vec::new();
        let mut class_of = Vec::with_capacity(words.len());
        for (i, word) in words.iter().enumerate() {
            let class = *number.entry(vanthu_text::fold(word)).or_insert_with(|| {
                classes.push(Vec::new());
                classes.len() as u32 - 1
            });
            class_of.push(class);
            if let Some(members) = classes.get_mut(class as usize) {
                members.push(i as WordId);
            }
        }
        Self {
            counts,
            weights: weights.iter().map(|w| w / sum).collect(),
            options,
            words: words.len(),
            class_of,
            classes,
        }
    }

    fn class(&self, w: WordId) -> &[WordId] {
        self.class_of
            .get(usize::from(w))
            .and_then(|c| self.classes.get(*c as usize))
            .map_or(&[], Vec::as_slice)
    }

    /// The sources' weights in a context that each of them saw `uses` times: a source that knows the context says more.
    fn weights_in(&self, uses: &[f64]) -> (Vec<f64>, f64) {
        let prior = self.options.context_prior;
        let raw: Vec<f64> = self.weights.iter().zip(uses).map(|(w, n)| w * (n + prior)).collect();
        let sum: f64 = raw.iter().sum();
        let mass = self.weights.iter().zip(uses).map(|(w, n)| w * n).sum();
        (raw.iter().map(|r| r / sum).collect(), mass)
    }

    /// Builds the model.
    pub(super) fn mix(&self) -> Mixed {
        let size = |c: &Counts| c.bigrams.counts.iter().map(|n| f64::from(*n)).sum();
        let sizes: Vec<f64> = self.counts.iter().map(size).collect();
        let (weights, all) = self.weights_in(&sizes);
        let unigrams: Vec<f64> = (0..self.words)
            .map(|w| weights.iter().zip(self.counts).map(|(l, c)| l * c.unigram(w as WordId)).sum())
            .collect();

        let mut bigrams = self.grams(
            self.counts.iter().map(|c| &c.bigrams).collect(),
            self.options.min_bigram,
            |_, context, w| self.counts.iter().map(|c| c.bigram(context as WordId, w)).collect(),
            |_, w| unigrams.get(usize::from(w)).copied().unwrap_or_default(),
            all,
        );
        keep_best(&mut bigrams, self.options.bigrams);
        let unigram_backoff = {
            let mut kept = vec![(0.0, 0.0); self.words];
            for gram in &bigrams {
                let lower = unigrams.get((gram.key & 0xffff) as usize).copied().unwrap_or_default();
                if let Some(sums) = kept.get_mut((gram.key >> 16) as usize) {
                    sums.0 += gram.p;
                    sums.1 += lower;
                }
            }
            kept.iter().map(|&(p, lower)| backoff(p, lower)).collect::<Vec<_>>()
        };
        let lower = |v: WordId, w: WordId| {
            let key = pack2(v, w);
            match bigrams.binary_search_by_key(&key, |g| g.key) {
                Ok(i) => bigrams.get(i).map_or(0.0, |g| g.p),
                Err(_) => {
                    unigram_backoff.get(usize::from(v)).copied().unwrap_or(1.0)
                        * unigrams.get(usize::from(w)).copied().unwrap_or_default()
                }
            }
        };
        let mut trigrams = self.grams(
            self.counts.iter().map(|c| &c.trigrams).collect(),
            self.options.min_trigram,
            |places, context, w| {
                let (u, v) = ((context >> 16) as WordId, context as WordId);
                self.counts.iter().zip(places).map(|(c, place)| c.trigram(*place, u, v, w)).collect()
            },
            |context, w| lower(context as WordId, w),
            all,
        );
        // A trigram hangs on its first two words' bigram.
        trigrams.retain(|g| bigrams.binary_search_by_key(&(g.key >> 16), |b| b.key).is_ok());
        keep_best(&mut trigrams, self.options.trigrams);
        let mut sums = vec![(0.0, 0.0); bigrams.len()];
        for gram in &trigrams {
            let (v, w) = ((gram.key >> 16) as WordId, gram.key as WordId);
            if let Ok(i) = bigrams.binary_search_by_key(&(gram.key >> 16), |b| b.key)
                && let Some(sums) = sums.get_mut(i)
            {
                sums.0 += gram.p;
                sums.1 += lower(v, w);
            }
        }
        let bigram_backoff = sums.iter().map(|&(p, lower)| backoff(p, lower)).collect();
        Mixed { unigrams, unigram_backoff, bigrams, bigram_backoff, trigrams }
    }

    /// All n-grams of one order that the sources saw `least` times together, with their mixed probability and what
    /// the model would lose by backing off to `lower` instead.
    fn grams(
        &self,
        levels: Vec<&Level>,
        least: u32,
        probabilities: impl Fn(&[Option<usize>], Key, WordId) -> Vec<f64>,
        lower: impl Fn(Key, WordId) -> f64,
        all: f64,
    ) -> Vec<Gram> {
        let mut union: Vec<(Key, u32)> =
            levels.iter().flat_map(|l| l.keys.iter().copied().zip(l.counts.iter().copied())).collect();
        union.sort_unstable();
        union.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        union.retain(|g| g.1 >= least);
        let mut out = Vec::with_capacity(union.len());
        let mut class_p: HashMap<WordId, f64> = HashMap::new();
        for group in union.chunk_by(|a, b| a.0 >> 16 == b.0 >> 16) {
            let Some(context) = group.first().map(|g| g.0 >> 16) else { continue };
            let places: Vec<Option<usize>> = levels.iter().map(|l| l.context(context)).collect();
            let uses: Vec<f64> =
                levels.iter().zip(&places).map(|(l, p)| p.map_or(0.0, |p| l.total(p))).collect();
            let (weights, mass) = self.weights_in(&uses);
            let mixed = |w: WordId| -> f64 {
                weights.iter().zip(probabilities(&places, context, w)).map(|(l, p)| l * p).sum()
            };
            let first = out.len();
            let (mut kept, mut kept_lower) = (0.0, 0.0);
            class_p.clear();
            for &(key, _) in group {
                let w = key as WordId;
                let p = mixed(w);
                kept += p;
                kept_lower += lower(context, w);
                class_p.insert(w, p);
                out.push(Gram { key, p, loss: 0.0 });
            }
            let weight = backoff(kept, kept_lower);
            for gram in out.get_mut(first..).unwrap_or_default() {
                let w = gram.key as WordId;
                let below = (weight * lower(context, w)).max(1e-12);
                let others: Vec<f64> = self
                    .class(w)
                    .iter()
                    .filter(|x| **x != w)
                    .map(|x| class_p.get(x).copied().unwrap_or_else(|| weight * lower(context, *x)))
                    .collect();
                let rest: f64 = others.iter().sum();
                let (with, without) = (gram.p + rest, below + rest);
                // Kullback–Leibler divergence within the words that look alike without marks …
                let mut alike = gram.p * ((gram.p / with) / (below / without)).ln();
                alike += rest * (without / with).ln();
                // … and that of the whole distribution, as Stolcke (1998) prunes.
                let whole = gram.p * (gram.p / below).ln() - gram.p + below;
                gram.loss = mass / all * (alike.max(0.0) + self.options.whole_share * whole.max(0.0));
            }
        }
        out
    }
}

/// The weight that makes a context's probabilities sum to one.
fn backoff(kept: f64, kept_lower: f64) -> f64 {
    ((1.0 - kept).max(1e-6) / (1.0 - kept_lower).max(1e-6)).clamp(1e-4, 15.0)
}

/// Keeps the `count` n-grams whose loss would be greatest, in the order of their keys.
fn keep_best(grams: &mut Vec<Gram>, count: usize) {
    if grams.len() > count {
        grams.sort_unstable_by(|a, b| b.loss.total_cmp(&a.loss).then(a.key.cmp(&b.key)));
        grams.truncate(count);
        grams.sort_unstable_by_key(|g| g.key);
    }
}
