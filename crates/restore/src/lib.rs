//! Restores Vietnamese text that lost its diacritics: stripped text (`Cai cach hanh chinh`), and text that an OCR read
//! with the wrong language (`Cii cach hanh chinh nha nwéc`).
//!
//! A lattice holds every reading of every word; a trigram model of Vietnamese, carried in the program and read in
//! place, says which way through the lattice is likeliest, and how sure each word of it is. Lines that belong together
//! are read together, and every line keeps its place: N lines in, N lines out. Whether a line needs restoring at all is
//! decided first, and clean text passes untouched.
//!
//! ```
//! use vanthu_restore::{Restorer, State};
//!
//! let restorer = Restorer::new();
//! let lines = restorer.restore_lines(&["Uy ban nhan dan tinh giao So Noi vu chu tri,", "bao cao truoc ngay 31/12/2024."]);
//! assert_eq!(lines[0].text, "Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì,");
//! assert_eq!(lines[1].text, "báo cáo trước ngày 31/12/2024.");
//! assert_eq!(lines[0].state, State::Stripped);
//! assert_eq!(lines[0].changes[0].to, "Ủy");
//! ```
//!
//! # The models
//!
//! Both models are learned by programs of this crate, from anyone's own text, and depend on it alone:
//!
//! ```text
//! vanthu-restore-train -o model/language.bin --hold-out 200 statutes:1=<(xzcat statutes.txt.xz) decisions:3=<(…) \
//!     procedures:2=<(…) administrative:5=data/administrative.txt encyclopedia:0.3=<(…)
//! vanthu-restore-train-channel pairs.tsv > model/channel.tsv
//! ```
//! The former takes `NAME:WEIGHT=FILE` for each source of text, the latter lines `read<TAB>printed` of aligned words.
//! What the carried language model was trained on stands in it ([`LanguageModel::note`]). The example
//! `restore_accuracy` measures accuracy, calibration, speed and memory on tables of damaged and right lines.

mod calibration;
mod channel;
mod decoder;
mod detect;
mod document;
mod language_model;
mod lattice;
mod marks;
mod model_file;
mod names;
mod ocr;
mod paragraph;
mod reading;
mod restorer;
mod settled;
mod stripped;
pub mod token;
pub mod train;
mod trie;
mod vocabulary;

pub use channel::{ChannelError, ChannelModel};
pub use detect::State;
pub use document::{DocumentState, RestorationStats, RestoredDocument};
pub use language_model::LanguageModel;
pub use marks::{ReadLine, USUAL};
pub use model_file::ModelError;
pub use restorer::{Candidate, Change, RestoredLine, Restorer};
pub use vocabulary::{BOUNDARY, UNKNOWN, Vocabulary, WordId};
