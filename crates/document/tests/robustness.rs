//! Laws that hold for any input: no panic, time in proportion to size, and results that lie within the input.

mod common;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use common::parse_text;
use proptest::prelude::*;
use vanthu_document::citation::Collector;
use vanthu_document::page::Span;

/// Pieces of documents, so that random texts reach every branch of the parser.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "Điều 1. ",
        "Điều thứ nhất. ",
        "1. ",
        "1.1. ",
        "a) ",
        "- ",
        "+ ",
        "I. ",
        "Chương II",
        "Phụ lục 1",
        "PHỤ LỤC",
        "KẾ HOẠCH",
        "QUYẾT ĐỊNH",
        "QUYẾT ĐỊNH:",
        "Căn cứ Luật ",
        "Theo đề nghị ",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Trần Văn A",
        "Số: 12/QĐ-UBND",
        "Số:    /KH-UBND",
        "24-CT/TU",
        "5152/QĐ-",
        "UBND ngày 02/10/2024",
        "ngày 3 tháng 4 năm 2024",
        "ngày   /7/2025",
        "của Chính phủ",
        "sửa đổi Quyết định số 3/QĐ-TTg",
        "(Kèm theo Quyết định số 1/QĐ-UBND",
        ")",
        "“",
        "”",
        "\"",
        "TT Nhiệm vụ Cơ quan chủ trì Thời gian",
        "|",
        "\t",
        "     ",
        "\n",
        "\n\n",
        " \n",
        "/",
        "-",
        ".",
        "V/v ",
        "Kính gửi: ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ỦY BAN NHÂN DÂN",
        "TỈNH X",
        "năm 2024",
        "giai đoạn 2021-2025",
        "…",
        "\u{f0b7} ",
        "Ð",
    ];
    prop_oneof![4 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_parses(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = pieces.concat();
        let reading = parse_text(&text);
        for citation in &reading.document.citations {
            prop_assert!(!citation.spans.is_empty());
            prop_assert!(citation.number.as_deref().is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit())));
            let symbol = citation.symbol.as_deref().unwrap_or("");
            prop_assert!(symbol.starts_with(char::is_alphanumeric) && symbol.ends_with(char::is_alphanumeric), "{symbol}");
        }
        for relation in &reading.document.relations {
            prop_assert!(!relation.text.is_empty());
        }
    }

    #[test]
    fn parsing_is_deterministic(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        prop_assert_eq!(parse_text(&text), parse_text(&text));
    }

    #[test]
    fn scanning_again_adds_nothing(pieces in prop::collection::vec(piece(), 0..30)) {
        let text = pieces.concat();
        let place = Span::line(None, 1);
        let mut collector = Collector::default();
        collector.scan(&text, &place);
        let once = collector.finish().value;
        let mut again = Collector::resume(once.clone());
        again.scan(&text, &place);
        prop_assert_eq!(once, again.finish().value);
    }
}

/// Seconds that a text takes; far above what it needs, far below what a quadratic step would cost.
fn within(seconds: u64, text: &str) {
    let start = Instant::now();
    let reading = parse_text(text);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(seconds), "{took:?} for {} bytes", text.len());
    drop(reading);
}

#[test]
fn long_texts_take_time_in_proportion() {
    let mut articles = String::from("QUYẾT ĐỊNH\nVề việc thử\nQUYẾT ĐỊNH:\n");
    for number in 1..30_000 {
        let _ = writeln!(
            articles,
            "Điều {number}. Theo Quyết định số {number}/QĐ-UBND ngày 1/2/2024:\na) một;\n“b) hai"
        );
    }
    within(30, &articles);
    within(30, &"5152/QĐ- Phường\n".repeat(60_000));
    within(30, &"Phụ lục 1\n(Kèm theo\n".repeat(30_000));
    within(30, &"TT Nhiệm vụ\nABC\n".repeat(50_000));
    within(30, &"CHỦ TỊCH\n".repeat(100_000));
    within(30, &"sửa đổi Quyết định số 12/QĐ-UBND và ".repeat(40_000));
    within(30, &"1-1/1-1/-/ ngày của Luật “ ".repeat(100_000));
    within(30, &"((((1.1.1.1.1.1 I. a) ".repeat(100_000));
}
