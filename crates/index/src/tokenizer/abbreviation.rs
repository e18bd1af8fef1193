//! Abbreviations and the words that they stand for.

use std::collections::HashMap;
use std::sync::LazyLock;

use vanthu_appendix::agency::abbreviations;
use vanthu_text::{TextRange, fold_into};

use super::in_word;

static ABBREVIATIONS: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| abbreviations().collect());

/// An abbreviation in a text.
pub(super) struct Abbreviation {
    /// Where it stands, with its `&`.
    pub(super) range: TextRange,
    /// Folded, without `&`.
    pub(super) short: String,
    /// The words that it stands for, with diacritics, parted by single spaces.
    pub(super) full: &'static str,
}

/// Most letters of an abbreviation.
const LONGEST: usize = 8;

/// The abbreviation that begins with the word at `run`: alone, or in halves joined by `&` or `-` (`KH&CN`, `GD-ĐT`).
pub(super) fn at(text: &str, run: TextRange) -> Option<Abbreviation> {
    let word = text.get(run.start..run.end)?;
    // Bytes: a `Đ` has two.
    if word.len() > 2 * LONGEST {
        return None;
    }
    let mut short = String::with_capacity(LONGEST);
    fold_into(word, &mut short);
    let mut end = run.end;
    let mut found = look_up(&short, run.start, end);
    // The longest wins.
    while let Some(half) = text.get(end..).and_then(|rest| rest.strip_prefix(['&', '-'])) {
        let len = half.find(|c: char| !in_word(c)).unwrap_or(half.len());
        let half = half.get(..len)?;
        if len == 0 || short.len() + len > 2 * LONGEST {
            break;
        }
        fold_into(half, &mut short);
        end += 1 + len;
        found = look_up(&short, run.start, end).or(found);
    }
    found
}

fn look_up(short: &str, start: usize, end: usize) -> Option<Abbreviation> {
    let full = ABBREVIATIONS.get(short)?;
    Some(Abbreviation { range: TextRange::new(start, end), short: short.to_owned(), full })
}
