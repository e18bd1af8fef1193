//! Where one agency of a list ends and the next begins.

use vanthu_text::TextRange;

use super::head::{self, Class, Head};
use crate::compound;
use crate::token::{Kind, Tokens, is_dash};

/// What stands between two commas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Segment {
    /// No head, or a head with its complement: a whole name.
    Full,
    /// A head alone: `Sở` in `Sở, Ban, Ngành`.
    Bare,
}

/// The item that is being read.
struct Item {
    start: usize,
    /// First token.
    first: usize,
    last: Segment,
    segments: usize,
    head: Option<Head>,
}

/// The ranges of the items of a list, without list marks and closing marks.
pub(super) fn ranges(text: &str, tokens: &Tokens) -> Vec<TextRange> {
    let mut out = Vec::new();
    let dash_list = tokens.dash(0);
    let mut depth = 0usize;
    let mut item: Option<Item> = None;
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        match token.kind {
            Kind::Mark('(' | '[') => depth += 1,
            Kind::Mark(')' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some(current) = item.as_mut() else {
            // Between items: marks are passed over.
            i = skip_mark(tokens, i);
            if let Some(token) =
                tokens.get(i).filter(|t| !matches!(t.kind, Kind::Line | Kind::Mark(';' | ',' | '.')))
            {
                item = Some(Item::new(text, tokens, i, token.start));
            }
            i += 1;
            continue;
        };
        match cut(text, tokens, i, depth, current, dash_list) {
            Cut::None => i += 1,
            Cut::Segment(next) => {
                current.segments += 1;
                current.last = segment(text, tokens, next);
                i = next.max(i + 1);
            }
            Cut::Item(next) => {
                finish(text, current.start, token.start, &mut out);
                item = None;
                depth = 0;
                i = next;
            }
        }
    }
    if let Some(item) = item {
        finish(text, item.start, text.len(), &mut out);
    }
    out
}

impl Item {
    fn new(text: &str, tokens: &Tokens, first: usize, start: usize) -> Self {
        let head = head::at(text, tokens, first);
        Self { start, first, last: segment(text, tokens, first), segments: 1, head }
    }

    /// Whether the name, as far as it is read, can end here.
    fn closed(&self) -> bool {
        self.last == Segment::Full || self.segments > 1 || self.head.is_some_and(|h| h.plural)
    }
}

enum Cut {
    /// The item goes on.
    None,
    /// A comma inside the item; what follows starts at this token.
    Segment(usize),
    /// The item ends before this token; the next one starts at the given token.
    Item(usize),
}

fn cut(text: &str, tokens: &Tokens, i: usize, depth: usize, item: &Item, dash_list: bool) -> Cut {
    let Some(token) = tokens.get(i) else { return Cut::None };
    if depth > 0 && !matches!(token.kind, Kind::Line) {
        return Cut::None;
    }
    match token.kind {
        Kind::Mark(';' | '•') => Cut::Item(i + 1),
        Kind::Mark(',') => {
            let mut next = i + 1;
            while tokens.get(next).is_some_and(|t| t.kind == Kind::Line) {
                next += 1;
            }
            if next > i + 1 && list_mark(tokens, next) {
                return Cut::Item(next);
            }
            if begins_after_comma(text, tokens, next, item) { Cut::Item(next) } else { Cut::Segment(next) }
        }
        Kind::Line if depth == 0 => {
            let next = i + 1;
            let ended = i > 0 && matches!(tokens.mark(i - 1), Some('.' | ':'));
            if list_mark(tokens, next) || ended || begins_after_line(text, tokens, next, item) {
                Cut::Item(next)
            } else {
                Cut::None
            }
        }
        Kind::Mark('+') if token.spaced && tokens.get(i + 1).is_some_and(|t| t.capital) => Cut::Item(i + 1),
        Kind::Mark('/') => match head::at(text, tokens, i + 1) {
            Some(h) if h.class == Class::Proper && h.capital && item.closed() && full(text, tokens, &h) => {
                Cut::Item(i + 1)
            }
            _ => Cut::None,
        },
        Kind::Mark(c) if is_dash(c) => {
            if begins_after_dash(text, tokens, i, item, dash_list) {
                Cut::Item(i + 1)
            } else {
                Cut::None
            }
        }
        Kind::Word if tokens.folded(i) == "va" && i > item.first => {
            if begins_after_and(text, tokens, i + 1, item) { Cut::Item(i + 1) } else { Cut::None }
        }
        _ => Cut::None,
    }
}

/// Whether `tokens` has a list mark at `i`: a dash, a bullet, `1.`, `a)`.
fn list_mark(tokens: &Tokens, i: usize) -> bool {
    skip_mark(tokens, i) > i
}

/// The token behind the list mark at `i`, or `i`.
fn skip_mark(tokens: &Tokens, i: usize) -> usize {
    match tokens.mark(i) {
        Some('+' | '•' | '*' | '·' | '▪') => return i + 1,
        Some(c) if is_dash(c) => return i + 1,
        _ => {}
    }
    let numbered = matches!(tokens.get(i), Some(t) if t.kind == Kind::Number || t.end - t.start == 1)
        && matches!(tokens.mark(i + 1), Some('.' | ')'))
        && (i == 0 || tokens.get(i - 1).is_some_and(|t| t.kind == Kind::Line));
    if numbered { i + 2 } else { i }
}

/// A head is full if a complement of its own follows it, not one that a whole list shares (`đơn vị liên quan`).
fn full(text: &str, tokens: &Tokens, head: &Head) -> bool {
    if head.whole || matches!(head.class, Class::Person | Class::Title) {
        return true;
    }
    let Some(next) = tokens.get(head.next) else { return false };
    next.kind != Kind::Line && next.kind == Kind::Word && tokens.folded(head.next) != "va"
        || next.kind == Kind::Number
        || tokens.dash(head.next) && tokens.get(head.next + 1).is_some_and(|t| t.kind == Kind::Word)
        || matches!(next.kind, Kind::Mark('(' | '“' | '"')) && text.len() > next.end
}

fn segment(text: &str, tokens: &Tokens, at: usize) -> Segment {
    match head::at(text, tokens, at) {
        Some(head) if !full(text, tokens, &head) => Segment::Bare,
        _ => Segment::Full,
    }
}

/// `thuộc`, `liên quan`, `trên địa bàn`: a complement that a whole list of heads shares.
fn shared(tokens: &Tokens, head: &Head) -> bool {
    matches!(
        tokens.folded(head.next),
        "thuoc" | "truc" | "lien" | "cua" | "tren" | "co" | "tai" | "o" | "khac" | "noi"
    )
}

fn begins_after_comma(text: &str, tokens: &Tokens, next: usize, item: &Item) -> bool {
    let Some(head) = head::at(text, tokens, next) else { return false };
    let full = full(text, tokens, &head);
    let whole = item.last == Segment::Full;
    match head.class {
        // `đồng chí Nguyễn Văn An, Phó Chủ tịch`: a person with their office.
        Class::Person => whole && item.head.is_none_or(|h| h.class != Class::Title),
        Class::Title => whole,
        Class::Proper if head.capital && full => whole || !shared(tokens, &head) && item.closed(),
        Class::Proper if head.capital => whole && head.plural,
        Class::Proper => whole && (head.plural || full && head.next - head.first > 1),
        Class::Generic => whole && (head.plural || full),
        Class::Level => whole && head.plural && item.head.is_some_and(|h| !h.plural),
    }
}

fn begins_after_line(text: &str, tokens: &Tokens, next: usize, item: &Item) -> bool {
    let Some(head) = head::at(text, tokens, next) else { return false };
    // `Công an` at a line's end may go on with the next: `Tỉnh`.
    head.capital
        && head.class != Class::Level
        && item.closed()
        && !(shared(tokens, &head) && item.last == Segment::Bare)
}

fn begins_after_dash(text: &str, tokens: &Tokens, i: usize, item: &Item, dash_list: bool) -> bool {
    let Some(next) = tokens.get(i + 1) else { return false };
    let before_spaced = tokens.get(i).is_some_and(|t| t.spaced);
    if next.kind != Kind::Word || compound::at(tokens, i) {
        return false;
    }
    match head::at(text, tokens, i + 1) {
        // Where no dash opened the list, `Phòng Cảnh sát - Công an tỉnh` is an office and the one above it.
        Some(head) if !dash_list && !same_words(tokens, item, &head) => false,
        Some(head) => {
            let begins = (head.capital || head.plural) && head.class != Class::Level;
            begins && (before_spaced || head.class == Class::Proper && item.closed())
        }
        // In a list of names that begin as agencies do, one that does not is the second half of a name.
        None => dash_list && before_spaced && next.capital && item.head.is_none(),
    }
}

fn begins_after_and(text: &str, tokens: &Tokens, next: usize, item: &Item) -> bool {
    let Some(head) = head::at(text, tokens, next) else { return false };
    let whole = item.last == Segment::Full;
    let same = same_words(tokens, item, &head);
    let full = full(text, tokens, &head);
    match head.class {
        Class::Level => false,
        Class::Proper if head.capital && full && same => whole,
        Class::Proper if head.capital && full && !whole => item.segments > 1,
        _ => whole && head.plural && item.head.is_some_and(|h| !h.plural && !joins_bodies(tokens, &h)),
    }
}

/// Whether the item begins with the same words as `head`.
fn same_words(tokens: &Tokens, item: &Item, head: &Head) -> bool {
    item.head.is_some_and(|own| {
        own.next - own.first == head.next - head.first
            && (own.first..own.next)
                .zip(head.first..head.next)
                .all(|(a, b)| tokens.folded(a) == tokens.folded(b))
    })
}

/// Bodies that are named after several others: `Đảng ủy Mặt trận Tổ quốc và các đoàn thể`.
fn joins_bodies(tokens: &Tokens, head: &Head) -> bool {
    matches!(tokens.folded(head.first), "dang" | "hoi" | "ban" | "lien")
}

/// Adds the item from `start` to `end` without its closing marks, if it says anything.
fn finish(text: &str, start: usize, end: usize, out: &mut Vec<TextRange>) {
    let Some(item) = text.get(start..end) else { return };
    let trimmed = item
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ';' | ',' | ':') || is_dash(c));
    if trimmed.chars().any(char::is_alphanumeric) {
        out.push(TextRange::new(start, start + trimmed.len()));
    }
}
