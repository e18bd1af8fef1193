//! Tasks as CSV for Excel: byte-order mark, a row for each assignment.

use std::io::{self, Write};

use vanthu_appendix::model::{AgencyRef, ConvertedDocument};
use vanthu_document::diagnostic::Language;

use crate::locale::pick;

/// Column names.
const VIETNAMESE: [&str; 19] = [
    "Tệp",
    "Số văn bản",
    "Ngày",
    "Cơ quan ban hành",
    "Phụ lục",
    "Mục",
    "TT",
    "Nhiệm vụ",
    "Sản phẩm",
    "Lãnh đạo phụ trách",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời hạn",
    "Từ",
    "Đến",
    "Định kỳ",
    "Nguồn",
    "Cột khác",
    "Độ tin cậy",
];
const ENGLISH: [&str; 19] = [
    "File",
    "Document number",
    "Date",
    "Issuer",
    "Appendix",
    "Section",
    "Ordinal",
    "Task",
    "Product",
    "Leader",
    "Lead agencies",
    "Coordinating agencies",
    "Deadline",
    "From",
    "To",
    "Recurrence",
    "Source",
    "Other columns",
    "Confidence",
];

/// Writes the tasks of `document`.
///
/// # Errors
/// What `out` says.
pub(crate) fn write(document: &ConvertedDocument, language: Language, out: &mut dyn Write) -> io::Result<()> {
    // Without the mark Excel takes UTF-8 for the system's 8-bit encoding.
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(pick(language, VIETNAMESE, ENGLISH))?;
    let number = [document.document.number.as_deref(), document.document.symbol.as_deref()];
    let number = number.into_iter().flatten().collect::<Vec<_>>().join("/");
    let date = document.document.date.map(|d| d.to_string()).unwrap_or_default();
    let issuer = document.document.issuer.as_deref().unwrap_or_default();
    for appendix in &document.appendices {
        let name = [appendix.label.as_str(), appendix.title.as_str()];
        let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
        for task in &appendix.tasks {
            let section = task
                .section
                .iter()
                .map(|s| format!("{} {}", s.label, s.title))
                .collect::<Vec<_>>()
                .join(" › ");
            let extra =
                task.extra.iter().map(|(header, text)| format!("{header}: {text}")).collect::<Vec<_>>();
            for assignment in &task.assignments {
                let deadline = assignment.deadline.as_ref();
                let day = |date: Option<vanthu_document::PartialDate>| {
                    date.map(|d| d.to_string()).unwrap_or_default()
                };
                let leader = assignment.leader.as_ref().or(task.leader.as_ref());
                let fields = [
                    document.source.path.clone(),
                    number.clone(),
                    date.clone(),
                    issuer.to_owned(),
                    name.clone(),
                    section.clone(),
                    task.ordinal.clone().unwrap_or_default(),
                    task.task.clone(),
                    assignment.product.clone().unwrap_or_default(),
                    leader.cloned().unwrap_or_default(),
                    names(&assignment.lead),
                    names(&assignment.support),
                    deadline.map(|d| d.text.clone()).unwrap_or_default(),
                    day(deadline.and_then(|d| d.start)),
                    day(deadline.and_then(|d| d.end)),
                    deadline.and_then(|d| d.recurrence.clone()).unwrap_or_default(),
                    task.source_note.clone().unwrap_or_default(),
                    extra.join("\n"),
                    format!("{:.2}", task.confidence),
                ];
                csv.write_record(fields.map(as_text))?;
            }
        }
    }
    csv.flush()
}

fn names(agencies: &[AgencyRef]) -> String {
    agencies.iter().map(|a| a.text.as_str()).collect::<Vec<_>>().join("; ")
}

/// A field that Excel does not take for a formula: `- Kế hoạch` would become `#NAME?`, and `=…` from a stranger's file
/// would run. A tab in front makes it text and does not show.
pub(crate) fn as_text(field: String) -> String {
    if field.starts_with(['=', '+', '-', '@']) { format!("\t{field}") } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Limits, convert};

    #[test]
    fn a_row_for_each_assignment_that_excel_reads_as_text() {
        let table = "\
| TT | Nhiệm vụ | Sản phẩm | Cơ quan chủ trì | Thời gian |
|---|---|---|---|---|
| 1 | Kiểm kê kho lưu trữ | - Kế hoạch<br>- Báo cáo | Sở Nội vụ | Quý I/2026 |
|  |  | =SUM(A1) | Sở Tài chính | Tháng 5/2026 |
";
        let document =
            convert("ke-hoach.md", table.as_bytes(), &Limits::default(), Language::Vietnamese).unwrap();
        let mut bytes = Vec::new();
        write(&document, Language::Vietnamese, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let rest = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::Reader::from_reader(rest.as_bytes());
        assert_eq!(reader.headers().unwrap().len(), VIETNAMESE.len());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(&rows[0][8], "\t- Kế hoạch\n- Báo cáo");
        assert_eq!(&rows[1][8], "\t=SUM(A1)");
        assert_eq!((&rows[0][7], &rows[1][7]), ("Kiểm kê kho lưu trữ", "Kiểm kê kho lưu trữ"));
        assert_eq!((&rows[1][10], &rows[1][13], &rows[1][14]), ("Sở Tài chính", "2026-05", "2026-05"));
    }
}
