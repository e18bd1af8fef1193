//! Appendix tables to structured tasks.

pub mod model;
