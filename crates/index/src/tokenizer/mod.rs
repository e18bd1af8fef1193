//! Text to tokens: what is searched, with its place in the original text.
//!
//! A token is a syllable, a number or a document's number. It has two forms. The *folded* one forgets case and
//! diacritics and the choice between `i` and `y`, so that typing without marks finds everything; the *exact* one keeps
//! the diacritics but not the place of the tone mark ([`vanthu_text::exact_key`]). Offsets are those of the text
//! given, whatever its normal form. Abbreviations stand at the place of their words too (`CCHC` is found by `cải cách
//! hành chính`), and a document's number is one token, however it is written (`01-CTr/TU`, `1/CTr-TU`).
//!
//! ```
//! use vanthu_index::tokenizer::Tokens;
//!
//! let tokens = Tokens::new("Sở Kĩ thuật, QĐ số 06/QĐ-UBND");
//! let folded: Vec<&str> = tokens.iter().map(|t| t.folded).collect();
//! assert_eq!(folded, ["so", "ki", "thuat", "qd", "so", "6-qd-ubnd", "6"]);
//! assert_eq!(tokens.iter().next().unwrap().exact, "sở");
//! ```

mod abbreviation;
pub(crate) mod adapter;
mod number;

use vanthu_text::{TextRange, exact_key, fold_char, fold_into};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, digits among them or not.
    Word,
    /// A document's number and symbol.
    DocumentNumber,
    /// The number alone of a document's number, at the same position.
    BareNumber,
    /// An abbreviation, at the position of its first word.
    Abbreviation,
    /// A word that an abbreviation stands for.
    Expansion,
}

/// A token with its place.
#[derive(Debug, Clone, Copy)]
pub struct Token<'t> {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the original text.
    pub range: TextRange,
    /// Number of its position: neighbours differ by one.
    pub position: usize,
    /// Without case, diacritics, and the choice between `i` and `y`.
    pub folded: &'t str,
    /// With diacritics, in one spelling.
    pub exact: &'t str,
}

#[derive(Debug, Clone)]
struct Entry {
    kind: Kind,
    range: TextRange,
    position: usize,
    folded: (usize, usize),
    exact: (usize, usize),
}

/// The tokens of one text.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    folded: String,
    exact: String,
    entries: Vec<Entry>,
    /// Position of the next token.
    position: usize,
    /// Whether no exact forms are wanted.
    only_folded: bool,
}

impl Tokens {
    /// Cuts `text` into tokens.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.fill(text);
        tokens
    }

    /// The same in half the time, for where the exact forms do not matter: they are empty.
    pub(crate) fn only_folded(text: &str) -> Self {
        let mut tokens = Self { only_folded: true, ..Self::default() };
        tokens.fill(text);
        tokens
    }

    fn fill(&mut self, text: &str) {
        let mut at = 0;
        while let Some(run) = next_run(text, at) {
            let number = self.push_number(text, run);
            at = number.or_else(|| self.push_abbreviation(text, run)).unwrap_or_else(|| {
                self.push_word(text, run);
                run.end
            });
        }
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The token at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Token<'_>> {
        let entry = self.entries.get(index)?;
        Some(Token {
            kind: entry.kind,
            range: entry.range,
            position: entry.position,
            folded: self.folded.get(entry.folded.0..entry.folded.1)?,
            exact: self.exact.get(entry.exact.0..entry.exact.1)?,
        })
    }

    /// The tokens in order.
    pub fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        (0..self.entries.len()).filter_map(|i| self.get(i))
    }

    fn push(&mut self, kind: Kind, range: TextRange, position: usize, printed: &str) {
        let (folded, exact) = (self.folded.len(), self.exact.len());
        push_folded(printed, &mut self.folded);
        if self.only_folded {
            // Nothing to add.
        } else if printed.is_ascii() && !printed.bytes().any(|b| matches!(b, b'y' | b'Y')) {
            self.exact.extend(printed.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            self.exact.push_str(&exact_key(printed));
        }
        if self.folded.len() == folded {
            // Nothing but combining marks.
            return;
        }
        self.entries.push(Entry {
            kind,
            range,
            position,
            folded: (folded, self.folded.len()),
            exact: (exact, self.exact.len()),
        });
    }

    fn push_word(&mut self, text: &str, run: TextRange) {
        let before = self.entries.len();
        self.push(Kind::Word, run, self.position, text.get(run.start..run.end).unwrap_or_default());
        self.position += self.entries.len() - before;
    }

    /// A document's number that begins with the digits at `run`; gives where it ends.
    fn push_number(&mut self, text: &str, run: TextRange) -> Option<usize> {
        let number = number::at(text, run)?;
        self.push(Kind::DocumentNumber, number.range, self.position, &number.key);
        self.push(Kind::BareNumber, run, self.position, &number.bare);
        self.position += 1;
        Some(number.range.end)
    }

    /// An abbreviation that begins at `run`, with the words that it stands for; gives where it ends.
    fn push_abbreviation(&mut self, text: &str, run: TextRange) -> Option<usize> {
        let found = abbreviation::at(text, run)?;
        self.push(Kind::Abbreviation, found.range, self.position, &found.short);
        for word in found.full.split(' ') {
            self.push(Kind::Expansion, found.range, self.position, word);
            self.position += 1;
        }
        Some(found.range.end)
    }
}

/// The folded form of `word`, with `i` where `i` and `y` are both in use.
#[must_use]
pub fn folded_key(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    push_folded(word, &mut out);
    out
}

fn push_folded(word: &str, out: &mut String) {
    let start = out.len();
    fold_into(word, out);
    if out.as_bytes().get(start..).is_none_or(|folded| !folded.contains(&b'y')) {
        return;
    }
    let folded = out.split_off(start);
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    match folded.strip_prefix("quy") {
        Some(rest) => {
            out.push_str("qui");
            out.push_str(rest);
        }
        None => match folded.strip_suffix('y') {
            // An open syllable whose only vowel it is: kỹ, ý, but not thủy, hay.
            Some(onset) if onset.len() <= 3 && !onset.contains(vowel) => {
                out.push_str(onset);
                out.push('i');
            }
            _ => out.push_str(&folded),
        },
    }
}

/// Whether `c` is a letter or a digit; the Vietnamese ones are known without a look into Unicode's tables.
fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Ḁ'..='ỿ' => true,
        _ => c.is_alphanumeric(),
    }
}

/// Whether `c` is part of a word; a combining mark is part of the word that it stands in.
fn in_word(c: char) -> bool {
    is_alphanumeric(c) || fold_char(c).is_none()
}

/// The first run of letters and digits at or behind `from`.
fn next_run(text: &str, from: usize) -> Option<TextRange> {
    let rest = text.get(from..)?;
    let start = from + rest.find(is_alphanumeric)?;
    let rest = text.get(start..)?;
    let end = rest.find(|c: char| !in_word(c)).map_or(text.len(), |len| start + len);
    Some(TextRange::new(start, end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vanthu_text::fold;

    use super::*;

    fn folded(text: &str) -> Vec<String> {
        Tokens::new(text).iter().map(|t| t.folded.to_owned()).collect()
    }

    #[test]
    fn one_key_for_all_spellings() {
        for (a, b) in [("Hoà", "hòa"), ("kỹ", "kĩ"), ("QUÝ", "quí"), ("Uỷ", "ủy"), ("ho\u{300}a", "hòa")]
        {
            let (a, b) = (Tokens::new(a), Tokens::new(b));
            let first = |t: &Tokens| t.get(0).map(|t| (t.folded.to_owned(), t.exact.to_owned()));
            assert_eq!(first(&a), first(&b));
        }
        assert_ne!(folded("thủy"), folded("thúi"));
        assert_eq!(folded("ky thuat"), folded("kĩ thuật"));
    }

    #[test]
    fn letters_are_those_of_unicode() {
        assert!(('\0'..='\u{2FFF}').all(|c| is_alphanumeric(c) == c.is_alphanumeric()));
    }

    #[test]
    fn decomposed_text_stays_whole_with_its_own_offsets() {
        let text = "So\u{31b}\u{309} No\u{323}\u{302}i vu\u{323}";
        let tokens = Tokens::new(text);
        let printed: Vec<&str> = tokens.iter().map(|t| &text[t.range.start..t.range.end]).collect();
        assert_eq!(printed, ["So\u{31b}\u{309}", "No\u{323}\u{302}i", "vu\u{323}"]);
        assert_eq!(tokens.iter().map(|t| t.exact).collect::<Vec<_>>(), ["sở", "nội", "vụ"]);
    }

    #[test]
    fn an_abbreviation_is_found_by_its_words() {
        let tokens = Tokens::new("công tác CCHC năm");
        let seen: Vec<(usize, &str)> = tokens.iter().map(|t| (t.position, t.folded)).collect();
        assert_eq!(
            seen,
            [
                (0, "cong"),
                (1, "tac"),
                (2, "cchc"),
                (2, "cai"),
                (3, "cach"),
                (4, "hanh"),
                (5, "chinh"),
                (6, "nam")
            ]
        );
        assert!(folded("Sở KH&CN").ends_with(&["cong".to_owned(), "nghe".to_owned()]));
        assert_eq!(folded("Sở KH&CN"), folded("Sở KHCN"));
    }

    #[test]
    fn document_numbers_are_one_token() {
        for text in ["01-CTr/TU", "01/CTr-TU", "1/ctr-tu"] {
            assert_eq!(folded(text), ["1-ctr-tu", "1"], "{text}");
        }
        assert_eq!(folded("giai đoạn 2021-2030"), ["giai", "doan", "2021", "2030"]);
        assert_eq!(folded("ngày 30/6/2025"), ["ngay", "30", "6", "2025"]);
    }

    proptest! {
        #[test]
        fn offsets_lie_on_characters_and_rise(text in "([a-zA-Zđ 0-9/&-]|[ạ-ỹ]|\\PC|\u{301}){0,60}") {
            let tokens = Tokens::new(&text);
            let mut position = 0;
            let mut start = 0;
            for token in tokens.iter() {
                prop_assert!(text.get(token.range.start..token.range.end).is_some_and(|t| !t.is_empty()));
                prop_assert!(token.position >= position && token.range.start >= start);
                prop_assert!(!token.folded.is_empty());
                (position, start) = (token.position, token.range.start);
            }
        }

        #[test]
        fn folded_text_has_the_folded_tokens(text in "([a-zđ ]|[ạ-ỹ]){0,60}") {
            prop_assert_eq!(folded(&text), folded(&fold(&text)));
        }
    }
}
