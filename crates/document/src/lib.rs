//! Pages, tables, and the parser of Vietnamese administrative documents.

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
pub use parser::{Reading, parse};

/// A value, and what was noticed on the way to it. Parsing does not fail: faults become diagnostics.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// The value.
    pub value: T,
    /// What was noticed.
    pub diagnostics: Vec<diagnostic::Diagnostic>,
}
