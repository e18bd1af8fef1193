//! Markdown inside a paragraph or a cell: emphasis, links, escapes, code, formulas, HTML.
//!
//! The rules are looser than CommonMark's where OCR models are: a `**` closes bold also behind a space, an unclosed
//! one ends with its paragraph, `****` between two bold texts parts two headings that were printed one below the other.

use crate::assembler::Assembler;
use crate::markup;

/// Bytes that may begin markup.
const fn is_special(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'`' | b'[' | b'<' | b'&' | b'\\' | b'$')
}

/// Whether `text` holds nothing that may be markup.
pub(super) fn is_plain(text: &str) -> bool {
    !text.bytes().any(is_special)
}

/// How far a link's text and target are searched from its bracket.
const LONGEST_LINK: usize = 600;

/// Appends `text`, a line or a cell, to `out`. Emphasis that it leaves open stays open.
pub(super) fn push(text: &str, out: &mut Assembler) {
    let mut cursor = Cursor {
        text,
        at: 0,
        done: 0,
        no_code: 0,
        no_math: false,
        closers: ["*", "_", "__"].map(Closer::of),
    };
    while let Some(offset) = text.as_bytes()[cursor.at..].iter().position(|&b| is_special(b)) {
        cursor.at += offset;
        cursor.special(out);
    }
    out.push(&text[cursor.done..]);
}

struct Cursor<'a> {
    text: &'a str,
    /// Where the search goes on.
    at: usize,
    /// Behind what went to the assembler.
    done: usize,
    /// Runs of so many back quotes, as bits, have no partner in the rest.
    no_code: u8,
    /// No dollar sign follows.
    no_math: bool,
    /// Where the marks of emphasis can close it.
    closers: [Closer; 3],
}

/// The next place where a mark can close emphasis, searched once for all that ask.
struct Closer {
    mark: &'static str,
    /// The place, if one was found.
    found: usize,
    /// There is none between `found` and here.
    searched: usize,
}

impl Closer {
    fn of(mark: &'static str) -> Self {
        Self { mark, found: 0, searched: 0 }
    }

    /// Whether the mark closes somewhere behind `from`: it does not follow a space.
    fn is_behind(&mut self, text: &[u8], from: usize) -> bool {
        if self.found > from {
            return true;
        }
        let start = from.max(self.searched);
        let rest = text.get(start..).unwrap_or_default();
        let closes = |i: usize| start + i > from && !text[start + i - 1].is_ascii_whitespace();
        match memchr::memmem::find_iter(rest, self.mark).find(|&i| closes(i)) {
            Some(i) => {
                self.found = start + i;
                self.searched = self.found;
                true
            }
            None => {
                self.searched = text.len();
                false
            }
        }
    }
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    /// Sends the text up to the current place to `out` and passes over `len` bytes of markup.
    fn skip(&mut self, len: usize, out: &mut Assembler) {
        out.push(&self.text[self.done..self.at]);
        self.at += len;
        self.done = self.at;
    }

    /// Takes `len` bytes as ordinary text.
    fn keep(&mut self, len: usize) {
        self.at += len;
    }

    fn special(&mut self, out: &mut Assembler) {
        let rest = self.rest();
        match rest.as_bytes().first() {
            Some(b'*') => self.stars(out),
            Some(b'_') => self.underscores(out),
            Some(b'\\') => match rest.as_bytes().get(1) {
                Some(b) if b.is_ascii_punctuation() => {
                    self.skip(1, out);
                    self.keep(1);
                }
                _ => self.keep(1),
            },
            Some(b'<') => match markup::tag(rest) {
                Some(tag) => {
                    self.skip(tag.len, out);
                    out.tag(&tag);
                }
                None => self.autolink(out),
            },
            Some(b'&') => match markup::reference(rest) {
                Some((c, len)) => {
                    self.skip(len, out);
                    out.push(c.encode_utf8(&mut [0; 4]));
                }
                None => self.keep(1),
            },
            Some(b'[') => self.link(out),
            Some(b'`') => self.code(out),
            Some(b'$') => self.math(out),
            _ => self.keep(1),
        }
    }

    fn run(&self, byte: u8) -> usize {
        self.rest().bytes().take_while(|&b| b == byte).count()
    }

    fn stars(&mut self, out: &mut Assembler) {
        let run = self.run(b'*');
        let before = self.before();
        let after = self.text[self.at + run..].chars().next();
        let spaced = |c: Option<char>| c.is_none_or(char::is_whitespace);
        // A footnote mark: `(*)`, `(**)`.
        if before == Some('(') && after == Some(')') {
            return self.keep(run);
        }
        let opens = !spaced(after);
        match run {
            1 if out.italic() && !spaced(before) => {
                self.skip(1, out);
                out.set_italic(false);
            }
            1 if !out.italic() && opens && self.closes_later("*") => {
                self.skip(1, out);
                out.set_italic(true);
            }
            1 => self.keep(1),
            2 if out.bold() => {
                self.skip(2, out);
                out.set_bold(false);
            }
            2 if opens => {
                self.skip(2, out);
                out.set_bold(true);
            }
            // A note below a table: `** Ghi chú`.
            2 if out.at_start() && self.text[self.done..self.at].trim().is_empty() => self.keep(2),
            2 => self.skip(2, out),
            3 => {
                let on = !(out.bold() || out.italic()) && opens;
                self.skip(3, out);
                out.set_bold(on);
                out.set_italic(on);
            }
            _ if (out.bold() || out.italic()) && opens => {
                // `**A****B**`: one heading ends, the next begins.
                self.skip(run, out);
                out.fresh_line();
            }
            _ if out.bold() || out.italic() => {
                self.skip(run, out);
                out.set_bold(false);
                out.set_italic(false);
            }
            // Nothing but stars is a rule or a row of asterisks in the print.
            _ => self.keep(run),
        }
    }

    /// Whether an emphasis opened here by `mark` can be closed in this line.
    fn closes_later(&mut self, mark: &str) -> bool {
        let from = self.at + mark.len();
        let text = self.text.as_bytes();
        let closer = self.closers.iter_mut().find(|c| c.mark == mark);
        // An italic recital goes over several lines; it begins the first of them.
        closer.is_some_and(|c| c.is_behind(text, from)) || (self.at == 0 && mark == "*")
    }

    fn underscores(&mut self, out: &mut Assembler) {
        let run = self.run(b'_');
        let before = self.before();
        let after = self.text[self.at + run..].chars().next();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (mark, on) = match run {
            1 => ("_", out.italic()),
            2 => ("__", out.bold()),
            // A blank to be filled in.
            _ => return self.keep(run),
        };
        let closing = on && !word(after) && before.is_some_and(|c| !c.is_whitespace() && c != '_');
        let opening = !on && !word(before) && word(after) && self.closes_later(mark);
        if !(closing || opening) {
            return self.keep(run);
        }
        self.skip(run, out);
        if run == 1 { out.set_italic(opening) } else { out.set_bold(opening) }
    }

    /// `<https://…>` is its address; any other bracket stands.
    fn autolink(&mut self, out: &mut Assembler) {
        let rest = self.rest();
        let is_address = ["<http://", "<https://", "<mailto:"].iter().any(|p| rest.starts_with(p));
        let head = rest.as_bytes().get(..LONGEST_LINK).unwrap_or(rest.as_bytes());
        match memchr::memchr2(b'>', b' ', head) {
            Some(end) if is_address && head.get(end) == Some(&b'>') => {
                self.skip(1, out);
                self.at += end - 1;
                self.skip(1, out);
            }
            _ => self.keep(1),
        }
    }

    /// `[text](target)` and `![text](target)` are their text; any other bracket stands.
    fn link(&mut self, out: &mut Assembler) {
        let rest = self.rest();
        let head = rest.as_bytes().get(..LONGEST_LINK).unwrap_or(rest.as_bytes());
        let target = memchr::memchr(b']', head).filter(|&close| head.get(close + 1) == Some(&b'('));
        let end = target.and_then(|close| {
            memchr::memchr(b')', head.get(close..).unwrap_or_default()).map(|i| (close, close + i + 1))
        });
        let Some((close, end)) = end else { return self.keep(1) };
        let inner = &rest[1..close];
        let image = self.before() == Some('!') && self.at > self.done;
        if image {
            self.at -= 1;
        }
        self.skip(end + usize::from(image), out);
        // Emphasis within the text of a link is rare, and its marks are no letters.
        out.push(inner.trim_matches(['*', '_']));
    }

    fn code(&mut self, out: &mut Assembler) {
        let run = self.run(b'`');
        let bit = 1u8.checked_shl(u32::try_from(run).unwrap_or(u32::MAX)).unwrap_or(0);
        let inner = &self.rest()[run..];
        let close = (bit & !self.no_code != 0).then(|| closing_run(inner, run)).flatten();
        match close {
            Some(close) => {
                self.skip(run, out);
                self.at += close;
                self.skip(run, out);
            }
            None => {
                self.no_code |= bit;
                self.keep(run);
            }
        }
    }

    /// A formula of one line, as models write raised letters, arrows and signs; prices in `$` stand.
    fn math(&mut self, out: &mut Assembler) {
        let run = 1 + usize::from(self.rest().starts_with("$$"));
        let inner = &self.rest()[run..];
        let head = inner.as_bytes().get(..LONGEST_LINK).unwrap_or(inner.as_bytes());
        let close = if self.no_math { None } else { memchr::memchr(b'$', head) };
        let Some(close) = close else {
            self.no_math = head.len() == inner.len();
            return self.keep(run);
        };
        let formula = &inner[..close];
        if !formula.contains(['\\', '^', '_', '{']) {
            return self.keep(run);
        }
        let end = self.text[self.at + run + close..].bytes().take(run).take_while(|&b| b == b'$').count();
        let text = plain_formula(formula);
        self.skip(run + close + end, out);
        out.push(&text);
    }
}

/// Offset of a run of exactly `run` back quotes.
fn closing_run(text: &str, run: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'`', bytes.get(at..)?).map(|i| at + i) {
        let len = bytes[start..].iter().take_while(|&&b| b == b'`').count();
        if len == run {
            return Some(start);
        }
        at = start + len;
    }
    None
}

/// Signs that formulas name.
const SIGNS: &[(&str, &str)] = &[
    ("geq", "≥"),
    ("ge", "≥"),
    ("leq", "≤"),
    ("le", "≤"),
    ("neq", "≠"),
    ("times", "×"),
    ("div", ":"),
    ("pm", "±"),
    ("rightarrow", "→"),
    ("to", "→"),
    ("Rightarrow", "⇒"),
    ("circ", "°"),
    ("cdot", "·"),
    ("dots", "…"),
    ("ldots", "…"),
    ("quad", " "),
    ("text", ""),
    ("mathrm", ""),
    ("mathbf", ""),
    ("textbf", ""),
    ("left", ""),
    ("right", ""),
];

/// A formula as the letters and signs that it prints.
fn plain_formula(formula: &str) -> String {
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(c) = rest.chars().next() {
        let mut len = c.len_utf8();
        match c {
            '\\' => {
                let name_len = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                let name = &rest[1..1 + name_len];
                len += name_len;
                match SIGNS.iter().find(|(known, _)| *known == name) {
                    Some((_, sign)) => out.push_str(sign),
                    None => out.push_str(name),
                }
            }
            '{' | '}' | '^' => {}
            _ => out.push(c),
        }
        rest = &rest[len..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of one source line, bold ones in `[]`, italic ones in `()`.
    fn lines(text: &str) -> Vec<String> {
        let mut out = Assembler::default();
        push(text, &mut out);
        out.take()
            .map(|p| match (p.style.bold, p.style.italic) {
                (true, _) => format!("[{}]", p.text),
                (_, true) => format!("({})", p.text),
                _ => p.text,
            })
            .collect()
    }

    #[test]
    fn glued_headings_come_apart() {
        assert_eq!(lines("**I. MỤC TIÊU****1. Mục tiêu chung**"), ["[I. MỤC TIÊU]", "[1. Mục tiêu chung]"]);
        assert_eq!(lines("**II. NỘI DUNG****1. Y tế****1.1. Chỉ tiêu**").len(), 3);
        assert_eq!(lines("****"), ["****"]);
    }

    #[test]
    fn emphasis_that_a_model_broke() {
        assert_eq!(lines("**Điều 2.**Giám đốc"), ["Điều 2.Giám đốc"]);
        assert_eq!(lines("**Nơi nhận: **"), ["[Nơi nhận:]"]);
        assert_eq!(lines("Điều 5.** Hiệu lực"), ["Điều 5. Hiệu lực"]);
        assert_eq!(lines("***Căn cứ Luật Đất đai;***"), ["[Căn cứ Luật Đất đai;]"]);
        assert_eq!(lines("*Căn cứ Luật Đất đai;*"), ["(Căn cứ Luật Đất đai;)"]);
        assert_eq!(lines("_Theo đề nghị_ của"), ["Theo đề nghị của"]);
    }

    #[test]
    fn stars_and_blanks_that_are_printed() {
        for text in [
            "2 * 3",
            "(*) Đơn vị tính: %",
            "(**) Số liệu",
            "* Ghi chú",
            "** Ghi chú",
            "Họ tên: ____",
            "a_b_c",
            "5* ok",
        ] {
            assert_eq!(lines(text), [text]);
        }
    }

    #[test]
    fn links_escapes_code_and_formulas() {
        assert_eq!(lines(r"1\. A \| B \\ C\D"), [r"1. A | B \ C\D"]);
        assert_eq!(
            lines("xem [Cổng tỉnh](https://a.vn/b) và ![](x.png)![Dấu](y.png)"),
            ["xem Cổng tỉnh và Dấu"]
        );
        assert_eq!(lines("<https://a.vn> [1] a<b"), ["https://a.vn [1] a<b"]);
        assert_eq!(lines("mã `A*1` và ``x`y`` rồi `"), ["mã A*1 và x`y rồi `"]);
        assert_eq!(lines(r"$\geq 95\%$ hồ sơ, 20 m$^{2}$, giá $5, $6"), ["≥ 95% hồ sơ, 20 m2, giá $5, $6"]);
        assert_eq!(lines("NC<sub>(B)</sub> &amp; R&D"), ["NC(B) & R&D"]);
        assert_eq!(lines("A<br>B  <br><br>C"), ["A", "B", "", "C"]);
    }

    #[test]
    fn a_letter_parted_by_marks_composes() {
        assert_eq!(lines("e**\u{301}**"), ["é"]);
    }

    #[test]
    fn adversarial_lines_take_linear_time() {
        for unit in ["<", "[", "`", "*a ", "_a ", "**", "$", "&", "\\", "`` `", "![", "<b"] {
            let text = unit.repeat(200_000);
            let start = std::time::Instant::now();
            lines(&text);
            assert!(start.elapsed().as_secs() < 10, "{unit:?} took {:?}", start.elapsed());
        }
    }
}
