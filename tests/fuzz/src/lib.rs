//! Laws that more than one target checks.

use vanthu_document::page::{Block, Form, Pages, Span};
use vanthu_readers::{ReadOptions, read};
use vanthu_text::decode;

/// Reads `head` and then `bytes`, and checks what holds for every form: spans rise and lie within the file, no line
/// is empty, text is NFC and without control characters. Gives the pages if `form` was found.
pub fn read_and_check(head: &str, bytes: &[u8], form: Form) -> Option<Pages> {
    let mut input = head.as_bytes().to_vec();
    input.extend_from_slice(bytes);
    let pages = read(&input, &ReadOptions::default()).ok()?;
    let last_line = decode(&input).text.split('\n').count();
    let mut reached = 1;
    for page in &pages.pages {
        for block in &page.blocks {
            match block {
                Block::Line(line) => {
                    assert!(!line.text.is_empty());
                    assert!(!line.text.contains('\n'));
                    check_text(&line.text);
                    check_span(&line.span, &mut reached, last_line);
                }
                Block::Table(table) => {
                    assert!(!table.rows.is_empty());
                    check_span(&table.span, &mut reached, last_line);
                    for row in &table.rows {
                        check_span(&row.span, &mut reached, last_line);
                        assert!(!row.cells.is_empty());
                        for cell in &row.cells {
                            assert!(cell.col_span >= 1 && cell.row_span >= 1);
                            check_text(&cell.text);
                        }
                    }
                }
            }
        }
    }
    (pages.form == form).then_some(pages)
}

fn check_text(text: &str) {
    assert_eq!(vanthu_text::nfc(text), text);
    assert!(!text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\u{C}')), "{text:?}");
}

fn check_span(span: &Span, reached: &mut u32, last_line: usize) {
    let (first, last) = span.lines.expect("every form here has lines");
    assert!(*reached <= first && first <= last && last as usize <= last_line, "{first}-{last} behind {reached}");
    *reached = first;
}
