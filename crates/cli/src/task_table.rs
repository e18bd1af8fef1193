//! Tasks as a table for the terminal.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use vanthu_appendix::model::{AgencyRef, Appendix, ConvertedDocument, SectionRef};
use vanthu_document::diagnostic::Language;

use crate::locale::pick;

/// Widest and narrowest table, in columns of a terminal.
const WIDTHS: std::ops::RangeInclusive<u16> = 80..=200;
/// Width where standard output is no terminal.
const DEFAULT_WIDTH: u16 = 140;

/// The tables of all tasks of `document`, each under a line that names document and appendix.
pub(crate) fn render(document: &ConvertedDocument, language: Language) -> String {
    let width = width();
    let mut out = String::new();
    for appendix in document.appendices.iter().filter(|a| !a.tasks.is_empty()) {
        out.push_str(&heading(document, appendix, language));
        out.push('\n');
        out.push_str(&table(appendix, width, language).to_string());
        out.push_str("\n\n");
    }
    out
}

/// Width of a table: that of the terminal, within bounds.
pub(crate) fn width() -> u16 {
    terminal_size::terminal_size()
        .map_or(DEFAULT_WIDTH, |(columns, _)| columns.0.clamp(*WIDTHS.start(), *WIDTHS.end()))
}

fn heading(document: &ConvertedDocument, appendix: &Appendix, language: Language) -> String {
    let meta = &document.document;
    let number = match (&meta.number, &meta.symbol) {
        (Some(number), Some(symbol)) => Some(format!("{number}/{symbol}")),
        (None, Some(symbol)) => Some(format!("…/{symbol}")),
        (number, None) => number.clone(),
    };
    let tasks = match language {
        Language::Vietnamese => format!("{} nhiệm vụ", appendix.tasks.len()),
        Language::English => format!("{} tasks", appendix.tasks.len()),
    };
    let parts = [
        Some(document.source.path.clone()),
        number,
        meta.date.map(|d| d.to_string()),
        Some(appendix.label.clone()),
        Some(shortened(&appendix.title, 60)),
        Some(tasks),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn table(appendix: &Appendix, width: u16, language: Language) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_width(width);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(pick(
        language,
        ["TT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời hạn"],
        ["No.", "Task", "Product", "Lead", "Support", "Deadline"],
    ));
    let mut section: &[SectionRef] = &[];
    for task in &appendix.tasks {
        if task.section != section {
            section = &task.section;
            if let Some(last) = section.last() {
                table.add_row([last.label.clone(), shortened(&last.title, 100)]);
            }
        }
        for (index, assignment) in task.assignments.iter().enumerate() {
            let (ordinal, text) = if index == 0 {
                (task.ordinal.clone().unwrap_or_default(), shortened(&task.task, 100))
            } else {
                (String::new(), String::new())
            };
            table.add_row([
                ordinal,
                text,
                shortened(assignment.product.as_deref().unwrap_or_default(), 50),
                shortened(&names(&assignment.lead), 70),
                shortened(&names(&assignment.support), 70),
                shortened(assignment.deadline.as_ref().map_or("", |d| &d.text), 50),
            ]);
        }
    }
    if let Some(ordinal) = table.column_mut(0) {
        ordinal.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(9)));
    }
    table
}

fn names(agencies: &[AgencyRef]) -> String {
    agencies.iter().map(|a| &*a.text).collect::<Vec<_>>().join("; ")
}

/// `text` in one line of at most `most` characters.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let line = vanthu_text::single_spaced(text);
    match line.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", line[..cut].trim_end()),
        None => line.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn long_texts_end_in_dots() {
        assert_eq!(shortened("- Kế hoạch\n- Báo cáo", 40), "- Kế hoạch - Báo cáo");
        assert_eq!(shortened("đánh giá kết quả", 8), "đánh giá…");
        assert_eq!(shortened("đánh giá", 8), "đánh giá");
    }
}
