//! The lines of an attachment as words with what the search asks of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use vanthu_document::page::Line;
use vanthu_restore::{BOUNDARY, LanguageModel, UNKNOWN as UNKNOWN_WORD, WordId};

use super::lexicon::{LEXICON, Sym, UNKNOWN, Vocabulary, syllables};
use super::width;

/// A word: what stands between white space.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Bytes of its line.
    pub(super) start: u32,
    /// Behind its last byte.
    pub(super) end: u32,
    /// First syllable.
    pub(super) first: Sym,
    /// Last syllable; equal to `first` where there is only one.
    pub(super) last: Sym,
    /// The language model's last two words in it, and its first.
    model: ModelWords,
    /// Printed width.
    pub(super) width: u16,
    /// Printed width up to the first place where a line may break inside.
    pub(super) head: u16,
    /// Spaces in front of it beyond the first.
    pub(super) gap: u8,
    /// Opened less closed parentheses.
    pub(super) depth: i8,
    flags: u16,
}

/// What the language model asks of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ModelWords {
    first: WordId,
    before_last: WordId,
    last: WordId,
}

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)+) => {
        impl Word { $($(#[$doc])* pub(super) fn $name(self) -> bool { self.flags & (1 << $bit) != 0 })+ }
    };
}

flags! {
    /// Begins with a capital letter, behind marks.
    capital = 0;
    /// Begins with a small letter.
    small = 1;
    /// Begins with a digit.
    digit = 2;
    /// A number alone (`12`, `0,95`, `1.234`).
    number = 3;
    /// Is or opens with a list mark.
    list_mark = 4;
    /// Ends with `.`, `!`, `?` or `…`.
    full_stop = 5;
    /// Ends with `;` or `:`.
    half_stop = 6;
    /// Ends with `,`.
    comma = 7;
    /// Ends with `-` or `/` and may run on.
    open_end = 8;
    /// All its letters are capitals, and there are at least two.
    shouted = 9;
    /// A list mark and nothing else.
    bare_mark = 10;
    /// A day or month of a year: digits parted by `/`.
    date = 11;
    /// A document's number or symbol, cut behind its hyphen (`06/NQ-`, `QĐ-`).
    cut_number = 13;
    /// Announces a number: `số`, `ngày`, `khoản`.
    announces = 12;
    /// One small letter without marks, or a letter and a digit: what OCR makes of specks.
    speck = 14;
}

/// The language model.
pub(super) static MODEL: LazyLock<LanguageModel<'static>> = LazyLock::new(LanguageModel::carried);

/// How much likelier than by itself `b` is behind `a` in the language, in nats; one word before `a` is known where it is given.
pub(super) fn flow(before: Option<Word>, a: Word, b: Word) -> f32 {
    flow_to(before, a, b.model.first)
}

/// The same for the best of the words that `b` would be with other marks.
pub(super) fn flow_respelled(before: Option<Word>, a: Word, b: Word) -> f32 {
    let vocabulary = MODEL.vocabulary();
    vocabulary
        .variants(&vanthu_text::fold(vocabulary.word(b.model.first)))
        .map(|id| flow_to(before, a, id))
        .fold(f32::NEG_INFINITY, f32::max)
}

fn flow_to(before: Option<Word>, a: Word, next: WordId) -> f32 {
    let known = a.model.last;
    let history = if a.model.first != known || a.model.before_last != UNKNOWN_WORD {
        a.model.before_last
    } else {
        before.map_or(UNKNOWN_WORD, |b| b.model.last)
    };
    MODEL.score(history, known, next) - MODEL.unigram(next)
}

/// How much likelier than by itself a word is at the head of a line, in nats.
pub(super) fn heads(word: Word) -> f32 {
    MODEL.score(BOUNDARY, BOUNDARY, word.model.first) - MODEL.unigram(word.model.first)
}

/// How much likelier than elsewhere a line ends behind a word, in nats.
pub(super) fn tails(before: Option<Word>, word: Word) -> f32 {
    let history = before.map_or(word.model.before_last, |b| b.model.last);
    MODEL.score(history, word.model.last, BOUNDARY) - *LINE_END
}

/// Logarithm of how often a line ends behind any word.
static LINE_END: LazyLock<f32> = LazyLock::new(|| MODEL.unigram(BOUNDARY));

fn is_speck(text: &str) -> bool {
    let core = text.trim_matches(|c: char| !c.is_alphanumeric());
    let letters = core.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = core.bytes().filter(u8::is_ascii_digit).count();
    let alone = core.len() == 1 && core.bytes().all(|b| b.is_ascii_lowercase());
    alone || (core.len() <= 3 && letters > 0 && digits > 0 && letters + digits == core.len())
}

/// Words that a number follows.
const ANNOUNCING: &[&str] = &[
    "số", "ngày", "tháng", "năm", "quý", "điều", "khoản", "mục", "chương", "phần", "thứ", "gđ", "đợt", "kỳ",
    "khóa", "khoá",
];

impl Word {
    /// Whether the language model does not know it.
    pub(super) fn unknown(self) -> bool {
        self.model.last == UNKNOWN_WORD && self.model.first == UNKNOWN_WORD
    }

    fn new(text: &str, start: usize, gap: usize, vocabulary: &mut Vocabulary, ids: &mut Vec<WordId>) -> Self {
        ids.clear();
        MODEL.encode(if text == "&" { "và" } else { text }, ids);
        let model = ModelWords {
            first: ids.first().copied().unwrap_or(UNKNOWN_WORD),
            before_last: ids.iter().rev().nth(1).copied().unwrap_or(UNKNOWN_WORD),
            last: ids.last().copied().unwrap_or(UNKNOWN_WORD),
        };
        let mut first = UNKNOWN;
        let mut last = UNKNOWN;
        for (i, syllable) in syllables(text).enumerate() {
            last = vocabulary.number(&syllable);
            if i == 0 {
                first = last;
            }
        }
        let head = text.find('-').map_or(text, |at| text.get(..=at).unwrap_or(text));
        let inner = text.trim_start_matches(['-', '–', '—', '+', '•', '(', '“', '"', '*', '‘', '\'']);
        let initial = inner.chars().next();
        let is_number = !text.is_empty()
            && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%'))
            && text.starts_with(|c: char| c.is_ascii_digit())
            && text.ends_with(|c: char| c.is_ascii_digit() || c == '%');
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        let mark = text.starts_with(['-', '–', '—', '+', '•', '*']);
        let bare = mark && inner.is_empty();
        let bits = [
            initial.is_some_and(char::is_uppercase),
            initial.is_some_and(char::is_lowercase),
            initial.is_some_and(|c| c.is_ascii_digit()),
            is_number,
            mark,
            text.ends_with(['.', '!', '?', '…']),
            text.ends_with([';', ':']),
            text.ends_with(','),
            text.ends_with(['-', '/', '–']),
            letters().all(char::is_uppercase) && letters().count() >= 2,
            bare,
            text.contains('/')
                && text.trim_end_matches([',', '.', ';']).bytes().all(|b| b.is_ascii_digit() || b == b'/'),
            ANNOUNCING.contains(&text.to_lowercase().as_str()),
            text.ends_with('-')
                && text.len() > 1
                && text.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '-')),
            is_speck(text),
        ];
        let depth: i32 =
            text.chars().map(|c| i32::from(matches!(c, '(' | '“')) - i32::from(matches!(c, ')' | '”'))).sum();
        let clip = |w: u32| u16::try_from(w).unwrap_or(u16::MAX);
        Self {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(start + text.len()).unwrap_or(u32::MAX),
            first,
            last,
            model,
            width: clip(width::of(text)),
            head: clip(width::of(head)),
            gap: u8::try_from(gap.saturating_sub(1)).unwrap_or(u8::MAX),
            depth: i8::try_from(depth).unwrap_or(0),
            flags: bits.iter().enumerate().map(|(i, &set)| u16::from(set) << i).sum(),
        }
    }
}

/// A line of the attachment with its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceLine {
    /// First word.
    pub(super) from: u32,
    /// Behind the last word; equal to `from` where the line holds white space alone.
    pub(super) to: u32,
    /// White space in front of the first word.
    pub(super) indent: u16,
    /// White space behind the last word; for a line without words, all of it.
    pub(super) trail: u8,
}

/// The lines with their words.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// The lines as they came.
    pub(super) lines: &'a [Line],
    /// For each of them, its words.
    pub(super) split: Vec<SourceLine>,
    words: Vec<Word>,
    /// How strongly words of this document attract each other, from the insides of its lines.
    cohesion: HashMap<(Sym, Sym), f32>,
}

/// Words from which a document's own cohesion is counted.
const COUNTED: usize = 40_000;

impl<'a> Source<'a> {
    /// Splits the lines.
    pub(super) fn new(lines: &'a [Line]) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut split = Vec::with_capacity(lines.len());
        let mut words = Vec::new();
        let mut ids = Vec::new();
        for line in lines {
            let from = words.len();
            let mut end = 0;
            let mut rest = line.text.as_str();
            let mut indent = 0;
            loop {
                let trimmed = rest.trim_start();
                let gap = rest.get(..rest.len() - trimmed.len()).unwrap_or("").chars().count();
                let at = line.text.len() - trimmed.len();
                let length = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
                let Some(text) = trimmed.get(..length).filter(|t| !t.is_empty()) else { break };
                if words.len() == from {
                    indent = gap;
                }
                words.push(Word::new(text, at, gap, &mut vocabulary, &mut ids));
                end = at + length;
                rest = trimmed.get(length..).unwrap_or("");
            }
            let trail = line.text.get(end..).unwrap_or("").chars().count();
            split.push(SourceLine {
                from: u32::try_from(from).unwrap_or(u32::MAX),
                to: u32::try_from(words.len()).unwrap_or(u32::MAX),
                indent: u16::try_from(indent).unwrap_or(u16::MAX),
                trail: u8::try_from(trail).unwrap_or(u8::MAX),
            });
        }
        let cohesion = own_cohesion(&split, &words);
        Self { lines, split, words, cohesion }
    }

    /// How strongly `b` follows `a`, in the language or in this document (nats).
    pub(super) fn cohesion(&self, a: Word, b: Word) -> f32 {
        let own = self.cohesion.get(&(a.last, b.first)).copied().unwrap_or(0.0);
        let announced = if a.announces() && b.digit() { 4.0 } else { 0.0 };
        own.max(LEXICON.cohesion(a.last, b.first)).max(announced)
    }

    /// The words of one line.
    pub(super) fn words(&self, line: usize) -> &[Word] {
        self.split.get(line).map_or(&[], |l| self.range(l.from, l.to))
    }

    /// Words by number.
    pub(super) fn range(&self, from: u32, to: u32) -> &[Word] {
        self.words.get(from as usize..to as usize).unwrap_or(&[])
    }

    /// What words `from..to` of `line` print, without white space around.
    pub(super) fn text(&self, line: usize, from: u32, to: u32) -> &'a str {
        let words = self.range(from, to);
        match (words.first(), words.last(), self.lines.get(line)) {
            (Some(a), Some(b), Some(line)) => line.text.get(a.start as usize..b.end as usize).unwrap_or(""),
            _ => "",
        }
    }
}

/// Pointwise mutual information of the words that stand side by side at least three times, in nats and at most 4.
fn own_cohesion(split: &[SourceLine], words: &[Word]) -> HashMap<(Sym, Sym), f32> {
    let mut pairs: HashMap<(Sym, Sym), u32> = HashMap::new();
    let mut single: HashMap<Sym, u32> = HashMap::new();
    let mut total = 0_u32;
    for line in split.iter().take_while(|l| (l.from as usize) < COUNTED) {
        let line = words.get(line.from as usize..line.to as usize).unwrap_or(&[]);
        for (i, word) in line.iter().enumerate() {
            *single.entry(word.first).or_default() += 1;
            total += 1;
            if let Some(next) = line.get(i + 1).filter(|_| !word.ends_clause()) {
                *pairs.entry((word.last, next.first)).or_default() += 1;
            }
        }
    }
    let count = |s: Sym| single.get(&s).copied().unwrap_or(1).max(1) as f32;
    pairs.retain(|&(a, b), n| *n >= 3 && a != UNKNOWN && b != UNKNOWN);
    let strength =
        |(a, b), n| ((n as f32 - 1.0) * total as f32 / (count(a) * count(b))).ln().clamp(0.0, 4.0) * 0.8;
    pairs.into_iter().map(|(pair, n)| (pair, strength(pair, n))).collect()
}

impl Word {
    /// Whether a mark closes the clause behind it.
    pub(super) fn ends_clause(self) -> bool {
        self.full_stop() || self.half_stop() || self.comma()
    }
}

/// Printed width of consecutive words, with one space between each two.
pub(super) fn printed_width(words: &[Word]) -> u32 {
    let letters: u32 = words.iter().map(|w| u32::from(w.width)).sum();
    letters + width::SPACE * u32::try_from(words.len().saturating_sub(1)).unwrap_or(0)
}

/// The syllables that stand for words in the phrase models: both ends of each word.
pub(super) fn symbols(words: &[Word]) -> impl Iterator<Item = Sym> + '_ {
    words.iter().filter(|w| !w.bare_mark()).flat_map(|w| {
        let second = (w.last != w.first).then_some(w.last);
        std::iter::once(w.first).chain(second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        let lines = [Line { text: text.to_owned(), ..Line::default() }];
        Source::new(&lines).words(0).to_vec()
    }

    #[test]
    fn parts_of_a_word_hold_together_and_parts_of_two_do_not() {
        let [thuong, xuyen, so] = words("thường xuyên Sở")[..] else { panic!("three words") };
        assert!(flow(None, thuong, xuyen) > 3.0);
        assert!(flow(None, xuyen, so) < 1.0);
        assert!(tails(None, words("của")[0]) < tails(None, words("nghiệp")[0]));
    }

    #[test]
    fn the_marks_of_a_word_may_be_wrong() {
        let [van, phong] = words("Văn phong")[..] else { panic!("two words") };
        assert!(flow_respelled(None, van, phong) > flow(None, van, phong) + 1.0);
    }
}
