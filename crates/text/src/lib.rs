//! Vietnamese text.

mod fold;
mod range;
mod space;

pub use fold::{fold, fold_char, fold_into};
pub use range::TextRange;
pub use space::single_spaced;
