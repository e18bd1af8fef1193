//! Markdown of any kind, forced by two headings.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_document::page::Form;
use vanthu_fuzz::read_and_check;

fuzz_target!(|bytes: &[u8]| {
    read_and_check("# a\n## b\n", bytes, Form::Markdown);
});
