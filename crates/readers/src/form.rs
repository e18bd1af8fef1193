//! The form of a text, found from its content.

use vanthu_document::page::Form;

use crate::markdown::{html_table_opening, is_delimiter, is_row};
use crate::office::html;
use crate::{ReadOptions, tsv};

/// Lines with Markdown's marks that make a text Markdown where it has no table.
const ENOUGH_MARKS: usize = 2;

/// The form of `text`: a web page by how it begins; Markdown by a table of its own; tab-separated by a table of tabs;
/// Markdown again by headings and bold text; else plain.
///
/// A bar alone decides nothing (an OCR program reads the rules of a table so): it takes a delimiter row, or rows
/// closed by bars at both ends one after the other. A table in HTML makes the text Markdown, too. Marks decide last:
/// cells of a table of tabs may hold some, and read as Markdown it would be no table.
pub(crate) fn form(text: &str, options: &ReadOptions) -> Form {
    if html::is_page(text) {
        return Form::Html;
    }
    let marks = markdown_marks(text);
    if marks == Marks::Table {
        Form::Markdown
    } else if tsv::has_table(text, options) {
        Form::Tsv
    } else if marks == Marks::Many {
        Form::Markdown
    } else {
        Form::Text
    }
}

/// What a text has of Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// A table.
    Table,
    /// Headings or bold text in [`ENOUGH_MARKS`] lines.
    Many,
    Few,
}

fn markdown_marks(text: &str) -> Marks {
    let bold = memchr::memmem::Finder::new("**");
    let may_be_bold = bold.find(text.as_bytes()).is_some();
    if !may_be_bold && memchr::memchr3(b'|', b'#', b'<', text.as_bytes()).is_none() {
        return Marks::Few;
    }
    let mut marks = 0;
    let mut row_before = false;
    let mut empty_before = true;
    for line in text.split('\n') {
        let bytes = line.trim_start().as_bytes();
        let mut row = false;
        let apart = std::mem::replace(&mut empty_before, bytes.is_empty());
        match bytes.first() {
            None => continue,
            Some(b'|' | b':' | b'-') if is_delimiter(line) && line.trim().len() > 2 => return Marks::Table,
            Some(b'|') if is_row(line) => {
                if row_before {
                    return Marks::Table;
                }
                row = true;
            }
            Some(b'<') if html_table_opening(line).is_some() => return Marks::Table,
            Some(b'#') => marks += usize::from(is_heading(bytes)),
            _ => {}
        }
        row_before = row;
        if may_be_bold && bold.find(bytes).is_some_and(|at| opens_bold(&bytes[at..])) {
            // A paragraph that is bold as a whole is no chance.
            marks += if apart && line.trim_end().ends_with("**") && bytes.starts_with(b"**") {
                ENOUGH_MARKS
            } else {
                1
            };
        }
    }
    if marks >= ENOUGH_MARKS { Marks::Many } else { Marks::Few }
}

fn is_heading(line: &[u8]) -> bool {
    let level = line.iter().take_while(|&&b| b == b'#').count();
    level <= 6 && line.get(level) == Some(&b' ') && line.len() > level + 1
}

/// Whether `text`, which begins with `**`, goes on with bold text that is closed in the same line.
fn opens_bold(text: &[u8]) -> bool {
    let rest = text.get(2..).unwrap_or_default();
    !matches!(rest.first(), None | Some(b' ' | b'*' | b')')) && memchr::memmem::find(rest, b"**").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Form {
        form(text, &ReadOptions::default())
    }

    #[test]
    fn markdown_by_table_or_marks() {
        assert_eq!(of("Phụ lục\n\n| STT | Việc |\n|---|---|\n| 1 | x |\n"), Form::Markdown);
        assert_eq!(of("STT | Việc\n--- | ---\n1 | x\n"), Form::Markdown);
        assert_eq!(of("| 1 | x |\n| 2 | y |\n"), Form::Markdown);
        assert_eq!(of("**QUYẾT ĐỊNH**\n\nĐiều 1. x\n\n**Điều 2.** y\n"), Form::Markdown);
        assert_eq!(of("SỞ NỘI VỤ\n\n**KẾ HOẠCH**\n\nNăm 2025\n"), Form::Markdown);
        assert_eq!(of("# KẾ HOẠCH\n\n## I. Mục đích\n"), Form::Markdown);
    }

    #[test]
    fn bars_and_stars_of_an_ocr_program_are_text() {
        assert_eq!(
            of("1 | Ban hành ké hoach | Só Y té\n| 2 | x\ny |\n** ghi chú ** \n(**)\n#12 x\n-----\n"),
            Form::Text
        );
    }

    #[test]
    fn tabs_in_columns_are_tsv() {
        assert_eq!(of("a\tb\tc\n1\tx\ty\n2\tz\tt\n"), Form::Tsv);
        assert_eq!(of("a b c\n1 x y\n"), Form::Text);
    }

    #[test]
    fn marks_in_the_cells_of_tabs_leave_them_tsv() {
        let rows = "STT\tViệc\tHạn\n1\t**Rà soát** hồ sơ\tQuý I\n2\t**Mục tiêu:** số hóa\tQuý II\n";
        assert_eq!(of(rows), Form::Tsv);
        assert_eq!(of(&format!("# KẾ HOẠCH\n\n## Phụ lục\n\n{rows}")), Form::Tsv);
    }
}
