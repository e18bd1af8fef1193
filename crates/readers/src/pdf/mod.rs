//! PDF: the text, rules and pictures that each page draws.
//!
//! `hayro` interprets a page's operators; `device` collects what they draw, in points from the top left corner of the page
//! as it is shown. `nature` says for each page whether its text is printed or a picture; pictures are put on a `canvas` and
//! read by the OCR of the options.

mod bomb;
mod budget;
mod canvas;
mod device;
mod filters;
mod fonts;
mod legacy;
mod nature;
mod second;
mod worker;

use std::time::{Duration, Instant};

use vanthu_document::diagnostic::{Code, Diagnostic};
use vanthu_document::page::{Form, Pages, Span};
use vanthu_text::Encoding;

use crate::ReadOptions;
use crate::error::ReadError;
use crate::layout::{self, Font, Sheet};
use crate::scan::Scans;
use budget::Ending;
use worker::Drawn;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Pages, ReadError> {
    let started = Instant::now();
    if bomb::is_hidden_in(bytes, bomb::MOST_BYTES) {
        return Err(ReadError::Expands { limit: bomb::MOST_BYTES });
    }
    let left = || options.timeout.map(|most| most.saturating_sub(started.elapsed()));
    let first = read_with_first(bytes, options, &left);
    if first.as_ref().is_ok_and(has_text) || matches!(first, Err(ReadError::NoOcr(_) | ReadError::Encrypted))
    {
        return first;
    }
    match second::read(bytes, options.max_pages, left()) {
        Some((sheets, fonts)) => {
            let mut diagnostics = first.map(|pages| pages.diagnostics).unwrap_or_default();
            diagnostics.push(Diagnostic::new(Code::SecondEngine, Span::default(), [""; 0]));
            Ok(pages(sheets, &fonts, 0, options.encoding, diagnostics))
        }
        None => first,
    }
}

/// Whether there is anything on the pages.
fn has_text(pages: &Pages) -> bool {
    pages.pages.iter().any(|page| !page.blocks.is_empty())
}

/// Reads the pages as `hayro` draws them.
fn read_with_first(
    bytes: &[u8],
    options: &ReadOptions,
    left: &impl Fn() -> Option<Duration>,
) -> Result<Pages, ReadError> {
    let mut drawing = worker::Pages::open(bytes, options.max_pages)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut scans = Scans::new(options);
    let mut diagnostics = Vec::new();
    let mut scanned = 0;
    while left().is_none_or(|left| !left.is_zero()) {
        let Some(drawn) = drawing.next(left()) else { break };
        let Drawn { sheet, scanned: is_scan, picture, ending, .. } = drawn;
        let number = sheet.number;
        let code = match ending {
            Ending::Whole => None,
            Ending::Damaged => Some(Code::PageDamaged),
            Ending::OverLimit => Some(Code::PageOverLimit),
        };
        let span = Span { page: Some(number), ..Span::default() };
        diagnostics.extend(code.map(|code| Diagnostic::new(code, span, [number.to_string()])));
        scanned += usize::from(is_scan);
        let at = sheets.len();
        sheets.push(sheet);
        if let Some(picture) = picture {
            scans.push(at, number, picture, &mut sheets);
        }
    }
    if sheets.len() < drawing.count {
        let number = u32::try_from(sheets.len() + 1).ok();
        let span = Span { page: number, ..Span::default() };
        let rest = drawing.count - sheets.len();
        diagnostics.push(Diagnostic::new(Code::PagesLeftOut, span, [rest.to_string()]));
    }
    let lost = scans.finish(&mut sheets, &mut diagnostics);
    if let Some(missing) = lost.missing
        && lost.pages == sheets.len()
    {
        return Err(ReadError::NoOcr(missing));
    }
    let pages = pages(sheets, drawing.fonts(), scanned, options.encoding, diagnostics);
    if !has_text(&pages) && pages.diagnostics.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(pages)
}

/// What stands on the sheets, in reading order. `scanned` of them are pictures.
fn pages(
    mut sheets: Vec<Sheet>,
    fonts: &[Font],
    scanned: usize,
    encoding: Option<Encoding>,
    mut diagnostics: Vec<Diagnostic>,
) -> Pages {
    let (encodings, confidence) = legacy::decode(&mut sheets, fonts, encoding);
    let encoding = if encodings.is_empty() { "UTF-8".to_owned() } else { crate::encoding_names(&encodings) };
    diagnostics.extend(crate::encoding_doubt(&encoding, confidence));
    let form = if scanned * 2 > sheets.len() { Form::PdfScan } else { Form::Pdf };
    let pages = layout::pages(&sheets, fonts);
    let count = u32::try_from(pages.len()).ok();
    Pages { form, encoding, count, pages, diagnostics }
}
