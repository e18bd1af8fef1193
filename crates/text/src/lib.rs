//! Vietnamese text, from bytes to words.
//!
//! Everything after this crate works on clean text: NFC, `\n` line ends, no control characters. [`decode`] makes
//! it from any bytes and keeps an [`OffsetMap`], so that a place in the text can always be shown in the file.
//! The map is sparse (a clean file has an empty one) and composes, so that later changes, such as restored
//! diacritics, lead back to the same bytes.
//!
//! Two forms serve comparison. [`fold`] forgets case and diacritics (`Sở Y tế` → `so y te`) and finds words in
//! damaged or unaccented text. [`exact_key`] keeps the diacritics and forgets only what is free in spelling:
//! where the tone mark stands (`hòa`, `hoà`) and the choice between `i` and `y` (`kỹ`, `kĩ`). The latter needs
//! to know syllables: [`Syllable`] takes one apart into onset, rhyme and tone by the tables of Vietnamese
//! phonotactics, or refuses it, which is how garbled words are told from sound ones.
//!
//! ```
//! use vanthu_text::{Placement, Syllable, TextRange, decode, exact_key, fold};
//!
//! // A line of a letter as an old editor saved it: byte order mark, decomposed letters, CRLF.
//! let raw = "\u{FEFF}U\u{309}y ban nha\u{302}n da\u{302}n ti\u{309}nh\r\n".as_bytes();
//! let decoded = decode(raw);
//! assert_eq!(decoded.text, "Ủy ban nhân dân tỉnh\n");
//!
//! // Found in the text, shown in the file.
//! let at = decoded.text.find("nhân").unwrap();
//! let place = decoded.map.to_source(TextRange::new(at, at + "nhân".len()));
//! assert_eq!(&raw[place.start..place.end], "nha\u{302}n".as_bytes());
//!
//! // Two ways to compare, and the syllable behind the second.
//! assert_eq!(fold(&decoded.text), "uy ban nhan dan tinh\n");
//! assert_eq!(exact_key("Ủy ban"), exact_key("uỷ ban"));
//! assert_eq!(Syllable::parse("Ủy").unwrap().spell(Placement::New), "uỷ");
//! ```

mod case;
mod decode;
mod encoding;
mod fold;
mod key;
mod marked;
mod normalize;
mod offset;
mod range;
mod space;
mod syllable;

pub use case::{is_upper, lower, title_case, upper};
pub use decode::{Decoded, Problem, ProblemKind, decode, decode_as};
pub use encoding::{
    DecodedLine, Encoding, FontClass, Run, RunDecoder, Unencodable, UnknownEncoding, font_class,
};
pub use fold::{fold, fold_char, fold_into};
pub use key::exact_key;
pub use marked::MarkedWords;
pub use normalize::nfc;
pub use offset::OffsetMap;
pub use range::TextRange;
pub use space::single_spaced;
pub use syllable::{Placement, Syllable, Tone, is_vietnamese_letter};
