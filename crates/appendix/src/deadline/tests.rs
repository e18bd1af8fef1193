use super::*;
use proptest::prelude::*;
use vanthu_document::model::Period;

/// Kind, start, end and recurrence in one line.
fn told(text: &str, context: &Context) -> String {
    let Reading { deadline: d, doubt } = read(text, context);
    let date = |d: Option<PartialDate>| d.map_or("?".to_owned(), |d| d.to_string());
    let mut out = format!("{:?} {}..{}", d.kind, date(d.start), date(d.end));
    if let Some(every) = d.recurrence {
        out += &format!(" {every}");
    }
    if let Some(doubt) = doubt {
        out += &format!(" {doubt:?}");
    }
    out
}

fn plain(text: &str) -> String {
    told(text, &Context::default())
}

fn check(cases: &[(&str, &str)]) {
    for (text, want) in cases {
        assert_eq!(plain(text), *want, "{text}");
    }
}

#[test]
fn months_quarters_and_years() {
    check(&[
        ("Tháng 7/2025", "Date 2025-07..2025-07"),
        ("Tháng 02/2024", "Date 2024-02..2024-02"),
        ("tháng 7 năm 2025", "Date 2025-07..2025-07"),
        ("T7/2025", "Date 2025-07..2025-07"),
        ("7/2025", "Date 2025-07..2025-07"),
        ("Quý IV/2025", "Date 2025-10..2025-12"),
        ("Quý 2/2026", "Date 2026-04..2026-06"),
        ("Quý III năm 2025.", "Date 2025-07..2025-09"),
        ("Năm 2026", "Date 2026..2026"),
        ("Trong năm 2026", "Date 2026..2026"),
        ("2027", "Date 2027..2027"),
        ("6 tháng đầu năm 2025", "Date 2025-01..2025-06"),
        ("06 tháng cuối năm 2025", "Date 2025-07..2025-12"),
        ("Cuối năm 2025", "Date ?..2025-12"),
        ("Báo cáo kết quả (tháng 10/2025)", "Date 2025-10..2025-10"),
        ("Ngày 10 tháng 5 năm 2025", "Date 2025-05-10..2025-05-10"),
    ]);
}

#[test]
fn bounds() {
    check(&[
        ("Trước ngày 05/02/2024", "Date ?..2024-02-05"),
        ("Trước 15 tháng 8 năm 2025", "Date ?..2025-08-15"),
        ("Trước 15h00 ngày 10/5/2025", "Date ?..2025-05-10"),
        ("Đến tháng 9/2024", "Date ?..2024-09"),
        ("Đến hết ngày 31/12/2025", "Date ?..2025-12-31"),
        ("Hoàn thành trước 30.6.2025", "Date ?..2025-06-30"),
        ("Từ tháng 3/2024", "Range 2024-03..?"),
        ("Năm 2025 và các năm tiếp theo", "Range 2025..?"),
    ]);
}

#[test]
fn ranges_and_lists() {
    check(&[
        ("Từ tháng 3/2024 đến tháng 6/2024", "Range 2024-03..2024-06"),
        ("Từ tháng 5 đến tháng 8/2025", "Range 2025-05..2025-08"),
        ("Từ tháng 11 đến tháng 02/2026", "Range 2025-11..2026-02"),
        ("2026-2030", "Range 2026..2030"),
        ("2026 – 2030", "Range 2026..2030"),
        ("Giai đoạn 2026 - 2030", "Range 2026..2030"),
        ("Năm học 2025-2026", "Range 2025..2026"),
        ("2026-Tháng 6/2028", "Range 2026..2028-06"),
        ("Tháng 11, tháng 12/2024", "Range 2024-11..2024-12"),
        ("Tháng 3 - 6/2025", "Range 2025-03..2025-06"),
        ("Quý III, IV/2025", "Range 2025-07..2025-12"),
        ("Quý I-II/2025", "Range 2025-01..2025-06"),
        ("Quý IV/2025 - Quý I/2026", "Range 2025-10..2026-03"),
        ("Tháng 3 và tháng 9/2025", "Compound 2025-03..2025-09"),
        ("01/3/2025 - 15/4/2025", "Range 2025-03-01..2025-04-15"),
    ]);
}

#[test]
fn recurrences() {
    check(&[
        ("Hằng năm", "Recurring ?..? P1Y"),
        ("Hàng tuần", "Recurring ?..? P1W"),
        ("06 tháng/lần", "Recurring ?..? P6M"),
        ("6 tháng một lần", "Recurring ?..? P6M"),
        ("02 lần/năm", "Recurring ?..? P6M"),
        ("Mỗi năm 4 lần", "Recurring ?..? P3M"),
        ("Định kỳ hằng Quý", "Recurring ?..? P3M"),
        ("Theo định kỳ hằng Quý hoặc theo Chỉ đạo của UBND tỉnh.", "Recurring ?..? P3M"),
        ("Định kỳ 6 tháng, năm", "Recurring ?..? P6M"),
        ("Hằng tháng, quý, năm", "Recurring ?..? P1M"),
        ("15/12 hằng năm", "Recurring ?..? P1Y"),
        ("Ngày 25 hằng tháng", "Recurring ?..? P1M"),
        ("- Ban hành Kế hoạch tháng 01 hằng năm", "Recurring ?..? P1Y"),
        ("Thường xuyên", "Recurring ?..? Thường xuyên"),
        ("Theo kỳ báo cáo", "Recurring ?..? Theo kỳ báo cáo"),
        ("02 đợt/năm", "Recurring ?..? P6M"),
        ("Mỗi học kỳ một lần", "Recurring ?..? Mỗi học kỳ một lần"),
        ("Hằng năm 2026-2030", "Recurring 2026..2030 P1Y"),
    ]);
}

#[test]
fn relative_to_an_event() {
    check(&[
        ("Chậm nhất 20 ngày kể từ ngày Quyết định này được ký ban hành", "Relative ?..?"),
        ("Trong vòng 5 ngày làm việc sau khi có kết quả", "Relative ?..?"),
        ("Ngay sau khi Luật được thông qua tháng 5/2025", "Relative ?..?"),
        ("Trước 90 ngày so với ngày hết thời hạn bổ nhiệm", "Relative ?..?"),
        ("30 ngày kể từ ngày 01/02/2024", "Relative ?..2024-03-02"),
    ]);
    let context = Context { date: "2024-02-10".parse().ok(), ..Context::default() };
    assert_eq!(told("Chậm nhất 20 ngày kể từ ngày Kế hoạch này được ký", &context), "Relative ?..2024-03-01");
    let working = "Chậm nhất 20 ngày làm việc kể từ ngày Kế hoạch này được ký";
    assert_eq!(told(working, &context), "Relative ?..?");
}

#[test]
fn several_parts() {
    check(&[
        ("- Biên soạn: Quý 2/2026 - Mở các lớp: Hằng năm", "Compound 2026-04..2026-06 P1Y"),
        ("Đợt 1: 11/2025; đợt 2: 4/2026", "Compound 2025-11..2026-04"),
        ("02 đợt: tháng 5 và tháng 11/2026", "Compound 2026-05..2026-11"),
        ("- Thi tuyển trước tháng 3/2024\n- Tuyển dụng trong năm 2024.", "Compound 2024..2024"),
        ("Sơ kết quý III: tháng 9/2025 Sơ kết quý IV: tháng 12/2025", "Compound 2025-09..2025-12"),
        ("- Theo chỉ đạo của UBND tỉnh - 06 tháng/lần", "Recurring ?..? P6M"),
        (
            "Thường xuyên; sơ kết trước 30/6/2026",
            "Compound ?..2026-06-30 Thường xuyên; sơ kết trước 30/6/2026",
        ),
    ]);
}

#[test]
fn text_that_names_no_time() {
    check(&[
        ("Theo yêu cầu", "Text ?..?"),
        ("Theo quy định của ngành.", "Text ?..?"),
        ("Theo lộ trình tại Kế hoạch số 12/KH-UBND ngày 28/10/2022 của UBND tỉnh", "Text ?..?"),
        ("Theo Quyết định 15/2020/QĐ-TTg ngày 05 tháng 3 năm 2020", "Text ?..?"),
        ("Khi có hướng dẫn của Bộ", "Text ?..?"),
        ("", "Text ?..?"),
    ]);
}

#[test]
fn years_that_are_not_printed() {
    assert_eq!(plain("Trước 30/6"), "Date ?..? YearUnknown");
    let year = |y: &str| y.parse().unwrap();
    let one = Context { period: Some(Period { from: year("2024"), to: year("2024") }), ..Context::default() };
    assert_eq!(told("Trước 30/6", &one), "Date ?..2024-06-30 YearInferred");
    assert_eq!(told("Trong tháng 8", &one), "Date 2024-08..2024-08 YearInferred");
    let many =
        Context { period: Some(Period { from: year("2026"), to: year("2030") }), ..Context::default() };
    assert_eq!(told("Quý II", &many), "Date ?..? YearUnknown");
    let dated = Context { date: Some(year("2025-08-14")), ..Context::default() };
    assert_eq!(told("Tháng 9", &dated), "Date 2025-09..2025-09 YearInferred");
    assert_eq!(told("Tháng 3", &dated), "Date ?..? YearUnknown");
}

#[test]
fn days_that_no_calendar_has() {
    assert_eq!(plain("Trước ngày 29/02/2024"), "Date ?..2024-02-29");
    assert_eq!(plain("Trước ngày 29/02/2025"), "Text ?..? Impossible");
    assert_eq!(plain("Tháng 13/2025"), "Text ?..?");
}

#[test]
fn likeness_tells_deadlines_from_other_cells() {
    for text in ["Tháng 7/2025", "Hằng năm", "Quý IV/2025", "Trước ngày 05/02/2024"] {
        assert!(likeness(text) > 0.8, "{text}: {}", likeness(text));
    }
    for text in ["Sở Tài chính", "Kế hoạch", "Đ/c Phó Chủ tịch phụ trách khối"] {
        assert!(likeness(text) < 0.3, "{text}: {}", likeness(text));
    }
}

proptest! {
    #[test]
    fn every_day_of_the_calendar_is_read(y in 1990i16..2090, m in 1i8..=12, d in 1i8..=31, pad in any::<bool>()) {
        let text = if pad { format!("Trước ngày {d:02}/{m:02}/{y}") } else { format!("Trước ngày {d}/{m}/{y}") };
        let read = read(&text, &Context::default());
        prop_assert_eq!(read.deadline.end, PartialDate::new(y, Some(m), Some(d)));
    }

    #[test]
    fn a_range_never_ends_before_it_starts(a in 1i8..=12, b in 1i8..=12, y in 2000i16..2050, dash in any::<bool>()) {
        let text = if dash { format!("Tháng {a} - {b}/{y}") } else { format!("Từ tháng {a} đến tháng {b}/{y}") };
        let deadline = read(&text, &Context::default()).deadline;
        let (start, end) = (deadline.start.unwrap(), deadline.end.unwrap());
        prop_assert!(start.first_day() <= end.last_day(), "{text}: {start} {end}");
    }

    #[test]
    fn anything_is_read_and_kept(text in "[0-9/ ,.;:\\-–a-zà-ỹTQNđ\n]{0,80}") {
        let deadline = read(&text, &Context::default()).deadline;
        let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&deadline.text), letters(&text));
        if let (Some(start), Some(end)) = (deadline.start, deadline.end) {
            prop_assert!(start.year() <= end.year() + 1);
        }
    }
}
