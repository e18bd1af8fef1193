//! VISCII, the encoding of the Viet-Std group: every letter has one code, six of them below the space.
//!
//! Source: RFC 1456.

use std::sync::LazyLock;

use super::code_page::{CodePage, upper_half};

pub(super) static PAGE: LazyLock<CodePage> = LazyLock::new(|| {
    let half = upper_half([
        "Ạ Ắ Ằ Ặ Ấ Ầ Ẩ Ậ Ẽ Ẹ Ế Ề Ể Ễ Ệ Ố",
        "Ồ Ổ Ỗ Ộ Ợ Ớ Ờ Ở Ị Ỏ Ọ Ỉ Ủ Ũ Ụ Ỳ",
        "Õ ắ ằ ặ ấ ầ ẩ ậ ẽ ẹ ế ề ể ễ ệ ố",
        "ồ ổ ỗ Ỡ Ơ ộ ờ ở ị Ự Ứ Ừ Ử ơ ớ Ư",
        "À Á Â Ã Ả Ă ẳ ẵ È É Ê Ẻ Ì Í Ĩ ỳ",
        "Đ ứ Ò Ó Ô ạ ỷ ừ ử Ù Ú ỹ ỵ Ý ỡ ư",
        "à á â ã ả ă ữ ẫ è é ê ẻ ì í ĩ ỉ",
        "đ ự ò ó ô õ ỏ ọ ụ ù ú ũ ủ ý ợ Ữ",
    ]);
    let low = [(0x02, 'Ẳ'), (0x05, 'Ẵ'), (0x06, 'Ẫ'), (0x14, 'Ỷ'), (0x19, 'Ỹ'), (0x1E, 'Ỵ')];
    CodePage::new(&half, &low, &[])
});
