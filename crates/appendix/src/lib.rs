//! Appendix tables to structured tasks.
//!
//! A plan's appendix (phụ lục) is a table in which an office says who does what by when. No two offices print it alike:
//! other columns, other orders, sections in every shape, cells merged, lists in cells, pages that cut tables, rows and
//! cells. [`read`] makes [tasks](model::Task) of it, in these steps:
//!
//! 1. The merged cells of each table are laid out as a grid.
//! 2. The header is found, and [its names become roles](header) by meaning; where they leave doubt, what the cells
//!    hold counts as well ([agencies](agency::likeness), [deadlines](deadline::likeness), [leaders](leader::likeness)).
//! 3. Tables that carry on the same columns are one. Rows that a page cut are joined, where that reading scores
//!    better than a sub-row of its own; headings are told from tasks, and [nested by their labels](label).
//! 4. Cells are parsed: [agency lists](agency) split, each name with its canonical id; [deadlines](deadline) as
//!    dates and recurrences; sub-rows take over what they leave empty.
//! 5. What a careful clerk would notice becomes a [diagnostic](vanthu_document::diagnostic), and whatever was decided
//!    on thin evidence lowers the [confidence](model::Task::confidence) of its task.
//!
//! The printed wording is kept throughout; what it means stands beside it. Where a text has lost the table's rules,
//! [`rebuild`] gives the table back first. For pages read by OCR it asks the language model of `vanthu-restore` how likely a
//! cell goes on with a word: a departure from the crate map, for nothing else tells the cells of such a line apart as well,
//! and a second model of the same language would only be a worse one.
//!
//! ```
//! use vanthu_appendix::{Context, model::DeadlineKind};
//! use vanthu_document::model::Attachment;
//! use vanthu_document::page::Block;
//! use vanthu_document::table::{Cell, Row, Table};
//!
//! let row = |cells: [&str; 5]| Row {
//!     cells: cells.map(|text| Cell { text: text.to_owned(), ..Cell::default() }).to_vec(),
//!     ..Row::default()
//! };
//! let table = Table {
//!     rows: vec![
//!         row(["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]),
//!         row(["I", "CÔNG TÁC CHỈ ĐẠO", "", "", ""]),
//!         row(["1", "Rà soát thủ tục hành chính", "Sở Tư pháp", "- Sở, Ban, Ngành - UBND các xã", "Quý II/2026"]),
//!         row(["", "", "UBND các xã", "", "Tháng 9/2026"]),
//!     ],
//!     ..Table::default()
//! };
//! let attachment = Attachment { label: "Phụ lục".to_owned(), blocks: vec![Block::Table(table)], ..Attachment::default() };
//!
//! let read = vanthu_appendix::read(&[attachment], &Context::default());
//! let task = &read.value[0].tasks[0];
//! assert_eq!(task.section[0].title, "CÔNG TÁC CHỈ ĐẠO");
//! assert_eq!(&*task.assignments[0].support[0].text, "Sở, Ban, Ngành");
//! assert_eq!(&*task.assignments[1].lead[0].agency, "uy-ban-nhan-dan-cac-xa");
//! let deadline = task.assignments[0].deadline.as_ref().unwrap();
//! assert_eq!((deadline.kind, deadline.end.unwrap().to_string()), (DeadlineKind::Date, "2026-06".to_owned()));
//! ```

pub mod agency;
mod check;
mod columns;
mod compound;
mod confidence;
mod context;
mod cut;
mod data;
pub mod deadline;
mod grid;
pub mod header;
mod items;
pub mod label;
pub mod leader;
mod memo;
pub mod model;
mod outline;
mod read;
#[cfg(test)]
mod read_tests;
pub mod rebuild;
mod rows;
mod task;
#[cfg(test)]
mod testing;
mod token;

pub use context::Context;
pub use read::read;
