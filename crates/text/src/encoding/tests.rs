//! Tests over all encodings.

use proptest::prelude::*;

use super::*;
use crate::{Placement, Syllable, decode, upper};

/// The encodings that have a code for each letter.
const LEGACY: [Encoding; 5] =
    [Encoding::Tcvn3, Encoding::Vni, Encoding::Viscii, Encoding::Vps, Encoding::Windows1258];

/// Every letter of the alphabet, with every tone, in both cases.
fn letters() -> impl Iterator<Item = char> {
    ('\0'..'\u{2000}').filter(|&c| crate::is_vietnamese_letter(c))
}

#[test]
fn every_letter_comes_back() {
    for encoding in LEGACY {
        for c in letters() {
            let text = c.to_string();
            let bytes = encoding.encode(&text).unwrap_or_else(|error| panic!("{error}: {c}"));
            assert_eq!(nfc(&encoding.decode(&bytes)), text, "{encoding} {bytes:X?}");
        }
    }
}

#[test]
fn every_syllable_comes_back_through_what_is_seen() {
    for syllable in Syllable::all() {
        let small = syllable.spell(Placement::Old);
        for text in [upper(&small), small] {
            for encoding in LEGACY {
                let bytes = encoding.encode(&text).unwrap();
                assert_eq!(nfc(&encoding.decode(&bytes)), text, "{encoding}");
                let seen = Encoding::Windows1252.decode(&bytes);
                assert_eq!(nfc(&encoding.decode_seen(&seen)), text, "{encoding} {seen}");
                let latin: String = bytes.iter().map(|&b| char::from(b)).collect();
                assert_eq!(nfc(&encoding.decode_seen(&latin)), text, "{encoding} {latin}");
            }
            let seen = Encoding::Windows1252.decode(text.as_bytes());
            assert_eq!(Encoding::Utf8.decode_seen(&seen), text);
        }
    }
}

#[test]
fn names_are_read_back() {
    for encoding in Encoding::ALL {
        assert_eq!(encoding.name().parse(), Ok(encoding));
    }
    assert_eq!("ABC".parse(), Ok(Encoding::Tcvn3));
    assert!("ebcdic".parse::<Encoding>().is_err());
}

/// Bytes set by hand: as `iconv` has them for TCVN, VISCII and CP1258, as the fonts' own tables for VNI and VPS.
#[test]
fn known_texts() {
    let known: [(Encoding, &[u8], &str); 5] = [
        (Encoding::Tcvn3, b"H\xE9i \xAE\xE5ng nh\xA9n d\xA9n huy\xD6n", "Hội đồng nhân dân huyện"),
        (Encoding::Vni, b"U\xDBY BAN THA\xD8NH PHO\xC1, th\xF4\xF8i gian", "ỦY BAN THÀNH PHỐ, thời gian"),
        (Encoding::Viscii, b"H\xB5i \xF0\xB0ng", "Hội đồng"),
        (Encoding::Vps, b"H\xB6i \xC7\xD2ng", "Hội đồng"),
        (Encoding::Windows1258, b"H\xF4\xF2i \xF0\xF4\xCCng", "Hội đồng"),
    ];
    for (encoding, bytes, text) in known {
        assert_eq!(encoding.decode(bytes), text);
    }
}

/// Sentences of invented papers, as they were typed in those days.
const SENTENCES: [&str; 6] = [
    "Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân;",
    "Xét đề nghị của Giám đốc Sở Kế hoạch và Đầu tư,",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Trưởng phòng Tài chính",
    "Nơi nhận: - Như Điều 3; - Lưu: VT.",
];

#[test]
fn files_in_each_encoding_are_told() {
    for encoding in LEGACY {
        let text = SENTENCES.join("\r\n");
        let decoded = decode(&encoding.encode(&text).unwrap());
        assert_eq!(decoded.text, text.replace('\r', ""), "{encoding}");
        assert_eq!(decoded.encodings, [encoding]);
        assert!(decoded.confidence > 0.99, "{encoding} {}", decoded.confidence);
        // The same after someone saved what was seen as UTF-8.
        let seen = Encoding::Windows1252.decode(&encoding.encode(&text).unwrap());
        let decoded = decode(seen.as_bytes());
        assert_eq!(decoded.text, text.replace('\r', ""), "{encoding}");
        assert_eq!(decoded.encodings, [encoding]);
    }
}

#[test]
fn mixed_files_are_told_line_by_line() {
    let line = |encoding: Encoding, i: usize| encoding.encode(SENTENCES[i]).unwrap();
    let mut bytes = Vec::new();
    for (i, encoding) in
        [Encoding::Utf8, Encoding::Tcvn3, Encoding::Vni, Encoding::Utf8].into_iter().enumerate()
    {
        bytes.extend(line(encoding, i));
        bytes.push(b'\n');
    }
    bytes.extend(b"Soci\xE9t\xE9 fran\xE7aise du p\xE9trole, si\xE8ge \xE0 Paris\n");
    let decoded = decode(&bytes);
    assert_eq!(decoded.text.lines().take(4).collect::<Vec<_>>(), &SENTENCES[..4]);
    assert!(decoded.encodings.contains(&Encoding::Tcvn3) && decoded.encodings.contains(&Encoding::Vni));
}

#[test]
fn other_languages_and_clean_text_are_left_alone() {
    let texts = [
        "Le Gouvernement général de l'Indochine a été créé à Hanoï; « décret » du 17 octobre — très bien.",
        "The café’s naïve façade — a résumé, 25 °C ± 2, § 5, © 2020 ®",
        "El niño comió piñas en São Paulo; Ångström, Øre, Þórr, ça m'a plu",
        "Müller größer Straße über Öl für die Behörde, LÖSCHEN",
        "æ\u{C}ë,",
        "sö:",
        "Ø 20, 5 µm, ë",
        "Sở Xây dựng, họp ngày 5/3: “đạt 12 m² · ô tô”",
        "Hà Nội là thủ đô",
    ];
    for text in texts {
        let decoded = decode(text.as_bytes());
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.encodings, [Encoding::Utf8]);
    }
    let western = Encoding::Windows1252.encode(texts[0]).unwrap();
    assert_eq!(decode(&western).text, texts[0]);
}

/// Capitals with tones are typed small where the font shows them as capitals.
#[test]
fn capitals_typed_in_a_capitals_font_are_told() {
    for (seen, meant) in [("QUYÕT §ÞNH:", "QUYẾT ĐỊNH:"), ("ñy ban", "ủy ban")] {
        let line = [Run { text: seen, font: ".VnTime" }];
        let mut decoder = RunDecoder::default();
        decoder.observe(&line);
        assert_eq!(decoder.decode(&line).texts, [meant]);
    }
}

#[test]
fn words_cut_by_runs_are_whole() {
    let run = |text, font| Run { text, font };
    let line = [run("U", "VNI-Times"), run("ÛY BAN NHAÂN DAÂ", "VNI-Times"), run("N", "VNI-Helve")];
    let mut decoder = RunDecoder::default();
    decoder.observe(&line);
    assert_eq!(decoder.decode(&line).texts.concat(), "ỦY BAN NHÂN DÂN");
}

#[test]
fn a_unicode_text_in_an_old_font_is_left_alone() {
    let line = [
        Run { text: "Quyết định của Bộ trưởng", font: ".VnTime" },
        Run { text: " là đúng", font: ".VnTime" },
    ];
    let mut decoder = RunDecoder::default();
    decoder.observe(&line);
    assert_eq!(decoder.decode(&line).texts, ["Quyết định của Bộ trưởng", " là đúng"]);
}

#[test]
fn short_runs_follow_the_others() {
    let long: Vec<String> =
        SENTENCES.iter().map(|s| Encoding::Windows1252.decode(&Encoding::Tcvn3.encode(s).unwrap())).collect();
    let mut decoder = RunDecoder::default();
    for text in long.iter().cycle().take(60) {
        decoder.observe(&[Run { text, font: "Times New Roman" }]);
    }
    for (seen, meant) in [("tê", "tờ"), ("®", "đ"), ("hä", "họ"), ("cã", "có")] {
        assert_eq!(decoder.decode(&[Run { text: seen, font: "Times New Roman" }]).texts, [meant]);
    }
}

/// Runs of a few words in fonts that say nothing, in a document in which each encoding was met.
#[test]
fn short_runs_are_drawn_from_the_document() {
    let seen = |encoding: Encoding, text: &str| Encoding::Windows1252.decode(&encoding.encode(text).unwrap());
    fn run(text: &str) -> [Run<'_>; 1] {
        [Run { text, font: "Times New Roman" }]
    }
    let mut decoder = RunDecoder::default();
    for text in SENTENCES.iter().cycle().take(20) {
        decoder.observe(&run(text));
        decoder.observe(&run(&seen(Encoding::Viscii, text)));
        decoder.observe(&run(&seen(Encoding::Tcvn3, text)));
    }
    for text in ["14 tháng 01", "kiểm soát toàn ngành", "những câu lệnh", "phạt vi phạm"] {
        for encoding in [Encoding::Viscii, Encoding::Tcvn3] {
            assert_eq!(decoder.decode(&run(&seen(encoding, text))).texts, [text], "{encoding}");
        }
        assert_eq!(decoder.decode(&run(text)).texts, [text]);
    }
    assert_eq!(decoder.decode(&run("société générale à Paris")).texts, ["société générale à Paris"]);
}

#[test]
fn a_soft_hyphen_alone_is_the_letter_of_its_font() {
    let run = |font| [Run { text: "\u{AD}", font }];
    assert_eq!(RunDecoder::default().decode(&run(".VnTime")).texts, ["ư"]);
    assert_eq!(RunDecoder::default().decode(&run("Times New Roman")).texts, ["\u{AD}"]);
    // A converted file that kept the name of its font.
    let mut converted = RunDecoder::default();
    for text in SENTENCES.iter().cycle().take(20) {
        converted.observe(&[Run { text, font: ".VnTime" }]);
    }
    assert_eq!(converted.decode(&run(".VnTime")).texts, ["\u{AD}"]);
}

proptest! {
    #[test]
    fn any_bytes_decode_in_any_encoding(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for encoding in Encoding::ALL {
            let text = encoding.decode(&bytes);
            prop_assert!(text.len() <= 3 * bytes.len());
            prop_assert!(text.chars().count() <= bytes.len());
        }
    }

    #[test]
    fn what_is_encoded_comes_back(text in "[a-zA-Zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹẠ-Ỹ0-9 .,;/-]{0,60}") {
        let text = nfc(&text).into_owned();
        for encoding in LEGACY {
            if let Ok(bytes) = encoding.encode(&text) {
                let back = encoding.decode(&bytes);
                prop_assert_eq!(nfc(&back), text.as_str());
            }
        }
    }
}
