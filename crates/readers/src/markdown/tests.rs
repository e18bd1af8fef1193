//! Examples of Markdown from models, in documents of invented offices.

use vanthu_document::page::{Block, Line};

use super::*;

fn blocks(text: &str) -> Vec<Block> {
    read(text, &ReadOptions::default()).finish().0.into_iter().flat_map(|p| p.blocks).collect()
}

fn lines(text: &str) -> Vec<Line> {
    blocks(text)
        .into_iter()
        .filter_map(|b| match b {
            Block::Line(line) => Some(line),
            Block::Table(_) => None,
        })
        .collect()
}

fn tables(text: &str) -> Vec<Vec<Vec<String>>> {
    blocks(text)
        .into_iter()
        .filter_map(|b| match b {
            Block::Table(t) => {
                Some(t.rows.into_iter().map(|r| r.cells.into_iter().map(|c| c.text).collect()).collect())
            }
            Block::Line(_) => None,
        })
        .collect()
}

fn brief(text: &str) -> Vec<(String, Gap, u32)> {
    lines(text).into_iter().map(|l| (l.text, l.gap, l.span.lines.map_or(0, |l| l.0))).collect()
}

#[test]
fn emphasis_over_a_hard_break() {
    let found = lines("**Về việc giao dự toán  \ncủa huyện Bình Lục**\n\nĐiều 1");
    let style = |l: &Line| (l.text.clone(), l.gap, l.style.bold);
    assert_eq!(
        found.iter().map(style).collect::<Vec<_>>(),
        [
            ("Về việc giao dự toán".into(), Gap::Paragraph, true),
            ("của huyện Bình Lục".into(), Gap::Break, true),
            ("Điều 1".into(), Gap::Paragraph, false),
        ]
    );
}

#[test]
fn headings_glued_or_marked() {
    let found =
        lines("# **PHẦN MỘT**\n**I. MỤC ĐÍCH****1. Yêu cầu**\n### 2.1. Nội dung ###\n#1 không phải đề mục");
    let style = |l: &Line| (l.text.clone(), l.gap, l.style.heading, l.style.bold);
    assert_eq!(
        found.iter().map(style).collect::<Vec<_>>(),
        [
            ("PHẦN MỘT".into(), Gap::Paragraph, Some(1), true),
            ("I. MỤC ĐÍCH".into(), Gap::Paragraph, None, true),
            ("1. Yêu cầu".into(), Gap::Break, None, true),
            ("2.1. Nội dung".into(), Gap::Paragraph, Some(3), false),
            ("#1 không phải đề mục".into(), Gap::Paragraph, None, false),
        ]
    );
}

#[test]
fn lists_keep_their_marks_and_lines_their_numbers() {
    assert_eq!(
        brief(
            "\n- Như Điều 3;\n- Lưu: VT.\n\n---\n> 1. Phòng Y tế\n```\nmã  số\n```\n<!-- trang 2 -->\ncuối"
        ),
        [
            ("- Như Điều 3;".into(), Gap::Paragraph, 2),
            ("- Lưu: VT.".into(), Gap::Line, 3),
            ("1. Phòng Y tế".into(), Gap::Paragraph, 6),
            ("mã  số".into(), Gap::Paragraph, 8),
            ("cuối".into(), Gap::Paragraph, 11),
        ]
    );
}

#[test]
fn emphasis_left_open_ends_with_its_paragraph() {
    let found = lines("**Điều 1. Phạm vi\n\nÁp dụng trong huyện.");
    assert!(found[0].style.bold && !found[1].style.bold);
}

#[test]
fn a_table_with_breaks_escapes_and_ragged_rows() {
    let text = "| STT | Công việc | Đơn vị |\n|--|:-:|--|\n| <b>A</b> | <b>Y tế</b> |\n| 1 | Mua \\| thuê<br><br>- xe | Phòng Y tế | thừa |\nsau bảng";
    assert_eq!(
        tables(text),
        [[
            vec!["STT", "Công việc", "Đơn vị"],
            vec!["A", "Y tế", ""],
            vec!["1", "Mua | thuê\n\n- xe", "Phòng Y tế", "thừa"],
        ]]
    );
    let Block::Table(table) = &blocks(text)[0] else { panic!("no table") };
    assert!(table.rows[1].cells[0].bold && !table.rows[2].cells[1].bold);
    assert_eq!(table.rows[2].span.lines, Some((4, 4)));
    assert_eq!(table.span.lines, Some((1, 4)));
    assert_eq!(brief(text), [("sau bảng".into(), Gap::Paragraph, 5)]);
}

#[test]
fn each_printed_table_is_a_table() {
    let text = "| a | b |\n|---|---|\n| 1 | x |\n| a | b |\n|---|---|\n| 2 | y |\n\n| 3 | z |\n| 4 | t |\n";
    let found = tables(text);
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2]);
}

#[test]
fn a_row_cut_by_a_newline_is_joined() {
    let text =
        "| a | b | c |\n|---|---|---|\n| 1 | họp\ngiao ban | x |\n| 2 | y | z |\ncâu thường | có gạch\n";
    assert_eq!(tables(text)[0][1], ["1", "họp\ngiao ban", "x"]);
    assert_eq!(tables(text)[0].len(), 3);
    assert_eq!(brief(text), [("câu thường | có gạch".into(), Gap::Paragraph, 6)]);
}

#[test]
fn a_line_of_a_million_pipes_is_a_line() {
    let text = format!("x\n{}\n", "|".repeat(1_000_000));
    assert_eq!(lines(&text).len(), 2);
}

#[test]
fn a_table_in_html_keeps_merged_cells() {
    let text = "Phụ lục <table border=\"1\">\n<tr><th>STT</th><th>Việc</th><th rowspan=\"2\">Đơn vị</th></tr>\n\
        <tr><td colspan='2'><b>A. Y TẾ</b></td></tr>\n<tr>\n<td>1</td>\n<td>**Họp**<br>giao\nban</td><td>Sở &amp; xã\n\
        </table> Ghi chú\n\nhết";
    assert_eq!(
        tables(text),
        [[vec!["STT", "Việc", "Đơn vị"], vec!["A. Y TẾ"], vec!["1", "Họp\ngiao\nban", "Sở & xã"]]]
    );
    let Some(Block::Table(table)) = blocks(text).into_iter().nth(1) else { panic!("no table") };
    assert_eq!((table.rows[0].cells[2].row_span, table.rows[1].cells[0].col_span), (2, 2));
    assert!(table.rows[1].cells[0].bold);
    assert_eq!((table.span.lines, table.rows[2].cells[1].span.lines), (Some((2, 8)), Some((6, 7))));
    assert_eq!(
        brief(text),
        [
            ("Phụ lục".into(), Gap::Paragraph, 1),
            ("Ghi chú".into(), Gap::Paragraph, 8),
            ("hết".into(), Gap::Paragraph, 10),
        ]
    );
}

#[test]
fn an_unclosed_html_table_loses_nothing() {
    assert_eq!(brief("# x\n<table><tr><td>a</td>\n<td>b").len(), 3);
    let twice = "<table><tr><td>a</table><table><tr><td>b</table>";
    assert_eq!((tables(twice).len(), brief(twice).len()), (1, 1));
}
