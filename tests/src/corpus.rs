//! The documents in `corpus/` with their truth in `corpus/expected/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use vanthu_readers::ocr::Tesseract;

use crate::gold::Gold;

/// A document of the corpus.
#[derive(Debug)]
pub struct Sample {
    /// The file's name without its ending.
    pub stem: String,
    /// The file's ending: `md`, `docx`, `pdf`.
    pub ending: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// The truth about it.
    pub gold: Gold,
    /// Whether it is another document of the corpus once more, as another program saved it.
    pub is_second: bool,
}

/// The truth about a document that stands in the corpus in another form, too.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SameAs {
    source: String,
    same_as: String,
}

impl Sample {
    /// Whether its pages are pictures, which only an OCR can read.
    #[must_use]
    pub fn is_scan(&self) -> bool {
        self.stem.ends_with("-scan")
    }

    /// Whether its form is made of pages as they are printed.
    #[must_use]
    pub fn is_printed(&self) -> bool {
        matches!(self.ending.as_str(), "pdf" | "tif")
    }
}

/// Whether scans can be read here. Where they must be (`VANTHU_REQUIRE_OCR`), it says so even if they cannot.
#[must_use]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
pub fn scans_are_read() -> bool {
    let found = Tesseract::default().version();
    if let Err(error) = &found {
        println!("SKIPPED: scans are not read here, {error}");
    }
    found.is_ok() || std::env::var_os("VANTHU_REQUIRE_OCR").is_some()
}

/// The folder `corpus/`.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus")
}

/// Every document, by name.
///
/// # Errors
/// Where a file cannot be read, or a document has no truth beside it, or the truth is not of [`Gold`]'s form.
pub fn samples() -> Result<Vec<Sample>> {
    let folder = folder();
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if path.is_file() && !hidden {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| sample(path).with_context(|| path.display().to_string())).collect()
}

fn sample(path: &Path) -> Result<Sample> {
    let part = |p: Option<&std::ffi::OsStr>| p.map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    // The whole name, so that `convert` does not take the truth for a second document of the same stem.
    let truth = |name: &str| folder().join("expected").join(format!("{name}.json"));
    let own = truth(&part(path.file_name()));
    let other: Option<SameAs> = serde_json::from_slice(&fs::read(&own)?).ok();
    let gold = match &other {
        Some(SameAs { source, same_as }) => Gold { source: source.clone(), ..Gold::read(&truth(same_as))? },
        None => Gold::read(&own)?,
    };
    Ok(Sample {
        stem: part(path.file_stem()),
        ending: part(path.extension()),
        bytes: fs::read(path)?,
        gold,
        is_second: other.is_some(),
    })
}
