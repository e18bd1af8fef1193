//! Streams that unpack to far more than any page needs.
//!
//! Deflate packs a thousand bytes into one, and streams may be packed several times over; the interpreters unpack them
//! whole. So before they begin, streams that could go over the limit are unpacked here without being kept. The search is
//! for what deflate data look like, as what a dictionary says of a stream can be written in many ways. Streams of an
//! encrypted file are not seen through.

use memchr::memmem;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

/// Most bytes of a stream: a colour picture of A3 at 600 pixels per inch has 210 million.
pub(super) const MOST_BYTES: usize = 300 << 20;
/// Most that deflate can pack into one byte.
const DENSEST: usize = 1032;
/// Most times that a stream may be packed over.
const MOST_LAYERS: usize = 4;
/// How far in front of a stream its dictionary may tell of several filters.
const DICTIONARY: usize = 512;

/// Whether a stream in `bytes` unpacks to more than `most` bytes.
pub(super) fn is_hidden_in(bytes: &[u8], most: usize) -> bool {
    let mut end = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        // `endstream`, or a word inside a stream that was looked at.
        if at < end || at >= 3 && bytes.get(at - 3..at) == Some(b"end") {
            continue;
        }
        let head = bytes.get(at.saturating_sub(DICTIONARY)..at).unwrap_or_default();
        let data = bytes.get(at + 6..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let Some(data) = data.strip_prefix(b"\n") else { continue };
        let len = memmem::find(data, b"endstream").unwrap_or(data.len());
        end = at + 6 + len;
        let data = data.get(..len).unwrap_or(data);
        // The name may be written with escapes.
        let layers = memmem::find_iter(head, b"/Fl").count() + memmem::find_iter(head, b"#").count();
        if (len > most / DENSEST || layers > 1) && unpacks_too_far(data, most) {
            return true;
        }
    }
    false
}

fn is_deflate(data: &[u8]) -> bool {
    matches!(data, [a, b, ..] if a & 0x0F == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

fn unpacks_too_far(data: &[u8], most: usize) -> bool {
    let mut layer = std::borrow::Cow::Borrowed(data);
    for _ in 0..MOST_LAYERS {
        if !is_deflate(&layer) {
            return false;
        }
        let Some(unpacked) = unpacked(&layer, most) else { return true };
        layer = unpacked.into();
    }
    true
}

/// How much of an unpacked stream is kept to see whether it is packed again.
const KEPT: usize = 4 << 20;

/// The beginning of an unpacked stream; `None` if it is longer than `most`.
fn unpacked(mut data: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut state = InflateState::new_boxed(DataFormat::Zlib);
    let mut window = vec![0_u8; 64 << 10];
    let (mut kept, mut len) = (Vec::new(), 0_usize);
    loop {
        let result = inflate(&mut state, data, &mut window, MZFlush::None);
        data = data.get(result.bytes_consumed..).unwrap_or_default();
        let fresh = window.get(..result.bytes_written).unwrap_or_default();
        len += fresh.len();
        if len > most {
            return None;
        }
        if kept.len() < KEPT {
            kept.extend_from_slice(fresh);
        }
        let stuck = result.bytes_consumed == 0 && result.bytes_written == 0;
        if stuck || !matches!(result.status, Ok(MZStatus::Ok)) {
            return Some(kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    const MOST: usize = 4 << 20;

    fn file(filters: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("%PDF-1.4\n1 0 obj << /Filter [{filters}] /Length {} >>\nstream\n", data.len());
        [head.as_bytes(), data, b"\nendstream endobj"].concat()
    }

    #[test]
    fn bombs_are_found() {
        let zeros = compress_to_vec_zlib(&vec![0; MOST + 1], 6);
        assert!(is_hidden_in(&file("/FlateDecode", &zeros), MOST));
        let twice = compress_to_vec_zlib(&zeros, 6);
        assert!(twice.len() < 10_000);
        let triple = compress_to_vec_zlib(&twice, 6);
        assert!(is_hidden_in(&file("/FlateDecode /Fl /FlateDecode", &triple), MOST));
        assert!(is_hidden_in(&file("/#46lateDecode /#46lateDecode /#46lateDecode", &triple), MOST));
    }

    #[test]
    fn pages_are_no_bombs() {
        let page = compress_to_vec_zlib(&b"BT /F1 12 Tf (vanthu) Tj ET ".repeat(100), 6);
        assert!(!is_hidden_in(&file("/FlateDecode", &page), MOST));
        let twice = compress_to_vec_zlib(&page, 6);
        assert!(!is_hidden_in(&file("/FlateDecode /FlateDecode /ASCIIHexDecode", &twice), MOST));
        assert!(!is_hidden_in(b"a stream of words, endstream, stream\n", MOST));
    }
}
