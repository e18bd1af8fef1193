//! Documents whose number was left blank, found again among what others cite.
//!
//! A draft, or the copy of a decision from before it was numbered, says all but its number: symbol, issuer, year, title. A
//! later document cites the numbered one with the same symbol and issuer, a date that fits, and the title's words behind it.

use std::collections::{BTreeMap, BTreeSet};

use vanthu_document::model::Citation;
use vanthu_text::fold;

use super::identity::{Agreement, issuers, same_day, symbol_key};
use super::{Cited, Draft, Label, Paper};

/// Least confidence of a number that is proposed.
const LEAST: f32 = 0.5;
/// Most bytes behind a citation that may be its subject.
const LONGEST_SUBJECT: usize = 600;

/// What stands behind a citation in one of `texts`: `của` issuer left out, up to where the sentence part ends.
pub(super) fn subject(citation: &Citation, texts: &[&str]) -> Option<String> {
    let behind = texts.iter().find_map(|text| {
        let at = text.find(citation.text.as_str())?;
        text.get(at + citation.text.len()..)
    })?;
    let mut end = behind.len().min(LONGEST_SUBJECT);
    while !behind.is_char_boundary(end) {
        end -= 1;
    }
    let mut subject = behind.get(..end)?.trim_start_matches([' ', ',', '(']);
    if let Some(issuer) = &citation.issuer
        && let Some(at) = subject.find(issuer.as_str())
        && at < 40
    {
        subject = subject.get(at + issuer.len()..)?;
    }
    let subject = subject.split([';', '\n']).next().unwrap_or_default();
    let subject = cut_at_next_number(subject).trim();
    (!subject.is_empty()).then(|| subject.to_owned())
}

/// The text up to the next document's number: the last word with a digit and a slash, less the few words that lead to it.
fn cut_at_next_number(text: &str) -> &str {
    let mut at = 0;
    for word in text.split(' ') {
        let number = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('/');
        if number && word.contains(char::is_alphabetic) {
            let before = text.get(..at).unwrap_or_default().trim_end();
            return before.rsplit_once([',', ';', '.']).map_or(before, |(first, _)| first);
        }
        at += word.len() + 1;
    }
    text
}

/// The folded words of a title or a subject, without the words `về việc` that open either.
fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    for opening in ["v", "ve", "viec"] {
        if words.first().is_some_and(|word| word == opening) {
            words.remove(0);
        }
    }
    words
}

/// How alike a title and a subject are: the F1 of their pairs of neighbouring words, the subject cut to the title's length.
fn likeness(title: &[String], subject: &[String]) -> f32 {
    let pairs = |words: &[String]| -> BTreeMap<(String, String), usize> {
        let mut pairs = BTreeMap::new();
        for pair in words.windows(2) {
            if let [a, b] = pair {
                *pairs.entry((a.clone(), b.clone())).or_default() += 1;
            }
        }
        pairs
    };
    let subject = subject.get(..subject.len().min(title.len() + 2)).unwrap_or_default();
    let (a, b) = (pairs(title), pairs(subject));
    let total = a.values().sum::<usize>() + b.values().sum::<usize>();
    let shared: usize = a.iter().map(|(pair, count)| (*count).min(b.get(pair).copied().unwrap_or(0))).sum();
    if total == 0 { 0.0 } else { 2.0 * shared as f32 / total as f32 }
}

/// The drafts of the archive with the number that each probably has.
pub(super) fn drafts(
    papers: &[Paper],
    cited: &[Cited],
    resolved: &BTreeSet<usize>,
    label: Label,
) -> Vec<Draft> {
    let mut by_symbol: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in
        cited.iter().enumerate().filter(|(at, one)| !resolved.contains(at) && !one.subjects.is_empty())
    {
        if let Some(key) = &one.identity.key {
            by_symbol.entry(key.symbol()).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (place, paper) in papers.iter().enumerate() {
        let identity = &paper.identity;
        let (None, Some(symbol), Some(title)) = (&identity.number, &identity.symbol, &paper.title) else {
            continue;
        };
        let title = words(title);
        if title.len() < 4 {
            continue;
        }
        let own: BTreeSet<usize> = paper.cites.iter().map(|(at, _)| *at).collect();
        let symbol = symbol_key(symbol);
        // What is cited in several ways, with and without issuer, is one candidate.
        let mut candidates: BTreeMap<_, (f32, usize, BTreeSet<usize>)> = BTreeMap::new();
        for at in by_symbol.get(symbol.as_str()).into_iter().flatten().copied() {
            let Some(one) = cited.get(at).filter(|_| !own.contains(&at)) else { continue };
            let likeness = one.subjects.iter().map(|subject| likeness(&title, &words(subject)));
            let likeness = likeness.fold(0.0, f32::max);
            let day = match same_day(identity.date, one.identity.date) {
                Some(false) => continue,
                Some(true) => 0.95,
                None => 0.8,
            };
            let issuer = match issuers(identity.issuer.as_deref(), one.identity.issuer.as_deref()) {
                Agreement::Same => 1.0,
                Agreement::Unknown => 0.85,
                Agreement::Other => continue,
            };
            let confidence = likeness * day * issuer;
            let candidate = candidates.entry((&one.identity.key, one.identity.date)).or_insert((
                confidence,
                at,
                BTreeSet::new(),
            ));
            if confidence > candidate.0 {
                (candidate.0, candidate.1) = (confidence, at);
            }
            candidate.2.extend(one.by.iter().copied());
        }
        let mut candidates: Vec<_> = candidates.into_values().collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut candidates = candidates.into_iter();
        let Some((confidence, at, by)) = candidates.next() else { continue };
        // A second one with nearly the same title leaves it open which is meant.
        let rival = candidates.next().map_or(0.0, |(confidence, ..)| confidence);
        let confidence = if rival > confidence - 0.1 { confidence * 0.6 } else { confidence };
        let Some(one) = cited.get(at).filter(|_| confidence >= LEAST) else { continue };
        found.push(Draft {
            document: place,
            path: paper.path.clone(),
            likely: one.identity.full_label(label),
            reference: one.identity.label(label),
            date: one.identity.date,
            cited_by: by.into_iter().collect(),
            confidence: (confidence * 100.0).round() / 100.0,
        });
    }
    found
}
