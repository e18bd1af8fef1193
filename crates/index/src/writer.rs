//! Adding and deleting documents: idempotent, one writer at a time, safe at any kill.
//!
//! A document is known by the hash of its source, and what was read by its own hash and path: what is the same is
//! not added again, what has changed replaces what it was. Deleting the old and adding the new belong to one commit,
//! so a kill at any moment leaves each document as it was or as it is to be, and the next run goes on.

use std::collections::BTreeSet;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, TantivyError, Term};
use vanthu_appendix::model::ConvertedDocument;

use crate::entry::{self, Record};
use crate::error::IndexError;
use crate::index::Index;
use crate::schema::{Names, VERSION, orders};

/// What a document was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Hash of the bytes that were read: the source's, or those of its converted JSON.
    pub content: String,
    /// Absolute path of the file, if it was one: what comes from there later replaces this.
    pub path: Option<String>,
}

/// What every commit says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Version of the index.
    pub version: String,
    /// Commits since it was made.
    pub commits: u64,
    /// Documents added since it was made, replaced ones too.
    pub added: u64,
}

impl Checkpoint {
    pub(crate) fn parse(payload: &str) -> Option<Self> {
        serde_json::from_str(payload).ok()
    }
}

/// Threads and memory of a writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriterOptions {
    /// Threads that build the index.
    pub threads: usize,
    /// Bytes that each may hold before it writes to disk; at least 15 MB.
    pub memory_per_thread: usize,
}

impl Default for WriterOptions {
    fn default() -> Self {
        Self { threads: 2, memory_per_thread: 64 << 20 }
    }
}

/// Least memory with which the engine works.
const LEAST_MEMORY: usize = 16 << 20;
/// Most threads: beyond, segments only get small.
const MOST_THREADS: usize = 8;

/// The one writer of an index.
pub struct Writer<'i> {
    index: &'i Index,
    inner: IndexWriter,
    checkpoint: Checkpoint,
    pending: Mutex<Pending>,
}

/// What was done since the last commit.
#[derive(Default)]
struct Pending {
    /// Documents added, by hash.
    added: BTreeSet<String>,
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("index", &self.index).finish_non_exhaustive()
    }
}

impl Index {
    /// The writer of the index.
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another process, or another writer of this one, writes.
    pub fn writer(&self, options: WriterOptions) -> Result<Writer<'_>, IndexError> {
        let threads = options.threads.clamp(1, MOST_THREADS);
        let engine = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .num_merge_threads(threads)
            .memory_budget_per_thread(options.memory_per_thread.max(LEAST_MEMORY))
            .build();
        let inner = self.index.writer_with_options(engine).map_err(|error| match error {
            TantivyError::LockFailure(..) => IndexError::Busy(self.path.clone()),
            other => IndexError::write(other),
        })?;
        let metas = self.index.load_metas().map_err(IndexError::read)?;
        let checkpoint = metas.payload.as_deref().and_then(Checkpoint::parse);
        let checkpoint =
            checkpoint.unwrap_or(Checkpoint { version: VERSION.to_owned(), commits: 0, added: 0 });
        Ok(Writer { index: self, inner, checkpoint, pending: Mutex::default() })
    }
}

impl Writer<'_> {
    /// Adds a document, in place of what was known of it, of its file, and of the same source; several threads may
    /// do so at a time. It can be searched after the next [commit](Writer::commit). Gives the number of its entries.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn add(&self, document: &ConvertedDocument, origin: &Origin) -> Result<usize, IndexError> {
        let record = Record::new(document);
        self.remove_of_path(origin, &record.sha256)?;
        let fields = &self.index.fields;
        let mut batch = Vec::new();
        let mut order = orders(&record.sha256);
        let mut names = Names::default();
        for task in entry::tasks(document, &record) {
            let stored = serde_json::to_vec(&task).map_err(IndexError::write)?;
            batch.push(fields.task(&task, &record, order.next().unwrap_or(u64::MAX), &stored, &mut names));
        }
        for part in entry::parts(document, &record) {
            let stored = serde_json::to_vec(&part).map_err(IndexError::write)?;
            batch.push(fields.part(&part, &record, order.next().unwrap_or(u64::MAX), &stored));
        }
        let stored = serde_json::to_vec(&record).map_err(IndexError::write)?;
        batch.push(fields.record(&record, origin, &stored));
        let entries = batch.len();
        // Two threads with the same source would else delete and add by turns.
        let mut pending = self.pending.lock().map_err(IndexError::write)?;
        self.inner.delete_term(self.source_term(&record.sha256));
        for document in batch {
            self.inner.add_document(document).map_err(IndexError::write)?;
        }
        pending.added.insert(record.sha256);
        Ok(entries)
    }

    /// Whether a document of this source was added and waits for its commit.
    ///
    /// # Errors
    /// Where another thread failed while it added.
    pub fn is_pending(&self, sha256: &str) -> Result<bool, IndexError> {
        Ok(self.pending.lock().map_err(IndexError::write)?.added.contains(sha256))
    }

    /// Documents that wait for their commit.
    ///
    /// # Errors
    /// Where another thread failed while it added.
    pub fn pending(&self) -> Result<usize, IndexError> {
        Ok(self.pending.lock().map_err(IndexError::write)?.added.len())
    }

    fn source_term(&self, sha256: &str) -> Term {
        Term::from_field_text(self.index.fields.document, sha256)
    }

    /// Deletes what came from the same file and is another document.
    fn remove_of_path(&self, origin: &Origin, sha256: &str) -> Result<(), IndexError> {
        let Some(path) = &origin.path else { return Ok(()) };
        for old in self.index.records(Term::from_field_text(self.index.fields.path, path))? {
            if old.sha256 != sha256 && !self.is_pending(&old.sha256)? {
                self.inner.delete_term(self.source_term(&old.sha256));
            }
        }
        Ok(())
    }

    /// Deletes the document whose source has this hash, with the next commit.
    pub fn remove(&self, sha256: &str) {
        self.inner.delete_term(self.source_term(sha256));
    }

    /// Makes all that was added and deleted lasting and visible.
    ///
    /// # Errors
    /// Where the index cannot be written; it is then as it was at the last commit.
    pub fn commit(&mut self) -> Result<&Checkpoint, IndexError> {
        let pending = self.pending.get_mut().map_err(IndexError::write)?;
        self.checkpoint.commits += 1;
        self.checkpoint.added += pending.added.len() as u64;
        pending.added.clear();
        let payload = serde_json::to_string(&self.checkpoint).map_err(IndexError::write)?;
        let mut prepared = self.inner.prepare_commit().map_err(IndexError::write)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(IndexError::write)?;
        Ok(&self.checkpoint)
    }

    /// Commits, waits until segments are merged, and lets go of the index.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn finish(mut self) -> Result<Checkpoint, IndexError> {
        let checkpoint = self.commit()?.clone();
        self.inner.wait_merging_threads().map_err(IndexError::write)?;
        self.index.tidy()?;
        Ok(checkpoint)
    }
}

/// Segments that are left alone: each costs a search some time.
const MOST_SEGMENTS: usize = 8;
/// Segments that are left, the largest ones, where there were more; the others become one.
const SEGMENTS_LEFT: usize = 3;
/// Entries of a segment that is merged with others: merging never takes longer than a minute or so.
const MOST_MERGED: u32 = 1_000_000;

impl Index {
    /// Merges the small segments that a writer left, where there are many. A kill leaves them as they were.
    fn tidy(&self) -> Result<(), IndexError> {
        let segments = self.index.searchable_segment_metas().map_err(IndexError::write)?;
        let many = segments.len() > MOST_SEGMENTS;
        // While the engine's records of segments are held, it keeps their files: only the names stay.
        let mut segments: Vec<_> = segments.into_iter().map(|s| (s.num_docs(), s.id())).collect();
        segments.sort_unstable_by_key(|(entries, id)| (std::cmp::Reverse(*entries), *id));
        let small = segments.iter().skip(SEGMENTS_LEFT).filter(|(entries, _)| *entries <= MOST_MERGED);
        let small: Vec<_> = small.map(|(_, id)| *id).collect();
        if !many || small.len() < 2 {
            return Ok(());
        }
        let engine =
            IndexWriterOptions::builder().num_worker_threads(1).memory_budget_per_thread(LEAST_MEMORY);
        let mut writer: IndexWriter = match self.index.writer_with_options(engine.build()) {
            Ok(writer) => writer,
            // Somebody writes on: they will come to it.
            Err(TantivyError::LockFailure(..)) => return Ok(()),
            Err(error) => return Err(IndexError::write(error)),
        };
        writer.merge(&small).wait().map_err(IndexError::write)?;
        writer.garbage_collect_files().wait().map_err(IndexError::write)?;
        writer.wait_merging_threads().map_err(IndexError::write)
    }
}

#[cfg(test)]
mod tests {
    use vanthu_appendix::model::{ConvertedDocument, Restoration, Source};
    use vanthu_document::{model::Document, page::Form};

    use super::*;

    fn document(number: usize) -> ConvertedDocument {
        ConvertedDocument {
            schema: "vanthu/document/1".to_owned(),
            source: Source {
                path: format!("{number}.md"),
                sha256: format!("{number:064x}"),
                bytes: 0,
                form: Form::Markdown,
                encoding: "utf-8".to_owned(),
                pages: None,
            },
            document: Document::default(),
            appendices: Vec::new(),
            restoration: Restoration::default(),
            warnings: Vec::new(),
        }
    }

    #[test]
    fn few_segments_are_left_and_no_file_of_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer(WriterOptions { threads: 1, ..WriterOptions::default() }).unwrap();
        // Else the engine merges meanwhile what it thinks best.
        writer.inner.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        for number in 0..=MOST_SEGMENTS {
            writer.add(&document(number), &Origin { content: number.to_string(), path: None }).unwrap();
            writer.commit().unwrap();
        }
        assert_eq!(index.index.searchable_segment_ids().unwrap().len(), MOST_SEGMENTS + 1);
        let checkpoint = writer.finish().unwrap();
        assert_eq!(index.index.searchable_segment_ids().unwrap().len(), SEGMENTS_LEFT + 1);
        let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
        let stores = files.filter(|name| name.to_string_lossy().ends_with(".store"));
        assert_eq!(stores.count(), SEGMENTS_LEFT + 1);
        index.refresh().unwrap();
        assert_eq!(index.documents().unwrap().len(), MOST_SEGMENTS + 1);
        let kept = index.index.load_metas().unwrap().payload;
        assert_eq!(kept.as_deref().and_then(Checkpoint::parse), Some(checkpoint));
    }
}
