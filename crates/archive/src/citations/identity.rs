//! What tells one document from another: number, symbol, date, issuer.

use vanthu_document::PartialDate;
use vanthu_text::fold;

use super::Label;

/// Number and symbol without what printers vary: leading zeros, diacritics, case, and the marks between the parts
/// (`01-CTr/TU`, `01/CTR-TU`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    number: String,
    symbol: String,
}

impl Key {
    /// The key of a document that has both.
    pub(super) fn of(number: Option<&str>, symbol: Option<&str>) -> Option<Self> {
        let number = number?.trim();
        let number = fold(number).trim_start_matches('0').to_owned();
        let symbol = symbol_key(symbol?);
        (!number.is_empty() && !symbol.is_empty()).then_some(Self { number, symbol })
    }

    /// Whether the symbol holds a year of its own (`2023/NĐ-CP`), as those of legal documents do: such a number is one
    /// of its kind in the whole country for all issuers but the local ones.
    fn has_year(&self) -> bool {
        self.symbol
            .get(..4)
            .is_some_and(|year| year.starts_with(['1', '2']) && year.bytes().all(|b| b.is_ascii_digit()))
    }

    pub(super) fn symbol(&self) -> &str {
        &self.symbol
    }
}

/// A symbol without what printers vary.
pub(super) fn symbol_key(symbol: &str) -> String {
    fold(symbol).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// An issuer without what printers vary: its words without diacritics and capitals, the usual abbreviations spelt out.
pub(super) fn issuer_key(issuer: &str) -> String {
    let issuer = fold(issuer);
    let mut words = Vec::new();
    for word in issuer.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match word {
            "ubnd" => words.extend(["uy", "ban", "nhan", "dan"]),
            "hdnd" => words.extend(["hoi", "dong", "nhan", "dan"]),
            "tp" => words.extend(["thanh", "pho"]),
            "tx" => words.extend(["thi", "xa"]),
            word => words.push(word),
        }
    }
    words.join(" ")
}

/// What tells a document from others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Identity {
    pub(super) key: Option<Key>,
    pub(super) date: Option<PartialDate>,
    /// By [`issuer_key`].
    pub(super) issuer: Option<String>,
    pub(super) number: Option<String>,
    pub(super) symbol: Option<String>,
}

impl Identity {
    pub(super) fn label(&self, label: Label) -> Option<String> {
        label(self.number.as_deref(), self.symbol.as_deref())
    }

    /// Number, symbol and date as one says them.
    pub(super) fn full_label(&self, label: Label) -> String {
        let reference = self.label(label).unwrap_or_default();
        self.date.map_or(reference.clone(), |date| format!("{reference} ({date})"))
    }
}

/// Whether two issuers can be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    Same,
    Unknown,
    Other,
}

/// Share of the words of the shorter name that the longer one must hold: a document calls its issuer by the full name, one
/// that cites it leaves the place out or names the chairman.
const SAME: f64 = 0.75;
const OTHER: f64 = 0.6;

/// Compares two issuers, each by [`issuer_key`].
pub(super) fn issuers(a: Option<&str>, b: Option<&str>) -> Agreement {
    let (Some(a), Some(b)) = (a, b) else { return Agreement::Unknown };
    let words = |text| str::split(text, ' ').filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return Agreement::Unknown;
    }
    let held = short.iter().filter(|word| long.contains(word)).count() as f64 / short.len() as f64;
    if held >= SAME {
        Agreement::Same
    } else if held < OTHER {
        Agreement::Other
    } else {
        Agreement::Unknown
    }
}

/// Whether two dates can be the same day: `None` where one of them is not known.
pub(super) fn same_day(a: Option<PartialDate>, b: Option<PartialDate>) -> Option<bool> {
    let (a, b) = (a?, b?);
    Some(a.first_day() <= b.last_day() && b.first_day() <= a.last_day())
}

/// How likely a document of the archive, which has the number and symbol of a cited one, is that one. `citing` is the issuer
/// of the document that cites it: where no issuer is cited, the citing office's own is meant more often than not.
///
/// The numbers are judgements, not measurements: date and issuer each halve what is left of doubt, or more.
pub(super) fn match_of(cited: &Identity, paper: &Identity, citing: Option<&str>) -> f32 {
    let issuer = issuers(cited.issuer.as_deref(), paper.issuer.as_deref());
    let whole = |date: Option<PartialDate>| date.is_some_and(|date| date.day().is_some());
    let day = whole(cited.date) && whole(paper.date);
    let unique = paper.key.as_ref().is_some_and(Key::has_year);
    let of_citing = cited.issuer.is_none() && issuers(citing, paper.issuer.as_deref()) == Agreement::Same;
    match (same_day(cited.date, paper.date), issuer) {
        (Some(false), _) => 0.0,
        (Some(true), Agreement::Same) => {
            if day {
                0.99
            } else {
                0.9
            }
        }
        (Some(true), Agreement::Unknown) => {
            if day || unique {
                0.97
            } else {
                0.8
            }
        }
        (Some(true), Agreement::Other) => {
            if day {
                0.5
            } else {
                0.3
            }
        }
        (None, Agreement::Same) => {
            if unique {
                0.95
            } else {
                0.85
            }
        }
        (None, Agreement::Unknown) if unique => 0.95,
        (None, Agreement::Unknown) if of_citing => 0.8,
        (None, Agreement::Unknown) => 0.5,
        (None, Agreement::Other) => {
            if unique {
                0.4
            } else {
                0.1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printers_vary_what_does_not_count() {
        assert_eq!(Key::of(Some("01"), Some("CTr/TU")), Key::of(Some("1"), Some("CTR-TU")));
        assert_eq!(Key::of(Some("12"), Some("QĐ-UBND")), Key::of(Some("12"), Some("QD - UBND")));
        assert_ne!(Key::of(Some("12"), Some("QĐ-UBND")), Key::of(Some("12"), Some("KH-UBND")));
        assert_eq!(Key::of(None, Some("QĐ-UBND")), None);
    }

    #[test]
    fn issuers_are_called_by_shorter_names() {
        let agree = |a: &str, b: &str| issuers(Some(&issuer_key(a)), Some(&issuer_key(b)));
        assert_eq!(agree("UBND Tỉnh", "ỦY BAN NHÂN DÂN TỈNH ĐÔNG XOAN"), Agreement::Same);
        assert_eq!(agree("Chính phủ", "CHÍNH PHỦ"), Agreement::Same);
        assert_eq!(agree("Bộ Y tế", "CHÍNH PHỦ"), Agreement::Other);
        assert_eq!(agree("UBND xã Tân An", "ỦY BAN NHÂN DÂN TỈNH ĐÔNG XOAN"), Agreement::Other);
    }
}
