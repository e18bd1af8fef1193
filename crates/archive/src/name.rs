//! Names of files as the system holds them: bytes, which are not always text.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

/// A path or a name, kept without loss whatever bytes it is made of. In the catalogue it is text where it is UTF-8, so
/// that a person can ask for it, and a blob elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct RawName(Vec<u8>);

impl RawName {
    /// The name with `ending` behind it.
    #[must_use]
    pub fn with_ending(&self, ending: &str) -> Self {
        Self([self.0.as_slice(), ending.as_bytes()].concat())
    }

    /// The name as the system takes it; `None` where this system cannot hold it (bytes that another one wrote).
    #[must_use]
    pub fn to_os(&self) -> Option<OsString> {
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStringExt;
            Some(OsString::from_vec(self.0.clone()))
        }
        #[cfg(not(unix))]
        String::from_utf8(self.0.clone()).ok().map(OsString::from)
    }

    /// Whether it is the name of a file in a folder, and no path.
    #[must_use]
    pub fn is_simple(&self) -> bool {
        !self.0.iter().any(|byte| matches!(byte, b'/' | b'\\'))
    }

    /// What lies at `place` within the container of this name, as it is shown and recorded: the names parted by `!/`.
    #[must_use]
    pub fn within(&self, place: &[String]) -> Self {
        place.iter().fold(self.clone(), |name, part| Self([&name.0, &b"!/"[..], part.as_bytes()].concat()))
    }

    /// Whether it is there: itself, or, of what lies within a container, the container.
    #[must_use]
    pub fn is_there(&self) -> bool {
        let there = |name: &[u8]| {
            Self(name.to_vec()).to_path().is_some_and(|path| std::fs::symlink_metadata(path).is_ok())
        };
        let mut ends = self.0.windows(2).enumerate().filter(|(_, parts)| parts == b"!/");
        there(&self.0) || ends.any(|(end, _)| self.0.get(..end).is_some_and(there))
    }

    /// The path as the system takes it.
    #[must_use]
    pub fn to_path(&self) -> Option<PathBuf> {
        self.to_os().map(PathBuf::from)
    }
}

impl From<&OsStr> for RawName {
    fn from(name: &OsStr) -> Self {
        Self(name.as_encoded_bytes().to_vec())
    }
}

impl From<&Path> for RawName {
    fn from(path: &Path) -> Self {
        Self::from(path.as_os_str())
    }
}

impl fmt::Display for RawName {
    /// For a person: bytes that are no text show as `�`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl ToSql for RawName {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match std::str::from_utf8(&self.0) {
            Ok(_) => ValueRef::Text(&self.0),
            Err(_) => ValueRef::Blob(&self.0),
        }))
    }
}

impl FromSql for RawName {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_bytes().map(|bytes| Self(bytes.to_vec()))
    }
}
