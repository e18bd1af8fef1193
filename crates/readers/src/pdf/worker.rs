//! Pages drawn one after the other in a thread of their own, each within its limits.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use hayro_interpret::hayro_syntax::object::Object;
use hayro_interpret::hayro_syntax::object::dict::keys::CONTENTS;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect as Area;
use hayro_interpret::{Context, Device, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};

use super::budget::{Bounded, Budget, Ending, PAGE_TIME, Stop};
use super::canvas::{self, Canvas};
use super::device::Collector;
use super::fonts::Fonts;
use super::nature::{Nature, nature};
use crate::error::{Binary, ReadError};
use crate::guard;
use crate::layout::{Font, Sheet};
use crate::raster::{Gray, morphology};

/// A page as its file draws it.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) sheet: Sheet,
    /// Fonts that no page before it used; their numbers go on from those known.
    new_fonts: Vec<Font>,
    /// The page is a scan, with a text layer or without.
    pub(super) scanned: bool,
    /// What an OCR is to read.
    pub(super) picture: Option<Gray>,
    pub(super) ending: Ending,
}

/// What a thread tells of its file.
enum Message {
    /// How many pages there are.
    Opened(Result<usize, ReadError>),
    Page(Box<Drawn>),
}

/// Pages drawn ahead of the one that is asked for.
const AHEAD: usize = 2;
/// Most time to wait for a file to be opened, or for a page: drawing it twice, and some for pictures.
const MOST_WAIT: Duration = PAGE_TIME.saturating_mul(3);
/// So many threads are left behind for one file, then the rest of its pages is given up.
const MOST_LEFT_BEHIND: usize = 2;

/// Draws the pages of a file.
#[derive(Debug)]
pub(super) struct Pages {
    bytes: Arc<Vec<u8>>,
    /// How many pages the file has.
    pub(super) count: usize,
    next: usize,
    /// Page to stop before.
    end: usize,
    fonts: Vec<Font>,
    pages: Receiver<Message>,
    stop: Stop,
    left_behind: usize,
}

impl Pages {
    /// Opens a file to draw at most `most` pages of it.
    pub(super) fn open(bytes: &[u8], most: usize) -> Result<Self, ReadError> {
        let bytes = Arc::new(bytes.to_vec());
        let (pages, stop) = start(&bytes, 0, most, Vec::new())?;
        let count = match pages.recv_timeout(MOST_WAIT) {
            Ok(Message::Opened(count)) => count?,
            Ok(Message::Page(_)) | Err(_) => {
                stop.ask();
                return Err(ReadError::Damaged(Binary::Pdf));
            }
        };
        Ok(Self {
            bytes,
            count,
            next: 0,
            end: count.min(most),
            fonts: Vec::new(),
            pages,
            stop,
            left_behind: 0,
        })
    }

    /// The fonts of the pages drawn so far.
    pub(super) fn fonts(&self) -> &[Font] {
        &self.fonts
    }

    /// Draws the next page, waiting at most `most`. A page that takes longer comes out empty.
    pub(super) fn next(&mut self, most: Option<Duration>) -> Option<Drawn> {
        if self.next >= self.end || self.left_behind > MOST_LEFT_BEHIND {
            return None;
        }
        let number = number(self.next);
        self.next += 1;
        let wait = most.map_or(MOST_WAIT, |most| most.min(MOST_WAIT));
        loop {
            match self.pages.recv_timeout(wait) {
                Ok(Message::Opened(_)) => {}
                Ok(Message::Page(mut drawn)) => {
                    self.fonts.append(&mut drawn.new_fonts);
                    return Some(*drawn);
                }
                Err(error) => {
                    self.stop.ask();
                    self.left_behind += 1;
                    let ending = match error {
                        RecvTimeoutError::Timeout => Ending::OverLimit,
                        RecvTimeoutError::Disconnected => Ending::Damaged,
                    };
                    match start(&self.bytes, self.next, self.end, self.fonts.clone()) {
                        Ok(next) => (self.pages, self.stop) = next,
                        Err(_) => self.left_behind = usize::MAX,
                    }
                    let sheet = Sheet { number, ..Sheet::default() };
                    return Some(Drawn {
                        sheet,
                        new_fonts: Vec::new(),
                        scanned: false,
                        picture: None,
                        ending,
                    });
                }
            }
        }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.stop.ask();
    }
}

/// The number of the page at `at`, from 1.
fn number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

/// Starts to draw the pages from `from` to before `to`.
fn start(
    bytes: &Arc<Vec<u8>>,
    from: usize,
    to: usize,
    fonts: Vec<Font>,
) -> Result<(Receiver<Message>, Stop), ReadError> {
    let (sender, receiver) = sync_channel(AHEAD);
    let stop = Stop::default();
    let (bytes, asked) = (bytes.clone(), stop.clone());
    guard::spawn(move || draw_pages(&bytes, from, to, Fonts::behind(fonts), &sender, &asked))
        .map_err(|_| ReadError::Damaged(Binary::Pdf))?;
    Ok((receiver, stop))
}

fn draw_pages(
    bytes: &Arc<Vec<u8>>,
    from: usize,
    to: usize,
    mut fonts: Fonts,
    sender: &SyncSender<Message>,
    stop: &Stop,
) {
    let pdf = match Pdf::new(bytes.clone()) {
        Ok(pdf) => pdf,
        Err(error) => {
            let error = match error {
                LoadPdfError::Decryption(_) => ReadError::Encrypted,
                LoadPdfError::Invalid => ReadError::Damaged(Binary::Pdf),
            };
            let _ = sender.send(Message::Opened(Err(error)));
            return;
        }
    };
    let pages = pdf.pages();
    if sender.send(Message::Opened(Ok(pages.len()))).is_err() {
        return;
    }
    let cache = InterpreterCache::new();
    for (at, page) in pages.iter().enumerate().take(to).skip(from) {
        let drawn = draw(&pdf, &cache, page, number(at), &mut fonts, stop);
        if stop.asked() || sender.send(Message::Page(Box::new(drawn))).is_err() {
            return;
        }
    }
}

/// Draws one page: its letters and rules, and its pictures where they are the page.
fn draw<'a>(
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    page: &PdfPage<'a>,
    number: u32,
    fonts: &mut Fonts,
    stop: &Stop,
) -> Drawn {
    let known = fonts.list().len();
    let mut collector = Collector::new(number, fonts);
    let mut ending = draw_on(pdf, cache, page, &mut collector, stop);
    if ending == Ending::Whole && is_lost(page) {
        ending = Ending::Damaged;
    }
    let (mut sheet, pictures) = collector.finish();
    let (width, height) = page.render_dimensions();
    let nature = nature(&sheet, &pictures, width, height);
    let mut picture = match nature {
        Nature::Typed => None,
        Nature::Layered(dpi) | Nature::Scan(dpi) => {
            Canvas::new(width, height, canvas::resolution(dpi)).map(|mut canvas| {
                draw_on(pdf, cache, page, &mut canvas, stop);
                canvas.finish()
            })
        }
    };
    if let Nature::Layered(_) = nature
        && let Some(mut picture) = picture.take()
    {
        // The layer has words; the rules of its tables are in the picture.
        let threshold = picture.threshold();
        sheet.rules = morphology::take_rules(&mut picture, threshold);
    }
    let new_fonts = fonts.list().get(known..).unwrap_or_default().to_vec();
    Drawn { sheet, new_fonts, scanned: nature != Nature::Typed, picture, ending }
}

/// Bytes that deflate takes to say nothing, at most.
const PACKED_NOTHING: usize = 11;

/// Whether nothing came out of the operators that a page has.
fn is_lost(page: &PdfPage<'_>) -> bool {
    let operators = page.page_stream();
    match page.raw().get::<Object<'_>>(CONTENTS) {
        Some(Object::Stream(stream)) => {
            operators.is_none_or(<[u8]>::is_empty) && stream.raw_data().len() > PACKED_NOTHING
        }
        // Each part that can be read leaves a space at least.
        Some(Object::Array(parts)) => {
            operators.is_none_or(<[u8]>::is_empty) && parts.raw_iter().next().is_some()
        }
        Some(_) => true,
        None => page.raw().contains_key(CONTENTS),
    }
}

fn draw_on<'a, D: Device<'a>>(
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    page: &PdfPage<'a>,
    device: &mut D,
    stop: &Stop,
) -> Ending {
    let (width, height) = page.render_dimensions();
    Bounded::run(device, Budget::new(stop.clone()), |bounded| {
        let area = Area::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let settings = InterpreterSettings::default();
        let mut context = Context::new(transform, area, cache, pdf.xref(), settings);
        interpret_page(page, &mut context, bounded);
    })
}
