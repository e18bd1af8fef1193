//! Names in which a dash joins two fields: `kinh tế - xã hội`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::token::Tokens;

/// Pairs of words that a dash joins.
static COMPOUNDS: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    crate::data::rows(include_str!("../data/compounds.tsv")).map(|[left, right]| (left, right)).collect()
});

/// Most words of a compound's half.
const LONGEST: usize = 4;

/// Whether the dash at token `i` stands inside a known compound.
pub(crate) fn at(tokens: &Tokens, i: usize) -> bool {
    let phrase = |from: usize, to: usize| (from..to).map(|j| tokens.folded(j)).collect::<Vec<_>>().join(" ");
    (1..=LONGEST.min(i)).any(|l| {
        let left = phrase(i - l, i);
        (1..=LONGEST).any(|r| COMPOUNDS.contains(&(left.as_str(), phrase(i + 1, i + 1 + r).as_str())))
    })
}
