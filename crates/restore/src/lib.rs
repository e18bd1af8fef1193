//! Restores Vietnamese diacritics.

mod decoder;
mod language_model;
mod lattice;
mod model_file;
mod paragraph;
mod restorer;
mod stripped;
pub mod syllable;
pub mod token;
pub mod train;
mod vocabulary;

pub use language_model::LanguageModel;
pub use model_file::ModelError;
pub use restorer::{Candidate, Change, RestoredLine, Restorer, State};
pub use vocabulary::{BOUNDARY, UNKNOWN, Vocabulary, WordId};
