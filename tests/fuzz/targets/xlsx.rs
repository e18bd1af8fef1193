//! Office Open XML sheets: any sheet, any strings, any book.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_fuzz::{read_office, stored_archive};

fuzz_target!(|parts: (&[u8], &[u8], bool)| {
    let (sheet, strings, plain) = parts;
    let types: &[u8] = b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let book: &[u8] =
        b"<workbook><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let links: &[u8] =
        b"<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let members = [
        ("[Content_Types].xml", types),
        ("xl/workbook.xml", if plain { book } else { strings }),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    read_office(&stored_archive(&members));
});
