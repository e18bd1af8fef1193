//! Words, numbers and marks of a short text, with their folded form and their place in it.
//!
//! Header names, agency lists, deadlines and section labels are all read from these tokens, so that each text is
//! folded once.

use vanthu_text::fold_char;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters.
    Word,
    /// Decimal digits.
    Number,
    /// One character that is neither a letter, a digit nor white space.
    Mark(char),
    /// A line end.
    Line,
}

/// A word, a number, a mark or a line end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// What it is made of.
    pub(crate) kind: Kind,
    /// Offset of its first byte in the text.
    pub(crate) start: usize,
    /// Offset behind its last byte.
    pub(crate) end: usize,
    /// The same in the folded buffer.
    folded: (usize, usize),
    /// Whether its first letter is a capital.
    pub(crate) capital: bool,
    /// Whether white space (or the text's edge) stands before it.
    pub(crate) spaced: bool,
}

/// The tokens of one text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    folded: String,
    list: Vec<Token>,
}

/// Dashes that writers and OCR engines use for one another.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‐' | '‑' | '−')
}

impl Tokens {
    /// Cuts `text` into tokens.
    pub(crate) fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut list: Vec<Token> = Vec::with_capacity(text.len() / 4);
        let mut spaced = true;
        let mut open: Option<Kind> = None;
        for (start, c) in text.char_indices() {
            let end = start + c.len_utf8();
            if c.is_whitespace() {
                if c == '\n' {
                    let at = folded.len();
                    list.push(Token {
                        kind: Kind::Line,
                        start,
                        end,
                        folded: (at, at),
                        capital: false,
                        spaced: true,
                    });
                }
                spaced = true;
                open = None;
                continue;
            }
            let base = fold_char(c);
            let kind = match base {
                Some('a'..='z') => Kind::Word,
                Some('0'..='9') => Kind::Number,
                // A combining mark belongs to the letter before it.
                None => {
                    if let (Some(Kind::Word), Some(last)) = (open, list.last_mut()) {
                        last.end = end;
                        continue;
                    }
                    Kind::Mark(c)
                }
                Some(_) if c.is_alphabetic() => Kind::Word,
                Some(_) => Kind::Mark(c),
            };
            let at = folded.len();
            folded.push(base.unwrap_or(c));
            let after = folded.len();
            match (open, list.last_mut()) {
                (Some(before), Some(last)) if before == kind => {
                    last.end = end;
                    last.folded.1 = after;
                }
                _ => list.push(Token {
                    kind,
                    start,
                    end,
                    folded: (at, after),
                    capital: c.is_uppercase(),
                    spaced,
                }),
            }
            open = if matches!(kind, Kind::Mark(_)) { None } else { Some(kind) };
            spaced = false;
        }
        Self { folded, list }
    }

    /// The tokens in order.
    pub(crate) fn list(&self) -> &[Token] {
        &self.list
    }

    /// The token at `at`.
    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        self.list.get(at)
    }

    /// Folded form of the token at `at`; empty behind the last.
    pub(crate) fn folded(&self, at: usize) -> &str {
        self.list.get(at).and_then(|t| self.folded.get(t.folded.0..t.folded.1)).unwrap_or("")
    }

    /// Whether the words of `phrase` (folded, parted by single spaces) stand from token `at` on; their number if so.
    #[inline]
    pub(crate) fn phrase_at(&self, at: usize, phrase: &str) -> Option<usize> {
        // Long lists of phrases are tried at every word, and nearly all begin with another letter.
        let begins = self.folded(at).as_bytes().first() == phrase.as_bytes().first();
        if begins { self.whole_phrase_at(at, phrase) } else { None }
    }

    fn whole_phrase_at(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut n = 0;
        for word in phrase.split(' ') {
            if self.folded(at + n) != word {
                return None;
            }
            n += 1;
        }
        Some(n)
    }

    /// The mark at `at`, if it is one.
    pub(crate) fn mark(&self, at: usize) -> Option<char> {
        match self.list.get(at)?.kind {
            Kind::Mark(c) => Some(c),
            _ => None,
        }
    }

    /// The number at `at`, if it is one of at most nine digits.
    pub(crate) fn number(&self, at: usize) -> Option<u32> {
        match self.list.get(at)?.kind {
            Kind::Number => self.folded(at).parse().ok(),
            _ => None,
        }
    }

    /// Whether a dash stands at `at`.
    pub(crate) fn dash(&self, at: usize) -> bool {
        self.mark(at).is_some_and(is_dash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        let tokens = Tokens::new(text);
        (0..tokens.list().len()).map(|i| tokens.folded(i).to_owned()).collect()
    }

    #[test]
    fn words_numbers_and_marks_part() {
        assert_eq!(folded("Quý IV/2025"), ["quy", "iv", "/", "2025"]);
        assert_eq!(folded("Trước 15h00"), ["truoc", "15", "h", "00"]);
        assert_eq!(folded("-Sở\nBan"), ["-", "so", "", "ban"]);
    }

    #[test]
    fn decomposed_letters_stay_in_their_word() {
        assert_eq!(folded("So\u{31b}\u{309} Y te\u{302}\u{301}"), ["so", "y", "te"]);
    }

    proptest! {
        #[test]
        fn tokens_cover_every_letter(text in "\\PC{0,60}") {
            let tokens = Tokens::new(&text);
            let mut end = 0;
            for t in tokens.list() {
                prop_assert!(t.start >= end && t.end > t.start);
                prop_assert!(text[end..t.start].chars().all(char::is_whitespace));
                end = t.end;
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
