//! The vanthu program.

fn main() {}
