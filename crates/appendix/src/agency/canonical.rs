//! The canonical id of an agency: one for all spellings of its name.

use std::collections::HashMap;
use std::sync::LazyLock;

use vanthu_text::fold;

use crate::token::{Kind, Tokens};

/// Folded full words by their folded abbreviation.
static ABBREVIATIONS: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    crate::data::rows(include_str!("../../data/abbreviations.tsv"))
        .map(|[short, full]| (short, fold(full)))
        .collect()
});

/// Abbreviations that stand for the same words wherever they stand: folded, and the full words in lower case.
///
/// ```
/// assert!(vanthu_appendix::agency::abbreviations().any(|(short, full)| short == "ubnd" && full == "ủy ban nhân dân"));
/// ```
pub fn abbreviations() -> impl Iterator<Item = (&'static str, &'static str)> {
    crate::data::rows(include_str!("../../data/abbreviations.tsv"))
        .filter(|[short, _]| !short.starts_with('^'))
        .map(|[short, full]| (short, full))
}

/// The id of the agency that `name` names: its words in lower case without diacritics, joined by `-`, abbreviations
/// written out, `các` in front dropped, lists of levels (`phường, xã`) in one order, `y` for `i` in words such as `kĩ`,
/// and without the name of the document's own `place` behind `thành phố` or `tỉnh`.
///
/// ```
/// use vanthu_appendix::agency::canonical;
///
/// assert_eq!(canonical("VP UBND TP Huế", Some("Huế")), canonical("Văn phòng Uỷ ban nhân dân thành phố", None));
/// ```
#[must_use]
pub fn canonical(name: &str, place: Option<&str>) -> String {
    let words = expand(name);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    while matches!(words.first(), Some(&"cac" | &"nhung")) {
        words.remove(0);
    }
    if let Some(place) = place {
        drop_place(&mut words, place);
    }
    order_levels(&words).join("-")
}

/// The folded words that a folded abbreviation stands for (`ubnd`, `cchc`), where it is one that names of agencies use.
#[must_use]
pub fn written_out(abbreviation: &str) -> Option<&'static str> {
    ABBREVIATIONS.get(abbreviation).map(String::as_str)
}

/// Folded words with abbreviations written out.
fn expand(name: &str) -> Vec<String> {
    let tokens = Tokens::new(name);
    let mut out: Vec<String> = Vec::with_capacity(tokens.list().len());
    let mut push = |words: &str| out.extend(words.split(' ').map(|w| spell(w).to_owned()));
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let word = tokens.folded(i);
        match token.kind {
            Kind::Word => {
                let capitals =
                    name.get(token.start..token.end).is_some_and(|w| !w.chars().any(char::is_lowercase));
                // `KH&CN`, `GD-ĐT`: one abbreviation in two halves.
                let second = tokens.folded(i + 2);
                let halves = capitals && matches!(tokens.mark(i + 1), Some('&' | '-')) && !second.is_empty();
                let joined = halves.then(|| format!("{word}{second}"));
                if let Some(full) = joined.as_deref().and_then(|j| ABBREVIATIONS.get(j)) {
                    push(full);
                    i += 2;
                } else if let Some(full) = ABBREVIATIONS.get(word) {
                    push(full);
                } else if let Some(full) = ABBREVIATIONS
                    .get(format!("^{word}").as_str())
                    .filter(|_| i == 0 && capitals && tokens.list().len() > 1)
                {
                    push(full);
                } else {
                    push(word);
                }
            }
            Kind::Number => push(word),
            Kind::Mark('&') => push("va"),
            Kind::Mark(',' | '/') => push(","),
            Kind::Mark(_) | Kind::Line => {}
        }
        i += 1;
    }
    out
}

/// One spelling for syllables that are written with `i` or `y` (`kĩ thuật`, `kỹ thuật`).
fn spell(word: &str) -> &str {
    match word {
        "ki" => "ky",
        "li" => "ly",
        "mi" => "my",
        "si" => "sy",
        "ti" => "ty",
        "hi" => "hy",
        "qui" => "quy",
        _ => word,
    }
}

/// Drops the name of `place` where it stands behind `thành phố` or `tỉnh`.
fn drop_place(words: &mut Vec<&str>, place: &str) {
    let place = expand(place);
    let place: &[String] = match place.as_slice() {
        [a, b, rest @ ..] if a == "thanh" && b == "pho" => rest,
        [a, rest @ ..] if a == "tinh" => rest,
        all => all,
    };
    if place.is_empty() {
        return;
    }
    let end = words.len();
    for i in (1..end).rev() {
        let level = words[i - 1] == "tinh" || i > 1 && words[i - 2] == "thanh" && words[i - 1] == "pho";
        if level
            && words.len() >= i + place.len()
            && words[i..i + place.len()].iter().zip(place).all(|(a, b)| a == b)
        {
            words.drain(i..i + place.len());
            return;
        }
    }
}

/// The level of territory that begins at `i`: its rank from the highest, and its number of words.
fn level(words: &[&str], i: usize) -> Option<(usize, usize)> {
    let next = || words.get(i + 1).copied().unwrap_or_default();
    match *words.get(i)? {
        "tinh" => Some((0, 1)),
        "thanh" if next() == "pho" => Some((1, 2)),
        "quan" => Some((2, 1)),
        "huyen" => Some((3, 1)),
        "thi" if next() == "xa" => Some((4, 2)),
        "xa" => Some((5, 1)),
        "phuong" => Some((6, 1)),
        "thi" if next() == "tran" => Some((7, 2)),
        "dac" if next() == "khu" => Some((8, 2)),
        _ => None,
    }
}

/// Puts lists of levels in order, drops `các` in front of them, and drops commas.
fn order_levels<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let mut out = Vec::with_capacity(words.len());
    let mut i = 0;
    while i < words.len() {
        let start = if words[i] == "cac" { i + 1 } else { i };
        let mut ranks: Vec<(usize, usize, usize)> = Vec::new();
        let mut at = start;
        while let Some((rank, n)) = level(words, at) {
            ranks.push((rank, at, n));
            at += n;
            // Only a comma or `và` continues the list: `xã phường` side by side is a slip for it.
            let joint = matches!(words.get(at), Some(&"," | &"va")) && level(words, at + 1).is_some();
            at += usize::from(joint);
        }
        if ranks.len() > 1 {
            ranks.sort_unstable();
            ranks.dedup_by_key(|r| r.0);
            for (_, from, n) in ranks {
                out.extend_from_slice(&words[from..from + n]);
            }
            i = at;
            continue;
        }
        if words[i] != "," {
            out.push(words[i]);
        }
        i += 1;
    }
    out
}
