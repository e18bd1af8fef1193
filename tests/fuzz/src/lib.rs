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
    assert!(
        *reached <= first && first <= last && last as usize <= last_line,
        "{first}-{last} behind {reached}"
    );
    *reached = first;
}

/// Reads a file of a form that has no lines of its own, without an OCR, and checks its text.
pub fn read_office(bytes: &[u8]) {
    let Ok(pages) = read(bytes, &ReadOptions { max_pages: 200, ..ReadOptions::default() }) else { return };
    for block in pages.pages.iter().flat_map(|page| &page.blocks) {
        match block {
            Block::Line(line) => check_text(&line.text),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| assert!(cell.col_span >= 1 && cell.row_span >= 1));
            }
        }
    }
}

/// An archive of members that are stored as they are, which every reader of archives takes.
pub fn stored_archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    let half = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
    let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    for (name, bytes) in members {
        let header = out.len();
        // Versions, flags, method, time and date of the format's tables; the checksum is nobody's concern.
        let sizes =
            [&whole(0)[..], &whole(bytes.len()), &whole(bytes.len()), &half(name.len()), &half(0)].concat();
        let common = [&half(20)[..], &half(0), &half(0), &half(0), &half(0), &sizes].concat();
        out.extend([&b"PK\x03\x04"[..], &common, name.as_bytes(), bytes].concat());
        let places = [&half(0)[..], &half(0), &half(0), &whole(0), &whole(header)].concat();
        directory.extend([&b"PK\x01\x02"[..], &half(20), &common, &places, name.as_bytes()].concat());
    }
    let (start, count) = (out.len(), members.len());
    out.extend(&directory);
    let sizes = [&half(count)[..], &half(count), &whole(directory.len()), &whole(start), &half(0)].concat();
    out.extend([&b"PK\x05\x06"[..], &half(0), &half(0), &sizes].concat());
    out
}
