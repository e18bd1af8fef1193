//! A table comes back cell for cell from every form that office programs write.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::fmt::Write;

use vanthu_document::page::{Block, Form, Pages};
use vanthu_document::table::{Cell, Row, Table};
use vanthu_readers::{ReadOptions, read};

fn pages(bytes: &[u8]) -> Pages {
    read(bytes, &ReadOptions::default()).expect("a document")
}

/// An archive of stored members, as short as readers allow.
fn archive(members: &[(&str, String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in members {
        let start = u32::try_from(out.len()).unwrap();
        let len = u32::try_from(content.len()).unwrap().to_le_bytes();
        let name_len = u16::try_from(name.len()).unwrap().to_le_bytes();
        // Version, flags, method, time and date, check sum, both lengths, lengths of the names.
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend([len, len].concat());
        common.extend([name_len, [0, 0]].concat());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = u32::try_from(out.len()).unwrap().to_le_bytes();
    let len = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let count = u16::try_from(members.len()).unwrap().to_le_bytes();
    out.extend(&directory);
    out.extend([&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &len, &at, &[0, 0]].concat());
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// For each row, its cells with the column where they begin; a cell covered from above as `None` with its width.
fn grid(table: &Table) -> Vec<Vec<(u32, u32, Option<&Cell>)>> {
    let mut covered: Vec<(u32, u32)> = Vec::new();
    let mut out = Vec::new();
    for row in &table.rows {
        let (mut column, mut cells, mut rest) = (0_u32, Vec::new(), row.cells.iter());
        loop {
            let place = column as usize;
            if covered.len() <= place {
                covered.resize(place + 1, (0, 1));
            }
            if covered[place].0 > 0 {
                covered[place].0 -= 1;
                let width = covered[place].1;
                cells.push((column, width, None));
                column += width;
            } else if let Some(cell) = rest.next() {
                covered[place] = (cell.row_span - 1, cell.col_span);
                cells.push((column, cell.col_span, Some(cell)));
                column += cell.col_span;
            } else {
                break;
            }
        }
        out.push(cells);
    }
    out
}

fn docx(table: &Table) -> Vec<u8> {
    let mut xml =
        String::from("<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>PHỤ LỤC</w:t></w:r></w:p><w:tbl>");
    for row in grid(table) {
        xml.push_str("<w:tr>");
        for (_, width, cell) in row {
            write!(xml, "<w:tc><w:tcPr><w:gridSpan w:val='{width}'/>").unwrap();
            match cell {
                None => xml.push_str("<w:vMerge/>"),
                Some(cell) if cell.row_span > 1 => xml.push_str("<w:vMerge w:val='restart'/>"),
                Some(_) => {}
            }
            xml.push_str("</w:tcPr>");
            for line in cell.map_or("", |cell| cell.text.as_str()).split('\n') {
                write!(xml, "<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escape(line)).unwrap();
            }
            xml.push_str("</w:tc>");
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl><w:p/></w:body></w:document>");
    archive(&[("[Content_Types].xml", String::new()), ("word/document.xml", xml)])
}

fn xlsx(table: &Table) -> Vec<u8> {
    let name =
        |row: usize, column: u32| format!("{}{}", char::from(b'B' + u8::try_from(column).unwrap()), row + 3);
    let (mut data, mut merges) = (String::new(), String::new());
    for (i, row) in grid(table).into_iter().enumerate() {
        write!(data, "<row r='{}'>", i + 3).unwrap();
        for (column, width, cell) in row {
            let text = cell.map_or("", |cell| cell.text.as_str());
            write!(
                data,
                "<c r='{}' s='1' t='inlineStr'><is><t>{}</t></is></c>",
                name(i, column),
                escape(text)
            )
            .unwrap();
            for further in 1..width {
                write!(data, "<c r='{}' s='1'/>", name(i, column + further)).unwrap();
            }
            if let Some(cell) = cell.filter(|cell| cell.row_span > 1 || cell.col_span > 1) {
                let last = i + cell.row_span as usize - 1;
                write!(merges, "<mergeCell ref='{}:{}'/>", name(i, column), name(last, column + width - 1))
                    .unwrap();
            }
        }
        data.push_str("</row>");
    }
    let sheet = format!(
        "<worksheet><sheetData><row r='1'><c r='C1' t='inlineStr'><is><t>PHỤ LỤC</t></is></c></row>{data}</sheetData>\
         <mergeCells>{merges}</mergeCells></worksheet>"
    );
    archive(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='r1'/></sheets></workbook>".to_owned()),
        (
            "xl/_rels/workbook.xml.rels",
            "<r><Relationship Id='r1' Target='worksheets/sheet1.xml'/></r>".to_owned(),
        ),
        (
            "xl/styles.xml",
            "<s><fonts><font/></fonts><borders><border/><border><left style='thin'/></border></borders>\
             <cellXfs><xf borderId='0'/><xf borderId='1'/></cellXfs></s>"
                .to_owned(),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn html(table: &Table) -> Vec<u8> {
    let mut out = String::from("<!DOCTYPE html><html><body><p>PHỤ LỤC</p><table>");
    for row in &table.rows {
        out.push_str("<tr>");
        for cell in &row.cells {
            let text = escape(&cell.text).replace('\n', "<br>");
            write!(out, "<td colspan=\"{}\" rowspan=\"{}\">{text}</td>", cell.col_span, cell.row_span)
                .unwrap();
        }
        out.push_str("</tr>");
    }
    out.push_str("</table></body></html>");
    out.into_bytes()
}

/// Text, columns and rows of each cell.
fn cells(table: &Table) -> Vec<Vec<(&str, u32, u32)>> {
    let mut out = Vec::new();
    for row in &table.rows {
        out.push(row.cells.iter().map(|c| (c.text.as_str(), c.col_span, c.row_span)).collect());
    }
    out
}

/// The only table of `pages`, which stands below a line.
fn only_table(pages: &Pages) -> &Table {
    let blocks: Vec<&Block> = pages.pages.iter().flat_map(|page| &page.blocks).collect();
    let [Block::Line(line), Block::Table(table)] = &blocks[..] else { panic!("{blocks:?}") };
    assert_eq!(line.text, "PHỤ LỤC");
    table
}

fn comes_back(table: &Table) {
    for (bytes, form) in [(docx(table), Form::Docx), (xlsx(table), Form::Xlsx), (html(table), Form::Html)] {
        let pages = pages(&bytes);
        assert_eq!(pages.form, form);
        assert_eq!(cells(only_table(&pages)), cells(table), "{form:?}");
    }
}

#[test]
fn the_tables_of_the_corpus_come_back() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || path.extension().is_none_or(|ending| ending != "md" && ending != "tsv") {
            continue;
        }
        let pages = pages(&std::fs::read(&path).unwrap());
        for block in pages.pages.iter().flat_map(|page| &page.blocks) {
            let Block::Table(table) = block else { continue };
            // What a sheet or page of one column holds is no table, and neither empty lines nor several blanks are text of a
            // web page.
            let mut table = table.clone();
            for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                let lines =
                    cell.text.split('\n').map(vanthu_text::single_spaced).filter(|line| !line.is_empty());
                cell.text = lines.collect::<Vec<_>>().join("\n");
            }
            if table.rows.iter().all(|row| row.cells.len() > 1) {
                comes_back(&table);
                count += 1;
            }
        }
    }
    assert!(count > 10, "{count} tables");
}

#[test]
fn merged_cells_come_back() {
    let cell = |text: &str, col_span, row_span| Cell {
        text: text.to_owned(),
        col_span,
        row_span,
        ..Cell::default()
    };
    let row = |cells: &[Cell]| Row { cells: cells.to_vec(), ..Row::default() };
    let table = Table {
        rows: vec![
            row(&[cell("TT", 1, 2), cell("Nhiệm vụ", 1, 2), cell("Đơn vị", 2, 1)]),
            row(&[cell("Chủ trì", 1, 1), cell("Phối hợp", 1, 1)]),
            row(&[
                cell("1", 1, 1),
                cell("Rà soát < 5 & báo cáo", 1, 1),
                cell("Phòng Nội vụ", 1, 2),
                cell("- a\n- b", 1, 1),
            ]),
            row(&[cell("2", 1, 1), cell("Tổng kết", 1, 1), cell("c", 1, 1)]),
        ],
        ..Table::default()
    };
    comes_back(&table);
}

/// Word gives a table whose rows do not quite meet a narrow column for each edge that any of them has.
#[test]
fn ragged_edges_of_word_make_no_columns() {
    let widths = [90, 610, 70, 3830, 60, 2740, 120, 1880];
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w='{width}'/>")).collect();
    let row = |before: u32, cells: [(u32, &str); 4]| {
        let cells: String = cells
            .iter()
            .map(|(span, text)| {
                format!("<w:tc><w:tcPr><w:gridSpan w:val='{span}'/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
            })
            .collect();
        format!("<w:tr><w:trPr><w:gridBefore w:val='{before}'/></w:trPr>{cells}</w:tr>")
    };
    let rows = [
        row(0, [(2, "TT"), (2, "Nội dung"), (2, "Chủ trì"), (2, "Phối hợp")]),
        row(1, [(2, "1"), (2, "Rà soát quy trình"), (2, "Phòng Tư pháp"), (1, "Văn phòng")]),
    ];
    let xml = format!(
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>PHỤ LỤC</w:t></w:r></w:p><w:tbl><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl><w:p/></w:body></w:document>",
        rows.concat()
    );
    let pages = pages(&archive(&[("[Content_Types].xml", String::new()), ("word/document.xml", xml)]));
    let table = only_table(&pages);
    assert_eq!(cells(table)[0], [("TT", 1, 1), ("Nội dung", 1, 1), ("Chủ trì", 1, 1), ("Phối hợp", 1, 1)]);
    assert_eq!(
        cells(table)[1],
        [("1", 1, 1), ("Rà soát quy trình", 1, 1), ("Phòng Tư pháp", 1, 1), ("Văn phòng", 1, 1)]
    );
}

#[test]
fn damaged_files_are_refused_or_read() {
    let table = Table {
        rows: vec![
            Row {
                cells: vec![
                    Cell { text: "a".into(), ..Cell::default() },
                    Cell { text: "b".into(), ..Cell::default() }
                ],
                ..Row::default()
            };
            3
        ],
        ..Table::default()
    };
    for whole in [docx(&table), xlsx(&table), html(&table)] {
        for cut in 0..whole.len() {
            let _ = read(&whole[..cut], &ReadOptions::default());
            let mut changed = whole.clone();
            changed[cut] ^= 0x55;
            let _ = read(&changed, &ReadOptions::default());
        }
    }
}
