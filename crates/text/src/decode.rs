//! Bytes to text: encoding, line ends and normal form settled once, with the way back to the bytes kept.

use std::borrow::Cow;

use crate::encoding::{Encoding, Lines, Plan, declared};
use crate::normalize::{compose, is_nfc_boundary, next_special};
use crate::offset::OffsetMap;
use crate::range::TextRange;

/// A text decoded by [`decode`].
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// NFC text without byte order mark; lines end with `\n`; no control characters but `\n`, `\t` and
    /// the form feed.
    pub text: String,
    /// From the raw bytes (source) to [`Decoded::text`] (target).
    pub map: OffsetMap,
    /// The encodings found: those of the lines that are not the same in all, the most frequent first; never empty.
    pub encodings: Vec<Encoding>,
    /// How sure the encodings are, 0 to 1.
    pub confidence: f32,
    /// What was wrong, at most one entry of each kind.
    pub problems: Vec<Problem>,
}

/// Something wrong in the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// How often.
    pub count: usize,
    /// Offset of the first, in the raw bytes.
    pub first: usize,
}

/// What may be wrong in the bytes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// Bytes that the encoding does not allow; each maximal such sequence became one U+FFFD.
    InvalidBytes,
    /// NULs and other control characters; they were dropped.
    ControlCharacters,
}

/// Occurrences of one kind of problem while they are counted.
#[derive(Default)]
struct Tally {
    count: usize,
    first: usize,
}

impl Tally {
    fn note(&mut self, offset: usize) {
        if self.count == 0 {
            self.first = offset;
        }
        self.count += 1;
    }

    fn problem(&self, kind: ProblemKind) -> Option<Problem> {
        (self.count > 0).then_some(Problem { kind, count: self.count, first: self.first })
    }
}

impl Decoded {
    /// The encoding of most of the text.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encodings.first().copied().unwrap_or(Encoding::Utf8)
    }
}

/// Decodes `bytes`, whatever they are.
///
/// UTF-8 and UTF-16 are told by byte order mark, validity and pattern. Lines in an encoding before Unicode are found
/// one by one, since files are mixed, and so are lines whose letters were read in the wrong encoding before. `\r\n`,
/// `\r`, the vertical tab (a line break inside a paragraph in word processors), U+2028 and U+2029 become `\n`.
/// Well-formed NFC text with `\n` line ends comes out as it is.
///
/// ```
/// use vanthu_text::{Encoding, TextRange, decode};
///
/// let raw = "\u{FEFF}Số: 12/QĐ-UBND\r\nHo\u{300}a Bi\u{300}nh".as_bytes();
/// let decoded = decode(raw);
/// assert_eq!(decoded.text, "Số: 12/QĐ-UBND\nHòa Bình");
/// let place = decoded.text.find("Hòa").unwrap();
/// let source = decoded.map.to_source(TextRange::new(place, place + "Hòa".len()));
/// assert_eq!(&raw[source.start..source.end], "Ho\u{300}a".as_bytes());
///
/// let decoded = decode(b"Quy\xD5t \xAE\xDEnh c\xF1a Ch\xF1 t\xDEch");
/// assert_eq!((decoded.text.as_str(), decoded.encoding()), ("Quyết định của Chủ tịch", Encoding::Tcvn3));
/// ```
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    decode_with(bytes, None)
}

/// Decodes `bytes` as [`decode`] does, but takes them for text in `encoding`. Text in Unicode is then taken for what
/// was seen of `encoding` through Windows-1252.
///
/// ```
/// use vanthu_text::{Encoding, decode_as};
/// assert_eq!(decode_as(b"h\xE4", Encoding::Tcvn3).text, "họ");
/// assert_eq!(decode_as("hä".as_bytes(), Encoding::Tcvn3).text, "họ");
/// ```
#[must_use]
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    decode_with(bytes, Some(encoding))
}

fn decode_with(bytes: &[u8], forced: Option<Encoding>) -> Decoded {
    let wide = |&(found, _): &(Encoding, usize)| found == Encoding::Utf8 || Some(found) == forced;
    let (unicode, mark) = match (declared(bytes), forced) {
        (Some(found), Some(Encoding::Utf16Le | Encoding::Utf16Be)) if !wide(&found) => (None, found.1),
        (found, _) => (found.map(|(encoding, _)| encoding), found.map_or(0, |(_, mark)| mark)),
    };
    let unicode = unicode.or(forced.filter(|e| matches!(e, Encoding::Utf16Le | Encoding::Utf16Be)));
    let body = bytes.get(mark..).unwrap_or_default();
    let mut map = OffsetMap::default();
    map.replace(mark, 0);
    let mut invalid = Tally::default();
    let mut found = Found { encodings: vec![unicode.unwrap_or(Encoding::Utf8)], confidence: 1.0 };
    let text = match unicode {
        Some(Encoding::Utf16Le) => {
            Cow::Owned(from_utf16(body, u16::from_le_bytes, mark, &mut map, &mut invalid))
        }
        Some(Encoding::Utf16Be) => {
            Cow::Owned(from_utf16(body, u16::from_be_bytes, mark, &mut map, &mut invalid))
        }
        Some(_) => from_utf8(body, mark, &mut map, &mut invalid),
        None => match simdutf8::basic::from_utf8(body) {
            Ok(text) => {
                map.keep(text.len());
                Cow::Borrowed(text)
            }
            Err(_) => match Lines::Bytes(body).plan(forced) {
                Some(plan) => {
                    found.take(&plan);
                    let mut text = String::with_capacity(body.len() + body.len() / 2);
                    plan.apply(body, &mut text, &mut map, |at, bytes, out, map| {
                        out.push_str(&from_utf8(bytes, mark + at, map, &mut invalid));
                    });
                    Cow::Owned(text)
                }
                None => from_utf8(body, mark, &mut map, &mut invalid),
            },
        },
    };
    // Text in Unicode that was read in the wrong encoding before. What was decoded just now is past that.
    let was_text = found
        .encodings
        .first()
        .is_some_and(|e| matches!(e, Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be));
    let was_text = was_text && found.encodings.len() == 1;
    let text = match was_text.then(|| Lines::Text(&text).plan(forced)).flatten() {
        Some(plan) => {
            found.take(&plan);
            let mut meant = String::with_capacity(text.len() + text.len() / 4);
            let mut changes = OffsetMap::default();
            plan.apply(text.as_bytes(), &mut meant, &mut changes, |_, bytes, out, map| {
                out.push_str(std::str::from_utf8(bytes).unwrap_or_default());
                map.keep(bytes.len());
            });
            map = map.then(&changes);
            Cow::Owned(meant)
        }
        None => text,
    };
    let mut control = Tally::default();
    let cleaned = clean(&text, &mut control);
    control.first = map.to_source(TextRange::new(control.first, control.first + 1)).start;
    let (text, changes, composed) = match cleaned {
        Cleaned::Plain => (text, None, None),
        Cleaned::Marks => {
            let composed = compose(&text);
            (text, None, composed)
        }
        Cleaned::Changed { text, map, marks } => {
            let composed = if marks { compose(&text) } else { None };
            (Cow::Owned(text), Some(map), composed)
        }
    };
    if let Some(changes) = changes {
        map = map.then(&changes);
    }
    let text = match composed {
        Some((text, changes)) => {
            map = map.then(&changes);
            text
        }
        None => text.into_owned(),
    };
    let problems =
        [invalid.problem(ProblemKind::InvalidBytes), control.problem(ProblemKind::ControlCharacters)];
    Decoded {
        text,
        map,
        encodings: found.encodings,
        confidence: found.confidence,
        problems: problems.into_iter().flatten().collect(),
    }
}

/// The encodings while they are found.
struct Found {
    encodings: Vec<Encoding>,
    confidence: f32,
}

impl Found {
    fn take(&mut self, plan: &Plan) {
        self.encodings = plan.encodings();
        self.confidence = plan.confidence();
    }
}

/// UTF-8, with U+FFFD for each maximal invalid sequence. `base` is the offset of `bytes` in the raw bytes.
fn from_utf8<'a>(bytes: &'a [u8], base: usize, map: &mut OffsetMap, invalid: &mut Tally) -> Cow<'a, str> {
    let mut out = String::new();
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                map.keep(valid.len());
                if at == 0 {
                    return Cow::Borrowed(valid);
                }
                out.push_str(valid);
                return Cow::Owned(out);
            }
            Err(error) => {
                if at == 0 {
                    out.reserve(bytes.len());
                }
                let (valid, tail) = rest.split_at(error.valid_up_to());
                out.push_str(std::str::from_utf8(valid).unwrap_or_default());
                map.keep(valid.len());
                invalid.note(base + at + valid.len());
                let bad = error.error_len().unwrap_or(tail.len());
                out.push(char::REPLACEMENT_CHARACTER);
                map.replace(bad, char::REPLACEMENT_CHARACTER.len_utf8());
                at += valid.len() + bad;
            }
        }
    }
}

/// UTF-16, with U+FFFD for each lone surrogate and for a last odd byte.
fn from_utf16(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    base: usize,
    map: &mut OffsetMap,
    invalid: &mut Tally,
) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut out = String::with_capacity(bytes.len());
    let mut at = base;
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        let c = decoded.unwrap_or_else(|_| {
            invalid.note(at);
            char::REPLACEMENT_CHARACTER
        });
        map.replace(2 * c.len_utf16(), c.len_utf8());
        at += 2 * c.len_utf16();
        out.push(c);
    }
    if !odd.is_empty() {
        invalid.note(at);
        out.push(char::REPLACEMENT_CHARACTER);
        map.replace(odd.len(), char::REPLACEMENT_CHARACTER.len_utf8());
    }
    out
}

/// What [`clean`] found.
enum Cleaned {
    /// Nothing to do.
    Plain,
    /// Nothing to clean, but characters that may have to be composed.
    Marks,
    /// Line ends or control characters were changed.
    Changed { text: String, map: OffsetMap, marks: bool },
}

/// Settles line ends and drops control characters, which are counted with their offsets in `text`.
fn clean(text: &str, control: &mut Tally) -> Cleaned {
    let mut out = String::new();
    let mut map = OffsetMap::default();
    let mut marks = false;
    let mut done = 0;
    let mut from = 0;
    while let Some((at, c)) = next_special(text, from) {
        from = at + c.len_utf8();
        let new = match c {
            '\r' => {
                if text.as_bytes().get(from) == Some(&b'\n') {
                    from += 1;
                }
                Some('\n')
            }
            '\u{B}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            _ if c.is_control() => {
                control.note(at);
                None
            }
            _ => {
                marks |= !is_nfc_boundary(c);
                continue;
            }
        };
        if done == 0 {
            out.reserve(text.len());
        }
        out.push_str(&text[done..at]);
        map.keep(at - done);
        out.extend(new);
        map.replace(from - at, new.map_or(0, char::len_utf8));
        done = from;
    }
    if done == 0 {
        return if marks { Cleaned::Marks } else { Cleaned::Plain };
    }
    out.push_str(&text[done..]);
    map.keep(text.len() - done);
    Cleaned::Changed { text: out, map, marks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    #[test]
    fn line_ends_become_newlines() {
        let decoded = decode("Điều 1.\r\nĐiều 2.\rĐiều 3.\n\n\u{B}Điều 4.\u{2028}".as_bytes());
        assert_eq!(decoded.text, "Điều 1.\nĐiều 2.\nĐiều 3.\n\n\nĐiều 4.\n");
        assert!(decoded.problems.is_empty());
    }

    #[test]
    fn a_control_inside_a_letter_does_not_keep_it_apart() {
        assert_eq!(decode("e\u{323}\0\u{302}".as_bytes()).text, "ệ");
    }

    #[test]
    fn faults_are_counted_at_their_raw_offset() {
        let decoded = decode(b"\xEF\xBB\xBFTh\xC3\xB4n\r\n\x00\xFF\xE1\xBB x\x07");
        assert_eq!(decoded.text, "Thôn\n\u{FFFD}\u{FFFD} x");
        let problem = |kind, count, first| Problem { kind, count, first };
        assert_eq!(
            decoded.problems,
            [problem(ProblemKind::InvalidBytes, 2, 11), problem(ProblemKind::ControlCharacters, 2, 10)]
        );
    }

    #[test]
    fn utf16_is_read_in_both_orders_and_a_cut_is_told() {
        let text = "Xã Đông Hải – tờ trình số 8/TTr-UBND";
        for (mark, order) in
            [([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xFE, 0xFF], u16::to_be_bytes)]
        {
            let mut raw = Vec::from(mark);
            raw.extend(text.encode_utf16().flat_map(order));
            let decoded = decode(&raw);
            assert_eq!(decoded.text, text);
            let place = text.find("Hải").unwrap();
            let source = decoded.map.to_source(TextRange::new(place, place + "Hải".len()));
            assert_eq!(source, TextRange::new(2 + 2 * 8, 2 + 2 * 11));
            raw.push(b'x');
            assert_eq!(decode(&raw).problems.len(), 1);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_clean_text(bytes in proptest::collection::vec(prop_oneof![
            any::<u8>(), Just(b'\r'), Just(b'\n'), Just(0), Just(0xCC), Just(0x81), Just(b'e'), Just(0xE1), Just(0xBB)
        ], 0..300)) {
            let decoded = decode(&bytes);
            prop_assert!(is_nfc(&decoded.text));
            let clean = decoded.text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\u{C}'));
            prop_assert!(clean);
            prop_assert_eq!(decoded.map.source_len(), bytes.len());
            prop_assert_eq!(decoded.map.target_len(), decoded.text.len());
            // Every raw byte went into some character, or was dropped between two.
            let mut reached = 0;
            let mut last = 0;
            for (i, c) in decoded.text.char_indices() {
                let dropped = decoded.map.to_source(TextRange::new(i, i));
                let source = decoded.map.to_source(TextRange::new(i, i + c.len_utf8()));
                prop_assert!(source.start >= last);
                prop_assert!(source.start <= reached || dropped.start <= reached);
                last = source.start;
                reached = source.end;
            }
            let end = decoded.text.len();
            prop_assert!(reached == bytes.len() || decoded.map.to_source(TextRange::new(end, end)).end == bytes.len());
        }

        #[test]
        fn clean_text_is_left_alone(text in "(\\PC|[\n\t\u{C}]){0,200}") {
            let text: String = crate::nfc(&text).chars().filter(|c| !c.is_control() || "\n\t\u{C}".contains(*c))
                .filter(|c| !matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}')).collect();
            let text = crate::nfc(&text).into_owned();
            let decoded = decode(text.as_bytes());
            prop_assert_eq!(decoded.text, text);
            prop_assert!(decoded.map.is_identity());
        }

        #[test]
        fn utf16_and_utf8_agree(text in "\\PC{1,80}") {
            let mut raw = vec![0xFF, 0xFE];
            raw.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            let (wide, narrow) = (decode(&raw), decode(format!("\u{FEFF}{text}").as_bytes()));
            prop_assert_eq!(&wide.text, &narrow.text);
        }
    }
}
