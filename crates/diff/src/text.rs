//! Texts as sequences of words, numbers and document numbers, and what abbreviations stand for.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use vanthu_appendix::agency;
use vanthu_text::{Syllable, exact_key, fold};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word.
    Word,
    /// Decimal digits.
    Number,
    /// Number and symbol of a document: `281/KH-UBND`.
    Code,
}

/// A word or a number of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Its key: case and free choices of spelling do not count, marks do.
    pub(crate) key: String,
    /// Its folded form.
    pub(crate) folded: String,
    /// Whether it may be an abbreviation: capitals only, or no syllable.
    pub(crate) short: bool,
    /// Whether it stands alone in brackets.
    pub(crate) bracketed: bool,
}

/// The tokens of `text`.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        push_chunk(text, at, chunk.trim_end(), &mut out);
        at += chunk.len();
    }
    out
}

fn push_chunk(text: &str, at: usize, chunk: &str, out: &mut Vec<Token>) {
    let trimmed = chunk.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = at + chunk.len() - trimmed.len();
    let trimmed = trimmed.trim_end_matches(|c: char| !c.is_alphanumeric());
    let joined = trimmed.contains(['/', '-']);
    let code = joined
        && trimmed.starts_with(|c: char| c.is_ascii_digit())
        && trimmed.chars().any(char::is_alphabetic)
        && !trimmed.contains([',', ';', '(']);
    if code {
        out.push(token(text, Kind::Code, start..start + trimmed.len()));
        return;
    }
    let mut rest = trimmed;
    while let Some(from) = rest.find(char::is_alphanumeric) {
        let (_, tail) = rest.split_at(from);
        let digits = tail.starts_with(|c: char| c.is_ascii_digit());
        let inside = |c: char| c.is_alphanumeric() && c.is_ascii_digit() == digits || is_mark(c);
        let end = tail.find(|c: char| !inside(c)).unwrap_or(tail.len());
        let begin = start + trimmed.len() - tail.len();
        out.push(token(text, if digits { Kind::Number } else { Kind::Word }, begin..begin + end));
        rest = tail.split_at(end).1;
    }
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..'\u{370}').contains(&c)
}

fn token(text: &str, kind: Kind, range: Range<usize>) -> Token {
    let printed = text.get(range.clone()).unwrap_or_default();
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let after = text.get(range.end..).and_then(|t| t.chars().next());
    let capitals = printed.chars().nth(1).is_some() && !printed.chars().any(char::is_lowercase);
    Token {
        kind,
        short: kind == Kind::Word && (capitals || Syllable::parse(printed).is_none()),
        bracketed: before == Some('(') && after == Some(')'),
        folded: fold(printed),
        key: exact_key(printed),
        range,
    }
}

/// The rows of a word list: tab-separated, `#` opens a comment line.
pub(crate) fn rows(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let kept = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    kept.map(|line| line.split_once('\t').unwrap_or((line, "")))
}

static GENERAL: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| rows(include_str!("../data/abbreviations.tsv")).collect());

/// What abbreviations stand for: the well-known ones, and those that the compared texts explain themselves
/// (`công nghệ thông tin (CNTT)`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Glossary {
    own: BTreeMap<String, String>,
}

impl Glossary {
    /// Learns the abbreviations that `tokens` explain in brackets.
    pub(crate) fn learn(&mut self, tokens: &[Token]) {
        for (i, token) in tokens.iter().enumerate() {
            if let Some(words) = explained(tokens, i) {
                let words: Vec<&str> = words.iter().map(|w| w.folded.as_str()).collect();
                self.own.entry(token.folded.clone()).or_insert_with(|| words.join(" "));
            }
        }
    }

    /// Folded words that `token` stands for, if it is an abbreviation.
    pub(crate) fn full(&self, token: &Token) -> Option<&str> {
        if !token.short {
            return None;
        }
        let short = token.folded.as_str();
        let known = || GENERAL.get(short).copied().or_else(|| agency::written_out(short));
        self.own.get(short).map(String::as_str).or_else(known)
    }

    /// The folded words of `tokens`, abbreviations written out, explanations in brackets left out.
    pub(crate) fn words<'t>(&'t self, tokens: &'t [Token]) -> Vec<&'t str> {
        let mut words: Vec<&str> = Vec::with_capacity(tokens.len());
        for token in tokens {
            let Some(full) = self.full(token) else {
                words.push(&token.folded);
                continue;
            };
            let full: Vec<&str> = full.split(' ').collect();
            if !(token.bracketed && words.ends_with(&full)) {
                words.extend(full);
            }
        }
        words
    }
}

/// The words right before the bracketed token `at` of which it has the initials.
fn explained(tokens: &[Token], at: usize) -> Option<&[Token]> {
    let token = tokens.get(at).filter(|t| t.bracketed && t.short)?;
    let letters = token.folded.chars().count();
    let words = tokens.get(at.checked_sub(letters)?..at).filter(|w| w.len() > 1)?;
    let initials = words.iter().filter_map(|w| w.folded.chars().next());
    initials.eq(token.folded.chars()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|t| t.folded).collect()
    }

    #[test]
    fn numbers_of_documents_stay_whole_and_dates_do_not() {
        assert_eq!(
            folded("Theo Kế hoạch 281/KH-UBND, ngày 28/10/2022."),
            ["theo", "ke", "hoach", "281/kh-ubnd", "ngay", "28", "10", "2022"]
        );
        assert_eq!(
            folded("giai đoạn 2021-2025; kinh tế-xã hội"),
            ["giai", "doan", "2021", "2025", "kinh", "te", "xa", "hoi"]
        );
    }

    #[test]
    fn abbreviations_are_written_out_also_those_a_text_explains() {
        let text = tokens("Lập hồ sơ khu vực bảo vệ (HSKVBV) theo TTHC; HSKVBV gốc");
        let mut glossary = Glossary::default();
        glossary.learn(&text);
        let words = glossary.words(&tokens("HSKVBV và TTHC")).join(" ");
        // The letters must be the initials of as many words: six here.
        assert_eq!(words, "ho so khu vuc bao ve va thu tuc hanh chinh");
        let once = glossary.words(&text).join(" ");
        assert_eq!(once, "lap ho so khu vuc bao ve theo thu tuc hanh chinh ho so khu vuc bao ve goc");
    }

    #[test]
    fn syllables_are_no_abbreviations() {
        let glossary = Glossary::default();
        assert_eq!(
            glossary.words(&tokens("tp Huế, UBND, ubnd, Ban")).join(" "),
            "thanh pho hue uy ban nhan dan uy ban nhan dan ban"
        );
    }
}
