//! Differences of two texts word by word, for display.

use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::text::{Token, tokens};

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It stands on both sides.
    Kept,
    /// Only the old side has it.
    Deleted,
    /// Only the new side has it.
    Inserted,
}

/// A piece of one of the two texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What became of it.
    pub fate: Fate,
    /// The piece as printed; for what both sides have, as the new one prints it.
    pub text: String,
}

/// Texts of more words than this on a side are compared as wholes.
const MOST_WORDS: usize = 4096;

/// The pieces of both texts in reading order. The kept and inserted ones together are the new text, but for white space at
/// the seams; the kept and deleted ones have the words of the old.
///
/// ```
/// use vanthu_diff::words::{Fate, pieces};
///
/// let pieces = pieces("Ban hành kế hoạch năm 2024", "Ban hành Kế hoạch năm 2025");
/// let texts: Vec<(Fate, &str)> = pieces.iter().map(|p| (p.fate, p.text.as_str())).collect();
/// assert_eq!(texts, [(Fate::Kept, "Ban hành Kế hoạch năm "), (Fate::Deleted, "2024"), (Fate::Inserted, "2025")]);
/// ```
#[must_use]
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let (a, b) = (tokens(old), tokens(new));
    let mut out: Vec<Piece> = Vec::new();
    let mut push = |fate: Fate, text: &str| {
        if text.is_empty() {
            return;
        }
        match out.last_mut() {
            Some(last) if last.fate == fate => last.text.push_str(text),
            _ => out.push(Piece { fate, text: text.to_owned() }),
        }
    };
    let (mut at_old, mut at_new) = (0, 0);
    for hunk in hunks(&a, &b) {
        // What stands between two hunks is kept, and shown as the new side prints it.
        let start_new = start(&b, hunk.new.start, new.len());
        let start_old = start(&a, hunk.old.start, old.len());
        let end_new = end(&b, &hunk.new, start_new);
        let end_old = end(&a, &hunk.old, start_old);
        push(Fate::Kept, new.get(at_new..start_new).unwrap_or_default());
        let gone = old.get(start_old.max(at_old)..end_old).unwrap_or_default();
        let come = new.get(start_new..end_new).unwrap_or_default();
        push(Fate::Deleted, gone);
        if come.is_empty() && !gone.is_empty() && end_old < old.len() {
            push(Fate::Kept, " ");
        }
        push(Fate::Inserted, come);
        (at_old, at_new) = (end_old, end_new);
    }
    push(Fate::Kept, new.get(at_new..).unwrap_or_default());
    out
}

fn start(tokens: &[Token], at: usize, length: usize) -> usize {
    tokens.get(at).map_or(length, |t| t.range.start)
}

fn end(tokens: &[Token], range: &Range<usize>, start: usize) -> usize {
    range.clone().last().and_then(|last| tokens.get(last)).map_or(start, |t| t.range.end)
}

/// Tokens that stand on one side only, or stand for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hunk {
    /// Old tokens.
    pub(crate) old: Range<usize>,
    /// New tokens.
    pub(crate) new: Range<usize>,
}

/// Where two token sequences differ. Hunks with a single kept word between them are one: a reader sees them so.
pub(crate) fn hunks(old: &[Token], new: &[Token]) -> Vec<Hunk> {
    if old.len().max(new.len()) > MOST_WORDS {
        let whole = Hunk { old: 0..old.len(), new: 0..new.len() };
        return if old.iter().map(|t| &t.key).eq(new.iter().map(|t| &t.key)) {
            Vec::new()
        } else {
            vec![whole]
        };
    }
    let keys = |tokens: &[Token]| tokens.iter().map(|t| t.key.clone()).collect::<Vec<_>>();
    let (a, b) = (keys(old), keys(new));
    let mut hunks: Vec<Hunk> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (old, new) = match op {
            DiffOp::Equal { .. } => continue,
            other => (other.old_range(), other.new_range()),
        };
        match hunks.last_mut() {
            Some(last) if old.start.saturating_sub(last.old.end) <= 1 => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => hunks.push(Hunk { old, new }),
        }
    }
    hunks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> String {
        let mark = |p: &Piece| match p.fate {
            Fate::Kept => p.text.clone(),
            Fate::Deleted => format!("[-{}-]", p.text),
            Fate::Inserted => format!("[+{}+]", p.text),
        };
        pieces(old, new).iter().map(mark).collect()
    }

    #[test]
    fn differences_read_as_a_clerk_would_mark_them() {
        assert_eq!(shown("Lập sổ mục lục hồ sơ", "Lập mục lục hồ sơ"), "Lập [-sổ-] mục lục hồ sơ");
        assert_eq!(shown("Số hoá, lưu trữ", "Số hóa, lưu trữ"), "Số hóa, lưu trữ");
        assert_eq!(shown("", "Kiểm kê"), "[+Kiểm kê+]");
        assert_eq!(shown("Kiểm kê", ""), "[-Kiểm kê-]");
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_pieces(old in "(lập|sổ|kê|,| ){0,12}", new in "(lập|sổ|kê|mới|;| ){0,12}") {
            let pieces = pieces(&old, &new);
            let words = |fates: [Fate; 2]| {
                let text: String =
                    pieces.iter().filter(|p| fates.contains(&p.fate)).map(|p| format!("{} ", p.text)).collect();
                tokens(&text).into_iter().map(|t| t.key).collect::<Vec<_>>()
            };
            let keys = |text: &str| tokens(text).into_iter().map(|t| t.key).collect::<Vec<_>>();
            prop_assert_eq!(words([Fate::Kept, Fate::Deleted]), keys(&old));
            prop_assert_eq!(words([Fate::Kept, Fate::Inserted]), keys(&new));
        }
    }
}
