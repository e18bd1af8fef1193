//! Questions with their right answers, and how good a ranking of answers is.
//!
//! `data/relevance.tsv` says of each question what a right answer looks like, in terms of the printed text. Each question
//! is asked in three forms: as written, without diacritics, and with one typing error.

use anyhow::{Context, Result, bail};
use vanthu_appendix::model::AgencyRef;
use vanthu_index::TaskEntry;
use vanthu_text::{fold, lower, single_spaced};

/// A question with what answers it.
#[derive(Debug, Clone)]
pub struct Question {
    /// As a civil servant asks it, with diacritics.
    pub text: String,
    right: Vec<Clause>,
    useful: Vec<Clause>,
}

#[derive(Debug, Clone)]
struct Clause {
    field: String,
    whole: bool,
    values: Vec<String>,
}

/// A form in which a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As written.
    Marked,
    /// Without diacritics.
    Unmarked,
    /// With one typing error.
    Misspelt,
}

impl Form {
    /// All forms.
    pub const ALL: [Form; 3] = [Form::Marked, Form::Unmarked, Form::Misspelt];
}

/// The questions of `data/relevance.tsv`, on which the weights of the ranking were set.
///
/// # Errors
/// Where a line is not of the form that its header describes.
pub fn questions() -> Result<Vec<Question>> {
    read(include_str!("../data/relevance.tsv"))
}

/// The questions of `data/relevance_held_out.tsv`, after which nothing was set.
///
/// # Errors
/// As [`questions`].
pub fn held_out() -> Result<Vec<Question>> {
    read(include_str!("../data/relevance_held_out.tsv"))
}

fn read(table: &str) -> Result<Vec<Question>> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut cells = line.split('\t');
            let text = cells.next().unwrap_or_default().to_owned();
            let right = clauses(cells.next().unwrap_or_default()).with_context(|| line.to_owned())?;
            let useful = clauses(cells.next().unwrap_or_default()).with_context(|| line.to_owned())?;
            if right.is_empty() {
                bail!("no answer: {line}");
            }
            Ok(Question { text, right, useful })
        })
        .collect()
}

fn clauses(text: &str) -> Result<Vec<Clause>> {
    let parts = text.split('&').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let at = part.find(['~', '=']).context("a clause has ~ or =")?;
            let (field, values) = part.split_at(at);
            Ok(Clause {
                field: field.to_owned(),
                whole: values.starts_with('='),
                values: values[1..].split('|').map(str::to_owned).collect(),
            })
        })
        .collect()
}

impl Clause {
    fn holds(&self, entry: &TaskEntry) -> bool {
        let ids = |agencies: &[AgencyRef]| agencies.iter().map(|a| a.agency.to_string()).collect::<Vec<_>>();
        let text = |texts: &[Option<&str>]| {
            let all: Vec<&str> = texts.iter().flatten().copied().collect();
            vec![lower(&single_spaced(&all.join(" ")))]
        };
        let product = entry.product.as_deref();
        let texts: Vec<String> = match self.field.as_str() {
            "task" => text(&[Some(&entry.task)]),
            "product" => text(&[product]),
            "text" => text(&[Some(&entry.task), product]),
            "leader" => text(&[entry.leader.as_deref()]),
            "note" => text(&[entry.source_note.as_deref()]),
            "section" => entry.section.iter().map(|s| lower(&s.title)).collect(),
            "doc" => vec![entry.document.source.clone()],
            "lead" => ids(&entry.lead),
            "support" => ids(&entry.support),
            "agency" => [ids(&entry.lead), ids(&entry.support)].concat(),
            "due" => entry.deadline.iter().filter_map(|d| Some(d.end?.last_day().to_string())).collect(),
            "year" => years(entry),
            _ => Vec::new(),
        };
        texts.iter().any(|text| {
            self.values
                .iter()
                .any(|value| if self.whole { text == value } else { text.contains(value.as_str()) })
        })
    }
}

/// Years of the document, as its title or its date tell them.
fn years(entry: &TaskEntry) -> Vec<String> {
    let title = entry.document.title.clone().unwrap_or_default() + " " + &entry.appendix_title;
    let digits: Vec<&str> = title.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4).collect();
    match digits.as_slice() {
        [] => entry.document.date.iter().map(|d| d.year().to_string()).collect(),
        [first, .., last] => match (first.parse::<u16>(), last.parse::<u16>()) {
            (Ok(first), Ok(last)) => (first..=last).map(|y| y.to_string()).collect(),
            _ => Vec::new(),
        },
        [only] => vec![(*only).to_owned()],
    }
}

impl Question {
    /// How well an entry answers: 2 right, 1 useful, 0 neither.
    #[must_use]
    pub fn gain(&self, entry: &TaskEntry) -> u32 {
        let all = |clauses: &[Clause]| !clauses.is_empty() && clauses.iter().all(|c| c.holds(entry));
        if all(&self.right) { 2 } else { u32::from(all(&self.useful)) }
    }

    /// The question as it is typed in `form`.
    #[must_use]
    pub fn typed(&self, form: Form) -> String {
        match form {
            Form::Marked => self.text.clone(),
            Form::Unmarked => fold(&self.text),
            Form::Misspelt => misspelt(&self.text),
        }
    }
}

/// The question with one typing error: in one of its words, which is no name of a column and no abbreviation, a letter is
/// left out, doubled, exchanged with the one before it, or replaced by its neighbour on the keyboard, by turns.
fn misspelt(text: &str) -> String {
    let seed = text.bytes().fold(7_usize, |sum, b| sum.wrapping_mul(31).wrapping_add(usize::from(b)));
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let letters = word.trim_end_matches(|c: char| !c.is_alphabetic());
        if letters.chars().count() >= 3 && !word.ends_with(':') && !letters.chars().all(char::is_uppercase) {
            words.push((at, letters));
        }
        at += word.len();
    }
    let Some(&(at, word)) = words.get(seed % words.len().max(1)) else { return text.to_owned() };
    let mut letters: Vec<char> = word.chars().collect();
    let place = 1 + seed / 7 % (letters.len() - 1);
    match seed / 11 % 4 {
        0 => {
            letters.remove(place);
        }
        1 => letters.insert(place, letters[place]),
        2 => letters.swap(place - 1, place),
        _ => letters[place] = beside(letters[place]),
    }
    let wrong: String = letters.into_iter().collect();
    [&text[..at], &wrong, &text[at + word.len()..]].concat()
}

/// The letter to the right on the keyboard (to the left at the end of a row).
fn beside(letter: char) -> char {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let plain = vanthu_text::fold_char(letter).unwrap_or(letter);
    for row in ROWS {
        if let Some(at) = row.find(plain) {
            return row[at + 1..].chars().next().or_else(|| row[..at].chars().next_back()).unwrap_or(letter);
        }
    }
    'x'
}

/// How good the answers of an index to many questions are.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    /// By question: what was typed, nDCG@10 and recall@10.
    pub by_question: Vec<(String, f64, f64)>,
}

impl Evaluation {
    /// Mean nDCG@10 and recall@10.
    #[must_use]
    pub fn means(&self) -> (f64, f64) {
        let count = self.by_question.len().max(1) as f64;
        let sum =
            |pick: fn(&(String, f64, f64)) -> f64| self.by_question.iter().map(pick).sum::<f64>() / count;
        (sum(|q| q.1), sum(|q| q.2))
    }
}

/// Asks all `questions` that have an answer among `entries` in one form; `search` gives the first ten entries.
///
/// # Errors
/// What `search` says.
pub fn evaluate(
    questions: &[Question],
    entries: &[TaskEntry],
    form: Form,
    mut search: impl FnMut(&str) -> Result<Vec<TaskEntry>>,
) -> Result<Evaluation> {
    let mut out = Evaluation::default();
    for question in questions {
        let all: Vec<u32> = entries.iter().map(|entry| question.gain(entry)).collect();
        if !all.contains(&2) {
            continue;
        }
        let typed = question.typed(form);
        let gains: Vec<u32> = search(&typed)?.iter().map(|entry| question.gain(entry)).collect();
        out.by_question.push((typed, ndcg(&gains, &all), recall(&gains, &all)));
    }
    Ok(out)
}

/// Discounted cumulative gain of the first ten, divided by the best that there could be. `gains` are those of the
/// ranking, `all` those of every entry.
#[must_use]
pub fn ndcg(gains: &[u32], all: &[u32]) -> f64 {
    let dcg = |gains: &mut dyn Iterator<Item = u32>| {
        let discounted = |(i, gain): (usize, u32)| f64::from(2_u32.pow(gain) - 1) / (i as f64 + 2.0).log2();
        gains.take(10).enumerate().map(discounted).sum::<f64>()
    };
    let mut best = all.to_vec();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = dcg(&mut best.into_iter());
    if ideal == 0.0 { 0.0 } else { dcg(&mut gains.iter().copied()) / ideal }
}

/// Share of the right answers (of ten of them, where there are more) among the first ten.
#[must_use]
pub fn recall(gains: &[u32], all: &[u32]) -> f64 {
    let right = |gains: &mut dyn Iterator<Item = &u32>| gains.filter(|g| **g == 2).count();
    let there = right(&mut all.iter()).min(10);
    if there == 0 { 0.0 } else { right(&mut gains.iter().take(10)) as f64 / there as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_of_a_ranking() {
        assert_eq!(ndcg(&[2, 1, 0], &[0, 1, 2]), 1.0);
        assert!(ndcg(&[1, 2], &[2, 1]) < 1.0);
        assert_eq!(ndcg(&[0, 0], &[2]), 0.0);
        assert_eq!(recall(&[2, 0, 2], &[2, 2, 2, 2]), 0.5);
    }

    #[test]
    fn a_misspelt_question_differs_in_one_word() {
        for question in questions().unwrap() {
            let typed = question.typed(Form::Misspelt);
            let differ = typed.split(' ').zip(question.text.split(' ')).filter(|(a, b)| a != b).count();
            assert!(differ <= 1, "{typed}");
        }
    }
}
