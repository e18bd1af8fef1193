//! One run at a time over an output folder.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The folder inside the output folder that holds what a run must remember, and a lock on it for as long as this lives.
/// The system takes the lock away from a process that dies, so no lock is ever left behind.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    _lock: File,
}

/// Why a run cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process is at work there.
    #[error("another run is writing to {0}")]
    Busy(PathBuf),
    /// What the system says.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Name of the folder: hidden, so that neither a person nor a program takes it for results.
pub const NAME: &str = ".vanthu";

impl RunFolder {
    /// Opens the run folder of `output`, which is made where it is not there, and clears away the parts that a run
    /// which was killed left behind.
    ///
    /// # Errors
    /// Where another run is at work, and what the system says.
    pub fn open(output: &Path) -> Result<Self, LockError> {
        let path = output.join(NAME);
        fs::create_dir_all(&path)?;
        let lock = File::options().create(true).truncate(false).write(true).open(path.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Busy(output.to_path_buf())),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let folder = Self { path, _lock: lock };
        match fs::remove_dir_all(folder.parts()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => fs::create_dir(folder.parts())?,
        }
        Ok(folder)
    }

    /// Where the catalogue is.
    #[must_use]
    pub fn catalogue(&self) -> PathBuf {
        self.path.join("catalogue.sqlite")
    }

    /// Where outputs are written before they are moved to their places: on the same file system, so that moving is one
    /// step that happens or does not.
    #[must_use]
    pub fn parts(&self) -> PathBuf {
        self.path.join("parts")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_run_is_refused_until_the_first_is_over() {
        let output = tempfile::tempdir().unwrap();
        let first = RunFolder::open(output.path()).unwrap();
        fs::write(first.parts().join("half"), "x").unwrap();
        assert!(matches!(RunFolder::open(output.path()), Err(LockError::Busy(_))));
        assert!(first.parts().join("half").exists());
        drop(first);
        let second = RunFolder::open(output.path()).unwrap();
        assert!(!second.parts().join("half").exists());
    }
}
