//! A [`ConvertedDocument`](vanthu_appendix::model::ConvertedDocument) in the forms that other programs and people read.
//!
//! The JSON is the whole truth; every form here is a view of it for one reader: [`csv`] and [`workbook`] for the clerk who
//! filters and sorts in Excel, [`html`] for the one who prints and passes on, [`markdown`] for editors and language models,
//! which this program also reads again, [`akn`] (Akoma Ntoso 3.0) for legal databases, [`jsonl`] for programs that take
//! tasks one by one, [`parquet`] for those that query many. The tables start from the same
//! [`rows`]: one for each assignment, which is what a person means by a line of the table.
//!
//! The wording stays as printed. What the program read between the lines (dates, how sure it is) stands beside it, and
//! names of columns come in the reader's language.
//!
//! ```
//! use vanthu_appendix::model::{Appendix, Assignment, Column, ConvertedDocument, Role, Source, Task};
//! use vanthu_document::diagnostic::Language;
//! use vanthu_document::page::Form;
//! use vanthu_export::{html, markdown};
//!
//! let column = |header: &str, role| Column { header: header.to_owned(), role };
//! let task = Task {
//!     ordinal: Some("1".to_owned()),
//!     section: Vec::new(),
//!     task: "Kiểm kê kho lưu trữ".to_owned(),
//!     leader: None,
//!     source_note: None,
//!     extra: Default::default(),
//!     assignments: vec![Assignment { product: Some("Báo cáo".to_owned()), ..Assignment::default() }],
//!     provenance: Default::default(),
//!     confidence: 0.6,
//! };
//! let document = ConvertedDocument {
//!     schema: "vanthu/document/1".to_owned(),
//!     source: Source {
//!         path: "ke-hoach.md".to_owned(),
//!         sha256: String::new(),
//!         bytes: 0,
//!         form: Form::Markdown,
//!         encoding: "UTF-8".to_owned(),
//!         pages: None,
//!     },
//!     document: Default::default(),
//!     appendices: vec![Appendix {
//!         label: "Phụ lục".to_owned(),
//!         columns: vec![column("TT", Role::Ordinal), column("Việc", Role::Task), column("Kết quả", Role::Product)],
//!         tasks: vec![task],
//!         ..Appendix::default()
//!     }],
//!     restoration: Default::default(),
//!     warnings: Vec::new(),
//! };
//! assert!(markdown::render(&document).contains("| 1 | Kiểm kê kho lưu trữ | Báo cáo |"));
//! assert!(html::render(&document, Language::English).contains("to review: confidence 60%"));
//! ```

pub mod akn;
mod body;
pub mod csv;
pub mod html;
pub mod jsonl;
pub mod markdown;
pub mod parquet;
pub mod rows;
#[cfg(test)]
mod sample;
mod table;
pub mod workbook;
