//! What generated cells say: offices, products, times and sentences of the generator's own.

use std::path::Path;
use std::process::Command;

use super::random::Random;

const FIELDS: &[&str] = &[
    "Nội vụ",
    "Tài chính",
    "Tư pháp",
    "Xây dựng",
    "Y tế",
    "Công Thương",
    "Du lịch",
    "Khoa học và Công nghệ",
    "Giáo dục và Đào tạo",
    "Nông nghiệp và Môi trường",
    "Văn hóa, Thể thao và Du lịch",
    "Dân tộc và Tôn giáo",
    "Ngoại vụ",
    "Lao động - Thương binh và Xã hội",
    "Quy hoạch - Kiến trúc",
];
const OFFICES: &[&str] = &[
    "Văn phòng UBND {p}",
    "Văn phòng Tỉnh ủy",
    "Thanh tra {p}",
    "Công an {p}",
    "Bộ Chỉ huy Quân sự {p}",
    "Kho bạc Nhà nước khu vực X",
    "Bảo hiểm xã hội {p}",
    "Cục Thống kê {p}",
    "Chi cục Thủy lợi",
    "Hạt Kiểm lâm Vũ Quang",
    "Trung tâm Phục vụ hành chính công {p}",
    "Trung tâm Giáo dục nghề nghiệp",
    "Trung tâm Công nghệ thông tin",
    "Ban Quản lý các khu công nghiệp {p}",
    "Đài Phát thanh và Truyền hình {p}",
    "Trường Đại học Hồng Đức",
    "Trường Cao đẳng Y tế",
    "Viện Kiểm sát nhân dân {p}",
    "Tòa án nhân dân khu vực 3",
    "Bảo tàng {p}",
    "Thư viện {p}",
    "Hội Khuyến học",
    "Liên hiệp các Hội Khoa học và Kỹ thuật",
    "Ủy ban MTTQ Việt Nam {p}",
    "Tỉnh đoàn",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Phòng Khảo thí và Bảo đảm chất lượng",
    "Phòng Tổ chức cán bộ",
    "Khoa Ngoại ngữ",
    "Vụ Pháp chế",
    "Vụ Tổ chức cán bộ",
    "Cục An toàn thông tin",
    "Cục Đường bộ Việt Nam",
    "Ban Dân vận",
    "Ban Quản lý Vườn quốc gia",
    "Công ty Cổ phần Cấp nước",
    "Ngân hàng Nhà nước Khu vực 8",
    "Đảng ủy các cơ quan {p}",
    "Báo {p}",
    "Nhà xuất bản Giáo dục",
];
const GROUPS: &[&str] = &[
    "Các sở, ban, ngành",
    "Các sở, ban, ngành; UBND các xã, phường",
    "UBND các huyện, thị xã",
    "Các cơ quan, đơn vị liên quan",
    "UBND các xã, phường",
    "Các phòng, ban chuyên môn",
    "Các đơn vị thuộc Bộ",
    "Các khoa, phòng, trung tâm",
    "Các cơ quan, địa phương",
    "Các tổ chức chính trị - xã hội",
    "Các doanh nghiệp viễn thông",
    "Các trường học trên địa bàn",
];
const PLACES: &[&str] = &[
    "tỉnh",
    "thành phố",
    "huyện",
    "thị xã",
    "Quảng Trị",
    "Lâm Đồng",
    "Cần Thơ",
    "tỉnh Bắc Ninh",
    "thành phố Huế",
];
const PRODUCTS: &[&str] = &[
    "Kế hoạch",
    "Báo cáo",
    "Quyết định",
    "Báo cáo kết quả",
    "Nghị quyết của HĐND tỉnh",
    "Tờ trình",
    "Đề án",
    "Văn bản chỉ đạo",
    "Quyết định phê duyệt",
    "Hội nghị tập huấn",
    "Báo cáo đánh giá, đề xuất",
    "Hệ thống phần mềm",
    "Công văn hướng dẫn",
    "Cơ sở dữ liệu",
    "Kế hoạch/Báo cáo",
    "Quy chế phối hợp",
    "Danh mục được ban hành",
    "Biên bản nghiệm thu",
    "Lớp bồi dưỡng",
    "Bộ chỉ số đánh giá",
    "100% hồ sơ được số hóa",
    "Chương trình hành động",
    "Tài liệu truyền thông",
    "Phóng sự, tin bài",
    "Phương án sắp xếp",
    "Thông tư",
    "Ứng dụng trên thiết bị di động",
    "Cổng dữ liệu mở",
    "Kết luận kiểm tra",
    "Hợp đồng thuê dịch vụ",
    "Sổ tay hướng dẫn nghiệp vụ",
];
const LEADERS: &[&str] = &[
    "Đ/c Chủ tịch UBND {p}",
    "Đ/c Phó Chủ tịch phụ trách kinh tế",
    "Đồng chí Phó Chủ tịch phụ trách văn xã",
    "Chủ tịch UBND {p}",
    "Phó Chủ tịch Thường trực",
    "Giám đốc Sở",
    "Thứ trưởng phụ trách",
    "Phó Hiệu trưởng phụ trách đào tạo",
    "Bí thư Đảng ủy",
    "Đ/c Nguyễn Hữu Thọ - Phó Chủ tịch",
    "Ông Trần Quốc Bảo",
    "Bà Lê Thị Hạnh, Phó Giám đốc",
];
const TIMES: &[&str] = &[
    "Tháng {m}/{y}",
    "Quý {q}/{y}",
    "Năm {y}",
    "Trong năm {y}",
    "Thường xuyên",
    "Trước ngày {d}/{m}/{y}",
    "Trước {d}/{m}/{y}",
    "Quý {q} năm {y}",
    "Hằng năm",
    "Hằng quý",
    "Từ tháng {m}/{y} đến tháng 12/{y}",
    "Chậm nhất ngày {d}/{m}",
    "Theo tiến độ được phê duyệt",
    "Theo hướng dẫn của Bộ chủ quản",
    "Định kỳ 6 tháng, 01 năm",
    "Sau khi Nghị định được ban hành",
    "Khi có yêu cầu của cấp trên",
    "{d}/{m}/{y}",
    "Giai đoạn {y} - 2030",
    "Hoàn thành trong tháng {m}/{y}",
    "6 tháng đầu năm {y}",
    "Thường xuyên, báo cáo hằng tháng",
];
const VERBS: &[&str] = &[
    "Xây dựng",
    "Rà soát, sửa đổi, bổ sung",
    "Triển khai thực hiện",
    "Tham mưu ban hành",
    "Tổ chức kiểm tra",
    "Đẩy mạnh tuyên truyền về",
    "Nghiên cứu, đề xuất",
    "Hoàn thiện",
    "Nâng cao chất lượng",
    "Thực hiện",
    "Tiếp tục cắt giảm",
    "Cập nhật",
    "Đánh giá",
    "Công khai",
    "Chuẩn hóa",
];
const OBJECTS: &[&str] = &[
    "quy trình giải quyết thủ tục hành chính nội bộ",
    "hệ thống thông tin quản lý cán bộ, công chức, viên chức",
    "đội ngũ giáo viên mầm non, phổ thông",
    "cơ sở dữ liệu đất đai, nhà ở",
    "công tác phòng, chống lãng phí",
    "quy hoạch sử dụng đất cấp huyện",
    "các dự án đầu tư công trọng điểm",
    "chuỗi cung ứng nông sản an toàn",
    "hạ tầng số phục vụ chính quyền hai cấp",
    "việc tiếp nhận và trả kết quả hồ sơ",
];
const MODIFIERS: &[&str] = &[
    "theo Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
    "trên địa bàn tỉnh giai đoạn 2026 - 2030",
    "tại các xã vùng đặc biệt khó khăn",
    "bảo đảm đồng bộ, thống nhất, hiệu quả",
    "theo quy định tại Nghị định số 45/2020/NĐ-CP",
    "gắn với cải cách hành chính và chuyển đổi số",
    "trong các cơ quan, đơn vị sự nghiệp công lập",
    "phục vụ người dân và doanh nghiệp",
    "do Hội đồng nhân dân ban hành",
];
const NOTES: &[&str] = &[
    "Nghị quyết số 18-NQ/TW",
    "Công văn số 1236/BNV-CCHC",
    "Nhiệm vụ chuyển tiếp",
    "Chương trình công tác năm",
    "Mục III Kế hoạch số 45/KH-UBND",
    "Thông báo kết luận số 88/TB-UBND ngày 12/3/2025",
    "Nhiệm vụ mới",
    "Luật Đất đai năm 2024",
];
const SECTIONS: &[&str] = &[
    "Cải cách thể chế",
    "Chỉ đạo, điều hành",
    "CẢI CÁCH TÀI CHÍNH CÔNG",
    "Xây dựng chính quyền điện tử, chính quyền số",
    "CÔNG TÁC CÁN BỘ",
    "Lĩnh vực y tế",
    "NHIỆM VỤ TRỌNG TÂM VỀ PHÁT TRIỂN KINH TẾ",
    "Nhóm nhiệm vụ về đào tạo",
    "Quốc phòng, an ninh",
    "CẢI CÁCH CHẾ ĐỘ CÔNG VỤ",
];

/// Words for tables, with sentences of real decisions where the training text is at hand.
#[derive(Debug)]
pub struct Words {
    sentences: Vec<String>,
}

impl Words {
    /// Reads `decisions` (xz), if it is there; its sentences are used at test time only.
    #[must_use]
    pub fn load(decisions: &Path) -> Self {
        let text = Command::new("xz").arg("-dc").arg(decisions).output().ok().filter(|o| o.status.success());
        let text = text.and_then(|o| String::from_utf8(o.stdout).ok()).unwrap_or_default();
        let fits = |s: &&str| {
            let words = s.split_whitespace().count();
            (8..=55).contains(&words)
                && s.starts_with(char::is_uppercase)
                && s.contains(char::is_lowercase)
                && !s.is_ascii()
        };
        // A cell holds a clause, not the beginning of one, and no form to fill in.
        let whole = |s: &String| {
            let last = s.split(' ').next_back().unwrap_or_default();
            let open = [
                "hoặc", "bằng", "và", "của", "với", "từ", "trong", "cho", "các", "là", "theo", "tại", "về",
                "do", "để", "như", "sau",
            ];
            !s.contains(['…', '[', '_', '|', '"', '“'])
                && !s.contains("...")
                && !s.ends_with(',')
                && !open.contains(&last)
                && !s.split(' ').next().unwrap_or_default().ends_with(['.', ')'])
        };
        let clean = |s: &str| {
            s.trim_end_matches([';', '.', ':', '/']).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        Self { sentences: text.lines().filter(fits).map(clean).filter(whole).take(6000).collect() }
    }

    /// A task of one to three clauses.
    pub fn task(&self, random: &mut Random) -> String {
        if !self.sentences.is_empty() && random.chance(50) {
            let at = random.below(self.sentences.len());
            return self.sentences.get(at).cloned().unwrap_or_default();
        }
        let mut text = format!("{} {}", random.pick(VERBS), random.pick(OBJECTS));
        for _ in 0..random.below(3) {
            text.push(' ');
            text.push_str(random.pick(MODIFIERS));
        }
        if random.chance(30) {
            text.push('.');
        }
        text
    }

    /// An agency, or a group of them.
    pub fn agency(&self, random: &mut Random) -> String {
        match random.below(10) {
            0..=3 => format!("Sở {}", random.pick(FIELDS)),
            4..=7 => with_place(random.pick(OFFICES), random),
            _ => random.pick(GROUPS).to_owned(),
        }
    }

    /// One to five agencies as paragraphs, with or without list marks.
    pub fn agencies(&self, random: &mut Random) -> Vec<String> {
        let count = if random.chance(60) { 1 } else { random.between(2, 4) };
        let names: Vec<String> = (0..count).map(|_| self.agency(random)).collect();
        match (count, random.below(10)) {
            (1, _) => names,
            (_, 0..=5) => names.iter().map(|n| format!("- {n}")).collect(),
            (_, 6..=7) => vec![names.join("; ")],
            _ => vec![names.join(", ")],
        }
    }

    /// A product, or several.
    pub fn products(&self, random: &mut Random) -> Vec<String> {
        if random.chance(85) {
            return vec![random.pick(PRODUCTS).to_owned()];
        }
        (0..random.between(2, 3)).map(|_| format!("- {}", random.pick(PRODUCTS))).collect()
    }

    /// A person by office or name.
    pub fn leader(&self, random: &mut Random) -> String {
        with_place(random.pick(LEADERS), random)
    }

    /// A time.
    pub fn time(&self, random: &mut Random) -> String {
        let month = random.between(1, 12).to_string();
        let day = format!("{:02}", random.between(1, 28));
        let year = random.between(2019, 2027).to_string();
        random
            .pick(TIMES)
            .replace("{m}", &month)
            .replace("{d}", &day)
            .replace("{y}", &year)
            .replace("{q}", random.pick(&["I", "II", "III", "IV"]))
    }

    /// A source or remark.
    pub fn note(&self, random: &mut Random) -> String {
        random.pick(NOTES).to_owned()
    }

    /// The title of a section.
    pub fn section(&self, random: &mut Random) -> String {
        random.pick(SECTIONS).to_owned()
    }

    /// A score with up to four decimals.
    pub fn score(&self, random: &mut Random) -> String {
        match random.below(4) {
            0 => random.between(0, 20).to_string(),
            1 => format!("{},{}", random.between(0, 9), random.between(1, 9)),
            2 => format!("{},{:02}", random.between(0, 99), random.between(0, 99)),
            _ => format!("{},{:04}", random.between(0, 9), random.between(0, 9999)),
        }
    }
}

fn with_place(text: &str, random: &mut Random) -> String {
    text.replace("{p}", random.pick(PLACES))
}
