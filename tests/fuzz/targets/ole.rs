//! Compound files (`.doc`, `.xls`) of any kind, and what is none behind its first bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_fuzz::read_office;

fuzz_target!(|bytes: &[u8]| {
    let magic = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let rest = bytes.strip_prefix(&magic).unwrap_or(bytes);
    read_office(&[&magic[..], rest].concat());
});
