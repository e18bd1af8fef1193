//! The real documents beside the checkout, in `../shared` (or where `VANTHU_SHARED` says). They are no part of the
//! project: where they are absent, the tests that use them say so and are skipped.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder that holds the documents, if it is there.
#[must_use]
pub fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("VANTHU_SHARED").map_or_else(beside, PathBuf::from);
    folder.join("seeds").is_dir().then_some(folder)
}

/// The document whose name begins with `number`, with its path.
#[must_use]
pub fn seed(shared: &Path, number: &str) -> Option<(PathBuf, Vec<u8>)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(shared.join("seeds")).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let named = |path: &&PathBuf| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(number));
    let path = paths.iter().find(named)?;
    Some((path.clone(), fs::read(path).ok()?))
}
