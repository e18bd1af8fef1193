//! Outputs on their way to their places: whole or absent, whatever happens.
//!
//! An output is written as a part beside the places. A batch of them is delivered in four steps, each complete before the
//! next begins: the system is told to bring all that was written to disk (one call for the batch, where a call for each
//! file would cost more than converting it); the parts are renamed to their places; the folder is brought to disk; the
//! catalogue records the batch. After a kill or a power cut between two steps, places hold old or new outputs, never
//! halves, and what the catalogue does not know is made again with the same bytes.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::catalogue::{Catalogue, CatalogueError, Entry, Output};
use crate::name::RawName;
use crate::stamp::Stamp;

/// An output that is written and waits for its delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it was written.
    pub part: PathBuf,
    /// What stands behind the name of its place.
    pub ending: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A result with its parts; the entry's outputs are those that stay as they are.
#[derive(Debug, Clone)]
pub struct Result {
    /// The row.
    pub entry: Entry,
    /// Its new outputs.
    pub parts: Vec<Part>,
    /// Endings of outputs that no longer hold.
    pub stale: Vec<String>,
}

/// Why a delivery failed.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// What the catalogue says.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// What the system says.
    #[error("{path}: {source}")]
    Io {
        /// Of what.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

impl DeliveryError {
    /// Whether the disk is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Catalogue(error) => error.is_full(),
            Self::Io { source, .. } => is_full(source),
        }
    }
}

/// Whether an error means that there is no room on the disk, or none left of what the user may use.
#[must_use]
pub fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

/// Delivers a batch and records it.
///
/// # Errors
/// Where the disk is full or refuses; what was not recorded will be made again.
pub fn deliver(
    output: &Path,
    catalogue: &mut Catalogue,
    batch: Vec<Result>,
) -> std::result::Result<(), DeliveryError> {
    let at = |path: &Path| {
        let path = path.to_path_buf();
        move |source| DeliveryError::Io { path, source }
    };
    if batch.iter().any(|result| !result.parts.is_empty()) {
        bring_to_disk(output, &batch).map_err(at(output))?;
    }
    let mut entries = Vec::with_capacity(batch.len());
    for Result { mut entry, parts, stale } in batch {
        for part in parts {
            let place = place(output, &entry.name, &part.ending).map_err(at(output))?;
            fs::rename(&part.part, &place).map_err(at(&place))?;
            let stamp = Stamp::at(&place).map_err(at(&place))?;
            entry.outputs.retain(|output| output.ending != part.ending);
            entry.outputs.push(Output { ending: part.ending, sha256: part.sha256, stamp });
        }
        for ending in stale.iter().filter(|ending| !entry.outputs.iter().any(|o| o.ending == **ending)) {
            let place = place(output, &entry.name, ending).map_err(at(output))?;
            match fs::remove_file(&place) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&place)(error)),
                _ => {}
            }
        }
        entry.outputs.sort_by(|a, b| a.ending.cmp(&b.ending));
        entries.push(entry);
    }
    #[cfg(unix)]
    File::open(output).and_then(|folder| folder.sync_all()).map_err(at(output))?;
    catalogue.record(&entries)?;
    Ok(())
}

/// Where an output belongs.
fn place(output: &Path, name: &RawName, ending: &str) -> io::Result<PathBuf> {
    let file = name.with_ending(ending).to_os();
    file.map(|file| output.join(file)).ok_or_else(|| io::ErrorKind::InvalidFilename.into())
}

/// Brings the parts of `batch` to disk.
#[cfg(target_os = "linux")]
fn bring_to_disk(output: &Path, _batch: &[Result]) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(output)?)?)
}

#[cfg(not(target_os = "linux"))]
fn bring_to_disk(_output: &Path, batch: &[Result]) -> io::Result<()> {
    let parts = batch.iter().flat_map(|result| &result.parts);
    parts.map(|part| File::options().write(true).open(&part.part)?.sync_all()).collect()
}
