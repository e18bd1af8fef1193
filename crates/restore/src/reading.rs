//! What a token that an OCR read may stand for: a search through the vocabulary with the channel.

use std::collections::HashMap;

use crate::channel::{ChannelModel, MAX_READ};
use crate::language_model::LanguageModel;
use crate::lattice::{ARC_WORDS, LogProb, Written};
use crate::token::Case;
use crate::trie::{NodeId, Trie};
use crate::vocabulary::WordId;

/// One reading of a token: its words, how they are written, and log p(read | words).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    pub(crate) words: [WordId; ARC_WORDS],
    pub(crate) len: u8,
    pub(crate) written: Written,
    pub(crate) p: LogProb,
}

/// The case in which the words of the vocabulary are printed in one way through the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// As the vocabulary has them: words in lower case, and acronyms.
    Literal,
    Title,
    Upper,
}

/// A way to have read the first characters.
#[derive(Debug, Clone, Copy)]
struct Step {
    node: NodeId,
    /// The mode of the first word and that of the current one.
    first: Mode,
    mode: Mode,
    words: [WordId; ARC_WORDS],
    len: u8,
    /// log p of what was read so far.
    p: LogProb,
    /// Log probability of the finished words, for the ranking.
    prior: LogProb,
}

/// How far the search looks.
const MOST_STEPS: usize = 56;
const WIDTH: LogProb = 14.0;
/// Readings kept of a token, and how much worse than the best they may be.
const MOST_READINGS: usize = 24;
const READING_WIDTH: LogProb = 11.0;
/// Longest token, in characters, that is searched for.
pub(crate) const LONGEST: usize = 24;
/// Shortest token that may hold two words.
const SHORTEST_JOINED: usize = 4;
/// log p of a word in a case that the token does not show.
const OTHER_CASE: LogProb = -2.5;
/// Tokens remembered.
const MEMORY: usize = 30_000;

/// The search, with what it needs of the models and a memory of what it has seen.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    memory: HashMap<String, (u32, u32)>,
    found: Vec<Reading>,
    steps: Vec<Vec<Step>>,
}

impl Reader {
    /// The readings of `token`, likeliest first.
    pub(crate) fn readings(
        &mut self,
        model: &LanguageModel<'_>,
        trie: &Trie,
        channel: &ChannelModel,
        token: &str,
    ) -> &[Reading] {
        if self.memory.len() >= MEMORY {
            self.memory.clear();
            self.found.clear();
        }
        let range = match self.memory.get(token) {
            Some(&range) => range,
            None => {
                let first = self.found.len() as u32;
                self.search(model, trie, channel, token);
                let range = (first, self.found.len() as u32);
                self.memory.insert(token.to_owned(), range);
                range
            }
        };
        self.found.get(range.0 as usize..range.1 as usize).unwrap_or_default()
    }

    fn search(&mut self, model: &LanguageModel<'_>, trie: &Trie, channel: &ChannelModel, token: &str) {
        let bounds: Vec<usize> = token.char_indices().map(|(i, _)| i).chain([token.len()]).collect();
        let length = bounds.len() - 1;
        if length == 0 || length > LONGEST {
            return;
        }
        let upper = token.chars().filter(|c| c.is_uppercase()).count();
        self.steps.iter_mut().for_each(Vec::clear);
        if self.steps.len() <= length {
            self.steps.resize_with(length + 1, Vec::new);
        }
        let start =
            |mode, p| Step { node: 0, first: mode, mode, words: [0; ARC_WORDS], len: 0, p, prior: 0.0 };
        if let Some(first) = self.steps.first_mut() {
            first.push(start(Mode::Literal, 0.0));
            first.push(start(Mode::Title, 0.0));
            if length > 1 {
                first.push(start(Mode::Upper, if upper * 2 >= length { 0.0 } else { OTHER_CASE * 2.0 }));
            }
        }
        let mut best_end = LogProb::NEG_INFINITY;
        for i in 0..length {
            let mut here = std::mem::take(self.steps.get_mut(i).unwrap_or(&mut Vec::new()));
            prune(&mut here, trie);
            // What is already this unlikely will not come back.
            let floor =
                here.iter().map(|s| s.p + s.prior).fold(LogProb::NEG_INFINITY, LogProb::max) - 2.0 * WIDTH;
            for step in &here {
                // A word that ends here may be followed by another: the space between them was lost.
                if i > 0 && length >= SHORTEST_JOINED && i + 1 < length && i > 1 {
                    self.finish(model, trie, step, i, channel.space_lost);
                }
            }
            // Words finished here start again at the root.
            let mut again = std::mem::take(self.steps.get_mut(i).unwrap_or(&mut Vec::new()));
            again.sort_by(|a, b| (b.p + b.prior).total_cmp(&(a.p + a.prior)));
            again.truncate(8);
            for k in 1..=MAX_READ.min(length - i) {
                let read = bounds
                    .get(i)
                    .zip(bounds.get(i + k))
                    .and_then(|(a, b)| token.get(*a..*b))
                    .unwrap_or_default();
                let segments = channel.segments(read);
                let Some(steps) = self.steps.get_mut(i + k) else { continue };
                for step in here.iter().chain(&again) {
                    for segment in segments {
                        if step.p + step.prior + segment.p < floor {
                            break;
                        }
                        if let Some(next) = advance(trie, step, segment.first, segment.second) {
                            steps.push(Step { node: next, p: step.p + segment.p, ..*step });
                        }
                    }
                }
            }
        }
        let ends = std::mem::take(self.steps.get_mut(length).unwrap_or(&mut Vec::new()));
        let mut readings: Vec<(LogProb, Reading)> = Vec::new();
        for step in &ends {
            let Some(word) = trie.word(step.node) else { continue };
            let Some(words) = pushed(step, word) else { continue };
            let rank = step.p + step.prior + model.unigram(word);
            best_end = best_end.max(rank);
            let written = match step.mode {
                Mode::Literal if step.first == Mode::Title => Written::Sentence,
                Mode::Literal => Written::Verbatim,
                Mode::Title => Written::As(Case::Title),
                Mode::Upper => Written::As(Case::Upper),
            };
            readings.push((rank, Reading { words, len: step.len + 1, written, p: step.p }));
        }
        readings.retain(|r| r.0 >= best_end - READING_WIDTH);
        readings.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.words.cmp(&b.1.words)));
        let mut kept: Vec<Reading> = Vec::new();
        for (_, reading) in readings {
            // Two ways to cut the same word into segments are one reading.
            let same = kept.iter_mut().find(|r| r.words == reading.words && r.written == reading.written);
            if let Some(same) = same {
                same.p = log_sum(same.p, reading.p);
            } else if kept.len() < MOST_READINGS {
                kept.push(reading);
            }
        }
        self.found.extend(kept);
    }

    /// Lets the word that ends at `step` be followed by another.
    fn finish(&mut self, model: &LanguageModel<'_>, trie: &Trie, step: &Step, at: usize, cost: LogProb) {
        let Some(word) = trie.word(step.node) else { return };
        let Some(words) = pushed(step, word) else { return };
        if usize::from(step.len) + 2 > ARC_WORDS {
            return;
        }
        let Some(steps) = self.steps.get_mut(at) else { return };
        let next = Step {
            node: 0,
            words,
            len: step.len + 1,
            p: step.p + cost,
            prior: step.prior + model.unigram(word),
            ..*step
        };
        steps.push(next);
        if step.mode == Mode::Title {
            steps.push(Step { mode: Mode::Literal, ..next });
        }
    }
}

fn pushed(step: &Step, word: WordId) -> Option<[WordId; ARC_WORDS]> {
    let mut words = step.words;
    *words.get_mut(usize::from(step.len))? = word;
    Some(words)
}

/// The node that `step` reaches over the printed letters of a segment.
fn advance(trie: &Trie, step: &Step, first: char, second: Option<char>) -> Option<NodeId> {
    let node = trie.child(step.node, letter(step, step.node == 0, first)?)?;
    match second {
        Some(second) => trie.child(node, letter(step, false, second)?),
        None => Some(node),
    }
}

/// The vocabulary's letter for the printed letter `c`, if `c` is in the case that the mode asks for.
fn letter(step: &Step, initial: bool, c: char) -> Option<char> {
    match step.mode {
        Mode::Literal => Some(c),
        Mode::Title if !initial => (!c.is_uppercase()).then_some(c),
        _ if c.is_uppercase() => c.to_lowercase().next(),
        _ => None,
    }
}

fn prune(steps: &mut Vec<Step>, trie: &Trie) {
    let rank = |s: &Step| s.p + s.prior + trie.best(s.node);
    let best = steps.iter().map(rank).fold(LogProb::NEG_INFINITY, LogProb::max);
    steps.retain(|s| rank(s) >= best - WIDTH);
    if steps.len() > MOST_STEPS {
        steps.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
        steps.truncate(MOST_STEPS);
    }
}

fn log_sum(a: LogProb, b: LogProb) -> LogProb {
    let (high, low) = if a >= b { (a, b) } else { (b, a) };
    high + (low - high).exp().ln_1p()
}
