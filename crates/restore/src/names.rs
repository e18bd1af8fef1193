//! Names that stand alone on their line, as a signer's does: an OCR of Vietnamese loses their marks, and no sentence around them
//! says which (`Nguyên Tân Đũng`).
//!
//! The syllables of names are few, and not the same in every place: `Nguyễn` is a family and `Nguyên` is none. A chain of
//! syllables, each depending on the one before, with what an OCR does to marks, gives the likeliest name and how sure each
//! syllable of it is. A name that is changed stays in doubt, whatever the model says.

use std::collections::HashMap;
use std::sync::LazyLock;

use vanthu_text::{Syllable, TextRange};

use crate::lattice::LogProb;
use crate::marks::slip;
use crate::restorer::{Candidate, Change};

/// Share of the syllables of names that an OCR reads wrongly, however sure it is, and how it grows with its doubt. Of 42 of
/// signers on scans nine were read with another mark, at confidences as high as those of the others.
const WRONG_AT_BEST: f32 = 0.08;
const WRONG_AT_WORST: f32 = 0.5;
/// Weight of the pair of syllables against the single one.
const PAIR: f32 = 0.5;
/// Count of a syllable that no known name has.
const UNKNOWN: f32 = 0.3;
/// The most that a syllable in doubt is trusted: low enough to be named to the reader.
const IN_DOUBT: f32 = 0.55;
/// A syllable that stays as it was read is in doubt below this probability.
const SURE: f32 = 0.8;
/// Candidates named beside a syllable, and the least probability of one.
const CANDIDATES: usize = 4;
const WORTH_NAMING: f32 = 0.02;

static NAMES: LazyLock<Names> = LazyLock::new(|| Names::parse(include_str!("../data/names.tsv")));

/// A name as it was read again.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Name {
    /// The syllables to be written otherwise.
    pub(crate) changed: Vec<Change>,
    /// Those that stay, in doubt.
    pub(crate) kept: Vec<Change>,
}

#[derive(Default)]
struct Names {
    families: HashMap<String, f32>,
    others: HashMap<String, f32>,
    pairs: HashMap<(String, String), f32>,
    /// Syllables by their letters without marks.
    alike: HashMap<String, Vec<String>>,
    all_families: f32,
    all_others: f32,
}

impl Names {
    fn parse(table: &str) -> Self {
        let mut out = Self::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(kind), Some(text), Some(count)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            let count: f32 = count.parse().unwrap_or(0.0);
            let mut add = |text: &str| {
                let alike = out.alike.entry(vanthu_text::fold(text)).or_default();
                if !alike.iter().any(|known| known == text) {
                    alike.push(text.to_owned());
                }
            };
            match (kind, text.split_once(' ')) {
                ("f", None) => {
                    add(text);
                    out.all_families += count;
                    out.families.insert(text.to_owned(), count);
                }
                ("g", None) => {
                    add(text);
                    out.all_others += count;
                    out.others.insert(text.to_owned(), count);
                }
                ("p", Some((a, b))) => {
                    out.pairs.insert((a.to_owned(), b.to_owned()), count);
                }
                _ => {}
            }
        }
        out
    }

    /// log p of a syllable, given the place and the syllable before it.
    fn log_p(&self, place: usize, before: &str, syllable: &str) -> LogProb {
        let share = |counts: &HashMap<String, f32>, all: f32| {
            counts.get(syllable).copied().unwrap_or(0.0).max(UNKNOWN) / (all + 1.0)
        };
        match place {
            0 => share(&self.families, self.all_families).ln(),
            1 => share(&self.others, self.all_others).ln(),
            _ => {
                let pair = self.pairs.get(&(before.to_owned(), syllable.to_owned())).copied().unwrap_or(0.0);
                let all = self.others.get(before).copied().unwrap_or(0.0).max(pair);
                let together = if all > 0.0 { pair / all } else { 0.0 };
                (PAIR * together + (1.0 - PAIR) * share(&self.others, self.all_others)).ln()
            }
        }
    }
}

/// A reading of one syllable.
struct Choice<'a> {
    text: &'a str,
    /// log p of what was read for it.
    channel: LogProb,
}

/// Reads a piece of a line as a name, if it looks like one: two to five words with a capital first, of which the first is a
/// family name but for its marks. `offset` is where it begins in its line, `sure` how sure the OCR is of each part of the line.
pub(crate) fn read(piece: &str, offset: usize, sure: impl Fn(TextRange) -> f32) -> Option<Name> {
    let words: Vec<(usize, &str)> = words(piece).collect();
    let family = vanthu_text::fold(words.first()?.1);
    let fits = (2..=5).contains(&words.len())
        && words.iter().all(|(_, word)| is_cased(word))
        && NAMES.alike.get(&family)?.iter().any(|f| NAMES.families.contains_key(f));
    fits.then_some(())?;
    let mut places: Vec<Vec<Choice<'_>>> = Vec::with_capacity(words.len());
    for (at, word) in &words {
        let range = TextRange::new(offset + at, offset + at + word.len());
        let doubt = (1.0 - sure(range)).clamp(0.0, 1.0);
        let wrong = WRONG_AT_BEST + doubt * (WRONG_AT_WORST - WRONG_AT_BEST);
        let read = Syllable::parse(&vanthu_text::lower(word));
        let mut choices = vec![Choice { text: word, channel: (1.0 - wrong).ln() }];
        for text in NAMES.alike.get(&vanthu_text::fold(word)).into_iter().flatten() {
            if let Some(slip) = slip(read, &vanthu_text::lower(text)).filter(|_| text != word) {
                choices.push(Choice { text, channel: wrong.ln() + slip });
            }
        }
        places.push(choices);
    }
    Some(name(&words, offset, &places))
}

/// The likeliest syllable of each place, by its probability over all names.
fn name(words: &[(usize, &str)], offset: usize, places: &[Vec<Choice<'_>>]) -> Name {
    // Forward and backward sums over the chain.
    let mut forward: Vec<Vec<LogProb>> = Vec::with_capacity(places.len());
    for (place, choices) in places.iter().enumerate() {
        let sums = choices.iter().map(|choice| {
            let from =
                place.checked_sub(1).and_then(|before| Some((places.get(before)?, forward.get(before)?)));
            let reached = match from {
                Some((before, sums)) => {
                    sum(before.iter().zip(sums).map(|(b, sum)| sum + NAMES.log_p(place, b.text, choice.text)))
                }
                None => NAMES.log_p(place, "", choice.text),
            };
            reached + choice.channel
        });
        let sums = sums.collect();
        forward.push(sums);
    }
    let mut backward: Vec<LogProb> = vec![0.0; places.last().map_or(0, Vec::len)];
    let mut out = Name::default();
    for (place, choices) in places.iter().enumerate().rev() {
        let both: Vec<LogProb> =
            forward.get(place).into_iter().flatten().zip(&backward).map(|(f, b)| f + b).collect();
        let all = sum(both.iter().copied());
        let mut ranked: Vec<(f32, &str)> =
            choices.iter().zip(&both).map(|(choice, p)| ((p - all).exp(), choice.text)).collect();
        // Of equal probabilities the one that was read.
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        if let (Some((at, read)), Some((p, best))) = (words.get(place), ranked.first()) {
            let change = Change {
                range: TextRange::new(offset + at, offset + at + read.len()),
                from: (*read).to_owned(),
                to: (*best).to_owned(),
                confidence: p.min(IN_DOUBT),
                candidates: ranked
                    .iter()
                    .filter(|(p, _)| *p >= WORTH_NAMING)
                    .take(CANDIDATES)
                    .map(|(p, text)| Candidate { text: (*text).to_owned(), p: *p })
                    .collect(),
            };
            if best != read {
                out.changed.insert(0, change);
            } else if *p < SURE {
                out.kept.insert(0, change);
            }
        }
        let before = place.checked_sub(1).and_then(|before| places.get(before));
        backward = before
            .into_iter()
            .flatten()
            .map(|b| {
                let on = choices.iter().zip(&backward);
                sum(on.map(|(choice, p)| p + choice.channel + NAMES.log_p(place, b.text, choice.text)))
            })
            .collect();
    }
    out
}

/// log of the sum of what `terms` are the logs of.
fn sum(terms: impl Iterator<Item = LogProb> + Clone) -> LogProb {
    let most = terms.clone().fold(LogProb::NEG_INFINITY, LogProb::max);
    most + terms.map(|term| (term - most).exp()).sum::<LogProb>().ln()
}

/// The words of a piece and where they begin.
fn words(piece: &str) -> impl Iterator<Item = (usize, &str)> {
    piece.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    })
}

fn is_cased(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
        && letters.all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_again(piece: &str, sure: f32) -> (String, Vec<String>) {
        let name = read(piece, 0, |_| sure).unwrap_or_default();
        let mut text = piece.to_owned();
        for change in name.changed.iter().rev() {
            assert!(change.confidence <= IN_DOUBT);
            assert!(change.candidates.iter().any(|c| c.text == change.from || c.p > 0.9));
            text.replace_range(change.range.start..change.range.end, &change.to);
        }
        (text, name.kept.into_iter().map(|kept| kept.from).collect())
    }

    #[test]
    fn marks_of_names_come_back() {
        for (piece, printed) in [
            ("Trân Văn Hùng", "Trần Văn Hùng"),
            ("Nguyên Thị Bình", "Nguyễn Thị Bình"),
            ("Lê Đưc Thành", "Lê Đức Thành"),
            ("Ñguyên Quang Minh", "Nguyễn Quang Minh"),
            ("Phạm Tiên Đũng", "Phạm Tiến Dũng"),
        ] {
            assert_eq!(read_again(piece, 0.9).0, printed);
        }
    }

    #[test]
    fn names_as_printed_stay() {
        for piece in ["Trần Văn Hùng", "Lò Thị Thanh Mai", "Hoàng Thế Cường", "Đỗ Minh Anh", "Hà Nội"]
        {
            assert_eq!(read_again(piece, 0.95).0, piece);
        }
        // Names that both exist: the one that was read, in doubt.
        let (text, kept) = read_again("Lê Văn Tân", 0.6);
        assert_eq!((text.as_str(), kept.len()), ("Lê Văn Tân", 1));
    }

    #[test]
    fn what_is_no_name_is_left_alone() {
        for piece in ["Bình", "Nơi nhận", "Sở Tài chính", "Trần Văn A1", "TRẦN VĂN HÙNG", "Lê Văn  Hùng", ""]
        {
            assert_eq!(read(piece, 0, |_| 0.5), None, "{piece}");
        }
    }
}
