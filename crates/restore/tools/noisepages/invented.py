"""Short lists that invented documents are filled from: offices, places, names, products, table heads."""

#: Long forms that today's papers shorten; each is replaced now and then.
SHORT_FORMS = {
    "Ủy ban nhân dân": "UBND",
    "Uỷ ban nhân dân": "UBND",
    "Hội đồng nhân dân": "HĐND",
    "thủ tục hành chính": "TTHC",
    "cải cách hành chính": "CCHC",
    "công nghệ thông tin": "CNTT",
    "trách nhiệm hữu hạn": "TNHH",
    "văn bản quy phạm pháp luật": "VBQPPL",
    "bảo hiểm xã hội": "BHXH",
    "bảo hiểm y tế": "BHYT",
    "Mặt trận Tổ quốc": "MTTQ",
    "khoa học và công nghệ": "KH&CN",
    "kinh tế - xã hội": "KT-XH",
}
ISSUERS = [
    ("ỦY BAN NHÂN DÂN", "TỈNH {}", "QĐ-UBND"),
    ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ {}", "KH-UBND"),
    ("ỦY BAN NHÂN DÂN", "HUYỆN {}", "KH-UBND"),
    ("ỦY BAN NHÂN DÂN", "PHƯỜNG {}", "BC-UBND"),
    ("ỦY BAN NHÂN DÂN", "XÃ {}", "TB-UBND"),
    ("HỘI ĐỒNG NHÂN DÂN", "TỈNH {}", "NQ-HĐND"),
    ("UBND TỈNH {}", "SỞ NỘI VỤ", "HD-SNV"),
    ("UBND TỈNH {}", "SỞ XÂY DỰNG", "CV-SXD"),
    ("BỘ TÀI CHÍNH", "TỔNG CỤC THUẾ", "TB-TCT"),
    ("BỘ NỘI VỤ", "VỤ CẢI CÁCH HÀNH CHÍNH", "CV-BNV"),
    ("TỈNH ỦY {}", "BAN TỔ CHỨC", "HD-BTCTU"),
    ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG ĐẠI HỌC {}", "QĐ-ĐH"),
    ("CHÍNH PHỦ", "", "NĐ-CP"),
]
PLACES = (
    "Đắk Lắk|Bình Định|Quảng Trị|Thừa Thiên Huế|Đồng Tháp|Cần Thơ|Hải Dương|Ninh Bình|Lạng Sơn|Tuyên Quang|"
    "Sóc Trăng|Kiên Giang|Long Biên|Phú Thọ|Nghệ An|Vĩnh Phúc|Bắc Giang|Gia Lai|Lâm Đồng|Bà Rịa|Mỹ Đức|"
    "Yên Bái|Hưng Yên|Thái Nguyên|Điện Biên|Kỳ Anh|Ngũ Hành Sơn|Thủ Đức|Sầm Sơn|Trảng Bàng|Đống Đa|Cẩm Lệ|"
    "Phước Long|Đức Phổ|Hòa Vang"
).split("|")
SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Lương Trịnh".split()
GIVEN = (
    "Văn Thị Hữu Đức Minh Quốc Thành Ngọc Thúy Hồng Anh Tuấn Dũng Hùng Cường Phượng Hạnh Quỳnh Trường Thắng Lộc Sỹ "
    "Đạt Bảo Khánh Nhung Yến Tâm Bình Hiếu Nghĩa Sơn Thủy Việt Dự Đông"
).split()
DOC_KINDS = {
    "Quyết định": ["QĐ-UBND", "QĐ-TTg", "QĐ-BNV", "QĐ-BTC", "QĐ-BGDĐT"],
    "Kế hoạch": ["KH-UBND", "KH-BCĐ", "KH-SNV"],
    "Nghị quyết": ["NQ-HĐND", "NQ-CP", "NQ/TW", "NQ/ĐU"],
    "Nghị định": ["NĐ-CP"],
    "Thông tư": ["TT-BTC", "TT-BNV", "TTLT-BTC-BLĐTBXH"],
    "Công văn": ["CV-VPCP", "BNV-CCHC", "UBND-NC", "STC-QLNS"],
    "Chỉ thị": ["CT-TTg", "CT/TU", "CT-UBND"],
    "Tờ trình": ["TTr-SNV", "TTr-UBND", "TTr-BTP"],
    "Luật": ["QH13", "QH14", "QH15"],
}
PRODUCTS = (
    "Kế hoạch|Quyết định|Báo cáo|Văn bản|Tờ trình|Nghị quyết|Công văn|Đề án|Biên bản|Hội nghị|Thông báo|"
    "Danh mục|Hệ thống phần mềm|Báo cáo kết quả|Quyết định công bố|Văn bản chỉ đạo|Quy chế|Tài liệu tập huấn|"
    "Cơ sở dữ liệu|Hội nghị/ Báo cáo|Kết luận kiểm tra|Chương trình|Hướng dẫn|Phương án|Quy trình nội bộ|"
    "Tin, bài, phóng sự|Lớp bồi dưỡng|Sổ tay hướng dẫn|Kế hoạch, Báo cáo"
).split("|")
OWN_AGENCIES = (
    "Sở Nội vụ|Sở Tài chính|Sở Tư pháp|Sở Khoa học và Công nghệ|Sở Y tế|Sở Giáo dục và Đào tạo|"
    "Sở Nông nghiệp và Môi trường|Văn phòng UBND tỉnh|Văn phòng HĐND và UBND|Phòng Nội vụ|"
    "Phòng Tài chính - Kế hoạch|Phòng Tư pháp|Phòng Văn hóa - Xã hội|Phòng Kinh tế và Hạ tầng|"
    "Trung tâm Phục vụ hành chính công|Công an phường|Ban Chỉ huy Quân sự|Ủy ban MTTQ Việt Nam|"
    "Đoàn Thanh niên|Các phòng chuyên môn|Các cơ quan, đơn vị liên quan|UBND các xã, phường, thị trấn|"
    "Các trường học trên địa bàn|Công chức Tư pháp - Hộ tịch|Tổ dân phố|Thanh tra tỉnh|"
    "Đài Phát thanh và Truyền hình|Kho bạc Nhà nước|Vụ Pháp chế|Cục Chuyển đổi số|"
    "Các đơn vị sự nghiệp công lập"
).split("|")
TOPICS = (
    "Chỉ đạo, điều hành|Cải cách thể chế|Cải cách thủ tục hành chính|Tổ chức bộ máy|Chế độ công vụ|"
    "Tài chính công|Chính quyền số|Phát triển nguồn nhân lực|An toàn giao thông|Quản lý đất đai|"
    "Bảo vệ môi trường|Giáo dục và đào tạo|Chuyển đổi số|Y tế, dân số|Phòng, chống tham nhũng|"
    "Quản lý tài sản công|Xây dựng nông thôn mới|Thanh tra, kiểm tra|Thông tin, tuyên truyền|An sinh xã hội"
).split("|")

#: Sets of columns: (role, printed header, relative width).
FORMS = [
    [
        ("ordinal", "TT", 6.5),
        ("task", "Nhiệm vụ", 34),
        ("product", "Nội dung/sản phẩm", 13),
        ("lead", "Cơ quan, đơn vị chủ trì", 15),
        ("support", "Cơ quan, đơn vị phối hợp", 19),
        ("deadline", "Thời gian hoàn thành", 14),
    ],
    [
        ("ordinal", "STT", 6.5),
        ("task", "Nội dung công việc", 36),
        ("lead", "Đơn vị chủ trì", 16),
        ("support", "Đơn vị phối hợp", 20),
        ("deadline", "Thời gian thực hiện", 14),
        ("note", "Ghi chú", 8),
    ],
    [("ordinal", "STT", 6.5), ("task", "NHIỆM VỤ", 50), ("lead", "CƠ QUAN CHỦ TRÌ", 24), ("deadline", "THỜI GIAN", 20)],
    [
        ("ordinal", "TT", 6.5),
        ("lead", "Cơ quan chủ trì", 17),
        ("task", "Tên nhiệm vụ, đề án", 40),
        ("support", "Cơ quan phối hợp", 18),
        ("deadline", "Thời hạn trình", 14),
    ],
    [
        ("ordinal", "Số TT", 6.5),
        ("task", "Nội dung nhiệm vụ", 34),
        ("lead", "Chủ trì", 15),
        ("support", "Phối hợp", 17),
        ("deadline", "Thời hạn", 12),
        ("product", "Kết quả, sản phẩm", 16),
    ],
    [
        ("ordinal", "STT", 6.5),
        ("task", "Nhiệm vụ cụ thể", 30),
        ("leader", "Lãnh đạo phụ trách", 13),
        ("lead", "Cơ quan thực hiện", 16),
        ("support", "Cơ quan phối hợp", 16),
        ("deadline", "Thời gian hoàn thành", 12),
        ("product", "Sản phẩm dự kiến", 12),
    ],
]
