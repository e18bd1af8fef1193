//! An index in a folder: made, opened, checked.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tantivy::collector::{Count, DocSetCollector};
use tantivy::directory::MmapDirectory;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::entry::{DocumentRef, Record};
use crate::error::IndexError;
use crate::schema::{self, Fields, VERSION, sort};
use crate::search::{FacetNames, WordSets};
use crate::writer::Checkpoint;

/// An index of tasks and documents in a folder. It shows what was committed when it was opened or
/// [refreshed](Index::refresh) last, whatever is written meanwhile.
pub struct Index {
    pub(crate) path: PathBuf,
    pub(crate) index: tantivy::Index,
    pub(crate) fields: Fields,
    reader: IndexReader,
    view: Mutex<Arc<View>>,
}

/// What searches learn of what is shown, for those that come later.
#[derive(Default)]
pub(crate) struct View {
    generation: u64,
    /// The agencies, once somebody asked for counts.
    facets: Mutex<Option<Arc<FacetNames>>>,
    pub(crate) sets: WordSets,
}

impl View {
    /// The agencies of what `searcher` sees, which this is the view of.
    pub(crate) fn facet_names(&self, searcher: &Searcher) -> Result<Arc<FacetNames>, IndexError> {
        let mut known = self.facets.lock().map_err(IndexError::read)?;
        if let Some(names) = known.as_ref() {
            return Ok(Arc::clone(names));
        }
        let names = Arc::new(FacetNames::new(searcher).map_err(IndexError::read)?);
        *known = Some(Arc::clone(&names));
        Ok(names)
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A document of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// Hash of its source, in hexadecimal digits.
    pub sha256: String,
    /// The document.
    pub document: DocumentRef,
    /// Number of its tasks.
    pub tasks: u64,
}

/// The engine's own file that says what belongs to an index.
const META: &str = "meta.json";

impl Index {
    /// Opens the index in the folder `path`.
    ///
    /// # Errors
    /// [`IndexError::Missing`] where there is none, [`IndexError::Version`] where it is of another version and must be
    /// built anew, [`IndexError::Open`] where its files are damaged.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        if !path.join(META).is_file() {
            return Err(IndexError::Missing(path.to_path_buf()));
        }
        let open = |reason: String| IndexError::Open { path: path.to_path_buf(), reason };
        let directory = MmapDirectory::open(path).map_err(|e| open(e.to_string()))?;
        let mut index = tantivy::Index::open(directory).map_err(|e| open(e.to_string()))?;
        let (schema, fields) = schema::schema();
        let metas = index.load_metas().map_err(|e| open(e.to_string()))?;
        let found = match &metas.payload {
            Some(payload) => Checkpoint::parse(payload).map(|c| c.version).unwrap_or_default(),
            // Killed before its first commit: nothing is in it yet.
            None if metas.segments.is_empty() => VERSION.to_owned(),
            None => String::new(),
        };
        if found != VERSION || index.schema() != schema {
            return Err(IndexError::Version { path: path.to_path_buf(), found, wanted: VERSION.to_owned() });
        }
        index.set_tokenizers(schema::tokenizers());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e: tantivy::TantivyError| open(e.to_string()))?;
        Ok(Self { path: path.to_path_buf(), index, fields, reader, view: Mutex::default() })
    }

    /// Opens the index in the folder `path`, which is made where there is none.
    ///
    /// # Errors
    /// As [`Index::open`]; [`IndexError::Foreign`] where the folder holds other files.
    pub fn open_or_create(path: &Path) -> Result<Self, IndexError> {
        match Self::open(path) {
            Err(IndexError::Missing(_)) => {}
            opened => return opened,
        }
        let folder = |source| IndexError::Folder { path: path.to_path_buf(), source };
        fs::create_dir_all(path).map_err(folder)?;
        for entry in fs::read_dir(path).map_err(folder)? {
            // A killed attempt leaves hidden files only.
            if !entry.map_err(folder)?.file_name().as_encoded_bytes().starts_with(b".") {
                return Err(IndexError::Foreign(path.to_path_buf()));
            }
        }
        let (schema, _) = schema::schema();
        tantivy::Index::create_in_dir(path, schema)
            .map_err(|e| IndexError::Open { path: path.to_path_buf(), reason: e.to_string() })?;
        Self::open(path)
    }

    /// Deletes the index in the folder `path`, of whatever version, so that it can be built anew. Nothing but an index
    /// is deleted.
    ///
    /// # Errors
    /// [`IndexError::Missing`] where there is none; [`IndexError::Busy`] where somebody writes to it.
    pub fn delete(path: &Path) -> Result<(), IndexError> {
        use tantivy::directory::{Directory, INDEX_WRITER_LOCK};
        if !path.join(META).is_file() {
            return Err(IndexError::Missing(path.to_path_buf()));
        }
        let open = |reason: String| IndexError::Open { path: path.to_path_buf(), reason };
        let directory = MmapDirectory::open(path).map_err(|e| open(e.to_string()))?;
        let _lock =
            directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|_| IndexError::Busy(path.to_path_buf()))?;
        let folder = |source| IndexError::Folder { path: path.to_path_buf(), source };
        for entry in fs::read_dir(path).map_err(folder)? {
            let file = entry.map_err(folder)?.path();
            if file.is_file() && is_of_index(&file) {
                fs::remove_file(&file).map_err(folder)?;
            }
        }
        Ok(())
    }

    /// Shows what was committed meanwhile.
    ///
    /// # Errors
    /// Where the files cannot be read.
    pub fn refresh(&self) -> Result<(), IndexError> {
        self.reader.reload().map_err(IndexError::read)
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// What is known of what `searcher` sees.
    pub(crate) fn view(&self, searcher: &Searcher) -> Result<Arc<View>, IndexError> {
        let generation = searcher.generation().generation_id();
        let mut known = self.view.lock().map_err(IndexError::read)?;
        if known.generation != generation {
            *known = Arc::new(View { generation, ..View::default() });
        }
        Ok(Arc::clone(&known))
    }

    /// Whether a document made of the content with this hash is in the index: of its source, or of its converted JSON.
    ///
    /// # Errors
    /// Where the files cannot be read.
    pub fn holds(&self, content: &str) -> Result<bool, IndexError> {
        for field in [self.fields.content, self.fields.document] {
            if self.count(Term::from_field_text(field, content))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn count(&self, term: Term) -> Result<usize, IndexError> {
        self.searcher()
            .search(&TermQuery::new(term, IndexRecordOption::Basic), &Count)
            .map_err(IndexError::read)
    }

    /// The documents, by the paths of their sources.
    ///
    /// # Errors
    /// Where the files cannot be read.
    pub fn documents(&self) -> Result<Vec<Indexed>, IndexError> {
        let mut all: Vec<Indexed> = self
            .records(Term::from_field_u64(self.fields.sort, sort::RECORD))?
            .into_iter()
            .map(|r| Indexed { sha256: r.sha256, document: r.document, tasks: r.tasks })
            .collect();
        all.sort_by(|a, b| (&a.document.source, &a.sha256).cmp(&(&b.document.source, &b.sha256)));
        Ok(all)
    }

    /// The records that hold `term`, in no certain order.
    pub(crate) fn records(&self, term: Term) -> Result<Vec<Record>, IndexError> {
        let searcher = self.searcher();
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        // One after the other, as the engine's blocks lie.
        let mut found: Vec<_> =
            searcher.search(&query, &DocSetCollector).map_err(IndexError::read)?.into_iter().collect();
        found.sort_unstable();
        found
            .into_iter()
            .map(|address| {
                let document: TantivyDocument = searcher.doc(address).map_err(IndexError::read)?;
                stored(&document, self.fields)
            })
            .collect()
    }
}

/// What an entry stores, as the type that it was made of.
pub(crate) fn stored<T: serde::de::DeserializeOwned>(
    document: &TantivyDocument,
    fields: Fields,
) -> Result<T, IndexError> {
    let bytes = document.get_first(fields.stored).and_then(|v| v.as_bytes()).unwrap_or_default();
    serde_json::from_slice(bytes).map_err(IndexError::read)
}

/// Whether a file is one of an index: its own names, or those of segments (32 hexadecimal digits).
fn is_of_index(file: &Path) -> bool {
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    [META, ".managed.json", ".tantivy-writer.lock", ".tantivy-meta.lock"].contains(&name)
        || stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit())
}
