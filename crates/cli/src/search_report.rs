//! What `vanthu search --json` prints.

use schemars::JsonSchema;
use serde::Serialize;
use vanthu_document::diagnostic::Language;
use vanthu_index::{Answer, DocumentAnswer, DocumentHit, Facets, Note, TaskHit};

/// Tasks that answer a query.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SearchReport<'a> {
    /// What was typed.
    query: &'a str,
    /// What it was understood as, in the query language.
    interpreted: &'a str,
    /// Number of assignments with every word of the query; where there is none, of those that follow it in the order
    /// of `match`.
    total: usize,
    /// Time that it took, in milliseconds.
    took_ms: f64,
    /// What was read otherwise than it may have been meant.
    warnings: Vec<String>,
    /// The query with words as they were likely meant; `null` where it is well as it is.
    did_you_mean: Option<&'a str>,
    /// The best assignments, best first.
    hits: &'a [TaskHit],
    /// Counts of all that `total` counts.
    facets: &'a Facets,
}

/// Documents that answer a query.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DocumentSearchReport<'a> {
    /// What was typed.
    query: &'a str,
    /// What it was understood as, in the query language.
    interpreted: &'a str,
    /// Number of documents with every word of the query; where there is none, of those that follow it in the order of
    /// `match`.
    total: usize,
    /// Time that it took, in milliseconds.
    took_ms: f64,
    /// What was read otherwise than it may have been meant.
    warnings: Vec<String>,
    /// The best documents, best first, each with its best part.
    hits: &'a [DocumentHit],
}

fn milliseconds(took: std::time::Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e3
}

fn messages(notes: &[Note], language: Language) -> Vec<String> {
    notes.iter().map(|note| note.message(language)).collect()
}

impl<'a> SearchReport<'a> {
    /// The report of `answer`.
    pub(crate) fn new(answer: &'a Answer, language: Language) -> Self {
        Self {
            query: &answer.query,
            interpreted: &answer.interpreted,
            total: answer.total,
            took_ms: milliseconds(answer.took),
            warnings: messages(&answer.notes, language),
            did_you_mean: answer.did_you_mean.as_deref(),
            hits: &answer.hits,
            facets: &answer.facets,
        }
    }
}

impl<'a> DocumentSearchReport<'a> {
    /// The report of `answer`.
    pub(crate) fn new(answer: &'a DocumentAnswer, language: Language) -> Self {
        Self {
            query: &answer.query,
            interpreted: &answer.interpreted,
            total: answer.total,
            took_ms: milliseconds(answer.took),
            warnings: messages(&answer.notes, language),
            hits: &answer.hits,
        }
    }
}
