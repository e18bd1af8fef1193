//! Document numbers: `6745/QĐ-UBND`, `30/2020/NĐ-CP`, `01-CTr/TU`.

use vanthu_text::{TextRange, fold};

/// A document's number as found in a text.
pub(super) struct Number {
    /// Where it stands.
    pub(super) range: TextRange,
    /// One form for all spellings: parts folded and joined by `-`, no leading zeros.
    pub(super) key: String,
    /// The first part alone.
    pub(super) bare: String,
}

/// Most parts that a number has (`12/2024/NQ-HĐND-KH` and a few to spare).
const MOST_PARTS: usize = 6;

/// The document's number whose digits stand at `run`. Its parts are joined by `/` or `-`; one of them is a symbol in
/// capitals, or there are two of letters behind a `/` (`76/nq-cp`).
pub(super) fn at(text: &str, run: TextRange) -> Option<Number> {
    let digits = text.get(run.start..run.end)?;
    if digits.len() > 5 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut end = run.end;
    let mut parts: Vec<&str> = Vec::new();
    let mut slash = false;
    while parts.len() < MOST_PARTS {
        let rest = text.get(end..)?;
        let Some(part) = rest.strip_prefix(['/', '-']) else { break };
        slash |= parts.is_empty() && rest.starts_with('/');
        let len = part.find(|c: char| !c.is_alphanumeric()).unwrap_or(part.len());
        if len == 0 {
            break;
        }
        parts.push(part.get(..len)?);
        end += 1 + len;
    }
    let letters =
        |part: &&str| part.chars().take(2).all(char::is_alphabetic) && part.chars().nth(1).is_some();
    let capital = |part: &&str| {
        letters(part) && part.chars().next().is_some_and(char::is_uppercase) && {
            // `Hà` in `2-Hà Nội` is none: a symbol has two capitals, or is as `CTr`.
            part.chars().filter(|c| c.is_uppercase()).count() > 1
        }
    };
    let plain = |part: &&str| letters(part) && part.chars().all(|c| c.is_ascii() || matches!(c, 'đ' | 'Đ'));
    let symbol = parts.iter().any(capital)
        || slash && parts.iter().filter(|p| plain(p)).count() > 1 && parts.iter().all(|p| p.len() <= 8);
    if !symbol {
        return None;
    }
    let bare = digits.trim_start_matches('0');
    let bare = if bare.is_empty() { "0" } else { bare };
    let key = parts.iter().fold(bare.to_owned(), |key, part| key + "-" + &fold(part));
    Some(Number { range: TextRange::new(run.start, end), key, bare: bare.to_owned() })
}
