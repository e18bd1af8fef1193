//! The small words that documents are made of: dates, numbers with symbols, labels of headings. Each lexer reads at one
//! place of a text, looks no farther than it must, and says where it stopped.

pub(crate) mod date;
pub(crate) mod folded;
pub(crate) mod label;
pub(crate) mod number;
pub(crate) mod smudged;
