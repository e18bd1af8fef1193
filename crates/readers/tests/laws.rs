//! Laws that hold for every input: nothing is lost, places rise, nothing panics, time is linear.

use std::time::Instant;

use proptest::prelude::*;
use vanthu_document::page::{Block, Form, Pages, Span};
use vanthu_readers::{Binary, ReadError, ReadOptions, read};
use vanthu_text::Encoding;

fn pages(bytes: &[u8]) -> Option<Pages> {
    read(bytes, &ReadOptions::default()).ok()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// All text of the pages, in order.
fn printed(pages: &Pages) -> String {
    let mut out = String::new();
    for block in pages.pages.iter().flat_map(|p| &p.blocks) {
        match block {
            Block::Line(line) => out.push_str(&line.text),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|r| &r.cells) {
                    out.push_str(&cell.text);
                    out.push('\n');
                }
            }
        }
        out.push('\n');
    }
    out
}

/// Checks what spans promise: lines rise from block to block and row to row, and lie within the file.
fn check_spans(pages: &Pages, lines: u32) -> Result<(), TestCaseError> {
    let mut last = 1;
    let mut check = |span: &Span| {
        let (first, end) = span.lines.ok_or_else(|| TestCaseError::fail("no lines"))?;
        prop_assert!(first >= last && end >= first && end <= lines, "{first}-{end} after {last} of {lines}");
        last = first;
        Ok(())
    };
    for page in &pages.pages {
        for block in &page.blocks {
            match block {
                Block::Line(line) => {
                    prop_assert!(!line.text.is_empty() && !line.text.contains('\n'));
                    check(&line.span)?;
                }
                Block::Table(table) => {
                    check(&table.span)?;
                    for row in &table.rows {
                        check(&row.span)?;
                        prop_assert!(!row.cells.is_empty());
                    }
                }
            }
            let span = match block {
                Block::Line(line) => &line.span,
                Block::Table(table) => &table.span,
            };
            prop_assert_eq!(span.page, pages.count.map(|_| page.number));
        }
    }
    Ok(())
}

fn line_count(text: &str) -> u32 {
    u32::try_from(text.split('\n').count()).unwrap_or(u32::MAX)
}

/// Text of pieces that make up the forms, without those whose letters are markup (names of tags, targets of links).
fn forms() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => Just("\n".to_owned()),
        2 => Just("\n\n".to_owned()),
        3 => Just("\t".to_owned()),
        3 => Just("|".to_owned()),
        1 => Just("|---|---|\n".to_owned()),
        1 => Just("1\tTập huấn\tSở\n2\tHọp\tXã\n3\tThi\tHuyện\n".to_owned()),
        6 => "(Sở|Điều|hội nghị|I\\.|1\\.|- |\\* |ước|ễ|x2|12/QĐ| |  )",
        4 => "(\\*\\*|\\*|____|_|__|`|``|\\[|\\]|!|\\$|\\\\|#|## |> |\\{|<5|<|&|&ĐT;|\"|\"\"|\u{C}|---|===)",
        1 => "(<br>|<b>|</b>|<li>|<ul>|</p>|&amp;|<sub>|</sub>)",
    ];
    proptest::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_letter_is_lost(text in forms()) {
        // The name of a language behind a fence is markup.
        prop_assume!(!text.contains("```"));
        if let Some(pages) = pages(text.as_bytes()) {
            let mut expected = text.clone();
            if pages.form != Form::Text {
                for tag in ["<br>", "<b>", "</b>", "<li>", "<ul>", "</p>", "&amp;", "<sub>", "</sub>"] {
                    expected = expected.replace(tag, "");
                }
                // What stands in code, and what an escape takes its meaning from, keeps its tags.
                prop_assume!(!text.contains(['`', '\\']) || expected == text);
            }
            prop_assert_eq!(letters(&printed(&pages)), letters(&expected), "{:?}", pages.form);
            check_spans(&pages, line_count(&text))?;
        }
    }

    #[test]
    fn plain_text_comes_out_as_it_is(text in "([a-zà-ỹ .,;:/-]|\n|\u{C}){1,300}") {
        if let Some(pages) = pages(text.as_bytes()) {
            prop_assert_eq!(pages.form, Form::Text);
            let flat = |text: &str| text.replace(['\n', '\u{C}'], "");
            prop_assert_eq!(flat(&printed(&pages)), flat(&vanthu_text::nfc(&text)));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Some(pages) = pages(&bytes) {
            check_spans(&pages, u32::try_from(bytes.len()).unwrap() + 1)?;
        }
    }

    #[test]
    fn damaged_forms_are_read(text in forms(), damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
        let mut bytes = text.into_bytes();
        for (index, byte) in damage {
            if !bytes.is_empty() {
                let at = index.index(bytes.len());
                bytes[at] = byte;
            }
        }
        if let Some(pages) = pages(&bytes) {
            check_spans(&pages, u32::try_from(bytes.len()).unwrap() + 1)?;
        }
    }
}

#[test]
fn inputs_that_are_no_text() {
    let error = |bytes: &[u8]| read(bytes, &ReadOptions::default()).unwrap_err();
    assert_eq!(error(b""), ReadError::Empty);
    assert_eq!(error("\u{FEFF} \r\n\u{A0}\t".as_bytes()), ReadError::Empty);
    assert_eq!(error(b"%PDF-1.4\n%\xE2\xE3"), ReadError::Damaged(Binary::Pdf));
    assert_eq!(
        error(b"PK\x03\x04....[Content_Types].xml...word/document.xml"),
        ReadError::Damaged(Binary::Docx)
    );
    assert_eq!(error(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."), ReadError::Damaged(Binary::Ole));
    assert_eq!(error(&[0; 500]), ReadError::Binary(Binary::Unknown));
    let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(error(&noise), ReadError::Binary(Binary::Unknown));
    let small = ReadOptions { max_bytes: 3, ..ReadOptions::default() };
    assert_eq!(read(b"abcd", &small), Err(ReadError::TooLarge { bytes: 4, limit: 3 }));
}

#[test]
fn faults_are_told_with_their_line() {
    let pages = pages(b"UBND x\xE3\nK\0 ho\x07ch\r\nxong").unwrap();
    let told: Vec<_> =
        pages.diagnostics.iter().map(|d| (d.code.as_str(), d.span.lines, d.arguments.clone())).collect();
    assert_eq!(
        told,
        [
            ("invalid-bytes", Some((1, 1)), vec!["1".to_owned(), "6".to_owned()]),
            ("control-characters", Some((2, 2)), vec!["2".to_owned(), "2".to_owned()]),
        ]
    );
}

#[test]
fn a_text_in_an_encoding_before_unicode_is_read() {
    let file = b"S\xEB N\xE9i v\xF4 b\xB8o c\xB8o k\xD5t qu\xB6 n\xA8m 2001";
    let pages = pages(file).unwrap();
    assert_eq!((pages.encoding.as_str(), pages.diagnostics.len()), ("TCVN3", 0));
    let Some(Block::Line(line)) = pages.pages[0].blocks.first() else { panic!("no line") };
    assert_eq!(line.text, "Sở Nội vụ báo cáo kết quả năm 2001");
    let options = ReadOptions { encoding: Some(Encoding::Windows1252), ..ReadOptions::default() };
    assert_eq!(read(file, &options).unwrap().encoding, "windows-1252");
}

/// Each of these grows to a few megabytes; anything worse than linear would take minutes.
#[test]
fn huge_and_hostile_inputs_take_linear_time() {
    let table = |row: &str| format!("| a | b | c |\n|---|---|---|\n{}", row.repeat(100_000));
    let inputs = [
        ("one line", "Sở Nội vụ ".repeat(400_000)),
        ("pipes", "|".repeat(2_000_000)),
        ("rows of bars", format!("{}\n", "| ".repeat(90)).repeat(10_000)),
        ("table", table("| 1 | x | y |\n")),
        ("open rows", table("| 1 | x\nz\n")),
        ("open rows and text", table("| 1 | x\n")),
        ("tabs", "\t".repeat(2_000_000)),
        ("tsv", "1\tx\ty\n".repeat(100_000)),
        ("tsv that changes", "1\tx\ty\n1\tx\n\n1\n".repeat(50_000)),
        ("open quotes", "a\t\"b\tc\n".repeat(100_000)),
        ("quotes", "\"\"\t".repeat(300_000)),
        ("blank between", "1\tx\ty\n\n\n\n".repeat(50_000)),
        ("blank lines", format!("1\tx\ty\n{}", "\n".repeat(1_000_000)).repeat(3)),
        ("form feeds", "\u{C}x\n".repeat(200_000)),
        ("tags", format!("# a\n# b\n{}", "<b".repeat(1_000_000))),
        ("nested tags", format!("# a\n# b\n{}", "<b><i><ul><li>".repeat(100_000))),
        ("stars", format!("# a\n# b\n{}", "*a ".repeat(500_000))),
        ("bold", format!("# a\n# b\n{}", "**a****".repeat(300_000))),
        ("quotation", format!("# a\n# b\n{}", "> ".repeat(500_000))),
        ("marks", format!("e{}", "\u{301}".repeat(500_000))),
    ];
    for (name, text) in inputs {
        let start = Instant::now();
        let result = read(text.as_bytes(), &ReadOptions::default());
        assert!(start.elapsed().as_secs() < 20, "{name} took {:?}", start.elapsed());
        assert!(result.is_ok() || result == Err(ReadError::Empty), "{name}");
        println!("{name}: {:?}", start.elapsed());
    }
}
