//! Kinds of document (loại văn bản): names, slugs, and the abbreviations that stand for them in symbols.
//!
//! The table is `data/kinds.tsv`. A kind is found by name at the start of a line (`QUYẾT ĐỊNH`), by name at the end of the
//! words before a number (`theo Quyết định số`), or by its abbreviation in a symbol (`QĐ` in `QĐ-UBND`).

use std::collections::HashMap;
use std::sync::LazyLock;

use vanthu_text::fold;

use crate::lexer::folded::{ByFirstLetter, strip_phrase};

/// A kind of document.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Name in the output, such as `quyet-dinh`.
    pub slug: &'static str,
    /// Name as it stands within a sentence, such as `Quyết định`.
    pub name: &'static str,
    /// Abbreviations in symbols, the usual one first.
    pub abbreviations: Vec<&'static str>,
    /// Whether it comes only with another document that issues it (điều lệ, danh mục).
    pub attached_only: bool,
    folded: String,
}

/// The table and its indexes.
struct Kinds {
    /// Longest names first, so that `Thông tư liên tịch` is found before `Thông tư`.
    all: Vec<Kind>,
    by_letter: ByFirstLetter<usize>,
    by_abbreviation: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let mut all: Vec<Kind> = include_str!("../data/kinds.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let (slug, name, abbreviations, class) =
                (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
            Some(Kind {
                slug,
                name,
                abbreviations: abbreviations.split(',').filter(|a| !a.is_empty()).collect(),
                attached_only: class == "attached",
                folded: fold(name),
            })
        })
        .collect();
    all.sort_by_key(|kind| std::cmp::Reverse(kind.folded.len()));
    let mut by_abbreviation = HashMap::new();
    let mut by_name = HashMap::new();
    for (at, kind) in all.iter().enumerate() {
        for abbreviation in &kind.abbreviations {
            // Where two kinds share one (`TB`), the administrative kind keeps it.
            let slot = by_abbreviation.entry(abbreviation.to_uppercase()).or_insert(at);
            if kind.slug == "thong-bao" {
                *slot = at;
            }
        }
        by_name.insert(kind.folded.clone(), at);
    }
    // `QD` for `QĐ`: a slip of the typist or of the OCR, where it stands for nothing else.
    for (at, kind) in all.iter().enumerate() {
        for abbreviation in &kind.abbreviations {
            by_abbreviation.entry(fold(abbreviation).to_uppercase()).or_insert(at);
        }
    }
    let by_letter =
        ByFirstLetter::new(0..all.len(), |at| all.get(*at).and_then(|kind| kind.folded.bytes().next()));
    Kinds { all, by_letter, by_abbreviation, by_name }
});

/// Words of the longest name that may stand before a number.
const LONGEST_NAME: usize = 5;

/// Every kind, longest names first.
#[must_use]
pub fn kinds() -> &'static [Kind] {
    &KINDS.all
}

/// The kind of that slug, by its shortest name.
#[must_use]
pub fn by_slug(slug: &str) -> Option<&'static Kind> {
    KINDS.all.iter().rfind(|kind| kind.slug == slug)
}

/// The kind that an abbreviation in a symbol stands for; case and the bar of `Đ` may be missing.
///
/// ```
/// assert_eq!(vanthu_document::kind::by_abbreviation("CTr").unwrap().slug, "chuong-trinh");
/// ```
#[must_use]
pub fn by_abbreviation(abbreviation: &str) -> Option<&'static Kind> {
    KINDS.by_abbreviation.get(&abbreviation.to_uppercase()).and_then(|at| KINDS.all.get(*at))
}

/// The kind whose abbreviation the first group of `symbol` is that is no year: `QĐ-UBND`, `2020/NĐ-CP`, `CTr/TU`.
///
/// The symbol of a law or a resolution of the National Assembly (`2020/QH14`) names no kind, nor does an office letter's
/// (`SNV-CCHC`).
#[must_use]
pub fn of_symbol(symbol: &str) -> Option<&'static Kind> {
    symbol
        .split(['/', '-'])
        .map(str::trim)
        .find(|group| !group.is_empty() && !group.bytes().all(|b| b.is_ascii_digit()))
        .and_then(by_abbreviation)
        .filter(|kind| kind.slug != "luat")
}

/// The kind that `text` begins with, and what follows the name.
#[must_use]
pub fn at_start(text: &str) -> Option<(&'static Kind, &str)> {
    KINDS
        .by_letter
        .candidates(text)
        .iter()
        .filter_map(|at| KINDS.all.get(*at))
        .find_map(|kind| strip_phrase(text, &kind.folded).map(|rest| (kind, rest)))
}

/// The kind that the last words of `text` name, and where the name begins.
///
/// ```
/// let (kind, start) = vanthu_document::kind::at_end("theo Thông tư liên tịch ").unwrap();
/// assert_eq!((kind.slug, start), ("thong-tu-lien-tich", 5));
/// ```
#[must_use]
pub fn at_end(text: &str) -> Option<(&'static Kind, usize)> {
    let trimmed = text.trim_end();
    let mut end = trimmed.len();
    let mut folded: Vec<String> = Vec::with_capacity(LONGEST_NAME);
    let mut found = None;
    for _ in 0..LONGEST_NAME {
        let head = trimmed.get(..end)?.trim_end();
        let start = head
            .char_indices()
            .rev()
            .find(|(_, c)| !c.is_alphabetic())
            .map_or(0, |(at, c)| at + c.len_utf8());
        let Some(word) = head.get(start..).filter(|word| !word.is_empty()) else { break };
        folded.insert(0, fold(word));
        if let Some(at) = KINDS.by_name.get(&folded.join(" ")) {
            found = KINDS.all.get(*at).map(|kind| (kind, start));
        }
        if head.get(..start).is_some_and(|before| !before.ends_with(char::is_whitespace)) {
            break;
        }
        end = start;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_kind() {
        assert!(kinds().len() >= 50);
        for kind in kinds() {
            assert_eq!(by_slug(kind.slug).map(|k| k.slug), Some(kind.slug));
            assert_eq!(at_start(&kind.name.to_uppercase()).map(|(k, _)| k.slug), Some(kind.slug));
            assert_eq!(at_end(&format!("theo {} ", kind.name)).map(|(k, _)| k.slug), Some(kind.slug));
        }
    }

    #[test]
    fn the_longest_name_wins_and_ends_at_a_word() {
        assert_eq!(
            at_start("THÔNG TƯ LIÊN TỊCH số").map(|(k, r)| (k.slug, r)),
            Some(("thong-tu-lien-tich", " số"))
        );
        assert_eq!(at_start("Luật Đất đai").map(|(k, r)| (k.slug, r)), Some(("luat", " Đất đai")));
        assert_eq!(at_start("Luậtsư"), None);
        assert_eq!(at_end("các quyết định"), Some((by_slug("quyet-dinh").unwrap(), 5)));
        assert_eq!(at_end("tại văn bản"), None);
        assert_eq!(at_end(""), None);
    }

    #[test]
    fn symbols_name_kinds() {
        for (symbol, slug) in [
            ("QĐ-UBND", Some("quyet-dinh")),
            ("2020/NĐ-CP", Some("nghi-dinh")),
            ("CTr/TU", Some("chuong-trinh")),
            ("2014/TTLT-BTC-BNV", Some("thong-tu-lien-tich")),
            ("QD-UBND", Some("quyet-dinh")),
            ("HĐ-BTC", Some("hop-dong")),
            ("CTR/TU", Some("chuong-trinh")),
            ("2020/QH14", None),
            ("SNV-CCHC", None),
            ("", None),
        ] {
            assert_eq!(of_symbol(symbol).map(|k| k.slug), slug, "{symbol}");
        }
    }
}
