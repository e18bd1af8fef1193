use super::*;
use proptest::prelude::*;

fn check(cases: &[(&str, &[&str])]) {
    for (text, want) in cases {
        assert_eq!(split(text), *want, "{text:?}");
    }
}

#[test]
fn lists_with_marks() {
    check(&[
        (
            "- Sở, Ban, Ngành\n- UBND các quận, huyện, thị xã",
            &["Sở, Ban, Ngành", "UBND các quận, huyện, thị xã"],
        ),
        ("- Sở, ban, ngành; -UBND các xã, phường", &["Sở, ban, ngành", "UBND các xã, phường"]),
        (
            "-Sở Tài chính - Công an tỉnh - Các Sở, ban, ngành liên quan.",
            &["Sở Tài chính", "Công an tỉnh", "Các Sở, ban, ngành liên quan"],
        ),
        ("Sở Y tế;\nCác sở, ban, ngành; UBND các xã", &["Sở Y tế", "Các sở, ban, ngành", "UBND các xã"]),
        ("• Vụ Pháp chế • Cục Quản lý dược", &["Vụ Pháp chế", "Cục Quản lý dược"]),
        ("1. Tổ Toán\n2. Tổ Ngữ văn", &["Tổ Toán", "Tổ Ngữ văn"]),
        ("+ Huyện ủy Yên Lạc\n+ Ban Tuyên giáo Tỉnh ủy", &["Huyện ủy Yên Lạc", "Ban Tuyên giáo Tỉnh ủy"]),
        ("- Ban Nữ công - Câu lạc bộ Thơ", &["Ban Nữ công", "Câu lạc bộ Thơ"]),
    ]);
}

#[test]
fn names_that_hold_dashes_and_commas() {
    for name in [
        "Viện Nghiên cứu phát triển kinh tế - xã hội Đà Nẵng",
        "Viện Nghiên cứu phát triển Kinh tế - Xã hội Đà Nẵng",
        "Bộ Lao động - Thương binh và Xã hội",
        "Sở Lao động, Thương binh và Xã hội",
        "Phòng Văn hóa – Xã hội",
        "Phòng Tài chính - Kế hoạch",
        "Công chức Văn phòng - Thống kê",
        "Sở, Ban, Ngành",
        "Các sở, ban, ngành tỉnh",
        "UBND các xã, phường, thị trấn trên địa bàn",
        "Các phòng, ban, đơn vị thuộc phường",
        "Các Phòng, Trung tâm thuộc Sở",
        "Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh",
        "Các Sở quản lý lĩnh vực: Y tế, Giáo dục và Đào tạo",
        "Sở Giáo dục và Đào tạo",
        "Sở Tài nguyên và Môi trường",
        "Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh",
    ] {
        let want: &[&str] = if name.contains("và các tổ chức") {
            &["Ủy ban Mặt trận Tổ quốc", "các tổ chức chính trị - xã hội tỉnh"]
        } else {
            &[name]
        };
        assert_eq!(split(name), want);
    }
}

#[test]
fn commas_and_words_between_agencies() {
    check(&[
        (
            "Sở Nội vụ, Sở Tài chính, Văn phòng UBND tỉnh",
            &["Sở Nội vụ", "Sở Tài chính", "Văn phòng UBND tỉnh"],
        ),
        ("Các sở, ban, ngành, UBND các xã, phường", &["Các sở, ban, ngành", "UBND các xã, phường"]),
        ("Các cơ quan chuyên môn, các đơn vị sự nghiệp", &["Các cơ quan chuyên môn", "các đơn vị sự nghiệp"]),
        ("Các phòng chuyên môn, đơn vị thuộc UBND xã", &["Các phòng chuyên môn", "đơn vị thuộc UBND xã"]),
        ("Sở Nội vụ và Sở Tài chính", &["Sở Nội vụ", "Sở Tài chính"]),
        ("Bộ Y tế và các bộ, ngành liên quan", &["Bộ Y tế", "các bộ, ngành liên quan"]),
        ("Các sở, ngành và UBND các huyện", &["Các sở, ngành", "UBND các huyện"]),
        (
            "Ban Giám hiệu, Công đoàn trường, giáo viên chủ nhiệm",
            &["Ban Giám hiệu", "Công đoàn trường", "giáo viên chủ nhiệm"],
        ),
        ("Đồng chí Nguyễn Văn An, Phó Chủ tịch UBND xã", &["Đồng chí Nguyễn Văn An, Phó Chủ tịch UBND xã"]),
        (
            "Sở Y tế (khám bệnh; chữa bệnh); Sở Công thương (điện, nước)",
            &["Sở Y tế (khám bệnh; chữa bệnh)", "Sở Công thương (điện, nước)"],
        ),
    ]);
}

#[test]
fn line_ends_that_wrap_and_that_part() {
    check(&[
        ("Sở Nội vụ\nSở Tài chính", &["Sở Nội vụ", "Sở Tài chính"]),
        ("Văn phòng\nUBND tỉnh", &["Văn phòng UBND tỉnh"]),
        ("Viện Nghiên cứu\nphát triển nông thôn", &["Viện Nghiên cứu phát triển nông thôn"]),
        ("Công an\nThành phố", &["Công an Thành phố"]),
        ("Sở, Ban,\nNgành", &["Sở, Ban, Ngành"]),
    ]);
}

#[test]
fn spellings_have_one_id() {
    let place = Some("Hà Nội");
    for names in [
        &[
            "Văn phòng UBND Thành phố",
            "Văn phòng UBND TP.",
            "VP UBND thành phố Hà Nội",
            "Văn phòng Uỷ ban nhân dân Thành phố",
        ][..],
        &["UBND các xã, phường", "UBND các phường, xã", "UBND xã, phường", "Ủy ban nhân dân các xã, phường"],
        &["Sở Khoa học và Công nghệ", "Sở Khoa học & công nghệ", "Sở KH&CN"],
        &["Sở, Ban, Ngành", "Các sở, ban, ngành", "sở, ban, ngành"],
        &["Sở Lao động - Thương binh và Xã hội", "Sở Lao động, Thương binh và Xã hội", "Sở LĐTBXH"],
        &["TT Văn hóa", "Trung tâm Văn hoá"],
        &["Trường THPT Kĩ thuật", "Trường Trung học phổ thông Kỹ thuật"],
    ] {
        let ids: Vec<String> = names.iter().map(|n| canonical(n, place)).collect();
        assert!(ids.windows(2).all(|w| w[0] == w[1]), "{ids:?}");
    }
    assert_eq!(canonical("Sở Y tế", None), "so-y-te");
    assert_ne!(canonical("UBND xã Tân An", None), canonical("UBND xã Tân Bình", None));
    assert_ne!(canonical("UBND thành phố Huế", place), canonical("UBND thành phố Hà Nội", place));
}

#[test]
fn likeness_tells_agencies_from_other_cells() {
    for text in ["Sở Tài chính", "- Sở, Ban, Ngành\n- UBND các xã", "Tổ Văn phòng", "Công an tỉnh"]
    {
        assert!(likeness(text) > 0.8, "{text}: {}", likeness(text));
    }
    for text in
        ["Kế hoạch", "Báo cáo kết quả", "Hội nghị", "Tháng 7/2025", "Ban hành Quyết định", "Tổ chức hội thi"]
    {
        assert!(likeness(text) < 0.3, "{text}: {}", likeness(text));
    }
}

#[test]
fn ended_agencies_are_known_only_for_their_place_and_time() {
    let id = canonical("Sở Thông tin và Truyền thông", Some("Hà Nội"));
    let day = |d: &str| d.parse().unwrap();
    assert_eq!(ended(&id, "ha noi", day("2025-03-01")).unwrap().1, "Sở Khoa học và Công nghệ");
    assert!(ended(&id, "ha noi", day("2025-02-28")).is_none());
    assert!(ended(&id, "hue", day("2026-01-01")).is_none());
    let district = canonical("UBND quận, huyện, thị xã", None);
    assert!(ended(&district, "ha noi", day("2025-07-01")).is_some());
}

proptest! {
    #[test]
    fn no_letter_of_a_list_is_lost(items in proptest::collection::vec("(Sở|UBND|Các đơn vị|Ban) [A-ZĐ][a-zà-ỹ ]{1,12}", 1..5), sep in "(; |\n- |, |\n)") {
        let text = items.join(&sep);
        let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        // `và` between two agencies is the only word that may go.
        let kept: String = split(&text).iter().map(|i| letters(i)).collect();
        prop_assert!(letters(&text).len() - kept.len() <= 2 * items.len() * "và".len());
    }

    #[test]
    fn anything_is_split(text in "\\PC{0,60}") {
        for item in split(&text) {
            prop_assert!(!item.is_empty() && item.trim() == item);
            let _ = canonical(&item, Some("Huế"));
        }
    }
}

#[test]
fn an_office_and_the_one_above_it_are_one() {
    check(&[
        ("Phòng Cảnh sát môi trường - Công an tỉnh", &["Phòng Cảnh sát môi trường - Công an tỉnh"]),
        (
            "- Khoa Công nghệ thông tin - Khoa Kinh tế - Vận tải",
            &["Khoa Công nghệ thông tin", "Khoa Kinh tế - Vận tải"],
        ),
        ("Ban Tổ chức - Nhân sự, Đoàn Thanh niên", &["Ban Tổ chức - Nhân sự", "Đoàn Thanh niên"]),
        ("Đảng ủy Mặt trận Tổ quốc và các đoàn thể tỉnh", &["Đảng ủy Mặt trận Tổ quốc và các đoàn thể tỉnh"]),
    ]);
}
