//! The catalogue: what is known of every file that a run has met, in an SQLite database that outlives the run.
//!
//! One row of `files` for each path, its warnings by code in `warnings`, what was written for it in `outputs`. Rows come in
//! batches, each in one transaction, and only after the outputs that they speak of are in their places: the catalogue may
//! know less than the folder holds, never more. The journal is a plain rollback journal, since write-ahead logs need
//! shared memory, which file systems of networks do not give.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::attention::Attention;
use crate::name::RawName;
use crate::stamp::Stamp;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It was converted.
    Converted,
    /// Its content is that of another file, from whose result its outputs were made.
    Duplicate,
    /// It cannot be converted.
    Failed,
    /// It killed or stalled the process that converted it, twice.
    Quarantined,
    /// It is a container: what lies in it has rows of its own.
    Opened,
}

impl State {
    /// Every state.
    pub const ALL: [State; 5] =
        [State::Converted, State::Duplicate, State::Failed, State::Quarantined, State::Opened];

    /// The name in catalogue and reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            State::Converted => "converted",
            State::Duplicate => "duplicate",
            State::Failed => "failed",
            State::Quarantined => "quarantined",
            State::Opened => "opened",
        }
    }

    /// Whether it is a document that has a result.
    #[must_use]
    pub fn is_good(self) -> bool {
        matches!(self, State::Converted | State::Duplicate)
    }

    /// Whether it is a file that has no result and should have one.
    #[must_use]
    pub fn is_bad(self) -> bool {
        matches!(self, State::Failed | State::Quarantined)
    }
}

/// When a file that could not be converted is tried again though its content is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Retry {
    /// Not before its content, the program or the options change.
    Never,
    /// In every run: the reason lies outside the content, and finding out costs nothing.
    Always,
    /// Once another OCR is installed.
    Ocr,
    /// Once it may take more time or memory.
    Limits,
}

impl Retry {
    fn as_str(self) -> &'static str {
        match self {
            Retry::Never => "never",
            Retry::Always => "always",
            Retry::Ocr => "ocr",
            Retry::Limits => "limits",
        }
    }
}

/// A file that was written for an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// What stands behind the input's output name: `.json`, `.akn.xml`.
    pub ending: String,
    /// SHA-256 of what was written.
    pub sha256: String,
    /// Its stamp, which counts at once: only who writes to an output within the same tick of the clock as this program
    /// could change it unseen.
    pub stamp: Stamp,
}

/// By what and how a result was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Making {
    /// Version of the program and of its models.
    pub program: String,
    /// The options that change results.
    pub options: String,
    /// The OCR where it mattered: for files with pages that were, or could not be, read by one.
    pub ocr: Option<String>,
    /// Most seconds and megabytes that the file could have taken.
    pub limits: (u64, u64),
}

/// What is counted of a result.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Form of the source: `markdown`, `pdf-scan`; of what cannot be read, what it looks like.
    pub form: Option<String>,
    /// Encoding of the text.
    pub encoding: Option<String>,
    /// Number of pages, where the form has pages.
    pub pages: Option<u32>,
    /// Pages that no OCR read.
    pub unread_pages: u32,
    /// Number and symbol.
    pub reference: Option<String>,
    /// Number of tasks.
    pub tasks: u64,
    /// Tasks of low confidence.
    pub doubtful_tasks: u64,
    /// Whether text was restored.
    pub restored: bool,
    /// Warnings by code.
    pub warnings: BTreeMap<String, u64>,
    /// How much a person's eye would help.
    pub attention: Attention,
    /// What lies in a container, and in those within it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
}

/// A file within a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The names that lead to it, from the outermost container inwards.
    pub place: Vec<String>,
    /// Its size in bytes; 0 where it could not be unpacked.
    pub bytes: u64,
    /// SHA-256 of its content; `None` where it could not be unpacked.
    pub sha256: Option<String>,
    /// Why it cannot be read, in the language of the run; `None` where that is still to be seen.
    pub refused: Option<String>,
}

/// A row: all that is known of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it is: absolute.
    pub path: RawName,
    /// What its outputs are called, without ending. What never has outputs, such as a container, has its path here.
    pub name: RawName,
    /// Its stamp when it was read; `None` where it could not be.
    pub stamp: Option<Stamp>,
    /// Whether the stamp counts.
    pub settled: bool,
    /// SHA-256 of its content.
    pub sha256: Option<String>,
    /// What became of it.
    pub state: State,
    /// The file with the same content, of a duplicate.
    pub duplicate_of: Option<RawName>,
    /// Why there is no result, in the language of the run.
    pub reason: Option<String>,
    /// When to try again.
    pub retry: Retry,
    /// By what and how.
    pub making: Making,
    /// Time that it took, in milliseconds.
    pub millis: u64,
    /// What is counted of it.
    pub summary: Summary,
    /// What was written.
    pub outputs: Vec<Output>,
}

/// Why the catalogue cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The database says so.
    #[error("the catalogue {path}: {source}")]
    Database {
        /// Where it is.
        path: PathBuf,
        /// What is wrong.
        source: rusqlite::Error,
    },
    /// It has another shape.
    #[error("the catalogue {path} was written by another version of the program ({found})")]
    Version {
        /// Where it is.
        path: PathBuf,
        /// Its version.
        found: i64,
    },
}

/// Version of the tables.
const VERSION: i64 = 1;

const TABLES: &str = "
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    path NOT NULL PRIMARY KEY,
    name NOT NULL UNIQUE,
    size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER, device INTEGER,
    settled INTEGER NOT NULL,
    sha256 TEXT,
    state TEXT NOT NULL,
    duplicate_of,
    form TEXT, encoding TEXT, pages INTEGER, reference TEXT, tasks INTEGER NOT NULL, attention REAL NOT NULL,
    reason TEXT,
    retry TEXT NOT NULL,
    program TEXT NOT NULL,
    options TEXT NOT NULL,
    ocr TEXT,
    limit_seconds INTEGER NOT NULL, limit_megabytes INTEGER NOT NULL,
    millis INTEGER NOT NULL,
    summary TEXT NOT NULL,
    recorded TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX files_by_content ON files (sha256);
CREATE TABLE warnings (
    path NOT NULL REFERENCES files (path) ON DELETE CASCADE,
    code TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (path, code)
) WITHOUT ROWID;
CREATE TABLE outputs (
    path NOT NULL REFERENCES files (path) ON DELETE CASCADE,
    ending TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
    inode INTEGER NOT NULL, device INTEGER NOT NULL,
    PRIMARY KEY (path, ending)
) WITHOUT ROWID;
";

/// The open catalogue.
#[derive(Debug)]
pub struct Catalogue {
    path: PathBuf,
    connection: Connection,
}

impl Catalogue {
    /// Opens the catalogue at `path`, or begins one.
    ///
    /// # Errors
    /// Where it is damaged, or of another version of the program.
    pub fn open(path: &Path) -> Result<Self, CatalogueError> {
        let at = |source| CatalogueError::Database { path: path.to_path_buf(), source };
        let connection = Connection::open(path).map_err(at)?;
        let catalogue = Self { path: path.to_path_buf(), connection };
        let found = catalogue.prepare().map_err(at)?;
        if found == VERSION {
            Ok(catalogue)
        } else {
            Err(CatalogueError::Version { path: path.to_path_buf(), found })
        }
    }

    /// Makes the tables where there are none; gives their version.
    fn prepare(&self) -> rusqlite::Result<i64> {
        self.connection.pragma_update(None, "journal_mode", "TRUNCATE")?;
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        let found: i64 = self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found != 0 {
            return Ok(found);
        }
        self.connection.execute_batch(&format!("BEGIN;{TABLES}PRAGMA user_version = {VERSION};COMMIT;"))?;
        Ok(VERSION)
    }

    /// Every row, in the order of the paths.
    ///
    /// # Errors
    /// What the database says.
    pub fn entries(&self) -> Result<Vec<Entry>, CatalogueError> {
        self.read_entries().map_err(|source| self.error(source))
    }

    fn read_entries(&self) -> rusqlite::Result<Vec<Entry>> {
        let mut outputs: BTreeMap<RawName, Vec<Output>> = BTreeMap::new();
        let mut query = self
            .connection
            .prepare("SELECT path, ending, sha256, size, modified, changed, inode, device FROM outputs")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let output = Output {
                ending: row.get(1)?,
                sha256: row.get(2)?,
                stamp: stamp(row, 3)?.unwrap_or_default(),
            };
            outputs.entry(row.get(0)?).or_default().push(output);
        }
        let mut query = self.connection.prepare(
            "SELECT path, name, size, modified, changed, inode, device, settled, sha256, state, duplicate_of, reason,
                    retry, program, options, ocr, limit_seconds, limit_megabytes, millis, summary
             FROM files ORDER BY path",
        )?;
        let rows = query.query_map([], |row| {
            let path: RawName = row.get(0)?;
            let outputs = outputs.remove(&path).unwrap_or_default();
            Ok(Entry {
                name: row.get(1)?,
                stamp: stamp(row, 2)?,
                settled: row.get(7)?,
                sha256: row.get(8)?,
                state: named(row, 9)?,
                duplicate_of: row.get(10)?,
                reason: row.get(11)?,
                retry: named(row, 12)?,
                making: Making {
                    program: row.get(13)?,
                    options: row.get(14)?,
                    ocr: row.get(15)?,
                    limits: (whole(row, 16)?, whole(row, 17)?),
                },
                millis: whole(row, 18)?,
                summary: serde_json::from_str(&row.get::<_, String>(19)?).map_err(|e| wrong(19, e))?,
                outputs,
                path,
            })
        })?;
        rows.collect()
    }

    /// Records `entries`, all or none, lastingly. A row takes the place of the one of the same path, and of one that
    /// holds its name.
    ///
    /// # Errors
    /// What the database says.
    pub fn record(&mut self, entries: &[Entry]) -> Result<(), CatalogueError> {
        let written = self.connection.transaction().and_then(|transaction| {
            entries.iter().try_for_each(|entry| write(&transaction, entry))?;
            transaction.commit()
        });
        written.map_err(|source| self.error(source))
    }

    /// What was last recorded under `key`.
    ///
    /// # Errors
    /// What the database says.
    pub fn fact(&self, key: &str) -> Result<Option<String>, CatalogueError> {
        let query = "SELECT value FROM facts WHERE key = ?";
        let found = self.connection.query_row(query, [key], |row| row.get(0)).optional();
        found.map_err(|source| self.error(source))
    }

    /// Records `value` under `key`.
    ///
    /// # Errors
    /// What the database says.
    pub fn set_fact(&mut self, key: &str, value: &str) -> Result<(), CatalogueError> {
        let written = self.connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", [key, value]);
        written.map(|_| ()).map_err(|source| self.error(source))
    }

    fn error(&self, source: rusqlite::Error) -> CatalogueError {
        CatalogueError::Database { path: self.path.clone(), source }
    }
}

impl CatalogueError {
    /// Whether the disk is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Database { source, .. } if source.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull))
    }
}

fn write(transaction: &Transaction<'_>, entry: &Entry) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM files WHERE path = ? OR name = ?")?
        .execute(params![entry.path, entry.name])?;
    let summary = serde_json::to_string(&entry.summary).unwrap_or_default();
    let stamp = entry.stamp;
    transaction
        .prepare_cached(
            "INSERT INTO files (path, name, size, modified, changed, inode, device, settled, sha256, state, duplicate_of,
                form, encoding, pages, reference, tasks, attention, reason, retry, program, options, ocr,
                limit_seconds, limit_megabytes, millis, summary)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            entry.path,
            entry.name,
            stamp.map(|s| signed(s.size)),
            stamp.map(|s| s.modified),
            stamp.map(|s| s.changed),
            stamp.map(|s| signed(s.inode)),
            stamp.map(|s| signed(s.device)),
            entry.settled,
            entry.sha256,
            entry.state.as_str(),
            entry.duplicate_of,
            entry.summary.form,
            entry.summary.encoding,
            entry.summary.pages,
            entry.summary.reference,
            signed(entry.summary.tasks),
            entry.summary.attention.score,
            entry.reason,
            entry.retry.as_str(),
            entry.making.program,
            entry.making.options,
            entry.making.ocr,
            signed(entry.making.limits.0),
            signed(entry.making.limits.1),
            signed(entry.millis),
            summary,
        ])?;
    for (code, count) in &entry.summary.warnings {
        transaction.prepare_cached("INSERT INTO warnings VALUES (?, ?, ?)")?.execute(params![
            entry.path,
            code,
            signed(*count)
        ])?;
    }
    for output in &entry.outputs {
        let stamp = output.stamp;
        transaction.prepare_cached("INSERT INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
            params![
                entry.path,
                output.ending,
                output.sha256,
                signed(stamp.size),
                stamp.modified,
                stamp.changed,
                signed(stamp.inode),
                signed(stamp.device),
            ],
        )?;
    }
    Ok(())
}

/// SQLite's integers are signed; the bits stay the same.
fn signed(number: u64) -> i64 {
    number.cast_signed()
}

fn whole(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.cast_unsigned())
}

fn stamp(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Stamp>> {
    let Some(size) = row.get::<_, Option<i64>>(first)? else { return Ok(None) };
    Ok(Some(Stamp {
        size: size.cast_unsigned(),
        modified: row.get(first + 1)?,
        changed: row.get(first + 2)?,
        inode: whole(row, first + 3)?,
        device: whole(row, first + 4)?,
    }))
}

/// A value of a closed set, stored by its name.
fn named<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let name: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(name)).map_err(|error| wrong(column, error))
}

fn wrong(column: usize, error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    fn entry(path: &str, name: &str) -> Entry {
        let stamp = Stamp { size: u64::MAX, modified: -5, changed: 7, inode: 1 << 63, device: 3 };
        let warnings = BTreeMap::from([("ordinal-jumps".to_owned(), 2)]);
        Entry {
            path: OsStr::new(path).into(),
            name: OsStr::new(name).into(),
            stamp: Some(stamp),
            settled: true,
            sha256: Some("ab".to_owned()),
            state: State::Converted,
            duplicate_of: None,
            reason: None,
            retry: Retry::Never,
            making: Making { program: "1".to_owned(), limits: (60, 1024), ..Making::default() },
            millis: 12,
            summary: Summary { tasks: 3, warnings, ..Summary::default() },
            outputs: vec![Output { ending: ".json".to_owned(), sha256: "cd".to_owned(), stamp }],
        }
    }

    #[test]
    fn what_was_recorded_is_there_in_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.sqlite");
        let (a, b) = (entry("/x/a.md", "a"), entry("/x/b.md", "b"));
        Catalogue::open(&path).unwrap().record(&[b.clone(), a.clone()]).unwrap();
        let mut catalogue = Catalogue::open(&path).unwrap();
        assert_eq!(catalogue.entries().unwrap(), [a.clone(), b.clone()]);
        let changed = Entry { state: State::Failed, reason: Some("x".to_owned()), outputs: Vec::new(), ..a };
        catalogue.record(std::slice::from_ref(&changed)).unwrap();
        assert_eq!(catalogue.entries().unwrap(), [changed, b]);
    }

    #[test]
    fn a_name_has_one_owner() {
        let folder = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(&folder.path().join("c.sqlite")).unwrap();
        catalogue.record(&[entry("/old/a.md", "a"), entry("/new/a.md", "a")]).unwrap();
        let paths: Vec<String> = catalogue.entries().unwrap().iter().map(|e| e.path.to_string()).collect();
        assert_eq!(paths, ["/new/a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn odd_bytes_in_names_are_kept() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(&folder.path().join("c.sqlite")).unwrap();
        let odd = OsStr::from_bytes(b"/x/K\xFF ho\xB9ch.txt");
        let entry = Entry { path: odd.into(), ..entry("", "k") };
        catalogue.record(std::slice::from_ref(&entry)).unwrap();
        let read = catalogue.entries().unwrap();
        assert_eq!(read[0].path.to_os().as_deref(), Some(odd));
        assert_eq!(read, [entry]);
    }

    #[test]
    fn another_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.sqlite");
        drop(Catalogue::open(&path).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Catalogue::open(&path), Err(CatalogueError::Version { found: 99, .. })));
    }

    #[test]
    fn facts_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(&folder.path().join("c.sqlite")).unwrap();
        assert_eq!(catalogue.fact("x").unwrap(), None);
        catalogue.set_fact("x", "1").unwrap();
        catalogue.set_fact("x", "2").unwrap();
        assert_eq!(catalogue.fact("x").unwrap().as_deref(), Some("2"));
    }
}
