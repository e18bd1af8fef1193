//! An index over the corpus, and over the documents beside the checkout.

use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;
use vanthu_appendix::model::ConvertedDocument;
use vanthu_cli::pipeline::{Limits, convert};
use vanthu_document::diagnostic::Language;
use vanthu_index::{Index, Origin, Request, TaskEntry, WriterOptions};

use crate::corpus::samples;
use crate::seeds::seed;

/// Documents in an index that goes with this value.
#[derive(Debug)]
pub struct Collection {
    /// The index.
    pub index: Index,
    _folder: TempDir,
}

/// The documents of the corpus, and those in `shared`, indexed.
///
/// # Errors
/// Where a document cannot be read or the index cannot be written.
pub fn indexed(shared: Option<&Path>) -> Result<Collection> {
    let folder = tempfile::tempdir()?;
    let index = Index::open_or_create(folder.path())?;
    let writer = index.writer(WriterOptions { threads: 1, ..WriterOptions::default() })?;
    for document in documents(shared)? {
        writer.add(&document, &Origin { content: document.source.sha256.clone(), path: None })?;
    }
    writer.finish()?;
    index.refresh()?;
    Ok(Collection { index, _folder: folder })
}

fn documents(shared: Option<&Path>) -> Result<Vec<ConvertedDocument>> {
    let mut files: Vec<(String, Vec<u8>)> = samples()?
        .into_iter()
        .filter(|s| !s.is_second)
        .map(|s| (format!("{}.{}", s.stem, s.ending), s.bytes))
        .collect();
    for number in shared.iter().flat_map(|_| ["000", "001", "002", "003", "004"]) {
        let (path, bytes) = shared.and_then(|s| seed(s, number)).context(number)?;
        files.push((path.display().to_string(), bytes));
    }
    let convert = |(name, bytes): &(String, Vec<u8>)| {
        convert(name, bytes, &Limits::default(), Language::English).with_context(|| name.clone())
    };
    files.iter().map(convert).collect()
}

impl Collection {
    /// Every assignment of the index, in a fixed order.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn entries(&self) -> Result<Vec<TaskEntry>> {
        let all = Request { limit: usize::MAX, facets: false, ..Request::new("") };
        Ok(self.index.search(&all)?.hits.into_iter().map(|hit| hit.entry).collect())
    }

    /// The first ten assignments for what was typed.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn search(&self, typed: &str) -> Result<Vec<TaskEntry>> {
        Ok(self.index.search(&Request::new(typed))?.hits.into_iter().map(|hit| hit.entry).collect())
    }
}
