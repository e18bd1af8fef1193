//! Whether a line goes on where the one before it broke off.

use crate::lattice::LogProb;

/// log probabilities that the sentence goes on over a line's end, and that it does not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineEnd {
    pub(crate) goes_on: LogProb,
    pub(crate) ends: LogProb,
}

/// How likely the text goes on from `line` to `next`, from the characters around the break.
pub(crate) fn line_end(line: &str, next: &str) -> LineEnd {
    let (line, next) = (line.trim_end(), next.trim_start());
    let last = line.chars().next_back();
    let first = next.chars().next();
    let p: LogProb = match (last, first) {
        (None, _) | (_, None) => 0.05,
        (Some('.' | ';' | ':' | '?' | '!'), Some(c)) if c.is_lowercase() => 0.6,
        (Some('.' | ';' | ':' | '?' | '!'), _) => 0.05,
        (_, Some(c)) if c.is_lowercase() && !is_item(next) => 0.98,
        (Some(',' | '-' | '/' | '('), _) => 0.97,
        _ if is_item(next) => 0.03,
        _ if is_capitals(line) != is_capitals(next) => 0.1,
        _ => 0.5,
    };
    LineEnd { goes_on: p.ln(), ends: (1.0 - p).ln() }
}

/// Whether `line` opens as an item of a list does: `- `, `+`, `1.`, `a)`, `II.`
fn is_item(line: &str) -> bool {
    if line.starts_with(['-', '–', '+', '*', '•', '|']) {
        return true;
    }
    let label = line.split_whitespace().next().unwrap_or_default();
    let body = label.trim_end_matches(['.', ')']);
    label.len() > body.len()
        && label.len() <= 8
        && (body.len() == 1 || body.bytes().all(|b| b.is_ascii_digit() || b".IVXLC".contains(&b)))
}

/// Whether the letters of `line` are capitals for the greater part.
fn is_capitals(line: &str) -> bool {
    let (mut upper, mut lower) = (0, 0);
    for c in line.chars().take(200) {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    upper > lower
}
