//! Office Open XML text: any document, any numbering, and any archive.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_fuzz::{read_office, stored_archive};

fuzz_target!(|parts: (&[u8], &[u8])| {
    let (document, numbering) = parts;
    let types: &[u8] = b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let members =
        [("[Content_Types].xml", types), ("word/document.xml", document), ("word/numbering.xml", numbering)];
    read_office(&stored_archive(&members));
    read_office(&[&b"PK\x03\x04"[..], document].concat());
});
