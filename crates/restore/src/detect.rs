//! What state a text is in: clean, stripped, read by an OCR of another language, or no Vietnamese at all.
//!
//! Every word is weighed under each of the four states with the language model's unigrams: a clean text prints its words
//! as they are; a stripped text prints the folded form of any of the words that share it; an OCR's text holds both, and
//! forms that are no words. A line is judged by the sum over its words and by what the whole document looks like, so
//! that a short line follows its document.

use std::collections::HashMap;

use serde::Serialize;

use crate::language_model::LanguageModel;
use crate::token::{Case, Token, TokenKind, standard_form, tokenize};

/// The state of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Vietnamese with its marks.
    Clean,
    /// Vietnamese without its marks.
    Stripped,
    /// Vietnamese read by an OCR of another language.
    Ocr,
    /// Another language, or nothing to read.
    Other,
}

/// All states, in the order of the scores.
pub(crate) const STATES: [State; 4] = [State::Clean, State::Stripped, State::Ocr, State::Other];

/// Logarithms of the likelihood of a line under each state, and its number of words.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Evidence {
    pub(crate) scores: [f32; 4],
    pub(crate) words: usize,
}

/// Most words of a line that are looked at.
const MOST_WORDS: usize = 400;
/// log p of a word that the model does not know, in Vietnamese text and in a foreign one.
const UNKNOWN_WORD: f32 = -13.0;
const FOREIGN_WORD: f32 = -10.5;
/// log p of a word with marks in a text that has none.
const STRAY_MARK: f32 = -7.0;
/// log p of an OCR word by what it looks like: without marks, with marks, no word at all.
const OCR_PLAIN: f32 = -0.45;
const OCR_MARKED: f32 = -2.2;
const OCR_GARBLED: f32 = -10.5;
/// Weight of the document's view against a line's own words, in words.
const DOCUMENT_WEIGHT: f32 = 3.0;

/// Weighs lines with one model; remembers the words that it has seen.
pub(crate) struct Judge<'m> {
    model: &'m LanguageModel<'m>,
    seen: HashMap<String, [f32; 4]>,
    tokens: Vec<Token>,
}

/// Words remembered.
const MEMORY: usize = 20_000;

impl<'m> Judge<'m> {
    pub(crate) fn new(model: &'m LanguageModel<'m>) -> Self {
        Self { model, seen: HashMap::new(), tokens: Vec::new() }
    }

    /// Weighs the words of `line`.
    pub(crate) fn weigh(&mut self, line: &str) -> Evidence {
        self.tokens.clear();
        tokenize(line, &mut self.tokens);
        let mut evidence = Evidence::default();
        for token in self.tokens.iter().filter(|t| t.kind == TokenKind::Word).take(MOST_WORDS) {
            let text = token.text(line);
            let scores = match self.seen.get(text) {
                Some(scores) => *scores,
                None => {
                    let scores = word_scores(self.model, &vanthu_text::nfc(text));
                    if self.seen.len() >= MEMORY {
                        self.seen.clear();
                    }
                    self.seen.insert(text.to_owned(), scores);
                    scores
                }
            };
            for (sum, score) in evidence.scores.iter_mut().zip(scores) {
                *sum += score;
            }
            evidence.words += 1;
        }
        evidence
    }
}

/// log p of one word under each state.
fn word_scores(model: &LanguageModel<'_>, text: &str) -> [f32; 4] {
    let vocabulary = model.vocabulary();
    let lower = text.to_lowercase();
    let verbatim = if Case::of(text) == Case::Upper { vocabulary.id(text) } else { None };
    let id = verbatim.or_else(|| vocabulary.id(&lower)).or_else(|| vocabulary.id(&standard_form(&lower)?));
    let as_is = id.map_or(UNKNOWN_WORD, |w| model.unigram(w).max(UNKNOWN_WORD));
    let folded: f32 = vocabulary.variants(&vanthu_text::fold(text)).map(|w| model.unigram(w).exp()).sum();
    let folded = if folded > 0.0 { folded.ln().max(UNKNOWN_WORD) } else { UNKNOWN_WORD };
    if text.is_ascii() {
        let garbled = if folded <= UNKNOWN_WORD { OCR_GARBLED } else { folded + OCR_PLAIN };
        let foreign = if verbatim.is_some() { as_is.min(FOREIGN_WORD) } else { FOREIGN_WORD };
        return [as_is, folded, garbled, foreign];
    }
    let garbled = if folded <= UNKNOWN_WORD { OCR_GARBLED } else { folded + OCR_MARKED };
    [as_is, folded + STRAY_MARK, garbled.max(OCR_GARBLED), FOREIGN_WORD + STRAY_MARK]
}

/// The state of every line, from the evidence of all.
pub(crate) fn judge(evidence: &[Evidence]) -> Vec<State> {
    let mut votes = [1.0_f32; 4];
    for line in evidence.iter().filter(|e| e.words >= 3) {
        if let Some(vote) = votes.get_mut(best(&line.scores)) {
            *vote += line.words as f32;
        }
    }
    let all: f32 = votes.iter().sum();
    let prior = votes.map(|v| DOCUMENT_WEIGHT * (v / all).ln());
    evidence
        .iter()
        .map(|line| {
            let mut scores = line.scores;
            for (score, prior) in scores.iter_mut().zip(prior) {
                *score += prior;
            }
            let state = STATES.get(best(&scores)).copied().unwrap_or(State::Other);
            if line.words == 0 { State::Other } else { state }
        })
        .collect()
}

/// Index of the greatest score; the first of equals.
fn best(scores: &[f32; 4]) -> usize {
    scores.iter().enumerate().fold((0, f32::NEG_INFINITY), |b, (i, s)| if *s > b.1 { (i, *s) } else { b }).0
}
