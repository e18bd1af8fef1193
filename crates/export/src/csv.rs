//! Tasks as CSV for Excel: byte-order mark, a row for each assignment.

use std::io::{self, Write};

use ::csv::{Terminator, WriterBuilder};
use vanthu_appendix::model::ConvertedDocument;
use vanthu_document::PartialDate;
use vanthu_document::diagnostic::Language;

use crate::rows::{document_reference, names, rows};

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
pub fn write(document: &ConvertedDocument, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let mut list = List::new(language, out)?;
    list.add(document)?;
    list.finish().map(|_| ())
}

/// A list of tasks while documents are added to it.
pub struct List<W: Write> {
    csv: ::csv::Writer<W>,
}

impl<W: Write> List<W> {
    /// A list without rows.
    ///
    /// # Errors
    /// What `out` says.
    pub fn new(language: Language, mut out: W) -> io::Result<Self> {
        // Without the mark Excel takes UTF-8 for the system's 8-bit encoding.
        out.write_all("\u{feff}".as_bytes())?;
        let mut csv = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        csv.write_record(language.pick(VIETNAMESE, ENGLISH))?;
        Ok(Self { csv })
    }

    /// Adds the tasks of a document.
    ///
    /// # Errors
    /// What the list's writer says.
    pub fn add(&mut self, document: &ConvertedDocument) -> io::Result<()> {
        let number = document_reference(&document.document).unwrap_or_default();
        let day = |date: Option<PartialDate>| date.map(|d| d.to_string()).unwrap_or_default();
        let date = day(document.document.date);
        let issuer = document.document.issuer.as_deref().unwrap_or_default();
        for row in rows(document) {
            let deadline = row.assignment.deadline.as_ref();
            let fields = [
                document.source.path.clone(),
                number.clone(),
                date.clone(),
                issuer.to_owned(),
                row.appendix_name(),
                row.section(),
                row.task.ordinal.clone().unwrap_or_default(),
                row.task.task.clone(),
                row.assignment.product.clone().unwrap_or_default(),
                row.leader().unwrap_or_default().to_owned(),
                names(&row.assignment.lead, "; "),
                names(&row.assignment.support, "; "),
                deadline.map(|d| d.text.clone()).unwrap_or_default(),
                day(deadline.and_then(|d| d.start)),
                day(deadline.and_then(|d| d.end)),
                deadline.and_then(|d| d.recurrence.clone()).unwrap_or_default(),
                row.task.source_note.clone().unwrap_or_default(),
                row.extra(),
                format!("{:.2}", row.task.confidence),
            ];
            self.csv.write_record(fields.map(as_text))?;
        }
        Ok(())
    }

    /// Writes what is still held back, and gives the writer back.
    ///
    /// # Errors
    /// What the list's writer says.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(|error| error.into_error())
    }
}

/// A field that Excel does not take for a formula: `- Kế hoạch` would become `#NAME?`, and `=…` from a stranger's file
/// would run. A tab in front makes it text and does not show.
#[must_use]
pub fn as_text(field: String) -> String {
    if field.starts_with(['=', '+', '-', '@']) { format!("\t{field}") } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_row_for_each_assignment_that_excel_reads_as_text() {
        let mut document = sample::plan();
        document.appendices[0].tasks[1].assignments[1].product = Some("=SUM(A1)".to_owned());
        let mut bytes = Vec::new();
        write(&document, Language::Vietnamese, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let rest = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = ::csv::Reader::from_reader(rest.as_bytes());
        assert_eq!(reader.headers().unwrap().len(), VIETNAMESE.len());
        let rows: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(&rows[1][8], "\t- Tệp PDF\n- Sổ *mục lục* | <bìa>");
        assert_eq!(&rows[2][8], "\t=SUM(A1)");
        assert_eq!((&rows[1][7], &rows[2][7]), ("Quét hồ sơ hộ tịch", "Quét hồ sơ hộ tịch"));
        assert_eq!(
            (&rows[0][10], &rows[0][13], &rows[0][14]),
            ("Văn phòng HĐND và UBND", "2026-01", "2026-03")
        );
    }
}
