//! Answers of an OCR kept on disk, by what the page looks like: the second reading of a scan costs nothing.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{fs, io};

use sha2::{Digest, Sha256};

use super::{Ocr, OcrError, Setting, Word};
use crate::raster::Gray;

/// An engine whose answers are kept in a folder.
///
/// A file of the folder is named by the page's pixels and the engine's name. What cannot be read or written is asked
/// again, so the folder may be emptied at any time and shared by programs that run side by side.
#[derive(Debug)]
pub struct Cached<O> {
    engine: O,
    folder: PathBuf,
}

/// First line of a kept answer.
const HEAD: &str = "vanthu-ocr-1";

impl<O: Ocr> Cached<O> {
    /// Keeps the answers of `engine` in `folder`, which is made when the first one is kept.
    #[must_use]
    pub fn new(engine: O, folder: PathBuf) -> Self {
        Self { engine, folder }
    }

    fn path(&self, page: &Gray, setting: Setting) -> PathBuf {
        let mut hash = Sha256::new();
        hash.update(self.engine.name());
        hash.update([0, u8::from(setting == Setting::Column)]);
        for number in [page.width() as u64, page.height() as u64, page.dpi().round() as u64] {
            hash.update(number.to_le_bytes());
        }
        hash.update(page.pixels());
        let mut name = String::with_capacity(68);
        for byte in hash.finalize() {
            let _ = write!(name, "{byte:02x}");
        }
        self.folder.join(name + ".tsv")
    }

    fn keep(&self, path: &PathBuf, words: &[Word]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut text = format!("{HEAD}\n");
        for w in words {
            let _ = writeln!(
                text,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}",
                w.x0, w.y0, w.x1, w.y1, w.confidence, w.line, w.text
            );
        }
        // Whole or not at all, whoever else writes the same.
        let part = path.with_extension(format!("{}.part", std::process::id()));
        fs::write(&part, text)?;
        fs::rename(&part, path)
    }
}

fn parse(text: &str) -> Option<Vec<Word>> {
    let mut lines = text.lines();
    (lines.next()? == HEAD).then_some(())?;
    lines
        .map(|line| {
            let mut fields = line.splitn(7, '\t');
            let mut number = || fields.next()?.parse::<f32>().ok();
            let (x0, y0, x1, y1, confidence) = (number()?, number()?, number()?, number()?, number()?);
            let line = fields.next()?.parse().ok()?;
            Some(Word { text: fields.next()?.to_owned(), x0, y0, x1, y1, confidence, line })
        })
        .collect()
}

impl<O: Ocr> Ocr for Cached<O> {
    fn words(&self, page: &Gray, setting: Setting) -> Result<Vec<Word>, OcrError> {
        let path = self.path(page, setting);
        if let Some(words) = fs::read_to_string(&path).ok().and_then(|text| parse(&text)) {
            return Ok(words);
        }
        let words = self.engine.words(page, setting)?;
        if let Err(error) = self.keep(&path, &words) {
            tracing::warn!(path = %path.display(), %error, "an answer of the OCR could not be kept");
        }
        Ok(words)
    }

    fn name(&self) -> String {
        self.engine.name()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Answers the same word always, and counts how often it was asked.
    #[derive(Debug, Default)]
    struct Counting(AtomicU32);

    impl Ocr for &Counting {
        fn words(&self, _: &Gray, _: Setting) -> Result<Vec<Word>, OcrError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            let text = "Hà\u{A0}Nội".to_owned();
            Ok(vec![Word { text, x0: 1.5, y0: 2.0, x1: 30.0, y1: 12.0, confidence: 0.875, line: 3 }])
        }

        fn name(&self) -> String {
            "counting".to_owned()
        }
    }

    #[test]
    fn a_page_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Counting::default();
        let cached = Cached::new(&engine, folder.path().join("ocr"));
        let page = Gray::white(20, 10, 300.0).unwrap();
        let first = cached.words(&page, Setting::Page).unwrap();
        assert_eq!(cached.words(&page, Setting::Page).unwrap(), first);
        assert_eq!(engine.0.load(Ordering::Relaxed), 1);
        let other = Gray::white(10, 20, 300.0).unwrap();
        cached.words(&other, Setting::Page).unwrap();
        assert_eq!(engine.0.load(Ordering::Relaxed), 2);
        // A damaged answer is asked for again.
        fs::write(cached.path(&page, Setting::Page), "vanthu-ocr-1\nx").unwrap();
        assert_eq!(cached.words(&page, Setting::Page).unwrap(), first);
        assert_eq!(engine.0.load(Ordering::Relaxed), 3);
    }
}
