//! The tokens of a line: words, numbers, marks, separators of cells, and addresses that are never touched.
//!
//! The trainer and the decoder share this tokeniser, so that the language model meets at work what it met in training.

use unicode_normalization::char::is_combining_mark;
use vanthu_text::{Placement, Syllable};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A run of letters.
    Word,
    /// A run of digits with inner `. , / : -` between digits: `31/12/2024`, `86,50`.
    Number,
    /// One punctuation mark or symbol.
    Mark,
    /// What parts cells: a tab, `|`, a markup tag.
    Separator,
    /// An address of the network or of a file: `https://…`, `a@b.vn`, `dichvucong.gov.vn`.
    Address,
}

/// One token: its kind and the bytes of the line that it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

impl Token {
    /// The token's text, a part of `line`.
    #[must_use]
    pub fn text<'a>(&self, line: &'a str) -> &'a str {
        line.get(self.start..self.end).unwrap_or_default()
    }
}

/// Appends the tokens of `line`, in order, to `out`. White space gives no token, apart from tabs.
pub fn tokenize(line: &str, out: &mut Vec<Token>) {
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        if c == '\t' {
            out.push(Token { kind: TokenKind::Separator, start: at, end: at + 1 });
            at += 1;
        } else if c.is_whitespace() {
            at += c.len_utf8();
        } else {
            let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let chunk = rest.get(..len).unwrap_or_default();
            match address(chunk) {
                Some((from, to)) => {
                    tokenize_chunk(chunk.get(..from).unwrap_or_default(), at, out);
                    out.push(Token { kind: TokenKind::Address, start: at + from, end: at + to });
                    tokenize_chunk(chunk.get(to..).unwrap_or_default(), at + to, out);
                }
                None => tokenize_chunk(chunk, at, out),
            }
            at += len;
        }
    }
}

/// Tokens of a run without white space; `offset` is added to every position.
fn tokenize_chunk(chunk: &str, offset: usize, out: &mut Vec<Token>) {
    let mut chars = chunk.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let kind = if is_letter(c) {
            while let Some((i, d)) = chars.next_if(|(_, d)| is_letter(*d) || is_combining_mark(*d)) {
                end = i + d.len_utf8();
            }
            TokenKind::Word
        } else if c.is_ascii_digit() {
            while let Some(&(i, d)) = chars.peek() {
                let digit_follows = || chunk.as_bytes().get(i + 1).is_some_and(u8::is_ascii_digit);
                let inner = matches!(d, '.' | ',' | '/' | ':' | '-') && digit_follows();
                if !d.is_ascii_digit() && !inner {
                    break;
                }
                end = i + 1;
                chars.next();
            }
            TokenKind::Number
        } else if c == '|' {
            TokenKind::Separator
        } else if c == '<' {
            match tag_len(chunk.get(start..).unwrap_or_default()) {
                Some(len) => {
                    end = start + len;
                    while chars.next_if(|(i, _)| *i < end).is_some() {}
                    TokenKind::Separator
                }
                None => TokenKind::Mark,
            }
        } else {
            TokenKind::Mark
        };
        out.push(Token { kind, start: offset + start, end: offset + end });
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic())
}

/// Length of the markup tag that opens `text`: `<br>`, `</b>`, `<ul>`.
fn tag_len(text: &str) -> Option<usize> {
    let close = text.bytes().take(12).position(|b| b == b'>')?;
    let name = text.get(1..close)?.trim_matches('/');
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(close + 1)
}

/// The part of `chunk` that is an address, without the punctuation around it.
pub(crate) fn address(chunk: &str) -> Option<(usize, usize)> {
    let bytes = chunk.as_bytes();
    if !bytes.iter().any(|b| matches!(b, b'.' | b'@')) && !chunk.contains("://") {
        return None;
    }
    let edge = |c: char| "()[]<>\"'“”‘’,;:.!*".contains(c);
    let inner = chunk.trim_matches(edge);
    let from = chunk.len() - chunk.trim_start_matches(edge).len();
    let mail = || {
        inner.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && user.is_ascii() && host.contains('.') && host.is_ascii()
        })
    };
    let host = || {
        inner.is_ascii()
            && inner.rsplit_once('.').is_some_and(|(head, tail)| {
                const ENDINGS: [&str; 14] = [
                    "vn", "com", "org", "net", "gov", "edu", "info", "html", "pdf", "doc", "docx", "xls",
                    "xlsx", "aspx",
                ];
                !head.is_empty()
                    && head.bytes().any(|b| b.is_ascii_alphabetic())
                    && ENDINGS.iter().any(|e| tail.eq_ignore_ascii_case(e))
            })
    };
    (inner.contains("://") || inner.starts_with("www.") || mail() || host())
        .then_some((from, from + inner.len()))
}

/// How a word is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// `hành`
    Lower,
    /// `Hành`, `Ô`
    Title,
    /// `HÀNH`, at least two letters
    Upper,
    /// Anything else: `CTr`, `TTg`
    Mixed,
}

impl Case {
    /// The case of `word`.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let mut letters = word.chars().filter(|c| !is_combining_mark(*c));
        let Some(first) = letters.next() else { return Self::Lower };
        let (mut upper, mut lower) = (0, 0);
        for c in letters {
            if c.is_uppercase() {
                upper += 1;
            } else {
                lower += 1;
            }
        }
        match (first.is_uppercase(), upper, lower) {
            (false, 0, _) => Self::Lower,
            (true, 0, _) => Self::Title,
            (true, _, 0) => Self::Upper,
            _ => Self::Mixed,
        }
    }

    /// `word` (lower case) written in this case; `Mixed` leaves it as it is.
    #[must_use]
    pub fn apply(self, word: &str) -> String {
        match self {
            Self::Lower | Self::Mixed => word.to_owned(),
            Self::Upper => word.to_uppercase(),
            Self::Title => {
                let mut chars = word.chars();
                chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
            }
        }
    }
}

/// The symbol under which the language model knows a number: its shape, not its value.
#[must_use]
pub fn number_symbol(text: &str) -> &'static str {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        1 => "<d>",
        2 if digits => "<dd>",
        4 if digits && (text.starts_with("19") || text.starts_with("20")) => "<yyyy>",
        _ if text.contains('/') => "<date>",
        _ => "<n>",
    }
}

/// The symbol under which the language model knows a mark, or `None` for a mark that it passes over.
#[must_use]
pub fn mark_symbol(text: &str) -> Option<&'static str> {
    Some(match text.chars().next()? {
        ',' => ",",
        '.' => ".",
        ';' => ";",
        ':' => ":",
        '(' | '[' => "(",
        ')' | ']' => ")",
        '-' | '–' | '—' | '‑' | '+' | '•' | '−' => "-",
        '/' => "/",
        '"' | '“' | '”' | '«' | '»' => "\"",
        '%' => "%",
        '?' => "?",
        _ => return None,
    })
}

/// The syllable `word` with its tone mark where print has it (`hòa`, `thủy`); `None` where it is no syllable.
#[must_use]
pub fn standard_form(word: &str) -> Option<String> {
    Some(Syllable::parse(word)?.spell(Placement::Old))
}

/// The form under which the language model knows the word `text` (NFC): lower case with the tone mark in its standard
/// place; an acronym (`QĐ`, `CTr`) as it is printed. `among_capitals` says that a neighbour is a word in capitals too,
/// so that `TU` is a word of a heading and not an acronym.
#[must_use]
pub fn word_form(text: &str, case: Case, among_capitals: bool) -> String {
    if case == Case::Mixed {
        return text.to_owned();
    }
    let lower = text.to_lowercase();
    match (case, standard_form(&lower)) {
        (Case::Upper, Some(form)) if among_capitals => form,
        (Case::Upper, _) => text.to_owned(),
        (_, Some(form)) => form,
        (_, None) => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<(TokenKind, &str)> {
        let mut tokens = Vec::new();
        tokenize(line, &mut tokens);
        tokens.iter().map(|t| (t.kind, t.text(line))).collect()
    }

    #[test]
    fn splits_a_document_number() {
        use TokenKind::{Mark, Number, Word};
        assert_eq!(
            texts("Số: 12/QĐ-UBND"),
            [
                (Word, "Số"),
                (Mark, ":"),
                (Number, "12"),
                (Mark, "/"),
                (Word, "QĐ"),
                (Mark, "-"),
                (Word, "UBND")
            ]
        );
        assert_eq!(texts("1.Công"), [(Number, "1"), (Mark, "."), (Word, "Công")]);
        assert_eq!(texts("31/12/2024."), [(Number, "31/12/2024"), (Mark, ".")]);
    }

    #[test]
    fn leaves_addresses_and_tags_whole() {
        use TokenKind::{Address, Mark, Separator, Word};
        assert_eq!(
            texts("(tại https://a.vn/b-c)."),
            [(Mark, "("), (Word, "tại"), (Address, "https://a.vn/b-c"), (Mark, ")"), (Mark, ".")]
        );
        assert_eq!(texts("sonoivu@tinh.gov.vn;"), [(Address, "sonoivu@tinh.gov.vn"), (Mark, ";")]);
        assert_eq!(
            texts("Sở<br>Ban\tNgành"),
            [(Word, "Sở"), (Separator, "<br>"), (Word, "Ban"), (Separator, "\t"), (Word, "Ngành")]
        );
    }

    #[test]
    fn keeps_combining_marks_in_the_word() {
        assert_eq!(texts("ho\u{301}a"), [(TokenKind::Word, "ho\u{301}a")]);
    }

    #[test]
    fn tells_case() {
        assert_eq!(Case::of("Ô"), Case::Title);
        assert_eq!(Case::of("QĐ"), Case::Upper);
        assert_eq!(Case::of("CTr"), Case::Mixed);
        assert_eq!(Case::Title.apply("ủy"), "Ủy");
    }
}
