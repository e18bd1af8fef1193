//! From training text to streams of word numbers: the vocabulary and the encoded sources.

use std::collections::HashMap;

use super::Source;
use crate::token::{Case, Token, TokenKind, mark_symbol, number_symbol, standard_form, tokenize, word_form};
use crate::vocabulary::{BOUNDARY, MAX_WORDS, UNKNOWN, WordId};

/// Uses that a word needs to enter the vocabulary, by what it is.
const MIN_SYLLABLE: u32 = 3;
const MIN_ACRONYM: u32 = 3;
const MIN_FOREIGN: u32 = 25;

/// One item of a training line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A word in the model's form; whether it begins with a capital, where that says something about the word.
    Word(String, Option<bool>),
    /// A number or a mark.
    Symbol(&'static str),
    /// An address: a word that the model does not know.
    Unknown,
    /// A cell's end.
    Boundary,
}

/// The items of `line`.
pub(super) fn items(line: &str) -> Vec<Item> {
    let line = vanthu_text::nfc(line);
    let mut tokens: Vec<Token> = Vec::new();
    tokenize(&line, &mut tokens);
    let capitals: Vec<bool> = tokens.iter().map(|t| capital_syllable(t, &line)).collect();
    let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
    let heading = capitals.iter().filter(|c| **c).count() * 2 > words;
    let mut initial = true;
    let mut out = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        let text = token.text(&line);
        match token.kind {
            TokenKind::Word => {
                let case = Case::of(text);
                let near = |j: Option<usize>| j.and_then(|j| capitals.get(j)).copied().unwrap_or(false);
                let form = word_form(text, case, near(i.checked_sub(1)) || near(Some(i + 1)));
                let telling = !initial && !heading && matches!(case, Case::Lower | Case::Title);
                out.push(Item::Word(form, telling.then_some(case == Case::Title)));
                initial = false;
            }
            TokenKind::Number => {
                out.push(Item::Symbol(number_symbol(text)));
                initial = initial && out.len() == 1;
            }
            TokenKind::Mark => {
                if let Some(symbol) = mark_symbol(text) {
                    out.push(Item::Symbol(symbol));
                    initial = initial || matches!(symbol, "." | ":" | "-" | "\"" | "?" | ";");
                }
            }
            TokenKind::Separator => {
                out.push(Item::Boundary);
                initial = true;
            }
            TokenKind::Address => out.push(Item::Unknown),
        }
    }
    out
}

/// Whether `token` is a syllable printed in capitals.
fn capital_syllable(token: &Token, line: &str) -> bool {
    token.kind == TokenKind::Word && {
        let text = token.text(line);
        Case::of(text) == Case::Upper && standard_form(&text.to_lowercase()).is_some()
    }
}

/// A word's counts over all sources.
#[derive(Debug, Default, Clone)]
struct WordCount {
    uses: u32,
    /// Uses whose case says something, and those with a capital, by the weight of their source.
    telling: f64,
    capital: f64,
}

/// The vocabulary in the making, and every source as numbers.
pub(super) struct Corpus {
    /// Words by number; the first two are the unknown word and the boundary.
    pub(super) words: Vec<String>,
    /// Share of capitalised uses by number.
    pub(super) capital: Vec<f32>,
    /// The encoded lines of each source: boundaries around each line.
    pub(super) streams: Vec<Vec<WordId>>,
}

impl Corpus {
    /// Reads all sources twice: once to count words, once to encode them.
    pub(super) fn read(sources: &[Source]) -> Self {
        let mut counts: HashMap<String, WordCount> = HashMap::new();
        for source in sources {
            for line in source.training_lines() {
                for item in items(line) {
                    let (word, capital) = match item {
                        Item::Word(word, capital) => (word, capital),
                        Item::Symbol(symbol) => (symbol.to_owned(), None),
                        Item::Unknown | Item::Boundary => continue,
                    };
                    let count = counts.entry(word).or_default();
                    count.uses += 1;
                    count.telling += if capital.is_some() { source.weight } else { 0.0 };
                    count.capital += if capital == Some(true) { source.weight } else { 0.0 };
                }
            }
        }
        let (words, capital) = choose_words(counts);
        let numbers: HashMap<&str, WordId> =
            words.iter().enumerate().skip(2).map(|(i, w)| (w.as_str(), i as WordId)).collect();
        let streams = sources.iter().map(|s| encode(s, &numbers)).collect();
        Self { words, capital, streams }
    }
}

fn encode(source: &Source, numbers: &HashMap<&str, WordId>) -> Vec<WordId> {
    let mut out = vec![BOUNDARY];
    let boundary = |out: &mut Vec<WordId>| {
        if out.last() != Some(&BOUNDARY) {
            out.push(BOUNDARY);
        }
    };
    for line in source.training_lines() {
        for item in items(line) {
            match item {
                Item::Word(word, _) => out.push(numbers.get(word.as_str()).copied().unwrap_or(UNKNOWN)),
                Item::Symbol(symbol) => out.push(numbers.get(symbol).copied().unwrap_or(UNKNOWN)),
                Item::Unknown => out.push(UNKNOWN),
                Item::Boundary => boundary(&mut out),
            }
        }
        boundary(&mut out);
    }
    out
}

/// The words that enter the vocabulary, and the share of each one's capitalised uses.
fn choose_words(counts: HashMap<String, WordCount>) -> (Vec<String>, Vec<f32>) {
    let mut all: Vec<(String, WordCount)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.uses.cmp(&a.1.uses).then_with(|| a.0.cmp(&b.0)));
    let mut syllable_bases: HashMap<String, u32> = HashMap::new();
    for (word, count) in &all {
        if standard_form(word).is_some() {
            *syllable_bases.entry(vanthu_text::fold(word)).or_default() += count.uses;
        }
    }
    let admitted = |word: &str, count: &WordCount| {
        if word.starts_with('<') || mark_symbol(word).is_some() {
            return true;
        }
        if word.len() > 24 {
            return false;
        }
        if standard_form(word).is_some() || (word.chars().count() == 1 && count.uses > 50) {
            return count.uses >= MIN_SYLLABLE;
        }
        if word.chars().any(char::is_uppercase) {
            return count.uses >= MIN_ACRONYM && word.len() <= 12;
        }
        // `nghiep` in a training text is a word that lost its marks, and no word of its own.
        let stripped =
            syllable_bases.get(&vanthu_text::fold(word)).is_some_and(|uses| *uses > count.uses / 4);
        !stripped && count.uses >= if word.is_ascii() { MIN_FOREIGN } else { 2 * MIN_FOREIGN }
    };
    let mut chosen: Vec<(String, WordCount)> =
        all.into_iter().filter(|(word, count)| admitted(word, count)).take(MAX_WORDS - 2).collect();
    // Words that look alike without their marks get numbers side by side: the decoder asks for them together, and finds
    // them in neighbouring places of the tables.
    chosen.sort_by_cached_key(|(word, _)| (vanthu_text::fold(word), word.clone()));
    let mut words = vec!["<unk>".to_owned(), "<s>".to_owned()];
    let mut capital = vec![0.5, 0.5];
    for (word, count) in chosen {
        // Two pseudo-uses keep a rare word from certainty.
        capital.push(((count.capital + 0.5) / (count.telling + 2.0)) as f32);
        words.push(word);
    }
    (words, capital)
}
