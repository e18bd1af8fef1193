//! Pictures of pages: PNG, JPEG, and TIFF with any number of pages.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use tiff::decoder::Decoder as TiffDecoder;
use tiff::tags::Tag;
use vanthu_document::diagnostic::{Code, Diagnostic};
use vanthu_document::page::{Form, Pages, Span};

use crate::ReadOptions;
use crate::error::{Binary, ReadError};
use crate::layout::{self, Sheet};
use crate::raster::{Gray, MOST_PIXELS};
use crate::scan::Scans;

/// Longer side of a sheet of paper in inches, where a picture does not say its resolution.
const PAPER: f32 = 11.7;

/// Reads a picture file.
pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Pages, ReadError> {
    let mut diagnostics = Vec::new();
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut scans = Scans::new(options);
    let mut take = |number: u32, picture: Option<Gray>| {
        let span = Span { page: Some(number), ..Span::default() };
        let at = sheets.len();
        sheets.push(Sheet { number, ..Sheet::default() });
        match picture {
            Some(picture) => scans.push(at, number, picture, &mut sheets),
            None => diagnostics.push(Diagnostic::new(Code::PageDamaged, span, [number.to_string()])),
        }
    };
    let kind = Binary::by_magic(bytes);
    if kind == Some(Binary::Picture("TIFF")) {
        let mut decoder = TiffDecoder::new(Cursor::new(bytes)).map_err(|_| damaged("TIFF"))?;
        let mut limits = tiff::decoder::Limits::default();
        limits.decoding_buffer_size = 4 * MOST_PIXELS;
        decoder = decoder.with_limits(limits);
        let mut number = 1;
        loop {
            take(number, tiff_page(&mut decoder));
            number += 1;
            if number as usize > options.max_pages || !decoder.more_images() || decoder.next_image().is_err()
            {
                break;
            }
        }
    } else {
        take(1, Some(single(bytes).ok_or(ReadError::Damaged(kind.unwrap_or(Binary::Unknown)))?));
    }
    let lost = scans.finish(&mut sheets, &mut diagnostics);
    if let Some(missing) = lost.missing {
        return Err(ReadError::NoOcr(missing));
    }
    let pages = layout::pages(&sheets, &[]);
    let count = u32::try_from(pages.len()).ok();
    Ok(Pages { form: Form::Image, encoding: "UTF-8".to_owned(), count, pages, diagnostics })
}

fn damaged(format: &'static str) -> ReadError {
    ReadError::Damaged(Binary::Picture(format))
}

/// A PNG or a JPEG.
fn single(bytes: &[u8]) -> Option<Gray> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(4 * MOST_PIXELS as u64);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS as u64 {
        return None;
    }
    // A telephone says how it was held.
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    // What is transparent shows the paper.
    let shades = picture.to_luma_alpha8();
    let pixels = shades.pixels().map(|p| {
        let [shade, cover] = p.0.map(u32::from);
        ((shade * cover + 255 * (255 - cover)) / 255) as u8
    });
    let (width, height) = (shades.width() as usize, shades.height() as usize);
    Gray::new(width, height, resolution(width, height), pixels.collect())
}

/// The resolution of a whole page of so many pixels.
fn resolution(width: usize, height: usize) -> f32 {
    (width.max(height) as f32 / PAPER).clamp(70.0, 600.0)
}

/// The current page of a TIFF, if its form is known.
fn tiff_page(decoder: &mut TiffDecoder<Cursor<&[u8]>>) -> Option<Gray> {
    let (width, height) = decoder.dimensions().ok()?;
    let (width, height) = (width as usize, height as usize);
    if width.checked_mul(height).is_none_or(|n| n > MOST_PIXELS) {
        return None;
    }
    let color = decoder.colortype().ok()?;
    let dpi = decoder
        .find_tag(Tag::XResolution)
        .ok()
        .flatten()
        .and_then(|value| match value {
            tiff::decoder::ifd::Value::Rational(a, b) if b > 0 => Some(a as f32 / b as f32),
            _ => None,
        })
        .filter(|dpi| (70.0..=1200.0).contains(dpi));
    let tiff::decoder::DecodingResult::U8(data) = decoder.read_image().ok()? else { return None };
    let pixels: Vec<u8> = match color {
        tiff::ColorType::Gray(8) => data,
        tiff::ColorType::Gray(bits @ (1 | 2 | 4)) => {
            let row = (width * usize::from(bits)).div_ceil(8);
            let most = (1_u16 << bits) - 1;
            let of_row = |row: &[u8]| {
                let pixel = |x: usize| {
                    let bit = x * usize::from(bits);
                    let byte = u16::from(row.get(bit / 8).copied().unwrap_or(0));
                    let value = (byte >> (8 - bit % 8 - usize::from(bits))) & most;
                    (value * 255 / most) as u8
                };
                (0..width).map(pixel).collect::<Vec<u8>>()
            };
            data.chunks_exact(row).flat_map(of_row).collect()
        }
        tiff::ColorType::GrayA(8) => data.chunks_exact(2).map(|p| p[0]).collect(),
        tiff::ColorType::RGB(8) => data.chunks_exact(3).map(shade).collect(),
        tiff::ColorType::RGBA(8) => data.chunks_exact(4).map(shade).collect(),
        _ => return None,
    };
    Gray::new(width, height, dpi.unwrap_or_else(|| resolution(width, height)), pixels)
}

/// Shade of a colour (ITU-R BT.601).
fn shade(pixel: &[u8]) -> u8 {
    match pixel {
        [r, g, b, ..] => ((u32::from(*r) * 299 + u32::from(*g) * 587 + u32::from(*b) * 114) / 1000) as u8,
        _ => 255,
    }
}
