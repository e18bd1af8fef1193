//! What the name of a font says about the text set in it. A hint and no more: converted files keep old names.

use super::Encoding;

/// What is expected of text in a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FontClass {
    /// The encoding that the font was made for, where its name tells one.
    pub encoding: Option<Encoding>,
    /// The font shows small letters as capitals.
    pub capitals: bool,
    /// The font has pictures in the places of letters.
    pub symbols: bool,
}

/// Beginnings of names, in lower case, with the encoding that such fonts are made for.
const FAMILIES: &[(&str, Encoding)] = &[
    (".vn", Encoding::Tcvn3),
    ("vntime", Encoding::Tcvn3),
    ("vnarial", Encoding::Tcvn3),
    ("vni-", Encoding::Vni),
    ("vni ", Encoding::Vni),
    ("vps ", Encoding::Vps),
    ("vi times", Encoding::Viscii),
    ("vi arial", Encoding::Viscii),
];

/// Beginnings of the names of fonts of pictures, in lower case.
const SYMBOLS: &[&str] = &["symbol", "wingdings", "webdings", "marlett", "zapfdingbats", "monotype sorts"];

/// What `name` says; the tag of an embedded subset (`ABCDEF+`) is passed over.
///
/// ```
/// use vanthu_text::{Encoding, font_class};
/// let class = font_class("ABCDEF+.VnTimeH,Bold");
/// assert_eq!((class.encoding, class.capitals), (Some(Encoding::Tcvn3), true));
/// assert_eq!(font_class("VNI-Helve").encoding, Some(Encoding::Vni));
/// assert_eq!(font_class("Times New Roman").encoding, None);
/// ```
#[must_use]
pub fn font_class(name: &str) -> FontClass {
    let name = match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => rest,
        _ => name,
    };
    let family = name.split([',', ';']).next().unwrap_or_default().trim();
    let lower = family.to_ascii_lowercase();
    let encoding = FAMILIES.iter().find(|(start, _)| lower.starts_with(start)).map(|&(_, encoding)| encoding);
    let base = family.split("-Bold").next().unwrap_or_default().split("-Italic").next().unwrap_or_default();
    FontClass {
        encoding,
        capitals: encoding == Some(Encoding::Tcvn3) && base.ends_with('H'),
        symbols: SYMBOLS.iter().any(|start| lower.starts_with(start)),
    }
}
