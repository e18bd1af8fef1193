//! Plain text: every line as it stands, for its white space is evidence of the page it was dumped from.

use vanthu_document::page::{Gap, LineStyle};

use crate::builder::{PageBuilder, next};

/// The mark of a page break.
pub(crate) const FORM_FEED: char = '\u{C}';

/// Reads plain text: a line for each line of the source that is not empty, be it white space alone.
pub(crate) fn read(text: &str) -> PageBuilder {
    let mut pages = PageBuilder::new(text.contains(FORM_FEED));
    let mut number = 1;
    for line in text.split('\n') {
        for (i, part) in line.split(FORM_FEED).enumerate() {
            if i > 0 {
                pages.turn_page();
            }
            pages.line(part.to_owned(), number, LineStyle::default());
        }
        if line.is_empty() {
            pages.part(Gap::Paragraph);
        }
        number = next(number);
    }
    pages
}

#[cfg(test)]
mod tests {
    use vanthu_document::page::{Block, Line};

    use super::*;

    fn lines(text: &str) -> Vec<(String, Gap, Option<u32>, u32)> {
        let (pages, _) = read(text).finish();
        let line = |l: &Line| (l.text.clone(), l.gap, l.span.page, l.span.lines.map_or(0, |l| l.0));
        pages
            .iter()
            .flat_map(|p| &p.blocks)
            .map(|b| match b {
                Block::Line(l) => line(l),
                Block::Table(_) => panic!("no tables in plain text"),
            })
            .collect()
    }

    #[test]
    fn white_space_is_kept_and_gaps_tell_empty_lines() {
        assert_eq!(
            lines("Điều 1. Giao Sở Y tế \n\n \nchủ trì\n\n\nĐiều 2."),
            [
                ("Điều 1. Giao Sở Y tế ".into(), Gap::Paragraph, None, 1),
                (" ".into(), Gap::Paragraph, None, 3),
                ("chủ trì".into(), Gap::Line, None, 4),
                ("Điều 2.".into(), Gap::Paragraph, None, 7),
            ]
        );
    }

    #[test]
    fn form_feeds_part_pages_and_one_at_the_end_makes_none() {
        let text = "trang một\u{C}trang hai\n\u{C}\n\ntrang ba\n\u{C}";
        assert_eq!(
            lines(text),
            [
                ("trang một".into(), Gap::Paragraph, Some(1), 1),
                ("trang hai".into(), Gap::Page, Some(2), 1),
                ("trang ba".into(), Gap::Page, Some(3), 4),
            ]
        );
        assert_eq!(read(text).finish().1, Some(3));
    }
}
