//! Appendix tables to structured tasks.

pub mod agency;
mod context;
mod data;
pub mod deadline;
pub mod header;
pub mod leader;
pub mod model;
mod token;

pub use context::Context;
