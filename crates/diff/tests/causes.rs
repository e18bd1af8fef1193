//! Each cause of a change, on invented tasks of several offices.

use vanthu_appendix::model::{AgencyRef, Appendix, Assignment, Column, Role, SectionRef, Source, Task};
use vanthu_appendix::{Context, agency, deadline};
use vanthu_diff::model::{Cause, Change, Diff, Field, Relation, Shift};
use vanthu_diff::{Side, compare};
use vanthu_document::page::Form;

/// A task whose text alone makes a match.
const TASK: &str = "Số hóa bản đồ giải thửa và sổ mục kê của các xã miền núi";

#[derive(Clone)]
struct Row {
    section: &'static str,
    task: String,
    product: &'static str,
    leader: &'static str,
    lead: &'static [&'static str],
    support: &'static [&'static str],
    deadline: &'static str,
}

fn row() -> Row {
    Row {
        section: "Cải cách hành chính",
        task: TASK.to_owned(),
        product: "Báo cáo",
        leader: "Giám đốc Sở",
        lead: &["Sở Nội vụ"],
        support: &[],
        deadline: "Tháng 6/2024",
    }
}

fn appendix(rows: &[Row]) -> Appendix {
    let agencies = |names: &[&str]| {
        let read = |n: &&str| AgencyRef { text: (*n).into(), agency: agency::canonical(n, None).into() };
        names.iter().map(read).collect::<Vec<_>>()
    };
    let tasks = rows.iter().enumerate().map(|(place, row)| Task {
        ordinal: Some((place + 1).to_string()),
        section: vec![SectionRef { label: "I".to_owned(), title: row.section.to_owned() }],
        task: row.task.clone(),
        leader: Some(row.leader.to_owned()),
        source_note: None,
        extra: Default::default(),
        assignments: vec![Assignment {
            product: Some(row.product.to_owned()),
            leader: None,
            lead: agencies(row.lead),
            support: agencies(row.support),
            deadline: Some(deadline::read(row.deadline, &Context::default()).deadline),
        }],
        provenance: Default::default(),
        confidence: 1.0,
    });
    Appendix { tasks: tasks.collect(), ..Appendix::default() }
}

fn between(old: &Appendix, new: &Appendix) -> Diff {
    let nothing = String::new();
    let source = Source {
        path: nothing.clone(),
        sha256: nothing,
        bytes: 0,
        form: Form::Text,
        encoding: "UTF-8".to_owned(),
        pages: None,
    };
    fn side<'a>(source: &'a Source, appendix: &'a Appendix, date: &str) -> Side<'a> {
        let date = Some(date.parse().expect("a date"));
        Side {
            source,
            appendix,
            number: (None, None),
            period: None,
            date,
            place: Some("Đồng Xoan"),
            issuer: None,
        }
    }
    compare(&side(&source, old, "2024-01"), &side(&source, new, "2026-01"))
}

/// The changes between two tasks, of which `edit` makes the new one.
fn changes(old: Row, edit: impl Fn(&mut Row)) -> Vec<Change> {
    let mut new = old.clone();
    // The year rolls on by itself, so that only what is tested changes.
    new.deadline = "Tháng 6/2026";
    edit(&mut new);
    let diff = between(&appendix(&[old]), &appendix(&[new]));
    assert_eq!(diff.matches.len(), 1, "{diff:?}");
    let rolled = |c: &Change| c.field == Field::Deadline && c.cause == Cause::YearRolled;
    diff.matches[0].changes.iter().filter(|c| !rolled(c)).cloned().collect()
}

fn causes(changes: &[Change]) -> Vec<(Field, Cause, bool)> {
    changes.iter().map(|c| (c.field, c.cause, c.material)).collect()
}

#[test]
fn texts() {
    let cases = [
        (
            "Lập kế hoạch năm 2024 về kiểm kê kho lưu trữ",
            "Lập kế hoạch năm 2026 về kiểm kê kho lưu trữ",
            Cause::YearRolled,
            false,
        ),
        ("Công khai thủ tục hành chính về hộ tịch", "Công khai TTHC về hộ tịch", Cause::Abbreviation, false),
        (
            "Xử lý văn bản theo quy trình HTQLCL tại các khoa",
            "Xử lý văn bản theo quy trình hệ thống quản lý chất lượng (HTQLCL) tại các khoa",
            Cause::Abbreviation,
            false,
        ),
        (
            "Niêm yết biểu phí chứng thực tại trụ sở",
            "Niêm yết biêu phí chứng thực tại trụ sở",
            Cause::TypingError,
            false,
        ),
        (
            "Niêm yết biểu phí chứng thực tại trụ sở",
            "Niêm yết biểu phí chứng thực trên cổng điện tử",
            Cause::Wording,
            true,
        ),
        (
            "Ban hành quy chế tiếp công dân của trường",
            "Quy chế tiếp công dân của trường",
            Cause::Wording,
            false,
        ),
        (
            "Tập huấn cho công chức các huyện, thị xã về chứng thực",
            "Tập huấn cho công chức các xã, phường về chứng thực",
            Cause::DistrictToCommune,
            false,
        ),
        (
            "Phối hợp với Sở Giao thông vận tải cấp đổi giấy phép lái xe",
            "Phối hợp với Sở Xây dựng cấp đổi giấy phép lái xe",
            Cause::AgencySucceeded,
            false,
        ),
    ];
    for (before, after, cause, material) in cases {
        let found = changes(Row { task: before.to_owned(), ..row() }, |new| new.task = after.to_owned());
        assert_eq!(causes(&found), [(Field::Task, cause, material)], "{before} → {after}: {found:?}");
    }
    let same = changes(Row { task: "Số hoá sổ bộ; kĩ thuật quét".to_owned(), ..row() }, |new| {
        new.task = "Số hóa sổ bộ, kỹ thuật quét.".to_owned();
    });
    assert_eq!(same, []);
}

#[test]
fn agencies() {
    type Names = &'static [&'static str];
    type Expected = &'static [(Cause, bool)];
    let cases: [(Names, Names, Expected); 9] = [
        (&["Sở TT&TT"], &["Sở Khoa học và Công nghệ"], &[(Cause::AgencySucceeded, false)]),
        (&["UBND các huyện, thành phố"], &["UBND cấp xã"], &[(Cause::DistrictToCommune, false)]),
        (&["UBND các phường, xã"], &["UBND xã, phường"], &[]),
        (&["Trung tâm Lưu trữ"], &["Trung tâm Lưu trữ lịch sử"], &[(Cause::AgencyRenamed, false)]),
        (&["Sở Nội vụ"], &["Sở Y tế"], &[(Cause::Reassigned, true)]),
        (&["Sở Nội vụ"], &["Sở Nội vụ", "Công an tỉnh"], &[(Cause::AgencyAdded, true)]),
        (&["Sở Nội vụ", "Công an tỉnh"], &["Sở Nội vụ"], &[(Cause::AgencyDropped, true)]),
        // Two that went into one.
        (
            &["Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Phát triển nông thôn"],
            &["Sở Nông nghiệp và Môi trường"],
            &[(Cause::AgencySucceeded, false), (Cause::AgencySucceeded, false)],
        ),
        (&["Công an huyện Tân Linh"], &["Công an huyện Tân Lĩnh"], &[]),
    ];
    for (before, after, wanted) in cases {
        let found = changes(Row { lead: before, ..row() }, |new| new.lead = after);
        let wanted: Vec<_> = wanted.iter().map(|(c, m)| (Field::Lead, *c, *m)).collect();
        assert_eq!(causes(&found), wanted, "{before:?} → {after:?}: {found:?}");
    }
    let merged = changes(Row { lead: &["Sở Kế hoạch và Đầu tư"], ..row() }, |new| {
        new.lead = &["Sở Tài chính"]
    });
    assert_eq!(merged[0].act.as_deref(), Some("45/2025/NĐ-CP"));
    assert_eq!(merged[0].since.map(|d| d.to_string()).as_deref(), Some("2025-03-01"));
    let swapped = changes(Row { support: &["Sở Y tế"], ..row() }, |new| {
        (new.lead, new.support) = (&["Sở Y tế"], &["Sở Nội vụ"]);
    });
    let swap = |field| (field, Cause::LeadSupportSwapped, true);
    assert_eq!(causes(&swapped), [swap(Field::Lead), swap(Field::Support)]);
}

#[test]
fn leaders_products_and_sections() {
    let cases = [
        (
            "Đ/c Nguyễn Hữu Thọ, Phó Chủ tịch UBND tỉnh",
            "Đ/c Phó Chủ tịch UBND tỉnh phụ trách",
            Cause::LeaderToRole,
            false,
        ),
        ("Ông Lê Quốc Bảo - Hiệu trưởng", "Hiệu trưởng", Cause::LeaderToRole, false),
        ("Phó Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh", Cause::LeaderChanged, true),
        ("Thứ trưởng Trần Văn An", "Thứ trưởng Lê Thị Hoa", Cause::LeaderChanged, true),
    ];
    for (before, after, cause, material) in cases {
        let found = changes(Row { leader: before, ..row() }, |new| new.leader = after);
        assert_eq!(causes(&found), [(Field::Leader, cause, material)], "{before} → {after}");
    }
    let product = changes(row(), |new| new.product = "Phần mềm");
    assert_eq!(causes(&product), [(Field::Product, Cause::ProductChanged, true)]);
    let moved = changes(row(), |new| new.section = "Chuyển đổi số");
    assert_eq!(causes(&moved), [(Field::Section, Cause::SectionMoved, false)]);
    assert_eq!(changes(row(), |new| new.section = "CCHC"), []);
}

#[test]
fn a_task_that_only_moved_says_the_same() {
    let moved = Row { section: "Chuyển đổi số", ..row() };
    let diff = between(&appendix(&[row()]), &appendix(&[moved]));
    let found = &diff.matches[0];
    assert_eq!((found.relation, found.section_moved), (Relation::Same, true));
    assert_eq!((diff.counts.same, diff.counts.changed, diff.counts.moved), (1, 0, 1));
    // The two appendices are not the same.
    assert!(!diff.is_same());
}

#[test]
fn tasks_without_words_are_what_they_print() {
    let tasks = [TASK, "9T/L", "", "45/2024"];
    let both = appendix(&tasks.map(|task| Row { task: task.to_owned(), ..row() }));
    let diff = between(&both, &both);
    assert!(diff.added.is_empty() && diff.removed.is_empty(), "{:#?}", diff.matches);
    assert!(diff.matches.iter().all(|m| m.old == m.new), "{:#?}", diff.matches);
    let one = |task: &str| appendix(&[Row { task: task.to_owned(), product: "", lead: &[], ..row() }]);
    assert_eq!(between(&one("9T/L"), &one("4V/X")).matches, []);
}

#[test]
fn a_task_printed_once_for_each_product_is_one_that_was_split() {
    let others =
        ["Tập huấn lễ tân cho nhà khách", "Trồng cây phân tán ven đê biển", "Sửa chữa hồ chứa nước Khe Lau"];
    let other = |n: usize| Row { task: others[n].to_owned(), ..row() };
    let twin = |product| Row { product, ..row() };
    let old = appendix(&[other(0), twin("Kế hoạch"), other(1), other(2)]);
    let new = appendix(&[other(0), twin("Kế hoạch"), twin("Phần mềm"), other(1), other(2)]);
    let diff = between(&old, &new);
    let split: Vec<_> = diff.matches.iter().filter(|m| m.relation == Relation::Split).collect();
    assert_eq!(split.len(), 1, "{:#?}", diff.matches);
    assert_eq!(
        (split[0].old.as_slice(), split[0].new.as_slice()),
        (&["2".to_owned()][..], &["2".to_owned(), "3".to_owned()][..])
    );
}

#[test]
fn deadlines() {
    let cases = [
        ("Tháng 6/2024", "Tháng 9/2026", Cause::DeadlineMoved, Some(Shift { days: 92, quarters: 1 })),
        ("Quý III/2024", "Quý I/2026", Cause::DeadlineMoved, Some(Shift { days: -183, quarters: -2 })),
        ("Quý II/2024", "Tháng 6/2026", Cause::YearRolled, None),
        ("Trước ngày 29/02/2024", "Trước ngày 28/02/2026", Cause::YearRolled, None),
        ("Hằng quý", "Hằng năm", Cause::RecurrenceChanged, None),
        ("Tháng 6/2024", "Thường xuyên", Cause::RecurrenceChanged, None),
        ("Tháng 6/2024", "Theo hướng dẫn của Bộ Y tế", Cause::DeadlineRestated, None),
    ];
    for (before, after, cause, shift) in cases {
        let old = appendix(&[Row { deadline: before, ..row() }]);
        let new = appendix(&[Row { deadline: after, ..row() }]);
        let diff = between(&old, &new);
        let found = &diff.matches[0].changes;
        assert_eq!(
            found.iter().map(|c| (c.cause, c.shift)).collect::<Vec<_>>(),
            [(cause, shift)],
            "{before} → {after}"
        );
        assert_eq!(found[0].material, cause != Cause::YearRolled, "{before} → {after}");
    }
}

#[test]
fn a_column_that_only_one_side_has_is_no_change() {
    let column = |role| Column { header: String::new(), role };
    let mut old = appendix(&[row()]);
    old.columns = [Role::Ordinal, Role::Task, Role::Lead, Role::Leader, Role::Product, Role::Deadline]
        .map(column)
        .to_vec();
    let mut new = appendix(&[Row { leader: "", product: "", deadline: "Tháng 6/2026", ..row() }]);
    new.columns = [Role::Ordinal, Role::Task, Role::Lead, Role::Deadline].map(column).to_vec();
    let diff = between(&old, &new);
    let causes: Vec<Cause> = diff.matches[0].changes.iter().map(|c| c.cause).collect();
    assert_eq!(causes, [Cause::YearRolled]);
}

#[test]
fn a_split_and_a_merger_are_told() {
    let one = "Rà soát hồ sơ người có công và hồ sơ bảo trợ xã hội còn lưu ở cấp huyện";
    let two = [
        "Rà soát hồ sơ người có công còn lưu ở cấp huyện",
        "Rà soát hồ sơ bảo trợ xã hội còn lưu ở cấp huyện",
    ];
    let others =
        ["Trồng rừng phòng hộ ven biển", "Kiểm định phương tiện đường thủy", "Thi tay nghề điện lạnh"];
    let table = |texts: &[&str]| {
        let rows: Vec<Row> = texts.iter().map(|t| Row { task: (*t).to_owned(), ..row() }).collect();
        appendix(&rows)
    };
    let whole = table(&[&[one], &others[..]].concat());
    let parts = table(&[&two[..], &others].concat());
    let split = between(&whole, &parts);
    let found = split.matches.iter().find(|m| m.relation == Relation::Split).expect("a split");
    assert_eq!((found.old.join("+"), found.new.join("+")), ("1".to_owned(), "1+2".to_owned()));
    let merged = between(&parts, &whole);
    let found = merged.matches.iter().find(|m| m.relation == Relation::Merged).expect("a merger");
    assert_eq!((found.old.join("+"), found.new.join("+")), ("1+2".to_owned(), "1".to_owned()));
}

#[test]
fn an_ended_agency_in_the_new_document_is_told() {
    let stale = Row { support: &["Sở Giao thông vận tải"], ..row() };
    let diff = between(&appendix(std::slice::from_ref(&stale)), &appendix(&[stale]));
    assert_eq!(diff.stale.len(), 1);
    assert_eq!((diff.stale[0].new.as_str(), diff.stale[0].successor.as_str()), ("1", "Sở Xây dựng"));
}

#[test]
fn nothing_against_something_and_against_itself() {
    let (empty, full) = (appendix(&[]), appendix(&[row(), Row { task: "Thi tay nghề".to_owned(), ..row() }]));
    assert_eq!((between(&empty, &full).added.len(), between(&full, &empty).removed.len()), (2, 2));
    assert!(between(&empty, &empty).is_same());
    assert!(between(&full, &full).is_same());
}
