//! Unicode in bytes: byte order marks, and UTF-16 without one.

use super::Encoding;

/// What is sampled to find UTF-16 without a byte order mark.
const SAMPLE: usize = 4096;

/// Fewer pairs of bytes than this show no pattern.
const FEWEST_PAIRS: usize = 8;

/// The encoding that a byte order mark or the pattern of NULs tells, and how many bytes at the start are the mark.
///
/// Without a mark, UTF-16 shows itself by NULs at every other place (spaces, digits, letters without
/// diacritics: about two thirds of a Vietnamese text).
pub(crate) fn declared(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16Be, 2)),
        _ => by_nul_pattern(bytes).map(|encoding| (encoding, 0)),
    }
}

fn by_nul_pattern(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let (pairs, _) = sample.as_chunks::<2>();
    if pairs.len() < FEWEST_PAIRS {
        return None;
    }
    let zeros = |side: fn(&[u8; 2]) -> u8| pairs.iter().filter(|p| side(p) == 0).count();
    let (first, second) = (zeros(|p| p[0]), zeros(|p| p[1]));
    // At least a third of the pairs, and hardly any the other way round.
    let clear = |many: usize, few: usize| many * 3 >= pairs.len() && few * 50 <= pairs.len();
    if clear(second, first) {
        Some(Encoding::Utf16Le)
    } else if clear(first, second) {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf16_without_mark_is_found_in_either_order() {
        let text = "Ủy ban nhân dân xã Đông Sơn báo cáo quý II/2019\r\n";
        assert_eq!(declared(&utf16(text, u16::to_le_bytes)), Some((Encoding::Utf16Le, 0)));
        assert_eq!(declared(&utf16(text, u16::to_be_bytes)), Some((Encoding::Utf16Be, 0)));
    }

    #[test]
    fn a_few_nuls_do_not_make_utf16() {
        assert_eq!(declared(b"K\0 ho\0ch n\0m 2020, b\0o c\0o"), None);
        assert_eq!(declared(&[0; 64]), None);
    }
}
