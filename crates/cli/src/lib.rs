//! The way of the data, and the commands over it.
//!
//! [`pipeline`] runs the crates in turn: bytes → pages (`vanthu-readers`) → restored text where it is damaged
//! (`vanthu-restore`) → document and attachments
//! (`vanthu-document`) → tasks (`vanthu-appendix`) → [`ConvertedDocument`](vanthu_appendix::model::ConvertedDocument),
//! the JSON that every other command starts from. The commands around it know files, terminals, languages and exit
//! statuses; no other crate does.
//!
//! ```
//! use vanthu_cli::pipeline::{Limits, convert};
//! use vanthu_document::diagnostic::Language;
//!
//! let text = "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |\n|---|---|---|---|\n| 1 | Lập danh mục hồ sơ | Sở Nội vụ | Quý I/2026 |\n";
//! let converted = convert("ke-hoach.md", text.as_bytes(), &Limits::default(), Language::English)?;
//! let task = &converted.appendices[0].tasks[0];
//! assert_eq!(&*task.assignments[0].lead[0].text, "Sở Nội vụ");
//! # Ok::<(), vanthu_cli::pipeline::ConvertError>(())
//! ```

mod archive;
pub mod args;
pub mod commands;
mod containers;
mod diff_report;
mod formats;
mod help;
mod hit_table;
mod inputs;
mod json;
mod load;
mod locale;
mod output;
pub mod pipeline;
mod progress;
mod restoration;
mod scans;
mod schemas;
mod search_report;
mod status;
mod task_table;
mod totals;

pub use status::Status;

/// A document is thousands of short strings, made and let go by one thread: with the system's allocator that was a quarter
/// of the time of a conversion. (Version 2: version 3 takes a tenth more memory for a long table.)
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
