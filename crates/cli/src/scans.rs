//! How scanned pages are read: the `tesseract` command, its answers kept where the user's other caches are.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use vanthu_readers::ocr::{Cached, OcrError, Setting, Tesseract, Word};
use vanthu_readers::{Gray, Ocr};

/// The command as it is, for all who want no cache.
pub(crate) static UNCACHED: LazyLock<Arc<dyn Ocr>> = LazyLock::new(|| Arc::new(Tesseract::default()));

/// The command with its cache; without one where there is no place for it.
pub(crate) static CACHED: LazyLock<Arc<dyn Ocr>> = LazyLock::new(|| match cache_folder() {
    Some(folder) => Arc::new(Cached::new(Tesseract::default(), folder)),
    None => UNCACHED.clone(),
});

/// Reads nothing: every page that an OCR would be asked for stays unread, and is counted by that.
#[derive(Debug)]
pub(crate) struct Counting;

impl Ocr for Counting {
    fn words(&self, _: &Gray, _: Setting) -> Result<Vec<Word>, OcrError> {
        Err(OcrError::Failed("not asked".to_owned()))
    }

    fn name(&self) -> String {
        "none".to_owned()
    }
}

/// Where answers are kept: `$VANTHU_CACHE`, else the user's folder for caches (XDG Base Directory Specification).
fn cache_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = folder("VANTHU_CACHE")
        .or_else(|| folder("XDG_CACHE_HOME").map(|base| base.join("vanthu")))
        .or_else(|| folder("LOCALAPPDATA").map(|base| base.join("vanthu")))
        .or_else(|| folder("HOME").map(|home| home.join(".cache/vanthu")))?;
    Some(base.join("ocr"))
}
