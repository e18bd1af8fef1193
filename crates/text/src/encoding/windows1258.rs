//! Windows-1258: letters as Microsoft's Vietnamese keyboard types them, tone marks behind their vowel.
//!
//! Source: WHATWG Encoding Standard, index-windows-1258.

use std::sync::LazyLock;

use super::code_page::{CodePage, composed, upper_half};

/// The tone marks.
const MARKS: [(u8, char); 5] =
    [(0xCC, '\u{300}'), (0xD2, '\u{309}'), (0xDE, '\u{303}'), (0xEC, '\u{301}'), (0xF2, '\u{323}')];

pub(super) static PAGE: LazyLock<CodePage> = LazyLock::new(|| {
    let mut half = upper_half([
        "· · · · · · · · · · · · · · · ·",
        "· · · · · · · · · · · · · · · ·",
        "· · · · · · · · · · · · · · · ·",
        "· · · · · · · · · · · · · · · ·",
        "· · · Ă · · · · · · · · · · · ·",
        "Đ · · · · Ơ · · · · · · · Ư · ·",
        "· · · ă · · · · · · · · · · · ·",
        "đ · · · · ơ · · · · · · · ư ₫ ·",
    ]);
    for (place, code) in half.iter_mut().zip(0x80..=0xFF) {
        *place = MARKS.iter().find(|&&(mark, _)| mark == code).map_or(*place, |&(_, sign)| sign);
    }
    CodePage::new(&half, &[], &composed(&half, &MARKS))
});
