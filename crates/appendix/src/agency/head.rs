//! The words with which an agency's name begins.

use std::collections::HashMap;
use std::sync::LazyLock;

use vanthu_text::fold;

use crate::token::{Kind, Tokens};

/// What a head begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A name of its own.
    Proper,
    /// A group, or part of one.
    Generic,
    /// A level of territory: part of a name or of a list.
    Level,
    /// Someone in an office.
    Person,
    /// What stands before a person's name.
    Title,
}

/// A head found in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    /// What it begins.
    pub(super) class: Class,
    /// Whether it is a name without any complement.
    pub(super) whole: bool,
    /// Whether `các`, `những` … stand before it.
    pub(super) plural: bool,
    /// Whether it or the word before it has a capital.
    pub(super) capital: bool,
    /// Index of its first token behind `các`.
    pub(super) first: usize,
    /// Index of the token behind it.
    pub(super) next: usize,
}

struct Entry {
    /// `None` for what opens no agency.
    class: Option<Class>,
    only_plural: bool,
    whole: bool,
    /// With diacritics, in lower case.
    printed: &'static str,
    /// Folded words.
    folded: String,
    words: usize,
}

/// Entries by their first folded word, the longest first.
static HEADS: LazyLock<HashMap<String, Vec<Entry>>> = LazyLock::new(|| {
    let mut heads: HashMap<String, Vec<Entry>> = HashMap::new();
    for [class, printed] in crate::data::rows(include_str!("../../data/agency_heads.tsv")) {
        let folded = fold(printed).replace('/', " / ");
        let first = folded.split(' ').next().unwrap_or_default().to_owned();
        let entry = Entry {
            class: match class {
                "proper" | "whole" => Some(Class::Proper),
                "generic" | "plural" => Some(Class::Generic),
                "level" => Some(Class::Level),
                "person" => Some(Class::Person),
                "title" => Some(Class::Title),
                _ => None,
            },
            only_plural: class == "plural",
            whole: class == "whole",
            printed,
            words: folded.split(' ').count(),
            folded,
        };
        let entries = heads.entry(first).or_default();
        let at = entries.partition_point(|e| e.words >= entry.words);
        entries.insert(at, entry);
    }
    heads
});

/// Number of tokens of `các`, `những`, `một số`, `mọi` at `at`.
fn determiner(text: &str, tokens: &Tokens, at: usize) -> usize {
    let printed = |word: &str| usize::from(printed_alike(text, tokens, at, word));
    match tokens.folded(at) {
        "cac" => 1,
        "nhung" => printed("những"),
        "moi" => printed("mọi"),
        "tung" => printed("từng"),
        "mot" if tokens.folded(at + 1) == "so" => 2,
        "toan" if tokens.folded(at + 1) == "bo" => 2,
        _ => 0,
    }
}

/// The head that begins at token `at` of `text`.
pub(super) fn at(text: &str, tokens: &Tokens, at: usize) -> Option<Head> {
    let first = at + determiner(text, tokens, at);
    let plural = first > at;
    let entries = HEADS.get(tokens.folded(first))?;
    let entry = entries.iter().find(|e| {
        let fits = tokens.phrase_at(first, &e.folded).is_some() && (plural || !e.only_plural);
        fits && (e.words > 1 || printed_alike(text, tokens, first, e.printed))
    })?;
    let capital = tokens.list().get(at..=first)?.iter().any(|t| t.capital);
    Some(Head { class: entry.class?, whole: entry.whole, plural, capital, first, next: first + entry.words })
}

/// Single syllables are alike only with their diacritics (`bảo` is no `báo`), unless the text was printed without any.
fn printed_alike(text: &str, tokens: &Tokens, at: usize, printed: &str) -> bool {
    let Some(token) = tokens.get(at).filter(|t| t.kind == Kind::Word) else { return false };
    let word = text.get(token.start..token.end).unwrap_or_default();
    word.is_ascii() && text.is_ascii()
        || word.chars().flat_map(char::to_lowercase).eq(printed.chars())
        || word.is_ascii() && printed.is_ascii()
}
