//! One line of such a page, with all that does not depend on what stands above it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use vanthu_text::Syllable;

use super::super::dump::{self, Column};
use super::super::label::{Label, Shape};
use super::super::lexicon::{Kind, LEXICON};
use super::super::source::{Source, Word, flow, flow_respelled, heads, tails};
use super::weights::{
    BODY, CUT, FLOW, FULL, GARBLED, PAUSE, RESPELLED, RULE_INSIDE, RULED, SMALL, START, STRANGE,
};

/// One line with all that does not depend on what stands above it.
pub(super) struct View {
    pub(super) parted: bool,
    /// It is the first of its page.
    pub(super) tops: bool,
    /// Numbers of its words, ruling lines left out.
    pub(super) indices: Vec<u32>,
    pub(super) words: Vec<Word>,
    /// For each word, what a border in front of it is worth.
    pub(super) border: Vec<f32>,
    /// For each word, what it is worth that a piece goes on with it.
    pub(super) inside: Vec<f32>,
    /// For each word, what it costs to set it aside.
    pub(super) noise: Vec<f32>,
    /// By column and word: what beginning a cell here is worth.
    pub(super) start: Vec<Vec<f32>>,
    /// By column and word: what the word is worth in the column.
    pub(super) body: Vec<Vec<f32>>,
    /// By column and word: what it is worth that a cell ends with the word.
    pub(super) ends: Vec<Vec<f32>>,
    /// What the first word says as a label.
    pub(super) label: FirstWord,
    /// By the last word of a cell above and a word of the line: what it is worth that the cell goes on there.
    flows: RefCell<HashMap<(u32, usize), f32>>,
    /// What [`Search::openings`](super::Search::openings) has found.
    pub(super) openings: RefCell<HashMap<Standing, Rc<[f32]>>>,
}

/// How the cell of a column stands above a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Standing {
    pub(super) column: usize,
    /// Its last word, and the width of its last piece.
    pub(super) last: (u32, u32),
    /// Lines between that word and this line.
    pub(super) skipped: u32,
    /// Whether the row has lines above this one.
    pub(super) late: bool,
}

impl View {
    /// Line `line` of the source, which `parted` an empty line from the one above, or which `tops` its page.
    pub(super) fn new(
        source: &Source<'_>,
        columns: &[Column],
        line: usize,
        parted: bool,
        tops: bool,
    ) -> View {
        let (from, to) = source.split.get(line).map_or((0, 0), |l| (l.from, l.to));
        let text = |i: u32| source.text(line, i, i + 1);
        let indices: Vec<u32> = (from..to).filter(|&i| !is_rule(text(i))).collect();
        let ruled: Vec<bool> = indices.iter().map(|&i| i > from && is_rule(text(i - 1))).collect();
        let words: Vec<Word> =
            indices.iter().filter_map(|&i| source.range(i, i + 1).first().copied()).collect();
        let border = (0..words.len())
            .map(|i| match ruled.get(i) {
                Some(true) => RULED,
                _ if words.get(i).is_some_and(|w| w.gap > 0) => 0.5,
                _ => CUT,
            })
            .collect();
        let start = columns
            .iter()
            .map(|c| (0..words.len()).map(|i| begins(c, words.get(i..).unwrap_or(&[]))).collect())
            .collect();
        let body = columns
            .iter()
            .map(|c| {
                (0..words.len())
                    .map(|i| {
                        let before = i.checked_sub(1).and_then(|b| words.get(b));
                        words.get(i).map_or(0.0, |word| {
                            BODY * dump::word_in(c, before, *word)
                                + strangeness(c, *word)
                                + if garbled(*word) { GARBLED } else { 0.0 }
                        })
                    })
                    .collect()
            })
            .collect();
        let ends = columns.iter().map(|c| words.iter().map(|word| ends(c, *word)).collect()).collect();
        let headed = words.get(1).is_some_and(|w| w.capital());
        let label = match indices.first().map(|&i| text(i)) {
            None => FirstWord::Text,
            Some(first) => match Label::parse(first).filter(|l| l.shape != Shape::Dash) {
                Some(label) => FirstWord::Label(label),
                None if is_misread(first, headed) => FirstWord::Misread,
                None => FirstWord::Text,
            },
        };
        View {
            parted,
            tops,
            noise: indices.iter().zip(&words).map(|(&i, w)| noise(text(i), *w)).collect(),
            inside: ruled
                .iter()
                .enumerate()
                .map(|(i, &ruled)| {
                    let pair = i.checked_sub(1).and_then(|b| words.get(b)).zip(words.get(i));
                    let further = i.checked_sub(2).and_then(|b| words.get(b)).copied();
                    let flow = pair.map_or(0.0, |(&a, &b)| follows(further, a, b));
                    flow + if ruled { RULE_INSIDE } else { 0.0 }
                })
                .collect(),
            indices,
            words,
            border,
            start,
            body,
            ends,
            label,
            flows: RefCell::default(),
            openings: RefCell::default(),
        }
    }

    /// What it is worth that a cell that ended with word `last`, so far, goes on with word `i`, which was restored without it.
    pub(super) fn follows_from(
        &self,
        last: u32,
        i: usize,
        further: Option<Word>,
        before: Word,
        word: Word,
    ) -> f32 {
        let compute = || {
            follows(further, before, word)
                .max(FLOW * (flow_respelled(further, before, word) - RESPELLED).clamp(-2.5, 5.0))
        };
        *self.flows.borrow_mut().entry((last, i)).or_insert_with(compute)
    }
}

/// The first word of a line as an ordinal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstWord {
    Label(Label),
    Misread,
    Text,
}

/// What it is worth that a cell of the column begins with these words.
fn begins(column: &Column, words: &[Word]) -> f32 {
    let Some(first) = words.iter().find(|w| !w.bare_mark()).or(words.first()) else { return 0.0 };
    let case = match (first.small(), first.capital()) {
        (true, _) => SMALL,
        (_, true) => 0.3,
        _ if first.digit() && matches!(column.kind, Kind::Task | Kind::Product | Kind::Agency) => -0.8,
        _ => 0.0,
    };
    let mut content = words.iter().filter(|w| !w.bare_mark()).skip(1);
    let second = if first.first == first.last { content.next().map(|w| w.first) } else { Some(first.last) };
    let habit = match (column.kind, second) {
        (Kind::Task | Kind::Note | Kind::Number, _) | (_, None) => 0.0,
        (_, Some(second)) => column.learned.habit(first.first, second),
    };
    START * dump::start_of(column, words) + habit + case + FLOW * heads(*first).clamp(-2.5, 3.0)
}

/// What it is worth that a cell goes on from one word to the next.
pub(super) fn follows(before: Option<Word>, a: Word, b: Word) -> f32 {
    if b.unknown() { STRANGE } else { FLOW * flow(before, a, b).clamp(-2.5, 5.0) }
}

/// What it is worth that a cell ends with this word.
fn ends(column: &Column, word: Word) -> f32 {
    if column.kind == Kind::Ordinal {
        return 0.0;
    }
    let mut score = FLOW * tails(None, word).clamp(-3.0, 1.5) + column.learned.stops(word.last);
    if word.comma() || word.open_end() {
        score -= 2.0;
    }
    if word.full_stop() {
        score += 0.5;
    }
    score
}

/// What a word costs in a column of products that has never said it.
fn strangeness(column: &Column, word: Word) -> f32 {
    let listed = LEXICON.phrases(Kind::Product).is_some_and(|p| p.word(word.first) > 0);
    if column.kind == Kind::Product && !listed && column.learned.word(word.first) < 2 { -0.5 } else { 0.0 }
}

/// What it is worth that a cell's line, `width` wide, ends with a word, where nobody knows yet whether the cell goes on.
pub(super) fn paused(column: &Column, ends: f32, width: u32) -> f32 {
    let full = column.width.is_some_and(|w| width + w / 8 >= w);
    ends.max(PAUSE) + if full { FULL } else { 0.0 }
}

/// Whether a word is none of the language's and no name or number.
fn garbled(word: Word) -> bool {
    word.speck() || word.unknown() && !word.capital() && !word.digit()
}

/// What it costs to set a word aside: nothing much for marks and specks, too much for what reads like a word or a number.
fn noise(text: &str, word: Word) -> f32 {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if letters + digits == 0 {
        return if word.bare_mark() { -0.8 } else { -0.1 };
    }
    if digits > 1 || word.date() {
        return -6.0;
    }
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric());
    match Syllable::parse(plain) {
        Some(_) if letters > 1 => -4.0,
        _ if letters + digits <= 1 || word.speck() => -0.4,
        _ if letters <= 3 => -1.0,
        _ if plain.chars().all(char::is_alphanumeric) => -3.0,
        _ => -1.5,
    }
}

/// Whether the OCR may have misread an ordinal so: a mark that opens no text, or one letter in front of a sentence.
fn is_misread(text: &str, headed: bool) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => {
            c.is_alphabetic() && headed
                || matches!(
                    c,
                    '»' | '>' | '<' | '?' | '*' | '#' | '§' | '¢' | '€' | '£' | '¥' | '@' | '^' | '°'
                )
        }
        _ => false,
    }
}

/// Whether the OCR took a ruling line for this word.
fn is_rule(text: &str) -> bool {
    matches!(text, "|" | "¦" | "||" | "‖")
}
