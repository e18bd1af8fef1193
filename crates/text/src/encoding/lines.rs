//! Plain text whose lines may be in several encodings: which each is in, and the text that comes of all.

use std::cell::LazyCell;

use memchr::{memchr, memchr_iter};

use super::capitals;
use super::detect::{Judge, Pool, Scores, Stretch, has_utf8};
use super::{Encoding, seen};
use crate::offset::OffsetMap;

/// How a piece of the source is read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reading {
    /// As UTF-8, with whatever faults it has.
    Utf8,
    /// Its bytes in an encoding.
    Bytes(Encoding),
    /// As UTF-8, and then as what was seen of an encoding.
    Seen(Encoding),
}

/// Lines of the source that are read alike.
#[derive(Debug)]
struct Piece {
    len: usize,
    reading: Reading,
}

/// How each line of a text is read.
#[derive(Debug)]
pub(crate) struct Plan {
    pieces: Vec<Piece>,
    /// Encodings with the number of bytes of lines that need them.
    shares: Vec<(Encoding, usize)>,
    /// Sum of the confidences, weighted by the length of the lines.
    sure: f64,
}

/// What is known of a line before all have been looked at.
enum Judged<'a> {
    /// It is the same in all encodings.
    Same,
    /// It is Vietnamese in Unicode.
    Plain,
    Open(Stretch<'a>, Scores),
}

/// The source of a plan.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Lines<'a> {
    /// Text that was UTF-8 or UTF-16.
    Text(&'a str),
    /// Bytes that are no UTF-8.
    Bytes(&'a [u8]),
}

impl<'a> Lines<'a> {
    fn bytes(self) -> &'a [u8] {
        match self {
            Lines::Text(text) => text.as_bytes(),
            Lines::Bytes(bytes) => bytes,
        }
    }

    /// How to read each line; `None` where nothing has to be done.
    pub(crate) fn plan(self, forced: Option<Encoding>) -> Option<Plan> {
        let code_page = forced.filter(|encoding| encoding.code_page().is_some());
        match (self, code_page) {
            (Lines::Text(text), None) if forced.is_some() || !is_suspicious(text) => None,
            (Lines::Text(text), Some(encoding)) => (!text.is_ascii()).then(|| {
                let mut plan = Plan::default();
                plan.push(text.len(), Reading::Seen(encoding), 1.0);
                plan
            }),
            (Lines::Bytes(bytes), Some(encoding)) => {
                let mut plan = Plan::default();
                plan.push(bytes.len(), Reading::Bytes(encoding), 1.0);
                Some(plan)
            }
            (Lines::Bytes(_), None) if forced.is_some() => None,
            _ => self.detect(),
        }
    }

    fn detect(self) -> Option<Plan> {
        let mut judge = Judge::default();
        let mut pool = Pool::default();
        let bytes = self.bytes();
        let mut lines: Vec<(usize, Judged<'_>)> = Vec::new();
        let mut from = 0;
        for end in memchr_iter(b'\n', bytes).map(|end| end + 1).chain([bytes.len()]) {
            let line = bytes.get(from..end).unwrap_or_default();
            let judged = match self.stretch(line) {
                None => Judged::Same,
                Some(Stretch::Seen(text)) if is_plain(text) => {
                    pool.note_plain();
                    Judged::Plain
                }
                Some(stretch) => {
                    let scores = judge.scores(stretch);
                    pool.note(&scores);
                    Judged::Open(stretch, scores)
                }
            };
            lines.push((line.len(), judged));
            from = end;
        }
        let odds = pool.odds(None);
        // Where no line is UTF-8 and none is Vietnamese in any encoding, letters with marks are a Western language's.
        let western = LazyCell::new(|| is_western(bytes));
        let mut plan = Plan::default();
        for (len, judged) in lines {
            let (stretch, scores) = match judged {
                Judged::Same => {
                    plan.push(len, Reading::Utf8, 1.0);
                    continue;
                }
                Judged::Plain => {
                    plan.push(len, Reading::Utf8, 1.0);
                    plan.count(Reading::Utf8, len);
                    continue;
                }
                Judged::Open(stretch, scores) => (stretch, scores),
            };
            let verdict = scores.verdict(&odds);
            let (reading, confidence) = match (verdict.encoding, stretch) {
                (Some(encoding), Stretch::Seen(_)) => (Reading::Seen(encoding), verdict.confidence()),
                (Some(encoding), Stretch::Bytes(_)) => (Reading::Bytes(encoding), verdict.confidence()),
                // A guess for want of a better one.
                (None, Stretch::Bytes(line)) if *western && !has_utf8(line) => {
                    (Reading::Bytes(Encoding::Windows1252), 0.5)
                }
                (None, _) => (Reading::Utf8, verdict.confidence()),
            };
            plan.push(len, reading, confidence);
            plan.count(reading, len);
        }
        plan.pieces.iter().any(|piece| piece.reading != Reading::Utf8).then_some(plan)
    }

    /// A line as something to be judged; `None` where it is the same in all encodings.
    fn stretch(self, line: &'a [u8]) -> Option<Stretch<'a>> {
        if line.is_ascii() {
            return None;
        }
        match simdutf8::basic::from_utf8(line) {
            Ok(text) => seen::has_bytes(text).then_some(Stretch::Seen(text)),
            Err(_) => Some(Stretch::Bytes(line)),
        }
    }
}

/// Whether `text` has a letter that only Unicode has, and nothing but what Vietnamese text in Unicode has.
fn is_plain(text: &str) -> bool {
    // The lead byte of `Ạ` to `ỹ`; other letters of that block are no one's.
    memchr(0xE1, text.as_bytes()).is_some() && !is_suspicious(text)
}

/// Whether `text` has letters or signs that Vietnamese text in Unicode has not, and text read in the wrong encoding has.
fn is_suspicious(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Lead bytes of U+0080 to U+00FF are C2 and C3.
    while let Some(next) = memchr_two(bytes, at) {
        at = next + 2;
        let c = match (bytes.get(next), bytes.get(next + 1)) {
            (Some(0xC2), Some(&low)) => char::from(low),
            (Some(_), Some(&low)) => char::from(low.saturating_add(0x40)),
            _ => return false,
        };
        let everyday = matches!(c, '\u{A0}' | '°' | '²' | '³' | '«' | '»' | '·' | '×' | '½' | '±' | '÷');
        if !everyday && !crate::is_vietnamese_letter(c) {
            return true;
        }
    }
    false
}

/// Place of the next 0xC2 or 0xC3 at or behind `from`.
fn memchr_two(bytes: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.iter().position(|&b| b & 0xFE == 0xC2).map(|i| from + i)
}

/// Whether bytes beyond ASCII are mostly the letters of Latin-1 inside words.
fn is_western(bytes: &[u8]) -> bool {
    let (mut inside, mut high) = (0_usize, 0_usize);
    for triple in bytes.windows(3) {
        let &[before, byte, after] = triple else { continue };
        if byte >= 0x80 {
            high += 1;
            let letters = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
            inside +=
                usize::from(letters && byte >= 0xC0 || matches!(byte, 0x91..=0x97 | 0xA0 | 0xAB | 0xBB));
        }
    }
    inside >= 3 && inside * 10 > high * 7
}

impl Default for Plan {
    fn default() -> Self {
        Self { pieces: Vec::new(), shares: Vec::new(), sure: 0.0 }
    }
}

impl Plan {
    fn push(&mut self, len: usize, reading: Reading, confidence: f32) {
        #[expect(clippy::cast_precision_loss, reason = "a weight")]
        let weight = len as f64;
        self.sure += f64::from(confidence) * weight;
        match self.pieces.last_mut() {
            Some(last) if last.reading == reading => last.len += len,
            _ => self.pieces.push(Piece { len, reading }),
        }
    }

    fn count(&mut self, reading: Reading, len: usize) {
        let encoding = match reading {
            Reading::Utf8 => Encoding::Utf8,
            Reading::Bytes(encoding) | Reading::Seen(encoding) => encoding,
        };
        match self.shares.iter_mut().find(|(found, _)| *found == encoding) {
            Some((_, share)) => *share += len,
            None => self.shares.push((encoding, len)),
        }
    }

    /// The encodings of lines that are not the same in all, the most frequent first.
    pub(crate) fn encodings(&self) -> Vec<Encoding> {
        let mut shares = self.shares.clone();
        if shares.is_empty() {
            // One encoding was asked for.
            shares.extend(self.pieces.iter().filter_map(|piece| match piece.reading {
                Reading::Utf8 => None,
                Reading::Bytes(encoding) | Reading::Seen(encoding) => Some((encoding, piece.len)),
            }));
        }
        shares.sort_by_key(|&(encoding, share)| (std::cmp::Reverse(share), encoding));
        shares.into_iter().map(|(encoding, _)| encoding).collect()
    }

    /// How sure the readings are, on average over the source.
    pub(crate) fn confidence(&self) -> f32 {
        let len: usize = self.pieces.iter().map(|piece| piece.len).sum();
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a mean of 0 to 1")]
        let mean = (self.sure / len.max(1) as f64) as f32;
        mean
    }

    /// Reads `source`, for which the plan was made: appends the text to `out` and how it came about to `map`; `utf8`
    /// does so for what is UTF-8 with faults, given its offset in `source`.
    pub(crate) fn apply(
        &self,
        source: &[u8],
        out: &mut String,
        map: &mut OffsetMap,
        mut utf8: impl FnMut(usize, &[u8], &mut String, &mut OffsetMap),
    ) {
        let mut at = 0;
        for piece in &self.pieces {
            let bytes = source.get(at..at + piece.len).unwrap_or_default();
            match piece.reading {
                Reading::Utf8 => utf8(at, bytes, out, map),
                Reading::Bytes(encoding) => {
                    let text = encoding.decode(bytes);
                    append(bytes, text, encoding, out, map);
                }
                Reading::Seen(encoding) => {
                    let text = encoding.decode_seen(&String::from_utf8_lossy(bytes));
                    append(bytes, text, encoding, out, map);
                }
            }
            at += piece.len;
        }
    }
}

/// Appends `text`, which came of `bytes`, with its capitals, and maps it word by word: blanks are the same in all
/// encodings.
fn append(bytes: &[u8], mut text: String, encoding: Encoding, out: &mut String, map: &mut OffsetMap) {
    let (mut from, mut meant_from) = (0, 0);
    for (to, meant_to) in word_ends(bytes).zip(word_ends(text.as_bytes())) {
        if bytes.get(from..to) == text.as_bytes().get(meant_from..meant_to) {
            map.keep(to - from);
        } else {
            map.replace(to - from, meant_to - meant_from);
        }
        (from, meant_from) = (to, meant_to);
    }
    if encoding == Encoding::Tcvn3 {
        capitals::restore(&mut text);
    }
    out.push_str(&text);
}

/// Where the words of `text` end, each with the blank behind it.
fn word_ends(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty() || at == 0)?;
        // Words are short: a search by vectors takes longer to begin than to end.
        at += rest.iter().position(|b| matches!(b, b' ' | b'\n')).map_or(rest.len(), |blank| blank + 1);
        Some(at)
    })
}
