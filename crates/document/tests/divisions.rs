//! Bodies, outlines, attachments and the end, in invented documents.

mod common;

use common::parse_text;
use vanthu_document::model::Section;
use vanthu_document::page::Block;

/// Label, title and children of headings as indented lines.
fn drawn(sections: &[Section], depth: usize, out: &mut String) {
    for section in sections {
        out.push_str(&format!(
            "{}{}|{}|{}\n",
            "  ".repeat(depth),
            section.label,
            section.title,
            section.text.replace('\n', "⏎")
        ));
        drawn(&section.children, depth + 1, out);
    }
}

fn outline(text: &str) -> String {
    let mut out = String::new();
    drawn(&parse_text(text).document.outline, 0, &mut out);
    out
}

#[test]
fn an_attached_plan_gives_the_outline_and_its_appendix_is_one_of_its_own() {
    let text = "Số: 15/QĐ-UBND\n\nThạch Khê, ngày 2 tháng 1 năm 2024\n\n**QUYẾT ĐỊNH**\n\n**Ban hành Kế hoạch trồng rừng năm 2024**\n\n\
        **QUYẾT ĐỊNH:**\n\n**Điều 1.** Ban hành Kế hoạch.\n\n**Điều 2.** Hiệu lực.\n\n**CHỦ TỊCH**\n\n**Vi Văn Sáu**\n\n\
        **KẾ HOẠCH**\n\n**Trồng rừng năm 2024**\n(Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 02/01/2024\ncủa UBND xã)\n\n\
        **I. MỤC TIÊU****1. Chung**\n\n- Phủ xanh đất trống.\n\n# **3. Riêng**\n\n- Trồng 10 ha.\n\n## **II. TỔ CHỨC**\n\nCác thôn thực hiện.\n\n\
        **PHỤ LỤC II**\n**DANH MỤC VIỆC**\n*(Kèm theo Kế hoạch)*\n\n| TT | Việc | Đơn vị chủ trì |\n|---|---|---|\n| 1 | Ươm giống theo Quyết định số 9/QĐ-UBND | Thôn 1 |\n";
    let reading = parse_text(text);
    let attachments: Vec<(&str, &str)> =
        reading.attachments.iter().map(|a| (a.label.as_str(), a.title.as_str())).collect();
    assert_eq!(attachments, [("KẾ HOẠCH", "Trồng rừng năm 2024"), ("PHỤ LỤC II", "DANH MỤC VIỆC")]);
    assert!(matches!(reading.attachments[1].blocks.as_slice(), [Block::Table(_)]));
    assert_eq!(
        outline(text),
        "I|MỤC TIÊU|\n  1|Chung|- Phủ xanh đất trống.\n  3|Riêng|- Trồng 10 ha.\nII|TỔ CHỨC|Các thôn thực hiện.\n"
    );
    let cited: Vec<_> = reading.document.citations.iter().filter_map(|c| c.number.as_deref()).collect();
    assert_eq!(cited, ["15", "9"]);
    assert!(reading.document.relations.is_empty(), "{:?}", reading.document.relations);
}

#[test]
fn an_appendix_alone_says_what_it_is_attached_to() {
    let reading = parse_text(
        "PHỤ LỤC SỐ VII TỔNG HỢP\nCHỈ TIÊU GIAI ĐOẠN 2026 - 2030\n(Kèm theo Quyết định số 77/QĐ-UBND ngày 1/2/2026 của UBND tỉnh)\n\
         TT Chỉ tiêu Đơn vị chủ trì Thời gian\n1 Trồng rừng Sở Nông nghiệp 2026\n",
    );
    assert_eq!(reading.document.kind, None);
    let [attachment] = reading.attachments.as_slice() else { panic!("{:?}", reading.attachments) };
    assert_eq!(
        (attachment.label.as_str(), attachment.title.as_str()),
        ("PHỤ LỤC SỐ VII", "TỔNG HỢP CHỈ TIÊU GIAI ĐOẠN 2026 - 2030")
    );
    assert_eq!(attachment.blocks.len(), 2);
    assert_eq!(reading.document.period.unwrap().to.to_string(), "2030");
    let [relation] = reading.document.relations.as_slice() else {
        panic!("{:?}", reading.document.relations)
    };
    assert_eq!(relation.target.number.as_deref(), Some("77"));
}

#[test]
fn a_table_in_the_body_is_an_attachment_without_label() {
    let reading = parse_text(
        "Số: 8/KH-TH\n\nKẾ HOẠCH\n\nDạy hè\n\nI. NỘI DUNG\n\n| TT | Nội dung | Chủ trì |\n|---|---|---|\n| 1 | Ôn tập | Tổ 1 |\n\n\
         II. TỔ CHỨC\n\nNơi nhận:\n- Lưu: VT.\n",
    );
    let [attachment] = reading.attachments.as_slice() else { panic!("{:?}", reading.attachments) };
    assert_eq!(attachment.label, "");
    assert_eq!(reading.document.outline.len(), 2);
    let reading = parse_text(
        "Số: 8/KH-TH\nKẾ HOẠCH\nDạy hè\nI. NỘI DUNG\nTT Nội dung công việc\nĐơn vị chủ trì\nThời gian\n1 Ôn tập\nTổ 1\nTháng 7\nNơi nhận:\n- Lưu: VT.\n",
    );
    let [attachment] = reading.attachments.as_slice() else { panic!("{:?}", reading.attachments) };
    assert_eq!(attachment.blocks.len(), 6);
    assert_eq!(reading.document.recipients, ["Lưu: VT"]);
}

#[test]
fn a_mention_of_an_appendix_divides_nothing() {
    let reading = parse_text(
        "Số: 8/KH-TH\nKẾ HOẠCH\nDạy hè\nI. NỘI DUNG\n1. Phụ lục 1: Danh sách lớp.\nCác tổ thực hiện theo\nPhụ lục 2 kèm theo Kế hoạch này và\n\
         Phụ lục I.\nII. TỔ CHỨC\nHiệu trưởng chỉ đạo.\n",
    );
    assert!(reading.attachments.is_empty(), "{:?}", reading.attachments);
    assert_eq!(reading.document.outline.len(), 2);
}

#[test]
fn recipients_wrap_and_addresses_behind_the_signature_are_no_content() {
    let reading = parse_text(
        "Số: 3/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc thử\nQUYẾT ĐỊNH:\nĐiều 1. Một.\n Nơi nhận: \n- Bộ Y tế;                                (để b/c) \n\
         - Các báo: Sáng, Chiều; các đài của \ntỉnh, huyện;\n- VP: CVP;\n  Các phòng: NC, TH;\n- Lưu: VT, NC(B).\n\nTM. ỦY BAN NHÂN DÂN\nKT.CHỦ TỊCH\n\
         PHÓ CHỦ TỊCH\n\n\nTòng Thị Pâng\n\nhttps://vidu.gov.vn/\n PHỤ LỤC \nDANH SÁCH\n(Kèm theo Quyết định số 3/QĐ-UBND)\n",
    );
    assert_eq!(
        reading.document.recipients,
        [
            "Bộ Y tế; (để b/c)",
            "Các báo: Sáng, Chiều; các đài của tỉnh, huyện",
            "VP: CVP; Các phòng: NC, TH",
            "Lưu: VT, NC(B)"
        ]
    );
    let signer = reading.document.signer.unwrap();
    assert_eq!(signer.name.as_deref(), Some("Tòng Thị Pâng"));
    assert_eq!(signer.position.as_deref(), Some("PHÓ CHỦ TỊCH"));
    assert_eq!(reading.attachments.len(), 1);
    assert!(reading.attachments[0].blocks.is_empty());
}

#[test]
fn clauses_nest_and_quotations_stay_whole() {
    let reading = parse_text(
        "Số: 3/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc thử\nQUYẾT ĐỊNH:\nĐiều 1. Sửa như sau:\n1. Mục một:\n1.1. Ý đầu:\n- Gạch;\n+ Cộng.\n1.2. Ý sau.\n\
         2. Sửa Điều 7:\n“Điều 7. Mới\n1. Trong ngoặc.\nĐiều 8. Cũng vậy”.\n3. Hết.\nĐiều 2. Hiệu lực.\n",
    );
    let [first, second] = reading.document.articles.as_slice() else {
        panic!("{:?}", reading.document.articles)
    };
    assert_eq!(second.text, "Hiệu lực.");
    assert!(first.text.contains("“Điều 7. Mới 1. Trong ngoặc. Điều 8. Cũng vậy”."));
    let labels: Vec<&str> = first.clauses.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["1", "2", "3"]);
    let inner: Vec<&str> = first.clauses[0].clauses.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(inner, ["1.1", "1.2"]);
    assert_eq!(first.clauses[0].clauses[0].clauses[0].clauses[0].label, "+");
}

#[test]
fn a_table_with_a_signature_alone_ends_the_document() {
    let reading = parse_text(
        "# QUYẾT ĐỊNH\n\nVề việc mở chợ phiên\n\nCăn cứ Luật Thương mại ngày 14/6/2005;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Mở chợ phiên.\n\n\
         | | |\n|---|---|\n| | TM. ỦY BAN NHÂN DÂN HUYỆN<br>CHỦ TỊCH<br>Giàng A Tếnh |\n",
    );
    let signer = reading.document.signer.unwrap();
    assert_eq!(signer.name.as_deref(), Some("Giàng A Tếnh"));
    assert_eq!(signer.authority.as_deref(), Some("TM. ỦY BAN NHÂN DÂN HUYỆN"));
    assert!(reading.attachments.is_empty());
}
