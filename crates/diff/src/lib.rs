//! What really changed between two appendices of tasks.
//!
//! Each year's plan replaces the last. Its appendix is no new version of the old one: tasks are renumbered, moved to other
//! sections, reworded, merged and split; departments have merged meanwhile, and districts are gone. So nothing in it is a key.
//! [`compare`] finds which tasks belong together, how sure that is, and what changed in them and why:
//!
//! 1. Every task gets a profile of [evidence]: words and sequences of letters weighted by how rare they are, abbreviations
//!    written out, years left out; citations; numbers; product; section; lead agencies after succession.
//! 2. Blocking finds the pairs worth looking at, so that ten thousand tasks a side are no hundred million pairs; a
//!    model of few named features, fitted on generated pairs, says how probable each is; an optimal assignment chooses the
//!    best set of pairs. What is left over may be one part of a split or a merger.
//! 3. The fields are compared of what belongs together. Each change has its cause: that a year rolled on, a department
//!    merged or a leader is no longer named is churn; another lead or a later deadline is material.
//!
//! What is in doubt is marked for review, never asserted. [`chain`] follows tasks over more than two plans.
//!
//! ```
//! use vanthu_appendix::model::{AgencyRef, Appendix, Assignment, Source, Task};
//! use vanthu_diff::{Side, compare, model::{Cause, Relation}};
//! use vanthu_document::page::Form;
//!
//! let task = |ordinal: &str, text: &str, lead: &str| Task {
//!     ordinal: Some(ordinal.to_owned()),
//!     section: Vec::new(),
//!     task: text.to_owned(),
//!     leader: None,
//!     source_note: None,
//!     extra: Default::default(),
//!     assignments: vec![Assignment {
//!         lead: vec![AgencyRef { text: lead.into(), agency: vanthu_appendix::agency::canonical(lead, None).into() }],
//!         ..Assignment::default()
//!     }],
//!     provenance: Default::default(),
//!     confidence: 1.0,
//! };
//! let source = Source { path: "x".into(), sha256: String::new(), bytes: 0, form: Form::Text, encoding: "UTF-8".into(), pages: None };
//! let old = Appendix { tasks: vec![
//!     task("1", "Kiểm kê kho lưu trữ năm 2024", "Sở Thông tin và Truyền thông"),
//!     task("2", "Diễn tập chữa cháy rừng", "Công an tỉnh"),
//! ], ..Appendix::default() };
//! let new = Appendix { tasks: vec![task("7", "Kiểm kê kho lưu trữ năm 2026", "Sở Khoa học và Công nghệ")], ..Appendix::default() };
//! fn side<'a>(source: &'a Source, appendix: &'a Appendix, year: &str) -> Side<'a> {
//!     Side { source, appendix, number: (None, None), period: None, date: year.parse().ok(), place: None, issuer: None }
//! }
//!
//! let diff = compare(&side(&source, &old, "2024"), &side(&source, &new, "2026"));
//! let found = &diff.matches[0];
//! assert_eq!((found.old[0].as_str(), found.new[0].as_str(), found.relation), ("1", "7", Relation::Changed));
//! let causes: Vec<Cause> = found.changes.iter().map(|c| c.cause).collect();
//! assert_eq!(causes, [Cause::YearRolled, Cause::AgencySucceeded]);
//! assert!(found.changes.iter().all(|c| !c.material));
//! assert_eq!(diff.removed[0].old, ["2"]);
//! ```

mod align;
mod assignment;
mod candidates;
pub mod chain;
mod change;
mod compare;
pub mod evidence;
pub mod model;
pub mod score;
mod side;
mod text;
pub mod training;
pub mod words;

pub use compare::compare;
pub use side::Side;
