//! VPS, the encoding of the Vietnamese Professionals Society's fonts, in use abroad: every letter has one code,
//! fourteen of them below the space.
//!
//! Source: the table of VPSKeys as published by the Society, checked against that of the UniKey converter
//! (`data.cpp`), which leaves out the codes below the space.

use std::sync::LazyLock;

use super::code_page::{CodePage, upper_half};

pub(super) static PAGE: LazyLock<CodePage> = LazyLock::new(|| {
    let half = upper_half([
        "À Ả Ã Ấ Ầ Ẩ ọ ỗ Ă ế ề ể ệ Ắ Ằ Ẳ",
        "Ế · · Ề Ể Ễ Ố Ồ Ổ Ỗ ý ỷ ỵ Ớ Ờ Ở",
        "· ắ ằ ẳ ẵ ặ Ỡ ớ Ù ờ ở ỡ Ũ Ứ ợ Ừ",
        "ổ Ử Ỳ Ỹ Í Ì ộ Ỉ Ĩ Ó ử ữ Ò Ỏ Õ ự",
        "ầ Á Â ấ ẩ ẫ ậ đ ẻ É Ê ẹ ỉ ễ ị ỹ",
        "Ư Ủ ồ ố Ô ỏ ơ È ừ ứ Ú ũ ư Ý Ẻ ·",
        "à á â ã ả ạ ă · è é ê ẽ ì í · ĩ",
        "Ẵ Đ ò ó ô õ · Ơ ụ ù ú ủ · Ỷ Ẽ ỳ",
    ]);
    let low = [
        (0x02, 'Ạ'),
        (0x03, 'Ậ'),
        (0x04, 'Ặ'),
        (0x05, 'Ẹ'),
        (0x06, 'Ệ'),
        (0x10, 'Ị'),
        (0x11, 'Ọ'),
        (0x12, 'Ộ'),
        (0x13, 'Ợ'),
        (0x14, 'Ụ'),
        (0x15, 'Ự'),
        (0x19, 'Ỵ'),
        (0x1C, 'Ẫ'),
        (0x1D, 'Ữ'),
    ];
    CodePage::new(&half, &low, &[])
});
