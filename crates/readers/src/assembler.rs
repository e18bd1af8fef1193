//! Printed lines put together from text and the effects of the markup in it.

use vanthu_document::page::LineStyle;
use vanthu_text::nfc;

use crate::markup::{self, Effect, Tag};

/// A printed line that came out of marked-up text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    /// Without white space at either end.
    pub(crate) text: String,
    pub(crate) style: LineStyle,
}

/// Takes text and effects in order and gives the lines that they print.
#[derive(Debug, Default)]
pub(crate) struct Assembler {
    done: Vec<Piece>,
    text: String,
    /// Emphasis that holds for what comes next; it lasts over [`Assembler::take`] until [`Assembler::plain`].
    bold: bool,
    italic: bool,
    heading: Option<u8>,
    seen: Seen,
    /// A list item began whose mark is not yet known.
    item: bool,
}

/// What the letters of the current line are set in.
#[derive(Debug, Default)]
struct Seen {
    bold: bool,
    regular: bool,
    italic: bool,
    upright: bool,
}

impl Assembler {
    pub(crate) fn bold(&self) -> bool {
        self.bold
    }

    pub(crate) fn italic(&self) -> bool {
        self.italic
    }

    pub(crate) fn set_bold(&mut self, on: bool) {
        self.bold = on;
    }

    pub(crate) fn set_italic(&mut self, on: bool) {
        self.italic = on;
    }

    /// Ends all emphasis, as a new paragraph does.
    pub(crate) fn plain(&mut self) {
        self.bold = false;
        self.italic = false;
        self.heading = None;
    }

    /// Whether the current line has no text yet.
    pub(crate) fn at_start(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends text.
    pub(crate) fn push(&mut self, text: &str) {
        if self.item {
            let text = text.trim_start();
            if text.is_empty() {
                return;
            }
            self.item = false;
            if !text.starts_with(['-', '–', '+', '•', '*']) {
                self.text.push_str("- ");
            }
            return self.push(text);
        }
        if text.contains(char::is_alphanumeric) {
            self.seen.bold |= self.bold;
            self.seen.regular |= !self.bold;
            self.seen.italic |= self.italic;
            self.seen.upright |= !self.italic;
        }
        self.text.push_str(text);
    }

    /// Ends the current line, be it empty.
    pub(crate) fn end_line(&mut self) {
        let trimmed = self.text.trim();
        let style = LineStyle {
            bold: self.seen.bold && !self.seen.regular,
            italic: self.seen.italic && !self.seen.upright,
            heading: self.heading,
        };
        // Text that markup held apart may compose.
        self.done.push(Piece { text: nfc(trimmed).into_owned(), style });
        self.text.clear();
        self.seen = Seen::default();
    }

    /// Ends the current line if it has text.
    pub(crate) fn fresh_line(&mut self) {
        if !self.text.trim().is_empty() {
            self.end_line();
        }
        self.text.clear();
    }

    /// Lets a tag work.
    pub(crate) fn tag(&mut self, tag: &Tag<'_>) {
        match tag.effect {
            Effect::Bold => self.bold = !tag.closing,
            Effect::Italic => self.italic = !tag.closing,
            Effect::Break => self.end_line(),
            Effect::Block => {
                self.fresh_line();
                self.item = false;
            }
            Effect::Item => {
                self.fresh_line();
                self.item = !tag.closing;
            }
            Effect::Heading(level) => {
                self.fresh_line();
                self.heading = (!tag.closing).then_some(level);
            }
            Effect::None => {}
        }
    }

    /// Appends text in which only tags and character references are markup.
    pub(crate) fn push_html(&mut self, text: &str) {
        let mut done = 0;
        for at in memchr::memchr2_iter(b'<', b'&', text.as_bytes()) {
            if at < done {
                continue;
            }
            let rest = &text[at..];
            if let Some(tag) = rest.starts_with('<').then(|| markup::tag(rest)).flatten() {
                self.push(&text[done..at]);
                self.tag(&tag);
                done = at + tag.len;
            } else if let Some((c, len)) = rest.starts_with('&').then(|| markup::reference(rest)).flatten() {
                self.push(&text[done..at]);
                self.push(c.encode_utf8(&mut [0; 4]));
                done = at + len;
            }
        }
        self.push(&text[done..]);
    }

    /// The lines so far, the current one included if it has text. Emphasis goes on.
    pub(crate) fn take(&mut self) -> std::vec::Drain<'_, Piece> {
        self.fresh_line();
        self.done.drain(..)
    }

    /// The lines so far as the text of a cell, and whether all of its letters are bold.
    pub(crate) fn take_cell(&mut self) -> (String, bool) {
        let mut text = String::new();
        let (mut bold, mut regular) = (false, false);
        for (i, piece) in self.take().enumerate() {
            if i > 0 {
                text.push('\n');
            }
            text.push_str(&piece.text);
            if piece.text.contains(char::is_alphanumeric) {
                bold |= piece.style.bold;
                regular |= !piece.style.bold;
            }
        }
        let end = text.trim_end().len();
        text.truncate(end);
        text.drain(..text.len() - text.trim_start().len());
        // A table keeps as many of these as it has cells.
        text.shrink_to_fit();
        self.plain();
        (text, bold && !regular)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(html: &str) -> (String, bool) {
        let mut assembler = Assembler::default();
        assembler.push_html(html);
        assembler.take_cell()
    }

    #[test]
    fn lists_and_paragraphs_become_lines() {
        assert_eq!(cell("<ul><li>Sở Y tế</li><li>- Sở Xây dựng</li></ul>").0, "- Sở Y tế\n- Sở Xây dựng");
        assert_eq!(cell("<p>Kế hoạch</p> <ul style='x'> - Báo cáo </ul>").0, "Kế hoạch\n- Báo cáo");
        assert_eq!(cell("<b>I</b>"), ("I".into(), true));
        assert_eq!(cell("<b>I</b> x"), ("I x".into(), false));
    }

    #[test]
    fn two_breaks_keep_an_empty_line() {
        assert_eq!(cell("a<br><br>b<br/>c<br>").0, "a\n\nb\nc");
    }

    #[test]
    fn what_is_no_markup_stays() {
        assert_eq!(cell("tỷ lệ < 5% & > 2%, KT&ĐT; R&amp;D").0, "tỷ lệ < 5% & > 2%, KT&ĐT; R&D");
    }
}
