//! The encodings that a text may come in: reading, writing, and telling them apart.
//!
//! Before Unicode, a Vietnamese text was as legible as the font that it was set in: `QuyÕt ®Þnh` reads *Quyết định* in
//! `.VnTime`, and `Quyeát ñònh` in `VNI-Times`. An encoding is therefore a property of a run of text and not of a
//! file, and what reaches a reader is usually such a run *as seen* through Windows-1252.

mod capitals;
mod cluster;
mod code_page;
mod detect;
mod font;
mod foreign;
mod likelihood;
mod lines;
mod runs;
mod seen;
mod tcvn3;
mod unicode;
mod viscii;
mod vni;
mod vps;
mod windows1252;
mod windows1258;

use std::fmt;
use std::str::FromStr;

use code_page::CodePage;
pub use font::{FontClass, font_class};
pub use runs::{DecodedLine, Run, RunDecoder};

pub(crate) use lines::{Lines, Plan};
pub(crate) use unicode::declared;

use crate::normalize::nfc;
use crate::range::TextRange;

/// An encoding of bytes as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// TCVN 5712:1993 as in the ABC fonts (`.VnTime`).
    Tcvn3,
    /// The encoding of the VNI fonts for Windows (`VNI-Times`).
    Vni,
    /// VISCII (RFC 1456).
    Viscii,
    /// The encoding of the Vietnamese Professionals Society.
    Vps,
    /// Microsoft's code page for Vietnamese.
    Windows1258,
    /// Microsoft's code page for Western Europe.
    Windows1252,
}

/// A character that an encoding has no code for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{encoding} has no code for the character at {place}", place = .range.start)]
pub struct Unencodable {
    /// The encoding.
    pub encoding: Encoding,
    /// Where the character stands in the NFC form of the text.
    pub range: TextRange,
}

/// A name that is no encoding's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no encoding is called {0:?}")]
pub struct UnknownEncoding(pub String);

impl Encoding {
    /// Every encoding.
    pub const ALL: [Encoding; 9] = [
        Encoding::Utf8,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
        Encoding::Tcvn3,
        Encoding::Vni,
        Encoding::Viscii,
        Encoding::Vps,
        Encoding::Windows1258,
        Encoding::Windows1252,
    ];

    /// The name: that of the WHATWG Encoding Standard, else the table's own.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Tcvn3 => "TCVN3",
            Encoding::Vni => "VNI",
            Encoding::Viscii => "VISCII",
            Encoding::Vps => "VPS",
            Encoding::Windows1258 => "windows-1258",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// What the bytes stand for, letter for letter: no byte order mark is looked for, the result may hold control
    /// characters, and what the encoding does not allow becomes U+FFFD.
    ///
    /// ```
    /// use vanthu_text::Encoding;
    /// assert_eq!(Encoding::Tcvn3.decode(b"Quy\xD5t \xAE\xDEnh"), "Quyết định");
    /// assert_eq!(Encoding::Vni.decode(b"Quye\xE1t \xF1\xF2nh"), "Quyết định");
    /// ```
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> String {
        let mut out = String::with_capacity(bytes.len() + bytes.len() / 2);
        self.decode_into(bytes, &mut out);
        out
    }

    /// Appends [`Encoding::decode`] to `out`.
    pub fn decode_into(self, bytes: &[u8], out: &mut String) {
        let units = |unit: fn([u8; 2]) -> u16| {
            let (pairs, odd) = bytes.as_chunks::<2>();
            let cut = (!odd.is_empty()).then_some(char::REPLACEMENT_CHARACTER);
            char::decode_utf16(pairs.iter().map(move |&pair| unit(pair)))
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .chain(cut)
        };
        match self.code_page() {
            Some(page) => page.decode_into(bytes, out),
            None if self == Encoding::Utf16Le => out.extend(units(u16::from_le_bytes)),
            None if self == Encoding::Utf16Be => out.extend(units(u16::from_be_bytes)),
            None => out.push_str(&String::from_utf8_lossy(bytes)),
        }
    }

    /// `text` in this encoding. Letters are composed first; nothing else is changed.
    ///
    /// # Errors
    /// At the first character that has no code. [`Encoding::Tcvn3`] has one for every Vietnamese letter, but fonts
    /// show capitals with a tone only where they follow the second set of the standard.
    ///
    /// ```
    /// use vanthu_text::Encoding;
    /// assert_eq!(Encoding::Vni.encode("Ủy ban").unwrap(), b"U\xDBy ban");
    /// assert!(Encoding::Vni.encode("漢").is_err());
    /// ```
    pub fn encode(self, text: &str) -> Result<Vec<u8>, Unencodable> {
        let text = nfc(text);
        match self.code_page() {
            Some(page) => page.encode(&text).map_err(|range| Unencodable { encoding: self, range }),
            None if self == Encoding::Utf16Le => Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            None if self == Encoding::Utf16Be => Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            None => Ok(text.into_owned().into_bytes()),
        }
    }

    /// `text`, which is in this encoding but was read as Windows-1252 or Latin-1, as it was meant.
    ///
    /// Characters that neither has stay as they are, but for a few that stand in a font's or a PDF's own place for
    /// a byte: U+F020 to U+F0FF of symbol fonts, `−` for 0xAD (`ư` in TCVN3), `∙` for 0xB7 (`ã`).
    ///
    /// ```
    /// use vanthu_text::Encoding;
    /// assert_eq!(Encoding::Tcvn3.decode_seen("n\u{AD}íc, n\u{2212}íc"), "nước, nước");
    /// assert_eq!(Encoding::Utf8.decode_seen("Quyáº¿t Ä‘á»‹nh"), "Quyết định");
    /// ```
    #[must_use]
    pub fn decode_seen(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 4);
        seen::decode_into(self, text, &mut out);
        out
    }

    fn code_page(self) -> Option<&'static CodePage> {
        match self {
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => None,
            Encoding::Tcvn3 => Some(&tcvn3::PAGE),
            Encoding::Vni => Some(&vni::PAGE),
            Encoding::Viscii => Some(&viscii::PAGE),
            Encoding::Vps => Some(&vps::PAGE),
            Encoding::Windows1258 => Some(&windows1258::PAGE),
            Encoding::Windows1252 => Some(&windows1252::PAGE),
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// By [`Encoding::name`] in either case, and by the other names in use (`ABC` for TCVN3, `cp1258`, `latin1`).
impl FromStr for Encoding {
    type Err = UnknownEncoding;

    fn from_str(name: &str) -> Result<Self, UnknownEncoding> {
        let plain: String =
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let found = match plain.as_str() {
            "utf8" => Encoding::Utf8,
            "utf16" | "utf16le" => Encoding::Utf16Le,
            "utf16be" => Encoding::Utf16Be,
            "tcvn3" | "tcvn" | "tcvn5712" | "abc" => Encoding::Tcvn3,
            "vni" | "vniwin" | "vniwindows" => Encoding::Vni,
            "viscii" => Encoding::Viscii,
            "vps" => Encoding::Vps,
            "windows1258" | "cp1258" => Encoding::Windows1258,
            "windows1252" | "cp1252" | "latin1" | "iso88591" => Encoding::Windows1252,
            _ => return Err(UnknownEncoding(name.to_owned())),
        };
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
