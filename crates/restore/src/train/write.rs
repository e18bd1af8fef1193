//! Writing a trained model in the form that [`crate::LanguageModel`] reads in place.

use std::collections::BTreeMap;

use super::corpus::Corpus;
use super::mix::Mixed;
use crate::language_model::{BLOCK, MAGIC, quantise};
use crate::model_file::{self, hash, truncated};
use crate::vocabulary::WordId;

/// The file of a model.
pub(super) fn model(corpus: &Corpus, mixed: &Mixed, note: &str) -> Vec<u8> {
    let mut sections = vec![(*b"NOTE", note.as_bytes().to_vec())];
    sections.extend(words(&corpus.words));
    sections.extend(bases(corpus, mixed));
    sections.extend(grams(corpus, mixed));
    model_file::write(MAGIC, &sections)
}

fn words(words: &[String]) -> Vec<([u8; 4], Vec<u8>)> {
    let mut offsets = Vec::new();
    let mut text = Vec::new();
    for word in words {
        offsets.extend(truncated(text.len()).to_le_bytes());
        text.extend(word.as_bytes());
    }
    offsets.extend(truncated(text.len()).to_le_bytes());
    let mut slots = vec![0_u16; words.len() * 2 + 1];
    for (i, word) in words.iter().enumerate().skip(2) {
        place(&mut slots, hash(word.as_bytes()), i as u16, |s| *s == 0);
    }
    let slots = slots.iter().flat_map(|s| s.to_le_bytes()).collect();
    vec![(*b"WOFF", offsets), (*b"WTXT", text), (*b"WHSH", slots)]
}

/// Puts `value` into the first slot, from the one that `hash` names, that is `free`.
fn place<T>(slots: &mut [T], hash: u32, value: T, free: impl Fn(&T) -> bool) {
    let count = slots.len();
    let mut slot = hash as usize % count.max(1);
    for _ in 0..count {
        match slots.get_mut(slot) {
            Some(s) if free(s) => {
                *s = value;
                return;
            }
            _ => slot = (slot + 1) % count,
        }
    }
}

fn bases(corpus: &Corpus, mixed: &Mixed) -> Vec<([u8; 4], Vec<u8>)> {
    let mut by_base: BTreeMap<String, Vec<WordId>> = BTreeMap::new();
    for (i, word) in corpus.words.iter().enumerate().skip(2) {
        if word.starts_with(char::is_alphabetic) {
            by_base.entry(vanthu_text::fold(word)).or_default().push(i as WordId);
        }
    }
    let probability = |w: &WordId| mixed.unigrams.get(usize::from(*w)).copied().unwrap_or_default();
    let mut variants: Vec<u8> = Vec::new();
    let mut slots = vec![(0_u32, 0_u16); by_base.len() * 2 + 1];
    for (base, mut ids) in by_base {
        ids.sort_by(|a, b| probability(b).total_cmp(&probability(a)).then(a.cmp(b)));
        place(&mut slots, hash(base.as_bytes()), (truncated(variants.len() / 2), ids.len() as u16), |s| {
            s.1 == 0
        });
        variants.extend(ids.iter().flat_map(|id| id.to_le_bytes()));
    }
    let slots =
        slots.iter().flat_map(|(first, n)| first.to_le_bytes().into_iter().chain(n.to_le_bytes())).collect();
    vec![(*b"BASE", slots), (*b"VARS", variants)]
}

/// `p` as steps of its negative logarithm, at most `most`.
fn steps(p: f64, per_nat: f32, most: f32) -> f32 {
    (-(p.max(1e-30).ln()) as f32 * per_nat).round().clamp(0.0, most)
}

fn backoff(weight: f64) -> u8 {
    ((quantise::BACKOFF_TOP - weight.ln() as f32) * quantise::BACKOFF).round().clamp(0.0, 255.0) as u8
}

fn grams(corpus: &Corpus, mixed: &Mixed) -> Vec<([u8; 4], Vec<u8>)> {
    let count = corpus.words.len();
    let mut unigrams = Vec::with_capacity((count + 1) * 10);
    let mut next = 0;
    for w in 0..=count {
        let p = mixed.unigrams.get(w).copied().unwrap_or(1.0);
        let capital = corpus.capital.get(w).copied().unwrap_or(0.5);
        while mixed.bigrams.get(next).is_some_and(|g| ((g.key >> 16) as usize) < w) {
            next += 1;
        }
        unigrams.extend((steps(p, quantise::UNIGRAM, 65535.0) as u16).to_le_bytes());
        unigrams.extend([0, 0]);
        unigrams.push((capital * quantise::CAPITAL).round() as u8);
        unigrams.push(backoff(mixed.unigram_backoff.get(w).copied().unwrap_or(1.0)));
        unigrams.extend(truncated(next).to_le_bytes());
    }
    let mut trigrams = Vec::with_capacity(mixed.trigrams.len() * 3);
    for gram in &mixed.trigrams {
        let record = (gram.key as u32 & 0x3fff) | ((steps(gram.p, quantise::TRIGRAM, 1023.0) as u32) << 14);
        trigrams.extend(record.to_le_bytes().into_iter().take(3));
    }
    let mut bigrams = Vec::with_capacity((mixed.bigrams.len() + 1) * 6);
    let mut blocks = Vec::new();
    let (mut next, mut base) = (0, 0);
    for i in 0..=mixed.bigrams.len() {
        let gram = mixed.bigrams.get(i);
        if let Some(gram) = gram {
            while mixed.trigrams.get(next).is_some_and(|t| t.key >> 16 < gram.key) {
                next += 1;
            }
        } else {
            next = mixed.trigrams.len();
        }
        if i % BLOCK == 0 {
            base = next;
            blocks.extend(truncated(base).to_le_bytes());
        }
        bigrams.extend(((gram.map_or(0, |g| g.key) & 0x3fff) as u16).to_le_bytes());
        bigrams.push(steps(gram.map_or(1.0, |g| g.p), quantise::BIGRAM, 255.0) as u8);
        bigrams.push(backoff(mixed.bigram_backoff.get(i).copied().unwrap_or(1.0)));
        bigrams.extend(u16::try_from(next - base).unwrap_or(u16::MAX).to_le_bytes());
    }
    vec![(*b"UNIG", unigrams), (*b"BIGR", bigrams), (*b"BLCK", blocks), (*b"TRIG", trigrams)]
}
