//! A text put together from lines, which remembers where each of them stands.

use std::ops::Range;

use crate::model::Place;
use crate::page::Span;

/// A run of lines as one text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Passage<'a> {
    /// The text; lines are parted by what [`glue`] says.
    pub(crate) text: String,
    /// Where in `text` each line begins, and where it stands in the source.
    parts: Vec<(usize, &'a Span)>,
}

impl<'a> Passage<'a> {
    /// Appends a line, white space at its ends left out.
    pub(crate) fn push(&mut self, line: &str, glue: &str, span: &'a Span) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(glue);
        }
        self.parts.push((self.text.len(), span));
        self.text.push_str(line);
    }

    /// Where `range` of the text stands in the source.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        let first = self.parts.partition_point(|(at, _)| *at <= range.start).saturating_sub(1);
        let last = self.parts.partition_point(|(at, _)| *at < range.end).max(first + 1);
        let mut spans = self.parts.get(first..last).unwrap_or_default().iter().map(|(_, span)| *span);
        let start = spans.next().cloned().unwrap_or_default();
        spans.fold(start, |span, next| span.join(next))
    }

    /// Where the lines begin that lie behind byte `at`.
    pub(crate) fn lines_behind(&self, at: usize) -> impl Iterator<Item = usize> {
        let first = self.parts.partition_point(|(start, _)| *start <= at);
        self.parts.get(first..).unwrap_or_default().iter().map(|(start, _)| *start)
    }
}

impl From<&Span> for Place {
    fn from(span: &Span) -> Self {
        Place { page: span.page, lines: span.lines }
    }
}

/// What a wrapped line and the next one are joined by: nothing where a word, a symbol or a number runs on.
///
/// `before` and `after` are the lines as printed. A line that ends in `-` or `/` right behind a letter or digit runs on
/// (`06/NQ-` + `HĐND`), unless the form prints a space there (`2021- ` + `2025`).
pub(crate) fn glue(before: &str, after: &str) -> &'static str {
    if before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace) {
        return " ";
    }
    let mut end = before.chars().rev();
    let tight = match end.next() {
        Some('-' | '/') => {
            end.next().is_some_and(char::is_alphanumeric)
                && after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        }
        _ => false,
    };
    if tight { "" } else { " " }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_run_on_and_words_do_not() {
        assert_eq!(glue("số 06/NQ-", "HĐND ngày"), "");
        assert_eq!(glue("2021-", "2030"), "");
        assert_eq!(glue("2021- ", "2030"), " ");
        assert_eq!(glue("kinh tế -", "xã hội"), " ");
        assert_eq!(glue("ANTĐ/", "Trang tin"), "");
        assert_eq!(glue("của", "Chính phủ"), " ");
        assert_eq!(glue("", ""), " ");
    }

    #[test]
    fn places_follow_the_lines() {
        let spans = [Span::line(Some(1), 3), Span::line(Some(1), 5), Span::line(Some(2), 9)];
        let mut passage = Passage::default();
        passage.push("một ", " ", &spans[0]);
        passage.push("  ", " ", &spans[1]);
        passage.push("hai/", " ", &spans[1]);
        passage.push("ba", "", &spans[2]);
        assert_eq!(passage.text, "một hai/ba");
        assert_eq!(passage.span(&(0..3)).lines, Some((3, 3)));
        let at = passage.text.find("hai").unwrap();
        assert_eq!(passage.span(&(at..passage.text.len())).lines, Some((5, 9)));
        assert_eq!(passage.lines_behind(0).count(), 2);
    }
}
