//! Names in which a dash joins two fields: `kinh tế - xã hội`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::token::Tokens;

/// Both halves of a compound, folded.
struct Compound {
    left: Vec<&'static str>,
    right: &'static str,
}

/// Compounds by the last word before their dash.
static COMPOUNDS: LazyLock<HashMap<&'static str, Vec<Compound>>> = LazyLock::new(|| {
    let mut compounds: HashMap<&'static str, Vec<Compound>> = HashMap::new();
    for [left, right] in crate::data::rows(include_str!("../data/compounds.tsv")) {
        let left: Vec<&str> = left.split(' ').collect();
        if let Some(last) = left.last() {
            compounds.entry(last).or_default().push(Compound { left, right });
        }
    }
    compounds
});

/// Whether the dash at token `i` stands inside a known compound.
pub(crate) fn at(tokens: &Tokens, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else { return false };
    let Some(compounds) = COMPOUNDS.get(tokens.folded(before)) else { return false };
    compounds.iter().any(|c| {
        c.left.len() <= i
            && c.left.iter().enumerate().all(|(n, word)| tokens.folded(i - c.left.len() + n) == *word)
            && tokens.phrase_at(i + 1, c.right).is_some()
    })
}
