//! Reading pictures of pages: what an OCR is asked and what it answers.
//!
//! [`Ocr`] is all that the readers know of an engine; [`Tesseract`] asks the `tesseract` command, [`Cached`] keeps answers
//! of any engine on disk.

mod area;
mod cache;
mod ordinals;
mod page;
mod seal;
mod shapes;
mod stamp;
mod strokes;
mod tesseract;

use thiserror::Error;

use crate::raster::Gray;

pub use cache::Cached;
pub(crate) use page::sheet;
pub use tesseract::{Tesseract, TesseractOptions};

/// A word as an OCR read it, in pixels of its picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// The word; never empty.
    pub text: String,
    /// Left edge.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
    /// How sure the engine is, 0 to 1.
    pub confidence: f32,
    /// Words with the same number stand on the same printed line.
    pub line: u32,
}

/// How the text of a picture is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// A page with whatever stands on it.
    Page,
    /// One column of lines.
    Column,
}

/// Reads pictures of pages.
pub trait Ocr: Send + Sync + std::fmt::Debug {
    /// The words of a page, from the top. A page without any gives none.
    ///
    /// # Errors
    /// Where the engine is missing, takes too long, or fails.
    fn words(&self, page: &Gray, setting: Setting) -> Result<Vec<Word>, OcrError>;

    /// Name of engine, model and settings: answers of different names may differ.
    fn name(&self) -> String;
}

/// What an OCR lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// Leave to work: the reader was given no engine.
    Leave,
    /// The program itself.
    Program,
    /// Its data for Vietnamese.
    Vietnamese,
}

/// Why a page was not read by an OCR.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OcrError {
    /// The engine, or its data for Vietnamese, is not there.
    #[error("{}", match .0 {
        Missing::Leave => "the OCR is switched off",
        Missing::Program => "the program tesseract is not installed (Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie)",
        Missing::Vietnamese => "tesseract has no data for Vietnamese (Debian, Ubuntu: apt-get install tesseract-ocr-vie)",
    })]
    Missing(Missing),
    /// It took longer than it may.
    #[error("the OCR took longer than {0} s")]
    TimedOut(u64),
    /// It stopped with a fault of its own.
    #[error("the OCR failed: {0}")]
    Failed(String),
}
