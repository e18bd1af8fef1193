//! Documents of many issuers and eras, invented, each with every field that its front part and end give.

mod common;

use common::{Fields, fields, parse_text};

/// Parses `text` and compares what it says.
fn check(text: &str, wanted: &Fields<'_>) {
    let reading = parse_text(text);
    assert_eq!(&fields(&reading.document), &wanted.owned(), "{text}");
}

#[test]
fn province_two_columns_one_after_the_other() {
    check(
        "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG XOAN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n\
         Số: 1204/QĐ-UBND\nĐồng Xoan, ngày 05 tháng 02 năm 2024\n\nQUYẾT ĐỊNH\nVề việc ban hành Quy chế phối hợp\n\
         quản lý cụm công nghiệp\n\nỦY BAN NHÂN DÂN TỈNH ĐỒNG XOAN\n\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;\n\
         Căn Luật Đầu tư ngày 17/6/2020; Căn cứ Nghị định số 32/2024/NĐ-CP của Chính phủ,\n\
         Theo đề nghị của Giám đốc Sở Công Thương,\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Ban hành kèm theo Quyết định này Quy chế.\n\
         2. Quyết định này có hiệu lực kể từ ngày ký.\nĐiều 3. Chánh Văn phòng chịu trách nhiệm thi hành./.\n\n\
         Nơi nhận:\n- Như Điều 3;\n- Bộ Công Thương;\n- Lưu: VT, KT.\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLò Văn Bính\n",
        &Fields {
            kind: "quyet-dinh",
            number: "1204",
            symbol: "QĐ-UBND",
            date: "2024-02-05",
            place: "Đồng Xoan",
            issuer: "ỦY BAN NHÂN DÂN TỈNH ĐỒNG XOAN",
            title: "Về việc ban hành Quy chế phối hợp quản lý cụm công nghiệp",
            signer: ("Lò Văn Bính", "PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH"),
            bases: &[
                "Luật Tổ chức chính quyền địa phương ngày 19/6/2015",
                "Luật Đầu tư ngày 17/6/2020",
                "Nghị định số 32/2024/NĐ-CP của Chính phủ",
            ],
            articles: &["Điều 1", "2", "Điều 3"],
            recipients: &["Như Điều 3", "Bộ Công Thương", "Lưu: VT, KT"],
            ..Fields::default()
        },
    );
}

#[test]
fn ministry_with_columns_mixed_by_bars() {
    check(
        "BỘ THỦY LỢI | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCỤC ĐÊ ĐIỀU | Độc lập - Tự do - Hạnh phúc\n\
         Số: 88/QĐ-CĐĐ | Hà Nội, ngày 7 tháng 9 năm 2011\n\nQUYẾT ĐỊNH\nVỀ VIỆC PHÂN CẤP ĐÊ\n\
         -----------\nCỤC TRƯỞNG CỤC ĐÊ ĐIỀU\nCăn cứ Luật Đê điều số 79/2006/QH11;\nXét đề nghị của Chánh Văn phòng,\n\
         QUYẾT ĐỊNH:\nĐiều 1. Phân cấp đê.\nĐiều 2. Hiệu lực.\n\
         | Nơi nhận: | CỤC TRƯỞNG |\n| - Như Điều 2; | |\n| - Lưu: VT. | Nguyễn Thị Sa |\n",
        &Fields {
            kind: "quyet-dinh",
            number: "88",
            symbol: "QĐ-CĐĐ",
            date: "2011-09-07",
            place: "Hà Nội",
            issuer: "CỤC ĐÊ ĐIỀU",
            title: "VỀ VIỆC PHÂN CẤP ĐÊ",
            signer: ("Nguyễn Thị Sa", "CỤC TRƯỞNG", ""),
            bases: &["Luật Đê điều số 79/2006/QH11"],
            articles: &["Điều 1", "Điều 2"],
            recipients: &["Như Điều 2", "Lưu: VT"],
            ..Fields::default()
        },
    );
}

#[test]
fn joint_circular_has_its_issuers_and_the_first_ones_signer() {
    check(
        "BỘ TÀI CHÍNH - BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nSố: 02/2014/TTLT-BTC-BLĐTBXH\n\
         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Nội, ngày 3 tháng 1 năm 2014\n\
         THÔNG TƯ LIÊN TỊCH\nHướng dẫn chi hỗ trợ học nghề\nCăn cứ Luật Việc làm ngày 16 tháng 11 năm 2013;\n\
         Bộ trưởng Bộ Tài chính và Bộ trưởng Bộ Lao động ban hành Thông tư liên tịch như sau:\nĐiều 1. Phạm vi\nThông tư này hướng dẫn chi.\n\
         KT. BỘ TRƯỞNG BỘ LAO ĐỘNG\nTHỨ TRƯỞNG\n\nTrần Văn Kha\n\nKT. BỘ TRƯỞNG BỘ TÀI CHÍNH\nTHỨ TRƯỞNG\n\nLê Thị Mơ\n",
        &Fields {
            kind: "thong-tu-lien-tich",
            number: "02",
            symbol: "2014/TTLT-BTC-BLĐTBXH",
            date: "2014-01-03",
            place: "Hà Nội",
            issuer: "BỘ TÀI CHÍNH; BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
            title: "Hướng dẫn chi hỗ trợ học nghề",
            signer: ("Lê Thị Mơ", "THỨ TRƯỞNG", "KT. BỘ TRƯỞNG BỘ TÀI CHÍNH"),
            bases: &["Luật Việc làm ngày 16 tháng 11 năm 2013"],
            articles: &["Điều 1"],
            ..Fields::default()
        },
    );
}

#[test]
fn party_directive() {
    check(
        "ĐẢNG BỘ TỈNH SƠN BÌNH\nBAN THƯỜNG VỤ TỈNH ỦY\n*\nSố 31-CT/TU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\n\
         Sơn Bình, ngày 12 tháng 3 năm 2021\n\nCHỈ THỊ\nvề tăng cường lãnh đạo công tác dân vận\n\n\
         Thời gian qua, công tác dân vận đã đạt nhiều kết quả. Ban Thường vụ Tỉnh ủy yêu cầu:\n\
         1. Các cấp ủy quán triệt Nghị quyết số 25-NQ/TW ngày 03/6/2013.\n2. Ban Dân vận theo dõi, đôn đốc.\n\n\
         T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nGiàng Thị Dua\n\nNơi nhận:\n- Ban Bí thư Trung ương Đảng,\n- Lưu Văn phòng Tỉnh ủy.\n",
        &Fields {
            kind: "chi-thi",
            number: "31",
            symbol: "CT/TU",
            date: "2021-03-12",
            place: "Sơn Bình",
            issuer: "BAN THƯỜNG VỤ TỈNH ỦY",
            title: "về tăng cường lãnh đạo công tác dân vận",
            signer: ("Giàng Thị Dua", "PHÓ BÍ THƯ", "T/M BAN THƯỜNG VỤ"),
            outline: &["", "1", "2"],
            recipients: &["Ban Bí thư Trung ương Đảng", "Lưu Văn phòng Tỉnh ủy"],
            ..Fields::default()
        },
    );
}

#[test]
fn school_plan_with_wide_spaces_between_columns() {
    check(
        "UBND HUYỆN TÂN LĨNH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTRƯỜNG THCS SUỐI BẠC            Độc lập - Tự do - Hạnh phúc\n\
         Số: 07/KH-THCS             Suối Bạc, ngày 9 tháng 9 năm 2022\n\nKẾ HOẠCH\nGiáo dục nhà trường năm học 2022 - 2023\n\n\
         Căn cứ Công văn số 2345/SGDĐT-GDTrH ngày 1/9/2022 của Sở Giáo dục và Đào tạo, Trường THCS Suối Bạc xây dựng kế hoạch như sau:\n\
         I. ĐẶC ĐIỂM TÌNH HÌNH\n1. Thuận lợi\nĐội ngũ đủ.\n2. Khó khăn\nThiếu phòng học.\nII. NHIỆM VỤ\n\
         Nơi nhận:\n- Phòng GDĐT (b/c);\n- Lưu: VT.                  HIỆU TRƯỞNG\n\nVừ A Lềnh\n",
        &Fields {
            kind: "ke-hoach",
            number: "07",
            symbol: "KH-THCS",
            date: "2022-09-09",
            place: "Suối Bạc",
            issuer: "TRƯỜNG THCS SUỐI BẠC",
            title: "Giáo dục nhà trường năm học 2022 - 2023",
            period: ("2022", "2023"),
            signer: ("Vừ A Lềnh", "HIỆU TRƯỞNG", ""),
            bases: &["Công văn số 2345/SGDĐT-GDTrH ngày 1/9/2022 của Sở Giáo dục và Đào tạo"],
            outline: &["I", "II"],
            recipients: &["Phòng GDĐT (b/c)", "Lưu: VT"],
            ..Fields::default()
        },
    );
}

#[test]
fn commune_plan_as_a_draft() {
    check(
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ VÂN SƠN Độc lập – Tự do – Hạnh phúc\n\
         Số:       /KH-UBND Vân Sơn, ngày     tháng 8 năm 2025\nKẾ HOẠCH\nChuyển đổi số 5 tháng cuối năm 2025\ncủa xã Vân Sơn\n\
         Thực hiện Quyết định số 1790/QĐ-UBND ngày 31/7/2025 của UBND tỉnh;\nỦy ban nhân dân xã xây dựng Kế hoạch như sau:\n\
         I. MỤC TIÊU\n- 100% hồ sơ được số hóa.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n",
        &Fields {
            kind: "ke-hoach",
            symbol: "KH-UBND",
            date: "2025-08",
            place: "Vân Sơn",
            issuer: "ỦY BAN NHÂN DÂN XÃ VÂN SƠN",
            title: "Chuyển đổi số 5 tháng cuối năm 2025 của xã Vân Sơn",
            period: ("2025-08", "2025-12"),
            signer: ("", "CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"),
            outline: &["I"],
            relations: &["implements 1790"],
            ..Fields::default()
        },
    );
}

#[test]
fn decree_of_1945() {
    check(
        "SẮC LỆNH\n\nCỦA CHỦ TỊCH CHÍNH PHỦ LÂM THỜI\nSỐ 7 NGÀY 9 THÁNG 9 NĂM 1945\n\n\
         Chiểu theo Sắc lệnh số 3 ngày 1 tháng 9 năm 1945;\nXét đề nghị của Bộ trưởng Bộ Kinh tế;\nSau khi Hội đồng Chính phủ đồng ý;\n\
         RA SẮC LỆNH:\nĐiều thứ nhất. - Nay bãi bỏ mọi hạn chế việc chở thóc gạo.\nĐiều thứ hai. - Bộ trưởng Bộ Kinh tế thi hành Sắc lệnh này.\n",
        &Fields {
            kind: "sac-lenh",
            number: "7",
            date: "1945-09-09",
            issuer: "CHỦ TỊCH CHÍNH PHỦ LÂM THỜI",
            bases: &["Sắc lệnh số 3 ngày 1 tháng 9 năm 1945"],
            articles: &["Điều thứ nhất", "Điều thứ hai"],
            ..Fields::default()
        },
    );
}

#[test]
fn decree_of_1945_with_its_authority_again_and_a_number_put_between() {
    check(
        "SẮC LỆNH\n\nCỦA CHỦ TỊCH CHÍNH PHỦ LÂM THỜI SỐ 9-B\nNGÀY 10 THÁNG 9 NĂM 1945\n\n\
         BỘ TRƯỞNG CHỦ TỊCH LÂM THỜI CHÍNH PHỦ\nDÂN CHỦ CỘNG HOÀ VIỆT NAM\n\nChiểu chi tình hình lúa gạo;\nSau khi Hội đồng Chính phủ đồng ý;\n\
         SẮC:\nKhoản thứ nhất: Nay cấm tích trữ thóc gạo.\nKhoản thứ hai: Các Bộ trưởng thi hành sắc lệnh này.\n",
        &Fields {
            kind: "sac-lenh",
            number: "9-B",
            date: "1945-09-10",
            issuer: "CHỦ TỊCH CHÍNH PHỦ LÂM THỜI",
            bases: &["tình hình lúa gạo"],
            articles: &["Khoản thứ nhất", "Khoản thứ hai"],
            ..Fields::default()
        },
    );
}

#[test]
fn columns_of_spaces_with_a_typists_mark_and_a_signature_beside_the_recipients() {
    check(
        "ỦY BAN NHÂN DÂN             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH BẠCH ĐẦM                  Độc lập - Tự do - Hạnh phúc\nKT07\n\
         Số:  41 /2004/QĐ-UB               Bạch Đầm, ngày  01 tháng  7 năm 2004\n\nQUYẾT ĐỊNH\nV/v ban hành Quy chế bến phà\n\n\
         Căn cứ Luật Giao thông đường thủy nội địa ngày 15/6/2004;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Ban hành Quy chế.\n\n\
         Nơi nhận:                                    KT/ CHỦ TỊCH UBND TỈNH\n- Sở Giao thông vận tải                    PHÓ CHỦ TỊCH\n\
         - Các bến phà                                   (Đã ký)\n- UBND các huyện, thị xã\nven sông                                      Lù Thị Mỷ\n- Lưu VT\n",
        &Fields {
            kind: "quyet-dinh",
            number: "41",
            symbol: "2004/QĐ-UB",
            date: "2004-07-01",
            place: "Bạch Đầm",
            issuer: "ỦY BAN NHÂN DÂN TỈNH BẠCH ĐẦM",
            title: "V/v ban hành Quy chế bến phà",
            signer: ("Lù Thị Mỷ", "PHÓ CHỦ TỊCH", "KT/ CHỦ TỊCH UBND TỈNH"),
            bases: &["Luật Giao thông đường thủy nội địa ngày 15/6/2004"],
            articles: &["Điều 1"],
            recipients: &[
                "Sở Giao thông vận tải",
                "Các bến phà",
                "UBND các huyện, thị xã ven sông",
                "Lưu VT",
            ],
            ..Fields::default()
        },
    );
}

#[test]
fn law_of_the_national_assembly() {
    check(
        "QUỐC HỘI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLuật số: 91/2031/QH17\n\
         Hà Nội, ngày 20 tháng 6 năm 2031\nLUẬT\nBẢO VỆ NGUỒN NƯỚC\nCăn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;\n\
         Quốc hội ban hành Luật Bảo vệ nguồn nước.\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi điều chỉnh\nLuật này quy định việc bảo vệ.\n\
         Chương II\nĐIỀU KHOẢN THI HÀNH\nĐiều 2. Hiệu lực\nLuật này thay thế Luật Tài nguyên số 17/2012/QH13.\nCHỦ TỊCH QUỐC HỘI\n\nPhạm Thị Lan\n",
        &Fields {
            kind: "luat",
            number: "91",
            symbol: "2031/QH17",
            date: "2031-06-20",
            place: "Hà Nội",
            issuer: "QUỐC HỘI",
            title: "BẢO VỆ NGUỒN NƯỚC",
            signer: ("Phạm Thị Lan", "CHỦ TỊCH QUỐC HỘI", ""),
            bases: &["Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam"],
            articles: &["Điều 1", "Điều 2"],
            outline: &["Chương I", "Chương II"],
            relations: &["replaces 17"],
            ..Fields::default()
        },
    );
}

#[test]
fn office_letter() {
    check(
        "UBND TỈNH HOÀNH LĨNH\nSỞ Y TẾ\nSố: 2210/SYT-NVY\nV/v báo cáo công tác\nphòng, chống dịch\n\
         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHoành Lĩnh, ngày 2 tháng 12 năm 2020\n\
         Kính gửi: Các bệnh viện trong tỉnh.\nThực hiện Công văn số 6543/BYT-DP ngày 30/11/2020 của Bộ Y tế, Sở Y tế đề nghị các bệnh viện báo cáo.\n\
         Nơi nhận:\n- Như trên;\n- Lưu: VT, NVY.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nHồ Thanh Vân\n",
        &Fields {
            kind: "cong-van",
            number: "2210",
            symbol: "SYT-NVY",
            date: "2020-12-02",
            place: "Hoành Lĩnh",
            issuer: "SỞ Y TẾ",
            title: "V/v báo cáo công tác phòng, chống dịch",
            signer: ("Hồ Thanh Vân", "PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
            outline: &[""],
            recipients: &["Như trên", "Lưu: VT, NVY"],
            relations: &["implements 6543"],
            ..Fields::default()
        },
    );
}

#[test]
fn tax_office_letter_whose_subject_wraps_below_the_date() {
    check(
        "      BỘ TÀI CHÍNH                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n        CỤC THUẾ                      Độc lập - Tự do - Hạnh phúc\n\
         \x20   Số: 315/CT-CS\n  V/v hóa đơn của hộ              Hà Nội, ngày 06 tháng 8 năm 2024\n        kinh doanh\n\n\
         \x20               Kính gửi: Các chi cục thuế khu vực.\n\n     Cục Thuế đề nghị các chi cục báo cáo tình hình sử dụng hóa đơn.\n\n\
         Nơi nhận:                                      CỤC TRƯỞNG\n- Như trên;\n- Lưu: VT, CS.\n                                            Lương Thị Bảo Châu\n",
        &Fields {
            kind: "cong-van",
            number: "315",
            symbol: "CT-CS",
            date: "2024-08-06",
            place: "Hà Nội",
            issuer: "CỤC THUẾ",
            title: "V/v hóa đơn của hộ kinh doanh",
            signer: ("Lương Thị Bảo Châu", "CỤC TRƯỞNG", ""),
            outline: &[""],
            recipients: &["Như trên", "Lưu: VT, CS"],
            ..Fields::default()
        },
    );
}

#[test]
fn one_block_in_capitals() {
    check(
        "NGHỊ ĐỊNH\nCỦA CHÍNH PHỦ SỐ 05/2010/NĐ-CP NGÀY 18 THÁNG 01 NĂM 2010\nQUY ĐỊNH VIỆC ÁP DỤNG PHÁP LUẬT ĐỐI VỚI\n\
         CÁC TỔ CHỨC TÍN DỤNG\nCHÍNH PHỦ\nCăn cứ Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001;\nXét đề nghị của Thống đốc,\n\
         NGHỊ ĐỊNH:\nĐiều 1. Phạm vi\nĐiều 2. Bãi bỏ Nghị định số 11/2003/NĐ-CP.\nTM. CHÍNH PHỦ\nTHỦ TƯỚNG\nNgô Văn Tám\n",
        &Fields {
            kind: "nghi-dinh",
            number: "05",
            symbol: "2010/NĐ-CP",
            date: "2010-01-18",
            issuer: "CHÍNH PHỦ",
            title: "QUY ĐỊNH VIỆC ÁP DỤNG PHÁP LUẬT ĐỐI VỚI CÁC TỔ CHỨC TÍN DỤNG",
            signer: ("Ngô Văn Tám", "THỦ TƯỚNG", "TM. CHÍNH PHỦ"),
            bases: &["Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001"],
            articles: &["Điều 1", "Điều 2"],
            relations: &["repeals 11"],
            ..Fields::default()
        },
    );
}

#[test]
fn one_sentence_title_with_number_and_date() {
    check(
        "Quyết định\ncủa Thủ tướng Chính phủ số 115/2004/QĐ-TTg\nngày 25 tháng 6 năm 2004 về việc sửa đổi Quy chế\nban hành kèm theo Quyết định \
         số 19/2001/QĐ-TTg\nThủ tướng Chính phủ\nCăn cứ Luật Tổ chức Chính phủ;\nQuyết định:\nĐiều 1. Sửa đổi Quy chế.\nĐiều 2. Hiệu lực.\n",
        &Fields {
            kind: "quyet-dinh",
            number: "115",
            symbol: "2004/QĐ-TTg",
            date: "2004-06-25",
            issuer: "Thủ tướng Chính phủ",
            title: "về việc sửa đổi Quy chế ban hành kèm theo Quyết định số 19/2001/QĐ-TTg",
            bases: &["Luật Tổ chức Chính phủ"],
            articles: &["Điều 1", "Điều 2"],
            relations: &["amends 19"],
            ..Fields::default()
        },
    );
}

#[test]
fn council_resolution_with_chairman_and_chapters_of_quotes() {
    check(
        "HỘI ĐỒNG NHÂN DÂN\nTHÀNH PHỐ BẾN TRÁM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
         Số: 30/2024/NQ-HĐND\nBến Trám, ngày 19 tháng 11 năm 2024\nNGHỊ QUYẾT\nSửa đổi Nghị quyết số 12/2022/NQ-HĐND về học phí\n\
         HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ BẾN TRÁM\nKHÓA X, KỲ HỌP THỨ 20\nCăn cứ Luật Giáo dục ngày 14/6/2019;\n\
         Xét Tờ trình số 301/TTr-UBND ngày 8/11/2024;\nQUYẾT NGHỊ:\nĐiều 1. Sửa đổi Điều 3 như sau:\n“Điều 3. Mức thu\n1. Mầm non: theo vùng.\n\
         Điều 4. Miễn giảm”.\nĐiều 2. Tổ chức thực hiện\n1. Giao Ủy ban nhân dân:\na) Hướng dẫn;\nb) Kiểm tra.\n2. Thường trực giám sát.\n\
         CHỦ TỊCH\n\nĐỗ Văn Hải\n",
        &Fields {
            kind: "nghi-quyet",
            number: "30",
            symbol: "2024/NQ-HĐND",
            date: "2024-11-19",
            place: "Bến Trám",
            issuer: "HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ BẾN TRÁM",
            title: "Sửa đổi Nghị quyết số 12/2022/NQ-HĐND về học phí",
            signer: ("Đỗ Văn Hải", "CHỦ TỊCH", ""),
            bases: &["Luật Giáo dục ngày 14/6/2019"],
            articles: &["Điều 1", "Điều 2"],
            relations: &["amends 12"],
            ..Fields::default()
        },
    );
}

#[test]
fn running_text_is_no_front_part() {
    let reading = parse_text("Hôm nay trời đẹp. Chúng tôi đi chợ.\nRồi về nhà.\n");
    assert_eq!(reading.document.kind, None);
    assert_eq!(reading.document.issuer, None);
    assert_eq!(reading.document.title, None);
    assert!(reading.attachments.is_empty());
}

#[test]
fn scan_with_a_stamp_and_a_number_by_hand() {
    // As an OCR reads it: strokes of a pen for digits, a stamp of receipt among the lines, the signer's name between the
    // recipients.
    check(
        "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG XOAN\nSố: ¿7 /QĐ-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
         Độc lập - Tự do - Hạnh phúc\n\nĐồng Xoan, ngày 4$ tháng O3 năm 2011\n\nTRUNG TÂM CÔNG BÁO TỈNH\nCÔNG   VĂN ĐẾN\n\
         Số:......4512......\nNgày...9...tháng...3...năm 2011\nKính chuyển:.........\n\nQUYẾT ĐỊNH .\n\
         Về việc thành lập Tổ biên tập\n\nỦY BAN NHÂN DÂN TỈNH ĐỒNG XOAN\n\n\
         Căn cứ Luật Báo chí ngày 12/6/1999;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Thành lập Tổ biên tập.\n\n\
         Điều 2. Chánh Văn phòng chịu trách nhiệm thi hành./.\n\nCHỦ TỊCH\n\nNơi nhận:\n\n- Như Điều 2;\n\n- Sở Tư pháp;\n\n\
         Đỗ Văn Bính _\n\n~ Báo Đồng Xoan;\n\n- Lưu: VT.\n",
        &Fields {
            kind: "quyet-dinh",
            symbol: "QĐ-UBND",
            date: "2011-03",
            place: "Đồng Xoan",
            issuer: "ỦY BAN NHÂN DÂN TỈNH ĐỒNG XOAN",
            title: "Về việc thành lập Tổ biên tập",
            signer: ("Đỗ Văn Bính", "CHỦ TỊCH", ""),
            bases: &["Luật Báo chí ngày 12/6/1999"],
            articles: &["Điều 1", "Điều 2"],
            recipients: &["Như Điều 2", "Sở Tư pháp", "Báo Đồng Xoan", "Lưu: VT"],
            ..Fields::default()
        },
    );
}
