//! Appendix tables to structured tasks.

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
pub mod model;
mod outline;
mod read;
pub mod rebuild;
mod rows;
mod task;
#[cfg(test)]
mod testing;
mod token;

pub use context::Context;
pub use read::read;
