//! Tables of many offices, forms and habits, read as a whole.

use std::fmt::Write as _;

use proptest::prelude::*;
use vanthu_document::diagnostic::{Code, Language};
use vanthu_document::model::{Attachment, Period};
use vanthu_document::page::{Block, Line, LineStyle, ReadWord};
use vanthu_document::table::{Cell, Row, Table};
use vanthu_text::TextRange;

use crate::model::{AgencyRef, Appendix, Role};
use crate::testing::table;
use crate::{Context, read};

fn attachment(tables: &[&str]) -> Attachment {
    let blocks = tables.iter().map(|t| Block::Table(table(t))).collect();
    Attachment { label: "Phụ lục".into(), blocks, ..Attachment::default() }
}

fn appendix(tables: &[&str]) -> Appendix {
    let mut read = read(&[attachment(tables)], &Context::default());
    assert_eq!(read.value.len(), 1, "{:?}", read.diagnostics);
    read.value.remove(0)
}

/// One line a sub-row: sections, ordinal, task, product, leader, lead, support, deadline.
fn told(appendix: &Appendix) -> String {
    let names = |list: &[AgencyRef]| list.iter().map(|a| &*a.text).collect::<Vec<_>>().join("; ");
    let mut out = String::new();
    for task in &appendix.tasks {
        let path: Vec<&str> = task.section.iter().map(|s| s.label.as_str()).collect();
        for a in &task.assignments {
            let ordinal = task.ordinal.as_deref().unwrap_or("?");
            let product = a.product.as_deref().unwrap_or("").replace('\n', "\\");
            let leader = a.leader.as_deref().unwrap_or("");
            let deadline = a.deadline.as_ref().map_or("", |d| &d.text);
            let (lead, support) = (names(&a.lead), names(&a.support));
            let path = path.join(">");
            let _ = writeln!(
                out,
                "{path}/{ordinal} | {} | {product} | {leader} | {lead} | {support} | {deadline}",
                task.task
            );
        }
    }
    out
}

fn check(tables: &[&str], want: &[&str]) {
    let appendix = appendix(tables);
    let told = told(&appendix);
    let got: Vec<&str> = told.lines().collect();
    assert_eq!(got, want);
}

fn codes(tables: &[&str], context: &Context) -> Vec<Code> {
    read(&[attachment(tables)], context).diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn a_typed_rule_between_rows_is_no_task() {
    check(
        &["TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn\n\
           1 | Rà soát quy chế | Phòng Hành chính | Quý I/2026\n\
           --- | --- | --- | ---\n\
           | … | - | \n\
           2 | Lập danh mục hồ sơ | Phòng Đào tạo | Quý II/2026"],
        &[
            "/1 | Rà soát quy chế |  |  | Phòng Hành chính |  | Quý I/2026",
            "/2 | Lập danh mục hồ sơ |  |  | Phòng Đào tạo |  | Quý II/2026",
        ],
    );
}

#[test]
fn a_ministry_with_a_header_of_two_rows() {
    check(
        &["STT | Nhiệm vụ | Kết quả đầu ra | Đơn vị thực hiện | | Tiến độ\n\
           | | | Chủ trì | Phối hợp |\n\
           **A** | **NHIỆM VỤ CHUNG** | | | |\n\
           **1** | **Thể chế số** | | | |\n\
           1.1 | Xây dựng Thông tư | Dự thảo | Vụ Pháp chế | Văn phòng Bộ; Cục Đường thủy | Quý I/2024\n\
           | | Thông tư | | | Quý III/2024"],
        &[
            "A>1/1.1 | Xây dựng Thông tư | Dự thảo |  | Vụ Pháp chế | Văn phòng Bộ; Cục Đường thủy | Quý I/2024",
            "A>1/1.1 | Xây dựng Thông tư | Thông tư |  | Vụ Pháp chế | Văn phòng Bộ; Cục Đường thủy | Quý III/2024",
        ],
    );
}

#[test]
fn a_commune_with_the_lead_before_the_task() {
    check(
        &["TT | Bộ phận chủ trì | Công việc | Hạn hoàn thành | Ghi chú\n\
           1 | Công an xã | Cấp căn cước lưu động | Trong tháng 8 | Tại nhà văn hóa\n\
           2 | Trạm Y tế | Tiêm chủng mở rộng | Ngày 25 hằng tháng |"],
        &[
            "/1 | Cấp căn cước lưu động |  |  | Công an xã |  | Trong tháng 8",
            "/2 | Tiêm chủng mở rộng |  |  | Trạm Y tế |  | Ngày 25 hằng tháng",
        ],
    );
    let appendix = appendix(&[
        "TT | Bộ phận chủ trì | Công việc | Hạn hoàn thành | Ghi chú\n1 | Công an xã | Cấp căn cước | Tháng 8/2025 | Tại nhà",
    ]);
    assert_eq!(appendix.tasks[0].extra.get("Ghi chú").map(String::as_str), Some("Tại nhà"));
}

#[test]
fn a_school_with_persons_for_agencies() {
    check(
        &["STT | Nội dung | Người phụ trách | Người thực hiện | Thời gian\n\
           I | Chuyên môn | | |\n\
           1 | Kiểm tra hồ sơ tổ chuyên môn | Phó Hiệu trưởng | Tổ trưởng, giáo viên chủ nhiệm | Tháng 10/2025\n\
           II | Đoàn - Đội | | |\n\
           2 | Tổ chức hội trại | Hiệu trưởng | Tổng phụ trách | 26/3/2026"],
        &[
            "I/1 | Kiểm tra hồ sơ tổ chuyên môn |  | Phó Hiệu trưởng | Tổ trưởng; giáo viên chủ nhiệm |  | Tháng 10/2025",
            "II/2 | Tổ chức hội trại |  | Hiệu trưởng | Tổng phụ trách |  | 26/3/2026",
        ],
    );
}

#[test]
fn a_party_body_with_plus_lists() {
    check(
        &["TT | Đề án | Cơ quan chủ trì tham mưu | Cơ quan phối hợp | Thời gian trình\n\
           1 | 2 | 3 | 4 | 5\n\
           **I. Xây dựng Đảng** | | | |\n\
           1 | Đề án bồi dưỡng cán bộ trẻ | Ban Tổ chức Tỉnh ủy | + Trường Chính trị tỉnh\\+ Các đảng ủy trực thuộc | Quý II/2026"],
        &[
            "I/1 | Đề án bồi dưỡng cán bộ trẻ |  |  | Ban Tổ chức Tỉnh ủy | Trường Chính trị tỉnh; Các đảng ủy trực thuộc | Quý II/2026",
        ],
    );
}

#[test]
fn a_province_cut_by_pages() {
    let header = "TT | Nhiệm vụ | Sản phẩm | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành";
    let first = format!(
        "{header}\n4 | Sắp xếp trung tâm y tế của các | Đề án trình | Sở Y tế | - Sở Nội vụ\\- UBND các huyện, | Từ tháng 3/2025 đến"
    );
    let second = format!(
        "{header}\n| huyện miền núi | HĐND tỉnh | | thị xã | tháng 9/2025\n| | Báo cáo | | | Tháng 12/2025"
    );
    check(
        &[&first, &second],
        &[
            "/4 | Sắp xếp trung tâm y tế của các huyện miền núi | Đề án trình HĐND tỉnh |  | Sở Y tế | Sở Nội vụ; UBND các huyện, thị xã | Từ tháng 3/2025 đến tháng 9/2025",
            "/4 | Sắp xếp trung tâm y tế của các huyện miền núi | Báo cáo |  | Sở Y tế | Sở Nội vụ; UBND các huyện, thị xã | Tháng 12/2025",
        ],
    );
    // The same sub-row first on a page is no fragment.
    let third = format!("{header}\n| | Báo cáo tổng kết | | | Quý I/2026");
    let whole =
        format!("{header}\n4 | Sắp xếp trung tâm y tế. | Đề án. | Sở Y tế | Sở Nội vụ | Tháng 3/2025");
    assert_eq!(appendix(&[&whole, &third]).tasks[0].assignments.len(), 2);
}

#[test]
fn parts_without_a_header_of_their_own() {
    check(
        &[
            "STT | Nhiệm vụ | Chủ trì | Thời hạn\n1 | Lập bản đồ ngập lụt | Sở Xây dựng | Quý I/2025",
            "2 | Nạo vét kênh mương | Chi cục Thủy lợi | Quý II/2025",
        ],
        &[
            "/1 | Lập bản đồ ngập lụt |  |  | Sở Xây dựng |  | Quý I/2025",
            "/2 | Nạo vét kênh mương |  |  | Chi cục Thủy lợi |  | Quý II/2025",
        ],
    );
}

#[test]
fn sub_rows_with_a_text_of_their_own_and_rows_that_inherit() {
    check(
        &["TT | Nhiệm vụ | Sản phẩm | Lãnh đạo phụ trách | Chủ trì | Phối hợp | Thời hạn\n\
           6 | Giao ban công tác dân tộc | Hội nghị | Đ/c Lò Văn Pành | Ban Dân tộc | Các sở, ngành |\n\
           - | Giao ban sáu tháng | Báo cáo | | | | Tháng 6/2024\n\
           - | Giao ban cuối năm | Báo cáo | | | | Tháng 12/2024\n\
           7 | | | | Công an tỉnh | Sở Tài chính | Quý IV/2024"],
        &[
            "/6 | Giao ban công tác dân tộc | Hội nghị | Đ/c Lò Văn Pành | Ban Dân tộc | Các sở, ngành | ",
            "/6 | Giao ban sáu tháng | Báo cáo | Đ/c Lò Văn Pành | Ban Dân tộc | Các sở, ngành | Tháng 6/2024",
            "/6 | Giao ban cuối năm | Báo cáo | Đ/c Lò Văn Pành | Ban Dân tộc | Các sở, ngành | Tháng 12/2024",
            "/7 | Giao ban cuối năm | Báo cáo | Đ/c Lò Văn Pành | Công an tỉnh | Sở Tài chính | Quý IV/2024",
        ],
    );
}

#[test]
fn blocks_of_several_cells_pair() {
    check(
        &["TT | Nhiệm vụ | Sản phẩm | Chủ trì | Phối hợp | Thời hạn\n\
           1 | Kế hoạch phòng dịch | Kế hoạch | Sở Y tế\\\\- UBND các xã | UBND các xã | Tháng 1/2025\\\\Tháng 2/2025"],
        &[
            "/1 | Kế hoạch phòng dịch | Kế hoạch |  | Sở Y tế | UBND các xã | Tháng 1/2025",
            "/1 | Kế hoạch phòng dịch | Kế hoạch |  | UBND các xã |  | Tháng 2/2025",
        ],
    );
}

#[test]
fn merged_cells_repeat_and_empty_ones_stay_empty() {
    let cell = |text: &str, rows: u32| Cell { text: text.into(), row_span: rows, ..Cell::default() };
    let row = |cells: Vec<Cell>| Row { cells, ..Row::default() };
    let table = Table {
        rows: vec![
            row(["TT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời hạn"]
                .map(|t| cell(t, 1))
                .to_vec()),
            row(vec![
                cell("1", 2),
                cell("Trồng rừng", 2),
                cell("Kế hoạch", 1),
                cell("Chi cục Kiểm lâm", 2),
                cell("Hội Nông dân", 1),
                cell("Quý I/2025", 1),
            ]),
            row(vec![cell("Báo cáo", 1), cell("", 1), cell("Quý IV/2025", 1)]),
        ],
        ..Table::default()
    };
    let attachment = Attachment { blocks: vec![Block::Table(table)], ..Attachment::default() };
    let read = read(&[attachment], &Context::default());
    let told = told(&read.value[0]);
    assert_eq!(
        told,
        "/1 | Trồng rừng | Kế hoạch |  | Chi cục Kiểm lâm | Hội Nông dân | Quý I/2025\n\
                      /1 | Trồng rừng | Báo cáo |  | Chi cục Kiểm lâm |  | Quý IV/2025\n"
    );
}

#[test]
fn sections_in_every_shape() {
    check(
        &["TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn\n\
           Phần I. NHIỆM VỤ CHUNG | | | |\n\
           | I | CÔNG TÁC CHỈ ĐẠO | |\n\
           1 | Kiện toàn tổ công tác | Văn phòng | Phòng Nội vụ | Quý I/2025\n\
           II. CẢI CÁCH BỘ MÁY | | | |\n\
           II.1 | Tinh giản biên chế | | |\n\
           1 | Rà soát vị trí việc làm | Phòng Nội vụ | Các phòng, ban | Quý II/2025\n\
           II.3 | Đánh giá cán bộ | | |\n\
           2 | Chấm điểm hằng tháng | Phòng Nội vụ | | Hằng tháng\n\
           Phần II: NHIỆM VỤ RIÊNG | | | |\n\
           3 | Số hóa tài liệu | Trung tâm Lưu trữ | | Năm 2026"],
        &[
            "Phần I>I/1 | Kiện toàn tổ công tác |  |  | Văn phòng | Phòng Nội vụ | Quý I/2025",
            "Phần I>II>II.1/1 | Rà soát vị trí việc làm |  |  | Phòng Nội vụ | Các phòng, ban | Quý II/2025",
            "Phần I>II>II.3/2 | Chấm điểm hằng tháng |  |  | Phòng Nội vụ |  | Hằng tháng",
            "Phần II/3 | Số hóa tài liệu |  |  | Trung tâm Lưu trữ |  | Năm 2026",
        ],
    );
}

#[test]
fn a_row_that_is_a_heading_and_a_task() {
    check(
        &["TT | Nhiệm vụ | Chủ trì | Thời hạn\n\
           I | Chuyển đổi số | Sở Khoa học và Công nghệ | Năm 2026\n\
           1 | Xây dựng kho dữ liệu | Trung tâm Dữ liệu | Quý II/2026\n\
           II | Cải cách tài chính | Sở Tài chính | Năm 2026\n\
           1 | Giao tự chủ | Sở Y tế | Quý III/2026"],
        &[
            "/I | Chuyển đổi số |  |  | Sở Khoa học và Công nghệ |  | Năm 2026",
            "I/1 | Xây dựng kho dữ liệu |  |  | Trung tâm Dữ liệu |  | Quý II/2026",
            "/II | Cải cách tài chính |  |  | Sở Tài chính |  | Năm 2026",
            "II/1 | Giao tự chủ |  |  | Sở Y tế |  | Quý III/2026",
        ],
    );
}

#[test]
fn scores_with_an_agency_are_targets_and_without_one_are_none() {
    let appendix =
        appendix(&["STT | Tiêu chí | Điểm tối đa | Kết quả năm 2024 | Mục tiêu năm 2025 | Đơn vị chủ trì\n\
                               1,1 | Ban hành kế hoạch | 1,5 | 1,25 | 1,5 | Sở Nội vụ"]);
    assert_eq!(appendix.tasks[0].ordinal.as_deref(), Some("1,1"));
    assert_eq!(appendix.tasks[0].extra.len(), 3);
    let scores = ["STT | Chỉ tiêu | Đơn vị tính | Thực hiện 2024\n1 | Doanh thu | Tỷ đồng | 12,5"];
    assert_eq!(codes(&scores, &Context::default()), [Code::TableWithoutTasks]);
}

#[test]
fn text_below_a_lost_table_is_told() {
    let text = "TT   Nhiệm vụ           Cơ quan chủ trì   Thời hạn\n\
         1    Rà soát văn bản    Sở Tư pháp        Quý I/2025\n\
         2    Lập kế hoạch       Sở Y tế           Quý II/2025\n\
         Ghi chú: Thời hạn tính từ ngày ký.";
    let line = |text: &str| Block::Line(Line { text: text.into(), ..Line::default() });
    let attachment = Attachment { blocks: text.lines().map(line).collect(), ..Attachment::default() };
    let read = read(&[attachment], &Context::default());
    assert_eq!(read.value[0].tasks.len(), 2);
    let told: Vec<_> = read.diagnostics.iter().map(|d| (d.code, d.arguments.as_slice())).collect();
    assert_eq!(told, [(Code::TextBelowTable, &["Ghi chú: Thời hạn tính từ ngày ký.".to_owned()][..])]);
}

#[test]
fn headings_between_tables() {
    let heading = |text: &str| {
        Block::Line(Line {
            text: text.into(),
            style: LineStyle { bold: true, ..LineStyle::default() },
            ..Line::default()
        })
    };
    let part = |row: &str| Block::Table(table(&format!("TT | Công việc | Chủ trì | Thời hạn\n{row}")));
    let blocks = vec![
        heading("1. Chỉ đạo"),
        part("1 | Lập kế hoạch | Văn phòng | Quý I/2025"),
        heading("2. Tài chính"),
        part("2 | Lập dự toán | Phòng Tài vụ | Quý II/2025"),
    ];
    let read = read(&[Attachment { blocks, ..Attachment::default() }], &Context::default());
    let sections: Vec<&str> = read.value[0].tasks.iter().map(|t| t.section[0].title.as_str()).collect();
    assert_eq!(sections, ["Chỉ đạo", "Tài chính"]);
}

#[test]
fn headings_whose_type_an_ocr_does_not_tell() {
    let line = |text: &str, read: bool| {
        let word = ReadWord { range: TextRange::new(0, 2), confidence: 0.9 };
        let read = read.then_some(word).into_iter().collect();
        Block::Line(Line { text: text.into(), read, ..Line::default() })
    };
    let part = |row: &str| Block::Table(table(&format!("TT | Công việc | Chủ trì | Thời hạn\n{row}")));
    let sections = |first: &str, second: &str, scanned: bool| -> Vec<usize> {
        let blocks = vec![
            line(first, scanned),
            part("1 | Lập kế hoạch | Văn phòng | Quý I/2025"),
            line(second, scanned),
            part("2 | Lập dự toán | Phòng Tài vụ | Quý II/2025"),
        ];
        let read = read(&[Attachment { blocks, ..Attachment::default() }], &Context::default());
        read.value[0].tasks.iter().map(|task| task.section.len()).collect()
    };
    assert_eq!(sections("1. Chỉ đạo", "2. Thủ tục hành chính", true), [1, 1]);
    assert_eq!(sections("1. Giao Văn phòng lập sổ.", "2. Các phòng thực hiện:", true), [0, 0]);
    assert_eq!(sections("1. Chỉ đạo", "2. Thủ tục hành chính", false), [0, 0]);
}

#[test]
fn what_a_careful_clerk_notices() {
    let year = "2024".parse().unwrap();
    let context = Context {
        date: "2023-12-31".parse().ok(),
        period: Some(Period { from: year, to: year }),
        ..Context::default()
    };
    let header = "TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn\n";
    let told = |rows: &str| codes(&[&format!("{header}{rows}")], &context);
    assert_eq!(told("1 | Tập huấn | Sở Y tế | | Tháng 3/2023"), [Code::DeadlineBeforeDocument]);
    assert_eq!(told("1 | Tập huấn | | Sở Y tế | Tháng 3/2024"), [Code::NoLeadAgency]);
    assert_eq!(
        told("1 | Tập huấn | Sở Y tế | | Hằng năm\n3 | Sơ kết | Sở Y tế | | Quý I/2024"),
        [Code::OrdinalJumps]
    );
    assert_eq!(
        told(
            "II | CHỈ ĐẠO | | |\n1 | Tập huấn | Sở Y tế | | Hằng năm\nII | THỂ CHẾ | | |\n1 | Sơ kết | Sở Y tế | | Quý I/2024"
        ),
        [Code::SectionLabelRepeated]
    );
    assert_eq!(
        told("1 | Tập huấn | Sở Y tế | | Hằng năm\n1 | Tập huấn | Sở Y tế | | Hằng năm"),
        [Code::RowRepeated]
    );
}

#[test]
fn ended_agencies_are_told_where_the_place_is_known() {
    let rows = [
        "TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn\n1 | Cấp mã số | Sở Thông tin và Truyền thông | | Tháng 12/2025",
    ];
    let of = |place: &str, date: &str| Context {
        place: Some(place.into()),
        date: date.parse().ok(),
        ..Context::default()
    };
    assert_eq!(codes(&rows, &of("Hà Nội", "2025-05")), [Code::AgencyEnded]);
    assert_eq!(codes(&rows, &of("Hà Nội", "2024-05")), []);
    assert_eq!(codes(&rows, &of("Huế", "2025-05")), []);
    // An appendix that stands alone: its period for the date, its agencies' names for the place.
    let year = |y: &str| y.parse().unwrap();
    let alone =
        Context { period: Some(Period { from: year("2026"), to: year("2030") }), ..Context::default() };
    let row = "TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn\n1 | Cấp mã số | Sở Thông tin và Truyền thông";
    let named = |support: &str| codes(&[&format!("{row} | {support} | Năm 2027")], &alone);
    assert_eq!(named("Viện Quy hoạch Hà Nội"), [Code::AgencyEnded]);
    assert_eq!(named("Viện Quy hoạch Huế"), []);
    let read = read(&[attachment(&rows)], &of("Hà Nội", "2025-05"));
    assert!(read.diagnostics[0].message(Language::English).contains("2025-03-01"));
}

#[test]
fn doubt_is_told() {
    let sure = appendix(&["TT | Nhiệm vụ | Chủ trì | Thời hạn\n1 | Tập huấn | Sở Y tế | Quý I/2024"]);
    let unsure = appendix(&["TT | Nhiệm vụ | Chủ trì | Thời hạn\n1 | Tập huấn | Sở Y tế | Quý I | thừa"]);
    assert!(sure.tasks[0].confidence > 0.95);
    assert!(unsure.tasks[0].confidence < 0.75, "{}", unsure.tasks[0].confidence);
    assert_eq!(unsure.tasks[0].extra.get("cột 5").map(String::as_str), Some("thừa"));
}

/// Letters of every text that the appendix holds.
fn letters_out(appendix: &Appendix) -> String {
    let mut out = String::new();
    for task in &appendix.tasks {
        for text in [Some(&task.task), task.ordinal.as_ref(), task.source_note.as_ref()].into_iter().flatten()
        {
            out.push_str(text);
            out.push('\n');
        }
        for section in &task.section {
            let _ = writeln!(out, "{} {}", section.label, section.title);
        }
        for text in task.extra.values() {
            let _ = writeln!(out, "{text}");
        }
        for a in &task.assignments {
            for text in [a.product.as_ref(), a.leader.as_ref(), a.deadline.as_ref().map(|d| &d.text)]
                .into_iter()
                .flatten()
            {
                let _ = writeln!(out, "{text}");
            }
            for agency in a.lead.iter().chain(&a.support) {
                let _ = writeln!(out, "{}", agency.text);
            }
        }
    }
    out
}

proptest! {
    /// Every word of a row below the header comes out somewhere.
    #[test]
    fn nothing_is_lost(rows in proptest::collection::vec((
        "([1-9][0-9]?|I|II|A|-|)", "[A-ZĐ][a-zà-ỹ]{2,6}( [a-zà-ỹ]{2,5}){0,4}", "(- [A-Z][a-z]{2,5}(\\\\- [A-Z][a-z]{2,5})?)?",
        "(Sở [A-Z][a-z]{2,6}|UBND xã [A-Z][a-z]{2,5})?", "(Phòng [A-Z][a-z]{2,6}; Cục [A-Z][a-z]{2,5})?", "(Quý [1-4]/2025|Tháng 8|Theo yêu cầu)?",
        "([a-z]{3,8})?",
    ), 1..8), cut in 0usize..8) {
        let header = "TT | Nhiệm vụ | Sản phẩm | Chủ trì | Phối hợp | Thời hạn | Ghi chú";
        let line = |(a, b, c, d, e, f, g): &(String, String, String, String, String, String, String)| format!("{a} | {b} | {c} | {d} | {e} | {f} | {g}");
        let lines: Vec<String> = rows.iter().map(line).collect();
        let at = cut.min(lines.len());
        let parts = [&lines[..at], &lines[at..]];
        let tables: Vec<String> = parts.iter().filter(|p| !p.is_empty()).map(|p| format!("{header}\n{}", p.join("\n"))).collect();
        let refs: Vec<&str> = tables.iter().map(String::as_str).collect();
        let read = read(&[attachment(&refs)], &Context::default());
        let mut out: String = read.value.iter().map(letters_out).collect();
        out.extend(read.diagnostics.iter().flat_map(|d| &d.arguments).map(|a| format!("{a}\n")));
        for line in &lines {
            for word in line.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 2) {
                prop_assert!(out.contains(word), "{word} of {line:?} is lost in {out:?}");
            }
        }
    }

    /// Tables of any shape and text are read without harm.
    #[test]
    fn anything_is_read(rows in proptest::collection::vec(proptest::collection::vec(("\\PC{0,12}", 1u32..9, 1u32..9), 0..9), 0..9)) {
        let rows = rows.into_iter().map(|row| Row {
            cells: row.into_iter().map(|(text, col_span, row_span)| Cell { text, col_span, row_span, ..Cell::default() }).collect(),
            ..Row::default()
        });
        let table = Table { rows: rows.collect(), ..Table::default() };
        let read = read(&[Attachment { blocks: vec![Block::Table(table)], ..Attachment::default() }], &Context::default());
        for task in read.value.iter().flat_map(|a| &a.tasks) {
            prop_assert!(!task.assignments.is_empty());
            prop_assert!((0.0..=1.0).contains(&task.confidence));
        }
    }
}

#[test]
fn one_column_may_hold_both_duties() {
    check(
        &["TT | Nhiệm vụ | Phân công | Thời hạn\n\
           1 | Tập huấn | Chủ trì: Sở Y tế; Phối hợp: Sở Nội vụ, UBND các xã | Quý I/2025\n\
           2 | Sơ kết | Văn phòng UBND tỉnh chủ trì, phối hợp với Sở Tài chính | Quý II/2025\n\
           3 | Kiểm tra | Thanh tra tỉnh | Quý III/2025"],
        &[
            "/1 | Tập huấn |  |  | Sở Y tế | Sở Nội vụ; UBND các xã | Quý I/2025",
            "/2 | Sơ kết |  |  | Văn phòng UBND tỉnh | Sở Tài chính | Quý II/2025",
            "/3 | Kiểm tra |  |  | Thanh tra tỉnh |  | Quý III/2025",
        ],
    );
}

#[test]
fn roles_of_the_columns_are_told() {
    let appendix = appendix(&[
        "TT | Nhiệm vụ | Chủ trì | Nguồn/Giải trình | Mã số hồ sơ\n1 | Tập huấn | Sở Y tế | Nhiệm vụ mới | H12",
    ]);
    let roles: Vec<Role> = appendix.columns.iter().map(|c| c.role).collect();
    assert_eq!(roles, [Role::Ordinal, Role::Task, Role::Lead, Role::Source, Role::Other]);
    assert_eq!(appendix.tasks[0].source_note.as_deref(), Some("Nhiệm vụ mới"));
}
