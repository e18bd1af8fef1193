//! Pages, tables, and the parser of Vietnamese administrative documents.
//!
//! A reader of any form gives [`page::Pages`]: lines with what parts them, tables as rows of cells, each with its place in
//! the source. [`parse`] makes a [`model::Document`] of them and the attachments behind it. Nothing in a document is sure:
//! columns of the letterhead are mixed, numbers are left blank, headings are glued or misnumbered, a paragraph is cut by a
//! page. So every step weighs what is printed, and what looks wrong is a [`diagnostic::Diagnostic`], never an error.
//!
//! ```
//! use vanthu_document::page::{Block, Form, Gap, Line, LineStyle, Page, Pages, Span};
//!
//! let lines = [
//!     "UBND TỈNH ĐỒNG XOAN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
//!     "SỞ Y TẾ Độc lập - Tự do - Hạnh phúc",
//!     "Số: 31/QĐ-SYT Đồng Xoan, ngày 5 tháng 3 năm 2024",
//!     "QUYẾT ĐỊNH",
//!     "Ban hành Kế hoạch tiêm chủng năm 2024",
//!     "Căn cứ Nghị định số 104/2016/NĐ-CP ngày 01/7/2016 của Chính",
//!     "phủ quy định về hoạt động tiêm chủng;",
//!     "QUYẾT ĐỊNH:",
//!     "Điều 1. Ban hành Kế hoạch.",
//! ];
//! let blocks = lines.iter().zip(1..).map(|(text, number)| {
//!     Block::Line(Line { text: (*text).into(), span: Span::line(None, number), gap: Gap::Line, ..Line::default() })
//! });
//! let page = Page { number: 1, blocks: blocks.collect() };
//! let pages = Pages { form: Form::Text, encoding: "UTF-8".into(), count: None, pages: vec![page], diagnostics: vec![] };
//!
//! let document = vanthu_document::parse(pages).value.document;
//! assert_eq!(document.kind.as_deref(), Some("quyet-dinh"));
//! assert_eq!(document.number.as_deref(), Some("31"));
//! assert_eq!(document.place.as_deref(), Some("Đồng Xoan"));
//! assert_eq!(document.issuer.as_deref(), Some("SỞ Y TẾ"));
//! assert_eq!(document.articles[0].label, "Điều 1");
//! let cited = &document.citations[0];
//! assert_eq!((cited.issuer.as_deref(), cited.spans[0].lines), (Some("Chính phủ"), Some((6, 7))));
//! ```
//!
//! | module | subject |
//! |---|---|
//! | [`page`], [`table`] | what a reader gives |
//! | [`model`] | the document as understood: the output's words |
//! | [`kind`] | kinds of document, from `data/kinds.tsv` |
//! | [`citation`] | numbers of documents in any text, each document once |
//! | [`diagnostic`] | what a person should look at, in two languages |

pub mod citation;
mod date;
pub mod diagnostic;
pub mod kind;
mod lexer;
pub mod model;
mod organ;
pub mod page;
mod paragraph;
mod parser;
mod passage;
pub mod table;

pub use date::{DateError, PartialDate};
pub use parser::{Reading, names_receipt, parse};

/// A value, and what was noticed on the way to it. Parsing does not fail: faults become diagnostics.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// The value.
    pub value: T,
    /// What was noticed.
    pub diagnostics: Vec<diagnostic::Diagnostic>,
}
