//! PDFs that ask for too much, lie, or are damaged: made by hand, read within limits, and said what they are.

use std::time::{Duration, Instant};

use vanthu_document::diagnostic::Code;
use vanthu_document::page::{Block, Pages};
use vanthu_readers::{ReadError, ReadOptions, read};

/// A file under the hand: objects by number, from 1; the first is the catalogue.
#[derive(Default)]
struct File {
    objects: Vec<Vec<u8>>,
}

impl File {
    /// A file with one page for each content, all of which may use `resources`.
    fn of_pages(contents: &[&str], resources: &str) -> Self {
        let mut file = Self::default();
        let kids: Vec<String> = (0..contents.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
        file.push("<< /Type /Catalog /Pages 2 0 R >>");
        file.push(&format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()));
        file.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        for (i, content) in contents.iter().enumerate() {
            file.push(&format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R \
                /Resources << /Font << /F1 3 0 R >> {resources} >> >>",
                5 + 2 * i
            ));
            file.stream("", content.as_bytes());
        }
        file
    }

    fn push(&mut self, object: &str) {
        self.objects.push(object.as_bytes().to_vec());
    }

    fn stream(&mut self, dictionary: &str, data: &[u8]) {
        let head = format!("<< /Length {} {dictionary} >>\nstream\n", data.len());
        self.objects.push([head.as_bytes(), data, b"\nendstream"].concat());
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.5\n".to_vec();
        let mut places = Vec::new();
        for (i, object) in self.objects.iter().enumerate() {
            places.push(out.len());
            out.extend(format!("{} 0 obj\n", i + 1).bytes());
            out.extend_from_slice(object);
            out.extend_from_slice(b"\nendobj\n");
        }
        let table = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
        for place in &places {
            out.extend(format!("{place:010} 00000 n \n").bytes());
        }
        let size = places.len() + 1;
        out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
        out
    }
}

fn words(text: &str) -> String {
    format!("BT /F1 12 Tf 50 700 Td ({text}) Tj ET")
}

fn text(pages: &Pages) -> Vec<String> {
    let lines = pages.pages.iter().flat_map(|page| &page.blocks).map(|block| match block {
        Block::Line(line) => line.text.clone(),
        Block::Table(_) => "[table]".to_owned(),
    });
    lines.collect()
}

fn codes(pages: &Pages) -> Vec<Code> {
    pages.diagnostics.iter().map(|d| d.code).collect()
}

/// Reads a file and says that it did not take long.
fn read_soon(bytes: &[u8]) -> Result<Pages, ReadError> {
    let started = Instant::now();
    let read = read(bytes, &ReadOptions::default());
    assert!(started.elapsed() < Duration::from_secs(30), "took {:?}", started.elapsed());
    read
}

#[test]
fn a_plain_page() {
    let pages = read_soon(&File::of_pages(&[&words("So Noi vu"), &words("So Y te")], "").bytes()).unwrap();
    assert_eq!(text(&pages), ["So Noi vu", "So Y te"]);
    assert!(pages.diagnostics.is_empty());
}

#[test]
fn forms_that_draw_themselves() {
    let page = format!("{} /X Do", words("truoc"));
    let mut file = File::of_pages(&[&page, &words("sau")], "/XObject << /X 8 0 R >>");
    file.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X 8 0 R >> >>",
        b"/X Do /X Do",
    );
    let pages = read_soon(&file.bytes()).unwrap();
    assert!(text(&pages).contains(&"truoc".to_owned()) && text(&pages).contains(&"sau".to_owned()));
}

#[test]
fn drawing_without_end() {
    // Each form draws the next one twenty times: 20^10 times the last one.
    let page = format!("{} /X1 Do", words("truoc"));
    let mut file = File::of_pages(&[&page, &words("sau")], "/XObject << /X1 8 0 R >>");
    for depth in 1..=10 {
        let next = format!("/X{} Do ", depth + 1);
        file.stream(
            &format!(
                "/Type /XObject /Subtype /Form /BBox [0 0 600 800] \
                /Resources << /XObject << /X{} {} 0 R >> >>",
                depth + 1,
                8 + depth
            ),
            next.repeat(20).as_bytes(),
        );
    }
    file.stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800]", b"0 0 m 5 5 l S");
    let pages = read_soon(&file.bytes()).unwrap();
    assert_eq!(codes(&pages), [Code::PageOverLimit]);
    // What was drawn before, and the page behind.
    assert_eq!(text(&pages), ["truoc", "sau"]);
}

#[test]
fn deep_nesting() {
    let arrays = format!("{}{} {}", "[".repeat(200_000), "]".repeat(200_000), words("con"));
    let pages = read_soon(&File::of_pages(&[&arrays, &words("sau")], "").bytes()).unwrap();
    assert!(text(&pages).contains(&"sau".to_owned()));
    let mut file = File::of_pages(&[&words("con")], "");
    file.push(&format!("{}{}", "<< /A ".repeat(100_000), ">>".repeat(100_000)));
    assert_eq!(text(&read_soon(&file.bytes()).unwrap()), ["con"]);
}

#[test]
fn page_trees_in_a_circle() {
    let mut file = File::of_pages(&[&words("con")], "");
    file.objects[1] = b"<< /Type /Pages /Kids [2 0 R 4 0 R 2 0 R] /Count 3 /Parent 2 0 R >>".to_vec();
    // Whatever it makes of them, it comes to an end.
    let _ = read_soon(&file.bytes());
}

#[test]
fn pictures_of_impossible_sizes() {
    let page = format!("{} q 600 0 0 800 0 0 cm /P Do Q", words("con"));
    for picture in [
        "/Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 8",
        "/Width 90000 /Height 90000 /ImageMask true /BitsPerComponent 1",
        "/Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8 /SMask 7 0 R",
    ] {
        let mut file = File::of_pages(&[&page], "/XObject << /P 6 0 R >>");
        file.stream(&format!("/Type /XObject /Subtype /Image {picture}"), &[0; 81]);
        file.stream(
            "/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 8",
            &[0; 81],
        );
        let _ = read_soon(&file.bytes());
    }
}

#[test]
fn a_damaged_page_among_others() {
    let mut file = File::of_pages(&[&words("mot"), &words("hai"), &words("ba")], "");
    // The second page's content is no deflate stream.
    file.objects[6] =
        b"<< /Length 16 /Filter /FlateDecode >>\nstream\n\xFF\x00\x13zzzzzzzzzzzzz\nendstream".to_vec();
    let pages = read_soon(&file.bytes()).unwrap();
    assert_eq!(text(&pages), ["mot", "ba"]);
    assert_eq!(pages.count, Some(3));
    assert_eq!(codes(&pages), [Code::PageDamaged]);
}

#[test]
fn cut_files_are_read_as_far_as_they_go() {
    let contents: Vec<String> = (0..20).map(|i| words(&format!("trang {i}"))).collect();
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let whole = File::of_pages(&contents, "").bytes();
    for part in [0.5, 0.7, 0.9, 0.99] {
        let cut = &whole[..(whole.len() as f64 * part) as usize];
        let pages = read_soon(cut).unwrap();
        assert!(text(&pages).len() as f64 >= 20.0 * part - 6.0, "{part}: {:?}", text(&pages));
    }
}

#[test]
fn encrypted_files_are_named() {
    let file = File::of_pages(&[&words("kin")], "");
    let text = String::from_utf8(file.bytes()).unwrap();
    let key = "<41414141414141414141414141414141414141414141414141414141414141 41>".replace(' ', "");
    let encrypt =
        format!("/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O {key} /U {key} >> /ID [<41> <41>]");
    let locked = text.replace("/Root 1 0 R", &format!("/Root 1 0 R {encrypt}"));
    assert_eq!(read_soon(locked.as_bytes()).unwrap_err(), ReadError::Encrypted);
}

#[test]
fn both_engines_refuse_garbage() {
    let garbage = [b"%PDF-1.4\n".as_slice(), &[0xB7; 4000]].concat();
    assert!(matches!(read_soon(&garbage), Err(ReadError::Damaged(_))));
}

/// Operators that print texts at places, in 10 points.
fn printed(texts: &[(f32, f32, &str)]) -> String {
    texts.iter().map(|(x, y, text)| format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n")).collect()
}

/// The rows of the tables, and the lines between them.
fn rows(pages: &Pages) -> Vec<Vec<String>> {
    let blocks = pages.pages.iter().flat_map(|page| &page.blocks);
    let rows = blocks.flat_map(|block| match block {
        Block::Line(line) => vec![vec![line.text.clone()]],
        Block::Table(table) => {
            table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
        }
    });
    rows.collect()
}

const TASKS: [[&str; 4]; 4] = [
    ["TT", "Noi dung", "Chu tri", "Han"],
    ["1", "Ra soat danh muc thu tuc hanh chinh", "Phong Noi vu", "Quy I"],
    ["2", "Sua quy che", "Van phong va cac phong", "Thang 6"],
    ["3", "Cong bo chi so hai long cua nguoi dan", "Phong Van hoa", "Thang 12"],
];

#[test]
fn tables_without_rules_whose_cells_begin_at_the_top() {
    let page = printed(&[
        (50.0, 700.0, "TT"),
        (90.0, 700.0, "Noi dung"),
        (250.0, 700.0, "Chu tri"),
        (400.0, 700.0, "Han"),
        (50.0, 688.0, "1"),
        (90.0, 688.0, "Ra soat danh muc thu tuc"),
        (90.0, 676.0, "hanh chinh"),
        (250.0, 688.0, "Phong Noi vu"),
        (400.0, 688.0, "Quy I"),
        (50.0, 664.0, "2"),
        (90.0, 664.0, "Sua quy che"),
        (250.0, 664.0, "Van phong va"),
        (250.0, 652.0, "cac phong"),
        (400.0, 664.0, "Thang 6"),
        (50.0, 640.0, "3"),
        (90.0, 640.0, "Cong bo chi so hai long"),
        (90.0, 628.0, "cua nguoi dan"),
        (250.0, 640.0, "Phong Van hoa"),
        (400.0, 640.0, "Thang 12"),
    ]);
    assert_eq!(rows(&read_soon(&File::of_pages(&[&page], "").bytes()).unwrap()), TASKS);
}

#[test]
fn tables_without_rules_whose_cells_are_centred() {
    let page = printed(&[
        (50.0, 700.0, "TT"),
        (90.0, 700.0, "Noi dung"),
        (250.0, 700.0, "Chu tri"),
        (400.0, 700.0, "Han"),
        (50.0, 682.0, "1"),
        (90.0, 688.0, "Ra soat danh muc thu tuc"),
        (90.0, 676.0, "hanh chinh"),
        (250.0, 682.0, "Phong Noi vu"),
        (400.0, 682.0, "Quy I"),
        (50.0, 658.0, "2"),
        (90.0, 658.0, "Sua quy che"),
        (250.0, 664.0, "Van phong va"),
        (250.0, 652.0, "cac phong"),
        (400.0, 658.0, "Thang 6"),
        (50.0, 634.0, "3"),
        (90.0, 640.0, "Cong bo chi so hai long"),
        (90.0, 628.0, "cua nguoi dan"),
        (250.0, 634.0, "Phong Van hoa"),
        (400.0, 634.0, "Thang 12"),
    ]);
    assert_eq!(rows(&read_soon(&File::of_pages(&[&page], "").bytes()).unwrap()), TASKS);
}

#[test]
fn a_column_that_is_empty_on_a_page_is_kept() {
    let row = |y: f32, cells: [&'static str; 4]| {
        let places = [50.0, 90.0, 250.0, 400.0];
        places
            .into_iter()
            .zip(cells)
            .filter(|c| !c.1.is_empty())
            .map(move |(x, text)| (x, y, text))
            .collect::<Vec<_>>()
    };
    let first = [
        row(700.0, ["TT", "Noi dung", "Chu tri", "Ghi chu"]),
        row(686.0, ["1", "Ra soat danh muc", "Phong Noi vu", "von tinh"]),
        row(672.0, ["2", "Sua quy che", "Van phong", "von huyen"]),
        row(658.0, ["3", "Cong bo chi so", "Phong Van hoa", "von xa"]),
    ];
    // The last column has nothing, but for the cell below the title of a section, which crosses the others.
    let second = [
        row(700.0, ["4", "Mo lop boi duong", "Phong Noi vu", ""]),
        row(686.0, ["5", "Lap ke hoach thu", "Chi cuc Thue", ""]),
        row(672.0, ["II", "Xay dung va phat trien nen hanh chinh so cua huyen den nam sau", "", ""]),
        row(658.0, ["6", "Mua may tinh", "Van phong", ""]),
        row(644.0, ["7", "Noi mang", "Phong Van hoa", "von xa"]),
    ];
    let pages = [printed(&first.concat()), printed(&second.concat())];
    let file = File::of_pages(&[pages[0].as_str(), pages[1].as_str()], "");
    let rows = rows(&read_soon(&file.bytes()).unwrap());
    assert_eq!(rows.len(), 9, "{rows:?}");
    assert_eq!(rows[4], ["4", "Mo lop boi duong", "Phong Noi vu", ""]);
    assert_eq!(rows[7], ["6", "Mua may tinh", "Van phong", ""]);
    assert_eq!(rows[8], ["7", "Noi mang", "Phong Van hoa", "von xa"]);
}

#[test]
fn horizontal_rules_part_rows() {
    let mut page = printed(&[
        (50.0, 700.0, "Viec"),
        (250.0, 700.0, "Don vi"),
        (400.0, 700.0, "Han"),
        (50.0, 680.0, "Ra soat danh muc"),
        (50.0, 668.0, "thu tuc"),
        (250.0, 680.0, "Phong Noi vu"),
        (400.0, 680.0, "Quy I"),
        (50.0, 656.0, "Sua quy che"),
        (250.0, 656.0, "Van phong"),
        (250.0, 644.0, "va cac phong"),
        (400.0, 656.0, "Thang 6"),
    ]);
    for y in [710.0, 692.0, 665.0, 640.0] {
        page += &format!("45 {y} m 450 {y} l S\n");
    }
    assert_eq!(
        rows(&read_soon(&File::of_pages(&[&page], "").bytes()).unwrap()),
        [
            ["Viec", "Don vi", "Han"],
            ["Ra soat danh muc thu tuc", "Phong Noi vu", "Quy I"],
            ["Sua quy che", "Van phong va cac phong", "Thang 6"]
        ]
    );
}

#[test]
fn prose_and_letterheads_are_no_tables() {
    let mut texts = vec![
        (60.0, 760.0, "UBND HUYEN KIM BANG"),
        (300.0, 760.0, "CONG HOA XA HOI CHU NGHIA VIET NAM"),
        (80.0, 746.0, "PHONG NOI VU"),
        (350.0, 746.0, "Doc lap - Tu do - Hanh phuc"),
    ];
    for i in 0..20_u8 {
        texts.push((
            60.0,
            700.0 - 14.0 * f32::from(i),
            "giao cac phong, ban chu tri, phoi hop voi cac don vi ra soat",
        ));
    }
    let pages = read_soon(&File::of_pages(&[&printed(&texts)], "").bytes()).unwrap();
    assert!(rows(&pages).iter().all(|row| row.len() == 1), "{:?}", rows(&pages));
}
