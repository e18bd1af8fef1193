//! Whether a file is the one that was seen before: cheaply by what the system says of it, surely by its content.
//!
//! A file's content is known by its SHA-256. Hashing an archive anew for each run would cost as much as reading it, so a
//! [`Stamp`] is kept beside the hash: size, time of modification, time of change, inode and device. The time of
//! modification alone proves nothing (`touch -d`, unpacking and copying set it at will), but on Unix no program can set the
//! time of change: the system does at every write, rename and `touch`. Where all five are the same, the content is the
//! same, but for two cases, and in both the file is hashed again:
//!
//! - it was changed within the grain of the clock after it was read; so a stamp counts only where the file lay still for
//!   [`STILL`] before it was read ([`Stamp::is_settled`], which Git calls “racily clean”);
//! - the system knows no time of change (anything but Unix); there no stamp counts.
//!
//! What remains is a disk that changes bytes behind the system's back, which no run of a converter should hide: it shows
//! when the file is read the next time.

use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How long a file must have lain still before it was read, for its stamp to count: more than the coarsest clock of a
/// file system in use (FAT: two seconds).
pub const STILL: Duration = Duration::from_secs(3);

/// What the system says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Time of modification, in nanoseconds since 1970.
    pub modified: i64,
    /// Time of change, in nanoseconds since 1970; 0 where the system knows none.
    pub changed: i64,
    /// Inode.
    pub inode: u64,
    /// Device.
    pub device: u64,
}

impl Stamp {
    /// The stamp of a file by what the system said of it.
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let nanoseconds =
                |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
            Self {
                size: metadata.len(),
                modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
                changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
                inode: metadata.ino(),
                device: metadata.dev(),
            }
        }
        #[cfg(not(unix))]
        {
            let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
            Self { size: metadata.len(), modified: since_1970(modified), changed: 0, inode: 0, device: 0 }
        }
    }

    /// The stamp of the file at `path`, behind links.
    ///
    /// # Errors
    /// What the system says.
    pub fn at(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|metadata| Self::of(&metadata))
    }

    /// Whether the same stamp at a later time means the same content, for a file that was read at `read`.
    #[must_use]
    pub fn is_settled(&self, read: SystemTime) -> bool {
        let still = i64::try_from(STILL.as_nanos()).unwrap_or(i64::MAX);
        self.changed > 0 && self.changed.max(self.modified).saturating_add(still) < since_1970(read)
    }
}

fn since_1970(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

/// Bytes that are read at a time.
const PIECE: usize = 1 << 17;

/// The SHA-256 of a file's content in hexadecimal digits, read piece by piece, at most `limit` bytes of it.
///
/// # Errors
/// What the system says; [`io::ErrorKind::FileTooLarge`] for more bytes than `limit`.
pub fn hash_of(path: &Path, limit: u64) -> io::Result<String> {
    let mut file = fs::File::open(path)?.take(limit.saturating_add(1));
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    let mut total = 0_u64;
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        total += read as u64;
        hash.update(piece.get(..read).unwrap_or_default());
    }
    if total > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(hexadecimal(&hash.finalize()))
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "abc").unwrap();
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash_of(&path, 3).unwrap(), expected);
        assert_eq!(hash_of(&path, 2).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn a_stamp_changes_with_the_content_even_where_its_time_is_set_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "abc").unwrap();
        let first = Stamp::at(&path).unwrap();
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        std::thread::sleep(Duration::from_millis(20));
        fs::write(&path, "abd").unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        let second = Stamp::at(&path).unwrap();
        assert_eq!((first.size, first.modified, first.inode), (second.size, second.modified, second.inode));
        assert_ne!(first, second);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_was_just_written_is_not_settled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "abc").unwrap();
        let stamp = Stamp::at(&path).unwrap();
        assert!(!stamp.is_settled(SystemTime::now()));
        assert!(stamp.is_settled(SystemTime::now() + STILL + Duration::from_secs(1)));
    }
}
