//! PDF: the text, rules and pictures that each page draws.
//!
//! `hayro` interprets a page's operators; `device` collects what they draw, in points from the top left corner of the page
//! as it is shown. `nature` says for each page whether its text is printed or a picture; pictures are put on a `canvas` and
//! read by the OCR of the options.

mod canvas;
mod device;
mod fonts;
mod legacy;
mod nature;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect as Area;
use hayro_interpret::{Context, Device, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use vanthu_document::diagnostic::{Code, Diagnostic};
use vanthu_document::page::{Form, Page, Pages, Span};

use crate::ReadOptions;
use crate::error::{Binary, ReadError};
use crate::layout::{self, Sheet};
use crate::raster::{Gray, morphology};
use crate::scan::Scans;
use canvas::Canvas;
use device::Collector;
use fonts::Fonts;
use nature::{Nature, nature};

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Pages, ReadError> {
    let started = Instant::now();
    let data = bytes.to_vec();
    let loaded = catch_unwind(|| Pdf::new(data)).unwrap_or(Err(LoadPdfError::Invalid));
    let pdf = loaded.map_err(|error| match error {
        LoadPdfError::Decryption(_) => ReadError::Encrypted,
        LoadPdfError::Invalid => ReadError::Damaged(Binary::Pdf),
    })?;
    let mut reader = Reader {
        pdf: &pdf,
        cache: InterpreterCache::new(),
        fonts: Fonts::default(),
        sheets: Vec::new(),
        scans: Scans::new(options),
        diagnostics: Vec::new(),
    };
    let mut scanned = 0;
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let late = options.timeout.is_some_and(|most| started.elapsed() > most);
        if late || reader.sheets.len() >= options.max_pages {
            let span = Span { page: Some(number), ..Span::default() };
            let rest = pdf.pages().len() + 1 - reader.sheets.len();
            reader.diagnostics.push(Diagnostic::new(Code::PagesLeftOut, span, [rest.to_string()]));
            break;
        }
        scanned += usize::from(reader.page(number, page));
    }
    let Reader { fonts, mut sheets, scans, mut diagnostics, .. } = reader;
    let lost = scans.finish(&mut sheets, &mut diagnostics);
    if let Some(missing) = lost.missing
        && lost.pages == sheets.len()
    {
        return Err(ReadError::NoOcr(missing));
    }
    let (encodings, confidence) = legacy::decode(&mut sheets, fonts.list(), options.encoding);
    let encoding = if encodings.is_empty() { "UTF-8".to_owned() } else { crate::encoding_names(&encodings) };
    diagnostics.extend(crate::encoding_doubt(&encoding, confidence));
    let form = if scanned * 2 > sheets.len() { Form::PdfScan } else { Form::Pdf };
    let pages: Vec<Page> = sheets
        .iter()
        .map(|sheet| Page { number: sheet.number, blocks: layout::blocks(sheet, fonts.list()) })
        .collect();
    if pages.iter().all(|page| page.blocks.is_empty()) && diagnostics.is_empty() {
        return Err(ReadError::Empty);
    }
    let count = u32::try_from(pages.len()).ok();
    Ok(Pages { form, encoding, count, pages, diagnostics })
}

struct Reader<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
    fonts: Fonts,
    sheets: Vec<Sheet>,
    scans: Scans<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Reads a page, and says whether it is a scan.
    fn page(&mut self, number: u32, page: &PdfPage<'a>) -> bool {
        let mut collector = Collector::new(number, &mut self.fonts);
        let whole = draw(self.pdf, &self.cache, page, &mut collector);
        let (mut sheet, pictures) = collector.finish();
        if !whole {
            let span = Span { page: Some(number), ..Span::default() };
            self.diagnostics.push(Diagnostic::new(Code::PageDamaged, span, [number.to_string()]));
        }
        let (width, height) = page.render_dimensions();
        let nature = nature(&sheet, &pictures, width, height);
        let picture = match nature {
            Nature::Typed => None,
            Nature::Layered(dpi) | Nature::Scan(dpi) => self.picture(page, dpi),
        };
        match (nature, picture) {
            (Nature::Layered(_), Some(mut picture)) => {
                // The layer has words; the rules of its tables are in the picture.
                let threshold = picture.threshold();
                sheet.rules = morphology::take_rules(&mut picture, threshold);
            }
            (Nature::Scan(_), Some(picture)) => {
                let at = self.sheets.len();
                self.sheets.push(Sheet { number, ..Sheet::default() });
                self.scans.push(at, number, picture, &mut self.sheets);
                return true;
            }
            _ => {}
        }
        self.sheets.push(sheet);
        nature != Nature::Typed
    }

    /// The pictures of a page as one.
    fn picture(&self, page: &PdfPage<'a>, dpi: f32) -> Option<Gray> {
        let (width, height) = page.render_dimensions();
        let mut canvas = Canvas::new(width, height, canvas::resolution(dpi))?;
        draw(self.pdf, &self.cache, page, &mut canvas);
        Some(canvas.finish())
    }
}

/// Draws a page; says whether all of it was drawn. What was drawn before a fault of the file stays.
fn draw<'a>(
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    page: &PdfPage<'a>,
    device: &mut impl Device<'a>,
) -> bool {
    let (width, height) = page.render_dimensions();
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let area = Area::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let settings = InterpreterSettings::default();
        let mut context = Context::new(transform, area, cache, pdf.xref(), settings);
        interpret_page(page, &mut context, device);
    }));
    drawn.is_ok()
}
