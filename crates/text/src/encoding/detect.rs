//! Which encoding a stretch of text is in: every explanation of its letters is weighed, and what the rest of the
//! document says is known beforehand.
//!
//! A stretch is Vietnamese in one of the encodings, or it needs nothing: then it is Vietnamese in Unicode, another
//! language, or put together by chance. Each explanation gives a likelihood to each cluster (what stands between two
//! blanks or signs of ASCII, which are the same in all encodings); those of a stretch add up. The odds beforehand of an
//! encoding are those of drawing it from a mixture: how many clear stretches of the document were in it, and how rare it
//! is at all.

use super::cluster::{Cache, clusters};
use super::{Encoding, foreign, likelihood, seen};
use crate::normalize::nfc;

/// How many encodings are tried.
pub(super) const COUNT: usize = 6;

/// The encodings that are tried on text that may be in one, with how often each is met beforehand where a stretch that
/// needs nothing is met once. UTF-8 is that of text which was read as Windows-1252 once.
const CANDIDATES: [(Encoding, f32); COUNT] = [
    (Encoding::Tcvn3, 5e-5),
    (Encoding::Vni, 5e-5),
    (Encoding::Utf8, 5e-5),
    (Encoding::Windows1258, 2e-5),
    (Encoding::Viscii, 1e-5),
    (Encoding::Vps, 1e-5),
];

/// How often an encoding is met beforehand in text under a font that was made for it.
const EXPECTED: f32 = 5.0;

/// A lead over all else that leaves no doubt, in nats.
const CLEAR: f32 = 5.0;

/// Of text that needs nothing, the odds of another language and of letters by chance, in nats.
const WESTERN_ODDS: f32 = -1.0;
const CHANCE_ODDS: f32 = -5.0;

/// Fractions of a nat that likelihoods are counted in, so that their sums depend on no order.
const STEPS: f32 = 16.0;

/// A stretch of text whose encoding is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stretch<'a> {
    /// Bytes that are no UTF-8.
    Bytes(&'a [u8]),
    /// Text that may have been read in the wrong encoding.
    Seen(&'a str),
}

/// Explanations: each encoding, and behind them two of text that needs nothing.
const EXPLANATIONS: usize = COUNT + 2;
/// Vietnamese in Unicode.
const UNICODE: usize = COUNT;
/// Another language.
const WESTERN: usize = COUNT + 1;

/// How likely each explanation is, beyond chance, in fractions of a nat.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scores {
    likelihoods: [i32; EXPLANATIONS],
    /// Encodings that give a letter beyond ASCII, a bit each.
    marked: u8,
}

/// The scores of a short cluster.
#[derive(Debug, Clone, Copy, Default)]
struct ShortScores {
    likelihoods: [i16; EXPLANATIONS],
    marked: u8,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Verdict {
    /// The encoding; `None` where the stretch needs nothing.
    pub(super) encoding: Option<Encoding>,
    /// The lead over the next best, in nats.
    pub(super) lead: f32,
}

/// What the stretches of a document say together.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pool {
    /// Clear stretches in each encoding.
    found: [f32; COUNT],
    /// Clear stretches that needed nothing.
    plain: f32,
}

impl Pool {
    /// Takes in what a stretch said.
    pub(super) fn note(&mut self, scores: &Scores) {
        let verdict = scores.verdict(&Self::default().odds(None));
        if verdict.lead < CLEAR {
            return;
        }
        match verdict.encoding {
            None => self.note_plain(),
            Some(encoding) => {
                for (place, (candidate, _)) in self.found.iter_mut().zip(CANDIDATES) {
                    *place += f32::from(u8::from(candidate == encoding));
                }
            }
        }
    }

    /// Takes in that a stretch clearly needed nothing.
    pub(super) fn note_plain(&mut self) {
        self.plain += 1.0;
    }

    /// The odds beforehand of each encoding in another stretch of the same document, or under a font that was made for
    /// `expected`, in nats.
    pub(super) fn odds(&self, expected: Option<Encoding>) -> [f32; COUNT] {
        let mut odds = [0.0; COUNT];
        for ((out, found), (candidate, often)) in odds.iter_mut().zip(self.found).zip(CANDIDATES) {
            // Where text under the font needed nothing, the name of the font was kept when the file was converted.
            let often = if expected == Some(candidate) { EXPECTED / (self.plain + 1.0) } else { often };
            *out = ((found + often) / (self.plain + 1.0)).ln();
        }
        odds
    }

    /// Whether a stretch that says nothing itself is in `encoding`, which its font was made for.
    pub(super) fn suggests(&self, encoding: Encoding) -> bool {
        let found = self.found.iter().zip(CANDIDATES).find(|(_, (candidate, _))| *candidate == encoding);
        found.is_some_and(|(found, _)| found + EXPECTED > self.plain)
    }
}

impl Scores {
    /// The best encoding, given the odds beforehand.
    pub(super) fn verdict(&self, odds: &[f32; COUNT]) -> Verdict {
        let plain = nats(self.likelihoods[UNICODE])
            .max(nats(self.likelihoods[WESTERN]) + WESTERN_ODDS)
            .max(CHANCE_ODDS);
        let mut best = (None, plain);
        let mut second = f32::NEG_INFINITY;
        for (i, ((&score, known), (encoding, _))) in
            self.likelihoods.iter().zip(odds).zip(CANDIDATES).enumerate()
        {
            if self.marked & 1 << i == 0 {
                continue;
            }
            let score = nats(score) + known;
            if score > best.1 {
                second = best.1;
                best = (Some(encoding), score);
            } else {
                second = second.max(score);
            }
        }
        Verdict { encoding: best.0, lead: best.1 - second }
    }

    fn add<T: Copy + Into<i32>>(&mut self, likelihoods: &[T; EXPLANATIONS], marked: u8) {
        for (sum, &value) in self.likelihoods.iter_mut().zip(likelihoods) {
            *sum = sum.saturating_add(value.into());
        }
        self.marked |= marked;
    }
}

impl From<Scores> for ShortScores {
    fn from(scores: Scores) -> Self {
        let bound = i32::from(i16::MAX);
        let likelihoods =
            scores.likelihoods.map(|value| i16::try_from(value.clamp(-bound, bound)).unwrap_or_default());
        Self { likelihoods, marked: scores.marked }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a log-likelihood")]
fn nats(steps: i32) -> f32 {
    steps as f32 / STEPS
}

#[expect(clippy::cast_possible_truncation, reason = "a log-likelihood")]
fn steps(nats: f32) -> i32 {
    (nats * STEPS).round() as i32
}

impl Verdict {
    /// The probability that the decision is right.
    pub(super) fn confidence(self) -> f32 {
        1.0 / (1.0 + (-self.lead).exp())
    }
}

/// Tries encodings, with what it found of clusters before.
#[derive(Debug, Default)]
pub(super) struct Judge {
    cache: Cache<ShortScores>,
    buffer: String,
}

impl Judge {
    /// Scores every explanation of `stretch`.
    pub(super) fn scores(&mut self, stretch: Stretch<'_>) -> Scores {
        let (bytes, is_text) = match stretch {
            Stretch::Bytes(bytes) => (bytes, false),
            Stretch::Seen(text) => (text.as_bytes(), true),
        };
        let mut sum = Scores::default();
        let Self { cache, buffer } = self;
        for cluster in clusters(bytes) {
            match cache.get(cluster, is_text, || explain(cluster.bytes(), is_text, buffer).into()) {
                Some(ShortScores { likelihoods, marked }) => sum.add(&likelihoods, marked),
                None => {
                    let Scores { likelihoods, marked } = explain(cluster.bytes(), is_text, buffer);
                    sum.add(&likelihoods, marked);
                }
            }
        }
        sum
    }
}

/// Scores of a cluster of text, or of bytes.
fn explain(cluster: &[u8], is_text: bool, buffer: &mut String) -> Scores {
    match std::str::from_utf8(cluster) {
        Ok(text) if text.bytes().all(|b| b.is_ascii_alphabetic()) => plain(text),
        Ok(text) if is_text => explain_stretch(Stretch::Seen(text), buffer),
        _ => explain_stretch(Stretch::Bytes(cluster), buffer),
    }
}

/// Scores of a word that is the same in all encodings.
fn plain(word: &str) -> Scores {
    let mut likelihoods = [steps(likelihood::plain(word)); EXPLANATIONS];
    likelihoods[WESTERN] = 0;
    Scores { likelihoods, marked: 0 }
}

/// Scores of a cluster that is not.
fn explain_stretch(cluster: Stretch<'_>, buffer: &mut String) -> Scores {
    let mut likelihoods = [0.0; EXPLANATIONS];
    let mut marked = 0;
    for (i, (likelihood, (encoding, _))) in likelihoods.iter_mut().zip(CANDIDATES).enumerate() {
        buffer.clear();
        match cluster {
            // That would be no UTF-8.
            Stretch::Bytes(_) if encoding == Encoding::Utf8 => continue,
            Stretch::Bytes(bytes) => encoding.decode_into(bytes, buffer),
            Stretch::Seen(text) => seen::decode_into(encoding, text, buffer),
        }
        let found = likelihood::vietnamese(buffer);
        *likelihood = found.log;
        marked |= u8::from(found.marked) << i;
    }
    let chance = match cluster {
        Stretch::Bytes(bytes) => {
            likelihoods[UNICODE] = likelihood::vietnamese(&nfc(&String::from_utf8_lossy(bytes))).log;
            buffer.clear();
            Encoding::Windows1252.decode_into(bytes, buffer);
            likelihoods[WESTERN] = foreign::western(buffer);
            foreign::chance(buffer)
        }
        Stretch::Seen(text) => {
            let strange = seen::likelihood(text);
            likelihoods.iter_mut().take(COUNT).for_each(|likelihood| *likelihood += strange);
            likelihoods[UNICODE] = likelihood::vietnamese(&nfc(text)).log;
            likelihoods[WESTERN] = foreign::western(text);
            foreign::chance(text)
        }
    };
    Scores { likelihoods: likelihoods.map(|likelihood| steps(likelihood - chance)), marked }
}

/// Whether `bytes` hold a letter of UTF-8 beyond ASCII.
pub(super) fn has_utf8(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}
