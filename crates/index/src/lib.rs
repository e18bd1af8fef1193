//! Search: which agency hosts which task.
//!
//! An [`Index`] is a folder. A [`Writer`] adds [converted documents](vanthu_appendix::model::ConvertedDocument) to it:
//! an entry for each assignment of each task, one for each article and section of the body, a record of the whole. What
//! is typed is [read](query::parse) into a syntax tree, which never fails, and plain words are
//! [understood](query::understand) as the question that they may be. [`Index::search`] answers with [hits](TaskHit) that say
//! where in the source they stand, counts by agency, and what was read otherwise than typed.
//!
//! Text is indexed by syllable in two forms ([`tokenizer`]): folded, so that typing without marks finds everything, and
//! exact, so that marks that are typed count. Ranking is BM25 over the folded form, with a constant for each word in its
//! exact form, one for words that stand side by side as typed, the rarer that is the more, and one for an agency by its
//! part in the task. Where all
//! words together find too little, words that look misspelt are read as their neighbours, and then the best partial
//! matches follow, marked as such.
//!
//! The engine is tantivy, and nothing of it is seen outside.
//!
//! ```
//! use vanthu_appendix::model::{Appendix, Assignment, AgencyRef, ConvertedDocument, Provenance, Restoration, Source, Task};
//! use vanthu_document::{model::Document, page::Form};
//! use vanthu_index::{Index, Origin, Request, WriterOptions};
//!
//! let task = Task {
//!     ordinal: Some("3".to_owned()),
//!     section: Vec::new(),
//!     task: "Tập huấn nghiệp vụ lưu trữ".to_owned(),
//!     leader: None,
//!     source_note: None,
//!     extra: Default::default(),
//!     assignments: vec![Assignment {
//!         lead: vec![AgencyRef { text: "Sở Nội vụ".into(), agency: "so-noi-vu".into() }],
//!         ..Assignment::default()
//!     }],
//!     provenance: Provenance::default(),
//!     confidence: 1.0,
//! };
//! let document = ConvertedDocument {
//!     schema: "vanthu/document/1".to_owned(),
//!     source: Source {
//!         path: "ke-hoach.md".to_owned(),
//!         sha256: "00".repeat(32),
//!         bytes: 0,
//!         form: Form::Markdown,
//!         encoding: "utf-8".to_owned(),
//!         pages: None,
//!     },
//!     document: Document::default(),
//!     appendices: vec![Appendix { tasks: vec![task], ..Appendix::default() }],
//!     restoration: Restoration::default(),
//!     warnings: Vec::new(),
//! };
//!
//! let folder = tempfile::tempdir()?;
//! let index = Index::open_or_create(folder.path())?;
//! let writer = index.writer(WriterOptions::default())?;
//! writer.add(&document, &Origin { content: document.source.sha256.clone(), path: None })?;
//! writer.finish()?;
//! index.refresh()?;
//!
//! let answer = index.search(&Request::new("cơ quan nào chủ trì tap huan luu tru"))?;
//! assert_eq!(answer.total, 1);
//! assert_eq!(&*answer.hits[0].entry.lead[0].agency, "so-noi-vu");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agencies;
mod entry;
mod error;
mod index;
pub mod query;
mod schema;
mod search;
pub mod tokenizer;
mod writer;

pub use agencies::{Agency, DocumentTally, Level, YearTally};
pub use entry::{DocumentRef, PartEntry, TaskEntry};
pub use error::IndexError;
pub use index::{Index, Indexed};
pub use schema::{Column, VERSION};
pub use search::{
    Answer, DocumentAnswer, DocumentHit, Facet, Facets, Feature, Filters, Heir, Highlight, Match, Note,
    Request, TaskHit,
};
pub use writer::{Checkpoint, Origin, Writer, WriterOptions};
