//! How far the filters of PDF streams unpack, without a page's interpreter (ISO 32000-1, 7.4).

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

/// A filter that can make data longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    Hex,
    Base85,
    /// With early change of the code's length, as usual, or without.
    Lzw(bool),
    Flate,
    RunLength,
}

/// Data that unpack to more than they may.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooFar;

/// What comes out of a filter: its length, and as much of its beginning as is asked for.
struct Output {
    kept: Vec<u8>,
    keep: usize,
    len: usize,
    most: usize,
}

impl Output {
    fn put(&mut self, bytes: &[u8]) -> Result<(), TooFar> {
        let room = self.keep.saturating_sub(self.kept.len());
        self.kept.extend_from_slice(bytes.get(..room.min(bytes.len())).unwrap_or_default());
        self.count(bytes.len())
    }

    fn count(&mut self, len: usize) -> Result<(), TooFar> {
        self.len += len;
        if self.len > self.most { Err(TooFar) } else { Ok(()) }
    }
}

impl Filter {
    /// The filter of this name, in either of its spellings.
    pub(super) fn of(name: &[u8], early: bool) -> Option<Self> {
        Some(match name {
            b"ASCIIHexDecode" | b"AHx" => Self::Hex,
            b"ASCII85Decode" | b"A85" => Self::Base85,
            b"LZWDecode" | b"LZW" => Self::Lzw(early),
            b"FlateDecode" | b"Fl" => Self::Flate,
            b"RunLengthDecode" | b"RL" => Self::RunLength,
            _ => return None,
        })
    }

    /// The first `keep` bytes of what `data` unpack to.
    ///
    /// # Errors
    /// Where that is longer than `most` in all.
    pub(super) fn unpack(self, data: &[u8], keep: usize, most: usize) -> Result<Vec<u8>, TooFar> {
        let mut out = Output { kept: Vec::new(), keep, len: 0, most };
        match self {
            Self::Hex => hex(data, &mut out),
            Self::Base85 => base85(data, &mut out),
            Self::Lzw(early) => lzw(data, early, &mut out),
            Self::Flate => flate(data, &mut out),
            Self::RunLength => run_length(data, &mut out),
        }?;
        Ok(out.kept)
    }
}

fn hex(data: &[u8], out: &mut Output) -> Result<(), TooFar> {
    let mut high = None;
    let digits = data.iter().take_while(|b| **b != b'>').filter_map(|b| char::from(*b).to_digit(16));
    for digit in digits {
        match high.take() {
            Some(high) => out.put(&[(high << 4 | digit) as u8])?,
            None => high = Some(digit),
        }
    }
    Ok(())
}

fn base85(data: &[u8], out: &mut Output) -> Result<(), TooFar> {
    let (mut group, mut count) = (0_u32, 0);
    for byte in data {
        match byte {
            b'z' if count == 0 => out.put(&[0; 4])?,
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    out.put(&group.to_be_bytes())?;
                    (group, count) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    for _ in count..5 {
        group = group.wrapping_mul(85).wrapping_add(84);
    }
    let rest = usize::saturating_sub(count, 1);
    out.put(group.to_be_bytes().get(..rest).unwrap_or_default())
}

fn run_length(mut data: &[u8], out: &mut Output) -> Result<(), TooFar> {
    while let [length, rest @ ..] = data {
        match (*length, rest) {
            (128, _) | (129.., []) => break,
            (length @ 129.., [byte, behind @ ..]) => {
                let run = [*byte; 128];
                out.put(run.get(..257 - usize::from(length)).unwrap_or_default())?;
                data = behind;
            }
            (length, rest) => {
                let (copied, behind) = rest.split_at_checked(usize::from(length) + 1).unwrap_or((rest, &[]));
                out.put(copied)?;
                data = behind;
            }
        }
    }
    Ok(())
}

fn flate(mut data: &[u8], out: &mut Output) -> Result<(), TooFar> {
    let mut state = InflateState::new_boxed(DataFormat::Zlib);
    let mut window = vec![0_u8; 64 << 10];
    loop {
        let result = inflate(&mut state, data, &mut window, MZFlush::None);
        data = data.get(result.bytes_consumed..).unwrap_or_default();
        out.put(window.get(..result.bytes_written).unwrap_or_default())?;
        let stuck = result.bytes_consumed == 0 && result.bytes_written == 0;
        if stuck || !matches!(result.status, Ok(MZStatus::Ok)) {
            return Ok(());
        }
    }
}

/// Codes of LZW that stand for no text, and the most codes there are.
const CLEAR: usize = 256;
const END: usize = 257;
const MOST_CODES: usize = 4096;

/// A text of LZW's table: another text and a byte behind it.
#[derive(Clone, Copy)]
struct Entry {
    before: u16,
    last: u8,
    first: u8,
    len: u16,
}

fn lzw(data: &[u8], early: bool, out: &mut Output) -> Result<(), TooFar> {
    let single = |byte: usize| Entry { before: 0, last: byte as u8, first: byte as u8, len: 1 };
    // The codes that stand for no text keep their places.
    let mut table: Vec<Entry> = (0..END + 1).map(single).collect();
    let mut before: Option<usize> = None;
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut text = Vec::new();
    for byte in data {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        let next = table.len() + usize::from(early);
        let width = if next >= 2048 {
            12
        } else if next >= 1024 {
            11
        } else if next >= 512 {
            10
        } else {
            9
        };
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        match code {
            CLEAR => {
                table.truncate(END + 1);
                before = None;
                continue;
            }
            END => break,
            _ => {}
        }
        if let Some(known) = before.and_then(|code| Some((code, *table.get(code)?)))
            && table.len() < MOST_CODES
        {
            let (number, entry) = known;
            // A code that is just being made begins as the text before it.
            let last = table.get(code).map_or(entry.first, |entry| entry.first);
            let len = entry.len.saturating_add(1);
            table.push(Entry { before: number as u16, last, first: entry.first, len });
        }
        let Some(entry) = table.get(code) else { break };
        if out.kept.len() < out.keep {
            text.clear();
            let mut entry = *entry;
            while entry.len > 1 {
                text.push(entry.last);
                let Some(shorter) = table.get(usize::from(entry.before)) else { break };
                entry = *shorter;
            }
            text.push(entry.last);
            text.reverse();
            out.put(&text)?;
        } else {
            out.count(usize::from(entry.len))?;
        }
        before = Some(code);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    const ALL: usize = usize::MAX;

    fn text(filter: Filter, data: &[u8]) -> String {
        String::from_utf8(filter.unpack(data, ALL, ALL).unwrap()).unwrap()
    }

    #[test]
    fn texts_come_out() {
        assert_eq!(text(Filter::Hex, b"56 61 6E 74 68 75>zz"), "Vanthu");
        assert_eq!(text(Filter::Base85, b"9jqo^BlbD-BleB1~>"), "Man is disti");
        assert_eq!(text(Filter::Base85, b"9jqo^Bl~>"), "Man i");
        assert_eq!(text(Filter::RunLength, b"\x02abc\xfeX\x80no"), "abcXXX");
        assert_eq!(text(Filter::Flate, &compress_to_vec_zlib(b"van thu", 6)), "van thu");
        // The example of ISO 32000-1, 7.4.4.2.
        let coded = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(text(Filter::Lzw(true), &coded), "-----A---B");
    }

    #[test]
    fn lengths_have_a_limit() {
        let cases: [(Filter, Vec<u8>); 4] = [
            (Filter::RunLength, [0x81, b' '].repeat(100)),
            (Filter::Base85, vec![b'z'; 100]),
            (Filter::Flate, compress_to_vec_zlib(&[0; 5000], 6)),
            (Filter::Lzw(true), vec![0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]),
        ];
        for (filter, data) in cases {
            let len = filter.unpack(&data, ALL, ALL).unwrap().len();
            assert_eq!(filter.unpack(&data, 1, len).unwrap().len(), 1, "{filter:?}");
            assert_eq!(filter.unpack(&data, 1, len - 1), Err(TooFar), "{filter:?}");
        }
    }

    #[test]
    fn garbage_ends() {
        let garbage: Vec<u8> = (0..5000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for filter in [
            Filter::Hex,
            Filter::Base85,
            Filter::Lzw(true),
            Filter::Lzw(false),
            Filter::Flate,
            Filter::RunLength,
        ] {
            for end in [0, 1, 2, 3, 1000, 5000] {
                let _ = filter.unpack(&garbage[..end], 10, ALL);
            }
        }
    }
}
