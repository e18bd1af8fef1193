//! Files that are whole or absent.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file that is written beside its place and moved there when it is whole, so that nobody ever sees half of it.
pub(crate) struct WholeFile {
    path: PathBuf,
    writer: BufWriter<NamedTempFile>,
}

/// How the names of files begin and end that are not whole yet.
const PREFIX: &str = ".vanthu-";
const SUFFIX: &str = ".part";

/// Removes what writers that were killed left in `folder`. No other writer may be at work there.
///
/// # Errors
/// What the system says; a folder that is not there holds nothing.
pub(crate) fn clear_parts(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        if name.starts_with(PREFIX.as_bytes()) && name.ends_with(SUFFIX.as_bytes()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

impl WholeFile {
    /// Opens the file beside its place.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any program's new file: what the user's umask leaves of it.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        Ok(Self { path: path.to_owned(), writer: BufWriter::new(builder.tempfile_in(folder)?) })
    }

    /// Moves the file to its place.
    ///
    /// # Errors
    /// What the system says; the place is as it was then.
    pub(crate) fn finish(self) -> io::Result<()> {
        let file = self.writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.persist(self.path).map_err(|e| e.error)?;
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Writes a file that is whole or absent.
///
/// # Errors
/// What the system says; the place is as it was then.
pub(crate) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut WholeFile) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = WholeFile::create(path)?;
    write(&mut file)?;
    file.finish()
}

/// Makes the folder with all above it.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_writer_left_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        assert!(clear_parts(&folder.path().join("none")).is_ok());
        for name in [".vanthu-a1.part", "tasks.csv", ".part"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        // A writer that ends without finishing or being dropped.
        std::mem::forget(WholeFile::create(&folder.path().join("y")).unwrap());
        clear_parts(folder.path()).unwrap();
        let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".part", "tasks.csv"]);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        write_whole(&path, |w| w.write_all(b"old")).unwrap();
        let failed = write_whole(&path, |w| {
            w.write_all(b"new, but only ha")?;
            Err(io::Error::other("torn"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "torn");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
