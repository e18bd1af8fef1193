//! A small document of an invented commune, for the tests of every form.

use std::collections::BTreeMap;

use vanthu_appendix::model::{
    AgencyRef, Appendix, Assignment, Column, ConvertedDocument, Deadline, DeadlineKind, Restoration, Role,
    SectionRef, Source, Task, Warning,
};
use vanthu_document::model::{
    Article, Citation, Clause, Document, LegalBasis, Place, Relation, RelationType, Section, Signer,
};
use vanthu_document::page::Form;

fn agency(text: &str, id: &str) -> AgencyRef {
    AgencyRef { text: text.into(), agency: id.into() }
}

fn deadline(text: &str, start: &str, end: &str) -> Option<Deadline> {
    let date = |text: &str| text.parse().ok();
    let (start, end) = (date(start), date(end));
    Some(Deadline { text: text.to_owned(), kind: DeadlineKind::Date, start, end, recurrence: None })
}

pub(crate) fn citation() -> Citation {
    Citation {
        kind: Some("luat".to_owned()),
        number: Some("33".to_owned()),
        symbol: Some("2024/QH15".to_owned()),
        date: "2024-06-21".parse().ok(),
        issuer: None,
        text: "Luật Lưu trữ số 33/2024/QH15 ngày 21 tháng 6 năm 2024".to_owned(),
        spans: vec![Place { page: None, lines: Some((7, 7)) }],
    }
}

/// A decision with an article of clauses and points, a legal basis, and an appendix of two tasks, one in doubt.
pub(crate) fn plan() -> ConvertedDocument {
    let column = |header: &str, role| Column { header: header.to_owned(), role };
    let section = vec![SectionRef { label: "I".to_owned(), title: "CÔNG TÁC LƯU TRỮ".to_owned() }];
    let task = |ordinal: &str, text: &str, confidence, assignments| Task {
        ordinal: Some(ordinal.to_owned()),
        section: section.clone(),
        task: text.to_owned(),
        leader: None,
        source_note: None,
        extra: BTreeMap::new(),
        assignments,
        provenance: Default::default(),
        confidence,
    };
    let office = agency("Văn phòng HĐND và UBND", "van-phong-hoi-dong-nhan-dan-va-uy-ban-nhan-dan");
    let first = Assignment {
        product: Some("Báo cáo".to_owned()),
        lead: vec![office.clone()],
        deadline: deadline("Quý I/2026", "2026-01", "2026-03"),
        ..Assignment::default()
    };
    let second = Assignment {
        product: Some("- Tệp PDF\n- Sổ *mục lục* | <bìa>".to_owned()),
        lead: vec![office.clone(), agency("Công an xã", "cong-an-xa")],
        deadline: deadline("30/9/2026", "", "2026-09-30"),
        ..Assignment::default()
    };
    let third = Assignment {
        product: Some("Phần mềm".to_owned()),
        leader: Some("Nguyễn Văn Sơn".to_owned()),
        lead: vec![office],
        ..Assignment::default()
    };
    let clause =
        |label: &str, text: &str, clauses| Clause { label: label.to_owned(), text: text.to_owned(), clauses };
    let document = Document {
        kind: Some("quyet-dinh".to_owned()),
        number: Some("12".to_owned()),
        symbol: Some("QĐ-UBND".to_owned()),
        date: "2026-01-05".parse().ok(),
        place: Some("Tân An".to_owned()),
        issuer: Some("ỦY BAN NHÂN DÂN XÃ TÂN AN".to_owned()),
        title: Some("Số hóa hồ sơ lưu trữ năm 2026".to_owned()),
        signer: Some(Signer {
            name: Some("Lê Thị Hạnh".to_owned()),
            position: Some("CHỦ TỊCH".to_owned()),
            authority: Some("TM. ỦY BAN NHÂN DÂN".to_owned()),
        }),
        legal_bases: vec![LegalBasis { text: citation().text, citations: vec![citation()] }],
        citations: vec![citation()],
        relations: vec![Relation {
            relation: RelationType::Replaces,
            target: Citation { number: Some("7".to_owned()), symbol: Some("QĐ-UBND".to_owned()), ..citation() },
            text: "Quyết định này thay thế Quyết định số 7/QĐ-UBND.".to_owned(),
        }],
        articles: vec![
            Article {
                label: "Điều 1".to_owned(),
                text: "Số hóa như sau: 1. Phạm vi: a) Hồ sơ hộ tịch; đ) Hồ sơ đất đai. 2. Kinh phí: ngân sách xã."
                    .to_owned(),
                clauses: vec![
                    clause(
                        "1",
                        "Phạm vi:",
                        vec![
                            clause("a", "Hồ sơ hộ tịch;", Vec::new()),
                            clause("đ", "Hồ sơ đất đai.", Vec::new()),
                        ],
                    ),
                    clause("2", "Kinh phí: ngân sách xã.", Vec::new()),
                ],
            },
            Article { label: "Điều 2".to_owned(), text: "Thi hành./.".to_owned(), clauses: Vec::new() },
        ],
        outline: vec![Section {
            label: "I".to_owned(),
            title: "MỤC TIÊU".to_owned(),
            text: "- Số hóa 90% hồ sơ.\n- Không mất hồ sơ.".to_owned(),
            children: vec![Section {
                label: "1".to_owned(),
                title: "Cụ thể".to_owned(),
                text: "Theo phụ lục.".to_owned(),
                children: Vec::new(),
            }],
        }],
        recipients: vec!["Như Điều 2".to_owned(), "Lưu: VT".to_owned()],
        ..Document::default()
    };
    ConvertedDocument {
        schema: "vanthu/document/1".to_owned(),
        source: Source {
            path: "ke-hoach.md".to_owned(),
            sha256: "00ff".repeat(16),
            bytes: 1234,
            form: Form::Markdown,
            encoding: "UTF-8".to_owned(),
            pages: None,
        },
        document,
        appendices: vec![Appendix {
            label: "PHỤ LỤC".to_owned(),
            title: "PHÂN CÔNG NHIỆM VỤ".to_owned(),
            columns: vec![
                column("TT", Role::Ordinal),
                column("Nhiệm vụ", Role::Task),
                column("Sản phẩm", Role::Product),
                column("Cơ quan chủ trì", Role::Lead),
                column("Cơ quan phối hợp", Role::Support),
                column("Thời hạn", Role::Deadline),
            ],
            tasks: vec![
                task("1", "Kiểm kê kho lưu trữ", 0.99, vec![first]),
                task("2", "Quét hồ sơ hộ tịch", 0.41, vec![second, third]),
            ],
        }],
        restoration: Restoration::default(),
        warnings: vec![Warning {
            code: "no-lead-agency".to_owned(),
            message: "nhiệm vụ “2” không có cơ quan chủ trì".to_owned(),
            place: Default::default(),
        }],
    }
}
