//! Streams that unpack to far more than any page needs.
//!
//! Filters pack a thousand bytes into one and more, and streams may be packed several times over; the interpreters unpack
//! them whole, and take a picture's word for its size. So before they begin, streams that could go over the limit are
//! unpacked here without being kept, by the filters that their dictionaries name. Names can be written in many ways and
//! elsewhere, so data that look like deflate are unpacked whatever is said of them, and data of which nothing is said where
//! they stand are tried with the filters that have no look of their own. Streams of an encrypted file are not seen through.

use std::borrow::Cow;

use memchr::memmem;

use super::filters::{Filter, TooFar};

/// Most bytes of a stream: a colour picture of A3 at 600 pixels per inch has 210 million.
pub(super) const MOST_BYTES: usize = 300 << 20;
/// Most that a single filter can make of one byte: deflate 1032, LZW some 2,500.
const DENSEST: usize = 2600;
/// Most times that a stream may be packed over.
const MOST_LAYERS: usize = 4;
/// How far in front of a stream its dictionary is looked for.
const DICTIONARY: usize = 4096;
/// How much of data is kept that were unpacked by their look alone.
const KEPT: usize = 4 << 20;

/// Whether a stream in `bytes` unpacks to more than `most` bytes, or holds a picture of more than `most` pixels.
pub(super) fn is_hidden_in(bytes: &[u8], most: usize) -> bool {
    let mut end = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        // `endstream`, or a word inside a stream that was looked at.
        if at < end || at >= 3 && bytes.get(at - 3..at) == Some(b"end") {
            continue;
        }
        let head = bytes.get(at.saturating_sub(DICTIONARY).max(end)..at).unwrap_or_default();
        let head = memmem::rfind(head, b"obj").and_then(|obj| head.get(obj..)).unwrap_or(head);
        let data = bytes.get(at + 6..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let Some(data) = data.strip_prefix(b"\n") else { continue };
        let len = memmem::find(data, b"endstream").unwrap_or(data.len());
        end = at + 6 + len;
        let data = data.get(..len).unwrap_or(data);
        let told = Told::of(head);
        // One filter cannot make too much of a short stream; a picture can claim any size.
        let layers = told.filters.len() + usize::from(told.picture);
        let harmless = len <= most / DENSEST && layers <= 1 && !told.elsewhere;
        if pictures_too_large(data, most) || !harmless && unpacks_too_far(data, &told, most).is_err() {
            return true;
        }
    }
    false
}

/// What a dictionary says of the filters of its stream.
struct Told {
    filters: Vec<Filter>,
    /// A picture whose own data say how large it is.
    picture: bool,
    /// The filters, or some of them, are not named here.
    elsewhere: bool,
}

impl Told {
    fn of(head: &[u8]) -> Self {
        let early = memmem::find(head, b"/EarlyChange 0").is_none();
        let mut told = Self { filters: Vec::new(), picture: false, elsewhere: false };
        for at in memchr::memchr_iter(b'/', head) {
            let rest = head.get(at + 1..).unwrap_or_default();
            let len = rest.iter().position(|b| b" \t\r\n\x0c\0/[]<>()%".contains(b)).unwrap_or(rest.len());
            let (name, behind) = rest.split_at_checked(len).unwrap_or((rest, &[]));
            let name = plain(name);
            told.filters.extend(Filter::of(&name, early));
            told.picture |= matches!(&*name, b"JBIG2Decode" | b"JPXDecode");
            // `/Filter 7 0 R`
            told.elsewhere |= matches!(&*name, b"Filter" | b"F") && is_reference(behind);
        }
        told
    }
}

/// A name with its escapes (`#46lateDecode`) undone.
fn plain(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [first, behind @ ..] = rest {
        let digit = |at: usize| behind.get(at).and_then(|b| char::from(*b).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'#', Some(high), Some(low)) => {
                out.push((high << 4 | low) as u8);
                rest = behind.get(2..).unwrap_or_default();
            }
            _ => {
                out.push(*first);
                rest = behind;
            }
        }
    }
    Cow::Owned(out)
}

/// Whether a reference to another object comes next: two numbers and `R`, perhaps within an array.
fn is_reference(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let text = text.strip_prefix(b"[").unwrap_or(text).trim_ascii_start();
    text.first().is_some_and(u8::is_ascii_digit)
}

fn is_deflate(data: &[u8]) -> bool {
    matches!(data, [a, b, ..] if a & 0x0F == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

fn unpacks_too_far(data: &[u8], told: &Told, most: usize) -> Result<(), TooFar> {
    let mut layer = Cow::Borrowed(data);
    let mut filters = told.filters.iter().take(MOST_LAYERS).peekable();
    while let Some(filter) = filters.next() {
        let keep = if filters.peek().is_some() { most } else { KEPT };
        layer = filter.unpack(&layer, keep, most)?.into();
        if pictures_too_large(&layer, most) {
            return Err(TooFar);
        }
    }
    // What nothing is said of is told by its look.
    let mut layers = told.filters.len();
    while is_deflate(&layer) && layers < MOST_LAYERS {
        layer = Filter::Flate.unpack(&layer, KEPT, most)?.into();
        layers += 1;
    }
    if told.elsewhere {
        for filter in [Filter::Lzw(true), Filter::Lzw(false), Filter::RunLength] {
            filter.unpack(&layer, 0, most)?;
        }
    }
    Ok(())
}

/// How far into a stream a picture may say its size.
const HEADER: usize = 4096;

/// Whether a stream holds a picture in JPEG 2000 or JBIG2 that claims more than `most` pixels.
fn pictures_too_large(data: &[u8], most: usize) -> bool {
    let head = data.get(..HEADER).unwrap_or(data);
    let number = |at: usize| {
        let bytes = data.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
    };
    let too_large = |width: usize, height: usize, layers: usize| {
        width.saturating_mul(height).saturating_mul(layers.max(1)) > most
    };
    // Start of codestream and SIZ: length, capabilities, far corner, near corner (ISO/IEC 15444-1, A.5.1).
    let jpeg2000 = memmem::find_iter(head, b"\xff\x4f\xff\x51").any(|at| {
        let corner = |place: usize| number(at + 8 + 4 * place).unwrap_or(0);
        let layers = data.get(at + 41).copied().map_or(1, usize::from);
        too_large(corner(0).saturating_sub(corner(2)), corner(1).saturating_sub(corner(3)), layers)
    });
    jpeg2000 || jbig2_too_large(data, &number, &too_large)
}

/// Segments of a JBIG2 stream that are looked at.
const MOST_SEGMENTS: usize = 10_000;

/// Walks along the segments of a stream that begins as JBIG2 does (ITU-T T.88, 7.2).
fn jbig2_too_large(
    data: &[u8],
    number: &impl Fn(usize) -> Option<usize>,
    too_large: &impl Fn(usize, usize, usize) -> bool,
) -> bool {
    let (mut at, mut paged) = (0, false);
    for _ in 0..MOST_SEGMENTS {
        let Some((kind, body, len)) = segment(data, at, number) else { return false };
        // Other data may begin like a segment, but not like a page.
        paged |= kind == 48 && len == 19;
        // A page, or a region on one, begins with its width and height. A page of unknown height says so by all ones.
        let sized = matches!(kind, 4 | 6 | 7 | 20 | 22 | 23 | 36 | 38..=40 | 42 | 43 | 48);
        if let (true, Some(width), Some(height)) = (sized && paged, number(body), number(body + 4))
            && too_large(width, if kind == 48 && height == 0xFFFF_FFFF { 1 } else { height }, 1)
        {
            return true;
        }
        at = body.saturating_add(len);
    }
    false
}

/// Kind, place and length of the data of the segment that begins at `at`.
fn segment(data: &[u8], at: usize, number: &impl Fn(usize) -> Option<usize>) -> Option<(u8, usize, usize)> {
    let own = number(at)?;
    let (flags, counted) = (*data.get(at + 4)?, *data.get(at + 5)?);
    // Kinds up to tables and extensions; the first segments of a page have small numbers.
    let kind = flags & 0x3F;
    if !matches!(kind, 0 | 4 | 6 | 7 | 16 | 20 | 22 | 23 | 36 | 38..=40 | 42 | 43 | 48..=53 | 62)
        || own > 1 << 20
    {
        return None;
    }
    let (referred, mut place) = match counted >> 5 {
        7 => {
            let count = number(at + 5)? & 0x1FFF_FFFF;
            (count, at + 9 + (count + 8) / 8)
        }
        count => (usize::from(count), at + 6),
    };
    let each = if own <= 256 {
        1
    } else if own <= 65_536 {
        2
    } else {
        4
    };
    place =
        place.checked_add(referred.checked_mul(each)?)?.checked_add(if flags & 0x40 == 0 { 1 } else { 4 })?;
    let len = number(place)?;
    // Where the length is unknown nothing behind it can be found.
    Some((kind, place + 4, if len == 0xFFFF_FFFF { data.len() } else { len }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    const MOST: usize = 4 << 20;

    fn file(filters: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("%PDF-1.4\n1 0 obj << /Filter {filters} /Length {} >>\nstream\n", data.len());
        [head.as_bytes(), data, b"\nendstream endobj"].concat()
    }

    fn is_bomb(filters: &str, data: &[u8]) -> bool {
        is_hidden_in(&file(filters, data), MOST)
    }

    /// Codes of LZW whose texts grow by one byte each, till the table is full: 7 million bytes.
    fn growing_lzw() -> Vec<u8> {
        let (mut out, mut bits, mut held) = (Vec::new(), 0_u32, 0);
        let mut put = |code: u32, width: u32| {
            bits = bits << width | code;
            held += width;
            while held >= 8 {
                out.push((bits >> (held - 8)) as u8);
                held -= 8;
                bits &= (1 << held) - 1;
            }
        };
        put(256, 9);
        put(32, 9);
        for code in 258..4095_u32 {
            let width = match code {
                ..511 => 9,
                511..1023 => 10,
                1023..2047 => 11,
                _ => 12,
            };
            put(code, width);
        }
        out
    }

    #[test]
    fn deflate_is_seen_through_however_it_is_named() {
        let zeros = compress_to_vec_zlib(&vec![0; MOST + 1], 6);
        assert!(is_bomb("/FlateDecode", &zeros));
        let twice = compress_to_vec_zlib(&zeros, 6);
        assert!(twice.len() < 10_000);
        let triple = compress_to_vec_zlib(&twice, 6);
        assert!(is_bomb("[/FlateDecode /Fl /FlateDecode]", &triple));
        assert!(is_bomb("[/#46lateDecode /#46lateDecode /#46lateDecode]", &triple));
        assert!(is_bomb("7 0 R", &triple));
    }

    #[test]
    fn every_filter_is_seen_through() {
        let zeros = compress_to_vec_zlib(&vec![0; MOST + 1], 6);
        let hex: String = zeros.iter().map(|b| format!("{b:02x}")).collect();
        assert!(is_bomb("[/ASCIIHexDecode /FlateDecode]", hex.as_bytes()));
        let runs = [0x81, b' '].repeat(MOST / 128 + 1);
        assert!(is_bomb("/RunLengthDecode", &runs));
        assert!(is_bomb("[/Fl /RL]", &compress_to_vec_zlib(&runs, 6)));
        assert!(is_bomb("7 0 R", &runs));
        assert!(is_bomb("/A85", &vec![b'z'; MOST / 4 + 1]));
        let lzw = growing_lzw();
        assert!(lzw.len() < 6000);
        assert!(is_hidden_in(&file("[/LZWDecode]", &lzw), 1 << 20));
        assert!(is_hidden_in(&file("7 0 R", &lzw), 1 << 20));
    }

    #[test]
    fn pictures_that_claim_too_much() {
        let size = |side: u32| [side.to_be_bytes(), side.to_be_bytes()].concat();
        let jpx = |side: u32| {
            let corners = [size(side), size(0)].concat();
            [&b"\xff\x4f\xff\x51\x00\x29\x00\x00"[..], &corners, &corners, &[0, 1, 7, 1, 1]].concat()
        };
        assert!(is_bomb("/JPXDecode", &jpx(60_000)));
        assert!(!is_bomb("/JPXDecode", &jpx(1000)));
        // The boxes around it are no segments of JBIG2.
        let boxed = [&b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 \0\0\0\0jp2 "[..], &jpx(1000)].concat();
        assert!(!is_bomb("/JPXDecode", &boxed));
        // A page, then a region on it.
        let jbig2 = |page: u32, region: u32| {
            let page = [&b"\0\0\0\0\x30\0\x01\0\0\0\x13"[..], &size(page), &[0; 11]].concat();
            let region = [&b"\0\0\0\x01\x26\0\x01\0\0\0\x20"[..], &size(region), &[0; 24]].concat();
            [page, region].concat()
        };
        assert!(is_bomb("/JBIG2Decode", &jbig2(65_535, 10)));
        assert!(is_bomb("/JBIG2Decode", &jbig2(100, 65_535)));
        assert!(is_bomb("[/FlateDecode /JBIG2Decode]", &compress_to_vec_zlib(&jbig2(65_535, 10), 6)));
        assert!(!is_bomb("/JBIG2Decode", &jbig2(1000, 1000)));
    }

    #[test]
    fn pages_are_no_bombs() {
        let page = compress_to_vec_zlib(&b"BT /F1 12 Tf (vanthu) Tj ET ".repeat(100), 6);
        assert!(!is_bomb("/FlateDecode", &page));
        let twice = compress_to_vec_zlib(&page, 6);
        assert!(!is_bomb("[/FlateDecode /FlateDecode]", &twice));
        assert!(!is_bomb("7 0 R", &twice));
        assert!(!is_hidden_in(b"a stream of words, endstream, stream\n", MOST));
    }
}
