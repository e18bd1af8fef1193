//! Learning the noise of an OCR from aligned pairs of words.
//!
//! Expectation–maximisation over all ways to cut a printed word into segments of one or two letters and what was read
//! into as many segments of one to three characters, as in Ristad & Yianilos (1998), *Learning String-Edit Distance*,
//! with segments in place of single letters.

use std::collections::BTreeMap;
use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use crate::channel::MAX_READ;

/// An aligned pair.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// What the OCR read.
    pub read: String,
    /// What was printed.
    pub printed: String,
    /// How often.
    pub count: u32,
}

impl Pair {
    /// Reads a line `read<TAB>printed` or `read<TAB>printed<TAB>count`; further fields are passed over.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let (read, printed) = (fields.next()?, fields.next()?);
        let count = fields.next().and_then(|n| n.parse().ok()).unwrap_or(1);
        Some(Self { read: read.to_owned(), printed: vanthu_text::nfc(printed).into_owned(), count })
    }
}

/// Longest printed segment.
const MAX_PRINTED: usize = 2;
/// Rounds of expectation–maximisation.
const ROUNDS: usize = 12;
/// Longest word that is learned from, in letters.
const LONGEST: usize = 14;
/// Readings rarer than this are left out of the table.
const LEAST_P: f64 = 3e-5;
/// Least expected uses of a reading of one letter and of two letters.
const LEAST_USES: [f64; 2] = [0.6, 2.5];

/// Uses that the readings of like-shaped letters count for, with the same body and with the same base letter.
const SHAPE_USES: f64 = 8.0;
const BASE_USES: f64 = 2.0;
/// Share of the letters that are read twice.
const TWICE: f64 = 0.02;

/// Printed and read segment.
type Key = (String, String);

/// A pair of words without the punctuation around them.
struct Word {
    printed: Vec<char>,
    read: Vec<char>,
    weight: f64,
}

/// Learns a channel from `pairs`; the result is the table that [`crate::ChannelModel::parse`] reads. `note` is written on top.
#[must_use]
pub fn train_channel(pairs: &[Pair], note: &str) -> String {
    let mut merged: BTreeMap<(String, String), u32> = BTreeMap::new();
    let (mut words, mut lost, mut gained) = (1.0, 0.5, 0.5);
    for pair in pairs {
        let uses = f64::from(pair.count);
        let (read, printed) = (core(&pair.read), core(&pair.printed));
        let spaces = printed.matches(' ').count() as f64;
        words += uses * (spaces + 1.0);
        lost += uses * (spaces - read.matches(' ').count() as f64).max(0.0);
        gained += uses * (read.matches(' ').count() as f64 - spaces).max(0.0);
        let single = !printed.contains(' ') && !read.contains(' ');
        if single && !read.is_empty() && printed.chars().all(char::is_alphabetic) && !printed.is_empty() {
            *merged.entry((printed.to_owned(), read.to_owned())).or_default() += pair.count;
        }
    }
    let words_in: Vec<Word> = merged
        .iter()
        .map(|((printed, read), &n)| Word {
            printed: printed.chars().collect(),
            read: read.chars().collect(),
            weight: f64::from(n),
        })
        .filter(|w| w.printed.len() <= LONGEST && w.read.len() <= LONGEST * 2)
        .collect();
    let mut model: BTreeMap<Key, f64> = BTreeMap::new();
    for round in 0..ROUNDS {
        let mut uses: BTreeMap<Key, f64> = BTreeMap::new();
        for word in &words_in {
            expect(word, |printed, read| score(&model, round, printed, read), &mut uses);
        }
        model = if round + 1 < ROUNDS { maximise(&uses) } else { smooth(&uses) };
    }
    let mut out =
        String::from("# What a printed letter is read as: printed<TAB>read<TAB>log p(read | printed).\n");
    for line in note.lines() {
        let _ = writeln!(out, "# {line}");
    }
    let _ = writeln!(out, " \t\t{:.3}\n\t \t{:.3}", (lost / words).ln(), (gained / words).ln());
    for ((printed, read), p) in &model {
        let _ = writeln!(out, "{printed}\t{read}\t{:.3}", p.ln());
    }
    out
}

/// `text` without the punctuation around it.
fn core(text: &str) -> &str {
    text.trim().trim_matches(|c: char| ".,;:()[]\"“”'‘’?!*-–+".contains(c))
}

/// p(read | printed) in a round; before the first round, what letters look like.
fn score(model: &BTreeMap<Key, f64>, round: usize, printed: &[char], read: &[char]) -> f64 {
    if round > 0 {
        let key = (printed.iter().collect(), read.iter().collect());
        return model.get(&key).copied().unwrap_or(0.0);
    }
    let alike = |a: char, b: char| {
        if a == b {
            0.5
        } else if vanthu_text::fold_char(a) == vanthu_text::fold_char(b) {
            0.2
        } else {
            0.002
        }
    };
    match (printed, read) {
        ([a], [b]) => alike(*a, *b),
        ([_], [_, _]) => 0.0005,
        ([_], _) => 0.00002,
        (_, [_]) => 0.00002,
        (_, _) => 0.000_002,
    }
}

/// One segment of one way to cut a pair: between two cells of the table, with its probability.
type Step<'a> = (usize, usize, f64, &'a [char], &'a [char]);

/// Adds the expected uses of every segment pair of `word`.
fn expect(word: &Word, score: impl Fn(&[char], &[char]) -> f64, uses: &mut BTreeMap<Key, f64>) {
    let (n, m) = (word.printed.len(), word.read.len());
    let at = |i: usize, j: usize| i * (m + 1) + j;
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut forward = vec![0.0_f64; (n + 1) * (m + 1)];
    let mut backward = forward.clone();
    for i in 0..n {
        for j in 0..m {
            for a in 1..=MAX_PRINTED.min(n - i) {
                for b in 1..=MAX_READ.min(m - j) {
                    let (Some(printed), Some(read)) = (word.printed.get(i..i + a), word.read.get(j..j + b))
                    else {
                        continue;
                    };
                    let p = score(printed, read);
                    if p > 0.0 {
                        steps.push((at(i, j), at(i + a, j + b), p, printed, read));
                    }
                }
            }
        }
    }
    let get = |v: &[f64], i: usize| v.get(i).copied().unwrap_or_default();
    if let Some(start) = forward.first_mut() {
        *start = 1.0;
    }
    for &(from, to, p, ..) in &steps {
        let add = get(&forward, from) * p;
        if let Some(f) = forward.get_mut(to) {
            *f += add;
        }
    }
    let total = get(&forward, at(n, m));
    if total <= 1e-250 {
        return;
    }
    if let Some(end) = backward.last_mut() {
        *end = 1.0;
    }
    for &(from, to, p, ..) in steps.iter().rev() {
        let add = get(&backward, to) * p;
        if let Some(b) = backward.get_mut(from) {
            *b += add;
        }
    }
    for (from, to, p, printed, read) in steps {
        let share = get(&forward, from) * p * get(&backward, to) / total;
        if share > 1e-6 {
            *uses.entry((printed.iter().collect(), read.iter().collect())).or_default() +=
                share * word.weight;
        }
    }
}

/// Probabilities from expected uses. A segment of two letters shares the probability of its first letter, so that
/// cutting a word into fewer segments is no gain in itself.
fn maximise(uses: &BTreeMap<Key, f64>) -> BTreeMap<Key, f64> {
    let totals = totals(uses);
    uses.iter()
        .filter_map(|((printed, read), &n)| {
            let mut letters = printed.chars();
            let total = totals.get(&letters.next()?)?;
            // One use of doubt for every letter.
            let p = n / (total + 1.0);
            let least = if letters.next().is_some() { LEAST_USES[1] } else { LEAST_USES[0] };
            (p >= LEAST_P && n >= least).then(|| ((printed.clone(), read.clone()), p))
        })
        .collect()
}

/// Uses of every letter as the first of a segment.
fn totals(uses: &BTreeMap<Key, f64>) -> BTreeMap<char, f64> {
    let mut totals: BTreeMap<char, f64> = BTreeMap::new();
    for ((printed, _), n) in uses {
        if let Some(first) = printed.chars().next() {
            *totals.entry(first).or_default() += n;
        }
    }
    totals
}

/// Readings by what was read.
type Readings = BTreeMap<String, f64>;

/// The final table: a letter's readings lean on those of the letters that look like it (`ế` on `ê` under any tone, and
/// on `e` under any mark), and a letter may be read twice, body and mark apart (`ứ` as `ur`).
fn smooth(uses: &BTreeMap<Key, f64>) -> BTreeMap<Key, f64> {
    let totals = totals(uses);
    let mut own: BTreeMap<char, Readings> = BTreeMap::new();
    let mut shape: BTreeMap<String, Readings> = BTreeMap::new();
    let mut base: BTreeMap<(Option<char>, bool), Readings> = BTreeMap::new();
    for ((printed, read), &n) in uses {
        let mut letters = printed.chars();
        if let (Some(c), None) = (letters.next(), letters.next()) {
            *own.entry(c).or_default().entry(read.clone()).or_default() += n;
            if has_mark(c) && read.chars().ne([c]) {
                *shape.entry(toneless(c)).or_default().entry(read.clone()).or_default() += n;
                *base.entry(base_of(c)).or_default().entry(read.clone()).or_default() += n;
            }
        }
    }
    let mut table: BTreeMap<Key, f64> = BTreeMap::new();
    for ((printed, read), p) in maximise(uses) {
        if printed.chars().count() > 1 {
            table.insert((printed, read), p);
        }
    }
    let empty = Readings::new();
    for (&c, readings) in &own {
        let total = totals.get(&c).copied().unwrap_or(0.0);
        let mut smoothed = readings.clone();
        let mut sum = total + 1.0;
        if has_mark(c) {
            for (wider, weight) in [(shape.get(&toneless(c)), SHAPE_USES), (base.get(&base_of(c)), BASE_USES)]
            {
                let wider = wider.unwrap_or(&empty);
                let all: f64 = wider.values().sum::<f64>().max(1.0);
                for (read, n) in wider {
                    *smoothed.entry(read.clone()).or_default() += weight * n / all;
                }
                sum += weight;
            }
            let single: Vec<(String, f64)> = smoothed
                .iter()
                .filter(|(r, _)| r.chars().count() == 1)
                .map(|(r, n)| (r.clone(), *n))
                .collect();
            for (x, n) in &single {
                for (y, m) in &single {
                    *smoothed.entry([x.as_str(), y.as_str()].concat()).or_default() += TWICE * n * m / sum;
                }
            }
        }
        for (read, n) in smoothed {
            if n / sum >= LEAST_P {
                table.insert((c.to_string(), read), n / sum);
            }
        }
    }
    table
}

fn has_mark(c: char) -> bool {
    !c.is_ascii()
}

/// `c` without its tone: what stands under the tone mark.
fn toneless(c: char) -> String {
    let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    c.to_string().nfd().filter(|d| !tones.contains(d)).nfc().collect()
}

/// `c` without marks, and whether it is a capital.
fn base_of(c: char) -> (Option<char>, bool) {
    (vanthu_text::fold_char(c), c.is_uppercase())
}
