//! Lines to paragraphs: which line is only the wrap of the one before.
//!
//! Forms disagree about what an empty line means: a PDF's dump prints one behind every line, Markdown behind every
//! paragraph, and an OCR model cuts a paragraph wherever a page ends. So a [`Layout`] first learns from all lines whether
//! gaps say anything and how wide a full line is; then each line is weighed by what the line before it ends with, what it
//! begins with itself, and what stands between. The points are in [`Evidence::points`].

use crate::lexer::folded::{is_capitals, starts_with_any};
use crate::lexer::label::{article, label};
use crate::page::{Gap, Line, LineStyle};
use crate::passage::{Passage, glue};

/// Lines that belong together.
#[derive(Debug, Clone)]
pub(crate) struct Paragraph<'a> {
    /// Text and places.
    pub(crate) passage: Passage<'a>,
    /// How its first line is set.
    pub(crate) style: LineStyle,
    /// Number of its first line, as the caller counts.
    pub(crate) first: usize,
}

impl Paragraph<'_> {
    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.passage.text
    }
}

/// What holds for all lines of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Layout {
    /// Empty lines part paragraphs; where they do not, one stands behind (almost) every line.
    pub(crate) gaps_tell: bool,
    /// Paragraphs are usually parted by gaps, so that a line without one goes on.
    pub(crate) gaps_usual: bool,
    /// Length of a full line in bytes; nothing where a line holds a whole paragraph.
    pub(crate) width: Option<usize>,
    /// Lines hold whole paragraphs.
    pub(crate) unwrapped: bool,
}

/// Bytes that no printed line of a page holds.
const LONGEST_PRINTED: usize = 220;
/// Lines looked at to learn the layout.
const SAMPLE: usize = 2_000;

impl Layout {
    /// Learns from the lines.
    pub(crate) fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Layout {
        let (mut gaps, mut wraps_over_gap, mut count) = (0_usize, 0_usize, 0_usize);
        let mut lengths = Vec::new();
        for line in lines.take(SAMPLE) {
            let text = line.text.trim();
            let Some(first) = text.chars().next() else { continue };
            lengths.push(text.len());
            count += 1;
            if line.gap >= Gap::Paragraph {
                gaps += 1;
                wraps_over_gap += usize::from(first.is_lowercase());
            }
        }
        lengths.sort_unstable();
        let long = lengths.get(lengths.len() * 9 / 10).copied();
        let width = long.filter(|width| (30..LONGEST_PRINTED).contains(width));
        let unwrapped = long.is_some_and(|width| width >= LONGEST_PRINTED);
        let gaps_tell = !(gaps * 2 > count && wraps_over_gap * 8 >= gaps);
        Layout { gaps_tell, gaps_usual: gaps_tell && gaps * 4 > count, width, unwrapped }
    }
}

impl Layout {
    /// The layout of a part: its own, where it has lines enough to show one.
    pub(crate) fn of_part<'a>(whole: Layout, lines: impl Iterator<Item = &'a Line> + Clone) -> Layout {
        if lines.clone().take(LINES_ENOUGH).count() < LINES_ENOUGH { whole } else { Layout::of(lines) }
    }
}

/// Lines that show a layout.
const LINES_ENOUGH: usize = 12;

/// What a line shows of whether it opens a paragraph.
#[derive(Debug, Clone, Copy, Default)]
struct Evidence {
    /// It begins with a label, a list mark or a word that opens a paragraph.
    opener: bool,
    /// It begins with a small letter.
    small: bool,
    /// It begins with a digit that is no label.
    digit: bool,
    /// The line before ends a clause (`;`, `:`) or a document's text (`./.`).
    closed: bool,
    /// The line before ends a sentence.
    sentence: bool,
    /// The line before ends in a comma, a hyphen, an open bracket.
    open: bool,
    /// The line before ends within a symbol or a number.
    runs_on: bool,
    /// The line before is as long as lines get.
    full: bool,
    /// The line before is short although lines have a width.
    short: bool,
    /// Lines hold whole paragraphs.
    unwrapped: bool,
    /// A gap that tells.
    gap: bool,
    /// A break that the writer set.
    break_set: bool,
    /// Gaps tell, and there is none.
    close: bool,
    /// One of the two lines is all capitals and the other is not.
    case_changes: bool,
    /// One is bold and the other is not.
    bold_changes: bool,
    /// A bracket opened before is not closed yet.
    in_bracket: bool,
}

impl Evidence {
    /// Points for a new paragraph; more than 0 opens one.
    fn points(self) -> f32 {
        let weigh = |holds: bool, points: f32| if holds { points } else { 0.0 };
        weigh(self.opener, 5.0)
            + weigh(self.small, -4.0)
            + weigh(self.digit, -1.0)
            + weigh(self.closed, 2.5)
            + weigh(self.sentence, 1.0)
            + weigh(self.open, -2.0)
            + weigh(self.runs_on, -4.0)
            + weigh(self.full, -1.5)
            + weigh(self.short, 1.5)
            + weigh(self.unwrapped, 2.0)
            + weigh(self.gap, 3.0)
            + weigh(self.break_set, 1.0)
            + weigh(self.close, -1.0)
            + weigh(self.case_changes, 2.0)
            + weigh(self.bold_changes, 1.5)
            + weigh(self.in_bracket, -1.5)
            - 0.5
    }
}

/// Words that open a paragraph wherever they begin a line, folded.
const OPENERS: [&str; 13] = [
    "can cu",
    "can luat",
    "can nghi dinh",
    "can quyet dinh",
    "theo de nghi",
    "xet de nghi",
    "xet to trinh",
    "noi nhan",
    "kinh gui",
    "sau khi",
    "chieu",
    "phu luc",
    "thuc hien",
];

/// Whether `text` begins as paragraphs do.
fn is_opener(text: &str) -> bool {
    match text.chars().next() {
        Some('0'..='9' | '-' | '–' | '+' | '•' | '*' | '·') => label(text).is_some(),
        Some(c) if c.is_uppercase() || c == 'Ð' => {
            article(text).is_some()
                || label(text).is_some()
                || (matches!(c, 'C' | 'T' | 'X' | 'N' | 'K' | 'S' | 'P') && starts_with_any(text, &OPENERS))
        }
        Some(c) if c.is_ascii_lowercase() || c == 'đ' => label(text).is_some_and(|l| !l.rest.is_empty()),
        _ => false,
    }
}

/// Whether `next` opens a paragraph behind the lines of `before`, whose last is `last`.
fn opens(layout: Layout, before: &str, last: &Line, next: &Line, depth: i32) -> bool {
    if next.gap == Gap::Wrap {
        return false;
    }
    let (head, tail) = (next.text.trim(), last.text.trim());
    let first = head.chars().next().unwrap_or(' ');
    let opener = is_opener(head);
    let end = tail.chars().next_back().unwrap_or(' ');
    let caps = |text: &str| is_capitals(text);
    let length = tail.len();
    let evidence = Evidence {
        opener,
        small: first.is_lowercase() && !opener,
        digit: first.is_ascii_digit() && !opener,
        closed: matches!(end, ';' | ':') || tail.ends_with("./."),
        sentence: matches!(end, '.' | '!' | '?' | '”'),
        open: matches!(end, ',' | '-' | '–' | '/' | '(') || ends_in_preposition(tail),
        runs_on: glue(&last.text, &next.text).is_empty(),
        full: layout.width.is_some_and(|width| length * 100 >= width * 80),
        short: layout.width.is_some_and(|width| length * 100 < width * 70),
        unwrapped: layout.unwrapped,
        gap: layout.gaps_tell && next.gap == Gap::Paragraph,
        break_set: next.gap == Gap::Break,
        close: layout.gaps_usual && next.gap == Gap::Line && !opener,
        case_changes: caps(head) != caps(tail) && head.len() > 3 && tail.len() > 3,
        bold_changes: next.style.bold != last.style.bold,
        in_bracket: depth > 0 && before.len() < 1_000,
    };
    evidence.points() > 0.0
}

/// A line that ends in one of these is not finished.
fn ends_in_preposition(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
    [
        "và", "của", "về", "tại", "theo", "số", "ngày", "các", "cho", "với", "do", "là", "từ", "đến", "năm",
        "tháng", "Điều", "khoản",
    ]
    .contains(&last)
}

/// Joins lines to paragraphs. White lines and page numbers are passed over.
pub(crate) fn paragraphs<'a>(
    layout: Layout,
    lines: impl Iterator<Item = (usize, &'a Line)>,
) -> Vec<Paragraph<'a>> {
    let mut out: Vec<Paragraph<'a>> = Vec::new();
    let mut last: Option<&Line> = None;
    let mut depth = 0_i32;
    // A gap before a line that was passed over is the next line's.
    let mut widest = Gap::Wrap;
    for (at, line) in lines {
        let text = line.text.trim();
        if text.is_empty() || is_page_number(line) {
            widest = widest.max(line.gap);
            continue;
        }
        let widened;
        let line = if widest > line.gap {
            widened = Line {
                gap: widest,
                text: line.text.clone(),
                span: line.span.clone(),
                style: line.style,
                read: Default::default(),
            };
            (&widened, line)
        } else {
            (line, line)
        };
        widest = Gap::Wrap;
        let (judged, kept) = line;
        let open_new = match (out.last(), last) {
            (Some(paragraph), Some(before)) => opens(layout, paragraph.text(), before, judged, depth),
            _ => true,
        };
        if open_new {
            depth = 0;
            let mut passage = Passage::default();
            passage.push(text, "", &kept.span);
            out.push(Paragraph { passage, style: kept.style, first: at });
        } else if let (Some(paragraph), Some(before)) = (out.last_mut(), last) {
            paragraph.passage.push(text, glue(&before.text, &kept.text), &kept.span);
            paragraph.style.bold &= kept.style.bold;
            paragraph.style.italic &= kept.style.italic;
        }
        depth += text.bytes().map(|b| i32::from(b == b'(') - i32::from(b == b')')).sum::<i32>();
        last = Some(kept);
    }
    out
}

/// A number alone on a line.
pub(crate) fn is_page_number(line: &Line) -> bool {
    let text = line.text.trim();
    let bare = text.trim_matches(|c: char| matches!(c, '-' | '–' | ' '));
    (1..=4).contains(&bare.len()) && text.len() <= bare.len() + 4 && bare.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Span;

    /// Lines of a text in which an empty line is a paragraph's gap.
    fn lines(text: &str) -> Vec<Line> {
        let mut gap = Gap::Line;
        let mut out = Vec::new();
        for (at, line) in (1..).zip(text.split('\n')) {
            if line.is_empty() {
                gap = Gap::Paragraph;
                continue;
            }
            out.push(Line { text: line.into(), span: Span::line(None, at), gap, ..Line::default() });
            gap = Gap::Line;
        }
        out
    }

    fn joined(text: &str) -> Vec<String> {
        let lines = lines(text);
        let layout = Layout::of(lines.iter());
        paragraphs(layout, lines.iter().enumerate()).into_iter().map(|p| p.passage.text).collect()
    }

    #[test]
    fn a_dump_with_an_empty_line_behind_each_line() {
        let text = "Điều 1. Phê duyệt Đề án phát triển du lịch của tỉnh \n\nđến năm 2030, gồm các nội dung sau đây: \n\n1. Mục tiêu \
                    \n\nThu hút khách theo Nghị quyết số 08/NQ-\n\nHĐND ngày 26/03/2024 của HĐND tỉnh. \n\n- Khách trong nước; \n\n\
                    - Khách nước ngoài. \n\nĐiều 2. Quyết định này có hiệu lực. \n\n";
        assert_eq!(
            joined(text),
            [
                "Điều 1. Phê duyệt Đề án phát triển du lịch của tỉnh đến năm 2030, gồm các nội dung sau đây:",
                "1. Mục tiêu",
                "Thu hút khách theo Nghị quyết số 08/NQ-HĐND ngày 26/03/2024 của HĐND tỉnh.",
                "- Khách trong nước;",
                "- Khách nước ngoài.",
                "Điều 2. Quyết định này có hiệu lực.",
            ]
        );
    }

    #[test]
    fn a_page_break_cuts_a_paragraph_and_leaves_a_number() {
        let text = "- Xây dựng cơ sở dữ liệu của ngành, kết nối\n\n3\n\nvới kho dữ liệu của tỉnh.\n\nII. KINH PHÍ\n\nNgân sách tỉnh.";
        assert_eq!(
            joined(text),
            [
                "- Xây dựng cơ sở dữ liệu của ngành, kết nối với kho dữ liệu của tỉnh.",
                "II. KINH PHÍ",
                "Ngân sách tỉnh."
            ]
        );
    }

    #[test]
    fn single_spaced_text_joins_by_content() {
        let text = "Thực hiện Kế hoạch số 45/KH-UBND ngày 14 tháng 8 năm 2025 của Ủy ban nhân dân\nhuyện về chuyển đổi số, Trường \
                    xây dựng kế hoạch như sau:\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.\nCăn cứ Kế hoạch này, các tổ thực hiện.";
        assert_eq!(joined(text).len(), 4);
    }

    #[test]
    fn a_dated_line_is_no_label() {
        assert_eq!(joined("Báo cáo trước ngày 15 tháng\n12 năm 2025.").len(), 1);
    }
}
