//! A workbook for Excel over one document or a whole archive: tasks, documents, agencies and citations, each a sheet with
//! frozen header, filters, and dates as dates.
//!
//! Rows go to temporary files as they come, so that memory does not grow with the archive; only the agencies, which are
//! counted over all of it, are held. A sheet that is full goes on in another one.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use vanthu_appendix::model::{AgencyRef, ConvertedDocument};
use vanthu_document::diagnostic::Language;
use vanthu_document::{PartialDate, kind};

use crate::rows::{document_reference, names, reference, rows};

/// Most characters that Excel holds in a cell.
const LONGEST_CELL: usize = 32_767;
/// Most rows that a sheet of Excel has, the header included.
const MOST_ROWS: u32 = 1_048_576;

/// A sheet's name in Vietnamese and in English.
type Name = (&'static str, &'static str);
/// A column's names and its width in characters.
type Head = (&'static str, &'static str, f64);

const TASKS: Name = ("Nhiệm vụ", "Tasks");
const TASK_COLUMNS: &[Head] = &[
    ("Số văn bản", "Document number", 16.0),
    ("Phụ lục", "Appendix", 22.0),
    ("Mục", "Section", 26.0),
    ("TT", "Ordinal", 7.0),
    ("Nhiệm vụ", "Task", 50.0),
    ("Sản phẩm", "Product", 30.0),
    ("Lãnh đạo phụ trách", "Leader", 18.0),
    ("Cơ quan chủ trì", "Lead agencies", 26.0),
    ("Cơ quan phối hợp", "Coordinating agencies", 30.0),
    ("Thời hạn", "Deadline", 18.0),
    ("Từ ngày", "From", 11.0),
    ("Đến ngày", "To", 11.0),
    ("Định kỳ", "Recurrence", 10.0),
    ("Nguồn", "Source", 20.0),
    ("Cột khác", "Other columns", 20.0),
    ("Độ tin cậy", "Confidence", 9.0),
    ("Trang", "Page", 7.0),
    ("Dòng", "Line", 7.0),
    ("Tệp", "File", 30.0),
];

const DOCUMENTS: Name = ("Văn bản", "Documents");
const DOCUMENT_COLUMNS: &[Head] = &[
    ("Số văn bản", "Document number", 16.0),
    ("Loại", "Kind", 14.0),
    ("Ngày", "Date", 11.0),
    ("Cơ quan ban hành", "Issuer", 34.0),
    ("Trích yếu", "Title", 60.0),
    ("Người ký", "Signer", 22.0),
    ("Chức vụ", "Position", 22.0),
    ("Từ", "Period from", 11.0),
    ("Đến", "Period to", 11.0),
    ("Số phụ lục", "Appendices", 9.0),
    ("Số nhiệm vụ", "Tasks", 9.0),
    ("Số cảnh báo", "Warnings", 9.0),
    ("Độ tin cậy thấp nhất", "Lowest confidence", 10.0),
    ("Tệp", "File", 30.0),
];

const AGENCIES: Name = ("Cơ quan", "Agencies");
const AGENCY_COLUMNS: &[Head] = &[
    ("Mã", "Id", 34.0),
    ("Tên như in", "Printed name", 44.0),
    ("Chủ trì", "Leads", 9.0),
    ("Phối hợp", "Coordinates", 9.0),
];

const CITATIONS: Name = ("Văn bản được dẫn", "Citations");
const CITATION_COLUMNS: &[Head] = &[
    ("Trong văn bản", "In document", 16.0),
    ("Loại", "Kind", 14.0),
    ("Số được dẫn", "Cited number", 18.0),
    ("Ngày", "Date", 11.0),
    ("Cơ quan ban hành", "Issuer", 30.0),
    ("Nguyên văn", "As printed", 60.0),
    ("Số lần", "Places", 8.0),
    ("Tệp", "File", 30.0),
];

/// What a cell holds.
enum Cell {
    Text(String),
    Number(f64),
    /// A day as Excel's date; a month or a year alone as text.
    Date(Option<PartialDate>),
}

impl Cell {
    fn optional(text: Option<&str>) -> Self {
        Self::Text(text.unwrap_or_default().to_owned())
    }

    fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Text(String::new()), Self::Number)
    }

    /// A confidence to two places.
    fn confidence(confidence: Option<f32>) -> Self {
        Self::number(confidence.map(|c| (f64::from(c) * 100.0).round() / 100.0))
    }
}

/// Language and formats of a workbook.
struct Look {
    language: Language,
    head: Format,
    text: Format,
    date: Format,
}

/// A table that is written row by row, over as many sheets as it fills.
struct Table {
    name: Name,
    heads: &'static [Head],
    sheets: Vec<Worksheet>,
    /// Rows of the last sheet, the header included.
    rows: u32,
}

impl Table {
    fn new(name: Name, heads: &'static [Head], book: &mut Workbook, look: &Look) -> Result<Self, XlsxError> {
        let mut table = Self { name, heads, sheets: Vec::new(), rows: 0 };
        table.open_sheet(book, look)?;
        Ok(table)
    }

    fn open_sheet(&mut self, book: &mut Workbook, look: &Look) -> Result<(), XlsxError> {
        self.close_sheet()?;
        let mut sheet = book.new_worksheet_with_constant_memory()?;
        let name = look.language.pick(self.name.0, self.name.1);
        match self.sheets.len() {
            0 => sheet.set_name(name)?,
            before => sheet.set_name(format!("{name} {}", before + 1))?,
        };
        for (place, (vietnamese, english, width)) in (0..).zip(self.heads) {
            sheet.set_column_width(place, *width)?;
            sheet.write_with_format(0, place, look.language.pick(*vietnamese, *english), &look.head)?;
        }
        sheet.set_freeze_panes(1, 0)?.set_landscape().set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
        self.sheets.push(sheet);
        self.rows = 1;
        Ok(())
    }

    /// Lays the filters over the rows of the last sheet.
    fn close_sheet(&mut self) -> Result<(), XlsxError> {
        let last_column = u16::try_from(self.heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.autofilter(0, 0, self.rows.saturating_sub(1), last_column)?;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Cell], book: &mut Workbook, look: &Look) -> Result<(), XlsxError> {
        if self.rows >= MOST_ROWS {
            self.open_sheet(book, look)?;
        }
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        for (place, cell) in (0..).zip(cells) {
            match cell {
                Cell::Date(None) => {}
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => {
                    let text: String = text.chars().take(LONGEST_CELL).collect();
                    sheet.write_string_with_format(self.rows, place, text, &look.text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number_with_format(self.rows, place, *number, &look.text)?;
                }
                Cell::Date(Some(date)) => match excel_date(*date) {
                    Some(day) => {
                        sheet.write_datetime_with_format(self.rows, place, day, &look.date)?;
                    }
                    None => {
                        sheet.write_string_with_format(self.rows, place, date.to_string(), &look.text)?;
                    }
                },
            }
        }
        self.rows += 1;
        Ok(())
    }
}

/// Excel's date for a whole day; it knows none before 1900.
fn excel_date(date: PartialDate) -> Option<ExcelDateTime> {
    let (year, month, day) = (date.year(), date.month()?, date.day()?);
    ExcelDateTime::from_ymd(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
        .ok()
}

fn kind_name(slug: Option<&str>) -> Option<&'static str> {
    slug.and_then(kind::by_slug).map(|kind| kind.name)
}

/// What is counted of an agency.
struct Agency {
    name: String,
    lead: u32,
    support: u32,
}

/// A workbook while documents are added to it.
pub struct Book {
    book: Workbook,
    look: Look,
    tasks: Table,
    documents: Table,
    citations: Table,
    agencies: BTreeMap<String, Agency>,
}

impl Book {
    /// An empty workbook with names in `language`.
    ///
    /// # Errors
    /// Where the system gives no temporary files.
    pub fn new(language: Language) -> io::Result<Self> {
        Self::open(language).map_err(io::Error::other)
    }

    fn open(language: Language) -> Result<Self, XlsxError> {
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let look = Look {
            language,
            head: Format::new().set_bold().set_text_wrap().set_background_color("#ECECEC"),
            date: wrapped.clone().set_num_format("dd/mm/yyyy"),
            text: wrapped,
        };
        let mut book = Workbook::new();
        // The same documents make the same file on every day.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let tasks = Table::new(TASKS, TASK_COLUMNS, &mut book, &look)?;
        let documents = Table::new(DOCUMENTS, DOCUMENT_COLUMNS, &mut book, &look)?;
        let citations = Table::new(CITATIONS, CITATION_COLUMNS, &mut book, &look)?;
        Ok(Self { book, look, tasks, documents, citations, agencies: BTreeMap::new() })
    }

    /// Adds a document.
    ///
    /// # Errors
    /// Where a temporary file cannot be written.
    pub fn add(&mut self, document: &ConvertedDocument) -> io::Result<()> {
        self.add_tasks(document)
            .and_then(|()| self.add_document(document))
            .and_then(|()| self.add_citations(document))
            .map_err(io::Error::other)
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// What `out` says, and where a temporary file cannot be written.
    pub fn finish(self, out: impl Write + Send) -> io::Result<()> {
        self.save(out).map_err(io::Error::other)
    }

    fn add_tasks(&mut self, document: &ConvertedDocument) -> Result<(), XlsxError> {
        let number = document_reference(&document.document).unwrap_or_default();
        for row in rows(document) {
            let (lead, support) = (&row.assignment.lead, &row.assignment.support);
            self.count(lead, |agency| agency.lead += 1);
            self.count(support, |agency| agency.support += 1);
            let deadline = row.assignment.deadline.as_ref();
            let provenance = &row.task.provenance;
            let page = provenance.page.map(f64::from);
            let line = provenance.lines.map(|(first, _)| f64::from(first));
            let cells = [
                Cell::Text(number.clone()),
                Cell::Text(row.appendix_name()),
                Cell::Text(row.section()),
                Cell::optional(row.task.ordinal.as_deref()),
                Cell::Text(row.task.task.clone()),
                Cell::optional(row.assignment.product.as_deref()),
                Cell::optional(row.leader()),
                Cell::Text(names(lead, "\n")),
                Cell::Text(names(support, "\n")),
                Cell::optional(deadline.map(|d| d.text.as_str())),
                Cell::Date(deadline.and_then(|d| d.start).map(|d| d.first_day().into())),
                Cell::Date(deadline.and_then(|d| d.end).map(|d| d.last_day().into())),
                Cell::optional(deadline.and_then(|d| d.recurrence.as_deref())),
                Cell::optional(row.task.source_note.as_deref()),
                Cell::Text(row.extra()),
                Cell::confidence(Some(row.task.confidence)),
                Cell::number(page),
                Cell::number(line),
                Cell::Text(document.source.path.clone()),
            ];
            self.tasks.row(&cells, &mut self.book, &self.look)?;
        }
        Ok(())
    }

    fn add_document(&mut self, document: &ConvertedDocument) -> Result<(), XlsxError> {
        let about = &document.document;
        let signer = about.signer.as_ref();
        let tasks = || document.appendices.iter().flat_map(|a| &a.tasks);
        let lowest = tasks().map(|t| t.confidence).reduce(f32::min);
        let cells = [
            Cell::optional(document_reference(about).as_deref()),
            Cell::optional(kind_name(about.kind.as_deref())),
            Cell::Date(about.date),
            Cell::optional(about.issuer.as_deref()),
            Cell::optional(about.title.as_deref()),
            Cell::optional(signer.and_then(|s| s.name.as_deref())),
            Cell::optional(signer.and_then(|s| s.position.as_deref())),
            Cell::Date(about.period.map(|p| p.from)),
            Cell::Date(about.period.map(|p| p.to)),
            Cell::Number(document.appendices.len() as f64),
            Cell::Number(tasks().count() as f64),
            Cell::Number(document.warnings.len() as f64),
            Cell::confidence(lowest),
            Cell::Text(document.source.path.clone()),
        ];
        self.documents.row(&cells, &mut self.book, &self.look)
    }

    fn add_citations(&mut self, document: &ConvertedDocument) -> Result<(), XlsxError> {
        let number = document_reference(&document.document).unwrap_or_default();
        for citation in &document.document.citations {
            let cited = reference(citation.number.as_deref(), citation.symbol.as_deref());
            let kind = kind_name(citation.kind.as_deref());
            let cells = [
                Cell::Text(number.clone()),
                Cell::optional(kind),
                Cell::optional(cited.as_deref()),
                Cell::Date(citation.date),
                Cell::optional(citation.issuer.as_deref()),
                Cell::Text(citation.text.clone()),
                Cell::Number(citation.spans.len() as f64),
                Cell::Text(document.source.path.clone()),
            ];
            self.citations.row(&cells, &mut self.book, &self.look)?;
        }
        Ok(())
    }

    fn count(&mut self, agencies: &[AgencyRef], add: impl Fn(&mut Agency)) {
        for AgencyRef { agency, text } in agencies {
            match self.agencies.get_mut(&**agency) {
                Some(known) => add(known),
                None => {
                    let mut new = Agency { name: text.to_string(), lead: 0, support: 0 };
                    add(&mut new);
                    self.agencies.insert(agency.to_string(), new);
                }
            }
        }
    }

    fn save(mut self, out: impl Write + Send) -> Result<(), XlsxError> {
        let mut agencies = Table::new(AGENCIES, AGENCY_COLUMNS, &mut self.book, &self.look)?;
        for (id, agency) in self.agencies {
            let cells = [
                Cell::Text(id),
                Cell::Text(agency.name),
                Cell::Number(agency.lead.into()),
                Cell::Number(agency.support.into()),
            ];
            agencies.row(&cells, &mut self.book, &self.look)?;
        }
        for mut table in [self.tasks, self.documents, agencies, self.citations] {
            table.close_sheet()?;
            table.sheets.into_iter().for_each(|sheet| self.book.push_worksheet(sheet));
        }
        self.book.save_to_writer(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    /// The parts of the workbook over `documents`, by their names.
    fn parts(documents: &[ConvertedDocument], language: Language) -> BTreeMap<String, String> {
        let mut book = Book::new(language).unwrap();
        documents.iter().for_each(|document| book.add(document).unwrap());
        let mut bytes = Vec::new();
        book.finish(&mut bytes).unwrap();
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        (0..archive.len())
            .map(|place| {
                let mut part = archive.by_index(place).unwrap();
                let mut text = String::new();
                io::Read::read_to_string(&mut part, &mut text).unwrap();
                (part.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn four_sheets_with_filters_and_frozen_headers() {
        let parts = parts(&[sample::plan()], Language::Vietnamese);
        let book = &parts["xl/workbook.xml"];
        for name in ["Nhiệm vụ", "Văn bản", "Cơ quan", "Văn bản được dẫn"] {
            assert!(book.contains(&format!("<sheet name=\"{name}\"")), "{name}: {book}");
        }
        for (sheet, filter) in [(1, "A1:S4"), (2, "A1:N2"), (3, "A1:D3"), (4, "A1:H2")] {
            let text = &parts[&format!("xl/worksheets/sheet{sheet}.xml")];
            assert!(text.contains("state=\"frozen\""), "{text}");
            assert!(text.contains(&format!("<autoFilter ref=\"{filter}\"")), "{filter}: {text}");
        }
    }

    #[test]
    fn days_are_dates_and_formulas_are_text() {
        let mut document = sample::plan();
        document.appendices[0].tasks[0].task = "=SUM(A1)".to_owned();
        let parts = parts(&[document], Language::English);
        let tasks = &parts["xl/worksheets/sheet1.xml"];
        // 1/1/2026, 31/3/2026 and 30/9/2026 as Excel counts days.
        for (cell, day) in [("K2", 46023), ("L2", 46112), ("L3", 46295)] {
            let start = tasks.find(&format!("r=\"{cell}\"")).unwrap();
            assert!(
                tasks[start..start + 40].contains(&format!("<v>{day}</v>")),
                "{}",
                &tasks[start..start + 40]
            );
        }
        assert!(!tasks.contains("<f>"), "{tasks}");
        assert!(tasks.contains("=SUM(A1)"), "{tasks}");
    }

    #[test]
    fn an_archive_stands_in_one_workbook() {
        let parts = parts(&[sample::plan(), sample::plan()], Language::English);
        assert!(parts["xl/worksheets/sheet1.xml"].contains("<autoFilter ref=\"A1:S7\""));
        let agencies = &parts["xl/worksheets/sheet3.xml"];
        assert!(agencies.contains("<v>6</v>"), "{agencies}");
    }

    #[test]
    fn dates_before_excels_first_stay_text() {
        assert!(excel_date("1945-09-02".parse().unwrap()).is_some());
        assert!(excel_date("1899-12-30".parse().unwrap()).is_none());
        assert!(excel_date("2025-05".parse().unwrap()).is_none());
    }
}
