//! Words that look misspelt, and what they may have been meant for.
//!
//! A word is doubted that the index does not hold, or that stands nowhere beside the words around it as typed. What it
//! may be: words a letter apart, two words written as one, one word written as two; before all others those that do
//! stand beside the words around it.

use super::plan::Planner;
use crate::query::Word;
use crate::tokenizer::Kind;

/// Words a letter apart that are looked at.
const MOST_NEIGHBOURS: usize = 40;
/// Readings of a word that are searched for.
const MOST_READINGS: usize = 4;

/// A word and what else it may be, the likeliest first.
#[derive(Debug, Clone)]
pub(super) struct Doubt {
    pub(super) word: Word,
    pub(super) readings: Vec<Vec<String>>,
    /// Whether the next word is the rest of it.
    pub(super) joins_next: bool,
}

/// The doubtful ones of `words`, which were typed side by side.
pub(super) fn doubts(words: &[Word], planner: &Planner<'_>) -> Vec<Doubt> {
    (0..words.len()).filter_map(|at| doubt(words, at, planner)).collect()
}

fn doubt(words: &[Word], at: usize, planner: &Planner<'_>) -> Option<Doubt> {
    let word = words.get(at).filter(|w| w.kind == Kind::Word && w.folded.chars().all(char::is_alphabetic))?;
    let before = at.checked_sub(1).and_then(|i| words.get(i)).map(|w| w.folded.as_str());
    let after = words.get(at + 1).map(|w| w.folded.as_str());
    let sides = |folded: &str| {
        let left = before.is_some_and(|before| planner.stand_together([before, folded]));
        let right = after.is_some_and(|after| planner.stand_together([folded, after]));
        usize::from(left) + usize::from(right)
    };
    let known = planner.frequency(&word.folded) > 0;
    let own = if known { sides(&word.folded) } else { 0 };
    let alone = before.is_none() && after.is_none();
    if known && (alone || own > 0 && own == usize::from(before.is_some()) + usize::from(after.is_some())) {
        return None;
    }
    let mut readings: Vec<(usize, Vec<String>)> = Vec::new();
    let mut near = planner.neighbours(&word.folded, 1, MOST_NEIGHBOURS);
    if near.is_empty() && !known && word.folded.len() > 4 {
        near = planner.neighbours(&word.folded, 2, MOST_NEIGHBOURS);
    }
    readings.extend(near.into_iter().map(|other| (sides(&other), vec![other])));
    if !known {
        let cuts = word.folded.char_indices().skip(1).map(|(i, _)| word.folded.split_at(i));
        let whole = |(a, b): &(&str, &str)| planner.frequency(a) > 0 && planner.frequency(b) > 0;
        let two = cuts.filter(whole).filter(|(a, b)| planner.stand_together([a, b]));
        readings.extend(two.map(|(a, b)| (3, vec![a.to_owned(), b.to_owned()])));
    }
    let joined = after.map(|after| format!("{}{after}", word.folded));
    let joins_next = own == 0 && joined.as_deref().is_some_and(|joined| planner.frequency(joined) > 0);
    if let Some(joined) = joined.filter(|_| joins_next) {
        readings.push((2, vec![joined]));
    }
    // Those more at home here than the word itself; any, if it is unknown and none is.
    readings.sort_by_key(|(sides, _)| std::cmp::Reverse(*sides));
    let best = readings.first().map_or(0, |r| r.0);
    readings.retain(|(sides, _)| if best > own { *sides > own } else { !known });
    readings.truncate(MOST_READINGS);
    let readings: Vec<Vec<String>> = readings.into_iter().map(|(_, words)| words).collect();
    (!readings.is_empty()).then(|| Doubt { word: word.clone(), readings, joins_next })
}
