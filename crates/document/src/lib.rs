//! Pages, tables, and the parser of Vietnamese administrative documents.

mod date;
pub mod diagnostic;
pub mod model;
pub mod page;
pub mod table;

pub use date::{DateError, PartialDate};

/// A value, and what was noticed on the way to it. Parsing does not fail: faults become diagnostics.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// The value.
    pub value: T,
    /// What was noticed.
    pub diagnostics: Vec<diagnostic::Diagnostic>,
}
