//! Readings of text that an OCR read with the wrong language.
//!
//! Here a word may hold digits and symbols (`s6`, `c¢ng`), short numbers and lone symbols may be words (`16` for `rõ`),
//! and the spaces themselves may be wrong.

use vanthu_text::TextRange;

use crate::channel::ChannelModel;
use crate::language_model::LanguageModel;
use crate::lattice::{Arc, Lattice, LogProb, Written};
use crate::reading::{LONGEST, Reader, Reading};
use crate::stripped::{Setting, case_evidence};
use crate::token::{Case, address, mark_symbol, number_symbol};
use crate::trie::Trie;
use crate::vocabulary::{BOUNDARY, UNKNOWN};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, perhaps with digits and symbols among them.
    Word,
    /// Digits with marks between them.
    Number,
    /// One punctuation mark.
    Mark,
    /// A symbol that stands alone and may be a misread word.
    Symbol,
    /// An address.
    Address,
}

/// One token of an OCR's line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OcrToken {
    pub(crate) kind: Kind,
    pub(crate) range: TextRange,
}

/// Weight of the channel against the language model.
const CHANNEL_WEIGHT: LogProb = 0.9;
/// log p of a character of a word that the vocabulary does not have, of a garbled one, and of a digit.
const FOREIGN_LETTER: LogProb = -4.0;
const FOREIGN_SYMBOL: LogProb = -6.5;
const DIGIT: LogProb = -2.3;
/// log p of a symbol that stands alone for itself.
const LONE_SYMBOL: LogProb = -5.0;
/// log p that a bar is the border of a cell, and that it is dirt.
const BORDER: LogProb = -0.7;
/// Best reading (log p with the word's own) below which a token may be a part of a word.
const WEAK: LogProb = -13.0;
/// Longest word that may be put together from two tokens, in bytes.
const LONGEST_JOINED: usize = 14;
/// Digits that a number has at most to be read as a word.
const SHORT_NUMBER: usize = 2;

const OPENING: &str = "([{\"“'‘-–—+*•«~_.,:;=";
const CLOSING: &str = ")]}\"”'’-–—,;:.!?»~_=";

/// Appends the tokens of `line` to `out`.
pub(crate) fn tokenize(line: &str, out: &mut Vec<OcrToken>) {
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let chunk = rest.get(..len).unwrap_or_default();
        match address(chunk) {
            Some((from, to)) if chunk.len() > 6 => {
                split(chunk.get(..from).unwrap_or_default(), at, out);
                out.push(OcrToken { kind: Kind::Address, range: TextRange::new(at + from, at + to) });
                split(chunk.get(to..).unwrap_or_default(), at + to, out);
            }
            _ => split(chunk, at, out),
        }
        at += len;
    }
}

/// Tokens of a run without white space.
fn split(chunk: &str, offset: usize, out: &mut Vec<OcrToken>) {
    let inner = chunk.trim_start_matches(|c| OPENING.contains(c));
    let opening = chunk.len() - inner.len();
    let core = inner.trim_end_matches(|c| CLOSING.contains(c));
    let closing = opening + core.len();
    marks(chunk.get(..opening).unwrap_or_default(), offset, out);
    let mut at = opening;
    for (i, c) in core.char_indices() {
        let here = opening + i;
        if here < at {
            continue;
        }
        let rest = core.get(i + c.len_utf8()..).unwrap_or_default();
        let before = chunk.get(at..here).unwrap_or_default();
        let digits = !before.is_empty() && before.bytes().all(|b| b.is_ascii_digit());
        let parts = match c {
            '/' | '-' | '–' | ',' | ';' | ':' | '(' | ')' | '“' | '”' | '"' | '|' => {
                !(digits && rest.starts_with(|c: char| c.is_ascii_digit()))
            }
            // `1.Công`; but `1.2` is a number and `v.v` a word.
            '.' => digits && !rest.starts_with(|c: char| c.is_ascii_digit()),
            '%' => digits,
            _ => false,
        };
        if parts {
            word(before, offset + at, out);
            marks(chunk.get(here..here + c.len_utf8()).unwrap_or_default(), offset + here, out);
            at = here + c.len_utf8();
        }
    }
    word(chunk.get(at..closing).unwrap_or_default(), offset + at, out);
    marks(chunk.get(closing..).unwrap_or_default(), offset + closing, out);
}

fn marks(text: &str, offset: usize, out: &mut Vec<OcrToken>) {
    for (i, c) in text.char_indices() {
        out.push(OcrToken { kind: Kind::Mark, range: TextRange::new(offset + i, offset + i + c.len_utf8()) });
    }
}

fn word(text: &str, offset: usize, out: &mut Vec<OcrToken>) {
    if text.is_empty() {
        return;
    }
    let kind = if text.chars().any(char::is_alphabetic) {
        Kind::Word
    } else if text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || b"./,:-%".contains(&b))
    {
        Kind::Number
    } else {
        Kind::Symbol
    };
    out.push(OcrToken { kind, range: TextRange::new(offset, offset + text.len()) });
}

/// The models that the readings come from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Models<'a> {
    pub(crate) language: &'a LanguageModel<'a>,
    pub(crate) channel: &'a ChannelModel,
    pub(crate) trie: &'a Trie,
}

/// The settings of a line's tokens, as [`crate::stripped::settings`] gives them for stripped text.
pub(crate) fn settings(line: &str, tokens: &[OcrToken], out: &mut Vec<Setting>) {
    let text = |t: &OcrToken| line.get(t.range.start..t.range.end).unwrap_or_default();
    let capital = |i: Option<usize>| {
        i.and_then(|i| tokens.get(i))
            .is_some_and(|t| t.kind == Kind::Word && mostly_capitals(text(t)) && t.range.len() > 1)
    };
    let mut initial = true;
    out.clear();
    for (i, token) in tokens.iter().enumerate() {
        let among_capitals = capital(i.checked_sub(1)) || capital(Some(i + 1));
        let in_number = i.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| {
            t.range.end == token.range.start && t.range.start > 0 && matches!(text(t), "/" | "-")
        });
        out.push(Setting { initial, among_capitals, in_number, settled: false });
        match token.kind {
            Kind::Word | Kind::Address => initial = false,
            Kind::Number => initial = initial && i == 0,
            Kind::Mark => {
                initial =
                    initial || matches!(mark_symbol(text(token)), Some("." | ":" | "-" | "\"" | "?" | ";"))
            }
            Kind::Symbol => {}
        }
    }
}

fn mostly_capitals(text: &str) -> bool {
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    upper * 2 > text.chars().count()
}

/// Adds the readings of token `index` to the current place of `lattice` and closes it.
pub(crate) fn add_token(
    models: Models<'_>,
    reader: &mut Reader,
    line: &str,
    tokens: &[OcrToken],
    settings: &[Setting],
    index: usize,
    lattice: &mut Lattice,
) {
    let (Some(token), Some(&setting)) = (tokens.get(index), settings.get(index)) else { return };
    let text = line.get(token.range.start..token.range.end).unwrap_or_default();
    let vocabulary = models.language.vocabulary();
    match token.kind {
        Kind::Address => lattice.push_word(Some(UNKNOWN), Written::Keep, 0.0),
        Kind::Mark if text == "|" => {
            lattice.push_word(Some(BOUNDARY), Written::Keep, BORDER);
            lattice.push_word(None, Written::Keep, BORDER);
        }
        Kind::Mark => lattice.push_word(mark_symbol(text).and_then(|s| vocabulary.id(s)), Written::Keep, 0.0),
        Kind::Number => {
            let digits = text.len();
            lattice.push_word(vocabulary.id(number_symbol(text)), Written::Keep, DIGIT * digits as LogProb);
            if digits <= SHORT_NUMBER && !heads_row(line, tokens, index) {
                push_readings(models, reader, text, setting, 1, lattice);
            }
        }
        Kind::Symbol => {
            lattice.push_word(None, Written::Keep, LONE_SYMBOL * text.chars().count() as LogProb);
            push_readings(models, reader, text, setting, 1, lattice);
        }
        Kind::Word => {
            let spelled: LogProb = text
                .chars()
                .map(|c| if c.is_ascii_alphabetic() { FOREIGN_LETTER } else { FOREIGN_SYMBOL })
                .sum();
            lattice.push_word(Some(UNKNOWN), Written::Keep, spelled);
            if roman(text) && heads_row(line, tokens, index) {
                lattice.push_word(Some(UNKNOWN), Written::Keep, 0.0);
                lattice.close_place();
                return;
            }
            let best = push_readings(models, reader, text, setting, 1, lattice);
            if let Some(joined) = joined(line, tokens, index) {
                let weak = |best: LogProb, text: &str| best < WEAK || text.chars().count() <= 2;
                let next = tokens
                    .get(index + 1)
                    .and_then(|t| line.get(t.range.start..t.range.end))
                    .unwrap_or_default();
                let next_best = best_rank(models, reader, next);
                if weak(best, text) || weak(next_best, next) {
                    push_readings(models, reader, &joined, setting, 2, lattice);
                }
            }
        }
    }
    lattice.close_place();
}

/// Whether token `index` opens its line in front of a capital, a full stop or a ruling line: the number of a row or a heading
/// rather than a misread word.
fn heads_row(line: &str, tokens: &[OcrToken], index: usize) -> bool {
    let next = tokens.get(index + 1).and_then(|t| line.get(t.range.start..t.range.end));
    index == 0 && next.is_some_and(|t| t.starts_with(|c: char| c.is_uppercase() || matches!(c, '|' | '.')))
}

fn roman(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// Token `index` and the next one as one word, where only a space parts them.
fn joined(line: &str, tokens: &[OcrToken], index: usize) -> Option<String> {
    let (a, b) = (tokens.get(index)?, tokens.get(index + 1)?);
    let parted = line.get(a.range.end..b.range.start)? == " ";
    let short = a.range.len() + b.range.len() <= LONGEST_JOINED;
    (parted && short && b.kind == Kind::Word).then(|| {
        let part = |t: &OcrToken| line.get(t.range.start..t.range.end).unwrap_or_default();
        [part(a), part(b)].concat()
    })
}

fn rank(models: Models<'_>, reading: &Reading) -> LogProb {
    reading.words.iter().take(usize::from(reading.len)).map(|w| models.language.unigram(*w)).sum::<LogProb>()
        + reading.p
}

fn best_rank(models: Models<'_>, reader: &mut Reader, text: &str) -> LogProb {
    let readings = reader.readings(models.language, models.trie, models.channel, text);
    readings.first().map_or(LogProb::NEG_INFINITY, |r| rank(models, r))
}

/// Adds an arc over `span` tokens for every reading of `text`; gives the rank of the best.
fn push_readings(
    models: Models<'_>,
    reader: &mut Reader,
    text: &str,
    setting: Setting,
    span: u32,
    lattice: &mut Lattice,
) -> LogProb {
    if text.chars().count() > LONGEST {
        return 0.0;
    }
    let to = lattice.place() + span;
    let gained = if span > 1 { models.channel.space_gained } else { 0.0 };
    let mut best = LogProb::NEG_INFINITY;
    for reading in reader.readings(models.language, models.trie, models.channel, text) {
        if span > 1 && reading.len > 1 {
            continue;
        }
        best = best.max(rank(models, reading));
        let first = reading.words.first().copied().unwrap_or(UNKNOWN);
        let acronym = || models.language.vocabulary().word(first).chars().any(char::is_uppercase);
        let case = match reading.written {
            Written::As(case) => case_evidence(models.language, first, case, setting),
            Written::Sentence => case_evidence(models.language, first, Case::Title, setting),
            Written::Verbatim if acronym() => 0.0,
            Written::Verbatim => case_evidence(models.language, first, Case::Lower, setting),
            Written::Keep => 0.0,
        };
        lattice.push(Arc {
            to,
            words: reading.words,
            len: reading.len,
            written: reading.written,
            emission: CHANNEL_WEIGHT * (reading.p + gained) + case,
        });
    }
    best
}
