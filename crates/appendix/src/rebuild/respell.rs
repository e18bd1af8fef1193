//! Cells that OCR read, spelled again: once a cell stands alone, its words say better which marks each of them has.
//!
//! Before the columns were cut, a word was restored beside words of other cells. Here the language model reads each cell by
//! itself, every word with all the marks that its letters can bear; a reading other than the one at hand must be much likelier.

use vanthu_restore::{BOUNDARY, LanguageModel, UNKNOWN, WordId};
use vanthu_text::fold;

/// What it costs to change the marks of a word, in nats.
const CHANGE: f32 = -3.0;
/// Readings of the cell so far that are kept, by their last two words.
const BEAM: usize = 12;
/// Cells of more words are left as they are: they are no cells.
const MAX_WORDS: usize = 400;
/// Most readings of one word.
const READINGS: usize = 8;

/// A reading of the words so far.
struct Path {
    score: f32,
    before: WordId,
    last: WordId,
    /// Its last choice, among all that were made.
    choice: Option<usize>,
}

/// The reading of a word, `None` where it is kept, with the choice for the word before.
struct Choice {
    chosen: Option<WordId>,
    before: Option<usize>,
}

/// `text` with the marks that its own words make likeliest, and whether anything changed.
pub(super) fn respell(model: &LanguageModel<'_>, text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', '\n']).collect();
    if words.len() > MAX_WORDS {
        return None;
    }
    let mut beam = vec![Path { score: 0.0, before: BOUNDARY, last: BOUNDARY, choice: None }];
    let mut choices: Vec<Choice> = Vec::new();
    let mut ids = Vec::new();
    for word in &words {
        ids.clear();
        model.encode(word, &mut ids);
        let own = ids.first().copied().unwrap_or(UNKNOWN);
        let core = word.trim_end_matches([',', ';', '.', ':']);
        // Only a small word, or one with a capital in front of small letters, can be spelled again.
        let plain = core.chars().skip(1).all(char::is_lowercase) && core.chars().all(char::is_alphabetic);
        let mut readings: Vec<(Option<WordId>, WordId, f32)> = vec![(None, own, 0.0)];
        if plain && !core.is_empty() {
            let variants = model.vocabulary().variants(&fold(core)).filter(|&id| id != own);
            readings.extend(variants.take(READINGS).map(|id| (Some(id), id, CHANGE)));
        }
        let mut next: Vec<Path> = Vec::new();
        for path in &beam {
            for &(chosen, id, cost) in &readings {
                let mut score = path.score + cost + model.score(path.before, path.last, id);
                let (mut before, mut last) = (path.last, id);
                // The word's marks, or its further parts.
                for &further in ids.iter().skip(1) {
                    score += model.score(before, last, further);
                    (before, last) = (last, further);
                }
                let worse = next.iter().any(|p| p.before == before && p.last == last && p.score >= score);
                if !worse {
                    next.retain(|p| p.before != before || p.last != last);
                    choices.push(Choice { chosen, before: path.choice });
                    next.push(Path { score, before, last, choice: choices.len().checked_sub(1) });
                }
            }
        }
        next.sort_by(|a, b| b.score.total_cmp(&a.score));
        next.truncate(BEAM);
        beam = next;
    }
    for path in &mut beam {
        path.score += model.score(path.before, path.last, BOUNDARY);
    }
    let best = beam.into_iter().max_by(|a, b| a.score.total_cmp(&b.score))?;
    let mut chosen = Vec::with_capacity(words.len());
    let mut at = best.choice;
    while let Some(choice) = at.and_then(|c| choices.get(c)) {
        chosen.push(choice.chosen);
        at = choice.before;
    }
    chosen.reverse();
    if chosen.iter().all(Option::is_none) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    for (word, chosen) in words.iter().zip(chosen) {
        match chosen {
            None => out.push_str(word),
            Some(id) => {
                let core = word.trim_end_matches([',', ';', '.', ':']);
                let spelled = model.vocabulary().word(id);
                let mut letters = spelled.chars();
                match letters.next().filter(|_| core.starts_with(char::is_uppercase)) {
                    Some(first) => out.extend(first.to_uppercase().chain(letters)),
                    None => out.push_str(spelled),
                }
                out.push_str(word.get(core.len()..).unwrap_or(""));
            }
        }
        at += word.len();
        if let Some(parting) = text.get(at..at + 1) {
            out.push_str(parting);
            at += 1;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_by_itself_says_which_marks_its_words_have() {
        let model = LanguageModel::carried();
        assert_eq!(respell(&model, "Phong Văn hóa – Xã hội").as_deref(), Some("Phòng Văn hóa – Xã hội"));
        assert_eq!(respell(&model, "Báo cao,\nđề xuất").as_deref(), Some("Báo cáo,\nđề xuất"));
        assert_eq!(respell(&model, "Sở Nội vụ"), None);
        assert_eq!(respell(&model, ""), None);
    }
}
