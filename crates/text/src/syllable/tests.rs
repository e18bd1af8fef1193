//! Laws of the syllable, over all of them, and examples of each rule.

use std::collections::HashSet;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

fn parts(text: &str) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    Syllable::parse(text).map(|s| (s.onset(), s.glide(), s.nucleus(), s.coda()))
}

#[test]
fn reading_what_was_spelled_gives_the_same_syllable() {
    let mut spellings = HashSet::new();
    let mut count = 0;
    for syllable in Syllable::all() {
        count += 1;
        for placement in [Placement::Old, Placement::New] {
            let spelled = syllable.spell(placement);
            assert_eq!(Syllable::parse(&spelled), Some(syllable), "{spelled}");
            assert_eq!(Syllable::parse(&spelled.to_uppercase()), Some(syllable), "{spelled}");
            let decomposed: String = spelled.nfd().collect();
            assert_eq!(Syllable::parse(&decomposed), Some(syllable), "{spelled}");
        }
        assert!(spellings.insert(syllable.spell(Placement::New)), "{syllable} twice");
        assert_eq!(syllable.fold_i_y().fold_i_y(), syllable.fold_i_y());
        assert_eq!(syllable.fold_i_y().tone(), syllable.tone());
    }
    // About 7,000 syllables are in use; the spelling rules allow two to three times as many.
    assert!((12_000..22_000).contains(&count), "{count}");
}

#[test]
fn placements_differ_only_in_the_three_open_rhymes() {
    for syllable in Syllable::all() {
        let differ = syllable.spell(Placement::Old) != syllable.spell(Placement::New);
        let open = syllable.coda().is_empty()
            && matches!((syllable.glide(), syllable.nucleus()), ("o", "a" | "e") | ("u", "y"));
        assert_eq!(differ, open && syllable.tone() != Tone::Ngang, "{syllable}");
    }
}

#[test]
fn onsets_that_share_letters_with_the_rhyme() {
    assert_eq!(parts("gì"), Some(("gi", "", "i", "")));
    assert_eq!(parts("giếng"), Some(("gi", "", "iê", "ng")));
    assert_eq!(parts("già"), Some(("gi", "", "a", "")));
    assert_eq!(parts("giữ"), Some(("gi", "", "ư", "")));
    assert_eq!(parts("gìn"), Some(("gi", "", "i", "n")));
    assert_eq!(parts("quý"), Some(("qu", "", "y", "")));
    assert_eq!(parts("quốc"), Some(("qu", "", "ô", "c")));
    assert_eq!(parts("quyết"), Some(("qu", "", "yê", "t")));
    assert_eq!(parts("cua"), Some(("c", "", "ua", "")));
    assert_eq!(parts("Nghiêng"), Some(("ngh", "", "iê", "ng")));
    assert_eq!(parts("uỷ"), Some(("", "u", "y", "")));
    assert_eq!(parts("khuya"), Some(("kh", "u", "ya", "")));
}

#[test]
fn slips_of_the_tone_mark_are_read() {
    for (slip, right) in
        [("qúy", "quý"), ("lọai", "loại"), ("tòan", "toàn"), ("gía", "giá"), ("thúê", "thuế")]
    {
        assert_eq!(Syllable::parse(slip).map(|s| s.spell(Placement::New)).as_deref(), Some(right));
    }
}

#[test]
fn what_no_vietnamese_word_can_be() {
    for text in [
        "",
        "b",
        "ng",
        "ka",
        "ce",
        "gha",
        "nge",
        "qa",
        "kỹa",
        "tiêmg",
        "nhiệmm",
        "tàp",
        "học̀",
        "mảc",
        "wifi",
        "zalo",
        "jun",
        "plei",
        "krông",
        "đắk!",
        "hoa sen",
        "éé",
        "nghiêngg",
        "thoắng1",
        "yêp",
        "iên",
        "tyên",
        "muâng",
    ] {
        assert_eq!(Syllable::parse(text), None, "{text}");
    }
}

#[test]
fn words_of_official_papers_are_syllables() {
    let text = "Ủy ban nhân dân huyện Vũ Thư tỉnh Thái Bình kính trình Hội đồng nhân dân xem xét quyết định phê duyệt \
        kế hoạch khuyến khích phát triển nguồn nhân lực giai đoạn nghiên cứu ứng dụng khoa học công nghệ thuế \
        thuở huýt khuỷu ngoằn ngoèo loắt choắt quẩn quanh quầng quắc xoong goòng buýt tuýp voan phuy yểu yếm yết \
        tiếc biếc tuần luật khuếch huênh hoang quệch quạc giặc giường giếng gìn giữ rượu bưu điện lưu trữ hươu";
    for word in text.split_whitespace() {
        assert!(Syllable::parse(word).is_some(), "{word}");
    }
}

#[test]
fn i_and_y_fold_where_both_are_used() {
    let folded = |text: &str| Syllable::parse(text).map(|s| s.fold_i_y().spell(Placement::New));
    for (y, i) in
        [("kỷ", "kỉ"), ("sỹ", "sĩ"), ("lý", "lí"), ("quý", "quí"), ("quýt", "quít"), ("ý", "í"), ("Mỹ", "mĩ")]
    {
        assert_eq!(folded(y).as_deref(), Some(i));
        assert_eq!(folded(i).as_deref(), Some(i));
    }
    for (y, i) in [("túy", "túi"), ("huy", "hui"), ("yêu", "yêu"), ("ngày", "ngài")] {
        assert_eq!(folded(y) == folded(i), y == i, "{y} {i}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "([a-zA-Zđ]|[\u{300}-\u{323}]|[ạ-ỹ]|\\PC){0,10}") {
        if let Some(syllable) = Syllable::parse(&text) {
            prop_assert_eq!(Syllable::parse(&syllable.to_string()), Some(syllable));
        }
    }
}
