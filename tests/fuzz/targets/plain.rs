//! Plain text: no character is lost but line ends.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_document::page::{Block, Form};
use vanthu_fuzz::read_and_check;
use vanthu_text::decode;

fuzz_target!(|bytes: &[u8]| {
    let Some(pages) = read_and_check("", bytes, Form::Text) else { return };
    let mut printed = String::new();
    for block in pages.pages.iter().flat_map(|p| &p.blocks) {
        match block {
            Block::Line(line) => printed.push_str(&line.text),
            Block::Table(_) => panic!("a table in plain text"),
        }
    }
    assert_eq!(printed, decode(bytes).text.replace(['\n', '\u{C}'], ""));
});
