//! Plain words as a question: who is asked for, about what, of which year.
//!
//! Words with which people ask (`data/questions.tsv`) weigh nothing. An agency that the index knows, a year and a
//! deadline are understood as such. Nothing is lost by it: the caller may still look for them as words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Word;
use super::when::{Days, quarter_days, quarter_number};
use crate::tokenizer::{Kind, Tokens};

/// What an agency has to do with the tasks asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It leads.
    Lead,
    /// It coordinates.
    Support,
    /// Either.
    Any,
}

/// Words of the query with what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span<T> {
    /// The words.
    pub words: Vec<Word>,
    /// What they mean.
    pub meaning: T,
}

/// An agency in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its canonical id.
    pub id: String,
    /// What it has to do with the tasks.
    pub role: Role,
}

/// A word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// The word.
    pub word: Word,
    /// Whether an answer must hold it.
    pub needed: bool,
}

/// What plain words ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understanding {
    /// Runs of words that were typed side by side.
    pub runs: Vec<Vec<Sought>>,
    /// Agencies.
    pub agencies: Vec<Span<Asked>>,
    /// Years.
    pub years: Vec<Span<u64>>,
    /// Deadlines.
    pub due: Vec<Span<Days>>,
    /// Whether it was a question.
    pub question: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Ask,
    Lead,
    Support,
    Filler,
    Soft,
    Link,
}

struct Phrase {
    class: Class,
    /// Folded and exact form of each word.
    words: Vec<(String, String)>,
}

/// Phrases by their first folded word, the longest first.
static PHRASES: LazyLock<BTreeMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut all: BTreeMap<String, Vec<Phrase>> = BTreeMap::new();
    for line in include_str!("../../data/questions.tsv").lines().filter(|l| !l.starts_with('#')) {
        let Some((class, phrase)) = line.split_once('\t') else { continue };
        let class = match class {
            "ask" => Class::Ask,
            "lead" => Class::Lead,
            "support" => Class::Support,
            "filler" => Class::Filler,
            "soft" => Class::Soft,
            _ => Class::Link,
        };
        let words: Vec<(String, String)> =
            Tokens::new(phrase).iter().map(|t| (t.folded.to_owned(), t.exact.to_owned())).collect();
        let Some((first, _)) = words.first() else { continue };
        all.entry(first.clone()).or_default().push(Phrase { class, words });
    }
    for phrases in all.values_mut() {
        phrases.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
    }
    all
});

/// Most words of an agency's name.
const LONGEST_NAME: usize = 14;

/// Reads `words` as a question. `agency` tells the canonical id of an agency of the index that words name.
#[must_use]
pub fn understand(words: &[Word], agency: &dyn Fn(&[Word]) -> Option<String>) -> Understanding {
    // Single syllables are read by their marks, unless none was typed.
    let marked = is_marked(words);
    let mut reader = Reader { words, marked, taken: vec![None; words.len()], out: Understanding::default() };
    reader.agencies(agency);
    reader.times();
    reader.phrases();
    reader.out
}

/// Whether anything was typed with diacritics.
pub(crate) fn is_marked(words: &[Word]) -> bool {
    words.iter().any(|w| w.kind != Kind::Expansion && !w.exact.is_ascii())
}

/// What a word was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Agency(usize),
    Time,
    Asking(Class),
}

struct Reader<'w> {
    words: &'w [Word],
    marked: bool,
    taken: Vec<Option<Taken>>,
    out: Understanding,
}

impl Reader<'_> {
    fn folded(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.folded.as_str())
    }

    fn take(&mut self, from: usize, to: usize, taken: Taken) -> Vec<Word> {
        for place in self.taken.get_mut(from..to).into_iter().flatten() {
            *place = Some(taken);
        }
        self.words.get(from..to).unwrap_or_default().to_vec()
    }

    fn is_free(&self, from: usize, to: usize) -> bool {
        self.taken.get(from..to).is_some_and(|t| t.iter().all(Option::is_none))
    }

    fn agencies(&mut self, agency: &dyn Fn(&[Word]) -> Option<String>) {
        let mut at = 0;
        while at < self.words.len() {
            let longest = (at + LONGEST_NAME).min(self.words.len());
            let found = (at + 2..=longest)
                .rev()
                .filter(|to| self.ends_a_name(*to))
                .find_map(|to| Some((to, agency(self.words.get(at..to)?)?)));
            let Some((to, id)) = found else {
                at += 1;
                continue;
            };
            let words = self.take(at, to, Taken::Agency(self.out.agencies.len()));
            self.out.agencies.push(Span { words, meaning: Asked { id, role: Role::Any } });
            at = to;
        }
    }

    /// An abbreviation is whole or not there.
    fn ends_a_name(&self, to: usize) -> bool {
        match (self.words.get(to.wrapping_sub(1)), self.words.get(to)) {
            (Some(last), Some(next)) => last.kind != Kind::Expansion || last.range != next.range,
            _ => true,
        }
    }

    fn number(&self, at: usize, most: u64) -> Option<u64> {
        let text = self.folded(at);
        (text.len() <= 4).then(|| text.parse().ok()).flatten().filter(|n| (1..=most).contains(n))
    }

    fn year(&self, at: usize) -> Option<u64> {
        self.number(at, 2100).filter(|year| *year >= 1945)
    }

    /// A year at `at`, or behind `năm`, and where it ends.
    fn year_behind(&self, at: usize) -> Option<(u64, usize)> {
        let at = at + usize::from(self.folded(at) == "nam");
        Some((self.year(at)?, at + 1))
    }

    fn times(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            if !self.is_free(at, at + 1) {
                at += 1;
                continue;
            }
            if let Some((days, to)) = self.deadline(at).filter(|(_, to)| self.is_free(at, *to)) {
                let words = self.take(at, to, Taken::Time);
                self.out.due.push(Span { words, meaning: days });
                at = to;
            } else if let Some((year, to)) = self.year_behind(at).filter(|(_, to)| self.is_free(at, *to)) {
                // `2021-2025` is the name of a period, not two years.
                let joined = self.year(to).is_some() || at > 0 && self.year(at - 1).is_some();
                if !joined {
                    let words = self.take(at, to, Taken::Time);
                    self.out.years.push(Span { words, meaning: year });
                }
                at = to;
            } else {
                at += 1;
            }
        }
    }

    /// `quý IV/2025`, `tháng 9 năm 2025`, `trước ngày 30/6/2025`, and where it ends.
    fn deadline(&self, at: usize) -> Option<(Days, usize)> {
        let before = matches!(self.folded(at), "truoc" | "den");
        let at = at + usize::from(before);
        let at = at + usize::from(self.folded(at) == "ngay");
        let day = |year: u64, month: u64, day: Option<u64>| {
            let small = |n: u64| i8::try_from(n).ok();
            let day = day.map_or(Some(None), |d| small(d).map(Some))?;
            vanthu_document::PartialDate::new(i16::try_from(year).ok()?, small(month), day)
        };
        let (from, to, end) = match self.folded(at) {
            "qui" => {
                let quarter = quarter_number(self.folded(at + 1))?;
                let (year, end) = self.year_behind(at + 2)?;
                let (from, to) = quarter_days(i16::try_from(year).ok()?, quarter)?;
                (from, to, end)
            }
            "thang" => {
                let month = self.number(at + 1, 12)?;
                let (year, end) = self.year_behind(at + 2)?;
                let date = day(year, month, None)?;
                (date.first_day(), date.last_day(), end)
            }
            _ => {
                let first = self.number(at, 31)?;
                let at = at + 1 + usize::from(self.folded(at + 1) == "thang");
                let month = self.number(at, 12)?;
                let (year, end) = self.year_behind(at + 1)?;
                let date = day(year, month, Some(first))?;
                (date.first_day(), date.last_day(), end)
            }
        };
        Some((Days { from: (!before).then_some(from), to: Some(to) }, end))
    }

    fn phrases(&mut self) {
        let mut found: Vec<(usize, usize, Class)> = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            match self.phrase(at) {
                Some((to, class)) if self.is_free(at, to) => {
                    found.push((at, to, class));
                    at = to;
                }
                _ => at += 1,
            }
        }
        let asks = found.iter().any(|f| f.2 == Class::Ask);
        self.out.question = asks;
        let understood =
            asks || !self.out.agencies.is_empty() || !self.out.years.is_empty() || !self.out.due.is_empty();
        for &(from, to, class) in found.iter().filter(|f| f.2 == Class::Ask) {
            self.take(from, to, Taken::Asking(class));
        }
        for &(from, to, class) in found.iter().filter(|f| matches!(f.2, Class::Lead | Class::Support)) {
            self.role(from, to, class);
        }
        for &(from, to, class) in &found {
            if class == Class::Filler && understood {
                self.take(from, to, Taken::Asking(class));
            }
        }
        let may_miss = |at: usize| {
            found.iter().any(|&(from, to, class)| {
                (from..to).contains(&at) && (class == Class::Link || class == Class::Soft && understood)
            })
        };
        let mut run: Vec<Sought> = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            if self.taken.get(at).copied().flatten().is_none() {
                run.push(Sought { word: word.clone(), needed: !may_miss(at) });
            } else if !run.is_empty() {
                self.out.runs.push(std::mem::take(&mut run));
            }
        }
        if !run.is_empty() {
            self.out.runs.push(run);
        }
        let times = !self.out.years.is_empty() || !self.out.due.is_empty();
        let needed = self.out.runs.iter().flatten().any(|sought| sought.needed);
        if !needed && !times && self.out.agencies.is_empty() {
            // Nothing but such words: then they are what is looked for.
            let all = self.words.iter().map(|word| Sought { word: word.clone(), needed: true });
            self.out.runs = vec![all.collect()];
        }
    }

    /// A role counts beside an agency, or beside what asks for one.
    fn role(&mut self, from: usize, to: usize, class: Class) {
        let beside = |at: Option<usize>| at.and_then(|at| self.taken.get(at)).copied().flatten();
        let (before, after) = (beside(from.checked_sub(1)), beside(Some(to)));
        let role = if class == Class::Lead { Role::Lead } else { Role::Support };
        for taken in [before, after].into_iter().flatten() {
            if let Taken::Agency(index) = taken {
                if let Some(asked) = self.out.agencies.get_mut(index) {
                    asked.meaning.role = role;
                }
                self.take(from, to, Taken::Asking(class));
                return;
            }
        }
        if matches!(before, Some(Taken::Asking(Class::Ask)))
            || matches!(after, Some(Taken::Asking(Class::Ask)))
        {
            self.take(from, to, Taken::Asking(class));
        }
    }

    /// The longest phrase at `at`.
    fn phrase(&self, at: usize) -> Option<(usize, Class)> {
        let phrases = PHRASES.get(self.folded(at))?;
        let fits = |phrase: &&Phrase| {
            phrase.words.iter().enumerate().all(|(i, (folded, exact))| {
                self.words.get(at + i).is_some_and(|word| {
                    let plain = if self.marked { word.exact == *exact } else { word.folded == *folded };
                    plain || phrase.words.len() > 1 && word.exact.is_ascii() && word.folded == *folded
                })
            }) && (self.marked || !matches!(phrase.class, Class::Link | Class::Filler) || is_clear(phrase))
        };
        phrases.iter().find(fits).map(|p| (at + p.words.len(), p.class))
    }
}

/// Whether a phrase is hardly another one without its marks: `từ` may be `tư`, `do` may be `đồ`.
fn is_clear(phrase: &Phrase) -> bool {
    const CLEAR: [&str; 7] = ["va", "cua", "cac", "nhung", "voi", "hoac", "viec"];
    phrase.words.len() > 1 || phrase.words.iter().any(|(folded, _)| CLEAR.contains(&folded.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::parser::words_of;
    use super::*;

    fn asked(text: &str) -> Understanding {
        let words = words_of(text, 0, 100);
        understand(&words, &|words| {
            let id = words.iter().map(|w| w.folded.as_str()).collect::<Vec<_>>().join("-");
            ["so-tai-chinh", "so-i-te", "uy-ban-nhan-dan-xa"].contains(&id.as_str()).then_some(id)
        })
    }

    fn words(understanding: &Understanding) -> Vec<String> {
        let run = |run: &Vec<Sought>| {
            let needed = run.iter().filter(|s| s.needed);
            needed.map(|s| s.word.folded.clone()).collect::<Vec<_>>().join(" ")
        };
        understanding.runs.iter().map(run).filter(|run| !run.is_empty()).collect()
    }

    #[test]
    fn words_of_a_question_weigh_nothing() {
        for text in ["cơ quan nào chủ trì bản đồ địa chính", "co quan nao chu tri ban do dia chinh"]
        {
            let read = asked(text);
            assert_eq!(words(&read), ["ban do dia chinh"], "{text}");
            assert!(read.question);
        }
        assert_eq!(words(&asked("ai phụ trách số hóa hồ sơ?")), ["so hoa ho so"]);
        // The same words are what is looked for where nobody asks.
        assert_eq!(words(&asked("quy chế phối hợp")), ["qui che phoi hop"]);
        assert_eq!(words(&asked("nhiệm vụ")), ["nhiem vu"]);
    }

    #[test]
    fn agencies_years_and_deadlines_are_understood() {
        let read = asked("nhiệm vụ của Sở Tài chính năm 2024");
        assert_eq!(
            (read.agencies[0].meaning.id.as_str(), read.agencies[0].meaning.role),
            ("so-tai-chinh", Role::Any)
        );
        assert_eq!(read.years[0].meaning, 2024);
        assert!(words(&read).is_empty());
        let read = asked("Sở Y tế chủ trì những việc gì trong quý IV/2025");
        assert_eq!(read.agencies[0].meaning.role, Role::Lead);
        assert_eq!(read.due[0].meaning.to.map(|d| d.to_string()).as_deref(), Some("2025-12-31"));
        assert!(words(&read).is_empty(), "{:?}", read.runs);
        let read = asked("UBND xã phải nộp báo cáo trước ngày 30/6/2025");
        assert_eq!(read.due[0].meaning.from, None);
        assert_eq!(words(&read), ["nop bao cao"]);
        assert!(asked("giai đoạn 2021-2025").years.is_empty());
    }
}
