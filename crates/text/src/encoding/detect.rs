//! Which encoding a stretch of text is in: each that is possible is tried, and what comes of it is weighed.

use super::likelihood::{Evidence, weigh};
use super::{Encoding, seen};
use crate::normalize::nfc;

/// How many encodings are tried.
pub(super) const COUNT: usize = 6;

/// The encodings that are tried on text that may be in one, with how much rarer each is than text that needs nothing,
/// in nats. UTF-8 is that of text which was read as Windows-1252 once.
const CANDIDATES: [(Encoding, f32); COUNT] = [
    (Encoding::Tcvn3, -6.0),
    (Encoding::Vni, -6.0),
    (Encoding::Utf8, -6.0),
    (Encoding::Windows1258, -7.0),
    (Encoding::Viscii, -8.0),
    (Encoding::Vps, -8.0),
];

/// A lead over all else that leaves no doubt, in nats.
const CLEAR: f32 = 5.0;

/// Most that the rest of a document may say about a stretch, in nats.
const MOST_CONTEXT: f32 = 7.0;

/// A stretch of text whose encoding is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stretch<'a> {
    /// Bytes that are no UTF-8.
    Bytes(&'a [u8]),
    /// Text that may have been read in the wrong encoding.
    Seen(&'a str),
}

impl Stretch<'_> {
    fn decode_into(self, encoding: Encoding, out: &mut String) {
        match self {
            Stretch::Bytes(bytes) => encoding.decode_into(bytes, out),
            Stretch::Seen(text) => seen::decode_into(encoding, text, out),
        }
    }
}

/// What each encoding has for it, over the stretch as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scores([f32; COUNT]);

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
        let verdict = scores.verdict(&[0.0; COUNT]);
        if verdict.lead < CLEAR {
            return;
        }
        match verdict.encoding {
            None => self.plain += 1.0,
            Some(encoding) => {
                for (place, (candidate, _)) in self.found.iter_mut().zip(CANDIDATES) {
                    *place += f32::from(u8::from(candidate == encoding));
                }
            }
        }
    }

    /// What the pool says about another stretch of the same document or font that was made for `expected`.
    pub(super) fn context(&self, expected: Option<Encoding>) -> [f32; COUNT] {
        let mut context = [0.0; COUNT];
        for ((out, found), (candidate, _)) in context.iter_mut().zip(self.found).zip(CANDIDATES) {
            // An expectation is worth a few stretches, and more than the rarity of an encoding.
            let (free, odds) =
                if expected == Some(candidate) { (EXPECTED, EXPECTED_ODDS) } else { (FREE, 0.0) };
            let seen = ((found + free) / (self.plain + FREE)).ln().clamp(-MOST_CONTEXT, MOST_CONTEXT);
            *out = seen + odds;
        }
        context
    }

    /// Whether a stretch that says nothing itself is in `encoding`.
    pub(super) fn suggests(&self, encoding: Encoding, expected: bool) -> bool {
        let found = self.found.iter().zip(CANDIDATES).find(|(_, (candidate, _))| *candidate == encoding);
        let free = if expected { EXPECTED } else { 0.0 };
        found.is_some_and(|(found, _)| found + free > self.plain)
    }

    /// The encoding that stood behind most of many stretches.
    fn leading(&self) -> Option<usize> {
        let total: f32 = self.found.iter().sum::<f32>() + self.plain;
        let (place, &most) = self.found.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        (most > 20.0 && most > total * 0.9).then_some(place)
    }
}

/// What an expectation counts for, in stretches, and what nothing counts for.
const EXPECTED: f32 = 2.0;
/// The odds that text in a font made for an encoding is in it, beyond what stretches tell, in nats.
const EXPECTED_ODDS: f32 = 7.0;
const FREE: f32 = 0.1;

impl Scores {
    /// The best encoding, given what is known from elsewhere.
    pub(super) fn verdict(&self, context: &[f32; COUNT]) -> Verdict {
        let mut best = (None, 0.0);
        let mut second = f32::NEG_INFINITY;
        for ((score, known), (encoding, rarity)) in self.0.iter().zip(context).zip(CANDIDATES) {
            let score = score + known + rarity;
            if score > best.1 {
                second = best.1;
                best = (Some(encoding), score);
            } else {
                second = second.max(score);
            }
        }
        Verdict { encoding: best.0, lead: best.1 - second }
    }
}

impl Verdict {
    /// The probability that the decision is right.
    pub(super) fn confidence(self) -> f32 {
        1.0 / (1.0 + (-self.lead).exp())
    }
}

/// Tries encodings, with a buffer that it keeps.
#[derive(Debug, Default)]
pub(super) struct Judge {
    buffer: String,
}

impl Judge {
    fn try_out(&mut self, stretch: Stretch<'_>, encoding: Encoding) -> Evidence {
        self.buffer.clear();
        stretch.decode_into(encoding, &mut self.buffer);
        weigh(&self.buffer)
    }

    /// Scores every encoding on `stretch`. Where one leads in `pool` and reads the stretch without a fault, the
    /// others are not tried.
    pub(super) fn scores(&mut self, stretch: Stretch<'_>, pool: &Pool) -> Scores {
        let mut scores = Scores([f32::NEG_INFINITY; COUNT]);
        if let Some(lead) = pool.leading()
            && let (Some(score), Some((encoding, _))) = (scores.0.get_mut(lead), CANDIDATES.get(lead))
        {
            let evidence = self.try_out(stretch, *encoding);
            #[expect(clippy::cast_precision_loss, reason = "words of a line")]
            if evidence.faults == 0 && evidence.marked > 0 && evidence.odds > 2.0 * evidence.marked as f32 {
                *score = evidence.odds;
                return scores;
            }
        }
        let plain = match stretch {
            // Read as UTF-8 with faults, if there is any in it.
            Stretch::Bytes(bytes) => {
                if has_utf8(bytes) {
                    weigh(&String::from_utf8_lossy(bytes)).odds
                } else {
                    0.0
                }
            }
            Stretch::Seen(text) => weigh(&nfc(text)).odds,
        };
        // Text in another language needs nothing either.
        let plain = plain.max(0.0);
        for (score, (encoding, _)) in scores.0.iter_mut().zip(CANDIDATES) {
            let is_bytes = matches!(stretch, Stretch::Bytes(_));
            if is_bytes && encoding == Encoding::Utf8 {
                continue;
            }
            let evidence = self.try_out(stretch, encoding);
            if evidence.marked > 0 {
                *score = evidence.odds - plain;
            }
        }
        scores
    }
}

/// Whether `bytes` hold a letter of UTF-8 beyond ASCII.
pub(super) fn has_utf8(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}
