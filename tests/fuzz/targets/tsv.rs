//! Tab-separated text of any kind, forced by a small table. Its letters come out in order unless HTML is in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_document::page::{Block, Form};
use vanthu_fuzz::read_and_check;
use vanthu_text::decode;

const HEAD: &str = "a\tb\tc\n1\tx\ty\n2\tx\ty\n";

fuzz_target!(|bytes: &[u8]| {
    let Some(pages) = read_and_check(HEAD, bytes, Form::Tsv) else { return };
    let text = decode(&[HEAD.as_bytes(), bytes].concat()).text;
    if text.contains(['<', '&']) {
        return;
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut printed = String::new();
    for block in pages.pages.iter().flat_map(|p| &p.blocks) {
        match block {
            Block::Line(line) => printed.push_str(&letters(&line.text)),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|r| &r.cells) {
                    printed.push_str(&letters(&cell.text));
                }
            }
        }
    }
    assert_eq!(printed, letters(&text));
});
