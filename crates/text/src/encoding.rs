//! The encodings that a text may come in, and how they are told apart.

/// An encoding of bytes as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

/// What is sampled to find UTF-16 without a byte order mark.
const SAMPLE: usize = 4096;

/// Fewer pairs of bytes than this show no pattern.
const FEWEST_PAIRS: usize = 8;

impl Encoding {
    /// The name in the WHATWG Encoding Standard.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
        }
    }

    /// The encoding of `bytes`, and how many bytes at their start are the byte order mark.
    ///
    /// Without a mark, UTF-16 shows itself by NULs at every other place (spaces, digits, letters without
    /// diacritics: about two thirds of a Vietnamese text); all else is taken as UTF-8.
    #[must_use]
    pub fn detect(bytes: &[u8]) -> (Encoding, usize) {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
            [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
            _ => (Self::by_nul_pattern(bytes).unwrap_or(Encoding::Utf8), 0),
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
        assert_eq!(Encoding::detect(&utf16(text, u16::to_le_bytes)), (Encoding::Utf16Le, 0));
        assert_eq!(Encoding::detect(&utf16(text, u16::to_be_bytes)), (Encoding::Utf16Be, 0));
    }

    #[test]
    fn a_few_nuls_do_not_make_utf16() {
        assert_eq!(Encoding::detect(b"K\0 ho\0ch n\0m 2020, b\0o c\0o").0, Encoding::Utf8);
        assert_eq!(Encoding::detect(&[0; 64]).0, Encoding::Utf8);
    }
}
