//! Scanned pages on their way through the OCR: several at a time, so that memory has a bound.

use rayon::prelude::*;
use vanthu_document::diagnostic::{Code, Diagnostic};
use vanthu_document::page::Span;

use crate::ReadOptions;
use crate::layout::Sheet;
use crate::ocr::{self, Missing, OcrError};
use crate::raster::Gray;

/// Pages waiting for the OCR.
pub(crate) struct Scans<'o> {
    options: &'o ReadOptions,
    /// Place among the sheets, page number, picture.
    waiting: Vec<(usize, u32, Gray)>,
    faults: Vec<(u32, OcrError)>,
}

/// Pages that no OCR read.
#[derive(Debug, Default)]
pub(crate) struct Lost {
    pub(crate) pages: usize,
    /// Nothing was read because this is not installed.
    pub(crate) missing: Option<Missing>,
}

impl<'o> Scans<'o> {
    pub(crate) fn new(options: &'o ReadOptions) -> Self {
        Self { options, waiting: Vec::new(), faults: Vec::new() }
    }

    /// Adds a page whose sheet is to stand at `at`.
    pub(crate) fn push(&mut self, at: usize, number: u32, picture: Gray, sheets: &mut [Sheet]) {
        self.waiting.push((at, number, picture));
        if self.waiting.len() >= rayon::current_num_threads() {
            self.read(sheets);
        }
    }

    fn read(&mut self, sheets: &mut [Sheet]) {
        let engine = self.options.ocr.as_deref();
        let read: Vec<_> = std::mem::take(&mut self.waiting)
            .into_par_iter()
            .map(|(at, number, picture)| {
                let result = match engine {
                    Some(engine) => ocr::sheet(number, picture, engine),
                    None => Err(OcrError::Missing(Missing::Leave)),
                };
                (at, number, result)
            })
            .collect();
        for (at, number, result) in read {
            match (result, sheets.get_mut(at)) {
                (Ok(sheet), Some(place)) => *place = sheet,
                (Err(error), _) => self.faults.push((number, error)),
                (Ok(_), None) => {}
            }
        }
    }

    /// Reads what is still waiting and reports the pages that could not be read.
    pub(crate) fn finish(mut self, sheets: &mut [Sheet], diagnostics: &mut Vec<Diagnostic>) -> Lost {
        self.read(sheets);
        for sheet in sheets.iter() {
            if let Some((area, text)) = &sheet.stamp {
                diagnostics.push(Diagnostic::new(
                    Code::StampReceived,
                    area.span(sheet.number),
                    [text.clone()],
                ));
            }
        }
        let mut lost = Lost { pages: self.faults.len(), missing: None };
        for (number, error) in self.faults {
            if let OcrError::Missing(missing) = error {
                lost.missing = Some(missing);
            }
            let span = Span { page: Some(number), ..Span::default() };
            diagnostics.push(Diagnostic::new(
                Code::PageNotRead,
                span,
                [number.to_string(), error.to_string()],
            ));
        }
        lost
    }
}
