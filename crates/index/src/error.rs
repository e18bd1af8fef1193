//! What can go wrong with an index: an error per operation, carrying the folder.

use std::path::PathBuf;

use thiserror::Error;

/// Why an index could not be opened, read or written.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The folder holds no index.
    #[error("{} holds no index", .0.display())]
    Missing(PathBuf),
    /// The index was written by a version of the program whose entries or tokens differ.
    #[error("the index in {} is of version {found}, this program writes version {wanted}", path.display())]
    Version {
        /// The index's folder.
        path: PathBuf,
        /// Version of the index, empty where it has none.
        found: String,
        /// Version that this program reads and writes.
        wanted: String,
    },
    /// Another process writes to the index.
    #[error("another process writes to the index in {}", .0.display())]
    Busy(PathBuf),
    /// The folder exists and holds other files: nothing is put among them.
    #[error("{} holds files that are no index", .0.display())]
    Foreign(PathBuf),
    /// The folder could not be made or read.
    #[error("{}: {source}", path.display())]
    Folder {
        /// The index's folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Opening failed.
    #[error("the index in {} cannot be opened: {reason}", path.display())]
    Open {
        /// The index's folder.
        path: PathBuf,
        /// What the engine says.
        reason: String,
    },
    /// Writing failed; what was committed before is there.
    #[error("the index cannot be written: {0}")]
    Write(String),
    /// Reading failed.
    #[error("the index cannot be read: {0}")]
    Read(String),
}

impl IndexError {
    /// The engine's error, met when reading.
    pub(crate) fn read(error: impl std::fmt::Display) -> Self {
        Self::Read(error.to_string())
    }

    /// The engine's error, met when writing.
    pub(crate) fn write(error: impl std::fmt::Display) -> Self {
        Self::Write(error.to_string())
    }
}
