//! Laws that hold for any text.

use proptest::prelude::*;
use std::sync::LazyLock;
use vanthu_restore::{Restorer, State};

static RESTORER: LazyLock<Restorer<'static>> = LazyLock::new(Restorer::new);

/// Text of the kinds that matter: words stripped, garbled and sound, numbers, marks, and any characters at all.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Uy ban nhan dan".to_owned()),
        Just("Quyét dinh s6".to_owned()),
        Just("K¢é hoach".to_owned()),
        Just("chuyển đổi số".to_owned()),
        "[0-9]{1,3}/(QD|KH)-UBND",
        "[a-zA-Zăâđêôơưéèạ¢€§&@|1-6]{1,9}",
        "[ .,;:()\\-/\"<>\t]{1,3}",
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn lines_keep_their_number_and_changes_their_place(lines in prop::collection::vec(line(), 0..6)) {
        let given: Vec<&str> = lines.iter().map(String::as_str).collect();
        let restored = RESTORER.restore_lines(&given);
        prop_assert_eq!(restored.len(), given.len());
        for (line, done) in given.iter().zip(&restored) {
            let mut rebuilt = String::new();
            let mut at = 0;
            for change in &done.changes {
                prop_assert!(change.range.start >= at);
                prop_assert_eq!(&line[change.range.start..change.range.end], &change.from);
                prop_assert_ne!(&change.from, &change.to);
                prop_assert!((0.0..=1.0).contains(&change.confidence));
                prop_assert!(!change.to.contains('\n'));
                rebuilt += &line[at..change.range.start];
                rebuilt += &change.to;
                at = change.range.end;
            }
            rebuilt += &line[at..];
            prop_assert_eq!(&rebuilt, &done.text);
            prop_assert_eq!((done.map.source_len(), done.map.target_len()), (line.len(), done.text.len()));
            if matches!(done.state, State::Clean | State::Other) {
                prop_assert!(done.changes.is_empty());
            }
        }
    }

    #[test]
    fn stripped_text_only_gains_marks(lines in prop::collection::vec("([A-Za-z]{1,6}[ ,.]{1,2}){0,20}", 1..4)) {
        let given: Vec<&str> = lines.iter().map(String::as_str).collect();
        for (line, done) in given.iter().zip(RESTORER.restore_lines(&given)) {
            if done.state == State::Stripped {
                prop_assert_eq!(vanthu_text::fold(&done.text), vanthu_text::fold(line));
            }
        }
    }
}

#[test]
fn a_line_of_a_megabyte_is_read_in_windows() {
    let line = "Uy ban nhan dan tinh giao So Noi vu chu tri, phoi hop voi cac don vi. ".repeat(15_000);
    let restored = RESTORER.restore_lines(&[&line]);
    assert!(restored[0].text.starts_with("Ủy ban nhân dân tỉnh giao Sở Nội vụ"));
    let unbroken = "x".repeat(1 << 20);
    assert_eq!(RESTORER.restore_lines(&[&unbroken])[0].text, unbroken);
}

#[test]
fn a_garbled_heading_and_its_number_come_back() {
    let lines = [
        "Thue hién Quyét dinh s6 128/QD-UBND ngay 05/02/2024 cia UBND tinh vé viéc ban hanh Ké hoach",
        "chuyén ddi sé nim 2024;",
    ];
    let restored = RESTORER.restore_lines(&lines);
    assert_eq!(restored[0].state, State::Ocr);
    assert_eq!(
        restored[0].text,
        "Thực hiện Quyết định số 128/QĐ-UBND ngày 05/02/2024 của UBND tỉnh về việc ban hành Kế hoạch"
    );
    assert_eq!(restored[1].text, "chuyển đổi số năm 2024;");
}

/// What the search drops must not be what the model wants: lines as stripped and as an OCR read them, with an exact search
/// beside the usual one.
#[test]
fn the_beam_loses_nothing_that_matters() {
    let lines = [
        "Phe duyet ke hoach boi duong can bo quan ly kho luu tru lich su cua tinh",
        "giai doan 2021-2025; giao So Tai chinh can doi kinh phi thuc hien hang nam.",
        "Cac phong chuyen mon, don vi su nghiep truc thuoc va Uy ban nhan dan cac xa",
        "K¢ hoach kiém tra cong tac van thu, luu trit tai cac co quan, don vi",
        "Dinh ky 6 thang bdo cdo két qua thuc hién vé Van phong dé téng hop.",
    ];
    let exact = Restorer::new().with_exact_search();
    let texts = |restorer: &Restorer<'_>| -> Vec<String> {
        restorer.restore_lines(&lines).into_iter().map(|line| line.text).collect()
    };
    assert_eq!(texts(&RESTORER), texts(&exact));
}
