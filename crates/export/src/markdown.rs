//! Markdown: the document set out as it is printed, with its tables as pipe tables. `vanthu` reads it again.

use std::fmt::Write;

use vanthu_appendix::model::{Appendix, ConvertedDocument, Role, SectionRef};
use vanthu_document::model::{Article, Clause, Document, Section};
use vanthu_document::{PartialDate, kind};

use crate::body::{clause_line, closed, lead_in};
use crate::rows::{document_reference, joined};
use crate::table;

/// The document as Markdown. What the model does not hold (national title, sentences between title and first heading)
/// is not in it.
#[must_use]
pub fn render(document: &ConvertedDocument) -> String {
    let mut out = String::with_capacity(16 << 10);
    front(&document.document, &mut out);
    for article in &document.document.articles {
        write_article(article, &mut out);
    }
    for section in &document.document.outline {
        write_section(section, &mut out);
    }
    closing(&document.document, &mut out);
    for appendix in &document.appendices {
        write_appendix(appendix, &mut out);
    }
    out
}

/// A paragraph of text.
fn paragraph(text: &str, out: &mut String) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        out.push_str(&escaped(line));
        out.push_str("\n\n");
    }
}

fn bold(text: &str, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(out, "**{}**\n\n", escaped(text).trim());
}

fn front(document: &Document, out: &mut String) {
    for issuer in document.issuer.iter().flat_map(|i| i.split("; ")) {
        paragraph(issuer, out);
    }
    let number = document_reference(document);
    if let Some(number) = &number {
        paragraph(&format!("Số: {number}"), out);
    }
    if let Some(date) = document.date {
        paragraph(&dated(document.place.as_deref(), date), out);
    }
    let name = document.kind.as_deref().and_then(kind::by_slug).map(|kind| kind.name.to_uppercase());
    // An office letter prints no kind; its subject stands below the number.
    let name = name.filter(|_| document.kind.as_deref() != Some("cong-van"));
    if let Some(name) = &name {
        bold(name, out);
    }
    if let Some(title) = &document.title {
        if name.is_some() {
            bold(title, out);
        } else {
            paragraph(title, out);
        }
    }
    for basis in &document.legal_bases {
        paragraph(&format!("Căn cứ {};", basis.text), out);
    }
    if let (Some(name), false) = (name, document.articles.is_empty()) {
        bold(&format!("{name}:"), out);
    }
}

/// Place and date as they stand at the head; points stand for what was left blank.
pub(crate) fn dated(place: Option<&str>, date: PartialDate) -> String {
    let blank = |number: Option<i8>| number.map_or_else(|| "...".to_owned(), |n| format!("{n:02}"));
    let place = place.map(|p| format!("{p}, ")).unwrap_or_default();
    let (day, month, year) = (blank(date.day()), blank(date.month()), date.year());
    format!("{place}ngày {day} tháng {month} năm {year}")
}

fn write_article(article: &Article, out: &mut String) {
    let inside = lead_in(article);
    let text = escaped(inside.unwrap_or(&article.text));
    let _ = write!(out, "**{}.** {}\n\n", escaped(&article.label), text.trim());
    if inside.is_some() {
        article.clauses.iter().for_each(|clause| write_clause(clause, out));
    }
}

fn write_clause(clause: &Clause, out: &mut String) {
    paragraph(&clause_line(clause), out);
    clause.clauses.iter().for_each(|inner| write_clause(inner, out));
}

fn write_section(section: &Section, out: &mut String) {
    let label = if section.label.is_empty() { String::new() } else { closed(&section.label) };
    if section.title.is_empty() {
        paragraph(&format!("{label} {}", section.text), out);
    } else {
        bold(&format!("{label} {}", section.title), out);
        paragraph(&section.text, out);
    }
    section.children.iter().for_each(|child| write_section(child, out));
}

/// Recipients on the left, signature on the right, as they are printed.
fn closing(document: &Document, out: &mut String) {
    let mut left = Vec::new();
    if !document.recipients.is_empty() {
        left.push(bold_cell("Nơi nhận:"));
        left.extend(document.recipients.iter().map(|recipient| format!("- {};", cell(recipient))));
    }
    let signer = document.signer.iter().flat_map(|signer| {
        let authorities = signer.authority.iter().flat_map(|a| a.split("; "));
        authorities.chain(signer.position.as_deref()).chain(signer.name.as_deref())
    });
    let right: Vec<String> = signer.map(bold_cell).collect();
    if left.is_empty() && right.is_empty() {
        return;
    }
    row([left, right].into_iter().map(|lines| lines.join("<br>")), out);
    out.push_str("|---|---|\n\n");
}

fn write_appendix(appendix: &Appendix, out: &mut String) {
    for (mark, text) in [("##", &appendix.label), ("###", &appendix.title)] {
        if !text.is_empty() {
            let _ = write!(out, "{mark} {}\n\n", escaped(text));
        }
    }
    if appendix.tasks.is_empty() {
        return;
    }
    let columns = table::columns(appendix);
    row(columns.iter().map(|c| cell(&c.header)), out);
    row(columns.iter().map(|_| "---".to_owned()), out);
    let numbered = columns.iter().any(|c| c.role == Role::Ordinal);
    let mut section: &[SectionRef] = &[];
    let mut ordinal = None;
    for task in &appendix.tasks {
        let opened = table::opened(section, &task.section);
        for SectionRef { label, title } in opened {
            let cells = columns.iter().map(|column| match column.role {
                Role::Ordinal => bold_cell(label),
                Role::Task if numbered => bold_cell(title),
                Role::Task => bold_cell(&joined([label.as_str(), title.as_str()], ". ")),
                _ => String::new(),
            });
            row(cells, out);
        }
        // A sub-row with a text of its own repeats no ordinal.
        let continues = opened.is_empty() && task.ordinal.is_some() && task.ordinal == ordinal;
        for (sub_row, assignment) in task.assignments.iter().enumerate() {
            let cells = (0..columns.len()).map(|place| {
                let above = columns.get(place).is_some_and(|column| {
                    let repeated = continues && column.role == Role::Ordinal;
                    repeated || (sub_row > 0 && table::is_of_task(column))
                });
                if above { String::new() } else { cell(&table::cell(&columns, place, task, assignment)) }
            });
            row(cells, out);
        }
        section = &task.section;
        ordinal.clone_from(&task.ordinal);
    }
    out.push('\n');
}

fn row(cells: impl Iterator<Item = String>, out: &mut String) {
    out.push('|');
    for text in cells {
        if !text.is_empty() {
            out.push(' ');
            out.push_str(&text);
        }
        out.push_str(" |");
    }
    out.push('\n');
}

fn bold_cell(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("**{}**", cell(text)) }
}

/// Text within a cell.
fn cell(text: &str) -> String {
    escaped(text).lines().collect::<Vec<_>>().join("<br>")
}

/// Text of which no character is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '&' | '$' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    // At the start of a line these would make a heading or a quotation.
    if out.starts_with(['#', '>']) {
        out.insert(0, '\\');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_document_in_its_printed_order() {
        let text = render(&sample::plan());
        let places: Vec<usize> = [
            "ỦY BAN NHÂN DÂN XÃ TÂN AN\n\nSố: 12/QĐ-UBND\n\nTân An, ngày 05 tháng 01 năm 2026\n\n**QUYẾT ĐỊNH**",
            "Căn cứ Luật Lưu trữ số 33/2024/QH15 ngày 21 tháng 6 năm 2024;",
            "**QUYẾT ĐỊNH:**",
            "**Điều 1.** Số hóa như sau:\n\n1. Phạm vi:\n\na) Hồ sơ hộ tịch;\n\nđ) Hồ sơ đất đai.\n\n2. Kinh phí",
            "**I. MỤC TIÊU**\n\n- Số hóa 90% hồ sơ.\n\n- Không mất hồ sơ.\n\n**1. Cụ thể**",
            "| **Nơi nhận:**<br>- Như Điều 2;<br>- Lưu: VT; | **TM. ỦY BAN NHÂN DÂN**<br>**CHỦ TỊCH**<br>**Lê Thị Hạnh** |\n",
            "## PHỤ LỤC\n\n### PHÂN CÔNG NHIỆM VỤ\n\n| TT | Nhiệm vụ |",
            "| **I** | **CÔNG TÁC LƯU TRỮ** | | | | | |\n",
            "| 2 | Quét hồ sơ hộ tịch | - Tệp PDF<br>- Sổ \\*mục lục\\* \\| \\<bìa> | Văn phòng HĐND và UBND; Công an xã |",
            "\n| | | Phần mềm | Văn phòng HĐND và UBND | | | Nguyễn Văn Sơn |\n",
        ]
        .iter()
        .map(|part| text.find(part).unwrap_or_else(|| panic!("{part} is not in\n{text}")))
        .collect();
        assert!(places.is_sorted(), "{places:?}\n{text}");
    }

    #[test]
    fn dates_with_blanks() {
        assert_eq!(dated(None, "2025-05".parse().unwrap()), "ngày ... tháng 05 năm 2025");
        assert_eq!(dated(Some("Hà Nội"), "2025".parse().unwrap()), "Hà Nội, ngày ... tháng ... năm 2025");
    }
}
