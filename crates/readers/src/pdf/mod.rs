//! PDF: the text, rules and pictures that each page draws.
//!
//! `hayro` interprets a page's operators; `device` collects what they draw, in points from the top left corner of the page
//! as it is shown. Glyphs keep their character codes and fonts.

mod device;
mod fonts;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect as Area;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use vanthu_document::page::{Form, Page, Pages};

use crate::error::{Binary, ReadError};
use crate::layout::{self, Sheet};
use device::Collector;
use fonts::Fonts;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8]) -> Result<Pages, ReadError> {
    let loaded = catch_unwind(|| Pdf::new(bytes.to_vec())).unwrap_or(Err(LoadPdfError::Invalid));
    let pdf = loaded.map_err(|error| match error {
        LoadPdfError::Decryption(_) => ReadError::Encrypted,
        LoadPdfError::Invalid => ReadError::Damaged(Binary::Pdf),
    })?;
    let cache = InterpreterCache::new();
    let mut fonts = Fonts::default();
    let mut pages = Vec::new();
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let (width, height) = page.render_dimensions();
        let mut collector = Collector::new(number, &mut fonts);
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            let area = Area::new(0.0, 0.0, f64::from(width), f64::from(height));
            let transform = page.initial_transform(true).to_kurbo();
            let settings = InterpreterSettings::default();
            let mut context = Context::new(transform, area, &cache, pdf.xref(), settings);
            interpret_page(page, &mut context, &mut collector);
        }));
        let sheet: Sheet = collector.finish();
        let _ = drawn;
        pages.push(Page { number, blocks: layout::blocks(&sheet, fonts.list()) });
    }
    let count = u32::try_from(pages.len()).ok();
    Ok(Pages { form: Form::Pdf, encoding: "UTF-8".to_owned(), count, pages, diagnostics: Vec::new() })
}
