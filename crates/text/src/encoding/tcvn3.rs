//! TCVN3, the encoding of the ABC fonts (`.VnTime`): the state's standard of 1993 and the usual one of the North.
//!
//! Source: TCVN 5712:1993, set 3 (VN3) for the letters; what set 2 (VN2, ISO-IR-180) adds to it, capitals with tones
//! and tone marks behind a vowel, is read as well. Set 3 has no capitals with tones: capitals fonts (`.VnTimeH`) show
//! small letters as capitals, see [`capitals`](super::capitals). Below 0xA0 the fonts have the punctuation of Windows-1252.

use std::sync::LazyLock;

use super::code_page::{CodePage, composed, upper_half};

/// The tone marks of set 2.
const MARKS: [(u8, char); 5] =
    [(0xB0, '\u{300}'), (0xB1, '\u{309}'), (0xB2, '\u{303}'), (0xB3, '\u{301}'), (0xB4, '\u{323}')];

pub(super) static PAGE: LazyLock<CodePage> = LazyLock::new(|| {
    // What is no mark of a vowel is the sign that the fonts show there, such as `°` and `²`.
    let half = upper_half([
        "· · · · · · · · · · · · · · · ·",
        "· · · · · · · · · · · · · · · ·",
        "· Ă Â Ê Ô Ơ Ư Đ ă â ê ô ơ ư đ Ằ",
        "· · · · · à ả ã á ạ Ẳ ằ ẳ ẵ ắ Ẵ",
        "Ắ Ầ Ẩ Ẫ Ấ Ề ặ ầ ẩ ẫ ấ ậ è Ể ẻ ẽ",
        "é ẹ ề ể ễ ế ệ ì ỉ Ễ Ế Ồ ĩ í ị ò",
        "Ổ ỏ õ ó ọ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ù",
        "Ỗ ủ ũ ú ụ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ Ố",
    ]);
    // The small letters have codes of their own, and `²` behind one of them is a sign.
    let mut capitals = composed(&half, &MARKS);
    capitals.retain(|&(_, c)| c.is_uppercase() && !half.contains(&c));
    CodePage::new(&half, &[], &capitals)
});
