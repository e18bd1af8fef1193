//! The query language: runs of text, quotations, columns, and what joins them.
//!
//! ```text
//! query   = all { ("OR" | "HOẶC" | "|") all }
//! all     = { ["AND" | "VÀ"] ["-" | "NOT" | "KHÔNG"] piece }
//! piece   = "(" query ")" | name ":" value | '"' words '"' | word "*" | word "~" [digit] | words
//! ```
//!
//! Words side by side are one piece of text, so that a document's number or a question in it can be understood whole.

use vanthu_text::TextRange;

use super::column::Target;
use super::when::{parse_days, parse_years};
use super::{Node, Query, Warning, Word};
use crate::schema::Column;
use crate::tokenizer::Tokens;

/// Bytes of a query that are read.
const LONGEST: usize = 2000;
/// Words that are searched for.
const MOST_WORDS: usize = 48;
/// Words before the last of a column's name.
const LONGEST_NAME: usize = 3;
/// Parentheses inside one another; deeper ones are passed over.
const DEEPEST: usize = 12;

/// Reads a query.
///
/// ```
/// use vanthu_index::query::{Node, Warning, parse};
///
/// let query = parse("lich \"họp giao ban\" -tuần");
/// assert!(matches!(&query.node, Node::And(parts) if parts.len() == 3));
/// // Whatever is typed gives an answer.
/// assert_eq!(parse("a AND (b").warnings, []);
/// assert_eq!(parse("ngaybanhanh:2024").warnings, [Warning::UnknownColumn("ngaybanhanh".to_owned())]);
/// ```
#[must_use]
pub fn parse(text: &str) -> Query {
    let mut warnings = Vec::new();
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let read = text.get(..end).unwrap_or_default();
    let pieces = cut(read);
    let mut parser =
        Parser { text: read, pieces: &pieces, at: 0, depth: 0, words: MOST_WORDS, warnings: &mut warnings };
    let mut parts = Vec::new();
    // A `)` without its `(` ends nothing.
    while parser.at < pieces.len() {
        parts.push(parser.any());
        parser.at += usize::from(parser.peek() == Some(Sign::Close));
    }
    let cut = end < text.len() || parser.words == 0;
    if cut {
        warnings.push(Warning::Cut);
    }
    Query { node: all_of(parts), warnings }
}

/// What a piece of the query is, by its first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Open,
    Close,
    Or,
    And,
    Not,
    Quote,
    /// A name with its colon, which is no part of the range.
    Name,
    Run,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    sign: Sign,
    range: TextRange,
    /// Whether white space (or the query's edge) stands behind it.
    spaced: bool,
}

/// Quotation marks that open, and what closes each.
fn closing(c: char) -> Option<&'static [char]> {
    match c {
        '"' | '“' | '”' | '„' | '«' | '»' => Some(&['"', '”', '“', '»', '«']),
        _ => None,
    }
}

fn cut(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let after = at + c.len_utf8();
        let spaced_at =
            |end: usize| text.get(end..).is_none_or(|r| r.is_empty() || r.starts_with(char::is_whitespace));
        let mut push = |sign, start, end| {
            pieces.push(Piece { sign, range: TextRange::new(start, end), spaced: spaced_at(end) });
        };
        if c.is_whitespace() {
            at = after;
            continue;
        }
        if let Some(close) = closing(c) {
            let len = rest.get(c.len_utf8()..).unwrap_or_default();
            let end = len.find(close).map_or(text.len(), |n| after + n);
            push(Sign::Quote, after, end);
            at = text.get(end..).and_then(|r| r.chars().next()).map_or(end, |c| end + c.len_utf8());
            continue;
        }
        let starts_piece = at == 0
            || text
                .get(..at)
                .is_some_and(|b| b.ends_with(|c: char| c.is_whitespace() || c == '(' || c == ':'));
        match c {
            '(' => push(Sign::Open, at, after),
            ')' => push(Sign::Close, at, after),
            '|' => push(Sign::Or, at, after),
            '-' | '!' if starts_piece && !spaced_at(after) => push(Sign::Not, at, after),
            _ => {
                let stop = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|' | '"' | '“');
                let mut end = rest.find(stop).map_or(text.len(), |n| at + n);
                let run = text.get(at..end).unwrap_or_default();
                let colon = run.find(':').filter(|&n| run.get(..n).is_some_and(is_name));
                let sign = match (run, colon) {
                    (_, Some(n)) => {
                        end = at + n;
                        Sign::Name
                    }
                    ("OR" | "HOẶC" | "||", _) => Sign::Or,
                    ("AND" | "VÀ" | "&&", _) => Sign::And,
                    ("NOT" | "KHÔNG", _) => Sign::Not,
                    _ => Sign::Run,
                };
                push(sign, at, end);
                at = end + usize::from(sign == Sign::Name);
                if let (Sign::Name, Some(piece)) = (sign, pieces.last_mut()) {
                    piece.spaced = spaced_at(at);
                }
                continue;
            }
        }
        at = after;
    }
    pieces
}

/// Whether what stands before a colon can be a column's name: `10:30` and `https://` name none.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_alphabetic() || c == '_' || vanthu_text::fold_char(c).is_none())
        && !matches!(text, "http" | "https")
}

struct Parser<'q> {
    text: &'q str,
    pieces: &'q [Piece],
    at: usize,
    depth: usize,
    /// Words that may still come.
    words: usize,
    warnings: &'q mut Vec<Warning>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<Sign> {
        self.pieces.get(self.at).map(|p| p.sign)
    }

    fn any(&mut self) -> Node {
        let mut alternatives = vec![self.all()];
        while self.peek() == Some(Sign::Or) {
            self.at += 1;
            alternatives.push(self.all());
        }
        alternatives.retain(|node| !is_empty(node));
        if alternatives.len() > 1 { Node::Or(alternatives) } else { all_of(alternatives) }
    }

    fn all(&mut self) -> Node {
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                None | Some(Sign::Or | Sign::Close) => break,
                Some(Sign::And) => self.at += 1,
                Some(Sign::Not) => {
                    self.at += 1;
                    while self.peek() == Some(Sign::Not) {
                        self.at += 1;
                    }
                    if !matches!(self.peek(), None | Some(Sign::Or | Sign::Close | Sign::And)) {
                        parts.push(Node::Not(Box::new(self.piece(true))));
                    }
                }
                Some(_) => parts.push(self.piece(false)),
            }
        }
        all_of(parts)
    }

    /// One piece; of text only its first run where `alone`.
    fn piece(&mut self, alone: bool) -> Node {
        let Some(&piece) = self.pieces.get(self.at) else { return Node::And(Vec::new()) };
        match piece.sign {
            Sign::Open => {
                self.at += 1;
                if self.depth >= DEEPEST {
                    return Node::And(Vec::new());
                }
                self.depth += 1;
                let inner = self.any();
                self.depth -= 1;
                self.at += usize::from(self.peek() == Some(Sign::Close));
                inner
            }
            Sign::Quote => {
                self.at += 1;
                Node::Phrase(self.words(piece.range))
            }
            Sign::Name => self.named(piece),
            Sign::Run | Sign::Close | Sign::Or | Sign::And | Sign::Not => {
                let named = self.long_name(self.at).filter(|_| !alone);
                let Some((target, last)) = named else { return self.run(alone) };
                let end = self.pieces.get(last).copied().unwrap_or(piece);
                self.at = last + 1;
                let name = self.slice(TextRange::new(piece.range.start, end.range.end)).to_owned();
                self.value(target, name, end.spaced)
            }
        }
    }

    /// Runs of text up to the next piece of another sort.
    fn run(&mut self, alone: bool) -> Node {
        let Some(&first) = self.pieces.get(self.at) else { return Node::And(Vec::new()) };
        if let Some(node) = self.marked(first.range) {
            self.at += 1;
            return node;
        }
        let mut range = first.range;
        self.at += 1;
        while let Some(&next) = self.pieces.get(self.at)
            && next.sign == Sign::Run
            && !alone
            && mark(self.slice(next.range)).is_none()
            && self.long_name(self.at).is_none()
        {
            range = TextRange::new(range.start, next.range.end);
            self.at += 1;
        }
        Node::Text(self.words(range))
    }

    /// The column whose name in several words begins with the run at `at` (`chủ trì: …`), and the place of the last.
    fn long_name(&self, at: usize) -> Option<(Target, usize)> {
        let start = self.pieces.get(at)?.range.start;
        let runs = self.pieces.iter().skip(at).take(LONGEST_NAME).take_while(|p| p.sign == Sign::Run).count();
        let name = self.pieces.get(at + runs).filter(|p| runs > 0 && p.sign == Sign::Name)?;
        if Target::named(self.slice(name.range)).is_some() {
            return None;
        }
        Some((Target::named(self.slice(TextRange::new(start, name.range.end)))?, at + runs))
    }

    fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.start..range.end).unwrap_or_default()
    }

    /// `x*` and `x~1`.
    fn marked(&mut self, range: TextRange) -> Option<Node> {
        let (word, sign) = mark(self.slice(range))?;
        let word = TextRange::new(range.start, range.start + word.len());
        let mut words = self.words(word);
        let last = words.pop()?;
        let node = match sign {
            Mark::Prefix => Node::Prefix(last),
            Mark::Fuzzy(distance) => Node::Fuzzy(last, distance),
        };
        words.is_empty().then_some(node)
    }

    fn named(&mut self, piece: Piece) -> Node {
        self.at += 1;
        let name = self.slice(piece.range).to_owned();
        let Some(target) = Target::named(&name) else {
            self.warnings.push(Warning::UnknownColumn(name));
            return Node::Text(self.words(piece.range));
        };
        self.value(target, name, piece.spaced)
    }

    /// The value of a column: the piece behind the colon, or, where a space parts them, the text up to the next sign.
    fn value(&mut self, target: Target, name: String, spaced: bool) -> Node {
        let start = self.at;
        let node = match self.peek() {
            None | Some(Sign::Close | Sign::Or | Sign::And | Sign::Name) => return Node::And(Vec::new()),
            Some(Sign::Not) => {
                self.at += 1;
                return Node::Not(Box::new(self.value(target, name, false)));
            }
            Some(_) => self.piece(!spaced),
        };
        let end = self.at.max(start + 1);
        let range = |pieces: &[Piece]| {
            Some(TextRange::new(pieces.get(start)?.range.start, pieces.get(end - 1)?.range.end))
        };
        let typed = range(self.pieces).map(|r| self.slice(r).to_owned()).unwrap_or_default();
        let no_time = |warnings: &mut Vec<Warning>| {
            warnings.push(Warning::NoTime { column: name.clone(), value: typed.clone() });
        };
        match target {
            Target::Year => match parse_years(&typed) {
                Some((from, to)) => Node::Years(from, to),
                None => {
                    no_time(self.warnings);
                    node
                }
            },
            Target::Due => match parse_days(&typed) {
                Some(days) => Node::Due(days),
                // A deadline's own words: `han:"thường xuyên"`.
                None if typed.chars().any(char::is_alphabetic) => {
                    Node::In(Target::Column(Column::Deadline), Box::new(node))
                }
                None => {
                    no_time(self.warnings);
                    node
                }
            },
            target => Node::In(target, Box::new(node)),
        }
    }

    /// The words of a part of the query, as many as may still come.
    fn words(&mut self, range: TextRange) -> Vec<Word> {
        let words = words_of(self.slice(range), range.start, self.words);
        self.words -= words.len().min(self.words);
        words
    }
}

/// The words of `text`, at most `most`. An abbreviation stands for its words, so that it is found however it is
/// written; a document's number for itself.
pub(crate) fn words_of(text: &str, start: usize, most: usize) -> Vec<Word> {
    use crate::tokenizer::Kind;
    let tokens = Tokens::new(text);
    tokens
        .iter()
        .filter(|t| !matches!(t.kind, Kind::Abbreviation | Kind::BareNumber))
        .take(most)
        .map(|t| Word {
            printed: match t.kind {
                Kind::Expansion => t.exact,
                _ => text.get(t.range.start..t.range.end).unwrap_or_default(),
            }
            .to_owned(),
            folded: t.folded.to_owned(),
            exact: t.exact.to_owned(),
            kind: t.kind,
            range: TextRange::new(start + t.range.start, start + t.range.end),
        })
        .collect()
}

enum Mark {
    Prefix,
    Fuzzy(u8),
}

/// A word and the sign behind it.
fn mark(run: &str) -> Option<(&str, Mark)> {
    if let Some(word) = run.strip_suffix('*') {
        return (!word.is_empty()).then_some((word, Mark::Prefix));
    }
    let (word, distance) = run.rsplit_once('~')?;
    let distance = match distance {
        "" | "1" => 1,
        "2" => 2,
        _ => return None,
    };
    (!word.is_empty()).then_some((word, Mark::Fuzzy(distance)))
}

fn is_empty(node: &Node) -> bool {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.is_empty(),
        Node::Text(words) | Node::Phrase(words) => words.is_empty(),
        Node::In(_, inner) | Node::Not(inner) => is_empty(inner),
        _ => false,
    }
}

/// One node for all parts that say something.
fn all_of(mut parts: Vec<Node>) -> Node {
    parts.retain(|node| !is_empty(node));
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            Node::And(parts)
        }
        None => Node::And(parts),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The tree in one line.
    fn shown(node: &Node) -> String {
        let words = |w: &[Word]| w.iter().map(|w| w.folded.clone()).collect::<Vec<_>>().join(" ");
        let list = |n: &[Node], by: &str| n.iter().map(shown).collect::<Vec<_>>().join(by);
        match node {
            Node::Text(w) => words(w),
            Node::Phrase(w) => format!("“{}”", words(w)),
            Node::Prefix(w) => format!("{}*", w.folded),
            Node::Fuzzy(w, n) => format!("{}~{n}", w.folded),
            Node::In(target, inner) => format!("{}:{}", target.name(), shown(inner)),
            Node::Years(from, to) => format!("nam:{from}..{to}"),
            Node::Due(days) => {
                format!("han:{:?}..{:?}", days.from.map(|d| d.to_string()), days.to.map(|d| d.to_string()))
            }
            Node::Not(inner) => format!("-{}", shown(inner)),
            Node::And(parts) => format!("({})", list(parts, " & ")),
            Node::Or(parts) => format!("({})", list(parts, " | ")),
        }
    }

    fn read(text: &str) -> String {
        shown(&parse(text).node)
    }

    #[test]
    fn words_and_signs() {
        assert_eq!(read("tập huấn"), "tap huan");
        assert_eq!(read("tập \"nội vụ\" huấn*"), "(tap & “noi vu” & huan*)");
        assert_eq!(read("a -b OR (c d)"), "((a & -b) | c d)");
        assert_eq!(read("báo cáo~2 VÀ quý"), "(bao & cao~2 & qui)");
        assert_eq!(read("cải cách -\"thủ tục\""), "(cai cach & -“thu tuc”)");
    }

    #[test]
    fn columns_in_two_languages() {
        assert_eq!(read("chutri:\"Sở Y tế\" x"), "(chutri:“so i te” & x)");
        assert_eq!(read("chủ trì: Sở Y tế"), "chutri:so i te");
        assert_eq!(read("lead:sở y"), "(chutri:so & i)");
        assert_eq!(read("số: 12/QĐ-UBND"), "so:12-qd-ubnd");
        assert_eq!(read("nam:2024..2025"), "nam:2024..2025");
        assert_eq!(read("han:2025-Q4"), "han:Some(\"2025-10-01\")..Some(\"2025-12-31\")");
        assert_eq!(read("chutri:(a OR b)"), "chutri:(a | b)");
        assert_eq!(read("-chutri:a"), "-chutri:a");
    }

    #[test]
    fn whatever_is_typed_gives_an_answer() {
        assert_eq!(read("a AND (b"), "(a & b)");
        assert_eq!(read("a) b"), "(a & b)");
        assert_eq!(read("-x"), "-x");
        assert_eq!(read("- x"), "x");
        assert_eq!(read("\"a b"), "“a b”");
        assert_eq!(read("họp lúc 10:30"), "hop luc 10 30");
        assert_eq!(read("OR"), "()");
        let query = parse("mau:đỏ nam:nay");
        assert_eq!(shown(&query.node), "(mau & do & nay)");
        let no_time = Warning::NoTime { column: "nam".to_owned(), value: "nay".to_owned() };
        assert_eq!(query.warnings, [Warning::UnknownColumn("mau".to_owned()), no_time]);
        assert_eq!(parse(&"từ ".repeat(3000)).warnings, [Warning::Cut]);
        assert!(!read(&"(".repeat(1000)).is_empty());
    }

    proptest! {
        #[test]
        fn reading_never_fails_and_ranges_lie_in_the_query(text in "([a-z :()|\"~*-]|chutri:|nam:|[ạ-ỹ]|\\PC){0,80}") {
            fn check(node: &Node, text: &str) {
                match node {
                    Node::Text(words) | Node::Phrase(words) => {
                        assert!(words.iter().all(|w| text.get(w.range.start..w.range.end).is_some()));
                    }
                    Node::Prefix(w) | Node::Fuzzy(w, _) => assert!(text.get(w.range.start..w.range.end).is_some()),
                    Node::In(_, inner) | Node::Not(inner) => check(inner, text),
                    Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|p| check(p, text)),
                    Node::Years(..) | Node::Due(_) => {}
                }
            }
            check(&parse(&text).node, &text);
        }
    }
}
