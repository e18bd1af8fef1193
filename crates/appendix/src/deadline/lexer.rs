//! Lexemes of a deadline.

use crate::token::{Kind, Tokens};

/// Unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// A word, number or mark as a deadline uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lexeme {
    /// A number and how many digits it has.
    Number(u32, u8),
    /// A Roman number behind `quý`, or one that continues such a list.
    Roman(u32),
    Unit(Unit),
    /// `/` or `.` between digits.
    Slash,
    Dash,
    Comma,
    Colon,
    /// `và`, `hoặc`.
    And,
    /// A part ends: a line, a `;`, a list dash.
    Stop,
    /// `từ`.
    From,
    /// `đến`, `tới`.
    To,
    /// `trước`.
    Before,
    /// `sau`.
    After,
    /// `hết`: until the end of.
    Whole,
    /// `chậm nhất`, `trong vòng`, `trong thời hạn`, `không quá`: a span follows.
    AtMost,
    /// `kể từ`, `tính từ`.
    Since,
    /// `khi`.
    When,
    /// `làm việc` behind a number of days.
    Working,
    /// `đầu`.
    Early,
    /// `giữa`.
    Middle,
    /// `cuối`.
    Late,
    /// `hằng`, `hàng`, `mỗi`, `từng`.
    Every,
    /// `lần`, `đợt`.
    Times,
    /// `thường xuyên`, `liên tục`.
    Ongoing,
    /// `định kỳ`, `theo kỳ`.
    Regular,
    /// `các năm tiếp theo`, `trở đi`.
    Onwards,
    /// `một`, as in `một lần`.
    One,
    /// `theo`.
    According,
    /// `này`, of the document itself.
    This,
    /// Anything else.
    Other,
}

/// Words and phrases of deadlines, folded; the longer of two that start alike stands first.
const WORDS: &[(&str, Lexeme)] = &[
    ("cham nhat", Lexeme::AtMost),
    ("muon nhat", Lexeme::AtMost),
    ("khong qua", Lexeme::AtMost),
    ("trong vong", Lexeme::AtMost),
    ("trong thoi han", Lexeme::AtMost),
    ("trong thoi gian", Lexeme::AtMost),
    ("ke tu", Lexeme::Since),
    ("tinh tu", Lexeme::Since),
    ("thuong xuyen", Lexeme::Ongoing),
    ("lien tuc", Lexeme::Ongoing),
    ("dinh ky", Lexeme::Regular),
    ("dinh ki", Lexeme::Regular),
    ("theo ky", Lexeme::Regular),
    ("theo tung ky", Lexeme::Regular),
    ("lam viec", Lexeme::Working),
    ("tiep theo", Lexeme::Onwards),
    ("tro di", Lexeme::Onwards),
    ("ve sau", Lexeme::Onwards),
    ("hang", Lexeme::Every),
    ("moi", Lexeme::Every),
    ("tung", Lexeme::Every),
    ("theo", Lexeme::According),
    ("gio", Lexeme::Unit(Unit::Hour)),
    ("h", Lexeme::Unit(Unit::Hour)),
    ("ngay", Lexeme::Unit(Unit::Day)),
    ("tuan", Lexeme::Unit(Unit::Week)),
    ("thang", Lexeme::Unit(Unit::Month)),
    ("quy", Lexeme::Unit(Unit::Quarter)),
    ("qui", Lexeme::Unit(Unit::Quarter)),
    ("nam", Lexeme::Unit(Unit::Year)),
    ("tu", Lexeme::From),
    ("den", Lexeme::To),
    ("toi", Lexeme::To),
    ("truoc", Lexeme::Before),
    ("sau", Lexeme::After),
    ("het", Lexeme::Whole),
    ("khi", Lexeme::When),
    ("dau", Lexeme::Early),
    ("giua", Lexeme::Middle),
    ("cuoi", Lexeme::Late),
    ("lan", Lexeme::Times),
    ("dot", Lexeme::Times),
    ("mot", Lexeme::One),
    ("va", Lexeme::And),
    ("hoac", Lexeme::And),
    ("nay", Lexeme::This),
];

/// Value of a Roman number up to 12 (no deadline needs more).
fn roman(word: &str) -> Option<u32> {
    const NUMBERS: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    NUMBERS.iter().position(|n| *n == word).map(|n| n as u32 + 1)
}

/// Cuts a deadline into lexemes. A cited document's number and date (`số 281/KH-UBND ngày 28/10/2022`) is one
/// [`Lexeme::Other`]: its date is no deadline.
pub(super) fn lex(text: &str) -> Vec<Lexeme> {
    let tokens = Tokens::new(text);
    let mut out: Vec<Lexeme> = Vec::with_capacity(tokens.list().len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some(end) = citation(&tokens, at) {
            out.push(Lexeme::Other);
            at = end;
            continue;
        }
        let (lexeme, len) = match token.kind {
            Kind::Number => number(&tokens, at),
            Kind::Word => word(&tokens, at, out.as_slice()),
            Kind::Line => (Lexeme::Stop, 1),
            Kind::Mark(c) => (mark(&tokens, at, c), 1),
        };
        out.push(lexeme);
        at += len;
    }
    out
}

fn number(tokens: &Tokens, at: usize) -> (Lexeme, usize) {
    let digits = tokens.folded(at).len().min(255) as u8;
    match tokens.number(at) {
        Some(n) => (Lexeme::Number(n, digits), 1),
        None => (Lexeme::Other, 1),
    }
}

fn word(tokens: &Tokens, at: usize, before: &[Lexeme]) -> (Lexeme, usize) {
    for (phrase, lexeme) in WORDS {
        if let Some(len) = tokens.phrase_at(at, phrase) {
            return (*lexeme, len);
        }
    }
    let folded = tokens.folded(at);
    let glued = matches!(tokens.get(at + 1), Some(t) if t.kind == Kind::Number && !t.spaced);
    match folded {
        "t" if glued => return (Lexeme::Unit(Unit::Month), 1),
        "q" if glued => return (Lexeme::Unit(Unit::Quarter), 1),
        _ => {}
    }
    // A Roman number counts only where a quarter is spoken of: `Quý III, IV/2025`.
    let quarter = before.iter().rev().take(6).any(|l| *l == Lexeme::Unit(Unit::Quarter));
    match roman(folded).filter(|n| quarter && *n <= 4) {
        Some(n) => (Lexeme::Roman(n), 1),
        None => (Lexeme::Other, 1),
    }
}

fn mark(tokens: &Tokens, at: usize, c: char) -> Lexeme {
    let joined = |i: usize| tokens.get(i).is_some_and(|t| t.kind != Kind::Line);
    match c {
        ';' => Lexeme::Stop,
        ',' => Lexeme::Comma,
        ':' => Lexeme::Colon,
        '/' => Lexeme::Slash,
        '.' if at > 0
            && tokens.number(at - 1).is_some()
            && tokens.number(at + 1).is_some()
            && tokens.get(at + 1).is_some_and(|t| !t.spaced) =>
        {
            Lexeme::Slash
        }
        '+' | '•' | '*' => Lexeme::Stop,
        c if crate::token::is_dash(c) => {
            // A dash in front of a capital with a space on both sides, or at the start, opens a list item.
            let item = at == 0 || tokens.get(at - 1).is_some_and(|t| t.kind == Kind::Line);
            let next_word = tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Word && t.capital);
            let spaced = tokens.get(at).is_some_and(|t| t.spaced);
            if item || (spaced && next_word && joined(at + 1) && !time_word(tokens, at + 1)) {
                Lexeme::Stop
            } else {
                Lexeme::Dash
            }
        }
        _ => Lexeme::Other,
    }
}

/// Whether the word at `at` can open the second half of a range (`2026 - Tháng 6/2028`).
fn time_word(tokens: &Tokens, at: usize) -> bool {
    matches!(tokens.folded(at), "thang" | "quy" | "qui" | "ngay" | "nam" | "cuoi" | "dau" | "het")
}

/// The end of a cited document that starts at `at`: its number with its symbol, and the date behind it.
fn citation(tokens: &Tokens, at: usize) -> Option<usize> {
    tokens.number(at)?;
    let mut i = at + 1;
    let mut letters = false;
    while let Some(token) = tokens.get(i).filter(|t| !t.spaced) {
        match token.kind {
            Kind::Mark('/') => {}
            Kind::Mark(c) if crate::token::is_dash(c) => {}
            Kind::Number => {}
            // `15/12 hằng năm` has a space; `06 tháng/lần` starts with a word behind a space.
            Kind::Word if token.capital => letters = true,
            _ => break,
        }
        i += 1;
    }
    if !letters || tokens.mark(at + 1) != Some('/') && !tokens.dash(at + 1) {
        return None;
    }
    if matches!(tokens.folded(at + 2), "thang" | "quy" | "nam") {
        return None;
    }
    // The date of the citation: `ngày 28/10/2022`, `ngày 28 tháng 10 năm 2022`.
    while matches!(tokens.folded(i), "ngay" | "thang" | "nam") && tokens.number(i + 1).is_some() {
        i += 2;
        while tokens
            .get(i)
            .is_some_and(|t| !t.spaced && matches!(t.kind, Kind::Number | Kind::Mark('/' | '.' | '-')))
        {
            i += 1;
        }
    }
    Some(i)
}
