//! What the integration tests share: where the corpus is, what the truth about a document looks like, and how far
//! a converted document is from it.
//!
//! The truth ([`gold::Gold`]) is written by hand and never by the program; [`score::compare`] lists every place where
//! a converted document says something else. Both sides pass through the same normal form before they are compared
//! ([`norm::norm`]): white space, list marks and closing marks do not count, wording does.
//!
//! ```
//! use vanthu_tests::norm::norm;
//!
//! assert_eq!(norm("- Phòng Kế hoạch -  Tài chính;"), norm("Phòng Kế hoạch - Tài chính"));
//! assert_ne!(norm("Sở Y tế"), norm("Sở y tế"));
//! ```

pub mod corpus;
pub mod generator;
pub mod gold;
pub mod norm;
pub mod relevance;
pub mod score;
pub mod searching;
pub mod seeds;
pub mod successor;
