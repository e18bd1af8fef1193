//! Tables with known cells, written in each form in which ruling lines get lost.

pub mod beside;
pub mod dump;
pub mod layout;
pub mod random;
pub mod score;
pub mod table;
pub mod typeset;
pub mod words;

use vanthu_document::page::{Gap, Line, Span};

/// The lines of a plain text as its reader gives them.
#[must_use]
pub fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut gap = Gap::Line;
    for (i, text) in text.split('\n').enumerate() {
        if text.is_empty() {
            gap = Gap::Paragraph;
            continue;
        }
        let (text, feed) = text.strip_prefix('\u{c}').map_or((text, false), |t| (t, true));
        if feed {
            gap = Gap::Page;
        }
        if text.is_empty() {
            continue;
        }
        let number = u32::try_from(i + 1).unwrap_or(u32::MAX);
        lines.push(Line { text: text.to_owned(), span: Span::line(None, number), gap, ..Line::default() });
        gap = Gap::Line;
    }
    lines
}
